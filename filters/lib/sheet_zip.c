/* SPDX-License-Identifier: MIT */
/* See sheet_zip.h. */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <minizip/unzip.h>

#include "buf.h"
#include "sheet_zip.h"

/*
 * A workbook of a million rows unpacks to less than 2 GiB, some twenty times what
 * it was; what is packed far better than that is there to do harm.
 */
enum { PARTS_MOST = 10000, NAME_MOST = 512, AHEAD = 16 * 1024,
	RATIO_MOST = 200 };
static const uint64_t free_bytes = 64 << 20, bytes_most = (uint64_t)8 << 30;

/* What minizip reads from: a descriptor with a place of its own. */
struct file {
	int fd;
	int failed;		/* errno of pread */
	uint64_t at, size;
	uint64_t ahead_at;	/* the bytes read last */
	size_t ahead_n;
	unsigned char ahead[AHEAD];
};

struct package {
	struct file file;
	const char *name;
	unzFile zip;
	struct table *names;	/* in small letters -> index in places */
	unz64_file_pos *places;
	size_t cap_places;
	bool open;
	uint64_t size, packed, done;	/* of the part that is open */
};

static voidpf
file_open(voidpf opaque, const void *name, int mode)
{
	(void)name;
	(void)mode;
	return opaque;
}

/* All n bytes at the place, or as many as there are. */
static uLong
read_at(struct file *f, unsigned char *p, size_t n)
{
	size_t done = 0;
	ssize_t r;

	while (done < n) {
		r = pread(f->fd, p + done, n - done, (off_t)(f->at + done));
		if (r == -1 && errno == EINTR)
			continue;
		if (r == -1)
			f->failed = errno;
		if (r <= 0)
			break;
		done += (size_t)r;
	}
	return (uLong)done;
}

static uLong
file_read(voidpf opaque, voidpf stream, void *p, uLong n)
{
	struct file *f = stream;
	size_t left;

	(void)opaque;
	if (n >= AHEAD) {
		n = read_at(f, p, n);
		f->at += n;
		return n;
	}
	if (f->at < f->ahead_at || f->at + n > f->ahead_at + f->ahead_n) {
		f->ahead_at = f->at;
		f->ahead_n = read_at(f, f->ahead, AHEAD);
	}
	left = f->ahead_n - (size_t)(f->at - f->ahead_at);
	if (n > left)
		n = left;
	memcpy(p, f->ahead + (f->at - f->ahead_at), n);
	f->at += n;
	return n;
}

static uLong
file_write(voidpf opaque, voidpf stream, const void *p, uLong n)
{
	(void)opaque;
	(void)stream;
	(void)p;
	(void)n;
	return 0;
}

static ZPOS64_T
file_tell(voidpf opaque, voidpf stream)
{
	(void)opaque;
	return ((struct file *)stream)->at;
}

static long
file_seek(voidpf opaque, voidpf stream, ZPOS64_T to, int from)
{
	struct file *f = stream;
	uint64_t base = from == ZLIB_FILEFUNC_SEEK_SET ? 0 :
	    from == ZLIB_FILEFUNC_SEEK_CUR ? f->at : f->size;

	(void)opaque;
	if (base + to < base || base + to > f->size)
		return -1;
	f->at = base + to;
	return 0;
}

static int
file_close(voidpf opaque, voidpf stream)
{
	(void)opaque;
	(void)stream;
	return 0;
}

static int
file_error(voidpf opaque, voidpf stream)
{
	(void)opaque;
	return ((struct file *)stream)->failed;
}

int
package_bad(const struct package *pk, struct err *err, const char *what)
{
	err_set(err, STATUS_DATA, "bad-workbook", "%s: open the workbook in "
	    "Excel and save it again, or ask for it again", what);
	return err_at(err, pk->name, 0, NULL);
}

/* What minizip refused: the disk's fault, or the file's. */
static int
damaged(const struct package *pk, struct err *err)
{
	if (pk->file.failed == 0)
		return package_bad(pk, err, "the workbook is cut short or "
		    "damaged");
	err_sys(err, STATUS_IO, pk->file.failed, "cannot read");
	return err_at(err, pk->name, 0, NULL);
}

static int
no_memory(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

static void
small_letters(char *s)
{
	for (; *s != '\0'; s++)
		if (*s >= 'A' && *s <= 'Z')
			*s = (char)(*s + 32);
}

/* Notes where one entry of the zip lies. */
static int
add_entry(struct package *pk, struct err *err)
{
	char name[NAME_MOST];
	unz_file_info64 info;
	unz64_file_pos *grown;
	int added;
	size_t i;

	if (unzGetCurrentFileInfo64(pk->zip, &info, name, sizeof(name), NULL,
	    0, NULL, 0) != UNZ_OK)
		return damaged(pk, err);
	if (info.size_filename >= sizeof(name) ||
	    strlen(name) != info.size_filename)
		return package_bad(pk, err, "a part of the workbook has a name "
		    "that none has");
	if ((info.flag & 1) != 0) {
		err_set(err, STATUS_DATA, "locked-workbook", "the file is "
		    "protected by a password: take it away and save it again");
		return err_at(err, pk->name, 0, NULL);
	}
	small_letters(name);
	i = table_add(pk->names, name, strlen(name), &added);
	if (i == SIZE_MAX)
		return no_memory(err);
	if (!added)
		return package_bad(pk, err, "a part of the workbook is there "
		    "twice");
	grown = grow(pk->places, i, &pk->cap_places, sizeof(*grown));
	if (grown == NULL)
		return no_memory(err);
	pk->places = grown;
	return unzGetFilePos64(pk->zip, &pk->places[i]) == UNZ_OK ? 0 :
	    damaged(pk, err);
}

static int
list_entries(struct package *pk, struct err *err)
{
	int r;

	for (r = unzGoToFirstFile(pk->zip); r == UNZ_OK;
	    r = unzGoToNextFile(pk->zip)) {
		if (table_count(pk->names) == PARTS_MOST)
			return package_bad(pk, err, "the file has more parts "
			    "than any workbook");
		if (add_entry(pk, err) == -1)
			return -1;
	}
	return r == UNZ_END_OF_LIST_OF_FILE ? 0 : damaged(pk, err);
}

int
package_open(struct package **out, int fd, const char *name,
    struct err *err)
{
	struct package *pk = calloc(1, sizeof(*pk));
	zlib_filefunc64_def functions = { file_open, file_read, file_write,
	    file_tell, file_seek, file_close, file_error, NULL };
	off_t size = lseek(fd, 0, SEEK_END);

	if (pk == NULL)
		return no_memory(err);
	pk->name = name;
	pk->file.fd = fd;
	pk->file.size = size == -1 ? 0 : (uint64_t)size;
	pk->names = table_new();
	functions.opaque = &pk->file;
	if (pk->names == NULL)
		no_memory(err);
	else if ((pk->zip = unzOpen2_64("", &functions)) == NULL)
		damaged(pk, err);
	else if (list_entries(pk, err) == 0) {
		*out = pk;
		return 0;
	}
	package_close(pk);
	return -1;
}

static size_t
find(struct package *pk, const char *part)
{
	char name[NAME_MOST];
	size_t n = strlen(part);

	if (n >= sizeof(name))
		return SIZE_MAX;
	memcpy(name, part, n + 1);
	small_letters(name);
	return table_find(pk->names, name, n);
}

bool
package_has(struct package *pk, const char *part)
{
	return find(pk, part) != SIZE_MAX;
}

int
package_begin(struct package *pk, const char *part, struct err *err)
{
	size_t i = find(pk, part);
	unz_file_info64 info;

	package_end(pk);
	if (i == SIZE_MAX)
		return package_bad(pk, err, "a part of the workbook is "
		    "missing");
	if (unzGoToFilePos64(pk->zip, &pk->places[i]) != UNZ_OK ||
	    unzGetCurrentFileInfo64(pk->zip, &info, NULL, 0, NULL, 0, NULL,
	    0) != UNZ_OK || unzOpenCurrentFile(pk->zip) != UNZ_OK)
		return damaged(pk, err);
	pk->open = true;
	pk->size = info.uncompressed_size;
	pk->packed = info.compressed_size;
	pk->done = 0;
	return 0;
}

ssize_t
package_read(struct package *pk, void *p, size_t n, struct err *err)
{
	int r;

	if (!pk->open)
		return 0;
	r = unzReadCurrentFile(pk->zip, p, (unsigned)n);
	if (r < 0)
		return damaged(pk, err);
	if (r == 0) {
		pk->open = false;
		/* minizip looks at the CRC only if all bytes came. */
		if (unzCloseCurrentFile(pk->zip) != UNZ_OK ||
		    pk->done != pk->size)
			return damaged(pk, err);
		return 0;
	}
	pk->done += (uint64_t)r;
	if (pk->done > bytes_most || (pk->done > free_bytes &&
	    pk->done / RATIO_MOST > pk->packed)) {
		err_set(err, STATUS_DATA, "too-large", "a part of the workbook "
		    "unpacks to more than any workbook holds: ask the sender "
		    "what made it");
		return err_at(err, pk->name, 0, NULL);
	}
	return r;
}

void
package_end(struct package *pk)
{
	if (pk->open)
		(void)unzCloseCurrentFile(pk->zip);
	pk->open = false;
}

const char *
package_name(const struct package *pk)
{
	return pk->name;
}

void
package_close(struct package *pk)
{
	if (pk == NULL)
		return;
	if (pk->zip != NULL) {
		package_end(pk);
		(void)unzClose(pk->zip);
	}
	table_free(pk->names);
	free(pk->places);
	free(pk);
}
