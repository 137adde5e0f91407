/* SPDX-License-Identifier: MIT */
/*
 * The master key, which exists only as two share files: share A is random, share
 * B is master XOR A, and neither says anything about the master.  Each names the
 * master that it belongs to (32 bits of a keyed hash of it, the same in all
 * epochs) and carries a check of itself, so that a mistake is told apart from
 * damage.
 */
#ifndef LSCB_SHARE_H
#define LSCB_SHARE_H

#include "err.h"
#include "token.h"

/* A new random master as two share files: both, or neither.  0, or -1. */
int shares_new(const char *a_path, const char *b_path, struct err *err);
/*
 * The master of two shares, to be wiped by the caller.  STATUS_CONFIG: a share that
 * is not a secret of ours (secret.h), is damaged, is given twice or belongs to
 * another master.
 */
int master_read(const char *a_path, const char *b_path,
    unsigned char master[KEY_BYTES], struct err *err);
/* What its shares call it, which says nothing about it; MASTER_ID digits and NUL. */
enum { MASTER_ID = 8 };
int master_id(const unsigned char master[KEY_BYTES],
    char out[MASTER_ID + 1], struct err *err);
void master_wipe(unsigned char master[KEY_BYTES]);

#endif
