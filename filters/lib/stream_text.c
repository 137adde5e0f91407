/* SPDX-License-Identifier: MIT */
/* See stream_text.h. */
#include <stdlib.h>
#include <string.h>

#include "stream_text.h"

enum { RAW = 64 * 1024, MARK = 3 };

struct text {
	struct in *in;
	struct transcoder t;
	bool started, eof;
	const char *why;	/* the file ends here with this; NULL */
	size_t chunk;		/* bytes asked of each read */
	unsigned char *raw;	/* room for chunk */
	char *out;		/* what they became, for TRANSCODED(chunk): */
	size_t at, n;		/* unread part */
};

int
text_open(struct text **textp, struct in *in, enum encoding encoding,
    size_t chunk, struct err *err)
{
	struct text *text = calloc(1, sizeof(*text));

	if (text == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	text->chunk = chunk < MARK ? MARK : chunk > RAW ? RAW : chunk;
	text->raw = malloc(text->chunk);
	text->out = malloc(TRANSCODED(text->chunk));
	if (text->raw == NULL || text->out == NULL) {
		text_close(text);
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	}
	text->in = in;
	text->t.encoding = encoding;
	*textp = text;
	return 0;
}

/* The next bytes of the file become text->out, or text->why is set. */
static int
refill(struct text *text, struct err *err)
{
	size_t n = 0, least = text->started ? 1 : MARK;
	ssize_t r = 1;

	while (n < least && r > 0) {
		r = in_read(text->in, text->raw + n, text->chunk - n, err);
		if (r == -1)
			return -1;
		n += (size_t)r;
	}
	text->eof = r == 0;
	text->at = text->n = 0;
	if (!text->started)
		text->why = encoding_begins(&text->t.encoding, text->raw, n);
	text->started = true;
	if (text->why != NULL)
		return 0;
	text->n = transcode(&text->t, text->raw, n, text->out, &text->why);
	if (text->eof && text->why == NULL)
		text->why = transcode_end(&text->t);
	return 0;
}

ssize_t
text_read(struct text *text, void *p, size_t n, struct err *err)
{
	while (text->at == text->n) {
		if (text->why != NULL) {
			err_set(err, STATUS_DATA, "bad-encoding", "%s",
			    text->why);
			return err_at(err, in_name(text->in),
			    text->t.line + 1, NULL);
		}
		if (text->eof)
			return 0;
		if (refill(text, err) == -1)
			return -1;
	}
	if (n > text->n - text->at)
		n = text->n - text->at;
	memcpy(p, text->out + text->at, n);
	text->at += n;
	return (ssize_t)n;
}

void
text_close(struct text *text)
{
	if (text == NULL)
		return;
	free(text->raw);
	free(text->out);
	free(text);
}
