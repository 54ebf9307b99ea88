/* supplier.c - dealers, and what explosives cost elsewhere. */
#include "rooms/explosive/market.h"

#include <string.h>
#include "base/id.h"
#include "core/ledger.h"
#include "core/org.h"
#include "core/register.h"
#include "db/db.h"
#include "db/where.h"
#include "rooms/explosive/book.h"

#define SUPPLIER_FIELDS(ro)                                                                                            \
	FIELD(struct supplier, id, .flags = (ro)), FIELD(struct supplier, version, .min = 0, .max = INT64_MAX),        \
		FIELD(struct supplier, name, .flags = REQUIRED, .min = 2, .max = 100, .zh = "销售企业",                \
		      .en = "dealer"),                                                                                 \
		FIELD(struct supplier, licence, .min = 0, .max = 60, .zh = "销售许可证号", .en = "licence"),           \
		FIELD(struct supplier, valid_to, .flags = DAY, .zh = "有效期止", .en = "valid to"),                    \
		FIELD(struct supplier, outside, .zh = "县外企业", .en = "from outside the county"),                    \
		FIELD(struct supplier, ended_on, .flags = DAY, .zh = "停止经营日期", .en = "ended on")

static const struct field fields[] = {SUPPLIER_FIELDS(0)};
const struct record supplier_record = RECORD(supplier, fields);
static const struct field input_fields[] = {SUPPLIER_FIELDS(READ_ONLY)};
const struct record supplier_input_record = RECORD(supplier, input_fields);
#define COLUMNS "id, version, name, licence, valid_to, outside, ended_on"

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

static const struct field query_fields[] = {
	FIELD(struct supplier_query, q, .min = 0, .max = 60),
	FIELD(struct supplier_query, cursor, .min = 0, .max = INT64_MAX),
	FIELD(struct supplier_query, limit, .min = 1, .max = 200),
};
const struct record supplier_query_record = RECORD(supplier_query, query_fields);

enum status supplier_list(struct cx *cx, const struct supplier_query *q, struct list *out, int64_t *next)
{
	size_t limit = (size_t)(q->limit ? q->limit : 200);
	struct where w = where_new(cx, "county = $?", V(cx->county));
	if (q->q && *q->q)
		where_and(&w, "(lower(name) LIKE $? ESCAPE '\\' OR lower(licence) LIKE $? ESCAPE '\\')", V(org_anywhere(cx, q->q)));
	if (q->cursor)
		where_and(&w, "id < $?", V(q->cursor));
	where_more(&w, " ORDER BY id DESC LIMIT $?", V((int64_t)limit + 1));
	TRY(db_all(cx, &supplier_record, out,
		   arena_printf(cx->mem, "SELECT " COLUMNS " FROM explosive_supplier WHERE %s", w.sql.s),
		   where_args(&w)));
	*next = where_page(out, &supplier_record, limit);
	return STATUS_OK;
}

enum status supplier_put(struct cx *cx, int64_t id, const struct supplier *in, struct supplier *out)
{
	struct number_row same;
	int64_t changed, own = id ? id : id_new(cx);
	TRY(db_one(cx, &number_row_record, &same,
		   "SELECT count(*) AS n FROM explosive_supplier WHERE county = $1 AND name = $2 AND id <> $3",
		   ARGS(V(cx->county), V(in->name), V(own))));
	if (same.n)
		return cx_fail_field(cx, "name", "there is a dealer of that name");
	if (!id)
		TRY(db_exec(cx, NULL,
			    "INSERT INTO explosive_supplier (county, id, version, name, created_at) VALUES ($1, $2, 0, "
			    "$3, $4)",
			    ARGS(V(cx->county), V(own), V(in->name), V(cx->now))));
	TRY(db_exec(cx, &changed,
		    "UPDATE explosive_supplier SET version = version + 1, name = $1, licence = $2, valid_to = $3, "
		    "outside = $4, ended_on = $5"
		    " WHERE county = $6 AND id = $7 AND version = $8",
		    ARGS(V(in->name), V(or_empty(in->licence)), V(or_empty(in->valid_to)), V(in->outside),
			 V(or_empty(in->ended_on)), V(cx->county), V(own), V(id ? in->version : (int64_t)0))));
	if (changed != 1)
		return cx_fail(cx, STATUS_CONFLICT, "someone else has changed it meanwhile: look at it again");
	TRY(db_one(cx, &supplier_record, out,
		   "SELECT " COLUMNS " FROM explosive_supplier WHERE county = $1 AND id = $2",
		   ARGS(V(cx->county), V(own))));
	return register_keep(cx, "explosive_supplier", own, out->version, id ? "change" : "create", &supplier_record,
			     out);
}

enum status price_put(struct cx *cx, const struct price_note *in)
{
	struct day d;
	char first[11];
	day_print(day_of(cx->now), first);
	if (!day_parse(arena_printf(cx->mem, "%s-01", in->month), &d) || strncmp(in->month, first, 7) > 0)
		return cx_fail_field(cx, "month", "not a month like 2023-10, or one to come");
	TRY(db_exec(cx, NULL,
		    "INSERT INTO explosive_price (county, place, month, price_fen, source, entered_by, entered_at) "
		    "VALUES ($1, $2, $3, $4, $5, $6, $7)"
		    " ON CONFLICT (county, place, month) DO UPDATE SET price_fen = excluded.price_fen, source = "
		    "excluded.source, entered_by = excluded.entered_by,"
		    " entered_at = excluded.entered_at",
		    ARGS(V(cx->county), V(in->place), V(in->month), V(in->price_yuan * 100), V(in->source), V(cx->user),
			 V(cx->now))));
	return ledger_append_record(cx, "explosive_price", id_new(cx), "enter", &price_note_record, in);
}
