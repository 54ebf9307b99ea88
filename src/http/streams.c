#include "http/streams.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "http/response.h"

/*
 * The race to avoid: a client asks source->next(), hears "nothing", and is woken before it has gone to sleep.  So both
 * sides hold the lock, and a wake counts: a client sleeps only if no wake came since it asked.
 */
enum { QUIET_SECONDS = 25, LONGEST_SECONDS = 900 };

struct client {
	struct streams *all;
	struct MHD_Connection *connection;
	void *place;
	time_t opened, spoke;   /* by the machine */
	bool asleep;
	struct client *next, **link;
};

struct streams {
	const struct stream_source *source;
	pthread_mutex_t lock;
	uint64_t wakes;
	bool ending;
	struct client *first;
};

struct streams *streams_new(const struct stream_source *source)
{
	struct streams *all = calloc(1, sizeof *all);
	if (!all)
		abort();
	all->source = source;
	pthread_mutex_init(&all->lock, NULL);
	return all;
}

static time_t seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
	return t.tv_sec;
}

static ssize_t feed(void *cls, uint64_t position, char *out, size_t room)
{
	struct client *c = cls;
	struct streams *all = c->all;
	time_t now = seconds();
	if (position == 0 && room > 16) {       /* so that the browser knows at once that the stream stands */
		memcpy(out, ": open\n\n", 8);
		return 8;
	}
	pthread_mutex_lock(&all->lock);
	uint64_t wakes = all->wakes;
	bool ending = all->ending;
	pthread_mutex_unlock(&all->lock);
	/* A browser comes back at once, and is asked who it is: so a session that has ended does not go on listening. */
	bool old = now - c->opened >= LONGEST_SECONDS;
	int n = ending || old ? -1 : all->source->next(c->place, out, room);
	if (n < 0)
		return MHD_CONTENT_READER_END_OF_STREAM;
	if (n == 0 && now - c->spoke >= QUIET_SECONDS && room > 2)
		n = (int)(stpcpy(out, ":\n") - out);
	if (n > 0) {
		c->spoke = now;
		return n;
	}
	pthread_mutex_lock(&all->lock);
	if (all->wakes == wakes && !all->ending) {
		c->asleep = true;
		MHD_suspend_connection(c->connection);
	}
	pthread_mutex_unlock(&all->lock);
	return 0;
}

static void leave(void *cls)
{
	struct client *c = cls;
	struct streams *all = c->all;
	pthread_mutex_lock(&all->lock);
	*c->link = c->next;
	if (c->next)
		c->next->link = c->link;
	pthread_mutex_unlock(&all->lock);
	all->source->close(c->place);
	free(c);
}

enum MHD_Result streams_open(struct streams *all, struct MHD_Connection *connection, struct cx *cx, int64_t last_event)
{
	if (!all->source)
		return MHD_NO;
	struct client *c = calloc(1, sizeof *c);
	if (!c)
		abort();
	*c = (struct client){.all = all, .connection = connection, .place = all->source->open(all->source->arg, cx, last_event),
			     .opened = seconds(), .spoke = seconds()};
	pthread_mutex_lock(&all->lock);
	c->next = all->first;
	c->link = &all->first;
	if (c->next)
		c->next->link = &c->next;
	all->first = c;
	pthread_mutex_unlock(&all->lock);
	struct MHD_Response *r = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096, feed, c, leave);
	MHD_add_response_header(r, "Content-Type", "text/event-stream");
	MHD_add_response_header(r, "Cache-Control", "no-store");
	MHD_add_response_header(r, "X-Accel-Buffering", "no");
	response_guard(r);
	enum MHD_Result ok = MHD_queue_response(connection, MHD_HTTP_OK, r);
	MHD_destroy_response(r);
	return ok;
}

static void wake_all(struct streams *all, bool ending)
{
	pthread_mutex_lock(&all->lock);
	all->wakes++;
	all->ending |= ending;
	for (struct client *c = all->first; c; c = c->next)
		if (c->asleep) {
			c->asleep = false;
			MHD_resume_connection(c->connection);
		}
	pthread_mutex_unlock(&all->lock);
}

void streams_wake(struct streams *all)
{
	wake_all(all, false);
}

void streams_end(struct streams *all)
{
	wake_all(all, true);
}

void streams_free(struct streams *all)
{
	if (!all)
		return;
	pthread_mutex_destroy(&all->lock);
	free(all);
}
