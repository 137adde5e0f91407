#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-limits: its numbers beside those of tests/lib/limits_oracle.py, to 1e-9, and
# beside what PHEindicatormethods publishes with its tests.
load ../lib/common

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	python3 -SE -c 'import csv, decimal, fractions' 2>why ||
		skip "python3 without a module: $(tail -n 1 why)"
}

# quarters N: start,end of so many quarters from 2019 on.
quarters() {
	awk -v n="$1" 'BEGIN {
		split("-03-31 -06-30 -09-30 -12-31", last, " ")
		for (i = 0; i < n; i++)
			printf "%d-%02d-01,%d%s\n", 2019 + int(i / 4),
			    i % 4 * 3 + 1, 2019 + int(i / 4), last[i % 4 + 1]
	}'
}

# beside UNIT CELLS: standard input is what lscb-limits wrote; the oracle agrees in
# so many cells.
beside() {
	python3 -SE "$ROOT/tests/lib/limits_oracle.py" "$1" >found || return 1
	echo "$2 cells" >want
	same want found
}

@test "percentages: Wilson's intervals and p limits" {
	{
		echo start,end,numerator,denominator
		quarters 24 | awk '{ print $0 "," (i * 7 + 3) % 19 "," 19 + i * i; i++ }'
	} | lscb-limits | beside percent 144
}

@test "percentages of few: a limit is cut at nought and all" {
	{
		echo start,end,numerator,denominator
		quarters 12 | awk '{ print $0 "," i % 3 "," 2 + i % 4; i++ }'
	} >t.csv
	lscb-limits t.csv | beside percent 72
	lscb-limits t.csv | awk -F, 'NR > 1 && $9 == 0 { a++ }
		NR > 1 && $10 == 100 { b++ } END { exit !(a && b) }'
}

@test "rates: exact below 10, Byar's from 10 on, and u limits" {
	{
		echo start,end,numerator,denominator
		quarters 40 | awk '{ print $0 "," i + 0 "," 900 + i * 37; i++ }'
	} | lscb-limits --unit 'per 10000' | beside 'per 10000' 240
}

@test "large counts keep nine digits" {
	{
		echo start,end,numerator,denominator
		quarters 12 | awk '{ printf "%s,%d,%d\n", $0, 123456789 + i * 98765, 987654321 + i * 54321; i++ }'
	} >t.csv
	lscb-limits t.csv | beside percent 72
	lscb-limits --unit 'per 1000' t.csv | beside 'per 1000' 72
}

@test "counts: xmr limits, moving ranges screened" {
	{
		echo start,end,numerator,denominator
		quarters 20 | awk '{ print $0 "," (i == 7 ? 90 : i * 5 % 7) ","; i++ }'
	} | lscb-limits --unit count | beside count 120
}

# values UNIT: periods of values, with the figure they make behind them.
values() {
	quarters 14 | awk -F, -v unit="$1" '
	BEGIN { print "start,end,by,group,numerator,denominator" }
	{
		n = sum = 0
		for (k = 0; k < 6 + NR % 5; k++) {
			v = (k * 7 + NR * 3) % 23 + (k % 2 ? 0.5 : 0)
			c = 1 + (k + NR) % 4
			n += c
			sum += v * c
			if (seen[NR, v]++)
				continue
			of[NR, v] = c
		}
		n = sum = 0
		for (v = 0; v < 24; v += 0.5)
			if ((NR, v) in of) {
				n += of[NR, v]
				sum += v * of[NR, v]
			}
		for (v = 23.5; v >= 0; v -= 0.5)
			if ((NR, v) in of)
				print $0 ",@value," v "," of[NR, v] "," n
		print $0 ",,," sum "," n
	}'
}

@test "means: Student's t from the rows of values, and xmr limits" {
	values >t.csv
	lscb-limits --unit 'mean days' t.csv >got
	beside mean 84 <got
	# The rows of values come through, with nothing behind them.
	grep -c '@value,.*,,,,,,,,,,$' got >n
	[ "$(cat n)" -eq "$(grep -c @value t.csv)" ]
}

@test "medians: by the middle, with the interval of the order" {
	values >t.csv
	lscb-limits --unit 'median days' t.csv >got
	beside median 84 <got
	# In any order of rows.
	{
		head -n 1 t.csv
		tail -n +2 t.csv | LC_ALL=C sort -t, -k4,4 -k1,1
	} | lscb-limits --unit 'median days' >sorted
	beside median 84 <sorted
}

@test "the example of phe_mean: 30 40 50 60, 20 30 40, 200 300 400" {
	cat >t.csv <<-'END'
	start,end,by,group,numerator,denominator
	2025-01-01,2025-03-31,,,180,4
	2025-01-01,2025-03-31,@value,30,1,4
	2025-01-01,2025-03-31,@value,40,1,4
	2025-01-01,2025-03-31,@value,50,1,4
	2025-01-01,2025-03-31,@value,60,1,4
	2025-04-01,2025-06-30,,,900,3
	2025-04-01,2025-06-30,@value,200,1,3
	2025-04-01,2025-06-30,@value,300,1,3
	2025-04-01,2025-06-30,@value,400,1,3
	END
	# sd sqrt(500 / 3), t(3) 3.18245: 45 -+ 20.5426; sd 100, t(2) 4.30265:
	# 300 -+ 4.30265 * 100 / sqrt 3 = 248.4138.
	lscb-limits --unit 'mean days' t.csv | grep -v @value | cut -d, -f 7-9 |
		awk -F, 'NR > 1 { printf "%.4f %.4f %.4f\n", $1, $2, $3 }' >got
	printf '%s\n' '45.0000 24.4574 65.5426' '300.0000 51.5862 548.4138' >want
	same want got
}

@test "funnels around the total, to 1e-9" {
	{
		echo start,end,by,group,numerator,denominator
		quarters 3 | awk -F, '{
			n = d = 0
			for (i = 1; i <= 22; i++) {
				x = (i * 13 + NR * 5) % (4 * i)
				print $0 ",area,a" i "," x "," i * 9
				n += x
				d += i * 9
			}
			print $0 ",,," n "," d
		}'
	} | lscb-limits --funnel | beside percent $((3 * 6 + 66 * 4))
}

# The files of PHEindicatormethods' tests (ukhsa-collaboration, GPL-3: figures
# alone): testdata_funnel_prop_outputs.csv, six decimals; the average there is
# 80.642448.
@test "funnel limits of shares are those PHEindicatormethods publishes" {
	cat >published <<-'END'
	5 46.011039 100 26.039864 100
	18 62.390093 98.894803 51.864359 100
	50 69.691035 91.593861 63.375595 97.909301
	113 73.357676 87.927219 69.156708 92.128188
	356 76.538232 84.746663 74.171421 87.113475
	1008 78.203374 83.081521 76.796814 84.488082
	10000 0 0 0 0
	110000 80.408963 80.875933 80.274317 81.010578
	END
	sed -i '/^10000 /d' published
	{
		echo by,group,numerator,denominator,figure
		echo @comparator,England,,,80.642448
		awk '{ print "area,a" $1 ",0," $1 "," }' published
	} | lscb-limits --comparator England >got
	cut -d' ' -f2- published >want
	grep ^area got | awk -F, '{ printf "%.6f %.6f %.6f %.6f\n", $16, $17,
		$10, $11 }' | sed 's/\([0-9]\)\.000000/\1/g' >said
	paste -d' ' said want | awk '{
		for (i = 1; i <= 4; i++)
			if ($i - $(i + 4) > 2e-6 || $(i + 4) - $i > 2e-6) {
				print
				bad = 1
			}
	} END { exit bad || NR != 7 }'
}

# testdata_funnel_rate_outputs.csv: so many events lie on the limit where this is
# the population of each of three years, at 116.1720835 per 100000.  Its bisection
# stops at 1e-7 of 1, which is 2e-5 of the smallest here.  All
# of it in thousandths of a person, so that 9 decimals do.
@test "funnel limits of rates are those PHEindicatormethods publishes" {
	cat >published <<-'END'
	1598.675694 20.85059119 warn_low
	5276.757672 63.17010446 warn_low
	41796.66779 97.2964325 warn_low
	7.264481402 4588.535848 warn_high
	1375.943768 242.2579623 warn_high
	369759.5622 122.6021934 warn_high
	2649.348525 12.58170943 limit_low
	6924.776769 48.13632908 limit_low
	424043.2424 106.9073359 limit_low
	212.14848 785.6132963 limit_high
	849.4639547 392.4043292 limit_high
	358342.3275 126.5084525 limit_high
	END
	{
		echo by,group,numerator,denominator,figure
		echo @comparator,England,,,1.161720835
		awk '{ printf "area,a%d,0,%.0f,\n", NR, $1 * 3000 }' published
	} | lscb-limits --unit 'per 1000000' --comparator England >got
	grep ^area got | paste -d, - <(tr ' ' , <published) | awk -F, '
		BEGIN { at["warn_low"] = 16; at["warn_high"] = 17
			at["limit_low"] = 10; at["limit_high"] = 11 }
		{
			d = 100 * $(at[$NF]) / $(NF - 1) - 1
			if (d > 2e-5 || d < -2e-5) {
				print $NF, $(NF - 2), d
				bad = 1
			}
		}
		END { exit bad || NR != 12 }'
}

# testdata_funnel_prop_inputs.csv, its areas and what they are said to be; to the
# nearest whole number.
@test "what differs is what PHEindicatormethods says differs" {
	cat >published <<-'END'
	New Forest,35078,41980,very-high
	Norwich,24804,31824,very-low
	South Gloucestershire,50051,61921,not-different
	West Norfolk,26789,33012,high
	North Tees,36850,45449,high
	Mid-Hampshire,34502,42485,high
	North Devon,30278,37828,low
	Exeter,24867,30929,not-different
	East Devon,21139,25992,high
	South Tyneside,29709,36583,high
	Hackney,49513,69993,very-low
	Central Derby,24649,30521,not-different
	END
	{
		echo by,group,numerator,denominator,figure
		echo @comparator,England,,,80.642448
		awk -F, '{ print "area," $1 "," $2 "," $3 "," }' published
	} | lscb-limits --comparator England | grep ^area |
		cut -d, -f 2,3,4,18 >got
	same published got
}

@test "forecasts: the line of least squares and its prediction interval" {
	{
		echo start,end,numerator,denominator,status
		quarters 15 | awk '{ print $0 "," (i * 11 + 5) % 13 + 2 * i ",,ok"; i++ }'
	} >t.csv
	lscb-limits --unit count --forecast 3 t.csv | grep forecast >got
	python3 -SE - <<-'END' >want
	import math
	y = [(i * 11 + 5) % 13 + 2 * i for i in range(15)]
	n = 15
	# Normal equations, not the means that the filter takes away.
	sx, sy = sum(range(n)), sum(y)
	sxx, sxy = sum(i * i for i in range(n)), sum(i * v for i, v in enumerate(y))
	b = (n * sxy - sx * sy) / (n * sxx - sx * sx)
	a = (sy - b * sx) / n
	s = math.sqrt(sum((v - a - b * i) ** 2 for i, v in enumerate(y)) / (n - 2))
	t = 2.160368656461      # of 13 degrees
	for x in (15, 16, 17):
	    h = t * s * math.sqrt(1 + 1 / n + (x - sx / n) ** 2 / (sxx - sx * sx / n))
	    print('%.8f %.8f %.8f' % (a + b * x, a + b * x - h, a + b * x + h))
	END
	awk -F, '{ printf "%.8f %.8f %.8f\n", $6, $7, $8 }' got >said
	same want said
	cut -d, -f 1,2,5 got >said
	printf '%s\n' 2022-10-01,2022-12-31,forecast \
		2023-01-01,2023-03-31,forecast 2023-04-01,2023-06-30,forecast >want
	same want said
}
