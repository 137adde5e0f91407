/* SPDX-License-Identifier: MIT */
/*
 * Makes the master key as two shares, and purpose keys from both shares.
 *
 * --new A B: a random master is cut in two (share A is random, share B is
 * master XOR A) and forgotten; neither share says anything about the master
 * or about what was hashed under it.  --purpose NAME A B -o FILE: both
 * shares together give the key of one purpose and epoch, which is all that
 * a filter ever reads.  Existing files are never overwritten.  Refused:
 * shares that are readable by others, damaged, or not of one master.
 *
 * Each share file names the master it belongs to (32 bits of a keyed hash
 * of the master, the same in all epochs) and carries a check of itself, so
 * that a mistake is told apart from damage.  The only filter whose output
 * is random.
 */
#include <errno.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "secret.h"
#include "token.h"
#include "tool.h"

enum { CHECK_BYTES = 4, CHECK_LEN = 2 * CHECK_BYTES, EPOCH_MAX = 999999 };

struct opts {
	bool new;
	const char *purpose;
	size_t epoch;
};

static struct opts opts = { .epoch = 1 };

static const struct tool_option options[] = {
	{ 0, "new", OPT_FLAG, &opts.new, NULL,
	    "make a master key, as the share files A and B" },
	{ 0, "purpose", OPT_TEXT, &opts.purpose, "NAME",
	    "derive the key of a purpose: deidentify, link" },
	{ 0, "epoch", OPT_SIZE, &opts.epoch, "N",
	    "of this epoch (1); a new epoch changes every pseudonym" },
	{ 0 }
};

static const struct tool tool = {
	.name = "lscb-keygen",
	.summary = "make a master key in two shares, and keys from it",
	.synopsis = "--new A B | --purpose NAME [--epoch N] -o FILE A B",
	.examples =
	    "lscb-keygen --new officer-1.share officer-2.share\n"
	    "lscb-keygen --purpose link -o link.key officer-1.share "
	    "officer-2.share\n",
	.options = options
};

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

/* A new master as two share files: both, or neither. */
static int
make_master(const char *a_path, const char *b_path, struct err *err)
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

static int
derive_key(const char *a_path, const char *b_path, const char *path,
    struct err *err)
{
	unsigned char master[KEY_BYTES];
	struct share a, b;
	int r = -1;

	if (read_share(a_path, &a, err) == 0 &&
	    read_share(b_path, &b, err) == 0 &&
	    join_shares(&a, &b, master, b_path, err) == 0)
		r = key_derive_write(master, opts.purpose,
		    (unsigned)opts.epoch, path, err);
	OPENSSL_cleanse(master, sizeof(master));
	OPENSSL_cleanse(&a, sizeof(a));
	OPENSSL_cleanse(&b, sizeof(b));
	return r;
}

static void
check_opts(const struct tool_run *run)
{
	const char *p;

	if (opts.new == (opts.purpose != NULL))
		tool_usage("want either --new or --purpose NAME");
	if (run->n_files != 2)
		tool_usage("want two share files");
	if (opts.new && run->output != NULL)
		tool_usage("--new writes its two share files, not -o");
	if (opts.new)
		return;
	if (run->output == NULL || strcmp(run->output, "-") == 0)
		tool_usage("--purpose needs -o FILE: a key is never shown");
	for (p = opts.purpose; *p != '\0'; p++)
		if ((*p < 'a' || *p > 'z') && *p != '-')
			break;
	if (*p != '\0' || opts.purpose[0] == '\0' || p - opts.purpose > 31)
		tool_usage("--purpose wants lower-case letters and hyphens, "
		    "at most 31");
	if (opts.epoch < 1 || opts.epoch > EPOCH_MAX)
		tool_usage("--epoch wants a number from 1 to %d", EPOCH_MAX);
}

int
main(int argc, char **argv)
{
	struct tool_run *run = tool_start(&tool, argc, argv);
	struct err err;
	int r;

	check_opts(run);
	tool_settle();		/* nothing is left that could fail after */
	if (opts.new)
		r = make_master(run->files[0], run->files[1], &err);
	else
		r = derive_key(run->files[0], run->files[1], run->output,
		    &err);
	if (r == -1)
		tool_die(&err);
	return tool_finish();
}
