/* SPDX-License-Identifier: MIT */
/* What the files that load an extract definition share; for them alone. */
#ifndef LSCB_EXTRACT_LOAD_H
#define LSCB_EXTRACT_LOAD_H

#include "extract.h"

struct load {
	struct extract *x;
	struct err *err;
};

/* STATUS_CONFIG at a line of the definition; -1. */
int load_fail(const struct load *l, size_t line, const char *key,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
int load_nomem(const struct load *l);
const char *load_hint(const char *word, const char *const *names, size_t n,
    char *out, size_t size);
/* Index of a key's value among names, missing if absent, -1 with error. */
int load_word(const struct load *l, const struct def_record *r,
    const char *key, const char *const *names, size_t n, int missing);
/* Index of a column, or COLUMN_NONE with error. */
int load_column(const struct load *l, const char *name, size_t line,
    const char *key);
/* The same of the n bytes at p, without the blanks around them. */
int load_column_in(const struct load *l, const char *p, size_t n, size_t line,
    const char *key);
/* The columns of "A, B" at a key, n of them. */
int load_columns(const struct load *l, const struct def_record *r,
    const char *key, const char *text, int **columns, size_t *n);
/* A copy without the blanks around it; NULL: no memory. */
const char *load_trim(const struct load *l, const char *p, size_t n);
/* Splits text at sep, each item trimmed. */
int load_list(const struct load *l, const char *text, char sep,
    const char ***items, size_t *n);
/* The values of a repeated key, in order. */
int load_repeated(const struct load *l, const struct def_record *r,
    const char *key, const char ***items, size_t *n);
/* The same of patterns that text can be held to.  extract_columns.c */
int load_patterns(const struct load *l, const struct def_record *r,
    const char *key, const char ***patterns, size_t *n);
/* extract_file.c: how the file is written and what its rows may be. */
int load_file(const struct load *l, const struct def_record *r);
/* The same for what names columns, once they are known. */
int load_file_columns(const struct load *l, const struct def_record *r);
/* extract_dates.c: formats of dates, times and durations, unknown dates. */
int load_moments(const struct load *l, const struct def_record *r,
    struct column *c);
/* extract_rules.c: one Rule record. */
int load_rule(const struct load *l, const struct def_record *r,
    struct rule *rule);
/* A column that is a date, or an error at key. */
int load_need_date(const struct load *l, const struct def_record *r,
    const char *key, int column);
/* A code of a column, or an error at key with a near miss. */
int load_need_code(const struct load *l, const struct def_record *r,
    const char *key, int column, const char *code);
/* extract_delivery.c: what one delivery holds; once the key is known. */
int load_delivery(const struct load *l, const struct def_record *r);
/* extract_xml.c: how its records stand in XML; once the columns are known. */
int load_xml(const struct load *l, const struct def_record *r);
/* One Column record, into c. */
int load_one_column(const struct load *l, const struct def_record *r,
    struct column *c);
int load_rules_events(const struct load *l);

#endif
