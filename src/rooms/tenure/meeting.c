#include "rooms/tenure/meeting.h"

#include <string.h>
#include "core/rule.h"
#include "db/db.h"
#include "proto/right_number.h"
#include "rooms/tenure/application.h"
#include "rooms/tenure/shape.h"

static const struct field meeting_fields[] = {
	FIELD(struct tenure_meeting, id),
	FIELD(struct tenure_meeting, day),
	FIELD(struct tenure_meeting, no),
	FIELD(struct tenure_meeting, decision),
	FIELD(struct tenure_meeting, text),
	FIELD(struct tenure_meeting, person),
	FIELD(struct tenure_meeting, at, .flags = TIME),
	FIELD(struct tenure_meeting, person_name),
};
const struct record tenure_meeting_record = RECORD(tenure_meeting, meeting_fields);

enum status tenure_meetings(struct cx *cx, int64_t application, struct list *out)
{
	return db_all(cx, &tenure_meeting_record, out,
		      "SELECT g.id, g.day, g.no, g.decision, g.text, g.person, g.at, p.name AS person_name FROM tenure_meeting g"
		      " LEFT JOIN person p ON p.county = g.county AND p.id = g.person"
		      " WHERE g.county = $1 AND g.application = $2 ORDER BY g.day DESC, g.id DESC", ARGS(V(cx->county), V(application)));
}

/* The last word counts. */
enum status tenure_agreed(struct cx *cx, int64_t application, int64_t *id)
{
	struct list l;
	TRY(tenure_meetings(cx, application, &l));
	const struct tenure_meeting *g = l.items;
	if (!l.count)
		return cx_fail(cx, STATUS_CONFLICT, "the county head's meeting has not decided on it: its date, number and decision must be on record");
	if (strcmp(g->decision, "agree") != 0)
		return cx_fail(cx, STATUS_CONFLICT, "the county head's meeting %s did not agree", g->no);
	if (id)
		*id = g->id;
	return STATUS_OK;
}

/* ---- what is new in a right that is there ---- */

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

static bool has_levels(double top, double bottom)
{
	return top != 0 || bottom != 0;
}

/* What a right covers: of a licence or of an application. */
struct extent {
	const char *land;               /* GeoJSON; "" none; NULL: not known here */
	double top_m, bottom_m;
};

/* *why in words; "" it does not go beyond. */
static enum status goes_beyond(struct cx *cx, const struct extent *was, const struct extent *now, const char **why)
{
	const struct rule *rule;
	double metres, level_m, m2 = 0;
	*why = "";
	if (!now->land || !*or_empty(was->land))
		return STATUS_OK;
	if (!*now->land) {
		*why = words(cx, "its land would be taken off the register");
		return STATUS_OK;
	}
	TRY(rule_in_force(cx, "tenure.outside", day_of(cx->now), &rule));
	TRY(rule_real(cx, rule, "metres", &metres));
	TRY(rule_real(cx, rule, "level_m", &level_m));
	TRY(shape_grown(cx, was->land, now->land, metres, &m2));
	if (m2 > 0)
		*why = arena_printf(cx->mem, words(cx, "%.0f m² lie outside of the land that was granted"), m2);
	else if (has_levels(was->top_m, was->bottom_m) && !has_levels(now->top_m, now->bottom_m))
		*why = words(cx, "its levels would be taken off the register");
	else if (has_levels(was->top_m, was->bottom_m) && (now->top_m > was->top_m + level_m || now->bottom_m < was->bottom_m - level_m))
		*why = arena_printf(cx->mem, words(cx, "levels %.1f to %.1f m, granted were %.1f to %.1f m"), now->top_m, now->bottom_m, was->top_m,
				    was->bottom_m);
	return STATUS_OK;
}

enum status tenure_needs_meeting(struct cx *cx, const struct application *x, const char **why)
{
	const struct rules *rules;
	struct right *r;
	*why = "";
	TRY(rules_of(cx, &rules));
	if (strcmp(x->kind, "new") == 0) {
		*why = words(cx, "a new right");
		return STATUS_OK;
	}
	if (!x->licence || !rules_peek(rules, "tenure.meeting", day_of(cx->now)))
		return STATUS_OK;
	TRY(right_get(cx, x->licence, &r));
	const struct licence *l = &r->licence;
	const struct extent was = {l->land.s, l->top_m, l->bottom_m}, now = {or_empty(x->land.s), x->top_m, x->bottom_m};
	if (strcmp(or_empty(l->land_text), or_empty(x->land_text)) != 0)
		TRY(goes_beyond(cx, &was, &now, why));
	if (!**why && *r->main_mineral && strcmp(r->main_mineral, x->mineral) != 0)
		*why = arena_printf(cx->mem, words(cx, "%s instead of %s, for which it was granted"), x->mineral, r->main_mineral);
	return STATUS_OK;
}

/* ---- the register's guard ---- */

static bool is_right(const struct licence *l)
{
	return strcmp(l->kind, "mining") == 0 || strcmp(l->kind, "exploration") == 0;
}

static const char *later_of(const char *a, const char *b)
{
	return strcmp(a, b) >= 0 ? a : b;
}

/* The latest day on which it may have begun, by all that is said of it: its number has the month for good; "" where nothing says. */
static const char *began(struct cx *cx, const struct licence *l)
{
	struct right_number n;
	const char *said = later_of(or_empty(l->issued_on), or_empty(l->valid_from));
	if (right_number_read(cx, l->number, &n)) {
		cx_forget(cx);
		return said;
	}
	const char *month = arena_printf(cx->mem, "%04d-%02d", n.year, n.month);
	if (strncmp(said, month, strlen(month)) == 0)
		return said;
	return later_of(said, arena_printf(cx->mem, "%s-%02d", month, day_month_length(n.year, n.month)));
}

struct count {
	int64_t n;
};
static const struct field count_fields[] = {FIELD(struct count, n)};
static const struct record count_record = RECORD(count, count_fields);

/* An application that is being granted under that number (the number stands in its row from within that step on, the state is still
 * sent), and to which the meeting agreed. */
static enum status decided(struct cx *cx, const char *number, bool *yes)
{
	struct count c;
	TRY(db_one(cx, &count_record, &c,
		   "SELECT count(*) AS n FROM tenure_application a JOIN tenure_meeting g ON g.county = a.county AND g.application = a.id"
		   " AND g.id = a.meeting WHERE a.county = $1 AND a.number = $2 AND a.state = 'sent' AND g.decision = 'agree'",
		   ARGS(V(cx->county), V(number))));
	*yes = c.n > 0;
	return STATUS_OK;
}

/* One that is being granted as the renewal of a right, asked for before that ran out. */
static enum status renewed(struct cx *cx, const char *number, bool *yes)
{
	struct count c;
	TRY(db_one(cx, &count_record, &c,
		   "SELECT count(*) AS n FROM tenure_application a JOIN mine_licence l ON l.county = a.county AND l.id = a.licence"
		   " WHERE a.county = $1 AND a.number = $2 AND a.kind = 'renewal' AND a.state = 'sent'"
		   " AND (l.valid_to = '' OR a.applied_on <= l.valid_to)", ARGS(V(cx->county), V(number))));
	*yes = c.n > 0;
	return STATUS_OK;
}

static enum status registered(struct cx *cx, const char *number, bool *yes)
{
	struct count c;
	TRY(db_one(cx, &count_record, &c,
		   "SELECT count(*) AS n FROM mine_licence WHERE county = $1 AND number = $2 AND kind IN ('mining', 'exploration')",
		   ARGS(V(cx->county), V(number))));
	*yes = c.n > 0;
	return STATUS_OK;
}

/* A right that is not in the register yet, or under another number. */
static enum status enters(struct cx *cx, const struct licence *after)
{
	const struct rules *rules;
	struct day day;
	bool known;
	TRY(registered(cx, after->number, &known));
	if (known)
		return cx_fail(cx, STATUS_CONFLICT, "%s: the register has this right already; a renewal enters through its application", after->number);
	if (!day_parse(began(cx, after), &day))
		day = day_of(cx->now);
	TRY(rules_of(cx, &rules));
	if (!rules_peek(rules, "tenure.meeting", day))
		return STATUS_OK;
	if (!*began(cx, after))
		return cx_fail(cx, STATUS_CONFLICT, "%s: say when this right was granted; one granted now needs the county head's meeting",
			       after->number);
	return cx_fail(cx, STATUS_CONFLICT, "%s: a new right enters the register through its application alone, after the county head's meeting",
		       after->number);
}

/* A right that lapsed is over: whoever lets it run again grants a new one. */
static bool runs_again(struct cx *cx, const struct licence *before, const struct licence *after)
{
	const char *today = day_today(cx);
	return *or_empty(before->valid_to) && strcmp(before->valid_to, today) < 0 &&
	       (!*or_empty(after->valid_to) || strcmp(after->valid_to, today) >= 0);
}

static enum status changes(struct cx *cx, const struct licence *before, const struct licence *after)
{
	const struct extent was = {before->land.s, before->top_m, before->bottom_m}, now = {after->land.s, after->top_m, after->bottom_m};
	const char *why;
	if (runs_again(cx, before, after))
		return cx_fail(cx, STATUS_CONFLICT, "%s ran out on %s: a right that lapsed does not run again, it is granted anew", before->number,
			       before->valid_to);
	TRY(goes_beyond(cx, &was, &now, &why));
	return *why ? cx_fail(cx, STATUS_CONFLICT, "%s: %s; that enters through an application alone, after the county head's meeting", after->number, why)
		    : STATUS_OK;
}

enum status tenure_licence_guard(struct cx *cx, int64_t mine, const struct licence *before, const struct licence *after)
{
	bool passed, was = before && is_right(before), again = false;
	(void)mine;
	if (!is_right(after))
		return STATUS_OK;
	if (*or_empty(after->land.s) && (!before || strcmp(or_empty(before->land_text), or_empty(after->land_text)) != 0))
		TRY(shape_sound(cx, after->land.s));
	TRY(decided(cx, after->number, &passed));
	if (passed)
		return STATUS_OK;
	if (!was)
		TRY(renewed(cx, after->number, &again));
	if (again)
		return STATUS_OK;
	if (was)
		TRY(changes(cx, before, after));
	return was && strcmp(before->number, after->number) == 0 ? STATUS_OK : enters(cx, after);
}
