/*
 * right_number.h - the number of a mining or exploration right, taken apart.
 *
 *     C 211282 200908 7120 030651     mining, 23 characters: region, year and month, four digits, serial
 *     T 210000 202103 3040 051234     exploration, the same since 2020-07-10 (自然资办发〔2020〕32号)
 *     T 21 3 201001 03 051234         exploration, 18 characters, valid until the next act of registration
 *                                     (国土资发〔2007〕294号): authority, way of granting, year and month, class, serial
 *
 * What the four digits (positions 14 to 17) mean stands in an annex that could not be read: they are kept as they are.
 */
#ifndef PROTO_RIGHT_NUMBER_H
#define PROTO_RIGHT_NUMBER_H

#include <stdbool.h>
#include "base/cx.h"

struct right_number {
	char letter;            /* C mining, T exploration */
	bool old;               /* 18 characters */
	int region;             /* six digits, of the authority; old: the first two */
	int year, month;
	int way, mineral_class; /* old ones alone: 1 … 5, 1 … 4 */
	char opaque[5];         /* "7120" */
	int serial;
};

/* INVALID, with the words of what is wrong: letter, length, a character that is no digit, month, region, way, class. */
enum status right_number_read(struct cx *cx, const char *text, struct right_number *out) MUST_CHECK;

#endif
