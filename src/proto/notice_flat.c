/*
 * notice_flat.c - tables that lost their lines: one cell a line, with "|" or without, or one row a line.
 *
 * The header says what the columns hold.  What follows is laid over the columns so that each cell lands where its kind
 * fits, with the fewest jumps (Viterbi): that finds rows with a cell too few, cells of several lines, and second rows
 * of a merged number alike.
 */
#include "proto/notice_parse.h"

enum { MAX_TOKENS = 20000, BAD = -100000 };

struct token {
	struct span s;
	bool number, person, units, time, blank, yes_no, stop, open;
	uint32_t chars;
};
struct tokens {
	struct token *items;
	size_t count, room;
};

static bool bar(const struct text *t, struct span s)
{
	return find_word(t, s, "|") < s.b;
}

static void look(struct reader *r, struct token *k)
{
	const struct text *t = &r->text;
	struct units u = {0}, p = {0};
	struct span s = trim(t, k->s);
	struct mark m;
	int n;
	uint32_t after;
	k->blank = s.b <= s.a;
	if (k->blank)
		return;
	k->chars = char_count(t, s);
	k->number = (number_at(t, s.a, s.b, &n, &after) && after == s.b) || (mark_at(t, s.a, s.b, &m) && m.body == s.b);
	k->open = ends_with(t, k->s, "、") || ends_with(t, k->s, ",");
	k->stop = ends_with(t, k->s, "。");
	k->person = !k->stop && k->chars <= 24 &&
		    (person_plausible(t, s) || (units_split(r->cx, t, s, &u, &p) == 0 && !u.count && p.count));
	u.count = p.count = 0;
	k->units = !k->stop && k->chars <= 300 && !k->number && units_split(r->cx, t, s, &u, &p) == 0 && u.count;
	k->time = !k->stop && k->chars <= 30 && when_starts(t, s);
	k->yes_no = span_is(t, s, "是") || span_is(t, s, "否");
}

static void add_token(struct reader *r, struct tokens *out, uint32_t a, uint32_t b)
{
	struct token *k = vec_add(r->cx, out);
	*k = (struct token){.s = {a, b}};
	look(r, k);
}

static int fit(const struct token *k, enum label_kind kind)
{
	switch (kind) {
	case LABEL_NUMBER:
		return k->number ? 80 : k->blank ? -60 : -120;
	case LABEL_LEAD:
	case LABEL_COOP:
	case LABEL_DUTY:
		return k->units ? 50 : k->blank ? 0 : -50;
	case LABEL_PERSON:
		return k->person ? 50 : k->blank ? 0 : -60;
	case LABEL_WHEN:
		return k->time ? 60 : k->blank ? 0 : -40;
	case LABEL_TEXT:
		if (k->number)
			return -100;
		if (k->blank)
			return -10;
		return k->units                   ? -30
		       : k->person                ? -40
		       : k->time && k->chars < 12 ? -40
		       : k->chars >= 6            ? 30
		       : k->chars >= 4            ? 0
						  : -20;
	case LABEL_PROGRESS:
		return k->number ? -60 : k->yes_no ? 30 : k->chars >= 4 && !k->units ? 10 : 0;
	default:
		return k->number ? -60 : 0;
	}
}

static int step(const struct table_head *h, const struct token *before, int from, int to, bool bars)
{
	if (before->open && !bars)
		return to == from ? 0 : -80; /* 县人社局、: the cell goes on in the next line */
	if (to == from + 1)
		return 0;
	if (to > from) {
		int cost = 10 * (to - from - 1);
		for (int c = from + 1; c < to; c++)
			cost += c == h->only_text ? 100 : 0; /* a row without its task is no row */
		return -cost;
	}
	if (to == from)
		return bars                          ? -60
		       : h->kind[to] == LABEL_TEXT   ? (before->stop ? -20 : -10)
		       : h->kind[to] == LABEL_NUMBER ? -40
		       : h->kind[to] == LABEL_LEAD   ? -15
						     : -10;
	return h->kind[to] == LABEL_NUMBER ? 0 : -40;
}

/* The column of each token; head->count stands for none. */
static void lay(struct reader *r, const struct table_head *h, const struct tokens *k, bool bars, uint8_t *column)
{
	int n = h->count, states = n + 1, *score = arena_array_of(r->cx->mem, int, (size_t)states * 2);
	uint8_t *from = arena_alloc(r->cx->mem, k->count * (size_t)states + 1);
	int *now = score, *next = score + states;
	for (int c = 0; c < states; c++)
		now[c] = c == n ? -50 : -10 * c;
	for (size_t i = 0; i < k->count; i++) {
		for (int c = 0; c < states; c++) {
			int best = BAD, arg = 0;
			for (int p = 0; i && p < states; p++) {
				int cost = p == n   ? (c == n   ? 0
						       : c == 0 ? -5
								: -60)
					   : c == n ? -50
						    : step(h, &k->items[i - 1], p, c, bars);
				if (now[p] + cost > best) {
					best = now[p] + cost;
					arg = p;
				}
			}
			if (!i)
				best = now[c];
			next[c] = best + (c == n ? 0 : fit(&k->items[i], h->kind[c]));
			from[i * (size_t)states + (size_t)c] = (uint8_t)arg;
		}
		int *swap = now;
		now = next;
		next = swap;
	}
	int last = 0;
	for (int c = 1; c < states; c++)
		if (now[c] > now[last])
			last = c;
	for (size_t i = k->count; i-- > 0;) {
		column[i] = (uint8_t)last;
		last = from[i * (size_t)states + (size_t)last];
	}
}

static bool duty_kind(enum label_kind k)
{
	return k == LABEL_LEAD || k == LABEL_DUTY || k == LABEL_COOP;
}

static bool row_worth(const struct table_head *h, const struct table_row *row, bool needs_more)
{
	bool text = false, more = !needs_more;
	for (int c = 0; c < h->count; c++) {
		text |= h->kind[c] == LABEL_TEXT && row->cell[c].count;
		more |= row->cell[c].count && (h->kind[c] == LABEL_LEAD || h->kind[c] == LABEL_DUTY ||
					       h->kind[c] == LABEL_COOP || h->kind[c] == LABEL_WHEN);
	}
	return text && more;
}

/* A second row of one number takes what it does not say itself from the row above. */
static void inherit(const struct table_head *h, const struct table_row *above, struct table_row *row)
{
	bool units = false;
	for (int c = 0; c < h->count; c++)
		units |= row->cell[c].count &&
			 (h->kind[c] == LABEL_LEAD || h->kind[c] == LABEL_DUTY || h->kind[c] == LABEL_COOP);
	for (int c = 0; c < h->count; c++) {
		enum label_kind k = h->kind[c];
		bool unit = k == LABEL_LEAD || k == LABEL_DUTY || k == LABEL_COOP;
		if (!row->cell[c].count && (k == LABEL_NUMBER || k == LABEL_WHEN || k == LABEL_PERSON ||
					    k == LABEL_CATEGORY || (unit && !units)))
			row->cell[c] = above->cell[c];
	}
}

static void rows_out(struct reader *r, struct table_state *st, const struct tokens *k, bool bars)
{
	const struct table_head *h = st->head;
	if (!k->count)
		return;
	struct table_row row = {0}, above = {0};
	uint8_t *column = arena_alloc(r->cx->mem, k->count + 1);
	lay(r, h, k, bars, column);
	bool second = false;
	int last = -1;
	for (size_t i = 0; i <= k->count; i++) {
		int c = i < k->count ? column[i] : 0;
		bool out = i < k->count && c == h->count;
		bool begins = i == k->count || (!out && (c < last || (c == last && h->kind[c] == LABEL_NUMBER)));
		if (begins && last >= 0) {
			bool good = row_worth(h, &row, second);
			if (second && good)
				inherit(h, &above, &row);
			if (good)
				table_emit(r, st, &row);
			if (good)
				above = row;
			second = i < k->count && h->kind[c] != LABEL_NUMBER;
			row = (struct table_row){0};
			last = -1;
		}
		if (i == k->count || out || k->items[i].blank)
			continue;
		*vec_add(r->cx, &row.cell[c]) = k->items[i].s;
		last = c;
	}
}

/* ---- finding such tables ---- */

/* Cells of one line: between bars, or between wide gaps. */
static int cells_of_line(const struct text *t, const struct line *l, struct span *out)
{
	int n = 0;
	uint32_t from = l->a;
	bool bars = bar(t, (struct span){l->a, l->b}), tabs = false;
	for (uint32_t i = l->a + 1; i < l->b; i++)
		tabs |= t->gap[i] == GAP_TAB;
	for (uint32_t i = l->a; i <= l->b && n < TABLE_MAX_COLUMNS; i += i < l->b ? char_len(t->s + i) : 1) {
		bool cut = i == l->b || (bars ? t->s[i] == '|' : i > from && t->gap[i] >= (tabs ? GAP_TAB : GAP_WIDE));
		if (!cut)
			continue;
		if (!(bars && (i == l->a || (i == l->b && from == i))))
			out[n++] = (struct span){from, i};
		from = i + (bars && i < l->b ? 1 : 0);
	}
	return n;
}

static bool ruler(const struct text *t, struct span s)
{
	for (uint32_t i = s.a; i < s.b; i++)
		if (t->s[i] != '-' && t->s[i] != '|' && t->s[i] != ':' && t->s[i] != '=' && t->s[i] != '+')
			return false;
	return true;
}

static bool header_cell(const struct text *t, struct span s, enum label_kind *kind)
{
	static const char *const never[] = {",", "。", ";", "“", "《", "%", NULL};
	static const char *const titles[] = {"表", "清单", "台账", "方案", "通知", "分工", "情况", "分解", NULL};
	uint32_t n = char_count(t, s), colon = find_word(t, s, ":");
	if (n > 8 && word_ending(t, s, titles) >= 0)
		return false;
	*kind = n && n <= 16 ? label_classify(t, s) : LABEL_NONE;
	return n <= 16 && (*kind != LABEL_NONE || n <= 8) && colon + 1 >= s.b && word_in(t, s, never) < 0;
}

static size_t rows_by_line(struct reader *r, size_t i)
{
	const struct text *t = &r->text;
	struct span cell[TABLE_MAX_COLUMNS];
	struct table_head h = {0};
	int n = cells_of_line(t, &r->lines[i], cell);
	bool bars = bar(t, (struct span){r->lines[i].a, r->lines[i].b});
	int sure = 0;
	if (n < 3)
		return 0;
	for (int c = 0; c < n; c++) {
		if (!header_cell(t, cell[c], &h.kind[c]) || (!bars && h.kind[c] == LABEL_NONE))
			return 0;
		h.words[c] = cell[c];
		sure += h.kind[c] == LABEL_NUMBER || h.kind[c] == LABEL_WHEN || h.kind[c] == LABEL_LEAD ||
			h.kind[c] == LABEL_DUTY || h.kind[c] == LABEL_COOP || h.kind[c] == LABEL_PERSON;
	}
	if (!bars && sure < 2)
		return 0; /* blanks in a sentence */
	h.count = n;
	if (!table_head_good(&h))
		return 0;
	use(r, (struct span){r->lines[i].a, r->lines[i].b});
	struct table_state st = {.head = &h};
	size_t k = i + 1;
	for (; k < r->line_count; k++) {
		struct line *l = &r->lines[k];
		n = cells_of_line(t, l, cell);
		if (ruler(t, (struct span){l->a, l->b}))
			continue;
		if (n < 2 || l->tail)
			break;
		if (n == h.count) {
			struct table_row row = {0};
			for (int c = 0; c < n; c++)
				if (trim(t, cell[c]).b > trim(t, cell[c]).a)
					*vec_add(r->cx, &row.cell[c]) = cell[c];
			table_emit(r, &st, &row);
			continue;
		}
		struct tokens toks = {0};
		for (int c = 0; c < n; c++)
			add_token(r, &toks, cell[c].a, cell[c].b);
		rows_out(r, &st, &toks, true);
	}
	return k - i;
}

/* The next cell from *p on: up to a bar, or to the line's end where there are no bars. */
static struct span next_cell(const struct reader *r, uint32_t *p, uint32_t end, bool bars)
{
	const struct text *t = &r->text;
	uint32_t a = *p, i = a;
	if (bars) {
		while (i < end && t->s[i] != '|')
			i++;
		*p = i < end ? i + 1 : end;
	} else {
		size_t l = line_of(r, a);
		i = *p = r->lines[l].b < end ? r->lines[l].b : end;
	}
	return (struct span){a, i};
}

/* Header cells broken over two lines: 牵头 / 单位. */
static bool half_header(const struct text *t, struct span s)
{
	static const char *const rest[] = {"单位", "部门", "领导", "时限", "时间",
					   "任务", "情况", "内容", "措施", NULL};
	for (int i = 0; rest[i]; i++)
		if (span_is(t, s, rest[i]))
			return true;
	return false;
}

static bool read_header(const struct reader *r, uint32_t *p, uint32_t end, bool bars, struct table_head *h)
{
	const struct text *t = &r->text;
	*h = (struct table_head){0};
	int unknown = 0;
	while (*p < end && h->count < TABLE_MAX_COLUMNS) {
		uint32_t q = *p;
		struct span s = next_cell(r, &q, end, bars);
		enum label_kind k;
		int n;
		uint32_t after;
		bool number = s.b > s.a && number_at(t, s.a, s.b, &n, &after) && after == s.b;
		if (!bars && h->count && half_header(t, s) && char_count(t, h->words[h->count - 1]) <= 4) {
			h->words[h->count - 1].b = s.b;
			h->kind[h->count - 1] = label_classify(t, h->words[h->count - 1]);
			*p = q;
			continue;
		}
		if (!h->count && !number &&
		    (s.b <= s.a || !header_cell(t, s, &k) ||
		     (k != LABEL_NUMBER && k != LABEL_TEXT && k != LABEL_CATEGORY)))
			return false;
		if (number || !header_cell(t, s, &k) || (k == LABEL_NONE && s.b > s.a && ++unknown > 2))
			break;
		if (k == LABEL_NONE && !bars && table_head_good(h))
			break;
		*p = q;
		if (s.b <= s.a && !bars)
			continue;
		h->kind[h->count] = k;
		h->words[h->count++] = s;
	}
	int sure = 0;
	for (int c = 0; c < h->count; c++)
		sure += h->kind[c] != LABEL_NONE && h->kind[c] != LABEL_TEXT && h->kind[c] != LABEL_OTHER &&
			h->kind[c] != LABEL_NUMBER;
	if (!bars && h->kind[0] != LABEL_NUMBER && sure < 2)
		return false;
	return h->count >= 3 &&
	       (h->kind[0] == LABEL_NUMBER || h->kind[0] == LABEL_TEXT || h->kind[0] == LABEL_CATEGORY) &&
	       table_head_good(h);
}

/* Where the table ends: a foot, another table's header, the end. */
static uint32_t table_end(const struct reader *r, size_t line)
{
	for (size_t i = line; i < r->line_count; i++) {
		enum label_kind k = label_classify(&r->text, (struct span){r->lines[i].a, r->lines[i].b});
		if (r->lines[i].table ||
		    (r->lines[i].tail && !bar(&r->text, (struct span){r->lines[i].a, r->lines[i].b})) ||
		    k == LABEL_NUMBER)
			return r->lines[i].a;
	}
	return r->text.n;
}

/* 一、矿山领域: a heading between rows that are counted otherwise */
static bool section_row(const struct text *t, struct span s)
{
	struct mark m;
	return mark_at(t, s.a, s.b, &m) && (m.style == MARK_HAN || m.style == MARK_HAN_PAREN) && m.body < s.b &&
	       char_count(t, s) <= 30 && !ends_with(t, s, "。") && find_word(t, s, ",") == s.b;
}

static size_t cells_by_line(struct reader *r, size_t i)
{
	const struct text *t = &r->text;
	struct line *l = &r->lines[i];
	bool bars = bar(t, (struct span){l->a, l->b});
	struct table_head h;
	uint32_t p = l->a;
	struct span head = {l->a, r->text.n};
	uint32_t near = head.b < head.a + 1200 ? head.b : head.a + 1200;
	if (!read_header(r, &p, near, bars, &h))
		return 0;
	size_t first = line_of(r, p);
	uint32_t end = table_end(r, first);
	use(r, (struct span){l->a, p});
	struct table_state st = {.head = &h};
	struct tokens toks = {0};
	while (p < end && toks.count < MAX_TOKENS) {
		struct span s = next_cell(r, &p, end, bars);
		if (h.kind[0] == LABEL_NUMBER && section_row(t, s)) {
			rows_out(r, &st, &toks, bars);
			toks.count = 0;
			table_section(r, &st, s);
		} else {
			add_token(r, &toks, s.a, s.b);
		}
	}
	rows_out(r, &st, &toks, bars);
	return line_of(r, p) - i;
}

/* The next piece of a line between blanks; 李 强 is one. */
static struct span next_piece(const struct text *t, uint32_t *p, uint32_t end)
{
	uint32_t a = *p, i = a;
	for (int parts = 0; i < end && parts < 2; parts++) {
		uint32_t from = i;
		do
			i += char_len(t->s + i);
		while (i < end && !t->gap[i]);
		bool single = han(t, a) && i - from == 3 && i < end && t->gap[i] < GAP_LINE && han(t, i);
		if (!single || (i + 3 < end && !t->gap[i + 3]))
			break;
	}
	*p = i;
	return (struct span){a, i};
}

/* A table that kept only single blanks between its cells: the header must be beyond doubt. */
static size_t rows_by_blanks(struct reader *r, size_t i)
{
	const struct text *t = &r->text;
	struct line *l = &r->lines[i];
	struct table_head h = {0};
	int sure = 0;
	for (uint32_t p = l->a; p < l->b; h.count++) {
		struct span s = next_piece(t, &p, l->b);
		if (h.count == TABLE_MAX_COLUMNS || !header_cell(t, s, &h.kind[h.count]) ||
		    h.kind[h.count] == LABEL_NONE)
			return 0;
		h.words[h.count] = s;
		sure += duty_kind(h.kind[h.count]) || h.kind[h.count] == LABEL_WHEN || h.kind[h.count] == LABEL_PERSON;
	}
	if (h.count < 4 || h.kind[0] != LABEL_NUMBER || sure < 1 || !table_head_good(&h))
		return 0;
	uint32_t end = table_end(r, i + 1), p = l->b;
	struct table_state st = {.head = &h};
	struct tokens toks = {0};
	use(r, (struct span){l->a, l->b});
	while (p < end && toks.count < MAX_TOKENS) {
		struct span s = next_piece(t, &p, end);
		add_token(r, &toks, s.a, s.b);
	}
	rows_out(r, &st, &toks, false);
	return line_of(r, p) - i;
}

void flat_tables_read(struct reader *r)
{
	for (size_t i = 0, n; i < r->line_count; i += n) {
		n = 1;
		struct line *l = &r->lines[i];
		if (l->table || l->tail || char_count(&r->text, (struct span){l->a, l->b}) > 200)
			continue;
		size_t took = rows_by_line(r, i);
		if (!took)
			took = rows_by_blanks(r, i);
		if (!took)
			took = cells_by_line(r, i);
		for (size_t k = i; took && k < i + took && k < r->line_count; k++)
			r->lines[k].table = true;
		n = took ? took : 1;
	}
}
