/* ledger_cli.h - verbs of the ledger and the evidence store. */
#ifndef CORE_LEDGER_CLI_H
#define CORE_LEDGER_CLI_H

#include "core/verb.h"

extern const struct verbs ledger_verbs, evidence_verbs;

#endif
