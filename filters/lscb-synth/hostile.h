/* SPDX-License-Identifier: MIT */
/* The board made by hand, see hostile.c. */
#ifndef LSCB_SYNTH_HOSTILE_H
#define LSCB_SYNTH_HOSTILE_H

#include "err.h"

struct board;

/* Sets the window of the board to that of the answers. */
int hostile_window(struct board *b, struct err *err);
/* After sheets_open: all rows; dir/truth/answers.csv, dir/populations.csv. */
int hostile_make(struct board *b, const char *dir, struct err *err);

#endif
