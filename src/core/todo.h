/*
 * todo.h - what waits for a person, from every room, for his workbench.
 *
 * A room offers those of its rows that its flow lets this user move on now; main/ fills the table of rooms.  An offer is
 * asked of the flow (flow_permit), so that the list never shows what a page would refuse.
 */
#ifndef CORE_TODO_H
#define CORE_TODO_H

#include "core/flow.h"

struct todo {
	const char *kind;               /* what sort of work: the action, unless the room says otherwise */
	const char *room;               /* the flow's name */
	int64_t item;                   /* the row in that room */
	const char *no, *title;
	const char *action, *label;     /* of the flow; the label in the user's language */
	const char *due;                /* a day; "": none */
	const char *light;              /* red past its day, yellow from three days before it, else green */
	const char *text;               /* what is asked, in words */
	const char *since;              /* a day; "": not known */
	const char *link;               /* page of the app */
};
extern const struct record todo_record;

/* A list that grows in an arena. */
struct todos {
	struct todo *items;
	size_t count, room;
};

/* Most candidates that a room looks at, those due first. */
enum { TODO_CANDIDATES = 100 };

struct todo_source {
	const char *name;
	enum status (*find)(struct cx *cx, struct todos *out);
};
extern const struct todo_source todo_sources[];         /* ended by a NULL name */

/* For the sources: offer the first of the actions "sign|plan|rectify" that the user may take on the row; none: nothing is
 * added.  Of t kind and label may be NULL; item, room, action and light are filled in. */
enum status todo_offer(struct cx *cx, struct todos *all, const struct flow *flow, struct flow_row *row, const char *actions,
		       const struct todo *t) MUST_CHECK;
/* Add one that is no step of a flow; light is filled in. */
void todo_add(struct cx *cx, struct todos *all, const struct todo *t);

/* Of all rooms, those due first. */
enum status todo_find(struct cx *cx, struct todos *out) MUST_CHECK;

#endif
