#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-report: what a board member reads.  A library of three indicators is
# made here, so that no wording of the real definitions is tested by accident.
load ../lib/common

HEAD=indicator,start,end,by,group,numerator,denominator,censored,unmatched,status,value,low,high,centre,limit_low,limit_high,signal,verdict

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	export LSCB_LIBRARY=$PWD/lib
	mkdir -p lib/indicators lib/scorecards
	cp "$ROOT/pipelines/library/labels.rec" lib/
	indicator second 'of: registration' 'unit: percent' \
	    'direction: range' 'good: 10 to 15' 'baseline: 14.4' \
	    'show: rolling 12 months' 'pair: long' 'agency: social-services' \
	    'too_low: Is the threshold right?' 'too_high: Did the plan help?'
	indicator long 'of: registration' 'unit: percent' 'direction: down' \
	    'agency: police'
	indicator sait 'of: registration' 'unit: percent' 'direction: up' \
	    'target: 90' 'quadrant: how-well' 'too_low: Who owns each?'
	sed -i 's/^period: .*/period: financial-year/' lib/indicators/sait.rec
	indicator rate 'population: 0 to 17' 'unit: per 10000' \
	    'direction: explain'
	indicator sessions 'unit: count' 'direction: none'
	card second long
}

# indicator ID KEY...: a definition of that id with those keys.
indicator() {
	{
		printf '%s\n' "id: $1" "ref: R-$1" "title: The $1 measure" \
		    "title_cy: Y mesur $1" 'status: admitted' \
		    'quadrant: better-off' 'count: registration' \
		    'period: quarter' "${@:2}"
	} >"lib/indicators/$1.rec"
}

# card HEADLINE [MEASURE...]: the scorecard "mine".
card() {
	{
		printf '%s\n' '%rec: Scorecard' '' 'id: mine' \
		    'title: My card' '' '%rec: Headline' ''
		printf 'indicator: %s\n\n' "$1"
		printf '%%rec: Measure\n\n'
		(($# < 2)) || printf 'indicator: %s\n\n' "${@:2}"
	} >lib/scorecards/mine.rec
}

# row INDICATOR START END NUMERATOR DENOMINATOR [STATUS [VERDICT]]
row() {
	printf '%s,%s,%s,,,%s,%s,0,,%s,,,,,,,,%s\n' "$1" "$2" "$3" "$4" "$5" \
	    "${6:-ok}" "${7:-}"
}

table() {
	echo "$HEAD"
	cat
}

# Four quarters and their twelve months: 1 + 2 + 3 + 4 of 16 + 20 + 24 + 52 is
# 10 of 112: 8.93, so 8.9 %, below 10.
year() {
	{
		row second 2025-04-01 2025-06-30 1 16
		row second 2025-07-01 2025-09-30 2 20
		row second 2025-10-01 2025-12-31 3 24
		row second 2026-01-01 2026-03-31 4 52
		row second 2025-04-01 2026-03-31 10 112 ok too-low
		row second 2024-04-01 2025-03-31 13 100 ok in-range
		row second 2024-07-01 2025-06-30 12 100 ok in-range
		row long 2026-01-01 2026-03-31 7 112
	} | table
}

@test "half up, from the counts, in every format: 7 of 112 is 6.3, not 6.2" {
	# 7 / 112 = 0.0625 exactly.  The value column is not read.
	year >t.csv
	sed -i 's/,7,112,0,,ok,,/,7,112,0,,ok,6.25,/' t.csv
	for format in text markdown html; do
		lscb-report --format "$format" t.csv >out
		grep -q '6\.3%' out
		run ! grep -q '6\.2%' out
	done
	lscb-report --format csv t.csv >out
	grep -qx 'long,2026-01-01,2026-03-31,,,7,112,6.3,,,,ok' out
}

@test "csv: the displayed figures of a plain table of counts" {
	cat >t.csv <<-'END'
	indicator,start,end,by,group,numerator,denominator,censored,unmatched,status
	second,2025-04-01,2025-06-30,,,1,16,0,,ok
	second,2025-04-01,2025-06-30,sex,F,0,0,0,,na
	rate,2025-04-01,2025-06-30,,,5,160000,0,,ok
	sessions,2025-04-01,2025-06-30,,,12,,0,,stale
	nobody,2025-04-01,2025-06-30,,"a, b",2,3,0,,ok
	END
	# 1/16 = 6.25 %; 10000 * 5 / 160000 = 0.3125; 2/3 = 66.66 %
	cat >expected <<-'END'
	indicator,start,end,by,group,numerator,denominator,shown,low,high,verdict,status
	second,2025-04-01,2025-06-30,,,1,16,6.3,,,,ok
	second,2025-04-01,2025-06-30,sex,F,0,0,,,,,na
	rate,2025-04-01,2025-06-30,,,5,160000,0.3,,,,ok
	sessions,2025-04-01,2025-06-30,,,12,,12,,,,stale
	nobody,2025-04-01,2025-06-30,,"a, b",2,3,66.7,,,,ok
	END
	lscb-report --format csv t.csv >actual
	same expected actual
}

@test "csv: intervals half up on their digits, with a carry" {
	{
		echo "$HEAD"
		# 0.25 and 99.95 have ties in decimal; 0.25 is one in binary
		echo second,2025-04-01,2025-06-30,,,1,16,0,,ok,,0.25,99.99,,,,,
		echo second,2025-07-01,2025-09-30,,,1,16,0,,ok,,1e-05,9.9500000000000011,,,,,
	} >t.csv
	lscb-report --format csv t.csv | cut -d, -f8-10 >actual
	printf '%s\n' shown,low,high 6.3,0.3,100.0 6.3,0.0,10.0 >expected
	same expected actual
}

@test "csv: any table with the two counts; --unit says what they are" {
	printf 'numerator,denominator\n7,112\n5,\n' >t.csv
	lscb-report --format csv t.csv | cut -d, -f6-8 >actual
	printf '%s\n' numerator,denominator,shown 7,112,6.3 5,,5 >expected
	same expected actual
	# 1000 * 7 / 112 = 62.5; 5 per nobody is nothing
	lscb-report --format csv --unit 'per 1000' t.csv | cut -d, -f6-8 >actual
	printf '%s\n' numerator,denominator,shown 7,112,62.5 5,, >expected
	same expected actual
	run -64 lscb-report --format csv --unit dozen t.csv
}

@test "text: a page of one headline, whole" {
	year | lscb-report --title 'A board' --date 2026-03-31 >actual
	cat >expected <<-'END'
	RESTRICTED, NOT FOR PUBLICATION
	════════════════════════════════════════════════════════════════════════════════
	A board
	As of 31 March 2026

	────────────────────────────────────────────────────────────────────────────────
	My card

	 1. The second measure (R-second)
	    8.9%  10 of 112, 12 months to 31 March 2026
	    ▼ too low: below the good range
	    Too low? Ask: Is the threshold right?
	    Against:      good between 10% and 15%; baseline 14.4%; best inside the good
	                  range
	    Before:       2024-25: 13.0% (13 of 100)
	    By quarter:   6.3%, 10.0%, 12.5%, 7.7% (the last is Jan to Mar 2026)
	    Read with:    The long measure (R-long): 6.3% (7 of 112), Jan to Mar 2026
	    If too high:  Did the plan help?

	Is anyone better off?
	  The second measure (R-second); see headline 1                             8.9%
	    ▼ too low: below the good range
	  The long measure (R-long)                                                 6.3%
	    7 of 112, January to March 2026

	════════════════════════════════════════════════════════════════════════════════
	Indicators open questions; they do not answer them. No figure here should be
	judged good or bad in isolation. Small numbers are shown: do not copy them out
	of the board.
	RESTRICTED, NOT FOR PUBLICATION
	END
	same expected actual
}

@test "the headline is the latest twelve months; earlier ones do not overlap it" {
	# The window July 2024 to June 2025 (12 of 100) overlaps and is left out.
	year | lscb-report >out
	grep -q '8.9%  10 of 112' out
	grep -q 'Before:  *2024-25: 13.0% (13 of 100)$' out
	run ! grep -q '12 of 100' out
}

@test "restricted: first and last line of every format, in both languages" {
	year >t.csv
	for format in text markdown html; do
		lscb-report --format "$format" t.csv >out
		[ "$(grep -c 'RESTRICTED, NOT FOR PUBLICATION' out)" -ge 2 ]
		lscb-report --format "$format" --lang cy t.csv >out
		[ "$(grep -Ec "CYFYNGEDIG, NID I('|&#39;)W GYHOEDDI" out)" -ge 2 ]
		grep -q Drafft out
	done
}

@test "a sixth headline is refused, and told why" {
	for i in 1 2 3 4 5 6; do
		indicator "i$i" 'unit: count' 'direction: none'
	done
	{
		printf '%s\n' '%rec: Scorecard' '' 'id: six' 'title: Six' '' \
		    '%rec: Headline' ''
		printf 'indicator: i%s\n\n' 1 2 3 4 5 6
	} >lib/scorecards/six.rec
	year >t.csv
	run -78 --separate-stderr lscb-report -s six t.csv
	[[ $stderr == *six.rec:18:*'sixth headline'*'3 to 5'* ]]
	sed -i '$d' lib/scorecards/six.rec
	sed -i '$d' lib/scorecards/six.rec
	lscb-report -s six t.csv
}

@test "a card: unknown indicator, the same one twice, a measure of nothing" {
	year >t.csv
	card secnd
	run -78 --separate-stderr lscb-report t.csv
	[[ $stderr == *mine.rec:8:*indicator:* ]]
	card second second
	run -78 --separate-stderr lscb-report t.csv
	[[ $stderr == *twice* ]]
	card second
	printf 'ref: K1\n' >>lib/scorecards/mine.rec
	run -78 lscb-report t.csv
	printf 'title: T\nquadrant: better\n' >>lib/scorecards/mine.rec
	run -78 lscb-report t.csv
	run -78 --separate-stderr lscb-report -s mime t.csv
	[[ $stderr == *mine* ]]
}

@test "an indicator in two quadrants stands in both; the rest is to come" {
	card sait
	printf '%s\n' 'ref: K1' 'title: Staff who feel able' \
	    'quadrant: how-well' 'dda: yes' >>lib/scorecards/mine.rec
	row sait 2025-04-01 2026-03-31 34 40 ok not-met | table |
	    lscb-report >out
	# 34 / 40 = 85 %: under the target of 90, so the too-low question
	grep -q '85.0%  34 of 40, 12 months to 31 March 2026' out
	grep -q 'target not met' out
	grep -q 'Too low? Ask: Who owns each?' out
	sed -n '/^How well/,/^Is anyone/p' out >how-well
	sed -n '/^Is anyone/,$p' out >better-off
	grep -q 'The sait measure.*85.0%' how-well
	grep -q 'The sait measure.*85.0%' better-off
	grep -q 'Staff who feel able (K1)  *still to come$' how-well
	grep -A 1 'Staff who' how-well | grep -q 'data development agenda'
}

@test "not available says why: nobody, no rows, no population, not covered" {
	card second long rate sessions
	{
		row second 2026-01-01 2026-03-31 0 0 na
		row rate 2026-01-01 2026-03-31 3 '' na
		row sessions 2026-01-01 2026-03-31 3 '' na
	} | table | lscb-report >out
	grep -q 'not available  nobody to count: the denominator is 0' out
	grep -A 1 'The long measure' out | grep -q 'no complete period'
	grep -A 1 'The rate measure' out | grep -q 'no population estimate'
	grep -A 1 'The sessions measure' out | grep -q 'does not cover all'
	run ! grep -q '0\.0%' out
	: | table | lscb-report --format html >out
	grep -q 'no complete period' out
	run ! grep -q '<svg' out
}

@test "a verdict whose interval reaches across the line is not sure" {
	card second
	# 6 of 41 is 14.6 %, in 10 to 15; Wilson 6.9 to 28.4 goes far outside
	for bounds in 6.9,28.4 10.1,14.9; do
		echo second,2026-01-01,2026-03-31,,,6,41,0,,ok,,$bounds,,,,,in-range |
		    table | lscb-report | grep '^    ● in the' >"out.$bounds"
	done
	grep -qx '    ● in the good range; too few cases to be sure' out.6.9,28.4
	grep -qx '    ● in the good range' out.10.1,14.9
	# a target was met or was not: 36 of 40 is 90 %
	card sait
	echo sait,2025-04-01,2026-03-31,,,36,40,0,,ok,,76.9,96.0,,,,,met |
	    table | lscb-report | grep -qx '    ● target met'
}

@test "what was missing before the first figure is not told as missing" {
	card long
	{
		row long 2025-01-01 2025-03-31 0 0 na
		row long 2025-04-01 2025-06-30 1 10
		row long 2025-07-01 2025-09-30 0 0 na
		row long 2025-10-01 2025-12-31 3 10
	} | table | lscb-report | tr -s ' \n' ' ' >out
	grep -q 'Before: Jul to Sep 2025: not available (nobody.*0); Apr to' out
	run ! grep -q 'Jan to Mar' out
	# but a series that is missing altogether is told
	row long 2025-01-01 2025-03-31 0 0 na | table | lscb-report >out
	grep -q 'not available  nobody to count.*January to March 2025' out
}

@test "a pair that the library does not hold is named as such" {
	sed -i 's/^pair: .*/pair: nowhere/' lib/indicators/second.rec
	card second
	year | lscb-report >out
	grep -q 'Read with:  *nowhere, which the library does not hold yet' out
}

@test "a pair still to come is named, and never beside another" {
	sed -i 's/^pair: .*/pair_to_come: Re-referrals (K031)/' lib/indicators/second.rec
	card second
	year >t.csv
	lscb-report t.csv >out
	grep -q 'Read with:  *Re-referrals (K031): still to come' out
	echo 'pair: long' >>lib/indicators/second.rec
	run -78 --separate-stderr lscb-report t.csv
	[[ $stderr == *second.rec:*': pair_to_come: '*pair* ]]
}

@test "a bad definition of a pair is an error, not a missing pair" {
	echo 'colour: red' >>lib/indicators/long.rec
	card second
	year >t.csv
	run -78 lscb-report t.csv
}

@test "who could not be matched, what is too recent, what is late" {
	card second
	echo second,2026-01-01,2026-03-31,,,4,52,3,8,stale,,,,,,,, | table >t.csv
	# 52 matched beside 8 who were not: 52 / 60 = 86.66 %
	lscb-report --stale social-services=2026-03-01 \
	    --stale police=2026-02-01 t.csv >out
	grep -q 'Coverage:.*52 could be matched, 8 could not (86.7% matched)' out
	grep -q 'Too recent: *3 recent cases have not' out
	grep -q 'Late data: *Social services data not up to date, last accepted on 1 March' out
	sed -n 1,6p out | grep -q '^Police data not up to date, last accepted on 1 February 2026'
	lscb-report t.csv >out
	grep -q 'Late data: *rests on a delivery made before the period' out
	for bad in police police= =2026-01-01 police=2026-02-30; do
		run -64 lscb-report --stale "$bad" t.csv
	done
}

@test "only totals up to the date; every row is accounted for" {
	{
		year
		echo second,2026-01-01,2026-03-31,sex,F,9,9,0,,ok,,,,,,,,
		row second 2026-04-01 2026-06-30 9 9
		row rate 2026-01-01 2026-03-31 9 9
		row second 2026-02-01 2026-03-15 9 9
	} >t.csv
	lscb-report --date 2026-03-31 --stats stats t.csv >out
	run ! grep -q '9 of 9' out
	cat >expected <<-'END'
	read,,12
	used,,8
	rejected,,0
	dropped,breakdown,1
	dropped,after-date,1
	dropped,not-on-a-card,1
	dropped,other-period,1
	END
	cut -d, -f2- stats | grep -E '^(read|used|rejected|dropped)' |
	    sort >actual
	sort -o expected expected
	same expected actual
}

@test "the order of rows is nothing, and twice is the same" {
	year >t.csv
	{ head -1 t.csv; tail -n +2 t.csv | sort -r; } >r.csv
	for format in text markdown html; do
		lscb-report --format "$format" t.csv >one
		lscb-report --format "$format" r.csv >two
		cmp one two
	done
}

@test "rows that are no figures: rejected with a reason, never their value" {
	canary=CANARY
	{
		echo "second,$canary,2026-03-31,,,1,2,0,,ok,,,,,,,,"
		echo "second,2026-01-01,2025-03-31,,,1,2,0,,ok,,,,,,,,"
		echo "second,2026-01-01,2026-03-31,,,$canary,2,0,,ok,,,,,,,,"
		echo "second,2026-01-01,2026-03-31,,,1,-2,0,,ok,,,,,,,,"
		echo "second,2026-01-01,2026-03-31,,,1,2,0,,$canary,,,,,,,,"
		echo "second,2026-01-01,2026-03-31,,,1,2,0,,ok,,$canary,,,,,,"
		echo "second,2026-01-01,2026-03-31,,,1,2,0,,ok,,,,,,,,$canary"
		echo "second,2026-01-01,2026-03-31,,,1,2,0,,ok,,,,,,,$canary,"
		echo "second,2026-01-01,2026-03-31,,,1,2,0,,ok,,,,,,,,"
		echo "second,2026-01-01,2026-03-31,,,1,3,0,,ok,,,,,,,,"
	} | table >t.csv
	lscb-report --rejects bad.csv t.csv >out 2>err
	[ ! -s err ]
	grep -q '1 of 2' out
	printf '%s\n' column,reason start,bad-date end,bad-date \
	    numerator,bad-number denominator,bad-number status,bad-status \
	    low,bad-number verdict,no-label signal,no-label \
	    end,duplicate-figure >expected
	cut -d, -f4,5 bad.csv >actual
	same expected actual
	run -65 --separate-stderr lscb-report t.csv
	[[ $stderr == *t.csv:2:*start:*'[bad-date]' ]]
	[[ $stderr != *CANARY* ]]
	[ -z "$output" ]
}

@test "counts that were not through lscb-limits: 65, and what to do" {
	year | cut -d, -f1-10 >counts.csv
	run -65 --separate-stderr lscb-report counts.csv
	[[ $stderr == *'lscb-limits first'* ]]
}

@test "html: nothing of the data or a definition can become markup" {
	sed -i 's/^title: .*/title: <script>x<\/script> \& "q" | *s* '"'a'/" \
	    lib/indicators/second.rec
	year | lscb-report --format html --title '<b>&"board' >out
	run ! grep -q '<script' out
	run ! grep -q '<b>' out
	grep -q '<h1>&lt;b&gt;&amp;&quot;board</h1>' out
	grep -q '&lt;script&gt;x&lt;/script&gt; &amp; &quot;q&quot;' out
	year | lscb-report --format markdown --title '<b>|board' >out
	grep -qx '# &lt;b&gt;\\|board' out
	grep -q '\\| \\\*s\\\*' out
}

@test "html: one page, no script, nothing from outside, its language said" {
	year >t.csv
	lscb-report --format html t.csv >out
	run ! grep -Eiq '<script|<link|<img|<iframe|@import|url\(|https?:|src=' out
	grep -q '<html lang="en">' out
	lscb-report --format html --lang cy t.csv >out
	grep -q '<html lang="cy">' out
	# what only the definition says is English and marked so
	grep -q '<span lang="en">Is the threshold right?</span>' out
	grep -q 'Y mesur second' out
}

@test "html: every chart is an image with a title, a finding and its table" {
	year | lscb-report --format html >out
	# second and long have rows: two charts, of 4 and 1 separate periods
	[ "$(grep -c '<svg role="img"' out)" -eq 2 ]
	[ "$(grep -c '<title id="chart-' out)" -eq 2 ]
	grep '<desc id="chart-1-d">' out |
	    grep -q '8.9% (10 of 112); too low: below the good range'
	[ "$(grep -c '<table>' out)" -eq 2 ]
	[ "$(grep -c '<g class="point' out)" -eq 5 ]
	[ "$(grep -c '<th scope="row">' out)" -eq 5 ]
	# ids are unique
	[ -z "$(grep -o ' id="[^"]*"' out | sort | uniq -d)" ]
	# every aria-labelledby has its target
	grep -o 'aria-labelledby="[^"]*"' out | sed 's/.*="//; s/"//' |
	    tr ' ' '\n' | while read -r id; do
		grep -q " id=\"$id\"" out || { echo "no $id"; return 1; }
	done
}

@test "html: two headlines or more stand in one table first, each with its link" {
	card second
	sed -i 's/^indicator: second/&\n\nindicator: long/' lib/scorecards/mine.rec
	year | lscb-report --format html >out
	sed -n '/<table class="summary">/,/<.table>/p' out >summary
	[ "$(grep -c '<th scope="row">' summary)" -eq 2 ]
	grep -q '#headline-1-mine">1. The second measure<.*>8.9%<.*too low' summary
	grep -q '#headline-2-mine">2. The long measure<.*>6.3%<' summary
	# every link leads somewhere
	grep -o 'href="#[^"]*"' out | sed 's/href="#//; s/"//' |
	    while read -r id; do
		grep -q " id=\"$id\"" out || { echo "no $id"; return 1; }
	done
}

@test "chart: good range, baseline and twelve months are drawn when they add up" {
	year | lscb-report --format html >out
	grep -q '<rect class="band"' out
	grep -q 'good 10% to 15%</text>' out
	grep -q 'baseline 14.4%</text>' out
	grep -q '12 months: 8.9%</text>' out
	# 11 of 112 is not the sum of the quarters: children counted once
	year | sed 's/,10,112,/,11,112,/' | lscb-report --format html >out
	run ! grep -q '<rect class="band"' out
	grep -q 'are not drawn here' out
}

@test "chart: a missing period breaks the line, one point draws none" {
	card long
	{
		row long 2025-01-01 2025-03-31 1 10
		row long 2025-04-01 2025-06-30 2 10
		row long 2025-10-01 2025-12-31 3 10
		row long 2026-01-01 2026-03-31 3 10
	} | table | lscb-report --format html >out
	grep '<path class="series"' out | grep -o 'M' >pens
	[ "$(wc -l <pens)" -eq 2 ]
	row long 2025-01-01 2025-03-31 1 10 | table |
	    lscb-report --format html >out
	[ "$(grep -c '<circle' out)" -eq 1 ]
}

@test "chart: outside the limits is a triangle, a pattern a diamond" {
	card long
	{
		echo long,2025-01-01,2025-03-31,,,9,10,0,,ok,,,,50,20,80,above,
		echo long,2025-04-01,2025-06-30,,,1,10,0,,ok,,,,50,20,80,below,
		echo long,2025-07-01,2025-09-30,,,6,10,0,,ok,,,,50,20,80,above,
		echo long,2025-10-01,2025-12-31,,,5,10,0,,ok,,,,50,20,80,,
	} | table | lscb-report --format html >out
	# by shape: two triangles (three corners: M L L), one diamond
	grep 'class="point signal"' out | sed 's/<title>.*<.title>//' >signals
	[ "$(wc -l <signals)" -eq 3 ]
	[ "$(grep -cE 'd="M[^L]*L[^L]*L[^L]*Z"' signals)" -eq 2 ]
	[ "$(grep -cE 'd="M[^L]*L[^L]*L[^L]*L[^L]*Z"' signals)" -eq 1 ]
	[ "$(grep -c '<circle' out)" -eq 1 ]
	grep -q 'above the upper limit' out
}

@test "chart: labels at the right never touch, with sixty points and all lines" {
	sed -i 's/^period: .*/period: month/; /^show/d' lib/indicators/second.rec
	card second
	for y in 2021 2022 2023 2024 2025; do
		for m in 01 02 03 04 05 06 07 08 09 10 11 12; do
			end=$(date -u -d "$y-$m-01 +1 month -1 day" +%F)
			echo "second,$y-$m-01,$end,,,14,100,0,,ok,,8,22,14.2,13,15.2,,in-range"
		done
	done | table | lscb-report --format html >out
	[ "$(grep -c '<g class="point' out)" -eq 60 ]
	grep '<text class="end"' out | sed 's/.* y="\([0-9.]*\)".*/\1/' >y
	[ "$(wc -l <y)" -eq 6 ]
	awk 'NR > 1 && $1 - last < 14 { bad = 1 } { last = $1 }
	    $1 < 10 || $1 > 290 { bad = 1 } END { exit bad }' y
	# names of periods under the axis do not touch either: 8 characters of
	# at most 7 units each
	grep 'text-anchor="middle"' out | sed 's/.* x="\([0-9.]*\)".*/\1/' |
	    sort -n | awk 'NR > 1 && $1 - last < 56 { bad = 1 }
	    { last = $1 } END { exit bad }'
}

@test "text: 80 columns by display width, in both languages, real library" {
	LSCB_LIBRARY=$ROOT/pipelines/library
	: | table >t.csv
	for lang in en cy; do
		lscb-report --lang "$lang" --title 'Bwrdd Tŷ Ŵyn' t.csv >out
		[ "$(LC_ALL=C.UTF-8 wc -L <out)" -le 80 ]
	done
}

@test "text: bold on a terminal, plain in a pipe and with NO_COLOR" {
	year >t.csv
	lscb-report t.csv >out
	run ! grep -q $'\033' out
	script -qec true /dev/null >said 2>&1 </dev/null ||
		skip "no terminal to be had: $(head -n 1 said)"
	script -qec 'lscb-report t.csv' /dev/null >out </dev/null
	grep -q $'\033\\[1m' out
	NO_COLOR=1 script -qec 'lscb-report t.csv' /dev/null >out </dev/null
	run ! grep -q $'\033' out
}

@test "labels: a missing or unfilled one stops the page before it is written" {
	year >t.csv
	sed -i 's/^id: footer$/id: foot/' lib/labels.rec
	run -78 --separate-stderr lscb-report -o page.html --format html t.csv
	[[ $stderr == *labels.rec:*"'footer'"*'[no-label]' ]]
	[ ! -e page.html ]
	sed -i 's/^id: foot$/id: footer/; s/^en: As of {date}/en: As of {day}/' \
	    lib/labels.rec
	run -78 lscb-report --date 2026-03-31 t.csv
	sed -i 's/^id: to-come$/id: footer/' lib/labels.rec
	run -78 lscb-report t.csv
}

@test "labels: every name the source says is there, and fills the same names" {
	cd "$ROOT/filters/lscb-report"
	labels=$ROOT/pipelines/library/labels.rec
	grep -ohE '\bsay\(r, "[a-z0-9-]+"|say\(p->r, "[a-z0-9-]+"' ./*.c |
	    sed 's/.*"\(.*\)"/\1/' | sort -u >"$BATS_TEST_TMPDIR/said"
	[ -s "$BATS_TEST_TMPDIR/said" ]
	while read -r id; do
		grep -qx "id: $id" "$labels" || { echo "no $id"; return 1; }
	done <"$BATS_TEST_TMPDIR/said"
	# English and Welsh fill in the same names
	awk '/^(id|en|cy): / { n = ""; s = $0
		while (match(s, /\{[a-z0-9-]+\}/)) {
			a[substr(s, RSTART, RLENGTH)] = 1
			s = substr(s, RSTART + RLENGTH)
		}
		for (k in a) n = n k
		delete a }
	    /^id: / { id = $2 } /^en: / { en = n }
	    /^cy: / && n != en { print id; bad = 1 } END { exit bad }' "$labels"
}

@test "every scorecard of the library, every format, both languages" {
	LSCB_LIBRARY=$ROOT/pipelines/library
	: | table >t.csv
	for format in text markdown html; do
		for lang in en cy; do
			lscb-report --format "$format" --lang "$lang" t.csv \
			    >out
			[ -s out ]
		done
	done
	# the two of the programme: five headlines, and one
	lscb-report t.csv >out
	[ "$(grep -c '^ [1-5]\. ' out)" -eq 6 ]
	sed -n '/^LSCB effectiveness/,$p' out >card
	[ "$(grep -c 'SAIT' card)" -ge 3 ]
	# every measure the programme names has an indicator of its own
	run -1 grep 'still to come' card
	for ref in K007 K008 K009 K010 K011 K012 K013 K014a K014b K015a K015b \
		K016 K017 K018 K019 K020 K021 K022; do
		grep -q "($ref)" card || { echo "no $ref"; return 1; }
	done
}

@test "command line and outputs that fail" {
	year >t.csv
	run -64 lscb-report --format pdf t.csv
	run -64 lscb-report --lang fr t.csv
	run -64 lscb-report --stale police=2026-01-01 --stale police=2026-02-01 \
	    t.csv
	run -64 lscb-report -s mine -s mine t.csv
	run -64 lscb-report -i second -i second t.csv
	run -66 lscb-report absent.csv
	run -66 lscb-report .
	run -73 lscb-report -o absent/page.html t.csv
	run -74 lscb-report -o /dev/full t.csv
	lscb-report --format html -o page.html t.csv
	lscb-report --format html t.csv | cmp - page.html
	gzip -k t.csv
	lscb-report --format html t.csv.gz | cmp - page.html
}

FULL=$HEAD,change,chart,compared,release,restated,was_numerator,was_denominator,was_value,figure

# full KEY=VALUE...: a row of all columns that lscb-limits may write; status is
# ok, by and group are empty, if nothing else is said.
full() {
	local -A cell=([status]=ok)
	local pair name names line=
	for pair; do cell[${pair%%=*}]=${pair#*=}; done
	IFS=, read -ra names <<<"$FULL"
	for name in "${names[@]}"; do line+=,${cell[$name]-}; done
	printf '%s\n' "${line:1}"
}

fulltable() {
	echo "$FULL"
	cat
}

# Four quarters with limits of 5 to 20; what the last one says is given.
quarters() {
	local id=$1
	shift
	full indicator="$id" start=2025-04-01 end=2025-06-30 numerator=12 \
	    denominator=100 centre=12 limit_low=5 limit_high=20 chart=p
	full indicator="$id" start=2025-07-01 end=2025-09-30 numerator=13 \
	    denominator=100 centre=12 limit_low=5 limit_high=20 chart=p
	full indicator="$id" start=2025-10-01 end=2025-12-31 numerator=11 \
	    denominator=100 centre=12 limit_low=5 limit_high=20 chart=p
	full indicator="$id" start=2026-01-01 end=2026-03-31 numerator=14 \
	    denominator=100 "$@"
}

@test "control chart: too few, ordinary, and provisional limits, in words" {
	card long
	quarters long signal=short chart=short | fulltable | lscb-report >out
	grep -A 1 'Variation: *no limits of ordinary variation yet: too few' out |
	    tr -s ' \n' ' ' | grep -q 'figures to tell a change from chance'
	quarters long centre=12 limit_low=5 limit_high=20 chart=p | fulltable |
	    lscb-report | tr -s ' \n' ' ' >out
	grep -q 'Variation: Jan to Mar 2026: within ordinary variation, which chance alone can explain' out
	quarters long centre=12 limit_low=5 limit_high=20 chart=p \
	    signal=provisional | fulltable | lscb-report | tr -s ' \n' ' ' >out
	grep -q 'within ordinary variation.*; the limits are provisional' out
	# a stale quarter is no point, and a table without the column says nothing
	quarters long centre=12 limit_low=5 limit_high=20 chart=p status=stale |
	    fulltable | lscb-report >out
	run ! grep -q Variation out
	quarters long centre=12 limit_low=5 limit_high=20 chart=p | fulltable |
	    cut -d, -f1-18 | lscb-report >out
	run ! grep -q Variation out
}

@test "control chart: what a signal means, on the headline and on a measure" {
	card sessions long
	for change in improving worsening changed; do
		quarters long centre=12 limit_low=5 limit_high=13 chart=p \
		    signal='above;trend-up' change=$change | fulltable |
		    lscb-report >"out.$change"
	done
	grep -q '14 of 100, January to March 2026; Jan to Mar 2026: improving$' out.improving
	grep -q '14 of 100, January to March 2026; Jan to Mar 2026: worsening$' out.worsening
	grep -q '; Jan to Mar 2026: changed, to be explained$' out.changed
	card long
	quarters long centre=12 limit_low=5 limit_high=13 chart=p \
	    signal='above;trend-up' change=worsening | fulltable >t.csv
	lscb-report t.csv | tr -s ' \n' ' ' >out
	grep -q 'Variation: Jan to Mar 2026: worsening; above the upper limit of ordinary variation; one of seven or more in a row that rise' out
	lscb-report --lang cy t.csv | grep -q 'yn gwaethygu'
	# no word of it has a colour of its own
	lscb-report --format html t.csv >out
	run ! grep -qE 'class="[^"]*(good|bad|improving|worsening)' out
}

@test "control chart: what has to be explained is never good or bad" {
	# whatever the table says: up or down may both be good there
	for id in rate sessions; do
		card "$id"
		for change in improving worsening changed; do
			quarters "$id" chart=u signal=above change=$change |
			    fulltable | lscb-report --format html >"out.$change"
			run ! grep -qE 'improving|worsening' "out.$change"
			grep -q 'changed, to be explained' "out.$change"
		done
	done
}

@test "forecast: one sentence and dashes, only where there are such rows" {
	card long
	next() {
		full indicator=long start=2026-04-01 end=2026-06-30 \
		    status=forecast value=14.44 low=8.26 high=20.66
		full indicator=long start=2026-07-01 end=2026-09-30 \
		    status=forecast value=15.04 low=7.96 high=21.94
	}
	{
		quarters long
		next
	} | fulltable >t.csv
	# to one place: 15.04 is 15.0, 7.96 is 8.0, 21.94 is 21.9
	lscb-report --date 2026-03-31 --stats stats t.csv | tr -s ' \n' ' ' >out
	grep -q 'Forecast: if nothing changes, about 15.0% in the quarter Jul to Sep 2026 (95% interval 8.0% to 21.9%)' out
	grep -q ',used,,6$' stats
	# what was counted last is still the headline
	grep -q '14.0% 14 of 100, January to March 2026' out
	lscb-report --format html t.csv >out
	[ "$(grep -c '<g class="expected"' out)" -eq 2 ]
	[ "$(grep -c '<g class="point' out)" -eq 4 ]
	grep -q '<path class="forecast"' out
	grep -q 'if nothing changes: 15.0%</text>' out
	# a line of three ends: from the last point to two expected ones
	grep '<path class="forecast"' out | grep -qE 'd="M[0-9.]+ [0-9.]+L[0-9.]+ [0-9.]+L[0-9.]+ [0-9.]+"'
	# they rest on figures that a page of an earlier day does not have
	lscb-report --date 2025-12-31 --format html --stats stats t.csv >out
	run ! grep -qE 'expected"|if nothing changes' out
	grep -q 'dropped,after-date,3$' stats
	quarters long | fulltable | lscb-report --format html >out
	run ! grep -qE 'class="(expected|forecast)"|nothing changes' out
	# those of groups are not shown; bad numbers are refused
	{
		quarters long
		next | sed 's/,,,,/,sex,F,,/'
	} | fulltable >t.csv
	lscb-report --stats stats t.csv >out
	run ! grep -q Forecast out
	grep -q 'dropped,breakdown,2$' stats
	{
		quarters long
		next | sed s/14.44/about/
	} | fulltable >t.csv
	run -65 --separate-stderr lscb-report t.csv
	[[ $stderr == *t.csv:6:*value* ]]
}

@test "forecast: a count by the month, a snapshot on its day, as CSV" {
	sed -i 's/^period: .*/period: month/' lib/indicators/sessions.rec
	card sessions
	{
		full indicator=sessions start=2026-03-01 end=2026-03-31 numerator=5
		full indicator=sessions start=2026-04-01 end=2026-04-30 \
		    status=forecast value=1234.5 low=0 high=3000.4
	} | fulltable >t.csv
	lscb-report t.csv | tr -s ' \n' ' ' >out
	grep -q 'about 1,235 in the month of Apr 2026 (95% interval 0 to 3,000)' out
	lscb-report --format csv t.csv | cut -d, -f3,6-10,12 | tail -n 1 >actual
	echo 2026-04-30,,,1235,0,3000,forecast >expected
	same expected actual
	{
		full indicator=sessions start=2026-03-31 end=2026-03-31 numerator=5
		full indicator=sessions start=2026-04-30 end=2026-04-30 \
		    status=forecast value=6
	} | fulltable | lscb-report | grep -q 'about 6 on 30 Apr 2026$'
}

@test "provisional and final figures: a mark, a fact, and what the mark means" {
	card long sessions
	{
		quarters long release=provisional
		full indicator=sessions start=2026-01-01 end=2026-03-31 \
		    numerator=7 release=final
	} | fulltable >t.csv
	lscb-report t.csv >out
	grep -q '^    14.0% \[p\]  14 of 100' out
	grep -q 'Release: *provisional: it may still change' out
	[ "$(grep -c '^\[p\] provisional:' out)" -eq 1 ]
	# what is final needs no mark, and on the terminal no line
	grep -q 'The sessions measure (R-sessions) *7$' out
	run ! grep -qE '\[r\]|final' out
	lscb-report --format html t.csv >out
	grep -q '<dt>Release</dt><dd>final</dd>' out
	grep -q '<strong>14.0%</strong> <span class="release">\[p\]</span>' out
	lscb-report --lang cy t.csv | grep -q '14.0% \[d\]'
	# nothing of it without such a column, nor where there is no figure
	quarters long | fulltable | lscb-report >out
	run ! grep -q '\[p\]' out
	card long
	full indicator=long start=2026-01-01 end=2026-03-31 status=na \
	    release=provisional | fulltable | lscb-report >out
	run ! grep -qE '\[p\]|Release' out
}

@test "restated figures say what they were when published" {
	card long
	{
		# 16 of 99 is 16.16, 15 of 95 is 15.79; 13 of 100 was not to be had
		full indicator=long start=2026-01-01 end=2026-03-31 numerator=16 \
		    denominator=99 restated=restated was_numerator=15 \
		    was_denominator=95 was_value=15.789473684210526
		full indicator=long start=2025-10-01 end=2025-12-31 numerator=13 \
		    denominator=100 restated=restated
		full indicator=long start=2025-07-01 end=2025-09-30 numerator=13 \
		    denominator=100
	} | fulltable >t.csv
	lscb-report t.csv >out
	grep -q '^    16.2% \[r\]  16 of 99, January to March 2026$' out
	grep -q 'Before: *Oct to Dec 2025: 13.0% \[r\] (13 of 100); Jul to Sep 2025: 13.0%' out
	tr -s ' \n' ' ' <out >one
	grep -q 'Restated: Jan to Mar 2026: 16.2%, was 15.8% (15 of 95) when published; Oct to Dec 2025: 13.0%, was not available when published' one
	[ "$(grep -c '^\[r\] restated:' out)" -eq 1 ]
	lscb-report --format html t.csv >out
	grep -q '<tr class="note"><td colspan="4">was 15.8% (15 of 95) when published</td></tr>' out
	lscb-report --format markdown t.csv | grep -q '| 16.2% \\\[r\\\] |'
	# the middle of a median, and a count
	indicator long 'unit: median days' 'direction: none'
	card long sessions
	{
		full indicator=long start=2026-01-01 end=2026-03-31 numerator=30 \
		    denominator=3 value=9 restated=restated was_numerator=31 \
		    was_denominator=4 was_value=8.25
		full indicator=sessions start=2026-01-01 end=2026-03-31 \
		    numerator=7 restated=restated was_numerator=6 was_value=6
	} | fulltable >t.csv
	lscb-report --format html t.csv >out
	grep -q '9.0 days, was 8.3 days (median of 4) when published' out
	grep -q 'Jan to Mar 2026: 7, was 6 when published' out
	sed -i s/,8.25,/,soon,/ t.csv
	run -65 --separate-stderr lscb-report t.csv
	[[ $stderr == *t.csv:2:*was_value* && $stderr != *soon* ]]
}

@test "cases that have not had their time are in neither number" {
	card long sessions
	for n in 3 1; do
		{
			quarters long censored=$n
			full indicator=sessions start=2026-01-01 end=2026-03-31 \
			    numerator=7 censored=$n
		} | fulltable | lscb-report --format html >"out.$n"
	done
	grep -q '<dd>3 recent cases have not had their time and are in neither number</dd>' out.3
	grep -q '<dd>1 recent case has not had its time and is in neither number</dd>' out.1
	grep -q '<dd>3 recent cases have not had their time and are not counted yet</dd>' out.3
	grep -q '<dd>1 recent case has not had its time and is not counted yet</dd>' out.1
	quarters long censored=0 | fulltable | lscb-report >out
	run ! grep -q 'recent' out
}

# area GROUP START END [KEY=VALUE...]: another area's figure of long.
area() {
	full indicator="${id-long}" by=@comparator group="$1" start="$2" \
	    end="$3" "${@:4}"
}

@test "other areas: the latest of each, as published or from its counts" {
	card long
	{
		quarters long
		area Wales 2013-04-01 2014-03-31 figure=99
		area Wales 2014-04-01 2015-03-31 figure=47
		area Wales 2015-04-01 2016-03-31 status=na
		area 'Bryn & Cwm' 2014-04-01 2015-03-31 numerator=1 denominator=16
		area England 2012-04-01 2013-03-31 value=12.345
		area Later 2026-04-01 2026-06-30 figure=1
	} | fulltable >t.csv
	# 1 of 16 is 6.25, half up 6.3; 47 has the digits it was published with
	lscb-report --date 2026-03-31 --stats stats t.csv | tr -s ' \n' ' ' >out
	grep -q 'Elsewhere: Bryn & Cwm 2014-15: 6.3%; Wales 2014-15: 47%; England 2012-13: 12.3% (to compare, not a target)' out
	grep -q ',used,,9$' stats
	grep -q 'dropped,after-date,1$' stats
	run ! grep -q '99' out
	lscb-report --date 2026-03-31 --lang cy t.csv | grep -q 'Cymru 2014-15: 47%'
	lscb-report --date 2026-03-31 --format html t.csv >out
	grep -q 'Bryn &amp; Cwm 2014-15: 6.3%</text>' out
	# thin marks at the edge, 14 wide: not lines across the plot
	[ "$(grep -c '<path class="area"' out)" -eq 3 ]
	grep '<path class="area"' out | sed 's/.*d="M\([0-9.]*\) [0-9.]*H\([0-9.]*\)".*/\1 \2/' |
	    awk '$2 - $1 < 13.9 || $2 - $1 > 14.1 { bad = 1 } END { exit bad }'
	run ! grep -q '<path class="target"' out
	lscb-report --format csv t.csv | grep -q '^long,2014-04-01,2015-03-31,@comparator,Wales,,,47,'
	# on a measure beside its value
	card sessions long
	lscb-report --date 2026-03-31 t.csv | grep -A 3 'The long measure' |
	    tr -s ' \n' ' ' >out
	grep -q '14 of 100, January to March 2026; Bryn & Cwm 2014-15: 6.3%; Wales 2014-15: 47%; and 1 more' out
}

@test "other areas: on the chart only where the scale is the same" {
	id=rate
	card rate
	{
		full indicator=rate start=2026-01-01 end=2026-03-31 numerator=5 \
		    denominator=10000
		area Wales 2014-04-01 2015-03-31 figure=47
	} | fulltable >t.csv
	# a year's rate is no rate of quarters; it is said all the same
	lscb-report --format html t.csv >out
	grep -q 'Wales 2014-15: 47 per 10,000' out
	run ! grep -qE 'class="area"|short mark' out
	{
		full indicator=rate start=2026-01-01 end=2026-03-31 numerator=5 \
		    denominator=10000
		area Wales 2015-01-01 2015-03-31 figure=12
	} | fulltable | lscb-report --format html >out
	grep -q 'class="area"' out
	grep -q 'A short mark at the right edge' out
}

@test "other areas: many, twice, without a name, and what is no figure" {
	card long
	{
		quarters long
		for a in a b c d e f g h i; do
			area "$a" 2014-04-01 2015-03-31 figure=47
		done
		area z 2015-04-01 2016-03-31 figure=48
		full indicator=long by=@comparator start=2014-04-01 \
		    end=2015-03-31 figure=3
	} | fulltable >t.csv
	# ten areas: the newest first, six are told
	lscb-report --stats stats t.csv | tr -s ' \n' ' ' >out
	grep -q 'Elsewhere: z 2015-16: 48%; a 2014-15: 47%; b .*; e 2014-15: 47%; and 4 more (to' out
	grep -q 'dropped,breakdown,1$' stats
	for order in sort 'sort -r'; do
		{ head -n 1 t.csv; tail -n +2 t.csv | $order; } |
		    lscb-report --format html >"out.${order#sort}"
	done
	cmp out. 'out. -r'
	area z 2015-04-01 2016-03-31 figure=49 >>t.csv
	run -65 --separate-stderr lscb-report t.csv
	[[ $stderr == *'[duplicate-figure]' ]]
	sed -i '$s/,49$/,many/' t.csv
	run -65 --separate-stderr lscb-report t.csv
	[[ $stderr == *figure:*'[bad-number]' && $stderr != *many* ]]
}

@test "a mean and a median say of how many, and their unit once" {
	indicator days 'unit: mean days' 'direction: none' \
	    'subjects: a registration that ended'
	indicator middle 'unit: median days' 'direction: none'
	card days middle
	{
		# 3871 / 15 is 258.07
		full indicator=days start=2026-01-01 end=2026-03-31 numerator=3871 \
		    denominator=15 value=258.06666666666666 low=170.96 high=345.04
		full indicator=days start=2026-01-01 end=2026-03-31 by=@value \
		    group=12 numerator=1 denominator=15
		full indicator=days start=2025-10-01 end=2025-12-31 numerator=10 \
		    denominator=4
		full indicator=middle start=2026-01-01 end=2026-03-31 numerator=30 \
		    denominator=3 value=9.25
		full indicator=middle start=2026-01-01 end=2026-03-31 by=sex+@value \
		    group=F+9 numerator=1 denominator=2
	} | fulltable >t.csv
	lscb-report --stats stats t.csv | tr -s ' \n' ' ' >out
	grep -q '258.1 days mean of 15, each a registration that ended, January to March 2026; 95% interval 171.0 to 345.0 days' out
	grep -q 'Before: Oct to Dec 2025: 2.5 days (mean of 4)' out
	grep -q '9.3 days median of 3, January' out
	grep -q 'dropped,breakdown,2$' stats
	lscb-report --lang cy t.csv | grep -q 'cymedr 15, Ionawr'
	# what the values add up to is no figure of the table
	lscb-report --format html t.csv >out
	grep -q '<th scope="row">Jan to Mar 2026</th><td>15</td><td>258.1</td><td>171.0 to 345.0</td>' out
	run ! grep -q '3,871' out
}

# part GROUP NUMERATOR DENOMINATOR [KEY=VALUE...]: a group of long, by $by.
part() {
	full indicator=long start=2026-01-01 end=2026-03-31 by="${by-age_band}" \
	    group="$1" numerator="$2" denominator="$3" "${@:4}"
}

@test "groups: a table under the card, where it asks for one" {
	cp "$ROOT/pipelines/library/bands.rec" lib/
	card sessions long
	{
		quarters long
		part '10 to 15' 9 10 compared=very-high low=59.6 high=98.2
		part '5 to 9' 1 16 compared=low
		part '0 to 4' 0 0 status=na
		part unborn 2 4 compared=not-different
		part '' 1 2
		full indicator=long start=2025-10-01 end=2025-12-31 by=age_band \
		    group='5 to 9' numerator=5 denominator=5
	} | fulltable >t.csv
	# without the key they are dropped as breakdowns
	lscb-report --stats stats t.csv >out
	run ! grep -qE '9 of 10|By age' out
	grep -q 'dropped,breakdown,6$' stats
	echo 'show_by: age_band' >>lib/scorecards/mine.rec
	sed -i '/^$/N;/^\nshow_by/s/^\n//' lib/scorecards/mine.rec
	lscb-report --stats stats t.csv >out
	run ! grep -q dropped,breakdown stats
	grep -q ',used,,10$' stats
	# in the order of the bands, the one without a name last
	sed -n '/By age, Jan to Mar 2026/,/not known/p' out >actual
	cat >expected <<-'END'
	    By age, Jan to Mar 2026
	      unborn             50.0%  2 of 4; not different
	      0 to 4     not available  nobody to count: the denominator is 0
	      5 to 9              6.3%  1 of 16; ▼ below the whole
	      10 to 15           90.0%  9 of 10; 59.6% to 98.2%; ▲▲ far above the whole
	      not known          50.0%  1 of 2
	END
	same expected actual
	# once, though a measure may stand in two quadrants
	echo 'quadrant: how-well' >>lib/indicators/long.rec
	[ "$(lscb-report t.csv | grep -c 'By age')" -eq 1 ]
	lscb-report --format html t.csv >out
	[ "$(grep -c '<table class="groups">' out)" -eq 1 ]
	grep -q '<th scope="row">5 to 9</th><td>6.3%</td><td>1 of 16</td><td></td><td class="words">▼ below the whole</td>' out
	lscb-report --format markdown t.csv >out
	grep -q '^| 5 to 9 | 6.3% | 1 of 16 |  | ▼ below the whole |$' out
	lscb-report --lang cy t.csv | grep -q 'Yn ôl oedran'
	[ "$(lscb-report t.csv | LC_ALL=C.UTF-8 wc -L)" -le 80 ]
	sed -i s/very-high/huge/ t.csv
	run -65 --separate-stderr lscb-report t.csv
	[[ $stderr == *compared:*'[no-label]' ]]
}

@test "groups: under a headline, of the headline's twelve months, by name" {
	card second
	sed -i 's/^indicator: second/&\nshow_by: ward\nshow_by: x_y/' \
	    lib/scorecards/mine.rec
	{
		year | tail -n +2 | sed 's/$/,,,,,,,,,/'
		for g in 'W 10' 'W 9' 'W 010' 'A<b>'; do
			# the last quarter ends on the same day
			full indicator=second start=2026-01-01 end=2026-03-31 \
			    by=ward group="$g" numerator=1 denominator=2
			full indicator=second start=2025-04-01 end=2026-03-31 \
			    by=ward group="$g" numerator=1 denominator=4
		done
	} | fulltable >t.csv
	lscb-report t.csv >out
	sed -n '/By ward, 2025-26/,/W 10/p' out >actual
	# by number, and where that is the same by bytes
	printf '%s\n' '    By ward, 2025-26' '      A<b>   25.0%  1 of 4' \
	    '      W 9    25.0%  1 of 4' '      W 010  25.0%  1 of 4' \
	    '      W 10   25.0%  1 of 4' >expected
	same expected actual
	# a breakdown that nobody counted is told, not left out
	grep -q '^    By x_y: the table of figures has none of this period$' out
	lscb-report --format html t.csv >out
	grep -q 'A&lt;b&gt;' out
	run ! grep -q '<b>' out
	grep -q '<p class="groups">By x_y: the table' out
	[ -z "$(grep -o ' id="[^"]*"' out | sort | uniq -d)" ]
}

@test "groups: a key that does not stand is refused with its line" {
	year >t.csv
	for bad in @value 'sex, age' sex@value; do
		card second
		sed -i "s/^indicator: second/&\nshow_by: $bad/" lib/scorecards/mine.rec
		run -78 --separate-stderr lscb-report t.csv
		[[ $stderr == *mine.rec:9:*show_by:* ]]
	done
	card second
	sed -i 's/^indicator: second/&\nshow_by: sex\nshow_by: sex/' lib/scorecards/mine.rec
	run -78 --separate-stderr lscb-report t.csv
	[[ $stderr == *mine.rec:*show_by:*twice* ]]
	card second
	printf '%s\n' 'title: T' 'quadrant: how-well' 'show_by: sex' >>lib/scorecards/mine.rec
	run -78 --separate-stderr lscb-report t.csv
	[[ $stderr == *show_by:*'only an indicator'* ]]
}

@test "a table of 130 indicators, unknown columns, rows of values and more" {
	for i in {1..130}; do
		full indicator="other-$i" start=2026-01-01 end=2026-03-31 \
		    numerator=1 denominator=2 verdict=strange figure=9
		full indicator="other-$i" start=2026-01-01 end=2026-03-31 \
		    by=@value group=4 numerator=1 denominator=2
	done >rows
	{
		quarters long
		cat rows
	} | fulltable | sed '1s/$/,colour,warn_low/; 1!s/$/,red,1/' >t.csv
	card long
	quarters long | fulltable | lscb-report >expected
	lscb-report --stats stats t.csv >actual
	same expected actual
	grep -q 'dropped,not-on-a-card,260$' stats
}

@test "every picture is well-formed, with all that can be drawn on it" {
	card second
	{
		year | tail -n +2 | sed 's/$/,,,,,,,,,/'
		full indicator=second start=2026-04-01 end=2026-06-30 \
		    status=forecast value=9 low=1 high=20
		id=second area 'A & <B>' 2014-04-01 2015-03-31 figure=18
	} | fulltable | lscb-report --format html >out
	python3 - <<-'END'
	import re, xml.dom.minidom
	pictures = re.findall(r'<svg.*?</svg>', open('out', encoding='utf-8').read(), re.S)
	assert len(pictures) == 1, len(pictures)
	for p in pictures:
	    xml.dom.minidom.parseString(p.encode())
	END
	# labels at the right still do not touch: good, baseline, 12 months, the
	# latest, the forecast, an area
	sed -n '/<svg/,/<.svg>/p;/<.svg>/q' out | grep '<text class="end"' |
	    sed 's/.* y="\([0-9.]*\)".*/\1/' >y
	[ "$(wc -l <y)" -eq 6 ]
	awk 'NR > 1 && $1 - last < 14 { bad = 1 } { last = $1 } END { exit bad }' y
}
