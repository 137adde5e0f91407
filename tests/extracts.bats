#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Every extract that lscb-synth writes, through its definition.  The boards
# are without mistakes: whatever the reader rejects or asks about is a fault
# of ours.
load lib/common

DATE=2026-03-31

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	lscb-keygen --new first second
	lscb-keygen --purpose deidentify -o deidentify.key first second
}

# through BOARD: every extract ingested and de-identified; what is wrong.
through() {
	local file extract sender name
	for file in "$1"/*/*.csv*; do
		sender=$(basename "${file%/*}")
		extract=$(basename "${file%.csv*}")
		name=$sender.$extract
		[[ $sender != truth ]] || continue
		lscb-ingest -x "$extract" --sender "$sender" --date "$DATE" \
			--rejects "$name.bad" --stats "$name.stats" \
			-o clean.csv "$file" || printf '%s ingest\n' "$name"
		# Words that mean "not known" are no mistakes.
		awk -F, -v name="$name" '$4 > 0 && ($2 == "rejected" ||
			$2 == "queried" || ($2 == "repaired" &&
			$3 != "unknown-value")) { print name ": " $0 }' \
			"$name.stats"
		lscb-deidentify -x "$extract" --sender "$sender" \
			-k "$BATS_FILE_TMPDIR/deidentify.key" --date "$DATE" \
			--tokens tokens.csv -o "$name.payload" clean.csv ||
			printf '%s de-identify\n' "$name"
	done
}

@test "every extract of a board is there, has rows, gives events, none rejected or queried" {
	local file
	lscb-synth --date "$DATE" --errors none --people 30000 --out board \
		-o list.csv
	through board >actual
	for file in ./*.payload; do
		(( $(wc -l <"$file") > 1 )) || printf '%s gives no event\n' "$file"
	done >>actual
	: >expected
	same expected actual
	# All but the published tables, which no agency sends.
	(cd "$LSCB_LIBRARY/extracts" && printf '%s\n' *.rec) |
		sed 's/\.rec$//' | grep -v '^dfe-\|^ons-' | sort >expected
	printf '%s\n' *.payload | sed 's/^cwm-arian\.//; s/\.payload$//' |
		sort >actual
	same expected actual
	tail -n +2 list.csv | wc -l >actual
	wc -l <expected >counted
	same counted actual
}

@test "so it is with three authorities whose local ids are the same numbers" {
	lscb-synth --date "$DATE" --errors none --people 9000 --seed 3 \
		--authorities 3 --out board -o list.csv
	through board >actual
	: >expected
	same expected actual
	(( $(printf '%s\n' *.payload | wc -l) == $(wc -l <list.csv) - 1 ))
}
