/*
 * csv.h - tables as text: comma, quotes doubled inside quotes (RFC 4180), UTF-8.  For the program's own tables
 * (the files in rules/) and their imports; what offices send is read by proto/.
 *
 * A line that begins with # is a remark; blank lines do not count.  A byte order mark at the beginning is skipped.
 */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "base/cx.h"

struct csv {
	const char *at, *end; /* what is still to be read */
	int line;             /* of the row read last, from 1 */
	int next_line;
};

void csv_init(struct csv *c, const char *bytes, size_t n);

/* The next row: *count cells in cells[], at most max, in cx->mem; *count = 0 at the end.  INVALID, with the line: more
 * cells than max, a quote not closed or in the middle of a cell, a NUL byte. */
enum status csv_next(struct cx *cx, struct csv *c, const char **cells, size_t max, size_t *count) MUST_CHECK;

/* Read the row of names that a table begins with and check that it is exactly this. */
enum status csv_header(struct cx *cx, struct csv *c, const char *const *names, size_t count) MUST_CHECK;

#endif
