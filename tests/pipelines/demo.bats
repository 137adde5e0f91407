#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The demo, from nothing to a report, against what is true of the board that
# lscb-synth invented (it writes the truth beside the extracts).
load ../lib/common
load ../lib/board

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	"$BATS_TEST_DIRNAME/../../pipelines/demo" demo >first.out 2>first.err
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return 1
	night=demo/board/current
}

@test "prints the report, restricted, and says where things are" {
	[[ ! -s first.err ]]
	grep -q '^RESTRICTED, NOT FOR PUBLICATION$' first.out
	grep -q 'Cwm Arian Safeguarding Children Board' first.out
	grep -q "^LSCB dataset:  demo/board/current/history.csv$" first.out
	grep -q "^HTML report:   demo/board/current/report.html$" first.out
	[[ -s $night/history.csv && -s $night/report.html ]]
	grep -q 'CYFYNGEDIG' $night/adroddiad.html
}

@test "a second run makes no board again and changes no byte" {
	local made
	content demo/board/nights >want
	made=$(stat -c '%i %y' demo/extracts)
	"$ROOT/pipelines/demo" demo >second.out
	[[ $(stat -c '%i %y' demo/extracts) == "$made" ]]
	content demo/board/nights >have
	same want have
	sed -n '/RESTRICTED/,$p' first.out >first
	sed -n '/RESTRICTED/,$p' second.out >second
	same first second
}

@test "every figure is there, and nearly all are the true ones" {
	# Mistakes in the extracts move a few; tests/truth says which and why.
	awk -F, 'NR > 1 { print $1 "," $2 "," $3 "," $4 "," $5 }' \
		demo/extracts/truth/indicators.csv | sort >want
	[[ $(wc -l <want) -ge 60 ]]
	awk -F, 'FNR == NR { true[$1 "," $2 "," $3]; next }
		$4 == "" && ($1 "," $2 "," $3) in true {
		print $1 "," $2 "," $3 "," $6 "," $7 }' \
		want $night/counts.csv | sort >have
	cut -d, -f1-3 want >want.keys
	cut -d, -f1-3 have >have.keys
	same want.keys have.keys
	(($(comm -12 want have | wc -l) * 10 >= $(wc -l <want) * 6))
	# Of what needs no linking, what mistakes leave alone: half at least.
	for indicator in cpr-second training-sessions board-meetings \
		referral-rate cpr-two-years-open; do
		grep "^$indicator," want >of
		(($(comm -12 of have | wc -l) * 2 >= $(wc -l <of))) ||
			echo "$indicator"
	done >far
	[[ ! -s far ]] || { cat far; false; }
}

@test "every mistake made on purpose is found, counted and explained" {
	awk -F, '$3 == "rejected" { n[$2] += $5 } END { for (e in n) print e "," n[e] }' \
		demo/extracts/truth/errors.csv | sort >want
	awk -F, 'NR > 1 && $9 > 0 { print $2 "," $9 }' $night/deliveries.csv |
		sort >have
	same want have
	# And every row is one or the other.
	awk -F, 'NR > 1 && $7 != $8 + $9 + $10' $night/deliveries.csv >wrong
	[[ ! -s wrong ]]
}

@test "no identifier of anybody is in what is published, or in state" {
	# Every name in full, NHS number, UPN, postcode and local id there is.
	for f in demo/extracts/cwm-arian/*; do
		text "$f"
	done >all
	grep -o -E '[A-Z]{2}[0-9]{1,2} [0-9][A-Z]{2}|[A-Z][0-9]{12}|\b[0-9]{10}\b|\bC[AP][0-9]{6,7}\b|PPN[0-9]{6}' \
		all | sort -u >canaries
	[[ $(wc -l <canaries) -ge 1000 ]]
	run -1 grep -r -l -w -F -f canaries $night/ demo/board/state \
		--exclude=datapackage.json --exclude=SHA256SUMS --exclude=deliveries.csv
	[[ -z $output ]]
}

@test "the event history is in order, one record a line, as it says it is" {
	sed 1d $night/history.csv | LC_ALL=C sort -c
	awk -F, 'NR == 1 { n = NF } NF != n' $night/history.csv >wrong
	[[ ! -s wrong ]]
}

@test "a folder that is no demo is never cleared to make one" {
	mkdir mine
	printf 'mine\n' >mine/letter
	run -73 "$ROOT/pipelines/demo" mine
	[[ $output == 'demo: mine: '* && $(<mine/letter) == mine ]]
}
