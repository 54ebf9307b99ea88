/* application_show.c - what the page of an application shows, whom it waits for, who is told. */
#include <inttypes.h>
#include <string.h>
#include "core/notify.h"
#include "core/perm.h"
#include "db/db.h"
#include "rooms/tenure/application.h"
#include "rooms/tenure/conflict.h"
#include "rooms/tenure/meeting.h"

static void write_rule(struct cx *cx, struct jw *w, const char *key, const struct rule *rule)
{
	jw_key(w, key);
	if (!rule) {
		jw_raw(w, NULL);
		return;
	}
	jw_begin(w, '{');
	jw_key(w, "name");
	jw_text(w, rule->name);
	jw_key(w, "text");
	jw_text(w, rule_words(cx, rule, cx->lang));
	jw_key(w, "source");
	jw_text(w, rule->source);
	jw_key(w, "confirmed");
	jw_text(w, rule->confirmed);
	jw_end(w);
}

static enum status write_lane(struct cx *cx, const struct application *a, struct jw *w)
{
	const struct rule *rule;
	struct list why;
	const char *lane, *level;
	TRY(application_lane(cx, a, &lane, &why, &rule));
	jw_key(w, "lane_now");
	jw_text(w, *a->lane ? a->lane : lane);
	jw_key(w, "lane_conditions");
	jw_list(w, &lane_condition_record, &why);
	write_rule(cx, w, "lane_rule", rule);
	TRY(right_level(cx, a->mineral, day_of(cx->now), &level, &rule));
	jw_key(w, "level_now");
	jw_text(w, *a->level ? a->level : level);
	write_rule(cx, w, "level_rule", rule);
	return STATUS_OK;
}

/* Renewal must be asked for so many days before the end. */
static enum status write_lateness(struct cx *cx, const struct application *a, struct jw *w)
{
	const struct rule *rule;
	struct day end, asked;
	int64_t before;
	TRY(rule_in_force(cx, "tenure.renewal", day_of(cx->now), &rule));
	TRY(rule_int(cx, rule, "before_days", &before));
	bool renewal = strcmp(a->kind, "renewal") == 0 && a->licence_to && day_parse(a->licence_to, &end);
	if (!day_parse(a->applied_on, &asked))
		asked = day_of(cx->now);
	jw_key(w, "asked_late");
	jw_bool(w, renewal && end.n - asked.n < before);
	return STATUS_OK;
}

static enum status write_parts(struct cx *cx, struct flow_row *row, struct jw *w)
{
	struct application *a = (struct application *)row;
	const struct rules *rules;
	struct list l;
	TRY(write_lane(cx, a, w));
	TRY(write_lateness(cx, a, w));
	TRY(application_materials(cx, a, &l));
	jw_key(w, "materials");
	jw_list(w, &material_record, &l);
	TRY(tenure_joint(cx, &l));
	jw_key(w, "joint");
	jw_list(w, &flow_signer_record, &l);
	TRY(application_opinions(cx, row->id, &l));
	jw_key(w, "opinions");
	jw_list(w, &opinion_record, &l);
	TRY(flow_confirmations(cx, &application_flow, row->id, "conclude", INT64_MAX, &l));
	jw_key(w, "signatures");
	jw_list(w, &flow_confirmation_record, &l);
	TRY(tenure_meetings(cx, row->id, &l));
	jw_key(w, "meetings");
	jw_list(w, &tenure_meeting_record, &l);
	TRY(rules_of(cx, &rules));
	write_rule(cx, w, "meeting_rule", rules_peek(rules, "tenure.meeting", day_of(cx->now)));
	return conflict_write(cx, a, w);
}

static const struct answer_key keys[] = {
	KEY("lane_now", "?text"),
	KEY("lane_conditions", "[@]", .of = &lane_condition_record),
	KEY("lane_rule", "?{name:text text:text source:text confirmed:text}"),
	KEY("level_now", "?text"),
	KEY("level_rule", "?{name:text text:text source:text confirmed:text}"),
	KEY("asked_late", "bool"),
	KEY("materials", "[@]", .of = &material_record),
	KEY("joint", "[@]", .of = &flow_signer_record),
	KEY("opinions", "[@]", .of = &opinion_record),
	KEY("signatures", "[@]", .of = &flow_confirmation_record),
	KEY("meetings", "[@]", .of = &tenure_meeting_record),
	KEY("meeting_rule", "?{name:text text:text source:text confirmed:text}"),
	KEY("conflicts", "[@]", .of = &conflict_record),
	{0},
};

const struct flow_page application_page = {.flow = &application_flow, .record = &application_record, .parts = write_parts,
				       .keys = keys};

/* ---- to-dos ---- */

static const struct {
	const char *state, *actions;
} waiting[] = {
	{"draft", "submit"}, {"submitted", "accept"}, {"correcting", "submit"}, {"accepted", "review"}, {"joint", "sign|conclude"},
	{"safety", "pass_safety"}, {"meeting", "approve|record"}, {"approved", "send"}, {"sent", "grant"},
};

enum status application_todo(struct cx *cx, struct todos *out)
{
	if (!(cx->perms & PERM_TENURE_READ))
		return STATUS_OK;
	for (size_t i = 0; i < sizeof waiting / sizeof *waiting; i++) {
		struct application_list page;
		TRY(application_list(cx, &(struct application_query){.state = waiting[i].state, .limit = TODO_CANDIDATES}, &page));
		struct application *a = page.items.items;
		for (size_t k = 0; k < page.items.count; k++) {
			a[k].land.s = "";
			TRY(todo_offer(cx, out, &application_flow, &a[k].row, waiting[i].actions,
				       &(struct todo){.no = a[k].no, .title = a[k].name, .due = a[k].due, .since = a[k].applied_on,
						      .text = flow_state_label(cx, &application_flow, a[k].row.state),
						      .link = arena_printf(cx->mem, "/tenure/applications/%" PRId64, a[k].row.id)}));
		}
	}
	return STATUS_OK;
}

/* ---- telling ---- */

struct found {
	int64_t id;
};
static const struct field found_fields[] = {FIELD(struct found, id)};
static const struct record found_record = RECORD(found, found_fields);

static enum status tell_head(struct cx *cx, const struct notify *n, const struct application *a)
{
	struct list people;
	TRY(db_all(cx, &found_record, &people,
		   "SELECT p.id FROM role_grant g JOIN person p ON p.county = g.county AND p.id = g.person"
		   " WHERE g.county = $1 AND g.role = 'county_head' AND p.active = 1", ARGS(V(cx->county))));
	for (size_t i = 0; i < people.count; i++)
		TRY(notify_person(cx, ((const struct found *)people.items)[i].id, n, "a new right waits for the county head's meeting: %s %s", a->no,
				  a->name));
	return STATUS_OK;
}

static enum status tell_joint(struct cx *cx, const struct notify *n, const struct application *a)
{
	struct list l;
	TRY(tenure_joint(cx, &l));
	const struct flow_signer *s = l.items;
	for (size_t i = 0; i < l.count; i++)
		TRY(notify_org(cx, s[i].org, PERM_TENURE_REVIEW, n, NULL, "an application waits for your joint review: %s %s", a->no, a->name));
	return STATUS_OK;
}

enum status application_tell(struct cx *cx, const struct application *a, const char *action)
{
	const struct notify n = {.kind = "tenure", .link = arena_printf(cx->mem, "/tenure/applications/%" PRId64, a->row.id)};
	const char *s = a->row.state;
	int64_t org;
	if (strcmp(action, "edit") == 0 || strcmp(action, "material") == 0 || strcmp(action, "object") == 0)
		return STATUS_OK;
	if (strcmp(action, "review") == 0)
		return tell_joint(cx, &n, a);
	if (strcmp(s, "safety") == 0) {
		TRY(tenure_safety(cx, &org, NULL));
		return notify_org(cx, org, PERM_TENURE_REVIEW, &n, NULL, "an application waits for your safety review: %s %s", a->no, a->name);
	}
	if (strcmp(s, "meeting") == 0 && strcmp(action, "pass_safety") == 0)
		return tell_head(cx, &n, a);
	if (a->enterprise && flow_among("correcting|granted|refused|sent", s))
		TRY(notify_org(cx, a->enterprise, 0, &n, NULL, "your application %s %s: %s", a->no, a->name,
			       flow_state_label(cx, &application_flow, s)));
	TRY(tenure_bureau(cx, &org, NULL));
	return flow_among("submitted|meeting|approved|joint", s) && org != cx->org
		? notify_org(cx, org, PERM_TENURE_MANAGE, &n, NULL, "an application waits for you: %s %s", a->no, a->name) : STATUS_OK;
}
