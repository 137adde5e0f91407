-- SPDX-License-Identifier: MIT
-- Many indicators count things one by one, each in the periods in which its day
-- lies: a referral, an answer, a place.  The files after this one say what each
-- counts; items-counted.sql adds up.

-- per: quarter or year; of: 'share' where there is a denominator, else 'count'.
CREATE TABLE itemised (indicator VARCHAR, per VARCHAR, of VARCHAR);

-- One for each thing.  unmatched: the subject, where it could not be matched; it is
-- in neither number.  censored: 1 where it has not had its time; the same.  split
-- and part: the breakdown that is always counted, and the thing's group.
CREATE TABLE item (indicator VARCHAR, date VARCHAR, numerator INTEGER,
	denominator INTEGER, censored INTEGER DEFAULT 0, unmatched VARCHAR,
	split VARCHAR, part VARCHAR);

-- Rows of children, with the number of their day and the working days until then.
-- place: of two rows of a child the later, or of one day the greater, is higher.
CREATE TABLE of_child AS
SELECT h.*, h."end" AS until, d.number, w.worked
FROM ranked h
JOIN day d ON d.date = h.date
JOIN working w ON w.date = h.date
WHERE substr(h.subject, 1, 1) = 'c'
	AND h.event IN ('contact', 'strategy', 'referral', 'referral-decision',
	'assessment', 'initial-assessment', 'core-assessment-required',
	'core-assessment-completed', 'section-47', 'conference', 'core-group',
	'registration', 'open-case', 'visit', 'review', 'survey');
CREATE INDEX of_child_event ON of_child (event, subject, date);

-- The as-of date.  What had so many working days has had its time when the last
-- of them, with the days off that follow, is over by then: when the day after is
-- not among them any more.
CREATE TABLE as_of AS
SELECT d.date, d.number, w.worked AS worked_by_tomorrow
FROM day d
JOIN day t ON t.number = d.number + 1
JOIN working w ON w.date = t.date
WHERE d.date = '2026-03-31';
