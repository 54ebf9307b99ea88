/* org_template.c - organisations from tables: the template of a county, and its towns. */
#include "core/org.h"

#include <string.h>
#include "base/buf.h"
#include "base/csv.h"
#include "base/embedded.h"
#include "core/county.h"
#include "db/db.h"

enum { TEMPLATE_COLUMNS = 7, TOWN_COLUMNS = 4, FIRST_TOWN = 5000, STEP = 10 };

static const char *const template_header[] = {"parent",  "kind",       "name",    "short_name",
					      "aliases", "supervises", "industry"};
static const char *const town_header[] = {"code", "name", "short_name", "aliases"};

static const struct embedded *find_table(const char *name)
{
	const struct embedded *e = embedded_rules;
	while (e->name && strcmp(e->name, name) != 0)
		e++;
	return e->name ? e : NULL;
}

/* {county} and {level} filled in. */
static const char *fill(struct cx *cx, const char *text, const struct county *c)
{
	const char *level = county_level(cx, c);
	struct buf b;
	buf_init(&b, cx->mem);
	while (*text) {
		bool county = strncmp(text, "{county}", 8) == 0, lvl = strncmp(text, "{level}", 7) == 0;
		if (county || lvl)
			buf_puts(&b, county ? c->name : level);
		else
			buf_add(&b, text, 1);
		text += county ? 8 : lvl ? 7 : 1;
	}
	return b.s;
}

static struct texts split_bars(struct cx *cx, const char *s)
{
	size_t most = 1;
	for (const char *p = s; *p; p++)
		most += *p == '|';
	struct texts t = {.items = arena_array_of(cx->mem, const char *, most)};
	while (*s) {
		size_t n = strcspn(s, "|");
		t.items[t.count++] = arena_printf(cx->mem, "%.*s", (int)n, s);
		s += n + (s[n] == '|');
	}
	return t;
}

/* What one row of the template says.  Parents come before their children. */
static enum status make_row(struct cx *cx, const struct county *c, const char *const *cells, int64_t root,
			    int64_t *sort, struct org *made)
{
	struct org o = {
		.parent = root,
		.kind = cells[1],
		.name = fill(cx, cells[2], c),
		.short_name = fill(cx, cells[3], c),
		.aliases = split_bars(cx, fill(cx, cells[4], c)),
		.supervises = strcmp(cells[5], "1") == 0,
		.industry = strcmp(cells[6], "1") == 0,
		.sort = *sort += STEP,
	};
	if (*cells[0]) {
		struct org parent;
		TRY(org_by_name(cx, fill(cx, cells[0], c), &parent));
		o.parent = parent.id;
	}
	return org_create(cx, &o, made);
}

enum status org_template(struct cx *cx, const char *county_name)
{
	const struct embedded *e = find_table("organisations.csv");
	if (!e)
		return cx_fail(cx, STATUS_INTERNAL, "the program carries no organisations.csv");
	struct county c = {.code = cx->county, .name = county_name};
	struct csv csv;
	csv_init(&csv, e->bytes, e->size);
	TRY(csv_header(cx, &csv, template_header, TEMPLATE_COLUMNS));
	int64_t root = 0, sort = 0;
	for (;;) {
		const char *cells[TEMPLATE_COLUMNS];
		size_t n;
		struct org made;
		TRY(csv_next(cx, &csv, cells, TEMPLATE_COLUMNS, &n));
		if (!n)
			return STATUS_OK;
		if (n != TEMPLATE_COLUMNS)
			return cx_fail(cx, STATUS_INTERNAL, "organisations.csv line %d: %d columns are needed",
				       csv.line, TEMPLATE_COLUMNS);
		TRY(make_row(cx, &c, cells, root, &sort, &made));
		if (!root)
			root = made.id;
	}
}

static enum status find_root(struct cx *cx, int64_t *root)
{
	struct org o = {0};
	enum status s = db_one(cx, &org_record, &o, "SELECT id FROM org WHERE county = $1 AND kind = 'county'",
			       ARGS(V(cx->county)));
	if (s == STATUS_NOT_FOUND) {
		cx_forget(cx);
		return cx_fail(cx, s, "this county is not set up yet");
	}
	*root = o.id;
	return s;
}

static enum status exists(struct cx *cx, const char *name, bool *out)
{
	struct list l;
	TRY(db_all(cx, &org_record, &l, "SELECT id FROM org WHERE county = $1 AND name = $2",
		   ARGS(V(cx->county), V(name))));
	*out = l.count > 0;
	return STATUS_OK;
}

enum status org_import_towns(struct cx *cx, const char *text, size_t size, int64_t *made)
{
	int64_t root = 0, sort = FIRST_TOWN;
	TRY(find_root(cx, &root));
	struct csv csv;
	csv_init(&csv, text, size);
	TRY(csv_header(cx, &csv, town_header, TOWN_COLUMNS));
	*made = 0;
	for (;;) {
		const char *cells[TOWN_COLUMNS];
		size_t n;
		TRY(csv_next(cx, &csv, cells, TOWN_COLUMNS, &n));
		if (!n)
			return STATUS_OK;
		if (n != TOWN_COLUMNS || !*cells[1])
			return cx_fail(cx, STATUS_INVALID, "line %d: need a code, a name, a short name and aliases",
				       csv.line);
		sort += STEP;
		bool there;
		TRY(exists(cx, cells[1], &there));
		if (there)
			continue;
		struct org o = {.parent = root,
				.kind = "town",
				.code = cells[0],
				.name = cells[1],
				.short_name = cells[2],
				.aliases = split_bars(cx, cells[3]),
				.sort = sort};
		TRY(org_create(cx, &o, NULL));
		++*made;
	}
}
