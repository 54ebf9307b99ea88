/*
 * xml.h - XML and HTML in memory as trees of libxml2, read without harm: no document type, so no entities of the file's
 * own, no network, no file, a bounded number of elements, depth at most 256 (libxml2's own limit).
 */
#ifndef PROTO_XML_H
#define PROTO_XML_H

#include <libxml/tree.h>
#include <stdbool.h>
#include "base/buf.h"
#include "base/cx.h"

enum { XML_MAX_ELEMENTS = 1000 * 1000 };

/* The tree ends with the arena.  name says which part it is, for the message.  INVALID: not well-formed, or it declares a
 * document type.  TOO_LARGE: too many elements. */
enum status xml_parse(struct cx *cx, const char *name, const char *bytes, size_t n, xmlDoc **out) MUST_CHECK;

/* UTF-8 text as HTML; whatever it is, some tree comes out.  TOO_LARGE as above; INVALID: nested too deep. */
enum status xml_parse_html(struct cx *cx, const char *text, size_t n, xmlDoc **out) MUST_CHECK;

/* Elements and attributes by local name, whatever the namespace. */
bool xml_is(const xmlNode *n, const char *name);
const xmlNode *xml_first(const xmlNode *parent, const char *name);      /* child element, or NULL; a NULL parent has none */
const xmlNode *xml_next(const xmlNode *n, const char *name);            /* sibling element after n, or NULL */
const char *xml_attr(const xmlNode *n, const char *name);               /* NULL: absent, or n is NULL; lives with the tree */
long xml_attr_int(const xmlNode *n, const char *name, long absent);     /* absent also where it is no number */

/* All text inside n, in order. */
void xml_text(const xmlNode *n, struct buf *out);

#endif
