/* notice_scan.c - what one numbered item says: its text, and who does it by when. */
#include "proto/notice_items.h"

enum { SHORT = 6 }; /* characters: less text than this between two duties is no text */

static void add_text(struct reader *r, struct part *p, struct span s)
{
	s = (struct span){s.a, s.b};
	if (s.b > s.a)
		*vec_add(r->cx, &p->text) = s;
}

static bool solid(const struct text *t, struct span s)
{
	return char_count(t, trim(t, s)) >= SHORT;
}

static struct part *new_part(struct reader *r, struct item *it)
{
	struct part *p = vec_add(r->cx, &it->parts);
	*p = (struct part){0};
	return p;
}

static bool part_has(const struct part *p, enum label_kind k)
{
	switch (k) {
	case LABEL_LEAD:
		return p->lead_label;
	case LABEL_DUTY:
		return p->open_label;
	case LABEL_WHEN:
		return p->when_label;
	default:
		return false;
	}
}

static bool duty_label(enum label_kind k)
{
	return k == LABEL_LEAD || k == LABEL_COOP || k == LABEL_DUTY || k == LABEL_PERSON || k == LABEL_WHEN;
}

/* In a line of its own sense: behind a stop or a blank.  Wrapped text runs on without either. */
static bool stands_apart(const struct text *t, uint32_t p)
{
	static const char *const stops[] = {"。", ";", ",", "、", ")", "|", "!", "”", NULL};
	return t->wrapped || t->gap[p] || word_ending(t, (struct span){p < 3 ? 0 : p - 3, p}, stops) >= 0;
}

/* 牵头 / 部门：, 完成 / 时限：: a label over two lines.  A noun at the first line's end belongs to the value before. */
static void broken_label(const struct text *t, uint32_t floor, uint32_t start, struct label *l)
{
	static const char *const nouns[] = {"单位", "部门", "领导", "人", "机构", "主体", "组长", NULL};
	struct label longer;
	if (label_ending(t, l->value - 1, floor, &longer) && longer.word.a < start &&
	    word_in(t, (struct span){longer.word.a, start}, nouns) < 0)
		*l = longer;
}

/* The labels of [from, end) outside brackets, in order. */
static size_t find_labels(struct reader *r, uint32_t from, uint32_t end, struct label **out)
{
	const struct text *t = &r->text;
	VEC(struct label) found = {0};
	for (uint32_t i = from, next; i < end; i = next) {
		struct label l;
		next = i + char_len(t->s + i);
		uint32_t floor = found.count ? found.items[found.count - 1].value : from;
		bool start = i == from || t->gap[i] >= GAP_BLANK || (i && (t->s[i - 1] == ';' || t->s[i - 1] == ','));
		if (t->depth[i] > t->depth[from])
			continue;
		if (start && i >= floor && label_at(t, i, end, &l) &&
		    (t->gap[i] >= GAP_LINE || i == from || t->s[l.value - 1] == ':')) {
			if ((r->wrapped || !duty_label(l.kind)) && t->gap[i] == GAP_LINE && t->s[l.value - 1] == ':')
				broken_label(t, floor, i, &l);
			*vec_add(r->cx, &found) = l;
			next = l.value > i ? l.value : next;
		} else if (t->s[i] == ':' && label_ending(t, i, floor, &l) && stands_apart(t, l.word.a)) {
			*vec_add(r->cx, &found) = l;
		}
	}
	*out = found.items;
	return found.count;
}

struct scan {
	struct reader *r;
	struct item *it;
	struct part *part;
	struct span pending;  /* text since the last duty */
	uint32_t bracket_end; /* behind the last duty in a bracket; 0: none */
};

/* A duty begins: does the text before it begin another part? */
static void open_part(struct scan *s, bool repeated, bool plain)
{
	const struct text *t = &s->r->text;
	bool full = !duty_empty(&s->part->duty);
	if (full && solid(t, s->pending) && (plain || repeated))
		s->part = new_part(s->r, s->it);
	add_text(s->r, s->part, s->pending);
}

/* A list without any word for the role is a duty only where a duty stands: behind a sentence, or at a paragraph's end.
 */
static bool bare_in_place(const struct reader *r, uint32_t open, uint32_t close, uint32_t end, bool leading,
			  const struct duty *d)
{
	static const char *const stops[] = {"。", ";", NULL};
	static const char *const not_duty[] = {"含", "原", "包括", "即", "如", "以下", "不含", "除", "指", NULL};
	const struct text *t = &r->text;
	bool after_stop = word_ending(t, (struct span){open < 3 ? 0 : open - 3, open}, stops) >= 0;
	uint32_t next = close + 1 + (at_word(t, close + 1, end, "。") ? 3 : 0);
	bool last = next >= end || t->gap[next] >= GAP_LINE;
	if (d->odd || (!after_stop && !last && !leading) || word_at(t, open + 1, close, not_duty) >= 0)
		return false;
	for (size_t i = 0; i < d->open.count; i++)
		if (char_count(t, d->open.items[i].at) < 3)
			return false;
	return d->open.count > 0 || d->when.b > d->when.a;
}

/* Brackets that name units, in a stretch of text. */
static void scan_brackets(struct scan *s, struct span in)
{
	const struct text *t = &s->r->text;
	s->pending.a = s->pending.b = in.a;
	for (uint32_t i = in.a; i < in.b; i += char_len(t->s + i)) {
		if (t->s[i] != '(' || t->mate[i] == NO_MATE || t->mate[i] >= in.b || t->mate[i] < i)
			continue;
		struct duty d = {0};
		struct span inside = {i + 1, t->mate[i]};
		if (duty_clauses(s->r->cx, t, inside, true, &d) && char_count(t, inside) >= 2 &&
		    (!d.bare || bare_in_place(s->r, i, t->mate[i], in.b, i == s->it->body, &d))) {
			s->pending.b = i;
			open_part(s, true, true);
			duty_clauses(s->r->cx, t, inside, true, &s->part->duty);
			use(s->r, (struct span){i, t->mate[i] + 1});
			s->pending.a = s->bracket_end = t->mate[i] + 1;
		}
		i = t->mate[i];
	}
	s->pending.b = in.b;
}

/* （一）治理边坡（牵头单位：A）: a heading and its bracket fill the line, what is to be done stands below. */
static bool heading_line(const struct scan *s, uint32_t stop)
{
	enum { LONGEST_HEADING = 30 };
	const struct text *t = &s->r->text;
	if (s->it->children || s->it->parts.count > 1 || !s->part->text.count || !s->it->mark.style)
		return false;
	struct span title = {s->it->body, s->part->text.items[0].b};
	return char_count(t, title) <= LONGEST_HEADING && find_word(t, title, "。") + 3 >= title.b &&
	       s->bracket_end + 3 >= stop;
}

/* Text behind the last bracket belongs to the item as far as its paragraph goes; below a heading, one more. */
static void close_text(struct scan *s)
{
	if (s->bracket_end) {
		uint32_t stop = para_end(s->r, s->bracket_end - 1, s->pending.b);
		if (stop < s->pending.b && heading_line(s, stop))
			stop = s->it->end < s->r->text.n ? s->pending.b : para_end(s->r, stop, s->pending.b);
		s->pending.b = stop < s->pending.b ? stop : s->pending.b;
	}
	if (s->pending.b > s->pending.a)
		add_text(s->r, s->part, s->pending);
}

static void take_label(struct scan *s, const struct label *l, uint32_t value_to)
{
	open_part(s, part_has(s->part, l->kind), false);
	s->part->label = true;
	s->part->lead_label |= l->kind == LABEL_LEAD;
	s->part->open_label |= l->kind == LABEL_DUTY;
	s->part->when_label |= l->kind == LABEL_WHEN;
	duty_value(s->r->cx, &s->r->text, l->kind, (struct span){l->value, value_to}, &s->part->duty);
	use(s->r, (struct span){l->word.a, value_to});
}

static void scan_labels(struct scan *s, const struct label *l, size_t n)
{
	uint32_t end = s->it->end, at = s->it->body;
	bool first = true;
	for (size_t i = 0; i < n; i++) {
		if (!duty_label(l[i].kind))
			continue;
		uint32_t limit = i + 1 < n ? l[i + 1].word.a : end;
		if (first) {
			scan_brackets(s, (struct span){at, l[i].word.a});
			s->bracket_end = 0;
		} else {
			s->pending = (struct span){at, l[i].word.a};
		}
		first = false;
		uint32_t to = value_end(s->r, &l[i], limit);
		take_label(s, &l[i], to);
		at = to;
	}
	/* a field of text behind the lists still belongs to the item; other text does not */
	for (size_t i = 0; i < n; i++)
		if (l[i].word.a >= at && l[i].kind == LABEL_TEXT) {
			s->pending = (struct span){l[i].word.a, end};
			s->bracket_end = 0;
			close_text(s);
			break;
		}
}

static struct span first_sentence(const struct reader *r, struct span s)
{
	static const char *const stops[] = {"。", ";", NULL};
	const struct text *t = &r->text;
	uint32_t comma = 0, n = 0, i = s.a;
	for (; i < s.b; i += char_len(t->s + i), n++) {
		if (i > s.a && t->gap[i] >= GAP_LINE && !line_soft(r, line_of(r, i)))
			break;
		if (t->depth[i] > t->depth[s.a] + (t->s[i] == '('))
			continue;
		struct label l;
		bool duty = t->s[i] == '(' && label_at(t, i + 1, s.b, &l) && duty_label(l.kind);
		if (duty || word_at(t, i, s.b, stops) >= 0)
			break;
		if (t->s[i] == ',' && n >= 4)
			comma = i;
		if (n >= 60 && comma)
			return (struct span){s.a, comma};
	}
	return (struct span){s.a, i};
}

/* 督办单位, 隐患单位: a word for a part to play, no unit's name. */
static bool role_name(const struct text *t, struct span s)
{
	return ends_with(t, s, "单位") && label_classify(t, s) != LABEL_NONE && !unit_collective(t, s);
}

/* 县气象局：负责发布暴雨预警。  The unit stands first, then what it does. */
static bool unit_first(struct reader *r, const struct item *it, struct duty *d)
{
	const struct text *t = &r->text;
	static const char *const stops[] = {":", "。", NULL}, *const verbs[] = {"负责", "牵头",     "承担",
										"做好", "主要负责", NULL};
	for (uint32_t i = it->body; i < it->end && i - it->body < 150; i += char_len(t->s + i))
		if (t->depth[i] <= t->depth[it->body] && word_at(t, i, it->end, stops) >= 0)
			return i + 9 < it->end && !role_name(t, (struct span){it->body, i}) &&
			       (t->s[i] == ':' || word_at(t, i + 3, it->end, verbs) >= 0) &&
			       scan_unit_heading(r, (struct span){it->body, i}, d);
	return false;
}

/* 改造泵站——区水务局: the units behind a dash that ends the paragraph. */
static bool behind_dash(struct reader *r, struct span *para, struct duty *d)
{
	const struct text *t = &r->text;
	struct units u = {0}, p = {0};
	for (uint32_t i = para->b; i > para->a + 1; i--) {
		if (t->s[i - 1] != '-' || t->s[i - 2] != '-')
			continue;
		struct span list = trim(t, (struct span){i, para->b});
		uint32_t before = i - 2;
		while (before > para->a && t->s[before - 1] == '-')
			before--;
		if (before <= para->a || char_count(t, list) < 3 || units_split(r->cx, t, list, &u, &p) || !u.count)
			return false;
		duty_spread(r->cx, t, &u, &d->open, d);
		duty_note(r->cx, &d->lead_at, list);
		use(r, (struct span){before, para->b});
		para->b = before;
		return true;
	}
	return false;
}

/* 牵头单位为A,配合单位为B,完成时限为10月底。: labels in a sentence. */
static bool labels_said(struct reader *r, struct span para, struct duty *d)
{
	static const char *const said[] = {"单位为", "单位是", "部门为", "部门是", NULL};
	static const char *const stops[] = {"。", ",", ";", ":", NULL};
	const struct text *t = &r->text;
	uint32_t from = para.a;
	for (uint32_t i = para.a; i < para.b; i += char_len(t->s + i)) {
		int stop = word_at(t, i, para.b, stops);
		if (stop >= 0)
			from = i + (uint32_t)strlen(stops[stop]);
		if (word_at(t, i, para.b, said) >= 0 && label_classify(t, (struct span){from, i + 6}) != LABEL_NONE)
			return duty_clauses(r->cx, t, trim(t, (struct span){from, para.b}), false, d);
	}
	return false;
}

/* No label and no bracket: the sentences say who.  Below a heading they stand in the next paragraph. */
static void scan_sentences(struct reader *r, struct item *it, bool labels)
{
	struct part *part = &it->parts.items[0];
	struct span para = {it->body, para_end(r, it->body, it->end)};
	it->duty = it->strong = behind_dash(r, &para, &part->duty) || labels_said(r, para, &part->duty);
	it->duty = it->duty || unit_first(r, it, &part->duty) || duty_sentence(r->cx, &r->text, para, &part->duty);
	if (!it->duty && !it->children && it->mark.style && para.b < it->end && !labels &&
	    char_count(&r->text, para) <= 30) {
		struct span next = {para.b, para_end(r, para.b, it->end)};
		it->duty = duty_sentence(r->cx, &r->text, next, &part->duty);
		para.b = next.b;
	}
	it->sure = it->duty && part->duty.sure;
	if (it->duty && !labels) {
		part->text = (struct spans){0};
		add_text(r, part, para);
	}
}

/* 1.（县公安局）收缴…: the title begins behind the bracket that says who. */
static void skip_bracket(struct reader *r, struct item *it)
{
	const struct text *t = &r->text;
	const struct spans *text = &it->parts.items[0].text;
	if (it->duty && it->body < it->end && t->s[it->body] == '(' && text->count && text->items[0].a > it->body &&
	    text->items[0].a < it->end)
		it->title = first_sentence(r, (struct span){text->items[0].a, it->end});
}

void scan_item(struct reader *r, struct item *it)
{
	struct scan s = {.r = r, .it = it};
	struct label *labels;
	size_t n = find_labels(r, it->body, it->end, &labels), duties = 0;
	for (size_t i = 0; i < n; i++)
		duties += duty_label(labels[i].kind);
	s.part = new_part(r, it);
	if (duties) {
		scan_labels(&s, labels, n);
	} else {
		scan_brackets(&s, (struct span){it->body, it->end});
		close_text(&s);
	}
	for (size_t i = 0; i < it->parts.count; i++)
		it->duty |= !duty_empty(&it->parts.items[i].duty);
	it->strong = it->duty;
	it->title = first_sentence(r, (struct span){it->body, it->end});
	if (!it->duty && it->parts.count == 1)
		scan_sentences(r, it, duties > 0);
	skip_bracket(r, it);
}

/* 一、县公安局（5项）: a heading that is nothing but a unit (or several). */
bool scan_unit_heading(struct reader *r, struct span s, struct duty *d)
{
	static const char *const generic[] = {"责任单位", "成员单位", "牵头单位", "机构",
					      "部门职责", "领导小组", "办公室",   NULL};
	const struct text *t = &r->text;
	static const char *const behind[] = {"牵头负责", "牵头", "负责", "牵头任务", "任务", "承担的任务", NULL};
	s = trim(t, s);
	while (s.b > s.a && t->s[s.b - 1] == ')' && t->mate[s.b - 1] != NO_MATE && t->mate[s.b - 1] > s.a) {
		struct span in = {t->mate[s.b - 1], s.b};
		if (!has_word(t, in, "项") && !has_word(t, in, "条") && !has_word(t, in, "个") &&
		    !has_word(t, in, "件"))
			break;
		s.b = in.a;
	}
	int w = word_ending(t, s, behind);
	if (w >= 0)
		s.b -= (uint32_t)strlen(behind[w]);
	if (char_count(t, s) < 3 || char_count(t, s) > 40 || word_in(t, s, generic) == 0 ||
	    word_ending(t, s, generic) >= 0)
		return false;
	struct units u = {0}, p = {0};
	if (units_split(r->cx, t, s, &u, &p) || p.count || !u.count)
		return false;
	for (size_t i = 0; i < u.count; i++)
		*vec_add(r->cx, &d->open) = u.items[i];
	*vec_add(r->cx, &d->lead_at) = s;
	d->sure = true;
	return true;
}
