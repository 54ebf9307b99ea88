/*
 * docx_list.h - the automatic numbers of a docx (numbering.xml, ISO/IEC 29500-1 §17.9): "一、", "（一）", "1." that stand on
 * the page but not in the text.  Notices lean on them.
 */
#ifndef PROTO_DOCX_LIST_H
#define PROTO_DOCX_LIST_H

#include "base/buf.h"
#include "proto/xml.h"

struct docx_lists;

/* From the roots of styles.xml and numbering.xml; each may be NULL.  The trees must live as long as the lists are used. */
struct docx_lists *docx_lists_new(struct cx *cx, const xmlNode *styles, const xmlNode *numbering);

/* Count one more paragraph with these properties (w:pPr, may be NULL) and add its number, if it has one, to out. */
void docx_lists_next(struct docx_lists *l, const xmlNode *properties, struct buf *out);

#endif
