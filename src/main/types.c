/* types.c - the app's TypeScript types, from the same tables as the description of the interface. */
#include "main/openapi_inside.h"

static void type_of(struct cx *cx, const struct records *all, const struct field *f, struct buf *out)
{
	static const char *const plain[] = {
		[KIND_INT] = "number", [KIND_REAL] = "number", [KIND_BOOL] = "boolean", [KIND_TEXT] = "string",
		[KIND_TEXTS] = "string", [KIND_JSON] = "unknown",
	};
	if (f->kind == KIND_LIST)
		buf_puts(out, records_name(cx, all, f->of));
	else if (f->flags & TIME)
		buf_puts(out, "string");
	else if (!f->choices)
		buf_puts(out, plain[f->kind]);
	if (f->choices) {
		buf_puts(out, f->kind == KIND_TEXTS ? "(" : "");
		for (const char *const *c = f->choices; *c; c++)
			buf_printf(out, "%s'%s'", c == f->choices ? "" : " | ", *c);
		buf_puts(out, f->kind == KIND_TEXTS ? ")" : "");
	}
	if (f->kind == KIND_LIST || f->kind == KIND_TEXTS)
		buf_puts(out, "[]");
	else if (f->flags & (TIME | NULLABLE) || (f->kind == KIND_TEXT && !(f->flags & REQUIRED)))
		buf_puts(out, " | null");
}

void types_print(struct cx *cx, const struct routes *const *lists, size_t count, struct buf *out)
{
	struct records all = records_of(lists, count);
	buf_puts(out, "// Made by `kuangan types` from the server's tables: change those, not this file.\n");
	for (size_t i = 0; i < all.count; i++) {
		const struct record *rec = all.list[i];
		buf_printf(out, "\nexport interface %s {\n", records_name(cx, &all, rec));
		for (size_t j = 0; j < rec->count; j++) {
			const struct field *f = &rec->fields[j];
			buf_printf(out, "  %s%s%s: ", f->flags & READ_ONLY ? "readonly " : "", f->name,
				   f->flags & SECRET ? "?" : "");
			type_of(cx, &all, f, out);
			buf_puts(out, "\n");
		}
		buf_puts(out, "}\n");
	}
}

