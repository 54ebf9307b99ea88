/* hazard_todo.c - hazards that wait for this user: his own mines' to be rectified, those that his office found, ordered, or
 * that lie in his town, to be ordered, listed, rechecked, delisted. */
#include "core/todo.h"
#include "rooms/inspection/hazard.h"

#include <inttypes.h>
#include <string.h>
#include "core/perm.h"
#include "db/db.h"

struct expected {
	const char *state, *actions;
};
static const struct expected for_enterprise[] = {
	{"found", "rectify"}, {"ordered", "sign|plan|rectify"}, {"planned", "rectify"}, {"listed", "rectify"}, {"returned", "rectify"},
	{"rectified", "confirm|reject"}, {0},
};
static const struct expected for_office[] = {
	{"found", "order"}, {"ordered", "serve"}, {"planned", "list"}, {"rectified", "pass|fail"}, {"passed", "delist"}, {0},
};

/* Each by an index of the open ones (migration 0019), a row that fits twice comes once. */
static const char by_enterprise[] =
	"SELECT " HAZARD_COLUMNS " FROM hazard h" HAZARD_JOINS " WHERE h.county = $1 AND h.enterprise = $2 AND h.ended_on = ''"
	" AND (h.state IN ('ordered', 'planned', 'listed', 'returned') OR (h.own = 1 AND h.state IN ('found', 'rectified'))) ORDER BY h.due_key, h.id LIMIT $3";
static const char by_office[] =
	"SELECT " HAZARD_COLUMNS " FROM (SELECT * FROM (SELECT o.id FROM hazard o WHERE o.county = $1 AND o.order_org = $2 AND o.ended_on = ''"
	" AND o.state IN ('ordered', 'planned', 'rectified', 'passed') ORDER BY o.due_key, o.id LIMIT $3) a"
	" UNION SELECT * FROM (SELECT f.id FROM hazard f WHERE f.county = $1 AND f.found_org = $2 AND f.ended_on = '' AND f.state = 'found'"
	" ORDER BY f.due_key, f.id LIMIT $3) b"
	" UNION SELECT * FROM (SELECT w.id FROM hazard w WHERE w.county = $1 AND w.town = $2 AND w.ended_on = ''"
	" AND w.state IN ('found', 'rectified', 'passed') ORDER BY w.due_key, w.id LIMIT $3) c) x"
	" JOIN hazard h ON h.county = $1 AND h.id = x.id" HAZARD_JOINS " ORDER BY h.due_key, h.id LIMIT $3";

static const char *actions_of(const struct expected *e, const char *state)
{
	while (e->state && strcmp(e->state, state) != 0)
		e++;
	return e->actions;
}

static const char *asked(struct cx *cx, const struct hazard *h)
{
	const char *level = strcmp(h->level, "major") == 0 ? words(cx, "major hazard") : words(cx, "general hazard");
	return arena_printf(cx->mem, "%s · %s · %s", h->mine_name ? h->mine_name : "", level, flow_state_label(cx, &hazard_flow, h->row.state));
}

enum status hazard_todo(struct cx *cx, struct todos *out)
{
	bool enterprise = cx->perms & PERM_HAZARD_RECTIFY;
	struct list l;
	if (!cx->org || !(cx->perms & (PERM_HAZARD_RECTIFY | PERM_HAZARD_RECHECK)))
		return STATUS_OK;
	TRY(db_all(cx, &hazard_record, &l, enterprise ? by_enterprise : by_office,
		   ARGS(V(cx->county), V(cx->org), V((int64_t)TODO_CANDIDATES))));
	struct hazard *h = l.items;
	for (size_t i = 0; i < l.count; i++) {
		const char *actions = actions_of(enterprise ? for_enterprise : for_office, h[i].row.state);
		if (actions)
			TRY(todo_offer(cx, out, &hazard_flow, &h[i].row, actions,
				       &(struct todo){.no = h[i].no, .title = h[i].text, .due = h[i].due, .text = asked(cx, &h[i]), .since = h[i].found_on,
						      .link = arena_printf(cx->mem, "/hazards/%" PRId64, h[i].row.id)}));
	}
	return STATUS_OK;
}
