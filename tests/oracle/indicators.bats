#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The twelve indicators a second time, in SQL (indicators.sql), on the history
# of an invented board: every window must agree.
load ../lib/common
load ../lib/board

# An invented board of 12,000 people, through the night.
make_history() {
	lscb-synth --people 12000 --seed 5 --errors none --date 2026-03-31 \
		--out extracts >/dev/null
	make_keys
	"$ROOT/pipelines/board-init" sample
	cp "$BATS_FILE_TMPDIR"/keys/*.key sample/keys/
	cp extracts/populations.csv sample/
	cp -R extracts/cwm-arian sample/incoming/
	"$NIGHTLY" sample --date 2026-03-31
}

@test "SQL and lscb-indicators count the same in every window" {
	command -v sqlite3 >/dev/null || skip 'no sqlite3'
	make_history
	sqlite3 :memory: -cmd '.mode csv' \
		-cmd '.import sample/current/history.csv h' \
		-cmd '.import extracts/populations.csv p' \
		<"$ROOT/tests/oracle/indicators.sql" |
		tr -d '\r"' | sort >want
	# SQL has no row where nobody is counted: leave out 0 of 0
	lscb-indicators --from 2023-04-01 --date 2026-03-31 \
		--populations extracts/populations.csv \
		sample/current/history.csv |
		awk -F, -v OFS=, 'NR > 1 && !($7 != "" && $7 == 0 && $9 + 0 == 0) {
			print $1, $2, $3, $6, $7, $9
		}' | sort >got
	same want got
	# it is a board where every indicator counts something
	[ "$(awk -F, '$4 > 0 { print $1 }' want | sort -u | wc -l)" -eq 12 ]
}
