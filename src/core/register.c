#include "core/register.h"

#include "core/ledger.h"
#include "db/db.h"

static const struct field version_fields[] = {
	FIELD(struct register_version, version),
	FIELD(struct register_version, at, .flags = TIME),
	FIELD(struct register_version, person, .flags = NULLABLE),
	FIELD(struct register_version, person_name),
	FIELD(struct register_version, data),
};
const struct record register_version_record = RECORD(register_version, version_fields);

enum status register_keep(struct cx *cx, const char *kind, int64_t item, int64_t version, const char *action,
			  const struct record *rec, const void *row)
{
	struct buf b;
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	jw_record(&w, rec, row);
	TRY(db_exec(cx, NULL,
		    "INSERT INTO register_version (county, kind, item, version, at, person, data) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		    ARGS(V(cx->county), V(kind), V(item), V(version), V(cx->now), V(cx->user), V(b.s))));
	return ledger_append(cx, kind, item, action, b.s);
}

#define COLUMNS "v.version, v.at, v.person, v.data, p.name AS person_name"
#define FROM " FROM register_version v LEFT JOIN person p ON p.county = v.county AND p.id = v.person"

enum status register_history(struct cx *cx, const char *kind, int64_t item, struct list *out)
{
	return db_all(cx, &register_version_record, out,
		      "SELECT " COLUMNS FROM " WHERE v.county = $1 AND v.kind = $2 AND v.item = $3 ORDER BY v.version DESC",
		      ARGS(V(cx->county), V(kind), V(item)));
}

enum status register_as_known(struct cx *cx, const char *kind, int64_t item, int64_t at, struct register_version *out)
{
	return db_one(cx, &register_version_record, out,
		      "SELECT " COLUMNS FROM " WHERE v.county = $1 AND v.kind = $2 AND v.item = $3 AND v.at <= $4"
		      " ORDER BY v.version DESC LIMIT 1",
		      ARGS(V(cx->county), V(kind), V(item), V(at)));
}
