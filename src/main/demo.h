/* demo.h - the demonstration county, made by playing examples/qingling/. */
#ifndef MAIN_DEMO_H
#define MAIN_DEMO_H

#include "core/verb.h"

extern const struct verbs demo_verbs;

#endif
