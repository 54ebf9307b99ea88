/* watch.c - the results of the months, kept for lists; and what they raise. */
#include "rooms/balance/balance.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "core/org.h"
#include "core/scratch.h"
#include "db/db.h"
#include "db/where.h"
#include "db/writer.h"
#include "rooms/balance/inside.h"

static int64_t ledgers_known(const struct balance_month *m)
{
	int64_t n = 0;
	for (enum balance_line line = 0; line < LINE_COUNT; line++)
		n += m->r[line].known && !balance_lines[line].assumed;
	return n;
}

static enum status keep_result(struct cx *cx, const struct balance_account *a, size_t k, const struct balance_verdict *v, int64_t before)
{
	const struct balance_finding *f = v->word == BALANCE_DOES_NOT_FIT ? v->findings : NULL;
	size_t start = k + 1 - (size_t)before;
	const char *month = balance_month_print(cx, a->months[k].from);
	TRY(db_exec(cx, NULL, "DELETE FROM balance_result WHERE county = $1 AND month = $2 AND mine = $3",
		    ARGS(V(cx->county), V(month), V(a->mine->id))));
	return db_exec(cx, NULL,
		       "INSERT INTO balance_result (county, month, mine, word, story, p, share, share_sigma, t, t_sigma, since, ore_t, ledgers, at)"
		       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
		       ARGS(V(cx->county), V(month), V(a->mine->id), V(balance_words[v->word]), V(f ? f->story->name : ""), V(v->p),
			    V(f ? f->share : 0.0), V(f ? f->share_sigma : 0.0), V(f ? f->t : 0.0), V(f ? f->t_sigma : 0.0),
			    V(f ? balance_month_print(cx, a->months[start + f->onset].from) : ""), V(a->months[k].ore),
			    V(ledgers_known(&a->months[k])), V(cx->now)));
}

/* In both languages: who reads it later is not known yet. */
static enum status both(struct cx *cx, enum status (*say)(struct cx *cx, const void *arg, const char **out), const void *arg,
			struct json_text *out)
{
	enum lang lang = cx->lang;
	enum status s = STATUS_OK;
	struct buf b;
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	jw_begin(&w, '{');
	for (cx->lang = LANG_ZH; cx->lang <= LANG_EN && !s; cx->lang++) {
		const char *text = NULL;
		s = say(cx, arg, &text);
		jw_key(&w, cx->lang == LANG_ZH ? "zh" : "en");
		jw_text(&w, text);
	}
	jw_end(&w);
	cx->lang = lang;
	out->s = b.s;
	return s;
}

struct judged {
	const struct balance_account *a;
	size_t month;
	const struct balance_verdict *v;
};

/* The account is made again: its ledgers say their sums in the language that they were asked in. */
static enum status say_judged(struct cx *cx, const void *arg, const char **out)
{
	const struct judged *j = arg;
	struct balance_account again;
	TRY(balance_account_make(cx, j->a->mine, j->a->months[0].from, j->a->count, &again));
	*out = balance_arithmetic(cx, &again, j->month, j->v);
	return STATUS_OK;
}

static enum status raise(struct cx *cx, const struct balance_account *a, size_t k, const struct balance_verdict *v, size_t start)
{
	int64_t id;
	const struct balance_finding *f = v->findings;
	struct balance_alert alert = {
		.mine = a->mine->id, .mine_name = a->mine->name, .org = a->mine->industry, .month = balance_month_print(cx, a->months[k].from),
		.story = f->story->name, .since = balance_month_print(cx, a->months[start + f->onset].from), .p = v->p, .share = f->share,
		.share_sigma = f->share_sigma, .t = f->t, .t_sigma = f->t_sigma};
	TRY(both(cx, say_judged, &(struct judged){a, k, v}, &alert.arithmetic));
	return balance_alert_raise(cx, &alert, &id);
}

struct above {
	const struct balance_capacity *c;
	const char *month;
	double t, sigma;
};

static enum status say_above(struct cx *cx, const void *arg, const char **out)
{
	const struct above *o = arg;
	*out = arena_printf(cx->mem, words(cx, "mined from January to %s: %.0f ± %.0f t; allowed in the year: %.0f t (%s)"), o->month, o->t,
			    o->sigma, o->c->allowed.t, o->c->allowed.bound_by);
	return STATUS_OK;
}

static enum status watch_capacity(struct cx *cx, const struct mine *m)
{
	struct balance_capacity c;
	int year, month, mday;
	int64_t id;
	day_split(balance_last_month(cx), &year, &month, &mday);
	TRY(balance_capacity_of(cx, m, year, &c));
	if (strcmp(c.word, "over") != 0)
		return STATUS_OK;
	const struct balance_output *o = &c.months[c.count - 1];
	bool ground = o->ground_known && (!o->known || o->ground_t > o->t);
	const struct above above = {&c, o->month, ground ? o->ground_t : o->t, ground ? o->ground_sigma : o->sigma};
	double allowed = c.allowed.t > 0 ? c.allowed.t : 1;
	struct balance_alert alert = {
		.mine = m->id, .mine_name = m->name, .org = m->industry, .month = o->month, .story = "over-capacity",
		.since = c.months[0].month, .share = above.t / allowed - 1, .share_sigma = above.sigma / allowed,
		.t = above.t - c.allowed.t, .t_sigma = above.sigma};
	TRY(both(cx, say_above, &above, &alert.arithmetic));
	return balance_alert_raise(cx, &alert, &id);
}

/* Judge and keep the months from that one on; the newest that could be judged is raised where it does not fit. */
static enum status judge_months(struct cx *cx, const struct balance_account *a, size_t from, bool raising)
{
	size_t window = (size_t)a->d.window, newest = 0;
	struct balance_verdict v, last = {.word = BALANCE_NOT_ENOUGH};
	for (size_t k = from; k < a->count; k++) {
		size_t start = k + 1 > window ? k + 1 - window : 0;
		if (!ledgers_known(&a->months[k]))
			continue;
		TRY(balance_account_judge(cx, a, k, &v));
		TRY(keep_result(cx, a, k, &v, (int64_t)(k + 1 - start)));
		if (v.word != BALANCE_NOT_ENOUGH) {
			last = v;
			newest = k;
		}
	}
	if (!raising || last.word != BALANCE_DOES_NOT_FIT)
		return STATUS_OK;
	return raise(cx, a, newest, &last, newest + 1 > window ? newest + 1 - window : 0);
}

static enum status judge_from(struct cx *cx, const struct mine *m, struct day from, bool raising)
{
	struct balance_account a;
	struct balance_defaults d;
	struct day last = balance_last_month(cx);
	TRY(balance_defaults_of(cx, day_of(cx->now), &d));
	int again = balance_months_between(from, last) + 1, before = (int)d.window - 1;
	if (again < 1) /* a change of the month that is not over yet */
		return STATUS_OK;
	if (again + before > BALANCE_MONTHS)
		again = BALANCE_MONTHS - before;
	TRY(balance_account_make(cx, m, balance_month_after(last, -(again + before - 1)), (size_t)(again + before), &a));
	return judge_months(cx, &a, (size_t)before, raising);
}

enum status balance_watch(struct cx *cx, int64_t mine, const char *month)
{
	struct mine *m;
	struct day from = balance_last_month(cx);
	TRY(mine_get(cx, mine, &m));
	if (month && !balance_month_read(month, &from))
		return cx_fail(cx, STATUS_INVALID, "not a month: %s", month);
	return judge_from(cx, m, from, false);
}

enum status balance_raise(struct cx *cx, int64_t mine)
{
	enum { LATE = 3 };      /* months that surveys may be late by */
	struct mine *m;
	TRY(mine_get(cx, mine, &m));
	TRY(judge_from(cx, m, balance_month_after(balance_last_month(cx), -LATE), true));
	TRY(watch_capacity(cx, m));
	return db_exec(cx, NULL,
		       "INSERT INTO balance_watched (county, mine, at) VALUES ($1, $2, $3)"
		       " ON CONFLICT (county, mine) DO UPDATE SET at = excluded.at", ARGS(V(cx->county), V(mine), V(cx->now)));
}

/* ---- every day ---- */

struct mine_id {
	int64_t id;
};
static const struct field id_fields[] = {FIELD(struct mine_id, id)};
static const struct record id_record = RECORD(mine_id, id_fields);

static enum status watch_one(struct cx *cx, void *arg)
{
	return balance_raise(cx, *(int64_t *)arg);
}

static enum status watch_in_write(struct cx *cx, void *arg)
{
	return write_from(cx, watch_one, arg);
}

/* Those whose last month was not judged since the day began. */
enum status balance_daily(struct cx *cx)
{
	enum { A_TIME = 50 };
	struct list l;
	TRY(db_all(cx, &id_record, &l,
		   "SELECT m.id FROM mine m WHERE m.county = $1 AND m.state <> 'ended' AND NOT EXISTS (SELECT 1 FROM balance_watched w"
		   " WHERE w.county = m.county AND w.mine = m.id AND w.at >= $2) ORDER BY m.id LIMIT $3",
		   ARGS(V(cx->county), V(day_start(day_of(cx->now))), V((int64_t)A_TIME))));
	struct mine_id *m = l.items;
	for (size_t i = 0; i < l.count; i++)
		TRY(cx_scratch(cx, watch_in_write, &m[i].id));
	return STATUS_OK;
}

/* ---- the list ---- */

static const struct field result_fields[] = {
	FIELD_AS(struct balance_result, "id", mine),
	FIELD(struct balance_result, mine_name),
	FIELD(struct balance_result, town_name),
	FIELD(struct balance_result, enterprise_name),
	FIELD(struct balance_result, month),
	FIELD(struct balance_result, word),
	FIELD(struct balance_result, story),
	FIELD(struct balance_result, since),
	FIELD(struct balance_result, p),
	FIELD(struct balance_result, share),
	FIELD(struct balance_result, share_sigma),
	FIELD(struct balance_result, t),
	FIELD(struct balance_result, t_sigma),
	FIELD(struct balance_result, ore_t),
	FIELD(struct balance_result, ledgers),
	FIELD(struct balance_result, alert, .flags = NULLABLE),
};
const struct record balance_result_record = RECORD(balance_result, result_fields);

enum { DEFAULT_LIMIT = 50, MAX_LIMIT = 200 };
static const char *const word_choices[] = {"not_enough", "agrees", "does_not_fit", NULL};
static const struct field query_fields[] = {
	FIELD(struct balance_query, month, .min = 0, .max = 7),
	FIELD(struct balance_query, word, .choices = word_choices),
	FIELD(struct balance_query, story, .min = 0, .max = 40),
	FIELD(struct balance_query, q, .min = 0, .max = 100),
	FIELD(struct balance_query, cursor, .min = 0, .max = 400),
	FIELD(struct balance_query, town, .min = 0, .max = INT64_MAX),
	FIELD(struct balance_query, enterprise, .min = 0, .max = INT64_MAX),
	FIELD(struct balance_query, limit, .min = 1, .max = MAX_LIMIT),
};
const struct record balance_query_record = RECORD(balance_query, query_fields);

static const struct field count_fields[] = {
	FIELD(struct balance_count, word),
	FIELD(struct balance_count, mines),
};
const struct record balance_count_record = RECORD(balance_count, count_fields);

#define OPEN_ALERT                                                                                                    \
	"coalesce((SELECT max(b.id) FROM balance_alert b WHERE b.county = m.county AND b.mine = m.id AND b.closed_on = ''), 0)"
#define RESULT_COLUMNS                                                                                                \
	"m.id, m.name AS mine_name, t.name AS town_name, e.name AS enterprise_name, coalesce(r.month, '') AS month,"       \
	" coalesce(r.word, 'not_enough') AS word, coalesce(r.story, '') AS story, coalesce(r.since, '') AS since,"     \
	" coalesce(r.p, 1.0) AS p, coalesce(r.share, 0.0) AS share, coalesce(r.share_sigma, 0.0) AS share_sigma,"            \
	" coalesce(r.t, 0.0) AS t, coalesce(r.t_sigma, 0.0) AS t_sigma, coalesce(r.ore_t, 0.0) AS ore_t,"                    \
	" coalesce(r.ledgers, 0) AS ledgers, " OPEN_ALERT " AS alert"

static enum status conditions(struct cx *cx, const struct balance_query *q, const char *month, struct where *w)
{
	*w = where_new(cx, " r ON r.county = m.county AND r.mine = m.id AND r.month = $?", V(month));
	where_more(w, MINE_JOINS " WHERE m.county = $?", V(cx->county));
	TRY(mine_scope(cx, w));
	if (q->story && *q->story)
		where_and(w, "r.story = $?", V(q->story));
	if (q->q && *q->q)
		where_and(w, "lower(m.name) LIKE $? ESCAPE '\\'", V(org_anywhere(cx, q->q)));
	if (q->town)
		where_and(w, "m.town = $?", V(q->town));
	if (q->enterprise)
		where_and(w, "m.enterprise = $?", V(q->enterprise));
	return STATUS_OK;
}

static const char *month_asked(struct cx *cx, const struct balance_query *q)
{
	return q->month && *q->month ? q->month : balance_month_print(cx, balance_last_month(cx));
}

/* Only those with a result can be of another word than "not enough": then the result leads. */
static const char *join(const struct balance_query *q)
{
	return q->word && strcmp(q->word, "not_enough") != 0 ? "JOIN" : "LEFT JOIN";
}

enum status balance_list(struct cx *cx, const struct balance_query *q, struct balance_page *out)
{
	int64_t limit = q->limit ? q->limit : DEFAULT_LIMIT;
	struct where w;
	*out = (struct balance_page){.month = month_asked(cx, q)};
	TRY(conditions(cx, q, out->month, &w));
	if (q->word)
		where_and(&w, "coalesce(r.word, 'not_enough') = $?", V(q->word));
	if (q->cursor && *q->cursor) {
		const char *name = strchr(q->cursor, '~');
		if (!name)
			return cx_fail_field(cx, "cursor", "is not one that a page gave");
		where_after(&w, "m.name, m.id", false, V(name + 1), V((int64_t)strtoll(q->cursor, NULL, 10)));
	}
	where_more(&w, " ORDER BY m.name, m.id LIMIT $?", V(limit + 1));
	TRY(db_all(cx, &balance_result_record, &out->items,
		   arena_printf(cx->mem, "SELECT " RESULT_COLUMNS " FROM mine m %s balance_result%s", join(q), w.sql.s), where_args(&w)));
	if (out->items.count > (size_t)limit) {
		out->items.count = (size_t)limit;
		const struct balance_result *last = (const struct balance_result *)out->items.items + limit - 1;
		out->next = arena_printf(cx->mem, "%" PRId64 "~%s", last->mine, last->mine_name);
	}
	return STATUS_OK;
}

enum status balance_counts(struct cx *cx, const struct balance_query *q, struct list *out)
{
	struct where w;
	TRY(conditions(cx, q, month_asked(cx, q), &w));
	return db_all(cx, &balance_count_record, out,
		      arena_printf(cx->mem, "SELECT coalesce(r.word, 'not_enough') AS word, count(*) AS mines FROM mine m LEFT JOIN balance_result%s"
				   " GROUP BY coalesce(r.word, 'not_enough') ORDER BY 1", w.sql.s), where_args(&w));
}

/* ---- files ---- */

/* Who sees the mine may read the reports behind its figures. */
enum status balance_may_read(struct cx *cx, const char *kind, int64_t item, bool *yes)
{
	struct list l;
	struct mine *m;
	*yes = false;
	TRY(db_all(cx, &id_record, &l, arena_printf(cx->mem, "SELECT mine AS id FROM %s WHERE county = $1 AND id = $2", kind),
		   ARGS(V(cx->county), V(item))));
	if (!l.count)
		return STATUS_OK;
	enum status s = mine_get(cx, ((const struct mine_id *)l.items)->id, &m);
	if (s && s != STATUS_NOT_FOUND)
		return s;
	if (s)
		cx_forget(cx);
	*yes = !s;
	return STATUS_OK;
}
