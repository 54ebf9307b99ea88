/*
 * org_resolve.h - which organisations a notice means by the words it uses.
 *
 * "县应急局", "青岭县应急管理局" and "应急局" are one department; "各乡镇（街道）" are all towns; "各有关部门" depends on the matter.
 * Full names, short names and aliases count alike; blanks, brackets, punctuation and the county's name or level before
 * a name do not.  Words for many come from rules/groups.csv.  The list is loaded once and then asked often: nothing
 * here touches the database after org_index_load().
 */
#ifndef CORE_ORG_RESOLVE_H
#define CORE_ORG_RESOLVE_H

#include "base/cx.h"
#include "base/record.h"

struct org_index;

struct org_ref {
	int64_t id;
	const char *name;       /* the short name where there is one: what a list shows */
};
extern const struct record org_ref_record;

struct org_candidate {
	int64_t id;
	const char *name;
	int64_t score;          /* 0 … 100: how near the words are */
};
extern const struct record org_candidate_record;

struct org_resolved {
	const char *words;
	struct list orgs;       /* of org_ref: one for a name, many for a group, none where a person must choose */
	const char *group;      /* all_towns … (rules/groups.csv), "depends", or NULL: a name */
	struct list candidates; /* of org_candidate: at most 5 near names, or those that a "depends" chooses from */
	const char *note;       /* why a person must choose, in his language; NULL: nothing to say */
};
extern const struct record org_resolved_record;

/* The active organisations of the county, in cx->mem. */
enum status org_index_load(struct cx *cx, const struct org_index **out) MUST_CHECK;

/* Never fails: what nobody is called has no orgs but candidates and a note. */
void org_resolve(struct cx *cx, const struct org_index *ix, const char *words, struct org_resolved *out);

#endif
