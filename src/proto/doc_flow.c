#include "proto/doc_flow.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct flow_item {
	int page;               /* index into pages */
	struct flow_box box;
	double size;            /* height of its characters */
	const char *s;
	const struct flow_table *table;         /* instead of a line */
	bool dropped;           /* a page number or a running header */
};

struct flow_page {
	int number;
	double width, height;
	double left, right;     /* where its lines begin and end */
};

/* Distances in heights of a character. */
static const double NOT_FULL = 2.2, INDENT = 1.2, OTHER_SIZE = 0.2, CENTRED = 1.5;

void flow_init(struct flow *f, struct cx *cx, const char *format)
{
	*f = (struct flow){.count = 0};
	doc_build_init(&f->b, cx, format);
}

static void *room_for(struct arena *mem, void *items, size_t count, size_t *room, size_t size)
{
	if (count < *room)
		return items;
	*room = *room ? *room * 2 : 64;
	void *more = arena_array(mem, *room, size);
	return count ? memcpy(more, items, count * size) : more;
}

void flow_page(struct flow *f, int number, double width, double height)
{
	f->pages = room_for(f->b.cx->mem, f->pages, f->page_count, &f->page_room, sizeof *f->pages);
	f->pages[f->page_count++] = (struct flow_page){number, width, height, 0, 0};
}

static void add(struct flow *f, struct flow_item item)
{
	f->items = room_for(f->b.cx->mem, f->items, f->count, &f->room, sizeof *f->items);
	item.page = (int)f->page_count - 1;
	f->items[f->count++] = item;
}

void flow_line(struct flow *f, struct flow_box box, const char *s)
{
	if (s[strspn(s, " \t")])
		add(f, (struct flow_item){.box = box, .size = box.y1 - box.y0, .s = s});
}

void flow_table(struct flow *f, const struct flow_table *t)
{
	add(f, (struct flow_item){.box = t->box, .table = t});
}

static bool is_word(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

void flow_join(struct buf *out, const char *line)
{
	line += strspn(line, " \t");
	while (out->n > 0 && strchr(" \t", out->s[out->n - 1]))
		out->s[--out->n] = '\0';
	unsigned char before = out->n > 0 ? (unsigned char)out->s[out->n - 1] : 0, after = (unsigned char)*line;
	bool digits = before >= '0' && before <= '9' && after >= '0' && after <= '9';
	bool letters = before < 0x80 && after < 0x80 && before && !digits;
	if (letters && (is_word(before) || strchr(",;:", before)) && is_word(after))
		buf_add(out, " ", 1);
	buf_puts(out, line);
}

/* Does the text so far end a sentence? */
static bool ends_sentence(const char *s)
{
	static const char *const ends[] = {"。", "；", "：", "！", "？", ";", ":", "”", "）", "》", "."};
	size_t n = strlen(s);
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		size_t k = strlen(ends[i]);
		if (n >= k && memcmp(s + n - k, ends[i], k) == 0)
			return true;
	}
	return false;
}

/* Does s begin with one of these?  How long it is. */
static size_t begins(const char *s, const char *const *with)
{
	for (; *with; with++)
		if (strncmp(s, *with, strlen(*with)) == 0)
			return strlen(*with);
	return 0;
}

static const char *const numerals[] = {"〇", "零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "百",
				       "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", NULL};
static const char *const after_number[] = {"、", "．", "）", ")", "章", "条", "节", "项", "：", ":", "是", NULL};
static const char *const before_number[] = {"（", "(", "第", "举措", "措施", "任务", "附件", "附表", NULL};
static const char *const label_words[] = {"牵头", "配合", "责任", "主办", "协办", "完成", "时限",
					  "领导", "部门", "单位", "时间", "联系", "抄送", "附件", "发文", NULL};

static const char *const groups[] = {"组", "批", "类", "步", "阶段", "片", "队", NULL};

/* "一、", "（一）", "1.", "第一条", "举措 3", "第二组：": what begins a paragraph of its own. */
static bool begins_numbered(const char *s)
{
	const char *start = s;
	size_t k, digits = 0;
	s += begins(s, before_number);
	s += strspn(s, " ");
	bool marked = s > start;
	for (; (k = begins(s, numerals)) > 0; s += k)
		digits++;
	s += strspn(s, " ");
	if (digits == 0 || digits > 4)
		return false;
	if (marked && (k = begins(s, groups)) > 0)      /* "第二组：" */
		return begins(s + k, (const char *const[]){"：", ":", NULL}) > 0;
	if (*s == '.' && !is_word((unsigned char)s[1]))
		return true;
	return begins(s, after_number) > 0 && (marked || !begins(s, (const char *const[]){"条", "项", "节", "章", NULL}));
}

/* "1.2 ", "3.1.4 ": a number of several levels, which within a sentence would be a figure. */
static bool begins_levels(const char *s)
{
	int levels = 0;
	size_t n;
	for (; (n = strspn(s, "0123456789")) > 0 && n <= 2; levels++) {
		s += n;
		if (*s != '.')
			return levels > 0 && (*s == ' ' || *s == '\t') && s[1] && !is_word((unsigned char)s[1]);
		s++;
	}
	return false;
}

/* "牵头部门：": a label with a colon soon after. */
static bool begins_labelled(const char *s)
{
	enum { WITHIN = 36 };
	const char *colon = strstr(s, "："), *ascii = strchr(s, ':');
	const char *end = colon && (!ascii || colon < ascii) ? colon : ascii;
	if (!end || end - s > WITHIN)
		return false;
	for (size_t i = 0; label_words[i]; i++) {
		const char *at = strstr(s, label_words[i]);
		if (at && at < end)
			return true;
	}
	return false;
}

static bool begins_paragraph(const char *s)
{
	s += strspn(s, " \t");
	return begins_numbered(s) || begins_labelled(s);
}

/* How much room the first thing of a line needs that may not be broken: a number or a word. */
static double unbreakable(const char *s, double size)
{
	size_t n = 0;
	while (is_word((unsigned char)s[n]) || (s[n] && strchr(".%-", s[n])))
		n++;
	return (double)n * size * 0.6;
}

static bool is_full(const struct flow_page *p, const struct flow_item *a, const struct flow_item *next)
{
	return a->box.x1 > p->right - a->size * NOT_FULL - unbreakable(next->s, a->size);
}

static bool is_centred(const struct flow_page *p, const struct flow_item *a)
{
	double left = a->box.x0 - p->left, right = p->right - a->box.x1;
	return left > a->size * CENTRED && right > a->size * CENTRED && fabs(left - right) < a->size * 2;
}

/* Is b the next line of the paragraph whose last line so far is a?  pitch: the usual distance between lines. */
static bool goes_on(const struct flow *f, const struct flow_item *a, const struct flow_item *b, double pitch)
{
	const struct flow_page *pa = &f->pages[a->page], *pb = &f->pages[b->page];
	if (a->table || b->table || strchr(a->s, '\t') || strchr(b->s, '\t'))
		return false;
	double larger = a->size > b->size ? a->size : b->size;
	if (fabs(a->size - b->size) > larger * OTHER_SIZE)
		return false;
	if (a->page == b->page && b->box.y0 - a->box.y0 > pitch * 1.45)
		return false;
	if (begins_paragraph(b->s) || (ends_sentence(a->s) && begins_levels(b->s)))
		return false;
	bool title = a->page == b->page && is_centred(pa, a) && is_centred(pb, b);
	if (title)
		return !ends_sentence(a->s);
	if (!is_full(pa, a, b))
		return false;
	bool indented = b->box.x0 - pb->left > b->size * INDENT;
	return !indented || !ends_sentence(a->s);
}

static int by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* The distance between lines that a quarter of them does not exceed, for characters of the height of a. */
static double usual_pitch(const struct flow *f)
{
	size_t n = 0;
	double *d = arena_array_of(f->b.cx->mem, double, f->count + 1);
	for (size_t i = 1; i < f->count; i++) {
		const struct flow_item *a = &f->items[i - 1], *b = &f->items[i];
		if (a->page == b->page && !a->table && !b->table && b->box.y0 > a->box.y0 + a->size * 0.5)
			d[n++] = b->box.y0 - a->box.y0;
	}
	if (n == 0)
		return HUGE_VAL;
	qsort(d, n, sizeof *d, by_value);
	return d[n / 4];
}

/* Only the digits of a page number and what people put around them: "— 3 —", "第 3 页 共 8 页", "3/8". */
static bool is_page_number(const char *s)
{
	static const char *const around[] = {"—", "–", "－", "―", "─", "-", "一", "·", "•", "~", "～", "第", "页",
					     "共", "/", " ", "\t", "_", "|", "，", ",", ".", "P", "p", NULL};
	size_t digits = 0, length = 0;
	for (size_t k; *s; s += k, length++) {
		k = begins(s, around);
		if (!k && *s >= '0' && *s <= '9')
			k = 1, digits++;
		if (!k)
			return false;
	}
	return digits > 0 && digits <= 8 && length <= 24;
}

static bool same_but_digits(const char *a, const char *b)
{
	for (; *a && *b; a++, b++)
		if (*a != *b && !(*a >= '0' && *a <= '9' && *b >= '0' && *b <= '9'))
			return false;
	return *a == *b;
}

/* The outermost line of a page that is not dropped: from the top (step 1) or the bottom (-1); NULL: a table is there. */
static struct flow_item *edge(struct flow *f, size_t page, int step)
{
	struct flow_item *found = NULL;
	for (size_t i = 0; i < f->count; i++) {
		struct flow_item *k = &f->items[i];
		if (k->page != (int)page || k->dropped)
			continue;
		found = k;
		if (step > 0)
			break;
	}
	return found && !found->table ? found : NULL;
}

static bool in_margin(const struct flow *f, const struct flow_item *k, int step)
{
	double h = f->pages[k->page].height;
	return step > 0 ? k->box.y1 < h * 0.12 : k->box.y0 > h * 0.86;
}

/* Drop page numbers, and lines that stand at the same place of several pages. */
static void drop_edges(struct flow *f, int step)
{
	struct flow_item **k = arena_array_of(f->b.cx->mem, struct flow_item *, f->page_count);
	for (size_t p = 0; p < f->page_count; p++) {
		k[p] = edge(f, p, step);
		if (k[p] && in_margin(f, k[p], step) && is_page_number(k[p]->s)) {
			k[p]->dropped = true;
			k[p] = edge(f, p, step);
		}
	}
	for (size_t p = 0; p < f->page_count; p++)
		for (size_t q = p + 1; q < f->page_count && q <= p + 2; q++)
			if (k[p] && k[q] && in_margin(f, k[p], step) && same_but_digits(k[p]->s, k[q]->s) &&
			    fabs(k[p]->box.y0 - k[q]->box.y0) < k[p]->size)
				k[p]->dropped = k[q]->dropped = true;
}

/* Where lines begin and end on each page.  A page of short lines takes the right edge of the others. */
static void find_margins(struct flow *f)
{
	double widest = 0;
	for (size_t p = 0; p < f->page_count; p++)
		f->pages[p].left = f->pages[p].width;
	for (size_t i = 0; i < f->count; i++) {
		struct flow_item *k = &f->items[i];
		struct flow_page *p = &f->pages[k->page];
		if (k->dropped || k->table)
			continue;
		p->left = k->box.x0 < p->left ? k->box.x0 : p->left;
		p->right = k->box.x1 > p->right ? k->box.x1 : p->right;
		widest = p->width > 0 && p->right / p->width > widest ? p->right / p->width : widest;
	}
	for (size_t p = 0; p < f->page_count; p++) {
		double least = f->pages[p].width * (widest > 0.75 ? widest : 0.75);
		f->pages[p].right = f->pages[p].right > least ? f->pages[p].right : least;
	}
}

void flow_cell_line(struct buf *out, struct flow_box *last, struct flow_box cell, struct flow_box line, const char *s)
{
	double size = line.y1 - line.y0;
	bool on = out->n > 0 && last->x1 > cell.x1 - size * NOT_FULL - unbreakable(s, size) && !begins_paragraph(s);
	if (out->n > 0 && !on)
		buf_add(out, "\n", 1);
	if (on)
		flow_join(out, s);
	else
		buf_puts(out, s);
	*last = line;
}

void flow_match_brackets(struct buf *b)
{
	enum { DEEP = 8, WIDTH = 3 };
	static const char *const opening[] = {"（", "〈", "《"}, *const closing[] = {"）", "〉", "》"};
	size_t open[DEEP];
	int kinds[DEEP], depth = 0;
	for (size_t i = 0; i + WIDTH <= b->n; i++)
		for (int k = 0; k < 3; k++) {
			if (memcmp(b->s + i, opening[k], WIDTH) == 0 && depth < DEEP) {
				open[depth] = i;
				kinds[depth++] = k;
			} else if (memcmp(b->s + i, closing[k], WIDTH) == 0 && depth > 0 && kinds[--depth] != k) {
				int kind = k == 0 || kinds[depth] == 0 ? 0 : 2;
				memcpy(b->s + open[depth], opening[kind], WIDTH);
				memcpy(b->s + i, closing[kind], WIDTH);
			}
		}
}

static bool same_row(const struct flow_table *a, const struct flow_table *b)
{
	for (size_t i = 0; i < a->count || i < b->count; i++) {
		bool in_a = i < a->count && a->cells[i].row == 0, in_b = i < b->count && b->cells[i].row == 0;
		if (!in_a && !in_b)
			return i > 0;
		if (in_a != in_b || a->cells[i].col != b->cells[i].col)
			return false;
		const char *s = a->cells[i].s ? a->cells[i].s : "", *t = b->cells[i].s ? b->cells[i].s : "";
		if (strcmp(s, t) != 0)
			return false;
	}
	return false;
}

static void put_cells(struct doc_table *t, const struct flow_table *from, int page, bool without_head)
{
	int row = -1;
	for (size_t i = 0; i < from->count; i++) {
		const struct flow_cell *c = &from->cells[i];
		if (without_head && c->row == 0)
			continue;
		for (; row < c->row; row++)
			if (!(without_head && row < 0))
				doc_table_row(t, page);
		const char *s = c->s ? c->s : "";
		doc_table_place(t, c->col, c->colspan, c->rowspan, s, strlen(s));
	}
}

/* The table at i, with those on the following pages that go on with it; the item after them is returned. */
static size_t put_table(struct flow *f, size_t i)
{
	const struct flow_table *first = f->items[i].table;
	struct doc_table t;
	doc_table_begin(&t, &f->b);
	put_cells(&t, first, f->pages[f->items[i].page].number, false);
	for (size_t next = i + 1; next < f->count; next++) {
		const struct flow_item *k = &f->items[next];
		if (k->dropped)
			continue;
		if (!k->table || k->page != f->items[i].page + 1 || k->table->cols != first->cols)
			break;
		put_cells(&t, k->table, f->pages[k->page].number, same_row(first, k->table));
		i = next;
	}
	doc_table_end(&t);
	return i + 1;
}

static size_t put_paragraph(struct flow *f, size_t i, double pitch)
{
	const struct flow_item *last = &f->items[i];
	struct buf text;
	buf_init(&text, f->b.cx->mem);
	buf_puts(&text, last->s);
	int page = f->pages[last->page].number;
	size_t next = i + 1;
	for (; next < f->count; next++) {
		const struct flow_item *k = &f->items[next];
		if (k->dropped)
			continue;
		if (!goes_on(f, last, k, pitch))
			break;
		flow_join(&text, k->s);
		last = k;
	}
	if (f->recognised)
		flow_match_brackets(&text);
	doc_build_text(&f->b, text.s, text.n, page);
	return next;
}

enum status flow_end(struct flow *f, struct doc *out)
{
	drop_edges(f, 1);
	drop_edges(f, -1);
	find_margins(f);
	double pitch = usual_pitch(f);
	for (size_t i = 0; i < f->count && !doc_build_full(&f->b);) {
		if (f->items[i].dropped)
			i++;
		else if (f->items[i].table)
			i = put_table(f, i);
		else
			i = put_paragraph(f, i, pitch);
	}
	TRY(doc_build_end(&f->b, out));
	for (size_t p = 0; p < f->page_count; p++)
		out->pages = f->pages[p].number > out->pages ? f->pages[p].number : out->pages;
	return STATUS_OK;
}
