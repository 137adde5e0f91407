#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Small files by chance, read by us and by Python's csv module; LSCB_CSV_FILES
# says how many (1000).
load ../lib/common

@test "a file is read as Python's csv module reads it, or refused with a line" {
	n=${LSCB_CSV_FILES:-1000}
	python=$(command -v python3) || skip 'no python3 here'
	"$python" -c 'import csv' 2>why ||
		skip 'this python3 has no csv module'
	mkdir files
	"$python" "$ROOT/tests/fuzz/csv_module.py" make files "$n"
	# shellcheck disable=SC2016 # the shell that xargs starts expands these
	printf '%s\n' files/*.csv | xargs -P "$(nproc)" -n 250 bash -c '
		for f; do
			f=${f%.csv} status=0
			{ IFS= read -r delimiter && IFS= read -r quote; } <"$f.how"
			lscb-ingest --untyped --delimiter "$delimiter" \
				--quote "$quote" "$f.csv" \
				>"$f.out" 2>"$f.err" || status=$?
			echo "$status" >"$f.status"
		done' run
	run "$python" "$ROOT/tests/fuzz/csv_module.py" judge files "$n"
	printf '%s\n' "$output" | head -n 20
	[[ $status == 0 ]]
	[[ ${lines[-1]} == *taken* ]]
}
