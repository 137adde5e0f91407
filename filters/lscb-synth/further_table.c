/* SPDX-License-Identifier: MIT */
/* Reads further.csv and further-columns.csv: see further.h. */
#include <stdlib.h>
#include <string.h>

#include "style.h"

static const char *const columns[] = { "extract", "set", "source", "ages",
	"rate", "share", "season", "days", "after", "source_of_rate" };
enum { EXTRACT, SET, SOURCE, AGES, RATE, SHARE, SEASON, DAYS, AFTER,
	SOURCE_OF_RATE, COLUMNS };

/* The names of facts, as source has them. */
static const struct {
	const char *name;
	enum fact_kind kind;
} facts[] = {
	{ "contact", FACT_CONTACT }, { "referral", FACT_REFERRAL },
	{ "assessment", FACT_ASSESSMENT }, { "strategy", FACT_STRATEGY },
	{ "section-47", FACT_SECTION47 }, { "conference", FACT_CONFERENCE },
	{ "registration", FACT_REGISTRATION }, { "missing", FACT_MISSING },
	{ "attendance", FACT_ATTENDANCE }, { "roll", FACT_ROLL },
	{ "sessions", FACT_SESSIONS }, { "exclusion", FACT_EXCLUSION }
};

enum { FACTS = sizeof(facts) / sizeof(facts[0]) };

static const char *const seasons[] = { SEASONS(AS_NAME) };

/* "5-40" from *s on; false when it is none. */
static bool
range(const char **s, struct range *r)
{
	char *end;

	if (**s < '0' || **s > '9')
		return false;
	r->low = (int)strtol(*s, &end, 10);
	if (*end != '-' || end[1] < '0' || end[1] > '9')
		return false;
	r->high = (int)strtol(end + 1, &end, 10);
	*s = end;
	return r->low <= r->high && r->high < 1000000000;
}

static int
field_range(const struct table_row *row, int field, struct range *r)
{
	const char *s = row->field[field];

	if (s[0] != '\0' && (!range(&s, r) || *s != '\0'))
		return field_bad(row, field, "want a range, such as 5-40");
	return 0;
}

static int
source(const struct table_row *row, struct further *f)
{
	static const char *const words[] = { "child", "adult", "yearly",
		"quarterly" };
	const char *s = row->field[SOURCE];
	int i;

	for (i = 0; i < 4; i++)
		if (strcmp(s, words[i]) == 0) {
			f->source = (enum further_source)(FROM_CHILD + i);
			return 0;
		}
	for (i = 0; strncmp(s, "fact ", 5) == 0 && i < FACTS; i++)
		if (strcmp(s + 5, facts[i].name) == 0) {
			f->source = FROM_FACT;
			f->fact = facts[i].kind;
			return 0;
		}
	return field_bad(row, SOURCE, "no such source is known here");
}

static int
season(const struct table_row *row, struct further *f)
{
	int i;

	for (i = 0; i < SEASON_COUNT; i++)
		if (strcmp(row->field[SEASON], seasons[i]) == 0) {
			f->season = (enum season_id)i;
			return 0;
		}
	return field_bad(row, SEASON, "no season is called so");
}

/* FNV-1a: the name alone, so that a new extract changes no other. */
uint64_t
further_chance(const char *s)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(0x100000001b3);
	return h;
}

static int
extract_row(struct table_row *row)
{
	struct styles *s = row->arg;
	struct sheet_style *sheet = &s->sheet[s->n];
	struct further *f = &s->further[s->n - SHEET_COUNT];

	if (style_of(s, row->field[EXTRACT]) != NULL)
		return field_bad(row, EXTRACT, "there already");
	if (s->n == SHEETS_MAX)
		return field_bad(row, EXTRACT, "too many extracts");
	f->extract = row->field[EXTRACT];
	f->chance = further_chance(f->extract);
	f->returns = strcmp(row->field[SET], "returns") == 0;
	if (!f->returns && strcmp(row->field[SET], "board") != 0)
		return field_bad(row, SET, "want board or returns");
	f->as_fact = strcmp(row->field[DAYS], "fact") == 0;
	f->lasts = f->as_fact || row->field[DAYS][0] != '\0';
	f->ages = (struct range){ -1, 200 };
	if (source(row, f) == -1 || field_range(row, AGES, &f->ages) == -1 ||
	    field_number(row, RATE, 1000000, &f->rate) == -1 ||
	    field_number(row, SHARE, 1000, &f->share) == -1 ||
	    season(row, f) == -1 || (!f->as_fact &&
	    field_range(row, DAYS, &f->days) == -1) ||
	    field_range(row, AFTER, &f->after) == -1)
		return -1;
	if (row->field[SOURCE_OF_RATE][0] == '\0')
		return field_bad(row, SOURCE_OF_RATE, "say where the number "
		    "is from");
	if (f->as_fact && f->source != FROM_FACT)
		return field_bad(row, DAYS, "there is no fact");
	sheet->extract = f->extract;
	sheet->further = f;
	sheet->names = f->names;
	s->n++;
	return 0;
}

static const char *const column_columns[] = { "extract", "column", "header",
	"format", "fill", "when" };
enum { FILL = 4, WHEN = 5, COLUMN_COLUMNS = 6 };

/* "on+2-9", "end" */
static bool
day(struct fill *fill, const char *s)
{
	bool before;

	fill->end = strncmp(s, "end", 3) == 0;
	if (!fill->end && strncmp(s, "on", 2) != 0)
		return false;
	s += fill->end ? 3 : 2;
	if (*s == '\0')
		return true;
	before = *s == '-';
	if ((!before && *s != '+') || (s++, !range(&s, &fill->days)))
		return false;
	if (before)
		fill->days = (struct range){ -fill->days.high,
		    -fill->days.low };
	return *s == '\0';
}

/* "A*70|B*30" or "a=X|b=Y|Z"; the text is split in place. */
static bool
words(struct fill *fill, char *s, bool means)
{
	uint32_t total = 0;
	char *next, *mark;

	for (; s != NULL; s = next) {
		next = strchr(s, '|');
		if (next != NULL)
			*next++ = '\0';
		if (fill->n == FILL_WORDS)
			return false;
		mark = means ? strchr(s, '=') : strrchr(s, '*');
		fill->of[fill->n] = means && mark != NULL ? s : NULL;
		if (mark != NULL)
			*mark++ = '\0';
		total += !means && mark != NULL ?
		    (uint32_t)strtoul(mark, NULL, 10) : 1;
		fill->upto[fill->n] = total;
		fill->word[fill->n++] = means && mark != NULL ? mark : s;
	}
	return total > 0;
}

static int
fill_of(const struct table_row *row, struct fill *fill)
{
	char *s = arena_strdup(&row->t->arena, row->field[FILL]);
	const char *rest;
	bool good;

	if (s == NULL)
		return no_memory(row->err);
	if (s[0] == '\0')
		return 0;
	if (strncmp(s, "one of ", 7) == 0 || strncmp(s, "always ", 7) == 0) {
		fill->kind = s[0] == 'o' ? FILL_ONE_OF : FILL_ALWAYS;
		fill->chance = further_chance(row->field[1]);
		good = words(fill, s + 7, false);
	} else if (strncmp(s, "means ", 6) == 0) {
		fill->kind = FILL_MEANS;
		good = words(fill, s + 6, true);
	} else if (strncmp(s, "number ", 7) == 0) {
		fill->kind = FILL_NUMBER;
		rest = s + 7;
		good = range(&rest, &fill->days) && *rest == '\0';
	} else if (strncmp(s, "ahead ", 6) == 0) {
		fill->kind = FILL_AHEAD;
		good = day(fill, s + 6);
	} else if (strcmp(s, "age") == 0 || strcmp(s, "years") == 0) {
		fill->kind = s[0] == 'a' ? FILL_AGE : FILL_YEARS;
		good = true;
	} else {
		fill->kind = FILL_DAY;
		good = day(fill, s);
	}
	return good ? 0 : field_bad(row, FILL, "not a way to fill a column");
}

static int
when_of(const struct table_row *row, const struct further *f,
    struct fill *fill)
{
	char *s = arena_strdup(&row->t->arena, row->field[WHEN]), *says;
	int i;

	if (s == NULL)
		return no_memory(row->err);
	if (s[0] == '\0')
		return 0;
	if (s[0] >= '0' && s[0] <= '9') {
		fill->when = SOMETIMES;
		return field_number(row, WHEN, 1000, &fill->share);
	}
	if (strcmp(s, "ended") == 0) {
		fill->when = ENDED;
		return 0;
	}
	fill->when = FILLED;
	if (strncmp(s, "not ", 4) == 0) {
		fill->when = NOT_FILLED;
		s += 4;
	} else if ((says = strchr(s, '=')) != NULL) {
		fill->when = SAYS;
		*says++ = '\0';
		fill->says = says;
	}
	for (i = 0; i < f->n; i++)
		if (strcmp(f->names[i], s) == 0) {
			fill->column = i;
			return 0;
		}
	return field_bad(row, WHEN, "no column before this one is called so");
}

static int
column_row(struct table_row *row)
{
	struct styles *s = row->arg;
	struct sheet_style *sheet = style_of(s, row->field[0]);
	struct further *f;
	int c;

	if (sheet == NULL || sheet->further == NULL)
		return field_bad(row, 0, "not in further.csv");
	f = &s->further[sheet - s->sheet - SHEET_COUNT];
	if (f->n == MAX_COLUMNS)
		return field_bad(row, 1, "too many columns");
	if (fill_of(row, &f->fill[f->n]) == -1 ||
	    when_of(row, f, &f->fill[f->n]) == -1)
		return -1;
	if (!date_compile(row->field[3][0] == '\0' ? "YYYY-MM-DD" :
	    row->field[3], sheet->format[f->n]))
		return field_bad(row, 3, "not a date format");
	c = f->n++;
	f->names[c] = row->field[1];
	sheet->header[c] = row->field[2];
	sheet->order[c] = c;
	sheet->n = sheet->n_order = f->n;
	return 0;
}

int
further_read(struct styles *s, struct tables *t, struct err *err)
{
	if (table_read(t, "further", columns, COLUMNS, extract_row, s,
	    err) == -1)
		return -1;
	return table_read(t, "further-columns", column_columns,
	    COLUMN_COLUMNS, column_row, s, err);
}
