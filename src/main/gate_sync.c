/* gate_sync.c - what a gate tells the county, what it learns from it, and what the weighbridge's own software has written. */
#include "main/gate_inside.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base/log.h"
#include "core/blob.h"
#include "core/county.h"
#include "core/evidence.h"
#include "core/verb.h"
#include "db/db.h"
#include "main/fetch.h"
#include "rooms/haulage/cover.h"
#include "rooms/haulage/gate.h"

enum { OUTBOX_BATCH = 200, COPY_PAGE = 1000 };

static enum status ask_county(struct cx *cx, struct gate *g, struct fetch *f)
{
	f->token = g->token;
	TRY(fetch(cx, f));
	return f->status == 200 ? STATUS_OK : cx_fail(cx, STATUS_CONFLICT, "the county answers %ld: %.200s", f->status, f->answer);
}

struct body {
	const char *json;
	size_t n;
	const struct haulage_outbox *sent;
	int64_t settled;
	struct haulage_copied copied;
};

static enum status settle(struct cx *cx, void *arg)
{
	struct body *b = arg;
	return haulage_outbox_settle(cx, b->sent, b->json, b->n, &b->settled);
}

static enum status apply(struct cx *cx, void *arg)
{
	struct body *b = arg;
	return haulage_copy_apply(cx, b->json, b->n, &b->copied);
}

/* The answer has more than its items: keep those. */
static enum status items_of(struct cx *cx, const char *answer, size_t n, struct body *out)
{
	json_t *j = json_loadb(answer, n, 0, NULL);
	json_t *items = json_pack("{s:O?}", "items", json_object_get(j, "items"));
	char *dumped = items ? json_dumps(items, JSON_COMPACT) : NULL;
	out->json = arena_strdup(cx->mem, dumped ? dumped : "");
	out->n = strlen(out->json);
	free(dumped);
	json_decref(items);
	json_decref(j);
	return out->n ? STATUS_OK : cx_fail(cx, STATUS_CONFLICT, "the county answers %ld: %.200s", 200L, answer);
}

/* Bringing a file that the county has does nothing there. */
static enum status send_photo(struct cx *cx, struct gate *g, const char *hash)
{
	const char *path;
	const void *bytes;
	struct fetch f = {.url = arena_printf(cx->mem, "%s/api/evidence?name=%.16s", g->county_url, hash)};
	TRY(evidence_path(cx, hash, &path));
	TRY(blob_map(cx, path, &bytes, &f.size));
	f.body = bytes;
	return ask_county(cx, g, &f);
}

static enum status tell(struct cx *cx, struct gate *g, int64_t *waiting)
{
	struct fetch f = {.url = arena_printf(cx->mem, "%s/api/haulage/weighings", g->county_url)};
	struct body b = {0};
	struct buf out;
	struct haulage_outbox sent;
	buf_init(&out, cx->mem);
	struct jw w = {.out = &out};
	TRY(haulage_outbox_write(cx, OUTBOX_BATCH, &w, &sent));
	*waiting = (int64_t)sent.count;
	if (!sent.count)
		return STATUS_OK;
	for (size_t i = 0; i < sent.photos.count; i++)
		TRY(send_photo(cx, g, sent.photos.items[i]));
	b.sent = &sent;
	f.body = out.s;
	TRY(ask_county(cx, g, &f));
	TRY(items_of(cx, f.answer, f.n, &b));
	TRY(writer_run(g->writer, cx, settle, &b));
	return b.settled ? STATUS_OK : cx_fail(cx, STATUS_CONFLICT, "the county's answer settles nothing");
}

/* ---- the days on which the gate ran ---- */

static enum status note_alive(struct cx *cx, void *arg)
{
	return haulage_alive_note(cx, ((struct gate *)arg)->scale);
}

struct told {
	int64_t scale;
	const char *last;
};

static enum status mark_told(struct cx *cx, void *arg)
{
	const struct told *t = arg;
	return haulage_alive_told(cx, t->scale, t->last);
}

static enum status tell_alive(struct cx *cx, struct gate *g)
{
	struct fetch f = {.url = arena_printf(cx->mem, "%s/api/haulage/gate/alive", g->county_url)};
	struct told t = {.scale = g->scale};
	struct buf out;
	buf_init(&out, cx->mem);
	TRY(haulage_alive_write(cx, g->scale, &(struct jw){.out = &out}, &t.last));
	if (!*t.last)
		return STATUS_OK;
	f.body = out.s;
	TRY(ask_county(cx, g, &f));
	return writer_run(g->writer, cx, mark_told, &t);
}

/* A gate whose indicator does not answer does not see what is carried out. */
static enum status keep_alive(struct cx *cx, struct gate *g)
{
	struct indicated seen;
	if (g->indicator) {
		indicator_read(g->indicator, INT32_MAX, &seen);
		if (!seen.connected)
			return STATUS_OK;
	}
	return writer_run(g->writer, cx, note_alive, g);
}

static enum status fetch_copy(struct cx *cx, struct gate *g, struct body *b)
{
	struct fetch f = {.url = arena_printf(cx->mem, "%s/api/haulage/gate/copy?scale=%" PRId64 "&since=%" PRId64 "&cursor=%" PRId64, g->county_url,
					      g->scale, g->since, g->cursor)};
	TRY(ask_county(cx, g, &f));
	b->json = f.answer;
	b->n = f.n;
	return STATUS_OK;
}

static enum status copy(struct cx *cx, struct gate *g)
{
	struct body b;
	do {
		b = (struct body){0};
		TRY(fetch_copy(cx, g, &b));
		TRY(writer_run(g->writer, cx, apply, &b));
		g->since = b.copied.since;
		g->cursor = b.copied.next;
	} while (b.copied.vehicles == COPY_PAGE);
	return STATUS_OK;
}

/* ---- a file that the weighbridge's software writes ---- */

struct chunk {
	struct haulage_weighing *w;
	size_t n;
};

static enum status take_chunk(struct cx *cx, void *arg)
{
	struct chunk *c = arg;
	struct list taken;
	TRY(haulage_take(cx, c->w, c->n, &taken));
	const struct haulage_taken *t = taken.items;
	for (size_t i = 0; i < taken.count; i++)
		if (strcmp(t[i].status, "taken") == 0)
			TRY(db_exec(cx, NULL, "INSERT INTO haulage_outbox (county, ticket) VALUES ($1, $2) ON CONFLICT (county, ticket) DO NOTHING",
				    ARGS(V(cx->county), V(t[i].id))));
		else if (strcmp(t[i].status, "refused") == 0)
			log_warn("gate.refused", "no=%s error=\"%s\"", t[i].no, t[i].message);
	return STATUS_OK;
}

static enum status read_watched(struct cx *cx, struct gate *g)
{
	struct stat st;
	const char *bytes;
	size_t n;
	struct list all;
	if (!g->watch || stat(g->watch, &st) != 0)
		return STATUS_OK;
	int64_t changed = st.st_mtim.tv_sec * INT64_C(1000000000) + st.st_mtim.tv_nsec;
	if (changed == g->watched)
		return STATUS_OK;
	TRY(call_read_file(cx, g->watch, GATE_MOST_FILE, &bytes, &n));
	TRY(haulage_read_file(cx, g->scale, g->watch, bytes, n, &all));
	for (size_t i = 0; i < all.count; i += HAULAGE_BATCH) {
		struct chunk c = {(struct haulage_weighing *)all.items + i, all.count - i < HAULAGE_BATCH ? all.count - i : HAULAGE_BATCH};
		TRY(writer_run(g->writer, cx, take_chunk, &c));
	}
	g->watched = changed;
	return STATUS_OK;
}

static enum status integrate(struct cx *cx, void *arg)
{
	(void)arg;
	return ledger_integrate(cx, NULL);
}

enum status gate_round(struct cx *cx, struct gate *g)
{
	int64_t waiting;
	if (read_watched(cx, g)) {
		log_warn("gate.watch", "error=\"%s\"", cx->error ? cx->error : "");
		cx_forget(cx);
	}
	enum status s = keep_alive(cx, g);
	cx_forget(cx);
	s = writer_run(g->writer, cx, integrate, NULL);
	cx_forget(cx);
	do
		s = tell(cx, g, &waiting);
	while (!s && waiting == OUTBOX_BATCH);
	if (!s)
		s = tell_alive(cx, g);
	return s ? s : copy(cx, g);
}

static enum status begin_county(struct cx *cx, void *arg)
{
	struct body *b = arg;
	json_t *j = json_loadb(b->json, b->n, 0, NULL);
	int64_t code = json_integer_value(json_object_get(j, "county"));
	const char *name = json_string_value(json_object_get(j, "county_name"));
	name = name ? arena_strdup(cx->mem, name) : "";
	json_decref(j);
	TRY(county_create(cx, code, name, "sha256-ed25519"));
	return haulage_copy_apply(cx, b->json, b->n, &b->copied);
}

enum status gate_first_copy(struct cx *cx, struct gate *g)
{
	struct body b = {0};
	if (cx->county)
		return STATUS_OK;
	TRY(fetch_copy(cx, g, &b));
	return write_now(cx, begin_county, &b);
}

