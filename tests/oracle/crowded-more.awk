# SPDX-License-Identifier: MIT
# Usage: awk -f crowded-more.awk -v seed=N -v columns="$(the history's, after source)"
#
# Out: a history, to be sorted, of 500 children and of staff, offenders, returns
# and deliveries whose days are nearly all borders: ends of quarters, months and
# years and their neighbours, and the days on which 28 days, 10 working days, three
# months or twelve months are over after another row.  Numbers come from a
# generator of its own, so that every awk writes the same.

function random(n) {
	state = (state * 1664525 + 1013904223) % 4294967296
	return int(state * n / 4294967296)
}

function pick(list, words, n) {
	n = split(list, words, "/")
	return words[1 + random(n)]
}

function days_of(year, month) {
	if (month == 2)
		return year % 4 ? 28 : 29
	return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31
}

function text(year, month, day) {
	return sprintf("%04d-%02d-%02d", year, month, day)
}

# A border; now and then one whose time is over on the day of the figures, or not.
function border(from, to, year, day) {
	if (random(12) == 0)
		return pick("2025-03-31/2025-12-30/2025-12-31/2026-03-02/2026-03-03/2026-03-04/2026-03-27/2026-03-30")
	year = from + random(to - from + 1)
	day = pick(days)
	if (day == "02-29" && year % 4)
		day = "02-28"
	return year "-" day
}

# So many days and months after a day, by steps; a day that the month does not
# have is its last.
function after(date, days, months, y, m, d) {
	y = substr(date, 1, 4) + 0
	m = substr(date, 6, 2) + months
	d = substr(date, 9, 2) + 0
	for (; m > 12; m -= 12)
		y++
	if (d > days_of(y, m))
		d = days_of(y, m)
	for (; days > 0; days--)
		if (++d > days_of(y, m)) {
			d = 1
			if (++m > 12) {
				m = 1
				y++
			}
		}
	for (; days < 0; days++)
		if (--d < 1) {
			if (--m < 1) {
				m = 12
				y--
			}
			d = days_of(y, m)
		}
	return text(y, m, d)
}

# Around the end of three or twelve months, or of so many days.
function months_after(date, months) {
	return after(date, random(3) - 1, months)
}

function days_after(date, days) {
	return after(date, pick("-1/0/1/" days - 1 "/" days "/" days + 1), 0)
}

# row: values is "column=value;column=value".  Of a child's rows some do not know
# the month of birth (but where of two rows of a day one counts), those of its
# household never do; before the birth some of the youngest say that it is unborn.
function row(subject, date, end, event, source, values, pairs, n, i, pair, cell, line) {
	split("", cell)
	cell["subject"] = subject
	cell["date"] = date
	cell["end"] = end
	cell["event"] = event
	cell["source"] = source
	n = split(values, pairs, ";")
	for (i = 1; i <= n; i++) {
		split(pairs[i], pair, "=")
		cell[pair[1]] = pair[2]
	}
	if (subject ~ /^c/ && cell["via"] == "" &&
	    (event ~ /^(assessment|immunisation)$/ || random(5))) {
		cell["birth_month"] = month
		if (month > substr(date, 1, 7) && random(2) && month > "2024")
			cell["birth_month"] = "unborn"
	}
	line = cell[name[1]]
	for (i = 2; i <= width; i++)
		line = line "," cell[name[i]]
	print line
}

# spell: of a year, a few days, none, or open; its first day in begun, on a border
# or near, a day on which something else of the subject began or ended.
function spell(event, source, values, end) {
	begun = pick(border(2020, 2026) "/" near)
	end = pick("year/days/same/open/any/any")
	if (end == "year")
		end = after(begun, 0, 12)
	else if (end == "days")
		end = after(begun, 1 + random(40), 0)
	else if (end == "same")
		end = random(4) ? border(2023, 2026) : begun
	else if (end == "any")
		end = border(2020, 2026)
	else
		end = ""
	if (end < begun)
		end = ""
	row(subject, begun, end, event, source, values)
	near = pick(begun "/" (end == "" ? begun : end) "/" near)
}

function point(event, source, values) {
	begun = random(4) ? border(2022, 2026) : near
	row(subject, begun, "", event, source, values)
}

function of_child(n, i, whole) {
	for (n = random(4); n > 0; n--) {
		near = pick(near "/" after(border(2025, 2026), -random(19), 0))
		spell("registration", "social-services",
			"category=" pick("neglect/financial/multiple/emotional/"))
	}
	for (n = random(2); n > 0; n--)
		spell("care-and-support", "social-services", "")
	for (n = random(3); n > 0; n--) {
		spell("looked-after", "social-services",
			"placements=" pick("/1/2/3/4") ";outcome=" \
			pick("returned-home/returned-home/adopted/"))
		if (random(3))
			row(subject, random(2) ? months_after(begun, 3) : \
				days_after(begun, 9), "", "dental-check",
				"social-services", "")
	}
	for (n = random(4); n > 0; n--)
		spell("roll", "education", "")
	for (n = random(2); n > 0; n--)
		spell("home-education", "education", "")
	for (n = random(4); n > 0; n--)
		point("exclusion", "education",
			"type=" pick("fixed-term/fixed-term/permanent/lunchtime"))
	for (n = random(4); n > 0; n--) {
		whole = pick("/0/10/20/100")
		point("school-attendance", "education", "sessions_possible=" whole \
			";sessions_attended=" (random(6) ? \
			int(whole * pick("100/95/90/89/80/79/50") / 100) : ""))
	}
	for (n = random(6); n > 0; n--)
		point("attendance", "health", "outcome=" pick("discharged/admitted/"))
	for (n = random(3); n > 0; n--)
		point("injury-admission", "health", "")
	for (n = random(3); n > 0; n--)
		point("self-harm", "health", "")
	for (n = random(4); n > 0; n--) {
		point("camhs-referral", "health", "agency=" pick("health/family"))
		for (i = random(3); i > 0; i--)
			row(subject, days_after(begun, 28), "", "camhs-seen",
				"health", "")
	}
	for (n = random(5); n > 0; n--)
		point("immunisation", "health", "up_to_date=" pick("yes/yes/no/"))
	for (n = random(3); n > 0; n--)
		point("dental-visit", "health", "")
	for (n = random(2); n > 0; n--)
		point("child-substance-misuse", pick("health/youth-offending"), "")
	for (n = random(4); n > 0; n--)
		point("appointment", "health", "outcome=" \
			pick("attended/not-brought/cancelled-by-family/cancelled-by-clinic/"))
	for (n = random(6); n > 0; n--) {
		point("domestic-abuse", "police", "via=household;risk=" \
			pick("standard/high"))
		for (i = random(2); i > 0; i--)
			row(subject, after(begun, random(7) - 1, 0), "",
				"school-notice", "police", "")
	}
	for (n = random(3); n > 0; n--)
		spell("adult-mental-health", "health", "via=household")
	for (n = random(3); n > 0; n--)
		spell("substance-misuse", "health", "via=household")
	for (n = random(5); n > 0; n--)
		spell("assessment", "social-services", "parental_domestic_abuse=" \
			pick("yes/no/yes/no/") ";parental_mental_health=" \
			pick("yes/no/yes/no/") ";parental_substance_misuse=" \
			pick("yes/no/yes/no/"))
	for (n = random(2); n > 0; n--)
		point("parental-learning-disability", "social-services", "")
	for (n = random(8); n > 0; n--)
		row(subject, after(border(2025, 2026), -random(18), 0), "", "visit",
			"social-services", "seen=" pick("yes/yes/no/"))
	for (n = random(3); n > 0; n--) {
		spell("open-case", "social-services", "allocated=" pick("yes/yes/no/"))
		for (i = random(3); i > 0; i--)
			row(subject, days_after(begun, 28), "", "language-offer",
				"social-services", "")
	}
	for (n = random(2); n > 0; n--)
		spell("missing", "police", "")
	for (n = random(2); n > 0; n--)
		spell("missing-from-care", "social-services",
			"type=" pick("missing/away"))
	for (n = random(3); n > 0; n--) {
		spell("youth-order", "youth-offending", "type=" \
			pick("caution/conditional-caution/community-resolution/referral-order/rehabilitation-order/custody/") \
			";first_time_entrant=" pick("yes/yes/no/"))
		for (i = random(3); i > 0; i--)
			row(subject, random(3) ? random(2) ? begun : \
				months_after(begun, 12) : \
				days_after(begun, 60), "", "youth-offence",
				"youth-offending", "")
	}
	for (n = random(3); n > 0; n--)
		point("referral", "social-services", "agency=" \
			pick("police/health/probation/education/family/"))
	if (random(4) == 0)
		point("offence-against-child", "police", "")
	if (random(6) == 0)
		spell("police-protection", "police", "")
	if (random(4) == 0)
		point("bullying", "education", "")
	for (n = random(3); n > 0; n--)
		spell("private-fostering", "social-services", "")
	for (n = random(3); n > 0; n--)
		point("exploitation-referral", "police", "")
	if (random(6) == 0)
		point("unexpected-death", "board", "")
}

# of_few: registered, and hardly known to anybody.
function of_few() {
	row(subject, after(border(2025, 2026), -12 - random(6), 0), "",
		"registration", "social-services", "category=neglect")
	kind = random(4)
	if (kind == 0)
		point("appointment", "health", "outcome=attended")
	else if (kind == 1)
		spell("missing", "police", "")
	else if (kind == 2)
		point("youth-offence", "youth-offending", "")
}

function of_others(c, n) {
	subject = sprintf("s%025d", c)
	near = border(2023, 2026)
	for (n = random(3); n > 0; n--)
		spell("post", "board", "agency=" pick("health/police/education/"))
	for (n = random(3); n > 0; n--)
		spell("staff-check", "board", "agency=" pick("health/police"))
	for (n = random(3); n > 0; n--)
		spell("training-in-date", "board", "agency=" pick("health/police"))
	subject = sprintf("o%025d", c)
	for (n = random(4); n > 0; n--)
		spell("supervision", "probation", "mappa_level=" pick("0/1/2/3/") \
			";child_contact=" pick("yes/yes/no/") \
			";child_check=" pick("yes/no/"))
	subject = sprintf("d%025d", c)
	begun = border(2022, 2026)
	values = "agency=" pick("health/police/social-services/") ";outcome="
	for (n = 1 + random(3); n > 0; n--)
		row(subject, begun, "", "delivery", "board", values \
			pick("ok/ok/ok/late/broken") ";rows_read=" \
			pick("100/100/90/") ";rows_rejected=" pick("0/5/10/"))
	subject = sprintf("g%025d", c)
	point("allegation", "social-services", "")
	for (n = random(3); n > 0; n--)
		row(subject, random(3) ? months_after(begun, 3) : \
			days_after(begun, 9), "", "allegation-concluded",
			"social-services", "")
	subject = sprintf("e%025d", c)
	point("escalation", "board", "")
	if (random(3) == 0)
		point("escalation", "board", "agency=health")
	subject = sprintf("m%025d", c)
	begun = border(2022, 2026)
	row(subject, begun, "", "forum", "board", "agency=health")
	row(subject, begun, "", "forum", "board", "agency=police")
	subject = sprintf("r%025d", c)
	point("referral", "social-services", "agency=police")
	point("attendance", "health", "")
	point("appointment", "health", "outcome=not-brought")
	point("school-attendance", "education",
		"sessions_possible=100;sessions_attended=90")
	spell("open-case", "social-services", "allocated=yes")
	spell("registration", "social-services", "category=financial")
	spell("youth-order", "youth-offending", "type=caution;first_time_entrant=yes")
	for (n = random(3); n > 0; n--) {
		subject = pick("east/west/north")
		type = pick("posts/vacant-posts/in-post/leavers/workers/agency-workers/caseholders")
		point("workforce", "social-services", "authority=" subject ";type=" \
			type ";value=" (random(9) ? random(40) pick(".5/.25/.75/") : ""))
	}
}

BEGIN {
	days = "01-01/01-31/02-28/02-29/03-01/03-30/03-31/04-01/04-30/05-01/05-31/06-30/07-01/08-31/09-30/10-01/11-30/12-31/05-17"
	state = seed * 1009
	columns = "subject,date,end,event,source," columns
	width = split(columns, name, ",")
	print columns
	for (c = 1; c <= 500; c++) {
		subject = sprintf("c%025d", c)
		near = border(2023, 2026)
		month = pick("unborn//2005-03/2005-04/2007-04/2008-01/2009-07/2010-03/2010-04/2011-05/2012-12/2014-06/2015-03/2016-12/2018-07/2019-04/2020-10/2021-01/2024-02/2024-03/2025-03/2025-05/2025-12/2026-02")
		if (random(12))
			of_child()
		else
			of_few()
	}
	for (c = 1; c <= 250; c++)
		of_others(c)
}
