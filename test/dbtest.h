/*
 * dbtest.h - a fresh, migrated database for a test, on the engine that TEST_DB names.
 *
 * TEST_DB unset: SQLite in a temporary file (so that several connections may share it).  TEST_DB=postgres://…: a schema
 * of its own, dropped at the end.  The clock stands at 2023-10-25T10:00:00+08:00, the county is 210323.
 */
#ifndef TEST_DBTEST_H
#define TEST_DBTEST_H

#include "base/cx.h"

struct dbtest {
	struct cx cx;           /* the system: user 0, all permissions */
	const char *url;        /* for more connections (writer_start, server_start) */
	const char *data;       /* a temporary data folder with tmp/ in it */
};

/* Fails the test (assert) when it cannot be made.  dbtest_free() ends it. */
struct dbtest *dbtest_new(void);
void dbtest_free(struct dbtest *t);

enum { DBTEST_NOW = 1698199200, DBTEST_COUNTY = 210323 };

#endif
