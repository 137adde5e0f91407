#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# A board where every edge is on purpose: a few rows each, the right answers
# written by hand in pipelines/library/synth/hostile/answers.csv.
load lib/common

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	PATH=$LSCB_BIN:$PATH
	umask 077
	lscb-synth --hostile --out board -o list.csv
	lscb-keygen --new first second
	lscb-keygen --purpose deidentify -o deidentify.key first second
	lscb-keygen --purpose link -o link.key first second
	local file extract
	for file in board/cwm-arian/*; do
		extract=$(basename "${file%.csv*}")
		lscb-ingest -x "$extract" --sender cwm-arian --date 2026-03-31 \
			--stats "$extract.stats" -o "$extract.clean" "$file"
		lscb-deidentify -x "$extract" --sender cwm-arian \
			-k deidentify.key --tokens "$extract.tokens" \
			-o "$extract.payload" "$extract.clean"
	done
	lscb-link -k link.key -o map.csv ./*.tokens
	lscb-join --map map.csv -o history.csv ./*.payload
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return
}

# ask MEASURE...: indicator,start,end,numerator,denominator,unmatched of the
# totals.
ask() {
	lscb-indicators --from 2024-04-01 --date 2026-03-31 \
		--populations board/populations.csv "$@" history.csv |
		awk -F, 'NR > 1 && $4 == "" {
			print $1 "," $2 "," $3 "," $6 "," $7 "," $9 }'
}

@test "every answer of the library's indicators is the one written by hand" {
	ask -i all >said
	# Whoever writes an answer writes unmatched only where there is one.
	grep -E '^[a-z-]*,20' board/truth/answers.csv |
		cut -d, -f1-6 >wanted
	(( $(wc -l <wanted) >= 80 ))
	awk -F, 'NR == FNR { said[$1 "," $2 "," $3] = $4 "," $5 "," $6; next }
		{ s = said[$1 "," $2 "," $3]
		  w = $4 "," $5 "," $6
		  if (s != w)
			print $1, $2, $3 ": written " w ", counted " s }' \
		said wanted >differ
	cat differ
	[[ ! -s differ ]]
}

@test "the unit that is counted makes another figure of the same events" {
	local line expression start end asked=0
	while IFS=$'\t' read -r expression start end line; do
		lscb-indicators --from "$start" --date "$end" -e "$expression" \
			history.csv | awk -F, -v OFS=, 'NR == 2 {
				print $6, $7 }' >said
		printf '%s\n' "$line" >wanted
		same wanted said
		(( ++asked ))
	done < <(grep -E '^"?(distinct )?[a-z]+ (ending )?by ' board/truth/answers.csv |
		sed -E 's/^"?(.* by [^"]*)"?,(20[0-9-]*),(20[0-9-]*),([0-9]*,[0-9]*),.*/\1\t\2\t\3\t\4/')
	(( asked == 5 ))
}

@test "6.25 % is shown as 6.3, half up" {
	lscb-indicators --from 2024-04-01 --date 2024-06-30 -i cpr-second \
		history.csv | lscb-limits | lscb-report --format csv |
		grep 2024-06-30 | cut -d, -f8 >shown
	echo 6.3 >wanted
	same wanted shown
}

@test "what is not available is not nought" {
	lscb-indicators --from 2024-07-01 --date 2024-09-30 -i cpr-second \
		history.csv | grep -q ',0,0,0,,na$'
}
