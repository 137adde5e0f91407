/* SPDX-License-Identifier: MIT */
/*
 * See token.h.  The hash of a row is the inner loop of a night.  Its key is
 * absorbed once, into the two states that HMAC begins with, and a short
 * message is then two blocks of SHA-256: 130 ns, where EVP_MAC takes 375,
 * copies of an EVP_MD_CTX 300 and nettle 147.  That needs OpenSSL's SHA256_*,
 * the same code that EVP ends in, deprecated since 3.0 in favour of EVP;
 * every new mac is compared with EVP_MAC once.
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "secret.h"
#include "token.h"

enum { CHECK_BYTES = 4, LENGTH_BYTES = 4 };

/* Sets our keys apart from any other use of the same master. */
static const char salt[] = "lscb";

struct key {
	char purpose[32];
	char tag[TAG_LEN + 1];
	unsigned char bytes[KEY_BYTES];
};

/* The states are as good as the key: wiped with it. */
struct mac {
	SHA256_CTX inner, outer;	/* the padded key is absorbed */
	SHA256_CTX work;
	char tag[TAG_LEN + 1];
};

static int
crypto_err(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "OpenSSL cannot do "
	    "HMAC-SHA-256: is its default provider installed?");
}

static EVP_MAC_CTX *
hmac_new(const void *key, size_t n)
{
	char digest[] = "SHA256";
	OSSL_PARAM params[2];
	EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
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

int
hkdf_sha256(const void *ikm, size_t ikm_n, const void *salt_, size_t salt_n,
    const void *info, size_t info_n, void *out, size_t out_n,
    struct err *err)
{
	char digest[] = "SHA256";
	OSSL_PARAM params[5], *p = params;
	EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
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
		    (void *)(uintptr_t)salt_, salt_n);
	*p++ = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO,
	    (void *)(uintptr_t)info, info_n);
	*p = OSSL_PARAM_construct_end();
	ok = ctx != NULL && EVP_KDF_derive(ctx, out, out_n, params) == 1;
	EVP_KDF_CTX_free(ctx);
	return ok ? 0 : crypto_err(err);
}

void
base32(const unsigned char *p, size_t bits, char *out)
{
	static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
	unsigned char last[5] = { 0 };
	uint64_t group;
	size_t i, chars;

	for (; bits > 0; bits -= 5 * chars, p += 5) {
		chars = bits < 40 ? bits / 5 : 8;
		if (chars < 8) {	/* no byte beyond the last is read */
			memcpy(last, p, (5 * chars + 7) / 8);
			p = last;
		}
		group = (uint64_t)p[0] << 32 | (uint64_t)p[1] << 24 |
		    (uint64_t)p[2] << 16 | (uint64_t)p[3] << 8 | p[4];
		for (i = 0; i < chars; i++)
			*out++ = alphabet[group >> (35 - 5 * i) & 31];
	}
}

const char *
key_weakness(const unsigned char *p, size_t n)
{
	bool seen[256] = { false }, text = true, steps = true, period;
	size_t distinct = 0, i, k;

	if (n < KEY_BYTES)
		return "it is too short";
	for (i = 0; i < n; i++) {
		distinct += !seen[p[i]];
		seen[p[i]] = true;
		text = text && p[i] >= 0x20 && p[i] < 0x7f;
		steps = steps && (i < 2 || (unsigned char)(p[i] - p[i - 1]) ==
		    (unsigned char)(p[1] - p[0]));
	}
	if (distinct == 1)
		return "all its bytes are equal";
	if (text)
		return "it is text, not random bytes";
	if (steps)
		return "its bytes follow a pattern";
	for (k = 1; k <= n / 2; k++) {
		period = true;
		for (i = k; i < n && period; i++)
			period = p[i] == p[i - k];
		if (period)
			return "its bytes repeat";
	}
	/* 32 random bytes have fewer than 20 distinct ones in 1e-9 cases. */
	return distinct < 20 ? "too few of its bytes differ" : NULL;
}

static int
bad_key(const char *path, struct err *err, const char *text)
{
	err_set(err, STATUS_CONFIG, "bad-key", "%s", text);
	return err_at(err, path, 0, NULL);
}

static int
key_check(const unsigned char *bytes, unsigned char check[CHECK_BYTES],
    struct err *err)
{
	unsigned char mac[32];

	if (hmac_sha256(bytes, KEY_BYTES, "kcv", 3, mac, err) == -1)
		return -1;
	memcpy(check, mac, CHECK_BYTES);
	return 0;
}

static int
parse_key(struct key *key, const char *text, const char *path,
    const char *purpose, struct err *err)
{
	unsigned char check[CHECK_BYTES], want[CHECK_BYTES];
	const char *p, *weak;
	uint64_t epoch;
	size_t n, i;

	p = secret_line(text, "purpose", &n);
	if (p == NULL || n == 0 || n >= sizeof(key->purpose))
		return bad_key(path, err, "is not a key file of ours: want "
		    "one made by lscb-keygen");
	memcpy(key->purpose, p, n);
	if (purpose != NULL && strcmp(key->purpose, purpose) != 0) {
		err_set(err, STATUS_CONFIG, "bad-key", "is a key for another "
		    "purpose; want purpose '%s'", purpose);
		return err_at(err, path, 0, NULL);
	}
	p = secret_line(text, "epoch", &n);
	if (p == NULL || !num_uint(p, n, &epoch))
		return bad_key(path, err, "has no epoch");
	p = secret_line(text, "tag", &n);
	for (i = 0; p != NULL && i < n; i++)
		if (strchr("abcdefghijklmnopqrstuvwxyz234567", p[i]) == NULL)
			break;
	if (p == NULL || n != TAG_LEN || i != n)
		return bad_key(path, err, "has no sound tag");
	memcpy(key->tag, p, TAG_LEN);
	p = secret_line(text, "key", &n);
	if (p == NULL || unhex(p, n, key->bytes, KEY_BYTES) == -1)
		return bad_key(path, err, "the key is malformed or short: "
		    "want 64 hexadecimal digits");
	weak = key_weakness(key->bytes, KEY_BYTES);
	if (weak != NULL) {
		err_set(err, STATUS_CONFIG, "weak-key", "refused as a key: "
		    "%s; make one with lscb-keygen", weak);
		return err_at(err, path, 0, NULL);
	}
	p = secret_line(text, "check", &n);
	if (p == NULL || unhex(p, n, want, CHECK_BYTES) == -1)
		return bad_key(path, err, "has no check value");
	if (key_check(key->bytes, check, err) == -1)
		return -1;
	if (memcmp(check, want, CHECK_BYTES) != 0)
		return bad_key(path, err, "the check value does not fit the "
		    "key: the file is damaged");
	return 0;
}

int
key_read(struct key **keyp, const char *path, const char *purpose,
    struct err *err)
{
	char text[SECRET_MAX + 1];
	struct key *key;
	int r = -1;

	if (secret_read(path, text, err) == -1)
		return -1;
	key = calloc(1, sizeof(*key));
	if (key == NULL)
		err_set(err, STATUS_SYSTEM, "", "out of memory");
	else
		r = parse_key(key, text, path, purpose, err);
	OPENSSL_cleanse(text, sizeof(text));
	if (r == -1)
		key_free(key);
	else
		*keyp = key;
	return r;
}

const char *
key_tag(const struct key *key)
{
	return key->tag;
}

void
key_free(struct key *key)
{
	if (key == NULL)
		return;
	OPENSSL_cleanse(key, sizeof(*key));
	free(key);
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
	static const struct part probe[] = { { "kcv", 3 } };
	static const char message[] = "\0\0\0\3kcv";
	unsigned char want[KEY_BYTES], got[KEY_BYTES];
	struct err err;

	if (!absorb_key(&mac->inner, key, 0x36) ||
	    !absorb_key(&mac->outer, key, 0x5c) ||
	    hmac_sha256(key, KEY_BYTES, message, sizeof(message) - 1, want,
	    &err) == -1)
		return false;
	mac_parts(mac, probe, 1, got);
	return memcmp(want, got, KEY_BYTES) == 0;
}

int
mac_new(struct mac **macp, const struct key *key, const char *field,
    struct err *err)
{
	unsigned char bytes[KEY_BYTES];
	char info[128];
	struct mac *mac;
	bool ready = false;
	int n = snprintf(info, sizeof(info), "field|%s", field);

	if (n < 0 || (size_t)n >= sizeof(info))
		return err_set(err, STATUS_INTERNAL, "", "field name too "
		    "long for a key");
	if (hkdf_sha256(key->bytes, KEY_BYTES, salt, sizeof(salt) - 1, info,
	    (size_t)n, bytes, sizeof(bytes), err) == -1)
		return -1;
	mac = calloc(1, sizeof(*mac));
	if (mac != NULL) {
		memcpy(mac->tag, key->tag, sizeof(mac->tag));
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

void
mac_parts(struct mac *mac, const struct part *parts, size_t n,
    unsigned char out[KEY_BYTES])
{
	unsigned char m[256];	/* short parts go to OpenSSL as one */
	SHA256_CTX *work = &mac->work;
	size_t i, used = 0;
	bool ok = true;

	*work = mac->inner;
	for (i = 0; i < n; i++) {
		if (sizeof(m) - used < LENGTH_BYTES + parts[i].n) {
			ok = ok && SHA256_Update(work, m, used) == 1;
			used = 0;
		}
		m[used++] = (unsigned char)(parts[i].n >> 24 & 0xff);
		m[used++] = (unsigned char)(parts[i].n >> 16 & 0xff);
		m[used++] = (unsigned char)(parts[i].n >> 8 & 0xff);
		m[used++] = (unsigned char)(parts[i].n & 0xff);
		if (sizeof(m) - used < parts[i].n) {
			ok = ok && SHA256_Update(work, m, used) == 1 &&
			    SHA256_Update(work, parts[i].p, parts[i].n) == 1;
			used = 0;
		} else if (parts[i].n > 0) {
			memcpy(m + used, parts[i].p, parts[i].n);
			used += parts[i].n;
		}
	}
	ok = ok && SHA256_Update(work, m, used) == 1 &&
	    SHA256_Final(out, work) == 1;
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

int
pseudonym_ok(const char *p, size_t n)
{
	size_t i;

	if (n != PSEUDONYM_LEN || p[0] < 'a' || p[0] > 'z')
		return 0;
	for (i = 1; i < n; i++)
		if (!((p[i] >= 'a' && p[i] <= 'z') ||
		    (p[i] >= '2' && p[i] <= '7')))
			return 0;
	return 1;
}

static int
derive(const unsigned char *master, const char *what, const char *name,
    unsigned epoch, unsigned char *out, size_t n, struct err *err)
{
	char info[128];
	int len = snprintf(info, sizeof(info), "%s|%s|epoch|%u", what, name,
	    epoch);

	return hkdf_sha256(master, KEY_BYTES, salt, sizeof(salt) - 1, info,
	    (size_t)len, out, n, err);
}

int
key_derive_write(const unsigned char master[KEY_BYTES], const char *purpose,
    unsigned epoch, const char *path, struct err *err)
{
	unsigned char bytes[KEY_BYTES], tag_bytes[2], check[CHECK_BYTES];
	char key_hex[2 * KEY_BYTES + 1], check_hex[2 * CHECK_BYTES + 1];
	char tag[TAG_LEN + 1] = "", text[512];
	int n, r = -1;

	if (derive(master, "purpose", purpose, epoch, bytes, sizeof(bytes),
	    err) == 0 && derive(master, "tag", "tag", epoch, tag_bytes,
	    sizeof(tag_bytes), err) == 0 &&
	    key_check(bytes, check, err) == 0) {
		base32(tag_bytes, 5 * TAG_LEN, tag);
		hex(bytes, sizeof(bytes), key_hex);
		hex(check, sizeof(check), check_hex);
		n = snprintf(text, sizeof(text), "# lscb key: keep secret, "
		    "mode 0400\npurpose: %s\nepoch: %u\ntag: %s\nkey: %s\n"
		    "check: %s\n", purpose, epoch, tag, key_hex, check_hex);
		r = secret_write(path, text, (size_t)n, err);
	}
	OPENSSL_cleanse(bytes, sizeof(bytes));
	OPENSSL_cleanse(key_hex, sizeof(key_hex));
	OPENSSL_cleanse(text, sizeof(text));
	return r;
}
