/* hazard_order.c - the order to rectify a hazard (责令限期整改指令书), its service, and who may take a step at all. */
#include "rooms/inspection/hazard_steps.h"

#include <string.h>
#include "db/db.h"

static struct hazard *hazard_of(struct act *a)
{
	return (struct hazard *)a->row;
}

static bool is_major(const struct hazard *h)
{
	return strcmp(h->level, "major") == 0;
}

static const char *nothing(const char *s)
{
	return inspection_or(s, "");
}

/* ---- who ---- */

enum status hazard_enterprise_only(struct cx *cx, struct act *a)
{
	bool own;
	TRY(inspection_own_org(cx, hazard_of(a)->enterprise, &own));
	return own ? STATUS_OK : cx_fail(cx, STATUS_FORBIDDEN, "only the mine's own enterprise does this");
}

enum status hazard_not_the_enterprise(struct cx *cx, struct act *a)
{
	bool own;
	TRY(inspection_own_org(cx, hazard_of(a)->enterprise, &own));
	return own ? cx_fail(cx, STATUS_FORBIDDEN, "an enterprise does not decide on its own hazards") : STATUS_OK;
}

/* ---- the order ---- */

struct order_input {
	const char *no, *requirement, *due, *why_longer, *served_on;
};
static const struct field order_fields[] = {
	FIELD(struct order_input, no, .min = 0, .max = 60, .zh = "指令书文号", .en = "number of the order"),
	FIELD(struct order_input, requirement, .flags = REQUIRED, .min = 4, .max = 2000, .zh = "整改要求", .en = "what must be done"),
	FIELD(struct order_input, due, .flags = DAY, .zh = "整改期限（指令书写明的日期）", .en = "by (the day printed in the order)"),
	FIELD(struct order_input, why_longer, .min = 0, .max = 500, .zh = "超出规定期限的理由", .en = "why longer than the rule allows"),
	FIELD(struct order_input, served_on, .flags = DAY, .zh = "当面送达日期", .en = "handed over on"),
};
const struct record hazard_order_record = RECORD(order_input, order_fields);

/* A printed day wins; one later than the rule's needs its reason.  Without one a general hazard's day is reckoned from
 * service; a major one's is always printed. */
static enum status check_due(struct cx *cx, const struct hazard *h, const struct order_input *in, const char *served)
{
	struct hazard_due limit;
	struct day day;
	if (!*nothing(in->due))
		return is_major(h) ? cx_fail_field(cx, "due", "a major hazard's order prints the day") : STATUS_OK;
	if (strcmp(in->due, day_today(cx)) < 0)
		return cx_fail_field(cx, "due", "may not be a day that is past");
	if (is_major(h))
		return STATUS_OK;
	if (!day_parse(served, &day))
		day = day_of(cx->now);
	TRY(hazard_general_due(cx, day, -1, -1, &limit));
	const char *last = day_text(cx, limit.due.day);
	if (strcmp(in->due, last) > 0 && !*nothing(in->why_longer))
		return cx_fail_field(cx, "why_longer", "a day after %s (the rule's) needs its reason in the order", last);
	return STATUS_OK;
}

/* Reckon the day from service where the order printed none. */
static enum status served(struct cx *cx, struct hazard *h, const char *day, const char *how)
{
	struct hazard_due due;
	struct day from;
	TRY(db_exec(cx, NULL, "UPDATE hazard SET served_on = $1, served_how = $2 WHERE county = $3 AND id = $4",
		    ARGS(V(day), V(how), V(cx->county), V(h->row.id))));
	if (h->printed || is_major(h) || !day_parse(day, &from))
		return STATUS_OK;
	TRY(hazard_general_due(cx, from, -1, -1, &due));
	return hazard_store_due(cx, h->row.id, day_text(cx, due.due.day));
}

enum status hazard_order(struct cx *cx, struct act *a)
{
	const struct order_input *in = a->input;
	struct hazard *h = hazard_of(a);
	const char *due = nothing(in->due), *day = nothing(in->served_on);
	TRY(inspection_not_future(cx, "served_on", day));
	if (*day && strcmp(day, h->found_on) < 0)
		return cx_fail_field(cx, "served_on", "may not be before the day it was found (%s)", h->found_on);
	TRY(check_due(cx, h, in, day));
	TRY(db_exec(cx, NULL,
		    "UPDATE hazard SET no = $1, requirement = $2, why_longer = $3, printed = $4, order_org = $5, ordered_on = $6, own = 0"
		    " WHERE county = $7 AND id = $8",
		    ARGS(V(nothing(in->no)), V(in->requirement), V(nothing(in->why_longer)), V(*due != '\0'), V(cx->org),
			 V(day_today(cx)), V(cx->county), V(h->row.id))));
	h->printed = *due != '\0';
	h->order_org = cx->org;
	TRY(hazard_store_due(cx, h->row.id, due));
	return *day ? served(cx, h, day, "handed") : STATUS_OK;
}

enum status hazard_may_sign(struct cx *cx, struct act *a)
{
	TRY(hazard_enterprise_only(cx, a));
	return *hazard_of(a)->served_on ? cx_fail(cx, STATUS_CONFLICT, "it was served on %s already", hazard_of(a)->served_on) : STATUS_OK;
}

enum status hazard_sign(struct cx *cx, struct act *a)
{
	return served(cx, hazard_of(a), day_today(cx), "signed");
}

struct serve_input {
	const char *day, *how;
};
static const char *const hows[] = {"left", "post", "notice", NULL};
static const struct field serve_fields[] = {
	FIELD(struct serve_input, day, .flags = REQUIRED | DAY, .zh = "送达日期", .en = "served on"),
	FIELD(struct serve_input, how, .flags = REQUIRED, .choices = hows, .zh = "送达方式", .en = "how it was served"),
};
const struct record hazard_serve_record = RECORD(serve_input, serve_fields);

enum status hazard_may_serve(struct cx *cx, struct act *a)
{
	TRY(hazard_not_the_enterprise(cx, a));
	return *hazard_of(a)->served_on ? cx_fail(cx, STATUS_CONFLICT, "it was served on %s already", hazard_of(a)->served_on) : STATUS_OK;
}

enum status hazard_serve(struct cx *cx, struct act *a)
{
	const struct serve_input *in = a->input;
	TRY(inspection_not_future(cx, "day", in->day));
	if (strcmp(in->day, hazard_of(a)->ordered_on) < 0)
		return cx_fail_field(cx, "day", "may not be before the order (%s)", hazard_of(a)->ordered_on);
	return served(cx, hazard_of(a), in->day, in->how);
}
