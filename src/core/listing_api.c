#include "core/listing_api.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include "base/day.h"
#include "base/id.h"

enum { PAGE = 200, SERIAL_1970 = 25569 }; /* the day 1970-01-01 in a spreadsheet */

struct sheet {
	const struct listing *of;
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *red, *date;
	lxw_row_t row;
};

/* ---- cells ---- */

static const char *word_of(const struct cx *cx, const struct listing *l, const char *code)
{
	for (const struct listing_word *w = l->words; w && w->code; w++)
		if (strcmp(w->code, code) == 0)
			return cx->lang == LANG_ZH ? w->zh : w->en;
	return code;
}

/* What a cell says; NULL: nothing, or a number. */
static const char *text_of(struct cx *cx, const struct listing *l, const struct listing_column *c, const void *member)
{
	char at[32];
	int64_t n;
	const char *s = NULL;
	switch (c->how) {
	case LISTING_TEXT:
	case LISTING_DAY:
	case LISTING_STATE:
	case LISTING_WORD:
		s = *(const char *const *)member;
		if (!s || !*s)
			return NULL;
		return c->how == LISTING_STATE  ? flow_state_label(cx, l->flow, s)
		       : c->how == LISTING_WORD ? word_of(cx, l, s)
						: s;
	case LISTING_TIME:
	case LISTING_MOMENT:
		n = *(const int64_t *)member;
		return n ? arena_printf(cx->mem, "%.10s %.*s", time_print(n, at), c->how == LISTING_TIME ? 5 : 8, at + 11) : NULL;
	case LISTING_YES:
		return !*(const bool *)member ? NULL : cx->lang == LANG_ZH ? "是" : "yes";
	default:
		return NULL;
	}
}

static bool number_of(const struct listing_column *c, const void *member, double *out)
{
	static const double parts[] = {[LISTING_COUNT] = 1, [LISTING_FEN] = 100, [LISTING_GRAMS] = 1000};
	if (c->how == LISTING_REAL)
		*out = *(const double *)member;
	else if (c->how == LISTING_COUNT || c->how == LISTING_FEN || c->how == LISTING_GRAMS)
		*out = (double)*(const int64_t *)member / parts[c->how];
	else
		return false;
	return true;
}

static void write_cell(struct cx *cx, struct sheet *s, lxw_col_t at, const void *row, lxw_format *f)
{
	const struct listing_column *c = &s->of->columns[at];
	const void *member = (const char *)row + c->offset;
	struct day day;
	double n;
	if (number_of(c, member, &n)) {
		worksheet_write_number(s->sheet, s->row, at, n, f);
		return;
	}
	const char *text = c->how == LISTING_SAID ? s->of->say(cx, row) : text_of(cx, s->of, c, member);
	if (!text || !*text)
		return;
	if (c->how == LISTING_DAY && day_parse(text, &day))
		worksheet_write_number(s->sheet, s->row, at, day.n + SERIAL_1970, s->date);
	else
		worksheet_write_string(s->sheet, s->row, at, text, f);
}

static void write_row(struct cx *cx, struct sheet *s, const void *row)
{
	lxw_format *f = s->of->stands_out && s->of->stands_out(row) ? s->red : NULL;
	for (size_t i = 0; i < s->of->count; i++)
		write_cell(cx, s, (lxw_col_t)i, row, f);
	s->row++;
}

/* ---- pages ---- */

static void set_int(const struct record *r, void *query, const char *name, int64_t value)
{
	const struct field *f = record_field(r, name);
	if (f)
		memcpy((char *)query + f->offset, &value, sizeof value);
}

/* One page, in memory of its own. */
static enum status write_page(struct cx *cx, struct sheet *s, const void *query, int64_t *next)
{
	struct arena *whole = cx->mem;
	struct list l;
	cx->mem = arena_new();
	enum status st = s->of->read(cx, query, &l, next);
	for (size_t i = 0; !st && i < l.count; i++)
		write_row(cx, s, (const char *)l.items + i * s->of->row->size);
	if (st && cx->error)
		cx->error = arena_strdup(whole, cx->error);
	arena_free(cx->mem);
	cx->mem = whole;
	return st;
}

static void say_more(struct cx *cx, struct sheet *s)
{
	worksheet_write_string(s->sheet, s->row, 0, words(cx, "there are more rows: narrow the list and export again"),
			       s->red);
}

static enum status write_one(struct cx *cx, void *arg, const void *row)
{
	struct sheet *s = arg;
	if (s->row <= LISTING_MOST)
		write_row(cx, s, row);
	else
		say_more(cx, s);
	return STATUS_OK;
}

static enum status write_rows(struct cx *cx, struct sheet *s, const void *query)
{
	if (s->of->each)
		return s->of->each(cx, query, LISTING_MOST + 1, write_one, s);
	const struct record *r = s->of->query;
	void *q = arena_alloc(cx->mem, r->size);
	int64_t next;
	memcpy(q, query, r->size);
	set_int(r, q, "limit", PAGE);
	do {
		TRY(write_page(cx, s, q, &next));
		set_int(r, q, "cursor", next);
	} while (next && s->row <= LISTING_MOST);
	if (next)
		say_more(cx, s);
	return STATUS_OK;
}

static void write_head(struct cx *cx, struct sheet *s)
{
	const struct listing *l = s->of;
	lxw_format *head = workbook_add_format(s->book);
	s->sheet = workbook_add_worksheet(s->book, cx->lang == LANG_ZH ? l->zh : l->en);
	format_set_bold(head);
	format_set_bg_color(head, 0xE8EEF4);
	s->red = workbook_add_format(s->book);
	format_set_font_color(s->red, 0xB3261E);
	format_set_bold(s->red);
	s->date = workbook_add_format(s->book);
	format_set_num_format(s->date, "yyyy-mm-dd");
	for (size_t i = 0; i < l->count; i++) {
		worksheet_set_column(s->sheet, (lxw_col_t)i, (lxw_col_t)i, l->columns[i].width, NULL);
		worksheet_write_string(s->sheet, 0, (lxw_col_t)i,
				       cx->lang == LANG_ZH ? l->columns[i].zh : l->columns[i].en, head);
	}
	worksheet_freeze_panes(s->sheet, 1, 0);
	s->row = 1;
}

enum status listing_write(struct cx *cx, const struct listing *l, const void *query, const char *path)
{
	char *folder = arena_printf(cx->mem, "%s/tmp", cx->data);
	lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = folder};
	struct sheet s = {.of = l, .book = workbook_new_opt(path, &options)};
	if (!s.book)
		return cx_fail(cx, STATUS_INTERNAL, "cannot write %s", path);
	write_head(cx, &s);
	enum status st = write_rows(cx, &s, query);
	worksheet_autofilter(s.sheet, 0, 0, s.row > 1 ? s.row - 1 : 1, (lxw_col_t)(l->count - 1));
	lxw_error e = workbook_close(s.book);
	if (!st && e)
		st = cx_fail(cx, STATUS_INTERNAL, "cannot write %s: %s", path, lxw_strerror(e));
	if (st)
		unlink(path);
	return st;
}

/* ---- routes ---- */

enum status listing_get(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct listing *of = rq->of;
	struct list l;
	int64_t next;
	TRY(of->read(cx, rq->query, &l, &next));
	jw_page_id(&reply->w, of->row, &l, next);
	return STATUS_OK;
}

enum status listing_get_sheet(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct listing *of = rq->of;
	const char *path = arena_printf(cx->mem, "%s/tmp/%016" PRIx64 ".xlsx", cx->data, (uint64_t)id_new(cx));
	TRY(listing_write(cx, of, rq->query, path));
	reply->file = path;
	reply->temporary = true;
	reply->download = cx->lang == LANG_ZH && of->file_zh ? of->file_zh : of->file;
	return STATUS_OK;
}
