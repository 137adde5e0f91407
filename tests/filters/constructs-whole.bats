#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Every construct once more: in an indicator that no library has seen, under
# another order of rows and subjects, in parts that add up, and mistaken.
#
# bats sets stderr; what a pipe loses shows as a table that differs.
# shellcheck disable=SC2154,SC2312
load ../lib/common
load ../lib/constructs

# by_path: like table, but each expression is the count (and of) of
# an indicator of its own, which is named by its path.
by_path() {
	local want expression got bad=0 number=0
	while read -r want expression; do
		[[ -n $want && $want != '#'* ]] || continue
		number=$((number + 1))
		{
			printf '%s\n' "id: unseen-$number" 'title: Unseen' \
				'status: candidate' "count: ${expression%% of *}" \
				'period: quarter' 'direction: explain'
			if [[ $expression == *' of '* ]]; then
				printf '%s\n' "of: ${expression#* of }" 'unit: percent'
			else
				echo 'unit: count'
			fi
		} >"unseen-$number.rec"
		got=$(figure --date 2025-07-31 --from 2025-04-01 \
			-i "./unseen-$number.rec" h.csv </dev/null)
		[[ -s said || $want == *:* ]] || got=${got%:*}
		if [[ $got != "$want" ]]; then
			printf '%s: want %s, got %s\n' "$expression" "$want" \
				"$got"
			bad=1
		fi
	done
	return "$bad"
}

# all_constructs: an expression a line, of made below.
all_constructs() {
	cat <<-'END'
	referral
	distinct referral, contact by child
	registration ending by child
	registration overlapping
	distinct registration open
	value over visit by child
	2 * value + 1 over visit where value >= 0.5
	days(date, end) over registration ending
	referral where need = 'a' or type has 'x' and not value > 3
	referral where need in (a, b) and need not in (b)
	survey where safe >= agree
	survey where previous(safe, survey) < safe
	referral where safeguarded
	referral where any(visit) and without(contact ever)
	registration where any(visit this where value > 1)
	registration where every(visit within 3 months after date meets value > 0)
	registration open where number(referral within 300 days before close) > 0
	referral where any(registration overlapping) and not any(registration ending)
	referral where number(visit within 10 working days before date) >= 1
	referral where number(visit within 2 months after date) >= 1
	registration where earlier(registration) >= 1
	referral where earlier(referral within 12 months) >= 1
	sum(value, visit ever) over referral
	referral where greatest(value, visit) > 2 or least(value, visit) < 1
	first(value, visit) over referral
	last(value, visit ever) over referral
	previous(value, visit) over visit
	next(value, visit) over visit
	referral where during(registration)
	registration where throughout(roll)
	registration where throughout(registration)
	survey where latest(survey)
	referral where age(date) >= 10
	registration ending where months(date, end) >= 3
	registration ending where working_days(date, end) > 60
	referral where known(sex)
	referral where sex = 'female'
	referral where followed by visit within 30 days
	referral where followed by referral within 3 months of referral
	registration where followed by visit within 10 working days from end
	registration where not followed by registration within 6 months from end of registration
	distinct referral where followed by contact within 20 days of distinct referral
	distinct referral by child where number(referral) >= 2 of distinct referral by child
	END
}

# made SEED: a history of two hundred subjects, in order.
made() {
	echo subject,date,end,event,source,value,need,type,safe,sex,birth_month,area
	awk -v seed="$1" 'function r(n) {
		x = (x * 69069 + 12345) % 2147483648
		return int(x / 65536) % n
	}
	function day() {
		return sprintf("%d-%02d-%02d", 2024 + r(2), 1 + r(12), 1 + r(28))
	}
	BEGIN {
		x = seed
		split("referral contact visit survey registration roll", e, " ")
		split("a b c", n, " ")
		split("x x;y y;z z", t, " ")
		split("strongly-disagree disagree neither agree strongly-agree lost", s, " ")
		split("female male other", g, " ")
		split("north south", a, " ")
		for (i = 100; i < 300; i++) {
			b = sprintf("%d-%02d", 2006 + r(19), 1 + r(12))
			d = day()
			for (k = 2 + r(10); k > 0; k--) {
				if (r(3))
					d = day()
				v = e[1 + r(6)]
				end = ""
				if ((v == "registration" || v == "roll") && r(3))
					do end = day(); while (end < d)
				print (r(9) ? "c" : "h") i "," d "," end "," v ",x," \
					(r(4) ? r(50) / 10 : "") "," (r(4) ? n[1 + r(3)] : "") "," \
					(r(2) ? t[1 + r(4)] : "") "," (v == "survey" && r(5) ? s[1 + r(6)] : "") "," \
					(r(2) ? g[1 + r(3)] : "") "," (r(2) ? b : r(9) ? "" : "unborn") "," \
					(r(3) ? a[1 + r(2)] : "")
			}
		}
	}' </dev/null | sort -t, -k1,2
}

# constructs FILE: what all of them count in the quarters of 2025, by groups,
# and those that are no snapshots in windows of six months.
constructs() {
	local line
	local -a every=() window=()
	while read -r line; do
		every+=(-e "$line")
		[[ $line == *' open'* ]] || window+=(-e "$line")
	done < <(all_constructs)
	lscb-indicators --date 2025-12-31 --from 2025-01-01 --by area \
		--by sex+age_band "${every[@]}" "$1" || return
	lscb-indicators --date 2025-12-31 --from 2025-01-01 --rolling 6 \
		"${window[@]}" "$1" || return
	lscb-indicators --date 2025-12-31 --from 2025-01-01 --by area \
		-e 'value over visit' --unit 'mean points' "$1"
}

@test "unseen indicators, named by their path, count what the words say" {
	history ,value,need,type,safe,sex,birth_month,due <<-'END'
	c01,2024-05-10,2024-06-10,registration,x,,neglect,,,,2015-05,
	c01,2025-04-01,,registration,x,1,a,,,,,2025-04-10
	c01,2025-04-05,,visit,x,2,,,,,,
	c01,2025-04-10,,visit,x,0.5,,,,female,,
	c01,2025-05-10,,referral,x,,a,x;y,,,,
	c02,2025-02-28,2025-05-30,registration,x,3,b,,,male,2020-06,
	c02,2025-03-01,,roll,x,,,,,,,
	c02,2025-04-10,,survey,x,,,,disagree,,,
	c02,2025-05-10,,survey,x,,,,agree,,,
	c02,2025-05-20,,referral,x,,b,y,,,,
	c02,2025-05-30,,visit,x,,,,,,,
	c03,2025-06-30,,referral,x,,,,,,unborn,
	c03,2025-07-20,,visit,x,7,,,,,,
	h01,2025-05-01,,referral,x,,a,x,,,,
	END
	by_path <<-'END'
	# measures
	4 referral
	3 distinct referral by child
	7 referral, visit
	1/2 referral by household of referral by child where known(need)
	1 registration ending
	1 registration open
	2 registration overlapping
	2.5 value over visit
	# conditions: c01 and h01 of need a; c01 and h01 have x
	2 referral where need = 'a'
	2 referral where type has 'x' and not need = 'b'
	1 referral where type has 'y' and need in (a, c)
	1 survey where safe >= agree
	1 survey where previous(safe, survey) < safe
	2 visit where 4 * value >= 2
	# scopes: c01 has two visits in the quarter, c02 one, c03 one after it
	1 referral where number(visit) = 2
	2 referral where any(visit)
	2 referral where without(visit)
	1 referral where any(visit within 10 days after date)
	2 referral where any(visit within 20 days after date)
	# c01: 10 April is within a month before 10 May
	1 referral where any(visit within 1 months before date)
	# c02: Friday 30 May follows Tuesday 20 May by 7 working days (21 to 23,
	# 27 to 30, the 26th being a holiday)
	1 referral where any(visit within 7 working days after date)
	0 referral where any(visit within 6 working days after date)
	1 registration where number(visit this) = 2
	1 registration where every(visit this meets value > 0)
	1 referral where any(registration open)
	1 referral where any(registration ending)
	# functions: c01's second registration
	1 registration where earlier(registration) = 1
	1 registration where earlier(registration within 11 months) = 1
	0 registration where earlier(registration within 10 months) = 1
	2.5 sum(value, visit) over referral
	1 referral where greatest(value, visit) = 2 and least(value, visit) = 0.5
	1 referral where first(value, visit) = 2 and last(value, visit) = 0.5
	1 visit where previous(value, visit) = 2
	1 visit where next(value, visit) = 0.5
	# c01 and c02 on the register that day
	2 referral where during(registration)
	2 referral where safeguarded
	# c02's registration: on a roll from its second day on
	0 registration ending where throughout(roll)
	1 registration ending where throughout(roll, registration)
	1 survey where latest(survey)
	# c01 is 10 on 10 May, c02 4 on 20 May
	1 referral where age(date) = 10
	1 referral where age(date) = 4
	# 28 February to 30 May: 3 months and 91 days
	1 registration ending where months(date, end) = 3 and days(date, end) = 91
	1 registration where working_days(date, due) = 7
	1 referral where sex = 'female'
	2 referral where known(sex)
	# outcomes: c02's after 10 days, c03's after 20; c01's and h01's not
	2/4 referral where followed by visit within 20 days of referral
	# 31 days from 30 June is 31 July, 32 is beyond
	2/4 referral where followed by visit within 31 days of referral
	1/3~1 referral where followed by visit within 32 days of referral
	# c02's on the day of the end
	1/1 registration ending where followed by visit within 0 days from end of registration ending
	# c01's is open
	0/0~1 registration where followed by visit within 3 days from end of registration
	END
}

@test "an unseen indicator: by, show, matched, mean and rate of its own" {
	history ,value,area,birth_month <<-'END'
	c01,2025-01-10,,referral,x,1,north,2020-01
	c01,2025-04-10,,referral,x,2.5,north,2020-01
	c02,2025-05-10,,referral,x,4,south,2018-01
	c03,2025-06-10,,referral,x,,south,2018-01
	c03,2025-06-10,,contact,x,,,2018-01
	END
	printf '%s\n' '%rec: Indicator' 'id: unseen' 'title: Unseen' \
		'status: candidate' 'count: value over referral by child' \
		'unit: mean points' 'by: area' 'period: quarter' \
		'show: rolling 6 months' 'direction: up' >unseen.rec
	counts --date 2025-06-30 --from 2025-01-01 -i ./unseen.rec h.csv >all
	cut -d, -f2-7 all | grep -v '@value' >got
	# 1; 1 + 2.5 + 4 = 7.5 of 3; 2.5 + 4 of 2
	cat >want <<-'END'
	2025-01-01,2025-03-31,,,1,1
	2025-01-01,2025-03-31,area,north,1,1
	2025-01-01,2025-03-31,area,south,0,0
	2025-01-01,2025-06-30,,,7.5,3
	2025-01-01,2025-06-30,area,north,3.5,2
	2025-01-01,2025-06-30,area,south,4,1
	2025-04-01,2025-06-30,,,6.5,2
	2025-04-01,2025-06-30,area,north,2.5,1
	2025-04-01,2025-06-30,area,south,4,1
	END
	same want got
	printf '%s\n' 'id: unseen' 'title: Unseen' 'status: candidate' \
		'of: distinct referral by child' \
		'count: distinct referral by child where value > 2' \
		'matched: without(contact ever)' 'by: age_band' \
		'unit: percent' 'period: quarter' 'direction: up' >unseen.rec
	counts --date 2025-06-30 --from 2025-04-01 -i ./unseen.rec h.csv >all
	cut -d, -f4-7,9 all >got
	# c03 has a contact: it is in neither, unmatched; c01 5, c02 7, c03 7
	cat >want <<-'END'
	,,2,2,1
	age_band,5 to 9,2,2,1
	END
	same want got
}

@test "the order of the rows of a day, and of subjects, changes no byte" {
	local seed
	for seed in 1 2 3; do
		made "$seed" >h.csv
		constructs h.csv >want
		# the rows of one day in another order
		{
			head -n 1 h.csv
			tail -n +2 h.csv | awk -v x="$seed" '{
				x = (x * 69069 + 12345) % 2147483648
				print x "," $0
			}' | sort -t, -k2,3 -k1,1n | cut -d, -f2-
		} >turned.csv
		run -1 cmp -s h.csv turned.csv
		constructs turned.csv >got
		same want got
		# other names: 399 stands for 100, and so on
		{
			head -n 1 h.csv
			tail -n +2 h.csv | awk -F, -v OFS=, '{
				$1 = substr($1, 1, 1) (499 - substr($1, 2))
				print
			}' | sort -s -t, -k1,2
		} >renamed.csv
		run -1 cmp -s h.csv renamed.csv
		constructs renamed.csv >got
		same want got
	done
	# and it is not all noughts: of each something is counted
	all_constructs | awk '{
		print NR == 1 ? "expression" : "expression-" NR
	}' | sort >asked
	awk -F, '/^indicator/ { part++ }
	part == 1 && $6 + 0 > 0 { print $1 }' want | sort -u >counted
	same asked counted
}

@test "the parts of a history split by subject add up to the whole" {
	local seed
	# added: numerators, denominators and censored by line; of a value that
	# one part does not have, the denominator is not written there
	added() {
		awk -F, -v OFS=, '$6 ~ /^[-0-9.]+$/ {
			key = $1 OFS $2 OFS $3 OFS $4 OFS $5
			n[key] += $6
			if ($4 !~ /@value/)
				d[key] += $7
			c[key] += $8
		}
		END {
			for (key in n)
				printf "%s,%.9g,%.9g,%.9g\n", key, n[key], d[key], c[key]
		}' "$@" | sort
	}
	for seed in 4 5 6; do
		made "$seed" >h.csv
		awk -F, -v x="$seed" 'NR == 1 {
			print >"a.csv"
			print >"b.csv"
			next
		}
		{
			if (!($1 in part)) {
				x = (x * 69069 + 12345) % 2147483648
				part[$1] = x > 1073741824
			}
			print >(part[$1] ? "a.csv" : "b.csv")
		}' h.csv
		[[ $(wc -l <a.csv) -gt 100 && $(wc -l <b.csv) -gt 100 ]]
		constructs h.csv >all
		constructs a.csv >a
		constructs b.csv >b
		added all >want
		added a b >got
		same want got
		# parts of no rows at all are nothing
		head -n 1 h.csv >none.csv
		constructs none.csv >b
		added all b >got
		same want got
	done
}

@test "a figure is the same alone, in other company, and as a window" {
	local line number=0 name
	made 7 >h.csv
	constructs h.csv >all
	awk '/^indicator/ { part++ } part == 1' all >together
	while read -r line; do
		number=$((number + 1))
		name=expression-$number
		((number > 1)) || name=expression
		lscb-indicators --date 2025-12-31 --from 2025-01-01 --by area \
			--by sex+age_band -e "$line" h.csv |
			sed "s/^expression,/$name,/" >got
		awk -F, -v n="$name" 'NR == 1 || $1 == n' together >want
		same want got
		[[ $line != *' open'* ]] || continue
		# three months that end with a quarter are that quarter; only
		# what is not available may be told otherwise
		lscb-indicators --date 2025-12-31 --from 2025-01-01 \
			--period month --rolling 3 -e "$line" h.csv |
			awk -F, -v OFS=, '$2 ~ /-(01|04|07|10)-01$/ &&
				$3 ~ /-(03|06|09|12)-3.$/ { print $2, $3, $6, $7, $8 }' >got
		awk -F, -v OFS=, -v n="$name" '$1 == n && $4 == "" {
			print $2, $3, $6, $7, $8
		}' together >want
		same want got
	done < <(all_constructs)
}

@test "rows of other events, and other subjects, change no figure" {
	made 8 >h.csv
	constructs h.csv | cut -d, -f1-9 >want
	{
		cat h.csv
		tail -n +2 h.csv | awk -F, -v OFS=, '{
			print $1, $2, "", "bullying", "x", $6, $7, $8, $9, "", "", ""
			print "q" substr($1, 2), $2, $3, "sait", "x,,,,,,,"
		}'
	} | { read -r head; echo "$head"; sort -s -t, -k1,2; } >more.csv
	[[ $(wc -l <more.csv) -gt $(wc -l <h.csv) ]]
	constructs more.csv | cut -d, -f1-9 >got
	same want got
}

@test "the groups of a row add up to the total" {
	made 9 >h.csv
	constructs h.csv >all
	# each row has one area and one sex and band; distinct subjects may be
	# in several groups, and values have lines of their own
	all_constructs | awk '/^distinct/ {
		print NR == 1 ? "expression" : "expression-" NR
	}' >several
	awk -F, -v OFS=, '/^indicator/ { part++ }
	FILENAME == "several" { several[$1]; next }
	part == 1 && FNR > 1 && !($1 in several) {
		key = $1 OFS $2 OFS $3
		if ($4 == "")
			total[key] = sprintf("%.9g %.9g %.9g", $6, $7, $8)
		else {
			n[key, $4] += $6
			d[key, $4] += $7
			c[key, $4] += $8
			by[$4]
		}
	}
	END {
		for (key in total)
			for (b in by) {
				sum = sprintf("%.9g %.9g %.9g", n[key, b], d[key, b], c[key, b])
				if (sum != total[key])
					print key, b, sum, total[key]
				checked++
			}
		# 40 that are not distinct, 4 quarters, 2 ways to group
		print "checked " checked
	}' several all >got
	echo "checked $((($(all_constructs | wc -l) - $(wc -l <several)) * 8))" >want
	same want got
}

@test "explain: its yeses are the figures, its censored what is censored" {
	local line number=0
	made 10 >h.csv
	while read -r line; do
		[[ $line != *' over '* ]] || continue
		lscb-indicators --date 2025-12-31 --from 2025-10-01 -e "$line" \
			h.csv | awk -F, 'NR == 2 { print $6, $7 == "" ? 0 : $7 }' >want
		lscb-indicators --date 2025-12-31 -e "$line" \
			--explain expression 2025-11-11 h.csv >rows
		awk -F, '$1 == "yes" { n++ } $2 == "yes" { d++ }
			END { print n + 0, d + 0 }' rows >got
		echo "$line" | tee -a want >>got
		same want got
		# the period by its months
		lscb-indicators --date 2025-12-31 -e "$line" --explain \
			expression 2025-10-01..2025-12-31 h.csv >other
		same rows other
		[[ $line != *followed* || $line == distinct* ]] || {
			lscb-indicators --date 2025-12-31 --from 2025-10-01 \
				-e "$line" h.csv | awk -F, 'NR == 2 { print $8 }' >want
			awk -F, '$1 == "censored" || $2 == "censored"' rows |
				wc -l >got
			same want got
		}
		number=$((number + 1))
	done < <(all_constructs)
	[ "$number" -gt 30 ]
}

# slips: lines of EXPRESSION | WORD | MEANT: it is refused with 64, the message
# names the character at which WORD begins, and what was meant.
slips() {
	local expression word meant before
	while IFS='|' read -r expression word meant; do
		[[ -n $expression && $expression != '#'* ]] || continue
		expression=${expression% } word=${word//[[:space:]]/}
		before=${expression%%"$word"*}
		meant=${meant//[[:space:]]/}
		echo "$expression | at character $((${#before} + 1)): | did you mean '$meant'?"
	done >slipped
	refusals <slipped
}

@test "slips: events, kinds, columns and functions" {
	history ,value,need,due,safe,birth_month </dev/null
	slips <<-'END'
	referal | referal | referral
	referral, contcat | contcat | contact
	referral by chlid | chlid | child
	referral were value = 1 | were | where
	registration endign | endign | ending
	registration opne | opne | open
	registration overlaping | overlaping | overlapping
	referral where nead = 'a' | nead | need
	referral where known(vlaue) | vlaue | value
	referral where eny(visit) | eny | any
	referral where withuot(visit) | withuot | without
	referral where evry(visit meets value = 1) | evry | every
	referral where numbr(visit) = 1 | numbr | number
	referral where erlier(visit) = 1 | erlier | earlier
	referral where summ(value, visit) = 1 | summ | sum
	referral where gretest(value, visit) = 1 | gretest | greatest
	referral where leest(value, visit) = 1 | leest | least
	referral where frist(value, visit) = 1 | frist | first
	referral where previuos(value, visit) = 1 | previuos | previous
	referral where nxet(value, visit) = 1 | nxet | next
	referral where durin(registration) | durin | during
	registration where throughuot(roll) | throughuot | throughout
	survey where latset(survey) | latset | latest
	referral where aeg(date) > 1 | aeg | age
	referral where moths(date, due) > 1 | moths | months
	referral where dayz(date, due) > 1 | dayz | days
	referral where workingdays(date, due) > 1 | workingdays | working_days
	referral where knwon(value) | knwon | known
	referral where any(vist) | vist | visit
	referral where followed by vist within 3 days | vist | visit
	referral where days(date, deu) > 1 | deu | due
	referral where survey_chort | survey_chort | survey_cohort
	END
}

@test "slips: the words within a function, and of time" {
	history ,value,need,due,safe </dev/null
	slips <<-'END'
	referral where any(registration opne) | opne | open
	referral where any(registration endign) | endign | ending
	referral where any(visit evr) | evr | ever
	registration where any(visit thsi) | thsi | this
	referral where any(visit withing 3 days before date) | withing | within
	referral where any(visit within 3 dayz before date) | dayz | days
	referral where any(visit within 3 workin days before date) | workin | working
	referral where any(visit within 3 mnths before date) | mnths | months
	referral where any(visit within 3 days befor date) | befor | before
	referral where any(visit within 3 days aftr date) | aftr | after
	referral where any(visit were value = 1) | were | where
	referral where every(visit meats value = 1) | meats | meets
	referral where folowed by visit within 3 days | folowed | followed
	referral where followed by visit withn 3 days | withn | within
	referral where followed by visit within 3 days form due | form | from
	registration where followed by visit within 3 days from ende | ende | end
	distnct referral | distnct | distinct
	END
}

@test "refused: what the language has not, with the character" {
	history ,value,need,due,safe </dev/null
	refusals <<-'END'
	# one of distinct and over
	distinct value over visit | at character | distinct | over
	# dates do not add up
	referral where date + 1 = due | at character 21 | days
	referral where due - date = 3 | at character | days
	referral where sum(date, visit) > 1 | at character 16 | dates
	date over visit | at character 1
	# texts have no order without a scale
	referral where need < 'b' | at character 16 | scale
	referral where need > value | at character 16 | scale
	# an outcome needs a time, and a time a unit
	referral where followed by visit | at character 33 | within
	referral where followed by visit within 3 | at character 42 | days
	referral where followed by visit within days | at character 41 | number
	referral where followed visit within 3 days | at character 25 | by
	referral where any(visit within 3 before date) | at character 35 | days
	referral where any(visit within 3 days) | at character 39 | before
	referral where any(visit within 3 days before) | at character 46
	referral where any(visit within 2.5 days before date) | at character 33 | whole
	referral where any(visit within -1 days before date) | at character 33
	# every wants meets, and nothing else has it
	referral where every(visit) | at character 27 | meets
	referral where every(visit where value = 1) | meets
	referral where any(visit meets value = 1) | at character 26
	# has wants one value in quotes
	referral where need has a | at character 25 | quotes
	referral where need has 3 | at character 25 | quotes
	referral where need has ('a', 'b') | at character 25 | quotes
	# too long a time
	referral where any(visit within 5000 months before date) | at character | months
	referral where followed by visit within 5000 months | at character | months
	# no division, no brackets around numbers
	referral where value / 2 = 1 | at character 22
	referral where (value + 1) * 2 = 4 | at character
	# spells
	referral ending | at character 10 | spell
	referral, registration open | spell
	referral where any(visit overlapping) | spell
	referral where throughout(visit) | spell
	# a function is a number, or a condition, not both
	referral where any(visit) = 1 | at character | condition
	referral where number(visit) | at character 29
	referral where sum(value, visit) | at character
	# events and commas
	referral where sum(visit) > 1 | at character 25 | comma
	referral where previous(visit) = 1 | comma
	referral where earlier(visit open) = 1 | at character 30
	referral where next(value, visit ever) = 1 | at character 34
	# the kind stands before where
	referral where value = 1 by child | at character 26
	# brackets and ends
	referral where any(visit | at character 25
	referral where value = | at character 23
	referral where | at character 15
	referral of | at character
	# an empty text is missing
	referral where need = '' | at character 23 | known
	END
}
