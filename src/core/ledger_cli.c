#include "core/ledger_cli.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/day.h"
#include "core/evidence.h"
#include "core/ledger_api.h"
#include "db/db.h"
#include "db/writer.h"

enum { FILE_MAX = 1 << 20 };

static enum status number(struct cx *cx, const char *text, int64_t *out)
{
	char *end;
	errno = 0;
	*out = strtoll(text, &end, 10);
	if (errno || *end || end == text || *out < 0)
		return cx_fail(cx, STATUS_INVALID, "%s is not a number", text);
	return STATUS_OK;
}

static enum status integrate_in(struct cx *cx, void *done)
{
	return ledger_integrate(cx, done);
}

/* Everything that waits gets its position first, so that what is printed is the state of now. */
static enum status settle(struct cx *cx)
{
	int64_t done;
	do {
		enum status s = write_from(cx, integrate_in, &done);
		if (s == STATUS_CONFLICT) {     /* the server was faster */
			cx_forget(cx);
			return STATUS_OK;
		}
		TRY(s);
	} while (done);
	return STATUS_OK;
}

static void print_head(struct cx *cx, struct call *call, const struct ledger_head *h)
{
	char at[32];
	buf_printf(call->out, words(cx, "size %lld, signed %s"), (long long)h->size, time_print(h->at, at));
	buf_printf(call->out, "\n%s\n%s %s\n", h->root, h->suite, h->key);
}

static enum status head(struct cx *cx, struct call *call)
{
	const char *since = call_option(call, "since");
	int64_t from = 0;
	if (since)
		TRY(number(cx, since, &from));
	TRY(settle(cx));
	if (since || call->json) {      /* what a witness needs is JSON anyway */
		struct jw w = {.out = call->out};
		TRY(ledger_bundle(cx, from, call->json ? &call->w : &w));
		if (!call->json)
			buf_puts(call->out, "\n");
		return STATUS_OK;
	}
	struct ledger_head h;
	TRY(ledger_newest(cx, &h));
	if (!h.size)
		return cx_fail(cx, STATUS_NOT_FOUND, "the ledger has no head yet");
	print_head(cx, call, &h);
	return STATUS_OK;
}

static enum status list(struct cx *cx, struct call *call)
{
	const char *kind = call_option(call, "kind"), *item_text = call_option(call, "item"),
		   *limit_text = call_option(call, "limit");
	int64_t item = 0, limit = 50;
	struct list l;
	if (item_text)
		TRY(number(cx, item_text, &item));
	if (limit_text)
		TRY(number(cx, limit_text, &limit));
	TRY(db_all(cx, &ledger_entry_record, &l,
		   "SELECT " LEDGER_ENTRY_COLUMNS " FROM ledger_entry WHERE county = $1 AND (kind = $2 OR $2 = '')"
		   " AND (item = $3 OR $3 = 0) ORDER BY id DESC LIMIT $4",
		   ARGS(V(cx->county), V(kind ? kind : ""), V(item), V(limit))));
	if (call->json) {
		jw_begin(&call->w, '{');
		jw_key(&call->w, "items");
		jw_list(&call->w, &ledger_entry_record, &l);
		jw_end(&call->w);
		return STATUS_OK;
	}
	for (size_t i = 0; i < l.count; i++) {
		const struct ledger_entry *e = &((struct ledger_entry *)l.items)[i];
		char at[32];
		buf_printf(call->out, "%" PRId64 "  %s  %s %" PRId64 "  %s  %s\n", e->id, time_print(e->at, at),
			   e->kind, e->item, e->action, e->data.s);
	}
	return STATUS_OK;
}

static void print_report(struct cx *cx, struct call *call, const struct ledger_report *r)
{
	call->no = r->faults > 0;
	if (call->json) {
		jw_ledger_report(&call->w, r);
		return;
	}
	buf_printf(call->out, words(cx, "%lld entries, %lld heads, %lld signatures of witnesses, %lld entries waiting"),
		   (long long)r->entries, (long long)r->heads, (long long)r->cosigned, (long long)r->pending);
	buf_puts(call->out, "\n");
	if (r->root)
		buf_printf(call->out, words(cx, "newest head: size %lld, root %s, key %s\n"), (long long)r->size,
			   r->root, r->key);
	for (size_t i = 0; i < r->words.count; i++)
		buf_printf(call->out, "  %s\n", r->words.items[i]);
	if (r->faults)
		buf_printf(call->out, words(cx, "%lld faults: this ledger is NOT sound\n"), (long long)r->faults);
	else
		buf_puts(call->out, words(cx, "sound\n"));
}

static enum status verify(struct cx *cx, struct call *call)
{
	struct ledger_report r;
	TRY(ledger_verify(cx, ledger_checks, NULL, &r));
	print_report(cx, call, &r);
	return STATUS_OK;
}

static void close_file(void *f)
{
	fclose(f);
}

static enum status write_line(struct cx *cx, void *f, const char *line, size_t n)
{
	if (fwrite(line, 1, n, f) != n || fputc('\n', f) == EOF)
		return cx_fail(cx, STATUS_INTERNAL, "the file cannot be written");
	return STATUS_OK;
}

/* The lines of an export to a file, or to standard output where its name is "-". */
static enum status export_to(struct cx *cx, struct call *call, const char *path, int64_t entry)
{
	FILE *f = stdout;
	if (strcmp(path, "-") != 0) {
		f = fopen(path, "we");
		if (!f)
			return cx_fail(cx, STATUS_INVALID, "cannot write %s: %s", path, strerror(errno));
		arena_defer(cx->mem, close_file, f);
	}
	TRY(entry ? ledger_export_proof(cx, entry, write_line, f) : ledger_export(cx, write_line, f));
	if (fflush(f) != 0)
		return cx_fail(cx, STATUS_INTERNAL, "the file cannot be written");
	if (call->json && f != stdout) {
		jw_begin(&call->w, '{');
		jw_key(&call->w, "file");
		jw_text(&call->w, path);
		jw_end(&call->w);
	}
	return STATUS_OK;
}

static enum status export(struct cx *cx, struct call *call)
{
	TRY(settle(cx));
	return export_to(cx, call, call->args[0], 0);
}

static enum status prove(struct cx *cx, struct call *call)
{
	int64_t entry;
	struct ledger_proof p;
	const char *out = call_option(call, "out");
	TRY(number(cx, call->args[0], &entry));
	TRY(settle(cx));
	if (out)
		return export_to(cx, call, out, entry);
	TRY(ledger_prove(cx, entry, &p));
	if (call->json) {
		jw_ledger_proof(cx, &call->w, &p);
		return STATUS_OK;
	}
	size_t n;
	char hex[HASH_HEX];
	buf_printf(call->out, "%s\n", ledger_leaf_text(cx, &p.entry, &n));
	buf_printf(call->out, words(cx, "position %lld, leaf %s\n"), (long long)p.position, hash_print(&p.leaf, hex));
	for (int i = 0; i < p.path.count; i++)
		buf_printf(call->out, "  %s\n", hash_print(&p.path.nodes[i], hex));
	print_head(cx, call, &p.head);
	return STATUS_OK;
}

static enum status consistency(struct cx *cx, struct call *call)
{
	int64_t from, to = 0;
	TRY(number(cx, call->args[0], &from));
	if (call->count > 1)
		TRY(number(cx, call->args[1], &to));
	struct jw w = {.out = call->out};
	TRY(jw_ledger_consistency(cx, call->json ? &call->w : &w, from, to));
	if (!call->json)
		buf_puts(call->out, "\n");
	return STATUS_OK;
}

static enum status key(struct cx *cx, struct call *call)
{
	struct sign_key k;
	TRY(ledger_own_key(cx, &k));
	if (!call->json) {
		buf_puts(call->out, k.public);
		return STATUS_OK;
	}
	struct ledger_key row = {k.id, k.suite->name, k.public, ""};
	jw_record(&call->w, &ledger_key_record, &row);
	return STATUS_OK;
}

/* Both directions in one file: sign what another county sent, or keep what a witness sent back. */
static enum status cosign(struct cx *cx, struct call *call)
{
	const char *text;
	size_t n;
	struct ledger_cosign c;
	struct sign_key k;
	TRY(call_read_file(cx, call->args[0], FILE_MAX, &text, &n));
	if (call_option(call, "accept")) {
		TRY(ledger_accept(cx, text, n));
		if (call->json)
			jw_raw(&call->w, "{\"ok\":true}");
		return STATUS_OK;
	}
	TRY(ledger_witness(cx, text, n, &c, &k));
	struct jw plain = {.out = call->out}, *w = call->json ? &call->w : &plain;
	struct ledger_key row = {k.id, k.suite->name, k.public, ""};
	jw_begin(w, '{');
	jw_key(w, "cosign");
	jw_record(w, &ledger_cosign_record, &c);
	jw_key(w, "key");
	jw_record(w, &ledger_key_record, &row);
	jw_end(w);
	if (!call->json)
		buf_puts(call->out, "\n");
	return STATUS_OK;
}

/* The public keys given with --key, as often as it was given. */
static enum status read_keys(struct cx *cx, struct call *call, struct texts *out)
{
	const char **pems = arena_array_of(cx->mem, const char *, (size_t)call->options + 1);
	out->items = pems;
	out->count = 0;
	for (int i = 0; i < call->options; i++) {
		size_t n;
		if (strcmp(call->names[i], "key") == 0)
			TRY(call_read_file(cx, call->values[i], FILE_MAX, &pems[out->count++], &n));
	}
	return STATUS_OK;
}

static enum status check(struct cx *cx, struct call *call)
{
	struct texts keys;
	struct ledger_report r;
	FILE *f = stdin;
	TRY(read_keys(cx, call, &keys));
	if (strcmp(call->args[0], "-") != 0) {
		f = fopen(call->args[0], "re");
		if (!f)
			return cx_fail(cx, STATUS_NOT_FOUND, "cannot open %s", call->args[0]);
		arena_defer(cx->mem, close_file, f);
	}
	TRY(ledger_check_file(cx, f, &keys, &r));
	print_report(cx, call, &r);
	if (!r.trusted && !call->json)
		buf_puts(call->out, words(cx, "the keys are the file's own: compare the key above with what you know, "
					      "or give --key\n"));
	return STATUS_OK;
}

static const struct verb table[] = {
	{"ledger head", "[--since=SIZE]", "since=", 0, 0, VERB_DB, head,
	 "the newest signed head; with --since as a witness needs it"},
	{"ledger list", "[--kind=KIND] [--item=ID] [--limit=N]", "kind= item= limit=", 0, 0, VERB_DB, list,
	 "what was written, newest first"},
	{"ledger verify", "", "", 0, 0, VERB_DB, verify, "compute everything again from the entries"},
	{"ledger prove", "ENTRY [--out=FILE]", "out=", 1, 1, VERB_DB, prove, "prove that an entry is in the tree"},
	{"ledger consistency", "FROM [TO]", "", 1, 2, VERB_DB, consistency,
	 "prove that a later head continues an earlier one"},
	{"ledger export", "FILE", "", 1, 1, VERB_DB, export, "all of it as JSON lines, for ledger check"},
	{"ledger key", "", "", 0, 0, VERB_DB, key, "the public key that goes to those who check"},
	{"ledger cosign", "FILE [--accept]", "accept", 1, 1, VERB_DB | VERB_WRITE, cosign,
	 "sign another county's head as its witness, or keep a witness's signature"},
	{"ledger check", "FILE [--key=FILE]", "key=", 1, 1, 0, check, "check an exported file, without any database"},
};
const struct verbs ledger_verbs = VERBS(table);

/* ---- evidence ---- */

static enum status verify_evidence(struct cx *cx, struct call *call)
{
	struct evidence_report r;
	TRY(evidence_verify(cx, &r));
	call->no = r.faults > 0;
	if (!call->json) {
		buf_printf(call->out, words(cx, "%lld files, %lld bytes; %lld files without a row\n"),
			   (long long)r.files, (long long)r.bytes, (long long)r.strays);
		for (size_t i = 0; i < r.words.count; i++)
			buf_printf(call->out, "  %s\n", r.words.items[i]);
		buf_puts(call->out, words(cx, r.faults ? "NOT sound\n" : "sound\n"));
		return STATUS_OK;
	}
	struct jw *w = &call->w;
	jw_begin(w, '{');
	jw_key(w, "ok");
	jw_bool(w, r.faults == 0);
	jw_key(w, "files");
	jw_int(w, r.files);
	jw_key(w, "bytes");
	jw_int(w, r.bytes);
	jw_key(w, "strays");
	jw_int(w, r.strays);
	jw_key(w, "faults");
	jw_int(w, r.faults);
	jw_key(w, "words");
	jw_texts(w, &r.words);
	jw_end(w);
	return STATUS_OK;
}

static const struct verb evidence_table[] = {
	{"evidence verify", "", "", 0, 0, VERB_DB, verify_evidence,
	 "read every file again and compare it with its hash"},
};
const struct verbs evidence_verbs = VERBS(evidence_table);
