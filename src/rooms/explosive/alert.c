/* alert.c - what does not fit, for the police: raised by entries, kept up to date by them, ended by people. */
#include "rooms/explosive/book.h"

#include <inttypes.h>
#include <string.h>
#include "base/id.h"
#include "core/notify.h"
#include "core/org.h"
#include "core/perm.h"
#include "db/db.h"
#include "rooms/explosive/police.h"

static const char *const kinds[] = {"count",      "piece", "overdrawn", "over_plan", "over_room",
				    "signature",  "fork",  "clock",     "context",   "unreadable",
				    "unreturned", "short", "no_count",  "over_hole", NULL};
static const char *const states[] = {"open", "checking", "explained", "confirmed", "all", NULL};

static const struct field alert_fields[] = {
	FIELD_AS(struct explosive_alert, "id", row.id),
	FIELD_AS(struct explosive_alert, "version", row.version),
	FIELD_AS(struct explosive_alert, "state", row.state),
	FIELD(struct explosive_alert, kind),
	FIELD(struct explosive_alert, subject),
	FIELD(struct explosive_alert, mine),
	FIELD(struct explosive_alert, mine_name),
	FIELD(struct explosive_alert, magazine, .flags = NULLABLE),
	FIELD(struct explosive_alert, magazine_name),
	FIELD(struct explosive_alert, item),
	FIELD(struct explosive_alert, expected),
	FIELD(struct explosive_alert, found),
	FIELD(struct explosive_alert, detail),
	FIELD(struct explosive_alert, holds),
	FIELD(struct explosive_alert, since, .flags = TIME),
	FIELD(struct explosive_alert, ended_at, .flags = TIME),
	FIELD(struct explosive_alert, finding),
	FIELD(struct explosive_alert, text),
};
const struct record explosive_alert_record = RECORD(explosive_alert, alert_fields);
#define COLUMNS                                                                                                        \
	"a.id, a.version, a.state, a.kind, a.subject, a.mine, m.name AS mine_name, a.magazine, g.name AS "             \
	"magazine_name, a.item, "                                                                                      \
	"a.expected, a.found, a.detail, a.holds, a.since, a.ended_at, a.finding"
#define FROM                                                                                                           \
	" FROM explosive_alert a LEFT JOIN mine m ON m.county = a.county AND m.id = a.mine"                            \
	" LEFT JOIN explosive_magazine g ON g.county = a.county AND g.id = a.magazine"

static const struct field query_fields[] = {
	FIELD(struct alert_query, state, .choices = states),
	FIELD(struct alert_query, kind, .choices = kinds),
	FIELD(struct alert_query, mine, .min = 0, .max = INT64_MAX),
	FIELD(struct alert_query, from, .flags = DAY),
	FIELD(struct alert_query, to, .flags = DAY),
	FIELD(struct alert_query, q, .min = 0, .max = 60),
	FIELD(struct alert_query, cursor, .min = 0, .max = INT64_MAX),
	FIELD(struct alert_query, limit, .min = 1, .max = 200),
};
const struct record alert_query_record = RECORD(alert_query, query_fields);

/* ---- in words ---- */

/* Those that say one thing about one thing. */
static const struct {
	const char *kind, *words;
} plain[] = {
	{"piece", /* words */ "this does not fit what happened to the piece before"},
	{"signature", /* words */ "an entry whose two signatures do not hold"},
	{"fork", /* words */ "two different entries with one number"},
	{"clock", /* words */ "a clock that is wrong: from the future, or gone back"},
	{"unreadable", /* words */ "something was sent that is no entry"},
	{"no_count", /* words */ "not counted by two keepers yesterday"},
};

static const char *plain_text(struct cx *cx, const struct explosive_alert *a)
{
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		if (strcmp(plain[i].kind, a->kind) == 0)
			return arena_printf(cx->mem, "%s: %s", words(cx, plain[i].words), a->detail);
	return a->detail;
}

static void word(struct cx *cx, struct explosive_alert *a)
{
	const struct keeping_good *g = keeping_good(a->item);
	const char *item = !g ? "" : cx->lang == LANG_ZH ? g->zh : g->en, *found = amount_text(cx, a->item, a->found);
	const char *expected = amount_text(cx, a->item, a->expected);
	if (strcmp(a->kind, "count") == 0)
		a->text = arena_printf(cx->mem, words(cx, "%s: counted %s, the book says %s"), item, found, expected);
	else if (strcmp(a->kind, "overdrawn") == 0)
		a->text = arena_printf(cx->mem, words(cx, "%s: more %s was taken than was there, down to %s"),
				       a->detail, item, found);
	else if (strcmp(a->kind, "over_plan") == 0)
		a->text = arena_printf(cx->mem, words(cx, "blast %s: %s issued %s, planned %s"), a->detail, item, found,
				       expected);
	else if (strcmp(a->kind, "over_room") == 0)
		a->text = arena_printf(cx->mem, words(cx, "%s: %s in it %s, its evaluation allows %s"), a->detail, item,
				       found, expected);
	else if (strcmp(a->kind, "over_hole") == 0)
		a->text = arena_printf(cx->mem, words(cx, "blast %s: %s used, its holes take %s at most"), a->detail,
				       found, expected);
	else if (strcmp(a->kind, "unreturned") == 0)
		a->text = arena_printf(cx->mem, words(cx, "%s: %s still out after the shift: %s"), a->detail, item,
				       found);
	else if (strcmp(a->kind, "short") == 0)
		a->text = arena_printf(cx->mem, words(cx, "%s: %s on the road that did not arrive: %s"), a->detail,
				       item, found);
	else
		a->text = plain_text(cx, a);
}

/* ---- saying ---- */

static enum status find(struct cx *cx, const char *kind, const char *subject, struct explosive_alert **out)
{
	struct list l;
	TRY(db_all(cx, &explosive_alert_record, &l,
		   "SELECT " COLUMNS FROM " WHERE a.county = $1 AND a.kind = $2 AND a.subject = $3",
		   ARGS(V(cx->county), V(kind), V(subject))));
	*out = l.count ? l.items : NULL;
	return STATUS_OK;
}

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

static enum status tell(struct cx *cx, const struct explosive_alert *a)
{
	const struct notify n = {.kind = "alert",
				 .link = arena_printf(cx->mem, "/explosives/alerts/%" PRId64, a->row.id),
				 .text = a->text};
	return police_tell(cx, &n, "explosives alert: %s", or_empty(a->text));
}

static enum status raise_it(struct cx *cx, struct explosive_alert *a)
{
	a->row = (struct flow_row){id_new(cx), 1, explosive_alert_flow.states[0].name};
	TRY(db_exec(cx, NULL,
		    "INSERT INTO explosive_alert (county, id, state, kind, subject, mine, magazine, item, expected, "
		    "found, detail, holds, since)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
		    ARGS(V(cx->county), V(a->row.id), V(a->row.state), V(a->kind), V(a->subject), V(a->mine),
			 V(a->magazine), V(a->item), V(a->expected), V(a->found), V(a->detail), V(a->holds),
			 V(a->since))));
	TRY(flow_began(cx, &explosive_alert_flow, a->row.id, "raise", &explosive_alert_record, a));
	return tell(cx, a);
}

static bool is_worse(const struct explosive_alert *a, const struct explosive_alert *was)
{
	return strcmp(a->kind, "overdrawn") == 0 ? a->found < was->found : a->found > was->found;
}

enum status alert_say(struct cx *cx, const struct explosive_alert *said, bool *raised)
{
	struct explosive_alert *was, *a = arena_new_of(cx->mem, struct explosive_alert);
	*a = *said;
	a->item = or_empty(a->item);
	a->detail = or_empty(a->detail);
	a->finding = "";
	word(cx, a);
	((struct explosive_alert *)said)->text = a->text;
	TRY(find(cx, a->kind, a->subject, &was));
	if (raised)
		*raised = a->holds && (!was || !was->holds || is_worse(a, was));
	if (!was)
		return a->holds ? raise_it(cx, a) : STATUS_OK;
	if (was->holds == a->holds && was->expected == a->expected && was->found == a->found)
		return STATUS_OK;
	TRY(db_exec(cx, NULL,
		    "UPDATE explosive_alert SET holds = $1, expected = $2, found = $3, detail = $4, version = version "
		    "+ 1 WHERE county = $5 AND id = $6",
		    ARGS(V(a->holds), V(a->expected), V(a->found), V(a->detail), V(cx->county), V(was->row.id))));
	a->row = was->row;
	return flow_note(cx, &explosive_alert_flow, was->row.id, a->holds ? "changed" : "cleared", was->row.state,
			 &explosive_alert_record, a);
}

/* ---- reading ---- */

static enum status read(struct cx *cx, struct where *w, struct list *out)
{
	TRY(mine_scope(cx, w));
	where_more(w, " ORDER BY a.id DESC LIMIT $?", V((int64_t)201));
	return db_all(cx, &explosive_alert_record, out,
		      arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s", w->sql.s), where_args(w));
}

enum status alert_list(struct cx *cx, const struct alert_query *q, struct list *out, int64_t *next)
{
	struct day day;
	size_t limit = (size_t)(q->limit ? q->limit : 50);
	struct where w = where_new(cx, "a.county = $?", V(cx->county));
	if (q->state && strcmp(q->state, "all") != 0)
		where_and(&w, "a.state = $?", V(q->state));
	if (q->kind)
		where_and(&w, "a.kind = $?", V(q->kind));
	if (q->mine)
		where_and(&w, "a.mine = $?", V(q->mine));
	if (q->from && day_parse(q->from, &day))
		where_and(&w, "a.since >= $?", V(day_start(day)));
	if (q->to && day_parse(q->to, &day))
		where_and(&w, "a.since < $?", V(day_start((struct day){day.n + 1})));
	if (q->q && *q->q)
		where_and(
			&w,
			"(lower(a.subject) LIKE $? ESCAPE '\\' OR lower(a.detail) LIKE $? ESCAPE '\\' OR lower(m.name) LIKE $? ESCAPE '\\')",
			V(org_anywhere(cx, q->q)));
	if (q->cursor)
		where_and(&w, "a.id < $?", V(q->cursor));
	TRY(read(cx, &w, out));
	struct explosive_alert *a = out->items;
	*next = where_page(out, &explosive_alert_record, limit);
	for (size_t i = 0; i < out->count; i++)
		word(cx, &a[i]);
	return STATUS_OK;
}

enum status alert_open_count(struct cx *cx, int64_t mine, int64_t *out)
{
	struct number_row r;
	TRY(db_one(cx, &number_row_record, &r,
		   "SELECT count(*) AS n FROM explosive_alert WHERE county = $1 AND mine = $2 AND state IN ('open', "
		   "'checking')",
		   ARGS(V(cx->county), V(mine))));
	*out = r.n;
	return STATUS_OK;
}

/* ---- the flow ---- */

struct finding_input {
	const char *text;
};
static const struct field finding_fields[] = {
	FIELD(struct finding_input, text, .flags = REQUIRED, .min = 5, .max = 2000, .zh = "核查情况",
	      .en = "what was found"),
};
static const struct record finding_record = RECORD(finding_input, finding_fields);

static enum status load(struct cx *cx, int64_t id, struct flow_row **row)
{
	struct list l;
	struct where w = where_new(cx, "a.county = $?", V(cx->county));
	where_and(&w, "a.id = $?", V(id));
	TRY(read(cx, &w, &l));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such alert, or it is not yours to see");
	word(cx, l.items);
	*row = l.items;
	return STATUS_OK;
}

static enum status end(struct cx *cx, struct act *a)
{
	const struct finding_input *in = a->input;
	return db_exec(cx, NULL, "UPDATE explosive_alert SET finding = $1, ended_at = $2 WHERE county = $3 AND id = $4",
		       ARGS(V(in->text), V(cx->now), V(cx->county), V(a->row->id)));
}

static enum status again(struct cx *cx, struct act *a)
{
	return db_exec(cx, NULL, "UPDATE explosive_alert SET ended_at = 0 WHERE county = $1 AND id = $2",
		       ARGS(V(cx->county), V(a->row->id)));
}

static const struct flow_state flow_states[] = {
	{"open", "待核查", "to check", false},
	{"checking", "核查中", "being checked", false},
	{"explained", "已查清", "explained", true},
	{"confirmed", "属实已处置", "true, dealt with", true},
	{0},
};

static const struct step flow_steps[] = {
	{.from = "open",
	 .action = "check",
	 .to = "checking",
	 .zh = "接警核查",
	 .en = "take up",
	 .perm = BIT(EXPLOSIVE_APPROVE),
	 .guard = police_only},
	{.from = "checking",
	 .action = "explain",
	 .to = "explained",
	 .zh = "查清说明",
	 .en = "explain",
	 .perm = BIT(EXPLOSIVE_APPROVE),
	 .input = &finding_record,
	 .evidence = EVIDENCE_MAY,
	 .guard = police_only,
	 .effect = end},
	{.from = "checking",
	 .action = "confirm",
	 .to = "confirmed",
	 .zh = "属实处置",
	 .en = "confirm",
	 .perm = BIT(EXPLOSIVE_APPROVE),
	 .input = &finding_record,
	 .evidence = EVIDENCE_MAY,
	 .guard = police_only,
	 .effect = end,
	 .confirm = true},
	{.from = "checking",
	 .action = "hand_back",
	 .to = "open",
	 .zh = "退回待查",
	 .en = "hand back",
	 .perm = BIT(EXPLOSIVE_APPROVE),
	 .guard = police_only,
	 .effect = again},
};

const struct flow explosive_alert_flow = {
	.name = "explosive_alert",
	.zh = "民爆警报",
	.en = "explosives alert",
	.table = "explosive_alert",
	.states = flow_states,
	.steps = flow_steps,
	.count = sizeof flow_steps / sizeof *flow_steps,
	.load = load,
	.about = {.title = "f.subject", .page = "/explosives/alerts/", .zh = "报警", .en = "raised"},
};
