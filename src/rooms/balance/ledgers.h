/* ledgers.h - the ledgers of other rooms that the balance compares; main/ fills the table. */
#ifndef ROOMS_BALANCE_LEDGERS_H
#define ROOMS_BALANCE_LEDGERS_H

#include "rooms/mine/ledger_figure.h"

/* Ends with a NULL name. */
extern const struct mine_ledger balance_ledgers[];

#endif
