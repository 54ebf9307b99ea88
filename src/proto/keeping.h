/*
 * keeping.h - an entry of a magazine's journal, as the text that its keepers sign.
 *
 *     kuangan explosive 1
 *     county 990323
 *     magazine 4711
 *     device 0123456789abcdef
 *     seq 17
 *     prev (hash of the entry before on that device; 64 zeros for its first)
 *     at 2023-10-25T09:00:00+08:00
 *     kind issue
 *     blast 4712
 *     person 李某某
 *     item emulsion 24000
 *     item detonator 24
 *     codes 0130612A00001-00024
 *
 * Each line ends with a line feed.  Its name is the SHA-256 of the text.  Nothing here knows stocks or permits: this is
 * what an entry may look like; what it does to the book is in rooms/explosive/keep.h.
 */
#ifndef PROTO_KEEPING_H
#define PROTO_KEEPING_H

#include "base/cx.h"
#include "base/hash.h"
#include "proto/detonator.h"

enum { KEEPING_ITEMS = 8, KEEPING_MAX = 1 << 17 };

struct keeping_item {
	const char *item;
	int64_t amount;
};

struct keeping {
	int64_t county, magazine, seq, at, permit, blast;
	const char *device, *prev, *kind, *person, *note;
	struct keeping_item items[KEEPING_ITEMS];
	size_t item_count;
	struct detonators codes;
	char hash[HASH_HEX];
};

/* What may be kept, in which unit. */
struct keeping_good {
	const char *item, *zh, *en, *unit;
	bool explosive;                 /* counts towards kilograms of explosive */
	bool coded;                     /* each piece has a code */
};
extern const struct keeping_good keeping_goods[];       /* ends with a NULL item */
const struct keeping_good *keeping_good(const char *item);

/* What may happen to it. */
struct keeping_kind {
	const char *kind, *zh, *en;
	bool permit, blast, person;     /* what it must name */
};
extern const struct keeping_kind keeping_kinds[];
const struct keeping_kind *keeping_kind(const char *kind);

/* INVALID, naming the line: not such a text.  TOO_LARGE. */
enum status keeping_read(struct cx *cx, const char *text, size_t n, struct keeping *out) MUST_CHECK;

/* The text of an entry; its hash is set. */
const char *keeping_write(struct cx *cx, struct keeping *k);

#endif
