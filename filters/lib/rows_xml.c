/* SPDX-License-Identifier: MIT */
/* Returns that are XML in the reader of records: see rows_reader.h. */
#include "rows_reader.h"

int
reader_xml(struct reader *rd, struct err *err)
{
	const struct rd_opts *o = &rd->declared;
	char begin[4];
	ssize_t n = 0;

	if (o->xml == NULL)
		return 0;
	n = in_peek(rd->in, begin, sizeof(begin), err);
	if (n == -1)
		return -1;
	if (!xml_begins(begin, (size_t)n))
		return 0;
	if (reader_dialect(rd, true, err) == -1)
		return -1;
	rd->opts.preamble = 0;
	rd->opts.header_rows = 1;
	rd->opts.header_merged = false;
	return xml_return_open(&rd->xml, rd->in, o->xml, o->max_record,
	    err) == -1 ? -1 : 1;
}

void
reader_xml_close(struct reader *rd)
{
	xml_return_close(rd->xml);
	rd->xml = NULL;
}

void
reader_xml_row(struct reader *rd)
{
	size_t breaks;

	rd->rec.cells = xml_return_row(rd->xml, rd->cells_are, rd->rec.n,
	    &rd->rec.line, &breaks) ? rd->cells_are : NULL;
	rd->rec.breaks += breaks;
}
