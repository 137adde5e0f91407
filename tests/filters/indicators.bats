#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-indicators: each indicator of the library worked out by hand on a
# history of ten rows, then the engine.  The language has expression.bats.
load ../lib/common

# counts ARGS...: the body of the counts, without the header.
counts() {
	lscb-indicators "$@" >all.csv || return
	tail -n +2 all.csv
}

# quarter INDICATOR: its line of the second quarter of 2025.
quarter() {
	counts -i "$1" --from 2025-04-01 --date 2025-06-30 "${@:2}" h.csv
}

people() {
	cat >people.csv <<-'END'
	area,year,age_from,age_to,population
	,2024,0,4,1000
	,2024,5,17,3000
	,2024,18,,16000
	END
}

# history COLUMNS: writes h.csv; rows on standard input, columns after source.
history() {
	{
		echo "subject,date,end,event,source$1"
		cat
	} >h.csv
}

@test "cpr-second: earlier registrations, in events or in the authority's own count" {
	history ,previous_registrations <<-'END'
	c01,2023-02-01,2023-08-01,registration,social-services,0
	c01,2024-08-15,,registration,social-services,1
	c02,2024-07-01,2024-09-01,registration,social-services,0
	c02,2024-12-01,,registration,social-services,1
	c03,2024-09-30,,registration,social-services,2
	c04,2024-10-01,2024-12-31,registration,social-services,0
	c04,2025-03-31,2025-04-01,registration,social-services,1
	c05,2025-03-31,,registration,social-services,0
	c06,2025-05-05,,registration,social-services,
	h01,2025-05-05,,registration,social-services,3
	END
	# July to September: c01 (earlier), c02, c03 (the authority counts 2): 2 of 3
	# October to December: c02 (earlier), c04: 1 of 2
	# January to March: c04 (earlier), c05: 1 of 2
	# April to June: c06 (no count is not one); h01 is no child: 0 of 1
	# the year: 2 + 1 + 1 + 0 = 4 of 3 + 2 + 2 + 1 = 8
	cat >want <<-'END'
	cpr-second,2024-07-01,2024-09-30,,,2,3,0,,ok
	cpr-second,2024-07-01,2025-06-30,,,4,8,0,,ok
	cpr-second,2024-10-01,2024-12-31,,,1,2,0,,ok
	cpr-second,2025-01-01,2025-03-31,,,1,2,0,,ok
	cpr-second,2025-04-01,2025-06-30,,,0,1,0,,ok
	END
	counts -i cpr-second --from 2024-07-01 --date 2025-06-30 h.csv >got
	same want got
}

@test "cpr-two-years-ended: completed months from date to end" {
	history '' <<-'END'
	c01,2023-04-01,2025-04-01,registration,social-services
	c02,2023-04-02,2025-04-01,registration,social-services
	c03,2023-05-31,2025-05-30,registration,social-services
	c04,2023-05-31,2025-05-31,registration,social-services
	c05,2024-02-29,2025-06-30,registration,social-services
	c06,2021-01-01,2025-06-30,registration,social-services
	c07,2023-01-01,2025-03-31,registration,social-services
	c08,2022-01-01,,registration,social-services
	c09,2023-06-30,2025-07-01,registration,social-services
	r01,2020-01-01,2025-05-01,registration,social-services
	END
	# ended in April to June: c01 24 months, c02 23, c03 23, c04 24, c05 16,
	# c06 53: 3 of 6.  c07 ended before, c09 after, c08 not; r01 is no child.
	echo 'cpr-two-years-ended,2025-04-01,2025-06-30,,,3,6,0,,ok' >want
	quarter cpr-two-years-ended >got
	same want got
}

@test "cpr-two-years-open: open at the close, the day of the end is out" {
	history '' <<-'END'
	c01,2023-06-30,,registration,social-services
	c02,2023-07-01,,registration,social-services
	c03,2025-06-30,,registration,social-services
	c04,2025-07-01,,registration,social-services
	c05,2020-01-01,2025-06-30,registration,social-services
	c06,2020-01-01,2025-07-01,registration,social-services
	c07,2024-01-01,,registration,social-services
	c08,2022-01-01,2022-06-01,registration,social-services
	c08,2024-06-01,,registration,social-services
	h01,2020-01-01,,registration,social-services
	END
	# open on 30 June: c01 (24 months), c02 (23), c03 (0), c06 (65), c07 (17),
	# c08's second (12): 2 of 6
	echo 'cpr-two-years-open,2025-04-01,2025-06-30,,,2,6,0,,ok' >want
	quarter cpr-two-years-open >got
	same want got
}

@test "referral-rate: referrals over the people of the year before" {
	people
	history ,need <<-'END'
	c01,2025-04-01,,referral,social-services,abuse-neglect
	c01,2025-04-01,,referral,social-services,abuse-neglect
	c02,2025-06-30,,referral,social-services,abuse-neglect
	c03,2025-05-01,,referral,social-services,disability
	c04,2025-03-31,,referral,social-services,abuse-neglect
	c05,2025-07-01,,referral,social-services,abuse-neglect
	c06,2025-05-05,,referral,social-services,
	c07,2025-05-06,,referral,social-services,abuse-neglect
	h01,2025-05-07,,referral,social-services,abuse-neglect
	r01,2025-05-08,,referral,social-services,abuse-neglect
	END
	# c01 twice, c02, c07 = 4; ages 0 to 17 in 2025 - 1: 1000 + 3000 = 4000
	echo 'referral-rate,2025-04-01,2025-06-30,,,4,4000,0,,ok' >want
	quarter referral-rate --populations people.csv >got
	same want got
}

@test "feel-safe: each child's latest answer to the question, after registration" {
	history ,stage,safe <<-'END'
	c01,2025-04-10,,survey,advocacy,registration,agree
	c01,2025-06-10,,survey,advocacy,de-registration,disagree
	c02,2025-04-10,,survey,advocacy,registration,disagree
	c02,2025-06-10,,survey,advocacy,de-registration,
	c03,2025-05-01,,survey,advocacy,registration,strongly-agree
	c04,2025-05-01,,survey,advocacy,pre-icc,agree
	c05,2025-03-31,,survey,advocacy,registration,agree
	c06,2025-06-30,,survey,advocacy,registration,agree
	c06,2025-06-30,,survey,advocacy,registration,neither
	c07,2025-06-01,,survey,advocacy,de-registration,agree
	END
	# c01 disagree; c02 disagree (the later form has no answer); c03 yes;
	# c06 twice on one day: neither stands after agree; c07 yes: 2 of 5.
	# c04 was before the conference, c05 in March.
	echo 'feel-safe,2025-04-01,2025-06-30,,,2,5,0,,ok' >want
	quarter feel-safe >got
	same want got
}

@test "bullied: safeguarded, of school age and known to education; the others unmatched" {
	history ,birth_month <<-'END'
	c01,2021-09-01,,roll,education,2015-05
	c01,2025-01-01,,registration,social-services,2015-05
	c01,2025-05-05,,bullying,education,2015-05
	c02,2021-09-01,,roll,education,2015-05
	c02,2025-01-01,2025-04-15,registration,social-services,2015-05
	c02,2025-05-05,,bullying,education,2015-05
	c03,2025-06-30,,registration,social-services,2012-01
	c04,2025-02-01,,registration,social-services,2020-07
	c05,2025-02-01,,registration,social-services,unborn
	c06,2025-05-05,,bullying,education,2015-05
	c07,2025-03-01,,registration,social-services,2012-03
	c07,2025-06-13,,bullying,education,2012-03
	END
	# c01 bullied while on the register; c02 after it; c03 unknown to education;
	# c04 is 4 on 30 June, c05 unborn, c06 never registered; c07 has an episode
	# though no school has it on a roll, so education knows it: 2 of 3, 1 unmatched
	echo 'bullied,2025-04-01,2025-06-30,,,2,3,0,1,ok' >want
	quarter bullied >got
	same want got
}

@test "domestic-abuse-children: each child once, under 18, unborn and unknown stay in" {
	people
	history ,via,birth_month <<-'END'
	c01,2025-05-01,,domestic-abuse,police,household,2010-01
	c01,2025-06-01,,domestic-abuse,police,household,2010-01
	c02,2025-05-01,,domestic-abuse,police,household,2007-05
	c03,2025-05-01,,domestic-abuse,police,household,2007-06
	c04,2025-05-01,,domestic-abuse,police,household,unborn
	c05,2025-05-01,,domestic-abuse,police,household,
	c06,2025-03-31,,domestic-abuse,police,household,2015-01
	c06,2025-07-01,,domestic-abuse,police,household,2015-01
	c07,2025-06-30,,domestic-abuse,police,household,2024-02
	h01,2025-05-01,,domestic-abuse,police,,
	END
	# c01 (once), c03 (17), c04, c05, c07 = 5; c02 is 18 that month
	echo 'domestic-abuse-children,2025-04-01,2025-06-30,,,5,4000,0,,ok' >want
	quarter domestic-abuse-children --populations people.csv >got
	same want got
}

@test "domestic-abuse-register: an incident on a day on the register" {
	history '' <<-'END'
	c01,2025-01-01,2025-05-01,registration,social-services
	c01,2025-04-30,,domestic-abuse,police
	c02,2025-01-01,2025-05-01,registration,social-services
	c02,2025-05-01,,domestic-abuse,police
	c03,2025-05-10,,domestic-abuse,police
	c03,2025-05-10,,registration,social-services
	c04,2024-01-01,2025-04-01,registration,social-services
	c05,2025-06-30,,registration,social-services
	c07,2024-01-01,,registration,social-services
	c07,2025-03-31,,domestic-abuse,police
	END
	# on the register on some day of April to June: c01, c02, c03, c05, c07
	# (c04 left on 1 April); c01 and c03 had an incident on such a day: 2 of 5
	echo 'domestic-abuse-register,2025-04-01,2025-06-30,,,2,5,0,,ok' >want
	quarter domestic-abuse-register >got
	same want got
}

@test "sait-band-two: the latest band of each standard in the financial year" {
	history ,band <<-'END'
	m01,2024-06-01,,sait,board,4
	q01,2024-05-01,,sait,board,1
	q01,2025-02-01,,sait,board,2
	q02,2024-05-01,,sait,board,3
	q02,2025-02-01,,sait,board,1
	q03,2024-05-01,,sait,board,2
	q04,2025-03-31,,sait,board,4
	q05,2024-03-31,,sait,board,4
	q05,2025-04-01,,sait,board,4
	q06,2024-06-01,,sait,board,1
	END
	# 2024-25: q01 2, q02 1, q03 2, q04 4, q06 1: 3 of 5; q05 lies outside
	# 2025-26: q05 4: 1 of 1
	# 2026-27: nobody assessed: not available, not nought
	cat >want <<-'END'
	sait-band-two,2024-04-01,2025-03-31,,,3,5,0,,ok
	sait-band-two,2025-04-01,2026-03-31,,,1,1,0,,ok
	sait-band-two,2026-04-01,2027-03-31,,,0,0,0,,na
	END
	counts -i sait-band-two --from 2024-04-01 --date 2027-03-31 h.csv >got
	same want got
}

@test "training-sessions: a session once, however many agencies came" {
	history ,agency <<-'END'
	c01,2025-05-01,,training-session,board,police
	t01,2025-04-01,,training-session,board,health
	t01,2025-04-01,,training-session,board,police
	t01,2025-04-01,,training-session,board,social-services
	t02,2025-05-01,,training-session,board,health
	t02,2025-05-01,,training-session,board,police
	t02,2025-05-01,,training-session,board,social-services
	t03,2025-03-31,,training-session,board,health
	t04,2025-06-30,,training-session,board,health
	t05,2025-07-01,,training-session,board,health
	END
	# t01, t02, t04 = 3; c01 is no session
	echo 'training-sessions,2025-04-01,2025-06-30,,,3,,0,,ok' >want
	quarter training-sessions >got
	same want got
}

@test "audits-completed: case-file and thematic audits by date completed" {
	history ,type <<-'END'
	a01,2025-04-01,,audit,board,case-file
	a02,2025-04-01,,audit,board,thematic
	a03,2025-05-17,,audit,board,case-file
	a04,2025-06-30,,audit,board,case-file
	a05,2025-07-01,,audit,board,case-file
	a06,2025-03-31,,audit,board,thematic
	a07,2024-05-01,,audit,board,case-file
	a08,2025-06-01,,audit,board,
	m01,2025-06-01,,audit,board,case-file
	m01,2025-06-01,,meeting,board,
	END
	# a01, a02, a03, a04, a08 = 5
	echo 'audits-completed,2025-04-01,2025-06-30,,,5,,0,,ok' >want
	quarter audits-completed >got
	same want got
}

@test "board-meetings: a meeting once, however many agencies were due" {
	history ,agency,group <<-'END'
	a01,2025-05-01,,audit,board,,
	m01,2025-04-15,,meeting,board,health,board
	m01,2025-04-15,,meeting,board,police,board
	m02,2025-05-15,,meeting,board,health,audit
	m02,2025-05-15,,meeting,board,police,audit
	m03,2025-06-15,,meeting,board,health,training
	m04,2025-03-31,,meeting,board,health,board
	m05,2025-07-15,,meeting,board,health,board
	m06,2025-06-30,,meeting,board,health,policy
	m06,2025-06-30,,meeting,board,police,policy
	END
	# m01, m02, m03, m06 = 4
	echo 'board-meetings,2025-04-01,2025-06-30,,,4,,0,,ok' >want
	quarter board-meetings >got
	same want got
}

@test "all the library: every definition compiles, pairs exist, ids are file names" {
	history '' </dev/null
	lscb-indicators --date 2025-06-30 h.csv >got
	cut -d, -f1 got | tail -n +2 | sort -u >ids
	for f in "$LSCB_LIBRARY"/indicators/*.rec; do
		basename "$f" .rec
	done | sort >files
	same files ids
	sed -n 's/^pair: //p' "$LSCB_LIBRARY"/indicators/*.rec | sort -u >pairs
	comm -23 pairs ids >missing
	same /dev/null missing
}

@test "every event that an extract gives is a word of the language" {
	sed -n 's/^event: //p' "$LSCB_LIBRARY"/extracts/*.rec | sort -u >given
	sed -n 's/^name: //p' "$LSCB_LIBRARY/events.rec" | sort -u >known
	comm -23 given known >missing
	same /dev/null missing
}

@test "the last twelve periods by default, and rolling years within them" {
	history '' <<-'END'
	c01,2020-01-01,,registration,social-services
	END
	counts -i domestic-abuse-register --date 2026-03-31 h.csv >got
	# 12 quarters from 2023-04-01, and 12 - 4 + 1 = 9 rolling years
	[ "$(wc -l <got)" -eq 21 ]
	head -n 1 got | grep -q '^domestic-abuse-register,2023-04-01,2023-06-30,'
	tail -n 1 got | grep -q '^domestic-abuse-register,2026-01-01,2026-03-31,'
	# a period that has not ended is not counted
	counts -i domestic-abuse-register --date 2026-03-30 h.csv >got
	tail -n 1 got | grep -q '^domestic-abuse-register,2025-10-01,2025-12-31,'
	# five years of quarters: 20 and 17
	counts -i domestic-abuse-register --from 2021-04-01 --date 2026-03-31 \
		h.csv >got
	[ "$(wc -l <got)" -eq 37 ]
}

@test "--from: the first period that begins on that day or after it" {
	history '' </dev/null
	counts -e registration --from 2025-01-01 --date 2025-09-30 h.csv |
		cut -d, -f2 >got
	printf '%s\n' 2025-01-01 2025-04-01 2025-07-01 >want
	same want got
	counts -e registration --from 2025-01-02 --date 2025-09-30 h.csv |
		cut -d, -f2 >got
	printf '%s\n' 2025-04-01 2025-07-01 >want
	same want got
	counts -e registration --from 2025-01-02 --date 2026-03-31 \
		--period financial-year h.csv | cut -d, -f2,3 >got
	echo 2025-04-01,2026-03-31 >want
	same want got
}

@test "a rolling year holds the rows of its four quarters, no more" {
	history '' <<-'END'
	c01,2024-01-01,2024-05-01,registration,x
	c01,2024-04-10,,domestic-abuse,x
	c02,2023-12-31,,domestic-abuse,x
	c02,2024-01-01,,registration,x
	END
	# c01 was on the register in the first and second quarter of 2024, and had
	# the incident in the second; c02 stays on it
	counts -i domestic-abuse-register --from 2023-10-01 --date 2025-06-30 \
		h.csv | awk -F, 'substr($2, 1, 4) + 1 == substr($3, 1, 4) ||
			$2 ~ /-01-01$/ && $3 ~ /-12-31$/ {
			print $2, $3, $6, $7
		}' >got
	cat >want <<-'END'
	2023-10-01 2024-09-30 1 2
	2024-01-01 2024-12-31 1 2
	2024-04-01 2025-03-31 1 2
	2024-07-01 2025-06-30 0 1
	END
	same want got
}

@test "a period before the first row of what it looks at is na, not nought" {
	history ,agency <<-'END'
	t01,2025-05-01,,training-session,board,health
	END
	cat >want <<-'END'
	training-sessions,2025-01-01,2025-03-31,,,0,,0,,na
	training-sessions,2025-04-01,2025-06-30,,,1,,0,,ok
	training-sessions,2025-07-01,2025-09-30,,,0,,0,,ok
	END
	counts -i training-sessions --from 2025-01-01 --date 2025-09-30 h.csv \
		>got
	same want got
	# no police data at all: nothing is known of incidents
	history '' <<-'END'
	c01,2020-01-01,,registration,social-services
	END
	echo 'domestic-abuse-register,2025-04-01,2025-06-30,,,0,1,0,,na' >want
	quarter domestic-abuse-register >got
	same want got
}

@test "a rolling year whose first quarter is not known is na" {
	history ,agency <<-'END'
	t01,2024-12-01,,training-session,board,health
	END
	counts -i training-sessions --from 2024-07-01 --date 2025-09-30 h.csv |
		grep -e ',2025-06-30,' -e ',2025-09-30,' | grep ',2024' >got
	cat >want <<-'END'
	training-sessions,2024-07-01,2025-06-30,,,1,,0,,na
	training-sessions,2024-10-01,2025-09-30,,,1,,0,,ok
	END
	same want got
}

@test "no population for the year: na, empty, counted, never a guess" {
	people
	history ,need <<-'END'
	c01,2025-04-01,,referral,social-services,abuse-neglect
	c01,2026-04-01,,referral,social-services,abuse-neglect
	END
	counts -i referral-rate --from 2026-04-01 --date 2026-06-30 \
		--populations people.csv --stats stats.csv h.csv >got
	echo 'referral-rate,2026-04-01,2026-06-30,,,1,,0,,na' >want
	same want got
	grep -qx 'lscb-indicators,queried,no-population,1' stats.csv
	quarter referral-rate >got
	echo 'referral-rate,2025-04-01,2025-06-30,,,1,,0,,na' >want
	same want got
}

@test "populations: of a ward too; those without one are not the whole board" {
	history ,need,ward <<-'END'
	c01,2025-04-01,,referral,social-services,abuse-neglect,W05900001
	c02,2025-04-01,,referral,social-services,abuse-neglect,
	c03,2025-04-01,,referral,social-services,abuse-neglect,W05900002
	END
	cat >people.csv <<-'END'
	area,year,age_from,age_to,population
	,2024,0,17,900
	W05900001,2024,0,17,400
	END
	cat >want <<-'END'
	referral-rate,2025-04-01,2025-06-30,,,3,900,0,,ok
	referral-rate,2025-04-01,2025-06-30,ward,,1,,0,,na
	referral-rate,2025-04-01,2025-06-30,ward,W05900001,1,400,0,,ok
	referral-rate,2025-04-01,2025-06-30,ward,W05900002,1,,0,,na
	END
	quarter referral-rate --populations people.csv --by ward >got
	same want got
}

@test "populations: bands must lie end to end, an exact band comes first" {
	history ,need,area <<-'END'
	c01,2025-04-01,,referral,social-services,abuse-neglect,north
	c02,2025-04-01,,referral,social-services,abuse-neglect,south
	END
	cat >people.csv <<-'END'
	area,year,age_from,age_to,population
	,2024,0,17,900
	,2024,0,4,100
	,2024,5,17,200
	north,2024,0,15,400
	north,2024,16,17,50
	south,2024,0,4,10
	south,2024,6,17,20
	END
	# all: the band 0 to 17 is 900; north 400 + 50; south has no age 5
	cat >want <<-'END'
	referral-rate,2025-04-01,2025-06-30,,,2,900,0,,ok
	referral-rate,2025-04-01,2025-06-30,area,north,1,450,0,,ok
	referral-rate,2025-04-01,2025-06-30,area,south,1,,0,,na
	END
	quarter referral-rate --populations people.csv --by area >got
	same want got
	echo ',2024,0,17,900' >>people.csv
	run -65 --separate-stderr quarter referral-rate --populations people.csv
	[[ $stderr == *'people.csv:9: population: '*'[duplicate-population]'* ]]
	sed 's/,900$/,9x/' people.csv >bad.csv
	run -65 --separate-stderr quarter referral-rate --populations bad.csv
	[[ $stderr == *'bad.csv:2: population: want a whole number'* ]]
	[[ $stderr != *9x* ]]
}

@test "--by: groups in byte order, an empty value is a group, + crosses" {
	history ,sex,area <<-'END'
	c01,2025-04-01,,registration,social-services,male,north
	c02,2025-04-01,,registration,social-services,female,north
	c03,2025-04-01,2025-06-01,registration,social-services,female,
	c03,2025-06-02,,registration,social-services,female,south
	END
	cat >want <<-'END'
	expression,2025-04-01,2025-06-30,,,3,,0,,ok
	expression,2025-04-01,2025-06-30,area,,1,,0,,ok
	expression,2025-04-01,2025-06-30,area,north,2,,0,,ok
	expression,2025-04-01,2025-06-30,area,south,1,,0,,ok
	expression,2025-04-01,2025-06-30,sex+area,female+,1,,0,,ok
	expression,2025-04-01,2025-06-30,sex+area,female+north,1,,0,,ok
	expression,2025-04-01,2025-06-30,sex+area,female+south,1,,0,,ok
	expression,2025-04-01,2025-06-30,sex+area,male+north,1,,0,,ok
	END
	counts -e 'distinct registration by child' --by sex+area --by area \
		--from 2025-04-01 --date 2025-06-30 h.csv >got
	same want got
	run -64 --separate-stderr counts -e registration --by aera \
		--date 2025-06-30 h.csv
	[[ $stderr == *"no column 'aera'; did you mean 'area'?"* ]]
}

@test "--stale marks the periods that end after the agency's data" {
	history '' <<-'END'
	c01,2025-01-01,,registration,social-services
	c01,2025-01-02,,domestic-abuse,police
	END
	cat >want <<-'END'
	domestic-abuse-register,2025-01-01,2025-03-31,,,1,1,0,,ok
	domestic-abuse-register,2025-04-01,2025-06-30,,,0,1,0,,stale
	END
	counts -i domestic-abuse-register --from 2025-01-01 --date 2025-06-30 \
		--stale police=2025-04-30 --stale health=2024-01-01 h.csv >got
	same want got
	run -64 --separate-stderr counts --date 2025-06-30 --stale police h.csv
	[[ $stderr == *'--stale wants SOURCE=YYYY-MM-DD'* ]]
}

@test "--reach marks the periods that end after the rows of an event" {
	history '' <<-'END'
	c01,2025-01-01,,registration,social-services
	c01,2025-01-02,,domestic-abuse,police
	END
	# Of two days the earlier; the day itself is still covered.
	cat >want <<-'END'
	domestic-abuse-register,2025-01-01,2025-03-31,,,1,1,0,,ok
	domestic-abuse-register,2025-04-01,2025-06-30,,,0,1,0,,stale
	END
	counts -i domestic-abuse-register --from 2025-01-01 --date 2025-06-30 \
		--reach domestic-abuse=2025-05-30 --reach roll=2024-01-01 \
		--reach domestic-abuse=2025-03-31 h.csv >got
	same want got
	echo 'expression,2025-04-01,2025-06-30,,,0,,0,,stale' >want
	counts -e registration --from 2025-04-01 --date 2025-06-30 \
		--reach registration=2025-06-29 h.csv >got
	same want got
	run -64 --separate-stderr counts --date 2025-06-30 --reach roll h.csv
	[[ $stderr == *'--reach wants EVENT=YYYY-MM-DD'* ]]
	run -64 --separate-stderr counts --date 2025-06-30 \
		--reach rolls=2025-01-01 h.csv
	[[ $stderr == *"no event 'rolls'; did you mean 'roll'?"* ]]
}

@test "-e: a count, or a share of another measure" {
	history '' <<-'END'
	c01,2025-04-02,,registration,social-services
	c02,2025-04-02,2025-05-01,registration,social-services
	END
	# on 30 April c01 and c02 are on the register.  c02 left on 1 May: that is
	# an end in May, and in May c02 was not on it on any day.
	cat >want <<-'END'
	expression,2025-04-01,2025-04-30,,,2,,0,,ok
	expression,2025-05-01,2025-05-31,,,1,,0,,ok
	expression-2,2025-04-01,2025-04-30,,,0,2,0,,ok
	expression-2,2025-05-01,2025-05-31,,,1,1,0,,ok
	END
	counts -e 'registration open by child' -e 'registration ending by child
		of registration overlapping by child' --period month \
		--from 2025-04-01 --date 2025-05-31 h.csv >got
	same want got
}

@test "the order of subjects and of rows of one day has no effect" {
	people
	sample >h.csv
	counts --date 2025-12-31 --populations people.csv h.csv >want
	{
		head -n 1 h.csv
		tail -n +2 h.csv | sort -t, -k1,1 -k2,2 -k4r
	} >turned.csv
	run -1 cmp -s h.csv turned.csv
	counts --date 2025-12-31 --populations people.csv turned.csv >got
	same want got
	# other names for the same subjects: another order of subjects
	{
		head -n 1 h.csv
		tail -n +2 h.csv | sed 's/^\(.\)\(.\)\(.\)/\1\3\2/' | sort
	} >renamed.csv
	counts --date 2025-12-31 --populations people.csv renamed.csv >got
	same want got
}

@test "parts split by subject add up to the whole" {
	sample >h.csv
	awk 'NR == 1 || substr($0, 3, 1) % 2 == 0' h.csv >even.csv
	awk 'NR == 1 || substr($0, 3, 1) % 2 == 1' h.csv >odd.csv
	counts --date 2025-12-31 h.csv | cut -d, -f1-7,9 >want
	counts --date 2025-12-31 even.csv >a
	counts --date 2025-12-31 odd.csv >b
	# by line; of a value how often it occurs, which the total says beside
	awk -F, -v OFS=, '{ key = $1 OFS $2 OFS $3 OFS $4 OFS $5
			if (!(key in n)) order[++lines] = key
			n[key] += $6
			if ($7 != "") of[key] += $7
			if ($9 != "") unmatched[key] += $9 }
		END { for (i = 1; i <= lines; i++) { key = order[i]
			print key, n[key], key ~ /@value/ ? "-" : of[key],
				unmatched[key] } }' a b | sort >got
	awk -F, -v OFS=, '$4 ~ /@value/ { $7 = "-" } 1' want | sort >lines
	same lines got
	# the sample is not trivial
	awk -F, '$6 > 0 { print $1 }' want | sort -u >counted
	[ "$(wc -l <counted)" -ge 12 ]
}

# sample: three hundred subjects with rows of every event, in order.
sample() {
	echo 'subject,date,end,event,source,previous_registrations,need,stage,safe,birth_month,band,agency,via'
	awk 'function r(n) { x = (x * 69069 + 12345) % 2147483648; return int(x / 65536) % n }
	function day() { return sprintf("%d-%02d-%02d", 2022 + r(4), 1 + r(12), 1 + r(28)) }
	BEGIN {
		x = 7
		split("registration referral domestic-abuse roll bullying survey", e, " ")
		split("registration de-registration pre-icc", st, " ")
		split("agree disagree strongly-agree", sa, " ")
		for (s = 100; s < 360; s++) {
			b = r(20) == 0 ? "unborn" : sprintf("%d-%02d", 2006 + r(18), 1 + r(12))
			for (k = r(7) + 1; k > 0; k--) {
				v = e[1 + r(6)]
				d = day()
				end = ""
				if ((v == "registration" || v == "roll") && r(3) > 0)
					do end = day(); while (end < d)
				print "c" s "," d "," end "," v ",x," (v == "registration" ? r(3) : "") "," (v == "referral" ? "abuse-neglect" : "") "," (v == "survey" ? st[1 + r(3)] "," sa[1 + r(3)] : ",") "," b ",,,"
			}
		}
		split("sait training-session audit meeting", o, " ")
		split("q t a m", q, " ")
		for (s = 100; s < 140; s++) {
			k = 1 + s % 4
			d = day()
			print q[k] s "," d ",," o[k] ",board,,,,,," (k == 1 ? 1 + r(4) : "") ",health,"
			print q[k] s "," d ",," o[k] ",board,,,,,," (k == 1 ? 1 + r(4) : "") ",police,"
		}
	}' | sort
}

@test "out of order: 65, with the line, and lscb-sort is named" {
	history '' <<-'END'
	c02,2025-01-01,,registration,x
	c01,2025-01-01,,registration,x
	END
	run -65 --separate-stderr lscb-indicators --date 2025-06-30 \
		-e registration h.csv
	[[ $stderr == *'h.csv:3: subject: '*lscb-sort*'[out-of-order]'* ]]
	[ -z "$output" ]
	history '' <<-'END'
	c01,2025-02-01,,referral,x
	c01,2025-01-01,,registration,x
	END
	run -65 --separate-stderr lscb-indicators --date 2025-06-30 \
		-e registration --rejects r.csv h.csv
	[[ $stderr == *'h.csv:3: date: '*'[out-of-order]'* ]]
}

@test "bad rows: a reason each, counted, and no value on stderr" {
	history ,previous_registrations,birth_month <<-'END'
	,2025-01-01,,registration,x,0,2010-01
	c01,2025-13-01,,registration,x,0,2010-01
	c02,2025-01-01,2024-12-31,registration,x,0,2010-01
	c03,2025-01-01,1.1.2025,registration,x,0,2010-01
	c04,2025-01-01,,registration,x,QQ7,2010-01
	c05,2025-01-01,,registration,x,0,QQ7
	c06,2025-01-01,,registration,x,0,2010-01
	c07,2025-01-01,,referral,x,QQ7,QQ7
	END
	e='registration where previous_registrations = 0 and age(date) > 3'
	run -0 --separate-stderr lscb-indicators --date 2025-03-31 \
		--from 2025-01-01 -e "$e" --rejects r.csv --stats s.csv h.csv
	[ "${lines[1]}" = 'expression,2025-01-01,2025-03-31,,,1,,0,,ok' ]
	cut -d, -f5 r.csv | sort >got
	printf '%s\n' bad-birth-month bad-date bad-date end-before-date \
		no-subject not-a-number reason | sort >want
	same want got
	grep -qx 'lscb-indicators,dropped,no-indicator-asks,1' s.csv
	run -65 --separate-stderr lscb-indicators --date 2025-03-31 \
		-e "$e" <(sed '2,5d' h.csv)
	[[ $stderr == *'[not-a-number]'* && $stderr != *QQ7* ]]
}

# line KEY: where a key stands in i.rec.
line() {
	grep -n "^$1: " i.rec | cut -d: -f1
}

@test "a definition with a slip is 78 with file, line and near miss" {
	history ,previous_registrations </dev/null
	sed 's/^of: .*/of: registraton by child/' \
		"$LSCB_LIBRARY/indicators/cpr-second.rec" >i.rec
	run -78 --separate-stderr counts --date 2025-06-30 -i ./i.rec h.csv
	[[ $stderr == *"i.rec:$(line of): of: at character 1: no event 'registraton'; did you mean 'registration'?"* ]]
	sed 's/^direction:/directoin:/' \
		"$LSCB_LIBRARY/indicators/cpr-second.rec" >i.rec
	run -78 --separate-stderr counts --date 2025-06-30 -i ./i.rec h.csv
	[[ $stderr == *directoin*"did you mean 'direction'"* ]]
	sed 's/^direction: range/direction: rnage/' \
		"$LSCB_LIBRARY/indicators/cpr-second.rec" >i.rec
	run -78 --separate-stderr counts --date 2025-06-30 -i ./i.rec h.csv
	[[ $stderr == *"i.rec:$(line direction): direction: "*"did you mean 'range'"* ]]
	sed 's/^good: .*/good: 15 to 10/' \
		"$LSCB_LIBRARY/indicators/cpr-second.rec" >i.rec
	run -78 --separate-stderr counts --date 2025-06-30 -i ./i.rec h.csv
	[[ $stderr == *"i.rec:$(line good): good: the range is upside down"* ]]
	# As the report writes it, not as the definition does.
	sed 's/^good: .*/good: 10% to 15%/' \
		"$LSCB_LIBRARY/indicators/cpr-second.rec" >i.rec
	run -78 --separate-stderr lscb-indicators --date 2026-03-31 -i ./i.rec h.csv
	[[ $stderr == *'good: want a range of bare numbers, such as 10 to 15'* ]]
	# "%rec: Indicator" may stand above it, as in other definitions.
	{ echo '%rec: Indicator'; cat "$LSCB_LIBRARY/indicators/cpr-second.rec"; } >i.rec
	run -0 lscb-indicators --date 2026-03-31 -i ./i.rec h.csv
	run -78 --separate-stderr counts --date 2025-06-30 -i cpr-secnod h.csv
	[[ $stderr == *"did you mean 'cpr-second'"* ]]
}

@test "a snapshot is not rolled" {
	history '' </dev/null
	{
		cat "$LSCB_LIBRARY/indicators/cpr-two-years-open.rec"
		echo 'show: rolling 12 months'
	} >i.rec
	run -78 --separate-stderr counts --date 2025-06-30 -i ./i.rec h.csv
	[[ $stderr == *'a snapshot (open) is the same in a rolling window'* ]]
}

@test "without --date, or with --from after it: 64" {
	history '' </dev/null
	run -64 --separate-stderr lscb-indicators -e registration h.csv
	[[ $stderr == *'say the day: --date'* ]]
	run -64 --separate-stderr lscb-indicators -e registration \
		--date 2025-01-01 --from 2025-01-02 h.csv
	run -64 --separate-stderr lscb-indicators -e registration \
		--date 2025-01-01 --period quater h.csv
}

@test "in the library an indicator has the name of its file" {
	cp -r "$LSCB_LIBRARY" lib
	history ,band </dev/null
	mv lib/indicators/sait-band-two.rec lib/indicators/sait.rec
	run -78 --separate-stderr counts --library lib -i sait \
		--date 2025-06-30 h.csv
	[[ $stderr == *'sait.rec:2: id: must be the name of the file: sait'* ]]
}

@test "an as-of date at an end of the calendar: 64, not a wrong sum" {
	printf '%s\n' subject,date,end,event,source \
		c01,2026-01-15,,registration,s >h.csv
	local day
	for day in 0001-01-31 0099-12-31 9999-06-30; do
		run -64 --separate-stderr lscb-indicators --date "$day" -e registration h.csv
		[[ $stderr == *'--date is beyond the calendar'* && -z $output ]]
	done
	lscb-indicators --date 0101-01-01 -e registration h.csv >out
	[[ $(wc -l <out) == 13 ]]
}
