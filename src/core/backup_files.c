/* backup_files.c - files and folders as a backup needs them: durable, summed, linked where that will do. */
#include "core/backup_inside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 1 << 16 };

static enum status refuse(struct cx *cx, const char *path)
{
	return cx_fail(cx, errno == ENOENT ? STATUS_NOT_FOUND : STATUS_INVALID, "cannot use %s: %s", path, strerror(errno));
}

/* The status of what was done with the file, and whether closing it went well. */
static enum status closed(struct cx *cx, int fd, enum status s, const char *path)
{
	if (close(fd) != 0 && !s)
		return refuse(cx, path);
	return s;
}

enum status file_sum(struct cx *cx, const char *path, char hex[static HASH_HEX], int64_t *size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return refuse(cx, path);
	struct hasher *h = hasher_new(cx->mem, HASH_SHA256);
	struct hash sum;
	char piece[PIECE];
	ssize_t n;
	*size = 0;
	while ((n = read(fd, piece, sizeof piece)) > 0) {
		hasher_add(h, piece, (size_t)n);
		*size += n;
	}
	hasher_end(h, &sum);
	hash_print(&sum, hex);
	return closed(cx, fd, n < 0 ? refuse(cx, path) : STATUS_OK, path);
}

static enum status put(struct cx *cx, int fd, const char *at, size_t n, const char *path)
{
	while (n) {
		ssize_t done = write(fd, at, n);
		if (done < 0)
			return refuse(cx, path);
		at += done;
		n -= (size_t)done;
	}
	return STATUS_OK;
}

enum status file_write(struct cx *cx, const char *path, const void *at, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return refuse(cx, path);
	enum status s = put(cx, fd, at, n, path);
	if (!s && fsync(fd) != 0)
		s = refuse(cx, path);
	return closed(cx, fd, s, path);
}

enum status file_read(struct cx *cx, const char *path, const char **bytes, size_t *n)
{
	enum { MOST = 64 << 20 };
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return refuse(cx, path);
	struct buf b;
	char piece[PIECE];
	ssize_t got;
	enum status s = STATUS_OK;
	buf_init(&b, cx->mem);
	while (!s && (got = read(fd, piece, sizeof piece)) != 0) {
		if (got < 0)
			s = refuse(cx, path);
		else if (b.n + (size_t)got > MOST)
			s = cx_fail(cx, STATUS_TOO_LARGE, "%s is larger than %zu MiB", path, (size_t)MOST >> 20);
		else
			buf_add(&b, piece, (size_t)got);
	}
	*bytes = b.s;
	*n = b.n;
	return closed(cx, fd, s, path);
}

static enum status copy_bytes(struct cx *cx, int in, int out, const char *from, const char *to)
{
	char piece[PIECE];
	ssize_t n;
	while ((n = read(in, piece, sizeof piece)) > 0)
		TRY(put(cx, out, piece, (size_t)n, to));
	if (n < 0)
		return refuse(cx, from);
	return fsync(out) == 0 ? STATUS_OK : refuse(cx, to);
}

/* By way of another name, so that a file that is there is whole. */
enum status file_copy(struct cx *cx, const char *from, const char *to, unsigned mode)
{
	const char *part = arena_printf(cx->mem, "%s.part", to);
	int in = open(from, O_RDONLY | O_CLOEXEC);
	if (in < 0)
		return refuse(cx, from);
	unlink(part);
	int out = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	enum status s = out < 0 ? refuse(cx, part) : copy_bytes(cx, in, out, from, part);
	if (out >= 0)
		s = closed(cx, out, s, part);
	close(in);
	if (!s && rename(part, to) != 0)
		s = refuse(cx, to);
	if (s)
		unlink(part);
	return s;
}

enum status file_link(struct cx *cx, const char *from, const char *to)
{
	if (link(from, to) == 0)
		return STATUS_OK;
	if (errno == ENOENT)
		return refuse(cx, from);
	return file_copy(cx, from, to, 0400);
}

enum status file_lock(struct cx *cx, const char *path, int *fd)
{
	*fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (*fd < 0)
		return refuse(cx, path);
	if (flock(*fd, LOCK_EX | LOCK_NB) == 0)
		return STATUS_OK;
	close(*fd);
	return cx_fail(cx, STATUS_CONFLICT, "another backup into this folder is running");
}

enum status folder_make(struct cx *cx, const char *path)
{
	return mkdir(path, 0700) == 0 || errno == EEXIST ? STATUS_OK : refuse(cx, path);
}

enum status folder_sync(struct cx *cx, const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return refuse(cx, path);
	return closed(cx, fd, fsync(fd) == 0 ? STATUS_OK : refuse(cx, path), path);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

enum status folder_names(struct cx *cx, const char *path, struct texts *out)
{
	*out = (struct texts){0};
	DIR *d = opendir(path);
	if (!d)
		return errno == ENOENT ? STATUS_OK : refuse(cx, path);
	size_t room = 0;
	for (struct dirent *e; (e = readdir(d));) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		if (out->count == room) {
			size_t was = room * sizeof *out->items;
			room = room ? 2 * room : 32;
			out->items = arena_grow(cx->mem, out->items, was, room * sizeof *out->items);
		}
		out->items[out->count++] = arena_strdup(cx->mem, e->d_name);
	}
	closedir(d);
	if (out->count)
		qsort(out->items, out->count, sizeof *out->items, by_name);
	return STATUS_OK;
}

static int remove_entry(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)kind;
	(void)at;
	return remove(path);
}

void folder_remove(const char *path)
{
	nftw(path, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

enum status evidence_place(struct cx *cx, const char *folder, const char *hash, bool make, const char **out)
{
	*out = arena_printf(cx->mem, "%s/%.2s/%.2s/%s", folder, hash, hash + 2, hash);
	if (!make)
		return STATUS_OK;
	TRY(folder_make(cx, folder));
	TRY(folder_make(cx, arena_printf(cx->mem, "%s/%.2s", folder, hash)));
	return folder_make(cx, arena_printf(cx->mem, "%s/%.2s/%.2s", folder, hash, hash + 2));
}
