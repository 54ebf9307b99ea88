/*
 * listing_api.h - a list as a page of JSON and as a spreadsheet, from one description.
 *
 * A room says in a struct listing how a list is read and which columns its spreadsheet has, and names it in two routes:
 *
 *     {"GET", "/api/x", R, listing_get, .of = &x_listing, .query = &x_query_record, .reply = &x_record,
 *      .flags = ROUTE_LIST, .help = "…"},
 *     {"GET", "/api/x/export.xlsx", R, listing_get_sheet, .of = &x_listing, .query = &x_query_record,
 *      .type = TYPE_XLSX, .flags = ROUTE_OWN_WRITE, .help = "…"},
 *
 * The query's record has the fields "cursor" and "limit" (int64_t).  The spreadsheet is written page by page, in
 * constant memory, at most LISTING_MOST rows; where there are more, its last line says so.
 */
#ifndef CORE_LISTING_API_H
#define CORE_LISTING_API_H

#include "core/flow.h"
#include "http/route.h"

enum { LISTING_MOST = 100000 };

enum listing_how {
	LISTING_TEXT,
	LISTING_COUNT, /* int64_t */
	LISTING_REAL,  /* double */
	LISTING_FEN,   /* int64_t in fen, shown in yuan */
	LISTING_GRAMS, /* int64_t in grams, shown in kilograms */
	LISTING_TIME,  /* int64_t, to the minute; 0: empty */
	LISTING_MOMENT, /* the same to the second */
	LISTING_DAY,   /* text, YYYY-MM-DD: written as a date */
	LISTING_YES,   /* bool */
	LISTING_STATE, /* text: a state of the flow */
	LISTING_WORD,  /* text: a code among the listing's words */
	LISTING_SAID,  /* what the listing's own function says of the row */
};

struct listing_column {
	const char *zh, *en;
	enum listing_how how;
	double width;
	size_t offset; /* of the member in a row */
};

struct listing_word {
	const char *code, *zh, *en;
};

typedef enum status listing_row(struct cx *cx, void *arg, const void *row);

struct listing {
	const char *zh, *en, *file; /* the sheet's name; "blasts.xlsx" */
	const char *file_zh;        /* the file's name in Chinese; NULL: the same */
	const struct record *query, *row;
	/* A page; next is 0 at the end.  Or, for a list that has a route of its own: at most so many rows, in order. */
	enum status (*read)(struct cx *cx, const void *query, struct list *out, int64_t *next);
	enum status (*each)(struct cx *cx, const void *query, int64_t most, listing_row *row, void *arg);
	const struct listing_column *columns;
	size_t count;
	const struct flow *flow;             /* for LISTING_STATE */
	const struct listing_word *words;    /* ends with a NULL code; may be NULL */
	const char *(*say)(struct cx *cx, const void *row); /* LISTING_SAID; may give NULL: nothing */
	bool (*stands_out)(const void *row); /* written in red; may be NULL */
};

enum status listing_get(struct cx *cx, const struct request *rq, struct reply *reply);
enum status listing_get_sheet(struct cx *cx, const struct request *rq, struct reply *reply);

/* The same into a file, for callers that are no request. */
enum status listing_write(struct cx *cx, const struct listing *l, const void *query, const char *path) MUST_CHECK;

#endif
