/* SPDX-License-Identifier: MIT */
/*
 * Numbers from one epoch to the next: what lscb-renumber says records are to be
 * called, and what lscb-link must say for it.  See link.h.
 */
#include <stdlib.h>
#include <string.h>

#include "link.h"

static int
add_given(struct index *x, uint32_t identity, struct field child,
    struct err *err)
{
	struct given *g = grow(x->given, x->n_given, &x->cap_given,
	    sizeof(*g));
	size_t i = table_add(x->numbers, child.p, child.n, NULL);

	if (g != NULL)
		x->given = g;
	if (g == NULL || i >= NONE)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	g[x->n_given++] = (struct given){ identity, (uint32_t)i };
	return 0;
}

static int
add_row(struct index *x, const struct people *people, const struct key *key,
    struct field record, struct field child, size_t *absent,
    struct err *err)
{
	uint32_t identity;

	if (!pseudonym_ok(record.p, record.n) || record.p[0] != 'r' ||
	    (child.n > 0 && (!pseudonym_ok(child.p, child.n) ||
	    child.p[0] != 'c')))
		return err_set(err, STATUS_DATA, "bad-number", "want records "
		    "and children: a file made by lscb-renumber");
	if (memcmp(record.p + 1, key_tag(key), TAG_LEN) != 0 ||
	    (child.n > 0 && memcmp(child.p + 1, key_tag(key), TAG_LEN) != 0))
		return err_set(err, STATUS_CONFIG, "other-key", "was made "
		    "under another key than this link key");
	if (child.n == 0)
		return 0;
	identity = find_record(people, record.p);
	if (identity != NONE)
		return add_given(x, identity, child, err);
	(*absent)++;
	return 0;
}

int
numbers_read(struct index *x, const char *path, const struct people *people,
    const struct key *key, size_t *absent, struct err *err)
{
	char *paths[1] = { (char *)(uintptr_t)path };
	const struct rec *rec;
	struct reader *rd;
	int record, child, r;

	*absent = 0;
	if (rd_open(&rd, paths, 1, NULL, err) == -1)
		return -1;
	record = rd_need(rd, "record", err);
	child = record == -1 ? -1 : rd_need(rd, "child", err);
	r = child == -1 ? -1 : 1;
	while (r == 1 && (r = rd_next(rd, &rec, err)) == 1)
		if (add_row(x, people, key, rec->f[record], rec->f[child],
		    absent, err) == -1) {
			err_at(err, rec->file, rec->line, NULL);
			r = -1;
		}
	rd_close(rd);
	return r;
}

static int
compare_texts(const void *a, const void *b)
{
	return memcmp(a, b, PSEUDONYM_LEN);
}

int
children_write(const struct index *x, struct writer *wr)
{
	size_t n = table_count(x->numbers), i, len, count = 0;
	bool *known = calloc(n + 1, sizeof(*known));
	char (*texts)[PSEUDONYM_LEN] = calloc(n + 1, sizeof(*texts));
	int r = known == NULL || texts == NULL ? -1 : 0;

	for (i = 0; r == 0 && i < table_count(x->tokens); i++)
		if (x->entries[i].number != NONE &&
		    *table_key(x->tokens, i, &len) != SPENT)
			known[x->entries[i].number] = true;
	for (i = 0; r == 0 && i < n; i++)
		if (known[i])
			memcpy(texts[count++], table_key(x->numbers, i, &len),
			    PSEUDONYM_LEN);
	if (count > 1)
		qsort(texts, count, sizeof(*texts), compare_texts);
	wr_str(wr, "child");
	wr_end(wr);
	for (i = 0; i < count; i++) {
		wr_field(wr, texts[i], PSEUDONYM_LEN);
		wr_end(wr);
	}
	free(known);
	free(texts);
	return r;
}
