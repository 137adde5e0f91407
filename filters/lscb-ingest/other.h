/* SPDX-License-Identifier: MIT */
/* Whose return is a file that does not fit its definition? */
#ifndef LSCB_OTHER_H
#define LSCB_OTHER_H

#include "extract.h"

/* What to say of it; its name, and that of the definition it was read by. */
#define OTHER_RETURN "this looks like a return of '%s', not of '%s': if it is, " \
	"read it as that, or tell the sender which was meant."

/*
 * The name of the definition of a library whose columns the header has most of, and
 * more than x has and half of all that it holds; "" = none.  Names of definitions
 * are ours: nothing of the header is shown.  Definitions that cannot be read are
 * none.
 */
void other_return(const char *library, const struct extract *x,
    const struct rec *header, char *name, size_t size);

#endif
