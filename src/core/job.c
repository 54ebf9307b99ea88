#include "core/job.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>
#include "base/hash.h"
#include "base/id.h"
#include "base/log.h"
#include "core/perm.h"
#include "core/scratch.h"
#include "db/db.h"
#include "db/writer.h"

#define COLUMNS "id, kind, args, state, progress, total, note, result, person, org, at, started, finished, tries, owner"

static const struct field fields[] = {
	FIELD(struct job, id),
	FIELD(struct job, kind, .zh = "作业", .en = "job"),
	FIELD(struct job, args),
	FIELD(struct job, state, .zh = "状态", .en = "state"),
	FIELD(struct job, progress),
	FIELD(struct job, total),
	FIELD(struct job, note, .zh = "说明", .en = "note"),
	FIELD(struct job, result),
	FIELD(struct job, person),
	FIELD(struct job, org, .flags = SECRET),
	FIELD(struct job, at, .flags = TIME),
	FIELD(struct job, started, .flags = TIME),
	FIELD(struct job, finished, .flags = TIME),
	FIELD(struct job, tries, .flags = SECRET),
	FIELD(struct job, owner, .flags = SECRET),
};
const struct record job_record = RECORD(job, fields);

static int64_t machine_now(void)
{
	return (int64_t)time(NULL);
}

enum status job_new(struct cx *cx, const char *kind, const char *args, int64_t *id)
{
	int64_t n = id_new(cx);
	TRY(db_exec(cx, NULL,
		    "INSERT INTO job (county, id, kind, args, state, person, org, at)"
		    " VALUES ($1, $2, $3, $4, 'queued', $5, $6, $7)",
		    ARGS(V(cx->county), V(n), V(kind), V(args ? args : "{}"), V(cx->user), V(cx->org), V(cx->now))));
	*id = n;
	return STATUS_OK;
}

/* The column holds '' until there is a result, which is no JSON. */
static void no_result_is_null(struct job *job)
{
	if (job->result.s && !*job->result.s)
		job->result.s = NULL;
}

enum status job_get(struct cx *cx, int64_t id, struct job *out)
{
	struct list l;
	TRY(db_all(cx, &job_record, &l, "SELECT " COLUMNS " FROM job WHERE county = $1 AND id = $2",
		   ARGS(V(cx->county), V(id))));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no job %" PRId64, id);
	*out = *(struct job *)l.items;
	no_result_is_null(out);
	return STATUS_OK;
}

enum status job_list(struct cx *cx, int64_t before, int64_t limit, struct list *out)
{
	if (cx->perms & PERM_SYSTEM_MANAGE)
		TRY(db_all(cx, &job_record, out,
			   "SELECT " COLUMNS " FROM job WHERE county = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
			   ARGS(V(cx->county), V(before), V(limit))));
	else
		TRY(db_all(cx, &job_record, out,
			   "SELECT " COLUMNS
			   " FROM job WHERE county = $1 AND id < $2 AND person = $4 ORDER BY id DESC LIMIT $3",
			   ARGS(V(cx->county), V(before), V(limit), V(cx->user))));
	for (size_t i = 0; i < out->count; i++)
		no_result_is_null((struct job *)out->items + i);
	return STATUS_OK;
}

enum status job_waits(struct cx *cx, const char *kind, bool *yes)
{
	struct list l;
	TRY(db_all(cx, &job_record, &l,
		   "SELECT id FROM job WHERE county = $1 AND state = 'queued' AND kind = $2 LIMIT 1",
		   ARGS(V(cx->county), V(kind))));
	*yes = l.count > 0;
	return STATUS_OK;
}

enum status job_cancel(struct cx *cx, int64_t id)
{
	int64_t changed;
	struct job job;
	TRY(job_get(cx, id, &job));
	TRY(db_exec(cx, &changed,
		    "UPDATE job SET state = 'cancelled', finished = $1 WHERE county = $2 AND id = $3"
		    " AND state IN ('queued', 'running')", ARGS(V(cx->now), V(cx->county), V(id))));
	if (changed != 1)
		return cx_fail(cx, STATUS_CONFLICT, "the job has ended already");
	return STATUS_OK;
}

/* ---- what the worker writes, each in a transaction of its own ---- */

struct turn {
	struct job *job;
	const struct job_kind *const *kinds;
	bool found;
	int64_t done, total;
	const char *state, *note, *result;
	int64_t changed;
};

static const struct job_kind *find_kind(const struct job_kind *const *kinds, const char *name)
{
	for (; *kinds; kinds++)
		if (strcmp((*kinds)->name, name) == 0)
			return *kinds;
	return NULL;
}

/* The oldest jobs that nobody works on: new ones, and those whose worker fell silent. */
static enum status candidates(struct cx *cx, struct list *out)
{
	return db_all(cx, &job_record, out,
		      "SELECT " COLUMNS " FROM job WHERE county = $1"
		      " AND (state = 'queued' OR (state = 'running' AND lease < $2)) ORDER BY id LIMIT 50",
		      ARGS(V(cx->county), V(machine_now())));
}

static enum status give_up(struct cx *cx, const struct job *job)
{
	const char *note = arena_printf(cx->mem, words(cx, "given up after %d attempts"), JOB_TRIES);
	return db_exec(cx, NULL,
		       "UPDATE job SET state = 'failed', note = $1, finished = $2"
		       " WHERE county = $3 AND id = $4 AND state = 'running' AND lease < $5",
		       ARGS(V(note), V(cx->now), V(cx->county), V(job->id), V(machine_now())));
}

static enum status claim(struct cx *cx, void *arg)
{
	struct turn *t = arg;
	struct list l;
	t->found = false;
	TRY(candidates(cx, &l));
	unsigned char secret[8];
	random_bytes(secret, sizeof secret);
	const char *owner = hex_print(cx->mem, secret, sizeof secret);
	for (size_t i = 0; i < l.count && !t->found; i++) {
		const struct job *job = &((struct job *)l.items)[i];
		if (!find_kind(t->kinds, job->kind))
			continue;
		if (job->tries >= JOB_TRIES) {
			TRY(give_up(cx, job));
			continue;
		}
		int64_t changed, now = machine_now();
		TRY(db_exec(
			cx, &changed,
			"UPDATE job SET state = 'running', owner = $1, lease = $2, tries = tries + 1, started = $3"
			" WHERE county = $4 AND id = $5 AND (state = 'queued' OR (state = 'running' AND lease < $6))",
			ARGS(V(owner), V(now + JOB_LEASE), V(cx->now), V(cx->county), V(job->id), V(now))));
		t->found = changed == 1;
		*t->job = *job;
	}
	t->job->owner = owner;
	return STATUS_OK;
}

static enum status write_progress(struct cx *cx, void *arg)
{
	struct turn *t = arg;
	return db_exec(cx, &t->changed,
		       "UPDATE job SET progress = $1, total = $2, note = $3, lease = $4"
		       " WHERE county = $5 AND id = $6 AND owner = $7 AND state = 'running'",
		       ARGS(V(t->done), V(t->total), V(t->note), V(machine_now() + JOB_LEASE), V(cx->county),
			    V(t->job->id), V(t->job->owner)));
}

static enum status write_end(struct cx *cx, void *arg)
{
	struct turn *t = arg;
	return db_exec(cx, &t->changed,
		       "UPDATE job SET state = $1, note = $2, result = $3, finished = $4"
		       " WHERE county = $5 AND id = $6 AND owner = $7 AND state = 'running'",
		       ARGS(V(t->state), V(t->note), V(t->result), V(cx->now), V(cx->county), V(t->job->id),
			    V(t->job->owner)));
}

enum status job_progress(struct cx *cx, struct job *job, int64_t done, int64_t total, const char *note)
{
	struct turn t = {.job = job, .done = done, .total = total, .note = note ? note : ""};
	TRY(write_from(cx, write_progress, &t));
	if (t.changed != 1)
		return cx_fail(cx, STATUS_CONFLICT, "the job was cancelled");
	return STATUS_OK;
}

/* Run the job as the one who asked for it. */
static enum status run_as(struct cx *cx, const struct job_kind *kind, struct job *job)
{
	int64_t user = cx->user, org = cx->org;
	cx->user = job->person;
	cx->org = job->org;
	job->result.s = NULL;
	enum status s = kind->run(cx, job);
	cx->user = user;
	cx->org = org;
	return s;
}

static enum status work(struct cx *cx, void *arg)
{
	struct turn *t = arg;
	TRY(write_from(cx, claim, t));
	if (!t->found)
		return STATUS_OK;
	enum status s = run_as(cx, find_kind(t->kinds, t->job->kind), t->job);
	t->state = s ? "failed" : "done";
	const char *error = cx->error ? cx->error : status_code(s);
	t->note = !s                     ? ""
		  : s == STATUS_INTERNAL ? words(cx, "something went wrong on our side; it has been noted")
					 : error;
	t->result = t->job->result.s ? t->job->result.s : "";
	if (s == STATUS_INTERNAL)
		log_error("job.failed", "id=%" PRId64 " kind=%s error=\"%s\"", t->job->id, t->job->kind, error);
	cx_forget(cx);
	return write_from(cx, write_end, t);    /* changes nothing where it was cancelled or taken over meanwhile */
}

enum status job_work(struct cx *cx, const struct job_kind *const *kinds, bool *worked)
{
	struct job job;
	struct turn t = {.job = &job, .kinds = kinds};
	enum status s = cx_scratch(cx, work, &t);
	*worked = t.found;
	return s;
}
