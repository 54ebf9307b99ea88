#include "rooms/inspection/investigation.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/calendar.h"
#include "base/id.h"
#include "core/perm.h"
#include "core/rule.h"
#include "db/db.h"
#include "rooms/inspection/hazard.h"

enum { DEFAULT_LIMIT = 50, MAX_LIMIT = 200, MAX_PARTIES = 30 };

static const char *const states[] = {"opened", "concluded", "reported", NULL};

static const struct field fields[] = {
	FIELD_AS(struct investigation, "id", row.id),
	FIELD_AS(struct investigation, "version", row.version),
	FIELD_AS(struct investigation, "state", row.state),
	FIELD(struct investigation, no),
	FIELD(struct investigation, title),
	FIELD(struct investigation, mine),
	FIELD(struct investigation, mine_name),
	FIELD(struct investigation, town, .flags = NULLABLE),
	FIELD(struct investigation, town_name),
	FIELD(struct investigation, enterprise, .flags = NULLABLE),
	FIELD(struct investigation, enterprise_name),
	FIELD(struct investigation, org),
	FIELD(struct investigation, org_name),
	FIELD(struct investigation, opened_on),
	FIELD(struct investigation, due),
	FIELD(struct investigation, due_key),
	FIELD(struct investigation, conclusion),
	FIELD(struct investigation, concluded_on),
	FIELD(struct investigation, refer_at, .flags = TIME),
	FIELD(struct investigation, refer_text),
	FIELD(struct investigation, decided_at, .flags = TIME),
	FIELD(struct investigation, referred),
	FIELD(struct investigation, transferred_at, .flags = TIME),
	FIELD(struct investigation, answered_at, .flags = TIME),
	FIELD(struct investigation, accepted),
	FIELD(struct investigation, reported_on),
};
const struct record investigation_record = RECORD(investigation, fields);
#define COLUMNS                                                                                                       \
	"v.id, v.version, v.state, v.no, v.title, v.mine, m.name AS mine_name, v.town, t.name AS town_name, v.enterprise, " \
	"e.name AS enterprise_name, v.org, g.name AS org_name, v.opened_on, v.due, v.due_key, v.conclusion, v.concluded_on, " \
	"v.refer_at, v.refer_text, v.decided_at, v.referred, v.transferred_at, v.answered_at, v.accepted, v.reported_on"
#define JOINS                                                                                                         \
	" LEFT JOIN mine m ON m.county = v.county AND m.id = v.mine LEFT JOIN org t ON t.county = v.county AND t.id = v.town" \
	" LEFT JOIN org e ON e.county = v.county AND e.id = v.enterprise LEFT JOIN org g ON g.county = v.county AND g.id = v.org"

static const struct field new_fields[] = {
	FIELD(struct investigation_new, mine, .flags = REQUIRED, .min = 1, .max = INT64_MAX, .zh = "矿山", .en = "mine"),
	FIELD(struct investigation_new, no, .min = 0, .max = 60, .zh = "案号", .en = "number"),
	FIELD(struct investigation_new, title, .flags = REQUIRED, .min = 4, .max = 200, .zh = "案由", .en = "subject"),
	FIELD(struct investigation_new, due, .flags = DAY, .zh = "报告期限", .en = "reported by"),
	FIELD(struct investigation_new, cooperating, .min = 0, .max = MAX_PARTIES, .zh = "配合单位", .en = "cooperating units"),
};
const struct record investigation_new_record = RECORD(investigation_new, new_fields);

static const struct field query_fields[] = {
	FIELD(struct investigation_query, state, .choices = states),
	FIELD(struct investigation_query, cursor, .min = 0, .max = 80),
	FIELD(struct investigation_query, mine, .min = 0, .max = INT64_MAX),
	FIELD(struct investigation_query, org, .min = 0, .max = INT64_MAX),
	FIELD(struct investigation_query, limit, .min = 1, .max = MAX_LIMIT),
	FIELD(struct investigation_query, late),
	FIELD(struct investigation_query, total),
};
const struct record investigation_query_record = RECORD(investigation_query, query_fields);

/* ---- reading ---- */

/* A case is the offices' business: its enterprise does not read it. */
static enum status scope(struct cx *cx, struct where *w)
{
	const char *kind;
	TRY(inspection_scope(cx, w, "v"));
	TRY(inspection_my_kind(cx, &kind));
	if (strcmp(kind, "enterprise") == 0 || strcmp(kind, "third_party") == 0)
		buf_puts(&w->sql, " AND 1 = 0");
	return STATUS_OK;
}

enum status investigation_get(struct cx *cx, int64_t id, struct investigation **out)
{
	struct list l;
	struct where w = where_new(cx, "v.county = $?", V(cx->county));
	where_and(&w, "v.id = $?", V(id));
	TRY(scope(cx, &w));
	TRY(db_all(cx, &investigation_record, &l,
		   arena_printf(cx->mem, "SELECT " COLUMNS " FROM investigation v" JOINS " WHERE %s", w.sql.s), where_args(&w)));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such investigation, or it is not yours to see");
	*out = l.items;
	return STATUS_OK;
}

enum status investigation_list(struct cx *cx, const struct investigation_query *q, struct investigation_page *out)
{
	int64_t limit = q->limit ? q->limit : DEFAULT_LIMIT;
	struct where w = where_new(cx, "v.county = $?", V(cx->county));
	*out = (struct investigation_page){.total = -1};
	TRY(scope(cx, &w));
	if (q->state)
		where_and(&w, "v.state = $?", V(q->state));
	if (q->mine)
		where_and(&w, "v.mine = $?", V(q->mine));
	if (q->org)
		where_and(&w, "v.org = $?", V(q->org));
	if (q->late)
		where_and(&w, "v.state <> 'reported' AND v.due_key < $?", V(day_today(cx)));
	if (q->total)
		TRY(inspection_count(cx, &out->total, arena_printf(cx->mem, "SELECT count(*) AS n FROM investigation v WHERE %s", w.sql.s),
				     where_args(&w)));
	TRY(where_go_on(cx, &w, "v.due_key", "v.id", false, false, q->cursor));
	where_more(&w, " ORDER BY v.due_key, v.id LIMIT $?", V(limit + 1));
	TRY(db_all(cx, &investigation_record, &out->items,
		   arena_printf(cx->mem, "SELECT " COLUMNS " FROM investigation v" JOINS " WHERE %s", w.sql.s), where_args(&w)));
	if (out->items.count > (size_t)limit) {
		out->items.count = (size_t)limit;
		const struct investigation *last = (const struct investigation *)out->items.items + limit - 1;
		out->next = where_cursor(cx, last->due_key, last->row.id);
	}
	return STATUS_OK;
}

/* ---- the questions ---- */

enum status investigation_questions(struct cx *cx, struct texts *out)
{
	const struct rule *rule;
	TRY(rule_in_force(cx, "investigation.questions", day_of(cx->now), &rule));
	return rule_texts(cx, rule, "questions", out);
}

enum status investigation_unanswered(struct cx *cx, int64_t id, struct texts *out)
{
	struct texts all;
	TRY(investigation_questions(cx, &all));
	*out = (struct texts){.items = arena_array_of(cx->mem, const char *, all.count)};
	for (size_t i = 0; i < all.count; i++) {
		int64_t n;
		TRY(inspection_count(cx, &n, "SELECT count(*) AS n FROM investigation_finding WHERE county = $1 AND investigation = $2 AND question = $3",
				     ARGS(V(cx->county), V(id), V(all.items[i]))));
		if (!n)
			out->items[out->count++] = all.items[i];
	}
	return STATUS_OK;
}

/* ---- opening ---- */

struct party {
	int64_t org;
	const char *name, *kind;
};
static const struct field party_fields[] = {
	FIELD(struct party, org),
	FIELD(struct party, name),
	FIELD(struct party, kind),
};
static const struct record party_record = RECORD(party, party_fields);

static enum status add_party(struct cx *cx, const struct investigation *v, const char *text, int64_t sort)
{
	struct list l;
	int64_t org = strtoll(text, NULL, 10);
	TRY(db_all(cx, &party_record, &l, "SELECT id AS org, name, kind FROM org WHERE county = $1 AND id = $2 AND active = 1",
		   ARGS(V(cx->county), V(org))));
	const struct party *p = l.items;
	if (!l.count || strcmp(p->kind, "enterprise") == 0 || strcmp(p->kind, "third_party") == 0 || org == v->org)
		return cx_fail_field(cx, "cooperating", "is not an office that could cooperate: %s", text);
	TRY(db_exec(cx, NULL,
		    "INSERT INTO investigation_party (county, investigation, org, sort) VALUES ($1, $2, $3, $4)"
		    " ON CONFLICT (county, investigation, org) DO NOTHING", ARGS(V(cx->county), V(v->row.id), V(org), V(sort))));
	return inspection_tell(cx, org, PERM_CASE_INVESTIGATE, "investigation", arena_printf(cx->mem, "/investigations/%" PRId64, v->row.id),
			       "take part in an investigation: %s", v->title);
}

enum status investigation_open(struct cx *cx, const struct investigation_new *in, int64_t *id)
{
	struct mine *m;
	const char *kind, *due = inspection_or(in->due, "");
	TRY(inspection_my_kind(cx, &kind));
	if (strcmp(kind, "enterprise") == 0 || strcmp(kind, "third_party") == 0)
		return cx_fail(cx, STATUS_FORBIDDEN, "only an office opens an investigation");
	TRY(mine_get(cx, in->mine, &m));
	const struct investigation v = {
		.row = {.id = id_new(cx), .version = 1, .state = investigation_flow.states[0].name}, .no = inspection_or(in->no, ""),
		.title = in->title, .mine = m->id, .mine_name = m->name, .town = m->town, .enterprise = m->enterprise, .org = cx->org,
		.opened_on = day_today(cx), .due = due, .due_key = inspection_or(due, HAZARD_NO_DAY)};
	*id = v.row.id;
	TRY(db_exec(cx, NULL,
		    "INSERT INTO investigation (county, id, state, no, title, mine, town, enterprise, org, opened_on, opened_by, due, due_key,"
		    " created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
		    ARGS(V(cx->county), V(v.row.id), V(v.row.state), V(v.no), V(v.title), V(v.mine), V(v.town), V(v.enterprise), V(v.org),
			 V(v.opened_on), V(cx->user), V(v.due), V(v.due_key), V(cx->now))));
	for (size_t i = 0; i < in->cooperating.count; i++)
		TRY(add_party(cx, &v, in->cooperating.items[i], (int64_t)i));
	return flow_began(cx, &investigation_flow, v.row.id, "open", &investigation_new_record, in);
}

/* ---- what belongs to it ---- */

struct finding {
	int64_t id, at;
	const char *question, *verdict, *text, *basis, *org_name, *person_name;
};
static const struct field finding_fields[] = {
	FIELD(struct finding, id),
	FIELD(struct finding, question),
	FIELD(struct finding, verdict),
	FIELD(struct finding, text),
	FIELD(struct finding, basis),
	FIELD(struct finding, org_name),
	FIELD(struct finding, person_name),
	FIELD(struct finding, at, .flags = TIME),
};
static const struct record finding_record = RECORD(finding, finding_fields);

struct report {
	const char *receiver, *day, *no, *person_name;
};
static const struct field report_fields[] = {
	FIELD(struct report, receiver),
	FIELD(struct report, day),
	FIELD(struct report, no),
	FIELD(struct report, person_name),
};
static const struct record report_record = RECORD(report, report_fields);

static void add_clock(struct list *l, const char *code, const char *text, const char *until, bool over, bool done, const struct rule *rule)
{
	((struct hazard_clock *)l->items)[l->count++] = (struct hazard_clock){.code = code, .text = text, .day = until, .over = over, .done = done,
									     .rule = rule ? rule->name : "", .source = rule ? rule->source : ""};
}

/* Three days for the head, 24 hours for the transfer, three days for the police. */
static enum status referral_clocks(struct cx *cx, const struct investigation *v, struct list *l)
{
	const struct rule *rule;
	int64_t decide, hours, answer;
	if (!v->refer_at)
		return STATUS_OK;
	TRY(rule_in_force(cx, "investigation.referral", day_of(v->refer_at), &rule));
	TRY(rule_int(cx, rule, "decide_days", &decide));
	TRY(rule_int(cx, rule, "transfer_hours", &hours));
	TRY(rule_int(cx, rule, "answer_days", &answer));
	struct day by = {day_of(v->refer_at).n + (int32_t)decide};
	add_clock(l, "decide", words(cx, "the head decides on the referral"), day_text(cx, by),
		  (v->decided_at ? v->decided_at : cx->now) >= due_end(by), v->decided_at > 0, rule);
	if (!v->decided_at || !v->referred)
		return STATUS_OK;
	int64_t until = due_hours(v->decided_at, (int)hours);
	add_clock(l, "transfer", words(cx, "the case goes to the police"), time_print(until, arena_alloc(cx->mem, 32)),
		  (v->transferred_at ? v->transferred_at : cx->now) > until, v->transferred_at > 0, rule);
	if (!v->transferred_at)
		return STATUS_OK;
	by.n = day_of(v->transferred_at).n + (int32_t)answer;
	add_clock(l, "answer", words(cx, "the police answer"), day_text(cx, by),
		  (v->answered_at ? v->answered_at : cx->now) >= due_end(by), v->answered_at > 0, rule);
	return STATUS_OK;
}

static enum status write_clocks(struct cx *cx, const struct investigation *v, struct jw *w)
{
	enum { MOST = 4 };
	struct list l = {.items = arena_array_of(cx->mem, struct hazard_clock, MOST)};
	if (*v->due)
		add_clock(&l, "report", words(cx, "the report to committee, government and safety committee is due"), v->due,
			  strcmp(inspection_or(v->reported_on, day_today(cx)), v->due) > 0, *v->reported_on, NULL);
	TRY(referral_clocks(cx, v, &l));
	jw_key(w, "clocks");
	jw_list(w, &hazard_clock_record, &l);
	return STATUS_OK;
}

const struct answer_key investigation_keys[] = {
	KEY("cooperating", "[@]", .of = &party_record),
	KEY("signatures", "[@]", .of = &flow_confirmation_record),
	KEY("unanswered", "[text]"),
	KEY("findings", "[@]", .of = &finding_record),
	KEY("reports", "[@]", .of = &report_record),
	KEY("clocks", "[@]", .of = &hazard_clock_record),
	{0},
};

enum status investigation_write_parts(struct cx *cx, const struct investigation *v, struct jw *w)
{
	struct list l;
	struct texts open;
	const struct args key = ARGS(V(cx->county), V(v->row.id));
	TRY(db_all(cx, &party_record, &l,
		   "SELECT x.org, o.name, o.kind FROM investigation_party x JOIN org o ON o.county = x.county AND o.id = x.org"
		   " WHERE x.county = $1 AND x.investigation = $2 ORDER BY x.sort", key));
	jw_key(w, "cooperating");
	jw_list(w, &party_record, &l);
	TRY(flow_confirmations(cx, &investigation_flow, v->row.id, "conclude", INT64_MAX, &l));
	jw_key(w, "signatures");
	jw_list(w, &flow_confirmation_record, &l);
	TRY(investigation_unanswered(cx, v->row.id, &open));
	jw_key(w, "unanswered");
	jw_texts(w, &open);
	TRY(db_all(cx, &finding_record, &l,
		   "SELECT f.id, f.question, f.verdict, f.text, f.basis, o.name AS org_name, p.name AS person_name, f.at"
		   " FROM investigation_finding f LEFT JOIN org o ON o.county = f.county AND o.id = f.org"
		   " LEFT JOIN person p ON p.county = f.county AND p.id = f.person"
		   " WHERE f.county = $1 AND f.investigation = $2 ORDER BY f.id", key));
	jw_key(w, "findings");
	jw_list(w, &finding_record, &l);
	TRY(db_all(cx, &report_record, &l,
		   "SELECT r.receiver, r.day, r.no, p.name AS person_name FROM investigation_report r"
		   " LEFT JOIN person p ON p.county = r.county AND p.id = r.person"
		   " WHERE r.county = $1 AND r.investigation = $2 ORDER BY r.receiver", key));
	jw_key(w, "reports");
	jw_list(w, &report_record, &l);
	return write_clocks(cx, v, w);
}

/* ---- the remark ---- */

enum status investigation_reasons(struct cx *cx, const struct mine *m, struct day day, struct mine_reasons *out)
{
	struct list l;
	TRY(db_all(cx, &investigation_record, &l,
		   "SELECT " COLUMNS " FROM investigation v" JOINS " WHERE v.county = $1 AND v.mine = $2 AND v.opened_on <= $3"
		   " AND (v.concluded_on = '' OR v.concluded_on > $3) ORDER BY v.id",
		   ARGS(V(cx->county), V(m->id), V(day_text(cx, day)))));
	const struct investigation *v = l.items;
	for (size_t i = 0; i < l.count; i++)
		mine_reason_add(cx, out, &(struct mine_reason){.code = "investigation", .since = v[i].opened_on, .by = v[i].due,
			.text = arena_printf(cx->mem, words(cx, "under investigation by %s"), inspection_or(v[i].org_name, "")),
			.missing = words(cx, "the conclusion of the investigation"), .org = v[i].org, .org_name = v[i].org_name,
			.rule = "investigation.questions", .source = "", .link = arena_printf(cx->mem, "/investigations/%" PRId64, v[i].row.id)});
	return STATUS_OK;
}
