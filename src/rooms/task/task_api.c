#include "rooms/task/task_api.h"

#include <inttypes.h>
#include "base/day.h"
#include "base/id.h"
#include "core/evidence.h"
#include "core/flow_api.h"
#include "core/perm.h"
#include "rooms/task/overview_api.h"
#include "rooms/task/task_export.h"
#include "rooms/task/task_list.h"
#include "rooms/task/task_past.h"

/* ---- lists ---- */

static enum status get_list(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct task_page page;
	TRY(task_list(cx, rq->query, &page));
	struct jw *w = &reply->w;
	const struct task *t = page.tasks.items;
	jw_begin(w, '{');
	jw_key(w, "items");
	jw_begin(w, '[');
	for (size_t i = 0; i < page.tasks.count; i++)
		task_write_row(cx, w, &t[i], page.day);
	jw_end(w);
	jw_key(w, "next");
	jw_text(w, page.next);
	if (page.total >= 0) {
		jw_key(w, "total");
		jw_int(w, page.total);
	}
	jw_end(w);
	return STATUS_OK;
}

static enum status get_export(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const char *path = arena_printf(cx->mem, "%s/tmp/tasks-%" PRId64 ".xlsx", cx->data, id_new(cx));
	TRY(task_export(cx, rq->query, path));
	reply->file = path;
	reply->temporary = true;
	reply->download = "tasks.xlsx";
	return STATUS_OK;
}

/* ---- one ---- */

/* The page of a task, of today or of another day. */
struct page {
	struct day day;
	bool past;
	int64_t until;                  /* what happened from this moment on is not known yet; INT64_MAX: of today */
	struct supervise_rules rules;
	struct task_facts facts;
	struct view view;
};

static enum status write_ahead(struct cx *cx, const struct page *p, struct jw *w)
{
	enum { SPAN = 45 };
	struct list ahead;
	supervise_ahead(cx, &p->rules, &p->facts, p->day, (struct day){p->day.n + SPAN}, &ahead);
	const struct ahead *a = ahead.items;
	char day[11];
	jw_begin(w, '[');
	for (size_t i = 0; i < ahead.count; i++) {
		jw_begin(w, '{');
		jw_key(w, "day");
		jw_text(w, day_print(a[i].day, day));
		jw_key(w, "kind");
		jw_text(w, a[i].kind);
		jw_key(w, "text");
		jw_text(w, a[i].text);
		jw_key(w, "to");
		jw_text(w, !a[i].step ? NULL : cx->lang == LANG_ZH ? a[i].step->to_zh : a[i].step->to_en);
		jw_key(w, "rule");
		jw_text(w, a[i].rule ? a[i].rule->name : NULL);
		jw_end(w);
	}
	jw_end(w);
	return STATUS_OK;
}

static void write_rules(struct cx *cx, const struct supervise_rules *r, const struct view *v, struct jw *w)
{
	const struct rule *rules[2];
	int n = light_rules(r, v, rules);
	jw_begin(w, '[');
	for (int i = 0; i < n; i++) {
		jw_begin(w, '{');
		jw_key(w, "name");
		jw_text(w, rules[i]->name);
		jw_key(w, "title");
		jw_text(w, cx->lang == LANG_ZH ? rules[i]->title_zh : rules[i]->title_en);
		jw_key(w, "text");
		jw_text(w, rule_words(cx, rules[i], cx->lang));
		jw_key(w, "source");
		jw_text(w, rules[i]->source);
		jw_key(w, "confirmed");
		jw_text(w, rules[i]->confirmed);
		jw_end(w);
	}
	jw_end(w);
}

/* What was decided later was waiting then; steps are for today. */
static enum status write_extensions(struct cx *cx, const struct page *p, int64_t task, struct jw *w)
{
	struct list l;
	TRY(task_extensions(cx, task, &l));
	struct task_extension *e = l.items;
	jw_begin(w, '[');
	for (size_t i = 0; i < l.count; i++) {
		if (e[i].asked_at >= p->until)
			continue;
		if (e[i].decided_at >= p->until)
			e[i] = (struct task_extension){.row = {.id = e[i].row.id, .state = "asked"}, .task = task, .old_day = e[i].old_day,
						       .new_day = e[i].new_day, .reason = e[i].reason, .measures = e[i].measures,
						       .asked_by = e[i].asked_by, .asked_org = e[i].asked_org, .asked_at = e[i].asked_at,
						       .asked_by_name = e[i].asked_by_name, .note = ""};
		jw_begin(w, '{');
		jw_fields(w, &task_extension_record, &e[i]);
		jw_key(w, "steps");
		if (p->past)
			jw_raw(w, "[]");
		else
			TRY(flow_write_steps(cx, &extension_flow, &e[i].row, w));
		jw_end(w);
	}
	jw_end(w);
	return STATUS_OK;
}

static enum status write_children(struct cx *cx, const struct page *p, int64_t parent, struct jw *w)
{
	struct task_page page;
	char day[11];
	TRY(task_list(cx, &(struct task_query){.parent = parent, .sort = "no", .limit = 200,
					       .as_of = p->past ? day_print(p->day, day) : NULL}, &page));
	const struct task *t = page.tasks.items;
	jw_begin(w, '[');
	for (size_t i = 0; i < page.tasks.count; i++)
		task_write_row(cx, w, &t[i], page.day);
	jw_end(w);
	return STATUS_OK;
}

static enum status write_parties(struct cx *cx, const struct page *p, int64_t task, struct jw *w)
{
	struct list l;
	TRY(task_parties(cx, task, &l));
	struct task_party *party = l.items;
	for (size_t i = 0; i < l.count; i++)
		if (party[i].signed_at >= p->until) {
			party[i].signed_at = party[i].signed_by = 0;
			party[i].signed_name = NULL;
		}
	jw_key(w, "parties");
	jw_list(w, &task_party_record, &l);
	TRY(flow_confirmations(cx, &task_flow, task, "request_close", p->until, &l));
	jw_key(w, "confirmations");
	jw_list(w, &flow_confirmation_record, &l);
	return STATUS_OK;
}

static enum status write_evidence(struct cx *cx, const struct page *p, int64_t task, struct jw *w)
{
	struct list l;
	TRY(evidence_list(cx, task_flow.name, task, &l));
	const struct evidence_item *e = l.items;
	size_t n = 0;
	while (n < l.count && e[n].at < p->until)       /* oldest first */
		n++;
	l.count = n;
	jw_key(w, "evidence");
	jw_list(w, &evidence_item_record, &l);
	return STATUS_OK;
}

static enum status write_belongings(struct cx *cx, const struct page *p, struct task *t, struct jw *w)
{
	struct list l;
	TRY(write_parties(cx, p, t->row.id, w));
	TRY(task_milestones_until(cx, t->row.id, p->until, &l));
	jw_key(w, "milestones");
	jw_list(w, &task_milestone_record, &l);
	TRY(write_evidence(cx, p, t->row.id, w));
	jw_key(w, "extensions");
	TRY(write_extensions(cx, p, t->row.id, w));
	jw_key(w, "children");
	TRY(write_children(cx, p, t->row.id, w));
	flow_write_papers(cx, &task_answer, &t->row, w);
	jw_key(w, "steps");
	if (p->past)
		return jw_raw(w, "[]"), STATUS_OK;
	return flow_write_steps(cx, &task_flow, &t->row, w);
}

static void write_deadline(const struct task *t, struct jw *w)
{
	jw_key(w, "deadline");
	jw_begin(w, '{');
	jw_key(w, "kind");
	jw_text(w, t->deadline_kind);
	jw_key(w, "day");
	jw_text(w, t->deadline_day);
	jw_key(w, "start");
	jw_text(w, t->deadline_start);
	jw_key(w, "effect_year");
	jw_int(w, t->effect_year);
	jw_key(w, "days");
	jw_int(w, t->deadline_days);
	jw_key(w, "recurs");
	jw_text(w, t->recurs);
	jw_end(w);
}

static enum status look(struct cx *cx, const char *as_of, struct task *t, struct page *p)
{
	bool there = true;
	TRY(task_day_asked(cx, as_of, &p->day, &p->past));
	p->until = p->past ? day_start((struct day){p->day.n + 1}) : INT64_MAX;
	TRY(supervise_rules(cx, p->day, &p->rules));
	if (p->past) {
		TRY(task_as_of(cx, &p->rules, t, p->day, &p->facts, &p->view, &there));
		return there ? STATUS_OK : cx_fail(cx, STATUS_NOT_FOUND, "the task was issued later than that day");
	}
	TRY(task_facts(cx, &p->rules, t, &p->facts));
	supervise(&p->rules, &p->facts, p->day, &p->view);
	task_show(cx, &p->rules, &p->view, p->day, t);     /* also where the clock has not been here yet today */
	return STATUS_OK;
}

static enum status write_task(struct cx *cx, struct task *t, const char *as_of, struct jw *w)
{
	struct page *p = arena_new_of(cx->mem, struct page);
	char day[11];
	TRY(look(cx, as_of, t, p));
	jw_begin(w, '{');
	task_write_row_fields(cx, w, t, p->day);
	jw_key(w, "as_of");
	jw_text(w, p->past ? day_print(p->day, day) : NULL);
	jw_key(w, "text");
	jw_text(w, t->text);
	jw_key(w, "state_label");
	jw_text(w, flow_state_label(cx, &task_flow, t->row.state));
	write_deadline(t, w);
	jw_key(w, "working_days_left");
	jw_int(w, working_days_left(&p->rules, &p->view, p->day, NULL));
	jw_key(w, "assumed");
	jw_bool(w, p->view.assumed);
	jw_key(w, "rules");
	write_rules(cx, &p->rules, &p->view, w);
	jw_key(w, "ahead");
	TRY(write_ahead(cx, p, w));
	TRY(write_belongings(cx, p, t, w));
	jw_end(w);
	return STATUS_OK;
}

enum status task_write_page(struct cx *cx, int64_t id, const char *as_of, struct jw *w)
{
	struct task *t;
	TRY(task_get(cx, id, &t));
	return write_task(cx, t, as_of, w);
}

static enum status get_one(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct overview_query *q = rq->query;
	return task_write_page(cx, rq->id, q ? q->as_of : NULL, &reply->w);
}

/* ---- steps and history ---- */

static enum status post_step(struct cx *cx, const struct request *rq, struct reply *reply)
{
	TRY(flow_take(cx, &task_flow, rq->id, rq->name, rq->raw, rq->raw_size));
	return get_one(cx, rq, reply);
}

static enum status post_extension_step(struct cx *cx, const struct request *rq, struct reply *reply)
{
	TRY(flow_take(cx, &extension_flow, rq->sub, rq->name, rq->raw, rq->raw_size));
	return get_one(cx, rq, reply);
}

static enum status get_history(struct cx *cx, const struct request *rq, struct reply *reply)
{
	enum { PAGE = 50 };
	const struct history_query *q = rq->query;
	struct task *t;
	struct list l;
	TRY(task_get(cx, rq->id, &t));
	TRY(flow_history(cx, &task_flow, rq->id, q->cursor, PAGE + 1, &l));
	flow_write_history(cx, &task_flow, &l, PAGE, &reply->w);
	return STATUS_OK;
}

static const struct answer_key row_keys[] = {
	KEY("items.light_text", "text"),
	KEY("items.days_left", "?int"),
	{0},
};

static const struct answer_key page_keys[] = {
	KEY("light_text", "text"),
	KEY("days_left", "?int"),
	KEY("as_of", "?day"),
	KEY("text", "text"),
	KEY("state_label", "text"),
	KEY("deadline", "{kind:text day:?text start:?text effect_year:int days:int recurs:?text}"),
	KEY("working_days_left", "int"),
	KEY("assumed", "bool"),
	KEY("rules", "[{name:text title:text text:text source:text confirmed:text}]"),
	KEY("ahead", "[{day:day kind:text text:text to:?text rule:?text}]"),
	KEY("parties", "[@]", .of = &task_party_record),
	KEY("confirmations", "[@]", .of = &flow_confirmation_record),
	KEY("milestones", "[@]", .of = &task_milestone_record),
	KEY("evidence", "[@]", .of = &evidence_item_record),
	KEY("extensions", "[@{steps:" FLOW_STEPS "}]", .of = &task_extension_record),
	KEY("children", "[@{light_text:text days_left:?int}]", .of = &task_row_record),
	KEY("papers", "[{name:text label:text}]"),
	KEY("steps", FLOW_STEPS),
	{0},
};

static const struct route table[] = {
	{"GET", "/api/tasks", BIT(TASK_READ), get_list, .query = &task_query_record, .reply = &task_row_record, .flags = ROUTE_LIST,
	 .keys = row_keys, .help = "tasks in scope, filtered, sorted, a page at a time"},
	{"GET", "/api/tasks/export.xlsx", BIT(TASK_READ), get_export, .query = &task_query_record, .flags = ROUTE_OWN_WRITE,
	 .type = TYPE_XLSX,
	 .help = "the same list as a spreadsheet, without pages (a file; limit and cursor are ignored)"},
	{"GET", "/api/tasks/{id}", BIT(TASK_READ), get_one, .query = &overview_query_record, .reply = &task_row_record, .keys = page_keys,
	 .help = "a task with all that belongs to it and the steps possible"},
	{"POST", "/api/tasks/{id}/steps/{name}", BIT(TASK_READ), post_step, .reply = &task_row_record, .flags = ROUTE_RAW,
	 .keys = page_keys, .help = "take a step of its flow"},
	{"POST", "/api/tasks/{id}/extensions/{sub}/steps/{name}", BIT(TASK_READ), post_extension_step, .reply = &task_row_record,
	 .flags = ROUTE_RAW, .keys = page_keys, .help = "take a step of a request for more time"},
	{"GET", "/api/tasks/{id}/papers/{name}", BIT(TASK_READ), flow_get_paper, .of = &task_answer, .type = TYPE_HTML,
	 .help = "a letter of supervision as a page to print"},
	{"GET", "/api/tasks/{id}/history", BIT(TASK_READ), get_history, .query = &history_query_record, .reply = &flow_entry_record,
	 .flags = ROUTE_LIST, .keys = flow_history_keys, .help = "what happened to it, newest first"},
};
const struct routes task_routes = ROUTES("/api/tasks", table);
