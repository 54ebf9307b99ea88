#include "proto/charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>

#include "proto/doc_build.h"

/* How far into a text the guess at UTF-16 looks. */
enum { SAMPLE = 64 * 1024 };

/* What a byte order mark says, and how long it is. */
static const struct {
	const char *bytes;
	size_t n;
	const char *encoding;
} marks[] = {
	{"\xef\xbb\xbf", 3, "UTF-8"},
	{"\xff\xfe", 2, "UTF-16LE"},
	{"\xfe\xff", 2, "UTF-16BE"},
};

/* Names in files, and what they are read as: the larger set where one contains the other. */
static const struct {
	const char *name, *encoding;
} hints[] = {
	{"gb2312", "GB18030"}, {"gbk", "GB18030"}, {"gb18030", "GB18030"}, {"x-gbk", "GB18030"}, {"cp936", "GB18030"},
	{"big5", "BIG5-HKSCS"}, {"big5-hkscs", "BIG5-HKSCS"},
	{"utf-16", "UTF-16LE"}, {"utf-16le", "UTF-16LE"}, {"utf-16be", "UTF-16BE"},
};

/* How many bytes to step over as one broken character: a byte that begins none, and what hangs on it. */
static size_t broken_at(const char *s, size_t n)
{
	size_t len = 1;
	while (len < n && len < 4 && ((unsigned char)s[len] & 0xc0) == 0x80)
		len++;
	return len;
}

struct utf8_count {
	size_t wide;            /* characters of more than a byte */
	size_t broken, nul;
};

static struct utf8_count utf8_look(const char *s, size_t n)
{
	struct utf8_count k = {0};
	for (size_t i = 0; i < n;) {
		uint32_t c;
		size_t len = utf8_one(s + i, n - i, &c);
		k.wide += len > 1;
		k.broken += len == 0;
		k.nul += len == 1 && c == 0;
		i += len ? len : broken_at(s + i, n - i);
	}
	return k;
}

/* Characters that Chinese documents are made of. */
static bool likely(uint32_t c)
{
	return c == '\n' || c == '\r' || c == '\t' || (c >= 0x20 && c < 0x7f) || (c >= 0x4e00 && c < 0xa000) ||
	       (c >= 0x3000 && c < 0x3040) || (c >= 0xff00 && c < 0xfff0) || (c >= 0x2010 && c < 0x2030) || c == 0xb7;
}

/* How many in a thousand of the 16-bit units are likely, read in the byte order given. */
static int utf16_score(const char *s, size_t n, bool little)
{
	size_t good = 0, units = (n < SAMPLE ? n : SAMPLE) / 2;
	for (size_t i = 0; i < units; i++) {
		unsigned a = (unsigned char)s[2 * i], b = (unsigned char)s[2 * i + 1];
		good += likely(little ? b << 8 | a : a << 8 | b);
	}
	return units ? (int)(good * 1000 / units) : 0;
}

/* Convert all of it; a byte that does not fit gives U+FFFD and is stepped over.  More than limit of them: false. */
static bool convert(struct cx *cx, const char *encoding, const char *bytes, size_t n, size_t limit,
		    struct charset_text *out)
{
	iconv_t cd = iconv_open("UTF-8", encoding);
	if (cd == (iconv_t)-1)
		return false;
	size_t room = n * 3 + 16, left = n, space = room, broken = 0;
	char *text = arena_alloc(cx->mem, room + 1), *to = text, *from = (char *)bytes;
	while (left > 0 && broken <= limit && iconv(cd, &from, &left, &to, &space) == (size_t)-1) {
		if (space < 8)
			break;
		memcpy(to, "\xef\xbf\xbd", 3);
		to += 3;
		space -= 3;
		broken++;
		size_t step = errno == EINVAL ? left : 1;
		if (step > left)
			step = left;
		from += step;
		left -= step;
		iconv(cd, NULL, NULL, NULL, NULL);
	}
	iconv_close(cd);
	*to = '\0';
	*out = (struct charset_text){text, (size_t)(to - text), encoding, broken};
	return left == 0 && broken <= limit;
}

static const char *hinted(const char *hint)
{
	for (size_t i = 0; hint && i < sizeof hints / sizeof *hints; i++)
		if (strcasecmp(hint, hints[i].name) == 0)
			return hints[i].encoding;
	return NULL;
}

/* The bytes as they are: they are UTF-8 already, but for a few. */
static void keep(struct cx *cx, const char *bytes, size_t n, size_t broken, struct charset_text *out)
{
	struct buf b;
	buf_init(&b, cx->mem);
	for (size_t i = 0; i < n;) {
		uint32_t c;
		size_t len = utf8_one(bytes + i, n - i, &c);
		if (len)
			buf_add(&b, bytes + i, len);
		else
			buf_puts(&b, "\xef\xbf\xbd");
		i += len ? len : broken_at(bytes + i, n - i);
	}
	*out = (struct charset_text){b.s, b.n, "UTF-8", broken};
}

static bool decode_utf16(struct cx *cx, const char *bytes, size_t n, struct charset_text *out)
{
	int little = utf16_score(bytes, n, true), big = utf16_score(bytes, n, false);
	if (n < 4 || (little < 900 && big < 900))
		return false;
	return convert(cx, little >= big ? "UTF-16LE" : "UTF-16BE", bytes, n, n / 200, out);
}

enum status charset_decode(struct cx *cx, const char *bytes, size_t n, const char *hint, struct charset_text *out)
{
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		if (n < marks[i].n || memcmp(bytes, marks[i].bytes, marks[i].n) != 0)
			continue;
		if (convert(cx, marks[i].encoding, bytes + marks[i].n, n - marks[i].n, n / 100 + 1, out))
			return STATUS_OK;
		break;
	}
	struct utf8_count k = utf8_look(bytes, n);
	/* A text cut in the middle of a character, or with a few bad bytes, is still UTF-8: in GB18030 text hardly one
	 * pair in a hundred looks like it. */
	if (k.nul == 0 && k.broken <= k.wide / 20) {
		keep(cx, bytes, n, k.broken, out);
		return STATUS_OK;
	}
	const char *named = hinted(hint);
	if (named && k.nul == 0 && convert(cx, named, bytes, n, n / 200, out))
		return STATUS_OK;
	if (k.nul == 0 && convert(cx, "GB18030", bytes, n, 0, out))
		return STATUS_OK;
	if (decode_utf16(cx, bytes, n, out))
		return STATUS_OK;
	if (k.nul == 0 && convert(cx, "GB18030", bytes, n, n / 200, out))
		return STATUS_OK;
	return cx_fail(cx, STATUS_INVALID, "this is not text in UTF-8, GB18030 or UTF-16; save it as UTF-8 and try again");
}
