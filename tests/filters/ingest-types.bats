#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-ingest: types and formats, what each reads as, and what reads it again.
load ../lib/common
load ../lib/ingest

# bad FACT ... PATTERN: a column of these is refused with 78, at a line, like
# that.
bad() {
	local pattern=${!#}
	printf '%s\n' 'name: v' "${@:1:$#-1}" | define
	run -78 --separate-stderr lscb-ingest -x ./t.rec /dev/null
	[[ $stderr =~ t\.rec:[0-9]+:\ .*\[bad-definition\]$ &&
		$stderr == *$pattern* ]] || {
		printf '%s\n' "$*" "$stderr" && return 1
	}
}

@test "time: HH:MI without a format, midnight to a minute before the next" {
	column 'type: time' <<-'E'
	00:00|=|00:00
	23:59|=|23:59
	24:00|!|bad-time
	12:60|!|bad-time
	9:30|!|bad-time
	 09:30 |=|09:30
	09:30:00|!|bad-time
	09.30|!|bad-time
	-1:30|!|bad-time
	_|=|_
	E
}

@test "time: H, seconds, AM, and a separator of its own" {
	column 'type: time' 'format: H:MI:SS' 'format: H.MI' <<-'E'
	9:05:07|=|09:05:07
	09:05:07|=|09:05:07
	23:59:59|=|23:59:59
	23:59:60|!|bad-time
	9.05|=|09:05:00
	24.00|!|bad-time
	E
	column 'type: time' 'format: H:MI AM' <<-'E'
	12:00 AM|=|00:00
	12:59 am|=|00:59
	1:00 AM|=|01:00
	11:59 AM|=|11:59
	12:00 PM|=|12:00
	12:30 pm|=|12:30
	1:00 PM|=|13:00
	11:59 PM|=|23:59
	13:00 PM|!|bad-time
	0:30 AM|!|bad-time
	00:30 PM|!|bad-time
	9:30|!|bad-time
	9:30 XM|!|bad-time
	E
}

@test "time: excel is a fraction of a day" {
	# A fraction has seconds.  0.75 is 18 hours; 0.3958333333 is 9:30 short of a rounding; 1 minute
	# is 0.000694444.
	column 'type: time' 'format: excel' <<-'E'
	0|=|00:00:00
	0.5|=|12:00:00
	0.75|=|18:00:00
	0.3958333333|=|09:30:00
	0.395833333333333|=|09:30:00
	0.000694444444444444|=|00:01:00
	0.999305555555556|=|23:59:00
	1|!|bad-time
	1.5|!|bad-time
	-0.5|!|bad-time
	noon|!|bad-time
	12:00|!|bad-time
	E
}

@test "duration: minutes without a format, hours and minutes, and other units" {
	column 'type: duration' <<-'E'
	0|=|0
	90|=|90
	1.5|!|bad-duration
	-5|!|bad-duration
	1:30|!|bad-duration
	90 min|!|bad-duration
	 45 |=|45
	_|=|_
	E
	column 'type: duration' 'format: H:MI' <<-'E'
	1:30|=|90
	01:30|=|90
	0:00|=|0
	0:59|=|59
	0:60|!|bad-duration
	26:15|=|1575
	100:00|=|6000
	90|!|bad-duration
	1:5|!|bad-duration
	-1:30|!|bad-duration
	E
	column 'type: duration' 'format: H:MI:SS' 'unit: seconds' <<-'E'
	1:00:01|=|3601
	0:00:59|=|59
	0:00:60|!|bad-duration
	25:00:00|=|90000
	1:30|!|bad-duration
	E
}

@test "duration: what does not come out whole is refused, not rounded" {
	column 'type: duration' 'format: H:MI:SS' <<-'E'
	1:30:00|=|90
	1:30:30|!|bad-duration
	E
	column 'type: duration' 'format: minutes' 'unit: hours' <<-'E'
	120|=|2
	90|!|bad-duration
	0|=|0
	E
	column 'type: duration' 'format: hours' <<-'E'
	1.5|=|90
	1.25|=|75
	0.1|=|6
	1.51|!|bad-duration
	2|=|120
	E
	column 'type: duration' 'format: days' 'unit: hours' <<-'E'
	1|=|24
	0.5|=|12
	0.3|!|bad-duration
	E
	column 'type: duration' 'format: hours' 'unit: days' <<-'E'
	48|=|2
	47|!|bad-duration
	E
	column 'type: duration' 'format: seconds' 'unit: minutes' <<-'E'
	180|=|3
	181|!|bad-duration
	99999999999999999999999|!|bad-duration
	E
}

@test "duration: two formats that would read one number as two lengths are refused" {
	bad 'type: duration' 'format: hours' 'format: minutes' 'format: '
	bad 'type: duration' 'format: days' 'format: seconds' 'format: '
	bad 'type: duration' 'format: excel' 'format: '
	bad 'type: duration' 'unit: weeks' 'unit: '
	bad 'type: text' 'unit: minutes' 'unit: '
	column 'type: duration' 'format: H:MI' 'format: minutes' <<-'E'
	1:30|=|90
	90|=|90
	E
}

@test "time: what is no format is refused" {
	bad 'type: time' 'format: DD' 'format: '
	bad 'type: time' 'format: MI:SS' 'format: '
	bad 'type: time' 'format: H:H' 'format: '
	bad 'type: time' 'format: hours' 'format: '
	bad 'type: integer' 'format: HH:MI' 'format: '
}

@test "dates: each word, by itself" {
	column 'type: date' 'format: CCYY-MM-DD' <<-'E'
	2024-02-29|=|2024-02-29
	2023-02-29|!|bad-date
	1582-01-01|=|1582-01-01
	2024-2-29|!|bad-date
	E
	column 'type: date' 'format: DDMMYYYY' <<-'E'
	01022024|=|2024-02-01
	1022024|!|bad-date
	32012024|!|bad-date
	E
	column 'type: date' 'format: D Month YYYY' <<-'E'
	3 March 2024|=|2024-03-03
	03 March 2024|=|2024-03-03
	3 march 2024|=|2024-03-03
	1 Ionawr 2024|=|2024-01-01
	2 Chwefror 2024|=|2024-02-02
	3 Mawrth 2024|=|2024-03-03
	4 Ebrill 2024|=|2024-04-04
	5 Mai 2024|=|2024-05-05
	6 Mehefin 2024|=|2024-06-06
	7 Gorffennaf 2024|=|2024-07-07
	8 Awst 2024|=|2024-08-08
	9 Medi 2024|=|2024-09-09
	10 Hydref 2024|=|2024-10-10
	11 Tachwedd 2024|=|2024-11-11
	12 Rhagfyr 2024|=|2024-12-12
	31 April 2024|!|bad-date
	3 Mar 2024|!|bad-date
	3 Marching 2024|!|bad-date
	003 March 2024|!|bad-date
	E
	column 'type: date' 'format: DD-Mon-YYYY' <<-'E'
	01-Jan-2024|=|2024-01-01
	01-FEB-2024|=|2024-02-01
	01-apr-2024|=|2024-04-01
	01-Ebr-2024|=|2024-04-01
	01-Rhag-2024|=|2024-12-01
	01-Rhagf-2024|!|bad-date
	01-January-2024|!|bad-date
	01-May-2024|=|2024-05-01
	01-Mai-2024|=|2024-05-01
	01-Xxx-2024|!|bad-date
	E
}

@test "dates: the time is read, must be one, and is left out" {
	column 'type: date' 'format: D/M/YYYY H:MI' <<-'E'
	1/2/2024 9:30|=|2024-02-01
	11/12/2024 23:59|=|2024-12-11
	1/2/2024 24:00|!|bad-date
	1/2/2024 9:60|!|bad-date
	1/2/2024|!|bad-date
	1/2/2024 9:30:00|!|bad-date
	E
	column 'type: date' 'format: YYYY-MM-DDTHH:MI:SSZ' <<-'E'
	2024-02-01T00:00:00Z|=|2024-02-01
	2024-02-01T23:59:61Z|!|bad-date
	2024-02-01 00:00:00Z|!|bad-date
	E
	column 'type: date' 'format: M/D/YYYY H:MI AM' <<-'E'
	2/1/2024 12:01 AM|=|2024-02-01
	12/31/2024 11:59 pm|=|2024-12-31
	2/1/2024 13:01 PM|!|bad-date
	2/1/2024 0:01 AM|!|bad-date
	E
}

@test "dates: YY is of the hundred years from the pivot on" {
	column 'type: date' 'format: DD/MM/YY' <<-'E'
	01/01/50|=|1950-01-01
	01/01/99|=|1999-01-01
	01/01/00|=|2000-01-01
	01/01/26|=|2026-01-01
	01/01/49|!|future-date
	29/02/00|=|2000-02-29
	29/02/99|!|bad-date
	01/01/2000|!|bad-date
	E
	column 'type: date' 'format: DD/MM/YY' 'pivot: 1927' <<-'E'
	01/01/27|=|1927-01-01
	01/01/26|=|2026-01-01
	31/12/99|=|1999-12-31
	01/01/00|=|2000-01-01
	E
	column 'type: date' 'format: DD/MM/YY' 'pivot: 1900' <<-'E'
	01/01/00|=|1900-01-01
	29/02/00|!|bad-date
	01/01/99|=|1999-01-01
	E
	bad 'type: date' 'format: DD/MM/YYYY' 'pivot: 1950' 'pivot: '
	bad 'type: date' 'format: DD/MM/YY' 'pivot: 50' 'pivot: '
	bad 'type: text' 'pivot: 1950' 'pivot: '
}

@test "dates: excel counts days from 1900 and has one that never was" {
	# 43831 is 1 January 2020; 45351 is 29 February 2024; 59 is 28 February
	# 1900 and 61 is 1 March: 60 is the day that never was.
	column 'type: date' 'format: excel' <<-'E'
	1|=|1900-01-01
	31|=|1900-01-31
	59|=|1900-02-28
	60|!|bad-date
	61|=|1900-03-01
	43831|=|2020-01-01
	45351|=|2024-02-29
	45352|=|2024-03-01
	46112|=|2026-03-31
	46113|!|future-date
	0|!|bad-date
	-1|!|bad-date
	99999999|!|bad-date
	01/01/2020|!|bad-date
	E
	# From 1904 there are 1462 days less, and 0 is the first.
	column 'type: date' 'format: excel-1904' <<-'E'
	0|=|1904-01-01
	1|=|1904-01-02
	60|=|1904-03-01
	59|=|1904-02-29
	42369|=|2020-01-01
	43889|=|2024-02-29
	-1|!|bad-date
	E
}

@test "dates: formats that would read one text as two days are refused" {
	local pair a b
	for pair in 'DD/MM/YYYY|MM/DD/YYYY' 'MM/DD/YYYY|D/M/YYYY' \
		'DD/MM/YYYY|M/D/YYYY' 'DDMMYY|YYMMDD' 'DDMMYYYY|YYYYMMDD' \
		'excel|excel-1904' 'DDMMYY|excel' 'excel-1904|YYMMDD' \
		'DMYYYY|excel' 'DMYYYY|MDYYYY' \
		'D/M/YYYY H:MI|M/D/YYYY H:MI'; do
		a=${pair%|*} b=${pair#*|}
		bad 'type: date' "format: $a" "format: $b" 'format: '
	done
	# These cannot be taken for each other.
	column 'type: date' 'format: DD/MM/YYYY' 'format: YYYY-MM-DD' \
		'format: D Mon YYYY' 'format: DD.MM.YY' 'format: D/M/YYYY' \
		'format: excel' 'format: YYYYMMDD' <<-'E'
	20240201|=|2024-02-01
	01/02/2024|=|2024-02-01
	1/2/2024|=|2024-02-01
	2024-02-01|=|2024-02-01
	1 Feb 2024|=|2024-02-01
	01.02.24|=|2024-02-01
	45323|=|2024-02-01
	E
}

@test "dates: what is no format is refused" {
	local format
	for format in MM/YYYY DD/MM/MM/YYYY DD/MM/YYYY/YY HH:MI \
		'DD/MM/YYYY AM' exel; do
		bad 'type: date' "format: $format" 'format: '
	done
}

@test "dates: unknown in whatever format, min and max, with each" {
	column 'type: date' 'format: excel' 'unknown: 2' 'unknown: 99999999' \
		'min: 1950-01-01' 'max: 2025-12-31' <<-'E'
	2|=|_
	99999999|=|_
	1|!|below-min
	45323|=|2024-02-01
	46023|!|above-max
	E
	counted repaired,unknown-value,2
	bad 'type: date' 'min: 01/01/2020' 'min: '
	bad 'type: date' 'min: 2020-02-30' 'min: '
	bad 'type: date' 'min: 2020-01-02' 'max: 2020-01-01' 'min'
}

@test "unknown: of every type, empty, and missing where it is required" {
	local type required
	for required in no yes; do
		for type in text name integer decimal date time duration yes-no \
			code postcode nhs-number upn; do
			printf '%s\n' "name: ${type/-/_}" "type: $type" \
				'unknown: N/K' 'unknown: 0000000000' \
				"required: $required"
			[[ $type != code ]] || echo 'code: x'
			echo
		done | define
		printf '%s\n' id,text,name,integer,decimal,date,time,duration \
			yes_no,code,postcode,nhs_number,upn | paste -sd, >in.csv
		head -n 1 in.csv >expected
		echo 1,N/K,N/K,N/K,N/K,N/K,N/K,N/K,N/K,N/K,N/K,N/K,N/K >>in.csv
		awk 'BEGIN { printf "2"; for (i = 0; i < 12; i++)
			printf ",0000000000"; print "" }' >>in.csv
		[[ $required == yes ]] || printf '%s\n' 1,,,,,,,,,,,, \
			2,,,,,,,,,,,, >>expected
		lscb-ingest -x ./t.rec --rejects bad.csv --stats stats.csv \
			in.csv >actual
		same expected actual
	done
	sed 1d bad.csv | cut -d, -f2,5 >actual
	printf '%s\n' 2,missing-value 3,missing-value | same - actual
	sed -i 's/^required: yes/required: no/' t.rec
	lscb-ingest -x ./t.rec --stats stats.csv in.csv >actual
	counted repaired,unknown-value,24
}

@test "unknown: of a count is neither number nor symbol" {
	define <<-'E'
	name: v
	type: count
	symbol: suppressed = c
	unknown: -
	E
	printf '%s\n' id,v 1,- 2,c 3,0 >in.csv
	printf '%s\n' id,v,v_symbol 1,, 2,,suppressed 3,0, >expected
	lscb-ingest -x ./t.rec in.csv | same expected -
}

@test "accept: thousands and point-zero, and only where declared" {
	column 'type: integer' 'accept: thousands' <<-'E'
	1,200|=|1200
	1,234,567|=|1234567
	12,00|!|bad-integer
	1,2000|!|bad-integer
	,200|!|bad-integer
	1200,|!|bad-integer
	1,,200|!|bad-integer
	0,200|!|bad-integer
	-1,200|=|-1200
	1200|=|1200
	1234,567|!|bad-integer
	785.0|!|bad-integer
	E
	counted repaired,thousands,3
	column 'type: integer' 'accept: point-zero' <<-'E'
	785.0|=|785
	785.00|=|785
	785.|!|bad-integer
	785.01|!|bad-integer
	.0|!|bad-integer
	-3.0|=|-3
	1,200.0|!|bad-integer
	E
	counted repaired,point-zero,3
	column 'type: integer' 'accept: point-zero' 'accept: thousands' 'max: 1200' <<-'E'
	1,200.0|=|1200
	1,201.0|!|above-max
	E
	column 'type: decimal' 'accept: thousands' <<-'E'
	"|!|bad-decimal
	E
	bad 'type: text' 'accept: thousands' 'accept: '
	bad 'type: date' 'accept: point-zero' 'accept: '
	bad 'type: integer' 'accept: exponents' 'accept: '
}

# The output of a code column holds no comma here, of a decimal none either.
@test "accept: thousands of a decimal and of a count" {
	column 'type: decimal' 'accept: thousands' 'min: 0' <<-'E'
	1,200.50|=|1200.50
	1,200|=|1200
	1.200,5|!|bad-decimal
	1,200.5,0|!|bad-decimal
	E
	define 'delimiter: tab' <<-'E'
	name: v
	type: count
	accept: thousands
	accept: point-zero
	symbol: suppressed = c
	E
	printf '%s\t%s\n' id v 1 1,200 2 12.0 3 c >in.csv
	printf '%s\n' id,v,v_symbol 1,1200, 2,12, 3,,suppressed >expected
	lscb-ingest -x ./t.rec in.csv | same expected -
}

@test "match loose: letters and digits, without accents, case and a list letter" {
	column 'type: code' 'match: loose' 'code: female = Benyw | F' \
		'code: male = Gwryw' 'code: other = Tŷ 1' 'unknown: Not known' <<-'E'
	Female|=|female
	b) Female|=|female
	FEMALE.|=|female
	fe-male|=|female
	f|=|female
	b) F|=|female
	a) gwryw|=|male
	TY1|=|other
	tŷ  1|=|other
	Ty 2|!|bad-code
	Femal|!|bad-code
	Not known|=|_
	...|!|bad-code
	b)|!|bad-code
	_|=|_
	E
	# Without it none of these.
	column 'type: code' 'match: exact' 'code: female = F' <<-'E'
	Female|!|bad-code
	b) F|!|bad-code
	F|=|female
	E
	column 'type: yes-no' 'match: loose' 'code: yes = Ydi, wir' <<-'E'
	YDI WIR!|=|yes
	a) Yes|=|yes
	NAC-OES|=|no
	perhaps|!|bad-code
	E
}

@test "match loose: spellings that are one loosely and stand for two words are refused" {
	bad 'type: code' 'match: loose' 'code: a = x-ray' 'code: b = X Ray' 'code: '
	bad 'type: code' 'match: loose' 'code: a = Ty' 'code: b = Tŷ' 'code: '
	bad 'type: code' 'match: loose' 'code: a = a) x' 'code: b = b) X' 'code: '
	bad 'type: code' 'match: loose' 'code: ab' 'code: c = A.B.' 'code: '
	bad 'type: yes-no' 'match: loose' 'code: no = Y.e.s' 'code: '
	bad 'type: text' 'match: loose' 'match: '
	bad 'type: code' 'code: a' 'match: fuzzy' 'match: '
	# Of one word they may be.
	column 'type: code' 'match: loose' 'code: ab = A.B. | a-b' <<-'E'
	A B|=|ab
	E
}

@test "match loose: unknown" {
	column 'type: code' 'match: loose' 'code: a' 'unknown: N/K' <<-'E'
	N/K|=|_
	E
	# What is unknown cannot be a code too.
	bad 'type: code' 'code: a = N/K' 'unknown: N/K' 'N/K'
}

@test "separator: several codes of a cell come out joined by a semicolon" {
	column 'type: code' 'separator: |' 'code: a = A' 'code: b = B' <<<'x|!|bad-code'
	column 'type: code' 'separator: +' 'code: neglect = N | Neg' \
		'code: physical = P' 'code: sexual = S' 'unknown: NK' <<-'E'
	N|=|neglect
	N+P|=|neglect;physical
	P+N|=|physical;neglect
	 N + P |=|neglect;physical
	N+P+S|=|neglect;physical;sexual
	N+Neg|=|neglect
	N+N+P|=|neglect;physical
	N+X|!|bad-code
	N+|=|neglect
	+|!|bad-code
	N++P|=|neglect;physical
	N;P|!|bad-code
	NK|=|_
	E
	# Nothing between two separators is a blank that is left out.
	counted repaired,repeated-code,2 repaired,blanks,3
	# The joint as separator.
	column 'type: code' 'separator: ;' 'code: a = A' 'code: b = B' <<-'E'
	A;B|=|a;b
	B;A;B|=|b;a
	a;b|=|a;b
	E
}

@test "separator: every code where it is loose, some empty, a comma" {
	column 'type: code' 'separator: ,' 'match: loose' 'code: a = One' \
		'code: b = Two' <<-'E'
	a) one, b) TWO|=|a;b
	one,three|!|bad-code
	E
	bad 'type: text' 'separator: ;' 'separator: '
	bad 'type: yes-no' 'separator: ;' 'separator: '
	bad 'type: code' 'code: a' 'separator: ;;' 'separator: '
	# A spelling that holds the separator could never be found.
	bad 'type: code' 'code: a = x;y' 'separator: ;' "has ';' in it"
	bad 'type: code' 'code: a = b+c' 'separator: +' "has '+' in it"
	# A word may hold it, where a spelling stands for it.
	column 'type: code' 'separator: -' 'code: at-home = H' 'code: b' <<<'H-b|=|at-home;b'
	# A word that holds the joint could not be told from two.
	bad 'type: code' 'code: a;b = x' 'separator: +' 'a;b'
}

@test "authority: others are asked about, not rejected" {
	# Z660401211007 is of 660, with the right letter; V67820050945P of 678.
	# Letter of 820401211007: 8*2+2*3+0*4+4*5+0*6+1*7+2*8+1*9+1*10+0*11
	# +0*12+7*13 = 175 = 7*23+14, the 15th of the letters is Q.
	column 'type: upn' 'authority: 660 to 681' <<-'E'
	Z660401211007|=|Z660401211007
	V67820050945P|=|V67820050945P
	Q820401211007|=|Q820401211007
	_|=|_
	E
	counted queried,upn-authority,1
	column 'type: upn' 'authority: 660' 'authority: 820 to 820' <<-'E'
	Z660401211007|=|Z660401211007
	V67820050945P|=|V67820050945P
	Q820401211007|=|Q820401211007
	E
	counted queried,upn-authority,1
	column 'type: upn' <<-'E'
	Q820401211007|=|Q820401211007
	E
	run ! grep upn-authority stats.csv
	bad 'type: upn' 'authority: 681 to 660' 'authority: '
	bad 'type: upn' 'authority: Cardiff' 'authority: '
	bad 'type: upn' 'authority: 660-681' 'authority: '
	bad 'type: text' 'authority: 660' 'authority: '
}

@test "pattern: 9 a digit, A a capital, + repeats, all else itself" {
	column 'type: text' 'pattern: C9+' <<-'E'
	C1|=|C1
	C123456|=|C123456
	C|!|bad-pattern
	c1|!|bad-pattern
	C1a|!|bad-pattern
	XC1|!|bad-pattern
	C1 |!|bad-pattern
	CC1|!|bad-pattern
	_|=|_
	E
	column 'type: text' 'pattern: AA-999/A+' 'pattern: 9+' 'unknown: none' <<-'E'
	AB-123/X|=|AB-123/X
	AB-123/XYZ|=|AB-123/XYZ
	AB-123/|!|bad-pattern
	AB-12/X|!|bad-pattern
	ab-123/X|!|bad-pattern
	42|=|42
	A-1|!|bad-pattern
	none|=|_
	E
	# What is repeated is taken back where the rest needs it.
	column 'type: text' 'pattern: 9+99' <<-'E'
	123|=|123
	12345|=|12345
	12|!|bad-pattern
	E
	column 'type: text' 'pattern: A+AB9' <<-'E'
	XAB1|=|XAB1
	AABB1|=|AABB1
	AB1|!|bad-pattern
	E
	column 'type: text' 'pattern: Tŷ9' <<-'E'
	Tŷ1|=|Tŷ1
	Ty1|!|bad-pattern
	E
	bad 'type: text' 'pattern: +9' 'pattern: '
	bad 'type: text' 'pattern: 9++' 'pattern: '
	bad 'type: integer' 'pattern: 9+' 'pattern: '
}

@test "pattern: many repetitions cost no more than their length" {
	define <<-'E'
	name: v
	type: text
	pattern: A+A+A+A+A+A+A+A+A+A+A+A+A+A+A+A+A+A+A+A+9
	E
	printf 'id,v\n1,%s\n' "$(printf '%2000s' '' | tr ' ' A)" >in.csv
	timeout 5 lscb-ingest -x ./t.rec --rejects bad.csv in.csv >actual
	grep -q '^in.csv,2,.*bad-pattern' bad.csv
}

@test "min and max: of numbers, dates and durations, of nothing else" {
	bad 'type: time' 'max: 12:00' 'max: '
	bad 'type: text' 'min: 5' 'min: '
	bad 'type: integer' 'min: five' 'min: '
	bad 'type: integer' 'max: 2020-01-01' 'max: '
	# Of a duration in its unit, however it is written.
	column 'type: duration' 'format: H:MI' 'min: 5' 'max: 90' <<-'E'
	0:04|!|below-min
	0:05|=|5
	1:30|=|90
	1:31|!|above-max
	E
	column 'type: duration' 'format: minutes' 'unit: hours' 'max: 2' <<-'E'
	120|=|2
	180|!|above-max
	E
	define <<-'E'
	name: v
	type: count
	min: 1
	max: 10
	E
	printf '%s\n' id,v 1,0 2,1 3,10 4,11 >in.csv
	lscb-ingest -x ./t.rec --rejects bad.csv in.csv >out
	sed 1d bad.csv | cut -d, -f2,5 >actual
	printf '%s\n' 2,below-min 5,above-max | same - actual
}

# What ingest writes, deidentify takes: in the role that the column has.
@test "canonical values are read again by lscb-deidentify" {
	mkdir -p lib/extracts
	cp "$ROOT"/pipelines/library/{events,names,predicates}.rec lib/
	printf '%s\n' '%rec: Column' '' 'name: at' 'title: A' '' 'name: long' \
		'title: L' '' 'name: kinds' 'title: K' '' 'name: born' 'title: B' \
		'' 'name: amount' 'title: M' '' 'name: yes' 'title: Y' '' \
		'name: label' 'title: L' >lib/history.rec
	cat >lib/extracts/t.rec <<-'E'
	%rec: Extract

	id: t
	title: T
	agency: social-services
	key: ref
	delimiter: tab

	%rec: Column

	name: ref
	type: text
	role: drop

	name: local
	type: text
	required: yes
	role: id

	name: on
	type: date
	format: excel
	role: date

	name: at
	type: time
	format: H:MI AM
	role: keep

	name: long
	type: duration
	format: hours
	role: keep

	name: kinds
	type: code
	separator: +
	code: neglect = N
	code: physical = P
	role: keep

	name: born
	type: date
	format: DD/MM/YY
	role: keep

	name: amount
	type: decimal
	accept: thousands
	role: keep

	name: yes
	type: yes-no
	match: loose
	role: keep

	name: label
	type: text
	pattern: C9+
	role: keep

	%rec: Event

	event: registration
	date: on
	where: kinds = neglect

	event: attendance
	date: on
	where: kinds in physical
	E
	printf '%s\t' ref local on at long kinds born amount yes | sed 's/\t$/\tlabel\n/' >in.csv
	printf 'R1\tL1\t45323\t1:05 PM\t1.5\tN+P\t01/02/99\t1,200.5\ta) Yes\tC7\n' >>in.csv
	printf 'R2\tL2\t45324\t\t\tP\t\t\t\t\n' >>in.csv
	printf 'R3\tL3\t45325\t12:00 am\t0\tN\t\t\tNO\tC10\n' >>in.csv
	lscb-ingest --library lib -x t in.csv >clean.csv
	printf '%s\n' ref,local,on,at,long,kinds,born,amount,yes,label \
		R1,L1,2024-02-01,13:05,90,'neglect;physical',1999-02-01,1200.5,yes,C7 \
		R2,L2,2024-02-02,,,physical,,,, \
		R3,L3,2024-02-03,00:00,0,neglect,,,no,C10 >expected
	same expected clean.csv
	lscb-keygen --new one.share two.share
	lscb-keygen --purpose deidentify -o key one.share two.share
	lscb-deidentify --library lib -x t --sender cwm-arian -k key \
		--tokens tok.csv clean.csv >out.csv
	# The columns of this history that follow those of every event, by name.
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		{ print $at["event"] "," $at["date"] "," $at["at"] "," \
		$at["long"] "," $at["kinds"] "," $at["born"] "," \
		$at["amount"] "," $at["yes"] "," $at["label"] }' out.csv |
		sort >actual
	cat >expected <<-'E'
	attendance,2024-02-01,13:05,90,neglect;physical,1999-02-01,1200.5,yes,C7
	attendance,2024-02-02,,,physical,,,,
	registration,2024-02-01,13:05,90,neglect;physical,1999-02-01,1200.5,yes,C7
	registration,2024-02-03,00:00,0,neglect,,,no,C10
	E
	same expected actual
}

@test "more than 20 formats of a date are no definition, and no night's work" {
	local i formats=()
	for i in {1..21}; do formats+=("format: DD/MM/YYYY$(printf '%*s' "$i" '')x"); done
	printf '%s\n' '%rec: Extract' '' 'id: t' 'title: T' 'agency: x' '' \
		'%rec: Column' '' 'name: d' 'type: date' "${formats[@]//x/-}" >t.rec
	run -78 --separate-stderr lscb-ingest -x ./t.rec /dev/null
	[[ $stderr == *'format: more than 20: '* ]]
	sed -i '$d' t.rec
	run -65 lscb-ingest -x ./t.rec /dev/null
}

@test "unknown: by what a value says, not only as it is written" {
	column 'type: integer' 'unknown: 999' 'unknown: 9999' 'accept: point-zero' \
		'accept: thousands' <<-'E'
	999|=|_
	999.0|=|_
	9,999|=|_
	998|=|998
	E
	column 'type: integer' 'unknown: 0' <<-'E'
	0|=|_
	0.0|!|bad-integer
	00|=|_
	E
	column 'type: decimal' 'unknown: -1' <<-'E'
	-1.0|=|_
	-1.00|=|_
	1.0|=|1.0
	E
	column 'type: postcode' 'unknown: ZZ99 3VZ' <<-'E'
	ZZ993VZ|=|_
	zz99 3vz|=|_
	ZZ99 3GZ|=|ZZ99 3GZ
	E
	column 'type: time' 'format: H:MI' 'unknown: 00:00' <<-'E'
	0:00|=|_
	0:01|=|00:01
	E
	column 'type: duration' 'format: H:MI' 'unknown: 0:00' <<-'E'
	00:00|=|_
	0:01|=|1
	E
	column 'type: nhs-number' 'severity: query' 'unknown: 0000000000' <<-'E'
	000 000 0000|=|_
	E
	column 'type: text' 'unknown: Not known' 'unknown: Dŵad' <<-'E'
	 Not known |=|_
	Dŵad|=|_
	Not known.|=|Not known.
	E
}
