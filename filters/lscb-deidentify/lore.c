/* SPDX-License-Identifier: MIT */
/* See lore.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "defs.h"
#include "fold.h"
#include "lore.h"
#include "value.h"

static const struct def_key keys[] = {
	{ "sound", DEF_REPEATS }, { "known", DEF_REPEATS },
	{ "particle", DEF_REPEATS }, { "nobody", DEF_REPEATS },
	{ "note", DEF_REPEATS }
};
static const struct def_schema schemas[] = {
	{ "Names", keys, sizeof(keys) / sizeof(*keys) }
};

/* Letters, and what they sound like; at the start of a name only, or always. */
struct sound {
	const char *from, *to;
	size_t from_n;
	bool start;
};

struct lore {
	struct defs *defs;
	struct arena text;
	struct sound *sounds;
	size_t n_sounds, cap_sounds;
	struct table *known;	/* folded forenames */
	struct known_as {
		size_t first[LORE_KNOWN], n;
	} *of;			/* by index in known: of each line, its first */
	size_t cap_of;
	struct table *particles, *nobody;
	struct buf folded;
};

struct loading {
	struct lore *lore;
	const struct def_record *r;
	size_t field;		/* of the record: the line at hand */
	struct err *err;
};

static int
no_memory(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

static int
bad_line(struct loading *l, const char *text)
{
	err_set(l->err, STATUS_CONFIG, "bad-definition", "%s", text);
	return err_at(l->err, l->lore->defs->file,
	    l->r->fields[l->field].line, l->r->fields[l->field].key);
}

/* The letters of one side, without blanks around them. */
static char *
side(struct lore *lore, const char *p, size_t n)
{
	struct field f = value_trim((struct field){ p, n });

	return arena_strndup(&lore->text, f.p, f.n);
}

static bool
letters_only(const char *s)
{
	return s[strspn(s, "abcdefghijklmnopqrstuvwxyz")] == '\0';
}

/* "LETTERS = LETTERS", or "^LETTERS = LETTERS" at the start of a name. */
static int
load_sound(struct loading *l, const char *value)
{
	struct lore *lore = l->lore;
	const char *equals = strchr(value, '=');
	struct sound *s = grow(lore->sounds, lore->n_sounds,
	    &lore->cap_sounds, sizeof(*s));
	size_t i;

	if (s == NULL)
		return no_memory(l->err);
	lore->sounds = s;
	s += lore->n_sounds;
	if (equals == NULL)
		return bad_line(l, "want LETTERS = LETTERS");
	s->start = *value == '^';
	value += s->start;
	s->from = side(lore, value, (size_t)(equals - value));
	s->to = side(lore, equals + 1, strlen(equals + 1));
	if (s->from == NULL || s->to == NULL)
		return no_memory(l->err);
	s->from_n = strlen(s->from);
	if (s->from_n == 0 || !letters_only(s->from) || !letters_only(s->to))
		return bad_line(l, "want LETTERS = LETTERS, of a to z without "
		    "marks");
	for (i = 0; i < lore->n_sounds; i++)
		if (lore->sounds[i].start == s->start &&
		    strcmp(lore->sounds[i].from, s->from) == 0)
			return bad_line(l, "these letters are there already");
	lore->n_sounds++;
	return 0;
}

/* A forename of the line that begins with the name of index *first. */
static int
add_known(struct loading *l, const char *p, size_t n, size_t *first)
{
	struct lore *lore = l->lore;
	struct known_as *of;
	size_t i;
	int added;

	if (fold_name(p, n, &lore->folded) == -1)
		return no_memory(l->err);
	if (lore->folded.n == 0)
		return bad_line(l, "want forenames with commas between them");
	i = table_add(lore->known, lore->folded.p, lore->folded.n, &added);
	of = i == SIZE_MAX ? NULL : grow(lore->of, i, &lore->cap_of,
	    sizeof(*of));
	if (of == NULL)
		return no_memory(l->err);
	lore->of = of;
	if (added)
		of[i].n = 0;
	if (*first == SIZE_MAX)
		*first = i;
	if (of[i].n > 0 && of[i].first[of[i].n - 1] == *first)
		return 0;	/* Siôn and Sion */
	if (of[i].n == LORE_KNOWN)
		return bad_line(l, "a name is in more than four lines");
	of[i].first[of[i].n++] = *first;
	return 0;
}

static int
load_known(struct loading *l, const char *value)
{
	size_t first = SIZE_MAX, n;

	for (;; value += n + 1) {
		n = strcspn(value, ",");
		if (add_known(l, value, n, &first) == -1)
			return -1;
		if (value[n] == '\0')
			return 0;
	}
}

static int
load_word(struct loading *l, struct table *words, const char *value)
{
	struct buf *folded = &l->lore->folded;

	if (fold_name(value, strlen(value), folded) == -1 ||
	    table_add(words, folded->p == NULL ? "" : folded->p, folded->n,
	    NULL) == SIZE_MAX)
		return no_memory(l->err);
	return folded->n > 0 ? 0 : bad_line(l, "want a word");
}

static int
load_field(struct loading *l)
{
	const char *key = l->r->fields[l->field].key;
	const char *value = l->r->fields[l->field].value;

	if (strcmp(key, "sound") == 0)
		return load_sound(l, value);
	if (strcmp(key, "known") == 0)
		return load_known(l, value);
	if (strcmp(key, "particle") == 0)
		return load_word(l, l->lore->particles, value);
	if (strcmp(key, "nobody") == 0)
		return load_word(l, l->lore->nobody, value);
	return 0;
}

static int
load(struct lore *lore, const char *library, struct err *err)
{
	struct loading l = { .lore = lore, .err = err };
	struct buf path = { 0 };
	size_t i;
	int r;

	lore->known = table_new();
	lore->particles = table_new();
	lore->nobody = table_new();
	if (lore->known == NULL || lore->particles == NULL ||
	    lore->nobody == NULL ||
	    buf_printf(&path, "%s/names.rec", library) == -1 ||
	    buf_str(&path) == NULL)
		r = no_memory(err);
	else
		r = defs_read(&lore->defs, path.p, schemas, 1, err);
	buf_free(&path);
	for (i = 0; r == 0 && i < lore->defs->n; i++) {
		l.r = &lore->defs->records[i];
		for (l.field = 0; r == 0 && l.field < l.r->n; l.field++)
			r = load_field(&l);
	}
	return r;
}

int
lore_read(struct lore **out, const char *library, struct err *err)
{
	struct lore *lore = calloc(1, sizeof(*lore));

	*out = lore;
	if (lore == NULL)
		return no_memory(err);
	if (load(lore, library, err) == 0)
		return 0;
	lore_free(lore);
	*out = NULL;
	return -1;
}

void
lore_free(struct lore *lore)
{
	if (lore == NULL)
		return;
	defs_free(lore->defs);
	arena_free(&lore->text);
	free(lore->sounds);
	table_free(lore->known);
	free(lore->of);
	table_free(lore->particles);
	table_free(lore->nobody);
	buf_free(&lore->folded);
	free(lore);
}

/* The longest rule that fits; a rule for the start before one for anywhere. */
static const struct sound *
rule_at(const struct lore *lore, const char *p, size_t n, bool start)
{
	const struct sound *s, *best = NULL;
	size_t i;

	for (i = 0; i < lore->n_sounds; i++) {
		s = &lore->sounds[i];
		if (s->from_n > n || (s->start && !start) ||
		    memcmp(s->from, p, s->from_n) != 0)
			continue;
		if (best == NULL || s->from_n > best->from_n ||
		    (s->from_n == best->from_n && s->start))
			best = s;
	}
	return best;
}

int
lore_sound(const struct lore *lore, const char *p, size_t n,
    struct buf *out)
{
	const struct sound *s;
	const char *to;
	size_t i, step;

	out->n = 0;
	for (i = 0; i < n; i += step) {
		s = rule_at(lore, p + i, n - i, i == 0);
		step = s == NULL ? 1 : s->from_n;
		to = s == NULL ? NULL : s->to;
		if (to == NULL && (out->n == 0 || out->p[out->n - 1] != p[i])) {
			if (buf_addc(out, p[i]) == -1)
				return -1;
			continue;
		}
		for (; to != NULL && *to != '\0'; to++)
			if ((out->n == 0 || out->p[out->n - 1] != *to) &&
			    buf_addc(out, *to) == -1)
				return -1;
	}
	return 0;
}

size_t
lore_known(const struct lore *lore, const char *p, size_t n,
    struct part out[LORE_KNOWN])
{
	size_t at = table_find(lore->known, p, n), i;

	out[0] = (struct part){ p, n };
	if (at == SIZE_MAX)
		return 1;
	for (i = 0; i < lore->of[at].n; i++)
		out[i].p = table_key(lore->known, lore->of[at].first[i],
		    &out[i].n);
	return i;
}

bool
lore_is_particle(const struct lore *lore, const char *p, size_t n)
{
	return table_find(lore->particles, p, n) != SIZE_MAX;
}

bool
lore_is_nobody(const struct lore *lore, const char *p, size_t n)
{
	return table_find(lore->nobody, p, n) != SIZE_MAX;
}
