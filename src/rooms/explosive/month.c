/* month.c - a mine's month: what the ledger says and what lies there, handed in by the mine, closed by the police. */
#include "rooms/explosive/book.h"
#include "rooms/explosive/permit.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/id.h"
#include "core/org.h"
#include "core/perm.h"
#include "db/db.h"
#include "rooms/explosive/permit_inside.h"
#include "rooms/explosive/police.h"

static const char *const states[] = {"open", "submitted", "closed", NULL};

static const struct field fields[] = {
	FIELD_AS(struct month, "id", row.id),
	FIELD_AS(struct month, "version", row.version),
	FIELD_AS(struct month, "state", row.state),
	FIELD(struct month, mine),
	FIELD(struct month, mine_name),
	FIELD(struct month, month),
	FIELD(struct month, sum),
	FIELD(struct month, note),
	FIELD(struct month, submitted_at, .flags = TIME),
	FIELD(struct month, closed_at, .flags = TIME),
};
const struct record month_record = RECORD(month, fields);
#define COLUMNS                                                                                                        \
	"r.id, r.version, r.state, r.mine, m.name AS mine_name, r.month, nullif(r.sum, '') AS sum, r.note, "           \
	"r.submitted_at, r.closed_at"
#define FROM " FROM explosive_month r JOIN mine m ON m.county = r.county AND m.id = r.mine"

static const struct field new_fields[] = {
	FIELD(struct month, mine, .flags = REQUIRED, .min = 1, .max = INT64_MAX, .zh = "矿山", .en = "mine"),
	FIELD(struct month, month, .flags = REQUIRED, .min = 7, .max = 7, .zh = "月份（如 2023-10）",
	      .en = "month (2023-10)"),
};
const struct record month_new_record = RECORD(month, new_fields);

static const struct field query_fields[] = {
	FIELD(struct month_query, mine, .min = 0, .max = INT64_MAX),
	FIELD(struct month_query, state, .choices = states),
	FIELD(struct month_query, from, .min = 0, .max = 7),
	FIELD(struct month_query, to, .min = 0, .max = 7),
	FIELD(struct month_query, q, .min = 0, .max = 60),
	FIELD(struct month_query, cursor, .min = 0, .max = INT64_MAX),
	FIELD(struct month_query, limit, .min = 1, .max = 200),
};
const struct record month_query_record = RECORD(month_query, query_fields);

static const struct field line_fields[] = {
	FIELD(struct month_line, item),        FIELD(struct month_line, opening),  FIELD(struct month_line, received),
	FIELD(struct month_line, issued),      FIELD(struct month_line, returned), FIELD(struct month_line, destroyed),
	FIELD(struct month_line, lost),        FIELD(struct month_line, closing),  FIELD(struct month_line, counted),
	FIELD(struct month_line, was_counted),
};
const struct record month_line_record = RECORD(month_line, line_fields);

/* ---- the span ---- */

static bool span_of(const char *month, int64_t *from, int64_t *to)
{
	struct day first;
	char text[11];
	int y, m, d;
	snprintf(text, sizeof text, "%.7s-01", month);
	if (strlen(month) != 7 || !day_parse(text, &first))
		return false;
	day_split(first, &y, &m, &d);
	*from = day_start(first);
	*to = day_start((struct day){first.n + day_month_length(y, m)});
	return true;
}

/* ---- the lines ---- */

struct before_row {
	const char *item;
	int64_t amount;
};
static const struct field before_fields[] = {FIELD(struct before_row, item), FIELD(struct before_row, amount)};
static const struct record before_record = RECORD(before_row, before_fields);

static struct month_line *line_of(struct list *l, const char *item)
{
	struct month_line *all = l->items;
	for (size_t i = 0; i < l->count; i++)
		if (strcmp(all[i].item, item) == 0)
			return &all[i];
	return NULL;
}

static int64_t *column_of(struct month_line *l, const char *kind)
{
	const struct {
		const char *kind;
		int64_t *to;
	} columns[] = {{"receive", &l->received},    {"opening", &l->received}, {"find", &l->received},
		       {"issue", &l->issued},        {"return", &l->returned},  {"destroy", &l->destroyed},
		       {"give_back", &l->destroyed}, {"lose", &l->lost}};
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		if (strcmp(columns[i].kind, kind) == 0)
			return columns[i].to;
	return NULL;
}

static enum status add_counted(struct cx *cx, int64_t mine, int64_t from, int64_t to, struct list *out)
{
	struct list l;
	TRY(db_all(cx, &before_record, &l,
		   "SELECT c.item, CAST(sum(c.counted) AS BIGINT) AS amount FROM explosive_count c JOIN "
		   "explosive_magazine g ON g.county = c.county"
		   " AND g.id = c.magazine WHERE c.county = $1 AND g.mine = $2 AND c.at >= $3 AND c.at < $4 AND NOT "
		   "EXISTS (SELECT 1 FROM explosive_count d"
		   " WHERE d.county = c.county AND d.magazine = c.magazine AND d.item = c.item AND d.at < $4 AND "
		   "(d.at, d.device, d.seq, d.hash) >"
		   " (c.at, c.device, c.seq, c.hash)) GROUP BY c.item",
		   ARGS(V(cx->county), V(mine), V(from), V(to))));
	const struct before_row *b = l.items;
	for (size_t i = 0; i < l.count; i++) {
		struct month_line *line = line_of(out, b[i].item);
		if (line) {
			line->counted = b[i].amount;
			line->was_counted = true;
		}
	}
	return STATUS_OK;
}

enum status month_lines(struct cx *cx, int64_t mine, const char *month, struct list *out)
{
	struct list l;
	int64_t from, to;
	if (!span_of(month, &from, &to))
		return cx_fail_field(cx, "month", "not a month like 2023-10");
	*out = (struct list){.items = arena_array_of(cx->mem, struct month_line, 8)};
	struct month_line *all = out->items;
	for (const struct keeping_good *g = keeping_goods; g->item; g++)
		all[out->count++].item = g->item;
	TRY(book_stock_at(cx, mine, from, &l));
	const struct stock_row *b = l.items;
	for (size_t i = 0; i < l.count; i++) {
		struct month_line *line = line_of(out, b[i].item);
		if (line)
			line->opening = line->closing = b[i].amount;
	}
	TRY(book_movements(cx, mine, from, to, &l));
	const struct movement *m = l.items;
	for (size_t i = 0; i < l.count; i++) {
		struct month_line *line = line_of(out, m[i].item);
		int64_t *column = line ? column_of(line, m[i].kind) : NULL;
		if (!column)
			continue;
		*column += llabs(m[i].amount);
		line->closing += m[i].amount;
	}
	return add_counted(cx, mine, from, to, out);
}

/* ---- rows ---- */

static enum status read(struct cx *cx, struct where *w, struct list *out)
{
	TRY(mine_scope(cx, w));
	where_more(w, " ORDER BY r.id DESC LIMIT $?", V((int64_t)201));
	return db_all(cx, &month_record, out, arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s", w->sql.s),
		      where_args(w));
}

enum status month_get(struct cx *cx, int64_t id, struct month **out)
{
	struct list l;
	struct where w = where_new(cx, "r.county = $?", V(cx->county));
	where_and(&w, "r.id = $?", V(id));
	TRY(read(cx, &w, &l));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such month, or it is not yours to see");
	*out = l.items;
	return STATUS_OK;
}

enum status month_list(struct cx *cx, const struct month_query *q, struct list *out, int64_t *next)
{
	size_t limit = (size_t)(q->limit ? q->limit : 50);
	struct where w = where_new(cx, "r.county = $?", V(cx->county));
	if (q->mine)
		where_and(&w, "r.mine = $?", V(q->mine));
	if (q->state)
		where_and(&w, "r.state = $?", V(q->state));
	if (q->from && *q->from)
		where_and(&w, "r.month >= $?", V(q->from));
	if (q->to && *q->to)
		where_and(&w, "r.month <= $?", V(q->to));
	if (q->q && *q->q)
		where_and(&w, "lower(m.name) LIKE $? ESCAPE '\\'", V(org_anywhere(cx, q->q)));
	if (q->cursor)
		where_and(&w, "r.id < $?", V(q->cursor));
	TRY(read(cx, &w, out));
	*next = where_page(out, &month_record, limit);
	return STATUS_OK;
}

static enum status month_row(struct cx *cx, int64_t mine, const char *month, struct month **out)
{
	struct list l;
	TRY(db_all(cx, &month_record, &l,
		   "SELECT " COLUMNS FROM " WHERE r.county = $1 AND r.mine = $2 AND r.month = $3",
		   ARGS(V(cx->county), V(mine), V(month))));
	*out = l.count ? l.items : NULL;
	return STATUS_OK;
}

enum status month_begin(struct cx *cx, int64_t mine, const char *month, struct month **out)
{
	struct mine *m;
	struct month *was;
	int64_t from, to, id = id_new(cx);
	TRY(mine_get(cx, mine, &m));
	TRY(own_mine_only(cx, mine));
	if (!span_of(month, &from, &to))
		return cx_fail_field(cx, "month", "not a month like 2023-10");
	if (to > cx->now)
		return cx_fail_field(cx, "month", "the month is not over yet");
	TRY(month_row(cx, mine, month, &was));
	if (was)
		return cx_fail(cx, STATUS_CONFLICT, "this month was begun already");
	TRY(db_exec(cx, NULL,
		    "INSERT INTO explosive_month (county, id, state, mine, month, created_at) VALUES ($1, $2, $3, $4, "
		    "$5, $6)",
		    ARGS(V(cx->county), V(id), V(month_flow.states[0].name), V(mine), V(month), V(cx->now))));
	TRY(month_get(cx, id, out));
	return flow_began(cx, &month_flow, id, "begin", &month_record, *out);
}

/* The month before; where nothing lay or moved in it there is nothing to reconcile. */
enum status month_before_closed(struct cx *cx, int64_t mine, struct day day, bool *yes, const char **which)
{
	int y, m, d;
	int64_t from, to;
	struct month *row;
	struct number_row r;
	day_split(day, &y, &m, &d);
	*which = m == 1 ? arena_printf(cx->mem, "%04d-12", y - 1) : arena_printf(cx->mem, "%04d-%02d", y, m - 1);
	span_of(*which, &from, &to);
	TRY(month_row(cx, mine, *which, &row));
	*yes = row && strcmp(row->row.state, "closed") == 0;
	if (*yes)
		return STATUS_OK;
	TRY(db_one(cx, &number_row_record, &r,
		   "SELECT count(*) AS n FROM (SELECT 1 AS one FROM explosive_line WHERE county = $1 AND mine = $2 AND "
		   "at < $3 LIMIT 1) l",
		   ARGS(V(cx->county), V(mine), V(to))));
	*yes = !r.n;
	return STATUS_OK;
}

/* ---- the flow ---- */

static struct month *month_of(const struct act *a)
{
	return (struct month *)a->row;
}

static enum status own(struct cx *cx, struct act *a)
{
	return own_mine_only(cx, month_of(a)->mine);
}

struct note_input {
	const char *note;
};
static const struct field note_fields[] = {
	FIELD(struct note_input, note, .min = 0, .max = 1000, .zh = "说明", .en = "note"),
};
static const struct record note_record = RECORD(note_input, note_fields);

static enum status submit(struct cx *cx, struct act *a)
{
	const struct note_input *in = a->input;
	struct list lines;
	struct buf b;
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	TRY(month_lines(cx, month_of(a)->mine, month_of(a)->month, &lines));
	jw_list(&w, &month_line_record, &lines);
	TRY(db_exec(cx, NULL,
		    "UPDATE explosive_month SET sum = $1, note = $2, submitted_at = $3 WHERE county = $4 AND id = $5",
		    ARGS(V((const char *)b.s), V(in->note ? in->note : ""), V(cx->now), V(cx->county), V(a->row->id))));
	return police_tell(cx,
			   &(struct notify){.kind = "permit",
					    .link = arena_printf(cx->mem, "/explosives/months/%" PRId64, a->row->id)},
			   "a month of explosives was handed in: %s",
			   arena_printf(cx->mem, "%s %s", month_of(a)->mine_name, month_of(a)->month));
}

/* Nothing open, nobody holds anything, and what was counted last is what the book says. */
static enum status may_close(struct cx *cx, struct act *a)
{
	const struct month *m = month_of(a);
	struct list l;
	int64_t open;
	TRY(police_only(cx, a));
	TRY(alert_open_count(cx, m->mine, &open));
	if (open)
		return cx_fail(cx, STATUS_CONFLICT, "%" PRId64 " alerts of this mine are not dealt with", open);
	TRY(month_lines(cx, m->mine, m->month, &l));
	const struct month_line *line = l.items;
	for (size_t i = 0; i < l.count; i++)
		if (line[i].closing && !line[i].was_counted)
			return cx_fail(cx, STATUS_CONFLICT, "%s was not counted in this month",
				       keeping_good(line[i].item)->zh);
	return STATUS_OK;
}

static enum status close_it(struct cx *cx, struct act *a)
{
	return db_exec(cx, NULL, "UPDATE explosive_month SET closed_at = $1 WHERE county = $2 AND id = $3",
		       ARGS(V(cx->now), V(cx->county), V(a->row->id)));
}

static enum status load(struct cx *cx, int64_t id, struct flow_row **row)
{
	struct month *m;
	TRY(month_get(cx, id, &m));
	*row = &m->row;
	return STATUS_OK;
}

static const struct flow_state flow_states[] = {
	{"open", "待报送", "to be handed in", false},
	{"submitted", "待核对", "to be checked", false},
	{"closed", "已结账", "closed", true},
	{0},
};
static const struct step steps[] = {
	{.from = "open",
	 .action = "submit",
	 .to = "submitted",
	 .zh = "报送对账",
	 .en = "hand in",
	 .perm = BIT(EXPLOSIVE_APPLY),
	 .input = &note_record,
	 .evidence = EVIDENCE_MAY,
	 .guard = own,
	 .effect = submit},
	{.from = "submitted",
	 .action = "return",
	 .to = "open",
	 .zh = "退回",
	 .en = "return",
	 .perm = BIT(EXPLOSIVE_APPROVE),
	 .input = &refusal_record,
	 .guard = police_only},
	{.from = "submitted",
	 .action = "close",
	 .to = "closed",
	 .zh = "核对结账",
	 .en = "close",
	 .perm = BIT(EXPLOSIVE_APPROVE),
	 .guard = may_close,
	 .effect = close_it,
	 .confirm = true},
};
const struct flow month_flow = {
	.name = "explosive_month",
	.zh = "民爆月度对账",
	.en = "monthly reconciliation",
	.table = "explosive_month",
	.states = flow_states,
	.steps = steps,
	.count = sizeof steps / sizeof *steps,
	.load = load,
	.about = {.title = "(SELECT m.name FROM mine m WHERE m.county = f.county AND m.id = f.mine)",
		  .no = "f.month",
		  .page = "/explosives/months/",
		  .zh = "开始对账",
		  .en = "begun",
		  .draft = true},
};
