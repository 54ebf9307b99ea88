/* ledger_compare.c - does a row still say what was written in the ledger last? */
#include "core/ledger.h"

#include <jansson.h>
#include <string.h>
#include "db/db.h"

enum status ledger_compare(struct cx *cx, const struct ledger_entry *last, const struct record *rec, const void *row,
			   const char **why)
{
	if (!row) {
		*why = words(cx, "its row is missing");
		return STATUS_OK;
	}
	struct buf b;
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	jw_record(&w, rec, row);
	if (strcmp(b.s, last->data.s) != 0)
		*why = arena_printf(cx->mem, words(cx, "its row says %s where the ledger has %s"), b.s, last->data.s);
	return STATUS_OK;
}

struct state {
	const char *state;
};
static const struct field state_fields[] = {FIELD(struct state, state)};
static const struct record state_record = RECORD(state, state_fields);

/* The entry's "to" in the arena; NULL where it has none. */
static const char *state_after(struct cx *cx, const struct ledger_entry *e)
{
	json_t *data = json_loads(e->data.s, 0, NULL);
	const char *to = json_string_value(json_object_get(data, "to"));
	const char *copy = to ? arena_strdup(cx->mem, to) : NULL;
	json_decref(data);
	return copy;
}

enum status ledger_compare_state(struct cx *cx, const struct ledger_entry *last, const char *table, const char **why)
{
	struct list l;
	const char *to = state_after(cx, last);
	TRY(db_all(cx, &state_record, &l,
		   arena_printf(cx->mem, "SELECT state FROM %s WHERE county = $1 AND id = $2", table),
		   ARGS(V(cx->county), V(last->item))));
	if (!l.count)
		*why = words(cx, "its row is missing");
	else if (to && strcmp(to, ((struct state *)l.items)->state) != 0)
		*why = arena_printf(cx->mem, words(cx, "its state is %s where the ledger has %s"),
				    ((struct state *)l.items)->state, to);
	return STATUS_OK;
}
