/* notice_actors.c - who is given work in a task's text: 联合X, 组织X, 经X审议, 上报X，批准后, X要…. */
#include "proto/notice_find.h"

static void found(struct reader *r, struct units *out, struct span s)
{
	for (size_t i = 0; i < out->count; i++) {
		struct span o = out->items[i].at;
		if (o.b - o.a == s.b - s.a && !memcmp(r->text.s + o.a, r->text.s + s.a, s.b - s.a))
			return;
	}
	*vec_add(r->cx, out) = (struct unit){.at = s};
}

/* As far as a noun goes: to a stop or a verb. */
static uint32_t noun_end(const struct text *t, uint32_t p, uint32_t end, const char *const *verbs)
{
	static const char *const stops[] = {"。", ",", ";", ":", "“", "《", "(", NULL};
	uint32_t i = p;
	while (i < end && i - p < 72 && word_at(t, i, end, verbs) < 0) {
		bool bracket = t->s[i] == '(' && i > p && t->mate[i] != NO_MATE && t->mate[i] - i < 30;
		if (!bracket && word_at(t, i, end, stops) >= 0)
			break;
		i = bracket ? t->mate[i] + 1 : i + char_len(t->s + i);
	}
	return i;
}

static void units_in(struct reader *r, struct span s, struct units *out)
{
	struct units u = {0}, p = {0};
	if (char_count(&r->text, s) < 2 || units_split(r->cx, &r->text, s, &u, &p) || p.count)
		return;
	/* firms, markets and the public take part; they are not given work as an office is */
	static const char *const publics[] = {"企业", "公司", "市场", "媒体", "院校", "学校", "小学", "中学", "幼儿园",
					      "医院", "省市",
					      "事业单位", "矿山", "场所", "社区", "村",   "业",   NULL};
	for (size_t i = 0; i < u.count; i++)
		if (word_ending(&r->text, u.items[i].at, publics) < 0)
			found(r, out, u.items[i].at);
}

static void joint(struct reader *r, uint32_t i, uint32_t end, struct units *out)
{
	static const char *const words[] = {"联合", "会同", "组织", "委托", "聘请", "商请", "邀请", NULL};
	static const char *const verbs[] = {"对",   "进行", "开展", "按",   "根据", "在",   "到",   "于",
					    "及时", "依法", "全面", "成立", "制定", "共同", "深入", "做好",
					    "建立", "定期", "安排", "动员", "针对", "负责", "检查", "排查",
					    "实施", "参与", "参加", "为",   "完成", "核查",
					    "核实", "摸排", "清理", "查处", "打击", "逐",   NULL};
	const struct text *t = &r->text;
	int w = word_at(t, i, end, words);
	if (w < 0)
		return;
	uint32_t p = i + (uint32_t)strlen(words[w]);
	if (w == 2 && (at_word(t, p, end, "部") || at_word(t, p, end, "实施") || at_word(t, p, end, "领导") ||
		       at_word(t, p, end, "机构")))
		return;
	units_in(r, (struct span){p, noun_end(t, p, end, verbs)}, out);
}

/* 经县长办公会审议, 经县政府批准: someone decides before it may go on */
static void gate(struct reader *r, uint32_t i, uint32_t end, struct units *out)
{
	static const char *const verbs[] = {"审议", "批准", "同意", "审批", "审定", "审核", "研究", "审查", NULL};
	const struct text *t = &r->text;
	if (!at_word(t, i, end, "经"))
		return;
	uint32_t stop = noun_end(t, i + 3, end, verbs);
	struct span s = {i + 3, stop};
	if (word_at(t, stop, end, verbs) >= 0 && (unit_plausible(t, s) || person_plausible(t, s)))
		found(r, out, s);
}

/* 上报县政府分管副县长，批准后方可…: he decides */
static void approval(struct reader *r, uint32_t i, uint32_t end, struct units *out)
{
	static const char *const words[] = {"上报", "报送", "报请", "报", NULL};
	static const char *const verbs[] = {"批准", "审批", "同意", "审定", "签字", NULL};
	const struct text *t = &r->text;
	int w = word_at(t, i, end, words);
	if (w < 0 || (w == 3 && !at_word(t, i + 3, end, "县") && !at_word(t, i + 3, end, "市") &&
		      !at_word(t, i + 3, end, "区") && !at_word(t, i + 3, end, "分管")))
		return;
	struct span s = {i + (uint32_t)strlen(words[w]), 0};
	s.b = noun_end(t, s.a, end, verbs);
	uint32_t next = s.b + (s.b < end && t->s[s.b] == ',' ? 1 : 0);
	uint32_t after = next + (at_word(t, next, end, "经") ? 3 : 0);
	if (word_at(t, after, end, verbs) < 0 || s.b <= s.a || char_count(t, s) > 16)
		return;
	uint32_t who = find_word(t, s, "分管");
	if (who > s.a && who < s.b)
		s.a = who;
	if (unit_plausible(t, s) || person_plausible(t, s))
		found(r, out, s);
}

/* At the head of a clause: X要, X应, X负责, X牵头 */
static void subject(struct reader *r, uint32_t i, uint32_t end, struct units *out)
{
	static const char *const verbs[] = {"要", "应当", "应", "须", "负责", "牵头", "配合", NULL};
	static const char *const generic[] = {"单位", "责任单位", "牵头单位", "企业", "矿山", "矿山企业", NULL};
	const struct text *t = &r->text;
	if (at_word(t, i, end, "由"))
		i += 3;
	uint32_t stop = noun_end(t, i, end, verbs);
	struct span s = {i, stop};
	if (stop == i || word_at(t, stop, end, verbs) < 0 ||
	    (word_ending(t, s, generic) >= 0 && !unit_collective(t, s)))
		return;
	if (!at_word(t, stop, end, "要求") && !at_word(t, stop, end, "应急") && !at_word(t, stop, end, "要点") &&
	    !at_word(t, stop, end, "应用") && !at_word(t, stop, end, "负责人"))
		units_in(r, s, out);
}

void actors_find(struct reader *r, struct span s, struct units *out)
{
	const struct text *t = &r->text;
	bool clause = true;
	for (uint32_t i = s.a; i < s.b; i += char_len(t->s + i)) {
		if (clause || at_word(t, i, s.b, "由"))
			subject(r, i, s.b, out);
		clause = t->s[i] == ',' || t->s[i] == ';' || t->s[i] == ':' || at_word(t, i, s.b, "。");
		joint(r, i, s.b, out);
		gate(r, i, s.b, out);
		approval(r, i, s.b, out);
	}
}

enum class_bit { TOWNS = 1, DEPARTMENTS = 2, GOVERNMENTS = 4, FIRMS = 8 };

static unsigned classes(const struct text *t, struct span s)
{
	static const char *const towns[] = {"乡", "镇", "街道", NULL};
	static const char *const departments[] = {"部门", "单位", "局", "机关", "委、办", NULL};
	static const char *const firms[] = {"企业", "公司", "矿山", NULL};
	return (word_in(t, s, towns) >= 0 ? TOWNS : 0) | (word_in(t, s, departments) >= 0 ? DEPARTMENTS : 0) |
	       (has_word(t, s, "政府") ? GOVERNMENTS : 0) | (word_in(t, s, firms) >= 0 ? FIRMS : 0);
}

static bool department_name(const struct text *t, struct span s)
{
	static const char *const ends[] = {"局", "委", "办", "部",   "中心",     "队", "厅", "署",
					   "院", "社", "联", "总局", "人民银行", "处", "会", NULL};
	return word_ending(t, s, ends) >= 0;
}

static bool covered_by(const struct text *t, struct span actor, const struct units *list)
{
	bool group = unit_collective(t, actor);
	unsigned mine = classes(t, actor);
	for (size_t i = 0; i < list->count; i++) {
		struct span u = list->items[i].at;
		if (units_same(t, actor, u))
			return true;
		if (!unit_collective(t, u))
			continue;
		unsigned theirs = classes(t, u);
		if (mine & theirs)
			return true;
		if (!group && (theirs & DEPARTMENTS) && department_name(t, actor) && !has_word(t, actor, "办公会"))
			return true;
	}
	return false;
}

bool actor_listed(const struct reader *r, const struct duty *d, struct span actor)
{
	const struct text *t = &r->text;
	return covered_by(t, actor, &d->lead) || covered_by(t, actor, &d->coop) || covered_by(t, actor, &d->open);
}
