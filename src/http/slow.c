#include "http/slow.h"

#include <pthread.h>
#include <stdlib.h>
#include "db/db.h"

enum { MAX_THREADS = 16, MAX_WAITING = 256 };

struct slow {
	const char *database;
	pthread_mutex_t lock;
	pthread_cond_t arrived;
	struct write *first, **last;
	unsigned waiting, threads;
	bool stopping;
	pthread_t thread[MAX_THREADS];
};

/* The next that waits, or NULL when stopping and nothing is left. */
static struct write *take(struct slow *s)
{
	pthread_mutex_lock(&s->lock);
	while (!s->first && !s->stopping)
		pthread_cond_wait(&s->arrived, &s->lock);
	struct write *w = s->first;
	if (w) {
		s->first = w->next;
		if (!s->first)
			s->last = &s->first;
		s->waiting--;
	}
	pthread_mutex_unlock(&s->lock);
	return w;
}

static void *thread_main(void *arg)
{
	struct slow *s = arg;
	struct db *db = NULL;
	for (struct write *w; (w = take(s));) {
		w->status = db ? STATUS_OK : db_open(w->cx, s->database, &db);
		w->cx->db = db;
		if (!w->status)
			w->status = w->run(w->cx, w->arg);
		w->cx->db = NULL;
		w->done(w);
	}
	db_close(db);
	return NULL;
}

struct slow *slow_new(const char *database, unsigned threads)
{
	struct slow *s = calloc(1, sizeof *s);
	if (!s)
		abort();
	s->database = database;
	s->last = &s->first;
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->arrived, NULL);
	for (; s->threads < threads && s->threads < MAX_THREADS; s->threads++)
		if (pthread_create(&s->thread[s->threads], NULL, thread_main, s))
			abort();
	return s;
}

enum status slow_submit(struct slow *s, struct write *w)
{
	w->next = NULL;
	pthread_mutex_lock(&s->lock);
	bool full = s->waiting >= MAX_WAITING || s->stopping;
	if (!full) {
		*s->last = w;
		s->last = &w->next;
		s->waiting++;
		pthread_cond_signal(&s->arrived);
	}
	pthread_mutex_unlock(&s->lock);
	return full ? cx_fail(w->cx, STATUS_BUSY, "the server is busy: try again in a moment") : STATUS_OK;
}

void slow_free(struct slow *s)
{
	if (!s)
		return;
	pthread_mutex_lock(&s->lock);
	s->stopping = true;
	pthread_cond_broadcast(&s->arrived);
	pthread_mutex_unlock(&s->lock);
	for (unsigned i = 0; i < s->threads; i++)
		pthread_join(s->thread[i], NULL);
	pthread_mutex_destroy(&s->lock);
	pthread_cond_destroy(&s->arrived);
	free(s);
}
