/* notice.c - the reader from end to end; what the parts found becomes the struct that others see. */
#include "proto/notice_parse.h"

#include <stdlib.h>

static int by_place(const void *a, const void *b)
{
	const struct raw_task *x = a, *y = b;
	if (x->begin != y->begin)
		return x->begin < y->begin ? -1 : 1;
	uint32_t p = x->part.a, q = y->part.a;
	return p < q ? -1 : p > q;
}

/* Recognition loses a character now and then: 县纪委监 stands for the 县纪委监委 that the text names elsewhere. */
static void mend_units(struct reader *r, struct units *u)
{
	enum { MOST = 200 }; /* a text with more of them is past mending */
	const struct text *t = &r->text;
	for (size_t i = 0; i < u->count; i++) {
		struct span at = u->items[i].at;
		if (unit_plausible(t, at) || char_count(t, at) < 3 || ++r->mended > MOST)
			continue;
		const char *name = arena_printf(r->cx->mem, "%.*s", (int)(at.b - at.a), t->s + at.a);
		for (uint32_t p = 0; p < t->n && !u->items[i].name.b; p += 3) {
			p = find_word(t, (struct span){p, t->n}, name);
			struct span longer = {p, p + (at.b - at.a) + 3};
			if (p != at.a && longer.b <= t->n && unit_plausible(t, longer))
				u->items[i].name = longer;
		}
	}
}

static struct notice_list list_of(struct reader *r, struct units *u)
{
	struct notice_list l = {arena_array_of(r->cx->mem, struct notice_words, u->count + 1), 0};
	if (r->text.doc->ocr)
		mend_units(r, u);
	for (size_t i = 0; i < u->count && l.count < NOTICE_MAX_UNITS; i++) {
		struct span name = u->items[i].name;
		l.items[l.count++] = (struct notice_words){
			text_clean(r->cx, &r->text, name.b > name.a ? name : u->items[i].at, false),
			text_range(&r->text, u->items[i].at)};
	}
	return l;
}

/* 12月31日前完: the last character of 完成, lost in recognition */
static void mend_deadline(struct reader *r, struct notice_when *when)
{
	size_t n = strlen(when->words.s);
	if (r->text.doc->ocr && n > 6 && !strcmp(when->words.s + n - 6, "前完"))
		when->words.s = arena_printf(r->cx->mem, "%s成", when->words.s);
}

/* Units that share a duty without a word for each: beside a leader they cooperate; else the first leads if the text
 * says so; else all do. */
static void settle_roles(struct reader *r, struct duty *d)
{
	struct units *open = &d->open;
	if (d->lead.count)
		r->explicit_roles = true;
	bool lead = d->lead.count > 0;
	for (size_t i = 0; i < open->count; i++) {
		bool leads = !lead && (r->out->rule != NOTICE_FIRST_IS_LEAD || i == 0);
		*vec_add(r->cx, leads ? &d->lead : &d->coop) = open->items[i];
		r->shared_roles |= !lead && open->count > 1;
	}
	if (lead && open->count)
		for (size_t i = 0; i < open->count; i++)
			for (size_t k = 0; k < d->lead_at.count; k++) {
				struct span at = d->lead_at.items[k];
				if (open->items[i].at.a < at.a || open->items[i].at.b > at.b ||
				    d->lead.items[0].at.a == open->items[i].at.a)
					continue;
				bool lead_too = false;
				for (size_t m = 0; m < d->lead.count; m++)
					lead_too |= d->lead.items[m].at.a >= at.a && d->lead.items[m].at.b <= at.b;
				if (!lead_too) {
					*vec_add(r->cx, &d->coop_at) = at;
					d->lead_at.items[k] = d->lead_at.items[--d->lead_at.count];
					break;
				}
			}
	open->count = 0;
}

static const char *joined_text(struct reader *r, const struct spans *s)
{
	struct buf b;
	buf_init(&b, r->cx->mem);
	buf_puts(&b, "");
	for (size_t i = 0; i < s->count; i++) {
		static const char *const stops[] = {"。", ";", ":", "!", "?", NULL};
		struct span x = s->items[i];
		if (i && x.a < r->text.n && r->text.gap[x.a] >= GAP_LINE && x.a > 2 &&
		    word_ending(&r->text, (struct span){x.a - 3, x.a}, stops) >= 0)
			buf_puts(&b, "\n");
		buf_puts(&b, text_clean(r->cx, &r->text, x, true));
	}
	return b.s;
}

static const char *joined_sections(struct reader *r, const struct spans *s)
{
	struct buf b;
	buf_init(&b, r->cx->mem);
	for (size_t i = 0; i < s->count; i++) {
		if (b.n)
			buf_puts(&b, " / ");
		buf_puts(&b, text_clean(r->cx, &r->text, s->items[i], false));
	}
	return b.s;
}

static void add_warning(struct reader *r, struct notice_task *task, const char *text)
{
	if (!task->warnings)
		task->warnings = arena_array_of(r->cx->mem, const char *, 4);
	if (task->warning_count < 4)
		task->warnings[task->warning_count++] = text;
}

/* The last clause of a text, where it says nothing but a time: …，全年。 */
static bool closing_time(const struct text *t, struct span s, struct span *out)
{
	uint32_t from = s.a;
	s = trim(t, s);
	for (uint32_t i = s.a; i < s.b; i += char_len(t->s + i))
		if (t->s[i] == ',' || t->s[i] == ';' || at_word(t, i, s.b, "。"))
			from = i + char_len(t->s + i);
	*out = (struct span){from, s.b};
	return from > s.a && char_count(t, *out) <= 12 && when_starts(t, *out) && !when_recurs(t, *out);
}

/* 9月底前报送方案 is when to report; 9月底前完成整改并报县政府 is when to be done. */
static bool only_report(const struct text *t, struct span found, uint32_t end)
{
	uint32_t stop = found.b;
	while (stop < end && t->s[stop] != ',' && t->s[stop] != ';' && !at_word(t, stop, end, "。"))
		stop += char_len(t->s + stop);
	struct span clause = {found.b, stop};
	uint32_t report = find_word(t, clause, "报"), done = find_word(t, (struct span){found.a, stop}, "完成");
	return report < stop && done >= report;
}

/* A deadline that only the sentences name; not where the notice has a place for deadlines. */
static void deadline_in_text(struct reader *r, struct raw_task *raw)
{
	const struct text *t = &r->text;
	for (size_t i = 0; i < raw->text.count; i++) {
		struct span s = raw->text.items[i], found;
		if (raw->part.b > raw->part.a && (s.a < raw->part.a || s.b > raw->part.b))
			continue;
		while (when_find(t, s, &found)) {
			if (!only_report(t, found, s.b)) {
				raw->when = found;
				return;
			}
			s.a = found.b;
		}
		if (i + 1 == raw->text.count && closing_time(t, s, &found))
			raw->when = found;
	}
}

static struct notice_range *ranges_of(struct reader *r, const struct spans *s, size_t *count)
{
	struct notice_range *out = arena_array_of(r->cx->mem, struct notice_range, s->count + 1);
	for (size_t i = 0; i < s->count; i++)
		out[(*count)++] = text_range(&r->text, s->items[i]);
	return out;
}

static void settle_task(struct reader *r, struct raw_task *raw, struct notice_task *task)
{
	const struct text *t = &r->text;
	settle_roles(r, &raw->duty);
	*task = (struct notice_task){
		.no = text_words(r->cx, t, raw->no),
		.title = text_words(r->cx, t, trim(t, raw->title)),
		.part = raw->part.b > raw->part.a ? text_clean(r->cx, t, raw->part, true) : "",
		.section = joined_sections(r, &raw->sections),
		.lead = list_of(r, &raw->duty.lead),
		.cooperate = list_of(r, &raw->duty.coop),
		.persons = list_of(r, &raw->duty.persons),
	};
	if (raw->text.items == r->last_spans) {
		task->text = r->last_text; /* parts of one item share its text */
	} else {
		task->text = r->last_text = joined_text(r, &raw->text);
		r->last_spans = raw->text.items;
	}
	task->text_at = ranges_of(r, &raw->text, &task->text_ranges);
	task->lead_at = ranges_of(r, &raw->duty.lead_at, &task->lead_ranges);
	task->cooperate_at = ranges_of(r, &raw->duty.coop_at, &task->cooperate_ranges);
	when_parse(r->cx, t, raw->when, r->out->year, r->year_from_date ? r->dated : (struct day){0}, &task->when);
	mend_deadline(r, &task->when);
	if (raw->duty.odd)
		add_warning(r, task, words(r->cx, "some words in the lists look like no organisation"));
	if (!task->lead.count)
		add_warning(r, task, words(r->cx, "no unit leads"));
}

static bool anything(const struct text *t, struct span s)
{
	for (uint32_t i = s.a; i < s.b; i++)
		if ((t->s[i] >= '0' && t->s[i] <= '9') || (t->s[i] | 32) >= 'a' || han(t, i))
			return true;
	return false;
}

static void add_page(struct reader *r, struct notice_range at, size_t *room)
{
	struct notice *n = r->out;
	char *s = arena_alloc(r->cx->mem, at.to - at.from + 1);
	memcpy(s, r->text.doc->text + at.from, at.to - at.from);
	n->unused = vec_grow(r->cx, n->unused, n->unused_count, room, sizeof *n->unused);
	n->unused[n->unused_count++] = (struct notice_words){s, at};
}

/* What no field took. */
static void unused(struct reader *r)
{
	const struct text *t = &r->text;
	size_t room = 0, page = 0;
	for (uint32_t a = 0, b; a < t->n; a = b) {
		b = a + 1;
		if (r->used[a])
			continue;
		while (b < t->n && !r->used[b] && !(t->gap[b] >= GAP_LINE && !line_soft(r, line_of(r, b))))
			b++;
		struct span s = trim(t, (struct span){a, b});
		if (s.b <= s.a || !anything(t, s))
			continue;
		struct notice *n = r->out;
		for (; page < t->pages.count && t->pages.items[page].from < t->at[a]; page++)
			add_page(r, t->pages.items[page], &room);
		n->unused = vec_grow(r->cx, n->unused, n->unused_count, &room, sizeof *n->unused);
		n->unused[n->unused_count++] = text_words(r->cx, t, s);
	}
	for (; page < t->pages.count; page++)
		add_page(r, t->pages.items[page], &room);
}

static void read_tasks(struct reader *r)
{
	tables_read(r);
	flat_tables_read(r);
	items_read(r);
	if (r->tasks.count)
		qsort(r->tasks.items, r->tasks.count, sizeof *r->tasks.items, by_place);
	r->first_task = r->tasks.count ? r->tasks.items[0].begin : r->text.n;
}

/* 工2项举措, where the text has twelve tasks: recognition took the 1 for something of its look. */
static void mend_title(struct reader *r)
{
	static const char *const looks[] = {"工", "丨", "I", "l", "亅", "|", "」", NULL};
	struct notice *n = r->out;
	for (int i = 0; r->text.doc->ocr && looks[i]; i++) {
		const char *hit = strstr(n->title.s, looks[i]);
		size_t len = strlen(looks[i]);
		if (!hit || hit[len] < '0' || hit[len] > '9' || (size_t)(10 + hit[len] - '0') != n->task_count)
			continue;
		if (!strncmp(hit + len + 1, "项", 3) || !strncmp(hit + len + 1, "条", 3))
			n->title.s =
				arena_printf(r->cx->mem, "%.*s1%s", (int)(hit - n->title.s), n->title.s, hit + len);
		return;
	}
}

static void settle(struct reader *r)
{
	struct notice *n = r->out;
	size_t with = 0;
	for (size_t i = 0; i < r->line_count; i++)
		if (duty_first_rule(&r->text, (struct span){r->lines[i].a, r->lines[i + (i + 1 < r->line_count)].b}))
			n->rule = NOTICE_FIRST_IS_LEAD; /* with the next line: the words may be broken over two */
	for (size_t i = 0; i < r->tasks.count; i++)
		with += r->tasks.items[i].when.b > r->tasks.items[i].when.a;
	for (size_t i = 0; i < r->tasks.count && with * 2 <= r->tasks.count; i++)
		if (r->tasks.items[i].when.b <= r->tasks.items[i].when.a)
			deadline_in_text(r, &r->tasks.items[i]);
	year_infer(r);
	n->tasks = arena_array_of(r->cx->mem, struct notice_task, r->tasks.count + 1);
	n->task_count = r->tasks.count;
	mend_title(r);
	for (size_t i = 0; i < r->tasks.count; i++)
		settle_task(r, &r->tasks.items[i], &n->tasks[i]);
	if (n->rule != NOTICE_FIRST_IS_LEAD)
		n->rule = r->shared_roles && !r->explicit_roles ? NOTICE_ALL_LEAD : NOTICE_EXPLICIT;
}

enum status notice_read(struct cx *cx, const struct doc *doc, struct day today, struct notice *out)
{
	*out = (struct notice){.doc = doc};
	if (doc->n > DOC_MAX_TEXT)
		return cx_fail(cx, STATUS_TOO_LARGE, "the text is too long for a notice: %d characters at most",
			       DOC_MAX_TEXT);
	struct reader r = {.cx = cx, .out = out, .today = today};
	text_init(cx, doc, &r.text);
	r.used = arena_alloc(cx->mem, r.text.n + 1);
	lines_split(&r);
	if (r.line_count > NOTICE_MAX_LINES)
		return cx_fail(cx, STATUS_TOO_LARGE, "more than %d lines: this is no notice", NOTICE_MAX_LINES);
	read_tasks(&r);
	if (r.tasks.count > NOTICE_MAX_TASKS)
		return cx_fail(cx, STATUS_TOO_LARGE, "more than %d tasks: this is no notice", NOTICE_MAX_TASKS);
	head_read(&r);
	settle(&r);
	inner_read(&r);
	duties_read(&r);
	findings_read(&r);
	unused(&r);
	out->warnings = arena_array_of(cx->mem, const char *, doc->warning_count + 2);
	for (size_t i = 0; i < doc->warning_count; i++)
		out->warnings[out->warning_count++] = doc->warnings[i];
	if (!out->task_count)
		out->warnings[out->warning_count++] = words(cx, "no tasks were found in this text");
	return STATUS_OK;
}
