#include "main/basemap.h"

#include <inttypes.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "core/perm.h"
#include "core/rule.h"
#include "main/fetch.h"

enum { DEEPEST = 22 };

struct base {
	const char *file;               /* NULL: none */
	const char *tiles;              /* the service's address; "": none */
	const char *attribution;
	int64_t max_zoom;
};

static const char *file_of(struct cx *cx)
{
	const char *path = cx->data ? arena_printf(cx->mem, "%s/basemap.mbtiles", cx->data) : NULL;
	return path && access(path, R_OK) == 0 ? path : NULL;
}

static enum status open_file(struct cx *cx, const char *path, sqlite3 **out)
{
	if (sqlite3_open_v2(path, out, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK)
		return STATUS_OK;
	sqlite3_close(*out);
	return cx_fail(cx, STATUS_INTERNAL, "cannot open %s", path);
}

/* One value of a statement with up to three numbers, in cx->mem; NULL: no row. */
static const char *one_value(struct cx *cx, sqlite3 *file, const char *sql, const int64_t *numbers, int count, size_t *n)
{
	sqlite3_stmt *st;
	const char *value = NULL;
	if (sqlite3_prepare_v2(file, sql, -1, &st, NULL) != SQLITE_OK)
		return NULL;
	for (int i = 0; i < count; i++)
		sqlite3_bind_int64(st, i + 1, numbers[i]);
	if (sqlite3_step(st) == SQLITE_ROW) {
		*n = (size_t)sqlite3_column_bytes(st, 0);
		char *copy = arena_alloc(cx->mem, *n + 1);
		if (*n)
			memcpy(copy, sqlite3_column_blob(st, 0), *n);
		copy[*n] = '\0';
		value = copy;
	}
	sqlite3_finalize(st);
	return value;
}

static enum status base_read(struct cx *cx, struct base *out)
{
	const struct rule *rule;
	TRY(rule_in_force(cx, "map.base", day_of(cx->now), &rule));
	TRY(rule_text(cx, rule, "tiles", &out->tiles));
	TRY(rule_text(cx, rule, "attribution", &out->attribution));
	TRY(rule_int(cx, rule, "max_zoom", &out->max_zoom));
	out->file = file_of(cx);
	if (!out->file)
		return STATUS_OK;
	sqlite3 *file;
	size_t n;
	TRY(open_file(cx, out->file, &file));
	const char *zoom = one_value(cx, file, "SELECT value FROM metadata WHERE name = 'maxzoom'", NULL, 0, &n);
	const char *words = one_value(cx, file, "SELECT value FROM metadata WHERE name = 'attribution'", NULL, 0, &n);
	out->max_zoom = zoom && atoi(zoom) > 0 && atoi(zoom) <= DEEPEST ? atoi(zoom) : out->max_zoom;
	out->attribution = words ? words : "";
	sqlite3_close(file);
	return STATUS_OK;
}

static enum status get_base(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct base b;
	struct jw *w = &reply->w;
	(void)rq;
	TRY(base_read(cx, &b));
	bool any = b.file || *b.tiles;
	jw_begin(w, '{');
	jw_key(w, "tiles");
	jw_text(w, any ? "/api/map/tiles/{z}/{x}/{y}" : NULL);
	jw_key(w, "attribution");
	jw_text(w, any ? b.attribution : "");
	jw_key(w, "max_zoom");
	jw_int(w, b.max_zoom);
	jw_end(w);
	return STATUS_OK;
}

/* ---- pictures ---- */

static const char *type_of(const char *bytes, size_t n)
{
	if (n > 8 && memcmp(bytes, "\x89PNG", 4) == 0)
		return "image/png";
	if (n > 3 && memcmp(bytes, "\xff\xd8\xff", 3) == 0)
		return "image/jpeg";
	if (n > 12 && memcmp(bytes, "RIFF", 4) == 0 && memcmp(bytes + 8, "WEBP", 4) == 0)
		return "image/webp";
	return NULL;
}

struct tile {
	int64_t z, x, y;
};

/* MBTiles counts rows from the south. */
static enum status from_file(struct cx *cx, const char *path, const struct tile *t, const char **bytes, size_t *n)
{
	sqlite3 *file;
	const int64_t numbers[] = {t->z, t->x, (INT64_C(1) << t->z) - 1 - t->y};
	TRY(open_file(cx, path, &file));
	*bytes = one_value(cx, file, "SELECT tile_data FROM tiles WHERE zoom_level = ?1 AND tile_column = ?2 AND tile_row = ?3", numbers, 3, n);
	sqlite3_close(file);
	return *bytes ? STATUS_OK : cx_fail(cx, STATUS_NOT_FOUND, "the base map has no picture there");
}

/* {z}, {x}, {y} in the address replaced. */
static const char *address(struct cx *cx, const char *template, const struct tile *t)
{
	struct buf b;
	buf_init(&b, cx->mem);
	for (const char *s = template; *s;) {
		const int64_t *n = strncmp(s, "{z}", 3) == 0 ? &t->z : strncmp(s, "{x}", 3) == 0 ? &t->x : strncmp(s, "{y}", 3) == 0 ? &t->y : NULL;
		if (n)
			buf_printf(&b, "%" PRId64, *n);
		else
			buf_add(&b, s, 1);
		s += n ? 3 : 1;
	}
	return b.s;
}

static enum status from_service(struct cx *cx, const char *template, const struct tile *t, const char **bytes, size_t *n)
{
	struct fetch f = {.url = address(cx, template, t)};
	TRY(fetch(cx, &f));
	if (f.status != 200)
		return cx_fail(cx, STATUS_NOT_FOUND, "the base map has no picture there");
	*bytes = f.answer;
	*n = f.n;
	return STATUS_OK;
}

static enum status get_tile(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct base b;
	char *end;
	struct tile t = {.z = rq->id, .x = rq->sub, .y = strtoll(rq->name, &end, 10)};
	const char *bytes = "";
	size_t n = 0;
	if (*end || t.z > DEEPEST || t.x >= INT64_C(1) << t.z || t.y < 0 || t.y >= INT64_C(1) << t.z)
		return cx_fail(cx, STATUS_NOT_FOUND, "the base map has no picture there");
	TRY(base_read(cx, &b));
	if (b.file)
		TRY(from_file(cx, b.file, &t, &bytes, &n));
	else if (*b.tiles)
		TRY(from_service(cx, b.tiles, &t, &bytes, &n));
	else
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no base map");
	reply->type = type_of(bytes, n);
	if (!reply->type)
		return cx_fail(cx, STATUS_INVALID, "the base map's pictures are of a kind we do not draw: png, jpeg or webp");
	reply->bytes = bytes;
	reply->size = n;
	reply->immutable = true;
	return STATUS_OK;
}

static const struct answer_key base_keys[] = {
	KEY("tiles", "?text"),
	KEY("attribution", "text"),
	KEY("max_zoom", "int"),
	{0},
};

static const struct route table[] = {
	{"GET", "/api/map/base", BIT(MINE_READ), get_base, .keys = base_keys,
	 .help = "the base map: {tiles: an address with {z}, {x}, {y} or null, attribution, max_zoom}"},
	{"GET", "/api/map/tiles/{id}/{sub}/{name}", BIT(MINE_READ), get_tile, .flags = ROUTE_OWN_WRITE,
	 .type = "image/*", .help = "a picture of the base map: zoom, column, row from the north"},
};
const struct routes basemap_routes = ROUTES("/api/map", table);
