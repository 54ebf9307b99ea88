/* tenure_cli.h - mining rights and operators on the command line. */
#ifndef ROOMS_TENURE_TENURE_CLI_H
#define ROOMS_TENURE_TENURE_CLI_H

#include "core/verb.h"

extern const struct verbs tenure_verbs;

#endif
