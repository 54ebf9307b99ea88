/* notice_draft.c - the records of the draft, and the draft that the reader's findings make. */
#include "rooms/notice/notice_draft.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/json.h"

enum { MAX_NO = 60, MAX_TITLE = 1000, MAX_WORDS = 300, MAX_DEADLINE = 1000, MAX_MILESTONES = 500, TITLE_OF_PART = 60 };

/* ---- records ---- */

static const char *const when_kinds[] = {
#define X(name, text) text,
	NOTICE_WHEN_LIST(X)
#undef X
	NULL};
static const char *const rhythms[] = {"", "daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly", NULL};
static const char *const milestone_kinds[] = {"milestone", "report", "limit", NULL};

static const struct field unit_fields[] = {
	FIELD(struct draft_unit, words, .flags = REQUIRED, .min = 1, .max = MAX_WORDS + 1, .zh = "单位", .en = "unit"),
	FIELD(struct draft_unit, orgs),
	FIELD(struct draft_unit, names),
	FIELD(struct draft_unit, group, .max = 60),
	FIELD(struct draft_unit, confirmed),
	FIELD(struct draft_unit, candidates, .max = 1000, .of = &org_candidate_record),
	FIELD(struct draft_unit, note, .max = 1000),
};
static const struct record unit_record = RECORD(draft_unit, unit_fields);

static const struct field when_fields[] = {
	FIELD(struct draft_when, kind, .flags = REQUIRED, .choices = when_kinds, .zh = "时限类型", .en = "kind of deadline"),
	FIELD(struct draft_when, day, .flags = DAY, .zh = "日期", .en = "day"),
	FIELD(struct draft_when, start, .min = 0, .max = 10, .zh = "起始", .en = "from"),
	FIELD(struct draft_when, effect_year, .flags = NULLABLE, .min = 0, .max = 2200, .zh = "见效年份", .en = "year of effect"),
	FIELD(struct draft_when, days, .flags = NULLABLE, .min = 0, .max = 3660, .zh = "天数", .en = "days"),
	FIELD(struct draft_when, recurs, .choices = rhythms, .zh = "周期", .en = "rhythm"),
	FIELD(struct draft_when, working, .zh = "按工作日", .en = "working days"),
};
static const struct record when_record = RECORD(draft_when, when_fields);

static const struct field milestone_fields[] = {
	FIELD(struct draft_milestone, title, .flags = REQUIRED, .min = 1, .max = 200, .zh = "节点", .en = "milestone"),
	FIELD(struct draft_milestone, text, .min = 0, .max = DOC_MAX_TEXT),
	FIELD(struct draft_milestone, kind, .flags = REQUIRED, .choices = milestone_kinds),
	FIELD(struct draft_milestone, day, .flags = DAY, .zh = "完成日期", .en = "by"),
	FIELD(struct draft_milestone, days, .flags = NULLABLE, .min = 0, .max = 3660),
	FIELD(struct draft_milestone, to, .min = 0, .max = MAX_WORDS + 1, .zh = "报送", .en = "report to"),
};
static const struct record milestone_record = RECORD(draft_milestone, milestone_fields);

static const struct field item_fields[] = {
	FIELD(struct draft_item, key, .flags = REQUIRED, .min = 1, .max = 20),
	FIELD(struct draft_item, no, .flags = REQUIRED, .min = 0, .max = MAX_NO + 1, .zh = "序号", .en = "number"),
	FIELD(struct draft_item, title, .flags = REQUIRED, .min = 0, .max = MAX_TITLE + 1, .zh = "任务", .en = "task"),
	FIELD(struct draft_item, text, .flags = REQUIRED, .min = 0, .max = DOC_MAX_TEXT, .zh = "内容", .en = "text"),
	FIELD(struct draft_item, lead, .flags = REQUIRED, .max = NOTICE_MAX_UNITS, .of = &unit_record, .zh = "牵头", .en = "lead"),
	FIELD(struct draft_item, cooperate, .flags = REQUIRED, .max = NOTICE_MAX_UNITS, .of = &unit_record, .zh = "配合", .en = "cooperate"),
	FIELD(struct draft_item, persons, .max = NOTICE_MAX_UNITS),
	FIELD(struct draft_item, deadline_text, .min = 0, .max = MAX_DEADLINE + 1, .zh = "时限", .en = "deadline"),
	FIELD(struct draft_item, deadline),
	FIELD(struct draft_item, milestones, .max = MAX_MILESTONES, .of = &milestone_record),
	FIELD(struct draft_item, source),
	FIELD(struct draft_item, warnings, .max = 100),
};
static const struct record item_record = RECORD(draft_item, item_fields);

static const struct field finding_fields[] = {
	FIELD(struct draft_finding, kind),
	FIELD(struct draft_finding, no),
	FIELD(struct draft_finding, text),
	FIELD(struct draft_finding, words),
	FIELD(struct draft_finding, at),
	FIELD(struct draft_finding, key),
	FIELD(struct draft_finding, ignored),
	FIELD(struct draft_finding, open),
	FIELD(struct draft_finding, serious),
};
const struct record draft_finding_record = RECORD(draft_finding, finding_fields);

static const struct field draft_fields[] = {
	FIELD(struct draft, items, .flags = REQUIRED, .max = NOTICE_MAX_TASKS, .of = &item_record),
	FIELD(struct draft, findings, .flags = REQUIRED, .of = &draft_finding_record),
};
const struct record draft_record = RECORD(draft, draft_fields);

static const struct field mark_fields[] = {
	FIELD(struct draft_mark, kind, .flags = REQUIRED),
	FIELD(struct draft_mark, no, .flags = REQUIRED),
	FIELD(struct draft_mark, words, .flags = REQUIRED),
	FIELD(struct draft_mark, ignored, .flags = REQUIRED),
};
static const struct record mark_record = RECORD(draft_mark, mark_fields);

static const struct field document_fields[] = {
	FIELD(struct draft_document, title, .flags = REQUIRED, .min = 1, .max = MAX_TITLE + 1, .zh = "标题", .en = "title"),
	FIELD(struct draft_document, number, .min = 0, .max = 200, .zh = "文号", .en = "number"),
	FIELD(struct draft_document, issuer, .min = 0, .max = 400, .zh = "发文单位", .en = "issuer"),
	FIELD(struct draft_document, date, .flags = DAY, .zh = "成文日期", .en = "date"),
	FIELD(struct draft_document, year, .flags = NULLABLE, .min = 0, .max = 2200, .zh = "年份", .en = "year"),
	FIELD(struct draft_document, year_reason, .min = 0, .max = 400),
};
const struct record draft_document_record = RECORD(draft_document, document_fields);

static const struct field put_fields[] = {
	FIELD(struct draft_put, version, .flags = REQUIRED, .min = 1, .max = INT64_MAX),
	FIELD(struct draft_put, document, .flags = REQUIRED),
	FIELD(struct draft_put, items, .flags = REQUIRED, .max = NOTICE_MAX_TASKS, .of = &item_record),
	FIELD(struct draft_put, findings, .max = 100000, .of = &mark_record),
};
const struct record draft_put_record = RECORD(draft_put, put_fields);

/* ---- from the reader ---- */

/* Bytes to code points: how many begin before each byte. */
struct making {
	struct cx *cx;
	const uint32_t *points;
	const char *const *nos;         /* numbers of the items, for the findings */
};

static const uint32_t *count_points(struct cx *cx, const struct doc *doc)
{
	uint32_t *p = arena_array_of(cx->mem, uint32_t, doc->n + 1), n = 0;
	for (size_t i = 0; i < doc->n; i++) {
		p[i] = n;
		n += ((unsigned char)doc->text[i] & 0xc0) != 0x80;
	}
	p[doc->n] = n;
	return p;
}

const char *draft_clip(struct cx *cx, const char *s, int max)
{
	int n = 0;
	for (const char *p = s ? s : ""; *p; p++)
		if (((unsigned char)*p & 0xc0) != 0x80 && ++n > max)
			return arena_printf(cx->mem, "%.*s…", (int)(p - s), s);
	return s ? s : "";
}

static void write_range(struct jw *w, const struct making *m, struct notice_range r)
{
	if (r.to <= r.from)
		return;
	jw_begin(w, '[');
	jw_int(w, m->points[r.from]);
	jw_int(w, m->points[r.to]);
	jw_end(w);
}

static void write_ranges(struct jw *w, const struct making *m, const char *key, const struct notice_range *r, size_t n)
{
	jw_key(w, key);
	jw_begin(w, '[');
	for (size_t i = 0; i < n; i++)
		write_range(w, m, r[i]);
	jw_end(w);
}

static const char *source_of(const struct making *m, const struct notice_task *t)
{
	struct buf b;
	buf_init(&b, m->cx->mem);
	struct jw w = {.out = &b};
	jw_begin(&w, '{');
	write_ranges(&w, m, "no", &t->no.at, 1);
	write_ranges(&w, m, "title", &t->title.at, 1);
	write_ranges(&w, m, "text", t->text_at, t->text_ranges);
	write_ranges(&w, m, "lead", t->lead_at, t->lead_ranges);
	write_ranges(&w, m, "cooperate", t->cooperate_at, t->cooperate_ranges);
	jw_key(&w, "persons");
	jw_begin(&w, '[');
	for (size_t i = 0; i < t->persons.count; i++)
		write_range(&w, m, t->persons.items[i].at);
	jw_end(&w);
	write_ranges(&w, m, "deadline", &t->when.words.at, 1);
	jw_key(&w, "milestones");
	jw_begin(&w, '[');
	for (size_t i = 0; i < t->milestones.count; i++)
		write_range(&w, m, t->milestones.items[i].words.at);
	jw_end(&w);
	jw_end(&w);
	return b.s;
}

static struct list units_of(struct cx *cx, const struct notice_list *l)
{
	struct draft_unit *u = arena_array_of(cx->mem, struct draft_unit, l->count + 1);
	size_t n = 0;
	for (size_t i = 0; i < l->count && n < NOTICE_MAX_UNITS; i++)
		if (*l->items[i].s)
			u[n++] = (struct draft_unit){.words = draft_clip(cx, l->items[i].s, MAX_WORDS), .orgs = {"[]"}};
	return (struct list){u, n};
}

static struct texts persons_of(struct cx *cx, const struct notice_list *l)
{
	struct texts t = {arena_array_of(cx->mem, const char *, l->count + 1), 0};
	for (size_t i = 0; i < l->count && t.count < NOTICE_MAX_UNITS; i++)
		t.items[t.count++] = draft_clip(cx, l->items[i].s, MAX_WORDS);
	return t;
}

static const char *day_or_null(struct cx *cx, const char *day)
{
	return *day ? arena_strdup(cx->mem, day) : NULL;
}

static struct list milestones_of(struct cx *cx, const struct notice_milestones *from)
{
	struct draft_milestone *m = arena_array_of(cx->mem, struct draft_milestone, from->count + 1);
	size_t n = 0;
	for (size_t i = 0; i < from->count && n < MAX_MILESTONES; i++) {
		const struct notice_milestone *f = &from->items[i];
		if (*f->words.s)
			m[n++] = (struct draft_milestone){draft_clip(cx, f->words.s, 100), f->words.s, f->kind, day_or_null(cx, f->when.day),
							  f->when.days, *f->to ? draft_clip(cx, f->to, MAX_WORDS) : NULL};
	}
	return (struct list){m, n};
}

static const char *print_when(struct cx *cx, const struct draft_when *when)
{
	struct buf b;
	buf_init(&b, cx->mem);
	jw_record(&(struct jw){.out = &b}, &when_record, when);
	return b.s;
}

static struct draft_item item_of(const struct making *m, const struct notice_task *t, size_t i)
{
	struct cx *cx = m->cx;
	bool part = *t->part != '\0';
	struct draft_item item = {
		.key = arena_printf(cx->mem, "%zu", i + 1), .no = draft_clip(cx, t->no.s, MAX_NO),
		.title = part ? draft_clip(cx, t->part, TITLE_OF_PART) : draft_clip(cx, t->title.s, MAX_TITLE), .text = part ? t->part : t->text,
		.lead = units_of(cx, &t->lead), .cooperate = units_of(cx, &t->cooperate), .persons = persons_of(cx, &t->persons),
		.deadline_text = draft_clip(cx, t->when.words.s, MAX_DEADLINE), .milestones = milestones_of(cx, &t->milestones),
		.source = {source_of(m, t)}, .warnings = {t->warnings, t->warning_count},
		.when = {when_kinds[t->when.kind], day_or_null(cx, t->when.day), day_or_null(cx, t->when.start), t->when.effect_year,
			 t->when.days, t->when.recurs, t->when.working},
	};
	item.deadline.s = print_when(cx, &item.when);
	return item;
}

static const char *range_json(const struct making *m, struct notice_range r)
{
	struct buf b;
	buf_init(&b, m->cx->mem);
	write_range(&(struct jw){.out = &b}, m, r);
	return b.n ? b.s : "null";
}

static const char *key_of(const struct draft_item *items, size_t count, const char *no)
{
	for (size_t i = 0; *no && i < count; i++)
		if (strcmp(items[i].no, no) == 0)
			return items[i].key;
	return "";
}

void draft_of_notice(struct cx *cx, const struct notice *n, struct draft *out)
{
	const struct making m = {.cx = cx, .points = count_points(cx, n->doc)};
	struct draft_item *items = arena_array_of(cx->mem, struct draft_item, n->task_count + 1);
	struct draft_finding *findings = arena_array_of(cx->mem, struct draft_finding, n->finding_count + 1);
	for (size_t i = 0; i < n->task_count; i++)
		items[i] = item_of(&m, &n->tasks[i], i);
	for (size_t i = 0; i < n->finding_count; i++) {
		const struct notice_finding *f = &n->findings[i];
		const char *no = draft_clip(cx, f->no, MAX_NO);
		findings[i] = (struct draft_finding){.kind = f->kind, .no = no, .text = f->text, .words = f->words.s,
						     .at = {range_json(&m, f->words.at)}, .key = key_of(items, n->task_count, no)};
	}
	*out = (struct draft){{items, n->task_count}, {findings, n->finding_count}};
}

const char *draft_unused(struct cx *cx, const struct notice *n)
{
	const struct making m = {.cx = cx, .points = count_points(cx, n->doc)};
	struct buf b;
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	jw_begin(&w, '[');
	for (size_t i = 0; i < n->unused_count; i++) {
		jw_begin(&w, '{');
		jw_key(&w, "text");
		jw_text(&w, n->unused[i].s);
		jw_key(&w, "at");
		jw_raw(&w, range_json(&m, n->unused[i].at));
		jw_end(&w);
	}
	jw_end(&w);
	return b.s;
}

const char *draft_warnings(struct cx *cx, const struct notice *n)
{
	struct buf b;
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	jw_begin(&w, '[');
	for (size_t i = 0; i < n->doc->warning_count; i++)
		jw_text(&w, n->doc->warnings[i]);
	for (size_t i = 0; i < n->warning_count; i++)
		jw_text(&w, n->warnings[i]);
	jw_end(&w);
	return b.s;
}

/* ---- keeping ---- */

static enum status read_when(struct cx *cx, struct draft_item *item)
{
	item->when = (struct draft_when){.kind = "none"};
	if (!item->deadline.s) {
		item->deadline.s = print_when(cx, &item->when);
		return STATUS_OK;
	}
	TRY(record_read(cx, &when_record, item->deadline.s, strlen(item->deadline.s), &item->when));
	item->deadline.s = print_when(cx, &item->when);
	return STATUS_OK;
}

static enum status read_whens(struct cx *cx, struct draft *d)
{
	struct draft_item *items = d->items.items;
	for (size_t i = 0; i < d->items.count; i++) {
		enum status s = read_when(cx, &items[i]);
		if (s)
			cx->field = arena_printf(cx->mem, "items.%zu.deadline%s%s", i, cx->field ? "." : "", cx->field ? cx->field : "");
		TRY(s);
	}
	return STATUS_OK;
}

enum status draft_parse(struct cx *cx, const char *json, struct draft *out)
{
	TRY(record_read(cx, &draft_record, json, strlen(json), out));
	return read_whens(cx, out);
}

const char *draft_print(struct cx *cx, const struct draft *d)
{
	struct buf b;
	buf_init(&b, cx->mem);
	jw_record(&(struct jw){.out = &b}, &draft_record, d);
	return b.s;
}

/* ---- checking what the page sent ---- */

static enum status check_keys(struct cx *cx, const struct draft *d)
{
	const struct draft_item *items = d->items.items;
	for (size_t i = 0; i < d->items.count; i++) {
		if (items[i].key[strspn(items[i].key, "0123456789")] != '\0')
			return cx_fail_field(cx, arena_printf(cx->mem, "items.%zu.key", i), "must be a number");
		for (size_t j = 0; j < i; j++)
			if (strcmp(items[i].key, items[j].key) == 0)
				return cx_fail_field(cx, arena_printf(cx->mem, "items.%zu.key", i), "the key is used twice");
	}
	return STATUS_OK;
}

/* "[[1,5],[7,9]]" as json_dumps writes it: pairs of whole numbers that rise. */
static bool are_ranges(const char *s)
{
	int64_t from, to;
	int n;
	if (strcmp(s, "[]") == 0)
		return true;
	if (*s++ != '[')
		return false;
	for (;;) {
		if (sscanf(s, "[%" SCNd64 ",%" SCNd64 "]%n", &from, &to, &n) != 2 || from < 0 || to <= from)
			return false;
		s += n;
		if (strcmp(s, "]") == 0)
			return true;
		if (*s++ != ',')
			return false;
	}
}

struct source {
	struct json_text no, title, text, lead, cooperate, persons, deadline, milestones;
};
static const struct field source_fields[] = {
	FIELD(struct source, no), FIELD(struct source, title), FIELD(struct source, text), FIELD(struct source, lead),
	FIELD(struct source, cooperate), FIELD(struct source, persons), FIELD(struct source, deadline),
	FIELD(struct source, milestones),
};
static const struct record source_record = RECORD(source, source_fields);

static enum status check_source(struct cx *cx, struct draft_item *item, size_t i)
{
	struct source s;
	if (!item->source.s)
		item->source.s = "{}";
	if (record_read(cx, &source_record, item->source.s, strlen(item->source.s), &s)) {
		cx_forget(cx);
		return cx_fail_field(cx, arena_printf(cx->mem, "items.%zu.source", i), "must say from where to where each field was read");
	}
	const struct json_text *const all[] = {&s.no, &s.title, &s.text, &s.lead, &s.cooperate, &s.persons, &s.deadline, &s.milestones};
	for (size_t k = 0; k < sizeof all / sizeof *all; k++)
		if (all[k]->s && !are_ranges(all[k]->s))
			return cx_fail_field(cx, arena_printf(cx->mem, "items.%zu.source.%s", i, source_fields[k].name),
					     "must be a list of pairs, from and to");
	return STATUS_OK;
}

enum status draft_check(struct cx *cx, struct draft *d)
{
	struct draft_item *items = d->items.items;
	TRY(check_keys(cx, d));
	TRY(read_whens(cx, d));
	for (size_t i = 0; i < d->items.count; i++)
		TRY(check_source(cx, &items[i], i));
	return STATUS_OK;
}
