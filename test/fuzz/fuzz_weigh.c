#include <stdlib.h>
#include <string.h>
#include "proto/weigh.h"
#include "test/fuzz/fuzz.h"

/* Bytes of an indicator give readings that are numbers, and the same ones however they are cut; a plate is its own plate. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct weigh_stream s = {0}, again = {0};
	struct weigh_reading r, second;
	struct arena *mem = arena_new();
	for (size_t i = 0; i < size; i++) {
		bool a = weigh_byte(&s, data[i], &r), b = weigh_byte(&again, data[i], &second);
		if (a != b || (a && (r.grams != second.grams || llabs(r.grams) > INT64_C(1000000000000000000))))
			__builtin_trap();
	}
	char *text = arena_alloc(mem, size + 1);
	memcpy(text, data, size);
	const char *plate = weigh_plate(mem, text);
	if (strcmp(weigh_plate(mem, plate), plate) != 0)
		__builtin_trap();
	weigh_line(text, size, &r);
	arena_free(mem);
	return 0;
}
