#include "core/backup_api.h"

#include "core/backup.h"
#include "core/job.h"
#include "core/org_api.h"
#include "core/perm.h"

static enum status list(struct cx *cx, const struct request *rq, struct reply *reply)
{
	(void)rq;
	struct list l;
	TRY(backup_list(cx, arena_printf(cx->mem, "%s/backups", cx->data), &l));
	jw_page(&reply->w, &backup_record, &l, NULL, -1);
	return STATUS_OK;
}

static enum status make(struct cx *cx, const struct request *rq, struct reply *reply)
{
	(void)rq;
	bool waits;
	int64_t id;
	struct job job;
	TRY(job_waits(cx, "backup", &waits));
	if (waits)
		return cx_fail(cx, STATUS_CONFLICT, "a backup is waiting already");
	TRY(job_new(cx, "backup", NULL, &id));
	TRY(job_get(cx, id, &job));
	jw_record(&reply->w, &job_record, &job);
	return STATUS_OK;
}

static const struct route table[] = {
	{"GET", "/api/backups", BIT(SYSTEM_MANAGE), list, .reply = &backup_record, .flags = ROUTE_LIST,
	 .help = "The backups in the data folder, newest first"},
	{"POST", "/api/backups", BIT(SYSTEM_MANAGE), make, .reply = &job_record, .flags = ROUTE_NO_LEDGER,
	 .help = "Make a backup in the data folder: the answer is its job"},
};
const struct routes backup_routes = ROUTES("/api/backups", table);
