#include "rooms/task/task_export.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include "rooms/task/task_view.h"

enum column_kind { TEXT, NUMBER, DATE };

/* What is shown of a task: one of text, number, date is set by the column's function. */
struct cell {
	const char *text;
	double number;
	struct maybe_day day;
};

static const char *light_word(struct cx *cx, const char *light)
{
	static const struct {
		const char *light, *zh, *en;
	} names[] = {{"green", "正常", "on track"}, {"yellow", "预警", "at risk"}, {"red", "逾期", "overdue"},
		     {"blue", "长期", "long-term"}, {"grey", "销号", "closed"}};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i].light, light) == 0)
			return cx->lang == LANG_ZH ? names[i].zh : names[i].en;
	return light;
}

/* The names in [{"id":…,"name":"…"}], which task.c has written: without a parser, for there are many. */
static const char *names_in(struct cx *cx, const char *list)
{
	static const char key[] = "\"name\":\"";
	struct buf b;
	buf_init(&b, cx->mem);
	for (const char *at = list ? list : ""; (at = strstr(at, key));) {
		at += sizeof key - 1;
		buf_puts(&b, b.n ? "、" : "");
		for (; *at && *at != '"'; at++) {
			at += *at == '\\' && at[1];
			buf_add(&b, at, 1);
		}
	}
	return b.s;
}

static struct maybe_day day_in(const char *text)
{
	struct maybe_day d = {0};
	d.is = text && day_parse(text, &d.day);
	return d;
}

static struct maybe_day day_at(int64_t t)
{
	return t ? (struct maybe_day){true, day_of(t)} : (struct maybe_day){0};
}

enum { NOTHING = -1 };  /* an empty cell: most tasks are not urged and have no parts */

#define COLUMN(name) static void name(struct cx *cx, const struct task *t, const struct view *v, struct cell *c)
#define UNUSED (void)cx, (void)t, (void)v

COLUMN(no) { UNUSED; c->text = t->no; }
COLUMN(title) { UNUSED; c->text = t->title; }
COLUMN(leads) { UNUSED; c->text = names_in(cx, t->leads.s); }
COLUMN(helpers) { UNUSED; c->text = names_in(cx, t->cooperating.s); }
COLUMN(state) { UNUSED; c->text = flow_state_label(cx, &task_flow, t->row.state); }
COLUMN(light) { UNUSED; c->text = light_word(cx, t->light); }
COLUMN(why) { UNUSED; c->text = task_light_text(cx, t); }
COLUMN(words_of_deadline) { UNUSED; c->text = t->deadline_text; }
COLUMN(due) { UNUSED; c->day = day_in(t->due); }
COLUMN(percent) { UNUSED; c->number = (double)t->progress; }
COLUMN(planned) { UNUSED; c->number = (double)t->plan_percent; }
COLUMN(issued) { UNUSED; c->day = day_at(t->issued_at); }
COLUMN(reported) { UNUSED; c->day = day_at(t->reported_at); }
COLUMN(next) { UNUSED; c->day = day_in(t->next_report); }
COLUMN(urged) { UNUSED; c->number = t->urged ? (double)t->urged : NOTHING; }
COLUMN(parts) { UNUSED; c->number = t->sub_total ? (double)t->sub_total : NOTHING; }
COLUMN(parts_closed) { UNUSED; c->number = t->sub_total ? (double)t->sub_closed : NOTHING; }

static const struct {
	const char *zh, *en;
	enum column_kind kind;
	double width;
	void (*fill)(struct cx *cx, const struct task *t, const struct view *v, struct cell *c);
} columns[] = {
	{"序号", "no.", TEXT, 8, no},
	{"任务", "task", TEXT, 48, title},
	{"牵头单位", "led by", TEXT, 24, leads},
	{"配合单位", "cooperating", TEXT, 24, helpers},
	{"状态", "state", TEXT, 12, state},
	{"亮灯", "light", TEXT, 10, light},
	{"亮灯说明", "why", TEXT, 32, why},
	{"时限（原文）", "deadline as printed", TEXT, 20, words_of_deadline},
	{"完成时限", "due", DATE, 12, due},
	{"进度（%）", "progress (%)", NUMBER, 10, percent},
	{"计划进度（%）", "planned (%)", NUMBER, 12, planned},
	{"下发日期", "issued", DATE, 12, issued},
	{"最近上报", "last report", DATE, 12, reported},
	{"下次上报", "next report", DATE, 12, next},
	{"催办次数", "urged", NUMBER, 9, urged},
	{"分解项数", "parts", NUMBER, 9, parts},
	{"已销号分解项", "parts closed", NUMBER, 12, parts_closed},
};
enum { COLUMNS = sizeof columns / sizeof *columns, SERIAL_1970 = 25569, KEEP = 256 };

struct sheet {
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *date, *head;
	lxw_row_t row;
	struct day day;
	struct arena *mem;              /* of some rows */
};

static void write_cell(struct sheet *s, int c, const struct cell *cell)
{
	lxw_col_t column = (lxw_col_t)c;
	if (columns[c].kind == TEXT && cell->text && *cell->text)
		worksheet_write_string(s->sheet, s->row, column, cell->text, NULL);
	else if (columns[c].kind == NUMBER && cell->number >= 0)
		worksheet_write_number(s->sheet, s->row, column, cell->number, NULL);
	else if (columns[c].kind == DATE && cell->day.is)
		worksheet_write_number(s->sheet, s->row, column, cell->day.day.n + SERIAL_1970, s->date);
}

static enum status write_task(struct cx *cx, void *arg, const void *row)
{
	struct sheet *s = arg;
	const struct task *t = row;
	struct cx own = *cx;
	struct view v;
	own.mem = s->mem;
	if (s->row == EXPORT_MAX + 1) {
		worksheet_write_string(s->sheet, s->row, 0, words(cx, "there is more: narrow the list down"), NULL);
		return STATUS_OK;
	}
	task_kept(t, s->day, &v);
	for (int c = 0; c < COLUMNS; c++) {
		struct cell cell = {0};
		columns[c].fill(&own, t, &v, &cell);
		write_cell(s, c, &cell);
	}
	if (++s->row % KEEP == 0)
		arena_reset(s->mem);
	return STATUS_OK;
}

static void write_head(struct cx *cx, struct sheet *s)
{
	s->date = workbook_add_format(s->book);
	format_set_num_format(s->date, "yyyy-mm-dd");
	s->head = workbook_add_format(s->book);
	format_set_bold(s->head);
	format_set_bg_color(s->head, 0xE8EEF4);
	for (int c = 0; c < COLUMNS; c++) {
		worksheet_set_column(s->sheet, (lxw_col_t)c, (lxw_col_t)c, columns[c].width, NULL);
		worksheet_write_string(s->sheet, 0, (lxw_col_t)c, cx->lang == LANG_ZH ? columns[c].zh : columns[c].en, s->head);
	}
	worksheet_freeze_panes(s->sheet, 1, 0);
	s->row = 1;
}

enum status task_export(struct cx *cx, const struct task_query *q, const char *path)
{
	char *folder = arena_printf(cx->mem, "%s/tmp", cx->data);
	lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = folder};
	struct sheet s = {.book = workbook_new_opt(path, &options)};
	if (!s.book)
		return cx_fail(cx, STATUS_INTERNAL, "cannot write %s", path);
	s.sheet = workbook_add_worksheet(s.book, cx->lang == LANG_ZH ? "任务" : "tasks");
	s.mem = arena_new();
	write_head(cx, &s);
	enum status st = task_list_each(cx, q, EXPORT_MAX + 1, &s.day, write_task, &s);
	worksheet_autofilter(s.sheet, 0, 0, s.row > 1 ? s.row - 1 : 1, COLUMNS - 1);
	arena_free(s.mem);
	lxw_error e = workbook_close(s.book);   /* writes the file */
	if (!st && e)
		st = cx_fail(cx, STATUS_INTERNAL, "cannot write %s: %s", path, lxw_strerror(e));
	if (st)
		unlink(path);
	return st;
}
