/* docx_number.h - numbers as the numbering formats of ISO/IEC 29500-1 §17.18.59 write them. */
#ifndef PROTO_DOCX_NUMBER_H
#define PROTO_DOCX_NUMBER_H

#include "base/buf.h"

/* format: "chineseCounting", "upperRoman" …; decimal where it is not known. */
void docx_number(struct buf *out, const char *format, long n);

#endif
