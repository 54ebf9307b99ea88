#include "rooms/task/tally.h"

#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "db/db.h"

#define AT(i) offsetof(struct tally, n[i])
#define NUMBER(label, i) {.name = label, .kind = KIND_REAL, .offset = AT(i)}

static const struct field fields[] = {
	FIELD(struct tally, kind),
	FIELD(struct tally, item),
	NUMBER("on_track", LIGHT_ON_TRACK),
	NUMBER("at_risk", LIGHT_AT_RISK),
	NUMBER("overdue", LIGHT_OVERDUE),
	NUMBER("long_term", LIGHT_LONG_TERM),
	NUMBER("closed", LIGHT_CLOSED),
#define X(id, zh, en)                                                   \
	NUMBER(#id "_num", LIGHT_STATES + 2 * KPI_##id),                \
	NUMBER(#id "_den", LIGHT_STATES + 2 * KPI_##id + 1),
	KPI_LIST(X)
#undef X
	NUMBER("tasks", TALLY_TASKS),
};
const struct record tally_record = RECORD(tally, fields);

enum { NUMBERS_FROM = 2 };      /* in the table above */

const char *tally_name(int i)
{
	for (size_t f = NUMBERS_FROM; f < sizeof fields / sizeof *fields; f++)
		if (fields[f].offset == AT(i))
			return fields[f].name;
	return "";
}

/* ---- vectors ---- */

void tally_of(const struct kpi_sum *sum, double out[TALLY_NUMBERS])
{
	for (int i = 0; i < LIGHT_STATES; i++)
		out[i] = sum->lights[i];
	for (int i = 0; i < KPI_COUNT; i++) {
		out[LIGHT_STATES + 2 * i] = sum->num[i];
		out[LIGHT_STATES + 2 * i + 1] = sum->den[i];
	}
	out[TALLY_TASKS] = sum->tasks;
}

/* Numbers of tasks are whole; what is written is what was added. */
void tally_sum(const double n[TALLY_NUMBERS], struct kpi_sum *out)
{
	for (int i = 0; i < LIGHT_STATES; i++)
		out->lights[i] = (int)n[i];
	for (int i = 0; i < KPI_COUNT; i++) {
		out->num[i] = n[LIGHT_STATES + 2 * i];
		out->den[i] = n[LIGHT_STATES + 2 * i + 1];
	}
	out->tasks = (int)n[TALLY_TASKS];
}

const char *tally_print(struct cx *cx, const double n[TALLY_NUMBERS])
{
	struct buf b;
	buf_init(&b, cx->mem);
	for (int i = 0; i < TALLY_NUMBERS; i++)
		buf_printf(&b, "%s%g", i ? " " : "", n[i]);
	return b.s;
}

void tally_parse(const char *s, double out[TALLY_NUMBERS])
{
	for (int i = 0; i < TALLY_NUMBERS; i++) {
		char *end = (char *)(uintptr_t)s;
		out[i] = *s ? strtod(s, &end) : 0;
		s = end;
	}
}

/* ---- kept ---- */

#define COLUMNS(X)                                                                                                     \
	X(on_track) X(at_risk) X(overdue) X(long_term) X(closed) X(closed_num) X(closed_den) X(due_closed_num)         \
	X(due_closed_den) X(in_time_num) X(in_time_den) X(progress_num) X(progress_den) X(sign_in_time_num)            \
	X(sign_in_time_den) X(report_in_time_num) X(report_in_time_den) X(points_num) X(points_den)

#define NAME(c) #c ", "
#define SUM(c) #c " = task_tally." #c " + excluded." #c ", "
#define SAME(c) #c " = excluded." #c ", "
#define NAMES COLUMNS(NAME) "tasks"
#define INSERT_SQL                                                                                                     \
	"INSERT INTO task_tally (county, kind, item, " NAMES ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11," \
	" $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23) ON CONFLICT (county, kind, item) DO UPDATE SET "
enum { FIRST = 3 };
_Static_assert(FIRST + TALLY_NUMBERS == 23, "the SQL above names every number");

static enum status put(struct cx *cx, const char *sql, const char *kind, int64_t item, const double n[TALLY_NUMBERS])
{
	struct val v[FIRST + TALLY_NUMBERS] = {V(cx->county), V(kind), V(item)};
	for (int i = 0; i < TALLY_NUMBERS; i++)
		v[FIRST + i] = V(n[i]);
	return db_exec(cx, NULL, sql, (struct args){v, FIRST + TALLY_NUMBERS});
}

enum status tally_add(struct cx *cx, const char *kind, int64_t item, const double change[TALLY_NUMBERS])
{
	return put(cx, INSERT_SQL COLUMNS(SUM) "tasks = task_tally.tasks + excluded.tasks", kind, item, change);
}

enum status tally_set(struct cx *cx, const struct tally *t)
{
	return put(cx, INSERT_SQL COLUMNS(SAME) "tasks = excluded.tasks", t->kind, t->item, t->n);
}

enum status tally_kept(struct cx *cx, const char *kind, int64_t item, struct list *out)
{
	if (!kind)
		return db_all(cx, &tally_record, out,
			      "SELECT kind, item, " NAMES " FROM task_tally WHERE county = $1 ORDER BY kind, item",
			      ARGS(V(cx->county)));
	if (item < 0)
		return db_all(cx, &tally_record, out,
			      "SELECT kind, item, " NAMES " FROM task_tally WHERE county = $1 AND kind = $2 ORDER BY item",
			      ARGS(V(cx->county), V(kind)));
	return db_all(cx, &tally_record, out,
		      "SELECT kind, item, " NAMES " FROM task_tally WHERE county = $1 AND kind = $2 AND item = $3",
		      ARGS(V(cx->county), V(kind), V(item)));
}

/* ---- in memory ---- */

enum { ROOM = 64 };

static size_t slot_of(const struct tally_table *t, const char *kind, int64_t item)
{
	uint64_t h = ((uint64_t)item ^ (uint64_t)(unsigned char)kind[0] << 56) * UINT64_C(0x9e3779b97f4a7c15);
	size_t i = (size_t)(h >> 32) % (2 * t->room);
	while (t->slots[i]) {
		const struct tally *k = &t->items[t->slots[i] - 1];
		if (k->item == item && strcmp(k->kind, kind) == 0)
			break;
		i = (i + 1) % (2 * t->room);
	}
	return i;
}

static void make_room(struct cx *cx, struct tally_table *t, size_t room)
{
	struct tally *items = arena_array_of(cx->mem, struct tally, room);
	if (t->count)
		memcpy(items, t->items, t->count * sizeof *items);
	t->items = items;
	t->room = room;
	t->slots = arena_array_of(cx->mem, size_t, 2 * room);
	for (size_t i = 0; i < t->count; i++)
		t->slots[slot_of(t, items[i].kind, items[i].item)] = i + 1;
}

void tally_table_init(struct cx *cx, struct tally_table *t)
{
	*t = (struct tally_table){0};
	make_room(cx, t, ROOM);
}

struct tally *tally_at(struct cx *cx, struct tally_table *t, const char *kind, int64_t item)
{
	size_t slot = slot_of(t, kind, item);
	if (t->slots[slot])
		return &t->items[t->slots[slot] - 1];
	if (t->count == t->room) {
		make_room(cx, t, 2 * t->room);
		slot = slot_of(t, kind, item);
	}
	t->items[t->count] = (struct tally){.kind = kind, .item = item};
	t->slots[slot] = ++t->count;
	return &t->items[t->count - 1];
}

const struct tally *tally_find(const struct tally_table *t, const char *kind, int64_t item)
{
	size_t slot = slot_of(t, kind, item);
	return t->slots[slot] ? &t->items[t->slots[slot] - 1] : NULL;
}
