#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Two public sets of CSV files with what they mean, as JSON: csv-spectrum and
# csv-test-data.  Each is equal or refused as it must be; none silently different.
load ../lib/common

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	sets=$LSCB_SHARED/data/csv
	[[ -d $sets ]] || skip "no $sets"
	python3 -c 'import json' 2>why || skip "python3 without json: $(tail -n 1 why)"
}

# compare JSON MODE: what lscb-ingest wrote (./out) against JSON, line breaks as
# one space.  MODE says whether the file has a header or all rows are data.
compare() {
	python3 - "$1" "$2" <<-'EOF'
		import csv, json, sys
		want = json.load(open(sys.argv[1], encoding="utf-8"))
		rows = list(csv.reader(open("out", encoding="utf-8", newline="")))
		flat = lambda s: s.replace("\r\n", " ").replace("\n", " ")
		if sys.argv[2] == "header":
		    have = [dict(zip(rows[0], r)) for r in rows[1:]]
		    want = [{flat(k): flat(v) for k, v in r.items()} for r in want]
		else:
		    have = rows[1:]
		    want = [[flat(c) for c in r] for r in want]
		sys.exit(have != want)
	EOF
}

@test "the public sets: all equal or refused as they must be, none silently different" {
	local file name json equal=0 refused=0 status
	for file in "$sets"/csv-spectrum/csvs/*.csv; do
		name=$(basename "$file" .csv)
		timeout 2 lscb-ingest --untyped "$file" >out
		compare "$sets/csv-spectrum/json/$name.json" header ||
			{ echo "different: $name"; false; }
		equal=$((equal + 1))
	done
	for file in "$sets"/csv-test-data/csv/*.csv; do
		name=$(basename "$file" .csv) json=$sets/csv-test-data/json/$name.json
		[[ $name != bad-header-* ]] || continue
		status=0
		if [[ $name == bad-* ]]; then
			timeout 2 lscb-ingest --untyped --header-rows 0 "$file" \
				>out 2>said || status=$?
			[[ $status == 65 ]] || { echo "not refused: $name"; false; }
			grep -qE ':[0-9]+: .*\[[a-z-]+\]$' said
			refused=$((refused + 1))
			continue
		fi
		# A file that says header has one; in the others all rows are data.
		if [[ $name == header-* ]]; then
			timeout 2 lscb-ingest --untyped "$file" >out
			compare "$json" header || { echo "different: $name"; false; }
		else
			timeout 2 lscb-ingest --untyped --header-rows 0 "$file" >out
			compare "$json" rows || { echo "different: $name"; false; }
		fi
		equal=$((equal + 1))
	done
	echo "# note: csv-spectrum and csv-test-data: $equal equal, $refused refused, 0 different" >&3
	((equal > 25 && refused == 3))
}

@test "a wrong header is refused where a definition says what it is" {
	local file name
	printf '%s\n' '%rec: Extract' '' 'id: t' 'title: T' 'agency: board' '' \
		'%rec: Column' '' 'name: foo' 'type: text' '' 'name: bar' \
		'type: text' '' 'name: baz' 'type: text' >t.rec
	for file in "$sets"/csv-test-data/csv/bad-header-*.csv; do
		name=$(basename "$file" .csv)
		run -65 --separate-stderr timeout 2 lscb-ingest -x ./t.rec "$file"
		[[ $stderr == *"$name"*']' ]] || { echo "$name: $stderr"; false; }
	done
}
