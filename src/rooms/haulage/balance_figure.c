/*
 * balance_figure.c - what the weighbridges say that left a mine, and how sure that is.
 *
 * Each net weight is a gross and a tare, each with the scatter of its scale; the scale's bias is the same in every weighing
 * and so grows with the sum.  Weights of a scale whose certificate had run out count with several times the error.
 */
#include "rooms/haulage/haulage_inside.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "rooms/mine/ledger_figure.h"

struct scale_sum {
	const char *name, *accuracy_class, *valid_to, *certificate;
	int64_t trips, gross_kg, net_kg;
	double net_kg2;
};
static const struct field sum_fields[] = {
	FIELD(struct scale_sum, name), FIELD(struct scale_sum, accuracy_class), FIELD(struct scale_sum, valid_to), FIELD(struct scale_sum, certificate),
	FIELD(struct scale_sum, trips), FIELD(struct scale_sum, gross_kg), FIELD(struct scale_sum, net_kg), FIELD(struct scale_sum, net_kg2),
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

enum status haulage_balance_figure(struct cx *cx, const struct mine *m, struct day from, struct day to, struct mine_ledger_figure *out)
{
	struct list l;
	struct errors e;
	const struct rule *rule;
	const char *first = haulage_day(cx, from), *last = haulage_day(cx, to);
	double same = 0, variance = 0;
	struct buf b;
	TRY(read_errors(cx, to, &e, &rule));
	if (!rule) {            /* a year long before the county weighed */
		*out = (struct mine_ledger_figure){.ledger = "weighbridge", .source = "", .link = "", .arithmetic = words(cx, "no weighings")};
		return STATUS_OK;
	}
	TRY(db_all(cx, &sum_record, &l,
		   "SELECT s.name, s.accuracy_class, s.valid_to, s.certificate, sum(x.trips) AS trips, sum(x.gross_kg) AS gross_kg, sum(x.net_kg) AS net_kg,"
		   " sum(x.net_kg2) AS net_kg2 FROM haulage_day x JOIN haulage_scale s ON s.county = x.county AND s.id = x.scale"
		   " WHERE x.county = $1 AND x.mine = $2 AND x.day >= $3 AND x.day <= $4 AND s.kind = 'weighbridge' AND x.trips > 0"
		   " GROUP BY s.id, s.name, s.accuracy_class, s.valid_to, s.certificate ORDER BY s.id",
		   ARGS(V(cx->county), V(m->id), V(first), V(last))));
	*out = (struct mine_ledger_figure){.ledger = "weighbridge", .known = l.count > 0, .source = rule->source,
		.link = arena_printf(cx->mem, "/haulage/tickets?mine=%" PRId64 "&from=%s&to=%s", m->id, first, last)};
	buf_init(&b, cx->mem);
	const struct scale_sum *s = l.items;
	for (size_t i = 0; i < l.count; i++) {
		double bias, scatter, t = (double)s[i].net_kg / 1000, tare = (double)(s[i].gross_kg - s[i].net_kg) / 1000;
		error_of(&s[i], &e, last, &bias, &scatter);
		/* Of a truck: gross and tare scatter each by their own weight; n trucks of that mean weight. */
		double gross_t = (double)s[i].gross_kg / 1000 / (double)s[i].trips, tare_t = tare / (double)s[i].trips;
		variance += (double)s[i].trips * scatter * scatter * (gross_t * gross_t + tare_t * tare_t);
		same += bias * t;
		out->t += t;
		out->count += s[i].trips;
		buf_printf(&b, words(cx, "%s%s: %" PRId64 " trucks, %.1f t net, bias %.2f %%"), b.n ? "; " : "", s[i].name, s[i].trips, t, 100 * bias);
	}
	out->sigma = sqrt(variance);
	out->sigma_same = same;
	out->arithmetic = l.count ? b.s : words(cx, "no weighings");
	return STATUS_OK;
}
