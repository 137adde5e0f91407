/* SPDX-License-Identifier: MIT */
/* Reads linkage.rec of a library: see link.h. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "defs.h"
#include "link.h"
#include "num.h"

static const struct def_key linkage_keys[] = {
	{ "link", DEF_REQUIRED }, { "grey", DEF_REQUIRED },
	{ "lead", DEF_REQUIRED }, { "contradiction", DEF_REQUIRED },
	{ "population", DEF_REQUIRED }, { "twins", DEF_REQUIRED },
	{ "families", DEF_REQUIRED }, { "few", DEF_REQUIRED },
	{ "rarer", DEF_REQUIRED }, { "members", DEF_REQUIRED },
	{ "rare", DEF_REQUIRED }, { "crowd", DEF_REQUIRED },
	{ "trust_match", DEF_REQUIRED }, { "trust_number", DEF_REQUIRED },
	{ "trust_chance", DEF_REQUIRED }, { "note", DEF_REPEATS },
};
static const struct def_key feature_keys[] = {
	{ "name", DEF_REQUIRED }, { "level", DEF_REPEATS },
	{ "note", DEF_REPEATS }
};
#define KEYS(k) (k), sizeof(k) / sizeof(*(k))
static const struct def_schema schemas[] = {
	{ "Linkage", KEYS(linkage_keys) }, { "Feature", KEYS(feature_keys) }
};

struct loading {
	struct linkage *linkage;
	const struct defs *defs;
	struct err *err;
};

/* The number of a key, from low to high. */
static int
number(const struct loading *l, const struct def_record *r, const char *key,
    double low, double high, double *out)
{
	const char *s = def_get(r, key);

	if (!num_double(s, strlen(s), out) || !(*out >= low && *out <= high))
		return def_err(l->err, l->defs, r, key, "want a number from "
		    "%g to %g", low, high);
	return 0;
}

static int
load_linkage(const struct loading *l, const struct def_record *r)
{
	struct linkage *k = l->linkage;
	double rare, crowd, members;

	if (number(l, r, "link", 0.5, 0.999999, &k->link) == -1 ||
	    number(l, r, "grey", 0.000001, k->link, &k->grey) == -1 ||
	    number(l, r, "lead", 0, 100, &k->lead) == -1 ||
	    number(l, r, "contradiction", 0, 1000, &k->contradiction) == -1 ||
	    number(l, r, "population", 2, 1e9, &k->population) == -1 ||
	    number(l, r, "twins", 0, 1, &k->twins) == -1 ||
	    number(l, r, "families", 0, 1, &k->families) == -1 ||
	    number(l, r, "few", 0, 1e9, &k->few) == -1 ||
	    number(l, r, "rarer", 1, 1e6, &k->rarer) == -1 ||
	    number(l, r, "members", 2, 10000, &members) == -1 ||
	    number(l, r, "rare", 0, 1e6, &rare) == -1 ||
	    number(l, r, "crowd", 2, 10000, &crowd) == -1 ||
	    number(l, r, "trust_match", 1, 1e9, &k->trust_match) == -1 ||
	    number(l, r, "trust_number", 1, 1e9, &k->trust_number) == -1 ||
	    number(l, r, "trust_chance", 1, 1e9, &k->trust_chance) == -1)
		return -1;
	k->rare = (size_t)rare;
	k->crowd = (size_t)crowd;
	k->members = (size_t)members;
	return 0;
}

static unsigned
find_level(unsigned feature, const char *name, size_t n)
{
	unsigned i;

	for (i = 1; i < LEVELS && level_names[feature][i] != NULL; i++)
		if (strlen(level_names[feature][i]) == n &&
		    memcmp(level_names[feature][i], name, n) == 0)
			return i;
	return 0;
}

/* The next word of a text, which it is taken off; its length. */
static size_t
next_word(const char **text, const char **word)
{
	size_t n;

	*text += strspn(*text, " ");
	*word = *text;
	n = strcspn(*text, " ");
	*text += n;
	return n;
}

/* "NAME MATCH CHANCE FAMILY" */
static int
load_level(const struct loading *l, const struct def_field *f,
    unsigned feature)
{
	const char *text = f->value, *word;
	double share[3];
	size_t i, n = next_word(&text, &word);
	unsigned level = find_level(feature, word, n);

	if (level == 0)
		goto bad;
	for (i = 0; i < 3; i++) {
		n = next_word(&text, &word);
		if (i == 2 && n == 1 && *word == '-')
			share[2] = share[1];
		else if (!num_double(word, n, &share[i]) ||
		    !(share[i] > 0 && share[i] < 1))
			goto bad;
	}
	if (text[strspn(text, " ")] != '\0' ||
	    l->linkage->match[feature][level] != 0)
		goto bad;
	l->linkage->match[feature][level] = share[0];
	l->linkage->chance[feature][level] = share[1];
	l->linkage->family[feature][level] = share[2];
	return 0;
bad:
	err_set(l->err, STATUS_CONFIG, "bad-definition", "want a level of %s, "
	    "once each, with its shares of matches, of strangers and of "
	    "families, such as 'same 0.95 0.01 -'", feature_names[feature]);
	return err_at(l->err, l->defs->file, f->line, f->key);
}

/* Shares of all levels add up to one. */
static int
check_shares(const struct loading *l, const struct def_record *r,
    const double shares[LEVELS], const char *of, unsigned feature)
{
	double sum = 0;
	unsigned i;

	for (i = 1; i < LEVELS && level_names[feature][i] != NULL; i++) {
		if (shares[i] == 0)
			return def_err(l->err, l->defs, r, "level",
			    "there is no level '%s'",
			    level_names[feature][i]);
		sum += shares[i];
	}
	if (fabs(sum - 1) > 0.001)
		return def_err(l->err, l->defs, r, "level", "the shares of "
		    "%s are %.4f together, not 1", of, sum);
	return 0;
}

static int
load_feature(const struct loading *l, const struct def_record *r)
{
	const char *name = def_get(r, "name");
	struct linkage *k = l->linkage;
	unsigned feature;
	size_t i;

	for (feature = 0; feature < FEATURES; feature++)
		if (strcmp(feature_names[feature], name) == 0)
			break;
	if (feature == FEATURES || k->match[feature][1] != 0)
		return def_err(l->err, l->defs, r, "name",
		    feature == FEATURES ? "no such feature" :
		    "this feature is there already");
	for (i = 0; i < r->n; i++)
		if (strcmp(r->fields[i].key, "level") == 0 &&
		    load_level(l, &r->fields[i], feature) == -1)
			return -1;
	if (check_shares(l, r, k->match[feature], "matches", feature) == -1 ||
	    check_shares(l, r, k->chance[feature], "strangers",
	    feature) == -1)
		return -1;
	return check_shares(l, r, k->family[feature], "families", feature);
}

static int
load(const struct loading *l)
{
	const struct def_record *r;
	bool general = false;
	size_t i;

	for (i = 0; i < l->defs->n; i++) {
		r = &l->defs->records[i];
		if (strcmp(r->type, "Feature") == 0) {
			if (load_feature(l, r) == -1)
				return -1;
		} else if (general) {
			return def_err(l->err, l->defs, r, "link",
			    "there is a Linkage record already");
		} else if (load_linkage(l, r) == -1) {
			return -1;
		} else {
			general = true;
		}
	}
	for (i = 0; general && i < FEATURES; i++)
		if (l->linkage->match[i][1] == 0)
			break;
	if (general && i == FEATURES)
		return 0;
	err_set(l->err, STATUS_CONFIG, "bad-definition", "there is no %s "
	    "record%s%s", general ? "Feature" : "Linkage",
	    general ? " for " : "", general ? feature_names[i] : "");
	return err_at(l->err, l->defs->file, 0, NULL);
}

int
linkage_read(struct linkage *linkage, const char *library, struct err *err)
{
	struct loading l = { .linkage = linkage, .err = err };
	struct buf path = { 0 };
	struct defs *defs;
	int r = -1;

	memset(linkage, 0, sizeof(*linkage));
	if (buf_printf(&path, "%s/linkage.rec", library) == -1 ||
	    buf_str(&path) == NULL)
		err_set(err, STATUS_SYSTEM, "", "out of memory");
	else
		r = defs_read(&defs, path.p, schemas, 2, err);
	buf_free(&path);
	if (r == -1)
		return -1;
	l.defs = defs;
	r = load(&l);
	defs_free(defs);
	return r;
}
