/* rule_show.c - rules for readers: the list in force, the history of one. */
#include "core/rule_inside.h"

#include <stdlib.h>
#include <string.h>
#include "db/db.h"

static const struct field shown_fields[] = {
	FIELD(struct rule_shown, id),
	FIELD(struct rule_shown, name, .zh = "规则", .en = "rule"),
	FIELD(struct rule_shown, title, .zh = "名称", .en = "title"),
	FIELD(struct rule_shown, words, .zh = "内容", .en = "what it says"),
	FIELD(struct rule_shown, source, .zh = "依据", .en = "source"),
	FIELD(struct rule_shown, article, .zh = "条款", .en = "article"),
	FIELD(struct rule_shown, confirmed, .zh = "可靠程度", .en = "how sure"),
	FIELD(struct rule_shown, valid_from, .flags = DAY, .zh = "自", .en = "from"),
	FIELD(struct rule_shown, valid_to, .zh = "至", .en = "until"),
	FIELD(struct rule_shown, params, .zh = "参数", .en = "parameters"),
	FIELD(struct rule_shown, version, .zh = "版本", .en = "version"),
	FIELD(struct rule_shown, newest),
	FIELD(struct rule_shown, in_force, .zh = "有效", .en = "in force"),
	FIELD(struct rule_shown, changed_by, .flags = NULLABLE),
	FIELD(struct rule_shown, changed_by_name, .zh = "调整人", .en = "changed by"),
	FIELD(struct rule_shown, changed_at, .flags = TIME, .zh = "调整时间", .en = "changed at"),
	FIELD(struct rule_shown, reason, .zh = "理由", .en = "reason"),
};
const struct record rule_shown_record = RECORD(rule_shown, shown_fields);

enum { MAX_QUERY = 100 };
static const struct field query_fields[] = {
	FIELD(struct rule_query, day, .flags = DAY, .zh = "日期", .en = "day"),
	FIELD(struct rule_query, q, .max = MAX_QUERY, .zh = "搜索", .en = "search"),
};
const struct record rule_query_record = RECORD(rule_query, query_fields);

struct name {
	const char *name;
};
static const struct field name_fields[] = {FIELD(struct name, name)};
static const struct record name_record = RECORD(name, name_fields);

static struct rule_shown shown(struct cx *cx, const struct rule *r)
{
	bool zh = cx->lang == LANG_ZH;
	return (struct rule_shown){.id = r->id,
				   .name = r->name,
				   .title = zh ? r->title_zh : r->title_en,
				   .words = rule_words(cx, r, cx->lang),
				   .source = r->source,
				   .article = r->article,
				   .confirmed = r->confirmed,
				   .valid_from = r->valid_from,
				   .valid_to = *r->valid_to ? r->valid_to : NULL,
				   .params = r->params,
				   .version = r->version,
				   .changed_by = r->changed_by,
				   .changed_by_name = "",
				   .changed_at = r->changed_at,
				   .reason = r->reason};
}

static enum status day_wanted(struct cx *cx, const char *text, struct day *out)
{
	*out = day_of(cx->now);
	if (text && *text && !day_parse(text, out))
		return cx_fail_field(cx, "day", "not a day: %s", text);
	return STATUS_OK;
}

static bool mentions(const struct rule_shown *s, const char *q)
{
	return !q || !*q || strcasestr(s->name, q) || strcasestr(s->title, q) || strcasestr(s->words, q) ||
	       strcasestr(s->source, q) || strcasestr(s->article, q);
}

static enum status put_name(struct cx *cx, struct rule_shown *s)
{
	struct list l = {0};
	if (s->changed_by && cx->db)
		TRY(db_all(cx, &name_record, &l, "SELECT name FROM person WHERE county = $1 AND id = $2",
			   ARGS(V(cx->county), V(s->changed_by))));
	if (l.count)
		s->changed_by_name = ((struct name *)l.items)->name;
	return STATUS_OK;
}

static int newest_first(const void *pa, const void *pb)
{
	const struct rule_shown *a = pa, *b = pb;
	return (a->version < b->version) - (a->version > b->version);
}

enum status rule_history(struct cx *cx, const char *name, const char *day, struct list *out)
{
	const struct rules *rules;
	struct day on;
	size_t count, n = 0;
	TRY(day_wanted(cx, day, &on));
	TRY(rules_of(cx, &rules));
	const struct rule *all = rules_all(rules, &count), *now = rules_peek(rules, name, on);
	struct rule_shown *rows = arena_array_of(cx->mem, struct rule_shown, count);
	for (size_t i = 0; i < count; i++)
		if (strcmp(all[i].name, name) == 0) {
			rows[n] = shown(cx, &all[i]);
			rows[n].in_force = &all[i] == now;
			TRY(put_name(cx, &rows[n++]));
		}
	if (!n)
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no rule %s", name);
	qsort(rows, n, sizeof *rows, newest_first);
	for (size_t i = 0; i < n; i++)
		rows[i].newest = rows[0].version;
	*out = (struct list){.items = rows, .count = n};
	return STATUS_OK;
}

/* Rows come by name: the newest version of a name is among its neighbours. */
static int64_t newest_of(const struct rule *all, size_t count, size_t first)
{
	int64_t newest = 0;
	for (size_t i = first; i < count && strcmp(all[i].name, all[first].name) == 0; i++)
		newest = all[i].version > newest ? all[i].version : newest;
	return newest;
}

enum status rule_list(struct cx *cx, const struct rule_query *query, struct list *out)
{
	const struct rules *rules;
	struct day on;
	size_t count, n = 0;
	TRY(day_wanted(cx, query->day, &on));
	TRY(rules_of(cx, &rules));
	const struct rule *all = rules_all(rules, &count);
	struct rule_shown *rows = arena_array_of(cx->mem, struct rule_shown, count);
	for (size_t i = 0; i < count; i++) {
		if (i && strcmp(all[i].name, all[i - 1].name) == 0)
			continue;
		const struct rule *now = rules_peek(rules, all[i].name, on);
		if (!now)
			continue;
		rows[n] = shown(cx, now);
		rows[n].in_force = true;
		rows[n].newest = newest_of(all, count, i);
		TRY(put_name(cx, &rows[n]));
		n += mentions(&rows[n], query->q);
	}
	*out = (struct list){.items = rows, .count = n};
	return STATUS_OK;
}
