#include "core/ledger_audit.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void audit_begin(struct ledger_audit *a, struct cx *cx, struct ledger_report *report)
{
	*report = (struct ledger_report){0};
	*a = (struct ledger_audit){.mem = cx->mem, .report = report,
				   .words = arena_array_of(cx->mem, const char *, LEDGER_FAULTS)};
}

void audit_end(struct ledger_audit *a)
{
	a->report->words.items = a->words;
	a->report->words.count = (size_t)(a->report->faults < LEDGER_FAULTS ? a->report->faults : LEDGER_FAULTS);
}

void audit_fault(struct ledger_audit *a, const struct cx *cx, const char *fmt, ...)
{
	char text[600];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, words(cx, fmt), ap);
	va_end(ap);
	if (a->report->faults < LEDGER_FAULTS)
		a->words[a->report->faults] = arena_strdup(a->mem, text);
	a->report->faults++;
}

enum status audit_key(struct ledger_audit *a, struct cx *cx, const char *pem, bool witness)
{
	if (a->key_count == AUDIT_KEYS)
		return cx_fail(cx, STATUS_TOO_LARGE, "more than %d keys", AUDIT_KEYS);
	struct arena *now = cx->mem;
	cx->mem = a->mem;               /* the key is needed to the end */
	enum status s = sign_key_public(cx, pem, strlen(pem), &a->keys[a->key_count]);
	cx->mem = now;
	if (!s)
		a->witness[a->key_count++] = witness;
	return s;
}

static const struct sign_key *find_key(const struct ledger_audit *a, const char *id, bool witness)
{
	for (int i = 0; i < a->key_count; i++)
		if (a->witness[i] == witness && strcmp(a->keys[i].id, id) == 0)
			return &a->keys[i];
	return NULL;
}

void audit_leaf(struct ledger_audit *a, const char *text, size_t n, struct merkle_added *added)
{
	merkle_leaf(a->tree.suite, text, n, &a->leaf);
	if (!a->proving)
		merkle_append(&a->tree, &a->leaf, added);
	a->report->entries++;
}

static bool root_agrees(const struct ledger_audit *a, const struct ledger_head *h)
{
	struct hash signed_root, ours;
	if (!hash_parse(h->root, &signed_root))
		return false;
	if (a->proving)
		return merkle_is_included(a->tree.suite, &a->leaf, a->position, h->size, &a->path, &signed_root);
	merkle_root(&a->tree, &ours);
	return h->size == a->tree.size && memcmp(&ours, &signed_root, sizeof ours) == 0;
}

void audit_head(struct ledger_audit *a, struct cx *cx, const struct ledger_head *h)
{
	const struct sign_key *key = find_key(a, h->key, false);
	a->report->heads++;
	a->report->size = h->size;
	a->report->root = arena_strdup(a->mem, h->root);
	a->report->key = arena_strdup(a->mem, h->key);
	if (!root_agrees(a, h))
		audit_fault(a, cx, "the head of size %" PRId64 " does not fit the entries", h->size);
	if (!key)
		audit_fault(a, cx, "the head of size %" PRId64 " is signed by the unknown key %s", h->size, h->key);
	else if (strcmp(key->suite->name, h->suite) != 0 || !sign_holds(key, ledger_head_text(cx, h), h->signature))
		audit_fault(a, cx, "the signature of the head of size %" PRId64 " is wrong", h->size);
}

void audit_cosign(struct ledger_audit *a, struct cx *cx, const struct ledger_cosign *c, const struct ledger_head *h)
{
	const struct sign_key *key = find_key(a, c->key, true);
	a->report->cosigned++;
	if (!key || !sign_holds(key, ledger_cosign_text(cx, c, h), c->signature))
		audit_fault(a, cx, "the signature of witness %s under the head of size %" PRId64 " is wrong",
			    c->witness, c->size);
}
