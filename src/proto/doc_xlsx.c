/* Spreadsheets (ISO/IEC 29500-1 §18): every visible sheet is a table; numbers read as their cells show them. */
#include "proto/doc_readers.h"

#include <stdlib.h>
#include <string.h>

#include "proto/doc_build.h"
#include "proto/ooxml.h"
#include "proto/xlsx_value.h"

enum { MAX_SHEETS = 100, MAX_MERGES = 20000, MAX_FORMATS = 4000 };

struct merge {
	int row, col, rows, cols;
};

struct xlsx {
	struct cx *cx;
	struct doc_build b;
	struct ooxml o;
	const char **strings;           /* the shared ones */
	long string_count;
	enum xlsx_format *formats;      /* by a cell's style */
	long format_count;
	bool from_1904;
	struct merge *merges;           /* of the sheet at hand, by row and column */
	size_t merge_count;
};

/* A string item: its runs, without the readings of characters (rPh). */
static void put_string(const xmlNode *si, struct buf *out)
{
	for (const xmlNode *c = si ? si->children : NULL; c; c = c->next) {
		if (xml_is(c, "t"))
			xml_text(c, out);
		else if (xml_is(c, "r"))
			xml_text(xml_first(c, "t"), out);
	}
}

static enum status read_strings(struct xlsx *x)
{
	const char *part = ooxml_by_type(x->cx, &x->o, "sharedStrings");
	const xmlNode *root;
	if (!part)
		return STATUS_OK;
	TRY(ooxml_part(x->cx, &x->o, part, &root));
	long n = 0;
	for (const xmlNode *si = xml_first(root, "si"); si; si = xml_next(si, "si"))
		n++;
	x->strings = arena_array_of(x->cx->mem, const char *, (size_t)n);
	struct buf b;
	buf_init(&b, x->cx->mem);
	for (const xmlNode *si = xml_first(root, "si"); si; si = xml_next(si, "si")) {
		b.n = 0;
		b.s[0] = '\0';
		put_string(si, &b);
		x->strings[x->string_count++] = arena_strdup(x->cx->mem, b.s);
	}
	return STATUS_OK;
}

static const char *format_code(const xmlNode *root, long id)
{
	const xmlNode *all = xml_first(root, "numFmts");
	int seen = 0;
	for (const xmlNode *f = xml_first(all, "numFmt"); f && seen < MAX_FORMATS; f = xml_next(f, "numFmt"), seen++)
		if (xml_attr_int(f, "numFmtId", -1) == id)
			return xml_attr(f, "formatCode");
	return NULL;
}

static enum status read_styles(struct xlsx *x)
{
	const char *part = ooxml_by_type(x->cx, &x->o, "styles");
	const xmlNode *root;
	if (!part)
		return STATUS_OK;
	TRY(ooxml_part(x->cx, &x->o, part, &root));
	const xmlNode *all = xml_first(root, "cellXfs");
	x->formats = arena_array_of(x->cx->mem, enum xlsx_format, MAX_FORMATS);
	for (const xmlNode *f = xml_first(all, "xf"); f && x->format_count < MAX_FORMATS; f = xml_next(f, "xf")) {
		long id = xml_attr_int(f, "numFmtId", 0);
		x->formats[x->format_count++] = xlsx_format_of(id, id ? format_code(root, id) : NULL);
	}
	return STATUS_OK;
}

static int by_place(const void *a, const void *b)
{
	const struct merge *m = a, *n = b;
	return m->row != n->row ? (m->row < n->row ? -1 : 1) : (m->col > n->col) - (m->col < n->col);
}

static void read_merges(struct xlsx *x, const xmlNode *sheet)
{
	const xmlNode *all = xml_first(sheet, "mergeCells");
	x->merge_count = 0;
	if (all && !x->merges)
		x->merges = arena_array_of(x->cx->mem, struct merge, MAX_MERGES);
	const xmlNode *m = xml_first(all, "mergeCell");
	for (; m && x->merge_count < MAX_MERGES; m = xml_next(m, "mergeCell")) {
		int c1, r1, c2, r2;
		const char *s = xml_attr(m, "ref");
		if (s && xlsx_address(s, &c1, &r1, &s) && *s == ':' && xlsx_address(s + 1, &c2, &r2, &s) &&
		    c2 >= c1 && r2 >= r1)
			x->merges[x->merge_count++] = (struct merge){r1, c1, r2 - r1 + 1, c2 - c1 + 1};
	}
	if (x->merge_count > 0)
		qsort(x->merges, x->merge_count, sizeof *x->merges, by_place);
}

static struct merge merge_at(const struct xlsx *x, int row, int col)
{
	struct merge key = {row, col, 1, 1};
	struct merge *m = x->merge_count ? bsearch(&key, x->merges, x->merge_count, sizeof key, by_place) : NULL;
	return m ? *m : key;
}

static void put_value(const struct xlsx *x, const xmlNode *c, struct buf *out)
{
	const char *type = xml_attr(c, "t");
	struct buf v;
	if (type && strcmp(type, "inlineStr") == 0) {
		put_string(xml_first(c, "is"), out);
		return;
	}
	buf_init(&v, x->cx->mem);
	xml_text(xml_first(c, "v"), &v);
	if (v.n == 0)
		return;
	if (type && strcmp(type, "s") == 0) {
		long i = strtol(v.s, NULL, 10);
		if (i >= 0 && i < x->string_count)
			buf_puts(out, x->strings[i]);
	} else if (type && strcmp(type, "b") == 0) {
		buf_puts(out, *v.s == '1' ? "TRUE" : "FALSE");
	} else if (type && strcmp(type, "n") != 0) {
		buf_puts(out, v.s);
	} else {
		long style = xml_attr_int(c, "s", 0);
		bool known = style >= 0 && style < x->format_count;
		xlsx_number(out, v.s, known ? x->formats[style] : XLSX_PLAIN, x->from_1904);
	}
}

/* The first and last column that hold anything; nothing is said of the others. */
static void used_columns(const xmlNode *data, int *first, int *last)
{
	*first = INT32_MAX;
	*last = -1;
	for (const xmlNode *row = xml_first(data, "row"); row; row = xml_next(row, "row")) {
		int next = 0, r;
		for (const xmlNode *c = xml_first(row, "c"); c; c = xml_next(c, "c")) {
			const char *at = xml_attr(c, "r");
			int col = next;
			if (at && !xlsx_address(at, &col, &r, &at))
				col = next;
			next = col + 1;
			if (!xml_first(c, "v") && !xml_first(c, "is"))
				continue;
			*first = col < *first ? col : *first;
			*last = col > *last ? col : *last;
		}
	}
}

struct sheet {
	struct doc_table table;
	int first, last;        /* columns */
};

static void read_row(struct xlsx *x, struct sheet *s, const xmlNode *row, int at)
{
	struct buf text;
	int next = 0, r;
	doc_table_row_at(&s->table, at, 0);
	buf_init(&text, x->cx->mem);
	for (const xmlNode *c = xml_first(row, "c"); c && !doc_build_full(&x->b); c = xml_next(c, "c")) {
		const char *address = xml_attr(c, "r");
		int col = next;
		if (address && !xlsx_address(address, &col, &r, &address))
			col = next;
		next = col + 1;
		if (col < s->first || col > s->last)
			continue;
		struct merge m = merge_at(x, at, col);
		int room = s->last - col + 1;
		text.n = 0;
		text.s[0] = '\0';
		put_value(x, c, &text);
		doc_table_place(&s->table, col - s->first, m.cols < room ? m.cols : room, m.rows, text.s, text.n);
	}
}

static enum status read_sheet(struct xlsx *x, const char *part)
{
	const xmlNode *root;
	TRY(ooxml_part(x->cx, &x->o, part, &root));
	const xmlNode *data = xml_first(root, "sheetData");
	struct sheet s = {.last = -1};
	used_columns(data, &s.first, &s.last);
	if (s.last < 0)
		return STATUS_OK;
	if (s.last - s.first >= DOC_MAX_COLUMNS)
		doc_build_warn(&x->b, words(x->cx, "a table has too many columns: the last ones were not read"));
	read_merges(x, root);
	doc_table_begin(&s.table, &x->b);
	int next = 0;
	for (const xmlNode *row = xml_first(data, "row"); row && !doc_build_full(&x->b); row = xml_next(row, "row")) {
		long at = xml_attr_int(row, "r", next + 1) - 1;
		if (at < next || at > 1048575)
			at = next;      /* rows out of order are taken as they come */
		next = (int)at + 1;
		read_row(x, &s, row, (int)at);
	}
	doc_table_end(&s.table);
	return STATUS_OK;
}

static bool is_default_name(const char *name)
{
	return !name || strncasecmp(name, "sheet", 5) == 0 || strncmp(name, "工作表", strlen("工作表")) == 0;
}

enum status doc_read_xlsx(struct cx *cx, const char *bytes, size_t n, struct doc *out)
{
	struct xlsx x = {.cx = cx};
	const xmlNode *root;
	TRY(ooxml_open(cx, bytes, n, &x.o));
	TRY(ooxml_part(cx, &x.o, x.o.main, &root));
	if (!xml_is(root, "workbook"))
		return cx_fail(cx, STATUS_INVALID, "the file is damaged: %s holds no document", x.o.main);
	const char *base = xml_attr(xml_first(root, "workbookPr"), "date1904");
	x.from_1904 = base && (*base == '1' || *base == 't');
	doc_build_init(&x.b, cx, "xlsx");
	TRY(read_strings(&x));
	TRY(read_styles(&x));
	const xmlNode *sheets = xml_first(root, "sheets");
	bool several = xml_first(sheets, "sheet") && xml_next(xml_first(sheets, "sheet"), "sheet");
	int count = 0;
	for (const xmlNode *s = xml_first(sheets, "sheet"); s && count < MAX_SHEETS; s = xml_next(s, "sheet"), count++) {
		const char *name = xml_attr(s, "name"), *state = xml_attr(s, "state");
		const char *part = ooxml_by_id(cx, &x.o, xml_attr(s, "id"));
		if (!part || !unzip_has(x.o.zip, part))
			continue;
		if (state && strcmp(state, "visible") != 0) {
			doc_build_warn(&x.b, arena_printf(cx->mem, words(cx, "the hidden sheet “%s” was not read"),
							name ? name : ""));
			continue;
		}
		if (several && !is_default_name(name))
			doc_build_text(&x.b, name, strlen(name), 0);
		TRY(read_sheet(&x, part));
	}
	return doc_build_end(&x.b, out);
}
