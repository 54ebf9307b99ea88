/* backup_job.c - backups from within the server: when someone asks, or every night. */
#include "core/backup_inside.h"

#include <string.h>
#include "base/day.h"
#include "base/json.h"
#include "core/job.h"
#include "core/rule.h"
#include "db/writer.h"

static enum status tell(struct cx *cx, void *job, int64_t done, int64_t total, const char *what)
{
	/* without a writer of the process the snapshot has the only connection */
	return cx->writer ? job_progress(cx, job, done, total, what) : STATUS_OK;
}

static enum status run(struct cx *cx, struct job *job)
{
	const struct rule *rule;
	struct backup_options o = {.progress = {tell, job}};
	struct backup made;
	struct buf b;
	TRY(rule_in_force(cx, "retention.backups", day_of(cx->now), &rule));
	TRY(rule_int(cx, rule, "keep", &o.keep));
	TRY(backup_make(cx, arena_printf(cx->mem, "%s/backups", cx->data), &o, &made));
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	jw_record(&w, &backup_record, &made);
	job->result.s = b.s;
	return STATUS_OK;
}

const struct job_kind backup_job = {"backup", run, "备份", "Backup"};

static enum status new_job(struct cx *cx, void *arg)
{
	(void)arg;
	int64_t id;
	return job_new(cx, "backup", NULL, &id);
}

enum status backup_daily(struct cx *cx)
{
	enum { HOUR = 1 };              /* from one in the morning: the day is over, nobody works yet */
	struct day today = day_of(cx->now);
	struct list l;
	bool waits;
	if (cx->now < day_start(today) + HOUR * 3600)
		return STATUS_OK;
	TRY(backup_list(cx, arena_printf(cx->mem, "%s/backups", cx->data), &l));
	if (l.count && day_of(((const struct backup *)l.items)->at).n >= today.n)
		return STATUS_OK;
	TRY(job_waits(cx, "backup", &waits));
	return waits ? STATUS_OK : write_from(cx, new_job, NULL);
}
