/* notice_text.c - the canonical text and the way back to the source. */
#include "proto/notice_parse.h"

#include <assert.h>

uint32_t notice_decode(const char *s, size_t n, size_t *len)
{
	const unsigned char *u = (const unsigned char *)s;
	*len = char_len(s);
	if (*len > n) {
		*len = n;
		return 0xfffd;
	}
	switch (*len) {
	case 1:
		return u[0];
	case 2:
		return (u[0] & 0x1fu) << 6 | (u[1] & 0x3fu);
	case 3:
		return (u[0] & 0x0fu) << 12 | (u[1] & 0x3fu) << 6 | (u[2] & 0x3fu);
	default:
		return (u[0] & 0x07u) << 18 | (u[1] & 0x3fu) << 12 | (u[2] & 0x3fu) << 6 | (u[3] & 0x3fu);
	}
}

static uint32_t encode(uint32_t c, char out[static 4])
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

/* What is one character to the rules: [0] as found in documents, [1] what it stands for. */
static const char *const same[][2] = {
	{"【", "("}, {"】", ")"}, {"〔", "("}, {"〕", ")"},  {"[", "("},   {"]", ")"},   {"{", "("},
	{"}", ")"},  {"〖", "("}, {"〗", ")"}, {"〘", "("},  {"〙", ")"},  {"⦅", "("},   {"⦆", ")"},
	{"﹙", "("}, {"﹚", ")"}, {"❨", "("},  {"❩", ")"},   {"﹝", "("},  {"﹞", ")"},  {"「", "“"},
	{"」", "”"}, {"『", "“"}, {"』", "”"}, {"〈", "《"}, {"〉", "》"}, {"﹑", "、"}, {"､", "、"},
	{"｡", "。"}, {"︰", ":"}, {"∶", ":"},  {"꞉", ":"},   {"﹕", ":"},  {"﹔", ";"},  {"﹐", ","},
	{"﹒", "."}, {"—", "-"},  {"–", "-"},  {"－", "-"},  {"―", "-"},   {"─", "-"},   {"～", "~"},
	{"〜", "~"}, {"│", "|"},  {"┃", "|"},  {"︱", "|"},  {"○", "〇"},  {"◯", "〇"},  {"Ｏ", "O"},
};

static uint32_t canonical_char(uint32_t c)
{
	if (c >= 0x4e00 && c < 0xa000)
		return notice_simplify(c);
	if (c < 0x80 && c != '[' && c != ']' && c != '{' && c != '}')
		return c;
	if (c >= 0xff01 && c <= 0xff5e)
		c -= 0xfee0;
	if (c >= 0x2e80 && c <= 0x2fdf)
		return notice_radical(c);
	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		size_t n;
		if (notice_decode(same[i][0], 4, &n) == c)
			return notice_decode(same[i][1], 4, &n);
	}
	return c;
}

static bool blank(uint32_t c)
{
	return c <= 0x20 || c == 0x7f || c == 0xa0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200f) || c == 0x2028 ||
	       c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x2060 || c == 0xfeff || c == 0xad;
}

static void put(struct text *t, uint32_t c, size_t at, int gap)
{
	char enc[4];
	uint32_t n = encode(c, enc);
	memcpy(t->s + t->n, enc, n);
	for (uint32_t i = 0; i < n; i++) {
		t->at[t->n + i] = (uint32_t)at;
		t->gap[t->n + i] = i ? GAP_NONE : (uint8_t)gap;
	}
	t->n += n;
}

/* ㈠ ⑴ ⒈ are a number with its brackets or its point. */
static bool put_composed(struct text *t, uint32_t c, size_t at, int gap)
{
	static const char *const han[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
	size_t len;
	if (c >= 0x3220 && c <= 0x3229) {
		put(t, '(', at, gap);
		put(t, notice_decode(han[c - 0x3220], 3, &len), at, GAP_NONE);
		put(t, ')', at, GAP_NONE);
		return true;
	}
	bool round = c >= 0x2474 && c <= 0x2487;
	if (!round && !(c >= 0x2488 && c <= 0x249b))
		return false;
	uint32_t n = c - (round ? 0x2474u : 0x2488u) + 1;
	if (round) {
		put(t, '(', at, gap);
		gap = GAP_NONE;
	}
	if (n >= 10) {
		put(t, '0' + n / 10, at, gap);
		gap = GAP_NONE;
	}
	put(t, '0' + n % 10, at, gap);
	put(t, round ? ')' : '.', at, GAP_NONE);
	return true;
}

static int wider(int gap, uint32_t c, int *newlines, int *blanks)
{
	if (c == '\t' && !*newlines && gap < GAP_TAB)
		gap = GAP_TAB;
	if (c == '\n' || c == '\f' || c == '\v' || c == 0x2028 || c == 0x2029) {
		++*newlines;
		*blanks = 0;
	} else if (c == '\t' || c == 0x3000) {
		*blanks += 2;
	} else {
		++*blanks;
	}
	int now = *newlines > 1 ? GAP_PARA : *newlines ? GAP_LINE : *blanks > 1 ? GAP_WIDE : GAP_BLANK;
	return now > gap ? now : gap;
}

/* Partners of brackets.  A bracket left open is closed by nothing; one too far away is no partner. */
static void match_brackets(struct text *t)
{
	enum { DEEP = 32, FAR = 6000 };
	uint32_t open[DEEP];
	int depth = 0;
	for (uint32_t i = 0; i <= t->n; i++)
		t->mate[i] = NO_MATE;
	for (uint32_t i = 0; i < t->n; i++) {
		if (t->s[i] == '(') {
			if (depth == DEEP) {
				memmove(open, open + 1, sizeof open - sizeof *open);
				depth--;
			}
			open[depth++] = i;
		} else if (t->s[i] == ')') {
			while (depth && i - open[depth - 1] > FAR)
				depth--;
			if (depth) {
				t->mate[i] = open[--depth];
				t->mate[open[depth]] = i;
			}
		}
	}
	uint32_t d = 0;
	for (uint32_t i = 0; i < t->n; i++) {
		d -= t->s[i] == ')' && t->mate[i] != NO_MATE;
		t->depth[i] = d;
		d += t->s[i] == '(' && t->mate[i] != NO_MATE;
	}
	t->depth[t->n] = 0;
}

static size_t skip(const char *s, size_t i, size_t n, const char *const *what)
{
	for (bool more = true; more && i < n;) {
		more = false;
		for (int k = 0; what[k] && !more; k++) {
			size_t len = strlen(what[k]);
			more = n - i >= len && !memcmp(s + i, what[k], len);
			i += more ? len : 0;
		}
	}
	return i;
}

/* A page number on a line of its own: — 2 —, 第 2 页, 第2页 共9页.  Its length, or 0. */
static size_t page_number(const char *s, size_t n)
{
	static const char *const blanks[] = {" ", "\t", "\u3000", "\u00a0", "\r", "\f", NULL};
	static const char *const dashes[] = {"-", "—", "–", "－", "―", "─", "·", " ", "\u3000", "\u00a0", NULL};
	static const char *const words[] = {"第", "页", "共", "/", ",", "，", " ", "\u3000", "0", "1",
					    "2",  "3",  "4",  "5", "6", "7",  "8", "9",      NULL};
	static const char *const digits[] = {"0",  "1",  "2",  "3",  "4",  "5",  "6",  "7",  "8",  "9", "０",
					     "１", "２", "３", "４", "５", "６", "７", "８", "９", NULL};
	const char *line_end = memchr(s, '\n', n);
	size_t end = line_end ? (size_t)(line_end - s) : n, from = skip(s, 0, end, blanks);
	if (from == end || end > 100)
		return 0;
	size_t a = skip(s, from, end, dashes), b = skip(s, a, end, digits), c = skip(s, b, end, dashes);
	bool dashed = a > from && b > a && b - a <= 9 && c > b && c == end && s[c - 1] != ' ' &&
		      (unsigned char)s[from] != ' ';
	bool worded = end - from >= 7 && !memcmp(s + from, "第", 3) && skip(s, from, end, words) == end &&
		      memmem(s, end, "页", 3);
	return dashed || worded ? end + (line_end != NULL) : 0;
}

void text_init(struct cx *cx, const struct doc *doc, struct text *t)
{
	size_t room = doc->n * 2 + 16; /* ㈠ is three bytes and becomes five */
	*t = (struct text){.doc = doc};
	t->s = arena_alloc(cx->mem, room);
	t->at = arena_array_of(cx->mem, uint32_t, room);
	t->gap = arena_alloc(cx->mem, room);
	int gap = GAP_PARA, newlines = 2, blanks = 0;
	for (size_t i = 0, len; i < doc->n; i += len) {
		bool line_start = i == 0 || doc->text[i - 1] == '\n' || doc->text[i - 1] == '\f';
		if (line_start && (len = page_number(doc->text + i, doc->n - i)) > 0) {
			*vec_add(cx, &t->pages) = (struct notice_range){i, i + len - (doc->text[i + len - 1] == '\n')};
			continue;
		}
		uint32_t c = notice_decode(doc->text + i, doc->n - i, &len);
		if (blank(c)) {
			gap = wider(gap, c, &newlines, &blanks);
			continue;
		}
		if (!put_composed(t, c, i, gap))
			put(t, canonical_char(c), i, gap);
		gap = GAP_NONE;
		newlines = blanks = 0;
	}
	t->s[t->n] = '\0';
	t->at[t->n] = (uint32_t)doc->n;
	t->gap[t->n] = GAP_PARA;
	t->mate = arena_array_of(cx->mem, uint32_t, t->n + 1);
	t->depth = arena_array_of(cx->mem, uint32_t, t->n + 1);
	match_brackets(t);
}

uint32_t text_index(const struct text *t, size_t byte)
{
	uint32_t lo = 0, hi = t->n;
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (t->at[mid] < byte)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

struct notice_range text_range(const struct text *t, struct span s)
{
	if (s.b <= s.a)
		return (struct notice_range){0, 0};
	size_t last = t->at[s.b - 1];
	return (struct notice_range){t->at[s.a], last + char_len(t->doc->text + last)};
}

static bool ascii_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool sentence_end(const struct text *t, uint32_t p)
{
	static const char *const ends[] = {"。", ";", ":", "!", "?", ")", "”", NULL};
	return word_ending(t, (struct span){p < 3 ? 0 : p - 3, p}, ends) >= 0;
}

const char *text_clean(struct cx *cx, const struct text *t, struct span s, bool lines)
{
	struct buf b;
	buf_init(&b, cx->mem);
	const char *doc = t->doc->text;
	uint32_t last = UINT32_MAX;
	for (uint32_t i = s.a; i < s.b; i += char_len(t->s + i)) {
		if (t->at[i] == last)
			continue;
		last = t->at[i];
		if (i > s.a && t->gap[i] >= GAP_LINE && lines && sentence_end(t, i))
			buf_puts(&b, "\n");
		else if (i > s.a && t->gap[i] && ascii_word(t->s[i]) && ascii_word(t->s[i - 1]) &&
			 (t->s[i] > '9' || t->s[i - 1] > '9'))
			buf_puts(&b, " "); /* between Latin words; a number broken by a line end is one number */
		size_t len;
		uint32_t c = notice_decode(doc + last, t->doc->n - last, &len);
		if (c >= 0x2e80 && c <= 0x2fdf) {
			char enc[4];
			buf_add(&b, enc, encode(notice_radical(c), enc));
		} else {
			buf_add(&b, doc + last, len);
		}
	}
	return b.s;
}

struct notice_words text_words(struct cx *cx, const struct text *t, struct span s)
{
	if (s.b <= s.a)
		return (struct notice_words){.s = ""};
	return (struct notice_words){.s = text_clean(cx, t, s, false), .at = text_range(t, s)};
}

uint32_t char_before(const struct text *t, uint32_t p)
{
	if (p)
		p--;
	while (p && ((unsigned char)t->s[p] & 0xc0) == 0x80)
		p--;
	return p;
}

uint32_t char_count(const struct text *t, struct span s)
{
	uint32_t n = 0;
	for (uint32_t i = s.a; i < s.b; i++)
		n += ((unsigned char)t->s[i] & 0xc0) != 0x80;
	return n;
}

uint32_t find_word(const struct text *t, struct span s, const char *lit)
{
	if (s.b <= s.a)
		return s.b;
	const char *hit = memmem(t->s + s.a, s.b - s.a, lit, strlen(lit));
	return hit ? (uint32_t)(hit - t->s) : s.b;
}

bool has_word(const struct text *t, struct span s, const char *lit)
{
	return s.b > s.a && memmem(t->s + s.a, s.b - s.a, lit, strlen(lit));
}

int word_ending(const struct text *t, struct span s, const char *const *list)
{
	for (int i = 0; list[i]; i++)
		if (ends_with(t, s, list[i]))
			return i;
	return -1;
}

int word_at(const struct text *t, uint32_t p, uint32_t end, const char *const *list)
{
	for (int i = 0; list[i]; i++)
		if (at_word(t, p, end, list[i]))
			return i;
	return -1;
}

int word_in(const struct text *t, struct span s, const char *const *list)
{
	for (int i = 0; list[i]; i++)
		if (has_word(t, s, list[i]))
			return i;
	return -1;
}

void *vec_grow(struct cx *cx, void *items, size_t count, size_t *room, size_t size)
{
	if (count < *room)
		return items;
	*room = *room ? *room * 2 : 8;
	void *more = arena_array(cx->mem, *room, size);
	if (count)
		memcpy(more, items, count * size);
	return more;
}

/* Full stops, commas and the like at either end of a value are not part of it. */
struct span trim(const struct text *t, struct span s)
{
	static const char *const marks[] = {"。", "、", ",", ";", ":", ".", "|", "·",
					    "*",  "★",  "☆", "▲", "-", "!", NULL};
	for (int i; s.b > s.a && (i = word_ending(t, s, marks)) >= 0;)
		s.b -= (uint32_t)strlen(marks[i]);
	for (int i; s.b > s.a && (i = word_at(t, s.a, s.b, marks)) >= 0;)
		s.a += (uint32_t)strlen(marks[i]);
	return s;
}
