/*
 * Backups: made while others write, damaged on purpose, moved between the engines.  With TEST_DB the county is on
 * PostgreSQL and is brought back on both engines; without it on SQLite.
 */
#include "test/test.h"

#include <fcntl.h>
#include <ftw.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/hash.h"
#include "core/backup.h"
#include "core/backup_api.h"
#include "core/county.h"
#include "core/evidence.h"
#include "core/job.h"
#include "core/ledger.h"
#include "core/search.h"
#include "db/db.h"
#include "db/writer.h"
#include "http/dispatch.h"
#include "test/dbtest.h"

#define OK(call) \
	do { \
		if (call) \
			fail_msg("%s: %s", #call, cx->error); \
	} while (0)

static enum status fill(struct cx *cx, void *arg)
{
	(void)arg;
	TRY(county_create(cx, DBTEST_COUNTY, "青岭县", "sha256-ed25519"));
	TRY(db_exec(cx, NULL, "INSERT INTO audit (county, id, at, event, detail) VALUES ($1, 1, 2, 'odd', $2)",
		    ARGS(V(cx->county), V("quote \" backslash \\ line\nbreak 𠮷 tab\t\x01"))));
	return search_put(cx, &(struct search_entry){
		.kind = "task", .item = 7, .title = "超载治理", .text = "隐患排查"});
}

static void add_file(struct cx *cx, const char *text)
{
	struct evidence e;
	const char *path = arena_printf(cx->mem, "%s/tmp/up.txt", cx->data);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	OK(evidence_add(cx, path, "note.txt", &e));
}

static enum status integrate_in(struct cx *cx, void *done)
{
	return ledger_integrate(cx, done);
}

static void integrate(struct cx *cx)
{
	int64_t done;
	do {
		OK(write_now(cx, integrate_in, &done));
	} while (done);
}

static int setup(void **state)
{
	struct dbtest *t = dbtest_new();
	struct cx *cx = &t->cx;
	OK(write_now(cx, fill, NULL));
	cx->ledger_entries = 0;
	add_file(cx, "first file\n");
	add_file(cx, "第二个文件\n");
	integrate(cx);
	*state = t;
	return 0;
}

static int teardown(void **state)
{
	dbtest_free(*state);
	return 0;
}

static const char *place(struct dbtest *t, const char *name)
{
	return arena_printf(t->cx.mem, "%s/%s", t->data, name);
}

static struct backup save(struct dbtest *t, const char *target)
{
	struct cx *cx = &t->cx;
	struct backup b;
	OK(backup_make(cx, target, &(struct backup_options){0}, &b));
	assert_int_equal(b.faults.count, 0);
	return b;
}

/* A context of its own for what is brought back. */
static struct cx fresh(struct dbtest *t)
{
	return (struct cx){.mem = t->cx.mem, .now = DBTEST_NOW, .perms = ~UINT64_C(0), .org_path = "/", .lang = LANG_EN};
}

static enum status restore(struct dbtest *t, struct cx *cx, const char *target, const char *url, const char *data)
{
	struct backup b;
	*cx = fresh(t);
	return backup_restore(cx, target, NULL, &(struct restore_options){.database = url, .data = data}, &b);
}

static void check_ledger(struct cx *cx, int64_t size)
{
	struct ledger_report r;
	OK(ledger_verify(cx, NULL, NULL, &r));
	assert_int_equal(r.faults, 0);
	assert_int_equal(r.size, size);
	struct evidence_report e;
	OK(evidence_verify(cx, &e));
	assert_int_equal(e.faults, 0);
}

/* The rows of a backup, each line, in an order that no engine gives. */
static const char *rows(struct dbtest *t, const char *target, const char *name)
{
	struct buf b;
	char line[4096];
	buf_init(&b, t->cx.mem);
	FILE *f = popen(arena_printf(t->cx.mem, "zcat %s/%s/database.jsonl.gz | LC_ALL=C sort", target, name), "r");
	while (fgets(line, sizeof line, f))
		buf_puts(&b, line);
	assert_int_equal(pclose(f), 0);
	return b.s;
}

static struct backup brought_back(struct dbtest *t, const char *target, const char *url, const char *name)
{
	struct cx back, *cx = &back;
	struct backup again, *list;
	struct list l;
	OK(restore(t, cx, target, url, place(t, name)));
	OK(backup_list(cx, target, &l));
	list = l.items;
	check_ledger(cx, list->ledger_size);
	struct list hits;
	int64_t next;
	OK(search_find(cx, &(struct search_query){.q = "超载", .limit = 10}, &hits, &next));
	assert_int_equal(hits.count, 1);
	OK(backup_make(cx, place(t, arena_printf(cx->mem, "%s-again", name)), &(struct backup_options){0}, &again));
	assert_int_equal(again.rows, list->rows);
	assert_int_equal(again.files, list->files);
	db_close(cx->db);
	return again;
}

static void what_is_brought_back_is_what_was_saved(void **state)
{
	struct dbtest *t = *state;
	const char *target = place(t, "target");
	struct backup b = save(t, target), again;
	assert_int_equal(b.files, 2);
	assert_true(b.rows > 100);
	again = brought_back(t, target, arena_printf(t->cx.mem, "sqlite:%s/back/kuangan.db", t->data), "back");
	/* the index of words catches up in its own time: what waits for it is not part of what was saved */
	(void)again;
	const char *lines = rows(t, target, b.name);
	assert_non_null(strstr(lines, "quote \\\" backslash \\\\ line\\u000abreak 𠮷 tab\\u0009\\u0001"));
	struct stat st;
	assert_int_equal(stat(place(t, arena_printf(t->cx.mem, "back/keys/ledger-%d.pem", DBTEST_COUNTY)), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(stat(target, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
}

static enum status catch_up(struct cx *cx)
{
	return search_index(cx);
}

static void from_engine_to_engine_and_back_no_row_changes(void **state)
{
	struct dbtest *t = *state;
	struct cx *cx = &t->cx;
	OK(catch_up(cx));
	const char *target = place(t, "target");
	struct backup b = save(t, target);
	const char *lines = rows(t, target, b.name);
	struct backup lite = brought_back(t, target, arena_printf(cx->mem, "sqlite:%s/lite/kuangan.db", t->data), "lite");
	assert_string_equal(lite.engine, "sqlite");
	assert_string_equal(rows(t, place(t, "lite-again"), lite.name), lines);
	if (!getenv("TEST_DB") || !*getenv("TEST_DB"))
		return;
	struct dbtest *other = dbtest_new();    /* an empty schema */
	struct backup big = brought_back(t, place(t, "lite-again"), other->url, "big");
	assert_string_equal(big.engine, "postgres");
	assert_string_equal(rows(t, place(t, "big-again"), big.name), lines);
	dbtest_free(other);
}

/* ---- others write meanwhile ---- */

static enum status write_pair(struct cx *cx, void *arg)
{
	const int64_t *n = arg;
	TRY(ledger_append(cx, "pair", *n, "update", "{}"));
	return ledger_append(cx, "pair", *n, "update", "{}");
}

struct hammer {
	struct dbtest *t;
	atomic_bool stop;
	atomic_int written, refused;
};

static void *hammer(void *arg)
{
	struct hammer *h = arg;
	struct cx own = h->t->cx, *cx = &own;
	cx->mem = arena_new();
	if (db_open(cx, h->t->url, &cx->db))
		return NULL;
	for (int64_t n = 1; !h->stop; n++) {
		enum status s = n % 50 == 0 ? write_now(cx, integrate_in, &(int64_t){0}) : write_now(cx, write_pair, &n);
		if (s)
			h->refused++;
		else if (n % 50 != 0)
			h->written++;
		cx_forget(cx);
		cx->ledger_entries = 0;
		arena_reset(cx->mem);
	}
	db_close(cx->db);
	arena_free(cx->mem);
	return NULL;
}

static void a_backup_is_one_moment_while_others_write(void **state)
{
	struct dbtest *t = *state;
	struct cx *cx = &t->cx, back;
	struct hammer h = {.t = t};
	pthread_t thread;
	assert_int_equal(pthread_create(&thread, NULL, hammer, &h), 0);
	for (int i = 0; i < 3; i++) {
		while (h.written < (i + 1) * 20)
			usleep(1000);
		int before = h.written;
		const char *target = place(t, arena_printf(cx->mem, "hammered-%d", i)), *name = arena_printf(cx->mem, "new-%d", i);
		struct backup b = save(t, target);
		int after = h.written;
		struct ledger_report r;
		OK(restore(t, &back, target, arena_printf(cx->mem, "sqlite:%s/kuangan.db", place(t, name)), place(t, name)));
		if (ledger_verify(&back, NULL, NULL, &r))
			fail_msg("%s", back.error);
		assert_int_equal(r.faults, 0);
		assert_int_equal(r.size, b.ledger_size);
		struct list l;
		if (db_all(&back, &ledger_entry_record, &l,
			   "SELECT " LEDGER_ENTRY_COLUMNS " FROM ledger_entry WHERE county = $1 AND kind = 'pair'", ARGS(V(back.county))))
			fail_msg("%s", back.error);
		assert_int_equal(l.count % 2, 0);       /* both of a transaction or none */
		assert_true((int)l.count / 2 >= before && (int)l.count / 2 <= after + 1);
		db_close(back.db);
	}
	h.stop = true;
	pthread_join(thread, NULL);
	assert_int_equal(h.refused, 0);
}

/* ---- damage ---- */

/* Flip a bit in the middle, or cut the file there. */
static void damage(const char *path, bool cut)
{
	struct stat st;
	unsigned char c;
	assert_int_equal(stat(path, &st), 0);
	chmod(path, 0600);
	int fd = open(path, O_RDWR);
	assert_true(fd >= 0);
	if (cut) {
		assert_int_equal(ftruncate(fd, st.st_size / 2), 0);
	} else {
		assert_int_equal(pread(fd, &c, 1, st.st_size / 2), 1);
		c ^= 1;
		assert_int_equal(pwrite(fd, &c, 1, st.st_size / 2), 1);
	}
	close(fd);
}

static const char *a_file;

static int note_file(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)at;
	if (kind == FTW_F && !a_file)
		a_file = strdup(path);
	return 0;
}

static void every_damage_is_found_and_nothing_is_restored(void **state)
{
	static const char *const files[] = {"manifest.json", "database.jsonl.gz", "evidence.list", "SHA256SUMS",
					    "keys/ledger-210323.pem", "evidence"};
	struct dbtest *t = *state;
	struct cx *cx = &t->cx, back;
	for (int cut = 0; cut < 2; cut++)
		for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
			const char *target = place(t, arena_printf(cx->mem, "bad-%zu-%d", i, cut)), *data = place(t, "never");
			struct backup b = save(t, target), found;
			const char *path = arena_printf(cx->mem, "%s/%s/%s", target, b.name, files[i]);
			if (strcmp(files[i], "evidence") == 0) {
				a_file = NULL;
				nftw(arena_printf(cx->mem, "%s/evidence", target), note_file, 8, FTW_PHYS);
				/* the pool has a second name for the file: give it bytes of its own */
				assert_int_equal(system(arena_printf(cx->mem, "cp %1$s %1$s.own && mv -f %1$s.own %1$s", a_file)), 0);
				path = arena_strdup(cx->mem, a_file);
				free((char *)(uintptr_t)a_file);
			}
			struct texts faults;
			OK(backup_verify(cx, target, b.name, &found, &faults));
			assert_int_equal(faults.count, 0);
			damage(path, cut);
			OK(backup_verify(cx, target, b.name, &found, &faults));
			if (!faults.count)
				fail_msg("%s: not found", path);
			assert_int_equal(restore(t, &back, target, arena_printf(cx->mem, "sqlite:%s/kuangan.db", data), data),
					 STATUS_INVALID);
			assert_int_not_equal(access(data, F_OK), 0);
		}
}

static void a_missing_file_of_a_backup_is_found(void **state)
{
	static const char *const files[] = {"manifest.json", "database.jsonl.gz", "evidence.list", "SHA256SUMS"};
	struct dbtest *t = *state;
	struct cx *cx = &t->cx;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		const char *target = place(t, arena_printf(cx->mem, "gone-%zu", i));
		struct backup b = save(t, target), found;
		struct texts faults;
		assert_int_equal(unlink(arena_printf(cx->mem, "%s/%s/%s", target, b.name, files[i])), 0);
		OK(backup_verify(cx, target, b.name, &found, &faults));
		assert_true(faults.count > 0);
	}
}

static void damaged_evidence_is_told_and_the_rest_is_saved(void **state)
{
	struct dbtest *t = *state;
	struct cx *cx = &t->cx, back;
	a_file = NULL;
	nftw(place(t, "evidence"), note_file, 8, FTW_PHYS);
	damage(a_file, false);
	free((char *)(uintptr_t)a_file);
	struct backup b, found;
	struct texts faults;
	const char *target = place(t, "target"), *data = place(t, "back");
	OK(backup_make(cx, target, &(struct backup_options){0}, &b));
	assert_int_equal(b.faults.count, 1);
	assert_int_equal(b.files, 1);
	OK(backup_verify(cx, target, NULL, &found, &faults));
	assert_int_equal(faults.count, 0);
	OK(restore(t, &back, target, arena_printf(cx->mem, "sqlite:%s/kuangan.db", data), data));
	struct evidence_report r;
	if (evidence_verify(&back, &r))
		fail_msg("%s", back.error);
	assert_int_equal(r.faults, 1);
	db_close(back.db);
}

/* ---- the folder of backups ---- */

static ino_t inode(const char *path)
{
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	return st.st_ino;
}

static void files_are_copied_once_and_old_backups_go(void **state)
{
	struct dbtest *t = *state;
	struct cx *cx = &t->cx;
	const char *target = place(t, "target");
	struct list l;
	struct backup b;
	save(t, target);
	a_file = NULL;
	nftw(arena_printf(cx->mem, "%s/evidence", target), note_file, 8, FTW_PHYS);
	ino_t before = inode(a_file);
	add_file(cx, "third\n");
	assert_int_equal(mkdir(arena_printf(cx->mem, "%s/.part-old", target), 0700), 0);        /* one that was cut off */
	save(t, target);
	cx->now += 86400;
	OK(backup_make(cx, target, &(struct backup_options){.keep = 2}, &b));
	assert_int_equal(b.files, 3);
	assert_int_equal(inode(a_file), before);
	free((char *)(uintptr_t)a_file);
	OK(backup_list(cx, target, &l));
	assert_int_equal(l.count, 2);
	assert_string_equal(((struct backup *)l.items)[0].name, "20231026-100000");
	assert_string_equal(((struct backup *)l.items)[1].name, "20231025-100000-02");
	assert_int_not_equal(access(arena_printf(cx->mem, "%s/.part-old", target), F_OK), 0);
}

static void a_folder_in_use_is_refused(void **state)
{
	struct dbtest *t = *state;
	struct cx *cx = &t->cx, back;
	const char *target = place(t, "target");
	save(t, target);
	assert_int_equal(restore(t, &back, target, "sqlite:/nowhere/x.db", t->data), STATUS_CONFLICT);
	const char *data = place(t, "back"), *url = arena_printf(cx->mem, "sqlite:%s/shared.db", t->data);
	OK(restore(t, &back, target, url, data));
	db_close(back.db);
	assert_int_equal(restore(t, &back, target, url, place(t, "second")), STATUS_CONFLICT);
	assert_int_equal(restore(t, &back, place(t, "nothing"), url, place(t, "third")), STATUS_NOT_FOUND);
}

/* ---- from the browser, and by night ---- */

static enum status identify(struct cx *cx, const struct request *rq)
{
	cx->user = rq->token ? 5 : 0;
	cx->perms = rq->token && strcmp(rq->token, "admin") == 0 ? ~UINT64_C(0) : 0;
	return STATUS_OK;
}

static const struct routes *const routes[] = {&backup_routes};
static const struct app app = {routes, 1, identify};
static const struct job_kind *const kinds[] = {&backup_job, NULL};

static struct exchange ask(struct cx *base, const char *who, const char *method)
{
	struct cx cx = *base;
	struct exchange x = {.method = method, .path = "/api/backups", .rq = {.token = who}};
	exchange_run(&cx, &app, &x);
	return x;
}

static void the_system_administrator_makes_one(void **state)
{
	struct dbtest *t = *state;
	struct cx *cx = &t->cx;
	bool worked;
	assert_int_equal(ask(cx, "other", "POST").status, 403);
	assert_int_equal(ask(cx, "other", "GET").status, 403);
	assert_int_equal(ask(cx, NULL, "GET").status, 401);
	struct exchange x = ask(cx, "admin", "GET");
	assert_string_equal(x.out.s, "{\"items\":[],\"next\":null}");
	x = ask(cx, "admin", "POST");
	assert_int_equal(x.status, 200);
	assert_non_null(strstr(x.out.s, "\"state\":\"queued\""));
	assert_int_equal(ask(cx, "admin", "POST").status, 409);
	OK(job_work(cx, kinds, &worked));
	assert_true(worked);
	x = ask(cx, "admin", "GET");
	assert_non_null(strstr(x.out.s, "\"name\":\"20231025-100000\""));
	struct list l;
	OK(job_list(cx, INT64_MAX, 10, &l));
	assert_string_equal(((struct job *)l.items)->state, "done");
	assert_non_null(strstr(((struct job *)l.items)->result.s, "\"files\":2"));
}

static void once_a_night(void **state)
{
	struct dbtest *t = *state;
	struct cx *cx = &t->cx;
	bool worked;
	int made = 0;
	for (int hour = 0; hour < 48; hour++) {
		OK(backup_daily(cx));
		OK(backup_daily(cx));
		OK(job_work(cx, kinds, &worked));
		made += worked;
		OK(job_work(cx, kinds, &worked));
		assert_false(worked);
		cx->now += 3600;
	}
	assert_int_equal(made, 3);      /* at once, and at one in the morning of two days */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_brought_back_is_what_was_saved, setup, teardown),
		cmocka_unit_test_setup_teardown(from_engine_to_engine_and_back_no_row_changes, setup, teardown),
		cmocka_unit_test_setup_teardown(a_backup_is_one_moment_while_others_write, setup, teardown),
		cmocka_unit_test_setup_teardown(every_damage_is_found_and_nothing_is_restored, setup, teardown),
		cmocka_unit_test_setup_teardown(a_missing_file_of_a_backup_is_found, setup, teardown),
		cmocka_unit_test_setup_teardown(damaged_evidence_is_told_and_the_rest_is_saved, setup, teardown),
		cmocka_unit_test_setup_teardown(files_are_copied_once_and_old_backups_go, setup, teardown),
		cmocka_unit_test_setup_teardown(a_folder_in_use_is_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(the_system_administrator_makes_one, setup, teardown),
		cmocka_unit_test_setup_teardown(once_a_night, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
