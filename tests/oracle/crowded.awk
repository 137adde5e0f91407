# SPDX-License-Identifier: MIT
# Usage: awk -f crowded.awk -v seed=N -v columns="$(the history's, after source)"
#
# Out: a history, to be sorted, of some hundred children and a board whose days
# are nearly all borders: first and last days of quarters and their neighbours,
# the end of February, days so many days or months after another and those beside
# them, the last days that have had their time, several rows on a day.  Numbers
# come from a generator of its own, so that every awk writes the same.

function random(n) {
	state = (state * 16807) % 2147483647
	return int(state * n / 2147483647)
}

function pick(list, words, n) {
	n = split(list, words, "/")
	return words[1 + random(n)]
}

# A border; now and then one near the as-of date.
function border(from, to) {
	if (to == 2026 && !random(8))
		return pick("2026-01-29/2026-01-30/2026-01-31/2026-03-27/2026-03-28/2026-03-29/2026-03-30/2026-03-31/2025-12-29/2025-12-30")
	return exists(sprintf("%d-%s", from + random(to - from + 1), pick(days)))
}

# The day itself, or the last one of the month where that is shorter.
function exists(date, n) {
	n = length_of(substr(date, 1, 4), substr(date, 6, 2))
	return substr(date, 9) + 0 > n ? substr(date, 1, 8) n : date
}

function length_of(year, month) {
	if (month + 0 == 2)
		return year % 4 ? 28 : 29
	return month ~ /^(04|06|09|11)$/ ? 30 : 31
}

# So many months later, or earlier.
function months(date, n) {
	n += substr(date, 1, 4) * 12 + substr(date, 6, 2) - 1
	return exists(sprintf("%04d-%02d-%s", int(n / 12), n % 12 + 1,
		substr(date, 9)))
}

# So many days later, or earlier.
function later(date, n, year, month, day) {
	year = substr(date, 1, 4) + 0
	month = substr(date, 6, 2) + 0
	day = substr(date, 9) + n
	while (day < 1) {
		if (--month < 1) {
			month = 12
			year--
		}
		day += length_of(year, sprintf("%02d", month))
	}
	while (day > (n = length_of(year, sprintf("%02d", month)))) {
		day -= n
		if (++month > 12) {
			month = 1
			year++
		}
	}
	return sprintf("%04d-%02d-%02d", year, month, day)
}

# A row; given are the other columns that have a value, name=value.  Of a child's
# rows some do not know the month of birth; notices, surveys and visits never do.
# Most rows occur once, but what is counted by the row may occur twice.
function row(subject, date, end, event, source, given, words, pair, n, i, line) {
	for (i in value)
		delete value[i]
	n = split(given, words, " ")
	for (i = 1; i <= n; i++) {
		split(words[i], pair, "=")
		value[pair[1]] = pair[2]
	}
	if (subject ~ /^c/ && source != "advocacy" && random(5) &&
	    event !~ /^(domestic-abuse|visit|missing|return-interview)$/)
		value["birth_month"] = changed != "" && date >= changed ? after : month
	line = subject "," date "," (end >= date ? end : "") "," event "," source
	for (i = 1; i <= width; i++)
		line = line "," value[name[i]]
	if (line in seen && event !~ /^(domestic-abuse|offence-against-child|marac-case|conference|registration)$/)
		return
	seen[line]
	print line
}

# When something that begins on a day may end.
function ending(begin) {
	return pick(exists(substr(begin, 1, 4) + 2 substr(begin, 5)) "/" \
		border(2020, 2026) "/" border(2020, 2026) "/" begin "/" \
		later(begin, 1) "/" months(begin, 3) "/" \
		later(months(begin, 3), pick("-1/1")) "/" \
		months(begin, 12) "/" later(months(begin, 12), -1) "//")
}

# A registration, what is done around it, and perhaps another some time after.
function registered(begin, end, n) {
	begin = random(6) ? border(2020, 2026) : pick(sixty)
	for (n = 1 + random(3); n > 0; n--) {
		end = random(6) ? ending(begin) : pick(sixty)
		row(subject, begin, end, "registration", "social-services",
			"previous_registrations=" pick("0/0/0//1/2") \
			" category=" pick("neglect/neglect/sexual/emotional/multiple/neglect;sexual/physical;neglect/emotional;physical/multiple;sexual//financial"))
		answered(later(begin, pick("-1/0/1/59/60/61")), "registration")
		visited(later(begin, pick("-1/0/1/30")))
		if (end == "" || end < begin)
			end = border(2020, 2026)
		answered(later(end, pick("-1/0/1/59/60/61")), "de-registration")
		visited(pick(end "/" later(end, -1) "/" border(2023, 2026)))
		begin = pick(end "/" later(end, 1) "/" months(end, 12) "/" \
			later(months(end, 12), pick("-1/1")) "/" \
			border(2020, 2026) "/" begin)
	}
}

function answered(date, stage) {
	if (random(3))
		row(subject, date, "", "survey", "advocacy", "stage=" stage \
			" safe=" pick(scale) " listened=" pick(scale) \
			" understands=" pick(scale) " plan_safer=" pick(scale) \
			" someone_to_talk=" pick("/yes/no/yes/no/dont-know"))
}

function visited(date, n) {
	for (n = 1 + random(2); n > 0; n--)
		row(subject, date, "", "visit", "social-services",
			"seen=" pick("yes/yes/no/") \
			" seen_alone=" pick("yes/yes/no/"))
}

# An initial conference, and what leads to it in three months.
function conferred(date, n) {
	date = border(2023, 2026)
	row(subject, date, "", "conference", "social-services", "")
	for (n = random(3); n > 0; n--)
		answered(before(date), pick("pre-icc/pre-icc/pre-icc/registration"))
	for (n = random(3); n > 0; n--)
		row(subject, before(date), "", "advocacy", "advocacy",
			"stage=" pick("pre-icc/pre-icc/pre-icc/registration") \
			" met_child=" pick("yes/no/") \
			" views_presented=" pick("yes/no/"))
}

function before(date) {
	return pick(date "/" later(date, pick("-1/1")) "/" months(date, -3) "/" \
		later(months(date, -3), pick("-1/1/2")) "/" border(2023, 2026))
}

# Episodes, with the interviews on return.
function went_missing(date, end, n) {
	date = border(2022, 2026)
	for (n = 1 + random(5); n > 0; n--) {
		end = pick(date "/" later(date, 1) "/" later(date, 3) "/" border(2023, 2026) "/")
		row(subject, date, end, "missing", "police",
			"risk=" pick("absent/low/high/") \
			" interview_offered=" pick("yes/yes/no/") \
			" interview_accepted=" pick("yes/yes/no/") \
			" birth_month=" (random(3) && month != "unborn" ? month : ""))
		if (end >= date && random(3))
			row(subject, later(end, pick("-1/0/1/3/4")), "",
				"return-interview", "police", "")
		if (!random(4))
			row(subject, date, pick(later(date, 1) "//"),
				"missing-from-care", "social-services",
				"type=" pick("missing/away"))
		date = later(date, pick("0/1/44/45/46/89/90/91"))
	}
}

# Domestic abuse again and again, and cases that are open about then.
function abused(date, n) {
	date = border(2022, 2026)
	for (n = 1 + random(3); n > 0; n--) {
		row(subject, date, "", "domestic-abuse", "police", "")
		if (random(2))
			row(subject, later(date, pick("-1/0/0/1/-40")),
				pick(date "/" later(date, 1) "/" border(2023, 2026) "/"),
				"open-case", "social-services", "")
		date = pick(date "/" later(date, 1) "/" months(date, 12) "/" \
			later(months(date, 12), pick("-1/1")))
	}
}

# What every child of the crowd meets.  Some of its months change with a row.
function child(n, begin) {
	for (n = random(3); n > 0; n--)
		conferred()
	for (n = random(2); n > 0; n--)
		went_missing()
	for (n = random(3); n > 0; n--)
		row(subject, border(2022, 2026), "", "missing-from-care",
			"social-services",
			"type=" pick("missing/away"))
	for (n = random(3); n > 0; n--)
		row(subject, border(2022, 2026), "", "offence-against-child",
			"police", "type=" pick("sexual/sexual/exploitation/violence"))
	for (n = random(5); n > 0; n--) {
		begin = border(2022, 2026)
		row(subject, begin, pick(begin "/" later(begin, 3) "/"),
			"police-protection", "police", "")
	}
	for (n = random(4); n > 0; n--) {
		begin = border(2022, 2026)
		row(subject, begin, ending(begin), "exploitation-risk",
			"social-services",
			"risk=" pick("high/significant/medium/low/"))
	}
	for (n = random(6); n > 0; n--)
		answered(border(2022, 2026),
			pick("pre-icc/registration/de-registration"))
}

BEGIN {
	days = "01-01/02-28/02-29/03-01/03-31/04-01/06-30/07-01/09-30/10-01/12-31/05-17/11-30/05-31"
	sixty = "2026-01-29/2026-01-30/2026-01-31"
	scale = "/strongly-agree/agree/neither/disagree/strongly-disagree/dont-know"
	state = 1 + seed * 1009
	header = "subject,date,end,event,source," columns
	print header
	width = split(columns, name, ",")
	for (c = 1; c <= 300; c++) {
		subject = sprintf("c%025d", c)
		month = pick("unborn//2005-03/2005-04/2007-04/2008-01/2009-07/2010-03/2010-04/2014-06/2016-12/2018-07/2019-04/2020-10/2021-01/2021-03/2021-04/2022-01/2017-10")
		for (n = random(3); n > 0; n--)
			registered()
		for (n = random(2); n > 0; n--) {
			begin = border(2020, 2026)
			row(subject, begin, ending(begin), "care-and-support",
				"social-services", "")
		}
		for (n = random(3); n > 0; n--) {
			begin = border(2020, 2026)
			row(subject, begin, ending(begin), "roll", "education", "")
		}
		for (n = random(4); n > 0; n--)
			row(subject, border(2022, 2026), "", "referral",
				"social-services",
				"need=" pick("abuse-neglect/disability/"))
		for (n = random(2); n > 0; n--)
			abused()
		for (n = random(4); n > 0; n--)
			row(subject, border(2022, 2026), "", "bullying",
				"education", "")
		child()
	}
	# Whose rows do not agree about the month of birth: unborn at first, or a
	# year older; their registrations are of those that no age is asked of
	# elsewhere.
	for (; c <= 420; c++) {
		subject = sprintf("c%025d", c)
		month = pick("unborn/unborn/2005-04/2005-10/2017-04")
		after = month == "unborn" ? pick("2021-10/2022-01/2024-05") : \
			substr(month, 1, 3) substr(month, 4, 1) + 1 substr(month, 5)
		changed = border(2023, 2025)
		for (n = random(2); n > 0 && month != "2017-04"; n--)
			registered()
		child()
		changed = ""
	}
	for (c = 1; c <= 60; c++) {
		row(sprintf("h%025d", c), border(2022, 2026), "", "domestic-abuse",
			"police", "")
		row(sprintf("r%025d", c), border(2022, 2026), "", "referral",
			"social-services", "need=abuse-neglect")
		row(sprintf("r%025d", c), border(2022, 2026), "", "missing",
			"police", "interview_offered=yes")
		row(sprintf("r%025d", c), border(2022, 2026), "",
			"registration", "social-services", "category=neglect")
		row(sprintf("r%025d", c), border(2023, 2026), "", "conference",
			"social-services", "birth_month=2014-06")
		row(sprintf("m%025d", c), border(2023, 2026), "", "conference",
			"social-services", "")
		for (n = random(4); n > 0; n--)
			row(sprintf("q%025d", c), border(2022, 2026), "", "sait",
				"board", "band=" 1 + random(4))
		for (n = 1 + random(3); n > 0; n--) {
			row(sprintf("t%025d", c), border(2022, 2026), "",
				"training-session", "board", "")
			row(sprintf("m%025d", c), border(2022, 2026), "",
				"meeting", "board", "")
			row(sprintf("a%025d", c), border(2022, 2026), "", "audit",
				"board", "type=" pick("case-file/thematic"))
		}
	}
	for (c = 1; c <= 200; c++) {
		row(sprintf("n%025d", c), border(2022, 2026), "", "notice",
			"police",
			"type=" pick("domestic-abuse/child-concern/missing/exploitation/"))
		for (n = 1 + random(3); n > 0; n--)
			row(sprintf("k%025d", c), border(2022, 2026), "",
				"marac-case", "police",
				"repeat=" pick("yes/no/") \
				" children=" pick("/0/1/3"))
	}
	# Conferences about Easter, Christmas and the bank holidays of May, each
	# agency invited once.
	for (c = 101; c <= 400; c++) {
		date = random(3) ? sprintf("%d-%s", 2023 + random(3), \
			pick("04-02/04-03/04-06/04-12/04-22/05-02/05-07/05-09/05-28/08-27/12-27/12-29/12-30")) : \
			border(2023, 2026)
		agencies = split("social-services/police/health/education/housing/", agency, "/")
		for (n = 1; n <= agencies; n++)
			if (random(3))
				row(sprintf("m%025d", c), date, "",
					"conference-invitation",
					"social-services", "agency=" agency[n] \
					" present=" pick("yes/yes/no/") \
					" report_received=" (random(6) ? \
					later(date, pick("0/-1/-2/-3/-4/-5/-6/1")) : ""))
	}
}
