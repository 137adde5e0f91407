#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What police, health, education, justice and the board itself send: each
# extract of a board without mistakes says what can be so, at rates near those
# that are published, and no more of anybody goes on than may.
load lib/common

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	local file extract sender
	umask 077
	lscb-synth --people 20000 --authorities 2 --date 2026-03-31 \
		--out board --errors none -o list.csv
	lscb-keygen --new first second
	lscb-keygen --purpose deidentify -o deidentify.key first second
	for file in board/*/*.csv*; do
		sender=$(basename "$(dirname "$file")")
		[[ $sender == truth ]] && continue
		extract=$(basename "${file%.csv*}")
		lscb-ingest -x "$extract" --sender "$sender" \
			--date 2026-03-31 -o clean.csv "$file"
		lscb-deidentify -x "$extract" --sender "$sender" \
			-k deidentify.key --date 2026-03-31 \
			--tokens tokens.csv -o payload.csv clean.csv
		# Both authorities in one file; canonical names and dates.
		tail -n +2 clean.csv >>"$extract.rows"
		head -n 1 clean.csv >"$extract.head"
		cut -d, -f2- payload.csv | tail -n +2 >>payloads
		tail -n +2 tokens.csv >>"$extract.tokens"
	done
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return 1
}

# rows EXTRACT COLUMN...: those columns of its clean rows, between tabs; no
# field of these holds one.
rows() {
	local extract=$1
	shift
	cat "$extract.head" "$extract.rows" | awk -v want="$*" '{
		n = 0; field = ""; quoted = 0
		for (i = 1; i <= length($0); i++) {
			c = substr($0, i, 1)
			if (c == "\"")
				quoted = !quoted
			else if (c == "," && !quoted) {
				f[++n] = field; field = ""
			} else
				field = field c
		}
		f[++n] = field
		if (NR == 1) {
			for (i = 1; i <= n; i++)
				at[f[i]] = i
			columns = split(want, name, " ")
			next
		}
		out = f[at[name[1]]]
		for (i = 2; i <= columns; i++)
			out = out "\t" f[at[name[i]]]
		print out
	}'
}

nothing() {
	: >"$BATS_TEST_TMPDIR/nothing"
	same "$BATS_TEST_TMPDIR/nothing" "$1"
}

@test "no name, number, address or word of a narrative is in what goes on" {
	local word
	for word in Jones Williams JONES CY1 999 W699 neighbour precinct \
		CRN AS0 YO1 Ysgol; do
		run -1 grep -F "$word" payloads
	done
}

@test "of adults only the address goes on" {
	# id to sex of the tokens, which have no header here.
	cut -d, -f4-25 adult-services.tokens probation.tokens | tr -d , |
		grep . >"$BATS_TEST_TMPDIR/who" || :
	nothing "$BATS_TEST_TMPDIR/who"
	cut -d, -f29 adult-services.tokens | grep -c . >"$BATS_TEST_TMPDIR/homes"
	(( $(cat "$BATS_TEST_TMPDIR/homes") > 100 ))
}

@test "a MARAC sits on a Thursday, every second one" {
	rows marac meeting_date | awk -F- '{
		t = mktime($1 " " $2 " " $3 " 12 0 0")
		print strftime("%u", t), int(t / 86400) % 14 }' |
		sort -u >"$BATS_TEST_TMPDIR/actual"
	echo '4 0' >"$BATS_TEST_TMPDIR/expected"
	same "$BATS_TEST_TMPDIR/expected" "$BATS_TEST_TMPDIR/actual"
}

@test "a child is missing once at a time; only who is back is interviewed" {
	rows missing surname forename dob missing_from found \
		interview_accepted interview_date |
		sort -t '	' -k1,4 |
		awk -F '\t' '{ child = $1 "\t" $2 "\t" $3 }
			$5 != "" && $5 < $4 { print "found before" }
			child == last && ($4 <= found || found == "") {
				print "twice at once" }
			$7 != "" && ($6 != "yes" || $5 == "" || $7 < $5) {
				print "interview" }
			{ last = child; found = $5 }' >"$BATS_TEST_TMPDIR/wrong"
	nothing "$BATS_TEST_TMPDIR/wrong"
}

@test "whatever happens at school happens on a school day" {
	{
		rows bullying incident_date
		rows exclusions start
	} | awk -F- '{ t = mktime($1 " " $2 " " $3 " 12 0 0") }
		strftime("%u", t) > 5 || $2 == "08"' >"$BATS_TEST_TMPDIR/wrong"
	nothing "$BATS_TEST_TMPDIR/wrong"
}

@test "sessions missed are some of those possible, one row a pupil and term" {
	rows school-attendance sessions_possible sessions_attended \
		sessions_unauthorised |
		awk -F '\t' '$2 > $1 || $3 > $1 - $2 || $1 < 0 || $1 > 146' \
		>"$BATS_TEST_TMPDIR/wrong"
	rows school-attendance upn term_start | sort | uniq -d \
		>>"$BATS_TEST_TMPDIR/wrong"
	nothing "$BATS_TEST_TMPDIR/wrong"
}

@test "a permanent exclusion has no number of sessions, any other has" {
	rows exclusions type sessions | awk -F '\t' '
		($1 == "permanent") != ($2 == "")' >"$BATS_TEST_TMPDIR/wrong"
	nothing "$BATS_TEST_TMPDIR/wrong"
}

@test "orders are of children of 10 to 17, who enter for the first time once" {
	rows youth-offending surname forename dob offence_date start \
		first_time_entrant | sort -t '	' -k1,3 -k5,5 |
		awk -F '\t' 'function years(from, to,  n) {
				n = substr(to, 1, 4) - substr(from, 1, 4)
				return n - (substr(to, 6) < substr(from, 6))
			}
			years($3, $4) < 10 || years($3, $5) > 17 { print "age" }
			{ child = $1 "\t" $2 "\t" $3 }
			child == last && $6 == "yes" { print "first again" }
			{ last = child }' >"$BATS_TEST_TMPDIR/wrong"
	nothing "$BATS_TEST_TMPDIR/wrong"
}

@test "a check is recorded, or not, for those who meet children and no others" {
	rows probation child_contact child_check | awk -F '\t' '
		($1 == "yes") != ($2 != "")' >"$BATS_TEST_TMPDIR/wrong"
	nothing "$BATS_TEST_TMPDIR/wrong"
	rows probation child_contact child_check | sort -u |
		wc -l >"$BATS_TEST_TMPDIR/kinds"
	(( $(cat "$BATS_TEST_TMPDIR/kinds") == 3 ))
}

@test "a check of staff is good for three years" {
	rows checks checked valid_until | awk -F '\t' '{
		same = substr($1, 5) == substr($2, 5)
		if ($1 ~ /-02-29$/)
			same = $2 ~ /-02-28$/
		if ($2 - $1 != 3 || !same) print }' >"$BATS_TEST_TMPDIR/wrong"
	nothing "$BATS_TEST_TMPDIR/wrong"
}

# within NUMERATOR DENOMINATOR SCALE LOW HIGH WHAT
within() {
	awk -v n="$1" -v of="$2" -v scale="$3" -v low="$4" -v high="$5" \
		-v what="$6" 'BEGIN { rate = n * scale / of
		if (rate < low || rate > high) {
			print what ": " rate ", want " low " to " high; exit 1 } }'
}

@test "rates are near those that are published" {
	local children pupils
	# Of the last mid-year; three years of data.
	awk -F, '$1 == "" && $2 == 2025 && $4 != "" && $4 < 18 { n += $5 }
		END { print n }' board/populations.csv >"$BATS_TEST_TMPDIR/children"
	children=$(cat "$BATS_TEST_TMPDIR/children")
	# Gwent 2010-11: 141 domestic abuse incidents per 10,000 people.
	within "$(rows notices type | grep -c '^domestic-abuse$')" 60000 10000 \
		100 200 'domestic abuse incidents'
	# SafeLives: 28 to 40 % repeat; West Wales: 25.6 cases per 10,000.
	within "$(rows marac repeat | grep -c yes)" "$(rows marac repeat |
		wc -l)" 100 25 45 'MARAC repeats'
	within "$(rows marac repeat | wc -l)" 60000 10000 15 38 'MARAC cases'
	# Gwent 2013 and 2015-16: 285 reports of missing per 10,000 children.
	within "$(rows missing found | wc -l)" $(( children * 3 )) 10000 \
		180 420 'missing episodes'
	# Wales 2024/25: 8.9 % of sessions missed.
	rows school-attendance sessions_possible sessions_attended |
		awk '{ n += $1; missed += $1 - $2 } END { print missed, n }' \
		>"$BATS_TEST_TMPDIR/sessions"
	read -r missed possible <"$BATS_TEST_TMPDIR/sessions"
	within "$missed" "$possible" 1000 80 98 'sessions missed'
	# Wales 2012/13: 81 days lost to fixed-term exclusions per 1,000 pupils;
	# a pupil's year is 380 sessions, a day two.
	rows exclusions type sessions | awk '$1 == "fixed-term" { n += $2 }
		END { print n / 2 }' >"$BATS_TEST_TMPDIR/days"
	within "$(cat "$BATS_TEST_TMPDIR/days")" $(( possible / 380 )) 1000 \
		55 110 'days lost to exclusions'
}

@test "a changed rate changes what it is a rate of, and nothing else" {
	cp -r "$LSCB_LIBRARY" "$BATS_TEST_TMPDIR/library"
	awk '/^name: / { name = $2 } /^value: / && name ~ /^exclusions-/ {
		$2 *= 3 } { print }' "$LSCB_LIBRARY/synth/rates.rec" \
		>"$BATS_TEST_TMPDIR/library/synth/rates.rec"
	lscb-synth --people 3000 --date 2026-03-31 --errors none \
		--out "$BATS_TEST_TMPDIR/as-is" -o "$BATS_TEST_TMPDIR/list.csv"
	lscb-synth --people 3000 --date 2026-03-31 --errors none \
		--library "$BATS_TEST_TMPDIR/library" \
		--out "$BATS_TEST_TMPDIR/more" -o "$BATS_TEST_TMPDIR/list.csv"
	(cd "$BATS_TEST_TMPDIR" && diff -rq as-is more | awk '{ print $2 }') \
		>"$BATS_TEST_TMPDIR/actual" || :
	printf '%s\n' as-is/cwm-arian/exclusions.csv \
		as-is/truth/people.csv >"$BATS_TEST_TMPDIR/expected"
	same "$BATS_TEST_TMPDIR/expected" "$BATS_TEST_TMPDIR/actual"
}
