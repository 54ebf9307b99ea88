/* gate.h - edge mode: a small machine at a mine's gate that goes on deciding while the county is out of reach. */
#ifndef MAIN_GATE_H
#define MAIN_GATE_H

#include "core/verb.h"

extern const struct verbs gate_verbs;

#endif
