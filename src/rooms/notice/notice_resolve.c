/* notice_resolve.c - which organisations the units of a draft are. */
#include "rooms/notice/notice_draft.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "core/org.h"
#include "db/db.h"

/* The county's active organisations in the order of their ids, for units that a person chose. */
struct book {
	const struct org_index *index;
	const struct org *orgs;
	size_t count;
};

static enum status load_book(struct cx *cx, struct book *b)
{
	struct list l;
	TRY(org_index_load(cx, &b->index));
	TRY(db_all(cx, &org_record, &l, "SELECT id, kind, name, short_name FROM org WHERE county = $1 AND active = 1 ORDER BY id",
		   ARGS(V(cx->county))));
	b->orgs = l.items;
	b->count = l.count;
	return STATUS_OK;
}

static int by_id(const void *key, const void *org)
{
	int64_t a = *(const int64_t *)key, b = ((const struct org *)org)->id;
	return (a > b) - (a < b);
}

/* As lists show it, or NULL. */
static const char *name_of(const struct book *b, int64_t id)
{
	const struct org *o = bsearch(&id, b->orgs, b->count, sizeof *o, by_id);
	return !o ? NULL : *o->short_name && strcmp(o->kind, "town") != 0 ? o->short_name : o->name;
}

/* The ids of "[1,2]"; false: it is something else.  Ids that come twice count once. */
static bool parse_ids(struct cx *cx, const char *json, int64_t **ids, size_t *count)
{
	*count = 0;
	size_t room = 1;
	for (const char *s = json ? json : ""; *s; s++)
		room += *s == ',';
	*ids = arena_array_of(cx->mem, int64_t, room);
	if (!json || strcmp(json, "[]") == 0 || strcmp(json, "null") == 0)
		return true;
	const char *s = json;
	if (*s != '[')
		return false;
	do {
		char *end;
		int64_t id = strtoll(++s, &end, 10);
		if (end == s || id <= 0 || (*end != ',' && *end != ']'))
			return false;
		if (!draft_has(*ids, *count, id))
			(*ids)[(*count)++] = id;
		s = end;
	} while (*s == ',');
	return s[0] == ']' && s[1] == '\0';
}

bool draft_has(const int64_t *ids, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (ids[i] == id)
			return true;
	return false;
}

static void write_ids(struct cx *cx, struct draft_unit *u)
{
	struct buf b;
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	jw_begin(&w, '[');
	for (size_t i = 0; i < u->count; i++)
		jw_int(&w, u->ids[i]);
	jw_end(&w);
	u->orgs.s = b.s;
}

static void take_words(struct cx *cx, const struct org_resolved *r, struct draft_unit *u)
{
	const struct org_ref *refs = r->orgs.items;
	u->count = r->orgs.count;
	u->ids = arena_array_of(cx->mem, int64_t, u->count + 1);
	u->names = (struct texts){arena_array_of(cx->mem, const char *, u->count + 1), u->count};
	for (size_t i = 0; i < u->count; i++) {
		u->ids[i] = refs[i].id;
		u->names.items[i] = refs[i].name;
	}
	u->group = r->group;
}

/* A person's choice stands, as long as its organisations are there.  NULL: all is well. */
static const char *take_choice(struct cx *cx, const struct book *b, const struct org_resolved *r, struct draft_unit *u)
{
	const struct org_ref *refs = r->orgs.items;
	bool same = u->count == r->orgs.count;
	u->names = (struct texts){arena_array_of(cx->mem, const char *, u->count + 1), u->count};
	for (size_t i = 0; i < u->count; i++) {
		u->names.items[i] = name_of(b, u->ids[i]);
		if (!u->names.items[i])
			return words(cx, "there is no such organisation, or it is not active");
	}
	for (size_t i = 0; same && i < r->orgs.count; i++)
		same = draft_has(u->ids, u->count, refs[i].id);
	u->group = same ? r->group : NULL;
	return NULL;
}

static const char *resolve_unit(struct cx *cx, const struct book *b, struct draft_unit *u)
{
	struct org_resolved r;
	const char *wrong = NULL;
	org_resolve(cx, b->index, u->words, &r);
	u->candidates = r.candidates;
	u->note = NULL;
	if (!parse_ids(cx, u->orgs.s, &u->ids, &u->count))
		return words(cx, "must be a list of organisations");
	if (u->confirmed && u->count)
		wrong = take_choice(cx, b, &r, u);
	if (wrong || !u->confirmed || !u->count) {
		take_words(cx, &r, u);
		u->note = r.note;
		u->confirmed = false;
	}
	write_ids(cx, u);
	return wrong;
}

static enum status resolve_list(struct cx *cx, const struct book *b, struct list *l, bool strict, const char *path)
{
	struct draft_unit *u = l->items;
	for (size_t i = 0; i < l->count; i++) {
		const char *wrong = resolve_unit(cx, b, &u[i]);
		if (wrong && strict)
			return cx_fail_field(cx, arena_printf(cx->mem, "%s.%zu.orgs", path, i), "%s", wrong);
	}
	return STATUS_OK;
}

enum status draft_resolve(struct cx *cx, struct draft *d, bool strict)
{
	struct book b;
	struct draft_item *items = d->items.items;
	TRY(load_book(cx, &b));
	for (size_t i = 0; i < d->items.count; i++) {
		TRY(resolve_list(cx, &b, &items[i].lead, strict, arena_printf(cx->mem, "items.%zu.lead", i)));
		TRY(resolve_list(cx, &b, &items[i].cooperate, strict, arena_printf(cx->mem, "items.%zu.cooperate", i)));
	}
	return STATUS_OK;
}

void draft_orgs(struct cx *cx, const struct list *units, int64_t **ids, size_t *count)
{
	const struct draft_unit *u = units->items;
	size_t room = 1;
	for (size_t i = 0; i < units->count; i++)
		room += u[i].count;
	*ids = arena_array_of(cx->mem, int64_t, room);
	*count = 0;
	for (size_t i = 0; i < units->count; i++)
		for (size_t k = 0; k < u[i].count; k++)
			if (!draft_has(*ids, *count, u[i].ids[k]))
				(*ids)[(*count)++] = u[i].ids[k];
}
