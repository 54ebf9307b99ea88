/* ledger_share_api.c - the ledger leaves the house: files that prove themselves, and heads that others countersign. */
#include "core/ledger_api.h"

#include <inttypes.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "core/audit.h"
#include "core/ledger.h"
#include "core/perm.h"

enum { COSIGN_MAX = 1 << 20 };

static enum status write_line(struct cx *cx, void *file, const char *line, size_t n)
{
	FILE *f = file;
	return fwrite(line, 1, n, f) == n && putc('\n', f) != EOF ? STATUS_OK
		: cx_fail(cx, STATUS_INTERNAL, "the file cannot be written");
}

static enum status give_file(struct cx *cx, struct reply *reply, int64_t entry)
{
	char *path = arena_printf(cx->mem, "%s/tmp/ledger-XXXXXX", cx->data);
	int fd = mkostemp(path, O_CLOEXEC);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w");
	if (!f)
		return cx_fail(cx, STATUS_INTERNAL, "the file cannot be written");
	enum status s = entry ? ledger_export_proof(cx, entry, write_line, f) : ledger_export(cx, write_line, f);
	bool whole = fclose(f) == 0;
	if (s || !whole) {
		unlink(path);
		return s ? s : cx_fail(cx, STATUS_INTERNAL, "the file cannot be written");
	}
	reply->file = path;
	reply->temporary = true;
	reply->download = entry ? arena_printf(cx->mem, "proof-%" PRId64 ".jsonl", entry) : "ledger.jsonl";
	return STATUS_OK;
}

static enum status get_export(struct cx *cx, const struct request *rq, struct reply *reply)
{
	(void)rq;
	return give_file(cx, reply, 0);
}

static enum status get_proof_file(struct cx *cx, const struct request *rq, struct reply *reply)
{
	if (!rq->id)            /* 0 is the whole ledger, which has an address of its own */
		return cx_fail(cx, STATUS_NOT_FOUND, "there is no ledger entry %" PRId64, rq->id);
	return give_file(cx, reply, rq->id);
}

struct since {
	int64_t since;
};
static const struct field since_fields[] = {FIELD(struct since, since, .min = 0, .max = INT64_MAX)};
static const struct record since_record = RECORD(since, since_fields);

static enum status get_bundle(struct cx *cx, const struct request *rq, struct reply *reply)
{
	return ledger_bundle(cx, ((const struct since *)rq->query)->since, &reply->w);
}

static enum status post_cosign(struct cx *cx, const struct request *rq, struct reply *reply)
{
	TRY(ledger_accept(cx, rq->raw ? rq->raw : "", rq->raw_size));
	TRY(audit_note(cx, &(struct audit){.person = cx->user, .event = "ledger_cosigned", .address = rq->address}));
	jw_raw(&reply->w, "{\"ok\":true}");
	return STATUS_OK;
}

static enum status post_witness(struct cx *cx, const struct request *rq, struct reply *reply)
{
	struct ledger_cosign c;
	struct sign_key k;
	TRY(ledger_witness(cx, rq->raw ? rq->raw : "", rq->raw_size, &c, &k));
	TRY(audit_note(cx, &(struct audit){.person = cx->user, .event = "ledger_witnessed", .address = rq->address}));
	const struct ledger_key row = {k.id, k.suite->name, k.public, ""};
	jw_begin(&reply->w, '{');
	jw_key(&reply->w, "cosign");
	jw_record(&reply->w, &ledger_cosign_record, &c);
	jw_key(&reply->w, "key");
	jw_record(&reply->w, &ledger_key_record, &row);
	jw_end(&reply->w);
	return STATUS_OK;
}

static const struct answer_key bundle_keys[] = {
	KEY("head", "@", .of = &ledger_head_record),
	KEY("key", "@", .of = &ledger_key_record),
	KEY("consistency?", "{from:int nodes:[text]}"),
	{0},
};

static const struct answer_key cosign_keys[] = {
	KEY("cosign", "@", .of = &ledger_cosign_record),
	KEY("key", "@", .of = &ledger_key_record),
	{0},
};

static const struct answer_key kept_keys[] = {
	KEY("ok", "bool"),
	{0},
};

static const struct route table[] = {
	{"GET", "/api/ledger/proof/{id}/file", BIT(LEDGER_READ), get_proof_file,
	 .type = "application/jsonl", .help = "An entry's proof as a file that kuangan ledger check FILE checks without this server"},
	{"GET", "/api/ledger/export", BIT(LEDGER_READ) | BIT(AUDIT_READ), get_export,
	 .type = "application/jsonl", .help = "The whole tree as such a file"},
	{"GET", "/api/ledger/bundle", BIT(LEDGER_READ), get_bundle, .query = &since_record,
	 .keys = bundle_keys,
	 .help = "What a witness needs to sign the newest head: {head,key,consistency}; since: the size that he signed last"},
	{"POST", "/api/ledger/cosigns", BIT(LEDGER_READ) | BIT(AUDIT_READ), post_cosign, .flags = ROUTE_RAW | ROUTE_NO_LEDGER,
	 .max_body = COSIGN_MAX, .keys = kept_keys, .help = "Keep a witness's signature under our head: {cosign,key}"},
	{"POST", "/api/ledger/witness", BIT(LEDGER_READ) | BIT(AUDIT_READ), post_witness, .flags = ROUTE_RAW | ROUTE_NO_LEDGER,
	 .max_body = COSIGN_MAX, .keys = cosign_keys,
	 .help = "Be another ledger's witness: takes its bundle, answers {cosign,key}; 409 where it does not continue "
	 "the head that we signed last"},
};
const struct routes ledger_share_routes = ROUTES("/api/ledger", table);
