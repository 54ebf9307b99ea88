#include "base/letters.h"

#include <stdbool.h>

uint32_t letter_next(const char **s)
{
	const unsigned char *p = (const unsigned char *)*s;
	int more = *p < 0x80 ? 0 : *p < 0xE0 ? 1 : *p < 0xF0 ? 2 : 3;
	uint32_t c = more == 0 ? *p : *p & (0x3Fu >> more);
	p++;
	for (; more && (*p & 0xC0) == 0x80; more--)
		c = c << 6 | (*p++ & 0x3Fu);
	*s = (const char *)p;
	return c;
}

static bool separates(uint32_t c)
{
	return (c >= 0x80 && c <= 0xBF) || c == 0xD7 || c == 0xF7 ||    /* Latin-1 signs */
	       (c >= 0x2000 && c <= 0x206F) || (c >= 0x2500 && c <= 0x27BF) ||
	       (c >= 0x3000 && c <= 0x3020 && c != 0x3005 && c != 0x3007) || /* 々 and 〇 are letters */
	       (c >= 0xFE10 && c <= 0xFE1F) || (c >= 0xFE30 && c <= 0xFE6F) || c == 0xFEFF || (c >= 0xFF5F && c <= 0xFF65);
}

uint32_t letter_fold(uint32_t c)
{
	if (c >= 0xFF01 && c <= 0xFF5E)
		c -= 0xFEE0;
	if (c >= 'A' && c <= 'Z')
		return c + ('a' - 'A');
	if (c < 0x80)
		return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ? c : 0;
	return separates(c) ? 0 : c;
}

/* The character at *s, or 0xFFFFFFFF where it is not UTF-8; moves past it. */
static uint32_t strictly(const unsigned char **s)
{
	static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
	const unsigned char *p = *s;
	int more = *p < 0x80 ? 0 : *p < 0xC0 ? -1 : *p < 0xE0 ? 1 : *p < 0xF0 ? 2 : *p < 0xF8 ? 3 : -1;
	if (more < 0)
		return UINT32_MAX;
	uint32_t c = more == 0 ? *p : *p & (0x3Fu >> more);
	p++;
	for (int i = 0; i < more; i++, p++) {
		if ((*p & 0xC0) != 0x80)
			return UINT32_MAX;
		c = c << 6 | (*p & 0x3Fu);
	}
	*s = p;
	return c < least[more] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF) ? UINT32_MAX : c;
}

bool letters_valid(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;
	while (*p)
		if (strictly(&p) == UINT32_MAX)
			return false;
	return true;
}

static bool misleads(uint32_t c)
{
	return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7F && c <= 0x9F) || (c >= 0x202A && c <= 0x202E) ||
	       (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

void letters_clean(char *s)
{
	char *to = s;
	for (const char *from = s; *from;) {
		const char *begin = from;
		if (misleads(letter_next(&from)))
			continue;
		while (begin < from)
			*to++ = *begin++;
	}
	*to = '\0';
}

bool letters_blank(const char *s)
{
	while (*s) {
		uint32_t c = letter_next(&s);
		if (c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != 0xA0 && c != 0x3000)
			return false;
	}
	return true;
}
