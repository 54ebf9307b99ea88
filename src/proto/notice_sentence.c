/*
 * notice_sentence.c - who does it, from a sentence.
 *
 *     由A牵头,B配合 · A会同B开展… · B、C等部门,要… · 会议决定,A负责… · 责成A立即…
 */
#include "proto/notice_parse.h"

/* 1名县级领导, 一名副局长: somebody of the unit, not named */
static bool some_person(const struct text *t, struct span s)
{
	static const char *const numbers[] = {"一", "二", "两", "三", "四", "五", "若干", NULL};
	static const char *const counters[] = {"名", "位", NULL};
	uint32_t i = s.a;
	int w = word_at(t, i, s.b, numbers);
	if (w >= 0)
		i += (uint32_t)strlen(numbers[w]);
	while (i < s.b && t->s[i] >= '0' && t->s[i] <= '9')
		i++;
	return i > s.a && i < s.b && word_at(t, i, s.b, counters) >= 0;
}

/* 县应急局副局长王五带队, 县应急局1名副局长带队: the unit, and the person where he has a name */
static bool unit_and_person(struct cx *cx, const struct text *t, struct span s, struct duty *d)
{
	for (uint32_t i = s.a; i < s.b && s.b - s.a < 120; i += char_len(t->s + i)) {
		struct span unit = {s.a, i}, person = {i, s.b};
		if (i == s.a || !unit_plausible(t, unit))
			continue;
		if (some_person(t, person)) {
			*vec_add(cx, &d->lead) = (struct unit){.at = unit};
			duty_note(cx, &d->lead_at, unit);
			return true;
		}
		if (person_plausible(t, person)) {
			*vec_add(cx, &d->lead) = (struct unit){.at = unit};
			*vec_add(cx, &d->persons) = (struct unit){.at = person};
			duty_note(cx, &d->lead_at, unit);
			duty_note(cx, &d->person_at, person);
			return true;
		}
	}
	return false;
}

static bool generic(const struct text *t, const struct units *u)
{
	static const char *const names[] = {"牵头单位", "责任单位", "牵头部门",     "责任部门", "配合单位", "成员单位",
					    "本单位",   "各单位",   "牵头责任单位", "各部门",   NULL};
	for (size_t i = 0; i < u->count; i++)
		if (word_ending(t, u->items[i].at, names) >= 0)
			return true;
	return u->count == 0;
}

static bool sentence_list(struct cx *cx, const struct text *t, struct span s, enum role role, struct duty *d)
{
	struct units all = {0}, persons = {0};
	s = trim(t, s);
	if (s.b <= s.a || s.b - s.a > 600)
		return false;
	if (units_split(cx, t, s, &all, &persons) || generic(t, &all) || persons.count)
		return role == ROLE_LEAD && unit_and_person(cx, t, s, d);
	duty_spread(cx, t, &all, role == ROLE_LEAD ? &d->lead : role == ROLE_COOP ? &d->coop : &d->open, d);
	duty_note(cx, role == ROLE_COOP ? &d->coop_at : &d->lead_at, s);
	return true;
}

/* The units behind 会同: as far as they go, which is before what they do together.  Where they end. */
static uint32_t with_list(struct cx *cx, const struct text *t, uint32_t p, uint32_t end, struct duty *d)
{
	static const char *const stops[] = {",",    "。",   ";",    "组织", "开展", "进行", "负责",     "联合",
					    "共同", "制定", "研究", "实施", "抓好", "做好", "具体负责", NULL};
	static const char *const names[] = {"组织部", "联合会", "联合办", "组织办", "研究所", "研究院", "研究室", NULL};
	uint32_t best = p;
	for (uint32_t i = p; i <= end && i - p < 300; i += i < end ? char_len(t->s + i) : 1) {
		if (i > p && unit_ends(t, (struct span){p, i}) && char_count(t, (struct span){p, i}) >= 3)
			best = i;
		if (word_at(t, i, end, stops) >= 0 && word_at(t, i, end, names) < 0)
			break;
	}
	return best > p && sentence_list(cx, t, (struct span){p, best}, ROLE_COOP, d) ? best : p;
}

/* 铁路、水利等部门,要各负其责: whoever ought to do it, before a comma. */
static bool ought(const struct text *t, uint32_t comma, uint32_t end)
{
	static const char *const modal[] = {"要", "应", "须", "必须", "各负其责", "按照职责", "按职责", NULL};
	return t->s[comma] == ',' && word_at(t, comma + 1, end, modal) >= 0 && !at_word(t, comma + 1, end, "应急");
}

/* 会议决定,县公安局负责…: the clause before says only that somebody decided. */
static bool decides(const struct text *t, struct span s)
{
	static const char *const who[] = {"会议", "县政府", "县委", NULL};
	static const char *const what[] = {"决定", "要求", "明确", "强调", "指出", "议定", "同意", NULL};
	return char_count(t, s) <= 6 && word_at(t, s.a, s.b, who) >= 0 && word_ending(t, s, what) >= 0;
}

/* 3月10日前,县应急局组织…: nothing but a time */
static bool only_time(const struct text *t, struct span s)
{
	return s.b > s.a && char_count(t, s) <= 14 && when_starts(t, s) && !has_word(t, s, "起") &&
	       !unit_plausible(t, s);
}

/* 公安部门负责。 公安部门负责,乡镇配合。: behind the word for the role nothing is said of what. */
static bool says_all(const struct text *t, uint32_t after, uint32_t end)
{
	static const char *const stops[] = {",", ";", "。", NULL};
	return after >= end || t->gap[after] >= GAP_LINE || word_at(t, after, end, stops) >= 0;
}

/* The sentences of a paragraph, clause by clause. */
struct walk {
	struct cx *cx;
	const struct text *t;
	struct span all;
	struct duty *d;
	uint32_t clause;        /* where the clause begins */
	bool first;             /* the clause begins with whoever ought to do it */
	bool fresh;             /* … and a sentence begins with the clause */
};

static bool take(struct walk *k, uint32_t to, enum role role)
{
	return to > k->clause && sentence_list(k->cx, k->t, (struct span){k->clause, to}, role, k->d);
}

/* A stop, 由 or 责成 at i ends the clause before and says how the next begins.  Where it begins; 0: none of them. */
static uint32_t clause_turns(struct walk *k, uint32_t i)
{
	static const char *const orders[] = {"责成", "责令", "交由", "请", NULL};
	static const char *const everyone[] = {"各", "有关", "相关", "全体", NULL};
	const struct text *t = k->t;
	uint32_t next = i + char_len(t->s + i);
	bool full = at_word(t, i, k->all.b, "。"), by = at_word(t, i, k->all.b, "由");
	if (t->s[i] == ',' || t->s[i] == ';' || t->s[i] == ':' || full || by) {
		if (k->first && duty_empty(k->d) && ought(t, i, k->all.b))
			take(k, i, ROLE_OPEN);
		struct span before = {k->clause, i};
		k->first = by ? i == k->clause && !at_word(t, i, k->all.b, "由于")
			      : decides(t, before) || (k->first && only_time(t, before));
		k->fresh = full || (k->fresh && by);
		return next;
	}
	int order = i == k->clause ? word_at(t, i, k->all.b, orders) : -1;
	if (order < 0)
		return 0;
	next = i + (uint32_t)strlen(orders[order]);
	k->first = word_at(t, next, k->all.b, everyone) < 0; /* 请各单位…: a letter's */
	return next;
}

/* Is the word of a verb, which ends at p, the middle of a name?  人力资源和社会保障局 is one, 统筹部署 is none. */
static bool within_name(const struct text *t, uint32_t p, uint32_t end)
{
	static const char *const ends[] = {"局", "厅", "部", "委", "办", "科", "处", "站", "队", "中心", "小组", "服务中心", NULL};
	static const char *const verbs[] = {"部署", "办理", "办好", "处置", "处理", "处罚", "委托", NULL};
	return word_at(t, p, end, ends) >= 0 && word_at(t, p, end, verbs) < 0;
}

/* May the units before the word at i be the subject of the sentence? */
static bool subject(const struct walk *k, uint32_t i, enum role role, uint32_t after)
{
	static const char *const names[] = {"应急", "要点", "对外", "对口", NULL};
	static const char *const modal[] = {"要",   "应",   "须",   "组织", "对",   "联合",
					    "立即", "尽快", "抓紧", "做好", "抓好",
					    "开展", "完成", "召开", "安排", "制定", "建立",
					    "保障", "提供", "统筹", "协调", "督促", "加强", "推进", "严格", NULL};
	if (k->d->lead.count)
		return false;
	if (role >= ROLE_WITH && (k->first || !duty_empty(k->d)))
		return true;
	if (k->fresh && (role == ROLE_WITH || (role == ROLE_OPEN && says_all(k->t, after, k->all.b))))
		return true;
	if (k->first && i > k->clause && when_due_at(k->t, i, k->all.b))
		return true;
	int verb = k->first ? word_at(k->t, i, k->all.b, modal) : -1;
	return verb >= 0 && word_at(k->t, i, k->all.b, names) < 0 &&
	       !within_name(k->t, i + (uint32_t)strlen(modal[verb]), k->all.b);
}

static bool take_role(struct walk *k, uint32_t i, enum role role, uint32_t after)
{
	static const char *const objects[] = {"工作", "作用", "单位", "部门", "领导", "人", NULL};
	bool shared = role == ROLE_OPEN && at_word(k->t, i, k->all.b, "按"); /* A负责;B按职责分工负责 */
	if (i <= k->clause)
		return false;
	if (role == ROLE_LEAD && word_at(k->t, after, k->all.b, objects) < 0) {
		bool got = take(k, i, ROLE_LEAD);
		k->d->sure |= got;
		return got;
	}
	if (!duty_empty(k->d) && (role == ROLE_COOP || shared))
		return take(k, i, ROLE_COOP);
	if (role == ROLE_COOP && k->first) /* 供电公司配合做好停电: it leads nothing */
		return take(k, i, ROLE_COOP);
	return subject(k, i, role, after) && take(k, i, ROLE_OPEN);
}

bool duty_sentence(struct cx *cx, const struct text *t, struct span s, struct duty *d)
{
	enum { LONGEST = 6000 };
	if (s.b - s.a > LONGEST)
		s.b = s.a + LONGEST;
	struct walk k = {.cx = cx, .t = t, .all = s, .d = d, .clause = s.a, .first = true, .fresh = true};
	uint32_t depth = s.b > s.a ? t->depth[s.a] : 0;
	for (uint32_t i = s.a, next; i < s.b; i = next) {
		next = i + char_len(t->s + i);
		if (t->depth[i] > depth)
			continue;
		uint32_t turn = clause_turns(&k, i), after;
		if (turn) {
			k.clause = next = turn;
			continue;
		}
		enum role role = role_at(t, i, s.b, &after);
		bool got = take_role(&k, i, role, after);
		if (role == ROLE_WITH && !duty_empty(d) && (got || i == k.clause || k.first))
			after = with_list(cx, t, after, s.b, d);
		if (got)
			k.first = false, k.clause = next = after > next ? after : next;
	}
	return !duty_empty(d);
}
