#include "rooms/inspection/hazard_steps.h"

#include <inttypes.h>
#include <string.h>
#include "base/id.h"
#include "core/evidence.h"
#include "core/perm.h"
#include "core/search.h"
#include "db/db.h"

/* The groups of the acceptance list (rules.md 2.4), and those that an open pit does not have. */
const char *const hazard_kinds[] = {"papers", "people", "system", "procedure", "training", "site", "blasting", "haulage", "dump",
				    "emergency", "video", "underground", "tailings", "weather", "other", NULL};
const char *const hazard_levels[] = {"general", "major", NULL};

static const struct field hazard_fields[] = {
	FIELD_AS(struct hazard, "id", row.id),
	FIELD_AS(struct hazard, "version", row.version),
	FIELD_AS(struct hazard, "state", row.state),
	FIELD(struct hazard, mine),
	FIELD(struct hazard, mine_name),
	FIELD(struct hazard, town, .flags = NULLABLE),
	FIELD(struct hazard, town_name),
	FIELD(struct hazard, enterprise, .flags = NULLABLE),
	FIELD(struct hazard, enterprise_name),
	FIELD(struct hazard, industry, .flags = NULLABLE),
	FIELD(struct hazard, industry_name),
	FIELD(struct hazard, inspection, .flags = NULLABLE),
	FIELD(struct hazard, item),
	FIELD(struct hazard, kind),
	FIELD(struct hazard, level),
	FIELD(struct hazard, major_from),
	FIELD(struct hazard, criterion),
	FIELD(struct hazard, place),
	FIELD(struct hazard, text),
	FIELD(struct hazard, basis),
	FIELD(struct hazard, found_on),
	FIELD(struct hazard, own),
	FIELD(struct hazard, found_by),
	FIELD(struct hazard, found_by_name),
	FIELD(struct hazard, found_org),
	FIELD(struct hazard, found_org_name),
	FIELD(struct hazard, no),
	FIELD(struct hazard, order_org, .flags = NULLABLE),
	FIELD(struct hazard, order_org_name),
	FIELD(struct hazard, ordered_on),
	FIELD(struct hazard, requirement),
	FIELD(struct hazard, why_longer),
	FIELD(struct hazard, served_on),
	FIELD(struct hazard, served_how),
	FIELD(struct hazard, due),
	FIELD(struct hazard, due_key),
	FIELD(struct hazard, printed),
	FIELD(struct hazard, fix_person),
	FIELD(struct hazard, fix_phone),
	FIELD(struct hazard, fix_measures),
	FIELD(struct hazard, fix_funds),
	FIELD(struct hazard, fix_source),
	FIELD(struct hazard, fix_by),
	FIELD(struct hazard, fix_emergency),
	FIELD(struct hazard, planned_on),
	FIELD(struct hazard, listed_on),
	FIELD(struct hazard, list_no),
	FIELD(struct hazard, list_level),
	FIELD(struct hazard, list_org, .flags = NULLABLE),
	FIELD(struct hazard, delisted_on),
	FIELD(struct hazard, reported_on),
	FIELD(struct hazard, rectified_on),
	FIELD(struct hazard, rectified_by, .flags = NULLABLE),
	FIELD(struct hazard, rectified_org, .flags = NULLABLE),
	FIELD(struct hazard, repeats),
	FIELD(struct hazard, extensions),
	FIELD(struct hazard, penalties),
	FIELD(struct hazard, ended_on),
	FIELD(struct hazard, days_left),
	FIELD(struct hazard, overdue),
};
const struct record hazard_record = RECORD(hazard, hazard_fields);

static const struct field new_fields[] = {
	FIELD(struct hazard_new, mine, .flags = REQUIRED, .min = 1, .max = INT64_MAX, .zh = "矿山", .en = "mine"),
	FIELD(struct hazard_new, inspection, .flags = READ_ONLY),
	FIELD(struct hazard_new, item, .flags = READ_ONLY),
	FIELD(struct hazard_new, kind, .flags = REQUIRED, .choices = hazard_kinds, .zh = "类别", .en = "kind"),
	FIELD(struct hazard_new, level, .flags = REQUIRED, .choices = hazard_levels, .zh = "级别", .en = "level"),
	FIELD(struct hazard_new, criterion, .min = 0, .max = 10, .zh = "重大隐患判定条款", .en = "criterion of a major hazard"),
	FIELD(struct hazard_new, place, .min = 0, .max = 200, .zh = "部位", .en = "place"),
	FIELD(struct hazard_new, text, .flags = REQUIRED, .min = 4, .max = 2000, .zh = "隐患描述", .en = "what is wrong"),
	FIELD(struct hazard_new, basis, .min = 0, .max = 500, .zh = "依据", .en = "legal basis"),
	FIELD(struct hazard_new, found_on, .flags = DAY, .zh = "发现日期", .en = "found on"),
	FIELD(struct hazard_new, evidence, .min = 0, .max = 50),
};
const struct record hazard_new_record = RECORD(hazard_new, new_fields);

static const struct field round_fields[] = {
	FIELD(struct hazard_round, round),
	FIELD(struct hazard_round, rectified_on),
	FIELD(struct hazard_round, rectified_by_name),
	FIELD(struct hazard_round, statement),
	FIELD(struct hazard_round, recheck_by),
	FIELD(struct hazard_round, rechecked_on),
	FIELD(struct hazard_round, rechecked_by_name),
	FIELD(struct hazard_round, rechecked_org_name),
	FIELD(struct hazard_round, passed),
	FIELD(struct hazard_round, opinion),
};
const struct record hazard_round_record = RECORD(hazard_round, round_fields);

static const struct field penalty_fields[] = {
	FIELD(struct hazard_penalty, id),
	FIELD(struct hazard_penalty, kind),
	FIELD(struct hazard_penalty, no),
	FIELD(struct hazard_penalty, day),
	FIELD(struct hazard_penalty, text),
	FIELD(struct hazard_penalty, person_name),
	FIELD(struct hazard_penalty, yuan),
};
const struct record hazard_penalty_record = RECORD(hazard_penalty, penalty_fields);

/* ---- reading ---- */

void hazard_show(struct cx *cx, struct hazard *h)
{
	struct day due;
	h->days_left = 0;
	h->overdue = false;
	if (*h->ended_on || !day_parse(h->due, &due))
		return;
	h->days_left = due.n - day_of(cx->now).n;
	h->overdue = h->days_left < 0 && !*h->rectified_on;
}

enum status hazard_get(struct cx *cx, int64_t id, struct hazard **out)
{
	struct list l;
	struct where w = where_new(cx, "h.county = $?", V(cx->county));
	where_and(&w, "h.id = $?", V(id));
	TRY(inspection_scope(cx, &w, "h"));
	TRY(db_all(cx, &hazard_record, &l,
		   arena_printf(cx->mem, "SELECT " HAZARD_COLUMNS " FROM hazard h" HAZARD_JOINS " WHERE %s", w.sql.s), where_args(&w)));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such hazard, or it is not yours to see");
	*out = l.items;
	hazard_show(cx, *out);
	return STATUS_OK;
}

enum status hazard_rounds(struct cx *cx, int64_t id, struct list *out)
{
	return db_all(cx, &hazard_round_record, out,
		      "SELECT r.round, r.rectified_on, a.name AS rectified_by_name, r.statement, r.recheck_by, r.rechecked_on,"
		      " b.name AS rechecked_by_name, o.name AS rechecked_org_name, r.passed, r.opinion FROM hazard_round r"
		      " LEFT JOIN person a ON a.county = r.county AND a.id = r.rectified_by"
		      " LEFT JOIN person b ON b.county = r.county AND b.id = r.rechecked_by"
		      " LEFT JOIN org o ON o.county = r.county AND o.id = r.rechecked_org"
		      " WHERE r.county = $1 AND r.hazard = $2 ORDER BY r.round", ARGS(V(cx->county), V(id)));
}

enum status hazard_penalties(struct cx *cx, int64_t id, struct list *out)
{
	return db_all(cx, &hazard_penalty_record, out,
		      "SELECT x.id, x.kind, x.no, x.day, x.text, p.name AS person_name, x.yuan FROM hazard_penalty x"
		      " LEFT JOIN person p ON p.county = x.county AND p.id = x.person"
		      " WHERE x.county = $1 AND x.hazard = $2 ORDER BY x.day, x.id", ARGS(V(cx->county), V(id)));
}

enum status hazard_store_due(struct cx *cx, int64_t id, const char *due)
{
	return db_exec(cx, NULL, "UPDATE hazard SET due = $1, due_key = $2 WHERE county = $3 AND id = $4",
		       ARGS(V(due), V(inspection_or(due, HAZARD_NO_DAY)), V(cx->county), V(id)));
}

/* ---- found by its words ---- */

struct place {
	const char *path;
};
static const struct field place_fields[] = {FIELD(struct place, path)};
static const struct record place_record = RECORD(place, place_fields);

enum status hazard_put_search(struct cx *cx, const struct hazard *h)
{
	struct list l;
	struct texts scope = {0};
	TRY(db_all(cx, &place_record, &l, "SELECT path FROM org WHERE county = $1 AND id IN ($2, $3) ORDER BY id",
		   ARGS(V(cx->county), V(h->town), V(h->enterprise))));
	scope.items = arena_array_of(cx->mem, const char *, l.count + 1);
	for (size_t i = 0; i < l.count; i++)
		scope.items[scope.count++] = ((const struct place *)l.items)[i].path;
	if (!scope.count)
		scope.items[scope.count++] = "/";       /* nobody's yet: who sees the whole county sees it */
	return search_put(cx, &(struct search_entry){
		.kind = hazard_flow.name, .item = h->row.id, .scope = scope, .perms = PERM_MINE_READ, .title = h->text,
		.text = arena_printf(cx->mem, "%s\n%s", h->place, h->no)});
}

/* ---- entering ---- */

/* Inspectors and offices enter what they find anywhere they see; an enterprise enters its own. */
static enum status may_enter(struct cx *cx, const struct mine *m)
{
	bool own;
	if (cx->perms & PERM_INSPECT)
		return STATUS_OK;
	TRY(inspection_own_org(cx, m->enterprise, &own));
	if (own && cx->perms & PERM_HAZARD_RECTIFY)
		return STATUS_OK;
	return cx_fail(cx, STATUS_FORBIDDEN, "only an inspector, or the mine's own enterprise, enters hazards");
}

static enum status check_criterion(struct cx *cx, const struct mine *m, const struct hazard_new *in, const char *day)
{
	const struct criterion *c;
	const char *code = inspection_or(in->criterion, "");
	if (strcmp(in->level, "general") == 0)
		return *code ? cx_fail_field(cx, "criterion", "a criterion of major hazards makes the hazard a major one") : STATUS_OK;
	if (!*code)
		return STATUS_OK;       /* a major one by its nature: the definition in 16号令, in the field basis */
	TRY(criterion_find(cx, code, day, &c));
	if (!c)
		return cx_fail_field(cx, "criterion", "is not in force on %s: %s", day, code);
	if (strcmp(m->kind, "processing") == 0 || strcmp(c->mine_kind, m->kind) != 0)
		return cx_fail_field(cx, "criterion", "does not apply to a mine of this kind: %s", code);
	return STATUS_OK;
}

static enum status check_new(struct cx *cx, const struct mine *m, const struct hazard_new *in, const char *day)
{
	TRY(may_enter(cx, m));
	TRY(inspection_not_future(cx, "found_on", day));
	TRY(check_criterion(cx, m, in, day));
	if (strcmp(in->level, "major") == 0 && !*inspection_or(in->criterion, "") && !*inspection_or(in->basis, ""))
		return cx_fail_field(cx, "criterion", "a major hazard needs a criterion, or a legal basis in words");
	return STATUS_OK;
}

static enum status insert(struct cx *cx, const struct hazard *h)
{
	return db_exec(cx, NULL,
		       "INSERT INTO hazard (county, id, state, mine, town, enterprise, industry, inspection, item, kind, level, major_from,"
		       " criterion, place, text, basis, found_on, found_by, found_org, created_at)"
		       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
		       ARGS(V(cx->county), V(h->row.id), V(h->row.state), V(h->mine), V(h->town), V(h->enterprise), V(h->industry),
			    V(h->inspection), V(h->item), V(h->kind), V(h->level), V(h->major_from), V(h->criterion), V(h->place),
			    V(h->text), V(h->basis), V(h->found_on), V(h->found_by), V(h->found_org), V(cx->now)));
}

/* Found by the enterprise itself, and no major one: it needs nobody's order. */
static enum status keep_own(struct cx *cx, const struct hazard *h)
{
	struct day found;
	const char *due;
	bool own;
	TRY(inspection_own_org(cx, h->enterprise, &own));
	if (!own || !cx->org || strcmp(h->level, "major") == 0 || !day_parse(h->found_on, &found))
		return STATUS_OK;
	TRY(hazard_own_due(cx, found, &due));
	TRY(db_exec(cx, NULL, "UPDATE hazard SET own = 1 WHERE county = $1 AND id = $2", ARGS(V(cx->county), V(h->row.id))));
	return hazard_store_due(cx, h->row.id, due);
}

enum status hazard_create(struct cx *cx, const struct hazard_new *in, int64_t *id)
{
	struct mine *m;
	struct hazard *h;
	TRY(mine_get(cx, in->mine, &m));
	const char *day = inspection_or(in->found_on, day_today(cx));
	TRY(check_new(cx, m, in, day));
	bool major = strcmp(in->level, "major") == 0;
	const struct hazard made = {
		.row = {.id = id_new(cx), .version = 1, .state = hazard_flow.states[0].name}, .mine = m->id, .town = m->town,
		.enterprise = m->enterprise, .industry = m->industry, .inspection = in->inspection, .item = inspection_or(in->item, ""),
		.kind = in->kind, .level = in->level, .major_from = major ? day : "", .criterion = inspection_or(in->criterion, ""),
		.place = inspection_or(in->place, ""), .text = in->text, .basis = inspection_or(in->basis, ""), .found_on = day,
		.found_by = cx->user, .found_org = cx->org};
	*id = made.row.id;
	TRY(insert(cx, &made));
	TRY(keep_own(cx, &made));
	if (in->evidence.count)
		TRY(evidence_link(cx, hazard_flow.name, *id, &in->evidence));
	TRY(flow_began(cx, &hazard_flow, *id, "find", &hazard_new_record, in));
	TRY(hazard_get(cx, *id, &h));
	TRY(hazard_put_search(cx, h));
	TRY(mine_refresh(cx, m->id));
	return hazard_tell(cx, "find", h);
}
