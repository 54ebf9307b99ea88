/*
 * event.h - telling open pages what has changed.
 *
 * Nobody publishes by hand: the ledger is the feed.  event_poll(), run by a timer after ledger_integrate(), reads what
 * was committed since its last call, in this process or any other: new leaves of the ledger (topic: the entry's kind,
 * data {"id":item,"action":…}), new notifications (topic "notification") and running jobs (topic "job"), the last two
 * for their person alone.  Of the ledger's, who may not read the ledger hears the topic and the id, where he works at
 * an office (TASK_READ); a firm hears its own notifications.  So an event is never told before its write is durable, and never for one that was undone.
 *
 * Events stand in a ring of the process.  A reader's place is a number; one who falls behind the ring, or who comes
 * back with a Last-Event-ID that the ring no longer holds, gets "event: reload" and goes on from the newest.  The id
 * of an event is its position in the ledger, the same in every process; notifications and jobs have none.
 *
 * A notification whose transaction took longer than some seconds may be missed here; the page finds it when it next
 * asks for the list.
 */
#ifndef CORE_EVENT_H
#define CORE_EVENT_H

#include "base/cx.h"

struct event_bus;

/* wake(arg) is called after every poll that found something (server_wake); NULL: nobody to wake. */
struct event_bus *event_bus_new(void (*wake)(void *arg), void *arg);
void event_bus_free(struct event_bus *bus);

/* One county a bus.  The first call finds where the feed stands and tells nothing. */
enum status event_poll(struct cx *cx, struct event_bus *bus) MUST_CHECK;

/* A reader: cx->user's place in the stream.  last_event: his Last-Event-ID plus nothing, 0 where he has none. */
struct event_place;
struct event_place *event_open(struct cx *cx, struct event_bus *bus, int64_t last_event);
/* Whole events of the text/event-stream, at most room bytes; 0: nothing new. */
int event_next(struct event_place *place, char *out, size_t room);
/* For a thread that can wait: true when there may be something. */
bool event_wait(struct event_place *place, int milliseconds);
void event_close(struct event_place *place);

#endif
