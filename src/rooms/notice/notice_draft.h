/*
 * notice_draft.h - inside the room: the draft, one JSON document of validated records.
 *
 * {"items":[…],"findings":[…]}.  Items are what the page changes and sends back whole; findings are the reader's, of
 * which the page only says "ignored".  What the units' words mean is never taken from the page but for those a person
 * confirmed: it is resolved again whenever the draft is read or saved.
 */
#ifndef ROOMS_NOTICE_NOTICE_DRAFT_H
#define ROOMS_NOTICE_NOTICE_DRAFT_H

#include "base/json.h"
#include "core/org_resolve.h"
#include "proto/notice.h"
#include "rooms/notice/notice.h"

struct draft_unit {
	const char *words;
	struct json_text orgs;          /* [id…], as sent */
	struct texts names;
	const char *group;              /* all_towns …; NULL: a name, or a choice of a person's own */
	bool confirmed;                 /* a person said that these organisations are meant */
	struct list candidates;         /* of org_candidate */
	const char *note;
	int64_t *ids;                   /* orgs, once resolved */
	size_t count;
};

struct draft_when {
	const char *kind, *day, *start;
	int64_t effect_year, days;
	const char *recurs;
	bool working;                   /* days are working days */
};

struct draft_milestone {
	const char *title, *text, *kind, *day;
	int64_t days;
	const char *to;
};

struct draft_item {
	const char *key;                /* never changes and is never used twice */
	const char *no, *title, *text;
	struct list lead, cooperate;    /* of draft_unit */
	struct texts persons;
	const char *deadline_text;
	struct json_text deadline;      /* when, as JSON */
	struct list milestones;         /* of draft_milestone */
	struct json_text source;        /* {"lead":[[from,to]…],…} */
	struct texts warnings;
	struct draft_when when;
};

struct draft_finding {
	const char *kind, *no, *text, *words;
	struct json_text at;            /* [from,to] or null */
	const char *key;                /* of the item; "": none */
	bool ignored;
	bool open, serious;             /* computed: not corrected and not ignored; has to be looked at before issuing */
};
extern const struct record draft_finding_record;

struct draft {
	struct list items, findings;
};
extern const struct record draft_record;

/* What PUT takes. */
struct draft_mark {
	const char *kind, *no, *words;
	bool ignored;
};
struct draft_document {
	const char *title, *number, *issuer, *date;
	int64_t year;
	const char *year_reason;
};
extern const struct record draft_document_record;
struct draft_put {
	int64_t version;
	struct json_text document;
	struct list items, findings;
};
extern const struct record draft_put_record;

/* What the ledger keeps of a change to the row. */
extern const struct record notice_kept_record;

/* ---- making and keeping ---- */

/* From what the reader found.  Never fails; what is too long for a field is cut (the source has it whole). */
void draft_of_notice(struct cx *cx, const struct notice *n, struct draft *out);

/* The unused pieces and the warnings as JSON. */
const char *draft_unused(struct cx *cx, const struct notice *n);
const char *draft_warnings(struct cx *cx, const struct notice *n);

/* The stored document back. */
enum status draft_parse(struct cx *cx, const char *json, struct draft *out) MUST_CHECK;
const char *draft_print(struct cx *cx, const struct draft *d);

/* Check what the page sent beyond its records: keys, deadlines, ranges.  INVALID with the field, "items.2.deadline.day". */
enum status draft_check(struct cx *cx, struct draft *d) MUST_CHECK;

/* ---- units ---- */

/* Resolve all units.  strict: organisations that a person confirmed and that are not there (any more) are INVALID. */
enum status draft_resolve(struct cx *cx, struct draft *d, bool strict) MUST_CHECK;

/* All organisations of a list of units, each once. */
void draft_orgs(struct cx *cx, const struct list *units, int64_t **ids, size_t *count);
bool draft_has(const int64_t *ids, size_t count, int64_t id);

/* ---- findings ---- */

/* Say of each finding whether it is still open, and count those. */
int64_t draft_findings(struct cx *cx, const struct draft *d, const struct notice_row *row);
/* Take over what the page ignores.  INVALID: a finding that is not there. */
enum status draft_mark_findings(struct cx *cx, struct draft *d, const struct list *marks) MUST_CHECK;

/* May it be issued as it is?  INVALID with the field; CONFLICT (field "confirm") for serious findings unless confirm. */
enum status draft_issuable(struct cx *cx, const struct draft *d, bool confirm) MUST_CHECK;

/* ---- amendments (notice_compare.c) ---- */

struct compare_row {
	const char *no, *change;        /* same, changed, added, removed */
	int64_t task;                   /* 0: added */
	struct list fields;             /* of task_change */
	const char *item_key;           /* NULL: removed */
	const struct draft_item *item;
	size_t place;                   /* of the item */
};
extern const struct record compare_row_record;

/* The draft beside the tasks of the notice that it amends; its units are resolved. */
enum status notice_compare(struct cx *cx, int64_t origin, const struct draft *d, struct list *out) MUST_CHECK;
/* The comparison: of a draft as it is now, of an issued amendment as it was then.  CONFLICT: it amends nothing. */
enum status notice_comparison(struct cx *cx, const struct notice_row *n, struct list *out) MUST_CHECK;
enum status notice_write_comparison(struct cx *cx, int64_t id, struct jw *w) MUST_CHECK;
/* Bring the differences to the tasks and keep the comparison; part of issuing.  CONFLICT (field "remove"): tasks would be
 * withdrawn, and remove does not say so. */
enum status notice_apply(struct cx *cx, const struct notice_row *n, const struct draft *d, bool remove) MUST_CHECK;

/* ---- for the other files of the room ---- */

/* Write the long parts and the columns that follow from them; n->task_count and so on are set.  In a transaction. */
enum status notice_keep_draft(struct cx *cx, struct notice_row *n, const struct draft *d) MUST_CHECK;

/* A notice that was read, on its way into the database. */
struct notice_reading {
	struct doc doc;
	struct notice notice;
	struct draft draft;
	const char *text_hash, *number_key, *unused, *warnings;
};

/* At most max characters; what is cut shows it. */
const char *draft_clip(struct cx *cx, const char *s, int max);

/* Letters and digits only, in half width: what makes two texts the same. */
const char *notice_text_key(struct cx *cx, const char *s, size_t n);

/* The step "issue". */
struct issue_input {
	bool confirm;                   /* serious findings were looked at */
	bool remove;                    /* tasks that an amendment leaves out are to be withdrawn */
};
extern const struct record notice_issue_record;
enum status notice_issue(struct cx *cx, struct act *a) MUST_CHECK;

/* ---- saving and showing (notice_save.c) ---- */

/* What the page sends back.  In a transaction.  CONFLICT: not a draft (any more), or someone was faster. */
enum status notice_save(struct cx *cx, int64_t id, const struct draft_put *in) MUST_CHECK;
/* The draft as it stands today: units resolved anew while it is under review. */
enum status notice_draft_now(struct cx *cx, const struct notice_row *n, const struct notice_body *b, struct draft *out) MUST_CHECK;
/* Members of the row, without brackets; the whole notice. */
void notice_write_row(struct jw *w, const struct notice_row *n);
enum status notice_write(struct cx *cx, int64_t id, struct jw *w) MUST_CHECK;

/* ---- issuing ---- */

struct task_new;
/* The item as a task; sort from its place. */
void notice_task_of(struct cx *cx, const struct draft_item *item, size_t place, int64_t notice, struct task_new *out);
/* Pass s on; where it is INVALID, name the item in the field. */
enum status notice_item_field(struct cx *cx, enum status s, size_t place) MUST_CHECK;

#endif
