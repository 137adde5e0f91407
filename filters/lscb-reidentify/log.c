/* SPDX-License-Identifier: MIT */
/* See log.h. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "log.h"
#include "num.h"
#include "rows.h"
#include "secret.h"
#include "stream.h"
#include "stream_io.h"

static const char header[] = "number,date,request,use,digest,pseudonym,found,"
    "master,agency,extract,sender,asked_by,approved_by,purpose,seal,chain\n";

enum {
	SEAL_HEX = 32,
	TAIL = 1 + SEAL_HEX + 1 + DIGEST_HEX,	/* ,seal,chain */
	HEADER = sizeof(header) - 1,
	CHUNK = 1 << 16
};

/* The columns that never need quotes, and so are found by commas. */
enum { AT_NUMBER, AT_DATE, AT_REQUEST, AT_USE, AT_DIGEST, AT_PSEUDONYM,
	AT_FOUND, AT_MASTER, AT_COUNT };

struct look_log {
	const char *path;
	int fd;
	struct buf text;	/* all of it, and then what is to be added */
	size_t old;		/* bytes that are in the file */
	size_t lines;
	date last;
	char head[DIGEST_HEX + 1];
	struct mac *seal;
	char master[MASTER_ID + 1];
};

/* A line as it stands in text: behind its LF is the next. */
struct line {
	const char *p;
	size_t n;		/* without LF */
	const char *before;	/* the chain up to it */
};

static int
no_memory(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

static int
bad_log(const struct look_log *log, size_t line, struct err *err,
    const char *code, const char *text)
{
	err_set(err, STATUS_DATA, code, "%s", text);
	return err_at(err, log->path, line, NULL);
}

static int
sys_log(const struct look_log *log, enum status status, const char *what,
    struct err *err)
{
	err_sys(err, status, errno, "%s", what);
	return err_at(err, log->path, 0, NULL);
}

static struct field
field_of(const struct line *l, size_t at)
{
	const char *p = l->p, *end = l->p + l->n, *comma;

	for (;; at--, p = comma + 1) {
		comma = memchr(p, ',', (size_t)(end - p));
		if (comma == NULL || at == 0)
			return (struct field){ p, (size_t)((comma == NULL ?
			    end : comma) - p) };
	}
}

/* The chain behind a line. */
static int
chain_of(const struct line *l, char out[DIGEST_HEX + 1], struct err *err)
{
	struct buf b = { 0 };
	int r = -1;

	if (buf_add(&b, l->before, DIGEST_HEX) == -1 ||
	    buf_addc(&b, '\n') == -1 ||
	    buf_add(&b, l->p, l->n - 1 - DIGEST_HEX) == -1 ||
	    buf_addc(&b, '\n') == -1)
		no_memory(err);
	else {
		sha256_hex(b.p, b.n, out);
		r = 0;
	}
	buf_free(&b);
	return r;
}

static void
seal_of(struct mac *mac, const char *before, const char *p, size_t n,
    char out[SEAL_HEX + 1])
{
	const struct part parts[2] = { { before, DIGEST_HEX }, { p, n } };
	unsigned char hash[KEY_BYTES];

	mac_parts(mac, parts, 2, hash);
	hex(hash, SEAL_HEX / 2, out);
}

/*
 * Goes to the next line: 1, 0 at the end.  at: of the first byte not yet read,
 * HEADER to begin with.
 */
static int
next_line(const struct look_log *log, size_t *at, struct line *l)
{
	const char *end;

	if (*at >= log->old)
		return 0;
	l->before = *at == HEADER ? NULL : l->p + l->n - DIGEST_HEX;
	l->p = log->text.p + *at;
	end = memchr(l->p, '\n', log->old - *at);
	l->n = (size_t)(end - l->p);
	*at += l->n + 1;
	return 1;
}

/* Is a line the n-th of a chain of ours, and does it hold? */
static int
check_line(struct look_log *log, const struct line *l, struct err *err)
{
	char chain[DIGEST_HEX + 1];
	uint64_t number;
	struct field f;

	if (l->n <= TAIL)
		return bad_log(log, log->lines + 2, err, "broken-chain", "is no "
		    "line of a log of look-ups");
	if (chain_of(l, chain, err) == -1)
		return -1;
	f = field_of(l, AT_NUMBER);
	if (memcmp(chain, l->p + l->n - DIGEST_HEX, DIGEST_HEX) != 0 ||
	    !num_uint(f.p, f.n, &number) || number != log->lines + 1)
		return bad_log(log, log->lines + 2, err, "broken-chain", "the "
		    "chain breaks here: this line was changed or put in, or one "
		    "before it taken out; nothing is looked up until both "
		    "officers know why");
	memcpy(log->head, chain, sizeof(chain));
	f = field_of(l, AT_DATE);
	log->last = date_parse(f.p, f.n);
	log->lines++;
	return 0;
}

static int
check_chain(struct look_log *log, struct err *err)
{
	char first[DIGEST_HEX + 1];
	struct line l = { 0 };
	size_t at = HEADER;

	if (log->old < HEADER || memcmp(log->text.p, header, HEADER) != 0)
		return bad_log(log, 1, err, "bad-log", "is no log of look-ups: "
		    "want one begun with --new-log");
	if (log->text.p[log->old - 1] != '\n')
		return bad_log(log, 0, err, "broken-chain", "its last line is "
		    "not whole: the machine stopped in a look-up, or somebody "
		    "cut it; keep it as it is, and begin another");
	sha256_hex(header, HEADER, first);
	memcpy(log->head, first, sizeof(first));
	while (next_line(log, &at, &l) == 1) {
		if (l.before == NULL)
			l.before = first;
		if (check_line(log, &l, err) == -1)
			return -1;
	}
	return 0;
}

static int
read_text(struct look_log *log, struct err *err)
{
	ssize_t n;

	do {
		if (buf_reserve(&log->text, CHUNK) == -1)
			return no_memory(err);
		n = stream_read(log->fd, log->path, log->text.p + log->text.n,
		    CHUNK, err);
		if (n == -1)
			return -1;
		log->text.n += (size_t)n;
	} while (n > 0);
	log->old = log->text.n;
	return 0;
}

/* What was renamed away or removed under it is not there after a crash. */
static int
sync_folder(const struct look_log *log, struct err *err)
{
	char path[PATH_MAX];
	int fd, r;

	(void)snprintf(path, sizeof(path), "%s", log->path);
	fd = open(dirname(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	r = fd == -1 ? -1 : fsync(fd);
	if (r == -1)
		sys_log(log, STATUS_IO, "cannot write its folder", err);
	if (fd != -1)
		close(fd);
	return r;
}

/* The n bytes behind what is there, on the disk, or nothing. */
static int
put(struct look_log *log, const char *p, size_t n, struct err *err)
{
	size_t done;
	int e = stream_write(log->fd, p, n, &done);

	if (e == 0 && fsync(log->fd) == -1)
		e = errno;
	if (e == 0)
		return 0;
	/* Half a line would break the chain for good. */
	if (ftruncate(log->fd, (off_t)log->old) == 0)
		(void)fsync(log->fd);
	errno = e;
	return sys_log(log, STATUS_IO, "cannot write the log, so nothing is "
	    "looked up", err);
}

static int
check_file(const struct look_log *log, struct err *err)
{
	struct stat st;

	if (fstat(log->fd, &st) == -1)
		return sys_log(log, STATUS_NOINPUT, "cannot read the log", err);
	if (!S_ISREG(st.st_mode))
		return bad_log(log, 0, err, "bad-log", "is not a plain file");
	if ((st.st_mode & 077) != 0 ||
	    (st.st_uid != geteuid() && st.st_uid != 0)) {
		err_set(err, STATUS_CONFIG, "bad-log", "others may read or "
		    "write it, or it is theirs: want it ours alone, mode 0600");
		return err_at(err, log->path, 0, NULL);
	}
	return in_ask(log->path, &st, err);
}

static int
open_file(struct look_log *log, enum log_use use, struct err *err)
{
	static const int flags[] = {
		[LOG_LOOK] = O_RDONLY, [LOG_ADD] = O_RDWR | O_APPEND,
		[LOG_BEGIN] = O_RDWR | O_APPEND | O_CREAT | O_EXCL
	};

	log->fd = open(log->path, flags[use] | O_CLOEXEC | O_NOFOLLOW |
	    O_NONBLOCK, 0600);
	if (log->fd != -1)
		return 0;
	if (use == LOG_BEGIN)
		return sys_log(log, STATUS_CANTCREATE, "cannot begin a log: "
		    "--new-log wants a name that is free", err);
	return sys_log(log, STATUS_NOINPUT, "cannot open the log; if it was "
	    "never begun say --new-log, else find out where it went", err);
}

static int
lock(const struct look_log *log, enum log_use use, struct err *err)
{
	if (flock(log->fd, (use == LOG_LOOK ? LOCK_SH : LOCK_EX) |
	    LOCK_NB) == 0)
		return 0;
	if (errno != EWOULDBLOCK)
		return sys_log(log, STATUS_IO, "cannot lock the log", err);
	err_set(err, STATUS_TEMPFAIL, "", "another look-up is using the log: try "
	    "again later");
	return err_at(err, log->path, 0, NULL);
}

/* A new one is its header. */
static int
begin(struct look_log *log, struct err *err)
{
	if (put(log, header, HEADER, err) == -1 ||
	    sync_folder(log, err) == -1) {
		unlink(log->path);
		return -1;
	}
	if (buf_add(&log->text, header, HEADER) == -1)
		return no_memory(err);
	log->old = HEADER;
	return 0;
}

int
log_open(struct look_log **out, const char *path, enum log_use use,
    struct err *err)
{
	struct look_log *log = calloc(1, sizeof(*log));

	if (log == NULL)
		return no_memory(err);
	log->path = path;
	log->last = DATE_NONE;
	if (open_file(log, use, err) == 0 && check_file(log, err) == 0 &&
	    lock(log, use, err) == 0 &&
	    (use == LOG_BEGIN ? begin(log, err) : read_text(log, err)) == 0 &&
	    check_chain(log, err) == 0) {
		*out = log;
		return 0;
	}
	log_close(log);
	return -1;
}

void
log_close(struct look_log *log)
{
	if (log == NULL)
		return;
	if (log->fd != -1)
		close(log->fd);
	mac_free(log->seal);
	buf_free(&log->text);
	free(log);
}

size_t
log_lines(const struct look_log *log)
{
	return log->lines;
}

const char *
log_head(const struct look_log *log)
{
	return log->head;
}

date
log_last(const struct look_log *log)
{
	return log->last;
}

bool
log_has(const struct look_log *log, const char *head)
{
	struct line l = { 0 };
	size_t at = HEADER;

	while (next_line(log, &at, &l) == 1)
		if (memcmp(l.p + l.n - DIGEST_HEX, head, DIGEST_HEX) == 0)
			return true;
	return false;
}

/* A line of this master: is it sealed by it? */
static bool
sealed(const struct look_log *log, const struct line *l)
{
	char want[SEAL_HEX + 1];

	seal_of(log->seal, l->before, l->p, l->n - TAIL, want);
	return memcmp(want, l->p + l->n - TAIL + 1, SEAL_HEX) == 0;
}

static int
check_seals(const struct look_log *log, size_t *others, struct err *err)
{
	char first[DIGEST_HEX + 1];
	struct line l = { 0 };
	size_t at = HEADER, number = 1;

	*others = 0;
	sha256_hex(header, HEADER, first);
	while (next_line(log, &at, &l) == 1) {
		number++;
		if (l.before == NULL)
			l.before = first;
		if (!field_eq(field_of(&l, AT_MASTER), log->master))
			++*others;
		else if (!sealed(log, &l))
			return bad_log(log, number, err, "bad-seal", "was not "
			    "written by lscb-reidentify with these shares: "
			    "somebody made the chain again from here on");
	}
	return 0;
}

int
log_seal(struct look_log *log, const unsigned char master[KEY_BYTES],
    size_t *others, struct err *err)
{
	struct key *key;
	int r;

	/* Not of a purpose that has files: it is never written down. */
	if (master_id(master, log->master, err) == -1 ||
	    key_derive(&key, master, "look-up-log", 1, err) == -1)
		return -1;
	r = mac_new(&log->seal, key, "seal", err);
	key_free(key);
	return r == -1 ? -1 : check_seals(log, others, err);
}

int
log_uses(const struct look_log *log, const struct request *r, size_t *uses,
    struct err *err)
{
	struct line l = { 0 };
	size_t at = HEADER;
	struct field f;
	uint64_t use;

	*uses = 0;
	while (next_line(log, &at, &l) == 1) {
		if (!field_eq(field_of(&l, AT_REQUEST), r->id))
			continue;
		if (!field_eq(field_of(&l, AT_DIGEST), r->digest)) {
			err_set(err, STATUS_CONFIG, "other-request", "a request "
			    "of this id said something else when it was used: a "
			    "new request wants an id of its own");
			return err_at(err, r->file, 0, NULL);
		}
		f = field_of(&l, AT_USE);
		if (num_uint(f.p, f.n, &use) && use > *uses)
			*uses = use;
	}
	return 0;
}

static int
add_line(struct look_log *log, const struct request *r, const struct ask *ask,
    size_t use, date on, struct err *err)
{
	const char *const texts[] = { r->agency, r->extract, r->sender,
		r->asked_by, r->approved_by, r->purpose };
	char day[11], seal[SEAL_HEX + 1];
	size_t i, start = log->text.n;
	struct line l;

	date_format(on, day);
	if (buf_printf(&log->text, "%zu,%s,%s,%zu,%s,%s,%s,%s",
	    log->lines + 1, day, r->id, use, r->digest, ask->pseudonym,
	    ask->found ? "yes" : "no", log->master) == -1)
		return no_memory(err);
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (buf_addc(&log->text, ',') == -1 || csv_append(&log->text,
		    texts[i], strlen(texts[i])) == -1)
			return no_memory(err);
	seal_of(log->seal, log->head, log->text.p + start,
	    log->text.n - start, seal);
	if (buf_printf(&log->text, ",%s,%*s\n", seal, DIGEST_HEX, "") == -1)
		return no_memory(err);
	l = (struct line){ log->text.p + start, log->text.n - start - 1,
	    log->head };
	if (chain_of(&l, log->head, err) == -1)
		return -1;
	memcpy(log->text.p + log->text.n - 1 - DIGEST_HEX, log->head,
	    DIGEST_HEX);
	log->lines++;
	return 0;
}

int
log_append(struct look_log *log, const struct request *r, size_t use,
    date on, struct err *err)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		if (add_line(log, r, &r->asks[i], use, on, err) == -1)
			return -1;
	if (put(log, log->text.p + log->old, log->text.n - log->old,
	    err) == -1)
		return -1;
	log->old = log->text.n;
	return 0;
}
