#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "test/check.h"

void check_golden(const char *name, const char *text)
{
	char path[256], want[1 << 16];
	snprintf(path, sizeof path, "test/golden/%s", name);
	FILE *f = fopen(path, getenv("UPDATE_GOLDEN") ? "w" : "r");
	assert_non_null(f);
	if (getenv("UPDATE_GOLDEN")) {
		fputs(text, f);
		fclose(f);
		return;
	}
	want[fread(want, 1, sizeof want - 1, f)] = '\0';
	fclose(f);
	assert_string_equal(text, want);
}

uint32_t check_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (uint32_t)(*seed >> 32);
}
