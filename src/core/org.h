/*
 * org.h - the organisations of a county: its government, leaders' offices, departments, towns, firms, third parties.
 *
 * They form a tree; path is "/1/17/", the ids from the top down.  A person sees what lies at or below cx->org_path;
 * public bodies (all but firms and third parties) are seen by everyone in the county, because a task names them.
 *
 * org_resolve.h says which organisation a notice means by the words it uses.
 */
#ifndef CORE_ORG_H
#define CORE_ORG_H

#include "base/cx.h"
#include "base/record.h"

struct org {
	int64_t id, parent;
	const char *path, *kind, *code, *name;
	const char *short_name;         /* what lists show; "": the name */
	struct texts aliases;
	const char *alias_lines;        /* the same, one a line, as the table keeps them */
	bool supervises;                /* 负有安全生产监管职责 */
	bool industry;                  /* 行业主管部门 */
	int64_t sort;
	bool active;
	int64_t people;                 /* accounts that are not shut */
	int64_t version;
};
extern const struct record org_record;          /* what is read and answered */
extern const struct record org_new_record;      /* what a new one takes */
extern const struct record org_edit_record;     /* what a change takes: everything, with the version it was made on */
extern const char *const org_kinds[];

struct org_query {
	const char *q, *kind, *active;  /* active: yes (the default), no, all */
	int64_t limit;
	const char *cursor;
};
extern const struct record org_query_record;

/* May the user see something that belongs to this path? */
bool org_in_scope(const struct cx *cx, const char *path);

enum status org_get(struct cx *cx, int64_t id, struct org *out) MUST_CHECK;
/* For ledger_checks (core/ledger_api.h). */
struct ledger_entry;
enum status org_check_ledger(struct cx *cx, const struct ledger_entry *last, const char **why) MUST_CHECK;
enum status org_by_name(struct cx *cx, const char *name, struct org *out) MUST_CHECK; /* name or short name, exactly */
/* In the order of sort, id.  *next: where to go on, NULL at the end. */
enum status org_list(struct cx *cx, const struct org_query *q, struct list *out, const char **next) MUST_CHECK;

/* id and version of in are ignored; *out gets what was made.  CONFLICT: the name is taken. */
enum status org_create(struct cx *cx, const struct org *in, struct org *out) MUST_CHECK;
/* CONFLICT: in->version is not the newest, the name is taken, people or organisations in it are still active. */
enum status org_update(struct cx *cx, int64_t id, const struct org *in, struct org *out) MUST_CHECK;

/* The template built in (rules/organisations.csv), for a county of that name that has no organisation yet. */
enum status org_template(struct cx *cx, const char *county_name) MUST_CHECK;
/* A county's towns: code,name,short_name,aliases.  Those that are there by that name are left alone. */
enum status org_import_towns(struct cx *cx, const char *csv, size_t n, int64_t *made) MUST_CHECK;

/* Aliases one a line, without blanks at the ends and without empty ones. */
const char *org_lines(struct cx *cx, const struct texts *t);
/* A pattern that finds q anywhere, in capitals or not: lower(x) LIKE $? ESCAPE '\\'.  Its own % and _ mean themselves. */
const char *org_anywhere(struct cx *cx, const char *q);

#endif
