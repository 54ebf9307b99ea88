/* fuzz_notice.c - any bytes as a notice: no crash, and every range lies in the text. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include "proto/notice.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void inside(const struct doc *doc, struct notice_range r)
{
	assert(r.from <= r.to && r.to <= doc->n);
}

static void check_list(const struct doc *doc, const struct notice_list *l)
{
	assert(l->count <= NOTICE_MAX_UNITS);
	for (size_t i = 0; i < l->count; i++)
		inside(doc, l->items[i].at);
}

static void check_task(const struct doc *doc, const struct notice_task *t)
{
	inside(doc, t->no.at);
	inside(doc, t->title.at);
	inside(doc, t->when.words.at);
	check_list(doc, &t->lead);
	check_list(doc, &t->cooperate);
	check_list(doc, &t->persons);
	for (size_t i = 0; i < t->text_ranges; i++)
		inside(doc, t->text_at[i]);
	for (size_t i = 0; i < t->milestones.count; i++)
		inside(doc, t->milestones.items[i].words.at);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cx cx = {.mem = arena_new(), .lang = LANG_ZH};
	struct doc doc;
	struct notice n;
	struct buf out;
	doc_of_text(&cx, (const char *)data, size, &doc);
	if (notice_read(&cx, &doc, day_make(2024, 2, 29), &n) == STATUS_OK) {
		for (size_t i = 0; i < n.task_count; i++)
			check_task(&doc, &n.tasks[i]);
		for (size_t i = 0; i < n.unused_count; i++)
			inside(&doc, n.unused[i].at);
		for (size_t i = 0; i < n.finding_count; i++)
			inside(&doc, n.findings[i].words.at);
		buf_init(&out, cx.mem);
		struct jw w = {.out = &out};
		notice_write_json(&w, &n);
		notice_print(&cx, &n, &out);
	}
	arena_free(cx.mem);
	return 0;
}
