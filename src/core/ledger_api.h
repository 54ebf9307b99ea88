/* ledger_api.h - the routes of the ledger, the evidence store, jobs and notifications. */
#ifndef CORE_LEDGER_API_H
#define CORE_LEDGER_API_H

#include "core/job.h"
#include "core/ledger.h"
#include "http/route.h"

extern const struct routes ledger_share_routes, ledger_routes, evidence_routes, job_routes, notify_routes;

/* The job behind POST /api/ledger/verify; it uses ledger_checks. */
extern const struct job_kind ledger_verify_job;

/* What the rooms compare with their last entries; ends with a NULL kind.  main/ fills it, core/ has an empty one for
 * programs without rooms. */
extern const struct ledger_check ledger_checks[];

/* As the routes and the verbs write them. */
void jw_ledger_report(struct jw *w, const struct ledger_report *r);
void jw_ledger_proof(struct cx *cx, struct jw *w, const struct ledger_proof *p);
/* to 0: the newest head */
enum status jw_ledger_consistency(struct cx *cx, struct jw *w, int64_t from, int64_t to) MUST_CHECK;

#endif
