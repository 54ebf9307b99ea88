/*
 * record.h - one description of a C struct, read by everything that moves it: database rows in, JSON in (with
 * validation), JSON out, query strings, the TypeScript types, OpenAPI.
 */
#ifndef BASE_RECORD_H
#define BASE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct record;

/* Many items of one record, or many texts; memory belongs to the arena of the call that filled it. */
struct list {
	void *items;
	size_t count;
};
struct texts {
	const char **items;
	size_t count;
};

/* KIND_JSON: a JSON value kept as its text (const char *, member type struct json_text). */
struct json_text {
	const char *s;
};

enum kind { KIND_INT, KIND_REAL, KIND_BOOL, KIND_TEXT, KIND_TEXTS, KIND_LIST, KIND_JSON };

enum field_flags {
	REQUIRED  = 1 << 0,     /* must be present in JSON input */
	READ_ONLY = 1 << 1,     /* never taken from JSON input */
	SECRET    = 1 << 2,     /* never written to JSON or the ledger: passwords */
	DAY       = 1 << 3,     /* KIND_TEXT: a day, YYYY-MM-DD, checked */
	TIME      = 1 << 4,     /* KIND_INT: seconds since 1970; in JSON RFC 3339 with the county's offset, both ways */
	NULLABLE  = 1 << 5,     /* KIND_INT: 0 is written to JSON as null */
};

struct field {
	const char *name;       /* the same in SQL, JSON and C */
	enum kind kind;
	size_t offset;
	unsigned flags;
	int64_t min, max;       /* KIND_INT: range; KIND_TEXT: length in characters; KIND_TEXTS, KIND_LIST: items; 0,0: none */
	const char *const *choices;     /* KIND_TEXT, KIND_TEXTS: allowed values, NULL-terminated */
	const struct record *of;        /* KIND_LIST: what the items are */
	const char *zh, *en;            /* what a person calls it; NULL where no form shows it */
	size_t length;                  /* of the name, where a macro below has counted it; 0: not counted */
};

struct record {
	const char *name;
	size_t size;
	const struct field *fields;
	size_t count;
};

/* The kind comes from the member's C type, so the two cannot drift apart. */
#define KIND_OF(lvalue)         \
	_Generic((lvalue),      \
		int64_t: KIND_INT, double: KIND_REAL, bool: KIND_BOOL, const char *: KIND_TEXT, \
		struct texts: KIND_TEXTS, struct list: KIND_LIST, struct json_text: KIND_JSON)

#define FIELD(type, member, ...) \
	{.name = #member, .length = sizeof #member - 1, .kind = KIND_OF(((type *)0)->member), \
	 .offset = offsetof(type, member), __VA_ARGS__}

/* The same where the C member has another name than the column and the JSON key: a member of a member. */
#define FIELD_AS(type, label, member, ...) \
	{.name = label, .length = sizeof label - 1, .kind = KIND_OF(((type *)0)->member), \
	 .offset = offsetof(type, member), __VA_ARGS__}

#define RECORD(type, table) \
	{.name = #type, .size = sizeof(struct type), .fields = (table), .count = sizeof(table) / sizeof *(table)}

/*
 * A key of a JSON answer that is not a field of its record, for the description of the interface.  shape says what stands
 * there:
 *     text int real bool day time any         a value
 *     @  @{key:shape}                         the record .of; with these keys beside its fields
 *     [shape]  <shape>                        an array; an object whose keys are data
 *     {key:shape key:shape}                   an object
 * and a '?' before a shape: or null; after a key: may be missing.  "items.label" is a key of each item of a list.
 * A table of them ends with a NULL name.
 */
struct answer_key {
	const char *name, *shape;
	const struct record *of;
};
#define KEY(label, form, ...) {.name = label, .shape = form, __VA_ARGS__}       /* and .of = &record */

/* The field of that name, or NULL. */
const struct field *record_field(const struct record *rec, const char *name);

#endif
