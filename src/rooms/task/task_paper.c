/* task_paper.c - the letter that supervises a task: what is asked of whom by when, how it stands, what is late. */
#include <inttypes.h>
#include <string.h>
#include "core/county.h"
#include "core/paper.h"
#include "rooms/task/task.h"
#include "rooms/task/task_view.h"

static bool running(const struct flow_row *row)
{
	return strcmp(row->state, "withdrawn") != 0 && strcmp(row->state, "closed") != 0;
}

static const char *party_names(struct cx *cx, const struct list *l, const char *role)
{
	const struct task_party *party = l->items;
	struct buf b;
	buf_init(&b, cx->mem);
	for (size_t i = 0; i < l->count; i++)
		if (strcmp(party[i].role, role) == 0)
			buf_printf(&b, "%s%s", b.n ? "、" : "", party[i].name);
	return b.s;
}

static enum status draft_supervise(struct cx *cx, struct flow_row *row, struct paper *p)
{
	const struct task *t = (const struct task *)row;
	struct county county;
	struct list l;
	char today[11];
	TRY(county_get(cx, &county));
	TRY(task_parties(cx, row->id, &l));
	const char *cooperating = party_names(cx, &l, "cooperate");
	p->issuer = arena_printf(cx->mem, "%s安全生产委员会办公室", county.name);
	p->to = party_names(cx, &l, "lead");
	p->copies = *cooperating ? cooperating : NULL;
	p->day = arena_strdup(cx->mem, day_print(day_of(cx->now), today));
	paper_para(p, "你单位牵头的第%s项任务“%s”，完成时限为%s。", t->no, t->title, *t->deadline_text ? paper_clause(cx, t->deadline_text) : "未写明");
	paper_para(p, "任务内容：%s", t->text);
	paper_para(p, "截至%s，进度%" PRId64 "%%%s，督查结果：%s。", paper_day(cx, p->day), t->percent,
		   *t->due ? arena_printf(cx->mem, "，办理期限%s", paper_day(cx, t->due)) : "", paper_clause(cx, task_light_text(cx, t)));
	paper_para(p, "请抓紧办理，按期在平台上报进展和佐证材料；确有困难不能按期完成的，应当在期限届满前申请延期并说明理由。");
	return STATUS_OK;
}

static const struct flow_paper papers[] = {
	{"supervise", "督办通知书", "Letter of supervision", running, draft_supervise},
	{0},
};

const struct flow_page task_answer = {.flow = &task_flow, .record = &task_record, .papers = papers};
