/* lists.h - every room's routes, verbs, jobs and flows: the one place where a new room is entered. */
#ifndef MAIN_LISTS_H
#define MAIN_LISTS_H

#include "core/flow.h"
#include "core/job.h"
#include "core/verb.h"
#include "http/route.h"

extern const struct verbs *const verb_lists[];
extern const size_t verb_list_count;

extern const struct routes *const route_lists[];
extern const size_t route_list_count;

/* Kinds of jobs, ended by NULL. */
extern const struct job_kind *const job_kinds[];

#endif
