#include "rooms/feedback/feedback.h"

#include <inttypes.h>
#include <string.h>
#include "base/day.h"
#include "base/hash.h"
#include "base/id.h"
#include "core/audit.h"
#include "core/perm.h"
#include "core/rule.h"
#include "db/db.h"
#include "db/where.h"
#include "rooms/feedback/feedback_inside.h"

enum { DEFAULT_LIMIT = 50, MAX_LIMIT = 200, SECRET_BYTES = 6 };

static const char *const kinds[] = {
	"stop_loss", "slow_approval", "explosive_supply", "repeated_checks", "charges", "transport", "other", NULL,
};
static const char *const states[] = {"received", "handling", "answered", "closed", "refused", NULL};
static const char *const late_choices[] = {"1", NULL};

static const struct field feedback_fields[] = {
	FIELD_AS(struct feedback, "id", row.id),
	FIELD_AS(struct feedback, "version", row.version),
	FIELD_AS(struct feedback, "state", row.state),
	FIELD(struct feedback, no),
	FIELD(struct feedback, measure),
	FIELD(struct feedback, kind),
	FIELD(struct feedback, text),
	FIELD(struct feedback, wish),
	FIELD(struct feedback, urgent),
	FIELD(struct feedback, org, .flags = NULLABLE),
	FIELD(struct feedback, org_name),
	FIELD(struct feedback, due),
	FIELD(struct feedback, extended),
	FIELD(struct feedback, received_at, .flags = TIME),
	FIELD(struct feedback, accepted_at, .flags = TIME),
	FIELD(struct feedback, answered_at, .flags = TIME),
	FIELD(struct feedback, closed_at, .flags = TIME),
	FIELD(struct feedback, answer),
	FIELD(struct feedback, rating),
	FIELD(struct feedback, rating_text),
};
const struct record feedback_record = RECORD(feedback, feedback_fields);
#define COLUMNS                                                                                                       \
	"f.id, f.version, f.state, f.no, f.measure, f.kind, f.text, f.wish, f.urgent, f.org, o.name AS org_name, "    \
	"f.due, f.extended, f.received_at, f.accepted_at, f.answered_at, f.closed_at, f.answer, f.rating, f.rating_text"
#define FROM " FROM feedback f LEFT JOIN org o ON o.county = f.county AND o.id = f.org"

static const struct field sender_fields[] = {
	FIELD(struct feedback, firm),
	FIELD(struct feedback, contact),
	FIELD(struct feedback, phone),
};
const struct record feedback_sender_record = RECORD(feedback, sender_fields);

static const struct field follow_fields[] = {
	FIELD(struct feedback, no),
	FIELD_AS(struct feedback, "state", row.state),
	FIELD(struct feedback, measure),
	FIELD(struct feedback, kind),
	FIELD(struct feedback, text),
	FIELD(struct feedback, org_name),
	FIELD(struct feedback, due),
	FIELD(struct feedback, received_at, .flags = TIME),
	FIELD(struct feedback, answered_at, .flags = TIME),
	FIELD(struct feedback, answer),
	FIELD(struct feedback, rating),
};
const struct record feedback_follow_record = RECORD(feedback, follow_fields);

static const struct field input_fields[] = {
	FIELD(struct feedback, firm, .min = 0, .max = 100, .zh = "企业名称（可不填）", .en = "firm (may be left out)"),
	FIELD(struct feedback, contact, .min = 0, .max = 50, .zh = "联系人", .en = "contact"),
	FIELD(struct feedback, phone, .min = 0, .max = 30, .zh = "电话", .en = "phone"),
	FIELD(struct feedback, measure, .min = 0, .max = 10, .zh = "涉及的举措", .en = "measure that causes it"),
	FIELD(struct feedback, kind, .flags = REQUIRED, .choices = kinds, .zh = "问题类型", .en = "kind of problem"),
	FIELD(struct feedback, text, .flags = REQUIRED, .min = 5, .max = 4000, .zh = "问题", .en = "the problem"),
	FIELD(struct feedback, wish, .min = 0, .max = 1000, .zh = "诉求", .en = "what would help"),
};
const struct record feedback_input_record = RECORD(feedback, input_fields);

static const struct field query_fields[] = {
	FIELD(struct feedback_query, state, .choices = states),
	FIELD(struct feedback_query, kind, .choices = kinds),
	FIELD(struct feedback_query, measure, .min = 0, .max = 10),
	FIELD(struct feedback_query, late, .choices = late_choices),
	FIELD(struct feedback_query, org, .min = 0, .max = INT64_MAX),
	FIELD(struct feedback_query, cursor, .min = 0, .max = INT64_MAX),
	FIELD(struct feedback_query, limit, .min = 1, .max = MAX_LIMIT),
};
const struct record feedback_query_record = RECORD(feedback_query, query_fields);

static const struct field digest_fields[] = {
	FIELD(struct feedback_count, what),
	FIELD(struct feedback_count, value),
	FIELD(struct feedback_count, received),
	FIELD(struct feedback_count, open),
	FIELD(struct feedback_count, late),
	FIELD(struct feedback_count, answered),
	FIELD(struct feedback_count, satisfied),
	FIELD(struct feedback_count, rated),
};
const struct record feedback_count_record = RECORD(feedback_count, digest_fields);

struct count {
	int64_t n;
};
static const struct field count_fields[] = {FIELD(struct count, n)};
static const struct record count_record = RECORD(count, count_fields);

/* ---- receiving ---- */

enum status feedback_due(struct cx *cx, const char *clock, const char **out)
{
	const struct rules *rules;
	const struct rule *rule;
	int64_t days;
	struct day today = day_of(cx->now);
	TRY(rules_of(cx, &rules));
	TRY(rules_find(cx, rules, "feedback.clocks", today, &rule));
	TRY(rule_int(cx, rule, clock, &days));
	*out = day_text(cx, due_working_days(rules_calendar(rules), today, (int)days).day);
	return STATUS_OK;
}

struct salt {
	const char *salt;
};
static const struct field salt_fields[] = {FIELD(struct salt, salt)};
static const struct record salt_record = RECORD(salt, salt_fields);

/* The sender's address, hashed with a secret that lives for the day: enough to count, not to find out. */
static enum status source_of(struct cx *cx, const char *address, const char **out)
{
	unsigned char bytes[16];
	char today[11];
	struct salt s;
	day_print(day_of(cx->now), today);
	random_bytes(bytes, sizeof bytes);
	TRY(db_exec(cx, NULL, "DELETE FROM feedback_salt WHERE county = $1 AND day <> $2", ARGS(V(cx->county), V((const char *)today))));
	TRY(db_exec(cx, NULL,
		    "INSERT INTO feedback_salt (county, day, salt) VALUES ($1, $2, $3) ON CONFLICT (county, day) DO NOTHING",
		    ARGS(V(cx->county), V((const char *)today), V(hex_print(cx->mem, bytes, sizeof bytes)))));
	TRY(db_one(cx, &salt_record, &s, "SELECT salt FROM feedback_salt WHERE county = $1 AND day = $2",
		   ARGS(V(cx->county), V((const char *)today))));
	const char *text = arena_printf(cx->mem, "%s %s", s.salt, address);
	*out = hash_hex(cx, HASH_SHA256, text, strlen(text));
	return STATUS_OK;
}

/* One address may not fill the list. */
static enum status limit_source(struct cx *cx, const char *source)
{
	const struct rule *rule;
	int64_t most;
	struct count c;
	TRY(rule_in_force(cx, "feedback.limits", day_of(cx->now), &rule));
	TRY(rule_int(cx, rule, "a_day", &most));
	TRY(db_one(cx, &count_record, &c, "SELECT count(*) AS n FROM feedback WHERE county = $1 AND source = $2",
		   ARGS(V(cx->county), V(source))));
	return c.n < most ? STATUS_OK
			  : cx_fail(cx, STATUS_TOO_MANY, "too many reports came from your address today: please call the county office");
}

/* F20231025-0007: the day, and the how-manieth of it. */
static enum status next_no(struct cx *cx, const char **out)
{
	struct count c;
	char day[11];
	day_print(day_of(cx->now), day);
	const char *prefix = arena_printf(cx->mem, "F%.4s%.2s%.2s-", day, day + 5, day + 8);
	TRY(db_one(cx, &count_record, &c, "SELECT count(*) AS n FROM feedback WHERE county = $1 AND no >= $2 AND no < $3",
		   ARGS(V(cx->county), V(prefix), V(arena_printf(cx->mem, "%s~", prefix)))));
	*out = arena_printf(cx->mem, "%s%04" PRId64, prefix, c.n + 1);
	return STATUS_OK;
}

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

enum status feedback_receive(struct cx *cx, const struct feedback *in, const char *address, struct feedback *out, const char **secret)
{
	unsigned char bytes[SECRET_BYTES];
	const char *source;
	TRY(source_of(cx, or_empty(address), &source));
	TRY(limit_source(cx, source));
	random_bytes(bytes, sizeof bytes);
	*secret = hex_print(cx->mem, bytes, sizeof bytes);
	*out = *in;
	out->row = (struct flow_row){.id = id_new(cx), .version = 1, .state = feedback_flow.states[0].name};
	out->received_at = cx->now;
	TRY(next_no(cx, &out->no));
	TRY(feedback_due(cx, "accept", &out->due));
	TRY(db_exec(cx, NULL,
		    "INSERT INTO feedback (county, id, state, no, key_hash, firm, contact, phone, person, measure, kind, text, wish,"
		    " source, due, received_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
		    ARGS(V(cx->county), V(out->row.id), V(out->row.state), V(out->no),
			 V(hash_hex(cx, HASH_SHA256, *secret, strlen(*secret))), V(or_empty(in->firm)), V(or_empty(in->contact)),
			 V(or_empty(in->phone)), V(cx->user), V(or_empty(in->measure)), V(in->kind), V(in->text), V(or_empty(in->wish)),
			 V(source), V(out->due), V(cx->now))));
	TRY(flow_began(cx, &feedback_flow, out->row.id, "receive", &feedback_record, out));
	return feedback_tell(cx, "receive", out);
}

/* ---- reading ---- */

/* The office that receives feedback for the county sees all; a unit sees what it handles. */
static bool receives(const struct cx *cx)
{
	return cx->perms & PERM_FEEDBACK_HANDLE && cx->perms & PERM_COUNTY_WIDE;
}

static enum status one(struct cx *cx, struct where *w, struct feedback **out)
{
	struct list found;
	TRY(db_all(cx, &feedback_record, &found, arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s", w->sql.s), where_args(w)));
	if (!found.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such report, or it is not yours to see");
	*out = found.items;
	return STATUS_OK;
}

static void scope(struct cx *cx, struct where *w)
{
	if (receives(cx) || cx->perms & PERM_COUNTY_WIDE)
		return;
	where_and(w, "o.path >= $?", V(cx->org_path));
	where_and(w, "o.path < $?", V(arena_printf(cx->mem, "%s~", cx->org_path)));
}

enum status feedback_get(struct cx *cx, int64_t id, struct feedback **out)
{
	struct where w = where_new(cx, "f.county = $?", V(cx->county));
	where_and(&w, "f.id = $?", V(id));
	scope(cx, &w);
	return one(cx, &w, out);
}

enum status feedback_follow(struct cx *cx, const char *no, const char *secret, struct feedback **out)
{
	struct where w = where_new(cx, "f.county = $?", V(cx->county));
	where_and(&w, "f.no = $?", V(no));
	where_and(&w, "f.key_hash = $?", V(hash_hex(cx, HASH_SHA256, secret, strlen(secret))));
	return one(cx, &w, out);
}

enum status feedback_list(struct cx *cx, const struct feedback_query *q, struct list *out, int64_t *next)
{
	int64_t limit = q->limit ? q->limit : DEFAULT_LIMIT;
	char today[11];
	struct where w = where_new(cx, "f.county = $?", V(cx->county));
	scope(cx, &w);
	if (q->state)
		where_and(&w, "f.state = $?", V(q->state));
	if (q->kind)
		where_and(&w, "f.kind = $?", V(q->kind));
	if (q->measure && *q->measure)
		where_and(&w, "f.measure = $?", V(q->measure));
	if (q->org)
		where_and(&w, "f.org = $?", V(q->org));
	if (q->late)
		where_and(&w, "f.due <> '' AND f.due < $?", V(day_print(day_of(cx->now), today)));
	if (q->cursor)
		where_and(&w, "f.id < $?", V(q->cursor));
	where_more(&w, " ORDER BY f.id DESC LIMIT $?", V(limit + 1));
	TRY(db_all(cx, &feedback_record, out, arena_printf(cx->mem, "SELECT " COLUMNS FROM " WHERE %s", w.sql.s), where_args(&w)));
	*next = 0;
	if (out->count > (size_t)limit) {
		out->count = (size_t)limit;
		*next = ((const struct feedback *)out->items)[limit - 1].row.id;
	}
	return STATUS_OK;
}

enum status feedback_reveal(struct cx *cx, int64_t id, struct feedback **out)
{
	if (!receives(cx))
		return cx_fail(cx, STATUS_FORBIDDEN, "who reported is shown to the receiving office alone");
	struct feedback *f;
	TRY(feedback_get(cx, id, &f));
	*out = arena_new_of(cx->mem, struct feedback);
	TRY(db_one(cx, &feedback_sender_record, *out, "SELECT firm, contact, phone FROM feedback WHERE county = $1 AND id = $2",
		   ARGS(V(cx->county), V(id))));
	return audit_note(cx, &(struct audit){.person = cx->user, .event = "feedback_reveal", .detail = f->no});
}

enum status feedback_digest(struct cx *cx, const char *from, const char *to, struct list *out)
{
	struct day a, b;
	char today[11];
	if (!day_parse(from, &a) || !day_parse(to, &b))
		return cx_fail_field(cx, "from", "must be a day, YYYY-MM-DD");
	static const char each[] =
		"SELECT '%s' AS what, %s AS value, count(*) AS received,"
		" sum(CASE WHEN state IN ('received', 'handling') THEN 1 ELSE 0 END) AS open,"
		" sum(CASE WHEN state IN ('received', 'handling') AND due <> '' AND due < $4 THEN 1 ELSE 0 END) AS late,"
		" sum(CASE WHEN answered_at > 0 THEN 1 ELSE 0 END) AS answered,"
		" sum(CASE WHEN rating IN ('satisfied', 'fairly') THEN 1 ELSE 0 END) AS satisfied,"
		" sum(CASE WHEN rating <> '' THEN 1 ELSE 0 END) AS rated"
		" FROM feedback WHERE county = $1 AND received_at >= $2 AND received_at < $3 GROUP BY %s";
#define PART(what, column) #what, column, column
	struct buf sql;
	buf_init(&sql, cx->mem);
	buf_printf(&sql, each, PART(kind, "kind"));
	buf_puts(&sql, " UNION ALL ");
	buf_printf(&sql, each, PART(measure, "measure"));
	buf_puts(&sql, " ORDER BY what, value");
	return db_all(cx, &feedback_count_record, out, sql.s,
		      ARGS(V(cx->county), V(day_start(a)), V(day_start((struct day){b.n + 1})), V(day_print(day_of(cx->now), today))));
}
