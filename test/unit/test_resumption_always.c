/*
 * Whatever anybody tries, in whatever order: no mine works while a guard is false.
 *
 * Thousands of steps, lawful and not, by people drawn at random, some the right ones for what comes next, so that mines do
 * get through.  After each, plain SQL over the tables says which mines must stand still; mine_status() must agree.
 */
#include "test/test.h"
#include "test/quarry.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/day.h"
#include "db/db.h"
#include "db/writer.h"
#include "rooms/inspection/hazard.h"
#include "rooms/resumption/resumption.h"

enum { MINES = 4, STEPS = 2000, FEW = 300 };

#define OK(call)                                                \
	do {                                                    \
		if (call)                                       \
			fail_msg("%s: %s", #call, q->w->cx->error); \
	} while (0)

static const char *const people[] = {
	"mate",
	"boss", "rival", "agent", "adviser", "law", "bureau", "safety", "landlaw", "land", "land2", "police", "chief", "craft", "craft2", "town1",
	"towner", "town2", "errand", "head", "deputy", "deputy2", "office", "check", "road", NULL,
};
static const char *const actions[] = {
	"prepare", "attach", "apply", "withdraw", "review", "return", "team", "score", "sign", "conclude", "report", "approve", "refuse",
	"notice", "resume", "recheck", "follow",
};
enum { PEOPLE = sizeof people / sizeof *people, ACTIONS = sizeof actions / sizeof *actions };

struct story {
	struct quarry *q;
	uint64_t seed;
	int64_t mines[MINES];
	int64_t tried, taken, resumed, approved;
};

static uint64_t draw(struct story *s, uint64_t below)
{
	s->seed ^= s->seed << 13;
	s->seed ^= s->seed >> 7;
	s->seed ^= s->seed << 17;
	return (s->seed >> 11) % below;
}

/* ---- what the tables say ---- */

struct row {
	int64_t id;
	const char *state;
};
static const struct field row_fields[] = {FIELD(struct row, id), FIELD(struct row, state)};
static const struct record row_record = RECORD(row, row_fields);

static bool one(struct quarry *q, const char *sql, int64_t id, struct row *out)
{
	struct list l;
	OK(db_all(q->w->cx, &row_record, &l, sql, ARGS(V(q->w->cx->county), V(id))));
	if (l.count)
		*out = *(const struct row *)l.items;
	return l.count > 0;
}

static bool newest(struct quarry *q, int64_t mine, struct row *out)
{
	return one(q, "SELECT id, state FROM resumption WHERE county = $1 AND mine = $2 ORDER BY id DESC LIMIT 1", mine, out);
}

/* Written without the room: what would make it wrong that the mine works today. */
static const struct {
	const char *what, *sql;
} forbidden[] = {
	{"an order holds", "SELECT count(*) AS n FROM stop_order_mine x JOIN stop_order o ON o.county = x.county AND o.id = x.stop_order"
			   " WHERE x.county = $1 AND x.mine = $2 AND x.lifted_on = '' AND o.state <> 'revoked'"},
	{"an order of the county or after an accident ended without a resumption",
	 "SELECT count(*) AS n FROM stop_order_mine x JOIN stop_order o ON o.county = x.county AND o.id = x.stop_order"
	 " WHERE x.county = $1 AND x.mine = $2 AND o.kind <> 'department' AND o.state <> 'revoked' AND NOT EXISTS (SELECT 1 FROM resumption r"
	 " WHERE r.county = x.county AND r.mine = x.mine AND r.resumed_at >= o.created_at AND r.accepted_at >= o.created_at)"},
	{"an accident nobody has approved",
	 "SELECT count(*) AS n FROM mine m WHERE m.county = $1 AND m.id = $2 AND m.accident_since <> '' AND NOT EXISTS (SELECT 1 FROM resumption r"
	 " JOIN role_grant g ON g.county = r.county AND g.person = r.approved_by AND g.role = 'deputy_head'"
	 " WHERE r.county = m.county AND r.mine = m.id AND r.resumed_at > 0 AND r.created_on >= m.accident_since AND r.resumed_at >= r.approved_at"
	 " AND NOT EXISTS (SELECT 1 FROM resumption_member x WHERE x.county = r.county AND x.resumption = r.id AND x.person = r.approved_by))"},
	{"a licence ran out", "SELECT count(*) AS n FROM mine_licence WHERE county = $1 AND mine = $2 AND valid_to < '2024-01-01'"},
	{"a hazard was closed by the one who mended it",
	 "SELECT count(*) AS n FROM hazard h JOIN hazard_round r ON r.county = h.county AND r.hazard = h.id WHERE h.county = $1 AND h.mine = $2"
	 " AND r.passed = 1 AND r.rechecked_by = r.rectified_by"},
	{"a major hazard, or one that was ordered, was closed by the enterprise",
	 "SELECT count(*) AS n FROM hazard h JOIN hazard_round r ON r.county = h.county AND r.hazard = h.id WHERE h.county = $1 AND h.mine = $2"
	 " AND r.passed = 1 AND EXISTS (SELECT 1 FROM mine m WHERE m.county = h.county AND m.id = h.mine"
	 " AND m.enterprise = r.rechecked_org) AND (h.level = 'major' OR h.order_org <> 0 OR h.own = 0)"},
	{"a major hazard is open", "SELECT count(*) AS n FROM hazard WHERE county = $1 AND mine = $2 AND level = 'major' AND ended_on = ''"},
};

/* And what must have been so at the moment at which it resumed. */
static const struct {
	const char *what, *sql;
	int64_t least, most;
} required[] = {
	{"no hazard open", "SELECT count(*) AS n FROM hazard h JOIN resumption r ON r.county = h.county AND r.mine = h.mine"
			   " WHERE h.county = $1 AND r.id = $2 AND h.ended_on = ''", 0, 0},
	{"everyone has signed", "SELECT count(*) AS n FROM resumption_member WHERE county = $1 AND resumption = $2 AND signed_at = 0", 0, 0},
	{"eleven members", "SELECT count(*) AS n FROM resumption_member WHERE county = $1 AND resumption = $2", 11, 60},
	{"five organisations with two officers", "SELECT count(*) AS n FROM (SELECT org FROM resumption_member WHERE county = $1 AND resumption = $2"
						 " AND role = 'officer' GROUP BY org HAVING count(*) >= 2) x", 5, 5},
	{"an expert", "SELECT count(*) AS n FROM resumption_member WHERE county = $1 AND resumption = $2 AND role = 'expert'", 1, 60},
	{"nobody of the enterprise", "SELECT count(*) AS n FROM resumption_member x JOIN resumption r ON r.county = x.county AND r.id = x.resumption"
				     " JOIN mine m ON m.county = r.county AND m.id = r.mine WHERE x.county = $1 AND x.resumption = $2"
				     " AND x.org = m.enterprise", 0, 0},
	{"every item", "SELECT count(*) AS n FROM resumption_item WHERE county = $1 AND resumption = $2", 32, 32},
	{"no item of class A fails", "SELECT count(*) AS n FROM resumption_item WHERE county = $1 AND resumption = $2 AND result = 'fail'"
				     " AND item LIKE 'A%'", 0, 0},
	{"the town has reviewed", "SELECT count(*) AS n FROM resumption WHERE county = $1 AND id = $2 AND reviewed_by > 0", 1, 1},
	{"a notice", "SELECT count(*) AS n FROM resumption WHERE county = $1 AND id = $2 AND notice_no <> '' AND notice_until >= resumed_on", 1, 1},
	{"all the papers", "SELECT count(DISTINCT code) AS n FROM resumption_document WHERE county = $1 AND resumption = $2", 11, 13},
};

static void check_resumed(struct story *s, int64_t id)
{
	for (size_t i = 0; i < sizeof required / sizeof *required; i++) {
		int64_t n = quarry_count(s->q, required[i].sql, id);
		if (n < required[i].least || n > required[i].most)
			fail_msg("resumed without: %s (%" PRId64 ")", required[i].what, n);
	}
}

static void check_mine(struct story *s, int i, const char *after)
{
	if (!quarry_works(s->q, s->mines[i]))
		return;
	for (size_t f = 0; f < sizeof forbidden / sizeof *forbidden; f++)
		if (quarry_count(s->q, forbidden[f].sql, s->mines[i]))
			fail_msg("mine %d works after %s, and %s", i, after, forbidden[f].what);
}

/* ---- what happens ---- */

static const char *input_of(struct story *s, const char *action)
{
	struct quarry *q = s->q;
	static const char *const failing[] = {NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, "A03", "B01 B02"};
	if (strcmp(action, "prepare") == 0)
		return quarry_prepared(q);
	if (strcmp(action, "attach") == 0)
		return quarry_paper(q, draw(s, 12) ? quarry_papers[draw(s, 11)] : "accident_report");
	if (strcmp(action, "team") == 0)
		return quarry_full_team(q);
	if (strcmp(action, "score") == 0)
		return quarry_score(q, failing[draw(s, sizeof failing / sizeof *failing)]);
	if (strcmp(action, "sign") == 0)
		return "{\"opinion\":\"同意\"}";
	if (strcmp(action, "follow") == 0)
		return "{\"result\":\"ok\",\"text\":\"正常\"}";
	return flow_among("apply|notice|resume", action) ? NULL : "{\"text\":\"同意复工\"}";
}

static bool attempt(struct story *s, const char *login, const struct row *r, const char *action, const char *json)
{
	s->tried++;
	enum status got = quarry_take(s->q, login, &resumption_flow, r->id, action, json);
	if (got == STATUS_INTERNAL)
		fail_msg("%s %s: %s", login ? login : "system", action, s->q->w->cx->error);
	if (got)
		return false;
	s->taken++;
	s->approved += strcmp(action, "approve") == 0;
	if (!login)
		fail_msg("the system took %s", action);
	if (strcmp(action, "resume") == 0) {
		s->resumed++;
		check_resumed(s, r->id);
	}
	return true;
}

/* Anybody, anything. */
static void wild_step(struct story *s, const struct row *r)
{
	const char *action = actions[draw(s, ACTIONS)];
	attempt(s, people[draw(s, PEOPLE)], r, action, input_of(s, action));
}

static void sign_all(struct story *s, const struct row *r)
{
	for (const char *const *m = quarry_members; *m; m++)
		if (draw(s, 60))
			attempt(s, *m, r, "sign", "{\"opinion\":\"同意\"}");
}

static void hand_in(struct story *s, const struct row *r)
{
	attempt(s, "boss", r, "prepare", quarry_prepared(s->q));
	for (const char *const *code = quarry_papers; *code; code++)
		if (draw(s, 30))
			attempt(s, "boss", r, "attach", quarry_paper(s->q, *code));
	attempt(s, "boss", r, "attach", quarry_paper(s->q, "accident_report"));
	attempt(s, "boss", r, "attach", quarry_paper(s->q, "evaluation"));
}

/* The right person does what comes next. */
static void lawful_step(struct story *s, const struct row *r)
{
	static const struct {
		const char *state, *login, *action;
	} next[] = {
		{"draft", "boss", "apply"}, {"applied", "town1", "review"}, {"accepting", "bureau", "conclude"}, {"passed", "bureau", "notice"},
		{"passed", "bureau", "report"}, {"reported", "deputy", "approve"}, {"approved", "bureau", "notice"}, {"noticed", "safety", "resume"},
		{"noticed", "bureau", "recheck"}, {"passed", "bureau", "recheck"}, {"reported", "bureau", "recheck"}, {"resumed", "town1", "follow"},
	};
	if (strcmp(r->state, "draft") == 0 && !draw(s, 3))
		hand_in(s, r);
	if (strcmp(r->state, "accepting") == 0 && draw(s, 2)) {
		attempt(s, "safety", r, "team", quarry_full_team(s->q));
		attempt(s, "agent", r, "score", input_of(s, "score"));
		sign_all(s, r);
	}
	for (size_t i = 0; i < sizeof next / sizeof *next; i++)
		if (strcmp(next[i].state, r->state) == 0 && attempt(s, next[i].login, r, next[i].action, input_of(s, next[i].action)))
			return;
}

/* Somebody works on the oldest open hazard of the mine, or tries to. */
static void work_on_hazard(struct story *s, int64_t mine)
{
	struct quarry *q = s->q;
	struct row h;
	static const char *const steps[] = {"order", "sign", "rectify", "pass"};
	static const char *const who[] = {"law", "boss", "boss", "law"};
	const char *inputs[] = {"{\"requirement\":\"立即清除浮石\"}", NULL,
				arena_printf(q->w->cx->mem, "{\"statement\":\"浮石已清除\",\"evidence\":[\"%s\"]}", q->w->file), "{\"opinion\":\"复查合格\"}"};
	if (!one(q, "SELECT id, state FROM hazard WHERE county = $1 AND mine = $2 AND ended_on = '' ORDER BY id LIMIT 1", mine, &h))
		return;
	for (int i = 0; i < 4; i++)
		if (draw(s, 8) && quarry_take(q, who[i], &hazard_flow, h.id, steps[i], inputs[i]) == STATUS_INTERNAL)
			fail_msg("%s", q->w->cx->error);
	/* What the enterprise may do with its own findings alone, it tries with all. */
	if (quarry_take(q, draw(s, 3) ? "mate" : "boss", &hazard_flow, h.id, draw(s, 4) ? "confirm" : "reject", inputs[3]) == STATUS_INTERNAL)
		fail_msg("%s", q->w->cx->error);
}

static void lift_some(struct story *s, int64_t mine)
{
	struct row o;
	if (one(s->q, "SELECT o.id, o.state FROM stop_order o JOIN stop_order_mine x ON x.county = o.county AND x.stop_order = o.id"
		      " WHERE o.county = $1 AND x.mine = $2 AND x.lifted_on = '' AND o.ended_on = '' ORDER BY o.kind DESC, o.id LIMIT 1", mine, &o)) {
		static const char *const who[] = {"landlaw", "law", "boss", "office"}, *const how[] = {"lift", "lift", "revoke", "resume"};
		static const char json[] = "{\"reason\":\"违法行为已纠正\"}";
		if (quarry_take(s->q, who[draw(s, 4)], &stop_order_flow, o.id, how[draw(s, 4)], json) == STATUS_INTERNAL)
			fail_msg("%s", s->q->w->cx->error);
	}
}

static void set_mine(struct story *s, int64_t mine, const char *sql, const char *value)
{
	struct quarry *q = s->q;
	OK(db_exec(q->w->cx, NULL, sql, ARGS(V(value), V(q->w->cx->county), V(mine))));
}

/* The world goes on: orders, hazards, licences, accidents, days. */
static void event(struct story *s, int64_t mine)
{
	struct quarry *q = s->q;
	int64_t id;
	enum status got = STATUS_OK;
	switch (draw(s, 24)) {
	case 0: got = quarry_try_stop(q, "law", "county", mine, &id); break;
	case 1: got = draw(s, 2) ? STATUS_OK : quarry_try_stop(q, "landlaw", "department", mine, &id); break;
	case 2: got = quarry_try_hazard(q, draw(s, 3) ? "agent" : draw(s, 2) ? "boss" : "land", mine, &id); break;
	case 3: set_mine(s, mine, "UPDATE mine_licence SET valid_to = $1 WHERE county = $2 AND mine = $3 AND kind = 'safety'", "2023-10-01"); break;
	case 4:
	case 5: set_mine(s, mine, "UPDATE mine_licence SET valid_to = $1 WHERE county = $2 AND mine = $3", "2030-10-01"); break;
	case 6:
		if (!draw(s, 8))
			set_mine(s, mine, "UPDATE mine SET accident_since = $1 WHERE county = $2 AND id = $3", world_day(q->w, 0));
		break;
	case 7:
	case 8: world_pass(q->w, (int)draw(s, 4)); break;
	case 9: world_pass(q->w, draw(s, 6) ? 1 : 31); break;
	case 10:
	case 11:
	case 12: lift_some(s, mine); break;
	default:
		for (int i = 0; i < 3; i++)
			work_on_hazard(s, mine);
		break;
	}
	if (got == STATUS_INTERNAL)
		fail_msg("%s", q->w->cx->error);
}

static void happens(struct story *s, int64_t mine)
{
	struct row r;
	int64_t id;
	if (draw(s, 100) < 30) {
		event(s, mine);
		return;
	}
	if (newest(s->q, mine, &r) && strcmp(r.state, "failed") == 0 && !draw(s, 3))
		world_pass(s->q->w, 62);
	if (!newest(s->q, mine, &r) || flow_among("closed|failed|withdrawn|resumed", r.state)) {
		if (quarry_begin(s->q, draw(s, 4) ? "boss" : people[draw(s, PEOPLE)], mine, &id) == STATUS_INTERNAL)
			fail_msg("%s", s->q->w->cx->error);
		if (!newest(s->q, mine, &r))
			return;
	}
	if (draw(s, 100) < 65)
		lawful_step(s, &r);
	else
		wild_step(s, &r);
}

/* Each step in memory of its own, which goes back when it is over. */
static void play(struct story *s)
{
	struct cx *cx = s->q->w->cx;
	struct arena *kept = cx->mem, *mem = arena_new();
	int steps = db_one_writer(cx->db) ? STEPS : FEW;
	for (int step = 0; step < steps; step++) {
		cx->mem = mem;
		happens(s, s->mines[draw(s, MINES)]);
		for (int i = 0; i < MINES; i++)
			check_mine(s, i, arena_printf(mem, "step %d", step));
		cx->mem = kept;
		cx_forget(cx);
		arena_reset(mem);
	}
	arena_free(mem);
}

static void story(uint64_t seed)
{
	struct quarry *q = quarry_new();
	struct story s = {.q = q, .seed = seed};
	for (int i = 0; i < MINES; i++) {
		s.mines[i] = quarry_mine(q, arena_printf(q->w->cx->mem, "白云%d矿", i), i % 2 ? "2023-09-29" : NULL);
		quarry_stop(q, "law", "county", s.mines[i]);
	}
	play(&s);
	printf("# seed %" PRIu64 ": %" PRId64 " steps tried, %" PRId64 " taken, %" PRId64 " resumptions, %" PRId64 " approvals\n", seed, s.tried,
	       s.taken, s.resumed, s.approved);
	assert_true(s.tried > s.taken);
	if (db_one_writer(q->w->cx->db))        /* with few steps few get through */
		assert_true(s.resumed >= 4 && s.approved >= 1);
	quarry_free(q);
}

static void no_mine_works_while_a_guard_is_false(void **state)
{
	static const uint64_t seeds[] = {20231025, 88172645463325252};
	(void)state;
	for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++)
		story(seeds[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(no_mine_works_while_a_guard_is_false)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
