/* notice_items.c - the numbered items of a notice as a tree, and the tasks out of them. */
#include "proto/notice_items.h"

static int rank_of(enum mark_style s)
{
	static const int ranks[] = {
		[MARK_NONE] = 15,   [MARK_WORD] = 25,        [MARK_HAN] = 10,   [MARK_HAN_PAREN] = 20,
		[MARK_ARABIC] = 30, [MARK_ARABIC_DEEP] = 35, [MARK_PAREN] = 40, [MARK_CIRCLE] = 50};
	return ranks[s];
}

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
		struct span last = trim(&r->text, p->text.items[p->text.count - 1]);
		for (size_t k = p->text.count - 1; k > 0 && last.b <= last.a; k--) /* a stop behind the bracket */
			last = trim(&r->text, p->text.items[k - 1]);
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
