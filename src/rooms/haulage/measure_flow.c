/* measure_flow.c - a measure against a truck, a driver, a carrier, a mine: proposed, in force, lifted; and where it is obeyed. */
#include "rooms/haulage/case.h"

#include <inttypes.h>
#include <string.h>
#include "core/notify.h"
#include "core/perm.h"
#include "db/db.h"
#include "rooms/haulage/haulage_inside.h"

static struct haulage_measure *measure_of(struct act *a)
{
	return (struct haulage_measure *)a->row;
}

static enum status transport_only(struct cx *cx, struct act *a)
{
	(void)a;
	return haulage_department_only(cx, "transport");
}

struct impose_input {
	const char *document, *day, *text;
};
static const struct field impose_fields[] = {
	FIELD(struct impose_input, document, .flags = REQUIRED, .min = 2, .max = 100, .zh = "决定书或通知文号", .en = "document"),
	FIELD(struct impose_input, day, .flags = DAY, .zh = "生效日期（不填为今天）", .en = "from (today)"),
	FIELD(struct impose_input, text, .min = 0, .max = 1000, .zh = "说明", .en = "words"),
};
static const struct record impose_record = RECORD(impose_input, impose_fields);

struct text_input {
	const char *text;
};
static const struct field text_fields[] = {FIELD(struct text_input, text, .flags = REQUIRED, .min = 2, .max = 1000, .zh = "理由", .en = "reason")};
static const struct record text_record = RECORD(text_input, text_fields);

static const char *kind_words(const struct cx *cx, const char *kind)
{
	static const struct {
		const char *kind, *words;
	} all[] = {{"revoke", "transport certificate revoked"}, {"stop_driving", "stopped from commercial driving"}, {"rectify", "carrier stopped until put right"},
		   {"talk", "summoned for a talk"}, {"stop_loading", "loading stopped until put right"}};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (strcmp(all[i].kind, kind) == 0)
			return words(cx, all[i].words);
	return kind;
}

static enum status impose(struct cx *cx, struct act *a)
{
	const struct impose_input *in = a->input;
	struct haulage_measure *m = measure_of(a);
	const char *today = day_today(cx), *day = in->day && *in->day ? in->day : today;
	TRY(db_exec(cx, NULL, "UPDATE haulage_measure SET document = $1, since = $2, note = $3 WHERE county = $4 AND id = $5",
		    ARGS(V(in->document), V(day), V(haulage_or(in->text, "")), V(cx->county), V(m->row.id))));
	if (strcmp(m->kind, "talk") == 0) {
		a->to = a->step->or_to;         /* a talk is held, and over */
		return STATUS_OK;
	}
	return db_exec(cx, NULL, "INSERT INTO haulage_block (county, party, item, measure, name, reason, since) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		       ARGS(V(cx->county), V(m->party), V(m->item), V(m->row.id), V(m->name),
			    V(arena_printf(cx->mem, "%s %s", kind_words(cx, m->kind), in->document)), V(day)));
}

static enum status lift(struct cx *cx, struct act *a)
{
	struct haulage_measure *m = measure_of(a);
	TRY(db_exec(cx, NULL, "UPDATE haulage_measure SET ended_on = $1 WHERE county = $2 AND id = $3",
		    ARGS(V(day_today(cx)), V(cx->county), V(m->row.id))));
	return db_exec(cx, NULL, "DELETE FROM haulage_block WHERE county = $1 AND party = $2 AND item = $3 AND measure = $4",
		       ARGS(V(cx->county), V(m->party), V(m->item), V(m->row.id)));
}

struct firm {
	int64_t enterprise;
};
static const struct field firm_fields[] = {FIELD(struct firm, enterprise)};
static const struct record firm_record = RECORD(firm, firm_fields);

/* A mine's firm is told; its state may show the remark. */
static enum status after(struct cx *cx, struct act *a)
{
	struct haulage_measure *m = measure_of(a);
	struct firm f;
	if (strcmp(m->party, "mine") != 0)
		return STATUS_OK;
	TRY(db_one(cx, &firm_record, &f, "SELECT enterprise FROM mine WHERE county = $1 AND id = $2", ARGS(V(cx->county), V(m->item))));
	if (f.enterprise)
		TRY(notify_org(cx, f.enterprise, PERM_HAULAGE_WEIGH, &(struct notify){.kind = "haulage", .text = m->basis,
			       .link = arena_printf(cx->mem, "/haulage/measures/%" PRId64, m->row.id)}, NULL, "%s: %s", m->name,
			       strcmp(a->step->action, "impose") == 0 ? kind_words(cx, m->kind) : flow_action_label(cx, &haulage_measure_flow, a->step->action)));
	return mine_refresh(cx, m->item);
}

static enum status load(struct cx *cx, int64_t id, struct flow_row **row)
{
	struct haulage_measure *m;
	TRY(haulage_measure_get(cx, id, &m));
	*row = &m->row;
	return STATUS_OK;
}

static const struct flow_state states[] = {
	{"proposed", "建议采取", "proposed", false},
	{"in_force", "执行中", "in force", false},
	{"done", "已完成", "done", true},
	{"lifted", "已解除", "lifted", true},
	{"waived", "不采取", "not taken", true},
	{0},
};

static const struct step steps[] = {
	{.from = "proposed", .action = "impose", .to = "in_force", .or_to = "done", .zh = "决定采取", .en = "impose", .perm = BIT(HAULAGE_ENFORCE),
	 .input = &impose_record, .evidence = EVIDENCE_MAY, .guard = transport_only, .effect = impose, .confirm = true},
	{.from = "proposed", .action = "waive", .to = "waived", .zh = "不采取", .en = "do not take it", .perm = BIT(HAULAGE_ENFORCE), .input = &text_record,
	 .evidence = EVIDENCE_MAY, .guard = transport_only, .confirm = true},
	{.from = "in_force", .action = "lift", .to = "lifted", .zh = "解除", .en = "lift", .perm = BIT(HAULAGE_ENFORCE), .input = &text_record,
	 .evidence = EVIDENCE_MAY, .guard = transport_only, .effect = lift},
};

const struct flow haulage_measure_flow = {
	.name = "haulage_measure", .zh = "治超措施", .en = "measure against overloading", .table = "haulage_measure", .states = states, .steps = steps,
	.count = sizeof steps / sizeof *steps, .load = load, .after = after,
	.about = {.title = "f.name", .page = "/haulage/measures/", .zh = "提出", .en = "proposed"},
};

/* ---- what others ask ---- */

struct stop_row {
	int64_t id;
	const char *basis, *document, *since;
};
static const struct field stop_fields[] = {
	FIELD(struct stop_row, id), FIELD(struct stop_row, basis), FIELD(struct stop_row, document), FIELD(struct stop_row, since),
};
static const struct record stop_record = RECORD(stop_row, stop_fields);

enum status haulage_reasons(struct cx *cx, const struct mine *m, struct day day, struct mine_reasons *out)
{
	struct list l;
	TRY(db_all(cx, &stop_record, &l,
		   "SELECT id, basis, document, since FROM haulage_measure WHERE county = $1 AND party = 'mine' AND item = $2 AND kind = 'stop_loading'"
		   " AND since <> '' AND since <= $3 AND (ended_on = '' OR ended_on > $3) ORDER BY id",
		   ARGS(V(cx->county), V(m->id), V(day_text(cx, day)))));
	const struct stop_row *s = l.items;
	for (size_t i = 0; i < l.count; i++)
		mine_reason_add(cx, out, &(struct mine_reason){.code = "loading_stopped", .blocks = false, .since = s[i].since,
			.text = arena_printf(cx->mem, words(cx, "may not load trucks: %s (%s)"), haulage_in_lang(cx, s[i].basis), s[i].document),
			.missing = words(cx, "the transport department lifts its measure"), .rule = "haulage.source", .source = s[i].document,
			.link = arena_printf(cx->mem, "/haulage/measures/%" PRId64, s[i].id)});
	return STATUS_OK;
}
