#include "core/org_resolve.h"

#include <stdlib.h>
#include <string.h>
#include "base/csv.h"
#include "base/embedded.h"
#include "base/letters.h"
#include "core/county.h"
#include "core/org.h"
#include "db/db.h"
#include "proto/simplify.h"

enum { MAX_NAME = 64, NEAREST = 5, NEAR_ENOUGH = 35, GROUP_COLUMNS = 3 };

/* A name as it is compared: characters that count, nothing else. */
struct key {
	uint32_t c[MAX_NAME];
	int n;
};

struct entry {
	struct key key;
	uint32_t hash;
	int org;                /* index into orgs, or -1: a group */
	int group;              /* index into groups */
	bool whole;             /* the name as it is kept, not one cut short: candidates are measured against these */
};

struct group {
	const char *words, *group, *choose;
};

struct org_index {
	const struct org *orgs;
	size_t org_count;
	struct group *groups;
	size_t group_count;
	struct key county, brief;       /* 青岭县, 青岭 */
	uint32_t level;                 /* 县 */
	struct entry *entries;
	size_t entry_count;
	int *table;                     /* open addressing: entry index + 1 */
	size_t mask;
};

static const struct field ref_fields[] = {FIELD(struct org_ref, id), FIELD(struct org_ref, name)};
const struct record org_ref_record = RECORD(org_ref, ref_fields);

static const struct field candidate_fields[] = {
	FIELD(struct org_candidate, id),
	FIELD(struct org_candidate, name),
	FIELD(struct org_candidate, score),
};
const struct record org_candidate_record = RECORD(org_candidate, candidate_fields);

static const struct field resolved_fields[] = {
	FIELD(struct org_resolved, words),
	FIELD(struct org_resolved, orgs, .of = &org_ref_record),
	FIELD(struct org_resolved, group),
	FIELD(struct org_resolved, candidates, .of = &org_candidate_record),
	FIELD(struct org_resolved, note),
};
const struct record org_resolved_record = RECORD(org_resolved, resolved_fields);

/* ---- keys ---- */

static struct key key_of(const char *s)
{
	struct key k = {.n = 0};
	while (*s && k.n < MAX_NAME) {
		uint32_t c = notice_simplify(letter_fold(letter_next(&s)));
		if (c)
			k.c[k.n++] = c;
	}
	return k;
}

static bool key_equal(const struct key *a, const struct key *b)
{
	return a->n == b->n && memcmp(a->c, b->c, (size_t)a->n * sizeof *a->c) == 0;
}

/* Without its first n characters; something of a name must be left. */
static bool key_drop(struct key *k, int n)
{
	if (k->n - n < 2)
		return false;
	memmove(k->c, k->c + n, (size_t)(k->n - n) * sizeof *k->c);
	k->n -= n;
	return true;
}

static bool begins(const struct key *k, const struct key *with)
{
	return with->n > 0 && k->n > with->n && memcmp(k->c, with->c, (size_t)with->n * sizeof *k->c) == 0;
}

static bool ends(const struct key *k, const char *with)
{
	struct key w = key_of(with);
	return k->n > w.n && memcmp(k->c + k->n - w.n, w.c, (size_t)w.n * sizeof *k->c) == 0;
}

/* 石门镇人民政府 and 石门镇政府 are 石门镇. */
static void drop_town_ending(struct key *k)
{
	static const char *const tails[] = {"人民政府", "政府", "办事处", "办", "党工委", "党委", NULL};
	static const char *const towns[] = {"镇", "乡", "街道", "苏木", NULL};
	for (const char *const *t = tails; *t; t++) {
		if (!ends(k, *t))
			continue;
		struct key cut = *k;
		cut.n -= key_of(*t).n;
		for (const char *const *w = towns; *w; w++)
			if (ends(&cut, *w)) {
				*k = cut;
				return;
			}
	}
}

/* The forms under which a name is known: as it is, without the county's name, without its level.  Returns how many. */
static int forms(const struct org_index *ix, const char *words, struct key out[3])
{
	int n = 0;
	struct key k = key_of(words);
	drop_town_ending(&k);
	out[n++] = k;
	struct key party = key_of("中共");
	if (begins(&k, &party))
		key_drop(&k, party.n);
	bool named = begins(&k, &ix->county) ? key_drop(&k, ix->county.n)
					     : begins(&k, &ix->brief) && key_drop(&k, ix->brief.n);
	if (named)
		out[n++] = k;
	if (k.n > 1 && k.c[0] == ix->level && key_drop(&k, 1))
		out[n++] = k;
	return n;
}

/* ---- the table ---- */

static uint32_t hash_key(const struct key *k)
{
	uint32_t h = 2166136261u;       /* FNV-1a, whole characters at a time */
	for (int i = 0; i < k->n; i++)
		h = (h ^ k->c[i]) * 16777619u;
	return h ^ h >> 15;
}

static void add(struct org_index *ix, const struct key *k, int org, int group, bool whole)
{
	if (!k->n)
		return;
	struct entry *e = &ix->entries[ix->entry_count];
	*e = (struct entry){.key = *k, .hash = hash_key(k), .org = org, .group = group, .whole = whole};
	size_t at = e->hash & ix->mask;
	while (ix->table[at]) {
		const struct entry *other = &ix->entries[ix->table[at] - 1];
		if (other->org == org && other->group == group && key_equal(&other->key, k))
			return;
		at = (at + 1) & ix->mask;
	}
	ix->table[at] = (int)++ix->entry_count;
}

static void add_names(struct org_index *ix, int org, const char *name)
{
	struct key f[3];
	int n = forms(ix, name, f);
	for (int i = 0; i < n; i++)
		add(ix, &f[i], org, -1, i == n - 1);
}

static enum status load_groups(struct cx *cx, struct org_index *ix)
{
	static const char *const header[] = {"words", "group", "choose"};
	const struct embedded *e = embedded_rules;
	while (e->name && strcmp(e->name, "groups.csv") != 0)
		e++;
	if (!e->name)
		return cx_fail(cx, STATUS_INTERNAL, "the program carries no groups.csv");
	size_t lines = 1;
	for (const char *s = e->bytes; *s; s++)
		lines += *s == '\n';
	ix->groups = arena_array_of(cx->mem, struct group, lines);
	struct csv csv;
	csv_init(&csv, e->bytes, e->size);
	TRY(csv_header(cx, &csv, header, GROUP_COLUMNS));
	for (;;) {
		const char *cells[GROUP_COLUMNS];
		size_t n;
		TRY(csv_next(cx, &csv, cells, GROUP_COLUMNS, &n));
		if (!n)
			return STATUS_OK;
		if (n != GROUP_COLUMNS)
			return cx_fail(cx, STATUS_INTERNAL, "groups.csv line %d: %d columns are needed", csv.line,
				       GROUP_COLUMNS);
		ix->groups[ix->group_count++] = (struct group){cells[0], cells[1], cells[2]};
	}
}

static enum status load_orgs(struct cx *cx, struct org_index *ix)
{
	struct list l;
	TRY(db_all(cx, &org_record, &l,
		   "SELECT id, path, kind, name, short_name, aliases AS alias_lines, supervises, industry FROM org"
		   " WHERE county = $1 AND active = 1 ORDER BY sort, id", ARGS(V(cx->county))));
	ix->orgs = l.items;
	ix->org_count = l.count;
	return STATUS_OK;
}

static void fill_table(struct cx *cx, struct org_index *ix)
{
	size_t names = ix->group_count;
	for (size_t i = 0; i < ix->org_count; i++) {
		names += 3;
		for (const char *s = ix->orgs[i].alias_lines; *s; s++)
			names += *s == '\n';
	}
	size_t room = 64;
	while (room < names * 6)
		room *= 2;
	ix->entries = arena_array_of(cx->mem, struct entry, names * 3);
	ix->table = arena_array_of(cx->mem, int, room);
	ix->mask = room - 1;
	for (size_t i = 0; i < ix->org_count; i++) {
		const struct org *o = &ix->orgs[i];
		add_names(ix, (int)i, o->name);
		add_names(ix, (int)i, o->short_name);
		for (const char *s = o->alias_lines; *s;) {
			size_t n = strcspn(s, "\n");
			add_names(ix, (int)i, arena_printf(cx->mem, "%.*s", (int)n, s));
			s += n + (s[n] == '\n');
		}
	}
	for (size_t i = 0; i < ix->group_count; i++) {
		struct key k = key_of(ix->groups[i].words);
		drop_town_ending(&k);
		add(ix, &k, -1, (int)i, false);
	}
}

enum status org_index_load(struct cx *cx, const struct org_index **out)
{
	struct org_index *ix = arena_new_of(cx->mem, struct org_index);
	struct county county;
	TRY(county_get(cx, &county));
	ix->county = key_of(county.name);
	ix->brief = key_of(county.short_name);
	ix->level = ix->county.c[ix->county.n - 1];
	TRY(load_groups(cx, ix));
	TRY(load_orgs(cx, ix));
	fill_table(cx, ix);
	*out = ix;
	return STATUS_OK;
}

/* ---- asking ---- */

static const char *shown(const struct org *o)
{
	return *o->short_name ? o->short_name : o->name;
}

/* Entries of that key, at most max; returns how many. */
static int find(const struct org_index *ix, const struct key *k, const struct entry **out, int max)
{
	int n = 0;
	uint32_t h = hash_key(k);
	for (size_t at = h & ix->mask; ix->table[at] && n < max; at = (at + 1) & ix->mask) {
		const struct entry *e = &ix->entries[ix->table[at] - 1];
		if (e->hash == h && key_equal(&e->key, k))
			out[n++] = e;
	}
	return n;
}

static bool name_ends(const char *name, const char *with)
{
	size_t n = strlen(name), w = strlen(with);
	return n >= w && strcmp(name + n - w, with) == 0;
}

static bool is_town(const struct org *o)
{
	return strcmp(o->kind, "town") == 0;
}

static bool is_street(const struct org *o)
{
	return is_town(o) && name_ends(o->name, "街道");
}

static bool is_rural(const struct org *o)
{
	return is_town(o) && !is_street(o);
}

static bool is_department(const struct org *o)
{
	return strcmp(o->kind, "department") == 0;
}

static bool is_supervising(const struct org *o)
{
	return is_department(o) && o->supervises;
}

static bool is_industry(const struct org *o)
{
	return is_department(o) && o->industry;
}

static const struct group_kind {
	const char *group;
	bool (*member)(const struct org *o);
} group_kinds[] = {
	{"all_towns", is_town},
	{"rural_towns", is_rural},
	{"streets", is_street},
	{"all_departments", is_department},
	{"supervising_departments", is_supervising},
	{"industry_departments", is_industry},
};

static void expand(struct cx *cx, const struct org_index *ix, const char *group, struct list *out)
{
	*out = (struct list){.items = arena_array_of(cx->mem, struct org_ref, ix->org_count)};
	for (size_t g = 0; g < sizeof group_kinds / sizeof *group_kinds; g++) {
		if (strcmp(group_kinds[g].group, group) != 0)
			continue;
		for (size_t i = 0; i < ix->org_count; i++)
			if (group_kinds[g].member(&ix->orgs[i]))
				((struct org_ref *)out->items)[out->count++] =
					(struct org_ref){ix->orgs[i].id, shown(&ix->orgs[i])};
	}
}

static void add_candidate(struct list *l, const struct org *o, int64_t score)
{
	((struct org_candidate *)l->items)[l->count++] = (struct org_candidate){o->id, shown(o), score};
}

/* Edits that turn one into the other (Levenshtein). */
static int distance(const struct key *a, const struct key *b)
{
	int row[MAX_NAME + 1];
	for (int j = 0; j <= b->n; j++)
		row[j] = j;
	for (int i = 1; i <= a->n; i++) {
		int corner = row[0];
		row[0] = i;
		for (int j = 1; j <= b->n; j++) {
			int best = corner + (a->c[i - 1] != b->c[j - 1]);
			corner = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[b->n];
}

/* How many characters they share, each counted once. */
static int shared(const struct key *a, const struct key *b)
{
	uint64_t used = 0;
	int n = 0;
	for (int i = 0; i < a->n; i++)
		for (int j = 0; j < b->n; j++)
			if (a->c[i] == b->c[j] && !(used >> j & 1)) {
				used |= UINT64_C(1) << j;
				n++;
				break;
			}
	return n;
}

/* Shared characters weigh more than order: notices shorten names by leaving characters out. */
static int64_t likeness(const struct key *a, const struct key *b)
{
	int common = shared(a, b), longer = a->n > b->n ? a->n : b->n;
	if (common < 2 && longer > 2)   /* 局 alone says nothing */
		return 0;
	return 60 * 2 * common / (a->n + b->n) + 40 * (longer - distance(a, b)) / longer;
}

static int by_score(const void *a, const void *b)
{
	const struct org_candidate *x = a, *y = b;
	return x->score != y->score ? (x->score < y->score) - (x->score > y->score) : (x->id > y->id) - (x->id < y->id);
}

static void nearest(struct cx *cx, const struct org_index *ix, const struct key *k, struct list *out)
{
	int64_t *best = arena_array_of(cx->mem, int64_t, ix->org_count);
	for (size_t i = 0; i < ix->entry_count; i++) {
		const struct entry *e = &ix->entries[i];
		if (e->org < 0 || !e->whole)
			continue;
		int64_t s = likeness(k, &e->key);
		if (s > best[e->org])
			best[e->org] = s;
	}
	*out = (struct list){.items = arena_array_of(cx->mem, struct org_candidate, ix->org_count)};
	for (size_t i = 0; i < ix->org_count; i++)
		if (best[i] >= NEAR_ENOUGH)
			add_candidate(out, &ix->orgs[i], best[i]);
	qsort(out->items, out->count, sizeof(struct org_candidate), by_score);
	if (out->count > NEAREST)
		out->count = NEAREST;
}

static void answer_group(struct cx *cx, const struct org_index *ix, const struct group *g, struct org_resolved *out)
{
	out->group = g->group;
	if (strcmp(g->group, "depends") != 0) {
		expand(cx, ix, g->group, &out->orgs);
		return;
	}
	struct list l;
	expand(cx, ix, g->choose, &l);
	out->candidates.items = arena_array_of(cx->mem, struct org_candidate, l.count);
	for (size_t i = 0; i < l.count; i++) {
		const struct org_ref *r = (const struct org_ref *)l.items + i;
		((struct org_candidate *)out->candidates.items)[i] = (struct org_candidate){r->id, r->name, 0};
	}
	out->candidates.count = l.count;
	out->note = words(cx, "who is meant depends on the matter: choose the organisations");
}

/* The same words for several organisations are no answer but a choice. */
static void answer_names(struct cx *cx, const struct org_index *ix, const struct entry **hits, int n,
			 struct org_resolved *out)
{
	struct org_candidate *c = arena_array_of(cx->mem, struct org_candidate, (size_t)n);
	size_t different = 0;
	for (int i = 0; i < n; i++) {
		const struct org *o = &ix->orgs[hits[i]->org];
		size_t j = 0;
		while (j < different && c[j].id != o->id)
			j++;
		if (j == different)
			c[different++] = (struct org_candidate){o->id, shown(o), 100};
	}
	if (different == 1) {
		struct org_ref *r = arena_new_of(cx->mem, struct org_ref);
		*r = (struct org_ref){c->id, c->name};
		out->orgs = (struct list){r, 1};
	} else {
		out->candidates = (struct list){c, different};
		out->note = words(cx, "several organisations are called this: choose one");
	}
}

void org_resolve(struct cx *cx, const struct org_index *ix, const char *words_used, struct org_resolved *out)
{
	*out = (struct org_resolved){.words = words_used};
	struct key f[3];
	const struct entry *hits[16];
	int n = forms(ix, words_used, f);
	for (int i = 0; i < n; i++) {
		int found = find(ix, &f[i], hits, sizeof hits / sizeof *hits);
		if (!found)
			continue;
		if (hits[0]->org < 0)
			answer_group(cx, ix, &ix->groups[hits[0]->group], out);
		else
			answer_names(cx, ix, hits, found, out);
		return;
	}
	nearest(cx, ix, &f[n - 1], &out->candidates);
	out->note = words(cx, "no organisation is called this");
}
