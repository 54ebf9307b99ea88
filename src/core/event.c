#include "core/event.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "core/perm.h"
#include "core/scratch.h"
#include "db/db.h"
#include "base/json.h"

enum {
	RING = 1024,
	TEXT_MAX = 240,                 /* an event's data; what is longer is not told but found by asking */
	BATCH = 500,
	SEEN = 256,                     /* notifications remembered, so that looking back tells none twice */
	JOBS = 32,
	ID_SECONDS_SHIFT = 12,          /* ids carry milliseconds above this bit (base/id.h) */
	LOOK_BACK_MS = 5000,
};

struct event {
	int64_t position;               /* in the ledger, from 1; 0: none */
	int64_t person;                 /* for him alone; 0: for all */
	char topic[24], data[TEXT_MAX];
	int64_t item;                   /* of a ledger entry */
};

struct event_bus {
	pthread_mutex_t lock;
	pthread_cond_t more;
	void (*wake)(void *arg);
	void *arg;
	struct event ring[RING];
	uint64_t next;                  /* how many were ever put in */
	/* Of event_poll() alone, which is called from one thread. */
	bool begun;
	int64_t position, notification;
	int64_t seen[SEEN];
	unsigned seen_next;
	int64_t jobs[JOBS];
	int job_count;
};

struct event_place {
	struct event_bus *bus;
	int64_t person;
	uint64_t perms;
	uint64_t at;
	bool reload;
};

struct event_bus *event_bus_new(void (*wake)(void *arg), void *arg)
{
	struct event_bus *bus = calloc(1, sizeof *bus);
	if (!bus)
		abort();
	pthread_mutex_init(&bus->lock, NULL);
	pthread_condattr_t attr;
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&bus->more, &attr);
	pthread_condattr_destroy(&attr);
	bus->wake = wake;
	bus->arg = arg;
	return bus;
}

void event_bus_free(struct event_bus *bus)
{
	if (!bus)
		return;
	pthread_cond_destroy(&bus->more);
	pthread_mutex_destroy(&bus->lock);
	free(bus);
}

/* ---- the feed ---- */

struct row {
	int64_t position, id, person;
	const char *topic, *action;
	int64_t progress, total;
};
static const struct field row_fields[] = {
	FIELD(struct row, position), FIELD(struct row, id),       FIELD(struct row, person), FIELD(struct row, topic),
	FIELD(struct row, action),   FIELD(struct row, progress), FIELD(struct row, total),
};
static const struct record row_record = RECORD(row, row_fields);

static void publish(struct event_bus *bus, const struct row *r, const char *topic, const char *data)
{
	if (strlen(data) >= TEXT_MAX || strlen(topic) >= sizeof bus->ring[0].topic)
		return;
	pthread_mutex_lock(&bus->lock);
	struct event *e = &bus->ring[bus->next++ % RING];
	*e = (struct event){.position = r->position, .person = r->person, .item = r->id};
	strcpy(e->topic, topic);
	strcpy(e->data, data);
	pthread_cond_broadcast(&bus->more);
	pthread_mutex_unlock(&bus->lock);
}

static const char *data_of(struct cx *cx, const struct row *r, bool progress)
{
	struct buf b;
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	jw_begin(&w, '{');
	jw_key(&w, "id");
	jw_int(&w, r->id);
	jw_key(&w, progress ? "state" : "action");
	jw_text(&w, r->action);
	if (progress) {
		jw_key(&w, "progress");
		jw_int(&w, r->progress);
		jw_key(&w, "total");
		jw_int(&w, r->total);
	}
	jw_end(&w);
	return b.s;
}

static enum status poll_ledger(struct cx *cx, struct event_bus *bus)
{
	struct list l;
	TRY(db_all(cx, &row_record, &l,
		   "SELECT l.position + 1 AS position, e.item AS id, e.kind AS topic, e.action AS action"
		   " FROM ledger_leaf l JOIN ledger_entry e ON e.county = l.county AND e.id = l.entry"
		   " WHERE l.county = $1 AND l.position >= $2 ORDER BY l.position LIMIT $3",
		   ARGS(V(cx->county), V(bus->position), V((int64_t)BATCH))));
	for (size_t i = 0; i < l.count; i++) {
		const struct row *r = &((struct row *)l.items)[i];
		publish(bus, r, r->topic, data_of(cx, r, false));
		bus->position = r->position;
	}
	return STATUS_OK;
}

static bool was_seen(const struct event_bus *bus, int64_t id)
{
	for (int i = 0; i < SEEN; i++)
		if (bus->seen[i] == id)
			return true;
	return false;
}

/* Ids are made before their commit, so look back a little over those that were told already. */
static enum status poll_notifications(struct cx *cx, struct event_bus *bus)
{
	struct list l;
	int64_t from = bus->notification - ((int64_t)LOOK_BACK_MS << ID_SECONDS_SHIFT);
	TRY(db_all(cx, &row_record, &l,
		   "SELECT id, person, kind AS action FROM notification WHERE county = $1 AND id > $2 ORDER BY id DESC "
		   "LIMIT $3",
		   ARGS(V(cx->county), V(from), V((int64_t)SEEN))));
	for (size_t i = l.count; i-- > 0;) {
		const struct row *r = &((struct row *)l.items)[i];
		if (was_seen(bus, r->id))
			continue;
		bus->seen[bus->seen_next++ % SEEN] = r->id;
		if (r->id > bus->notification)
			bus->notification = r->id;
		publish(bus, r, "notification", data_of(cx, r, false));
	}
	return STATUS_OK;
}

static enum status tell_job(struct cx *cx, struct event_bus *bus, int64_t id, bool *running)
{
	struct list l;
	TRY(db_all(cx, &row_record, &l,
		   "SELECT id, person, state AS action, progress, total FROM job WHERE county = $1 AND id = $2",
		   ARGS(V(cx->county), V(id))));
	*running = false;
	if (l.count) {
		const struct row *r = l.items;
		*running = strcmp(r->action, "running") == 0;
		publish(bus, r, "job", data_of(cx, r, true));
	}
	return STATUS_OK;
}

/* Those that run now, and once more those that ran at the last look: so their end is told. */
static enum status poll_jobs(struct cx *cx, struct event_bus *bus)
{
	struct list l;
	int64_t jobs[2 * JOBS];
	int count = bus->job_count, kept = 0;
	memcpy(jobs, bus->jobs, sizeof bus->jobs);
	TRY(db_all(cx, &row_record, &l,
		   "SELECT id FROM job WHERE county = $1 AND state = 'running' ORDER BY id LIMIT $2",
		   ARGS(V(cx->county), V((int64_t)JOBS))));
	for (size_t i = 0; i < l.count; i++) {
		int64_t id = ((struct row *)l.items)[i].id;
		bool known = false;
		for (int j = 0; j < bus->job_count; j++)
			known |= bus->jobs[j] == id;
		if (!known)
			jobs[count++] = id;
	}
	for (int i = 0; i < count; i++) {
		bool running;
		TRY(tell_job(cx, bus, jobs[i], &running));
		if (running && kept < JOBS)
			bus->jobs[kept++] = jobs[i];
	}
	bus->job_count = kept;
	return STATUS_OK;
}

static enum status begin(struct cx *cx, struct event_bus *bus)
{
	struct row r;
	TRY(db_one(cx, &row_record, &r,
		   "SELECT (SELECT coalesce(max(position) + 1, 0) FROM ledger_leaf WHERE county = $1) AS position,"
		   " (SELECT coalesce(max(id), 0) FROM notification WHERE county = $1) AS id", ARGS(V(cx->county))));
	bus->position = r.position;
	bus->notification = r.id;
	struct list l;
	TRY(db_all(cx, &row_record, &l,
		   "SELECT id FROM notification WHERE county = $1 AND id > $2 ORDER BY id DESC LIMIT $3",
		   ARGS(V(cx->county), V(r.id - ((int64_t)LOOK_BACK_MS << ID_SECONDS_SHIFT)), V((int64_t)SEEN))));
	for (size_t i = 0; i < l.count; i++)
		bus->seen[bus->seen_next++ % SEEN] = ((struct row *)l.items)[i].id;
	bus->begun = true;
	return STATUS_OK;
}

static enum status poll_all(struct cx *cx, void *arg)
{
	struct event_bus *bus = arg;
	if (!bus->begun)
		return begin(cx, bus);
	TRY(poll_ledger(cx, bus));
	TRY(poll_notifications(cx, bus));
	return poll_jobs(cx, bus);
}

enum status event_poll(struct cx *cx, struct event_bus *bus)
{
	uint64_t before = bus->next;
	TRY(cx_scratch(cx, poll_all, bus));
	if (bus->next != before && bus->wake)
		bus->wake(bus->arg);
	return STATUS_OK;
}

/* ---- readers ---- */

struct event_place *event_open(struct cx *cx, struct event_bus *bus, int64_t last_event)
{
	struct event_place *p = calloc(1, sizeof *p);
	if (!p)
		abort();
	p->bus = bus;
	p->person = cx->user;
	p->perms = cx->perms;
	pthread_mutex_lock(&bus->lock);
	p->at = bus->next;
	p->reload = last_event > 0;
	uint64_t oldest = bus->next > RING ? bus->next - RING : 0;
	for (uint64_t i = bus->next; last_event > 0 && i-- > oldest;)
		if (bus->ring[i % RING].position == last_event) {
			p->at = i + 1;
			p->reload = false;
			break;
		}
	pthread_mutex_unlock(&bus->lock);
	return p;
}

/*
 * What was written is told in full to those who may read the ledger.  Who works at an office hears that some record
 * changed, so that his page asks again; what he then sees is for the page's own request to say.  Accounts, files and
 * rules are not for him, and nobody else's work is for a firm.
 */
static bool may_hear(const struct event_place *p, const struct event *e)
{
	static const char *const inner[] = {"person", "org", "rule", "calendar", "evidence"};
	if (e->person || !e->position)
		return e->person == p->person;
	if (p->perms & PERM_LEDGER_READ)
		return true;
	for (size_t i = 0; i < sizeof inner / sizeof *inner; i++)
		if (strcmp(e->topic, inner[i]) == 0)
			return false;
	return p->perms & PERM_TASK_READ;
}

/* Text of one event, or 0 where it does not fit. */
static int print(const struct event_place *p, const struct event *e, char *out, size_t room)
{
	char id[40];
	snprintf(id, sizeof id, "{\"id\":%" PRId64 "}", e->item);
	const char *data = e->position && !(p->perms & PERM_LEDGER_READ) ? id : e->data;
	int n = e->position ? snprintf(out, room, "id: %" PRId64 "\nevent: %s\ndata: %s\n\n", e->position, e->topic,
				       data)
			    : snprintf(out, room, "event: %s\ndata: %s\n\n", e->topic, data);
	return n > 0 && (size_t)n < room ? n : 0;
}

int event_next(struct event_place *p, char *out, size_t room)
{
	static const char reload[] = "event: reload\ndata: {}\n\n";
	struct event_bus *bus = p->bus;
	size_t used = 0;
	pthread_mutex_lock(&bus->lock);
	if (bus->next - p->at > RING) {
		p->at = bus->next;
		p->reload = true;
	}
	if (p->reload && room >= sizeof reload) {
		memcpy(out, reload, sizeof reload - 1);
		used = sizeof reload - 1;
		p->reload = false;
	}
	for (; p->at < bus->next; p->at++) {
		const struct event *e = &bus->ring[p->at % RING];
		if (!may_hear(p, e))
			continue;
		int n = print(p, e, out + used, room - used);
		if (!n)
			break;
		used += (size_t)n;
	}
	pthread_mutex_unlock(&bus->lock);
	return (int)used;
}

bool event_wait(struct event_place *p, int milliseconds)
{
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += (long)(milliseconds % 1000) * 1000000;
	until.tv_sec += milliseconds / 1000 + until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	int late = 0;
	pthread_mutex_lock(&p->bus->lock);
	while (p->at == p->bus->next && !p->reload && !late)
		late = pthread_cond_timedwait(&p->bus->more, &p->bus->lock, &until);
	bool some = p->at != p->bus->next || p->reload;
	pthread_mutex_unlock(&p->bus->lock);
	return some;
}

void event_close(struct event_place *place)
{
	free(place);
}
