/*
 * notice_compare.c - an amendment beside what was issued, task by task, and what issuing it does.
 *
 * Tasks and items are paired by number where they also read alike, then by likeness alone, so that a measure that moved
 * or was renumbered is still the same task and keeps its progress.  Likeness is Dice's of the pairs of characters.
 */
#include "rooms/notice/notice_draft.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "core/org.h"
#include "db/db.h"
#include "rooms/task/task.h"
#include "rooms/task/task_amend.h"

enum { LIKE_BY_NUMBER = 30, LIKE_ALONE = 50, MAX_PAIRS = 250000, FIELDS = 7 };

static const struct field row_fields[] = {
	FIELD(struct compare_row, no), FIELD(struct compare_row, change), FIELD(struct compare_row, task, .flags = NULLABLE),
	FIELD(struct compare_row, fields, .of = &task_change_record), FIELD(struct compare_row, item_key),
};
const struct record compare_row_record = RECORD(compare_row, row_fields);

/* ---- both sides ---- */

struct party {
	int64_t task, org;
	const char *role, *name, *short_name, *kind;
};
static const struct field party_fields[] = {
	FIELD(struct party, task), FIELD(struct party, org), FIELD(struct party, role), FIELD(struct party, name),
	FIELD(struct party, short_name), FIELD(struct party, kind),
};
static const struct record party_record = RECORD(party, party_fields);

struct point {
	int64_t task;
	const char *title, *day;
};
static const struct field point_fields[] = {FIELD(struct point, task), FIELD(struct point, title), FIELD(struct point, day)};
static const struct record point_record = RECORD(point, point_fields);

/* A text's pairs of characters, sorted. */
struct pairs {
	uint64_t *p;
	size_t n;
};

struct issued {
	struct list tasks, parties, points;
	struct pairs *like;
};

static uint32_t take(const unsigned char **s)
{
	const unsigned char *p = *s;
	int more = *p < 0x80 ? 0 : *p < 0xE0 ? 1 : *p < 0xF0 ? 2 : 3;
	uint32_t c = more == 0 ? *p : *p & (0x3Fu >> more);
	for (p++; more && (*p & 0xC0) == 0x80; more--)
		c = c << 6 | (*p++ & 0x3Fu);
	*s = p;
	return c;
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

static struct pairs pairs_of(struct cx *cx, const char *title, const char *text)
{
	const char *both = arena_printf(cx->mem, "%s %s", title, text);
	const char *key = notice_text_key(cx, both, strlen(both));
	const unsigned char *s = (const unsigned char *)key;
	struct pairs out = {arena_array_of(cx->mem, uint64_t, strlen(key) + 1), 0};
	for (uint64_t before = 0; *s;) {
		uint64_t c = take(&s);
		if (before)
			out.p[out.n++] = before << 32 | c;
		before = c;
	}
	qsort(out.p, out.n, sizeof *out.p, by_value);
	return out;
}

/* 0 … 100. */
static int likeness(const struct pairs *a, const struct pairs *b)
{
	size_t i = 0, j = 0, common = 0;
	while (i < a->n && j < b->n) {
		common += a->p[i] == b->p[j];
		bool forward = a->p[i] <= b->p[j], back = a->p[i] >= b->p[j];
		i += forward;
		j += back;
	}
	return a->n + b->n ? (int)(200 * common / (a->n + b->n)) : 100;
}

static enum status load_issued(struct cx *cx, int64_t origin, struct issued *out)
{
#define OF_NOTICE " WHERE t.county = $1 AND t.notice = $2 AND t.parent = 0 AND t.state <> 'withdrawn'"
	const struct args args = ARGS(V(cx->county), V(origin));
	TRY(db_all(cx, &task_record, &out->tasks, "SELECT " TASK_COLUMNS " FROM task t" OF_NOTICE " ORDER BY sort, id", args));
	TRY(db_all(cx, &party_record, &out->parties,
		   "SELECT p.task, p.org, p.role, o.name, o.short_name, o.kind FROM task t"
		   " JOIN task_party p ON p.county = t.county AND p.task = t.id"
		   " JOIN org o ON o.county = p.county AND o.id = p.org" OF_NOTICE " ORDER BY p.task, p.sort, p.org", args));
	TRY(db_all(cx, &point_record, &out->points,
		   "SELECT m.task, m.title, m.day FROM task t JOIN task_milestone m ON m.county = t.county AND m.task = t.id" OF_NOTICE
		   " AND m.source <> '' AND m.dropped_at = 0 ORDER BY m.task, m.day, m.id", args));
#undef OF_NOTICE
	const struct task *t = out->tasks.items;
	out->like = arena_array_of(cx->mem, struct pairs, out->tasks.count + 1);
	for (size_t i = 0; i < out->tasks.count; i++)
		out->like[i] = pairs_of(cx, t[i].title, t[i].text);
	return STATUS_OK;
}

/* ---- pairing ---- */

struct pairing {
	const struct issued *issued;
	const struct draft_item *items;
	size_t count;
	struct pairs *like;
	int *task_of;                   /* by item: which task, -1: none */
	bool *used;                     /* by task */
};

static bool same_number(struct cx *cx, const char *a, const char *b)
{
	const char *x = notice_text_key(cx, a, strlen(a)), *y = notice_text_key(cx, b, strlen(b));
	return *x && strcmp(x, y) == 0;
}

static void join(struct pairing *p, size_t item, size_t task)
{
	p->task_of[item] = (int)task;
	p->used[task] = true;
}

static void pair_by_number(struct cx *cx, struct pairing *p)
{
	const struct task *t = p->issued->tasks.items;
	for (size_t i = 0; i < p->count; i++)
		for (size_t k = 0; k < p->issued->tasks.count && p->task_of[i] < 0; k++)
			if (!p->used[k] && strcmp(p->items[i].no, t[k].no) == 0 && likeness(&p->like[i], &p->issued->like[k]) >= LIKE_BY_NUMBER)
				join(p, i, k);
	for (size_t i = 0; i < p->count; i++)           /* 举措1 and 1. */
		for (size_t k = 0; k < p->issued->tasks.count && p->task_of[i] < 0 && p->count * p->issued->tasks.count < MAX_PAIRS; k++)
			if (!p->used[k] && same_number(cx, p->items[i].no, t[k].no) &&
			    likeness(&p->like[i], &p->issued->like[k]) >= LIKE_BY_NUMBER)
				join(p, i, k);
}

/* The best pair of those that are left, again and again. */
static void pair_by_likeness(struct pairing *p)
{
	if (p->count * p->issued->tasks.count > MAX_PAIRS)
		return;
	for (;;) {
		int best = LIKE_ALONE - 1;
		size_t item = 0, task = 0;
		for (size_t i = 0; i < p->count; i++)
			for (size_t k = 0; k < p->issued->tasks.count && p->task_of[i] < 0; k++) {
				int like = p->used[k] ? -1 : likeness(&p->like[i], &p->issued->like[k]);
				if (like > best) {
					best = like;
					item = i;
					task = k;
				}
			}
		if (best < LIKE_ALONE)
			return;
		join(p, item, task);
	}
}

static void pair(struct cx *cx, const struct issued *issued, const struct draft *d, struct pairing *p)
{
	*p = (struct pairing){.issued = issued, .items = d->items.items, .count = d->items.count};
	p->like = arena_array_of(cx->mem, struct pairs, p->count + 1);
	p->task_of = arena_array_of(cx->mem, int, p->count + 1);
	p->used = arena_array_of(cx->mem, bool, issued->tasks.count + 1);
	for (size_t i = 0; i < p->count; i++) {
		const struct draft_item *item = &p->items[i];
		p->like[i] = pairs_of(cx, item->title, *item->text ? item->text : item->title);
		p->task_of[i] = -1;
	}
	pair_by_number(cx, p);
	pair_by_likeness(p);
}

/* ---- what differs ---- */

static const char *shown(const struct party *p)
{
	return *p->short_name && strcmp(p->kind, "town") != 0 ? p->short_name : p->name;
}

static const char *units_before(struct cx *cx, const struct issued *s, int64_t task, const char *role)
{
	const struct party *p = s->parties.items;
	struct buf b;
	buf_init(&b, cx->mem);
	for (size_t i = 0; i < s->parties.count; i++)
		if (p[i].task == task && strcmp(p[i].role, role) == 0)
			buf_printf(&b, "%s%s", b.n ? "、" : "", shown(&p[i]));
	return b.s;
}

static bool same_units(const struct issued *s, int64_t task, const char *role, const int64_t *ids, size_t count)
{
	const struct party *p = s->parties.items;
	size_t n = 0;
	for (size_t i = 0; i < s->parties.count; i++) {
		if (p[i].task != task || strcmp(p[i].role, role) != 0)
			continue;
		if (!draft_has(ids, count, p[i].org))
			return false;
		n++;
	}
	return n == count;
}

/* Names of the organisations, as the units have them. */
static const char *units_after(struct cx *cx, const struct draft_item *item, const int64_t *ids, size_t count)
{
	const struct list *both[] = {&item->lead, &item->cooperate};
	struct buf b;
	buf_init(&b, cx->mem);
	for (size_t i = 0; i < count; i++) {
		const char *name = NULL;
		for (size_t l = 0; l < 2 && !name; l++) {
			const struct draft_unit *u = both[l]->items;
			for (size_t k = 0; k < both[l]->count && !name; k++)
				for (size_t m = 0; m < u[k].count && !name; m++)
					name = u[k].ids[m] == ids[i] ? u[k].names.items[m] : NULL;
		}
		buf_printf(&b, "%s%s", b.n ? "、" : "", name ? name : "?");
	}
	return b.s;
}

/* The words, and what they were taken to mean. */
static const char *deadline_words(struct cx *cx, const struct task_new *n)
{
	struct buf b;
	buf_init(&b, cx->mem);
	buf_printf(&b, "%s（%s", n->deadline_text, words(cx, n->deadline_kind));
	const char *const texts[] = {n->deadline_day, n->deadline_start, n->recurs};
	for (size_t i = 0; i < 3; i++)
		buf_printf(&b, "%s%s", *texts[i] ? " " : "", texts[i]);
	if (n->effect_year)
		buf_printf(&b, " %" PRId64, n->effect_year);
	if (n->deadline_days)
		buf_printf(&b, " %" PRId64 "%s", n->deadline_days, n->deadline_working ? words(cx, " working days") : "");
	buf_puts(&b, "）");
	return b.s;
}

/* The deadline of a task as its notice gave it. */
static const char *deadline_before(struct cx *cx, const struct task *t)
{
	return deadline_words(cx, &(struct task_new){
		.deadline_text = t->deadline_text, .deadline_kind = t->deadline_kind, .deadline_day = t->deadline_day,
		.deadline_start = t->deadline_start, .recurs = t->recurs, .effect_year = t->effect_year,
		.deadline_days = t->deadline_days, .deadline_working = t->deadline_working});
}

static const char *points_before(struct cx *cx, const struct issued *s, int64_t task)
{
	const struct point *p = s->points.items;
	struct buf b;
	buf_init(&b, cx->mem);
	for (size_t i = 0; i < s->points.count; i++)
		if (p[i].task == task)
			buf_printf(&b, "%s%s %s", b.n ? "；" : "", p[i].title, p[i].day);
	return b.s;
}

static int by_day(const void *a, const void *b)
{
	return strcmp(((const struct task_milestone *)a)->day, ((const struct task_milestone *)b)->day);
}

static const char *points_after(struct cx *cx, const struct task_new *n)
{
	struct task_milestone *m = n->milestones.items;
	struct buf b;
	buf_init(&b, cx->mem);
	qsort(m, n->milestones.count, sizeof *m, by_day);
	for (size_t i = 0; i < n->milestones.count; i++)
		buf_printf(&b, "%s%s %s", b.n ? "；" : "", m[i].title, m[i].day);
	return b.s;
}

static void add_change(struct list *l, const char *field, const char *before, const char *after)
{
	if (strcmp(before, after) != 0)
		((struct task_change *)l->items)[l->count++] = (struct task_change){field, before, after};
}

static void compare_fields(struct cx *cx, const struct issued *s, const struct task *t, const struct draft_item *item, struct list *out)
{
	struct task_new n;
	*out = (struct list){arena_array_of(cx->mem, struct task_change, FIELDS), 0};
	notice_task_of(cx, item, 0, 0, &n);
	add_change(out, "no", t->no, n.no);
	add_change(out, "title", t->title, n.title);
	add_change(out, "text", t->text, n.text);
	if (!same_units(s, t->row.id, "lead", n.leads, n.lead_count))
		add_change(out, "lead", units_before(cx, s, t->row.id, "lead"), units_after(cx, item, n.leads, n.lead_count));
	if (!same_units(s, t->row.id, "cooperate", n.cooperating, n.cooperating_count))
		add_change(out, "cooperate", units_before(cx, s, t->row.id, "cooperate"),
			   units_after(cx, item, n.cooperating, n.cooperating_count));
	add_change(out, "deadline", deadline_before(cx, t), deadline_words(cx, &n));
	add_change(out, "milestones", points_before(cx, s, t->row.id), points_after(cx, &n));
}

enum status notice_compare(struct cx *cx, int64_t origin, const struct draft *d, struct list *out)
{
	struct issued s;
	struct pairing p;
	TRY(load_issued(cx, origin, &s));
	pair(cx, &s, d, &p);
	const struct task *t = s.tasks.items;
	struct compare_row *rows = arena_array_of(cx->mem, struct compare_row, p.count + s.tasks.count + 1);
	size_t n = 0;
	for (size_t i = 0; i < p.count; i++) {
		const struct draft_item *item = &p.items[i];
		struct compare_row *r = &rows[n++];
		*r = (struct compare_row){.no = item->no, .change = "added", .item_key = item->key, .item = item, .place = i};
		if (p.task_of[i] < 0)
			continue;
		r->task = t[p.task_of[i]].row.id;
		compare_fields(cx, &s, &t[p.task_of[i]], item, &r->fields);
		r->change = r->fields.count ? "changed" : "same";
	}
	for (size_t k = 0; k < s.tasks.count; k++) {
		if (p.used[k])
			continue;
		struct list what = {arena_array_of(cx->mem, struct task_change, 1), 0};
		add_change(&what, "title", t[k].title, "");
		rows[n++] = (struct compare_row){.no = t[k].no, .change = "removed", .task = t[k].row.id, .fields = what};
	}
	*out = (struct list){rows, n};
	return STATUS_OK;
}

/* ---- showing ---- */

struct kept {
	struct list items;
};
static const struct field kept_fields[] = {FIELD(struct kept, items, .of = &compare_row_record)};
static const struct record kept_record = RECORD(kept, kept_fields);

enum status notice_comparison(struct cx *cx, const struct notice_row *n, struct list *out)
{
	struct notice_body b;
	struct kept k;
	struct draft d;
	if (!n->amends)
		return cx_fail(cx, STATUS_CONFLICT, "this notice amends none: say which one it amends");
	TRY(notice_get_body(cx, n->row.id, &b));
	if (b.compared.s && *b.compared.s) {
		TRY(record_read(cx, &kept_record, b.compared.s, strlen(b.compared.s), &k));
		*out = k.items;
		return STATUS_OK;
	}
	TRY(notice_draft_now(cx, n, &b, &d));
	return notice_compare(cx, n->amends, &d, out);
}

enum status notice_write_comparison(struct cx *cx, int64_t id, struct jw *w)
{
	struct notice_row *n;
	struct list rows;
	TRY(notice_get(cx, id, &n));
	TRY(notice_comparison(cx, n, &rows));
	jw_record(w, &kept_record, &(struct kept){rows});
	return STATUS_OK;
}

/* ---- issuing ---- */

static enum status apply_row(struct cx *cx, const struct notice_row *n, const struct compare_row *r)
{
	struct task_new t;
	int64_t id;
	if (!r->item)
		return task_revoke(cx, r->task, arena_printf(cx->mem, words(cx, "left out by the amendment %s"), *n->number ? n->number : n->title));
	notice_task_of(cx, r->item, r->place, n->amends, &t);
	if (!r->task)
		return notice_item_field(cx, task_create(cx, &t, &id), r->place);
	if (r->fields.count)
		TRY(notice_item_field(cx, task_amend(cx, r->task, n->row.id, &r->fields, &t), r->place));
	return db_exec(cx, NULL, "UPDATE task SET sort = $1 WHERE county = $2 AND id = $3", ARGS(V(t.sort), V(cx->county), V(r->task)));
}

/* An amendment that lists only what it changes would take all the rest back: that has to be meant. */
static enum status check_removed(struct cx *cx, const struct list *rows)
{
	enum { SHOWN = 5 };
	const struct compare_row *r = rows->items;
	struct buf b;
	size_t n = 0;
	buf_init(&b, cx->mem);
	for (size_t i = 0; i < rows->count; i++)
		if (!r[i].item && ++n <= SHOWN)
			buf_printf(&b, "%s%s %s", n > 1 ? "; " : "", r[i].no,
				   draft_clip(cx, ((struct task_change *)r[i].fields.items)->before, 30));
	if (!n)
		return STATUS_OK;
	enum status s = cx_fail(cx, STATUS_CONFLICT, "%zu tasks do not stand in the amendment and would be withdrawn: say that this is meant, or add them (%s%s)",
				n, b.s, n > SHOWN ? "…" : "");
	cx->field = "remove";
	return s;
}

enum status notice_apply(struct cx *cx, const struct notice_row *n, const struct draft *d, bool remove)
{
	struct notice_row *old;
	struct list rows;
	struct buf b;
	TRY(notice_get(cx, n->amends, &old));
	if (strcmp(old->row.state, "issued") != 0)
		return cx_fail(cx, STATUS_CONFLICT, "the notice that it amends is not in force any more");
	TRY(notice_compare(cx, n->amends, d, &rows));
	if (!remove)
		TRY(check_removed(cx, &rows));
	const struct compare_row *r = rows.items;
	for (size_t i = 0; i < rows.count; i++)
		TRY(apply_row(cx, n, &r[i]));
	buf_init(&b, cx->mem);
	jw_record(&(struct jw){.out = &b}, &kept_record, &(struct kept){rows});
	return db_exec(cx, NULL, "UPDATE notice_body SET compared = $1 WHERE county = $2 AND notice = $3",
		       ARGS(V(b.s), V(cx->county), V(n->row.id)));
}
