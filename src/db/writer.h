/*
 * writer.h - where writes run in a server: the one place that begins, commits and repeats transactions for requests.
 *
 * On an engine with one writer at a time (SQLite) a single thread takes all writes that are waiting, runs each in its
 * savepoint, commits them together and only then answers: durable, fast, and never "database is locked".  On
 * PostgreSQL several threads each run one write in a transaction of its own and repeat it whole when the engine says
 * that it could not be serialised.  Either way a write is a function that may be run again after its effects were
 * undone, so it must touch nothing but its context, its argument and the database.
 */
#ifndef DB_WRITER_H
#define DB_WRITER_H

#include "base/cx.h"
#include "base/embedded.h"

struct writer;

/* One write.  The caller owns it until done is called; cx->db is set for the time of run alone. */
struct write {
	struct cx *cx;
	enum status (*run)(struct cx *cx, void *arg);
	void (*undone)(void *arg);      /* its effects were undone and it will run again: forget the reply; may be NULL */
	void (*done)(struct write *w);  /* in the writer's thread, after commit or refusal */
	void *arg;
	void *owner;                    /* for done, as the caller likes */
	enum status status;             /* for done: OK means committed */
	struct write *next;             /* the writer's */
};

/* url as for db_open.  Threads: ignored on a one-writer engine.  INTERNAL: a connection could not be opened. */
enum status writer_start(struct cx *cx, const char *url, unsigned threads, struct writer **out) MUST_CHECK;

/* Hand a write over.  BUSY without calling done when max writes are waiting already. */
enum status writer_submit(struct writer *w, struct write *write) MUST_CHECK;

/* Hand over and wait: for jobs and timers in the same process.  done is set by this call. */
enum status writer_run(struct writer *w, struct cx *cx, enum status (*run)(struct cx *, void *), void *arg) MUST_CHECK;

/* Run what is waiting, then end the threads; from now on every submission is BUSY.  May be called again. */
void writer_stop(struct writer *w);
void writer_free(struct writer *w);     /* after writer_stop(), when nobody submits any more; NULL is fine */

/* One write on cx's own connection, for verbs and tests: begin, run, commit, repeated on BUSY as above. */
enum status write_now(struct cx *cx, enum status (*run)(struct cx *, void *), void *arg) MUST_CHECK;

/* One write from code that is not in one: by cx->writer where the process has one, else on cx's own connection. */
enum status write_from(struct cx *cx, enum status (*run)(struct cx *, void *), void *arg) MUST_CHECK;

#endif
