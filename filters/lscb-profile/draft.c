#include "draft.h"
void draft_write(struct tool_run *tr, size_t mask) { (void)tr; (void)mask; }
