/* capacity.c - what a mine has put out since January, with its uncertainty, against what it may in the year. */
#include "rooms/balance/balance.h"

#include <math.h>
#include <string.h>
#include "rooms/balance/inside.h"

/* The 95 % bound of one side. */
static const double sure = 1.645;

/* What one kind of figure says from January to month k: only where it is there for each of the months. */
static bool sum_line(const struct balance_account *a, size_t k, enum balance_line line, double *t, double *sigma)
{
	double sum = 0, own = 0, same = 0;
	for (size_t i = 0; i <= k; i++) {
		const struct balance_reading *r = &a->months[i].r[line];
		if (!r->known)
			return false;
		sum += r->t;
		own += r->own * r->own;
	}
	for (int c = 0; c < CAUSE_COUNT; c++) {
		double s = 0;
		for (size_t i = 0; i <= k; i++)
			s += a->months[i].r[line].same[c];
		same += s * s;
	}
	*t = sum;
	*sigma = sqrt(own + same);
	return true;
}

/* Before what was dug is output, its loss comes off. */
static void by_ground(const struct balance_account *a, size_t k, struct balance_output *o)
{
	double sigma;
	o->ground_known = sum_line(a, k, LINE_SURVEY, &o->ground_t, &sigma);
	if (!o->ground_known)
		return;
	double loss = a->d.loss_sigma * o->ground_t;
	o->ground_sigma = sqrt(sigma * sigma * (1 - a->rock.loss) * (1 - a->rock.loss) + loss * loss);
	o->ground_t *= 1 - a->rock.loss;
}

static enum status month_of(struct cx *cx, const struct balance_account *a, size_t k, struct balance_output *o)
{
	struct balance_reconciled r;
	double stock, sigma;
	*o = (struct balance_output){.month = balance_month_print(cx, a->months[k].from)};
	TRY(balance_reconcile(cx, a->months, k + 1, a->d.alpha, &r));
	o->known = r.output.known;
	o->t = r.output.t;
	o->sigma = r.output.sigma;
	by_ground(a, k, o);
	o->reported_known = sum_line(a, k, LINE_REPORT, &o->reported_t, &sigma);
	o->weighed_known = sum_line(a, k, LINE_HAULAGE, &o->weighed_t, &sigma);
	if (o->weighed_known && sum_line(a, k, LINE_STOCK, &stock, &sigma))
		o->weighed_t += stock;
	if (!o->known && o->reported_known) {   /* nothing to compare it with, but something */
		o->known = true;
		o->t = o->reported_t;
		sum_line(a, k, LINE_REPORT, &sigma, &o->sigma);
	}
	return STATUS_OK;
}

/* The rest of the year like the months there were; their scatter and the bias so far go on. */
static void project(struct balance_capacity *c)
{
	if (!c->count || !c->months[c->count - 1].known)
		return;
	const struct balance_output *last = &c->months[c->count - 1];
	double months = (double)c->count, mean = last->t / months, var = 0, before = 0, rest = 12 - months;
	for (size_t i = 0; i < c->count && c->months[i].known; i++) {
		double step = c->months[i].t - before;
		var += (step - mean) * (step - mean);
		before = c->months[i].t;
	}
	var = c->count > 1 ? var / (months - 1) : mean * mean / 16;
	c->projected_t = mean * 12;
	c->projected_sigma = sqrt(last->sigma * last->sigma * (12 / months) * (12 / months) + var * rest * (1 + rest / months));
}

static const char *verdict(const struct balance_capacity *c)
{
	const struct balance_output *o = c->count ? &c->months[c->count - 1] : NULL;
	if (c->allowed.t < 0 || !o || !(o->known || o->ground_known))
		return "unknown";
	if ((o->known && o->t - sure * o->sigma > c->allowed.t) || (o->ground_known && o->ground_t - sure * o->ground_sigma > c->allowed.t))
		return "over";
	return c->projected_t - sure * c->projected_sigma > c->allowed.t ? "ahead" : "within";
}

enum status balance_capacity_of(struct cx *cx, const struct mine *m, int64_t year, struct balance_capacity *out)
{
	struct balance_account a;
	struct day january = day_make((int)year, 1, 1);
	int count = balance_months_between(january, balance_last_month(cx)) + 1;
	*out = (struct balance_capacity){.year = year, .word = "unknown"};
	TRY(output_allowed(cx, m, year, &out->allowed));
	if (count < 1)
		return STATUS_OK;
	TRY(balance_account_make(cx, m, january, (size_t)(count > 12 ? 12 : count), &a));
	for (size_t k = 0; k < a.count; k++)
		TRY(month_of(cx, &a, k, &out->months[out->count++]));
	project(out);
	out->word = verdict(out);
	return STATUS_OK;
}

static void number_or_null(struct jw *w, const char *key, bool known, double x)
{
	jw_key(w, key);
	if (known)
		jw_real(w, x);
	else
		jw_raw(w, NULL);
}

void balance_capacity_write(struct jw *w, const struct mine *m, const struct balance_capacity *c)
{
	jw_begin(w, '{');
	jw_key(w, "year");
	jw_int(w, c->year);
	jw_key(w, "word");
	jw_text(w, c->word);
	jw_key(w, "allowed");
	output_write(w, m, c->year, &c->allowed);
	jw_key(w, "months");
	jw_begin(w, '[');
	for (size_t i = 0; i < c->count; i++) {
		const struct balance_output *o = &c->months[i];
		jw_begin(w, '{');
		jw_key(w, "month");
		jw_text(w, o->month);
		number_or_null(w, "t", o->known, o->t);
		number_or_null(w, "sigma", o->known, o->sigma);
		number_or_null(w, "ground_t", o->ground_known, o->ground_t);
		number_or_null(w, "ground_sigma", o->ground_known, o->ground_sigma);
		number_or_null(w, "weighed_t", o->weighed_known, o->weighed_t);
		number_or_null(w, "reported_t", o->reported_known, o->reported_t);
		jw_end(w);
	}
	jw_end(w);
	number_or_null(w, "projected_t", c->projected_t > 0, c->projected_t);
	number_or_null(w, "projected_sigma", c->projected_t > 0, c->projected_sigma);
	jw_end(w);
}
