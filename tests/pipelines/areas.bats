#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The night carries the areas that board.rec names, and no address; what is wrong
# with the directory is said before any delivery is judged.
load ../lib/common
load ../lib/board

CHECK=$ROOT/pipelines/check

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	make_board >/dev/null
	cat >board/postcodes.csv <<-'EOF'
		pcds,doterm,lad25cd,wd25cd,ctry25cd,lsoa21cd,imd20ind
		LL9 1AA,,W06900001,W05900001,W92000004,W01900001,17
		LL9 1AB,,W06900001,W05900001,W92000004,W01900002,400
		LL9 1AD,,W06900001,W05900002,W92000004,W01900003,1900
		LL9 1AE,202001,W06900001,W05900002,W92000004,W01900004,900
	EOF
	sed -i 's/^populations: .*/&\nareas: postcodes.csv\nlevel: deprivation_fifth/' \
		board/board.rec
	deliver register referrals notices
}

# values COLUMN: of the history, without the empty ones.
values() {
	awk -F, -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name)
		at = i; next } at == 0 { print "none"; exit } $at != "" { print $at }' \
		board/current/history.csv | sort | uniq -c | tr -s ' '
}

@test "the history holds the level that was chosen, and no finer one" {
	night 2026-03-31
	# Register: R1 R2 first fifth, R3 R4 second, R5 R6 last, R7 R8 third, R9
	# R10 not listed; referrals: F1 F2 first, F3 second.  A notice is the
	# household's: N1's at AA (with both children of it), N2's at AD.
	values deprivation_fifth >actual
	[[ $(awk '{ n += $1 } END { print n }' actual) -ge 11 ]]
	cut -d ' ' -f 3 actual >fifths
	printf '%s\n' 1 2 3 5 | same - fifths
	for level in ward lsoa home_authority; do
		run values "$level"
		[[ -z $output || $output == ' 1 none' ]]
	done
	# And nothing of an address below the line.
	run ! grep -rqE 'LL9|1AA|1AB' board/current board/state board/work
	run ! grep -rqE 'W0[15]9' board/current
}

@test "another level, two levels, none: as board.rec says" {
	sed -i 's/^level: .*/level: ward\nlevel: home_authority/' board/board.rec
	night 2026-03-31
	values ward | cut -d ' ' -f 3 >actual
	printf '%s\n' W05900001 W05900002 | same - actual
	values home_authority | cut -d ' ' -f 3 | same - <(echo W06900001)
	values deprivation_fifth | grep -v none >actual || :
	[[ ! -s actual ]]
	sed -i '/^areas: /d; /^level: /d' board/board.rec
	night 2026-03-31
	values ward | grep -v none >actual || :
	[[ ! -s actual ]]
}

@test "the stats of the night say which addresses were found" {
	shim lscb-link <<-'EOF'
		#!/bin/sh
		exit 75
	EOF
	run -75 env LSCB_BIN="$PWD/bin" "$NIGHTLY" board --date 2026-03-31
	grep -h located board/work/2026-03-31/stats/deidentify.cwm-arian.register.csv >actual
	cat >expected <<-'E'
	lscb-deidentify,located,found,6
	lscb-deidentify,located,found-ended,2
	lscb-deidentify,located,not-in-directory,2
	E
	same expected actual
}

@test "a directory that is missing or broken ends the night before a delivery is judged" {
	mv board/postcodes.csv away
	run -66 "$NIGHTLY" board --date 2026-03-31
	[[ $output == *'no postcodes.csv, which board.rec names under areas: put it there'* ]]
	sed 's/imd20ind/index/' away >board/postcodes.csv
	run -78 "$NIGHTLY" board --date 2026-03-31
	[[ $output == *"the directory has no column 'imd'"* ]]
	# The deliveries still wait.
	[[ -e $IN/register.csv && ! -e board/identifiable/refused ]]
	mv away board/postcodes.csv
	sed -i 's/^level: .*/level: deprivation_fith/' board/board.rec
	run -78 "$NIGHTLY" board --date 2026-03-31
	[[ $output == *"did you mean 'deprivation_fifth'"* ]]
	sed -i 's/^level: .*/level: deprivation_fifth/' board/board.rec
	night 2026-03-31
}

@test "check says it before the first night" {
	mend() {
		run -1 "$CHECK" board
		[[ $output == *"to mend: $1"* && $output == *'1 to mend before'* ]] || {
			echo "$output" && return 1
		}
	}
	run -0 "$CHECK" board
	mv board/postcodes.csv away
	mend 'postcodes.csv: is not there, which board.rec names under areas'
	sed 's/^LL9 1AB/LL91AA/' away >board/postcodes.csv
	mend areas:
	[[ $output == *'[two-areas]'* ]]
	gzip -c away >board/postcodes.csv
	run -0 "$CHECK" board
	sed -i 's/^level: .*/level: parish/' board/board.rec
	mend areas:
	[[ $output == *"there are home_authority, ward, lsoa, deprivation_fifth"* ]]
}

@test "board.rec: areas without a level, a level without areas, a path outside: 78" {
	sed -i '/^level: /d' board/board.rec
	run -78 "$CHECK" board
	[[ $output == *"areas: without 'level:' none is carried"* ]]
	sed -i 's/^areas: .*/level: ward/' board/board.rec
	run -78 "$CHECK" board
	[[ $output == *"level: without 'areas:'"* ]]
	sed -i 's/^level: .*/level: Ward Name/' board/board.rec
	run -78 "$CHECK" board
	[[ $output == *'level: want a level of areas.rec'* ]]
	sed -i 's,^level: .*,areas: ../postcodes.csv\nlevel: ward,' board/board.rec
	run -78 "$CHECK" board
	[[ $output == *'areas: want a path inside the board'* ]]
}

@test "what the night read of areas stands in its manifest" {
	night 2026-03-31
	hash=$(sha256sum <board/postcodes.csv)
	grep -q "{\"path\":\"postcodes.csv\",\"hash\":\"sha256:${hash%% *}\"}" \
		board/current/datapackage.json
}
