/*
 * job.h - long work that outlives the request that asked for it.
 *
 * A job is a row.  A worker claims it with a guarded update and a lease, runs it outside any transaction (its writes
 * are short ones of their own: write_from()), tells how far it is, and notes the result.  A worker that dies leaves a
 * lease that runs out; the job is then begun anew, so a job must bear being run again.  After JOB_TRIES it is given
 * up.
 *
 * The lease is kept on the machine's clock and not on cx->now: with a fixed clock nothing would ever run out, and it
 * tells about processes, not about the county.
 */
#ifndef CORE_JOB_H
#define CORE_JOB_H

#include "base/cx.h"
#include "base/record.h"

enum { JOB_LEASE = 300, JOB_TRIES = 3 };        /* seconds without a sign of life; attempts */

struct job {
	int64_t id;
	const char *kind;
	struct json_text args;
	const char *state;              /* queued, running, done, failed, cancelled */
	int64_t progress, total;
	const char *note;               /* what it is at; of a failed one, why */
	struct json_text result;
	int64_t person, org;            /* who asked; the job runs as he */
	int64_t at, started, finished;
	int64_t tries;
	const char *owner;              /* of the claim: whoever holds it may write to the row */
};
extern const struct record job_record;

/* What a kind of job does.  Set job->result.s to the result's JSON; a failure's words become the note.  A list of
 * these ends with NULL; main/ puts it together from the rooms' ones. */
struct job_kind {
	const char *name;
	enum status (*run)(struct cx *cx, struct job *job);
	const char *zh, *en;            /* what a person calls it */
};

/* In a transaction: the job begins after it is committed.  args: JSON, NULL for {}. */
enum status job_new(struct cx *cx, const char *kind, const char *args, int64_t *id) MUST_CHECK;
enum status job_get(struct cx *cx, int64_t id, struct job *out) MUST_CHECK;

/* Jobs of cx->user, newest first, those before the id; of everyone for who manages the system. */
enum status job_list(struct cx *cx, int64_t before, int64_t limit, struct list *out) MUST_CHECK;
/* Is a job of that kind waiting already?  Then another would do nothing new. */
enum status job_waits(struct cx *cx, const char *kind, bool *yes) MUST_CHECK;

/* In a transaction.  CONFLICT: it has ended already. */
enum status job_cancel(struct cx *cx, int64_t id) MUST_CHECK;

/* From within run(): how far it is, also the sign of life; at least once a minute, not oftener than needed.  CONFLICT:
 * it was cancelled or another worker has taken it: end at once. */
enum status job_progress(struct cx *cx, struct job *job, int64_t done, int64_t total, const char *note) MUST_CHECK;

/* Claim the oldest waiting job of these kinds and run it to its end; *worked says whether there was one.  A job that
 * fails is no failure of this call. */
enum status job_work(struct cx *cx, const struct job_kind *const *kinds, bool *worked) MUST_CHECK;

#endif
