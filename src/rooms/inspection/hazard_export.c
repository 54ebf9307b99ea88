#include "rooms/inspection/hazard_export.h"

#include "rooms/inspection/hazard.h"

static const struct listing_column columns[] = {
	{"矿山", "mine", LISTING_TEXT, 24, offsetof(struct hazard, mine_name)},
	{"乡镇", "town", LISTING_TEXT, 16, offsetof(struct hazard, town_name)},
	{"企业", "enterprise", LISTING_TEXT, 24, offsetof(struct hazard, enterprise_name)},
	{"行业主管部门", "department", LISTING_TEXT, 20, offsetof(struct hazard, industry_name)},
	{"级别", "level", LISTING_WORD, 8, offsetof(struct hazard, level)},
	{"判定条款", "criterion", LISTING_TEXT, 10, offsetof(struct hazard, criterion)},
	{"部位", "place", LISTING_TEXT, 16, offsetof(struct hazard, place)},
	{"隐患", "hazard", LISTING_TEXT, 48, offsetof(struct hazard, text)},
	{"状态", "state", LISTING_STATE, 14, offsetof(struct hazard, row.state)},
	{"发现日期", "found", LISTING_DAY, 12, offsetof(struct hazard, found_on)},
	{"检查单位", "found by", LISTING_TEXT, 20, offsetof(struct hazard, found_org_name)},
	{"指令书文号", "order", LISTING_TEXT, 18, offsetof(struct hazard, no)},
	{"送达日期", "served", LISTING_DAY, 12, offsetof(struct hazard, served_on)},
	{"整改期限", "due", LISTING_DAY, 12, offsetof(struct hazard, due)},
	{"责任人", "responsible", LISTING_TEXT, 12, offsetof(struct hazard, fix_person)},
	{"挂牌日期", "listed", LISTING_DAY, 12, offsetof(struct hazard, listed_on)},
	{"整改完成日期", "rectified", LISTING_DAY, 12, offsetof(struct hazard, rectified_on)},
	{"返工次数", "re-rectified", LISTING_COUNT, 9, offsetof(struct hazard, repeats)},
	{"延期次数", "extensions", LISTING_COUNT, 9, offsetof(struct hazard, extensions)},
	{"处罚次数", "penalties", LISTING_COUNT, 9, offsetof(struct hazard, penalties)},
	{"销号日期", "closed", LISTING_DAY, 12, offsetof(struct hazard, ended_on)},
};

static const struct listing_word levels[] = {{"major", "重大", "major"}, {"general", "一般", "general"}, {0}};

static enum status each_hazard(struct cx *cx, const void *query, int64_t most, listing_row *row, void *arg)
{
	return hazard_list_each(cx, query, most, row, arg);
}

const struct listing hazard_listing = {
	.zh = "隐患", .en = "hazards", .file = "hazards.xlsx", .columns = columns, .count = sizeof columns / sizeof *columns, .flow = &hazard_flow,
	.words = levels, .each = each_hazard,
};
