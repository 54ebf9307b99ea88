/*
 * notice_find.c - findings for the person who reviews:
 *
 * actor_not_listed     given work in the text, in neither list
 * two_deadlines        a date in the text beside the task's deadline
 * doubtful_characters  a slip of recognition or of the hand
 * names_nobody         no lead, or only groups, so that no one unit answers for the task
 * no_deadline          others have one, this has not
 * deadline_unclear     words that give no date
 * deadline_past        before today
 * lead_and_cooperate   one unit in both lists
 * unit_unclear         a piece of a list that looks like no organisation
 * number_missing, number_twice   the numbering has a hole, or repeats
 * year_assumed         nothing in the text says the year
 */
#include "proto/notice_find.h"

#include <stdlib.h>

void finding_add(struct reader *r, const char *kind, const char *no, struct span s, const char *text)
{
	struct notice *n = r->out;
	n->findings = vec_grow(r->cx, n->findings, n->finding_count, &r->finding_room, sizeof *n->findings);
	n->findings[n->finding_count++] = (struct notice_finding){kind, no, text, text_words(r->cx, &r->text, s)};
}

static void actors(struct reader *r, const struct raw_task *raw, const char *no)
{
	struct units found = {0};
	bool part = raw->part.b > raw->part.a;
	if (duty_empty(&raw->duty))
		return;
	for (size_t i = 0; i < raw->text.count; i++)
		if (!part || (raw->text.items[i].a >= raw->part.a && raw->text.items[i].b <= raw->part.b))
			actors_find(r, raw->text.items[i], &found);
	for (size_t i = 0; i < found.count; i++) {
		if (actor_listed(r, &raw->duty, found.items[i].at))
			continue;
		finding_add(r, "actor_not_listed", no, found.items[i].at,
			    arena_printf(r->cx->mem, words(r->cx, "the text gives work to %s, which stands in no list"),
					 text_clean(r->cx, &r->text, found.items[i].at, false)));
	}
}

static struct span back(const struct reader *r, struct notice_range at)
{
	return (struct span){text_index(&r->text, at.from), text_index(&r->text, at.to)};
}

static void two_deadlines(struct reader *r, const struct notice_task *task)
{
	if (!*task->when.words.s)
		return;
	for (size_t i = 0; i < task->milestones.count; i++) {
		const struct notice_milestone *m = &task->milestones.items[i];
		bool same = !strcmp(m->when.day, task->when.day) && !strcmp(m->when.start, task->when.start);
		if (!m->when.day[0] || same)
			continue;
		finding_add(r, "two_deadlines", task->no.s, back(r, m->words.at),
			    arena_printf(r->cx->mem,
					 words(r->cx, "the text names a date of its own (%s) beside the deadline “%s”"),
					 m->words.s, task->when.words.s));
	}
}

static void nobody(struct reader *r, const struct raw_task *raw, const struct notice_task *task)
{
	if (!task->lead.count) {
		const char *text = task->cooperate.count ? words(r->cx, "units cooperate, but none leads")
							 : words(r->cx, "no unit is named");
		finding_add(r, "names_nobody", task->no.s, raw->title, text);
		return;
	}
	bool groups = true;
	for (size_t i = 0; i < task->lead.count; i++)
		groups &= unit_collective(&r->text, back(r, task->lead.items[i].at));
	if (!groups)
		return;
	struct span s = {back(r, task->lead.items[0].at).a, back(r, task->lead.items[task->lead.count - 1].at).b};
	finding_add(r, "names_nobody", task->no.s, s,
		    words(r->cx, "only groups lead: no one unit answers for the task"));
}

static void deadline(struct reader *r, const struct raw_task *raw, const struct notice_task *task, bool others)
{
	struct day day;
	if (!*task->when.words.s) {
		if (others)
			finding_add(r, "no_deadline", task->no.s, raw->title,
				    words(r->cx, "no deadline, though other tasks have one"));
		return;
	}
	if (task->when.kind == NOTICE_NONE) {
		finding_add(r, "deadline_unclear", task->no.s, raw->when,
			    words(r->cx, "the words of the deadline give no date"));
		return;
	}
	if (task->when.day[0] && task->when.kind != NOTICE_RECURRING && day_parse(task->when.day, &day) &&
	    day.n < r->today.n) {
		finding_add(r, "deadline_past", task->no.s, raw->when,
			    arena_printf(r->cx->mem, words(r->cx, "the deadline %s is past"), task->when.day));
	}
}

/* 人民大垸、荒湖管理区: the kind said once, behind the last name */
static bool shares_kind(const struct reader *r, const struct notice_list *l, size_t i)
{
	static const char *const kinds[] = {"区", "镇", "乡", "街道", "村", "场", "政府", "局", NULL};
	struct span s = back(r, l->items[i].at);
	return char_count(&r->text, s) >= 2 && char_count(&r->text, s) <= 5 && han(&r->text, s.a) && i + 1 < l->count &&
	       word_ending(&r->text, back(r, l->items[i + 1].at), kinds) >= 0;
}

/* A name that recognition cut short and the reader completed: a person should look at it. */
static bool unit_mended(struct reader *r, const struct notice_words *unit, const char *no)
{
	struct span at = back(r, unit->at);
	const char *written = text_clean(r->cx, &r->text, at, false);
	if (!strcmp(written, unit->s))
		return false;
	finding_add(r, "doubtful_characters", no, at,
		    arena_printf(r->cx->mem, words(r->cx, "“%s” looks like a slip for “%s”: check the original"),
				 written, unit->s));
	return true;
}

static void lists(struct reader *r, const struct notice_task *task)
{
	for (size_t i = 0; i < task->cooperate.count; i++)
		for (size_t j = 0; j < task->lead.count; j++) {
			struct span c = back(r, task->cooperate.items[i].at), l = back(r, task->lead.items[j].at);
			if (c.b - c.a != l.b - l.a || memcmp(r->text.s + c.a, r->text.s + l.a, c.b - c.a))
				continue;
			finding_add(r, "lead_and_cooperate", task->no.s, c,
				    arena_printf(r->cx->mem, words(r->cx, "%s both leads and cooperates"),
						 task->cooperate.items[i].s));
		}
	const struct notice_list *both[] = {&task->lead, &task->cooperate};
	for (int k = 0; k < 2; k++)
		for (size_t i = 0; i < both[k]->count; i++) {
			const struct notice_words *u = &both[k]->items[i];
			if (unit_mended(r, u, task->no.s) || unit_plausible(&r->text, back(r, u->at)) ||
			    shares_kind(r, both[k], i))
				continue;
			finding_add(r, "unit_unclear", task->no.s, back(r, u->at),
				    arena_printf(r->cx->mem, words(r->cx, "“%s” does not look like an organisation"),
						 u->s));
		}
}

static int number_of(const struct reader *r, struct span no)
{
	int n;
	uint32_t after;
	struct mark m;
	if (number_at(&r->text, no.a, no.b, &n, &after) && after == no.b)
		return n;
	return mark_at(&r->text, no.a, r->text.n, &m) ? m.n : 0;
}

static bool same_parents(const struct raw_task *x, const struct raw_task *y)
{
	return x->sections.count == y->sections.count &&
	       (!x->sections.count ||
		x->sections.items[x->sections.count - 1].a == y->sections.items[y->sections.count - 1].a);
}

static void numbering(struct reader *r)
{
	for (size_t i = 1; i < r->tasks.count; i++) {
		const struct raw_task *x = &r->tasks.items[i - 1], *y = &r->tasks.items[i];
		if (x->no.a == y->no.a || !same_parents(x, y) || x->no.b - x->no.a == 0)
			continue;
		int a = number_of(r, x->no), b = number_of(r, y->no);
		bool bracket_x = r->text.s[x->no.a] == '(', bracket_y = r->text.s[y->no.a] == '(';
		if (!a || !b || x->from_table != y->from_table || bracket_x != bracket_y) /* 一、 and （一） are two counts */
			continue;
		if (b == a + 2)
			finding_add(r, "number_missing", r->out->tasks[i].no.s, y->no,
				    words(r->cx, "the number before this one is missing"));
		if (b == a && !x->from_table)
			finding_add(r, "number_twice", r->out->tasks[i].no.s, y->no,
				    words(r->cx, "the same number as the task before"));
	}
}

void findings_read(struct reader *r)
{
	size_t dated = 0;
	struct notice *n = r->out;
	for (size_t i = 0; i < n->task_count; i++)
		dated += *n->tasks[i].when.words.s != '\0';
	for (size_t i = 0; i < n->task_count; i++) {
		const struct raw_task *raw = &r->tasks.items[i];
		const struct notice_task *task = &n->tasks[i];
		actors(r, raw, task->no.s);
		two_deadlines(r, task);
		if (i == 0 || raw->text.items != r->tasks.items[i - 1].text.items)
			for (size_t k = 0; k < raw->text.count; k++)
				slips_find(r, raw->text.items[k], task->no.s);
		nobody(r, raw, task);
		deadline(r, raw, task, dated * 2 > n->task_count);
		lists(r, task);
	}
	numbering(r);
	if (r->year_assumed && dated)
		finding_add(r, "year_assumed", "", (struct span){0, 0}, n->year_reason);
}
