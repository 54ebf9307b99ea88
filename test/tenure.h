/*
 * tenure.h - a county (quarry.h) with the people of the tenure room.
 *
 * Besides the people of quarry.h: rights (tenure_officer of 县自然资源局), invest and invest2 (investment officers of
 * 县招商中心), eco, forest, water (clerks of 县生态环境局, 县林草局, 县水利局).
 */
#ifndef TEST_TENURE_H
#define TEST_TENURE_H

#include "test/quarry.h"

struct quarry *tenure_new(const struct routes *const *routes, size_t count);

/* printf into one of a ring of buffers: good for the next few calls. */
const char *tenure_fmt(const char *f, ...) __attribute__((format(printf, 1, 2)));

/* POST /api/KIND/ID/steps/ACTION; the status, and what was answered until the next one. */
int tenure_step(struct quarry *q, const char *login, const char *kind, int64_t id, const char *action, const char *body);
const char *tenure_said(void);

/* POST what begins something; its id.  Fails the test where it is refused. */
int64_t tenure_post(struct quarry *q, const char *login, const char *path, const char *body);

#endif
