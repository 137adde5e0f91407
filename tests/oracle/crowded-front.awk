# SPDX-License-Identifier: MIT
# Usage: awk -f crowded.awk -f crowded-front.awk -v seed=N -v columns=...
#
# Out: after the history of crowded.awk, more rows of it, made with its functions:
# children at whose contacts, referrals, assessments, enquiries, conferences,
# reviews and visits the time is just up or just not, by days, months or working
# days, about Easter, Christmas and the as-of date; and what the board keeps a log of.

# A day on which something begins: a border, one with days off near it, or one of the
# last that have had their time.
function start() {
	if (!random(4))
		return pick("2025-12-31/2026-01-29/2026-01-30/2026-01-31/2026-02-09/2026-02-10/2026-02-11/2026-03-17/2026-03-18/2026-03-23/2026-03-24/2026-03-25/2026-03-27/2026-03-29/2026-03-30/2026-03-31")
	if (!random(3))
		return sprintf("%d-%s", 2023 + random(3),
			pick("03-20/03-25/04-02/04-11/04-18/05-01/05-19/08-18/12-16/12-20/12-24/12-29"))
	return border(2022, 2026)
}

# One of the days about so many after a day.
function about(date, from, to) {
	return later(date, from + random(to - from + 1))
}

# Just that long ago, or one day more or less.
function around(date, n) {
	return later(months(date, n), pick("-1/0/0/1"))
}

function social(date, end, event, given) {
	row(subject, date, end, event, "social-services", given)
}

function contacted(date, n) {
	date = start()
	for (n = 1 + random(2); n > 0; n--) {
		social(date, "", "contact",
			"agency=" pick("police/health/education/family/"))
		if (random(3))
			social(about(date, -1, 12), "", "strategy", "")
		date = about(date, 0, 4)
	}
}

function referred(date, n) {
	date = start()
	for (n = 1 + random(3); n > 0; n--) {
		social(date, "", "referral",
			"agency=" pick("police/health/education/family/") \
			" need=" pick("abuse-neglect/disability/") \
			" outcome=" pick("no-further-action/advice/assessment/"))
		if (random(3))
			social(about(date, -1, 5), "", "referral-decision", "")
		if (random(2))
			assessed(date)
		date = pick(date "/" later(date, 1) "/" around(date, 12) "/" around(date, 12))
	}
}

# Assessments after a referral; some begin before it, or too late for it.  Of half
# of them the month of birth is known from other rows only.
function assessed(date, begin, known, then) {
	known = month
	then = changed
	if (random(2))
		month = changed = ""
	begin = pick(date "/" about(date, -2, 40) "/" around(date, 3) "/" \
		later(months(date, 3), pick("1/2/3")))
	social(begin, pick(about(date, 55, 67) "/" about(date, 58, 62) "/" \
		border(2023, 2026) "/" begin "/"), "assessment",
		"seen=" pick("yes/yes/no/"))
	begin = pick(date "/" about(date, -1, 8) "/" around(date, 3) "/" \
		later(months(date, 3), pick("1/2/3")))
	social(begin, pick(about(date, 8, 16) "/" about(date, 8, 16) "/" begin "/"),
		"initial-assessment", "")
	month = known
	changed = then
	date = start()
	social(date, "", "core-assessment-required", "")
	if (random(3))
		social(about(date, -1, 60), "", "core-assessment-completed", "")
	if (random(2))
		social(about(date, 48, 57), "", "core-assessment-completed", "")
}

# An enquiry and the conferences about then; what the conference decides and how
# long after the discussion it is; the core group.
function enquired(date, n, held, discussed) {
	date = start()
	for (n = 1 + random(2); n > 0; n--) {
		social(date, "", "section-47",
			"type=" pick("joint/joint/single-agency/"))
		if (random(4)) {
			held = random(2) ? about(date, 59, 61) : \
				pick(about(date, -1, 30) "/" start() "/" \
				about("2026-03-17", -1, 1))
			discussed = random(4) ? about(held, -28, -19) : \
				pick("/" held "/" later(held, 1))
			social(held, "", "conference",
				"strategy_date=" discussed " outcome=" \
				pick("registered/registered/not-registered/"))
			if (random(4))
				social(about(held, -1, 20), "", "core-group", "")
		}
		date = start()
	}
}

# On the register about the closes of quarters and years, with what is due there.
function reviewed(begin, end, close_, n, date, first) {
	close_ = sprintf("%d-%s", 2022 + random(5), pick("03-31/03-31/06-30/09-30/12-31"))
	if (close_ > "2026-03-31")
		close_ = "2026-03-31"
	begin = pick(around(close_, -3) "/" months(close_, -9) "/" \
		months(close_, -18) "/" about(close_, -18, -10) "/" border(2020, 2025))
	first = begin
	for (n = 1 + random(2); n > 0; n--) {
		end = pick("///" close_ "/" later(close_, 1) "/" begin "/" around(close_, -1))
		social(begin, end, "registration",
			"category=neglect previous_registrations=" random(2))
		begin = pick(begin "/" later(begin, 1) "/" around(close_, -3))
	}
	for (n = random(5); n > 0; n--) {
		date = pick(later(first, pick("-1/0/0/1")) "/" around(close_, -6) "/" \
			around(close_, -6) "/" around(close_, -12) "/" \
			later(close_, pick("-1/0/1")) "/" around(first, 3))
		social(date, "", "review", "due=" \
			pick("/" later(date, pick("-1/0/0/0/1/1")) "/" later(date, 1)))
	}
	for (n = random(3); n > 0; n--) {
		date = pick(close_ "/" later(close_, pick("-1/1")) "/" border(2020, 2026))
		social(date, pick("///" close_ "/" later(close_, 1) "/" date),
			"open-case", "allocated=" pick("yes/yes/no/"))
	}
	for (n = random(4); n > 0; n--)
		row(subject, pick(about(close_, -18, -10) "/" close_ "/" \
			later(close_, 1)), "", "visit", "social-services",
			"seen=" pick("yes/yes/no/"))
}

function asked(date, n) {
	date = start()
	for (n = random(4); n > 0; n--) {
		row(subject, date, "", "survey", "advocacy",
			"stage=" pick("pre-icc/pre-icc/registration/de-registration") \
			" safe=" pick(scale) " better=" \
			pick("/much-worse/worse/same/better/much-better/better"))
		date = pick(date "/" later(date, 1) "/" border(2023, 2026))
	}
}

# Two rows of the last day that do not agree about the month of birth.
function disputed() {
	row(subject, "2026-03-31", "", "return-interview", "police", "birth_month=" \
		pick("unborn/2023-06/2025-03/2026-03"))
	row(subject, "2026-03-31", "", "visit", "social-services", "birth_month=" \
		pick("unborn/2023-06/2025-03/2026-03") " seen=" pick("yes/no"))
}

# The logs of the board.
function logged(c, agency, date, n) {
	agency = "social-services/police/health/"
	date = border(2022, 2026)
	row(sprintf("s%025d", c % 90), date, pick("/" later(date, 1)),
		"staff-check", "board", "agency=" pick(agency))
	row(sprintf("s%025d", 1000 + c), border(2022, 2026), "", "staff-survey",
		"board", "agency=" pick(agency "/education") \
		" competent=" pick(scale) " training_improved=" pick(scale))
	date = border(2022, 2026)
	for (n = random(3); n > 0; n--) {
		row(sprintf("t%025d", 1000 + c), date, "", "training-places", "board",
			"agency=" pick(agency) " booked=" pick("/0/5/10/12") \
			" attended=" pick("/0/4/5/11"))
		row(sprintf("m%025d", 1000 + c), date, "", "meeting-attendance",
			"board", "agency=" pick(agency) \
			" outcome=" pick("attended/attended/absent/"))
		row(sprintf("a%025d", 1000 + c), pick(date "/" later(date, 1)), "",
			"audit", "board", "type=" pick("case-file/case-file/thematic") \
			" grade=" pick("outcomes-achieved/partly-achieved/not-achieved/"))
		row(sprintf("m%025d", 2000 + c), pick(date "/" later(date, 1)), "",
			"conference", "social-services", "strategy_date=" \
			pick("/" about(date, -28, -19) "/" about(date, -28, -19)))
	}
	if (c % 3 == 0) {
		row(sprintf("v%025d", c), border(2022, 2026), "",
			"practice-review", "board",
			"type=" pick("concise/extended/unified"))
		row(sprintf("v%025d", c), border(2022, 2026), "",
			"practice-review-published", "board",
			"actions_due=" pick("/0/6/12") \
			" actions_in_time=" pick("/0/3/6"))
		row(sprintf("m%025d", 3000 + c), border(2013, 2026), "",
			"sait-workshop", "board", "attended=" pick("/0/12/30"))
	}
}

BEGIN {
	for (c = 1001; c <= 1600; c++) {
		subject = sprintf("c%025d", c)
		month = pick("unborn/unborn//2012-05/2017-10/2023-06/2024-01/2024-02/2025-03/2025-06/2025-09/2025-12/2026-03/2026-04")
		# Whose rows do not agree about it are too young for what asks
		# for an age.
		if (month == "unborn" && random(2)) {
			after = pick("2023-03/2024-07/2025-04")
			changed = border(2023, 2025)
		}
		if (random(2))
			contacted()
		if (random(2))
			referred()
		if (random(2))
			enquired()
		if (random(2))
			reviewed()
		if (random(2))
			asked()
		changed = ""
		if (month !~ /^201/ && !random(4))
			disputed()
		logged(c)
	}
}
