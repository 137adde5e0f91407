# SPDX-License-Identifier: MIT
# The benchmark on a small extract: that all who are asked the same give the
# same answer, and that the tables are printed.  Never how long it took.  Asks
# the network for nothing: DuckDB is stood beside ours if make bench has
# installed it before.
load ../lib/common

setup_file() {
	export BENCH_ROWS=3000 BENCH_RUNS=1 BENCH_OFFLINE=yes
	[[ -x ${LSCB_BIN%/bin}/bench/meter ]] || make -s -C "$ROOT" bench-programs
}

bench() {
	BENCH_DIR=$PWD/bench BENCH_PARTS=$1 "$ROOT/tests/bench/run" \
		>report.md 2>log || { cat log; return 1; }
	same report.md bench/report.md
}

@test "the filters answer the question as the generator counted it, and every peer that is here as they do" {
	bench question
	grep -F '| **lscb-ingest \| -deidentify \| -sort \| -indicators** |' report.md
	grep -F '3000 rows' report.md
	awk -F '|' '$2 ~ /every check/ && $6 + 0 > 0 { found = 1 } END { exit !found }' report.md
	grep -e '^- DuckDB' report.md
	grep -e '^- Miller' report.md
}

@test "typed CSV to CSV comes out byte for byte as sed makes it" {
	bench ingest
	grep -F 'From a plain file' report.md
	grep -F 'From a gzip file' report.md
	grep -c '^| \*\*lscb-ingest\*\* |' report.md >n
	same - n <<<2
}

@test "every filter and a whole night have a line" {
	bench 'filters nights'
	for filter in ingest deidentify link join sort indicators limits report synth; do
		grep "^| $filter" report.md
	done
	grep '^| board |' report.md
}

@test "linking has a line for all at once and for the next night" {
	bench link
	grep -F '42 token files, of a region of 198 people' report.md
	grep '^| link, all at once |' report.md
	grep '^| link, the next night |' report.md
}

# With an index, a filter that leaves out the register of schools.
@test "a next night that finds other children ends it with 1" {
	mkdir -p there/bin
	ln -s "$LSCB_BIN"/lscb-* there/bin/
	ln -s "${LSCB_BIN%/bin}/bench" there/bench
	rm there/bin/lscb-link
	cat >there/bin/lscb-link <<-END
		#!/bin/bash
		for arg; do
			[[ "\$*" == *'--index '* && \$arg == */roll ]] || args+=("\$arg")
		done
		exec "$LSCB_BIN/lscb-link" "\${args[@]}"
	END
	chmod +x there/bin/lscb-link
	LSCB_BIN=$PWD/there/bin BENCH_DIR=$PWD/bench BENCH_PARTS=link \
		run -1 "$ROOT/tests/bench/run"
	[[ $output == *'link: with an index and without: the answers differ'* ]]
}

@test "DuckDB is beside them" {
	cmp -s "$ROOT/tests/bench/package.json" "$ROOT/build/bench/package.json" ||
		skip 'DuckDB is not in build/bench: make bench installs it'
	bench question
	grep '^| DuckDB, window function |' report.md
	grep '^| DuckDB, earliest date per child |' report.md
}

@test "Miller is beside them" {
	command -v mlr >/dev/null || skip 'mlr is not installed'
	bench question
	grep '^| Miller' report.md
}

# The truth is kept beside the extract: another one must end the benchmark.
@test "an answer that differs ends it with 1 and says where" {
	bench question
	sed -i '5s/,[0-9]*$/,1/' bench/extract-3000.truth.csv
	BENCH_DIR=$PWD/bench BENCH_PARTS=question run -1 "$ROOT/tests/bench/run"
	[[ $output == *'question: filters: the answers differ'* ]]
	bench ingest
	sed -i 's/^./x/' bench/extract-3000.coded
	BENCH_DIR=$PWD/bench BENCH_PARTS=ingest run -1 "$ROOT/tests/bench/run"
	[[ $output == *'ingest: every_check: the answers differ'* ]]
}

@test "a filter that fails ends it" {
	mkdir bin
	ln -s "$LSCB_BIN"/lscb-* bin/
	ln -s "${LSCB_BIN%/bin}/bench" bench-programs
	rm bin/lscb-sort
	printf '#!/bin/sh\nexit 74\n' >bin/lscb-sort
	chmod +x bin/lscb-sort
	mkdir there
	mv bin there/bin
	mv bench-programs there/bench
	LSCB_BIN=$PWD/there/bin BENCH_DIR=$PWD/bench BENCH_PARTS=question \
		run -74 "$ROOT/tests/bench/run"
	[[ $output == *'question: filters, run 1 of 1'* && $output != *duckdb_window* ]]
}

# Independent of the generator's own count: the answer by sqlite3.
@test "the generator counts what is in its extract" {
	"${LSCB_BIN%/bin}/bench/extract" 3000 truth.csv >register.csv
	sqlite3 :memory: -csv '.import register.csv r' \
		"CREATE VIEW v AS SELECT \"Child Unique ID\" AS child,
			substr(\"Date Registered\", 7, 4) || '-' ||
			substr(\"Date Registered\", 4, 2) || '-' ||
			substr(\"Date Registered\", 1, 2) AS day FROM r;" \
		"SELECT date(day, 'start of month', '+' || (2 - (substr(day, 6, 2) - 1) % 3) || ' months', '+1 month', '-1 day') AS q,
			sum(EXISTS (SELECT 1 FROM v e WHERE e.child = v.child AND e.day < v.day)),
			count(*) FROM v GROUP BY q ORDER BY q;" >want
	sed 1d truth.csv | tr -d '\r' >got
	tr -d '\r' <want | same - got
	awk -F, '{ n += $3 } END { print n }' got >n
	same - n <<<3000
}
