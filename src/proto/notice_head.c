/* notice_head.c - title, number, issuer, date, and the year that dates without one belong to. */
#include "proto/notice_parse.h"

#include <stdio.h>

enum { HEAD_LINES = 60 };

static const char *const title_ends[] = {"通知",   "意见",   "方案",   "分解", "分工", "清单", "一览表", "分解表",
					 "任务表", "分工表", "责任表", "表",   "办法", "计划", "要点",   "决定",
					 "通报",   "函",     "责任书", "情况", "措施", "规划", "安排",   "台账",
					 "纪要",   "细则",   "举措",   "公告", "任务", "工作", "汇总",   NULL};

static struct span line_span(const struct reader *r, size_t i)
{
	return (struct span){r->lines[i].a, r->lines[i].b};
}

static bool title_line(const struct reader *r, size_t i, uint32_t shortest)
{
	static const char *const no[] = {"http", "发布时间", "发布日期", "索引号", "来源",   "点击", "浏览",
					 "字体", "字号",     "文号",     "分享",   "有效性", "|",    NULL};
	static const char *const ends[] = {"。", ":", ",", ";", "文件", "号", NULL};
	const struct text *t = &r->text;
	struct span s = line_span(r, i);
	struct label l;
	uint32_t n = char_count(t, s);
	return !r->lines[i].table && !r->lines[i].tail && !r->lines[i].mark.style && n >= shortest && n <= 120 &&
	       t->s[s.a] != '#' && word_in(t, s, no) < 0 && (word_ending(t, s, ends) < 0 || r->wrapped) &&
	       !label_at(t, s.a, s.b, &l);
}

/* Does a title end before p?  Not inside 《》, and not where the next line goes on with 和 or 的. */
static bool title_stops(const struct text *t, uint32_t from, uint32_t p, uint32_t end, int gap)
{
	static const char *const starts[] = {"为", "根据", "按照", "各", "现", NULL};
	static const char *const on[] = {"和", "及", "的", "与", "》", "并", "(", NULL};
	struct span s = {from, p};
	if (p < end && t->gap[p] < gap && word_at(t, p, end, starts) < 0)
		return false;
	if (p < end && word_at(t, p, end, on) >= 0 && t->s[p] != '(')
		return false;
	int open = 0;
	for (uint32_t i = from; i < p; i += char_len(t->s + i))
		open += at_word(t, i, p, "《") - at_word(t, i, p, "》");
	while (s.b > s.a && t->s[s.b - 1] == ')' && t->mate[s.b - 1] != NO_MATE && t->mate[s.b - 1] > s.a)
		s.b = t->mate[s.b - 1];
	return open <= 0 && (word_ending(t, s, title_ends) >= 0 || (ends_with(t, s, "》") && char_count(t, s) > 6)) &&
	       char_count(t, s) >= 6;
}

static bool title_from(const struct text *t, uint32_t from, uint32_t stop, int gap, struct span *out)
{
	for (uint32_t p = from + 1; p <= stop && p - from < 400; p++)
		if (((unsigned char)t->s[p] & 0xc0) != 0x80 && title_stops(t, from, p, stop, gap)) {
			*out = (struct span){from, p};
			return true;
		}
	return false;
}

static bool find_title(const struct reader *r, struct span *out)
{
	const struct text *t = &r->text;
	for (size_t i = 0; i < r->line_count && i < HEAD_LINES && r->lines[i].a <= r->first_task; i++) {
		if (!title_line(r, i, 3))
			continue;
		uint32_t from = r->lines[i].a, stop = from;
		for (size_t k = i; k < r->line_count && k < i + (r->wrapped ? 8 : 4) && (k == i || title_line(r, k, 1));
		     k++)
			stop = r->lines[k].b;
		if ((r->wrapped && title_from(t, from, stop, GAP_PARA, out)) ||
		    title_from(t, from, stop, GAP_LINE, out))
			return true;
	}
	return false;
}

/* A sheet has its title in the first row, alone over all columns. */
static bool title_of_sheet(const struct reader *r, struct span *out)
{
	const struct doc *doc = r->text.doc;
	const struct doc_block *b = doc->blocks;
	const struct doc_cell *only = NULL;
	if (!doc->block_count || b->kind != DOC_ROW || b->row)
		return false;
	for (size_t i = 0; i < b->cell_count; i++) {
		if (!b->cells[i].n || (only && b->cells[i].at == only->at))
			continue;
		if (only)
			return false;
		only = &b->cells[i];
	}
	if (!only)
		return false;
	struct span s = {text_index(&r->text, only->at), text_index(&r->text, only->at + only->n)};
	return char_count(&r->text, s) <= 60 && title_from(&r->text, s.a, s.b, GAP_LINE, out);
}

/* 竹府办〔2016〕20号 */
static bool find_number(const struct reader *r, struct span *out, int *year)
{
	const struct text *t = &r->text;
	for (size_t i = 0; i < r->line_count && i < HEAD_LINES && r->lines[i].a <= r->first_task; i++) {
		struct span s = line_span(r, i);
		for (uint32_t p = s.a; p < s.b; p += char_len(t->s + p)) {
			int y, n;
			uint32_t a, b, from = p;
			if (t->s[p] != '(' || !number_at(t, p + 1, s.b, &y, &a) || a - p != 5 || y < 1980 || y > 2100 ||
			    !at_word(t, a, s.b, ")"))
				continue;
			uint32_t first = a + 1 + (at_word(t, a + 1, s.b, "第") ? 3 : 0);
			if (!number_at(t, first, s.b, &n, &b) || !at_word(t, b, s.b, "号"))
				continue;
			while (from > s.a && p - from < 42 && han(t, char_before(t, from)))
				from = char_before(t, from);
			bool free = from == s.a || t->s[from - 1] == '|' || t->s[from - 1] == ':' || t->gap[from];
			if (from < p && free) {
				*out = (struct span){from, b + 3};
				*year = y;
				return true;
			}
		}
	}
	return false;
}

/* The letter's date: a date on a line of its own, or after 发布时间; the first such line. */
static bool find_date(const struct reader *r, struct span *out, struct day *day, size_t *line)
{
	static const char *const words[] = {"发布时间", "发布日期", "发文日期", "成文日期",
					    "生成日期", "印发日期", NULL};
	const struct text *t = &r->text;
	bool found = false;
	for (size_t i = 0; i < r->line_count; i++) {
		struct span s = line_span(r, i);
		struct span at;
		if (r->lines[i].table || char_count(t, s) > 60)
			continue;
		bool own = date_at(t, s.a, s.b, day, &at) && char_count(t, s) <= char_count(t, at) + 10 &&
			   !has_word(t, s, "前");
		if (own && !(at.b < s.b && han(t, at.b))) {
			*out = at;
			*line = i;
			return true;
		}
		int w = found ? -1 : word_in(t, s, words);
		uint32_t p = w < 0 ? s.b : find_word(t, s, words[w]) + (uint32_t)strlen(words[w]);
		p += at_word(t, p, s.b, ":");
		if (w >= 0 && date_at(t, p, s.b, day, &at)) {
			*out = at;
			*line = SIZE_MAX;
			found = true;
		}
	}
	if (found)
		date_at(t, out->a, out->b, day, out);
	return found;
}

/* 县安委会办公室依据…, 县人民政府决定…: who speaks in the opening sentence */
static bool issuer_in_opening(const struct reader *r, struct span *out)
{
	static const char *const verbs[] = {"依据", "根据", "按照", "决定", "结合", "研究", "现将", "对", "将", NULL};
	const struct text *t = &r->text;
	uint32_t end = r->first_task < t->n ? r->first_task : t->n < 3000 ? t->n : 3000, clause = 0;
	for (uint32_t i = 0; i < end; i += char_len(t->s + i)) {
		if (t->s[i] == ',' || at_word(t, i, end, "。") || t->gap[i] >= GAP_PARA) {
			clause = i + (t->s[i] == ',' ? 1 : at_word(t, i, end, "。") ? 3 : 0);
			continue;
		}
		struct span s = {clause, i};
		if (i > clause && word_at(t, i, end, verbs) >= 0 && char_count(t, s) <= 20 && unit_plausible(t, s) &&
		    !unit_collective(t, s) && !has_word(t, s, "、")) {
			*out = s;
			return true;
		}
	}
	return false;
}

static bool find_issuer(const struct reader *r, struct span title, size_t date_line, struct span *out)
{
	const struct text *t = &r->text;
	if (date_line != SIZE_MAX && date_line > 0) {
		struct span s = line_span(r, date_line - 1);
		if (unit_plausible(t, s) && char_count(t, s) <= 30) {
			*out = s;
			return true;
		}
	}
	uint32_t about = find_word(t, title, "关于");
	struct span s = {title.a, about};
	if (about < title.b && about > title.a && unit_ends(t, s)) {
		*out = s;
		return true;
	}
	for (size_t i = 0; i < r->line_count && i < 10; i++) {
		s = line_span(r, i);
		if (ends_with(t, s, "文件") && s.b - s.a > 12) {
			*out = (struct span){s.a, s.b - 6};
			return true;
		}
	}
	return issuer_in_opening(r, out);
}

void head_read(struct reader *r)
{
	struct notice *n = r->out;
	struct span title = {0}, s;
	size_t line = SIZE_MAX;
	n->title.s = n->number.s = n->issuer.s = n->dated.s = "";
	if (find_title(r, &title) || title_of_sheet(r, &title)) {
		n->title = text_words(r->cx, &r->text, title);
		use(r, title);
	}
	r->title = title;
	if (find_number(r, &s, &r->number_year)) {
		n->number = text_words(r->cx, &r->text, s);
		use(r, s);
	}
	r->has_date = find_date(r, &s, &r->dated, &line);
	if (r->has_date) {
		n->dated = text_words(r->cx, &r->text, s);
		day_print(r->dated, n->date);
		use(r, s);
	}
	if (find_issuer(r, title, line, &s)) {
		n->issuer = text_words(r->cx, &r->text, s);
		if (line != SIZE_MAX)
			use(r, s);
	}
}

/* ---- the year ---- */

/* The only year of a stretch of text, or 0.  2021-2023年 is two. */
static int only_year(const struct text *t, struct span s, struct span *at)
{
	int year = 0;
	for (uint32_t i = s.a; i < s.b; i += char_len(t->s + i)) {
		int y;
		uint32_t after;
		bool digit_before = i > s.a && ((t->s[i - 1] >= '0' && t->s[i - 1] <= '9') || t->s[i - 1] == '-');
		if (digit_before || !number_at(t, i, s.b, &y, &after) || after - i != 4 || y < 1980 || y > 2100)
			continue;
		bool year_word = at_word(t, after, s.b, "年"), range = after < s.b && t->s[after] == '-';
		if (range || (year && year != y && year_word))
			return 0;
		if (year_word) {
			year = y;
			*at = (struct span){i, after + 3};
		}
	}
	return year;
}

static void year_is(struct reader *r, int year, const char *why, struct span at)
{
	struct notice *n = r->out;
	n->year = year;
	const char *quoted = at.b > at.a ? text_clean(r->cx, &r->text, at, false) : "";
	n->year_reason =
		arena_printf(r->cx->mem, "%s%s%s", why, *quoted ? r->cx->lang == LANG_EN ? ": " : "：" : "", quoted);
}

/* Words such as 力争2023年见效 in a deadline; else the only year that the text speaks of. */
static bool year_of_text(struct reader *r)
{
	static const char *const effect[] = {"见效", "取得成效", "见到成效", NULL};
	const struct text *t = &r->text;
	for (size_t i = 0; i < r->tasks.count; i++) {
		struct span at, w = r->tasks.items[i].when;
		int y = word_in(t, w, effect) >= 0 ? only_year(t, w, &at) : 0;
		if (y) {
			year_is(r, y, words(r->cx, "a deadline names it"), w);
			return true;
		}
	}
	struct span at, first = {0};
	int y = only_year(t, (struct span){0, r->first_task}, &at);
	if (y && at.b < t->n && t->s[at.b] >= '0' && t->s[at.b] <= '9') { /* 2023年11月… */
		year_is(r, y, words(r->cx, "the opening names it"), at);
		return true;
	}
	int earliest = 0;
	for (size_t i = 0; i < r->tasks.count; i++) {
		y = only_year(t, r->tasks.items[i].when, &at);
		if (y && (!earliest || y < earliest)) {
			earliest = y;
			first = r->tasks.items[i].when;
		}
	}
	if (earliest) {
		year_is(r, earliest, words(r->cx, "a deadline names it"), first);
		return true;
	}
	y = only_year(t, (struct span){0, t->n}, &at);
	if (y)
		year_is(r, y, words(r->cx, "the only year in the text"), at);
	return y != 0;
}

void year_infer(struct reader *r)
{
	struct span at = {0}, none = {0};
	int title = only_year(&r->text, r->title, &at), y, m, d;
	r->year_from_date = false;
	if (r->has_date) {
		day_split(r->dated, &y, &m, &d);
		if (title == y + 1 && m >= 10) {
			year_is(r, title, words(r->cx, "the title names it"), at);
			return;
		}
		year_is(r, y, words(r->cx, "the date of the document"), none);
		r->out->year_reason = arena_printf(r->cx->mem, "%s %s", r->out->year_reason, r->out->date);
		r->year_from_date = true;
	} else if (r->number_year) {
		year_is(r, title == r->number_year + 1 ? title : r->number_year,
			words(r->cx, "the number of the document"), none);
		r->out->year_reason = arena_printf(r->cx->mem, "%s %s", r->out->year_reason, r->out->number.s);
	} else if (title) {
		year_is(r, title, words(r->cx, "the title names it"), at);
	} else if (!year_of_text(r)) {
		day_split(r->today, &y, &m, &d);
		year_is(r, y, words(r->cx, "nothing in the text says; the current year is assumed"), none);
		r->year_assumed = true;
	}
}
