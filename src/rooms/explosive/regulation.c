#include "rooms/explosive/regulation.h"

#include <inttypes.h>
#include <string.h>
#include "base/day.h"
#include "base/id.h"
#include "core/org.h"
#include "core/perm.h"
#include "core/rule.h"
#include "db/db.h"
#include "db/where.h"
#include "rooms/explosive/police.h"

#define REGULATION_INPUT                                                                                               \
	FIELD(struct regulation, title, .flags = REQUIRED, .min = 4, .max = 200, .zh = "标题", .en = "title"),         \
		FIELD(struct regulation, text, .flags = REQUIRED, .min = 20, .max = 60000, .zh = "正文", .en = "text")

static const struct field fields[] = {
	FIELD_AS(struct regulation, "id", row.id),
	FIELD_AS(struct regulation, "version", row.version),
	FIELD_AS(struct regulation, "state", row.state),
	REGULATION_INPUT,
	FIELD(struct regulation, edition),
	FIELD(struct regulation, comment_until),
	FIELD(struct regulation, review_no),
	FIELD(struct regulation, review_conclusion),
	FIELD(struct regulation, review_on),
	FIELD(struct regulation, reading_by),
	FIELD(struct regulation, read_on),
	FIELD(struct regulation, doc_no),
	FIELD(struct regulation, issued_on),
	FIELD(struct regulation, valid_from),
	FIELD(struct regulation, valid_to),
};
const struct record regulation_record = RECORD(regulation, fields);
static const struct field new_fields[] = {REGULATION_INPUT};
const struct record regulation_new_record = RECORD(regulation, new_fields);
#define COLUMNS                                                                                                        \
	"id, version, state, title, text, edition, comment_until, review_no, review_conclusion, review_on, "           \
	"reading_by, read_on, doc_no, "                                                                                \
	"issued_on, valid_from, valid_to"

static const struct field comment_fields[] = {
	FIELD(struct regulation_comment, id),
	FIELD(struct regulation_comment, org),
	FIELD(struct regulation_comment, org_name),
	FIELD(struct regulation_comment, person_name),
	FIELD(struct regulation_comment, at, .flags = TIME),
	FIELD(struct regulation_comment, text),
	FIELD(struct regulation_comment, adopted),
	FIELD(struct regulation_comment, answer),
};
const struct record regulation_comment_record = RECORD(regulation_comment, comment_fields);

/* ---- rows ---- */

enum status regulation_get(struct cx *cx, int64_t id, struct regulation **out)
{
	struct list l;
	TRY(db_all(cx, &regulation_record, &l,
		   "SELECT " COLUMNS " FROM explosive_regulation WHERE county = $1 AND id = $2",
		   ARGS(V(cx->county), V(id))));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such document");
	*out = l.items;
	return STATUS_OK;
}

static const char *const states[] = {"draft",  "comment",    "review",  "reading", "ready",
				     "issued", "superseded", "dropped", NULL};
static const struct field query_fields[] = {
	FIELD(struct regulation_query, state, .choices = states),
	FIELD(struct regulation_query, q, .min = 0, .max = 60),
	FIELD(struct regulation_query, cursor, .min = 0, .max = INT64_MAX),
	FIELD(struct regulation_query, limit, .min = 1, .max = 200),
};
const struct record regulation_query_record = RECORD(regulation_query, query_fields);

enum status regulation_list(struct cx *cx, const struct regulation_query *q, struct list *out, int64_t *next)
{
	size_t limit = (size_t)(q->limit ? q->limit : 50);
	struct where w = where_new(cx, "county = $?", V(cx->county));
	if (q->state)
		where_and(&w, "state = $?", V(q->state));
	if (q->q && *q->q)
		where_and(&w, "(lower(title) LIKE $? ESCAPE '\\' OR lower(doc_no) LIKE $? ESCAPE '\\')", V(org_anywhere(cx, q->q)));
	if (q->cursor)
		where_and(&w, "id < $?", V(q->cursor));
	where_more(&w, " ORDER BY id DESC LIMIT $?", V((int64_t)limit + 1));
	TRY(db_all(cx, &regulation_record, out,
		   arena_printf(cx->mem, "SELECT " COLUMNS " FROM explosive_regulation WHERE %s", w.sql.s),
		   where_args(&w)));
	*next = where_page(out, &regulation_record, limit);
	return STATUS_OK;
}

enum status regulation_in_force(struct cx *cx, const char *day, struct regulation **out)
{
	struct list l;
	TRY(db_all(cx, &regulation_record, &l,
		   "SELECT " COLUMNS " FROM explosive_regulation WHERE county = $1 AND state IN ('issued', "
				     "'superseded') AND valid_from <= $2"
		   " AND (valid_to = '' OR valid_to >= $2) ORDER BY valid_from DESC, id DESC LIMIT 1",
		   ARGS(V(cx->county), V(day))));
	*out = l.count ? l.items : NULL;
	return STATUS_OK;
}

/* Read by the county head in the middle of October: this year's, or next year's where that is past. */
static enum status reading_by(struct cx *cx, const char **out)
{
	const struct rule *rule;
	const char *by;
	char today[11];
	day_print(day_of(cx->now), today);
	TRY(rule_in_force(cx, "explosive.regulation", day_of(cx->now), &rule));
	TRY(rule_text(cx, rule, "reading_by", &by));
	*out = arena_printf(cx->mem, "%.4s-%.5s", today, by);
	if (strcmp(*out, today) < 0)
		*out = arena_printf(cx->mem, "%d-%.5s",
				    1 + (today[0] - '0') * 1000 + (today[1] - '0') * 100 + (today[2] - '0') * 10 +
					    today[3] - '0',
				    by);
	return STATUS_OK;
}

struct edition_row {
	int64_t n;
};
static const struct field edition_fields[] = {FIELD(struct edition_row, n)};
static const struct record edition_record = RECORD(edition_row, edition_fields);

enum status regulation_create(struct cx *cx, const struct regulation *in, struct regulation **out)
{
	struct edition_row e;
	const char *by;
	int64_t id = id_new(cx);
	TRY(police_only(cx, NULL));
	TRY(reading_by(cx, &by));
	TRY(db_one(cx, &edition_record, &e,
		   "SELECT coalesce(max(edition), 0) + 1 AS n FROM explosive_regulation WHERE county = $1",
		   ARGS(V(cx->county))));
	TRY(db_exec(cx, NULL,
		    "INSERT INTO explosive_regulation (county, id, state, title, text, edition, reading_by, "
		    "created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		    ARGS(V(cx->county), V(id), V(regulation_flow.states[0].name), V(in->title), V(in->text), V(e.n),
			 V(by), V(cx->now))));
	TRY(regulation_get(cx, id, out));
	return flow_began(cx, &regulation_flow, id, "draft", &regulation_record, *out);
}

enum status regulation_comments(struct cx *cx, int64_t id, struct list *out)
{
	return db_all(cx, &regulation_comment_record, out,
		      "SELECT c.id, c.org, o.name AS org_name, p.name AS person_name, c.at, c.text, c.adopted, "
		      "c.answer FROM explosive_comment c"
		      " LEFT JOIN org o ON o.county = c.county AND o.id = c.org LEFT JOIN person p ON p.county = "
		      "c.county AND p.id = c.person"
		      " WHERE c.county = $1 AND c.regulation = $2 ORDER BY c.id",
		      ARGS(V(cx->county), V(id)));
}

/* ---- steps ---- */

static const struct regulation *regulation_of(const struct act *a)
{
	return (const struct regulation *)a->row;
}

struct until_input {
	const char *comment_until;
};
static const struct field until_fields[] = {
	FIELD(struct until_input, comment_until, .flags = REQUIRED | DAY, .zh = "征求意见截止日期",
	      .en = "comments until"),
};
static const struct record until_record = RECORD(until_input, until_fields);

static enum status send_out(struct cx *cx, struct act *a)
{
	const struct until_input *in = a->input;
	char today[11];
	if (strcmp(in->comment_until, day_print(day_of(cx->now), today)) < 0)
		return cx_fail_field(cx, "comment_until", "may not be past");
	return db_exec(cx, NULL, "UPDATE explosive_regulation SET comment_until = $1 WHERE county = $2 AND id = $3",
		       ARGS(V(in->comment_until), V(cx->county), V(a->row->id)));
}

struct comment_input {
	const char *text;
};
static const struct field comment_input_fields[] = {
	FIELD(struct comment_input, text, .flags = REQUIRED, .min = 2, .max = 4000, .zh = "意见", .en = "comment"),
};
static const struct record comment_input_record = RECORD(comment_input, comment_input_fields);

static enum status comment(struct cx *cx, struct act *a)
{
	const struct comment_input *in = a->input;
	return db_exec(
		cx, NULL,
		"INSERT INTO explosive_comment (county, regulation, id, org, person, at, text) VALUES ($1, $2, $3, $4, "
		"$5, $6, $7)",
		ARGS(V(cx->county), V(a->row->id), V(id_new(cx)), V(cx->org), V(cx->user), V(cx->now), V(in->text)));
}

struct answer_input {
	int64_t comment;
	const char *adopted, *answer;
};
static const char *const adoptions[] = {"yes", "partly", "no", NULL};
static const struct field answer_fields[] = {
	FIELD(struct answer_input, comment, .flags = REQUIRED, .min = 1, .max = INT64_MAX, .zh = "意见编号",
	      .en = "comment"),
	FIELD(struct answer_input, adopted, .flags = REQUIRED, .choices = adoptions, .zh = "采纳情况", .en = "adopted"),
	FIELD(struct answer_input, answer, .flags = REQUIRED, .min = 2, .max = 2000, .zh = "答复", .en = "answer"),
};
static const struct record answer_record = RECORD(answer_input, answer_fields);

static enum status answer(struct cx *cx, struct act *a)
{
	const struct answer_input *in = a->input;
	int64_t changed;
	TRY(db_exec(cx, &changed,
		    "UPDATE explosive_comment SET adopted = $1, answer = $2 WHERE county = $3 AND regulation = $4 AND "
		    "id = $5",
		    ARGS(V(in->adopted), V(in->answer), V(cx->county), V(a->row->id), V(in->comment))));
	return changed ? STATUS_OK : cx_fail_field(cx, "comment", "there is no such comment");
}

struct revise_input {
	const char *title, *text;
};
static const struct field revise_fields[] = {
	FIELD(struct revise_input, title, .flags = REQUIRED, .min = 4, .max = 200, .zh = "标题", .en = "title"),
	FIELD(struct revise_input, text, .flags = REQUIRED, .min = 20, .max = 60000, .zh = "正文", .en = "text"),
};
static const struct record revise_record = RECORD(revise_input, revise_fields);

/* A changed text has not been reviewed, nor read. */
static enum status revise(struct cx *cx, struct act *a)
{
	const struct revise_input *in = a->input;
	return db_exec(cx, NULL,
		       "UPDATE explosive_regulation SET title = $1, text = $2, review_no = '', review_conclusion = '', "
		       "review_on = '', read_on = ''"
		       " WHERE county = $3 AND id = $4",
		       ARGS(V(in->title), V(in->text), V(cx->county), V(a->row->id)));
}

static enum status comments_over(struct cx *cx, struct act *a)
{
	char today[11];
	struct list l;
	TRY(police_only(cx, a));
	if (strcmp(day_print(day_of(cx->now), today), regulation_of(a)->comment_until) <= 0)
		return cx_fail(cx, STATUS_CONFLICT, "comments are taken until %s", regulation_of(a)->comment_until);
	TRY(regulation_comments(cx, a->row->id, &l));
	const struct regulation_comment *c = l.items;
	for (size_t i = 0; i < l.count; i++)
		if (!*c[i].adopted)
			return cx_fail(cx, STATUS_CONFLICT, "a comment of %s has no answer yet",
				       c[i].org_name ? c[i].org_name : "");
	return STATUS_OK;
}

struct review_input {
	const char *review_no, *conclusion, *text;
};
static const char *const conclusions[] = {"fits", "exception", "does_not_fit", NULL};
static const struct field review_fields[] = {
	FIELD(struct review_input, review_no, .flags = REQUIRED, .min = 2, .max = 100, .zh = "审查结论文号",
	      .en = "number of the conclusion"),
	FIELD(struct review_input, conclusion, .flags = REQUIRED, .choices = conclusions, .zh = "审查结论",
	      .en = "conclusion"),
	FIELD(struct review_input, text, .flags = REQUIRED, .min = 4, .max = 4000, .zh = "审查意见", .en = "in words"),
};
static const struct record review_record = RECORD(review_input, review_fields);

static enum status review(struct cx *cx, struct act *a)
{
	const struct review_input *in = a->input;
	char today[11];
	if (strcmp(in->conclusion, "does_not_fit") == 0)
		a->to = a->step->or_to;
	return db_exec(cx, NULL,
		       "UPDATE explosive_regulation SET review_no = $1, review_conclusion = $2, review_on = $3 WHERE "
		       "county = $4 AND id = $5",
		       ARGS(V(in->review_no), V(in->conclusion), V(day_print(day_of(cx->now), today)),
			    V(cx->county), V(a->row->id)));
}

static enum status read_it(struct cx *cx, struct act *a)
{
	char today[11];
	return db_exec(cx, NULL, "UPDATE explosive_regulation SET read_on = $1 WHERE county = $2 AND id = $3",
		       ARGS(V(day_print(day_of(cx->now), today)), V(cx->county), V(a->row->id)));
}

/* By the law of the day there is no issue without a conclusion of the fair-competition review. */
static enum status may_issue(struct cx *cx, struct act *a)
{
	const struct regulation *r = regulation_of(a);
	const struct rules *rules;
	TRY(police_only(cx, a));
	TRY(rules_of(cx, &rules));
	const struct rule *rule = rules_peek(rules, "explosive.fair_review", day_of(cx->now));
	if (rule && !*r->review_conclusion)
		return cx_fail(cx, STATUS_CONFLICT, "no conclusion of the fair-competition review (%s%s)", rule->source,
			       rule->article);
	return *r->read_on ? STATUS_OK : cx_fail(cx, STATUS_CONFLICT, "the county head has not read it yet");
}

struct issue_input {
	const char *doc_no, *valid_from;
};
static const struct field issue_fields[] = {
	FIELD(struct issue_input, doc_no, .flags = REQUIRED, .min = 2, .max = 100, .zh = "文号",
	      .en = "document number"),
	FIELD(struct issue_input, valid_from, .flags = REQUIRED | DAY, .zh = "施行日期", .en = "in force from"),
};
static const struct record issue_record = RECORD(issue_input, issue_fields);

static enum status end_before(struct cx *cx, const char *from, int64_t except)
{
	struct list l;
	struct day day;
	char before[11];
	day_parse(from, &day);
	day_print((struct day){day.n - 1}, before);
	TRY(db_all(cx, &edition_record, &l,
		   "SELECT id AS n FROM explosive_regulation WHERE county = $1 AND state = 'issued' AND id <> $2",
		   ARGS(V(cx->county), V(except))));
	const struct edition_row *r = l.items;
	for (size_t i = 0; i < l.count; i++) {
		TRY(flow_do(cx, &regulation_flow, r[i].n, "supersede", NULL, (struct texts){0}, 0));
		TRY(db_exec(cx, NULL, "UPDATE explosive_regulation SET valid_to = $1 WHERE county = $2 AND id = $3",
			    ARGS(V((const char *)before), V(cx->county), V(r[i].n))));
	}
	return STATUS_OK;
}

static enum status issue(struct cx *cx, struct act *a)
{
	const struct issue_input *in = a->input;
	char today[11];
	day_print(day_of(cx->now), today);
	if (strcmp(in->valid_from, today) < 0)
		return cx_fail_field(cx, "valid_from", "may not be past");
	TRY(end_before(cx, in->valid_from, a->row->id));
	return db_exec(cx, NULL,
		       "UPDATE explosive_regulation SET doc_no = $1, valid_from = $2, issued_on = $3 WHERE county = $4 "
		       "AND id = $5",
		       ARGS(V(in->doc_no), V(in->valid_from), V((const char *)today), V(cx->county), V(a->row->id)));
}

static enum status load(struct cx *cx, int64_t id, struct flow_row **row)
{
	struct regulation *r;
	TRY(regulation_get(cx, id, &r));
	*row = &r->row;
	return STATUS_OK;
}

static const struct flow_state flow_states[] = {
	{"draft", "起草", "draft", false},
	{"comment", "征求意见", "open for comments", false},
	{"review", "公平竞争审查", "fair-competition review", false},
	{"reading", "报县政府主要领导审阅", "before the county head", false},
	{"ready", "待印发", "to be issued", false},
	{"issued", "施行", "issued", false},
	{"superseded", "已废止", "superseded", true},
	{"dropped", "不再制定", "dropped", true},
	{0},
};
static const struct step steps[] = {
	{.from = "draft",
	 .action = "send_out",
	 .to = "comment",
	 .zh = "征求意见",
	 .en = "ask for comments",
	 .perm = BIT(EXPLOSIVE_APPROVE),
	 .input = &until_record,
	 .guard = police_only,
	 .effect = send_out},
	{.from = "draft|comment|review|reading",
	 .action = "revise",
	 .to = "draft",
	 .zh = "修改草案",
	 .en = "revise",
	 .perm = BIT(EXPLOSIVE_APPROVE),
	 .input = &revise_record,
	 .guard = police_only,
	 .effect = revise},
	{.from = "comment",
	 .action = "comment",
	 .zh = "提意见",
	 .en = "comment",
	 .perm = BIT(EXPLOSIVE_READ),
	 .input = &comment_input_record,
	 .effect = comment},
	{.from = "comment",
	 .action = "answer",
	 .zh = "答复意见",
	 .en = "answer a comment",
	 .perm = BIT(EXPLOSIVE_APPROVE),
	 .input = &answer_record,
	 .guard = police_only,
	 .effect = answer},
	{.from = "comment",
	 .action = "to_review",
	 .to = "review",
	 .zh = "送公平竞争审查",
	 .en = "to the review",
	 .perm = BIT(EXPLOSIVE_APPROVE),
	 .guard = comments_over,
	 .limit = "explosive.fair_review"},
	{.from = "review",
	 .action = "review",
	 .to = "reading",
	 .or_to = "draft",
	 .zh = "出具审查结论",
	 .en = "conclude the review",
	 .perm = BIT(MARKET_WATCH),
	 .input = &review_record,
	 .evidence = EVIDENCE_MAY,
	 .effect = review,
	 .limit = "explosive.fair_review"},
	{.from = "reading",
	 .action = "read",
	 .to = "ready",
	 .zh = "已审阅",
	 .en = "read",
	 .perm = BIT(TASK_DECIDE),
	 .effect = read_it,
	 .limit = "explosive.regulation",
	 .evidence = EVIDENCE_MAY},
	{.from = "ready",
	 .action = "issue",
	 .to = "issued",
	 .zh = "印发",
	 .en = "issue",
	 .perm = BIT(EXPLOSIVE_APPROVE),
	 .input = &issue_record,
	 .guard = may_issue,
	 .effect = issue,
	 .evidence = EVIDENCE_MAY,
	 .confirm = true,
	 .limit = "explosive.regulation"},
	{.from = "issued",
	 .action = "supersede",
	 .to = "superseded",
	 .zh = "被新版本替代",
	 .en = "superseded",
	 .inside = true},
	{.from = "draft|comment|review|reading|ready",
	 .action = "drop",
	 .to = "dropped",
	 .zh = "终止",
	 .en = "drop",
	 .perm = BIT(EXPLOSIVE_APPROVE),
	 .guard = police_only,
	 .confirm = true},
};
const struct flow regulation_flow = {
	.name = "explosive_regulation",
	.zh = "民爆物品管理办法",
	.en = "management rules",
	.table = "explosive_regulation",
	.states = flow_states,
	.steps = steps,
	.count = sizeof steps / sizeof *steps,
	.load = load,
	.about = {.title = "f.title", .page = "/explosives/regulations/", .zh = "起草", .en = "drafted", .draft = true},
};
