/* magazine.c - the register of magazines, and the keys by which their people sign. */
#include "rooms/explosive/book.h"

#include <string.h>
#include "base/day.h"
#include "base/id.h"
#include "core/ledger.h"
#include "core/org.h"
#include "core/perm.h"
#include "core/register.h"
#include "core/rule.h"
#include "core/sign.h"
#include "db/db.h"
#include "rooms/explosive/police.h"

#define MAGAZINE_FIELDS(ro)                                                                                            \
	FIELD(struct magazine, id, .flags = (ro)), FIELD(struct magazine, version, .min = 0, .max = INT64_MAX),        \
		FIELD(struct magazine, mine, .flags = (ro) ? REQUIRED : 0, .min = 1, .max = INT64_MAX, .zh = "矿山",   \
		      .en = "mine"),                                                                                   \
		FIELD(struct magazine, mine_name, .flags = (ro)),                                                      \
		FIELD(struct magazine, name, .flags = REQUIRED, .min = 1, .max = 60, .zh = "库名", .en = "name"),      \
		FIELD(struct magazine, explosive_g, .flags = REQUIRED, .min = 0, .max = INT64_C(1000000000),           \
		      .zh = "核定炸药（克）", .en = "explosive allowed, g"),                                           \
		FIELD(struct magazine, detonators, .flags = REQUIRED, .min = 0, .max = 10000000,                       \
		      .zh = "核定雷管（发）", .en = "detonators allowed"),                                             \
		FIELD(struct magazine, cord_m, .min = 0, .max = 10000000, .zh = "核定导爆索（米）",                    \
		      .en = "cord allowed, m"),                                                                        \
		FIELD(struct magazine, evaluation, .min = 0, .max = 100, .zh = "安全评价报告编号",                     \
		      .en = "evaluation report"),                                                                      \
		FIELD(struct magazine, evaluated_on, .flags = DAY, .zh = "评价日期", .en = "evaluated on"),            \
		FIELD(struct magazine, valid_to, .flags = DAY, .zh = "有效期止", .en = "valid to"),                    \
		FIELD(struct magazine, closed_on, .flags = DAY, .zh = "停用日期", .en = "closed on")

static const struct field fields[] = {MAGAZINE_FIELDS(0)};
const struct record magazine_record = RECORD(magazine, fields);
static const struct field input_fields[] = {MAGAZINE_FIELDS(READ_ONLY)};
const struct record magazine_input_record = RECORD(magazine, input_fields);
#define COLUMNS                                                                                                        \
	"g.id, g.version, g.mine, m.name AS mine_name, g.name, g.explosive_g, g.detonators, g.cord_m, g.evaluation, "  \
	"g.evaluated_on, g.valid_to, "                                                                                 \
	"g.closed_on"
#define FROM " FROM explosive_magazine g JOIN mine m ON m.county = g.county AND m.id = g.mine WHERE %s"

static const struct field query_fields[] = {
	FIELD(struct magazine_query, mine, .min = 0, .max = INT64_MAX),
	FIELD(struct magazine_query, q, .min = 0, .max = 60),
	FIELD(struct magazine_query, cursor, .min = 0, .max = INT64_MAX),
	FIELD(struct magazine_query, limit, .min = 1, .max = 200),
};
const struct record magazine_query_record = RECORD(magazine_query, query_fields);

static const struct field key_fields[] = {
	FIELD(struct keeper_key, magazine),
	FIELD(struct keeper_key, id),
	FIELD(struct keeper_key, person),
	FIELD(struct keeper_key, post),
	FIELD(struct keeper_key, certificate),
	FIELD(struct keeper_key, public),
	FIELD(struct keeper_key, device),
	FIELD(struct keeper_key, made_at, .flags = TIME),
	FIELD(struct keeper_key, revoked_at, .flags = TIME),
};
const struct record keeper_key_record = RECORD(keeper_key, key_fields);

static const char *const posts[] = {"keeper", "blaster", "safety", "engineer", NULL};
static const struct field key_input_fields[] = {
	FIELD(struct keeper_key, person, .flags = REQUIRED, .min = 1, .max = 50, .zh = "姓名", .en = "name"),
	FIELD(struct keeper_key, post, .flags = REQUIRED, .choices = posts, .zh = "岗位", .en = "post"),
	FIELD(struct keeper_key, public, .flags = REQUIRED, .min = 50, .max = 2000, .zh = "公钥", .en = "public key"),
	FIELD(struct keeper_key, device, .min = 0, .max = 16, .zh = "设备", .en = "device"),
};
const struct record keeper_key_input_record = RECORD(keeper_key, key_input_fields);

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

static enum status read(struct cx *cx, struct where *w, struct list *out)
{
	TRY(mine_scope(cx, w));
	return db_all(cx, &magazine_record, out, arena_printf(cx->mem, "SELECT " COLUMNS FROM, w->sql.s),
		      where_args(w));
}

enum status magazine_get(struct cx *cx, int64_t id, struct magazine *out)
{
	struct list l;
	struct where w = where_new(cx, "g.county = $?", V(cx->county));
	where_and(&w, "g.id = $?", V(id));
	TRY(read(cx, &w, &l));
	if (!l.count)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such magazine, or it is not yours to see");
	*out = *(const struct magazine *)l.items;
	return STATUS_OK;
}

enum status magazine_list(struct cx *cx, int64_t mine, struct list *out)
{
	struct where w = where_new(cx, "g.county = $?", V(cx->county));
	where_and(&w, "g.mine = $?", V(mine));
	TRY(mine_scope(cx, &w));
	return db_all(cx, &magazine_record, out,
		      arena_printf(cx->mem, "SELECT " COLUMNS FROM " ORDER BY g.name, g.id", w.sql.s), where_args(&w));
}

enum status magazine_page(struct cx *cx, const struct magazine_query *q, struct list *out, int64_t *next)
{
	size_t limit = (size_t)(q->limit ? q->limit : 50);
	struct where w = where_new(cx, "g.county = $?", V(cx->county));
	if (q->mine)
		where_and(&w, "g.mine = $?", V(q->mine));
	if (q->q && *q->q)
		where_and(&w, "(lower(g.name) LIKE $? ESCAPE '\\' OR lower(m.name) LIKE $? ESCAPE '\\')", V(org_anywhere(cx, q->q)));
	if (q->cursor)
		where_and(&w, "g.id < $?", V(q->cursor));
	TRY(mine_scope(cx, &w));
	where_more(&w, " ORDER BY g.id DESC LIMIT $?", V((int64_t)limit + 1));
	TRY(db_all(cx, &magazine_record, out, arena_printf(cx->mem, "SELECT " COLUMNS FROM, w.sql.s), where_args(&w)));
	*next = where_page(out, &magazine_record, limit);
	return STATUS_OK;
}

/* Beyond what such a magazine usually holds: allowed, where the evaluation report says so. */
static enum status check_limits(struct cx *cx, const struct magazine *in)
{
	const struct rule *rule;
	double kg;
	int64_t detonators;
	TRY(rule_in_force(cx, "explosive.magazine", day_of(cx->now), &rule));
	TRY(rule_real(cx, rule, "explosive_kg", &kg));
	TRY(rule_int(cx, rule, "detonators", &detonators));
	if ((in->explosive_g > (int64_t)(kg * 1000) || in->detonators > detonators) && !*or_empty(in->evaluation))
		return cx_fail_field(
			cx, "evaluation",
			"more than a small magazine holds (%g kg): name the evaluation report that allows it", kg);
	return STATUS_OK;
}

enum status magazine_put(struct cx *cx, int64_t id, const struct magazine *in, struct magazine *out)
{
	struct mine *m;
	struct number_row same;
	int64_t changed, own = id ? id : id_new(cx);
	TRY(check_limits(cx, in));
	TRY(mine_get(cx, in->mine, &m));
	TRY(db_one(cx, &number_row_record, &same,
		   "SELECT count(*) AS n FROM explosive_magazine WHERE county = $1 AND mine = $2 AND name = $3 AND id "
		   "<> $4",
		   ARGS(V(cx->county), V(in->mine), V(in->name), V(own))));
	if (same.n)
		return cx_fail_field(cx, "name", "this mine has a magazine of that name");
	if (!id)
		TRY(db_exec(cx, NULL,
			    "INSERT INTO explosive_magazine (county, id, version, mine, name, explosive_g, detonators, "
			    "cord_m, created_at)"
			    " VALUES ($1, $2, 0, $3, $4, 0, 0, 0, $5)",
			    ARGS(V(cx->county), V(own), V(in->mine), V(in->name), V(cx->now))));
	TRY(db_exec(cx, &changed,
		    "UPDATE explosive_magazine SET version = version + 1, name = $1, explosive_g = $2, detonators = "
		    "$3, cord_m = $4, evaluation = $5,"
		    " evaluated_on = $6, valid_to = $7, closed_on = $8 WHERE county = $9 AND id = $10 AND version = "
		    "$11 AND mine = $12",
		    ARGS(V(in->name), V(in->explosive_g), V(in->detonators), V(in->cord_m), V(or_empty(in->evaluation)),
			 V(or_empty(in->evaluated_on)), V(or_empty(in->valid_to)), V(or_empty(in->closed_on)),
			 V(cx->county), V(own), V(id ? in->version : (int64_t)0), V(in->mine))));
	if (changed != 1)
		return cx_fail(cx, STATUS_CONFLICT, "someone else has changed it meanwhile: look at it again");
	TRY(magazine_get(cx, own, out));
	return register_keep(cx, "explosive_magazine", own, out->version, id ? "change" : "create", &magazine_record,
			     out);
}

enum status magazine_check_ledger(struct cx *cx, const struct ledger_entry *last, const char **why)
{
	struct magazine m;
	enum status s = magazine_get(cx, last->item, &m);
	if (s && s != STATUS_NOT_FOUND)
		return s;
	cx_forget(cx);
	return ledger_compare(cx, last, &magazine_record, s ? NULL : &m, why);
}

/* ---- keys ---- */

#define KEY_COLUMNS "magazine, id, person, post, certificate, public, device, made_at, revoked_at"

enum status keeper_keys(struct cx *cx, int64_t magazine, struct list *out)
{
	return db_all(cx, &keeper_key_record, out,
		      "SELECT " KEY_COLUMNS
		      " FROM explosive_key WHERE county = $1 AND magazine = $2 ORDER BY person, made_at, id",
		      ARGS(V(cx->county), V(magazine)));
}

struct held {
	const char *number;
};
static const struct field held_fields[] = {FIELD(struct held, number)};
static const struct record held_record = RECORD(held, held_fields);

/* The word for a post, as certificates have it. */
static enum status post_word(struct cx *cx, const char *post, const char **out)
{
	const struct rule *rule;
	struct texts codes, zh;
	TRY(rule_in_force(cx, "explosive.staff", day_of(cx->now), &rule));
	TRY(rule_texts(cx, rule, "posts", &codes));
	TRY(rule_texts(cx, rule, "posts_zh", &zh));
	*out = "";
	for (size_t i = 0; i < codes.count && i < zh.count; i++)
		if (strcmp(codes.items[i], post) == 0)
			*out = zh.items[i];
	return STATUS_OK;
}

static enum status certificate_of(struct cx *cx, int64_t mine, const struct keeper_key *in, const char **number)
{
	struct list l;
	const char *word;
	char text[11];
	TRY(post_word(cx, in->post, &word));
	TRY(db_all(cx, &held_record, &l,
		   "SELECT number FROM mine_certificate WHERE county = $1 AND mine = $2 AND person = $3 AND (post = $4 "
		   "OR kind LIKE '%' || $4 || '%')"
		   " AND (valid_to = '' OR valid_to >= $5) AND left_on = ''",
		   ARGS(V(cx->county), V(mine), V(in->person), V(word),
			V(day_print(day_of(cx->now), text)))));
	if (!l.count)
		return cx_fail_field(cx, "person", "%s has no valid certificate as %s at this mine", in->person, word);
	*number = ((const struct held *)l.items)->number;
	return STATUS_OK;
}

enum status keeper_key_add(struct cx *cx, int64_t magazine, const struct keeper_key *in, struct keeper_key *out)
{
	struct magazine m;
	struct sign_key key;
	struct number_row same;
	TRY(magazine_get(cx, magazine, &m));
	enum status s = sign_key_public(cx, in->public, strlen(in->public), &key);
	cx->field = s == STATUS_INVALID ? "public" : cx->field;
	TRY(s);
	*out = *in;
	out->magazine = magazine;
	out->id = key.id;
	out->public = key.public;
	out->device = or_empty(in->device);
	out->made_at = cx->now;
	out->revoked_at = 0;
	TRY(certificate_of(cx, m.mine, in, &out->certificate));
	TRY(db_one(cx, &number_row_record, &same,
		   "SELECT count(*) AS n FROM explosive_key WHERE county = $1 AND magazine = $2 AND id = $3",
		   ARGS(V(cx->county), V(magazine), V(key.id))));
	if (same.n)
		return cx_fail(cx, STATUS_CONFLICT, "this key is registered already");
	TRY(db_exec(cx, NULL,
		    "INSERT INTO explosive_key (county, magazine, id, person, post, certificate, public, device, "
		    "made_by, made_at)"
		    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
		    ARGS(V(cx->county), V(magazine), V(out->id), V(out->person), V(out->post), V(out->certificate),
			 V(out->public), V(out->device), V(cx->user), V(cx->now))));
	TRY(ledger_append_record(cx, "explosive_key", magazine, "register", &keeper_key_record, out));
	const struct notify n = {.kind = "key", .link = "/explosives/magazines"};
	return police_tell(cx, &n, "a key to sign a magazine's book was registered: %s", out->person);
}

enum status keeper_key_revoke(struct cx *cx, int64_t magazine, const char *id)
{
	struct magazine m;
	int64_t changed;
	TRY(magazine_get(cx, magazine, &m));
	TRY(db_exec(cx, &changed,
		    "UPDATE explosive_key SET revoked_at = $1 WHERE county = $2 AND magazine = $3 AND id = $4 AND "
		    "revoked_at = 0",
		    ARGS(V(cx->now), V(cx->county), V(magazine), V(id))));
	if (!changed)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no such key in use");
	return ledger_append(cx, "explosive_key", magazine, "revoke", arena_printf(cx->mem, "{\"id\":\"%s\"}", id));
}
