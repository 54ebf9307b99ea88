#include "rooms/tenure/reserve.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "base/day.h"
#include "base/id.h"
#include "core/register.h"
#include "core/rule.h"
#include "db/db.h"

enum { FIRST_YEAR = 1990, LAST_YEAR = 2100, MOST_FLAGS = 12 };
#define MOST_T INT64_C(100000000000)

static const char *const exempts[] = {"", "stopped", "unused", NULL};

#define TONNES(member, zh_, en_) FIELD(struct reserve, member, .min = 0, .max = MOST_T, .zh = zh_, .en = en_)
#define CHANGE(member, zh_, en_) FIELD(struct reserve, member, .min = -MOST_T, .max = MOST_T, .zh = zh_, .en = en_)

#define RESERVE_FIELDS(key_flags)                                                                                     \
	FIELD(struct reserve, id, .flags = (key_flags)),                                                              \
	FIELD(struct reserve, mine, .flags = (key_flags)),                                                            \
	FIELD(struct reserve, version, .min = 0, .max = INT64_MAX),                                                   \
	FIELD(struct reserve, year, .flags = REQUIRED, .min = FIRST_YEAR, .max = LAST_YEAR, .zh = "年度", .en = "year"), \
	FIELD(struct reserve, mineral, .min = 0, .max = 40, .zh = "矿种", .en = "mineral"),                           \
	TONNES(proven_t, "累计查明（吨）", "found in all, t"),                                                        \
	TONNES(start_t, "年初保有（吨）", "in place at the beginning, t"),                                            \
	TONNES(mined_t, "当年采出（吨）", "mined, t"),                                                                \
	TONNES(lost_t, "当年损失（吨）", "lost, t"),                                                                  \
	CHANGE(explored_t, "勘查增减（吨）", "change by exploration, t"),                                             \
	CHANGE(recalculated_t, "重算增减（吨）", "change by recalculation, t"),                                       \
	TONNES(end_t, "年末保有（吨）", "in place at the end, t"),                                                    \
	TONNES(recoverable_t, "其中保有可采（吨）", "of that recoverable, t"),                                        \
	TONNES(planned_t, "下年计划动用（吨）", "planned for next year, t"),                                          \
	FIELD(struct reserve, quality, .min = 0, .max = 500, .zh = "质量变化", .en = "change of quality"),            \
	FIELD(struct reserve, exempt, .choices = exempts, .zh = "免编情形", .en = "exempt because"),                  \
	FIELD(struct reserve, handed_on, .flags = REQUIRED | DAY, .zh = "报送日期", .en = "handed in on"),            \
	FIELD(struct reserve, document, .min = 0, .max = 100, .zh = "文号", .en = "document"),                        \
	FIELD(struct reserve, note, .min = 0, .max = 500, .zh = "备注", .en = "note")

static const struct field reserve_fields[] = {RESERVE_FIELDS(0)};
const struct record reserve_record = RECORD(reserve, reserve_fields);
static const struct field reserve_input_fields[] = {RESERVE_FIELDS(READ_ONLY)};
const struct record reserve_input_record = RECORD(reserve, reserve_input_fields);
#define COLUMNS                                                                                                       \
	"id, mine, version, year, mineral, proven_t, start_t, mined_t, lost_t, explored_t, recalculated_t, end_t, "   \
	"recoverable_t, planned_t, quality, exempt, handed_on, document, note"

static const struct field flag_fields[] = {
	FIELD(struct reserve_flag, code),
	FIELD(struct reserve_flag, text),
	FIELD(struct reserve_flag, rule),
	FIELD(struct reserve_flag, source),
};
const struct record reserve_flag_record = RECORD(reserve_flag, flag_fields);

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

enum status reserve_list(struct cx *cx, int64_t mine, struct list *out)
{
	return db_all(cx, &reserve_record, out,
		      "SELECT " COLUMNS " FROM tenure_reserve WHERE county = $1 AND mine = $2 ORDER BY mineral, year DESC",
		      ARGS(V(cx->county), V(mine)));
}

static enum status only_one(struct cx *cx, int64_t mine, int64_t id, const struct reserve *in)
{
	struct list l;
	TRY(db_all(cx, &reserve_record, &l,
		   "SELECT " COLUMNS " FROM tenure_reserve WHERE county = $1 AND mine = $2 AND year = $3 AND mineral = $4 AND id <> $5",
		   ARGS(V(cx->county), V(mine), V(in->year), V(or_empty(in->mineral)), V(id))));
	return l.count ? cx_fail(cx, STATUS_CONFLICT, "the year is reported already: change that report") : STATUS_OK;
}

static enum status store(struct cx *cx, int64_t mine, int64_t id, const struct reserve *in, int64_t version, int64_t *changed)
{
	return db_exec(cx, changed,
		       "UPDATE tenure_reserve SET version = version + 1, year = $1, mineral = $2, proven_t = $3, start_t = $4, mined_t = $5,"
		       " lost_t = $6, explored_t = $7, recalculated_t = $8, end_t = $9, recoverable_t = $10, planned_t = $11, quality = $12,"
		       " exempt = $13, handed_on = $14, document = $15, note = $16 WHERE county = $17 AND mine = $18 AND id = $19 AND version = $20",
		       ARGS(V(in->year), V(or_empty(in->mineral)), V(in->proven_t), V(in->start_t), V(in->mined_t), V(in->lost_t),
			    V(in->explored_t), V(in->recalculated_t), V(in->end_t), V(in->recoverable_t), V(in->planned_t),
			    V(or_empty(in->quality)), V(or_empty(in->exempt)), V(in->handed_on), V(or_empty(in->document)), V(or_empty(in->note)),
			    V(cx->county), V(mine), V(id), V(version)));
}

enum status reserve_put(struct cx *cx, int64_t mine, int64_t id, const struct reserve *in)
{
	struct reserve *r = arena_new_of(cx->mem, struct reserve);
	int64_t changed, own = id ? id : id_new(cx);
	if (in->recoverable_t > in->end_t)
		return cx_fail_field(cx, "recoverable_t", "is more than all that is left");
	TRY(only_one(cx, mine, id, in));
	if (!id)
		TRY(db_exec(cx, NULL,
			    "INSERT INTO tenure_reserve (county, mine, id, version, year, mineral, handed_on, created_at)"
			    " VALUES ($1, $2, $3, 0, $4, $5, $6, $7)",
			    ARGS(V(cx->county), V(mine), V(own), V(in->year), V(or_empty(in->mineral)), V(in->handed_on), V(cx->now))));
	TRY(store(cx, mine, own, in, id ? in->version : 0, &changed));
	if (changed != 1)
		return cx_fail(cx, STATUS_CONFLICT, "someone else has changed it meanwhile: look at it again");
	TRY(db_one(cx, &reserve_record, r, "SELECT " COLUMNS " FROM tenure_reserve WHERE county = $1 AND mine = $2 AND id = $3",
		   ARGS(V(cx->county), V(mine), V(own))));
	return register_keep(cx, "tenure_reserve", own, r->version, id ? "change" : "create", &reserve_record, r);
}

/* ---- working it over ---- */

static void flag(struct reserve_check *c, const struct rule *rule, const char *code, const char *text)
{
	if (c->flags.count < MOST_FLAGS)
		((struct reserve_flag *)c->flags.items)[c->flags.count++] =
			(struct reserve_flag){.code = code, .text = text, .rule = rule->name, .source = rule->source};
}

/* Each ledger that knows the year is held against the output reported. */
static enum status hold_against(struct cx *cx, const struct mine *m, const struct reserve *r, const struct rule *rule, struct reserve_check *c)
{
	double percent;
	TRY(rule_real(cx, rule, "differs_percent", &percent));
	for (const struct mine_ledger *l = reserve_ledgers; l && l->name; l++) {
		struct mine_ledger_figure f = {0};
		if (l->measures != MINE_MEASURES_HAULED)
			continue;       /* waste is in the others: the balance compares those */
		TRY(l->figure(cx, m, day_make((int)r->year, 1, 1), day_make((int)r->year, 12, 31), &f));
		double base = fmax((double)r->mined_t, f.t);
		if (!f.known || base <= 0 || fabs(f.t - (double)r->mined_t) <= base * percent / 100)
			continue;
		flag(c, rule, "differs", arena_printf(cx->mem, words(cx, "%s: %.0f t against %" PRId64 " t reported, %.1f %% apart (more than %g %%)"),
						      cx->lang == LANG_ZH ? l->zh : l->en, f.t, r->mined_t,
						      fabs(f.t - (double)r->mined_t) / base * 100, percent));
	}
	return STATUS_OK;
}

static enum status check_late(struct cx *cx, const struct reserve *r, const struct rule *rule, struct reserve_check *c)
{
	int64_t month, mday;
	char text[11];
	TRY(rule_int(cx, rule, "month", &month));
	TRY(rule_int(cx, rule, "day", &mday));
	const char *due = day_print(day_make((int)r->year + 1, (int)month, (int)mday), text);
	if (strcmp(r->handed_on, due) > 0)
		flag(c, rule, "late", arena_printf(cx->mem, words(cx, "handed in on %s, due on %s"), r->handed_on, due));
	return STATUS_OK;
}

enum status reserve_check(struct cx *cx, const struct mine *m, const struct reserve *r, const struct reserve *before,
			  struct reserve_check *out)
{
	const struct rule *rule;
	*out = (struct reserve_check){.used_t = r->mined_t + r->lost_t, .recovery = -1, .years_left = -1,
				      .flags.items = arena_array_of(cx->mem, struct reserve_flag, MOST_FLAGS)};
	out->end_t = r->start_t - out->used_t + r->explored_t + r->recalculated_t;
	TRY(rule_in_force(cx, "tenure.report", day_of(cx->now), &rule));
	if (out->used_t > 0)
		out->recovery = (double)r->mined_t / (double)out->used_t;
	if (m->scale_t > 0 && r->recoverable_t > 0)
		out->years_left = (double)r->recoverable_t / (double)m->scale_t;
	TRY(check_late(cx, r, rule, out));
	if (*r->exempt)
		return STATUS_OK;
	if (out->end_t != r->end_t)
		flag(out, rule, "sum", arena_printf(cx->mem, words(cx, "%" PRId64 " - (%" PRId64 " + %" PRId64 ") + %" PRId64 " + %" PRId64 " = %" PRId64
								      " t, but the report says %" PRId64 " t"),
						    r->start_t, r->mined_t, r->lost_t, r->explored_t, r->recalculated_t, out->end_t, r->end_t));
	if (before && before->year == r->year - 1 && before->end_t != r->start_t)
		flag(out, rule, "start", arena_printf(cx->mem, words(cx, "the year begins with %" PRId64 " t, the year before ended with %" PRId64 " t"),
						      r->start_t, before->end_t));
	if (before && before->year == r->year - 1 && before->planned_t > 0 && out->used_t > before->planned_t)
		flag(out, rule, "over", arena_printf(cx->mem, words(cx, "%" PRId64 " t used up, %" PRId64 " t were planned"), out->used_t,
						     before->planned_t));
	return hold_against(cx, m, r, rule, out);
}

static void write_known(struct jw *w, const char *key, double v)
{
	jw_key(w, key);
	if (v < 0)
		jw_raw(w, NULL);
	else
		jw_real(w, round(v * 10000) / 10000);
}

enum status reserve_write(struct cx *cx, struct jw *w, const struct mine *m)
{
	struct list l;
	TRY(reserve_list(cx, m->id, &l));
	const struct reserve *r = l.items;
	jw_begin(w, '[');
	for (size_t i = 0; i < l.count; i++) {
		struct reserve_check c;
		bool same = i + 1 < l.count && strcmp(r[i].mineral, r[i + 1].mineral) == 0;
		TRY(reserve_check(cx, m, &r[i], same ? &r[i + 1] : NULL, &c));
		jw_begin(w, '{');
		jw_fields(w, &reserve_record, &r[i]);
		jw_key(w, "used_t");
		jw_int(w, c.used_t);
		jw_key(w, "computed_end_t");
		jw_int(w, c.end_t);
		write_known(w, "recovery", c.recovery);
		write_known(w, "years_left", c.years_left);
		jw_key(w, "flags");
		jw_list(w, &reserve_flag_record, &c.flags);
		jw_end(w);
	}
	jw_end(w);
	return STATUS_OK;
}
