#include "rooms/balance/account.h"

#include <math.h>
#include <string.h>
#include "rooms/balance/inside.h"
#include "rooms/balance/ledgers.h"

/* The books of a mine, read once for all months. */
struct books {
	struct list surveys, stocks, reports;
};

static struct day day_at(const char *text)
{
	struct day d = {0};
	return day_parse(text, &d) ? d : (struct day){0};
}

/* ---- surveys ---- */

/* What one survey says of the days from a to b: its volume by days, and how exactly. */
struct part {
	double days, m3, sigma_m3;
};

static struct part part_of(const struct balance_survey *s, struct day a, struct day b, double volume_sigma)
{
	/* By how much a day's digging differs from the next one's, as a share of it. */
	static const double daily = 0.6;
	int from = day_at(s->from_day).n, to = day_at(s->to_day).n;
	int first = from > a.n - 1 ? from : a.n - 1, last = to < b.n ? to : b.n;
	if (last <= first || to <= from)
		return (struct part){0};
	double length = to - from, share = (last - first) / length;
	double own = (s->sigma_m3 > 0 ? s->sigma_m3 : s->volume_m3 * volume_sigma) * share;
	double cut = s->volume_m3 * daily * sqrt(share * (1 - share) / length);
	return (struct part){last - first, s->volume_m3 * share, sqrt(own * own + cut * cut)};
}

struct surveyed {
	double t, sigma, density_sigma, days;
	int64_t count;
	struct buf text;
};

static void add_part(struct cx *cx, struct surveyed *to, const struct balance_survey *s, struct part p, double density,
		     double density_sigma, double swell)
{
	double by = density / (1 + swell);
	to->sigma = sqrt(to->sigma * to->sigma + p.sigma_m3 * by * p.sigma_m3 * by);
	to->density_sigma = fmax(to->density_sigma, density_sigma);
	to->t += p.m3 * by;
	to->days += p.days;
	to->count++;
	buf_printf(&to->text, words(cx, "%s%s to %s: %.0f m³ of %.0f m³ (%.0f days) × %.3f t/m³"), to->text.n ? "; " : "", s->from_day,
		   s->to_day, p.m3, s->volume_m3, p.days, density);
	if (swell > 0)
		buf_printf(&to->text, " ÷ %.2f", 1 + swell);
}

/* Of a material in a month; false: the surveys do not cover it. */
static bool surveyed(struct cx *cx, const struct balance_account *a, const struct books *b, const char *material,
		     const struct balance_month *m, struct surveyed *out)
{
	static const double enough = 0.85; /* of the month's days; what is missing is taken to be like the rest */
	bool ore = strcmp(material, "ore") == 0 || strcmp(material, "all") == 0, dump = strcmp(material, "dump") == 0;
	*out = (struct surveyed){0};
	buf_init(&out->text, cx->mem);
	const struct balance_survey *s = b->surveys.items;
	for (size_t i = 0; i < b->surveys.count; i++) {
		if (*s[i].withdrawn || strcmp(s[i].material, material) != 0)
			continue;
		struct part p = part_of(&s[i], m->from, m->to, a->d.volume);
		if (p.days <= 0)
			continue;
		double density = s[i].density > 0 ? s[i].density : ore ? a->rock.density : a->rock.waste_density;
		double sigma = s[i].density_sigma > 0 ? s[i].density_sigma / 100 : ore ? a->rock.density_sigma : a->d.waste_density;
		add_part(cx, out, &s[i], p, density, sigma, dump ? a->rock.swell : 0);
	}
	double days = m->to.n - m->from.n + 1;
	if (out->days < enough * days)
		return false;
	out->t *= days / out->days;
	out->sigma *= days / out->days;
	return true;
}

static const char *survey_page(struct cx *cx, const struct balance_account *a)
{
	return arena_printf(cx->mem, "/balance/%lld?tab=books", (long long)a->mine->id);
}

static void put_surveys(struct cx *cx, struct balance_account *a, const struct books *b, size_t k)
{
	static const struct {
		const char *material;
		enum balance_line line;
	} kinds[] = {{"ore", LINE_SURVEY}, {"waste", LINE_SURVEY_WASTE}, {"all", LINE_SURVEY_ALL}, {"dump", LINE_DUMP}};
	struct balance_month *m = &a->months[k];
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct surveyed s;
		if (!surveyed(cx, a, b, kinds[i].material, m, &s))
			continue;
		double share = s.t > 0 ? s.sigma / s.t : 0;
		if (kinds[i].line == LINE_DUMP)
			balance_put_dump(m, s.t, share, &a->d);
		else
			balance_put_survey(m, kinds[i].line, s.t, share, s.density_sigma);
		a->origins[k][kinds[i].line] = (struct balance_origin){s.count, s.text.s, a->rock.density_source, survey_page(cx, a)};
	}
}

/* ---- piles ---- */

static double pile_t(const struct balance_account *a, const struct balance_stock *s)
{
	return s->volume_m3 * (s->loose_density > 0 ? s->loose_density : a->rock.density / (1 + a->rock.swell));
}

static double pile_sigma(const struct balance_account *a, const struct balance_stock *s)
{
	return s->sigma_m3 > 0 && s->volume_m3 > 0 ? pile_t(a, s) * s->sigma_m3 / s->volume_m3 : pile_t(a, s) * a->d.pile;
}

/* One pile at the end of a day: as measured about then, or between two measurements.  false: nobody knows. */
static bool pile_level(const struct balance_account *a, const struct balance_stock *before, const struct balance_stock *after,
		       struct day day, struct balance_level *out)
{
	enum { ABOUT = 3, FAR = 62 };
	const struct balance_stock *near = before && day.n - day_at(before->day).n <= ABOUT ? before
					   : after && day_at(after->day).n - day.n <= ABOUT ? after : NULL;
	if (near) {
		*out = (struct balance_level){pile_t(a, near), pile_sigma(a, near)};
		return true;
	}
	if (!before) {  /* it was first measured later: it was not there yet */
		*out = (struct balance_level){0};
		return after != NULL;
	}
	if (!after || day_at(after->day).n - day_at(before->day).n > FAR)
		return false;
	double share = (double)(day.n - day_at(before->day).n) / (day_at(after->day).n - day_at(before->day).n);
	double t0 = pile_t(a, before), t1 = pile_t(a, after);
	double s0 = pile_sigma(a, before) * (1 - share), s1 = pile_sigma(a, after) * share;
	double between = fabs(t1 - t0) * share * (1 - share);
	*out = (struct balance_level){t0 + (t1 - t0) * share, sqrt(s0 * s0 + s1 * s1 + between * between)};
	return true;
}

/* All piles at the end of a day; stocks are newest first. */
static bool level(const struct balance_account *a, const struct list *stocks, struct day day, struct balance_level *out, int64_t *count)
{
	const struct balance_stock *s = stocks->items;
	double var = 0;
	bool any_before = false;
	*out = (struct balance_level){0};
	*count = 0;
	for (size_t i = 0; i < stocks->count; i++) {
		bool first = !*s[i].withdrawn;
		for (size_t k = 0; k < i && first; k++)
			first = *s[k].withdrawn || strcmp(s[k].pile, s[i].pile) != 0;
		if (!first)
			continue;
		const struct balance_stock *before = NULL, *after = NULL;
		for (size_t k = i; k < stocks->count && !before; k++) {
			if (*s[k].withdrawn || strcmp(s[k].pile, s[i].pile) != 0)
				continue;
			if (day_at(s[k].day).n <= day.n)
				before = &s[k];
			else
				after = &s[k];
		}
		struct balance_level pile;
		if (!pile_level(a, before, after, day, &pile))
			return false;
		any_before |= before != NULL || (after && day_at(after->day).n - day.n <= 3);
		out->t += pile.t;
		var += pile.sigma * pile.sigma;
		*count += 1;
	}
	out->sigma = sqrt(var);
	return any_before;
}

static void put_stock(struct cx *cx, struct balance_account *a, const struct books *b, size_t k)
{
	struct balance_level before, after;
	int64_t n0, n1;
	struct balance_month *m = &a->months[k];
	if (!level(a, &b->stocks, (struct day){m->from.n - 1}, &before, &n0) || !level(a, &b->stocks, m->to, &after, &n1))
		return;
	balance_put_stock(m, before, after, &a->d);
	a->origins[k][LINE_STOCK] = (struct balance_origin){
		n1, arena_printf(cx->mem, words(cx, "%.0f t at its end less %.0f t at its beginning"), after.t, before.t), a->rock.density_source,
		survey_page(cx, a)};
}

/* ---- reports and the ledgers of other rooms ---- */

static const struct balance_report *report_of(struct cx *cx, const struct balance_account *a, const struct books *b, size_t k)
{
	const char *month = balance_month_print(cx, a->months[k].from);
	const struct balance_report *r = b->reports.items;
	for (size_t i = 0; i < b->reports.count; i++)
		if (strcmp(r[i].month, month) == 0)
			return &r[i];
	return NULL;
}

static struct balance_origin reported(struct cx *cx, const struct balance_account *a, const char *arithmetic)
{
	return (struct balance_origin){1, arithmetic, words(cx, "monthly report of the enterprise"), survey_page(cx, a)};
}

static void put_report(struct cx *cx, struct balance_account *a, size_t k, const struct balance_report *r)
{
	balance_put_report(&a->months[k], r->output_t, &a->d);
	a->origins[k][LINE_REPORT] = reported(cx, a, arena_printf(cx->mem, words(cx, "%.0f t reported for %s"), r->output_t, r->month));
	if (r->waste_t > 0 && !a->months[k].r[LINE_DUMP].known) {
		balance_put_dump(&a->months[k], r->waste_t, a->d.dump_own, &a->d);
		a->origins[k][LINE_DUMP] = reported(cx, a, arena_printf(cx->mem, words(cx, "%.0f t of waste reported for %s"), r->waste_t, r->month));
	}
}

/* What the enterprise says its scales and its magazine show, where no room knows better. */
static void put_reported_books(struct cx *cx, struct balance_account *a, size_t k, const struct balance_report *r, double moisture)
{
	struct balance_month *m = &a->months[k];
	const struct balance_rock *rock = &a->rock;
	if (r->weighed_t > 0 && !m->r[LINE_HAULAGE].known) {
		balance_put_haulage(m, r->weighed_t, r->weighed_t * a->d.scale_own, r->weighed_t * a->d.scale, moisture, &a->d);
		a->origins[k][LINE_HAULAGE] = reported(cx, a, arena_printf(cx->mem, words(cx, "%.0f t wet × (1 - %.3f moisture)"), r->weighed_t,
									   moisture));
	}
	if (r->explosive_kg > 0 && !m->r[LINE_EXPLOSIVE].known) {
		double density = (1 + rock->strip) / (1 / rock->density + rock->strip / rock->waste_density);
		double t = r->explosive_kg / rock->powder_factor * density;
		balance_put_explosive(m, t, t * a->d.powder_own, t * a->d.powder);
		a->origins[k][LINE_EXPLOSIVE] = reported(cx, a, arena_printf(cx->mem, words(cx, "%.0f kg ÷ %.2f kg/m³ × %.2f t/m³"),
									     r->explosive_kg, rock->powder_factor, density));
	}
}

static enum status put_ledgers(struct cx *cx, struct balance_account *a, size_t k, double moisture)
{
	struct balance_month *m = &a->months[k];
	for (const struct mine_ledger *l = balance_ledgers; l->name; l++) {
		struct mine_ledger_figure f = {0};
		enum balance_line line = l->measures == MINE_MEASURES_ROCK ? LINE_EXPLOSIVE : LINE_HAULAGE;
		TRY(l->figure(cx, a->mine, m->from, m->to, &f));
		if (!f.known || m->r[line].known)
			continue;
		if (line == LINE_EXPLOSIVE) {
			bool stated = f.sigma > 0 || f.sigma_same > 0;
			balance_put_explosive(m, f.t, stated ? f.sigma : f.t * a->d.powder_own, stated ? f.sigma_same : f.t * a->d.powder);
		} else {
			bool stated = f.sigma > 0 || f.sigma_same > 0;
			balance_put_haulage(m, f.t, stated ? f.sigma : f.t * a->d.scale_own, stated ? f.sigma_same : f.t * a->d.scale, moisture,
					    &a->d);
			f.arithmetic = arena_printf(cx->mem, words(cx, "%s; %.0f t wet × (1 - %.3f moisture)"), f.arithmetic ? f.arithmetic : "", f.t,
						    moisture);
		}
		a->origins[k][line] = (struct balance_origin){f.count, f.arithmetic, f.source, f.link};
	}
	return STATUS_OK;
}

static enum status put_month(struct cx *cx, struct balance_account *a, const struct books *b, size_t k)
{
	put_surveys(cx, a, b, k);
	put_stock(cx, a, b, k);
	const struct balance_report *r = report_of(cx, a, b, k);
	double moisture = r && r->moisture > 0 ? r->moisture / 100 : a->rock.moisture;
	TRY(put_ledgers(cx, a, k, moisture));
	if (r) {
		put_report(cx, a, k, r);
		put_reported_books(cx, a, k, r, moisture);
	}
	balance_put_assumed(&a->months[k], a->rock.loss, a->rock.strip, &a->d);
	return STATUS_OK;
}

enum status balance_account_make(struct cx *cx, const struct mine *m, struct day first, size_t count, struct balance_account *out)
{
	struct books b;
	if (count < 1 || count > BALANCE_MONTHS)
		return cx_fail_field(cx, "from", "must be at most %d months before the last one", BALANCE_MONTHS - 1);
	*out = (struct balance_account){.mine = m, .count = count, .months = arena_array_of(cx->mem, struct balance_month, count),
					.origins = arena_array(cx->mem, count, sizeof *out->origins)};
	TRY(balance_defaults_of(cx, day_of(cx->now), &out->d));
	TRY(balance_rock_of(cx, m->id, day_of(cx->now), &out->d, &out->rock));
	TRY(balance_surveys(cx, m->id, &b.surveys));
	TRY(balance_stocks(cx, m->id, &b.stocks));
	TRY(balance_reports(cx, m->id, &b.reports));
	for (size_t k = 0; k < count; k++) {
		out->months[k].from = balance_month_after(first, (int)k);
		out->months[k].to = (struct day){balance_month_after(first, (int)k + 1).n - 1};
		TRY(put_month(cx, out, &b, k));
	}
	return STATUS_OK;
}

enum status balance_account_judge(struct cx *cx, const struct balance_account *a, size_t month, struct balance_verdict *out)
{
	size_t window = (size_t)a->d.window, from = month + 1 > window ? month + 1 - window : 0;
	return balance_detect(cx, a->months + from, month + 1 - from, a->d.alpha, out);
}
