#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-ingest: what comes out, what is rejected and why, what is refused.
load ../lib/common
load ../lib/ingest

@test "columns are found by name or alias and come out in the order of the definition" {
	cat >t.rec <<-'E'
	%rec: Extract

	id: t
	title: T
	agency: a

	%rec: Column

	name: child_id
	header: Child Unique ID
	header: LAchildID
	type: text

	name: dob
	header: Date of Birth
	type: date
	format: DD/MM/YYYY

	name: note
	type: text
	E
	printf '%s\n' 'Date of Birth,note,LAchildID' '02/01/2015,"a, ""b""",007' \
		',,8' >in.csv
	printf '%s\n' 'child_id,dob,note' '007,2015-01-02,"a, ""b"""' '8,,' \
		>expected
	lscb-ingest -x ./t.rec in.csv >actual
	same expected actual
}

@test "dates: 29 February, days that do not exist, one-digit days, other orders" {
	column 'type: date' 'format: DD/MM/YYYY' <<-'E'
	29/02/2024|=|2024-02-29
	29/02/2023|!|bad-date
	29/02/1900|!|bad-date
	29/02/2000|=|2000-02-29
	31/04/2020|!|bad-date
	00/01/2020|!|bad-date
	01/13/2020|!|bad-date
	1/2/2020|!|bad-date
	01-02-2020|!|bad-date
	2020-02-01|!|bad-date
	01/02/20|!|bad-date
	01/02/2020x|!|bad-date
	 01/02/2020 |=|2020-02-01
	31/03/2026|=|2026-03-31
	01/04/2026|!|future-date
	43831|!|bad-date
	_|=|_
	E
}

@test "dates: several formats, those with a time and a month's name too" {
	column 'type: date' 'format: YYYY-Mon-DD HH:MI:SS' 'format: D/M/YYYY' <<-'E'
	2015-Apr-25 00:00:00|=|2015-04-25
	2015-Apr-31 00:00:00|!|bad-date
	2015-Apr-25 24:61:00|!|bad-date
	1/2/2020|=|2020-02-01
	01/12/2020|=|2020-12-01
	2015-Apr-25|!|bad-date
	E
}

@test "dates: a declared sentinel is empty, in whatever format it comes, and counted" {
	column 'type: date' 'format: YYYYMMDD' 'format: DD/MM/YYYY' \
		'unknown: 18111111' 'unknown: NK' <<-'E'
	18111111|=|_
	11/11/1811|=|_
	NK|=|_
	20150425|=|2015-04-25
	nk|!|bad-date
	E
	# Three of them: 18111111, the same day written otherwise, NK.
	grep -x 'lscb-ingest,repaired,unknown-value,3' stats.csv
}

@test "dates: limits, and a future that is allowed" {
	column 'type: date' 'future: yes' 'min: 2010-01-01' 'max: 2030-12-31' <<-'E'
	2009-12-31|!|below-min
	2010-01-01|=|2010-01-01
	2026-04-01|=|2026-04-01
	2030-12-31|=|2030-12-31
	2031-01-01|!|above-max
	E
}

@test "dates: without --date no date is in the future" {
	define <<-'E'
	name: v
	type: date
	E
	printf 'id,v\n1,2999-01-01\n' >in.csv
	lscb-ingest -x ./t.rec in.csv >actual
	same in.csv actual
}

@test "whole numbers: digits only, leading zeros kept, limits" {
	column 'type: integer' 'min: -5' 'max: 100' <<-'E'
	007|=|007
	-5|=|-5
	-6|!|below-min
	100|=|100
	101|!|above-max
	135.0|!|bad-integer
	1,200|!|bad-integer
	1e3|!|bad-integer
	+1|!|bad-integer
	99999999999999999999|!|bad-integer
	 12 |=|12
	twelve|!|bad-integer
	E
}

@test "decimals: kept as written; no thousands, no exponent" {
	column 'type: decimal' 'min: 0' 'max: 14.4' <<-'E'
	14.40|=|14.40
	14.401|!|above-max
	-0.1|!|below-min
	7|=|7
	1e3|!|bad-decimal
	1.2.3|!|bad-decimal
	.|!|bad-decimal
	E
}

@test "text is kept byte for byte: leading zeros, blanks, quotes, Welsh letters" {
	define <<-'E'
	name: v
	type: text
	E
	printf '%s\n' 'id,v' '00012,  two blanks  ' '1,"say ""hi"", ok"' \
		'2,Llŷr Tŷ Gŵyl â' '3,=1+1' '4,#N/A' >in.csv
	lscb-ingest -x ./t.rec in.csv >actual
	same in.csv actual
}

@test "text is brought to normal form C, and that is counted" {
	define <<-'E'
	name: v
	type: name
	E
	# w and y followed by U+0302, a combining circumflex.
	printf 'id,v\n1,Tw\xcc\x82r\n2,Ty\xcc\x82\n3,T\xc5\xb7\n' >in.csv
	printf 'id,v\n1,T\xc5\xb5r\n2,T\xc5\xb7\n3,T\xc5\xb7\n' >expected
	lscb-ingest -x ./t.rec --stats stats.csv in.csv >actual
	same expected actual
	grep -x 'lscb-ingest,repaired,unicode-form,2' stats.csv
}

@test "codes: every declared spelling becomes the canonical word, nothing else does" {
	column 'type: code' 'code: neglect = NEG | b) Neglect | Esgeulustod' \
		'code: emotional = EMO' \
		'code: long = A spelling that is longer than any other here' 'unknown: N/K' <<-'E'
	NEG|=|neglect
	b) Neglect|=|neglect
	Esgeulustod|=|neglect
	neglect|=|neglect
	 EMO|=|emotional
	neg|!|bad-code
	A spelling that is longer than any other here|=|long
	A spelling that is longer than any other here|=|long
	NEGL|!|bad-code
	N/K|=|_
	_|=|_
	E
}

@test "yes and no, in the spellings of usual systems and declared ones" {
	column 'type: yes-no' 'code: yes = Ydi' 'code: no = Nac ydi' <<-'E'
	Yes|=|yes
	TRUE|=|yes
	1|=|yes
	n|=|no
	False|=|no
	0|=|no
	Ydi|=|yes
	Nac ydi|=|no
	maybe|!|bad-code
	E
}

@test "counts: a symbol is what it means, neither zero nor missing" {
	define <<-'E'
	name: v
	type: count
	symbol: suppressed = c | [c]
	symbol: not-applicable = z
	E
	printf '%s\n' 'id,v' a,12 b,c 'c,[c]' d,z e,0 f, g,24.5 h,x i,-1 j,c5 >in.csv
	printf '%s\n' 'id,v,v_symbol' a,12, b,,suppressed c,,suppressed \
		d,,not-applicable e,0, f,, g,24.5, >expected
	lscb-ingest -x ./t.rec --rejects bad.csv in.csv >actual
	same expected actual
	printf '%s\n' 9,v,bad-count 10,v,bad-count 11,v,bad-count >expected
	sed 1d bad.csv | cut -d, -f2,4,5 >actual
	same expected actual
}

@test "postcodes come out in normal form; pseudo-postcodes are postcodes" {
	column 'type: postcode' <<-'E'
	cf101aa|=|CF10 1AA
	CF10  1AA|=|CF10 1AA
	A A 9 4 A A|=|AA9 4AA
	np4 6yb|=|NP4 6YB
	W1A 0AX|=|W1A 0AX
	GIR 0AA|=|GIR 0AA
	ZZ99 3VZ|=|ZZ99 3VZ
	CF10 1AC|!|bad-postcode
	CF10 1A|!|bad-postcode
	QF10 1AA|!|bad-postcode
	xxCF10 1AA|!|bad-postcode
	CF10 1AA CF10 1AA|!|bad-postcode
	E
}

@test "NHS numbers: modulus 11, and ten equal digits refused by a rule of their own" {
	# 943 476 591x: 9*10+4*9+3*8+4*7+7*6+6*5+5*4+9*3+1*2 = 299 = 27*11+2,
	# 11-2 = 9.  1111111111: 54 = 4*11+10, 11-10 = 1: passes, is refused.
	column 'type: nhs-number' <<-'E'
	9434765919|=|9434765919
	943 476 5919|=|9434765919
	943-476-5919|=|9434765919
	9434765918|!|bad-nhs-number
	1111111111|!|bad-nhs-number
	0000000000|!|bad-nhs-number
	943476591|!|bad-nhs-number
	94347659190|!|bad-nhs-number
	943476591X|!|bad-nhs-number
	_|=|_
	E
}

@test "UPNs: the check letter, Welsh authorities, temporary numbers" {
	# Z660401211007: 6*2+6*3+0*4+4*5+0*6+1*7+2*8+1*9+1*10+0*11+0*12+7*13
	# = 183 = 7*23+22, the 23rd letter of ABCDEFGHJKLMNPQRTUVWXYZ is Z.
	column 'type: upn' <<-'E'
	Z660401211007|=|Z660401211007
	z660401211007|=|Z660401211007
	A660401211007|=|A660401211007
	V67820050945P|=|V67820050945P
	A67820050945P|=|A67820050945P
	B000000000000|!|bad-upn
	Z66040121100|!|bad-upn
	O660401211007|=|O660401211007
	A66040121100X7|!|bad-upn
	E
	# The wrong letters: kept, whatever the column's severity, and counted.
	grep -qx 'lscb-ingest,queried,bad-upn,3' stats.csv
}

@test "the published NHS number vectors, and the rule for equal digits" {
	f=$LSCB_SHARED/data/vectors/nhs_number.tsv
	[[ -r $f ]] || skip "no $f"
	define <<-'E'
	name: v
	type: nhs-number
	E
	awk -F '\t' 'NR == 1 { print "id,v"; next } { print NR "," $1 }' "$f" >in.csv
	# 1111111111 passes the modulus and is the one difference.
	awk -F '\t' 'NR > 1 && $2 == "true" && $1 != "1111111111" {
		print NR "," $1 }' "$f" >expected
	[[ $(wc -l <expected) -ge 15 ]]
	lscb-ingest -x ./t.rec --rejects bad.csv in.csv | sed 1d >actual
	same expected actual
}

@test "the published UPN vectors" {
	f=$LSCB_SHARED/data/vectors/upn.tsv
	[[ -r $f ]] || skip "no $f"
	define <<-'E'
	name: v
	type: upn
	E
	awk -F '\t' 'NR == 1 { print "id,v"; next } { print NR "," $1 }' "$f" >in.csv
	awk -F '\t' 'NR > 1 && $2 == "true" { print NR "," $1 }' "$f" >expected
	[[ $(wc -l <expected) -gt 10 ]]
	lscb-ingest -x ./t.rec --rejects bad.csv --queries asked.csv in.csv |
		sed 1d >all
	# A wrong letter is kept and asked about; a right one is kept alone.
	cut -d, -f2 asked.csv | sed 1d >wrong
	[[ $(wc -l <wrong) -eq $(awk -F '\t' '$2 == "false"' "$f" | wc -l) ]]
	awk -F, 'NR == FNR { wrong[$1]; next } !($1 in wrong)' wrong all >actual
	same expected actual
}

@test "the published postcode vectors: validity, normal form and its two halves" {
	f=$LSCB_SHARED/data/vectors/uk_postcode_cases.tsv
	[[ -r $f ]] || skip "no $f"
	define <<-'E'
	name: v
	type: postcode
	E
	awk -F '\t' 'NR == 1 { print "id,v"; next } { print NR "," $2 }' "$f" >in.csv
	lscb-ingest -x ./t.rec --rejects bad.csv in.csv | sed 1d >out.csv
	# Every input but the two of "false" is a postcode.
	awk -F '\t' 'NR > 1 && $3 == "false" { print NR }' "$f" >expected
	sed 1d bad.csv | cut -d, -f2 >actual
	same expected actual
	awk -F '\t' 'NR > 1 && $1 ~ /^(normalisation|outcodes|incodes|sectors|units|areas)$/ {
		print NR "," $3 }' "$f" >expected
	awk -F '\t' 'NR == FNR { split($0, p, ","); code[p[1]] = p[2]; next }
		FNR == 1 { next } { c = code[FNR]; o = c; sub(/ .*/, "", o)
		i = c; sub(/.* /, "", i); a = o; sub(/[0-9].*/, "", a) }
		$1 == "normalisation" { print FNR "," c }
		$1 == "outcodes" { print FNR "," o }
		$1 == "incodes" { print FNR "," i }
		$1 == "sectors" { print FNR "," o " " substr(i, 1, 1) }
		$1 == "units" { print FNR "," substr(i, 2) }
		$1 == "areas" { print FNR "," a }' out.csv "$f" >actual
	same expected actual
}

@test "a required value that is missing, blank or unknown is rejected" {
	column 'type: text' 'required: yes' 'unknown: ?' <<-'E'
	x|=|x
	_|!|missing-value
	  |!|missing-value
	  |!|missing-value
	?|!|missing-value
	E
}

@test "severity query keeps the row and counts it; what cannot be read is left empty" {
	column 'type: upn' 'severity: query' <<-'E'
	A660401211007|=|A660401211007
	junk|=|junk
	Z660401211007|=|Z660401211007
	E
	grep -x 'lscb-ingest,queried,bad-upn,2' stats.csv
	column 'type: date' 'severity: query' 'required: yes' <<-'E'
	2023-02-29|=|_
	2026-04-01|=|2026-04-01
	_|=|_
	E
	grep -x 'lscb-ingest,queried,bad-date,1' stats.csv
	grep -x 'lscb-ingest,queried,future-date,1' stats.csv
	grep -x 'lscb-ingest,queried,missing-value,1' stats.csv
}

@test "what is asked about in a row that is rejected is not counted" {
	define <<-'E'
	name: v
	type: upn
	severity: query

	name: w
	type: date
	E
	printf 'id,v,w\n1,junk,2023-02-29\n2,junk,2023-02-28\n' >in.csv
	lscb-ingest -x ./t.rec --rejects bad.csv --stats stats.csv in.csv >actual
	grep -x 'lscb-ingest,queried,bad-upn,1' stats.csv
}

@test "a spell that ends before it begins is rejected, whatever the rules forgot" {
	columns=$'name: start\ntype: date\nrole: date\n\nname: stop\ntype: date\nrole: date\n\n'
	spell=$'%rec: Event\n\nevent: e\ndate: start\nend: stop'
	printf '%s\n' id,start,stop 1,2024-01-02,2024-01-01 2,2024-01-02,2024-01-02 \
		3,2024-01-02, >in.csv
	define <<<"$columns$spell"
	lscb-ingest -x ./t.rec --rejects bad.csv in.csv | sed 1d | cut -c1 >actual
	printf '%s\n' 2 3 | same - actual
	sed 1d bad.csv | cut -d, -f2,4,5 >actual
	same - actual <<<'2,stop,end-before-start'
	# A rule of the definition's own speaks first, a query is not enough.
	rule=$'%rec: Rule\n\ncode: backward\nmessage: m\ncheck: start not after stop\n'
	define <<<"$columns$rule"$'\n'"$spell"
	lscb-ingest -x ./t.rec --rejects bad.csv in.csv >out
	sed 1d bad.csv | cut -d, -f5 >actual
	same - actual <<<backward
	define <<<"$columns$rule"$'severity: query\n\n'"$spell"
	lscb-ingest -x ./t.rec --rejects bad.csv in.csv >out
	sed 1d bad.csv | cut -d, -f5 >actual
	same - actual <<<end-before-start
}

@test "rules: not before, not after, required if, or; empty dates pass the order" {
	define <<-'E'
	name: start
	type: date

	name: stop
	type: date

	name: kind
	type: code
	code: a
	code: b

	name: why
	type: text

	%rec: Rule

	code: stop-early
	message: stopped before it started
	check: stop not before start

	code: start-late
	message: not this late
	check: start not after stop
	severity: query

	code: no-why
	message: a reason is needed for kind b
	check: why required if kind = b

	code: no-date
	message: one of the two dates is needed
	check: start or stop
	E
	cat >in.csv <<-'E'
	id,start,stop,kind,why
	1,2020-01-02,2020-01-02,a,
	2,2020-01-02,2020-01-01,a,
	3,,2020-01-01,b,x
	4,2020-01-02,,b,
	5,,,a,
	6,2020-01-02,,,
	E
	printf '%s\n' id,start,stop,kind,why 1,2020-01-02,2020-01-02,a, \
		3,,2020-01-01,b,x 6,2020-01-02,,, >expected
	lscb-ingest -x ./t.rec --rejects bad.csv in.csv >actual
	same expected actual
	printf '%s\n' 3,stop,stop-early 5,why,no-why 6,start,no-date >expected
	sed 1d bad.csv | cut -d, -f2,4,5 >actual
	same expected actual
}

@test "a key is unique among good rows; a rejected row does not take it" {
	define 'key: id, v' <<-'E'
	name: v
	type: text

	name: n
	type: integer
	E
	cat >in.csv <<-'E'
	id,v,n
	1,a,x
	1,a,1
	1,b,2
	1,a,3
	1,,4
	,1,5
	,,6
	1,,7
	E
	printf '%s\n' id,v,n 1,a,1 1,b,2 1,,4 ,1,5 >expected
	lscb-ingest -x ./t.rec --rejects bad.csv in.csv >actual
	same expected actual
	printf '%s\n' 2,n,bad-integer 5,id,duplicate-key 8,id,missing-value \
		9,id,duplicate-key >expected
	sed 1d bad.csv | cut -d, -f2,4,5 >actual
	same expected actual
	# It names the line that has the key already.
	grep -q '^in.csv,5,.*the row on line 3 has the same key' bad.csv
	grep -q '^in.csv,9,.*the row on line 6 has the same key' bad.csv
}

# The keys as they come, against awk: which are new, and where the others were
# first.  Ascending, then not; never ascending; of 1 to 40 bytes.
keys_as_awk() {
	lscb-ingest -x ./t.rec --rejects bad.csv in.csv >actual
	awk -F, 'NR == 1 || !seen[$1]++' in.csv >expected
	same expected actual
	awk -F, '$1 in first {
			print NR ",the row on line " first[$1] " has the same key"
			next
		}
		{ first[$1] = NR }' in.csv >expected
	[[ -s expected ]]
	sed 1d bad.csv | cut -d, -f2,6 >actual
	same expected actual
}

@test "thousands of keys are unique, in whatever order they come" {
	define 'key: id' <<<$'name: v\ntype: text'
	awk 'BEGIN {
		print "id,v"
		for (i = 1; i <= 20000; i++)
			print "K" i ",x"
		for (i = 1; i <= 20000; i += 37)
			print "K" i ",y\nL" i ",y"
	}' >in.csv
	keys_as_awk
	awk 'BEGIN {
		print "id,v"
		for (i = 1; i <= 20000; i++)
			print i * 7919 % 19001 ",x"
	}' >in.csv
	keys_as_awk
	awk 'BEGIN {
		print "id,v"
		for (i = 1; i <= 5000; i++) {
			key = ""
			for (n = i % 40; n >= 0; n--)
				key = key (i * 31 + n * n) % 7
			print key ",x"
		}
	}' >in.csv
	keys_as_awk
}

@test "a key is unique over all files, and the message says so" {
	define 'key: id' <<<$'name: v\ntype: text'
	printf 'id,v\n1,a\n2,a\n' >a.csv
	printf 'id,v\n3,b\n2,b\n3,b\n' >b.csv
	lscb-ingest -x ./t.rec --rejects bad.csv a.csv b.csv >actual
	printf 'id,v\n1,a\n2,a\n3,b\n' >expected
	same expected actual
	sed 1d bad.csv | cut -d, -f1,2,5,6 >actual
	cat >expected <<-'E'
	b.csv,3,duplicate-key,the row on line 3 of a file before it has the same key
	b.csv,4,duplicate-key,the row on line 2 has the same key
	E
	same expected actual
	# Also where the first rows of the second file cannot be read.
	printf 'id,v\nx"y,b\n1,c\n' >c.csv
	printf 'id,v\n1,a\n' >a.csv
	lscb-ingest -x ./t.rec --rejects bad.csv a.csv c.csv >actual
	grep -q 'c.csv,3,.*the row on line 2 of a file before it' bad.csv
}

@test "blank rows are rejected, or dropped and counted where that is declared" {
	define <<-'E'
	name: v
	type: text
	E
	printf 'id,v\n1,a\n\n,\n "",b\n2,c\n' | sed 's/^ //' >in.csv
	lscb-ingest -x ./t.rec --rejects bad.csv in.csv >actual
	printf 'id,v\n1,a\n,b\n2,c\n' >expected
	same expected actual
	printf '%s\n' 3,,blank-row 4,,blank-row >expected
	sed 1d bad.csv | cut -d, -f2,4,5 >actual
	same expected actual
	define 'blank_rows: drop' <<-'E'
	name: v
	type: text
	E
	lscb-ingest -x ./t.rec --stats stats.csv in.csv >actual
	printf 'id,v\n1,a\n,b\n2,c\n' >expected
	same expected actual
	grep -x 'lscb-ingest,dropped,blank-row,2' stats.csv
}

@test "a row that is longer or shorter than the header is ragged, with its line" {
	define <<-'E'
	name: v
	type: text
	E
	printf 'id,v\n1,"a\nb"\n2\n3,c,d\n4,e\n' >in.csv
	lscb-ingest -x ./t.rec --rejects bad.csv --stats stats.csv in.csv >actual
	printf 'id,v\n1,a b\n4,e\n' >expected
	same expected actual
	printf '%s\n' 4,,ragged-row 5,,ragged-row >expected
	sed 1d bad.csv | cut -d, -f2,4,5 >actual
	same expected actual
	grep -x 'lscb-ingest,repaired,line-break,1' stats.csv
}

@test "every row is read once: read = used + rejected + dropped" {
	define 'blank_rows: drop' 'key: id' <<-'E'
	name: v
	type: integer
	E
	printf 'id,v\n1,1\n\n2,x\n2,2\n2,3\n3\n' >in.csv
	lscb-ingest -x ./t.rec --rejects bad.csv --stats stats.csv in.csv >actual
	cat >expected <<-'E'
	filter,measure,reason,count
	lscb-ingest,read,,6
	lscb-ingest,used,,2
	lscb-ingest,rejected,bad-integer,1
	lscb-ingest,rejected,duplicate-key,1
	lscb-ingest,rejected,ragged-row,1
	lscb-ingest,dropped,blank-row,1
	E
	grep -v -e repaired -e queried -e written stats.csv >actual
	same expected actual
	grep -x 'lscb-ingest,written,,2' stats.csv
}

@test "without --rejects the first bad row stops the filter with file, line, column, reason" {
	define <<-'E'
	name: v
	type: date
	format: DD/MM/YYYY
	E
	printf 'id,v\n1,01/02/2020\n2,CANARY\n3,01/02/2020\n' >in.csv
	run -65 --separate-stderr lscb-ingest -x ./t.rec in.csv
	[[ $stderr == 'lscb-ingest: in.csv:3: v: not a date, want DD/MM/YYYY [bad-date]' ]]
	# What was written before ends so that no strict reader takes it.
	[[ ${lines[-1]} == '"' ]]
}

@test "a share of rejects over --max-rejects is 65, at it 0" {
	define <<-'E'
	name: v
	type: integer
	E
	printf 'id,v\n1,x\n2,1\n3,1\n4,1\n' >in.csv
	# One bad row of four is 25 %.
	run -0 lscb-ingest -x ./t.rec --rejects bad.csv --max-rejects 25% in.csv
	run -65 lscb-ingest -x ./t.rec --rejects bad.csv --max-rejects 24% in.csv
	run -64 lscb-ingest -x ./t.rec --max-rejects 24% in.csv
}

@test "a missing column is 65 and names the near miss; so is one too many or one twice" {
	define <<-'E'
	name: child_id
	header: Child Unique ID
	header: LAchildID
	type: text
	E
	run -65 --separate-stderr lscb-ingest -x ./t.rec <<<'id,Child unique id'
	[[ $stderr == "lscb-ingest: (stdin):1: no column 'Child Unique ID'; did you mean column 2, which is nearly called that? "*' [missing-column]' ]]
	run -65 --separate-stderr lscb-ingest -x ./t.rec <<<'id, LAchildID'
	[[ $stderr == *'did you mean column 2, '* ]]
	# Without a header the first line is data, and what is near is a name.
	sed 's/^name: id$/name: sex/; s/^key: .*//' t.rec >headless.rec
	run -65 --separate-stderr lscb-ingest -x ./headless.rec <<<'Rex,C7'
	[[ $stderr == *"no column 'sex': the first line does not look like a header at all"* ]]
	run -65 --separate-stderr lscb-ingest -x ./t.rec <<<'id,other'
	[[ $stderr == *"no column 'Child Unique ID' [missing-column]" ]]
	run -65 --separate-stderr lscb-ingest -x ./t.rec <<<'id,LAchildID,Officer'
	[[ $stderr == *'column 3 (C in a spreadsheet) is not in the definition'*'[unknown-column]' ]]
	# It may be a table with a column for each child.
	[[ $stderr != *Officer* ]]
	run -65 --separate-stderr lscb-ingest -x ./t.rec <<<'id,LAchildID,Child Unique ID'
	[[ $stderr == *'[duplicate-column]' ]]
	[[ -z $output ]]
}

@test "a file without a header: its data is never shown" {
	run -65 --separate-stderr lscb-ingest -x register <<<'R1,CANARY,Z6,Sian,CANARY2'
	[[ $stderr == *'does not look like a header at all; if lines stand above it, say preamble: N'*'[missing-column]' ]]
	[[ $stderr != *CANARY* && $stderr != *Sian* ]]
}

@test "another return than the definition's is told by its name, without its data" {
	local head
	head=$(awk '$1 == "name:" { getline; sub(/^header: /, ""); printf "%s%s", sep, $0; sep = "," }' \
		"$LSCB_LIBRARY/extracts/visits.rec")
	run -65 --separate-stderr lscb-ingest -x register <<<"$head"
	[[ $stderr == *"this looks like a return of 'visits', not of 'register'"*"no column 'Registration ID'"*'[missing-column]' ]]
	run -1 lscb-ingest -x register --explain <<<"$head"
	[[ $output == *"this looks like a return of 'visits', not of 'register'"* ]]
	# Two names say nothing.
	run -65 --separate-stderr lscb-ingest -x register <<<'Visit ID,CANARY'
	[[ $stderr != *'looks like a return'* && $stderr != *CANARY* ]]
}

@test "a file with another delimiter is told so, without its data" {
	run -65 --separate-stderr lscb-ingest -x register <<<'Registration ID;CANARY;Surname'
	[[ $stderr == *"the line has no comma but ';': say delimiter: ; in the definition"*'[missing-column]' ]]
	[[ $stderr != *CANARY* ]]
	run -65 --separate-stderr lscb-ingest -x register <<<$'Registration ID\tCANARY'
	[[ $stderr == *'no comma but tabs: say delimiter: tab in'* ]]
}

@test "no message ever holds a value" {
	local v
	for v in date integer decimal count postcode nhs-number upn; do
		define <<-E
		name: v
		type: $v
		E
		run -65 --separate-stderr lscb-ingest -x ./t.rec --rejects bad.csv \
			--max-rejects 0 <<<$'id,v\nCANARY1,CANARY2'
		[[ -n $stderr && $stderr != *CANARY* ]] || { echo "$v: $stderr"; false; }
		run -65 --separate-stderr lscb-ingest -x ./t.rec <<<$'id,v\nCANARY1,CANARY2'
		[[ -n $stderr && $stderr != *CANARY* ]] || { echo "$v: $stderr"; false; }
		grep -q CANARY2 bad.csv
	done
}

@test "gzip, several files and standard input are one input" {
	define <<-'E'
	name: v
	type: text
	E
	printf 'id,v\n1,a\n' >a.csv
	printf 'id,v\n2,b\n' | gzip >b.csv
	printf 'id,v\n1,a\n2,b\n' >expected
	lscb-ingest -x ./t.rec a.csv - <b.csv >actual
	same expected actual
	lscb-ingest -x ./t.rec -o actual a.csv b.csv
	same expected actual
	# Identifiable: nobody else reads it.
	[[ $(stat -c %a actual) == 600 ]]
}

@test "a header without rows is an empty stream, an empty file is 65" {
	define <<-'E'
	name: v
	type: text
	E
	lscb-ingest -x ./t.rec <<<'id,v' >actual
	printf 'id,v\n' >expected
	same expected actual
	run -65 lscb-ingest -x ./t.rec /dev/null
}

@test "preamble, delimiter and quote of a definition" {
	define 'preamble: 2' 'delimiter: tab' "quote: '" <<-'E'
	name: v
	type: text
	E
	printf "Report of 1 May\n\nid\tv\n1\t'a\tb'\n" >in.csv
	printf 'id,v\n1,a\tb\n' >expected
	lscb-ingest -x ./t.rec in.csv >actual
	same expected actual
}

@test "untyped: every value as it stands, any delimiter, line breaks counted" {
	printf 'Name;Code;\xc5\xb7\n  a ;007;"x\ny"\n=1;1,2;""""\n;;\n' >in.csv
	printf 'Name,Code,\xc5\xb7\n  a ,007,x y\n=1,"1,2",""""\n,,\n' >expected
	lscb-ingest --untyped --delimiter ';' --stats stats.csv in.csv >actual
	same expected actual
	grep -x 'lscb-ingest,repaired,line-break,1' stats.csv
	grep -x 'lscb-ingest,used,,3' stats.csv
}

@test "untyped: quote, preamble, tab and one column" {
	printf "made today\na\tb\n1\t'x\ty'\n" >in.csv
	printf 'a,b\n1,x\ty\n' >expected
	lscb-ingest --untyped --delimiter '\t' --quote "'" --preamble 1 in.csv >actual
	same expected actual
	printf 'a\n1\n\n2\n' >in.csv
	printf 'a\n1\n""\n2\n' >expected
	lscb-ingest --untyped in.csv >actual
	same expected actual
}

@test "untyped: ragged rows are rejected" {
	printf 'a,b\n1,2\n3\n4,5,6\n7,8\n' >in.csv
	printf 'a,b\n1,2\n7,8\n' >expected
	lscb-ingest --untyped --rejects bad.csv in.csv >actual
	same expected actual
	printf '%s\n' 3,,ragged-row 4,,ragged-row >expected
	sed 1d bad.csv | cut -d, -f2,4,5 >actual
	same expected actual
	run -65 lscb-ingest --untyped in.csv
}

@test "untyped is its own inverse: what it wrote it reads to the same bytes" {
	printf 'a;b\n"x ""y""";"1;2"\n,;" "\n' |
		lscb-ingest --untyped --delimiter ';' >once
	lscb-ingest --untyped once >twice
	same once twice
}

@test "an encoding that cannot be read is refused, 64 as option, 78 in a definition" {
	run -64 --separate-stderr lscb-ingest --untyped --encoding cp437 /dev/null
	[[ $stderr == *'windows-1252'*'iconv'* ]]
	define 'encoding: windows-1253' <<-'E'
	name: v
	type: text
	E
	run -78 --separate-stderr lscb-ingest -x ./t.rec <<<'id,v'
	[[ $stderr == *"t.rec:6: encoding: "*"did you mean 'windows-1252'?"* ]]
	define 'encoding: utf-8' <<-'E'
	name: v
	type: text
	E
	run -0 lscb-ingest -x ./t.rec <<<'id,v'
}

# encoded ENCODING FILE: a file of UTF-8 as agencies send it.
encoded() {
	case $1 in
	utf-16) printf '\xff\xfe' && iconv -f utf-8 -t utf-16le "$2" ;;
	*) iconv -f utf-8 -t "$1" "$2" ;;
	esac
}

@test "each encoding reads as its UTF-8 twin, typed and untyped, rejects too" {
	local encoding

	printf 'id,v\r\nSiôn,1\r\n"Zoë\nÉ, ""x""",2\r\nNiño,x\r\n' >twin.csv
	for encoding in utf-8 windows-1252 iso-8859-1 utf-16 utf-16le utf-16be; do
		define "encoding: $encoding" <<-'E'
		name: v
		type: integer
		E
		encoded "$encoding" twin.csv >in.csv
		lscb-ingest --untyped --encoding "$encoding" in.csv >"$encoding.csv"
		gzip -c in.csv | lscb-ingest --untyped --encoding "${encoding^^}" \
			>"$encoding.gz.csv"
		lscb-ingest -x ./t.rec --rejects "$encoding.bad" in.csv \
			>"$encoding.typed"
		[[ $encoding == utf-8 ]] || ! cmp -s twin.csv in.csv
		same utf-8.csv "$encoding.csv"
		same utf-8.csv "$encoding.gz.csv"
		same utf-8.typed "$encoding.typed"
		same utf-8.bad "$encoding.bad"
	done
	printf 'id,v\nSiôn,1\n"Zoë É, ""x""",2\nNiño,x\n' | same - utf-8.csv
	grep -q '^in.csv,5,3,v,bad-integer,.*Niño,x' utf-8.bad
}

@test "windows-1252 and UTF-16 have letters and marks that iso-8859-1 lacks" {
	printf 'v\n€ “Ž” – ’\nTŷ Ŵyn 😀\n' >all.csv
	sed '$d' all.csv | tee some.csv | iconv -f utf-8 -t cp1252 >in.csv
	lscb-ingest --untyped --encoding windows-1252 in.csv | same some.csv -
	run -65 --separate-stderr lscb-ingest --untyped \
		--encoding iso-8859-1 in.csv
	[[ $stderr == *'in.csv:2: not iso-8859-1: '*windows-1252*'[bad-encoding]' ]]
	encoded utf-16 all.csv >in.csv
	lscb-ingest --untyped --encoding utf-16 in.csv | same all.csv -
}

# refused ENCODING LINE PATTERN: the bytes on standard input, as printf says
# them, stop there, and their file is none of that encoding.
refused() {
	printf "$(cat)" >in.csv
	run -65 --separate-stderr lscb-ingest --untyped --encoding "$1" in.csv
	[[ $stderr == *"in.csv:$2: "*$3*'[bad-encoding]'* ]] || {
		printf '%s\n' "$1: $stderr" && return 1
	}
}

@test "a byte that does not fit its encoding stops the file at its line" {
	local byte
	for byte in 81 8d 8f 90 9d; do
		refused windows-1252 3 'utf-8' <<<"a,b\\n1,2\\n3,\\x$byte\\n"
		[[ $output == $'a,b\n1,2\n"' ]]
	done
	# In a field of three lines: the line of the byte.
	refused windows-1252 4 'utf-8' <<<'a,b\n1,"x\n\ny\x81"\n'
	refused utf-8 3 'windows-1252 or iso-8859-1' <<<'a\n1\n\xe9\n'
	# Halves of pairs, alone; a NUL; a byte too many; the other order.
	refused utf-16le 2 'surrogate' <<<'a\0\n\0\0\xdc\n\0'
	refused utf-16be 2 'surrogate' <<<'\0a\0\n\xd8\0\0b\0\n'
	refused utf-16le 2 'U+0000' <<<'a\0\n\0\0\0\n\0'
	refused utf-16le 3 'middle of a character' <<<'a\0\n\0b\0\n\0c'
	refused utf-16le 3 'middle of a character' <<<'a\0\n\0b\0\n\0\x3d\xd8'
	refused utf-16be 1 'utf-16le for utf-16be' <<<'a\0\n\0b\0\n\0'
	# ASCII, whatever its first two bytes are: not one line ends in it.
	for byte in 'a\n' '\na' '\x82,'; do
		refused utf-16le 1 'one byte each' <<<"${byte}bc,d\n1,2\n3,4\n"
		[[ -z $output ]]
		refused utf-16be 1 'one byte each' <<<"${byte}bc,d\n1,2\n3,4\n"
		[[ -z $output ]]
	done
}

@test "a byte order mark that contradicts the declaration says what to declare" {
	local encoding
	for encoding in utf-8 windows-1252 iso-8859-1; do
		refused $encoding 1 'declare utf-16' <<<'\xff\xfea\0\n\0'
		refused $encoding 1 'declare utf-16' <<<'\xfe\xff\0a\0\n'
	done
	for encoding in windows-1252 iso-8859-1 utf-16 utf-16le utf-16be; do
		refused $encoding 1 'declare utf-8' <<<'\xef\xbb\xbfa\n1\n'
	done
	refused utf-16le 1 'declare utf-16 or utf-16be' <<<'\xfe\xff\0a\0\n'
	refused utf-16be 1 'declare utf-16 or utf-16le' <<<'\xff\xfea\0\n\0'
	refused utf-16 1 'declare utf-16le' <<<'a\0\n\0'
	refused utf-16 1 'declare utf-16be' <<<'\0a\0\n'
	refused utf-16 1 'does not look like UTF-16' <<<'a,b\n1,2\n'
	# A mark that agrees is no part of the header.
	printf '\xfe\xff\0a\0\n' | lscb-ingest --untyped --encoding utf-16be >out
	printf 'a\n' | same - out
	printf '' >in.csv
	run -65 --separate-stderr lscb-ingest --untyped --encoding utf-16 in.csv
	[[ $stderr == *'[empty-file]'* ]]
}

@test "the command line: -x or --untyped, dialects only with --untyped, near misses" {
	run -64 lscb-ingest
	run -64 lscb-ingest -x register --untyped
	run -64 lscb-ingest -x register --delimiter ';'
	run -64 lscb-ingest -x register --preamble 0
	run -64 lscb-ingest --untyped --delimiter '"'
	run -64 lscb-ingest --untyped --quote ,
	run -64 lscb-ingest -x register --date 2026-02-30
	run -64 lscb-ingest -x register --sender 'Cwm Arian'
	run -78 --separate-stderr lscb-ingest -x registr
	[[ $stderr == *"did you mean 'register'?"* ]]
	run -66 lscb-ingest -x register absent.csv
}

# bad LINE-PATTERN: t.rec is refused with 78 and a message like that.
bad() {
	run -78 --separate-stderr lscb-ingest -x ./t.rec <<<'id,v'
	[[ $stderr == *"$1"* ]] || { echo "$stderr"; false; }
}

@test "definitions: a wrong word is refused with its line and the nearest right one" {
	define <<<$'name: v\ntype: dat'
	bad "t.rec:13: type: no type is called 'dat'; did you mean 'date'? [bad-definition]"
	define <<<$'name: v\ntype: text\nrole: surnam'
	bad "did you mean 'surname'?"
	define <<<$'name: v\ntype: text\nrequried: yes'
	bad "did you mean 'required'?"
	define 'key: idd' <<<$'name: v\ntype: text'
	bad "t.rec:6: key: no column is called 'idd'; did you mean 'id'?"
	sed -i 's/^key: .*/key: id, id/' t.rec
	bad "t.rec:6: key: 'id' is there twice"
	define 'delimiter: "' <<<$'name: v\ntype: text'
	bad "t.rec:6: delimiter: delimiter and quote cannot be the same"
	define 'delivery: some' <<<$'name: v\ntype: text'
	bad "t.rec:6: delivery: no delivery is called 'some'; want all, changes or period [bad-definition]"
}

@test "definitions: what a delivery holds, and the keys that go with it" {
	local v=$'name: v\ntype: code\ncode: gone = G\n\nname: w\ntype: date'
	define 'delivery: changes' <<<"$v"
	bad "t.rec:6: delivery: changes are told by the record that they change: say which columns no two records share with 'key: COLUMN, COLUMN'"
	define 'delivery: period' <<<"$v"
	bad "t.rec:6: delivery: a period needs the date that it is cut by: say 'period: COLUMN'"
	define 'period: w' <<<"$v"
	bad 't.rec:6: period: only with delivery: period'
	define 'delivery: period' 'period: v' <<<"$v"
	bad "t.rec:7: period: 'v' is not a date"
	define 'delivery: period' 'period: x' <<<"$v"
	bad "t.rec:7: period: no column is called 'x'"
	define 'key: id' 'deleted: v = gone' <<<"$v"
	bad 't.rec:7: deleted: only with delivery: changes or period; in a delivery of all, what is gone is left out'
	define 'delivery: changes' 'key: id' 'deleted: v' <<<"$v"
	bad "t.rec:8: deleted: want 'COLUMN = CODE'"
	define 'delivery: changes' 'key: id' 'deleted: u = gone' <<<"$v"
	bad "t.rec:8: deleted: no column is called 'u'"
	define 'delivery: changes' 'key: id' 'deleted: v = gome' <<<"$v"
	bad "t.rec:8: deleted: 'gome' is no code of 'v'; did you mean 'gone'?"
	define 'delivery: changes' 'key: id' 'deleted: w = gone' <<<"$v"
	bad "t.rec:8: deleted: 'w' has no codes: its type is not code or yes-no"
	# And these are right.
	printf 'id,v,w\n1,G,2026-01-02\n' >in.csv
	printf 'id,v,w\n1,gone,2026-01-02\n' >expected
	define 'delivery: changes' 'key: id' 'deleted: v = gone' <<<"$v"
	lscb-ingest -x ./t.rec in.csv >actual
	same expected actual
	define 'delivery: period' 'period: w' 'deleted: v=gone' <<<"$v"
	lscb-ingest -x ./t.rec in.csv >actual
	same expected actual
}

@test "definitions: keys and roles that do not go with their type are refused" {
	define <<<$'name: v\ntype: text\nformat: DD/MM/YYYY'
	bad 'format: only with type: date'
	define <<<$'name: v\ntype: date\nformat: DDD'
	bad 'is no date format'
	define <<<$'name: v\ntype: code'
	bad 'a code column needs its codes'
	define <<<$'name: v\ntype: code\ncode: a = x\ncode: b = x'
	bad "t.rec:15: code: 'x' stands for 'a' already"
	define <<<$'name: v\ntype: text\nrole: dob'
	bad 'a column of type text cannot have role dob'
	define <<<$'name: v\ntype: name\nrole: keep'
	bad 'a column of type name cannot have role keep'
	define <<<$'name: v\ntype: postcode\nrole: keep'
	bad 'a column of type postcode cannot have role keep'
	define <<<$'name: v\ntype: text\nrole: entity\nkind: c'
	bad 'not c (child)'
	define <<<$'name: v\ntype: text\nrole: id\n\nname: w\ntype: text\nrole: id'
	bad "'v' has role id already"
	define <<<$'name: v\ntype: integer\nmin: 3\nmax: 2'
	bad 'min is above max'
	define <<<$'name: id\ntype: text'
	bad "a second column 'id'"
	define <<<$'name: v\nheader: id\ntype: text'
	bad "'id' is a header of 'id' too"
	define <<<$'name: V\ntype: text'
	bad 'want lower-case letters, digits and underscores'
}

@test "definitions: rules and events speak only of columns and codes that exist" {
	local base=$'name: v\ntype: code\ncode: apple\n\nname: d\ntype: date\nrole: date\n\nname: birth\ntype: date\nrole: dob\n\n'
	define <<<"$base"$'%rec: Rule\n\ncode: x\nmessage: m\ncheck: d before birth'
	bad "check: want 'A not before B'"
	define <<<"$base"$'%rec: Rule\n\ncode: x\nmessage: m\ncheck: d not before birht'
	bad "no column is called 'birht'; did you mean 'birth'?"
	define <<<"$base"$'%rec: Rule\n\ncode: x\nmessage: m\ncheck: d not before id'
	bad "'id' is not a date"
	define <<<"$base"$'%rec: Event\n\nevent: e\ndate: birth'
	bad "'birth' cannot date an event: its role is not date"
	define <<<"$base"$'%rec: Event\n\nevent: e\ndate: d\nwhere: v = aple'
	bad "'aple' is no code of 'v'; did you mean 'apple'?"
	define <<<"$base"$'%rec: Event\n\nevent: e\ndate: d\nwhere: v'
	bad 'where: want'
	define <<<"$base"$'%rec: Event\n\nevent: e\ndate: d\nsubject: id'
	bad 'want child, household or a column with role entity'
	define <<<"$base"$'%rec: Event\n\nevent: e\ndate: d\ncarry: v'
	bad "'v' cannot be carried: its role is not keep"
}

@test "the public tables go through with every row accounted for, symbols as what they mean" {
	local dir=$LSCB_SHARED/data/domain/published name file rows
	[[ -d $dir ]] || skip "no $dir"
	while read -r name file rows; do
		lscb-ingest -x "$name" --stats stats.csv "$dir/$file" >out.csv
		grep -x "lscb-ingest,used,,$rows" stats.csv
		[[ $(wc -l <out.csv) -eq $((rows + 1)) ]]
		[[ $rows -eq $(($(wc -l <"$dir/$file") - 1)) ]]
	done <<-'E'
	dfe-subsequent-plans d3_cpps_subsequent_plan_2013_to_2024.csv 1967
	dfe-headlines headline_figures_2013_to_2024.csv 12
	ons-population ons_mid-year_population_estimates_2012_to_2023.csv 1967
	E
	# Counted in the file itself, column by column.
	for name in 'c suppressed' 'x unavailable' 'z not-applicable' 'u unreliable'; do
		printf '%s %s\n' "${name#* }" "$(tr -d '\r' \
			<"$dir/d3_cpps_subsequent_plan_2013_to_2024.csv" |
			grep -oE ",${name%% *}(,${name%% *})*\$|,${name%% *}(,|\$)" |
			tr -d '\n' | grep -o "${name%% *}" | wc -l)"
	done | sort >expected
	lscb-ingest -x dfe-subsequent-plans \
		"$dir/d3_cpps_subsequent_plan_2013_to_2024.csv" |
		grep -oE 'suppressed|unavailable|not-applicable|unreliable' |
		sort | uniq -c | awk '{ print $2, $1 }' >actual
	same expected actual
}

@test "the sample board: every planted mistake is found under its reason, nothing else is" {
	local f name
	lscb-synth --date 2026-03-31 --out board
	for f in board/cwm-arian/*; do
		name=${f##*/}
		name=${name%%.*}
		lscb-ingest -x "$name" --date 2026-03-31 --rejects bad.csv \
			--stats stats.csv "$f" >out.csv
		awk -F, -v x="$name" '($2 == "rejected" || $2 == "queried") &&
			$4 > 0 { print "cwm-arian," x "," $2 "," $3 "," $4 }' \
			stats.csv
	done | sort >actual
	sed 1d board/truth/errors.csv | sort >expected
	[[ -s expected ]]
	same expected actual
}
