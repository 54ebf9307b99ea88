/* workbench_api.c - the workbench as JSON, and its routes. */
#include "rooms/task/workbench.h"

#include <inttypes.h>
#include <string.h>
#include "core/perm.h"
#include "db/db.h"
#include "rooms/task/overview_api.h"

static void write_todo(struct cx *cx, const struct workbench_todo *d, struct jw *w)
{
	const struct flow *flow = d->extension ? &extension_flow : &task_flow;
	jw_begin(w, '{');
	jw_key(w, "kind");
	jw_text(w, d->kind);
	jw_key(w, "room");
	jw_text(w, flow->name);
	jw_key(w, "item");
	jw_int(w, d->extension ? d->extension : d->task->row.id);
	jw_key(w, "task");
	jw_int(w, d->task->row.id);
	jw_key(w, "no");
	jw_text(w, d->task->no);
	jw_key(w, "title");
	jw_text(w, d->task->title);
	jw_key(w, "action");
	jw_text(w, d->action);
	jw_key(w, "label");
	jw_text(w, d->extension ? words(cx, "decide on more time") : flow_action_label(cx, flow, d->action));
	jw_key(w, "extension");
	if (d->extension)
		jw_int(w, d->extension);
	else
		jw_raw(w, NULL);
	jw_key(w, "due");
	jw_text(w, *d->due ? d->due : NULL);
	jw_key(w, "light");
	jw_text(w, d->task->light);
	jw_key(w, "text");
	jw_text(w, d->text);
	jw_key(w, "since");
	jw_text(w, d->since);
	jw_key(w, "link");
	jw_text(w, arena_printf(cx->mem, "/tasks/%" PRId64, d->task->row.id));
	jw_end(w);
}

/* What other rooms want done has no task: task is null, room and item say what it is. */
static void write_other(const struct todo *t, struct jw *w)
{
	jw_begin(w, '{');
	jw_key(w, "task");
	jw_raw(w, NULL);
	jw_fields(w, &todo_record, t);
	jw_key(w, "extension");
	jw_raw(w, NULL);
	jw_end(w);
}

/* Both lists are in the order of days; so is what is written of them. */
static void write_todos(struct cx *cx, const struct workbench *b, struct jw *w)
{
	size_t i = 0, k = 0;
	jw_key(w, "todo");
	jw_begin(w, '[');
	while (i + k < WORKBENCH_TODO && (i < b->todo_count || k < b->others.count)) {
		const char *mine = i < b->todo_count ? b->todo[i].due : NULL, *other = k < b->others.count ? b->others.items[k].due : NULL;
		if (mine && (!other || !*other || (*mine && strcmp(mine, other) <= 0)))
			write_todo(cx, &b->todo[i++], w);
		else
			write_other(&b->others.items[k++], w);
	}
	jw_end(w);
}

static size_t at_most(size_t n, size_t most)
{
	return n < most ? n : most;
}

static void write_tasks(struct cx *cx, const struct workbench *b, const char *key, const struct list *tasks, struct jw *w)
{
	const struct task *t = tasks->items;
	jw_key(w, key);
	jw_begin(w, '[');
	for (size_t i = 0; i < at_most(tasks->count, WORKBENCH_LIST); i++)
		task_write_row(cx, w, &t[i], b->today);
	jw_end(w);
}

/* Ours in that role; how many there are, also beyond those written. */
static size_t write_role(struct cx *cx, const struct workbench *b, const char *role, struct jw *w)
{
	const struct workbench_task *m = b->mine.items;
	size_t n = 0;
	if (w) {
		jw_key(w, role);
		jw_begin(w, '[');
	}
	for (size_t i = 0; i < b->mine.count; i++)
		if (strcmp(m[i].role, role) == 0 && ++n <= WORKBENCH_LIST && w)
			task_write_row(cx, w, &m[i].task, b->today);
	if (w)
		jw_end(w);
	return n;
}

static void write_count(struct jw *w, const char *key, int64_t n)
{
	jw_key(w, key);
	jw_int(w, n);
}

static void write_calendar(struct cx *cx, const struct workbench *b, struct jw *w)
{
	const char *day = NULL;
	jw_key(w, "calendar");
	jw_begin(w, '[');
	for (size_t i = 0; i < b->date_count; i++) {
		const struct workbench_date *d = &b->dates[i];
		if (!day || strcmp(day, d->day) != 0) {
			if (day) {
				jw_end(w);
				jw_end(w);
			}
			day = d->day;
			jw_begin(w, '{');
			jw_key(w, "day");
			jw_text(w, day);
			jw_key(w, "items");
			jw_begin(w, '[');
		}
		jw_begin(w, '{');
		jw_key(w, "task");
		if (d->task)
			jw_int(w, d->task);
		else
			jw_raw(w, NULL);
		jw_key(w, "link");
		jw_text(w, d->task ? arena_printf(cx->mem, "/tasks/%" PRId64, d->task) : d->link);
		jw_key(w, "no");
		jw_text(w, d->no);
		jw_key(w, "title");
		jw_text(w, d->title);
		jw_key(w, "kind");
		jw_text(w, d->kind);
		jw_key(w, "label");
		jw_text(w, d->label);
		jw_end(w);
	}
	if (day) {
		jw_end(w);
		jw_end(w);
	}
	jw_end(w);
}

static void write_alarms(struct cx *cx, const struct workbench *b, struct jw *w)
{
	const struct task *t = b->red.items;
	jw_key(w, "alarms");
	jw_begin(w, '[');
	for (size_t i = 0; i < at_most(b->red.count, WORKBENCH_ALARMS); i++) {
		jw_begin(w, '{');
		jw_key(w, "kind");
		jw_text(w, "overdue");
		write_count(w, "task", t[i].row.id);
		jw_key(w, "text");
		jw_text(w, arena_printf(cx->mem, "%s %s: %s", t[i].no, t[i].title, task_light_text(cx, &t[i])));
		jw_key(w, "link");
		jw_text(w, arena_printf(cx->mem, "/tasks/%" PRId64, t[i].row.id));
		jw_end(w);
	}
	jw_end(w);
}

static enum status get_workbench(struct cx *cx, const struct request *rq, struct reply *reply)
{
	(void)rq;
	struct jw *w = &reply->w;
	struct workbench *b = arena_new_of(cx->mem, struct workbench);
	TRY(workbench_read(cx, b));
	jw_begin(w, '{');
	jw_key(w, "counts");
	jw_begin(w, '{');
	write_count(w, "todo", (int64_t)(b->todo_count + b->others.count));
	write_count(w, "done", b->deeds.done);
	write_count(w, "began", b->deeds.began);
	write_count(w, "drafts", (int64_t)b->drafts);
	write_count(w, "copied", b->copied);
	write_count(w, "lead", (int64_t)write_role(cx, b, "lead", NULL));
	write_count(w, "cooperate", (int64_t)write_role(cx, b, "cooperate", NULL));
	write_count(w, "week", (int64_t)b->week.count);
	jw_end(w);
	write_todos(cx, b, w);
	write_tasks(cx, b, "week", &b->week, w);
	(void)write_role(cx, b, "lead", w);
	(void)write_role(cx, b, "cooperate", w);
	write_calendar(cx, b, w);
	write_alarms(cx, b, w);
	jw_end(w);
	return STATUS_OK;
}

/* Firms and third parties see no tasks, but have work too. */
static enum status get_todos(struct cx *cx, const struct request *rq, struct reply *reply)
{
	(void)rq;
	struct todos all;
	TRY(todo_find(cx, &all));
	const struct list l = {all.items, at_most(all.count, WORKBENCH_TODO)};
	jw_begin(&reply->w, '{');
	jw_key(&reply->w, "items");
	jw_list(&reply->w, &todo_record, &l);
	jw_key(&reply->w, "next");
	jw_raw(&reply->w, NULL);
	write_count(&reply->w, "total", (int64_t)all.count);
	jw_end(&reply->w);
	return STATUS_OK;
}

static const struct answer_key workbench_keys[] = {
	KEY("counts", "{todo:int done:int began:int drafts:int copied:int lead:int cooperate:int week:int}"),
	KEY("todo", "[@{task:?int extension:?int}]", .of = &todo_record),
	KEY("week", "[@{light_text:text days_left:?int}]", .of = &task_row_record),
	KEY("lead", "[@{light_text:text days_left:?int}]", .of = &task_row_record),
	KEY("cooperate", "[@{light_text:text days_left:?int}]", .of = &task_row_record),
	KEY("calendar", "[{day:day items:[{task:?int link:text no:text title:text kind:text label:text}]}]"),
	KEY("alarms", "[{kind:text task:int text:text link:text}]"),
	{0},
};

static const struct route table[] = {
	{"GET", "/api/workbench/todos", 0, get_todos, .reply = &todo_record, .flags = ROUTE_LIST,
	 .help = "what waits for me in all rooms but the tasks, those due first"},
	{"GET", "/api/workbench", BIT(TASK_READ), get_workbench,
	 .keys = workbench_keys,
	 .help = "what waits for me, what my unit has in hand: {counts, todo, week, lead, cooperate, calendar, alarms}"},
};
const struct routes workbench_routes = ROUTES("/api/workbench", table);
