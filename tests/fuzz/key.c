/* SPDX-License-Identifier: MIT */
/*
 * Key files, and the text of the standing index of lscb-link.  The first byte
 * chooses one.  A key file is read, or refused as a mistake with the file's
 * name.  The text of an index (which stands sealed on disk, so that only who
 * has the key can write one) is read or refused; what was read is written,
 * sealed, and reads as the same.
 */
#include <fcntl.h>
#include <sys/stat.h>

#include "../../filters/lscb-link/index.c"
#include "fuzz.h"
#include "secret.h"

static char folder[] = "/dev/shm/lscb-fuzz.XXXXXX";
static char path[64];

static void
leave(void)
{
	unlink(path);
	rmdir(folder);
}

/* A key file must be no link, as what stands in /dev/fd is. */
static void
setup(void)
{
	if (path[0] != '\0')
		return;
	MUST(mkdtemp(folder) != NULL);
	snprintf(path, sizeof(path), "%s/key", folder);
	atexit(leave);
}

static void
key_file(const void *p, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	struct key *key;
	struct err err = { 0 };

	MUST(fd != -1 && write(fd, p, n) == (ssize_t)n && close(fd) == 0);
	if (key_read(&key, path, "link", &err) == -1) {
		MUST(err.status == STATUS_CONFIG && err.text[0] != '\0');
		MUST(err.file[0] != '\0');
		return;
	}
	MUST(strlen(key_tag(key)) == TAG_LEN);
	key_free(key);
}

static const struct key *
a_key(void)
{
	static const unsigned char master[KEY_BYTES] = "\1\2\3\4\5\6\7\10\11"
	    "\245\314\21\72\301\17\20\21\22\23\24\25\26\27\30\31\32\33\34\35"
	    "\36\37";
	static struct key *key;
	struct err err = { 0 };

	if (key == NULL) {
		unlink(path);
		if (key_derive_write(master, "link", 1, path, &err) == -1 ||
		    key_read(&key, path, "link", &err) == -1)
			MUST_SAY(false, err.text);
		unlink(path);
	}
	return key;
}

static void
index_text(const uint8_t *p, size_t n)
{
	char *copy = fuzz_copy(p, n, 0), *sealed;
	struct index x, y;
	struct buf a = { 0 }, b = { 0 }, bytes = { 0 };
	struct err err = { 0 };

	MUST(index_new(&x, &err) == 0 && index_new(&y, &err) == 0);
	if (parse_text(&x, copy + 1, n, &err) == -1) {
		MUST(err.status == STATUS_DATA && err.text[0] != '\0');
	} else {
		if (index_seal(&x, a_key(), &bytes, &err) == -1)
			MUST_SAY(false, err.text);
		sealed = fuzz_file(0, bytes.p, bytes.n);
		if (index_open(&y, sealed, a_key(), &err) == -1 ||
		    index_parse(&y, &err) == -1)
			MUST_SAY(false, err.text);
		MUST(make_text(&x, &a) == 0 && make_text(&y, &b) == 0);
		MUST(fuzz_same(&a, &b) && x.run == y.run);
	}
	index_free(&x);
	index_free(&y);
	buf_free(&a);
	buf_free(&b);
	buf_free(&bytes);
	free(copy);
}

/* Bytes that nobody sealed. */
static void
index_file(const void *p, size_t n)
{
	struct index x;
	struct err err = { 0 };

	MUST(index_new(&x, &err) == 0);
	MUST(index_open(&x, fuzz_file(0, p, n), a_key(), &err) == -1);
	MUST(err.text[0] != '\0' && err.file[0] != '\0');
	index_free(&x);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned kind = fuzz_choice(&data, &size) % 3;

	setup();
	if (kind == 0)
		key_file(data, size);
	else if (kind == 1)
		index_text(data, size);
	else
		index_file(data, size);
	return 0;
}
