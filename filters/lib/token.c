/* SPDX-License-Identifier: MIT */
/* Key files: see token.h.  What is done with a key is in mac.c. */
#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "secret.h"
#include "token.h"

enum { CHECK_BYTES = 4 };

/* Sets our keys apart from any other use of the same master. */
static const char salt[] = "lscb";

const char *const key_purposes[KEY_PURPOSES] = {
	"deidentify", "link", "rekey", "survey"
};

struct key {
	char purpose[32];
	char tag[TAG_LEN + 1];
	unsigned char bytes[KEY_BYTES];
};

bool
purpose_known(const char *purpose)
{
	size_t i;

	for (i = 0; i < KEY_PURPOSES; i++)
		if (strcmp(purpose, key_purposes[i]) == 0)
			return true;
	return false;
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

int
key_of_field(const struct key *key, const char *field,
    unsigned char out[KEY_BYTES], struct err *err)
{
	char info[128];
	int n = snprintf(info, sizeof(info), "field|%s", field);

	if (n < 0 || (size_t)n >= sizeof(info))
		return err_set(err, STATUS_INTERNAL, "", "field name too "
		    "long for a key");
	return hkdf_sha256(key->bytes, KEY_BYTES, salt, sizeof(salt) - 1,
	    info, (size_t)n, out, KEY_BYTES, err);
}

void
key_free(struct key *key)
{
	if (key == NULL)
		return;
	OPENSSL_cleanse(key, sizeof(*key));
	free(key);
}

bool
base32_ok(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '2' && c <= '7');
}

int
pseudonym_ok(const char *p, size_t n)
{
	size_t i;

	if (n != PSEUDONYM_LEN || p[0] < 'a' || p[0] > 'z')
		return 0;
	for (i = 1; i < n; i++)
		if (!base32_ok(p[i]))
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
key_derive(struct key **keyp, const unsigned char master[KEY_BYTES],
    const char *purpose, unsigned epoch, struct err *err)
{
	struct key *key = calloc(1, sizeof(*key));
	unsigned char tag[2];

	if (key == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	if (derive(master, "purpose", purpose, epoch, key->bytes,
	    sizeof(key->bytes), err) == -1 || derive(master, "tag", "tag",
	    epoch, tag, sizeof(tag), err) == -1) {
		key_free(key);
		return -1;
	}
	(void)snprintf(key->purpose, sizeof(key->purpose), "%s", purpose);
	base32(tag, 5 * TAG_LEN, key->tag);
	*keyp = key;
	return 0;
}

int
key_derive_write(const unsigned char master[KEY_BYTES], const char *purpose,
    unsigned epoch, const char *path, struct err *err)
{
	char key_hex[2 * KEY_BYTES + 1], check_hex[2 * CHECK_BYTES + 1];
	unsigned char check[CHECK_BYTES];
	struct key *key;
	char text[512];
	int n, r = -1;

	if (key_derive(&key, master, purpose, epoch, err) == -1)
		return -1;
	if (key_check(key->bytes, check, err) == 0) {
		hex(key->bytes, sizeof(key->bytes), key_hex);
		hex(check, sizeof(check), check_hex);
		n = snprintf(text, sizeof(text), "# lscb key: keep secret, "
		    "mode 0400\npurpose: %s\nepoch: %u\ntag: %s\nkey: %s\n"
		    "check: %s\n", purpose, epoch, key->tag, key_hex,
		    check_hex);
		r = secret_write(path, text, (size_t)n, err);
		OPENSSL_cleanse(key_hex, sizeof(key_hex));
		OPENSSL_cleanse(text, sizeof(text));
	}
	key_free(key);
	return r;
}
