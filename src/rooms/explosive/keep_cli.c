#include "rooms/explosive/keep_cli.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <jansson.h>
#include "base/day.h"
#include "base/hash.h"
#include "core/sign.h"
#include "db/db.h"
#include "rooms/explosive/explosive.h"
#include "rooms/explosive/permit.h"
#include "rooms/explosive/snapshot.h"
#include "rooms/explosive/standing.h"

enum { MOST_BYTES = 64 << 20 };

enum status keep_number(struct cx *cx, const char *what, const char *text, int64_t *out)
{
	char *end;
	errno = 0;
	*out = strtoll(text, &end, 10);
	if (!*text || *end || errno || *out <= 0)
		return cx_fail(cx, STATUS_INVALID, "%s is not a whole number from 1 on: %s", what, text);
	return STATUS_OK;
}

static enum status number_option(struct cx *cx, const struct call *call, const char *name, int64_t *out)
{
	const char *text = call_option(call, name);
	*out = 0;
	return text ? keep_number(cx, arena_printf(cx->mem, "--%s", name), text, out) : STATUS_OK;
}

/* ---- the device ---- */

/* What this machine is called in journals: made once, kept in the data folder; begins with 1 … f. */
static enum status device_of(struct cx *cx, const char **out)
{
	const char *path = arena_printf(cx->mem, "%s/keys/explosive-device", cx->data);
	const char *kept;
	size_t n;
	if (call_read_file(cx, path, 64, &kept, &n) == STATUS_OK && n >= 16) {
		*out = arena_printf(cx->mem, "%.16s", kept);
		return STATUS_OK;
	}
	cx_forget(cx);
	unsigned char bytes[8];
	random_bytes(bytes, sizeof bytes);
	bytes[0] |= 0x10;
	*out = hex_print(cx->mem, bytes, sizeof bytes);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool good = fd >= 0 && write(fd, *out, 16) == 16 && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	return good ? STATUS_OK : cx_fail(cx, STATUS_INTERNAL, "cannot write %s: %s", path, strerror(errno));
}

struct link_row {
	const char *hash;
	int64_t seq;
};
static const struct field link_fields[] = {FIELD(struct link_row, hash), FIELD(struct link_row, seq)};
static const struct record link_record = RECORD(link_row, link_fields);

struct newest_row {
	int64_t at;
};
static const struct field newest_fields[] = {FIELD(struct newest_row, at)};
static const struct record newest_record = RECORD(newest_row, newest_fields);

enum { CLOCKS_APART = 60 };

/* What is signed here comes after what is known here: within a second, or where two machines' clocks are some seconds
 * apart, the clock alone does not say so. */
static enum status moment_of(struct cx *cx, struct keeping *k)
{
	struct newest_row r;
	TRY(db_one(cx, &newest_record, &r,
		   "SELECT coalesce(max(at + CASE WHEN device = $3 THEN 0 ELSE 1 END), 0) AS at FROM explosive_entry "
		   "WHERE county = $1 AND magazine = $2"
		   " AND at >= $4",
		   ARGS(V(cx->county), V(k->magazine), V(k->device), V(k->at))));
	if (r.at > k->at && r.at - k->at < CLOCKS_APART)
		k->at = r.at;
	return STATUS_OK;
}

static enum status chain_of(struct cx *cx, struct keeping *k)
{
	struct list l;
	TRY(db_all(cx, &link_record, &l,
		   "SELECT hash, seq FROM explosive_entry WHERE county = $1 AND device = $2 ORDER BY seq DESC LIMIT 1",
		   ARGS(V(cx->county), V(k->device))));
	const struct link_row *last = l.items;
	k->seq = l.count ? last->seq + 1 : 1;
	k->prev = l.count ? last->hash : "0000000000000000000000000000000000000000000000000000000000000000";
	return STATUS_OK;
}

/* ---- keep ---- */

static enum status read_amounts(struct cx *cx, const struct call *call, struct keeping *k)
{
	static const struct {
		const char *option, *item;
		double unit;
	} goods[] = {{"emulsion-kg", "emulsion", 1000},
		     {"anfo-kg", "anfo", 1000},
		     {"detonators", "detonator", 1},
		     {"cord-m", "cord", 1}};
	const char *codes = call_option(call, "codes");
	if (codes)
		TRY(detonators_read(cx, codes, strlen(codes), &k->codes));
	for (size_t i = 0; i < sizeof goods / sizeof *goods; i++) {
		const char *text = call_option(call, goods[i].option);
		char *end = NULL;
		double n = text ? strtod(text, &end) * goods[i].unit : i == 2 ? (double)k->codes.count : 0;
		if (text && (!*text || *end || !(n >= 0 && n < 1e9) || fabs(n - round(n)) > 1e-6))
			return cx_fail(cx, STATUS_INVALID, "--%s is not an amount: %s", goods[i].option, text);
		if (text || n > 0)
			k->items[k->item_count++] = (struct keeping_item){goods[i].item, llround(n)};
	}
	return k->item_count ? STATUS_OK
			     : cx_fail(cx, STATUS_INVALID, "say what: --emulsion-kg, --anfo-kg, --codes, --cord-m");
}

static enum status load_key(struct cx *cx, const char *path, struct sign_key *out)
{
	static const char *const suites[] = {"sha256-ed25519", "sha256-p256", "sm3-sm2"};
	enum status s = STATUS_INVALID;
	for (size_t i = 0; i < sizeof suites / sizeof *suites && s == STATUS_INVALID; i++) {
		cx_forget(cx);
		s = sign_key_load(cx, path, sign_suite_find(suites[i]), out);
	}
	return s;
}

static enum status sign_two(struct cx *cx, const struct call *call, struct keep_input *in)
{
	static const char *const options[] = {"key", "key2"};
	struct keep_signature *s = arena_array_of(cx->mem, struct keep_signature, 2);
	for (int i = 0; i < 2; i++) {
		struct sign_key key;
		const char *path = call_option(call, options[i]);
		if (!path)
			return cx_fail(cx, STATUS_INVALID, "two people sign: --key=FILE and --key2=FILE");
		TRY(load_key(cx, path, &key));
		s[i].key = key.id;
		TRY(sign_text(cx, &key, in->text, &s[i].signature));
	}
	in->signatures = (struct list){s, 2};
	return STATUS_OK;
}

static enum status keep_verb(struct cx *cx, struct call *call)
{
	struct keeping k = {.county = cx->county, .at = cx->now};
	struct keep_input in;
	struct keep_result r;
	const struct keeping_kind *kind = keeping_kind(call->args[1]);
	if (!kind)
		return cx_fail(cx, STATUS_INVALID, "there is no such kind of entry: %s", call->args[1]);
	k.kind = kind->kind;
	k.person = call_option(call, "person") ? call_option(call, "person") : "";
	k.note = call_option(call, "note") ? call_option(call, "note") : "";
	TRY(keep_number(cx, "MAGAZINE", call->args[0], &k.magazine));
	TRY(number_option(cx, call, "permit", &k.permit));
	TRY(number_option(cx, call, "blast", &k.blast));
	TRY(read_amounts(cx, call, &k));
	TRY(device_of(cx, &k.device));
	TRY(chain_of(cx, &k));
	TRY(moment_of(cx, &k));
	in.text = keeping_write(cx, &k);
	TRY(sign_two(cx, call, &in));
	TRY(keep_take(cx, k.magazine, &in, true, &r));
	if (call->json)
		jw_record(&call->w, &keep_result_record, &r);
	else
		buf_printf(call->out, "%s %s %s\n", r.status, r.hash, r.why);
	return STATUS_OK;
}

static enum status key_verb(struct cx *cx, struct call *call)
{
	struct sign_key key;
	const struct sign_suite *suite = sign_suite_find("sha256-ed25519");
	const char *slash = strrchr(call->args[0], '/');
	const char *folder = !slash ? "." : arena_printf(cx->mem, "%.*s/", (int)(slash - call->args[0]), call->args[0]);
	if (!*call->args[0] || access(folder, W_OK) != 0)
		return cx_fail(cx, STATUS_INVALID, "cannot make a file here: %s", call->args[0]);
	TRY(sign_key_make(cx, call->args[0], suite));
	TRY(load_key(cx, call->args[0], &key));
	if (call->json) {
		jw_begin(&call->w, '{');
		jw_key(&call->w, "id");
		jw_text(&call->w, key.id);
		jw_key(&call->w, "public");
		jw_text(&call->w, key.public);
		jw_end(&call->w);
	} else {
		buf_printf(call->out, "%s\n%s", key.id, key.public);
	}
	return STATUS_OK;
}

/* ---- to and fro ---- */

enum status keep_batch(struct cx *cx, int64_t magazine, int64_t after, int64_t cursor, struct jw *w, int64_t *next,
		       int64_t *count)
{
	struct list l;
	TRY(journal_after(cx, magazine, after, SNAPSHOT_ENTRIES, &l));
	const struct journal_entry *e = l.items;
	*next = l.count ? e[l.count - 1].id : after;
	*count = (int64_t)l.count;
	jw_begin(w, '{');
	jw_key(w, "entries");
	jw_begin(w, '[');
	for (size_t i = 0; i < l.count; i++) {
		jw_begin(w, '{');
		jw_key(w, "text");
		jw_text(w, e[i].body);
		jw_key(w, "signatures");
		jw_raw(w, e[i].signatures.s);
		jw_end(w);
	}
	jw_end(w);
	jw_key(w, "strict");
	jw_bool(w, false);
	jw_key(w, "cursor");
	jw_int(w, cursor);
	jw_end(w);
	return STATUS_OK;
}

/* For a stick that is carried: everything after an entry, always as JSON. */
static enum status entries_verb(struct cx *cx, struct call *call)
{
	int64_t magazine, after, next, count;
	struct magazine m;
	struct buf b;
	buf_init(&b, cx->mem);
	struct jw w = {.out = &b};
	TRY(keep_number(cx, "MAGAZINE", call->args[0], &magazine));
	TRY(number_option(cx, call, "after", &after));
	TRY(magazine_get(cx, magazine, &m));
	TRY(keep_batch(cx, magazine, after, 0, call->json ? &call->w : &w, &next, &count));
	if (!call->json)
		buf_printf(call->out, "%s\n", b.s);
	return STATUS_OK;
}

static enum status snapshot_verb(struct cx *cx, struct call *call)
{
	int64_t magazine, after;
	struct buf b;
	buf_init(&b, cx->mem);
	struct jw own = {.out = &b}, *w = call->json ? &call->w : &own;
	TRY(keep_number(cx, "MAGAZINE", call->args[0], &magazine));
	TRY(number_option(cx, call, "after", &after));
	jw_begin(w, '{');
	TRY(snapshot_write(cx, magazine, after, w));
	jw_end(w);
	if (!call->json)
		buf_printf(call->out, "%s\n", b.s);
	return STATUS_OK;
}

static enum status take_entries(struct cx *cx, int64_t magazine, json_t *list, int64_t counts[3])
{
	static const char *const statuses[] = {"new", "known"};
	size_t i, k;
	json_t *e, *s;
	json_array_foreach(list, i, e)
	{
		json_t *given = json_object_get(e, "signatures");
		struct keep_signature *all = arena_array_of(cx->mem, struct keep_signature, json_array_size(given) + 1);
		const char *text = json_string_value(json_object_get(e, "text"));
		json_array_foreach(given, k, s)
		{
			const char *key = json_string_value(json_object_get(s, "key")),
				   *signature = json_string_value(json_object_get(s, "signature"));
			all[k] = (struct keep_signature){key ? key : "", signature ? signature : ""};
		}
		struct keep_result r;
		TRY(keep_take(cx, magazine, &(struct keep_input){text ? text : "", {all, json_array_size(given)}},
			      false, &r));
		counts[strcmp(r.status, statuses[0]) == 0 ? 0 : strcmp(r.status, statuses[1]) == 0 ? 1 : 2]++;
	}
	return STATUS_OK;
}

/* A batch of entries, or a snapshot of the county. */
static enum status take_verb(struct cx *cx, struct call *call)
{
	const char *bytes;
	size_t n;
	int64_t magazine, next, counts[3] = {0};
	bool more;
	TRY(call_read_file(cx, call->args[0], MOST_BYTES, &bytes, &n));
	json_t *j = json_loadb(bytes, n, JSON_REJECT_DUPLICATES, NULL);
	bool snapshot = json_object_get(j, "magazine") != NULL;
	enum status s = STATUS_OK;
	if (snapshot) {
		s = snapshot_read(cx, bytes, n, &magazine, &next, &more);
	} else {
		const char *of = call_option(call, "magazine");
		s = !json_is_array(json_object_get(j, "entries"))
			    ? cx_fail(cx, STATUS_INVALID, "%s is neither a snapshot nor a batch of entries",
				      call->args[0])
		    : !of ? cx_fail(cx, STATUS_INVALID, "say of which: --magazine=N")
			  : keep_number(cx, "--magazine", of, &magazine);
		if (!s)
			s = take_entries(cx, magazine, json_object_get(j, "entries"), counts);
	}
	json_decref(j);
	TRY(s);
	if (call->json) {
		jw_begin(&call->w, '{');
		jw_key(&call->w, "magazine");
		jw_int(&call->w, magazine);
		jw_key(&call->w, "new");
		jw_int(&call->w, counts[0]);
		jw_key(&call->w, "known");
		jw_int(&call->w, counts[1]);
		jw_key(&call->w, "other");
		jw_int(&call->w, counts[2]);
		jw_end(&call->w);
	} else {
		buf_printf(call->out,
			   words(cx, "magazine %" PRId64 ": %" PRId64 " new, %" PRId64 " known, %" PRId64 " other\n"),
			   magazine, counts[0], counts[1], counts[2]);
	}
	return STATUS_OK;
}

/* ---- looking ---- */

static enum status audit_verb(struct cx *cx, struct call *call)
{
	int64_t faults;
	const char *why;
	TRY(book_audit(cx, &faults, &why));
	call->no = faults > 0;
	if (call->json) {
		jw_begin(&call->w, '{');
		jw_key(&call->w, "faults");
		jw_int(&call->w, faults);
		jw_key(&call->w, "first");
		jw_text(&call->w, why);
		jw_end(&call->w);
	} else if (faults) {
		buf_printf(call->out, words(cx, "%" PRId64 " faults, the first: %s\n"), faults, why);
	} else {
		buf_puts(call->out, words(cx, "the book is what the journal says\n"));
	}
	return STATUS_OK;
}

static enum status stock_verb(struct cx *cx, struct call *call)
{
	int64_t magazine;
	struct magazine m;
	struct list l;
	TRY(keep_number(cx, "MAGAZINE", call->args[0], &magazine));
	TRY(magazine_get(cx, magazine, &m));
	TRY(book_of_magazine(cx, magazine, &l));
	if (call->json)
		jw_list(&call->w, &balance_row_record, &l);
	const struct balance_row *b = l.items;
	for (size_t i = 0; i < l.count && !call->json; i++)
		buf_printf(call->out, "%s %s %" PRId64 "\n", b[i].account, b[i].item, b[i].amount);
	return STATUS_OK;
}

/* May the mine work, as far as this machine knows, and since when it knows. */
static enum status standing_verb(struct cx *cx, struct call *call)
{
	int64_t magazine;
	struct standing s;
	char told[32];
	TRY(keep_number(cx, "MAGAZINE", call->args[0], &magazine));
	TRY(standing_of(cx, magazine, &s));
	call->no = !s.may_work;
	if (call->json)
		jw_record(&call->w, &standing_record, &s);
	else if (s.may_work)
		buf_printf(call->out, words(cx, "the mine may work, as of %s\n"), time_print(s.told_at, told));
	else
		buf_printf(call->out, words(cx, "the county has stopped the mine: %s (told %s)\n"), s.why_not,
			   time_print(s.told_at, told));
	return STATUS_OK;
}

static enum status piece_verb(struct cx *cx, struct call *call)
{
	struct piece p;
	struct list steps;
	TRY(piece_life(cx, call->args[0], &p, &steps));
	if (call->json) {
		jw_begin(&call->w, '{');
		jw_fields(&call->w, &piece_record, &p);
		jw_key(&call->w, "life");
		jw_list(&call->w, &piece_step_record, &steps);
		jw_end(&call->w);
		return STATUS_OK;
	}
	const struct piece_step *s = steps.items;
	buf_printf(call->out, "%s %s %s\n", p.code, p.made_on, p.state);
	for (size_t i = 0; i < steps.count; i++) {
		char at[32];
		buf_printf(call->out, "    %s %s %s %s %s\n", time_print(s[i].at, at), s[i].kind, s[i].holder,
			   s[i].signers, s[i].fault);
	}
	return STATUS_OK;
}

static enum status account_verb(struct cx *cx, struct call *call)
{
	struct mine *m;
	struct quota_use u;
	TRY(mine_find(cx, call->args[0], &m));
	TRY(quota_use(cx, m->id, day_of(cx->now), &u));
	if (call->json)
		jw_record(&call->w, &quota_use_record, &u);
	else
		buf_printf(call->out,
			   words(cx, "%s %" PRId64 ": quota %.0f kg, used %.0f, stock %.0f, road %.0f, with blasters "
						   "%.0f, open permits %.0f, left %.0f\n"),
			   m->name, u.year, u.kg_year, u.used_kg, u.stock_kg, u.road_kg, u.out_kg, u.open_kg,
			   u.left_kg);
	return STATUS_OK;
}

static const struct verb table[] = {
	{"explosive keep",
	 "MAGAZINE KIND --key=FILE --key2=FILE [--emulsion-kg=N] [--codes=LIST] [--permit=N] [--blast=N --person=NAME]",
	 "key= key2= emulsion-kg= anfo-kg= detonators= cord-m= codes= permit= blast= person= note=", 2, 2,
	 VERB_DB | VERB_WRITE, keep_verb,
	 "sign an entry of a magazine's journal by two keys; refused where the book cannot bear it"},
	{"explosive key", "FILE", "", 1, 1, 0, key_verb, "make a key to sign with, and print its public part"},
	{"explosive entries", "MAGAZINE [--after=N]", "after=", 1, 1, VERB_DB, entries_verb,
	 "entries to carry to another machine, as JSON"},
	{"explosive snapshot", "MAGAZINE [--after=N]", "after=", 1, 1, VERB_DB, snapshot_verb,
	 "what a machine at the magazine needs, as JSON"},
	{"explosive take", "FILE [--magazine=N]", "magazine=", 1, 1, VERB_DB | VERB_WRITE, take_verb,
	 "take in a snapshot or a batch of entries, in any order, repeatable"},
	{"explosive stock", "MAGAZINE", "", 1, 1, VERB_DB, stock_verb, "what lies in a magazine and is out with whom"},
	{"explosive standing", "MAGAZINE", "", 1, 1, VERB_DB, standing_verb,
	 "may the mine work, as the county last said; exit 1: not"},
	{"explosive detonator", "CODE", "", 1, 1, VERB_DB, piece_verb, "a detonator's life"},
	{"explosive account", "MINE", "", 1, 1, VERB_DB, account_verb, "how a mine's quota stands"},
	{"explosive audit", "", "", 0, 0, VERB_DB, audit_verb, "reckon the book again from the journal, and compare"},
};
const struct verbs keep_verbs = VERBS(table);
