#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-join: payloads of several agencies become one event history.

load ../lib/common

# A library of its own, so that the lines below stay short.
setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	mkdir library
	printf '%%rec: Column\n' >library/history.rec
	for name in child household via sex category type; do
		printf '\nname: %s\ntitle: %s\n' "$name" "$name"
	done >>library/history.rec
	export LSCB_LIBRARY=$PWD/library
	header=subject,date,end,event,source,child,household,via,sex,category,type
}

# full: words such as r:reg or c:one become the pseudonyms they stand for, of
# kind r and so on, of the key with tag kkk (or r:reg:zzz of another).
full() {
	awk '{
		while (match($0, /[a-z]:[a-z2-7]+(:[a-z]+)?/)) {
			split(substr($0, RSTART, RLENGTH), w, ":")
			p = w[1] (w[3] == "" ? "kkk" : w[3]) w[2]
			w[3] = ""
			while (length(p) < 26) p = p "a"
			$0 = substr($0, 1, RSTART - 1) p \
			    substr($0, RSTART + RLENGTH)
		}
		print
	}'
}

# history: the full lines on standard input, header before them, as expected.
expect() {
	echo "$header" >expected
	full >>expected
}

map() {
	(echo record,child,household; cat) | full >map
}

payload() {
	(echo "record,subject,date,end,event,source$1"; cat) | full
}

@test "rows of two agencies about one child stand together under its number" {
	map <<-'END'
	r:reg,c:one,h:one
	r:school,c:one,
	END
	payload ,sex,category <<-'END' >register
	r:reg,child,2024-01-10,2024-06-01,registration,social-services,f,"a, b"
	END
	payload ,type,sex <<-'END' >roll
	r:school,child,2023-09-01,,roll,education,x,f
	END
	expect <<-'END'
	c:one,2023-09-01,,roll,education,c:one,,,f,,x
	c:one,2024-01-10,2024-06-01,registration,social-services,c:one,h:one,,f,"a, b",
	END
	lscb-join --map map register roll >actual
	same expected actual
	# No payload column, no file order, no row order has an effect.
	lscb-join --map map roll register >actual
	same expected actual
	gzip -c roll | lscb-join --map map register - >actual
	same expected actual
}

@test "a household's event reaches the children living there on its date, and nobody else" {
	# Child one lives in h:one from 10 January and in h:two from 1 March;
	# child two in h:one from 1 February.
	map <<-'END'
	r:b,c:one,h:one
	r:c,c:one,h:two
	r:d,c:two,h:one
	r:n,,h:one
	r:o,,h:two
	END
	payload '' <<-'END' >children
	r:b,child,2024-01-10,,referral,social-services
	r:c,child,2024-03-01,,referral,social-services
	r:d,child,2024-02-01,,referral,social-services
	END
	payload ,type <<-'END' >notices
	r:n,household,2024-01-09,,abuse,police,p
	r:n,household,2024-01-10,,"abuse, any",police,"q ""r"""
	r:n,household,2024-02-29,,abuse,police,s
	r:n,household,2024-03-01,,abuse,police,t
	r:o,household,2024-02-29,,abuse,police,u
	r:o,household,2025-01-01,,abuse,police,v
	END
	# p: nobody was known to live there yet.  q: one.  s: one and two.
	# t: one has moved out that day.  u: nobody yet.  v: one.
	expect <<-'END'
	c:one,2024-01-10,,"abuse, any",police,c:one,h:one,household,,,"q ""r"""
	c:one,2024-01-10,,referral,social-services,c:one,h:one,,,,
	c:one,2024-02-29,,abuse,police,c:one,h:one,household,,,s
	c:one,2024-03-01,,referral,social-services,c:one,h:two,,,,
	c:one,2025-01-01,,abuse,police,c:one,h:two,household,,,v
	c:two,2024-02-01,,referral,social-services,c:two,h:one,,,,
	c:two,2024-02-29,,abuse,police,c:two,h:one,household,,,s
	c:two,2024-03-01,,abuse,police,c:two,h:one,household,,,t
	h:one,2024-01-09,,abuse,police,,h:one,,,,p
	h:one,2024-01-10,,"abuse, any",police,,h:one,,,,"q ""r"""
	h:one,2024-02-29,,abuse,police,,h:one,,,,s
	h:one,2024-03-01,,abuse,police,,h:one,,,,t
	h:two,2024-02-29,,abuse,police,,h:two,,,,u
	h:two,2025-01-01,,abuse,police,,h:two,,,,v
	END
	lscb-join --map map notices children >actual
	same expected actual
}

@test "of two homes on one day the one that sorts first holds, whatever the order of rows" {
	map <<-'END'
	r:b,c:one,h:two
	r:c,c:one,h:one
	r:n,,h:one
	r:o,,h:two
	END
	payload '' <<-'END' >in
	r:b,child,2024-01-10,,referral,social-services
	r:c,child,2024-01-10,,referral,social-services
	r:n,household,2024-02-01,,abuse,police
	r:o,household,2024-02-01,,abuse,police
	END
	lscb-join --map map --stats stats in >actual
	grep -c '^c.*,household,' actual | diff <(echo 1) -
	full <<<'c:one,2024-02-01,,abuse,police,c:one,h:one,household,,,' |
		grep -qxFf - actual
	(head -n 1 in; tail -n +2 in | tac) | lscb-join --map map >actual2
	same actual actual2
	grep -qx 'lscb-join,queried,two-homes-on-one-day,1' stats
}

@test "a meeting told by each who came is one row; a household's event told twice is one; a child's rows all stay" {
	map <<-'END'
	r:b,c:one,h:one
	r:n,,h:one
	r:o,,h:one
	END
	payload ,type <<-'END' >in
	r:c,m:one,2024-01-10,,meeting,board,x
	r:d,m:one,2024-01-10,,meeting,board,x
	r:e,m:one,2024-01-10,,meeting,board,y
	r:b,child,2024-01-10,,bullying,education,x
	r:b,child,2024-01-10,,bullying,education,x
	r:n,household,2024-01-11,,abuse,police,x
	r:o,household,2024-01-11,,abuse,police,x
	END
	expect <<-'END'
	c:one,2024-01-10,,bullying,education,c:one,h:one,,,,x
	c:one,2024-01-10,,bullying,education,c:one,h:one,,,,x
	c:one,2024-01-11,,abuse,police,c:one,h:one,household,,,x
	h:one,2024-01-11,,abuse,police,,h:one,,,,x
	m:one,2024-01-10,,meeting,board,,,,,,x
	m:one,2024-01-10,,meeting,board,,,,,,y
	END
	lscb-join --map map --stats stats in >actual
	same expected actual
	# 7 read: 5 used (2 meeting, 2 child, 1 household), 2 the same.
	grep -qx 'lscb-join,read,,7' stats
	grep -qx 'lscb-join,used,,5' stats
	grep -qx 'lscb-join,dropped,same-row,2' stats
	grep -qx 'lscb-join,written,,6' stats
}

@test "what nobody could be found for is kept under its record and counted by source" {
	map <<-'END'
	r:b,,h:one
	r:c,,
	END
	payload '' <<-'END' >in
	r:b,child,2024-01-10,,referral,social-services
	r:z,child,2024-01-11,,referral,social-services
	r:c,household,2024-01-12,,abuse,police
	END
	expect <<-'END'
	r:b,2024-01-10,,referral,social-services,,h:one,,,,
	r:c,2024-01-12,,abuse,police,,,,,,
	r:z,2024-01-11,,referral,social-services,,,,,,
	END
	lscb-join --map map --stats stats in >actual
	same expected actual
	grep -qx 'lscb-join,used,unmatched-social-services,2' stats
	grep -qx 'lscb-join,used,unmatched-police,1' stats
}

@test "a row without a date, with a bad one, or without a record, subject, event or source is rejected" {
	map </dev/null
	payload '' <<-'END' >in
	r:b,child,,,referral,police
	r:b,child,10/01/2024,,referral,police
	r:b,child,2024-01-10,2024-02-30,referral,police
	c:b,child,2024-01-10,,referral,police
	r:b,somebody,2024-01-10,,referral,police
	r:b,c:one,2024-01-10,,referral,police
	r:b,child,2024-01-10,,,police
	r:b,child,2024-01-10,,referral,The Police
	r:b,child,2024-01-10,,referral,police
	END
	run -65 --separate-stderr lscb-join --map map in
	[[ $stderr == *"in:2: date: "*"[no-date]" ]]
	lscb-join --map map --rejects bad --stats stats in >actual
	[[ $(wc -l <actual) == 2 ]]
	cut -d, -f2,4,5 bad >actual
	printf '%s\n' line,column,reason 2,date,no-date 3,date,bad-date \
		4,end,bad-date 5,record,bad-record 6,subject,bad-subject \
		7,subject,bad-subject 8,event,no-event \
		9,source,bad-source >expected
	same expected actual
}

@test "streams of different keys refuse to meet" {
	map <<<'r:b,c:one,h:one'
	payload '' <<<'r:b:zzz,child,2024-01-10,,referral,police' >in
	run -78 --separate-stderr lscb-join --map map in
	[[ $stderr == *"in:2: "*"[other-key]" && $output == '' ]]
	payload '' <<<'r:b,m:one:zzz,2024-01-10,,meeting,board' >in
	run -78 --separate-stderr lscb-join --map map in
	map <<<'r:b,c:one:zzz,h:one'
	run -78 --separate-stderr lscb-join --map map in
	map <<<$'r:b,c:one,h:one\nr:c:zzz,c:one,h:one'
	run -78 --separate-stderr lscb-join --map map in
	# With an empty map the payloads must still agree among themselves.
	map </dev/null
	payload '' <<-'END' >in
	r:b,child,2024-01-10,,referral,police
	r:b:zzz,child,2024-01-10,,referral,police
	END
	run -78 --separate-stderr lscb-join --map map in
}

@test "a column that no history has stops the join, with a near miss" {
	map </dev/null
	payload ,categry </dev/null >in
	run -65 --separate-stderr lscb-join --map map in
	[[ $stderr == *"did you mean 'category'?"* ]]
	payload ,via </dev/null >in
	run -65 --separate-stderr lscb-join --map map in
	[[ $stderr == *"filled by lscb-join"* ]]
	echo record,subject,date,end,event >in
	run -65 --separate-stderr lscb-join --map map in
	[[ $stderr == *"no column 'source'"* ]]
}

@test "a map that is none, or names a record twice, is refused" {
	payload '' </dev/null >in
	run -64 --separate-stderr lscb-join in
	run -66 --separate-stderr lscb-join --map none in
	map <<<'r:b,h:one,c:one'
	run -65 --separate-stderr lscb-join --map map in
	map <<<$'r:b,c:one,\nr:b,c:two,'
	run -65 --separate-stderr lscb-join --map map in
	[[ $stderr == *"map:3: record: "*"[duplicate-record]" ]]
	run -65 --separate-stderr lscb-join --map in in
}

@test "a library whose history lacks the columns that join fills is 78" {
	map </dev/null
	payload '' </dev/null >in
	sed -i 's/^name: via/name: route/' library/history.rec
	run -78 --separate-stderr lscb-join --map map in
	[[ $stderr == *"no column 'via'"* ]]
	printf '\nname: date\ntitle: Date\n' >>library/history.rec
	run -78 --separate-stderr lscb-join --map map in
	run -78 --separate-stderr lscb-join --library /none --map map in
}

@test "payloads of no rows give a header" {
	map </dev/null
	payload ,sex </dev/null >in
	expect </dev/null
	lscb-join --map map in in >actual
	same expected actual
}

@test "more rows than memory come out the same, and the books balance" {
	awk 'BEGIN { split("bcdefghijklmnopqrstuvwxyz", c, "")
	    for (i = 0; i < 15000; i++) printf "r:%s%s%s,c:%s,h:%s\n",
		c[i % 25 + 1], c[int(i / 25) % 25 + 1], c[int(i / 625) + 1],
		c[i * 7 % 25 + 1], c[i * 3 % 20 + 1] }' | map
	awk -F, 'NR > 1 { n++; printf "%s,%s,2024-%02d-%02d,,e,police,%d\n",
	    $1, n % 10 ? "child" : "household", n % 12 + 1, n % 28 + 1, n }
	    ' map | payload ,type >in
	lscb-join --map map --stats stats in >expected
	mkdir tmp
	TMPDIR=$PWD/tmp lscb-join -S 1 --map map in >actual
	same expected actual
	tail -n +2 actual | LC_ALL=C sort -c
	[[ -z $(ls -A tmp) ]]
	grep -qx 'lscb-join,read,,15000' stats
	grep -qx 'lscb-join,used,,15000' stats
	run -74 --separate-stderr env TMPDIR="$PWD/none" \
		lscb-join -S 1 --map map in
}

@test "more events of households than memory: each is one, and reaches the child living there, once" {
	map <<-'END'
	r:b,c:one,h:one
	r:n,,h:one
	END
	{
		echo r:b,child,2024-01-01,,referral,social-services,
		awk 'BEGIN { for (i = 0; i < 20000; i++) printf \
		    "r:n,household,2024-%02d-%02d,,abuse,police,%d\n",
		    i % 12 + 1, i % 28 + 1, i % 19000 }'
	} | payload ,type >in
	# Day and type are the same again after 84 rows, so never within 19000
	# unless 84 divides it, which it does not: all 20000 are different.
	{
		echo c:one,2024-01-01,,referral,social-services,c:one,h:one,,,,
		awk 'BEGIN { for (i = 0; i < 20000; i++) {
			row = sprintf("2024-%02d-%02d,,abuse,police", \
			    i % 12 + 1, i % 28 + 1)
			print "h:one," row ",,h:one,,,," i % 19000
			print "c:one," row ",c:one,h:one,household,,," i % 19000
		} }'
	} | full | LC_ALL=C sort >body
	(echo "$header"; cat body) >expected
	for memory in 1 64; do
		lscb-join -S "$memory" --map map --stats stats in >actual
		same expected actual
		tail -n +2 in | tac >told
		(head -n 1 in; cat told; sed 1d in | grep household) |
			lscb-join -S "$memory" --map map --stats stats >actual
		same expected actual
		grep -qx 'lscb-join,dropped,same-row,20000' stats
		grep -qx 'lscb-join,used,,20001' stats
	done
}
