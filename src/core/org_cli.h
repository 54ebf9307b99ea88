/* org_cli.h - county, organisations and people on the command line. */
#ifndef CORE_ORG_CLI_H
#define CORE_ORG_CLI_H

#include "core/verb.h"

extern const struct verbs org_verbs, person_verbs;

/* A verb that acts for a person (--as) asks for the permission that the route asks for; the system may do everything.
 */
enum status verb_need(struct cx *cx, uint64_t perms) MUST_CHECK;

/* {"items":[…]} */
void verb_items(struct call *call, const struct record *rec, const struct list *l);

#endif
