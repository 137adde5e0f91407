#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-survey-check: what it refuses and counts, at the edges.  A whole year of forms
# is in tests/survey.bats.
load ../lib/common

header=serial,stage,date,age,safe,someone_to_talk,understands,listened,plan_safer,plan_explained,questions_suitable,distressed,advocate_open


setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	# The eleventh letter v is doubled: 2 for b, 4 for c, 6 for d, 8 for e; 32
	# less that is 30, 28, 26, 24: the letters 6, 4, 2, y.
	serials=([1]=aaaa-aaaa-aab6 [2]=aaaa-aaaa-aac4 [3]=aaaa-aaaa-aad2 [4]=aaaa-aaaa-aaey)
	cat >ledger.csv <<-END
	serial,stage,subject,opened,issued,until,leaflet,outcome,on
	${serials[1]},pre-icc,caaaaaaaaaaaaaaaaaaaaaaaab,2026-01-05,2026-01-06,2026-01-20,,invited,
	${serials[2]},registration,caaaaaaaaaaaaaaaaaaaaaaaab,2026-01-20,2026-01-21,2026-03-21,,invited,
	${serials[3]},de-registration,caaaaaaaaaaaaaaaaaaaaaaaab,2026-02-20,2026-02-23,2026-04-21,,invited,
	${serials[4]},registration,caaaaaaaaaaaaaaaaaaaaaaaab,2026-03-02,2026-03-03,2026-05-01,,invited,
	END
}

# reply N DATE [REST]: to the serial N, with its stage.
reply() {
	local stage
	stage=$(awk -F, -v s="${serials[$1]}" '$1 == s { print $2 }' ledger.csv)
	echo "${serials[$1]},$stage,$2,${3-9,agree,,,,,,,,}"
}

check() {
	lscb-survey-check -s "${survey-children}" --ledger ledger.csv --date "${day-2026-04-30}" "$@"
}

# judged WANT N DATE [REST]: the reason this reply is refused for, or "sound".
judged() {
	local want=$1
	shift
	{
		echo "$header"
		reply "$@"
	} >in.csv
	check --rejects bad.csv in.csv >out
	sed 1d bad.csv | cut -d , -f 4,5 >seen
	[[ $want != sound ]] || want=
	[[ $(<seen) == "$want" ]] || {
		echo "$*: want ${want:-sound}, is $(<seen)"
		return 1
	}
}

@test "days: from the invitation, before the next stage opened" {
	# Before the conference: its day, the 20th, belongs to the form, and the child
	# was registered on that day.
	judged date,before-invitation 1 2026-01-05
	judged sound 1 2026-01-06
	judged sound 1 2026-01-20
	judged date,too-late 1 2026-01-21
	# On the register: removed on 20 February, which is the first day off it.
	judged date,stage-order 2 2026-01-19
	judged date,before-invitation 2 2026-01-20
	judged sound 2 2026-02-19
	judged date,stage-order 2 2026-02-20
	# Who was not asked when it left: the form is over when the child is on the
	# register again, on 2 March.
	cp ledger.csv whole
	sed -i 4d ledger.csv
	judged sound 2 2026-03-01
	judged date,stage-order 2 2026-03-02
	mv whole ledger.csv
	# No longer on it: registered again on 2 March.
	judged date,stage-order 3 2026-02-19
	judged sound 3 2026-03-01
	judged date,stage-order 3 2026-03-02
	# Again on it: late answers count here, up to --date.
	judged sound 4 2026-04-30
	judged date,future-date 4 2026-05-01
	day=2026-05-02 judged sound 4 2026-05-02
	judged date,bad-date 4 30/04/2026
	judged date,bad-date 4 ''
}

@test "ages: the cohort, both ends; 5 is a case of its own, as the board decides" {
	judged sound 4 2026-04-01 6,agree,,,,,,,,
	judged sound 4 2026-04-01 17,agree,,,,,,,,
	judged age,age-undefined 4 2026-04-01 5,agree,,,,,,,,
	judged age,too-young 4 2026-04-01 4,agree,,,,,,,,
	judged age,too-old 4 2026-04-01 18,agree,,,,,,,,
	judged age,bad-age 4 2026-04-01 ,agree,,,,,,,,
	judged age,bad-age 4 2026-04-01 9.5,agree,,,,,,,,
	judged age,bad-age 4 2026-04-01 -9,agree,,,,,,,,
	sed 's/^undefined_rule: .*/undefined_rule: cohort/' \
		"$LSCB_LIBRARY/surveys/children.rec" >mine.rec
	survey=./mine.rec
	judged sound 4 2026-04-01 5,agree,,,,,,,,
	sed -i 's/^undefined_rule: .*/undefined_rule: not-involved/' mine.rec
	judged age,age-not-involved 4 2026-04-01 5,agree,,,,,,,,
}

@test "answers: on their scale, of their stage, after the answers before them" {
	judged safe,off-scale 4 2026-04-01 9,Agree,,,,,,,,
	judged someone_to_talk,off-scale 4 2026-04-01 9,agree,agree,,,,,,,
	judged sound 4 2026-04-01 9,,,,,,,,,
	# "I understand why I am on the register" is not asked of who is not on it.
	judged sound 4 2026-04-01 9,,,agree,,,,,,
	judged understands,not-of-stage 3 2026-02-27 9,,,agree,,,,,,
	judged plan_safer,not-of-stage 1 2026-01-10 9,,,,,agree,,,,
	# Whether the plan was explained: only after three of six answers.
	local answer
	for answer in disagree strongly-disagree dont-know; do
		judged sound 4 2026-04-01 "9,,,,,$answer,yes,,,"
	done
	for answer in agree strongly-agree neither ''; do
		judged plan_explained,not-asked 4 2026-04-01 "9,,,,,$answer,yes,,,"
	done
	# It may stay without an answer.
	judged sound 4 2026-04-01 9,,,,,disagree,,,,
}

@test "outcomes are not missing data: what the ledger ended is not to be used" {
	local outcome
	for outcome in refused withdrawn distress; do
		sed -i "4s/\(.*,,\).*/\1$outcome,2026-02-25/" ledger.csv
		judged serial,not-to-be-used 3 2026-02-27
		check in.csv --rejects bad.csv | grep "^de-reg.*,$outcome," >seen
		echo "de-registration,$outcome,1,1,100.0" | diff -u - seen
	done
	sed -i '4s/\(.*,,\).*/\1no-reply,2026-04-22/' ledger.csv
	judged sound 3 2026-02-27
	# What is known only after --date is not known: it may still answer.
	sed -i '4s/\(.*,,\).*/\1refused,2026-03-05/' ledger.csv
	echo "$header" >in.csv
	day=2026-03-04 check in.csv | grep '^de-reg' >seen
	printf '%s\n' de-registration,issued,1,, de-registration,open,1,, \
		de-registration,{answered,refused,withdrawn,distress,no-reply},0,0, \
		de-registration,rejected,0,, | diff -u - seen
	# The last day is one on which it may be answered.
	day=2026-01-20 check in.csv | grep '^pre-icc,\(open\|no-reply\)' >seen
	printf '%s\n' pre-icc,open,1,, pre-icc,no-reply,0,0, | diff -u - seen
	day=2026-01-21 check in.csv | grep '^pre-icc,\(open\|no-reply\)' >seen
	printf '%s\n' pre-icc,open,0,, pre-icc,no-reply,1,1,100.0 | diff -u - seen
	# Issued after it: not yet.
	day=2026-01-05 check in.csv | grep '^,issued' >seen
	[[ $(<seen) == ,issued,0,, ]]
}

@test "serials and stages" {
	{
		echo "$header"
		reply 4 2026-04-01
		reply 4 2026-04-02
		reply 4 2026-04-03 | sed 's/registration/de-registration/'
		reply 4 2026-04-03 | sed 's/registration/registered/'
		reply 4 2026-04-03 | sed 's/^a/b/'
		reply 4 2026-04-03 | sed 's/^[^,]*/aaaa-aaaa-aaaa/'
		reply 4 2026-04-03 | sed 's/^[^,]*//'
	} >in.csv
	check --rejects bad.csv --record-out rec --stats s in.csv >out
	sed 1d bad.csv | cut -d , -f 2,4,5 >seen
	printf '%s\n' 3,serial,serial-twice 4,stage,other-stage 5,stage,bad-stage \
		6,serial,bad-serial 7,serial,serial-not-issued 8,serial,bad-serial |
		diff -u - seen
	printf '%s\n' serial,what,date "${serials[4]},answered,2026-04-01" | diff -u - rec
	grep -qx 'registration,rejected,3,,' out
	grep -qx ',rejected,6,,' out
	# Without a place for bad rows the first one ends it.
	run -65 --separate-stderr check in.csv
	[[ $stderr == 'lscb-survey-check: in.csv:3: serial: has a response above already [serial-twice]' ]]
	[[ -z $output || $output == '"' ]]
}

@test "columns: every closed question, and no other that nobody named" {
	{
		echo "$header"
		reply 4 2026-04-01
	} >in.csv
	sed 's/listened,//; 2s/agree,//' in.csv >less.csv
	run -65 --separate-stderr check less.csv
	[[ $stderr == *"less.csv:1: no column 'listened'"* ]]
	sed '1s/$/,shoe_size/; 2s/$/,38/' in.csv >more.csv
	run -65 --separate-stderr check more.csv
	[[ $stderr == *'more.csv:1: '*'14'* && $stderr != *shoe_size* ]]
	# An open question's column is known, and its text comes out nowhere.
	sed '1s/$/,safe_means,comment/; 2s/$/,Kanarek77,Kanarek77/' in.csv >open.csv
	check --answers-out answers --record-out rec open.csv >out
	run -1 grep Kanarek77 out answers rec
	check in.csv | diff -u - out
}

@test "answers-out: of the sound ones, of those asked; empty is no answer" {
	{
		echo "$header"
		reply 4 2026-04-01 9,disagree,yes,,,disagree,,some,no,more
		reply 2 2026-02-01 9,disagree,,,,agree,,all,no,same
		reply 3 2026-02-27 9,very,,,,agree,,all,yes,same
	} >in.csv
	check --rejects bad.csv --answers-out answers in.csv >out
	grep '^registration' answers | grep -v ',0$' >seen
	cat >want <<-'END'
	registration,safe,disagree,2
	registration,someone_to_talk,yes,1
	registration,someone_to_talk,,1
	registration,understands,,2
	registration,listened,,2
	registration,plan_safer,agree,1
	registration,plan_safer,disagree,1
	registration,plan_explained,,1
	registration,questions_suitable,all,1
	registration,questions_suitable,some,1
	registration,distressed,no,2
	registration,advocate_open,more,1
	registration,advocate_open,same,1
	END
	diff -u want seen
	[[ -z $(grep ^de-reg answers | grep -v ',0$') ]]
	[[ $(stat -c %a answers) == 600 ]]
}

@test "the command line" {
	echo "$header" >in.csv
	run -64 --separate-stderr lscb-survey-check -s children --date 2026-04-30 in.csv
	[[ $stderr == *'want --ledger FILE'* ]]
	run -64 --separate-stderr lscb-survey-check -s children --ledger ledger.csv in.csv
	[[ $stderr == *'want --date'* ]]
	run -64 --separate-stderr lscb-survey-check --ledger ledger.csv --date 2026-04-30 in.csv
	[[ $stderr == *'want -s NAME'* ]]
	run -66 --separate-stderr lscb-survey-check -s children --ledger none --date 2026-04-30 in.csv
}
