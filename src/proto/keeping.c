#include "proto/keeping.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "base/letters.h"

#define HEAD "kuangan explosive 1"

const struct keeping_good keeping_goods[] = {
	{"emulsion", "乳化炸药", "emulsion", "g", true, false},
	{"anfo", "铵油炸药", "ANFO", "g", true, false},
	{"detonator", "雷管", "detonators", "piece", false, true},
	{"cord", "导爆索", "detonating cord", "m", false, false},
	{0},
};

const struct keeping_kind keeping_kinds[] = {
	{"opening", "期初盘入", "opening stock", false, false, false},
	{"dispatch", "发运", "dispatched", true, false, false},
	{"receive", "入库", "received", true, false, false},
	{"issue", "发放", "issued", false, true, true},
	{"return", "清退", "returned", false, true, true},
	{"use", "使用", "used", false, true, true},
	{"destroy", "销毁", "destroyed", false, false, false},
	{"lose", "丢失", "lost", false, false, false},
	{"find", "找回", "found again", false, false, false},
	{"give_back", "退供应商", "given back", false, false, false},
	{"count", "清点", "counted", false, false, false},
	{0},
};

const struct keeping_good *keeping_good(const char *item)
{
	for (const struct keeping_good *g = keeping_goods; g->item; g++)
		if (strcmp(g->item, item) == 0)
			return g;
	return NULL;
}

const struct keeping_kind *keeping_kind(const char *kind)
{
	for (const struct keeping_kind *k = keeping_kinds; k->kind; k++)
		if (strcmp(k->kind, kind) == 0)
			return k;
	return NULL;
}

/* ---- reading ---- */

/* A whole number as it is written and in no other way. */
static bool number(const char *s, int64_t low, int64_t high, int64_t *out)
{
	char *end;
	if (!(*s >= '0' && *s <= '9') || (*s == '0' && s[1]))
		return false;
	errno = 0;
	*out = strtoll(s, &end, 10);
	return !*end && !errno && *out >= low && *out <= high;
}

static bool hexadecimal(const char *s, size_t n)
{
	return strlen(s) == n && strspn(s, "0123456789abcdef") == n;
}

enum { MAX_AMOUNT = 1000000000, MAX_PERSON = 150, MAX_NOTE = 900 };
static const int64_t MAX_ID = INT64_C(1) << 53;

static bool read_moment(const char *s, int64_t *out)
{
	char again[32];
	return time_parse(s, out) && *out > 0 && strcmp(time_print(*out, again), s) == 0;
}

static bool read_item(char *s, struct keeping *k)
{
	char *blank = strchr(s, ' ');
	int64_t amount;
	if (!blank || k->item_count == KEEPING_ITEMS)
		return false;
	*blank = '\0';
	const struct keeping_good *g = keeping_good(s);
	if (!g || !number(blank + 1, 0, MAX_AMOUNT, &amount))
		return false;
	for (size_t i = 0; i < k->item_count; i++)
		if (k->items[i].item == g->item)
			return false;
	k->items[k->item_count++] = (struct keeping_item){g->item, amount};
	return true;
}

static bool read_text(const char **to, const char *s, size_t max)
{
	if (*to || !*s || strlen(s) > max)
		return false;
	*to = s;
	return true;
}

static bool read_kind(const char **to, const char *s)
{
	const struct keeping_kind *k = keeping_kind(s);
	if (*to || !k)
		return false;
	*to = k->kind;
	return true;
}

static bool read_hex(const char **to, const char *s, size_t n)
{
	return hexadecimal(s, n) && read_text(to, s, n);
}

/* One line after the head; its name and what follows the blank. */
static bool read_line(struct cx *cx, const char *name, char *value, struct keeping *k)
{
	if (strcmp(name, "county") == 0)
		return !k->county && number(value, 1, MAX_ID, &k->county);
	if (strcmp(name, "magazine") == 0)
		return !k->magazine && number(value, 1, MAX_ID, &k->magazine);
	if (strcmp(name, "device") == 0)
		return read_hex(&k->device, value, 16);
	if (strcmp(name, "seq") == 0)
		return !k->seq && number(value, 1, MAX_ID, &k->seq);
	if (strcmp(name, "prev") == 0)
		return read_hex(&k->prev, value, HASH_HEX - 1);
	if (strcmp(name, "at") == 0)
		return !k->at && read_moment(value, &k->at);
	if (strcmp(name, "kind") == 0)
		return read_kind(&k->kind, value);
	if (strcmp(name, "permit") == 0)
		return !k->permit && number(value, 1, MAX_ID, &k->permit);
	if (strcmp(name, "blast") == 0)
		return !k->blast && number(value, 1, MAX_ID, &k->blast);
	if (strcmp(name, "person") == 0)
		return !strchr(value, ':') && read_text(&k->person, value, MAX_PERSON);
	if (strcmp(name, "note") == 0)
		return read_text(&k->note, value, MAX_NOTE);
	if (strcmp(name, "item") == 0)
		return read_item(value, k);
	return strcmp(name, "codes") == 0 && !k->codes.count && detonators_read(cx, value, strlen(value), &k->codes) == STATUS_OK &&
	       k->codes.count;
}

static enum status read_lines(struct cx *cx, char *copy, struct keeping *k)
{
	int line = 1;
	for (char *s; (s = strsep(&copy, "\n")) && (*s || copy); line++) {
		if (line == 1) {
			if (strcmp(s, HEAD) != 0)
				return cx_fail(cx, STATUS_INVALID, "the entry does not begin with “%s”", HEAD);
			continue;
		}
		char *value = strchr(s, ' ');
		if (value)
			*value++ = '\0';
		if (!value || !read_line(cx, s, value, k)) {
			cx_forget(cx);
			return cx_fail(cx, STATUS_INVALID, "line %d of the entry is not as it should be: %.40s", line, s);
		}
	}
	return STATUS_OK;
}

static enum status complete(struct cx *cx, const struct keeping *k)
{
	if (!k->county || !k->magazine || !k->device || !k->seq || !k->prev || !k->at || !k->kind || !k->item_count)
		return cx_fail(cx, STATUS_INVALID, "the entry lacks a line that every entry has");
	const struct keeping_kind *kind = keeping_kind(k->kind);
	if ((kind->permit && !k->permit) || (kind->blast && !k->blast) || (kind->person && !k->person) || (k->person && !k->blast))
		return cx_fail(cx, STATUS_INVALID, "an entry of kind %s lacks its permit, blast or person", k->kind);
	bool counts = strcmp(k->kind, "count") == 0;
	int64_t coded = 0;
	for (size_t i = 0; i < k->item_count; i++) {
		if (!k->items[i].amount && !counts)
			return cx_fail(cx, STATUS_INVALID, "an amount of nothing is no entry");
		coded += keeping_good(k->items[i].item)->coded ? k->items[i].amount : 0;
	}
	if (counts ? k->codes.count && (int64_t)k->codes.count != coded : (int64_t)k->codes.count != coded)
		return cx_fail(cx, STATUS_INVALID, "%" PRId64 " detonators, but %zu codes", coded, k->codes.count);
	return STATUS_OK;
}

enum status keeping_read(struct cx *cx, const char *text, size_t n, struct keeping *out)
{
	struct hash h;
	*out = (struct keeping){0};
	if (n > KEEPING_MAX)
		return cx_fail(cx, STATUS_TOO_LARGE, "an entry of more than %d bytes", KEEPING_MAX);
	if (!n || text[n - 1] != '\n' || memchr(text, '\0', n) || memchr(text, '\r', n))
		return cx_fail(cx, STATUS_INVALID, "the entry is not a text of lines");
	char *copy = arena_printf(cx->mem, "%.*s", (int)n, text);
	if (!letters_valid(copy))
		return cx_fail(cx, STATUS_INVALID, "the entry is not a text of lines");
	TRY(read_lines(cx, copy, out));
	TRY(complete(cx, out));
	hash_bytes(HASH_SHA256, text, n, &h);
	hash_print(&h, out->hash);
	out->person = out->person ? out->person : "";
	out->note = out->note ? out->note : "";
	return STATUS_OK;
}

/* ---- writing ---- */

const char *keeping_write(struct cx *cx, struct keeping *k)
{
	struct buf b;
	char at[32];
	struct hash h;
	buf_init(&b, cx->mem);
	buf_printf(&b, HEAD "\ncounty %" PRId64 "\nmagazine %" PRId64 "\ndevice %s\nseq %" PRId64 "\nprev %s\nat %s\nkind %s\n", k->county,
		   k->magazine, k->device, k->seq, k->prev, time_print(k->at, at), k->kind);
	if (k->permit)
		buf_printf(&b, "permit %" PRId64 "\n", k->permit);
	if (k->blast)
		buf_printf(&b, "blast %" PRId64 "\n", k->blast);
	if (k->person && *k->person)
		buf_printf(&b, "person %s\n", k->person);
	for (size_t i = 0; i < k->item_count; i++)
		buf_printf(&b, "item %s %" PRId64 "\n", k->items[i].item, k->items[i].amount);
	if (k->codes.count)
		buf_printf(&b, "codes %s\n", detonators_write(cx, &k->codes));
	if (k->note && *k->note)
		buf_printf(&b, "note %s\n", k->note);
	hash_bytes(HASH_SHA256, b.s, b.n, &h);
	hash_print(&h, k->hash);
	return b.s;
}
