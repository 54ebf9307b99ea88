#include "proto/doc_glyphs.h"

#include <stdlib.h>
#include <string.h>

/* Gaps in heights of a character, beyond what justified lines have between all characters. */
static const double WORD_GAP = 0.15, WIDE_GAP = 0.2, MIXED_GAP = 0.42, COLUMN_GAP = 2.4;

static double middle(const struct glyph *g)
{
	return (g->box.y0 + g->box.y1) / 2;
}

static double height(const struct glyph *g)
{
	return g->box.y1 - g->box.y0;
}

static int from_top(const void *a, const void *b)
{
	double x = middle(a), y = middle(b);
	return (x > y) - (x < y);
}

static int from_left(const void *a, const void *b)
{
	const struct glyph *x = a, *y = b;
	return (x->box.x0 > y->box.x0) - (x->box.x0 < y->box.x0);
}

static int by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static bool is_ascii(const struct glyph *g)
{
	return (unsigned char)g->s[0] < 0x80;
}

/* How many of the glyphs, sorted from the top, are on the first line. */
static size_t line_length(const struct glyph *g, size_t n)
{
	double centre = middle(g), tall = height(g);
	size_t k = 1;
	for (; k < n && middle(&g[k]) - centre < 0.5 * (tall > height(&g[k]) ? tall : height(&g[k])); k++) {
		centre += (middle(&g[k]) - centre) / (double)(k + 1);
		tall = height(&g[k]) > tall ? height(&g[k]) : tall;
	}
	return k;
}

/* The gap that lies between Chinese characters of this line anyway. */
static double usual_gap(struct cx *cx, const struct glyph *g, size_t n)
{
	size_t k = 0;
	double *gap = arena_array_of(cx->mem, double, n);
	for (size_t i = 1; i < n; i++)
		if (!is_ascii(&g[i - 1]) && !is_ascii(&g[i]))
			gap[k++] = g[i].box.x0 - g[i - 1].box.x1;
	if (k == 0)
		return 0;
	qsort(gap, k, sizeof *gap, by_value);
	return gap[k / 2] > 0 ? gap[k / 2] : 0;
}

static const char *gap_text(const struct glyph *a, const struct glyph *b, double usual, double size)
{
	double gap = b->box.x0 - a->box.x1;
	if (gap > size * COLUMN_GAP + usual)
		return "\t";
	if (is_ascii(a) && is_ascii(b))
		return gap > size * WORD_GAP ? " " : "";
	double least = is_ascii(a) || is_ascii(b) ? MIXED_GAP : WIDE_GAP;
	return gap > usual + size * least ? " " : "";
}

/* Some programs draw a character twice, a little aside, to make it bold. */
static bool is_echo(const struct glyph *a, const struct glyph *b, double size)
{
	return strcmp(a->s, b->s) == 0 && b->box.x0 - a->box.x0 < size * 0.2;
}

static double line_size(struct cx *cx, const struct glyph *g, size_t n)
{
	double *h = arena_array_of(cx->mem, double, n);
	for (size_t i = 0; i < n; i++)
		h[i] = height(&g[i]);
	qsort(h, n, sizeof *h, by_value);
	return h[n / 2];
}

/* The glyphs of one line, sorted from the left, as text and box. */
static const char *line_text(struct cx *cx, const struct glyph *g, size_t n, struct flow_box *box)
{
	struct buf b;
	double size = line_size(cx, g, n), usual = usual_gap(cx, g, n), centre = 0;
	const struct glyph *last = NULL;
	buf_init(&b, cx->mem);
	*box = g[0].box;
	for (size_t i = 0; i < n; i++) {
		centre += middle(&g[i]) / (double)n;
		box->x1 = g[i].box.x1 > box->x1 ? g[i].box.x1 : box->x1;
		if (last && is_echo(last, &g[i], size))
			continue;
		if (last)
			buf_puts(&b, gap_text(last, &g[i], usual, size));
		buf_puts(&b, g[i].s);
		last = &g[i];
	}
	box->y0 = centre - size / 2;
	box->y1 = centre + size / 2;
	return b.s;
}

static void fill_cell(struct cx *cx, struct flow_cell *c, struct glyph *g, size_t n)
{
	struct buf text;
	struct flow_box last = {0};
	buf_init(&text, cx->mem);
	qsort(g, n, sizeof *g, from_top);
	for (size_t k; n > 0; g += k, n -= k) {
		struct flow_box box;
		k = line_length(g, n);
		qsort(g, k, sizeof *g, from_left);
		const char *s = line_text(cx, g, k, &box);
		flow_cell_line(&text, &last, c->box, box, s);
	}
	c->s = text.s;
}

static bool inside(const struct flow_box *box, const struct glyph *g)
{
	double x = (g->box.x0 + g->box.x1) / 2, y = middle(g);
	return x >= box->x0 && x < box->x1 && y >= box->y0 && y < box->y1;
}

/* Bring the glyphs inside the box to the front; how many they are. */
static size_t gather(struct glyph *g, size_t n, const struct flow_box *box)
{
	size_t k = 0;
	for (size_t i = 0; i < n; i++)
		if (inside(box, &g[i])) {
			struct glyph swap = g[k];
			g[k++] = g[i];
			g[i] = swap;
		}
	return k;
}

void glyphs_flow(struct flow *f, struct glyph *g, size_t n, struct flow_table *tables, size_t table_count)
{
	struct cx *cx = f->b.cx;
	for (size_t t = 0; t < table_count; t++)
		for (size_t c = 0; c < tables[t].count; c++) {
			size_t k = gather(g, n, &tables[t].cells[c].box);
			if (k > 0)
				fill_cell(cx, &tables[t].cells[c], g, k);
			g += k;
			n -= k;
		}
	qsort(g, n, sizeof *g, from_top);
	size_t next = 0;
	for (size_t k; n > 0; g += k, n -= k) {
		struct flow_box box;
		k = line_length(g, n);
		qsort(g, k, sizeof *g, from_left);
		const char *s = line_text(cx, g, k, &box);
		for (; next < table_count && tables[next].box.y0 < box.y0; next++)
			flow_table(f, &tables[next]);
		flow_line(f, box, s);
	}
	for (; next < table_count; next++)
		flow_table(f, &tables[next]);
}

bool glyphs_in_columns(struct cx *cx, struct glyph *g, size_t n)
{
	int lines = 0;
	qsort(g, n, sizeof *g, from_top);
	for (size_t k; n > 0; g += k, n -= k) {
		k = line_length(g, n);
		qsort(g, k, sizeof *g, from_left);
		double size = line_size(cx, g, k);
		for (size_t i = 1; i < k; i++)
			if (g[i].box.x0 - g[i - 1].box.x1 > size) {
				lines++;
				break;
			}
	}
	return lines >= 2;
}
