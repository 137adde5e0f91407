/* SPDX-License-Identifier: MIT */
/* See share.h. */
#include <errno.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <unistd.h>

#include "secret.h"
#include "share.h"

enum { CHECK_BYTES = 4, CHECK_LEN = 2 * CHECK_BYTES };

struct share {
	unsigned char bytes[KEY_BYTES];
	unsigned char master[CHECK_BYTES];	/* whose share it is */
};

static int
check_of(const unsigned char *bytes, const char *what,
    unsigned char check[CHECK_BYTES], struct err *err)
{
	unsigned char mac[32];

	if (hmac_sha256(bytes, KEY_BYTES, what, strlen(what), mac, err) == -1)
		return -1;
	memcpy(check, mac, CHECK_BYTES);
	return 0;
}

static void
combine(unsigned char *out, const unsigned char *a, const unsigned char *b)
{
	size_t i;

	for (i = 0; i < KEY_BYTES; i++)
		out[i] = a[i] ^ b[i];
}

/* Random bytes that key_weakness has nothing against. */
static int
random_key(unsigned char *p, struct err *err)
{
	size_t n;
	ssize_t r;

	do {
		for (n = 0; n < KEY_BYTES; n += (size_t)r) {
			r = getrandom(p + n, KEY_BYTES - n, 0);
			if (r == -1 && errno == EINTR)
				r = 0;
			if (r == -1)
				return err_sys(err, STATUS_SYSTEM, errno,
				    "no random bytes from the kernel");
		}
	} while (key_weakness(p, KEY_BYTES) != NULL);
	return 0;
}

static int
write_share(const char *path, const struct share *share, struct err *err)
{
	unsigned char check[CHECK_BYTES];
	char share_hex[2 * KEY_BYTES + 1], master_hex[CHECK_LEN + 1];
	char check_hex[CHECK_LEN + 1], text[512];
	int n, r = -1;

	if (check_of(share->bytes, "share", check, err) == -1)
		return -1;
	hex(share->bytes, KEY_BYTES, share_hex);
	hex(share->master, CHECK_BYTES, master_hex);
	hex(check, CHECK_BYTES, check_hex);
	n = snprintf(text, sizeof(text),
	    "# one of the two shares of an lscb master key: one officer\n"
	    "# keeps this one, another the other; together they give every "
	    "key\nmaster: %s\nshare: %s\ncheck: %s\n", master_hex, share_hex,
	    check_hex);
	r = secret_write(path, text, (size_t)n, err);
	OPENSSL_cleanse(share_hex, sizeof(share_hex));
	OPENSSL_cleanse(text, sizeof(text));
	return r;
}

static int
bad_share(const char *path, struct err *err, const char *text)
{
	err_set(err, STATUS_CONFIG, "bad-share", "%s", text);
	return err_at(err, path, 0, NULL);
}

static int
read_share(const char *path, struct share *share, struct err *err)
{
	char text[SECRET_MAX + 1];
	unsigned char check[CHECK_BYTES], want[CHECK_BYTES];
	const char *m, *s, *c;
	size_t mn = 0, sn = 0, cn = 0;
	int r;

	if (secret_read(path, text, err) == -1)
		return -1;
	m = secret_line(text, "master", &mn);
	s = secret_line(text, "share", &sn);
	c = secret_line(text, "check", &cn);
	if (m == NULL || s == NULL || c == NULL ||
	    unhex(m, mn, share->master, CHECK_BYTES) == -1 ||
	    unhex(s, sn, share->bytes, KEY_BYTES) == -1 ||
	    unhex(c, cn, want, CHECK_BYTES) == -1)
		r = bad_share(path, err, "is not a share of a master key: "
		    "want one made by lscb-keygen --new");
	else if (check_of(share->bytes, "share", check, err) == -1)
		r = -1;
	else if (memcmp(check, want, CHECK_BYTES) != 0)
		r = bad_share(path, err, "the check value does not fit the "
		    "share: the file is damaged or was typed wrongly");
	else
		r = 0;
	OPENSSL_cleanse(text, sizeof(text));
	return r;
}

int
shares_new(const char *a_path, const char *b_path, struct err *err)
{
	unsigned char master[KEY_BYTES];
	struct share a, b;
	int r = -1;

	secret_no_core();
	do
		if (random_key(master, err) == -1 ||
		    random_key(a.bytes, err) == -1)
			goto out;
		else
			combine(b.bytes, master, a.bytes);
	while (key_weakness(b.bytes, KEY_BYTES) != NULL);
	if (check_of(master, "master", a.master, err) == -1)
		goto out;
	memcpy(b.master, a.master, sizeof(b.master));
	if (write_share(a_path, &a, err) == -1)
		goto out;
	r = write_share(b_path, &b, err);
	if (r == -1)
		unlink(a_path);
out:
	OPENSSL_cleanse(master, sizeof(master));
	OPENSSL_cleanse(&a, sizeof(a));
	OPENSSL_cleanse(&b, sizeof(b));
	return r;
}

/* The master of two shares, or -1: they must be two, and belong together. */
static int
join_shares(const struct share *a, const struct share *b,
    unsigned char *master, const char *b_path, struct err *err)
{
	unsigned char check[CHECK_BYTES];

	if (memcmp(a->bytes, b->bytes, KEY_BYTES) == 0)
		return bad_share(b_path, err, "is the same share twice: want "
		    "the two officers' shares");
	if (memcmp(a->master, b->master, CHECK_BYTES) != 0)
		return bad_share(b_path, err, "belongs to another master key "
		    "than the first share");
	combine(master, a->bytes, b->bytes);
	if (check_of(master, "master", check, err) == -1)
		return -1;
	if (memcmp(check, a->master, CHECK_BYTES) != 0 ||
	    key_weakness(master, KEY_BYTES) != NULL)
		return bad_share(b_path, err, "does not belong to the first "
		    "share: together they give no master key");
	return 0;
}

int
master_read(const char *a_path, const char *b_path,
    unsigned char master[KEY_BYTES], struct err *err)
{
	struct share a, b;
	int r = -1;

	/* Where the system lets us, it is not swapped out either. */
	(void)mlock(master, KEY_BYTES);
	if (read_share(a_path, &a, err) == 0 &&
	    read_share(b_path, &b, err) == 0)
		r = join_shares(&a, &b, master, b_path, err);
	OPENSSL_cleanse(&a, sizeof(a));
	OPENSSL_cleanse(&b, sizeof(b));
	if (r == -1)
		master_wipe(master);
	return r;
}

int
master_id(const unsigned char master[KEY_BYTES], char out[MASTER_ID + 1],
    struct err *err)
{
	unsigned char check[CHECK_BYTES];

	if (check_of(master, "master", check, err) == -1)
		return -1;
	hex(check, CHECK_BYTES, out);
	return 0;
}

void
master_wipe(unsigned char master[KEY_BYTES])
{
	OPENSSL_cleanse(master, KEY_BYTES);
	(void)munlock(master, KEY_BYTES);
}
