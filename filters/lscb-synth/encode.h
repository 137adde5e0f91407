/* SPDX-License-Identifier: MIT */
/*
 * UTF-8 rows in the encodings of older systems.  What Windows-1252 lacks is
 * written as such systems do: ŵ as w, the rest as a question mark.
 */
#ifndef LSCB_SYNTH_ENCODE_H
#define LSCB_SYNTH_ENCODE_H

#include <stddef.h>

#include "sheet_file.h"

/* The first of enum encoding: utf-8, windows-1252, utf-16. */
enum { ENCODINGS_WRITTEN = ENCODING_UTF_16 + 1 };

/* Whole characters of p into out, room for 2 * n; how many bytes.  UTF-16 is
 * little-endian; a byte order mark becomes that of the encoding. */
size_t encode(const char *p, size_t n, enum encoding encoding, char *out);

#endif
