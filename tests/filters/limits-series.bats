#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-limits: which rows are a series, what its limits rest on, signals and what
# they mean, rebases, forecasts, funnels, restated and provisional figures.
load ../lib/common

HEAD=indicator,start,end,by,group,numerator,denominator,censored,unmatched,status

# quarters INDICATOR NUMERATOR[/DENOMINATOR]...: the total, from 2020 on; - leaves
# a quarter out, na has no figure.
quarters() {
	local id=$1
	shift
	printf '%s\n' "$@" | awk -v id="$id" 'BEGIN {
		split("-03-31 -06-30 -09-30 -12-31", last, " ")
	}
	{
		i = NR - 1
		split($0, x, "/")
		if ($0 != "-")
			printf "%s,%d-%02d-01,%d%s,,,%s,%s,0,,%s\n", id,
			    2020 + int(i / 4), i % 4 * 3 + 1,
			    2020 + int(i / 4), last[i % 4 + 1],
			    $0 == "na" ? "" : x[1], x[2],
			    $0 == "na" ? "na" : "ok"
	}'
}

# table ROWS...: standard input below the header.
table() {
	echo "$HEAD"
	cat
}

# columns NAME...: of standard input, by name.
columns() {
	awk -F, -v names="$*" 'NR == 1 {
		n = split(names, name, " ")
		for (i = 1; i <= NF; i++)
			at[$i] = i
	}
	{
		line = ""
		for (i = 1; i <= n; i++)
			line = line (i > 1 ? "," : "") $(at[name[i]])
		print line
	}'
}

# An indicator for each direction, in a library of its own.
directions() {
	mkdir -p lib/indicators
	local d extra
	for d in up down range explain none; do
		extra=
		if [[ $d == range ]]; then
			extra='good: 5 to 20'
		fi
		cat >"lib/indicators/$d.rec" <<-END
		id: $d
		title: $d
		status: candidate
		count: referral by child
		period: quarter
		unit: count
		direction: $d
		$extra
		END
		sed -i '/^$/d' "lib/indicators/$d.rec"
	done
}

# --- what limits rest on ------------------------------------------------------

@test "eleven periods have no limits, twelve have" {
	quarters training-sessions 3 4 3 4 3 4 3 4 3 4 3 | table |
		lscb-limits --stats s.csv | columns centre signal chart >got
	{
		echo centre,signal,chart
		yes ,short,short | head -n 11
	} >want
	same want got
	grep -qx 'lscb-limits,queried,short-series,1' s.csv
	# Mean 3.5, moving ranges 1: 3.5 -+ 2.66.
	quarters training-sessions 3 4 3 4 3 4 3 4 3 4 3 4 | table |
		lscb-limits | columns centre limit_low limit_high signal chart |
		awk -F, 'NR > 1 { printf "%g,%g,%g,%s,%s\n", $1, $2, $3, $4, $5 }' |
		uniq -c | sed 's/^ *//' >got
	echo '12 3.5,0.84,6.16,,xmr' >want
	same want got
}

@test "one point, and all points equal" {
	quarters training-sessions 3 | table | lscb-limits |
		columns value centre signal >got
	printf '%s\n' value,centre,signal 3,,short >want
	same want got
	quarters training-sessions 3 3 3 3 3 3 3 3 3 3 3 3 | table |
		lscb-limits | columns centre limit_low limit_high signal | uniq >got
	printf '%s\n' centre,limit_low,limit_high,signal 3,3,3, >want
	same want got
	quarters cpr-second 1/3 2/6 3/9 4/12 5/15 6/18 7/21 8/24 9/27 10/30 11/33 \
		12/36 13/39 | table | lscb-limits | columns signal change |
		uniq >got
	printf '%s\n' signal,change , >want
	same want got
}

@test "a baseline that is fixed: what comes later changes no limit" {
	quarters training-sessions 3 4 3 4 3 4 3 4 3 4 3 4 30 40 | table >t.csv
	lscb-limits --baseline 12 t.csv | columns centre signal |
		tail -n 2 >got
	# Two that are outside are two of three beyond two sigma as well.
	printf '%s\n' '3.5,above;near-high' '3.5,above;near-high' >want
	same want got
	# All 14: mean 112 / 14 = 8.
	lscb-limits t.csv | columns centre | tail -n 1 >got
	echo 8 >want
	same want got
	run -64 --separate-stderr lscb-limits --baseline 11 t.csv
	[[ $stderr == *'12 points or more'* ]]
	run -64 lscb-limits --baseline x t.csv
}

@test "a definition may fix its baseline, at 12 or more" {
	directions
	echo 'baseline_points: 12' >>lib/indicators/none.rec
	quarters none 3 4 3 4 3 4 3 4 3 4 3 4 30 40 | table >t.csv
	lscb-limits --library lib t.csv | columns centre | tail -n 1 >got
	echo 3.5 >want
	same want got
	sed -i 's/^baseline_points.*/baseline_points: 11/' lib/indicators/none.rec
	run -78 --separate-stderr lscb-limits --library lib t.csv
	[[ $stderr == *'none.rec:8: baseline_points: '*' 12 '* ]]
}

@test "rows of values, of groups and of other lengths are other series" {
	{
		quarters training-sessions 3 4 3 4 3 4 3 4 3 4 3 4
		quarters training-sessions 7 8 7 8 7 8 7 8 7 8 7 8 |
			sed 's/,,,/,agency,health,/'
		echo training-sessions,2020-01-01,2020-12-31,,,14,,0,,ok
		echo training-sessions,2021-01-01,2021-12-31,,,14,,0,,ok
	} | table | lscb-limits | columns group centre chart | sort -u >got
	printf '%s\n' ,,short ,3.5,xmr group,centre,chart health,7.5,xmr >want
	same want got
}

@test "windows that overlap have no limits; a series beside them has" {
	{
		quarters training-sessions 3 4 3 4 3 4 3 4 3 4 3 4 3 4 3 4
		quarters training-sessions - - - 14 14 14 14 14 14 14 14 14 14 14 14 14 |
			awk -F, -v OFS=, '{
				y = substr($3, 1, 4)
				m = substr($3, 6, 2) + 1
				$2 = m > 12 ? y "-01-01" : y - 1 "-" \
				    sprintf("%02d", m) "-01"
				print
			}'
	} | table >t.csv
	lscb-limits t.csv | columns end centre signal chart >got
	[ "$(grep -c ',3.5,,xmr' got)" -eq 16 ]
	[ "$(grep -c ',,,$' got)" -eq 13 ]
	# One window alone: the definition says that it is one.
	head -n 18 t.csv | lscb-limits | columns signal chart | tail -n 1 >got
	echo , >want
	same want got
}

@test "order of rows has no meaning; rows keep theirs" {
	quarters training-sessions 3 4 3 4 3 4 3 4 3 4 3 40 | table >t.csv
	lscb-limits t.csv | tail -n +2 | sort >want
	{
		echo "$HEAD"
		tail -n +2 t.csv | sort -r
	} >r.csv
	lscb-limits r.csv >out
	tail -n +2 out | sort >got
	same want got
	cut -d, -f 1-10 out >got
	same r.csv got
}

@test "the same series and period twice is rejected, and told" {
	quarters training-sessions 3 4 | table >t.csv
	sed -n 3p t.csv >>t.csv
	run -65 --separate-stderr lscb-limits t.csv
	[[ $stderr == *'t.csv:4: end: '*'[duplicate-figure]'* ]]
	lscb-limits --rejects r.csv --stats s.csv t.csv | columns numerator >got
	printf '%s\n' numerator 3 4 >want
	same want got
	grep -qx 'lscb-limits,rejected,duplicate-figure,1' s.csv
	[ "$(cut -d, -f 2,5 r.csv | tail -n 1)" = 4,duplicate-figure ]
	# Told apart by a column of one's own.
	sed '1s/$/,la/; 2,3s/$/,Cwm/; 4s/$/,Bryn/' t.csv >la.csv
	lscb-limits --series la la.csv >got
	[ "$(wc -l <got)" -eq 4 ]
	run -64 --separate-stderr lscb-limits --series lo la.csv
	[[ $stderr == *"no column 'lo'"* ]]
}

@test "a missing quarter ends moving ranges, runs and trends, and is counted" {
	# Without the 8th: a run of six and one of six is no run of seven.  The
	# range from 5 to 6 across it does not count: all are 1, where they do.
	quarters training-sessions 1 2 1 2 1 2 1 - 2 1 2 1 2 | table >t.csv
	lscb-limits --stats s.csv t.csv | columns limit_high | uniq >got
	# Mean 18 / 12 = 1.5, ranges 1: 1.5 + 2.66.
	printf '%s\n' limit_high 4.1600000000000001 >want
	same want got
	grep -qx 'lscb-limits,queried,gap,1' s.csv
	quarters training-sessions 1 1 1 1 1 1 9 9 9 9 9 9 9 | table |
		lscb-limits | columns signal | grep -c run-high >got
	echo 7 >want
	same want got
	# A quarter that is there without a figure is the same.
	for none in - na; do
		quarters training-sessions 1 1 1 1 1 1 9 9 9 "$none" 9 9 9 9 |
			table | lscb-limits | columns signal |
			grep -c run-high >got || :
		echo 0 >want
		same want got
	done
}

@test "a stale figure has limits, but neither moves nor breaks them" {
	quarters training-sessions 3 4 3 4 3 4 3 4 3 4 3 4 90 | table |
		sed '14s/ok$/stale/' >t.csv
	lscb-limits t.csv | columns centre signal | tail -n 1 >got
	echo 3.5, >want
	same want got
	quarters training-sessions 3 4 3 4 3 4 3 4 3 4 3 4 | table |
		sed '13s/ok$/stale/' | lscb-limits | columns signal | sort -u >got
	printf '%s\n' '' short signal >want
	same want got
}

@test "snapshots are a series; one that is missing is a gap" {
	{
		echo start,end,numerator,denominator
		for d in 2020-01-31 2020-02-29 2020-03-31 2020-04-30 2020-05-31 \
			2020-06-30 2020-07-31 2020-08-31 2020-09-30 2020-10-31 \
			2020-11-30 2020-12-31; do
			echo "$d,$d,5,"
		done
		echo 2021-03-31,2021-03-31,6,
	} >t.csv
	lscb-limits --unit count --stats s.csv t.csv | columns chart | sort -u >got
	printf '%s\n' chart xmr >want
	same want got
	grep -qx 'lscb-limits,queried,gap,1' s.csv
	sed -i '1s/$/,status/; 2,$s/$/,ok/' t.csv
	lscb-limits --unit count --forecast 2 t.csv | tail -n 2 |
		cut -d, -f 1,2,5 >got
	printf '%s\n' 2021-04-30,2021-04-30,forecast \
		2021-05-31,2021-05-31,forecast >want
	same want got
}

@test "xmr: a moving range that stands out is left out, unless it may not" {
	quarters training-sessions 1 3 1 3 1 3 1 3 1 3 1 3 99 | table >t.csv
	# Mean 123 / 13; ranges 2, one of 96: left 2, else 118 / 12.
	for o in '' --no-screen; do
		# shellcheck disable=SC2086
		lscb-limits $o t.csv | columns limit_high centre | tail -n 1 |
			awk -F, '{ printf "%.6f\n", $1 - $2 }'
	done >got
	printf '%s\n' 5.320000 26.156667 >want
	same want got
}

# --- signals ------------------------------------------------------------------

@test "signals by name; several with a semicolon between them" {
	# Mean 49 / 16; the last is far out.
	quarters training-sessions 2 3 2 3 2 3 2 3 2 3 2 3 2 3 2 12 | table |
		lscb-limits --baseline 12 | columns signal | tail -n 1 >got
	echo above >want
	same want got
	# A trend of seven up to where it is outside.
	quarters training-sessions 5 6 5 6 5 6 5 6 5 6 5 6 4 5 6 7 8 9 10 | table |
		lscb-limits --baseline 12 | columns signal | tail -n 7 >got
	# Mean 5.5, limits 2.84 to 8.16, two sigma 7.2733: 8 9 10 are beyond.
	cat >want <<-'END'
	trend-up
	trend-up
	trend-up
	trend-up
	trend-up;near-high
	above;trend-up;near-high
	above;trend-up;near-high
	END
	same want got
}

@test "two of three beyond two sigma count on one side alone" {
	base='5 6 5 6 5 6 5 6 5 6 5 6'
	# Two sigma from 5.5 is 1.7733.
	# shellcheck disable=SC2086
	quarters training-sessions $base 8 3 5 | table |
		lscb-limits --baseline 12 | columns signal | tail -n 3 | uniq >got
	echo >want
	same want got
	# shellcheck disable=SC2086
	quarters training-sessions $base 8 5 8 | table |
		lscb-limits --baseline 12 | columns signal | tail -n 3 >got
	printf '%s\n' near-high '' near-high >want
	same want got
}

@test "what a signal means goes by the direction" {
	directions
	for d in up down range explain none; do
		quarters "$d" 10 11 10 11 10 11 10 11 10 11 10 11 30 1
	done | table | lscb-limits --library lib --baseline 12 |
		columns indicator signal verdict change | grep -e above -e below >got
	cat >want <<-'END'
	up,above,,improving
	up,below,,worsening
	down,above,,worsening
	down,below,,improving
	range,above,too-high,worsening
	range,below,too-low,worsening
	explain,above,,changed
	explain,below,,changed
	none,above,,changed
	none,below,,changed
	END
	same want got
	# Within its good range nothing is better or worse; towards it is.
	{
		quarters range 1 2 1 2 1 2 1 2 1 2 1 2 8 4.5
	} | sed 's/4.5/4/' | table | lscb-limits --library lib --baseline 12 |
		columns signal verdict change | tail -n 2 >got
	# Mean 1.5, limits -1.16 to 4.16: 8 is above and in range; two sigma 3.27.
	printf '%s\n' 'above;near-high,in-range,changed' \
		'near-high,too-low,improving' >want
	same want got
}

@test "p and u limits go by each period's denominator" {
	quarters cpr-second 10/100 20/100 10/100 20/100 10/100 20/100 10/100 20/100 \
		10/100 20/100 10/100 20/100 6/9 | table |
		lscb-limits --baseline 12 | columns limit_low limit_high signal |
		tail -n 2 | awk -F, '{ printf "%.4f,%.4f,%s\n", $1, $2, $3 }' >got
	# 15 -+ 300 sqrt(0.1275 / n): 10.7121, 35.7071.
	printf '%s\n' 4.2879,25.7121, 0.0000,50.7071,above >want
	same want got
	quarters referral-rate 10/1000 20/1000 10/1000 20/1000 10/1000 20/1000 \
		10/1000 20/1000 10/1000 20/1000 10/1000 20/1000 10/250 | table |
		lscb-limits --baseline 12 | columns limit_low limit_high signal |
		tail -n 2 | awk -F, '{ printf "%.4f,%.4f,%s\n", $1, $2, $3 }' >got
	# 150 -+ 30000 sqrt(0.015 / n): 116.1895, 232.3790.
	printf '%s\n' 33.8105,266.1895, 0.0000,382.3790,above >want
	same want got
}

# --- rebases ------------------------------------------------------------------

rebases() {
	echo indicator,by,group,date,reason,who
	cat
}

@test "a rebase: each side has limits of its own, and no pattern crosses it" {
	quarters training-sessions 3 4 3 4 3 4 3 4 3 4 3 4 \
		13 14 13 14 13 14 13 14 13 14 13 14 | table >t.csv
	lscb-limits t.csv | columns signal | sort | uniq -c | sed 's/^ *//' >got
	grep -q run-low got
	rebases >b.csv <<-'END'
	training-sessions,,,2023-01-01,A second trainer was taken on,Training group
	END
	lscb-limits --rebase b.csv t.csv | columns centre signal | uniq -c |
		sed 's/^ *//' >got
	printf '%s\n' '1 centre,signal' '12 3.5,' '12 13.5,' >want
	same want got
	# It is of the total alone.
	sed 's/,,,/,agency,health,/' t.csv >g.csv
	lscb-limits --rebase b.csv --stats s.csv g.csv | columns centre |
		sort -u >got
	printf '%s\n' 8.5 centre >want
	same want got
	grep -qx 'lscb-limits,queried,rebase-not-met,1' s.csv
	for by in 'agency,' 'agency,health' '*,'; do
		sed "s/sessions,,/sessions,$by/" b.csv >c.csv
		lscb-limits --rebase c.csv g.csv | columns centre | sort -u >got
		printf '%s\n' 13.5 3.5 centre >want
		same want got
	done
}

@test "after a rebase limits are provisional from 6 points on, short before" {
	rebases >b.csv <<-'END'
	training-sessions,,,2023-01-01,A second trainer was taken on,Training group
	END
	after() {
		quarters training-sessions 3 4 3 4 3 4 3 4 3 4 3 4 "$@" | table |
			lscb-limits --rebase b.csv --stats s.csv |
			columns centre signal chart | tail -n +14 | sort -u
	}
	after 13 14 13 14 13 >got
	echo ,short,short >want
	same want got
	grep -qx 'lscb-limits,queried,rebase-too-soon,1' s.csv
	after 13 14 13 14 13 14 >got
	echo 13.5,provisional,xmr >want
	same want got
	after 13 14 13 14 13 14 13 14 13 14 13 14 >got
	echo 13.5,,xmr >want
	same want got
	# A series that never was rebased has none from so few.
	quarters training-sessions 3 4 3 4 3 4 | table | lscb-limits |
		columns signal | tail -n 1 >got
	echo short >want
	same want got
}

@test "two rebases with too few points between them are told" {
	rebases >b.csv <<-'END'
	training-sessions,,,2023-01-01,A second trainer,Training group
	training-sessions,,,2023-10-01,A third,Training group
	END
	quarters training-sessions 3 4 3 4 3 4 3 4 3 4 3 4 13 14 13 \
		23 24 23 24 23 24 23 24 23 24 23 24 | table |
		lscb-limits --rebase b.csv --stats s.csv | columns centre signal |
		uniq -c | sed 's/^ *//' >got
	printf '%s\n' '1 centre,signal' '12 3.5,' '3 ,short' '12 23.5,' >want
	same want got
	grep -qx 'lscb-limits,queried,rebase-too-soon,1' s.csv
}

@test "a rebase in the future of the data does nothing yet, and is told" {
	rebases >b.csv <<-'END'
	training-sessions,,,2033-01-01,A second trainer,Training group
	END
	quarters training-sessions 3 4 3 4 3 4 3 4 3 4 3 4 | table >t.csv
	lscb-limits t.csv >want
	lscb-limits --rebase b.csv --stats s.csv t.csv >got
	same want got
	grep -qx 'lscb-limits,queried,rebase-not-met,1' s.csv
}

@test "a rebase without a reason, a name or a date, twice or of nobody: 78" {
	quarters training-sessions 3 4 | table >t.csv
	refused() {
		rebases >b.csv
		run -78 --separate-stderr lscb-limits --rebase b.csv t.csv
		[[ $stderr == *"b.csv:$1: $2: "*'[bad-rebase]'* ]] || {
			echo "$stderr"
			return 1
		}
	}
	refused 2 reason <<<'training-sessions,,,2020-04-01, ,Training group'
	refused 2 who <<<'training-sessions,,,2020-04-01,Why,'
	refused 2 date <<<'training-sessions,,,01/04/2020,Why,Who'
	refused 3 date <<-'END'
	training-sessions,,,2020-04-01,Why,Who
	training-sessions,,,2020-04-01,Why not,Who else
	END
	refused 2 indicator <<<'training-sesions,,,2020-04-01,Why,Who'
	[[ $stderr == *"did you mean 'training-sessions'?"* ]]
	echo indicator,date,reason,who >b.csv
	run -65 --separate-stderr lscb-limits --rebase b.csv t.csv
	[[ $stderr == *"no column 'by'"* ]]
	run -66 lscb-limits --rebase none.csv t.csv
}

# --- means and medians --------------------------------------------------------

@test "a mean and a median come from the rows of their values" {
	cat >t.csv <<-'END'
	start,end,by,group,numerator,denominator,status
	2025-01-01,2025-03-31,sex+@value,F+12.5,2,3,ok
	2025-01-01,2025-03-31,sex,F,27,3,ok
	2025-01-01,2025-03-31,sex+@value,F+2,1,3,ok
	2025-01-01,2025-03-31,,,0,0,ok
	END
	lscb-limits --unit 'median days' t.csv | cut -d, -f 4-8 >got
	cat >want <<-'END'
	group,numerator,denominator,status,value
	F+12.5,2,3,ok,
	F,27,3,ok,12.5
	F+2,1,3,ok,
	,0,0,na,
	END
	same want got
	lscb-limits --unit 'mean days' t.csv | columns value | sed -n 3p >got
	echo 9 >want
	same want got
}

@test "a median without its values is not available, a mean has no interval" {
	printf '%s\n' start,end,by,group,numerator,denominator,status \
		2025-01-01,2025-03-31,,,27,3,ok >t.csv
	lscb-limits --unit 'median days' --stats s.csv t.csv |
		columns status value | tail -n 1 >got
	echo na, >want
	same want got
	grep -qx 'lscb-limits,queried,no-values,1' s.csv
	lscb-limits --unit 'mean days' t.csv | columns status value low |
		tail -n 1 >got
	echo ok,9, >want
	same want got
}

@test "values that do not add up to their figure are rejected with it" {
	for wrong in 3,13,2 3,12,3; do
		IFS=, read -r value sum n <<<"$wrong"
		printf '%s\n' start,end,by,group,numerator,denominator \
			2025-01-01,2025-03-31,,,"$sum,$n" \
			2025-01-01,2025-03-31,@value,"$value",1,"$n" \
			2025-01-01,2025-03-31,@value,9,1,"$n" >t.csv
		run -65 --separate-stderr lscb-limits --unit 'mean days' t.csv
		[[ $stderr == *'t.csv:2: numerator: '*'[values-disagree]'* ]]
	done
	sed -i '2s/12,3/12,2/; 3,4s/,3$/,2/' t.csv
	lscb-limits --unit 'mean days' t.csv >/dev/null
	sed -n 3p t.csv >>t.csv
	run -65 --separate-stderr lscb-limits --unit 'mean days' t.csv
	[[ $stderr == *'t.csv:5: group: '*'[duplicate-figure]'* ]]
	sed -i '5s/,3,1/,x,1/' t.csv
	run -65 --separate-stderr lscb-limits --unit 'mean days' t.csv
	[[ $stderr == *'t.csv:5: group: '*'[not-a-value]'* ]]
	# Values of no figure are counted.
	sed '2d; 5d' t.csv | lscb-limits --unit 'mean days' --stats s.csv >got
	grep -qx 'lscb-limits,queried,values-alone,2' s.csv
	[ "$(wc -l <got)" -eq 3 ]
}

@test "sums may have decimals: read exactly, no interval, an xmr chart" {
	mkdir -p lib/indicators
	cat >lib/indicators/attended.rec <<-'END'
	id: attended
	title: attended
	status: candidate
	of: sessions_possible over school-attendance
	count: sessions_attended over school-attendance
	period: quarter
	unit: percent
	direction: up
	target: 90
	END
	quarters attended 9.0/10 8.99999/10.00 4.5/5 2/4 2/4 2/4 2/4 2/4 2/4 2/4 \
		2/4 2/4 | table >t.csv
	lscb-limits --library lib t.csv | columns value low verdict chart |
		sed -n 2,4p >got
	printf '%s\n' 90,,met,xmr 89.999899999999997,,not-met,xmr 90,,met,xmr >want
	same want got
	quarters attended 5.5/5 | table >t.csv
	run -65 --separate-stderr lscb-limits --library lib t.csv
	[[ $stderr == *'[above-denominator]'* ]]
	# Anybody's table says so; a count of people is whole.
	printf 'numerator,denominator\n12.5,25\n' >t.csv
	run -65 --separate-stderr lscb-limits t.csv
	[[ $stderr == *'[not-a-count]'* ]]
	lscb-limits --sums t.csv | columns value low >got
	printf '%s\n' value,low 50, >want
	same want got
}

# --- funnels ------------------------------------------------------------------

@test "a funnel: around the total, else what the groups add up to" {
	cat >t.csv <<-'END'
	by,group,numerator,denominator
	area,Bryn,10,100
	area,Cwm,20,100
	area,Tŷ,60,100
	area,Nant,,100
	,,300,1000
	END
	# 30 -+ 1.96 * 4.5826 = 21.0183 to 38.9817; at 3.0902: 15.8388 to 44.1612.
	lscb-limits --funnel t.csv | columns group centre warn_low limit_high signal \
		compared chart |
		awk -F, '{ printf "%s,%.6g,%.4f,%.4f,%s,%s,%s\n", $1, $2, $3, $4,
			$5, $6, $7 }' | tail -n +2 >got
	cat >want <<-'END'
	Bryn,30,21.0183,44.1612,below,very-low,funnel
	Cwm,30,21.0183,44.1612,,low,funnel
	Tŷ,30,21.0183,44.1612,above,very-high,funnel
	Nant,0,0.0000,0.0000,,,
	,0,0.0000,0.0000,,,
	END
	same want got
	# Without the total: 90 of 300, Nant has none to add.
	sed '/^,/d' t.csv | lscb-limits --funnel | columns centre compared |
		tail -n +2 >got
	printf '%s\n' 30,very-low 30,low 30,very-high , >want
	same want got
	# Without by every row is a group.
	cut -d, -f 2-4 t.csv | sed '$d; /Nant/d' | lscb-limits --funnel |
		columns compared | tail -n +2 >got
	printf '%s\n' very-low low very-high >want
	same want got
}

@test "a comparator stands in the table, by what was counted or as a figure" {
	cat >t.csv <<-'END'
	indicator,start,end,by,group,numerator,denominator,figure
	referral-rate,2025-01-01,2025-03-31,@comparator,Wales,,,120
	referral-rate,2025-01-01,2025-03-31,@comparator,England,1000,100000,99
	referral-rate,2025-01-01,2025-03-31,area,Cwm,150,10000,
	referral-rate,2025-04-01,2025-06-30,area,Cwm,150,10000,
	END
	for c in Wales England; do
		lscb-limits --comparator $c --stats s.csv t.csv |
			columns value centre compared | sed -n '2,$p'
	done >got
	# 150 events: Byar's 126.95 to 176.03 per 10000 at 95 %; at 99.8 % 114.9.
	cat >want <<-'END'
	120,,
	100,,
	150,120,high
	150,,
	120,,
	100,,
	150,100,very-high
	150,,
	END
	same want got
	# Of the second period there is none.
	grep -qx 'lscb-limits,queried,no-comparator,1' s.csv
	sed 's/,120$/,x/' t.csv >bad.csv
	run -65 --separate-stderr lscb-limits --comparator Wales bad.csv
	[[ $stderr == *'bad.csv:2: figure: '*'[not-a-number]'* ]]
	sed 's/referral-rate/cpr-second/; s/150,/50,/' t.csv >bad.csv
	run -65 --separate-stderr lscb-limits --comparator Wales bad.csv
	[[ $stderr == *'[not-a-share]'* ]]
}

@test "a mean, a count and a sum have no funnel" {
	printf '%s\n' by,group,numerator,denominator area,Cwm,5,10 area,Bryn,1,10 \
		,,6,20 >t.csv
	for o in '--unit count' '--sums' '--unit mean\ days'; do
		eval "lscb-limits --funnel $o t.csv" | columns compared chart |
			sort -u >got
		printf '%s\n' , compared,chart >want
		same want got
	done
}

# --- forecasts, publication ---------------------------------------------------

@test "a forecast is a row of its own, behind the others, of long series alone" {
	{
		quarters training-sessions 1 2 3 4 5 6 7 8 9 10 11 12
		quarters cpr-second 1/10 1/10
	} | table >t.csv
	lscb-limits --forecast 2 t.csv | columns indicator start end numerator status \
		value verdict | tail -n 3 >got
	cat >want <<-'END'
	cpr-second,2020-04-01,2020-06-30,1,ok,10,in-range
	training-sessions,2023-01-01,2023-03-31,,forecast,13,
	training-sessions,2023-04-01,2023-06-30,,forecast,14,
	END
	same want got
	# The report knows them for what they are.
	lscb-limits --forecast 2 t.csv | lscb-report --format text \
		--date 2026-01-01 --stats s.csv >/dev/null
	! grep -q 'lscb-report,rejected,bad' s.csv
	run -64 lscb-limits --forecast 121 t.csv
	cut -d, -f 1-9 t.csv >no.csv
	run -65 --separate-stderr lscb-limits --forecast 1 no.csv
	[[ $stderr == *'[no-periods]'* ]]
}

@test "a forecast of shares ends at all, one of counts at nought" {
	quarters cpr-second 88/100 89/100 90/100 91/100 92/100 93/100 94/100 95/100 \
		96/100 97/100 98/100 99/100 | table | lscb-limits --forecast 3 |
		columns value high | tail -n 1 >got
	echo 100,100 >want
	same want got
	quarters training-sessions 11 10 9 8 7 6 5 4 3 2 1 0 | table |
		lscb-limits --forecast 1 | columns value low | tail -n 1 >got
	echo 0,0 >want
	same want got
}

@test "what is restated says what it was" {
	quarters cpr-second 1/10 2/10 3/10 | table >old.csv
	quarters cpr-second 1/10 3/10 3/12 4/10 | table >new.csv
	lscb-limits --published old.csv --stats s.csv new.csv |
		columns value restated was_numerator was_denominator was_value >got
	cat >want <<-'END'
	value,restated,was_numerator,was_denominator,was_value
	10,,,,
	30,restated,2,10,20
	25,restated,3,10,30
	40,,,,
	END
	same want got
	grep -qx 'lscb-limits,queried,restated,2' s.csv
	# A table that has been through this filter says its value itself.
	lscb-limits --forecast 0 old.csv >was.csv
	lscb-limits --published was.csv new.csv >again
	lscb-limits --published old.csv new.csv >plain
	same plain again
	# What is gone is counted; 10 and 10.0 are one number.
	lscb-limits --published new.csv --stats s.csv old.csv >/dev/null
	grep -qx 'lscb-limits,queried,no-longer-there,1' s.csv
	printf 'numerator,denominator\n10.0,20\n' >old.csv
	printf 'numerator,denominator\n10,20\n' >new.csv
	lscb-limits --published old.csv new.csv | columns restated >got
	printf '%s\n' restated '""' | sed '2s/.*//' >want
	same want got
	# What was not available and now is, is restated.
	printf 'numerator,denominator\n,20\n' >old.csv
	lscb-limits --published old.csv new.csv | columns restated was_numerator \
		was_denominator was_value | tail -n 1 >got
	echo restated,,20, >want
	same want got
}

@test "a median is restated when its values move and its sum does not" {
	v() {
		echo start,end,by,group,numerator,denominator
		echo "2025-01-01,2025-03-31,,,30,3"
		for x in "$@"; do
			echo "2025-01-01,2025-03-31,@value,$x,1,3"
		done
	}
	v 1 10 19 | lscb-limits --unit 'median days' >old.csv
	v 1 9 20 | lscb-limits --unit 'median days' --published old.csv |
		columns value restated was_value | sed -n 2p >got
	echo 9,restated,10 >want
	same want got
}

@test "a published table that cannot be read: 65 and 66" {
	quarters cpr-second 1/10 | table >new.csv
	sed 's/,1,10,/,x,10,/' new.csv >old.csv
	run -65 --separate-stderr lscb-limits --published old.csv new.csv
	[[ $stderr == *'old.csv:2: numerator: '*'[not-a-count]'* ]]
	{
		cat new.csv
		tail -n 1 new.csv
	} >old.csv
	run -65 --separate-stderr lscb-limits --published old.csv new.csv
	[[ $stderr == *'old.csv:3: '*'[duplicate-figure]'* ]]
	cut -d, -f 1-3,6- new.csv >old.csv
	run -65 --separate-stderr lscb-limits --published old.csv new.csv
	[[ $stderr == *"no column 'by'"* ]]
	run -66 lscb-limits --published none.csv new.csv
}

@test "a figure is provisional until so many days after its period" {
	directions
	quarters none 1 2 | table >t.csv
	lscb-limits --library lib --date 2020-08-29 --final-after 60 t.csv |
		columns end release >got
	# 60 days after 30 June is 29 August.
	cat >want <<-'END'
	end,release
	2020-03-31,final
	2020-06-30,final
	END
	same want got
	lscb-limits --library lib --date 2020-08-28 --final-after 60 t.csv |
		columns release | tail -n 1 >got
	echo provisional >want
	same want got
	# The definition knows better; without either nothing is said.
	echo 'final_after: 365' >>lib/indicators/none.rec
	lscb-limits --library lib --date 2020-08-29 --final-after 60 t.csv |
		columns release | sort -u >got
	printf '%s\n' provisional release >want
	same want got
	lscb-limits --date 2020-08-29 t.csv | columns release | sort -u >got
	printf '%s\n' '' release >want
	same want got
	run -64 lscb-limits --final-after 60 t.csv
	sed -i 's/^final_after.*/final_after: soon/' lib/indicators/none.rec
	run -78 --separate-stderr lscb-limits --library lib t.csv
	[[ $stderr == *'final_after: want a whole number'* ]]
}

@test "days that are none, and a period upside down, are rejected" {
	printf '%s\n' start,end,numerator,denominator 2025-01-01,31/03/2025,1,2 \
		2025-04-01,2025-03-31,1,2 ,,1,2 >t.csv
	lscb-limits --rejects r.csv t.csv | columns value >got
	printf '%s\n' value 50 >want
	same want got
	cut -d, -f 2,4,5 r.csv >got
	printf '%s\n' line,column,reason 2,end,bad-date \
		3,end,end-before-start >want
	same want got
}
