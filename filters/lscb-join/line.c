/* SPDX-License-Identifier: MIT */
/* Lines of the history, encoded before they are sorted.  See join.h. */
#include "buf.h"
#include "join.h"
#include "order.h"
#include "tool.h"

_Noreturn void
no_memory(void)
{
	struct err err;

	err_set(&err, STATUS_SYSTEM, "", "out of memory");
	tool_die(&err);
}

struct field
number_field(const struct join *j, uint32_t number)
{
	struct field f;

	f.p = map_number(&j->map, number, &f.n);
	return f;
}

static void
append(struct buf *b, const char *p, size_t n)
{
	if (csv_append(b, p, n) == -1)
		no_memory();
}

static void
comma(struct buf *b)
{
	if (buf_addc(b, ',') == -1)
		no_memory();
}

/* One line of the history, in j->line. */
void
make_line(struct join *j, const struct columns *columns,
    const struct rec *rec, struct field subject, uint32_t child,
    uint32_t household)
{
	const char *p;
	size_t i, n;

	j->line.n = 0;
	append(&j->line, subject.p, subject.n);
	for (i = BASE_DATE; i < BASE_COUNT; i++) {
		comma(&j->line);
		append(&j->line, rec->f[columns->base[i]].p,
		    rec->f[columns->base[i]].n);
	}
	for (i = 0; i < j->history.n; i++) {
		comma(&j->line);
		if (i == j->child || i == j->household) {
			p = map_number(&j->map, i == j->child ? child :
			    household, &n);
			append(&j->line, p, n);
		} else if (columns->of[i] != -1)
			append(&j->line, rec->f[columns->of[i]].p,
			    rec->f[columns->of[i]].n);
	}
}

void
emit(struct join *j, struct order *order)
{
	struct err err;

	if (order_add(order, NULL, 0, j->line.p, j->line.n, &err) == -1)
		tool_die(&err);
}

/*
 * The same line under a child: subject, child and via replaced.  Fields are
 * taken as they are encoded; those replaced never need quotes.
 */
void
make_via_line(struct join *j, const char *line, size_t n, uint32_t child)
{
	struct field number = number_field(j, child);
	size_t i = 0, column = 0, start;
	bool quoted;

	j->line.n = 0;
	while (i <= n) {
		start = i;
		for (quoted = false; i < n && (quoted || line[i] != ',');
		    i++)
			quoted ^= line[i] == '"';
		if (column > 0)
			comma(&j->line);
		if (column == 0 || column == HISTORY_BASE + j->child)
			append(&j->line, number.p, number.n);
		else if (column == HISTORY_BASE + j->via)
			append(&j->line, "household", 9);
		else if (buf_add(&j->line, line + start, i - start) == -1)
			no_memory();
		column++;
		i++;
	}
}

