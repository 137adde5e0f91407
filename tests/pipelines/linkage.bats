#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Linking in the night: what people decide holds, what they should look at is kept
# where only they may, and the report says how well records have met.
load ../lib/common
load ../lib/board

LINKAGE=board/identifiable/linkage
CHECK=$ROOT/pipelines/check

# Five pupils: three of the register; one of it under other names, in another
# home; one whom nobody else knows.
roll() {
	cat <<-'EOF'
		NativeId,UPN,Surname,Forename,DOB,Sex,Entry Date,Leaving Date,House,Postcode,School
		P1,,Canary-Jones,Cerys,02/01/2015,F,01/09/2019,,1,LL9 1AA,6601
		P2,,Canary-Jones,Dylan,02/02/2016,M,01/09/2020,,1,LL9 1AA,6601
		P3,,Canary-Price,Mair,02/03/2017,F,01/09/2021,,2,LL9 1AB,6601
		P4,,Canary-Ifans,Wil,03/09/2019,M,01/09/2024,,9,LL9 2ZZ,6601
		P5,,Canary-Morgan,Zara,02/08/2025,F,01/09/2025,,8,LL9 3ZZ,6601
	EOF
}

make_school() {
	make_board >made
	printf '\nsender: ysgol\nextract: roll\nagreement: none\n' >>board/board.rec
	mkdir board/incoming/ysgol
}

# all: everything is delivered.
all() {
	deliver register referrals notices
	roll >board/incoming/ysgol/roll.csv
}

# record SENDER EXTRACT N: the pseudonym of the record in line N of an extract, as it
# was made that night.
record() {
	lscb-ingest -x "$2" --sender "$1" --date 2026-03-31 -o clean - < <("$2")
	lscb-deidentify -x "$2" --sender "$1" -k board/keys/deidentify.key \
		-o payload clean
	sed -n "$(($3 + 1))p" payload | cut -d , -f 1
}

# matched: children known to several agencies, of all.
matched() {
	awk -F, '$1 == "" && $3 == "children-matched" { print $4 "/" $5 }' \
		board/current/match.csv
}

# decide LINE...: what people have decided.
decide() {
	printf '%s\n' decision,record,other,why "$@" >board/decisions.csv
	chmod 600 board/decisions.csv
}

@test "match.csv, counted by hand, and what of it status says" {
	make_school
	all
	night 2026-03-31
	# Of the indicators that say who could be matched, one is worked out here.
	grep -v pairs board/current/match.csv |
		awk -F, '$1 != "indicator" || $2 == "bullied" || NR == 1' >have
	# Of the register 10 and of the referrals 3 records, all of 10 children; notices
	# are of homes.  P1, P2, P3 are C1, C2, C3: with them 3 + 3 records are of a
	# child of two agencies.  On 2026-03-31 are 10 to 15: C1, C4, C5, C6, C10 (11,
	# 11, 12, 13, 14) and C2 (10); 5 to 9: C3 9, C7 7, C8 6, C9 5 and P4 6; P5 is 0.
	# Safeguarded of school age in the year to the 31st were the 10, on a roll 3.
	cat >want <<-'EOF'
		by,group,measure,numerator,denominator,value
		agency+sender,education+ysgol,records-numbered,5,5,1.0000
		agency+sender,education+ysgol,records-matched,3,5,0.6000
		agency+sender,police+cwm-arian,records-numbered,0,2,0.0000
		agency+sender,police+cwm-arian,records-matched,0,2,0.0000
		agency+sender,social-services+cwm-arian,records-numbered,13,13,1.0000
		agency+sender,social-services+cwm-arian,records-matched,6,13,0.4615
		,,children-matched,3,12,0.2500
		age,10-15,children-matched,2,6,0.3333
		age,5-9,children-matched,1,5,0.2000
		age,under-1,children-matched,0,1,0.0000
		authority,cwm-arian,children-matched,3,10,0.3000
		authority,ysgol,children-matched,0,2,0.0000
		indicator,bullied,subjects-matched,3,10,0.3000
	EOF
	same want have
	grep -c '^,,pairs-\(precision\|recall\),,,[01]\.[0-9]\{4\}$' board/current/match.csv
	"$STATUS" board --date 2026-03-31 >said
	grep -qx 'matching: 3 of 12 children known to several agencies; expected precision [01][.0-9]*, recall [01][.0-9]*' said
	grep -q '"path":"match.csv","mediatype":"text/csv"' board/current/datapackage.json
	grep -q ' match.csv$' board/current/SHA256SUMS
}

@test "pairs to look at, changes and what was learned stay where only we may look" {
	make_school
	all
	night 2026-03-30
	all
	night 2026-03-31
	[[ $(stat -c %a $LINKAGE $LINKAGE/* | sort -u) == 700 ]]
	[[ $(stat -c %a $LINKAGE/*/* | sort -u) == 600 ]]
	(cd $LINKAGE && ls 2026-03-30 2026-03-31) | sort | uniq -c >have
	same - have <<-'EOF'
		      1 
		      1 2026-03-30:
		      1 2026-03-31:
		      2 changes.csv
		      2 grey.csv
		      2 report.csv
	EOF
	run -1 grep -rE 'record,other|change,number|,bits,' board/nights board/state
	ls board/current >have
	run -1 grep -E 'grey|changes|link|decisions' have
	# A night again makes none of them anew, a backfill none at all.
	content $LINKAGE >before
	night 2026-03-31
	night 2026-03-30
	content $LINKAGE >after
	same before after
	# They go after the stated days, but for those of the last night.
	sed -i 's/^id: test/&\nkeep_days: 5/; s/^extract: .*/&\nmandatory: no\nevery: year/' board/board.rec
	night 2026-04-05
	night 2026-04-20
	ls $LINKAGE >have
	same - have <<<'2026-04-20'
}

@test "decisions hold through the night, and later nights; without them it is as before" {
	local one two other
	make_school
	all
	night 2026-03-29
	[[ $(matched) == 3/12 ]]
	cp board/current/match.csv before
	# P4 is C8, and P1 is not C1.
	one=$(record ysgol roll 4)
	two=$(record cwm-arian register 8)
	decide "same,$one,$two,his names have changed"
	all
	night 2026-03-30
	[[ $(matched) == 4/11 ]]
	grep -qx ,,decisions-waiting,0,1,0.0000 board/current/match.csv
	"$STATUS" board --date 2026-03-30 >said
	run -1 grep decisions said
	grep -q '^merged,c' $LINKAGE/2026-03-30/changes.csv
	one=$(record ysgol roll 1)
	two=$(record cwm-arian register 1)
	other=${one%?}
	[[ $one == *a ]] && other+=q || other+=a
	echo "apart,$one,$two,\"told by the school,
and by social services\"" >>board/decisions.csv
	echo "same,$other,$two,not there yet" >>board/decisions.csv
	all
	night 2026-03-31
	[[ $(matched) == 3/12 ]]
	grep -qx ,,decisions-waiting,1,3,0.3333 board/current/match.csv
	"$STATUS" board --date 2026-03-31 >said
	grep -qx 'decisions.csv: 1 of 3 wait for records that are not there' said
	# Neither they nor their reasons are in what is published.
	run -1 grep -rE "names have|told by|$one|$two" board/nights
	# Taken back: P1 is C1 again, and P4 somebody else.
	rm board/decisions.csv
	all
	night 2026-04-01
	[[ $(matched) == 3/12 ]]
}

@test "a bad decisions.csv ends the night before it begins: 78, and its line" {
	make_school
	all
	night 2026-03-30
	all
	for bad in 'same,x,y,' 'smae,x,y,'; do
		decide "$bad"
		run -78 "$NIGHTLY" board --date 2026-03-31
		[[ $output == 'nightly: board: 2026-03-31: begin: lscb-link: decisions.csv:2: '*'[bad-decision]' ]]
	done
	for bad in 'decision,record' '"' ''; do
		printf '%s' "$bad" >board/decisions.csv
		run -78 "$NIGHTLY" board --date 2026-03-31
		[[ ${#lines[@]} == 1 && $output == 'nightly: board: 2026-03-31: begin: lscb-link: decisions.csv:'* ]]
	done
	[[ $(readlink board/current) == nights/2026-03-30 ]]
	[[ -f board/incoming/ysgol/roll.csv ]]
	# Only the records of the night can tell of this one.
	decide "apart,$(record ysgol roll 5),$(record ysgol roll 5),"
	run -78 "$NIGHTLY" board --date 2026-03-31
	[[ $output == 'nightly: board: 2026-03-31: 30-link: lscb-link: decisions.csv:2: other: nothing tells these two records apart'* ]]
	rm board/decisions.csv
	night 2026-03-31
}

@test "check asks what is wrong with decisions.csv, and who may read it" {
	make_school
	all
	run -0 "$CHECK" board
	decide "apart,$(record ysgol roll 4),$(record ysgol roll 5),"
	run -0 "$CHECK" board
	chmod 644 board/decisions.csv
	run -1 "$CHECK" board
	[[ $output == *"to mend: $PWD/board/decisions.csv: others may look into it"* ]]
	decide same,x,y,
	run -1 "$CHECK" board
	[[ $output == *'to mend: decisions.csv: lscb-link: decisions.csv:2: record: want the number of a record [bad-decision]'* ]]
	[[ $output == *'1 to mend before'* ]]
}
