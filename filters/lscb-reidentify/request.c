/* SPDX-License-Identifier: MIT */
/* See request.h. */
#include <stdlib.h>
#include <string.h>

#include "defs.h"
#include "fold.h"
#include "num.h"
#include "request.h"
#include "secret.h"
#include "stream.h"
#include "token.h"

enum { FILE_MAX = 1 << 20, USES_MAX = 999999 };

/* What approves it is looked for by itself: that it lacks is no slip. */
static const struct def_key request_keys[] = {
	{ "id", DEF_REQUIRED }, { "purpose", DEF_REQUIRED },
	{ "asked_by", DEF_REQUIRED }, { "approved_by", DEF_OPTIONAL },
	{ "approved", DEF_OPTIONAL }, { "expires", DEF_REQUIRED },
	{ "agency", DEF_REQUIRED }, { "extract", DEF_REQUIRED },
	{ "sender", DEF_REQUIRED }, { "epoch", DEF_OPTIONAL },
	{ "look_ups", DEF_REQUIRED }, { "uses", DEF_OPTIONAL },
	{ "note", DEF_REPEATS }
};
static const struct def_key pseudonym_keys[] = {
	{ "pseudonym", DEF_REQUIRED }, { "label", DEF_REQUIRED },
	{ "note", DEF_REPEATS }
};
static const struct def_schema schemas[] = {
	{ "Request", request_keys, 13 }, { "Pseudonym", pseudonym_keys, 3 }
};

void
sha256_hex(const void *p, size_t n, char out[DIGEST_HEX + 1])
{
	unsigned char hash[DIGEST_HEX / 2];

	sha256(p, n, hash);
	hex(hash, sizeof(hash), out);
}

static int
digest_file(struct request *r, struct err *err)
{
	struct buf b = { 0 };
	int done = in_read_all(&b, r->file, FILE_MAX, err);

	if (done == 0)
		sha256_hex(b.p, b.n, r->digest);
	else
		err_definition(err);
	buf_free(&b);
	return done;
}

static int
refuse(const struct request *r, const struct def_record *rec,
    const char *key, struct err *err, const char *code, const char *text)
{
	err_set(err, STATUS_CONFIG, code, "%s", text);
	return err_at(err, r->file, def_line(rec, key), key);
}

static int
read_day(const struct request *r, const struct def_record *rec,
    const char *key, date *out, struct err *err)
{
	const char *text = def_get(rec, key);

	*out = date_parse(text, strlen(text));
	return *out != DATE_NONE ? 0 :
	    def_err(err, r->defs, rec, key, "want a date, YYYY-MM-DD");
}

/* From 1 to most; left as it is where the request does not say. */
static int
read_count(const struct request *r, const struct def_record *rec,
    const char *key, uint64_t most, uint64_t *out, struct err *err)
{
	const char *text = def_get(rec, key);

	if (text == NULL || (num_uint(text, strlen(text), out) && *out >= 1 &&
	    *out <= most))
		return 0;
	return def_err(err, r->defs, rec, key, "want a number from 1 to %llu",
	    (unsigned long long)most);
}

/* Is it one person, however written?  1, 0, -1: no memory. */
static int
same_person(const char *a, const char *b)
{
	struct buf x = { 0 }, y = { 0 };
	int r = -1;

	if (fold_name(a, strlen(a), &x) == 0 &&
	    fold_name(b, strlen(b), &y) == 0)
		r = bytes_compare(x.p, x.n, y.p, y.n) == 0;
	buf_free(&x);
	buf_free(&y);
	return r;
}

static int
check_approved(struct request *r, const struct def_record *rec, date on,
    struct err *err)
{
	date approved;
	int same;

	r->approved_by = def_get(rec, "approved_by");
	if (r->approved_by == NULL || def_get(rec, "approved") == NULL)
		return refuse(r, rec, "id", err, "not-approved", "nobody has "
		    "approved it: whoever does adds approved_by and approved, "
		    "the day");
	same = same_person(r->asked_by, r->approved_by);
	if (same == -1)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	if (same == 1)
		return refuse(r, rec, "approved_by", err, "self-approved", "is "
		    "who asks: want somebody else");
	if (read_day(r, rec, "approved", &approved, err) == -1)
		return -1;
	if (approved > on)
		return refuse(r, rec, "approved", err, "not-approved", "is after "
		    "--date");
	return 0;
}

static int
check_end(const struct request *r, const struct def_record *rec, date on,
    struct err *err)
{
	date expires;

	if (read_day(r, rec, "expires", &expires, err) == -1)
		return -1;
	return expires >= on ? 0 : refuse(r, rec, "expires", err, "expired",
	    "the request is past its end: a new one has to be approved");
}

static int
read_names(struct request *r, const struct def_record *rec, struct err *err)
{
	static const char *const plain[] = { "id", "agency", "sender" };
	size_t i;

	r->id = def_get(rec, "id");
	r->purpose = def_get(rec, "purpose");
	r->asked_by = def_get(rec, "asked_by");
	r->agency = def_get(rec, "agency");
	r->extract = def_get(rec, "extract");
	r->sender = def_get(rec, "sender");
	for (i = 0; i < 3; i++)
		if (!plain_name(def_get(rec, plain[i])))
			return def_err(err, r->defs, rec, plain[i], "want "
			    "lower-case letters, digits and hyphens");
	return 0;
}

static int
read_request(struct request *r, const struct def_record *rec, date on,
    struct err *err)
{
	uint64_t look_ups = 0, uses = 1, epoch = 1;

	if (read_names(r, rec, err) == -1 ||
	    check_approved(r, rec, on, err) == -1 ||
	    check_end(r, rec, on, err) == -1 ||
	    read_count(r, rec, "look_ups", USES_MAX, &look_ups, err) == -1 ||
	    read_count(r, rec, "uses", USES_MAX, &uses, err) == -1 ||
	    read_count(r, rec, "epoch", EPOCH_MAX, &epoch, err) == -1)
		return -1;
	r->uses = uses;
	r->epoch = (unsigned)epoch;
	return r->n <= look_ups ? 0 : refuse(r, rec, "look_ups", err,
	    "too-many-look-ups", "more pseudonyms follow than were approved");
}

/* Of a meeting or a notice the agency knows the number it gave. */
static int
read_ask(struct request *r, const struct def_record *rec, struct err *err)
{
	struct ask *ask = &r->asks[r->n];
	size_t i;

	ask->pseudonym = def_get(rec, "pseudonym");
	ask->label = def_get(rec, "label");
	ask->line = def_line(rec, "pseudonym");
	if (!pseudonym_ok(ask->pseudonym, strlen(ask->pseudonym)) ||
	    strchr("chr", ask->pseudonym[0]) == NULL)
		return def_err(err, r->defs, rec, "pseudonym", "want the "
		    "pseudonym of a child, a household or a record: 26 "
		    "characters, the first c, h or r");
	for (i = 0; i < r->n; i++) {
		if (strcmp(r->asks[i].pseudonym, ask->pseudonym) == 0)
			return def_err(err, r->defs, rec, "pseudonym",
			    "is asked for on line %zu already",
			    r->asks[i].line);
		if (strcmp(r->asks[i].label, ask->label) == 0)
			return def_err(err, r->defs, rec, "label", "is that of "
			    "line %zu too: each wants its own",
			    r->asks[i].line);
	}
	r->n++;
	return 0;
}

static int
read_records(struct request *r, date on, struct err *err)
{
	const struct def_record *first = NULL, *rec;
	size_t i;

	for (i = 0; i < r->defs->n; i++) {
		rec = &r->defs->records[i];
		if (strcmp(rec->type, "Pseudonym") == 0) {
			if (read_ask(r, rec, err) == -1)
				return -1;
		} else if (first != NULL)
			return def_err(err, r->defs, rec, "id", "a second "
			    "Request: each wants a file of its own");
		else
			first = rec;
	}
	if (first == NULL || r->n == 0) {
		err_set(err, STATUS_CONFIG, "bad-definition", "want one record "
		    "of %%rec: Request, and one of %%rec: Pseudonym for each "
		    "that is asked for");
		return err_at(err, r->file, 0, NULL);
	}
	return read_request(r, first, on, err);
}

int
request_read(struct request *r, const char *path, date on, struct err *err)
{
	memset(r, 0, sizeof(*r));
	r->file = path;
	if (defs_read(&r->defs, path, schemas, 2, err) == -1)
		return -1;
	r->asks = calloc(r->defs->n + 1, sizeof(*r->asks));
	if (r->asks == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	return digest_file(r, err) == -1 ? -1 : read_records(r, on, err);
}

int
request_check_tag(const struct request *r, const char *tag, struct err *err)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		if (memcmp(r->asks[i].pseudonym + 1, tag, TAG_LEN) != 0) {
			err_set(err, STATUS_CONFIG, "other-key", "is of another "
			    "master or epoch than the shares and epoch: of the "
			    "request give");
			return err_at(err, r->file, r->asks[i].line,
			    "pseudonym");
		}
	return 0;
}

void
request_free(struct request *r)
{
	size_t i;

	for (i = 0; r->asks != NULL && i < r->n; i++)
		buf_free(&r->asks[i].rows);
	free(r->asks);
	if (r->defs != NULL)
		defs_free(r->defs);
}
