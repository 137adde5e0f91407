#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# A year of the children's safeguarding survey, for twelve children and one who is
# none of its business, with every way through the flow.  What has to come out was
# worked out by hand from the flow chart and the definition, and says why.
#
# bats file_tags=survey
load lib/common

setup_file() {
	export FIX=$BATS_FILE_TMPDIR
	cd "$FIX" || return 1
	# Two places for the younger in a year, so that they do not suffice.
	awk '/^name: / { name = $2 } name == "younger" && /^places:/ {
		$2 = 2 } { print }' "$LSCB_LIBRARY/surveys/children.rec" >children.rec
	lscb-keygen --new a.share b.share
	lscb-keygen --purpose survey -o survey.key a.share b.share
	children | sed 's/^\([a-n]\),/caaaaaaaaaaaaaaaaaaaaaaaa\1,/' |
		LC_ALL=C sort >rows
	{
		echo subject,date,end,event,source,birth_month,stage,conference_date,reason
		cat rows
	} >history.csv
	year >log 2>&1 || {
		cat log
		return 1
	}
}

# Children by their last letter.
#  b  9, goes all the way              h  9, comes when the quota is filled
#  c  7, declines on the register      i  15, removed after three days
#  d  12, declines before the          j  8, has to wait; removed, and
#     conference; withdraws later         registered again
#  e  13, is distressed                k  not yet born
#  f  5, of which nothing is decided   l  15, moved here: no conference
#  g  3                                m  12, nobody told the advocate; a form
#  n  was referred, no more               of the wrong stage came
children() {
	cat <<-'END'
	b,2025-04-14,,advocacy,advocacy,,pre-icc,2025-04-24,
	b,2025-04-24,,conference,social-services,2016-01,,,
	b,2025-04-24,2025-10-20,registration,social-services,2016-01,,,
	c,2025-05-01,,advocacy,advocacy,,pre-icc,2025-05-08,
	c,2025-05-08,,conference,social-services,2017-11,,,
	c,2025-05-08,,registration,social-services,2017-11,,,
	c,2025-05-20,,advocacy,advocacy,,registration,,child-declined
	d,2025-05-02,,advocacy,advocacy,,pre-icc,2025-05-09,
	d,2025-05-09,,conference,social-services,2013-03,,,
	d,2025-05-09,2025-11-10,registration,social-services,2013-03,,,
	e,2025-05-03,,advocacy,advocacy,,pre-icc,2025-05-10,
	e,2025-05-10,,conference,social-services,2011-08,,,
	e,2025-05-10,2025-12-01,registration,social-services,2011-08,,,
	f,2025-05-05,,advocacy,advocacy,,pre-icc,2025-05-12,
	f,2025-05-12,,conference,social-services,2020-02,,,
	f,2025-05-12,,registration,social-services,2020-02,,,
	g,2025-05-12,,conference,social-services,2022-01,,,
	g,2025-05-12,,registration,social-services,2022-01,,,
	h,2025-06-20,,advocacy,advocacy,,pre-icc,2025-06-27,
	h,2025-06-27,,conference,social-services,2016-06,,,
	h,2025-06-27,,registration,social-services,2016-06,,,
	i,2025-06-01,,advocacy,advocacy,,pre-icc,2025-06-09,
	i,2025-01-15,,referral,social-services,2009-09,,,
	i,2025-06-09,,conference,social-services,2009-09,,,
	i,2025-06-09,2025-06-12,registration,social-services,2009-09,,,
	j,2025-05-06,,advocacy,advocacy,,pre-icc,2025-05-13,
	j,2025-05-13,,conference,social-services,2016-10,,,
	j,2025-05-13,2025-08-04,registration,social-services,2016-10,,,
	j,2025-12-01,,advocacy,advocacy,,pre-icc,2025-12-09,
	j,2025-12-09,,conference,social-services,2016-10,,,
	j,2025-12-09,,registration,social-services,2016-10,,,
	k,2025-06-02,,conference,social-services,unborn,,,
	k,2025-06-02,,registration,social-services,unborn,,,
	l,2025-07-01,,registration,social-services,2010-05,,,
	m,2025-05-14,,conference,social-services,2012-12,,,
	m,2025-05-14,,registration,social-services,2012-12,,,
	m,2025-07-01,,survey,advocacy,,de-registration,,
	n,2025-05-14,,referral,social-services,2012-12,,,
	END
	# The advocate's row has no birth: a referral before it tells.
	local child
	for child in b,2016-01 c,2017-11 d,2013-03 e,2011-08 f,2020-02 h,2016-06 j,2016-10; do
		echo "${child%,*},2025-01-15,,referral,social-services,${child#*,},,,"
	done
}

# night DAY N: the list of that day, the invitations of it, the ledger after it;
# what was recorded in rec-N, if anything.
night() {
	local day=$1 n=$2 old=(--new-ledger) ledger=() record=()
	if ((n > 1)); then
		old=(--ledger "ledger-$((n - 1)).csv")
		ledger=("${old[@]}")
	fi
	[[ ! -e rec-$n ]] || record=(--record "rec-$n")
	lscb-survey-due -s ./children.rec --date "$day" "${ledger[@]}" \
		"${record[@]}" --quotas-out "quotas-$n.csv" -o "due-$n.csv" history.csv &&
	lscb-survey-invite -s ./children.rec -k survey.key --date "$day" "${old[@]}" \
		--ledger-out "ledger-$n.csv" "${record[@]}" -o "new-$n.csv" \
		"due-$n.csv"
}

# serial CHILD STAGE N: in the ledger of that night.
serial() {
	awk -F, -v c="caaaaaaaaaaaaaaaaaaaaaaaa$1" -v s="$2" \
		'$3 == c && $2 == s { print $1 }' "ledger-$3.csv"
}

# said N CHILD STAGE WHAT DAY: recorded before that night.
said() {
	[[ -e rec-$1 ]] || echo serial,what,date >"rec-$1"
	echo "$(serial "$2" "$3" $(($1 - 1))),$4,$5" >>"rec-$1"
}

# form SERIAL STAGE DAY AGE SAFE PLAN EXPLAINED: one that came back.
form() {
	echo "SV$((++forms)),$1,CA1,$2,$3,$4,$5,yes,,disagree,$6,$7,all,no,more,yes,A word of Kanarek77"
}

year() {
	night 2025-04-20 1 || return
	night 2025-05-04 2 || return
	said 3 d pre-icc refused 2025-05-05
	night 2025-05-15 3 || return
	said 4 b registration leaflet 2025-05-16
	said 4 c registration refused 2025-05-20
	said 4 d registration answered 2025-05-30
	said 4 e registration distress 2025-05-31
	night 2025-06-01 4 || return
	said 5 b registration answered 2025-05-20
	said 5 j registration answered 2025-06-10
	said 5 d registration withdrawn 2025-06-10
	night 2025-07-15 5 || return
	forms=0
	{
		echo response_id,serial,child_ref,stage,date,age,safe,someone_to_talk,understands,listened,plan_safer,plan_explained,questions_suitable,distressed,advocate_open,consent,not_heard
		form "$(serial b pre-icc 5)" pre-icc 2025-04-22 9 agree '' ''
		form "$(serial b registration 5)" registration 2025-05-20 9 disagree disagree no
		form "$(serial j registration 5)" registration 2025-06-10 8 dont-know agree ''
		form "$(serial c pre-icc 5)" pre-icc 2025-05-09 7 agree '' ''
		form "$(serial d registration 5)" registration 2025-05-30 12 agree agree ''
		form "$(serial b registration 5)" registration 2025-05-21 9 agree agree ''
		form aaaa-aaaa-aaaa registration 2025-05-21 9 agree agree ''
		form "$(serial l registration 5)" registration 2025-07-15 5 agree agree ''
		form "$(serial l registration 5)" registration 2025-07-15 18 agree agree ''
		form "$(serial l registration 5)" registration 2025-07-15 15 very agree ''
		form "$(serial l registration 5)" registration 2025-07-15 15 agree agree yes
		form "$(serial i pre-icc 5)" pre-icc 2025-06-08 15 agree agree ''
		form "$(serial j registration 5)" pre-icc 2025-06-11 8 agree agree ''
		form "$(serial j registration 5 | tr a-z b-za)" registration 2025-06-11 8 agree agree ''
	} >responses.csv
	lscb-survey-check -s ./children.rec --ledger ledger-5.csv --date 2025-07-15 \
		--rejects bad.csv --record-out rec-6 --answers-out answers.csv \
		-o rates.csv responses.csv || return
	night 2025-08-15 6 || return
	said 7 l registration answered 2025-08-20
	night 2025-11-15 7 || return
	said 8 b de-registration answered 2025-11-25
	night 2026-01-15 8
}

# brief FILE COLUMNS: without the letters that all children have in common.
brief() {
	sed 1d "$1" | cut -d , -f "$2" | sed 's/caaaaaaaaaaaaaaaaaaaaaaaa//'
}

@test "whom to invite, night by night" {
	cd "$FIX"
	# 20 April: the advocate was told of b, whose conference is on the 24th.
	cat >want <<-'END'
	b,pre-icc,2025-04-14,2025-04-14,2025-04-24,9,due,not-asked,,1
	END
	brief due-1.csv 1-10 | grep ,due, | diff -u want -
	# 4 May: c, d, e.  b is on the register since 24 April and may be asked for
	# 60 days; its form before the conference was not recorded yet: no reply.
	cat >want <<-'END'
	b,registration,2025-04-24,2025-04-24,2025-06-23,9,due,not-asked,,1
	c,pre-icc,2025-05-01,2025-05-01,2025-05-08,7,due,not-asked,,1
	d,pre-icc,2025-05-02,2025-05-02,2025-05-09,12,due,not-asked,,2
	e,pre-icc,2025-05-03,2025-05-03,2025-05-10,13,due,not-asked,,3
	END
	brief due-2.csv 1-10 | grep ,due, | diff -u want -
	brief due-2.csv 1-2,7-8 | grep ^b,pre >seen
	[[ $(<seen) == b,pre-icc,closed,no-reply ]]
	# 15 May: b was asked and takes one of the two places for ages 6 to 9; of c
	# (8 May) and j (13 May) c has the other, j is fourth of all and waits.  m
	# has no advocate's row, and is asked all the same.
	cat >want <<-'END'
	b,registration,9,due,asked,,
	c,registration,7,due,not-asked,,1
	d,registration,12,due,not-asked,,2
	e,registration,13,due,not-asked,,3
	j,registration,8,waiting,quota-filled,younger,4
	m,registration,12,due,not-asked,,5
	END
	brief due-3.csv 1-2,6-10 | grep 'n,.*\(due\|waiting\),' | diff -u want -
	cat >want <<-'END'
	younger,registration,2025-04-01,2026-03-31,2,1,1,0,1
	middle,registration,2025-04-01,2026-03-31,20,0,3,17,0
	older,registration,2025-04-01,2026-03-31,20,0,0,20,0
	END
	# d, e, m are 12, 13, 12: middle.
	brief quotas-3.csv 1-9 | diff -u want -
	# 1 June: c has declined, so j gets the place.  i will have a conference on
	# the 9th, the advocate was told today.
	cat >want <<-'END'
	i,pre-icc,2025-06-01,2025-06-01,2025-06-09,15,due,not-asked,,1
	j,registration,2025-05-13,2025-05-13,2025-07-12,8,due,not-asked,,1
	END
	brief due-4.csv 1-10 | grep ,not-asked | diff -u want -
	# 15 July: l moved here on the 1st.  h, 9 since June, finds both places taken.
	cat >want <<-'END'
	h,registration,9,waiting,quota-filled,younger,1
	l,registration,15,due,not-asked,,2
	END
	brief due-5.csv 1-2,6-10 | grep 'not-asked\|filled' | diff -u want -
	# 15 August: j was removed on the 4th and may be asked again, for 60 days.
	# 15 November: b likewise since 20 October; d has withdrawn.
	brief due-6.csv 1-5,8 | grep not-asked >seen
	echo j,de-registration,2025-08-04,2025-08-04,2025-10-03,not-asked |
		diff -u - seen
	brief due-7.csv 1-5,8 | grep not-asked >seen
	echo b,de-registration,2025-10-20,2025-10-20,2025-12-19,not-asked |
		diff -u - seen
}

@test "at the end of the year: every child and form, and why" {
	cd "$FIX"
	# c   its form before the conference came the day after it: no answer.
	# e   the form before the conference was over before the child was distressed.
	# g   age first: that nobody told the advocate does not matter at 3.
	# h   never had a place, and the 60 days are over.
	# i   removed before anybody came; so the last form, for those who were
	#     asked on the register, is not for i.
	# j   on the register again since 9 December, at 9: waits once more, since b
	#     and j itself had the two places of this financial year.  The last form
	#     was over on 3 October, before that.
	# m   registered in May, silent; what came in July says it had left.
	cat >want <<-'END'
	b,pre-icc,done,answered
	b,registration,done,answered
	b,de-registration,done,answered
	c,pre-icc,closed,no-reply
	c,registration,ended,refused
	c,de-registration,not-involved,not-ended
	d,pre-icc,ended,refused
	d,registration,ended,withdrawn
	d,de-registration,ended,withdrawn
	e,pre-icc,closed,no-reply
	e,registration,ended,distress
	e,de-registration,ended,distress
	f,pre-icc,undefined,age-undefined
	f,registration,undefined,age-undefined
	f,de-registration,not-involved,not-ended
	g,pre-icc,not-involved,too-young
	g,registration,not-involved,too-young
	g,de-registration,not-involved,not-ended
	h,pre-icc,closed,event-passed
	h,registration,closed,time-passed
	h,de-registration,not-involved,not-ended
	i,pre-icc,closed,no-reply
	i,registration,closed,event-passed
	i,de-registration,not-involved,stage-order
	j,pre-icc,closed,event-passed
	j,registration,waiting,quota-filled
	j,de-registration,closed,no-reply
	k,pre-icc,not-involved,unborn
	k,registration,not-involved,unborn
	k,de-registration,not-involved,not-ended
	l,pre-icc,not-involved,no-conference
	l,registration,done,answered
	l,de-registration,not-involved,not-ended
	m,pre-icc,closed,not-told
	m,registration,closed,no-reply
	m,de-registration,closed,wrong-order
	END
	lscb-survey-due -s ./children.rec --date 2026-01-15 --ledger ledger-8.csv \
		-o last.csv history.csv
	brief last.csv 1-2,7-8 | diff -u want -
}

@test "invitations say nothing but a serial; each is issued once" {
	cd "$FIX"
	# 15 May: c, d, e, m on the register; b was invited on the 4th.
	(($(sed 1d new-3.csv | wc -l) == 4))
	cat new-*.csv | sort -u >all
	run -1 grep -e caaaa -e ',20[01][0-9]-[01][0-9],' all
	grep -v '^serial,stage,issued,until$' all |
		grep -vE '^[a-z2-7]{4}-[a-z2-7]{4}-[a-z2-7]{4},(pre-icc|registration|de-registration),2025-[0-9-]{5},2025-[0-9-]{5}$' >odd || :
	[[ ! -s odd ]]
	# Issued: pre-icc b c d e i, registration b c d e m j l, de-registration j b.
	[[ $(sed 1d ledger-8.csv | wc -l) == 14 ]]
	[[ $(sed 1d ledger-8.csv | cut -d , -f 1 | sort -u | wc -l) == 14 ]]
	sed 1d ledger-8.csv | cut -d , -f 2-3,6-9 |
		sed 's/caaaaaaaaaaaaaaaaaaaaaaaa//' | sort >seen
	cat >want <<-'END'
	de-registration,b,2025-12-19,,answered,2025-11-25
	de-registration,j,2025-10-03,,no-reply,2025-10-04
	pre-icc,b,2025-04-24,,answered,2025-04-22
	pre-icc,c,2025-05-08,,no-reply,2025-05-09
	pre-icc,d,2025-05-09,,refused,2025-05-05
	pre-icc,e,2025-05-10,,no-reply,2025-05-11
	pre-icc,i,2025-06-09,,no-reply,2025-06-10
	registration,b,2025-06-23,2025-05-16,answered,2025-05-20
	registration,c,2025-07-07,,refused,2025-05-20
	registration,d,2025-07-08,,withdrawn,2025-06-10
	registration,e,2025-07-09,,distress,2025-05-31
	registration,j,2025-07-12,,answered,2025-06-10
	registration,l,2025-08-30,,answered,2025-08-20
	registration,m,2025-07-13,,no-reply,2025-07-14
	END
	diff -u want seen
}

@test "the forms that came back: rates by stage, and every bad one with its reason" {
	cd "$FIX"
	# Settled by 15 July: before the conference all 5 (b answered, d refused; c,
	# e, i not); on the register 6 of 7 (b, j answered; c refused; d withdrew; e
	# was distressed; m's day was the 13th), l may answer until 30 August.
	cat >want <<-'END'
	stage,outcome,count,of,percent
	pre-icc,issued,5,,
	pre-icc,open,0,,
	pre-icc,answered,1,5,20.0
	pre-icc,refused,1,5,20.0
	pre-icc,withdrawn,0,5,0.0
	pre-icc,distress,0,5,0.0
	pre-icc,no-reply,3,5,60.0
	pre-icc,rejected,2,,
	registration,issued,7,,
	registration,open,1,,
	registration,answered,2,6,33.3
	registration,refused,1,6,16.7
	registration,withdrawn,1,6,16.7
	registration,distress,1,6,16.7
	registration,no-reply,1,6,16.7
	registration,rejected,7,,
	de-registration,issued,0,,
	de-registration,open,0,,
	de-registration,answered,0,0,
	de-registration,refused,0,0,
	de-registration,withdrawn,0,0,
	de-registration,distress,0,0,
	de-registration,no-reply,0,0,
	de-registration,rejected,0,,
	,issued,12,,
	,open,1,,
	,answered,3,11,27.3
	,refused,2,11,18.2
	,withdrawn,1,11,9.1
	,distress,1,11,9.1
	,no-reply,4,11,36.4
	,rejected,11,,
	END
	diff -u want rates.csv
	cat >want <<-'END'
	5,date,too-late
	6,serial,not-to-be-used
	7,serial,serial-twice
	8,serial,serial-not-issued
	9,age,age-undefined
	10,age,too-old
	11,safe,off-scale
	12,plan_explained,not-asked
	13,plan_safer,not-of-stage
	14,stage,other-stage
	15,serial,bad-serial
	END
	brief bad.csv 2,4-5 | diff -u want -
	# Of three sound forms, two on the register: one feels unsafe, one does not
	# know; "does somebody explain" was put to one alone.
	grep '^registration,\(safe\|plan_explained\),' answers.csv | grep -v ',0$' >seen
	printf '%s\n' registration,safe,disagree,1 registration,safe,dont-know,1 \
		registration,plan_explained,no,1 | diff -u - seen
	# What a child said in its own words is in no file but the quarantine.
	run -1 grep -l Kanarek77 rates.csv answers.csv rec-6 ledger-*.csv
}

@test "forms of the longer questionnaire come through ingest, and answers into the history" {
	cd "$FIX"
	lscb-keygen --purpose deidentify -o "$BATS_TEST_TMPDIR/d.key" a.share b.share
	cd "$BATS_TEST_TMPDIR"
	head -n 4 "$FIX/responses.csv" | sed 's/,agree,/,I agree,/; s/,9,disagree/,9,I do not agree/' >in.csv
	lscb-ingest -x survey-forms --sender a --date 2025-07-15 -o clean.csv in.csv
	lscb-survey-check -s "$FIX/children.rec" --ledger "$FIX/ledger-5.csv" \
		--date 2025-07-15 clean.csv >rates.csv
	[[ $(grep ^,answered rates.csv) == ,answered,3,11,27.3 ]]
	lscb-deidentify -x survey-forms --sender a -k d.key --tokens t.csv \
		-o payload.csv clean.csv
	run -1 grep -e Kanarek77 -e "$(sed -n '2s/^[^,]*,\([^,]*\),.*/\1/p' clean.csv)" payload.csv
	head -n 1 payload.csv >seen
	echo record,subject,date,end,event,source,stage,safe,age,listened,understands,plan_safer,someone_to_talk |
		diff -u - seen
	sed 1d payload.csv | cut -d , -f 3,5,7- | sort >seen
	printf '%s\n' 2025-04-22,survey,pre-icc,agree,9,disagree,,,yes \
		2025-05-20,survey,registration,disagree,9,disagree,,disagree,yes \
		2025-06-10,survey,registration,dont-know,8,disagree,,agree,yes |
		diff -u - seen
}
