/* SPDX-License-Identifier: MIT */
/* See map.h. */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "map.h"
#include "rows.h"

bool
map_same_key(struct map *map, const char *p)
{
	if (!map->tagged)
		memcpy(map->tag, p + 1, TAG_LEN);
	map->tagged = true;
	return memcmp(map->tag, p + 1, TAG_LEN) == 0;
}

/* A number of that kind, or empty. */
static int
add_number(struct map *map, struct field f, char kind, uint32_t *number,
    const char *column, struct err *err)
{
	bool added;

	*number = NO_NUMBER;
	if (f.n == 0)
		return 0;
	if (!pseudonym_ok(f.p, f.n) || f.p[0] != kind) {
		err_set(err, STATUS_DATA, "bad-number", "is no %s number: "
		    "want a map made by lscb-link", column);
		return err_at(err, NULL, 0, column);
	}
	if (!map_same_key(map, f.p))
		return err_set(err, STATUS_CONFIG, "other-key", "numbers and "
		    "records were made under different keys: run lscb-link "
		    "again with the link key of this epoch");
	*number = names_add(&map->numbers, f.p, &added);
	return *number == NO_NUMBER ?
	    err_set(err, STATUS_SYSTEM, "", "out of memory") : 0;
}

static int
add_record(struct map *map, struct field record, struct field child,
    struct field household, struct err *err)
{
	struct who *who;
	uint32_t i;
	bool added;

	if (!pseudonym_ok(record.p, record.n) || record.p[0] != 'r') {
		err_set(err, STATUS_DATA, "bad-record", "is no record "
		    "number: want a map made by lscb-link");
		return err_at(err, NULL, 0, "record");
	}
	if (!map_same_key(map, record.p))
		return err_set(err, STATUS_CONFIG, "other-key", "records of "
		    "different keys stand in one map: link token files of "
		    "one epoch only");
	i = names_add(&map->records, record.p, &added);
	who = i == NO_NUMBER ? NULL :
	    grow(map->who, i, &map->cap, sizeof(*who));
	if (who == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	map->who = who;
	if (!added) {
		err_set(err, STATUS_DATA, "duplicate-record", "this record "
		    "stands in the map twice");
		return err_at(err, NULL, 0, "record");
	}
	who[i].payload = 0;
	if (add_number(map, child, 'c', &who[i].child, "child", err) == -1)
		return -1;
	return add_number(map, household, 'h', &who[i].household,
	    "household", err);
}

int
map_read(struct map *map, const char *path, struct err *err)
{
	char *paths[1] = { (char *)(uintptr_t)path };
	const struct rec *rec;
	struct reader *rd;
	int record, child, household, r;

	memset(map, 0, sizeof(*map));
	if (rd_open(&rd, paths, 1, NULL, err) == -1)
		return -1;
	if ((record = rd_need(rd, "record", err)) == -1 ||
	    (child = rd_need(rd, "child", err)) == -1 ||
	    (household = rd_need(rd, "household", err)) == -1) {
		rd_close(rd);
		return -1;
	}
	while ((r = rd_next(rd, &rec, err)) == 1) {
		r = add_record(map, rec->f[record], rec->f[child],
		    rec->f[household], err);
		if (r == -1) {
			err_at(err, rec->file, rec->line, NULL);
			break;
		}
	}
	rd_close(rd);
	return r;
}

void
map_free(struct map *map)
{
	names_free(&map->records);
	names_free(&map->numbers);
	free(map->who);
}

const struct who *
map_find(const struct map *map, const char *record)
{
	uint32_t i = names_find(&map->records, record);

	return i == NO_NUMBER ? NULL : &map->who[i];
}

struct who *
map_find_or_add(struct map *map, const char *record)
{
	bool added;
	uint32_t i = names_add(&map->records, record, &added);
	struct who *who = i == NO_NUMBER ? NULL :
	    grow(map->who, i, &map->cap, sizeof(*who));

	if (who == NULL)
		return NULL;
	map->who = who;
	if (added)
		who[i] = (struct who){ NO_NUMBER, NO_NUMBER, 0 };
	return &who[i];
}

const char *
map_number(const struct map *map, uint32_t number, size_t *n)
{
	*n = number == NO_NUMBER ? 0 : PSEUDONYM_LEN;
	return number == NO_NUMBER ? "" : map->numbers.text[number];
}
