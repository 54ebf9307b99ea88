/*
 * rule_load.c - where rules come from: the built-in table, the county's rows, and the copies kept in the process.
 *
 * A copy is known by county and stamp.  A stamp is never used twice, so one that a rolled-back change left behind can
 * do no harm.  The stamp is read before the rows: a copy is at least as new as its stamp says.
 */
#include "core/rule_inside.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "base/csv.h"
#include "base/embedded.h"
#include "db/db.h"

enum { KEPT = 16 };

static struct {
	pthread_mutex_t lock;
	struct rules *kept[KEPT];
	int oldest;
} cache = {.lock = PTHREAD_MUTEX_INITIALIZER};

static const char *const columns[] = {"name",   "title_zh", "title_en", "valid_from", "valid_to", "confirmed",
				      "source", "article",  "params",   "text_zh",    "text_en"};
enum { COLUMNS = sizeof columns / sizeof *columns, MAX_BUILTIN = 1000 };

struct stamp {
	int64_t stamp;
};
static const struct field stamp_fields[] = {FIELD(struct stamp, stamp)};
static const struct record stamp_record = RECORD(stamp, stamp_fields);

struct holiday_csv {
	const char *csv;
};
static const struct field holiday_fields[] = {FIELD(struct holiday_csv, csv)};
static const struct record holiday_record = RECORD(holiday_csv, holiday_fields);

/* ---- the built-in table ---- */

static enum status read_row(struct cx *cx, const char *const *c, int line, struct rule *out)
{
	struct day d;
	*out = (struct rule){.name = c[0],
			     .title_zh = c[1],
			     .title_en = c[2],
			     .valid_from = c[3],
			     .valid_to = c[4],
			     .confirmed = c[5],
			     .source = c[6],
			     .article = c[7],
			     .params = {c[8]},
			     .text_zh = c[9],
			     .text_en = c[10],
			     .version = 1,
			     .reason = ""};
	if (!*c[0] || !*c[1] || !*c[6] || !day_parse(c[3], &d) || (*c[4] && !day_parse(c[4], &d)))
		return cx_fail(cx, STATUS_INTERNAL,
			       "rules.csv, line %d: a rule needs a name, a title, a source and its days", line);
	return rule_decode(cx, out);
}

static enum status read_builtin(struct cx *cx, const struct embedded *file, struct list *out)
{
	struct csv csv;
	csv_init(&csv, file->bytes, file->size);
	TRY(csv_header(cx, &csv, columns, COLUMNS));
	struct rule *rows = arena_array_of(cx->mem, struct rule, MAX_BUILTIN);
	*out = (struct list){.items = rows};
	for (;;) {
		const char *cells[COLUMNS];
		size_t n;
		TRY(csv_next(cx, &csv, cells, COLUMNS, &n));
		if (!n)
			return STATUS_OK;
		if (n != COLUMNS || out->count == MAX_BUILTIN)
			return cx_fail(cx, STATUS_INTERNAL, "rules.csv, line %d: too few cells or too many rules",
				       csv.line);
		TRY(read_row(cx, cells, csv.line, &rows[out->count++]));
	}
}

enum status rules_read_builtin(struct cx *cx, struct list *out)
{
	for (const struct embedded *e = embedded_rules; e->name; e++)
		if (strcmp(e->name, "rules.csv") == 0)
			return read_builtin(cx, e, out);
	return cx_fail(cx, STATUS_INTERNAL, "the program carries no rules.csv");
}

/* ---- building a copy ---- */

/* By name; then who wins: the latest beginning, the newest version. */
static int by_precedence(const void *pa, const void *pb)
{
	const struct rule *a = pa, *b = pb;
	int order = strcmp(a->name, b->name);
	if (!order)
		order = strcmp(b->valid_from, a->valid_from);
	if (!order)
		order = (a->version < b->version) - (a->version > b->version);
	return order;
}

static enum status read_calendar(struct cx *cx, struct rules *s)
{
	struct list l = {0};
	if (s->stamp)
		TRY(db_all(cx, &holiday_record, &l,
			   "SELECT csv FROM holiday_table WHERE county = $1 ORDER BY version DESC LIMIT 1",
			   ARGS(V(s->county))));
	if (!l.count)
		return calendar_builtin(cx, &s->calendar);
	const char *csv = ((struct holiday_csv *)l.items)->csv;
	return calendar_load(cx, csv, strlen(csv), &s->calendar);
}

static enum status build(struct cx *cx, struct rules *s)
{
	struct list l = {0};
	if (s->stamp)
		TRY(db_all(cx, &rule_record, &l, "SELECT " RULE_COLUMNS " FROM rule WHERE county = $1",
			   ARGS(V(s->county))));
	if (!l.count)
		TRY(rules_read_builtin(cx, &l));
	s->rows = l.items;
	s->count = l.count;
	for (size_t i = 0; i < s->count; i++)
		TRY(rule_decode(cx, &s->rows[i]));
	if (s->count)
		qsort(s->rows, s->count, sizeof *s->rows, by_precedence);
	return read_calendar(cx, s);
}

static void drop(void *arg)
{
	struct rules *s = arg;
	if (atomic_fetch_sub(&s->users, 1) > 1)
		return;
	arena_free(s->mem);
	free(s);
}

/* The copy has an arena of its own; a message about a failure moves over to the caller's. */
static enum status make(struct cx *cx, int64_t stamp, struct rules **out)
{
	struct rules *s = calloc(1, sizeof *s);
	if (!s)
		abort();
	*s = (struct rules){.mem = arena_new(), .users = 1, .county = stamp ? cx->county : 0, .stamp = stamp};
	struct arena *mine = cx->mem;
	cx->mem = s->mem;
	enum status status = build(cx, s);
	cx->mem = mine;
	if (status && cx->error)
		cx->error = arena_strdup(mine, cx->error);
	if (status)
		drop(s);
	else
		*out = s;
	return status == STATUS_INVALID ? STATUS_INTERNAL : status; /* what is stored has been checked before */
}

/* ---- the copies kept ---- */

static void forget_all(void)
{
	for (int i = 0; i < KEPT; i++)
		if (cache.kept[i])
			drop(cache.kept[i]);
}

static void at_exit(void)
{
	atexit(forget_all);
}

static struct rules *kept(int64_t county, int64_t stamp)
{
	struct rules *found = NULL;
	pthread_mutex_lock(&cache.lock);
	for (int i = 0; i < KEPT && !found; i++)
		if (cache.kept[i] && cache.kept[i]->stamp == stamp && cache.kept[i]->county == county) {
			found = cache.kept[i];
			atomic_fetch_add(&found->users, 1);
		}
	pthread_mutex_unlock(&cache.lock);
	return found;
}

static void keep(struct rules *s)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, at_exit);
	atomic_fetch_add(&s->users, 1);
	pthread_mutex_lock(&cache.lock);
	struct rules *out = cache.kept[cache.oldest];
	cache.kept[cache.oldest] = s;
	cache.oldest = (cache.oldest + 1) % KEPT;
	pthread_mutex_unlock(&cache.lock);
	if (out)
		drop(out);
}

static enum status get(struct cx *cx, int64_t stamp, const struct rules **out)
{
	struct rules *s = kept(stamp ? cx->county : 0, stamp);
	if (!s) {
		TRY(make(cx, stamp, &s));
		keep(s);
	}
	arena_defer(cx->mem, drop, s);
	*out = s;
	return STATUS_OK;
}

enum status rules_builtin(struct cx *cx, const struct rules **out)
{
	return get(cx, 0, out);
}

enum status rules_of(struct cx *cx, const struct rules **out)
{
	struct list l = {0};
	if (cx->db)
		TRY(db_all(cx, &stamp_record, &l, "SELECT stamp FROM rule_stamp WHERE county = $1",
			   ARGS(V(cx->county))));
	return get(cx, l.count ? ((struct stamp *)l.items)->stamp : 0, out);
}
