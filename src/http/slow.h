/*
 * slow.h - where requests run that compute for long (ROUTE_OWN_WRITE: hashing a password): a few threads of their own, so
 * that neither a reader nor the writer waits for them, however many people sign in at once.
 */
#ifndef HTTP_SLOW_H
#define HTTP_SLOW_H

#include "db/writer.h"

struct slow;

/* Each thread opens a connection of its own to the database when it first needs one. */
struct slow *slow_new(const char *database, unsigned threads);

/* w as for writer_submit(), but in no transaction: run() sees the thread's connection in cx->db.  BUSY without calling done
 * when too many wait already. */
enum status slow_submit(struct slow *s, struct write *w) MUST_CHECK;

/* Run what is waiting, then end; NULL is fine. */
void slow_free(struct slow *s);

#endif
