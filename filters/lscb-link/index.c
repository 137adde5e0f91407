/* SPDX-License-Identifier: MIT */
/*
 * The standing index: which number each token had, so that a child keeps its
 * number from night to night.  See link.h.
 *
 * On disk it is sealed with AES-256-GCM under a key derived from the link key:
 *
 *	"lscb index 1\n"  key tag (3)  nonce (12)  sealed text  seal (16)
 *
 * where the text is CSV, token,number,since, in the order of tokens.  The
 * nonce is a keyed hash of the text, so that the same index gives the same
 * bytes and no two texts share a nonce.
 */
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "link.h"
#include "num.h"
#include "stream.h"

static const char magic[] = "lscb index 1\n";

enum {
	MAGIC_LEN = sizeof(magic) - 1, NONCE_LEN = 12, SEAL_LEN = 16,
	HEAD_LEN = MAGIC_LEN + TAG_LEN, TEXT_AT = HEAD_LEN + NONCE_LEN,
	STEP = 1 << 24		/* bytes for EVP at a time; it takes an int */
};

static int
no_memory(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

/* What may hold an index that is not sealed. */
static void
wipe(struct buf *b)
{
	if (b->p != NULL)
		OPENSSL_cleanse(b->p, b->n);
	buf_free(b);
}

int
index_new(struct index *x, struct err *err)
{
	memset(x, 0, sizeof(*x));
	x->tokens = table_new();
	x->numbers = table_new();
	x->run = 1;
	return x->tokens == NULL || x->numbers == NULL ? no_memory(err) : 0;
}

void
index_free(struct index *x)
{
	table_free(x->tokens);
	table_free(x->numbers);
	wipe(&x->opened);
	free(x->entries);
	free(x->given);
}

void
index_change(struct index *x, size_t at, uint32_t number)
{
	if (x->entries[at].number != number)
		x->entries[at] = (struct index_entry){ number, x->run };
}

int
index_set(struct index *x, const char *token, size_t n, uint32_t number)
{
	struct index_entry *e;
	int added;
	size_t i = table_add(x->tokens, token, n, &added);

	e = i == SIZE_MAX ? NULL : grow(x->entries, i, &x->cap, sizeof(*e));
	if (e == NULL)
		return -1;
	x->entries = e;
	if (added)
		e[i] = (struct index_entry){ number, x->run };
	else
		index_change(x, i, number);
	return 0;
}

/*
 * Seals or opens text of n bytes; seal is written or checked.  1, 0 if the
 * seal does not fit, -1 if OpenSSL cannot.
 */
static int
seal_or_open(bool sealing, const unsigned char *key, const char *head,
    const unsigned char *nonce, const unsigned char *from, size_t n,
    unsigned char *to, unsigned char seal[SEAL_LEN])
{
	EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
	unsigned char spare[SEAL_LEN];
	size_t at;
	int len, r = -1;

	if (c == NULL || EVP_CipherInit_ex(c, EVP_aes_256_gcm(), NULL, key,
	    nonce, sealing) != 1 || EVP_CipherUpdate(c, NULL, &len,
	    (const unsigned char *)head, HEAD_LEN) != 1)
		goto out;
	for (at = 0; at < n; at += STEP)
		if (EVP_CipherUpdate(c, to + at, &len, from + at,
		    n - at < STEP ? (int)(n - at) : STEP) != 1)
			goto out;
	if (!sealing && EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_SET_TAG,
	    SEAL_LEN, seal) != 1)
		goto out;
	r = EVP_CipherFinal_ex(c, spare, &len) == 1;
	if (sealing && (r != 1 || EVP_CIPHER_CTX_ctrl(c,
	    EVP_CTRL_GCM_GET_TAG, SEAL_LEN, seal) != 1))
		r = -1;
out:
	EVP_CIPHER_CTX_free(c);
	return r;
}

static int
crypto_err(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "OpenSSL cannot do "
	    "AES-256-GCM: is its default provider installed?");
}

/* The key of the index: a hash of nothing under a field of its own. */
static int
index_key(const struct key *key, unsigned char out[KEY_BYTES],
    struct err *err)
{
	struct mac *mac;

	if (mac_new(&mac, key, "index", err) == -1)
		return -1;
	mac_parts(mac, NULL, 0, out);
	mac_free(mac);
	return 0;
}

static int
nonce_of(const struct key *key, const struct part *text,
    unsigned char nonce[NONCE_LEN], struct err *err)
{
	unsigned char hash[KEY_BYTES];
	struct mac *mac;

	if (mac_new(&mac, key, "index-nonce", err) == -1)
		return -1;
	mac_parts(mac, text, 1, hash);
	mac_free(mac);
	memcpy(nonce, hash, NONCE_LEN);
	return 0;
}

static const struct index *sorting;

static int
compare_tokens(const void *a, const void *b)
{
	size_t an, bn;
	const char *x = table_key(sorting->tokens, *(const size_t *)a, &an);
	const char *y = table_key(sorting->tokens, *(const size_t *)b, &bn);

	return bytes_compare(x, an, y, bn);
}

static int
make_text(const struct index *x, struct buf *text)
{
	size_t n = table_count(x->tokens), i, len;
	size_t *order = calloc(n + 1, sizeof(*order));
	const struct index_entry *e;
	const char *p;
	int r = -1;

	if (order == NULL || buf_puts(text, "token,number,since\n") == -1)
		goto out;
	for (i = 0; i < n; i++)
		order[i] = i;
	sorting = x;
	if (n > 1)
		qsort(order, n, sizeof(*order), compare_tokens);
	for (i = 0; i < n; i++) {
		e = &x->entries[order[i]];
		if (e->number == NONE)
			continue;
		p = table_key(x->tokens, order[i], &len);
		if (buf_add(text, p, len) == -1 || buf_addc(text, ',') == -1)
			goto out;
		p = table_key(x->numbers, e->number, &len);
		if (buf_add(text, p, len) == -1 ||
		    buf_printf(text, ",%lu\n", (unsigned long)e->since) == -1)
			goto out;
	}
	r = 0;
out:
	free(order);
	return r;
}

/* Seals the text behind head and nonce, where it stands. */
static int
seal_text(const struct key *key, struct buf *b, struct err *err)
{
	const struct part text = { b->p + TEXT_AT, b->n - TEXT_AT };
	unsigned char bytes[KEY_BYTES], *p = (unsigned char *)b->p;
	int r;

	if (index_key(key, bytes, err) == -1)
		return -1;
	r = nonce_of(key, &text, p + HEAD_LEN, err);
	if (r == 0 && seal_or_open(true, bytes, b->p, p + HEAD_LEN,
	    p + TEXT_AT, text.n, p + TEXT_AT, p + b->n) != 1)
		r = crypto_err(err);
	OPENSSL_cleanse(bytes, sizeof(bytes));
	return r;
}

int
index_seal(const struct index *x, const struct key *key, struct buf *sealed,
    struct err *err)
{
	static const char nonce[NONCE_LEN];
	int r;

	if (buf_add(sealed, magic, MAGIC_LEN) == -1 ||
	    buf_add(sealed, key_tag(key), TAG_LEN) == -1 ||
	    buf_add(sealed, nonce, NONCE_LEN) == -1 ||
	    make_text(x, sealed) == -1 || buf_reserve(sealed, SEAL_LEN) == -1)
		r = no_memory(err);
	else
		r = seal_text(key, sealed, err);
	if (r == 0)
		sealed->n += SEAL_LEN;
	else
		wipe(sealed);
	return r;
}

/* Errors stick in the writer. */
void
index_write(struct buf *sealed, struct writer *wr)
{
	char *t = wr_room(wr, sealed->n);

	if (t != NULL) {
		memcpy(t, sealed->p, sealed->n);
		wr_took(wr, sealed->n);
	}
	buf_free(sealed);
}

static int
bad_index(struct err *err, const char *text)
{
	return err_set(err, STATUS_DATA, "bad-index", "%s: name the index "
	    "that the last good run wrote", text);
}

/* One line of the text: token,number,since. */
static int
add_line(struct index *x, const char *p, size_t n)
{
	const char *number = memchr(p, ',', n), *since;
	uint64_t run;
	size_t i, n_tokens;

	if (number == NULL)
		return -1;
	number++;
	since = memchr(number, ',', (size_t)(p + n - number));
	if (since == NULL)
		return -1;
	since++;
	if (!num_uint(since, (size_t)(p + n - since), &run) || run == 0 ||
	    run >= UINT32_MAX - 1 || !pseudonym_ok(number,
	    (size_t)(since - 1 - number)))
		return -1;
	i = table_add(x->numbers, number, PSEUDONYM_LEN, NULL);
	if (i >= NONE)
		return -1;
	if (x->run <= run)
		x->run = (uint32_t)run + 1;
	n_tokens = table_count(x->tokens);
	if (index_set(x, p, (size_t)(number - 1 - p), (uint32_t)i) == -1 ||
	    table_count(x->tokens) == n_tokens)	/* it stands there twice */
		return -1;
	x->entries[n_tokens].since = (uint32_t)run;
	return 0;
}

static int
parse_text(struct index *x, const char *p, size_t n, struct err *err)
{
	const char *end;
	bool header = true;

	for (; n > 0; n -= (size_t)(end + 1 - p), p = end + 1) {
		end = memchr(p, '\n', n);
		if (end == NULL || (!header && add_line(x, p,
		    (size_t)(end - p)) == -1))
			return bad_index(err, "cannot be read");
		header = false;
	}
	return 0;
}

/* Opens what is in x->opened, where it stands. */
static int
open_sealed(struct index *x, const struct key *key, struct err *err)
{
	struct buf *b = &x->opened;
	unsigned char bytes[KEY_BYTES];
	unsigned char *p = (unsigned char *)b->p;
	size_t n;
	int r;

	if (b->n < TEXT_AT + SEAL_LEN || memcmp(p, magic, MAGIC_LEN) != 0)
		return bad_index(err, "is no index of lscb-link");
	if (memcmp(p + MAGIC_LEN, key_tag(key), TAG_LEN) != 0)
		return err_set(err, STATUS_CONFIG, "other-key", "was sealed "
		    "under another key: want the link key of its epoch");
	if (index_key(key, bytes, err) == -1)
		return -1;
	n = b->n - TEXT_AT - SEAL_LEN;
	p += TEXT_AT;
	r = seal_or_open(false, bytes, b->p, p - NONCE_LEN, p, n, p, p + n);
	OPENSSL_cleanse(bytes, sizeof(bytes));
	if (r == -1)
		return crypto_err(err);
	return r == 1 ? 0 : bad_index(err, "the seal is broken: it was altered, "
	    "damaged or made under another key");
}

int
index_open(struct index *x, const char *path, const struct key *key,
    struct err *err)
{
	int r = in_read_all(&x->opened, path, SIZE_MAX, err);

	x->path = path;
	if (r == 0) {
		r = open_sealed(x, key, err);
		if (r == -1)
			err_at(err, path, 0, NULL);
	}
	if (r == -1)
		wipe(&x->opened);
	return r;
}

int
index_parse(struct index *x, struct err *err)
{
	struct buf b = x->opened;
	int r;

	if (b.p == NULL)
		return 0;
	memset(&x->opened, 0, sizeof(x->opened));
	r = parse_text(x, b.p + TEXT_AT, b.n - TEXT_AT - SEAL_LEN, err);
	if (r == -1)
		err_at(err, x->path, 0, NULL);
	wipe(&b);
	return r;
}
