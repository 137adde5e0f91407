# SPDX-License-Identifier: MIT
# Usage: awk -f crowded.awk -v seed=N
#
# Out: a history, to be sorted, of 300 children and a board whose days are
# nearly all borders: first and last days of quarters and their neighbours, the
# end of February, second anniversaries, several rows on a day.  Numbers
# come from a generator of its own, so that every awk writes the same.

function random(n) {
	state = (state * 3877 + 29573) % 139968
	return int(state * n / 139968)
}

function pick(list, words, n) {
	n = split(list, words, "/")
	return words[1 + random(n)]
}

function border(from, to, date) {
	date = sprintf("%d-%s", from + random(to - from + 1), pick(days))
	return exists(date)
}

# The day itself, or the one before 29 February in a common year.
function exists(date) {
	if (date ~ /02-29$/ && substr(date, 1, 4) % 4)
		return substr(date, 1, 8) "28"
	return date
}

# Of a child's rows some do not know the month of birth; notices and surveys
# never do.
function row(subject, date, end, event, source, stage, need, band, before, safe, type, birth) {
	birth = ""
	if (subject ~ /^c/ && source !~ /police|advocacy/ && random(5))
		birth = month
	printf "%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s\n", subject, date, end, event,
		source, birth, stage, need,
		band, before, safe, type
}

function spell(event, source, before, begin, end) {
	begin = border(2020, 2026)
	if (random(2) == 0) {
		end = exists(substr(begin, 1, 4) + 2 substr(begin, 5))
	} else {
		end = border(2020, 2026)
	}
	row(subject, begin, end >= begin ? end : "", event, source, "", "", "",
		before, "", "")
}

BEGIN {
	days = "01-01/02-28/02-29/03-01/03-31/04-01/06-30/07-01/09-30/10-01/12-31/05-17"
	state = seed * 1009 % 139968
	print "subject,date,end,event,source,birth_month,stage,need,band,previous_registrations,safe,type"
	for (c = 1; c <= 300; c++) {
		subject = sprintf("c%025d", c)
		month = pick("unborn//2005-03/2005-04/2007-04/2008-01/2009-07/2010-03/2010-04/2014-06/2016-12/2018-07/2019-04/2020-10/2021-01")
		for (n = random(4); n > 0; n--)
			spell("registration", "social-services", pick("0/0/0//1/2"))
		for (n = random(2); n > 0; n--)
			spell("care-and-support", "social-services", "")
		for (n = random(3); n > 0; n--)
			spell("roll", "education", "")
		for (n = random(4); n > 0; n--)
			row(subject, border(2022, 2026), "", "referral",
				"social-services", "", pick("abuse-neglect/disability/"),
				"", "", "", "")
		for (n = random(3); n > 0; n--)
			row(subject, border(2022, 2026), "", "domestic-abuse",
				"police", "", "", "", "", "", "")
		for (n = random(4); n > 0; n--)
			row(subject, border(2022, 2026), "", "bullying",
				"education", "", "", "", "", "", "")
		for (n = random(6); n > 0; n--)
			row(subject, border(2022, 2026), "", "survey", "advocacy",
				pick("pre-icc/registration/de-registration"), "", "",
				"", pick("/strongly-agree/agree/neither/disagree"), "")
	}
	for (c = 1; c <= 60; c++) {
		row(sprintf("h%025d", c), border(2022, 2026), "", "domestic-abuse",
			"police", "", "", "", "", "", "")
		row(sprintf("r%025d", c), border(2022, 2026), "", "referral",
			"social-services", "", "abuse-neglect", "", "", "", "")
		for (n = random(4); n > 0; n--)
			row(sprintf("q%025d", c), border(2022, 2026), "", "sait",
				"board", "", "", 1 + random(4), "", "", "")
		for (n = 1 + random(3); n > 0; n--) {
			row(sprintf("t%025d", c), border(2022, 2026), "",
				"training-session", "board", "", "", "", "", "", "")
			row(sprintf("m%025d", c), border(2022, 2026), "",
				"meeting", "board", "", "", "", "", "", "")
			row(sprintf("a%025d", c), border(2022, 2026), "", "audit",
				"board", "", "", "", "", "",
				pick("case-file/thematic"))
		}
	}
}
