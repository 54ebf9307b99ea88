#include "base/hash.h"

#include <stdlib.h>
#include <string.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include "base/cx.h"

struct hasher {
	EVP_MD_CTX *ctx;
};

/* OpenSSL's own constants: finding the algorithm by name for each hash would cost more than the hash of a short text.
 */
static const EVP_MD *algorithm(enum hash_suite suite)
{
	return suite == HASH_SM3 ? EVP_sm3() : EVP_sha256();
}

static void insist(int ok)
{
	if (!ok)
		abort();
}

void hash_bytes(enum hash_suite suite, const void *at, size_t n, struct hash *out)
{
	insist(EVP_Digest(at, n, out->b, NULL, algorithm(suite), NULL));
}

void hash_pieces(enum hash_suite suite, const struct bytes *pieces, size_t count, struct hash *out)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	insist(ctx && EVP_DigestInit_ex(ctx, algorithm(suite), NULL));
	for (size_t i = 0; i < count; i++)
		insist(EVP_DigestUpdate(ctx, pieces[i].at, pieces[i].n));
	insist(EVP_DigestFinal_ex(ctx, out->b, NULL));
	EVP_MD_CTX_free(ctx);
}

static void release(void *ctx)
{
	EVP_MD_CTX_free(ctx);
}

struct hasher *hasher_new(struct arena *mem, enum hash_suite suite)
{
	struct hasher *h = arena_new_of(mem, struct hasher);
	h->ctx = EVP_MD_CTX_new();
	insist(h->ctx && EVP_DigestInit_ex(h->ctx, algorithm(suite), NULL));
	arena_defer(mem, release, h->ctx);
	return h;
}

void hasher_add(struct hasher *h, const void *at, size_t n)
{
	insist(EVP_DigestUpdate(h->ctx, at, n));
}

void hasher_end(struct hasher *h, struct hash *out)
{
	insist(EVP_DigestFinal_ex(h->ctx, out->b, NULL));
}

static void put_hex(const unsigned char *at, size_t n, char *out)
{
	static const char digits[] = "0123456789abcdef";
	for (size_t i = 0; i < n; i++) {
		*out++ = digits[at[i] >> 4];
		*out++ = digits[at[i] & 15];
	}
	*out = '\0';
}

const char *hash_print(const struct hash *h, char out[static HASH_HEX])
{
	put_hex(h->b, sizeof h->b, out);
	return out;
}

char *hex_print(struct arena *mem, const void *at, size_t n)
{
	char *out = arena_alloc(mem, 2 * n + 1);
	put_hex(at, n, out);
	return out;
}

static int digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool hex_parse(const char *s, unsigned char *out, size_t room, size_t *n)
{
	size_t at = 0;
	for (; s[0]; s += 2, at++) {
		int high = digit(s[0]), low = high < 0 ? -1 : digit(s[1]);
		if (low < 0 || at == room)
			return false;
		out[at] = (unsigned char)(high << 4 | low);
	}
	*n = at;
	return true;
}

bool hash_parse(const char *s, struct hash *out)
{
	struct hash h;
	size_t n;
	if (!s || !hex_parse(s, h.b, sizeof h.b, &n) || n != sizeof h.b)
		return false;
	*out = h;
	return true;
}

bool bytes_equal(const void *a, const void *b, size_t n)
{
	return CRYPTO_memcmp(a, b, n) == 0;
}

void random_bytes(void *out, size_t n)
{
	insist(RAND_bytes(out, (int)n) == 1);
}

const char *hash_hex(struct cx *cx, enum hash_suite suite, const void *at, size_t n)
{
	struct hash h;
	hash_bytes(suite, at, n, &h);
	return hash_print(&h, arena_alloc(cx->mem, HASH_HEX));
}
