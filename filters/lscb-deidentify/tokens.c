/* SPDX-License-Identifier: MIT */
/*
 * See tokens.h.  What a name or a date gives is remembered for a while (recent.h)
 * under the text as it was written, so that it is folded and hashed once.
 */
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#include "fold.h"
#include "recent.h"
#include "tokens.h"

/* Letters of a name that are its start, of a text, and of a name its end. */
enum { START = 2, TEXT_START = 4, END = 3 };

/* Tokens that stand together in a memory: which fields, how many of each. */
enum { GROUP_MAX = 7 };

struct group {
	size_t n;
	struct {
		enum token_field field;
		size_t most;
	} of[GROUP_MAX];
};

static const struct group forename_group = { 6, {
	{ FIELD_FORENAME, 1 }, { FIELD_FORENAME_KNOWN, LORE_KNOWN },
	{ FIELD_FORENAME_SOUND, 1 }, { FIELD_FORENAME_START, 1 },
	{ FIELD_FORENAME_END, 1 }, { FIELD_NAME, 1 }
} };
static const struct group surname_group = { 6, {
	{ FIELD_SURNAME, 1 }, { FIELD_SURNAME_PART, 2 },
	{ FIELD_SURNAME_SOUND, 1 }, { FIELD_SURNAME_START, 1 },
	{ FIELD_SURNAME_END, 1 }, { FIELD_NAME, 1 }
} };
static const struct group date_group = { 5, {
	{ FIELD_DOB, 1 }, { FIELD_DOB_YM, 1 }, { FIELD_DOB_MD, 1 },
	{ FIELD_DOB_YD, 1 }, { FIELD_DOB_TURNED, 1 }
} };

struct token_maker {
	const struct lore *lore;
	struct mac *mac[N_TOKEN_FIELDS];
	struct recent *recent[N_TOKEN_FIELDS];	/* NULL: in a group's, or none */
	struct buf folded, core, part, sound;
};

/*
 * How many values of a field are remembered, and the group that one gives.  A
 * number or a house is a person's own: it comes again at once or not for long.
 */
static const struct {
	enum token_field field;
	size_t slots;
	const struct group *group;
} memories[] = {
	{ FIELD_ID, 256, NULL }, { FIELD_ISSUER, 4, NULL },
	{ FIELD_NUMBERED, 4, NULL },
	{ FIELD_NHS, 256, NULL }, { FIELD_UPN, 256, NULL },
	{ FIELD_FORENAME, 4096, &forename_group },
	{ FIELD_SURNAME, 4096, &surname_group },
	{ FIELD_DOB, 4096, &date_group }, { FIELD_SEX, 16, NULL },
	{ FIELD_POSTCODE, 4096, NULL }, { FIELD_SECTOR, 1024, NULL },
	{ FIELD_HOUSE, 256, NULL }, { FIELD_HOUSEHOLD, 256, NULL },
	{ FIELD_STREET, 1024, NULL }, { FIELD_STREET_START, 1024, NULL },
	{ FIELD_PLACE, 1024, NULL }, { FIELD_PLACE_START, 1024, NULL },
	{ FIELD_TOWN, 1024, NULL }, { FIELD_TOWN_START, 1024, NULL }
};

/* A group in memory: how many tokens of each field, then room for all. */
static size_t
group_size(const struct group *g)
{
	size_t i, n = 0;

	for (i = 0; g != NULL && i < g->n; i++)
		n += 1 + g->of[i].most * TOKEN_LEN;
	return g == NULL ? TOKEN_LEN : n;
}

static int
no_memory(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

int
token_maker_new(struct token_maker **out, const struct lore *lore,
    const struct key *key, struct err *err)
{
	struct token_maker *m = calloc(1, sizeof(*m));
	size_t i;

	*out = NULL;
	if (m == NULL)
		return no_memory(err);
	m->lore = lore;
	for (i = 0; i < N_TOKEN_FIELDS; i++)
		if (mac_new(&m->mac[i], key, token_columns[i].key, err) == -1)
			goto fail;
	for (i = 0; i < sizeof(memories) / sizeof(*memories); i++)
		if (recent_new(&m->recent[memories[i].field],
		    memories[i].slots, group_size(memories[i].group)) == -1) {
			no_memory(err);
			goto fail;
		}
	*out = m;
	return 0;
fail:
	token_maker_free(m);
	return -1;
}

static void
wipe(struct buf *b)
{
	if (b->p != NULL)
		OPENSSL_cleanse(b->p, b->cap);
	buf_free(b);
}

void
token_maker_free(struct token_maker *m)
{
	size_t i;

	if (m == NULL)
		return;
	for (i = 0; i < N_TOKEN_FIELDS; i++) {
		mac_free(m->mac[i]);
		recent_free(m->recent[i]);
	}
	wipe(&m->folded);
	wipe(&m->core);
	wipe(&m->part);
	wipe(&m->sound);
	free(m);
}

void
token_make(struct token_maker *m, enum token_field field,
    const struct part *parts, size_t n, struct tokens *t)
{
	bool known;
	char *text = recent_find(m->recent[field], parts, n, &known);

	if (!known)
		link_token(m->mac[field], parts, n, text);
	memcpy(t->text[field][0], text, TOKEN_LEN);
	t->n[field] = 1;
}

/* One more token of a field, unless the value says nothing. */
static void
add(struct token_maker *m, enum token_field field, const char *p, size_t n,
    struct tokens *t)
{
	struct part part = { p, n };

	if (n > 0)
		link_token(m->mac[field], &part, 1,
		    t->text[field][t->n[field]++]);
}

/* Where the first or last so many characters of UTF-8 end or begin. */
static size_t
first_characters(const char *p, size_t n, size_t count)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (((unsigned char)p[i] & 0xc0) != 0x80 && count-- == 0)
			break;
	return i;
}

static size_t
last_characters(const char *p, size_t n, size_t count)
{
	size_t i;

	for (i = n; i > 0 && count > 0; )
		if (((unsigned char)p[--i] & 0xc0) != 0x80)
			count--;
	return i;
}

/* What both kinds of name have: sound, start, end of what is left of it. */
static int
add_core(struct token_maker *m, enum token_field sound, struct tokens *t)
{
	const struct buf *core = &m->core;
	size_t at;

	if (lore_sound(m->lore, core->p, core->n, &m->sound) == -1)
		return -1;
	add(m, sound, m->sound.p, m->sound.n, t);
	add(m, sound + 1, core->p, first_characters(core->p, core->n, START),
	    t);
	at = last_characters(core->p, core->n, END);
	add(m, sound + 2, core->p + at, core->n - at, t);
	return 0;
}

/* The next of the words between blanks and hyphens; false: no more. */
static bool
next_word(struct field *rest, struct field *word)
{
	while (rest->n > 0 && (*rest->p == ' ' || *rest->p == '-')) {
		rest->p++;
		rest->n--;
	}
	word->p = rest->p;
	for (word->n = 0; word->n < rest->n; word->n++)
		if (rest->p[word->n] == ' ' || rest->p[word->n] == '-')
			break;
	rest->p += word->n;
	rest->n -= word->n;
	return word->n > 0;
}

/* A name folded whole, and its tokens: 1; 0: it is nobody's; -1: no memory. */
static int
add_whole(struct token_maker *m, enum token_field whole, struct field f,
    struct tokens *t)
{
	if (fold_name(f.p, f.n, &m->folded) == -1)
		return -1;
	if (m->folded.n == 0 || (whole == FIELD_FORENAME &&
	    lore_is_nobody(m->lore, m->folded.p, m->folded.n)))
		return 0;
	add(m, whole, m->folded.p, m->folded.n, t);
	add(m, FIELD_NAME, m->folded.p, m->folded.n, t);
	m->core.n = 0;
	return 1;
}

/* Its first word is what a person is called. */
static int
forename_tokens(struct token_maker *m, struct field f, struct tokens *t)
{
	struct part known[LORE_KNOWN];
	struct field word;
	size_t i, n;
	int given = add_whole(m, FIELD_FORENAME, f, t);

	if (given != 1)
		return given;
	while (m->core.n == 0 && next_word(&f, &word))
		if (fold_name(word.p, word.n, &m->core) == -1)
			return -1;
	n = lore_known(m->lore, m->core.p, m->core.n, known);
	for (i = 0; i < n; i++)
		add(m, FIELD_FORENAME_KNOWN, known[i].p, known[i].n, t);
	return add_core(m, FIELD_FORENAME_SOUND, t);
}

/*
 * Jones-Williams is Jones and Williams, ap Rhys is Rhys: the words of a surname
 * without those that stand before one.  A name of such words only is itself.
 */
static int
surname_tokens(struct token_maker *m, struct field f, struct tokens *t)
{
	struct buf *part = &m->part;
	struct field word;
	int given = add_whole(m, FIELD_SURNAME, f, t);

	if (given != 1)
		return given;
	while (next_word(&f, &word)) {
		if (fold_name(word.p, word.n, part) == -1)
			return -1;
		if (part->n == 0 || lore_is_particle(m->lore, part->p,
		    part->n))
			continue;
		if (t->n[FIELD_SURNAME_PART] <
		    token_columns[FIELD_SURNAME_PART].most)
			add(m, FIELD_SURNAME_PART, part->p, part->n, t);
		if (buf_add(&m->core, part->p, part->n) == -1)
			return -1;
	}
	if (m->core.n == 0) {
		if (buf_add(&m->core, m->folded.p, m->folded.n) == -1)
			return -1;
		add(m, FIELD_SURNAME_PART, m->core.p, m->core.n, t);
	}
	return add_core(m, FIELD_SURNAME_SOUND, t);
}

static void
remember(const struct group *g, const struct tokens *t, char *to)
{
	size_t i, n;

	for (i = 0; i < g->n; i++) {
		n = t->n[g->of[i].field];
		*to++ = (char)n;
		memcpy(to, t->text[g->of[i].field], n * TOKEN_LEN);
		to += g->of[i].most * TOKEN_LEN;
	}
}

static void
recall(const struct group *g, const char *from, struct tokens *t)
{
	size_t i, n;

	for (i = 0; i < g->n; i++) {
		n = (unsigned char)*from++;
		t->n[g->of[i].field] = (unsigned char)n;
		memcpy(t->text[g->of[i].field], from, n * TOKEN_LEN);
		from += g->of[i].most * TOKEN_LEN;
	}
}

/* Both names in one field, in an order that does not tell which is which. */
static void
either(const char *a, const char *b, struct tokens *t)
{
	bool swap = memcmp(a, b, TOKEN_LEN) > 0;
	char first[TOKEN_LEN], second[TOKEN_LEN];

	memcpy(first, swap ? b : a, TOKEN_LEN);
	memcpy(second, swap ? a : b, TOKEN_LEN);
	memcpy(t->text[FIELD_NAME][0], first, TOKEN_LEN);
	memcpy(t->text[FIELD_NAME][1], second, TOKEN_LEN);
	t->n[FIELD_NAME] = 2;
}

static int
one_name(struct token_maker *m, enum token_field field,
    const struct group *group, struct field f, struct tokens *t)
{
	struct part part = { f.p, f.n };
	bool known;
	char *memory;
	int r;

	if (f.n == 0)
		return 0;
	memory = recent_find(m->recent[field], &part, 1, &known);
	if (known) {
		recall(group, memory, t);
		return 0;
	}
	r = field == FIELD_FORENAME ? forename_tokens(m, f, t) :
	    surname_tokens(m, f, t);
	remember(group, t, memory);
	return r;
}

int
tokens_of_names(struct token_maker *m, struct field forename,
    struct field surname, struct tokens *t)
{
	char first[TOKEN_LEN];
	bool has_first;

	if (one_name(m, FIELD_FORENAME, &forename_group, forename, t) == -1)
		return -1;
	has_first = t->n[FIELD_NAME] > 0;
	memcpy(first, t->text[FIELD_NAME][0], TOKEN_LEN);
	t->n[FIELD_NAME] = 0;
	if (one_name(m, FIELD_SURNAME, &surname_group, surname, t) == -1)
		return -1;
	if (has_first && t->n[FIELD_NAME] > 0)
		either(first, t->text[FIELD_NAME][0], t);
	else
		t->n[FIELD_NAME] = 0;
	return 0;
}

static void
date_tokens(struct token_maker *m, struct field f, struct tokens *t)
{
	const char *month = f.p + 5, *day = f.p + 8;
	struct part parts[3] = { { f.p, 4 } };
	bool swap;

	add(m, FIELD_DOB, f.p, f.n, t);
	if (f.n != 10)
		return;
	add(m, FIELD_DOB_YM, f.p, 7, t);
	add(m, FIELD_DOB_MD, month, 5, t);
	parts[1] = (struct part){ day, 2 };
	link_token(m->mac[FIELD_DOB_YD], parts, 2, t->text[FIELD_DOB_YD][0]);
	t->n[FIELD_DOB_YD] = 1;
	if (memcmp(day, "12", 2) > 0)
		return;
	swap = memcmp(day, month, 2) < 0;
	parts[1] = (struct part){ swap ? day : month, 2 };
	parts[2] = (struct part){ swap ? month : day, 2 };
	link_token(m->mac[FIELD_DOB_TURNED], parts, 3,
	    t->text[FIELD_DOB_TURNED][0]);
	t->n[FIELD_DOB_TURNED] = 1;
}

void
tokens_of_date(struct token_maker *m, struct field dob, struct tokens *t)
{
	struct part part = { dob.p, dob.n };
	bool known;
	char *memory;

	if (dob.n == 0)
		return;
	memory = recent_find(m->recent[FIELD_DOB], &part, 1, &known);
	if (known) {
		recall(&date_group, memory, t);
	} else {
		date_tokens(m, dob, t);
		remember(&date_group, t, memory);
	}
}

int
tokens_of_text(struct token_maker *m, enum token_field whole,
    enum token_field start, struct field f, struct tokens *t)
{
	struct part part;

	if (f.n == 0)
		return 0;
	if (fold_name(f.p, f.n, &m->folded) == -1)
		return -1;
	part = (struct part){ m->folded.p, m->folded.n };
	if (part.n == 0)
		return 0;
	token_make(m, whole, &part, 1, t);
	part.n = first_characters(part.p, part.n, TEXT_START);
	token_make(m, start, &part, 1, t);
	return 0;
}

int
tokens_of_postcode(struct token_maker *m, struct field f,
    char postcode[POSTCODE_MAX], size_t *n, struct tokens *t)
{
	struct part part;

	*n = postcode_normal(f.p, f.n, postcode);
	if (*n > 0) {
		if (postcode_is_pseudo(postcode, *n)) {
			*n = 0;
			return 0;
		}
		part = (struct part){ postcode, *n };
		token_make(m, FIELD_POSTCODE, &part, 1, t);
		part.n -= 2;	/* the unit */
		token_make(m, FIELD_SECTOR, &part, 1, t);
		return 0;
	}
	if (f.n == 0)
		return 0;
	if (fold_name(f.p, f.n, &m->folded) == -1)
		return -1;
	part = (struct part){ m->folded.p, m->folded.n };
	if (part.n == 0)
		return 0;
	token_make(m, FIELD_POSTCODE, &part, 1, t);
	part.n = last_characters(part.p, part.n, 1);
	if (part.n > 0)
		token_make(m, FIELD_SECTOR, &part, 1, t);
	return 0;
}
