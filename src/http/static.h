/*
 * static.h - the web app's files, read once at the start and served from memory.
 *
 * A file may have ready-made neighbours name.br and name.gz.  What lies under assets/ is named by its hash and may be
 * kept for ever; everything else is asked for again each time.  A path without a file and without a dot is a page of
 * the app: it gets index.html.
 */
#ifndef HTTP_STATIC_H
#define HTTP_STATIC_H

#include <stdbool.h>
#include "base/cx.h"

struct files;

struct file {
	const char *path;               /* "/assets/index-4f2c.js" */
	const char *type;
	const char *etag;               /* quoted */
	bool immutable;
	struct variant {
		const void *bytes;
		size_t size;
	} plain, gz, br;                /* size 0: not there */
};

/* NOT_FOUND: no such folder, or no index.html in it. */
enum status files_load(struct cx *cx, const char *folder, struct files **out) MUST_CHECK;
void files_free(struct files *f);

/* NULL: there is none. */
const struct file *files_find(const struct files *f, const char *path);

#endif
