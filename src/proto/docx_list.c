#include "proto/docx_list.h"

#include <stdlib.h>
#include <string.h>

#include "proto/docx_number.h"
#include "proto/ooxml.h"

enum { LEVELS = 9, MAX_STYLES = 1000, MAX_LISTS = 1000, MAX_CHAIN = 20 };

struct level {
	const xmlNode *lvl;
	long start;
	const char *format, *text, *suffix, *style;
	bool legal, runs_on;    /* all numbers decimal; not begun again after a level above */
};

struct definition {             /* w:abstractNum: the paragraphs of all its lists count together */
	long id;
	const char *link;       /* w:numStyleLink: really defined under that style */
	struct level level[LEVELS];
	long count[LEVELS];     /* 0: not begun */
};

struct list {                   /* w:num */
	long id;
	struct definition *def;
	struct level *own[LEVELS];      /* w:lvlOverride, or NULL */
	long restart[LEVELS];           /* w:startOverride: begin with this when first used; -1: none */
};

struct style {
	const char *id, *based_on;
	long list, level;       /* list -1: says nothing; 0: none */
};

struct docx_lists {
	struct style *styles;
	struct definition *defs;
	struct list *lists;
	size_t style_count, def_count, list_count;
};

static const char *val(const xmlNode *parent, const char *name)
{
	return xml_attr(xml_first(parent, name), "val");
}

static long val_int(const xmlNode *parent, const char *name, long absent)
{
	return xml_attr_int(xml_first(parent, name), "val", absent);
}

static size_t count_of(const xmlNode *parent, const char *name, size_t most)
{
	size_t n = 0;
	for (const xmlNode *c = xml_first(parent, name); c && n < most; c = xml_next(c, name))
		n++;
	return n;
}

static void read_level(struct level *v, const xmlNode *lvl)
{
	*v = (struct level){.lvl = lvl, .start = val_int(lvl, "start", 0), .format = val(lvl, "numFmt"),
			    .text = val(lvl, "lvlText"), .suffix = val(lvl, "suff"), .style = val(lvl, "pStyle")};
	v->legal = ooxml_on(xml_first(lvl, "isLgl"));
	v->runs_on = val_int(lvl, "lvlRestart", -1) == 0;
	/* Word and WPS write formats newer than the standard inside an alternative. */
	const xmlNode *alt = v->format ? NULL : xml_first(lvl, "AlternateContent");
	for (const xmlNode *c = alt ? alt->children : NULL; c && !v->format; c = c->next)
		v->format = val(c, "numFmt");
}

static long level_index(const xmlNode *e)
{
	long i = xml_attr_int(e, "ilvl", -1);
	return i < LEVELS ? i : -1;
}

static void read_styles(struct cx *cx, struct docx_lists *l, const xmlNode *root)
{
	l->styles = arena_array_of(cx->mem, struct style, count_of(root, "style", MAX_STYLES));
	for (const xmlNode *s = xml_first(root, "style"); s && l->style_count < MAX_STYLES; s = xml_next(s, "style")) {
		const xmlNode *num = xml_first(xml_first(s, "pPr"), "numPr");
		l->styles[l->style_count++] = (struct style){xml_attr(s, "styleId"), val(s, "basedOn"),
							     val_int(num, "numId", -1), val_int(num, "ilvl", -1)};
	}
}

static void read_definitions(struct cx *cx, struct docx_lists *l, const xmlNode *root)
{
	l->defs = arena_array_of(cx->mem, struct definition, count_of(root, "abstractNum", MAX_LISTS));
	const char *name = "abstractNum";
	for (const xmlNode *a = xml_first(root, name); a && l->def_count < MAX_LISTS; a = xml_next(a, name)) {
		struct definition *d = &l->defs[l->def_count++];
		d->id = xml_attr_int(a, "abstractNumId", -1);
		d->link = val(a, "numStyleLink");
		for (const xmlNode *v = xml_first(a, "lvl"); v; v = xml_next(v, "lvl"))
			if (level_index(v) >= 0)
				read_level(&d->level[level_index(v)], v);
	}
}

static struct definition *definition(struct docx_lists *l, long id)
{
	for (size_t i = 0; i < l->def_count; i++)
		if (l->defs[i].id == id)
			return &l->defs[i];
	return NULL;
}

static void read_lists(struct cx *cx, struct docx_lists *l, const xmlNode *root)
{
	l->lists = arena_array_of(cx->mem, struct list, count_of(root, "num", MAX_LISTS));
	for (const xmlNode *n = xml_first(root, "num"); n && l->list_count < MAX_LISTS; n = xml_next(n, "num")) {
		struct list *list = &l->lists[l->list_count++];
		list->id = xml_attr_int(n, "numId", -1);
		list->def = definition(l, val_int(n, "abstractNumId", -1));
		for (int i = 0; i < LEVELS; i++)
			list->restart[i] = -1;
		for (const xmlNode *o = xml_first(n, "lvlOverride"); o; o = xml_next(o, "lvlOverride")) {
			long i = level_index(o);
			if (i < 0)
				continue;
			list->restart[i] = val_int(o, "startOverride", -1);
			if (!list->own[i] && xml_first(o, "lvl"))
				read_level(list->own[i] = arena_new_of(cx->mem, struct level), xml_first(o, "lvl"));
		}
	}
}

static struct list *list_of(struct docx_lists *l, long id)
{
	for (size_t i = 0; i < l->list_count; i++)
		if (l->lists[i].id == id)
			return &l->lists[i];
	return NULL;
}

static const struct style *style_of(const struct docx_lists *l, const char *id)
{
	for (size_t i = 0; id && i < l->style_count; i++)
		if (l->styles[i].id && strcmp(l->styles[i].id, id) == 0)
			return &l->styles[i];
	return NULL;
}

/* A definition that only points at a style takes the levels of the list that the style names. */
static void follow_links(struct docx_lists *l)
{
	for (size_t i = 0; i < l->list_count; i++) {
		struct definition *d = l->lists[i].def;
		const struct style *s = d && d->link ? style_of(l, d->link) : NULL;
		struct list *real = s && s->list > 0 ? list_of(l, s->list) : NULL;
		if (real && real->def && !real->def->link)
			l->lists[i].def = real->def;
	}
}

struct docx_lists *docx_lists_new(struct cx *cx, const xmlNode *styles, const xmlNode *numbering)
{
	struct docx_lists *l = arena_new_of(cx->mem, struct docx_lists);
	read_styles(cx, l, styles);
	read_definitions(cx, l, numbering);
	read_lists(cx, l, numbering);
	follow_links(l);
	return l;
}

static const struct level *level_at(const struct list *list, long i)
{
	return list->own[i] ? list->own[i] : &list->def->level[i];
}

/* Which list and level a paragraph belongs to: by itself, else by its style or one that this is based on. */
static struct list *paragraph_list(struct docx_lists *l, const xmlNode *properties, long *level)
{
	const xmlNode *num = xml_first(properties, "numPr");
	long id = val_int(num, "numId", -1), at = val_int(num, "ilvl", -1);
	const struct style *s = style_of(l, val(properties, "pStyle"));
	for (int i = 0; i < MAX_CHAIN && s && id < 0; i++, s = style_of(l, s->based_on)) {
		id = s->list;
		at = at >= 0 ? at : s->level;
		struct list *list = id > 0 ? list_of(l, id) : NULL;
		for (long v = 0; v < LEVELS && list && list->def && at < 0; v++)
			if (level_at(list, v)->style && s->id && strcmp(level_at(list, v)->style, s->id) == 0)
				at = v;
	}
	*level = at < 0 ? 0 : at < LEVELS ? at : LEVELS - 1;
	return id > 0 ? list_of(l, id) : NULL;
}

static void count(struct list *list, long at)
{
	long *n = list->def->count;
	for (long i = 0; i < at; i++)
		n[i] = n[i] ? n[i] : level_at(list, i)->start;
	if (list->restart[at] >= 0) {
		n[at] = list->restart[at];
		list->restart[at] = -1;
	} else {
		n[at] = n[at] ? n[at] + 1 : level_at(list, at)->start;
	}
	for (long i = at + 1; i < LEVELS; i++)
		if (!level_at(list, i)->runs_on)
			n[i] = 0;
}

static void label(const struct list *list, long at, struct buf *out)
{
	const struct level *v = level_at(list, at);
	size_t start = out->n;
	if (!v->text || (v->format && strcmp(v->format, "none") == 0 && !*v->text))
		return;
	for (const char *s = v->text; *s; s++) {
		if (*s != '%' || s[1] < '1' || s[1] > '9') {
			buf_add(out, s, 1);
			continue;
		}
		long of = *++s - '1';
		docx_number(out, v->legal ? "decimal" : level_at(list, of)->format, list->def->count[of]);
	}
	/* The gap that the page shows after a number, where it would otherwise run into the words. */
	unsigned char last = out->n > start ? (unsigned char)out->s[out->n - 1] : 0;
	if (last && last < 0x80 && !(v->suffix && strcmp(v->suffix, "nothing") == 0))
		buf_add(out, " ", 1);
}

void docx_lists_next(struct docx_lists *l, const xmlNode *properties, struct buf *out)
{
	long at;
	struct list *list = paragraph_list(l, properties, &at);
	if (!list || !list->def || !level_at(list, at)->lvl)
		return;
	count(list, at);
	const char *format = level_at(list, at)->format;
	if (format && strcmp(format, "bullet") == 0)
		buf_puts(out, "• ");    /* the list's own sign is often a letter of a symbol font */
	else
		label(list, at, out);
}
