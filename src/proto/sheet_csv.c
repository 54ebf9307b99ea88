/* sheet_csv.c - tables as text, as offices save them: whatever stands in a cell, no row stops the others. */
#include "proto/sheet_build.h"

#include <string.h>
#include "base/buf.h"

struct reader {
	const char *at, *end;
	char comma;
	int line;               /* of at */
};

/* The separator that the first line has most of, outside quotes. */
static char find_comma(const char *s, const char *end)
{
	static const char candidates[] = {',', '\t', ';'};
	size_t count[sizeof candidates] = {0};
	bool quoted = false;
	for (; s < end && (quoted || *s != '\n'); s++) {
		quoted ^= *s == '"';
		for (size_t i = 0; i < sizeof candidates && !quoted; i++)
			count[i] += *s == candidates[i];
	}
	size_t best = 0;
	for (size_t i = 1; i < sizeof candidates; i++)
		best = count[i] > count[best] ? i : best;
	return candidates[best];
}

/* A cell that begins with a quote ends with one, quotes doubled inside; elsewhere a quote is a letter. */
static const char *quoted_cell(struct cx *cx, struct reader *r)
{
	struct buf b;
	buf_init(&b, cx->mem);
	for (r->at++; r->at < r->end; r->at++) {
		if (*r->at == '"' && (r->at + 1 == r->end || r->at[1] != '"'))
			break;
		r->line += *r->at == '\n';
		buf_add(&b, r->at, 1);
		r->at += *r->at == '"';
	}
	while (r->at < r->end && *r->at != r->comma && *r->at != '\n')
		r->at++;
	return sheet_trim(cx, b.s, b.n);
}

static const char *next_cell(struct cx *cx, struct reader *r)
{
	while (r->at < r->end && *r->at == ' ')
		r->at++;
	if (r->at < r->end && *r->at == '"')
		return quoted_cell(cx, r);
	const char *from = r->at;
	while (r->at < r->end && *r->at != r->comma && *r->at != '\n')
		r->at++;
	return sheet_trim(cx, from, (size_t)(r->at - from));
}

/* The cells of a line; those beyond the last column are read and left out.  Gives how many are not empty. */
static size_t next_row(struct cx *cx, struct reader *r, const char **cells, size_t room, size_t *count)
{
	size_t filled = 0;
	for (*count = 0;; r->at++) {
		const char *cell = next_cell(cx, r);
		if (*count < room)
			cells[(*count)++] = cell;
		filled += *cell != '\0';
		if (r->at == r->end || *r->at != r->comma)
			break;
	}
	if (r->at < r->end) {
		r->at++;
		r->line++;
	}
	return filled;
}

enum status sheet_read_csv(struct cx *cx, const char *bytes, size_t n, struct sheet *out)
{
	struct sheet_building b;
	struct reader r = {bytes, bytes + n, find_comma(bytes, bytes + n), 1};
	const char *cells[SHEET_MAX_COLUMNS];
	size_t count;
	sheet_begin(cx, "csv", out, &b);
	while (r.at < r.end && !out->column_count)
		if (next_row(cx, &r, cells, SHEET_MAX_COLUMNS, &count) >= 2) {
			memcpy(b.columns, cells, count * sizeof *cells);
			out->column_count = count;
		}
	if (!out->column_count)
		return cx_fail(cx, STATUS_INVALID, "the file has no row of column names");
	while (r.at < r.end) {
		struct sheet_row *row;
		int line = r.line;
		if (!next_row(cx, &r, cells, out->column_count, &count))
			continue;
		TRY(sheet_row_new(&b, line, &row));
		memcpy(row->cells, cells, count * sizeof *cells);
	}
	return STATUS_OK;
}
