/* apart_cli.h - the verbs of the process apart. */
#ifndef CORE_APART_CLI_H
#define CORE_APART_CLI_H

#include "core/verb.h"

extern const struct verbs apart_verbs;

#endif
