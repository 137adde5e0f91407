#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Indicators of the board's own work, of the front door, of enquiries,
# conferences, reviews and visits at their edges: the last day that counts and
# the first that does not, by hand.  Bank holidays of 2025 that matter: 18 and
# 21 April, 5 and 26 May.
load lib/common
load lib/edges

@test "re-referrals: a year back to the day, never the same day" {
	# c01 a year ago to the day; c02 a year and a day; c03 twice on one day
	# c04 first and last day of the year before, on the last of the period
	# c05 the day before, on the first; c06 after the period
	history '' <<-'END'
	c01,2024-05-10,,referral,s
	c01,2025-05-10,,referral,s
	c02,2024-05-09,,referral,s
	c02,2025-05-10,,referral,s
	c03,2025-05-10,,referral,s
	c03,2025-05-10,,referral,x
	c04,2024-06-30,,referral,s
	c04,2025-06-30,,referral,s
	c05,2025-03-31,,referral,s
	c05,2025-04-01,,referral,s
	c06,2025-06-30,,contact,s
	c06,2025-07-01,,referral,s
	END
	is re-referrals 3,6,0,
}

@test "contacts to child protection: five working days, and those not over are out" {
	# Thursday 10 April: the fifth is Thursday 17, then Easter to Monday 21.
	# On 30 June: Monday 23's are just over, Tuesday 24's are not.
	history '' <<-'END'
	c01,2025-04-10,,contact,s
	c01,2025-04-21,,strategy,s
	c02,2025-04-10,,contact,s
	c02,2025-04-22,,strategy,s
	c03,2025-04-10,,contact,s
	c03,2025-04-10,,strategy,s
	c04,2025-04-09,,strategy,s
	c04,2025-04-10,,contact,s
	c05,2025-06-23,,contact,s
	c05,2025-06-30,,strategy,s
	c06,2025-06-24,,contact,s
	c06,2025-06-25,,strategy,s
	c07,2025-06-24,,contact,s
	c08,2025-01-01,,contact,s
	c08,2025-01-01,,strategy,s
	END
	DATE=2025-06-30 is contacts-to-child-protection 3,5,2,
	# a day later the fifth working day of 24 June is over as well: c06
	DATE=2025-07-01 is contacts-to-child-protection 4,7,0,
}

@test "decisions in one working day: not available without decisions, then the next morning" {
	history '' <<-'END'
	c01,2025-04-17,,referral,s
	c02,2025-04-17,,referral,s
	END
	is referrals-decided-one-day 0,2,0,
	cut -d, -f10 counts >status
	grep -qx na status
	# Maundy Thursday: the next working day is Tuesday 22
	history '' <<-'END'
	c01,2025-01-02,,referral-decision,s
	c01,2025-04-17,,referral,s
	c01,2025-04-22,,referral-decision,s
	c02,2025-04-17,,referral,s
	c02,2025-04-23,,referral-decision,s
	c03,2025-01-02,,referral,s
	END
	is referrals-decided-one-day 1,2,0,
}

@test "no further action, source and joint: what is not known is in neither number" {
	history ',outcome,agency,type' <<-'END'
	c01,2025-04-01,,referral,s,no-further-action,police,
	c02,2025-04-02,,referral,s,assessment,police,
	c03,2025-04-03,,referral,s,,,
	c04,2025-06-30,,referral,s,advice,health,
	c05,2025-04-01,,section-47,s,,,joint
	c06,2025-04-01,,section-47,s,,,single-agency
	c07,2025-04-01,,section-47,s,,,
	END
	is referrals-no-further-action 1,3,0,
	is section-47-joint 1,2,0,
	is referrals-by-source 4,,0,
	awk -F, '$2 == "2025-04-01" && $3 == "2025-06-30" && $4 == "agency" {
		print $5 "," $6 }' counts >got
	printf '%s\n' ,1 health,1 police,2 >want
	same want got
}

@test "assessments: 42 working days from the last referral before the start" {
	# 42 working days after Monday 3 March are over on Friday 2 May; Monday
	# 5 May is a holiday, Tuesday 6 May the 43rd.
	# c04 a second referral counts from then; c05 none, twice; c06 too late
	# c07 three months back to the day, c08 a day more; c09 not completed
	history '' <<-'END'
	c01,2025-03-03,,referral,s
	c01,2025-03-03,2025-05-02,assessment,s
	c02,2025-03-03,,referral,s
	c02,2025-03-04,2025-05-05,assessment,s
	c03,2025-03-03,,referral,s
	c03,2025-03-03,2025-05-06,assessment,s
	c04,2025-03-03,,referral,s
	c04,2025-04-01,,referral,s
	c04,2025-04-01,2025-05-06,assessment,s
	c05,2025-04-01,2025-05-01,assessment,s
	c05,2025-05-01,2025-06-01,assessment,s
	c06,2025-04-01,2025-05-01,assessment,s
	c06,2025-04-02,,referral,s
	c07,2025-01-02,,referral,s
	c07,2025-04-02,2025-04-02,assessment,s
	c08,2025-01-01,,referral,s
	c08,2025-04-02,2025-04-03,assessment,s
	c09,2025-04-02,,assessment,s
	c09,2025-04-02,,referral,s
	END
	is assessments-42-days 3,5,0,3
}

@test "assessments: a child not yet born cannot be seen" {
	# c05 born in the month after the assessment, c06 in its month
	# c07 month of birth not known; c08 another row says unborn
	history ',birth_month,seen' <<-'END'
	c01,2025-04-01,2025-05-01,assessment,s,2020-01,yes
	c02,2025-04-01,2025-05-01,assessment,s,2020-01,no
	c03,2025-04-01,2025-05-01,assessment,s,2020-01,
	c04,2025-04-01,2025-05-01,assessment,s,unborn,no
	c05,2025-04-01,2025-05-01,assessment,s,2025-06,no
	c06,2025-04-01,2025-05-01,assessment,s,2025-05,yes
	c07,2025-04-01,2025-05-01,assessment,s,,no
	c08,2025-04-01,2025-05-01,assessment,s,,no
	c08,2025-04-02,,registration,s,unborn,
	c09,2025-04-01,2025-07-01,assessment,s,2020-01,yes
	END
	is assessments-child-seen 2,4,0,
}

@test "enquiries: a conference on the sixtieth day, and sixty days to have it" {
	# 1 May and 60 days is 30 June; 16 May and 60 days is 15 July
	history '' <<-'END'
	c01,2025-05-01,,section-47,s
	c01,2025-06-30,,conference,s
	c02,2025-05-01,,section-47,s
	c02,2025-07-01,,conference,s
	c03,2025-05-16,,section-47,s
	c03,2025-07-15,,conference,s
	c04,2025-05-17,,section-47,s
	c04,2025-05-20,,conference,s
	c05,2025-05-01,,section-47,s
	c06,2025-05-01,,section-47,s
	c06,2025-05-01,,conference,s
	c07,2025-01-01,,conference,s
	c07,2025-01-01,,section-47,s
	END
	DATE=2025-07-15 is section-47-to-conference 3,5,1,
}

@test "conferences: fifteen working days, by child and by conference" {
	# Thursday 10 April: the 15th is Tuesday 6 May, over Easter and 5 May.
	# m01 one child on the 15th; m02 two siblings on the 16th; m03 no day
	# m04 two discussions, of which one is in time: the conference is not
	history ',strategy_date,outcome' <<-'END'
	c01,2025-05-06,,conference,s,2025-04-10,registered
	c02,2025-05-07,,conference,s,2025-04-10,registered
	c03,2025-05-07,,conference,s,2025-04-10,not-registered
	c04,2025-05-07,,conference,s,,registered
	c05,2025-05-07,,conference,s,2025-04-10,
	c06,2025-05-07,,conference,s,2025-04-11,registered
	m01,2025-05-06,,conference,s,2025-04-10,
	m02,2025-05-07,,conference,s,2025-04-10,
	m03,2025-05-07,,conference,s,,
	m04,2025-05-07,,conference,s,2025-04-10,
	m04,2025-05-07,,conference,s,2025-04-11,
	END
	is conference-15-days-child 2,5,0,
	is conference-15-days-conference 1,3,0,
	is conference-registered 4,5,0,
}

@test "first core group: ten working days after the conference that registered" {
	# Thursday 10 April: the tenth is Monday 28.  Monday 16 June: 30 June.
	history ',outcome' <<-'END'
	c01,2025-04-10,,conference,s,registered
	c01,2025-04-28,,core-group,s,
	c02,2025-04-10,,conference,s,registered
	c02,2025-04-29,,core-group,s,
	c03,2025-04-10,,conference,s,registered
	c03,2025-04-10,,core-group,s,
	c04,2025-04-10,,conference,s,not-registered
	c04,2025-04-11,,core-group,s,
	c05,2025-06-16,,conference,s,registered
	c05,2025-06-30,,core-group,s,
	c06,2025-06-17,,conference,s,registered
	c06,2025-06-18,,core-group,s,
	c07,2025-01-01,,core-group,s,
	END
	DATE=2025-06-30 is core-group-10-days 3,4,1,
}

@test "reviews on time: every one of the year, none overdue, within this registration" {
	# c01 three months to the day, reviewed on it; c02 not reviewed
	# c03 not yet three months; c04 the last review six months and a day
	# ago; c05 six months to 1 April; c06 a late one in the year
	# c07 a late one before the year; c08 due on a day nobody wrote
	# c09 reviewed in the registration before; c10 off on the last day
	history ',due' <<-'END'
	c01,2025-12-31,,registration,s,
	c01,2026-03-31,,review,s,2026-03-31
	c02,2025-12-31,,registration,s,
	c03,2026-01-01,,registration,s,
	c03,2026-03-31,,review,s,2026-04-01
	c04,2025-06-01,,registration,s,
	c04,2025-09-30,,review,s,2025-09-30
	c05,2025-06-01,,registration,s,
	c05,2025-09-01,,review,s,2025-09-01
	c05,2025-10-01,,review,s,2026-03-01
	c06,2025-06-01,,registration,s,
	c06,2025-09-02,,review,s,2025-09-01
	c06,2026-01-10,,review,s,2026-03-02
	c07,2024-06-01,,registration,s,
	c07,2025-03-31,,review,s,2025-03-01
	c07,2025-10-05,,review,s,2025-10-05
	c08,2025-06-01,,registration,s,
	c08,2026-01-10,,review,s,
	c09,2025-01-01,2025-11-30,registration,s,
	c09,2025-11-20,,review,s,2025-11-20
	c09,2025-12-15,,registration,s,
	c10,2025-06-01,2026-03-31,registration,s,
	c10,2026-03-31,,review,s,2026-03-31
	END
	DATE=2026-03-31 CLOSE=2026-03-31 is reviews-on-time 4,8,0,
	# by review: c01, c03, c06 and c10; c08's is due on no day that is known
	DATE=2026-03-31 CLOSE=2026-03-31 \
		is reviews-on-time-review 4,4,0, 2026-01-01
	# c04, c05, and c06 late
	DATE=2026-03-31 CLOSE=2025-09-30 \
		is reviews-on-time-review 2,3,0, 2025-07-01
}

@test "allocated: a worker of a case that is open; without a case nobody knows" {
	history ',allocated' <<-'END'
	c01,2025-01-01,,registration,s,
	c01,2025-01-01,,open-case,s,yes
	c02,2025-01-01,,registration,s,
	c02,2025-01-01,,open-case,s,no
	c03,2025-01-01,,registration,s,
	c04,2025-01-01,,registration,s,
	c04,2025-01-01,2025-06-30,open-case,s,yes
	c05,2025-01-01,,registration,s,
	c05,2025-01-01,,open-case,s,
	c06,2025-01-01,,registration,s,
	c06,2025-01-01,,open-case,s,no
	c06,2025-02-01,,open-case,s,yes
	c07,2025-01-01,2025-06-30,registration,s,
	c07,2025-01-01,,open-case,s,no
	END
	is register-allocated 2,4,0,2
}

@test "visited: ten working days before the close, for whom they have passed" {
	# Monday 30 June: the tenth back is Monday 16; Sunday 15 has eleven after.
	# c04 registered nine working days ago, c05 ten; c06 to c08 by birth
	# c09 on it twice at once; c10 seen a day after; c11 off on the day
	history ',birth_month,seen' <<-'END'
	c01,2025-01-01,,registration,s,2015-01,
	c01,2025-06-16,,visit,s,,yes
	c02,2025-01-01,,registration,s,2015-01,
	c02,2025-06-15,,visit,s,,yes
	c03,2025-01-01,,registration,s,2015-01,
	c03,2025-06-20,,visit,s,,no
	c04,2025-06-17,,registration,s,2015-01,
	c04,2025-06-18,,visit,s,,yes
	c05,2025-06-16,,registration,s,2015-01,
	c05,2025-06-30,,visit,s,,yes
	c06,2025-01-01,,registration,s,unborn,
	c07,2025-01-01,,registration,s,2025-07,
	c08,2025-01-01,,registration,s,2025-06,
	c09,2025-01-01,,registration,s,2015-01,
	c09,2025-02-01,,registration,s,2015-01,
	c09,2025-06-27,,visit,s,,yes
	c10,2025-01-01,,registration,s,2015-01,
	c10,2025-07-01,,visit,s,,yes
	c11,2025-01-01,2025-06-30,registration,s,2015-01,
	c11,2025-01-02,,visit,s,,yes
	END
	is register-visited 3,7,0,
}

@test "feel safer: the latest answer after against the last one before the conference" {
	# c01 up; c02 the same; c03 down; c04 no answer before; c05 both on a day
	# c06 the last one on the scale; c07 up and then down; c08 off the scale
	history ',stage,safe' <<-'END'
	c01,2025-01-10,,survey,a,pre-icc,disagree
	c01,2025-05-01,,survey,a,registration,agree
	c02,2025-01-10,,survey,a,pre-icc,agree
	c02,2025-05-01,,survey,a,registration,agree
	c03,2025-01-10,,survey,a,pre-icc,strongly-agree
	c03,2025-05-01,,survey,a,registration,agree
	c04,2025-05-01,,survey,a,registration,agree
	c05,2025-05-01,,survey,a,pre-icc,disagree
	c05,2025-05-01,,survey,a,registration,agree
	c06,2025-01-01,,survey,a,pre-icc,disagree
	c06,2025-02-01,,survey,a,pre-icc,dont-know
	c06,2025-05-01,,survey,a,registration,neither
	c07,2025-01-10,,survey,a,pre-icc,neither
	c07,2025-04-10,,survey,a,registration,strongly-agree
	c07,2025-06-01,,survey,a,de-registration,disagree
	c08,2025-01-10,,survey,a,pre-icc,disagree
	c08,2025-05-01,,survey,a,registration,dont-know
	END
	is feel-safer-after 2,5,0,
	# of the period: c05 and c07 two each, the others one
	is questionnaires-received 10,,0,
}

@test "the board's own work: sums of places and actions, absence, grades, answers" {
	history ',agency,booked,attended,outcome,type,grade,actions_due,actions_in_time,competent,safe,stage' <<-'END'
	a01,2025-04-01,,audit,b,,,,,case-file,outcomes-achieved,,,,,
	a02,2025-06-30,,audit,b,,,,,case-file,partly-achieved,,,,,
	a03,2025-05-01,,audit,b,,,,,case-file,,,,,,
	a04,2025-05-01,,audit,b,,,,,thematic,outcomes-achieved,,,,,
	c01,2025-05-01,,survey,a,,,,,,,,,,agree,pre-icc
	c02,2025-05-01,,survey,a,,,,,,,,,,,registration
	m01,2025-05-01,,meeting-attendance,b,health,,,attended,,,,,,,
	m01,2025-05-01,,meeting-attendance,b,police,,,absent,,,,,,,
	m02,2025-06-30,,meeting-attendance,b,police,,,attended,,,,,,,
	s01,2025-05-01,,staff-survey,b,health,,,,,,,,agree,,
	s02,2025-05-01,,staff-survey,b,health,,,,,,,,neither,,
	s03,2025-05-01,,staff-survey,b,police,,,,,,,,,,
	t01,2025-04-01,,training-places,b,health,3,,,,,,,,,
	t01,2025-04-01,,training-places,b,police,5,4,,,,,,,,
	t02,2025-05-01,,training-places,b,police,,2,,,,,,,,
	t03,2025-06-30,,training-places,b,health,2,3,,,,,,,,
	v01,2025-05-01,,practice-review-published,b,,,,,,,12,8,,,
	v02,2025-05-01,,practice-review-published,b,,,,,,,6,6,,,
	v03,2025-05-01,,practice-review-published,b,,,,,,,4,,,,
	END
	is audit-outcomes 1,2,0,
	is meeting-attendance 2,3,0,
	is staff-competent 1,2,0,
	is review-actions 14,18,0,
	is questionnaires-processed 1,,0,
	is training-attendance 7,7,0,
	awk -F, '$2 == "2025-04-01" && $3 == "2025-06-30" && $4 == "agency" {
		print $5 "," $6 "," $7 }' counts >got
	printf '%s\n' health,3,2 police,4,5 >want
	same want got
}
