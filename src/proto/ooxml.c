#include "proto/ooxml.h"

#include <string.h>

/* A target as it stands in a relation of the part `from`, as a name in the archive. */
static const char *resolve(struct cx *cx, const char *from, const char *target)
{
	if (*target == '/')
		return target + 1;
	const char *slash = strrchr(from, '/');
	size_t keep = slash ? (size_t)(slash - from) + 1 : 0;
	while (strncmp(target, "../", 3) == 0 || strncmp(target, "./", 2) == 0) {
		if (target[1] == '.' && keep > 0)
			for (keep--; keep > 0 && from[keep - 1] != '/';)
				keep--;
		target += target[1] == '.' ? 3 : 2;
	}
	return arena_printf(cx->mem, "%.*s%s", (int)keep, from, target);
}

static const char *find(struct cx *cx, const xmlNode *relations, const char *from, const char *attr, const char *want)
{
	for (const xmlNode *r = xml_first(relations, "Relationship"); r; r = xml_next(r, "Relationship")) {
		const char *have = xml_attr(r, attr), *target = xml_attr(r, "Target"), *mode = xml_attr(r, "TargetMode");
		if (!have || !target || (mode && strcmp(mode, "External") == 0))
			continue;
		const char *last = strcmp(attr, "Type") == 0 ? strrchr(have, '/') : NULL;
		if (strcmp(last ? last + 1 : have, want) == 0)
			return resolve(cx, from, target);
	}
	return NULL;
}

enum status ooxml_open(struct cx *cx, const char *bytes, size_t n, struct ooxml *out)
{
	struct ooxml o = {0};
	const xmlNode *root;
	TRY(unzip_open(cx, bytes, n, &o.zip));
	TRY(ooxml_part(cx, &o, "_rels/.rels", &root));
	o.main = find(cx, root, "", "Type", "officeDocument");
	if (!o.main)
		return cx_fail(cx, STATUS_INVALID, "the file is damaged: it has no part %s", "officeDocument");
	const char *slash = strrchr(o.main, '/');
	size_t dir = slash ? (size_t)(slash - o.main) + 1 : 0;
	const char *rels = arena_printf(cx->mem, "%.*s_rels/%s.rels", (int)dir, o.main, o.main + dir);
	if (unzip_has(o.zip, rels))
		TRY(ooxml_part(cx, &o, rels, &o.relations));
	*out = o;
	return STATUS_OK;
}

const char *ooxml_by_type(struct cx *cx, const struct ooxml *o, const char *type)
{
	const char *part = find(cx, o->relations, o->main, "Type", type);
	return part && unzip_has(o->zip, part) ? part : NULL;
}

const char *ooxml_by_id(struct cx *cx, const struct ooxml *o, const char *id)
{
	return id ? find(cx, o->relations, o->main, "Id", id) : NULL;
}

enum status ooxml_part(struct cx *cx, const struct ooxml *o, const char *part, const xmlNode **root)
{
	const char *bytes;
	size_t n;
	xmlDoc *doc;
	TRY(unzip_part(cx, o->zip, part, &bytes, &n));
	TRY(xml_parse(cx, part, bytes, n, &doc));
	*root = xmlDocGetRootElement(doc);
	return STATUS_OK;
}

bool ooxml_on(const xmlNode *e)
{
	const char *val = e ? xml_attr(e, "val") : "0";
	return !val || !(strcmp(val, "0") == 0 || strcmp(val, "false") == 0 || strcmp(val, "off") == 0);
}
