/* accident_cli.h - accidents and the appraisal on the command line. */
#ifndef ROOMS_ACCIDENT_ACCIDENT_CLI_H
#define ROOMS_ACCIDENT_ACCIDENT_CLI_H

#include "core/verb.h"

extern const struct verbs accident_verbs;

#endif
