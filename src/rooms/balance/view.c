/* view.c - one mine's ledgers over some months: what is answered, and the arithmetic in words. */
#include "rooms/balance/balance.h"

#include <math.h>
#include <string.h>
#include "rooms/balance/inside.h"

static const struct field span_fields[] = {
	FIELD(struct balance_span, from, .min = 0, .max = 10),
	FIELD(struct balance_span, to, .min = 0, .max = 10),
};
const struct record balance_span_record = RECORD(balance_span, span_fields);

const char *balance_line_word(const struct cx *cx, enum balance_line line)
{
	return cx->lang == LANG_ZH ? balance_lines[line].zh : balance_lines[line].en;
}

const char *balance_story_word(const struct cx *cx, const char *story)
{
	for (size_t i = 0; i < balance_story_count; i++)
		if (strcmp(balance_stories[i].name, story) == 0)
			return cx->lang == LANG_ZH ? balance_stories[i].zh : balance_stories[i].en;
	return strcmp(story, "over-capacity") == 0 ? words(cx, "more mined than is allowed in the year") : story;
}

/* A month, or a day of it. */
static enum status month_asked(struct cx *cx, const char *name, const char *text, struct day *out)
{
	if (text && *text && !balance_month_read(arena_printf(cx->mem, "%.7s", text), out))
		return cx_fail_field(cx, name, "is not a month like 2023-09");
	return STATUS_OK;
}

enum status balance_view_make(struct cx *cx, const struct mine *m, const struct balance_span *span, struct balance_view *out)
{
	struct balance_defaults d;
	struct day to = balance_last_month(cx), from;
	TRY(balance_defaults_of(cx, day_of(cx->now), &d));
	TRY(month_asked(cx, "to", span->to, &to));
	from = balance_month_after(to, -(int)d.window + 1);
	TRY(month_asked(cx, "from", span->from, &from));
	int count = balance_months_between(from, to) + 1, before = (int)d.window - 1;
	if (count < 1)
		return cx_fail_field(cx, "from", "must not be after the last month");
	if (balance_months_between(to, balance_last_month(cx)) < 0)
		return cx_fail_field(cx, "to", "must be a month that is over");
	if (count + before > BALANCE_MONTHS)
		before = BALANCE_MONTHS - count > 0 ? BALANCE_MONTHS - count : 0;
	TRY(balance_account_make(cx, m, balance_month_after(from, -before), (size_t)(count + before), &out->account));
	out->first = (size_t)before;
	out->verdicts = arena_array_of(cx->mem, struct balance_verdict, (size_t)count);
	for (int k = 0; k < count; k++)
		TRY(balance_account_judge(cx, &out->account, out->first + (size_t)k, &out->verdicts[k]));
	return balance_reconcile(cx, out->account.months + out->first, (size_t)count, out->account.d.alpha, &out->whole);
}

/* ---- the arithmetic ---- */

static void add_line(struct cx *cx, struct buf *b, const struct balance_account *a, size_t month, enum balance_line line)
{
	const struct balance_reading *r = &a->months[month].r[line];
	double var = r->own * r->own;
	if (!r->known || balance_lines[line].assumed)
		return;
	for (int c = 0; c < CAUSE_COUNT; c++)
		var += r->same[c] * r->same[c];
	if (line == LINE_STOCK)
		var += a->months[month].level_before * a->months[month].level_before +
		       a->months[month].level_after * a->months[month].level_after;
	const struct balance_origin *o = &a->origins[month][line];
	buf_printf(b, words(cx, "%s %s: %.0f ± %.0f t (%s)\n"), balance_month_print(cx, a->months[month].from), balance_line_word(cx, line), r->t,
		   sqrt(var), o->arithmetic ? o->arithmetic : "");
}

const char *balance_arithmetic(struct cx *cx, const struct balance_account *a, size_t month, const struct balance_verdict *v)
{
	enum { MOST_MONTHS = 6 };
	struct buf b;
	size_t window = (size_t)a->d.window, start = month + 1 > window ? month + 1 - window : 0;
	const struct balance_finding *f = v->findings;
	buf_init(&b, cx->mem);
	buf_printf(&b, "%s\n", cx->lang == LANG_ZH ? f->story->text_zh : f->story->text_en);
	buf_printf(&b, words(cx, "about %.1f %% ± %.1f %% of a month's ore, %.0f ± %.0f t since %s; z = %.2f\n"), 100 * f->share, 100 * f->share_sigma,
		   f->t, f->t_sigma, balance_month_print(cx, a->months[start + f->onset].from), f->z);
	buf_printf(&b, words(cx, "honest ledgers would look so in %.3g %% of months at most; the limit is %.3g %%\n"), fmax(1e-4, 100 * v->p), 100 * v->alpha);
	for (size_t i = 1; i < v->alike; i++)
		buf_printf(&b, words(cx, "hard to tell apart from it: %s\n"), balance_story_word(cx, v->findings[i].story->name));
	size_t first = start + f->onset;
	if (month - first >= MOST_MONTHS)
		first = month - MOST_MONTHS + 1;
	for (size_t k = first; k <= month; k++)
		for (enum balance_line line = 0; line < LINE_COUNT; line++)
			add_line(cx, &b, a, k, line);
	return b.s;
}

/* ---- JSON ---- */

static void real(struct jw *w, const char *key, double x)
{
	jw_key(w, key);
	jw_real(w, x);
}

static void text(struct jw *w, const char *key, const char *s)
{
	jw_key(w, key);
	jw_text(w, s);
}

static void write_reading(struct cx *cx, struct jw *w, const struct balance_month *m, const struct balance_origin *o, enum balance_line line)
{
	const struct balance_reading *r = &m->r[line];
	double same = 0;
	for (int c = 0; c < CAUSE_COUNT; c++)
		same += r->same[c] * r->same[c];
	double own = line == LINE_STOCK ? sqrt(r->own * r->own + m->level_before * m->level_before + m->level_after * m->level_after) : r->own;
	jw_begin(w, '{');
	text(w, "ledger", balance_lines[line].name);
	text(w, "name", balance_line_word(cx, line));
	real(w, "t", r->t);
	real(w, "sigma", sqrt(own * own + same));
	real(w, "sigma_same", sqrt(same));
	jw_key(w, "count");
	jw_int(w, o->count);
	text(w, "arithmetic", o->arithmetic ? o->arithmetic : "");
	text(w, "source", o->source ? o->source : "");
	text(w, "link", o->link ? o->link : "");
	jw_end(w);
}

static void write_finding(struct cx *cx, struct jw *w, const struct balance_account *a, size_t start, const struct balance_finding *f)
{
	jw_begin(w, '{');
	text(w, "story", f->story->name);
	text(w, "name", balance_story_word(cx, f->story->name));
	text(w, "text", cx->lang == LANG_ZH ? f->story->text_zh : f->story->text_en);
	jw_key(w, "theft");
	jw_bool(w, f->story->theft);
	text(w, "since", balance_month_print(cx, a->months[start + f->onset].from));
	real(w, "z", f->z);
	real(w, "p", f->p);
	real(w, "share", f->share);
	real(w, "share_sigma", f->share_sigma);
	real(w, "t", f->t);
	real(w, "t_sigma", f->t_sigma);
	jw_end(w);
}

static void write_verdict(struct cx *cx, struct jw *w, const struct balance_account *a, size_t month, const struct balance_verdict *v)
{
	size_t window = (size_t)a->d.window, start = month + 1 > window ? month + 1 - window : 0;
	bool alarm = v->word == BALANCE_DOES_NOT_FIT;
	text(w, "word", balance_words[v->word]);
	text(w, "story", alarm ? v->findings[0].story->name : "");
	text(w, "story_name", alarm ? balance_story_word(cx, v->findings[0].story->name) : "");
	real(w, "p", v->p);
	real(w, "limit", v->alpha);
	jw_key(w, "alike");
	jw_int(w, alarm ? (int64_t)v->alike : 0);
	jw_key(w, "findings");
	jw_begin(w, '[');
	for (size_t i = 0; i < v->count; i++)
		write_finding(cx, w, a, start, &v->findings[i]);
	jw_end(w);
	text(w, "arithmetic", alarm ? balance_arithmetic(cx, a, month, v) : "");
}

/* What the ground gave less what scales, piles and loss account for, since the first month: it should stay about 0. */
struct gap {
	double t, sigma;
};

static double gap_weight(const struct balance_month *m, enum balance_line line)
{
	enum balance_line ground = m->r[LINE_SURVEY].known ? LINE_SURVEY : LINE_COUNT;
	if (line == ground)
		return 1 - m->loss;
	return line == LINE_HAULAGE || line == LINE_STOCK || line == LINE_LOSS ? -1 : 0;
}

static bool gap_known(const struct balance_month *m)
{
	return m->r[LINE_SURVEY].known && m->r[LINE_HAULAGE].known && m->r[LINE_STOCK].known;
}

static enum status gap_until(struct cx *cx, const struct balance_month *months, size_t count, struct gap *out)
{
	struct balance_system s;
	double var = 0;
	*out = (struct gap){0};
	TRY(balance_system_make(cx, months, count, 0, &s));
	struct matrix v = balance_covariance(cx, &s);
	double *weight = arena_array_of(cx->mem, double, v.rows + 1);
	size_t at = 0;
	for (size_t k = 0; k < count; k++)
		for (size_t r = 0; r < s.blocks[k].count; r++, at++) {
			enum balance_line line = s.blocks[k].lines[r];
			weight[at] = gap_known(&months[k]) ? gap_weight(&months[k], line) : 0;
			out->t += weight[at] * months[k].r[line].t;
		}
	for (size_t i = 0; i < v.rows; i++)
		var += weight[i] * dot(weight, matrix_at(&v, i, 0), v.rows);
	out->sigma = sqrt(fmax(0, var));
	return STATUS_OK;
}

static void write_month(struct cx *cx, struct jw *w, const struct balance_view *v, size_t k)
{
	const struct balance_account *a = &v->account;
	const struct balance_month *m = &a->months[v->first + k];
	struct gap gap;
	jw_begin(w, '{');
	text(w, "month", balance_month_print(cx, m->from));
	real(w, "ore_t", m->ore);
	jw_key(w, "ledgers");
	jw_begin(w, '[');
	for (enum balance_line line = 0; line < LINE_COUNT; line++)
		if (m->r[line].known && !balance_lines[line].assumed)
			write_reading(cx, w, m, &a->origins[v->first + k][line], line);
	jw_end(w);
	bool known = gap_known(m) && !gap_until(cx, a->months + v->first, k + 1, &gap);
	jw_key(w, "gap");
	if (known) {
		jw_begin(w, '{');
		real(w, "t", gap.t);
		real(w, "sigma", gap.sigma);
		jw_end(w);
	} else {
		jw_raw(w, NULL);
	}
	write_verdict(cx, w, a, v->first + k, &v->verdicts[k]);
	jw_end(w);
}

static void write_sum(struct cx *cx, struct jw *w, const struct balance_sum *s, enum balance_line line)
{
	jw_begin(w, '{');
	text(w, "ledger", balance_lines[line].name);
	text(w, "name", balance_line_word(cx, line));
	jw_key(w, "assumed");
	jw_bool(w, balance_lines[line].assumed);
	real(w, "t", s->t);
	real(w, "sigma", s->sigma);
	real(w, "reconciled", s->reconciled);
	real(w, "reconciled_sigma", s->reconciled_sigma);
	real(w, "adjustment", s->reconciled - s->t);
	jw_key(w, "z");
	if (s->tested)
		jw_real(w, s->z);
	else
		jw_raw(w, NULL);
	jw_end(w);
}

static void write_flow(struct jw *w, const char *name, const struct balance_flow_sum *f)
{
	jw_key(w, name);
	if (!f->known) {
		jw_raw(w, NULL);
		return;
	}
	jw_begin(w, '{');
	real(w, "t", f->t);
	real(w, "sigma", f->sigma);
	jw_end(w);
}

static void write_whole(struct cx *cx, struct jw *w, const struct balance_reconciled *r)
{
	jw_begin(w, '{');
	real(w, "chi2", r->chi2);
	jw_key(w, "freedom");
	jw_int(w, (int64_t)r->freedom);
	real(w, "p", r->p);
	jw_key(w, "fits");
	jw_bool(w, r->fits);
	jw_key(w, "ledgers");
	jw_begin(w, '[');
	for (enum balance_line line = 0; line < LINE_COUNT; line++)
		if (r->lines[line].known)
			write_sum(cx, w, &r->lines[line], line);
	jw_end(w);
	jw_key(w, "flows");
	jw_begin(w, '{');
	for (enum balance_flow f = 0; f < FLOW_COUNT; f++)
		write_flow(w, balance_flow_names[f], &r->flows[f]);
	write_flow(w, "ore", &r->ore);
	write_flow(w, "output", &r->output);
	jw_end(w);
	jw_key(w, "left_out");
	jw_begin(w, '[');
	for (size_t i = 0; i < r->out_count; i++) {
		jw_begin(w, '{');
		text(w, "ledger", balance_lines[r->out[i].line].name);
		text(w, "name", balance_line_word(cx, r->out[i].line));
		real(w, "z", r->out[i].z);
		real(w, "chi2", r->out[i].chi2);
		jw_key(w, "freedom");
		jw_int(w, (int64_t)r->out[i].freedom);
		real(w, "p", r->out[i].p);
		jw_end(w);
	}
	jw_end(w);
	jw_key(w, "rest_fits");
	jw_bool(w, r->rest_fits);
	jw_end(w);
}

static void write_rock(struct jw *w, const struct balance_rock *r)
{
	jw_begin(w, '{');
	text(w, "material", r->material);
	real(w, "density", r->density);
	real(w, "density_sigma", r->density_sigma);
	real(w, "waste_density", r->waste_density);
	real(w, "swell", r->swell);
	real(w, "moisture", r->moisture);
	real(w, "loss", r->loss);
	real(w, "strip", r->strip);
	text(w, "density_source", r->density_source);
	text(w, "rule", r->rule);
	text(w, "source", r->source);
	jw_end(w);
}

void balance_view_write(struct cx *cx, struct jw *w, const struct balance_view *v)
{
	const struct balance_account *a = &v->account;
	size_t count = a->count - v->first;
	jw_begin(w, '{');
	jw_key(w, "mine");
	jw_int(w, a->mine->id);
	text(w, "mine_name", a->mine->name);
	text(w, "from", balance_month_print(cx, a->months[v->first].from));
	text(w, "to", balance_month_print(cx, a->months[a->count - 1].from));
	write_verdict(cx, w, a, a->count - 1, &v->verdicts[count - 1]);
	jw_key(w, "months");
	jw_begin(w, '[');
	for (size_t k = 0; k < count; k++)
		write_month(cx, w, v, k);
	jw_end(w);
	jw_key(w, "reconciliation");
	write_whole(cx, w, &v->whole);
	jw_key(w, "rock");
	write_rock(w, &a->rock);
	jw_end(w);
}
