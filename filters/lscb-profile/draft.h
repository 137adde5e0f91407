/* SPDX-License-Identifier: MIT */
#ifndef LSCB_PROFILE_DRAFT_H
#define LSCB_PROFILE_DRAFT_H

#include "tool.h"

/* Writes a first definition of the one file of the run, or dies. */
void draft_write(struct tool_run *tr, size_t mask);

#endif
