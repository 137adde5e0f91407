/* SPDX-License-Identifier: MIT */
/*
 * See tool.h.  With tool_options.c, which prints --help, the only file that prints
 * or exits.
 */
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "defs.h"
#include "tool_options.h"

#ifndef LSCB_VERSION
#define LSCB_VERSION "unknown"
#endif

enum { MAX_ALSO = 68, PROGRESS_ROWS = 1000000 };

/* One process is one run of one filter. */
static struct {
	struct tool_run run;
	const struct tool *tool;
	char library[4096];
	struct writer *also[MAX_ALSO + 1];	/* and the stats */
	bool kept[MAX_ALSO + 1];
	size_t n_also;
	const char *stats_path;
	const char *outputs[MAX_ALSO + 3];	/* names of files to be written */
	size_t n_outputs;
	struct stat *read;	/* regular files that were opened to be read */
	size_t n_read, cap_read;
	bool in_the_way;	/* an output is one of them: none is kept */
	size_t rows;		/* shown as progress */
	bool progress, shown, settled;
} self;

static void
clear_progress(void)
{
	if (self.shown)
		fputs("\r\033[K", stderr);
	self.shown = false;
}

static void
end_of_run(void)
{
	void (*at_end)(void) = self.run.at_end;

	self.run.at_end = NULL;
	if (at_end != NULL)
		at_end();
}

static void
abort_outputs(void)
{
	struct err err;
	size_t i;

	end_of_run();
	if (self.run.writer != NULL)
		wr_abort(self.run.writer);
	self.run.writer = NULL;
	for (i = 0; i < self.n_also; i++)
		if (self.kept[i] && !self.in_the_way)
			(void)wr_close(self.also[i], &err);
		else
			wr_abort(self.also[i]);
	self.n_also = 0;
	rejects_abort(self.run.rejects, !self.in_the_way);
	self.run.rejects = NULL;
}

void
tool_tell(const struct err *err)
{
	char text[2048];

	clear_progress();
	err_format(err, text, sizeof(text));
	fprintf(stderr, "%s: %s\n", self.run.name, text);
}

_Noreturn void
tool_die(const struct err *err)
{
	clear_progress();
	abort_outputs();
	if (strcmp(err->code, "closed-pipe") != 0)
		tool_tell(err);
	exit(err->status == 0 ? STATUS_INTERNAL : err->status);
}

_Noreturn void
tool_refuse(enum status status, const char *file, size_t line,
    const char *column, const char *code, const char *text)
{
	struct err err;

	err_set(&err, status, code, "%s", text);
	err_at(&err, file, line, column);
	tool_die(&err);
}

_Noreturn void
tool_usage(const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	abort_outputs();
	fprintf(stderr, "%s: %s\nUsage: %s %s\nTry '%s --help'.\n",
	    self.run.name, text, self.run.name, self.tool->synopsis,
	    self.run.name);
	exit(STATUS_USAGE);
}

void *
tool_need(void *p)
{
	struct err err;

	if (p == NULL) {
		err_set(&err, STATUS_SYSTEM, "", "out of memory");
		tool_die(&err);
	}
	return p;
}

/* Ends as the signal would, but leaves no temporary file behind. */
static void
on_signal(int sig)
{
	out_unlink_temps();
	signal(sig, SIG_DFL);
	raise(sig);
}

static void
set_signals(void)
{
	static const int end[] = { SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM,
	    SIGALRM, SIGVTALRM, SIGPROF, SIGUSR1, SIGUSR2, SIGXCPU };
	struct sigaction sa, was;
	size_t i;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = on_signal;
	/* What the caller has us ignore (nohup) stays ignored. */
	for (i = 0; i < sizeof(end) / sizeof(end[0]); i++)
		if (sigaction(end[i], NULL, &was) == 0 &&
		    was.sa_handler != SIG_IGN)
			sigaction(end[i], &sa, NULL);
	/* A file size limit then is a failed write like any other. */
	signal(SIGXFSZ, SIG_IGN);
}

/*
 * If a caller closed one of the first three descriptors, a file that we open
 * would get its number: rows or messages would land in the wrong file.  What
 * fills the gap fails when it is used.
 */
static void
fill_descriptors(void)
{
	int fd;

	do
		fd = open("/dev/null", O_PATH);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
}

static bool
same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

static bool
is_file(const struct stat *a, const char *path)
{
	struct stat b;

	return (strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &b) :
	    stat(path, &b)) == 0 && same_file(a, &b);
}

/* Is it one of the files of rows? */
static bool
has_rows(const struct stat *st)
{
	size_t i;

	if (self.run.n_files == 0 && is_file(st, "-"))
		return true;
	for (i = 0; i < self.run.n_files; i++)
		if (is_file(st, self.run.files[i]))
			return true;
	return self.run.in_place != NULL && is_file(st, self.run.in_place);
}

/*
 * No output may take the place of what is read: a definition, a key, the rows.  But
 * -o may take that of the rows, when all are read: so a file is sorted or updated in
 * place.
 */
static bool
would_replace(const char *output, const struct stat *st)
{
	return is_file(st, output) &&
	    (output != self.run.output || !has_rows(st));
}

static bool
may_read(const struct stat *st)
{
	size_t i;

	if (!S_ISREG(st->st_mode))
		return true;
	for (i = 0; i < self.n_outputs; i++)
		if (would_replace(self.outputs[i], st)) {
			self.in_the_way = true;
			return false;
		}
	self.read = tool_need(grow(self.read, self.n_read, &self.cap_read,
	    sizeof(*self.read)));
	self.read[self.n_read++] = *st;
	return true;
}

/* Will two names be those of one file?  It may not be there yet. */
static bool
same_output(const char *a, const char *b)
{
	const char *in_a = strrchr(a, '/'), *in_b = strrchr(b, '/');
	struct stat st, other;
	char folder[PATH_MAX];

	if (strcmp(a, b) == 0 || (stat(b, &st) == 0 && S_ISREG(st.st_mode) &&
	    is_file(&st, a)))
		return true;
	if (strcmp(in_a == NULL ? a : in_a + 1, in_b == NULL ? b : in_b + 1) !=
	    0)
		return false;
	(void)snprintf(folder, sizeof(folder), "%.*s.", in_a == NULL ? 0 :
	    (int)(in_a + 1 - a), a);
	if (stat(folder, &st) == -1)
		return false;
	(void)snprintf(folder, sizeof(folder), "%.*s.", in_b == NULL ? 0 :
	    (int)(in_b + 1 - b), b);
	return stat(folder, &other) == 0 && same_file(&st, &other);
}

/*
 * Two outputs of one name: the later would replace the other in silence.  Rows are
 * spared before they are read, whatever else when it is.
 */
static void
claim_output(const char *path)
{
	bool spare = true;
	struct stat st;
	size_t i;

	if (path == NULL || strncmp(path, "/dev/", 5) == 0)
		return;
	for (i = 0; i < self.n_outputs; i++)
		if (same_output(self.outputs[i], path))
			tool_usage("two outputs would be the same file: give "
			    "each a name of its own");
	self.outputs[self.n_outputs++] = path;
	if (stat(path, &st) == -1 || !S_ISREG(st.st_mode))
		return;
	if (has_rows(&st))
		spare = path == self.run.output;
	for (i = 0; spare && i < self.n_read; i++)
		spare = !would_replace(path, &self.read[i]);
	self.in_the_way = !spare;
	if (!spare)
		tool_usage("'%s' is what is read: give the output a name of its "
		    "own", path);
}

static void
find_operands(char **operands, size_t n)
{
	self.run.words = operands;
	self.run.n_words = n < self.tool->n_words ? n : self.tool->n_words;
	self.run.files = operands + self.run.n_words;
	self.run.n_files = n - self.run.n_words;
}

struct tool_run *
tool_start(const struct tool *tool, int argc, char **argv)
{
	const struct tool_common *common;
	struct err err;
	int operands;

	fill_descriptors();
	self.tool = tool;
	self.run.name = tool->name;
	common = options_read(tool, argc, argv, &operands);
	if (common->help || common->version) {
		if (common->help)
			options_help(tool);
		else
			printf("%s %s\n", tool->name, LSCB_VERSION);
		if (fflush(stdout) != 0 || fclose(stdout) != 0) {
			fprintf(stderr, "%s: (stdout): cannot write: what is "
			    "said here is not whole\n", tool->name);
			exit(STATUS_IO);
		}
		exit(STATUS_OK);
	}
	find_operands(argv + operands, (size_t)(argc - operands));
	self.run.output = common->output;
	self.run.quiet = common->quiet;
	self.stats_path = common->stats;
	if ((tool->flags & TOOL_NO_FILES) != 0 && self.run.n_files > 0)
		tool_usage("takes no files");
	claim_output(self.run.output);
	claim_output(self.stats_path);
	claim_output(common->rejects);
	in_watch(may_read);
	set_signals();
	umask(umask(077) | 022);
	if ((tool->flags & TOOL_LIBRARY) != 0) {
		if (library_dir(common->library, self.library,
		    sizeof(self.library), &err) == -1)
			tool_die(&err);
		self.run.library = self.library;
	}
	self.run.stats = tool_need(stats_new(tool->name));
	if (rejects_open(&self.run.rejects, common->rejects,
	    common->max_rejects, self.run.stats, &err) == -1) {
		if (err.status == STATUS_USAGE)
			tool_usage("%s", err.text);
		tool_die(&err);
	}
	self.progress = !self.run.quiet && isatty(STDERR_FILENO);
	return &self.run;
}

struct writer *
tool_output(void)
{
	struct err err;

	if (wr_open(&self.run.writer, self.run.output,
	    self.tool->mode == 0 ? OUT_PUBLIC : self.tool->mode, &err) == -1)
		tool_die(&err);
	return self.run.writer;
}

static struct writer *
open_also(const char *path, enum out_mode mode)
{
	struct err err;

	if (wr_open(&self.also[self.n_also], path, mode, &err) == -1)
		tool_die(&err);
	return self.also[self.n_also++];
}

struct writer *
tool_output_also(const char *path, enum out_mode mode)
{
	struct err err;

	if (self.n_also == MAX_ALSO) {
		err_set(&err, STATUS_INTERNAL, "", "too many outputs");
		tool_die(&err);
	}
	claim_output(path);
	return open_also(path, mode);
}

struct writer *
tool_output_kept(const char *path, enum out_mode mode)
{
	struct writer *wr = tool_output_also(path, mode);

	self.kept[self.n_also - 1] = true;
	return wr;
}

static void
show_progress(void)
{
	fprintf(stderr, "\r%s: %zu rows", self.run.name, self.rows);
	self.shown = true;
}

bool
tool_is_header(const struct reader *rd, const struct rec *rec)
{
	if (!rd_is_header(rd, rec))
		return false;
	tool_reject(rec, NULL, "repeated-header", "the row says again what the "
	    "header says");
	return true;
}

const struct rec *
tool_next(struct reader *rd)
{
	const struct rec *rec;
	struct err err;
	int r;

	/* Once nobody can be told any more, reading on is of no use. */
	if (self.run.writer != NULL && wr_failed(self.run.writer))
		exit(tool_finish());
	r = rejects_next(self.run.rejects, rd, &rec, &err);
	if (r == -1)
		tool_die(&err);
	if (self.progress && ++self.rows % PROGRESS_ROWS == 0)
		show_progress();
	return r == 1 ? rec : NULL;
}

void
tool_reject(const struct rec *rec, const char *column, const char *code,
    const char *fmt, ...)
{
	struct err why, err;
	char text[sizeof(why.text)];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	err_set(&why, STATUS_DATA, code, "%s", text);
	err_at(&why, NULL, 0, column);
	if (rejects_add(self.run.rejects, rec, &why, &err) == -1)
		tool_die(&err);
}

void
tool_settle(void)
{
	struct rejects *rejects = self.run.rejects;
	struct writer *wr = self.run.writer;
	struct err err;
	size_t i;

	clear_progress();
	end_of_run();
	/* A failed write stops the loop early: its count cannot balance. */
	if (wr != NULL && wr_failed(wr) && wr_settle(wr, &err) == -1)
		tool_die(&err);
	if (wr != NULL)
		stats_add(self.run.stats, STATS_WRITTEN, NULL, wr_count(wr));
	if (stats_check(self.run.stats, &err) == -1)
		tool_die(&err);
	self.run.rejects = NULL;
	if (rejects_close(rejects, &err) == -1)
		tool_die(&err);
	if (self.stats_path != NULL && stats_write(self.run.stats,
	    open_also(self.stats_path, OUT_PUBLIC), &err) == -1)
		tool_die(&err);
	for (i = 0; i < self.n_also; i++)
		if (wr_settle(self.also[i], &err) == -1)
			tool_die(&err);
	if (wr != NULL && wr_settle(wr, &err) == -1)
		tool_die(&err);
	self.settled = true;
}

int
tool_finish(void)
{
	struct writer *wr;
	struct err err;

	if (!self.settled)
		tool_settle();
	while (self.n_also > 0)
		if (wr_close(self.also[--self.n_also], &err) == -1)
			tool_die(&err);
	wr = self.run.writer;
	self.run.writer = NULL;
	if (wr != NULL && wr_close(wr, &err) == -1)
		tool_die(&err);
	stats_free(self.run.stats);
	self.run.stats = NULL;
	return STATUS_OK;
}
