/*
 * sheet_shape.c - a shapefile's records as rows, through shapelib, from memory.
 *
 * The library opens its files through functions of ours that get a name and nothing else: the name carries the address of
 * the parts in memory.
 */
#include "proto/sheet_build.h"

#include <inttypes.h>
#include <shapefil.h>
#include <stdlib.h>
#include <string.h>
#include "proto/charset.h"
#include "proto/unzip.h"

struct part {
	const char *bytes;
	size_t n;
};
struct parts {
	struct part shp, shx, dbf;
};

/* ---- the library's files ---- */

struct open_part {
	const char *bytes;
	size_t n, at;
};

static SAFile part_open(const char *name, const char *access)
{
	uintptr_t address = (uintptr_t)strtoull(name, NULL, 16);
	const struct parts *all = (const struct parts *)address;
	const char *ending = strrchr(name, '.');
	const struct part *p = !ending ? NULL : strcmp(ending, ".shp") == 0 ? &all->shp : strcmp(ending, ".shx") == 0 ? &all->shx
			     : strcmp(ending, ".dbf") == 0 ? &all->dbf : NULL;
	struct open_part *f = p && p->bytes && strchr(access, 'r') && !strchr(access, '+') ? malloc(sizeof *f) : NULL;
	if (f)
		*f = (struct open_part){p->bytes, p->n, 0};
	return (SAFile)(void *)f;
}

static SAOffset part_read(void *to, SAOffset size, SAOffset count, SAFile file)
{
	struct open_part *f = (struct open_part *)(void *)file;
	size_t whole = size && f->at < f->n ? (f->n - f->at) / size : 0;
	whole = whole < count ? whole : count;
	memcpy(to, f->bytes + f->at, whole * size);
	f->at += whole * size;
	return whole;
}

static SAOffset part_write(void *from, SAOffset size, SAOffset count, SAFile file)
{
	(void)from, (void)size, (void)count, (void)file;
	return 0;
}

static SAOffset part_seek(SAFile file, SAOffset offset, int whence)
{
	struct open_part *f = (struct open_part *)(void *)file;
	size_t at = (whence == SEEK_SET ? 0 : whence == SEEK_CUR ? f->at : f->n) + offset;
	if (at > f->n)
		return 1;
	f->at = at;
	return 0;
}

static SAOffset part_tell(SAFile file)
{
	return ((struct open_part *)(void *)file)->at;
}

static int part_flush(SAFile file)
{
	(void)file;
	return 0;
}

static int part_close(SAFile file)
{
	free(file);
	return 0;
}

static int part_remove(const char *name)
{
	(void)name;
	return -1;
}

static void part_error(const char *message)
{
	(void)message;          /* what cannot be read is told by what is missing */
}

static const SAHooks hooks = {part_open, part_read, part_write, part_seek, part_tell, part_flush, part_close, part_remove,
			      part_error, atof};

static void close_shapes(void *h)
{
	SHPClose(h);
}

static void close_table(void *h)
{
	DBFClose(h);
}

/* ---- rows ---- */

/* Outer rings run with the clock in this format, holes against it. */
static bool backwards(const struct geo_ring *r)
{
	double twice = 0;
	for (size_t i = 0; i < r->count; i++) {
		const struct geo_point *p = &r->points[i], *q = &r->points[(i + 1) % r->count];
		twice += (p->x - r->points[0].x) * (q->y - r->points[0].y) - (q->x - r->points[0].x) * (p->y - r->points[0].y);
	}
	return twice > 0;
}

static const struct geo *polygon_of(struct cx *cx, const SHPObject *o)
{
	struct geo *g = arena_new_of(cx->mem, struct geo);
	struct geo_ring *rings = arena_array_of(cx->mem, struct geo_ring, (size_t)o->nParts + 1);
	for (int i = 0; i < o->nParts; i++) {
		int from = o->panPartStart[i], to = i + 1 < o->nParts ? o->panPartStart[i + 1] : o->nVertices;
		if (from < 0 || to > o->nVertices || from >= to)
			return NULL;
		struct geo_point *p = arena_array_of(cx->mem, struct geo_point, (size_t)(to - from));
		for (int k = from; k < to; k++)
			p[k - from] = (struct geo_point){o->padfX[k], o->padfY[k]};
		if (!sheet_ring(&rings[g->ring_count], p, (size_t)(to - from)))
			return NULL;
		rings[g->ring_count].hole = g->ring_count && backwards(&rings[g->ring_count]);
		g->ring_count++;
	}
	g->rings = rings;
	return g->ring_count ? g : NULL;
}

static const struct geo *point_of(struct cx *cx, const SHPObject *o)
{
	struct geo *g = arena_new_of(cx->mem, struct geo);
	if (o->nVertices != 1)
		return NULL;
	*g = (struct geo){.point = true, .at = {o->padfX[0], o->padfY[0]}};
	return g;
}

static void read_shape(struct cx *cx, SHPHandle shapes, int i, struct sheet_row *row)
{
	SHPObject *o = SHPReadObject(shapes, i);
	int type = o ? o->nSHPType : SHPT_NULL;
	if (type == SHPT_POINT || type == SHPT_POINTZ || type == SHPT_POINTM)
		row->shape = point_of(cx, o);
	else if (type == SHPT_POLYGON || type == SHPT_POLYGONZ || type == SHPT_POLYGONM)
		row->shape = polygon_of(cx, o);
	if (!row->shape && (!o || type != SHPT_NULL))
		row->broken = words(cx, "the shape is neither a point nor a polygon of at least three corners");
	if (o)
		SHPDestroyObject(o);
}

static enum status cell(struct cx *cx, const char *bytes, const char *hint, const char **out)
{
	struct charset_text text;
	size_t n = strlen(bytes);
	if (charset_decode(cx, bytes, n, hint, &text)) {
		cx_forget(cx);
		*out = "\xef\xbf\xbd";
		return STATUS_OK;
	}
	*out = sheet_trim(cx, text.s, text.n);
	return STATUS_OK;
}

static enum status read_table(struct cx *cx, DBFHandle table, SHPHandle shapes, const char *hint, struct sheet_building *b)
{
	int fields = DBFGetFieldCount(table), rows = DBFGetRecordCount(table), count;
	SHPGetInfo(shapes, &count, NULL, NULL, NULL);
	if (fields < 1 || fields > SHEET_MAX_COLUMNS)
		return cx_fail(cx, STATUS_INVALID, "the shapefile's table (.dbf) has no columns, or too many");
	for (int k = 0; k < fields; k++) {
		char name[XBASE_FLDNAME_LEN_READ + 1] = "";
		DBFGetFieldInfo(table, k, name, NULL, NULL);
		TRY(cell(cx, name, hint, &b->columns[k]));
	}
	b->out->column_count = (size_t)fields;
	for (int i = 0; i < rows; i++) {
		struct sheet_row *row;
		if (DBFIsRecordDeleted(table, i))
			continue;
		TRY(sheet_row_new(b, i + 1, &row));
		for (int k = 0; k < fields; k++) {
			const char *s = DBFReadStringAttribute(table, i, k);
			TRY(cell(cx, s ? s : "", hint, &row->cells[k]));
		}
		if (i < count)
			read_shape(cx, shapes, i, row);
	}
	return STATUS_OK;
}

/* ---- the zip ---- */

static enum status take(struct cx *cx, struct unzip *z, const char *stem, const char *lower, const char *upper, struct part *out)
{
	const char *name = arena_printf(cx->mem, "%s%s", stem, lower);
	if (!unzip_has(z, name))
		name = arena_printf(cx->mem, "%s%s", stem, upper);
	*out = (struct part){0};
	return unzip_has(z, name) ? unzip_part(cx, z, name, &out->bytes, &out->n) : STATUS_OK;
}

static const char *code_page(struct cx *cx, const struct part *cpg)
{
	const char *said = cpg->bytes ? sheet_trim(cx, cpg->bytes, cpg->n) : "";
	return strcmp(said, "936") == 0 ? "cp936" : *said ? said : NULL;
}

enum status sheet_read_shape(struct cx *cx, struct unzip *z, const char *stem, struct sheet *out)
{
	struct parts *p = arena_new_of(cx->mem, struct parts);
	struct part prj, cpg;
	struct sheet_building b;
	SAHooks own = hooks;
	TRY(take(cx, z, stem, ".shp", ".SHP", &p->shp));
	TRY(take(cx, z, stem, ".shx", ".SHX", &p->shx));
	TRY(take(cx, z, stem, ".dbf", ".DBF", &p->dbf));
	TRY(take(cx, z, stem, ".prj", ".PRJ", &prj));
	TRY(take(cx, z, stem, ".cpg", ".CPG", &cpg));
	if (!p->shp.bytes || !p->shx.bytes || !p->dbf.bytes)
		return cx_fail(cx, STATUS_INVALID, "a shapefile needs its .shp, .shx and .dbf together in the zip");
	const char *name = arena_printf(cx->mem, "%" PRIxPTR, (uintptr_t)p);
	SHPHandle shapes = SHPOpenLL(name, "rb", &own);
	if (!shapes)
		return cx_fail(cx, STATUS_INVALID, "the shapefile is damaged: its shapes cannot be read");
	arena_defer(cx->mem, close_shapes, shapes);
	DBFHandle table = DBFOpenLL(name, "rb", &own);
	if (!table)
		return cx_fail(cx, STATUS_INVALID, "the shapefile is damaged: its table cannot be read");
	arena_defer(cx->mem, close_table, table);
	sheet_begin(cx, "shapefile", out, &b);
	if (prj.bytes)
		out->crs = sheet_trim(cx, prj.bytes, prj.n);
	return read_table(cx, table, shapes, code_page(cx, &cpg), &b);
}
