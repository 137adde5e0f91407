/* SPDX-License-Identifier: MIT */
/* See finding.h.  Pure but for the writer: neither prints nor exits. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "buf.h"
#include "finding.h"

static const char *const fixed[] = {
	"set", "size", "classes", "records", "members", "k", "uniques",
	"below_k", "highest_risk", "average_risk", "population_uniques",
	"model"
};
static const char *const of_sensitive[] = {
	"l", "entropy_l", "recursive_l", "t"
};

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

/* A field of several texts. */
struct joined {
	struct buf text;
	bool failed;	/* memory ran out */
};

static void
join(struct joined *j, const char *between, const char *text)
{
	if ((j->text.n > 0 && buf_puts(&j->text, between) == -1) ||
	    buf_puts(&j->text, text) == -1)
		j->failed = true;
}

/* Writes it and begins a new one. */
static void
write_joined(struct writer *wr, struct joined *j)
{
	wr_field(wr, j->text.n > 0 ? j->text.p : "", j->text.n);
	j->text.n = 0;
}

/* The last thing done with it: 0, or -1 when memory ran out. */
static int
joined_done(struct joined *j)
{
	buf_free(&j->text);
	return j->failed ? -1 : 0;
}

int
finding_header(struct writer *wr, const char *const *sensitive, size_t n)
{
	struct joined name = { .failed = false };

	for (size_t i = 0; i < COUNT(fixed); i++)
		wr_str(wr, fixed[i]);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < COUNT(of_sensitive); k++) {
			join(&name, "", of_sensitive[k]);
			join(&name, "_", sensitive[i]);
			write_joined(wr, &name);
		}
	wr_str(wr, "verdict");
	wr_end(wr);
	return joined_done(&name);
}

/* As few digits as give the number back. */
static void
write_number(struct writer *wr, double v)
{
	char text[40] = "";
	double back = NAN;

	for (int digits = 1; digits <= 17 && !isnan(v) && back != v; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, v);
		back = strtod(text, NULL);
	}
	wr_str(wr, text);
}

static void
check(struct joined *broken, const struct policy *p, enum limit_of limit,
    double value, const char *column)
{
	const struct limit *l = &p->limits[limit];
	bool at_least = limit >= LIMIT_DISTINCT && limit <= LIMIT_RECURSIVE;

	/* Where there is no figure nothing shows that the limit is kept. */
	if (!l->given || (at_least ? value >= l->value : value <= l->value))
		return;
	join(broken, "+", limit_name(limit));
	if (column != NULL)
		join(broken, "_", column);
}

static void
verdict_of(struct joined *broken, const struct finding *f,
    const struct policy *p)
{
	if (f->exposure.k < p->k)
		join(broken, "+", "k");
	check(broken, p, LIMIT_UNIQUES, (double)f->exposure.unique, NULL);
	check(broken, p, LIMIT_HIGHEST, f->exposure.highest, NULL);
	check(broken, p, LIMIT_AVERAGE, f->exposure.average, NULL);
	check(broken, p, LIMIT_POPULATION, f->population, NULL);
	for (size_t i = 0; i < f->n_sensitive; i++) {
		const struct diversity *d = &f->diversity[i];

		check(broken, p, LIMIT_DISTINCT, d->distinct, f->sensitive[i]);
		check(broken, p, LIMIT_ENTROPY, d->entropy, f->sensitive[i]);
		check(broken, p, LIMIT_RECURSIVE, d->recursive,
		    f->sensitive[i]);
		check(broken, p, LIMIT_T, d->t, f->sensitive[i]);
	}
}

static void
write_diversity(struct writer *wr, const struct diversity *d, bool has_c)
{
	wr_uint(wr, d->distinct);
	write_number(wr, d->entropy);
	if (has_c)
		wr_uint(wr, d->recursive);
	else
		wr_str(wr, "");
	write_number(wr, d->t);
}

static void
write_set(struct writer *wr, struct joined *text, const struct finding *f)
{
	for (size_t i = 0; i < f->n_names; i++)
		join(text, "+", f->names[i]);
	write_joined(wr, text);
	wr_uint(wr, f->n_names);
	if (f->has_classes)
		wr_uint(wr, f->classes);
	else
		wr_str(wr, "");
	wr_uint(wr, f->rows);
	wr_uint(wr, f->members);
}

static void
write_exposure(struct writer *wr, const struct finding *f)
{
	wr_uint(wr, f->exposure.k);
	wr_uint(wr, f->exposure.unique);
	wr_uint(wr, f->exposure.below);
	write_number(wr, f->exposure.highest);
	write_number(wr, f->exposure.average);
	write_number(wr, f->population);
	wr_str(wr, population_model_name(f->model));
}

int
finding_write(struct writer *wr, const struct finding *f,
    const struct policy *p)
{
	struct joined text = { .failed = false };
	bool broken;

	write_set(wr, &text, f);
	write_exposure(wr, f);
	for (size_t i = 0; i < f->n_sensitive; i++)
		write_diversity(wr, &f->diversity[i], p->c.digits > 0);
	verdict_of(&text, f, p);
	broken = text.text.n > 0;
	if (!broken)
		join(&text, "", "ok");
	write_joined(wr, &text);
	wr_end(wr);
	return joined_done(&text) == -1 ? -1 : broken;
}
