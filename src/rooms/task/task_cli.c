#include "rooms/task/task_cli.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include "core/org.h"
#include "core/org_cli.h"
#include "core/perm.h"
#include "db/db.h"
#include "db/writer.h"
#include "rooms/task/overview.h"
#include "rooms/task/task_daily.h"
#include "rooms/task/task_list.h"
#include "rooms/task/task_recount.h"

/* ---- columns ---- */

void put_cell(struct buf *out, const char *text, int columns)
{
	mbstate_t state = {0};
	int used = 0;
	for (const char *s = text ? text : ""; *s;) {
		wchar_t c;
		size_t n = mbrtowc(&c, s, strlen(s), &state);
		int width = n == (size_t)-1 || n == (size_t)-2 ? 1 : wcwidth(c);
		if (n == (size_t)-1 || n == (size_t)-2 || n == 0)
			n = 1;
		if (width < 0 || used + width > columns)
			break;
		buf_add(out, s, n);
		used += width;
		s += n;
	}
	for (; used <= columns; used++)
		buf_puts(out, " ");
}

static void end_line(struct buf *out)
{
	while (out->n && out->s[out->n - 1] == ' ')
		out->s[--out->n] = '\0';
	buf_puts(out, "\n");
}

static const char *light_word(struct cx *cx, const char *light)
{
	static const struct {
		const char *light, *zh, *en;
	} names[] = {{"green", "绿", "green"}, {"yellow", "黄", "yellow"}, {"red", "红", "red"}, {"blue", "蓝", "blue"}, {"grey", "灰", "grey"}};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i].light, light) == 0)
			return cx->lang == LANG_ZH ? names[i].zh : names[i].en;
	return light;
}

/* ---- task list ---- */

static enum status set(struct cx *cx, const struct call *call, const char *option, const char *field, struct task_query *q)
{
	const char *value = call_option(call, option);
	return value ? record_set(cx, &task_query_record, field, value, q) : STATUS_OK;
}

static enum status read_query(struct cx *cx, const struct call *call, struct task_query *q)
{
	static const char *const same[] = {"state", "light", "role", "q", "sort", "cursor", "limit", "level"};
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		TRY(set(cx, call, same[i], same[i], q));
	TRY(set(cx, call, "as-of", "as_of", q));
	const char *org = call_option(call, "org");
	if (org) {
		struct org o;
		TRY(org_by_name(cx, org, &o));
		q->org = o.id;
	}
	return STATUS_OK;
}

static void print_row(struct cx *cx, struct buf *out, const struct task *t)
{
	put_cell(out, t->no, 7);
	put_cell(out, light_word(cx, t->light), cx->lang == LANG_ZH ? 3 : 7);
	put_cell(out, flow_state_label(cx, &task_flow, t->row.state), cx->lang == LANG_ZH ? 9 : 15);
	put_cell(out, t->due, 11);
	put_cell(out, arena_printf(cx->mem, "%3" PRId64 " %%", t->progress), 6);
	put_cell(out, task_names(cx, t->leads.s), 24);
	put_cell(out, t->title, 60);
	end_line(out);
}

static enum status list(struct cx *cx, struct call *call)
{
	struct task_query q = {.total = true};
	struct task_page page;
	TRY(verb_need(cx, PERM_TASK_READ));
	TRY(read_query(cx, call, &q));
	TRY(task_list(cx, &q, &page));
	const struct task *t = page.tasks.items;
	struct jw *w = &call->w;
	if (call->json) {
		jw_begin(w, '{');
		jw_key(w, "items");
		jw_begin(w, '[');
		for (size_t i = 0; i < page.tasks.count; i++)
			task_write_row(cx, w, &t[i], page.day);
		jw_end(w);
		jw_key(w, "next");
		jw_text(w, page.next);
		jw_key(w, "total");
		jw_int(w, page.total);
		jw_end(w);
		return STATUS_OK;
	}
	for (size_t i = 0; i < page.tasks.count; i++)
		print_row(cx, call->out, &t[i]);
	buf_printf(call->out, words(cx, "%zu of %ld tasks\n"), page.tasks.count, (long)page.total);
	if (page.next)
		buf_printf(call->out, words(cx, "more with --cursor=%s\n"), page.next);
	return STATUS_OK;
}

/* ---- task overview ---- */

static void print_kpis(struct cx *cx, struct buf *out, const struct tally *t)
{
	struct kpi_sum sum;
	struct kpi kpis[KPI_COUNT];
	tally_sum(t->n, &sum);
	kpi_read(&sum, kpis);
	for (int i = 0; i < KPI_COUNT; i++) {
		put_cell(out, cx->lang == LANG_ZH ? kpis[i].zh : kpis[i].en, 30);
		buf_printf(out, "%s\n", kpi_text(cx, &kpis[i]));
	}
}

static void print_overview(struct cx *cx, struct buf *out, const struct overview *o)
{
	char day[11];
	buf_printf(out, "%s\n", day_print(o->day, day));
	for (size_t i = 0; i < o->measure_count; i++) {
		const struct task *t = &o->measures[i].task;
		put_cell(out, t->no, 7);
		put_cell(out, light_word(cx, t->light), cx->lang == LANG_ZH ? 3 : 7);
		put_cell(out, t->title, 40);
		put_cell(out, task_light_text(cx, t), 60);
		end_line(out);
	}
	buf_puts(out, "\n");
	print_kpis(cx, out, &o->all);
	if (o->stuck_count)
		buf_puts(out, "\n");
	for (size_t i = 0; i < o->stuck_count; i++) {
		const struct overview_stuck *s = &o->stuck[i];
		put_cell(out, s->waits_since, 11);
		put_cell(out, s->no, 7);
		put_cell(out, overview_why(cx, s->waits), cx->lang == LANG_ZH ? 22 : 45);
		put_cell(out, s->waits_for, 40);
		end_line(out);
	}
}

static enum status show_overview(struct cx *cx, struct call *call)
{
	struct overview *o = arena_new_of(cx->mem, struct overview);
	TRY(verb_need(cx, PERM_TASK_READ));
	TRY(overview_read(cx, call_option(call, "as-of"), o));
	if (call->json)
		overview_write(cx, o, &call->w);
	else
		print_overview(cx, call->out, o);
	return STATUS_OK;
}

/* ---- task recount, task daily ---- */

static enum status repair(struct cx *cx, void *arg)
{
	(void)arg;
	return task_recount_repair(cx);
}

static enum status recount(struct cx *cx, struct call *call)
{
	int64_t tasks;
	struct list faults;
	TRY(verb_need(cx, PERM_SYSTEM_MANAGE));
	if (call_option(call, "repair"))
		TRY(write_now(cx, repair, NULL));
	TRY(task_recount(cx, &tasks, &faults));
	call->no = faults.count > 0;
	if (call->json) {
		jw_begin(&call->w, '{');
		jw_key(&call->w, "tasks");
		jw_int(&call->w, tasks);
		jw_key(&call->w, "faults");
		jw_list(&call->w, &recount_fault_record, &faults);
		jw_end(&call->w);
		return STATUS_OK;
	}
	const struct recount_fault *f = faults.items;
	for (size_t i = 0; i < faults.count; i++)
		buf_printf(call->out, words(cx, "%s %ld: %s is kept as %s and should be %s\n"), f[i].kind, (long)f[i].item, f[i].what,
			   f[i].kept, f[i].counted);
	buf_printf(call->out, words(cx, "%ld tasks counted anew, %zu differences\n"), (long)tasks, faults.count);
	return STATUS_OK;
}

static enum status daily(struct cx *cx, struct call *call)
{
	int64_t tasks;
	TRY(verb_need(cx, PERM_SYSTEM_MANAGE));
	TRY(task_daily_refresh(cx, &tasks));
	TRY(task_daily_note(cx));
	if (call->json) {
		jw_begin(&call->w, '{');
		jw_key(&call->w, "tasks");
		jw_int(&call->w, tasks);
		jw_end(&call->w);
	} else {
		buf_printf(call->out, words(cx, "%ld tasks brought to this day\n"), (long)tasks);
	}
	return STATUS_OK;
}

static const struct verb table[] = {
	{"task list", "[--state=S] [--light=L] [--org=NAME] [--role=lead|cooperate] [--q=WORDS] [--level=measures|parts] [--as-of=DAY] [--sort=F] [--limit=N]",
	 "state= light= org= role= q= level= as-of= sort= cursor= limit=", 0, 0, VERB_DB, list, "tasks, filtered and sorted; with --as-of as they were known on a day"},
	{"task show", "ID|NO [--as-of=DAY]", "as-of=", 1, 1, VERB_DB, verb_task_show, "a task: where it stands, what may be done, what was done"},
	{"task take", "ID|NO ACTION [--input=JSON] [--evidence=FILE]… --as=LOGIN", "input= evidence=", 2, 2, VERB_DB, verb_task_take,
	 "take a step of a task's flow for a person"},
	{"task overview", "[--as-of=DAY]", "as-of=", 0, 0, VERB_DB, show_overview, "lights, key figures, what is stuck"},
	{"task recount", "[--repair]", "repair", 0, 0, VERB_DB, recount, "prove that the kept counters are what a fresh count gives"},
	{"task daily", "", "", 0, 0, VERB_DB, daily, "what the clock of the server does once a day: lights, urging, escalation, the trend"},
};
const struct verbs task_verbs = VERBS(table);
