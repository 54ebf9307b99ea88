/* notice_when.c - words about time: 10月31日前完成并长期推进, 三季度末, 每月25日前, 印发之日起30日内. */
#include "proto/notice_date.h"

struct found {
	struct atom by, from, effect;
	bool has_by, has_from, has_effect, lasting, going_on, now, working;
	int days, months;
	const char *recurs;
};

static const char *recurrence(const struct text *t, uint32_t p, uint32_t end)
{
	static const char *const words[] = {"每半年", "每月",   "每个月", "每季",   "每个季度", "每年",   "每周",
					    "每日",   "每天",   "逐月",   "按月",   "按季",     "一月一", "每旬",
					    "每星期", "一季一", "半月",   "每学期", "每班",     NULL};
	static const char *const names[] = {"half-yearly", "monthly",   "monthly",     "quarterly", "quarterly",
					    "yearly",      "weekly",    "daily",       "daily",     "monthly",
					    "monthly",     "quarterly", "monthly",     "monthly",   "weekly",
					    "quarterly",   "monthly",   "half-yearly", "daily"};
	int w = word_at(t, p, end, words);
	return w < 0 ? NULL : names[w];
}

/* 30日内, 10个工作日内, 3个月内 */
static uint32_t period_at(const struct text *t, uint32_t p, uint32_t end, struct found *f)
{
	static const char *const units[] = {"个工作日", "工作日", "日", "天", "个月", "周", "小时", NULL};
	static const int days[] = {1, 1, 1, 1, 30, 7, 0};
	static const char *const ins[] = {"之内", "以内", "内", NULL};
	int n;
	uint32_t i;
	if (!number_at(t, p, end, &n, &i) || n < 1)
		return 0;
	int u = word_at(t, i, end, units);
	if (u < 0)
		return 0;
	i += (uint32_t)strlen(units[u]);
	int w = word_at(t, i, end, ins);
	if (w < 0)
		return 0;
	f->days = u == 6 ? (n + 23) / 24 : n * days[u];
	f->working = u < 2;
	return i + (uint32_t)strlen(ins[w]);
}

static void take_atom(const struct text *t, struct span s, struct atom a, struct found *f)
{
	static const char *const froms[] = {"从", "自", NULL};
	static const char *const ranges[] = {"至", "到", "-", "~", "--", NULL};
	struct span before = {s.a, a.at.a};
	a.from |= word_ending(t, before, froms) >= 0;
	bool range = word_at(t, a.at.b, s.b, ranges) >= 0;
	if (at_word(t, a.at.b, s.b, "见效") || at_word(t, a.at.b, s.b, "取得成效") ||
	    at_word(t, a.at.b, s.b, "见到成效")) {
		f->effect = a;
		f->has_effect = true;
	} else if ((a.from || range) && !f->has_from) {
		f->from = a;
		f->has_from = true;
	} else {
		if (!a.month && a.grain <= GRAIN_MONTH)
			a.month = f->from.month;
		f->by = a;
		f->has_by = true;
	}
}

/* 至31日: a day whose month was said before it */
static bool bare_day(const struct text *t, struct span s, uint32_t p, const struct found *f, struct atom *a)
{
	static const char *const ranges[] = {"至", "到", "-", "~", NULL};
	int d;
	uint32_t after;
	if ((!f->has_from || word_ending(t, (struct span){s.a, p}, ranges) < 0) && !f->recurs)
		return false;
	if (!number_at(t, p, s.b, &d, &after) || d < 1 || d > 31 ||
	    !(at_word(t, after, s.b, "日") || at_word(t, after, s.b, "号")))
		return false;
	*a = (struct atom){
		.grain = GRAIN_DAY, .month = f->from.month, .year = f->from.year, .day = d, .at = {p, after + 3}};
	return true;
}

static void scan(const struct text *t, struct span s, struct found *f)
{
	static const char *const lasting[] = {"长期", "常态", "长效", "永久", "长年", NULL};
	static const char *const going_on[] = {"持续", "经常", "日常", "全程", "不间断", "贯穿", "随时", NULL};
	static const char *const now[] = {"立即", "即刻", "马上", "即知即改", "立行立改",
					  "即日", "立刻", "即行", "即时",     NULL};
	for (uint32_t i = s.a, next; i < s.b; i = next) {
		struct atom a;
		next = i + char_len(t->s + i);
		const char *r = recurrence(t, i, s.b);
		if (r && !f->recurs) {
			f->recurs = r;
			next = i + 6;
			continue;
		}
		uint32_t p = period_at(t, i, s.b, f);
		if (p) {
			next = p;
		} else if (atom_at(t, i, s.b, &a) || bare_day(t, s, i, f, &a)) {
			take_atom(t, s, a, f);
			next = a.at.b;
		}
		f->lasting |= word_at(t, i, s.b, lasting) >= 0;
		f->going_on |= word_at(t, i, s.b, going_on) >= 0;
		f->now |= word_at(t, i, s.b, now) >= 0;
	}
}

static struct day last_of_month(int year, int month)
{
	return day_make(year, month, day_month_length(year, month));
}

/* The first and the last day that an atom covers. */
static void atom_days(const struct atom *a, int year, struct day *first, struct day *last)
{
	int m = a->month ? a->month : 12;
	switch (a->grain) {
	case GRAIN_DAY: {
		int length = day_month_length(year, m);
		*first = *last = day_make(year, m, a->day < length ? a->day : length);
		return;
	}
	case GRAIN_THIRD:
		*first = day_make(year, m, (a->day - 1) * 10 + 1);
		*last = a->day == 3 ? last_of_month(year, m) : day_make(year, m, a->day * 10);
		return;
	case GRAIN_MONTH:
		*first = day_make(year, m, 1);
		*last = a->before && !a->end ? (struct day){first->n - 1} : last_of_month(year, m);
		return;
	case GRAIN_QUARTER:
		*first = day_make(year, a->day * 3 - 2, 1);
		*last = last_of_month(year, a->day * 3);
		return;
	case GRAIN_HALF:
		*first = day_make(year, a->day * 6 - 5, 1);
		*last = last_of_month(year, a->day * 6);
		return;
	default:
		*first = day_make(year, 1, 1);
		*last = day_make(year, 12, 31);
	}
}

static enum notice_when_kind grain_kind(const struct atom *a)
{
	switch (a->grain) {
	case GRAIN_DAY:
		return NOTICE_BY_DAY;
	case GRAIN_THIRD:
		return a->before ? NOTICE_BY_DAY : NOTICE_IN_MONTH;
	case GRAIN_MONTH:
		return a->before || a->end ? NOTICE_BY_MONTH : NOTICE_IN_MONTH;
	case GRAIN_YEAR:
		return NOTICE_WITHIN_YEAR;
	default:
		return NOTICE_BY_QUARTER;
	}
}

static int atom_year(const struct atom *a, int year)
{
	return (a->year ? a->year : year) + a->year_shift;
}

static void set_start(const struct atom *a, int year, struct notice_when *out)
{
	struct day first, last;
	atom_days(a, atom_year(a, year), &first, &last);
	day_print(first, out->start);
	if (a->grain != GRAIN_DAY && a->grain != GRAIN_THIRD)
		out->start[7] = '\0';
}

static void set_by(const struct found *f, int year, struct day since, struct notice_when *out)
{
	struct day first, last;
	int y = atom_year(&f->by, year);
	if (!f->by.year && f->from.year)
		y = f->from.year;
	atom_days(&f->by, y, &first, &last);
	if (!f->by.year && !f->by.year_shift && !f->from.year && since.n && last.n < since.n &&
	    f->by.grain <= GRAIN_MONTH)
		atom_days(&f->by, y + 1, &first, &last); /* January, in a notice of December */
	day_print(last, out->day);
	out->kind = grain_kind(&f->by);
	out->own_year = f->by.year != 0;
	if (out->kind == NOTICE_IN_MONTH) {
		day_print(first, out->start);
		if (f->by.grain == GRAIN_MONTH)
			out->start[7] = '\0';
	}
	if (f->has_from)
		set_start(&f->from, year, out);
	if (f->lasting || f->going_on)
		out->kind = NOTICE_BY_DAY_THEN_LONG_TERM;
}

bool when_parse(struct cx *cx, const struct text *t, struct span s, int year, struct day since, struct notice_when *out)
{
	*out = (struct notice_when){.words = text_words(cx, t, s)};
	if (s.b - s.a > 600)
		s.b = s.a + 600;
	struct found f = {0};
	scan(t, s, &f);
	if (f.has_effect) {
		out->kind = f.lasting ? NOTICE_FROM_MONTH_EFFECT_YEAR_THEN_LONG_TERM : NOTICE_FROM_MONTH_EFFECT_YEAR;
		out->effect_year = atom_year(&f.effect, year);
		if (f.has_from)
			set_start(&f.from, year, out);
	} else if (f.recurs) {
		out->kind = NOTICE_RECURRING;
		out->recurs = f.recurs;
	} else if (f.has_by) {
		set_by(&f, year, since, out);
	} else if (f.days) {
		out->kind = NOTICE_DAYS_AFTER_SERVICE;
		out->days = f.days;
		out->working = f.working;
	} else if (f.now) {
		out->kind = NOTICE_IMMEDIATELY;
	} else if (f.has_from || f.lasting || f.going_on) {
		out->kind = NOTICE_LONG_TERM;
		if (f.has_from)
			set_start(&f.from, year, out);
	}
	return out->kind != NOTICE_NONE;
}

/* 在本意见印发之日起30日内: where such words begin, going back from 之日起. */
static uint32_t service_begin(const struct text *t, struct span s, uint32_t p)
{
	static const char *const starts[] = {"在", "自", "于", "从", NULL};
	static const char *const stops[] = {",", "。", ";", ":", NULL};
	for (uint32_t i = p; i > s.a;) {
		i = char_before(t, i);
		if (word_at(t, i, p, stops) >= 0 || p - i > 60)
			break;
		if (word_at(t, i, p, starts) >= 0)
			return i;
	}
	return p;
}

bool when_find(const struct text *t, struct span s, struct span *out)
{
	static const char *const preps[] = {"务必于", "须于", "应于", "于", "在", "到", "至", NULL};
	static const char *const untils[] = {"到", "至", NULL}; /* 到2026年底,… */
	static const char *const tails[] = {"全部完成", "全面完成", "完成", NULL};
	static const char *const soon[] = {"本周内", "本周五前", "本月内", "本月底前", "月底前", "下周内", NULL};
	for (uint32_t i = s.a, next; i < s.b; i = next) {
		struct atom a = {0};
		struct found f = {0};
		next = i + char_len(t->s + i);
		int near = word_at(t, i, s.b, soon);
		if (near >= 0 && !(i > s.a && t->s[i - 1] >= '0' && t->s[i - 1] <= '9')) {
			*out = (struct span){i, i + (uint32_t)strlen(soon[near])};
			return true;
		}
		uint32_t p = period_at(t, i, s.b, &f);
		struct span before = {s.a, i};
		if (p && (ends_with(t, before, "之日起") || ends_with(t, before, "后"))) {
			uint32_t begin = service_begin(t, s, i);
			*out = (struct span){begin, p};
			return begin < i;
		}
		if (!atom_at(t, i, s.b, &a))
			continue;
		next = a.at.b;
		bool until = a.end && word_ending(t, before, untils) >= 0 && at_word(t, a.at.b, s.b, ",");
		if ((!a.before && !until) || a.from)
			continue;
		int w = word_ending(t, before, preps), e = word_at(t, a.at.b, s.b, tails);
		*out = (struct span){w < 0 ? i : i - (uint32_t)strlen(preps[w]),
				     a.at.b + (e < 0 ? 0 : (uint32_t)strlen(tails[e]))};
		return true;
	}
	return false;
}

bool date_at(const struct text *t, uint32_t p, uint32_t end, struct day *day, struct span *at)
{
	struct atom a;
	if (!atom_at(t, p, end, &a) || a.grain != GRAIN_DAY || !a.year || !a.month || a.before)
		return false;
	*day = day_make(a.year, a.month, a.day);
	*at = a.at;
	return true;
}

bool when_dated(const struct text *t, struct span s)
{
	static const char *const ranges[] = {"至", "到", "-", "~", NULL};
	for (uint32_t i = s.a, next; i < s.b; i = next) {
		struct atom a;
		struct found f = {0};
		next = i + char_len(t->s + i);
		if (period_at(t, i, s.b, &f))
			return true;
		if (!atom_at(t, i, s.b, &a))
			continue;
		next = a.at.b;
		if (a.from || word_at(t, next, s.b, ranges) >= 0)
			return false; /* a span of validity */
		if (a.before || a.grain == GRAIN_THIRD || (a.grain == GRAIN_MONTH && a.end))
			return true;
	}
	return false;
}

bool when_recurs(const struct text *t, struct span s)
{
	for (uint32_t i = s.a; i < s.b; i += char_len(t->s + i))
		if (recurrence(t, i, s.b))
			return true;
	return false;
}

/* 清明节前, 主汛期前, 国庆期间: a time without a date */
static bool season_at(const struct text *t, uint32_t p, uint32_t end)
{
	static const char *const names[] = {"元旦", "春节", "元宵", "清明", "五一", "端午", "中秋", "国庆", "两节",
					    "双节", "两会", "节日", "节假日", "汛期", "主汛期", "入汛", "汛前", "春季",
					    "夏季", "秋季", "冬季", "供暖", "采暖", "开工", "复工", NULL};
	static const char *const tails[] = {"节前", "期前", "前", "节期间", "期间", "节后",
					    "后",   "期",   "节", "季",     NULL};
	int w = word_at(t, p, end, names);
	if (w < 0)
		return false;
	uint32_t next = p + (uint32_t)strlen(names[w]);
	int tail = word_at(t, next, end, tails);
	next += tail < 0 ? 0 : (uint32_t)strlen(tails[tail]);
	return next >= end || at_word(t, next, end, "完成");
}

/* 于9月30日前, 9月底前: a time before which something is due begins at p. */
bool when_due_at(const struct text *t, uint32_t p, uint32_t end)
{
	static const char *const preps[] = {"务必于", "务必在", "须于", "应于", "于", "在", NULL};
	struct atom a;
	int w = word_at(t, p, end, preps);
	p += w < 0 ? 0 : (uint32_t)strlen(preps[w]);
	return atom_at(t, p, end, &a) && a.before && !a.from;
}

bool when_starts(const struct text *t, struct span s)
{
	static const char *const leads[] = {"力争", "确保", "务必", "原则上", "于",   "在",   "到",
					    "至",   "截至", "自",   "从",     "预计", "计划", NULL};
	static const char *const words[] = {"长期", "常态", "持续", "立即",     "即刻", "立行立改", "马上",
					    "长效", "经常", "全年", "即知即改", "日常", NULL};
	struct atom a;
	struct found f = {0};
	if (char_count(t, s) > 40)
		return false;
	uint32_t p = s.a;
	for (int i; (i = word_at(t, p, s.b, leads)) >= 0;)
		p += (uint32_t)strlen(leads[i]);
	return atom_at(t, p, s.b, &a) || word_at(t, p, s.b, words) >= 0 || recurrence(t, p, s.b) ||
	       period_at(t, p, s.b, &f) || season_at(t, p, s.b);
}
