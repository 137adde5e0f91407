#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Outcomes that need time, what belongs to the subject, bands of age, rates,
# periods and windows, and --explain, each on about ten rows worked out by hand
# from the words of lscb-expression(7) and lscb-indicators(1).
#
# bats sets stderr; what a pipe loses shows as a table that differs.
# shellcheck disable=SC2154,SC2312
load ../lib/common
load ../lib/constructs

@test "followed by: the same day, the last day, and time not yet had" {
	history ,category <<-'END'
	c01,2025-04-01,,section-47,x,
	c01,2025-04-01,,conference,x,a
	c02,2025-04-01,,section-47,x,
	c02,2025-04-16,,conference,x,b
	c03,2025-04-01,,section-47,x,
	c03,2025-04-17,,conference,x,a
	c04,2025-04-01,,section-47,x,
	c04,2025-03-31,,conference,x,a
	c05,2025-06-30,,section-47,x,
	c05,2025-07-15,,conference,x,a
	c06,2025-04-01,,section-47,x,
	END
	# 15 days after 1 April is the 16th: c01, c02, and c05 on 15 July
	as_of=2025-07-15 table <<-'END'
	3/6 section-47 where followed by conference within 15 days of section-47
	3 section-47 where followed by conference within 15 days
	3/6 section-47 where not followed by conference within 15 days of section-47
	# of category a: c01, c05
	2/6 section-47 where followed by conference where category = 'a' within 15 days of section-47
	# c01 alone
	1/6 section-47 where followed by conference within 0 days of section-47
	# c03 is followed after 16 days; c05 has had 15
	3/5~1 section-47 where followed by conference within 16 days of section-47
	# the denominator censors as well: one and all of c01, c02, c05
	3/3 section-47 where followed by conference within 15 days of section-47 where followed by conference within 15 days
	END
	# a day earlier c05 has not had its 15 days, whatever came
	as_of=2025-07-14 table <<-'END'
	2/5~1 section-47 where followed by conference within 15 days of section-47
	2~1 section-47 where followed by conference within 15 days
	3/5~1 section-47 where not followed by conference within 15 days of section-47
	# c01; c05 has had 14 days, and its conference came after 15
	1/6 section-47 where followed by conference within 14 days of section-47
	END
}

@test "followed by: censored by the day to which the other rows reach" {
	history '' <<-'END'
	c01,2025-04-01,,section-47,x
	c01,2025-04-01,,conference,x
	c02,2025-04-01,,section-47,x
	c03,2025-06-30,,section-47,x
	c03,2025-07-10,,conference,x
	END
	# conferences delivered on 15 July: c03's 15 days end then
	as_of=2025-09-30 table --reach conference=2025-07-15 <<-'END'
	2/3:ok section-47 where followed by conference within 15 days of section-47
	END
	as_of=2025-09-30 table --reach conference=2025-07-14 <<-'END'
	1/2~1:ok section-47 where followed by conference within 15 days of section-47
	1/2~1:ok section-47 where not followed by conference within 15 days of section-47
	# another event of the list reaches further, but not all of them do
	1/2~1:ok section-47 where followed by strategy, conference within 15 days of section-47
	# nothing is asked of conferences' time here
	2/3:ok section-47 where any(conference ever) or any(conference within 15 days after date) of section-47
	END
	# of its own event nothing is waited for; but the period ends later
	as_of=2025-09-30 table --reach section-47=2025-06-29 <<-'END'
	2/3:stale section-47 where followed by conference within 15 days of section-47
	END
	# delivered before the end of the period: stale and censored
	as_of=2025-09-30 table --reach conference=2025-06-29 <<-'END'
	1/2~1:stale section-47 where followed by conference within 15 days of section-47
	END
	# 1 April and 15 days is the 16th
	as_of=2025-09-30 table --reach conference=2025-04-15 <<-'END'
	0/0~3 section-47 where followed by conference within 15 days of section-47
	END
}

@test "followed by: a row does not follow itself, nor its own event on its day" {
	history '' <<-'END'
	c01,2025-04-01,,referral,x
	c01,2025-04-01,,referral,x
	c02,2025-04-01,,referral,x
	c02,2025-05-01,,referral,x
	c03,2025-04-01,,referral,x
	c03,2025-04-01,,contact,x
	h01,2025-04-01,,referral,x
	h02,2025-04-02,,referral,x
	END
	as_of=2025-07-31 table <<-'END'
	# c02's first, after 30 days; h01 and h02 are two
	1/7 referral where followed by referral within 30 days of referral
	0/7 referral where followed by referral within 29 days of referral
	# c03's contact too
	2/7 referral where followed by referral, contact within 30 days of referral
	# c03's contact is followed by the referral of its day
	2/8 referral, contact where followed by referral within 30 days of referral, contact
	1/8 referral, contact where followed by referral within 0 days of referral, contact
	# c03's are each followed by the other
	2/8 referral, contact where followed by referral, contact within 0 days of referral, contact
	# c02 alone of the children
	1/3 distinct referral by child where followed by referral within 30 days of distinct referral by child
	END
}

@test "followed by: from the end, from a column, from what is missing" {
	history ,due <<-'END'
	c01,2025-01-01,2025-05-01,registration,x,
	c01,2025-05-01,,visit,x,
	c02,2025-01-01,2025-05-01,registration,x,
	c02,2025-05-06,,visit,x,
	c03,2025-01-01,2025-05-01,registration,x,
	c03,2025-05-07,,visit,x,
	c04,2025-01-01,2025-05-01,registration,x,
	c04,2025-04-30,,visit,x,
	c05,2025-01-01,2025-06-28,registration,x,
	c05,2025-07-03,,visit,x,
	c06,2025-04-10,,registration,x,
	c06,2025-04-11,,visit,x,
	c11,2025-04-01,,referral,x,2025-05-01
	c11,2025-05-03,,visit,x,
	c12,2025-04-01,,referral,x,
	c12,2025-04-03,,visit,x,
	c13,2025-04-01,,referral,x,soon
	c14,2025-04-01,,referral,x,2025-03-01
	c14,2025-03-03,,visit,x,
	c15,2025-04-01,,referral,x,2025-07-20
	END
	# c01 and c02 within 5 days of the end, c05 as of 3 July
	as_of=2025-07-31 table <<-'END'
	3/5 registration ending where followed by visit within 5 days from end of registration ending
	# dated in the quarter: c06, of no end
	0~1 registration where followed by visit within 5 days from end
	0/0~1:na registration where not followed by visit within 5 days from end of registration
	# open all the same at the close
	1/1 registration open where followed by visit within 5 days of registration open
	# c11, and c14, whose day lies before; c12 and c13 have none
	2/3~2 referral where followed by visit within 5 days from due of referral
	1/3~2 referral where not followed by visit within 5 days from due of referral
	END
	as_of=2025-07-02 table <<-'END'
	2/4~1 registration ending where followed by visit within 5 days from end of registration ending
	# c15 has until 25 July
	2/2~3 referral where followed by visit within 5 days from due of referral
	# c12, from its own day: 3 April
	1/5 referral where followed by visit within 5 days of referral
	END
}

@test "followed by: months and working days have their edges" {
	history '' <<-'END'
	c01,2025-01-31,,section-47,x
	c01,2025-02-28,,conference,x
	c02,2025-01-31,,section-47,x
	c02,2025-03-01,,conference,x
	END
	# a month after 31 January is 28 February
	as_of=2025-02-28 from=2025-01-01 table --period month <<-'END'
	1/2 section-47 where followed by conference within 1 months of section-47
	END
	as_of=2025-02-27 from=2025-01-01 table --period month <<-'END'
	0/0~2 section-47 where followed by conference within 1 months of section-47
	END
	history '' <<-'END'
	c01,2025-04-01,,section-47,x
	c01,2025-04-24,,conference,x
	c02,2025-04-01,,section-47,x
	c02,2025-04-25,,conference,x
	c03,2025-05-29,,section-47,x
	c03,2025-06-01,,conference,x
	END
	# 2 to 4, 7 to 11, 14 to 17 April are 12 working days; Good Friday and
	# Easter Monday are none; 22, 23, 24 make 15
	as_of=2025-04-30 from=2025-04-01 table --period month <<-'END'
	1/2 section-47 where followed by conference within 15 working days of section-47
	2/2 section-47 where followed by conference within 16 working days of section-47
	END
	# Friday 30 May is the one working day after Thursday; Sunday 1 June is
	# within it, so on Saturday c03 has not had its time
	as_of=2025-05-31 from=2025-05-01 table --period month <<-'END'
	0/0~1 section-47 where followed by conference within 1 working days of section-47
	END
	as_of=2025-06-01 from=2025-05-01 table --period month <<-'END'
	1/1 section-47 where followed by conference within 1 working days of section-47
	END
}

@test "followed by: where no bank holidays are known the time is not known" {
	history '' <<-'END'
	c01,2027-12-01,,section-47,x
	c01,2027-12-08,,conference,x
	c02,2027-12-01,,section-47,x
	c02,2027-12-09,,conference,x
	c03,2027-12-30,,section-47,x
	c03,2027-12-31,,conference,x
	END
	# 2, 3, 6, 7, 8 December are five; those of c03 lie in 2028, beyond the
	# table, however late it is
	as_of=2028-12-31 from=2027-10-01 table <<-'END'
	1/2~1 section-47 where followed by conference within 5 working days of section-47
	1/2~1 section-47 where not followed by conference within 5 working days of section-47
	# days need no table
	2/3 section-47 where followed by conference within 7 days of section-47
	END
}

@test "followed by: distinct, a subject with rows that are ripe and not" {
	history '' <<-'END'
	c01,2025-04-01,,section-47,x
	c01,2025-06-25,,section-47,x
	c01,2025-06-26,,conference,x
	c02,2025-06-25,,section-47,x
	c02,2025-06-25,,conference,x
	c03,2025-04-01,,section-47,x
	c03,2025-04-05,,conference,x
	c03,2025-06-25,,section-47,x
	c04,2025-04-01,,section-47,x
	c04,2025-04-02,,section-47,x
	END
	table <<-'END'
	# ripe: c01's first, c03's first, c04's two; followed: c03's
	1/4~3 section-47 where followed by conference within 15 days of section-47
	# c01, c03, c04 of the children with a ripe row; c02 has none
	1/3~1 distinct section-47 where followed by conference within 15 days of distinct section-47
	2/3~1 distinct section-47 where not followed by conference within 15 days of distinct section-47
	END
	# all ripe: c01's second, c02, c03's first
	as_of=2025-07-31 table <<-'END'
	3/7 section-47 where followed by conference within 15 days of section-47
	3/4 distinct section-47 where followed by conference within 15 days of distinct section-47
	# c01's first, c03's second, c04
	3/4 distinct section-47 where not followed by conference within 15 days of distinct section-47
	END
}

@test "followed by: beside other conditions" {
	history ,need <<-'END'
	c01,2025-04-01,,section-47,x,a
	c01,2025-04-05,,conference,x,
	c02,2025-04-01,,section-47,x,b
	c02,2025-04-05,,conference,x,
	c03,2025-06-25,,section-47,x,a
	c04,2025-06-25,,section-47,x,b
	c05,2025-04-01,,section-47,x,a
	c05,2025-04-02,,strategy,x,
	END
	table <<-'END'
	# of those with need a c03 has not had its time
	1/2~1 section-47 where need = 'a' and followed by conference within 15 days of section-47 where need = 'a'
	# of all of them c03 and c04 have not
	1/3~2 section-47 where need = 'a' and followed by conference within 15 days of section-47
	3/3~2 section-47 where need = 'a' or followed by conference within 15 days of section-47
	# two times: c05 has neither both
	0/3~2 section-47 where followed by strategy within 2 days and followed by conference within 15 days of section-47
	# the longer of two: c03 and c04 have had 2 days, not 15
	3/3~2 section-47 where followed by strategy within 2 days or followed by conference within 15 days of section-47
	# c03, c04 have had their 2 days: c05 of five
	1/5 section-47 where followed by strategy within 2 days of section-47
	# functions do not censor
	2/5 section-47 where any(conference within 15 days after date) of section-47
	3/5 section-47 where not any(conference within 15 days after date) of section-47
	3/5 section-47 where without(conference within 15 days after date) of section-47
	END
	# groups have their own censored rows
	counts --date 2025-06-30 --from 2025-04-01 --by need \
		-e 'section-47 where followed by conference within 15 days of section-47' \
		h.csv >all
	cut -d, -f4-8 all >got
	cat >want <<-'END'
	,,2,3,2
	need,a,1,2,1
	need,b,1,1,1
	END
	same want got
}

@test "belongs: a row that says nothing has what the latest row says" {
	history ,sex,area <<-'END'
	c01,2025-03-01,,contact,x,female,north
	c01,2025-05-01,,referral,x,,
	c02,2025-05-01,,referral,x,,
	c02,2025-07-01,,contact,x,male,north
	c03,2025-01-01,,contact,x,male,
	c03,2025-05-01,,referral,x,,
	c03,2025-06-01,,contact,x,female,
	c04,2025-05-01,,referral,x,male,south
	c04,2025-06-01,,contact,x,female,
	c05,2025-04-01,,contact,x,male,
	c05,2025-04-01,,contact,x,female,
	c05,2025-05-01,,referral,x,,
	c06,2025-05-01,,referral,x,,
	c07,2025-01-01,,contact,x,female,
	c07,2025-05-01,,referral,x,,
	c07,2025-06-01,,contact,x,,
	END
	# c01, c03 and c07 female; c02, c04 (its own) and c05 (of two on one day
	# the greater text) male; c06 nothing.  The events that are not asked
	# for say it all the same.
	as_of=2025-07-31 table <<-'END'
	3 referral where sex = 'female'
	3 referral where sex = 'male'
	3 referral where sex != 'male'
	4 referral where not sex = 'male'
	6 referral where known(sex)
	1 referral where not known(sex)
	6 referral where sex in (male, female)
	# read on the contacts: c03, c04, c05 and, as in January, c07 in the
	# quarter
	4 referral where any(contact where sex = 'female')
	1 referral where any(contact where sex = 'male')
	# c07's of May has it too
	1 referral where last(sex, contact) = 'female' and first(sex, contact) = 'male' or not known(sex)
	# area is where it happened, and belongs to the row
	1 referral where known(area)
	END
	counts --date 2025-07-31 --from 2025-04-01 --by sex --by sex+area \
		-e 'distinct referral by child' h.csv >all
	cut -d, -f4-6 all >got
	cat >want <<-'END'
	,,7
	sex,,1
	sex,female,3
	sex,male,3
	sex+area,+,1
	sex+area,female+,3
	sex+area,male+,2
	sex+area,male+south,1
	END
	same want got
}

@test "belongs: ethnicity, disability and language as well; the month of birth" {
	history ,ethnicity,disability,language,birth_month <<-'END'
	c01,2025-04-01,,contact,x,w,,cy,2015-05
	c01,2025-05-01,,contact,x,,yes,,
	c01,2025-05-01,,referral,x,,,,
	c02,2025-04-01,,contact,x,a,no,en,2015-06
	c02,2025-06-01,,contact,x,b,,,2014-06
	c02,2025-05-01,,referral,x,,,,
	c03,2025-05-01,,referral,x,,,,
	c04,2025-04-01,,contact,x,,,,2010-02
	c04,2025-04-01,,contact,x,,,,2010-03
	c04,2025-05-01,,referral,x,,,,
	END
	table <<-'END'
	1 referral where ethnicity = 'w' and disability = 'yes' and language = 'cy'
	1 referral where ethnicity = 'b' and disability = 'no' and language = 'en'
	2 referral where not known(ethnicity)
	3 referral where known(birth_month)
	# c01 and c02: 10 on 1 May of those born in May 2015 and June 2014
	2 referral where age(date) = 10
	1 referral where birth_month = '2014-06'
	# c04: of two on one day the later month
	1 referral where birth_month = '2010-03'
	1 referral where age(date) = 15
	END
}

@test "belongs: the month of birth of the latest row that has one, unborn is none" {
	history ,birth_month <<-'END'
	c01,2025-03-01,,contact,x,2025-04
	c01,2025-04-02,,contact,x,unborn
	c01,2025-05-02,,referral,x,
	c02,2025-04-02,,contact,x,unborn
	c02,2025-05-02,,referral,x,
	c02,2025-06-02,,contact,x,2025-05
	END
	table <<-'END'
	# the latest row that has a month: c01 April, c02 May
	2 referral where age(date) = 0
	1 referral where birth_month = '2025-04'
	1 referral where birth_month = '2025-05'
	0 referral where birth_month = 'unborn'
	# it cannot be unborn and of an age
	0 referral where birth_month = 'unborn' and known(age(date))
	END
}

@test "bands: by the age on the row's date" {
	history ,birth_month <<-'END'
	c01,2025-04-30,,referral,x,2020-05
	c01,2025-05-01,,referral,x,2020-05
	c01,2025-05-02,,referral,x,2020-05
	c02,2025-05-01,,referral,x,unborn
	c03,2025-05-31,,referral,x,2025-06
	c04,2025-05-01,,referral,x,
	c05,2025-04-30,,referral,x,2009-05
	c06,2025-05-01,,referral,x,2009-05
	c07,2025-05-01,,referral,x,2007-05
	c08,2025-04-30,,referral,x,2007-05
	c09,2025-05-01,,referral,x,2025-05
	c10,2025-05-01,,referral,x,2015-05
	c11,2025-04-30,,referral,x,2015-05
	END
	counts --date 2025-06-30 --from 2025-04-01 --by age_band \
		--by survey_age -e 'distinct referral by child' h.csv >all
	cut -d, -f4-6 all | sort >got
	# c01 is 4 and then 5: in both groups, once in each; c02 and c03 are not
	# born; c05 15, c06 16, c07 18, c08 17, c09 0, c10 10, c11 9.  Of the
	# survey's ages are c11, c10, and c05, c06, c08; the other six in none
	sort >want <<-'END'
	,,11
	age_band,,1
	age_band,0 to 4,2
	age_band,10 to 15,2
	age_band,16 to 17,2
	age_band,18 and over,1
	age_band,5 to 9,2
	age_band,unborn,2
	survey_age,,6
	survey_age,10 to 13,1
	survey_age,14 to 17,3
	survey_age,6 to 9,1
	END
	same want got
}

@test "bands: of what is open at the close, of what ended by its own date" {
	history ,birth_month <<-'END'
	c01,2019-01-01,,registration,x,2020-07
	c02,2021-01-01,,registration,x,2020-06
	c03,2025-06-01,,registration,x,unborn
	c04,2025-06-01,,registration,x,2025-07
	c05,2015-01-01,2025-05-01,registration,x,2014-06
	c06,2019-01-01,2025-05-01,registration,x,2004-01
	END
	# open on 30 June: c01 4, c02 5, c03 and c04 not born
	counts --date 2025-06-30 --from 2025-04-01 --by age_band \
		-e 'registration open' h.csv >all
	cut -d, -f4-6 all | sort >got
	sort >want <<-'END'
	,,4
	age_band,0 to 4,1
	age_band,5 to 9,1
	age_band,unborn,2
	END
	same want got
	# ended: on the dates of their rows c05 was 0 and c06 15
	counts --date 2025-06-30 --from 2025-04-01 --by age_band \
		-e 'registration ending' h.csv >all
	cut -d, -f4-6 all | sort >got
	sort >want <<-'END'
	,,2
	age_band,0 to 4,1
	age_band,10 to 15,1
	END
	same want got
}

# rate COUNT [LINE...]: a rate of the people of 0 to 17, in rate.rec.
rate() {
	printf '%s\n' 'id: rate' 'title: A rate' 'status: candidate' \
		"count: $1" 'population: 0 to 17' 'period: quarter' \
		'unit: per 1000' 'direction: explain' "${@:2}" >rate.rec
}

@test "rates: by age, by area, by both, and where the people are not known" {
	history ,birth_month,area <<-'END'
	c01,2025-04-01,,referral,x,2023-01,north
	c02,2025-04-01,,referral,x,2017-01,north
	c03,2025-04-01,,referral,x,2013-01,south
	c04,2025-04-01,,referral,x,2008-05,
	c05,2025-04-01,,referral,x,unborn,north
	c06,2025-04-01,,referral,x,2023-02,elsewhere
	c07,2025-04-01,,referral,x,,north
	END
	cat >people.csv <<-'END'
	area,year,age_from,age_to,population
	,2025,0,4,1000
	,2025,5,9,2000
	,2025,10,15,3000
	,2025,16,17,500
	,2025,18,,16000
	north,2025,0,4,400
	north,2025,5,9,800
	north,2025,10,15,1200
	north,2025,16,17,200
	south,2025,0,4,600
	south,2025,10,15,1800
	north,2024,0,17,2500
	END
	rate 'referral by child'
	# 1000 + 2000 + 3000 + 500 = 6500; north 2600; south has no 5 to 9 and
	# no 16 to 17; elsewhere is not in the file; without an area no people
	counts --date 2025-06-30 --from 2025-04-01 --populations people.csv \
		-i ./rate.rec --by age_band --by area --by area+age_band \
		h.csv >all
	cut -d, -f4-7,10 all | sort >got
	sort >want <<-'END'
	,,7,6500,ok
	age_band,,1,,na
	age_band,0 to 4,2,1000,ok
	age_band,5 to 9,1,2000,ok
	age_band,10 to 15,1,3000,ok
	age_band,16 to 17,1,500,ok
	age_band,unborn,1,,na
	area,,1,,na
	area,elsewhere,1,,na
	area,north,4,2600,ok
	area,south,1,,na
	area+age_band,+16 to 17,1,,na
	area+age_band,elsewhere+0 to 4,1,,na
	area+age_band,north+,1,,na
	area+age_band,north+0 to 4,1,400,ok
	area+age_band,north+5 to 9,1,800,ok
	area+age_band,north+unborn,1,,na
	area+age_band,south+10 to 15,1,1800,ok
	END
	same want got
	# the year before has no people of the whole board, but of north
	sed 's/,2025-/,2024-/' h.csv >old.csv
	counts --date 2024-06-30 --from 2024-04-01 --populations people.csv \
		-i ./rate.rec --by area old.csv >all
	cut -d, -f4-7,10 all | sort >got
	sort >want <<-'END'
	,,7,,na
	area,,1,,na
	area,elsewhere,1,,na
	area,north,4,2500,ok
	area,south,1,,na
	END
	same want got
	# of people a year before: 2024, from a period of 2025
	rate 'referral by child' 'population_offset: -1'
	counts --date 2025-06-30 --from 2025-04-01 --populations people.csv \
		-i ./rate.rec --by area h.csv >all
	grep ',area,north,4,2500,0,,ok$' all
	grep ',,,7,,0,,na$' all
	# and none at all: counted, and not available
	counts --date 2025-06-30 --from 2025-04-01 -i ./rate.rec h.csv >got
	echo 'rate,2025-04-01,2025-06-30,,,7,,0,,na' >want
	same want got
}

@test "periods: months, quarters, years and financial years" {
	history '' <<-'END'
	c01,2024-01-01,,referral,x
	c01,2024-03-31,,referral,x
	c01,2024-04-01,,referral,x
	c02,2024-12-31,,referral,x
	c02,2025-01-01,,referral,x
	c02,2025-02-28,,referral,x
	c02,2025-03-31,,referral,x
	END
	counts --date 2025-03-31 --from 2025-01-01 --period month -e referral \
		-e 'distinct referral' h.csv >all
	cut -d, -f1-3,6 all >got
	cat >want <<-'END'
	expression,2025-01-01,2025-01-31,1
	expression,2025-02-01,2025-02-28,1
	expression,2025-03-01,2025-03-31,1
	expression-2,2025-01-01,2025-01-31,1
	expression-2,2025-02-01,2025-02-28,1
	expression-2,2025-03-01,2025-03-31,1
	END
	same want got
	counts --date 2025-03-31 --from 2024-01-01 --period year \
		-e referral h.csv >all
	counts --date 2025-03-31 --from 2024-01-01 --period financial-year \
		-e referral -e 'distinct referral' h.csv >>all
	counts --date 2025-03-31 --from 2024-10-01 --period quarter \
		-e referral h.csv >>all
	cut -d, -f1-3,6 all >got
	# 2024 had four; April 2024 to March 2025 five of two children
	cat >want <<-'END'
	expression,2024-01-01,2024-12-31,4
	expression,2024-04-01,2025-03-31,5
	expression-2,2024-04-01,2025-03-31,2
	expression,2024-10-01,2024-12-31,1
	expression,2025-01-01,2025-03-31,3
	END
	same want got
	# without --from the last 12 that have ended
	counts --date 2025-03-30 --period month -e referral h.csv >all
	cut -d, -f2 all >got
	printf '%s\n' 2024-0{3..9}-01 2024-1{0..2}-01 2025-0{1,2}-01 >want
	same want got
}

@test "rolling: windows that end with each period and begin within those counted" {
	history '' <<-'END'
	c01,2024-01-01,,referral,x
	c01,2024-07-01,,referral,x
	c01,2024-10-01,,referral,x
	c02,2025-03-31,,referral,x
	c02,2025-06-30,,referral,x
	c03,2025-04-01,,referral,x
	END
	counts --date 2025-06-30 --from 2024-07-01 --rolling 6 -e referral \
		-e 'distinct referral' h.csv >all
	cut -d, -f1-3,6 all >got
	# quarters 1, 1, 1, 2; halves: c01 twice, c01 and c02, c02 twice and c03
	cat >want <<-'END'
	expression,2024-07-01,2024-09-30,1
	expression,2024-07-01,2024-12-31,2
	expression,2024-10-01,2024-12-31,1
	expression,2024-10-01,2025-03-31,2
	expression,2025-01-01,2025-03-31,1
	expression,2025-01-01,2025-06-30,3
	expression,2025-04-01,2025-06-30,2
	expression-2,2024-07-01,2024-09-30,1
	expression-2,2024-07-01,2024-12-31,1
	expression-2,2024-10-01,2024-12-31,1
	expression-2,2024-10-01,2025-03-31,2
	expression-2,2025-01-01,2025-03-31,1
	expression-2,2025-01-01,2025-06-30,2
	expression-2,2025-04-01,2025-06-30,2
	END
	same want got
	# whatever the definition says: it has no rolling window, and by months
	printf '%s\n' 'id: mine' 'title: Mine' 'status: candidate' \
		'count: referral where number(referral) >= 2' \
		'period: year' 'unit: count' 'direction: explain' >mine.rec
	counts --date 2025-06-30 --from 2025-04-01 --period month --rolling 3 \
		-i ./mine.rec h.csv >all
	cut -d, -f1-3,6 all >got
	# nobody has two in a month; c02's of March is not in these three, so
	# nobody has two in them either
	cat >want <<-'END'
	mine,2025-04-01,2025-04-30,0
	mine,2025-04-01,2025-06-30,0
	mine,2025-05-01,2025-05-31,0
	mine,2025-06-01,2025-06-30,0
	END
	same want got
	# with March c02 has two
	counts --date 2025-06-30 --from 2025-03-01 --period month --rolling 4 \
		-i ./mine.rec h.csv >all
	grep '^mine,2025-03-01,2025-06-30,,,2,' all
}

@test "rolling: what cannot be" {
	local bad
	history '' </dev/null
	for bad in -1 abc 1.5 99999 ''; do
		run -64 --separate-stderr lscb-indicators --date 2025-06-30 \
			--rolling "$bad" -e referral h.csv
		[[ -z $output && $stderr == *rolling* ]]
	done
}

@test "explain: yes, no, again and empty, and why" {
	history ,need,value <<-'END'
	c01,2025-03-31,,referral,x,a,1
	c01,2025-04-01,,referral,x,a,1
	c01,2025-04-02,,referral,x,a,1
	c02,2025-04-01,,referral,x,b,1
	c02,2025-04-02,,referral,x,a,1
	c03,2025-05-01,,contact,x,a,1
	c04,2025-06-30,,referral,x,,1
	c05,2025-05-01,,visit,x,a,1
	c05,2025-07-01,,referral,x,a,1
	END
	# c05's visit is of no event of it; c03's contact of the denominator only
	cat >want <<-'END'
	numerator,denominator,why,subject,date,end,event,source,need,value
	yes,yes,,c01,2025-04-01,,referral,x,a,1
	again,again,,c01,2025-04-02,,referral,x,a,1
	no,yes,need = 'a',c02,2025-04-01,,referral,x,b,1
	yes,again,,c02,2025-04-02,,referral,x,a,1
	,yes,,c03,2025-05-01,,contact,x,a,1
	no,yes,need = 'a',c04,2025-06-30,,referral,x,,1
	END
	local e="distinct referral by child where need = 'a' of distinct referral, contact by child"
	lscb-indicators --date 2025-06-30 --explain expression 2025-05-17 \
		-e "$e" h.csv >got
	same want got
	lscb-indicators --date 2025-06-30 -e "$e" \
		--explain expression 2025-04-01..2025-06-30 h.csv >got
	same want got
	# the yeses are the figure: 2 of 4
	table <<<"2/4 $e"
	# March and April
	lscb-indicators --date 2025-06-30 -e referral \
		--explain expression 2025-03-01..2025-04-30 h.csv >all
	cut -d, -f1,2,4,5 all >got
	cat >want <<-'END'
	numerator,denominator,subject,date
	yes,,c01,2025-03-31
	yes,,c01,2025-04-01
	yes,,c01,2025-04-02
	yes,,c02,2025-04-01
	yes,,c02,2025-04-02
	END
	same want got
}

@test "explain: no-value, unmatched" {
	history ,value <<-'END'
	c01,2025-04-01,,section-47,x,1
	c01,2025-04-02,,conference,x,
	c02,2025-04-01,,section-47,x,
	c03,2025-06-25,,section-47,x,2
	END
	lscb-indicators --date 2025-06-30 --explain expression 2025-06-30 \
		-e 'value over section-47 of section-47' h.csv >all
	cut -d, -f1,2,4 all >got
	printf '%s\n' numerator,denominator,subject yes,yes,c01 \
		no-value,yes,c02 yes,yes,c03 >want
	same want got
	printf '%s\n' 'id: mine' 'title: Mine' 'status: candidate' \
		'count: section-47 by child where known(value)' \
		'of: section-47 by child' 'matched: any(conference ever)' \
		'period: quarter' 'unit: percent' 'direction: up' >mine.rec
	# c01 alone could be matched
	counts --date 2025-06-30 --from 2025-04-01 -i ./mine.rec h.csv >got
	echo 'mine,2025-04-01,2025-06-30,,,1,1,0,2,ok' >want
	same want got
	lscb-indicators --date 2025-06-30 --explain ./mine.rec 2025-06-30 \
		h.csv >all
	cut -d, -f1,2,4 all >got
	printf '%s\n' numerator,denominator,subject yes,yes,c01 \
		unmatched,unmatched,c02 unmatched,unmatched,c03 >want
	same want got
}

@test "explain: censored is in neither, whatever has happened to it" {
	history '' <<-'END'
	c01,2025-04-01,,section-47,x
	c01,2025-04-02,,conference,x
	c02,2025-04-01,,section-47,x
	c03,2025-06-25,,section-47,x
	c03,2025-06-26,,conference,x
	c04,2025-06-25,,section-47,x
	END
	lscb-indicators --date 2025-06-30 --explain expression 2025-06-30 \
		-e 'section-47 where followed by conference within 15 days' \
		h.csv >all
	cut -d, -f1-4 all >got
	cat >want <<-'END'
	numerator,denominator,why,subject
	yes,,,c01
	no,,followed by conference within 15 days,c02
	censored,,,c03
	censored,,,c04
	END
	same want got
	# nor does it say of c03 that it was not followed
	lscb-indicators --date 2025-06-30 --explain expression 2025-06-30 \
		-e 'section-47 where followed by conference within 15 days of section-47' \
		h.csv >all
	cut -d, -f1-4 all >got
	cat >want <<-'END'
	numerator,denominator,why,subject
	yes,yes,,c01
	no,yes,followed by conference within 15 days,c02
	censored,censored,,c03
	censored,censored,,c04
	END
	same want got
}

@test "explain: the rows are as the history has them" {
	history ,sex,birth_month,value <<-'END'
	c01,2025-03-01,,referral,x,female,2020-01,1
	c01,2025-04-01,,referral,x,,,0.50
	c02,2025-04-01,2025-05-01,registration,x,,,"a, ""b"""
	END
	# of the quarter, without the sex and the month of another row
	lscb-indicators --date 2025-06-30 --explain expression 2025-06-30 \
		-e "referral, registration where not known(end) and not value = 'q'" h.csv >got
	cat >want <<-'END'
	numerator,denominator,why,subject,date,end,event,source,sex,birth_month,value
	yes,,,c01,2025-04-01,,referral,x,,,0.50
	no,,not known(end),c02,2025-04-01,2025-05-01,registration,x,,,"a, ""b"""
	END
	same want got
}

@test "explain: what cannot be" {
	local bad
	history '' </dev/null
	for bad in 2025-04-02..2025-06-30 2025-04-01..2025-06-29 \
		2025-06-01..2025-04-30 2025-04-01.. foo 2025-13-01 2025-02-29; do
		run -64 --separate-stderr lscb-indicators --date 2025-06-30 \
			--explain expression "$bad" -e referral h.csv
		[[ -z $output && $stderr == *'the period wants'* ]]
	done
	run --separate-stderr lscb-indicators --date 2025-06-30 \
		--explain cpr-secnd 2025-06-30 h.csv
	[[ $status == 78 && $stderr == *"did you mean 'cpr-second'?"* ]]
	run -64 --separate-stderr lscb-indicators --date 2025-06-30 \
		--explain expression 2025-06-30 -e referral -e contact h.csv
}

# queried REASON: how often --stats has it.
queried() {
	awk -F, -v r="$1" '$2 == "queried" && $3 == r { print $4 }' s.csv
}

@test "queried: rows dated before the month of birth" {
	history ,birth_month <<-'END'
	c01,2025-04-30,,referral,x,2025-05
	c02,2025-05-01,,referral,x,2025-05
	c03,2025-05-01,,referral,x,unborn
	c04,2025-05-01,,referral,x,
	c05,2025-05-01,,referral,x,2025-06
	c05,2025-06-01,,referral,x,2025-06
	END
	# c01, and c05's first; they are counted
	lscb-indicators --date 2025-06-30 --from 2025-04-01 --stats s.csv \
		-e referral -e 'referral where age(date) < 0' h.csv >got
	grep '^expression,2025-04-01,2025-06-30,,,6,,0,,ok$' got
	grep '^expression-2,2025-04-01,2025-06-30,,,2,,0,,ok$' got
	run queried before-birth
	[ "$output" = 2 ]
	# whether or not an age is asked for
	lscb-indicators --date 2025-06-30 --from 2025-04-01 --stats s.csv \
		-e referral h.csv >got
	run queried before-birth
	[ "$output" = 2 ]
}

@test "queried: spells that were never open, and that overlap" {
	history ,birth_month <<-'END'
	c04,2025-05-01,2025-05-01,registration,x,2020-05
	c05,2025-05-01,2025-06-01,registration,x,2020-05
	c05,2025-06-01,,registration,x,2020-05
	c06,2025-05-01,,registration,x,2020-05
	c06,2025-05-01,,roll,x,2020-05
	c06,2025-05-10,2025-05-10,registration,x,2020-05
	c07,2025-05-01,,referral,x,
	END
	# Never open: c04 and c06's of 10 May.  None overlap: c05's end where
	# the next begin, c06's are of two events.
	lscb-indicators --date 2025-06-30 --from 2025-04-01 --stats s.csv \
		-e 'referral, registration, roll' h.csv >got
	grep '^expression,2025-04-01,2025-06-30,,,7,,0,,ok$' got
	run queried never-open
	[ "$output" = 2 ]
	run queried overlapping
	[ "$output" = 0 ]
	history ,authority <<-'END'
	c01,2025-05-01,,registration,x,north
	c01,2025-05-02,,registration,x,south
	c02,2025-05-01,2025-06-02,registration,x,north
	c02,2025-06-01,,registration,x,south
	c03,2025-05-01,,registration,x,north
	END
	# two registers: two rows, one child; two children have them
	table <<-'END'
	5 registration
	4 registration open
	3 distinct registration open
	END
	lscb-indicators --date 2025-06-30 --from 2025-04-01 --stats s.csv \
		-e registration h.csv >got
	run queried overlapping
	[[ $output == [1-9]* ]]
}

@test "nothing at all: no rows, one row, no denominator, groups of nobody" {
	history '' </dev/null
	table <<-'END'
	0:na referral
	0/0:na referral of contact
	0/0:na distinct registration open by child of distinct registration overlapping by child
	END
	history '' <<-'END'
	c01,2025-04-01,,referral,x
	END
	table <<-'END'
	1:ok referral
	1/1:ok referral of referral
	# the quarter has closed before any contact
	1/0:na referral of contact
	0/1:na referral where any(contact) of referral
	# a denominator of 0 of rows that are known
	0/0:na referral by household of referral by household
	0:ok referral by household
	END
	# the quarter before the first row is not available, the first and the
	# next without one are
	counts --date 2025-09-30 --from 2025-01-01 -e referral h.csv >all
	cut -d, -f2,6,10 all >got
	printf '%s\n' 2025-01-01,0,na 2025-04-01,1,ok 2025-07-01,0,ok >want
	same want got
	# a group that has a row in one period is written for all
	history ,area <<-'END'
	c01,2025-04-01,,referral,x,north
	c01,2025-07-01,,referral,x,south
	END
	counts --date 2025-09-30 --from 2025-04-01 --by area -e referral \
		h.csv >all
	cut -d, -f2,4-6 all >got
	cat >want <<-'END'
	2025-04-01,,,1
	2025-04-01,area,north,1
	2025-04-01,area,south,0
	2025-07-01,,,1
	2025-07-01,area,north,0
	2025-07-01,area,south,1
	END
	same want got
}
