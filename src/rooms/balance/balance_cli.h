/* balance_cli.h - do a mine's ledgers agree, on the command line. */
#ifndef ROOMS_BALANCE_BALANCE_CLI_H
#define ROOMS_BALANCE_BALANCE_CLI_H

#include "core/verb.h"

extern const struct verbs balance_verbs;

#endif
