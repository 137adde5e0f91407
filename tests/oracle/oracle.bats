#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The indicators counted a second time, in SQL that was written from the prose
# of the library and not from its definitions: boards that lscb-synth invents,
# with and without mistakes in their extracts, and histories of nothing but
# border cases.  Every window of every indicator must agree; and the comparison
# must find a fault in a definition when there is one.
load ../lib/common
load ../lib/board

ORACLE=$ROOT/tests/oracle
MEASURES=(board bullied cpr-second cpr-two-years domestic-abuse feel-safe
	referral-rate)

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	command -v sqlite3 >/dev/null ||
		skip 'no sqlite3: THE INDICATORS WERE NOT COUNTED A SECOND TIME'
}

# sql HISTORY COUNTS POPULATIONS FILE...: the queries on these tables.
sql() {
	local tables=(-cmd '.mode csv' -cmd ".import '$1' history")
	[[ -z $2 ]] || tables+=(-cmd ".import '$2' counts"
		-cmd ".import '$3' population")
	shift 3
	cat "${@/#/$ORACLE/}" >queries
	sqlite3 -bail "${tables[@]}" -cmd '.mode list' :memory: <queries
}

# compare HISTORY COUNTS POPULATIONS: one line for every difference.
compare() {
	sql "$@" periods.sql views.sql "${MEASURES[@]/%/.sql}" compare.sql
}

# counted COUNTS: every indicator that is counted a second time has somebody to
# count, in one board or other.
counted() {
	local files=("${MEASURES[@]/#/$ORACLE/}")
	sed -n "s/^SELECT '\([a-z-]*\)', p\.first, .*/\1/p" \
		"${files[@]/%/.sql}" | sort >twice
	(($(wc -l <twice) >= 12))
	awk -F, '$6 + 0 > 0 { print $1 }' "$1" | sort -u | comm -23 twice - |
		same /dev/null -
}

# board SEED ERRORS: the night of an invented board, and the two comparisons.
# Mistakes on purpose may be more than a night would accept of so few rows.
board() {
	local dir=board-$1-$2
	make_keys
	lscb-synth --people 12000 --seed "$1" --errors "$2" --date 2026-03-31 \
		--out "extracts-$1-$2" >/dev/null
	"$ROOT/pipelines/board-init" "$dir"
	sed -i 's/^max_rejects:.*/max_rejects: 100%/' "$dir/board.rec"
	cp "$BATS_FILE_TMPDIR"/keys/*.key "$dir/keys/"
	cp "extracts-$1-$2/populations.csv" "$dir/"
	cp -R "extracts-$1-$2/cwm-arian" "$dir/incoming/"
	"$NIGHTLY" "$dir" --date 2026-03-31
	compare "$dir/current/history.csv" "$dir/current/counts.csv" \
		"$dir/populations.csv" >differences
	same /dev/null differences
	cat "$dir/current/counts.csv" >>all-counts
	sql "$dir/current/history.csv" '' '' households.sql >differences
	same /dev/null differences
}

# crowded SEED: a history of border cases in $1.csv, populations beside it.
crowded() {
	awk -v seed="$1" -f "$ORACLE/crowded.awk" >raw
	head -n 1 raw >"$1.csv"
	tail -n +2 raw >body
	sort -u body >>"$1.csv"
	cat >populations.csv <<-'EOF'
		area,year,age_from,age_to,population
		,2022,0,4,200
		,2022,5,17,801
		,2022,18,,5000
		west,2022,0,17,77
		,2023,0,17,1102
		,2024,0,17,1203
		,2025,0,17,1304
		,2026,0,17,1405
	EOF
}

# count HISTORY: its counts, in counts.csv.
count() {
	lscb-indicators --date 2026-03-31 --populations populations.csv \
		-o counts.csv "$1"
}

# fault INDICATOR FILE SED: a copy of the library with one edit, which must
# change the file, must still count, and must be found: in INDICATOR alone.
fault() {
	rm -rf library
	cp -R "$ROOT/pipelines/library" library
	sed -i "$3" "library/$2"
	if cmp -s "library/$2" "$ROOT/pipelines/library/$2"; then
		echo "$1: $3 changes nothing in $2"
		return 1
	fi
	LSCB_LIBRARY=$PWD/library count 1.csv
	compare 1.csv counts.csv populations.csv >differences
	awk -F '|' '!seen[$1, $2]++ { print $1 "|" $2 }' differences >found
	same found - <<<"differs|$1" || {
		echo "$1: $3 was not found, or not only there"
		return 1
	}
}

@test "three boards without mistakes: SQL counts the same" {
	for seed in 7 13 16; do
		board "$seed" none
	done
	counted all-counts
}

@test "three boards with mistakes in their extracts: SQL counts the same" {
	for seed in 1 7 9; do
		board "$seed" some
	done
	counted all-counts
}

@test "three histories of border cases: SQL counts the same" {
	for seed in 1 2 3; do
		crowded "$seed"
		count "$seed.csv"
		counted counts.csv
		compare "$seed.csv" counts.csv populations.csv >differences
		same /dev/null differences
	done
}

@test "a history that begins late: SQL says not available in the same periods" {
	crowded 4
	# from July 2023; the survey from 2025
	awk -F, 'NR == 1 || $2 >= ($4 == "survey" ? "2025-01-01" : "2023-07-02")' \
		4.csv >late.csv
	count late.csv
	grep -q '^cpr-second,2023-04-01,2024-03-31,.*,na$' counts.csv
	grep -q '^feel-safe,2024-10-01,2024-12-31,.*,na$' counts.csv
	compare late.csv counts.csv populations.csv >differences
	same /dev/null differences
}

@test "a fault in a definition is found, and only where it is" {
	crowded 1
	while IFS='|' read -r id file edit; do
		fault "$id" "${file:-indicators/$id.rec}" "$edit"
	done <<-'EOF'
		audits-completed||s/: distinct /: /
		board-meetings||s/: distinct /: /
		training-sessions||s/: distinct /: /
		bullied||s/bullying where safeguarded/bullying/
		bullied||/^matched:/d
		bullied|predicates.rec|s/age(close) <= 15/age(close) <= 16/
		cpr-second||s/earlier(registration) >= 1/earlier(registration) >= 2/
		cpr-second||s/ or previous_registrations >= 1//
		cpr-two-years-ended||s/>= 24/> 24/
		cpr-two-years-open||s/>= 24/> 24/
		cpr-two-years-open||s/registration open/registration overlapping/
		domestic-abuse-children||s/ where under_18_or_unborn//
		domestic-abuse-children||s/: distinct /: /
		domestic-abuse-register||s/ where during(registration)//
		domestic-abuse-register||s/registration overlapping by/registration by/
		feel-safe||s/ and known(safe)//
		feel-safe||s/(registration, de-registration)/(registration)/
		referral-rate||s/offset: -1/offset: 0/
		referral-rate||s/ by child//
		sait-band-two||s/band >= 2/band > 2/
		sait-band-two||s/latest(sait)/known(band)/
	EOF
}
