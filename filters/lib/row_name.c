/* SPDX-License-Identifier: MIT */
/* See row_name.h. */
#include <stdlib.h>
#include <string.h>

#include "row_name.h"

enum { FIXED = 3 };

struct row_name {
	const struct extract *x;
	struct mac *mac;
	struct part *parts;	/* the first FIXED stay */
};

int
row_name_new(struct row_name **out, const struct extract *x,
    const char *sender, const struct key *key, struct err *err)
{
	struct row_name *r = calloc(1, sizeof(*r));

	*out = r;
	if (r != NULL)
		r->parts = calloc(x->n_key + FIXED + 1, sizeof(*r->parts));
	if (r == NULL || r->parts == NULL) {
		row_name_free(r);
		*out = NULL;
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	}
	r->x = x;
	r->parts[0] = text_part(x->id);
	r->parts[1] = text_part(sender);
	r->parts[2] = text_part(x->n_key > 0 ? "key" : "row");
	if (mac_new(&r->mac, key, "record", err) == 0)
		return 0;
	row_name_free(r);
	*out = NULL;
	return -1;
}

void
row_name_free(struct row_name *r)
{
	if (r == NULL)
		return;
	mac_free(r->mac);
	free(r->parts);
	free(r);
}

void
row_name_needs(const struct extract *x, bool *needed)
{
	size_t i;

	for (i = 0; i < x->n_key; i++)
		needed[x->key[i]] = true;
}

void
row_name(struct row_name *r, const struct value *values, size_t number,
    char out[PSEUDONYM_LEN])
{
	size_t i, n = FIXED;
	char row[24], *digit = row + sizeof(row);

	for (i = 0; i < r->x->n_key; i++)
		r->parts[n++] = (struct part){ values[r->x->key[i]].p,
		    values[r->x->key[i]].n };
	if (r->x->n_key == 0) {
		do
			*--digit = (char)('0' + number % 10);
		while ((number /= 10) > 0);
		r->parts[n++] = (struct part){ digit,
		    (size_t)(row + sizeof(row) - digit) };
	}
	pseudonym(r->mac, 'r', r->parts, n, out);
}
