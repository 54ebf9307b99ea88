#include "test/test.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "core/event.h"
#include "core/job.h"
#include "core/ledger.h"
#include "core/notify.h"
#include "core/perm.h"
#include "db/db.h"
#include "db/writer.h"
#include "test/dbtest.h"

#define OK(call) \
	do { \
		if (call) \
			fail_msg("%s: %s", #call, cx->error); \
	} while (0)

static int setup(void **state)
{
	*state = dbtest_new();
	return 0;
}

static int teardown(void **state)
{
	dbtest_free(*state);
	return 0;
}

/* ---- jobs ---- */

static enum status count_up(struct cx *cx, struct job *job)
{
	assert_string_equal(job->args.s, "{\"to\":3}");
	assert_int_equal(cx->user, 17);
	for (int i = 1; i <= 3; i++)
		TRY(job_progress(cx, job, i, 3, "counting"));
	job->result.s = "{\"counted\":3}";
	return STATUS_OK;
}

static enum status stumble(struct cx *cx, struct job *job)
{
	(void)job;
	return cx_fail(cx, STATUS_INVALID, "no such thing");
}

static enum status cancel_in(struct cx *cx, void *id)
{
	return job_cancel(cx, *(int64_t *)id);
}

/* Cancelled from elsewhere while it runs. */
static enum status be_cancelled(struct cx *cx, struct job *job)
{
	TRY(job_progress(cx, job, 1, 2, NULL));
	TRY(write_now(cx, cancel_in, &job->id));
	return job_progress(cx, job, 2, 2, NULL);
}

static enum status die_silently(struct cx *cx, struct job *job)
{
	/* what a crash leaves: a running job whose lease has run out, and another's mark on it */
	return db_exec(cx, NULL, "UPDATE job SET lease = 1, owner = 'gone' WHERE county = $1 AND id = $2",
		       ARGS(V(cx->county), V(job->id)));
}

static const struct job_kind count = {"count", count_up, "计数", "count"},
			     stumbling = {"stumble", stumble, "失败", "stumble"},
			     cancelled = {"cancelled", be_cancelled, "取消", "cancel"},
			     crash = {"crash", die_silently, "崩溃", "crash"};
static const struct job_kind *const kinds[] = {&count, &stumbling, &cancelled, &crash, NULL};

struct wanted {
	const char *kind, *args;
	int64_t id;
};

static enum status new_in(struct cx *cx, void *arg)
{
	struct wanted *w = arg;
	return job_new(cx, w->kind, w->args, &w->id);
}

static int64_t new_job(struct cx *cx, const char *kind, const char *args)
{
	struct wanted w = {kind, args, 0};
	OK(write_now(cx, new_in, &w));
	return w.id;
}

static struct job get(struct cx *cx, int64_t id)
{
	struct job job;
	OK(job_get(cx, id, &job));
	return job;
}

static bool work_once(struct cx *cx)
{
	bool worked;
	OK(job_work(cx, kinds, &worked));
	return worked;
}

static void a_job_runs_as_who_asked_and_keeps_its_result(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	assert_false(work_once(cx));
	cx->user = 17;
	int64_t id = new_job(cx, "count", "{\"to\":3}");
	cx->user = 0;
	assert_string_equal(get(cx, id).state, "queued");
	assert_null(get(cx, id).result.s);
	assert_true(work_once(cx));
	struct job job = get(cx, id);
	assert_string_equal(job.state, "done");
	assert_string_equal(job.result.s, "{\"counted\":3}");
	assert_int_equal(job.progress, 3);
	assert_int_equal(job.person, 17);
	assert_int_equal(job.finished, DBTEST_NOW);
	assert_int_equal(cx->user, 0);
	assert_false(work_once(cx));
}

static void a_failure_is_told_in_its_words(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	int64_t id = new_job(cx, "stumble", NULL);
	assert_true(work_once(cx));
	assert_string_equal(get(cx, id).state, "failed");
	assert_string_equal(get(cx, id).note, "no such thing");
	assert_null(cx->error);
}

static void a_cancelled_job_stays_cancelled(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	int64_t waiting = new_job(cx, "count", NULL), running = new_job(cx, "cancelled", NULL);
	OK(write_now(cx, cancel_in, &waiting));
	assert_int_equal(write_now(cx, cancel_in, &waiting), STATUS_CONFLICT);
	cx_forget(cx);
	assert_true(work_once(cx));
	assert_string_equal(get(cx, waiting).state, "cancelled");
	assert_string_equal(get(cx, running).state, "cancelled");
	assert_int_equal(get(cx, running).progress, 1);
	assert_false(work_once(cx));
}

static void a_crashed_job_is_tried_again_and_then_given_up(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	int64_t id = new_job(cx, "crash", NULL);
	for (int i = 1; i <= JOB_TRIES; i++) {
		assert_true(work_once(cx));
		assert_string_equal(get(cx, id).state, "running");
		assert_int_equal(get(cx, id).tries, i);
	}
	assert_false(work_once(cx));
	assert_string_equal(get(cx, id).state, "failed");
	assert_string_equal(get(cx, id).note, "given up after 3 attempts");
}

static void kinds_that_nobody_knows_wait(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	int64_t id = new_job(cx, "other", NULL);
	assert_false(work_once(cx));
	assert_string_equal(get(cx, id).state, "queued");
}

/* ---- several workers ---- */

enum { WORKERS = 4, JOBS = 24 };

static enum status take_a_moment(struct cx *cx, struct job *job)
{
	return job_progress(cx, job, job->progress + 1, 1, job->owner);
}

static void *work_all(void *arg)
{
	static const struct job_kind moment = {"moment", take_a_moment, "片刻", "a moment"};
	static const struct job_kind *const list[] = {&moment, NULL};
	const struct dbtest *t = arg;
	struct cx cx = t->cx;
	int failures = 0;
	cx.mem = arena_new();
	if (db_open(&cx, t->url, &cx.db))
		return (void *)1;
	for (bool worked = true; worked; arena_reset(cx.mem)) {
		enum status s = job_work(&cx, list, &worked);
		worked |= s == STATUS_BUSY;
		failures += s && s != STATUS_BUSY;
		cx_forget(&cx);
	}
	db_close(cx.db);
	arena_free(cx.mem);
	return (void *)(intptr_t)failures;
}

static void each_job_is_run_by_one_worker(void **state)
{
	struct dbtest *t = *state;
	struct cx *cx = &t->cx;
	pthread_t threads[WORKERS];
	for (int i = 0; i < JOBS; i++)
		new_job(cx, "moment", NULL);
	for (int i = 0; i < WORKERS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, work_all, t), 0);
	for (int i = 0; i < WORKERS; i++) {
		void *failures;
		pthread_join(threads[i], &failures);
		assert_null(failures);
	}
	struct list l;
	OK(job_list(cx, INT64_MAX, JOBS + 1, &l));
	assert_int_equal(l.count, JOBS);
	for (size_t i = 0; i < l.count; i++) {
		const struct job *job = (const struct job *)l.items + i;
		assert_string_equal(job->state, "done");
		assert_int_equal(job->tries, 1);
	}
}

/* ---- notifications ---- */

static void add_person(struct cx *cx, int64_t id, int64_t org, const char *role, int64_t active)
{
	OK(db_exec(cx, NULL,
		   "INSERT INTO person (county, id, org, name, login, active, created_at) VALUES ($1, $2, $3, 'x', $4, "
		   "$5, 0)",
		   ARGS(V(cx->county), V(id), V(org), V(arena_printf(cx->mem, "p%d", (int)id)), V(active))));
	OK(db_exec(cx, NULL,
		   "INSERT INTO role_grant (county, person, role, granted_by, granted_at) VALUES ($1, $2, $3, 0, 0)",
		   ARGS(V(cx->county), V(id), V(role))));
}

static void an_organisation_is_told_once_each(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	add_person(cx, 1, 10, "clerk", 1);
	add_person(cx, 2, 10, "viewer", 1);
	add_person(cx, 3, 10, "clerk", 0);
	add_person(cx, 4, 11, "clerk", 1);
	OK(db_exec(cx, NULL, "INSERT INTO role_grant (county, person, role, granted_by, granted_at)"
		   " VALUES ($1, 1, 'unit_leader', 0, 0)", ARGS(V(cx->county))));
	struct notify n = {"urge", "/tasks/5", "请尽快上报"};
	int64_t told;
	OK(notify_org(cx, 10, PERM_TASK_WORK, &n, &told, "not found"));
	assert_int_equal(told, 1);
	OK(notify_org(cx, 10, 0, &n, &told, "not found"));
	assert_int_equal(told, 2);

	struct list l;
	cx->user = 1;
	OK(notify_list(cx, false, 0, 50, &l));
	assert_int_equal(l.count, 2);
	const struct notification *first = l.items;
	assert_string_equal(first->title, "not found");
	assert_string_equal(first->link, "/tasks/5");
	assert_string_equal(first->text, "请尽快上报");
	assert_false(first->read);
	assert_true(first[0].id > first[1].id);
	OK(notify_list(cx, false, first->id, 50, &l));
	assert_int_equal(l.count, 1);
	cx->user = 3;
	OK(notify_list(cx, false, 0, 50, &l));
	assert_int_equal(l.count, 0);
}

static void a_reader_marks_only_his_own(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	struct notify n = {.kind = "due"};
	OK(notify_person(cx, 1, &n, "%s is late", "A"));
	OK(notify_person(cx, 1, &n, "%s is late", "B"));
	OK(notify_person(cx, 2, &n, "%s is late", "C"));
	struct list l;
	int64_t unread;
	cx->user = 1;
	OK(notify_list(cx, true, 0, 50, &l));
	assert_int_equal(l.count, 2);
	assert_string_equal(((struct notification *)l.items)->title, "B is late");
	int64_t mine = ((struct notification *)l.items)->id;
	cx->user = 2;
	OK(notify_mark(cx, mine));
	cx->user = 1;
	OK(notify_unread(cx, &unread));
	assert_int_equal(unread, 2);
	OK(notify_mark(cx, mine));
	OK(notify_unread(cx, &unread));
	assert_int_equal(unread, 1);
	OK(notify_list(cx, true, 0, 50, &l));
	assert_int_equal(l.count, 1);
	OK(notify_mark_all(cx));
	OK(notify_unread(cx, &unread));
	assert_int_equal(unread, 0);
	cx->user = 2;
	OK(notify_unread(cx, &unread));
	assert_int_equal(unread, 1);
}

/* ---- events ---- */

static void count_wake(void *n)
{
	++*(int *)n;
}

static enum status integrate_in(struct cx *cx, void *done)
{
	return ledger_integrate(cx, done);
}

static void change(struct cx *cx, int64_t item, int times)
{
	int64_t done;
	for (int i = 0; i < times; i++)
		OK(ledger_append(cx, "task", item, "report", NULL));
	OK(write_now(cx, integrate_in, &done));
}

static const char *next(struct cx *cx, struct event_place *p)
{
	char *out = arena_alloc(cx->mem, 1 << 16);
	out[event_next(p, out, (1 << 16) - 1)] = '\0';
	return out;
}

static void committed_writes_are_told_in_order(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	int wakes = 0;
	struct event_bus *bus = event_bus_new(count_wake, &wakes);
	OK(ledger_start(cx, "sha256-ed25519"));
	change(cx, 1, 1);
	OK(event_poll(cx, bus));
	assert_int_equal(wakes, 0);             /* what was before is not news */
	cx->user = 7;
	struct event_place *p = event_open(cx, bus, 0);
	assert_false(event_wait(p, 10));
	assert_string_equal(next(cx, p), "");
	change(cx, 2, 1);
	struct notify n = {.kind = "urge"};
	OK(notify_person(cx, 7, &n, "%s is late", "A"));
	OK(notify_person(cx, 8, &n, "%s is late", "B"));
	OK(event_poll(cx, bus));
	assert_int_equal(wakes, 1);
	assert_true(event_wait(p, 10));
	const char *text = next(cx, p);
	assert_non_null(strstr(text, "id: 2\nevent: task\ndata: {\"id\":2,\"action\":\"report\"}\n\n"));
	const char *told = strstr(text, "event: notification\ndata: {\"id\":");
	assert_non_null(told);
	assert_null(strstr(told + 1, "event: notification"));   /* that of person 8 is not his */
	OK(event_poll(cx, bus));
	assert_int_equal(wakes, 1);
	assert_string_equal(next(cx, p), "");
	event_close(p);
	event_bus_free(bus);
}

static void others_hear_no_more_than_they_may(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	struct event_bus *bus = event_bus_new(NULL, NULL);
	OK(ledger_start(cx, "sha256-ed25519"));
	OK(event_poll(cx, bus));
	cx->user = 7;
	cx->perms = PERM_TASK_READ;
	struct event_place *office = event_open(cx, bus, 0);
	cx->perms = PERM_MINE_READ;
	struct event_place *firm = event_open(cx, bus, 0);
	OK(ledger_append(cx, "person", 4, "reset", NULL));
	change(cx, 5, 1);
	OK(notify_person(cx, 7, &(struct notify){.kind = "urge"}, "%s is late", "A"));
	OK(event_poll(cx, bus));
	const char *text = next(cx, office);
	assert_non_null(strstr(text, "event: task\ndata: {\"id\":5}\n\n"));
	assert_null(strstr(text, "person"));
	assert_null(strstr(text, "report"));
	assert_non_null(strstr(text, "event: notification"));
	text = next(cx, firm);
	assert_null(strstr(text, "task"));
	assert_non_null(strstr(text, "event: notification"));
	event_close(office);
	event_close(firm);
	event_bus_free(bus);
}

static void who_comes_back_goes_on_where_he_was(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	struct event_bus *bus = event_bus_new(NULL, NULL);
	OK(ledger_start(cx, "sha256-ed25519"));
	OK(event_poll(cx, bus));
	change(cx, 1, 3);
	OK(event_poll(cx, bus));
	struct event_place *p = event_open(cx, bus, 2);
	assert_string_equal(next(cx, p), "id: 3\nevent: task\ndata: {\"id\":1,\"action\":\"report\"}\n\n");
	event_close(p);
	p = event_open(cx, bus, 999);           /* from another time */
	assert_string_equal(next(cx, p), "event: reload\ndata: {}\n\n");
	for (int i = 0; i < 3; i++) {
		change(cx, 1, 400);
		OK(event_poll(cx, bus));
	}
	assert_string_equal(next(cx, p), "event: reload\ndata: {}\n\n");        /* too slow */
	assert_string_equal(next(cx, p), "");
	event_close(p);
	event_bus_free(bus);
}

static void running_jobs_tell_their_person(void **state)
{
	struct cx *cx = &((struct dbtest *)*state)->cx;
	struct event_bus *bus = event_bus_new(NULL, NULL);
	OK(event_poll(cx, bus));
	cx->user = 7;
	int64_t id = new_job(cx, "crash", NULL);
	struct event_place *p = event_open(cx, bus, 0);
	assert_true(work_once(cx));
	OK(event_poll(cx, bus));
	assert_non_null(strstr(next(cx, p), "event: job\ndata: {\"id\":"));
	OK(write_now(cx, cancel_in, &id));
	OK(event_poll(cx, bus));
	assert_non_null(strstr(next(cx, p), "\"state\":\"cancelled\",\"progress\":0,\"total\":0}"));
	OK(event_poll(cx, bus));
	assert_string_equal(next(cx, p), "");
	event_close(p);
	event_bus_free(bus);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_job_runs_as_who_asked_and_keeps_its_result),
		TEST(a_failure_is_told_in_its_words),
		TEST(a_cancelled_job_stays_cancelled),
		TEST(a_crashed_job_is_tried_again_and_then_given_up),
		TEST(kinds_that_nobody_knows_wait),
		TEST(each_job_is_run_by_one_worker),
		TEST(an_organisation_is_told_once_each),
		TEST(a_reader_marks_only_his_own),
		TEST(committed_writes_are_told_in_order),
		TEST(others_hear_no_more_than_they_may),
		TEST(who_comes_back_goes_on_where_he_was),
		TEST(running_jobs_tell_their_person),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
