/*
 * hash.h - SHA-256 and SM3, hexadecimal, random bytes, comparison in constant time.
 *
 * Both suites give 32 bytes.  Nothing here can fail for a reason that a caller could mend: a library without these
 * algorithms or a machine without randomness ends the process.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"

enum { HASH_SIZE = 32, HASH_HEX = 2 * HASH_SIZE + 1 };

enum hash_suite { HASH_SHA256, HASH_SM3, HASH_SUITES };

struct hash {
	unsigned char b[HASH_SIZE];
};

/* A piece of what is hashed. */
struct bytes {
	const void *at;
	size_t n;
};

void hash_bytes(enum hash_suite suite, const void *at, size_t n, struct hash *out);
void hash_pieces(enum hash_suite suite, const struct bytes *pieces, size_t count, struct hash *out);

/* What does not fit in memory: begin, add as it comes, end once.  The hasher belongs to mem. */
struct hasher;
struct hasher *hasher_new(struct arena *mem, enum hash_suite suite);
void hasher_add(struct hasher *h, const void *at, size_t n);
void hasher_end(struct hasher *h, struct hash *out);

/* Lower-case hexadecimal.  hash_parse takes exactly 64 lower-case digits; hex_parse an even number of them, at most
 * 2 * room, and says in *n how many bytes they were. */
const char *hash_print(const struct hash *h, char out[static HASH_HEX]);
bool hash_parse(const char *s, struct hash *out);
/* The hash of some bytes, printed, in the arena. */
struct cx;
const char *hash_hex(struct cx *cx, enum hash_suite suite, const void *at, size_t n);
char *hex_print(struct arena *mem, const void *at, size_t n);
bool hex_parse(const char *s, unsigned char *out, size_t room, size_t *n);

/* Takes as long for equal as for different bytes: for secrets. */
bool bytes_equal(const void *a, const void *b, size_t n);
void random_bytes(void *out, size_t n);

#endif
