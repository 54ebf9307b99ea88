/* test_server.c - the server over real sockets: what a client sends and gets, byte by byte. */
#include "test/test.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "base/id.h"
#include "db/db.h"
#include "http/server.h"
#include "test/dbtest.h"

struct note {
	const char *text;
	int64_t count;
};
static const struct field note_fields[] = {
	FIELD(struct note, text, .flags = REQUIRED, .min = 1, .max = 20),
	FIELD(struct note, count, .min = 0, .max = 9),
};
static const struct record note_record = RECORD(note, note_fields);

static const struct field query_fields[] = {FIELD(struct note, text), FIELD(struct note, count, .min = 0, .max = 9)};
static const struct record query_record = RECORD(note, query_fields);

static enum status get_note(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct note *q = rq->query;
	struct note n = {.text = q->text ? q->text : "", .count = rq->id + cx->user};
	jw_record(&reply->w, &note_record, &n);
	return STATUS_OK;
}

/* Leaves a trace in the database and in "the ledger". */
static enum status post_note(struct cx *cx, const struct request *rq, struct reply *reply)
{
	const struct note *n = rq->body;
	TRY(db_exec(cx, NULL, "INSERT INTO audit (county, id, at, event) VALUES ($1, $2, $3, $4)",
		    ARGS(V(cx->county), V(id_new(cx)), V(cx->now), V(n->text))));
	cx->ledger_entries++;
	if (strcmp(n->text, "refuse") == 0)
		return cx_fail_field(cx, "text", "must be a number");
	struct note out = {.text = n->text, .count = 7};
	jw_record(&reply->w, &note_record, &out);
	return STATUS_OK;
}

static enum status post_titled(struct cx *cx, const struct request *rq, struct reply *reply)
{
	cx->ledger_entries++;
	jw_text(&reply->w, ((const struct note *)rq->query)->text);
	return STATUS_OK;
}

static enum status post_silent(struct cx *cx, const struct request *rq, struct reply *reply)
{
	(void)rq;
	jw_text(&reply->w, "no entry");
	return db_exec(cx, NULL, "INSERT INTO audit (county, id, at, event) VALUES ($1, $2, 1, 'silent')",
		       ARGS(V(cx->county), V(id_new(cx))));
}

static enum status post_file(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct stat st;
	if (stat(rq->upload.path, &st) != 0)
		return cx_fail(cx, STATUS_INTERNAL, "no file");
	struct note n = {.text = "file", .count = st.st_size == rq->upload.size ? rq->upload.size % 10 : -1};
	jw_record(&reply->w, &note_record, &n);
	return STATUS_OK;
}

static atomic_bool gate;

static enum status note_slow(struct cx *cx, void *arg)
{
	(void)arg;
	return db_exec(cx, NULL, "INSERT INTO audit (county, id, at, event) VALUES ($1, $2, 1, 'slow')",
		       ARGS(V(cx->county), V(id_new(cx))));
}

/* Takes as long as the test wants, then writes. */
static enum status post_slow(struct cx *cx, const struct request *rq, struct reply *reply)
{
	(void)rq;
	while (!atomic_load(&gate))
		usleep(1000);
	TRY(write_from(cx, note_slow, NULL));
	struct list l;
	TRY(db_all(cx, &note_record, &l, "SELECT event AS text FROM audit WHERE event = 'slow'", NO_ARGS));
	jw_text(&reply->w, l.count ? "slow but sure" : "not seen");
	return STATUS_OK;
}

static enum status get_blob(struct cx *cx, const struct request *rq, struct reply *reply)
{
	reply->file = arena_printf(cx->mem, "%s/web/assets/a.js", cx->data);
	reply->type = "video/mp4";
	reply->immutable = strcmp(rq->name, "fixed") == 0;
	return STATUS_OK;
}

static enum status get_address(struct cx *cx, const struct request *rq, struct reply *reply)
{
	(void)cx;
	jw_text(&reply->w, rq->address);
	return STATUS_OK;
}

static const struct route table[] = {
	{"GET", "/api/address", 0, get_address, .help = "x"},
	{"GET", "/api/blobs/{name}", 0, get_blob, .help = "x"},
	{"GET", "/api/notes/{id}", 0, get_note, .query = &query_record, .help = "x"},
	{"POST", "/api/notes", 0, post_note, .body = &note_record, .help = "x"},
	{"POST", "/api/silent", 0, post_silent, .help = "x"},
	{"POST", "/api/titled", 0, post_titled, .query = &note_record, .help = "x"},
	{"POST", "/api/secret", 0, post_titled, .query = &note_record, .flags = ROUTE_SECRET, .help = "x"},
	{"POST", "/api/files", 0, post_file, .flags = ROUTE_UPLOAD | ROUTE_NO_LEDGER, .max_body = 300000, .help = "x"},
	{"POST", "/api/slow", 0, post_slow, .flags = ROUTE_OWN_WRITE, .help = "x"},
	{"GET", "/api/rights", 1 << 3, get_note, .help = "x"},
};
static const struct routes routes = ROUTES("/api/", table);
static const struct routes *const lists[] = {&routes};

static enum status identify(struct cx *cx, const struct request *rq)
{
	cx->user = rq->token && strcmp(rq->token, "good") == 0 ? 1 : 0;
	cx->lang = LANG_EN;
	return STATUS_OK;
}

static int64_t fixed_clock(void)
{
	return DBTEST_NOW;
}

struct running {
	struct dbtest *db;
	struct writer *writer;
	struct files *files;
	struct server *server;
	struct app app;
};

static void put_file(const char *folder, const char *name, const char *text)
{
	char path[512];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static int start_behind(void **state, const char *proxy)
{
	struct running *r = calloc(1, sizeof *r);
	r->db = dbtest_new();
	char folder[300], assets[320];
	snprintf(folder, sizeof folder, "%s/web", r->db->data);
	snprintf(assets, sizeof assets, "%s/assets", folder);
	assert_int_equal(mkdir(folder, 0700) | mkdir(assets, 0700), 0);
	put_file(folder, "index.html", "<p>app</p>");
	put_file(assets, "a.js", "plain");
	put_file(assets, "a.js.br", "brotli");
	r->app = (struct app){.routes = lists, .count = 1, .identify = identify};
	struct cx *cx = &r->db->cx;
	assert_int_equal(files_load(cx, folder, &r->files), STATUS_OK);
	assert_int_equal(writer_start(cx, r->db->url, 2, &r->writer), STATUS_OK);
	assert_int_equal(server_start(cx, &(struct server_options){
		.address = "127.0.0.1", .threads = 2, .database = r->db->url, .data = r->db->data, .county = DBTEST_COUNTY,
		.clock = fixed_clock, .proxy = proxy, .app = &r->app, .writer = r->writer, .files = r->files}, &r->server), STATUS_OK);
	*state = r;
	return 0;
}

static int start(void **state)
{
	return start_behind(state, NULL);
}

static int start_proxied(void **state)
{
	return start_behind(state, "127.0.0.1");
}

static int stop(void **state)
{
	struct running *r = *state;
	writer_stop(r->writer);
	server_stop(r->server);
	writer_free(r->writer);
	files_free(r->files);
	dbtest_free(r->db);
	free(r);
	return 0;
}

static int dial(const struct running *r)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)server_port(r->server)),
				.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	assert_int_equal(connect(fd, (struct sockaddr *)&a, sizeof a), 0);
	return fd;
}

/* Send a request with Connection: close; the whole answer in a static buffer. */
static const char *ask(const struct running *r, const char *head, const char *body, size_t n)
{
	static char answer[65536];
	char text[4096];
	int fd = dial(r), len = snprintf(text, sizeof text, "%s\r\nHost: h\r\nConnection: close\r\nContent-Length: %zu\r\n\r\n", head, n);
	assert_int_equal(write(fd, text, (size_t)len), len);
	for (size_t sent = 0; sent < n;) {
		ssize_t w = write(fd, body + sent, n - sent);
		if (w <= 0)
			break;
		sent += (size_t)w;
	}
	size_t got = 0;
	for (ssize_t k; got < sizeof answer - 1 && (k = read(fd, answer + got, sizeof answer - 1 - got)) > 0;)
		got += (size_t)k;
	answer[got] = '\0';
	close(fd);
	return answer;
}

#define SIGNED "\r\nAuthorization: Bearer good"

static void has(const char *answer, const char *words)
{
	if (!strstr(answer, words))
		fail_msg("\"%s\" is not in:\n%s", words, answer);
}

static void json_comes_and_goes(void **state)
{
	struct running *r = *state;
	has(ask(r, "GET /api/notes/4?text=%E4%B8%AD%20a HTTP/1.1" SIGNED, "", 0), "{\"text\":\"中 a\",\"count\":5}");
	has(ask(r, "POST /api/notes HTTP/1.1" SIGNED, "{\"text\":\"one\"}", 14), "{\"text\":\"one\",\"count\":7}");
	const char *a = ask(r, "POST /api/notes HTTP/1.1" SIGNED, "{\"text\":\"\"}", 11);
	has(a, "400 Bad Request");
	has(a, "\"field\":\"text\"");
	has(ask(r, "POST /api/notes HTTP/1.1" SIGNED, "{\"text\":", 8), "not JSON: line 1");
	has(ask(r, "GET /api/notes/4?colour=red HTTP/1.1" SIGNED, "", 0), "\"field\":\"colour\"");
	has(ask(r, "GET /api/none HTTP/1.1" SIGNED, "", 0), "404 Not Found");
}

static void methods_are_told(void **state)
{
	struct running *r = *state;
	const char *a = ask(r, "PUT /api/notes/4 HTTP/1.1" SIGNED, "{}", 2);
	has(a, "405 Method Not Allowed");
	has(a, "Allow: GET, HEAD\r\n");
	has(ask(r, "OPTIONS /api/notes HTTP/1.1" SIGNED, "", 0), "Allow: POST\r\n");
	has(ask(r, "POST / HTTP/1.1", "x", 1), "405 Method Not Allowed");
	a = ask(r, "HEAD /api/notes/4?text=abc HTTP/1.1" SIGNED, "", 0);
	has(a, "200 OK");
	has(a, "Content-Length: 24\r\n");
	assert_null(strstr(a, "\"abc\""));    /* the head of GET's answer, without the answer */
}

static void the_door_is_kept(void **state)
{
	struct running *r = *state;
	has(ask(r, "GET /api/notes/4 HTTP/1.1", "", 0), "401 Unauthorized");
	has(ask(r, "GET /api/rights HTTP/1.1" SIGNED, "", 0), "403 Forbidden");
	has(ask(r, "POST /api/notes HTTP/1.1\r\nAccept-Language: en\r\nCookie: kuangan=good\r\nOrigin: http://evil", "{\"text\":\"x\"}", 12), "another site");
	has(ask(r, "POST /api/notes HTTP/1.1\r\nCookie: kuangan=good\r\nOrigin: http://h", "{\"text\":\"x\"}", 12), "200 OK");
	const char *a = ask(r, "GET / HTTP/1.1", "", 0);
	has(a, "Content-Security-Policy: default-src 'self'");
	has(a, "X-Content-Type-Options: nosniff");
}

static int64_t events(struct running *r, const char *event)
{
	struct list l;
	assert_int_equal(db_all(&r->db->cx, &note_record, &l, "SELECT event AS text FROM audit WHERE event = $1", ARGS(V(event))), STATUS_OK);
	return (int64_t)l.count;
}

static void a_refused_write_leaves_nothing(void **state)
{
	struct running *r = *state;
	has(ask(r, "POST /api/notes HTTP/1.1" SIGNED, "{\"text\":\"refuse\"}", 17), "must be a number");
	assert_int_equal(events(r, "refuse"), 0);
	has(ask(r, "POST /api/silent HTTP/1.1" SIGNED, "", 0), "500 Internal");
	assert_int_equal(events(r, "silent"), 0);       /* no entry in the ledger, no write */
}

static void what_is_needed_is_asked_for(void **state)
{
	struct running *r = *state;
	has(ask(r, "POST /api/titled HTTP/1.1" SIGNED, "", 0), "{\"error\":\"invalid\",\"message\":\"is missing\",\"field\":\"text\"}");
	has(ask(r, "POST /api/notes HTTP/1.1" SIGNED, "{}", 2), "\"field\":\"text\"");
	/* only text comes in, and it comes in clean */
	has(ask(r, "POST /api/titled?text=%FF HTTP/1.1" SIGNED, "", 0), "400 Bad Request");
	has(ask(r, "GET /api/%C0%AF HTTP/1.1" SIGNED, "", 0), "400 Bad Request");
	has(ask(r, "POST /api/titled?text=a%E2%80%AE%07b HTTP/1.1" SIGNED, "", 0), "\"ab\"");
	has(ask(r, "POST /api/titled?text=%E3%80%80+ HTTP/1.1" SIGNED, "", 0), "is missing");
}

static void a_repeated_request_is_done_once(void **state)
{
	struct running *r = *state;
	const char *head = "POST /api/notes HTTP/1.1" SIGNED "\r\nIdempotency-Key: k1";
	for (int i = 0; i < 3; i++)
		has(ask(r, head, "{\"text\":\"once\"}", 15), "{\"text\":\"once\",\"count\":7}");
	assert_int_equal(events(r, "once"), 1);
	has(ask(r, head, "{\"text\":\"other\"}", 16), "409 Conflict");
	has(ask(r, "POST /api/titled?text=a HTTP/1.1" SIGNED "\r\nIdempotency-Key: k2", "", 0), "\"a\"");
	has(ask(r, "POST /api/titled?text=b HTTP/1.1" SIGNED "\r\nIdempotency-Key: k2", "", 0), "409 Conflict");
	/* an answer that tells a secret is not kept */
	has(ask(r, "POST /api/secret?text=s HTTP/1.1" SIGNED "\r\nIdempotency-Key: k3", "", 0), "\"s\"");
	struct list l;
	assert_int_equal(db_all(&r->db->cx, &note_record, &l, "SELECT key AS text FROM request_once ORDER BY key", NO_ARGS), STATUS_OK);
	assert_int_equal(l.count, 2);
	assert_int_equal(events(r, "other"), 0);
}

/* Not one byte of a stranger's file comes to the disk: looked at while most of it is still to come. */
static void a_strangers_file_is_not_taken(void **state)
{
	struct running *r = *state;
	static const char head[] = "POST /api/files HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n";
	static char body[200000];
	char command[400], answer[400] = "";
	snprintf(command, sizeof command, "test -z \"$(ls %s/tmp)\"", r->db->data);
	int fd = dial(r);
	assert_int_equal(write(fd, head, sizeof head - 1), sizeof head - 1);
	assert_int_equal(write(fd, body, 50000), 50000);
	ask(r, "GET /api/notes/1 HTTP/1.1" SIGNED, "", 0);
	usleep(100000);
	assert_int_equal(system(command), 0);
	assert_int_equal(write(fd, body, 150000), 150000);
	assert_true(read(fd, answer, sizeof answer - 1) > 0);
	assert_non_null(strstr(answer, "401 Unauthorized"));
	close(fd);
}

static void files_and_limits(void **state)
{
	struct running *r = *state;
	static char big[400000];
	memset(big, 'x', sizeof big);
	has(ask(r, "POST /api/files HTTP/1.1" SIGNED, big, 299999), "{\"text\":\"file\",\"count\":9}");
	has(ask(r, "POST /api/files HTTP/1.1" SIGNED, big, 300001), "413");
	char command[400];
	snprintf(command, sizeof command, "test -z \"$(ls %s/tmp)\"", r->db->data);
	usleep(100000);
	assert_int_equal(system(command), 0);   /* nothing left lying */
	const char *a = ask(r, "GET /assets/a.js HTTP/1.1\r\nAccept-Encoding: gzip, br", "", 0);
	has(a, "Content-Encoding: br");
	has(a, "immutable");
	has(a, "brotli");
	has(ask(r, "GET /assets/a.js HTTP/1.1", "", 0), "plain");
	has(ask(r, "GET /tasks/12 HTTP/1.1", "", 0), "<p>app</p>");
	has(ask(r, "GET /assets/../../test.db HTTP/1.1", "", 0), "404 Not Found");
}

static void *hammer(void *arg)
{
	struct running *r = arg;
	int fd = dial(r);
	char answer[2048];
	static const char request[] = "POST /api/notes HTTP/1.1\r\nHost: h" SIGNED "\r\nContent-Length: 15\r\n\r\n{\"text\":\"many\"}";
	for (int i = 0; i < 100; i++) {
		if (write(fd, request, sizeof request - 1) != (ssize_t)sizeof request - 1)
			break;
		if (read(fd, answer, sizeof answer) <= 0)
			break;
	}
	close(fd);
	return NULL;
}

/* More clients than threads, each waiting for its write: no thread is held while they wait. */
static void many_clients_write_at_once(void **state)
{
	enum { CLIENTS = 24 };
	struct running *r = *state;
	pthread_t t[CLIENTS];
	for (int i = 0; i < CLIENTS; i++)
		pthread_create(&t[i], NULL, hammer, r);
	for (int i = 0; i < CLIENTS; i++)
		pthread_join(t[i], NULL);
	assert_int_equal(events(r, "many"), CLIENTS * 100);
}

static void *be_slow(void *arg)
{
	struct running *r = arg;
	int fd = dial(r);
	char answer[2048];
	size_t got = 0;
	static const char request[] = "POST /api/slow HTTP/1.1\r\nHost: h\r\nConnection: close" SIGNED "\r\nContent-Length: 0\r\n\r\n";
	assert_int_equal(write(fd, request, sizeof request - 1), sizeof request - 1);
	for (ssize_t k; got < sizeof answer - 1 && (k = read(fd, answer + got, sizeof answer - 1 - got)) > 0;)
		got += (size_t)k;
	answer[got] = '\0';
	close(fd);
	return strstr(answer, "\"slow but sure\"") ? r : NULL;
}

/* More slow requests than threads of any kind: all others are answered meanwhile, and so are they in the end. */
static void slow_requests_hold_nobody_up(void **state)
{
	enum { SLOW = 12 };
	struct running *r = *state;
	pthread_t t[SLOW];
	atomic_store(&gate, false);
	for (int i = 0; i < SLOW; i++)
		pthread_create(&t[i], NULL, be_slow, r);
	usleep(100000);
	for (int i = 0; i < 20; i++)
		has(ask(r, "GET /api/notes/4?text=a HTTP/1.1" SIGNED, "", 0), "{\"text\":\"a\",\"count\":5}");
	has(ask(r, "POST /api/notes HTTP/1.1" SIGNED, "{\"text\":\"quick\"}", 16), "200 OK");
	assert_int_equal(events(r, "slow"), 0);
	atomic_store(&gate, true);
	for (int i = 0; i < SLOW; i++) {
		void *good;
		pthread_join(t[i], &good);
		assert_non_null(good);
	}
	assert_int_equal(events(r, "slow"), SLOW);
}

/* What is asked for of the five bytes "plain", and what comes. */
static void a_part_of_a_file(void **state)
{
	static const struct {
		const char *ask, *status, *range, *body;
	} cases[] = {
		{"bytes=0-0", "206 Partial", "bytes 0-0/5", "p"},
		{"bytes=1-3", "206 Partial", "bytes 1-3/5", "lai"},
		{"bytes=2-", "206 Partial", "bytes 2-4/5", "ain"},
		{"bytes=-2", "206 Partial", "bytes 3-4/5", "in"},
		{"bytes=-9", "206 Partial", "bytes 0-4/5", "plain"},
		{"bytes=3-99", "206 Partial", "bytes 3-4/5", "in"},
		{"bytes=5-", "416", "bytes */5", ""},
		{"bytes=-0", "416", "bytes */5", ""},
		{"bytes=99999999999999999999-", "200 OK", NULL, "plain"},
		{"bytes=3-1", "200 OK", NULL, "plain"},
		{"bytes=0-1,3-4", "200 OK", NULL, "plain"},
		{"bytes=-", "200 OK", NULL, "plain"},
		{"bytes=", "200 OK", NULL, "plain"},
		{"lines=0-1", "200 OK", NULL, "plain"},
	};
	struct running *r = *state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char head[300], end[32];
		snprintf(head, sizeof head, "GET /api/blobs/fixed HTTP/1.1" SIGNED "\r\nRange: %s", cases[i].ask);
		const char *a = ask(r, head, "", 0);
		has(a, cases[i].status);
		snprintf(end, sizeof end, "\r\n\r\n%s", cases[i].body);
		const char *body = strstr(a, "\r\n\r\n");
		if (!body || strcmp(body, end) != 0 || !strstr(a, "Accept-Ranges: bytes"))
			fail_msg("%s: %s", cases[i].ask, a);
		if (cases[i].range)
			has(a, arena_printf(r->db->cx.mem, "Content-Range: %s\r\n", cases[i].range));
		else
			assert_null(strstr(a, "Content-Range"));
	}
	has(ask(r, "GET /api/blobs/fixed HTTP/1.1" SIGNED "\r\nIf-Range: x\r\nRange: bytes=0-0", "", 0), "206 Partial");
	has(ask(r, "GET /api/blobs/changing HTTP/1.1" SIGNED "\r\nIf-Range: x\r\nRange: bytes=0-0", "", 0), "200 OK");
	has(ask(r, "GET /api/blobs/fixed HTTP/1.1\r\nRange: bytes=0-0", "", 0), "401 Unauthorized");
}

static void only_our_proxy_tells_who_asks(void **state)
{
	const char *told = "GET /api/address HTTP/1.1" SIGNED "\r\nX-Real-IP: 10.1.2.3";
	has(ask(*state, told, "", 0), "\"10.1.2.3\"");
	has(ask(*state, "GET /api/address HTTP/1.1" SIGNED "\r\nX-Real-IP: no address", "", 0), "\"127.0.0.1\"");
	has(ask(*state, "GET /api/address HTTP/1.1" SIGNED, "", 0), "\"127.0.0.1\"");
}

static void nobody_else_is_believed(void **state)
{
	has(ask(*state, "GET /api/address HTTP/1.1" SIGNED "\r\nX-Real-IP: 10.1.2.3", "", 0), "\"127.0.0.1\"");
}

static void *open_gate(void *arg)
{
	(void)arg;
	usleep(200000);
	atomic_store(&gate, true);
	return NULL;
}

/* Stopping: who has asked gets his answer, who comes later finds nobody. */
static void a_stopping_server_answers_what_has_come(void **state)
{
	enum { SLOW = 6 };
	struct running *r = *state;
	pthread_t t[SLOW], opener;
	int idle = dial(r);             /* connected, says nothing: waits for nothing */
	atomic_store(&gate, false);
	for (int i = 0; i < SLOW; i++)
		pthread_create(&t[i], NULL, be_slow, r);
	usleep(200000);
	pthread_create(&opener, NULL, open_gate, NULL);
	int port = server_port(r->server);
	server_drain(r->server);
	assert_true(atomic_load(&gate));
	assert_int_equal(events(r, "slow"), SLOW);
	for (int i = 0; i < SLOW; i++) {
		void *good;
		pthread_join(t[i], &good);
		assert_non_null(good);
	}
	pthread_join(opener, NULL);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	assert_int_equal(connect(fd, (struct sockaddr *)&a, sizeof a), -1);
	close(fd);
	close(idle);
}

/* Half a request holds nobody: the drain ends long before it would give up on an answer. */
static void a_stopping_server_waits_for_no_half_request(void **state)
{
	struct running *r = *state;
	const char *half = "POST /api/things HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n{\"na";
	struct timespec from, to;
	int fd = dial(r);
	assert_int_equal(write(fd, half, strlen(half)), (ssize_t)strlen(half));
	usleep(200000);
	clock_gettime(CLOCK_MONOTONIC, &from);
	server_drain(r->server);
	clock_gettime(CLOCK_MONOTONIC, &to);
	assert_true(to.tv_sec - from.tv_sec < 6);
	close(fd);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, start, stop)
	const struct CMUnitTest tests[] = {
		T(json_comes_and_goes), T(methods_are_told), T(the_door_is_kept), T(a_refused_write_leaves_nothing),
		T(what_is_needed_is_asked_for), T(a_repeated_request_is_done_once), T(a_strangers_file_is_not_taken), T(files_and_limits), T(many_clients_write_at_once),
		T(slow_requests_hold_nobody_up), T(a_part_of_a_file), T(nobody_else_is_believed),
		cmocka_unit_test_setup_teardown(only_our_proxy_tells_who_asks, start_proxied, stop),
		T(a_stopping_server_answers_what_has_come), T(a_stopping_server_waits_for_no_half_request),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
