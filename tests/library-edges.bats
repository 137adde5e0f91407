#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Indicators of health, education, justice, care and data at their edges: the
# last day that counts and the first that does not, by hand.
load lib/common
load lib/edges

@test "on a roll while safeguarded: on one day of the period at once" {
	# The quarter is 1 April to 30 June.
	# c01 both open on the first day
	# c02 the roll began in the quarter, while on the register
	# c03 registered in the quarter, while on a roll
	# c04 off the roll on the day of registration: no day at once
	# c05 both open at once in March only
	# c06 on a roll from the first day to the same day: on none
	# c07 taken off the register on 1 April: not on it in the quarter
	# c08 roll from the last day
	history ,type <<-'END'
	c01,2025-01-01,,registration,s,
	c01,2024-09-01,2025-04-02,roll,e,
	c01,2025-04-01,,exclusion,e,fixed-term
	c02,2025-01-01,2025-05-03,registration,s,
	c02,2025-05-02,,roll,e,
	c02,2025-05-03,,exclusion,e,fixed-term
	c03,2025-05-02,,registration,s,
	c03,2024-09-01,2025-05-03,roll,e,
	c03,2025-05-02,,exclusion,e,permanent
	c04,2025-05-02,,registration,s,
	c04,2024-09-01,2025-05-02,roll,e,
	c04,2025-05-02,,exclusion,e,fixed-term
	c05,2025-01-01,,registration,s,
	c05,2024-09-01,2025-04-01,roll,e,
	c06,2025-01-01,,registration,s,
	c06,2025-04-10,2025-04-10,roll,e,
	c07,2025-01-01,2025-04-01,registration,s,
	c07,2024-09-01,,roll,e,
	c08,2025-01-01,,registration,s,
	c08,2025-06-30,,roll,e,
	c09,2025-01-01,,care-and-support,s,
	c09,2024-09-01,,roll,e,
	c09,2025-03-31,,exclusion,e,fixed-term
	c10,2024-01-01,2024-02-01,care-and-support,s,
	END
	# c01 c02 c03 c08 c09; c02 was excluded on the day it left the register.
	is fixed-term-exclusions 1,5,0,
	is permanent-exclusions 1,5,0,
}

@test "persistent absence: exactly the threshold counts, no session possible does not" {
	# c01 180 of 200: 10 % missed        c02 181 of 200: less
	# c03 two schools, 170 of 190: 10.5 %    c04 nothing was possible
	# c05 registered on the day after the end of term    c06 160 of 200: 20 %
	history ,sessions_possible,sessions_attended <<-'END'
	c01,2025-01-01,,registration,s,,
	c01,2025-05-30,,school-attendance,e,200,180
	c02,2025-01-01,,registration,s,,
	c02,2025-05-30,,school-attendance,e,200,181
	c03,2025-05-30,,registration,s,,
	c03,2025-05-30,,school-attendance,e,100,100
	c03,2025-05-30,,school-attendance,e,90,70
	c04,2025-01-01,,registration,s,,
	c04,2025-05-30,,school-attendance,e,0,0
	c05,2025-05-31,,registration,s,,
	c05,2025-05-30,,school-attendance,e,200,10
	c06,2025-01-01,,registration,s,,
	c06,2025-05-30,,school-attendance,e,200,160
	c06,2025-05-30,,school-attendance,e,200,
	END
	is persistent-absence-10 3,4,0,
	is persistent-absence-20 1,4,0,
	# 180 + 181 + 170 + 0 + 160 of 200 + 200 + 190 + 0 + 200
	is register-attendance 691,790,0,
}

@test "seen within 28 days: the 28th counts, the next does not, recent ones wait" {
	history '' <<-'END'
	c01,2025-01-01,,registration,s
	c01,2025-04-01,,camhs-referral,h
	c01,2025-04-29,,camhs-seen,h
	c02,2025-01-01,,registration,s
	c02,2025-04-01,,camhs-referral,h
	c02,2025-04-30,,camhs-seen,h
	c03,2025-01-01,2025-04-01,registration,s
	c03,2025-04-01,,camhs-referral,h
	c03,2025-04-01,,camhs-seen,h
	c04,2025-01-01,,registration,s
	c04,2025-06-02,,camhs-referral,h
	c04,2025-06-02,,camhs-seen,h
	c05,2025-01-01,,registration,s
	c05,2025-06-03,,camhs-referral,h
	c05,2025-06-03,,camhs-seen,h
	c06,2024-01-01,2024-01-02,care-and-support,s
	END
	# 2 June + 28 days is 30 June, the day the figures are made: it has had
	# its time; 3 June has not.  c03 left the register that day.
	DATE=2025-06-30 is camhs-four-weeks 2,3,1,
	DATE=2025-07-01 is camhs-four-weeks 3,4,0,
}

@test "a further offence is later than some order, and no more than 12 months after" {
	# c01 its own offence on the day of its order   c02 the same day next year
	# c03 a day later    c04 on the day of its second order, after the first
	history ',type,first_time_entrant' <<-'END'
	c01,2025-01-01,,registration,s,,
	c01,2025-04-10,,youth-offence,y,,
	c01,2025-04-10,2025-05-10,youth-order,y,caution,yes
	c02,2025-01-01,,registration,s,,
	c02,2025-04-10,2025-05-10,youth-order,y,caution,yes
	c02,2026-04-10,,youth-offence,y,,
	c03,2025-01-01,,registration,s,,
	c03,2025-04-10,2025-05-10,youth-order,y,caution,yes
	c03,2026-04-11,,youth-offence,y,,
	c04,2025-01-01,,registration,s,,
	c04,2025-04-10,2025-05-10,youth-order,y,caution,yes
	c04,2025-06-20,,youth-offence,y,,
	c04,2025-06-20,2025-08-10,youth-order,y,caution,no
	c05,2025-01-01,2025-04-10,registration,s,,
	c05,2025-04-10,2025-05-10,youth-order,y,caution,yes
	c06,2024-01-01,2024-01-02,care-and-support,s,,
	END
	# c02, and c04 twice: the offence of 20 June is later than its first order.
	DATE=2026-06-30 is re-offending 3,5,0,
	# 20 June 2025 + 12 months is not over on 19 June 2026.
	DATE=2026-06-19 is re-offending 2,4,1,
}

@test "three factors together: less than 12 completed months before the close" {
	# The close is 30 June 2025.  All have an assessment that says no to domestic
	# abuse and yes to the others, but c05 (none) and c06 (two factors only).
	columns=,parental_domestic_abuse,parental_mental_health,parental_substance_misuse
	history $columns <<-'END'
	c01,2025-01-01,,registration,s,,,
	c01,2025-01-01,2025-02-01,assessment,s,no,yes,yes
	c01,2024-07-01,,domestic-abuse,p,,,
	c02,2025-01-01,,registration,s,,,
	c02,2025-01-01,2025-02-01,assessment,s,no,yes,yes
	c02,2024-06-30,,domestic-abuse,p,,,
	c03,2025-01-01,,registration,s,,,
	c03,2025-01-01,2025-02-01,assessment,s,yes,no,yes
	c03,2024-01-01,2024-07-01,adult-mental-health,h,,,
	c04,2025-01-01,,registration,s,,,
	c04,2025-01-01,2025-02-01,assessment,s,yes,yes,no
	c04,2024-01-01,2024-06-30,substance-misuse,h,,,
	c05,2025-01-01,,registration,s,,,
	c05,2025-06-01,2025-07-01,assessment,s,yes,yes,yes
	c06,2025-01-01,,registration,s,,,
	c06,2025-01-01,2025-02-01,assessment,s,yes,yes,
	c07,2025-01-01,,registration,s,,,
	c07,2025-01-01,2025-02-01,assessment,s,yes,yes,yes
	c07,2025-02-01,2025-06-30,assessment,s,no,yes,yes
	c08,2025-01-01,,registration,s,,,
	c08,2025-02-01,2025-06-30,assessment,s,yes,yes,yes
	c08,2025-02-01,2025-06-29,assessment,s,no,no,no
	c09,2023-01-01,2023-01-02,adult-mental-health,h,,,
	c09,2023-01-01,2023-01-02,substance-misuse,h,,,
	c09,2023-01-01,,domestic-abuse,h,,,
	END
	# c01, c03 and c08 (the later completed of one day); c07's latest says no.
	is register-three-factors 3,6,0,2
	# Each factor by itself: c06 answers to it, c05 is not completed.
	is register-parental-domestic-abuse 4,7,0,1
	is register-parental-substance-misuse 5,6,0,2
}

@test "not seen for 10 working days, in all of them on the register" {
	# 30 June 2025 is a Monday: the tenth working day before it is 16 June.
	history ,seen,birth_month <<-'END'
	c01,2025-01-01,,registration,s,,2015-01
	c01,2025-06-16,,visit,s,yes,
	c02,2025-01-01,,registration,s,,2015-01
	c02,2025-06-13,,visit,s,yes,
	c03,2025-06-16,,registration,s,,2015-01
	c04,2025-06-13,,registration,s,,2015-01
	c05,2025-01-01,,registration,s,,unborn
	c06,2025-01-01,,registration,s,,2015-01
	c06,2025-06-30,,visit,s,no,
	c07,2025-01-01,2025-06-30,registration,s,,2015-01
	END
	# c02, c04 and c06.  A Friday is a working day of its own.
	is register-unseen 3,,0, 2025-06-01
}

@test "home from care, found elsewhere, three attendances, rejected records" {
	history ,outcome,rows_read,rows_rejected,via,agency <<-'END'
	c01,2024-01-01,2025-04-02,looked-after,s,returned-home,,,,
	c02,2024-01-01,2025-04-01,looked-after,s,returned-home,,,,
	c03,2024-01-01,2025-06-30,looked-after,s,returned-home,,,,
	c04,2024-01-01,2025-07-01,looked-after,s,returned-home,,,,
	c05,2024-01-01,2025-05-01,looked-after,s,adopted,,,,
	c05,2024-01-01,,registration,s,,,,,
	c05,2025-06-30,,attendance,health,,,,,
	c05,2025-06-29,,attendance,health,,,,,
	c05,2024-06-30,,attendance,health,,,,,
	c06,2024-01-01,,registration,s,,,,,
	c06,2025-06-30,,attendance,health,,,,,
	c06,2025-06-29,,attendance,health,,,,,
	c06,2024-06-29,,attendance,health,,,,,
	c07,2024-01-01,,registration,s,,,,,
	c07,2024-02-01,,domestic-abuse,police,,,,household,
	c08,2024-01-01,,registration,s,,,,,
	c08,2025-07-01,,attendance,health,,,,,
	c09,2025-06-30,,registration,s,,,,,
	c09,2010-01-01,2012-01-01,roll,education,,,,,
	d01,2025-04-01,,delivery,b,ok,100,3,,police
	d01,2025-04-01,,delivery,b,late,100,3,,police
	d02,2025-06-30,,delivery,b,ok,50,,,police
	d03,2025-06-30,,delivery,b,ok,10,0,,health
	d04,2025-07-01,,delivery,b,ok,10,9,,health
	END
	# c01 and c03; c02 was looked after until the day before the quarter.
	is returned-home 2,4,0,
	# c05 c06 c09 of c05 to c09: a household is not the child.
	is register-matched 3,5,0,
	is register-matched-health 2,5,0,
	is register-matched-education 1,5,0,
	is register-emergency-three 1,5,0,
	# On the register on the day: four of c05 and c06 in the quarter.
	is register-emergency 4,5,0,
	is records-rejected 3,110,0,
	is extracts-on-time 2,3,0,
}

@test "an indicator of what no extract gives is not available, never nought" {
	history ,agency,type,value,allocated,birth_month <<-'END'
	c01,2025-01-01,,registration,s,,,,,2010-01
	c01,2025-01-01,,open-case,s,,,,yes,
	c01,2025-01-01,,looked-after,s,,,,,
	c01,2025-01-01,,domestic-abuse,s,,,,,
	c01,2024-09-01,,roll,s,,,,,
	s01,2025-01-01,2026-01-01,staff-check,b,police,,,,
	END
	for id in staff-checks-valid staff-trained injury-admissions self-harm \
		dental child-substance-misuse allegations-concluded caseload \
		social-worker-vacancies welsh-active-offer exploitation-nrm \
		unexpected-deaths private-fostering escalations practitioner-forums \
		social-worker-turnover agency-share encompass-notices \
		care-support-with-family register-parental-learning-disability; do
		lscb-indicators --date 2026-06-30 --from 2024-04-01 -i "$id" h.csv \
			>got
		(( $(wc -l <got) > 1 ))
		if tail -n +2 got | grep -v ',na$'; then
			echo "$id is there"
			return 1
		fi
	done
}
