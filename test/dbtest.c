#include "test/test.h"
#include "test/dbtest.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/embedded.h"
#include "db/db.h"
#include "db/migrate.h"

static int remove_entry(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)kind;
	(void)at;
	return remove(path);
}

static const char *schema_name(struct arena *mem)
{
	return arena_printf(mem, "test_%d_%ld", getpid(), random());
}

static void open_postgres(struct dbtest *t, const char *url)
{
	const char *schema = schema_name(t->cx.mem);
	assert_int_equal(db_open(&t->cx, url, &t->cx.db), STATUS_OK);
	assert_int_equal(db_exec(&t->cx, NULL, arena_printf(t->cx.mem, "CREATE SCHEMA %s", schema), NO_ARGS), STATUS_OK);
	db_close(t->cx.db);
	t->url = arena_printf(t->cx.mem, "%s%soptions=-csearch_path%%3D%s", url, strchr(url, '?') ? "&" : "?", schema);
	assert_int_equal(db_open(&t->cx, t->url, &t->cx.db), STATUS_OK);
}

struct dbtest *dbtest_new(void)
{
	const char *tmp = getenv("TMPDIR"), *url = getenv("TEST_DB");
	struct arena *mem = arena_new();
	struct dbtest *t = arena_new_of(mem, struct dbtest);
	t->cx = (struct cx){.mem = mem, .now = DBTEST_NOW, .county = DBTEST_COUNTY, .perms = ~UINT64_C(0), .org_path = "/",
			    .lang = LANG_EN};
	char *folder = arena_printf(mem, "%s/kuangan-test-XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(folder));
	assert_int_equal(mkdir(arena_printf(mem, "%s/tmp", folder), 0700), 0);
	t->data = t->cx.data = folder;
	if (url && *url) {
		open_postgres(t, url);
	} else {
		t->url = arena_printf(mem, "sqlite:%s/test.db", folder);
		assert_int_equal(db_open(&t->cx, t->url, &t->cx.db), STATUS_OK);
	}
	if (db_migrate(&t->cx, embedded_migrations, NULL))
		fail_msg("migrate: %s", t->cx.error);
	return t;
}

void dbtest_free(struct dbtest *t)
{
	const char *schema = strstr(t->url, "search_path%3D");
	if (schema)
		(void)!db_exec(&t->cx, NULL, "SET client_min_messages TO warning", NO_ARGS);
	if (schema)
		(void)!db_exec(&t->cx, NULL, arena_printf(t->cx.mem, "DROP SCHEMA %s CASCADE", schema + 14), NO_ARGS);
	db_close(t->cx.db);
	nftw(t->data, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
	arena_free(t->cx.mem);
}
