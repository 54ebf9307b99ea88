/*
 * gate.c - kuangan haulage gate.
 *
 * Its own SQLite, its own server on the machine's own address, and three things besides: the indicator is read, what has
 * been decided is told to the county, and what the county knows is copied.  The decision waits for none of them.  Killed at
 * any moment, it loses nothing that it has answered: the answer goes out after the commit, and a ticket stays in the outbox
 * until the county has said that it has it.
 */
#include "main/gate.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/hash.h"
#include "base/log.h"
#include "core/evidence.h"
#include "db/db.h"
#include "db/writer.h"
#include "http/server.h"
#include "main/fetch.h"
#include "main/gate_inside.h"
#include "main/install.h"
#include "rooms/haulage/gate.h"

enum { MOST_TOKEN = 4096, THREADS = 4, EVERY = 15 };

static struct gate gate = {.lock = PTHREAD_MUTEX_INITIALIZER, .stop_asked = PTHREAD_COND_INITIALIZER};

/* ---- the gate asks ---- */

static enum status known(struct cx *cx, const struct request *rq)
{
	cx->perms = ~UINT64_C(0);
	cx->org_path = "/";
	if (!gate.key)
		return STATUS_OK;
	if (rq->token && strlen(rq->token) == strlen(gate.key) && bytes_equal(rq->token, gate.key, strlen(gate.key)))
		return STATUS_OK;
	return cx_fail(cx, STATUS_UNAUTHORIZED, "this gate wants its key: Authorization: Bearer");
}

static enum status read_weight(struct cx *cx, struct haulage_gate_ask *ask)
{
	const struct rule *rule;
	struct indicated seen;
	int64_t seconds;
	TRY(rule_in_force(cx, "haulage.gate", day_of(cx->now), &rule));
	TRY(rule_int(cx, rule, "stable_seconds", &seconds));
	indicator_read(gate.indicator, seconds, &seen);
	if (ask->gross_kg) {
		ask->by_hand = ask->by_hand || gate.indicator;
		return STATUS_OK;
	}
	if (seen.overload)
		return cx_fail_field(cx, "gross_kg", "the scale says that it is too heavy");
	if (!seen.any)
		return cx_fail_field(cx, "gross_kg", seen.connected ? "the scale does not stand still yet" : "the indicator does not answer");
	ask->gross_kg = seen.kg;
	return STATUS_OK;
}

static enum status post_gate(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct haulage_gate_ask ask = *(const struct haulage_gate_ask *)rq->body;
	struct haulage_standing standing;
	struct haulage_gate_answer answer;
	TRY(known(cx, rq));
	ask.scale = ask.scale ? ask.scale : gate.scale;
	TRY(read_weight(cx, &ask));
	TRY(haulage_standing_copied(cx, ask.scale, &standing));
	TRY(haulage_gate_decide(cx, &ask, &standing, true, &answer));
	jw_record(&reply->w, &haulage_gate_answer_record, &answer);
	return STATUS_OK;
}

struct number {
	int64_t n;
};
static const struct field number_fields[] = {FIELD(struct number, n)};
static const struct record number_record = RECORD(number, number_fields);

static enum status count(struct cx *cx, const char *sql, int64_t *out)
{
	struct number n;
	TRY(db_one(cx, &number_record, &n, sql, ARGS(V(cx->county))));
	*out = n.n;
	return STATUS_OK;
}

static enum status get_gate(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct haulage_standing standing;
	struct indicated seen;
	int64_t waiting, refused;
	struct jw *w = &reply->w;
	TRY(known(cx, rq));
	TRY(haulage_standing_copied(cx, gate.scale, &standing));
	TRY(count(cx, "SELECT count(*) AS n FROM haulage_outbox WHERE county = $1 AND refused = ''", &waiting));
	TRY(count(cx, "SELECT count(*) AS n FROM haulage_outbox WHERE county = $1 AND refused <> ''", &refused));
	indicator_read(gate.indicator, INT32_MAX, &seen);
	const struct {
		const char *key;
		int64_t n;
	} numbers[] = {{"scale", gate.scale}, {"left_kg", standing.left_kg}, {"waiting", waiting}, {"refused", refused}, {"weight_kg", seen.kg},
		       {"weight_age_ms", seen.age_ms}, {"skipped_lines", seen.skipped}};
	jw_begin(w, '{');
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		jw_key(w, numbers[i].key);
		jw_int(w, numbers[i].n);
	}
	jw_key(w, "may_work");
	jw_bool(w, standing.may_work);
	jw_key(w, "why");
	jw_text(w, standing.why);
	jw_key(w, "indicator");
	jw_bool(w, seen.connected);
	jw_key(w, "copied_at");
	jw_time(w, standing.at);
	pthread_mutex_lock(&gate.lock);
	jw_key(w, "synced_at");
	jw_time(w, gate.synced_at);
	jw_key(w, "trouble");
	jw_text(w, gate.trouble);
	pthread_mutex_unlock(&gate.lock);
	jw_end(w);
	return STATUS_OK;
}

struct photo_query {
	const char *name;
};
static const struct field photo_fields[] = {FIELD(struct photo_query, name, .flags = REQUIRED, .min = 1, .max = 200)};
static const struct record photo_record = RECORD(photo_query, photo_fields);

/* A camera brings its picture; the hash goes into the question that follows. */
static enum status post_photo(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct evidence e;
	TRY(known(cx, rq));
	TRY(evidence_add(cx, rq->upload.path, ((const struct photo_query *)rq->query)->name, &e));
	jw_record(&reply->w, &evidence_record_of, &e);
	return STATUS_OK;
}

static const struct route table[] = {
	{"POST", "/api/gate/photos", 0, post_photo, .query = &photo_record, .reply = &evidence_record_of,
	 .flags = ROUTE_PUBLIC | ROUTE_UPLOAD | ROUTE_OWN_WRITE, .max_body = GATE_MOST_FILE, .help = "a picture of the truck; its hash goes into photos"},
	{"POST", "/api/gate", 0, post_gate, .body = &haulage_gate_ask_record, .reply = &haulage_gate_answer_record,
	 .flags = ROUTE_PUBLIC | ROUTE_NO_LEDGER, .help = "may this truck pass?"},
	{"GET", "/api/gate", 0, get_gate, .flags = ROUTE_PUBLIC, .help = "how the gate stands with its scale and with the county"},
};
static const struct routes gate_routes = ROUTES("/api/gate", table);
static const struct routes *const gate_route_lists[] = {&gate_routes};

static enum status nobody(struct cx *cx, const struct request *rq)
{
	(void)cx;
	(void)rq;
	return STATUS_OK;       /* known() asks */
}

/* ---- what goes on beside the decisions ---- */

static bool wait_for_stop(int64_t seconds)
{
	struct timespec until;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += seconds;
	pthread_mutex_lock(&gate.lock);
	int rc = 0;
	while (!gate.stopping && rc == 0)
		rc = pthread_cond_timedwait(&gate.stop_asked, &gate.lock, &until);
	bool stopping = gate.stopping;
	pthread_mutex_unlock(&gate.lock);
	return stopping;
}

static void note(const char *trouble)
{
	pthread_mutex_lock(&gate.lock);
	if (strncmp(gate.trouble, trouble, sizeof gate.trouble - 1) != 0)
		log_warn("gate.county", "error=\"%s\"", trouble);
	snprintf(gate.trouble, sizeof gate.trouble, "%s", trouble);
	if (!*trouble)
		gate.synced_at = install_now();
	pthread_mutex_unlock(&gate.lock);
}

static void *work(void *arg)
{
	struct cx cx = {.mem = arena_new(), .county = gate.county, .data = gate.settings->data, .perms = ~UINT64_C(0), .org_path = "/",
			.writer = gate.writer};
	(void)arg;
	if (db_open(&cx, settings_database(&cx, gate.settings), &cx.db)) {
		log_error("gate.database", "error=\"%s\"", cx.error);
		return NULL;
	}
	do {
		cx.now = install_now();
		note(gate_round(&cx, &gate) ? (cx.error ? cx.error : "failed") : "");
		cx_forget(&cx);
		cx.ledger_entries = 0;
		arena_reset(cx.mem);
	} while (!wait_for_stop(gate.every));
	db_close(cx.db);
	arena_free(cx.mem);
	return NULL;
}

/* ---- beginning ---- */

static enum status secret_of(struct cx *cx, const char *path, const char **out)
{
	const char *bytes;
	size_t n;
	TRY(call_read_file(cx, path, MOST_TOKEN, &bytes, &n));
	*out = arena_printf(cx->mem, "%.*s", (int)strcspn(bytes, " \r\n"), bytes);
	return **out ? STATUS_OK : cx_fail(cx, STATUS_INVALID, "%s is empty", path);
}

static enum status number_option(struct cx *cx, const struct call *call, const char *name, int64_t least, int64_t otherwise, int64_t *out)
{
	char *end;
	const char *text = call_option(call, name);
	*out = otherwise;
	if (!text)
		return STATUS_OK;
	errno = 0;
	*out = strtoll(text, &end, 10);
	return *text && !*end && !errno && *out >= least ? STATUS_OK
		: cx_fail(cx, STATUS_INVALID, "--%s is not a whole number from %ld on: %s", name, (long)least, text);
}

static enum status read_options(struct cx *cx, const struct call *call)
{
	const char *key = call_option(call, "key-file"), *token = call_option(call, "token-file");
	gate.county_url = call_option(call, "county-url");
	gate.watch = call_option(call, "watch");
	if (!gate.county_url || !token || !call_option(call, "scale"))
		return cx_fail(cx, STATUS_INVALID, "say --county-url, --token-file and --scale");
	TRY(number_option(cx, call, "scale", 1, 0, &gate.scale));
	TRY(number_option(cx, call, "every", 1, EVERY, &gate.every));
	TRY(secret_of(cx, token, &gate.token));
	if (key)
		TRY(secret_of(cx, key, &gate.key));
	if (!key && strcmp(gate.settings->address, "127.0.0.1") != 0)
		return cx_fail(cx, STATUS_INVALID, "a gate that others can reach needs --key-file");
	return STATUS_OK;
}

static enum status start(struct cx *cx, const struct call *call)
{
	static const struct app app = {.routes = gate_route_lists, .count = 1, .identify = nobody};
	const struct settings *s = gate.settings;
	const char *database = settings_database(cx, s), *indicator = call_option(call, "indicator");
	TRY(writer_start(cx, database, (unsigned)s->writers, &gate.writer));
	if (indicator)
		TRY(indicator_open(cx, indicator, &gate.indicator));
	return server_start(cx, &(struct server_options){
		.address = s->address, .port = (int)s->port, .threads = THREADS, .database = database, .data = s->data, .county = cx->county,
		.clock = install_now, .log_requests = s->log_requests, .app = &app, .writer = gate.writer}, &gate.server);
}

static void wait_for_signal(const sigset_t *set)
{
	int which;
	sigwait(set, &which);
	pthread_mutex_lock(&gate.lock);
	gate.stopping = true;
	pthread_cond_broadcast(&gate.stop_asked);
	pthread_mutex_unlock(&gate.lock);
}

static void stop(pthread_t worker, bool working)
{
	if (gate.server)
		server_drain(gate.server);
	if (gate.writer)
		writer_stop(gate.writer);
	if (working)
		pthread_join(worker, NULL);
	if (gate.server)
		server_stop(gate.server);
	indicator_close(gate.indicator);
	writer_free(gate.writer);
}

static enum status run(struct cx *cx, struct call *call)
{
	sigset_t set;
	pthread_t worker;
	gate.settings = call->settings;
	TRY(read_options(cx, call));
	fetch_init();
	TRY(install_open(cx, gate.settings));
	TRY(gate_first_copy(cx, &gate));
	gate.county = cx->county;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	enum status s = start(cx, call);
	if (!s) {
		pthread_create(&worker, NULL, work, NULL);
		printf("http://%s:%d\n", gate.settings->address, server_port(gate.server));
		fflush(stdout);
		wait_for_signal(&set);
	}
	stop(worker, !s);
	return s;
}

static const struct verb verbs[] = {
	{"haulage gate", "--county-url=URL --token-file=FILE --scale=ID [--indicator=tcp:HOST:PORT|serial:DEVICE[:BAUD]] [--watch=FILE] [--every=SECONDS]"
	 " [--key-file=FILE]", "county-url= token-file= scale= indicator= watch= every= key-file=", 0, 0, VERB_SETTINGS, run,
	 "decide at a mine's gate, also while the county is out of reach; prints its address when it is ready"},
};
const struct verbs gate_verbs = VERBS(verbs);
