#include "rooms/inspection/inspection_api.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "rooms/inspection/hazard.h"

static const char *const roll_names[] = {[ROLL_NONE] = "none", [ROLL_WORKING] = "working", [ROLL_HOLIDAY] = "holiday"};

static void write_text(struct jw *w, const char *key, const char *text)
{
	jw_key(w, key);
	jw_text(w, text);
}

static void write_rule(struct cx *cx, struct jw *w, const struct rule *r)
{
	write_text(w, "rule", r ? r->name : NULL);
	write_text(w, "text", r ? rule_words(cx, r, cx->lang) : words(cx, "no rule was in force then: the days given, counted without moving"));
	write_text(w, "source", r ? r->source : NULL);
	write_text(w, "article", r ? r->article : NULL);
	write_text(w, "confirmed", r ? r->confirmed : NULL);
	write_text(w, "valid_from", r ? r->valid_from : NULL);
}

static void write_due(struct cx *cx, struct jw *w, struct day served, const struct hazard_due *d)
{
	jw_begin(w, '{');
	jw_key(w, "due");
	jw_text(w, day_text(cx, d->due.day));
	jw_key(w, "served");
	jw_text(w, day_text(cx, served));
	jw_key(w, "days");
	jw_int(w, d->days);
	jw_key(w, "holiday_roll");
	jw_text(w, roll_names[d->roll]);
	jw_key(w, "assumed");
	jw_bool(w, d->due.assumed);
	write_rule(cx, w, d->rule);
	jw_end(w);
}

static enum status read_days(struct cx *cx, const char *text, int64_t *out)
{
	enum { MOST = 3650 };
	char *end;
	*out = -1;
	if (!text)
		return STATUS_OK;
	*out = strtoll(text, &end, 10);
	if (!*text || *end || *out < 1 || *out > MOST)
		return cx_fail(cx, STATUS_INVALID, "--days is not a number from 1 to %d: %s", MOST, text);
	return STATUS_OK;
}

static enum status due_verb(struct cx *cx, struct call *call)
{
	struct hazard_due due;
	struct day served;
	int64_t days;
	bool roll = call_option(call, "holiday-roll") != NULL;
	const char *text = call_option(call, "served");
	if (!text || !day_parse(text, &served))
		return cx_fail(cx, STATUS_INVALID, "--served is not a day like 2023-10-25: %s", text ? text : "");
	TRY(read_days(cx, call_option(call, "days"), &days));
	TRY(hazard_general_due(cx, served, days, roll ? ROLL_WORKING : -1, &due));
	if (call->json) {
		write_due(cx, &call->w, served, &due);
		return STATUS_OK;
	}
	buf_printf(call->out, "%s\n", day_text(cx, due.due.day));
	if (due.rule)
		buf_printf(call->out, "  %s\n  %s %s\n", rule_words(cx, due.rule, cx->lang), due.rule->source, due.rule->article);
	else
		buf_printf(call->out, "  %s\n", words(cx, "no rule was in force then: the days given, counted without moving"));
	return STATUS_OK;
}

static enum status number_option(struct cx *cx, const struct call *call, const char *name, int64_t *out)
{
	char *end;
	const char *text = call_option(call, name);
	*out = 0;
	if (!text)
		return STATUS_OK;
	*out = strtoll(text, &end, 10);
	return *text && !*end && *out > 0 ? STATUS_OK : cx_fail(cx, STATUS_INVALID, "--%s is not a number: %s", name, text);
}

static void print_hazard(struct cx *cx, struct buf *out, const struct hazard *h)
{
	const char *due = *h->due ? h->due : words(cx, "no day yet");
	buf_printf(out, "%" PRId64 "  %s  %s  %s\n", h->row.id, inspection_or(h->mine_name, ""), flow_state_label(cx, &hazard_flow, h->row.state),
		   h->text);
	buf_printf(out, words(cx, "    %s, found on %s, due: %s%s, re-rectified %" PRId64 " times"),
		   strcmp(h->level, "major") == 0 ? words(cx, "major") : words(cx, "general"), h->found_on, due,
		   h->overdue ? words(cx, " (overdue)") : "", h->repeats);
	buf_puts(out, "\n");
}

static enum status list_verb(struct cx *cx, struct call *call)
{
	struct hazard_query q = {.state = inspection_or(call_option(call, "state"), "open"), .level = call_option(call, "level"), .limit = 200,
				 .overdue = call_option(call, "overdue") != NULL, .sort = call_option(call, "sort"),
				 .q = call->count ? call->args[0] : NULL};
	struct hazard_page page;
	struct mine *m;
	const char *mine = call_option(call, "mine");
	if (strcmp(q.state, "all") == 0)
		q.state = NULL;
	if (mine) {
		TRY(mine_find(cx, mine, &m));
		q.mine = m->id;
	}
	TRY(number_option(cx, call, "town", &q.town));
	if (call->json) {
		jw_begin(&call->w, '{');
		jw_key(&call->w, "items");
		jw_begin(&call->w, '[');
	}
	do {
		TRY(hazard_list(cx, &q, &page));
		const struct hazard *h = page.hazards.items;
		for (size_t i = 0; i < page.hazards.count; i++)
			if (call->json)
				jw_record(&call->w, &hazard_record, &h[i]);
			else
				print_hazard(cx, call->out, &h[i]);
		q.cursor = page.next;
	} while (q.cursor);
	if (call->json) {
		jw_end(&call->w);
		jw_end(&call->w);
	}
	return STATUS_OK;
}

static enum status criteria_verb(struct cx *cx, struct call *call)
{
	struct list l;
	const struct criterion_query q = {.q = call->count ? call->args[0] : NULL, .kind = call_option(call, "kind"), .day = call_option(call, "as-of")};
	struct day day;
	if (q.day && !day_parse(q.day, &day))
		return cx_fail(cx, STATUS_INVALID, "--as-of is not a day like 2023-10-25: %s", q.day);
	TRY(criteria_list(cx, &q, &l));
	const struct criterion *c = l.items;
	if (call->json) {
		jw_begin(&call->w, '{');
		jw_key(&call->w, "items");
		jw_list(&call->w, &criterion_record, &l);
		jw_end(&call->w);
	}
	for (size_t i = 0; i < l.count && !call->json; i++)
		buf_printf(call->out, "%s  %s\n    %s\n", c[i].code, cx->lang == LANG_ZH ? c[i].text : c[i].en, c[i].source);
	return STATUS_OK;
}

static const struct verb table[] = {
	{"hazard due", "--served=DAY [--days=N] [--holiday-roll]", "served= days= holiday-roll", 0, 0, VERB_MAY_DB, due_verb,
	 "by which day a general hazard is to be rectified, with the rule and its source"},
	{"hazard list", "[WORDS] [--mine=MINE] [--town=N] [--state=STATE|open|all] [--level=general|major] [--overdue] [--sort=FIELD]",
	 "mine= town= state= level= overdue sort=", 0, 1, VERB_DB, list_verb, "hazards: the open ones, or as filtered"},
	{"hazard criteria", "[WORDS] [--kind=open_pit|underground|tailings] [--as-of=DAY]", "kind= as-of=", 0, 1, 0, criteria_verb,
	 "what makes a hazard a major one"},
};
const struct verbs hazard_verbs = VERBS(table);
