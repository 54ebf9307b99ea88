#include "rooms/tenure/tenure_cli.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "core/org_cli.h"
#include "core/perm.h"
#include "proto/right_number.h"
#include "rooms/mine/geo.h"
#include "rooms/tenure/conflict.h"
#include "rooms/tenure/operator.h"
#include "rooms/tenure/outside.h"
#include "rooms/tenure/right.h"

enum { PAGE = 200, MOST = 10000 };

static void print_right(struct cx *cx, struct buf *out, const struct right *r)
{
	buf_printf(out, words(cx, "%s  until %s, %ld days  %s  %s\n"), r->licence.number, r->licence.valid_to, (long)r->days_left, r->licence.holder,
		   r->mine_name);
}

static enum status print_list(struct cx *cx, struct call *call, struct right_query q)
{
	size_t told = 0;
	q.limit = PAGE;
	if (call->json) {
		jw_begin(&call->w, '{');
		jw_key(&call->w, "items");
		jw_begin(&call->w, '[');
	}
	do {
		struct right_page page;
		TRY(right_list(cx, &q, &page));
		const struct right *r = page.rights.items;
		for (size_t i = 0; i < page.rights.count; i++, told++)
			if (call->json)
				jw_record(&call->w, &right_row_record, &r[i]);
			else
				print_right(cx, call->out, &r[i]);
		q.cursor = page.next;
	} while (q.cursor && told < MOST);
	if (call->json) {
		jw_end(&call->w);
		jw_end(&call->w);
	} else if (!told) {
		buf_puts(call->out, words(cx, "no rights\n"));
	}
	return STATUS_OK;
}

static enum status list_rights(struct cx *cx, struct call *call)
{
	TRY(verb_need(cx, PERM_TENURE_READ));
	return print_list(cx, call, (struct right_query){.q = call_option(call, "q")});
}

static enum status expiring(struct cx *cx, struct call *call)
{
	const char *text = call->count ? call->args[0] : "180";
	char *end;
	long days = strtol(text, &end, 10);
	TRY(verb_need(cx, PERM_TENURE_READ));
	if (!*text || *end || days < 1 || days > 3660)
		return cx_fail_field(cx, "DAYS", "must be a whole number of days from 1 to 3660");
	return print_list(cx, call, (struct right_query){.within = days});
}

static enum status show(struct cx *cx, struct call *call)
{
	struct right *r;
	struct list findings;
	TRY(verb_need(cx, PERM_TENURE_READ));
	TRY(right_find(cx, call->args[0], &r));
	TRY(right_check(cx, r, &findings));
	if (call->json) {
		jw_begin(&call->w, '{');
		jw_fields(&call->w, &right_record, r);
		jw_key(&call->w, "findings");
		jw_list(&call->w, &right_finding_record, &findings);
		jw_end(&call->w);
		return STATUS_OK;
	}
	print_right(cx, call->out, r);
	const struct right_finding *f = findings.items;
	for (size_t i = 0; i < findings.count; i++)
		buf_printf(call->out, "  %s\n", f[i].text);
	return STATUS_OK;
}

/* ---- everything an officer would ask of a right ---- */

struct number_part {
	bool valid, old;
	const char *letter, *month, *why;
	int64_t region, serial;
};
static const struct field number_fields[] = {
	FIELD(struct number_part, valid), FIELD(struct number_part, old), FIELD(struct number_part, letter), FIELD(struct number_part, region),
	FIELD(struct number_part, month), FIELD(struct number_part, serial), FIELD(struct number_part, why),
};
static const struct record number_record = RECORD(number_part, number_fields);

static struct number_part read_number(struct cx *cx, const char *text)
{
	struct right_number n;
	if (right_number_read(cx, text, &n)) {
		struct number_part bad = {.letter = "", .month = "", .why = cx->error};
		cx_forget(cx);
		return bad;
	}
	return (struct number_part){.valid = true, .old = n.old, .letter = n.letter == 'C' ? "C" : "T", .region = n.region, .serial = n.serial, .why = "",
				    .month = arena_printf(cx->mem, "%04d-%02d", n.year, n.month)};
}

static enum status find_conflicts(struct cx *cx, const struct right *r, struct list *out)
{
	const struct licence *l = &r->licence;
	struct geo_place at;
	*out = (struct list){0};
	if (!l->land.s || !*l->land.s)
		return STATUS_OK;
	TRY(geo_of_geojson(cx, l->land.s, &at));
	return conflict_find(cx, &(struct conflict_subject){l->land.s, at.lon_min, at.lat_min, at.lon_max, at.lat_max, l->mine, l->id, 0}, out);
}

struct right_answer {
	struct right *right;
	struct number_part number;
	const struct rule *term_rule;
	int64_t term;
	struct list findings, conflicts, outside;
	bool red;
};

static enum status ask(struct cx *cx, const char *words, struct right_answer *a)
{
	struct day issued;
	struct mine *m;
	TRY(right_find(cx, words, &a->right));
	const struct licence *l = &a->right->licence;
	a->number = read_number(cx, l->number);
	if (!day_parse(l->issued_on, &issued) && !day_parse(l->valid_from, &issued))
		issued = day_of(cx->now);
	TRY(right_term(cx, l->kind, a->right->size, issued, &a->term, &a->term_rule));
	TRY(right_check(cx, a->right, &a->findings));
	TRY(find_conflicts(cx, a->right, &a->conflicts));
	if (l->mine) {
		TRY(mine_get(cx, l->mine, &m));
		TRY(outside_find(cx, m, &a->outside));
	}
	for (size_t i = 0; i < a->findings.count; i++)
		a->red |= strcmp(((const struct right_finding *)a->findings.items)[i].light, "red") == 0;
	for (size_t i = 0; i < a->conflicts.count; i++)
		a->red |= strcmp(((const struct conflict *)a->conflicts.items)[i].effect, "refuse") == 0;
	a->red |= a->outside.count > 0;
	return STATUS_OK;
}

static void write_answer(struct jw *w, const struct right_answer *a)
{
	jw_begin(w, '{');
	jw_key(w, "right");
	jw_record(w, &right_record, a->right);
	jw_key(w, "number");
	jw_record(w, &number_record, &a->number);
	jw_key(w, "term_years");
	jw_int(w, a->term);
	jw_key(w, "term_source");
	jw_text(w, a->term_rule->source);
	jw_key(w, "findings");
	jw_list(w, &right_finding_record, &a->findings);
	jw_key(w, "conflicts");
	jw_list(w, &conflict_record, &a->conflicts);
	jw_key(w, "outside");
	jw_list(w, &outside_record, &a->outside);
	jw_key(w, "sound");
	jw_bool(w, !a->red);
	jw_end(w);
}

static void print_answer(struct cx *cx, struct buf *out, const struct right_answer *a)
{
	const struct right_finding *f = a->findings.items;
	const struct conflict *c = a->conflicts.items;
	const struct outside *o = a->outside.items;
	print_right(cx, out, a->right);
	if (a->number.valid)
		buf_printf(out, words(cx, "  number: region %06ld, first granted %s, serial %06ld\n"), (long)a->number.region, a->number.month, (long)a->number.serial);
	buf_printf(out, words(cx, "  term: at most %ld years (%s)\n"), (long)a->term, a->term_rule->source);
	for (size_t i = 0; i < a->findings.count; i++)
		buf_printf(out, "  [%s] %s%s%s\n", f[i].light, f[i].text, *f[i].source ? "  — " : "", f[i].source);
	for (size_t i = 0; i < a->conflicts.count; i++)
		buf_printf(out, "  [%s] %s %s: %s  — %s\n", c[i].effect, c[i].name, c[i].number, c[i].text, c[i].rule_source);
	for (size_t i = 0; i < a->outside.count; i++)
		buf_printf(out, "  [red] %s\n", o[i].text);
	if (!a->findings.count && !a->conflicts.count && !a->outside.count)
		buf_puts(out, words(cx, "  nothing is to be looked at\n"));
}

static enum status check(struct cx *cx, struct call *call)
{
	struct right_answer a = {0};
	TRY(verb_need(cx, PERM_TENURE_READ));
	TRY(ask(cx, call->args[0], &a));
	if (call->json)
		write_answer(&call->w, &a);
	else
		print_answer(cx, call->out, &a);
	call->no = a.red;
	return STATUS_OK;
}

static enum status import_zones(struct cx *cx, struct call *call)
{
	const struct zone_import in = {call->args[0], call_option(call, "source"), call_option(call, "name-key")};
	const char *bytes;
	size_t n;
	int64_t count;
	bool known = false;
	TRY(verb_need(cx, PERM_TENURE_MANAGE));
	for (const char *const *k = zone_kinds; *k; k++)
		known |= strcmp(*k, in.kind) == 0;
	if (!known)
		return cx_fail_field(cx, "KIND", "is not a kind of zone: %s", in.kind);
	if (!in.source || !*in.source)
		return cx_fail_field(cx, "source", "say which document or department it comes from");
	TRY(call_read_file(cx, call->args[1], ZONE_MAX_BYTES, &bytes, &n));
	TRY(zone_read(cx, &in, bytes, n, &count));
	if (call->json) {
		jw_begin(&call->w, '{');
		jw_key(&call->w, "count");
		jw_int(&call->w, count);
		jw_end(&call->w);
	} else {
		buf_printf(call->out, words(cx, "%ld zones; the layer of the same source before it has ended\n"), (long)count);
	}
	return STATUS_OK;
}

/* ---- operators ---- */

static void print_candidate(struct buf *out, const struct candidate *c, const struct score *s)
{
	const struct score_line *l = s->lines.items;
	buf_printf(out, "  %s  %.2f / %.2f%s%s\n", c->name, s->total, s->pass, *s->excluded ? "  " : "", s->excluded);
	for (size_t i = 0; i < s->lines.count; i++)
		buf_printf(out, "    %s: %s%s%s\n", l[i].name, l[i].arithmetic, *l[i].verdict_name ? "  — " : "", l[i].verdict_name);
}

static enum status opportunity_show(struct cx *cx, struct call *call)
{
	struct opportunity_list found;
	struct list candidates;
	struct opportunity *o = NULL;
	TRY(verb_need(cx, PERM_TENURE_READ));
	TRY(opportunity_list(cx, &(struct opportunity_query){.q = call->args[0], .limit = PAGE}, &found));
	for (size_t i = 0; i < found.items.count; i++) {
		struct opportunity *x = (struct opportunity *)found.items.items + i;
		if (found.items.count == 1 || strcmp(x->no, call->args[0]) == 0)
			o = x;
	}
	if (!o)
		return cx_fail(cx, STATUS_NOT_FOUND, "no opportunity, or several, have this number, title or mine: %s", call->args[0]);
	if (call->json) {
		jw_begin(&call->w, '{');
		jw_fields(&call->w, &opportunity_record, o);
		TRY(opportunity_write_parts(cx, &o->row, &call->w));
		jw_end(&call->w);
		return STATUS_OK;
	}
	buf_printf(call->out, "%s  %s  %s  %s\n", o->no, flow_state_label(cx, &opportunity_flow, o->row.state), o->title, o->mine_name);
	TRY(candidate_list(cx, o->row.id, &candidates));
	for (size_t i = 0; i < candidates.count; i++) {
		const struct candidate *c = (const struct candidate *)candidates.items + i;
		struct score s;
		TRY(candidate_score(cx, o->row.id, c, &s));
		print_candidate(call->out, c, &s);
	}
	return STATUS_OK;
}

static enum status opportunities(struct cx *cx, struct call *call)
{
	struct opportunity_list l;
	TRY(verb_need(cx, PERM_TENURE_READ));
	TRY(opportunity_list(cx, &(struct opportunity_query){.limit = PAGE}, &l));
	if (call->json) {
		jw_page(&call->w, &opportunity_record, &l.items, l.next, -1);
		return STATUS_OK;
	}
	const struct opportunity *o = l.items.items;
	for (size_t i = 0; i < l.items.count; i++)
		buf_printf(call->out, "%s  %s  %s  %s\n", o[i].no, flow_state_label(cx, &opportunity_flow, o[i].row.state), o[i].title, o[i].mine_name);
	if (!l.items.count)
		buf_puts(call->out, words(cx, "no operators are sought\n"));
	return STATUS_OK;
}

static const struct verb table[] = {
	{"tenure list", "[--q=WORDS]", "q=", 0, 0, VERB_DB, list_rights, "mining and exploration rights, the first to run out first"},
	{"tenure expiring", "[DAYS]", "", 0, 1, VERB_DB, expiring, "rights that run out within so many days (180)"},
	{"tenure show", "NUMBER|MINE", "", 1, 1, VERB_DB, show, "a right, and what should be looked at: its number, term, land and expiry"},
	{"tenure check", "NUMBER|MINE", "", 1, 1, VERB_DB, check,
	 "all that can be asked of a right: its number, term, expiry, land, conflicts, places outside it; exit 1 where something is red"},
	{"tenure zones", "KIND FILE --source=WORDS [--name-key=KEY]", "source= name-key=", 2, 2, VERB_DB | VERB_WRITE, import_zones,
	 "take in a layer of protected land, roads or settlements from GeoJSON (nature_reserve, farmland, highway …)"},
	{"operator show", "NUMBER|MINE", "", 1, 1, VERB_DB, opportunity_show,
	 "one opportunity, with every line of its candidates' scores and who confirmed it"},
	{"operator list", "", "", 0, 0, VERB_DB, opportunities, "mines for which operators are sought or at work"},
};
const struct verbs tenure_verbs = VERBS(table);
