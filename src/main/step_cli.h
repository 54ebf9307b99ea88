/* step_cli.h - any step of any flow, taken for a person on the command line. */
#ifndef MAIN_STEP_CLI_H
#define MAIN_STEP_CLI_H

#include "core/verb.h"

extern const struct verbs step_verbs;

#endif
