/* Word's documents (ISO/IEC 29500-1 §17): paragraphs with their numbers, tables, text boxes; what was deleted under
 * revision, hidden text, headers, footers and notes stay out. */
#include "proto/doc_readers.h"

#include <stdlib.h>
#include <string.h>

#include "proto/doc_build.h"
#include "proto/docx_list.h"
#include "proto/ooxml.h"

enum { MAX_BOXES = 64 };

struct docx {
	struct cx *cx;
	struct doc_build b;
	struct docx_lists *lists;
	struct buf *cell;       /* where paragraphs go while inside a table; NULL: into the document */
	struct buf held;        /* text of a paragraph whose mark was deleted: it runs on into the next */
	bool notes;
};

/* A paragraph being read: its words, and the text boxes that hang on it. */
struct para {
	struct buf text;
	const xmlNode *boxes[MAX_BOXES];
	int box_count;
};

static void read_blocks(struct docx *d, const xmlNode *parent);
static void read_inline(struct docx *d, const xmlNode *parent, struct para *w);

static bool is_one_of(const xmlNode *n, const char *const *names)
{
	for (; n->type == XML_ELEMENT_NODE && *names; names++)
		if (strcmp((const char *)n->name, *names) == 0)
			return true;
	return false;
}

/* Wrappers that show what is inside them, and wrappers of what is gone. */
static const char *const shown[] = {"hyperlink", "ins", "moveTo", "smartTag", "fldSimple", "customXml", "dir", "bdo",
				    "sdtContent", "rubyBase", NULL};
static const char *const gone[] = {"del", "moveFrom", "pPr", "rPr", "sdtPr", "rt", NULL};

/* Of two ways to say the same, the one that has what is looked for: the newer first. */
static bool find_boxes(const xmlNode *n, struct para *w)
{
	int before = w->box_count;
	for (const xmlNode *c = n->children; c && w->box_count < MAX_BOXES; c = c->next) {
		if (xml_is(c, "txbxContent") || xml_is(c, "textpath"))
			w->boxes[w->box_count++] = c;
		else if (c->type == XML_ELEMENT_NODE && find_boxes(c, w) && xml_is(n, "AlternateContent"))
			break;
	}
	return w->box_count > before;
}

static void put_break(const xmlNode *br, struct buf *out)
{
	const char *type = xml_attr(br, "type");
	if (!type || strcmp(type, "textWrapping") == 0)
		buf_add(out, "\n", 1);
}

static void put_symbol(const xmlNode *sym, struct buf *out)
{
	const char *code = xml_attr(sym, "char");
	unsigned long c = code ? strtoul(code, NULL, 16) : 0;
	/* The private area holds signs of symbol fonts; of them only the check boxes say something. */
	if (c == 0xf0fe || c == 0xf052)
		buf_puts(out, "☑");
	else if (c == 0xf0a8 || c == 0xf06f || c == 0xf0a3)
		buf_puts(out, "□");
	else if (c >= 0x20 && c < 0xd800)
		utf8_put(out, (uint32_t)c);
}

static const char *const pictures[] = {"drawing", "pict", "object", NULL};

/* What stands in a run (w:r). */
static void read_run(struct docx *d, const xmlNode *r, struct para *w)
{
	if (ooxml_on(xml_first(xml_first(r, "rPr"), "vanish")))
		return;
	for (const xmlNode *c = r->children; c; c = c->next) {
		if (xml_is(c, "t"))
			xml_text(c, &w->text);
		else if (xml_is(c, "tab") || xml_is(c, "ptab"))
			buf_add(&w->text, "\t", 1);
		else if (xml_is(c, "br"))
			put_break(c, &w->text);
		else if (xml_is(c, "cr"))
			buf_add(&w->text, "\n", 1);
		else if (xml_is(c, "noBreakHyphen"))
			buf_add(&w->text, "-", 1);
		else if (xml_is(c, "sym"))
			put_symbol(c, &w->text);
		else if (xml_is(c, "footnoteReference") || xml_is(c, "endnoteReference"))
			d->notes = true;
		else if (xml_is(c, "ruby"))
			read_inline(d, c, w);
		else if (is_one_of(c, pictures))
			find_boxes(c, w);
		else if (xml_is(c, "AlternateContent") && !find_boxes(c, w) && xml_first(c, "Choice"))
			read_run(d, xml_first(c, "Choice"), w);
	}
}

static void read_inline(struct docx *d, const xmlNode *parent, struct para *w)
{
	for (const xmlNode *c = parent->children; c; c = c->next) {
		if (xml_is(c, "r"))
			read_run(d, c, w);
		else if (xml_is(c, "sdt"))
			read_inline(d, c, w);
		else if (is_one_of(c, shown))
			read_inline(d, c, w);
		else if (xml_is(c, "oMath") || xml_is(c, "oMathPara"))
			xml_text(c, &w->text);
		else if (xml_is(c, "AlternateContent") && xml_first(c, "Choice"))
			read_inline(d, xml_first(c, "Choice"), w);
	}
}

static void emit(struct docx *d, const char *s, size_t n)
{
	if (!d->cell) {
		doc_build_text(&d->b, s, n, 0);
		return;
	}
	if (d->cell->n > 0)
		buf_add(d->cell, "\n", 1);
	if (d->cell->n + n <= DOC_MAX_TEXT)
		buf_add(d->cell, s, n);
	else
		d->b.full = true;
}

static bool has_words(const struct buf *b)
{
	return b->s[strspn(b->s, " \t\n")] != '\0';
}

static void read_paragraph(struct docx *d, const xmlNode *p)
{
	const xmlNode *properties = xml_first(p, "pPr");
	struct para w = {.box_count = 0};
	buf_init(&w.text, d->cx->mem);
	read_inline(d, p, &w);
	bool runs_on = xml_first(xml_first(properties, "rPr"), "del") != NULL;
	if (runs_on) {
		buf_add(&d->held, w.text.s, w.text.n);
	} else {
		struct buf whole;
		buf_init(&whole, d->cx->mem);
		docx_lists_next(d->lists, properties, &whole);
		bool any = has_words(&d->held) || has_words(&w.text);
		buf_add(&whole, d->held.s, d->held.n);
		buf_add(&whole, w.text.s, w.text.n);
		d->held.n = 0;
		d->held.s[0] = '\0';
		if (any)
			emit(d, whole.s, whole.n);
	}
	for (int i = 0; i < w.box_count; i++) {
		const char *art = xml_attr(w.boxes[i], "string");
		if (art)
			emit(d, art, strlen(art));
		read_blocks(d, w.boxes[i]);
	}
}

static void read_cell(struct docx *d, struct doc_table *t, const xmlNode *tc, int *col)
{
	const xmlNode *properties = xml_first(tc, "tcPr"), *merge = xml_first(properties, "vMerge");
	long span = xml_attr_int(xml_first(properties, "gridSpan"), "val", 1);
	const char *how = merge ? xml_attr(merge, "val") : "restart";
	struct buf text, *outer = d->cell;
	buf_init(&text, d->cx->mem);
	d->cell = &text;
	read_blocks(d, tc);
	d->cell = outer;
	span = span < 1 ? 1 : span > DOC_MAX_COLUMNS ? DOC_MAX_COLUMNS : span;
	bool goes_on = !(how && strcmp(how, "restart") == 0);
	if (goes_on && doc_table_extend(t, *col))
		*col += (int)span;
	else
		*col = doc_table_cell(t, *col, (int)span, 1, text.s, text.n);
}

/* Cells, also those inside content controls. */
static void read_cells(struct docx *d, struct doc_table *t, const xmlNode *parent, int *col)
{
	for (const xmlNode *c = parent->children; c && !doc_build_full(&d->b); c = c->next) {
		if (xml_is(c, "tc"))
			read_cell(d, t, c, col);
		else if (xml_is(c, "sdt"))
			read_cells(d, t, c, col);
		else if (is_one_of(c, shown))
			read_cells(d, t, c, col);
	}
}

static void read_rows(struct docx *d, struct doc_table *t, const xmlNode *parent)
{
	for (const xmlNode *c = parent->children; c && !doc_build_full(&d->b); c = c->next) {
		if (xml_is(c, "tr")) {
			const xmlNode *properties = xml_first(c, "trPr");
			long before = xml_attr_int(xml_first(properties, "gridBefore"), "val", 0);
			int col = before > 0 && before < DOC_MAX_COLUMNS ? (int)before : 0;
			if (xml_first(properties, "del"))
				continue;
			doc_table_row(t, 0);
			read_cells(d, t, c, &col);
		} else if (xml_is(c, "sdt") || is_one_of(c, shown)) {
			read_rows(d, t, c);
		}
	}
}

/* Inside a cell, a table's text goes where its cell's text goes, line by line. */
static void read_inner_table(struct docx *d, const xmlNode *parent)
{
	for (const xmlNode *c = parent->children; c; c = c->next) {
		if (xml_is(c, "tc"))
			read_blocks(d, c);
		else if (xml_is(c, "tr") || xml_is(c, "sdt") || is_one_of(c, shown))
			read_inner_table(d, c);
	}
}

static void read_table(struct docx *d, const xmlNode *tbl)
{
	struct doc_table t;
	if (d->cell) {
		read_inner_table(d, tbl);
		return;
	}
	doc_table_begin(&t, &d->b);
	read_rows(d, &t, tbl);
	doc_table_end(&t);
}

static void read_blocks(struct docx *d, const xmlNode *parent)
{
	for (const xmlNode *c = parent->children; c && !doc_build_full(&d->b); c = c->next) {
		if (c->type != XML_ELEMENT_NODE || is_one_of(c, gone))
			continue;
		if (xml_is(c, "p"))
			read_paragraph(d, c);
		else if (xml_is(c, "tbl"))
			read_table(d, c);
		else if (xml_is(c, "AlternateContent") && xml_first(c, "Choice"))
			read_blocks(d, xml_first(c, "Choice"));
		else if (xml_is(c, "sdt") || is_one_of(c, shown))
			read_blocks(d, c);
		else if (xml_is(c, "altChunk"))
			doc_build_warn(&d->b, words(d->cx, "a file embedded in the document was not read"));
	}
}

enum status doc_read_docx(struct cx *cx, const char *bytes, size_t n, struct doc *out)
{
	struct ooxml o;
	const xmlNode *root, *styles = NULL, *numbering = NULL;
	TRY(ooxml_open(cx, bytes, n, &o));
	const char *styles_part = ooxml_by_type(cx, &o, "styles"), *numbers_part = ooxml_by_type(cx, &o, "numbering");
	TRY(ooxml_part(cx, &o, o.main, &root));
	if (styles_part)
		TRY(ooxml_part(cx, &o, styles_part, &styles));
	if (numbers_part)
		TRY(ooxml_part(cx, &o, numbers_part, &numbering));
	if (!xml_is(root, "document") || !xml_first(root, "body"))
		return cx_fail(cx, STATUS_INVALID, "the file is damaged: %s holds no document", o.main);

	struct docx d = {.cx = cx, .lists = docx_lists_new(cx, styles, numbering)};
	doc_build_init(&d.b, cx, "docx");
	buf_init(&d.held, cx->mem);
	read_blocks(&d, xml_first(root, "body"));
	if (has_words(&d.held))
		emit(&d, d.held.s, d.held.n);
	if (d.notes)
		doc_build_warn(&d.b, words(cx, "footnotes and endnotes were not read"));
	return doc_build_end(&d.b, out);
}
