#include "http/static.h"

#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base/hash.h"

enum { MAX_FILES = 2000, MAX_BYTES = 64 * 1024 * 1024 };

struct files {
	struct arena *mem;
	struct file *list;
	size_t count, bytes;
};

static const struct {
	const char *ending, *type;
} types[] = {
	{".html", "text/html; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"},
	{".css", "text/css; charset=utf-8"}, {".svg", "image/svg+xml"}, {".png", "image/png"},
	{".webmanifest", "application/manifest+json"}, {".json", "application/json"}, {".woff2", "font/woff2"},
	{".ico", "image/x-icon"}, {".txt", "text/plain; charset=utf-8"},
};

static bool ends_with(const char *s, const char *ending)
{
	size_t n = strlen(s), m = strlen(ending);
	return n >= m && strcmp(s + n - m, ending) == 0;
}

static const char *type_of(const char *path)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (ends_with(path, types[i].ending))
			return types[i].type;
	return "application/octet-stream";
}

static enum status read_file(struct cx *cx, struct files *f, const char *path, size_t size, struct variant *out)
{
	if (f->bytes + size > MAX_BYTES)
		return cx_fail(cx, STATUS_TOO_LARGE, "the web folder is larger than %d MiB", MAX_BYTES / 1024 / 1024);
	FILE *in = fopen(path, "rb");
	if (!in)
		return cx_fail(cx, STATUS_INTERNAL, "cannot read %s", path);
	char *bytes = arena_alloc(f->mem, size + 1);
	size_t got = fread(bytes, 1, size, in);
	fclose(in);
	if (got != size)
		return cx_fail(cx, STATUS_INTERNAL, "cannot read %s", path);
	f->bytes += size;
	*out = (struct variant){bytes, size};
	return STATUS_OK;
}

static struct file *slot(struct files *f, const char *path)
{
	for (size_t i = 0; i < f->count; i++)
		if (strcmp(f->list[i].path, path) == 0)
			return &f->list[i];
	if (f->count == MAX_FILES)
		return NULL;
	struct file *file = &f->list[f->count++];
	file->path = arena_strdup(f->mem, path);
	file->type = type_of(path);
	file->immutable = strncmp(path, "/assets/", 8) == 0;
	return file;
}

static enum status add(struct cx *cx, struct files *f, const char *full, const char *path, size_t size)
{
	bool br = ends_with(path, ".br"), gz = ends_with(path, ".gz");
	const char *plain = br || gz ? arena_printf(cx->mem, "%.*s", (int)strlen(path) - 3, path) : path;
	struct file *file = slot(f, plain);
	if (!file)
		return cx_fail(cx, STATUS_TOO_LARGE, "more than %d files in the web folder", MAX_FILES);
	TRY(read_file(cx, f, full, size, br ? &file->br : gz ? &file->gz : &file->plain));
	if (!br && !gz)
		file->etag = arena_printf(f->mem, "\"%.16s\"", hash_hex(cx, HASH_SHA256, file->plain.bytes, size));
	return STATUS_OK;
}

enum status files_load(struct cx *cx, const char *folder, struct files **out)
{
	struct files *f = calloc(1, sizeof *f);
	if (!f)
		abort();
	f->mem = arena_new();
	f->list = arena_array_of(f->mem, struct file, MAX_FILES);
	char *roots[] = {arena_strdup(cx->mem, folder), NULL};
	FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	enum status s = STATUS_OK;
	for (FTSENT *e; tree && !s && (e = fts_read(tree));)
		if (e->fts_info == FTS_F)
			s = add(cx, f, e->fts_path, e->fts_path + strlen(folder), (size_t)e->fts_statp->st_size);
	if (tree)
		fts_close(tree);
	if (!s && !files_find(f, "/"))
		s = cx_fail(cx, STATUS_NOT_FOUND, "no index.html in %s", folder);
	if (s)
		files_free(f);
	else
		*out = f;
	return s;
}

void files_free(struct files *f)
{
	if (!f)
		return;
	arena_free(f->mem);
	free(f);
}

const struct file *files_find(const struct files *f, const char *path)
{
	const char *last = strrchr(path, '/');
	bool page = last && !strchr(last, '.');
	const char *want = page ? "/index.html" : path;
	for (size_t i = 0; i < f->count; i++)
		if (f->list[i].plain.size && strcmp(f->list[i].path, want) == 0)
			return &f->list[i];
	return NULL;
}
