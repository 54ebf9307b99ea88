/* mine_import.c - rows of a list beside the register: which mine each means, and what it would change. */
#include "rooms/mine/mine_import.h"

#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <string.h>
#include "core/org.h"
#include "core/org_resolve.h"
#include "core/perm.h"
#include "db/db.h"
#include "rooms/mine/geo.h"

const char *const import_fates[] = {"new", "update", "same", "error", "skip", NULL};

/* What the register holds, found by number, by name, by licence. */
struct known {
	struct import *im;
	const struct org_index *index;
	json_t *orgs;           /* id → index in org_items */
	const struct org *org_items;
	json_t *resolved;       /* "kind words" → id; 0: none is called so */
	json_t *by_code, *by_name;      /* → the first of them; the next ones by next[] */
	const struct mine *mines;
	size_t *next_code, *next_name;
	json_t *licences;       /* number → index */
	const struct licence *licence_items;
	json_t *in_file;        /* keys of rows above → their index */
	bool sees_all;
	struct geo_system *system;
};
enum { NOWHERE = -1 };

static void release(void *map)
{
	json_decref(map);
}

static json_t *map_new(struct cx *cx)
{
	json_t *map = json_object();
	arena_defer(cx->mem, release, map);
	return map;
}

static int64_t look(const json_t *map, const char *key)
{
	const json_t *v = json_object_get(map, key);
	return v ? json_integer_value(v) : NOWHERE;
}

static void put(json_t *map, const char *key, int64_t value)
{
	json_object_set_new(map, key, json_integer(value));
}

static const char *id_key(struct cx *cx, int64_t id)
{
	return arena_printf(cx->mem, "%" PRId64, id);
}

/* ---- what is known ---- */

static const struct field org_fields[] = {
	FIELD(struct org, id), FIELD(struct org, path), FIELD(struct org, kind), FIELD(struct org, name),
};
static const struct record known_org_record = RECORD(org, org_fields);

static const struct field licence_known_fields[] = {
	FIELD(struct licence, id), FIELD(struct licence, mine), FIELD(struct licence, version), FIELD(struct licence, kind),
	FIELD(struct licence, number), FIELD(struct licence, holder), FIELD(struct licence, issuer), FIELD(struct licence, issued_on),
	FIELD(struct licence, valid_from), FIELD(struct licence, valid_to), FIELD(struct licence, withdrawn_on),
	FIELD(struct licence, minerals), FIELD(struct licence, scale_t), FIELD(struct licence, stated_km2), FIELD(struct licence, land_text),
};
static const struct record known_licence_record = RECORD(licence, licence_known_fields);

static enum status load_orgs(struct cx *cx, struct known *k)
{
	struct list l;
	TRY(org_index_load(cx, &k->index));
	TRY(db_all(cx, &known_org_record, &l, "SELECT id, path, kind, name FROM org WHERE county = $1", ARGS(V(cx->county))));
	k->org_items = l.items;
	k->orgs = map_new(cx);
	k->resolved = map_new(cx);
	for (size_t i = 0; i < l.count; i++)
		put(k->orgs, id_key(cx, k->org_items[i].id), (int64_t)i);
	return STATUS_OK;
}

static enum status load_mines(struct cx *cx, struct known *k)
{
	struct list l;
	TRY(db_all(cx, &mine_record, &l, "SELECT " MINE_COLUMNS " FROM mine m" MINE_JOINS " WHERE m.county = $1 ORDER BY m.id",
		   ARGS(V(cx->county))));
	k->mines = l.items;
	k->by_code = map_new(cx);
	k->by_name = map_new(cx);
	k->next_code = arena_array_of(cx->mem, size_t, l.count + 1);
	k->next_name = arena_array_of(cx->mem, size_t, l.count + 1);
	for (size_t i = l.count; i-- > 0;) {
		int64_t code = look(k->by_code, k->mines[i].code), name = look(k->by_name, k->mines[i].name);
		k->next_code[i] = code == NOWHERE ? SIZE_MAX : (size_t)code;
		k->next_name[i] = name == NOWHERE ? SIZE_MAX : (size_t)name;
		if (*k->mines[i].code)
			put(k->by_code, k->mines[i].code, (int64_t)i);
		put(k->by_name, k->mines[i].name, (int64_t)i);
	}
	return STATUS_OK;
}

static enum status load_licences(struct cx *cx, struct known *k)
{
	struct list l;
	TRY(db_all(cx, &known_licence_record, &l,
		   "SELECT id, mine, version, kind, number, holder, issuer, issued_on, valid_from, valid_to, withdrawn_on, minerals, scale_t,"
		   " stated_km2, land_text FROM mine_licence WHERE county = $1 AND kind = 'mining'", ARGS(V(cx->county))));
	k->licence_items = l.items;
	k->licences = map_new(cx);
	for (size_t i = 0; i < l.count; i++)
		put(k->licences, k->licence_items[i].number, (int64_t)i);
	return STATUS_OK;
}

static enum status load(struct cx *cx, struct import *im, struct known *k)
{
	*k = (struct known){.im = im, .in_file = map_new(cx)};
	TRY(mine_sees_all(cx, &k->sees_all));
	TRY(load_orgs(cx, k));
	TRY(load_mines(cx, k));
	TRY(load_licences(cx, k));
	return geo_system(cx, im->sheet.crs, &k->system);
}

static const struct org *org_of(struct cx *cx, const struct known *k, int64_t id)
{
	int64_t at = id ? look(k->orgs, id_key(cx, id)) : NOWHERE;
	return at == NOWHERE ? NULL : &k->org_items[at];
}

static bool ours(struct cx *cx, const struct known *k, const struct mine *m)
{
	const int64_t ids[] = {m->town, m->enterprise, m->industry};
	for (size_t i = 0; i < 3; i++) {
		const struct org *o = org_of(cx, k, ids[i]);
		if (o && org_in_scope(cx, o->path))
			return true;
	}
	return k->sees_all;
}

/* ---- organisations ---- */

static int64_t resolve(struct cx *cx, struct known *k, const char *kind, const char *said)
{
	const char *key = arena_printf(cx->mem, "%s %s", kind, said);
	int64_t id = look(k->resolved, key);
	if (id != NOWHERE)
		return id;
	struct org_resolved found;
	org_resolve(cx, k->index, said, &found);
	const struct org_ref *ref = found.orgs.items;
	const struct org *o = found.orgs.count == 1 && !found.group ? org_of(cx, k, ref->id) : NULL;
	id = o && strcmp(o->kind, kind) == 0 ? o->id : 0;
	put(k->resolved, key, id);
	return id;
}

/* A town or department that nobody is called is an error; a firm that is not entered yet is a remark, and its name is kept. */
static bool find_orgs(struct cx *cx, struct known *k, struct import_row *r)
{
	static const struct {
		enum import_field field;
		const char *kind;
		size_t offset;
	} wanted[] = {
		{IMPORT_TOWN, "town", offsetof(struct mine, town)},
		{IMPORT_INDUSTRY, "department", offsetof(struct mine, industry)},
		{IMPORT_ENTERPRISE, "enterprise", offsetof(struct mine, enterprise)},
	};
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
		const char *said = r->given[wanted[i].field];
		int64_t id = *said ? resolve(cx, k, wanted[i].kind, said) : 0;
		if (id) {
			*(int64_t *)((char *)&r->want + wanted[i].offset) = id;
		} else if (*said && wanted[i].field == IMPORT_ENTERPRISE) {
			import_note(cx, r, arena_printf(cx->mem, words(cx, "no enterprise is entered as %s: kept as the owner"), said));
			if (!*r->given[IMPORT_OWNERS] && (!r->want.owners || !*r->want.owners))
				r->want.owners = said;
		} else if (*said) {
			cx_fail(cx, STATUS_INVALID, "no organisation is called this: %s", said);
			return import_fail(cx, r, import_field_names[wanted[i].field]), false;
		}
	}
	return true;
}

/* ---- which mine ---- */

static bool fail_row(struct cx *cx, struct import_row *r, const char *field)
{
	import_fail(cx, r, field);
	return false;
}

static bool find_by_code(struct cx *cx, const struct known *k, struct import_row *r)
{
	int64_t at = look(k->by_code, r->given[IMPORT_CODE]);
	if (at == NOWHERE)
		return true;
	if (k->next_code[at] != SIZE_MAX) {
		cx_fail(cx, STATUS_INVALID, "several mines have this number: %s", r->given[IMPORT_CODE]);
		return fail_row(cx, r, "code");
	}
	r->was = &k->mines[at];
	return true;
}

/* Of that name: in the row's town, or in none yet; without a town in the row, the only one. */
static bool find_by_name(struct cx *cx, const struct known *k, struct import_row *r, const char *name, int64_t town)
{
	const char *code = r->given[IMPORT_CODE];
	size_t several = 0;
	int64_t at = look(k->by_name, name);
	for (size_t i = at == NOWHERE ? SIZE_MAX : (size_t)at; i != SIZE_MAX; i = k->next_name[i]) {
		const struct mine *m = &k->mines[i];
		if ((town && m->town && m->town != town) || (*code && *m->code && strcmp(code, m->code) != 0))
			continue;
		bool nearer = !several || (town && m->town == town);
		several += !(town && m->town == town && several);
		r->was = nearer ? m : r->was;
	}
	if (several > 1 && !(town && r->was->town == town)) {
		r->was = NULL;
		cx_fail(cx, STATUS_INVALID, "several mines are called %s: say which by its number", name);
		return fail_row(cx, r, "name");
	}
	return true;
}

static bool find_mine(struct cx *cx, struct known *k, struct import_row *r, const char *name)
{
	int64_t town = *r->given[IMPORT_TOWN] ? resolve(cx, k, "town", r->given[IMPORT_TOWN]) : 0;
	if (*r->given[IMPORT_CODE] && !find_by_code(cx, k, r))
		return false;
	if (!r->was && !find_by_name(cx, k, r, name, town))
		return false;
	if (r->was && !ours(cx, k, r->was)) {
		cx_fail(cx, STATUS_INVALID, "the register has this mine, and it is not yours to change");
		return fail_row(cx, r, "name");
	}
	return true;
}

/* Two mines of one name in one town cannot be. */
static bool name_is_free(struct cx *cx, const struct known *k, struct import_row *r)
{
	int64_t at = look(k->by_name, r->want.name);
	for (size_t i = at == NOWHERE ? SIZE_MAX : (size_t)at; i != SIZE_MAX; i = k->next_name[i])
		if (k->mines[i].town == r->want.town && &k->mines[i] != r->was) {
			cx_fail(cx, STATUS_INVALID, "another mine has this name there, with the number %s", k->mines[i].code);
			return fail_row(cx, r, "name");
		}
	if (!ours(cx, k, &r->want)) {
		cx_fail(cx, STATUS_INVALID, "the mine would not lie in your own area");
		return fail_row(cx, r, "town");
	}
	return true;
}

/* ---- the shape ---- */

static bool take_shape(struct cx *cx, struct known *k, struct import_row *r, const struct sheet_row *from)
{
	struct geo_place at;
	if (from->broken)
		return r->fate = FATE_ERROR, r->error_field = "shape", r->error = from->broken, false;
	if (!from->shape)
		return true;
	if (geo_place(cx, k->system, from->shape, &at))
		return fail_row(cx, r, "shape");
	r->area_m2 = at.area_m2;
	r->shape = at.degrees->point ? NULL : at.geojson;
	r->polygon = at.degrees->point ? NULL : at.degrees;
	bool said = *r->given[IMPORT_LON] || *r->given[IMPORT_LAT] || *r->given[IMPORT_COORDINATES];
	if (said || (r->polygon && geo_inside(r->polygon, r->want.lon, r->want.lat)))
		return true;    /* the register's own point is as good as any inside */
	r->want.lon = at.lon;
	r->want.lat = at.lat;
	return true;
}

/* A number of a mining licence makes the polygon its land. */
static bool take_licence(struct cx *cx, struct known *k, struct import_row *r)
{
	const double off = 0.01, m2 = 1e6;
	const char *number = r->given[IMPORT_LICENCE];
	double stated = r->licence.stated_km2;
	if (stated > 0 && r->area_m2 > 0 && fabs(r->area_m2 / m2 / stated - 1) > off)
		import_note(cx, r, arena_printf(cx->mem, words(cx, "the polygon has %.4f km², stated are %.4f km²"), r->area_m2 / m2, stated));
	if (!*number) {
		if (r->shape)
			import_note(cx, r, words(cx, "the polygon gives the place only: without a licence's number it is not kept as land"));
		return true;
	}
	int64_t at = look(k->licences, number);
	const struct licence *was = at == NOWHERE ? NULL : &k->licence_items[at];
	if (was && (!r->was || was->mine != r->was->id)) {
		cx_fail(cx, STATUS_INVALID, "another mine holds the licence of this number: %s", number);
		return fail_row(cx, r, "licence");
	}
	r->licence = was ? *was : (struct licence){.kind = "mining", .number = number};
	r->licence.number = number;
	r->licence.stated_km2 = stated > 0 ? stated : r->licence.stated_km2;
	r->licence.land_text = r->shape ? r->shape : r->licence.land_text;
	if (was && fabs(r->licence.stated_km2 - was->stated_km2) < 1e-9 && strcmp(r->licence.land_text, was->land_text) == 0)
		r->licence.number = NULL;       /* nothing to write */
	if (r->licence.number && licence_ask(cx, r->was ? r->was->id : 0, r->licence.id, &r->licence))
		return fail_row(cx, r, "licence");
	return true;
}

/* ---- what would change ---- */

static const char *shown(struct cx *cx, const struct known *k, const struct field *f, const struct mine *m)
{
	const void *p = (const char *)m + f->offset;
	const struct org *o;
	if (f->kind == KIND_TEXT)
		return *(const char *const *)p ? *(const char *const *)p : "";
	if (f->kind == KIND_REAL)
		return *(const double *)p != 0 ? arena_printf(cx->mem, "%.7g", *(const double *)p) : "";
	int64_t i = *(const int64_t *)p;
	if (strcmp(f->name, "town") == 0 || strcmp(f->name, "enterprise") == 0 || strcmp(f->name, "industry") == 0)
		return (o = org_of(cx, k, i)) ? o->name : "";
	return i ? id_key(cx, i) : "";
}

static bool differs(const struct field *f, const struct mine *a, const struct mine *b)
{
	const void *p = (const char *)a + f->offset, *q = (const char *)b + f->offset;
	if (f->kind == KIND_INT)
		return *(const int64_t *)p != *(const int64_t *)q;
	if (f->kind == KIND_REAL)
		return fabs(*(const double *)p - *(const double *)q) > 5e-8;
	const char *s = *(const char *const *)p, *t = *(const char *const *)q;
	return strcmp(s ? s : "", t ? t : "") != 0;
}

static void compare(struct cx *cx, const struct known *k, struct import_row *r)
{
	static const struct mine nothing;
	const struct mine *was = r->was ? r->was : &nothing;
	r->changes = arena_array_of(cx->mem, struct import_change, mine_input_record.count + 1);
	for (size_t i = 0; i < mine_input_record.count; i++) {
		const struct field *f = &mine_input_record.fields[i];
		if (strcmp(f->name, "version") != 0 && differs(f, was, &r->want))
			r->changes[r->change_count++] = (struct import_change){f->name, r->was ? shown(cx, k, f, was) : NULL, shown(cx, k, f, &r->want)};
	}
	if (r->licence.number)
		r->changes[r->change_count++] = (struct import_change){"licence", r->licence.id ? r->licence.number : NULL,
			r->shape ? arena_printf(cx->mem, "%s, %.4f km²", r->licence.number, r->area_m2 / 1e6) : r->licence.number};
	r->fate = !r->was ? FATE_NEW : r->change_count ? FATE_UPDATE : FATE_SAME;
}

/* ---- rows of one file that mean the same mine ---- */

static bool same_want(const struct import_row *a, const struct import_row *b)
{
	for (size_t i = 0; i < mine_input_record.count; i++)
		if (differs(&mine_input_record.fields[i], &a->want, &b->want))
			return false;
	return true;
}

static void only_once(struct cx *cx, struct known *k, struct import_row *r, size_t index)
{
	const char *name = arena_printf(cx->mem, "n %" PRId64 " %s", r->want.town, r->want.name);
	const char *mine = r->was ? arena_printf(cx->mem, "m %" PRId64, r->was->id) : r->want.code && *r->want.code
			 ? arena_printf(cx->mem, "c %s", r->want.code) : name;
	int64_t before = look(k->in_file, mine);
	before = before == NOWHERE ? look(k->in_file, name) : before;
	if (before == NOWHERE) {
		put(k->in_file, mine, (int64_t)index);
		put(k->in_file, name, (int64_t)index);
		return;
	}
	const struct import_row *first = &k->im->rows[before];
	r->change_count = 0;
	r->licence.number = NULL;
	if (same_want(r, first)) {
		r->fate = FATE_SKIP;
		import_note(cx, r, arena_printf(cx->mem, words(cx, "says the same as line %d"), first->line));
		return;
	}
	cx_fail(cx, STATUS_INVALID, "line %d has this mine already and says otherwise: give them numbers or towns", first->line);
	import_fail(cx, r, "name");
}

/* ---- the file ---- */

static void judge(struct cx *cx, struct known *k, struct import_row *r, const struct sheet_row *from, size_t index)
{
	r->line = from->line;
	import_take(k->im, r, from);
	const char *name = import_name(cx, r);
	r->want.name = name;
	if (import_other_thing(r)) {
		r->fate = FATE_SKIP;
		import_note(cx, r, arena_printf(cx->mem, words(cx, "is not a mine: %s"), r->given[IMPORT_FEATURE]));
		return;
	}
	if (!*name) {
		r->fate = FATE_SKIP;
		import_note(cx, r, words(cx, "has no name"));
		return;
	}
	if (!find_mine(cx, k, r, name))
		return;
	if (r->was)
		r->want = *r->was;
	r->want.name = name;
	if (!import_cells(cx, r, k->im->kind) || !find_orgs(cx, k, r) || !take_shape(cx, k, r, from) || !name_is_free(cx, k, r) ||
	    !take_licence(cx, k, r))
		return;
	compare(cx, k, r);
	only_once(cx, k, r, index);
}

static enum status name_columns(struct cx *cx, struct import *im)
{
	bool named = false;
	im->columns = arena_array_of(cx->mem, struct import_column, im->sheet.column_count + 1);
	for (size_t i = 0; i < im->sheet.column_count; i++) {
		im->columns[i] = import_column_of(cx, im->sheet.columns[i]);
		named |= im->columns[i].field == IMPORT_NAME || im->columns[i].field == IMPORT_NAME_ALSO || im->columns[i].field == IMPORT_ENTERPRISE;
	}
	return named ? STATUS_OK : cx_fail(cx, STATUS_INVALID, "no column is called 矿山名称 or name: is this a list of mines?");
}

enum status import_read(struct cx *cx, const char *name, const char *bytes, size_t n, const char *kind, struct import **out)
{
	struct known k;
	struct import *im = *out = arena_new_of(cx->mem, struct import);
	im->kind = kind && *kind ? kind : NULL;
	TRY(sheet_read(cx, name, bytes, n, &im->sheet));
	TRY(name_columns(cx, im));
	TRY(load(cx, im, &k));
	im->count = im->sheet.row_count;
	im->rows = arena_array_of(cx->mem, struct import_row, im->count + 1);
	for (size_t i = 0; i < im->count; i++) {
		judge(cx, &k, &im->rows[i], &im->sheet.rows[i], i);
		im->counts[im->rows[i].fate]++;
	}
	return STATUS_OK;
}
