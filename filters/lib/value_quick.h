/* SPDX-License-Identifier: MIT */
/* What the files of typed values share; for them alone. */
#ifndef LSCB_VALUE_QUICK_H
#define LSCB_VALUE_QUICK_H

#include "value.h"

/* value_quick.c */
/*
 * By the fixed places of the first format, its canonical form left in vr->text;
 * DATE_NONE: another format may fit.
 */
date value_fixed_date(struct value_reader *vr, struct field f);

/* value_forms.c */
/* Times, durations, several codes in one cell: as value_read. */
int value_time(struct value_reader *vr, struct field f, struct value *v,
    struct err *why);
int value_duration(struct value_reader *vr, struct field f, struct value *v,
    struct err *why);
int value_codes(struct value_reader *vr, struct field f, struct value *v,
    struct err *why);
/* A duration of so many seconds, -1 for none: as value_read. */
int value_seconds(struct value_reader *vr, int64_t seconds, struct value *v,
    struct err *why);
/*
 * A number without what the column accepts (ACCEPT_ bits) besides digits: thousands,
 * a point with zeros, per cent.  *f becomes it, perhaps in text; the REPAIR_ bits.
 */
unsigned value_bare_number(unsigned accept, char text[WORD_MAX],
    struct field *f);

/* value.c */
/*
 * The value cannot be trusted: -1, or 0 with v->doubtful where it is only
 * asked about; then it is kept if it can be read at all.
 */
int value_doubt(const struct value_reader *vr, struct value *v,
    struct err *why, bool readable, const char *code, const char *fmt, ...)
    __attribute__((format(printf, 6, 7)));
/* A declared word of the column by its spelling: its index, or SIZE_MAX. */
size_t value_word(struct value_reader *vr, struct field f);
/* Is it one of the words for not known? */
bool value_is_unknown(struct value_reader *vr, struct field f);
/* A day that is sound in itself, its text in vr->text: as value_read. */
int value_day(struct value_reader *vr, date d, struct value *v,
    struct err *why);
/* Is a number within the limits?  As value_read. */
int value_in_limits(struct value_reader *vr, int64_t digits, int scale,
    struct value *v, struct err *why);
/* Any value: as value_read, where v already is f as it stands. */
int value_slowly(struct value_reader *vr, struct field f, struct value *v,
    struct err *why);

#endif
