/* register_store.c - the registers' rows in and out; the SQL comes from their records. */
#include "rooms/haulage/haulage_inside.h"

#include <inttypes.h>
#include <string.h>
#include "base/id.h"
#include "core/org.h"
#include "core/perm.h"
#include "core/register.h"
#include "core/search.h"
#include "db/db.h"

enum { DEFAULT_LIMIT = 50, MAX_LIMIT = 200, MOST_FIELDS = 40 };

static const struct field query_fields[] = {
	FIELD(struct haulage_register_query, q, .min = 0, .max = 60),
	FIELD(struct haulage_register_query, kind, .min = 0, .max = 20),
	FIELD(struct haulage_register_query, mine, .min = 0, .max = INT64_MAX),
	FIELD(struct haulage_register_query, carrier, .min = 0, .max = INT64_MAX),
	FIELD(struct haulage_register_query, expired),
	FIELD(struct haulage_register_query, cursor, .min = 0, .max = INT64_MAX),
	FIELD(struct haulage_register_query, limit, .min = 1, .max = MAX_LIMIT),
};
const struct record haulage_register_query_record = RECORD(haulage_register_query, query_fields);

static struct val value_of(const struct field *f, const void *row)
{
	const char *at = (const char *)row + f->offset;
	switch (f->kind) {
	case KIND_INT: return val_int(*(const int64_t *)at);
	case KIND_BOOL: return val_int(*(const bool *)at);
	case KIND_REAL: return val_real(*(const double *)at);
	default: return val_text(haulage_or(*(const char *const *)at, ""));
	}
}

/* The number of a new scale within its tickets' ids. */
static enum status next_seq(struct cx *cx, int64_t *out)
{
	TRY(haulage_count(cx, out, "SELECT max(seq) + 1 AS n FROM haulage_scale WHERE county = $1", ARGS(V(cx->county))));
	return *out < HAULAGE_MOST_SCALES ? STATUS_OK : cx_fail(cx, STATUS_TOO_LARGE, "a county has at most %d scales", HAULAGE_MOST_SCALES);
}

static enum status insert(struct cx *cx, const struct haulage_register *r, const void *row, int64_t id)
{
	struct val v[MOST_FIELDS + 4] = {V(cx->county), V(id), V(cx->now)};
	size_t n = 3;
	bool scale = r == &haulage_scales;
	struct buf names, places;
	buf_init(&names, cx->mem);
	buf_init(&places, cx->mem);
	if (scale) {
		int64_t seq;
		TRY(next_seq(cx, &seq));
		v[n++] = V(seq);
		buf_puts(&names, ", seq");
		buf_puts(&places, ", $4");
	}
	if (r == &haulage_vehicles) {
		v[n++] = V(cx->now);
		buf_puts(&names, ", changed_at");
		buf_puts(&places, ", $4");
	}
	for (size_t i = 1; i < r->input->count; i++) {
		v[n++] = value_of(&r->input->fields[i], row);
		buf_printf(&names, ", %s", r->input->fields[i].name);
		buf_printf(&places, ", $%zu", n);
	}
	const char *sql = arena_printf(cx->mem, "INSERT INTO %s (county, id, created_at%s) VALUES ($1, $2, $3%s)", r->kind, names.s, places.s);
	return db_exec(cx, NULL, sql, (struct args){v, n});
}

static enum status change(struct cx *cx, const struct haulage_register *r, const void *row, int64_t id, int64_t version)
{
	struct val v[MOST_FIELDS + 4] = {V(cx->county), V(id), V(version)};
	size_t n = 3;
	int64_t changed;
	struct buf sets;
	buf_init(&sets, cx->mem);
	for (size_t i = 1; i < r->input->count; i++) {
		v[n++] = value_of(&r->input->fields[i], row);
		buf_printf(&sets, ", %s = $%zu", r->input->fields[i].name, n);
	}
	if (r != &haulage_scales)
		buf_puts(&sets, ", learnt = 0");
	if (r == &haulage_vehicles) {
		v[n++] = V(cx->now);
		buf_printf(&sets, ", changed_at = $%zu", n);
	}
	const char *sql = arena_printf(cx->mem, "UPDATE %s SET version = version + 1%s WHERE county = $1 AND id = $2 AND version = $3", r->kind, sets.s);
	TRY(db_exec(cx, &changed, sql, (struct args){v, n}));
	return changed ? STATUS_OK : cx_fail(cx, STATUS_CONFLICT, "someone has changed it meanwhile: read it again");
}

/* Trucks and stations are found by everyone who may read here; a mine's scale on its mine's pages. */
static enum status let_find(struct cx *cx, const struct haulage_register *r, int64_t id, const void *row)
{
	const struct haulage_vehicle *v = row;
	const struct haulage_scale *s = row;
	if (r == &haulage_vehicles)
		return search_put(cx, &(struct search_entry){.kind = r->kind, .item = id, .perms = PERM_HAULAGE_READ, .title = v->plate,
				  .text = arena_printf(cx->mem, "%s %s", haulage_or(v->transport_no, ""), haulage_or(v->home, ""))});
	if (r == &haulage_scales && !s->mine)
		return search_put(cx, &(struct search_entry){.kind = r->kind, .item = id, .perms = PERM_HAULAGE_READ, .title = s->name,
				  .text = arena_printf(cx->mem, "%s %s", haulage_or(s->certificate, ""), haulage_or(s->serial_no, ""))});
	return STATUS_OK;
}

enum status haulage_put(struct cx *cx, const struct haulage_register *r, int64_t id, int64_t version, void *row, struct haulage_put_result *out)
{
	char *now = arena_alloc(cx->mem, r->record->size);
	TRY(haulage_keepers_only(cx));
	if (r->check)
		TRY(r->check(cx, row));
	if (id)
		TRY(haulage_get(cx, r, id, now));
	*out = (struct haulage_put_result){.id = id ? id : id_new(cx), .version = id ? version + 1 : 1};
	enum status s = id ? change(cx, r, row, id, version) : insert(cx, r, row, out->id);
	if (s == STATUS_CONFLICT && !id) {
		cx_forget(cx);
		return cx_fail(cx, s, "it is in the register already");
	}
	TRY(s);
	TRY(let_find(cx, r, out->id, row));
	return register_keep(cx, r->kind, out->id, out->version, id ? "update" : "create", r->input, row);
}

/* Scales of mines are seen by who sees the mine; the rest by everyone who may read here. */
static enum status scope(struct cx *cx, const struct haulage_register *r, struct where *w)
{
	bool all;
	if (r != &haulage_scales)
		return STATUS_OK;
	TRY(mine_sees_all(cx, &all));
	if (!all) {
		where_more(w, " AND x.mine > $?", V((int64_t)0));
		TRY(mine_scope(cx, w));
	}
	return STATUS_OK;
}

enum status haulage_get(struct cx *cx, const struct haulage_register *r, int64_t id, void *out)
{
	struct list l;
	struct where w = where_new(cx, "x.county = $?", V(cx->county));
	where_and(&w, "x.id = $?", V(id));
	TRY(scope(cx, r, &w));
	TRY(db_all(cx, r->record, &l, arena_printf(cx->mem, "%s%s", r->sql, w.sql.s), where_args(&w)));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such entry in the register, or it is not yours to see");
	memcpy(out, l.items, r->record->size);
	return STATUS_OK;
}

static void filter(struct cx *cx, const struct haulage_register *r, const struct haulage_register_query *q, struct where *w)
{
	bool scales = r == &haulage_scales, vehicles = r == &haulage_vehicles;
	if (q->q && *q->q)
		where_and(w, arena_printf(cx->mem, "lower(%s) LIKE $? ESCAPE '\\'", r->words), V(org_anywhere(cx, q->q)));
	if (q->kind && *q->kind && (scales || vehicles))
		where_and(w, "x.kind = $?", V(q->kind));
	if (q->mine && scales)
		where_and(w, "x.mine = $?", V(q->mine));
	if (q->carrier && (vehicles || r == &haulage_drivers))
		where_and(w, "x.carrier = $?", V(q->carrier));
	if (q->expired && scales)
		where_and(w, "x.active = 1 AND x.valid_to < $?", V(day_today(cx)));
	if (q->cursor)
		where_and(w, "x.id < $?", V(q->cursor));
}

enum status haulage_list(struct cx *cx, const struct haulage_register *r, const struct haulage_register_query *q, struct list *out, int64_t *next)
{
	int64_t limit = q->limit ? q->limit : DEFAULT_LIMIT;
	struct where w = where_new(cx, "x.county = $?", V(cx->county));
	TRY(scope(cx, r, &w));
	filter(cx, r, q, &w);
	where_more(&w, " ORDER BY x.id DESC LIMIT $?", V(limit + 1));
	TRY(db_all(cx, r->record, out, arena_printf(cx->mem, "%s%s", r->sql, w.sql.s), where_args(&w)));
	*next = 0;
	if (out->count > (size_t)limit) {
		out->count = (size_t)limit;
		*next = *(const int64_t *)((const char *)out->items + (size_t)(limit - 1) * r->record->size);   /* id stands first */
	}
	return STATUS_OK;
}
