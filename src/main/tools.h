/* tools.h - verbs of the installation itself: settings, schema, generated documents and types, backup. */
#ifndef MAIN_TOOLS_H
#define MAIN_TOOLS_H

#include "core/verb.h"

extern const struct verbs tool_verbs;

#endif
