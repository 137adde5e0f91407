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

@test "so they do where agencies make mistakes" {
	both some
	as_whole notices
}
