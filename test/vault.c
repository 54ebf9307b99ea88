#include "test/test.h"
#include "test/vault.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/id.h"
#include "db/db.h"
#include "db/writer.h"
#include "rooms/explosive/blast.h"
#include "test/dbtest.h"

#define OK(call)                                                \
	do {                                                    \
		if (call)                                       \
			fail_msg("%s: %s", #call, v->q->w->cx->error); \
	} while (0)

const char *const vault_people[VAULT_PEOPLE] = {"赵管库", "钱管库", "孙爆破", "李安全"};
static const char *const posts[VAULT_PEOPLE] = {"keeper", "keeper", "blaster", "safety"};
static const char *const post_words[VAULT_PEOPLE] = {"保管员", "保管员", "爆破员", "安全员"};

static void person(struct vault *v, const char *login, int64_t org, const char *role)
{
	struct cx *cx = v->q->w->cx;
	int64_t id = id_new(cx);
	OK(db_exec(cx, NULL, "INSERT INTO person (county, id, org, name, login, created_at) VALUES ($1, $2, $3, $4, $4, $5)",
		   ARGS(V(cx->county), V(id), V(org), V(login), V(cx->now))));
	OK(db_exec(cx, NULL, "INSERT INTO role_grant (county, person, role, granted_by, granted_at) VALUES ($1, $2, $3, 0, $4)",
		   ARGS(V(cx->county), V(id), V(role), V(cx->now))));
}

static void certificate(struct vault *v, const char *name, const char *post)
{
	struct cx *cx = v->q->w->cx;
	OK(db_exec(cx, NULL,
		   "INSERT INTO mine_certificate (county, mine, id, person, post, kind, number, valid_to, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7,"
		   " '2030-12-31', $8)",
		   ARGS(V(cx->county), V(v->mine), V(id_new(cx)), V(name), V(post), V("爆破作业人员许可证"), V("辽C-0000"), V(cx->now))));
}

struct making {
	struct vault *v;
	const struct magazine *magazine;
	const struct keeper_key *key;
	const struct blast *blast;
	int64_t id;
};

static enum status make(struct cx *cx, void *arg)
{
	struct making *m = arg;
	if (m->magazine) {
		struct magazine out;
		TRY(magazine_put(cx, 0, m->magazine, &out));
		m->id = out.id;
		return STATUS_OK;
	}
	if (m->key) {
		struct keeper_key out;
		return keeper_key_add(cx, m->key->magazine, m->key, &out);
	}
	struct blast *b;
	TRY(blast_create(cx, m->blast, &b));
	m->id = b->row.id;
	return flow_take(cx, &blast_flow, m->id, "release", NULL, 0);
}

static void run(struct vault *v, const char *login, struct making *m)
{
	world_as(v->q->w, login);
	OK(write_now(v->q->w->cx, make, m));
}

int64_t vault_magazine(struct vault *v, const char *name)
{
	const struct magazine g = {.mine = v->mine, .name = name, .explosive_g = 5000000, .detonators = 20000, .cord_m = 5000};
	struct making m = {.magazine = &g};
	run(v, NULL, &m);
	for (int i = 0; i < VAULT_PEOPLE; i++) {
		const struct keeper_key key = {.magazine = m.id, .person = vault_people[i], .post = posts[i], .public = v->keys[i].public};
		struct making k = {.key = &key};
		run(v, NULL, &k);
	}
	return m.id;
}

int64_t vault_blast(struct vault *v, double kg, int64_t detonators)
{
	const struct blast b = {.mine = v->mine, .day = world_day(v->q->w, 0), .shift = "day", .place = "+120 m 平台", .material = "ore", .blaster = "孙爆破",
				.engineer = "周工", .holes = 10, .hole_mm = 150, .depth_m = 12, .stemming_m = 4, .volume_m3 = kg / 0.5, .plan_kg = kg, .plan_detonators = detonators, .delay_kg = 20,
				.distance_m = 400, .hardness = "medium"};
	struct making m = {.blast = &b};
	run(v, "boss", &m);
	return m.id;
}

struct vault *vault_new(void)
{
	struct quarry *q = quarry_new();
	struct vault *v = arena_new_of(q->w->cx->mem, struct vault);
	struct cx *cx = q->w->cx;
	*v = (struct vault){.q = q};
	v->mine = quarry_mine(q, "白云菱镁矿", NULL);
	OK(db_exec(cx, NULL, "UPDATE mine SET scale_t = 500000 WHERE county = $1 AND id = $2", ARGS(V(cx->county), V(v->mine))));
	OK(db_exec(cx, NULL,
		   "INSERT INTO mine_licence (county, mine, id, kind, number, valid_to, created_at) VALUES ($1, $2, $3, 'blasting', 'BP-1', '2030-12-31', $4)",
		   ARGS(V(cx->county), V(v->mine), V(id_new(cx)), V(cx->now))));
	for (int i = 0; i < VAULT_PEOPLE; i++) {
		const char *path = arena_printf(cx->mem, "%s/keys/keeper%d.pem", q->w->t->data, i);
		certificate(v, vault_people[i], post_words[i]);
		OK(sign_key_make(cx, path, sign_suite_find(i % 2 ? "sha256-p256" : "sha256-ed25519")));
		OK(sign_key_load(cx, path, sign_suite_find(i % 2 ? "sha256-p256" : "sha256-ed25519"), &v->keys[i]));
	}
	for (int i = 0; i < 4; i++)
		certificate(v, arena_printf(cx->mem, "爆破%d", i), "爆破员");
	certificate(v, "安全二", "安全员");
	certificate(v, "周工", "爆破工程技术人员");
	person(v, "officer", q->w->police, "explosives_officer");
	person(v, "sheriff", q->w->police, "police_head");
	person(v, "keeper", q->firm, "keeper");
	v->magazine = vault_magazine(v, "一号库");
	v->supplier = id_new(cx);
	OK(db_exec(cx, NULL, "INSERT INTO explosive_supplier (county, id, name, created_at) VALUES ($1, $2, '青岭民爆器材有限公司', $3)",
		   ARGS(V(cx->county), V(v->supplier), V(cx->now))));
	return v;
}

void vault_free(struct vault *v)
{
	quarry_free(v->q);
}

/* ---- entries ---- */

struct vault_device vault_device(struct vault *v, int64_t magazine, const char *id)
{
	struct vault_device d = {.id = id, .magazine = magazine};
	(void)v;
	memset(d.prev, '0', HASH_HEX - 1);
	return d;
}

struct keep_input vault_entry(struct vault *v, const struct vault_device *d, struct keeping *k, int first, int second)
{
	struct cx *cx = v->q->w->cx;
	const int who[2] = {first, second};
	k->county = cx->county;
	k->magazine = d->magazine;
	k->device = d->id;
	k->seq = d->seq + 1;
	k->prev = arena_strdup(cx->mem, d->prev);
	k->at = k->at ? k->at : cx->now;
	struct keep_signature *s = arena_array_of(cx->mem, struct keep_signature, 2);
	struct keep_input in = {.text = keeping_write(cx, k), .signatures = {s, 2}};
	for (int i = 0; i < 2; i++) {
		s[i].key = v->keys[who[i]].id;
		OK(sign_text(cx, &v->keys[who[i]], in.text, &s[i].signature));
	}
	return in;
}

void vault_went_on(struct vault_device *d, const struct keeping *k)
{
	d->seq++;
	memcpy(d->prev, k->hash, HASH_HEX);
}

struct taking {
	int64_t magazine;
	const struct keep_input *in;
	bool strict;
	struct keep_result *out;
};

static enum status take(struct cx *cx, void *arg)
{
	const struct taking *t = arg;
	return keep_take(cx, t->magazine, t->in, t->strict, t->out);
}

enum status vault_take(struct vault *v, const char *login, int64_t magazine, const struct keep_input *in, bool strict, struct keep_result *out)
{
	struct taking t = {magazine, in, strict, out};
	world_as(v->q->w, login);
	return write_now(v->q->w->cx, take, &t);
}

struct detonators vault_codes(struct vault *v, const char *list)
{
	struct detonators d;
	OK(detonators_read(v->q->w->cx, list, strlen(list), &d));
	return d;
}

/* ---- the book ---- */

struct said {
	const char *line;
};
static const struct field said_fields[] = {FIELD(struct said, line)};
static const struct record said_record = RECORD(said, said_fields);

static const char *const said[] = {
	"SELECT account || ' ' || item || ' ' || CAST(amount AS TEXT) || ' ' || CAST(last_at AS TEXT) AS line FROM explosive_account WHERE county = $1"
	" AND amount <> 0 ORDER BY account, item",
	"SELECT code || ' ' || made_on || ' ' || state || ' ' || CAST(magazine AS TEXT) || ' ' || holder || ' ' || CAST(blast AS TEXT) || ' ' ||"
	" CAST(faults AS TEXT) AS line FROM explosive_piece WHERE county = $1 ORDER BY code, made_on",
	"SELECT hash || ' ' || item || ' ' || CAST(counted AS TEXT) || ' ' || CAST(book AS TEXT) AS line FROM explosive_count WHERE county = $1"
	" ORDER BY hash, item",
	"SELECT kind || ' ' || subject || ' ' || CAST(expected AS TEXT) || ' ' || CAST(found AS TEXT) AS line FROM explosive_alert WHERE county = $1"
	" AND holds = 1 ORDER BY kind, subject",
};

const char *vault_digest(struct vault *v)
{
	struct cx *cx = v->q->w->cx;
	struct buf b;
	buf_init(&b, cx->mem);
	for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
		struct list l;
		OK(db_all(cx, &said_record, &l, said[i], ARGS(V(cx->county))));
		for (size_t k = 0; k < l.count; k++)
			buf_printf(&b, "%s\n", ((const struct said *)l.items)[k].line);
	}
	return b.s;
}

void vault_empty(struct vault *v)
{
	static const char *const tables[] = {"entry", "line", "account", "piece", "piece_step", "count", "alert"};
	struct cx *cx = v->q->w->cx;
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		OK(db_exec(cx, NULL, arena_printf(cx->mem, "DELETE FROM explosive_%s WHERE county = $1", tables[i]), ARGS(V(cx->county))));
}

struct number {
	int64_t n;
};
static const struct field number_fields[] = {FIELD(struct number, n)};
static const struct record number_record = RECORD(number, number_fields);

int64_t vault_number(struct vault *v, const char *sql)
{
	struct cx *cx = v->q->w->cx;
	struct number n;
	OK(db_one(cx, &number_record, &n, sql, ARGS(V(cx->county))));
	return n.n;
}
