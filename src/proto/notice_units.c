/* notice_units.c - take a list of organisations apart, as a clerk would. */
#include "proto/notice_parse.h"

enum { LONGEST = 600 }; /* bytes between two separators; more is no name */

struct splitter {
	struct cx *cx;
	const struct text *t;
	struct units *out, *persons;
	uint32_t depth; /* of the list itself: separators deeper belong to a name */
	bool trades;    /* 公安、交通部门: the last name says what kind the short ones before it are */
	int odd;
};

static const char *const regions[] = {"县", "市",   "区",   "镇",   "乡",   "省",   "州",   "旗",
				      "各", "全县", "全市", "全区", "相关", "有关", "其他", NULL};

static void add(struct splitter *sp, struct units *to, struct span s, char role)
{
	if (!to)
		return;
	if (to->count >= NOTICE_MAX_UNITS)
		return;
	for (size_t i = 0; i < to->count; i++) { /* named twice in one list: once is enough */
		struct span o = to->items[i].at;
		if (o.b - o.a == s.b - s.a && !memcmp(sp->t->s + o.a, sp->t->s + s.a, s.b - s.a))
			return;
	}
	*vec_add(sp->cx, to) = (struct unit){.at = s, .role = role};
}

/* 县公安局（张三）, 县公安局（牵头）: what the bracket says; the rest is the name. */
static struct span bracket_behind(struct splitter *sp, struct span s, char *role)
{
	const struct text *t = sp->t;
	if (t->s[s.b - 1] != ')' || t->mate[s.b - 1] == NO_MATE || t->mate[s.b - 1] <= s.a)
		return s;
	struct span in = {t->mate[s.b - 1] + 1, s.b - 1};
	struct span name = {s.a, t->mate[s.b - 1]};
	if (has_word(t, in, "牵头") || has_word(t, in, "主办") || span_is(t, in, "主责"))
		*role = 'l';
	else if (has_word(t, in, "配合") || has_word(t, in, "协办") || has_word(t, in, "协助"))
		*role = 'c';
	else if (person_plausible(t, in) && unit_ends(t, name))
		add(sp, sp->persons, in, 0);
	else
		return s;
	return name;
}

/* 各有关部门按职责分工落实…: the name ends where the sentence begins. */
static struct span cut_sentence(const struct text *t, struct span s)
{
	static const char *const verbs[] = {"按照", "按职责", "按各自",   "按",   "依照", "依职责", "依据",
					    "根据", "负责",   "落实",     "履行", "具体", "分别",   "共同",
					    "牵头", "配合",   "组织实施", "结合", "要",   "应",     "承担",
					    "参与", "协助",   "分工",     NULL};
	for (uint32_t i = s.a + (s.b > s.a ? char_len(t->s + s.a) : 0); i < s.b; i += char_len(t->s + i)) {
		if (t->s[i] == '(' && t->mate[i] != NO_MATE && t->mate[i] < s.b) {
			i = t->mate[i];
			continue;
		}
		struct span name = {s.a, i}, rest = {i, s.b};
		if (word_at(t, i, s.b, verbs) >= 0 && unit_ends(t, name) &&
		    (!unit_ends(t, rest) || char_count(t, rest) > 8) &&
		    !(at_word(t, i, s.b, "承担") && unit_ends(t, s)))
			return name;
	}
	return s;
}

/* 公安, 质量技术监督: a trade whose office is meant. */
static bool trade(const struct text *t, struct span s)
{
	uint32_t n = char_count(t, s);
	for (uint32_t i = s.a; i < s.b; i += char_len(t->s + i))
		if (!han(t, i))
			return false;
	return n >= 2 && n <= 8 && !verb_first(t, s);
}

static void piece(struct splitter *sp, struct span s)
{
	static const char *const lead_ins[] = {"由", "以及", "会同", "和", "及", "与", "并", NULL};
	const struct text *t = sp->t;
	s = trim(t, s);
	for (int i; s.b > s.a && (i = word_at(t, s.a, s.b, lead_ins)) >= 0 && !at_word(t, s.a, s.b, "和平") &&
		    !at_word(t, s.a, s.b, "和田");)
		s.a += (uint32_t)strlen(lead_ins[i]);
	if (s.b > s.a && t->s[s.a] == '(' && t->mate[s.a] == s.b - 1)
		s = (struct span){s.a + 1, s.b - 1};
	if (s.b <= s.a)
		return;
	char role = 0;
	s = bracket_behind(sp, s, &role);
	s = cut_sentence(t, s);
	bool short_trade = sp->trades && trade(t, s);
	if (person_plausible(t, s) && !unit_plausible(t, s) && !short_trade) {
		add(sp, sp->persons, s, role);
		return;
	}
	static const char *const none[] = {"无", "/", "-", "--", "\\", NULL};
	for (int i = 0; none[i]; i++)
		if (span_is(t, s, none[i]))
			return;
	if (!unit_plausible(t, s) && !short_trade)
		sp->odd++;
	if (!unit_ends(t, s) && (char_count(t, s) > 20 || !han(t, s.a)))
		return; /* a sentence is no name */
	if (s.b > s.a)
		add(sp, sp->out, s, role);
}

/* 各乡、镇人民政府; 各有关部门、单位: the second word is no name by itself, the two are one party. */
static bool bare_class(const struct text *t, struct span s)
{
	static const char *const classes[] = {"镇人民政府",
					      "镇政府",
					      "街道",
					      "街道办",
					      "街道办事处",
					      "乡镇人民政府",
					      "镇",
					      "乡",
					      "政府",
					      "人民政府",
					      "区政府",
					      "区人民政府",
					      "市人民政府",
					      "市政府",
					      "县政府",
					      "县人民政府",
					      "市",
					      "区",
					      "县",
					      "旗",
					      "管委会",
					      "单位",
					      "部门",
					      "机构",
					      "直属机构",
					      "直属单位",
					      "镇(街道)",
					      "村",
					      "社区",
					      "园区",
					      "开发区",
					      "农场",
					      "林场",
					      "街道办事处(管委会)",
					      "办事处",
					      "企业",
					      "自治区",
					      "直辖市",
					      "区(市)",
					      "(街道)",
					      "直辖市人民政府",
					      "自治区人民政府",
					      NULL};
	for (int i = 0; classes[i]; i++)
		if (span_is(t, s, classes[i]))
			return true;
	return false;
}

static bool joins(const struct text *t, struct span left, struct span right)
{
	static const char *const all[] = {"各",   "有关", "相关", "全县各", "全市各", "所有",
					  "其他", "县直", "市直", "区直",   "县级",   NULL};
	static const char *const kinds[] = {"乡",   "镇", "县",   "市", "区",     "省",   "街道", "政府", "部门",
					    "单位", "村", "机构", "旗", "办事处", "党委", "工委", NULL};
	left = trim(t, left);
	return word_at(t, left.a, left.b, all) >= 0 && word_ending(t, left, kinds) >= 0 &&
	       bare_class(t, trim(t, right));
}

/* May the list be cut before the conjunction at p (and go on at q)?  市工业和信息化局 may not. */
static bool conjunction_splits(const struct text *t, struct span s, uint32_t p, uint32_t q)
{
	static const char *const places[] = {"镇", "乡", "村", "县", "市", "区",   "旗",
					     "场", "园", "库", "段", "矿", "移动", NULL};
	static const char *const organs[] = {"部门", "单位", "机构", "企业", NULL};
	struct span left = trim(t, (struct span){s.a, p}), right = {q, s.b};
	if (right.b <= right.a || at_word(t, q, s.b, "其") || joins(t, left, right))
		return false;
	if (ends_with(t, left, "等"))
		return true;
	if (!unit_ends(t, left))
		return false;
	for (int i = 0; organs[i]; i++)
		if (span_is(t, trim(t, right), organs[i]))
			return false; /* 有关部门和单位 */
	if (word_at(t, q, s.b, regions) >= 0)
		return char_count(t, right) >= 2 && char_count(t, left) >= 2;
	return word_ending(t, left, places) < 0 && char_count(t, right) >= 3 && char_count(t, left) >= 3 &&
	       unit_ends(t, right) && !at_word(t, q, s.b, "国家机关");
}

static void conjunctions(struct splitter *sp, struct span s)
{
	static const char *const words[] = {"以及", "和", "及", "与", "暨", "会同", NULL};
	const struct text *t = sp->t;
	uint32_t from = s.a;
	for (uint32_t i = s.a, next; i < s.b; i = next) {
		next = i + char_len(t->s + i);
		int w = t->depth[i] > sp->depth || i == from ? -1 : word_at(t, i, s.b, words);
		uint32_t q = w < 0 ? 0 : i + (uint32_t)strlen(words[w]);
		if (w < 0 || !conjunction_splits(t, (struct span){from, s.b}, i, q))
			continue;
		struct span left = {from, i};
		if (ends_with(t, left, "等"))
			left.b -= 3;
		piece(sp, left);
		from = next = q;
	}
	piece(sp, (struct span){from, s.b});
}

/* 商务部等有关部门 → 商务部 and 有关部门; a 等 that ends the list says nothing. */
static void et_cetera(struct splitter *sp, struct span s)
{
	static const char *const high[] = {"高", "中", "初", "平", "同", "均", NULL};
	static const char *const vague[] = {"有关", "相关", "各", "其他", "其它", "行业", "责任", "成员", "负有", NULL};
	static const char *const joints[] = {"和", "及", "与", "以及", NULL};
	const struct text *t = sp->t;
	if (s.b - s.a > LONGEST) {
		sp->odd++;
		return;
	}
	for (uint32_t i = s.a + (s.b > s.a ? char_len(t->s + s.a) : 0); i < s.b; i += char_len(t->s + i)) {
		if (!at_word(t, i, s.b, "等") || t->depth[i] > sp->depth ||
		    word_ending(t, (struct span){s.a, i}, high) >= 0)
			continue;
		struct span rest = {i + 3, s.b};
		if (rest.b <= rest.a) {
			conjunctions(sp, (struct span){s.a, i});
			return;
		}
		bool joint = word_at(t, rest.a, rest.b, joints) >= 0, named = word_at(t, rest.a, rest.b, vague) >= 0;
		struct span kind = rest; /* 等乡镇（街道）: a kind, not a name */
		if (ends_with(t, kind, ")") && t->mate[kind.b - 1] != NO_MATE && t->mate[kind.b - 1] > kind.a)
			kind.b = t->mate[kind.b - 1];
		if (!joint && !named && unit_ends(t, rest) && char_count(t, kind) > 5)
			continue;
		conjunctions(sp, (struct span){s.a, i});
		if (joint || named)
			conjunctions(sp, rest);
		return;
	}
	conjunctions(sp, s);
}

/* Is the blank before p a separator?  县公安局 县交通局 yes, 县委 组织部 no. */
static bool blank_splits(const struct text *t, struct span s, uint32_t p, bool mixed)
{
	static const char *const halves[] = {"县委",     "市委", "区委", "县政府", "市政府", "区政府",
					     "人民政府", "省委", "党委", "旗委",   NULL};
	struct span left = {s.a, p}, right = {p, s.b};
	if (char_count(t, left) < 3 || !unit_ends(t, left) || (t->wrapped && t->gap[p] == GAP_LINE))
		return false;
	if (mixed && (char_count(t, left) < 4 || at_word(t, p, s.b, "各") || memcmp(t->s + p, t->s + s.a, 3) != 0))
		return false; /* a list with commas has few blanks that separate */
	bool whole = true;
	for (int i = 0; halves[i]; i++)
		whole &= !span_is(t, left, halves[i]);
	if (word_at(t, p, s.b, regions) >= 0 && char_count(t, right) >= 3)
		return true;
	return whole && word_at(t, s.a, s.b, regions) < 0 && char_count(t, left) >= 3 && unit_ends(t, right) &&
	       char_count(t, right) >= 3;
}

static uint32_t separator(const struct text *t, uint32_t p, uint32_t end)
{
	static const char *const marks[] = {"、", ",", ";", "/", "|", "。", "+", NULL};
	int i = word_at(t, p, end, marks);
	return i < 0 ? 0 : (uint32_t)strlen(marks[i]);
}

int units_split(struct cx *cx, const struct text *t, struct span s, struct units *out, struct units *persons)
{
	struct splitter sp = {.cx = cx, .t = t, .out = out, .persons = persons, .depth = s.b > s.a ? t->depth[s.a] : 0};
	sp.trades = ends_with(t, trim(t, s), "部门");
	if (s.b > s.a && t->s[s.a] == '(' && t->mate[s.a] != NO_MATE && t->mate[s.a] < s.b)
		sp.depth = t->depth[s.a];
	uint32_t from = s.a;
	bool mixed = false;
	for (uint32_t i = s.a; i < s.b && !mixed; i += char_len(t->s + i))
		mixed = t->depth[i] <= sp.depth && separator(t, i, s.b);
	for (uint32_t i = s.a; i < s.b;) {
		uint32_t n = t->depth[i] > sp.depth ? 0 : separator(t, i, s.b);
		bool cut = n > 0;
		if (cut && at_word(t, i, s.b, "、")) { /* look at the next piece before cutting */
			uint32_t next = i + n, stop = next;
			while (stop < s.b && !(t->depth[stop] <= sp.depth && separator(t, stop, s.b)))
				stop += char_len(t->s + stop);
			cut = !joins(t, (struct span){from, i}, (struct span){next, stop});
		}
		if (!cut && !n && i > from && t->gap[i] && t->depth[i] <= sp.depth &&
		    blank_splits(t, (struct span){from, s.b}, i, mixed))
			cut = true;
		if (cut) {
			et_cetera(&sp, (struct span){from, i});
			from = i + n;
		}
		i += n ? n : char_len(t->s + i);
	}
	et_cetera(&sp, (struct span){from, s.b});
	return sp.odd;
}
