#include "test/notices.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "proto/notice.h"

json_t *notices_read_doc(struct cx *cx, const struct doc *doc, const char *today)
{
	struct day day;
	struct notice notice;
	if (!day_parse(today, &day))
		abort();
	if (notice_read(cx, doc, day, &notice)) {
		fprintf(stderr, "not read: %s\n", cx->error);
		return NULL;
	}
	struct buf b;
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	notice_write_json(&w, &notice);
	json_error_t e;
	json_t *out = json_loads(b.s, 0, &e);
	if (!out)
		fprintf(stderr, "not JSON: %s at %d\n", e.text, e.position);
	return out;
}

enum { COLUMNS = 16 };

static void put_row(struct cx *cx, const char *line, struct buf *text, struct doc_block *b,
		    const struct doc_block *above)
{
	struct doc_cell *cells = arena_array_of(cx->mem, struct doc_cell, COLUMNS);
	int col = 0;
	for (const char *s = line + 1; *s && col < COLUMNS; col++) {
		const char *end = strchr(s, '|');
		size_t n = end ? (size_t)(end - s) : strlen(s);
		struct doc_cell *last = b->cell_count ? &cells[b->cell_count - 1] : NULL;
		if (n == 1 && *s == '<' && last) {
			last->colspan++;
		} else if (n == 1 && *s == '^' && above) {
			for (size_t i = 0; i < above->cell_count; i++)
				if (above->cells[i].col == col) {
					cells[b->cell_count] = above->cells[i];
					cells[b->cell_count++].covered = true;
				}
		} else {
			if (text->n > b->at)
				buf_puts(text, "\t");
			cells[b->cell_count++] =
				(struct doc_cell){.at = text->n, .n = n, .col = col, .colspan = 1, .rowspan = 1};
			buf_add(text, s, n);
		}
		s += n + (end != NULL);
	}
	b->cells = cells;
}

void notices_doc(struct cx *cx, const char *const *lines, struct doc *out)
{
	size_t count = 0;
	while (lines[count])
		count++;
	struct doc_block *blocks = arena_array_of(cx->mem, struct doc_block, count + 1);
	struct buf text;
	int table = 0, row = 0;
	buf_init(&text, cx->mem);
	for (size_t i = 0; i < count; i++) {
		struct doc_block *b = &blocks[i];
		bool is_row = lines[i][0] == '|', first = is_row && (i == 0 || blocks[i - 1].kind != DOC_ROW);
		table += first;
		row = first ? 0 : row + 1;
		*b = (struct doc_block){.kind = is_row ? DOC_ROW : DOC_TEXT,
					.at = text.n,
					.table = is_row ? table : 0,
					.row = is_row ? row : 0};
		if (is_row)
			put_row(cx, lines[i], &text, b, i ? b - 1 : NULL);
		else
			buf_puts(&text, lines[i]);
		b->n = text.n - b->at;
		buf_puts(&text, "\n");
	}
	*out = (struct doc){.format = "docx", .text = text.s, .n = text.n, .blocks = blocks, .block_count = count};
}

json_t *notices_read(const char *text, size_t n, const char *today)
{
	struct cx cx = {.mem = arena_new(), .lang = LANG_ZH};
	struct doc doc;
	doc_of_text(&cx, text, n, &doc);
	json_t *out = notices_read_doc(&cx, &doc, today);
	arena_free(cx.mem);
	return out;
}

char *notices_file(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		return NULL;
	enum { MOST = 1 << 22 };
	char *s = malloc(MOST + 1);
	*n = s ? fread(s, 1, MOST, f) : 0;
	fclose(f);
	if (s)
		s[*n] = '\0';
	return s;
}

const char *notices_shared(void)
{
	static char path[4096];
	const char *shared = getenv("KUANGAN_SHARED");
	snprintf(path, sizeof path, "%s/notices", shared ? shared : "../shared");
	char probe[4200];
	snprintf(probe, sizeof probe, "%s/README.md", path);
	FILE *f = fopen(probe, "rb");
	if (!f)
		return NULL;
	fclose(f);
	return path;
}

char *notices_plain(const char *s)
{
	static const char *const same[][2] = {
		{"，", ","}, {"：", ":"}, {"；", ";"}, {"（", "("}, {"）", ")"}, {"．", "."}, {"！", "!"}, {"？", "?"},
		{"％", "%"}, {"　", ""},  {"〔", "("}, {"〕", ")"}, {"【", "("}, {"】", ")"}, {"[", "("},  {"]", ")"}};
	char *out = malloc(strlen(s) + 1), *to = out;
	while (out && *s) {
		bool done = *s == ' ' || *s == '\n' || *s == '\t';
		s += done;
		for (size_t i = 0; !done && i < sizeof same / sizeof *same; i++)
			if (!strncmp(s, same[i][0], strlen(same[i][0]))) {
				to += sprintf(to, "%s", same[i][1]);
				s += strlen(same[i][0]);
				done = true;
			}
		if (!done)
			*to++ = *s++;
	}
	if (out)
		*to = '\0';
	return out;
}

static const char *text_of(const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));
	return s ? s : "";
}

static bool same_plain(const char *x, const char *y, bool begins)
{
	char *a = notices_plain(x), *b = notices_plain(y);
	bool same = begins ? !strncmp(a, b, strlen(b)) : !strcmp(a, b);
	free(a);
	free(b);
	return same;
}

static bool holds(const json_t *list, const char *s)
{
	size_t i;
	json_t *v;
	json_array_foreach(list, i, v) if (same_plain(json_string_value(v), s, false)) return true;
	return false;
}

static void score_lists(const json_t *want, const json_t *got, const char *what, bool loud, struct notices_score *s)
{
	size_t i;
	json_t *v;
	json_array_foreach(got, i, v)
	{
		bool there = holds(want, json_string_value(v));
		s->hit += there;
		s->extra += !there;
		if (!there && loud)
			fprintf(stderr, "%s: too much: %s\n", what, json_string_value(v));
	}
	json_array_foreach(want, i, v) if (!holds(got, json_string_value(v)))
	{
		s->missed++;
		if (loud)
			fprintf(stderr, "%s: missed: %s\n", what, json_string_value(v));
	}
}

static void score_text(const char *want, const char *got, const char *what, bool loud, struct notices_score *s)
{
	bool same = same_plain(want, got, false);
	s->hit += *want && same;
	s->missed += *want && !same;
	s->extra += *got && !same;
	if (!same && loud)
		fprintf(stderr, "%s: deadline “%s”, not “%s”\n", what, got, want);
}

static void score_task(const json_t *want, const json_t *got, const char *what, bool loud,
		       struct notices_score out[SCORES])
{
	static const json_t *none;
	out[SCORE_TASK].hit += want && got;
	out[SCORE_TASK].missed += want && !got;
	out[SCORE_TASK].extra += got && !want;
	if (loud && (!want || !got))
		fprintf(stderr, "%s: task %s\n", what, want ? "missed" : "too much");
	score_lists(want ? json_object_get(want, "lead") : none, got ? json_object_get(got, "lead") : none, what, loud,
		    &out[SCORE_LEAD]);
	score_lists(want ? json_object_get(want, "cooperate") : none, got ? json_object_get(got, "cooperate") : none,
		    what, loud, &out[SCORE_COOPERATE]);
	score_text(want ? text_of(want, "deadline_text") : "", got ? text_of(got, "deadline_text") : "", what, loud,
		   &out[SCORE_DEADLINE]);
}

void notices_score(const json_t *expected, const json_t *got, const char *name, bool loud,
		   struct notices_score out[SCORES])
{
	const json_t *want = json_object_get(expected, "tasks"), *have = json_object_get(got, "tasks");
	const char *tail = text_of(json_object_get(expected, "partial_tail"), "no");
	size_t n = json_array_size(have);
	bool *taken = calloc(n + 1, sizeof *taken);
	size_t i;
	json_t *w;
	json_array_foreach(want, i, w)
	{
		json_t *hit = NULL;
		for (size_t k = 0; k < n && !hit && taken; k++) {
			json_t *g = json_array_get(have, k);
			if (!taken[k] && same_plain(text_of(g, "no"), text_of(w, "no"), false) &&
			    same_plain(text_of(g, "text"), text_of(w, "begins"), true)) {
				taken[k] = true;
				hit = g;
			}
		}
		char what[300];
		snprintf(what, sizeof what, "%s %s", name, text_of(w, "no"));
		score_task(w, hit, what, loud, out);
	}
	for (size_t k = 0; k < n && taken; k++) {
		json_t *g = json_array_get(have, k);
		char what[300];
		snprintf(what, sizeof what, "%s %s", name, text_of(g, "no"));
		if (!taken[k] && !(*tail && same_plain(tail, text_of(g, "no"), false)))
			score_task(NULL, g, what, loud, out);
	}
	free(taken);
}

double notices_f1(const struct notices_score *s)
{
	int all = 2 * s->hit + s->extra + s->missed;
	return all ? 2.0 * s->hit / all : 1.0;
}
