/* alert.c - suspicions: raised once, listed, asked for. */
#include "rooms/balance/balance.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>
#include "base/calendar.h"
#include "base/id.h"
#include "core/notify.h"
#include "core/perm.h"
#include "core/rule.h"
#include "db/db.h"
#include "db/where.h"
#include "rooms/balance/inside.h"

enum { DEFAULT_LIMIT = 50, MAX_LIMIT = 200 };
static const char *const states[] = {"to_check", "investigating", "explained", "false_alarm", "done", NULL};

static const struct field alert_fields[] = {
	FIELD_AS(struct balance_alert, "id", row.id),
	FIELD_AS(struct balance_alert, "version", row.version),
	FIELD_AS(struct balance_alert, "state", row.state),
	FIELD(struct balance_alert, no),
	FIELD(struct balance_alert, mine),
	FIELD(struct balance_alert, mine_name),
	FIELD(struct balance_alert, org, .flags = NULLABLE),
	FIELD(struct balance_alert, org_name),
	FIELD(struct balance_alert, month),
	FIELD(struct balance_alert, story),
	FIELD(struct balance_alert, since),
	FIELD(struct balance_alert, p),
	FIELD(struct balance_alert, share),
	FIELD(struct balance_alert, share_sigma),
	FIELD(struct balance_alert, t),
	FIELD(struct balance_alert, t_sigma),
	FIELD(struct balance_alert, arithmetic),
	FIELD(struct balance_alert, opened_on),
	FIELD(struct balance_alert, due),
	FIELD(struct balance_alert, closed_on),
	FIELD(struct balance_alert, conclusion),
	FIELD(struct balance_alert, investigation, .flags = NULLABLE),
};
const struct record balance_alert_record = RECORD(balance_alert, alert_fields);
#define COLUMNS                                                                                                       \
	"b.id, b.version, b.state, b.no, b.mine, m.name AS mine_name, b.org, o.name AS org_name, b.month, b.story, b.since, b.p," \
	" b.share, b.share_sigma, b.t, b.t_sigma, b.arithmetic, b.opened_on, b.due, b.closed_on, b.conclusion, b.investigation"
#define FROM                                                                                                          \
	" FROM balance_alert b JOIN mine m ON m.county = b.county AND m.id = b.mine"                                  \
	" LEFT JOIN org o ON o.county = b.county AND o.id = b.org"

static const struct field query_fields[] = {
	FIELD(struct balance_alert_query, state, .choices = states),
	FIELD(struct balance_alert_query, story, .min = 0, .max = 40),
	FIELD(struct balance_alert_query, mine, .min = 0, .max = INT64_MAX),
	FIELD(struct balance_alert_query, cursor, .min = 0, .max = INT64_MAX),
	FIELD(struct balance_alert_query, limit, .min = 1, .max = MAX_LIMIT),
};
const struct record balance_alert_query_record = RECORD(balance_alert_query, query_fields);

enum status balance_alert_list(struct cx *cx, const struct balance_alert_query *q, struct list *out, int64_t *next)
{
	int64_t limit = q->limit ? q->limit : DEFAULT_LIMIT;
	struct where w = where_new(cx, "b.county = $?", V(cx->county));
	TRY(mine_scope(cx, &w));
	if (q->state)
		where_and(&w, "b.state = $?", V(q->state));
	if (q->story && *q->story)
		where_and(&w, "b.story = $?", V(q->story));
	if (q->mine)
		where_and(&w, "b.mine = $?", V(q->mine));
	if (q->cursor)
		where_and(&w, "b.id < $?", V(q->cursor));
	where_more(&w, " ORDER BY b.id DESC LIMIT $?", V(limit + 1));
	TRY(db_all(cx, &balance_alert_record, out, arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s", w.sql.s), where_args(&w)));
	*next = 0;
	if (out->count > (size_t)limit) {
		out->count = (size_t)limit;
		*next = ((const struct balance_alert *)out->items)[limit - 1].row.id;
	}
	return STATUS_OK;
}

enum status balance_alert_get(struct cx *cx, int64_t id, struct balance_alert **out)
{
	struct list l;
	struct where w = where_new(cx, "b.county = $?", V(cx->county));
	where_and(&w, "b.id = $?", V(id));
	TRY(mine_scope(cx, &w));
	/* An enterprise may see its mine, but not that it is suspected. */
	if (!(cx->perms & PERM_BALANCE_READ))
		buf_puts(&w.sql, " AND 1 = 0");
	TRY(db_all(cx, &balance_alert_record, &l, arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s", w.sql.s), where_args(&w)));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such suspicion, or it is not yours to see");
	*out = l.items;
	return STATUS_OK;
}

/* ---- raising ---- */

struct count {
	int64_t n;
};
static const struct field count_fields[] = {FIELD(struct count, n)};
static const struct record count_record = RECORD(count, count_fields);

/* B202310-0007: the month, and the how-manieth. */
static enum status next_no(struct cx *cx, const char **out)
{
	struct count c;
	char today[11];
	day_print(day_of(cx->now), today);
	const char *prefix = arena_printf(cx->mem, "B%.4s%.2s-", today, today + 5);
	TRY(db_one(cx, &count_record, &c, "SELECT count(*) AS n FROM balance_alert WHERE county = $1 AND no >= $2 AND no < $3",
		   ARGS(V(cx->county), V(prefix), V(arena_printf(cx->mem, "%s~", prefix)))));
	*out = arena_printf(cx->mem, "%s%04" PRId64, prefix, c.n + 1);
	return STATUS_OK;
}

static bool over_capacity(const char *story)
{
	return strcmp(story, "over-capacity") == 0;
}

/* Is it being dealt with, was it raised for that month, or explained lately and has it not grown? */
static enum status known_already(struct cx *cx, const struct balance_alert *in, const struct rule *rule, bool *yes)
{
	struct list l;
	int64_t again;
	double grown;
	struct day month, then;
	TRY(rule_int(cx, rule, "again_months", &again));
	TRY(rule_real(cx, rule, "grown", &grown));
	TRY(db_all(cx, &balance_alert_record, &l, "SELECT " COLUMNS FROM " WHERE b.county = $1 AND b.mine = $2 ORDER BY b.id DESC LIMIT 50",
		   ARGS(V(cx->county), V(in->mine))));
	const struct balance_alert *old = l.items;
	*yes = false;
	for (size_t i = 0; i < l.count && !*yes; i++) {
		bool same = strcmp(old[i].story, in->story) == 0;
		if (!*old[i].closed_on)
			*yes = same || (!over_capacity(old[i].story) && !over_capacity(in->story));
		else if (same && balance_month_read(in->month, &month) && balance_month_read(old[i].month, &then))
			*yes = strcmp(old[i].month, in->month) > 0 ||
			       (balance_months_between(then, month) <= again && in->share <= old[i].share * (1 + grown));
	}
	return STATUS_OK;
}

static enum status tell(struct cx *cx, const struct balance_alert *b)
{
	struct list people;
	int64_t told = 0;
	const struct notify n = {.kind = "balance", .link = arena_printf(cx->mem, "/balance/alerts/%" PRId64, b->row.id)};
	if (b->org)
		TRY(notify_org(cx, b->org, PERM_BALANCE_MANAGE, &n, &told, "the ledgers of %s do not fit: %s", b->mine_name,
			       balance_story_word(cx, b->story)));
	if (told)
		return STATUS_OK;
	TRY(db_all(cx, &count_record, &people,
		   "SELECT p.id AS n FROM role_grant g JOIN person p ON p.county = g.county AND p.id = g.person"
		   " WHERE g.county = $1 AND g.role = 'supervisor' AND p.active = 1", ARGS(V(cx->county))));
	const struct count *p = people.items;
	for (size_t i = 0; i < people.count; i++)
		TRY(notify_person(cx, p[i].n, &n, "the ledgers of %s do not fit: %s", b->mine_name, balance_story_word(cx, b->story)));
	return STATUS_OK;
}

enum status balance_alert_raise(struct cx *cx, const struct balance_alert *in, int64_t *id)
{
	const struct rules *rules;
	const struct rule *rule;
	bool known;
	int64_t days;
	struct balance_alert b = *in;
	struct day today = day_of(cx->now);
	*id = 0;
	TRY(rules_of(cx, &rules));
	TRY(rules_find(cx, rules, "balance.test", today, &rule));
	TRY(known_already(cx, in, rule, &known));
	if (known)
		return STATUS_OK;
	b.row = (struct flow_row){.id = id_new(cx), .version = 1, .state = balance_alert_flow.states[0].name};
	b.opened_on = day_text(cx, today);
	TRY(rule_int(cx, rule, "check_working_days", &days));
	b.due = day_text(cx, due_working_days(rules_calendar(rules), today, (int)days).day);
	b.closed_on = b.conclusion = "";
	TRY(next_no(cx, &b.no));
	TRY(db_exec(cx, NULL,
		    "INSERT INTO balance_alert (county, id, state, no, mine, org, month, story, since, p, share, share_sigma, t, t_sigma,"
		    " arithmetic, opened_on, due) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
		    ARGS(V(cx->county), V(b.row.id), V(b.row.state), V(b.no), V(b.mine), V(b.org), V(b.month), V(b.story), V(b.since), V(b.p),
			 V(b.share), V(b.share_sigma), V(b.t), V(b.t_sigma), V(b.arithmetic.s), V(b.opened_on), V(b.due))));
	*id = b.row.id;
	TRY(flow_began(cx, &balance_alert_flow, b.row.id, "raise", &balance_alert_record, &b));
	return tell(cx, &b);
}

const char *balance_alert_arithmetic(struct cx *cx, const struct balance_alert *b)
{
	json_t *j = json_loads(b->arithmetic.s, 0, NULL);
	const char *text = json_string_value(json_object_get(j, cx->lang == LANG_ZH ? "zh" : "en"));
	text = arena_strdup(cx->mem, text ? text : "");
	json_decref(j);
	return text;
}

/* ---- to do ---- */

enum status balance_todo(struct cx *cx, struct todos *out)
{
	static const struct {
		const char *state, *actions;
	} waiting[] = {{"to_check", "investigate|explain|dismiss"}, {"investigating", "conclude"}};
	if (!(cx->perms & PERM_BALANCE_MANAGE) || !(cx->perms & PERM_BALANCE_READ))
		return STATUS_OK;
	for (size_t i = 0; i < sizeof waiting / sizeof *waiting; i++) {
		struct list l;
		int64_t next;
		TRY(balance_alert_list(cx, &(struct balance_alert_query){.state = waiting[i].state, .limit = TODO_CANDIDATES}, &l, &next));
		struct balance_alert *b = l.items;
		for (size_t k = 0; k < l.count; k++) {
			size_t before = out->count;
			TRY(todo_offer(cx, out, &balance_alert_flow, &b[k].row, waiting[i].actions,
				       &(struct todo){.no = b[k].no, .due = b[k].due, .since = b[k].opened_on,
						      .title = arena_printf(cx->mem, "%s: %s", b[k].mine_name, balance_story_word(cx, b[k].story)),
						      .text = flow_state_label(cx, &balance_alert_flow, b[k].row.state),
						      .link = arena_printf(cx->mem, "/balance/alerts/%" PRId64, b[k].row.id)}));
			/* Which of the ways it goes is what the check finds out. */
			if (i == 0 && out->count > before)
				out->items[before].label = words(cx, "check what the ledgers say");
		}
	}
	return STATUS_OK;
}
