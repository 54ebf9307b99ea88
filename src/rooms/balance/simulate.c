#include "rooms/balance/simulate.h"

#include <math.h>
#include <string.h>
#include "core/scratch.h"
#include "rooms/balance/detect.h"

/* ---- chance: splitmix64, and normal numbers by Box and Muller; the same on every machine ---- */

struct dice {
	uint64_t state;
};

static double roll(struct dice *d)
{
	uint64_t z = d->state += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return ((double)((z ^ z >> 31) >> 11) + 0.5) / 9007199254740992.0;
}

static double normal(struct dice *d, double sigma)
{
	double r = sqrt(-2 * log(roll(d)));
	return sigma * r * cos(2 * acos(-1) * roll(d));
}

/* ---- a mine ---- */

struct mine_play {
	struct dice dice;
	const struct balance_defaults *d;
	const struct balance_play *play;
	double licence;         /* t a month */
	double density, waste_density, swell, scale, moisture, powder, report, loss, strip;     /* its biases */
	double pile;            /* t on the piles at the month's beginning, in truth */
	struct balance_level level;     /* as measured */
};

static struct balance_level measure_pile(struct mine_play *m)
{
	double error = normal(&m->dice, m->play->understated * m->d->pile);
	return (struct balance_level){m->pile * (1 + m->density + m->swell) * (1 + error), m->pile * m->d->pile};
}

static void begin(struct mine_play *m)
{
	const struct balance_defaults *d = m->d;
	double f = m->play->understated;
	struct dice *r = &m->dice;
	m->licence = 8000 * exp(2.3 * roll(r)); /* 100,000 to 1,000,000 t a year */
	m->density = normal(r, f * d->density);
	m->waste_density = normal(r, f * d->waste_density);
	m->swell = normal(r, f * d->swell);
	m->scale = normal(r, f * d->scale);
	m->moisture = d->moisture + normal(r, f * d->moisture_sigma);
	m->powder = normal(r, f * d->powder);
	m->report = normal(r, f * d->report);
	m->loss = fmax(0, d->loss + normal(r, f * d->loss_sigma));
	m->strip = fmax(0, d->strip * (1 + normal(r, f * d->strip_sigma)));
	m->pile = m->licence * (0.3 + 0.4 * roll(r));
	m->level = measure_pile(m);
}

/* What was done in a month, in truth and dry tonnes, and what of it the books are meant to show. */
struct deeds {
	double ore, waste, lost, hauled, stock;
	double weighed, reported, blasted;
};

static struct deeds work(struct mine_play *m, bool theft)
{
	const struct balance_defaults *d = m->d;
	const char *kind = m->play->kind;
	double f = m->play->understated, size = theft ? m->play->size : 0;
	struct deeds w;
	double planned = m->licence * (0.9 + normal(&m->dice, 0.1));
	w.ore = fmax(m->licence * 0.3, planned) * (strcmp(kind, "over-mining") == 0 ? 1 + size : 1);
	w.waste = fmax(0, w.ore * m->strip * (1 + normal(&m->dice, f * d->strip_own)));
	w.lost = fmax(0, w.ore * (m->loss + normal(&m->dice, f * d->loss_own)));
	double pile = fmax(0, m->licence * 0.5 + 0.5 * (m->pile - m->licence * 0.5) + normal(&m->dice, 0.1 * m->licence));
	w.stock = pile - m->pile;
	w.hauled = fmax(0, w.ore - w.lost - w.stock);
	m->pile = pile;
	w.weighed = w.hauled;
	w.reported = w.hauled + w.stock;
	w.blasted = w.ore + w.waste;
	if (strcmp(kind, "unweighed") == 0) {
		w.weighed -= size * w.ore;
		w.reported -= size * w.ore;
	} else if (strcmp(kind, "foreign-ore") == 0) {
		w.weighed += size * w.ore;
		w.reported += size * w.ore;
	} else if (strcmp(kind, "unregistered-explosives") == 0) {
		w.blasted *= 1 - size;
	} else if (strcmp(kind, "over-mining") == 0) {
		w.reported -= size / (1 + size) * w.ore;
	}
	return w;
}

/* What the ledgers show of it, and how exactly they think they do. */
static void write_down(struct mine_play *m, const struct deeds *w, struct balance_month *out)
{
	const struct balance_defaults *d = m->d;
	double f = m->play->understated;
	struct dice *r = &m->dice;
	*out = (struct balance_month){0};
	balance_put_survey(out, LINE_SURVEY, w->ore * (1 + m->density) * (1 + normal(r, f * d->volume)), d->volume, d->density);
	balance_put_survey(out, LINE_SURVEY_WASTE, w->waste * (1 + m->waste_density) * (1 + normal(r, f * d->volume)), d->volume,
			   d->waste_density);
	double rock = w->blasted * (1 + m->powder) * (1 + normal(r, f * d->powder_own));
	balance_put_explosive(out, rock, rock * d->powder_own, rock * d->powder);
	double wet = w->weighed * (1 + m->scale) / (1 - m->moisture) * (1 + normal(r, f * d->scale_own));
	balance_put_haulage(out, wet, wet * d->scale_own, wet * d->scale, d->moisture, d);
	struct balance_level after = measure_pile(m);
	balance_put_stock(out, m->level, after, d);
	m->level = after;
	balance_put_report(out, w->reported * (1 + m->report) * (1 + normal(r, f * d->report_own)), d);
	balance_put_dump(out, w->waste * (1 + m->waste_density + m->swell) * (1 + normal(r, f * d->dump_own)), d->dump_own, d);
	for (enum balance_line line = 0; line < LINE_COUNT; line++)
		if (m->play->without >> line & 1)
			out->r[line].known = false;
	balance_put_assumed(out, d->loss, d->strip, d);
}

/* ---- many mines ---- */

struct counts {
	const struct balance_defaults *d;
	const struct balance_play *play;
	struct dice dice;
	int64_t honest, wrong, within_1, within_3, found, named;
};

static enum status judge_month(struct cx *cx, struct counts *c, const struct balance_month *months, int64_t k, int64_t *first)
{
	struct balance_verdict v;
	int64_t window = c->d->window < BALANCE_MONTHS ? c->d->window : BALANCE_MONTHS;
	int64_t from = k + 1 > window ? k + 1 - window : 0;
	TRY(balance_detect(cx, months + from, (size_t)(k + 1 - from), c->d->alpha, &v));
	bool alarm = v.word == BALANCE_DOES_NOT_FIT;
	if (strcmp(c->play->kind, "none") == 0 || k < c->play->onset) {
		c->honest++;
		c->wrong += alarm;
		return STATUS_OK;
	}
	int64_t since = k - c->play->onset + 1;
	c->within_1 += alarm && since == 1;
	if (!alarm || *first)
		return STATUS_OK;
	*first = since;
	c->found++;
	c->within_3 += since <= 3;
	c->named += strcmp(v.findings[0].story->name, c->play->kind) == 0;
	return STATUS_OK;
}

static enum status play_mine(struct cx *cx, void *arg)
{
	struct counts *c = arg;
	struct mine_play m = {.dice = c->dice, .d = c->d, .play = c->play};
	int64_t months = c->play->months, first = 0;
	struct balance_month *all = arena_array_of(cx->mem, struct balance_month, (size_t)months);
	bool honest = strcmp(c->play->kind, "none") == 0;
	begin(&m);
	for (int64_t k = 0; k < months; k++) {
		struct deeds w = work(&m, !honest && k >= c->play->onset);
		write_down(&m, &w, &all[k]);
		TRY(judge_month(cx, c, all, k, &first));
	}
	c->dice = m.dice;
	return STATUS_OK;
}

static enum status check(struct cx *cx, const struct balance_play *p)
{
	enum { MOST_MONTHS = 240 };
	if (p->mines < 1 || p->mines > BALANCE_MOST_MINES)
		return cx_fail_field(cx, "mines", "must be from 1 to %d", BALANCE_MOST_MINES);
	if (p->months < 1 || p->months > MOST_MONTHS)
		return cx_fail_field(cx, "months", "must be from 1 to %d", MOST_MONTHS);
	if (!(p->size >= 0 && p->size <= 0.9))
		return cx_fail_field(cx, "size", "must be a share from 0 to 0.9");
	if (p->onset < 0 || p->onset >= p->months)
		return cx_fail_field(cx, "onset", "must be less than the months");
	if (!(p->understated > 0 && p->understated <= 10))
		return cx_fail_field(cx, "understated", "must be more than 0 and at most 10");
	for (size_t i = 0; i < balance_story_count; i++)
		if (balance_stories[i].theft && strcmp(balance_stories[i].name, p->kind) == 0)
			return STATUS_OK;
	return strcmp(p->kind, "none") == 0
		? STATUS_OK
		: cx_fail_field(cx, "case", "must be none, unweighed, unregistered-explosives, foreign-ore or over-mining");
}

enum status balance_simulate(struct cx *cx, const struct balance_defaults *d, const struct balance_play *play,
			     struct balance_played *out)
{
	struct counts c = {.d = d, .play = play, .dice = {(uint64_t)play->seed}};
	TRY(check(cx, play));
	for (int64_t i = 0; i < play->mines; i++)
		TRY(cx_scratch(cx, play_mine, &c));
	double mines = (double)play->mines;
	*out = (struct balance_played){
		.mines = play->mines, .months = play->months, .kind = play->kind, .size = play->size,
		.false_alarms = c.honest ? (double)c.wrong / (double)c.honest : 0,
		.within_1 = (double)c.within_1 / mines, .within_3 = (double)c.within_3 / mines,
		.named = c.found ? (double)c.named / (double)c.found : 0,
		.honest_months = c.honest, .found = (double)c.found / mines,
	};
	return STATUS_OK;
}
