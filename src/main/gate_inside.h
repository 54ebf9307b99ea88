/* gate_inside.h - what the two files of the gate share. */
#ifndef MAIN_GATE_INSIDE_H
#define MAIN_GATE_INSIDE_H

#include <pthread.h>
#include "main/indicator.h"
#include "main/settings.h"
#include "db/writer.h"

enum { GATE_MOST_FILE = 32 << 20 };

struct server;

/* A process is one gate; set before any thread starts, and but for what the lock guards never changed. */
struct gate {
	const struct settings *settings;
	const char *county_url, *token, *key, *watch;
	int64_t scale, county, every;
	struct writer *writer;
	struct server *server;
	struct indicator *indicator;
	pthread_mutex_t lock;
	pthread_cond_t stop_asked;
	bool stopping;
	int64_t synced_at;
	char trouble[200];              /* why the county was not reached; "" it was */
	/* of the thread that speaks to the county */
	int64_t since, cursor;          /* where the copy goes on */
	int64_t watched;                /* the watched file's time of change when it was read */
};

/* One round: the watched file, the ledger, the outbox, the copy; each however the one before went.  BUSY, CONFLICT: the
 * county was not reached, or did not take what it was told. */
enum status gate_round(struct cx *cx, struct gate *g) MUST_CHECK;

/* The first time: without the county nothing is known of the mine, so there is nothing to decide by. */
enum status gate_first_copy(struct cx *cx, struct gate *g) MUST_CHECK;

#endif
