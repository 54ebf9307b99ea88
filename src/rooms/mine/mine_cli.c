#include "rooms/mine/mine_cli.h"

#include <inttypes.h>
#include <stdlib.h>
#include "core/perm.h"
#include "core/apart.h"
#include "rooms/mine/land.h"
#include "rooms/mine/map.h"
#include "rooms/mine/mine.h"
#include "rooms/mine/mine_import.h"
#include "rooms/mine/status.h"

static enum status day_option(struct cx *cx, const struct call *call, struct day *out)
{
	const char *text = call_option(call, "as-of");
	*out = day_of(cx->now);
	if (text && !day_parse(text, out))
		return cx_fail(cx, STATUS_INVALID, "--as-of is not a day like 2023-10-25: %s", text);
	return STATUS_OK;
}

static void print_status(struct cx *cx, struct buf *out, const struct mine *m, const struct mine_status *s)
{
	buf_printf(out, "%s: %s%s%s\n", m->name, s->may_work ? words(cx, "may work") : words(cx, "may not work"),
		   *s->since ? words(cx, ", since ") : "", s->since);
	for (size_t i = 0; i < s->reasons.count; i++) {
		const struct mine_reason *r = &s->reasons.items[i];
		buf_printf(out, "  %s %s", r->blocks ? "✗" : "·", r->text);
		if (*r->missing)
			buf_printf(out, words(cx, "; needed: %s"), r->missing);
		if (r->org_name)
			buf_printf(out, words(cx, "; by %s"), r->org_name);
		if (*r->by)
			buf_printf(out, words(cx, ", until %s"), r->by);
		buf_printf(out, "\n      %s %s\n", r->rule, r->source);
	}
}

static enum status show(struct cx *cx, struct call *call, const struct mine *m, struct day day)
{
	struct mine_status s;
	TRY(mine_status(cx, m, day, &s));
	if (call->json)
		mine_write_status(&call->w, m, day, &s);
	else
		print_status(cx, call->out, m, &s);
	return STATUS_OK;
}

/* All of them, a page after the other. */
static enum status show_all(struct cx *cx, struct call *call, struct day day)
{
	struct mine_query q = {.limit = 200};
	if (call->json)
		jw_begin(&call->w, '[');
	do {
		struct mine_page page;
		TRY(mine_list(cx, &q, &page));
		const struct mine *m = page.mines.items;
		for (size_t i = 0; i < page.mines.count; i++)
			TRY(show(cx, call, &m[i], day));
		q.cursor = page.next;
	} while (q.cursor);
	if (call->json)
		jw_end(&call->w);
	return STATUS_OK;
}

static enum status status_verb(struct cx *cx, struct call *call)
{
	struct day day;
	struct mine *m;
	TRY(day_option(cx, call, &day));
	if (!call->count)
		return show_all(cx, call, day);
	TRY(mine_find(cx, call->args[0], &m));
	return show(cx, call, m, day);
}

static void print_land(struct buf *out, struct cx *cx, const struct land *land, double meridian)
{
	for (size_t i = 0; i < land->count; i++) {
		const struct land_block *b = &land->blocks[i];
		buf_printf(out, "%-12s %8.1f m … %8.1f m  %14.2f m²%s\n", b->name, b->top_m, b->bottom_m, b->area_m2,
			   b->out ? words(cx, " (taken out)") : "");
	}
	buf_printf(out, words(cx, "area %.6f km², %s\n"), land->area_m2 / 1e6, land_crs(cx, land, meridian));
	if (land->stated_km2 > 0)
		buf_printf(out, words(cx, "stated %.6f km², difference %+.2f %%\n"), land->stated_km2,
			   (land->area_m2 / 1e6 / land->stated_km2 - 1) * 100);
	if (land->swapped)
		buf_printf(out, "%s\n", words(cx, "the text has east before north: read so"));
}

/* Any document that doc_read() reads may hold the coordinates. */
static enum status licence_area(struct cx *cx, struct call *call)
{
	const char *bytes;
	size_t n;
	struct doc doc;
	struct land land;
	double meridian;
	TRY(call_read_file(cx, call->args[0], DOC_MAX_BYTES, &bytes, &n));
	TRY(apart_read(cx, call->args[0], bytes, n, NULL, &doc));
	TRY(land_read(cx, doc.text, doc.n, &land));
	TRY(land_meridian(cx, &land, &meridian));
	if (call_option(call, "meridian"))
		meridian = strtod(call_option(call, "meridian"), NULL);
	if (call->json)
		land_write(cx, &call->w, &land, meridian);
	else
		print_land(call->out, cx, &land, meridian);
	return STATUS_OK;
}

static enum status list_verb(struct cx *cx, struct call *call)
{
	struct mine_query q = {.limit = 200};
	TRY(call_query(cx, call, &mine_query_record, "state q", &q));
	if (call->json)
		jw_begin(&call->w, '[');
	do {
		struct mine_page page;
		TRY(mine_list(cx, &q, &page));
		const struct mine *m = page.mines.items;
		for (size_t i = 0; i < page.mines.count; i++)
			if (call->json)
				jw_record(&call->w, &mine_record, &m[i]);
			else
				buf_printf(call->out, "%-16s %-8s %s  %s  %s\n", *m[i].code ? m[i].code : "-", m[i].state, m[i].name,
					   m[i].town_name ? m[i].town_name : "", m[i].enterprise_name ? m[i].enterprise_name : m[i].owners);
		q.cursor = page.next;
	} while (q.cursor);
	if (call->json)
		jw_end(&call->w);
	return STATUS_OK;
}

static const char *fate_word(struct cx *cx, enum import_fate fate)
{
	switch (fate) {
	case FATE_NEW: return words(cx, "new here");
	case FATE_UPDATE: return words(cx, "changes");
	case FATE_SAME: return words(cx, "is as it was");
	case FATE_ERROR: return words(cx, "is wrong");
	default: return words(cx, "left out");
	}
}

static void print_row(struct cx *cx, struct buf *out, const struct import_row *r)
{
	buf_printf(out, "%6d  %s  %s", r->line, fate_word(cx, r->fate), r->want.name);
	for (size_t i = 0; i < r->change_count && r->was; i++)
		buf_printf(out, "; %s: %s → %s", r->changes[i].field, r->changes[i].before ? r->changes[i].before : "", r->changes[i].after);
	if (r->fate == FATE_ERROR)
		buf_printf(out, "; %s: %s", r->error_field, r->error);
	for (size_t i = 0; i < r->note_count; i++)
		buf_printf(out, "; %s", r->notes[i]);
	buf_puts(out, "\n");
}

static enum status import_verb(struct cx *cx, struct call *call)
{
	const char *bytes, *kind = call_option(call, "kind");
	size_t n;
	struct import *im;
	int64_t written = -1;
	TRY(call_read_file(cx, call->args[0], SHEET_MAX_BYTES, &bytes, &n));
	TRY(import_read(cx, call->args[0], bytes, n, kind, &im));
	if (call_option(call, "apply"))
		TRY(import_apply(cx, im, &written));
	if (call->json) {
		import_write(cx, &call->w, im, &(struct import_page){.limit = SHEET_MAX_ROWS}, written);
		return STATUS_OK;
	}
	for (size_t i = 0; i < im->count; i++)
		print_row(cx, call->out, &im->rows[i]);
	for (enum import_fate f = 0; f < FATES; f++)
		buf_printf(call->out, "%s%s %zu", f ? ", " : "", fate_word(cx, f), im->counts[f]);
	buf_puts(call->out, "\n");
	if (written >= 0)
		buf_printf(call->out, words(cx, "written: %" PRId64 "\n"), written);
	else
		buf_printf(call->out, "%s\n", words(cx, "nothing is written yet: --apply writes it"));
	return STATUS_OK;
}

/* mine towns FILE */
static enum status towns_verb(struct cx *cx, struct call *call)
{
	const char *bytes;
	size_t n;
	struct list l;
	if (!(cx->perms & PERM_MINE_MANAGE))
		return cx_fail(cx, STATUS_FORBIDDEN, "your role may not do this");
	TRY(call_read_file(cx, call->args[0], SHEET_MAX_BYTES, &bytes, &n));
	TRY(town_shapes_import(cx, call->args[0], bytes, n, &l));
	if (call->json) {
		jw_page_id(&call->w, &town_fit_record, &l, 0);
		return STATUS_OK;
	}
	const struct town_fit *f = l.items;
	for (size_t i = 0; i < l.count; i++)
		buf_printf(call->out, "%" PRId64 "\t%s\t%s\n", f[i].line, f[i].name, f[i].error ? f[i].error : f[i].org ? words(cx, "drawn") : words(cx, "no town of this name"));
	return STATUS_OK;
}

static const struct verb table[] = {
	{"mine status", "[MINE] [--as-of DAY]", "as-of=", 0, 1, VERB_DB, status_verb,
	 "may a mine (or each mine) work, since when, why not, who is to act"},
	{"mine list", "[--state=STATE] [--q=WORDS]", "state= q=", 0, 0, VERB_DB, list_verb, "the mines of the register"},
	{"mine import", "FILE [--kind=KIND] [--apply]", "kind= apply", 1, 1, VERB_DB, import_verb,
	 "a list of mines (csv, xlsx, GeoJSON, zipped shapefile): every row's fate; --apply writes it"},
	{"mine towns", "FILE", "", 1, 1, VERB_DB | VERB_WRITE, towns_verb, "the towns' land for the map, from a file with polygons (GeoJSON, zipped shapefile)"},
	{"mine licence-area", "FILE [--meridian DEGREES]", "meridian=", 1, 1, 0, licence_area,
	 "the area of a licence's land from its published coordinates, checked against the stated one"},
};
const struct verbs mine_verbs = VERBS(table);
