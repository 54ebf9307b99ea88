#include "core/remind.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "core/notify.h"
#include "core/perm.h"
#include "core/rule.h"
#include "db/db.h"
#include "db/writer.h"

static const struct field shown_fields[] = {
	FIELD(struct reminder_shown, on),
	FIELD(struct reminder_shown, day),
	FIELD(struct reminder_shown, clock),
	FIELD(struct reminder_shown, kind),
	FIELD(struct reminder_shown, item),
	FIELD(struct reminder_shown, text),
	FIELD(struct reminder_shown, org_name),
	FIELD(struct reminder_shown, link),
	FIELD(struct reminder_shown, rule),
	FIELD(struct reminder_shown, source),
};
const struct record reminder_shown_record = RECORD(reminder_shown, shown_fields);

void remind_add(struct cx *cx, struct reminders *all, const struct reminder *r)
{
	if (all->count == all->room) {
		size_t room = all->room ? 2 * all->room : 32;
		struct reminder *grown = arena_array_of(cx->mem, struct reminder, room);
		if (all->count)
			memcpy(grown, all->items, all->count * sizeof *grown);
		all->items = grown;
		all->room = room;
	}
	all->items[all->count++] = *r;
}

enum status remind_offsets(struct cx *cx, const char *name, struct day day, int out[REMIND_OFFSETS], int *count, const struct rule **used)
{
	const struct rules *rules;
	struct rule_ints before, after;
	*count = 0;
	TRY(rules_of(cx, &rules));
	*used = rules_peek(rules, name, day);
	if (!*used)
		return STATUS_OK;
	TRY(rule_ints(cx, *used, "before_days", &before));
	TRY(rule_ints(cx, *used, "after_days", &after));
	for (int i = 0; i < before.count; i++)
		out[(*count)++] = -(int)before.items[i];
	for (int i = 0; i < after.count; i++)
		out[(*count)++] = (int)after.items[i];
	return STATUS_OK;
}

const char *remind_clock(struct cx *cx, const char *name, int offset)
{
	return offset ? arena_printf(cx->mem, "%s%+d", name, offset) : name;
}

static enum status find_all(struct cx *cx, const struct reminder_source *sources, struct day from, struct day to, struct reminders *out)
{
	*out = (struct reminders){0};
	for (const struct reminder_source *s = sources; s->name; s++)
		TRY(s->find(cx, from, to, out));
	return STATUS_OK;
}

/* ---- telling ---- */

struct mark {
	const char *day;
};
static const struct field mark_fields[] = {FIELD(struct mark, day)};
static const struct record mark_record = RECORD(mark, mark_fields);

struct person {
	int64_t id;
};
static const struct field person_fields[] = {FIELD(struct person, id)};
static const struct record person_id_record = RECORD(person, person_fields);

#pragma GCC diagnostic ignored "-Wformat-nonliteral"

static enum status tell_role(struct cx *cx, const struct reminder *r, const struct notify *n)
{
	struct list l;
	TRY(db_all(cx, &person_id_record, &l,
		   "SELECT p.id FROM role_grant g JOIN person p ON p.county = g.county AND p.id = g.person"
		   " WHERE g.county = $1 AND g.role = $2 AND p.active = 1 ORDER BY p.id", ARGS(V(cx->county), V(r->role))));
	for (size_t i = 0; i < l.count; i++)
		TRY(notify_person(cx, ((const struct person *)l.items)[i].id, n, r->words, r->what));
	return STATUS_OK;
}

/* Once for each of those told. */
static enum status tell(struct cx *cx, const struct reminder *r)
{
	int64_t first;
	const char *clock = r->role ? arena_printf(cx->mem, "%s@%s", r->clock, r->role) : arena_printf(cx->mem, "%s@%" PRId64, r->clock, r->org);
	const struct notify n = {.kind = "clock", .link = r->link};
	TRY(db_exec(cx, &first,
		    "INSERT INTO clock_told (county, kind, item, clock, day, at) VALUES ($1, $2, $3, $4, $5, $6)"
		    " ON CONFLICT (county, kind, item, clock, day) DO NOTHING",
		    ARGS(V(cx->county), V(r->kind), V(r->item), V(clock), V(r->day), V(cx->now))));
	if (!first)
		return STATUS_OK;
	if (r->role)
		return tell_role(cx, r, &n);
	return r->org ? notify_org(cx, r->org, r->perms, &n, NULL, r->words, r->what) : STATUS_OK;
}

struct telling {
	const struct reminder *items;
	size_t count;
	const char *today;
	bool last;
};

static enum status tell_some(struct cx *cx, void *arg)
{
	const struct telling *t = arg;
	for (size_t i = 0; i < t->count; i++)
		TRY(tell(cx, &t->items[i]));
	if (!t->last)
		return STATUS_OK;
	return db_exec(cx, NULL,
		       "INSERT INTO clock_mark (county, source, day) VALUES ($1, 'all', $2) ON CONFLICT (county, source) DO UPDATE SET day = excluded.day",
		       ARGS(V(cx->county), V(t->today)));
}

/* A long absence is made up for, but not more of it than that: nobody reads what was due last year. */
enum { MADE_UP = 30, CHUNK = 100 };

enum status remind_daily(struct cx *cx, const struct reminder_source *sources)
{
	struct list l;
	struct day today = day_of(cx->now), from = today;
	struct reminders all;
	char text[11];
	TRY(db_all(cx, &mark_record, &l, "SELECT day FROM clock_mark WHERE county = $1 AND source = 'all'", ARGS(V(cx->county))));
	if (l.count && !day_parse(((const struct mark *)l.items)->day, &from))
		return cx_fail(cx, STATUS_INTERNAL, "the mark of the day's timer is no day");
	if (from.n < today.n - MADE_UP)
		from.n = today.n - MADE_UP;
	if (from.n > today.n)
		from = today;
	TRY(find_all(cx, sources, from, today, &all));
	for (size_t at = 0; at == 0 || at < all.count; at += CHUNK) {
		struct telling t = {all.items ? all.items + at : NULL, all.count - at < CHUNK ? all.count - at : CHUNK, day_print(today, text),
				    at + CHUNK >= all.count};
		TRY(write_from(cx, tell_some, &t));
	}
	return STATUS_OK;
}

/* ---- shown ahead ---- */

static int by_day(const void *a, const void *b)
{
	const struct reminder_shown *x = a, *y = b;
	int c = strcmp(x->on, y->on);
	return c ? c : (x->item > y->item) - (x->item < y->item);
}

enum status remind_ahead(struct cx *cx, const struct reminder_source *sources, int days, struct list *out)
{
	struct day today = day_of(cx->now);
	struct reminders all;
	TRY(find_all(cx, sources, (struct day){today.n + 1}, (struct day){today.n + days}, &all));
	struct reminder_shown *shown = arena_array_of(cx->mem, struct reminder_shown, all.count);
	size_t n = 0;
	for (size_t i = 0; i < all.count; i++) {
		const struct reminder *r = &all.items[i];
		if (!(cx->perms & PERM_COUNTY_WIDE) && (!r->org || r->org != cx->org))
			continue;
		const struct role *role = r->role ? role_find(r->role) : NULL;
		shown[n++] = (struct reminder_shown){.on = r->on, .day = r->day, .clock = r->clock, .kind = r->kind, .item = r->item,
			.text = arena_printf(cx->mem, words(cx, r->words), r->what), .link = r->link, .rule = r->rule, .source = r->source,
			.org_name = role ? (cx->lang == LANG_ZH ? role->zh : role->en) : r->org_name};
	}
	qsort(shown, n, sizeof *shown, by_day);
	*out = (struct list){shown, n};
	return STATUS_OK;
}
