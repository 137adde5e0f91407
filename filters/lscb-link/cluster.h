/* SPDX-License-Identifier: MIT */
/* Clustering from inside: cluster.c finds components, component.c links each. */
#ifndef LSCB_LINK_CLUSTER_H
#define LSCB_LINK_CLUSTER_H

#include "link.h"

struct linking {
	struct people *people;
	const struct linkage *linkage;
	const struct model *model;
	const struct decisions *decisions;
	float *best;		/* by identity: of the edge that bound it first */
	bool *apart;		/* by identity: it belongs to nobody */
	double link_bits, grey_bits;
	/* Of a component, in this round: */
	size_t conflicts[CONFLICT_COUNT], crowd;
	bool again;
	struct clustering told;	/* of all components so far; its edges are none */
};

/*
 * component.c: makes clusters of the identities of a component.  Its links are in
 * order; those that people have decided come first, and have infinite bits.
 */
void link_component(struct linking *l, const struct edge *links, size_t n);

#endif
