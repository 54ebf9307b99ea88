#include "main/demo_names.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include "core/org.h"
#include "db/db.h"
#include "rooms/mine/mine.h"

struct found {
	int64_t id;
};
static const struct field found_fields[] = {FIELD(struct found, id)};
static const struct record found_record = RECORD(found, found_fields);

/* Things whose id no answer gives: the newest of what the words name. */
static const struct {
	const char *prefix, *sql;
} lookups[] = {
	{"person:", "SELECT id FROM person WHERE county = $1 AND login = $2"},
	{"feedback:", "SELECT id FROM feedback WHERE county = $1 AND no = $2"},
	{"inspection:", "SELECT max(i.id) AS id FROM inspection i JOIN mine m ON m.county = i.county AND m.id = i.mine"
	 " WHERE i.county = $1 AND m.name || '/' || i.title = $2"},
	{"hazard:", "SELECT max(h.id) AS id FROM hazard h JOIN mine m ON m.county = h.county AND m.id = h.mine"
	 " WHERE h.county = $1 AND m.name || '/' || h.item = $2"},
	{"right:", "SELECT max(l.id) AS id FROM mine_licence l JOIN mine m ON m.county = l.county AND m.id = l.mine"
	 " WHERE l.county = $1 AND l.kind = 'mining' AND m.name = $2"},
	{"outside:", "SELECT max(x.id) AS id FROM tenure_outside x JOIN mine m ON m.county = x.county AND m.id = x.mine"
	 " WHERE x.county = $1 AND m.name = $2"},
	{"extension:", "SELECT max(x.id) AS id FROM hazard_extension x JOIN hazard h ON h.county = x.county AND h.id = x.hazard"
	 " JOIN mine m ON m.county = h.county AND m.id = h.mine WHERE x.county = $1 AND m.name || '/' || h.item = $2"},
};

static void keep_text(const json_t *j, const char *key, char *out, size_t size)
{
	const char *s = json_string_value(json_object_get(j, key));
	snprintf(out, size, "%s", s ? s : "");
}

enum status demo_names_keep(struct cx *cx, struct demo_names *names, const char *name, const char *answer)
{
	if (!*name)
		return STATUS_OK;
	if (names->count == DEMO_NAMES)
		return cx_fail(cx, STATUS_TOO_LARGE, "more than %d names", DEMO_NAMES);
	size_t i = names->count++;
	json_t *j = json_loads(answer, 0, NULL);
	snprintf(names->items[i].name, sizeof names->items[i].name, "%s", name);
	names->items[i].id = json_integer_value(json_object_get(j, "id"));
	keep_text(j, "no", names->items[i].no, sizeof names->items[i].no);
	keep_text(j, "secret", names->items[i].secret, sizeof names->items[i].secret);
	json_decref(j);
	return STATUS_OK;
}

/* A number that the database knows; 0: nothing is called that. */
static enum status look_up(struct cx *cx, const char *name, int64_t *id)
{
	struct mine *m;
	struct org o;
	*id = 0;
	if (strncmp(name, "mine:", 5) == 0) {
		TRY(mine_find(cx, name + 5, &m));
		*id = m->id;
	} else if (strncmp(name, "org:", 4) == 0) {
		TRY(org_by_name(cx, name + 4, &o));
		*id = o.id;
	}
	for (size_t i = 0; !*id && i < sizeof lookups / sizeof *lookups; i++) {
		struct list l;
		size_t n = strlen(lookups[i].prefix);
		if (strncmp(name, lookups[i].prefix, n) != 0)
			continue;
		TRY(db_all(cx, &found_record, &l, lookups[i].sql, ARGS(V(cx->county), V(name + n))));
		if (l.count)
			*id = ((const struct found *)l.items)->id;
	}
	return STATUS_OK;
}

/* "stop1", "report1.no", "report1.secret" of what requests have made; NULL: nothing is called that. */
static const char *made(struct cx *cx, const struct demo_names *names, const char *name)
{
	const char *dot = strchr(name, '.');
	size_t n = dot ? (size_t)(dot - name) : strlen(name);
	for (size_t i = 0; i < names->count; i++) {
		if (strncmp(names->items[i].name, name, n) != 0 || names->items[i].name[n])
			continue;
		if (!dot)
			return arena_printf(cx->mem, "%" PRId64, names->items[i].id);
		return strcmp(dot, ".no") == 0 ? names->items[i].no : names->items[i].secret;
	}
	return NULL;
}

enum status demo_names_fill(struct cx *cx, const struct demo_names *names, const char *text, const char **out)
{
	struct buf b;
	buf_init(&b, cx->mem);
	for (const char *open; (open = strchr(text, '<'));) {
		const char *close = strchr(open, '>');
		int64_t id;
		if (!close)
			break;
		bool bare = open[1] == '#' && open > text && open[-1] == '"' && close[1] == '"';
		const char *name = arena_printf(cx->mem, "%.*s", (int)(close - open - 1 - bare), open + 1 + bare);
		TRY(look_up(cx, name, &id));
		const char *word = id ? arena_printf(cx->mem, "%" PRId64, id) : made(cx, names, name);
		if (!word)
			return cx_fail(cx, STATUS_INVALID, "nothing is called %s", name);
		buf_add(&b, text, (size_t)(open - text - bare));
		buf_puts(&b, word);
		text = close + 1 + bare;
	}
	buf_puts(&b, text);
	*out = b.s;
	return STATUS_OK;
}
