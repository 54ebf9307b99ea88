/* resumption_data.c - the papers of an application and the items of its acceptance: rules/resume_*.csv and what is kept of them. */
#include <string.h>
#include "base/csv.h"
#include "base/embedded.h"
#include "db/db.h"
#include "rooms/resumption/resumption_inside.h"

enum { MAX_ROWS = 100 };

static const struct field document_fields[] = {
	FIELD(struct resume_document, code),
	FIELD(struct resume_document, when),
	FIELD(struct resume_document, label),
	FIELD(struct resume_document, source),
	FIELD(struct resume_document, needed),
	FIELD(struct resume_document, given),
	FIELD(struct resume_document, files),
	FIELD(struct resume_document, note),
	FIELD(struct resume_document, person_name),
	FIELD(struct resume_document, at, .flags = TIME),
};
const struct record resume_document_record = RECORD(resume_document, document_fields);

static const struct field item_fields[] = {
	FIELD(struct resume_item, code),
	FIELD(struct resume_item, class),
	FIELD(struct resume_item, group),
	FIELD(struct resume_item, text),
	FIELD(struct resume_item, result),
	FIELD(struct resume_item, note),
	FIELD(struct resume_item, person_name),
	FIELD(struct resume_item, at, .flags = TIME),
};
const struct record resume_item_record = RECORD(resume_item, item_fields);

static const struct embedded *find(const char *name)
{
	for (const struct embedded *e = embedded_rules; e->name; e++)
		if (strcmp(e->name, name) == 0)
			return e;
	return NULL;
}

/* Every row of a table of the program, cells one after the other. */
static enum status rows(struct cx *cx, const char *name, const char *const *columns, size_t count, const char ***cells, size_t *n)
{
	struct csv csv;
	const struct embedded *file = find(name);
	if (!file)
		return cx_fail(cx, STATUS_INTERNAL, "the program carries no %s", name);
	*cells = arena_array_of(cx->mem, const char *, MAX_ROWS * count);
	csv_init(&csv, file->bytes, file->size);
	TRY(csv_header(cx, &csv, columns, count));
	for (*n = 0; *n < MAX_ROWS; (*n)++) {
		size_t got;
		TRY(csv_next(cx, &csv, *cells + *n * count, count, &got));
		if (!got)
			return STATUS_OK;
		if (got != count)
			return cx_fail(cx, STATUS_INTERNAL, "%s, line %d: too few cells", name, csv.line);
	}
	return cx_fail(cx, STATUS_INTERNAL, "%s has too many rows", name);
}

/* ---- papers ---- */

struct paper {
	const char *code, *files, *note, *person_name;
	int64_t at;
};
static const struct field paper_fields[] = {
	FIELD(struct paper, code),
	FIELD(struct paper, files),
	FIELD(struct paper, note),
	FIELD(struct paper, person_name),
	FIELD(struct paper, at),
};
static const struct record paper_record = RECORD(paper, paper_fields);

static struct texts split(struct cx *cx, const char *files)
{
	struct texts t = {arena_array_of(cx->mem, const char *, strlen(files) / 2 + 1), 0};
	for (char *rest = arena_strdup(cx->mem, files), *part; (part = strsep(&rest, " "));)
		if (*part)
			t.items[t.count++] = part;
	return t;
}

static enum status needs(struct cx *cx, const struct resumption *r, const char *when, bool *yes)
{
	const struct rules *rules;
	const struct rule *rule;
	int64_t months;
	struct day stopped;
	*yes = strcmp(when, "always") == 0 || (strcmp(when, "accident") == 0 && resume_is_accident(cx, r));
	if (strcmp(when, "long_stop") != 0 || !day_parse(r->stopped_on, &stopped))
		return STATUS_OK;
	TRY(rules_of(cx, &rules));
	TRY(rules_find(cx, rules, "resumption.long_stop", day_of(cx->now), &rule));
	TRY(rule_int(cx, rule, "months", &months));
	*yes = due_months(rules_calendar(rules), stopped, (int)months, ROLL_NONE).day.n < day_of(cx->now).n;
	return STATUS_OK;
}

enum status resumption_documents(struct cx *cx, const struct resumption *r, struct list *out)
{
	static const char *const columns[] = {"code", "when", "zh", "en", "source"};
	enum { COLUMNS = sizeof columns / sizeof *columns };
	const char **cells;
	size_t n;
	struct list given;
	TRY(rows(cx, "resume_documents.csv", columns, COLUMNS, &cells, &n));
	TRY(db_all(cx, &paper_record, &given,
		   "SELECT d.code, d.files, d.note, p.name AS person_name, d.at FROM resumption_document d"
		   " LEFT JOIN person p ON p.county = d.county AND p.id = d.person"
		   " WHERE d.county = $1 AND d.resumption = $2 ORDER BY d.id", ARGS(V(cx->county), V(r->row.id))));
	struct resume_document *all = arena_array_of(cx->mem, struct resume_document, n);
	for (size_t i = 0; i < n; i++, cells += COLUMNS) {
		all[i] = (struct resume_document){.code = cells[0], .when = cells[1], .label = cells[cx->lang == LANG_ZH ? 2 : 3],
						  .source = cells[4], .note = "", .person_name = ""};
		TRY(needs(cx, r, cells[1], &all[i].needed));
		for (size_t j = 0; j < given.count; j++) {
			const struct paper *p = (const struct paper *)given.items + j;
			if (strcmp(p->code, cells[0]) != 0)
				continue;
			all[i].given = true;
			all[i].files = split(cx, p->files);
			all[i].note = p->note;
			all[i].person_name = p->person_name;
			all[i].at = p->at;
		}
	}
	*out = (struct list){all, n};
	return STATUS_OK;
}

/* ---- items ---- */

struct result {
	const char *item, *result, *note, *person_name;
	int64_t at;
};
static const struct field result_fields[] = {
	FIELD(struct result, item),
	FIELD(struct result, result),
	FIELD(struct result, note),
	FIELD(struct result, person_name),
	FIELD(struct result, at),
};
static const struct record result_record = RECORD(result, result_fields);

static void fill(struct resume_item *item, const struct list *results)
{
	const struct result *r = results->items;
	for (size_t i = 0; i < results->count; i++)
		if (strcmp(r[i].item, item->code) == 0) {
			item->result = r[i].result;
			item->note = r[i].note;
			item->person_name = r[i].person_name;
			item->at = r[i].at;
		}
}

struct mine_kind {
	const char *kind;
};
static const struct field mine_kind_fields[] = {FIELD(struct mine_kind, kind)};
static const struct record mine_kind_record = RECORD(mine_kind, mine_kind_fields);

enum status resumption_items(struct cx *cx, const struct resumption *r, struct list *out)
{
	static const char *const columns[] = {"code", "class", "kinds", "group_zh", "group_en", "zh", "en"};
	enum { COLUMNS = sizeof columns / sizeof *columns };
	const char **cells;
	size_t n;
	struct list results;
	struct mine_kind k;
	bool zh = cx->lang == LANG_ZH;
	TRY(rows(cx, "resume_checklist.csv", columns, COLUMNS, &cells, &n));
	TRY(db_one(cx, &mine_kind_record, &k, "SELECT kind FROM mine WHERE county = $1 AND id = $2", ARGS(V(cx->county), V(r->mine))));
	TRY(db_all(cx, &result_record, &results,
		   "SELECT x.item, x.result, x.note, p.name AS person_name, x.at FROM resumption_item x"
		   " LEFT JOIN person p ON p.county = x.county AND p.id = x.person WHERE x.county = $1 AND x.resumption = $2",
		   ARGS(V(cx->county), V(r->row.id))));
	struct resume_item *all = arena_array_of(cx->mem, struct resume_item, n);
	*out = (struct list){all, 0};
	for (size_t i = 0; i < n; i++, cells += COLUMNS) {
		if (*cells[2] && !flow_among(cells[2], k.kind))
			continue;
		struct resume_item *item = &all[out->count++];
		*item = (struct resume_item){.code = cells[0], .class = cells[1], .group = cells[zh ? 3 : 4], .text = cells[zh ? 5 : 6],
					     .result = "", .note = "", .person_name = ""};
		fill(item, &results);
	}
	return STATUS_OK;
}
