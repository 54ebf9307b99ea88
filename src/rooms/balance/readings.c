#include "rooms/balance/readings.h"

#include <math.h>
#include "base/record.h"
#include "core/rule.h"

static const struct field default_fields[] = {
	FIELD(struct balance_defaults, volume),
	FIELD(struct balance_defaults, density),
	FIELD(struct balance_defaults, waste_density),
	FIELD(struct balance_defaults, swell),
	FIELD(struct balance_defaults, pile),
	FIELD(struct balance_defaults, scale),
	FIELD(struct balance_defaults, scale_own),
	FIELD(struct balance_defaults, moisture),
	FIELD(struct balance_defaults, moisture_sigma),
	FIELD(struct balance_defaults, powder_factor),
	FIELD(struct balance_defaults, powder),
	FIELD(struct balance_defaults, powder_own),
	FIELD(struct balance_defaults, report),
	FIELD(struct balance_defaults, report_own),
	FIELD(struct balance_defaults, dump_own),
	FIELD(struct balance_defaults, loss),
	FIELD(struct balance_defaults, loss_sigma),
	FIELD(struct balance_defaults, loss_own),
	FIELD(struct balance_defaults, strip),
	FIELD(struct balance_defaults, strip_sigma),
	FIELD(struct balance_defaults, strip_own),
};
const struct record balance_defaults_record = RECORD(balance_defaults, default_fields);

enum status balance_defaults_of(struct cx *cx, struct day day, struct balance_defaults *out)
{
	const struct rules *rules;
	const struct rule *rule;
	TRY(rules_of(cx, &rules));
	TRY(rules_find(cx, rules, "balance.uncertainty", day, &rule));
	for (size_t i = 0; i < balance_defaults_record.count; i++) {
		const struct field *f = &balance_defaults_record.fields[i];
		TRY(rule_real(cx, rule, f->name, (double *)((char *)out + f->offset)));
	}
	TRY(rules_find(cx, rules, "balance.test", day, &rule));
	TRY(rule_real(cx, rule, "false_alarms", &out->alpha));
	return rule_int(cx, rule, "months", &out->window);
}

void balance_put_survey(struct balance_month *m, enum balance_line line, double t, double sigma, double density)
{
	struct balance_reading *r = &m->r[line];
	*r = (struct balance_reading){.known = true, .t = t, .own = fabs(t) * sigma};
	r->same[line == LINE_SURVEY_WASTE ? CAUSE_WASTE_DENSITY : CAUSE_DENSITY] = t * density;
}

void balance_put_stock(struct balance_month *m, struct balance_level before, struct balance_level after,
		       const struct balance_defaults *d)
{
	struct balance_reading *r = &m->r[LINE_STOCK];
	*r = (struct balance_reading){.known = true, .t = after.t - before.t};
	m->level_before = before.sigma;
	m->level_after = after.sigma;
	r->same[CAUSE_DENSITY] = r->t * d->density;
	r->same[CAUSE_SWELL] = r->t * d->swell;
}

void balance_put_haulage(struct balance_month *m, double wet_t, double own, double same, double moisture,
			 const struct balance_defaults *d)
{
	struct balance_reading *r = &m->r[LINE_HAULAGE];
	*r = (struct balance_reading){.known = true, .t = wet_t * (1 - moisture), .own = own};
	r->same[CAUSE_SCALE] = same;
	r->same[CAUSE_MOISTURE] = wet_t * d->moisture_sigma;
}

void balance_put_explosive(struct balance_month *m, double t, double own, double same)
{
	struct balance_reading *r = &m->r[LINE_EXPLOSIVE];
	*r = (struct balance_reading){.known = true, .t = t, .own = own};
	r->same[CAUSE_POWDER] = same;
}

void balance_put_report(struct balance_month *m, double t, const struct balance_defaults *d)
{
	struct balance_reading *r = &m->r[LINE_REPORT];
	*r = (struct balance_reading){.known = true, .t = t, .own = t * d->report_own};
	r->same[CAUSE_REPORT] = t * d->report;
}

void balance_put_dump(struct balance_month *m, double t, double sigma, const struct balance_defaults *d)
{
	struct balance_reading *r = &m->r[LINE_DUMP];
	*r = (struct balance_reading){.known = true, .t = t, .own = t * sigma};
	r->same[CAUSE_WASTE_DENSITY] = t * d->waste_density;
	r->same[CAUSE_SWELL] = t * d->swell;
}

/* An error that is a share of the truth was put down as a share of the reading, which is too little where the reading is
 * too low, and the factor of explosives errs by tenths: so it is taken of what the ledgers say together. */
static void size_explosive(struct balance_month *m)
{
	static const double most = 3;
	struct balance_reading *r = &m->r[LINE_EXPLOSIVE];
	if (!r->known || r->t <= 0)
		return;
	double by = fmin(most, fmax(1 / most, m->rock / r->t));
	r->own *= by;
	r->same[CAUSE_POWDER] *= by;
}

void balance_put_assumed(struct balance_month *m, double loss, double strip, const struct balance_defaults *d)
{
	m->loss = loss;
	m->strip = strip;
	balance_size_month(m);
	size_explosive(m);
	struct balance_reading *r = &m->r[LINE_LOSS];
	*r = (struct balance_reading){.known = true, .own = m->ore * d->loss_own};
	r->same[CAUSE_LOSS] = m->ore * d->loss_sigma;
	r = &m->r[LINE_STRIP];
	*r = (struct balance_reading){.known = true, .own = m->ore * strip * d->strip_own};
	r->same[CAUSE_STRIP] = m->ore * strip * d->strip_sigma;
}
