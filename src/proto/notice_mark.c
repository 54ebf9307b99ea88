/* notice_mark.c - numbering: 举措7：, 一、, （三）, 1., 1.2, (4), ⑤, 第一组. */
#include "proto/notice_parse.h"

static int han_digit(const struct text *t, uint32_t p, uint32_t end)
{
	static const char *const digits[] = {"〇", "一", "二", "三", "四", "五", "六", "七",
					     "八", "九", "十", "百", "零", "两", NULL};
	static const int values[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100, 0, 2};
	int i = word_at(t, p, end, digits);
	return i < 0 ? -1 : values[i];
}

bool number_at(const struct text *t, uint32_t p, uint32_t end, int *n, uint32_t *after)
{
	uint32_t i = p;
	int v = 0;
	while (i < end && t->s[i] >= '0' && t->s[i] <= '9' && i - p < 4)
		v = v * 10 + (t->s[i++] - '0');
	if (i > p) {
		*n = v;
		*after = i;
		return true;
	}
	int total = 0, unit = 0, d;
	for (; i < end && (d = han_digit(t, i, end)) >= 0 && i - p < 18; i += 3) {
		if (d >= 10) {
			total += (unit ? unit : 1) * d;
			unit = 0;
		} else {
			unit = d;
		}
	}
	*n = total + unit;
	*after = i;
	return i > p;
}

static bool arabic(const struct text *t, uint32_t p)
{
	return t->s[p] >= '0' && t->s[p] <= '9';
}

/* 举措 7：, 任务三、, 第五项 … */
static bool word_mark(const struct text *t, uint32_t p, uint32_t end, struct mark *m)
{
	static const char *const nouns[] = {"重点任务", "工作任务", "主要任务", "重点举措", "重要举措", "重点工作",
					    "工作举措", "任务",     "举措",     "措施",     "事项",     "项目",
					    "行动",     "工程",     "目标",     "问题",     "隐患",     "清单",
					    "实事",     "专项",     "序号",     "编号",     NULL};
	static const char *const counters[] = {"项任务", "项举措", "项措施", "督导组", "督查组", "检查组",
					       "工作组", "小组",   "项",     "条",     "组",     NULL};
	static const char *const ends[] = {":", ".", "、", ",", "-", NULL};
	uint32_t i = p, after;
	bool nth = at_word(t, p, end, "第");
	int w = nth ? -1 : word_at(t, p, end, nouns), n;
	if (!nth && w < 0)
		return false;
	i += nth ? 3 : (uint32_t)strlen(nouns[w]);
	if (!nth && (at_word(t, p, end, "序号") || at_word(t, p, end, "编号")) && i < end && t->s[i] == ':')
		i++;
	bool round = i < end && t->s[i] == '(';
	if (!number_at(t, i + (round ? 1 : 0), end, &n, &after))
		return false;
	struct span no = {i + (round ? 1 : 0), after};
	i = after + (round && at_word(t, after, end, ")") ? 1 : 0);
	if (nth) {
		int c = word_at(t, i, end, counters);
		if (c < 0)
			return false;
		i += (uint32_t)strlen(counters[c]);
		if (c >= 3)
			no = (struct span){p, i};
	}
	int e = word_at(t, i, end, ends);
	if (e < 0 && i < end && t->gap[i] == GAP_NONE)
		return false;
	*m = (struct mark){MARK_WORD, n, no, p, i + (e < 0 ? 0 : (uint32_t)strlen(ends[e]))};
	return true;
}

static bool paren_mark(const struct text *t, uint32_t p, uint32_t end, struct mark *m)
{
	int n;
	uint32_t after;
	if (p >= end || t->s[p] != '(' || !number_at(t, p + 1, end, &n, &after) || !at_word(t, after, end, ")") ||
	    n > 300)
		return false;
	uint32_t body = after + 1;
	static const char *const more[] = {"、", ".", ",", ":", NULL};
	int e = word_at(t, body, end, more);
	*m = (struct mark){arabic(t, p + 1) ? MARK_PAREN : MARK_HAN_PAREN,
			   n,
			   {p, body},
			   p,
			   body + (e < 0 ? 0 : (uint32_t)strlen(more[e]))};
	return true;
}

/* After "1." no digit may follow, or it is a decimal; 1.2 is a number of two levels if no measure follows. */
static bool deep_mark(const struct text *t, uint32_t p, uint32_t end, uint32_t point, struct mark *m)
{
	static const char *const measures[] = {"亿", "万", "千", "百", "%",  "‰",  "吨", "公", "米", "元", "倍",
					       "个", "多", "余", "平", "亩", "度", "日", "月", "年", "·",  "-",
					       "~",  "”",  "“",  "\"", "'",  "、", "/",  "立", "兆", "小", "以", "左", NULL};
	int n;
	uint32_t i = point, last = point;
	while (i < end && t->s[i] == '.' && number_at(t, i + 1, end, &n, &last) && arabic(t, i + 1) && n < 100)
		i = last;
	if (i == point || i >= end || arabic(t, i) || word_at(t, i, end, measures) >= 0)
		return false;
	uint32_t body = i + (t->s[i] == '.' ? 1 : at_word(t, i, end, "、") ? 3 : 0);
	*m = (struct mark){MARK_ARABIC_DEEP, n, {p, i}, p, body};
	return true;
}

/* 5、2025年底前, 3.10月底前: the text behind the number begins with a date; 5、6月 is a list of months. */
static bool date_follows(const struct text *t, uint32_t p, uint32_t end, bool months)
{
	int n;
	uint32_t after;
	if (!number_at(t, p, end, &n, &after))
		return false;
	return (after - p == 4 && at_word(t, after, end, "年")) ||
	       (months && n >= 1 && n <= 12 && at_word(t, after, end, "月"));
}

static bool plain_mark(const struct text *t, uint32_t p, uint32_t end, struct mark *m)
{
	int n;
	uint32_t after;
	if (!number_at(t, p, end, &n, &after) || n < 1 || n > 999)
		return false;
	bool digits = arabic(t, p);
	uint32_t len = at_word(t, after, end, "、") ? 3 : 0;
	if (digits && !len &&
	    (at_word(t, after, end, ".") || at_word(t, after, end, ")") || at_word(t, after, end, ":")))
		len = 1;
	if (!digits && !len && (at_word(t, after, end, ".") || at_word(t, after, end, ",")))
		len = 1;
	if (!len)
		return false;
	if (digits && t->s[after] == '.' && after + 1 < end && arabic(t, after + 1) && !date_follows(t, after + 1, end, true))
		return deep_mark(t, p, end, after, m);
	if (digits && t->s[after] == ':' && after + 1 < end && arabic(t, after + 1))
		return false; /* a time of day */
	if (digits && len == 3 && after + 3 < end && arabic(t, after + 3) && !date_follows(t, after + 3, end, false))
		return false; /* 1、2号井: a list */
	*m = (struct mark){digits ? MARK_ARABIC : MARK_HAN, n, {p, after}, p, after + len};
	return true;
}

static bool circle_mark(const struct text *t, uint32_t p, uint32_t end, struct mark *m)
{
	if (end - p < 3)
		return false;
	size_t len;
	uint32_t c = notice_decode(t->s + p, end - p, &len);
	if (!(c >= 0x2460 && c <= 0x2473) && !(c >= 0x2776 && c <= 0x277f))
		return false;
	int n = (int)(c >= 0x2776 ? c - 0x2776 : c - 0x2460) + 1;
	static const char *const more[] = {"、", ".", NULL};
	int e = word_at(t, p + 3, end, more);
	*m = (struct mark){MARK_CIRCLE, n, {p, p + 3}, p, p + 3 + (e < 0 ? 0 : (uint32_t)strlen(more[e]))};
	return true;
}

bool mark_at(const struct text *t, uint32_t p, uint32_t end, struct mark *m)
{
	if (p >= end)
		return false;
	static const char *const bullets[] = {"●", "■", "◆", "▲", "★", "☆", "□", "◎",
					      "※", "◇", "△", "•", "·", "►", "▪", NULL};
	int b = word_at(t, p, end, bullets);
	uint32_t from = p;
	p += b < 0 ? 0 : (uint32_t)strlen(bullets[b]);
	bool found = word_mark(t, p, end, m) || paren_mark(t, p, end, m) || plain_mark(t, p, end, m) ||
		     circle_mark(t, p, end, m);
	m->from = found ? from : m->from;
	return found;
}
