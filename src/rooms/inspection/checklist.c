#include "rooms/inspection/plan.h"

#include <string.h>
#include "base/csv.h"
#include "base/embedded.h"
#include "core/flow.h"

static const struct field item_fields[] = {
	FIELD(struct check_item, list),
	FIELD(struct check_item, code),
	FIELD(struct check_item, class),
	FIELD(struct check_item, kinds),
	FIELD(struct check_item, group_zh),
	FIELD(struct check_item, group_en),
	FIELD(struct check_item, zh),
	FIELD(struct check_item, en),
	FIELD(struct check_item, source),
	FIELD(struct check_item, kind),
};
const struct record check_item_record = RECORD(check_item, item_fields);

static const struct field query_fields[] = {
	FIELD(struct check_query, list, .min = 0, .max = 40),
	FIELD(struct check_query, mine_kind, .choices = mine_kinds),
};
const struct record check_query_record = RECORD(check_query, query_fields);

/* From the group of a checklist to the kind of hazard. */
static const char *kind_of(const char *group)
{
	static const struct {
		const char *group, *kind;
	} map[] = {{"papers", "papers"}, {"people", "people"}, {"rules", "system"}, {"procedures", "procedure"}, {"training", "training"},
		   {"pit", "site"}, {"blasting", "blasting"}, {"haulage", "haulage"}, {"dumps", "dump"}, {"emergency", "emergency"},
		   {"video", "video"}, {"underground", "underground"}, {"tailings", "tailings"}};
	for (size_t i = 0; i < sizeof map / sizeof *map; i++)
		if (strcmp(map[i].group, group) == 0)
			return map[i].kind;
	return "other";
}

enum { MOST = 500, COLUMNS = 9 };

static const char *const own_columns[] = {"list", "code", "class", "kinds", "group_zh", "group_en", "zh", "en", "source"};
static const char *const acceptance_columns[] = {"code", "class", "kinds", "group_zh", "group_en", "zh", "en"};

/* One file; where it has no column for the list, all of it is one list. */
static enum status read_file(struct cx *cx, const char *name, const char *const *columns, size_t count, const char *only_list,
			     const char *source, struct list *out)
{
	const struct embedded *e = embedded_rules;
	struct csv csv;
	while (e->name && strcmp(e->name, name) != 0)
		e++;
	if (!e->name)
		return cx_fail(cx, STATUS_INTERNAL, "the program carries no %s", name);
	csv_init(&csv, e->bytes, e->size);
	TRY(csv_header(cx, &csv, columns, count));
	for (;;) {
		const char *c[COLUMNS];
		size_t n, at = only_list ? 0 : 1;
		TRY(csv_next(cx, &csv, c, COLUMNS, &n));
		if (!n)
			return STATUS_OK;
		if (n != count || out->count == MOST)
			return cx_fail(cx, STATUS_INTERNAL, "%s, line %d: too few cells or too many rows", name, csv.line);
		((struct check_item *)out->items)[out->count++] = (struct check_item){
			.list = only_list ? only_list : c[0], .code = c[at], .class = c[at + 1], .kinds = c[at + 2], .group_zh = c[at + 3],
			.group_en = c[at + 4], .zh = c[at + 5], .en = c[at + 6], .source = source ? source : c[at + 7],
			.kind = kind_of(c[at + 4])};
	}
}

enum status checklist_items(struct cx *cx, const char *list, const char *mine_kind, struct list *out)
{
	struct list all = {.items = arena_array_of(cx->mem, struct check_item, MOST)};
	TRY(read_file(cx, "resume_checklist.csv", acceptance_columns, sizeof acceptance_columns / sizeof *acceptance_columns, "acceptance",
		      "露天矿山复工验收清单", &all));
	TRY(read_file(cx, "checklist.csv", own_columns, COLUMNS, NULL, NULL, &all));
	struct check_item *kept = all.items;
	*out = (struct list){.items = kept};
	for (size_t i = 0; i < all.count; i++)
		if ((!list || !*list || strcmp(kept[i].list, list) == 0) &&
		    (!mine_kind || !*mine_kind || !*kept[i].kinds || flow_among(kept[i].kinds, mine_kind)))
			kept[out->count++] = kept[i];
	return STATUS_OK;
}
