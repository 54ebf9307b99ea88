#include "rooms/task/task_api.h"

#include <inttypes.h>
#include "base/day.h"
#include "core/evidence.h"
#include "core/perm.h"
#include "rooms/task/task_list.h"
#include "rooms/task/task_view.h"

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
		task_write_row(cx, w, &t[i], day_of(cx->now));
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

/* ---- one ---- */

static enum status write_ahead(struct cx *cx, const struct supervise_rules *r, const struct task_facts *f, struct jw *w)
{
	enum { SPAN = 45 };
	struct list ahead;
	struct day today = day_of(cx->now);
	supervise_ahead(cx, r, f, today, (struct day){today.n + SPAN}, &ahead);
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

static enum status write_extensions(struct cx *cx, int64_t task, struct jw *w)
{
	struct list l;
	TRY(task_extensions(cx, task, &l));
	struct task_extension *e = l.items;
	jw_begin(w, '[');
	for (size_t i = 0; i < l.count; i++) {
		jw_begin(w, '{');
		jw_fields(w, &task_extension_record, &e[i]);
		jw_key(w, "steps");
		TRY(flow_write_steps(cx, &extension_flow, &e[i].row, w));
		jw_end(w);
	}
	jw_end(w);
	return STATUS_OK;
}

static enum status write_children(struct cx *cx, int64_t parent, struct jw *w)
{
	struct task_page page;
	TRY(task_list(cx, &(struct task_query){.parent = parent, .sort = "no", .limit = 200}, &page));
	const struct task *t = page.tasks.items;
	jw_begin(w, '[');
	for (size_t i = 0; i < page.tasks.count; i++)
		task_write_row(cx, w, &t[i], day_of(cx->now));
	jw_end(w);
	return STATUS_OK;
}

static enum status write_belongings(struct cx *cx, struct task *t, struct jw *w)
{
	struct list l;
	TRY(task_parties(cx, t->row.id, &l));
	jw_key(w, "parties");
	jw_list(w, &task_party_record, &l);
	TRY(flow_confirmations(cx, &task_flow, t->row.id, "request_close", &l));
	jw_key(w, "confirmations");
	jw_list(w, &flow_confirmation_record, &l);
	TRY(task_milestones(cx, t->row.id, &l));
	jw_key(w, "milestones");
	jw_list(w, &task_milestone_record, &l);
	TRY(evidence_list(cx, task_flow.name, t->row.id, &l));
	jw_key(w, "evidence");
	jw_list(w, &evidence_item_record, &l);
	jw_key(w, "extensions");
	TRY(write_extensions(cx, t->row.id, w));
	jw_key(w, "children");
	TRY(write_children(cx, t->row.id, w));
	jw_key(w, "steps");
	return flow_write_steps(cx, &task_flow, &t->row, w);
}

static enum status write_task(struct cx *cx, struct task *t, struct jw *w)
{
	struct supervise_rules r;
	struct task_facts facts;
	struct view v;
	struct day today = day_of(cx->now);
	TRY(supervise_rules(cx, today, &r));
	TRY(task_facts(cx, &r, t, &facts));
	supervise(&r, &facts, today, &v);
	jw_begin(w, '{');
	task_write_row_fields(cx, w, t, today);
	jw_key(w, "text");
	jw_text(w, t->text);
	jw_key(w, "state_label");
	jw_text(w, flow_state_label(cx, &task_flow, t->row.state));
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
	jw_key(w, "working_days_left");
	jw_int(w, working_days_left(&r, &v, today, NULL));
	jw_key(w, "assumed");
	jw_bool(w, v.assumed);
	jw_key(w, "rules");
	write_rules(cx, &r, &v, w);
	jw_key(w, "ahead");
	TRY(write_ahead(cx, &r, &facts, w));
	TRY(write_belongings(cx, t, w));
	jw_end(w);
	return STATUS_OK;
}

static enum status get_one(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct task *t;
	TRY(task_get(cx, rq->id, &t));
	return write_task(cx, t, &reply->w);
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

#define BIT(name) (UINT64_C(1) << PERM_BIT_##name)

static const struct route table[] = {
	{"GET", "/api/tasks", BIT(TASK_READ), get_list, .query = &task_query_record, .reply = &task_row_record, .flags = ROUTE_LIST,
	 .help = "tasks in scope, filtered, sorted, a page at a time"},
	{"GET", "/api/tasks/{id}", BIT(TASK_READ), get_one, .reply = &task_record, .help = "a task with all that belongs to it and the steps possible"},
	{"POST", "/api/tasks/{id}/steps/{name}", BIT(TASK_READ), post_step, .reply = &task_record, .flags = ROUTE_RAW,
	 .help = "take a step of its flow"},
	{"POST", "/api/tasks/{id}/extensions/{sub}/steps/{name}", BIT(TASK_READ), post_extension_step, .reply = &task_record,
	 .flags = ROUTE_RAW, .help = "take a step of a request for more time"},
	{"GET", "/api/tasks/{id}/history", BIT(TASK_READ), get_history, .query = &history_query_record, .reply = &flow_entry_record,
	 .flags = ROUTE_LIST, .help = "what happened to it, newest first"},
};
const struct routes task_routes = ROUTES("/api/tasks", table);
