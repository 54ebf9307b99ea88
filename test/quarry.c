#include "test/test.h"
#include "test/quarry.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/day.h"
#include "base/id.h"
#include "core/perm.h"
#include "db/db.h"
#include "db/writer.h"
#include "rooms/inspection/hazard.h"
#include "rooms/inspection/resume.h"
#include "rooms/resumption/resumption.h"
#include "test/dbtest.h"

#define OK(call)                                                \
	do {                                                    \
		if (call)                                       \
			fail_msg("%s: %s", #call, q->w->cx->error); \
	} while (0)

const struct mine_reason_source mine_reason_sources[] = {
	{"register", mine_register_reasons},
	{"stop_order", stop_order_reasons},
	{"hazard", hazard_reasons},
	{"resumption", resumption_reasons},
	{0},
};

const struct resume_source *const resume_guard_sources[] = {&resume_from_register, &resume_from_stop_orders, &resume_from_hazards, NULL};

/* ---- people and mines ---- */

static int64_t add_org(struct quarry *q, const char *kind, const char *name)
{
	struct cx *cx = q->w->cx;
	int64_t id = id_new(cx);
	OK(db_exec(cx, NULL, "INSERT INTO org (county, id, path, kind, name, short_name, created_at) VALUES ($1, $2, $3, $4, $5, $5, $6)",
		   ARGS(V(cx->county), V(id), V(arena_printf(cx->mem, "/%" PRId64 "/", id)), V(kind), V(name), V(cx->now))));
	return id;
}

static void add_person(struct quarry *q, const char *login, int64_t org, const char *role)
{
	struct cx *cx = q->w->cx;
	int64_t id = id_new(cx);
	OK(db_exec(cx, NULL, "INSERT INTO person (county, id, org, name, login, created_at) VALUES ($1, $2, $3, $4, $4, $5)",
		   ARGS(V(cx->county), V(id), V(org), V(login), V(cx->now))));
	OK(db_exec(cx, NULL, "INSERT INTO role_grant (county, person, role, granted_by, granted_at) VALUES ($1, $2, $3, 0, $4)",
		   ARGS(V(cx->county), V(id), V(role), V(cx->now))));
	OK(db_exec(cx, NULL, "INSERT INTO evidence_owner (county, hash, person, at) VALUES ($1, $2, $3, $4)",
		   ARGS(V(cx->county), V(q->w->file), V(id), V(cx->now))));
}

static void add_people(struct quarry *q)
{
	struct world *w = q->w;
	add_person(q, "boss", q->firm, "enterprise");
	add_person(q, "mate", q->firm, "enterprise");
	add_person(q, "rival", add_org(q, "enterprise", "红石矿业有限公司"), "enterprise");
	add_person(q, "agent", q->agency, "inspector");
	add_person(q, "adviser", q->agency, "inspector");
	add_person(q, "law", w->safety, "regulator");
	add_person(q, "bureau", w->safety, "unit_leader");
	add_person(q, "landlaw", w->land, "regulator");
	add_person(q, "land2", w->land, "clerk");
	add_person(q, "craft", q->industry, "clerk");
	add_person(q, "craft2", q->industry, "clerk");
	add_person(q, "towner", w->towns[0], "clerk");
	add_person(q, "errand", world_org(w, "县长"), "clerk");
	add_person(q, "deputy2", world_org(w, "分管副县长"), "deputy_head");
}

struct quarry *quarry_new(void)
{
	struct world *w = world_new();
	struct quarry *q = arena_new_of(w->cx->mem, struct quarry);
	*q = (struct quarry){.w = w};
	if (!db_one_writer(w->cx->db))  /* as in world.c: nobody pulls the plug */
		OK(db_exec(w->cx, NULL, "SET synchronous_commit TO OFF", NO_ARGS));
	q->firm = add_org(q, "enterprise", "白云矿业有限公司");
	q->agency = add_org(q, "third_party", "安信技术服务有限公司");
	q->industry = world_org(w, "县工信局");
	add_people(q);
	return q;
}

void quarry_free(struct quarry *q)
{
	world_free(q->w);
}

int64_t quarry_mine(struct quarry *q, const char *name, const char *accident)
{
	static const char *const kinds[] = {"mining", "safety"};
	struct cx *cx = q->w->cx;
	int64_t id = id_new(cx);
	OK(db_exec(cx, NULL,
		   "INSERT INTO mine (county, id, name, kind, enterprise, town, industry, accident_since, created_at)"
		   " VALUES ($1, $2, $3, 'open_pit', $4, $5, $6, $7, $8)",
		   ARGS(V(cx->county), V(id), V(name), V(q->firm), V(q->w->towns[0]), V(q->industry), V(accident ? accident : ""), V(cx->now))));
	for (int i = 0; i < 2; i++)
		OK(db_exec(cx, NULL,
			   "INSERT INTO mine_licence (county, mine, id, kind, number, valid_from, valid_to, created_at)"
			   " VALUES ($1, $2, $3, $4, $5, '2020-01-01', '2030-12-31', $6)",
			   ARGS(V(cx->county), V(id), V(id_new(cx)), V(kinds[i]), V(arena_printf(cx->mem, "C%" PRId64, id)), V(cx->now))));
	OK(db_exec(cx, NULL, "INSERT INTO mine_visitor (county, mine, org, until) VALUES ($1, $2, $3, '2030-12-31')",
		   ARGS(V(cx->county), V(id), V(q->agency))));
	return id;
}

struct number {
	int64_t n;
};
static const struct field number_fields[] = {FIELD(struct number, n)};
static const struct record number_record = RECORD(number, number_fields);

int64_t quarry_person(struct quarry *q, const char *login)
{
	struct number n;
	OK(db_one(q->w->cx, &number_record, &n, "SELECT id AS n FROM person WHERE county = $1 AND login = $2", ARGS(V(q->w->cx->county), V(login))));
	return n.n;
}

int64_t quarry_count(struct quarry *q, const char *sql, int64_t id)
{
	struct number n;
	OK(db_one(q->w->cx, &number_record, &n, sql, ARGS(V(q->w->cx->county), V(id))));
	return n.n;
}

/* ---- what a person does ---- */

struct doing {
	const struct flow *flow;
	int64_t id;
	const char *action, *json;
	const struct stop_order_new *stop;
	const struct hazard_new *hazard;
	int64_t mine;
};

static enum status perform(struct cx *cx, void *arg)
{
	struct doing *d = arg;
	if (d->stop)
		return stop_order_issue(cx, d->stop, &d->id);
	if (d->hazard)
		return hazard_create(cx, d->hazard, &d->id);
	if (d->mine)
		return resumption_begin(cx, d->mine, &d->id);
	return flow_take(cx, d->flow, d->id, d->action, d->json, d->json ? strlen(d->json) : 0);
}

static enum status run(struct quarry *q, const char *login, struct doing *d)
{
	world_as(q->w, login);
	return write_now(q->w->cx, perform, d);
}

enum status quarry_take(struct quarry *q, const char *login, const struct flow *flow, int64_t id, const char *action, const char *json)
{
	return run(q, login, &(struct doing){.flow = flow, .id = id, .action = action, .json = json});
}

void quarry_do(struct quarry *q, const char *login, const struct flow *flow, int64_t id, const char *action, const char *json)
{
	if (quarry_take(q, login, flow, id, action, json))
		fail_msg("%s %s: %s %s", login, action, q->w->cx->field ? q->w->cx->field : "", q->w->cx->error);
}

enum status quarry_try_stop(struct quarry *q, const char *login, const char *kind, int64_t mine, int64_t *id)
{
	const char *number = arena_printf(q->w->cx->mem, "%" PRId64, mine);
	const struct stop_order_new in = {.kind = kind, .reason = "停产整顿", .basis = "举措二", .from_day = world_day(q->w, 0),
					  .mines = {.items = &number, .count = 1}};
	struct doing d = {.stop = &in};
	enum status s = run(q, login, &d);
	*id = d.id;
	return s;
}

int64_t quarry_stop(struct quarry *q, const char *login, const char *kind, int64_t mine)
{
	int64_t id;
	OK(quarry_try_stop(q, login, kind, mine, &id));
	return id;
}

enum status quarry_try_hazard(struct quarry *q, const char *login, int64_t mine, int64_t *id)
{
	const struct hazard_new in = {.mine = mine, .kind = "site", .level = "general", .place = "+120 m 平台", .text = "坡面浮石未清除",
				      .basis = "GB 16423"};
	struct doing d = {.hazard = &in};
	enum status s = run(q, login, &d);
	*id = d.id;
	return s;
}

int64_t quarry_hazard(struct quarry *q, const char *login, int64_t mine)
{
	int64_t id;
	OK(quarry_try_hazard(q, login, mine, &id));
	return id;
}

void quarry_rectify(struct quarry *q, int64_t hazard)
{
	quarry_do(q, "law", &hazard_flow, hazard, "order", "{\"requirement\":\"立即清除浮石\"}");
	quarry_do(q, "boss", &hazard_flow, hazard, "sign", NULL);
	quarry_do(q, "boss", &hazard_flow, hazard, "rectify",
		  arena_printf(q->w->cx->mem, "{\"statement\":\"浮石已清除\",\"evidence\":[\"%s\"]}", q->w->file));
	quarry_do(q, "law", &hazard_flow, hazard, "pass", "{\"opinion\":\"复查合格\"}");
}

enum status quarry_begin(struct quarry *q, const char *login, int64_t mine, int64_t *id)
{
	struct doing d = {.mine = mine};
	enum status s = run(q, login, &d);
	*id = d.id;
	return s;
}

bool quarry_works(struct quarry *q, int64_t mine)
{
	struct mine *m;
	struct mine_status s;
	world_as(q->w, NULL);
	OK(mine_get(q->w->cx, mine, &m));
	OK(mine_status(q->w->cx, m, day_of(q->w->cx->now), &s));
	return s.may_work;
}

/* ---- inputs ---- */

const char *const quarry_papers[] = {"application", "plan", "self_check", "third_party", "licences", "certificates", "training",
				     "emergency", "insurance", "contractors", "drawings", NULL};

const char *quarry_prepared(struct quarry *q)
{
	return arena_printf(q->w->cx->mem, "{\"plan_day\":\"%s\",\"head\":\"矿长\",\"head_signed_on\":\"%s\",\"self_check\":\"逐项自查，全部合格\"}",
			    world_day(q->w, 5), world_day(q->w, 0));
}

const char *quarry_paper(struct quarry *q, const char *code)
{
	return arena_printf(q->w->cx->mem, "{\"document\":\"%s\",\"evidence\":[\"%s\"]}", code, q->w->file);
}

static void put_members(struct quarry *q, struct buf *b, const char *const *logins, const char *role)
{
	for (; *logins; logins++)
		buf_printf(b, "%s{\"person\":%" PRId64 ",\"role\":\"%s\"}", b->s[b->n - 1] == '[' ? "" : ",", quarry_person(q, *logins), role);
}

const char *quarry_team(struct quarry *q, const char *const *officers, const char *const *experts)
{
	struct buf b;
	buf_init(&b, q->w->cx->mem);
	buf_puts(&b, "{\"members\":[");
	put_members(q, &b, officers, "officer");
	put_members(q, &b, experts, "expert");
	buf_puts(&b, "]}");
	return b.s;
}

const char *const quarry_members[] = {"safety", "law", "police", "chief", "land", "land2", "craft", "craft2", "town1", "towner", "agent", NULL};

const char *quarry_full_team(struct quarry *q)
{
	static const char *const officers[] = {"safety", "law", "police", "chief", "land", "land2", "craft", "craft2", "town1", "towner", NULL};
	static const char *const experts[] = {"agent", NULL};
	return quarry_team(q, officers, experts);
}

static const int item_counts[] = {['A'] = 14, ['B'] = 10, ['C'] = 8};

const char *quarry_score(struct quarry *q, const char *failing)
{
	struct buf b;
	buf_init(&b, q->w->cx->mem);
	buf_puts(&b, "{\"items\":[");
	for (int class = 'A'; class <= 'C'; class++)
		for (int i = 1; i <= item_counts[class]; i++) {
			char code[20];
			snprintf(code, sizeof code, "%c%02d", class, i);
			buf_printf(&b, "%s{\"item\":\"%s\",\"result\":\"%s\"}", b.s[b.n - 1] == '[' ? "" : ",", code,
				   failing && strstr(failing, code) ? "fail\",\"note\":\"不符合" : "ok");
		}
	buf_puts(&b, "]}");
	return b.s;
}

/* ---- the whole of it ---- */

static void apply(struct quarry *q, int64_t id)
{
	quarry_do(q, "boss", &resumption_flow, id, "prepare", quarry_prepared(q));
	for (const char *const *code = quarry_papers; *code; code++)
		quarry_do(q, "boss", &resumption_flow, id, "attach", quarry_paper(q, *code));
	quarry_do(q, "boss", &resumption_flow, id, "attach", quarry_paper(q, "accident_report"));
	quarry_do(q, "boss", &resumption_flow, id, "apply", NULL);
}

static void review(struct quarry *q, int64_t id)
{
	quarry_do(q, "town1", &resumption_flow, id, "review", "{\"text\":\"材料齐全，现场符合\"}");
}

static void accept(struct quarry *q, int64_t id)
{
	quarry_do(q, "safety", &resumption_flow, id, "team", quarry_full_team(q));
	quarry_do(q, "land", &resumption_flow, id, "score", quarry_score(q, NULL));
	for (const char *const *m = quarry_members; *m; m++)
		quarry_do(q, *m, &resumption_flow, id, "sign", "{\"opinion\":\"同意复工\"}");
	quarry_do(q, "bureau", &resumption_flow, id, "conclude", "{\"text\":\"验收合格\"}");
}

static void report(struct quarry *q, int64_t id)
{
	quarry_do(q, "bureau", &resumption_flow, id, "report", "{\"text\":\"验收合格，请批准复工\"}");
}

static void approve(struct quarry *q, int64_t id)
{
	quarry_do(q, "deputy", &resumption_flow, id, "approve", "{\"text\":\"同意复工\"}");
}

static void notice(struct quarry *q, int64_t id)
{
	quarry_do(q, "bureau", &resumption_flow, id, "notice", NULL);
}

static void resume(struct quarry *q, int64_t id)
{
	quarry_do(q, "safety", &resumption_flow, id, "resume", NULL);
}

static const struct {
	const char *state;
	void (*go)(struct quarry *q, int64_t id);
	bool accident;
} way[] = {
	{"applied", apply, false}, {"accepting", review, false}, {"passed", accept, false}, {"reported", report, true},
	{"approved", approve, true}, {"noticed", notice, false}, {"resumed", resume, false},
};

void quarry_bring(struct quarry *q, int64_t id, const char *state)
{
	struct resumption *r;
	world_as(q->w, NULL);
	OK(resumption_get(q->w->cx, id, &r));
	bool begun = strcmp(r->row.state, "draft") == 0, accident = *r->accident_since;
	for (size_t i = 0; i < sizeof way / sizeof *way; i++) {
		if (begun && (accident || !way[i].accident))
			way[i].go(q, id);
		if (begun && strcmp(way[i].state, state) == 0)
			return;
		begun |= strcmp(way[i].state, r->row.state) == 0;
	}
	fail_msg("there is no way to %s", state);
}

/* ---- asking and expecting ---- */

const char quarry_words[] = "{\"text\":\"情况属实\"}";

struct resumption *quarry_row(struct quarry *q, int64_t id)
{
	struct resumption *r;
	world_as(q->w, NULL);
	OK(resumption_get(q->w->cx, id, &r));
	return r;
}

void quarry_in_state(struct quarry *q, int64_t id, const char *state)
{
	assert_string_equal(quarry_row(q, id)->row.state, state);
}

static struct exchange *post(struct quarry *q, const char *login, int64_t id, const char *action, const char *json)
{
	return world_ask(q->w, login, "POST", arena_printf(q->w->cx->mem, "/api/resumptions/%" PRId64 "/steps/%s", id, action), json ? json : "{}");
}

/* Through the flow and through HTTP, with the same words. */
void quarry_refused(struct quarry *q, enum status want, const char *words_in_it, const char *login, int64_t id, const char *action,
		    const char *json)
{
	static const int codes[] = {[STATUS_INVALID] = 400, [STATUS_FORBIDDEN] = 403, [STATUS_NOT_FOUND] = 404, [STATUS_CONFLICT] = 409};
	enum status got = quarry_take(q, login, &resumption_flow, id, action, json);
	const char *error = q->w->cx->error ? q->w->cx->error : "";
	if (got != want || !strstr(error, words_in_it))
		fail_msg("%s %s: %s %s", login ? login : "system", action, status_code(got), error);
	if (!login)
		return;
	struct exchange *x = post(q, login, id, action, json);
	if (x->status != codes[want] || !strstr(x->out.s, words_in_it))
		fail_msg("POST %s %s: %d %s", login, action, x->status, x->out.s);
}

void quarry_posted(struct quarry *q, const char *login, int64_t id, const char *action, const char *json)
{
	struct exchange *x = post(q, login, id, action, json);
	if (x->status != 200)
		fail_msg("POST %s %s: %d %s", login, action, x->status, x->out.s);
}

int64_t quarry_begun(struct quarry *q, int64_t mine)
{
	int64_t id;
	OK(quarry_begin(q, "boss", mine, &id));
	return id;
}

/* An application as far as that state, of a mine that the county has stopped. */
int64_t quarry_stopped_and(struct quarry *q, int64_t mine, const char *state)
{
	quarry_stop(q, "law", "county", mine);
	int64_t id = quarry_begun(q, mine);
	if (strcmp(state, "draft") != 0)
		quarry_bring(q, id, state);
	return id;
}

const struct mine_reason *quarry_reason(struct quarry *q, int64_t mine, int days, const char *code)
{
	struct mine *m;
	struct mine_status s;
	world_as(q->w, NULL);
	OK(mine_get(q->w->cx, mine, &m));
	OK(mine_status(q->w->cx, m, (struct day){day_of(q->w->cx->now).n + days}, &s));
	for (size_t i = 0; i < s.reasons.count; i++)
		if (strcmp(s.reasons.items[i].code, code) == 0)
			return &s.reasons.items[i];
	return NULL;
}
