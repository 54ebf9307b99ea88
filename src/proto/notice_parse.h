/*
 * notice_parse.h - what the parts of the notice reader share.  Not for others: they want notice.h.
 *
 * The reader works on a canonical text: no white space, ASCII widths for digits and punctuation, every bracket "(" or
 * ")", simplified characters.  text.at leads back to the source, text.gap says what white space stood before.  So a
 * line wrapped anywhere, a blank in "举措 7" and a full-width colon make no difference to the rules.
 */
#ifndef PROTO_NOTICE_PARSE_H
#define PROTO_NOTICE_PARSE_H

#include <string.h>
#include "proto/notice.h"
#include "proto/simplify.h"

struct span {
	uint32_t a, b; /* bytes [a, b) of text.s */
};

enum gap { GAP_NONE, GAP_BLANK, GAP_WIDE, GAP_TAB, GAP_LINE, GAP_PARA };

enum { NO_MATE = UINT32_MAX };

/* Growing arrays in the arena: VEC(struct x) v = {0}; *vec_add(cx, &v) = item; */
#define VEC(type)                                                                                                      \
	struct {                                                                                                       \
		type *items;                                                                                           \
		size_t count;                                                                                          \
		size_t room;                                                                                           \
	}
void *vec_grow(struct cx *cx, void *items, size_t count, size_t *room, size_t size);
#define vec_add(cx, v)                                                                                                 \
	((v)->items = vec_grow((cx), (v)->items, (v)->count, &(v)->room, sizeof *(v)->items), &(v)->items[(v)->count++])

struct text {
	const struct doc *doc;
	char *s; /* canonical UTF-8, NUL-terminated */
	uint32_t n;
	uint32_t *at;                   /* for each byte: where in doc.text its character begins */
	uint8_t *gap;                   /* at a character's first byte: the white space before it */
	VEC(struct notice_range) pages; /* page numbers on lines of their own: not in s */
	uint32_t *mate;                 /* at a bracket: its partner, or NO_MATE */
	bool wrapped;                   /* lines end anywhere, not at ends of sentences or names */
	uint32_t *depth;                /* how many matched brackets are open around this byte */
};

/* notice_text.c */
void text_init(struct cx *cx, const struct doc *doc, struct text *t);
uint32_t text_index(const struct text *t, size_t byte); /* of doc.text → first canonical byte at or after it */
struct notice_range text_range(const struct text *t, struct span s);
struct notice_words text_words(struct cx *cx, const struct text *t, struct span s);
const char *text_clean(struct cx *cx, const struct text *t, struct span s,
		       bool lines);                           /* lines: keep paragraphs apart */
uint32_t notice_decode(const char *s, size_t n, size_t *len); /* one character of valid UTF-8 */

static inline uint32_t char_len(const char *s)
{
	unsigned char c = (unsigned char)*s;
	return c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

/* Does lit stand at p, before end? */
static inline bool at_word(const struct text *t, uint32_t p, uint32_t end, const char *lit)
{
	size_t n = strlen(lit);
	return end >= p && end - p >= n && !memcmp(t->s + p, lit, n);
}

static inline bool ends_with(const struct text *t, struct span s, const char *lit)
{
	size_t n = strlen(lit);
	return s.b - s.a >= n && !memcmp(t->s + s.b - n, lit, n);
}

static inline bool span_is(const struct text *t, struct span s, const char *lit)
{
	size_t n = strlen(lit);
	return s.b - s.a == n && !memcmp(t->s + s.a, lit, n);
}

static inline bool han(const struct text *t, uint32_t p) /* a Chinese character: three bytes from U+3400 on */
{
	unsigned char c = (unsigned char)t->s[p];
	return c >= 0xe4 && c <= 0xe9;
}

uint32_t char_before(const struct text *t, uint32_t p); /* where the character before p begins; 0 stays 0 */
uint32_t char_count(const struct text *t, struct span s);
uint32_t find_word(const struct text *t, struct span s, const char *lit); /* its place, or s.b */
bool has_word(const struct text *t, struct span s, const char *lit);
/* The first of a NULL-terminated list that ends (starts) there; its index, or -1. */
int word_ending(const struct text *t, struct span s, const char *const *list);
int word_at(const struct text *t, uint32_t p, uint32_t end, const char *const *list);
int word_in(const struct text *t, struct span s, const char *const *list);

struct spans {
	struct span *items;
	size_t count, room;
};

/* notice_label.c: 牵头部门：, 【责任单位】, 完成时限 … */
enum label_kind {
	LABEL_NONE,
	LABEL_LEAD,
	LABEL_COOP,
	LABEL_DUTY,
	LABEL_PERSON,
	LABEL_WHEN,
	LABEL_TEXT,
	LABEL_NUMBER,
	LABEL_PROGRESS,
	LABEL_CATEGORY,
	LABEL_OTHER
};
struct label {
	struct span word; /* the label with its colon or brackets */
	uint32_t value;   /* where its value begins */
	enum label_kind kind;
};
enum label_kind label_classify(const struct text *t, struct span s); /* s: a label's words, or a table's header cell */
bool label_at(const struct text *t, uint32_t p, uint32_t end, struct label *out);          /* begins at p */
bool label_ending(const struct text *t, uint32_t colon, uint32_t from, struct label *out); /* ends at that colon */

/* notice_mark.c: numbering at the head of a line */
enum mark_style {
	MARK_NONE,
	MARK_WORD,
	MARK_HAN,
	MARK_HAN_PAREN,
	MARK_ARABIC,
	MARK_ARABIC_DEEP,
	MARK_PAREN,
	MARK_CIRCLE
};
struct mark {
	enum mark_style style;
	int n;
	struct span no;      /* as it is reported */
	uint32_t from, body; /* where it begins, and the text after it */
};
bool mark_at(const struct text *t, uint32_t p, uint32_t end, struct mark *out);
bool number_at(const struct text *t, uint32_t p, uint32_t end, int *n, uint32_t *after); /* 12, 十二, 二十 */

/* notice_units.c */
struct unit {
	struct span at;
	struct span name; /* where the whole name stands, if recognition lost a character of it here; else empty */
	char role;        /* said in a bracket behind it: 'l' leads, 'c' cooperates, 0 nothing */
};
struct units {
	struct unit *items;
	size_t count, room;
};
bool unit_ends(const struct text *t, struct span s); /* ends like the name of an organisation */
bool verb_first(const struct text *t, struct span s); /* begins as no name does: a sentence */
bool unit_plausible(const struct text *t, struct span s);
bool unit_collective(const struct text *t, struct span s); /* 各乡镇（街道）, 有关部门, 县直各部门 */
bool person_plausible(const struct text *t, struct span s);
/* Split a list.  Persons go to persons (may be NULL: then they are dropped).  Returns how many pieces look like
 * neither. */
int units_split(struct cx *cx, const struct text *t, struct span s, struct units *out, struct units *persons);
bool units_same(const struct text *t, struct span x, struct span y); /* one name is short for the other */

/* notice_duty.c */
struct duty {
	struct units lead, coop, open, persons;   /* open: one duty, shared without a word for each */
	struct span when;                         /* a time named beside the units; a == b: none */
	struct spans lead_at, coop_at, person_at; /* what was read as such, for the source */
	bool sure; /* said with 牵头, 责任单位 …, not only 负责 or a bare list */
	int odd;   /* pieces that look like no unit */
	bool bare; /* a list in a bracket, without any word for the role */
	bool rule; /* states that the first one leads */
};
bool duty_empty(const struct duty *d);
void duty_note(struct cx *cx, struct spans *to, struct span s);
/* Units with a role of their own to their list, the others to plain. */
void duty_spread(struct cx *cx, const struct text *t, struct units *from, struct units *plain, struct duty *d);
/* The word at p that says which part the units before it play, and where it ends. */
enum role { ROLE_NONE, ROLE_LEAD, ROLE_COOP, ROLE_WITH, ROLE_OPEN };
enum role role_at(const struct text *t, uint32_t p, uint32_t end, uint32_t *after);
void duty_merge(struct cx *cx, struct duty *to, const struct duty *from); /* what two places say of one task */
void duty_value(struct cx *cx, const struct text *t, enum label_kind kind, struct span value, struct duty *d);
bool duty_clauses(struct cx *cx, const struct text *t, struct span s, bool bracket, struct duty *d);
bool duty_sentence(struct cx *cx, const struct text *t, struct span s, struct duty *d);
bool duty_first_rule(const struct text *t, struct span s); /* 列第一位者为牵头单位 */

/* notice_when.c */
bool when_parse(struct cx *cx, const struct text *t, struct span s, int year, struct day since,
		struct notice_when *out);
bool when_find(const struct text *t, struct span s, struct span *out); /* the first time phrase in a sentence */
bool date_at(const struct text *t, uint32_t p, uint32_t end, struct day *day, struct span *at); /* a whole date */
bool when_dated(const struct text *t, struct span s); /* names a day, a third of a month, or a period */
bool when_recurs(const struct text *t, struct span s);
bool when_due_at(const struct text *t, uint32_t p, uint32_t end); /* 于9月30日前 begins at p */
bool when_starts(const struct text *t, struct span s); /* s begins with a time phrase: a deadline's words */

/* notice_lines.c */
struct line {
	uint32_t a, b;
	bool table; /* belongs to a table: not prose */
	bool tail;  /* signature, date, 附件, 抄送 …: ends what stands before it */
	struct mark mark;
};
struct reader {
	struct cx *cx;
	struct text text;
	struct notice *out;
	struct line *lines;
	size_t line_count;
	bool wrapped;        /* lines end anywhere, not at ends of sentences */
	uint32_t width;      /* characters of a full line, where long lines are broken at one width; else 0 */
	uint32_t first_task; /* where the tasks begin; text.n: none */
	struct day today, dated;
	bool has_date, year_from_date, year_assumed;
	int number_year;
	struct span title;
	bool explicit_roles, shared_roles;
	int mended;
	const struct span *last_spans; /* the text of the task before, and what was made of it */
	const char *last_text;
	size_t finding_room;
	uint8_t *used; /* for each canonical byte */
	VEC(struct raw_task) tasks;
};
void lines_split(struct reader *r);
size_t line_of(const struct reader *r, uint32_t p);
bool line_soft(const struct reader *r, size_t line); /* does this line go on with the sentence of the one before? */
uint32_t para_end(const struct reader *r, uint32_t p, uint32_t limit);
uint32_t value_end(const struct reader *r, const struct label *l, uint32_t limit);

/* A task as found, before roles and dates are settled. */
struct raw_task {
	struct span no, title;
	struct spans text;
	struct span part;
	struct spans sections;
	struct duty duty;
	struct span when;
	uint32_t begin; /* its place, for the order */
	bool from_table;
};

bool scan_unit_heading(struct reader *r, struct span s, struct duty *d); /* notice_scan.c */
void items_read(struct reader *r);                                       /* notice_items.c */
void tables_read(struct reader *r);                                      /* notice_table.c */
void flat_tables_read(struct reader *r);                                 /* notice_flat.c */
void head_read(struct reader *r);                                        /* notice_head.c */
void year_infer(struct reader *r);
void inner_read(struct reader *r);    /* notice_inner.c */
void duties_read(struct reader *r);   /* of the whole document, in what no task used */
void findings_read(struct reader *r); /* notice_find.c */
void use(struct reader *r, struct span s);

/* notice_table.c, for both kinds of table: a row's cells by column */
enum { TABLE_MAX_COLUMNS = 24 };
struct table_head {
	int count;
	int only_text; /* the column of the task, if there is just one; else -1 */
	enum label_kind kind[TABLE_MAX_COLUMNS];
	struct span words[TABLE_MAX_COLUMNS];
};
struct table_row {
	struct spans cell[TABLE_MAX_COLUMNS];
	bool covered[TABLE_MAX_COLUMNS]; /* the cell belongs to a row above */
};
struct table_state {
	const struct table_head *head;
	struct spans sections; /* of the last row that is a heading, or of a category column */
	struct duty group;     /* a heading row that is a unit: it leads what is below */
	size_t last_task;      /* index + 1; 0: none */
};
bool table_head_good(struct table_head *h);
void table_section(struct reader *r, struct table_state *st, struct span s);
void table_emit(struct reader *r, struct table_state *st, const struct table_row *row);
struct span trim(const struct text *t, struct span s); /* without commas, stops and stars at either end */

#endif
