/* SPDX-License-Identifier: MIT */
/* What the files of lscb-link share. */
#ifndef LSCB_LINK_H
#define LSCB_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "err.h"
#include "rows.h"
#include "stats.h"
#include "token.h"
#include "token_file.h"

enum { NONE = UINT32_MAX };

/* Tokens of an identity, as numbers; 0 = none.  Of several in one cell the
 * lowest is first. */
enum token {
	TOK_ID, TOK_ISSUER, TOK_NUMBERED, TOK_NHS, TOK_UPN,
	TOK_FORENAME, TOK_KNOWN, TOK_KNOWN_LAST = TOK_KNOWN + TOKENS_MAX - 1,
	TOK_FORENAME_SOUND, TOK_FORENAME_START, TOK_FORENAME_END,
	TOK_SURNAME, TOK_PART, TOK_PART_LAST,
	TOK_SURNAME_SOUND, TOK_SURNAME_START, TOK_SURNAME_END,
	TOK_NAME_A, TOK_NAME_B,
	TOK_DOB, TOK_YM, TOK_MD, TOK_YD, TOK_TURNED,
	TOK_SEX,
	TOK_POSTCODE, TOK_SECTOR, TOK_HOUSE, TOK_HOUSEHOLD,
	TOK_STREET, TOK_STREET_START, TOK_PLACE, TOK_PLACE_START,
	TOK_TOWN, TOK_TOWN_START,
	TOK_COUNT
};

struct record {
	char number[PSEUDONYM_LEN];
	uint16_t source;	/* in people.sources */
	uint32_t identity;
};

/*
 * What some records say, all the same, of who they are about.  Most children
 * have several, for agencies write names and addresses differently.
 */
struct identity {
	uint64_t t[TOK_COUNT];
	uint32_t record;	/* the first that says it */
	uint32_t n;		/* records that say it */
	uint32_t parent;	/* of its cluster; the root is the member
				 * that is first */
	uint32_t next;		/* members of a cluster form a ring */
	uint32_t child;		/* of a root: index in numbers, or NONE */
	bool sure;		/* its records, if several, are one child's */
	bool alone;		/* bound to others by its local id only */
	bool erased;		/* nobody, by decision */
};

/*
 * A function that only fetches ahead has no effect that gcc knows of: unless it is
 * part of another, it is not called.
 */
#define FETCHES static inline __attribute__((always_inline)) void

/* Begins to fetch what will be looked at: identities lie far apart in memory. */
FETCHES
identity_fetch(const struct identity *x)
{
	enum { LINE = 64 };	/* bytes that come at once */
	const char *p = (const char *)x, *end = (const char *)(x + 1);

	for (; p < end; p += LINE)
		__builtin_prefetch(p);
}

/* All records, ordered by number once read; identities by their first record,
 * so that nothing depends on the order of files and rows. */
struct people {
	struct record *records;
	size_t n_records, cap_records;
	struct identity *identities;
	size_t n, cap;
	struct table *sources;	/* "agency sender" */
	/* While reading: where an identity with a hash is. */
	struct slot {
		uint32_t at;	/* or NONE */
		uint32_t hash;
	} *slots;
	size_t n_slots;
};

/* Both in one number: sorts and finds fast, and decides little. */
static inline uint64_t
mix(uint64_t h, uint64_t v)
{
	h = (h ^ v) * UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 32;
}

/*
 * pair.c: does both, at once if there can be a second thread, else one after the
 * other.  Neither may write what the other reads or writes; the other may not end
 * the filter.
 */
typedef void pair_task(void *what);
void pair_run(pair_task *one, void *of_one, pair_task *other, void *of_other);

/* base32.c: 13 characters of base32 that hold 64 bits; false if not. */
bool token_parse(const char *p, size_t n, uint64_t *out);
void token_text(uint64_t t, char out[TOKEN_LEN]);
/* Is it the number of a record, of whatever key?  As pseudonym_ok has it. */
bool record_ok(const char *p, size_t n);

/* people.c */
/* Of all that an identity says. */
uint64_t identity_mix(const struct identity *x);
/* The identity of a record, or NONE. */
uint32_t find_record(const struct people *people, const char *number);
/* Enough to tell a person by: an id, a number, or both names and dob. */
bool identity_is_person(const struct identity *x);
/*
 * Reads every row of rd, which are rejected or people; ends the filter for a
 * record of another key or one that comes twice.
 */
void read_people(struct people *people, struct reader *rd,
    const struct key *key);
void people_free(struct people *people);
/*
 * NHS numbers and UPNs that more identities than crowd have say nothing, and are
 * taken from them.  How many there were; SIZE_MAX: no memory.
 */
size_t drop_crowds(struct people *people, size_t crowd);

/* radix.c: what sorts fast and decides little: the rest is looked at. */
struct keyed {
	uint64_t key;
	uint32_t at;
};
/* In order of key, equals as they were; spare has room for n as well. */
void sort_keyed(struct keyed *a, struct keyed *spare, size_t n);
/*
 * The identities that have a token, in its order; order has room for twice as many
 * as there are.  How many.
 */
size_t order_by_token(const struct people *people, enum token t,
    struct keyed *order);
/* Where the run of one key that begins at i ends. */
size_t run_end(const struct keyed *order, size_t i, size_t n);

/*
 * compare.c: how two identities compare, feature by feature.  Level 0 of any
 * feature: one of them, or both, do not say.
 */
enum feature {
	FORENAME, SURNAME, DOB, SEX, ADDRESS, STREET, PLACE, TOWN, NHS, UPN, ID,
	FEATURES
};
enum { LEVELS = 8, LEVEL_BITS = 3, SAME = 1 };
enum forename_level {
	FORENAME_SAME = 1, FORENAME_KNOWN, FORENAME_CLOSE, FORENAME_PART,
	FORENAME_DIFFERS, FORENAME_SWAPPED, FORENAME_CROSSED
};
enum surname_level {
	SURNAME_SAME = 1, SURNAME_KNOWN, SURNAME_CLOSE, SURNAME_PART,
	SURNAME_DIFFERS
};
enum dob_level { DOB_SAME = 1, DOB_TURNED, DOB_PART, DOB_DIFFERS };
enum address_level {
	ADDRESS_HOUSEHOLD = 1, ADDRESS_POSTCODE, ADDRESS_SECTOR_HOUSE,
	ADDRESS_SECTOR, ADDRESS_HOUSE, ADDRESS_DIFFERS
};
enum text_level { TEXT_SAME = 1, TEXT_START, TEXT_DIFFERS };	/* street ... */
enum plain_level { PLAIN_SAME = 1, PLAIN_DIFFERS };	/* sex, nhs, upn */
enum id_level { ID_SAME = 1, ID_OTHER, ID_DIFFERS };

extern const char *const feature_names[FEATURES];
/* By feature and level; NULL behind the last.  Level 0 is "". */
extern const char *const level_names[FEATURES][LEVELS];

typedef uint64_t pattern;	/* LEVEL_BITS for each feature */
pattern compare(const struct identity *a, const struct identity *b);
/* One day of birth, or nearly, and one surname or home: one child, or twins. */
bool born_together(pattern p);
static inline unsigned
level_of(pattern p, enum feature f)
{
	return (unsigned)(p >> (LEVEL_BITS * f)) & (LEVELS - 1);
}

/* linkage.c: linkage.rec of the library. */
struct linkage {
	double link, grey;	/* probabilities */
	double lead, contradiction;	/* bits */
	double population;	/* from which a match is at least so unlikely */
	double twins;		/* of siblings */
	double families;	/* of pairs: with fewer there are none ... */
	double few;		/* ... unless matches are so few */
	double rarer;		/* a rare value counts no more than so much */
	double trust_match, trust_number, trust_chance;	/* what the starting
				 * shares of levels weigh, in pairs */
	size_t rare;		/* identities: a spelling in so few is a slip */
	size_t members;		/* identities of one child, at most */
	size_t crowd;		/* identities on one key: it says nothing */
	double match[FEATURES][LEVELS], chance[FEATURES][LEVELS],
	    family[FEATURES][LEVELS];
};
int linkage_read(struct linkage *linkage, const char *library,
    struct err *err);

/* block.c: the pairs of identities that share a key, each once. */
struct blocks;
int blocks_new(struct blocks **blocks, const struct people *people,
    const struct linkage *linkage);
void blocks_free(struct blocks *blocks);
/* Keys that too many identities share. */
size_t blocks_crowds(const struct blocks *blocks);
/*
 * Calls visit for each pair, a before b; -1 from it ends it: -1.  Of each key the
 * pairs of the first half come to one and those of the second to other, in order,
 * both at once.
 */
typedef int visit_pair(void *what, size_t key, uint32_t a, uint32_t b);
int blocks_pairs(struct blocks *blocks, visit_pair *visit, void *one,
    void *other);

/*
 * model.c: how likely two identities are one child (Fellegi and Sunter 1969;
 * EM: Winkler 1988), beside two of one family and two strangers.
 */
struct model;
int model_new(struct model **model, const struct people *people,
    const struct linkage *linkage, struct blocks *blocks);
void model_free(struct model *model);
/* Log odds, in bits, that a and b are one child; their pattern. */
double model_score(const struct model *model, uint32_t a, uint32_t b,
    pattern *p);
/* Bits of all that speaks against one child, and of nothing that speaks for it. */
double model_against(const struct model *model, pattern p);
/* Bits for one child against strangers, of one level of a feature. */
double model_bits(const struct model *model, enum feature f, unsigned level);
/* How many identities spell their forename as this one does. */
size_t model_spelt(const struct model *model, uint32_t identity);
/* Are there brothers and sisters?  Then there are twins. */
bool model_has_families(const struct model *model);
/* Pairs of one child that are expected among those that share a key. */
double model_matches(const struct model *model);
/* What it learned: feature, level, shares, bits, as part of a report. */
void model_write(const struct model *model, struct writer *wr);
double probability_of(double bits);
double bits_of(double probability);	/* log odds */

/* decide.c: what people have decided, which goes before all evidence. */
struct decisions {
	struct pair {
		uint32_t a, b;		/* identities, a < b */
	} *same, *apart;		/* apart in order */
	size_t n_same, n_apart, cap_same, cap_apart;
	struct table *numbers;		/* child numbers to be forgotten */
	size_t absent;			/* of records that are not there */
	bool any_alone;
};
/*
 * Reads a file of decisions, if any: decision,record,other.  Identities are marked.
 * 0, or -1 with *err.
 */
int decisions_read(struct decisions *decisions, const char *path,
    struct people *people, const struct key *key, struct err *err);
void decisions_free(struct decisions *decisions);
bool decided_apart(const struct decisions *decisions, uint32_t a, uint32_t b);

/* Why two identities cannot be one child. */
enum conflict {
	CONFLICT_NOT, CONFLICT_DECIDED, CONFLICT_NUMBERED, CONFLICT_TWINS,
	CONFLICT_EVIDENCE, CONFLICT_NHS, CONFLICT_UPN, CONFLICT_COUNT
};
extern const char *const conflict_names[CONFLICT_COUNT];

/* Two identities that may be one child, by score. */
struct edge {
	uint32_t a, b;
	float bits;
};

/* cluster.c */
struct clustering {
	size_t conflicts[CONFLICT_COUNT];	/* pairs that would have been linked */
	size_t ambiguous, crowd;
	struct edge *edges;	/* best first, from the grey ones on */
	size_t n;
};
uint32_t cluster_root(struct people *people, uint32_t i);
/* Links all identities.  0, or -1: no memory; *told is to be freed. */
int cluster_all(struct people *people, const struct linkage *linkage,
    const struct model *model, const struct decisions *decisions,
    struct blocks *blocks, struct clustering *told);
void clustering_free(struct clustering *told);

/* report.c: what people look at. */
/* Pairs that were not linked and might be: their number. */
size_t write_grey(struct writer *wr, struct people *people,
    const struct decisions *decisions, const struct clustering *told);
/* 0, or -1: no memory. */
int write_report(struct writer *wr, struct people *people,
    const struct model *model, const struct clustering *told);

enum { SPENT = 'z' };	/* begins the entry of a number not to be given */

/* index.c: the standing index, token -> number, from night to night. */
struct index {
	struct table *tokens;
	struct index_entry {
		uint32_t number;	/* in numbers */
		uint32_t since;		/* run in which it came to it */
	} *entries;			/* by index in tokens */
	size_t cap;
	struct table *numbers;
	uint32_t run;			/* this one: 1 + the last */
	const char *path;
	struct buf opened;		/* the last one, until it is parsed */
	/* Numbers that records had in another epoch: as if an index said so. */
	struct given {
		uint32_t identity, number;
	} *given;
	size_t n_given, cap_given;
};

int index_new(struct index *x, struct err *err);
void index_free(struct index *x);
/* Opens a sealed index into an empty one. */
int index_open(struct index *x, const char *path, const struct key *key,
    struct err *err);
/* Parses what was opened, if it was not parsed before. */
int index_parse(struct index *x, struct err *err);
/* All bytes of the file, into an empty buf.  0, or -1 with *err. */
int index_seal(const struct index *x, const struct key *key,
    struct buf *sealed, struct err *err);
void index_write(struct buf *sealed, struct writer *wr);	/* and frees it */
/*
 * Reads record,child, numbers of this epoch that records are to keep; *absent:
 * of records that are not there.  0, or -1 with *err.
 */
int numbers_read(struct index *x, const char *path,
    const struct people *people, const struct key *key, size_t *absent,
    struct err *err);
/* Every child that the index knows, ordered. */
int children_write(const struct index *x, struct writer *wr);
/* Sets the number of a token; since only changes if the number does. */
int index_set(struct index *x, const char *token, size_t n, uint32_t number);
/* The same of one that is there. */
void index_change(struct index *x, size_t at, uint32_t number);

/* number.c: parses x, gives clusters their child numbers and brings x up to date. */
struct numbering {
	size_t merged, split, erased;
	struct change {
		const char *what;	/* merged, split, moved */
		uint32_t number, other;	/* in numbers: the one that goes or
					 * is new; the one that stays */
	} *changes;
	size_t n, cap;
};
int number_all(struct people *people, struct index *x,
    const struct decisions *decisions, const struct key *key,
    struct numbering *told, struct err *err);

/* write.c: the map, ordered by record.  0, or -1: no memory. */
int write_map(struct writer *wr, struct people *people,
    const struct index *x, struct mac *mac, struct stats *stats);

#endif
