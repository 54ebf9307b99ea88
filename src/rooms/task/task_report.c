/* task_report.c - what the reports say of the supervised tasks. */
#include <inttypes.h>
#include <jansson.h>
#include <string.h>
#include "rooms/report/report.h"
#include "rooms/task/overview.h"
#include "rooms/task/task_report.h"
#include "rooms/task/task_view.h"

static const char *const light_words[LIGHT_STATES] = {
	[LIGHT_ON_TRACK] = "正常", [LIGHT_AT_RISK] = "临近", [LIGHT_OVERDUE] = "逾期", [LIGHT_LONG_TERM] = "长期推进", [LIGHT_CLOSED] = "已销号",
};

/* The first few; a measure that everyone leads names everyone. */
static const char *names_of(struct cx *cx, const char *list)
{
	enum { NAMED = 2 };
	json_t *all = json_loads(list && *list ? list : "[]", 0, NULL), *one;
	struct buf b;
	size_t i;
	buf_init(&b, cx->mem);
	json_array_foreach(all, i, one)
		if (i < NAMED || json_array_size(all) == NAMED + 1)
			buf_printf(&b, "%s%s", i ? "、" : "", json_string_value(json_object_get(one, "name")));
	if (json_array_size(all) > NAMED + 1)
		buf_printf(&b, "等%zu个单位", json_array_size(all));
	json_decref(all);
	return b.s;
}

static void put_sums(struct cx *cx, const struct overview *o, struct paper *p)
{
	struct kpi_sum sum;
	struct kpi kpis[KPI_COUNT];
	struct buf b;
	buf_init(&b, cx->mem);
	for (int i = 0; i < LIGHT_STATES; i++)
		buf_printf(&b, "%s%s%d项", i ? "，" : "", light_words[i], (int)o->all.n[i]);
	paper_para(p, "督查结果：%s。", b.s);
	tally_sum(o->all.n, &sum);
	kpi_read(&sum, kpis);
	buf_init(&b, cx->mem);
	for (int i = 0; i < KPI_COUNT; i++)
		buf_printf(&b, "%s%s%s", i ? "，" : "", kpis[i].zh, kpi_text(cx, &kpis[i]));
	paper_para(p, "主要指标：%s。", b.s);
}

static void put_measures(struct cx *cx, const struct overview *o, struct paper *p)
{
	static const char *const heads[] = {"序号", "任务", "牵头单位", "期限", "进度", "情况"};
	paper_table(p, 6, heads);
	for (size_t i = 0; i < o->measure_count; i++) {
		const struct task *t = &o->measures[i].task;
		paper_row(p, 6, (const char *const[]){t->no, t->title, names_of(cx, t->leads.s), *t->due ? t->due : "无",
						      arena_printf(cx->mem, "%" PRId64 "%%", t->progress), paper_clause(cx, task_light_text(cx, t))});
	}
	paper_table_end(p);
}

static void put_stuck(struct cx *cx, const struct overview *o, struct paper *p)
{
	static const char *const heads[] = {"任务", "卡在", "等谁", "自"};
	if (!o->stuck_count) {
		paper_para(p, "没有卡住的任务。");
		return;
	}
	paper_para(p, "存在问题（%zu项）：", o->stuck_count);
	paper_table(p, 4, heads);
	for (size_t i = 0; i < o->stuck_count; i++) {
		const struct overview_stuck *s = &o->stuck[i];
		paper_row(p, 4, (const char *const[]){arena_printf(cx->mem, "%s %s", s->no, s->title), overview_why(cx, s->waits), overview_whom(cx, s),
						      s->waits_since});
	}
	paper_table_end(p);
}

/* What is due within a week: measures by themselves, their parts by the day. */
static void put_next(struct cx *cx, const struct overview *o, struct paper *p)
{
	static const char *const heads[] = {"期限", "任务"};
	char day[11];
	bool any = false;
	for (size_t i = 0; i < o->ahead_count; i++) {
		const struct overview_ahead *a = &o->ahead[i];
		if (a->day.n > o->day.n + 7 || strcmp(a->kind, "due") != 0)
			continue;
		if (!any) {
			paper_para(p, "下一步，七日内到期：");
			paper_table(p, 2, heads);
		}
		any = true;
		paper_row(p, 2, (const char *const[]){arena_strdup(cx->mem, day_print(a->day, day)), arena_printf(cx->mem, "%s %s", a->no, a->title)});
	}
	if (any)
		paper_table_end(p);
}

enum status task_report(struct cx *cx, const struct report_span *span, struct paper *p)
{
	struct overview *o = arena_new_of(cx->mem, struct overview);
	TRY(overview_read(cx, span->to_text, o));
	put_sums(cx, o, p);
	put_measures(cx, o, p);
	put_stuck(cx, o, p);
	put_next(cx, o, p);
	return STATUS_OK;
}
