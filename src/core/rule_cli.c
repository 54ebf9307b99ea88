#include "core/rule_cli.h"

#include <string.h>
#include "core/rule.h"

static const struct {
	const char *code, *en;
} marks[] = {
	{"law", "law"},          {"published", "published"},     {"memory", "not confirmed"},
	{"default", "proposal"}, {"county", "the county's own"},
};

static const char *mark(const struct cx *cx, const char *confirmed)
{
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (strcmp(marks[i].code, confirmed) == 0)
			return words(cx, marks[i].en);
	return confirmed;
}

static void put_json(struct call *call, const struct list *l)
{
	jw_begin(&call->w, '{');
	jw_key(&call->w, "items");
	jw_list(&call->w, &rule_shown_record, l);
	jw_end(&call->w);
}

static void print(struct cx *cx, struct call *call, const struct rule_shown *r)
{
	buf_printf(call->out, "%s  %s  [%s]\n    %s\n", r->name, r->title, mark(cx, r->confirmed), r->words);
	buf_printf(call->out, words(cx, "    source: %s%s%s"), r->source, *r->article ? " " : "", r->article);
	buf_puts(call->out, "\n");
}

static enum status list(struct cx *cx, struct call *call)
{
	struct rule_query q = {.day = call_option(call, "as-of"), .q = call->count ? call->args[0] : NULL};
	struct list l;
	TRY(rule_list(cx, &q, &l));
	if (call->json) {
		put_json(call, &l);
		return STATUS_OK;
	}
	for (size_t i = 0; i < l.count; i++)
		print(cx, call, (const struct rule_shown *)l.items + i);
	buf_printf(call->out, words(cx, "%zu rules in force"), l.count);
	buf_puts(call->out, "\n");
	return STATUS_OK;
}

static enum status show(struct cx *cx, struct call *call)
{
	struct list l;
	TRY(rule_history(cx, call->args[0], call_option(call, "as-of"), &l));
	if (call->json) {
		put_json(call, &l);
		return STATUS_OK;
	}
	for (size_t i = 0; i < l.count; i++) {
		const struct rule_shown *r = (const struct rule_shown *)l.items + i;
		buf_printf(call->out, words(cx, "version %lld, from %s%s%s"), (long long)r->version, r->valid_from,
			   r->valid_to ? " – " : "", r->valid_to ? r->valid_to : "");
		buf_puts(call->out, r->in_force ? words(cx, ", in force\n") : "\n");
		print(cx, call, r);
		buf_printf(call->out, "    %s\n", r->params.s);
		if (*r->reason)
			buf_printf(call->out, "    %s: %s\n", r->changed_by_name, r->reason);
	}
	return STATUS_OK;
}

static const struct verb table[] = {
	{"rule list", "[WORDS] [--as-of=DAY]", "as-of=", 0, 1, VERB_DB, list,
	 "rules in force on a day, with their sources"},
	{"rule show", "NAME [--as-of=DAY]", "as-of=", 1, 1, VERB_DB, show, "all versions of a rule, the newest first"},
};
const struct verbs rule_verbs = VERBS(table);
