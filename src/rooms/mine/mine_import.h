/*
 * mine_import.h - lists of mines from files, with the fate of every row told before anything is written.
 *
 * Columns are recognised by a table of header words, Chinese and English (mine_import_columns.c).  A row finds its mine by
 * its number, else by name and town; what the row says replaces what the register says, an empty cell changes nothing.
 * A dirty cell is an error of its row and stops no other row.  Reading the same file again changes nothing.
 */
#ifndef ROOMS_MINE_MINE_IMPORT_H
#define ROOMS_MINE_MINE_IMPORT_H

#include "base/json.h"
#include "proto/sheet.h"
#include "rooms/mine/papers.h"

enum import_field {
	IMPORT_NONE, IMPORT_CODE, IMPORT_NAME, IMPORT_NAME_ALSO, IMPORT_KIND, IMPORT_MINERALS, IMPORT_ENTERPRISE, IMPORT_OWNERS,
	IMPORT_TOWN, IMPORT_INDUSTRY, IMPORT_LON, IMPORT_LAT, IMPORT_COORDINATES, IMPORT_SCALE, IMPORT_WORKERS, IMPORT_STARTED,
	IMPORT_ENDED, IMPORT_LISTED, IMPORT_NOTE, IMPORT_LICENCE, IMPORT_AREA, IMPORT_FEATURE, IMPORT_FIELDS
};
/* As the answer calls them: "name", "scale_t" …; NULL for IMPORT_NONE. */
extern const char *const import_field_names[IMPORT_FIELDS];

struct import_column {
	enum import_field field;
	double factor;          /* IMPORT_SCALE: to tonnes; IMPORT_AREA: to km² */
};
struct import_column import_column_of(struct cx *cx, const char *header);

struct import_change {
	const char *field, *before, *after;
};

enum import_fate { FATE_NEW, FATE_UPDATE, FATE_SAME, FATE_ERROR, FATE_SKIP, FATES };
extern const char *const import_fates[];        /* by fate, ended by NULL */

struct import_row {
	int line;
	enum import_fate fate;
	struct mine want;               /* what the row says, over what the register says */
	const struct mine *was;         /* NULL: a new one */
	struct import_change *changes;
	size_t change_count;
	const char **notes;             /* what a person should know; nothing stands against the row */
	size_t note_count;
	const char *error_field, *error;
	struct licence licence;         /* number NULL: none to write; id 0: a new one */
	double area_m2;                 /* of the row's polygon; 0: none */
	/* what was read, before the register was asked */
	const char *given[IMPORT_FIELDS];       /* the cell for a field, "" where it says nothing */
	double factor[IMPORT_FIELDS];
	const char *shape;              /* GeoJSON of its polygon; NULL: none */
	const struct geo *polygon;      /* the same in degrees */
};

struct import {
	struct sheet sheet;
	struct import_column *columns;  /* one a column of the sheet */
	struct import_row *rows;        /* in the order of the file */
	size_t count, counts[FATES];
	const char *kind;               /* of rows that do not say; NULL: that is an error */
};

/* Read a file and find every row's fate; writes nothing.  INVALID: as sheet_read(), or no column says a mine's name. */
enum status import_read(struct cx *cx, const char *name, const char *bytes, size_t n, const char *kind, struct import **out) MUST_CHECK;

/* Write what is new or changed, from outside a transaction: one write up to IMPORT_CHUNK rows, else one a chunk.  What was
 * written stays; running it again goes on.  CONFLICT: someone has changed a mine meanwhile. */
enum { IMPORT_CHUNK = 1000 };
enum status import_apply(struct cx *cx, struct import *im, int64_t *written) MUST_CHECK;

struct import_page {
	int64_t from;                   /* begin after that many rows */
	int64_t limit;
	const char *fate;               /* only these; NULL: all */
};
void import_write(struct cx *cx, struct jw *w, const struct import *im, const struct import_page *page, int64_t written);

/* ---- inside ---- */

void import_note(struct cx *cx, struct import_row *r, const char *note);
/* Keep cx's failure as the row's, and forget it. */
void import_fail(struct cx *cx, struct import_row *r, const char *field);

/* Which cell is for which field; the name that it gives the mine; is the feature something else than a mine? */
void import_take(const struct import *im, struct import_row *r, const struct sheet_row *from);
const char *import_name(struct cx *cx, const struct import_row *r);
bool import_other_thing(const struct import_row *r);

/* The cells into r->want; organisations are looked up by others.  false: an error is noted in the row. */
bool import_cells(struct cx *cx, struct import_row *r, const char *kind);

#endif
