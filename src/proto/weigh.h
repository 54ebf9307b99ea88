/*
 * weigh.h - what weighing indicators say on their line, and plates as they are written.
 *
 * Indicators send the weight again and again, several times a second.  Known forms, told apart by how they begin:
 *     ST,GS,+   1234.5kg   A&D and its many copies: ST stable, US not, OL too heavy; GS gross, NT net; the comma, the sign
 *                          and the number may stand apart or together; kg, t or g; ended by CR, LF or $
 *     STX sign d×6 point XOR×2 ETX   耀华 XK3190, mode of continuous sending: point says where the decimal point is; the two
 *                          last characters are the XOR of the bytes between, in hexadecimal, from STX's successor on
 *     STX A B C weight×6 tare×6 CR [sum]   托利多 (Toledo) continuous: A, B status bits, weight without its point
 *     =00.5900             reversed digits after "=", as 耀华 sends in its simplest mode
 *     1234.5 kg            a bare number with a unit, one a line
 * Pure: bytes in, one at a time or many, readings out; what is not understood is skipped and counted.
 */
#ifndef PROTO_WEIGH_H
#define PROTO_WEIGH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"

enum { WEIGH_LINE = 64 };

struct weigh_reading {
	int64_t grams;          /* may be below zero */
	bool stable, net, overload;     /* overload: grams say nothing */
};

/* A line that is being received.  Begins all zero. */
struct weigh_stream {
	unsigned char line[WEIGH_LINE];
	size_t n;
	bool packet;            /* after STX */
	int64_t skipped;        /* lines that were no reading */
};

/* The next byte; true: a reading is complete and stands in *out. */
bool weigh_byte(struct weigh_stream *s, unsigned char c, struct weigh_reading *out);

/* One line of text without its end. */
bool weigh_line(const char *line, size_t n, struct weigh_reading *out);

/* A plate in the form in which plates are compared: capitals, no blanks, dots or dashes; "" where it is none.  A Chinese plate
 * is a province's character, a letter and five or six letters and digits, at most with 挂, 学, 警, 港, 澳, 领 at its end. */
const char *weigh_plate(struct arena *mem, const char *text);

#endif
