/*
 * apart.h - read files that may be hostile in a process of their own.
 *
 * A pdf or a scan goes through large libraries (poppler, tesseract) that a file can crash, fill or keep busy for ever.  The
 * program runs itself once more for each: little memory, little time, no open files but the one; if that process dies or
 * stands still, the file is refused and the server goes on.  Other formats are read by our own parsers, here.
 *
 * Works in the program kuangan only; in other programs that link it (tests) everything is read here.
 */
#ifndef CORE_APART_H
#define CORE_APART_H

#include "proto/doc.h"

/* As doc_read_watched().  INVALID also: the reader needed too long for a page, or too much memory, or died. */
enum status apart_read(struct cx *cx, const char *name, const void *bytes, size_t n, const struct doc_watch *watch, struct doc *out) MUST_CHECK;

/* As picture_preview(). */
enum status apart_preview(struct cx *cx, const char *type, const void *bytes, size_t n, int orientation, int most, const void **jpeg,
			  size_t *size) MUST_CHECK;

/* ---- the other side: what the process apart does, called by its verbs; bytes from standard input, the answer to out ---- */

enum status apart_answer_document(struct cx *cx, const char *name, const char *bytes, size_t n) MUST_CHECK;
enum status apart_answer_preview(struct cx *cx, const char *type, int orientation, int most, const char *bytes, size_t n) MUST_CHECK;

#endif
