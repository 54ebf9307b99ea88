/* ledger_check.c - an exported ledger checked with nothing but the file and public keys. */
#include "core/ledger.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "core/ledger_audit.h"
#include "core/scratch.h"

struct export {
	int64_t county, size;
	const char *suite;
};
static const struct field export_fields[] = {
	FIELD(struct export, county, .flags = REQUIRED), FIELD(struct export, size, .flags = REQUIRED),
	FIELD(struct export, suite, .flags = REQUIRED),
};
static const struct record export_record = RECORD(export, export_fields);

struct proof {
	int64_t position;
	struct texts nodes;
};
static const struct field proof_fields[] = {
	FIELD(struct proof, position, .flags = REQUIRED),
	FIELD(struct proof, nodes, .flags = REQUIRED, .max = MERKLE_PROOF_MAX),
};
static const struct record proof_record = RECORD(proof, proof_fields);

/* A file being checked. */
struct checking {
	struct ledger_audit audit;
	FILE *f;
	const struct texts *trusted;
	struct export said;             /* by the first line */
	const char *suite;
	struct ledger_head head;        /* the newest one; its texts are in text_mem */
	struct arena *text_mem;
	char *line;
	size_t room;
	int64_t number;                 /* of the line, from 1 */
	bool more;
};

/* {"name":VALUE} as the export writes it: VALUE goes to record rec. */
static enum status read_value(struct checking *c, struct cx *cx, const char *name, const struct record *rec, void *out)
{
	size_t skip = strlen(name) + 4, n = strlen(c->line);
	enum status s = n > skip && c->line[n - 1] == '}' ? record_read(cx, rec, c->line + skip, n - skip - 1, out)
							  : STATUS_INVALID;
	if (s) {
		cx_forget(cx);
		return cx_fail(cx, STATUS_INVALID, "line %" PRId64 ": not a %s of a ledger export", c->number, name);
	}
	return STATUS_OK;
}

static enum status take_export(struct checking *c, struct cx *cx)
{
	TRY(read_value(c, cx, "export", &export_record, &c->said));
	const struct sign_suite *suite = sign_suite_find(c->said.suite);
	if (!suite && c->said.size)
		return cx_fail(cx, STATUS_INVALID, "unknown suite %s", c->said.suite);
	c->audit.tree.suite = suite ? suite->hash : HASH_SHA256;
	c->suite = suite ? suite->name : "";
	c->said.suite = NULL;           /* its text ends with this line */
	return STATUS_OK;
}

/* A key of the file may sign heads only where nobody said which keys to trust; witnesses' keys always count as such. */
static enum status take_key(struct checking *c, struct cx *cx)
{
	struct ledger_key k;
	TRY(read_value(c, cx, "key", &ledger_key_record, &k));
	bool witness = k.whose && *k.whose;
	if (c->trusted->count && !witness)
		return STATUS_OK;
	return audit_key(&c->audit, cx, k.public, witness);
}

static enum status take_proof(struct checking *c, struct cx *cx)
{
	struct proof p;
	TRY(read_value(c, cx, "proof", &proof_record, &p));
	c->audit.proving = true;
	c->audit.position = p.position;
	for (size_t i = 0; i < p.nodes.count; i++)
		if (!hash_parse(p.nodes.items[i], &c->audit.path.nodes[c->audit.path.count++]))
			return cx_fail(cx, STATUS_INVALID, "line %" PRId64 ": not a hash", c->number);
	return STATUS_OK;
}

static enum status take_entry(struct checking *c, struct cx *cx)
{
	const char *county = arena_printf(cx->mem, "{\"county\":%" PRId64 ",", c->said.county);
	if (strncmp(c->line, county, strlen(county)) != 0)
		audit_fault(&c->audit, cx, "line %" PRId64 ": an entry of another county", c->number);
	struct merkle_added added;
	audit_leaf(&c->audit, c->line, strlen(c->line), &added);
	return STATUS_OK;
}

static enum status take_head(struct checking *c, struct cx *cx)
{
	struct ledger_head h;
	TRY(read_value(c, cx, "head", &ledger_head_record, &h));
	if (h.county != c->said.county || strcmp(h.suite, c->suite) != 0)
		audit_fault(&c->audit, cx, "line %" PRId64 ": a head of another county or suite", c->number);
	if (h.size <= c->head.size)
		audit_fault(&c->audit, cx, "line %" PRId64 ": the heads are out of order", c->number);
	audit_head(&c->audit, cx, &h);
	arena_reset(c->text_mem);
	c->head = h;
	c->head.root = arena_strdup(c->text_mem, h.root);
	c->head.suite = arena_strdup(c->text_mem, h.suite);
	c->head.key = arena_strdup(c->text_mem, h.key);
	return STATUS_OK;
}

static enum status take_cosign(struct checking *c, struct cx *cx)
{
	struct ledger_cosign cosign;
	TRY(read_value(c, cx, "cosign", &ledger_cosign_record, &cosign));
	if (!c->head.root || cosign.size != c->head.size)
		audit_fault(&c->audit, cx, "line %" PRId64 ": a witness's signature without its head", c->number);
	else
		audit_cosign(&c->audit, cx, &cosign, &c->head);
	return STATUS_OK;
}

static const struct {
	const char *begin;
	enum status (*take)(struct checking *c, struct cx *cx);
} lines[] = {
	{"{\"county\":", take_entry}, {"{\"head\":", take_head},     {"{\"cosign\":", take_cosign},
	{"{\"key\":", take_key},      {"{\"proof\":", take_proof},   {"{\"export\":", take_export},
};

static enum status take_line(struct cx *cx, void *arg)
{
	struct checking *c = arg;
	ssize_t n = getline(&c->line, &c->room, c->f);
	c->more = n > 0;
	if (!c->more)
		return STATUS_OK;
	c->number++;
	if (c->line[n - 1] == '\n')
		c->line[--n] = '\0';
	if (strlen(c->line) != (size_t)n)
		return cx_fail(cx, STATUS_INVALID, "line %" PRId64 ": not text", c->number);
	if ((c->number == 1) != (strncmp(c->line, "{\"export\":", 10) == 0))
		return cx_fail(cx, STATUS_INVALID,
			       "not a ledger export: its first line, and no other, must say what it is");
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		if (strncmp(c->line, lines[i].begin, strlen(lines[i].begin)) == 0)
			return lines[i].take(c, cx);
	return cx_fail(cx, STATUS_INVALID, "line %" PRId64 ": not a line of a ledger export", c->number);
}

static enum status check_lines(struct checking *c, struct cx *cx)
{
	for (size_t i = 0; i < c->trusted->count; i++)
		TRY(audit_key(&c->audit, cx, c->trusted->items[i], false));
	do
		TRY(cx_scratch(cx, take_line, c));
	while (c->more);
	if (ferror(c->f))
		return cx_fail(cx, STATUS_INVALID, "the file cannot be read");
	if (c->number == 0)
		return cx_fail(cx, STATUS_INVALID, "the file is empty");
	if (c->said.size != c->head.size || (!c->audit.proving && c->audit.tree.size != c->said.size))
		audit_fault(&c->audit, cx, "the file is cut short: %" PRId64 " entries up to a head of %" PRId64
			    " where %" PRId64 " were said", c->audit.tree.size, c->head.size, c->said.size);
	return STATUS_OK;
}

enum status ledger_check_file(struct cx *cx, FILE *f, const struct texts *trusted, struct ledger_report *out)
{
	struct checking *c = arena_new_of(cx->mem, struct checking);
	c->f = f;
	c->trusted = trusted;
	c->text_mem = arena_new();
	audit_begin(&c->audit, cx, out);
	enum status s = check_lines(c, cx);
	audit_end(&c->audit);
	out->trusted = trusted->count > 0;
	free(c->line);
	arena_free(c->text_mem);
	return s;
}
