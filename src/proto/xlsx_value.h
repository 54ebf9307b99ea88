/* xlsx_value.h - how the number in a cell reads: the number formats of ISO/IEC 29500-1 §18.8.30, as far as they change
 * what a person reads (days, times, per cent); and cell addresses. */
#ifndef PROTO_XLSX_VALUE_H
#define PROTO_XLSX_VALUE_H

#include <stdbool.h>
#include "base/buf.h"

enum xlsx_format { XLSX_PLAIN, XLSX_DAY, XLSX_MONTH, XLSX_MONTH_DAY, XLSX_TIME, XLSX_DAY_TIME, XLSX_PERCENT, XLSX_TEXT };

/* code: the format's own text, NULL for those that have only a number. */
enum xlsx_format xlsx_format_of(long id, const char *code);

/* The stored text of a number, as the format shows it: "2023年10月20日", "08:30", "12.5%", "0.3". */
void xlsx_number(struct buf *out, const char *stored, enum xlsx_format format, bool from_1904);

/* "B12" as column and row, from 0; the rest is where it ends.  False: it is no address. */
bool xlsx_address(const char *s, int *col, int *row, const char **rest);

#endif
