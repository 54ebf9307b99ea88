#include "core/county.h"

#include <string.h>
#include "core/ledger.h"
#include "core/org.h"
#include "core/rule.h"
#include "db/db.h"

static const struct field county_fields[] = {
	FIELD(struct county, code),
	FIELD(struct county, name),
	FIELD(struct county, short_name),
};
const struct record county_record = RECORD(county, county_fields);

enum status county_get(struct cx *cx, struct county *out)
{
	return db_one(cx, &county_record, out, "SELECT county AS code, name, short_name FROM county WHERE county = $1",
		      ARGS(V(cx->county)));
}

enum status county_settle(struct cx *cx)
{
	if (cx->county)
		return STATUS_OK;
	struct list l;
	TRY(db_all(cx, &county_record, &l,
		   "SELECT county AS code, name, short_name FROM county ORDER BY county LIMIT 2", NO_ARGS));
	if (l.count == 1)
		cx->county = ((const struct county *)l.items)->code;
	return STATUS_OK;
}

/* The length in bytes of the last character. */
static size_t last_character(const char *s)
{
	size_t n = strlen(s), i = n;
	while (i > 0 && ((unsigned char)s[--i] & 0xC0) == 0x80)
		continue;
	return n - i;
}

const char *county_level(struct cx *cx, const struct county *c)
{
	return arena_strdup(cx->mem, c->name + strlen(c->name) - last_character(c->name));
}

static bool ends_as_county(const char *name)
{
	static const char *const levels[] = {"县", "区", "市", "旗", NULL};
	for (const char *const *l = levels; *l; l++)
		if (strlen(name) > strlen(*l) && strcmp(name + strlen(name) - strlen(*l), *l) == 0)
			return true;
	return false;
}

enum status county_create(struct cx *cx, int64_t code, const char *name, const char *suite)
{
	if (code < 100000 || code > 999999)
		return cx_fail_field(cx, "county_code", "a county's code has six digits");
	if (!ends_as_county(name))
		return cx_fail_field(cx, "county_name", "a county's name ends in 县, 区, 市 or 旗");
	if (cx->county && cx->county != code)
		return cx_fail(cx, STATUS_CONFLICT, "this installation is set up for county %lld",
			       (long long)cx->county);
	cx->county = code;
	const char *brief = arena_printf(cx->mem, "%.*s", (int)(strlen(name) - last_character(name)), name);
	enum status s =
		db_exec(cx, NULL, "INSERT INTO county (county, name, short_name, created_at) VALUES ($1, $2, $3, $4)",
			ARGS(V(code), V(name), V(brief), V(cx->now)));
	if (s == STATUS_CONFLICT) {
		cx_forget(cx);
		return cx_fail(cx, s, "this county is set up already");
	}
	TRY(s);
	TRY(ledger_start(cx, suite));
	TRY(rules_load(cx, NULL));
	struct county c = {code, name, brief};
	TRY(ledger_append_record(cx, "county", code, "create", &county_record, &c));
	return org_template(cx, name);
}
