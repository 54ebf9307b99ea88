/* notice_review.c - which findings are still open, and what stands against issuing. */
#include "rooms/notice/notice_draft.h"

#include <string.h>

/* ---- is a finding still open? ---- */

struct look {
	const struct draft *d;
	const struct notice_row *row;
	const struct draft_finding *f;
	const struct draft_item *item;  /* the finding's, or NULL */
};

static bool named(const struct list *units, const char *words)
{
	const struct draft_unit *u = units->items;
	for (size_t i = 0; i < units->count; i++) {
		if (strcmp(u[i].words, words) == 0)
			return true;
		for (size_t k = 0; k < u[i].names.count; k++)
			if (u[i].count == 1 && strcmp(u[i].names.items[k], words) == 0)
				return true;
	}
	return false;
}

static bool not_listed(const struct look *l)
{
	return l->item && !named(&l->item->lead, l->f->words) && !named(&l->item->cooperate, l->f->words);
}

static bool still_written(const struct look *l)
{
	return l->item && *l->f->words && (strstr(l->item->text, l->f->words) || strstr(l->item->title, l->f->words));
}

/* A unit of its own, or one that a person has confirmed, answers for the task. */
static bool nobody_answers(const struct look *l)
{
	const struct draft_unit *u = l->item ? l->item->lead.items : NULL;
	for (size_t i = 0; u && i < l->item->lead.count; i++)
		if (u[i].count && (u[i].confirmed || !u[i].group))
			return false;
	return l->item != NULL;
}

static bool no_deadline(const struct look *l)
{
	return l->item && strcmp(l->item->when.kind, "none") == 0;
}

static bool day_past(const struct look *l)
{
	const char *day = l->item ? l->item->when.day : NULL;
	return day && *day && strcmp(day, l->row->today) < 0;
}

static bool in_both(const struct look *l)
{
	const struct draft_unit *u = l->item ? l->item->lead.items : NULL;
	const struct draft_unit *c = l->item ? l->item->cooperate.items : NULL;
	for (size_t i = 0; u && i < l->item->lead.count; i++)
		for (size_t k = 0; k < l->item->cooperate.count; k++)
			for (size_t n = 0; n < u[i].count; n++)
				if (!c[k].group && !u[i].group && draft_has(c[k].ids, c[k].count, u[i].ids[n]))
					return true;
	return false;
}

static bool unit_unknown(const struct look *l)
{
	const struct list *both[] = {l->item ? &l->item->lead : NULL, l->item ? &l->item->cooperate : NULL};
	for (size_t b = 0; b < 2 && both[b]; b++) {
		const struct draft_unit *u = both[b]->items;
		for (size_t i = 0; i < both[b]->count; i++)
			if (u[i].count && strstr(u[i].words, l->f->words))
				return false;
	}
	return l->item != NULL;
}

static bool number_twice(const struct look *l)
{
	const struct draft_item *items = l->d->items.items;
	int n = 0;
	for (size_t i = 0; i < l->d->items.count; i++)
		n += strcmp(items[i].no, l->f->no) == 0;
	return n > 1;
}

/* The kinds of proto/notice_find.c.  Serious: issued as it is, work may go to nobody or be due on the wrong day. */
static const struct finding_kind {
	const char *kind;
	bool serious;
	bool (*open)(const struct look *l);     /* NULL: until someone has looked at it */
} kinds[] = {
	{"actor_not_listed", false, not_listed},
	{"two_deadlines", false, NULL},
	{"doubtful_characters", false, still_written},
	{"names_nobody", true, nobody_answers},
	{"no_deadline", true, no_deadline},
	{"deadline_unclear", true, no_deadline},
	{"deadline_past", true, day_past},
	{"lead_and_cooperate", false, in_both},
	{"unit_unclear", true, unit_unknown},
	{"number_missing", true, NULL},
	{"number_twice", false, number_twice},
	{"year_assumed", true, NULL},
};

static const struct draft_item *find_item(const struct draft *d, const char *key)
{
	const struct draft_item *items = d->items.items;
	for (size_t i = 0; key && *key && i < d->items.count; i++)
		if (strcmp(items[i].key, key) == 0)
			return &items[i];
	return NULL;
}

int64_t draft_findings(struct cx *cx, const struct draft *d, const struct notice_row *row)
{
	(void)cx;
	struct draft_finding *f = d->findings.items;
	int64_t n = 0;
	for (size_t i = 0; i < d->findings.count; i++) {
		const struct look l = {d, row, &f[i], find_item(d, f[i].key)};
		const struct finding_kind *k = NULL;
		for (size_t j = 0; j < sizeof kinds / sizeof *kinds; j++)
			if (strcmp(kinds[j].kind, f[i].kind) == 0)
				k = &kinds[j];
		bool gone = f[i].key && *f[i].key && !l.item;
		f[i].serious = k && k->serious;
		f[i].open = !f[i].ignored && !gone && (!k || !k->open || k->open(&l));
		n += f[i].open;
	}
	return n;
}

/* ---- what the page ignores ---- */

static bool same_finding(const struct draft_finding *f, const struct draft_mark *m)
{
	return strcmp(f->kind, m->kind) == 0 && strcmp(f->no, m->no) == 0 && strcmp(f->words, m->words) == 0;
}

/* Marks come in the findings' order; where two findings read the same, each mark takes the next one. */
enum status draft_mark_findings(struct cx *cx, struct draft *d, const struct list *marks)
{
	struct draft_finding *f = d->findings.items;
	const struct draft_mark *m = marks->items;
	bool *taken = arena_array_of(cx->mem, bool, d->findings.count + 1);
	size_t from = 0;
	for (size_t i = 0; i < marks->count; i++) {
		size_t n = 0;
		for (; n < d->findings.count; n++) {
			size_t at = (from + n) % d->findings.count;
			if (taken[at] || !same_finding(&f[at], &m[i]))
				continue;
			taken[at] = true;
			f[at].ignored = m[i].ignored;
			from = at + 1;
			break;
		}
		if (n == d->findings.count)
			return cx_fail_field(cx, arena_printf(cx->mem, "findings.%zu", i), "there is no such finding");
	}
	return STATUS_OK;
}

/* ---- may it be issued? ---- */

static enum status check_units(struct cx *cx, const struct list *units, size_t i, const char *field)
{
	const struct draft_unit *u = units->items;
	for (size_t k = 0; k < units->count; k++)
		if (!u[k].count)
			return cx_fail_field(cx, arena_printf(cx->mem, "items.%zu.%s.%zu", i, field, k),
					     "“%s” is no organisation we know: choose who is meant, or remove it", draft_clip(cx, u[k].words, 60));
	return STATUS_OK;
}

static enum status check_item(struct cx *cx, const struct draft_item *item, size_t i)
{
	if (!*item->title)
		return cx_fail_field(cx, arena_printf(cx->mem, "items.%zu.title", i), "a task needs a title");
	if (!item->lead.count)
		return cx_fail_field(cx, arena_printf(cx->mem, "items.%zu.lead", i), "a task needs a unit that leads it");
	TRY(check_units(cx, &item->lead, i, "lead"));
	TRY(check_units(cx, &item->cooperate, i, "cooperate"));
	if (strcmp(item->when.kind, "none") == 0 && *item->deadline_text)
		return cx_fail_field(cx, arena_printf(cx->mem, "items.%zu.deadline", i),
				     "“%s” gives no date: say when it is due, or empty the words if it has no deadline",
				     draft_clip(cx, item->deadline_text, 60));
	return STATUS_OK;
}

static enum status check_findings(struct cx *cx, const struct draft *d)
{
	enum { SHOWN = 5 };
	const struct draft_finding *f = d->findings.items;
	struct buf b;
	size_t n = 0;
	buf_init(&b, cx->mem);
	for (size_t i = 0; i < d->findings.count; i++)
		if (f[i].open && f[i].serious && ++n <= SHOWN)
			buf_printf(&b, "%s%s%s%s", n > 1 ? "; " : "", f[i].no, *f[i].no ? " " : "", draft_clip(cx, f[i].text, 40));
	if (!n)
		return STATUS_OK;
	enum status s = cx_fail(cx, STATUS_CONFLICT, "%zu findings have to be looked at before issuing: correct or ignore them, or confirm (%s%s)",
				n, b.s, n > SHOWN ? "…" : "");
	cx->field = "confirm";
	return s;
}

enum status draft_issuable(struct cx *cx, const struct draft *d, bool confirm)
{
	const struct draft_item *items = d->items.items;
	if (!d->items.count)
		return cx_fail_field(cx, "items", "there is no task to issue");
	for (size_t i = 0; i < d->items.count; i++)
		TRY(check_item(cx, &items[i], i));
	return confirm ? STATUS_OK : check_findings(cx, d);
}
