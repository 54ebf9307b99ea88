#include "rooms/explosive/market.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "base/id.h"
#include "core/ledger.h"
#include "core/register.h"
#include "core/rule.h"
#include "db/db.h"
#include "rooms/explosive/book.h"
#include "rooms/feedback/feedback.h"

static const struct field share_fields[] = {
	FIELD(struct market_share, supplier), FIELD(struct market_share, name),  FIELD(struct market_share, kg),
	FIELD(struct market_share, permits),  FIELD(struct market_share, mines), FIELD(struct market_share, share),
	FIELD(struct market_share, outside),
};
static const struct record share_record = RECORD(market_share, share_fields);

static const struct field sign_fields[] = {
	FIELD(struct market_sign, code),
	FIELD(struct market_sign, text),
	FIELD(struct market_sign, rule),
	FIELD(struct market_sign, source),
};
static const struct record sign_record = RECORD(market_sign, sign_fields);

static const struct field price_fields[] = {
	FIELD(struct market_price, month),
	FIELD(struct market_price, yuan_t),
	FIELD(struct market_price, change_percent),
	FIELD(struct market_price, deals),
};
static const struct record price_record = RECORD(market_price, price_fields);

static const struct field refusal_fields[] = {
	FIELD(struct market_refusal, id),     FIELD(struct market_refusal, no),
	FIELD(struct market_refusal, name),   FIELD(struct market_refusal, decided_on),
	FIELD(struct market_refusal, reason),
};
static const struct record refusal_record = RECORD(market_refusal, refusal_fields);

static const struct field note_fields[] = {
	FIELD(struct price_note, place, .flags = REQUIRED, .min = 2, .max = 60, .zh = "相邻县",
	      .en = "neighbouring county"),
	FIELD(struct price_note, month, .flags = REQUIRED, .min = 7, .max = 7, .zh = "月份（如 2023-10）",
	      .en = "month (2023-10)"),
	FIELD(struct price_note, price_yuan, .flags = REQUIRED, .min = 1, .max = 1000000, .zh = "炸药单价（元/吨）",
	      .en = "price, yuan a tonne"),
	FIELD(struct price_note, source, .flags = REQUIRED, .min = 2, .max = 200, .zh = "来源", .en = "source"),
};
const struct record price_note_record = RECORD(price_note, note_fields);

/* ---- pure ---- */

double market_hhi(const double *share, size_t count)
{
	double sum = 0;
	for (size_t i = 0; i < count; i++)
		sum += share[i] * share[i];
	return sum * 10000;
}

int market_dominant(const double *share, size_t count, const struct presumption *p)
{
	const double need[] = {p->one, p->two, p->three};
	double sum = 0;
	for (size_t i = 0; i < count && i < 3; i++) {
		if (share[i] < p->small)
			return 0;
		sum += share[i];
		if (sum >= need[i] - 1e-9)
			return (int)i + 1;
	}
	return 0;
}

/* ---- looking ---- */

static enum status add_shares(struct cx *cx, struct market *m)
{
	TRY(db_all(cx, &share_record, &m->shares,
		   "SELECT p.supplier, s.name, CAST(sum(p.emulsion_kg + p.anfo_kg) AS BIGINT) AS kg, count(*) AS "
		   "permits, count(DISTINCT p.mine) AS mines,"
		   " max(s.outside) AS outside, 0.0 AS share FROM explosive_purchase p LEFT JOIN explosive_supplier s "
		   "ON s.county = p.county AND s.id = p.supplier"
		   " WHERE p.county = $1 AND p.decided_on >= $2 AND p.decided_on <= $3 AND p.state IN ('approved', "
		   "'bought', 'done', 'expired')"
		   " GROUP BY p.supplier, s.name ORDER BY 3 DESC, p.supplier",
		   ARGS(V(cx->county), V(m->from), V(m->to))));
	struct market_share *s = m->shares.items;
	for (size_t i = 0; i < m->shares.count; i++)
		m->kg += s[i].kg;
	for (size_t i = 0; i < m->shares.count && m->kg; i++)
		s[i].share = (double)s[i].kg / (double)m->kg;
	return STATUS_OK;
}

struct counts {
	int64_t decided, in_time, refused, applied, overridden, mines, one;
};
static const struct field count_fields[] = {
	FIELD(struct counts, decided), FIELD(struct counts, in_time),    FIELD(struct counts, refused),
	FIELD(struct counts, applied), FIELD(struct counts, overridden), FIELD(struct counts, mines),
	FIELD(struct counts, one),
};
static const struct record count_record = RECORD(counts, count_fields);

static enum status add_counts(struct cx *cx, struct market *m)
{
	struct counts c, d;
	TRY(db_one(cx, &count_record, &c,
		   "SELECT coalesce(sum(CASE WHEN decided_on <> '' THEN 1 ELSE 0 END), 0) AS decided,"
		   " coalesce(sum(CASE WHEN decided_on <> '' AND decided_on <= due THEN 1 ELSE 0 END), 0) AS in_time,"
		   " coalesce(sum(CASE WHEN reason <> '' AND overridden = 0 THEN 1 ELSE 0 END), 0) AS refused, "
		   "count(*) AS applied,"
		   " coalesce(sum(overridden), 0) AS overridden, 0 AS mines, 0 AS one FROM explosive_purchase"
		   " WHERE county = $1 AND applied_on >= $2 AND applied_on <= $3",
		   ARGS(V(cx->county), V(m->from), V(m->to))));
	TRY(db_one(cx, &count_record, &d,
		   "SELECT count(*) AS mines, coalesce(sum(CASE WHEN x.n = 1 THEN 1 ELSE 0 END), 0) AS one, 0 AS "
		   "decided, 0 AS in_time, 0 AS refused, 0 AS applied,"
		   " 0 AS overridden FROM (SELECT mine, count(DISTINCT supplier) AS n FROM explosive_purchase WHERE "
		   "county = $1 AND decided_on >= $2"
		   " AND decided_on <= $3 AND state IN ('approved', 'bought', 'done', 'expired') GROUP BY mine) x",
		   ARGS(V(cx->county), V(m->from), V(m->to))));
	m->decided = c.decided;
	m->in_time = c.in_time;
	m->refused = c.refused;
	m->applied = c.applied;
	m->overridden = c.overridden;
	m->mines = d.mines;
	m->one_supplier_mines = d.one;
	return STATUS_OK;
}

static enum status add_prices(struct cx *cx, struct market *m)
{
	TRY(db_all(cx, &price_record, &m->prices,
		   "SELECT substr(deal_on, 1, 7) AS month, CAST(sum(price_fen * (emulsion_kg + anfo_kg)) AS DOUBLE "
		   "PRECISION) / sum(emulsion_kg + anfo_kg) / 100.0"
		   " AS yuan_t, 0.0 AS change_percent, count(*) AS deals FROM explosive_purchase WHERE county = $1 AND "
		   "deal_on >= $2 AND deal_on <= $3"
		   " AND price_fen > 0 AND emulsion_kg + anfo_kg > 0 GROUP BY substr(deal_on, 1, 7) ORDER BY 1",
		   ARGS(V(cx->county), V(m->from), V(m->to))));
	struct market_price *p = m->prices.items;
	for (size_t i = 1; i < m->prices.count; i++)
		p[i].change_percent = 100 * (p[i].yuan_t / p[i - 1].yuan_t - 1);
	return db_all(cx, &price_note_record, &m->neighbours,
		      "SELECT place, month, price_fen / 100 AS price_yuan, source FROM explosive_price WHERE county = "
		      "$1 AND month >= $2 AND month <= $3"
		      " ORDER BY month, place",
		      ARGS(V(cx->county), V(arena_printf(cx->mem, "%.7s", m->from)),
			   V(arena_printf(cx->mem, "%.7s", m->to))));
}

static enum status add_refusals(struct cx *cx, struct market *m)
{
	return db_all(cx, &refusal_record, &m->refusals,
		      "SELECT p.id, p.no, m.name, p.decided_on, p.reason FROM explosive_purchase p JOIN mine m ON "
		      "m.county = p.county AND m.id = p.mine"
		      " WHERE p.county = $1 AND p.decided_on >= $2 AND p.decided_on <= $3 AND p.state IN ('refused', "
		      "'withdrawn') AND p.reason <> ''"
		      " ORDER BY p.id DESC LIMIT 100",
		      ARGS(V(cx->county), V(m->from), V(m->to)));
}

static enum status add_complaints(struct cx *cx, struct market *m)
{
	struct list l;
	TRY(feedback_digest(cx, m->from, m->to, &l));
	const struct feedback_count *c = l.items;
	for (size_t i = 0; i < l.count; i++)
		if (strcmp(c[i].what, "kind") == 0 && strcmp(c[i].value, "explosive_supply") == 0)
			m->complaints += c[i].received;
	return STATUS_OK;
}

/* ---- signs ---- */

enum { MOST_SIGNS = 60 };

struct signs {
	struct cx *cx;
	struct market *m;
	const struct rule *rule;
};

static void sign(struct signs *s, const char *code, const char *text)
{
	struct market_sign *all = s->m->signs.items;
	if (s->m->signs.count < MOST_SIGNS)
		all[s->m->signs.count++] = (struct market_sign){
			code, text, s->rule->name, arena_printf(s->cx->mem, "%s%s", s->rule->source, s->rule->article)};
}

static enum status concentration(struct signs *s)
{
	struct cx *cx = s->cx;
	struct presumption p;
	int64_t high;
	const struct market_share *share = s->m->shares.items;
	double *v = arena_array_of(cx->mem, double, s->m->shares.count + 1), sum = 0;
	TRY(rule_real(cx, s->rule, "one", &p.one));
	TRY(rule_real(cx, s->rule, "two", &p.two));
	TRY(rule_real(cx, s->rule, "three", &p.three));
	TRY(rule_real(cx, s->rule, "small", &p.small));
	TRY(rule_int(cx, s->rule, "hhi_high", &high));
	for (size_t i = 0; i < s->m->shares.count; i++)
		v[i] = share[i].share;
	s->m->hhi = market_hhi(v, s->m->shares.count);
	int leading = market_dominant(v, s->m->shares.count, &p);
	for (int i = 0; i < leading; i++)
		sum += v[i];
	if (leading)
		sign(s, "dominance",
		     arena_printf(cx->mem,
				  words(cx, "%d dealer(s) have %.0f %% of what was permitted: dominance is presumed"),
				  leading, 100 * sum));
	if (s->m->hhi > (double)high)
		sign(s, "concentrated",
		     arena_printf(cx->mem, words(cx, "HHI %.0f is above %" PRId64), s->m->hhi, high));
	return STATUS_OK;
}

static enum status price_signs(struct signs *s)
{
	struct cx *cx = s->cx;
	double percent;
	TRY(rule_real(cx, s->rule, "price_percent", &percent));
	const struct market_price *p = s->m->prices.items;
	const struct price_note *n = s->m->neighbours.items;
	for (size_t i = 0; i < s->m->prices.count; i++) {
		if (fabs(p[i].change_percent) > percent)
			sign(s, "price_moved",
			     arena_printf(cx->mem, words(cx, "%s: %.0f yuan a tonne, %+.1f %% on the month before"),
					  p[i].month, p[i].yuan_t, p[i].change_percent));
		for (size_t k = 0; k < s->m->neighbours.count; k++) {
			double off = 100 * (p[i].yuan_t / (double)n[k].price_yuan - 1);
			if (strcmp(n[k].month, p[i].month) == 0 && fabs(off) > percent)
				sign(s, "price_neighbour",
				     arena_printf(cx->mem, words(cx, "%s: %+.1f %% against %s (%" PRId64 " yuan)"),
						  p[i].month, off, n[k].place, n[k].price_yuan));
		}
	}
	return STATUS_OK;
}

struct shut_row {
	const char *name;
	int64_t applied, refused;
};
static const struct field shut_fields[] = {FIELD(struct shut_row, name), FIELD(struct shut_row, applied),
					   FIELD(struct shut_row, refused)};
static const struct record shut_record = RECORD(shut_row, shut_fields);

/* Steered or shut out: everyone buys from one although others deal here; one dealer's customers are refused more often.
 */
static enum status steering(struct signs *s)
{
	struct cx *cx = s->cx;
	struct list l;
	const struct market *m = s->m;
	if (m->mines > 1 && m->one_supplier_mines == m->mines && m->shares.count == 1)
		sign(s, "one_dealer",
		     arena_printf(cx->mem, words(cx, "all %" PRId64 " mines that bought did so from one dealer"),
				  m->mines));
	TRY(db_all(cx, &shut_record, &l,
		   "SELECT s.name, count(*) AS applied, sum(CASE WHEN p.reason <> '' AND p.overridden = 0 THEN 1 ELSE "
		   "0 END) AS refused FROM explosive_purchase p"
		   " JOIN explosive_supplier s ON s.county = p.county AND s.id = p.supplier WHERE p.county = $1 AND "
		   "p.applied_on >= $2 AND p.applied_on <= $3"
		   " AND p.decided_on <> '' GROUP BY s.id, s.name ORDER BY s.name",
		   ARGS(V(cx->county), V(m->from), V(m->to))));
	const struct shut_row *r = l.items;
	for (size_t i = 0; i < l.count; i++) {
		double others = m->decided > r[i].applied
					? (double)(m->refused - r[i].refused) / (double)(m->decided - r[i].applied)
					: -1;
		double own = (double)r[i].refused / (double)r[i].applied;
		if (r[i].applied >= 3 && others >= 0 && own >= 0.5 && own > 2 * others)
			sign(s, "shut_out",
			     arena_printf(cx->mem,
					  words(cx, "%s: %" PRId64 " of %" PRId64
						    " applications to buy from it were refused, of the others %.0f %%"),
					  r[i].name, r[i].refused, r[i].applied, 100 * others));
	}
	if (m->complaints)
		sign(s, "complaints",
		     arena_printf(cx->mem,
				  words(cx, "%" PRId64 " businesses complained about the supply of explosives"),
				  m->complaints));
	return STATUS_OK;
}

enum status market_look(struct cx *cx, struct day from, struct day to, struct market *out)
{
	struct signs s = {.cx = cx, .m = out};
	*out = (struct market){.from = day_text(cx, from),
			       .to = day_text(cx, to),
			       .signs = {.items = arena_array_of(cx->mem, struct market_sign, MOST_SIGNS)}};
	const struct rules *rules;
	TRY(rules_of(cx, &rules));
	s.rule = rules_peek(rules, "explosive.market", to);
	if (!s.rule)
		return cx_fail_field(cx, "to", "no rule of the market was in force on that day");
	TRY(add_shares(cx, out));
	TRY(add_counts(cx, out));
	TRY(add_prices(cx, out));
	TRY(add_refusals(cx, out));
	TRY(add_complaints(cx, out));
	TRY(concentration(&s));
	TRY(price_signs(&s));
	return steering(&s);
}

void market_write(struct jw *w, const struct market *m)
{
	const struct {
		const char *key;
		int64_t n;
	} numbers[] = {{"kg", m->kg},
		       {"applied", m->applied},
		       {"decided", m->decided},
		       {"in_time", m->in_time},
		       {"refused", m->refused},
		       {"overridden", m->overridden},
		       {"complaints", m->complaints},
		       {"mines", m->mines},
		       {"one_supplier_mines", m->one_supplier_mines}};
	const struct {
		const char *key;
		const struct record *record;
		const struct list *list;
	} lists[] = {{"shares", &share_record, &m->shares},
		     {"prices", &price_record, &m->prices},
		     {"neighbours", &price_note_record, &m->neighbours},
		     {"signs", &sign_record, &m->signs},
		     {"refusals", &refusal_record, &m->refusals}};
	jw_begin(w, '{');
	jw_key(w, "from");
	jw_text(w, m->from);
	jw_key(w, "to");
	jw_text(w, m->to);
	jw_key(w, "hhi");
	jw_real(w, m->hhi);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		jw_key(w, numbers[i].key);
		jw_int(w, numbers[i].n);
	}
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		jw_key(w, lists[i].key);
		jw_list(w, lists[i].record, lists[i].list);
	}
	jw_end(w);
}
