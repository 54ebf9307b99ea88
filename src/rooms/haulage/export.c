/* export.c - tickets as a spreadsheet. */
#include "core/listing_api.h"
#include "rooms/haulage/haulage_inside.h"

static const char *signs(struct cx *cx, const void *row)
{
	struct texts all = haulage_signs(cx, ((const struct haulage_ticket *)row)->flags);
	struct buf b;
	buf_init(&b, cx->mem);
	for (size_t i = 0; i < all.count; i++)
		buf_printf(&b, "%s%s", i ? "；" : "", all.items[i]);
	return b.s;
}

#define AT(member) offsetof(struct haulage_ticket, member)
static const struct listing_column columns[] = {
	{"磅单号", "no.", LISTING_TEXT, 20, AT(no)},
	{"时间", "time", LISTING_MOMENT, 20, AT(at)},
	{"矿山", "mine", LISTING_TEXT, 20, AT(mine_name)},
	{"衡器", "scale", LISTING_TEXT, 20, AT(scale_name)},
	{"方向", "direction", LISTING_WORD, 8, AT(direction)},
	{"车牌号", "plate", LISTING_TEXT, 12, AT(plate)},
	{"驾驶员", "driver", LISTING_TEXT, 10, AT(driver_name)},
	{"运输企业", "carrier", LISTING_TEXT, 24, AT(carrier_name)},
	{"货名", "cargo", LISTING_TEXT, 12, AT(cargo)},
	{"收货单位", "receiver", LISTING_TEXT, 24, AT(receiver)},
	{"毛重（千克）", "gross kg", LISTING_COUNT, 12, AT(gross_kg)},
	{"皮重（千克）", "tare kg", LISTING_COUNT, 12, AT(tare_kg)},
	{"净重（千克）", "net kg", LISTING_COUNT, 12, AT(net_kg)},
	{"限值（千克）", "limit kg", LISTING_COUNT, 12, AT(limit_kg)},
	{"超限（千克）", "over kg", LISTING_COUNT, 12, AT(over_kg)},
	{"判定", "result", LISTING_WORD, 10, AT(result)},
	{"放行", "gate", LISTING_WORD, 8, AT(decision)},
	{"异常", "signs", LISTING_SAID, 40, 0},
};

static const struct listing_word labels[] = {
	{"out", "出矿", "out"}, {"in", "进矿", "in"}, {"pass", "过站", "pass"}, {"ok", "未超", "within"}, {"warning", "警告", "warning"},
	{"fine", "罚款", "fine"}, {"exempt", "不认定", "exempt"}, {"unknown", "不详", "not known"}, {"open", "放行", "open"}, {"closed", "不放行", "closed"}, {0},
};

static enum status read(struct cx *cx, const void *query, struct list *out, int64_t *next)
{
	return haulage_ticket_list(cx, query, out, next);
}

const struct listing haulage_ticket_listing = {
	.zh = "称重记录", .en = "weighings", .file = "weighings.xlsx", .file_zh = "称重记录.xlsx", .query = &haulage_ticket_query_record,
	.row = &haulage_ticket_record, .read = read, .columns = columns, .count = sizeof columns / sizeof *columns, .words = labels, .say = signs,
};
