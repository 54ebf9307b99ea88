/* notice_inner.c - what the sentences of a task ask for on the way: dates of their own, periods, reports to someone. */
#include "proto/notice_parse.h"

static bool stop_at(const struct text *t, uint32_t i, uint32_t end, bool commas)
{
	return at_word(t, i, end, "。") || t->s[i] == ';' || (commas && t->s[i] == ',');
}

/* The next clause (or sentence) from *p on. */
static struct span next_clause(const struct text *t, uint32_t *p, uint32_t end, bool commas)
{
	uint32_t a = *p, i = a;
	while (i < end && !stop_at(t, i, end, commas))
		i += char_len(t->s + i);
	*p = i < end ? i + char_len(t->s + i) : end;
	return (struct span){a, i};
}

/* 向县委县政府报告, 上报县政府主要领导, 报县政府督查室: to whom? */
static bool report_to(const struct text *t, struct span s, struct span *to)
{
	static const char *const tells[] = {"报告", "反馈", "汇报", "报送", "通报", NULL};
	static const char *const sends[] = {"上报", "报送", "呈报", "书面报", "报请", "及时报", "汇总报", NULL};
	static const char *const purposes[] = {"审阅", "审批", "审定", "审核", "审查", "备案", "批准", "同意",
					       "研究", "汇总", "。",   ",",    "并",   "签字", NULL};
	uint32_t p = find_word(t, s, "向");
	for (uint32_t i = p; i < s.b; i += char_len(t->s + i))
		if (i > p + 3 && word_at(t, i, s.b, tells) >= 0) {
			*to = (struct span){p + 3, i};
			return unit_ends(t, *to) || person_plausible(t, *to);
		}
	for (int w = 0; sends[w]; w++) {
		p = find_word(t, s, sends[w]);
		if (p >= s.b)
			continue;
		uint32_t a = p + (uint32_t)strlen(sends[w]), b = a;
		a += at_word(t, a, s.b, "至") || at_word(t, a, s.b, "给") ? 3 : 0;
		while (b < s.b && word_at(t, b, s.b, purposes) < 0 && t->s[b] != '(' &&
		       !(t->s[b] >= '0' && t->s[b] <= '9'))
			b += char_len(t->s + b);
		*to = (struct span){a, b};
		if (b > a && char_count(t, *to) <= 24 && han(t, a))
			return true;
	}
	return false;
}

static void add(struct reader *r, struct notice_milestones *to, size_t *room, struct span words, struct span whom,
		bool report)
{
	struct notice_milestone m = {.words = text_words(r->cx, &r->text, words), .to = ""};
	when_parse(r->cx, &r->text, words, r->out->year, r->year_from_date ? r->dated : (struct day){0}, &m.when);
	if (report)
		m.to = text_clean(r->cx, &r->text, whom, false);
	m.kind = report ? "report" : m.when.kind == NOTICE_DAYS_AFTER_SERVICE ? "limit" : "milestone";
	if (!when_dated(&r->text, words) && m.when.kind != NOTICE_RECURRING && m.when.kind != NOTICE_IMMEDIATELY)
		m.when = (struct notice_when){.words.s = ""};
	to->items = vec_grow(r->cx, to->items, to->count, room, sizeof m);
	to->items[to->count++] = m;
}

static void task_inner(struct reader *r, const struct raw_task *raw, struct notice_task *task)
{
	const struct text *t = &r->text;
	size_t room = 0;
	for (size_t i = 0; i < raw->text.count; i++) {
		struct span s = raw->text.items[i];
		struct span before = {s.a, s.a};
		if (raw->part.b > raw->part.a && (s.a < raw->part.a || s.b > raw->part.b))
			continue;
		for (uint32_t p = s.a; p < s.b;) {
			struct span clause = next_clause(t, &p, s.b, true), to = {0};
			bool report = report_to(t, clause, &to), dated = when_dated(t, clause);
			bool deadline = raw->when.b > raw->when.a && raw->when.a >= clause.a && raw->when.b <= clause.b;
			struct span words = trim(t, clause);
			if (dated && (at_word(t, before.a, before.b, "对") || at_word(t, before.a, before.b, "凡")))
				words.a = before.a; /* 对于一般隐患,要限期10天内整改到位 */
			if ((report || dated) && !(deadline && !report))
				add(r, &task->milestones, &room, words, to, report);
			before = trim(t, clause);
		}
	}
}

void inner_read(struct reader *r)
{
	for (size_t i = 0; i < r->tasks.count; i++)
		task_inner(r, &r->tasks.items[i], &r->out->tasks[i]);
}

/* Reports at a time that the covering letter or the closing paragraphs ask for. */
void duties_read(struct reader *r)
{
	const struct text *t = &r->text;
	size_t room = 0;
	for (uint32_t p = 0; p < t->n;) {
		struct span s = next_clause(t, &p, t->n, false), to = {0};
		for (uint32_t i = s.a; i < s.b && s.b - s.a < 6000; i += char_len(t->s + i))
			if (i > s.a && t->gap[i] >= GAP_LINE && !line_soft(r, line_of(r, i)))
				s.a = i;
		if (s.b - s.a > 1500 || r->used[s.a] || memchr(r->used + s.a, 1, s.b - s.a))
			continue;
		if (report_to(t, s, &to) && (when_dated(t, s) || when_recurs(t, s))) {
			add(r, &r->out->duties, &room, trim(t, s), to, true);
			use(r, s);
		}
	}
}
