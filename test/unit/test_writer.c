#include "test/test.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include "base/id.h"
#include "db/db.h"
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_writers_lose_nothing),
		cmocka_unit_test(busy_writes_are_repeated),
		cmocka_unit_test(a_lost_connection_is_made_anew),
		cmocka_unit_test(a_conflict_names_no_tables),
		cmocka_unit_test(conditions_number_their_arguments),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
