/* SPDX-License-Identifier: MIT */
/*
 * The end of a row: the mistakes that its agency makes in writing it, what
 * its reader will notice of them (truth/errors.csv, truth/mistakes.csv), and
 * whose row it was (truth/people.csv).
 */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sheet_board.h"

static void
emit(struct row *row, struct delivered *d)
{
	char *p = file_room(&d->file, LINE_BYTES);

	file_took(&d->file, put_line(p, row, d->as_of));
	d->rows++;
}

/* What will be noticed of a record of the file, by its number. */
static void
found_add(struct board *b, struct delivered *d, uint64_t record,
    struct noticed noticed)
{
	struct found *t = d->found;
	char *p = file_room(&b->sheets->found, PERSON_BYTES);
	int i;

	memcpy(p, d->person, d->person_n);
	p = put_uint(p + d->person_n, record, 1);
	p += sprintf(p, ",%s,%.60s\n", noticed.measure, noticed.reason);
	file_took(&b->sheets->found, p);

	for (i = 0; i < d->n_found; i++)
		if (strcmp(t[i].noticed.reason, noticed.reason) == 0 &&
		    strcmp(t[i].noticed.measure, noticed.measure) == 0)
			break;
	if (i == MAX_FOUND)
		return;
	if (i == d->n_found)
		t[d->n_found++] = (struct found){ noticed, 0 };
	t[i].n++;
}

struct judgement {
	struct noticed rejected;	/* measure NULL: it is not */
	struct noticed queried[4];
	int n;
};

static void
judge(struct judgement *j, struct noticed noticed)
{
	if (noticed.measure == NULL)
		return;
	if (noticed.measure[0] == 'q')
		j->queried[j->n++] = noticed;
	else if (j->rejected.measure == NULL || noticed.at < j->rejected.at)
		j->rejected = noticed;
}

static void
judge_row(struct judgement *j, const struct row *row, date as_of)
{
	const struct sheet_style *style = row->sheet->style;
	bool born = row->born <= as_of;

	j->rejected.measure = NULL;
	j->n = 0;
	if (born && row->birth_bad != -1)
		judge(j, style->bad_date[row->birth_bad]);
	if (born && row->birth_none != -1)
		judge(j, style->no_birth);
	if (row->nhs_bad != -1 && row->day[row->nhs_bad] <= as_of)
		judge(j, style->bad_number[row->nhs_bad]);
	if (row->upn_bad != -1 && row->day[row->upn_bad] <= as_of)
		judge(j, style->bad_number[row->upn_bad]);
	if (row->date_bad != -1)
		judge(j, style->bad_date[row->date_bad]);
}

static void
found_row(struct board *b, struct delivered *d, const struct judgement *j)
{
	int i;

	if (j->rejected.measure != NULL) {
		found_add(b, d, d->rows, j->rejected);
		return;
	}
	for (i = 0; i < j->n; i++)
		found_add(b, d, d->rows, j->queried[i]);
}

/* The first date that the row has, if its reader wants it right, is none. */
static void
spoil_date(struct board *b, struct row *row)
{
	const struct sheet_style *style = row->sheet->style;
	int c;

	if (!chance_hit(chance_of(row->chance, DATE_IMPOSSIBLE),
	    row->sheet->agency->rate[DATE_IMPOSSIBLE]))
		return;
	for (c = 0; c < style->n; c++)
		if (row->kind[c] == FIELD_DATE && row->day[c] <= b->to)
			break;
	if (c == style->n || style->bad_date[c].measure == NULL ||
	    style->bad_date[c].measure[0] == 'q')
		return;
	row->kind[c] = FIELD_NO_DATE;
	row->date_bad = c;
}

/* Sent a second time: as it is, or once more without the address. */
static void
repeat(struct board *b, struct row *row, struct delivered *d,
    const struct judgement *j)
{
	static const struct noticed twice = { "rejected", "duplicate-key", 0 };
	const struct sheet *sheet = row->sheet;
	const struct sheet_style *style = sheet->style;
	enum field_kind house, postcode;

	if (!style->keyed)
		return;
	if (chance_hit(chance_of(row->chance, ROW_REPEATED),
	    sheet->agency->rate[ROW_REPEATED])) {
		emit(row, d);
		found_add(b, d, d->rows, j->rejected.measure != NULL ?
		    j->rejected : twice);
	}
	if (style->house == -1 || style->postcode == -1 ||
	    style->needed[style->house] || style->needed[style->postcode] ||
	    !chance_hit(chance_of(row->chance, KEY_REPEATED),
	    sheet->agency->rate[KEY_REPEATED]))
		return;
	house = row->kind[style->house];
	postcode = row->kind[style->postcode];
	row->kind[style->house] = row->kind[style->postcode] = FIELD_EMPTY;
	emit(row, d);
	found_add(b, d, d->rows, j->rejected.measure != NULL ? j->rejected :
	    twice);
	row->kind[style->house] = house;
	row->kind[style->postcode] = postcode;
}

/* The next letter a UPN may have, or the next digit at the end. */
static void
mistype(struct row *row, int column)
{
	static const char letters[] = "ABCDEFGHJKLMNPQRTUVWXYZA";
	char *p = row->text + row->at[column];
	const char *letter = strchr(letters, p[0]);

	if (letter != NULL) {
		p[0] = letter[1];
	} else {
		p += row->n[column] - 1;
		*p = *p == '9' ? '0' : (char)(*p + 1);
	}
}

/* A seeded mistake that spoils the row itself. */
static void
spoil_check(struct board *b, struct row *row, struct delivered *d)
{
	struct sheet *sheet = row->sheet;
	const struct seeded *m;
	int i;

	for (i = 0; i < sheet->style->n_seeded; i++) {
		m = &sheet->style->seeded[i];
		if (m->kind != SEEDED_CHECK || (sheet->seeded >> i & 1) != 0 ||
		    sheet->sound < m->after ||
		    row->kind[m->column] == FIELD_EMPTY ||
		    (row->kind[m->column] == FIELD_SINCE &&
		    row->day[m->column] > d->as_of))
			continue;
		mistype(row, m->column);
		found_add(b, d, d->rows + 1, m->noticed);
		sheet->seeded |= 1u << i;
	}
}

/* Another key than the row has. */
static void
rekey(struct board *b, struct row *row, int key, int64_t after)
{
	char text[ROW_TEXT / 16], *p = text;
	size_t n = row->n[key];

	if (row->kind[key] != FIELD_TEXT || n + 24 > sizeof(text))
		return;
	memcpy(p, row->text + row->at[key], n);
	p[n] = '-';
	p = put_uint(p + n + 1, (uint64_t)after, 1);
	put_field(b->sheets, key, FIELD_TEXT, text, (size_t)(p - text), 0);
}

/* A bad copy of the row in hand, with a key of its own. */
static void
copy_bad(struct board *b, struct row *row, struct delivered *d,
    const struct seeded *m)
{
	struct row kept;
	size_t part = offsetof(struct row, text);

	memcpy(&kept, row, part);
	if (m->kind != SEEDED_DUPLICATE) {
		if (row->sheet->style->key >= 0 &&
		    row->sheet->style->key != m->column)
			rekey(b, row, row->sheet->style->key, m->after);
		if (m->kind == SEEDED_FUTURE)
			put_date(b->sheets, m->column, FIELD_AHEAD, b->to +
			    (date)strtol(m->value, NULL, 10));
		else
			put_field(b->sheets, m->column, FIELD_TEXT, m->value,
			    strlen(m->value), 0);
	}
	emit(row, d);
	found_add(b, d, d->rows, m->noticed);
	memcpy(row, &kept, part);
}

static void
copies_bad(struct board *b, struct row *row, struct delivered *d)
{
	struct sheet *sheet = row->sheet;
	const struct seeded *m;
	int i;

	for (i = 0; i < sheet->style->n_seeded; i++) {
		m = &sheet->style->seeded[i];
		if (m->kind == SEEDED_CHECK || (sheet->seeded >> i & 1) != 0 ||
		    sheet->sound < m->after)
			continue;
		copy_bad(b, row, d, m);
		sheet->seeded |= 1u << i;
	}
}

/* Whose row it was, by the number it has in its file. */
static void
say_whose(struct board *b, const struct row *row, const struct delivered *d)
{
	char *p;

	if (row->person == NOBODY && row->home == 0)
		return;
	p = file_room(&b->sheets->people, PERSON_BYTES);
	memcpy(p, d->person, d->person_n);
	p = put_uint(p + d->person_n, d->rows, 1);
	*p++ = ',';
	if (row->person != NOBODY)
		p = put_uint(p, b->street->person[row->person].number, 1);
	*p++ = ',';
	if (row->home != 0)
		p = put_uint(p, row->home, 1);
	*p++ = '\n';
	file_took(&b->sheets->people, p);
}

/* The whole extract; false when its reader will not have the row. */
static bool
end_all(struct board *b, struct row *row, struct delivered *d)
{
	struct judgement j;
	bool sound;

	row->sheet->sound++;
	judge_row(&j, row, d->as_of);
	sound = j.rejected.measure == NULL && j.n == 0;
	if (b->mistakes && sound)
		spoil_check(b, row, d);
	emit(row, d);
	say_whose(b, row, d);
	if (!b->mistakes)
		return true;
	found_row(b, d, &j);
	repeat(b, row, d, &j);
	if (sound)
		copies_bad(b, row, d);
	return j.rejected.measure == NULL;
}

/* What is new since the whole extract, or now says something else. */
static bool
end_changes(struct board *b, struct row *row, struct delivered *d)
{
	static char before[LINE_BYTES], after[LINE_BYTES];
	struct judgement j;
	size_t n, m;

	judge_row(&j, row, d->as_of);
	if (row->on <= row->sheet->all.as_of) {
		n = (size_t)(put_line(before, row, row->sheet->all.as_of) -
		    before);
		m = (size_t)(put_line(after, row, d->as_of) - after);
		if (n == m && memcmp(before, after, n) == 0)
			return j.rejected.measure == NULL;
	}
	emit(row, d);
	say_whose(b, row, d);
	found_row(b, d, &j);
	return j.rejected.measure == NULL;
}

bool
row_end(struct board *b)
{
	struct row *row = &b->sheets->row;
	struct sheet *sheet = row->sheet;
	bool good = false;
	date as_of;
	int i;

	if (sheet == NULL)
		return false;
	as_of = sheet->all.as_of;
	if (b->mistakes)
		spoil_date(b, row);
	if (row->on <= sheet->all.as_of)
		good = end_all(b, row, &sheet->all);
	if (sheet->changes.file.path != NULL &&
	    end_changes(b, row, &sheet->changes))
		good = true;
	if (sheet->changes.file.path != NULL)
		as_of = sheet->changes.as_of;
	for (i = 0; i < row->n_seen; i++)
		b->facts[row->seen[i]].shown = good &&
		    b->facts[row->seen[i]].date <= as_of;
	row->sheet = NULL;
	return good;
}
