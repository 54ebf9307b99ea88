/*
 * notice_duty.c - who does it, from a label's value or from a bracket; sentences are notice_sentence.c.
 *
 *     牵头单位:A;配合单位:B · A、B牵头,C、D配合 · A会同B负责 · 由A牵头 · A、B等按职责分工负责 · A、B
 */
#include "proto/notice_parse.h"

bool duty_empty(const struct duty *d)
{
	return !d->lead.count && !d->coop.count && !d->open.count;
}

bool duty_first_rule(const struct text *t, struct span s)
{
	static const char *const firsts[] = {"第一位", "首位", "第一个", "第一的", "排名第一", "排第一",
					     "列第一", "居首", "列首",   "首个",   "排在最前", NULL};
	static const char *const leads[] = {"牵头", "主办", "主责", "主要责任", NULL};
	for (int i = 0; firsts[i]; i++) {
		uint32_t p = find_word(t, s, firsts[i]);
		struct span near = {p, s.b < p + 60 ? s.b : p + 60};
		if (p < s.b && word_in(t, near, leads) >= 0)
			return true;
	}
	return false;
}

void duty_note(struct cx *cx, struct spans *to, struct span s)
{
	if (s.b > s.a)
		*vec_add(cx, to) = s;
}

/* Named once is enough, in whichever of several lists of one role. */
static bool listed(const struct text *t, const struct units *u, struct span s)
{
	for (size_t i = 0; i < u->count; i++) {
		struct span o = u->items[i].at;
		if (o.b - o.a == s.b - s.a && !memcmp(t->s + o.a, t->s + s.a, s.b - s.a))
			return true;
	}
	return false;
}

void duty_spread(struct cx *cx, const struct text *t, struct units *from, struct units *plain, struct duty *d)
{
	for (size_t i = 0; i < from->count; i++) {
		struct unit u = from->items[i];
		struct units *to = u.role == 'l' ? &d->lead : u.role == 'c' ? &d->coop : plain;
		if (to->count < NOTICE_MAX_UNITS && !listed(t, to, u.at))
			*vec_add(cx, to) = u;
	}
}

static void merge_units(struct cx *cx, struct units *to, const struct units *from)
{
	for (size_t i = 0; i < from->count; i++) {
		bool there = false;
		for (size_t j = 0; j < to->count; j++)
			there |= to->items[j].at.a == from->items[i].at.a;
		if (!there)
			*vec_add(cx, to) = from->items[i];
	}
}

static void merge_spans(struct cx *cx, struct spans *to, const struct spans *from)
{
	for (size_t i = 0; i < from->count; i++)
		*vec_add(cx, to) = from->items[i];
}

void duty_merge(struct cx *cx, struct duty *to, const struct duty *from)
{
	merge_units(cx, &to->lead, &from->lead);
	merge_units(cx, &to->coop, &from->coop);
	merge_units(cx, &to->open, &from->open);
	merge_units(cx, &to->persons, &from->persons);
	merge_spans(cx, &to->lead_at, &from->lead_at);
	merge_spans(cx, &to->coop_at, &from->coop_at);
	merge_spans(cx, &to->person_at, &from->person_at);
	if (to->when.b <= to->when.a)
		to->when = from->when;
	to->sure |= from->sure;
	to->rule |= from->rule;
}

/* ---- brackets and sentences: the word for the role stands behind the units ---- */

static const struct {
	const char *word;
	enum role role;
} role_words[] = { /* the longer ones first where one begins with another */
	{"联合牵头", ROLE_LEAD},
	{"共同牵头", ROLE_LEAD},
	{"牵头负责", ROLE_LEAD},
	{"牵头组织实施", ROLE_LEAD},
	{"牵头抓总", ROLE_LEAD},
	{"牵头落实", ROLE_LEAD},
	{"总牵头", ROLE_LEAD},
	{"牵头", ROLE_LEAD},
	{"主办", ROLE_LEAD},
	{"主抓", ROLE_LEAD},
	{"带队", ROLE_LEAD},
	{"协同配合", ROLE_COOP},
	{"积极配合", ROLE_COOP},
	{"协助配合", ROLE_COOP},
	{"配合", ROLE_COOP},
	{"协助", ROLE_COOP},
	{"协办", ROLE_COOP},
	{"参与", ROLE_COOP},
	{"参加", ROLE_COOP},
	{"会同", ROLE_WITH},
	{"联合", ROLE_WITH},
	{"按照职责分工分别负责", ROLE_OPEN},
	{"按职责分工分别负责", ROLE_OPEN},
	{"按照职责分工负责", ROLE_OPEN},
	{"按职责分工负责", ROLE_OPEN},
	{"按各自职责分工负责", ROLE_OPEN},
	{"按照各自职责分工负责", ROLE_OPEN},
	{"依职责分工负责", ROLE_OPEN},
	{"按照职责负责", ROLE_OPEN},
	{"按各自职责负责", ROLE_OPEN},
	{"按职责负责", ROLE_OPEN},
	{"依职责负责", ROLE_OPEN},
	{"按职责分工落实", ROLE_OPEN},
	{"按照职责分工", ROLE_OPEN},
	{"按职责分工", ROLE_OPEN},
	{"分工负责", ROLE_OPEN},
	{"分别负责", ROLE_OPEN},
	{"共同负责", ROLE_OPEN},
	{"具体负责", ROLE_OPEN},
	{"各负其责", ROLE_OPEN},
	{"负责落实", ROLE_OPEN},
	{"负责实施", ROLE_OPEN},
	{"组织实施", ROLE_OPEN},
	{"负责", ROLE_OPEN},
	{"承办", ROLE_OPEN},
	{"落实", ROLE_OPEN},
};

/* 乡镇负责,水利局指导: a part to play only where the clause ends with it; 指导企业… and 指导中心 are no such words. */
static bool closing_role(const struct text *t, uint32_t p, uint32_t end, uint32_t *after)
{
	static const char *const words[] = {"指导", "督导", "督促", "支持", "协作", "协同", NULL};
	static const char *const stops[] = {",", ";", "。", ")", NULL};
	int w = word_at(t, p, end, words);
	if (w < 0)
		return false;
	uint32_t next = p + (uint32_t)strlen(words[w]);
	if (next < end && word_at(t, next, end, stops) < 0)
		return false;
	*after = next;
	return true;
}

enum role role_at(const struct text *t, uint32_t p, uint32_t end, uint32_t *after)
{
	if (closing_role(t, p, end, after))
		return ROLE_COOP;
	for (size_t i = 0; i < sizeof role_words / sizeof *role_words; i++)
		if (at_word(t, p, end, role_words[i].word)) {
			*after = p + (uint32_t)strlen(role_words[i].word);
			return role_words[i].role;
		}
	*after = p;
	return ROLE_NONE;
}

static uint32_t clause_end(const struct text *t, uint32_t p, uint32_t end, uint32_t depth)
{
	static const char *const stops[] = {",", ";", "。", NULL};
	while (p < end && (t->depth[p] > depth || word_at(t, p, end, stops) < 0))
		p += char_len(t->s + p);
	return p;
}

/* A list of units for one role; a clause in it that names a time is the deadline, one that states the rule is a rule.
 */
static void take_list(struct cx *cx, const struct text *t, struct span s, enum role role, struct duty *d)
{
	uint32_t depth = s.b > s.a ? t->depth[s.a] : 0, from = s.a;
	struct units all = {0};
	for (uint32_t p = s.a; p < s.b;) {
		uint32_t stop = clause_end(t, p, s.b, depth);
		struct span clause = trim(t, (struct span){p, stop});
		bool time = clause.b > clause.a && when_starts(t, clause), rule = duty_first_rule(t, clause);
		if (time || rule) {
			d->rule |= rule;
			if (time && d->when.b <= d->when.a)
				d->when = clause;
			if (from < p)
				d->odd += units_split(cx, t, (struct span){from, p}, &all, &d->persons);
			from = stop;
		}
		p = stop < s.b ? stop + char_len(t->s + stop) : stop;
	}
	if (from < s.b)
		d->odd += units_split(cx, t, (struct span){from, s.b}, &all, &d->persons);
	struct units *to = role == ROLE_LEAD ? &d->lead : role == ROLE_COOP ? &d->coop : &d->open;
	duty_spread(cx, t, &all, to, d);
	if (all.count)
		duty_note(cx, role == ROLE_COOP ? &d->coop_at : &d->lead_at, trim(t, s));
}

void duty_value(struct cx *cx, const struct text *t, enum label_kind kind, struct span value, struct duty *d)
{
	value = trim(t, value);
	if (value.b <= value.a)
		return;
	struct units all = {0};
	if (kind == LABEL_WHEN) {
		if (d->when.b <= d->when.a)
			d->when = value;
		return;
	}
	if (kind == LABEL_PERSON) {
		duty_note(cx, &d->person_at, value);
		units_split(cx, t, value, &all, &d->persons);
		for (size_t i = 0; i < all.count; i++)
			if (!unit_ends(t, all.items[i].at))
				*vec_add(cx, &d->persons) = all.items[i];
		return;
	}
	static const char *const inner[] = {"牵头", "配合", "协助", "会同", NULL};
	if (kind == LABEL_DUTY && word_in(t, value, inner) >= 0 && duty_clauses(cx, t, value, false, d))
		return;
	take_list(cx, t, value, kind == LABEL_LEAD ? ROLE_LEAD : kind == LABEL_COOP ? ROLE_COOP : ROLE_OPEN, d);
	d->sure |= kind == LABEL_LEAD || kind == LABEL_DUTY || kind == LABEL_COOP;
}

static void take_rest(struct cx *cx, const struct text *t, struct span s, bool keyword, bool bracket, struct duty *d)
{
	static const char *const ignore[] = {"下同", "各有侧重", "工作", "落实", "实施", "等", "推进", "的", NULL};
	s = trim(t, s);
	if (s.b <= s.a)
		return;
	if (when_starts(t, s)) {
		if (d->when.b <= d->when.a)
			d->when = s;
		return;
	}
	if (duty_first_rule(t, s)) {
		d->rule = true;
		return;
	}
	if (word_at(t, s.a, s.b, ignore) >= 0 && keyword)
		return;
	if (keyword) {
		d->odd += 2;
		return;
	}
	if (bracket)
		take_list(cx, t, s, ROLE_OPEN, d);
}

/* Labels inside: 牵头单位:A;配合单位:B, also without the colon. */
static size_t inner_labels(struct cx *cx, const struct text *t, struct span s, struct label **out)
{
	static const char *const bare[] = {"牵头单位", "牵头部门", "责任单位", "责任部门", "配合单位",
					   "配合部门", "主办单位", "协办单位", "协助单位", "参与单位",
					   "主责单位", "完成时限", "完成时间", NULL};
	VEC(struct label) found = {0};
	bool start = true;
	for (uint32_t i = s.a; i < s.b; i += char_len(t->s + i)) {
		struct label l;
		int w = start ? word_at(t, i, s.b, bare) : -1;
		if (t->s[i] == ':' && label_ending(t, i, found.count ? found.items[found.count - 1].value : s.a, &l)) {
			*vec_add(cx, &found) = l;
		} else if (w >= 0 && !at_word(t, i + (uint32_t)strlen(bare[w]), s.b, ":")) {
			struct span in = {i, i + (uint32_t)strlen(bare[w])};
			bool named = at_word(t, in.b, s.b, "为") || at_word(t, in.b, s.b, "是");
			struct span next = {in.b, clause_end(t, in.b, s.b, t->depth[s.a])};
			if (named || unit_plausible(t, trim(t, next)) || find_word(t, next, "、") < next.b)
				*vec_add(cx, &found) =
					(struct label){in, in.b + (named ? 3 : 0), label_classify(t, in)};
		}
		start = t->s[i] == ',' || t->s[i] == ';' || at_word(t, i, s.b, "。") || at_word(t, i, s.b, "、");
	}
	*out = found.items;
	return found.count;
}

static bool labelled(struct cx *cx, const struct text *t, struct span s, struct duty *d)
{
	struct label *l;
	size_t n = inner_labels(cx, t, s, &l);
	for (size_t i = 0; i < n; i++)
		duty_value(cx, t, l[i].kind, (struct span){l[i].value, i + 1 < n ? l[i + 1].word.a : s.b}, d);
	if (n)
		take_rest(cx, t, (struct span){s.a, l[0].word.a}, false, true, d);
	return n > 0;
}

/* The words between roles.  from: where the units begin that the next role word takes. */
static void by_keywords(struct cx *cx, const struct text *t, struct span s, bool bracket, struct duty *d)
{
	uint32_t from = s.a, depth = t->depth[s.a];
	bool keyword = false, with = false;
	static const char *const stop[] = {"。", NULL};
	for (uint32_t i = s.a, next; i < s.b; i = next) {
		next = i + char_len(t->s + i);
		if (t->depth[i] > depth)
			continue;
		struct span clause = {i, i};
		if (i == s.a || t->s[i - 1] == ',' || t->s[i - 1] == ';' ||
		    word_ending(t, (struct span){s.a, i}, stop) >= 0)
			clause.b = clause_end(t, i, s.b, depth);
		if (duty_first_rule(t, clause)) {
			take_rest(cx, t, (struct span){from, i}, keyword, bracket, d);
			d->rule = true;
			from = next = clause.b;
			continue;
		}
		uint32_t after;
		enum role role = role_at(t, i, s.b, &after);
		struct span list = trim(t, (struct span){from, i});
		if (role == ROLE_NONE || (list.b <= list.a && role != ROLE_WITH))
			continue;
		if (role == ROLE_OPEN && !unit_ends(t, list) && !ends_with(t, list, "等") && !person_plausible(t, list))
			continue;
		if (role == ROLE_WITH) {
			if (list.b > list.a)
				take_list(cx, t, list, d->lead.count ? ROLE_COOP : ROLE_OPEN, d);
			with = true;
		} else {
			take_list(cx, t, list, with || (role == ROLE_OPEN && d->lead.count) ? ROLE_COOP : role, d);
			if (with && role == ROLE_LEAD && d->open.count) {
				duty_spread(cx, t, &d->open, &d->lead, d);
				d->open.count = 0;
			}
			d->sure |= role == ROLE_LEAD;
			with = false;
		}
		keyword = true;
		from = next = after;
	}
	d->bare = !keyword;
	if (with)
		take_list(cx, t, (struct span){from, s.b}, ROLE_COOP, d);
	else
		take_rest(cx, t, (struct span){from, s.b}, keyword, bracket, d);
}

static size_t named(const struct duty *d)
{
	return d->lead.count + d->coop.count + d->open.count;
}

/* (…负责。以下均需…,不再列出): what a bracket says of the brackets after it is no list. */
static uint32_t before_notes(const struct text *t, struct span s)
{
	static const char *const notes[] = {"以下", "下同", "不再列出", "不再一一列出", NULL};
	for (uint32_t i = s.a; i < s.b; i += char_len(t->s + i)) {
		uint32_t stop = at_word(t, i, s.b, "。") ? 3 : t->s[i] == ',' || t->s[i] == ';' ? 1 : 0;
		if (stop && t->depth[i] <= t->depth[s.a] && word_at(t, i + stop, s.b, notes) >= 0)
			return i;
	}
	return s.b;
}

bool duty_clauses(struct cx *cx, const struct text *t, struct span s, bool bracket, struct duty *out)
{
	enum { LONGEST = 4500 };
	if (s.b <= s.a || s.b - s.a > LONGEST)
		return false;
	struct duty d = {0};
	if (bracket)
		s.b = before_notes(t, s);
	bool labels = labelled(cx, t, s, &d);
	if (!labels)
		by_keywords(cx, t, s, bracket, &d);
	bool good = labels ? !duty_empty(&d) || d.when.b > d.when.a || d.persons.count
			   : !duty_empty(&d) && (size_t)d.odd * 2 < named(&d) + 1;
	if (bracket && !labels && !good && d.when.b > d.when.a && !d.odd && duty_empty(&d))
		good = true; /* （2023年10月底前） */
	if (!good)
		return false;
	duty_spread(cx, t, &d.lead, &out->lead, out);
	duty_spread(cx, t, &d.coop, &out->coop, out);
	duty_spread(cx, t, &d.open, &out->open, out);
	duty_spread(cx, t, &d.persons, &out->persons, out);
	merge_spans(cx, &out->lead_at, &d.lead_at);
	merge_spans(cx, &out->coop_at, &d.coop_at);
	merge_spans(cx, &out->person_at, &d.person_at);
	if (out->when.b <= out->when.a)
		out->when = d.when;
	out->sure |= d.sure || labels;
	out->rule |= d.rule;
	out->bare = d.bare;
	out->odd += d.odd;
	return true;
}
