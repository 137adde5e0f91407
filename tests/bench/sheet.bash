# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# A workbook to CSV, beside Debian's xlsx2csv.  Sourced by run.
# shellcheck disable=SC2034,SC2154 # set here, used by run and its parts, or back

SHEET_ROWS=200000

sheet_filter() {
	stage ingest lscb-ingest --untyped --sheet Data "$file" \
		>"$work/answer.csv"
}

sheet_xlsx2csv() {
	stage xlsx2csv xlsx2csv -n Data -f %Y-%m-%d -l '\n' "$file" \
		>"$work/answer.csv"
}

# Byte by byte: what the workbook was made of.
check_sheet() {
	cmp "$work/sheet.csv" "$work/answer.csv" >&2 ||
		die 1 "sheet: $1: the answers differ, see above"
	rm "$work/answer.csv"
}

part_sheet() {
	local contestants=(filter) n=$SHEET_ROWS
	((n <= rows)) || n=$rows
	printf '## A sheet of a workbook to CSV\n\n'
	if ! command -v python3 >/dev/null; then
		printf 'Not measured: no python3 to make the workbook.\n'
		return
	fi
	file=$work/sheet.xlsx
	python3 "$here/workbook.py" "$n" "$file" "$work/sheet.csv"
	if command -v xlsx2csv >/dev/null; then
		contestants+=(xlsx2csv)
	else
		printf 'xlsx2csv is not measured: it is not installed.\n\n'
	fi
	titles='filter=**lscb-ingest**
xlsx2csv=xlsx2csv (Python)'
	printf '%d rows of 12 columns.  All agree on every byte.\n\n' "$n"
	race sheet "${contestants[@]}"
	table sheet "$n" filter
}
