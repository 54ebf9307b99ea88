/* task_new.c - a task that no notice gave: a leader's instruction, a meeting's decision (立项), entered by the supervisor. */
#include "rooms/task/task_api.h"

#include <inttypes.h>
#include <stdlib.h>
#include "core/perm.h"
#include "rooms/task/deadline.h"
#include "rooms/task/task.h"

struct new_input {
	const char *no, *title, *text;
	struct texts leads, cooperating;
	const char *deadline_kind, *deadline_text, *deadline_day, *deadline_start, *recurs;
	int64_t effect_year, deadline_days;
};

static const char *const kinds[] = {
	"by_day", "by_day_then_long_term", "from_month_effect_year", "from_month_effect_year_then_long_term",
	"days_after_service", "by_month", "in_month", "by_quarter", "within_year", "recurring", "long_term", "immediately",
	"none", NULL,
};
static const char *const rhythms[] = {"", "daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly", NULL};

enum { MAX_UNITS = 200 };

static const struct field new_fields[] = {
	FIELD(struct new_input, no, .flags = REQUIRED, .min = 1, .max = 30, .zh = "编号", .en = "number"),
	FIELD(struct new_input, title, .flags = REQUIRED, .min = 2, .max = 200, .zh = "事项", .en = "title"),
	FIELD(struct new_input, text, .flags = REQUIRED, .min = 2, .max = 10000, .zh = "内容", .en = "text"),
	FIELD(struct new_input, leads, .flags = REQUIRED, .min = 1, .max = MAX_UNITS, .zh = "牵头单位", .en = "units that lead"),
	FIELD(struct new_input, cooperating, .min = 0, .max = MAX_UNITS, .zh = "配合单位", .en = "units that cooperate"),
	FIELD(struct new_input, deadline_kind, .flags = REQUIRED, .choices = kinds, .zh = "时限类型", .en = "kind of deadline"),
	FIELD(struct new_input, deadline_text, .min = 0, .max = 200, .zh = "时限原文", .en = "deadline in words"),
	FIELD(struct new_input, deadline_day, .flags = DAY, .zh = "日期", .en = "day"),
	FIELD(struct new_input, deadline_start, .min = 0, .max = 10, .zh = "起始月", .en = "from month"),
	FIELD(struct new_input, recurs, .choices = rhythms, .zh = "周期", .en = "how often"),
	FIELD(struct new_input, effect_year, .min = 0, .max = 9999, .zh = "见效年份", .en = "year of effect"),
	FIELD(struct new_input, deadline_days, .min = 0, .max = 3650, .zh = "天数", .en = "days"),
};
static const struct record new_record = RECORD(new_input, new_fields);

static const int64_t *numbers(struct cx *cx, const struct texts *t)
{
	int64_t *n = arena_array_of(cx->mem, int64_t, t->count);
	for (size_t i = 0; i < t->count; i++)
		n[i] = strtoll(t->items[i], NULL, 10);
	return n;
}

static enum status post_new(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct new_input *in = rq->body;
	struct task *t;
	int64_t id;
	TRY(task_create(cx, &(struct task_new){
		.no = in->no, .title = in->title, .text = in->text,
		.leads = numbers(cx, &in->leads), .lead_count = in->leads.count,
		.cooperating = numbers(cx, &in->cooperating), .cooperating_count = in->cooperating.count,
		.deadline_kind = in->deadline_kind, .deadline_text = in->deadline_text, .deadline_day = in->deadline_day,
		.deadline_start = in->deadline_start, .recurs = in->recurs, .effect_year = in->effect_year,
		.deadline_days = in->deadline_days}, &id));
	TRY(task_get(cx, id, &t));
	jw_record(&reply->w, &task_record, t);
	return STATUS_OK;
}

static const struct route table[] = {
	{"POST", "/api/tasks", BIT(TASK_SUPERVISE), post_new, .body = &new_record, .reply = &task_record,
	 .help = "a task that no notice gave"},
};
const struct routes task_new_routes = ROUTES("/api/tasks", table);
