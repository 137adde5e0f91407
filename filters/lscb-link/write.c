/* SPDX-License-Identifier: MIT */
/* The map: which child and which household each record is about.  See link.h. */
#include <stdlib.h>

#include "link.h"

/* What stands behind the records of an identity. */
struct about {
	uint32_t child;		/* in numbers, or NONE */
	char home[PSEUDONYM_LEN];	/* begins with 0: none */
};

enum { AHEAD = 16 };	/* records that are fetched before they are written */

/* By identity; NULL: no memory. */
static struct about *
find_about(struct people *people, struct mac *mac)
{
	const struct identity *x = people->identities;
	struct about *about = calloc(people->n + 1, sizeof(*about));
	char token[TOKEN_LEN];
	struct part part = { token, sizeof(token) };
	uint32_t i;

	for (i = 0; about != NULL && i < people->n; i++) {
		about[i].child = x[i].erased ? NONE :
		    x[cluster_root(people, i)].child;
		if (x[i].t[TOK_HOUSEHOLD] == 0)
			continue;
		token_text(x[i].t[TOK_HOUSEHOLD], token);
		pseudonym(mac, 'h', &part, 1, about[i].home);
	}
	return about;
}

int
write_map(struct writer *wr, struct people *people, const struct index *x,
    struct mac *mac, struct stats *stats)
{
	static const char *const header[] = { "record", "child", "household" };
	const struct record *r = people->records;
	struct about *about = find_about(people, mac), *of;
	const char *p;
	size_t i, n;

	if (about == NULL)
		return -1;
	wr_header(wr, header, 3);
	for (i = 0; i < people->n_records; i++) {
		if (i + AHEAD < people->n_records)
			__builtin_prefetch(&about[r[i + AHEAD].identity]);
		of = &about[r[i].identity];
		n = 0;
		p = of->child == NONE ? "" :
		    table_key(x->numbers, of->child, &n);
		wr_field(wr, r[i].number, PSEUDONYM_LEN);
		wr_field(wr, p, n);
		wr_field(wr, of->home, of->home[0] == '\0' ? 0 :
		    PSEUDONYM_LEN);
		wr_end(wr);
		stats_add(stats, STATS_USED, n > 0 ? NULL :
		    of->home[0] != '\0' ? "household-only" :
		    "too-little-identity", 1);
	}
	free(about);
	return 0;
}
