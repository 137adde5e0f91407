#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Malformed input: each file of sample-data/nasty ends as equal to what the
# sender meant, or is refused with line and reason; silently different, never.
# nasty.csv says which, NAME.expected what was meant; both written by hand.
load ../lib/common

NASTY=$ROOT/sample-data/nasty

@test "each file is read as its sender meant it, or refused with line and reason" {
	"$ROOT/tests/nasty/judge" outcome
}

@test "without a place for bad rows the first one stops the file" {
	"$ROOT/tests/nasty/judge" stops
}

@test "--explain says of every file what becomes of it; nothing said holds a value of it" {
	"$ROOT/tests/nasty/judge" told
}

@test "the same file packed with gzip is the same" {
	"$ROOT/tests/nasty/judge" packed
}

@test "every file is in the list, every expectation and definition is used" {
	(cd "$NASTY" && ls) | grep -vE '\.(rec|expected)$|^README|^nasty' |
		sort >there
	tail -n +2 "$NASTY/nasty.csv" | cut -d, -f1 | sort -u >listed
	same listed there
	(cd "$NASTY" && ls ./*.expected) | sed 's|^./||; s/\.expected$//' |
		sort >there
	tail -n +2 "$NASTY/nasty.csv" | cut -d, -f9 | grep . | sort -u >listed
	same listed there
	(cd "$NASTY" && ls ./*.rec) | sed 's|^./||; s/\.rec$//' | sort >there
	tail -n +2 "$NASTY/nasty.csv" | cut -d, -f2 | grep -v '^--' |
		sort -u >listed
	same listed there
}

@test "lscb-malformed(7) has every reason of the list, and no other" {
	# The reasons of a board's own rules are its own.
	sed -n 's/^code: \([a-z-]*\)$/\1/p' "$NASTY/rules.rec" | sort >own
	tail -n +2 "$NASTY/nasty.csv" | cut -d, -f7 | grep . | sort -u |
		comm -23 - own >listed
	# Workbooks and XML have samples of their own (sheet.bats, ingest-xml.bats).
	awk -F'\t' '/^\.Ss Workbooks/ { exit } /^\.TS/ { on = 1 }
		/^\.TE/ { on = 0 } on { print $3 }' \
		"$ROOT/filters/man/lscb-malformed.7" |
		grep -oE '[a-z]+(-[a-z]+)+' | sort -u >told
	[[ -s own && -s told ]]
	same listed told
}
