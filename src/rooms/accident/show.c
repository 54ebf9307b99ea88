/* show.c - an accident with all that belongs to it, and telling those who must act. */
#include "rooms/accident/accident.h"

#include <inttypes.h>
#include <string.h>
#include "core/evidence.h"
#include "core/notify.h"
#include "core/perm.h"
#include "db/db.h"
#include "rooms/accident/clocks.h"

enum status accident_write_rule(struct cx *cx, const char *name, struct day day, struct jw *w)
{
	const struct rules *rules;
	TRY(rules_of(cx, &rules));
	const struct rule *r = rules_peek(rules, name, day);
	if (!r)
		return STATUS_OK;
	jw_begin(w, '{');
	jw_key(w, "name");
	jw_text(w, r->name);
	jw_key(w, "title");
	jw_text(w, cx->lang == LANG_ZH ? r->title_zh : r->title_en);
	jw_key(w, "text");
	jw_text(w, rule_words(cx, r, cx->lang));
	jw_key(w, "source");
	jw_text(w, r->source);
	jw_key(w, "article");
	jw_text(w, r->article);
	jw_key(w, "confirmed");
	jw_text(w, r->confirmed);
	jw_end(w);
	return STATUS_OK;
}

static enum status write_rules(struct cx *cx, const struct accident *a, struct jw *w)
{
	static const char *const names[] = {"accident.grade", "accident.report", "accident.report_scene", "accident.report_faults",
					    "accident.revise", "accident.investigation", "accident.approval", "accident.review"};
	jw_key(w, "rules");
	jw_begin(w, '[');
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		TRY(accident_write_rule(cx, names[i], day_of(a->at), w));
	jw_end(w);
	return STATUS_OK;
}

const char *grade_label(const struct cx *cx, const char *code)
{
	for (int g = 0; g < GRADES; g++)
		if (strcmp(grade_code((enum grade)g), code) == 0)
			return grade_words(cx, (enum grade)g);
	return code;
}

static enum status write_lists(struct cx *cx, const struct accident *a, struct jw *w)
{
	struct list l;
	TRY(accident_clocks(cx, a, &l));
	jw_key(w, "clocks");
	jw_list(w, &report_clock_record, &l);
	TRY(accident_revisions(cx, a->row.id, &l));
	jw_key(w, "casualties");
	jw_list(w, &accident_casualties_record, &l);
	TRY(accident_findings(cx, a->row.id, &l));
	jw_key(w, "findings");
	jw_list(w, &accident_finding_record, &l);
	TRY(accident_members(cx, a->row.id, &l));
	jw_key(w, "members");
	jw_list(w, &flow_signer_record, &l);
	TRY(flow_confirmations(cx, &accident_flow, a->row.id, "hand_in", INT64_MAX, &l));
	jw_key(w, "signatures");
	jw_list(w, &flow_confirmation_record, &l);
	return STATUS_OK;
}

static enum status write_parts(struct cx *cx, struct flow_row *row, struct jw *w)
{
	struct accident *a = (struct accident *)row;
	struct day due;
	jw_key(w, "grade_label");
	jw_text(w, grade_label(cx, a->grade));
	jw_key(w, "days_left");
	if (day_parse(a->due, &due))
		jw_int(w, due.n - day_of(cx->now).n);
	else
		jw_raw(w, NULL);
	TRY(write_lists(cx, a, w));
	return write_rules(cx, a, w);
}

static const struct answer_key keys[] = {
	KEY("grade_label", "text"),
	KEY("days_left", "?int"),
	KEY("clocks", "[@]", .of = &report_clock_record),
	KEY("casualties", "[@]", .of = &accident_casualties_record),
	KEY("findings", "[@]", .of = &accident_finding_record),
	KEY("members", "[@]", .of = &flow_signer_record),
	KEY("signatures", "[@]", .of = &flow_confirmation_record),
	KEY("rules", "[" RULE_SHAPE "]"),
	{0},
};

const struct flow_page accident_answer = {.flow = &accident_flow, .record = &accident_record, .parts = write_parts,
				       .keys = keys,
					  .papers = accident_papers};

/* ---- telling ---- */

struct found {
	int64_t id;
};
static const struct field found_fields[] = {FIELD(struct found, id)};
static const struct record found_record = RECORD(found, found_fields);

static enum status tell_role(struct cx *cx, const char *role, const struct notify *n, const struct accident *a)
{
	struct list people;
	TRY(db_all(cx, &found_record, &people,
		   "SELECT p.id FROM role_grant g JOIN person p ON p.county = g.county AND p.id = g.person"
		   " WHERE g.county = $1 AND g.role = $2 AND p.active = 1", ARGS(V(cx->county), V(role))));
	const struct found *p = people.items;
	for (size_t i = 0; i < people.count; i++)
		TRY(notify_person(cx, p[i].id, n, "accident: %s", a->title));
	return STATUS_OK;
}

/* Who is told by which action: roles, ended by NULL. */
static const struct {
	const char *action;
	const char *roles[5];
} told[] = {
	{"register", {"county_head", "deputy_head", "supervisor", "regulator"}},
	{"revise", {"deputy_head", "supervisor", "regulator"}},
	{"hand_in", {"county_head", "deputy_head"}},
	{"return", {"supervisor", "regulator"}},
	{"approve", {"supervisor", "regulator", "discipline", "appraiser"}},
	{"correct", {"supervisor", "discipline", "appraiser"}},
};

static enum status tell_orgs(struct cx *cx, const struct accident *a, const char *action, const struct notify *n)
{
	struct list l;
	if (strcmp(action, "register") == 0 || strcmp(action, "approve") == 0)
		TRY(notify_org(cx, a->town, 0, n, NULL, "accident: %s", a->title));
	if (strcmp(action, "begin") == 0) {
		TRY(accident_members(cx, a->row.id, &l));
		for (size_t i = 0; i < l.count; i++)
			TRY(notify_org(cx, ((const struct flow_signer *)l.items)[i].org, 0, n, NULL,
				       "your unit belongs to the investigation of an accident: %s", a->title));
	}
	if (strcmp(action, "approve") != 0 && strcmp(action, "correct") != 0)
		return STATUS_OK;
	TRY(accident_findings(cx, a->row.id, &l));
	const struct accident_finding *f = l.items;
	const struct flow_signer *d = l.count ? f[0].departments.items : NULL;
	for (size_t i = 0; l.count && i < f[0].departments.count; i++)
		TRY(notify_org(cx, d[i].org, 0, n, NULL, "an accident was approved that names your unit: %s", a->title));
	return STATUS_OK;
}

enum status accident_tell(struct cx *cx, const struct accident *a, const char *action)
{
	const struct notify n = {.kind = "accident", .link = arena_printf(cx->mem, "/accidents/%" PRId64, a->row.id)};
	for (size_t i = 0; i < sizeof told / sizeof *told; i++)
		for (const char *const *r = told[i].roles; strcmp(told[i].action, action) == 0 && *r; r++)
			TRY(tell_role(cx, *r, &n, a));
	return tell_orgs(cx, a, action, &n);
}
