/* SPDX-License-Identifier: MIT */
/*
 * See token.h.  The hash of a row is the inner loop of a night.  Its key is
 * absorbed once, into the two states that HMAC begins with, and a short
 * message is then two blocks of SHA-256: 120 ns, where EVP_MAC takes 375,
 * copies of an EVP_MD_CTX 300 and nettle 147.  That needs OpenSSL's SHA256_*,
 * the same code that EVP ends in, deprecated since 3.0 in favour of EVP;
 * every new mac is compared with EVP_MAC, by a short message and a long one.
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>

#include "token.h"

enum {
	LENGTH_BYTES = 4,
	BLOCK = SHA256_CBLOCK,
	SHORT = BLOCK - 9	/* a message that is one block with its end */
};

/* The states are as good as the key: wiped with it. */
struct mac {
	SHA256_CTX inner, outer;	/* the padded key is absorbed */
	SHA256_CTX work;
	unsigned char first[BLOCK];	/* a short message and its end */
	unsigned char second[BLOCK];	/* its hash, and the end of that */
	char tag[TAG_LEN + 1];
};

static int
crypto_err(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "OpenSSL cannot do "
	    "HMAC-SHA-256: is its default provider installed?");
}

/*
 * Where memory is short at its very start, OpenSSL 3 goes on without a lock that
 * it could not make, and crashes in the first fetch: so it is asked before.
 */
static bool
crypto_ready(void)
{
	return OPENSSL_init_crypto(0, NULL) == 1 &&
	    OSSL_LIB_CTX_get0_global_default() != NULL;
}

static EVP_MAC_CTX *
hmac_new(const void *key, size_t n)
{
	char digest[] = "SHA256";
	OSSL_PARAM params[2];
	EVP_MAC *mac = crypto_ready() ?
	    EVP_MAC_fetch(NULL, "HMAC", NULL) : NULL;
	EVP_MAC_CTX *ctx = mac == NULL ? NULL : EVP_MAC_CTX_new(mac);

	EVP_MAC_free(mac);
	params[0] = OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST,
	    digest, 0);
	params[1] = OSSL_PARAM_construct_end();
	if (ctx != NULL && EVP_MAC_init(ctx, key, n, params) != 1) {
		EVP_MAC_CTX_free(ctx);
		ctx = NULL;
	}
	return ctx;
}

int
hmac_sha256(const void *key, size_t key_n, const void *msg, size_t msg_n,
    unsigned char out[32], struct err *err)
{
	EVP_MAC_CTX *ctx = hmac_new(key, key_n);
	size_t n;
	bool ok = ctx != NULL && EVP_MAC_update(ctx, msg, msg_n) == 1 &&
	    EVP_MAC_final(ctx, out, &n, 32) == 1 && n == 32;

	EVP_MAC_CTX_free(ctx);
	return ok ? 0 : crypto_err(err);
}

/* By SHA256_*, as rows are: it asks for no provider, so it cannot fail. */
void
sha256(const void *p, size_t n, unsigned char out[32])
{
	SHA256_CTX state;

	if (SHA256_Init(&state) != 1 || SHA256_Update(&state, p, n) != 1 ||
	    SHA256_Final(out, &state) != 1)
		abort();
}

int
hkdf_sha256(const void *ikm, size_t ikm_n, const void *salt, size_t salt_n,
    const void *info, size_t info_n, void *out, size_t out_n,
    struct err *err)
{
	char digest[] = "SHA256";
	OSSL_PARAM params[5], *p = params;
	EVP_KDF *kdf = crypto_ready() ?
	    EVP_KDF_fetch(NULL, "HKDF", NULL) : NULL;
	EVP_KDF_CTX *ctx = kdf == NULL ? NULL : EVP_KDF_CTX_new(kdf);
	bool ok;

	EVP_KDF_free(kdf);
	/* OSSL_PARAM takes pointers to non-const; HKDF only reads them. */
	*p++ = OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest,
	    0);
	*p++ = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY,
	    (void *)(uintptr_t)ikm, ikm_n);
	if (salt_n > 0)
		*p++ = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT,
		    (void *)(uintptr_t)salt, salt_n);
	*p++ = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO,
	    (void *)(uintptr_t)info, info_n);
	*p = OSSL_PARAM_construct_end();
	ok = ctx != NULL && EVP_KDF_derive(ctx, out, out_n, params) == 1;
	EVP_KDF_CTX_free(ctx);
	return ok ? 0 : crypto_err(err);
}

/* 40 bits, five bytes at p, as eight characters. */
static void
eight_characters(const unsigned char *p, char out[8])
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t v = (uint64_t)p[0] << 32 | (uint64_t)p[1] << 24 |
	    (uint64_t)p[2] << 16 | (uint64_t)p[3] << 8 | p[4];
	unsigned i;

	/* Halves, quarters, eighths: five bits come to lie in each byte. */
	v = (v & UINT64_C(0xfffff00000)) << 12 | (v & UINT64_C(0xfffff));
	v = (v & UINT64_C(0x000ffc00000ffc00)) << 6 |
	    (v & UINT64_C(0x000003ff000003ff));
	v = (v & UINT64_C(0x03e003e003e003e0)) << 3 |
	    (v & UINT64_C(0x001f001f001f001f));
	/* 0 to 25 are a to z, 26 to 31 are 2 to 7. */
	v += 'a' * ones - ((v + (128 - 26) * ones) >> 7 & ones) *
	    ('a' + 26 - '2');
	for (i = 0; i < 8; i++)
		out[i] = (char)(v >> (56 - 8 * i) & 0xff);
}

void
base32(const unsigned char *p, size_t bits, char *out)
{
	unsigned char last[5] = { 0 };
	char text[8];

	for (; bits >= 40; bits -= 40, p += 5, out += 8)
		eight_characters(p, out);
	if (bits == 0)
		return;
	memcpy(last, p, (bits + 7) / 8);	/* and no byte beyond */
	eight_characters(last, text);
	memcpy(out, text, bits / 5);
}

/* What HMAC does to its key before the message comes. */
static bool
absorb_key(SHA256_CTX *state, const unsigned char key[KEY_BYTES],
    unsigned char pad)
{
	unsigned char block[SHA256_CBLOCK];
	bool ok;
	size_t i;

	memset(block, pad, sizeof(block));
	for (i = 0; i < KEY_BYTES; i++)
		block[i] ^= key[i];
	ok = SHA256_Init(state) == 1 &&
	    SHA256_Update(state, block, sizeof(block)) == 1;
	OPENSSL_cleanse(block, sizeof(block));
	return ok;
}

/* The states, and whether they give what EVP_MAC gives. */
static bool
mac_ready(struct mac *mac, const unsigned char key[KEY_BYTES])
{
	static const char bytes[BLOCK] = "one block is short, two are not";
	unsigned char want[KEY_BYTES], got[KEY_BYTES];
	char message[LENGTH_BYTES + BLOCK] = { 0 };
	struct part part = { bytes, BLOCK / 2 };
	struct err err;

	mac->second[KEY_BYTES] = 0x80;
	mac->second[BLOCK - 2] = (BLOCK + KEY_BYTES) * 8 >> 8;
	if (!absorb_key(&mac->inner, key, 0x36) ||
	    !absorb_key(&mac->outer, key, 0x5c))
		return false;
	memcpy(message + LENGTH_BYTES, bytes, BLOCK);
	for (; part.n <= BLOCK; part.n += BLOCK / 2) {
		message[LENGTH_BYTES - 1] = (char)part.n;
		if (hmac_sha256(key, KEY_BYTES, message, LENGTH_BYTES +
		    part.n, want, &err) == -1)
			return false;
		mac_parts(mac, &part, 1, got);
		if (memcmp(want, got, KEY_BYTES) != 0)
			return false;
	}
	return true;
}

int
mac_new(struct mac **macp, const struct key *key, const char *field,
    struct err *err)
{
	unsigned char bytes[KEY_BYTES];
	struct mac *mac;
	bool ready = false;

	if (key_of_field(key, field, bytes, err) == -1)
		return -1;
	mac = calloc(1, sizeof(*mac));
	if (mac != NULL) {
		memcpy(mac->tag, key_tag(key), sizeof(mac->tag));
		ready = mac_ready(mac, bytes);
	}
	OPENSSL_cleanse(bytes, sizeof(bytes));
	if (!ready) {
		mac_free(mac);
		return crypto_err(err);
	}
	*macp = mac;
	return 0;
}

void
mac_free(struct mac *mac)
{
	if (mac == NULL)
		return;
	OPENSSL_cleanse(mac, sizeof(*mac));
	free(mac);
}

static unsigned char *
put_length(unsigned char *t, size_t n)
{
	t[0] = (unsigned char)(n >> 24 & 0xff);
	t[1] = (unsigned char)(n >> 16 & 0xff);
	t[2] = (unsigned char)(n >> 8 & 0xff);
	t[3] = (unsigned char)(n & 0xff);
	return t + LENGTH_BYTES;
}

/* A state as the bytes of a hash. */
static void
put_hash(unsigned char out[KEY_BYTES], const SHA256_CTX *state)
{
	size_t i;

	for (i = 0; i < 8; i++)
		put_length(out + 4 * i, state->h[i]);
}

/* The n bytes of mac->first: two blocks, nothing but their hashes. */
static void
mac_short(struct mac *mac, size_t n, unsigned char out[KEY_BYTES])
{
	memset(mac->first + n, 0, BLOCK - n);
	mac->first[n] = 0x80;
	put_length(mac->first + BLOCK - LENGTH_BYTES, (BLOCK + n) * 8);
	memcpy(mac->work.h, mac->inner.h, sizeof(mac->work.h));
	SHA256_Transform(&mac->work, mac->first);
	put_hash(mac->second, &mac->work);
	memcpy(mac->work.h, mac->outer.h, sizeof(mac->work.h));
	SHA256_Transform(&mac->work, mac->second);
	put_hash(out, &mac->work);
}

static void
mac_long(struct mac *mac, const struct part *parts, size_t n,
    unsigned char out[KEY_BYTES])
{
	unsigned char length[LENGTH_BYTES];
	SHA256_CTX *work = &mac->work;
	bool ok = true;
	size_t i;

	*work = mac->inner;
	for (i = 0; i < n; i++) {
		put_length(length, parts[i].n);
		ok = ok && SHA256_Update(work, length, LENGTH_BYTES) == 1 &&
		    SHA256_Update(work, parts[i].p, parts[i].n) == 1;
	}
	ok = ok && SHA256_Final(out, work) == 1;
	*work = mac->outer;
	ok = ok && SHA256_Update(work, out, KEY_BYTES) == 1 &&
	    SHA256_Final(out, work) == 1;
	/*
	 * A hash that failed half way would give different people one
	 * token.  With states that have worked once it cannot happen.
	 */
	if (!ok)
		abort();
}

void
mac_parts(struct mac *mac, const struct part *parts, size_t n,
    unsigned char out[KEY_BYTES])
{
	unsigned char *t = mac->first;
	size_t i, left = SHORT;

	for (i = 0; i < n; i++) {
		if (left < LENGTH_BYTES || left - LENGTH_BYTES < parts[i].n) {
			mac_long(mac, parts, n, out);
			return;
		}
		left -= LENGTH_BYTES + parts[i].n;
		t = put_length(t, parts[i].n);
		if (parts[i].n > 0)
			memcpy(t, parts[i].p, parts[i].n);
		t += parts[i].n;
	}
	mac_short(mac, SHORT - left, out);
}

void
pseudonym(struct mac *mac, char kind, const struct part *parts, size_t n,
    char out[PSEUDONYM_LEN])
{
	unsigned char hash[KEY_BYTES];

	mac_parts(mac, parts, n, hash);
	out[0] = kind;
	memcpy(out + 1, mac->tag, TAG_LEN);
	base32(hash, 5 * (PSEUDONYM_LEN - 1 - TAG_LEN), out + 1 + TAG_LEN);
}

void
link_token(struct mac *mac, const struct part *parts, size_t n,
    char out[TOKEN_LEN])
{
	unsigned char hash[KEY_BYTES];

	mac_parts(mac, parts, n, hash);
	memset(hash + 8, 0, 1);		/* 64 bits, then one of padding */
	base32(hash, 5 * TOKEN_LEN, out);
}

