#include "core/search.h"

#include <inttypes.h>
#include <string.h>
#include "base/buf.h"
#include "base/id.h"
#include "core/search_words.h"
#include "db/db.h"
#include "db/text.h"
#include "db/writer.h"

enum { BEFORE = 30, SNIPPET = 90, ROUNDS = 400 };

static const struct field query_fields[] = {
	FIELD(struct search_query, q, .flags = REQUIRED, .min = 1, .max = 60),
	FIELD(struct search_query, kind, .min = 0, .max = 20),
	FIELD(struct search_query, limit, .min = 1, .max = 200),
	FIELD(struct search_query, cursor),
};
const struct record search_query_record = RECORD(search_query, query_fields);

static const struct field hit_fields[] = {
	FIELD(struct search_hit, kind),
	FIELD(struct search_hit, id),
	FIELD(struct search_hit, title),
	FIELD(struct search_hit, text),
	FIELD(struct search_hit, doc, .flags = SECRET | READ_ONLY),
};
const struct record search_hit_record = RECORD(search_hit, hit_fields);

/* A row that waits for the index. */
struct waiting {
	int64_t doc, item, held;
	const char *title, *text, *indexed;
};
static const struct field waiting_fields[] = {
	FIELD(struct waiting, doc),
	FIELD(struct waiting, item),
	FIELD(struct waiting, held),
	FIELD(struct waiting, title),
	FIELD(struct waiting, text),
	FIELD(struct waiting, indexed),
};
static const struct record waiting_record = RECORD(waiting, waiting_fields);

/* ---- writing ---- */

static const char *scope_lines(struct cx *cx, const struct texts *t)
{
	struct buf b;
	buf_init(&b, cx->mem);
	for (size_t i = 0; i < t->count; i++)
		buf_printf(&b, "\n%s", t->items[i]);
	return b.s;
}

/* held and indexed remember which words the index still has of the row: those of the text that was there when it last
 * was up to date. */
enum status search_put(struct cx *cx, const struct search_entry *e)
{
	const char *title = e->title ? e->title : "", *text = e->text ? e->text : "";
	return db_exec(cx, NULL,
		       "INSERT INTO search_doc (county, kind, item, doc, scope, perm, title, text) VALUES ($1, $2, $3, "
		       "$4, $5, $6, $7, $8)"
		       " ON CONFLICT (county, kind, item) DO UPDATE SET scope = excluded.scope, perm = excluded.perm,"
		       " title = excluded.title, text = excluded.text,"
		       " indexed = CASE WHEN search_doc.pending = 0 AND (search_doc.title <> excluded.title OR"
		       " search_doc.text <> excluded.text) THEN search_doc.title || $9 || search_doc.text ELSE "
		       "search_doc.indexed END,"
		       " pending = CASE WHEN search_doc.title <> excluded.title OR search_doc.text <> excluded.text"
		       " THEN 1 ELSE search_doc.pending END",
		       ARGS(V(cx->county), V(e->kind), V(e->item), V(id_new(cx)), V(scope_lines(cx, &e->scope)),
			    V((int64_t)e->perms), V(title), V(text), V("\n")));
}

enum status search_drop(struct cx *cx, const char *kind, int64_t item)
{
	return db_exec(
		cx, NULL,
		"UPDATE search_doc SET indexed = CASE WHEN pending = 0 THEN title || $1 || text ELSE indexed END,"
		" title = '', text = '', pending = 1 WHERE county = $2 AND kind = $3 AND item = $4",
		ARGS(V("\n"), V(cx->county), V(kind), V(item)));
}

/* ---- the index follows ---- */

static const char *all_text(struct cx *cx, const struct waiting *w)
{
	return arena_printf(cx->mem, "%s\n%s", w->title, w->text);
}

static enum status index_one(struct cx *cx, const struct waiting *w)
{
	if (w->held)
		TRY(text_remove(cx, w->doc, search_words(cx, w->indexed)));
	if (!*w->title && !*w->text)
		return db_exec(cx, NULL, "DELETE FROM search_doc WHERE county = $1 AND doc = $2",
			       ARGS(V(cx->county), V(w->doc)));
	TRY(text_add(cx, w->doc, search_words(cx, all_text(cx, w))));
	return db_exec(cx, NULL,
		       "UPDATE search_doc SET pending = 0, held = 1, indexed = '' WHERE county = $1 AND doc = $2",
		       ARGS(V(cx->county), V(w->doc)));
}

static enum status index_batch(struct cx *cx, void *more)
{
	struct list l;
	TRY(db_all(cx, &waiting_record, &l,
		   "SELECT doc, item, held, title, text, indexed FROM search_doc WHERE county = $1 AND pending = 1"
		   " ORDER BY doc LIMIT $2", ARGS(V(cx->county), V(SEARCH_BATCH))));
	for (size_t i = 0; i < l.count; i++)
		TRY(index_one(cx, (const struct waiting *)l.items + i));
	*(bool *)more = l.count == SEARCH_BATCH;
	return STATUS_OK;
}

static enum status any_waiting(struct cx *cx, bool *out)
{
	struct list l;
	TRY(db_all(cx, &waiting_record, &l, "SELECT doc FROM search_doc WHERE county = $1 AND pending = 1 LIMIT 1",
		   ARGS(V(cx->county))));
	*out = l.count > 0;
	return STATUS_OK;
}

/* Small writes, so that nobody who waits for the writer waits long; after many of them the timer comes again. */
enum status search_index(struct cx *cx)
{
	bool more;
	TRY(any_waiting(cx, &more));
	for (int i = 0; more && i < ROUNDS; i++)
		TRY(write_from(cx, index_batch, &more));
	return STATUS_OK;
}

/* ---- finding ---- */

/* What waits and would be found: documents in out, newest first. */
static enum status find_waiting(struct cx *cx, const struct search_terms *t, const char *kind, struct list *out)
{
	struct list l;
	TRY(db_all(cx, &waiting_record, &l,
		   "SELECT doc, item, title, text FROM search_doc WHERE county = $1 AND pending = 1 AND (kind = $2 OR "
		   "$2 = '')"
		   " ORDER BY doc DESC LIMIT $3",
		   ARGS(V(cx->county), V(kind), V(SEARCH_WAITING))));
	*out = (struct list){.items = arena_array_of(cx->mem, struct waiting, l.count)};
	for (size_t i = 0; i < l.count; i++) {
		const struct waiting *w = (const struct waiting *)l.items + i;
		if (search_matches(cx, t, search_words(cx, all_text(cx, w))))
			((struct waiting *)out->items)[out->count++] = *w;
	}
	return STATUS_OK;
}

/* Ids of our own making, so they may stand in the statement: "(0, 17, 18". */
static const char *numbers(struct cx *cx, const struct list *l, bool items)
{
	struct buf b;
	buf_init(&b, cx->mem);
	buf_puts(&b, "0");
	for (size_t i = 0; i < l->count; i++) {
		const struct waiting *w = (const struct waiting *)l->items + i;
		buf_printf(&b, ", %" PRId64, items ? w->item : w->doc);
	}
	return b.s;
}

enum status search_where(struct cx *cx, struct where *w, const char *column, const char *kind, const char *q)
{
	struct search_terms t;
	struct list waiting;
	search_terms(cx, q, &t);
	if (!t.count) {
		buf_puts(&w->sql, " AND 1 = 0");
		return STATUS_OK;
	}
	TRY(find_waiting(cx, &t, kind, &waiting));
	const char *sql = arena_printf(
		cx->mem, "(%s IN (SELECT d.item FROM text_index i CROSS JOIN search_doc d WHERE d.doc = i.%s AND %s",
		column, text_doc(cx), text_match(cx));
	where_and(w, sql, V(text_query(cx, t.phrases, t.count)));
	where_more(w, " AND d.county = $?", V(cx->county));
	where_more(w, " AND d.pending = 0 AND d.kind = $?)", V(kind));
	if (waiting.count)
		buf_printf(&w->sql, " OR %s IN (%s)", column, numbers(cx, &waiting, true));
	buf_puts(&w->sql, ")");
	return STATUS_OK;
}

struct item {
	int64_t item;
};
static const struct field item_fields[] = {FIELD(struct item, item)};
static const struct record item_record = RECORD(item, item_fields);

enum status search_items(struct cx *cx, const char *kind, const char *q, int64_t most, struct list *out)
{
	struct search_terms t;
	struct list waiting, found;
	*out = (struct list){0};
	search_terms(cx, q, &t);
	if (!t.count)
		return STATUS_OK;
	TRY(find_waiting(cx, &t, kind, &waiting));
	struct where w = where_new(cx, arena_printf(cx->mem, "SELECT d.item FROM text_index i CROSS JOIN search_doc d WHERE d.doc = i.%s AND %s",
						    text_doc(cx), text_match(cx)), V(text_query(cx, t.phrases, t.count)));
	where_and(&w, "d.county = $?", V(cx->county));
	where_and(&w, "d.kind = $?", V(kind));
	where_more(&w, arena_printf(cx->mem, " AND d.pending = 0 ORDER BY i.%s DESC LIMIT $?", text_doc(cx)), V(most));
	TRY(db_all(cx, &item_record, &found, w.sql.s, where_args(&w)));
	int64_t *ids = arena_array_of(cx->mem, int64_t, waiting.count + found.count);
	for (size_t i = 0; i < waiting.count && (int64_t)out->count < most; i++)
		ids[out->count++] = ((const struct waiting *)waiting.items)[i].item;
	for (size_t i = 0; i < found.count && (int64_t)out->count < most; i++)
		ids[out->count++] = ((const struct item *)found.items)[i].item;
	out->items = ids;
	return STATUS_OK;
}

/* What the reader may see: no permission missing, and everyone's or within his scope. */
static void stay_in_scope(struct cx *cx, struct where *w)
{
	where_more(w, " AND d.county = $?", V(cx->county));
	where_and(w, "(d.perm & $?) = 0", V((int64_t)~cx->perms));
	if (!cx->org_path)
		buf_puts(&w->sql, " AND d.scope = ''");
	else if (strcmp(cx->org_path, "/") != 0)
		where_and(w, "(d.scope = '' OR d.scope LIKE $?)", V(arena_printf(cx->mem, "%%\n%s%%", cx->org_path)));
}

static enum status run(struct cx *cx, struct where *w, const struct search_query *q, const char *order, int64_t most,
		       struct list *out)
{
	stay_in_scope(cx, w);
	if (q->kind && *q->kind)
		where_and(w, "d.kind = $?", V(q->kind));
	if (q->cursor)
		where_and(w, "d.doc < $?", V(q->cursor));
	where_more(w, arena_printf(cx->mem, " ORDER BY %s DESC LIMIT $?", order), V(most));
	return db_all(cx, &search_hit_record, out,
		      arena_printf(cx->mem, "SELECT d.kind, d.item AS id, d.title, d.text, d.doc FROM %s", w->sql.s),
		      where_args(w));
}

static enum status find_indexed(struct cx *cx, const struct search_query *q, const struct search_terms *t, int64_t most,
				struct list *out)
{
	const char *doc = arena_printf(cx->mem, "i.%s", text_doc(cx));
	struct where w = where_new(
		cx,
		arena_printf(cx->mem, "text_index i CROSS JOIN search_doc d WHERE d.doc = %s AND %s AND d.pending = 0",
			     doc, text_match(cx)),
		V(text_query(cx, t->phrases, t->count)));
	return run(cx, &w, q, doc, most, out);
}

static enum status find_fresh(struct cx *cx, const struct search_query *q, const struct search_terms *t, int64_t most,
			      struct list *out)
{
	struct list waiting;
	*out = (struct list){0};
	TRY(find_waiting(cx, t, q->kind ? q->kind : "", &waiting));
	if (!waiting.count)
		return STATUS_OK;
	struct where w = where_new(cx, arena_printf(cx->mem, "search_doc d WHERE d.doc IN (%s) AND d.pending = $?",
						    numbers(cx, &waiting, false)), V(1));
	return run(cx, &w, q, "d.doc", most, out);
}

/* Both lists are newest first; the newest `most` of them together. */
static void merge(struct cx *cx, const struct list *a, const struct list *b, size_t most, struct list *out)
{
	const struct search_hit *x = a->items, *y = b->items;
	struct search_hit *hits = arena_array_of(cx->mem, struct search_hit, most);
	size_t i = 0, j = 0, n = 0;
	while (n < most && (i < a->count || j < b->count)) {
		bool first = j == b->count || (i < a->count && x[i].doc > y[j].doc);
		hits[n++] = first ? x[i++] : y[j++];
	}
	*out = (struct list){hits, n};
}

/* At most that many characters, from a character's beginning. */
static const char *cut(struct cx *cx, const char *s, int characters)
{
	const char *end = s;
	for (; *end && characters > 0; characters--)
		do
			end++;
		while (((unsigned char)*end & 0xC0) == 0x80);
	return arena_printf(cx->mem, "%.*s%s", (int)(end - s), s, *end ? "…" : "");
}

/* Around the first place where the query's first words stand as they were typed; else the beginning. */
static const char *snippet(struct cx *cx, const char *text, const char *q)
{
	const char *piece = arena_printf(cx->mem, "%.*s", (int)strcspn(q, " "), q), *at = strstr(text, piece);
	if (!*piece || !at)
		return cut(cx, text, SNIPPET);
	const char *from = at;
	for (int n = 0; from > text && n < BEFORE; n++)
		do
			from--;
		while (from > text && ((unsigned char)*from & 0xC0) == 0x80);
	return arena_printf(cx->mem, "%s%s", from > text ? "…" : "", cut(cx, from, SNIPPET));
}

enum status search_find(struct cx *cx, const struct search_query *q, struct list *out, int64_t *next)
{
	int64_t limit = q->limit ? q->limit : 20;
	struct search_terms t;
	struct list indexed, fresh;
	*out = (struct list){0};
	*next = 0;
	search_terms(cx, q->q, &t);
	if (!t.count)
		return STATUS_OK;
	TRY(find_indexed(cx, q, &t, limit + 1, &indexed));
	TRY(find_fresh(cx, q, &t, limit + 1, &fresh));
	merge(cx, &indexed, &fresh, (size_t)limit + 1, out);
	struct search_hit *hits = out->items;
	if (out->count > (size_t)limit) {
		out->count = (size_t)limit;
		*next = hits[limit - 1].doc;
	}
	for (size_t i = 0; i < out->count; i++)
		hits[i].text = snippet(cx, hits[i].text, q->q);
	return STATUS_OK;
}
