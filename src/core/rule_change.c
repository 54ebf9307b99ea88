/*
 * rule_change.c - adding rows: the built-in rules into a county, a county's own changes, its table of working days.
 */
#include "core/rule_inside.h"

#include <string.h>
#include "base/buf.h"
#include "base/id.h"
#include "base/json.h"
#include "core/ledger.h"
#include "db/db.h"

enum { MAX_REASON = 1000, MAX_SOURCE = 500, MAX_CALENDAR = 256 * 1024 };

static const struct field change_fields[] = {
	FIELD(struct rule_change, version, .flags = REQUIRED, .min = 1, .max = INT64_C(1) << 53, .zh = "现行版本",
	      .en = "version seen"),
	FIELD(struct rule_change, valid_from, .flags = REQUIRED | DAY, .zh = "自何日起", .en = "in force from"),
	FIELD(struct rule_change, valid_to, .flags = DAY, .zh = "至何日止", .en = "until"),
	FIELD(struct rule_change, params, .flags = REQUIRED, .zh = "参数", .en = "parameters"),
	FIELD(struct rule_change, source, .max = MAX_SOURCE, .zh = "依据文件", .en = "source"),
	FIELD(struct rule_change, article, .max = MAX_SOURCE, .zh = "条款", .en = "article"),
	FIELD(struct rule_change, reason, .flags = REQUIRED, .min = 2, .max = MAX_REASON, .zh = "理由", .en = "reason"),
};
const struct record rule_change_record = RECORD(rule_change, change_fields);

struct holiday_table {
	int64_t version;
	const char *csv;
	int64_t changed_by, changed_at;
	const char *reason;
};
static const struct field holiday_fields[] = {
	FIELD(struct holiday_table, version),    FIELD(struct holiday_table, csv),
	FIELD(struct holiday_table, changed_by), FIELD(struct holiday_table, changed_at, .flags = TIME),
	FIELD(struct holiday_table, reason),
};
static const struct record holiday_table_record = RECORD(holiday_table, holiday_fields);

struct number {
	int64_t n;
};
static const struct field number_fields[] = {FIELD(struct number, n)};
static const struct record number_record = RECORD(number, number_fields);

static enum status new_stamp(struct cx *cx)
{
	return db_exec(cx, NULL,
		       "INSERT INTO rule_stamp (county, stamp) VALUES ($1, $2)"
		       " ON CONFLICT (county) DO UPDATE SET stamp = excluded.stamp",
		       ARGS(V(cx->county), V(id_new(cx))));
}

/* The row's own entry in the ledger; rows are never changed, so it is its last one too. */
static enum status insert(struct cx *cx, struct rule *r, const char *action)
{
	r->id = id_new(cx);
	TRY(db_exec(cx, NULL,
		    "INSERT INTO rule (county, " RULE_COLUMNS ")"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
		    ARGS(V(cx->county), V(r->id), V(r->name), V(r->version), V(r->title_zh), V(r->title_en),
			 V(r->text_zh), V(r->text_en), V(r->source), V(r->article), V(r->confirmed), V(r->valid_from),
			 V(r->valid_to), V(r->params.s), V(r->changed_by), V(r->changed_at), V(r->reason))));
	return ledger_append_record(cx, "rule", r->id, action, &rule_record, r);
}

enum status rule_check_ledger(struct cx *cx, const struct ledger_entry *last, const char **why)
{
	struct list l;
	TRY(db_all(cx, &rule_record, &l, "SELECT " RULE_COLUMNS " FROM rule WHERE county = $1 AND id = $2",
		   ARGS(V(cx->county), V(last->item))));
	return ledger_compare(cx, last, &rule_record, l.count ? l.items : NULL, why);
}

/* ---- loading the built-in rules ---- */

static bool same_text(const struct rule *a, const struct rule *b)
{
	return strcmp(a->title_zh, b->title_zh) == 0 && strcmp(a->title_en, b->title_en) == 0 &&
	       strcmp(a->text_zh, b->text_zh) == 0 && strcmp(a->text_en, b->text_en) == 0 &&
	       strcmp(a->source, b->source) == 0 && strcmp(a->article, b->article) == 0 &&
	       strcmp(a->confirmed, b->confirmed) == 0 && strcmp(a->valid_to, b->valid_to) == 0 &&
	       strcmp(a->params.s, b->params.s) == 0;
}

/* Is the newest row that the program itself loaded for that name and day the same? */
static bool loaded(const struct list *have, const struct rule *r, int64_t *newest)
{
	const struct rule *last = NULL;
	*newest = 0;
	for (size_t i = 0; i < have->count; i++) {
		const struct rule *h = (const struct rule *)have->items + i;
		if (strcmp(h->name, r->name) != 0)
			continue;
		if (h->version > *newest)
			*newest = h->version;
		if (strcmp(h->confirmed, "county") != 0 && strcmp(h->valid_from, r->valid_from) == 0 &&
		    (!last || h->version > last->version))
			last = h;
	}
	return last && same_text(last, r);
}

enum status rules_load(struct cx *cx, int *added)
{
	struct list have, builtin;
	int n = 0;
	TRY(rules_read_builtin(cx, &builtin));
	TRY(db_all(cx, &rule_record, &have, "SELECT " RULE_COLUMNS " FROM rule WHERE county = $1",
		   ARGS(V(cx->county))));
	for (size_t i = 0; i < builtin.count; i++) {
		struct rule r = ((const struct rule *)builtin.items)[i];
		int64_t newest;
		if (loaded(&have, &r, &newest))
			continue;
		for (size_t k = 0; k < i; k++) /* several rows of one name, all new */
			if (strcmp(((const struct rule *)builtin.items)[k].name, r.name) == 0 &&
			    ((const struct rule *)builtin.items)[k].version > newest)
				newest = ((const struct rule *)builtin.items)[k].version;
		r.version = ((struct rule *)builtin.items)[i].version = newest + 1;
		r.changed_at = cx->now;
		TRY(insert(cx, &r, "load"));
		n++;
	}
	if (added)
		*added = n;
	return n ? new_stamp(cx) : STATUS_OK;
}

/* ---- a county's change ---- */

static enum status check_days(struct cx *cx, const struct rule_change *in)
{
	struct day from, to, today = day_of(cx->now);
	char now[11];
	if (!day_parse(in->valid_from, &from))
		return cx_fail_field(cx, "valid_from", "not a day: %s", in->valid_from);
	if (from.n < today.n)
		return cx_fail_field(cx, "valid_from", "a rule does not reach back: from %s on", day_print(today, now));
	if (in->valid_to && *in->valid_to && (!day_parse(in->valid_to, &to) || to.n < from.n))
		return cx_fail_field(cx, "valid_to", "the last day is before the first");
	return STATUS_OK;
}

/* The row that the change stands over: the one that would be in force on its first day; else the newest. */
static enum status base_of(struct cx *cx, const char *name, const struct rule_change *in, const struct rule **base,
			   int64_t *newest)
{
	const struct rules *rules;
	struct day from;
	size_t count;
	TRY(rules_of(cx, &rules));
	*newest = 0;
	*base = day_parse(in->valid_from, &from) ? rules_peek(rules, name, from) : NULL;
	const struct rule *all = rules_all(rules, &count);
	for (size_t i = 0; i < count; i++)
		if (strcmp(all[i].name, name) == 0 && all[i].version > *newest) {
			*newest = all[i].version;
			*base = *base ? *base : &all[i];
		}
	if (!*base)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no rule %s", name);
	if (in->version != *newest)
		return cx_fail(cx, STATUS_CONFLICT, "the rule has been changed meanwhile: version %lld is the newest",
			       (long long)*newest);
	return STATUS_OK;
}

enum status rule_change(struct cx *cx, const char *name, const struct rule_change *in, struct rule *out)
{
	const struct rule *base;
	int64_t newest;
	TRY(rules_load(cx, NULL));
	TRY(base_of(cx, name, in, &base, &newest));
	TRY(check_days(cx, in));
	if (strlen(in->reason) < 2)
		return cx_fail_field(cx, "reason", "a reason is needed");
	struct rule r = *base;
	r.version = newest + 1;
	r.valid_from = in->valid_from;
	r.valid_to = in->valid_to ? in->valid_to : "";
	r.params = in->params;
	r.confirmed = "county";
	if (in->source && *in->source) {
		r.source = in->source;
		r.article = in->article ? in->article : "";
	}
	r.changed_by = cx->user;
	r.changed_at = cx->now;
	r.reason = in->reason;
	TRY(rule_decode(cx, &r));
	TRY(rule_same_shape(cx, base, &r));
	TRY(insert(cx, &r, "change"));
	TRY(new_stamp(cx));
	*out = r;
	return STATUS_OK;
}

/* ---- working days ---- */

static enum status check_calendar(struct cx *cx, const char *csv, size_t n)
{
	const struct rules *rules;
	const struct calendar *now, *next;
	struct day first, last;
	char text[11];
	if (n > MAX_CALENDAR)
		return cx_fail(cx, STATUS_TOO_LARGE, "a table of working days has at most %d bytes", MAX_CALENDAR);
	TRY(calendar_load(cx, csv, n, &next));
	TRY(rules_of(cx, &rules));
	now = rules_calendar(rules);
	if (!calendar_settled(now, &first, &last))
		return STATUS_OK;
	for (struct day d = first; d.n <= last.n; d.n++)
		if (!calendar_assumes(now, d) && calendar_assumes(next, d))
			return cx_fail_field(cx, "csv", "the table leaves out %s, which is settled now",
					     day_print(d, text));
	return STATUS_OK;
}

enum status rules_import_calendar(struct cx *cx, const char *csv, size_t n, const char *reason)
{
	struct number newest;
	TRY(rules_load(cx, NULL));
	TRY(check_calendar(cx, csv, n));
	if (strlen(reason) < 2)
		return cx_fail_field(cx, "reason", "a reason is needed");
	TRY(db_one(cx, &number_record, &newest,
		   "SELECT coalesce(max(version), 0) AS n FROM holiday_table WHERE county = $1", ARGS(V(cx->county))));
	struct holiday_table t = {newest.n + 1, arena_printf(cx->mem, "%.*s", (int)n, csv), cx->user, cx->now, reason};
	TRY(db_exec(cx, NULL,
		    "INSERT INTO holiday_table (county, version, csv, changed_by, changed_at, reason)"
		    " VALUES ($1, $2, $3, $4, $5, $6)",
		    ARGS(V(cx->county), V(t.version), V(t.csv), V(t.changed_by), V(t.changed_at), V(t.reason))));
	TRY(ledger_append_record(cx, "holiday_table", t.version, "import", &holiday_table_record, &t));
	return new_stamp(cx);
}

/* ---- what the ledger's audit asks ---- */

static enum status check_row(struct cx *cx, const struct record *rec, const struct list *rows, const char *json,
			     const char **why)
{
	if (!rows->count) {
		*why = words(cx, "the row is gone");
		return STATUS_OK;
	}
	struct buf b;
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	jw_record(&w, rec, rows->items);
	if (strcmp(b.s, json) != 0)
		*why = words(cx, "the row differs");
	return STATUS_OK;
}

enum status rule_ledger_check(struct cx *cx, const struct ledger_entry *last, const char **why)
{
	struct list l;
	TRY(db_all(cx, &rule_record, &l, "SELECT " RULE_COLUMNS " FROM rule WHERE county = $1 AND id = $2",
		   ARGS(V(cx->county), V(last->item))));
	return check_row(cx, &rule_record, &l, last->data.s, why);
}

enum status holiday_ledger_check(struct cx *cx, const struct ledger_entry *last, const char **why)
{
	struct list l;
	TRY(db_all(cx, &holiday_table_record, &l,
		   "SELECT version, csv, changed_by, changed_at, reason FROM holiday_table"
		   " WHERE county = $1 AND version = $2",
		   ARGS(V(cx->county), V(last->item))));
	return check_row(cx, &holiday_table_record, &l, last->data.s, why);
}
