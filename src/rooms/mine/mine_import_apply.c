/* mine_import_apply.c - what a list's preview said, written; and the preview as JSON. */
#include "rooms/mine/mine_import.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "db/writer.h"
#include "rooms/mine/status.h"

struct chunk {
	struct import *im;
	size_t from, to, written;
};

static enum status write_row(struct cx *cx, const struct import_row *r)
{
	struct mine *m;
	if (r->fate == FATE_NEW)
		TRY(mine_create(cx, &r->want, &m));
	else if (r->change_count > (r->licence.number != NULL))
		TRY(mine_update(cx, r->was->id, &r->want, &m));
	else
		TRY(mine_get(cx, r->was->id, &m));
	if (r->licence.number)
		TRY(licence_put(cx, m->id, r->licence.id, &r->licence));
	return mine_refresh(cx, m->id);
}

/* Perhaps more than once: see db/writer.h. */
static enum status write_chunk(struct cx *cx, void *arg)
{
	struct chunk *c = arg;
	c->written = 0;
	for (size_t i = c->from; i < c->to; i++) {
		const struct import_row *r = &c->im->rows[i];
		if (r->fate != FATE_NEW && r->fate != FATE_UPDATE)
			continue;
		enum status s = write_row(cx, r);
		if (s) {
			const char *why = cx->error ? cx->error : "";
			cx_forget(cx);
			return cx_fail(cx, s, "line %d, %s: %s", r->line, r->want.name, why);
		}
		c->written++;
	}
	return STATUS_OK;
}

enum status import_apply(struct cx *cx, struct import *im, int64_t *written)
{
	*written = 0;
	for (struct chunk c = {.im = im}; c.from < im->count; c.from = c.to) {
		size_t work = 0;
		for (c.to = c.from; c.to < im->count && work < IMPORT_CHUNK; c.to++)
			work += im->rows[c.to].fate == FATE_NEW || im->rows[c.to].fate == FATE_UPDATE;
		if (work)
			TRY(write_from(cx, write_chunk, &c));
		*written += (int64_t)c.written;
	}
	return STATUS_OK;
}

/* ---- the answer ---- */

static void write_text_key(struct jw *w, const char *key, const char *value)
{
	jw_key(w, key);
	jw_text(w, value);
}

static void write_columns(struct jw *w, const struct import *im)
{
	jw_key(w, "columns");
	jw_begin(w, '[');
	for (size_t i = 0; i < im->sheet.column_count; i++) {
		jw_begin(w, '{');
		write_text_key(w, "name", im->sheet.columns[i]);
		write_text_key(w, "field", import_field_names[im->columns[i].field]);
		jw_end(w);
	}
	jw_end(w);
}

static void write_changes(struct jw *w, const struct import_row *r)
{
	jw_key(w, "changes");
	jw_begin(w, '[');
	for (size_t i = 0; i < r->change_count; i++) {
		jw_begin(w, '{');
		write_text_key(w, "field", r->changes[i].field);
		write_text_key(w, "before", r->changes[i].before);
		write_text_key(w, "after", r->changes[i].after);
		jw_end(w);
	}
	jw_end(w);
}

static void write_error(struct jw *w, const struct import_row *r)
{
	jw_key(w, "error");
	if (r->fate != FATE_ERROR) {
		jw_raw(w, NULL);
		return;
	}
	jw_begin(w, '{');
	write_text_key(w, "field", r->error_field);
	write_text_key(w, "message", r->error);
	jw_end(w);
}

static void write_row_of(struct jw *w, const struct import_row *r)
{
	const struct texts notes = {r->notes, r->note_count};
	jw_begin(w, '{');
	jw_key(w, "line");
	jw_int(w, r->line);
	write_text_key(w, "fate", import_fates[r->fate]);
	write_text_key(w, "name", r->want.name);
	jw_key(w, "mine");
	if (r->was)
		jw_int(w, r->was->id);
	else
		jw_raw(w, NULL);
	write_changes(w, r);
	write_error(w, r);
	jw_key(w, "notes");
	jw_texts(w, &notes);
	jw_key(w, "area_km2");
	if (r->area_m2 > 0)
		jw_real(w, (double)(int64_t)(r->area_m2 + 0.5) / 1e6);
	else
		jw_raw(w, NULL);
	jw_end(w);
}

void import_write(struct cx *cx, struct jw *w, const struct import *im, const struct import_page *page, int64_t written)
{
	size_t i = page->from > 0 ? (size_t)page->from : 0;
	int64_t shown = 0;
	jw_begin(w, '{');
	write_text_key(w, "format", im->sheet.format);
	write_columns(w, im);
	jw_key(w, "counts");
	jw_begin(w, '{');
	for (int f = 0; f < FATES; f++) {
		jw_key(w, import_fates[f]);
		jw_int(w, (int64_t)im->counts[f]);
	}
	jw_end(w);
	jw_key(w, "rows");
	jw_begin(w, '[');
	for (; i < im->count && shown < page->limit; i++) {
		if (page->fate && *page->fate && strcmp(page->fate, import_fates[im->rows[i].fate]) != 0)
			continue;
		write_row_of(w, &im->rows[i]);
		shown++;
	}
	jw_end(w);
	jw_key(w, "written");
	if (written >= 0)
		jw_int(w, written);
	else
		jw_raw(w, NULL);
	write_text_key(w, "next", i < im->count ? arena_printf(cx->mem, "%zu", i) : NULL);
	jw_end(w);
}
