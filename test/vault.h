/*
 * vault.h - a mine with a magazine, its people with keys, a blast that was released, for tests of explosives; on top of
 * quarry.h.  officer (explosives_officer) and sheriff (police_head) of 县公安局, keeper (keeper of the mines' firm).
 */
#ifndef TEST_VAULT_H
#define TEST_VAULT_H

#include "core/sign.h"
#include "proto/keeping.h"
#include "rooms/explosive/explosive.h"
#include "rooms/explosive/permit.h"
#include "test/quarry.h"

enum { VAULT_PEOPLE = 4 };
extern const char *const vault_people[VAULT_PEOPLE];            /* two keepers, a blaster, a safety officer */

struct vault {
	struct quarry *q;
	int64_t mine, magazine, supplier;
	struct sign_key keys[VAULT_PEOPLE];
};

struct vault *vault_new(void);
void vault_free(struct vault *v);

/* Another magazine of the mine, with the same people. */
int64_t vault_magazine(struct vault *v, const char *name);
/* Designed and released. */
int64_t vault_blast(struct vault *v, double kg, int64_t detonators);

/* A device: where its chain stands. */
struct vault_device {
	const char *id;
	int64_t seq, magazine;
	char prev[HASH_HEX];
};
struct vault_device vault_device(struct vault *v, int64_t magazine, const char *id);

/* Text and two signatures of an entry whose kind, items … are set; who: indexes of those who sign.  The chain goes on only
 * with vault_went_on(). */
struct keep_input vault_entry(struct vault *v, const struct vault_device *d, struct keeping *k, int first, int second);
void vault_went_on(struct vault_device *d, const struct keeping *k);

/* Take it in, in a transaction of its own. */
enum status vault_take(struct vault *v, const char *login, int64_t magazine, const struct keep_input *in, bool strict, struct keep_result *out) MUST_CHECK;

/* A run of codes. */
struct detonators vault_codes(struct vault *v, const char *list);

/* Everything that the book says, as one text. */
const char *vault_digest(struct vault *v);
/* Forget every entry, as if nobody had ever sent one. */
void vault_empty(struct vault *v);
int64_t vault_number(struct vault *v, const char *sql);        /* SELECT … AS n … county = $1 */

#endif
