# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Typed CSV to CSV, from a plain and from a gzipped file: the dates and the
# number checked and converted, every column and row written in its order; and
# Miller's cat, which converts nothing.  Sourced by run.
# shellcheck disable=SC2034,SC2154 # set here, used by run and its parts, or back

ingest_filter() {
	stage ingest lscb-ingest -x "$here/dates.rec" --date "$date" "$file" \
		>"$work/answer.csv"
}

ingest_every_check() {
	stage ingest lscb-ingest -x register --date "$date" "$file" \
		>"$work/answer.csv"
}

# Of the two views of register.sql the one without a key.
ingest_duckdb() {
	stage duckdb env BENCH_MODULES="$modules" node "$here/duckdb.mjs" \
		"$here/register.sql" "$here/typed.sql" key= date="$date" \
		extract="$file" answer="$work/answer.csv"
}

ingest_miller() {
	stage miller mlr --icsv --ocsv cat "$file" \
		>"$work/answer.csv"
}

# Byte by byte: what sed makes of the extract, and Miller the extract itself.
check_ingest() {
	case $1 in
	miller) sha256sum <"$extract.csv" >"$work/wanted" ;;
	every_check) cp "$extract.coded" "$work/wanted" ;;
	*) cp "$extract.typed" "$work/wanted" ;;
	esac
	sha256sum <"$work/answer.csv" >"$work/digest"
	cmp -s "$work/wanted" "$work/digest" ||
		disagree "ingest: $1" "$work/wanted" "$work/digest"
	rm "$work/answer.csv"
}

part_ingest() {
	local contestants=(filter) form
	make_extract "$rows"
	[[ $duckdb == no ]] || contestants+=(duckdb)
	[[ $miller == no ]] || contestants+=(miller)
	contestants+=(every_check)
	titles='filter=**lscb-ingest**
duckdb=DuckDB
miller=Miller cat
every_check=lscb-ingest, every check of the library'
	printf '## Typed CSV to CSV\n\n'
	printf '%d rows.  All agree on every byte; Miller converts nothing.\n' "$rows"
	for form in plain gzip; do
		file=$extract.csv
		[[ $form == plain ]] || file=$extract.csv.gz
		race "ingest.$form" "${contestants[@]}"
		printf '\nFrom a %s file:\n\n' "$form"
		table "ingest.$form" "$rows" filter
	done
}
