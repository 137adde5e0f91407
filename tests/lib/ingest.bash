# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Definitions of one column and what its values become, for tests of lscb-ingest.
# Sourced after common.bash.

# define FACT ...: a definition of one text column 'id' and those on standard
# input, as t.rec, with those facts of the extract.
define() {
	printf '%s\n' '%rec: Extract' '' 'id: t' 'title: T' 'agency: a' "$@" \
		'' '%rec: Column' '' 'name: id' 'type: text' '' >t.rec
	cat >>t.rec
}

# column FACT ...: one column 'v'; then "input|=|output" or "input|!|reason"
# lines on standard input; '_' stands for nothing.  They are read twice: as most
# files are written, where a row without quotes may go through as it is, and
# with tabs and no quotes, where none does; both must say the same.
column() {
	local in sign out n=0
	printf 'id,v\n' | tee commas.csv >expected
	printf 'id\tv\n' >tabs.csv
	: >expected.bad
	while IFS='|' read -r in sign out; do
		n=$((n + 1))
		[[ $in != _ ]] || in=
		[[ $out != _ ]] || out=
		printf 'r%d\t%s\n' "$n" "$in" >>tabs.csv
		[[ $in != *[,\"]* ]] || in=\"${in//\"/\"\"}\"
		printf 'r%d,%s\n' "$n" "$in" >>commas.csv
		case $sign in
		=) printf 'r%d,%s\n' "$n" "$out" >>expected ;;
		!) printf '%d,v,%s\n' $((n + 1)) "$out" >>expected.bad ;;
		*) echo "no sign in $in" && return 1 ;;
		esac
	done
	printf '%s\n' 'name: v' "$@" | define
	as_expected commas.csv
	mv stats.csv expected.stats
	printf '%s\n' 'name: v' "$@" | define 'delimiter: tab' 'quote: none'
	as_expected tabs.csv
	same expected.stats stats.csv
}

# as_expected FILE: through t.rec, FILE is expected and expected.bad.
as_expected() {
	lscb-ingest -x ./t.rec --date 2026-03-31 --rejects bad.csv \
		--stats stats.csv "$1" >actual
	same expected actual
	cut -d, -f2,4,5 bad.csv >listed
	sed 1d listed >actual.bad
	same expected.bad actual.bad
}

# counted MEASURE,REASON,COUNT ...: that line is in the statistics.
counted() {
	local line
	for line; do
		grep -qx "lscb-ingest,$line" stats.csv || {
			echo "no $line" && cat stats.csv && return 1
		}
	done
}
