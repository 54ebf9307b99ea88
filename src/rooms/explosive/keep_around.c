/* keep_around.c - what stands around an entry: its mine, blast, permit and month, the chain and the clock of its
 * device. */
#include "rooms/explosive/keep_inside.h"

#include <inttypes.h>
#include <string.h>
#include "base/day.h"
#include "db/db.h"
#include "rooms/explosive/blast.h"
#include "rooms/explosive/permit.h"
#include "rooms/explosive/standing.h"
#include "rooms/mine/status.h"

/* ---- its mine, its blast, its permit ---- */

/* A reason is dated by the day: of a fact of that very day the hours must be compared. */
static const char *reason_then(struct cx *cx, const struct mine_reason *r, int64_t at, bool strict)
{
	char day[11];
	day_print(day_of(at), day);
	return !strict && strcmp(r->since ? r->since : "", day) == 0
		       ? arena_printf(cx->mem, words(cx, "%s (it began on that day: compare the hours)"), r->text)
		       : r->text;
}

/* May the mine work when this happens?  What the county last told this machine goes first; else the facts of that day.
 */
static enum status check_mine(struct cx *cx, const struct keeping *k, const struct keep_place *at, bool strict,
			      const char **why)
{
	struct list l;
	struct mine_status st;
	struct standing told;
	bool known;
	*why = NULL;
	TRY(standing_heard(cx, at->magazine, &told, &known));
	if (known && !told.may_work && (strict || k->at >= told.told_at)) {
		*why = arena_printf(cx->mem, words(cx, "the county has stopped the mine: %s"), told.why_not);
		return STATUS_OK;
	}
	TRY(db_all(cx, &mine_record, &l,
		   "SELECT " MINE_COLUMNS " FROM mine m" MINE_JOINS " WHERE m.county = $1 AND m.id = $2",
		   ARGS(V(cx->county), V(at->mine))));
	if (!l.count)
		return STATUS_OK;
	TRY(mine_status(cx, l.items, day_of(k->at), &st));
	if (!st.may_work)
		*why = arena_printf(cx->mem, words(cx, "the mine may not work: %s"),
				    reason_then(cx, &st.reasons.items[0], k->at, strict));
	return STATUS_OK;
}

/* A month that was reconciled and closed does not change any more without being told. */
static enum status check_month(struct cx *cx, const struct keeping *k, const struct keep_place *at, const char **why)
{
	struct number_row r;
	char day[11];
	day_print(day_of(k->at), day);
	day[7] = '\0';
	TRY(db_one(cx, &number_row_record, &r,
		   "SELECT count(*) AS n FROM explosive_month WHERE county = $1 AND mine = $2 AND month = $3 AND state "
		   "= 'closed'",
		   ARGS(V(cx->county), V(at->mine), V((const char *)day))));
	if (r.n)
		*why = arena_printf(cx->mem, words(cx, "%s is closed already: an entry of that month has come in late"),
				    day);
	return STATUS_OK;
}

/* May this happen at all: its blast, its permit?  *why in words, or NULL. */
enum status keep_check_around(struct cx *cx, const struct keeping *k, const struct keep_place *at, bool strict,
			      const char **why)
{
	*why = NULL;
	if (k->blast) {
		struct blast_plan plan;
		TRY(blast_plan(cx, k->blast, &plan));
		bool fit = strict ? strcmp(plan.state, "released") == 0 || strcmp(plan.state, "fired") == 0
				  : *plan.state && strcmp(plan.state, "planned") != 0 &&
					    strcmp(plan.state, "cancelled") != 0;
		if (plan.mine != at->mine || !fit)
			*why = words(cx, "the blast is not one of this mine that was released");
	}
	if (!*why && k->permit && !strcmp(k->kind, "receive")) {
		bool under_way;
		TRY(transport_under_way(cx, k->permit, at->magazine, &under_way));
		if (!under_way)
			*why = words(cx, "the transport permit is none that is under way to this magazine");
	}
	if (!*why && !strict)
		TRY(check_month(cx, k, at, why));
	/* Nothing is issued at a mine that may not work; what was in the holes by then goes off, and the police hear of
	 * it. */
	bool judged = strcmp(k->kind, "issue") == 0 || (!strict && strcmp(k->kind, "use") == 0);
	return !*why && judged ? check_mine(cx, k, at, strict, why) : STATUS_OK;
}

/* ---- the chain of a device ---- */

struct link_row {
	const char *hash;
	int64_t seq, at;
};
static const struct field link_fields[] = {FIELD(struct link_row, hash), FIELD(struct link_row, seq),
					   FIELD(struct link_row, at)};
static const struct record link_record = RECORD(link_row, link_fields);

/* At a counter the next entry follows the last one of its device. */
enum status keep_check_chain(struct cx *cx, const struct keeping *k)
{
	static const char none[] = "0000000000000000000000000000000000000000000000000000000000000000";
	struct list l;
	TRY(db_all(
		cx, &link_record, &l,
		"SELECT hash, seq, at FROM explosive_entry WHERE county = $1 AND device = $2 ORDER BY seq DESC LIMIT 1",
		ARGS(V(cx->county), V(k->device))));
	const struct link_row *last = l.items;
	if (k->seq != (l.count ? last->seq + 1 : 1) || strcmp(k->prev, l.count ? last->hash : none) != 0)
		return cx_fail(cx, STATUS_CONFLICT, "the device's journal goes on from another entry: sync it first");
	if (l.count && k->at < last->at)
		return cx_fail(cx, STATUS_CONFLICT, "the entry is older than the one before it on this device");
	return STATUS_OK;
}

enum status keep_judge_fork(struct cx *cx, const struct keeping *k, const struct keep_place *at, struct verdict *v)
{
	struct number_row r;
	const char *which = arena_printf(cx->mem, "%s %" PRId64, k->device, k->seq);
	TRY(db_one(cx, &number_row_record, &r,
		   "SELECT count(*) AS n FROM explosive_entry WHERE county = $1 AND device = $2 AND seq = $3",
		   ARGS(V(cx->county), V(k->device), V(k->seq))));
	return book_say(cx,
			&(struct explosive_alert){.kind = "fork",
						  .subject = which,
						  .detail = which,
						  .mine = at->mine,
						  .magazine = at->magazine,
						  .found = r.n,
						  .holds = r.n > 1,
						  .since = k->at},
			v);
}

struct late_row {
	const char *hash;
	int64_t at, before;
};
static const struct field late_fields[] = {FIELD(struct late_row, hash), FIELD(struct late_row, at),
					   FIELD(struct late_row, before)};
static const struct record late_record = RECORD(late_row, late_fields);

/* A device's clock that went back between two entries, whichever of them comes in first. */
enum status keep_judge_clock(struct cx *cx, const struct keeping *k, const struct keep_place *at, struct verdict *v)
{
	struct list l;
	char was[32], is[32];
	TRY(db_all(cx, &late_record, &l,
		   "SELECT e.hash, e.at, p.at AS before FROM explosive_entry e JOIN explosive_entry p ON p.county = "
		   "e.county AND p.device = e.device"
		   " AND p.seq = e.seq - 1 AND p.hash = e.prev WHERE e.county = $1 AND e.device = $2 AND e.seq IN ($3, "
		   "$4) AND e.at < p.at",
		   ARGS(V(cx->county), V(k->device), V(k->seq), V(k->seq + 1))));
	const struct late_row *r = l.items;
	for (size_t i = 0; i < l.count; i++)
		TRY(book_say(cx,
			     &(struct explosive_alert){.kind = "clock",
						       .subject = r[i].hash,
						       .mine = at->mine,
						       .magazine = at->magazine,
						       .holds = true,
						       .detail = arena_printf(cx->mem, "%s → %s",
									      time_print(r[i].before, was),
									      time_print(r[i].at, is)),
						       .since = r[i].at},
			     v));
	return STATUS_OK;
}

/* Opening stock is what lay there before the journal: after anything else has happened it is a way past permits. */
enum status keep_judge_opening(struct cx *cx, const struct keeping *k, const struct keep_place *at, struct verdict *v)
{
	struct list l;
	TRY(db_all(cx, &late_record, &l,
		   "SELECT o.hash, o.at, 0 AS before FROM explosive_entry o WHERE o.county = $1 AND o.magazine = $2 "
		   "AND o.at >= $3 AND o.kind = 'opening'"
		   " AND o.counts = 1 AND EXISTS (SELECT 1 FROM explosive_entry e WHERE e.county = o.county AND "
		   "e.magazine = o.magazine AND e.at <= o.at"
		   " AND e.kind <> 'opening' AND e.counts = 1 AND (e.at, e.device, e.seq, e.hash) < (o.at, o.device, "
		   "o.seq, o.hash))",
		   ARGS(V(cx->county), V(k->magazine), V(k->at))));
	const struct late_row *r = l.items;
	enum lang own = cx->lang;
	cx->lang = LANG_ZH; /* what is kept is kept in Chinese */
	const char *why = words(cx, "opening stock comes before everything else in a magazine's journal");
	cx->lang = own;
	for (size_t i = 0; i < l.count; i++)
		TRY(book_say(cx,
			     &(struct explosive_alert){.kind = "context",
						       .subject = r[i].hash,
						       .detail = why,
						       .mine = at->mine,
						       .magazine = at->magazine,
						       .holds = true,
						       .since = r[i].at},
			     v));
	return STATUS_OK;
}

/* What should not have happened when it did, for the police. */
enum status keep_say_around(struct cx *cx, const struct keeping *k, const struct keep_place *at, struct verdict *v)
{
	const char *why;
	enum lang own = cx->lang;
	cx->lang = LANG_ZH; /* what is kept is kept in Chinese */
	enum status around = keep_check_around(cx, k, at, false, &why);
	cx->lang = own;
	TRY(around);
	return !why ? STATUS_OK
		    : book_say(cx,
			       &(struct explosive_alert){.kind = "context",
							 .subject = k->hash,
							 .detail = why,
							 .mine = at->mine,
							 .magazine = at->magazine,
							 .holds = true,
							 .since = k->at},
			       v);
}
