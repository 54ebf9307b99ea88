/* resumption_cli.h - resumption on the command line. */
#ifndef ROOMS_RESUMPTION_RESUMPTION_CLI_H
#define ROOMS_RESUMPTION_RESUMPTION_CLI_H

#include "core/verb.h"

extern const struct verbs resumption_verbs;

#endif
