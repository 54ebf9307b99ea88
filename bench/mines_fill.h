/* mines_fill.h - the county that bench/mines asks (mines_fill.c). */
#ifndef BENCH_MINES_FILL_H
#define BENCH_MINES_FILL_H

#include "base/cx.h"
#include "base/record.h"

enum { COUNTY = 990323, DAY_SECONDS = 86400 };
#define BENCH_NOW INT64_C(1698195600)   /* 2023-10-25T09:00:00+08:00 */

struct org_id {
	int64_t id;
};
extern const struct record org_id_record;

/* Bring the database up to that many hazards; *town gets one of the towns. */
enum status bench_fill(struct cx *cx, int64_t hazards, int64_t *town) MUST_CHECK;

#endif
