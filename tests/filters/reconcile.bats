#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-reconcile: published figures beside ours, and why they differ.  Every
# figure here is worked out by hand beside its test.
load ../lib/common

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	mkdir -p lib/indicators
	cp "$ROOT/pipelines/library/labels.rec" lib/
	export LSCB_LIBRARY=$PWD/lib
	define conferences-children K043 percent 'conference by child' 'a child' \
		'pair: conferences-held' 'of: conference by child'
	define conferences-held K044 percent 'conference by meeting' \
		'a conference' 'of: conference by meeting'
	define register K050 count 'registration open by child' 'a child' \
		'period_rule: last-value'
	define placed K052 count 'registration by child' 'a registration' \
		'period_rule: sum'
	define referred K003 'per 10000' 'referral by child' 'a referral' \
		'population: 0 to 17' 'period_rule: ratio-of-sums'
	define long K055 'mean days' 'registration by child' 'a child'
	define middle K151 'median cases' 'registration by child' 'a worker'
	define part-one K002a percent 'registration by child' 'a registration' \
		'of: registration by child'
	define part-two K002b percent 'registration open by child' \
		'a registration' 'of: registration open by child'
}

# define ID REF UNIT COUNT SUBJECTS [KEY: VALUE]...: an indicator of lib.
define() {
	{
		printf 'id: %s\nref: %s\ntitle: The %s\nstatus: candidate\n' \
			"$1" "$2" "$1"
		printf 'unit: %s\ncount: %s\nsubjects: %s\n' "$3" "$4" "$5"
		printf 'period: quarter\ndirection: none\n'
		shift 5
		(($# == 0)) || printf '%s\n' "$@"
	} >"$PWD/lib/indicators/$1.rec"
}

# ours: standard input as our counts.
ours() {
	{
		echo 'indicator,start,end,by,group,numerator,denominator,censored,unmatched,status'
		cat
	} >counts.csv
}

# sent HEADER: standard input as the published table.
sent() {
	{
		echo "$1"
		cat
	} >sent.csv
}

# differs ARG...: the run says there are differences.
differs() {
	run -1 --separate-stderr lscb-reconcile --counts counts.csv "$@" sent.csv
	[ -z "$stderr" ]
	printf '%s\n' "$output" >got
}

# columns NAME...: of what came, without the header.
columns() {
	awk -F, -v names="$*" 'NR == 1 {
			n = split(names, want, " ")
			for (i = 1; i <= NF; i++)
				at[$i] = i
			next
		}
		{
			for (i = 1; i <= n; i++)
				printf "%s%s", $at[want[i]], i < n ? "," : "\n"
		}' got
}

is() {
	printf '%s\n' "$@" >want
	columns $names >rows
	same want rows
}

@test "the same conferences, by child 78.3 and by conference 86.7" {
	# Conwy 2013-14: 94 of 120 children, 52 of 60 conferences within 15 days.
	# 94 / 120 = 78.33..., 52 / 60 = 86.66...; 78.3 - 86.7 = -8.4
	ours <<-'END'
	conferences-children,2013-04-01,2014-03-31,,,94,120,0,,ok
	conferences-held,2013-04-01,2014-03-31,,,52,60,0,,ok
	END
	sent indicator,period,value <<-'END'
	K043,2013-14,86.7
	K044,2013-14,86.7
	END
	differs
	names='indicator published ours difference reason explains basis_indicator basis_numerator basis_denominator basis_value'
	is 'conferences-children,86.7,78.3,-8.4,unit-of-count,exactly,conferences-held,52,60,86.7'
	# the pair is named by one of them only, and works both ways
	sent indicator,period,value <<-'END'
	conferences-held,2013/14,78.3
	END
	differs
	is 'conferences-held,78.3,86.7,8.4,unit-of-count,exactly,conferences-children,94,120,78.3'
}

@test "another part of the same reference is another measure, not another unit" {
	ours <<-'END'
	part-one,2014-01-01,2014-03-31,,,1,8,0,,ok
	part-two,2014-01-01,2014-03-31,,,3,16,0,,ok
	END
	sent indicator,period,value <<-'END'
	K002a,2013-14 Q4,18.75
	END
	differs
	# 3 / 16 = 18.75 %, 1 / 8 = 12.5 %
	names='ours reason basis_indicator'
	is '12.50,paired-measure,part-two'
}

@test "figures that agree in the places they are written with are no difference" {
	# 43 / 300 = 14.333...; 7 / 112 = 6.25, half up 6.3; 5 / 32 = 15.625
	ours <<-'END'
	part-one,2014-01-01,2014-03-31,,,43,300,0,,ok
	part-one,2014-04-01,2014-06-30,,,7,112,0,,ok
	part-one,2014-07-01,2014-09-30,,,5,32,0,,ok
	register,2014-01-01,2014-03-31,,,80,,0,,ok
	long,2014-01-01,2014-03-31,,,12.5,2,0,,ok
	END
	sent indicator,start,end,value,numerator,denominator <<-'END'
	part-one,2014-01-01,2014-03-31,14,,
	K002a,2014-04-01,2014-06-30,6.3,7,112
	part-one,2014-07-01,2014-09-30,15.63,,
	register,,2014-03-31,80,,
	long,2014-01-01,2014-03-31,6.3,12.5,2
	END
	run -0 --separate-stderr lscb-reconcile --counts counts.csv sent.csv
	[ -z "$stderr" ]
	[ "$(wc -l <<<"$output")" -eq 1 ]
	lscb-reconcile --counts counts.csv --all sent.csv >got
	names='published ours difference reason explains'
	is 14,14,0,same, 6.3,6.3,0.0,same, 15.63,15.63,0.00,same, 80,80,0,same, \
		6.3,6.3,0.0,same,
}

@test "the last place decides, on both sides of a half" {
	# 2871 / 20000 = 14.355: 14.35 or 14.36?  half up 14.36; 14.3549... below
	ours <<-'END'
	part-one,2014-01-01,2014-03-31,,,2871,20000,0,,ok
	part-one,2014-04-01,2014-06-30,,,28709,200000,0,,ok
	END
	sent indicator,period,value <<-'END'
	part-one,2013-14 Q4,14.4
	part-one,2014-15 Q1,14.4
	END
	run -0 lscb-reconcile --counts counts.csv sent.csv
	sent indicator,period,value <<-'END'
	part-one,2013-14 Q4,14.36
	part-one,2014-15 Q1,14.36
	END
	differs
	# 28709 / 200000 = 14.3545
	names='start ours reason'
	is '2014-04-01,14.35,rounded-up'
}

@test "a half to the even digit, digits cut off, rounded twice, always up" {
	# 7 / 112 = 6.25; 43 / 300 = 14.333; 89 / 560 = 15.8928...;
	# 12449 / 100000 = 12.449, first 12.45, then 12.5
	ours <<-'END'
	part-one,2014-01-01,2014-03-31,,,7,112,0,,ok
	part-one,2014-04-01,2014-06-30,,,89,560,0,,ok
	part-one,2014-07-01,2014-09-30,,,12449,100000,0,,ok
	part-one,2014-10-01,2014-12-31,,,43,300,0,,ok
	END
	sent indicator,period,value <<-'END'
	part-one,2014 Q1,6.2
	part-one,2014 Q2,15.8
	part-one,2014 Q3,12.5
	part-one,2014 Q4,14.4
	END
	differs
	names='published reason explains rounding also'
	# cut off 6.25 is 6.2 too; up 12.449 and 14.333 are 12.5 and 14.4;
	# 12449 to the nearest 5 and 10 is 12450, so 12.45, half up 12.5
	is '6.2,rounded-half-even,exactly,half-even,cut-off' \
		'15.8,cut-off,exactly,cut-off,' \
		'12.5,rounded-up,exactly,always-up,rounded-twice+rounded-to-5+rounded-to-10' \
		'14.4,rounded-up,exactly,always-up,'
}

@test "counts to the nearest 5 and 10, and fewer places than are written" {
	# 2936 -> 2935, to 10 it is 2940; 43 of 102 -> 45 of 100 = 45.0 %, and
	# 40 of 100 = 40.0 %; 43 of 102 = 42.156..., written 42.0
	ours <<-'END'
	register,2015-01-01,2015-03-31,,,2936,,0,,ok
	register,2015-04-01,2015-06-30,,,2944,,0,,ok
	part-one,2015-01-01,2015-03-31,,,43,102,0,,ok
	part-one,2015-07-01,2015-09-30,,,43,102,0,,ok
	part-one,2016-01-01,2016-03-31,,,43,102,0,,ok
	END
	sent indicator,end,start,value <<-'END'
	register,2015-03-31,,2935
	register,2015-06-30,,2940
	part-one,2015-03-31,2015-01-01,45.0
	part-one,2015-09-30,2015-07-01,40.0
	part-one,2016-03-31,2016-01-01,42.0
	END
	differs
	names='published ours reason rounding'
	is '2935,2936,rounded-to-5,to-5' '2940,2944,rounded-to-10,to-10' \
		'45.0,42.2,rounded-to-5,to-5' '40.0,42.2,rounded-to-10,to-10' \
		'42.0,42.2,fewer-places,fewer-places'
}

@test "records that came later: ours as it was then" {
	ours <<-'END'
	register,2015-01-01,2015-03-31,,,97,,0,,ok
	register,2015-04-01,2015-06-30,,,101,,0,,ok
	END
	head -n 1 counts.csv >march.csv
	cp march.csv april.csv
	echo 'register,2015-01-01,2015-03-31,,,91,,0,,ok' >>march.csv
	echo 'register,2015-01-01,2015-03-31,,,93,,0,,ok' >>april.csv
	sent indicator,period,value <<-'END'
	register,31 March 2015,93
	register,30 June 2015,98
	END
	differs --before march.csv --before april.csv
	# 93 stands in April's; of June neither has a row
	names='published ours reason explains basis basis_numerator not_tested'
	is '93,97,late-records,exactly,april.csv,93,unit-of-count+unborn-left-out' \
		'98,101,unexplained,no,,,late-records+unit-of-count+unborn-left-out'
	# half way or more: 97 to 93 is 4, of which 96 leaves 3, 95 leaves 2
	sed 's/,91,/,96,/' march.csv >none.csv
	sed 's/,91,/,95,/' march.csv >half.csv
	differs --before none.csv
	names='reason explains'
	is unexplained,no unexplained,no
	differs --before half.csv
	is late-records,partly unexplained,no
}

@test "a figure that was published anew" {
	ours <<-'END'
	register,2015-01-01,2015-03-31,,,97,,0,,ok
	END
	sent indicator,period,value,as_of,source <<-'END'
	register,31 March 2015,80,2015-06-01,first
	register,31 March 2015,97,2015-09-01,second
	END
	differs
	names='published ours reason explains basis as_of source'
	is '80,97,restated,exactly,published,2015-06-01,first'
	# not by one from before
	sed -i 's/2015-09-01/2015-05-01/' sent.csv
	differs
	is '80,97,unexplained,no,,2015-06-01,first'
}

@test "calendar year for financial year, another quarter, a quarter for a year" {
	# 11 + 13 + 17 + 19 = 60 from April; 7 + 11 + 13 + 17 = 48 from January
	ours <<-'END'
	placed,2014-01-01,2014-03-31,,,7,,0,,ok
	placed,2014-04-01,2014-06-30,,,11,,0,,ok
	placed,2014-07-01,2014-09-30,,,13,,0,,ok
	placed,2014-10-01,2014-12-31,,,17,,0,,ok
	placed,2015-01-01,2015-03-31,,,19,,0,,ok
	placed,2014-04-01,2015-03-31,,,60,,0,,ok
	END
	sent indicator,period,value <<-'END'
	placed,2014-15,48
	placed,2014-15 Q2,17
	placed,2014-15 Q4,60
	END
	differs
	# no row has January to December: four quarters make it
	names='published ours reason basis_start basis_end basis_value also'
	is '48,60,calendar-year,2014-01-01,2014-12-31,48,' \
		'17,13,period-end,2014-10-01,2014-12-31,17,' \
		'60,19,period-length,2014-04-01,2015-03-31,60,' \
		',17,not-published,,,,'
}

@test "a year from July is another period, no calendar year; one nine months on" {
	# July to June is 13 + 17 + 19 + 23 = 72; 2015 is 19 + 23 + 29 + 31 = 102
	ours <<-'END'
	placed,2014-04-01,2014-06-30,,,11,,0,,ok
	placed,2014-07-01,2014-09-30,,,13,,0,,ok
	placed,2014-10-01,2014-12-31,,,17,,0,,ok
	placed,2015-01-01,2015-03-31,,,19,,0,,ok
	placed,2015-04-01,2015-06-30,,,23,,0,,ok
	placed,2015-07-01,2015-09-30,,,29,,0,,ok
	placed,2015-10-01,2015-12-31,,,31,,0,,ok
	END
	sent indicator,period,value <<<'placed,2014-15,72'
	differs
	# April to March is 60
	names='published ours reason basis_start basis_end'
	is 72,60,period-end,2014-07-01,2015-06-30
	sent indicator,period,value <<<'placed,2014-15,102'
	differs
	is 102,60,calendar-year,2015-01-01,2015-12-31
}

@test "a stock of a year is that of its last day" {
	ours <<-'END'
	register,2014-10-01,2014-12-31,,,90,,0,,ok
	register,2015-01-01,2015-03-31,,,97,,0,,ok
	END
	sent indicator,period,value <<<'register,2014-15,97'
	run -0 lscb-reconcile --counts counts.csv sent.csv
	sent indicator,period,value <<<'register,2014-15,90'
	differs
	names='ours reason basis_end'
	is 97,period-end,2014-12-31
	# of a flow it is not
	ours <<<'placed,2015-01-01,2015-03-31,,,97,,0,,ok'
	sent indicator,period,value <<<'placed,2014-15,97'
	differs
	names='ours reason'
	is ,period-length
}

@test "what is not available is no figure, whatever stands in its row" {
	ours <<-'END'
	placed,2014-10-01,2014-12-31,,,0,,0,,ok
	placed,2015-01-01,2015-03-31,,,97,,0,,na
	END
	sent indicator,period,value <<-'END'
	placed,2014-15 Q4,97
	placed,2014-15 Q3,97
	END
	differs
	names='ours reason'
	is ,not-available 0,unexplained
}

@test "each child once is another unit than each registration" {
	define once K801 count 'distinct registration by child' 'a registration' \
		'pair: placed'
	ours <<-'END'
	placed,2015-01-01,2015-03-31,,,12,,0,,ok
	once,2015-01-01,2015-03-31,,,11,,0,,ok
	END
	sent indicator,period,value <<<'placed,2014-15 Q4,11'
	differs
	names='ours reason basis_indicator'
	is 12,unit-of-count,once
}

@test "children not yet born leave the count, never the population" {
	# 40 - 4 = 36 of 20000 is 18.0 per 10,000; the band has no population
	ours <<-'END'
	referred,2015-01-01,2015-03-31,,,40,20000,0,,ok
	referred,2015-01-01,2015-03-31,age_band,unborn,4,,0,,ok
	END
	sent indicator,period,value <<<'referred,2014-15 Q4,18.0'
	differs
	names='ours reason basis_numerator basis_denominator'
	is 20.0,unborn-left-out,36,20000
}

@test "a window of ours that no row has is put together where figures add up" {
	ours <<-'END'
	placed,2014-04-01,2014-06-30,,,11,,0,,ok
	placed,2014-07-01,2014-09-30,,,13,,0,,ok
	referred,2014-04-01,2014-06-30,,,10,1000,0,,ok
	referred,2014-07-01,2014-09-30,,,20,1000,0,,ok
	part-one,2014-04-01,2014-06-30,,,1,8,0,,ok
	part-one,2014-07-01,2014-09-30,,,1,8,0,,ok
	END
	sent indicator,start,end,value <<-'END'
	placed,2014-04-01,2014-09-30,24
	referred,2014-04-01,2014-09-30,300
	part-one,2014-04-01,2014-09-30,12.5
	END
	differs --all
	# 30 of 1000 people, not of 2000: 300 per 10,000.  part-one does not say
	# that its periods add up
	names='published ours reason'
	is 24,24,same 300,300,same 12.5,,period-length
}

@test "children not yet born: left out of a total, put into a band" {
	# 97 - 4 = 93; of girls 50 - 1 = 49; 30 + 4 = 34
	ours <<-'END'
	register,2015-01-01,2015-03-31,,,97,,0,,ok
	register,2015-01-01,2015-03-31,age_band,0 to 4,30,,0,,ok
	register,2015-01-01,2015-03-31,age_band,unborn,4,,0,,ok
	register,2015-01-01,2015-03-31,sex,F,50,,0,,ok
	register,2015-01-01,2015-03-31,sex+age_band,F+unborn,1,,0,,ok
	part-one,2015-01-01,2015-03-31,,,10,97,0,,ok
	part-one,2015-01-01,2015-03-31,birth_month,unborn,2,4,0,,ok
	END
	sent indicator,period,by,group,value <<-'END'
	register,31 March 2015,,,93
	register,31 March 2015,age_band,0 to 4,34
	register,31 March 2015,sex,F,49
	part-one,2014-15 Q4,,,8.6
	register,31 March 2015,age_band,unborn,4
	END
	differs
	# part-one: (10 - 2) / (97 - 4) = 8 / 93 = 8.602...; crossed rows of which
	# none was published are not missed
	names='published ours reason basis_numerator basis_denominator'
	is 93,97,unborn-left-out,93, '34,30,unborn-added,34,' \
		'49,50,unborn-left-out,49,' '8.6,10.3,unborn-left-out,8,93'
}

@test "who could not be matched, who has not had time yet" {
	# 10 of 40, 8 unmatched in neither: 10 / 48 = 20.83 -> 20.8;
	# 18 / 48 = 37.5
	# 6 censored: 10 / 46 = 21.739 -> 21.7; 16 / 46 = 34.78 -> 34.8
	ours <<-'END'
	part-one,2014-01-01,2014-03-31,,,10,40,6,8,ok
	part-two,2014-01-01,2014-03-31,,,10,40,6,8,ok
	END
	printf 'indicator,period,value\npart-one,2014 Q1,%s\n' 20.8 >sent.csv
	names='reason explains basis_numerator basis_denominator'
	differs
	is unmatched-as-not,exactly,10,48
	sed -i 's/20.8/37.5/' sent.csv
	differs
	is unmatched-as-met,exactly,18,48
	sed -i 's/37.5/21.7/' sent.csv
	differs
	is censored-as-not,exactly,10,46
	sed -i 's/21.7/34.8/' sent.csv
	differs
	is censored-as-met,exactly,16,46
}

@test "the population of another year, of other rows or of a table" {
	# 50 per 20000: 25.0; per 20500: 24.39 -> 24.4; per 19500: 25.64 -> 25.6
	ours <<-'END'
	referred,2013-04-01,2014-03-31,,,40,20500,0,,ok
	referred,2015-04-01,2016-03-31,,,50,20000,0,,ok
	END
	sent indicator,period,value <<-'END'
	referred,2015-16,24.4
	END
	differs
	names='published ours reason basis basis_start basis_denominator'
	is '24.4,25.0,population-year,counts.csv,2013-04-01,20500'
	sent indicator,period,value <<-'END'
	referred,2015-16,25.6
	END
	differs
	names='reason explains'
	is unexplained,no
	cat >people.csv <<-'END'
	area,year,age_from,age_to,population
	,2014,0,9,10500
	,2014,10,17,9000
	,2016,0,17,20000
	END
	# 10500 + 9000 = 19500
	differs --populations people.csv
	names='reason basis basis_start basis_denominator'
	is 'population-year,people.csv,2014-06-30,19500'
}

@test "another reckoning, rounded to 5, is told as both" {
	# 98 - 4 = 94, to the nearest 5: 95; 98 itself would be 100
	ours <<-'END'
	register,2015-01-01,2015-03-31,,,98,,0,,ok
	register,2015-01-01,2015-03-31,age_band,unborn,4,,0,,ok
	END
	sent indicator,period,value <<-'END'
	register,31 March 2015,95
	END
	differs
	names='published ours reason explains rounding basis_numerator basis_value'
	is '95,98,unborn-left-out,exactly,to-5,94,94'
}

@test "counts that agree beside a value they do not give" {
	# 94 of 120 is 78.3
	ours <<-'END'
	part-one,2014-01-01,2014-03-31,,,94,120,0,,ok
	END
	sent indicator,period,numerator,denominator,value <<-'END'
	part-one,2014 Q1,94,120,87.3
	END
	differs
	names='published ours reason explains'
	is 87.3,78.3,own-counts,exactly
	# the value agrees, the counts do not: 47 of 60 is 78.3 as well
	sent indicator,period,numerator,denominator,value <<-'END'
	part-one,2014 Q1,47,60,78.3
	END
	differs
	names='published ours difference reason published_numerator our_numerator'
	is '78.3,78.3,0.0,unexplained,47,94'
}

@test "counts alone are compared as counts" {
	ours <<-'END'
	part-one,2014-01-01,2014-03-31,,,94,120,0,,ok
	END
	sent indicator,period,numerator,denominator <<-'END'
	part-one,2014 Q1,94,120
	END
	run -0 lscb-reconcile --counts counts.csv sent.csv
	sent indicator,period,numerator,denominator <<-'END'
	part-one,2014 Q1,95,120
	END
	differs
	# to the nearest 5: 94 is 95, 120 is 120
	names='published ours difference reason'
	is 79.2,78.3,-0.9,rounded-to-5
}

@test "a median is the middle of its values" {
	# values 3 3 5 8: the middle of 3 and 5 is 4.0; 7 7 9: 7
	ours <<-'END'
	middle,2014-01-01,2014-03-31,,,19,4,0,,ok
	middle,2014-01-01,2014-03-31,@value,3,2,4,,,ok
	middle,2014-01-01,2014-03-31,@value,5,1,4,,,ok
	middle,2014-01-01,2014-03-31,@value,8,1,4,,,ok
	middle,2014-01-01,2014-03-31,sex,F,23,3,0,,ok
	middle,2014-01-01,2014-03-31,sex+@value,F+7,2,3,,,ok
	middle,2014-01-01,2014-03-31,sex+@value,F+9,1,3,,,ok
	END
	sent indicator,period,by,group,value <<-'END'
	middle,2014 Q1,,,4.0
	middle,2014 Q1,sex,F,7
	END
	run -0 lscb-reconcile --counts counts.csv sent.csv
	sent indicator,period,by,group,value <<-'END'
	middle,2014 Q1,,,4.8
	middle,2014 Q1,sex,F,9
	END
	differs
	# 19 / 4 = 4.75 is the mean, and no reckoning of a median
	names='published ours reason'
	is 4.8,4.0,unexplained 9,7,unexplained
}

@test "missing on either side, not available, stale" {
	ours <<-'END'
	register,2014-01-01,2014-03-31,,,90,,0,,ok
	register,2014-04-01,2014-06-30,,,91,,0,,ok
	register,2014-07-01,2014-09-30,,,92,,0,,ok
	register,2014-10-01,2014-12-31,,,93,,0,,ok
	register,2014-01-01,2014-03-31,sex,F,40,,0,,ok
	part-one,2014-01-01,2014-03-31,,,0,0,0,,na
	part-one,2014-07-01,2014-09-30,,,1,8,0,,stale
	register,2014-04-01,2014-06-30,@comparator,Wales,3000,,,,ok
	END
	sent indicator,period,value <<-'END'
	register,31 March 2014,90
	register,30 September 2014,92
	register,31 December 2012,70
	part-one,2014 Q1,12.0
	part-one,2014 Q3,77.0
	END
	differs
	# June lies between what was published; December and the girls do not
	names='indicator end published ours reason our_status'
	is 'register,2012-12-31,70,,not-in-counts,' \
		'part-one,2014-03-31,12.0,,not-available,na' \
		'part-one,2014-09-30,77.0,12.5,stale,stale' \
		'register,2014-06-30,,91,not-published,ok'
}

@test "an indicator that is none of the library: a share, or a count" {
	ours <<-'END'
	expression,2014-01-01,2014-03-31,,,1,8,0,,ok
	question,2014-01-01,2014-03-31,,,5,,0,,ok
	END
	sent indicator,period,value <<-'END'
	expression,2014 Q1,12.4
	question,2014 Q1,5
	END
	differs
	names='indicator published ours difference'
	is expression,12.4,12.5,0.1
}

@test "the largest numbers are compared exactly" {
	# 9999999999 of 9999999998 is 100.00000001: 100.000000 in six places;
	# and a numerator of ten digits, six of them behind the point
	ours <<-'END'
	part-one,2014-01-01,2014-03-31,,,9999999999,9999999998,0,,ok
	long,2014-01-01,2014-03-31,,,9999.999999,9999999999,0,,ok
	END
	head -n 1 counts.csv >then.csv
	printf '%s\n' part-one,2014-01-01,2014-03-31,,,9999999997,9999999998,0,,ok \
		long,2014-01-01,2014-03-31,,,9999.999998,9999999999,0,,ok >>then.csv
	sent indicator,period,value <<-'END'
	part-one,2014 Q1,100.000000
	long,2014 Q1,0.000001
	END
	run -0 lscb-reconcile --counts counts.csv --before then.csv sent.csv
	sed -i 's/100.000000/9999.999999/; s/0.000001/9999.999999/' sent.csv
	differs --before then.csv
	names='reason explains'
	is unexplained,no unexplained,no
}

@test "what the report shows of a board's counts is no difference to them" {
	export LSCB_LIBRARY=$ROOT/pipelines/library
	lscb-synth --people 4000 --date 2026-03-31 --errors none --out board >list
	lscb-keygen --new a.share b.share
	for purpose in deidentify link; do
		lscb-keygen --purpose $purpose -o $purpose.key a.share b.share
	done
	for x in register referrals conferences; do
		lscb-ingest -x $x --sender cwm-arian --date 2026-03-31 \
			-o $x.csv board/cwm-arian/$x.csv
		lscb-deidentify -x $x --sender cwm-arian -k deidentify.key \
			--tokens $x.tokens -o $x.payload $x.csv
	done
	lscb-link -k link.key -o map.csv ./*.tokens
	lscb-join --map map.csv -o history.csv ./*.payload
	lscb-indicators --date 2026-03-31 --by sex \
		--populations board/populations.csv history.csv >counts.csv
	grep -q '^referral-rate,.*,ok$' counts.csv
	# what the report shows, rounded by its own code
	lscb-limits counts.csv | lscb-report --format csv >shown.csv
	python3 - <<-'END'
	import csv
	w = csv.writer(open("sent.csv", "w"), lineterminator="\n")
	w.writerow("indicator start end by group value".split())
	n = 0
	for r in csv.DictReader(open("shown.csv", encoding="utf-8")):
	    if r["shown"] and not r["by"].startswith("@"):
	        n += 1
	        w.writerow([r[k] for k in
	            ("indicator", "start", "end", "by", "group", "shown")])
	assert n > 100, n
	END
	run -0 --separate-stderr lscb-reconcile --counts counts.csv sent.csv
	[ -z "$stderr" ]
	[ "$(wc -l <<<"$output")" -eq 1 ]
}

@test "periods as people write them" {
	ours <<-'END'
	placed,2014-04-01,2015-03-31,,,1,,0,,ok
	placed,2014-01-01,2014-12-31,,,2,,0,,ok
	placed,2015-01-01,2015-03-31,,,3,,0,,ok
	placed,2014-10-01,2014-12-31,,,4,,0,,ok
	placed,2014-02-01,2014-02-28,,,5,,0,,ok
	placed,1999-04-01,2000-03-31,,,6,,0,,ok
	END
	sent indicator,period,value <<-'END'
	placed,2014-15,1
	placed,2014,2
	placed,Q4 2014-15,3
	placed,2014 Q4,4
	placed,February 2014,5
	placed,1999/2000,6
	placed,2015-03-31,3
	END
	run -0 --separate-stderr lscb-reconcile --counts counts.csv sent.csv
	[ -z "$stderr" ]
	for period in 2014-16 2014-05 'Q5 2014' '2014 Q0' 14-15 '' 'Easter 2014' \
		'31 February 2014' Q1; do
		printf 'indicator,period,value\nplaced,%s,1\n' "$period" >sent.csv
		run -65 --separate-stderr lscb-reconcile --counts counts.csv sent.csv
		[[ $stderr == *'[bad-period]' || $stderr == *'[bad-date]' ]]
	done
}

@test "every reason a published row is rejected for" {
	ours <<-'END'
	register,2015-01-01,2015-03-31,,,97,,0,,ok
	END
	sent indicator,start,end,period,value,numerator,as_of <<-'END'
	K002,,,2014-15,1,,
	registr,,,2014-15,1,,
	,,,2014-15,1,,
	register,,,2014-16,1,,
	register,2015-01-01,2015-03-31,2014-15,1,,
	register,2015-01-01,31/03/2015,,1,,
	register,2015-04-01,2015-03-31,,1,,
	register,,,31 March 2015,14.4%,,
	register,,,31 March 2015,"2,950",,
	register,,,31 March 2015,-3,,
	register,,,31 March 2015,12345678901,,
	register,,,31 March 2015,,,
	register,,,31 March 2015,97,,yesterday
	register,,,31 March 2015,97,,2015-06-01
	register,,,31 March 2015,98,,2015-06-01
	register,,2015-03-31,,97,,2015-06-01
	END
	run -0 --separate-stderr lscb-reconcile --counts counts.csv \
		--rejects bad.csv --stats stats.csv sent.csv
	[ -z "$stderr" ]
	python3 -c 'import csv
for r in csv.DictReader(open("bad.csv")): print(r["line"], r["column"], r["reason"])' >got
	cat >want <<-'END'
	2 indicator ambiguous-indicator
	3 indicator no-indicator
	4 indicator no-indicator
	5 period bad-period
	6 period period-twice
	7 end bad-date
	8 end end-before-start
	9 value not-a-number
	10 value not-a-number
	11 value negative-figure
	12 value too-large
	13 value no-figure
	14 as_of bad-date
	16 indicator duplicate-figure
	17 indicator duplicate-figure
	END
	same want got
	grep -qx 'lscb-reconcile,read,,16' stats.csv
	grep -qx 'lscb-reconcile,used,,1' stats.csv
	# without a place for it the first one stops, and the near miss is told
	printf 'indicator,period,value\nregistr,2014-15,1\n' >sent.csv
	run -65 --separate-stderr lscb-reconcile --counts counts.csv sent.csv
	[[ $stderr == *"did you mean 'register'?"*'[no-indicator]' ]]
}

@test "a table of ours that is wrong is refused, with its line" {
	echo 'indicator,period,value' >sent.csv
	ours <<<'register,2015-01-01,31/03/2015,,,1,,0,,ok'
	run -65 --separate-stderr lscb-reconcile --counts counts.csv sent.csv
	[[ $stderr == *'counts.csv:2: end: '*'[bad-date]' ]]
	for number in -1 x 12345678901 1.2345678; do
		ours <<<"register,2015-01-01,2015-03-31,,,$number,,0,,ok"
		run -65 --separate-stderr lscb-reconcile --counts counts.csv sent.csv
		[[ $stderr == *'counts.csv:2: numerator: '*'[not-a-count]' ]]
	done
	ours <<<'part-one,2015-01-01,2015-03-31,,,1,x,0,,ok'
	run -65 --separate-stderr lscb-reconcile --counts counts.csv sent.csv
	[[ $stderr == *'denominator: '*'[not-a-count]' ]]
	ours <<-'END'
	register,2015-01-01,2015-03-31,,,1,,0,,ok
	register,2015-01-01,2015-03-31,,,2,,0,,ok
	END
	run -65 --separate-stderr lscb-reconcile --counts counts.csv sent.csv
	[[ $stderr == *'counts.csv:3: '*'[duplicate-count]' ]]
	sed -i 's/numerator/numerater/' counts.csv
	run -65 --separate-stderr lscb-reconcile --counts counts.csv sent.csv
	[[ $stderr == *"no column 'numerator'; did you mean 'numerater'?"* ]]
	run -66 lscb-reconcile --counts absent.csv sent.csv
	sed -i 's/numerater/numerator/; 3d' counts.csv
	run -66 lscb-reconcile --counts counts.csv --before absent.csv sent.csv
}

@test "the command line" {
	ours <<<'register,2015-01-01,2015-03-31,,,1,,0,,ok'
	printf 'indicator,period,value\nregister,31 March 2015,1\n' >sent.csv
	run -64 lscb-reconcile sent.csv
	run -64 lscb-reconcile --counts - <counts.csv
	run -64 lscb-reconcile --counts - --before - sent.csv <counts.csv
	run -64 lscb-reconcile --counts counts.csv --format html sent.csv
	run -64 lscb-reconcile --counts counts.csv --lang cy sent.csv
	run -64 lscb-reconcile --counts counts.csv --format text --lang fr sent.csv
	run -0 lscb-reconcile --counts - sent.csv <counts.csv
	run -0 lscb-reconcile --counts counts.csv <sent.csv
	printf 'indicator,value\nregister,1\n' >sent.csv
	run -65 --separate-stderr lscb-reconcile --counts counts.csv sent.csv
	[[ $stderr == *"no column 'end'"* ]]
	printf 'indicator,end\nregister,2015-03-31\n' >sent.csv
	run -65 --separate-stderr lscb-reconcile --counts counts.csv sent.csv
	[[ $stderr == *"no column 'value'"* ]]
}

@test "a text for officers, in English and Welsh, every reason has its words" {
	ours <<-'END'
	conferences-children,2013-04-01,2014-03-31,,,94,120,0,,ok
	conferences-held,2013-04-01,2014-03-31,,,52,60,0,,ok
	register,2014-01-01,2014-03-31,sex,*F*,90,,0,,ok
	END
	sent indicator,period,by,group,value <<-'END'
	K043,2013-14,,,86.7
	K044,2013-14,,,86.7
	register,31 March 2014,sex,*F*,89
	END
	differs --format text
	cat >want <<-'END'
	Published figures beside ours

	Figures compared: 3. The same: 1. Different: explained exactly 1, in part 0, not explained 1. Of the same series but not published: 0.

	The conferences-children
	  2013-04-01 to 2014-03-31
	  Published 86.7; ours 78.3 (94 of 120)
	  Explained exactly: another unit was counted. "The conferences-held" gives 86.7 (52 of 60)
	END
	head -n 8 got | diff -u want -
	differs --format markdown
	grep -qx '# Published figures beside ours' got
	grep -qxF '## The register, \*F\*' got
	grep -qx -- '- Published 89; ours 90' got
	differs --format text --lang cy
	grep -q '^Drafft' got
	grep -q 'cyfrifwyd uned arall' got
	# each reason, and each rounding beside another reason, has a label
	sed -n 's/.*\[WHY_[A-Z0-9_]*\] = "\(.*\)",/\1/p' \
		"$ROOT/filters/lscb-reconcile/reasons.c" >reasons
	[ "$(wc -l <reasons)" -ge 25 ]
	while read -r reason; do
		[[ $reason == same ]] ||
			grep -qx "id: reconcile-why-$reason" lib/labels.rec ||
			{ echo "no words for $reason"; false; }
	done <reasons
	sed -i 's/^id: reconcile-also$/id: reconcile-elso/; s/^id: reconcile-tried$/id: t/' \
		lib/labels.rec
	run -78 --separate-stderr lscb-reconcile --counts counts.csv \
		--format text -o page sent.csv
	[[ $stderr == *"'reconcile-tried'"*'[no-label]' ]]
	[ ! -e page ]
}

@test "windows between the years that were published are not missed" {
	# two years were sent, both right; the rolling windows between them stand
	# in every table of counts and nobody publishes them
	ours <<-'END'
	part-one,2014-04-01,2015-03-31,,,10,40,0,,ok
	part-one,2014-07-01,2015-06-30,,,11,40,0,,ok
	part-one,2014-10-01,2015-09-30,,,12,40,0,,ok
	part-one,2015-04-01,2016-03-31,,,20,40,0,,ok
	part-one,2016-04-01,2017-03-31,,,30,40,0,,ok
	END
	printf '%s\n' indicator,period,value part-one,2014-15,25.0 \
		part-one,2015-16,50.0 >sent.csv
	lscb-reconcile --counts counts.csv sent.csv
	# of the years between the first and the last that were sent one is missed
	printf '%s\n' indicator,period,value part-one,2014-15,25.0 \
		part-one,2016-17,75.0 >sent.csv
	run -1 lscb-reconcile --counts counts.csv sent.csv
	[[ ${#lines[@]} == 2 && ${lines[1]} == part-one,2015-04-01,*,not-published,* ]]
}
