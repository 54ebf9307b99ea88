#include "core/apart.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/json.h"
#include "proto/doc_wire.h"
#include "proto/picture.h"

enum {
	STILL_SECONDS = 45,             /* without a page read */
	ALL_SECONDS = 900,              /* of the processor */
	MOST_MB = 3072,
	MOST_ANSWER = 64 << 20,
	MOST_WORDS = 12,
};

/*
 * The answer on standard output: lines "P done pages" while it reads, then "=" and a line feed and the answer; or "!code words"
 * and a line feed where it refuses.
 */
struct run {
	const char *words[MOST_WORDS];  /* of the command line, behind the program's name */
	const void *bytes;
	size_t n;
	const struct doc_watch *watch;  /* NULL: nobody watches */
	pid_t pid;
	int from;                       /* its standard output */
	struct buf got;
	size_t seen;                    /* of got: lines that were looked at */
};

/* The program itself, where this process is it. */
static const char *program(struct cx *cx)
{
	char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
	if (n <= 0)
		return NULL;
	path[n] = '\0';
	const char *slash = strrchr(path, '/');
	return slash && strcmp(slash + 1, "kuangan") == 0 ? arena_strdup(cx->mem, path) : NULL;
}

/* ---- starting it ---- */

/* The file as an open descriptor that the other process reads from its beginning. */
static enum status file_of(struct cx *cx, const struct run *r, int *fd)
{
	*fd = memfd_create("kuangan-file", MFD_CLOEXEC);
	for (size_t done = 0; *fd >= 0 && done < r->n;) {
		ssize_t n = write(*fd, (const char *)r->bytes + done, r->n - done);
		if (n < 0 && errno != EINTR)
			return close(*fd), cx_fail(cx, STATUS_INTERNAL, "no memory to read the file apart");
		done += n > 0 ? (size_t)n : 0;
	}
	if (*fd < 0 || lseek(*fd, 0, SEEK_SET) != 0)
		return cx_fail(cx, STATUS_INTERNAL, "no memory to read the file apart");
	return STATUS_OK;
}

static void limit(int what, rlim_t most)
{
	const struct rlimit l = {most, most};
	setrlimit(what, &l);
}

/* Between fork and exec: nothing but system calls. */
static void become(const char *path, char *const *argv, int in, int out)
{
	int null = open("/dev/null", O_WRONLY);
	if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(null, 2) < 0)
		_exit(126);
	close_range(3, ~0U, 0);
	limit(RLIMIT_AS, (rlim_t)MOST_MB << 20);
	limit(RLIMIT_CPU, ALL_SECONDS);
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_NOFILE, 64);
	execv(path, argv);
	_exit(127);
}

static enum status start(struct cx *cx, const char *path, struct run *r)
{
	int pipes[2], in;
	char *argv[MOST_WORDS + 2] = {(char *)(uintptr_t)path};
	for (int i = 0; i < MOST_WORDS && r->words[i]; i++)
		argv[i + 1] = (char *)(uintptr_t)r->words[i];
	TRY(file_of(cx, r, &in));
	if (pipe2(pipes, O_CLOEXEC) != 0)
		return close(in), cx_fail(cx, STATUS_INTERNAL, "no pipe to read the file apart");
	r->pid = fork();
	if (r->pid == 0)
		become(path, argv, in, pipes[1]);
	close(in);
	close(pipes[1]);
	r->from = pipes[0];
	return r->pid > 0 ? STATUS_OK : (close(pipes[0]), cx_fail(cx, STATUS_INTERNAL, "no process to read the file apart"));
}

/* ---- listening ---- */

/* The lines that came since: pages are told on; true where the answer's own line has come. */
static enum status look(struct cx *cx, struct run *r, bool *answering)
{
	char *end;
	while (!*answering && (end = memchr(r->got.s + r->seen, '\n', r->got.n - r->seen))) {
		const char *line = r->got.s + r->seen;
		int done, pages;
		*answering = *line != 'P';
		if (*answering)
			break;
		r->seen = (size_t)(end - r->got.s) + 1;
		if (r->watch && r->watch->page && sscanf(line, "P %d %d", &done, &pages) == 2)
			TRY(r->watch->page(cx, r->watch->arg, done, pages));
	}
	return STATUS_OK;
}

static enum status listen_to(struct cx *cx, struct run *r)
{
	bool answering = false;
	for (;;) {
		struct pollfd p = {.fd = r->from, .events = POLLIN};
		int ready = poll(&p, 1, STILL_SECONDS * 1000);
		if (ready == 0)
			return cx_fail(cx, STATUS_INVALID, "the file takes too long to read: save it anew, or split it, and try again");
		if (ready < 0)
			continue;
		char *to = buf_room(&r->got, 65536);
		ssize_t n = read(r->from, to + r->got.n, 65536);
		if (n == 0)
			return STATUS_OK;
		r->got.n += n > 0 ? (size_t)n : 0;
		r->got.s[r->got.n] = '\0';
		if (r->got.n > MOST_ANSWER)
			return cx_fail(cx, STATUS_TOO_LARGE, "the file holds too much text");
		TRY(look(cx, r, &answering));
	}
}

static void finish(struct run *r, bool kill_it)
{
	close(r->from);
	if (kill_it)
		kill(r->pid, SIGKILL);
	while (waitpid(r->pid, NULL, 0) < 0 && errno == EINTR)
		;
}

/* "!invalid words": the refusal as it was there. */
static enum status refusal(struct cx *cx, const char *line)
{
	const char *space = strchr(line, ' ');
	size_t code = space ? (size_t)(space - line) - 1 : 0;
	const char *words_end = strchr(line, '\n');
	enum status s = STATUS_INVALID;
	for (enum status k = STATUS_INVALID; k <= STATUS_INTERNAL; k++)
		if (strlen(status_code(k)) == code && strncmp(line + 1, status_code(k), code) == 0)
			s = k;
	return cx_fail(cx, s, "%s", arena_printf(cx->mem, "%.*s", (int)(words_end - space - 1), space + 1));
}

/* Run it to its end; *answer is what stands behind "=". */
static enum status run(struct cx *cx, const char *path, struct run *r, const char **answer, size_t *n)
{
	buf_init(&r->got, cx->mem);
	TRY(start(cx, path, r));
	enum status s = listen_to(cx, r);
	finish(r, s != STATUS_OK);
	TRY(s);
	const char *line = r->got.s + r->seen;
	if (*line == '!' && strchr(line, ' ') && strchr(line, '\n') > strchr(line, ' '))
		return refusal(cx, line);
	if (strncmp(line, "=\n", 2) != 0)
		return cx_fail(cx, STATUS_INVALID, "the file cannot be read: it is broken, or asks for too much memory; save it anew and try again");
	*answer = line + 2;
	*n = r->got.n - r->seen - 2;
	return STATUS_OK;
}

static bool heavy(const char *bytes, size_t n)
{
	static const char *const first[] = {"%PDF", "\x89PNG", "\xff\xd8\xff"};
	for (size_t i = 0; i < sizeof first / sizeof *first; i++)
		if (n >= strlen(first[i]) && memcmp(bytes, first[i], strlen(first[i])) == 0)
			return true;
	return n > 1024 ? memmem(bytes, 1024, "%PDF-", 5) != NULL : false;
}

static const char *lang_word(const struct cx *cx)
{
	return cx->lang == LANG_ZH ? "--lang=zh" : "--lang=en";
}

enum status apart_read(struct cx *cx, const char *name, const void *bytes, size_t n, const struct doc_watch *watch, struct doc *out)
{
	const char *path = heavy(bytes, n) && n <= DOC_MAX_BYTES ? program(cx) : NULL, *answer;
	size_t size;
	if (!path)
		return doc_read_watched(cx, name, bytes, n, watch, out);
	struct run r = {.words = {"apart", "document", name && *name ? name : "file", lang_word(cx)}, .bytes = bytes, .n = n, .watch = watch};
	TRY(run(cx, path, &r, &answer, &size));
	return doc_parse(cx, answer, size, out);
}

enum status apart_preview(struct cx *cx, const char *type, const void *bytes, size_t n, int orientation, int most, const void **jpeg,
			  size_t *size)
{
	const char *path = program(cx), *answer;
	if (!path)
		return picture_preview(cx, type, bytes, n, orientation, most, jpeg, size);
	struct run r = {.words = {"apart", "preview", type, arena_printf(cx->mem, "%d", orientation), arena_printf(cx->mem, "%d", most), lang_word(cx)},
			.bytes = bytes, .n = n};
	TRY(run(cx, path, &r, &answer, size));
	*jpeg = answer;
	return STATUS_OK;
}

/* ---- the other side ---- */

static enum status tell_page(struct cx *cx, void *arg, int done, int pages)
{
	(void)cx;
	(void)arg;
	printf("P %d %d\n", done, pages);
	fflush(stdout);
	return STATUS_OK;
}

static enum status answered(struct cx *cx, enum status s, const void *bytes, size_t n)
{
	if (s) {
		printf("!%s %s\n", status_code(s), cx->error ? cx->error : "");
		cx_forget(cx);
	} else {
		fputs("=\n", stdout);
		fwrite(bytes, 1, n, stdout);
	}
	return fflush(stdout) == 0 ? STATUS_OK : cx_fail(cx, STATUS_INTERNAL, "nobody listens");
}

enum status apart_answer_document(struct cx *cx, const char *name, const char *bytes, size_t n)
{
	const struct doc_watch watch = {.page = tell_page};
	struct doc doc;
	struct buf b;
	buf_init(&b, cx->mem);
	enum status s = doc_read_watched(cx, name, bytes, n, &watch, &doc);
	if (!s)
		doc_write(&(struct jw){.out = &b}, &doc);
	return answered(cx, s, b.s, b.n);
}

enum status apart_answer_preview(struct cx *cx, const char *type, int orientation, int most, const char *bytes, size_t n)
{
	const void *jpeg = NULL;
	size_t size = 0;
	enum status s = picture_preview(cx, type, bytes, n, orientation, most, &jpeg, &size);
	return answered(cx, s, jpeg, size);
}
