/* SPDX-License-Identifier: MIT */
/*
 * Keyed pseudonyms and link tokens: HMAC-SHA-256 (RFC 2104) under keys derived
 * by HKDF (RFC 5869) from master to purpose and epoch to field.  Parts are
 * length-prefixed, so no two lists of parts give the same message.
 *
 * A key file holds one purpose key, never the master.  rec syntax:
 *
 *	purpose: deidentify
 *	epoch: 1
 *	tag: k7q
 *	key: 64 hexadecimal digits
 *	check: 8 hexadecimal digits (HMAC of "kcv")
 */
#ifndef LSCB_TOKEN_H
#define LSCB_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "err.h"
#include "pseudonym.h"

enum { KEY_BYTES = 32, TOKEN_LEN = 13 };

struct part {
	const char *p;
	size_t n;
};

/* What there are keys for.  Cron holds those that a night needs: the first two. */
enum { KEY_PURPOSES = 4 };
extern const char *const key_purposes[KEY_PURPOSES];
bool purpose_known(const char *purpose);

static inline struct part
text_part(const char *s)
{
	struct part part = { s, strlen(s) };

	return part;
}

struct key;	/* a purpose key */
/*
 * Reads a key file.  Refused, STATUS_CONFIG: missing, a link or not a plain
 * file, readable by group or others, owned by somebody else (not us, not root),
 * malformed, short, weak (few distinct bytes, text, pattern), a wrong check
 * value, or a purpose other than the one wanted (NULL: any).
 */
int key_read(struct key **key, const char *path, const char *purpose,
    struct err *err);
const char *key_tag(const struct key *key);	/* TAG_LEN characters, NUL */
/* The key of one field, to be wiped by the caller.  0, or -1 with *err. */
int key_of_field(const struct key *key, const char *field,
    unsigned char out[KEY_BYTES], struct err *err);
void key_free(struct key *key);			/* wipes */

/* A keyed hash for one field: derive once, use for every row. */
struct mac;
int mac_new(struct mac **mac, const struct key *key, const char *field,
    struct err *err);
void mac_free(struct mac *mac);
/* HMAC of the length-prefixed parts, 32 bytes. */
void mac_parts(struct mac *mac, const struct part *parts, size_t n,
    unsigned char out[KEY_BYTES]);
/* kind + tag + 22 base32 characters, no NUL: PSEUDONYM_LEN bytes. */
void pseudonym(struct mac *mac, char kind, const struct part *parts,
    size_t n, char out[PSEUDONYM_LEN]);
/* 64 bits as 13 base32 characters, no NUL. */
void link_token(struct mac *mac, const struct part *parts, size_t n,
    char out[TOKEN_LEN]);

/* The primitives, for keygen and the RFC vectors. 0, or -1 with *err. */
int hmac_sha256(const void *key, size_t key_n, const void *msg, size_t msg_n,
    unsigned char out[32], struct err *err);
void sha256(const void *p, size_t n, unsigned char out[32]);
int hkdf_sha256(const void *ikm, size_t ikm_n, const void *salt,
    size_t salt_n, const void *info, size_t info_n, void *out, size_t out_n,
    struct err *err);
/* Lower-case RFC 4648 base32 of the first bits (a multiple of 5). */
void base32(const unsigned char *p, size_t bits, char *out);
/* Epochs are numbered from 1. */
enum { EPOCH_MAX = 999999 };
/* The purpose key of an epoch, which never was a file. */
int key_derive(struct key **key, const unsigned char master[KEY_BYTES],
    const char *purpose, unsigned epoch, struct err *err);
/*
 * The same, written as its key file, mode 0400, refusing to overwrite.
 */
int key_derive_write(const unsigned char master[KEY_BYTES],
    const char *purpose, unsigned epoch, const char *path, struct err *err);
/* Why these bytes are no key ("all bytes equal" ...), or NULL if sound. */
const char *key_weakness(const unsigned char *p, size_t n);

#endif
