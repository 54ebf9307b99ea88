/*
 * desk.h - the explosives room through HTTP, for tests: ask as somebody, expect a status, read the answer; on top of
 * vault.h. Trees that are answered live as long as the test's memory.
 */
#ifndef TEST_DESK_H
#define TEST_DESK_H

#include <jansson.h>
#include "test/vault.h"

/* cmocka's setup and teardown: *state is a struct vault whose routes are the room's. */
int desk_setup(void **state);
int desk_teardown(void **state);

#define P(...) arena_printf(v->q->w->cx->mem, __VA_ARGS__)

json_t *desk_ask(struct vault *v, const char *login, const char *method, const char *path, const char *body,
		 int status);
json_t *desk_post(struct vault *v, const char *login, const char *path, const char *body, int status);
json_t *desk_get(struct vault *v, const char *login, const char *path);
json_t *desk_step(struct vault *v, const char *login, const char *what, int64_t id, const char *action,
		  const char *body, int status);
/* A member; 0, or "", where there is none. */
int64_t desk_whole(const json_t *j, const char *key);
const char *desk_text(const json_t *j, const char *key);

/* A quota by the worked example of the rules: 122107 kg a year, 10175 kg a month; drafted, or signed and approved. */
int64_t desk_quota(struct vault *v);
void desk_approve_quota(struct vault *v);
/* The mine asks for emulsion and detonators for production. */
json_t *desk_apply(struct vault *v, int64_t kg, int64_t detonators, int status);
/* Approved, its deal filed. */
int64_t desk_bought(struct vault *v, int64_t kg, int64_t detonators);
/* 1000 kg and 0130612A00001-00100 of it, approved and on the road. */
int64_t desk_under_way(struct vault *v, int64_t purchase);
/* At the counter: signed by two, taken in strictly. */
json_t *desk_counter(struct vault *v, struct vault_device *d, struct keeping *k, int first, int second, int status);

#endif
