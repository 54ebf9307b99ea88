/* notice_date.c - one date as written, whole or in part. */
#include "proto/notice_date.h"

static const char *const befores[] = {"之前", "以前", "前", "止", NULL};

static bool word(const struct text *t, uint32_t *p, uint32_t end, const char *lit)
{
	if (!at_word(t, *p, end, lit))
		return false;
	*p += (uint32_t)strlen(lit);
	return true;
}

static bool numeric_date(const struct text *t, uint32_t *p, uint32_t end, struct atom *a)
{
	static const char seps[] = "-./";
	int y, m, d;
	uint32_t i = *p, after;
	if (!(t->s[i] >= '0' && t->s[i] <= '9') || !number_at(t, i, end, &y, &after) || after - i != 4 || y < 1980 ||
	    y > 2100)
		return false;
	if (after >= end || !strchr(seps, t->s[after]) || !number_at(t, after + 1, end, &m, &i) || m < 1 || m > 12)
		return false;
	a->year = y;
	a->month = m;
	a->grain = GRAIN_MONTH;
	if (i < end && t->s[i] == t->s[after]) {
		uint32_t stop = i + 2; /* two digits, and none behind a blank: 2023-02-10 09:12 */
		while (stop < end && stop < i + 3 && t->s[stop] >= '0' && t->s[stop] <= '9' && !t->gap[stop])
			stop++;
		if (number_at(t, i + 1, stop < end ? stop : end, &d, &after) && d >= 1 && d <= 31) {
			a->day = d;
			a->grain = GRAIN_DAY;
			i = after;
		}
	}
	*p = i;
	return true;
}

/* 二〇二三年 is a row of digits, not a sum. */
static bool year_at(const struct text *t, uint32_t *p, uint32_t end, int *year)
{
	static const char *const digits[] = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九", "零", NULL};
	int y = 0, n = 0, d;
	uint32_t i = *p;
	for (; n < 4 && (d = word_at(t, i, end, digits)) >= 0; n++, i += 3)
		y = y * 10 + d % 10;
	if (n != 4 && (!number_at(t, *p, end, &y, &i) || i - *p != 4))
		return false;
	if (y < 1980 || y > 2100)
		return false;
	if (!word(t, &i, end, "年度") && !word(t, &i, end, "年"))
		return false;
	*year = y;
	*p = i;
	return true;
}

static void month_tail(const struct text *t, uint32_t *p, uint32_t end, struct atom *a)
{
	static const char *const thirds[] = {"上旬", "中旬", "下旬", NULL};
	int d, third;
	uint32_t after;
	a->grain = GRAIN_MONTH;
	word(t, p, end, "份");
	if ((third = word_at(t, *p, end, thirds)) >= 0) {
		*p += 6;
		a->grain = GRAIN_THIRD;
		a->day = third + 1;
	} else if (word(t, p, end, "底") || word(t, p, end, "末")) {
		a->end = true;
	} else if (word(t, p, end, "初")) {
		a->grain = GRAIN_THIRD;
		a->day = 1;
	} else if (number_at(t, *p, end, &d, &after) && d >= 1 && d <= 31 &&
		   (at_word(t, after, end, "日") || at_word(t, after, end, "号"))) {
		*p = after + 3;
		a->grain = GRAIN_DAY;
		a->day = d;
	}
}

static bool part_of_year(const struct text *t, uint32_t *p, uint32_t end, struct atom *a)
{
	int n;
	uint32_t after, i = *p;
	if (word(t, p, end, "上半年") || word(t, p, end, "下半年")) {
		a->grain = GRAIN_HALF;
		a->day = at_word(t, i, end, "上") ? 1 : 2;
		return true;
	}
	word(t, &i, end, "第");
	if (number_at(t, i, end, &n, &after) && n >= 1 && n <= 4 && word(t, &after, end, "季度")) {
		*p = after;
		a->grain = GRAIN_QUARTER;
		a->day = n;
		return true;
	}
	i = *p;
	if (number_at(t, i, end, &n, &after) && n >= 1 && n <= 12 && word(t, &after, end, "月")) {
		a->month = n;
		month_tail(t, &after, end, a);
		*p = after;
		return true;
	}
	return false;
}

static bool named_year(const struct text *t, uint32_t *p, uint32_t end, struct atom *a)
{
	static const char *const names[] = {"年底", "年末", "年内", "全年", "当年", "本年度", "本年",
					    "今年", "年终", "明年", "次年", "来年", NULL};
	int w = word_at(t, *p, end, names);
	if (w < 0)
		return false;
	*p += (uint32_t)strlen(names[w]);
	a->grain = GRAIN_YEAR;
	a->end = w < 2;
	a->year_shift = w >= 9;
	if (w >= 4)
		part_of_year(t, p, end, a);
	if (a->grain == GRAIN_YEAR)
		word(t, p, end, "年"), word(t, p, end, "底"), word(t, p, end, "末"), word(t, p, end, "内");
	return true;
}

static void atom_tail(const struct text *t, uint32_t *p, uint32_t end, struct atom *a)
{
	if (a->grain >= GRAIN_QUARTER && (word(t, p, end, "末") || word(t, p, end, "底") || word(t, p, end, "内")))
		a->end = true;
	int b = word_at(t, *p, end, befores);
	if (b >= 0 && !at_word(t, *p, end, "前期") && !at_word(t, *p, end, "前后") && !at_word(t, *p, end, "前景")) {
		a->before = true;
		*p += (uint32_t)strlen(befores[b]);
	}
	if (at_word(t, *p, end, "起") || at_word(t, *p, end, "开始") || at_word(t, *p, end, "以来") ||
	    at_word(t, *p, end, "启动"))
		a->from = true;
}

bool atom_at(const struct text *t, uint32_t p, uint32_t end, struct atom *out)
{
	struct atom a = {.at.a = p};
	if (p >= end || (p && t->s[p] >= '0' && t->s[p] <= '9' && t->s[p - 1] >= '0' && t->s[p - 1] <= '9' &&
			 t->gap[p] < GAP_WIDE)) /* another cell's number is none of this date's */
		return false;
	bool ok = numeric_date(t, &p, end, &a);
	if (!ok && year_at(t, &p, end, &a.year)) {
		a.grain = GRAIN_YEAR;
		part_of_year(t, &p, end, &a);
		if (a.grain == GRAIN_YEAR &&
		    (word(t, &p, end, "底") || word(t, &p, end, "末") || word(t, &p, end, "年底")))
			a.end = true;
		ok = true;
	}
	ok = ok || part_of_year(t, &p, end, &a) || named_year(t, &p, end, &a);
	if (!ok)
		return false;
	atom_tail(t, &p, end, &a);
	a.at.b = p;
	*out = a;
	return true;
}
