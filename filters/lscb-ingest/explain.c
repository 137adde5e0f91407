/* SPDX-License-Identifier: MIT */
/* See explain.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "explain.h"
#include "findings.h"
#include "other.h"
#include "sheet.h"
#include "typed.h"

/* What is being told, and to whom. */
struct tale {
	struct writer *wr;
	const struct extract *x;
	const struct agreement *agreement;	/* or NULL */
	const char *library;	/* with the definitions of other returns */
	struct reader *rd;
	struct typed *t;
	struct findings *findings;
	struct stats *stats;
	size_t read, used, dropped, rejected;
};

static void
say_problem(struct writer *wr, const struct err *why)
{
	char text[2048];

	err_format(why, text, sizeof(text));
	wr_print(wr, "  %s", text);
}

/* A character of the dialect in words. */
static const char *
named(char c, char usual, char out[4])
{
	if (c == '\0')
		c = usual;
	if (c == '\t')
		return "tab";
	if (c == ' ')
		return "blank";
	(void)snprintf(out, 4, "%c", c);
	return out;
}

static void
tell_file(const struct tale *tale)
{
	const struct rd_opts *d = &tale->x->dialect;
	char delimiter[4], quote[4], day[11];

	wr_print(tale->wr, "File        %s", rd_name(tale->rd));
	wr_print(tale->wr, "Definition  %s (%s)", tale->x->id, tale->x->file);
	if (tale->agreement != NULL) {
		date_format(agreement_review(tale->agreement), day);
		wr_print(tale->wr, "Agreement   %s, to be reviewed by %s",
		    agreement_id(tale->agreement), day);
	}
	if (rd_sheet(tale->rd) != NULL)
		wr_print(tale->wr, "Read as     sheet '%s' of a workbook",
		    d->sheet);
	else
		wr_print(tale->wr, "Read as     %s, delimiter %s, quote %s%s%s",
		    encoding_names[d->encoding],
		    named(d->delimiter, ',', delimiter),
		    d->no_quote ? "none" : named(d->quote, '"', quote),
		    d->escape == '\0' ? "" : ", with an escape character",
		    d->lone_cr ? ", lines end in CR" : "");
	if (d->no_header)
		wr_print(tale->wr, "Header      none: columns in the order of "
		    "the definition");
	else
		wr_print(tale->wr, "Header      line %zu, %zu columns",
		    rd_header(tale->rd)->line, rd_header(tale->rd)->n);
	wr_print(tale->wr, "%s", "");
}

static const char *
judged(const struct column *c)
{
	return c->required ? c->severity == SEVERITY_QUERY ?
	    ", required, asked about when bad" : ", required" :
	    c->severity == SEVERITY_QUERY ? ", asked about when bad" : "";
}

/* Its place and its heading in the file, which is one of the definition's. */
static void
where(const struct tale *tale, size_t at, char *out, size_t size)
{
	const struct rec *h = rd_header(tale->rd);
	size_t n;

	if (at >= h->n) {
		(void)snprintf(out, size, "absent");
		return;
	}
	n = h->f[at].n;
	(void)snprintf(out, size, "%zu '%.*s'", at + 1,
	    (int)(n > size ? size : n), h->f[at].p);
}

/* Where each column of the definition comes from. */
static void
tell_columns(const struct tale *tale, const struct binding *b)
{
	const struct extract *x = tale->x;
	const struct column *c;
	char place[64];
	size_t i;

	wr_print(tale->wr, "%-24s %-30s %s", "Column", "in the file",
	    "type and role");
	for (i = 0; i < x->n_columns; i++) {
		c = &x->columns[i];
		where(tale, b->at[i], place, sizeof(place));
		wr_print(tale->wr, "%-24s %-30s %s, %s%s", c->name, place,
		    column_type_name(c->type), c->role == ROLE_NONE ?
		    "no role" : column_role_name(c->role), judged(c));
	}
	if (b->n_extra > 0)
		wr_print(tale->wr, "%zu other columns are left out",
		    b->n_extra);
	if (b->n_blank > 0)
		wr_print(tale->wr, "%zu columns without a name are left out "
		    "while blank", b->n_blank);
	wr_print(tale->wr, "%s", "");
}

/* One row that was judged, counted and noted.  0, or -1: no memory. */
static int
note(struct tale *tale, enum outcome o, const struct rec *rec,
    const struct err *why)
{
	const struct field none = { "", 0 };

	if (o == ROW_NO_MEMORY)
		return -1;
	if (o == ROW_DROPPED) {
		tale->dropped++;
		return findings_add(tale->findings, FOUND_DROPPED, rec, none,
		    why);
	}
	if (o == ROW_BAD) {
		tale->rejected++;
		return findings_row(tale->findings, FOUND_REJECTED, rec, none,
		    why, typed_faults(tale->t));
	}
	tale->used++;
	return findings_row(tale->findings, FOUND_QUERIED, rec, none, NULL,
	    typed_queries(tale->t));
}

/* All rows.  1; 0 where the file would be refused, *why says; -1. */
static int
judge_rows(struct tale *tale, struct err *why)
{
	const struct field none = { "", 0 };
	const struct rec *rec;
	enum outcome o;
	int r;

	while ((r = rd_next(tale->rd, &rec, why)) != 0) {
		if (r == -1 && !rd_recoverable(tale->rd))
			return why->status == STATUS_SYSTEM ? -1 : 0;
		o = r == 1 ? typed_row(tale->t, rec, why) : ROW_BAD;
		if (o == ROW_STOPS)
			return 0;
		tale->read++;
		if (r == 1) {
			if (note(tale, o, rec, why) == -1)
				return -1;
			continue;
		}
		tale->rejected++;
		if (findings_add(tale->findings, FOUND_REJECTED, rec, none,
		    why) == -1)
			return -1;
	}
	return 1;
}

static void
tell_rows(struct tale *tale)
{
	const struct found *f;
	size_t i, n;

	wr_print(tale->wr, "%zu rows read: %zu would be used, %zu rejected, "
	    "%zu dropped", tale->read, tale->used, tale->rejected,
	    tale->dropped);
	f = findings_all(tale->findings, &n);
	for (i = 0; i < n; i++, f++)
		wr_print(tale->wr, "  %s %zu from line %zu: %s%s%s [%s]",
		    finding_names[f->kind], f->rows, f->line, f->column,
		    f->column[0] == '\0' ? "" : ": ", f->text, f->code);
}

/* What is changed in the rows that would be used, as declared. */
static void
tell_repairs(const struct tale *tale)
{
	struct field reason;
	size_t i, n;

	typed_repairs(tale->t);
	for (i = 0; (reason = stats_reason(tale->stats, STATS_REPAIRED, i,
	    &n)).n > 0; i++)
		wr_print(tale->wr, "  repaired %zu, as declared [%.*s]", n,
		    (int)reason.n, reason.p);
}

/* The header bound to the definition, and held against the agreement. */
static int
bind(struct tale *tale, date as_of, struct notes *problems, struct err *err)
{
	if (typed_new(&tale->t, tale->x, as_of, tale->rd, tale->stats,
	    problems, err) == -1)
		return -1;
	return tale->agreement == NULL ? 0 : agreement_header(tale->agreement,
	    typed_binding(tale->t), tale->rd, as_of, tale->stats, problems,
	    err);
}

/* What a person who looks at the workbook does not see, and is used. */
static void
tell_hidden(const struct tale *tale)
{
	const struct sheet_found *found = rd_sheet(tale->rd);

	if (found == NULL)
		return;
	if (found->hidden_sheets > 0)
		wr_print(tale->wr, "  the sheet is hidden in the workbook, and "
		    "is read all the same [hidden-sheet]");
	if (found->hidden_columns > 0)
		wr_print(tale->wr, "  hidden columns with something in them, "
		    "read all the same: %zu [hidden-column]",
		    found->hidden_columns);
	if (found->hidden_rows > 0)
		wr_print(tale->wr, "  hidden rows with something in them, read "
		    "all the same: %zu [hidden-row]", found->hidden_rows);
}

static int
tell(struct tale *tale, date as_of, struct notes *problems, struct err *err)
{
	char other[256];
	struct err why;
	size_t i;
	int r;

	tell_file(tale);
	if (bind(tale, as_of, problems, err) == -1) {
		if (err->status == STATUS_SYSTEM)
			return -1;
		wr_print(tale->wr, "The file would be refused for its header:");
		for (i = 0; i < problems->n; i++)
			say_problem(tale->wr, &problems->items[i]);
		other_return(tale->library, tale->x, rd_header(tale->rd), other,
		    sizeof(other));
		if (*other != '\0')
			wr_print(tale->wr, OTHER_RETURN, other, tale->x->id);
		return 0;
	}
	tell_columns(tale, typed_binding(tale->t));
	r = judge_rows(tale, &why);
	if (r == -1)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	tell_rows(tale);
	tell_repairs(tale);
	tell_hidden(tale);
	if (stats_check(tale->stats, err) == -1)	/* for its memory */
		return -1;
	wr_print(tale->wr, "%s", "");
	if (r == 0) {
		wr_print(tale->wr, "The file would be refused, whatever comes "
		    "after:");
		say_problem(tale->wr, &why);
		return 0;
	}
	if (tale->rejected > 0)
		wr_print(tale->wr, "It would be taken with --rejects FILE, and "
		    "stop at the first bad row without.");
	else
		wr_print(tale->wr, "It would be taken whole.");
	return tale->rejected == 0;
}

int
explain(struct writer *wr, const struct extract *x,
    const struct agreement *agreement, date as_of, const char *library,
    struct reader *rd, struct err *err)
{
	struct tale tale = { .wr = wr, .x = x, .agreement = agreement,
	    .library = library, .rd = rd };
	struct notes problems = {0};
	int r;

	tale.findings = findings_new(NULL, NULL, NULL);
	tale.stats = stats_new("");
	if (tale.findings == NULL || tale.stats == NULL)
		r = err_set(err, STATUS_SYSTEM, "", "out of memory");
	else
		r = tell(&tale, as_of, &problems, err);
	typed_free(tale.t);
	findings_free(tale.findings);
	stats_free(tale.stats);
	free(problems.items);
	return r;
}

void
explain_refused(struct writer *wr, const struct err *why)
{
	wr_print(wr, "The file would be refused before its first row:");
	say_problem(wr, why);
}
