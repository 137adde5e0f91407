/* SPDX-License-Identifier: MIT */
/* See rekey.h. */
#include <stdlib.h>
#include <string.h>

#include "rekey.h"

struct rekey {
	char old_tag[TAG_LEN + 1], new_tag[TAG_LEN + 1];
	struct mac *mac;
};

static int
set_tags(struct rekey *r, const struct key *old, const struct key *new,
    const char *new_path, struct err *err)
{
	memcpy(r->old_tag, key_tag(old), sizeof(r->old_tag));
	memcpy(r->new_tag, key_tag(new), sizeof(r->new_tag));
	if (memcmp(r->old_tag, r->new_tag, TAG_LEN) != 0)
		return 0;
	err_set(err, STATUS_CONFIG, "same-tag", "has the tag of the old key: "
	    "want the rekey key of the next epoch (by chance two epochs have "
	    "one tag: then leave that number out)");
	return err_at(err, new_path, 0, NULL);
}

int
rekey_new(struct rekey **out, const char *old_path, const char *new_path,
    struct err *err)
{
	struct rekey *r = calloc(1, sizeof(*r));
	struct key *old = NULL, *new = NULL;
	int done = -1;

	if (r == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	if (key_read(&old, old_path, NULL, err) == 0 &&
	    key_read(&new, new_path, "rekey", err) == 0 &&
	    set_tags(r, old, new, new_path, err) == 0)
		done = mac_new(&r->mac, new, "rekey", err);
	key_free(old);
	key_free(new);
	if (done == -1)
		rekey_free(r);
	else
		*out = r;
	return done;
}

void
rekey_free(struct rekey *r)
{
	if (r == NULL)
		return;
	mac_free(r->mac);
	free(r);
}

const char *
rekey_old_tag(const struct rekey *r)
{
	return r->old_tag;
}

const char *
rekey_new_tag(const struct rekey *r)
{
	return r->new_tag;
}

int
rekey_wrap(struct rekey *r, const char *p, size_t n,
    char out[PSEUDONYM_LEN], struct err *err)
{
	struct part part = { p, n };

	if (!pseudonym_ok(p, n))
		return 0;
	if (memcmp(p + 1, r->new_tag, TAG_LEN) == 0)
		return err_set(err, STATUS_CONFIG, "new-key", "is a pseudonym "
		    "of the new epoch already: want a stream that is all of "
		    "the old one");
	if (memcmp(p + 1, r->old_tag, TAG_LEN) != 0)
		return err_set(err, STATUS_CONFIG, "other-key", "looks like a "
		    "pseudonym, and of neither the old epoch nor the new: "
		    "want a stream that is all of the old one");
	pseudonym(r->mac, p[0], &part, 1, out);
	return 1;
}
