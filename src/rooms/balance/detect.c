#include "rooms/balance/detect.h"

#include <math.h>
#include <stdlib.h>

/* Findings less than this apart in weight (a factor e² in likelihood) cannot well be told apart. */
static const double alike_within = 2;

struct way {
	const struct balance_system *system;
	const struct balance_story *story;
	size_t way, onset;
};

/* The uncertainties are themselves known to some percent only, so this part of the allowed rate is not used. */
static const double kept_back = 0.35;

/* A story's shift of a reading; ledgers of rock by so much more as there is waste beside the ore. */
static double shift_of(const void *arg, size_t month, enum balance_line line)
{
	const struct way *w = arg;
	const struct balance_month *m = &w->system->months[month];
	double by = month < w->onset ? 0 : w->story->ways[w->way].shift[line];
	if (line == LINE_EXPLOSIVE || line == LINE_SURVEY_ALL)
		return by * m->rock;
	return by * (line == LINE_DUMP || line == LINE_SURVEY_WASTE ? m->rock - m->ore : m->ore);
}

/* The directions of one story, each of length 1, and what was seen along them. */
struct directions {
	struct way ways[2 * BALANCE_MONTHS];
	double *unit[2 * BALANCE_MONTHS], length[2 * BALANCE_MONTHS], z[2 * BALANCE_MONTHS];
	size_t count;
};

static void add_direction(struct cx *cx, struct directions *d, struct way w)
{
	static const double seen = 1e-6; /* standard deviations that a whole month's ore would move: else it cannot be seen */
	size_t n = w.system->rows;
	double *f = arena_array_of(cx->mem, double, n + 1);
	balance_shift(w.system, shift_of, &w, f);
	double length = sqrt(dot(f, f, n));
	if (length < seen)
		return;
	for (size_t i = 0; i < n; i++)
		f[i] /= length;
	d->ways[d->count] = w;
	d->unit[d->count] = f;
	d->length[d->count] = length;
	d->z[d->count++] = dot(f, w.system->d, n);
}

/* P(one of the directions > z) is at most the sum of the tails less the joint tails along any tree; the tree of the
 * largest correlations takes most off (Prim). */
static double chance(const struct directions *d, size_t rows, double z)
{
	double near[2 * BALANCE_MONTHS], sum = normal_tail(z);
	bool in[2 * BALANCE_MONTHS] = {true};
	for (size_t i = 1; i < d->count; i++)
		near[i] = dot(d->unit[0], d->unit[i], rows);
	for (size_t n = 1; n < d->count; n++) {
		size_t best = 0;
		for (size_t i = 1; i < d->count; i++)
			if (!in[i] && (!best || near[i] > near[best]))
				best = i;
		in[best] = true;
		sum += normal_tail(z) - normal_both_tail(z, near[best]);
		for (size_t i = 1; i < d->count; i++)
			if (!in[i])
				near[i] = fmax(near[i], dot(d->unit[best], d->unit[i], rows));
	}
	return fmin(1, sum);
}

static void describe(const struct directions *d, size_t best, struct balance_finding *out)
{
	const struct way *w = &d->ways[best];
	double ore = 0;
	for (size_t k = w->onset; k < w->system->count; k++)
		ore += w->system->months[k].ore;
	out->way = w->way;
	out->onset = w->onset;
	out->z = d->z[best];
	out->share = d->z[best] / d->length[best];
	out->share_sigma = 1 / d->length[best];
	out->t = out->share * ore;
	out->t_sigma = out->share_sigma * ore;
	out->weight = out->z > 0 ? out->z * out->z / 2 + log(out->story->share) : log(out->story->share);
}

/* false: with the ledgers there are, this story leaves no trace. */
static bool judge(struct cx *cx, const struct balance_system *s, const struct balance_story *story, double alpha,
		  struct balance_finding *out)
{
	static const double same = 1e-9;
	struct directions d = {0};
	size_t best = 0;
	for (size_t way = 0; way < story->count; way++)
		for (size_t onset = 0; onset < s->count; onset++)
			add_direction(cx, &d, (struct way){s, story, way, onset});
	if (!d.count)
		return false;
	/* Of the same pattern the latest onset: months that say nothing are no part of the story. */
	for (size_t i = 1; i < d.count; i++)
		if (d.z[i] > d.z[best] - (d.ways[i].way == d.ways[best].way ? same : 0))
			best = i;
	*out = (struct balance_finding){.story = story};
	describe(&d, best, out);
	/* Far from the limit the plain sum will do. */
	double one = normal_tail(out->z);
	out->p = one > alpha ? fmin(1, one * (double)d.count) : chance(&d, s->rows, out->z);
	return true;
}

static int likeliest_first(const void *a, const void *b)
{
	const struct balance_finding *x = a, *y = b;
	return (x->weight < y->weight) - (x->weight > y->weight);
}

/* Something that says what came out of the ground, and something that says what became of it. */
static bool can_tell(const struct balance_month *m, size_t constraints)
{
	const struct balance_reading *r = m->r;
	return constraints && (r[LINE_SURVEY].known || r[LINE_SURVEY_ALL].known || r[LINE_EXPLOSIVE].known) &&
	       (r[LINE_HAULAGE].known || r[LINE_REPORT].known);
}

enum status balance_detect(struct cx *cx, const struct balance_month *months, size_t count, double alpha,
			   struct balance_verdict *out)
{
	struct balance_system s;
	double told = 0;
	*out = (struct balance_verdict){.p = 1, .alpha = alpha};
	out->findings = arena_array_of(cx->mem, struct balance_finding, balance_story_count);
	TRY(balance_system_make(cx, months, count, 0, &s));
	out->constraints = count ? s.blocks[count - 1].b.rows : 0;
	for (size_t i = 0; i < balance_story_count; i++) {
		bool seen = judge(cx, &s, &balance_stories[i], alpha, &out->findings[out->count]);
		told += seen ? balance_stories[i].share : 0;
		out->count += seen;
	}
	/* What cannot be told with these ledgers needs no share of the false alarms. */
	for (size_t i = 0; i < out->count; i++)
		out->p = fmin(out->p, out->findings[i].p * told / out->findings[i].story->share);
	qsort(out->findings, out->count, sizeof *out->findings, likeliest_first);
	while (out->alike < out->count && out->findings[0].weight - out->findings[out->alike].weight < alike_within)
		out->alike++;
	out->word = !count || !can_tell(&months[count - 1], out->constraints) ? BALANCE_NOT_ENOUGH
		    : out->p <= alpha * (1 - kept_back) ? BALANCE_DOES_NOT_FIT : BALANCE_AGREES;
	return STATUS_OK;
}
