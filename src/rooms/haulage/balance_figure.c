/*
 * balance_figure.c - what the weighbridges say that left a mine, and how sure that is.
 *
 * Each net weight is a gross and a tare, each with the scatter of its scale; the scale's bias is the same in every weighing
 * and so grows with the sum.  Weights of a scale whose certificate had run out count with several times the error.
 *
 * Days on which a scale was silent too long are nobody's tonnes (cover.h).  Where most of a month is covered it is put up to
 * the whole month, and what was put on counts with a large error; where little is covered the figure is not known: a broken
 * line must not look like theft.
 */
#include "rooms/haulage/cover.h"
#include "rooms/haulage/haulage_inside.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "rooms/mine/ledger_figure.h"

struct scale_sum {
	int64_t id;
	const char *name, *accuracy_class, *valid_to, *certificate;
	int64_t trips, gross_kg, net_kg;
	double net_kg2;
};
static const struct field sum_fields[] = {
	FIELD(struct scale_sum, id), FIELD(struct scale_sum, name), FIELD(struct scale_sum, accuracy_class),
	FIELD(struct scale_sum, valid_to), FIELD(struct scale_sum, certificate), FIELD(struct scale_sum, trips),
	FIELD(struct scale_sum, gross_kg), FIELD(struct scale_sum, net_kg), FIELD(struct scale_sum, net_kg2),
};
static const struct record sum_record = RECORD(scale_sum, sum_fields);

struct errors {
	double same, scatter, share, times;
};

/* *rule NULL: none says what the scales of that day may err by. */
static enum status read_errors(struct cx *cx, struct day day, struct errors *e, const struct rule **rule)
{
	const struct rules *rules;
	TRY(rules_of(cx, &rules));
	*rule = rules_peek(rules, "haulage.scale_error", day);
	if (!*rule)
		return STATUS_OK;
	TRY(rule_real(cx, *rule, "standing_same_per_mille", &e->same));
	TRY(rule_real(cx, *rule, "standing_per_mille", &e->scatter));
	TRY(rule_real(cx, *rule, "dynamic_share", &e->share));
	return rule_real(cx, *rule, "expired_times", &e->times);
}

/* Relative bias and scatter of one scale. */
static void error_of(const struct scale_sum *s, const struct errors *e, const char *last_day, double *same, double *scatter)
{
	bool standing = strcmp(s->accuracy_class, "III") == 0, expired = !*s->certificate || (*s->valid_to && strcmp(s->valid_to, last_day) < 0);
	double class_ = strtod(s->accuracy_class, NULL) / 100 * e->share;
	*same = (standing ? e->same / 1000 : class_ / 2) * (expired ? e->times : 1);
	*scatter = (standing ? e->scatter / 1000 : class_) * (expired ? e->times : 1);
}

/* What the days covered are, and how far a month may be put up from them. */
struct covering {
	int64_t gap_days, least_percent, missing_percent;
	const struct haulage_cover *items;
	size_t count;
};

static enum status read_covering(struct cx *cx, int64_t mine, struct day from, struct day to, struct covering *out)
{
	const struct rule *rule;
	TRY(rule_in_force(cx, "haulage.cover", to, &rule));
	TRY(rule_int(cx, rule, "gap_days", &out->gap_days));
	TRY(rule_int(cx, rule, "least_percent", &out->least_percent));
	TRY(rule_int(cx, rule, "missing_percent", &out->missing_percent));
	return haulage_cover_of(cx, mine, from, to, (int)out->gap_days, &out->items, &out->count);
}

/* The scale of which too little is covered; NULL: there is none. */
static const struct haulage_cover *too_little(const struct covering *c)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->items[i].covered * 100 < c->least_percent * c->items[i].days)
			return &c->items[i];
	return NULL;
}

static const struct haulage_cover *cover_of(const struct covering *c, int64_t scale)
{
	static const struct haulage_cover whole = {.days = 1, .covered = 1};
	for (size_t i = 0; i < c->count; i++)
		if (c->items[i].scale == scale && c->items[i].covered > 0)
			return &c->items[i];
	return &whole;
}

struct adding {
	struct mine_ledger_figure *out;
	struct buf arithmetic;
	double variance;
};

static void add_scale(struct cx *cx, const struct scale_sum *s, const struct errors *e, const char *last, const struct covering *covering,
		      struct adding *a)
{
	const struct haulage_cover *c = cover_of(covering, s->id);
	double bias, scatter, t = (double)s->net_kg / 1000, tare = (double)(s->gross_kg - s->net_kg) / 1000;
	double missing = t * (double)(c->days - c->covered) / (double)c->covered, trips = (double)s->trips;
	double guess = missing * (double)covering->missing_percent / 100;
	error_of(s, e, last, &bias, &scatter);
	/* Of a truck: gross and tare scatter each by their own weight; n trucks of that mean weight. */
	double gross_t = (double)s->gross_kg / 1000 / trips, tare_t = tare / trips;
	a->variance += trips * scatter * scatter * (gross_t * gross_t + tare_t * tare_t) + guess * guess;
	a->out->sigma_same += bias * (t + missing);
	a->out->t += t + missing;
	a->out->count += s->trips;
	buf_printf(&a->arithmetic, words(cx, "%s%s: %" PRId64 " trucks, %.1f t net, bias %.2f %%"), a->arithmetic.n ? "; " : "", s->name,
		   s->trips, t, 100 * bias);
	if (c->covered < c->days)
		buf_printf(&a->arithmetic,
			   words(cx, ", %ld of %ld days covered: × %ld/%ld = %.1f t, what was put on ± %ld %% (%.1f t)"), (long)c->covered,
			   (long)c->days, (long)c->days, (long)c->covered, t + missing, (long)covering->missing_percent, guess);
}

static enum status sums_of(struct cx *cx, int64_t mine, const char *first, const char *last, struct list *out)
{
	return db_all(cx, &sum_record, out,
		      "SELECT s.id, s.name, s.accuracy_class, s.valid_to, s.certificate, sum(x.trips) AS trips, sum(x.gross_kg) AS gross_kg,"
		      " sum(x.net_kg) AS net_kg, sum(x.net_kg2) AS net_kg2 FROM haulage_day x"
		      " JOIN haulage_scale s ON s.county = x.county AND s.id = x.scale"
		      " WHERE x.county = $1 AND x.mine = $2 AND x.day >= $3 AND x.day <= $4 AND s.kind = 'weighbridge' AND x.trips > 0"
		      " GROUP BY s.id, s.name, s.accuracy_class, s.valid_to, s.certificate ORDER BY s.id",
		      ARGS(V(cx->county), V(mine), V(first), V(last)));
}

static const char *say_nothing(struct cx *cx, const struct covering *c, const struct haulage_cover *hole)
{
	if (!hole)
		return words(cx, c->count ? "the scales were there, and no truck left" : "no weighings");
	return arena_printf(cx->mem, words(cx, "a scale covers %ld of %ld days, less than %ld %%: no tonnes are known"), (long)hole->covered,
			    (long)hole->days, (long)c->least_percent);
}

enum status haulage_balance_figure(struct cx *cx, const struct mine *m, struct day from, struct day to, struct mine_ledger_figure *out)
{
	struct list l;
	struct errors e;
	struct covering c;
	const struct rule *rule;
	const char *first = day_text(cx, from), *last = day_text(cx, to);
	TRY(read_errors(cx, to, &e, &rule));
	if (!rule) {            /* a year long before the county weighed */
		*out = (struct mine_ledger_figure){.ledger = "weighbridge", .source = "", .link = "", .arithmetic = words(cx, "no weighings")};
		return STATUS_OK;
	}
	TRY(sums_of(cx, m->id, first, last, &l));
	TRY(read_covering(cx, m->id, from, to, &c));
	const struct haulage_cover *hole = too_little(&c);
	*out = (struct mine_ledger_figure){.ledger = "weighbridge", .known = (l.count || c.count) && !hole, .source = rule->source,
		.link = arena_printf(cx->mem, "/haulage/tickets?mine=%" PRId64 "&from=%s&to=%s", m->id, first, last)};
	struct adding a = {.out = out};
	buf_init(&a.arithmetic, cx->mem);
	for (size_t i = 0; i < l.count && !hole; i++)
		add_scale(cx, (const struct scale_sum *)l.items + i, &e, last, &c, &a);
	out->sigma = sqrt(a.variance);
	out->arithmetic = l.count && !hole ? a.arithmetic.s : say_nothing(cx, &c, hole);
	return STATUS_OK;
}
