#include "rooms/mine/owners.h"

#include <stdlib.h>
#include <string.h>

static const struct field owner_fields[] = {
	FIELD(struct owner, name),
	FIELD(struct owner, percent),
};
const struct record owner_record = RECORD(owner, owner_fields);

/* Between two owners.  A comma is part of many firms' names. */
static const char *const breaks[] = {";", "；", "、", "\n", NULL};
static const char *const signs[] = {"%", "％", NULL};
/* Around a share. */
static const char *const around[] = {" ", "[", "]", "(", ")", "（", "）", "【", "】", ":", "：", "占", NULL};

static size_t begins(const char *s, const char *const *words)
{
	for (; *words; words++)
		if (strncmp(s, *words, strlen(*words)) == 0)
			return strlen(*words);
	return 0;
}

static size_t ends(const char *s, size_t n, const char *const *words)
{
	for (; *words; words++) {
		size_t len = strlen(*words);
		if (len <= n && memcmp(s + n - len, *words, len) == 0)
			return len;
	}
	return 0;
}

/* One owner: his name, and the last number before a percent sign. */
static enum status read_one(struct cx *cx, const char *s, size_t n, struct owner *out)
{
	size_t sign = n, number;
	for (size_t i = 0; i < n; i++)
		if (begins(s + i, signs))
			sign = i;
	*out = (struct owner){0};
	for (number = sign; sign < n && number > 0 && s[number - 1] == ' ';)
		number--;
	while (sign < n && number > 0 && strchr("0123456789.", s[number - 1]))
		number--;
	if (sign < n) {
		char *end;
		const char *text = arena_printf(cx->mem, "%.*s", (int)(sign - number), s + number);
		out->percent = strtod(text, &end);
		if (end == text || end[strspn(end, " ")] || out->percent > 100)
			return cx_fail_field(cx, "owners", "a share is not a number from 0 to 100: %.*s", (int)(n < 60 ? n : 60), s);
		n = number;
	}
	for (size_t cut; out->percent > 0 && n && (cut = ends(s, n, around)); n -= cut)
		;
	while (n && s[n - 1] == ' ')
		n--;
	while (n && *s == ' ')
		s++, n--;
	out->name = arena_printf(cx->mem, "%.*s", (int)n, s);
	return STATUS_OK;
}

enum status owners_read(struct cx *cx, const char *words_used, struct list *out)
{
	const double all = 100.5;       /* lists round */
	size_t room = 1;
	double total = 0;
	for (const char *s = words_used; *s; s++)
		room += begins(s, breaks) > 0;
	struct owner *o = arena_array_of(cx->mem, struct owner, room);
	*out = (struct list){o, 0};
	for (const char *from = words_used, *s = from;; s++) {
		size_t cut = *s ? begins(s, breaks) : 1;
		if (!cut)
			continue;
		TRY(read_one(cx, from, (size_t)(s - from), &o[out->count]));
		total += o[out->count].percent;
		out->count += *o[out->count].name != '\0';
		if (!*s)
			break;
		s += cut - 1;
		from = s + 1;
	}
	if (total > all)
		return cx_fail_field(cx, "owners", "the shares come to more than 100 %%: %.1f", total);
	return STATUS_OK;
}
