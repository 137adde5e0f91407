/* SPDX-License-Identifier: MIT */
/*
 * The names of synth/rates.rec, of the weighted lists of synth/names.csv and
 * synth/codes.csv, and of synth/seasons.csv, each said once:
 * X(constant, name).  A block for each file of the code that uses them.
 */
#ifndef LSCB_SYNTH_RATES_H
#define LSCB_SYNTH_RATES_H

#define RATES(X) \
	/* the window */ \
	X(RATE_MONTHS, "months") \
	X(RATE_TRAINING, "training-sessions") \
	X(RATE_AUDITS, "audits") \
	/* family.c, names.c, place.c, street.c: people */ \
	X(RATE_MOVES, "moves") \
	X(RATE_LEAVES_BOARD, "leaves-board") \
	X(RATE_ARRIVED, "arrived") \
	X(RATE_SEPARATIONS, "separations") \
	X(RATE_PARTNERS, "new-partners") \
	X(RATE_STEP_CHILDREN, "step-children") \
	X(RATE_KINSHIP, "kinship") \
	X(RATE_PROTECTED, "protected-addresses") \
	X(RATE_ADOPTIONS, "adoptions") \
	X(RATE_TWINS, "twins") \
	X(RATE_MARRIED, "married") \
	X(RATE_FATHERS_NAME, "fathers-surname") \
	X(RATE_DOUBLE, "double-barrelled") \
	X(RATE_PATRONYMIC, "patronymics") \
	X(RATE_EDGE_HOMES, "edge-homes") \
	X(RATE_NOT_ON_ROLL, "not-on-roll") \
	X(RATE_STAY, "stay-after-16") \
	X(RATE_CHANGES_SCHOOL, "changes-school")

#define LISTS(X) \
	X(LIST_FORENAME_MALE, "forename-male") \
	X(LIST_FORENAME_FEMALE, "forename-female") \
	X(LIST_SURNAME, "surname") \
	/* people */ \
	X(LIST_HOUSE, "house-name") \
	X(LIST_WARD, "ward") \
	X(LIST_HOUSEHOLD, "household") \
	X(LIST_FAMILY_RISK, "family-risk") \
	X(LIST_DEATHS, "deaths") \
	X(LIST_AUTHORITY, "authority")

/* flat is the same all the year and every year. */
#define SEASONS(X) \
	X(SEASON_FLAT, "flat") \
	X(SEASON_MOVES, "moves") \
	X(SEASON_REFERRALS, "referrals") \
	X(SEASON_POLICE, "police") \
	X(SEASON_HEALTH, "health") \
	X(SEASON_SCHOOL, "school")

#define AS_CONSTANT(constant, name) constant,
#define AS_NAME(constant, name) name,

enum rate { RATES(AS_CONSTANT) RATE_COUNT };
enum list { LISTS(AS_CONSTANT) LIST_COUNT };
enum season_id { SEASONS(AS_CONSTANT) SEASON_COUNT };

#endif
