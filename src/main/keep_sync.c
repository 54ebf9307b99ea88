#include "main/keep_sync.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <jansson.h>
#include "base/day.h"
#include "db/writer.h"
#include "main/fetch.h"
#include "main/install.h"
#include "rooms/explosive/explosive.h"
#include "rooms/explosive/keep_cli.h"
#include "rooms/explosive/snapshot.h"
#include "rooms/explosive/standing.h"

enum { ROUNDS = 1000, MOST_SECONDS = 3600 };

/* How far this machine and the county have told each other: two numbers in a file.  Losing it costs time, nothing else:
 * whatever is sent again is known already. */
struct marks {
	const char *path;
	int64_t sent, got;
};

static void read_marks(struct cx *cx, int64_t magazine, struct marks *m)
{
	*m = (struct marks){.path = arena_printf(cx->mem, "%s/explosive-sync-%" PRId64, cx->data, magazine)};
	FILE *f = fopen(m->path, "re");
	if (f && fscanf(f, "%" SCNd64 " %" SCNd64, &m->sent, &m->got) != 2)
		m->sent = m->got = 0;
	if (f)
		fclose(f);
}

static enum status write_marks(struct cx *cx, const struct marks *m)
{
	const char *tmp = arena_printf(cx->mem, "%s.new", m->path);
	FILE *f = fopen(tmp, "we");
	bool good = f && fprintf(f, "%" PRId64 " %" PRId64 "\n", m->sent, m->got) > 0 && fflush(f) == 0 &&
		    fsync(fileno(f)) == 0;
	if (f)
		fclose(f);
	return good && rename(tmp, m->path) == 0 ? STATUS_OK : cx_fail(cx, STATUS_INTERNAL, "cannot write %s", m->path);
}

struct answer {
	const char *json;
	size_t n;
	int64_t magazine, next;
	bool more;
};

static enum status take(struct cx *cx, void *arg)
{
	struct answer *a = arg;
	return snapshot_read(cx, a->json, a->n, &a->magazine, &a->next, &a->more);
}

static enum status round_of(struct cx *cx, const char *url, const char *token, int64_t magazine, struct marks *m,
			    bool *again, int64_t *sent)
{
	struct buf b;
	int64_t next, count;
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	TRY(keep_batch(cx, magazine, m->sent, m->got, &w, &next, &count));
	struct fetch f = {.url = arena_printf(cx->mem, "%s/api/explosives/magazines/%" PRId64 "/sync", url, magazine),
			  .token = token,
			  .body = b.s};
	TRY(fetch(cx, &f));
	if (f.status != 200)
		return cx_fail(cx, STATUS_INVALID, "the county's server answers %ld: %.300s", f.status, f.answer);
	struct answer a = {.json = f.answer, .n = f.n};
	TRY(write_now(cx, take, &a));
	*again = count == SNAPSHOT_ENTRIES || a.more;
	*sent += count;
	m->sent = next;
	m->got = a.next;
	return write_marks(cx, m);
}

/* All that there is to tell, both ways. */
static enum status sync_all(struct cx *cx, const char *url, const char *token, int64_t magazine, struct marks *m,
			    int64_t *sent)
{
	bool again = true;
	read_marks(cx, magazine, m);
	for (int i = 0; again && i < ROUNDS; i++)
		TRY(round_of(cx, url, token, magazine, m, &again, sent));
	return STATUS_OK;
}

/* ---- staying in touch ---- */

struct watched {
	const char *url, *token;
	int64_t magazine;
	char stamp[128]; /* of the county's last answer that was followed by a sync */
	bool lost;       /* said that nobody answers */
	int may_work;    /* as last said; -1: nothing yet */
};

/* Has the county news, or this machine entries that it has not told? */
static enum status has_news(struct cx *cx, struct watched *w, char stamp[static 128], bool *yes)
{
	struct fetch f = {
		.url = arena_printf(cx->mem, "%s/api/explosives/magazines/%" PRId64 "/standing", w->url, w->magazine),
		.token = w->token};
	struct marks m;
	struct list l;
	TRY(fetch(cx, &f));
	if (f.status != 200)
		return cx_fail(cx, STATUS_INVALID, "the county's server answers %ld: %.300s", f.status, f.answer);
	json_t *j = json_loadb(f.answer, f.n, 0, NULL);
	const char *s = json_string_value(json_object_get(j, "stamp"));
	snprintf(stamp, 128, "%s %d", s ? s : "", json_is_true(json_object_get(j, "may_work")));
	json_decref(j);
	read_marks(cx, w->magazine, &m);
	TRY(journal_after(cx, w->magazine, m.sent, 1, &l));
	*yes = strcmp(stamp, w->stamp) != 0 || l.count > 0;
	return STATUS_OK;
}

static void say(struct cx *cx, struct watched *w)
{
	struct standing s;
	bool known;
	char at[32];
	if (standing_heard(cx, w->magazine, &s, &known) || !known || s.may_work == w->may_work)
		return;
	w->may_work = s.may_work;
	time_print(s.told_at, at);
	if (s.may_work)
		printf(words(cx, "the mine may work, as of %s\n"), at);
	else
		printf(words(cx, "the county has stopped the mine: %s (told %s)\n"), s.why_not, at);
	fflush(stdout);
}

static enum status look(struct cx *cx, struct watched *w)
{
	struct marks m;
	int64_t sent = 0;
	char stamp[128];
	bool news;
	TRY(has_news(cx, w, stamp, &news));
	if (news) {
		TRY(sync_all(cx, w->url, w->token, w->magazine, &m, &sent));
		TRY(has_news(cx, w, stamp, &news));
		memcpy(w->stamp, stamp, sizeof stamp);
	}
	say(cx, w);
	return STATUS_OK;
}

/* Until it is killed, which may be at any moment.  A county that does not answer is asked again; one that says no is
 * not. */
static enum status watch(struct cx *cx, struct watched *w, int64_t seconds)
{
	struct arena *whole = cx->mem;
	for (;;) {
		cx->mem = arena_new();
		cx->now = install_now();
		enum status s = look(cx, w);
		if (s == STATUS_BUSY && !w->lost)
			fprintf(stderr, "%s\n", cx->error);
		w->lost = s == STATUS_BUSY;
		if (s && s != STATUS_BUSY) {
			cx->error = cx->error ? arena_strdup(whole, cx->error) : NULL;
			arena_free(cx->mem);
			cx->mem = whole;
			return s;
		}
		cx_forget(cx);
		arena_free(cx->mem);
		cx->mem = whole;
		sleep((unsigned)seconds);
	}
}

static enum status sync_verb(struct cx *cx, struct call *call)
{
	struct marks m;
	int64_t magazine, sent = 0, seconds;
	const char *url = call_option(call, "url"),
		   *token = call_option(call, "token") ? call_option(call, "token") : getenv("KUANGAN_TOKEN");
	const char *every = call_option(call, "every");
	if (!url || !token)
		return cx_fail(cx, STATUS_INVALID, "say where to: --url=https://… and --token=… (or KUANGAN_TOKEN)");
	TRY(keep_number(cx, "MAGAZINE", call->args[0], &magazine));
	fetch_init();
	if (every) {
		TRY(keep_number(cx, "--every", every, &seconds));
		if (seconds > MOST_SECONDS)
			return cx_fail(cx, STATUS_INVALID, "--every is at most %d seconds", MOST_SECONDS);
		struct watched w = {.url = url, .token = token, .magazine = magazine, .may_work = -1};
		return watch(cx, &w, seconds);
	}
	TRY(sync_all(cx, url, token, magazine, &m, &sent));
	if (call->json) {
		jw_begin(&call->w, '{');
		jw_key(&call->w, "sent");
		jw_int(&call->w, sent);
		jw_key(&call->w, "cursor");
		jw_int(&call->w, m.got);
		jw_end(&call->w);
	} else {
		buf_printf(call->out, words(cx, "%" PRId64 " entries sent; the county's are here\n"), sent);
	}
	return STATUS_OK;
}

static const struct verb table[] = {
	{"explosive sync", "MAGAZINE --url=URL [--token=TOKEN] [--every=SECONDS]", "url= token= every=", 1, 1, VERB_DB,
	 sync_verb,
	 "send this machine's entries to the county and take in the others'; --every: stay, ask that often, and sync "
	 "when there is news"},
};
const struct verbs keep_sync_verbs = VERBS(table);
