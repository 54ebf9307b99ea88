#include "rooms/task/task_list.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/day.h"
#include "core/perm.h"
#include "core/search.h"
#include "db/where.h"
#include "rooms/task/task_past.h"

enum { DEFAULT_LIMIT = 50, MAX_LIMIT = 200 };

static const char *const states[] = {"issued", "working", "closing", "long_term", "closed", "withdrawn", "open", NULL};
static const char *const lights[] = {"green", "yellow", "red", "blue", "grey", NULL};
static const char *const party_roles[] = {"lead", "cooperate", NULL};
static const char *const levels[] = {"measures", "parts", "all", NULL};

static const struct field query_fields[] = {
	FIELD(struct task_query, q, .min = 0, .max = 100),
	FIELD(struct task_query, state, .choices = states),
	FIELD(struct task_query, light, .choices = lights),
	FIELD(struct task_query, role, .choices = party_roles),
	FIELD(struct task_query, org, .min = -1, .max = INT64_MAX),
	FIELD(struct task_query, notice, .min = 0, .max = INT64_MAX),
	FIELD(struct task_query, level, .choices = levels),
	FIELD(struct task_query, parent, .min = 0, .max = INT64_MAX),
	FIELD(struct task_query, due_from, .flags = DAY),
	FIELD(struct task_query, due_to, .flags = DAY),
	FIELD(struct task_query, sort),
	FIELD(struct task_query, cursor, .min = 0, .max = 80),
	FIELD(struct task_query, limit, .min = 1, .max = MAX_LIMIT),
	FIELD(struct task_query, total),
	FIELD(struct task_query, as_of, .flags = DAY),
};
const struct record task_query_record = RECORD(task_query, query_fields);

static const struct field row_fields[] = {
	FIELD_AS(struct task, "id", row.id),
	FIELD_AS(struct task, "version", row.version),
	FIELD_AS(struct task, "state", row.state),
	FIELD(struct task, notice, .flags = NULLABLE),
	FIELD(struct task, parent, .flags = NULLABLE),
	FIELD(struct task, root),
	FIELD(struct task, no),
	FIELD(struct task, sort),
	FIELD(struct task, title),
	FIELD(struct task, leads),
	FIELD(struct task, cooperating),
	FIELD(struct task, org),
	FIELD(struct task, deadline_text),
	FIELD(struct task, deadline_kind),
	FIELD(struct task, due),
	FIELD(struct task, long_term),
	FIELD_AS(struct task, "percent", progress),
	FIELD_AS(struct task, "reported_percent", percent),
	FIELD(struct task, plan_percent),
	FIELD(struct task, issued_at, .flags = TIME),
	FIELD(struct task, signed_at, .flags = TIME),
	FIELD(struct task, reported_at, .flags = TIME),
	FIELD(struct task, accepted_at, .flags = TIME),
	FIELD(struct task, closed_at, .flags = TIME),
	FIELD(struct task, urged),
	FIELD(struct task, light_rank),
	FIELD(struct task, light),
	FIELD(struct task, light_reason),
	FIELD(struct task, light_day),
	FIELD(struct task, next_report),
	FIELD(struct task, waits),
	FIELD(struct task, waits_for),
	FIELD(struct task, waits_since),
	FIELD(struct task, sub_total),
	FIELD(struct task, sub_closed),
};
const struct record task_row_record = RECORD(task, row_fields);

/* How a list may be sorted.  Every one ends with the id, so that a page knows where to go on. */
static const struct sort {
	const char *name, *column;
	bool text;
	const char *from;               /* a bound that every row keeps, where there is an index of that order */
} sorts[] = {
	{"due", "t.due_key", true, " AND t.due_key >= ''"},
	{"no", "t.sort", false, NULL},
	{"light", "t.light_rank", false, " AND t.light_rank >= 0"},
	{"percent", "t.progress", false, NULL},
	{"issued", "t.issued_at", false, NULL},
};

static const struct sort *find_sort(const char *name)
{
	for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++)
		if (strcmp(sorts[i].name, name) == 0)
			return &sorts[i];
	return NULL;
}

struct one_org {
	int64_t id, n;
};
static const struct field one_org_fields[] = {FIELD(struct one_org, id), FIELD(struct one_org, n)};
static const struct record one_org_record = RECORD(one_org, one_org_fields);

/* The only organisation at or below the user's, or 0 where there are several. */
static enum status only_org(struct cx *cx, int64_t *out)
{
	struct one_org o;
	TRY(db_one(cx, &one_org_record, &o,
		   "SELECT coalesce(min(id), 0) AS id, count(*) AS n FROM org WHERE county = $1 AND path >= $2 AND path < $3",
		   ARGS(V(cx->county), V(cx->org_path), V(arena_printf(cx->mem, "%s~", cx->org_path)))));
	*out = o.n == 1 ? o.id : 0;
	return STATUS_OK;
}

enum status task_source(struct cx *cx, const struct task_query *q, struct task_source *s)
{
	int64_t org = q->org > 0 ? q->org : 0;
	bool mine = q->org < 0 || (!org && !q->parent && !(cx->perms & PERM_COUNTY_WIDE));
	if (mine)
		TRY(only_org(cx, &org));
	if (org) {
		s->from = "task_party p CROSS JOIN task t";      /* keeps SQLite from beginning with the tasks */
		s->due_key = "p.due_key";
		s->id = "p.task";
		s->w = where_new(cx, "p.county = $? AND t.county = p.county AND t.id = p.task", V(cx->county));
		where_and(&s->w, "p.org = $?", V(org));
		if (q->role)
			where_and(&s->w, "p.role = $?", V(q->role));
		return STATUS_OK;
	}
	s->from = "task t";
	s->due_key = "t.due_key";
	s->id = "t.id";
	s->w = where_new(cx, "t.county = $?", V(cx->county));
	if (mine) {
		where_and(&s->w, "EXISTS (SELECT 1 FROM task_party p JOIN org o ON o.county = p.county AND o.id = p.org"
				 " WHERE p.county = t.county AND p.task = t.id AND o.path >= $?", V(cx->org_path));
		where_and(&s->w, "o.path < $?", V(arena_printf(cx->mem, "%s~", cx->org_path)));
		if (q->role)
			where_and(&s->w, "p.role = $?", V(q->role));
		buf_puts(&s->w.sql, ")");
	}
	return STATUS_OK;
}

/* A user who asks for another organisation's tasks, or for the parts of one, sees those that are also in his scope. */
static void stay_in_scope(struct cx *cx, const struct task_query *q, struct where *w)
{
	if ((q->org <= 0 && !q->parent) || cx->perms & PERM_COUNTY_WIDE)
		return;
	where_and(w, "EXISTS (SELECT 1 FROM task r JOIN task_party s ON s.county = r.county AND s.task = r.id"
		     " JOIN org o ON o.county = s.county AND o.id = s.org WHERE r.county = t.county AND r.root = t.root"
		     " AND (r.id = t.id OR r.id = t.parent OR r.parent = t.id) AND o.path >= $?", V(cx->org_path));
	where_and(w, "o.path < $?)", V(arena_printf(cx->mem, "%s~", cx->org_path)));
}

/* What stays as it is from day to day. */
static enum status filter_lasting(struct cx *cx, const struct task_query *q, struct where *w)
{
	stay_in_scope(cx, q, w);
	if (q->notice)
		where_and(w, "t.notice = $?", V(q->notice));
	if (q->parent)
		where_and(w, "t.parent = $?", V(q->parent));
	if (q->level && strcmp(q->level, "measures") == 0)
		buf_puts(&w->sql, " AND t.parent = 0");
	if (q->level && strcmp(q->level, "parts") == 0)
		buf_puts(&w->sql, " AND t.parent <> 0");
	return q->q && *q->q ? search_where(cx, w, "t.id", "task", q->q) : STATUS_OK;
}

static void filter_shown(const struct task_query *q, const struct task_source *s, struct where *w)
{
	if (q->state && strcmp(q->state, "open") == 0)
		buf_puts(&w->sql, " AND t.state NOT IN ('closed', 'withdrawn')");
	else if (q->state)
		where_and(w, "t.state = $?", V(q->state));
	if (q->light)
		where_and(w, "t.light = $?", V(q->light));
	if (q->due_from && *q->due_from)
		where_and(w, strcmp(s->id, "p.task") == 0 ? "p.due_key >= $?" : "t.due_key >= $?", V(q->due_from));
	if (q->due_to && *q->due_to)
		where_and(w, strcmp(s->id, "p.task") == 0 ? "p.due_key <= $?" : "t.due_key <= $?", V(q->due_to));
}

struct count {
	int64_t n;
};
static const struct field count_fields[] = {FIELD(struct count, n)};
static const struct record count_record = RECORD(count, count_fields);

static const char *cursor_of(struct cx *cx, const struct sort *sort, const struct task *t)
{
	if (sort->text)
		return where_cursor(cx, *t->due ? t->due : TASK_NO_DAY, t->row.id);
	int64_t value = strcmp(sort->name, "no") == 0 ? t->sort : strcmp(sort->name, "light") == 0 ? t->light_rank
		      : strcmp(sort->name, "percent") == 0 ? t->progress : t->issued_at;
	return arena_printf(cx->mem, "%" PRId64 "~%" PRId64, value, t->row.id);
}

/* A list being read. */
struct reading {
	struct task_source s;
	const struct sort *sort;
	const char *column, *way;
	bool descending, past;
	struct day day;
};

static enum status begin(struct cx *cx, const struct task_query *q, struct reading *r)
{
	const char *name = q->sort && *q->sort ? q->sort : "due";
	r->descending = *name == '-';
	r->way = r->descending ? "DESC" : "ASC";
	r->sort = find_sort(name + r->descending);
	if (!r->sort)
		return cx_fail_field(cx, "sort", "is not one of the allowed values");
	TRY(task_day_asked(cx, q->as_of, &r->day, &r->past));
	TRY(task_source(cx, q, &r->s));
	TRY(filter_lasting(cx, q, &r->s.w));
	if (r->past)
		return STATUS_OK;
	filter_shown(q, &r->s, &r->s.w);
	if (strcmp(r->s.from, "task t") == 0 && r->sort->from)  /* true of every row; SQLite takes the index of that order */
		buf_puts(&r->s.w.sql, r->sort->from);
	r->column = r->sort->text ? r->s.due_key : r->sort->column;
	return STATUS_OK;
}

/* The whole SELECT, in order. */
static const char *in_order(struct cx *cx, struct reading *r, int64_t limit)
{
	buf_printf(&r->s.w.sql, " ORDER BY %s %s, %s %s", r->column, r->way, r->s.id, r->way);
	where_more(&r->s.w, " LIMIT $?", V(limit));
	return arena_printf(cx->mem, "SELECT " TASK_ROW_COLUMNS " FROM %s WHERE %s", r->s.from, r->s.w.sql.s);
}

static enum status read_past(struct cx *cx, const struct task_query *q, int64_t limit, const struct reading *r, struct task_page *out)
{
	struct task_query limited = *q;
	limited.limit = limit;
	return task_list_past(cx, &limited, r->day, &r->s, out);
}

enum status task_list(struct cx *cx, const struct task_query *q, struct task_page *out)
{
	struct reading r;
	int64_t limit = q->limit ? q->limit : DEFAULT_LIMIT;
	TRY(begin(cx, q, &r));
	if (r.past)
		return read_past(cx, q, limit, &r, out);
	*out = (struct task_page){.total = -1, .day = r.day};
	if (q->total) {
		struct count c;
		TRY(db_one(cx, &count_record, &c,
			   arena_printf(cx->mem, "SELECT count(*) AS n FROM %s WHERE %s", r.s.from, r.s.w.sql.s), where_args(&r.s.w)));
		out->total = c.n;
	}
	TRY(where_go_on(cx, &r.s.w, r.column, r.s.id, r.descending, !r.sort->text, q->cursor));
	const char *sql = in_order(cx, &r, limit + 1);
	TRY(db_all(cx, &task_row_record, &out->tasks, sql, where_args(&r.s.w)));
	if (out->tasks.count > (size_t)limit) {
		out->tasks.count = (size_t)limit;
		out->next = cursor_of(cx, r.sort, (const struct task *)out->tasks.items + limit - 1);
	}
	return STATUS_OK;
}

enum status task_list_each(struct cx *cx, const struct task_query *q, int64_t limit, struct day *day,
			   enum status (*each)(struct cx *cx, void *arg, const void *task), void *arg)
{
	struct reading r;
	TRY(begin(cx, q, &r));
	*day = r.day;
	if (!r.past) {
		const char *sql = in_order(cx, &r, limit);
		return db_each(cx, &task_row_record, sql, where_args(&r.s.w), each, arg);
	}
	struct task_page page;
	TRY(read_past(cx, q, limit, &r, &page));
	for (size_t i = 0; i < page.tasks.count; i++)
		TRY(each(cx, arg, (const struct task *)page.tasks.items + i));
	return STATUS_OK;
}

void task_write_row_fields(struct cx *cx, struct jw *w, const struct task *t, struct day day)
{
	struct view v;
	task_kept(t, day, &v);
	jw_fields(w, &task_row_record, t);
	jw_key(w, "light_text");
	jw_text(w, task_light_words(cx, t, day, &v));
	jw_key(w, "days_left");
	if (v.due.is)
		jw_int(w, v.days_left);
	else
		jw_raw(w, NULL);
}

void task_write_row(struct cx *cx, struct jw *w, const struct task *t, struct day day)
{
	jw_begin(w, '{');
	task_write_row_fields(cx, w, t, day);
	jw_end(w);
}
