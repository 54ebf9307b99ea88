/* notice_date.h - dates as written, for notice_when.c. */
#ifndef PROTO_NOTICE_DATE_H
#define PROTO_NOTICE_DATE_H

#include "proto/notice_parse.h"

enum grain { GRAIN_DAY, GRAIN_THIRD, GRAIN_MONTH, GRAIN_QUARTER, GRAIN_HALF, GRAIN_YEAR };

/* One date as written, with what stands around it. */
struct atom {
	enum grain grain;
	int year, month, day;   /* 0: not said; third, quarter and half in day */
	int year_shift;         /* 明年 */
	bool end, before, from; /* 底/末; 前; 从…起 */
	struct span at;
};

/* The date that begins at p: 2023年10月8日, 10月底前, 三季度末, 2024-10-31, 年底, 上半年 … */
bool atom_at(const struct text *t, uint32_t p, uint32_t end, struct atom *out);

#endif
