/* Two sequencers and four writers at once. */
#include "test/test.h"

#include <pthread.h>
#include "core/ledger.h"
#include "db/db.h"
#include "db/writer.h"
#include "test/dbtest.h"

static int setup(void **state)
{
	struct dbtest *t = dbtest_new();
	*state = t;
	return ledger_start(&t->cx, "sha256-ed25519") == STATUS_OK ? 0 : -1;
}

static int teardown(void **state)
{
	dbtest_free(*state);
	return 0;
}

static enum status integrate_in(struct cx *cx, void *done)
{
	return ledger_integrate(cx, done);
}

enum { THREADS = 4, ROUNDS = 25 };

static enum status append_and_integrate(struct cx *cx, void *done)
{
	for (int i = 0; i < 3; i++)
		TRY(ledger_append(cx, "mine", i, "update", "{}"));
	return done ? ledger_integrate(cx, done) : STATUS_OK;
}

static void *work(void *arg)
{
	const struct dbtest *t = arg;
	struct cx cx = t->cx;
	cx.mem = arena_new();
	int written = 0;
	if (db_open(&cx, t->url, &cx.db))
		return NULL;
	for (int i = 0; i < ROUNDS;) {
		int64_t done;
		enum status s = write_now(&cx, append_and_integrate, i % 2 ? &done : NULL);
		if (!s) {
			written += 3;
			i++;
		} else if (s != STATUS_CONFLICT && s != STATUS_BUSY) {
			written = -1000;
			break;
		}
		cx_forget(&cx);
	}
	db_close(cx.db);
	arena_free(cx.mem);
	return (void *)(intptr_t)written;
}

static void two_sequencers_make_one_tree(void **state)
{
	struct dbtest *t = *state;
	struct cx *cx = &t->cx;
	pthread_t threads[THREADS];
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, work, t), 0);
	int64_t written = 0;
	for (int i = 0; i < THREADS; i++) {
		void *n;
		pthread_join(threads[i], &n);
		written += (intptr_t)n;
	}
	assert_int_equal(written, THREADS * ROUNDS * 3);
	int64_t done;
	struct ledger_report r;
	assert_int_equal(write_now(cx, integrate_in, &done), STATUS_OK);
	assert_int_equal(ledger_verify(cx, NULL, NULL, &r), STATUS_OK);
	assert_int_equal(r.faults, 0);
	assert_int_equal(r.entries, written);
	assert_int_equal(r.pending, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(two_sequencers_make_one_tree, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
