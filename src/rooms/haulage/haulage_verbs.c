/* haulage_verbs.c - weighings on the command line: list, take in a file, a day, a mine's figure, a proof. */
#include "rooms/haulage/haulage_cli.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "db/writer.h"
#include "rooms/haulage/case.h"
#include "rooms/haulage/haulage_inside.h"

enum { MOST_FILE = 32 << 20 };

static enum status number_of(struct cx *cx, const char *name, const char *text, int64_t *out)
{
	char *end;
	errno = 0;
	*out = strtoll(text, &end, 10);
	return *text && !*end && !errno && *out > 0 ? STATUS_OK
		: cx_fail(cx, STATUS_INVALID, "--%s is not a whole number from %ld on: %s", name, 1L, text);
}

static enum status tickets(struct cx *cx, struct call *call)
{
	struct haulage_ticket_query q = {.limit = 50};
	static const char *const options[] = {"mine", "scale", "vehicle", "plate", "from", "to", "result", "decision", "direction", "over", "signs", "leads", "limit"};
	struct list l;
	int64_t next;
	for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
		const char *text = call_option(call, options[i]);
		bool flag = i >= 9 && i <= 11;
		if (text)
			TRY(record_set(cx, &haulage_ticket_query_record, options[i], flag ? "true" : text, &q));
	}
	TRY(haulage_ticket_list(cx, &q, &l, &next));
	if (call->json) {
		jw_page_id(&call->w, &haulage_ticket_record, &l, next);
		return STATUS_OK;
	}
	const struct haulage_ticket *t = l.items;
	for (size_t i = 0; i < l.count; i++) {
		char at[32];
		time_print(t[i].at, at);
		buf_printf(call->out, "%" PRId64 "  %.16s  %-10s  %s  %" PRId64 " kg  %s%s%s\n", t[i].id, at, haulage_or(t[i].plate, "?"), haulage_or(t[i].mine_name, haulage_or(t[i].scale_name, "")),
			   t[i].gross_kg, t[i].result, *t[i].decision ? " " : "", t[i].decision);
	}
	return STATUS_OK;
}

struct chunk {
	struct haulage_weighing *w;
	size_t n;
	struct list taken;
};

static enum status take_chunk(struct cx *cx, void *arg)
{
	struct chunk *c = arg;
	return haulage_take(cx, c->w, c->n, &c->taken);
}

static void print_import(struct cx *cx, struct call *call, const int64_t *counts, const struct list *wrong)
{
	call->no = wrong->count > 0;
	if (call->json) {
		jw_begin(&call->w, '{');
		jw_key(&call->w, "taken");
		jw_int(&call->w, counts[0]);
		jw_key(&call->w, "known");
		jw_int(&call->w, counts[1]);
		jw_key(&call->w, "wrong");
		jw_list(&call->w, &haulage_taken_record, wrong);
		jw_end(&call->w);
		return;
	}
	buf_printf(call->out, words(cx, "%ld taken, %ld known before, %zu not taken"), (long)counts[0], (long)counts[1], wrong->count);
	buf_puts(call->out, "\n");
	for (size_t i = 0; i < wrong->count; i++) {
		const struct haulage_taken *t = (const struct haulage_taken *)wrong->items + i;
		buf_printf(call->out, "  %s: %s %s\n", t->no, t->status, haulage_or(t->message, ""));
	}
}

static enum status import_file(struct cx *cx, struct call *call)
{
	const char *scale_text = call_option(call, "scale"), *bytes;
	int64_t scale, counts[2] = {0};
	size_t n;
	struct list all;
	if (!scale_text)
		return cx_fail(cx, STATUS_INVALID, "say --scale");
	TRY(number_of(cx, "scale", scale_text, &scale));
	TRY(call_read_file(cx, call->args[0], MOST_FILE, &bytes, &n));
	TRY(haulage_read_file(cx, scale, call->args[0], bytes, n, &all));
	struct list wrong = {arena_array_of(cx->mem, struct haulage_taken, all.count + 1), 0};
	for (size_t i = 0; i < all.count; i += HAULAGE_BATCH) {
		struct chunk c = {(struct haulage_weighing *)all.items + i, all.count - i < HAULAGE_BATCH ? all.count - i : HAULAGE_BATCH, {0}};
		TRY(write_from(cx, take_chunk, &c));
		const struct haulage_taken *t = c.taken.items;
		for (size_t k = 0; k < c.taken.count; k++) {
			counts[0] += strcmp(t[k].status, "taken") == 0;
			counts[1] += strcmp(t[k].status, "known") == 0;
			if (strcmp(t[k].status, "taken") != 0 && strcmp(t[k].status, "known") != 0)
				((struct haulage_taken *)wrong.items)[wrong.count++] = t[k];
		}
	}
	print_import(cx, call, counts, &wrong);
	return STATUS_OK;
}

static enum status day_verb(struct cx *cx, struct call *call)
{
	struct day day = day_of(cx->now);
	struct list l;
	if (call->count && !day_parse(call->args[0], &day))
		return cx_fail(cx, STATUS_INVALID, "--%s is not a day like 2023-10-25: %s", "day", call->args[0]);
	TRY(haulage_county_day(cx, day_text(cx, day), &l));
	if (call->json) {
		jw_page_id(&call->w, &haulage_sum_record, &l, 0);
		return STATUS_OK;
	}
	const struct haulage_sum *s = l.items;
	for (size_t i = 0; i < l.count; i++)
		buf_printf(call->out, words(cx, "%s  %s: %ld trucks, %.2f t net, %ld overloaded, %ld held at the gate"), haulage_or(s[i].mine_name, "-"),
			   haulage_or(s[i].scale_name, ""), (long)s[i].trips, (double)s[i].net_kg / 1000, (long)s[i].over, (long)s[i].closed),
			buf_puts(call->out, "\n");
	return STATUS_OK;
}

static enum status prove(struct cx *cx, struct call *call)
{
	int64_t id;
	struct buf b;
	TRY(number_of(cx, "ticket", call->args[0], &id));
	buf_init(&b, cx->mem);
	struct jw w = {.out = call->json ? call->w.out : &b};
	TRY(haulage_prove(cx, id, &w));
	if (!call->json)
		buf_printf(call->out, "%s\n", b.s);
	return STATUS_OK;
}

static enum status cases(struct cx *cx, struct call *call)
{
	struct haulage_case_query q = {.state = NULL, .limit = 200};
	struct list l;
	int64_t next;
	const char *state = call_option(call, "state");
	if (state)
		TRY(record_set(cx, &haulage_case_query_record, "state", state, &q));
	q.late = call_option(call, "late") != NULL;
	TRY(haulage_case_list(cx, &q, &l, &next));
	if (call->json) {
		jw_page_id(&call->w, &haulage_case_record, &l, next);
		return STATUS_OK;
	}
	const struct haulage_case *c = l.items;
	for (size_t i = 0; i < l.count; i++)
		buf_printf(call->out, "%s  %s  %-10s  +%" PRId64 " kg  %s\n", c[i].no, c[i].offended_on, haulage_or(c[i].plate, "?"), c[i].over_kg,
			   flow_state_label(cx, &haulage_case_flow, c[i].row.state));
	return STATUS_OK;
}

static const struct verb table[] = {
	{"haulage tickets", "[--mine=ID] [--scale=ID] [--vehicle=ID] [--plate=P] [--from=DAY] [--to=DAY] [--result=R] [--decision=D] [--direction=D] [--over]"
	 " [--signs] [--leads] [--limit=N]", "mine= scale= vehicle= plate= from= to= result= decision= direction= over signs leads limit=", 0, 0, VERB_DB, tickets,
	 "weighings, newest first"},
	{"haulage import", "FILE --scale=ID", "scale=", 1, 1, VERB_DB, import_file, "take in a file of a weighbridge's software; what is there already is not doubled"},
	{"haulage day", "[DAY]", "", 0, 1, VERB_DB, day_verb, "a day of the county, by mine and scale"},
	{"haulage prove", "TICKET", "", 1, 1, VERB_DB, prove, "a ticket's hash and the path to its batch's leaf of the ledger"},
	{"haulage cases", "[--state=S] [--late]", "state= late", 0, 0, VERB_DB, cases, "cases of overloaded trucks, newest first"},
};
const struct verbs haulage_db_verbs = VERBS(table);
