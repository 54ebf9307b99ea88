#include "proto/weigh.h"

#include <ctype.h>
#include <string.h>

enum { STX = 2, ETX = 3, MOST_DIGITS = 12 };

/* ---- numbers ---- */

/* A decimal number with its unit at *at, in grams; moves on.  unit 0: kg where none is written. */
static bool number(const char **at, const char *end, int64_t *grams)
{
	int64_t whole = 0, scale = 1;
	int digits = 0, sign = 1;
	bool point = false;
	while (*at < end && (**at == ' ' || **at == '+' || **at == '-')) {
		if (**at == '-')
			sign = -1;
		++*at;
	}
	for (; *at < end && (isdigit((unsigned char)**at) || (**at == '.' && !point)); ++*at) {
		if (**at == '.') {
			point = true;
			continue;
		}
		if (++digits > MOST_DIGITS)
			return false;
		whole = whole * 10 + (**at - '0');
		scale *= point ? 10 : 1;
	}
	while (*at < end && **at == ' ')
		++*at;
	int64_t unit = 1000;
	if (*at < end && (**at == 't' || **at == 'T'))
		unit = 1000000, ++*at;
	else if (end - *at >= 2 && tolower((unsigned char)(*at)[0]) == 'k' && tolower((unsigned char)(*at)[1]) == 'g')
		*at += 2;
	else if (*at < end && (**at == 'g' || **at == 'G'))
		unit = 1, ++*at;
	*grams = sign * (int64_t)((__int128)whole * unit / scale);
	return digits > 0;
}

static bool begins(const char *line, size_t n, const char *with)
{
	return n >= strlen(with) && strncmp(line, with, strlen(with)) == 0;
}

/* ---- lines ---- */

static bool headed(const char *line, size_t n, struct weigh_reading *out)
{
	const char *at = line + 2, *end = line + n;
	out->stable = line[0] == 'S';
	out->overload = line[0] == 'O';
	while (at < end && *at == ',')
		at++;
	if (begins(at, (size_t)(end - at), "NT"))
		out->net = true;
	if (end - at >= 2 && isupper((unsigned char)at[0]) && isupper((unsigned char)at[1]))
		at += 2;
	while (at < end && *at == ',')
		at++;
	return out->overload || number(&at, end, &out->grams);
}

/* "=00.5900": the digits run backwards: 0095.00, in kg. */
static bool reversed(const char *line, size_t n, struct weigh_reading *out)
{
	char turned[WEIGH_LINE];
	size_t k = n - 1;
	for (size_t i = 0; i < k; i++)
		turned[i] = line[n - 1 - i];
	const char *at = turned;
	out->stable = true;             /* this mode does not say */
	return k >= 2 && number(&at, turned + k, &out->grams) && at == turned + k;
}

bool weigh_line(const char *line, size_t n, struct weigh_reading *out)
{
	struct weigh_reading r = {0};
	while (n && (line[n - 1] == ' ' || line[n - 1] == '$'))
		n--;
	while (n && *line == ' ')
		line++, n--;
	if (n < 2 || n > WEIGH_LINE)
		return false;
	bool good;
	const char *at = line;
	if (begins(line, n, "ST") || begins(line, n, "US") || begins(line, n, "OL")) {
		good = headed(line, n, &r);
	} else if (*line == '=') {
		good = reversed(line, n, &r);
	} else {
		r.stable = true;
		good = number(&at, line + n, &r.grams) && at == line + n;
	}
	if (good)
		*out = r;
	return good;
}

/* ---- packets ---- */

static int hex(unsigned char c)
{
	return isdigit(c) ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static const int64_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000};

/* sign, six digits, place of the point, two digits of XOR. */
static bool yaohua(const unsigned char *p, size_t n, struct weigh_reading *out)
{
	int64_t whole = 0;
	unsigned char sum = 0;
	if (n != 10 || (p[0] != '+' && p[0] != '-') || p[7] < '0' || p[7] > '4')
		return false;
	for (int i = 1; i <= 6; i++) {
		if (!isdigit(p[i]))
			return false;
		whole = whole * 10 + (p[i] - '0');
	}
	for (int i = 0; i < 8; i++)
		sum ^= p[i];
	if (hex(p[8]) != sum >> 4 || hex(p[9]) != (sum & 15))
		return false;
	*out = (struct weigh_reading){.grams = (p[0] == '-' ? -1 : 1) * whole * 1000 / powers[p[7] - '0'], .stable = true};
	return true;
}

/* Status A: bits 0–2 place of the point (2: none); B: bit 0 net, 1 negative, 2 out of range, 3 in motion, 4 kg. */
static bool toledo(const unsigned char *p, size_t n, struct weigh_reading *out)
{
	int64_t whole = 0;
	if (n != 15)
		return false;
	for (int i = 3; i < 9; i++) {
		if (!isdigit(p[i]) && p[i] != ' ')
			return false;
		whole = whole * 10 + (p[i] == ' ' ? 0 : p[i] - '0');
	}
	int place = p[0] & 7;
	int64_t grams = place < 2 ? whole * 1000 * powers[2 - place] : whole * 1000 / powers[place - 2 > 6 ? 6 : place - 2];
	*out = (struct weigh_reading){.grams = p[1] & 2 ? -grams : grams, .stable = !(p[1] & 8), .net = p[1] & 1, .overload = p[1] & 4};
	return true;
}

static bool finish(struct weigh_stream *s, struct weigh_reading *out, bool (*read)(const unsigned char *, size_t, struct weigh_reading *))
{
	bool good = read(s->line, s->n, out);
	s->skipped += !good;
	s->n = 0;
	s->packet = false;
	return good;
}

static bool text(const unsigned char *p, size_t n, struct weigh_reading *out)
{
	return weigh_line((const char *)p, n, out);
}

bool weigh_byte(struct weigh_stream *s, unsigned char c, struct weigh_reading *out)
{
	if (c == STX) {
		s->skipped += s->n > 0;
		s->packet = true;
		s->n = 0;
		return false;
	}
	if (s->packet && c == ETX)
		return finish(s, out, yaohua);
	if (s->packet && c == '\r')
		return finish(s, out, toledo);
	if (!s->packet && (c == '\r' || c == '\n' || c == '$'))
		return s->n && finish(s, out, text);
	if (!s->packet && c == '=' && s->n && s->line[0] == '=') {      /* this form has no end but the next beginning */
		bool good = finish(s, out, text);
		s->line[s->n++] = c;
		return good;
	}
	if (s->n == WEIGH_LINE) {
		s->skipped++;
		s->n = 0;
		s->packet = false;
	}
	s->line[s->n++] = c;
	return false;
}

/* ---- plates ---- */

static const char provinces[] = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
static const char endings[] = "挂学警港澳领";

static bool one_of(const char *all, const char *c)
{
	for (const char *p = all; *p; p += 3)
		if (strncmp(p, c, 3) == 0)
			return true;
	return false;
}

const char *weigh_plate(struct arena *mem, const char *text_in)
{
	char *out = arena_alloc(mem, 16), *to = out;
	int characters = 0;
	for (const unsigned char *p = (const unsigned char *)(text_in ? text_in : ""); *p;) {
		if (*p == ' ' || *p == '-' || *p == '.' || (p[0] == 0xc2 && p[1] == 0xb7)) {
			p += *p == 0xc2 ? 2 : 1;
			continue;
		}
		if (++characters > 8)
			return "";
		if (*p >= 0xe0 && *p < 0xf0 && p[1] && p[2]) {
			if (characters == 1 ? !one_of(provinces, (const char *)p) : characters < 7 || !one_of(endings, (const char *)p))
				return "";
			memcpy(to, p, 3);
			to += 3;
			p += 3;
		} else if (isalnum(*p) && characters > 1) {
			*to++ = (char)toupper(*p++);
		} else {
			return "";
		}
	}
	return characters >= 7 && isupper((unsigned char)out[3]) ? out : "";
}
