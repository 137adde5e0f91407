-- SPDX-License-Identifier: MIT
-- What several indicators need.  history, population and counts are the CSV
-- files as they are, every column text, missing values ''.

-- What the SQL finds; compare.sql sets it against counts.
CREATE TABLE want (indicator VARCHAR, first VARCHAR, last VARCHAR,
	numerator INTEGER, denominator INTEGER, unmatched INTEGER);

-- A row of a child: the subject is one, whatever else stands in the row.
CREATE TABLE by_child AS
SELECT subject, date, h."end" AS until, event, source, stage, need,
	safe, previous_registrations, birth_month
FROM history h
WHERE substr(subject, 1, 1) = 'c';

-- The one month of birth that the child's rows know.
CREATE TABLE born AS
SELECT subject, max(birth_month) AS month
FROM by_child
WHERE birth_month <> '' AND birth_month <> 'unborn'
GROUP BY subject;

-- Aged 0 to 17 in the middle of the year before the one in which the period ends.
CREATE TABLE children_living AS
SELECT p.kind, p.first, p.last, sum(CAST(n.population AS INTEGER)) AS children
FROM period p
JOIN population n ON CAST(n.age_to AS INTEGER) <= 17
	AND n.age_to <> '' AND n.area = ''
	AND CAST(n.year AS INTEGER) = CAST(substr(p.last, 1, 4) AS INTEGER) - 1
GROUP BY p.kind, p.first, p.last;
CREATE INDEX child_event ON by_child (subject, event, date);

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

-- The day from which the history knows all of them.
CREATE TABLE reach AS
SELECT indicator, max(since) AS since
FROM (SELECT l.indicator, l.name, coalesce(min(h.date), '9999') AS since
	FROM looks_at l LEFT JOIN history h ON h.event = l.event
	GROUP BY l.indicator, l.name) e
GROUP BY indicator;
