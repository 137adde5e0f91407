/* SPDX-License-Identifier: MIT */
/* See tool.h.  The only file that prints or exits. */
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "defs.h"
#include "num.h"
#include "tool.h"

#ifndef LSCB_VERSION
#define LSCB_VERSION "unknown"
#endif

enum { MAX_OPTIONS = 48, MAX_ALSO = 8, PROGRESS_ROWS = 1000000 };

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
	size_t rows;		/* shown as progress */
	bool progress, shown, settled;
} self;

/* The options every filter has, and those its flags ask for. */
static struct {
	bool help, version;
	const char *rejects, *max_rejects, *library;
} common;

static const struct tool_option common_options[] = {
	{ 'o', "output", OPT_TEXT, &self.run.output, "FILE",
	  "write FILE, whole or not at all, instead of stdout" },
	{ 0, "stats", OPT_TEXT, &self.stats_path, "FILE",
	  "write what became of every row, as CSV" },
	{ 0, "quiet", OPT_FLAG, &self.run.quiet, NULL,
	  "no progress" },
	{ 0, "help", OPT_FLAG, &common.help, NULL, "this text" },
	{ 0, "version", OPT_FLAG, &common.version, NULL, "the version" },
	{ 0 }
};

static const struct tool_option rejects_options[] = {
	{ 0, "rejects", OPT_TEXT, &common.rejects, "FILE",
	  "put bad rows there with their reasons and go on" },
	{ 0, "max-rejects", OPT_TEXT, &common.max_rejects, "N|P%",
	  "stop when more rows are bad" },
	{ 0 }
};

static const struct tool_option library_options[] = {
	{ 0, "library", OPT_TEXT, &common.library, "DIR",
	  "where the definitions are" },
	{ 0 }
};

/* All options of the tool in one list. */
static size_t
collect(const struct tool_option **all)
{
	const struct tool_option *sets[4] = {
		self.tool->options,
		self.tool->flags & TOOL_REJECTS ? rejects_options : NULL,
		self.tool->flags & TOOL_LIBRARY ? library_options : NULL,
		common_options
	};
	const struct tool_option *o;
	size_t i, n = 0;

	for (i = 0; i < 4; i++)
		for (o = sets[i]; o != NULL && (o->name != NULL ||
		    o->letter != 0) && n < MAX_OPTIONS; o++)
			all[n++] = o;
	return n;
}

static void
print_indented(const char *text)
{
	size_t n;

	for (; *text != '\0'; text += n + (text[n] == '\n')) {
		n = strcspn(text, "\n");
		printf("  %.*s\n", (int)n, text);
	}
}

static void
print_help(const struct tool_option *const *all, size_t n)
{
	char left[64];
	size_t i;

	printf("Usage: %s %s\n%s\n", self.tool->name, self.tool->synopsis,
	    self.tool->summary);
	if (self.tool->examples != NULL) {
		printf("\nExamples:\n");
		print_indented(self.tool->examples);
	}
	printf("\nOptions:\n");
	for (i = 0; i < n; i++) {
		snprintf(left, sizeof(left), "%c%c%s%s%s%s%s",
		    all[i]->letter ? '-' : ' ',
		    all[i]->letter ? all[i]->letter : ' ',
		    all[i]->name == NULL ? "" : all[i]->letter ? ", " : "  ",
		    all[i]->name == NULL ? "" : "--",
		    all[i]->name == NULL ? "" : all[i]->name,
		    all[i]->metavar == NULL ? "" : " ",
		    all[i]->metavar == NULL ? "" : all[i]->metavar);
		printf("  %-25s %s\n", left, all[i]->help);
	}
	printf("\nExit status: 0 done, 1 the answer is no, 64 usage, "
	    "65 data, 66 no input,\n  70 our bug, 71 system, 73 cannot "
	    "create, 74 I/O, 75 try later, 78 definitions.\n");
}

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
		if (self.kept[i])
			(void)wr_close(self.also[i], &err);
		else
			wr_abort(self.also[i]);
	self.n_also = 0;
	rejects_abort(self.run.rejects);
	self.run.rejects = NULL;
}

_Noreturn void
tool_die(const struct err *err)
{
	char text[2048];

	clear_progress();
	abort_outputs();
	if (strcmp(err->code, "closed-pipe") != 0) {
		err_format(err, text, sizeof(text));
		fprintf(stderr, "%s: %s\n", self.run.name, text);
	}
	exit(err->status == 0 ? STATUS_INTERNAL : err->status);
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

static void
set_option(const struct tool_option *o, const char *value)
{
	struct tool_list *list;
	const char **items;
	uint64_t number;

	switch (o->kind) {
	case OPT_FLAG:
		*(bool *)o->target = true;
		break;
	case OPT_TEXT:
		*(const char **)o->target = value;
		break;
	case OPT_LIST:
		list = o->target;
		items = realloc(list->items,
		    (list->n + 1) * sizeof(*list->items));
		list->items = tool_need(items);
		list->items[list->n++] = value;
		break;
	case OPT_SIZE:
		if (!num_uint(value, strlen(value), &number) ||
		    number > SIZE_MAX / 2)
			tool_usage("--%s wants a whole number, at most %zu",
			    o->name, SIZE_MAX / 2);
		*(size_t *)o->target = (size_t)number;
		break;
	case OPT_DATE:
		*(date *)o->target = date_parse(value, strlen(value));
		if (*(date *)o->target == DATE_NONE)
			tool_usage("--%s wants a date, YYYY-MM-DD", o->name);
		break;
	case OPT_CHAR:
		if (strcmp(value, "\\t") == 0 || strcmp(value, "tab") == 0)
			value = "\t";
		else if (strcmp(value, "blank") == 0)
			value = " ";
		if (strlen(value) != 1 || (unsigned char)value[0] >= 0x80 ||
		    strchr("\r\n", value[0]) != NULL)
			tool_usage("--%s wants one character, or tab or blank",
			    o->name);
		*(char *)o->target = value[0];
		break;
	}
}

static void
unknown_option(const char *arg, const struct tool_option *const *all,
    size_t n)
{
	const char *names[MAX_OPTIONS], *near = NULL;
	char name[64];
	size_t i, k = 0;

	if (arg != NULL && strncmp(arg, "--", 2) == 0) {
		snprintf(name, sizeof(name), "%.*s",
		    (int)strcspn(arg + 2, "="), arg + 2);
		for (i = 0; i < n; i++)
			if (all[i]->name != NULL)
				names[k++] = all[i]->name;
		near = near_miss(name, names, k);
		if (near != NULL)
			tool_usage("no option --%s; did you mean --%s?", name,
			    near);
		tool_usage("no option --%s", name);
	}
	tool_usage("no such option");
}

static void
parse(int argc, char **argv, const struct tool_option *const *all, size_t n)
{
	struct option longs[MAX_OPTIONS + 1];
	char letters[2 * MAX_OPTIONS + 2] = ":";
	size_t i, k = 1, l = 0;
	int c, at = 0, before;
	bool given[MAX_OPTIONS] = { false };

	memset(longs, 0, sizeof(longs));
	for (i = 0; i < n; i++) {
		if (all[i]->letter != 0) {
			letters[k++] = all[i]->letter;
			if (all[i]->kind != OPT_FLAG)
				letters[k++] = ':';
		}
		if (all[i]->name != NULL) {
			longs[l].name = all[i]->name;
			longs[l].has_arg = all[i]->kind != OPT_FLAG;
			longs[l++].val = 256 + (int)i;
		}
	}
	letters[k] = '\0';
	opterr = 0;
	for (;;) {
		before = optind;
		c = getopt_long(argc, argv, letters, longs, &at);
		if (c == -1)
			break;
		if (c == ':')
			tool_usage("%s wants a value", argv[optind - 1]);
		if (c == '?')
			unknown_option(argv[optind > before ? optind - 1 :
			    optind], all, n);
		for (i = 0; i < n; i++)
			if (c == 256 + (int)i || (c < 256 &&
			    all[i]->letter == c))
				break;
		if (i == n)
			continue;
		if (given[i] && all[i]->kind != OPT_FLAG &&
		    all[i]->kind != OPT_LIST)
			tool_usage("--%s is given twice", all[i]->name);
		given[i] = true;
		set_option(all[i], optarg);
	}
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
	static const int end[] = { SIGHUP, SIGINT, SIGTERM };
	struct sigaction sa;
	size_t i;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = on_signal;
	for (i = 0; i < sizeof(end) / sizeof(end[0]); i++)
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
is_same_file(const struct stat *a, const char *path)
{
	struct stat b;

	return (strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &b) :
	    stat(path, &b)) == 0 && a->st_dev == b.st_dev &&
	    a->st_ino == b.st_ino;
}

/*
 * What is told beside the output may not take the place of what is read.  The
 * output may, when all is read: that is how a file is sorted or updated in place.
 */
static void
spare_inputs(const char *path)
{
	struct stat st;
	size_t i;

	if (path == NULL || stat(path, &st) == -1 || !S_ISREG(st.st_mode))
		return;
	if (self.run.n_files == 0 && is_same_file(&st, "-"))
		tool_usage("'%s' is what is read: give the output a name of its "
		    "own", path);
	for (i = 0; i < self.run.n_files; i++)
		if (is_same_file(&st, self.run.files[i]))
			tool_usage("'%s' is what is read: give the output a "
			    "name of its own", path);
}

/* Two outputs of one name: the later would replace the other in silence. */
static void
claim_output(const char *path)
{
	size_t i;

	if (path == NULL || strncmp(path, "/dev/", 5) == 0)
		return;
	for (i = 0; i < self.n_outputs; i++)
		if (strcmp(self.outputs[i], path) == 0)
			tool_usage("two outputs would be the same file: give "
			    "each a name of its own");
	self.outputs[self.n_outputs++] = path;
}

struct tool_run *
tool_start(const struct tool *tool, int argc, char **argv)
{
	const struct tool_option *all[MAX_OPTIONS];
	struct err err;
	size_t n;

	fill_descriptors();
	self.tool = tool;
	self.run.name = tool->name;
	n = collect(all);
	parse(argc, argv, all, n);
	if (common.help || common.version) {
		if (common.help)
			print_help(all, n);
		else
			printf("%s %s\n", tool->name, LSCB_VERSION);
		if (fflush(stdout) != 0 || fclose(stdout) != 0) {
			fprintf(stderr, "%s: cannot write\n", tool->name);
			exit(STATUS_IO);
		}
		exit(STATUS_OK);
	}
	self.run.files = argv + optind;
	self.run.n_files = (size_t)(argc - optind);
	if ((tool->flags & TOOL_NO_FILES) != 0 && self.run.n_files > 0)
		tool_usage("takes no files");
	claim_output(self.run.output);
	claim_output(self.stats_path);
	claim_output(common.rejects);
	spare_inputs(self.stats_path);
	spare_inputs(common.rejects);
	set_signals();
	umask(umask(077) | 022);
	if ((tool->flags & TOOL_LIBRARY) != 0) {
		if (library_dir(common.library, self.library,
		    sizeof(self.library), &err) == -1)
			tool_die(&err);
		self.run.library = self.library;
	}
	self.run.stats = tool_need(stats_new(tool->name));
	if (rejects_open(&self.run.rejects, common.rejects,
	    common.max_rejects, self.run.stats, &err) == -1) {
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
	spare_inputs(path);
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
