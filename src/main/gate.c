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
#include <jansson.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include "base/hash.h"
#include "base/log.h"
#include "core/county.h"
#include "db/db.h"
#include "db/writer.h"
#include "http/server.h"
#include "main/fetch.h"
#include "main/indicator.h"
#include "main/install.h"
#include "main/settings.h"
#include "rooms/haulage/gate.h"

enum { MOST_TOKEN = 4096, MOST_FILE = 32 << 20, OUTBOX_BATCH = 200, COPY_PAGE = 1000, THREADS = 4, EVERY = 15 };

/* A process is one gate; set before any thread starts, and but for what the lock guards never changed. */
static struct gate {
	const struct settings *settings;
	const char *county_url, *token, *key, *watch;
	int64_t scale, county, every;
	struct writer *writer;
	struct server *server;
	struct indicator *indicator;
	pthread_mutex_t lock;
	pthread_cond_t stop_asked;
	bool stopping;
	int64_t synced_at, since, cursor;
	char trouble[200];              /* why the county was not reached; "" it was */
	int64_t watched;                /* the watched file's time of change when it was read */
} gate = {.lock = PTHREAD_MUTEX_INITIALIZER, .stop_asked = PTHREAD_COND_INITIALIZER};

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

static const struct route table[] = {
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

/* ---- with the county ---- */

static enum status ask_county(struct cx *cx, struct fetch *f)
{
	f->token = gate.token;
	TRY(fetch(cx, f));
	return f->status == 200 ? STATUS_OK : cx_fail(cx, STATUS_CONFLICT, "the county answers %ld: %.200s", f->status, f->answer);
}

struct body {
	const char *json;
	size_t n;
	int64_t settled;
	struct haulage_copied copied;
};

static enum status settle(struct cx *cx, void *arg)
{
	struct body *b = arg;
	return haulage_outbox_settle(cx, b->json, b->n, &b->settled);
}

static enum status apply(struct cx *cx, void *arg)
{
	struct body *b = arg;
	return haulage_copy_apply(cx, b->json, b->n, &b->copied);
}

/* The answer has more than its items: keep those. */
static enum status items_of(struct cx *cx, const char *answer, size_t n, struct body *out)
{
	json_t *j = json_loadb(answer, n, 0, NULL);
	json_t *items = json_pack("{s:O?}", "items", json_object_get(j, "items"));
	char *dumped = items ? json_dumps(items, JSON_COMPACT) : NULL;
	out->json = arena_strdup(cx->mem, dumped ? dumped : "");
	out->n = strlen(out->json);
	free(dumped);
	json_decref(items);
	json_decref(j);
	return out->n ? STATUS_OK : cx_fail(cx, STATUS_CONFLICT, "the county answers %ld: %.200s", 200L, answer);
}

static enum status tell(struct cx *cx, int64_t *waiting)
{
	struct fetch f = {.url = arena_printf(cx->mem, "%s/api/haulage/weighings", gate.county_url)};
	struct body b = {0};
	struct buf out;
	buf_init(&out, cx->mem);
	struct jw w = {.out = &out};
	TRY(haulage_outbox_write(cx, OUTBOX_BATCH, &w, waiting));
	if (!*waiting)
		return STATUS_OK;
	f.body = out.s;
	TRY(ask_county(cx, &f));
	TRY(items_of(cx, f.answer, f.n, &b));
	TRY(writer_run(gate.writer, cx, settle, &b));
	return b.settled ? STATUS_OK : cx_fail(cx, STATUS_CONFLICT, "the county's answer settles nothing");
}

static enum status fetch_copy(struct cx *cx, struct body *b)
{
	struct fetch f = {.url = arena_printf(cx->mem, "%s/api/haulage/gate/copy?scale=%" PRId64 "&since=%" PRId64 "&cursor=%" PRId64, gate.county_url,
					      gate.scale, gate.since, gate.cursor)};
	TRY(ask_county(cx, &f));
	b->json = f.answer;
	b->n = f.n;
	return STATUS_OK;
}

static enum status copy(struct cx *cx)
{
	struct body b;
	do {
		b = (struct body){0};
		TRY(fetch_copy(cx, &b));
		TRY(writer_run(gate.writer, cx, apply, &b));
		gate.since = b.copied.since;
		gate.cursor = b.copied.next;
	} while (b.copied.vehicles == COPY_PAGE);
	return STATUS_OK;
}

/* ---- a file that the weighbridge's software writes ---- */

struct chunk {
	struct haulage_weighing *w;
	size_t n;
};

static enum status take_chunk(struct cx *cx, void *arg)
{
	struct chunk *c = arg;
	struct list taken;
	TRY(haulage_take(cx, c->w, c->n, &taken));
	const struct haulage_taken *t = taken.items;
	for (size_t i = 0; i < taken.count; i++)
		if (strcmp(t[i].status, "taken") == 0)
			TRY(db_exec(cx, NULL, "INSERT INTO haulage_outbox (county, ticket) VALUES ($1, $2) ON CONFLICT (county, ticket) DO NOTHING",
				    ARGS(V(cx->county), V(t[i].id))));
		else if (strcmp(t[i].status, "refused") == 0)
			log_warn("gate.refused", "no=%s error=\"%s\"", t[i].no, t[i].message);
	return STATUS_OK;
}

static enum status read_watched(struct cx *cx)
{
	struct stat st;
	const char *bytes;
	size_t n;
	struct list all;
	if (!gate.watch || stat(gate.watch, &st) != 0)
		return STATUS_OK;
	int64_t changed = st.st_mtim.tv_sec * INT64_C(1000000000) + st.st_mtim.tv_nsec;
	if (changed == gate.watched)
		return STATUS_OK;
	TRY(call_read_file(cx, gate.watch, MOST_FILE, &bytes, &n));
	TRY(haulage_read_file(cx, gate.scale, gate.watch, bytes, n, &all));
	for (size_t i = 0; i < all.count; i += HAULAGE_BATCH) {
		struct chunk c = {(struct haulage_weighing *)all.items + i, all.count - i < HAULAGE_BATCH ? all.count - i : HAULAGE_BATCH};
		TRY(writer_run(gate.writer, cx, take_chunk, &c));
	}
	gate.watched = changed;
	return STATUS_OK;
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

static enum status integrate(struct cx *cx, void *arg)
{
	(void)arg;
	return ledger_integrate(cx, NULL);
}

/* One after the other, each however the one before went. */
static enum status round_of_work(struct cx *cx)
{
	int64_t waiting;
	if (read_watched(cx)) {
		log_warn("gate.watch", "error=\"%s\"", cx->error ? cx->error : "");
		cx_forget(cx);
	}
	enum status s = writer_run(gate.writer, cx, integrate, NULL);
	cx_forget(cx);
	do
		s = tell(cx, &waiting);
	while (!s && waiting == OUTBOX_BATCH);
	return s ? s : copy(cx);
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
		note(round_of_work(&cx) ? (cx.error ? cx.error : "failed") : "");
		cx_forget(&cx);
		cx.ledger_entries = 0;
		arena_reset(cx.mem);
	} while (!wait_for_stop(gate.every));
	db_close(cx.db);
	arena_free(cx.mem);
	return NULL;
}

/* ---- beginning ---- */

static enum status begin_county(struct cx *cx, void *arg)
{
	struct body *b = arg;
	json_t *j = json_loadb(b->json, b->n, 0, NULL);
	int64_t code = json_integer_value(json_object_get(j, "county"));
	const char *name = json_string_value(json_object_get(j, "county_name"));
	name = name ? arena_strdup(cx->mem, name) : "";
	json_decref(j);
	TRY(county_create(cx, code, name, "sha256-ed25519"));
	return haulage_copy_apply(cx, b->json, b->n, &b->copied);
}

/* The first time: without the county nothing is known of the mine, so there is nothing to decide by. */
static enum status first_copy(struct cx *cx)
{
	struct body b = {0};
	if (cx->county)
		return STATUS_OK;
	TRY(fetch_copy(cx, &b));
	return write_now(cx, begin_county, &b);
}

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
	TRY(first_copy(cx));
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
