/*
 * blob.h - bytes by their SHA-256, in a place that never changes what it holds.
 *
 * A store is a table of functions, so that an object store can stand where the folder stands.  Here is the folder:
 * <data>/evidence/ab/cd/<hash>, and <data>/previews/ab/cd/<hash>.jpg beside it, which can be thrown away.
 */
#ifndef CORE_BLOB_H
#define CORE_BLOB_H

#include "base/cx.h"
#include "base/hash.h"

struct blob_store {
	/* Take the file at path (on the same volume, complete, not open for writing) over under its hash, durable on
	 * return.  Where the hash is there already, the file is only removed. */
	enum status (*put)(struct cx *cx, const char *hash, const char *path);
	/* A local path to read from.  NOT_FOUND. */
	enum status (*get)(struct cx *cx, const char *hash, const char **path);
	/* every hash there is */
	enum status (*each)(struct cx *cx, enum status (*fn)(struct cx *cx, void *arg, const char *hash), void *arg);
};
extern const struct blob_store blob_folder;

/* The bytes of a file, mapped until cx->mem is reset; *at is never NULL. */
enum status blob_map(struct cx *cx, const char *path, const void **at, size_t *n) MUST_CHECK;

/* Where the preview of a hash is or will be. */
const char *blob_preview_path(struct cx *cx, const char *hash);
/* Write bytes to path by way of a temporary file, folders made. */
enum status blob_write(struct cx *cx, const char *path, const void *at, size_t n) MUST_CHECK;

#endif
