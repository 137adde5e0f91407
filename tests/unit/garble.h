/* SPDX-License-Identifier: MIT */
/* Accidents in a text, by a generator with a fixed seed. */
#ifndef LSCB_GARBLE_H
#define LSCB_GARBLE_H

#include "buf.h"
#include "unit.h"

#define SEED 1
#include "chance.h"

static void
garble(struct buf *out, const char *p, size_t n)
{
	static const char *const odd[] = { "\n", ":", " ", "%rec: ", "+ ",
	    "#", "\"", "(", ")", ",", "=", "|", "\303", "\r", "0",
	    "99999999999999999999", "where", "not ", ">= ", "'", "date",
	    "\n\n", "id: x\n", "((((((((((((((((((((((((((((((((" };
	size_t times = 1 + rnd(3);

	out->n = 0;
	buf_add(out, p, n);
	while (times-- > 0 && out->n > 0) {
		size_t at = rnd(out->n), cut = rnd(4) == 0 ? rnd(40) : 0;
		const char *in = odd[rnd(LEN(odd))];
		struct buf next = { NULL, 0, 0 };

		if (cut > out->n - at)
			cut = out->n - at;
		buf_add(&next, out->p, at);
		if (rnd(3) != 0)
			buf_add(&next, in, strlen(in));
		buf_add(&next, out->p + at + cut, out->n - at - cut);
		buf_free(out);
		*out = next;
	}
}

#endif
