/* doc_wire.h - a document as JSON and back: how a process that reads a file hands it to the one that asked. */
#ifndef PROTO_DOC_WIRE_H
#define PROTO_DOC_WIRE_H

#include "base/json.h"
#include "proto/doc.h"

/* {"format","text","pages","ocr","warnings":[…],"blocks":[[kind,at,n,page,table,row,[[at,n,col,colspan,rowspan,covered]…]]…]} */
void doc_write(struct jw *w, const struct doc *doc);

/* INVALID: not such JSON, or places outside the text.  Nothing of it is trusted: the process that wrote it read a hostile file. */
enum status doc_parse(struct cx *cx, const char *json, size_t n, struct doc *out) MUST_CHECK;

#endif
