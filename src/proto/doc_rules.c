#include "proto/doc_rules.h"

#include <stdlib.h>
#include <string.h>

enum { DARK = 150, MAX_STROKES = 4000, MAX_TABLES = 40, MAX_LINES = 300 };

/* A straight stroke: at y, from x0 to x1 (or, upright, at x, from y0 to y1). */
struct stroke {
	int at, from, to;
	int group;
};

struct strokes {
	struct stroke *s;
	int count;
};

/* Lengths in pixels for this resolution. */
struct scale {
	int across, down, gap, near;
};

static struct scale scale_of(const struct picture *p)
{
	int dpi = p->dpi > 0 ? p->dpi : 200;
	/* Strokes under half an inch across are signs of the script; a row may be as low as an eighth of an inch. */
	return (struct scale){dpi / 2, dpi / 7, dpi / 60 + 1, dpi / 25 + 1};
}

static bool dark(const struct picture *p, bool upright, int at, int along)
{
	int x = upright ? at : along, y = upright ? along : at;
	return p->px[(size_t)y * (size_t)p->stride + (size_t)x] < DARK;
}

/* Put a run into the strokes: one that lies beside a stroke found in the lines before makes that longer. */
static void add_run(struct strokes *all, int at, int from, int to, const struct scale *k)
{
	for (int i = all->count - 1; i >= 0; i--) {
		struct stroke *s = &all->s[i];
		if (s->at < at - 2 * k->near)
			break;
		if (s->group < at - k->gap || from > s->to + k->gap || to < s->from - k->gap)
			continue;
		s->from = from < s->from ? from : s->from;
		s->to = to > s->to ? to : s->to;
		s->group = at;  /* the last line it was seen in, while strokes are being found */
		return;
	}
	if (all->count < MAX_STROKES)
		all->s[all->count++] = (struct stroke){at, from, to, at};
}

/* All strokes of one direction.  A line of pixels is taken together with the next, for a stroke may lean a little. */
static void find_strokes(const struct picture *p, bool upright, const struct scale *k, struct strokes *all)
{
	int lines = upright ? p->width : p->height, length = upright ? p->height : p->width;
	int least = upright ? k->down : k->across;
	for (int at = 0; at + 1 < lines; at++) {
		int start = -1, last = -1;
		for (int i = 0; i <= length; i++) {
			bool on = i < length && (dark(p, upright, at, i) || dark(p, upright, at + 1, i));
			if (on) {
				start = start < 0 ? i : start;
				last = i;
			} else if (start >= 0 && (i == length || i - last > k->gap)) {
				if (last - start + 1 >= least)
					add_run(all, at, start, last, k);
				start = -1;
			}
		}
	}
}

static bool cross(const struct stroke *flat, const struct stroke *up, int near)
{
	return up->at >= flat->from - near && up->at <= flat->to + near && flat->at >= up->from - near &&
	       flat->at <= up->to + near;
}

/* Strokes that cross, also through others, are of one table. */
static int group_strokes(struct strokes *flat, struct strokes *up, int near)
{
	int groups = 0;
	for (int i = 0; i < flat->count; i++)
		flat->s[i].group = -1;
	for (int i = 0; i < up->count; i++)
		up->s[i].group = -1;
	for (int first = 0; first < flat->count; first++) {
		if (flat->s[first].group >= 0)
			continue;
		flat->s[first].group = groups;
		for (bool more = true; more;) {
			more = false;
			for (int i = 0; i < flat->count; i++)
				for (int j = 0; j < up->count; j++) {
					int *a = &flat->s[i].group, *b = &up->s[j].group;
					if ((*a == groups) == (*b == groups) || !cross(&flat->s[i], &up->s[j], near))
						continue;
					*a = *b = groups;
					more = true;
				}
		}
		groups++;
	}
	return groups;
}

/* Places of strokes of a group, those nearer than near taken as one; sorted. */
static int places(const struct strokes *all, int group, int near, int *out)
{
	int n = 0;
	for (int i = 0; i < all->count && n < MAX_LINES; i++) {
		int at = all->s[i].at, k = n;
		if (all->s[i].group != group)
			continue;
		while (k > 0 && out[k - 1] > at)
			k--;
		if ((k > 0 && at - out[k - 1] <= near) || (k < n && out[k] - at <= near))
			continue;
		memmove(out + k + 1, out + k, (size_t)(n - k) * sizeof *out);
		out[k] = at;
		n++;
	}
	return n;
}

static void add_place(int *out, int *n, int at, int near)
{
	int k = *n;
	while (k > 0 && out[k - 1] > at)
		k--;
	if ((k > 0 && at - out[k - 1] <= near) || (k < *n && out[k] - at <= near) || *n >= MAX_LINES)
		return;
	memmove(out + k + 1, out + k, (size_t)(*n - k) * sizeof *out);
	out[k] = at;
	++*n;
}

/* Is there a stroke at this place over most of from..to? */
static bool ruled(const struct strokes *all, int group, int at, int from, int to, int near)
{
	int covered = 0;
	for (int i = 0; i < all->count; i++) {
		const struct stroke *s = &all->s[i];
		if (s->group != group || abs(s->at - at) > near)
			continue;
		int a = s->from > from ? s->from : from, b = s->to < to ? s->to : to;
		covered += b > a ? b - a : 0;
	}
	return covered * 10 >= (to - from) * 6;
}

struct grid {
	const struct strokes *flat, *up;
	int group, near;
	int x[MAX_LINES + 2], y[MAX_LINES + 2];
	int cols, rows;
};

/* The cell that begins at this field: as far to the right and down as no stroke bars the way. */
static struct flow_cell cell_from(const struct grid *g, int row, int col, const bool *taken)
{
	int w = 1, h = 1;
	while (col + w < g->cols && !taken[row * g->cols + col + w] &&
	       !ruled(g->up, g->group, g->x[col + w], g->y[row], g->y[row + 1], g->near))
		w++;
	while (row + h < g->rows && !taken[(row + h) * g->cols + col] &&
	       !ruled(g->flat, g->group, g->y[row + h], g->x[col], g->x[col + w], g->near))
		h++;
	return (struct flow_cell){row, col, h, w, {g->x[col], g->y[row], g->x[col + w], g->y[row + h]}, NULL};
}

static void fill_table(struct cx *cx, const struct grid *g, struct flow_table *t)
{
	bool *taken = arena_array_of(cx->mem, bool, (size_t)(g->rows * g->cols));
	t->cells = arena_array_of(cx->mem, struct flow_cell, (size_t)(g->rows * g->cols));
	for (int row = 0; row < g->rows; row++)
		for (int col = 0; col < g->cols; col++) {
			if (taken[row * g->cols + col])
				continue;
			struct flow_cell c = cell_from(g, row, col, taken);
			for (int i = row; i < row + c.rowspan; i++)
				for (int j = col; j < col + c.colspan; j++)
					taken[i * g->cols + j] = true;
			t->cells[t->count++] = c;
		}
	t->rows = g->rows;
	t->cols = g->cols;
	t->box = (struct flow_box){g->x[0], g->y[0], g->x[g->cols], g->y[g->rows]};
}

/* The grid of a group of strokes.  A table open at its sides ends where its flat strokes end. */
static bool grid_of(struct grid *g)
{
	int left = 1 << 30, right = -1;
	for (int i = 0; i < g->flat->count; i++) {
		if (g->flat->s[i].group != g->group)
			continue;
		left = g->flat->s[i].from < left ? g->flat->s[i].from : left;
		right = g->flat->s[i].to > right ? g->flat->s[i].to : right;
	}
	int nx = places(g->up, g->group, g->near, g->x), ny = places(g->flat, g->group, g->near, g->y);
	if (nx < 1 || ny < 2)
		return false;
	add_place(g->x, &nx, left, 2 * g->near);
	add_place(g->x, &nx, right, 2 * g->near);
	g->cols = nx - 1;
	g->rows = ny - 1;
	return g->cols >= 1 && g->cols <= DOC_MAX_COLUMNS && g->rows >= 1 && g->cols * g->rows >= 2;
}

static int from_top(const void *a, const void *b)
{
	const struct flow_table *s = a, *t = b;
	return (s->box.y0 > t->box.y0) - (s->box.y0 < t->box.y0);
}

size_t ruled_tables_find(struct cx *cx, const struct picture *p, struct flow_table **out)
{
	struct scale k = scale_of(p);
	struct strokes flat = {arena_array_of(cx->mem, struct stroke, MAX_STROKES), 0};
	struct strokes up = {arena_array_of(cx->mem, struct stroke, MAX_STROKES), 0};
	struct grid *g = arena_new_of(cx->mem, struct grid);
	size_t count = 0;
	*out = arena_array_of(cx->mem, struct flow_table, MAX_TABLES);
	find_strokes(p, false, &k, &flat);
	if (flat.count < 2 || flat.count >= MAX_STROKES)
		return 0;       /* none, or a picture full of strokes: no table */
	find_strokes(p, true, &k, &up);
	if (up.count < 1 || up.count >= MAX_STROKES || flat.count * up.count > 400 * 1000)
		return 0;
	int groups = group_strokes(&flat, &up, k.near);
	for (int i = 0; i < groups && count < MAX_TABLES; i++) {
		*g = (struct grid){.flat = &flat, .up = &up, .group = i, .near = k.near};
		if (grid_of(g))
			fill_table(cx, g, &(*out)[count++]);
	}
	qsort(*out, count, sizeof **out, from_top);
	return count;
}
