/* resumption_candidate.c - whom the bureau may choose for an acceptance team. */
#include "core/org.h"
#include "db/db.h"
#include "rooms/resumption/resumption_inside.h"

enum { MOST = 100 };

static const struct field query_fields[] = {
	FIELD(struct resume_candidate_query, q, .min = 0, .max = 50),
	FIELD(struct resume_candidate_query, limit, .min = 1, .max = MOST),
};
const struct record resume_candidate_query_record = RECORD(resume_candidate_query, query_fields);

static const struct field candidate_fields[] = {
	FIELD(struct resume_candidate, id),
	FIELD(struct resume_candidate, name),
	FIELD(struct resume_candidate, title),
	FIELD(struct resume_candidate, org_name),
};
const struct record resume_candidate_record = RECORD(resume_candidate, candidate_fields);

enum status resumption_candidates(struct cx *cx, int64_t id, const struct resume_candidate_query *q, struct list *out)
{
	struct resumption *r;
	struct resume_orgs orgs;
	TRY(resumption_get(cx, id, &r));
	TRY(resume_bureau_only(cx, r));
	TRY(resume_orgs_of(cx, r, &orgs));
	struct where w = where_new(cx, "p.county = $?", V(cx->county));
	where_and(&w, "(lower(p.name) LIKE $? ESCAPE '\\'", V(org_anywhere(cx, q->q ? q->q : "")));
	where_more(&w, " OR lower(o.name) LIKE $? ESCAPE '\\')", V(org_anywhere(cx, q->q ? q->q : "")));
	buf_puts(&w.sql, " AND p.active = 1 AND (o.kind = 'third_party'");
	for (int i = 0; i < orgs.count; i++)
		where_more(&w, " OR p.org = $?", V(orgs.items[i].id));
	where_more(&w, ") ORDER BY p.org, p.id LIMIT $?", V(q->limit ? q->limit : (int64_t)MOST));
	return db_all(cx, &resume_candidate_record, out,
		      arena_printf(cx->mem, "SELECT p.id, p.name, p.title, o.name AS org_name FROM person p"
				   " JOIN org o ON o.county = p.county AND o.id = p.org WHERE %s", w.sql.s), where_args(&w));
}
