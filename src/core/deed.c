#include "core/deed.h"

#include <inttypes.h>
#include <string.h>
#include "db/db.h"
#include "db/where.h"

static const struct field deed_fields[] = {
	FIELD(struct deed, id),
	FIELD(struct deed, flow),
	FIELD(struct deed, item),
	FIELD(struct deed, action),
	FIELD(struct deed, from_state),
	FIELD(struct deed, to_state),
	FIELD(struct deed, at, .flags = TIME),
	FIELD(struct deed, flow_label),
	FIELD(struct deed, label),
	FIELD(struct deed, no),
	FIELD(struct deed, title),
	FIELD(struct deed, state),
	FIELD(struct deed, state_label),
	FIELD(struct deed, due),
	FIELD(struct deed, link),
	FIELD(struct deed, final),
};
const struct record deed_record = RECORD(deed, deed_fields);
/* What the database has of it. */
static const struct record entry_record = {.name = "deed", .size = sizeof(struct deed), .fields = deed_fields, .count = 7};

static const struct field query_fields[] = {
	FIELD(struct deed_query, flow, .max = 40),
	FIELD(struct deed_query, cursor, .min = 0, .max = INT64_MAX),
	FIELD(struct deed_query, limit, .min = 1, .max = 200),
};
const struct record deed_query_record = RECORD(deed_query, query_fields);

/* ---- what its record is called ---- */

struct about {
	const char *title, *no, *due, *state;
	int64_t page;
};
static const struct field about_fields[] = {
	FIELD(struct about, title),
	FIELD(struct about, no),
	FIELD(struct about, due),
	FIELD(struct about, state),
	FIELD(struct about, page),
};
static const struct record about_record = RECORD(about, about_fields);

/* May the user see the record (still)? */
static enum status visible(struct cx *cx, const struct flow *flow, int64_t item, bool *yes)
{
	struct flow_row *row;
	enum status s = flow->load(cx, item, &row);
	*yes = !s;
	if (s != STATUS_NOT_FOUND && s != STATUS_FORBIDDEN)
		return s;
	cx_forget(cx);
	return STATUS_OK;
}

static bool is_final(const struct flow *flow, const char *state)
{
	for (const struct flow_state *s = flow->states; s->name; s++)
		if (strcmp(s->name, state) == 0)
			return s->final;
	return false;
}

static enum status find_about(struct cx *cx, const struct flow *flow, int64_t item, struct list *out)
{
	const struct flow_about *a = &flow->about;
	return db_all(cx, &about_record, out,
		      arena_printf(cx->mem, "SELECT %s AS title, %s AS no, %s AS due, f.state, %s AS page FROM %s f"
				   " WHERE f.county = $1 AND f.id = $2", a->title, a->no ? a->no : "''", a->due ? a->due : "''",
				   a->page_item ? a->page_item : "f.id", flow->table),
		      ARGS(V(cx->county), V(item)));
}

enum status deed_describe(struct cx *cx, struct deed *d)
{
	const struct flow *flow = flow_find(d->flow);
	struct list l = {0};
	bool yes = false;
	d->flow_label = d->flow;
	d->label = d->action;
	d->no = d->title = d->state = d->state_label = d->due = d->link = "";
	if (!flow)
		return STATUS_OK;
	d->flow_label = cx->lang == LANG_ZH ? flow->zh : flow->en;
	d->label = flow_entry_label(cx, flow, d->action, d->from_state);
	if (flow->about.title)
		TRY(visible(cx, flow, d->item, &yes));
	if (yes)
		TRY(find_about(cx, flow, d->item, &l));
	if (!l.count)
		return STATUS_OK;
	const struct about *a = l.items;
	d->title = a->title;
	d->no = a->no;
	d->due = a->due;
	d->state = a->state;
	d->state_label = flow_state_label(cx, flow, a->state);
	d->final = is_final(flow, a->state);
	if (flow->about.page)
		d->link = arena_printf(cx->mem, "%s%" PRId64, flow->about.page, a->page);
	return STATUS_OK;
}

static enum status describe_all(struct cx *cx, const struct list *l)
{
	for (size_t i = 0; i < l->count; i++)
		TRY(deed_describe(cx, (struct deed *)l->items + i));
	return STATUS_OK;
}

/* ---- lists ---- */

#define SELECT "SELECT h.id, h.flow, h.item, h.action, h.from_state, h.to_state, h.at FROM flow_history h WHERE h.county = $?"

static enum status page(struct cx *cx, const char *only, const struct deed_query *q, struct list *out, int64_t *next)
{
	enum { DEFAULT = 50 };
	int64_t limit = q->limit ? q->limit : DEFAULT;
	struct where w = where_new(cx, SELECT, V(cx->county));
	where_and(&w, "h.person = $?", V(cx->user));
	buf_puts(&w.sql, only);
	if (q->flow)
		where_and(&w, "h.flow = $?", V(q->flow));
	if (q->cursor)
		where_and(&w, "h.id < $?", V(q->cursor));
	where_more(&w, " ORDER BY h.id DESC LIMIT $?", V(limit + 1));
	TRY(db_all(cx, &entry_record, out, w.sql.s, where_args(&w)));
	*next = 0;
	if (out->count > (size_t)limit) {
		out->count = (size_t)limit;
		*next = ((const struct deed *)out->items)[limit - 1].id;
	}
	return describe_all(cx, out);
}

enum status deed_done(struct cx *cx, const struct deed_query *q, struct list *out, int64_t *next)
{
	return page(cx, "", q, out, next);
}

enum status deed_began(struct cx *cx, const struct deed_query *q, struct list *out, int64_t *next)
{
	return page(cx, " AND h.from_state = ''", q, out, next);
}

/* The flows with drafts, one after the other: there are few, and few drafts. */
enum status deed_drafts(struct cx *cx, struct list *out)
{
	struct deed *all = arena_array_of(cx->mem, struct deed, DEED_DRAFTS);
	*out = (struct list){all, 0};
	for (size_t i = 0; i < flow_list_count; i++) {
		const struct flow *f = flow_list[i];
		const struct deed *d;
		struct list l;
		if (!f->about.draft)
			continue;
		TRY(db_all(cx, &entry_record, &l,
			   arena_printf(cx->mem, "SELECT h.id, h.flow, h.item, h.action, h.from_state, h.to_state, h.at FROM flow_history h"
					" JOIN %s f ON f.county = h.county AND f.id = h.item WHERE h.county = $1 AND h.person = $2"
					" AND h.from_state = '' AND h.flow = $3 AND f.state IN ($4, $5) ORDER BY h.id DESC LIMIT $6", f->table),
			   ARGS(V(cx->county), V(cx->user), V(f->name), V(f->states[0].name),
				V(f->about.draft_state ? f->about.draft_state : f->states[0].name), V((int64_t)DEED_DRAFTS))));
		d = l.items;
		for (size_t k = 0; k < l.count && out->count < DEED_DRAFTS; k++)
			all[out->count++] = d[k];
	}
	return describe_all(cx, out);
}

static const struct field count_fields[] = {FIELD(struct deed_counts, done), FIELD(struct deed_counts, began)};
static const struct record count_record = RECORD(deed_counts, count_fields);

enum status deed_count(struct cx *cx, struct deed_counts *out)
{
	return db_one(cx, &count_record, out,
		      "SELECT (SELECT count(*) FROM flow_history d WHERE d.county = $1 AND d.person = $2) AS done,"
		      " (SELECT count(*) FROM flow_history b WHERE b.county = $1 AND b.person = $2 AND b.from_state = '') AS began",
		      ARGS(V(cx->county), V(cx->user)));
}
