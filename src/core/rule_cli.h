/* rule_cli.h - the verbs of rules. */
#ifndef CORE_RULE_CLI_H
#define CORE_RULE_CLI_H

#include "core/verb.h"

extern const struct verbs rule_verbs;

#endif
