/* SPDX-License-Identifier: MIT */
/*
 * Usage: dictionary TARGETS KEYS <VALUES
 *
 * Somebody without the key tries every value.  In: tokens and pseudonyms, one
 * a line, of which the first 13 base32 characters count; keys to try, "NAME
 * HEX" a line; values, one a line, parts of one value parted by tabs.  Out:
 * "CONSTRUCTION FOUND" for each way to hash, FOUND the targets that it gives,
 * then "hashes N" on the last line.
 *
 * Without a key: SHA-256 of the value as it is, of its parts with their
 * lengths before them (what the filters hash, but for the key), and of the
 * parts with blanks or bars between.  With one: HMAC-SHA-256 of the parts
 * with their lengths.
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEYS = 256, LINE = 512, SHORT = 55, BLOCK = 64, PLAIN = 4 };

static const char *const plain_names[PLAIN] = {
	"sha256", "sha256-lengths", "sha256-blanks", "sha256-bars"
};

static struct way {
	char name[64];
	SHA256_CTX inner, outer;
	size_t found;
} ways[KEYS];
static size_t n_ways, found[PLAIN];

/* Open addressing; 0 is free. */
static struct target {
	uint64_t token;
	bool *hit;		/* by way */
} *targets;
static size_t mask, hashes;

static void
die(const char *what)
{
	fprintf(stderr, "dictionary: %s\n", what);
	exit(70);
}

static uint64_t
token_of(const char *p)
{
	uint64_t v = 0;
	const char *at;
	int i;

	static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";

	for (i = 0; i < 13; i++) {
		at = p[i] == '\0' ? NULL : strchr(alphabet, p[i]);
		if (at == NULL)
			die("a target is no token");
		/* 65 bits for 64: the last is padding. */
		v = i < 12 ? v << 5 | (uint64_t)(at - alphabet) :
		    v << 4 | (uint64_t)(at - alphabet) >> 1;
	}
	return v;
}

static struct target *
target_slot(uint64_t token)
{
	size_t i = (size_t)(token * UINT64_C(0x9e3779b97f4a7c15) >> 20) & mask;

	while (targets[i].token != 0 && targets[i].token != token)
		i = (i + 1) & mask;
	return &targets[i];
}

static void
read_targets(const char *path)
{
	FILE *f = fopen(path, "r");
	char line[LINE];
	size_t n = 0;
	struct target *t;

	if (f == NULL)
		die("no targets");
	while (fgets(line, sizeof(line), f) != NULL)
		n++;
	for (mask = 1; mask < 4 * n + 4; mask *= 2)
		;
	targets = calloc(mask--, sizeof(*targets));
	if (targets == NULL)
		die("out of memory");
	rewind(f);
	while (fgets(line, sizeof(line), f) != NULL) {
		t = target_slot(token_of(line));
		t->token = token_of(line);
		if (t->hit == NULL)
			t->hit = calloc(KEYS + PLAIN, sizeof(bool));
		if (t->hit == NULL)
			die("out of memory");
	}
	fclose(f);
}

static void
absorb(SHA256_CTX *c, const unsigned char *key, size_t n, unsigned char pad)
{
	unsigned char block[BLOCK];
	size_t i;

	memset(block, pad, sizeof(block));
	for (i = 0; i < n; i++)
		block[i] ^= key[i];
	SHA256_Init(c);
	SHA256_Update(c, block, sizeof(block));
}

static void
read_keys(const char *path)
{
	FILE *f = fopen(path, "r");
	char line[LINE], hex[LINE];
	unsigned char key[BLOCK];
	unsigned byte;
	size_t n;
	struct way *w;

	if (f == NULL)
		die("no keys");
	while (fgets(line, sizeof(line), f) != NULL) {
		if (n_ways == KEYS)
			die("too many keys");
		w = &ways[n_ways++];
		hex[0] = '\0';
		if (sscanf(line, "%63s %255s", w->name, hex) < 1)
			die("want NAME HEX");
		for (n = 0; n < BLOCK && sscanf(hex + 2 * n, "%2x",
		    &byte) == 1; n++)
			key[n] = (unsigned char)byte;
		absorb(&w->inner, key, n, 0x36);
		absorb(&w->outer, key, n, 0x5c);
	}
	fclose(f);
}

static void
look(const SHA256_CTX *c, size_t way, size_t *count)
{
	uint64_t token = (uint64_t)c->h[0] << 32 | c->h[1];
	struct target *t = target_slot(token);

	hashes++;
	if (token != 0 && t->token == token && !t->hit[way]) {
		t->hit[way] = true;
		++*count;
	}
}

/* One block after those in c, with the end of a message of all bytes. */
static void
last_block(SHA256_CTX *c, const unsigned char *p, size_t n, size_t all)
{
	unsigned char block[BLOCK] = { 0 };

	memcpy(block, p, n);
	block[n] = 0x80;
	block[BLOCK - 2] = (unsigned char)(all * 8 >> 8);
	block[BLOCK - 1] = (unsigned char)(all * 8 & 0xff);
	SHA256_Transform(c, block);
}

static void
put_hash(unsigned char *out, const SHA256_CTX *c)
{
	for (size_t i = 0; i < 32; i++)
		out[i] = (unsigned char)(c->h[i / 4] >> (24 - 8 * (i % 4)) &
		    0xff);
}

static void
try_plain(const unsigned char *p, size_t n, size_t way)
{
	SHA256_CTX c;

	SHA256_Init(&c);
	last_block(&c, p, n, n);
	look(&c, KEYS + way, &found[way]);
}

/* The parts, with their lengths before them or the byte between after them. */
static size_t
message(const char *line, bool lengths, const char *between,
    unsigned char *out)
{
	size_t n = 0, part;

	for (;; line += part + 1) {
		part = strcspn(line, "\t");
		if (n + 4 + part + 1 > SHORT)
			die("a value is too long");
		if (lengths) {
			memset(out + n, 0, 3);
			out[n + 3] = (unsigned char)part;
			n += 4;
		}
		memcpy(out + n, line, part);
		n += part;
		if (line[part] == '\0')
			return n;
		if (between != NULL)
			out[n++] = (unsigned char)*between;
	}
}

static void
try_value(const char *line)
{
	unsigned char text[BLOCK], hash[32];
	SHA256_CTX c;
	size_t n, i;

	n = message(line, false, NULL, text);
	try_plain(text, n, 0);
	if (strchr(line, '\t') != NULL) {
		n = message(line, false, " ", text);
		try_plain(text, n, 2);
		n = message(line, false, "|", text);
		try_plain(text, n, 3);
	}
	n = message(line, true, NULL, text);
	try_plain(text, n, 1);
	for (i = 0; i < n_ways; i++) {
		c = ways[i].inner;
		last_block(&c, text, n, BLOCK + n);
		put_hash(hash, &c);
		c = ways[i].outer;
		last_block(&c, hash, sizeof(hash), BLOCK + sizeof(hash));
		look(&c, i, &ways[i].found);
	}
}

int
main(int argc, char **argv)
{
	char line[LINE];
	size_t i;

	if (argc != 3)
		die("want TARGETS KEYS");
	read_targets(argv[1]);
	read_keys(argv[2]);
	while (fgets(line, sizeof(line), stdin) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		try_value(line);
	}
	for (i = 0; i < PLAIN; i++)
		printf("%s %zu\n", plain_names[i], found[i]);
	for (i = 0; i < n_ways; i++)
		printf("%s %zu\n", ways[i].name, ways[i].found);
	printf("hashes %zu\n", hashes);
	return 0;
}
