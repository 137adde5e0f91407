/* SPDX-License-Identifier: MIT */
/*
 * Reads policies (policy.h).  Rejected, with file, line and key: unknown or missing
 * keys, numbers out of their range, an l without its c, a column that is named twice.
 */
#include <string.h>

#include "num.h"
#include "policy.h"

enum { PATH_SIZE = 4096 };

static const struct def_key keys[] = {
	{ "id", DEF_REQUIRED }, { "title", DEF_REQUIRED },
	{ "title_cy", DEF_OPTIONAL }, { "k", DEF_REQUIRED },
	{ "uniques", DEF_OPTIONAL }, { "highest_risk", DEF_OPTIONAL },
	{ "average_risk", DEF_OPTIONAL },
	{ "population_uniques", DEF_OPTIONAL }, { "l", DEF_OPTIONAL },
	{ "entropy_l", DEF_OPTIONAL }, { "recursive_l", DEF_OPTIONAL },
	{ "recursive_c", DEF_OPTIONAL }, { "t", DEF_OPTIONAL },
	{ "quasi", DEF_REPEATS }, { "sensitive", DEF_REPEATS },
	{ "ordered", DEF_REPEATS }, { "subject", DEF_OPTIONAL },
	{ "population", DEF_OPTIONAL }, { "missing", DEF_OPTIONAL },
	{ "source", DEF_REPEATS }, { "note", DEF_OPTIONAL }
};
/* With or without a "%rec: Policy": there is only one kind of record. */
static const struct def_schema schemas[] = {
	{ "", keys, sizeof(keys) / sizeof(*keys) },
	{ "Policy", keys, sizeof(keys) / sizeof(*keys) }
};

/* A limit that is a whole number, or a decimal one, from least to most. */
static const struct {
	const char *key;
	bool whole;
	int least, most;
} limits[N_LIMITS] = {
	[LIMIT_UNIQUES] = { "uniques", true, 0, 1000000000 },
	[LIMIT_HIGHEST] = { "highest_risk", false, 0, 1 },
	[LIMIT_AVERAGE] = { "average_risk", false, 0, 1 },
	[LIMIT_POPULATION] = { "population_uniques", false, 0, 1 },
	[LIMIT_DISTINCT] = { "l", true, 1, 1000000 },
	[LIMIT_ENTROPY] = { "entropy_l", false, 1, 1000000 },
	[LIMIT_RECURSIVE] = { "recursive_l", true, 1, 1000000 },
	[LIMIT_T] = { "t", false, 0, 1 }
};

static const char *const use_keys[N_USES] = {
	"quasi", "sensitive", "ordered", "subject"
};

const char *
limit_name(enum limit_of limit)
{
	return limits[limit].key;
}

static int
read_whole(const struct policy *p, const char *key, uint64_t least,
    uint64_t most, uint64_t *out, struct err *err)
{
	const char *v = def_get(p->record, key);

	if (!num_uint(v, strlen(v), out) || *out < least || *out > most)
		return def_err(err, p->defs, p->record, key,
		    "want a whole number from %llu to %llu",
		    (unsigned long long)least, (unsigned long long)most);
	return 0;
}

static int
read_decimal(const struct policy *p, const char *key, int least, int most,
    double *out, struct err *err)
{
	const char *v = def_get(p->record, key);
	struct ratio r;

	if (!num_decimal(v, strlen(v), &r.digits, &r.scale) ||
	    num_compare(r.digits, r.scale, least, 0) < 0 ||
	    num_compare(r.digits, r.scale, most, 0) > 0 ||
	    !num_double(v, strlen(v), out))
		return def_err(err, p->defs, p->record, key,
		    "want a number from %d to %d, such as %d.5", least, most,
		    least);
	return 0;
}

static int
read_limits(struct policy *p, struct err *err)
{
	uint64_t whole;

	for (int i = 0; i < N_LIMITS; i++) {
		if (def_get(p->record, limits[i].key) == NULL)
			continue;
		p->limits[i].given = true;
		if (!limits[i].whole) {
			if (read_decimal(p, limits[i].key, limits[i].least,
			    limits[i].most, &p->limits[i].value, err) == -1)
				return -1;
			continue;
		}
		if (read_whole(p, limits[i].key, (uint64_t)limits[i].least,
		    (uint64_t)limits[i].most, &whole, err) == -1)
			return -1;
		p->limits[i].value = (double)whole;
	}
	return 0;
}

static int
read_c(struct policy *p, struct err *err)
{
	const char *v = def_get(p->record, "recursive_c");

	if (v == NULL && p->limits[LIMIT_RECURSIVE].given)
		return def_err(err, p->defs, p->record, "recursive_l",
		    "means nothing without recursive_c");
	if (v != NULL && (!num_decimal(v, strlen(v), &p->c.digits,
	    &p->c.scale) || num_compare(p->c.digits, p->c.scale, 0, 0) <= 0 ||
	    num_compare(p->c.digits, p->c.scale, 1000, 0) > 0))
		return def_err(err, p->defs, p->record, "recursive_c",
		    "want a number above 0, up to 1000, such as 3");
	return 0;
}

static int
read_rest(struct policy *p, struct err *err)
{
	const char *missing = def_get(p->record, "missing");
	uint64_t k;

	if (read_whole(p, "k", 1, ROWS_MAX, &k, err) == -1)
		return -1;
	p->k = (size_t)k;
	if (def_get(p->record, "population") != NULL &&
	    read_whole(p, "population", 1, PEOPLE_MAX, &p->population,
	    err) == -1)
		return -1;
	p->missing_any = missing != NULL && strcmp(missing, "any") == 0;
	if (missing != NULL && !p->missing_any && strcmp(missing, "own") != 0)
		return def_err(err, p->defs, p->record, "missing", "want own "
		    "(a value like others) or any (it may be each of them)");
	return 0;
}

static bool
names_column(const struct def_field *f)
{
	for (int use = 0; use < N_USES; use++)
		if (strcmp(f->key, use_keys[use]) == 0)
			return true;
	return false;
}

/* A column is one thing or another, and once. */
static int
check_columns(const struct policy *p, struct err *err)
{
	const struct def_field *f = p->record->fields, *earlier;

	for (; f < p->record->fields + p->record->n; f++)
		for (earlier = p->record->fields; earlier < f; earlier++) {
			if (!names_column(f) || !names_column(earlier) ||
			    strcmp(f->value, earlier->value) != 0)
				continue;
			err_set(err, STATUS_CONFIG, "bad-definition",
			    "column '%s' is named on line %zu already",
			    f->value, earlier->line);
			return err_at(err, p->defs->file, f->line, f->key);
		}
	return 0;
}

int
policy_read(struct policy *p, const char *library, const char *name,
    struct err *err)
{
	char path[PATH_SIZE];

	memset(p, 0, sizeof(*p));
	if (library_find(library, "policies", name, path, sizeof(path),
	    err) == -1 || defs_read(&p->defs, path, schemas,
	    sizeof(schemas) / sizeof(*schemas), err) == -1)
		return -1;
	if (p->defs->n != 1) {
		err_set(err, STATUS_CONFIG, "bad-definition",
		    "want one policy in a file");
		return err_at(err, path, p->defs->n > 1 ?
		    p->defs->records[1].line : 1, NULL);
	}
	p->record = &p->defs->records[0];
	if (!plain_name(def_get(p->record, "id")))
		return def_err(err, p->defs, p->record, "id",
		    "want lower-case letters, digits and hyphens");
	if (check_columns(p, err) == -1 || read_limits(p, err) == -1 ||
	    read_c(p, err) == -1)
		return -1;
	return read_rest(p, err);
}

const char *
policy_column(const struct policy *p, enum column_use use, size_t i)
{
	const struct def_field *f = p->record->fields;

	for (; f < p->record->fields + p->record->n; f++)
		if (strcmp(f->key, use_keys[use]) == 0 && i-- == 0)
			return f->value;
	return NULL;
}

void
policy_free(struct policy *p)
{
	defs_free(p->defs);
	p->defs = NULL;
}
