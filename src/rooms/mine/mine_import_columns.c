/* mine_import_columns.c - which column of a list says what. */
#include "rooms/mine/mine_import.h"

#include <ctype.h>
#include <string.h>

const char *const import_field_names[IMPORT_FIELDS] = {
	[IMPORT_CODE] = "code", [IMPORT_NAME] = "name", [IMPORT_NAME_ALSO] = "name", [IMPORT_KIND] = "kind",
	[IMPORT_MINERALS] = "minerals", [IMPORT_ENTERPRISE] = "enterprise", [IMPORT_OWNERS] = "owners", [IMPORT_TOWN] = "town",
	[IMPORT_INDUSTRY] = "industry", [IMPORT_LON] = "lon", [IMPORT_LAT] = "lat", [IMPORT_COORDINATES] = "coordinates",
	[IMPORT_SCALE] = "scale_t", [IMPORT_WORKERS] = "workers", [IMPORT_STARTED] = "started_on", [IMPORT_ENDED] = "ended_on",
	[IMPORT_LISTED] = "listed_state", [IMPORT_NOTE] = "note", [IMPORT_LICENCE] = "licence", [IMPORT_AREA] = "stated_km2",
	[IMPORT_FEATURE] = "feature",
};

/* Headers without blanks and without their unit, small letters; the words of one field in the order of preference where
 * a list has several of them. */
static const struct {
	enum import_field field;
	const char *words[16];
} known[] = {
	{IMPORT_CODE, {"编号", "矿山编号", "矿山编码", "编码", "代码", "统一编号", "code", "id", "mine_id", "mineid", "number", "gem-asset-id"}},
	{IMPORT_NAME, {"矿山名称", "名称", "矿名", "矿山", "尾矿库名称", "项目名称", "name", "mine", "mine_name", "minename", "mine-name",
		       "name-(other-language)"}},
	{IMPORT_NAME_ALSO, {"英文名称", "name-(english)", "name_en", "english-name"}},
	{IMPORT_KIND, {"类型", "矿山类型", "开采方式", "开采方法", "类别", "kind", "type", "mine-type", "mine_type", "mining-method"}},
	{IMPORT_MINERALS, {"矿种", "开采矿种", "主采矿种", "开采主矿种", "矿产", "矿产名称", "minerals", "mineral", "commodity", "main-mineral"}},
	{IMPORT_ENTERPRISE, {"企业名称", "企业", "采矿权人", "所属企业", "矿山企业", "矿山企业名称", "生产经营单位", "enterprise", "company", "operator"}},
	{IMPORT_OWNERS, {"股权", "股权结构", "股东", "所有者", "权属", "业主", "owner", "owners"}},
	{IMPORT_TOWN, {"所在乡镇", "乡镇", "所属乡镇", "所在乡镇街道", "乡镇街道", "所在镇", "属地", "town", "township"}},
	{IMPORT_INDUSTRY, {"行业主管部门", "主管部门", "行业部门", "industry", "industry-department"}},
	{IMPORT_LON, {"经度", "中心点经度", "东经", "坐标y", "横坐标", "lon", "lng", "long", "longitude", "x", "east"}},
	{IMPORT_LAT, {"纬度", "中心点纬度", "北纬", "坐标x", "纵坐标", "lat", "latitude", "y", "north"}},
	{IMPORT_COORDINATES, {"坐标", "经纬度", "位置坐标", "中心坐标", "coordinates", "location"}},
	{IMPORT_SCALE, {"生产规模", "设计规模", "设计生产规模", "设计生产能力", "生产能力", "核定产能", "产能", "规模", "scale", "scale_t",
			"capacity", "design-capacity", "design-scale"}},
	{IMPORT_WORKERS, {"从业人数", "职工人数", "从业人员", "人数", "员工数", "workers", "employees", "workforce"}},
	{IMPORT_STARTED, {"投产日期", "投产时间", "建成时间", "开工日期", "started_on", "start-date", "start_date", "opening-year"}},
	{IMPORT_ENDED, {"关闭日期", "关闭时间", "闭坑日期", "ended_on", "end-date", "closing-year", "closed_on"}},
	{IMPORT_LISTED, {"状态", "生产状态", "运行状态", "status"}},
	{IMPORT_NOTE, {"备注", "说明", "note", "remarks"}},
	{IMPORT_LICENCE, {"采矿许可证号", "采矿许可证", "许可证号", "采矿证号", "证号", "licence", "licence_no", "licence-number", "license"}},
	{IMPORT_AREA, {"矿区面积", "登记面积", "面积", "stated_area_km2", "stated_km2", "area_km2", "area"}},
	{IMPORT_FEATURE, {"要素", "要素类型", "feature"}},
};

/* What a unit makes of a number. */
static const struct {
	enum import_field field;
	const char *unit;
	double factor;
} units[] = {
	{IMPORT_SCALE, "万吨", 1e4}, {IMPORT_SCALE, "万t", 1e4}, {IMPORT_SCALE, "mtpa", 1e6}, {IMPORT_SCALE, "ttpa", 1e3},
	{IMPORT_SCALE, "ktpa", 1e3}, {IMPORT_SCALE, "千吨", 1e3}, {IMPORT_SCALE, "吨", 1}, {IMPORT_SCALE, "t/a", 1},
	{IMPORT_AREA, "公顷", 0.01}, {IMPORT_AREA, "hm", 0.01}, {IMPORT_AREA, "亩", 1 / 1500.0}, {IMPORT_AREA, "平方米", 1e-6},
	{IMPORT_AREA, "m²", 1e-6}, {IMPORT_AREA, "m2", 1e-6},
};

/* Small letters, no blanks, brackets of one width. */
static char *normal(struct cx *cx, const char *s)
{
	char *out = arena_alloc(cx->mem, strlen(s) + 1), *to = out;
	for (; *s; s++) {
		if (strncmp(s, "（", 3) == 0 || strncmp(s, "）", 3) == 0) {
			*to++ = strncmp(s, "（", 3) == 0 ? '(' : ')';
			s += 2;
		} else if (!isspace((unsigned char)*s)) {
			*to++ = (char)tolower((unsigned char)*s);
		}
	}
	return out;
}

static enum import_field find(const char *word)
{
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		for (size_t k = 0; k < 16 && known[i].words[k]; k++)
			if (strcmp(known[i].words[k], word) == 0)
				return known[i].field;
	return IMPORT_NONE;
}

struct import_column import_column_of(struct cx *cx, const char *header)
{
	char *word = normal(cx, header), *bracket = strchr(word, '('), *unit = word;
	struct import_column c = {find(word), 1};
	if (!c.field && bracket) {
		*bracket = '\0';
		unit = bracket + 1;
		while (bracket > word && (bracket[-1] == '-' || bracket[-1] == '_'))
			*--bracket = '\0';
		c.field = find(word);
	}
	/* "area" in square metres would be said: km² contains m² and must not be taken for it. */
	if (c.field == IMPORT_AREA && (strstr(unit, "km") || strstr(unit, "平方公里") || strstr(unit, "平方千米")))
		return c;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (units[i].field == c.field && strstr(unit, units[i].unit)) {
			c.factor = units[i].factor;
			break;
		}
	return c;
}
