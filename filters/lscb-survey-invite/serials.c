/* SPDX-License-Identifier: MIT */
/* See invite.h: serials. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "invite.h"
#include "token.h"

enum { GROUP = 4, LETTERS = 11 };

struct serials {
	struct mac *mac;
};

int
serials_new(struct serials **out, const struct key *key, struct err *err)
{
	struct serials *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	if (mac_new(&s->mac, key, "serial", err) == -1) {
		free(s);
		return -1;
	}
	*out = s;
	return 0;
}

void
serials_free(struct serials *s)
{
	if (s == NULL)
		return;
	mac_free(s->mac);
	free(s);
}

/* Eleven letters and their check, with a hyphen behind each four. */
static void
print(const char letters[LETTERS + 1], char serial[SERIAL_LEN])
{
	size_t i, n = 0;

	for (i = 0; i <= LETTERS; i++) {
		if (i > 0 && i % GROUP == 0)
			serial[n++] = '-';
		serial[n++] = letters[i];
	}
}

/*
 * 55 bits: of a million serials two would be one in 1 of 72,000 cases, and then the
 * second is taken from the next hash.
 */
void
serials_next(struct serials *s, const struct survey *survey,
    const struct ledger *l, struct ledger_entry *e)
{
	unsigned char hash[KEY_BYTES];
	char letters[LETTERS + 1], number[16], day[11];
	struct part parts[5] = { text_part(survey->id),
	    { e->subject, PSEUDONYM_LEN },
	    text_part(survey->stages[e->stage].name) };
	unsigned n = 0;

	date_format(e->opened, day);
	do {
		(void)snprintf(number, sizeof(number), "%u", n++);
		parts[3] = text_part(day);
		parts[4] = text_part(number);
		mac_parts(s->mac, parts, 5, hash);
		base32(hash, 5 * LETTERS, letters);
		letters[LETTERS] = serial_check(letters);
		print(letters, e->serial);
	} while (ledger_serial(l, (struct field){ e->serial, SERIAL_LEN }) !=
	    NULL);
}
