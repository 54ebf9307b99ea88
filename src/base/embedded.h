/* embedded.h - files built into the program by script/embed.py (migrations, rules, words). */
#ifndef BASE_EMBEDDED_H
#define BASE_EMBEDDED_H

#include <stddef.h>

/* One file.  bytes ends with a NUL that size does not count.  A list ends with a NULL name. */
struct embedded {
	const char *name;
	const char *bytes;
	size_t size;
};

extern const struct embedded embedded_migrations[];
extern const struct embedded embedded_rules[];
extern const struct embedded embedded_words[];

#endif
