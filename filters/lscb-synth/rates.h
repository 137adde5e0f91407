/* SPDX-License-Identifier: MIT */
/*
 * The names of synth/rates.rec and of the weighted lists of synth/names.csv
 * and synth/codes.csv, each said once: X(constant, name).
 */
#ifndef LSCB_SYNTH_RATES_H
#define LSCB_SYNTH_RATES_H

#define RATES(X) \
	/* the window */ \
	X(RATE_MONTHS, "months") \
	X(RATE_TRAINING, "training-sessions") \
	X(RATE_AUDITS, "audits")

#define LISTS(X) \
	X(LIST_FORENAME_MALE, "forename-male") \
	X(LIST_FORENAME_FEMALE, "forename-female") \
	X(LIST_SURNAME, "surname")

#define AS_CONSTANT(constant, name) constant,
#define AS_NAME(constant, name) name,

enum rate { RATES(AS_CONSTANT) RATE_COUNT };
enum list { LISTS(AS_CONSTANT) LIST_COUNT };

#endif
