#include "core/sign.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

static const struct sign_suite suites[] = {
	{"sha256-ed25519", HASH_SHA256, "ED25519"},
	{"sm3-sm2", HASH_SM3, "SM2"},
	{"sha256-p256", HASH_SHA256, "EC"},
};
enum { SUITES = sizeof suites / sizeof *suites, SIGNATURE_MAX = 128 };

/* GM/T 0009-2012 section 10: who signs, where nothing else was agreed. */
static const char sm2_id[] = "1234567812345678";

const struct sign_suite *sign_suite_find(const char *name)
{
	for (size_t i = 0; i < SUITES; i++)
		if (name && strcmp(suites[i].name, name) == 0)
			return &suites[i];
	return NULL;
}

static void free_pkey(void *pkey)
{
	EVP_PKEY_free(pkey);
}

static void free_bio(void *bio)
{
	BIO_free(bio);
}

/* Fill in what follows from the key itself. */
static enum status describe(struct cx *cx, EVP_PKEY *pkey, struct sign_key *out)
{
	struct sign_key key = {.pkey = pkey};
	for (size_t i = 0; i < SUITES; i++)
		if (EVP_PKEY_is_a(pkey, suites[i].algorithm))
			key.suite = &suites[i];
	if (!key.suite)
		return cx_fail(cx, STATUS_INVALID, "this kind of key is not used here: Ed25519, SM2 or P-256 is needed");

	unsigned char *der = NULL;
	int n = i2d_PUBKEY(pkey, &der);
	if (n <= 0)
		return cx_fail(cx, STATUS_INTERNAL, "cannot write the public key");
	struct hash h;
	hash_bytes(HASH_SHA256, der, (size_t)n, &h);
	OPENSSL_free(der);
	key.id = hex_print(cx->mem, h.b, 8);

	BIO *bio = BIO_new(BIO_s_mem());
	if (!bio)
		abort();
	arena_defer(cx->mem, free_bio, bio);
	char *pem;
	if (!PEM_write_bio_PUBKEY(bio, pkey))
		return cx_fail(cx, STATUS_INTERNAL, "cannot write the public key");
	long length = BIO_get_mem_data(bio, &pem);
	key.public = arena_printf(cx->mem, "%.*s", (int)length, pem);
	*out = key;
	return STATUS_OK;
}

/* The folder of a file, made where it is missing. */
static enum status make_folder(struct cx *cx, const char *path)
{
	char *folder = arena_strdup(cx->mem, path);
	char *slash = strrchr(folder, '/');
	if (!slash)
		return STATUS_OK;
	*slash = '\0';
	if (mkdir(folder, 0700) != 0 && errno != EEXIST)
		return cx_fail(cx, STATUS_INTERNAL, "cannot make %s: %s", folder, strerror(errno));
	return STATUS_OK;
}

enum status sign_key_make(struct cx *cx, const char *path, const struct sign_suite *suite)
{
	TRY(make_folder(cx, path));
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0 && errno == EEXIST)
		return STATUS_OK;
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w");
	if (!f)
		return cx_fail(cx, STATUS_INTERNAL, "cannot write %s: %s", path, strerror(errno));
	bool p256 = strcmp(suite->algorithm, "EC") == 0;
	EVP_PKEY *pkey = p256 ? EVP_EC_gen("P-256") : EVP_PKEY_Q_keygen(NULL, NULL, suite->algorithm);
	bool ok = pkey && PEM_write_PrivateKey(f, pkey, NULL, NULL, 0, NULL, NULL);
	EVP_PKEY_free(pkey);
	ok = fflush(f) == 0 && fsync(fd) == 0 && ok;
	fclose(f);
	if (ok)
		return STATUS_OK;
	unlink(path);
	return cx_fail(cx, STATUS_INTERNAL, "cannot make the key %s", path);
}

enum status sign_key_load(struct cx *cx, const char *path, const struct sign_suite *suite, struct sign_key *out)
{
	FILE *f = fopen(path, "re");
	if (!f)
		return cx_fail(cx, errno == ENOENT ? STATUS_NOT_FOUND : STATUS_INTERNAL, "cannot read the key %s: %s",
			       path, strerror(errno));
	EVP_PKEY *pkey = PEM_read_PrivateKey(f, NULL, NULL, NULL);
	fclose(f);
	if (!pkey)
		return cx_fail(cx, STATUS_INVALID, "%s is not a private key", path);
	arena_defer(cx->mem, free_pkey, pkey);
	struct sign_key key;
	TRY(describe(cx, pkey, &key));
	if (key.suite != suite)
		return cx_fail(cx, STATUS_INVALID, "%s is a key for %s, not for %s", path, key.suite->name,
			       suite->name);
	*out = key;
	return STATUS_OK;
}

enum status sign_key_public(struct cx *cx, const char *pem, size_t n, struct sign_key *out)
{
	BIO *bio = BIO_new_mem_buf(pem, (int)n);
	if (!bio)
		abort();
	EVP_PKEY *pkey = PEM_read_bio_PUBKEY(bio, NULL, NULL, NULL);
	BIO_free(bio);
	if (!pkey)
		return cx_fail(cx, STATUS_INVALID, "not a public key in PEM");
	arena_defer(cx->mem, free_pkey, pkey);
	return describe(cx, pkey, out);
}

/* Ed25519 hashes by itself; SM2 and P-256 want their hash named, SM2 the signer's id set. */
static bool prepare(EVP_MD_CTX *ctx, const struct sign_key *key,
		    int (*init)(EVP_MD_CTX *, EVP_PKEY_CTX **, const EVP_MD *, ENGINE *, EVP_PKEY *))
{
	EVP_PKEY_CTX *pctx = NULL;
	bool sm2 = key->suite->hash == HASH_SM3, p256 = strcmp(key->suite->algorithm, "EC") == 0;
	if (init(ctx, &pctx, sm2 ? EVP_sm3() : p256 ? EVP_sha256() : NULL, NULL, key->pkey) != 1)
		return false;
	return !sm2 || EVP_PKEY_CTX_set1_id(pctx, sm2_id, sizeof sm2_id - 1) == 1;
}

enum status sign_text(struct cx *cx, const struct sign_key *key, const char *text, const char **out)
{
	unsigned char signature[SIGNATURE_MAX];
	size_t n = sizeof signature;
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool ok = ctx && prepare(ctx, key, EVP_DigestSignInit) &&
		  EVP_DigestSign(ctx, signature, &n, (const unsigned char *)text, strlen(text)) == 1;
	EVP_MD_CTX_free(ctx);
	if (!ok)
		return cx_fail(cx, STATUS_INTERNAL, "cannot sign with the key %s", key->id);
	*out = hex_print(cx->mem, signature, n);
	return STATUS_OK;
}

bool sign_holds(const struct sign_key *key, const char *text, const char *signature)
{
	unsigned char bytes[SIGNATURE_MAX];
	size_t n;
	if (!hex_parse(signature, bytes, sizeof bytes, &n))
		return false;
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool ok = ctx && prepare(ctx, key, EVP_DigestVerifyInit) &&
		  EVP_DigestVerify(ctx, bytes, n, (const unsigned char *)text, strlen(text)) == 1;
	EVP_MD_CTX_free(ctx);
	return ok;
}
