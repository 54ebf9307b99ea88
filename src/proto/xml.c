#include "proto/xml.h"

#include <errno.h>
#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* What one parse watches; reached through the parser's _private. */
struct watch {
	long elements;
	bool too_many, doctype;
};

static void free_tree(void *doc)
{
	xmlFreeDoc(doc);
}

static void be_silent(void *ctx, xmlError *error)
{
	(void)ctx;
	(void)error;
}

static void watch_element(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespaces,
			  const xmlChar **ns, int attributes, int defaulted, const xmlChar **attrs)
{
	xmlParserCtxt *parser = ctx;
	struct watch *w = parser->_private;
	w->elements += 1 + attributes;
	if (w->elements > XML_MAX_ELEMENTS) {
		w->too_many = true;
		xmlStopParser(parser);
		return;
	}
	xmlSAX2StartElementNs(ctx, name, prefix, uri, namespaces, ns, attributes, defaulted, attrs);
}

/* Documents of offices have no document type; one that has wants to define entities. */
static void refuse_doctype(void *ctx, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
	xmlParserCtxt *parser = ctx;
	(void)name;
	(void)external;
	(void)system;
	((struct watch *)parser->_private)->doctype = true;
	xmlStopParser(parser);
}

static void init_once(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, xmlInitParser);     /* libxml2 must be made ready before several threads use it */
}

enum status xml_parse(struct cx *cx, const char *name, const char *bytes, size_t n, xmlDoc **out)
{
	init_once();
	struct watch w = {0};
	xmlParserCtxt *parser = n > 0 && n <= INT32_MAX ? xmlCreateMemoryParserCtxt(bytes, (int)n) : NULL;
	if (!parser)
		return cx_fail(cx, STATUS_INVALID, "the file is damaged: %s is empty", name);
	xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT);
	parser->_private = &w;
	parser->sax->startElementNs = watch_element;
	parser->sax->internalSubset = refuse_doctype;
	parser->sax->serror = be_silent;
	xmlParseDocument(parser);
	xmlDoc *doc = parser->myDoc;
	bool good = parser->wellFormed;
	xmlFreeParserCtxt(parser);
	if (doc)
		arena_defer(cx->mem, free_tree, doc);
	if (w.too_many)
		return cx_fail(cx, STATUS_TOO_LARGE, "a part of the file is too large: %s has more than %d elements", name,
			       XML_MAX_ELEMENTS);
	if (w.doctype)
		return cx_fail(cx, STATUS_INVALID, "the file is not acceptable: %s declares a document type", name);
	if (!doc || !good || !xmlDocGetRootElement(doc))
		return cx_fail(cx, STATUS_INVALID, "the file is damaged: %s is not well-formed", name);
	*out = doc;
	return STATUS_OK;
}

static void watch_html(void *ctx, const xmlChar *name, const xmlChar **attrs)
{
	xmlParserCtxt *parser = ctx;
	struct watch *w = parser->_private;
	if (++w->elements > XML_MAX_ELEMENTS) {
		w->too_many = true;
		xmlStopParser(parser);
		return;
	}
	xmlSAX2StartElement(ctx, name, attrs);
}

enum status xml_parse_html(struct cx *cx, const char *text, size_t n, xmlDoc **out)
{
	init_once();
	struct watch w = {0};
	htmlParserCtxt *parser = n > 0 && n <= INT32_MAX ? htmlCreateMemoryParserCtxt(text, (int)n) : NULL;
	if (!parser)
		return cx_fail(cx, STATUS_INVALID, "there is no text in this file");
	htmlCtxtUseOptions(parser, HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_RECOVER |
			   HTML_PARSE_COMPACT);
	xmlCharEncodingHandler *utf8 = xmlFindCharEncodingHandler("UTF-8");
	if (utf8) {
		/* The text is UTF-8 by now, whatever its meta tags say. */
		xmlSwitchToEncoding(parser, utf8);
		parser->input->encoding = xmlStrdup((const xmlChar *)"UTF-8");
	}
	parser->_private = &w;
	parser->sax->startElement = watch_html;
	parser->sax->serror = be_silent;
	htmlParseDocument(parser);
	xmlDoc *doc = parser->myDoc;
	bool deep = parser->errNo == XML_ERR_INTERNAL_ERROR;
	htmlFreeParserCtxt(parser);
	if (doc)
		arena_defer(cx->mem, free_tree, doc);
	if (w.too_many)
		return cx_fail(cx, STATUS_TOO_LARGE, "a part of the file is too large: %s has more than %d elements", "html",
			       XML_MAX_ELEMENTS);
	if (deep)
		return cx_fail(cx, STATUS_INVALID, "the page is nested too deep to be read");
	if (!doc || !xmlDocGetRootElement(doc))
		return cx_fail(cx, STATUS_INVALID, "there is no text in this file");
	*out = doc;
	return STATUS_OK;
}

bool xml_is(const xmlNode *n, const char *name)
{
	return n && n->type == XML_ELEMENT_NODE && strcmp((const char *)n->name, name) == 0;
}

const xmlNode *xml_first(const xmlNode *parent, const char *name)
{
	const xmlNode *n = parent ? parent->children : NULL;
	while (n && !xml_is(n, name))
		n = n->next;
	return n;
}

const xmlNode *xml_next(const xmlNode *n, const char *name)
{
	do
		n = n->next;
	while (n && !xml_is(n, name));
	return n;
}

const char *xml_attr(const xmlNode *n, const char *name)
{
	for (const xmlAttr *a = n && n->type == XML_ELEMENT_NODE ? n->properties : NULL; a; a = a->next)
		if (strcmp((const char *)a->name, name) == 0)
			return a->children && a->children->content ? (const char *)a->children->content : "";
	return NULL;
}

long xml_attr_int(const xmlNode *n, const char *name, long absent)
{
	const char *s = xml_attr(n, name);
	char *end;
	if (!s)
		return absent;
	errno = 0;
	long v = strtol(s, &end, 10);
	return end == s || errno || v > INT32_MAX || v < INT32_MIN ? absent : v;
}

void xml_text(const xmlNode *n, struct buf *out)
{
	for (const xmlNode *c = n ? n->children : NULL; c; c = c->next) {
		if ((c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE) && c->content)
			buf_puts(out, (const char *)c->content);
		else if (c->type == XML_ELEMENT_NODE)
			xml_text(c, out);
	}
}
