/* SPDX-License-Identifier: MIT */
/*
 * From one epoch, or master, to the next: a pseudonym of the old tag becomes kind,
 * new tag, and a hash of the whole old pseudonym under the rekey key of the new
 * epoch.  So one old pseudonym always gives the same new one, and without that key
 * nobody says which gave which.
 */
#ifndef LSCB_REKEY_H
#define LSCB_REKEY_H

#include <stddef.h>

#include "err.h"
#include "token.h"

struct rekey;

/*
 * old_path: any key of the old epoch, for its tag; new_path: the rekey key of the
 * new one.  STATUS_CONFIG: not such keys, or both have one tag.
 */
int rekey_new(struct rekey **r, const char *old_path, const char *new_path,
    struct err *err);
void rekey_free(struct rekey *r);	/* wipes */
const char *rekey_old_tag(const struct rekey *r);
const char *rekey_new_tag(const struct rekey *r);
/*
 * The new name of what the n bytes at p say: 1; 0 when they are no pseudonym; -1,
 * STATUS_CONFIG with *err without a place, when it is one of another tag than the
 * old.
 */
int rekey_wrap(struct rekey *r, const char *p, size_t n,
    char out[PSEUDONYM_LEN], struct err *err);

#endif
