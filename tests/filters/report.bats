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
	grep -q 'Too recent: *3 cases' out
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
