/* SPDX-License-Identifier: MIT */
/* What was found about one set of columns, which limits it breaks, and its line. */
#ifndef LSCB_RISK_FINDING_H
#define LSCB_RISK_FINDING_H

#include <stdbool.h>
#include <stddef.h>

#include "diversity.h"
#include "exposure.h"
#include "policy.h"
#include "population.h"
#include "rows.h"

struct finding {
	const char *const *names;	/* of the set's columns */
	size_t n_names;
	bool has_classes;		/* else a missing value may be any */
	size_t classes, rows, members;
	struct exposure exposure;
	double population;		/* share of uniques; nan: none */
	enum population_model model;
	const char *const *sensitive;	/* names */
	const struct diversity *diversity;	/* of each */
	size_t n_sensitive;
};

/* 0, or -1 when memory ran out. */
int finding_header(struct writer *wr, const char *const *sensitive, size_t n);
/* Writes its line; 1 when it breaks a limit, 0, or -1 when memory ran out. */
int finding_write(struct writer *wr, const struct finding *f,
    const struct policy *p);

#endif
