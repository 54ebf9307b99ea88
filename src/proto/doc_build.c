#include "proto/doc_build.h"

#include <assert.h>
#include <string.h>

struct grid_cell {
	int row, col, colspan, rowspan, page;
	size_t at, len;         /* in doc.text, once it is written; a cell that never is has no text */
	size_t n;
	const char *s;          /* cleaned, with its lines */
};

size_t utf8_one(const char *s, size_t n, uint32_t *code)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	const unsigned char *p = (const unsigned char *)s;
	if (n == 0)
		return 0;
	size_t len = p[0] < 0x80 ? 1 : p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : p[0] < 0xf5 ? 4 : 0;
	if (len == 0 || len > n)
		return 0;
	uint32_t c = len == 1 ? p[0] : p[0] & (0x7fu >> len);
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3f);
	}
	if (c < least[len] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return 0;
	*code = c;
	return len;
}

void utf8_put(struct buf *out, uint32_t c)
{
	char s[4];
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (size_t i = n; i > 1; i--, c >>= 6)
		s[i - 1] = (char)(0x80 | (c & 0x3f));
	s[0] = (char)(n == 1 ? c : (0xf00u >> n & 0xff) | c);
	buf_add(out, s, n);
}

/* What stands for a character in the text: itself, another, or 0 for nothing. */
static uint32_t cleaned(uint32_t c)
{
	if (c == 0x0b || c == 0x0c || c == 0x85 || c == 0x2028 || c == 0x2029)
		return '\n';
	if (c == 0xa0 || c == 0x202f || c == 0x2007)
		return ' ';
	if ((c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0) || c == 0xad)
		return 0;
	if ((c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f))
		return 0;
	return c == 0xfeff || (c & 0xfffe) == 0xfffe ? 0 : c;
}

void doc_clean(struct buf *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		uint32_t c = 0xfffd;
		size_t len = utf8_one(s + i, n - i, &c);
		if (s[i] == '\r' && !(i + 1 < n && s[i + 1] == '\n'))
			c = '\n';
		c = cleaned(c);
		if (c)
			utf8_put(out, c);
		i += len ? len : 1;
	}
}

/* Bytes of a blank at s (ASCII or ideographic), 0 where there is none. */
static size_t blank_at(const char *s, size_t n)
{
	if (n > 0 && (*s == ' ' || *s == '\t'))
		return 1;
	return n >= 3 && memcmp(s, "\u3000", 3) == 0 ? 3 : 0;
}

static void trim(const char **s, size_t *n)
{
	for (size_t k; (k = blank_at(*s, *n)) > 0; *n -= k)
		*s += k;
	for (;;) {
		if (*n >= 1 && blank_at(*s + *n - 1, 1))
			*n -= 1;
		else if (*n >= 3 && blank_at(*s + *n - 3, 3))
			*n -= 3;
		else
			return;
	}
}

void doc_build_init(struct doc_build *b, struct cx *cx, const char *format)
{
	*b = (struct doc_build){.cx = cx, .format = format};
	buf_init(&b->text, cx->mem);
	buf_init(&b->scratch, cx->mem);
}

bool doc_build_full(const struct doc_build *b)
{
	return b->full;
}

/* Room for one more item in an array of the arena. */
static void *grown(struct arena *mem, void *items, size_t count, size_t *room, size_t size)
{
	if (count < *room)
		return items;
	*room = *room ? *room * 2 : 32;
	void *more = arena_array(mem, *room, size);
	return count ? memcpy(more, items, count * size) : more;
}

static bool fits(struct doc_build *b, size_t n)
{
	if (b->text.n + n + 1 > DOC_MAX_TEXT || b->block_count >= DOC_MAX_BLOCKS || b->cells > DOC_MAX_CELLS)
		b->full = true;
	return !b->full;
}

static struct doc_block *block(struct doc_build *b, enum doc_kind kind, int page)
{
	b->blocks = grown(b->cx->mem, b->blocks, b->block_count, &b->block_room, sizeof *b->blocks);
	if (b->block_count > 0)
		buf_add(&b->text, "\n", 1);
	struct doc_block *k = &b->blocks[b->block_count++];
	*k = (struct doc_block){.kind = kind, .at = b->text.n, .page = page};
	return k;
}

static void line(struct doc_build *b, const char *s, size_t n, int page)
{
	trim(&s, &n);
	if (n == 0 || !fits(b, n))
		return;
	struct doc_block *k = block(b, DOC_TEXT, page);
	k->n = n;
	buf_add(&b->text, s, n);
}

static void cleaned_lines(struct doc_build *b, const char *s, size_t n, int page)
{
	while (n > 0 && !b->full) {
		const char *end = memchr(s, '\n', n);
		size_t len = end ? (size_t)(end - s) : n;
		line(b, s, len, page);
		len += end != NULL;
		s += len;
		n -= len;
	}
}

void doc_build_text(struct doc_build *b, const char *s, size_t n, int page)
{
	if (n > DOC_MAX_TEXT * 4u)
		b->full = true;
	if (b->full || n == 0)
		return;
	b->scratch.n = 0;
	doc_clean(&b->scratch, s, n);
	cleaned_lines(b, b->scratch.s, b->scratch.n, page);
}

void doc_build_warn(struct doc_build *b, const char *text)
{
	for (size_t i = 0; i < b->warning_count; i++)
		if (strcmp(b->warnings[i], text) == 0)
			return;
	if (b->warning_count >= DOC_MAX_PAGES)
		return;
	b->warnings = grown(b->cx->mem, b->warnings, b->warning_count, &b->warning_room, sizeof *b->warnings);
	b->warnings[b->warning_count++] = text;
}

void doc_table_begin(struct doc_table *t, struct doc_build *b)
{
	*t = (struct doc_table){.b = b};
	t->until = arena_array_of(b->cx->mem, int, DOC_MAX_COLUMNS);
	t->owner = arena_array_of(b->cx->mem, int, DOC_MAX_COLUMNS);
}

static void close_row(struct doc_table *t)
{
	bool any = t->count > t->row_start;
	for (int col = 0; col < t->cols && any; col++)
		doc_table_place(t, col, 1, 1, "", 0);
}

void doc_table_row_at(struct doc_table *t, int row, int page)
{
	assert(row >= t->rows);
	close_row(t);
	t->rows = row + 1;
	t->page = page;
	t->row_start = t->count;
}

void doc_table_row(struct doc_table *t, int page)
{
	doc_table_row_at(t, t->rows, page);
}

void doc_table_place(struct doc_table *t, int col, int colspan, int rowspan, const char *s, size_t n)
{
	if (col < DOC_MAX_COLUMNS && t->until[col] < t->rows)
		doc_table_cell(t, col, colspan, rowspan, s, n);
}

int doc_table_cell(struct doc_table *t, int col, int colspan, int rowspan, const char *s, size_t n)
{
	assert(t->rows > 0 && col >= 0);
	int row = t->rows - 1;
	while (col < DOC_MAX_COLUMNS && t->until[col] > row)
		col++;
	if (col >= DOC_MAX_COLUMNS || t->b->full)
		return DOC_MAX_COLUMNS;
	if (++t->b->cells > DOC_MAX_CELLS) {
		t->b->full = true;
		return DOC_MAX_COLUMNS;
	}
	struct buf *clean = &t->b->scratch;
	clean->n = 0;
	doc_clean(clean, s, n);
	char *text = arena_alloc(t->b->cx->mem, clean->n + 1);
	memcpy(text, clean->s, clean->n);
	int room = 1;
	while (room < colspan && col + room < DOC_MAX_COLUMNS && t->until[col + room] <= row)
		room++;
	rowspan = rowspan < 1 ? 1 : rowspan > DOC_MAX_CELLS ? DOC_MAX_CELLS : rowspan;
	t->cells = grown(t->b->cx->mem, t->cells, t->count, &t->room, sizeof *t->cells);
	for (int i = col; i < col + room; i++) {
		t->until[i] = row + rowspan;
		t->owner[i] = (int)t->count;
	}
	t->cells[t->count++] = (struct grid_cell){row, col, room, rowspan, t->page, 0, 0, clean->n, text};
	t->cols = col + room > t->cols ? col + room : t->cols;
	return col + room;
}

bool doc_table_extend(struct doc_table *t, int col)
{
	int row = t->rows - 1;
	if (col < 0 || col >= t->cols || t->until[col] != row || t->owner[col] >= (int)t->count || t->count == 0)
		return false;
	struct grid_cell *c = &t->cells[t->owner[col]];
	for (int i = c->col; i < c->col + c->colspan; i++)
		if (t->owner[i] != t->owner[col] || t->until[i] != row)
			return false;
	for (int i = c->col; i < c->col + c->colspan; i++)
		t->until[i] = row + 1;
	c->rowspan++;
	return true;
}

/* The text of a cell within a row: its lines become one, runs of blanks one blank. */
static void put_cell(struct buf *out, const char *s, size_t n)
{
	size_t start = out->n;
	trim(&s, &n);
	for (size_t i = 0; i < n; i++) {
		bool gap = s[i] == '\n' || s[i] == '\t' || s[i] == ' ';
		if (!gap)
			buf_add(out, s + i, 1);
		else if (out->n > start && out->s[out->n - 1] != ' ')
			buf_add(out, " ", 1);
	}
	while (out->n > start && out->s[out->n - 1] == ' ')
		out->s[--out->n] = '\0';
}

static void put_frame(struct doc_table *t)
{
	for (size_t i = 0; i < t->count; i++)
		cleaned_lines(t->b, t->cells[i].s, t->cells[i].n, t->cells[i].page);
}

/* The cells of a row, its own and those that reach into it, in order of columns; found through by_col. */
static size_t cells_of_row(struct doc_table *t, int row, size_t *next, struct grid_cell **by_col, struct grid_cell **out)
{
	size_t n = 0;
	for (; *next < t->count && t->cells[*next].row == row; ++*next)
		for (int i = 0; i < t->cells[*next].colspan; i++)
			by_col[t->cells[*next].col + i] = &t->cells[*next];
	for (int col = 0; col < t->cols;) {
		struct grid_cell *c = by_col[col];
		if (!c || c->row + c->rowspan <= row) {
			col++;
			continue;
		}
		out[n++] = c;
		col = c->col + c->colspan;
	}
	return n;
}

static bool row_has_text(int row, struct grid_cell *const *cells, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t k, at = 0;
		if (cells[i]->row != row)
			continue;
		while (at < cells[i]->n && (k = cells[i]->s[at] == '\n' ? 1 : blank_at(cells[i]->s + at, cells[i]->n - at)))
			at += k;
		if (at < cells[i]->n)
			return true;
	}
	return false;
}

static void put_row(struct doc_table *t, int row, int page, struct grid_cell *const *cells, size_t n)
{
	struct doc_build *b = t->b;
	size_t need = 0;
	for (size_t i = 0; i < n; i++)
		need += 1 + (cells[i]->row == row ? cells[i]->n : 0);
	b->cells += n;
	if (!fits(b, need))
		return;
	struct doc_block *k = block(b, DOC_ROW, page);
	struct doc_cell *out = arena_array_of(b->cx->mem, struct doc_cell, n);
	k->table = b->tables;
	k->row = row;
	k->cells = out;
	k->cell_count = n;
	for (size_t i = 0; i < n; i++) {
		struct grid_cell *c = cells[i];
		bool own = c->row == row;
		if (i > 0)
			buf_add(&b->text, "\t", 1);
		if (own) {
			c->at = b->text.n;
			put_cell(&b->text, c->s, c->n);
			c->len = b->text.n - c->at;
		}
		int left = t->rows - row, span = c->row + c->rowspan - row;
		out[i] = (struct doc_cell){c->at, c->len, c->col, c->colspan, span < left ? span : left, !own};
	}
	k->n = b->text.n - k->at;
}

void doc_table_end(struct doc_table *t)
{
	struct arena *mem = t->b->cx->mem;
	if (t->count == 0)
		return;
	close_row(t);
	bool frame = true;
	for (size_t i = 0; i < t->count; i++)
		frame = frame && t->cells[i].col == t->cells[0].col && t->cells[i].colspan == t->cells[0].colspan;
	if (frame) {
		put_frame(t);
		return;
	}
	t->b->tables++;
	struct grid_cell **by_col = arena_array_of(mem, struct grid_cell *, DOC_MAX_COLUMNS);
	struct grid_cell **cells = arena_array_of(mem, struct grid_cell *, DOC_MAX_COLUMNS);
	for (size_t next = 0; next < t->count && !t->b->full;) {
		int row = t->cells[next].row, page = t->cells[next].page;
		size_t n = cells_of_row(t, row, &next, by_col, cells);
		if (row_has_text(row, cells, n))
			put_row(t, row, page, cells, n);
	}
}

enum status doc_build_end(struct doc_build *b, struct doc *out)
{
	if (b->full)
		return cx_fail(b->cx, STATUS_TOO_LARGE,
			       "the document has more text or table cells than can be read (%d KB of text)",
			       DOC_MAX_TEXT / 1024);
	if (b->block_count == 0)
		return cx_fail(b->cx, STATUS_INVALID, "there is no text in this file");
	*out = (struct doc){.format = b->format, .text = b->text.s, .n = b->text.n, .blocks = b->blocks,
			    .block_count = b->block_count, .warnings = b->warnings, .warning_count = b->warning_count};
	return STATUS_OK;
}
