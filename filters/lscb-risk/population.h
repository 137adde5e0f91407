/* SPDX-License-Identifier: MIT */
/*
 * How many of a population are unique in it, estimated from a sample: the stream.
 * Up to a tenth of the population by Pitman's model (Hoshino, Journal of Official
 * Statistics 17, 2001), as Dankar et al. found best (BMC Medical Informatics 12:66,
 * 2012); above, and where that has no solution, by Zayatz's estimator (US Bureau of
 * the Census, 1991).
 */
#ifndef LSCB_RISK_POPULATION_H
#define LSCB_RISK_POPULATION_H

#include <stdint.h>

#include "exposure.h"

enum population_model {
	MODEL_NONE,	/* no estimate: members are in several classes */
	MODEL_NO_UNIQUE,	/* none in the sample: taken for none at all */
	MODEL_WHOLE,	/* the sample is the population: no estimate */
	MODEL_PITMAN,
	MODEL_ZAYATZ
};

/* For messages and columns; of MODEL_NONE "". */
const char *population_model_name(enum population_model m);
/* Share of the population of that size that is unique in it; nan without one. */
double population_uniques(const struct sizes *s, uint64_t population,
    enum population_model *model);
/* Each estimator alone; nan where it has no solution. */
double population_pitman(const struct sizes *s, uint64_t population);
double population_zayatz(const struct sizes *s, uint64_t population);

#endif
