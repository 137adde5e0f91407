#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# A board whose agencies send what was known at the end of last month and what
# is new or has changed since, beside the same board sent whole: the night of
# both is the same, to the last line.
load ../lib/common
load lib

CHANGING='register referrals contacts visits notices missing'

# both ERRORS: both boards, each with a night.
both() {
	local extract
	cp -R "$ROOT/pipelines/library" library
	for extract in $CHANGING; do
		sed -i "/^$extract,/s/,full,/,changes,/" library/synth/files.csv
		sed -i 's/^delivery: all/delivery: changes/' \
			"library/extracts/$extract.rec"
	done
	export LSCB_LIBRARY=$PWD/library
	invent whole --people 12000 --seed 1 --errors "$1"
	# Each mistake is made once in a file, however few its rows are.
	sed -i 's/^max_rejects: .*/max_rejects: 90%/' whole/board.rec
	cp -R whole parts
	lscb-synth --date "$DATE" --people 12000 --seed 1 --errors "$1" \
		--delivery as-sent --out sent -o list
	for extract in $CHANGING; do
		mv "sent/cwm-arian/$extract.csv" parts/incoming/cwm-arian/
		mv "sent/changes/cwm-arian/$extract.csv" \
			"parts/incoming/cwm-arian/$extract.changes.csv"
	done
	"$ROOT/pipelines/nightly" whole --date "$DATE"
	"$ROOT/pipelines/nightly" parts --date "$DATE"
}

# as_whole EXTRACT...: changes have done something to each of these.
as_whole() {
	local extract
	same whole/current/counts.csv parts/current/counts.csv
	same whole/current/history.csv parts/current/history.csv
	for extract; do
		awk -F, -v x="$extract" '$2 == x { n = $14 + $15 }
			END { exit !(n > 0) }' parts/current/deliveries.csv
	done
}

@test "last month's files and the changes since make the night of the whole" {
	both none
	as_whole register referrals contacts visits notices missing
	# Spells that ended meanwhile are corrections.
	awk -F, '$2 == "register" { exit !($15 > 0) }' parts/current/deliveries.csv
}

# events BOARD: all that happened, but for who it was: what nobody wrote wrong.
events() {
	awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) {
			if ($i == "via") via = i
			who[i] = $i ~ /^(subject|child|household|via|birth_month|sex)$/ }
			next }
		$via == "" { for (i = 1; i <= NF; i++) if (who[i]) $i = "-"
			print }' "$1/current/history.csv" | sort
}

@test "so they do where agencies make mistakes" {
	both some
	# A few rows are written wrong in one board and not in the other, so a
	# child may be found in one and not in the other; what happened is one.
	same <(events whole) <(events parts)
	awk -F, '$2 == "notices" { n = $14 + $15 }
		END { exit !(n > 0) }' parts/current/deliveries.csv
}
