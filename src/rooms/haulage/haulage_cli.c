#include "rooms/haulage/haulage_cli.h"

#include <inttypes.h>
#include <string.h>
#include "rooms/haulage/assess.h"

/* "centre-axle" on the command line is "centre_axle" in the record. */
static const char *underscored(struct cx *cx, const char *text)
{
	char *s = arena_strdup(cx->mem, text);
	for (char *p = s; *p; p++)
		*p = *p == '-' ? '_' : *p;
	return s;
}

static const struct {
	const char *option, *field;
	bool words;
} load_options[] = {
	{"axles", "axles", false}, {"kind", "kind", true}, {"drive-axles", "drive_axles", false}, {"single-tyre-axles", "single_tyre_axles", false},
	{"trailer-axles", "trailer_axles", false}, {"axle-spacing-mm", "axle_spacing_mm", false}, {"rated-kg", "rated_kg", false},
	{"axle-load-sum-kg", "axle_load_sum_kg", false}, {"gross-kg", "gross_kg", false}, {"accuracy-class", "accuracy_class", false},
	{"vehicle", "vehicle", true}, {"height-mm", "height_mm", false}, {"width-mm", "width_mm", false}, {"length-mm", "length_mm", false},
};

static enum status read_load(struct cx *cx, const struct call *call, struct haulage_load *out)
{
	static const char *const needed[] = {"axles", "kind", "gross-kg"};
	*out = (struct haulage_load){.vehicle = "", .accuracy_class = ""};
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (!call_option(call, needed[i]))
			return cx_fail(cx, STATUS_INVALID, "say --axles, --kind and --gross-kg");
	for (size_t i = 0; i < sizeof load_options / sizeof *load_options; i++) {
		const char *text = call_option(call, load_options[i].option);
		if (text)
			TRY(record_set(cx, &haulage_load_record, load_options[i].field, load_options[i].words ? underscored(cx, text) : text, out));
	}
	out->air_suspension = call_option(call, "air-suspension") != NULL;
	return STATUS_OK;
}

static void print_verdict(struct cx *cx, struct buf *out, const struct haulage_law *law, const struct haulage_verdict *v)
{
	buf_printf(out, words(cx, "limit %" PRId64 " kg, counted %" PRId64 " kg, over %" PRId64 " kg (%.2f %%): fine %" PRId64 " yuan, %" PRId64 " point(s)"), v->limit_kg, v->counted_kg,
		   v->over_kg, v->over_percent, v->fine_yuan, v->points);
	buf_puts(out, "\n");
	for (size_t i = 0; i < v->reasons.count; i++)
		buf_printf(out, "  - %s\n", v->reasons.items[i]);
	const struct rule *const used[] = {law->limits, law->fines, law->points, law->police};
	for (size_t i = 0; i < sizeof used / sizeof *used; i++)
		if (used[i])
			buf_printf(out, "    %s %s\n", used[i]->source, used[i]->article);
}

static enum status assess(struct cx *cx, struct call *call)
{
	const char *on = call_option(call, "on");
	struct day day = day_of(cx->now);
	const struct rules *rules;
	struct haulage_load load;
	struct haulage_law law;
	struct haulage_verdict v;
	if (on && !day_parse(on, &day))
		return cx_fail(cx, STATUS_INVALID, "--%s is not a day like 2023-10-25: %s", "on", on);
	TRY(read_load(cx, call, &load));
	TRY(rules_of(cx, &rules));
	if (!rules_peek(rules, "haulage.limits", day))
		return cx_fail(cx, STATUS_INVALID, "no limits of mass are known for that day: the rules begin on %s", "2016-09-21");
	TRY(haulage_law_of(cx, rules, day, &law));
	TRY(haulage_assess(cx, &law, &load, &v));
	if (!call->json) {
		print_verdict(cx, call->out, &law, &v);
		return STATUS_OK;
	}
	jw_begin(&call->w, '{');
	haulage_write_verdict(cx, &call->w, &law, &v);
	jw_end(&call->w);
	return STATUS_OK;
}

static const struct verb table[] = {
	{"haulage assess", "--axles=N --kind=truck|articulated|centre-axle|full-trailer [--drive-axles=N] [--single-tyre-axles=N] [--trailer-axles=N]"
	 " [--air-suspension] [--axle-spacing-mm=N] [--rated-kg=N] [--axle-load-sum-kg=N] --gross-kg=N [--accuracy-class=N]"
	 " [--vehicle=tractor|low-speed|refrigerated|special-work] [--height-mm=N] [--width-mm=N] [--length-mm=N] [--on=DAY]",
	 "axles= kind= drive-axles= single-tyre-axles= trailer-axles= air-suspension axle-spacing-mm= rated-kg= axle-load-sum-kg= gross-kg="
	 " accuracy-class= vehicle= height-mm= width-mm= length-mm= on=", 0, 0, 0, assess,
	 "is a truck overloaded, by how much, what does it cost, and by which rules"},
};
const struct verbs haulage_verbs = VERBS(table);
