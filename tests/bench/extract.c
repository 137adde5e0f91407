/*
 * SPDX-License-Identifier: MIT
 * extract: a Child Protection Register of any size, for the benchmark.
 *
 *	extract ROWS TRUTH >register.csv
 *
 * Out: an extract in the layout of library/extracts/register.rec, the same
 * bytes for the same ROWS; in TRUTH what it holds: for each quarter the
 * registrations, and those of a child with a strictly earlier one.  Nothing
 * is kept: whatever a row says is a hash of the number of its child, so that
 * the registrations of a child can be computed wherever they stand.
 *
 * Row i is slot (i * stride) mod ROWS, which scatters the rows of a child
 * over the file.  Six slots make a block of four children, who have 1, 1, 2
 * and 2 registrations or 1, 1, 1 and 3; a block that ROWS cuts short holds
 * children with one each.  A child's number is its first slot.
 *
 * All are invented: UPNs are of authority 699, which is nobody's, postcodes
 * of an area that Royal Mail does not use.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	MAX_SPELLS = 3,
	FIRST_YEAR = 2019,	/* the window begins in April */
	WINDOW = 2557,		/* days, to 31 March 2026 */
	QUARTERS = 28,
	BIRTH = 6200,		/* before the window: days, under 18 years */
	LONGEST = 600,		/* a spell, in days */
	EXPECTED = 200		/* after the window */
};

/* Days from BIRTH before the window to EXPECTED after it, as DD/MM/YYYY. */
static char calendar[BIRTH + WINDOW + EXPECTED][11];
static int quarter_of[WINDOW];
static uint64_t registrations[QUARTERS], later[QUARTERS];

struct child {
	uint64_t seed;
	uint64_t number;
	int spells;
	int from[MAX_SPELLS];	/* days of the window, in order */
	int to[MAX_SPELLS];	/* WINDOW or more: still open */
};

static uint64_t
mix(uint64_t x)
{
	x += 0x9e3779b97f4a7c15u;
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

/* The n-th number below limit that belongs to a seed. */
static unsigned
draw(uint64_t seed, unsigned n, unsigned limit)
{
	return (unsigned)((mix(seed + n) >> 32) * limit >> 32);
}

static void
make_calendar(void)
{
	static const int length[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
	};
	/* 6200 days before 1 April 2019 is 10 April 2002. */
	int year = 2002, month = 4, day = 10;

	for (int i = 0; i < BIRTH + WINDOW + EXPECTED; i++) {
		int days = length[month - 1] +
		    (month == 2 && year % 4 == 0 ? 1 : 0);

		snprintf(calendar[i], sizeof(calendar[i]), "%02u/%02u/%04u",
		    (unsigned)day % 100, (unsigned)month % 100,
		    (unsigned)year % 10000);
		if (i >= BIRTH && i < BIRTH + WINDOW)
			quarter_of[i - BIRTH] = (year - FIRST_YEAR) * 4 +
			    (month - 1) / 3 - 1;
		if (++day > days) {
			day = 1;
			if (++month > 12) {
				month = 1;
				year++;
			}
		}
	}
}

/* The child of a slot, and which of its registrations the slot is. */
static int
find_child(struct child *c, uint64_t slot, uint64_t rows)
{
	static const int first[2][6] = {
		{ 0, 1, 2, 2, 4, 4 }, { 0, 1, 2, 3, 3, 3 }
	};
	static const int spells[2][6] = {
		{ 1, 1, 2, 2, 2, 2 }, { 1, 1, 1, 3, 3, 3 }
	};
	uint64_t block = slot / 6 * 6;
	int at = (int)(slot - block), which;

	if (block + 6 > rows) {
		c->number = slot;
		c->spells = 1;
		which = 0;
	} else {
		int pattern = mix(block) % 4 == 0;

		c->number = block + (uint64_t)first[pattern][at];
		c->spells = spells[pattern][at];
		which = (int)(slot - c->number);
	}
	c->seed = mix(c->number * 64 + 1);
	return which;
}

/* Three in a hundred second registrations are on the day of the first. */
static void
find_spells(struct child *c)
{
	for (int i = 0; i < c->spells; i++) {
		int day = (int)draw(c->seed, (unsigned)i, WINDOW), at = i;

		while (at > 0 && c->from[at - 1] > day) {
			c->from[at] = c->from[at - 1];
			at--;
		}
		c->from[at] = day;
	}
	if (c->spells > 1 && draw(c->seed, 3, 100) < 3)
		c->from[1] = c->from[0];
	for (int i = 0; i < c->spells; i++) {
		int days = 20 + (int)draw(c->seed, 4 + (unsigned)i, LONGEST);

		c->to[i] = c->from[i] + days;
		if (i + 1 < c->spells && c->to[i] > c->from[i + 1])
			c->to[i] = c->from[i + 1];
	}
}

static const char *const forenames[2][16] = {
	{ "Oliver", "Noah", "Jack", "George", "Dafydd", "Owain", "Rhys",
	  "Harri", "Osian", "Macsen", "Tomos", "Jac", "Siôn", "Gruffydd",
	  "Llŷr", "Emyr" },
	{ "Olivia", "Amelia", "Isla", "Megan", "Cerys", "Ffion", "Seren",
	  "Mali", "Siân", "Efa", "Nansi", "Lowri", "Catrin", "Gwenllian",
	  "Cadi", "Mair" }
};
static const char *const surnames[32] = {
	"Jones", "Williams", "Davies", "Evans", "Thomas", "Roberts", "Lewis",
	"Hughes", "Morgan", "Griffiths", "Edwards", "Owen", "James", "Rees",
	"Jenkins", "Price", "Morris", "Phillips", "Richards", "Lloyd", "Parry",
	"Powell", "Watkins", "Bowen", "Pritchard", "Howells", "Llewellyn",
	"Vaughan", "Bevan", "Pugh", "ap Siôn", "O'Neill"
};
static const char *const categories[5] = {
	"NEG", "EMO", "PHY", "SAB", "MUL"
};

/*
 * Authority, school, year and number of the pupil there; before them the
 * check letter: the sum of the others times 2, 3, ... 13.
 */
static void
put_upn(uint64_t number)
{
	static const char letters[] = "ABCDEFGHJKLMNPQRTUVWXYZ";
	char upn[32];
	int sum = 0;

	snprintf(upn, sizeof(upn), "-699%04" PRIu64 "%02" PRIu64 "%03" PRIu64,
	    2000 + number / 18000, number % 18, number / 18 % 1000);
	for (int i = 1; i < 13; i++)
		sum += (upn[i] - '0') * (i + 1);
	upn[0] = letters[sum % 23];
	fputs(upn, stdout);
}

static void
put_home(uint64_t home)
{
	static const char letters[] = "ABDEFGHJLNPQRSTUWXYZ";
	unsigned kind = draw(home, 0, 100);

	if (kind < 2)
		printf("\"Flat %u, %u\"", 1 + draw(home, 1, 20),
		    1 + draw(home, 2, 200));
	else if (kind < 4)
		fputs("Tŷ Gwyn", stdout);
	else
		printf("%u", 1 + draw(home, 1, 200));
	printf(",CY%u %u%c%c,", 1 + draw(home, 3, 98), draw(home, 4, 10),
	    letters[draw(home, 5, 20)], letters[draw(home, 6, 20)]);
}

static void
put_row(uint64_t row, const struct child *c, int which)
{
	unsigned sex = draw(c->seed, 10, 2);
	bool unborn = c->spells == 1 && draw(c->seed, 11, 100) < 2;
	int birth = c->from[0] - (int)draw(c->seed, 12, BIRTH);
	uint64_t spell = mix(c->seed + (uint64_t)which * 32);
	int before = 0;

	while (before < which && c->from[before] < c->from[which])
		before++;
	printf("CP%08" PRIu64 ",CA%08" PRIu64 ",", row + 1,
	    (c->number + 1) * 48271 % 99999989);
	if (!unborn && draw(c->seed, 13, 10) > 0)
		put_upn(c->number);
	printf(",%s,", unborn && draw(c->seed, 14, 2) == 0 ? "" :
	    forenames[sex][draw(c->seed, 15, 16)]);
	if (draw(c->seed, 16, 4) == 0)
		printf("%s-", surnames[draw(c->seed, 17, 30)]);
	printf("%s,%s,%s,", surnames[draw(c->seed, 18, 32)],
	    unborn ? "" : calendar[BIRTH + birth],
	    !unborn ? "" : calendar[BIRTH + c->from[0] + 1 +
		(int)draw(c->seed, 19, EXPECTED - 1)]);
	printf("%s,", unborn ? "U" : sex == 0 ? "M" : "F");
	put_home(mix(c->seed + (draw(spell, 0, 5) == 0 ? spell : 0)));
	printf("%s,%s,%s,%d\n", categories[draw(spell, 1, 5)],
	    calendar[BIRTH + c->from[which]],
	    c->to[which] >= WINDOW ? "" : calendar[BIRTH + c->to[which]],
	    before + (draw(c->seed, 20, 20) == 0 ? 1 : 0));
}

/* Near the golden share of the rows, and without a factor in common. */
static uint64_t
find_stride(uint64_t rows)
{
	uint64_t stride = rows * 618 / 1000 + 1;

	for (;; stride++) {
		uint64_t a = rows, b = stride;

		while (b != 0) {
			uint64_t rest = a % b;

			a = b;
			b = rest;
		}
		if (a == 1)
			return stride;
	}
}

static int
write_truth(const char *path)
{
	FILE *f = fopen(path, "w");

	if (f == NULL)
		return -1;
	fputs("end,numerator,denominator\n", f);
	for (int i = 0; i < QUARTERS; i++) {
		static const char *const close[] = {
			"03-31", "06-30", "09-30", "12-31"
		};

		fprintf(f, "%d-%s,%" PRIu64 ",%" PRIu64 "\n",
		    FIRST_YEAR + (i + 1) / 4, close[(i + 1) % 4], later[i],
		    registrations[i]);
	}
	return fclose(f);
}

int
main(int argc, char **argv)
{
	uint64_t rows, stride;
	char *end;

	rows = argc == 3 ? strtoull(argv[1], &end, 10) : 0;
	if (argc != 3 || *end != '\0' || rows < 6 || rows > 80000000) {
		fputs("usage: extract ROWS TRUTH\n", stderr);
		return 64;
	}
	make_calendar();
	stride = find_stride(rows);
	puts("Registration ID,Child Unique ID,UPN,Forename,Surname,"
	    "Date of Birth,Expected Date of Birth,Sex,House,Postcode,Category,"
	    "Date Registered,Date Removed,Previous Registrations");
	for (uint64_t row = 0; row < rows; row++) {
		struct child c = { 0 };
		int which = find_child(&c, row * stride % rows, rows), q;

		find_spells(&c);
		q = quarter_of[c.from[which]];
		registrations[q]++;
		if (c.from[which] > c.from[0])
			later[q]++;
		put_row(row, &c, which);
	}
	if (fclose(stdout) != 0 || write_truth(argv[2]) != 0) {
		perror("extract");
		return 74;
	}
	return 0;
}
