#include "main/serve.h"

#include <assert.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/log.h"
#include "core/county.h"
#include "core/event.h"
#include "core/job.h"
#include "core/session_api.h"
#include "db/db.h"
#include "db/writer.h"
#include "http/server.h"
#include "main/install.h"
#include "main/lists.h"

enum { MAX_TIMERS = 32, BEAT_SECONDS = 30 };

struct running {
	struct settings *settings;
	const char *database;
	int64_t county;
	struct writer *writer;
	struct files *files;
	struct server *server;
	struct event_bus *bus;
	struct stream_source stream;
	pthread_t clockwork, worker;
	pthread_mutex_t lock;
	pthread_cond_t stop_asked;
	bool stopping;
};

/* How long this machine has been up: what is to come again and again does not stand still when its clock is set back. */
static int64_t uptime(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

/* Wait that many seconds or until the server stops; true: it stops. */
static bool wait_for_stop(struct running *r, double seconds)
{
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += (time_t)seconds;
	until.tv_nsec += (long)((seconds - (double)(time_t)seconds) * 1e9);
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	pthread_mutex_lock(&r->lock);
	int rc = 0;
	while (!r->stopping && rc == 0)
		rc = pthread_cond_timedwait(&r->stop_asked, &r->lock, &until);
	bool stopping = r->stopping;
	pthread_mutex_unlock(&r->lock);
	return stopping;
}

/* A thread's own context: the system, with a reading connection. */
static enum status thread_cx(struct running *r, struct cx *cx)
{
	*cx = (struct cx){.mem = arena_new(), .county = r->county, .data = r->settings->data, .perms = ~UINT64_C(0),
			  .org_path = "/", .now = install_now(), .writer = r->writer};
	return db_open(cx, r->database, &cx->db);
}

/* Before the first run there is no county, and nothing to do by the clock. */
static void settle(struct cx *cx)
{
	if (cx->county)
		return;
	if (county_settle(cx))
		log_warn("county.unknown", "error=\"%s\"", cx->error);
	cx_forget(cx);
	arena_reset(cx->mem);
}

static enum status call_timer(struct cx *cx, void *arg)
{
	return (*(enum status (*const *)(struct cx *))arg)(cx);
}

static void run_timer(struct cx *cx, const struct timer *t)
{
	enum status (*fn)(struct cx *) = t->run;
	enum status s = t->writes ? write_from(cx, call_timer, &fn) : t->run(cx);
	if (s)
		log_warn("timer.failed", "name=%s error=\"%s\"", t->name, cx->error ? cx->error : status_code(s));
}

static void wake(void *arg)
{
	server_wake(((struct running *)arg)->server);
}

static void *clockwork(void *arg)
{
	struct running *r = arg;
	struct cx cx;
	if (thread_cx(r, &cx)) {
		log_error("timer.database", "error=\"%s\"", cx.error);
		return NULL;
	}
	int64_t due[MAX_TIMERS] = {0}, beat = uptime();
	do {
		for (size_t i = 0; timers[i].name; i++) {
			assert(i < MAX_TIMERS);
			int64_t now = uptime();
			if (!cx.county || now < due[i] || !timer_wanted(&timers[i], r->settings))
				continue;
			due[i] = now + timers[i].seconds;
			cx.now = install_now();
			run_timer(&cx, &timers[i]);
			cx_forget(&cx);
			cx.ledger_entries = 0;
			arena_reset(cx.mem);
		}
		if (cx.county && event_poll(&cx, r->bus))
			log_warn("event.failed", "error=\"%s\"", cx.error);
		cx_forget(&cx);
		arena_reset(cx.mem);
		settle(&cx);
		if (uptime() - beat >= BEAT_SECONDS) {
			beat = uptime();
			wake(r);
		}
	} while (!wait_for_stop(r, 0.5));
	db_close(cx.db);
	arena_free(cx.mem);
	return NULL;
}

static void *worker(void *arg)
{
	struct running *r = arg;
	struct cx cx;
	if (thread_cx(r, &cx)) {
		log_error("job.database", "error=\"%s\"", cx.error);
		return NULL;
	}
	do {
		bool did = true;
		while (did && cx.county) {
			cx.now = install_now();
			if (job_work(&cx, job_kinds, &did))
				log_warn("job.failed", "error=\"%s\"", cx.error ? cx.error : "");
			cx_forget(&cx);
			cx.ledger_entries = 0;
			arena_reset(cx.mem);
		}
		settle(&cx);
	} while (!wait_for_stop(r, 0.3));
	db_close(cx.db);
	arena_free(cx.mem);
	return NULL;
}

static void *stream_open(void *bus, struct cx *cx, int64_t last_event)
{
	return event_open(cx, bus, last_event);
}

static int stream_next(void *place, char *out, size_t room)
{
	return event_next(place, out, room);
}

static void stream_close(void *place)
{
	event_close(place);
}

static enum status start(struct cx *cx, struct running *r, const struct app *app)
{
	const struct settings *s = r->settings;
	r->bus = event_bus_new(wake, r);
	r->stream = (struct stream_source){r->bus, stream_open, stream_next, stream_close};
	TRY(writer_start(cx, r->database, (unsigned)s->writers, &r->writer));
	if (files_load(cx, s->web, &r->files)) {
		log_warn("web.missing", "error=\"%s\"", cx->error);
		cx_forget(cx);
	}
	TRY(server_start(cx, &(struct server_options){
		.address = s->address, .port = (int)s->port, .threads = (unsigned)s->threads, .database = r->database,
		.data = s->data, .county = cx->county, .clock = install_now, .log_requests = s->log_requests,
		.secure_cookie = s->secure_cookie, .proxy = s->proxy, .app = app, .writer = r->writer, .files = r->files,
		.stream = &r->stream}, &r->server));
	return STATUS_OK;
}

static void stop(struct running *r)
{
	if (r->writer)
		writer_stop(r->writer);
	if (r->server)
		server_stop(r->server);
	writer_free(r->writer);
	files_free(r->files);
	event_bus_free(r->bus);
}

static void wait_for_signal(void)
{
	sigset_t set;
	int which;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigwait(&set, &which);
}

/* Before any thread starts: they inherit that the two signals wait for wait_for_signal(). */
static void hold_signals(void)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
}

/* A pool of memory for each thread would each keep what its largest request took; what a request gives back, the next one
 * takes, without asking the system in between. */
static void spare_memory(void)
{
	enum { POOLS = 2, KEPT = 1 << 20 };
	mallopt(M_ARENA_MAX, POOLS);
	mallopt(M_TRIM_THRESHOLD, KEPT);
	mallopt(M_MMAP_THRESHOLD, KEPT);
}

static enum status serve(struct cx *cx, struct call *call)
{
	const struct app app = {.routes = route_lists, .count = route_list_count, .identify = session_identify};
	struct running r = {.settings = (struct settings *)(uintptr_t)call->settings, .county = cx->county,
			    .lock = PTHREAD_MUTEX_INITIALIZER};
	pthread_condattr_t attr;
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&r.stop_asked, &attr);
	r.database = settings_database(cx, r.settings);
	hold_signals();
	spare_memory();
	enum status s = start(cx, &r, &app);
	if (!s) {
		pthread_create(&r.clockwork, NULL, clockwork, &r);
		pthread_create(&r.worker, NULL, worker, &r);
		printf("http://%s:%d\n", r.settings->address, server_port(r.server));
		fflush(stdout);
		wait_for_signal();
		log_info("server.stopping", "answering what has come");
		server_drain(r.server);
		pthread_mutex_lock(&r.lock);
		r.stopping = true;
		pthread_cond_broadcast(&r.stop_asked);
		pthread_mutex_unlock(&r.lock);
		writer_stop(r.writer);          /* long timers and jobs end at their next write, to go on after the start */
		pthread_join(r.clockwork, NULL);
		pthread_join(r.worker, NULL);
	}
	stop(&r);
	return s;
}

static const struct route event_table[] = {
	{"GET", "/api/events", 0, NULL, .flags = ROUTE_STREAM, .help = "what changes, as server-sent events: task, notice, notification, job"},
};
const struct routes event_routes = ROUTES("/api/events", event_table);

static const struct verb table[] = {
	{"serve", "", "", 0, 0, VERB_DB, serve, "serve the platform; prints its address when it is ready"},
};
const struct verbs serve_verbs = VERBS(table);
