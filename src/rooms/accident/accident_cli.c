#include "rooms/accident/accident_cli.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "core/perm.h"
#include "rooms/accident/accident.h"
#include "rooms/accident/appraisal.h"

static enum status day_option(struct cx *cx, const struct call *call, const char *name, struct day *out)
{
	const char *text = call_option(call, name);
	*out = day_of(cx->now);
	if (text && !day_parse(text, out))
		return cx_fail(cx, STATUS_INVALID, "--%s is not a day like 2023-10-25: %s", name, text);
	return STATUS_OK;
}

static enum status number_of(struct cx *cx, const char *name, const char *text, int64_t *out)
{
	char *end;
	errno = 0;
	*out = strtoll(text, &end, 10);
	if (!*text || *end || errno || *out < 0)
		return cx_fail(cx, STATUS_INVALID, "--%s is not a whole number from 0 on: %s", name, text);
	return STATUS_OK;
}

static enum status number_option(struct cx *cx, const struct call *call, const char *name, int64_t *out)
{
	const char *text = call_option(call, name);
	*out = 0;
	return text ? number_of(cx, name, text, out) : STATUS_OK;
}

static enum status grade_verb(struct cx *cx, struct call *call)
{
	struct day day;
	struct casualties c;
	struct graded g;
	if (!call_option(call, "deaths") && !call_option(call, "injured") && !call_option(call, "loss-yuan"))
		return cx_fail(cx, STATUS_INVALID, "say at least one of --deaths, --injured, --loss-yuan");
	TRY(day_option(cx, call, "on", &day));
	TRY(number_option(cx, call, "deaths", &c.deaths));
	TRY(number_option(cx, call, "injured", &c.injured));
	TRY(number_option(cx, call, "loss-yuan", &c.loss_yuan));
	TRY(accident_grade(cx, &c, day, &g));
	if (call->json)
		grade_write(cx, &call->w, &c, day, &g);
	else
		buf_printf(call->out, "%s\n    %s%s %s\n", grade_words(cx, g.grade), g.rule->source, g.rule->article,
			   rule_words(cx, g.rule, cx->lang));
	return STATUS_OK;
}

static void print_accident(struct cx *cx, struct buf *out, const struct accident *a)
{
	buf_printf(out, "%" PRId64 "  %s  %s  %s  %s", a->row.id, a->day, a->title, a->town_name ? a->town_name : "",
		   flow_state_label(cx, &accident_flow, a->row.state));
	if (*a->due)
		buf_printf(out, words(cx, "  due %s"), a->due);
	buf_puts(out, "\n");
}

static enum status list_verb(struct cx *cx, struct call *call)
{
	struct accident_query q = {.limit = 200};
	struct accident_page page;
	TRY(call_query(cx, call, &accident_query_record, "state grade responsible from to", &q));
	if (call->json)
		jw_begin(&call->w, '[');
	do {
		TRY(accident_list(cx, &q, &page));
		const struct accident *a = page.items.items;
		for (size_t i = 0; i < page.items.count; i++) {
			if (call->json)
				jw_record(&call->w, &accident_record, &a[i]);
			else
				print_accident(cx, call->out, &a[i]);
		}
		q.cursor = page.next;
	} while (q.cursor);
	if (call->json)
		jw_end(&call->w);
	return STATUS_OK;
}

static enum status show_verb(struct cx *cx, struct call *call)
{
	struct accident *a;
	int64_t id;
	TRY(number_of(cx, "id", call->args[0], &id));
	TRY(accident_get(cx, id, &a));
	if (call->json)
		return flow_page_write(cx, &accident_answer, id, &call->w);
	print_accident(cx, call->out, a);
	buf_printf(call->out, words(cx, "deaths %" PRId64 ", seriously injured %" PRId64 ", loss %" PRId64 " yuan\n"), a->deaths, a->injured,
		   a->loss_yuan);
	return STATUS_OK;
}

/* ---- the appraisal ---- */

static const char *drop_words(const struct cx *cx, const char *drop)
{
	return strcmp(drop, "yes") == 0 ? words(cx, "drops a grade") : strcmp(drop, "pending") == 0 ? words(cx, "pending") : words(cx, "no drop");
}

static bool print_orgs(struct cx *cx, struct buf *out, const struct list *l)
{
	const struct appraised_org *o = l->items;
	bool any = false;
	for (size_t i = 0; i < l->count; i++) {
		if (!o[i].accidents.count)
			continue;
		any = true;
		buf_printf(out, words(cx, "%s: %s (calendar year %" PRId64 " and %" PRId64 " pending; rolling %" PRId64 " and %" PRId64 " pending)\n"),
			   o[i].name, drop_words(cx, o[i].drop), o[i].calendar.count, o[i].calendar.pending, o[i].rolling.count,
			   o[i].rolling.pending);
		const struct appraised_accident *a = o[i].accidents.items;
		for (size_t j = 0; j < o[i].accidents.count; j++)
			buf_printf(out, "    %s %s %s\n", a[j].day, a[j].title, strcmp(a[j].responsible, "yes") == 0 ? "" : words(cx, "pending"));
	}
	return any;
}

static enum status appraisal_verb(struct cx *cx, struct call *call)
{
	struct appraisal_result r;
	struct day as_of;
	int64_t year;
	TRY(number_of(cx, "year", call->args[0], &year));
	if (year < 2000 || year > 9000)
		return cx_fail(cx, STATUS_INVALID, "not a year like 2023: %s", call->args[0]);
	if (!(cx->perms & PERM_APPRAISAL_READ))
		return cx_fail(cx, STATUS_FORBIDDEN, "your role may not do this");
	TRY(day_option(cx, call, "as-of", &as_of));
	TRY(appraisal_work_out(cx, year, as_of, &r));
	if (call->json)
		return appraisal_write(cx, &r, &call->w);
	bool towns = print_orgs(cx, call->out, &r.towns), departments = print_orgs(cx, call->out, &r.departments);
	if (!towns && !departments)
		buf_printf(call->out, words(cx, "no accident of %" PRId64 " counts or waits to be recognised\n"), year);
	return STATUS_OK;
}

static const struct verb table[] = {
	{"accident grade", "[--deaths=N] [--injured=N] [--loss-yuan=N] [--on=DAY]", "deaths= injured= loss-yuan= on=", 0, 0, VERB_MAY_DB, grade_verb,
	 "how grave such an accident is, by the worst of the three"},
	{"accident list", "[--state=S] [--grade=G] [--responsible=R] [--from=DAY] [--to=DAY]", "state= grade= responsible= from= to=", 0, 0,
	 VERB_DB, list_verb, "accidents, newest first"},
	{"accident show", "ID", "", 1, 1, VERB_DB, show_verb, "an accident with clocks, revisions and findings"},
	{"appraisal", "YEAR [--as-of=DAY]", "as-of=", 1, 1, VERB_DB, appraisal_verb,
	 "which towns and industry departments drop a grade, by both readings of a year"},
};
const struct verbs accident_verbs = VERBS(table);
