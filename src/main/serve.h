/* serve.h - the running server: HTTP, writer, timers, job workers; started and stopped in one place. */
#ifndef MAIN_SERVE_H
#define MAIN_SERVE_H

#include "core/verb.h"
#include "http/route.h"

extern const struct verbs serve_verbs;
extern const struct routes event_routes;

/* What runs by the clock.  A timer that writes runs as one write; a failure is logged and tried again next time. */
struct settings;
struct timer {
	const char *name;
	int seconds;
	bool writes;
	enum status (*run)(struct cx *cx);
};

/* Ends with a NULL name; in main/lists.c. */
extern const struct timer timers[];

/* Some run only where the settings ask for them. */
bool timer_wanted(const struct timer *t, const struct settings *s);

#endif
