/*
 * flow.h - work that moves through states: who may take which step, what it asks for, what it leaves behind.
 *
 * A flow is a table, and the table is all there is: the server obeys it, the app draws its buttons and forms from it,
 * docs/flows/ is printed from it, and a test proves that no state is unreachable and none is a trap.  One engine takes
 * steps.  It checks permission, guard, input, evidence and signatures; changes the state under the row's version; runs
 * the effect; writes history and ledger; all in the transaction of the request.  No other code writes a state.
 */
#ifndef CORE_FLOW_H
#define CORE_FLOW_H

#include "base/cx.h"
#include "base/json.h"
#include "base/record.h"

struct flow;
struct step;

/* What every flow's row has; a room's own struct begins with it. */
struct flow_row {
	int64_t id, version;
	const char *state;
};

/* A step on its way.  For a guard that only answers "may this be done?", input is NULL and nothing may be written. */
struct act {
	const struct flow *flow;
	const struct step *step;
	struct flow_row *row;           /* as flow.load gave it: the room's own struct */
	const void *input;              /* a struct of step.input */
	struct texts evidence;          /* hashes of stored files */
	int64_t entry;                  /* the history row being written; set for the effect */
	const char *to;                 /* where it goes; an effect may choose step.or_to instead */
};

enum evidence_need { EVIDENCE_NO, EVIDENCE_MAY, EVIDENCE_MUST };

struct step {
	const char *from;               /* states, "issued|working" */
	const char *action;
	const char *to;                 /* NULL: the state stays */
	const char *or_to;              /* the other state that the effect may choose, or NULL */
	const char *zh, *en;            /* the words on the button */
	uint64_t perm;                  /* bits of core/perm.h, all needed */
	const struct record *input;     /* NULL: asks for nothing */
	enum evidence_need evidence;
	/* Refuses with FORBIDDEN (not this person) or CONFLICT (not now), the words being the reason that the page shows. */
	enum status (*guard)(struct cx *cx, struct act *a);
	/* What follows from the step, beyond the state.  INVALID where the input does not fit the row. */
	enum status (*effect)(struct cx *cx, struct act *a);
	/* 会签: the organisations that must have signed before the step may be taken; NULL: none. */
	enum status (*signers)(struct cx *cx, const struct act *a, struct list *orgs);
	const char *signs;              /* taking this step is one organisation's signature for that action */
	const char *voids;              /* taking this step voids the signatures for that action: they sign again */
	const char *limit;              /* the rule that says by when, for the diagram and the page; or NULL */
	bool confirm;                   /* the page asks once more */
	bool inside;                    /* taken by the program's own code only (flow_do): no button, no request */
};

struct flow_state {
	const char *name, *zh, *en;
	bool final;
};

/* What a list over all flows says of a row; SQL expressions over the row, named f.  page NULL: it has no page. */
struct flow_about {
	const char *title, *no, *due;   /* no, due NULL: it has none */
	const char *page, *page_item;   /* "/hazards/" and the id there; page_item NULL: f.id */
	const char *zh, *en;            /* how it begins: 登记, registered */
	bool draft;                     /* in its first state it is nobody's business but its author's */
	const char *draft_state;        /* another such state; NULL: none */
};

struct flow {
	const char *name;               /* "task": in history and ledger */
	const char *zh, *en;
	const char *table;              /* has county, id, state, version */
	const struct flow_state *states;        /* the first one is where it starts; ends with a NULL name */
	const struct step *steps;
	size_t count;
	/* The row that this user may see, in cx->mem.  NOT_FOUND also for one out of his scope. */
	enum status (*load)(struct cx *cx, int64_t id, struct flow_row **row);
	struct flow_about about;
	/* After any step: refresh what is derived from the row (lights, counters), tell people.  NULL: nothing. */
	enum status (*after)(struct cx *cx, struct act *a);
};

/* An organisation, as signers() lists it. */
struct flow_signer {
	int64_t org;
	const char *name;
};
extern const struct record flow_signer_record;

/* A step taken, as history lists it. */
struct flow_entry {
	int64_t id, item;
	const char *action, *from_state, *to_state;
	int64_t person, org, at;
	const char *person_name, *org_name;
	struct json_text input;
};
extern const struct record flow_entry_record;

extern const struct record flow_envelope_record;        /* what every step's body may carry besides its own fields */

/*
 * Take a step.  body is its JSON: the fields of step.input, "version" (the row's, as the user saw it; may be missing)
 * and "evidence" (hashes).  NULL or empty: no input.
 * NOT_FOUND: no such row in scope, or no such action at all.  FORBIDDEN, CONFLICT: as the guard says, not from this
 * state, someone was faster, a signature is missing.  INVALID: input or evidence, with the field.
 */
enum status flow_take(struct cx *cx, const struct flow *flow, int64_t id, const char *action, const char *body, size_t n) MUST_CHECK;

/* The same for code that has the input as a struct (jobs, imports); version 0: whatever it is now. */
enum status flow_do(struct cx *cx, const struct flow *flow, int64_t id, const char *action, const void *input,
		    struct texts evidence, int64_t version) MUST_CHECK;

/* Write the row's beginning to history and ledger; the room has inserted it in the first state. */
enum status flow_began(struct cx *cx, const struct flow *flow, int64_t id, const char *action, const struct record *rec, const void *row) MUST_CHECK;

/* Write to history and ledger what is no step of a user: a rating that a firm gave by its secret. */
enum status flow_note(struct cx *cx, const struct flow *flow, int64_t id, const char *action, const char *state,
		      const struct record *rec, const void *row) MUST_CHECK;

/* The steps from the row's state as a JSON array: label, fields, possible, and why not. */
enum status flow_write_steps(struct cx *cx, const struct flow *flow, struct flow_row *row, struct jw *w) MUST_CHECK;

struct paper;

/* A paper that can be printed of a row (core/paper.h). */
struct flow_paper {
	const char *name, *zh, *en;     /* "order", and what it is called */
	bool (*ready)(const struct flow_row *row);      /* is there anything to print yet?  NULL: always */
	enum status (*draft)(struct cx *cx, struct flow_row *row, struct paper *out);
};

/* How one kind of work is answered: on its page, by a verb. */
struct flow_page {
	const struct flow *flow;
	const struct record *record;    /* of the struct that flow->load gives */
	/* Keys of the room's own, between the fields and the evidence; NULL: none. */
	enum status (*parts)(struct cx *cx, struct flow_row *row, struct jw *w);
	const struct answer_key *keys;  /* those that parts writes; NULL: none */
	const struct flow_paper *papers;        /* ends with a NULL name; NULL: none */
};

/* The shapes of what flow_write_form() and flow_write_steps() write; the fields of a list's items are as those of the list. */
#define FLOW_FIELDS "[{name:text kind:text label:text required:bool min?:int max?:int choices?:[text] fields?:[any]}]"
#define FLOW_STEPS "[{action:text label:text to:text possible:bool why:?text confirm:bool evidence:text limit:?text fields:" FLOW_FIELDS "}]"
extern const struct answer_key flow_page_keys[], flow_history_keys[];   /* what every page, every history has beside its record */

/* {fields…,"flow","state_label",parts…,"evidence":[…],"papers":[{"name","label"}],"steps":[…]}.  NOT_FOUND as flow->load says. */
enum status flow_page_write(struct cx *cx, const struct flow_page *page, int64_t id, struct jw *w) MUST_CHECK;
/* Its key "papers" alone, for a page that is written otherwise. */
void flow_write_papers(struct cx *cx, const struct flow_page *page, const struct flow_row *row, struct jw *w);

/* The fields of a record as a page needs them for a form; those that are read only are left out. */
void flow_write_form(const struct cx *cx, const struct record *rec, struct jw *w);

/* Newest first, before (an id; 0: from the newest), at most limit: structs flow_entry. */
enum status flow_history(struct cx *cx, const struct flow *flow, int64_t id, int64_t before, int64_t limit, struct list *out) MUST_CHECK;

/* A page of it as {"items":[…],"next":…}; entries may hold one more than page, which shows that there is more. */
void flow_write_history(struct cx *cx, const struct flow *flow, const struct list *entries, size_t page, struct jw *w);

/* What a history route asks: where to go on. */
struct history_query {
	int64_t cursor;
};
extern const struct record history_query_record;

/* Who had signed for an action since it was last voided, before the moment until (INT64_MAX: now). */
struct flow_confirmation {
	int64_t org, at;
	const char *org_name, *person_name;
};
extern const struct record flow_confirmation_record;
enum status flow_confirmations(struct cx *cx, const struct flow *flow, int64_t id, const char *action, int64_t until,
			       struct list *out) MUST_CHECK;

/* Has this organisation signed for the action since it was last voided? */
enum status flow_signed(struct cx *cx, const struct flow *flow, int64_t id, const char *action, int64_t org, bool *yes) MUST_CHECK;

/* May this user take the step now, input and evidence apart?  FORBIDDEN, CONFLICT: the reason for a person to read. */
enum status flow_permit(struct cx *cx, struct act *a) MUST_CHECK;

/* Is state one of "a|b|c"? */
bool flow_among(const char *states, const char *state);

/* All flows there are; main/ fills it, core/ has an empty one. */
extern const struct flow *const flow_list[];
extern const size_t flow_list_count;
const struct flow *flow_find(const char *name);         /* NULL: there is none */

/* What the entry says in the user's language: the step taken, or how it began. */
const char *flow_entry_label(const struct cx *cx, const struct flow *flow, const char *action, const char *from_state);

/* The label of a state or an action in the user's language; the code itself where it is unknown. */
const char *flow_state_label(const struct cx *cx, const struct flow *flow, const char *state);
const char *flow_action_label(const struct cx *cx, const struct flow *flow, const char *action);

/* The first thing wrong with the table itself, or NULL. */
const char *flow_mistake(struct cx *cx, const struct flow *flow);

/* A page of Markdown: the diagram (Mermaid) and the table of steps. */
void flow_document(struct cx *cx, const struct flow *flow, struct buf *out);

#endif
