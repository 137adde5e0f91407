#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-survey-due: the edges of its days, ages and quotas.  The whole flow is walked
# through in tests/survey.bats.
load ../lib/common

# history ROW...: of children by their last letter, "b,DATE,END,EVENT,BIRTH,...".
history() {
	echo subject,date,end,event,birth_month,stage,conference_date,reason,sex,category,area
	printf '%s\n' "$@" | sed 's/^/caaaaaaaaaaaaaaaaaaaaaaaa/' | sort
}

# says DAY LINE: the one child's form of the line's stage, "stage,...", as at DAY.
says() {
	lscb-survey-due -s "${survey-children}" --date "$1" history.csv |
		grep ",${2%%,*}," | cut -d , -f "2,${columns-7-8}" >seen
	[[ $(<seen) == "$2" ]] || {
		echo "as at $1 want $2, is $(<seen)"
		return 1
	}
}

# definition SED: the library's survey, changed.
definition() {
	sed "$1" "$LSCB_LIBRARY/surveys/children.rec" >mine.rec
	survey=./mine.rec
}

@test "registration: from its day to 60 days after it, while the child is on" {
	# 60 days after 1 March is 30 April.
	history b,2026-03-01,,registration,2015-01,,,,,, >history.csv
	columns=3-5,7-8
	says 2026-03-01 registration,2026-03-01,2026-03-01,2026-04-30,due,not-asked
	says 2026-04-30 registration,2026-03-01,2026-03-01,2026-04-30,due,not-asked
	says 2026-05-01 registration,2026-03-01,2026-03-01,2026-04-30,closed,time-passed
	# Nothing is known before the day, not even the child.
	lscb-survey-due -s children --date 2026-02-28 history.csv >out
	[[ $(wc -l <out) == 1 ]]
	# Removed on 10 March: the 9th is the last day; until the 10th is over it is
	# not known that the child will be.
	history b,2026-03-01,2026-03-10,registration,2015-01,,,,,, >history.csv
	says 2026-03-09 registration,2026-03-01,2026-03-01,2026-04-30,due,not-asked
	says 2026-03-10 registration,2026-03-01,2026-03-01,2026-03-09,closed,event-passed
	# 'from' lets some days pass first.
	definition '/^name: registration$/,/^$/s/^days: 60/days: 60\nfrom: 14/'
	history b,2026-03-01,,registration,2015-01,,,,,, >history.csv
	says 2026-03-14 registration,2026-03-01,2026-03-15,2026-04-30,waiting,not-yet
	says 2026-03-15 registration,2026-03-01,2026-03-15,2026-04-30,due,not-asked
}

@test "before the conference: until its own day, planned or held, told anew" {
	columns=3,5,7-8
	history b,2026-03-01,,referral,2015-01,,,,,, \
		b,2026-03-02,,advocacy,,pre-icc,2026-03-12,,,, >history.csv
	says 2026-03-12 pre-icc,2026-03-02,2026-03-12,due,not-asked
	says 2026-03-13 pre-icc,2026-03-02,2026-03-12,closed,event-passed
	# Held on the 10th already.
	history b,2026-03-01,,referral,2015-01,,,,,, \
		b,2026-03-02,,advocacy,,pre-icc,2026-03-12,,,, \
		b,2026-03-10,,conference,2015-01,,,,,, >history.csv
	says 2026-03-10 pre-icc,2026-03-02,2026-03-10,due,not-asked
	says 2026-03-11 pre-icc,2026-03-02,2026-03-10,closed,event-passed
	# Put off, and told so: one and the same form, until the new day.
	history b,2026-03-01,,referral,2015-01,,,,,, \
		b,2026-03-02,,advocacy,,pre-icc,2026-03-12,,,, \
		b,2026-03-11,,advocacy,,pre-icc,2026-03-20,,,, >history.csv
	says 2026-03-20 pre-icc,2026-03-02,2026-03-20,due,not-asked
	# No day is planned: 90 days, to 31 May.
	history b,2026-03-01,,referral,2015-01,,,,,, \
		b,2026-03-02,,advocacy,,pre-icc,,,,, >history.csv
	says 2026-05-31 pre-icc,2026-03-02,2026-05-31,due,not-asked
	# An advocate's row of another stage opens nothing here.
	history b,2026-03-01,,referral,2015-01,,,,,, \
		b,2026-03-02,,advocacy,,registration,,,,, >history.csv
	says 2026-03-05 pre-icc,,,not-involved,no-conference
}

@test "before the conference: answered counts, on its day, not after it" {
	local day want
	while read -r day want; do
		history b,2026-03-02,,advocacy,,pre-icc,2026-03-12,,,, \
			b,2026-03-12,,conference,2015-01,,,,,, \
			b,"$day",,survey,,pre-icc,,,,, >history.csv
		says 2026-04-01 "pre-icc,$want"
	done <<-'END'
	2026-03-12 done,answered
	2026-03-13 closed,wrong-order
	2026-03-01 done,answered
	END
	# The advocate was told late, or not at all, and the child was heard all the
	# same: 90 days before the conference are 12 December.
	history b,2026-03-12,,conference,2015-01,,,,,, \
		b,2025-12-12,,survey,,pre-icc,,,,, >history.csv
	says 2026-04-01 pre-icc,done,answered
	history b,2026-03-12,,conference,2015-01,,,,,, \
		b,2025-12-11,,survey,,pre-icc,,,,, >history.csv
	says 2026-04-01 pre-icc,closed,not-told
}

@test "no longer on the register: of who was asked on it, until it is again" {
	columns=3,5,7-8
	local spell=b,2026-01-05,2026-03-02,registration,2015-01,,,,,,
	# 60 days after 2 March is 1 May.
	history $spell >history.csv
	says 2026-03-02 de-registration,2026-03-02,2026-05-01,not-involved,stage-order
	history $spell b,2026-01-20,,advocacy,,registration,,,,, >history.csv
	says 2026-03-01 de-registration,,,not-involved,not-ended
	says 2026-03-02 de-registration,2026-03-02,2026-05-01,due,not-asked
	says 2026-05-02 de-registration,2026-03-02,2026-05-01,closed,time-passed
	# Declined then, asked all the same now: a refusal is of that form.
	history $spell b,2026-01-20,,advocacy,,registration,,parent-declined,,, >history.csv
	says 2026-03-02 registration,2026-01-05,2026-03-01,ended,refused
	says 2026-03-02 de-registration,2026-03-02,2026-05-01,due,not-asked
	# ... unless the board says that it is of the survey.
	definition 's/^refused_ends: stage/refused_ends: survey/'
	says 2026-03-02 de-registration,2026-03-02,2026-05-01,ended,refused
	survey=children
	# "Not reached" is no refusal.
	history $spell b,2026-01-20,,advocacy,,registration,,not-reached,,, >history.csv
	says 2026-02-01 registration,2026-01-05,2026-03-06,due,asked
	# Registered again on 1 April: 31 March was the last day; the register's
	# form is that of the new time.
	history $spell b,2026-01-20,,advocacy,,registration,,,,, \
		b,2026-04-01,,registration,2015-01,,,,,, >history.csv
	says 2026-04-01 de-registration,2026-03-02,2026-03-31,closed,event-passed
	says 2026-04-01 registration,2026-04-01,2026-05-31,due,not-asked
	# An answer of the first time is not one of the second.
	history $spell b,2026-01-20,,survey,,registration,,,,, \
		b,2026-04-01,,registration,2015-01,,,,,, >history.csv
	says 2026-03-31 registration,2026-01-05,2026-03-01,done,answered
	says 2026-04-01 registration,2026-04-01,2026-05-31,due,not-asked
	# Answered on the day of removal: not while on the register.
	history $spell b,2026-03-02,,survey,,registration,,,,, >history.csv
	says 2026-03-31 registration,2026-01-05,2026-03-01,closed,wrong-order
}

@test "age: completed years on the day it opened, the birthday on the 1st" {
	local birth want
	columns=6-8
	# Registered on 31 March 2026.
	while read -r birth want; do
		history "b,2026-03-31,,registration,$birth,,,,,," >history.csv
		says 2026-03-31 "registration,$want"
	done <<-'END'
	2020-04 5,undefined,age-undefined
	2020-03 6,due,not-asked
	2021-03 5,undefined,age-undefined
	2021-04 4,not-involved,too-young
	2008-04 17,due,not-asked
	2008-03 18,not-involved,too-old
	unborn unborn,not-involved,unborn
	2026-04 unborn,not-involved,unborn
	2026-03 0,not-involved,too-young
	END
	history "b,2026-03-31,,registration,,,,,,," >history.csv
	says 2026-03-31 registration,,not-involved,no-birth-month
	# 17 when registered, 18 on 1 April: no longer asked.
	history b,2026-03-31,,registration,2008-04,,,,,, >history.csv
	says 2026-04-01 registration,17,not-involved,too-old
	# The latest row that has a birth speaks for all; a later one of one day the
	# later month.
	history b,2026-03-30,,referral,2021-01,,,,,, b,2026-03-31,,registration,,,,,,, \
		>history.csv
	says 2026-03-31 registration,5,undefined,age-undefined
	history b,2026-03-30,,referral,2021-01,,,,,, \
		b,2026-03-31,,registration,2016-01,,,,,, \
		b,2026-03-31,,referral,2015-12,,,,,, >history.csv
	says 2026-03-31 registration,10,due,not-asked
}

@test "age 5: reported, counted, and as the board decides" {
	history b,2026-03-31,,registration,2021-01,,,,,, >history.csv
	says 2026-03-31 registration,undefined,age-undefined
	lscb-survey-due -s children --date 2026-03-31 --stats stats.csv history.csv >out
	# One form; the other two have not opened.
	grep -qx lscb-survey-due,queried,age-undefined,1 stats.csv
	definition 's/^undefined_rule: .*/undefined_rule: not-involved/'
	says 2026-03-31 registration,not-involved,age-not-involved
	# In the cohort, and of none of the quotas: those are for 6 and older.
	definition 's/^undefined_rule: .*/undefined_rule: cohort/'
	says 2026-03-31 registration,waiting,no-quota
	definition 's/^undefined_rule: .*/undefined_rule: cohort/; s/^ages: 6 to 9/ages: 5 to 9/'
	says 2026-03-31 registration,due,not-asked
}

@test "quotas by sex, category and area; each must have room; order by day, then subject" {
	sed '/^name: younger/,/^%rec: Scale/{/^%rec: Scale/!d}' \
		"$LSCB_LIBRARY/surveys/children.rec" >base
	{
		sed '/^%rec: Scale/,$d' base
		cat <<-'END'
		name: all
		stage: registration
		places: 4
		period: quarter

		name: girls
		stage: registration
		places: 1
		period: quarter
		match: sex = female

		name: neglect-in-ward
		stage: registration
		places: 1
		period: ever
		match: category = neglect
		match: area = W1

		END
		sed -n '/^%rec: Scale/,$p' base
	} >mine.rec
	# Sex is said once, by a row that is no registration; a category is one of
	# two; f's ward is another.
	history b,2026-03-05,,registration,2015-01,,,,female,neglect,W1 \
		c,2026-03-05,,registration,2015-01,,,,male,physical\;neglect,W1 \
		d,2026-03-04,,referral,2015-01,,,,female,, \
		d,2026-03-05,,registration,2015-01,,,,,physical,W1 \
		e,2026-03-02,,registration,2015-01,,,,male,physical,W1 \
		f,2026-03-06,,registration,2015-01,,,,male,neglect,W2 \
		g,2026-03-07,,registration,2015-01,,,,male,,W2 \
		h,2026-03-08,,registration,2015-01,,,,male,,W2 >history.csv
	# e comes first by its day.  Of 5 March b before c before d: b takes the
	# place of girls and the one of neglect in W1, so c and d wait and hold
	# nobody up: f and g have the last two of four, h finds none.
	cat >want <<-'END'
	b,due,not-asked,,2
	c,waiting,quota-filled,neglect-in-ward,3
	d,waiting,quota-filled,girls,4
	e,due,not-asked,,1
	f,due,not-asked,,5
	g,due,not-asked,,6
	h,waiting,quota-filled,all,7
	END
	lscb-survey-due -s ./mine.rec --date 2026-03-31 --quotas-out quotas.csv history.csv |
		grep n,2026 | cut -d , -f 1,7-10 | sed 's/caaaaaaaaaaaaaaaaaaaaaaaa//' |
		diff -u want -
	cat >want <<-'END'
	quota,stage,from,to,places,taken,due,room,waiting
	all,registration,2026-01-01,2026-03-31,4,0,4,0,3
	girls,registration,2026-01-01,2026-03-31,1,0,1,0,1
	neglect-in-ward,registration,,,1,0,1,0,1
	END
	diff -u want quotas.csv
	# The list of those due is those lines, and no others.
	lscb-survey-due -s ./mine.rec --date 2026-03-31 --due history.csv |
		cut -d , -f 7-8,10 >seen
	printf '%s\n' state,why,order due,not-asked,{2,1,5,6} | diff -u - seen
	# A quota's column that the history lacks would be a quota of nobody.
	cut -d , -f 1-8,10- history.csv >less.csv
	run -65 --separate-stderr lscb-survey-due -s ./mine.rec --date 2026-03-31 less.csv
	[[ $stderr == *"less.csv:1: no column 'sex'"* ]]
}

@test "places are taken in their period, by the day the child was asked" {
	definition '/^name: middle/,/^$/s/^places: .*/places: 1/'
	# b was asked on 31 March, and answers in April: the place is of the old year.
	history b,2026-03-20,,registration,2015-01,,,,,, \
		b,2026-03-31,,advocacy,,registration,,,,, \
		b,2026-04-02,,survey,,registration,,,,, \
		c,2026-03-25,,registration,2015-01,,,,,, \
		e,2026-04-03,,registration,2015-01,,,,,, \
		e,2026-04-03,,survey,,registration,,,,, >history.csv
	local day want
	while read -r day want; do
		lscb-survey-due -s ./mine.rec --date "$day" --quotas-out q.csv history.csv |
			grep '^c.*c,registration' | cut -d , -f 7-8 >seen
		echo "$(<seen) $(grep ^middle q.csv)" >>all
		echo "$want" >>want
	done <<-'END'
	2026-03-30 waiting,quota-filled middle,registration,2025-04-01,2026-03-31,1,0,1,0,1
	2026-03-31 waiting,quota-filled middle,registration,2025-04-01,2026-03-31,1,1,0,0,1
	2026-04-01 due,not-asked middle,registration,2026-04-01,2027-03-31,1,0,1,0,0
	2026-04-03 waiting,quota-filled middle,registration,2026-04-01,2027-03-31,1,1,0,0,1
	END
	diff -u want all
	# Asked on the first day of the year: of this year.
	history b,2026-03-20,,registration,2015-01,,,,,, \
		b,2026-04-01,,advocacy,,registration,,,,, >history.csv
	lscb-survey-due -s ./mine.rec --date 2026-04-01 --quotas-out q.csv history.csv >out
	[[ $(grep ^middle q.csv) == middle,registration,2026-04-01,2027-03-31,1,1,0,0,0 ]]
}

@test "the ledger as at the day: what came later is not known yet" {
	history b,2026-03-02,,registration,2015-01,,,,,, >history.csv
	lscb-keygen --new x y
	lscb-keygen --purpose survey -o k x y
	lscb-survey-due -s children --date 2026-03-05 --due -o due.csv history.csv
	lscb-survey-invite -s children -k k --date 2026-03-05 --new-ledger --ledger-out l1 due.csv >new
	printf '%s\n' serial,what,date "$(sed -n '2s/,.*//p' new),withdrawn,2026-03-20" >rec
	lscb-survey-invite -s children -k k --date 2026-03-20 --ledger l1 --record rec \
		--ledger-out l2 due.csv >none
	local day want
	while read -r day want; do
		lscb-survey-due -s children --date "$day" --ledger l2 history.csv |
			grep ,registration, | cut -d , -f 7-8 >seen
		echo "$day $(<seen)" >>all
	done <<-'END'
	2026-03-04
	2026-03-05
	2026-03-19
	2026-03-20
	END
	printf '%s\n' '2026-03-04 due,not-asked' '2026-03-05 due,asked' \
		'2026-03-19 due,asked' '2026-03-20 ended,withdrawn' | diff -u - all
	# --record says the same without the ledger having it yet.
	lscb-survey-due -s children --date 2026-03-20 --ledger l1 --record rec history.csv |
		grep -q ,registration,.*ended,withdrawn
	run -65 --separate-stderr lscb-survey-due -s children --date 2026-03-20 --record rec history.csv
	[[ $stderr == *'rec:2: serial: was never issued [serial-not-issued]' ]]
	run -65 --separate-stderr lscb-survey-due -s children --date 2026-03-19 \
		--ledger l1 --record rec history.csv
	[[ $stderr == *'rec:2: date: is after --date [bad-order]' ]]
}

@test "random children at random days: as another reading of the pages has it" {
	local seed day oracle=$ROOT/tests/lib/survey.py
	# Quotas are another matter: places for all.
	definition '/^%rec: Quota/,/^%rec: Scale/s/^places: .*/places: 100000/'
	for seed in 1 2 3; do
		python3 "$oracle" make $seed 600 >history.csv
		for day in 2025-05-01 2025-06-15 2025-09-01 2026-01-31; do
			lscb-survey-due -s ./mine.rec --date $day history.csv | sed 1d |
				cut -d , -f 1-3,5,7-8 >seen
			python3 "$oracle" due $day <history.csv >want
			same want seen
			cat want >>all
		done
	done
	# It is about something: every reason is there a few times.
	cut -d , -f 5-6 all | sort | uniq -c | awk '$1 >= 5 { print $2 }' >seen
	printf '%s\n' closed,event-passed closed,no-reply closed,not-told \
		closed,time-passed closed,wrong-order done,answered due,asked \
		due,not-asked ended,refused not-involved,no-birth-month \
		not-involved,no-conference not-involved,not-ended \
		not-involved,not-registered not-involved,stage-order \
		not-involved,too-old not-involved,too-young not-involved,unborn \
		undefined,age-undefined | diff -u - seen
}

@test "who withdraws: from that day no more forms; what was over stays as it was" {
	# Told, registered on the day of the conference, 12 March, the last day of
	# the form before it; both were asked.
	history b,2026-03-01,,referral,2015-01,,,,,, \
		b,2026-03-02,,advocacy,,pre-icc,2026-03-12,,,, \
		b,2026-03-12,,conference,2015-01,,,,,, \
		b,2026-03-12,2026-03-20,registration,2015-01,,,,,, >history.csv
	local child=caaaaaaaaaaaaaaaaaaaaaaaab what on want
	while read -r what on want; do
		{
			echo serial,stage,subject,opened,issued,until,leaflet,outcome,on
			echo "aaaa-aaaa-aab6,registration,$child,2026-03-12,2026-03-12,2026-05-11,,$what,$on"
			echo "aaaa-aaaa-aac4,pre-icc,$child,2026-03-02,2026-03-02,2026-03-12,,invited,"
		} >ledger.csv
		lscb-survey-due -s children --date 2026-03-31 --ledger ledger.csv history.csv |
			sed 1d | cut -d , -f 8 | paste -sd , >seen
		echo "$what $on $want" >>want
		echo "$what $on $(<seen)" >>all
	done <<-'END'
	withdrawn 2026-03-12 withdrawn,withdrawn,withdrawn
	withdrawn 2026-03-13 no-reply,withdrawn,withdrawn
	distress 2026-03-13 no-reply,distress,distress
	refused 2026-03-13 no-reply,refused,not-asked
	withdrawn 2026-04-01 no-reply,no-reply,not-asked
	END
	diff -u want all
	# Of two that end the survey the first one says why.
	sed -i '2s/withdrawn,.*/withdrawn,2026-03-19/; 3s/invited,/distress,2026-03-05/' ledger.csv
	lscb-survey-due -s children --date 2026-03-31 --ledger ledger.csv history.csv |
		sed 1d | cut -d , -f 8 | paste -sd , >seen
	[[ $(<seen) == distress,withdrawn,distress ]]
	# From that very day: removed on the 20th, withdrawn on the 20th.
	sed -i '2s/withdrawn,.*/withdrawn,2026-03-20/; 3s/distress,.*/invited,/' ledger.csv
	for on in 19 20; do
		lscb-survey-due -s children --date 2026-03-$on --ledger ledger.csv history.csv |
			sed 1d | cut -d , -f 8 | paste -sd ,
	done >seen
	printf '%s\n' no-reply,asked,not-ended no-reply,withdrawn,withdrawn | diff -u - seen
	# A refusal is known on its day, not before.
	sed -i '2s/withdrawn,.*/refused,2026-03-19/; 3d' ledger.csv
	for on in 18 19; do
		lscb-survey-due -s children --date 2026-03-$on --ledger ledger.csv history.csv |
			grep ,registration, | cut -d , -f 7-8
	done >seen
	printf '%s\n' due,asked ended,refused | diff -u - seen
}

@test "rows that cannot be trusted; rows that are nobody's; order" {
	history b,2026-03-02,,registration,2015-01,,,,,, b,2026-03-3,,registration,2015-01,,,,,, \
		b,2026-03-04,2026-03-03,registration,2015-01,,,,,, \
		b,2026-03-05,,registration,2015,,,,,, \
		b,2026-03-06,x,registration,2015-01,,,,,, >history.csv
	lscb-survey-due -s children --date 2026-03-31 --rejects bad.csv --stats s history.csv >out
	cut -d , -f 2,4,5 bad.csv | sed 1d >seen
	# In order of byte the third of March, written short, comes last.
	printf '%s\n' 3,end,bad-order 4,birth_month,bad-birth-month 5,end,bad-date \
		6,date,bad-date | diff -u - seen
	history b,2026-03-02,,registration,2015-01,,,,,, c,2026-03-01,,visit,2015-01,,,,,, \
		d,2026-04-01,,registration,2015-01,,,,,, >history.csv
	sed 1d history.csv | sed 's/^caaa/haaa/' >more
	head -n 2 more >>history.csv
	lscb-survey-due -s children --date 2026-03-31 --stats s history.csv >out
	# b's three stages alone: c has no row of the process, d none yet.
	[[ $(cut -c 1-26 out | sort -u | wc -l) == 2 ]]
	for want in dropped,not-a-child,2 dropped,after-date,1 dropped,other-event,1 used,,1; do
		grep -qx "lscb-survey-due,$want" s
	done
	sed 1d history.csv | head -n 3 | tac >rows
	{
		head -n 1 history.csv
		cat rows
	} >back.csv
	run -65 --separate-stderr lscb-survey-due -s children --date 2026-03-31 back.csv
	[[ $stderr == *'back.csv:3: subject: is not in order: put the history through lscb-sort [not-sorted]' ]]
	history b,2026-03-02,,registration,2015-01,,,,,, >history.csv
	sed -n '2s/03-02/03-01/p' history.csv >>history.csv
	run -65 --separate-stderr lscb-survey-due -s children --date 2026-03-31 history.csv
	[[ $stderr == *'history.csv:3: date: is not in order'* ]]
}

@test "the command line" {
	history b,2026-03-02,,registration,2015-01,,,,,, >history.csv
	run -64 --separate-stderr lscb-survey-due --date 2026-03-31 history.csv
	[[ $stderr == *'want -s NAME'* ]]
	run -64 --separate-stderr lscb-survey-due -s children history.csv
	[[ $stderr == *'want --date'* ]]
	run -78 --separate-stderr lscb-survey-due -s childern --date 2026-03-31 history.csv
	[[ $stderr == *"did you mean 'children'"* ]]
	run -66 --separate-stderr lscb-survey-due -s children --date 2026-03-31 --ledger no history.csv
	for column in birth_month event; do
		sed "1s/$column/x$column/" history.csv >less.csv
		run -65 --separate-stderr lscb-survey-due -s children --date 2026-03-31 less.csv
		[[ $stderr == *"no column '$column'; did you mean 'x$column'?"* ]]
	done
	# The list is for its owner alone.
	umask 022
	lscb-survey-due -s children --date 2026-03-31 --quotas-out q -o due history.csv
	[[ $(stat -c %a due q | sort -u) == 600 ]]
}
