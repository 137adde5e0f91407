/* SPDX-License-Identifier: MIT */
/*
 * One file in making: bytes in big blocks, packed on the way where its agency
 * packs.  There are hundreds open at once on a nation's board, so each has
 * one modest block.  It is written under its final name, for the directory
 * is not under its own yet.  Errors stick; file_close tells the first.
 */
#ifndef LSCB_SYNTH_SHEET_FILE_H
#define LSCB_SYNTH_SHEET_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <zlib.h>

#include "encoding.h"
#include "err.h"

enum { FILE_BLOCK = 96 * 1024 };

struct sheet_file {
	char *path;		/* owned; NULL: never made */
	int fd;			/* -1: closed */
	char *block;		/* owned */
	size_t n;
	enum encoding encoding;	/* of the file; rows are made in UTF-8 */
	bool gzip;
	z_stream z;
	int failed;		/* errno of the first failure */
};

/* A new file; one that is there is not touched.  -1 with *err; then there is
 * nothing to remove. */
int file_open(struct sheet_file *f, const char *path, bool gzip,
    enum encoding encoding, struct err *err);
/* Room for n <= FILE_BLOCK bytes of whole lines; file_took says where they
 * end. */
static inline char *file_room(struct sheet_file *f, size_t n);
static inline void file_took(struct sheet_file *f, const char *end);
/* Everything is on the disk, or -1 with *err. */
int file_close(struct sheet_file *f, struct err *err);
/* Closed or not: it is gone.  Frees what f owns; harmless when repeated. */
void file_remove(struct sheet_file *f);
/* Frees what f owns and leaves the file. */
void file_free(struct sheet_file *f);

void file_flush(struct sheet_file *f);

static inline char *
file_room(struct sheet_file *f, size_t n)
{
	if (f->n + n > FILE_BLOCK)
		file_flush(f);
	return f->block + f->n;
}

static inline void
file_took(struct sheet_file *f, const char *end)
{
	f->n = (size_t)(end - f->block);
}

#endif
