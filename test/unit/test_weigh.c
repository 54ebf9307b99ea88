#include "test/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "proto/weigh.h"

static void lines_of_indicators(void **state)
{
	(void)state;
	static const struct {
		const char *line;
		bool good;
		struct weigh_reading r;
	} lines[] = {
		{"ST,GS     0.0kg$", true, {0, true, false, false}},
		{"ST,GS    59.6kg", true, {59600, true, false, false}},
		{"ST,GS-     0.0kg", true, {0, true, false, false}},
		{"US,GS,+ 48230 kg", true, {48230000, false, false, false}},
		{"ST,NT,-  1.25t", true, {-1250000, true, true, false}},
		{"OL,GS", true, {0, false, false, true}},
		{"=00.5900", true, {95000, true, false, false}},
		{"=000094", true, {490000000, true, false, false}},
		{"  48960 kg", true, {48960000, true, false, false}},
		{"48.96t", true, {48960000, true, false, false}},
		{"ST,GS", false, {0}},
		{"ST,GS  1.2.3kg", true, {1200, true, false, false}},
		{"hello", false, {0}},
		{"ST,GS 9999999999999kg", false, {0}},
	};
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		struct weigh_reading r = {0};
		bool good = weigh_line(lines[i].line, strlen(lines[i].line), &r);
		if (good != lines[i].good || (good && (r.grams != lines[i].r.grams || r.stable != lines[i].r.stable || r.net != lines[i].r.net ||
						       r.overload != lines[i].r.overload)))
			fail_msg("%s: %d %ld", lines[i].line, good, (long)r.grams);
	}
}

static size_t feed(struct weigh_stream *s, const char *bytes, size_t n, struct weigh_reading *last)
{
	size_t readings = 0;
	for (size_t i = 0; i < n; i++)
		readings += weigh_byte(s, (unsigned char)bytes[i], last);
	return readings;
}

/* 耀华: the sum of "+0496002" is 1B. */
static void packets_of_yaohua(void **state)
{
	(void)state;
	struct weigh_stream s = {0};
	struct weigh_reading r = {0};
	char packet[16];
	const char *body = "+0496002";
	unsigned char sum = 0;
	for (const char *p = body; *p; p++)
		sum ^= (unsigned char)*p;
	snprintf(packet, sizeof packet, "\002%s%02X\003", body, sum);
	assert_int_equal(feed(&s, packet, 12, &r), 1);
	assert_int_equal(r.grams, 496000);
	packet[10] = packet[10] == '0' ? '1' : '0';
	assert_int_equal(feed(&s, packet, 12, &r), 0);
	assert_int_equal(s.skipped, 1);
}

static void packets_of_toledo(void **state)
{
	(void)state;
	struct weigh_stream s = {0};
	struct weigh_reading r = {0};
	static const char still[] = "\002\062\060\060 49600 12000\r", moving[] = "\002\062\072\060 49600 12000\r";
	assert_int_equal(feed(&s, still, sizeof still - 1, &r), 1);
	assert_int_equal(r.grams, 49600000);
	assert_true(r.stable);
	assert_int_equal(feed(&s, moving, sizeof moving - 1, &r), 1);
	assert_false(r.stable);
	assert_int_equal(r.grams, -49600000);
}

static void an_indicator_that_was_recorded(void **state)
{
	(void)state;
	char path[512], bytes[1024];
	snprintf(path, sizeof path, "%s/data/weigh/serial_indicator_stream.txt", getenv("KUANGAN_SHARED") ? getenv("KUANGAN_SHARED") : "../shared");
	FILE *f = fopen(path, "rb");
	if (!f) {
		printf("# skipped: %s is not there\n", path);
		return;
	}
	size_t n = fread(bytes, 1, sizeof bytes - 1, f);
	fclose(f);
	bytes[n++] = '\n';              /* its last line has no end */
	struct weigh_stream s = {0};
	struct weigh_reading r = {0};
	assert_int_equal(feed(&s, bytes, n, &r), 17);
	assert_int_equal(s.skipped, 0);
}

static void plates(void **state)
{
	(void)state;
	struct arena *mem = arena_new();
	static const char *const pairs[][2] = {
		{"辽C12345", "辽C12345"}, {"辽c·123-45", "辽C12345"}, {" 辽C 1234挂 ", "辽C1234挂"}, {"辽CD12345", "辽CD12345"}, {"辽C123", ""},
		{"C12345", ""}, {"辽112345", ""}, {"", ""}, {"无牌", ""}, {"辽C1234567", ""}, {"辽C挂12345", ""},
	};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		assert_string_equal(weigh_plate(mem, pairs[i][0]), pairs[i][1]);
	assert_string_equal(weigh_plate(mem, NULL), "");
	arena_free(mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_of_indicators), cmocka_unit_test(packets_of_yaohua), cmocka_unit_test(packets_of_toledo),
		cmocka_unit_test(an_indicator_that_was_recorded), cmocka_unit_test(plates),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
