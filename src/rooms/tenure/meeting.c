#include "rooms/tenure/meeting.h"

#include <string.h>
#include "core/rule.h"
#include "db/db.h"
#include "proto/right_number.h"

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

/* ---- the register's guard ---- */

static bool is_right(const struct licence *l)
{
	return strcmp(l->kind, "mining") == 0 || strcmp(l->kind, "exploration") == 0;
}

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

/* When the right began, by all that is said of it: its number has the month for good; "" where nothing says. */
static const char *began(struct cx *cx, const struct licence *l)
{
	struct right_number n;
	const char *issued = *or_empty(l->issued_on) ? l->issued_on : or_empty(l->valid_from);
	if (right_number_read(cx, l->number, &n)) {
		cx_forget(cx);
		return issued;
	}
	const char *month = arena_printf(cx->mem, "%04d-%02d", n.year, n.month);
	if (strncmp(issued, month, strlen(month)) == 0)
		return issued;
	return arena_printf(cx->mem, "%s-%02d", month, day_month_length(n.year, n.month));
}

struct count {
	int64_t n;
};
static const struct field count_fields[] = {FIELD(struct count, n)};
static const struct record count_record = RECORD(count, count_fields);

enum status tenure_licence_guard(struct cx *cx, int64_t mine, const struct licence *before, const struct licence *after)
{
	const struct rules *rules;
	struct count c;
	struct day day;
	(void)mine;
	if (!is_right(after) || (before && is_right(before) && strcmp(before->number, after->number) == 0))
		return STATUS_OK;
	if (!day_parse(began(cx, after), &day))
		day = day_of(cx->now);
	TRY(rules_of(cx, &rules));
	if (!rules_peek(rules, "tenure.meeting", day))
		return STATUS_OK;
	TRY(db_one(cx, &count_record, &c,
		   "SELECT count(*) AS n FROM tenure_application a JOIN tenure_meeting g ON g.county = a.county AND g.application = a.id"
		   " AND g.id = a.meeting WHERE a.county = $1 AND a.number = $2 AND a.kind = 'new' AND a.state IN ('sent', 'granted')"
		   " AND g.decision = 'agree'", ARGS(V(cx->county), V(after->number))));
	if (c.n)
		return STATUS_OK;
	if (!*began(cx, after))
		return cx_fail(cx, STATUS_CONFLICT, "%s: say when this right was granted; one granted now needs the county head's meeting",
			       after->number);
	return cx_fail(cx, STATUS_CONFLICT, "%s: a new right enters the register through its application alone, after the county head's meeting",
		       after->number);
}
