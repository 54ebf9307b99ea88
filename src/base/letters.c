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
