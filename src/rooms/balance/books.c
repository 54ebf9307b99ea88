#include "rooms/balance/books.h"

#include <string.h>
#include "base/id.h"
#include "core/evidence.h"
#include "core/register.h"
#include "db/db.h"
#include "rooms/balance/inside.h"

static const char *const survey_materials[] = {"ore", "waste", "all", "dump", NULL};

#define SETTING_FIELDS(key)                                                                                           \
	FIELD(struct balance_setting, mine, .flags = (key)),                                                          \
	FIELD(struct balance_setting, version, .min = 0, .max = INT64_MAX),                                           \
	FIELD(struct balance_setting, material, .flags = REQUIRED, .min = 1, .max = 40, .zh = "矿种", .en = "mineral"), \
	FIELD(struct balance_setting, density, .zh = "矿石体重（吨/立方米）", .en = "bank density of the ore, t/m³"), \
	FIELD(struct balance_setting, density_sigma, .zh = "体重标准差（%）", .en = "its standard deviation, %"),      \
	FIELD(struct balance_setting, density_source, .min = 0, .max = 200, .zh = "体重来源（储量核实报告文号、日期）", \
	      .en = "where it is from (reserves report: number, day)"),                                              \
	FIELD(struct balance_setting, waste_density, .zh = "剥离物体重（吨/立方米）", .en = "bank density of the waste, t/m³"), \
	FIELD(struct balance_setting, swell, .zh = "松散率（%）", .en = "swell, %"),                                  \
	FIELD(struct balance_setting, moisture, .zh = "含水率（%）", .en = "moisture, %"),                            \
	FIELD(struct balance_setting, loss, .zh = "损失率（%）", .en = "loss, %"),                                    \
	FIELD(struct balance_setting, strip, .zh = "剥采比（吨/吨）", .en = "waste a tonne of ore, t"),               \
	FIELD(struct balance_setting, powder_factor, .zh = "批准的炸药单耗（千克/立方米）", .en = "powder factor approved, kg/m³"), \
	FIELD(struct balance_setting, note, .min = 0, .max = 500, .zh = "备注", .en = "note")

#define SURVEY_FIELDS(key)                                                                                            \
	FIELD(struct balance_survey, id, .flags = (key)),                                                             \
	FIELD(struct balance_survey, mine, .flags = (key)),                                                           \
	FIELD(struct balance_survey, version, .min = 0, .max = INT64_MAX),                                            \
	FIELD(struct balance_survey, material, .flags = REQUIRED, .choices = survey_materials, .zh = "测的是什么", .en = "what was measured"), \
	FIELD(struct balance_survey, from_day, .flags = REQUIRED | DAY, .zh = "上期测量日", .en = "survey before"),   \
	FIELD(struct balance_survey, to_day, .flags = REQUIRED | DAY, .zh = "本期测量日", .en = "this survey"),       \
	FIELD(struct balance_survey, volume_m3, .flags = REQUIRED, .zh = "方量（立方米）", .en = "volume, m³"),       \
	FIELD(struct balance_survey, sigma_m3, .zh = "方量标准差（立方米）", .en = "its standard deviation, m³"),     \
	FIELD(struct balance_survey, density, .zh = "体重（吨/立方米）", .en = "density, t/m³"),                      \
	FIELD(struct balance_survey, density_sigma, .zh = "体重标准差（%）", .en = "its standard deviation, %"),      \
	FIELD(struct balance_survey, density_source, .min = 0, .max = 200, .zh = "体重来源（文号、日期）", .en = "where the density is from"), \
	FIELD(struct balance_survey, method, .min = 0, .max = 60, .zh = "测量方法", .en = "method"),                  \
	FIELD(struct balance_survey, surveyor, .min = 0, .max = 100, .zh = "测量单位", .en = "surveyed by"),          \
	FIELD(struct balance_survey, file, .min = 0, .max = 64, .zh = "测量报告", .en = "report"),                    \
	FIELD(struct balance_survey, note, .min = 0, .max = 500, .zh = "备注", .en = "note"),                         \
	FIELD(struct balance_survey, withdrawn, .min = 0, .max = 200, .zh = "作废原因", .en = "withdrawn because")

#define STOCK_FIELDS(key)                                                                                             \
	FIELD(struct balance_stock, id, .flags = (key)),                                                              \
	FIELD(struct balance_stock, mine, .flags = (key)),                                                            \
	FIELD(struct balance_stock, version, .min = 0, .max = INT64_MAX),                                             \
	FIELD(struct balance_stock, pile, .flags = REQUIRED, .min = 1, .max = 60, .zh = "料堆", .en = "pile"),        \
	FIELD(struct balance_stock, day, .flags = REQUIRED | DAY, .zh = "测量日", .en = "measured on"),               \
	FIELD(struct balance_stock, volume_m3, .flags = REQUIRED, .zh = "方量（立方米）", .en = "volume, m³"),        \
	FIELD(struct balance_stock, sigma_m3, .zh = "方量标准差（立方米）", .en = "its standard deviation, m³"),      \
	FIELD(struct balance_stock, loose_density, .zh = "松散密度（吨/立方米）", .en = "density as it lies, t/m³"),  \
	FIELD(struct balance_stock, file, .min = 0, .max = 64, .zh = "测量报告", .en = "report"),                     \
	FIELD(struct balance_stock, note, .min = 0, .max = 500, .zh = "备注", .en = "note"),                          \
	FIELD(struct balance_stock, withdrawn, .min = 0, .max = 200, .zh = "作废原因", .en = "withdrawn because")

#define REPORT_FIELDS(key)                                                                                            \
	FIELD(struct balance_report, id, .flags = (key)),                                                             \
	FIELD(struct balance_report, mine, .flags = (key)),                                                           \
	FIELD(struct balance_report, version, .min = 0, .max = INT64_MAX),                                            \
	FIELD(struct balance_report, month, .flags = REQUIRED, .min = 7, .max = 7, .zh = "月份（如 2023-09）", .en = "month (2023-09)"), \
	FIELD(struct balance_report, output_t, .flags = REQUIRED, .zh = "采出矿石（吨）", .en = "ore mined, t"),      \
	FIELD(struct balance_report, waste_t, .zh = "剥离量（吨）", .en = "waste, t"),                                \
	FIELD(struct balance_report, weighed_t, .zh = "过磅外运（吨，湿重）", .en = "weighed out, t as weighed"),      \
	FIELD(struct balance_report, explosive_kg, .zh = "炸药用量（千克）", .en = "explosives used, kg"),            \
	FIELD(struct balance_report, moisture, .zh = "当月含水率（%）", .en = "moisture of the month, %"),            \
	FIELD(struct balance_report, file, .min = 0, .max = 64, .zh = "报表", .en = "report"),                        \
	FIELD(struct balance_report, note, .min = 0, .max = 500, .zh = "备注", .en = "note")

#define RECORDS(name, FIELDS)                                                                                         \
	static const struct field name##_fields[] = {FIELDS(0)};                                                      \
	const struct record name##_record = RECORD(name, name##_fields);                                              \
	static const struct field name##_input_fields[] = {FIELDS(READ_ONLY)};                                        \
	const struct record name##_input_record = RECORD(name, name##_input_fields)
RECORDS(balance_setting, SETTING_FIELDS);
RECORDS(balance_survey, SURVEY_FIELDS);
RECORDS(balance_stock, STOCK_FIELDS);
RECORDS(balance_report, REPORT_FIELDS);

/* ---- reading ---- */

static const char *columns(struct cx *cx, const struct record *rec)
{
	struct buf b;
	buf_init(&b, cx->mem);
	for (size_t i = 0; i < rec->count; i++)
		buf_printf(&b, "%s%s", i ? ", " : "", rec->fields[i].name);
	return b.s;
}

static enum status read_all(struct cx *cx, const struct record *rec, int64_t mine, const char *order, struct list *out)
{
	return db_all(cx, rec, out,
		      arena_printf(cx->mem, "SELECT %s FROM %s WHERE county = $1 AND mine = $2 ORDER BY %s DESC, id DESC", columns(cx, rec),
				   rec->name, order), ARGS(V(cx->county), V(mine)));
}

enum status balance_surveys(struct cx *cx, int64_t mine, struct list *out)
{
	return read_all(cx, &balance_survey_record, mine, "to_day", out);
}

enum status balance_stocks(struct cx *cx, int64_t mine, struct list *out)
{
	return read_all(cx, &balance_stock_record, mine, "day", out);
}

enum status balance_reports(struct cx *cx, int64_t mine, struct list *out)
{
	return read_all(cx, &balance_report_record, mine, "month", out);
}

struct minerals {
	const char *minerals;
};
static const struct field minerals_fields[] = {FIELD(struct minerals, minerals)};
static const struct record minerals_record = RECORD(minerals, minerals_fields);

/* By what the register says is mined there. */
static enum status default_material(struct cx *cx, int64_t mine, const char **out)
{
	static const struct {
		const char *words, *material;
	} known[] = {{"菱镁", "magnesite"}, {"白云大理", "dolomitic_marble"}, {"大理", "marble"}, {"玉", "jade"}, {"铁", "iron"},
		     {"花岗", "granite"}, {"灰岩", "limestone"}, {"石灰", "limestone"}, {"白云", "dolomite"}, {"片麻", "gneiss"},
		     {"石英", "quartz"}, {"滑石", "talc"}};
	struct minerals m;
	TRY(db_one(cx, &minerals_record, &m, "SELECT minerals FROM mine WHERE county = $1 AND id = $2", ARGS(V(cx->county), V(mine))));
	*out = "other";
	for (size_t i = 0; i < sizeof known / sizeof *known && strcmp(*out, "other") == 0; i++)
		if (strstr(m.minerals, known[i].words))
			*out = known[i].material;
	return STATUS_OK;
}

enum status balance_setting_get(struct cx *cx, int64_t mine, struct balance_setting *out)
{
	struct list l;
	const char *material;
	TRY(db_all(cx, &balance_setting_record, &l,
		   arena_printf(cx->mem, "SELECT %s FROM balance_setting WHERE county = $1 AND mine = $2", columns(cx, &balance_setting_record)),
		   ARGS(V(cx->county), V(mine))));
	if (l.count) {
		*out = *(const struct balance_setting *)l.items;
		return STATUS_OK;
	}
	TRY(default_material(cx, mine, &material));
	*out = (struct balance_setting){.mine = mine, .material = material, .density_source = "", .note = ""};
	return STATUS_OK;
}

/* ---- writing ---- */

/* The values of a row's fields, in their order; a text that is missing is empty. */
static struct val *values(struct cx *cx, const struct record *rec, void *row)
{
	struct val *v = arena_array_of(cx->mem, struct val, rec->count);
	for (size_t i = 0; i < rec->count; i++) {
		const struct field *f = &rec->fields[i];
		void *at = (char *)row + f->offset;
		if (f->kind == KIND_TEXT && !*(const char **)at)
			*(const char **)at = "";
		v[i] = f->kind == KIND_TEXT ? V(*(const char **)at) : f->kind == KIND_REAL ? V(*(double *)at) : V(*(int64_t *)at);
	}
	return v;
}

/* A row as it shall be, its version being the one that was seen (0: there was none).  The statement changes nothing
 * where someone was faster, or where there is such a row already. */
static enum status keep(struct cx *cx, const struct record *rec, void *row, int64_t *version, int64_t item, const char *key)
{
	enum { MORE = 3 };
	int64_t seen = *version, changed;
	size_t n = rec->count;
	struct buf sql;
	buf_init(&sql, cx->mem);
	*version = seen + 1;
	struct val *v = arena_array_of(cx->mem, struct val, n + MORE);
	v[0] = V(cx->county);
	memcpy(v + 1, values(cx, rec, row), n * sizeof *v);
	v[n + 1] = V(item);
	v[n + 2] = V(seen);
	if (seen)
		buf_printf(&sql, "UPDATE %s SET ", rec->name);
	else
		buf_printf(&sql, "INSERT INTO %s (county, %s) VALUES ($1", rec->name, columns(cx, rec));
	for (size_t i = 0; i < n && seen; i++)
		buf_printf(&sql, "%s%s = $%zu", i ? ", " : "", rec->fields[i].name, i + 2);
	for (size_t i = 0; i < n && !seen; i++)
		buf_printf(&sql, ", $%zu", i + 2);
	if (seen)
		buf_printf(&sql, " WHERE county = $1 AND %s = $%zu AND version = $%zu", key, n + 2, n + MORE);
	else
		buf_puts(&sql, ") ON CONFLICT DO NOTHING");
	TRY(db_exec(cx, &changed, sql.s, (struct args){v, seen ? n + MORE : n + 1}));
	if (changed != 1)
		return cx_fail(cx, STATUS_CONFLICT, "someone else has changed it meanwhile: look at it again");
	return register_keep(cx, rec->name, item, *version, seen ? "change" : "create", rec, row);
}

static enum status in_bounds(struct cx *cx, const char *field, double x, double min, double max)
{
	return x >= min && x <= max ? STATUS_OK : cx_fail_field(cx, field, "must be from %g to %g", min, max);
}

static enum status not_to_come(struct cx *cx, const char *field, const char *day)
{
	char today[11];
	return strcmp(day, day_print(day_of(cx->now), today)) <= 0 ? STATUS_OK : cx_fail_field(cx, field, "lies in the future");
}

static enum status link_file(struct cx *cx, const char *kind, int64_t id, const char *file)
{
	if (!file || !*file)
		return STATUS_OK;
	enum status s = evidence_link(cx, kind, id, &(struct texts){.items = &file, .count = 1});
	if (s == STATUS_INVALID)
		cx->field = "file";
	return s;
}

static const char *month_of(struct cx *cx, const char *day)
{
	return arena_printf(cx->mem, "%.7s", day);
}

enum status balance_setting_put(struct cx *cx, int64_t mine, const struct balance_setting *in)
{
	struct balance_setting s = *in;
	struct balance_defaults d;
	struct balance_rock rock;
	s.mine = mine;
	TRY(in_bounds(cx, "density", s.density, 0, 10));
	TRY(in_bounds(cx, "density_sigma", s.density_sigma, 0, 30));
	TRY(in_bounds(cx, "waste_density", s.waste_density, 0, 10));
	TRY(in_bounds(cx, "swell", s.swell, 0, 200));
	TRY(in_bounds(cx, "moisture", s.moisture, 0, 50));
	TRY(in_bounds(cx, "loss", s.loss, 0, 80));
	TRY(in_bounds(cx, "strip", s.strip, 0, 100));
	TRY(in_bounds(cx, "powder_factor", s.powder_factor, 0, 5));
	if (s.density > 0 && !(s.density_source && *s.density_source))
		return cx_fail_field(cx, "density_source", "is needed where the density is not the default: the report's number and day");
	TRY(balance_defaults_of(cx, day_of(cx->now), &d));
	TRY(balance_rock_make(cx, &s, day_of(cx->now), &d, &rock));
	return keep(cx, &balance_setting_record, &s, &s.version, mine, "mine");
}

/* Two surveys of the same material over the same days would count its rock twice. */
static enum status no_overlap(struct cx *cx, const struct balance_survey *s)
{
	struct list l;
	if (*s->withdrawn)
		return STATUS_OK;
	TRY(balance_surveys(cx, s->mine, &l));
	const struct balance_survey *other = l.items;
	for (size_t i = 0; i < l.count; i++)
		if (other[i].id != s->id && !*other[i].withdrawn && strcmp(other[i].material, s->material) == 0 &&
		    strcmp(other[i].from_day, s->to_day) < 0 && strcmp(s->from_day, other[i].to_day) < 0)
			return cx_fail(cx, STATUS_CONFLICT, "a survey of these days is there already: %s to %s", other[i].from_day,
				       other[i].to_day);
	return STATUS_OK;
}

enum status balance_survey_put(struct cx *cx, int64_t mine, int64_t id, const struct balance_survey *in, const char **month)
{
	struct balance_survey s = *in;
	s.mine = mine;
	s.id = id ? id : id_new(cx);
	s.version = id ? in->version : 0;
	s.withdrawn = in->withdrawn ? in->withdrawn : "";
	if (strcmp(s.from_day, s.to_day) >= 0)
		return cx_fail_field(cx, "to_day", "must be after the survey before");
	TRY(not_to_come(cx, "to_day", s.to_day));
	TRY(in_bounds(cx, "volume_m3", s.volume_m3, 0, 1e9));
	TRY(in_bounds(cx, "sigma_m3", s.sigma_m3, 0, 1e9));
	TRY(in_bounds(cx, "density", s.density, 0, 10));
	TRY(in_bounds(cx, "density_sigma", s.density_sigma, 0, 30));
	TRY(no_overlap(cx, &s));
	TRY(keep(cx, &balance_survey_record, &s, &s.version, s.id, "id"));
	*month = month_of(cx, s.from_day);
	return link_file(cx, "balance_survey", s.id, s.file);
}

enum status balance_stock_put(struct cx *cx, int64_t mine, int64_t id, const struct balance_stock *in, const char **month)
{
	struct balance_stock s = *in;
	s.mine = mine;
	s.id = id ? id : id_new(cx);
	s.version = id ? in->version : 0;
	TRY(not_to_come(cx, "day", s.day));
	TRY(in_bounds(cx, "volume_m3", s.volume_m3, 0, 1e9));
	TRY(in_bounds(cx, "sigma_m3", s.sigma_m3, 0, 1e9));
	TRY(in_bounds(cx, "loose_density", s.loose_density, 0, 10));
	TRY(keep(cx, &balance_stock_record, &s, &s.version, s.id, "id"));
	*month = month_of(cx, s.day);
	return link_file(cx, "balance_stock", s.id, s.file);
}

enum status balance_report_put(struct cx *cx, int64_t mine, int64_t id, const struct balance_report *in, const char **month)
{
	struct balance_report r = *in;
	struct day first;
	r.mine = mine;
	r.id = id ? id : id_new(cx);
	r.version = id ? in->version : 0;
	if (!balance_month_read(r.month, &first))
		return cx_fail_field(cx, "month", "is not a month like 2023-09");
	TRY(not_to_come(cx, "month", arena_printf(cx->mem, "%s-01", r.month)));
	TRY(in_bounds(cx, "output_t", r.output_t, 0, 1e9));
	TRY(in_bounds(cx, "waste_t", r.waste_t, 0, 1e9));
	TRY(in_bounds(cx, "weighed_t", r.weighed_t, 0, 1e9));
	TRY(in_bounds(cx, "explosive_kg", r.explosive_kg, 0, 1e8));
	TRY(in_bounds(cx, "moisture", r.moisture, 0, 50));
	enum status s = keep(cx, &balance_report_record, &r, &r.version, r.id, "id");
	if (s == STATUS_CONFLICT && !id) {
		cx_forget(cx);
		return cx_fail(cx, STATUS_CONFLICT, "this month is reported already: change that report");
	}
	TRY(s);
	*month = r.month;
	return link_file(cx, "balance_report", r.id, r.file);
}
