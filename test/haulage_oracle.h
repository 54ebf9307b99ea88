/*
 * haulage_oracle.h - what the annex of 2016 says, written a second time and otherwise: as a table with a row for each cell,
 * searched from the top, in tonnes.  It shares nothing with src/rooms/haulage/ but the struct of the question.
 */
#ifndef TEST_HAULAGE_ORACLE_H
#define TEST_HAULAGE_ORACLE_H

#include "rooms/haulage/assess.h"

struct oracle_answer {
	long limit, counted, over, fine, points;        /* limit 0: the table has no such truck */
	const char *result;
};
struct oracle_answer haulage_oracle(const struct haulage_load *l);

#endif
