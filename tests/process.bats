#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The child protection process as lscb-synth plays it: what the extracts of
# social services, and of the advocate, say of each other; how often each step
# comes beside what is published; what a changed rate moves.
load lib/common

DATE=2026-03-31
BEGINS=2023-04-01	# of the window

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	lscb-synth --date "$DATE" --errors none --delivery full --people 60000 \
		--out board -o list.csv
	mkdir plain
	local file
	for file in board/cwm-arian/*; do
		text "$file" | sed '1s/^\xef\xbb\xbf//; s/\r$//' \
			>"plain/$(basename "${file%.csv*}").csv"
	done
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	BOARD=$BATS_FILE_TMPDIR/board
	PLAIN=$BATS_FILE_TMPDIR/plain
	: >nothing
}

# columns EXTRACT NAME...: fields of the extract by header, between tabs,
# dates as YYYY-MM-DD.  No quoted field before one of them holds a quote.
columns() {
	local file=$PLAIN/$1.csv
	shift
	sed -E ':a; s/("[^",]*),([^"]*")/\1;\2/; ta' "$file" |
		awk -v names="$(IFS='|' && printf '%s' "$*")" -F, '
		FNR == 1 { n = split(names, name, "|")
			for (i = 1; i <= NF; i++) at[$i] = i
			for (k = 1; k <= n; k++) if (!(name[k] in at)) exit 1
			next }
		{ line = ""
		for (k = 1; k <= n; k++)
			line = line (k > 1 ? "\t" : "") $at[name[k]]
		print line }' |
		sed -E 's#\b([0-9]{2})/([0-9]{2})/([0-9]{4})\b#\3-\2-\1#g'
}

@test "every event of the library comes from some extract, but those others are counted by, and those that say so" {
	awk -F': ' '$1 == "event" { print $2 }' "$LSCB_LIBRARY"/extracts/*.rec |
		sort -u >given
	awk -F': ' '/^%rec: / { event = $2 == "Event" }
		event && $1 == "name" { print $2 }' "$LSCB_LIBRARY/events.rec" |
		sort >known
	comm -13 given known >actual
	# An event with members is what others are counted by, and an indicator
	# may be ready before the extract that it needs.
	sed -z 's/\n+ / /g' "$LSCB_LIBRARY/events.rec" |
		awk -F': ' '$1 == "name" { name = $2 }
		$1 == "member" || /^note: .*No extract gives it yet/ { print name }' |
		sort -u >expected
	[[ $(wc -l <expected) -ge 2 ]]
	same expected actual
}

@test "a contact is not a referral, and every referral has its contact" {
	local contacts referrals
	columns contacts 'Child Unique ID' 'Date of Contact' Outcome |
		awk -F'\t' '$3 == "Referral" { print $1 "\t" $2 }' | sort >referred
	columns referrals 'Child Unique ID' 'Referral Date' | sort >referrals
	same referred referrals
	contacts=$(wc -l <"$PLAIN/contacts.csv")
	referrals=$(wc -l <"$PLAIN/referrals.csv")
	(( contacts > 2 * referrals && referrals > 100 ))
}

@test "a conference follows its strategy discussion, a registration its conference" {
	columns strategy 'Child Unique ID' 'Strategy Discussion Date' |
		sort >strategy
	columns conferences 'Child Unique ID' 'Strategy Discussion Date' |
		awk -F'\t' -v from="$BEGINS" '$2 >= from' | sort >wanted
	comm -23 wanted strategy >actual
	same nothing actual
	columns conferences 'Child Unique ID' 'Date of Conference' Outcome |
		awk -F'\t' '$3 == "Registered" { print $1 "\t" $2 }' |
		sort >registered
	columns register 'Child Unique ID' 'Date Registered' |
		awk -F'\t' -v from="$BEGINS" '$2 >= from' | sort >register
	same registered register
	(( $(wc -l <register) > 100 ))
}

@test "spells of one child do not meet, and what happens on the register lies within one" {
	local extract header
	columns register 'Child Unique ID' 'Date Registered' 'Date Removed' |
		sort >spells
	awk -F'\t' '$1 == child && (end == "" || $2 <= end) { print }
		{ child = $1; end = $3 }' spells >actual
	same nothing actual
	while IFS='|' read -r extract header; do
		columns "$extract" 'Child Unique ID' "$header" >rows
		(( $(wc -l <rows) > 100 ))
		# A review may be the one that removes.
		awk -F'\t' -v review="$([[ $extract != reviews ]] || echo 1)" '
			NR == FNR { n[$1]++; from[$1, n[$1]] = $2
				to[$1, n[$1]] = $3 == "" ? "9999" : $3; next }
			{ ok = 0
			for (i = 1; i <= n[$1]; i++)
				ok = ok || ($2 > from[$1, i] && ($2 < to[$1, i] ||
				    (review && $2 == to[$1, i])))
			if (!ok) print FILENAME ": " $0 }' spells rows >>actual
	done <<-'EOF2'
		core-groups|Date of Core Group
		reviews|Review Date
		visits|Date of Visit
	EOF2
	same nothing actual
}

@test "who is removed by a review is on the register until that day" {
	columns reviews 'Child Unique ID' 'Review Date' Outcome |
		awk -F'\t' '$3 == "De-register" { print $1 "\t" $2 }' |
		sort >removed
	columns register 'Child Unique ID' 'Date Removed' | sort >spells
	comm -23 removed spells >actual
	same nothing actual
	(( $(wc -l <removed) > 50 ))
}

@test "the register says how often this authority had the child before" {
	# Of the spells that the file has, each counts one more; earlier ones
	# make all of a child's counts higher by the same number.
	columns register 'Child Unique ID' 'Date Registered' \
		'Previous Registrations' | sort |
		awk -F'\t' '$1 == child && $3 != before + 1 { print }
			{ child = $1; before = $3 }' >actual
	same nothing actual
	columns register 'Previous Registrations' | sort -u | head -n 2 >counts
	printf '0\n1\n' >expected
	same expected counts
}

@test "a child answers once on a day, is 6 to 17, and in the week before its conference" {
	columns survey 'Child Ref' Date | sort | uniq -d >actual
	columns survey Age | awk '$1 < 6 || $1 > 17' >>actual
	same nothing actual
	columns conferences 'Child Unique ID' 'Date of Conference' >conferences
	columns survey 'Child Ref' Date Stage >answers
	awk -F'\t' '
		function days(d) {
			split(d, p, "-")
			return mktime(p[1] " " p[2] " " p[3] " 12 0 0") / 86400
		}
		NR == FNR { held[$1] = held[$1] " " $2; next }
		$3 == "Pre-ICC" {
			ok = 0
			n = split(held[$1], day, " ")
			for (i = 1; i <= n; i++) {
				gap = days(day[i]) - days($2)
				ok = ok || (gap >= 1 && gap <= 7)
			}
			if (!ok) print
		}' conferences answers >actual
	same nothing actual
	(( $(grep -c Pre-ICC answers) > 50 ))
}

@test "conferences are counted by child and by conference" {
	local file
	lscb-keygen --new first second
	lscb-keygen --purpose deidentify -o deidentify.key first second
	lscb-keygen --purpose link -o link.key first second
	for file in conferences register; do
		lscb-ingest -x "$file" --sender cwm-arian --date "$DATE" \
			-o "$file.clean" "$BOARD/cwm-arian/$file.csv"
		lscb-deidentify -x "$file" --sender cwm-arian \
			-k deidentify.key --tokens "$file.tokens" \
			-o "$file.payload" "$file.clean"
	done
	lscb-link -k link.key -o map.csv ./*.tokens
	lscb-join --map map.csv -o history.csv ./*.payload
	columns conferences 'Date of Conference' | wc -l >expected
	columns conferences 'Conference Ref' | sort -u | wc -l >>expected
	awk -F, '$4 == "conference" { n[substr($1, 1, 1)]++ }
		END { print n["c"]; print n["m"] }' history.csv >actual
	same expected actual
}

# within WHAT NUMERATOR DENOMINATOR SCALE LOW HIGH
within() {
	awk -v what="$1" -v n="$2" -v of="$3" -v scale="$4" -v low="$5" \
		-v high="$6" 'BEGIN {
		rate = n * scale / of
		if (rate < low || rate > high) {
			print what ": " rate ", want " low " to " high
			exit 1
		}
	}'
}

# per_year WHAT EXTRACT LOW HIGH: rows of three years, per 10,000 children a
# year.
per_year() {
	within "$1" "$(sed 1d "$PLAIN/$2.csv" | wc -l)" $(( 3 * children )) \
		10000 "$3" "$4"
}

# The bands are wide: 60,000 people have some 50 children on the register.
@test "each step comes about as often as published" {
	local children
	children=$(awk -F, '$1 == "" && $2 == 2025 && $4 != "" && $4 < 18 {
		n += $5 } END { print n }' "$BOARD/populations.csv")
	# Pembrokeshire 2020-22: 2,200 to 2,700 contact forms.
	per_year contacts contacts 1500 2700
	# Wales 2015-16: 33,500 referrals, 530.
	per_year referrals referrals 450 650
	# Wales 2018-19: 41,267 assessments, 655; not the window's alone.
	per_year assessments assessments 350 660
	# England 2024: 187.
	per_year enquiries section47 110 220
	# Wales 2014-15 and 2021-22: 70 and 58.
	columns register 'Date Registered' |
		awk -v from="$BEGINS" '$1 >= from' >registered
	within registrations "$(wc -l <registered)" $(( 3 * children )) 10000 \
		48 90
	# Wales 2010 to 2015: 43 to 47 at a time.
	columns register 'Date Removed' 'Date Registered' |
		awk -F'\t' '$1 == ""' >open
	within 'on the register' "$(wc -l <open)" "$children" 10000 28 66
	# Conwy 2013-14: 120 children in 60 conferences.
	within 'children of a conference' \
		"$(columns conferences 'Conference Ref' | wc -l)" \
		"$(columns conferences 'Conference Ref' | sort -u | wc -l)" \
		100 160 230
	# Ceredigion 2022-23: 87 and 88.6 %.
	within 'registered at their conference' \
		"$(columns conferences Outcome | grep -c '^Registered$')" \
		"$(columns conferences Outcome | wc -l)" 100 78 95
	# The programme: 14.4 % a second time or more often.
	within 'second registrations' \
		"$(columns register 'Previous Registrations' 'Date Registered' |
			awk -F'\t' -v from="$BEGINS" '$2 >= from && $1 > 0' |
			wc -l)" "$(wc -l <registered)" 100 8 22
	# Wales 2015-16: 20 % of referrals within 12 months of another.
	columns referrals 'Referral Date' 'Child Unique ID' | sort |
		awk -F'\t' '{ split($1, p, "-")
			day = mktime(p[1] " " p[2] " " p[3] " 12 0 0") / 86400
			if ($1 >= "2024-04-01") {
				n++
				again += ($2 in last) && day - last[$2] <= 365
			}
			last[$2] = day } END { print again, n }' >again
	within 'referred again' "$(cut -d' ' -f1 again)" \
		"$(cut -d' ' -f2 again)" 100 14 27
}

# changed RATE VALUE: the same board with one rate changed, in other/, and the
# extracts that are not the same bytes.
changed() {
	cp -R "$LSCB_LIBRARY" library
	awk -v rate="name: $1" -v value="value: $2" '
		$0 == rate { print; getline; print value; n++; next } { print }
		END { exit n != 1 }' "$LSCB_LIBRARY/synth/rates.rec" \
		>library/synth/rates.rec
	lscb-synth --date "$DATE" --errors none --delivery full --people 60000 \
		--library library --out other -o other.csv
	(cd "$BOARD/cwm-arian" && sha256sum ./* | sort) >before
	(cd other/cwm-arian && sha256sum ./* | sort) >after
	comm -13 before after | sed 's/.*  \.\///' >differ
}

# moved: the indicators of the truth that are others in other/.
moved() {
	comm -3 <(sort "$BOARD/truth/indicators.csv") \
		<(sort other/truth/indicators.csv) |
		sed 's/^\t//; s/,.*//' | sort -u
}

@test "visits more often late: the visits change, and nothing else" {
	changed visit-on-time 400
	printf 'visits.csv\n' >expected
	same expected differ
	moved >actual
	same nothing actual
}

@test "fewer answers: the survey changes, and what is counted of it" {
	changed survey-answered 300
	printf 'survey.csv\n' >expected
	same expected differ
	moved >actual
	printf 'feel-safe\n' >expected
	same expected actual
}

@test "more children come back to the register: second registrations go up" {
	local before after
	changed registered-again 400
	before=$(columns register 'Previous Registrations' | awk '$1 > 0' |
		wc -l)
	PLAIN=$PWD/other/cwm-arian
	after=$(columns register 'Previous Registrations' | awk '$1 > 0' |
		wc -l)
	(( after > before * 3 / 2 ))
	# Police and hospitals know nothing of it.
	grep -E '^(notices|emergency|roll)\.' differ >actual || :
	same nothing actual
}
