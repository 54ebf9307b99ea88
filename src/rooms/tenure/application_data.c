/* application_data.c - who reviews, what is handed in, which lane, what was said. */
#include <inttypes.h>
#include <string.h>
#include "base/csv.h"
#include "base/embedded.h"
#include "core/org_resolve.h"
#include "core/perm.h"
#include "db/db.h"
#include "rooms/tenure/application.h"

/* ---- organisations ---- */

static enum status named(struct cx *cx, const struct org_index *ix, const char *name, struct org_ref *out)
{
	struct org_resolved found;
	org_resolve(cx, ix, name, &found);
	if (found.orgs.count != 1)
		return cx_fail(cx, STATUS_CONFLICT, "the county has no organisation called %s: see rule tenure.office", name);
	*out = *(const struct org_ref *)found.orgs.items;
	return STATUS_OK;
}

static enum status one_org(struct cx *cx, const char *key, int64_t *org, const char **name)
{
	const struct rule *rule;
	const struct org_index *ix;
	const char *called;
	struct org_ref ref = {0};
	TRY(rule_in_force(cx, "tenure.office", day_of(cx->now), &rule));
	TRY(rule_text(cx, rule, key, &called));
	TRY(org_index_load(cx, &ix));
	TRY(named(cx, ix, called, &ref));
	*org = ref.id;
	if (name)
		*name = ref.name;
	return STATUS_OK;
}

enum status tenure_bureau(struct cx *cx, int64_t *org, const char **name)
{
	return one_org(cx, "bureau", org, name);
}

enum status tenure_safety(struct cx *cx, int64_t *org, const char **name)
{
	return one_org(cx, "safety", org, name);
}

enum status tenure_joint(struct cx *cx, struct list *orgs)
{
	const struct rule *rule;
	const struct org_index *ix;
	struct texts names;
	TRY(rule_in_force(cx, "tenure.office", day_of(cx->now), &rule));
	TRY(rule_texts(cx, rule, "joint", &names));
	TRY(org_index_load(cx, &ix));
	struct flow_signer *s = arena_array_of(cx->mem, struct flow_signer, names.count + 1);
	*orgs = (struct list){.items = s};
	for (size_t i = 0; i < names.count; i++) {
		struct org_ref ref = {0};
		TRY(named(cx, ix, names.items[i], &ref));
		s[orgs->count++] = (struct flow_signer){ref.id, ref.name};
	}
	return STATUS_OK;
}

struct number {
	int64_t n;
};
static const struct field number_fields[] = {FIELD(struct number, n)};
static const struct record number_record = RECORD(number, number_fields);

enum status tenure_acts_for(struct cx *cx, int64_t org, bool *yes)
{
	struct number c;
	*yes = org && org == cx->org;
	if (*yes || !cx->org)
		return STATUS_OK;
	TRY(db_one(cx, &number_record, &c,
		   "SELECT count(*) AS n FROM org o JOIN org me ON me.county = o.county AND me.id = $3 WHERE o.county = $1 AND o.id = $2"
		   " AND me.path >= o.path AND me.path < o.path || '~'", ARGS(V(cx->county), V(org), V(cx->org))));
	*yes = c.n > 0;
	return STATUS_OK;
}

enum status tenure_is_bureau(struct cx *cx, bool *yes)
{
	int64_t bureau;
	TRY(tenure_bureau(cx, &bureau, NULL));
	return tenure_acts_for(cx, bureau, yes);
}

enum status tenure_bureau_only(struct cx *cx, struct act *a)
{
	(void)a;
	bool yes;
	TRY(tenure_is_bureau(cx, &yes));
	return yes ? STATUS_OK : cx_fail(cx, STATUS_FORBIDDEN, "only the natural resources bureau does this");
}

static const struct field words_fields[] = {
	FIELD(struct tenure_words, text, .flags = REQUIRED, .min = 2, .max = 2000, .zh = "说明", .en = "words"),
};
const struct record tenure_words_record = RECORD(tenure_words, words_fields);

struct org_kind {
	const char *kind;
};
static const struct field kind_fields[] = {FIELD(struct org_kind, kind)};
static const struct record kind_record = RECORD(org_kind, kind_fields);

/* Departments see all; a town and an enterprise theirs and what belongs to those below them. */
enum status tenure_scope(struct cx *cx, struct where *w, const char *alias)
{
	bool all;
	struct org_kind k = {.kind = ""};
	TRY(mine_sees_all(cx, &all));
	if (all)
		return STATUS_OK;
	if (cx->org)
		TRY(db_one(cx, &kind_record, &k, "SELECT kind FROM org WHERE county = $1 AND id = $2", ARGS(V(cx->county), V(cx->org))));
	if (strcmp(k.kind, "town") != 0 && strcmp(k.kind, "enterprise") != 0) {
		buf_puts(&w->sql, " AND 1 = 0");
		return STATUS_OK;
	}
	where_and(w, arena_printf(cx->mem, "%s.%s IN (SELECT s.id FROM org s WHERE s.county = %s.county AND s.path >= $?", alias, k.kind, alias),
		  V(cx->org_path));
	where_and(w, "s.path < $?)", V((const char *)arena_printf(cx->mem, "%s~", cx->org_path)));
	return STATUS_OK;
}

/* ---- materials ---- */

static const struct field material_fields[] = {
	FIELD(struct material, code),
	FIELD(struct material, label),
	FIELD(struct material, source),
	FIELD(struct material, hash),
	FIELD(struct material, note),
	FIELD(struct material, at, .flags = TIME),
	FIELD(struct material, given),
};
const struct record material_record = RECORD(material, material_fields);

enum { MATERIAL_COLUMNS = 5, MATERIAL_MOST = 60 };

static enum status material_table(struct cx *cx, struct csv *csv)
{
	static const char *const header[MATERIAL_COLUMNS] = {"code", "for", "zh", "en", "source"};
	for (const struct embedded *e = embedded_rules; e->name; e++)
		if (strcmp(e->name, "tenure_materials.csv") == 0) {
			csv_init(csv, e->bytes, e->size);
			return csv_header(cx, csv, header, MATERIAL_COLUMNS);
		}
	return cx_fail(cx, STATUS_INTERNAL, "the program carries no tenure_materials.csv");
}

static enum status handed_in(struct cx *cx, const struct application *a, struct list *out)
{
	return db_all(cx, &material_record, out,
		      "SELECT code, '' AS label, '' AS source, hash, note, at, 1 AS given FROM tenure_material WHERE county = $1 AND application = $2"
		      " ORDER BY id DESC", ARGS(V(cx->county), V(a->row.id)));
}

enum status application_materials(struct cx *cx, const struct application *a, struct list *out)
{
	struct csv csv;
	struct list given;
	const char *cells[MATERIAL_COLUMNS];
	const char *what = strcmp(a->kind, "change") == 0 ? "change" : arena_printf(cx->mem, "%s_%s", a->kind, a->right_kind);
	size_t n;
	TRY(material_table(cx, &csv));
	TRY(handed_in(cx, a, &given));
	struct material *m = arena_array_of(cx->mem, struct material, MATERIAL_MOST);
	*out = (struct list){.items = m};
	for (;;) {
		TRY(csv_next(cx, &csv, cells, MATERIAL_COLUMNS, &n));
		if (!n)
			return STATUS_OK;
		if (n != MATERIAL_COLUMNS || out->count == MATERIAL_MOST)
			return cx_fail(cx, STATUS_INTERNAL, "tenure_materials.csv, line %d", csv.line);
		if (!flow_among(cells[1], what))
			continue;
		const struct material *g = given.items;
		struct material row = {.code = cells[0], .label = cx->lang == LANG_ZH ? cells[2] : cells[3], .source = cells[4], .hash = "", .note = ""};
		for (size_t i = 0; i < given.count && !row.given; i++)
			if (strcmp(g[i].code, cells[0]) == 0) {
				row.given = true;
				row.hash = g[i].hash, row.note = g[i].note, row.at = g[i].at;
			}
		m[out->count++] = row;
	}
}

enum status application_complete(struct cx *cx, const struct application *a)
{
	struct list l;
	struct buf missing;
	size_t n = 0;
	TRY(application_materials(cx, a, &l));
	const struct material *m = l.items;
	buf_init(&missing, cx->mem);
	for (size_t i = 0; i < l.count; i++)
		if (!m[i].given)
			buf_printf(&missing, "%s%s", n++ ? "、" : "", m[i].label);
	if (n)
		return cx_fail(cx, STATUS_CONFLICT, "%zu materials are missing: %s", n, missing.s);
	bool land_needed = strcmp(a->right_kind, "mining") == 0 || strcmp(a->kind, "new") == 0;
	if (land_needed && (!a->land.s || !*a->land.s))
		return cx_fail(cx, STATUS_CONFLICT, "the coordinates of the land are missing");
	return STATUS_OK;
}

/* ---- opinions ---- */

static const struct field opinion_fields[] = {
	FIELD(struct opinion, org),
	FIELD(struct opinion, org_name),
	FIELD(struct opinion, person_name),
	FIELD(struct opinion, verdict),
	FIELD(struct opinion, text),
	FIELD(struct opinion, at, .flags = TIME),
};
const struct record opinion_record = RECORD(opinion, opinion_fields);

enum status application_opinions(struct cx *cx, int64_t id, struct list *out)
{
	return db_all(cx, &opinion_record, out,
		      "SELECT x.org, o.name AS org_name, p.name AS person_name, x.verdict, x.text, x.at FROM tenure_opinion x"
		      " LEFT JOIN org o ON o.county = x.county AND o.id = x.org LEFT JOIN person p ON p.county = x.county AND p.id = x.person"
		      " WHERE x.county = $1 AND x.application = $2 AND x.voided_at = 0 AND x.id = (SELECT max(y.id) FROM tenure_opinion y"
		      " WHERE y.county = x.county AND y.application = x.application AND y.org = x.org AND y.voided_at = 0) ORDER BY x.id",
		      ARGS(V(cx->county), V(id)));
}

/* ---- the lane ---- */

static const struct field condition_fields[] = {
	FIELD(struct lane_condition, name),
	FIELD(struct lane_condition, text),
	FIELD(struct lane_condition, met),
};
const struct record lane_condition_record = RECORD(lane_condition, condition_fields);

enum status application_lane(struct cx *cx, const struct application *a, const char **lane, struct list *conditions, const struct rule **rule)
{
	enum { CONDITIONS = 4 };
	struct lane_condition *c = arena_array_of(cx->mem, struct lane_condition, CONDITIONS);
	const struct lane_condition all[] = {
		{"listed", words(cx, "the right is listed"), a->listed},
		{"deep", words(cx, "there is deep processing"), *a->deep != '\0'},
		{"chain", words(cx, "there is an industrial chain"), *a->chain != '\0'},
	};
	const struct rules *rules;
	bool fast = strcmp(a->kind, "renewal") == 0;
	TRY(rules_of(cx, &rules));
	*rule = rules_peek(rules, "tenure.lane", day_of(cx->now));
	*conditions = (struct list){.items = c};
	c[conditions->count++] = (struct lane_condition){"renewal", words(cx, "a right is renewed"), fast};
	for (size_t i = 0; *rule && i < sizeof all / sizeof *all; i++) {
		bool needed;
		TRY(rule_bool(cx, *rule, all[i].name, &needed));
		if (!needed)
			continue;
		c[conditions->count++] = all[i];
		fast = fast && all[i].met;
	}
	*lane = fast && *rule ? "fast" : "normal";
	return STATUS_OK;
}
