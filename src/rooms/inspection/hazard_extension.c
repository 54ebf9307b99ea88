/* hazard_extension.c - more time for a rectification: asked before the day, decided by another; each wish is a record. */
#include "rooms/inspection/hazard.h"

#include <string.h>
#include "base/id.h"
#include "core/perm.h"
#include "db/db.h"

static const struct field extension_fields[] = {
	FIELD_AS(struct hazard_extension, "id", row.id),
	FIELD_AS(struct hazard_extension, "version", row.version),
	FIELD_AS(struct hazard_extension, "state", row.state),
	FIELD(struct hazard_extension, hazard),
	FIELD(struct hazard_extension, old_day),
	FIELD(struct hazard_extension, new_day),
	FIELD(struct hazard_extension, reason),
	FIELD(struct hazard_extension, measures),
	FIELD(struct hazard_extension, asked_by),
	FIELD(struct hazard_extension, asked_org),
	FIELD(struct hazard_extension, asked_on),
	FIELD(struct hazard_extension, asked_by_name),
	FIELD(struct hazard_extension, decided_by, .flags = NULLABLE),
	FIELD(struct hazard_extension, decided_on),
	FIELD(struct hazard_extension, decided_by_name),
	FIELD(struct hazard_extension, note),
};
const struct record hazard_extension_record = RECORD(hazard_extension, extension_fields);

#define SELECT                                                                                                        \
	"SELECT x.id, x.version, x.state, x.hazard, x.old_day, x.new_day, x.reason, x.measures, x.asked_by, x.asked_org, " \
	"x.asked_on, a.name AS asked_by_name, x.decided_by, x.decided_on, d.name AS decided_by_name, x.note"         \
	" FROM hazard_extension x LEFT JOIN person a ON a.county = x.county AND a.id = x.asked_by"                    \
	" LEFT JOIN person d ON d.county = x.county AND d.id = x.decided_by"

enum status hazard_extensions(struct cx *cx, int64_t hazard, struct list *out)
{
	return db_all(cx, &hazard_extension_record, out, SELECT " WHERE x.county = $1 AND x.hazard = $2 ORDER BY x.id",
		      ARGS(V(cx->county), V(hazard)));
}

enum status hazard_ask_extension(struct cx *cx, const struct hazard *h, const struct hazard_ask *in)
{
	if (strcmp(in->day, h->due) <= 0)
		return cx_fail_field(cx, "day", "must be after the day it is due now (%s)", h->due);
	const struct hazard_extension e = {.row = {.id = id_new(cx), .version = 1, .state = hazard_extension_flow.states[0].name},
					   .hazard = h->row.id, .old_day = h->due, .new_day = in->day, .reason = in->reason,
					   .measures = in->measures, .asked_by = cx->user, .asked_org = cx->org,
					   .asked_on = day_today(cx), .decided_on = "", .note = ""};
	TRY(db_exec(cx, NULL,
		    "INSERT INTO hazard_extension (county, id, state, hazard, old_day, new_day, reason, measures, asked_by, asked_org, asked_on)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
		    ARGS(V(cx->county), V(e.row.id), V(e.row.state), V(e.hazard), V(e.old_day), V(e.new_day), V(e.reason), V(e.measures),
			 V(e.asked_by), V(e.asked_org), V(e.asked_on))));
	return flow_began(cx, &hazard_extension_flow, e.row.id, "ask", &hazard_extension_record, &e);
}

/* ---- steps ---- */

struct note_input {
	const char *note;
};
static const struct field note_fields[] = {
	FIELD(struct note_input, note, .min = 0, .max = 1000, .zh = "批示", .en = "note"),
};
static const struct record note_record = RECORD(note_input, note_fields);
static const struct field must_note_fields[] = {
	FIELD(struct note_input, note, .flags = REQUIRED, .min = 2, .max = 1000, .zh = "不同意的理由", .en = "why not"),
};
static const struct record must_note_record = RECORD(note_input, must_note_fields);

static struct hazard_extension *extension_of(struct act *a)
{
	return (struct hazard_extension *)a->row;
}

static enum status another(struct cx *cx, struct act *a)
{
	const struct hazard_extension *e = extension_of(a);
	if (e->asked_by == cx->user || (cx->org && e->asked_org == cx->org))
		return cx_fail(cx, STATUS_FORBIDDEN, "nobody decides on his own request");
	return STATUS_OK;
}

static enum status asker_only(struct cx *cx, struct act *a)
{
	if (extension_of(a)->asked_org != cx->org)
		return cx_fail(cx, STATUS_FORBIDDEN, "only the unit that asked may take it back");
	return STATUS_OK;
}

static enum status decide(struct cx *cx, struct act *a)
{
	const struct note_input *in = a->input;
	return db_exec(cx, NULL, "UPDATE hazard_extension SET decided_by = $1, decided_on = $2, note = $3 WHERE county = $4 AND id = $5",
		       ARGS(V(cx->user), V(day_today(cx)), V(inspection_or(in->note, "")), V(cx->county), V(a->row->id)));
}

static enum status grant(struct cx *cx, struct act *a)
{
	const struct hazard_extension *e = extension_of(a);
	struct hazard *h;
	TRY(hazard_get(cx, e->hazard, &h));
	if (*h->ended_on)
		return cx_fail(cx, STATUS_CONFLICT, "the hazard is closed already");
	TRY(decide(cx, a));
	TRY(db_exec(cx, NULL, "UPDATE hazard SET extensions = extensions + 1, version = version + 1 WHERE county = $1 AND id = $2",
		    ARGS(V(cx->county), V(e->hazard))));
	return hazard_store_due(cx, e->hazard, e->new_day);
}

static enum status load(struct cx *cx, int64_t id, struct flow_row **row)
{
	struct list l;
	struct hazard *h;
	TRY(db_all(cx, &hazard_extension_record, &l, SELECT " WHERE x.county = $1 AND x.id = $2", ARGS(V(cx->county), V(id))));
	struct hazard_extension *e = l.items;
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such request");
	TRY(hazard_get(cx, e->hazard, &h));     /* who sees the hazard sees it */
	*row = &e->row;
	return STATUS_OK;
}

static enum status after(struct cx *cx, struct act *a)
{
	struct hazard *h;
	TRY(hazard_get(cx, extension_of(a)->hazard, &h));
	return hazard_tell(cx, a->step->action, h);
}

static const struct flow_state states[] = {
	{"asked", "待审批", "waiting for a decision", false},
	{"granted", "已同意", "granted", true},
	{"refused", "未同意", "refused", true},
	{"taken_back", "已撤回", "taken back", true},
	{0},
};

#define BIT(name) (UINT64_C(1) << PERM_BIT_##name)

static const struct step steps[] = {
	{.from = "asked", .action = "grant", .to = "granted", .zh = "同意延期", .en = "grant", .perm = BIT(HAZARD_RECHECK),
	 .input = &note_record, .guard = another, .effect = grant, .limit = "hazard.extension", .confirm = true},
	{.from = "asked", .action = "refuse", .to = "refused", .zh = "不同意", .en = "refuse", .perm = BIT(HAZARD_RECHECK),
	 .input = &must_note_record, .guard = another, .effect = decide, .limit = "hazard.extension"},
	{.from = "asked", .action = "take_back", .to = "taken_back", .zh = "撤回申请", .en = "take it back", .perm = BIT(HAZARD_RECTIFY),
	 .guard = asker_only},
};

const struct flow hazard_extension_flow = {
	.name = "hazard_extension", .zh = "隐患整改延期", .en = "more time to rectify", .table = "hazard_extension", .states = states,
	.steps = steps, .count = sizeof steps / sizeof *steps, .load = load, .after = after,
	.about = {.title = "(SELECT h.text FROM hazard h WHERE h.county = f.county AND h.id = f.hazard)", .due = "f.new_day",
		  .page = "/hazards/", .page_item = "f.hazard", .zh = "申请延期", .en = "asked for more time"},
};
