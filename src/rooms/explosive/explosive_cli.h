/* explosive_cli.h - explosives on the command line. */
#ifndef ROOMS_EXPLOSIVE_EXPLOSIVE_CLI_H
#define ROOMS_EXPLOSIVE_EXPLOSIVE_CLI_H

#include "core/verb.h"

extern const struct verbs explosive_verbs;

#endif
