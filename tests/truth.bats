#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The whole flow against the truth of lscb-synth: what the indicators say of a
# fictional board is what its generator counted while it made it.
load lib/common

# flow BOARD: from the extracts to counts.csv, every filter's status checked.
flow() {
	local file extract
	umask 077
	lscb-keygen --new first second
	lscb-keygen --purpose deidentify -o deidentify.key first second
	lscb-keygen --purpose link -o link.key first second
	for file in "$1"/cwm-arian/*; do
		extract=$(basename "${file%.csv*}")
		lscb-ingest -x "$extract" --sender cwm-arian \
			--date 2026-03-31 --rejects "$extract.bad" \
			-o "$extract.clean" "$file"
		lscb-deidentify -x "$extract" --sender cwm-arian \
			-k deidentify.key --tokens "$extract.tokens" \
			-o "$extract.payload" "$extract.clean"
	done
	lscb-link -k link.key -o map.csv ./*.tokens
	lscb-join --map map.csv -o history.csv ./*.payload
	lscb-indicators -i all --populations "$1/populations.csv" \
		--date 2026-03-31 -o counts.csv history.csv
}

# indicator,start,end,numerator,denominator of the totals, where the truth
# has a line for them.
counted() {
	awk -F, 'NR == FNR { if (FNR > 1) known[$1, $2, $3] = 1; next }
		FNR > 1 && $4 == "" && ($1, $2, $3) in known {
			print $1 "," $2 "," $3 "," $6 "," $7 }' \
		"$1/truth/indicators.csv" counts.csv | sort
}

# The part of the truth that the extracts can show.
visible() {
	awk -F, 'NR > 1 { print $1 "," $2 "," $3 "," $6 "," $5 }' \
		"$1/truth/indicators.csv" | sort
}

@test "indicators over the whole flow are the truth, mistakes and all" {
	lscb-synth --date 2026-03-31 --out board -o list.csv
	flow board
	counted board >actual
	visible board >expected
	same expected actual
	# Six indicators, twelve quarters.
	(( $(wc -l <expected) == 72 ))
}

@test "on another board too, but for children whom hospitals know without date of birth" {
	lscb-synth --people 8000 --seed 5 --date 2026-03-31 --out board \
		-o list.csv
	flow board
	counted board | grep -v ^domestic >actual
	visible board | grep -v ^domestic >expected
	same expected actual
	# A child met under two numbers may count twice at its address.
	counted board | grep ^domestic | cut -d, -f4 >seen
	visible board | grep ^domestic | cut -d, -f4 | paste - seen |
		awk '$2 < $1 || $2 > $1 + 1' >far
	: >none
	same none far
}

@test "nothing that only an agency may know is in the dataset" {
	local word
	lscb-synth --date 2026-03-31 --out board -o list.csv
	flow board
	# Names, postcodes, identifiers, words of a narrative or a child.
	for word in Jones Siân CY1 999 699 Ysgol neighbour nan CA0 PPN0 Hafod; do
		grep -F "$word" counts.csv && return 1
		cut -d, -f2,3,4,5,9- history.csv | grep -F "$word" && return 1
	done
	# Dates of birth as the extracts write them: months only.
	awk -F, 'NR > 1 && $10 !~ /^(|unborn|[0-9][0-9][0-9][0-9]-[0-9][0-9])$/' \
		history.csv >days
	: >none
	same none days
}
