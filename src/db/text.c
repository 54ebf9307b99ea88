#include "db/text.h"

#include "base/buf.h"
#include "db/backend.h"

enum status text_add(struct cx *cx, int64_t doc, const char *words)
{
	return db_exec(cx, NULL, cx->db->be->text->add, ARGS(V(cx->county), V(doc), V(words)));
}

enum status text_remove(struct cx *cx, int64_t doc, const char *words)
{
	return db_exec(cx, NULL, cx->db->be->text->remove, ARGS(V(cx->county), V(doc), V(words)));
}

const char *text_doc(const struct cx *cx)
{
	return cx->db->be->text->doc;
}

const char *text_match(const struct cx *cx)
{
	return cx->db->be->text->match;
}

static void put_phrase(const struct db_text *t, struct buf *b, const struct text_phrase *p)
{
	buf_puts(b, t->open);
	for (size_t i = 0; i < p->count; i++) {
		bool last = i + 1 == p->count;
		buf_printf(b, "%s%s%s%s", i ? t->then : "", t->open_word, p->words[i], t->close_word);
		if (last && p->prefix && t->prefix_inside)
			buf_puts(b, t->prefix);
	}
	buf_puts(b, t->close);
	if (p->prefix && !t->prefix_inside)
		buf_puts(b, t->prefix);
}

const char *text_query(struct cx *cx, const struct text_phrase *phrases, size_t count)
{
	const struct db_text *t = cx->db->be->text;
	struct buf b;
	buf_init(&b, cx->mem);
	for (size_t i = 0; i < count; i++) {
		if (i)
			buf_puts(&b, t->and);
		put_phrase(t, &b, &phrases[i]);
	}
	return b.s;
}
