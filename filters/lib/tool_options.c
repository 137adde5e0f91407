/* SPDX-License-Identifier: MIT */
/* See tool_options.h. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "tool_options.h"

enum { MAX_OPTIONS = 48 };

/* The options every filter has, and those its flags ask for. */
static struct tool_common common;

static const struct tool_option common_options[] = {
	{ 'o', "output", OPT_TEXT, &common.output, "FILE",
	  "write FILE, whole or not at all, instead of stdout" },
	{ 0, "stats", OPT_TEXT, &common.stats, "FILE",
	  "write what became of every row, as CSV" },
	{ 0, "quiet", OPT_FLAG, &common.quiet, NULL,
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
collect(const struct tool *tool, const struct tool_option **all)
{
	const struct tool_option *sets[4] = {
		tool->options,
		tool->flags & TOOL_REJECTS ? rejects_options : NULL,
		tool->flags & TOOL_LIBRARY ? library_options : NULL,
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

void
options_help(const struct tool *tool)
{
	const struct tool_option *all[MAX_OPTIONS];
	const size_t n = collect(tool, all);
	char left[64];
	size_t i;

	printf("Usage: %s %s\n%s\n", tool->name, tool->synopsis,
	    tool->summary);
	if (tool->examples != NULL) {
		printf("\nExamples:\n");
		print_indented(tool->examples);
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

const struct tool_common *
options_read(const struct tool *tool, int argc, char **argv, int *operands)
{
	const struct tool_option *all[MAX_OPTIONS];
	const size_t n = collect(tool, all);
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
	*operands = optind;
	return &common;
}
