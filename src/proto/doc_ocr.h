/* doc_ocr.h - Chinese text recognised in the picture of a page (tesseract, chi_sim). */
#ifndef PROTO_DOC_OCR_H
#define PROTO_DOC_OCR_H

#include "proto/doc_rules.h"

/* Recognise the picture into the page begun last in f.  The picture is changed on the way (tables are wiped out of it).
 * INVALID: it took too long.  INTERNAL: tesseract has no chi_sim. */
enum status ocr_page(struct cx *cx, struct flow *f, struct picture *p) MUST_CHECK;

#endif
