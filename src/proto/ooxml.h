/* ooxml.h - the package around docx and xlsx (ISO/IEC 29500-2): a zip file whose parts point at each other. */
#ifndef PROTO_OOXML_H
#define PROTO_OOXML_H

#include "proto/unzip.h"
#include "proto/xml.h"

struct ooxml {
	struct unzip *zip;
	const char *main;               /* the part that holds the document or the workbook */
	const xmlNode *relations;       /* of the main part; NULL: it has none */
};

/* INVALID, TOO_LARGE: as unzip_open() and xml_parse(). */
enum status ooxml_open(struct cx *cx, const char *bytes, size_t n, struct ooxml *out) MUST_CHECK;

/* Where the main part points: by the last word of the relation's type ("styles"), or by its id.  NULL: nowhere. */
const char *ooxml_by_type(struct cx *cx, const struct ooxml *o, const char *type);
const char *ooxml_by_id(struct cx *cx, const struct ooxml *o, const char *id);

/* A part as a tree; its root is in *root. */
enum status ooxml_part(struct cx *cx, const struct ooxml *o, const char *part, const xmlNode **root) MUST_CHECK;

/* A switch such as <w:vanish/> or <b val="0"/>: on where the element is there and not turned off. */
bool ooxml_on(const xmlNode *switch_element);

#endif
