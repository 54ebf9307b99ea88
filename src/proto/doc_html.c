/* Web pages: what a reader of the page sees, block by block.  A table that holds another table is only layout. */
#include "proto/doc_readers.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "proto/charset.h"
#include "proto/doc_build.h"
#include "proto/docx_number.h"
#include "proto/xml.h"

struct html {
	struct cx *cx;
	struct doc_build b;
	struct buf line;        /* the block being read */
	struct buf *cell;       /* where blocks go while inside a table cell; NULL: into the document */
	int pre;                /* inside this many <pre> */
	enum { GAP_NONE, GAP_BLANK, GAP_LINE } gap;     /* blanks of the source before the next character */
};

enum how { INLINE, BLOCK, SKIP, BREAK, PRE, LIST, TABLE };

static const struct {
	const char *name;
	enum how how;
} tags[] = {
	{"script", SKIP}, {"style", SKIP}, {"head", SKIP}, {"template", SKIP}, {"noscript", SKIP}, {"select", SKIP},
	{"textarea", SKIP}, {"button", SKIP}, {"svg", SKIP}, {"iframe", SKIP}, {"object", SKIP}, {"audio", SKIP},
	{"video", SKIP}, {"canvas", SKIP}, {"title", SKIP}, {"rt", SKIP}, {"rp", SKIP}, {"del", SKIP},
	{"br", BREAK}, {"hr", BREAK}, {"pre", PRE}, {"ol", LIST}, {"ul", LIST}, {"table", TABLE},
	{"p", BLOCK}, {"div", BLOCK}, {"h1", BLOCK}, {"h2", BLOCK}, {"h3", BLOCK}, {"h4", BLOCK}, {"h5", BLOCK},
	{"h6", BLOCK}, {"li", BLOCK}, {"dl", BLOCK}, {"dt", BLOCK}, {"dd", BLOCK}, {"blockquote", BLOCK}, {"center", BLOCK},
	{"section", BLOCK}, {"article", BLOCK}, {"header", BLOCK}, {"footer", BLOCK}, {"main", BLOCK}, {"aside", BLOCK},
	{"nav", BLOCK}, {"address", BLOCK}, {"figure", BLOCK}, {"figcaption", BLOCK}, {"form", BLOCK}, {"fieldset", BLOCK},
	{"body", BLOCK}, {"html", BLOCK}, {"caption", BLOCK}, {"tr", BLOCK}, {"td", BLOCK}, {"th", BLOCK},
	{"details", BLOCK}, {"summary", BLOCK},
};

static void read_children(struct html *h, const xmlNode *parent);

static enum how how_of(const xmlNode *n)
{
	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
		if (strcmp((const char *)n->name, tags[i].name) == 0)
			return tags[i].how;
	return INLINE;
}

static bool is_hidden(const xmlNode *n)
{
	const char *style = xml_attr(n, "style");
	if (xml_attr(n, "hidden"))
		return true;
	for (const char *s = style ? strcasestr(style, "display") : NULL; s; s = strcasestr(s, "display")) {
		s += strlen("display");
		s += strspn(s, " \t:");
		if (strncasecmp(s, "none", 4) == 0)
			return true;
	}
	return false;
}

static void flush(struct html *h)
{
	if (h->line.n == 0)
		return;
	if (!h->cell) {
		doc_build_text(&h->b, h->line.s, h->line.n, 0);
	} else if (h->cell->n + h->line.n > DOC_MAX_TEXT) {
		h->b.full = true;
	} else {
		if (h->cell->n > 0)
			buf_add(h->cell, "\n", 1);
		buf_add(h->cell, h->line.s, h->line.n);
	}
	h->line.n = 0;
	h->line.s[0] = '\0';
}

/* Outside <pre>, blanks and line ends of the source are one blank; but none where the source only broke its line
 * between two Chinese characters. */
static void read_text(struct html *h, const char *s)
{
	if (h->line.n + strlen(s) > DOC_MAX_TEXT)
		h->b.full = true;
	if (h->b.full)
		return;
	if (h->pre) {
		buf_puts(&h->line, s);
		return;
	}
	for (; *s; s++) {
		if (strchr(" \t\n\r\f", *s)) {
			h->gap = h->gap == GAP_LINE || *s == '\n' || *s == '\r' ? GAP_LINE : GAP_BLANK;
			continue;
		}
		bool wide = h->line.n > 0 && (unsigned char)h->line.s[h->line.n - 1] >= 0x80 && (unsigned char)*s >= 0x80;
		if (h->gap && h->line.n > 0 && !(h->gap == GAP_LINE && wide))
			buf_add(&h->line, " ", 1);
		h->gap = GAP_NONE;
		buf_add(&h->line, s, 1);
	}
}

static bool holds_table(const xmlNode *n)
{
	for (const xmlNode *c = n->children; c; c = c->next)
		if (c->type == XML_ELEMENT_NODE && (xml_is(c, "table") || holds_table(c)))
			return true;
	return false;
}

static int span(const xmlNode *cell, const char *name)
{
	long v = xml_attr_int(cell, name, 1);
	/* rowspan="0" reaches to the end of the table. */
	return v == 0 && *name == 'r' ? DOC_MAX_CELLS : v < 1 ? 1 : v > DOC_MAX_CELLS ? DOC_MAX_CELLS : (int)v;
}

static void read_rows(struct html *h, struct doc_table *t, const xmlNode *parent)
{
	for (const xmlNode *c = parent->children; c && !doc_build_full(&h->b); c = c->next) {
		if (c->type != XML_ELEMENT_NODE || is_hidden(c))
			continue;
		if (xml_is(c, "tr")) {
			int col = 0;
			doc_table_row(t, 0);
			for (const xmlNode *d = c->children; d; d = d->next) {
				if (!xml_is(d, "td") && !xml_is(d, "th"))
					continue;
				struct buf text, *outer = h->cell;
				buf_init(&text, h->cx->mem);
				h->cell = &text;
				read_children(h, d);
				flush(h);
				h->cell = outer;
				col = doc_table_cell(t, col, span(d, "colspan"), span(d, "rowspan"), text.s, text.n);
			}
		} else if (how_of(c) != SKIP && !xml_is(c, "caption")) {
			read_rows(h, t, c);
		}
	}
}

static void read_table(struct html *h, const xmlNode *table)
{
	struct doc_table t;
	flush(h);
	if (h->cell || holds_table(table)) {
		read_children(h, table);
		flush(h);
		return;
	}
	for (const xmlNode *c = xml_first(table, "caption"); c; c = xml_next(c, "caption")) {
		read_children(h, c);
		flush(h);
	}
	doc_table_begin(&t, &h->b);
	read_rows(h, &t, table);
	doc_table_end(&t);
}

/* A list shows numbers that are not in the text. */
static void read_list(struct html *h, const xmlNode *list)
{
	static const struct {
		const char *type, *format;
	} types[] = {{"a", "lowerLetter"}, {"A", "upperLetter"}, {"i", "lowerRoman"}, {"I", "upperRoman"}};
	const char *type = xml_attr(list, "type"), *format = "decimal";
	for (size_t i = 0; type && i < sizeof types / sizeof *types; i++)
		if (strcmp(type, types[i].type) == 0)
			format = types[i].format;
	long n = xml_attr_int(list, "start", 1);
	for (const xmlNode *c = list->children; c && !doc_build_full(&h->b); c = c->next) {
		if (!xml_is(c, "li") || is_hidden(c))
			continue;
		flush(h);
		n = xml_attr_int(c, "value", n);
		if (xml_is(list, "ol"))
			docx_number(&h->line, format, n++);
		buf_puts(&h->line, xml_is(list, "ol") ? ". " : "• ");
		read_children(h, c);
		flush(h);
	}
}

static void read_element(struct html *h, const xmlNode *n)
{
	enum how how = how_of(n);
	if (how == SKIP || is_hidden(n))
		return;
	if (how != INLINE) {
		flush(h);
		h->gap = GAP_NONE;
	}
	if (how == TABLE) {
		read_table(h, n);
	} else if (how == LIST) {
		read_list(h, n);
	} else {
		h->pre += how == PRE;
		read_children(h, n);
		if (how != INLINE)
			flush(h);
		h->pre -= how == PRE;
	}
	if (how != INLINE)
		h->gap = GAP_NONE;
}

static void read_children(struct html *h, const xmlNode *parent)
{
	for (const xmlNode *c = parent->children; c && !doc_build_full(&h->b); c = c->next) {
		if (c->type == XML_TEXT_NODE && c->content)
			read_text(h, (const char *)c->content);
		else if (c->type == XML_ELEMENT_NODE)
			read_element(h, c);
	}
}

/* The encoding that the page names in its first kilobytes, or NULL. */
static const char *declared(struct cx *cx, const char *bytes, size_t n)
{
	char *start = arena_printf(cx->mem, "%.*s", (int)(n < 4096 ? n : 4096), bytes);
	const char *at = strcasestr(start, "charset");
	if (!at)
		at = strcasestr(start, "encoding");
	if (!at)
		return NULL;
	at += strcspn(at, "=>");
	if (*at != '=')
		return NULL;
	at += 1 + strspn(at + 1, " \t\"'");
	return arena_printf(cx->mem, "%.*s", (int)strcspn(at, " \t\r\n\"'/;>?"), at);
}

enum status doc_read_html(struct cx *cx, const char *bytes, size_t n, struct doc *out)
{
	struct charset_text text;
	struct html h = {.cx = cx};
	xmlDoc *tree;
	TRY(charset_decode(cx, bytes, n, declared(cx, bytes, n), &text));
	TRY(xml_parse_html(cx, text.s, text.n, &tree));
	doc_build_init(&h.b, cx, "html");
	buf_init(&h.line, cx->mem);
	read_element(&h, xmlDocGetRootElement(tree));
	flush(&h);
	if (text.broken > 0)
		doc_build_warn(&h.b, arena_printf(cx->mem, words(cx, "%zu characters could not be read as %s"), text.broken,
						  text.encoding));
	return doc_build_end(&h.b, out);
}
