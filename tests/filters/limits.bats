#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-limits: values, intervals and verdicts, of our own counts and of anybody's.
# Series are in limits-series.bats, figures beside an oracle in limits-oracle.bats.
load ../lib/common

# counts: standard input as a table of lscb-indicators, without its header.
counts() {
	echo 'indicator,start,end,by,group,numerator,denominator,censored,unmatched,status'
	cat
}


@test "a percentage, its interval and the columns" {
	counts >c.csv <<-'END'
	domestic-abuse-register,2025-04-01,2025-06-30,,,1,8,0,,ok
	END
	lscb-limits c.csv >got
	# 100 * 1 / 8 = 12.5 exactly.  Wilson at z = 1.959963984540054, by
	# z2 = 3.8414588206941255: centre (1/8 + z2/16) / (1 + z2/8)
	#   = 0.36509117629338284 / 1.4801823525867657 = 0.24665283...
	# half z * sqrt(1/8 * 7/8 / 8 + z2/256) / (1 + z2/8)
	#   = 1.95996398 * sqrt(0.013671875 + 0.01500569852) / 1.48018235
	#   = 0.22423435...: from 2.2418... to 47.0887... percent
	head -n 1 got >head
	echo 'indicator,start,end,by,group,numerator,denominator,censored,unmatched,status,value,low,high,centre,limit_low,limit_high,signal,verdict,change,chart' >want
	same want head
	IFS=, read -r -a f < <(tail -n 1 got)
	[ "${f[10]}" = 12.5 ]
	awk -v low="${f[11]}" -v high="${f[12]}" 'BEGIN {
		z = 1.959963984540054; z2 = z * z; n = 8; p = 1 / 8
		c = (p + z2 / (2 * n)) / (1 + z2 / n)
		h = z * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
		d = low - 100 * (c - h); e = high - 100 * (c + h)
		exit !(d < 1e-9 && d > -1e-9 && e < 1e-9 && e > -1e-9)
	}'
	[[ ${f[11]} == 2.241* && ${f[12]} == 47.088* ]]
	# One period is no ground for limits.
	tail -n 1 got | grep -q ',,,,short,,,short$'
}

@test "none of none and all of all stay within 0 and 100" {
	printf 'numerator,denominator\n0,10\n10,10\n' | lscb-limits >got
	# x = 0: low 0, high z2 / (n + z2) = 3.8414588 / 13.8414588 = 27.7532...
	# x = n: low n / (n + z2) = 10 / 13.8414588 = 72.2467..., high 100
	awk -F, 'NR == 2 { exit !($4 == 0 && $5 > 27.753 && $5 < 27.754) }' got
	awk -F, 'NR == 3 { exit !($5 == 100 && $4 > 72.246 && $4 < 72.247) }' got
}

@test "verdicts compare exactly, on the very edge of a range" {
	counts >c.csv <<-'END'
	cpr-second,2025-01-01,2025-03-31,,,1,10,0,,ok
	cpr-second,2025-04-01,2025-06-30,,,3,20,0,,ok
	cpr-second,2025-07-01,2025-09-30,,,99999999,1000000000,0,,ok
	cpr-second,2025-10-01,2025-12-31,,,150000001,1000000000,0,,ok
	cpr-second,2026-01-01,2026-03-31,,,0,10,0,,ok
	sait-band-two,2024-04-01,2025-03-31,,,9,10,0,,ok
	sait-band-two,2025-04-01,2026-03-31,,,89,99,0,,ok
	referral-rate,2025-01-01,2025-03-31,,,1,2,0,,ok
	END
	# good is 10 to 15, both ends good; 89 of 99 is 89.9 %, 90 is wanted
	printf '%s\n' verdict in-range in-range too-low too-high too-low met \
		not-met '' >want
	lscb-limits c.csv | cut -d, -f18 >got
	same want got
}

@test "rates have a value and an interval; counts are themselves" {
	counts >c.csv <<-'END'
	referral-rate,2025-01-01,2025-03-31,,,7,112,0,,ok
	domestic-abuse-children,2025-01-01,2025-03-31,,,3,2,0,,ok
	training-sessions,2025-01-01,2025-03-31,,,3,,0,,ok
	expression,2025-01-01,2025-03-31,,,5,,0,,ok
	expression,2025-04-01,2025-06-30,,,1,4,0,,stale
	END
	# 7 of 112 per 10000 is 625; 3 of 2 per 1000 is 1500; 1 of 4 is 25 %
	lscb-limits c.csv | cut -d, -f10-11,14-18 | tail -n +2 >got
	cat >want <<-'END'
	ok,625,,,,short,
	ok,1500,,,,short,
	ok,3,,,,short,
	ok,5,,,,short,
	stale,25,,,,,
	END
	same want got
	# 7 events: Garwood's 2.8144 to 14.4227, of 112, per 10000.
	lscb-limits c.csv | sed -n 2p | awk -F, '{
		exit !($12 > 251.28 && $12 < 251.29 && $13 > 1287.73 &&
		    $13 < 1287.75) }'
	lscb-limits c.csv | awk -F, 'NR > 3 && NR < 6 && ($12 != "" || $13 != "")' >got
	same /dev/null got
}

@test "a zero denominator is not available, na is not computed, missing is not zero" {
	counts >c.csv <<-'END'
	cpr-second,2025-01-01,2025-03-31,,,0,0,0,,ok
	referral-rate,2025-01-01,2025-03-31,,,4,,0,,na
	training-sessions,2025-01-01,2025-03-31,,,0,,0,,na
	training-sessions,2025-04-01,2025-06-30,,,0,,0,,ok
	cpr-second,2025-04-01,2025-06-30,,,,12,0,,ok
	referral-rate,2025-04-01,2025-06-30,,,4,,0,,ok
	END
	lscb-limits --stats s.csv c.csv | tail -n +2 | cut -d, -f10-16 >got
	cat >want <<-'END'
	na,,,,,,
	na,,,,,,
	na,,,,,,
	ok,0,,,,,
	na,,,,,,
	na,,,,,,
	END
	same want got
	grep -qx 'lscb-limits,queried,zero-denominator,1' s.csv
	# A population that is missing, but was not said to be.
	grep -qx 'lscb-limits,queried,no-denominator,1' s.csv
}

@test "anybody's table: percent, its own columns in front, in their order" {
	cat >t.csv <<-'END'
	la_name,numerator,year,denominator
	"Isle, of",7,2024,112
	Tŷ Newydd,,2024,5
	none,0,2024,0
	END
	lscb-limits t.csv | cut -d, -f1-6 >got
	cat >want <<-'END'
	la_name,numerator,year,denominator,value,low
	"Isle, of",7,2024,112,6.25
	Tŷ Newydd,,2024,5,,
	none,0,2024,0,,
	END
	same want got
	lscb-limits --unit 'per 10000' t.csv | sed -n 2p | cut -d, -f 1-6 >got
	echo '"Isle, of",7,2024,112,625' >want
	same want got
	lscb-limits --unit count t.csv | sed -n 2p >got
	echo '"Isle, of",7,2024,112,7,,,,,,,,,' >want
	same want got
	lscb-limits -i cpr-second t.csv | awk -F, 'NR == 2 { print $(NF - 2) }' >got
	echo too-low >want
	same want got
}

@test "seventeen digits: nothing is rounded on the way" {
	printf 'numerator,denominator\n1,3\n2,3\n144,1000\n' | lscb-limits |
		cut -d, -f3 >got
	cat >want <<-'END'
	value
	33.333333333333336
	66.666666666666671
	14.4
	END
	same want got
}

@test "counts that cannot be are rejected with a reason, and no value is told" {
	cat >t.csv <<-'END'
	numerator,denominator
	13,12
	-1,12
	1.5,12
	4321x,12
	1,12
	9007199254740993,9007199254740993
	END
	lscb-limits --rejects r.csv --stats s.csv t.csv >got
	[ "$(wc -l <got)" -eq 2 ]
	cut -d, -f2,4,5 r.csv >got
	cat >want <<-'END'
	line,column,reason
	2,numerator,above-denominator
	3,numerator,negative-count
	4,numerator,not-a-count
	5,numerator,not-a-count
	7,numerator,too-large
	END
	same want got
	grep -qx 'lscb-limits,read,,6' s.csv
	grep -qx 'lscb-limits,used,,1' s.csv
	run -65 --separate-stderr lscb-limits <(sed '2,4d' t.csv)
	[[ $stderr == *'numerator: want a whole number'*'[not-a-count]'* ]]
	[[ $stderr != *4321x* ]]
}

@test "a part above its whole is wrong for a percentage alone" {
	printf 'numerator,denominator\n13,12\n' >t.csv
	run -65 lscb-limits t.csv
	run -0 lscb-limits --unit 'per 1000' t.csv
}

@test "what is missing or twice: 65; a bad unit: 64; an unknown indicator: 78" {
	printf 'numerater,denominator\n1,2\n' >t.csv
	run -65 --separate-stderr lscb-limits t.csv
	[[ $stderr == *"no column 'numerator'; did you mean 'numerater'?"* ]]
	printf 'numerator,denominator\n1,2\n' | lscb-limits >once.csv
	run -65 --separate-stderr lscb-limits once.csv
	[[ $stderr == *'once.csv:1: value: there is a column of this name already'* ]]
	run -64 lscb-limits --unit 'per nought' t.csv
	cut -d, -f1,2 once.csv >t.csv
	run -78 --separate-stderr lscb-limits -i cpr-secnod t.csv
	[[ $stderr == *"did you mean 'cpr-second'"* ]]
}

@test "the fixed example: 7 of 112 is 6.3 %, which printf calls 6.2" {
	[ "$(printf %.1f 6.25)" = 6.2 ]
	counts >c.csv <<-'END'
	cpr-second,2025-01-01,2025-03-31,,,7,112,0,,ok
	END
	lscb-limits c.csv | lscb-report --format csv >got
	grep -q ',6\.3,' got
}

@test "a count beside a denominator of 0 is not available, not a mistake" {
	# As lscb-indicators writes A of B for a period that had no B.
	printf '%s\n' subject,date,end,event,source \
		c01,2025-12-15,,registration,social-services \
		c01,2026-02-15,,referral,social-services \
		c02,2025-11-15,,referral,social-services >h.csv
	lscb-indicators --date 2026-03-31 --from 2025-10-01 \
		-e 'referral by child of registration by child' h.csv >counts
	lscb-limits counts | cut -d, -f 2,6,7,10,11 >got
	cat >want <<-'END'
	start,numerator,denominator,status,value
	2025-10-01,1,1,ok,100
	2026-01-01,1,0,na,
	END
	same want got
	lscb-limits counts | lscb-report --format csv | cut -d, -f 2,6,7,8,12 >got
	cat >want <<-'END'
	start,numerator,denominator,shown,status
	2025-10-01,1,1,100.0,ok
	2026-01-01,1,0,,na
	END
	same want got
}

@test "an indicator nobody has defined is no percentage" {
	# 12 referrals of 4,000 people are 30 per 10,000: read as a share they
	# would be 0.3 %, which somebody would believe
	counts >c.csv <<-'END'
	our-rate,2025-04-01,2025-06-30,,,12,4000,0,,ok
	END
	run -65 --separate-stderr lscb-limits c.csv
	[[ $stderr == *'c.csv:2: indicator: '*'[no-definition]'* ]]
	lscb-limits --unit 'per 10000' c.csv | grep -q ',ok,30,'
	printf '%s\n' 'id: our-rate' 'title: Ours' 'status: candidate' \
		'direction: explain' 'count: referral by child' \
		'population: 0 to 17' 'period: quarter' 'unit: per 10000' >our-rate.rec
	lscb-limits -i ./our-rate.rec c.csv | grep -q ',ok,30,'
}
