/*
 * json.h - JSON in and out.
 *
 * Out: a writer that appends to a buf; commas and quotes are its business.
 *     jw_begin(&w, '{'); jw_key(&w, "id"); jw_int(&w, 7); jw_end(&w);
 * In: record_read() fills a struct from its record and refuses anything else.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"
#include "base/cx.h"
#include "base/record.h"

struct jw {
	struct buf *out;
	char open[32];          /* the brackets not closed yet, outermost first */
	int depth;
	bool comma;             /* the next value needs one before it */
};

void jw_begin(struct jw *w, char bracket);          /* '{' or '[' */
void jw_end(struct jw *w);
void jw_key(struct jw *w, const char *key);
void jw_int(struct jw *w, int64_t i);
void jw_real(struct jw *w, double r);
void jw_bool(struct jw *w, bool b);
void jw_text(struct jw *w, const char *s);          /* NULL is written as null */
void jw_raw(struct jw *w, const char *json);        /* a value that is JSON already; NULL is written as null */
void jw_time(struct jw *w, int64_t t);              /* RFC 3339 with the county's offset; 0 is written as null */
void jw_record(struct jw *w, const struct record *rec, const void *item);
void jw_fields(struct jw *w, const struct record *rec, const void *item);      /* without the brackets */
void jw_texts(struct jw *w, const struct texts *t);
void jw_list(struct jw *w, const struct record *rec, const struct list *l);    /* an array of records */

/* A page of a list: {"items":[…],"next":…,"total":…}.  next: where the next page begins, NULL at the end of the list;
 * total: left out where it is negative.  The second spells a cursor that is an id, 0 at the end. */
void jw_page(struct jw *w, const struct record *rec, const struct list *l, const char *next, int64_t total);
void jw_page_id(struct jw *w, const struct record *rec, const struct list *l, int64_t next);

/* Fill out from JSON.  INVALID: not JSON, a key that is unknown, repeated, read-only or missing, a value out of bounds;
 * cx->field names it ("milestones.2.title" inside a list).  A null counts as absent. */
enum status record_read(struct cx *cx, const struct record *rec, const char *text, size_t n, void *out) MUST_CHECK;

/* The same for an object whose keys belong to either of two records; b may be NULL. */
enum status record_read_both(struct cx *cx, const struct record *a, void *out_a, const struct record *b, void *out_b,
			     const char *text, size_t n) MUST_CHECK;

/* Set one field from text: a query string, a command-line option, a cell of a table.  INVALID as above. */
enum status record_set(struct cx *cx, const struct record *rec, const char *name, const char *text, void *out) MUST_CHECK;

#endif
