#include "core/notify.h"

#include <stdarg.h>
#include <stdio.h>
#include "base/id.h"
#include "core/perm.h"
#include "db/db.h"

static const struct field fields[] = {
	FIELD(struct notification, id),
	FIELD(struct notification, at, .flags = TIME),
	FIELD(struct notification, kind),
	FIELD(struct notification, title),
	FIELD(struct notification, text),
	FIELD(struct notification, link),
	FIELD(struct notification, read),
};
const struct record notification_record = RECORD(notification, fields);

struct count {
	int64_t n;
};
static const struct field count_fields[] = {FIELD(struct count, n)};
static const struct record count_record = RECORD(count, count_fields);

struct member {
	int64_t person;
	const char *role;
};
static const struct field member_fields[] = {FIELD(struct member, person), FIELD(struct member, role)};
static const struct record member_record = RECORD(member, member_fields);

/* A title in both languages. */
struct title {
	const char *zh, *en;
};

static const char *format(struct cx *cx, const char *fmt, va_list ap)
{
	char text[600];
	vsnprintf(text, sizeof text, fmt, ap);
	return arena_strdup(cx->mem, text);
}

static struct title make_title(struct cx *cx, const char *fmt, va_list ap)
{
	struct cx zh = {.lang = LANG_ZH};
	va_list again;
	va_copy(again, ap);
	struct title t = {.en = format(cx, fmt, ap), .zh = format(cx, words(&zh, fmt), again)};
	va_end(again);
	return t;
}

static enum status tell(struct cx *cx, int64_t person, const struct notify *n, const struct title *t)
{
	return db_exec(cx, NULL,
		       "INSERT INTO notification (county, id, person, at, kind, zh, en, text, link)"
		       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
		       ARGS(V(cx->county), V(id_new(cx)), V(person), V(cx->now), V(n->kind), V(t->zh), V(t->en),
			    V(n->text ? n->text : ""), V(n->link ? n->link : "")));
}

enum status notify_person(struct cx *cx, int64_t person, const struct notify *n, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	struct title t = make_title(cx, fmt, ap);
	va_end(ap);
	return tell(cx, person, n, &t);
}

static bool role_has(const char *code, uint64_t perms)
{
	const struct role *role = code ? role_find(code) : NULL;
	return role && (role->perms & perms);
}

enum status notify_org(struct cx *cx, int64_t org, uint64_t perms, const struct notify *n, int64_t *told,
		       const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	struct title t = make_title(cx, fmt, ap);
	va_end(ap);
	struct list l;
	TRY(db_all(cx, &member_record, &l,
		   "SELECT p.id AS person, g.role AS role FROM person p"
		   " LEFT JOIN role_grant g ON g.county = p.county AND g.person = p.id"
		   " WHERE p.county = $1 AND p.org = $2 AND p.active = 1 ORDER BY p.id",
		   ARGS(V(cx->county), V(org))));
	int64_t last = 0, count = 0;
	for (size_t i = 0; i < l.count; i++) {
		const struct member *m = &((struct member *)l.items)[i];
		if (m->person == last || (perms && !role_has(m->role, perms)))
			continue;
		TRY(tell(cx, m->person, n, &t));
		last = m->person;
		count++;
	}
	if (told)
		*told = count;
	return STATUS_OK;
}

/* Kinds that ask for a step of the reader's own: they are on his list of to-dos. */
#define ASKS                                                                                                          \
	"('issue', 'ask_extension', 'urge', 'due', 'plan', 'report', 'milestone', 'find', 'order', 'rectify', 'request_close', " \
	"'stop_order', 'feedback', 'resumption', 'unit_measure', 'unlock')"
#define SELECT_NOTIFICATION(lang)                                                                                     \
	"SELECT id, at, kind, " lang " AS title, text, link, CASE WHEN read_at > 0 THEN 1 ELSE 0 END AS read FROM notification" \
	" WHERE county = $1 AND person = $2 AND id < $3 AND read_at <= $4"
#define NEWEST " ORDER BY id DESC LIMIT $5"

enum status notify_list(struct cx *cx, bool unread_only, int64_t before, int64_t limit, struct list *out)
{
	int64_t from = before ? before : INT64_MAX, most = unread_only ? 0 : INT64_MAX;
	return db_all(cx, &notification_record, out,
		      cx->lang == LANG_ZH ? SELECT_NOTIFICATION("zh") NEWEST : SELECT_NOTIFICATION("en") NEWEST,
		      ARGS(V(cx->county), V(cx->user), V(from), V(most), V(limit)));
}

enum status notify_list_copied(struct cx *cx, int64_t before, int64_t limit, struct list *out)
{
	return db_all(cx, &notification_record, out,
		      cx->lang == LANG_ZH ? SELECT_NOTIFICATION("zh") " AND kind NOT IN " ASKS NEWEST
					  : SELECT_NOTIFICATION("en") " AND kind NOT IN " ASKS NEWEST,
		      ARGS(V(cx->county), V(cx->user), V(before ? before : INT64_MAX), V(INT64_MAX), V(limit)));
}

enum status notify_copied(struct cx *cx, int64_t *unread)
{
	struct count c;
	TRY(db_one(cx, &count_record, &c,
		   "SELECT count(*) AS n FROM notification WHERE county = $1 AND person = $2 AND read_at = 0 AND kind NOT IN " ASKS,
		   ARGS(V(cx->county), V(cx->user))));
	*unread = c.n;
	return STATUS_OK;
}

enum status notify_unread(struct cx *cx, int64_t *out)
{
	struct count c;
	TRY(db_one(cx, &count_record, &c,
		   "SELECT count(*) AS n FROM notification WHERE county = $1 AND person = $2 AND read_at = 0",
		   ARGS(V(cx->county), V(cx->user))));
	*out = c.n;
	return STATUS_OK;
}

enum status notify_mark(struct cx *cx, int64_t id)
{
	return db_exec(
		cx, NULL,
		"UPDATE notification SET read_at = $1 WHERE county = $2 AND id = $3 AND person = $4 AND read_at = 0",
		ARGS(V(cx->now), V(cx->county), V(id), V(cx->user)));
}

enum status notify_mark_all(struct cx *cx)
{
	return db_exec(cx, NULL,
		       "UPDATE notification SET read_at = $1 WHERE county = $2 AND person = $3 AND read_at = 0",
		       ARGS(V(cx->now), V(cx->county), V(cx->user)));
}
