#include "http/server.h"

#include <arpa/inet.h>
#include <assert.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "base/log.h"
#include "db/db.h"
#include "http/response.h"
#include "http/slow.h"
#include "http/streams.h"

enum { MAX_BODY = 1 << 20, MAX_QUERY = 32, IDLE_SECONDS = 75, SLOW_THREADS = 4, DRAIN_SECONDS = 10, HALF_SENT_SECONDS = 1 };

struct server {
	struct server_options o;
	struct MHD_Daemon *daemon;
	struct streams *streams;
	struct slow *slow;
	pthread_key_t connection;       /* each thread's struct db, opened on first use */
	atomic_int open;                /* requests being answered, streams not counted */
	atomic_int coming;             /* of those, not all here yet */
	atomic_bool draining;
};

/* One request of one client, from its first byte to the end of its answer. */
struct conversation {
	struct server *server;
	struct MHD_Connection *client;
	struct cx cx;
	struct exchange x;
	struct write write;
	enum status refused;            /* found while the body was still coming */
	char *body;
	size_t room;
	int file;                       /* of an upload; -1: none */
	int64_t max;
	int64_t began_us;
	bool written;                   /* the writer has answered */
	bool counted;                   /* in server.open */
	bool coming;                    /* not all of it is here yet; in server.coming */
};

static int64_t microseconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void close_connection(void *db)
{
	db_close(db);
}

/* This thread's reading connection. */
static enum status read_connection(struct conversation *c)
{
	struct db *db = pthread_getspecific(c->server->connection);
	if (!db) {
		TRY(db_open(&c->cx, c->server->o.database, &db));
		pthread_setspecific(c->server->connection, db);
	}
	c->cx.db = db;
	return STATUS_OK;
}

/* ---- the head of a request ---- */

static const char *header(struct conversation *c, const char *name)
{
	return MHD_lookup_connection_value(c->client, MHD_HEADER_KIND, name);
}

static void find_token(struct conversation *c)
{
	const char *auth = header(c, "Authorization");
	c->x.rq.bearer = auth && strncmp(auth, "Bearer ", 7) == 0;
	c->x.rq.token = c->x.rq.bearer ? auth + 7 : MHD_lookup_connection_value(c->client, MHD_COOKIE_KIND, "kuangan");
}

static void find_address(struct conversation *c)
{
	char text[INET6_ADDRSTRLEN] = "";
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(c->client, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const struct sockaddr *a = info ? info->client_addr : NULL;
	if (a && a->sa_family == AF_INET)
		inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)a)->sin_addr, text, sizeof text);
	else if (a && a->sa_family == AF_INET6)
		inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)a)->sin6_addr, text, sizeof text);
	/* What a client says about himself is believed only where our own proxy says it. */
	const char *told = *c->server->o.proxy && strcmp(text, c->server->o.proxy) == 0 ? header(c, "X-Real-IP") : NULL;
	unsigned char parsed[sizeof(struct in6_addr)];
	bool address = told && (inet_pton(AF_INET, told, parsed) == 1 || inet_pton(AF_INET6, told, parsed) == 1);
	c->x.rq.address = arena_strdup(c->cx.mem, address ? told : text);
}

/* A page of another site may not write here with this user's cookie (SameSite says so too, to newer browsers). */
static enum status same_origin(struct conversation *c)
{
	const char *origin = header(c, "Origin"), *host = header(c, "Host");
	if (!origin || strcmp(c->x.method, "GET") == 0 || c->x.rq.bearer)
		return STATUS_OK;
	const char *name = strstr(origin, "://");
	if (name && host && strcmp(name + 3, host) == 0)
		return STATUS_OK;
	return cx_fail(&c->cx, STATUS_FORBIDDEN, "requests from another site are refused");
}

static enum lang preferred(struct conversation *c)
{
	const char *chosen = MHD_lookup_connection_value(c->client, MHD_COOKIE_KIND, "lang");
	c->x.rq.chosen_lang = chosen != NULL;
	if (!chosen)
		chosen = header(c, "Accept-Language");
	return chosen && strncmp(chosen, "en", 2) == 0 ? LANG_EN : LANG_ZH;
}

/* Nothing of a stranger's file comes to the disk. */
static enum status open_upload(struct conversation *c)
{
	TRY(read_connection(c));
	TRY(exchange_admit(&c->cx, c->server->o.app, &c->x));
	char *path = arena_printf(c->cx.mem, "%s/tmp/upload-XXXXXX", c->server->o.data);
	c->file = mkostemp(path, O_CLOEXEC);
	if (c->file < 0)
		return cx_fail(&c->cx, STATUS_INTERNAL, "cannot make a file in %s/tmp", c->server->o.data);
	c->x.rq.upload.path = path;
	return STATUS_OK;
}

/* HEAD asks for what GET would answer, without the body, which microhttpd leaves out.  A stream has no end and so no HEAD. */
static void find_route(struct conversation *c, const char *method, const char *path)
{
	bool head = strcmp(method, "HEAD") == 0;
	c->x.method = head ? "GET" : arena_strdup(c->cx.mem, method);
	c->x.path = arena_strdup(c->cx.mem, path);
	c->x.route = app_find(c->server->o.app, &c->cx, c->x.method, path, &c->x.rq);
	if (head && c->x.route && c->x.route->flags & ROUTE_STREAM)
		c->x.method = "HEAD";
}

static struct conversation *conversation_new(struct server *s, struct MHD_Connection *client, const char *method,
					     const char *path)
{
	struct arena *mem = arena_new();
	struct conversation *c = arena_new_of(mem, struct conversation);
	c->server = s;
	c->client = client;
	c->cx = (struct cx){.mem = mem, .county = s->o.county, .now = s->o.clock(), .data = s->o.data, .writer = s->o.writer};
	c->file = -1;
	c->began_us = microseconds();
	c->counted = c->coming = true;
	atomic_fetch_add(&s->open, 1);
	atomic_fetch_add(&s->coming, 1);
	c->cx.lang = preferred(c);
	exchange_begin(&c->cx, &c->x);
	find_route(c, method, path);
	c->x.once = header(c, "Idempotency-Key");
	c->x.rq.agent = header(c, "User-Agent");
	const char *last = header(c, "Last-Event-ID");
	c->x.rq.last_event = last ? strtoll(last, NULL, 10) : 0;
	find_token(c);
	find_address(c);
	c->refused = same_origin(c);
	c->max = c->x.route && c->x.route->max_body ? c->x.route->max_body : MAX_BODY;
	if (!c->refused && c->x.once && strlen(c->x.once) > 64)
		c->refused = cx_fail(&c->cx, STATUS_INVALID, "Idempotency-Key is longer than 64 characters");
	if (!c->refused && c->x.route && c->x.route->flags & ROUTE_UPLOAD)
		c->refused = open_upload(c);
	return c;
}

/* ---- its body ---- */

static enum status body_add(struct conversation *c, const char *data, size_t n)
{
	int64_t have = c->file >= 0 ? c->x.rq.upload.size : (int64_t)c->x.size;
	if (have + (int64_t)n > c->max)
		return cx_fail(&c->cx, STATUS_TOO_LARGE, "the request is larger than %lld KiB", (long long)c->max / 1024);
	if (c->file >= 0) {
		if (write(c->file, data, n) != (ssize_t)n)
			return cx_fail(&c->cx, STATUS_INTERNAL, "cannot write %s", c->x.rq.upload.path);
		c->x.rq.upload.size += (int64_t)n;
		return STATUS_OK;
	}
	if (c->x.size + n >= c->room) {
		c->room = 2 * (c->x.size + n) + 512;
		char *more = realloc(c->body, c->room);
		if (!more)
			abort();
		c->body = more;
	}
	memcpy(c->body + c->x.size, data, n);
	c->x.size += n;
	c->body[c->x.size] = '\0';
	c->x.body = c->body;
	return STATUS_OK;
}

static enum MHD_Result collect_pair(void *cls, enum MHD_ValueKind kind, const char *name, const char *value)
{
	(void)kind;
	struct conversation *c = cls;
	struct pair *list = (struct pair *)c->x.query;
	if (c->x.query_count == MAX_QUERY)
		return MHD_NO;
	list[c->x.query_count++] = (struct pair){name, value ? value : ""};
	return MHD_YES;
}

/* ---- the answer ---- */

static enum MHD_Result answer(struct conversation *c, enum status s)
{
	exchange_finish(&c->cx, &c->x, s);
	if (c->server->o.log_requests)
		log_info("http.request", "method=%s route=%s status=%d us=%lld user=%lld address=%s", c->x.method,
			 c->x.route ? c->x.route->path : "-", c->x.status, (long long)(microseconds() - c->began_us),
			 (long long)c->cx.user, c->x.rq.address);
	return response_send(c->client, &c->cx, &c->x,
			     &(struct response_style){c->server->o.secure_cookie, atomic_load(&c->server->draining)});
}

static void written(struct write *w)
{
	struct conversation *c = w->owner;
	c->written = true;
	MHD_resume_connection(c->client);
}

/* Let the writer or a slow thread go on, while the client's connection sleeps. */
static enum MHD_Result run_elsewhere(struct conversation *c, bool slow)
{
	c->cx.db = NULL;
	c->write = (struct write){.cx = &c->cx, .run = exchange_handle, .undone = exchange_undone, .done = written,
				  .arg = &c->x, .owner = c};
	MHD_suspend_connection(c->client);
	enum status s = slow ? slow_submit(c->server->slow, &c->write) : writer_submit(c->server->o.writer, &c->write);
	if (s) {
		c->write.status = s;
		written(&c->write);
	}
	return MHD_YES;
}

static enum status do_read(struct conversation *c)
{
	TRY(db_begin_read(&c->cx));
	enum status s = exchange_handle(&c->cx, &c->x);
	db_rollback(&c->cx);
	return s;
}

static enum MHD_Result run(struct conversation *c)
{
	c->x.query = arena_array_of(c->cx.mem, struct pair, MAX_QUERY);
	MHD_get_connection_values(c->client, MHD_GET_ARGUMENT_KIND, collect_pair, c);
	enum status s = c->refused;
	if (!s)
		s = read_connection(c);
	if (!s)
		s = exchange_prepare(&c->cx, c->server->o.app, &c->x);
	if (s)
		return answer(c, s);
	if (c->x.route->flags & ROUTE_STREAM && c->counted) {
		c->counted = false;
		atomic_fetch_sub(&c->server->open, 1);
	}
	if (c->x.route->flags & ROUTE_STREAM)
		return streams_open(c->server->streams, c->client, &c->cx, c->x.rq.last_event);
	bool slow = c->x.route->flags & ROUTE_OWN_WRITE;
	if (slow || exchange_writes(&c->x))
		return run_elsewhere(c, slow);
	return answer(c, do_read(c));
}

static void has_come(struct conversation *c)
{
	if (c->coming)
		atomic_fetch_sub(&c->server->coming, 1);
	c->coming = false;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *client, const char *path, const char *method,
				  const char *version, const char *data, size_t *n, void **state)
{
	(void)version;
	struct server *s = cls;
	struct conversation *c = *state;
	if (!c) {
		*state = conversation_new(s, client, method, path);
		return MHD_YES;
	}
	if (*n) {
		if (!c->refused)
			c->refused = body_add(c, data, *n);
		*n = 0;
		return MHD_YES;
	}
	has_come(c);
	if (c->written)
		return answer(c, c->write.status);
	if (s->o.files && strncmp(path, "/api/", 5) != 0)
		return response_file(client, method, files_find(s->o.files, path));
	return run(c);
}

static void on_done(void *cls, struct MHD_Connection *client, void **state, enum MHD_RequestTerminationCode why)
{
	(void)cls;
	(void)client;
	(void)why;
	struct conversation *c = *state;
	if (!c)
		return;
	if (c->file >= 0) {
		close(c->file);
		unlink(c->x.rq.upload.path);
	}
	has_come(c);
	if (c->counted)
		atomic_fetch_sub(&c->server->open, 1);
	free(c->body);
	arena_free(c->cx.mem);
}

/* ---- the server ---- */

static enum status address_of(struct cx *cx, const struct server_options *o, struct sockaddr_storage *out)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)out;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)out;
	if (inet_pton(AF_INET, o->address, &v4->sin_addr) == 1) {
		v4->sin_family = AF_INET;
		v4->sin_port = htons((uint16_t)o->port);
	} else if (inet_pton(AF_INET6, o->address, &v6->sin6_addr) == 1) {
		v6->sin6_family = AF_INET6;
		v6->sin6_port = htons((uint16_t)o->port);
	} else {
		return cx_fail(cx, STATUS_INVALID, "not an address: %s", o->address);
	}
	return STATUS_OK;
}

enum status server_start(struct cx *cx, const struct server_options *options, struct server **out)
{
	struct sockaddr_storage a = {0};
	TRY(address_of(cx, options, &a));
	struct server *s = calloc(1, sizeof *s);
	if (!s)
		abort();
	s->o = *options;
	if (!s->o.proxy)
		s->o.proxy = "";
	pthread_key_create(&s->connection, close_connection);
	s->streams = streams_new(options->stream);
	s->slow = slow_new(options->database, SLOW_THREADS);
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME |
			 (a.ss_family == AF_INET6 ? MHD_USE_IPv6 : 0);
	s->daemon = MHD_start_daemon(flags, (uint16_t)options->port, NULL, NULL, on_request, s,
				     MHD_OPTION_SOCK_ADDR, &a,
				     MHD_OPTION_THREAD_POOL_SIZE, options->threads,
				     MHD_OPTION_NOTIFY_COMPLETED, on_done, NULL,
				     MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
				     MHD_OPTION_CONNECTION_LIMIT, 10000u,
				     MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
	if (!s->daemon) {
		server_stop(s);
		return cx_fail(cx, STATUS_INTERNAL, "cannot listen on %s port %d: is it taken?", options->address,
			       options->port);
	}
	*out = s;
	return STATUS_OK;
}

int server_port(const struct server *s)
{
	const union MHD_DaemonInfo *info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT);
	return info ? info->port : 0;
}

void server_wake(struct server *s)
{
	streams_wake(s->streams);
}

void server_drain(struct server *s)
{
	atomic_store(&s->draining, true);
	MHD_socket listening = MHD_quiesce_daemon(s->daemon);
	int64_t now = microseconds(), until = now + DRAIN_SECONDS * INT64_C(1000000), half = now + HALF_SENT_SECONDS * INT64_C(1000000);
	/* who has not sent all of his request by now is not waited for: a slow client must not hold the server */
	while (now < until && atomic_load(&s->open) > (now < half ? 0 : atomic_load(&s->coming))) {
		usleep(1000);
		now = microseconds();
	}
	if (atomic_load(&s->open) > 0)
		log_warn("server.stop", "unanswered=%d", atomic_load(&s->open));
	if (listening != MHD_INVALID_SOCKET)
		close(listening);
}

void server_stop(struct server *s)
{
	if (s->streams)
		streams_end(s->streams);
	slow_free(s->slow);
	if (s->daemon)
		MHD_stop_daemon(s->daemon);
	streams_free(s->streams);
	pthread_key_delete(s->connection);
	free(s);
}
