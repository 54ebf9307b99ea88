/* blast_flow.c - a blast's way: released within its limits, fired, settled by what the ledger says. */
#include "rooms/explosive/blast.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "core/perm.h"
#include "db/db.h"
#include "rooms/explosive/book.h"
#include "rooms/explosive/charge.h"
#include "rooms/mine/status.h"

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

static struct blast *blast_of(const struct act *a)
{
	return (struct blast *)a->row;
}

/* The enterprise whose mine it is. */
static enum status own_mine(struct cx *cx, struct act *a)
{
	struct mine *m;
	TRY(mine_get(cx, blast_of(a)->mine, &m));
	return !cx->user || m->enterprise == cx->org
		       ? STATUS_OK
		       : cx_fail(cx, STATUS_FORBIDDEN, "only the mine's own enterprise may do this");
}

static enum status may_release(struct cx *cx, struct act *a)
{
	const struct blast *b = blast_of(a);
	struct mine *m;
	struct mine_status s;
	struct list checks;
	TRY(own_mine(cx, a));
	TRY(blast_checks(cx, b, &checks));
	const struct charge_check *refused = charge_refused(&checks);
	if (refused)
		return cx_fail(cx, STATUS_CONFLICT, "%s: %s", refused->text, refused->arithmetic);
	TRY(mine_get(cx, b->mine, &m));
	TRY(mine_status(cx, m, day_of(cx->now), &s));
	return s.may_work ? STATUS_OK
			  : cx_fail(cx, STATUS_CONFLICT, "the mine may not work: %s", s.reasons.items[0].text);
}

struct fire_input {
	int64_t fired_at, misfires;
	double broken_m3, vibration_cm_s;
	const char *note;
};
static const struct field fire_fields[] = {
	FIELD(struct fire_input, fired_at, .flags = REQUIRED | TIME, .zh = "起爆时间", .en = "fired at"),
	FIELD(struct fire_input, broken_m3, .flags = REQUIRED, .zh = "实际爆破方量（立方米）",
	      .en = "volume loosened, m³"),
	FIELD(struct fire_input, misfires, .min = 0, .max = 1000, .zh = "盲炮数", .en = "misfires"),
	FIELD(struct fire_input, vibration_cm_s, .zh = "实测振速（厘米/秒）", .en = "velocity measured, cm/s"),
	FIELD(struct fire_input, note, .min = 0, .max = 1000, .zh = "警戒、检查、盲炮处理情况",
	      .en = "guards, inspection, misfires"),
};
static const struct record fire_record = RECORD(fire_input, fire_fields);

static enum status fire(struct cx *cx, struct act *a)
{
	const struct fire_input *in = a->input;
	const struct blast *b = blast_of(a);
	if (in->fired_at > cx->now)
		return cx_fail_field(cx, "fired_at", "may not be in the future");
	if (!(in->broken_m3 > 0 && in->broken_m3 < 1e7))
		return cx_fail_field(cx, "broken_m3", "must be more than 0");
	if (!(in->vibration_cm_s >= 0 && in->vibration_cm_s < 1000))
		return cx_fail_field(cx, "vibration_cm_s", "must not be below 0");
	if (in->misfires && !*or_empty(in->note))
		return cx_fail_field(cx, "note", "say how the misfires were dealt with");
	return db_exec(cx, NULL,
		       "UPDATE explosive_blast SET fired_at = $1, broken_m3 = $2, misfires = $3, vibration_cm_s = $4, "
		       "note = $5 WHERE county = $6 AND id = $7",
		       ARGS(V(in->fired_at), V(in->broken_m3), V(in->misfires), V(in->vibration_cm_s),
			    V(or_empty(in->note)), V(cx->county), V(b->row.id)));
}

struct out_row {
	int64_t issued, out;
};
static const struct field out_fields[] = {FIELD(struct out_row, issued), FIELD(struct out_row, out)};
static const struct record out_record = RECORD(out_row, out_fields);

/* How many accounts of blasters for this blast there are, and how many are not empty. */
static enum status accounts_out(struct cx *cx, int64_t blast, struct out_row *out)
{
	const char *prefix = arena_printf(cx->mem, "blaster:%" PRId64 ":%%", blast);
	return db_one(cx, &out_record, out,
		      "SELECT count(*) AS issued, coalesce(sum(CASE WHEN amount <> 0 THEN 1 ELSE 0 END), 0) AS out "
		      "FROM explosive_account"
		      " WHERE county = $1 AND account LIKE $2",
		      ARGS(V(cx->county), V(prefix)));
}

static enum status may_settle(struct cx *cx, struct act *a)
{
	struct out_row r;
	TRY(own_mine(cx, a));
	TRY(accounts_out(cx, a->row->id, &r));
	if (!r.issued)
		return cx_fail(cx, STATUS_CONFLICT, "the book shows nothing issued for this blast yet");
	return r.out ? cx_fail(cx, STATUS_CONFLICT,
			       "not everything issued for this blast is used or back in the magazine")
		     : STATUS_OK;
}

struct used_row {
	int64_t grams, pieces;
};
static const struct field used_fields[] = {FIELD(struct used_row, grams), FIELD(struct used_row, pieces)};
static const struct record used_record = RECORD(used_row, used_fields);

/* What the ledger says was used must have fitted the holes: what did not, went elsewhere. */
static enum status judge_used(struct cx *cx, const struct blast *b, int64_t grams)
{
	double room;
	TRY(blast_room(cx, b, &room));
	int64_t most = llround(room * 1000);
	return alert_say(cx,
			 &(struct explosive_alert){.kind = "over_hole",
						   .subject = arena_printf(cx->mem, "blast:%" PRId64, b->row.id),
						   .item = "emulsion",
						   .detail = b->no,
						   .mine = b->mine,
						   .expected = most,
						   .found = grams,
						   .holds = most > 0 && grams > most,
						   .since = cx->now},
			 NULL);
}

static enum status settle(struct cx *cx, struct act *a)
{
	struct used_row u;
	TRY(db_one(cx, &used_record, &u,
		   "SELECT CAST(coalesce(sum(CASE WHEN item IN ('emulsion', 'anfo') THEN amount ELSE 0 END), 0) AS "
		   "BIGINT) AS grams,"
		   " CAST(coalesce(sum(CASE WHEN item = 'detonator' THEN amount ELSE 0 END), 0) AS BIGINT) AS pieces "
		   "FROM explosive_account"
		   " WHERE county = $1 AND account = $2",
		   ARGS(V(cx->county), V(arena_printf(cx->mem, "blast:%" PRId64, a->row->id)))));
	TRY(judge_used(cx, blast_of(a), u.grams));
	return db_exec(cx, NULL,
		       "UPDATE explosive_blast SET used_g = $1, used_detonators = $2 WHERE county = $3 AND id = $4",
		       ARGS(V(u.grams), V(u.pieces), V(cx->county), V(a->row->id)));
}

static enum status may_cancel(struct cx *cx, struct act *a)
{
	struct out_row r;
	TRY(own_mine(cx, a));
	TRY(accounts_out(cx, a->row->id, &r));
	return r.out ? cx_fail(cx, STATUS_CONFLICT,
			       "not everything issued for this blast is used or back in the magazine")
		     : STATUS_OK;
}

static enum status load(struct cx *cx, int64_t id, struct flow_row **row)
{
	struct blast *b;
	TRY(blast_get(cx, id, &b));
	*row = &b->row;
	return STATUS_OK;
}

static const struct flow_state flow_states[] = {
	{"planned", "已设计", "designed", false},   {"released", "已签发", "released", false},
	{"fired", "已起爆", "fired", false},        {"settled", "已核销", "settled", true},
	{"cancelled", "已取消", "cancelled", true}, {0},
};
static const struct step steps[] = {
	{.from = "planned",
	 .action = "release",
	 .to = "released",
	 .zh = "签发爆破",
	 .en = "release",
	 .perm = BIT(EXPLOSIVE_APPLY),
	 .guard = may_release,
	 .limit = "explosive.hole",
	 .evidence = EVIDENCE_MAY},
	{.from = "planned|released",
	 .action = "cancel",
	 .to = "cancelled",
	 .zh = "取消",
	 .en = "cancel",
	 .perm = BIT(EXPLOSIVE_APPLY),
	 .guard = may_cancel,
	 .confirm = true},
	{.from = "released",
	 .action = "fire",
	 .to = "fired",
	 .zh = "登记起爆",
	 .en = "record the firing",
	 .perm = BIT(EXPLOSIVE_APPLY),
	 .input = &fire_record,
	 .evidence = EVIDENCE_MAY,
	 .guard = own_mine,
	 .effect = fire},
	{.from = "fired",
	 .action = "settle",
	 .to = "settled",
	 .zh = "核销",
	 .en = "settle",
	 .perm = BIT(EXPLOSIVE_APPLY),
	 .guard = may_settle,
	 .effect = settle},
};
const struct flow blast_flow = {
	.name = "explosive_blast",
	.zh = "爆破",
	.en = "blast",
	.table = "explosive_blast",
	.states = flow_states,
	.steps = steps,
	.count = sizeof steps / sizeof *steps,
	.load = load,
	.about = {.title = "(SELECT m.name FROM mine m WHERE m.county = f.county AND m.id = f.mine)",
		  .no = "f.no",
		  .due = "f.day",
		  .page = "/explosives/blasts/",
		  .zh = "编制爆破设计",
		  .en = "planned",
		  .draft = true},
};
