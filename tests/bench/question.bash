# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# One extract, gzipped, to one indicator by quarter: dates read and checked, a
# keyed pseudonym for each child, in order of child, registrations and those
# with a strictly earlier one.  Sourced by run.
# shellcheck disable=SC2034,SC2154 # set here, used by run and its parts, or back
set -o pipefail # as run says it

# filters_answer DEFINITION: what our pipeline says, in $work/answer.csv.
filters_answer() {
	stage ingest lscb-ingest -x "$1" --date "$date" "$extract.csv.gz" |
		stage deidentify lscb-deidentify -x "$1" --sender "$sender" \
			--date "$date" -k "$work/deidentify.key" --alone |
		stage sort lscb-sort -S 64 |
		stage indicators lscb-indicators --date "$date" --from "$first" \
			-e 'registration by child where earlier(registration) >= 1 of registration by child' \
			>"$work/counts.csv"
	cut -d , -f 3,6,7 "$work/counts.csv" |
		sed '1s/.*/end,numerator,denominator/' >"$work/answer.csv"
}

question_filters() {
	filters_answer "$here/dates.rec"
}

question_filters_every_check() {
	filters_answer register
}

question_duckdb_window() {
	stage duckdb env BENCH_MODULES="$modules" node "$here/duckdb.mjs" \
		"$here/register.sql" "$here/window.sql" key="$key" date="$date" \
		extract="$extract.csv.gz" answer="$work/answer.csv"
}

question_duckdb_earliest() {
	stage duckdb env BENCH_MODULES="$modules" node "$here/duckdb.mjs" \
		"$here/register.sql" "$here/earliest.sql" key="$key" date="$date" \
		extract="$extract.csv.gz" answer="$work/answer.csv"
}

# Miller's own sort needs 4 KiB a row, so that it cannot hold five million.
question_miller() {
	stage put mlr --icsv --ocsv --headerless-csv-output --gzin put \
		-s key="$key" -s date="$date" -f "$here/carried.mlr" \
		"$extract.csv.gz" |
		stage sort sort -S 64M |
		stage count mlr --icsv --ocsv --implicit-csv-header \
			label child,registered,quarter 'then' \
			put -q -f "$here/counted.mlr" 'then' sort -f end \
			>"$work/answer.csv"
}

check_question() {
	cmp -s "$extract.truth.csv" "$work/answer.csv" ||
		disagree "question: $1" "$extract.truth.csv" "$work/answer.csv"
	rm "$work/answer.csv"
}

part_question() {
	local contestants=(filters)
	make_extract "$rows"
	[[ $duckdb == no ]] || contestants+=(duckdb_window duckdb_earliest)
	contestants+=(filters_every_check)
	[[ $miller == no ]] || contestants+=(miller)
	# A hundred times the noise.
	runs_of[miller]=1
	race question "${contestants[@]}"
	runs_of=()
	titles='filters=**lscb-ingest \| -deidentify \| -sort \| -indicators**
duckdb_window=DuckDB, window function
duckdb_earliest=DuckDB, earliest date per child
filters_every_check=our pipeline, with every check of the library
miller=Miller and GNU sort (one run)'
	printf '## One extract, gzipped, to one indicator by quarter\n\n'
	printf '%d rows, %d bytes, gzipped %d.  All agree on every numerator and denominator.\n\n' \
		"$rows" "$(stat -c %s "$extract.csv" || :)" \
		"$(stat -c %s "$extract.csv.gz" || :)"
	table question "$rows" filters
	printf '\nOur stages, with the checks the others make, and with every check:\n\n'
	stage_table question filters
	printf '\n'
	stage_table question filters_every_check
}
