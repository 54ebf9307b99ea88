#include "db/writer.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include "db/db.h"

enum {
	BATCH = 128,            /* writes in one commit: bounds the wait of the first */
	MAX_WAITING = 4096,
	MAX_THREADS = 32,
	TRIES = 10,
};

struct writer {
	pthread_mutex_t lock;
	pthread_cond_t arrived;
	struct write *first, **last;
	unsigned waiting;
	bool stopping;
	unsigned threads;
	pthread_t thread[MAX_THREADS];
	struct cx own[MAX_THREADS];     /* each thread's connection and scratch memory */
};

static void forget_attempt(struct write *w)
{
	cx_forget(w->cx);
	w->cx->ledger_entries = 0;
	if (w->undone)
		w->undone(w->arg);
}

/* Full jitter: a random wait up to a bound that doubles, 2 to 200 ms (reference: the engines' own advice). */
static void back_off(int try)
{
	static _Thread_local unsigned seed;
	if (!seed)
		seed = (unsigned)(uintptr_t)&seed ^ (unsigned)time(NULL);
	long bound = 2000L << try;
	long us = rand_r(&seed) % (bound > 200000 ? 200000 : bound);
	nanosleep(&(struct timespec){.tv_nsec = us * 1000}, NULL);
}

static enum status once(struct cx *cx, enum status (*run)(struct cx *, void *), void *arg)
{
	enum status s = db_begin(cx);
	if (!s)
		s = run(cx, arg);
	if (!s)
		s = db_commit(cx);
	if (s)
		db_rollback(cx);
	return s;
}

enum status write_now(struct cx *cx, enum status (*run)(struct cx *, void *), void *arg)
{
	for (int try = 0;; try++) {
		enum status s = once(cx, run, arg);
		if (s != STATUS_BUSY || try == TRIES)
			return s;
		cx_forget(cx);
		cx->ledger_entries = 0;
		back_off(try);
	}
}

enum status write_from(struct cx *cx, enum status (*run)(struct cx *, void *), void *arg)
{
	return cx->writer ? writer_run(cx->writer, cx, run, arg) : write_now(cx, run, arg);
}

static void alone(struct db *db, struct write *w)
{
	w->cx->db = db;
	for (int try = 0;; try++) {
		w->status = once(w->cx, w->run, w->arg);
		if (w->status != STATUS_BUSY || try == TRIES)
			break;
		forget_attempt(w);
		back_off(try);
	}
	w->cx->db = NULL;
	w->done(w);
}

static void in_savepoint(struct db *db, struct write *w)
{
	w->cx->db = db;
	w->status = db_savepoint(w->cx);
	if (!w->status) {
		w->status = w->run(w->cx, w->arg);
		if (w->status)
			db_undo(w->cx);
		else
			w->status = db_release(w->cx);
	}
	w->cx->db = NULL;
}

/* All in one commit.  When the commit itself fails, nothing is durable and everyone is told so. */
static void together(struct cx *own, struct write *list)
{
	enum status s = db_begin(own);
	for (struct write *w = list; w; w = w->next) {
		if (s)
			w->status = s;
		else
			in_savepoint(own->db, w);
	}
	if (!s)
		s = db_commit(own);
	if (s)
		db_rollback(own);
	for (struct write *w = list, *next; w; w = next) {
		next = w->next;
		if (s && !w->status)
			w->status = cx_fail(w->cx, s, "%s", own->error ? own->error : "not written");
		else if (s && !w->cx->error)
			cx_fail(w->cx, s, "%s", own->error ? own->error : "not written");
		w->done(w);
	}
}

/* The first n that are waiting, as a list; NULL when stopping and nothing is left. */
static struct write *take(struct writer *wr, unsigned n)
{
	pthread_mutex_lock(&wr->lock);
	while (!wr->first && !wr->stopping)
		pthread_cond_wait(&wr->arrived, &wr->lock);
	struct write *list = wr->first, **end = &wr->first;
	for (; n && *end; n--, wr->waiting--)
		end = &(*end)->next;
	struct write *rest = *end;
	*end = NULL;
	wr->first = rest;
	if (!rest)
		wr->last = &wr->first;
	pthread_mutex_unlock(&wr->lock);
	return list;
}

struct start {
	struct writer *writer;
	struct cx *own;
};

static void *thread_main(void *arg)
{
	struct start start = *(struct start *)arg;
	free(arg);
	struct cx *own = start.own;
	bool shared = db_one_writer(own->db);
	for (struct write *list; (list = take(start.writer, shared ? BATCH : 1));) {
		if (shared)
			together(own, list);
		else
			alone(own->db, list);
		cx_forget(own);
		arena_reset(own->mem);
	}
	db_close(own->db);
	arena_free(own->mem);
	return NULL;
}

enum status writer_start(struct cx *cx, const char *url, unsigned threads, struct writer **out)
{
	struct writer *wr = calloc(1, sizeof *wr);
	if (!wr)
		abort();
	pthread_mutex_init(&wr->lock, NULL);
	pthread_cond_init(&wr->arrived, NULL);
	wr->last = &wr->first;
	enum status s = STATUS_OK;
	for (unsigned i = 0; i < threads && i < MAX_THREADS && !s; i++) {
		struct cx *own = &wr->own[i];
		*own = (struct cx){.mem = arena_new(), .now = cx->now, .county = cx->county};
		s = db_open(own, url, &own->db);
		if (s) {
			cx_fail(cx, s, "%s", own->error);
			arena_free(own->mem);
			break;
		}
		struct start *start = malloc(sizeof *start);
		if (!start)
			abort();
		*start = (struct start){wr, own};
		if (pthread_create(&wr->thread[i], NULL, thread_main, start))
			abort();
		wr->threads++;
		if (db_one_writer(own->db))
			break;
	}
	if (s) {
		writer_stop(wr);
		writer_free(wr);
		return s;
	}
	*out = wr;
	return STATUS_OK;
}

enum status writer_submit(struct writer *wr, struct write *w)
{
	w->next = NULL;
	pthread_mutex_lock(&wr->lock);
	bool full = wr->waiting >= MAX_WAITING || wr->stopping;
	if (!full) {
		*wr->last = w;
		wr->last = &w->next;
		wr->waiting++;
		pthread_cond_signal(&wr->arrived);
	}
	pthread_mutex_unlock(&wr->lock);
	return full ? cx_fail(w->cx, STATUS_BUSY, "the server is busy: try again in a moment") : STATUS_OK;
}

struct waiter {
	struct write write;
	pthread_mutex_t lock;
	pthread_cond_t ready;
	bool done;
};

static void wake(struct write *w)
{
	struct waiter *wait = (struct waiter *)w;
	pthread_mutex_lock(&wait->lock);
	wait->done = true;
	pthread_cond_signal(&wait->ready);
	pthread_mutex_unlock(&wait->lock);
}

enum status writer_run(struct writer *wr, struct cx *cx, enum status (*run)(struct cx *, void *), void *arg)
{
	struct db *reading = cx->db;
	struct waiter wait = {.write = {.cx = cx, .run = run, .arg = arg, .done = wake}};
	pthread_mutex_init(&wait.lock, NULL);
	pthread_cond_init(&wait.ready, NULL);
	TRY(writer_submit(wr, &wait.write));
	pthread_mutex_lock(&wait.lock);
	while (!wait.done)
		pthread_cond_wait(&wait.ready, &wait.lock);
	pthread_mutex_unlock(&wait.lock);
	cx->db = reading;
	return wait.write.status;
}

void writer_stop(struct writer *wr)
{
	pthread_mutex_lock(&wr->lock);
	wr->stopping = true;
	pthread_cond_broadcast(&wr->arrived);
	pthread_mutex_unlock(&wr->lock);
	for (unsigned i = 0; i < wr->threads; i++)
		pthread_join(wr->thread[i], NULL);
	wr->threads = 0;
}

void writer_free(struct writer *wr)
{
	if (!wr)
		return;
	pthread_mutex_destroy(&wr->lock);
	pthread_cond_destroy(&wr->arrived);
	free(wr);
}
