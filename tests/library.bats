#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The library as a whole: definitions that load and fit together, bank
# holidays that an independent rule agrees with.
load lib/common

# values KEY TYPE FILE...: the values of a key in records of a type.
values() {
	local key=$1 type=$2
	shift 2
	awk -v key="$key: " -v type="$type" '
		FNR == 1 { in_type = "" }
		/^%rec: / { in_type = $2 }
		in_type == type && index($0, key) == 1 {
			print substr($0, length(key) + 1) }' "$@"
}

@test "every extract of the sample board is defined, under its own name" {
	local name
	for name in register referrals notices emergency roll bullying survey \
		training audits meetings sait; do
		values id Extract "$LSCB_LIBRARY/extracts/$name.rec"
	done >actual
	printf '%s\n' register referrals notices emergency roll bullying survey \
		training audits meetings sait >expected
	same expected actual
}

@test "every extract definition loads: an empty file is bad data, not a bad definition" {
	local file
	for file in "$LSCB_LIBRARY"/extracts/*.rec; do
		run -65 --separate-stderr lscb-ingest \
			-x "$(basename "$file" .rec)" --sender cwm-arian \
			--date 2026-03-31 /dev/null
	done
}

@test "every extract that gives events can be de-identified: each column has a role" {
	local file
	grep -l '^%rec: Event' "$LSCB_LIBRARY"/extracts/*.rec >files
	while read -r file; do
		awk -v file="${file##*/}" '
			function check() { if (name != "" && role == "")
				print file ": " name " has no role" }
			/^%rec: / { check(); name = role = ""; column = $2 == "Column" }
			/^$/ { check(); name = role = "" }
			column && /^name: / { name = $2 }
			column && /^role: / { role = $2 }
			END { check() }' "$file"
	done <files >actual
	(( $(wc -l <files) >= 11 ))
	: >expected
	same expected actual
}

@test "what an extract carries is a column of the history" {
	values name Column "$LSCB_LIBRARY/history.rec" | sort >history
	local file
	for file in "$LSCB_LIBRARY"/extracts/*.rec; do
		awk -v file="${file##*/}" '
			function out() { if (role == "keep")
				print as == "" ? name : as; name = role = as = "" }
			/^%rec: / { out(); column = $2 == "Column" }
			/^$/ { out() }
			column && /^name: / { name = $2 }
			column && /^as: / { as = $2 }
			column && /^role: / { role = $2 }
			END { out() }' "$file"
	done | sort -u >carried
	(( $(wc -l <carried) > 10 ))
	comm -23 carried history >actual
	: >expected
	same expected actual
}

@test "the history names no column twice, and every one in English and Welsh" {
	values name Column "$LSCB_LIBRARY/history.rec" | sort | uniq -d >actual
	: >expected
	same expected actual
	for key in name title title_cy; do
		values $key Column "$LSCB_LIBRARY/history.rec" | wc -l
	done | sort -u | wc -l >actual
	echo 1 >expected
	same expected actual
}

@test "an event that an extract gives, and a kind of subject, is a word of the language" {
	values name Event "$LSCB_LIBRARY/events.rec" | sort >events
	values letter Kind "$LSCB_LIBRARY/events.rec" | sort >kinds
	values event Event "$LSCB_LIBRARY"/extracts/*.rec | sort -u |
		comm -23 - events >actual
	values kind Column "$LSCB_LIBRARY"/extracts/*.rec | sort -u |
		comm -23 - kinds >>actual
	: >expected
	same expected actual
}

@test "an event with an end is a spell in the language, and only such a one" {
	awk '/^%rec: / { rec = $2 } rec != "Event" { next }
		/^name: / { name = $2; members = 0 }
		/^spell: yes/ { spell[name] = 1 }
		/^member: / { delete spell[name] }
		END { for (n in spell) print n }' "$LSCB_LIBRARY/events.rec" |
		sort >spells
	awk '/^%rec: / { rec = $2 } rec == "Event" && /^event: / { name = $2 }
		rec == "Event" && /^end: / { print name }' \
		"$LSCB_LIBRARY"/extracts/*.rec | sort -u >with-end
	values event Event "$LSCB_LIBRARY"/extracts/*.rec | sort -u >given
	comm -12 spells given >expected
	same expected with-end
}

@test "the layouts of the sample board are headers that the definitions know" {
	local extract column header format
	# The columns of the others, but for how they are filled; no field that
	# is looked at has a comma but some headers, which stand in quotes.
	sed 1d "$LSCB_LIBRARY/synth/further-columns.csv" |
		grep -v '^[^"]*"' | cut -d, -f1-4 |
		cat "$LSCB_LIBRARY/synth/layouts.csv" - | sed 1d |
		while IFS=, read -r extract column header format; do
			awk -v name="$column" -v header="$header" \
				-v format="$format" '
				/^name: / { here = $2 == name }
				/^%rec: / { here = 0 }
				here && $0 == "header: " header { h = 1 }
				here && $0 == "format: " format { f = 1 }
				END { exit !(h && (f || format == "")) }' \
				"$LSCB_LIBRARY/extracts/$extract.rec" ||
				# a date in another form of the same reading
				printf '%s %s\n' "$extract" "$column"
		done >actual
	: >expected
	same expected actual
}

# The rules of bank holidays in England and Wales, year by year, by other code
# than made the file: Easter by Oudin's method, weekdays by Zeller's.
holidays_by_rule() {
	awk '
	function weekday(y, m, d,  a) {	# 0 Sunday ... 6 Saturday
		a = int((14 - m) / 12); y -= a; m += 12 * a - 2
		d += y + int(y / 4) - int(y / 100) + int(y / 400)
		return (d + int(31 * m / 12)) % 7
	}
	function day(y, m, d) { printf "%04d-%02d-%02d\n", y, m, d }
	function length_of(y, m) {
		if (m == 2)
			return 28 + (y % 4 == 0 && (y % 100 != 0 || y % 400 == 0))
		return 30 + (m == 1 || m == 3 || m == 5 || m == 7 || m == 8 ||
			m == 10 || m == 12)
	}
	function shifted(y, m, d, by) {	# by days, at most a month away
		d += by
		if (d < 1) { m--; d += length_of(y, m) }
		if (d > length_of(y, m)) { d -= length_of(y, m); m++ }
		day(y, m, d)
	}
	function first_monday(y, m,  d) {
		for (d = 1; weekday(y, m, d) != 1; d++)
			;
		return d
	}
	function last_monday(y, m,  d) {
		for (d = 31; weekday(y, m, d) != 1; d--)
			;
		return d
	}
	BEGIN {
		for (y = 1995; y <= 2027; y++) {
			# New Year, or the Monday after it.
			for (d = 1; weekday(y, 1, d) == 0 || weekday(y, 1, d) == 6; d++)
				;
			day(y, 1, d)
			# Easter Sunday (Oudin 1940).
			g = y % 19; c = int(y / 100)
			h = (c - int(c / 4) - int((8 * c + 13) / 25) + 19 * g + 15) % 30
			i = h - int(h / 28) * (1 - int(29 / (h + 1)) * int((21 - g) / 11))
			j = (y + int(y / 4) + i + 2 - c + int(c / 4)) % 7
			l = i - j; m = 3 + int((l + 40) / 44)
			d = l + 28 - 31 * int(m / 4)
			shifted(y, m, d, -2); shifted(y, m, d, 1)
			# May Day moved to VE day twice; spring to three jubilees.
			if (y == 1995 || y == 2020) day(y, 5, 8)
			else day(y, 5, first_monday(y, 5))
			if (y == 2002) { day(y, 6, 3); day(y, 6, 4) }
			else if (y == 2012) { day(y, 6, 4); day(y, 6, 5) }
			else if (y == 2022) { day(y, 6, 2); day(y, 6, 3) }
			else day(y, 5, last_monday(y, 5))
			day(y, 8, last_monday(y, 8))
			# Two days at Christmas, on the next weekdays.
			n = 0
			for (d = 25; n < 2; d++) {
				w = weekday(y, 12, d)
				if (w != 0 && w != 6) { day(y, 12, d); n++ }
			}
			if (y == 1999) day(y, 12, 31)	# the millennium
			if (y == 2011) day(y, 4, 29)	# a royal wedding
			if (y == 2022) day(y, 9, 19)	# a state funeral
			if (y == 2023) day(y, 5, 8)	# a coronation
		}
	}' | sort
}

@test "bank holidays are those of the rules, with every special day" {
	holidays_by_rule >expected
	sed 1d "$LSCB_LIBRARY/bank-holidays.csv" | cut -d, -f1 | sort >actual
	same expected actual
	# 8 a year for 33 years, and 7 days that came once: the millennium,
	# the jubilees of 2002, 2012 and 2022, wedding, funeral, coronation.
	wc -l <actual >count
	echo $((8 * 33 + 7)) >expected
	same expected count
}

@test "bank holidays stand in order, once each, on weekdays, with a title" {
	sed 1d "$LSCB_LIBRARY/bank-holidays.csv" >days
	sort -c -u -t, -k1,1 days
	[[ $(head -n 1 "$LSCB_LIBRARY/bank-holidays.csv") == date,title ]]
	run -1 grep -v '^[0-9-]*,[A-Z]' days
	cut -d, -f1 days | date -f - +%u >weekdays
	run -1 grep '[67]' weekdays
}

@test "Easter in years that everybody knows" {
	# 1997-03-30, 2000-04-23, 2008-03-23, 2011-04-24, 2019-04-21,
	# 2024-03-31: Good Friday two days before, Easter Monday one after.
	for day in 1997-03-28 1997-03-31 2000-04-21 2000-04-24 2008-03-21 \
		2008-03-24 2011-04-22 2011-04-25 2019-04-19 2019-04-22 \
		2024-03-29 2024-04-01; do
		grep -q "^$day,\(Good Friday\|Easter Monday\)$" \
			"$LSCB_LIBRARY/bank-holidays.csv"
	done
}

@test "a survey answer of age 5 is kept and asked about; 6 and 17 are of the cohort" {
	{
		printf 'Response ID,Child Ref,Stage,Date,Age,I feel safe,Comment,Consent\n'
		for age in 5 6 17 18; do
			printf '%s,C%s,Registration,01/02/2025,%s,Agree,,Yes\n' \
				$age $age $age
		done
	} >survey.csv
	lscb-ingest -x survey --sender cwm-arian --date 2026-03-31 \
		--stats stats.csv survey.csv >out.csv
	cut -d, -f5 out.csv | tr '\n' ' ' >actual
	grep ,queried, stats.csv | cut -d, -f2- >>actual
	printf 'age 5 6 17 18 queried,above-max,1\nqueried,below-min,1\n' >expected
	same expected actual
}

@test "every rate of the fictional board says what it imitates or that it is ours" {
	awk '/^name: / { name = $2 } /^(imitates|ours): / { said = 1 }
		/^$/ { if (name != "" && !said && name != "months")
			print name; name = ""; said = 0 }' \
		"$LSCB_LIBRARY/synth/rates.rec" >actual
	: >expected
	same expected actual
}
