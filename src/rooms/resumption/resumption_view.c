/* resumption_view.c - an application as its page shows it. */
#include <inttypes.h>
#include <string.h>
#include "core/county.h"
#include "core/evidence.h"
#include "db/db.h"
#include "rooms/resumption/resumption_inside.h"

static const struct field follow_up_fields[] = {
	FIELD(struct resume_follow_up, day),
	FIELD(struct resume_follow_up, result),
	FIELD(struct resume_follow_up, text),
	FIELD(struct resume_follow_up, person_name),
};
const struct record resume_follow_up_record = RECORD(resume_follow_up, follow_up_fields);

static void write_list(struct jw *w, const char *key, const struct record *rec, const struct list *l)
{
	jw_key(w, key);
	jw_list(w, rec, l);
}

static enum status write_lists(struct cx *cx, struct resumption *r, struct jw *w)
{
	struct list l;
	struct mine_reasons reasons = {0};
	TRY(resumption_documents(cx, r, &l));
	write_list(w, "documents", &resume_document_record, &l);
	TRY(resumption_members(cx, r->row.id, &l));
	write_list(w, "members", &resume_member_record, &l);
	TRY(resumption_items(cx, r, &l));
	write_list(w, "items", &resume_item_record, &l);
	TRY(resumption_missing(cx, r, &reasons));
	write_list(w, "missing", &mine_reason_record, &(struct list){reasons.items, reasons.count});
	TRY(db_all(cx, &resume_follow_up_record, &l,
		   "SELECT f.day, f.result, f.text, p.name AS person_name FROM resumption_follow_up f"
		   " LEFT JOIN person p ON p.county = f.county AND p.id = f.person"
		   " WHERE f.county = $1 AND f.resumption = $2 ORDER BY f.id", ARGS(V(cx->county), V(r->row.id))));
	write_list(w, "follow_up_checks", &resume_follow_up_record, &l);
	return STATUS_OK;
}

static enum status write_parts(struct cx *cx, struct flow_row *row, struct jw *w)
{
	struct resumption *r = (struct resumption *)row;
	jw_key(w, "accident");
	jw_bool(w, resume_is_accident(cx, r));
	return write_lists(cx, r, w);
}

static const struct answer_key keys[] = {
	KEY("accident", "bool"),
	KEY("documents", "[@]", .of = &resume_document_record),
	KEY("members", "[@]", .of = &resume_member_record),
	KEY("items", "[@]", .of = &resume_item_record),
	KEY("missing", "[@]", .of = &mine_reason_record),
	KEY("follow_up_checks", "[@]", .of = &resume_follow_up_record),
	{0},
};

const struct flow_page resumption_answer = {.flow = &resumption_flow, .record = &resumption_record, .parts = write_parts,
				       .keys = keys,
					    .papers = resumption_papers};
