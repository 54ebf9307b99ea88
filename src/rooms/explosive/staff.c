#include "rooms/explosive/staff.h"

#include <inttypes.h>
#include "core/rule.h"
#include "db/db.h"
#include "rooms/explosive/book.h"

static const struct field fields[] = {
	FIELD(struct staff_post, post),
	FIELD(struct staff_post, name),
	FIELD(struct staff_post, least),
	FIELD(struct staff_post, have),
};
const struct record staff_post_record = RECORD(staff_post, fields);

/* People, not papers: one who holds two certificates for a post is one. */
static enum status count(struct cx *cx, int64_t mine, const char *post, const char *day, int64_t *n)
{
	struct number_row r;
	TRY(db_one(cx, &number_row_record, &r,
		   "SELECT count(DISTINCT person) AS n FROM mine_certificate WHERE county = $1 AND mine = $2 AND (post "
		   "= $3 OR kind LIKE '%' || $3 || '%')"
		   " AND (valid_from = '' OR valid_from <= $4) AND (valid_to = '' OR valid_to >= $4) AND (left_on = '' "
		   "OR left_on > $4)",
		   ARGS(V(cx->county), V(mine), V(post), V(day))));
	*n = r.n;
	return STATUS_OK;
}

enum status staff_of(struct cx *cx, int64_t mine, struct day day, struct staff *out)
{
	const struct rule *rule;
	struct texts posts, names;
	struct rule_ints least;
	struct buf b;
	char text[11];
	day_print(day, text);
	buf_init(&b, cx->mem);
	TRY(rule_in_force(cx, "explosive.staff", day, &rule));
	TRY(rule_texts(cx, rule, "posts", &posts));
	TRY(rule_texts(cx, rule, "posts_zh", &names));
	TRY(rule_ints(cx, rule, "least", &least));
	struct staff_post *p = arena_array_of(cx->mem, struct staff_post, posts.count + 1);
	*out = (struct staff){.enough = true, .posts = {p, 0}};
	for (size_t i = 0; i < posts.count && i < names.count && (int)i < least.count; i++) {
		p[i] = (struct staff_post){.post = posts.items[i], .name = names.items[i], .least = least.items[i]};
		TRY(count(cx, mine, names.items[i], text, &p[i].have));
		out->enough &= p[i].have >= p[i].least;
		buf_printf(&b, "%s%s %" PRId64 "/%" PRId64, i ? ", " : "", cx->lang == LANG_ZH ? p[i].name : p[i].post,
			   p[i].have, p[i].least);
		out->posts.count++;
	}
	out->text = b.s;
	return STATUS_OK;
}
