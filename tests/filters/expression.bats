#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The expression language: every construct with its edges, and what each
# mistake says.  lscb-expression(7) is the text these tests hold to.
load ../lib/common

history() {
	{
		echo "subject,date,end,event,source$1"
		cat
	} >h.csv
}

# is COUNT EXPR: what EXPR counts in the second quarter of 2025.
is() {
	lscb-indicators --date 2025-06-30 --from 2025-04-01 -e "$2" h.csv |
		awk -F, 'NR == 2 { print $6 }' >got
	if [ "$(cat got)" != "$1" ]; then
		printf '%s: want %s, got %s\n' "$2" "$1" "$(cat got)"
		return 1
	fi
}

# says MESSAGE EXPR: EXPR is refused with 64 and a message that holds it.
says() {
	run -64 --separate-stderr lscb-indicators --date 2025-06-30 \
		-e "$2" h.csv
	if [[ $stderr != *"$1"*'[bad-expression]'* ]]; then
		printf '%s: want %s, got %s\n' "$2" "$1" "$stderr"
		return 1
	fi
}

@test "rows, subjects, kinds, several events" {
	history '' <<-'END'
	c01,2025-04-01,,referral,x
	c01,2025-04-01,,referral,x
	c01,2025-05-01,,attendance,x
	c02,2025-06-30,,referral,x
	h01,2025-05-01,,referral,x
	END
	is 4 'referral'
	is 3 'distinct referral'
	is 3 'referral by child'
	is 2 'distinct referral by child'
	is 1 'referral by household'
	is 0 'referral by meeting'
	is 5 'referral, attendance'
	is 4 'referral, attendance by child'
	is 2 'distinct referral, attendance by child'
	is 4 'referral, referral'
}

@test "a date is in the period on its first and last day" {
	history '' <<-'END'
	c01,2025-03-31,,referral,x
	c01,2025-04-01,,referral,x
	c01,2025-06-30,,referral,x
	c01,2025-07-01,,referral,x
	END
	is 2 referral
	is 2 'referral where date >= start and date <= close'
	is 1 'referral where date = start'
	is 1 'referral where date = close'
}

@test "ending, open and overlapping at every edge of a spell" {
	history '' <<-'END'
	c01,2025-01-01,2025-03-31,registration,x
	c02,2025-01-01,2025-04-01,registration,x
	c03,2025-01-01,2025-04-02,registration,x
	c04,2025-01-01,2025-06-30,registration,x
	c05,2025-01-01,2025-07-01,registration,x
	c06,2025-01-01,,registration,x
	c07,2025-06-30,,registration,x
	c08,2025-07-01,,registration,x
	c09,2025-05-01,2025-05-01,registration,x
	END
	# ends from 1 April to 30 June: c02, c03, c04, c09
	is 4 'registration ending'
	# open on 30 June (date <= it and it < end): c05, c06, c07
	is 3 'registration open'
	# on some day of the quarter: c03 (1 April), c04, c05, c06, c07; c02's
	# last day was 31 March; c09 was never open
	is 5 'registration overlapping'
	is 2 'registration'
	is 3 'registration open by child'
	is 3 'registration by child open'
}

@test "earlier is strictly earlier, on the same subject, in all of history" {
	history ,category <<-'END'
	c01,2019-01-01,,registration,x,neglect
	c01,2025-05-01,,registration,x,physical
	c02,2025-05-01,,registration,x,neglect
	c02,2025-05-01,,registration,x,physical
	c03,2025-04-30,,registration,x,neglect
	c03,2025-05-01,,registration,x,neglect
	c03,2025-05-02,,registration,x,neglect
	END
	# c01's second, c03's second (1) and third (2); c02's share a day
	is 3 'registration where earlier(registration) >= 1'
	is 1 'registration where earlier(registration) = 2'
	is 3 'registration where earlier(registration) = 0'
	is 0 "registration where earlier(registration where category = 'physical') >= 1"
	is 1 'registration where earlier(registration where earlier(registration) >= 1) = 1'
	is 3 'registration where earlier(registration, referral) >= 1'
}

@test "any and number look at the period, by their own anchor" {
	history ,type <<-'END'
	c01,2025-01-01,,registration,x,
	c01,2025-03-31,,attendance,x,a
	c01,2025-04-01,,attendance,x,a
	c01,2025-06-30,,attendance,x,b
	c02,2025-01-01,2025-05-01,registration,x,
	c02,2025-07-01,,attendance,x,a
	c03,2025-05-01,,attendance,x,a
	END
	is 1 'registration overlapping where any(attendance)'
	is 1 'registration overlapping where not any(attendance)'
	is 1 'registration overlapping where number(attendance) = 2'
	is 1 'registration overlapping where number(attendance) = 0'
	is 1 "registration overlapping where number(attendance where type = 'b') = 1"
	is 1 'attendance where not any(registration overlapping)'
	is 2 'attendance where any(registration open)'
	is 0 'attendance where any(registration ending)'
	history '' <<-'END'
	c01,2025-01-01,2025-06-30,registration,x
	c01,2025-05-01,,attendance,x
	c02,2025-01-01,2025-07-01,registration,x
	c02,2025-05-01,,attendance,x
	c03,2025-01-01,2025-04-01,registration,x
	c03,2025-05-01,,attendance,x
	c04,2025-01-01,2025-03-31,registration,x
	c04,2025-05-01,,attendance,x
	END
	# c01 ends on the last day, c03 on the first
	is 2 'attendance where any(registration ending)'
	# on the register on some day: c01, c02; open at the close: c02
	is 2 'attendance where any(registration overlapping)'
	is 1 'attendance where any(registration open)'
}

@test "during is a spell open on the date of the row; its last day is not" {
	history ,type <<-'END'
	c01,2025-04-10,2025-05-10,registration,x,
	c01,2025-04-09,,referral,x,before
	c01,2025-04-10,,referral,x,first
	c01,2025-05-09,,referral,x,last
	c01,2025-05-10,,referral,x,end
	c02,2025-05-01,,referral,x,other
	END
	lscb-sort -o h.csv h.csv
	is 2 'referral where during(registration)'
	is 1 "referral where during(registration) and type = 'first'"
	is 1 "referral where during(registration) and type = 'last'"
	is 1 'registration where during(registration)'
	is 2 'referral where safeguarded'
	is 2 'referral where during(registration where days(date, end) = 30)'
	is 0 'referral where during(registration where days(date, end) = 31)'
}

@test "latest: by date; on one day by end, then by the columns, never by place" {
	history ,value,outcome <<-'END'
	c01,2025-04-01,,survey,x,1,
	c01,2025-06-30,,survey,x,2,
	c01,2025-07-01,,survey,x,3,
	c02,2025-05-01,,survey,x,1,b
	c02,2025-05-01,,survey,x,2,a
	c03,2025-05-01,,survey,x,1,
	c03,2025-05-01,,survey,x,1,
	END
	# c01: 2 (July is out); c02: 2 stands after 1; c03: two alike, one counts
	is 3 'survey where latest(survey)'
	is 2 'survey where latest(survey) and value = 2'
	is 1 "survey where latest(survey) and outcome = 'a'"
	is 0 "survey where latest(survey) and outcome = 'b'"
	# a row of another event is not the latest answer
	is 0 'survey where latest(referral)'
	is 3 'survey where latest(survey, referral)'
	# the condition is on what competes
	is 3 'survey where latest(survey where value < 2)'
	is 1 "survey where latest(survey where outcome = 'b')"
	# the rows of one day the other way round
	sed -i '5{h;d};6{G}' h.csv
	sed -n 5p h.csv | grep -q ',2,a$'
	is 1 "survey where latest(survey) and outcome = 'a'"
	# on one day the spell that is still open is later
	history '' <<-'END'
	c01,2025-05-01,2025-06-01,registration,x
	c01,2025-05-01,,registration,x
	END
	is 1 'registration where latest(registration) and not known(end)'
	is 0 'registration where latest(registration) and known(end)'
}

@test "age: completed years, the birthday is the 1st; unborn and unknown are missing" {
	history ,birth_month <<-'END'
	c01,2025-04-30,,referral,x,2020-05
	c02,2025-05-01,,referral,x,2020-05
	c03,2025-05-01,,referral,x,2007-05
	c04,2025-05-01,,referral,x,unborn
	c05,2025-05-01,,referral,x,
	c06,2025-05-01,,referral,x,2025-06
	c07,2025-05-01,,referral,x,2025-05
	END
	is 1 'referral where age(date) = 4'
	is 1 'referral where age(date) = 5'
	is 1 'referral where age(date) = 18'
	is 1 'referral where age(date) = 0'
	# born a month after: -1
	is 1 'referral where age(date) = -1'
	is 5 'referral where age(date) < 100'
	is 0 'referral where age(date) != age(date)'
	# 18 or over: c03; not known to be: the other six
	is 6 'referral where not age(date) >= 18'
	is 4 'referral where age(date) < 18'
	is 1 "referral where birth_month = 'unborn'"
	# on 30 June c06 is 0, and c01 is 5
	is 2 'referral where age(close) = 0'
	is 2 'referral where age(close) = 5'
	# on 1 April c02 is 4
	is 2 'referral where age(start) = 4'
}

@test "age: a row without a month of birth has that of its subject" {
	history ,birth_month <<-'END'
	c01,2025-03-01,,referral,x,2007-06
	c01,2025-05-31,,domestic-abuse,x,
	c01,2025-06-01,,domestic-abuse,x,
	c02,2025-05-01,,domestic-abuse,x,
	c03,2025-05-01,,domestic-abuse,x,unborn
	c03,2025-06-01,,referral,x,2025-06
	END
	# c01 is 18 from 1 June 2025; its incident of May counts, that of
	# June does not.  c02 is of no age; c03 was not yet born.
	is 1 'domestic-abuse where age(date) = 17'
	is 1 'domestic-abuse where age(date) >= 18'
	is 3 'domestic-abuse where not age(date) >= 18'
	# two months on one day: the later one, in whatever order they come
	history ,birth_month <<-'END'
	c01,2025-03-01,,referral,x,2007-06
	c01,2025-03-01,,referral,x,2008-06
	c01,2025-06-01,,domestic-abuse,x,
	c02,2025-03-01,,referral,x,2008-06
	c02,2025-03-01,,referral,x,2007-06
	c02,2025-06-01,,domestic-abuse,x,
	END
	is 2 'domestic-abuse where age(date) = 17'
}

@test "months: month ends and leap days" {
	history '' <<-'END'
	c01,2025-01-31,2025-04-30,registration,x
	c02,2025-01-31,2025-04-29,registration,x
	c03,2023-06-15,2025-06-14,registration,x
	c04,2023-06-15,2025-06-15,registration,x
	c05,2020-02-29,2025-05-28,registration,x
	END
	# 31 January to 30 April is 3 months; to 29 April 2
	is 1 'registration ending where months(date, end) = 3'
	is 1 'registration ending where months(date, end) = 2'
	is 1 'registration ending where months(date, end) = 23'
	is 1 'registration ending where months(date, end) = 24'
	# 29 February 2020 to 28 May 2025: a day short of 63
	is 1 'registration ending where months(date, end) = 62'
	is 1 'registration ending where months(end, date) = -24'
	history ,due <<-'END'
	c01,2024-02-29,,referral,x,2026-02-28
	c01,2025-04-01,,referral,x,2026-02-28
	c01,2025-04-02,,referral,x,
	END
	# from 29 February a year is over on 28 February
	is 1 'referral where earlier(referral where months(date, due) = 24) = 1 and months(date, due) = 10'
}

@test "days and working days, with the bank holidays" {
	history '' <<-'END'
	c01,2025-04-17,2025-04-22,registration,x
	c02,2025-04-25,2025-04-28,registration,x
	c03,2025-05-02,2025-05-06,registration,x
	c04,2025-06-05,2025-06-05,registration,x
	END
	# Thursday before Easter to Tuesday after: Good Friday and Easter Monday
	# are holidays, so 1; Friday to Monday 1; 2 May to 6 May over the early
	# May holiday (Monday the 5th): 1; the same day 0
	is 3 'registration where working_days(date, end) = 1'
	is 1 'registration where working_days(date, end) = 0'
	is 1 'registration where days(date, end) = 5'
	is 1 'registration where days(date, end) = 3'
	is 1 'registration where days(date, end) = 4'
	is 1 'registration where days(end, date) = 0'
	# outside the table of holidays nothing is known
	history '' <<-'END'
	c01,2025-04-17,2199-04-22,registration,x
	END
	is 0 'registration where working_days(date, end) >= 0'
	is 1 'registration where days(date, end) >= 0'
}

@test "a comparison with something missing is false; not turns it round" {
	history ,need,value <<-'END'
	c01,2025-04-01,,referral,x,a,1
	c02,2025-04-01,,referral,x,,
	END
	is 1 "referral where need = 'a'"
	is 0 "referral where need != 'a'"
	is 1 "referral where not need = 'a'"
	is 1 'referral where value >= 0'
	is 0 'referral where value < 0'
	is 1 'referral where not value >= 0'
	is 0 'referral where need not in (a)'
	is 1 'referral where not need in (a)'
	is 1 'referral where need not in (b)'
	is 1 'referral where known(need)'
	is 1 'referral where not known(value)'
	is 2 'referral where not known(end)'
	is 0 'referral where end > date'
	is 2 'referral where not end > date'
	is 0 'referral where end = end'
}

@test "numbers are exact decimals, texts are bytes" {
	history ,value,need <<-'END'
	c01,2025-04-01,,referral,x,0.3,a b
	c02,2025-04-01,,referral,x,0.30,it's
	c03,2025-04-01,,referral,x,-2,tŷ
	c04,2025-04-01,,referral,x,10,A B
	END
	is 2 'referral where value = 0.3'
	is 1 'referral where value = -2'
	is 1 'referral where value < 0'
	is 1 'referral where value > 9'
	is 3 'referral where value in (0.3, 10)'
	is 1 'referral where value not in (0.3, 10)'
	is 1 "referral where need = 'a b'"
	is 1 "referral where need = 'it''s'"
	is 1 "referral where need = \"it's\""
	is 1 "referral where need = 'tŷ'"
	is 2 "referral where need in ('a b', 'A B', c)"
	is 4 'referral where need = need'
}

@test "and binds closer than or, not closest; brackets and dates" {
	history ,a,b,c <<-'END'
	c01,2025-04-01,,referral,x,1,0,0
	c02,2025-04-01,,referral,x,1,1,0
	c03,2025-04-01,,referral,x,0,1,1
	END
	is 3 'referral where a = 1 or b = 1 and c = 1'
	is 1 'referral where (a = 1 or b = 1) and c = 1'
	is 1 'referral where not a = 1 and b = 1'
	is 2 'referral where not (a = 1 and b = 1)'
	is 3 'referral where not not (date = start)'
	is 3 "referral where date = '2025-04-01'"
	is 0 "referral where '2025-04-01' < date"
	is 3 "referral where date in ('2025-04-01', '2025-04-02')"
}

@test "mistakes say where and what was meant" {
	history ,need,value,category </dev/null
	says "at character 1: no event 'referal'; did you mean 'referral'?" referal
	says 'at character 1: want the name of an event, found the end' ''
	says "at character 13: no kind of subject 'chlid'; did you mean 'child'?" 'referral by chlid'
	says "at character 10: 'were' cannot stand here; did you mean 'where'?" 'referral were need = 1'
	says "at character 16: no column 'categroy'; did you mean 'category'?" "referral where categroy = 'a'"
	says "at character 23: no column 'NEG'; a value is written in quotes" 'referral where need = NEG'
	says "at character 16: no function 'erlier'; did you mean 'earlier'?" 'referral where erlier(referral) = 1'
	says "at character 10: open needs a spell, and 'referral' has no end" 'referral open'
	says 'during needs a spell' 'referral where during(referral)'
	says 'at character 19: one of ending, open, overlapping is enough' 'registration open ending'
	says 'at character 23: an empty value is missing; use known(column)' "referral where need = ''"
	says 'texts are only = or !=' "referral where need > 'a'"
	says 'a number against a text; leave out the quotes' "referral where earlier(referral) = '1'"
	says 'a date against a number; use days(a, b)' 'referral where date = 5'
	says "compared with a date, want one such as '2026-03-31'" "referral where date = '31/03/2026'"
	says "a date is written in quotes" 'referral where date = 2026-03-31'
	says 'a condition is true or false by itself' 'referral where any(referral) = 1'
	says 'want a comparison: = != < <= > >= in or has' 'referral where need'
	says 'one sign at a time: a <= x and x < b' 'referral where 1 <= value < 3'
	says 'not equal is written !=' 'referral where value <> 1'
	says 'equal is written =' 'referral where value == 1'
	says 'this text has no closing quote' "referral where need = 'a"
	says 'quotes are the straight' 'referral where need = ‘a’'
	says 'want a closing ), found the end' 'referral where (value = 1'
	says 'numbers and texts in one list' 'referral where value in (1, a)'
	says 'age needs the column birth_month' 'referral where age(date) > 1'
	says 'two values; one of them should be a column' "referral where 'a' = 'b'"
	says "want a column, a value or a function before 'and'" 'referral where and need = 1'
	says 'a number runs into a word' 'referral where value > 2years'
	says 'a character the language has no use for' 'referral where value > 2 % 3'
	says 'nested too deep' "referral where $(printf '(%.0s' {1..60})value = 1"
}

@test "characters are counted, not bytes" {
	history ,need </dev/null
	says "at character 33: no column 'x'" "referral where need = 'tŷ' and (x = 1)"
}

@test "predicates: read in place, told by name, never in a circle" {
	mkdir lib
	cp -r "$LSCB_LIBRARY"/. lib
	history ,need,value <<-'END'
	c01,2025-04-01,,referral,x,a,1
	c02,2025-04-01,,referral,x,b,
	END
	cat >lib/predicates.rec <<-'END'
	%rec: Predicate

	name: bad_need
	condition: need in (a, z)

	name: bad_and_valued
	condition: bad_need and known(value)

	name: slip
	condition: nead = 'a'

	name: circle
	condition: not circle
	END
	export LSCB_LIBRARY=$PWD/lib
	is 1 'referral where bad_and_valued'
	is 1 'referral where not bad_need'
	says "in 'slip' (predicates.rec, line 10): at character 1: no column 'nead'; did you mean 'need'?" 'referral where slip'
	says 'do predicates name each other in a circle?' 'referral where circle'
}
