/* SPDX-License-Identifier: MIT */
/*
 * The folder that a run makes: DIR.part until all of it is there, then DIR.
 * A file in it says that it is ours, and is locked while we live: so what a
 * killed run left behind is known, and nobody else's folder is touched.
 */
#ifndef LSCB_SYNTH_FOLDER_H
#define LSCB_SYNTH_FOLDER_H

#include <stdint.h>

#include "err.h"

struct folder {
	char final[3900];	/* DIR */
	char part[4000];	/* DIR.part */
	char mark[4096];	/* the file that says so */
	int lock;		/* its descriptor */
};

/* DIR must not exist, or be empty; DIR.part is made.  bytes: an estimate of
 * what will be in it; refused when the disk has less room. */
int folder_make(struct folder *f, const char *dir, uint64_t bytes,
    struct err *err);
/* All is there: under its name now. */
int folder_finish(struct folder *f, struct err *err);
/* It is gone, with all that is in it; once finished, nothing happens. */
void folder_remove(struct folder *f);

#endif
