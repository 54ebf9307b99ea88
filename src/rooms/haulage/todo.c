/* todo.c - cases and measures that wait for this user. */
#include "rooms/haulage/case.h"

#include <inttypes.h>
#include "core/perm.h"
#include "rooms/haulage/haulage_inside.h"

static const struct {
	const char *state, *actions;
} waiting[] = {{"found", "unload"}, {"unloading", "reweigh"}, {"handed", "decide"}, {"decided", "pay"}, {"closed", "copy"}};

static enum status cases(struct cx *cx, struct todos *out)
{
	for (size_t i = 0; i < sizeof waiting / sizeof *waiting; i++) {
		struct list l;
		int64_t next;
		TRY(haulage_case_list(cx, &(struct haulage_case_query){.state = waiting[i].state, .limit = TODO_CANDIDATES}, &l, &next));
		struct haulage_case *c = l.items;
		for (size_t k = 0; k < l.count; k++)
			TRY(todo_offer(cx, out, &haulage_case_flow, &c[k].row, waiting[i].actions,
				       &(struct todo){.no = c[k].no, .title = arena_printf(cx->mem, words(cx, "%s, %" PRId64 " kg too heavy"),
											   haulage_or(c[k].plate, "?"), c[k].over_kg),
						      .due = haulage_or(c[k].due, ""),
						      .text = flow_state_label(cx, &haulage_case_flow, c[k].row.state), .since = c[k].offended_on,
						      .link = arena_printf(cx->mem, "/haulage/cases/%" PRId64, c[k].row.id)}));
	}
	return STATUS_OK;
}

static enum status measures(struct cx *cx, struct todos *out)
{
	struct list l;
	int64_t next;
	TRY(haulage_measure_list(cx, &(struct haulage_measure_query){.state = "proposed", .limit = TODO_CANDIDATES}, &l, &next));
	struct haulage_measure *m = l.items;
	for (size_t k = 0; k < l.count; k++)
		TRY(todo_offer(cx, out, &haulage_measure_flow, &m[k].row, "impose",
			       &(struct todo){.no = "", .title = m[k].name, .due = "", .text = m[k].basis,
					      .since = day_text(cx, day_of(m[k].created_at)),
					      .link = arena_printf(cx->mem, "/haulage/measures/%" PRId64, m[k].row.id)}));
	return STATUS_OK;
}

/* Scales whose certificate has run out, for those who keep the register: an uncertified weight proves nothing. */
static enum status scales(struct cx *cx, struct todos *out)
{
	struct list l;
	int64_t next;
	enum status own = haulage_department_only(cx, "transport");
	if (own == STATUS_FORBIDDEN || own == STATUS_CONFLICT) {
		cx_forget(cx);
		return STATUS_OK;
	}
	TRY(own);
	TRY(haulage_list(cx, &haulage_scales, &(struct haulage_register_query){.expired = true, .limit = TODO_CANDIDATES}, &l, &next));
	const struct haulage_scale *s = l.items;
	for (size_t k = 0; k < l.count; k++)
		todo_add(cx, out, &(struct todo){.kind = "certificate", .room = haulage_scales.kind, .item = s[k].id, .no = haulage_or(s[k].certificate, ""),
						 .title = s[k].name, .action = "certify", .label = words(cx, "have it certified"), .due = haulage_or(s[k].valid_to, ""),
						 .text = words(cx, "the certificate has run out: its weights are marked"), .since = haulage_or(s[k].valid_to, ""),
						 .link = arena_printf(cx->mem, "/haulage/scales/%" PRId64, s[k].id)});
	return STATUS_OK;
}

enum status haulage_todo(struct cx *cx, struct todos *out)
{
	if (!(cx->perms & PERM_HAULAGE_ENFORCE))
		return STATUS_OK;
	TRY(cases(cx, out));
	TRY(measures(cx, out));
	return scales(cx, out);
}
