/* notice_items.c - the numbered items of a notice as a tree, and which of them are tasks. */
#include "proto/notice_items.h"

enum { DEEPEST = 16 };

static int rank_of(enum mark_style s)
{
	static const int ranks[] = {
		[MARK_NONE] = 15,   [MARK_WORD] = 25,        [MARK_HAN] = 10,   [MARK_HAN_PAREN] = 20,
		[MARK_ARABIC] = 30, [MARK_ARABIC_DEEP] = 35, [MARK_PAREN] = 40, [MARK_CIRCLE] = 50};
	return ranks[s];
}

struct tree {
	struct reader *r;
	struct items all;
	int stack[DEEPEST];
	int depth;
	int last[DEEPEST]; /* the number of the last item at that depth */
	enum mark_style style[DEEPEST]; /* and how it was written */
	int groups, group[DEEPEST];
};

static struct item *top(struct tree *t)
{
	return &t->all.items[t->stack[t->depth - 1]];
}

/* Items counted 一、 inside 举措3 come after a WORD mark though their rank is lower. */
static bool under_word(const struct tree *t, const struct mark *m)
{
	int word = -1;
	for (int i = 0; i < t->depth; i++)
		if (t->all.items[t->stack[i]].mark.style == MARK_WORD)
			word = i;
	if (word < 0 || m->style == MARK_WORD || rank_of(m->style) >= 25)
		return false;
	for (int i = word + 1; i < t->depth; i++)
		if (t->all.items[t->stack[i]].mark.style == m->style)
			return m->n == t->all.items[t->stack[i]].mark.n + 1;
	for (int i = 0; i < word; i++)
		if (t->all.items[t->stack[i]].mark.style == m->style && m->n == t->all.items[t->stack[i]].mark.n + 1)
			return false;
	return m->n == 1;
}

static void pop_for(struct tree *t, const struct mark *m)
{
	bool keep_word = under_word(t, m);
	while (t->depth) {
		struct item *it = top(t);
		if (it->mark.style == m->style && it->mark.style != MARK_NONE) {
			t->depth--;
			break;
		}
		if (keep_word && it->mark.style == MARK_WORD)
			break;
		if (it->rank < rank_of(m->style))
			break;
		t->depth--;
	}
}

static void push_item(struct tree *t, const struct mark *m, uint32_t end)
{
	pop_for(t, m);
	if (t->depth == DEEPEST)
		t->depth--;
	int parent = t->depth ? t->stack[t->depth - 1] : -1, d = t->depth;
	int index = (int)t->all.count;
	struct item *it = vec_add(t->r->cx, &t->all);
	bool counted_on = d < DEEPEST && t->group[d] && index &&
			  ((t->last[d] < m->n && parent == t->all.items[index - 1].parent) ||
			   (t->last[d] + 1 == m->n && t->style[d] == m->style && m->style)); /* through all sections */
	for (int i = index - 1; !counted_on && i >= 0 && i >= index - 64 && t->all.items[i].parent >= parent; i--)
		if (t->all.items[i].parent == parent && t->all.items[i].mark.style == m->style) {
			counted_on = t->all.items[i].mark.n < m->n;
			if (counted_on)
				t->group[d] = t->all.items[i].group;
			break;
		}
	if (!counted_on)
		t->group[d] = ++t->groups;
	*it = (struct item){.mark = *m,
			    .rank = rank_of(m->style),
			    .from = m->from,
			    .body = m->body,
			    .end = end,
			    .parent = parent,
			    .group = t->group[d]};
	t->last[d] = m->n;
	t->style[d] = m->style;
	if (parent >= 0)
		t->all.items[parent].children++;
	t->stack[t->depth++] = index;
}

/* A line that is nothing but a unit, above numbered lines: the heading of its tasks. */
static bool unit_line(struct reader *r, size_t i)
{
	struct line *l = &r->lines[i];
	struct duty d = {0};
	return !l->mark.style && !l->tail && i + 1 < r->line_count && r->lines[i + 1].mark.style &&
	       r->lines[i + 1].mark.n == 1 && !line_soft(r, i) && scan_unit_heading(r, (struct span){l->a, l->b}, &d);
}

/* 县公安局：加强民爆物品管控。 on a line without number: a unit, a colon, what it does. */
static bool says_what(struct reader *r, size_t i)
{
	enum { LONGEST = 50 * 3 };
	const struct line *l = &r->lines[i];
	const struct text *t = &r->text;
	struct duty d = {0};
	uint32_t colon = l->a;
	if (l->mark.style || l->tail || l->table || line_soft(r, i))
		return false;
	while (colon < l->b && colon - l->a < LONGEST && t->s[colon] != ':')
		colon += char_len(t->s + colon);
	struct span unit = {l->a, colon}, what = {colon + 1, l->b};
	enum label_kind kind = label_classify(t, unit);
	return colon < l->b && t->s[colon] == ':' && char_count(t, trim(t, what)) >= 6 &&
	       (kind == LABEL_NONE || kind == LABEL_OTHER) && scan_unit_heading(r, unit, &d);
}

/* One such line may be anything; two in a row are a list of duties. */
static bool unit_says(struct reader *r, size_t i)
{
	return says_what(r, i) && ((i && says_what(r, i - 1)) || (i + 1 < r->line_count && says_what(r, i + 1)));
}

/* Wrapped text may have lost the line end before 举措8：, or broken it in two. */
static int marks_inside(struct tree *t, const struct line *l, int word)
{
	const struct text *x = &t->r->text;
	uint32_t end = l->b + 24 < x->n ? l->b + 24 : x->n;
	struct mark m;
	for (uint32_t p = l->a; p < l->b; p += char_len(x->s + p)) {
		if ((p == l->a && l->mark.style) || !mark_at(x, p, end, &m) || m.style != MARK_WORD ||
		    m.n != word + 1 || x->s[m.body - 1] != ':' || x->depth[p] > 0)
			continue;
		if (t->all.count && t->all.items[t->all.count - 1].end > p)
			t->all.items[t->all.count - 1].end = p;
		push_item(t, &m, x->n);
		word = m.n;
	}
	return word;
}

static void find_marks(struct tree *t)
{
	struct reader *r = t->r;
	int word = 0;
	for (size_t i = 0; i < r->line_count; i++) {
		struct line *l = &r->lines[i];
		if (l->table || l->tail) {
			if (t->all.count && t->all.items[t->all.count - 1].end > l->a)
				t->all.items[t->all.count - 1].end = l->a;
			continue;
		}
		struct mark m = l->mark;
		bool inside = t->all.count && t->all.items[t->all.count - 1].body > l->a; /* of 举措1 / 0： */
		if (inside || (m.style && r->text.depth[l->a] > 0 && r->text.s[l->a] != '('))
			m.style = MARK_NONE;
		bool unit = !m.style && !inside && (unit_line(r, i) || unit_says(r, i));
		if (m.style || unit) {
			if (unit)
				m = (struct mark){MARK_NONE, 0, {l->a, l->a}, l->a, l->a};
			if (t->all.count && t->all.items[t->all.count - 1].end > l->a)
				t->all.items[t->all.count - 1].end = l->a;
			push_item(t, &m, r->text.n);
			if (m.style == MARK_WORD)
				word = m.n;
		}
		if (r->wrapped)
			word = marks_inside(t, l, word);
	}
}

/* ---- which items are tasks ---- */

/* 1. 2. 3. and then the lists on lines of their own: they are the lists of the item above. */
static void lift_duties(struct tree *t)
{
	for (size_t p = 0; p < t->all.count; p++) {
		struct item *parent = &t->all.items[p];
		if (parent->duty || parent->children < 2)
			continue;
		int with = 0, grand = 0;
		size_t last = 0;
		for (size_t c = p + 1; c < t->all.count && t->all.items[c].parent >= (int)p; c++)
			if (t->all.items[c].parent == (int)p) {
				with += t->all.items[c].duty;
				grand += t->all.items[c].children;
				last = c;
			}
		struct item *child = &t->all.items[last];
		if (with != 1 || grand || !child->duty || !child->parts.items[0].label || child->parts.count != 1)
			continue;
		parent->duty = parent->strong = true;
		if (!parent->parts.count)
			continue;
		parent->parts.items[0].duty = child->parts.items[0].duty;
		parent->parts.items[0].label = true;
		child->parts.items[0].duty = (struct duty){0};
		child->duty = child->strong = false;
	}
}

static bool is_field(struct reader *r, const struct item *it, struct label *l)
{
	enum { LONGEST = 12 * 3 };
	const struct text *t = &r->text;
	uint32_t colon = it->body;
	while (colon < it->end && colon - it->body <= LONGEST && t->s[colon] != ':')
		colon += char_len(t->s + colon);
	struct span word = {it->body, colon};
	*l = (struct label){word, colon + 1, label_classify(t, word)};
	return !it->children && it->parts.count == 1 && colon < it->end && t->s[colon] == ':' &&
	       l->kind != LABEL_NONE && !unit_collective(t, word) && (l->kind != LABEL_OTHER || ends_with(t, word, "单位"));
}

/* 一、企业名称：…, 二、隐患内容：…, 五、整改责任单位：…: numbered fields, and together one task. */
static void fold_fields(struct tree *t)
{
	for (size_t p = 0; p < t->all.count; p++) {
		struct item *first = &t->all.items[p];
		struct label l;
		size_t n = 0, duties = 0, leads = 0;
		for (size_t c = p; c < t->all.count && t->all.items[c].parent == first->parent; c++) {
			if (t->all.items[c].group != first->group || !is_field(t->r, &t->all.items[c], &l))
				break;
			n++;
			duties += l.kind == LABEL_LEAD || l.kind == LABEL_DUTY || l.kind == LABEL_COOP;
			leads += l.kind == LABEL_LEAD;
		}
		if (n < 3 || !duties || duties == n || leads > 1)
			continue;
		struct part *whole = &first->parts.items[0];
		for (size_t c = p; c < p + n; c++) {
			struct item *it = &t->all.items[c];
			struct part *part = &it->parts.items[0];
			if (!is_field(t->r, it, &l) || l.kind == LABEL_OTHER || l.kind == LABEL_TEXT)
				part->duty = (struct duty){0}; /* 督办单位: no word for who does it */
			if (c > p) {
				duty_merge(t->r->cx, &whole->duty, &part->duty);
				part->duty = (struct duty){0};
				it->duty = it->strong = it->sure = false;
				it->parent = (int)p;
				it->folded = true;
			}
		}
		first->children += (int)n - 1;
		first->duty = first->strong = true;
		whole->label = true;
		p += n - 1;
	}
}

/* Tasks under a heading that is a unit: its units lead them. */
static void inherit_units(struct tree *t)
{
	for (size_t p = 0; p < t->all.count; p++) {
		struct item *h = &t->all.items[p];
		struct duty d = {0};
		if (h->strong || !h->children || !scan_unit_heading(t->r, (struct span){h->body, h->end}, &d))
			continue;
		h->unit_heading = true;
		h->duty = h->sure = false;
		use(t->r, (struct span){h->from, h->end});
		for (size_t c = p + 1; c < t->all.count && t->all.items[c].parent >= (int)p; c++) {
			struct item *it = &t->all.items[c];
			if (it->parent != (int)p || it->duty || !it->parts.count)
				continue;
			it->duty = it->strong = true;
			it->parts.items[0].duty.open = d.open;
			it->parts.items[0].duty.lead_at = d.lead_at;
			it->parts.items[0].duty.sure = true;
		}
	}
}

/* May the duty of this item be that of its counted points?  Then none of them has one of its own. */
static bool lends_duty(const struct tree *t, size_t p)
{
	const struct item *h = &t->all.items[p];
	if (!h->strong || h->children < 1 || h->parts.count != 1)
		return false;
	for (size_t c = p + 1; c < t->all.count && t->all.items[c].parent >= (int)p; c++)
		if (t->all.items[c].parent != (int)p || t->all.items[c].strong || t->all.items[c].folded ||
		    !t->all.items[c].parts.count || t->all.items[c].group != t->all.items[p + 1].group)
			return false;
	return true;
}

/* 一、…（牵头单位：A） 1. 2. 二、…（牵头单位：B） 3. 4.: points counted on through the sections are the tasks, and
 * each section says who does its own. */
static void share_duties(struct tree *t)
{
	for (size_t p = 0; p + 1 < t->all.count; p++) {
		size_t next = p + 1;
		while (next < t->all.count && t->all.items[next].parent >= (int)p)
			next++;
		bool first = lends_duty(t, p), on = first && next + 1 < t->all.count && lends_duty(t, next) &&
			     t->all.items[next + 1].group == t->all.items[p + 1].group,
		     last = first && t->all.items[p].lends;
		if (on)
			t->all.items[next].lends = true;
		if (!on && !last)
			continue;
		struct item *h = &t->all.items[p];
		for (size_t c = p + 1; c < next; c++) {
			t->all.items[c].parts.items[0].duty = h->parts.items[0].duty;
			t->all.items[c].duty = t->all.items[c].strong = true;
		}
		h->parts.items[0].duty = (struct duty){0};
		h->duty = h->strong = h->sure = false;
		h->unit_heading = true;
	}
}

/* 加强组织领导。, 强化督导考核。: how to go about it all, no task. */
static bool in_general(const struct tree *t, const struct item *it)
{
	static const char *const about[] = {"组织领导", "加强领导", "强化领导", "组织实施", "统筹协调", "保障", "督查",
					    "督导",     "考核",     "要求",     "总体",     "原则",     "附则", "意义",
					    "指导思想", "宣传",     "目标",     NULL};
	return word_in(&t->r->text, it->title, about) >= 0 && char_count(&t->r->text, it->title) <= 20;
}

/* Who does it is said behind the title: 请县财政局做好经费保障。 says it in the title. */
static bool duty_below(const struct item *it)
{
	const struct spans *at = &it->parts.items[0].duty.lead_at;
	return at->count && at->items[0].a >= it->title.b;
}

static void choose_tasks(struct tree *t)
{
	size_t strong = 0, sure = 0;
	int *in_group = arena_array_of(t->r->cx->mem, int, (size_t)t->groups + 1);
	int *members = arena_array_of(t->r->cx->mem, int, (size_t)t->groups + 1);
	int *soft = arena_array_of(t->r->cx->mem, int, (size_t)t->groups + 1);
	for (size_t i = 0; i < t->all.count; i++) {
		struct item *it = &t->all.items[i];
		strong += it->strong;
		sure += it->sure;
		members[it->group]++;
		in_group[it->group] += it->strong || it->sure;
		soft[it->group] += it->duty;
	}
	for (size_t i = 0; i < t->all.count; i++) {
		struct item *it = &t->all.items[i];
		bool kin = in_group[it->group] > 0;
		if (it->duty && !it->strong && !it->sure && in_general(t, it) && duty_below(it))
			it->duty = false; /* 加强组织实施。各地要… */
		it->task = it->strong ||
			   (it->duty && (strong >= 2 ? kin && !it->children
						     : it->sure || kin || soft[it->group] * 2 > members[it->group]));
		if (it->duty && !it->task)
			it->duty = false;
		if (it->task && it->parent >= 0)
			t->all.items[it->parent].child_tasks++;
	}
	/* an item among tasks that names nobody is a task too, and worth a finding */
	for (size_t i = 0; i < t->all.count; i++) {
		struct item *it = &t->all.items[i];
		bool general = in_general(t, it);
		if (it->mark.style && !it->task && !it->folded && !it->children && !it->unit_heading && strong >= 2 &&
		    in_group[it->group] >= 2 && in_group[it->group] * 2 >= members[it->group] && !general)
			it->task = true;
	}
}

/* ---- tasks out of items ---- */

static void add_sections(struct tree *t, struct raw_task *task, int parent)
{
	int chain[DEEPEST], n = 0;
	for (int p = parent; p >= 0 && n < DEEPEST; p = t->all.items[p].parent)
		if (!t->all.items[p].task)
			chain[n++] = p;
	while (n--) {
		struct item *it = &t->all.items[chain[n]];
		if (it->title.b > it->title.a)
			*vec_add(t->r->cx, &task->sections) = (struct span){it->from, it->title.b};
		use(t->r, (struct span){it->from, it->title.b});
	}
}

static void add_spans(struct reader *r, struct spans *to, const struct spans *from)
{
	for (size_t i = 0; i < from->count; i++) {
		*vec_add(r->cx, to) = from->items[i];
		use(r, from->items[i]);
	}
}

static void absorb(struct tree *t, size_t index, struct spans *text)
{
	for (size_t c = index + 1; c < t->all.count; c++) {
		struct item *it = &t->all.items[c];
		int p = it->parent;
		while (p > (int)index && !t->all.items[p].task)
			p = t->all.items[p].parent;
		if (it->parent < (int)index)
			break;
		if (p != (int)index || it->task)
			continue;
		*vec_add(t->r->cx, text) = (struct span){it->from, it->body};
		use(t->r, (struct span){it->from, it->body});
		for (size_t i = 0; i < it->parts.count; i++)
			add_spans(t->r, text, &it->parts.items[i].text);
	}
}

static void emit(struct tree *t, size_t index)
{
	struct reader *r = t->r;
	struct item *it = &t->all.items[index];
	struct spans text = {0};
	for (size_t i = 0; i < it->parts.count; i++)
		add_spans(r, &text, &it->parts.items[i].text);
	absorb(t, index, &text);
	use(r, (struct span){it->from, it->body});
	size_t duties = 0;
	for (size_t i = 0; i < it->parts.count; i++)
		duties += !duty_empty(&it->parts.items[i].duty);
	for (size_t i = 0; i < it->parts.count; i++) {
		struct part *p = &it->parts.items[i];
		if (duties && duty_empty(&p->duty))
			continue;
		struct raw_task *task = vec_add(r->cx, &r->tasks);
		*task = (struct raw_task){
			.no = it->mark.no, .title = it->title, .text = text, .duty = p->duty, .begin = it->from};
		if (duties > 1 && p->text.count)
			task->part = (struct span){p->text.items[0].a, p->text.items[p->text.count - 1].b};
		task->when = p->duty.when;
		add_sections(t, task, it->parent);
	}
}

/* Duties outside every numbered item: the paragraph above them is the task. */
static void loose_tasks(struct reader *r, uint32_t from, uint32_t end)
{
	if (end <= from)
		return;
	struct item it = {.body = from, .from = from, .end = end, .parent = -1};
	scan_item(r, &it);
	for (size_t i = 0; it.strong && i < it.parts.count; i++) {
		struct part *p = &it.parts.items[i];
		if (duty_empty(&p->duty) || !p->text.count)
			continue;
		struct span last = p->text.items[p->text.count - 1];
		for (size_t l = line_of(r, last.a); l < r->line_count && r->lines[l].a < last.b; l++)
			if (r->lines[l].a > last.a && i == 0 && !line_soft(r, l) &&
			    char_count(&r->text, (struct span){r->lines[l].a, last.b}) >= 6)
				last.a = r->lines[l]
						 .a; /* what stands before the last paragraph is the covering letter */
		while (last.a < last.b && r->text.s[last.a] == '-')
			last.a++; /* ——完成…: a bullet */
		struct raw_task *task = vec_add(r->cx, &r->tasks);
		*task = (struct raw_task){.title = last, .duty = p->duty, .when = p->duty.when, .begin = last.a};
		*vec_add(r->cx, &task->text) = last;
		use(r, last);
	}
}

void items_read(struct reader *r)
{
	struct tree t = {.r = r};
	find_marks(&t);
	for (size_t i = 0; i < t.all.count; i++)
		scan_item(r, &t.all.items[i]);
	fold_fields(&t);
	lift_duties(&t);
	share_duties(&t);
	inherit_units(&t);
	choose_tasks(&t);
	for (size_t i = 0; i < t.all.count; i++)
		if (t.all.items[i].task)
			emit(&t, i);
	uint32_t end = t.all.count ? t.all.items[0].from : r->text.n;
	for (size_t i = 0; i < r->line_count && r->lines[i].a < end; i++)
		if (r->lines[i].table)
			end = r->lines[i].a;
	loose_tasks(r, 0, end);
}
