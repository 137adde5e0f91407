/* SPDX-License-Identifier: MIT */
/* What the two files of typed values share; for them alone. */
#ifndef LSCB_VALUE_QUICK_H
#define LSCB_VALUE_QUICK_H

#include "value.h"

/* value_quick.c */
/*
 * By the fixed places of the first format, its canonical form left in vr->text;
 * DATE_NONE: another format may fit.
 */
date value_fixed_date(struct value_reader *vr, struct field f);

/* value.c */
/* Any value: as value_read, where v already is f as it stands. */
int value_slowly(struct value_reader *vr, struct field f, struct value *v,
    struct err *why);

#endif
