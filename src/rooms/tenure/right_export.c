#include "rooms/tenure/right_export.h"

#include "rooms/tenure/right.h"

static const struct listing_column columns[] = {
	{"许可证号", "number", LISTING_TEXT, 26, offsetof(struct right, licence.number)},
	{"矿山名称", "mine", LISTING_TEXT, 24, offsetof(struct right, mine_name)},
	{"矿业权人", "holder", LISTING_TEXT, 28, offsetof(struct right, licence.holder)},
	{"统一社会信用代码", "credit code", LISTING_TEXT, 22, offsetof(struct right, credit_code)},
	{"乡镇", "town", LISTING_TEXT, 14, offsetof(struct right, town_name)},
	{"主矿种", "main mineral", LISTING_TEXT, 12, offsetof(struct right, main_mineral)},
	{"开采矿种", "minerals", LISTING_TEXT, 20, offsetof(struct right, licence.minerals)},
	{"生产规模（吨/年）", "scale, t a year", LISTING_COUNT, 14, offsetof(struct right, licence.scale_t)},
	{"登记面积（平方公里）", "stated area, km²", LISTING_REAL, 12, offsetof(struct right, licence.stated_km2)},
	{"上限标高（米）", "top, m", LISTING_REAL, 10, offsetof(struct right, licence.top_m)},
	{"下限标高（米）", "bottom, m", LISTING_REAL, 10, offsetof(struct right, licence.bottom_m)},
	{"有效期起", "from", LISTING_DAY, 12, offsetof(struct right, licence.valid_from)},
	{"有效期止", "until", LISTING_DAY, 12, offsetof(struct right, licence.valid_to)},
	{"状态", "standing", LISTING_WORD, 12, offsetof(struct right, standing)},
	{"剩余天数", "days left", LISTING_COUNT, 10, offsetof(struct right, days_left)},
	{"发证机关", "issuer", LISTING_TEXT, 24, offsetof(struct right, licence.issuer)},
	{"发证日期", "issued on", LISTING_DAY, 12, offsetof(struct right, licence.issued_on)},
	{"深加工", "deep processing", LISTING_TEXT, 24, offsetof(struct right, deep)},
	{"产业链", "industrial chain", LISTING_TEXT, 24, offsetof(struct right, chain)},
};

static const struct listing_word standings[] = {
	{"valid", "有效", "in force"}, {"soon", "即将到期", "runs out soon"}, {"red", "逾期未申请延续", "not asked to renew"}, {"lapsed", "已失效", "lapsed"},
	{"withdrawn", "已吊销", "withdrawn"}, {"renewed", "已延续", "renewed"}, {"later", "未生效", "not begun"}, {0},
};

static enum status each_right(struct cx *cx, const void *query, int64_t most, listing_row *row, void *arg)
{
	enum { PAGE = 200 };
	struct right_query q = *(const struct right_query *)query;
	q.limit = PAGE;
	q.total = false;
	do {
		struct right_page page;
		TRY(right_list(cx, &q, &page));
		const struct right *r = page.rights.items;
		for (size_t i = 0; i < page.rights.count && most > 0; i++, most--)
			TRY(row(cx, arg, &r[i]));
		q.cursor = most > 0 ? page.next : NULL;
	} while (q.cursor);
	return STATUS_OK;
}

const struct listing right_listing = {
	.zh = "矿业权", .en = "rights", .file = "rights.xlsx", .file_zh = "矿业权.xlsx", .columns = columns, .count = sizeof columns / sizeof *columns,
	.words = standings, .each = each_right,
};
