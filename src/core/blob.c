#include "core/blob.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *path_of(struct cx *cx, const char *folder, const char *hash, const char *ending)
{
	return arena_printf(cx->mem, "%s/%s/%.2s/%.2s/%s%s", cx->data, folder, hash, hash + 2, hash, ending);
}

static void close_fd(void *fd)
{
	close((int)(intptr_t)fd);
}

static enum status open_file(struct cx *cx, const char *path, int flags, int *fd)
{
	*fd = open(path, flags | O_CLOEXEC);
	if (*fd < 0)
		return cx_fail(cx, errno == ENOENT ? STATUS_NOT_FOUND : STATUS_INTERNAL, "cannot open %s", path);
	arena_defer(cx->mem, close_fd, (void *)(intptr_t)*fd);
	return STATUS_OK;
}

/* What a folder holds is durable when the folder itself is. */
static enum status sync_folder(struct cx *cx, const char *path)
{
	int fd;
	TRY(open_file(cx, path, O_RDONLY | O_DIRECTORY, &fd));
	return fsync(fd) == 0 ? STATUS_OK : cx_fail(cx, STATUS_INTERNAL, "cannot write %s: %s", path, strerror(errno));
}

/* Every folder on the way to a file; one that is new is made durable in its parent. */
static enum status make_folders(struct cx *cx, const char *path)
{
	char *folder = arena_strdup(cx->mem, path);
	for (char *at = strchr(folder + strlen(cx->data) + 1, '/'); at; at = strchr(at + 1, '/')) {
		*at = '\0';
		bool made = mkdir(folder, 0700) == 0;
		if (!made && errno != EEXIST)
			return cx_fail(cx, STATUS_INTERNAL, "cannot make %s: %s", folder, strerror(errno));
		if (made) {
			char *slash = strrchr(folder, '/');
			*slash = '\0';
			TRY(sync_folder(cx, folder));
			*slash = '/';
		}
		*at = '/';
	}
	return STATUS_OK;
}

/* rename() would put one file in another's place; link() refuses, which is what never overwritten means. */
static enum status folder_put(struct cx *cx, const char *hash, const char *path)
{
	const char *to = path_of(cx, "evidence", hash, "");
	int fd;
	TRY(make_folders(cx, to));
	TRY(open_file(cx, path, O_RDONLY, &fd));
	if (fchmod(fd, 0400) != 0 || fsync(fd) != 0)
		return cx_fail(cx, STATUS_INTERNAL, "cannot write %s: %s", path, strerror(errno));
	if (link(path, to) != 0 && errno != EEXIST)
		return cx_fail(cx, STATUS_INTERNAL, "cannot write %s: %s", to, strerror(errno));
	unlink(path);
	char *folder = arena_strdup(cx->mem, to);
	*strrchr(folder, '/') = '\0';
	return sync_folder(cx, folder);
}

static enum status folder_get(struct cx *cx, const char *hash, const char **path)
{
	const char *p = path_of(cx, "evidence", hash, "");
	if (access(p, R_OK) != 0)
		return cx_fail(cx, STATUS_NOT_FOUND, "the file %s is missing from the store", hash);
	*path = p;
	return STATUS_OK;
}

/* Two levels of folders of two digits each, then files. */
static enum status walk(struct cx *cx, const char *folder, int level,
			enum status (*fn)(struct cx *cx, void *arg, const char *hash), void *arg)
{
	DIR *d = opendir(folder);
	enum status s = STATUS_OK;
	struct dirent *e;
	while (d && !s && (e = readdir(d))) {
		if (e->d_name[0] == '.')
			continue;
		s = level == 2 ? fn(cx, arg, e->d_name)
			       : walk(cx, arena_printf(cx->mem, "%s/%s", folder, e->d_name), level + 1, fn, arg);
	}
	if (d)
		closedir(d);    /* now and not with the arena: there are thousands of folders */
	return s;
}

static enum status folder_each(struct cx *cx, enum status (*fn)(struct cx *cx, void *arg, const char *hash), void *arg)
{
	return walk(cx, arena_printf(cx->mem, "%s/evidence", cx->data), 0, fn, arg);
}

const struct blob_store blob_folder = {folder_put, folder_get, folder_each};

struct mapping {
	void *at;
	size_t n;
};

static void unmap(void *arg)
{
	struct mapping *m = arg;
	munmap(m->at, m->n);
}

enum status blob_map(struct cx *cx, const char *path, const void **at, size_t *n)
{
	int fd;
	struct stat st;
	TRY(open_file(cx, path, O_RDONLY, &fd));
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return cx_fail(cx, STATUS_INTERNAL, "cannot open %s", path);
	*n = (size_t)st.st_size;
	*at = "";
	if (*n == 0)
		return STATUS_OK;
	struct mapping *m = arena_new_of(cx->mem, struct mapping);
	m->n = *n;
	m->at = mmap(NULL, *n, PROT_READ, MAP_PRIVATE, fd, 0);
	if (m->at == MAP_FAILED)
		return cx_fail(cx, STATUS_INTERNAL, "cannot open %s", path);
	arena_defer(cx->mem, unmap, m);
	*at = m->at;
	return STATUS_OK;
}

const char *blob_preview_path(struct cx *cx, const char *hash)
{
	return path_of(cx, "previews", hash, ".jpg");
}

enum status blob_write(struct cx *cx, const char *path, const void *at, size_t n)
{
	unsigned char salt[8];
	random_bytes(salt, sizeof salt);
	TRY(make_folders(cx, path));
	const char *part = arena_printf(cx->mem, "%s.%s", path, hex_print(cx->mem, salt, sizeof salt));
	FILE *f = fopen(part, "wbxe");
	bool ok = f && fwrite(at, 1, n, f) == n;
	ok = f && fclose(f) == 0 && ok;
	if (ok && rename(part, path) == 0)
		return STATUS_OK;
	unlink(part);
	return cx_fail(cx, STATUS_INTERNAL, "cannot write %s: %s", path, strerror(errno));
}
