/* notice_lines.c - lines, which of them go on with the sentence before, and where a label's value ends. */
#include "proto/notice_parse.h"

void use(struct reader *r, struct span s)
{
	if (s.b > s.a)
		memset(r->used + s.a, 1, s.b - s.a);
}

static const char *const full_stops[] = {"。", ";", ":", "!", "?", "”", "|", NULL};

/* Lines that end what stands before them: a signature's date, an appendix, a web page's foot. */
static bool tail_words(const struct text *t, struct span s)
{
	static const char *const heads[] = {
		"附件",  "附表",     "附:",    "(此件",        "抄送",     "抄报",     "主题词", "印发机关", "分享到",
		"分享:", "责任编辑", "联系人", "联系电话",     "来源:",    "扫一扫",   "上一篇", "下一篇",   "(联系",
		"注:",   "备注:",    "说明:",  "政府信息公开", "信息来源", "相关链接", "编辑:",  NULL};
	static const char *const whole[] = {"关闭",     "打印",   "分享",   "返回顶部", "打印本页",
					    "关闭窗口", "(关闭)", "(打印)", NULL};
	if (word_at(t, s.a, s.b, heads) >= 0 && char_count(t, s) < 60)
		return true;
	for (int i = 0; whole[i]; i++)
		if (span_is(t, s, whole[i]))
			return true;
	struct span out;
	if (char_count(t, s) > 12 || when_find(t, s, &out))
		return false;
	uint32_t p = s.a, after;
	int n;
	/* a date and nothing else: 2023年10月8日, 二〇二三年十月八日 */
	return has_word(t, s, "年") && has_word(t, s, "月") && ends_with(t, s, "日") && s.b - p >= 12 &&
	       (number_at(t, p, s.b, &n, &after) && after > p);
}

static bool tail_at(const struct reader *r, size_t i)
{
	const struct text *t = &r->text;
	const struct line *l = &r->lines[i];
	if (l->mark.style)
		return false;
	if (tail_words(t, (struct span){l->a, l->b}))
		return true;
	/* a signature: an organisation on its own line above such a date */
	return i + 1 < r->line_count && char_count(t, (struct span){l->a, l->b}) <= 24 &&
	       unit_plausible(t, (struct span){l->a, l->b}) &&
	       tail_words(t, (struct span){r->lines[i + 1].a, r->lines[i + 1].b}) &&
	       has_word(t, (struct span){r->lines[i + 1].a, r->lines[i + 1].b}, "年");
}

/* Lines that end in the middle of a sentence and are followed by no number or label: the more of them, the surer it is
 * that lines are broken by width. */
static void judge_wrapping(struct reader *r)
{
	const struct text *t = &r->text;
	size_t soft = 0, all = 0;
	for (size_t i = 1; i < r->line_count; i++) {
		struct line *l = &r->lines[i], *before = l - 1;
		if (l->table || before->table || t->gap[l->a] == GAP_PARA)
			continue;
		struct label lab;
		all++;
		soft += !l->mark.style && !label_at(t, l->a, l->b, &lab) &&
			word_ending(t, (struct span){before->a, before->b}, full_stops) < 0 &&
			char_count(t, (struct span){before->a, before->b}) >= 8;
	}
	r->text.wrapped = r->wrapped = all >= 6 && soft * 2 > all;
}

/* The width that long lines are broken at: several lines end within two characters of the longest. */
static void judge_width(struct reader *r)
{
	enum { NARROW = 18, SEVERAL = 3 };
	uint32_t longest = 0, full = 0;
	for (size_t i = 0; i < r->line_count; i++) {
		uint32_t n = char_count(&r->text, (struct span){r->lines[i].a, r->lines[i].b});
		if (n > longest + 2)
			full = 0;
		longest = n > longest ? n : longest;
		full += n + 2 >= longest;
	}
	r->width = longest >= NARROW && longest < 200 && full >= SEVERAL ? longest : 0;
}

static bool full_line(const struct reader *r, size_t i)
{
	return r->width && char_count(&r->text, (struct span){r->lines[i].a, r->lines[i].b}) + 2 >= r->width;
}

void lines_split(struct reader *r)
{
	struct text *t = &r->text;
	VEC(struct line) lines = {0};
	for (uint32_t a = 0, b; a < t->n; a = b) {
		for (b = a + char_len(t->s + a); b < t->n && t->gap[b] < GAP_LINE;)
			b += char_len(t->s + b);
		struct line l = {.a = a, .b = b};
		mark_at(t, a, b, &l.mark);
		*vec_add(r->cx, &lines) = l;
	}
	r->lines = lines.items;
	r->line_count = lines.count;
	for (size_t i = 0; i < r->line_count; i++)
		r->lines[i].tail = tail_at(r, i);
	judge_wrapping(r);
	judge_width(r);
}

size_t line_of(const struct reader *r, uint32_t p)
{
	size_t lo = 0, hi = r->line_count;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (r->lines[mid].b <= p)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

bool line_soft(const struct reader *r, size_t i)
{
	const struct text *t = &r->text;
	if (i == 0 || i >= r->line_count)
		return false;
	const struct line *l = &r->lines[i], *before = l - 1;
	struct label lab;
	if (l->table || before->table || l->tail || before->tail || label_at(t, l->a, l->b, &lab))
		return false;
	if (l->mark.style && !(t->depth[l->a] > 0 && l->mark.style == MARK_ARABIC))
		return false;
	struct span prev = {before->a, before->b};
	if (t->depth[l->a] == 0 && (word_ending(t, prev, full_stops) >= 0 || ends_with(t, prev, ")")))
		return false;
	if ((r->wrapped || full_line(r, i - 1)) && t->gap[l->a] == GAP_LINE)
		return true;
	return char_count(t, prev) >= 15 || t->depth[l->a] > 0;
}

uint32_t para_end(const struct reader *r, uint32_t p, uint32_t limit)
{
	size_t i = line_of(r, p);
	while (i + 1 < r->line_count && r->lines[i].b < limit && line_soft(r, i + 1))
		i++;
	return i < r->line_count && r->lines[i].b < limit ? r->lines[i].b : limit;
}

/* The next line, up to its first separator, as the rest of a name cut by the line end. */
static bool completes(const struct text *t, uint32_t from, const struct line *next)
{
	static const char *const seps[] = {"、", ",", ";", NULL};
	uint32_t last = from, stop = next->a;
	for (uint32_t i = from; i < next->a; i += char_len(t->s + i))
		if (word_at(t, i, next->a, seps) >= 0)
			last = i + char_len(t->s + i);
	while (stop < next->b && word_at(t, stop, next->b, seps) < 0)
		stop += char_len(t->s + stop);
	struct span joined = {last, stop};
	struct span head = {last, next->a}, tail = {next->a, stop};
	bool scrap = span_is(t, tail, "公室") || char_count(t, tail) == 1 ||
		     (char_count(t, tail) <= 3 && !unit_plausible(t, tail)); /* 市政府办 + 公室 */
	return char_count(t, joined) <= 24 && unit_ends(t, joined) && (scrap || !unit_ends(t, head));
}

static bool whole_list(struct cx *cx, const struct text *t, struct span s)
{
	struct units u = {0}, p = {0};
	return s.b - s.a < 600 && units_split(cx, t, s, &u, &p) == 0 && u.count + p.count > 0;
}

enum { LONGEST = 4000 }; /* bytes of one label's value */

static bool value_goes_on(const struct reader *r, const struct label *l, size_t i, bool own_line)
{
	static const char *const open_ends[] = {"、", ",", "和", "及", "与", "(", NULL};
	static const char *const open_starts[] = {"(", ")", "、", ",", "等", "日", "月", "年", "前", NULL};
	const struct text *t = &r->text;
	const struct line *next = &r->lines[i];
	struct span value = {l->value, next->a};
	struct label lab;
	if (next->a > l->value + LONGEST || next->table || next->tail || next->mark.style ||
	    label_at(t, next->a, next->b, &lab))
		return false;
	if (value.b <= value.a || word_ending(t, value, open_ends) >= 0 || t->depth[next->a] > t->depth[l->value] ||
	    word_at(t, next->a, next->b, open_starts) >= 0)
		return true;
	if ((r->wrapped || full_line(r, i - 1)) && t->gap[next->a] == GAP_LINE)
		return true;
	if (l->kind == LABEL_WHEN)
		return false;
	if (l->kind == LABEL_TEXT || l->kind == LABEL_OTHER || l->kind == LABEL_PROGRESS)
		return true;
	return completes(t, l->value, next) || (own_line && whole_list(r->cx, t, (struct span){next->a, next->b}));
}

uint32_t value_end(const struct reader *r, const struct label *l, uint32_t limit)
{
	size_t i = line_of(r, l->word.b - 1);
	uint32_t end = i < r->line_count && r->lines[i].b < limit ? r->lines[i].b : limit;
	bool own_line = l->value >= end; /* the label stands alone, its units below it */
	for (i++; i < r->line_count && r->lines[i].a < limit && value_goes_on(r, l, i, own_line); i++)
		end = r->lines[i].b < limit ? r->lines[i].b : limit;
	return end;
}
