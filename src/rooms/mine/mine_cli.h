/* mine_cli.h - mines on the command line. */
#ifndef ROOMS_MINE_MINE_CLI_H
#define ROOMS_MINE_MINE_CLI_H

#include "core/verb.h"

extern const struct verbs mine_verbs;

#endif
