#include "proto/licence_land.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_LINE = 1 << 20, MAX_CELLS = 3 * LAND_MAX_POINTS + 8 };

struct reading {
	struct cx *cx;
	struct land_block *blocks;
	size_t block_count;
	struct land_point *points;
	char **cells;                   /* of the line being read */
	size_t from, count;             /* of the block being read; all that were read */
	int zone, line;
	bool zoned, swapped, known;     /* known: the first point has said how the coordinates are written */
	double stated_km2;
};

/* ---- one line ---- */

/* Separators of either width; their bytes are made into blanks. */
static void plain(char *s)
{
	static const char *const wide[] = {"，", "；", "、", "　", "：", "＊"};
	for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
		for (char *at; (at = strstr(s, wide[i]));)
			memcpy(at, i == 5 ? "  *" : "   ", 3);
	for (; *s; s++)
		if (strchr(",;\t\r", *s))
			*s = ' ';
}

static int split(char *line, char **cells)
{
	int n = 0;
	for (char *save = NULL, *cell = strtok_r(line, " ", &save); cell && n < MAX_CELLS; cell = strtok_r(NULL, " ", &save))
		cells[n++] = cell;
	return n;
}

static bool number(const char *s, double *out)
{
	char *end;
	*out = strtod(s, &end);
	return end != s && !*end && isfinite(*out) && !strpbrk(s, "xXnN");
}

/* "面积 1.0685 平方公里", "1.0685km²": the last figure of that kind in the text. */
static void look_for_area(struct reading *r, const char *line)
{
	static const char *const units[] = {"平方公里", "平方千米", "km2", "km²", "KM2"};
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		const char *unit = strstr(line, units[i]), *from = unit;
		while (from && from > line && strchr("0123456789. ", from[-1]))
			from--;
		while (from && *from == ' ')
			from++;
		if (from && from < unit && strtod(from, NULL) > 0)
			r->stated_km2 = strtod(from, NULL);
	}
}

/* ---- points ---- */

static bool is_north(double v)
{
	return v > 1.9e6 && v < 6.1e6;  /* 18 to 54 degrees north */
}

static bool is_east(double v, int *zone)
{
	*zone = (int)(v / 1e6);
	double rest = v - *zone * 1e6;
	return rest > 1e5 && rest < 9e5 && (*zone == 0 || (*zone >= 25 && *zone <= 45));
}

/* The first point says which comes first; the others must agree. */
static enum status add_point(struct reading *r, double a, double b)
{
	int zone;
	if (!r->known) {
		r->swapped = is_east(a, &zone) && is_north(b);
		r->known = true;
		r->zone = 0;
		is_east(r->swapped ? a : b, &r->zone);
	}
	double x = r->swapped ? b : a, y = r->swapped ? a : b;
	if (!is_north(x) || !is_east(y, &zone))
		return cx_fail(r->cx, STATUS_INVALID, "line %d: not a place in China in metres: %.3f, %.3f", r->line, a, b);
	if (zone != r->zone)
		return cx_fail(r->cx, STATUS_INVALID, "line %d: zone %d, but the coordinates before are in zone %d", r->line, zone, r->zone);
	if (r->count == LAND_MAX_POINTS)
		return cx_fail(r->cx, STATUS_TOO_LARGE, "more than %d points", LAND_MAX_POINTS);
	r->points[r->count++] = (struct land_point){x, y - zone * 1e6};
	return STATUS_OK;
}

/* ---- blocks ---- */

static double shoelace(const struct land_point *p, size_t n)
{
	double twice = 0;
	for (size_t i = 0; i < n; i++) {
		const struct land_point *a = &p[i], *b = &p[(i + 1) % n];
		twice += (a->y - p[0].y) * (b->x - p[0].x) - (b->y - p[0].y) * (a->x - p[0].x);
	}
	return fabs(twice) / 2;
}

static double side(const struct land_point *a, const struct land_point *b, const struct land_point *c)
{
	return (b->y - a->y) * (c->x - a->x) - (b->x - a->x) * (c->y - a->y);
}

static bool edges_cross(const struct land_point *a, const struct land_point *b, const struct land_point *c, const struct land_point *d)
{
	return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

static enum status check_simple(struct reading *r, const struct land_block *block)
{
	const struct land_point *p = block->points;
	size_t n = block->count;
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 2; j < n; j++)
			if (!(i == 0 && j == n - 1) && edges_cross(&p[i], &p[i + 1], &p[j], &p[(j + 1) % n]))
				return cx_fail(r->cx, STATUS_INVALID, "block %s: the edges after points %zu and %zu cross", block->name, i + 1, j + 1);
	return STATUS_OK;
}

/* "*,top,bottom,name,sign": heights may be missing, the name may be a number. */
static void read_closing(struct reading *r, char **cells, int n, struct land_block *b)
{
	int at = 1;
	if (n > 2 && number(cells[1], &b->top_m) && number(cells[2], &b->bottom_m)) {
		b->has_heights = true;
		at = 3;
	}
	double sign = 1;
	if (n > at && number(cells[n - 1], &sign) && (fabs(sign) <= 1) && n - 1 >= at)
		n--;
	b->out = sign < 0;
	b->name = n > at ? arena_strdup(r->cx->mem, cells[at]) : arena_printf(r->cx->mem, "%zu", r->block_count + 1);
}

static enum status close_block(struct reading *r, char **cells, int n)
{
	struct land_block *b = &r->blocks[r->block_count];
	if (r->block_count == LAND_MAX_BLOCKS)
		return cx_fail(r->cx, STATUS_TOO_LARGE, "more than %d blocks", LAND_MAX_BLOCKS);
	read_closing(r, cells, n, b);
	b->points = r->points + r->from;
	b->count = r->count - r->from;
	if (b->count > 1) {
		const struct land_point *first = b->points, *last = first + b->count - 1;
		b->count -= first->x == last->x && first->y == last->y;
	}
	if (b->count < 3)
		return cx_fail(r->cx, STATUS_INVALID, "line %d: block %s has %zu points; three are the least", r->line, b->name, b->count);
	if (b->has_heights && b->top_m < b->bottom_m)
		return cx_fail(r->cx, STATUS_INVALID, "line %d: block %s: its top (%g m) is below its bottom (%g m)", r->line, b->name,
			       b->top_m, b->bottom_m);
	b->area_m2 = shoelace(b->points, b->count);
	r->from = r->count;
	r->block_count++;
	return check_simple(r, b);
}

/* Longitude and latitude in China, with a fraction: a mistake worth its own words. */
static bool is_degrees(const char *cell_a, double a, const char *cell_b, double b)
{
	double east = fmax(a, b), north = fmin(a, b);
	return strchr(cell_a, '.') && strchr(cell_b, '.') && east > 73 && east < 136 && north > 3 && north < 54;
}

/* A point stands as label, X, Y; several may stand in a line. */
static enum status read_points(struct reading *r, char **cells, int n)
{
	double a, b;
	for (int i = 0; i + 2 < n; i += 3) {
		bool label = strlen(cells[i]) < 16;
		if (!label || !number(cells[i + 1], &a) || !number(cells[i + 2], &b))
			return STATUS_OK;       /* other text */
		if (is_degrees(cells[i + 1], a, cells[i + 2], b))
			return cx_fail(r->cx, STATUS_INVALID,
				       "line %d: longitude and latitude: give the metres that the licence prints (CGCS2000, Gauss-Krüger)", r->line);
		if (fabs(a) < 1e5 || fabs(b) < 1e5)
			return STATUS_OK;
		TRY(add_point(r, a, b));
	}
	return STATUS_OK;
}

static enum status read_line(struct reading *r, const char *text, size_t n)
{
	char *line = arena_printf(r->cx->mem, "%.*s", (int)n, text), **cells = r->cells;
	look_for_area(r, line);
	plain(line);
	int count = split(line, cells);
	if (!count || cells[0][0] != '*')
		return read_points(r, cells, count);
	if (cells[0][1]) {                      /* "*320": the star stands for a cell of its own */
		memmove(cells + 1, cells, sizeof *cells * (size_t)(count < MAX_CELLS ? count : MAX_CELLS - 1));
		cells[1]++;
		count += count < MAX_CELLS;
	}
	return close_block(r, cells, count);
}

enum status land_read(struct cx *cx, const char *text, size_t n, struct land *out)
{
	struct reading r = {.cx = cx, .blocks = arena_array_of(cx->mem, struct land_block, LAND_MAX_BLOCKS),
			    .points = arena_array_of(cx->mem, struct land_point, LAND_MAX_POINTS),
			    .cells = arena_array_of(cx->mem, char *, MAX_CELLS)};
	for (const char *end = text + n; text < end;) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		size_t len = (size_t)((stop ? stop : end) - text);
		r.line++;
		if (len < MAX_LINE)
			TRY(read_line(&r, text, len));
		text += len + 1;
	}
	if (r.count > r.from) {                 /* the last block was not closed by a line of its own */
		char *star[] = {(char[]){"*"}};
		TRY(close_block(&r, star, 1));
	}
	if (!r.block_count)
		return cx_fail(cx, STATUS_INVALID, "no coordinates here: lines of number, X, Y are looked for, closed by a line with *");
	*out = (struct land){.blocks = r.blocks, .count = r.block_count, .zone = r.zone, .swapped = r.swapped, .stated_km2 = r.stated_km2};
	for (size_t i = 0; i < r.block_count; i++)
		out->area_m2 += r.blocks[i].out ? -r.blocks[i].area_m2 : r.blocks[i].area_m2;
	return STATUS_OK;
}
