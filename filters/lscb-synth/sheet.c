/* SPDX-License-Identifier: MIT */
/*
 * The extracts of all agencies, opened and ended together: see sheet.h.
 * Memory: a block for each file.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rows.h"
#include "sheet_board.h"

enum { PATH_BYTES = 4096 };

static int
path_join(char out[PATH_BYTES], struct err *err, const char *dir,
    const char *folder, const char *file)
{
	if (snprintf(out, PATH_BYTES, "%s%s%s%s%s", dir,
	    folder[0] == '\0' ? "" : "/", folder, file[0] == '\0' ? "" : "/",
	    file) >= PATH_BYTES)
		return err_set(err, STATUS_CANTCREATE, "", "path too long");
	return 0;
}

/* Makes dir/folder unless it is there. */
static int
folder_make(struct sheets *s, const char *dir, const char *folder,
    struct err *err)
{
	char path[PATH_BYTES];

	if (path_join(path, err, dir, folder, "") == -1)
		return -1;
	if (mkdir(path, 0755) == -1) {
		if (errno == EEXIST)
			return 0;
		return err_sys(err, STATUS_CANTCREATE, errno,
		    "cannot create %s", path);
	}
	if (s->n_folders == MAX_FOLDERS)
		return err_set(err, STATUS_INTERNAL, "", "too many folders");
	s->folder[s->n_folders] = strdup(path);
	if (s->folder[s->n_folders++] == NULL)
		return no_memory(err);
	return 0;
}

static int
delivered_open(struct delivered *d, const char *dir, const char *folder,
    const struct sheet *sheet, date as_of, struct err *err)
{
	const struct sheet_style *style = sheet->style;
	char name[128], path[PATH_BYTES];

	(void)snprintf(name, sizeof(name), "%s.csv%s", style->extract,
	    style->gzip ? ".gz" : "");
	if (path_join(path, err, dir, folder, name) == -1 ||
	    file_open(&d->file, path, style->gzip, style->encoding, err) == -1)
		return -1;
	d->under = strncmp(folder, "changes/", 8) == 0 ? "changes/" :
	    strncmp(folder, "returns/", 8) == 0 ? "returns/" : "";
	d->as_of = as_of;
	d->person_n = (size_t)snprintf(d->person, sizeof(d->person),
	    "%s,%s,", folder, style->extract);
	if (d->person_n >= sizeof(d->person))
		return err_set(err, STATUS_CANTCREATE, "", "path too long");
	header_write(sheet, d);
	return 0;
}

/* The end of the last month that ended before `to`, or on it. */
static date
month_end(date to)
{
	return period_start(GRAIN_MONTH, to + 1) - 1;
}

/* As of when the agency writes its whole extract. */
static date
as_of(const struct board *b, const struct sheet_style *style)
{
	if (!b->as_sent)
		return b->to;
	switch (style->delivery) {
	case DELIVER_MONTHLY:
		return month_end(b->to);
	case DELIVER_LATE:
		return b->to - (date)style->lag;
	case DELIVER_CHANGES:
		return month_end(b->to - 1);
	case DELIVER_FULL:
		break;
	}
	return b->to;
}

/* A folder of the sender's under that one, by name; makes both. */
static int
folder_under(struct board *b, const char *under, const char *sender,
    const char *dir, char folder[512], struct err *err)
{
	if (snprintf(folder, 512, "%s%s%s", under, under[0] == '\0' ? "" : "/",
	    sender) >= 512)
		return err_set(err, STATUS_CANTCREATE, "", "path too long");
	if (under[0] != '\0' && folder_make(b->sheets, dir, under, err) == -1)
		return -1;
	return folder_make(b->sheets, dir, folder, err);
}

static bool
is_return(const struct sheet_style *style)
{
	return style->further != NULL && style->further->returns;
}

static int
sheet_open(struct board *b, struct sheet *sheet, const char *dir,
    struct err *err)
{
	char folder[512];

	if (folder_under(b, is_return(sheet->style) ? "returns" : "",
	    sheet->sender, dir, folder, err) == -1 ||
	    delivered_open(&sheet->all, dir, folder, sheet,
	    as_of(b, sheet->style), err) == -1)
		return -1;
	if (!b->as_sent || sheet->style->delivery != DELIVER_CHANGES)
		return 0;
	if (folder_under(b, "changes", sheet->sender, dir, folder, err) == -1)
		return -1;
	return delivered_open(&sheet->changes, dir, folder, sheet, b->to, err);
}

static int
sheets_of(struct board *b, int id, const char *dir, struct err *err)
{
	struct sheets *s = b->sheets;
	const struct sheet_style *style = &s->styles.sheet[id];
	const struct agency_style *agency = &s->styles.agency[style->agency];
	int i, n = agency->each_authority ? b->n_authorities : 1;

	if (is_return(style) && !b->returns)
		return 0;
	s->sheet[id] = calloc((size_t)n, sizeof(*s->sheet[id]));
	if (s->sheet[id] == NULL)
		return no_memory(err);
	s->n[id] = n;
	for (i = 0; i < n; i++) {
		s->sheet[id][i] = (struct sheet){ .style = style,
		    .agency = agency, .all.file.fd = -1,
		    .changes.file.fd = -1, .sender = agency->each_authority ?
		    b->authority[i] : b->sender,
		    .chance = chance_of(b->seed ^ UINT64_C(0x5c5c5c5c),
		    (uint64_t)(id * MAX_AUTHORITIES + i)) };
		if (sheet_open(b, &s->sheet[id][i], dir, err) == -1)
			return -1;
	}
	return 0;
}

/* A file of the truth that grows row by row. */
static int
truth_open(struct sheet_file *f, const char *dir, const char *name,
    const char *header, struct err *err)
{
	char path[PATH_BYTES], *p;
	size_t n = strlen(header);

	if (path_join(path, err, dir, "truth", name) == -1 ||
	    file_open(f, path, false, ENCODING_UTF_8, err) == -1)
		return -1;
	p = file_room(f, n);
	memcpy(p, header, n);
	file_took(f, p + n);
	return 0;
}

int
sheets_open(struct board *b, const char *dir, struct err *err)
{
	struct sheets *s = calloc(1, sizeof(*s));
	int id;

	b->sheets = s;
	if (s == NULL)
		return no_memory(err);
	s->people.fd = s->found.fd = -1;
	s->dir = strdup(dir);
	if (s->dir == NULL)
		return no_memory(err);
	if (styles_read(&s->styles, b->t, err) == -1 ||
	    folder_make(s, dir, "truth", err) == -1 ||
	    truth_open(&s->people, dir, "people.csv",
	    "sender,extract,record,person,household\n", err) == -1 ||
	    truth_open(&s->found, dir, "mistakes.csv",
	    "sender,extract,record,measure,reason\n", err) == -1)
		return -1;
	for (id = 0; id < s->styles.n; id++)
		if (sheets_of(b, id, dir, err) == -1)
			return -1;
	return 0;
}

/* Calls of a function for each file that is sent, in order. */
static int
each(struct sheets *s, int (*call)(struct sheet *, struct delivered *, void *,
    struct err *), void *arg, struct err *err)
{
	struct sheet *sheet;
	int id, i;

	for (id = 0; id < s->styles.n; id++)
		for (i = 0; i < s->n[id]; i++) {
			sheet = &s->sheet[id][i];
			if (sheet->all.file.path != NULL && call(sheet,
			    &sheet->all, arg, err) == -1)
				return -1;
			if (sheet->changes.file.path != NULL && call(sheet,
			    &sheet->changes, arg, err) == -1)
				return -1;
		}
	return 0;
}

static int
close_one(struct sheet *sheet, struct delivered *d, void *arg,
    struct err *err)
{
	(void)sheet;
	(void)arg;
	return file_close(&d->file, err);
}

static int
remove_one(struct sheet *sheet, struct delivered *d, void *arg,
    struct err *err)
{
	(void)sheet;
	(void)arg;
	(void)err;
	file_remove(&d->file);
	return 0;
}

static int
free_one(struct sheet *sheet, struct delivered *d, void *arg, struct err *err)
{
	(void)sheet;
	(void)arg;
	(void)err;
	file_free(&d->file);
	return 0;
}

static int
failed_one(struct sheet *sheet, struct delivered *d, void *arg,
    struct err *err)
{
	(void)sheet;
	(void)arg;
	(void)err;
	return d->file.failed != 0 ? -1 : 0;
}

bool
sheets_failed(const struct board *b)
{
	struct err err;

	return b->sheets->people.failed != 0 ||
	    b->sheets->found.failed != 0 || b->sheets->too_long ||
	    each(b->sheets, failed_one, NULL, &err) == -1;
}

/* How a delivery is called from outside: "changes/cwm-arian". */
static void
write_sender(struct writer *wr, const struct sheet *sheet,
    const struct delivered *d)
{
	char text[128];

	(void)snprintf(text, sizeof(text), "%s%s", d->under, sheet->sender);
	wr_str(wr, text);
}

static int
errors_of(struct sheet *sheet, struct delivered *d, void *arg,
    struct err *err)
{
	struct writer *wr = arg;
	int i;

	(void)err;
	for (i = 0; i < d->n_found; i++) {
		write_sender(wr, sheet, d);
		wr_str(wr, sheet->style->extract);
		wr_str(wr, d->found[i].noticed.measure);
		wr_str(wr, d->found[i].noticed.reason);
		wr_uint(wr, d->found[i].n);
		wr_end(wr);
	}
	return 0;
}

static int
errors_write(struct sheets *s, const char *dir, struct err *err)
{
	static const char *const columns[] = { "sender", "extract", "measure",
		"reason", "count" };
	char path[PATH_BYTES];
	struct writer *wr;

	if (path_join(path, err, dir, "truth", "errors.csv") == -1 ||
	    wr_open(&wr, path, OUT_PUBLIC, err) == -1)
		return -1;
	wr_header(wr, columns, 5);
	(void)each(s, errors_of, wr, err);
	return wr_close(wr, err);
}

static int
delivery_of(struct sheet *sheet, struct delivered *d, void *arg,
    struct err *err)
{
	const struct sheet_style *style = sheet->style;
	struct buf *b = arg;

	if (d->under[0] != '\0')
		return 0;
	if (buf_printf(b, "\nsender: %s\nextract: %s\n", sheet->sender,
	    style->extract) == -1 || (style->mandatory &&
	    buf_puts(b, "mandatory: yes\n") == -1) ||
	    buf_printf(b, "every: %s\n", style->every) == -1 ||
	    (style->grace > 0 && buf_printf(b, "grace: %lld\n",
	    (long long)style->grace) == -1))
		return no_memory(err);
	return 0;
}

/* What a board.rec says of these files. */
static int
deliveries_write(struct sheets *s, const char *dir, struct err *err)
{
	char path[PATH_BYTES];
	struct buf text = { 0 };
	struct out *out;
	int rc = -1;

	if (path_join(path, err, dir, "", "deliveries.rec") == -1)
		return -1;
	if (buf_puts(&text, "# The deliveries of this board, for its "
	    "board.rec.\n\n%rec: Delivery\n") == -1)
		no_memory(err);
	else if (each(s, delivery_of, &text, err) == 0 &&
	    out_open(&out, path, OUT_PUBLIC, err) == 0) {
		out_write(out, text.p, text.n);
		rc = out_close(out, err);
	}
	buf_free(&text);
	return rc;
}

static void
sheets_free(struct board *b)
{
	struct sheets *s = b->sheets;
	struct err err;
	int i;

	(void)each(s, free_one, NULL, &err);
	file_free(&s->people);
	file_free(&s->found);
	for (i = 0; i < SHEETS_MAX; i++)
		free(s->sheet[i]);
	for (i = 0; i < s->n_folders; i++)
		free(s->folder[i]);
	free(s->known);
	free(s->dir);
	styles_free(&s->styles);
	free(s);
	b->sheets = NULL;
}

struct listing {
	void (*list)(void *, const char *, size_t);
	void *arg;
};

static int
list_one(struct sheet *sheet, struct delivered *d, void *arg, struct err *err)
{
	const struct listing *l = arg;
	char name[512];

	(void)err;
	(void)snprintf(name, sizeof(name), "%s%s/%s.csv%s",
	    d->under, sheet->sender, sheet->style->extract, sheet->style->gzip ? ".gz" : "");
	l->list(l->arg, name, (size_t)d->rows);
	return 0;
}

int
sheets_close(struct board *b, void (*list)(void *, const char *, size_t),
    void *arg, struct err *err)
{
	struct sheets *s = b->sheets;
	struct listing listing = { list, arg };

	if (s->too_long)
		return err_set(err, STATUS_INTERNAL, "", "a row is longer "
		    "than %d bytes", ROW_TEXT);
	if (each(s, close_one, NULL, err) == -1 ||
	    file_close(&s->people, err) == -1 ||
	    file_close(&s->found, err) == -1 ||
	    errors_write(s, s->dir, err) == -1 ||
	    deliveries_write(s, s->dir, err) == -1)
		return -1;
	(void)each(s, list_one, &listing, err);
	sheets_free(b);
	return 0;
}

static void
remove_file(const struct sheets *s, const char *folder, const char *file)
{
	char path[PATH_BYTES];
	struct err err;

	if (s->dir != NULL && path_join(path, &err, s->dir, folder, file) == 0)
		(void)unlink(path);
}

void
sheets_abort(struct board *b)
{
	struct sheets *s = b->sheets;
	struct err err;
	int i;

	if (s == NULL)
		return;
	(void)each(s, remove_one, NULL, &err);
	file_remove(&s->people);
	file_remove(&s->found);
	remove_file(s, "truth", "errors.csv");
	remove_file(s, "", "deliveries.rec");
	/* The last made lies deepest; others may have put something there. */
	for (i = s->n_folders; i > 0; i--)
		if (s->folder[i - 1] != NULL)
			(void)rmdir(s->folder[i - 1]);
	sheets_free(b);
}
