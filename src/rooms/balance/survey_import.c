/* survey_import.c - surveyed volumes from a table: columns by the fields' names or their Chinese ones. */
#include "rooms/balance/books.h"

#include <string.h>
#include "base/json.h"
#include "proto/sheet.h"

/* How offices head their columns, beside the field's own name and words. */
static const struct {
	const char *field, *heading;
} headings[] = {
	{"from_day", "上期日期"}, {"from_day", "开始日期"}, {"to_day", "本期日期"}, {"to_day", "测量日期"}, {"to_day", "结束日期"},
	{"volume_m3", "方量"}, {"volume_m3", "开挖方量"}, {"sigma_m3", "中误差"}, {"sigma_m3", "标准差"}, {"density", "体重"},
	{"density", "密度"}, {"density_source", "体重来源"}, {"material", "类别"}, {"material", "材料"}, {"method", "方法"},
	{"surveyor", "单位"}, {"note", "说明"},
};
static const struct {
	const char *code, *word;
} materials[] = {{"ore", "矿石"}, {"waste", "剥离物"}, {"waste", "岩石"}, {"waste", "废石"}, {"all", "不分"}, {"all", "矿岩"}, {"dump", "排土"}};

static const char *field_of(const char *column)
{
	const struct record *rec = &balance_survey_input_record;
	for (size_t i = 0; i < rec->count; i++) {
		const struct field *f = &rec->fields[i];
		if (!(f->flags & READ_ONLY) && f->zh && (strcmp(f->name, column) == 0 || strcmp(f->zh, column) == 0 || strcmp(f->en, column) == 0))
			return f->name;
	}
	for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
		if (strcmp(headings[i].heading, column) == 0)
			return headings[i].field;
	return NULL;
}

static const char *material_code(const char *word)
{
	for (size_t i = 0; i < sizeof materials / sizeof *materials; i++)
		if (strcmp(materials[i].word, word) == 0)
			return materials[i].code;
	return word;
}

/* The words of what went wrong, with the line it is in. */
static enum status at_line(struct cx *cx, int line, enum status s)
{
	const char *error = cx->error, *field = cx->field;
	if (!s)
		return s;
	cx_forget(cx);
	return cx_fail(cx, s, "line %d: %s %s", line, field ? field : "", error);
}

static enum status read_row(struct cx *cx, const struct sheet *sheet, const struct sheet_row *row, struct balance_survey *out)
{
	*out = (struct balance_survey){.material = "ore"};
	for (size_t c = 0; c < sheet->column_count; c++) {
		const char *field = field_of(sheet->columns[c]), *cell = row->cells[c];
		if (!field || !*cell)
			continue;
		if (strcmp(field, "material") == 0)
			cell = material_code(cell);
		TRY(record_set(cx, &balance_survey_input_record, field, cell, out));
	}
	if (!out->from_day || !out->to_day || !(out->volume_m3 > 0))
		return cx_fail(cx, STATUS_INVALID, "needs the day of the survey before, of this survey, and a volume");
	return STATUS_OK;
}

enum status balance_surveys_import(struct cx *cx, int64_t mine, const char *name, const char *bytes, size_t n, int64_t *rows,
				   const char **month)
{
	struct sheet sheet;
	*month = NULL;
	TRY(sheet_read(cx, name, bytes, n, &sheet));
	for (size_t i = 0; i < sheet.row_count; i++) {
		struct balance_survey s;
		const char *touched = "";
		enum status st = read_row(cx, &sheet, &sheet.rows[i], &s);
		if (!st)
			st = balance_survey_put(cx, mine, 0, &s, &touched);
		TRY(at_line(cx, sheet.rows[i].line, st));
		if (!*month || strcmp(touched, *month) < 0)
			*month = touched;
	}
	*rows = (int64_t)sheet.row_count;
	return *month ? STATUS_OK : cx_fail(cx, STATUS_INVALID, "the table has no rows");
}
