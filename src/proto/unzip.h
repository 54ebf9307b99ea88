/* unzip.h - parts of a zip file held in memory, with limits against files made to harm (zip bombs). */
#ifndef PROTO_UNZIP_H
#define PROTO_UNZIP_H

#include <stdbool.h>
#include "base/cx.h"

/* Limits: entries in one archive, bytes of one part once unpacked, and how many times larger than packed it may be. */
enum { UNZIP_MAX_ENTRIES = 5000, UNZIP_MAX_PART = 32 * 1024 * 1024, UNZIP_MAX_RATIO = 250, UNZIP_RATIO_FROM = 1024 * 1024 };

struct unzip;

/* bytes must live as long as the arena.  INVALID: not a zip file, or broken.  TOO_LARGE: over a limit. */
enum status unzip_open(struct cx *cx, const char *bytes, size_t n, struct unzip **out) MUST_CHECK;
bool unzip_has(const struct unzip *z, const char *name);
size_t unzip_count(const struct unzip *z);
const char *unzip_name(const struct unzip *z, size_t i);        /* "" where it has none */

/* One part, unpacked and checked.  INVALID: there is none of that name, or it is broken or encrypted.  TOO_LARGE. */
enum status unzip_part(struct cx *cx, struct unzip *z, const char *name, const char **bytes, size_t *n) MUST_CHECK;

#endif
