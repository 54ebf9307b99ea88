/*
 * doc_readers.h - the readers of single formats, as doc.c calls them.  Each gets the whole file, not over DOC_MAX_BYTES,
 * and fails as doc_read() does.  None opens a file, a socket or an external entity.
 */
#ifndef PROTO_DOC_READERS_H
#define PROTO_DOC_READERS_H

#include "proto/doc.h"

typedef enum status doc_reader(struct cx *cx, const char *bytes, size_t n, struct doc *out);     /* out->watch is set */

doc_reader doc_read_txt, doc_read_docx, doc_read_xlsx, doc_read_html, doc_read_pdf, doc_read_picture;

/* Pages or pictures whose text had to be recognised: each takes seconds, so fewer are taken than pages with text. */
enum { DOC_MAX_OCR_PAGES = 30 };

#endif
