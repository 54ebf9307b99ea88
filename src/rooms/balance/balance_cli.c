#include "rooms/balance/balance_cli.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "core/org_cli.h"
#include "core/perm.h"
#include "rooms/balance/balance.h"
#include "rooms/balance/simulate.h"

/* ---- simulate ---- */

static enum status whole(struct cx *cx, const struct call *call, const char *name, int64_t *out)
{
	const char *text = call_option(call, name);
	char *end;
	if (!text)
		return STATUS_OK;
	errno = 0;
	*out = strtoll(text, &end, 10);
	return errno || !*text || *end ? cx_fail_field(cx, name, "must be a whole number") : STATUS_OK;
}

static enum status real(struct cx *cx, const struct call *call, const char *name, double *out)
{
	const char *text = call_option(call, name);
	char *end;
	if (!text)
		return STATUS_OK;
	*out = strtod(text, &end);
	return !*text || *end ? cx_fail_field(cx, name, "must be a number") : STATUS_OK;
}

/* "survey,stock": ledgers that the mines do not keep. */
static enum status lines(struct cx *cx, const char *text, unsigned *out)
{
	while (text && *text) {
		size_t n = strcspn(text, ","), line = 0;
		while (line < LINE_COUNT && (strlen(balance_lines[line].name) != n || strncmp(balance_lines[line].name, text, n) != 0))
			line++;
		if (line == LINE_COUNT)
			return cx_fail_field(cx, "without", "is not a list of ledgers: %s", text);
		*out |= 1u << line;
		text += n + (text[n] == ',');
	}
	return STATUS_OK;
}

static void write_played(struct jw *w, const struct balance_played *p)
{
	jw_begin(w, '{');
	jw_key(w, "mines");
	jw_int(w, p->mines);
	jw_key(w, "months");
	jw_int(w, p->months);
	jw_key(w, "case");
	jw_text(w, p->kind);
	jw_key(w, "size");
	jw_real(w, p->size);
	jw_key(w, "false_alarms_per_mine_month");
	jw_real(w, p->false_alarms);
	jw_key(w, "detected_within_1_month");
	jw_real(w, p->within_1);
	jw_key(w, "detected_within_3_months");
	jw_real(w, p->within_3);
	jw_key(w, "named_rightly");
	jw_real(w, p->named);
	jw_key(w, "honest_months");
	jw_int(w, p->honest_months);
	jw_key(w, "detected");
	jw_real(w, p->found);
	jw_end(w);
}

static enum status simulate(struct cx *cx, struct call *call)
{
	struct balance_play play = {.mines = 1000, .months = 12, .kind = "none", .size = 0.1, .seed = 1, .understated = 1};
	struct balance_played p;
	struct balance_defaults d;
	const char *kind = call_option(call, "case");
	play.kind = kind ? kind : play.kind;
	TRY(whole(cx, call, "mines", &play.mines));
	TRY(whole(cx, call, "months", &play.months));
	TRY(whole(cx, call, "seed", &play.seed));
	TRY(whole(cx, call, "onset", &play.onset));
	TRY(real(cx, call, "size", &play.size));
	TRY(real(cx, call, "understated", &play.understated));
	TRY(lines(cx, call_option(call, "without"), &play.without));
	TRY(balance_defaults_of(cx, day_of(cx->now), &d));
	TRY(balance_simulate(cx, &d, &play, &p));
	if (call->json) {
		write_played(&call->w, &p);
		return STATUS_OK;
	}
	buf_printf(call->out, words(cx, "%ld mines, %ld months, case %s, size %g\n"), (long)p.mines, (long)p.months, p.kind, p.size);
	buf_printf(call->out, words(cx, "suspected though honest: %.4f of the mines' months (%ld months)\n"), p.false_alarms,
		   (long)p.honest_months);
	buf_printf(call->out, words(cx, "found within 1 month %.3f, within 3 months %.3f, at all %.3f; rightly named %.3f\n"), p.within_1,
		   p.within_3, p.found, p.named);
	return STATUS_OK;
}

/* ---- a mine ---- */

static void print_view(struct cx *cx, struct buf *out, const struct balance_view *v)
{
	static const char *const zh[] = {"数据不足", "相符", "不符"}, *const en[] = {"not enough data", "agrees", "does not fit"};
	const struct balance_account *a = &v->account;
	const struct balance_verdict *last = &v->verdicts[a->count - v->first - 1];
	buf_printf(out, "%s: %s\n", a->mine->name, (cx->lang == LANG_ZH ? zh : en)[last->word]);
	if (last->word == BALANCE_DOES_NOT_FIT)
		buf_printf(out, "%s: %s", balance_story_word(cx, last->findings[0].story->name), balance_arithmetic(cx, a, a->count - 1, last));
	for (enum balance_line line = 0; line < LINE_COUNT; line++) {
		const struct balance_sum *s = &v->whole.lines[line];
		if (s->known)
			buf_printf(out, words(cx, "%12.0f ± %-8.0f → %12.0f ± %-8.0f z %6.2f  %s\n"), s->t, s->sigma, s->reconciled, s->reconciled_sigma,
				   s->z, balance_line_word(cx, line));
	}
	buf_printf(out, words(cx, "χ² %.1f with %zu degrees of freedom, p = %.3g\n"), v->whole.chi2, v->whole.freedom, v->whole.p);
	for (size_t i = 0; i < v->whole.out_count; i++)
		buf_printf(out, words(cx, "left out: %s (z %.2f); the rest: p = %.3g\n"), balance_line_word(cx, v->whole.out[i].line),
			   v->whole.out[i].z, v->whole.out[i].p);
}

static enum status show(struct cx *cx, struct call *call)
{
	struct mine *m;
	struct balance_view v;
	const struct balance_span span = {call_option(call, "from"), call_option(call, "to")};
	TRY(verb_need(cx, PERM_BALANCE_READ));
	TRY(mine_find(cx, call->args[0], &m));
	TRY(balance_view_make(cx, m, &span, &v));
	if (call->json)
		balance_view_write(cx, &call->w, &v);
	else
		print_view(cx, call->out, &v);
	return STATUS_OK;
}

static enum status watch(struct cx *cx, struct call *call)
{
	struct mine *m;
	TRY(verb_need(cx, PERM_BALANCE_MANAGE));
	TRY(mine_find(cx, call->args[0], &m));
	TRY(balance_watch(cx, m->id, call_option(call, "from")));
	TRY(balance_raise(cx, m->id));
	if (call->json)
		jw_raw(&call->w, "{}");
	return STATUS_OK;
}

static const struct verb table[] = {
	{"balance", "MINE [--from=MONTH] [--to=MONTH]", "from= to=", 1, 1, VERB_DB, show,
	 "do the ledgers of a mine agree, and if not, which one does not fit and what may have happened"},
	{"balance watch", "MINE [--from=MONTH]", "from=", 1, 1, VERB_DB | VERB_WRITE, watch,
	 "judge a mine's months again and raise what is suspicious, as the clock does every day"},
	{"balance simulate",
	 "[--mines=N] [--months=N] [--case=none|unweighed|unregistered-explosives|foreign-ore|over-mining] [--size=N] [--seed=N]"
	 " [--onset=N] [--understated=N] [--without=LEDGER,…]",
	 "mines= months= case= size= seed= onset= understated= without=", 0, 0, 0, simulate,
	 "mines with known theft: how much the detector finds, and how often it is wrong"},
};
const struct verbs balance_verbs = VERBS(table);
