#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-update: what stands after a delivery, and what became of its rows.
# Every expected row was written by hand.
load ../lib/common

# define KEY-LINE...: a definition with these lines in its Extract record, as
# t.rec: an id, a day, whether it is gone, a text.
define() {
	printf '%s\n' '%rec: Extract' '' 'id: t' 'title: T' 'agency: a' "$@" '' \
		'%rec: Column' '' \
		'name: id' 'type: text' '' \
		'name: day' 'type: date' '' \
		'name: is' 'type: code' 'code: here = H' 'code: gone = G' '' \
		'name: v' 'type: text' >t.rec
}

changes() {
	define 'delivery: changes' 'key: id' 'deleted: is = gone'
}

period() {
	define 'delivery: period' 'period: day' "$@"
}

# stream [ROW...]: what lscb-ingest would write, to standard output.
stream() {
	printf '%s\n' id,day,is,v "$@"
}

# stands [ROW...]: so stood standing.csv after it was updated in place.
stands() {
	stream "$@" >expected
	same expected standing.csv
}

# update OPTION...: new.csv applied to standing.csv, which is replaced.
update() {
	lscb-update -x ./t.rec --standing standing.csv --stats stats.csv \
		-o standing.csv "$@" new.csv 2>err
	[[ ! -s err ]]
}

# counted MEASURE: its reasons and counts, in one line.
counted() {
	awk -F, -v m="$1" '$2 == m { printf "%s%s=%d", s, $3, $4; s = " " }' stats.csv
}

@test "changes: a correction takes the place of its row, a new one comes last" {
	changes
	stream 1,2026-01-01,here,a 2,2026-01-02,here,b 3,2026-01-03,here,c >standing.csv
	stream 5,2026-01-05,here,e 2,2026-01-02,here,B 4,2026-01-04,here,d \
		3,2026-01-03,here,c >new.csv
	update
	stands 1,2026-01-01,here,a 2,2026-01-02,here,B 3,2026-01-03,here,c \
		5,2026-01-05,here,e 4,2026-01-04,here,d
	[[ $(counted read) == =4 ]]
	[[ $(counted used) == 'corrected=1 new=2 unchanged=1' ]]
	[[ $(counted written) == =5 ]]
	[[ $(counted rejected),$(counted dropped),$(counted queried) == =0,=0,=0 ]]
}

@test "changes: a deletion is seen among several codes of a cell" {
	changes
	sed -i 's/^code: gone = G$/&\nseparator: ;/' t.rec
	stream 1,2026-01-01,here,a 2,2026-01-02,here,b >standing.csv
	stream '2,,here;gone,' >new.csv
	update
	stands 1,2026-01-01,here,a
	[[ $(counted used) == deleted=1 ]]
}

@test "changes: a deletion takes its record away and does not stand itself" {
	changes
	stream 1,2026-01-01,here,a 2,2026-01-02,here,b 3,2026-01-03,here,c >standing.csv
	stream 2,,gone, 9,,gone,x >new.csv
	update
	stands 1,2026-01-01,here,a 3,2026-01-03,here,c
	# The second deletes what nobody knows: asked about, no error.
	[[ $(counted used) == deleted=1 ]]
	[[ $(counted dropped) == unknown-record=1 ]]
	[[ $(counted queried) == unknown-record=1 ]]
	# Again: now neither is known.
	update
	stands 1,2026-01-01,here,a 3,2026-01-03,here,c
	[[ $(counted used),$(counted dropped) == =0,unknown-record=2 ]]
}

@test "changes: what was deleted and is delivered again is new, at the end" {
	changes
	stream 1,2026-01-01,here,a 2,2026-01-02,here,b >standing.csv
	stream 1,,gone, >new.csv
	update
	stream 1,2026-02-01,here,again >new.csv
	update
	stands 2,2026-01-02,here,b 1,2026-02-01,here,again
	[[ $(counted used) == new=1 ]]
}

@test "changes: the same key twice, the first counts and the other is rejected" {
	changes
	stream 1,2026-01-01,here,a >standing.csv
	stream 1,2026-01-01,here,first 1,,gone, 2,2026-01-02,here,b 2,2026-01-02,here,b >new.csv
	update --rejects bad.csv
	stands 1,2026-01-01,here,first 2,2026-01-02,here,b
	cut -d, -f2,4,5 bad.csv >actual
	printf '%s\n' line,column,reason 3,id,duplicate-key 5,id,duplicate-key >expected
	same expected actual
	[[ $(stat -c %a bad.csv) == 600 ]]
	run -65 --separate-stderr lscb-update -x ./t.rec --standing standing.csv new.csv
	[[ $stderr == 'lscb-update: new.csv:3: id: a row before it has the same key [duplicate-key]' ]]
}

@test "changes: a row without a key is rejected; part of a key will do" {
	define 'delivery: changes' 'key: id, day'
	stream 1,,here,a ,2026-01-01,here,b >standing.csv
	stream ,,here,x 1,,here,A ,2026-01-01,here,B 1,2026-01-01,here,C >new.csv
	update --rejects bad.csv
	stands 1,,here,A ,2026-01-01,here,B 1,2026-01-01,here,C
	[[ $(counted rejected) == missing-value=1 ]]
	[[ $(counted used) == 'corrected=2 new=1' ]]
}

@test "keys of several columns do not run into each other" {
	define 'delivery: changes' 'key: id, v'
	stream 1,,here,23 12,,here,3 >standing.csv
	stream 12,,gone,3 123,,here, >new.csv
	update
	stands 1,,here,23 12,,gone,3 123,,here,
	[[ $(counted used) == 'corrected=1 new=1' ]]
}

@test "a period: all of its days go, and what is delivered stands instead" {
	period
	stream a,2026-01-31,here,1 b,2026-02-01,here,2 c,2026-02-28,here,3 \
		d,2026-03-01,here,4 e,,here,5 >standing.csv
	stream x,2026-02-10,here,6 y,2026-02-01,here,7 >new.csv
	update --from 2026-02-01 --to 2026-02-28
	# Both ends belong to it; a row without a date stays.
	stands a,2026-01-31,here,1 d,2026-03-01,here,4 e,,here,5 \
		x,2026-02-10,here,6 y,2026-02-01,here,7
	[[ $(counted used) == new=2 ]]
	cp standing.csv once.csv
	update --from 2026-02-01 --to 2026-02-28
	same once.csv standing.csv
}

@test "a period: a row outside it is rejected, so is one without a date" {
	period
	stream a,2026-01-31,here,1 >standing.csv
	stream w,2026-01-31,here,1 x,2026-02-01,here,2 y,2026-02-28,here,3 \
		z,2026-03-01,here,4 n,,here,5 >new.csv
	update --from 2026-02-01 --to 2026-02-28 --rejects bad.csv
	stands a,2026-01-31,here,1 x,2026-02-01,here,2 y,2026-02-28,here,3
	cut -d, -f2,4,5 bad.csv >actual
	printf '%s\n' line,column,reason 2,day,outside-period 5,day,outside-period \
		6,day,missing-value >expected
	same expected actual
}

@test "overlapping periods: the later one holds for all of its own days" {
	period
	stream >standing.csv
	stream a,2026-01-05,here,1 b,2026-01-20,here,1 c,2026-01-31,here,1 >new.csv
	update --from 2026-01-01 --to 2026-01-31
	# From the 15th: b is gone, c is corrected, d is late, e is February's.
	stream c,2026-01-31,here,2 d,2026-01-16,here,2 e,2026-02-02,here,2 >new.csv
	update --from 2026-01-15 --to 2026-02-14
	stands a,2026-01-05,here,1 c,2026-01-31,here,2 d,2026-01-16,here,2 e,2026-02-02,here,2
	# A day that lies in both, and nothing happened on it.
	stream >new.csv
	update --from 2026-01-16 --to 2026-01-16
	stands a,2026-01-05,here,1 c,2026-01-31,here,2 e,2026-02-02,here,2
}

@test "a period with a key: a corrected day leaves no record twice" {
	period 'key: id' 'deleted: is = gone'
	stream a,2026-01-31,here,1 b,2026-02-03,here,2 c,2026-02-04,here,3 \
		d,2026-03-01,here,4 >standing.csv
	stream a,2026-02-01,here,1 c,2026-02-04,here,3 d,,gone, >new.csv
	update --from 2026-02-01 --to 2026-02-28
	# a moved into the month, b is not there any more, d is said to be gone.
	stands a,2026-02-01,here,1 c,2026-02-04,here,3
	[[ $(counted used) == 'corrected=1 deleted=1 unchanged=1' ]]
}

@test "a period without a key: a row that is called gone does not stand" {
	period 'deleted: is = gone'
	stream a,2026-02-03,here,1 >standing.csv
	stream a,2026-02-03,gone,1 b,2026-02-04,here,2 >new.csv
	update --from 2026-02-01 --to 2026-02-28
	stands b,2026-02-04,here,2
	[[ $(counted used),$(counted dropped) == new=1,deleted=1 ]]
}

@test "a full delivery replaces everything but what it calls gone" {
	changes
	stream 1,2026-01-01,here,a 2,2026-01-02,gone,b 3,2026-01-03,here,c >new.csv
	lscb-update -x ./t.rec --full --stats stats.csv new.csv >actual
	stream 1,2026-01-01,here,a 3,2026-01-03,here,c >expected
	same expected actual
	[[ $(counted read),$(counted used),$(counted dropped) == =3,=2,deleted=1 ]]
	# So does one of an extract that is always delivered whole.
	define
	stream 7,2026-01-07,here,old >standing.csv
	update
	same new.csv standing.csv
}

@test "a full delivery knows each record once too: by a key, of which the first row counts" {
	changes
	stream 1,2026-01-01,here,a 2,2026-01-02,gone,b ,2026-01-03,here,c \
		1,2026-01-04,here,d 2,2026-01-05,here,e 3,2026-01-06,here,f >new.csv
	run -65 --separate-stderr lscb-update -x ./t.rec --full new.csv
	[[ $stderr == *'new.csv:4: id: '*'[missing-value]' ]]
	lscb-update -x ./t.rec --full --rejects bad.csv --stats stats.csv \
		new.csv >actual
	stream 1,2026-01-01,here,a 3,2026-01-06,here,f >expected
	same expected actual
	[[ $(counted read),$(counted used),$(counted dropped) == =6,=2,deleted=1 ]]
	cut -d , -f 2,4,5 bad.csv >actual
	printf '%s\n' line,column,reason 4,id,missing-value \
		5,id,duplicate-key 6,id,duplicate-key >expected
	same expected actual
	# Nothing is told apart without a key.
	define
	stream 1,2026-01-01,here,a 1,2026-01-01,here,a >new.csv
	lscb-update -x ./t.rec --full new.csv | same new.csv -
}

@test "applied twice is applied once, whatever was in it" {
	local seed
	changes
	for seed in {1..20}; do
		awk -v seed="$seed" 'BEGIN {
			srand(seed); OFS = ","
			print "id", "day", "is", "v" >"standing.csv"
			print "id", "day", "is", "v" >"new.csv"
			for (i = 0; i < 60; i++) {
				day = sprintf("2026-01-%02d", 1 + int(rand() * 28))
				if (rand() < .6)
					print i, day, "here", int(rand() * 3) >"standing.csv"
				if (rand() < .5)
					print i, day, rand() < .3 ? "gone" : "here",
						int(rand() * 3) >"new.csv"
			} }'
		# The same by other means, rows in any order.
		awk -F, 'FNR == 1 { next } { row[$1] = $0; gone[$1] = $3 == "gone" }
			END { for (k in row) if (!gone[k]) print row[k] }' \
			standing.csv new.csv | sort >expected
		update
		sed 1d standing.csv | sort >actual
		same expected actual
		cp standing.csv once.csv
		update
		same once.csv standing.csv
		[[ $(counted used) != *new* && $(counted used) != *corrected* ]]
	done
}

@test "columns are found by name, quotes and symbols come through" {
	printf '%s\n' '%rec: Extract' '' 'id: t' 'title: T' 'agency: a' \
		'delivery: changes' 'key: id' '' '%rec: Column' '' \
		'name: id' 'type: text' '' 'name: n' 'type: count' \
		'symbol: suppressed = c' >t.rec
	printf '%s\n' id,n,n_symbol '"a, ""b""",1,' c,,suppressed >standing.csv
	printf '%s\n' n_symbol,id,n ',"a, ""b""",2' ',d,3' >new.csv
	lscb-update -x ./t.rec --standing standing.csv new.csv >actual
	printf '%s\n' id,n,n_symbol '"a, ""b""",2,' c,,suppressed d,3, >expected
	same expected actual
	printf '%s\n' id,n a,1 >new.csv
	run -65 --separate-stderr lscb-update -x ./t.rec --standing standing.csv new.csv
	[[ $stderr == *"new.csv:1: "*"no column 'n_symbol'"* ]]
}

@test "one column that may be empty is still a row" {
	printf '%s\n' '%rec: Extract' '' 'id: t' 'title: T' 'agency: a' \
		'delivery: period' 'period: d' '' '%rec: Column' '' \
		'name: d' 'type: date' >t.rec
	printf '%s\n' d '""' 2026-01-01 >standing.csv
	printf '%s\n' d 2026-01-02 >new.csv
	update --from 2026-01-01 --to 2026-01-31
	printf '%s\n' d '""' 2026-01-02 >expected
	same expected standing.csv
}

# refused STATUS: new.csv is not applied, with one line in err.
refused() {
	local status=0
	lscb-update -x ./t.rec --standing standing.csv -o standing.csv new.csv \
		2>err || status=$?
	cat err
	[[ $status == "$1" && $(wc -l <err) == 1 ]]
}

@test "standing rows of another definition, torn or doubled are refused, 65" {
	changes
	stream 1,2026-01-01,here,a >new.csv
	printf '%s\n' id,day,is 1,2026-01-01,here >standing.csv
	refused 65
	grep -q "standing.csv:1: no column 'v'" err
	stream 1,2026-01-01,here,a 1,2026-01-01,here,b >standing.csv
	refused 65
	grep -q 'standing.csv:3: id: two standing rows have this key: make them anew from a full delivery \[duplicate-key\]' err
	{ stream 2,2026-01-01,here,a; echo '"'; } >standing.csv
	cp standing.csv before
	refused 65
	same before standing.csv
	rm standing.csv
	refused 66
}

@test "the command line says what the definition needs, 64" {
	changes
	stream >new.csv
	stream >standing.csv
	run -64 lscb-update --standing standing.csv new.csv
	run -64 --separate-stderr lscb-update -x ./t.rec new.csv
	[[ $stderr == *'give --standing FILE, the rows that stand, or --full'* ]]
	run -64 lscb-update -x ./t.rec --standing - new.csv
	run -64 lscb-update -x ./t.rec --full --standing standing.csv new.csv
	run -64 --separate-stderr lscb-update -x ./t.rec --standing standing.csv \
		--from 2026-01-01 --to 2026-01-31 new.csv
	[[ $stderr == *"extract 't' is not delivered by period"* ]]
	period
	run -64 --separate-stderr lscb-update -x ./t.rec --standing standing.csv new.csv
	[[ $stderr == *"say which with --from DATE --to DATE"* ]]
	run -64 lscb-update -x ./t.rec --standing standing.csv --from 2026-01-01 new.csv
	run -64 lscb-update -x ./t.rec --standing standing.csv --from 2026-02-01 --to 2026-01-31 new.csv
	run -64 lscb-update -x ./t.rec --standing standing.csv --from 2026-02-01 --to 2026-02-30 new.csv
}
