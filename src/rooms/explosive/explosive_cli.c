#include "rooms/explosive/explosive_cli.h"

#include <string.h>
#include "rooms/explosive/charge.h"
#include "rooms/explosive/quota.h"

/* --ore-density is the field ore_density. */
static const char *option_of(struct cx *cx, const char *field)
{
	char *name = arena_strdup(cx->mem, field);
	for (char *s = name; *s; s++)
		if (*s == '_')
			*s = '-';
	return name;
}

/* The options of a call, one for each field. */
static enum status read_input(struct cx *cx, const struct call *call, const struct record *r, void *in)
{
	for (size_t i = 0; i < r->count; i++) {
		const struct field *f = &r->fields[i];
		const char *name = option_of(cx, f->name), *text = call_option(call, name);
		if (text)
			TRY(record_set(cx, r, f->name, text, in));
		else if (f->flags & REQUIRED)
			return cx_fail(cx, STATUS_INVALID, "--%s is missing", name);
	}
	return STATUS_OK;
}

static enum status day_option(struct cx *cx, const struct call *call, struct day *day)
{
	const char *on = call_option(call, "on");
	*day = day_of(cx->now);
	return on && !day_parse(on, day)
		       ? cx_fail(cx, STATUS_INVALID, "--%s is not a day like 2023-10-25: %s", "on", on)
		       : STATUS_OK;
}

/* Left out, the rule decides; 0 in so many words is not "left out". */
static enum status no_zeros(struct cx *cx, const struct call *call, const struct quota_input *in)
{
	static const char *const above[] = {"k",         "ore_share", "rock_share", "month_share",
					    "spacing_m", "burden_m",  "bench_m",    "per_hole"};
	for (size_t i = 0; i < sizeof above / sizeof *above; i++) {
		const struct field *f = record_field(&quota_input_record, above[i]);
		if (call_option(call, option_of(cx, above[i])) &&
		    !(*(const double *)((const char *)in + f->offset) > 0))
			return cx_fail_field(cx, above[i], "must be more than 0");
	}
	return call_option(call, "spare") && in->spare < 0 ? cx_fail_field(cx, "spare", "must not be below 0")
							   : STATUS_OK;
}

static enum status quota_verb(struct cx *cx, struct call *call)
{
	struct quota_input in = {.spare = -1};
	struct quota_result r;
	struct day day;
	TRY(day_option(cx, call, &day));
	TRY(read_input(cx, call, &quota_input_record, &in));
	TRY(no_zeros(cx, call, &in));
	TRY(quota_work_out(cx, &in, day, &r));
	if (call->json) {
		quota_write(&call->w, &r);
		return STATUS_OK;
	}
	for (size_t i = 0; i < r.count; i++) {
		const struct quota_step *s = &r.steps[i];
		buf_printf(call->out, "%s: %s = %.6g %s%s%s%s\n", s->text, s->arithmetic, s->value, s->unit,
			   *s->source ? "  (" : "", s->source, *s->source ? ")" : "");
	}
	return STATUS_OK;
}

/* Exit 1: a check refuses. */
static enum status charge_verb(struct cx *cx, struct call *call)
{
	struct charge_input in = {0};
	struct list l;
	struct day day;
	TRY(day_option(cx, call, &day));
	TRY(read_input(cx, call, &charge_input_record, &in));
	TRY(charge_checks(cx, &in, day, &l));
	const struct charge_check *c = l.items;
	call->no = charge_refused(&l) != NULL;
	if (call->json) {
		jw_begin(&call->w, '{');
		jw_key(&call->w, "holds");
		jw_bool(&call->w, !call->no);
		jw_key(&call->w, "checks");
		jw_list(&call->w, &charge_check_record, &l);
		jw_end(&call->w);
	}
	for (size_t i = 0; i < l.count && !call->json; i++)
		buf_printf(call->out, "%-7s %s: %s  (%s)\n", c[i].result, c[i].text, c[i].arithmetic, c[i].source);
	return STATUS_OK;
}

static const struct verb table[] = {
	{"explosive charge",
	 "--holes=N --hole-mm=N --depth-m=N --stemming-m=N --plan-kg=N [--distance-m=N --delay-kg=N "
	 "--hardness=hard|medium|soft] [--on=DAY]",
	 "holes= hole-mm= depth-m= stemming-m= bench-m= spacing-m= burden-m= volume-m3= plan-kg= hole-kg= "
	 "plan-detonators= delay-kg= distance-m= "
	 "q= explosive= hardness= protects= on=",
	 0, 0, 0, charge_verb, "does a blast's design hold: what a hole takes, pattern, vibration; exit 1: not"},
	{"explosive quota",
	 "--planned-t=N --ore-density=N --ore-q=N [--strip-ratio=N --rock-density=N --rock-q=N] [--k=N] [--on=DAY]",
	 "planned-t= ore-density= ore-q= strip-ratio= rock-density= rock-q= k= ore-share= rock-share= month-share= "
	 "stock-kg= "
	 "safety-stock-kg= spacing-m= burden-m= bench-m= per-hole= spare= on=",
	 0, 0, 0, quota_verb, "explosives and detonators that an extraction needs, with every step of the sum"},
};
const struct verbs explosive_verbs = VERBS(table);
