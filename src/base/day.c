#include "base/day.h"

#include <ctype.h>
#include <string.h>
#include "base/cx.h"

enum { DAY_SECONDS = 24 * 60 * 60, ZONE = 8 * 60 * 60 };

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

struct day day_of(int64_t t)
{
	return (struct day){(int32_t)floor_div(t + ZONE, DAY_SECONDS)};
}

int64_t day_start(struct day d)
{
	return (int64_t)d.n * DAY_SECONDS - ZONE;
}

/* Howard Hinnant's days_from_civil: eras of 400 years, the year beginning in March. */
struct day day_make(int year, int month, int mday)
{
	int64_t y = year - (month <= 2);
	int64_t era = floor_div(y, 400);
	int64_t of_era = y - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + mday - 1;
	return (struct day){(int32_t)(era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468)};
}

void day_split(struct day d, int *year, int *month, int *mday)
{
	int64_t z = (int64_t)d.n + 719468;
	int64_t era = floor_div(z, 146097);
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	*mday = (int)(doy - (153 * mp + 2) / 5 + 1);
	*month = (int)(mp < 10 ? mp + 3 : mp - 9);
	*year = (int)(yoe + era * 400 + (*month <= 2));
}

int day_weekday(struct day d)
{
	return (int)(((int64_t)d.n + 3) % 7 + 7) % 7 + 1;       /* 1970-01-01 was a Thursday */
}

int day_month_length(int year, int month)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return month < 1 || month > 12 ? 0 : lengths[month - 1] + (month == 2 && leap);
}

/* Exactly n digits; -1 where they are not. */
static int digits(const char *s, int n)
{
	int v = 0;
	for (int i = 0; i < n; i++) {
		if (!isdigit((unsigned char)s[i]))
			return -1;
		v = v * 10 + (s[i] - '0');
	}
	return v;
}

static bool read_day(const char *s, struct day *out)
{
	int y = digits(s, 4);
	if (y < 1970 || s[4] != '-')
		return false;
	int m = digits(s + 5, 2);
	if (m < 1 || m > 12 || s[7] != '-')
		return false;
	int d = digits(s + 8, 2);
	if (d < 1 || d > day_month_length(y, m))
		return false;
	*out = day_make(y, m, d);
	return true;
}

bool day_parse(const char *s, struct day *out)
{
	struct day d;
	if (strlen(s) != 10 || !read_day(s, &d))
		return false;
	*out = d;
	return true;
}

static char *put2(char *at, int v)
{
	at[0] = (char)('0' + v / 10 % 10);
	at[1] = (char)('0' + v % 10);
	return at + 2;
}

/* Written by hand: lists print thousands of them. */
const char *day_print(struct day d, char out[static 11])
{
	int y, m, md;
	day_split(d, &y, &m, &md);
	char *at = put2(put2(out, y / 100), y % 100);
	*at++ = '-';
	at = put2(at, m);
	*at++ = '-';
	*put2(at, md) = '\0';
	return out;
}

const char *day_text(struct cx *cx, struct day d)
{
	return day_print(d, arena_alloc(cx->mem, 11));
}

const char *day_today(struct cx *cx)
{
	return day_text(cx, day_of(cx->now));
}

bool time_parse(const char *s, int64_t *out)
{
	struct day d;
	size_t n = strlen(s);
	if (n < 20 || n > 35 || !read_day(s, &d) || (s[10] != 'T' && s[10] != ' '))
		return false;
	int h = digits(s + 11, 2), m = digits(s + 14, 2), sec = digits(s + 17, 2);
	if (h < 0 || h > 23 || m < 0 || m > 59 || sec < 0 || sec > 60 || s[13] != ':' || s[16] != ':')
		return false;
	const char *z = s + 19;
	if (*z == '.')
		for (z++; isdigit((unsigned char)*z); z++)
			;
	int64_t offset = 0;
	if (*z == '+' || *z == '-') {
		if (strlen(z) != 6 || z[3] != ':' || digits(z + 1, 2) < 0 || digits(z + 4, 2) < 0)
			return false;
		offset = (digits(z + 1, 2) * 60 + digits(z + 4, 2)) * 60 * (*z == '-' ? -1 : 1);
	} else if (strcmp(z, "Z") != 0) {
		return false;
	}
	*out = (int64_t)d.n * DAY_SECONDS + h * 3600 + m * 60 + sec - offset;
	return true;
}

const char *time_print(int64_t t, char out[static 32])
{
	int64_t local = t + ZONE;
	int second = (int)(local - floor_div(local, DAY_SECONDS) * DAY_SECONDS);
	day_print(day_of(t), out);
	char *at = out + 10;
	*at++ = 'T';
	at = put2(at, second / 3600);
	*at++ = ':';
	at = put2(at, second / 60 % 60);
	*at++ = ':';
	at = put2(at, second % 60);
	memcpy(at, "+08:00", 7);
	return out;
}
