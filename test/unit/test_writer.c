#include "test/test.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include "base/id.h"
#include "db/db.h"
#include "db/migrate.h"
#include "db/where.h"
#include "db/writer.h"
#include "test/check.h"
#include "test/dbtest.h"

enum { THREADS = 16, EACH = 40 };

struct count {
	int64_t n;
};
static const struct field count_fields[] = {FIELD(struct count, n)};
static const struct record count_record = RECORD(count, count_fields);

static int64_t count(struct cx *cx, const char *sql)
{
	struct count c;
	assert_int_equal(db_one(cx, &count_record, &c, sql, NO_ARGS), STATUS_OK);
	return c.n;
}

struct job {
	struct cx cx;
	struct writer *writer;
	int number, done, refused;
};

/* Every fifth write is refused after it has written: nothing of it may stay. */
static enum status put(struct cx *cx, void *arg)
{
	struct job *j = arg;
	TRY(db_exec(cx, NULL, "INSERT INTO audit (county, id, at, event) VALUES ($1, $2, $3, $4)",
		    ARGS(V(cx->county), V(id_new(cx)), V(cx->now), V("test"))));
	if (j->number % 5 == 0)
		return cx_fail(cx, STATUS_CONFLICT, "not this one");
	return STATUS_OK;
}

static void *write_many(void *arg)
{
	struct job *j = arg;
	for (int i = 0; i < EACH; i++) {
		j->number = i;
		enum status s = writer_run(j->writer, &j->cx, put, j);
		if (s == STATUS_OK)
			j->done++;
		else if (s == STATUS_CONFLICT && strcmp(j->cx.error, "not this one") == 0)
			j->refused++;
		cx_forget(&j->cx);
	}
	return NULL;
}

/* Writes of many threads at once: each is whole or absent, none waits in vain, none hears that the database is locked. */
static void many_writers_lose_nothing(void **state)
{
	(void)state;
	struct dbtest *t = dbtest_new();
	struct writer *w;
	assert_int_equal(writer_start(&t->cx, t->url, 4, &w), STATUS_OK);
	static struct job jobs[THREADS];
	pthread_t thread[THREADS];
	for (int i = 0; i < THREADS; i++) {
		jobs[i] = (struct job){.writer = w, .cx = {.mem = arena_new(), .county = DBTEST_COUNTY, .now = DBTEST_NOW, .lang = LANG_EN}};
		pthread_create(&thread[i], NULL, write_many, &jobs[i]);
	}
	int done = 0, refused = 0;
	for (int i = 0; i < THREADS; i++) {
		pthread_join(thread[i], NULL);
		done += jobs[i].done;
		refused += jobs[i].refused;
		arena_free(jobs[i].cx.mem);
	}
	writer_stop(w);
	assert_int_equal(done, THREADS * EACH * 4 / 5);
	assert_int_equal(refused, THREADS * EACH / 5);
	assert_int_equal(count(&t->cx, "SELECT count(*) AS n FROM audit"), done);
	struct cx late = {.mem = t->cx.mem, .county = DBTEST_COUNTY, .lang = LANG_EN};
	assert_int_equal(writer_run(w, &late, put, &jobs[0]), STATUS_BUSY);
	writer_free(w);
	dbtest_free(t);
}

struct attempt {
	int tries, fail_first;
	int undone;
};

static enum status busy_at_first(struct cx *cx, void *arg)
{
	struct attempt *a = arg;
	TRY(db_exec(cx, NULL, "INSERT INTO audit (county, id, at, event) VALUES ($1, $2, $3, $4)",
		    ARGS(V(cx->county), V(id_new(cx)), V(cx->now), V("busy"))));
	if (a->tries++ < a->fail_first)
		return cx_fail(cx, STATUS_BUSY, "could not serialise");
	return STATUS_OK;
}

/* A write that the engine could not serialise is run again, and leaves one trace. */
static void busy_writes_are_repeated(void **state)
{
	(void)state;
	struct dbtest *t = dbtest_new();
	struct attempt a = {.fail_first = 3};
	assert_int_equal(write_now(&t->cx, busy_at_first, &a), STATUS_OK);
	assert_int_equal(a.tries, 4);
	assert_int_equal(count(&t->cx, "SELECT count(*) AS n FROM audit WHERE event = 'busy'"), 1);
	assert_null(t->cx.error);
	dbtest_free(t);
}

static enum status put_once(struct cx *cx, void *arg)
{
	(void)arg;
	return db_exec(cx, NULL, "INSERT INTO audit (county, id, at, event) VALUES ($1, $2, $3, $4)",
		       ARGS(V(cx->county), V(id_new(cx)), V(cx->now), V("after")));
}

/* An engine that was restarted has closed every connection: reads and writes go on without a restart of ours. */
static void a_lost_connection_is_made_anew(void **state)
{
	(void)state;
	struct dbtest *t = dbtest_new();
	struct cx *cx = &t->cx;
	if (db_one_writer(cx->db)) {
		print_message("# skipped: SQLite has no connection to lose\n");
		dbtest_free(t);
		return;
	}
	struct db *ours = cx->db, *other;
	assert_int_equal(db_open(cx, t->url, &other), STATUS_OK);
	static const char end[] = "SELECT CASE WHEN pg_terminate_backend($1, 5000) THEN 1 ELSE 0 END AS n";
	enum { READ, WRITE, MIDDLE, KINDS };
	for (int kind = 0; kind < KINDS; kind++) {
		struct count done;
		int64_t backend = count(cx, "SELECT pg_backend_pid() AS n");
		if (kind == MIDDLE)
			assert_int_equal(db_begin(cx), STATUS_OK);
		cx->db = other;
		assert_int_equal(db_one(cx, &count_record, &done, end, ARGS(V(backend))), STATUS_OK);
		cx->db = ours;
		if (kind == READ)
			count(cx, "SELECT count(*) AS n FROM audit");
		else if (kind == WRITE)
			assert_int_equal(write_now(cx, put_once, NULL), STATUS_OK);
		else
			assert_int_equal(put_once(cx, NULL), STATUS_BUSY);      /* lost with all that was before it */
		db_rollback(cx);
		cx_forget(cx);
	}
	assert_int_equal(count(cx, "SELECT count(*) AS n FROM audit WHERE event = 'after'"), 1);
	db_close(other);
	dbtest_free(t);
}

static enum status put_twice(struct cx *cx, void *arg)
{
	(void)arg;
	static const char sql[] = "INSERT INTO audit (county, id, at, event) VALUES ($1, 5, 1, 'twice')";
	TRY(db_exec(cx, NULL, sql, ARGS(V(cx->county))));
	return db_exec(cx, NULL, sql, ARGS(V(cx->county)));
}

/* What a constraint refuses is told in words for a person, without the names of tables. */
static void a_conflict_names_no_tables(void **state)
{
	(void)state;
	struct dbtest *t = dbtest_new();
	assert_int_equal(write_now(&t->cx, put_twice, NULL), STATUS_CONFLICT);
	assert_null(strstr(t->cx.error, "audit"));
	dbtest_free(t);
}

static void conditions_number_their_arguments(void **state)
{
	(void)state;
	struct dbtest *t = dbtest_new();
	struct where w = where_new(&t->cx, "county = $?", V(t->cx.county));
	where_and(&w, "(event = $? OR login = $?)", V("a"));
	where_after(&w, "at, id", true, V((int64_t)5), V((int64_t)6));
	where_more(&w, " LIMIT $?", V((int64_t)3));
	assert_string_equal(w.sql.s, "county = $1 AND (event = $2 OR login = $2) AND (at, id) < ($3, $4) LIMIT $5");
	struct list l;
	assert_int_equal(db_all(&t->cx, &count_record, &l, arena_printf(t->cx.mem, "SELECT id AS n FROM audit WHERE %s", w.sql.s),
				where_args(&w)), STATUS_OK);
	assert_int_equal(l.count, 0);
	dbtest_free(t);
}

struct pair {
	int64_t n, more;
};
static const struct field pair_fields[] = {FIELD(struct pair, n), FIELD(struct pair, more)};
static const struct record pair_record = RECORD(pair, pair_fields);

static enum status sum(struct cx *cx, void *arg)
{
	struct list l;
	int64_t *out = arg;
	TRY(db_all(cx, &pair_record, &l, "SELECT * FROM prepared_twice WHERE n > $1", ARGS(V((int64_t)0))));
	for (size_t i = 0; i < l.count; i++)
		*out += ((struct pair *)l.items)[i].n;
	return STATUS_OK;
}

static void ask_thrice(struct cx *cx, bool writing)
{
	for (int i = 0; i < 3; i++) {
		int64_t n = 0;
		assert_int_equal(writing ? write_now(cx, sum, &n) : sum(cx, &n), STATUS_OK);
		assert_int_equal(n, 7);
		assert_null(cx->error);
	}
}

/* Statements that the engine keeps: another process changes the schema, or takes them away, and nobody notices. */
static void kept_statements_outlive_the_schema(void **state)
{
	(void)state;
	struct dbtest *t = dbtest_new();
	struct cx *cx = &t->cx, other = *cx;
	assert_int_equal(db_open(&other, t->url, &other.db), STATUS_OK);
	assert_int_equal(db_exec(&other, NULL, "CREATE TABLE prepared_twice (n BIGINT NOT NULL)", NO_ARGS), STATUS_OK);
	assert_int_equal(db_exec(&other, NULL, "INSERT INTO prepared_twice (n) VALUES (7)", NO_ARGS), STATUS_OK);
	for (int writing = 0; writing < 2; writing++) {
		ask_thrice(cx, writing);
		assert_int_equal(db_exec(&other, NULL, writing ? "ALTER TABLE prepared_twice DROP COLUMN more"
							       : "ALTER TABLE prepared_twice ADD COLUMN more BIGINT", NO_ARGS), STATUS_OK);
		ask_thrice(cx, writing);
		if (!db_one_writer(cx->db))
			assert_int_equal(db_exec(cx, NULL, "DEALLOCATE ALL", NO_ARGS), STATUS_OK);
		ask_thrice(cx, writing);
	}
	db_close(other.db);
	dbtest_free(t);
}

/* However many texts are asked, what is kept has a bound; also when they come in a transaction that has failed. */
static void kept_statements_are_bounded(void **state)
{
	(void)state;
	struct dbtest *t = dbtest_new();
	struct cx *cx = &t->cx;
	enum { TEXTS = 1000 };
	for (int i = 0; i < 3 * TEXTS; i++) {
		struct list l;
		const char *sql = arena_printf(cx->mem, "SELECT id AS n FROM audit WHERE county = $1 AND id > %d", i / 3);
		if (i == TEXTS) {
			assert_int_equal(db_begin(cx), STATUS_OK);
			assert_int_not_equal(db_exec(cx, NULL, "SELECT nothing FROM nowhere", NO_ARGS), STATUS_OK);
		}
		enum status s = db_all(cx, &count_record, &l, sql, ARGS(V(cx->county)));
		bool failed = i >= TEXTS && i < TEXTS + 50 && !db_one_writer(cx->db);
		assert_int_equal(s, failed ? STATUS_INTERNAL : STATUS_OK);
		if (i == TEXTS + 49)
			db_rollback(cx);
	}
	if (!db_one_writer(cx->db)) {
		int64_t n = count(cx, "SELECT count(*) AS n FROM pg_prepared_statements");
		assert_in_range(n, 100, 256);
	}
	dbtest_free(t);
}

/* A migration that a branch brings late has a number below the highest that stands: it is applied all the same. */
static void a_late_migration_is_applied(void **state)
{
	(void)state;
	struct dbtest *t = dbtest_new();
	struct cx *cx = &t->cx;
	struct embedded first = {.name = "9001-a.sql", .bytes = "CREATE TABLE late (n BIGINT NOT NULL)"};
	struct embedded second = {.name = "9002-b.sql", .bytes = "INSERT INTO late (n) VALUES (2)"};
	struct embedded third = {.name = "9003-c.sql", .bytes = "INSERT INTO late (n) VALUES (3)"};
	struct embedded before[] = {first, third, {0}}, after[] = {first, second, third, {0}};
	int applied;
	assert_int_equal(db_migrate(cx, before, &applied), STATUS_OK);
	assert_int_equal(applied, 2);
	assert_int_equal(db_migrate(cx, after, &applied), STATUS_OK);
	assert_int_equal(applied, 1);
	assert_int_equal(db_migrate(cx, after, &applied), STATUS_OK);
	assert_int_equal(applied, 0);
	assert_int_equal(count(cx, "SELECT count(*) AS n FROM late"), 2);
	struct embedded older[] = {first, second, {0}};
	assert_int_equal(db_migrate(cx, older, &applied), STATUS_INTERNAL);     /* the database is newer */
	dbtest_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_writers_lose_nothing),
		cmocka_unit_test(busy_writes_are_repeated),
		cmocka_unit_test(a_lost_connection_is_made_anew),
		cmocka_unit_test(a_conflict_names_no_tables),
		cmocka_unit_test(conditions_number_their_arguments),
		cmocka_unit_test(kept_statements_outlive_the_schema),
		cmocka_unit_test(kept_statements_are_bounded),
		cmocka_unit_test(a_late_migration_is_applied),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
