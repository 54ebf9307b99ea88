/* deed_copy.c - a record is brought to others' notice: 抄送. */
#include "core/deed.h"

#include <stdlib.h>
#include <string.h>
#include "core/notify.h"
#include "core/org.h"
#include "core/perm.h"
#include "core/person.h"
#include "db/db.h"

static const struct field input_fields[] = {
	FIELD(struct copy_input, flow, .flags = REQUIRED, .min = 1, .max = 40),
	FIELD(struct copy_input, item, .flags = REQUIRED, .min = 1, .max = INT64_MAX),
	FIELD(struct copy_input, orgs, .flags = REQUIRED, .min = 1, .max = 40, .zh = "抄送单位", .en = "units"),
	FIELD(struct copy_input, note, .min = 0, .max = 500, .zh = "附言", .en = "note"),
};
const struct record copy_input_record = RECORD(copy_input, input_fields);

/* What history and ledger keep. */
struct copied {
	struct texts orgs;
	const char *note;
};
static const struct field copied_fields[] = {FIELD(struct copied, orgs), FIELD(struct copied, note)};
static const struct record copied_record = RECORD(copied, copied_fields);

struct reader {
	int64_t id, org;
	const char *path;
};
static const struct field reader_fields[] = {FIELD(struct reader, id), FIELD(struct reader, org), FIELD(struct reader, path)};
static const struct record reader_record = RECORD(reader, reader_fields);

/* Would that person find the record?  Asked in his place, on the same connection. */
static enum status may_see(struct cx *cx, const struct flow *flow, int64_t item, const struct reader *r, bool *yes)
{
	struct cx his = *cx;
	struct texts held;
	struct flow_row *row;
	TRY(person_roles(cx, r->id, &held));
	his.user = r->id;
	his.org = r->org;
	his.perms = person_perms(&held);
	his.org_path = his.perms & PERM_COUNTY_WIDE ? "/" : r->path;
	enum status s = flow->load(&his, item, &row);
	*yes = !s;
	return s == STATUS_NOT_FOUND || s == STATUS_FORBIDDEN ? STATUS_OK : s;
}

static enum status tell_org(struct cx *cx, const struct flow *flow, const struct copy_input *in, const struct deed *d, const struct org *o,
			    int64_t *told)
{
	const struct notify n = {.kind = "copy", .link = d->link, .text = in->note};
	struct list l;
	int64_t before = *told;
	TRY(db_all(cx, &reader_record, &l,
		   "SELECT p.id, p.org, o.path FROM person p JOIN org o ON o.county = p.county AND o.id = p.org"
		   " WHERE p.county = $1 AND p.org = $2 AND p.active = 1 ORDER BY p.id", ARGS(V(cx->county), V(o->id))));
	const struct reader *r = l.items;
	for (size_t i = 0; i < l.count; i++) {
		bool yes;
		TRY(may_see(cx, flow, in->item, &r[i], &yes));
		if (!yes || r[i].id == cx->user)
			continue;
		TRY(notify_person(cx, r[i].id, &n, "copied to you: %s", d->title));
		++*told;
	}
	return *told > before ? STATUS_OK : cx_fail_field(cx, "orgs", "nobody else of %s may see this record", o->name);
}

static enum status org_named(struct cx *cx, const char *text, struct org *o)
{
	enum status s = org_get(cx, strtoll(text, NULL, 10), o);
	if (s != STATUS_NOT_FOUND)
		return s;
	cx_forget(cx);
	return cx_fail_field(cx, "orgs", "no such organisation");
}

enum status deed_copy(struct cx *cx, const struct copy_input *in, int64_t *told)
{
	const struct flow *flow = flow_find(in->flow);
	struct copied kept = {.note = in->note ? in->note : ""};
	struct flow_row *row;
	struct deed d = {.flow = in->flow, .item = in->item, .action = "copy", .from_state = "copy"};
	*told = 0;
	if (!flow || !flow->about.title)
		return cx_fail(cx, STATUS_NOT_FOUND, "there are no such records: %s", in->flow);
	TRY(flow->load(cx, in->item, &row));
	TRY(deed_describe(cx, &d));
	kept.orgs.items = arena_array_of(cx->mem, const char *, in->orgs.count);
	for (size_t i = 0; i < in->orgs.count; i++) {
		struct org o;
		TRY(org_named(cx, in->orgs.items[i], &o));
		TRY(tell_org(cx, flow, in, &d, &o, told));
		kept.orgs.items[kept.orgs.count++] = o.name;
	}
	return flow_note(cx, flow, in->item, "copy", row->state, &copied_record, &kept);
}
