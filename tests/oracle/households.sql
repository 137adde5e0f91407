-- SPDX-License-Identifier: MIT
-- Domestic abuse in a household is also a row of each child who lives there on
-- that day: in the household of the child's latest record with an address, up
-- to it; once for each incident.  One line for every row that is missing or too
-- many.
CREATE TABLE addressed AS
SELECT DISTINCT subject, date, household
FROM history
WHERE substr(subject, 1, 1) = 'c' AND via <> 'household' AND household <> '';
CREATE INDEX addressed_subject ON addressed (subject, date);
CREATE INDEX addressed_household ON addressed (household, date);

CREATE TABLE lived AS
SELECT a.subject, i.date, i.household, count(*) AS incidents
FROM history i
JOIN addressed a ON a.household = i.household AND a.date <= i.date
WHERE i.event = 'domestic-abuse' AND substr(i.subject, 1, 1) = 'h'
AND NOT EXISTS (SELECT 1 FROM addressed l WHERE l.subject = a.subject
	AND l.date > a.date AND l.date <= i.date)
GROUP BY a.subject, i.date, i.household;

CREATE TABLE told AS
SELECT subject, date, household, count(*) AS incidents
FROM history
WHERE event = 'domestic-abuse' AND substr(subject, 1, 1) = 'c'
GROUP BY subject, date, household;

SELECT 'missing', * FROM (SELECT * FROM lived EXCEPT SELECT * FROM told) m
UNION ALL
SELECT 'too many', * FROM (SELECT * FROM told EXCEPT SELECT * FROM lived) t
UNION ALL
SELECT 'none to compare', '', '', '', 0 WHERE NOT EXISTS (SELECT 1 FROM lived);
