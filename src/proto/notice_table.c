/* notice_table.c - tables whose cells are known: rows into tasks. */
#include "proto/notice_parse.h"

static bool body_kind(enum label_kind k)
{
	return k == LABEL_LEAD || k == LABEL_COOP || k == LABEL_DUTY;
}

/* A table gives out work if it has a column for units and one for what they do. */
bool table_head_good(struct table_head *h)
{
	int units = 0, texts = 0, others = 0, last = -1;
	for (int c = 0; c < h->count; c++) {
		units += body_kind(h->kind[c]);
		texts += h->kind[c] == LABEL_TEXT;
		others += h->kind[c] == LABEL_NUMBER || h->kind[c] == LABEL_WHEN || h->kind[c] == LABEL_PERSON;
		if (h->kind[c] == LABEL_NONE && last < 0)
			last = c;
	}
	if (!units)
		return false;
	if (!texts && last >= 0 && others) {
		h->kind[last] = LABEL_TEXT; /* no column calls itself a task: the first unknown one is */
		texts++;
	}
	if (!texts)
		for (int c = 0; c < h->count && !texts; c++)
			if (h->kind[c] == LABEL_CATEGORY) {
				h->kind[c] = LABEL_TEXT;
				texts++;
			}
	h->only_text = -1;
	for (int c = 0; c < h->count && texts == 1; c++)
		if (h->kind[c] == LABEL_TEXT)
			h->only_text = c;
	return texts && h->count >= 3 - (units + texts >= 2 && others);
}

static void add_all(struct reader *r, struct spans *to, const struct spans *from)
{
	for (size_t i = 0; i < from->count; i++)
		*vec_add(r->cx, to) = from->items[i];
}

static void use_all(struct reader *r, const struct spans *s)
{
	for (size_t i = 0; i < s->count; i++)
		use(r, s->items[i]);
}

/* The texts of a row: its own cells; where all of them belong to rows above, those. */
static void row_text(struct reader *r, const struct table_head *h, const struct table_row *row, struct spans *text,
		     struct spans *sections)
{
	bool own = false;
	for (int c = 0; c < h->count; c++)
		own |= h->kind[c] == LABEL_TEXT && row->cell[c].count && !row->covered[c];
	for (int c = 0; c < h->count; c++) {
		if (h->kind[c] == LABEL_CATEGORY || (own && h->kind[c] == LABEL_TEXT && row->covered[c]))
			add_all(r, sections, &row->cell[c]);
		else if (h->kind[c] == LABEL_TEXT)
			add_all(r, text, &row->cell[c]);
		if (h->kind[c] == LABEL_CATEGORY || h->kind[c] == LABEL_TEXT)
			use_all(r, &row->cell[c]);
	}
}

static void row_duty(struct reader *r, const struct table_head *h, const struct table_row *row, struct duty *d)
{
	for (int c = 0; c < h->count; c++) {
		if (!body_kind(h->kind[c]) && h->kind[c] != LABEL_PERSON && h->kind[c] != LABEL_WHEN)
			continue;
		for (size_t i = 0; i < row->cell[c].count; i++)
			duty_value(r->cx, &r->text, h->kind[c], row->cell[c].items[i], d);
		if (h->kind[c] == LABEL_WHEN && row->cell[c].count > 1)
			d->when.b = row->cell[c].items[row->cell[c].count - 1].b;
		use_all(r, &row->cell[c]);
	}
}

static struct span row_number(struct reader *r, const struct table_head *h, const struct table_row *row,
			      struct spans *text)
{
	const struct text *t = &r->text;
	for (int c = 0; c < h->count; c++)
		if (h->kind[c] == LABEL_NUMBER && row->cell[c].count) {
			use_all(r, &row->cell[c]);
			return trim(t, row->cell[c].items[0]);
		}
	struct mark m;
	if (text->count && mark_at(t, text->items[0].a, text->items[0].b, &m)) {
		text->items[0].a = m.body;
		return m.no;
	}
	return (struct span){0, 0};
}

/* Number and text belong to the row above: it lists one more unit for the same task. */
static bool continues_task(const struct table_head *h, const struct table_row *row)
{
	bool any = false;
	for (int c = 0; c < h->count; c++) {
		if (h->kind[c] != LABEL_TEXT && h->kind[c] != LABEL_NUMBER)
			continue;
		if (!row->cell[c].count || !row->covered[c])
			return false;
		any = true;
	}
	return any;
}

/* 一 | 矿山安全 | | |: a row that names nobody, counted 一, 二 above rows counted 1, 2. */
static bool group_row(const struct text *t, struct span no, const struct duty *d)
{
	static const char *const han_numbers[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "(", NULL};
	return no.b > no.a && word_at(t, no.a, no.b, han_numbers) >= 0 && duty_empty(d) && d->when.b <= d->when.a &&
	       !d->persons.count;
}

void table_emit(struct reader *r, struct table_state *st, const struct table_row *row)
{
	const struct table_head *h = st->head;
	struct spans text = {0}, sections = {0};
	struct duty duty = {0};
	add_all(r, &sections, &st->sections);
	row_text(r, h, row, &text, &sections);
	row_duty(r, h, row, &duty);
	if (duty_empty(&duty) && st->group.open.count) {
		duty.open = st->group.open;
		duty.lead_at = st->group.lead_at;
	}
	if (st->last_task && continues_task(h, row)) {
		duty_merge(r->cx, &r->tasks.items[st->last_task - 1].duty, &duty);
		return;
	}
	struct span no = row_number(r, h, row, &text);
	if (text.count == 1 && group_row(&r->text, no, &duty)) {
		table_section(r, st, text.items[0]);
		return;
	}
	if (!text.count || (duty_empty(&duty) && no.b <= no.a))
		return;
	duty.sure = true;
	struct raw_task *task = vec_add(r->cx, &r->tasks);
	*task = (struct raw_task){.no = no,
				  .title = text.items[0],
				  .text = text,
				  .sections = sections,
				  .duty = duty,
				  .when = duty.when,
				  .begin = text.items[0].a,
				  .from_table = true};
	if (no.b > no.a && no.a < task->begin)
		task->begin = no.a;
	st->last_task = r->tasks.count;
}

/* ---- tables of docx, xlsx, html ---- */

static struct span cell_span(const struct reader *r, const struct doc_cell *c)
{
	return (struct span){text_index(&r->text, c->at), text_index(&r->text, c->at + c->n)};
}

static void head_of_row(const struct reader *r, const struct doc_block *b, struct table_head *h)
{
	*h = (struct table_head){0};
	for (size_t i = 0; i < b->cell_count; i++) {
		const struct doc_cell *c = &b->cells[i];
		struct span s = cell_span(r, c);
		enum label_kind k = s.b > s.a ? label_classify(&r->text, s) : LABEL_NONE;
		for (int col = c->col; col < c->col + c->colspan && col < TABLE_MAX_COLUMNS; col++) {
			h->kind[col] = k;
			h->words[col] = s;
			h->count = col + 1 > h->count ? col + 1 : h->count;
		}
	}
}

/* A second row of headings stands under cells that the first row's other cells reach down beside. */
static bool second_head(const struct doc_block *first, const struct doc_block *b)
{
	bool covered = false, own = false;
	for (size_t i = 0; i < b->cell_count; i++) {
		bool c = b->cells[i].covered;
		for (size_t j = 0; c && j < first->cell_count; j++)
			covered |= first->cells[j].at == b->cells[i].at;
		own |= !c;
	}
	return covered && own;
}

static bool find_head(const struct reader *r, const struct doc_block *rows, size_t n, struct table_head *h,
		      size_t *after)
{
	for (size_t i = 0; i < n && i < 4; i++) {
		struct table_head first, second;
		head_of_row(r, &rows[i], &first);
		*after = i + 1;
		if (i + 1 < n && second_head(&rows[i], &rows[i + 1])) {
			head_of_row(r, &rows[i + 1], &second);
			for (int c = 0; c < second.count; c++)
				if (second.kind[c] == LABEL_NONE && c < first.count)
					second.kind[c] = first.kind[c];
			first = second;
			*after = i + 2;
		}
		if (table_head_good(&first)) {
			*h = first;
			return true;
		}
	}
	return false;
}

static void row_of_block(struct reader *r, const struct doc_block *b, struct table_row *row)
{
	*row = (struct table_row){0};
	for (size_t i = 0; i < b->cell_count; i++) {
		const struct doc_cell *c = &b->cells[i];
		struct span s = cell_span(r, c);
		if (s.b <= s.a || c->col < 0 || c->col >= TABLE_MAX_COLUMNS)
			continue;
		*vec_add(r->cx, &row->cell[c->col]) = s;
		row->covered[c->col] = c->covered;
	}
}

/* One cell over the whole width: a heading, perhaps a unit that leads what follows. */
static bool heading_row(struct reader *r, const struct table_head *h, const struct doc_block *b, struct table_state *st)
{
	const struct doc_cell *only = NULL;
	for (size_t i = 0; i < b->cell_count; i++) {
		if (!b->cells[i].n || (only && b->cells[i].at == only->at))
			continue;
		if (only)
			return false;
		only = &b->cells[i];
	}
	if (!only || only->covered || (only->colspan < 2 && h->count > 2 && b->cell_count > 1 && only->col > 1))
		return false;
	struct span s = cell_span(r, only);
	if (s.b <= s.a || char_count(&r->text, s) > 60)
		return false;
	table_section(r, st, s);
	return true;
}

void table_section(struct reader *r, struct table_state *st, struct span s)
{
	st->sections = (struct spans){0};
	st->group = (struct duty){0};
	*vec_add(r->cx, &st->sections) = s;
	struct mark m;
	scan_unit_heading(r, mark_at(&r->text, s.a, s.b, &m) ? (struct span){m.body, s.b} : s, &st->group);
	use(r, s);
}

/* The heading once more, as after a page break. */
static bool same_head(const struct reader *r, const struct doc_block *b, const struct table_head *h)
{
	struct table_head again;
	int same = 0, filled = 0, n;
	uint32_t after;
	head_of_row(r, b, &again);
	for (int c = 0; c < again.count && c < h->count; c++) {
		struct span s = again.words[c];
		if (s.b <= s.a)
			continue;
		filled++;
		same += again.kind[c] != LABEL_NONE && again.kind[c] == h->kind[c] && char_count(&r->text, s) <= 10;
		if (number_at(&r->text, s.a, s.b, &n, &after) || ends_with(&r->text, s, "。"))
			return false;
	}
	return filled >= 2 && same * 2 > filled;
}

void tables_read(struct reader *r)
{
	const struct doc *doc = r->text.doc;
	struct table_head head = {0};
	bool have = false;
	for (size_t i = 0, n; i < doc->block_count; i += n) {
		const struct doc_block *rows = doc->blocks + i;
		n = 1;
		if (rows->kind != DOC_ROW)
			continue;
		while (i + n < doc->block_count && rows[n].kind == DOC_ROW && rows[n].table == rows->table)
			n++;
		struct span all = {text_index(&r->text, rows->at),
				   text_index(&r->text, rows[n - 1].at + rows[n - 1].n)};
		for (size_t l = line_of(r, all.a); l < r->line_count && r->lines[l].a < all.b; l++)
			r->lines[l].table = true;
		size_t from = 0;
		struct table_head mine;
		if (find_head(r, rows, n, &mine, &from)) {
			head = mine;
			have = true;
			for (int c = 0; c < head.count; c++)
				use(r, head.words[c]);
		} else if (!have || (int)rows->cell_count > head.count) {
			continue; /* no task table, nor the rest of one after a page break */
		} else {
			from = 0;
		}
		struct table_state st = {.head = &head};
		for (size_t k = from; k < n; k++) {
			struct table_row row;
			if (same_head(r, &rows[k], &head) || heading_row(r, &head, &rows[k], &st))
				continue;
			row_of_block(r, &rows[k], &row);
			table_emit(r, &st, &row);
		}
	}
}
