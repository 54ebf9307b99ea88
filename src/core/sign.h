/*
 * sign.h - signature keys and the suites that a ledger can be kept in.
 *
 * A suite is a hash for the tree and a signature for its heads: SHA-256 with Ed25519 (RFC 8032), or SM3 with SM2
 * (GB/T 32905, GB/T 32918.2 with the default user id of GM/T 0009).  A third, SHA-256 with ECDSA on P-256 (FIPS 186-5),
 * is what the browsers of county offices can sign with: keepers of magazines have such keys; no ledger is kept in it.  Keys are PEM files as OpenSSL writes them; the id
 * of a key is the first 16 hexadecimal digits of the SHA-256 of its public part (SubjectPublicKeyInfo, DER).
 */
#ifndef CORE_SIGN_H
#define CORE_SIGN_H

#include "base/cx.h"
#include "base/hash.h"

struct sign_suite {
	const char *name;
	enum hash_suite hash;
	const char *algorithm;          /* as OpenSSL calls it */
};

/* NULL: there is no such suite. */
const struct sign_suite *sign_suite_find(const char *name);

struct sign_key {
	const struct sign_suite *suite;
	void *pkey;                     /* EVP_PKEY, freed with the arena */
	const char *id;
	const char *public;             /* PEM of the public part */
};

/* A new key in the file at path (mode 0600, its folder made if need be); leaves a file that is there alone. */
enum status sign_key_make(struct cx *cx, const char *path, const struct sign_suite *suite) MUST_CHECK;
/* NOT_FOUND: no such file.  INVALID: not a key of that suite. */
enum status sign_key_load(struct cx *cx, const char *path, const struct sign_suite *suite,
			  struct sign_key *out) MUST_CHECK;
/* From a public key in PEM; the suite is found from the kind of key.  INVALID. */
enum status sign_key_public(struct cx *cx, const char *pem, size_t n, struct sign_key *out) MUST_CHECK;

/* The signature in hexadecimal. */
enum status sign_text(struct cx *cx, const struct sign_key *key, const char *text, const char **out) MUST_CHECK;
bool sign_holds(const struct sign_key *key, const char *text, const char *signature);

#endif
