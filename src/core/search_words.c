/*
 * search_words.c - a word of the index is either
 *     w and the letters of a word in ASCII: wgps, w2023
 *     x and one or two characters as hexadecimal UTF-16: x8d858f7d for 超载, x8f7d for 载 at the end of its run
 *     c and one character, once for each that the text has, behind all others: who looks for 载 asks for one word, not
 * for the beginnings of thousands ASCII makes all engines agree on what a word is.
 */
#include "core/search_words.h"

#include <string.h>
#include "base/letters.h"
#include "proto/simplify.h"

enum { LONGEST = 60 };          /* letters of a word that count */

/* A text becomes at most that many bytes of words for each of its bytes: the worst are characters of two bytes, with
 * " x" and eight digits and " c" and four for each. */
enum { GROWTH = 9, PLANE = 0x10000 };

struct writer {
	char *at;
	int letters;            /* of the ASCII word being written */
	uint32_t last;          /* a character that waits for its right neighbour; 0: none */
};

static char *put_unit(char *at, uint32_t c)
{
	static const char digits[] = "0123456789abcdef";
	for (int shift = 12; shift >= 0; shift -= 4)
		*at++ = digits[c >> shift & 15];
	return at;
}

/* In UTF-16, so that characters beyond 16 bits have eight digits and no word begins like another by chance. */
static void put_character(struct writer *w, uint32_t c)
{
	if (c > 0xFFFF) {
		w->at = put_unit(w->at, 0xD800u + ((c - 0x10000) >> 10));
		c = 0xDC00u + ((c - 0x10000) & 0x3FF);
	}
	w->at = put_unit(w->at, c);
}

static void begin(struct writer *w, char kind)
{
	*w->at++ = ' ';
	*w->at++ = kind;
}

static void end_run(struct writer *w)
{
	if (w->last) {
		begin(w, 'x');
		put_character(w, w->last);
	}
	w->last = 0;
	w->letters = 0;
}

static void put_letter(struct writer *w, uint32_t c)
{
	if (c < 0x80) {
		if (w->last)
			end_run(w);
		if (!w->letters)
			begin(w, 'w');
		if (w->letters++ < LONGEST)
			*w->at++ = (char)c;
		return;
	}
	w->letters = 0;
	if (w->last) {
		begin(w, 'x');
		put_character(w, w->last);
		put_character(w, c);
	}
	w->last = c;
}

static uint32_t next(const char **text)
{
	return notice_simplify(letter_fold(letter_next(text)));
}

/* Each character of other scripts than ASCII, once. */
static void put_single(struct writer *w, const char *text)
{
	unsigned char seen[PLANE / 8] = {0};
	while (*text) {
		uint32_t c = next(&text);
		if (c < 0x80 || (c < PLANE && seen[c / 8] >> c % 8 & 1))
			continue;
		if (c < PLANE)
			seen[c / 8] |= (unsigned char)(1u << c % 8);
		begin(w, 'c');
		put_character(w, c);
	}
}

const char *search_words(struct cx *cx, const char *text)
{
	char *words = arena_alloc(cx->mem, GROWTH * strlen(text) + 32);
	struct writer w = {.at = words};
	const char *from = text;
	while (*text) {
		uint32_t c = next(&text);
		if (c)
			put_letter(&w, c);
		else
			end_run(&w);
	}
	end_run(&w);
	put_single(&w, from);
	*w.at++ = ' ';
	*w.at = '\0';
	return words;
}

/* One piece of the query between blanks, as words; its last one may be the beginning of a word. */
static void add_phrase(struct cx *cx, const char *words, struct search_terms *out)
{
	const char **list = arena_array_of(cx->mem, const char *, SEARCH_PHRASE_WORDS);
	size_t n = 0;
	while (*words && n < SEARCH_PHRASE_WORDS) {
		words += *words == ' ';
		size_t len = strcspn(words, " ");
		bool alone = n == 1 && list[0][0] == 'x' && *words == 'c';      /* one character is all there is */
		if (len && (*words != 'c' || alone))
			list[alone ? 0 : n++] = arena_printf(cx->mem, "%.*s", (int)len, words);
		words += len;
	}
	if (!n || out->count == SEARCH_PHRASES)
		return;
	if (list[0][0] == 'c') {
		out->phrases[out->count++] = (struct text_phrase){list, 1, false};
		return;
	}
	/* 无人机 gives 无人 人机 机: the last is only the end of the run here, not of the text's */
	bool pair_before =
		n > 1 && list[n - 1][0] == 'x' && list[n - 2][0] == 'x' && strlen(list[n - 2]) > strlen(list[n - 1]);
	if (pair_before)
		n--;
	out->phrases[out->count++] = (struct text_phrase){list, n, !pair_before};
}

/* Blanks part the phrases of a query, and so does whatever else parts runs of a text. */
void search_terms(struct cx *cx, const char *q, struct search_terms *out)
{
	out->count = 0;
	struct buf piece;
	buf_init(&piece, cx->mem);
	for (;;) {
		const char *at = q;
		uint32_t c = *q ? letter_fold(letter_next(&q)) : 0;
		if (c) {
			buf_add(&piece, at, (size_t)(q - at));
			continue;
		}
		add_phrase(cx, search_words(cx, piece.s), out);
		buf_init(&piece, cx->mem);
		if (!*at)
			return;
	}
}

bool search_matches(struct cx *cx, const struct search_terms *t, const char *words)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct text_phrase *p = &t->phrases[i];
		struct buf b;
		buf_init(&b, cx->mem);
		for (size_t k = 0; k < p->count; k++)
			buf_printf(&b, " %s", p->words[k]);
		if (!p->prefix)
			buf_puts(&b, " ");
		if (!strstr(words, b.s))
			return false;
	}
	return t->count > 0;
}
