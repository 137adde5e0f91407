/* SPDX-License-Identifier: MIT */
/*
 * What a stream has to fulfil before it is shared: a file of policies/ in the
 * library.  It may name columns too, for extracts that are shared again and again.
 */
#ifndef LSCB_RISK_POLICY_H
#define LSCB_RISK_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "defs.h"
#include "diversity.h"

/* A population of more is a slip. */
#define PEOPLE_MAX 100000000000u

enum limit_of {
	LIMIT_UNIQUES, LIMIT_HIGHEST, LIMIT_AVERAGE, LIMIT_POPULATION,
	LIMIT_DISTINCT, LIMIT_ENTROPY, LIMIT_RECURSIVE, LIMIT_T,
	N_LIMITS
};

/* The name of one in a policy and in a verdict. */
const char *limit_name(enum limit_of limit);

struct limit {
	bool given;
	double value;
};

/* What a column is to the question. */
enum column_use { USE_QUASI, USE_SENSITIVE, USE_ORDERED, USE_SUBJECT, N_USES };

struct policy {
	size_t k;
	struct limit limits[N_LIMITS];
	struct ratio c;			/* of recursive diversity; 0: none */
	uint64_t population;		/* 0: not said */
	bool missing_any;		/* a missing value may be any */
	const struct def_record *record;
	struct defs *defs;		/* owned */
};

/* 0, or -1 with *err: STATUS_CONFIG with file and line. */
int policy_read(struct policy *p, const char *library, const char *name,
    struct err *err);
/* The i-th column it names for a use, or NULL. */
const char *policy_column(const struct policy *p, enum column_use use,
    size_t i);
void policy_free(struct policy *p);

#endif
