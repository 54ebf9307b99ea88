/* right_law.c - what the rules of the day say of a right: how it stands, how long it may be, who issues it, what is odd. */
#include "rooms/tenure/right.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "core/perm.h"
#include "proto/right_number.h"
#include "rooms/tenure/operator.h"

static const struct field finding_fields[] = {
	FIELD(struct right_finding, code),
	FIELD(struct right_finding, light),
	FIELD(struct right_finding, text),
	FIELD(struct right_finding, rule),
	FIELD(struct right_finding, source),
};
const struct record right_finding_record = RECORD(right_finding, finding_fields);

/* ---- how it stands ---- */

enum status right_stand(struct cx *cx, struct right *r, struct day day)
{
	const struct licence *l = &r->licence;
	const struct rule *alerts, *renewal;
	struct rule_ints marks;
	struct day end;
	int64_t before;
	char text[11];
	const char *today = day_print(day, text);
	r->days_left = 0;
	if (*l->withdrawn_on && strcmp(l->withdrawn_on, today) <= 0) {
		r->standing = "withdrawn";
		return STATUS_OK;
	}
	r->standing = *l->valid_from && strcmp(l->valid_from, today) > 0 ? "later" : "valid";
	if (!day_parse(l->valid_to, &end))
		return STATUS_OK;
	r->days_left = end.n - day.n;
	TRY(rule_in_force(cx, "tenure.alerts", day, &alerts));
	TRY(rule_ints(cx, alerts, "days", &marks));
	TRY(rule_in_force(cx, "tenure.renewal", day, &renewal));
	TRY(rule_int(cx, renewal, "before_days", &before));
	bool asked = r->application && *r->applied_on, renewed = strcmp(r->application_state, "granted") == 0;
	if (r->days_left < 0)
		r->standing = renewed ? "renewed" : "lapsed";
	else if (renewed)
		return STATUS_OK;       /* its successor is told of */
	else if (r->days_left < before && !asked)
		r->standing = "red";
	else if (marks.count && r->days_left <= marks.items[0])
		r->standing = "soon";
	return STATUS_OK;
}

/* ---- terms and issuers ---- */

enum status right_term(struct cx *cx, const char *kind, const char *size, struct day day, int64_t *years, const struct rule **rule)
{
	TRY(rule_in_force(cx, "tenure.term", day, rule));
	if (strcmp(kind, "exploration") == 0)
		return rule_int(cx, *rule, "exploration", years);
	/* Who does not say its size gets the longest. */
	if (!size)
		size = "";
	return rule_int(cx, *rule, strcmp(size, "small") == 0 ? "small" : strcmp(size, "medium") == 0 ? "medium" : "large", years);
}

enum status right_level(struct cx *cx, const char *mineral, struct day day, const char **level, const struct rule **rule)
{
	static const char *const lists[] = {"ministry", "province", "city", "county"};
	TRY(rule_in_force(cx, "tenure.issuer", day, rule));
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		struct texts t;
		TRY(rule_texts(cx, *rule, lists[i], &t));
		for (size_t k = 0; k < t.count; k++)
			if (strstr(mineral, t.items[k])) {
				*level = lists[i];
				return STATUS_OK;
			}
	}
	return rule_text(cx, *rule, "others", level);
}

/* ---- what is odd ---- */

enum { MOST = 12 };

static void add(struct list *l, const char *code, const char *light, const struct rule *rule, const char *text)
{
	if (l->count < MOST)
		((struct right_finding *)l->items)[l->count++] = (struct right_finding){code, light, text, rule ? rule->name : "", rule ? rule->source : ""};
}

static enum status check_number(struct cx *cx, const struct right *r, struct list *out)
{
	struct right_number n;
	if (right_number_read(cx, r->licence.number, &n)) {
		add(out, "number", "red", NULL, cx->error);
		cx_forget(cx);
	}
	return STATUS_OK;
}

/* By the law of the day on which it was issued. */
static enum status check_term(struct cx *cx, const struct right *r, struct list *out)
{
	const struct licence *l = &r->licence;
	const struct rule *rule;
	struct day from, to, day;
	int64_t years;
	if (!day_parse(l->valid_from, &from) || !day_parse(l->valid_to, &to))
		return STATUS_OK;
	if (!day_parse(l->issued_on, &day))
		day = from;
	TRY(right_term(cx, l->kind, r->size, day, &years, &rule));
	struct day most = due_months(NULL, from, (int)years * 12, ROLL_NONE).day;
	if (to.n > most.n)
		add(out, "term", "red", rule, arena_printf(cx->mem, words(cx, "runs from %s to %s: more than %" PRId64 " years"), l->valid_from, l->valid_to, years));
	return STATUS_OK;
}

static enum status check_land(struct cx *cx, const struct right *r, struct list *out)
{
	const struct licence *l = &r->licence;
	const struct rule *rule;
	double percent;
	TRY(rule_in_force(cx, "tenure.area", day_of(cx->now), &rule));
	TRY(rule_real(cx, rule, "differs_percent", &percent));
	if (!l->land.s || !*l->land.s)
		add(out, "land", "yellow", NULL, words(cx, "the coordinates of its land are not on record"));
	else if (l->stated_km2 > 0 && fabs(l->area_m2 / 1e6 / l->stated_km2 - 1) * 100 > percent)
		add(out, "area", "yellow", rule, arena_printf(cx->mem, words(cx, "the land has %.4f km², the licence says %.4f km²"), l->area_m2 / 1e6, l->stated_km2));
	if (strcmp(l->kind, "mining") == 0 && l->top_m == 0 && l->bottom_m == 0)
		add(out, "levels", "yellow", NULL, words(cx, "the levels between which it may be mined are not on record"));
	return STATUS_OK;
}

static enum status check_expiry(struct cx *cx, const struct right *r, struct list *out)
{
	const struct rule *rule;
	TRY(rule_in_force(cx, "tenure.renewal", day_of(cx->now), &rule));
	if (strcmp(r->standing, "lapsed") == 0)
		add(out, "lapsed", "red", rule, arena_printf(cx->mem, words(cx, "ran out on %s"), r->licence.valid_to));
	else if (strcmp(r->standing, "red") == 0)
		add(out, "expiry", "red", rule, arena_printf(cx->mem, words(cx, "runs out on %s, in %" PRId64 " days, and nobody has asked to renew it"),
							     r->licence.valid_to, r->days_left));
	else if (strcmp(r->standing, "soon") == 0)
		add(out, "expiry", "yellow", rule, arena_printf(cx->mem, words(cx, "runs out on %s, in %" PRId64 " days"), r->licence.valid_to, r->days_left));
	return STATUS_OK;
}

enum status right_check(struct cx *cx, const struct right *r, struct list *out)
{
	*out = (struct list){.items = arena_array_of(cx->mem, struct right_finding, MOST)};
	TRY(check_number(cx, r, out));
	TRY(check_expiry(cx, r, out));
	TRY(check_term(cx, r, out));
	TRY(check_land(cx, r, out));
	if (!*r->main_mineral)
		add(out, "facts", "yellow", NULL, words(cx, "main mineral, method and the other facts of a right are not on record"));
	const struct rule *rule;
	struct day day;
	int64_t most;
	if (!day_parse(r->licence.issued_on, &day))
		day = day_of(cx->now);
	TRY(rule_in_force(cx, "tenure.term", day, &rule));
	TRY(rule_int(cx, rule, "extensions", &most));
	if (strcmp(r->licence.kind, "exploration") == 0 && most > 0 && r->extensions > most)
		add(out, "extensions", "red", rule, arena_printf(cx->mem, words(cx, "was extended %" PRId64 " times, at most %" PRId64 " are allowed"), r->extensions, most));
	return STATUS_OK;
}

/* ---- remarks to whether a mine may work ---- */

static void remark(struct cx *cx, const struct mine *m, const struct right *r, const struct rule *rule, struct mine_reasons *out)
{
	mine_reason_add(cx, out, &(struct mine_reason){.code = "right_expiring", .by = r->licence.valid_to, .org = m->enterprise,
		.org_name = m->enterprise_name, .rule = rule->name, .source = rule->source,
		.text = arena_printf(cx->mem, words(cx, "the mining right %s runs out on %s"), r->licence.number, r->licence.valid_to),
		.missing = *r->applied_on ? words(cx, "the decision on its renewal") : words(cx, "an application for its renewal"),
		.link = arena_printf(cx->mem, "/rights/%" PRId64, r->licence.id)});
}

/* A lapsed licence is the register's own reason; here are remarks alone. */
enum status tenure_reasons(struct cx *cx, const struct mine *m, struct day day, struct mine_reasons *out)
{
	struct right_page page;
	const struct rule *rule;
	TRY(rule_in_force(cx, "tenure.renewal", day, &rule));
	TRY(right_list(cx, &(struct right_query){.mine = m->id, .kind = "mining"}, &page));
	struct right *r = page.rights.items;
	for (size_t i = 0; i < page.rights.count; i++) {
		TRY(right_stand(cx, &r[i], day));
		if (strcmp(r[i].standing, "red") == 0 || strcmp(r[i].standing, "soon") == 0)
			remark(cx, m, &r[i], rule, out);
	}
	return operator_reasons(cx, m, day, out);
}
