/* SPDX-License-Identifier: MIT */
/*
 * A request to be told which child a pseudonym is, as two people wrote it: who asks
 * and why, who approved it and until when, whose extract it is looked up in, and
 * the pseudonyms.  A rec file, lscb-reidentify(1) has its keys.
 */
#ifndef LSCB_REIDENTIFY_REQUEST_H
#define LSCB_REIDENTIFY_REQUEST_H

#include <stddef.h>

#include "buf.h"
#include "date.h"
#include "err.h"

enum { DIGEST_HEX = 64 };

struct ask {
	const char *pseudonym;	/* PSEUDONYM_LEN, of a child, household or record */
	const char *label;
	size_t line;
	bool found;
	struct buf rows;	/* the agency's references, a line each */
};

struct request {
	const char *id, *purpose, *asked_by, *approved_by;
	const char *agency, *extract, *sender;
	unsigned epoch;
	size_t uses;		/* how often it may be used */
	struct ask *asks;
	size_t n;
	char digest[DIGEST_HEX + 1];	/* SHA-256 of the file */
	const char *file;
	struct defs *defs;
};

/*
 * STATUS_CONFIG: malformed, not approved or approved by who asks, past its end on
 * that day, more pseudonyms than it states.
 */
int request_read(struct request *r, const char *path, date on,
    struct err *err);
/* Every pseudonym is of that key. 0, or -1 with *err. */
int request_check_tag(const struct request *r, const char *tag,
    struct err *err);
void request_free(struct request *r);

/* SHA-256, as DIGEST_HEX digits and a NUL. */
void sha256_hex(const void *p, size_t n, char out[DIGEST_HEX + 1]);

#endif
