-- SPDX-License-Identifier: MIT
-- What several indicators need.  history, population and counts are the CSV
-- files as they are, every column text, missing values ''; ranked is the
-- history with the place of each row among all, column by column.

-- What the SQL finds; compare.sql sets it against counts.  split and part are
-- the columns by and group of counts.
CREATE INDEX history_day ON history (subject, date);
CREATE TABLE want (indicator VARCHAR, first VARCHAR, last VARCHAR,
	numerator INTEGER, denominator INTEGER, unmatched INTEGER,
	censored INTEGER DEFAULT 0, split VARCHAR DEFAULT '',
	part VARCHAR DEFAULT '');

-- The month of birth as the child's latest row says that has one; of two rows of
-- one day the later.
CREATE TABLE born AS
SELECT h.subject, max(h.birth_month) AS month
FROM history h
JOIN (SELECT subject, max(date) AS date FROM history
	WHERE birth_month NOT IN ('', 'unborn') AND substr(subject, 1, 1) = 'c'
	GROUP BY subject) l ON l.subject = h.subject AND l.date = h.date
WHERE h.birth_month <> 'unborn'
GROUP BY h.subject;
CREATE INDEX born_subject ON born (subject);

-- What a row that does not say is taken to say: that month, or else unborn.
CREATE TABLE said AS
SELECT h.subject, coalesce(max(b.month), 'unborn') AS said
FROM history h
LEFT JOIN born b ON b.subject = h.subject
WHERE h.birth_month <> '' AND substr(h.subject, 1, 1) = 'c'
GROUP BY h.subject;

-- A row of a child: the subject is one, whatever else stands in the row.
-- month and born count months: of the row's day, and of birth, by the row itself
-- or, where it does not say, by the latest row that has one.
CREATE TABLE by_child AS
SELECT r.*,
	CAST(substr(r.date, 1, 4) AS INTEGER) * 12
		+ CAST(substr(r.date, 6, 2) AS INTEGER) AS month,
	CAST(substr(r.birth, 1, 4) AS INTEGER) * 12
		+ CAST(substr(r.birth, 6, 2) AS INTEGER) AS born
FROM (
	SELECT h.subject, h.date, h."end" AS until, h.event, h.place,
		h.birth_month, h.category, h.stage, h.need, h.type, h.risk,
		h.previous_registrations, h.seen_alone, h.interview_offered,
		h.interview_accepted, h.views_presented, h.safe, h.listened,
		h.understands, h.plan_safer, h.someone_to_talk,
		CASE h.birth_month WHEN '' THEN b.month WHEN 'unborn' THEN NULL
			ELSE h.birth_month END AS birth
	FROM ranked h
	LEFT JOIN born b ON b.subject = h.subject
	WHERE substr(h.subject, 1, 1) = 'c'
) r;
CREATE INDEX child_event ON by_child (subject, event, date);
CREATE INDEX event_date ON by_child (event, date);

-- Aged 0 to 17 in the middle of the year before the one in which the period ends;
-- nothing where the file lacks the year or some of the ages.
CREATE TABLE children_living AS
SELECT p.kind, p.first, p.last,
	CASE WHEN sum(CAST(n.age_to AS INTEGER) - CAST(n.age_from AS INTEGER)
		+ 1) = 18 THEN sum(CAST(n.population AS INTEGER)) END AS children
FROM period p
LEFT JOIN (SELECT * FROM population WHERE age_to <> '' AND area = '') n
	ON CAST(n.age_to AS INTEGER) <= 17
	AND CAST(n.year AS INTEGER) = CAST(substr(p.last, 1, 4) AS INTEGER) - 1
GROUP BY p.kind, p.first, p.last;

-- The day up to which outcomes that need time are known: the as-of date, or that
-- to which the list was delivered.
CREATE TABLE known_to AS
SELECT e.event, CASE WHEN d.date < '2026-03-31' THEN d.date
	ELSE '2026-03-31' END AS date
FROM (SELECT 'missing' AS event UNION ALL SELECT 'survey') e
LEFT JOIN delivered d ON d.event = e.event;

-- The events that an indicator looks at; any of those with one name will do.
CREATE TABLE looks_at (indicator VARCHAR, name VARCHAR, event VARCHAR);
INSERT INTO looks_at VALUES
('cpr-second', 'register', 'registration'),
('cpr-two-years-ended', 'register', 'registration'),
('cpr-two-years-open', 'register', 'registration'),
('referral-rate', 'referrals', 'referral'),
('feel-safe', 'survey', 'survey'),
('bullied', 'safeguarding', 'registration'),
('bullied', 'safeguarding', 'care-and-support'),
('bullied', 'schools', 'bullying'),
('bullied', 'rolls', 'roll'),
('domestic-abuse-children', 'police', 'domestic-abuse'),
('domestic-abuse-register', 'police', 'domestic-abuse'),
('domestic-abuse-register', 'register', 'registration'),
('sait-band-two', 'self-assessment', 'sait'),
('training-sessions', 'training', 'training-session'),
('audits-completed', 'audits', 'audit'),
('board-meetings', 'meetings', 'meeting');
