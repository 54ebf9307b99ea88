/* haulage_cli.h - verbs about trucks: kuangan haulage … */
#ifndef ROOMS_HAULAGE_HAULAGE_CLI_H
#define ROOMS_HAULAGE_HAULAGE_CLI_H

#include "core/verb.h"

extern const struct verbs haulage_verbs, haulage_db_verbs;

#endif
