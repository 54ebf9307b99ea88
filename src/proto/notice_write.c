/* notice_write.c - a notice as JSON, and as a listing for people. */
#include "proto/notice.h"

#include <stdlib.h>
#include <string.h>

/* Code points before each byte that is a multiple of STEP, so that a range costs little to convert. */
enum { STEP = 64 };
struct points {
	const struct doc *doc;
	uint32_t *before;
};

static void points_init(struct arena *mem, const struct doc *doc, struct points *p)
{
	p->doc = doc;
	p->before = arena_array_of(mem, uint32_t, doc->n / STEP + 2);
	uint32_t n = 0;
	for (size_t i = 0; i <= doc->n; i++) {
		if (i % STEP == 0)
			p->before[i / STEP] = n;
		n += i < doc->n && ((unsigned char)doc->text[i] & 0xc0) != 0x80;
	}
}

static int64_t point(const struct points *p, size_t byte)
{
	uint32_t n = p->before[byte / STEP];
	for (size_t i = byte / STEP * STEP; i < byte; i++)
		n += ((unsigned char)p->doc->text[i] & 0xc0) != 0x80;
	return n;
}

static void write_range(struct jw *w, const struct points *p, struct notice_range r)
{
	if (r.to <= r.from) {
		jw_raw(w, NULL);
		return;
	}
	jw_begin(w, '[');
	jw_int(w, point(p, r.from));
	jw_int(w, point(p, r.to));
	jw_end(w);
}

static void write_ranges(struct jw *w, const struct points *p, const struct notice_range *r, size_t n)
{
	jw_begin(w, '[');
	for (size_t i = 0; i < n; i++)
		write_range(w, p, r[i]);
	jw_end(w);
}

static void write_list(struct jw *w, const char *key, const struct notice_list *l)
{
	jw_key(w, key);
	jw_begin(w, '[');
	for (size_t i = 0; i < l->count; i++)
		jw_text(w, l->items[i].s);
	jw_end(w);
}

static const char *const when_names[] = {
#define X(name, text) [NOTICE_##name] = text,
	NOTICE_WHEN_LIST(X)
#undef X
};

static void key_text(struct jw *w, const char *key, const char *s)
{
	jw_key(w, key);
	jw_text(w, s && *s ? s : NULL);
}

static void key_count(struct jw *w, const char *key, int n)
{
	jw_key(w, key);
	if (n)
		jw_int(w, n);
	else
		jw_raw(w, NULL);
}

static void write_when(struct jw *w, const struct notice_when *when)
{
	jw_key(w, "deadline_text");
	jw_text(w, when->words.s ? when->words.s : "");
	jw_key(w, "deadline");
	jw_begin(w, '{');
	jw_key(w, "kind");
	jw_text(w, when_names[when->kind]);
	key_text(w, "day", when->day);
	key_text(w, "start", when->start);
	key_count(w, "effect_year", when->effect_year);
	key_count(w, "days", when->days);
	key_text(w, "recurs", when->recurs);
	jw_end(w);
}

static void write_milestones(struct jw *w, const struct points *p, const char *key, const struct notice_milestones *m)
{
	jw_key(w, key);
	jw_begin(w, '[');
	for (size_t i = 0; i < m->count; i++) {
		jw_begin(w, '{');
		jw_key(w, "kind");
		jw_text(w, m->items[i].kind);
		jw_key(w, "text");
		jw_text(w, m->items[i].words.s);
		jw_key(w, "to");
		jw_text(w, m->items[i].to);
		write_when(w, &m->items[i].when);
		jw_key(w, "source");
		write_range(w, p, m->items[i].words.at);
		jw_end(w);
	}
	jw_end(w);
}

static void write_person_ranges(struct jw *w, const struct points *p, const struct notice_list *l)
{
	jw_begin(w, '[');
	for (size_t i = 0; i < l->count; i++)
		write_range(w, p, l->items[i].at);
	jw_end(w);
}

static void write_source(struct jw *w, const struct points *p, const struct notice_task *t)
{
	jw_key(w, "source");
	jw_begin(w, '{');
	jw_key(w, "no");
	write_range(w, p, t->no.at);
	jw_key(w, "title");
	write_range(w, p, t->title.at);
	jw_key(w, "text");
	write_ranges(w, p, t->text_at, t->text_ranges);
	jw_key(w, "lead");
	write_ranges(w, p, t->lead_at, t->lead_ranges);
	jw_key(w, "cooperate");
	write_ranges(w, p, t->cooperate_at, t->cooperate_ranges);
	jw_key(w, "persons");
	write_person_ranges(w, p, &t->persons);
	jw_key(w, "deadline");
	write_range(w, p, t->when.words.at);
	jw_end(w);
}

static void write_texts(struct jw *w, const char *key, const char *const *texts, size_t n)
{
	jw_key(w, key);
	jw_begin(w, '[');
	for (size_t i = 0; i < n; i++)
		jw_text(w, texts[i]);
	jw_end(w);
}

static void write_task(struct jw *w, const struct points *p, const struct notice_task *t)
{
	const char *const pairs[][2] = {
		{"no", t->no.s}, {"title", t->title.s}, {"text", t->text}, {"part", t->part}, {"section", t->section}};
	jw_begin(w, '{');
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		jw_key(w, pairs[i][0]);
		jw_text(w, pairs[i][1]);
	}
	write_list(w, "lead", &t->lead);
	write_list(w, "cooperate", &t->cooperate);
	write_list(w, "persons", &t->persons);
	write_when(w, &t->when);
	write_milestones(w, p, "milestones", &t->milestones);
	write_source(w, p, t);
	write_texts(w, "warnings", t->warnings, t->warning_count);
	jw_end(w);
}

static void write_document(struct jw *w, const struct points *p, const struct notice *n)
{
	static const char *const rules[] = {"explicit", "first-is-lead", "all-lead"};
	const struct {
		const char *key;
		const struct notice_words *words;
	} fields[] = {{"title", &n->title}, {"number", &n->number}, {"issuer", &n->issuer}};
	jw_key(w, "document");
	jw_begin(w, '{');
	for (size_t i = 0; i < 3; i++) {
		jw_key(w, fields[i].key);
		jw_text(w, fields[i].words->s);
	}
	key_text(w, "date", n->date);
	key_count(w, "year", n->year);
	key_text(w, "year_reason", n->year_reason);
	key_text(w, "role_rule", rules[n->rule]);
	write_milestones(w, p, "duties", &n->duties);
	jw_key(w, "source");
	jw_begin(w, '{');
	for (size_t i = 0; i < 3; i++) {
		jw_key(w, fields[i].key);
		write_range(w, p, fields[i].words->at);
	}
	jw_key(w, "date");
	write_range(w, p, n->dated.at);
	jw_end(w);
	jw_end(w);
}

void notice_write_json(struct jw *w, const struct notice *n)
{
	struct points p;
	points_init(w->out->mem, n->doc, &p);
	jw_begin(w, '{');
	write_document(w, &p, n);
	jw_key(w, "tasks");
	jw_begin(w, '[');
	for (size_t i = 0; i < n->task_count; i++)
		write_task(w, &p, &n->tasks[i]);
	jw_end(w);
	jw_key(w, "findings");
	jw_begin(w, '[');
	for (size_t i = 0; i < n->finding_count; i++) {
		const struct notice_finding *f = &n->findings[i];
		const char *const pairs[][2] = {
			{"kind", f->kind}, {"no", f->no}, {"text", f->text}, {"words", f->words.s}};
		jw_begin(w, '{');
		for (size_t k = 0; k < 4; k++) {
			jw_key(w, pairs[k][0]);
			jw_text(w, pairs[k][1]);
		}
		jw_key(w, "source");
		write_range(w, &p, f->words.at);
		jw_end(w);
	}
	jw_end(w);
	jw_key(w, "unused");
	jw_begin(w, '[');
	for (size_t i = 0; i < n->unused_count; i++) {
		jw_begin(w, '{');
		jw_key(w, "text");
		jw_text(w, n->unused[i].s);
		jw_key(w, "source");
		write_range(w, &p, n->unused[i].at);
		jw_end(w);
	}
	jw_end(w);
	write_texts(w, "warnings", n->warnings, n->warning_count);
	jw_end(w);
}

/* ---- for people ---- */

static void print_list(struct buf *b, const char *name, const struct notice_list *l)
{
	if (!l->count)
		return;
	buf_printf(b, "    %s", name);
	for (size_t i = 0; i < l->count; i++)
		buf_printf(b, "%s%s", i ? "、" : "", l->items[i].s);
	buf_puts(b, "\n");
}

static void print_when(struct cx *cx, struct buf *b, const struct notice_when *when)
{
	if (!when->words.s || !*when->words.s)
		return;
	buf_printf(b, "    %s%s", words(cx, "deadline: "), when->words.s);
	if (when->day[0])
		buf_printf(b, " (%s)", when->day);
	else if (when->start[0])
		buf_printf(b, " (%s …)", when->start);
	buf_puts(b, "\n");
}

static void print_task(struct cx *cx, struct buf *b, const struct notice_task *t)
{
	buf_printf(b, "%s %s\n", *t->no.s ? t->no.s : "-", t->title.s);
	print_list(b, words(cx, "lead: "), &t->lead);
	print_list(b, words(cx, "cooperate: "), &t->cooperate);
	print_list(b, words(cx, "persons: "), &t->persons);
	print_when(cx, b, &t->when);
	for (size_t i = 0; i < t->milestones.count; i++)
		buf_printf(b, "    · %s\n", t->milestones.items[i].words.s);
}

void notice_print(struct cx *cx, const struct notice *n, struct buf *b)
{
	buf_printf(b, "%s\n", *n->title.s ? n->title.s : words(cx, "(no title)"));
	const char *const facts[] = {n->number.s, n->issuer.s, n->date};
	for (size_t i = 0; i < 3; i++)
		if (*facts[i])
			buf_printf(b, "%s\n", facts[i]);
	buf_printf(b, words(cx, "year %d (%s)\n\n"), n->year, n->year_reason);
	for (size_t i = 0; i < n->task_count; i++)
		print_task(cx, b, &n->tasks[i]);
	if (n->finding_count)
		buf_printf(b, "\n%s\n", words(cx, "To look at:"));
	for (size_t i = 0; i < n->finding_count; i++)
		buf_printf(b, "  %s%s%s\n", n->findings[i].no, *n->findings[i].no ? " " : "", n->findings[i].text);
	if (n->unused_count)
		buf_printf(b, "\n%s\n", words(cx, "Not used:"));
	for (size_t i = 0; i < n->unused_count; i++)
		buf_printf(b, "  %s\n", n->unused[i].s);
	for (size_t i = 0; i < n->warning_count; i++)
		buf_printf(b, "! %s\n", n->warnings[i]);
}
