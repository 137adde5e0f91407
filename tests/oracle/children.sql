-- SPDX-License-Identifier: MIT
-- What the indicators of health, education, youth justice, families and the
-- register in other agencies' data need beside views.sql and calendar.sql.

-- Indicators that are counted by months or financial years, not by quarters and
-- twelve months; and rates of a population, which is not known for every year.
CREATE TABLE whole (indicator VARCHAR);
INSERT INTO whole VALUES ('sait-band-two');
CREATE TABLE rate (indicator VARCHAR);

-- Twelve months of their own for the lists of children on the register.
INSERT INTO period VALUES
('month', '2025-04-01', '2025-04-30'),
('month', '2025-05-01', '2025-05-31'),
('month', '2025-06-01', '2025-06-30'),
('month', '2025-07-01', '2025-07-31'),
('month', '2025-08-01', '2025-08-31'),
('month', '2025-09-01', '2025-09-30'),
('month', '2025-10-01', '2025-10-31'),
('month', '2025-11-01', '2025-11-30'),
('month', '2025-12-01', '2025-12-31'),
('month', '2026-01-01', '2026-01-31'),
('month', '2026-02-01', '2026-02-28'),
('month', '2026-03-01', '2026-03-31');

-- A row of a child, with all that these indicators look at.  birth: as the row says,
-- or else as the latest row that says anything: a month, or unborn.  month: of the
-- row's day; born: of birth, NULL for unborn and not known; both count months.
CREATE TABLE kid AS
SELECT r.*,
	CAST(substr(r.date, 1, 4) AS INTEGER) * 12
		+ CAST(substr(r.date, 6, 2) AS INTEGER) AS month,
	CASE WHEN r.birth NOT IN ('', 'unborn')
		THEN CAST(substr(r.birth, 1, 4) AS INTEGER) * 12
			+ CAST(substr(r.birth, 6, 2) AS INTEGER) END AS born
FROM (
	SELECT h.subject, h.date, h."end" AS until, h.event, h.source, h.via,
		h.place, h.category, h.agency, h.outcome, h.type, h.seen,
		h.first_time_entrant, h.allocated, h.placements, h.up_to_date,
		h.parental_domestic_abuse AS abuse,
		h.parental_mental_health AS health,
		h.parental_substance_misuse AS misuse,
		CAST(nullif(h.sessions_possible, '') AS INTEGER) AS possible,
		CAST(nullif(h.sessions_attended, '') AS INTEGER) AS attended,
		CASE h.birth_month WHEN '' THEN coalesce(s.said, '')
			ELSE h.birth_month END AS birth
	FROM ranked h
	LEFT JOIN said s ON s.subject = h.subject
	WHERE substr(h.subject, 1, 1) = 'c'
) r;
CREATE INDEX kid_event ON kid (event, subject, date);
CREATE INDEX kid_date ON kid (event, date);

-- Safeguarded: on the register or receiving care and support.  On a day: begun
-- on or before it, and not ended or ended later.
CREATE TABLE guarded AS
SELECT subject, date, until, birth, born FROM kid
WHERE event IN ('registration', 'care-and-support');
CREATE INDEX guarded_child ON guarded (subject, date);

-- The last day of each period, as a count of months too, and the same day of the
-- month a year before (every one of them exists: none is 29 February).
CREATE TABLE close AS
SELECT kind, first, last,
	CAST(substr(first, 1, 4) AS INTEGER) * 12
		+ CAST(substr(first, 6, 2) AS INTEGER) AS first_month,
	CAST(substr(last, 1, 4) AS INTEGER) * 12
		+ CAST(substr(last, 6, 2) AS INTEGER) AS month,
	CAST(CAST(substr(last, 1, 4) AS INTEGER) - 1 AS VARCHAR)
		|| substr(last, 5) AS year_before
FROM period;

-- On the register, and safeguarded, on the last day; a row for each spell.  age:
-- in months on that day, NULL for unborn and not known.
CREATE TABLE on_register AS
SELECT p.kind, p.first, p.last, p.year_before, r.subject, r.date, r.birth, r.born,
	p.month - r.born AS age
FROM close p
JOIN kid r ON r.event = 'registration'
	AND r.date <= p.last AND (r.until = '' OR r.until > p.last);
CREATE INDEX on_register_period ON on_register (kind, first, subject);

CREATE TABLE safe_close AS
SELECT p.kind, p.first, p.last, p.year_before, r.subject, r.birth, r.born,
	p.month - r.born AS age
FROM close p
JOIN guarded r ON r.date <= p.last AND (r.until = '' OR r.until > p.last);
CREATE INDEX safe_close_period ON safe_close (kind, first, subject);

-- On the register on at least one day of the period: the first day counts, the
-- day of the end does not.
CREATE TABLE some_day AS
SELECT DISTINCT p.kind, p.first, p.last, r.subject
FROM close p
JOIN kid r ON r.event = 'registration' AND r.date <= p.last
	AND (r.until = '' OR (r.until > p.first AND r.until > r.date))
WHERE p.kind IN ('quarter', 'rolling');
CREATE INDEX some_day_period ON some_day (kind, first, subject);

-- The day to which outcomes are known: that of the figures, or the earlier one to
-- which the list was delivered.
CREATE TABLE horizon AS
SELECT e.event, CASE WHEN d.date < '2026-03-31' THEN d.date
	ELSE '2026-03-31' END AS date
FROM (SELECT 'camhs-seen' AS event UNION ALL SELECT 'dental-check'
	UNION ALL SELECT 'allegation-concluded' UNION ALL SELECT 'school-notice'
	UNION ALL SELECT 'youth-offence' UNION ALL SELECT 'language-offer') e
LEFT JOIN delivered d ON d.event = e.event;

-- Population of ages 0 to 14 and 10 to 17, of the middle of the calendar year
-- before the one in which the period ends; NULL where bands that lie end to end
-- are not there.
INSERT INTO rate VALUES ('injury-admissions'), ('self-harm'), ('first-time-entrants');
CREATE TABLE living AS
SELECT p.kind, p.first, p.last, g.ages, CASE WHEN sum(CAST(n.age_to AS INTEGER)
		- CAST(n.age_from AS INTEGER) + 1) = g.years
	THEN sum(CAST(n.population AS INTEGER)) END AS children
FROM period p
CROSS JOIN (SELECT '0 to 14' AS ages, 0 AS age_from, 14 AS age_to, 15 AS years
	UNION ALL SELECT '10 to 17', 10, 17, 8) g
LEFT JOIN population n ON n.area = '' AND n.age_to <> ''
	AND CAST(n.age_from AS INTEGER) >= g.age_from
	AND CAST(n.age_to AS INTEGER) <= g.age_to
	AND CAST(n.year AS INTEGER) = CAST(substr(p.last, 1, 4) AS INTEGER) - 1
GROUP BY p.kind, p.first, p.last, g.ages, g.years;
