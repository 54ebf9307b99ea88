/* job_api.c - jobs and notifications by HTTP. */
#include "core/ledger_api.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include "core/notify.h"
#include "core/org_api.h"
#include "core/perm.h"
#include "db/db.h"

struct page {
	const char *cursor;
	int64_t limit;
	bool unread, copied;
};
static const struct field job_query_fields[] = {
	FIELD(struct page, cursor, .max = 20), FIELD(struct page, limit, .min = 1, .max = 200),
};
static const struct record job_query_record = RECORD(page, job_query_fields);

/* His own; who manages the system sees everyone's. */
static enum status may_see(struct cx *cx, const struct job *job)
{
	if (job->person != cx->user && !(cx->perms & PERM_SYSTEM_MANAGE))
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no job %" PRId64, job->id);
	return STATUS_OK;
}

static enum status get_job(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct job job;
	TRY(job_get(cx, rq->id, &job));
	TRY(may_see(cx, &job));
	jw_record(&reply->w, &job_record, &job);
	return STATUS_OK;
}

static enum status cancel_job(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct job job;
	TRY(job_get(cx, rq->id, &job));
	TRY(may_see(cx, &job));
	TRY(job_cancel(cx, rq->id));
	TRY(job_get(cx, rq->id, &job));
	jw_record(&reply->w, &job_record, &job);
	return STATUS_OK;
}

static enum status list_jobs(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct page *q = rq->query;
	int64_t limit = q->limit ? q->limit : 50, before = q->cursor ? strtoll(q->cursor, NULL, 10) : INT64_MAX;
	struct list l;
	TRY(job_list(cx, before, limit + 1, &l));
	const char *next = NULL;
	if (l.count > (size_t)limit) {
		l.count = (size_t)limit;
		next = arena_printf(cx->mem, "%" PRId64, ((struct job *)l.items)[limit - 1].id);
	}
	jw_page(&reply->w, &job_record, &l, next, -1);
	return STATUS_OK;
}

static const struct route job_table[] = {
	{"GET", "/api/jobs", 0, list_jobs, .query = &job_query_record, .reply = &job_record, .flags = ROUTE_LIST,
	 .help = "My jobs, newest first"},
	{"GET", "/api/jobs/{id}", 0, get_job, .reply = &job_record, .help = "How far a job is, and its result"},
	{"POST", "/api/jobs/{id}/cancel", 0, cancel_job, .reply = &job_record, .flags = ROUTE_NO_LEDGER,
	 .help = "Stop a job that waits or runs"},
};
const struct routes job_routes = ROUTES("/api/jobs", job_table);

/* ---- notifications ---- */

static const struct field page_fields[] = {
	FIELD(struct page, cursor, .max = 20),
	FIELD(struct page, limit, .min = 1, .max = 200),
	FIELD(struct page, unread),
	FIELD(struct page, copied),
};
static const struct record page_record = RECORD(page, page_fields);

static enum status list_notifications(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct page *q = rq->query;
	int64_t limit = q->limit ? q->limit : 50, before = q->cursor ? strtoll(q->cursor, NULL, 10) : 0, unread;
	struct list l;
	TRY(q->copied ? notify_list_copied(cx, before, limit + 1, &l) : notify_list(cx, q->unread, before, limit + 1, &l));
	TRY(notify_unread(cx, &unread));
	const char *next = NULL;
	if (l.count > (size_t)limit) {
		l.count = (size_t)limit;
		next = arena_printf(cx->mem, "%" PRId64, ((struct notification *)l.items)[limit - 1].id);
	}
	struct jw *w = &reply->w;
	jw_begin(w, '{');
	jw_key(w, "items");
	jw_list(w, &notification_record, &l);
	jw_key(w, "next");
	jw_text(w, next);
	jw_key(w, "unread");
	jw_int(w, unread);
	jw_end(w);
	return STATUS_OK;
}

struct marks {
	struct json_text ids;   /* a list of numbers */
	bool all;
};
static const struct field marks_fields[] = {FIELD(struct marks, ids), FIELD(struct marks, all)};
static const struct record marks_record = RECORD(marks, marks_fields);

static enum status mark_ids(struct cx *cx, const char *text)
{
	enum { MOST = 200 };
	json_t *list = json_loads(text, 0, NULL), *id;
	enum status s = STATUS_OK;
	size_t i;
	if (!json_is_array(list) || json_array_size(list) > MOST)
		s = cx_fail_field(cx, "ids", "must be a list of at most %d numbers", MOST);
	json_array_foreach(list, i, id) {
		if (!s && !json_is_integer(id))
			s = cx_fail_field(cx, "ids", "must be a list of at most %d numbers", MOST);
		if (!s)
			s = notify_mark(cx, json_integer_value(id));
	}
	json_decref(list);
	return s;
}

static enum status mark(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct marks *m = rq->body;
	int64_t unread;
	if (m->all)
		TRY(notify_mark_all(cx));
	else if (m->ids.s)
		TRY(mark_ids(cx, m->ids.s));
	else
		return cx_fail_field(cx, "ids", "is missing");
	TRY(notify_unread(cx, &unread));
	jw_begin(&reply->w, '{');
	jw_key(&reply->w, "unread");
	jw_int(&reply->w, unread);
	jw_end(&reply->w);
	return STATUS_OK;
}

static const struct answer_key list_keys[] = {
	KEY("unread", "int"),
	{0},
};

static const struct route notify_table[] = {
	{"GET", "/api/notifications", 0, list_notifications, .query = &page_record, .reply = &notification_record,
	 .flags = ROUTE_LIST, .keys = list_keys,
	 .help = "What the platform told me, newest first, with the number unread"},
	{"POST", "/api/notifications/read", 0, mark, .body = &marks_record, .flags = ROUTE_NO_LEDGER,
	 .keys = list_keys, .help = "Mark as read: {ids:[…]} or {all:true}; the answer is {unread}"},
};
const struct routes notify_routes = ROUTES("/api/notifications", notify_table);
