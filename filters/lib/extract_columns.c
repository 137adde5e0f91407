/* SPDX-License-Identifier: MIT */
/*
 * The Column records of an extract definition: type, role, codes, symbols,
 * formats and limits, and which of them go together.  See extract.h.
 */
#include <stdlib.h>
#include <string.h>

#include "extract.h"
#include "extract_load.h"
#include "fold.h"
#include "num.h"
#include "value.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* In the order of enum column_type. */
static const char *const type_names[] = {
	"text", "name", "integer", "decimal", "date", "yes-no", "code",
	"postcode", "nhs-number", "upn", "count", "time", "duration",
	"word"
};

/* In the order of enum role; types is a bit for each type it may have. */
#define T(type) (1U << (type))
#define ANY (~0U)
static const char *const role_names[] = {
	"", "id", "forename", "surname", "dob", "sex", "postcode", "house",
	"uprn", "street", "place", "town", "upn", "nhs", "protected", "free-text", "drop", "date",
	"entity", "keep"
};
static const unsigned role_types[] = {
	ANY, T(TYPE_TEXT), T(TYPE_NAME) | T(TYPE_TEXT),
	T(TYPE_NAME) | T(TYPE_TEXT), T(TYPE_DATE), T(TYPE_CODE),
	T(TYPE_POSTCODE) | T(TYPE_TEXT), T(TYPE_TEXT) | T(TYPE_NAME),
	T(TYPE_TEXT) | T(TYPE_INTEGER), T(TYPE_TEXT) | T(TYPE_NAME),
	T(TYPE_TEXT) | T(TYPE_NAME), T(TYPE_TEXT) | T(TYPE_NAME), T(TYPE_UPN),
	T(TYPE_NHS),
	T(TYPE_YES_NO), ANY, ANY, T(TYPE_DATE), T(TYPE_TEXT),
	/* A name, postcode or number of a person is never carried. */
	ANY & ~(T(TYPE_NAME) | T(TYPE_POSTCODE) | T(TYPE_NHS) | T(TYPE_UPN))
};

const char *
column_type_name(enum column_type type)
{
	return type_names[type];
}

const char *
column_role_name(enum role role)
{
	return role_names[role];
}

static bool
column_name_ok(const char *s)
{
	size_t n = strlen(s);

	return n > 0 && n <= 64 && s[0] >= 'a' && s[0] <= 'z' &&
	    strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == n;
}

/* A canonical code: one word that never needs a quote. */
static bool
code_word_ok(const char *s)
{
	size_t n = strlen(s);

	return n > 0 && n <= 64 && strspn(s, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") == n;
}

/* Where spellings match loosely: what is left of one stands for its word. */
static int
add_loose(const struct load *l, struct spellings *s, const char *spelling,
    size_t word, size_t line, const char *key)
{
	struct buf b = {0};
	size_t *grown, i = SIZE_MAX;
	int r = loose_key(spelling, strlen(spelling), &b), added = 0;
	const bool sign = r == 0 && b.n == 0;

	if (r == 0 && !sign)
		i = table_add(s->loose, b.p, b.n, &added);
	buf_free(&b);
	if (sign)
		return 0;	/* it matches exactly or not at all */
	if (i == SIZE_MAX)
		return load_nomem(l);
	if (!added)
		return s->loose_word_of[i] == word ? 0 : load_fail(l, line, key,
		    "'%s' is the same as a spelling of '%s' where match is "
		    "loose", spelling, s->words[s->loose_word_of[i]]);
	grown = grow(s->loose_word_of, i, &s->cap_loose, sizeof(*grown));
	if (grown == NULL)
		return load_nomem(l);
	s->loose_word_of = grown;
	s->loose_word_of[i] = word;
	return 0;
}

static int
add_spelling(const struct load *l, struct spellings *s, const char *spelling,
    size_t word, size_t line, const char *key)
{
	size_t *grown, i;
	int added;

	if (s->table == NULL && (s->table = table_new()) == NULL)
		return load_nomem(l);
	i = table_add(s->table, spelling, strlen(spelling), &added);
	if (i == SIZE_MAX)
		return load_nomem(l);
	if (!added) {
		if (s->word_of[i] == word)
			return 0;
		return load_fail(l, line, key,
		    "'%s' stands for '%s' already", spelling,
		    s->words[s->word_of[i]]);
	}
	grown = grow(s->word_of, i, &s->cap_spellings, sizeof(*grown));
	if (grown == NULL)
		return load_nomem(l);
	s->word_of = grown;
	s->word_of[i] = word;
	return s->loose == NULL ? 0 :
	    add_loose(l, s, spelling, word, line, key);
}

/* "word = spelling | spelling", or just "word". */
static int
add_word(const struct load *l, struct spellings *s, const char *text,
    bool self, size_t line, const char *key)
{
	const char *eq = strchr(text, '='), *word, **items, **grown;
	size_t i, n, w;

	word = load_trim(l, text,
	    eq == NULL ? strlen(text) : (size_t)(eq - text));
	if (word == NULL)
		return load_nomem(l);
	if (!code_word_ok(word))
		return load_fail(l, line, key, "'%s' is no code: one word of "
		    "letters, digits and hyphens", word);
	for (w = 0; w < s->n_words; w++)
		if (strcmp(s->words[w], word) == 0)
			break;
	if (w == s->n_words) {
		grown = grow(s->words, w, &s->cap_words, sizeof(*grown));
		if (grown == NULL)
			return load_nomem(l);
		s->words = grown;
		s->words[s->n_words++] = word;
	}
	if (self && add_spelling(l, s, word, w, line, key) == -1)
		return -1;
	if (eq == NULL)
		return 0;
	if (load_list(l, eq + 1, '|', &items, &n) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		if (items[i][0] == '\0')
			return load_fail(l, line, key,
			    "an empty spelling of '%s'", word);
		if (add_spelling(l, s, items[i], w, line, key) == -1)
			return -1;
	}
	return 0;
}

int
load_repeated(const struct load *l, const struct def_record *r,
    const char *key, const char ***items, size_t *n)
{
	size_t i;

	*n = 0;
	*items = arena_alloc(&l->x->arena, (r->n + 1) * sizeof(**items));
	if (*items == NULL)
		return load_nomem(l);
	for (i = 0; i < r->n; i++)
		if (strcmp(r->fields[i].key, key) == 0)
			(*items)[(*n)++] = r->fields[i].value;
	return 0;
}

static int
load_codes(const struct load *l, const struct def_record *r,
    struct column *c)
{
	static const char *const matches[] = {"exact", "loose"};
	int loose = load_word(l, r, "match", matches, 2, 0);
	size_t i;

	if (loose == -1)
		return -1;
	if (loose == 1 && (c->codes.loose = table_new()) == NULL)
		return load_nomem(l);
	if (c->type == TYPE_YES_NO && (add_word(l, &c->codes,
	    "yes = Yes | YES | y | Y | true | True | TRUE | t | T | 1 | Ie | "
	    "ie | IE | Oes | oes | OES", true, r->line, "code") == -1 ||
	    add_word(l, &c->codes,
	    "no = No | NO | n | N | false | False | FALSE | f | F | 0 | "
	    "Nage | nage | NAGE | Nac oes | nac oes | Nac Oes | NAC OES",
	    true, r->line, "code") == -1))
		return -1;
	for (i = 0; i < r->n; i++) {
		const struct def_field *f = &r->fields[i];

		if (strcmp(f->key, "code") == 0) {
			if (add_word(l, &c->codes, f->value, true, f->line,
			    "code") == -1)
				return -1;
		} else if (strcmp(f->key, "symbol") == 0) {
			if (add_word(l, &c->symbols, f->value, false, f->line,
			    "symbol") == -1)
				return -1;
		}
	}
	if (c->type == TYPE_CODE && c->codes.n_words == 0)
		return def_err(l->err, l->x->defs, r, "type",
		    "a code column needs its codes: code: word = spelling");
	if (c->type == TYPE_YES_NO && c->codes.n_words != 2)
		return def_err(l->err, l->x->defs, r, "code",
		    "a yes-no column has yes and no, no third code");
	return 0;
}

/* Spellings that no cell could ever be found to hold. */
static int
check_codes(const struct load *l, const struct def_record *r,
    const struct column *c)
{
	const struct def_field *f;
	const char *spelling;
	size_t i;

	for (i = 0; i < r->n; i++) {
		f = &r->fields[i];
		if (strcmp(f->key, "unknown") == 0 && (spelling_find(&c->codes,
		    f->value, strlen(f->value), NULL) != SIZE_MAX ||
		    spelling_find(&c->symbols, f->value, strlen(f->value),
		    NULL) != SIZE_MAX))
			return load_fail(l, f->line, "unknown", "'%s' is a "
			    "spelling of a code: it is one or the other",
			    f->value);
		if (strcmp(f->key, "code") != 0 || c->separator == '\0' ||
		    c->separator == '|')
			continue;
		spelling = strchr(f->value, '=');
		if (strchr(spelling == NULL ? f->value : spelling + 1,
		    c->separator) != NULL)
			return load_fail(l, f->line, "code", "a spelling has "
			    "'%c' in it, which separates codes", c->separator);
	}
	return 0;
}

/* A limit in the units of struct column. */
static int
load_limit(const struct load *l, const struct def_record *r, const char *key,
    enum column_type type, bool *has, int64_t *out)
{
	const char *text = def_get(r, key);
	int64_t v;
	int scale;

	if (text == NULL)
		return 0;
	*has = true;
	if (type == TYPE_DATE) {
		if ((*out = date_parse(text, strlen(text))) == DATE_NONE)
			return def_err(l->err, l->x->defs, r, key,
			    "not a date, want YYYY-MM-DD");
		return 0;
	}
	if (!num_decimal(text, strlen(text), &v, &scale))
		return def_err(l->err, l->x->defs, r, key, "not a number");
	for (; scale < 9; scale++)
		if (__builtin_mul_overflow(v, (int64_t)10, &v))
			return def_err(l->err, l->x->defs, r, key,
			    "too large");
	*out = v;
	return 0;
}

/* What a message says was wanted: formats, or the first codes. */
static int
load_wanted(const struct load *l, struct column *c)
{
	const char *const *words = c->formats;
	size_t n = c->n_formats, i, most = 6;
	struct buf b = {0};
	int rc = 0;

	if (c->type == TYPE_CODE || c->type == TYPE_YES_NO) {
		words = c->codes.words;
		n = c->codes.n_words;
	} else if (c->type == TYPE_COUNT) {
		words = c->symbols.words;
		n = c->symbols.n_words;
	} else if (c->type == TYPE_TEXT) {
		words = c->patterns;
		n = c->n_patterns;
	}
	for (i = 0; rc == 0 && i < n && i < most; i++) {
		if (i > 0)
			rc = buf_puts(&b, i + 1 == n ? " or " : ", ");
		if (rc == 0)
			rc = buf_puts(&b, words[i]);
	}
	if (rc == 0 && n > most)
		rc = buf_puts(&b, " ...");
	c->wanted = rc == 0 ? arena_strndup(&l->x->arena,
	    b.n == 0 ? "" : b.p, b.n) : NULL;
	buf_free(&b);
	return c->wanted == NULL ? load_nomem(l) : 0;
}

/* Keys that only make sense for some types or roles. */
static int
check_keys(const struct load *l, const struct def_record *r,
    const struct column *c)
{
	static const char *const sev = "a check of its own";
	const struct { const char *key; bool ok; const char *with; } rules[] = {
		{"format", c->type == TYPE_DATE || c->type == TYPE_TIME ||
		    c->type == TYPE_DURATION, "type: date, time or duration"},
		{"pivot", c->type == TYPE_DATE, "type: date"},
		{"unit", c->type == TYPE_DURATION, "type: duration"},
		{"match", c->type == TYPE_CODE || c->type == TYPE_YES_NO,
		    "type: code or yes-no"},
		{"separator", c->type == TYPE_CODE, "type: code"},
		{"accept", c->type == TYPE_INTEGER ||
		    c->type == TYPE_DECIMAL || c->type == TYPE_COUNT,
		    "type: integer, decimal or count"},
		{"pattern", c->type == TYPE_TEXT, "type: text"},
		{"authority", c->type == TYPE_UPN, "type: upn"},
		{"future", c->type == TYPE_DATE, "type: date"},
		{"code", c->type == TYPE_CODE || c->type == TYPE_YES_NO,
		    "type: code"},
		{"symbol", c->type == TYPE_COUNT, "type: count"},
		{"min", c->type == TYPE_DATE || c->type == TYPE_INTEGER ||
		    c->type == TYPE_DECIMAL || c->type == TYPE_COUNT ||
		    c->type == TYPE_DURATION, "a number or a date"},
		{"max", c->type == TYPE_DATE || c->type == TYPE_INTEGER ||
		    c->type == TYPE_DECIMAL || c->type == TYPE_COUNT ||
		    c->type == TYPE_DURATION, "a number or a date"},
		{"severity", c->required || c->type != TYPE_TEXT ||
		    def_get(r, "pattern") != NULL, sev},
		{"kind", c->role == ROLE_ENTITY, "role: entity"},
		{"issuer", c->role == ROLE_ENTITY || c->role == ROLE_ID,
		    "role: id or entity"},
		{"one_per_child", c->role == ROLE_ID, "role: id"},
		{"as", c->role == ROLE_KEEP, "role: keep"},
		{"unborn_when", c->role == ROLE_DOB, "role: dob"}
	};
	size_t i;

	for (i = 0; i < COUNT(rules); i++)
		if (def_get(r, rules[i].key) != NULL && !rules[i].ok)
			return def_err(l->err, l->x->defs, r, rules[i].key,
			    "only with %s", rules[i].with);
	if (c->role != ROLE_NONE &&
	    (role_types[c->role] & T(c->type)) == 0)
		return def_err(l->err, l->x->defs, r, "role",
		    "a column of type %s cannot have role %s",
		    type_names[c->type], role_names[c->role]);
	if (c->role == ROLE_KEEP && c->type == TYPE_TEXT &&
	    (def_get(r, "pattern") == NULL || c->severity != SEVERITY_ERROR))
		return def_err(l->err, l->x->defs, r, "role", "anything could "
		    "stand in text that is kept: want type: code or word, or "
		    "a pattern, of severity error");
	return 0;
}

static int
load_role(const struct load *l, const struct def_record *r,
    struct column *c)
{
	const char *kind = def_get(r, "kind");
	int role, other;

	role = load_word(l, r, "role", role_names, COUNT(role_names),
	    ROLE_NONE);
	if (role == -1)
		return -1;
	if (role > ROLE_NONE && role <= ROLE_PROTECTED &&
	    (other = extract_role(l->x, (enum role)role)) != COLUMN_NONE)
		return def_err(l->err, l->x->defs, r, "role",
		    "'%s' has role %s already: one column of each",
		    l->x->columns[other].name, role_names[role]);
	c->role = (enum role)role;
	c->as = def_get(r, "as");
	if (c->as == NULL)
		c->as = c->name;
	c->issuer = def_get(r, "issuer");
	if (c->issuer == NULL)
		c->issuer = l->x->agency;
	else if (!plain_name(c->issuer))
		return def_err(l->err, l->x->defs, r, "issuer",
		    "want lower-case letters, digits and hyphens");
	if (c->role != ROLE_ENTITY)
		return 0;
	if (kind == NULL || strlen(kind) != 1 || *kind < 'a' || *kind > 'z' ||
	    strchr("chr", *kind) != NULL)
		return def_err(l->err, l->x->defs, r, "kind", "an entity "
		    "needs a kind: one lower-case letter, not c (child), "
		    "h (household) or r (record)");
	c->kind = *kind;
	return 0;
}

/* "660" or "660 to 681". */
static int
load_authority(const struct load *l, const struct def_field *f,
    struct span *span)
{
	const char *to = strstr(f->value, " to ");
	uint64_t low = 0, high;
	size_t n = to == NULL ? strlen(f->value) : (size_t)(to - f->value);

	if (num_uint(f->value, n, &low)) {
		high = low;
		if ((to == NULL || num_uint(to + 4, strlen(to + 4), &high)) &&
		    low <= high && high <= 999) {
			*span = (struct span){ (int)low, (int)high };
			return 0;
		}
	}
	return load_fail(l, f->line, "authority", "want a number of three "
	    "digits, or two of them as in '660 to 681'");
}

static bool
pattern_ok(const char *p)
{
	return *p != '+' && strstr(p, "++") == NULL &&
	    strlen(p) <= PATTERN_PARTS;
}

int
load_patterns(const struct load *l, const struct def_record *r,
    const char *key, const char ***patterns, size_t *n)
{
	size_t i;

	if (load_repeated(l, r, key, patterns, n) == -1)
		return -1;
	for (i = 0; i < *n; i++)
		if (!pattern_ok((*patterns)[i]))
			return def_err(l->err, l->x->defs, r, key, "want what "
			    "a + repeats before it, and no more than %d "
			    "characters", PATTERN_PARTS);
	return 0;
}

/* What some types may say besides: see extract.h. */
static int
load_extras(const struct load *l, const struct def_record *r,
    struct column *c)
{
	const char *separator = def_get(r, "separator");
	const struct def_field *f;
	size_t i;

	c->authorities = arena_alloc(&l->x->arena,
	    (r->n + 1) * sizeof(*c->authorities));
	if (c->authorities == NULL)
		return load_nomem(l);
	if (separator != NULL && (strlen(separator) != 1 ||
	    (unsigned char)*separator >= 0x80))
		return def_err(l->err, l->x->defs, r, "separator",
		    "want one character");
	c->separator = separator == NULL ? '\0' : *separator;
	for (i = 0; i < r->n; i++) {
		f = &r->fields[i];
		if (strcmp(f->key, "authority") == 0) {
			if (load_authority(l, f,
			    &c->authorities[c->n_authorities++]) == -1)
				return -1;
		} else if (strcmp(f->key, "accept") == 0) {
			if (strcmp(f->value, "point-zero") == 0)
				c->accept |= ACCEPT_POINT_ZERO;
			else if (strcmp(f->value, "thousands") == 0)
				c->accept |= ACCEPT_THOUSANDS;
			else if (strcmp(f->value, "percent") == 0)
				c->accept |= ACCEPT_PERCENT;
			else
				return load_fail(l, f->line, "accept",
				    "want point-zero, thousands or percent");
		}
	}
	return load_patterns(l, r, "pattern", &c->patterns, &c->n_patterns);
}

/* What the unknown values say, and of text their form C: once, not for each row. */
static int
load_meanings(const struct load *l, struct column *c)
{
	struct buf b = { 0 };
	struct field f;
	size_t i;
	int r = 0;

	c->meanings = arena_alloc(&l->x->arena, (c->n_unknown + 1) *
	    sizeof(*c->meanings));
	for (i = 0; c->meanings != NULL && r == 0 && i < c->n_unknown; i++) {
		f = (struct field){ c->unknown[i], strlen(c->unknown[i]) };
		c->meanings[i] = value_meaning(c, f);
		if ((c->type != TYPE_TEXT && c->type != TYPE_NAME) ||
		    fold_nfc(f.p, f.n, &b) != 1)
			continue;
		c->unknown[i] = arena_strndup(&l->x->arena, b.p, b.n);
		r = c->unknown[i] == NULL ? -1 : 0;
	}
	buf_free(&b);
	return c->meanings == NULL || r == -1 ? load_nomem(l) : 0;
}

int
load_one_column(const struct load *l, const struct def_record *r,
    struct column *c)
{
	static const char *const severities[] = {"error", "query"};
	struct extract *x = l->x;
	struct buf b = {0};
	int type, severity;

	c->name = def_get(r, "name");
	c->line = r->line;
	c->unborn_when = COLUMN_NONE;
	if (!column_name_ok(c->name))
		return def_err(l->err, x->defs, r, "name",
		    "want lower-case letters, digits and underscores");
	if (extract_column(x, c->name) != COLUMN_NONE)
		return def_err(l->err, x->defs, r, "name",
		    "a second column '%s'", c->name);
	type = load_word(l, r, "type", type_names, COUNT(type_names), 0);
	severity = load_word(l, r, "severity", severities, 2, 0);
	if (type == -1 || severity == -1)
		return -1;
	c->type = (enum column_type)type;
	c->severity = (enum severity)severity;
	if (def_yes_no(x->defs, r, "required", &c->required, l->err) == -1 ||
	    def_yes_no(x->defs, r, "optional", &c->optional, l->err) == -1 ||
	    def_yes_no(x->defs, r, "future", &c->future, l->err) == -1 ||
	    def_yes_no(x->defs, r, "one_per_child", &c->one_per_child,
	    l->err) == -1 ||
	    load_role(l, r, c) == -1 || check_keys(l, r, c) == -1 ||
	    load_repeated(l, r, "header", &c->headers, &c->n_headers) == -1 ||
	    load_repeated(l, r, "unknown", &c->unknown, &c->n_unknown) == -1 ||
	    load_extras(l, r, c) == -1 ||
	    load_codes(l, r, c) == -1 || check_codes(l, r, c) == -1 ||
	    load_limit(l, r, "min", c->type, &c->has_min, &c->min) == -1 ||
	    load_limit(l, r, "max", c->type, &c->has_max, &c->max) == -1)
		return -1;
	if (c->has_min && c->has_max && c->min > c->max)
		return def_err(l->err, x->defs, r, "min", "min is above max");
	if (c->optional && c->required)
		return def_err(l->err, x->defs, r, "optional", "a column that "
		    "may be absent cannot be required");
	if (load_moments(l, r, c) == -1 || load_meanings(l, c) == -1)
		return -1;
	if (c->n_headers == 0) {
		c->headers[0] = c->name;
		c->n_headers = 1;
	}
	if (c->type == TYPE_COUNT) {
		if (buf_printf(&b, "%s_symbol", c->name) == 0)
			c->symbol_name = arena_strndup(&x->arena, b.p, b.n);
		buf_free(&b);
		if (c->symbol_name == NULL)
			return load_nomem(l);
	}
	return load_wanted(l, c);
}
