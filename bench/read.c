/*
 * read.c - what the pages over all tasks cost: read DATABASE-URL [TIMES [CASE]].
 *
 * On a database that fill has made.  CPU time of the calling thread, without HTTP; the first call of each is not counted.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "base/day.h"
#include "core/perm.h"
#include "core/person.h"
#include "core/todo.h"
#include "core/org.h"
#include "db/db.h"
#include "rooms/task/overview.h"
#include "rooms/task/task_export.h"
#include "rooms/task/workbench.h"

const struct todo_source todo_sources[] = {{0}};
enum { COUNTY = 990323 };
static const int64_t NOW = 1698195600;  /* 2023-10-25T09:00:00+08:00 */

static double cpu(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static enum status become(struct cx *cx, const char *login)
{
	struct person p;
	struct org o;
	cx->perms = ~UINT64_C(0);
	cx->org_path = "/";
	TRY(person_by_login(cx, login, &p));
	TRY(org_get(cx, p.org, &o));
	cx->user = p.id;
	cx->org = p.org;
	cx->perms = person_perms(&p.roles);
	cx->org_path = cx->perms & PERM_COUNTY_WIDE ? "/" : o.path;
	return STATUS_OK;
}

static enum status read_overview(struct cx *cx, const char *as_of, size_t *bytes)
{
	struct buf out;
	struct overview *o = arena_new_of(cx->mem, struct overview);
	buf_init(&out, cx->mem);
	TRY(overview_read(cx, as_of, o));
	overview_write(cx, o, &(struct jw){.out = &out});
	*bytes = out.n;
	return STATUS_OK;
}

static enum status overview(struct cx *cx, size_t *bytes)
{
	return read_overview(cx, NULL, bytes);
}

static enum status overview_past(struct cx *cx, size_t *bytes)
{
	return read_overview(cx, "2023-10-10", bytes);
}

static enum status bench(struct cx *cx, size_t *bytes)
{
	struct workbench *b = arena_new_of(cx->mem, struct workbench);
	*bytes = 0;
	return workbench_read(cx, b);
}

static enum status list(struct cx *cx, size_t *bytes)
{
	struct task_page page;
	*bytes = 0;
	return task_list(cx, &(struct task_query){.state = "open"}, &page);
}

static enum status list_past(struct cx *cx, size_t *bytes)
{
	struct task_page page;
	*bytes = 0;
	return task_list(cx, &(struct task_query){.state = "open", .as_of = "2023-10-10"}, &page);
}

static enum status export(struct cx *cx, size_t *bytes)
{
	struct stat st;
	const char *path = arena_printf(cx->mem, "%s/export.xlsx", cx->data);
	TRY(task_export(cx, &(struct task_query){0}, path));
	*bytes = stat(path, &st) == 0 ? (size_t)st.st_size : 0;
	return unlink(path), STATUS_OK;
}

static const struct {
	const char *name, *login;
	enum status (*run)(struct cx *cx, size_t *bytes);
	int divide;
} cases[] = {
	{"overview, county", "anweiban", overview, 1},
	{"overview, unit", "gongan", overview, 1},
	{"workbench, supervisor", "anweiban", bench, 1},
	{"workbench, unit", "gongan", bench, 1},
	{"list, county", "anweiban", list, 1},
	{"export of all", "anweiban", export, 100},
	{"overview of another day", "anweiban", overview_past, 100},
	{"list of another day", "anweiban", list_past, 100},
};

int main(int argc, char **argv)
{
	if (argc < 2)
		return fprintf(stderr, "read DATABASE-URL [TIMES [CASE]]\n"), 2;
	int times = argc > 2 ? atoi(argv[2]) : 200;
	struct arena *mem = arena_new();
	char folder[] = "/tmp/kuangan-read-XXXXXX", tmp[64];
	const char *data = mkdtemp(folder);
	if (!data)
		return 1;
	snprintf(tmp, sizeof tmp, "%s/tmp", data);
	mkdir(tmp, 0700);
	struct cx cx = {.mem = mem, .county = COUNTY, .now = NOW, .perms = ~UINT64_C(0), .org_path = "/"};
	if (db_open(&cx, argv[1], &cx.db))
		return fprintf(stderr, "%s\n", cx.error), 1;
	struct db *db = cx.db;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		double total = 0;
		if (argc > 3 && strcmp(argv[3], cases[i].name) != 0)
			continue;
		size_t bytes = 0;
		int n = times / cases[i].divide > 0 ? times / cases[i].divide : 1;
		for (int k = 0; k <= n; k++) {
			struct arena *own = arena_new();
			struct cx one = {.mem = own, .db = db, .county = COUNTY, .now = NOW, .data = data};
			enum status s = become(&one, cases[i].login);
			double before = cpu();
			s = s ? s : cases[i].run(&one, &bytes);
			total += k ? cpu() - before : 0;
			if (s)
				return fprintf(stderr, "%s: %s\n", cases[i].name, one.error), 1;
			arena_free(own);
		}
		printf("%-26s %10.0f CPU-us  %zu bytes\n", cases[i].name, total / n, bytes);
	}
	rmdir(tmp);
	rmdir(data);
	db_close(db);
	arena_free(mem);
	return 0;
}
