/* fetch.h - ask another server: the county, from a machine at a gate. */
#ifndef MAIN_FETCH_H
#define MAIN_FETCH_H

#include "base/cx.h"

struct fetch {
	const char *url, *token;        /* token: sent as Authorization: Bearer; NULL: none */
	const char *body;               /* NULL: a GET; else a POST of this JSON, or … */
	size_t size;                    /* … where not 0, of these bytes as they are */
	long status;                    /* HTTP; out */
	const char *answer;             /* in cx->mem; out */
	size_t n;
};

/* Once per process, before any thread. */
void fetch_init(void);

/* BUSY: nobody answers, or not in time (the words say why).  Any HTTP status is an answer. */
enum status fetch(struct cx *cx, struct fetch *f) MUST_CHECK;

#endif
