/*
 * sniff.h - what a file is, by its content.  What its name or sender says counts for nothing here.
 *
 * Only what is in the table is taken; programs, pages and drawings that could run something are refused by name, so
 * that the message can say why.
 */
#ifndef PROTO_SNIFF_H
#define PROTO_SNIFF_H

#include <stdbool.h>
#include <stddef.h>

struct sniff {
	const char *type;       /* "image/jpeg" */
	const char *family;     /* "image", "document", "video", "audio", "archive", "text"; "refused": never taken */
	const char *ending;     /* "jpg", without the dot */
	bool inside;            /* a browser may show it in the page; else it is only ever saved */
};

/* The whole file.  false: of no kind that is known. */
bool sniff(const void *bytes, size_t n, struct sniff *out);

/* May a browser show a file of that type inside the page? */
bool sniff_shows(const char *type);

#endif
