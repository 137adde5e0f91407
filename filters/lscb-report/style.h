/* SPDX-License-Identifier: MIT */
#ifndef LSCB_REPORT_STYLE_H
#define LSCB_REPORT_STYLE_H

extern const char style_sheet[];

#endif
