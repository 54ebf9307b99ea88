#include "rooms/explosive/listings_api.h"

#include <string.h>
#include "rooms/explosive/blast.h"
#include "rooms/explosive/explosive.h"
#include "rooms/explosive/market.h"
#include "rooms/explosive/permit.h"
#include "rooms/explosive/regulation.h"

/* A list's reader, its columns and what else there is, under one name. */
#define READER(type, call)                                                                                             \
	static enum status read_##type(struct cx *cx, const void *query, struct list *out, int64_t *next)              \
	{                                                                                                              \
		return call(cx, (const struct type##_query *)query, out, next);                                        \
	}
#define COLUMNS_OF(type)                                                                                               \
	.columns = type##_columns, .count = sizeof type##_columns / sizeof *type##_columns, .read = read_##type,       \
	.query = &type##_query_record

static const struct listing_word words_of[] = {
	{"production", "生产爆破", "production"},
	{"stripping", "剥离", "stripping"},
	{"road", "修路", "road"},
	{"development", "基建", "development"},
	{"other", "其他", "other"},
	{"ore", "矿石", "ore"},
	{"rock", "岩石", "rock"},
	{"day", "白班", "day shift"},
	{"night", "夜班", "night shift"},
	{"opening", "期初盘入", "opening stock"},
	{"dispatch", "发运", "dispatched"},
	{"receive", "入库", "received"},
	{"issue", "发放", "issued"},
	{"return", "清退", "returned"},
	{"use", "使用", "used"},
	{"destroy", "销毁", "destroyed"},
	{"lose", "丢失", "lost"},
	{"find", "找回", "found again"},
	{"give_back", "退供应商", "given back"},
	{"count", "清点", "counted"},
	{0},
};

/* ---- permits ---- */

READER(quota, quota_list)
static const struct listing_column quota_columns[] = {
	{"矿山", "mine", LISTING_TEXT, 22, offsetof(struct quota, mine_name)},
	{"年度", "year", LISTING_COUNT, 8, offsetof(struct quota, year)},
	{"计划采出矿石量（吨）", "ore planned, t", LISTING_REAL, 14, offsetof(struct quota, planned_t)},
	{"计划量依据", "source of the plan", LISTING_TEXT, 30, offsetof(struct quota, planned_source)},
	{"矿石单耗（千克/立方米）", "powder factor in ore, kg/m³", LISTING_REAL, 12, offsetof(struct quota, ore_q)},
	{"岩石单耗（千克/立方米）", "powder factor in rock, kg/m³", LISTING_REAL, 12, offsetof(struct quota, rock_q)},
	{"剥采比（吨/吨）", "stripping ratio, t/t", LISTING_REAL, 10, offsetof(struct quota, strip_ratio)},
	{"系数 k", "factor k", LISTING_REAL, 8, offsetof(struct quota, k)},
	{"年度炸药（千克）", "explosive a year, kg", LISTING_REAL, 14, offsetof(struct quota, kg_year)},
	{"每吨矿石（千克）", "kg per tonne", LISTING_REAL, 10, offsetof(struct quota, kg_per_t)},
	{"年度雷管（发）", "detonators a year", LISTING_COUNT, 12, offsetof(struct quota, detonators)},
	{"状态", "state", LISTING_STATE, 14, offsetof(struct quota, row.state)},
	{"会签人", "signed by", LISTING_TEXT, 12, offsetof(struct quota, signed_name)},
	{"批准人", "approved by", LISTING_TEXT, 12, offsetof(struct quota, approved_name)},
	{"批准时间", "approved at", LISTING_TIME, 18, offsetof(struct quota, approved_at)},
};
const struct listing quota_listing = {.zh = "民爆额度",
				      .en = "quotas",
				      .file = "quotas.xlsx",
				      .row = &quota_record,
				      .flow = &quota_flow,
				      COLUMNS_OF(quota)};

static bool is_overridden(const void *row)
{
	return ((const struct purchase *)row)->overridden;
}

READER(purchase, purchase_list)
static const struct listing_column purchase_columns[] = {
	{"编号", "number", LISTING_TEXT, 16, offsetof(struct purchase, no)},
	{"矿山", "mine", LISTING_TEXT, 22, offsetof(struct purchase, mine_name)},
	{"储存库", "magazine", LISTING_TEXT, 12, offsetof(struct purchase, magazine_name)},
	{"销售企业", "dealer", LISTING_TEXT, 24, offsetof(struct purchase, supplier_name)},
	{"用途", "purpose", LISTING_WORD, 12, offsetof(struct purchase, purpose)},
	{"用途说明", "use", LISTING_TEXT, 30, offsetof(struct purchase, use_text)},
	{"乳化炸药（千克）", "emulsion, kg", LISTING_COUNT, 12, offsetof(struct purchase, emulsion_kg)},
	{"铵油炸药（千克）", "ANFO, kg", LISTING_COUNT, 12, offsetof(struct purchase, anfo_kg)},
	{"雷管（发）", "detonators", LISTING_COUNT, 10, offsetof(struct purchase, detonators)},
	{"导爆索（米）", "cord, m", LISTING_COUNT, 10, offsetof(struct purchase, cord_m)},
	{"状态", "state", LISTING_STATE, 12, offsetof(struct purchase, row.state)},
	{"申请日期", "applied", LISTING_TEXT, 12, offsetof(struct purchase, applied_on)},
	{"办理期限", "due", LISTING_TEXT, 12, offsetof(struct purchase, due)},
	{"决定日期", "decided", LISTING_TEXT, 12, offsetof(struct purchase, decided_on)},
	{"不予许可理由", "why refused", LISTING_TEXT, 40, offsetof(struct purchase, reason)},
	{"单价（元/吨）", "price, yuan a tonne", LISTING_FEN, 12, offsetof(struct purchase, price_fen)},
	{"特批", "overridden", LISTING_YES, 8, offsetof(struct purchase, overridden)},
	{"特批人", "overridden by", LISTING_TEXT, 12, offsetof(struct purchase, override_name)},
	{"特批理由", "reason of the override", LISTING_TEXT, 40, offsetof(struct purchase, override_reason)},
	{"特批时未通过的条件", "conditions not met", LISTING_TEXT, 50, offsetof(struct purchase, override_failed)},
};
const struct listing purchase_listing = {.zh = "购买许可",
					 .en = "permits",
					 .file = "purchase-permits.xlsx",
					 .row = &purchase_record,
					 .flow = &purchase_flow,
					 .words = words_of,
					 .stands_out = is_overridden,
					 COLUMNS_OF(purchase)};

READER(transport, transport_list)
static const struct listing_column transport_columns[] = {
	{"编号", "number", LISTING_TEXT, 16, offsetof(struct transport, no)},
	{"购买许可", "purchase permit", LISTING_TEXT, 16, offsetof(struct transport, purchase_no)},
	{"矿山", "mine", LISTING_TEXT, 22, offsetof(struct transport, mine_name)},
	{"储存库", "magazine", LISTING_TEXT, 12, offsetof(struct transport, magazine_name)},
	{"承运人", "carrier", LISTING_TEXT, 24, offsetof(struct transport, carrier)},
	{"车牌", "plate", LISTING_TEXT, 12, offsetof(struct transport, vehicle)},
	{"驾驶员", "driver", LISTING_TEXT, 10, offsetof(struct transport, driver)},
	{"押运员", "escort", LISTING_TEXT, 10, offsetof(struct transport, escort)},
	{"起点", "from", LISTING_TEXT, 20, offsetof(struct transport, from_place)},
	{"路线", "route", LISTING_TEXT, 30, offsetof(struct transport, route)},
	{"乳化炸药（千克）", "emulsion, kg", LISTING_COUNT, 12, offsetof(struct transport, emulsion_kg)},
	{"铵油炸药（千克）", "ANFO, kg", LISTING_COUNT, 12, offsetof(struct transport, anfo_kg)},
	{"雷管（发）", "detonators", LISTING_COUNT, 10, offsetof(struct transport, detonators)},
	{"导爆索（米）", "cord, m", LISTING_COUNT, 10, offsetof(struct transport, cord_m)},
	{"状态", "state", LISTING_STATE, 12, offsetof(struct transport, row.state)},
	{"申请日期", "applied", LISTING_TEXT, 12, offsetof(struct transport, applied_on)},
	{"有效期止", "valid to", LISTING_TEXT, 12, offsetof(struct transport, valid_to)},
	{"发运时间", "departed", LISTING_TIME, 18, offsetof(struct transport, departed_at)},
	{"运达日期", "arrived", LISTING_TEXT, 12, offsetof(struct transport, arrived_on)},
	{"应交回日期", "to be returned by", LISTING_TEXT, 12, offsetof(struct transport, return_by)},
	{"交回日期", "returned", LISTING_TEXT, 12, offsetof(struct transport, returned_on)},
};
const struct listing transport_listing = {.zh = "运输许可",
					  .en = "transports",
					  .file = "transport-permits.xlsx",
					  .row = &transport_record,
					  .flow = &transport_flow,
					  COLUMNS_OF(transport)};

READER(month, month_list)
static const struct listing_column month_columns[] = {
	{"矿山", "mine", LISTING_TEXT, 22, offsetof(struct month, mine_name)},
	{"月份", "month", LISTING_TEXT, 10, offsetof(struct month, month)},
	{"状态", "state", LISTING_STATE, 12, offsetof(struct month, row.state)},
	{"报送时间", "handed in", LISTING_TIME, 18, offsetof(struct month, submitted_at)},
	{"结账时间", "closed", LISTING_TIME, 18, offsetof(struct month, closed_at)},
	{"说明", "note", LISTING_TEXT, 40, offsetof(struct month, note)},
};
const struct listing month_listing = {.zh = "月度对账",
				      .en = "months",
				      .file = "explosives-months.xlsx",
				      .row = &month_record,
				      .flow = &month_flow,
				      COLUMNS_OF(month)};

/* ---- magazines ---- */

READER(magazine, magazine_page)
static const struct listing_column magazine_columns[] = {
	{"矿山", "mine", LISTING_TEXT, 22, offsetof(struct magazine, mine_name)},
	{"库名", "name", LISTING_TEXT, 14, offsetof(struct magazine, name)},
	{"核定炸药（千克）", "explosive allowed, kg", LISTING_GRAMS, 14, offsetof(struct magazine, explosive_g)},
	{"核定雷管（发）", "detonators allowed", LISTING_COUNT, 12, offsetof(struct magazine, detonators)},
	{"核定导爆索（米）", "cord allowed, m", LISTING_COUNT, 12, offsetof(struct magazine, cord_m)},
	{"安全评价报告", "evaluation report", LISTING_TEXT, 24, offsetof(struct magazine, evaluation)},
	{"评价日期", "evaluated on", LISTING_TEXT, 12, offsetof(struct magazine, evaluated_on)},
	{"有效期止", "valid to", LISTING_TEXT, 12, offsetof(struct magazine, valid_to)},
	{"停用日期", "closed on", LISTING_TEXT, 12, offsetof(struct magazine, closed_on)},
};
const struct listing magazine_listing = {
	.zh = "民爆库", .en = "magazines", .file = "magazines.xlsx", .row = &magazine_record, COLUMNS_OF(magazine)};

static bool does_not_count(const void *row)
{
	return !((const struct journal_entry *)row)->counts;
}

READER(journal, journal_list)
static const struct listing_column journal_columns[] = {
	{"时间", "at", LISTING_TIME, 18, offsetof(struct journal_entry, at)},
	{"矿山", "mine", LISTING_TEXT, 22, offsetof(struct journal_entry, mine_name)},
	{"储存库", "magazine", LISTING_TEXT, 14, offsetof(struct journal_entry, magazine_name)},
	{"事项", "what", LISTING_WORD, 12, offsetof(struct journal_entry, kind)},
	{"领取人", "person", LISTING_TEXT, 12, offsetof(struct journal_entry, person)},
	{"签名人", "signers", LISTING_TEXT, 24, offsetof(struct journal_entry, signers)},
	{"原文", "text", LISTING_TEXT, 80, offsetof(struct journal_entry, body)},
	{"设备", "device", LISTING_TEXT, 18, offsetof(struct journal_entry, device)},
	{"序号", "no. on the device", LISTING_COUNT, 8, offsetof(struct journal_entry, seq)},
	{"计入账", "counts", LISTING_YES, 8, offsetof(struct journal_entry, counts)},
	{"收到时间", "received", LISTING_TIME, 18, offsetof(struct journal_entry, received_at)},
	{"摘要值", "hash", LISTING_TEXT, 66, offsetof(struct journal_entry, hash)},
};
const struct listing journal_listing = {.zh = "流水",
					.en = "journal",
					.file = "journal.xlsx",
					.row = &journal_entry_record,
					.words = words_of,
					.stands_out = does_not_count,
					COLUMNS_OF(journal)};

static bool still_holds(const void *row)
{
	return ((const struct explosive_alert *)row)->holds;
}

READER(alert, alert_list)
static const struct listing_column alert_columns[] = {
	{"警报", "alert", LISTING_TEXT, 60, offsetof(struct explosive_alert, text)},
	{"矿山", "mine", LISTING_TEXT, 22, offsetof(struct explosive_alert, mine_name)},
	{"储存库", "magazine", LISTING_TEXT, 14, offsetof(struct explosive_alert, magazine_name)},
	{"时间", "since", LISTING_TIME, 18, offsetof(struct explosive_alert, since)},
	{"仍成立", "still holds", LISTING_YES, 8, offsetof(struct explosive_alert, holds)},
	{"状态", "state", LISTING_STATE, 12, offsetof(struct explosive_alert, row.state)},
	{"核查情况", "finding", LISTING_TEXT, 50, offsetof(struct explosive_alert, finding)},
	{"办结时间", "ended", LISTING_TIME, 18, offsetof(struct explosive_alert, ended_at)},
};
const struct listing alert_listing = {.zh = "民爆警报",
				      .en = "alerts",
				      .file = "explosives-alerts.xlsx",
				      .row = &explosive_alert_record,
				      .flow = &explosive_alert_flow,
				      .stands_out = still_holds,
				      COLUMNS_OF(alert)};

READER(blast, blast_list)
static const struct listing_column blast_columns[] = {
	{"编号", "number", LISTING_TEXT, 16, offsetof(struct blast, no)},
	{"矿山", "mine", LISTING_TEXT, 22, offsetof(struct blast, mine_name)},
	{"日期", "day", LISTING_TEXT, 12, offsetof(struct blast, day)},
	{"班次", "shift", LISTING_WORD, 8, offsetof(struct blast, shift)},
	{"部位", "place", LISTING_TEXT, 20, offsetof(struct blast, place)},
	{"对象", "material", LISTING_WORD, 8, offsetof(struct blast, material)},
	{"爆破员", "blaster", LISTING_TEXT, 10, offsetof(struct blast, blaster)},
	{"炮孔", "holes", LISTING_COUNT, 8, offsetof(struct blast, holes)},
	{"孔径（毫米）", "diameter, mm", LISTING_COUNT, 10, offsetof(struct blast, hole_mm)},
	{"孔深（米）", "depth, m", LISTING_REAL, 8, offsetof(struct blast, depth_m)},
	{"填塞（米）", "stemming, m", LISTING_REAL, 8, offsetof(struct blast, stemming_m)},
	{"设计装药量（千克）", "charge designed, kg", LISTING_REAL, 12, offsetof(struct blast, plan_kg)},
	{"设计雷管（发）", "detonators designed", LISTING_COUNT, 10, offsetof(struct blast, plan_detonators)},
	{"最大单段（千克）", "charge at once, kg", LISTING_REAL, 10, offsetof(struct blast, delay_kg)},
	{"振动允许（千克）", "allowed by vibration, kg", LISTING_REAL, 10, offsetof(struct blast, allowed_kg)},
	{"状态", "state", LISTING_STATE, 10, offsetof(struct blast, row.state)},
	{"起爆时间", "fired", LISTING_TIME, 18, offsetof(struct blast, fired_at)},
	{"爆破方量（立方米）", "volume, m³", LISTING_REAL, 12, offsetof(struct blast, broken_m3)},
	{"实用炸药（千克）", "used, kg", LISTING_REAL, 12, offsetof(struct blast, used_kg)},
	{"实用雷管（发）", "detonators used", LISTING_COUNT, 10, offsetof(struct blast, used_detonators)},
	{"实际单耗（千克/立方米）", "powder factor, kg/m³", LISTING_REAL, 12, offsetof(struct blast, q)},
	{"盲炮", "misfires", LISTING_COUNT, 8, offsetof(struct blast, misfires)},
};
const struct listing blast_listing = {.zh = "爆破",
				      .en = "blasts",
				      .file = "blasts.xlsx",
				      .row = &blast_record,
				      .flow = &blast_flow,
				      .words = words_of,
				      COLUMNS_OF(blast)};

/* ---- the market, the rules ---- */

READER(supplier, supplier_list)
static const struct listing_column supplier_columns[] = {
	{"销售企业", "dealer", LISTING_TEXT, 30, offsetof(struct supplier, name)},
	{"销售许可证号", "licence", LISTING_TEXT, 24, offsetof(struct supplier, licence)},
	{"有效期止", "valid to", LISTING_TEXT, 12, offsetof(struct supplier, valid_to)},
	{"县外企业", "from outside", LISTING_YES, 10, offsetof(struct supplier, outside)},
	{"停止经营日期", "ended on", LISTING_TEXT, 12, offsetof(struct supplier, ended_on)},
};
const struct listing supplier_listing = {
	.zh = "销售企业", .en = "dealers", .file = "dealers.xlsx", .row = &supplier_record, COLUMNS_OF(supplier)};

READER(regulation, regulation_list)
static const struct listing_column regulation_columns[] = {
	{"标题", "title", LISTING_TEXT, 40, offsetof(struct regulation, title)},
	{"版次", "edition", LISTING_COUNT, 8, offsetof(struct regulation, edition)},
	{"状态", "state", LISTING_STATE, 16, offsetof(struct regulation, row.state)},
	{"征求意见截止", "comments until", LISTING_TEXT, 12, offsetof(struct regulation, comment_until)},
	{"审查文号", "review no.", LISTING_TEXT, 20, offsetof(struct regulation, review_no)},
	{"审阅日期", "read on", LISTING_TEXT, 12, offsetof(struct regulation, read_on)},
	{"文号", "document no.", LISTING_TEXT, 24, offsetof(struct regulation, doc_no)},
	{"印发日期", "issued on", LISTING_TEXT, 12, offsetof(struct regulation, issued_on)},
	{"施行日期", "in force from", LISTING_TEXT, 12, offsetof(struct regulation, valid_from)},
	{"废止日期", "until", LISTING_TEXT, 12, offsetof(struct regulation, valid_to)},
};
const struct listing regulation_listing = {.zh = "管理办法",
					   .en = "rules",
					   .file = "explosives-rules.xlsx",
					   .row = &regulation_record,
					   .flow = &regulation_flow,
					   COLUMNS_OF(regulation)};
