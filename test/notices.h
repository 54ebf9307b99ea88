/* notices.h - what the tests of the notice reader share. */
#ifndef TEST_NOTICES_H
#define TEST_NOTICES_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* Read a notice from text and give its JSON; today is YYYY-MM-DD.  The caller decrefs. */
json_t *notices_read(const char *text, size_t n, const char *today);

/* The same for a document put together by a test. */
struct doc;
struct cx;
json_t *notices_read_doc(struct cx *cx, const struct doc *doc, const char *today);

/* Put together a document: lines of text, and tables.  A row is cells between "|"; "<" continues the cell to its left,
 * "^" the cell above; a line that begins with "|" is a row. */
void notices_doc(struct cx *cx, const char *const *lines, struct doc *out);

/* A file's bytes with a NUL behind them, or NULL.  The caller frees. */
char *notices_file(const char *path, size_t *n);

/* The folder of the shared notices: KUANGAN_SHARED or ../shared, and notices in it; NULL where it is absent. */
const char *notices_shared(void);

/* What a reading and an expected one have in common: true positives, what was too much, what was missed. */
struct notices_score {
	int hit, extra, missed;
};
enum { SCORE_TASK, SCORE_LEAD, SCORE_COOPERATE, SCORE_DEADLINE, SCORES };

/* A task is found if number and beginning are the same, blanks and widths apart; the fields of found tasks are
 * compared as sets.  A partial tail is ignored.  Differences are printed where loud. */
void notices_score(const json_t *expected, const json_t *got, const char *name, bool loud, struct notices_score out[SCORES]);
double notices_f1(const struct notices_score *s);

/* Texts are compared without blanks, with half-width punctuation.  The caller frees. */
char *notices_plain(const char *s);

#endif
