#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-profile: what a stream looks like without anybody in it, what changed
# since an earlier one, and a first definition of a new extract.
load ../lib/common

# A definition with one column of each kind.
definition() {
	cat >visits.rec <<-'END'
	%rec: Extract

	id: visits
	title: Visits
	agency: social-services

	%rec: Column

	name: child
	type: text
	role: id

	name: surname
	type: name
	role: surname

	name: born
	type: date
	role: dob

	name: seen
	type: date
	role: date

	name: outcome
	type: code
	code: at-home = Home
	code: away
	code: refused
	role: keep

	name: minutes
	type: integer
	role: keep

	name: comment
	type: text
	role: free-text
	END
}

# rows N CHILD OUTCOME [MONTH]: N visits; CHILD%d is a child for each of them.
rows() {
	local i child
	for ((i = 1; i <= $1; i++)); do
		# shellcheck disable=SC2059
		printf -v child "$2" "$i"
		printf '%s,Llewelyn,2012-0%d-01,%s-0%d,%s,%d,\n' "$child" \
			$((i % 9 + 1)) "${4:-2026-01}" $((i % 9 + 1)) "$3" \
			$((i + 20))
	done
}

visits() {
	echo child,surname,born,seen,outcome,minutes,comment
	cat
}

# told COLUMN,MEASURE: those rows of a profile, from its third field on.
told() {
	awk -F, -v c="${2%%,*}" -v m="${2#*,}" '$1 == c && $2 == m {
		print $3 "=" $4 }' "$1"
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	definition
}

# --- a profile ---------------------------------------------------------------

@test "a profile is the counts, in order, as counted by hand" {
	{
		rows 6 'C1%d' at-home
		rows 5 'C2%d' away 2026-03
		rows 9 'C3%d' refused 2026-02
	} | visits >in.csv
	lscb-profile -x ./visits.rec in.csv >got 2>err
	[ ! -s err ]
	# born: 2012 alone, which would be everybody's year.  minutes: three
	# runs from 21 up; the five least are 21, 21, 21, 22, 22, the five
	# greatest 29, 28, 27, 26, 26.
	cat >want <<-'END'
	column,measure,item,value
	,restricted,,not for publication: what two profiles of successive nights differ by can be few
	,definition,,visits
	,mask,,5
	,rows,,20
	child,kind,,shapes
	child,values,,20
	child,blanks,,0
	child,distinct,,20
	child,shortest,,3
	child,longest,,3
	child,shape,A99,20
	surname,kind,,shapes
	surname,values,,20
	surname,blanks,,0
	surname,distinct,,masked
	surname,shortest,,8
	surname,longest,,8
	surname,shape,Aa,20
	born,kind,,years
	born,values,,20
	born,blanks,,0
	born,distinct,,9
	born,earliest,,masked
	born,latest,,masked
	seen,kind,,months
	seen,values,,20
	seen,blanks,,0
	seen,distinct,,20
	seen,earliest,,2026-01
	seen,latest,,2026-03
	outcome,kind,,codes
	outcome,values,,20
	outcome,blanks,,0
	outcome,distinct,,3
	outcome,code,refused,9
	outcome,code,at-home,6
	outcome,code,away,5
	minutes,kind,,range
	minutes,values,,20
	minutes,blanks,,0
	minutes,distinct,,9
	minutes,least,,22
	minutes,greatest,,26
	comment,kind,,shapes
	comment,values,,0
	comment,blanks,,20
	comment,distinct,,0
	comment,shortest,,
	comment,longest,,
	END
	same want got
}

@test "a code of few rows is masked, and the next smallest with it" {
	{
		rows 40 'C1%d' at-home
		rows 20 'C2%d' away
		rows 4 'C3%d' refused
	} | visits >in.csv
	lscb-profile -x ./visits.rec in.csv >got
	told got outcome,code >codes
	told got outcome,masked >>codes
	printf '%s\n' at-home=40 =24 >want
	same want codes
	# A row more, and nothing is hidden.
	rows 1 'C4%d' refused >>in.csv
	lscb-profile -x ./visits.rec in.csv >got
	told got outcome,code >codes
	told got outcome,masked >>codes
	printf '%s\n' at-home=40 away=20 refused=5 >want
	same want codes
	lscb-profile -x ./visits.rec --mask 6 in.csv >got
	[ "$(told got outcome,code)" = at-home=40 ]
	[ "$(told got outcome,masked)" = =25 ]
}

@test "many rows of few children are few" {
	{
		rows 30 'C1%d' at-home
		rows 30 'C2%d' away
		rows 30 'C3' refused
	} | visits >in.csv
	lscb-profile -x ./visits.rec in.csv >got
	run ! grep -q refused got
	[ "$(told got outcome,code | wc -l)" = 1 ]
	[ "$(told got outcome,masked)" = =60 ]
	# Without a child to tell by, rows are what is counted.
	sed 's/^role: id/role: drop/; s/^role: surname/role: drop/; s/^role: dob/role: drop/' \
		visits.rec >rows.rec
	lscb-profile -x ./rows.rec in.csv >got
	grep -q '^outcome,code,refused,30$' got
}

@test "what every row has is hidden: it is what each child has" {
	rows 30 'C%d' refused | visits >in.csv
	lscb-profile -x ./visits.rec in.csv >got
	run ! grep -q refused got
	[ "$(told got outcome,masked)" = =30 ]
	# All but two: hidden too, by subtraction.
	{
		rows 30 'C%d' refused
		rows 2 'D%d' away
	} | visits >in.csv
	lscb-profile -x ./visits.rec in.csv >got
	run ! grep -q 'refused\|away' got
	[ "$(told got outcome,masked)" = =32 ]
}

@test "a few blanks are not shown, nor what would tell them" {
	{
		rows 30 'C%d' refused
		rows 20 'E%d' away
		rows 3 'D%d' ''
	} | visits >in.csv
	lscb-profile -x ./visits.rec in.csv >got
	[ "$(told got outcome,blanks)" = '=<5' ]
	[ "$(told got outcome,values)" = '=>48' ]
	[ "$(told got outcome,code)" = refused=30 ]
	[ "$(told got outcome,masked)" = =23 ]
}

@test "a file of a few rows shows nothing at all" {
	rows 4 'C%d' away | visits >in.csv
	lscb-profile -x ./visits.rec in.csv >got
	grep -q '^,rows,,<5$' got
	awk -F, '$1 != "" && $2 != "kind" && NR > 1 && $4 != "masked" { print; bad = 1 }
		END { exit bad }' got
	visits </dev/null >none.csv
	lscb-profile -x ./visits.rec none.csv >got
	grep -q '^,rows,,0$' got
	grep -q '^outcome,values,,0$' got
}

@test "no value of who it is ever stands in a profile" {
	lscb-synth --people 3000 --date 2026-03-31 --errors none --out board \
		-o list
	local file extract n=0
	for file in board/cwm-arian/*; do
		extract=${file##*/}
		extract=${extract%.csv*}
		lscb-ingest -x "$extract" "$file" >clean.csv
		lscb-profile -x "$extract" clean.csv >>shown
		lscb-profile clean.csv >>shown
		# sha256 looks like a reference where a name should be.
		[[ $extract == deliveries ]] || lscb-profile --draft "$file" >>shown
		n=$((n + 1))
	done
	((n > 25))
	# Names of the people who ever lived there; then days and numbers.
	awk -F, 'NR > 1 { print $5; print $6 }' board/truth/persons.csv |
		awk 'length > 2' | sort -u >secret
	(($(wc -l <secret) > 100))
	cut -d, -f3- shown | tr -cs "[:alnum:]'-" '\n' | sort -u >words
	# Codes of the library that are names too are no leak.
	cat "$LSCB_LIBRARY"/extracts/*.rec | tr -cs "[:alnum:]'-" '\n' |
		sort -u >public
	comm -12 words secret | comm -23 - public >leaks
	: >none
	same none leaks
	# Those of shapes are nines.
	sed '/,shape,/s/9//g' shown >bare
	run ! grep -E '[0-9]{4}-[0-9]{2}-[0-9]{2}|CY[0-9]|[A-Z][0-9]{5}' bare
}

@test "dates without a role, and dropped ones, show years alone" {
	sed '/^name: seen/,/^$/s/role: date/role: drop/' visits.rec >drop.rec
	{
		rows 9 'C%d' away 2024-03
		rows 9 'D%d' refused 2025-04
	} | visits >in.csv
	lscb-profile -x ./drop.rec in.csv >got
	[ "$(told got seen,earliest)" = =2024 ]
	[ "$(told got seen,latest)" = =2025 ]
	sed '/^name: seen/,/^$/{/role:/d}' visits.rec >none.rec
	lscb-profile -x ./none.rec in.csv >got
	[ "$(told got seen,latest)" = =2025 ]
	# The month that fewer than five share is not said.
	rows 4 'E%d' away 2025-06 | tee -a in.csv | wc -l
	lscb-profile -x ./visits.rec in.csv >got
	[ "$(told got seen,latest)" = =2025-04 ]
}

@test "a number shown at an end is reached by as many rows as the mask" {
	{
		rows 200 'C%d' away
		echo 'X1,Llewelyn,2012-01-01,2026-01-01,away,98765,'
		echo 'X2,Llewelyn,2012-01-01,2026-01-01,away,-4321,'
	} | sed 's/2012-0./2012-01/' | visits >in.csv
	lscb-profile -x ./visits.rec in.csv >got
	# 21 to 220 and two far out: the fifth from above is 217, in two digits
	# 210; the fifth from below is 24.
	[ "$(told got minutes,greatest)" = =210 ]
	[ "$(told got minutes,least)" = =24 ]
}

@test "the symbols of a count are codes beside it" {
	cat >counts.rec <<-'END'
	%rec: Extract

	id: counts
	title: Counts
	agency: board

	%rec: Column

	name: n
	type: count
	symbol: suppressed = c
	symbol: none = z
	role: keep
	END
	{
		echo n
		yes c | head -n 7
		yes z | head -n 6
		seq 10 20
	} >raw.csv
	lscb-ingest -x ./counts.rec raw.csv >in.csv
	lscb-profile -x ./counts.rec in.csv >got
	told got n_symbol,code >codes
	printf '%s\n' suppressed=7 none=6 >want
	same want codes
	[ "$(told got n,least)" = =14 ]
	sed 's/suppressed/Kanarek/' in.csv >bad.csv
	run -65 --separate-stderr lscb-profile -x ./counts.rec bad.csv
	[[ $stderr == *'n_symbol: not a declared symbol [bad-code]' ]]
}

@test "of few rows no count is shown: two small parts would be what they add up to" {
	printf '%s\n' '%rec: Extract' '' 'id: c' 'title: C' 'agency: a' '' \
		'%rec: Column' '' 'name: v' 'type: code' 'code: a' 'code: b' \
		'role: keep' >c.rec
	local values
	for values in 'a a b b . . . .' 'a a b b b .' 'a b . . . . . . .'; do
		{
			echo v
			printf '%s\n' $values | sed 's/^[.]$/""/'
		} >in.csv
		lscb-profile -x ./c.rec in.csv | grep '^v,' >got
		printf '%s\n' v,kind,,codes v,values,,masked v,blanks,,masked \
			v,distinct,,masked | same - got
	done
	{
		echo v
		for _ in {1..19}; do printf '%s\n' a '""'; done
	} >in.csv
	lscb-profile -x ./c.rec --mask 20 in.csv >got
	run ! grep -q '^v,.*19' got
	# From twice the mask on, a small part has a large one beside it.
	printf '%s\n' v a a a a a a '""' '""' '""' '""' >in.csv
	lscb-profile -x ./c.rec in.csv >got
	grep -qx 'v,blanks,,<5' got
}

@test "a bad value is rejected with its column, and the row is not counted" {
	rows 19 'C%d' away | visits >in.csv
	echo 'C77,Llewelyn,2012-02-30,2026-01-01,away,5,' >>in.csv
	run -65 --separate-stderr lscb-profile -x ./visits.rec in.csv
	[[ $stderr == 'lscb-profile: in.csv:21: born: not a date, want YYYY-MM-DD [bad-date]' ]]
	lscb-profile -x ./visits.rec --rejects bad.csv in.csv >got
	grep -q '^,rows,,19$' got
	grep -q '^child,values,,19$' got
}

@test "distinct values are exact up to 65536 and estimated above" {
	{
		echo ref
		seq -f 'R%.0f' 65536
	} >in.csv
	lscb-profile in.csv >got
	[ "$(told got ref,distinct)" = =65536 ]
	{
		echo ref
		seq -f 'R%.0f' 500000
		seq -f 'R%.0f' 500000
	} >in.csv
	lscb-profile in.csv >got
	told got ref,distinct | tr -d '=~' >n
	(($(<n) > 485000 && $(<n) < 515000))
	# The order of rows means nothing to it.
	{
		echo ref
		sed 1d in.csv | tac
	} >tac.csv
	lscb-profile tac.csv >other
	same got other
}

@test "memory is bounded whatever the rows" {
	[[ $LSCB_BIN != */asan/* ]] || skip "ASan takes all addresses there are"
	{
		echo a,b,c
		seq 400000 | awk '{ print $1 ",x" $1 " y," $1 "-z" }'
	} >in.csv
	(
		ulimit -v 80000
		lscb-profile in.csv >got
	)
	grep -q '^,rows,,400000$' got
}

@test "the first line of a file of children is not shown as its header" {
	printf 'Llewelyn,Gruffydd,03/04/2012\nLlewelyn,Angharad,05/06/2013\n' >in.csv
	run -65 --separate-stderr lscb-profile in.csv
	[ -z "$output" ]
	[[ $stderr == *'field 3 looks like a date'*'[no-header]' ]]
	printf 'Llewelyn,Gruffydd\nLlewelyn,Angharad\n' >in.csv
	run -65 --separate-stderr lscb-profile in.csv
	[ -z "$output" ]
	[[ $stderr == *'field 1 stands again'*'[no-header]' ]]
	[[ $stderr != *Llewelyn* ]]
	run -65 --separate-stderr lscb-profile --draft in.csv
	[ -z "$output" ]
	[[ $stderr == *'[no-header]' && $stderr != *Llewelyn* ]]
	local word
	for word in 'CA3938584' '17' '1.5' 'CY1 0AB' '9991760008' \
		'C699736817787' 'a@b.cymru' '2013-Apr-02 00:00:00' PPN000001; do
		printf 'Name,%s\nx,y\n' "$word" >in.csv
		run -65 --separate-stderr lscb-profile --draft in.csv
		[[ $stderr == *'[no-header]' && $stderr != *"$word"* ]]
	done
	printf 'Reason 1,per_10000_children,Sessions 2025\nx,y,z\n' >in.csv
	lscb-profile --draft in.csv >got
}

@test "an output file is for its owner alone" {
	umask 022
	rows 9 'C%d' away | visits >in.csv
	lscb-profile -x ./visits.rec -o p.csv in.csv
	[ "$(stat -c %a p.csv)" = 600 ]
}

@test "a bad command line is 64 and says what to do" {
	local args
	for args in '--mask 1' '--mask 0' '--mask 1001' '--tolerance 5%' \
		'--tolerance x --against p' '--draft' '--draft -' \
		'--draft a b' '--draft -x visits a' '--against p --draft a'; do
		# shellcheck disable=SC2086
		run -64 --separate-stderr lscb-profile $args
		[[ -z $output && -n $stderr ]]
	done
}

# --- drift -------------------------------------------------------------------

# drift TOLERANCE: what changed from before.csv to now.csv, without its header.
drift() {
	lscb-profile -x ./visits.rec before.csv >before
	run --separate-stderr lscb-profile -x ./visits.rec --against before \
		--tolerance "$1" now.csv
	sed 1d <<<"$output" >got
	sed -n 1p <<<"$output" >head
	echo column,measure,item,before,now,verdict >want
	same want head
}

@test "no change is no drift" {
	rows 50 'C%d' away | visits >before.csv
	cp before.csv now.csv
	drift 0
	((status == 0))
	[ ! -s got ]
}

@test "a share that changes by exactly the tolerance has not drifted" {
	{
		rows 50 'C%d' at-home
		rows 50 'D%d' away
	} | sed 's/[0-9]*,$/30,/' | visits >before.csv
	{
		rows 60 'C%d' at-home
		rows 40 'D%d' away
	} | sed 's/[0-9]*,$/30,/' | visits >now.csv
	# 50 of 100 to 60 of 100 is ten points.
	drift 10%
	((status == 0))
	run ! grep -q outcome got
	drift 9.999%
	((status == 1))
	grep outcome got >codes
	cat >want <<-'END'
	outcome,code,at-home,50.0%,60.0%,drift
	outcome,code,away,50.0%,40.0%,drift
	END
	same want codes
}

@test "shares of unequal files are compared exactly" {
	{
		rows 100 'C%d' at-home
		rows 200 'D%d' away
	} | visits >before.csv
	{
		rows 130 'C%d' at-home
		rows 170 'D%d' away
	} | visits >now.csv
	# 1/3 to 13/30 is three thirtieths: ten points, though neither is
	# a decimal.
	drift 10%
	run ! grep -q outcome got
	rows 1 'E%d' at-home >>now.csv
	drift 10%
	grep -q '^outcome,code,at-home,33.3%,43.5%,drift$' got
	((status == 1))
}

@test "rows, blanks and ranges that change are told" {
	{
		rows 9 'C%d' at-home 2025-01
		rows 9 'D%d' away 2025-12
	} | visits >before.csv
	{
		rows 9 'C%d' at-home 2025-01
		rows 9 'D%d' '' 2026-03
		rows 3 'E%d' away
	} | sed 's/,$/,text/' | visits >now.csv
	drift 10%
	((status == 1))
	# 18 to 21 is a sixth more; 9 of 21 are blank; comment is filled; from
	# eleven months to three more; away is 9 of 18 and then masked with
	# at-home, so either can be anything up to 12 of 21.
	cat >want <<-'END'
	,rows,,18,21,drift
	seen,latest,,2025-12,2026-03,drift
	outcome,blanks,,0.0%,42.9%,drift
	outcome,code,at-home,50.0%,masked,unknown
	outcome,code,away,50.0%,masked,unknown
	comment,blanks,,100.0%,0.0%,drift
	comment,shape,a,0.0%,100.0%,new
	END
	grep -v 'minutes\|born\|distinct\|comment,.*est' got >some
	same want some
}

@test "new and vanished codes are so called when it is certain" {
	{
		rows 20 'C%d' at-home
		rows 20 'D%d' away
	} | visits >before.csv
	{
		rows 20 'C%d' at-home
		rows 20 'D%d' refused
	} | visits >now.csv
	drift 10%
	((status == 1))
	grep outcome got >codes
	cat >want <<-'END'
	outcome,code,away,50.0%,0.0%,vanished
	outcome,code,refused,0.0%,50.0%,new
	END
	same want codes
}

@test "what is masked is not nought" {
	{
		rows 100 'C%d' at-home
		rows 8 'D%d' away
		rows 8 'E%d' refused
	} | visits >before.csv
	{
		rows 100 'C%d' at-home
		rows 8 'D%d' away
		rows 4 'E%d' refused
	} | visits >now.csv
	# Now away and refused are masked, 12 together.  Neither is nought, and
	# neither can be more than ten points away from what it was.
	drift 10%
	((status == 0))
	run ! grep -q outcome got
	# At two points it depends on what is hidden: that alone is no drift.
	drift 5%
	grep outcome got >codes
	cat >want <<-'END'
	outcome,code,away,6.9%,masked,unknown
	outcome,code,refused,6.9%,masked,unknown
	END
	same want codes
	((status == 0))
}

@test "a masked count that cannot be within the tolerance is drift" {
	{
		rows 50 'C%d' at-home
		rows 50 'D%d' ''
	} | visits >before.csv
	{
		rows 98 'C%d' at-home
		rows 2 'D%d' ''
	} | visits >now.csv
	drift 10%
	grep -q '^outcome,blanks,,50.0%,masked,drift$' got
	((status == 1))
}

@test "of a profile so small that all is masked, no code or shape is new or gone" {
	{
		rows 5 'C%d' away
		rows 4 'D%d' at-home
	} | visits >before.csv
	{
		rows 6 'C%d' away
		rows 6 'D%d' at-home
	} | visits >now.csv
	drift 60%
	((status == 0))
	grep -q '^surname,shape,Aa,masked,100.0%,unknown$' got
	run -1 grep -e ',new$' -e ',vanished$' -e ',drift$' got
	mv before.csv few.csv
	mv now.csv before.csv
	mv few.csv now.csv
	drift 60%
	((status == 0))
	grep -q '^surname,shape,Aa,100.0%,masked,unknown$' got
	run -1 grep -e ',new$' -e ',vanished$' -e ',drift$' got
}

# minutes N...: a visit of each of so many minutes.
minutes() {
	local i=0 n
	for n; do
		i=$((i + 1))
		printf 'C%d,Llewelyn,2012-01-01,2026-01-01,away,%d,\n' "$i" "$n"
	done | visits
}

@test "an end that was rounded is not taken for one that moved" {
	minutes 1234 1234 1234 1234 1234 1300 1310 1320 1330 1340 1350 1360 1400 \
		1401 1402 1403 1404 >before.csv
	minutes 1234 1234 1234 1234 1235 1300 1310 1320 1330 1340 1350 1360 1400 \
		1401 1402 1403 1404 >now.csv
	drift 10%
	((status == 0))
	grep '^minutes,least,,' got | same - <(echo minutes,least,,1234,1300,unknown)
	minutes 2234 2234 2234 2234 2234 2300 2310 2320 2330 2340 2350 2360 2400 \
		2401 2402 2403 2404 >now.csv
	drift 10%
	((status == 1))
	grep -q '^minutes,least,,1234,2234,drift$' got
}

@test "no rows are drift from many, and a few are drift from none" {
	rows 50 'C%d' away | visits >before.csv
	visits </dev/null >now.csv
	drift 10%
	((status == 1))
	printf ',rows,,50,0,drift\n' >want
	same want got
	cp before.csv full.csv
	mv now.csv before.csv
	mv full.csv now.csv
	drift 10%
	((status == 1))
	rows 3 'C%d' away | visits >now.csv
	drift 10%
	printf ',rows,,0,<5,drift\n' >want
	same want got
	((status == 1))
}

@test "another definition, other columns or types are 65 with what to do" {
	rows 9 'C%d' away | visits >in.csv
	lscb-profile -x ./visits.rec in.csv >before
	local change
	for change in 's/^id: visits/id: calls/' \
		's/^name: comment/name: remark/' \
		'/^name: minutes/,/^role/s/keep/drop/' \
		'/^name: comment/,$d'; do
		sed "$change" visits.rec >other.rec
		sed 's/^/x,/' in.csv >now.csv
		sed '1s/comment/remark/' in.csv >remark.csv
		cut -d, -f1-6 in.csv >short.csv
		for now in in.csv remark.csv short.csv; do
			run --separate-stderr lscb-profile -x ./other.rec \
				--against before $now
			[[ $stderr != *no-column* && $stderr != *unknown-column* ]] ||
				continue
			((status == 65))
			[[ -z $output && $stderr == *before:*'[other-'* ]]
		done
	done
}

@test "an earlier profile that is none is 65, and nothing of it is shown" {
	rows 19 'C%d' away | visits >in.csv
	lscb-profile -x ./visits.rec in.csv >before
	local change
	for change in '1s/item/thing/' '/,mask,/d' '/,definition,/d' \
		's/^child,values,,19/child,values,,Kanarek/' \
		's/^child,values,,19/child,values,,-9/' \
		's/^child,values,,19/child,values,,199999999999999999999/' \
		's/^child,kind/child,Kanarek/' 's/^born,kind,,years/born,kind,,Kanarek/' \
		's/^seen,kind/child,kind/' 's/^seen,values/Kanarek,values/'; do
		sed "$change" before >bad
		run -65 --separate-stderr lscb-profile -x ./visits.rec \
			--against bad in.csv
		[[ -z $output && $stderr == *'[bad-profile]' ]]
		[[ $stderr != *Kanarek* ]]
	done
	run -65 --separate-stderr lscb-profile -x ./visits.rec --against in.csv \
		in.csv
	[[ $stderr == *'[bad-profile]' && $stderr != *Llewelyn* ]]
	run -66 --separate-stderr lscb-profile -x ./visits.rec --against nowhere \
		in.csv
}

# --- drafts ------------------------------------------------------------------

# takes FILE: its draft is a definition with which every row is taken, and
# every line of it that could be wrong is told to be confirmed.
takes() {
	lscb-profile --draft "$1" >d.rec
	lscb-ingest -x ./d.rec --rejects bad.csv --stats stats.csv "$1" >out.csv
	awk -F, '$2 == "rejected" || $2 == "dropped" { n += $4 }
		END { exit n != 0 }' stats.csv
	awk '/^#/ { comment = 1; next }
		/^(%|name:|header:|$)/ { next }
		/^(unknown|code):/ { next }
		!comment { print FILENAME ": not to be confirmed: " $0; bad = 1 }
		{ comment = 0 } END { exit bad }' d.rec
	run ! grep -q '^role:' d.rec
}

@test "the draft of every extract of a board takes every row" {
	lscb-synth --people 3000 --date 2026-03-31 --errors none --out board \
		-o list
	local file n=0
	for file in board/cwm-arian/*; do
		[[ $file != */deliveries.csv ]] || continue	# see above
		takes "$file"
		n=$((n + 1))
	done
	((n > 25))
}

@test "so it does in every encoding and dialect" {
	cat >utf8.csv <<-'END'
	Rhif,Enw'r ysgol,Dyddiad geni,Rhyw
	R1,Ysgol Siân,31/01/2015,b
	R2,"Llŷn, ""Bach""",13/02/2015,m
	END
	sed 's/ŷ/y/' utf8.csv >latin.csv
	local encoding name
	for encoding in windows-1252 iso-8859-1 utf-16 utf-16le utf-16be; do
		name=utf8.csv
		[[ $encoding == utf-16* ]] || name=latin.csv
		iconv -f utf-8 -t "$encoding" $name >in.csv
		takes in.csv
		sed -n '$p' out.csv >last
		grep -q 'Llyn, ""Bach""\|Llŷn, ""Bach""' last
		sed -n 2p out.csv | grep -q '^R1,Ysgol Siân,2015-01-31,b$'
	done
	{
		printf '\357\273\277'
		sed 's/$/\r/' utf8.csv
	} >bom.csv
	takes bom.csv
	gzip -c utf8.csv >utf8.csv.gz
	takes utf8.csv.gz
	sed 's/,/;/g; s/; "/, "/' utf8.csv >semi.csv
	takes semi.csv
	grep -qx 'delimiter: ;' d.rec
	printf 'Report of the day\n\nRef\tSeen\nA1\tYes\nA2\tNo\n' >tabs.csv
	takes tabs.csv
	grep -qx 'delimiter: tab' d.rec
	grep -qx 'preamble: 2' d.rec
	grep -qx 'key: ref' d.rec
	printf 'One\nx\ny\n' >one.csv
	takes one.csv
}

@test "files that agencies publish: every row of them too" {
	local dir=$LSCB_SHARED/data/domain file n=0
	[[ -d $dir ]] || skip "no data/domain under LSCB_SHARED ($LSCB_SHARED)"
	for file in "$dir"/*/*.csv; do
		takes "$file"
		n=$((n + 1))
	done
	((n > 0))
}

@test "what a draft says of each type of column" {
	{
		echo 'Case No,NHS number,UPN,Post Code,Cyfenw,Ŵyn DOB,US date,When,Seen,Count,Rate,Phone,Kind,Note'
		for i in 1 2 3 4 5 6; do
			echo "K$i,9991760008,C699736817787,cy1 0ab,Llŷr,1$i/03/2015,03/1$i/2026,2026-03-0$i 10:00:00,Y,$i,$i.5,0291234567$i,Abuse,text $i"
			echo "L$i,9991205675,L699473718583,CY1 0AB,Jones,2$i/03/2015,03/2$i/2026,2026-03-1$i 11:30:00,No,1$i,1.25,0291234568$i,ABUSE,more $i"
			echo "M$i,9991284869,N/A,CY10AB,Parry,2$i/04/2015,04/2$i/2026,2026-04-1$i 11:30:00,No,2$i,2,0291234569$i,Neglect | x,other $i"
		done
	} | sed 's/ | x//' >in.csv
	takes in.csv
	grep -v '^#\|^$\|^%' d.rec | sed '1,/^key/d' >got
	cat >want <<-'END'
	name: case_no
	header: Case No
	type: text
	required: yes
	name: nhs_number
	header: NHS number
	type: nhs-number
	required: yes
	name: upn
	header: UPN
	type: upn
	unknown: N/A
	name: post_code
	header: Post Code
	type: postcode
	required: yes
	name: cyfenw
	header: Cyfenw
	type: name
	required: yes
	name: wyn_dob
	header: Ŵyn DOB
	type: date
	format: DD/MM/YYYY
	required: yes
	name: us_date
	header: US date
	type: date
	format: MM/DD/YYYY
	required: yes
	name: when
	header: When
	type: date
	format: YYYY-MM-DD HH:MI:SS
	required: yes
	name: seen
	header: Seen
	type: yes-no
	required: yes
	name: count
	header: Count
	type: integer
	required: yes
	name: rate
	header: Rate
	type: decimal
	required: yes
	name: phone
	header: Phone
	type: text
	required: yes
	name: kind
	header: Kind
	type: text
	required: yes
	name: note
	header: Note
	type: text
	required: yes
	END
	# Three children, so Kind shows no codes.
	same want got
	grep -q '^# role: dob   (confirm)$' d.rec
}

@test "a date that fits day first and month first says so" {
	printf 'Day\n01/02/2026\n03/04/2026\n' >in.csv
	takes in.csv
	grep -qx 'format: DD/MM/YYYY' d.rec
	grep -q 'AMBIGUOUS: MM/DD/YYYY fits' d.rec
	echo 13/04/2026 >>in.csv
	takes in.csv
	run ! grep -q AMBIGUOUS d.rec
	# A year of two digits may come first.
	printf 'Day\n06-02-07\n12-03-11\n' >in.csv
	takes in.csv
	grep -q 'AMBIGUOUS' d.rec
	printf 'Day\n16-02-27\n12-03-31\n' >in.csv
	takes in.csv
	grep -q 'AMBIGUOUS: YY-MM-DD fits' d.rec
}

@test "a spelling is shown only when it stands for enough rows and children" {
	{
		echo 'Child ID,Visited by,Outcome'
		for i in 1 2 3 4 5 6; do
			echo "C$i,Angharad,Seen"
			echo "D$i,Gruffydd,Refused"
		done
	} >in.csv
	lscb-profile --draft in.csv >d.rec
	grep -q '^code: angharad' d.rec		# nobody can know, but:
	# six rows of one child.
	sed 's/^C[0-9]/C1/' in.csv >few.csv
	lscb-profile --draft few.csv >d.rec
	run ! grep -q '^code:\|Angharad\|Seen$' d.rec
	grep -q 'some stand for few values of a column that may be children' d.rec
	# four rows.
	sed '/C[56]/d' in.csv >few.csv
	lscb-profile --draft few.csv >d.rec
	run ! grep -q '^code:\|Angharad' d.rec
	# A name by its header, and a reference by its digits, never are codes.
	sed '1s/Visited by/Surname/; s/Seen/Seen123/' in.csv >names.csv
	lscb-profile --draft names.csv >d.rec
	run ! grep -q '^code:\|Angharad\|Seen123' d.rec
	# Spellings that differ by case are one code, others are not.
	sed 's/^C\(.\),Angharad,Seen/&\nE\1,Non,SEEN\nF\1,Non,S\/een\nG\1,Non,s-een/' \
		in.csv >case.csv
	takes case.csv
	grep '^code: s' d.rec | sort >codes
	printf '%s\n' 'code: s-een' 'code: s-een-2 = S/een' \
		'code: seen = Seen | SEEN' >want
	same want codes
	# How many are missing is not said to the last.
	sed '3s/,[^,]*$/,/' in.csv >blank.csv
	lscb-profile --draft blank.csv >d.rec
	grep -q 'more than 7 values, fewer than 5 blank' d.rec
}

@test "lscb-deidentify refuses a draft: nobody has given it roles" {
	printf 'Ref,Seen\nA1,Yes\n' >in.csv
	lscb-profile --draft in.csv >d.rec
	lscb-ingest -x ./d.rec in.csv >clean.csv
	lscb-keygen --new a b
	lscb-keygen --purpose deidentify -o key a b
	run -78 --separate-stderr lscb-deidentify -x ./d.rec --sender x -k key \
		clean.csv
	[[ $stderr == *role* ]]
}

@test "blank and ragged rows are told, and the draft goes on" {
	printf 'Ref,Seen\nA1,Yes\n\nA2,No\n,\nA3\n' >in.csv
	lscb-profile --draft in.csv --stats stats.csv >d.rec
	grep -qx 'blank_rows: drop' d.rec
	grep -q 'rows have more or fewer fields' d.rec
	grep -qx 'lscb-profile,dropped,blank-row,2' stats.csv
	grep -qx 'lscb-profile,dropped,ragged-row,1' stats.csv
}

@test "what cannot be drafted is refused with what to do" {
	printf 'Ref,\201\nA1,Yes\n' >in.csv
	run -65 --separate-stderr lscb-profile --draft in.csv
	[[ $stderr == *'[bad-encoding]' ]]
	: >empty.csv
	run -65 --separate-stderr lscb-profile --draft empty.csv
	[[ $stderr == *'[empty-file]' ]]
	run -66 --separate-stderr lscb-profile --draft nowhere.csv
	mkfifo pipe
	run -64 --separate-stderr lscb-profile --draft pipe
	mkdir folder
	run -66 --separate-stderr lscb-profile --draft folder
	printf 'Ref,Ref\nA1,Yes\n' >in.csv
	run -65 --separate-stderr lscb-profile --draft in.csv
	[[ $stderr == *'[duplicate-column]' ]]
}
