#include "core/audit.h"

#include "base/id.h"
#include "db/db.h"

static const struct field audit_fields[] = {
	FIELD(struct audit, id),
	FIELD(struct audit, at, .flags = TIME),
	FIELD(struct audit, person, .flags = NULLABLE),
	FIELD(struct audit, person_name),
	FIELD(struct audit, login),
	FIELD(struct audit, event),
	FIELD(struct audit, address),
	FIELD(struct audit, detail),
};
const struct record audit_record = RECORD(audit, audit_fields);

static const struct field query_fields[] = {
	FIELD(struct audit_query, event, .min = 0, .max = 40),
	FIELD(struct audit_query, login, .min = 0, .max = 64),
	FIELD(struct audit_query, person),
	FIELD(struct audit_query, limit, .min = 1, .max = 200),
	FIELD(struct audit_query, cursor),
};
const struct record audit_query_record = RECORD(audit_query, query_fields);

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

enum status audit_note(struct cx *cx, const struct audit *a)
{
	return db_exec(cx, NULL,
		       "INSERT INTO audit (county, id, at, person, login, event, address, detail)"
		       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		       ARGS(V(cx->county), V(id_new(cx)), V(cx->now), V(a->person), V(or_empty(a->login)), V(a->event),
			    V(or_empty(a->address)), V(or_empty(a->detail))));
}

enum status audit_list(struct cx *cx, const struct audit_query *q, struct list *out, int64_t *next)
{
	int64_t limit = q->limit ? q->limit : 50, before = q->cursor ? q->cursor : INT64_MAX;
	TRY(db_all(cx, &audit_record, out,
		   "SELECT a.id, a.at, a.person, coalesce(p.name, '') AS person_name, a.login, a.event, a.address, a.detail FROM audit a"
		   " LEFT JOIN person p ON p.county = a.county AND p.id = a.person WHERE a.county = $1 AND a.id < $2"
		   " AND (a.person = $3 OR $3 = 0) AND (a.event = $4 OR $4 = '') AND (a.login = $5 OR $5 = '')"
		   " ORDER BY a.id DESC LIMIT $6",
		   ARGS(V(cx->county), V(before), V(q->person), V(or_empty(q->event)), V(or_empty(q->login)), V(limit + 1))));
	*next = 0;
	if (out->count > (size_t)limit) {
		out->count = (size_t)limit;
		*next = ((const struct audit *)out->items)[limit - 1].id;
	}
	return STATUS_OK;
}
