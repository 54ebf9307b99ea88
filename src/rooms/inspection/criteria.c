/* criteria.c - what makes a hazard of a mine a major one (判定标准): rules/criteria.csv, searched by words, kind and day. */
#include "rooms/inspection/hazard.h"

#include <string.h>
#include "base/csv.h"
#include "base/embedded.h"

static const char *const mine_kinds_here[] = {"open_pit", "underground", "tailings", NULL};

static const struct field criterion_fields[] = {
	FIELD(struct criterion, code),
	FIELD(struct criterion, mine_kind),
	FIELD(struct criterion, text),
	FIELD(struct criterion, en),
	FIELD(struct criterion, source),
	FIELD(struct criterion, confirmed),
	FIELD(struct criterion, valid_from),
	FIELD(struct criterion, valid_to),
};
const struct record criterion_record = RECORD(criterion, criterion_fields);

static const struct field query_fields[] = {
	FIELD(struct criterion_query, q, .min = 0, .max = 60),
	FIELD(struct criterion_query, kind, .choices = mine_kinds_here),
	FIELD(struct criterion_query, day, .flags = DAY),
};
const struct record criterion_query_record = RECORD(criterion_query, query_fields);

static const char *const columns[] = {"code", "mine_kind", "text", "en", "source", "confirmed", "valid_from", "valid_to"};
enum { COLUMNS = sizeof columns / sizeof *columns, MOST = 400 };

static const struct embedded *file(const char *name)
{
	const struct embedded *e = embedded_rules;
	while (e->name && strcmp(e->name, name) != 0)
		e++;
	return e->name ? e : NULL;
}

static bool in_force(const struct criterion *c, const char *day)
{
	return strcmp(c->valid_from, day) <= 0 && (!*c->valid_to || strcmp(c->valid_to, day) >= 0);
}

/* Every word of the search is somewhere in the row. */
static bool mentions(struct cx *cx, const struct criterion *c, const char *words_asked)
{
	char *rest = arena_strdup(cx->mem, words_asked), *word;
	while ((word = strsep(&rest, " "))) {
		if (*word && !strcasestr(c->code, word) && !strstr(c->text, word) && !strcasestr(c->en, word) && !strstr(c->source, word))
			return false;
	}
	return true;
}

enum status criteria_list(struct cx *cx, const struct criterion_query *q, struct list *out)
{
	struct csv csv;
	struct criterion *rows = arena_array_of(cx->mem, struct criterion, MOST);
	const struct embedded *f = file("criteria.csv");
	const char *day = inspection_or(q->day, day_today(cx));
	*out = (struct list){.items = rows};
	if (!f)
		return cx_fail(cx, STATUS_INTERNAL, "the program carries no criteria.csv");
	csv_init(&csv, f->bytes, f->size);
	TRY(csv_header(cx, &csv, columns, COLUMNS));
	for (;;) {
		const char *c[COLUMNS];
		size_t n;
		TRY(csv_next(cx, &csv, c, COLUMNS, &n));
		if (!n)
			return STATUS_OK;
		if (n != COLUMNS || out->count == MOST)
			return cx_fail(cx, STATUS_INTERNAL, "criteria.csv, line %d: too few cells or too many rows", csv.line);
		const struct criterion row = {c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7]};
		if (in_force(&row, day) && (!q->kind || !*q->kind || strcmp(q->kind, row.mine_kind) == 0) &&
		    mentions(cx, &row, inspection_or(q->q, "")))
			rows[out->count++] = row;
	}
}

enum status criterion_find(struct cx *cx, const char *code, const char *day, const struct criterion **out)
{
	struct list l;
	*out = NULL;
	TRY(criteria_list(cx, &(struct criterion_query){.day = day}, &l));
	const struct criterion *c = l.items;
	for (size_t i = 0; i < l.count; i++)
		if (strcmp(c[i].code, code) == 0)
			*out = &c[i];
	return STATUS_OK;
}
