/* flow_none.c - the empty list of flows, for programs that have no rooms; main/ has the full one. */
#include "core/flow.h"

__attribute__((weak)) const struct flow *const flow_list[] = {NULL};
__attribute__((weak)) const size_t flow_list_count = 0;
