/* SPDX-License-Identifier: MIT */
/* See markup.h. */
#include <string.h>

#include "markup.h"

int
html_escape(struct buf *b, const char *s)
{
	const char *ref;
	size_t n;

	for (; *s != '\0'; s += n) {
		n = strcspn(s, "&<>\"'");
		if (buf_add(b, s, n) == -1)
			return -1;
		if (s[n] == '\0')
			break;
		switch (s[n++]) {
		case '&': ref = "&amp;"; break;
		case '<': ref = "&lt;"; break;
		case '>': ref = "&gt;"; break;
		case '"': ref = "&quot;"; break;
		default: ref = "&#39;"; break;
		}
		if (buf_puts(b, ref) == -1)
			return -1;
	}
	return 0;
}

int
markdown_escape(struct buf *b, const char *s)
{
	const char *ref;

	for (; *s != '\0'; s++) {
		ref = *s == '<' ? "&lt;" : *s == '>' ? "&gt;" :
		    *s == '&' ? "&amp;" : NULL;
		if (ref != NULL) {
			if (buf_puts(b, ref) == -1)
				return -1;
			continue;
		}
		if ((strchr("\\`*_{}[]|#~$", *s) != NULL &&
		    buf_addc(b, '\\') == -1) ||
		    buf_addc(b, *s == '\n' ? ' ' : *s) == -1)
			return -1;
	}
	return 0;
}
