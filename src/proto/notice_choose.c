/*
 * notice_choose.c - which numbered items are tasks: whose duty a heading's or a field's is, and what only tells how.
 */
#include "proto/notice_items.h"

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
	       l->kind != LABEL_NONE && !unit_collective(t, word) &&
	       (l->kind != LABEL_OTHER || ends_with(t, word, "单位"));
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

/* 一、…（牵头单位：A） 1.…（配合单位：B）: every point names helpers only, and its section the lead. */
static bool lends_lead(const struct tree *t, size_t p, size_t next)
{
	const struct item *h = &t->all.items[p];
	if (!h->strong || !h->children || h->parts.count != 1 || h->parts.items[0].duty.coop.count)
		return false;
	for (size_t c = p + 1; c < next; c++) {
		const struct item *it = &t->all.items[c];
		const struct duty *d = it->parts.count ? &it->parts.items[0].duty : NULL;
		if (it->parent != (int)p || !it->strong || it->folded || it->parts.count != 1 || d->lead.count ||
		    d->open.count || !d->coop.count)
			return false;
	}
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
		bool first = lends_duty(t, p),
		     on = first && next + 1 < t->all.count && lends_duty(t, next) &&
			  t->all.items[next + 1].group == t->all.items[p + 1].group,
		     last = first && t->all.items[p].lends;
		if (on)
			t->all.items[next].lends = true;
		struct item *h = &t->all.items[p];
		if (!on && !last && !lends_lead(t, p, next))
			continue;
		for (size_t c = p + 1; c < next; c++) {
			duty_merge(t->r->cx, &t->all.items[c].parts.items[0].duty, &h->parts.items[0].duty);
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
	static const char *const about[] = {"组织领导", "加强领导", "强化领导", "组织实施", "统筹协调", "保障",
					    "督查",     "督导",     "考核",     "要求",     "总体",     "原则",
					    "附则",     "意义",     "指导思想", "宣传",     "目标",     NULL};
	return word_in(&t->r->text, it->title, about) >= 0 && char_count(&t->r->text, it->title) <= 20;
}

/* Who does it is said behind the title: 请县财政局做好经费保障。 says it in the title. */
static bool duty_below(const struct item *it)
{
	const struct spans *at = &it->parts.items[0].duty.lead_at;
	return at->count && at->items[0].a >= it->title.b;
}

static void pick(struct tree *t)
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

void choose_tasks(struct tree *t)
{
	fold_fields(t);
	lift_duties(t);
	share_duties(t);
	inherit_units(t);
	pick(t);
}
