/* keep_sync.h - the journal of a small machine at a magazine goes to the county, and the county's comes back. */
#ifndef MAIN_KEEP_SYNC_H
#define MAIN_KEEP_SYNC_H

#include "core/verb.h"

extern const struct verbs keep_sync_verbs;

#endif
