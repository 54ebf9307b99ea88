#include "rooms/explosive/explosive_cli.h"

#include <string.h>
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

static enum status read_input(struct cx *cx, const struct call *call, struct quota_input *in)
{
	*in = (struct quota_input){.spare = -1};
	for (size_t i = 0; i < quota_input_record.count; i++) {
		const struct field *f = &quota_input_record.fields[i];
		const char *name = option_of(cx, f->name), *text = call_option(call, name);
		if (text)
			TRY(record_set(cx, &quota_input_record, f->name, text, in));
		else if (f->flags & REQUIRED)
			return cx_fail(cx, STATUS_INVALID, "--%s is missing", name);
	}
	return STATUS_OK;
}

static enum status quota_verb(struct cx *cx, struct call *call)
{
	struct quota_input in;
	struct quota_result r;
	struct day day = day_of(cx->now);
	const char *on = call_option(call, "on");
	if (on && !day_parse(on, &day))
		return cx_fail(cx, STATUS_INVALID, "--%s is not a day like 2023-10-25: %s", "on", on);
	TRY(read_input(cx, call, &in));
	TRY(quota_work_out(cx, &in, day, &r));
	if (call->json) {
		quota_write(&call->w, &r);
		return STATUS_OK;
	}
	for (size_t i = 0; i < r.count; i++) {
		const struct quota_step *s = &r.steps[i];
		buf_printf(call->out, "%s: %s = %.6g %s%s%s%s\n", s->text, s->arithmetic, s->value, s->unit, *s->source ? "  (" : "", s->source,
			   *s->source ? ")" : "");
	}
	return STATUS_OK;
}

static const struct verb table[] = {
	{"explosive quota", "--planned-t=N --ore-density=N --ore-q=N [--strip-ratio=N --rock-density=N --rock-q=N] [--k=N] [--on=DAY]",
	 "planned-t= ore-density= ore-q= strip-ratio= rock-density= rock-q= k= ore-share= rock-share= month-share= stock-kg= "
	 "safety-stock-kg= spacing-m= burden-m= bench-m= per-hole= spare= on=", 0, 0, 0, quota_verb,
	 "explosives and detonators that an extraction needs, with every step of the sum"},
};
const struct verbs explosive_verbs = VERBS(table);
