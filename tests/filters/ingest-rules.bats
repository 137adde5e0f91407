#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-ingest: rules, keys, and what is told of rows that are not taken.
load ../lib/common

# define FACT ...: a definition of columns ref and columns and rules on standard
# input, as t.rec, with those facts of the extract.
define() {
	printf '%s\n' '%rec: Extract' '' 'id: t' 'title: T' 'agency: x' "$@" \
		'' '%rec: Column' '' 'name: ref' 'type: text' '' >t.rec
	cat >>t.rec
}

# ingest FILE ...: through t.rec, with all that is told of it.
ingest() {
	lscb-ingest -x ./t.rec --date 2026-03-31 --rejects bad.csv \
		--queries asked.csv --redacted red.csv --summary sum.csv \
		--stats stats.csv "$@"
}

# listed FILE LINE,COLUMN,REASON ...: these stand in that list, no others.
listed() {
	local file=$1
	shift
	: >expected
	(($# == 0)) || printf '%s\n' "$@" >expected
	sed 1d "$file" | cut -d, -f2,4,5 >actual
	same expected actual
}

# rule SEVERITY CHECK: dates a b, numbers n m, codes k, text s, and that rule.
rule() {
	define <<-E
	name: a
	type: date

	name: b
	type: date

	name: n
	type: decimal

	name: m
	type: integer

	name: k
	type: code
	separator: +
	code: x
	code: y

	name: s
	type: text

	%rec: Rule

	check: $2
	code: broken
	message: the rule is broken
	severity: $1
	E
}

# holds CHECK: the rows on standard input, "=|a,b,n,m,k,s" where it holds and
# "!|..." where it does not; as an error and as a query.
holds() {
	local sign row n=1 column=${1%% *}
	[[ $column != unique ]] || column=${1#unique } column=${column%%,*}
	printf 'ref,a,b,n,m,k,s\n' >in.csv
	: >good
	: >wrong
	while IFS='|' read -r sign row; do
		n=$((n + 1))
		printf 'R%d,%s\n' "$n" "$row" >>in.csv
		case $sign in
		=) echo "R$n" >>good ;;
		!) echo "$n,$column,broken" >>wrong ;;
		esac
	done
	rule error "$1"
	ingest in.csv | sed 1d | cut -d, -f1 >actual
	same good actual
	listed bad.csv $(cat wrong)
	listed asked.csv
	rule query "$1"
	ingest in.csv | wc -l >actual
	echo $n | same - actual
	listed bad.csv
	listed asked.csv $(cat wrong)
	[[ ! -s wrong ]] ||
		grep -qx "lscb-ingest,queried,broken,$(wc -l <wrong)" stats.csv
}

@test "rule: not before, not after, within days, months and years" {
	holds 'a not before b' <<-'E'
	=|2024-01-02,2024-01-01,,,,
	=|2024-01-01,2024-01-01,,,,
	!|2023-12-31,2024-01-01,,,,
	=|,2024-01-01,,,,
	=|2024-01-01,,,,,
	=|,,,,,s
	E
	holds 'a not after b' <<-'E'
	!|2024-01-02,2024-01-01,,,,
	=|2024-01-01,2024-01-01,,,,
	=|2023-12-31,2024-01-01,,,,
	=|,2024-01-01,,,,
	E
	holds 'a within 10 days after b' <<-'E'
	=|2024-03-01,2024-02-20,,,,
	!|2024-03-02,2024-02-20,,,,
	=|2024-02-20,2024-02-20,,,,
	=|2024-03-01,,,,,
	E
	holds 'a within 1 months after b' <<-'E'
	=|2024-02-29,2024-01-31,,,,
	!|2024-03-01,2024-01-31,,,,
	=|2024-02-15,2024-01-15,,,,
	!|2024-02-16,2024-01-15,,,,
	E
	holds 'a within 18 years after b' <<-'E'
	=|2024-02-28,2006-02-28,,,,
	!|2024-03-01,2006-02-28,,,,
	=|2022-02-28,2004-02-29,,,,
	!|2022-03-02,2004-02-29,,,,
	E
}

@test "rule: required if, empty if, of any value and of a code, one of several" {
	holds 's required if n' <<-'E'
	=|,,1,,,text
	!|,,1,,,
	=|,,,,,
	!|,,0,,,
	E
	holds 's required if k = x' <<-'E'
	=|,,,,x,text
	!|,,,,x,
	=|,,,,y,
	!|,,,,x+y,
	!|,,,,y+x,
	=|,,,,,
	E
	holds 's empty if n' <<-'E'
	!|,,1,,,text
	=|,,1,,,
	=|,,,,,text
	E
	holds 's empty if k = y' <<-'E'
	!|,,,,y,text
	!|,,,,x+y,text
	=|,,,,x,text
	=|,,,,y,
	E
	holds 's or a' <<-'E'
	=|,,,,,text
	=|2024-01-01,,,,,
	=|2024-01-01,,,,,text
	!|,,1,,,
	E
}

@test "rule: not more, not less, by number and not by digits" {
	holds 'n not more than m' <<-'E'
	=|,,9,10,,
	=|,,10.0,10,,
	!|,,10.01,10,,
	!|,,0,-1,,
	=|,,-2,-1,,
	=|,,007,7,,
	=|,,,7,,
	=|,,7,,,
	E
	holds 'n not less than m' <<-'E'
	!|,,9,10,,
	=|,,10.00,10,,
	=|,,100,99,,
	!|,,9.99,10,,
	=|,,,7,,
	E
}

@test "rule: unique over several columns; what is empty in all of them" {
	holds 'unique s, n' <<-'E'
	=|,,1,,,p
	=|,,2,,,p
	=|,,1,,,q
	!|,,1,,,p
	=|,,,,,p
	!|,,,,,p
	E
	# Fields do not run into each other.
	holds 'unique s, n' <<-'E'
	=|,,1,,,1
	=|,,,,,11
	=|,,11,,,1
	=|,,1,,,11
	E
}

@test "rule: what a definition may not say" {
	local check
	for check in 'a not before n' 'n not more than a' 'n not more than s' \
		'a within x days after b' 'a within 5 weeks after b' \
		'a within -1 days after b' 'a within 99999999999999999999 days after b' \
		'unique' 'unique zz' 'a or' 'a or zz' 's required if k = z' \
		's required if n = 1' 's empty if' 'a = b' 'a' 'or or or'; do
		rule error "$check"
		run -78 --separate-stderr ingest /dev/null
		[[ $stderr =~ t.rec:[0-9]+:\ check: ]] || {
			echo "$check: $stderr"
			false
		}
	done
	rule warning 'a or b'
	run -78 --separate-stderr ingest /dev/null
	[[ $stderr =~ t.rec:[0-9]+:\ severity: ]]
}

@test "a rejected row leaves nothing behind: key, rules that say unique, duplicate rows" {
	define 'key: ref' 'duplicate_rows: reject' <<-'E'
	name: n
	type: integer

	name: d
	type: integer

	name: u
	type: text

	name: w
	type: text

	%rec: Rule

	check: unique u
	code: one-u
	message: m

	check: unique w
	code: one-w
	message: m

	check: n not more than d
	code: too-many
	message: m
	E
	cat >in.csv <<-'E'
	ref,n,d,u,w
	A,x,1,u1,w1
	A,2,1,u1,w1
	A,1,1,u1,w1
	B,1,1,u1,w2
	B,1,1,u2,w1
	B,2,1,u2,w2
	A,1,1,u2,w2
	B,1,1,u2,w2
	A,1,1,u1,w1
	E
	ingest in.csv >actual
	printf '%s\n' ref,n,d,u,w A,1,1,u1,w1 B,1,1,u2,w2 | same - actual
	listed bad.csv 2,n,bad-integer 3,n,too-many 5,u,one-u 6,w,one-w \
		7,n,too-many 8,ref,duplicate-key 10,,duplicate-row
}

@test "a query is no reject: such a row takes its key; a query of unique keeps both" {
	define 'key: ref' <<-'E'
	name: u
	type: text

	name: d
	type: date
	severity: query

	%rec: Rule

	check: unique u
	code: one-u
	message: one u only
	severity: query
	E
	printf '%s\n' ref,u,d A,1,2023-02-29 A,2,2023-02-28 B,1, C,1,x >in.csv
	ingest in.csv >actual
	printf '%s\n' ref,u,d A,1, B,1, C,1, | same - actual
	listed bad.csv 3,ref,duplicate-key
	listed asked.csv 2,d,bad-date 4,u,one-u 5,d,bad-date 5,u,one-u
	# One row each, though one is asked twice about.
	grep -qx lscb-ingest,used,,3 stats.csv
	grep -qx lscb-ingest,queried,one-u,2 stats.csv
	grep -qx lscb-ingest,queried,bad-date,2 stats.csv
}

@test "a key that is absent or optional" {
	define 'key: zz' <<<$'name: n\ntype: text'
	run -78 --separate-stderr ingest /dev/null
	[[ $stderr == *"t.rec:6: key: no column is called 'zz'"* ]]
	define 'key: n' <<<$'name: n\ntype: text\noptional: yes'
	printf '%s\n' ref A B >in.csv
	run -0 ingest in.csv
	listed bad.csv 2,n,missing-value 3,n,missing-value
	define 'reference: zz' <<<$'name: n\ntype: text'
	run -78 --separate-stderr ingest /dev/null
	[[ $stderr == *"t.rec:6: reference: no column is called 'zz'"* ]]
	# A reference that the file lacks is left out.
	define 'reference: n' <<<$'name: n\ntype: text\noptional: yes\n\nname: d\ntype: date'
	printf '%s\n' ref,d CANARY,x >in.csv
	ingest in.csv >out
	printf '%s\n' file,line,record,reference,column,reason,severity,message \
		'in.csv,2,1,,d,bad-date,error,"not a date, want YYYY-MM-DD"' |
		same - red.csv
}

# The definition of the tests below: every way in which a person can be named.
people() {
	define 'key: ref' 'reference: ref' 'reference_pattern: R9+' 'duplicate_rows: reject' \
		'blank_columns: drop' 'total: ref = Total' 'footer: End' <<-'E'
	name: forename
	type: name

	name: surname
	type: name
	required: yes

	name: dob
	type: date
	format: DD/MM/YYYY

	name: postcode
	type: postcode

	name: nhs
	type: nhs-number

	name: upn
	type: upn
	severity: query

	name: sex
	type: code
	code: female = F
	code: male = M

	name: at
	type: time

	name: long
	type: duration

	name: n
	type: count
	symbol: suppressed = c

	%rec: Rule

	check: dob required if sex = female
	code: no-dob
	message: a date of birth is needed

	check: forename or upn
	code: nobody
	message: nobody is named
	severity: query
	E
}
head=ref,forename,surname,dob,postcode,nhs,upn,sex,at,long,n,

@test "--queries, --redacted, --summary: what stands in them, and nobody else reads them" {
	people
	cat >in.csv <<-E
	$head
	R1,Ann,Lee,01/02/2015,CF10 1AA,9434765919,Z660401211007,F,09:30,5,3,
	R2,Ann,Lee,31/02/2015,,,,F,,,,
	R3,,Lee,01/02/2015,,,,M,,,,
	R4,Ann,Lee,,,,,F,,,,
	R5,,Lee,01/02/2015,,,A660401211007,M,,,,
	R1,Bob,Lee,,,,,M,,,,
	Total,,,,,,,,,,,
	R6,Ann
	R7,Ann,Lee,32/02/2015,,,,F,,,,
	R1,Ann,Lee,01/02/2015,CF10 1AA,9434765919,Z660401211007,F,09:30,5,3,
	R8,Ann,Lee,,,,,M,,,,x
	End of CANARY,,,,,,,,,,,
	E
	umask 000
	ingest in.csv | cut -d, -f1 >actual
	printf '%s\n' ref R1 R3 R5 | same - actual
	cat >expected <<-'E'
	file,line,record,column,reason,message
	in.csv,4,3,forename,nobody,nobody is named
	in.csv,6,5,upn,bad-upn,the check letter is wrong
	E
	same expected asked.csv
	cat >expected <<-'E'
	file,line,record,reference,column,reason,severity,message
	in.csv,3,2,R2,dob,bad-date,error,"not a date, want DD/MM/YYYY"
	in.csv,4,3,R3,forename,nobody,query,nobody is named
	in.csv,5,4,R4,dob,no-dob,error,a date of birth is needed
	in.csv,6,5,R5,upn,bad-upn,query,the check letter is wrong
	in.csv,7,6,R1,ref,duplicate-key,error,the row on line 2 has the same key
	in.csv,9,8,,,ragged-row,error,"2 fields, the header has 12"
	in.csv,10,9,R7,dob,bad-date,error,"not a date, want DD/MM/YYYY"
	in.csv,11,10,R1,,duplicate-row,error,the row on line 2 says the same in every column
	in.csv,12,11,R8,,value-without-column,error,"a value in column 12, which has no name and should be blank"
	E
	same expected red.csv
	cat >expected <<-'E'
	outcome,column,reason,rows,first_file,first_line,message
	rejected,,duplicate-row,1,in.csv,11,the row on line 2 says the same in every column
	rejected,,ragged-row,1,in.csv,9,"2 fields, the header has 12"
	rejected,,value-without-column,1,in.csv,12,"a value in column 12, which has no name and should be blank"
	rejected,dob,bad-date,2,in.csv,3,"not a date, want DD/MM/YYYY"
	rejected,dob,no-dob,1,in.csv,5,a date of birth is needed
	rejected,ref,duplicate-key,1,in.csv,7,the row on line 2 has the same key
	queried,forename,nobody,1,in.csv,4,nobody is named
	queried,upn,bad-upn,1,in.csv,6,the check letter is wrong
	dropped,,footer,1,in.csv,13,a footer
	dropped,,total-row,1,in.csv,8,a total
	E
	sort expected >1
	sort sum.csv >2
	same 1 2
	stat -c '%a %n' asked.csv bad.csv red.csv sum.csv | cut -c1-3 | sort -u >actual
	echo 600 | same - actual
}

@test "--explain: the counts of a run, no value, status 0 only when all is taken" {
	people
	printf '%s\n' "$head" R1,CANARY,Lee,,,,,M,,,, R2,,Lee,31/02/2015,,,,,,,, \
		R3,,CANARY,,,,,,,,, >in.csv
	run -1 --separate-stderr lscb-ingest -x ./t.rec --explain in.csv
	[[ $output == *'3 rows read: 2 would be used, 1 rejected, 0 dropped'* ]]
	[[ $output == *'rejected 1 from line 3: dob: '*'[bad-date]'* ]]
	[[ $output == *'queried 1 from line 4: forename: nobody is named [nobody]'* ]]
	[[ $output != *CANARY* && $output != *Lee* && -z $stderr ]]
	printf '%s\n' "$head" R1,CANARY,Lee,,,,,M,,,, >in.csv
	run -0 --separate-stderr lscb-ingest -x ./t.rec --explain in.csv
	run -64 lscb-ingest -x ./t.rec --explain --redacted r in.csv
	[[ ! -e r ]]
}

# What could name somebody, each in a form of its own.
secrets() {
	cat <<-'E'
	Canary
	CANARY
	canary
	Cânâry
	O'Canary
	Canary-Jones
	Canary Smith
	Smith; Canary
	Mr C Canary
	canary@example.org
	12/03/2015
	12/3/15
	1/3/15
	2015-03-12
	12.03.2015
	12-Mar-2015
	12 March 2015
	12 Mawrth 2015
	12Mar2015
	Mar 12 2015
	20150312
	12032015
	120315
	151203
	1032015
	42075
	Canary12
	12/03/2015 00:00
	2015-03-12T00:00:00
	2015/03/12
	CF10 1AA
	CF101AA
	cf10 1aa
	ZZ99 3VZ
	9434765919
	943 476 5919
	943-476-5919
	Z660401211007
	z660401211007
	V67820050945P
	A660401211007
	12 Canary Street
	E
}

@test "--redacted: what names a person never stands in it, in whatever column it is" {
	local n secret
	people
	echo "$head" >in.csv
	secrets | while IFS= read -r secret; do
		# In the column of the reference; in each of the others; the row
		# shifted by one, to either side, and as long as it should be.
		printf '%s,Ann,Lee,x,,,,F,,,,\n' "$secret"
		for n in 1 2 3 4 5 6 7 8 9 10; do
			printf 'R%d' "$n"
			for ((i = 1; i <= 11; i++)); do
				((i == n)) && printf ',%s' "$secret" || printf ,
			done
			echo
		done
		printf '%s,Lee,01/02/2015,CF10 1AA,9434765919,,F,,,,,\n' "$secret"
		printf ',R1,%s,Lee,01/02/2015,,,,,,,\n' "$secret"
		printf '%s\n' "$secret"
	done >>in.csv
	ingest in.csv >out.csv 2>err
	[[ $(wc -l <red.csv) -gt 300 ]]
	lscb-ingest -x ./t.rec --explain in.csv >explained 2>>err || true
	secrets | grep -Fi -f - red.csv sum.csv stats.csv asked.csv explained err >leaks || true
	same /dev/null leaks
	# That the raw rows would have been found.
	[[ $(secrets | grep -Fi -c -f - bad.csv) -gt 300 ]]
}

# shown: the reference of each row that is told of, as a line.
shown() {
	sed 1d red.csv | sort -t, -k2,2n -s -u | cut -d, -f4
}

@test "--redacted: a reference is shown where it is written as declared, else nothing" {
	people
	printf '%s\n' "$head" R7,,,,,,,,,,, 000199,,,,,,,,,,, CIN/2024/00017,,,,,,,,,,, \
		DOB010215,,,,,,,,,,, P20150201,,,,,,,,,,, 20150201-1,,,,,,,,,,, \
		CF10-1A,,,,,,,,,,, AB123456,,,,,,,,,,, r7,,,,,,,,,,, R,,,,,,,,,,, >in.csv
	ingest in.csv >out.csv
	shown | same - <(printf '%s\n' R7 '' '' '' '' '' '' '' '' '')
	# Another form besides, and that of the column itself.
	sed 's|^reference_pattern:.*|&\nreference_pattern: AAA/9999/99999|' t.rec >x.rec
	lscb-ingest -x ./x.rec --rejects bad.csv --redacted red.csv in.csv >out.csv
	shown | same - <(printf '%s\n' R7 '' CIN/2024/00017 '' '' '' '' '' '' '')
	sed '/^reference_pattern:/d; 0,/^type: text/s//type: text\npattern: 9+/' t.rec >x.rec
	lscb-ingest -x ./x.rec --rejects bad.csv --redacted red.csv in.csv >out.csv
	shown | same - <(printf '%s\n' '' 000199 '' '' '' '' '' '' '' '')
	# Without any, none.
	sed '/^reference_pattern:/d' t.rec >x.rec
	lscb-ingest -x ./x.rec --rejects bad.csv --redacted red.csv in.csv >out.csv
	shown | same - <(printf '%s\n' '' '' '' '' '' '' '' '' '' '')
	sed '/^reference:/d' t.rec >x.rec
	run -78 --separate-stderr lscb-ingest -x ./x.rec in.csv
	[[ $stderr == *"x.rec:"*"reference_pattern: goes with 'reference'"* ]]
	sed 's/^reference_pattern:.*/reference_pattern: +9/' t.rec >x.rec
	run -78 lscb-ingest -x ./x.rec in.csv
}

@test "a value that was only asked about is told of when it fails a rule" {
	define <<<$'name: n\ntype: integer\nseverity: query\n\nname: e\ntype: text\n\n%rec: Rule\n\ncode: n-needed\ncheck: n required if e\nmessage: a number is needed'
	printf 'ref,n,e\n1,x,y\n' >in.csv
	lscb-ingest -x ./t.rec --rejects bad.csv --summary sum.csv in.csv >out.csv
	cut -d, -f5 bad.csv | tail -n 1 | same - <(echo n-needed)
	grep -q bad-integer sum.csv
}

@test "no output takes the place of the file that is read" {
	define </dev/null
	local option
	printf 'ref\n1\n' >in.csv
	ln in.csv again.csv
	for option in --rejects --queries --redacted --summary --stats; do
		run -64 lscb-ingest -x ./t.rec "$option" again.csv in.csv
		run -64 lscb-ingest -x ./t.rec "$option" in.csv <in.csv
	done
	printf 'ref\n1\n' | same - in.csv
}

@test "--redacted: a formula is not handed to a spreadsheet" {
	people
	printf '%s\n' "$head" '=1+1,,,,,,,,,,,' '@SUM(A1),,,,,,,,,,,' \
		'+44 29 2012 3456,,,,,,,,,,,' >in.csv
	ingest in.csv >out.csv
	sed 1d red.csv | cut -d, -f4 >actual
	printf '%s\n' '' '' '' | same - actual
}

@test "--redacted: a reference can be no column that names a person" {
	local column
	people
	for column in forename surname dob postcode nhs upn sex n; do
		sed "s/^reference: .*/reference: $column/" t.rec >x.rec
		run -78 --separate-stderr lscb-ingest -x ./x.rec /dev/null
		[[ $stderr == *x.rec:7:\ reference:* ]]
	done
	sed '0,/^type: text/s//type: text\nrole: surname/' t.rec >x.rec
	run -78 lscb-ingest -x ./x.rec /dev/null
}

@test "stopped by --max-rejects or a broken quote: the lists tell of all before" {
	people
	printf '%s\n' "$head" R1,,Lee,,,,,,,,, R2,Ann,,,,,,,,,, R3,Ann,,,,,,,,,, \
		R4,Ann,,,,,,,,,, >in.csv
	run -65 --separate-stderr ingest --max-rejects 1 in.csv
	[[ $stderr == *too-many-rejects* ]]
	[[ ${lines[-1]} == '"' ]]
	listed asked.csv 2,forename,nobody
	printf '%s\n' 'file,line,record,reference,column,reason,severity,message' \
		'in.csv,2,1,R1,forename,nobody,query,nobody is named' >expected
	sed '/,R[34],/d; s/\(,R2,surname,missing-value,error\),.*/\1/' red.csv >actual
	echo in.csv,3,2,R2,surname,missing-value,error >>expected
	same expected actual
	grep -q '^rejected,surname,missing-value,[12],in.csv,3,' sum.csv
	grep -q '^queried,forename,nobody,1,in.csv,2,' sum.csv
	rm -f red.csv sum.csv asked.csv bad.csv
	printf '%s\n' "$head" R1,,Lee,,,,,,,,, R2,Ann,,,,,,,,,, 'R3,"Ann' \
		R4,Ann,,,,,,,,,, >in.csv
	run -65 --separate-stderr ingest in.csv
	[[ $stderr == *in.csv:4:*open-quote* && $stderr != *Ann* ]]
	sed 's/\(,R2,surname,missing-value,error\),.*/\1/' red.csv | same expected -
	grep -q '^rejected,surname,missing-value,1,in.csv,3,' sum.csv
	stat -c %a red.csv sum.csv asked.csv bad.csv | sort -u >actual
	echo 600 | same - actual
	# And without --rejects, where the first bad row ends it.
	rm -f red.csv sum.csv
	run -65 --separate-stderr lscb-ingest -x ./t.rec --redacted red.csv \
		--summary sum.csv in.csv
	sed 's/\(,R2,surname,missing-value,error\),.*/\1/' red.csv | same expected -
	grep -q '^rejected,surname,missing-value,1,in.csv,3,' sum.csv
}
