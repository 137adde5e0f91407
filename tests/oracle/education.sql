-- SPDX-License-Identifier: MIT
-- K120 to K125, K204, K213, K215: children in the data of schools.
INSERT INTO looks_at VALUES
('register-attendance', 'register', 'registration'),
('register-attendance', 'sessions', 'school-attendance'),
('pupils-attendance', 'sessions', 'school-attendance'),
('persistent-absence-10', 'register', 'registration'),
('persistent-absence-10', 'sessions', 'school-attendance'),
('persistent-absence-20', 'register', 'registration'),
('persistent-absence-20', 'sessions', 'school-attendance'),
('fixed-term-exclusions', 'safeguarding', 'registration'),
('fixed-term-exclusions', 'safeguarding', 'care-and-support'),
('fixed-term-exclusions', 'rolls', 'roll'),
('fixed-term-exclusions', 'exclusions', 'exclusion'),
('permanent-exclusions', 'safeguarding', 'registration'),
('permanent-exclusions', 'safeguarding', 'care-and-support'),
('permanent-exclusions', 'rolls', 'roll'),
('permanent-exclusions', 'exclusions', 'exclusion'),
('school-moves', 'safeguarding', 'registration'),
('school-moves', 'safeguarding', 'care-and-support'),
('school-moves', 'rolls', 'roll'),
('missing-education', 'safeguarding', 'registration'),
('missing-education', 'safeguarding', 'care-and-support'),
('missing-education', 'rolls', 'roll'),
('missing-education', 'home education', 'home-education'),
('home-educated-safeguarded', 'safeguarding', 'registration'),
('home-educated-safeguarded', 'safeguarding', 'care-and-support'),
('home-educated-safeguarded', 'home education', 'home-education'),
('encompass-notices', 'police', 'domestic-abuse'),
('encompass-notices', 'rolls', 'roll'),
('encompass-notices', 'schools', 'school-notice');

-- Rows of attendance, by the last day of term, that know both numbers; registered:
-- the child was on the register on that day.
CREATE TABLE term AS
SELECT a.subject, a.date, a.possible, a.attended,
	CASE WHEN EXISTS (SELECT 1 FROM kid r WHERE r.event = 'registration'
		AND r.subject = a.subject AND r.date <= a.date
		AND (r.until = '' OR r.until > a.date)) THEN 1 ELSE 0 END
		AS registered
FROM kid a
WHERE a.event = 'school-attendance'
AND a.possible IS NOT NULL AND a.attended IS NOT NULL;

-- K213, K120.  Sessions attended over sessions possible, of all pupils and of
-- children who were on the register on the last day of term.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT i.indicator, p.first, p.last, coalesce(sum(t.attended), 0),
	coalesce(sum(t.possible), 0), 0
FROM period p
CROSS JOIN (SELECT 'pupils-attendance' AS indicator, 0 AS least
	UNION ALL SELECT 'register-attendance', 1) i
LEFT JOIN term t ON t.date BETWEEN p.first AND p.last AND t.registered >= i.least
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY i.indicator, p.first, p.last;

-- K121a, K121b.  Of children on the register on the last day of a term of the
-- period the sessions of those terms, added up; where some were possible: those
-- who attended at most 90, and at most 80, of a hundred.
CREATE TABLE absence AS
SELECT p.first, p.last, t.subject, sum(t.possible) AS possible,
	sum(t.attended) AS attended
FROM period p
JOIN term t ON t.date BETWEEN p.first AND p.last AND t.registered = 1
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last, t.subject
HAVING sum(t.possible) > 0;

INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT i.indicator, p.first, p.last,
	count(CASE WHEN a.attended * 100 <= a.possible * i.most THEN 1 END),
	count(a.subject), 0
FROM period p
CROSS JOIN (SELECT 'persistent-absence-10' AS indicator, 90 AS most
	UNION ALL SELECT 'persistent-absence-20', 80) i
LEFT JOIN absence a ON a.first = p.first AND a.last = p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY i.indicator, p.first, p.last;

-- Children who on one and the same day of the period were safeguarded and on a
-- roll: that day is the first on which both are, or the first of the period.
CREATE TABLE schooled AS
SELECT DISTINCT p.first, p.last, g.subject
FROM period p
JOIN guarded g ON g.date <= p.last AND (g.until = '' OR g.until > p.first)
JOIN kid r ON r.event = 'roll' AND r.subject = g.subject
	AND r.date <= p.last AND (r.until = '' OR r.until > p.first)
WHERE p.kind IN ('quarter', 'rolling')
AND (g.until = '' OR (g.until > g.date AND g.until > r.date))
AND (r.until = '' OR (r.until > g.date AND r.until > r.date));
CREATE INDEX schooled_period ON schooled (first, last, subject);

-- What happened to a child at school on a day on which it was safeguarded: a
-- fixed-term exclusion began, a permanent one, or a stay at a school after an
-- earlier one, at 5 or over and not at 7, 11 or 16.
CREATE TABLE happened AS
SELECT e.indicator, e.subject, e.date
FROM (
	SELECT CASE type WHEN 'fixed-term' THEN 'fixed-term-exclusions'
		ELSE 'permanent-exclusions' END AS indicator, subject, date
	FROM kid
	WHERE event = 'exclusion' AND type IN ('fixed-term', 'permanent')
	UNION ALL
	SELECT 'school-moves', r.subject, r.date
	FROM kid r
	WHERE r.event = 'roll' AND r.month - r.born >= 5 * 12
	AND NOT (r.month - r.born BETWEEN 7 * 12 AND 7 * 12 + 11
		OR r.month - r.born BETWEEN 11 * 12 AND 11 * 12 + 11
		OR r.month - r.born BETWEEN 16 * 12 AND 16 * 12 + 11)
	AND EXISTS (SELECT 1 FROM kid b WHERE b.event = 'roll'
		AND b.subject = r.subject AND b.date < r.date)
) e
WHERE EXISTS (SELECT 1 FROM guarded g WHERE g.subject = e.subject
	AND g.date <= e.date AND (g.until = '' OR g.until > e.date));
CREATE INDEX happened_child ON happened (indicator, subject, date);

-- K122, K123, K125.  Those of the children above to whom this happened in the
-- period, once or more.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT i.indicator, p.first, p.last,
	count(CASE WHEN EXISTS (SELECT 1 FROM happened h
		WHERE h.indicator = i.indicator AND h.subject = s.subject
		AND h.date BETWEEN p.first AND p.last) THEN 1 END),
	count(s.subject), 0
FROM period p
CROSS JOIN (SELECT 'fixed-term-exclusions' AS indicator
	UNION ALL SELECT 'permanent-exclusions' UNION ALL SELECT 'school-moves') i
LEFT JOIN schooled s ON s.first = p.first AND s.last = p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY i.indicator, p.first, p.last;

-- K124, K215.  Children safeguarded at the close and then 5 to 15, each once;
-- those educated at home on that day, and those neither that nor on a roll.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT i.indicator, p.first, p.last,
	count(CASE WHEN s.home = i.home AND s.roll <= i.roll THEN 1 END),
	count(s.subject), 0
FROM period p
CROSS JOIN (SELECT 'home-educated-safeguarded' AS indicator, 1 AS home, 1 AS roll
	UNION ALL SELECT 'missing-education', 0, 0) i
LEFT JOIN (SELECT c.first, c.subject,
		CASE WHEN EXISTS (SELECT 1 FROM kid h
			WHERE h.event = 'home-education' AND h.subject = c.subject
			AND h.date <= c.last AND (h.until = '' OR h.until > c.last))
			THEN 1 ELSE 0 END AS home,
		CASE WHEN EXISTS (SELECT 1 FROM kid r
			WHERE r.event = 'roll' AND r.subject = c.subject
			AND r.date <= c.last AND (r.until = '' OR r.until > c.last))
			THEN 1 ELSE 0 END AS roll
	FROM (SELECT DISTINCT first, last, subject FROM safe_close
		WHERE kind = 'quarter' AND age BETWEEN 5 * 12 AND 15 * 12 + 11) c
	) s ON s.first = p.first
WHERE p.kind = 'quarter'
GROUP BY i.indicator, p.first, p.last;

-- K204.  Domestic abuse at the home of a child who is on a roll on that day, for
-- each such child; those after which the school was told on the day or up to the
-- next working day and the days off that follow it.  Where that lies after the day to which this is known:
-- censored.
CREATE TABLE told_school AS
SELECT i.date, CASE WHEN w.next > z.date THEN 1 ELSE 0 END AS late,
	CASE WHEN EXISTS (SELECT 1 FROM kid n WHERE n.event = 'school-notice'
		AND n.subject = i.subject AND n.date BETWEEN i.date AND w.next)
		THEN 1 ELSE 0 END AS told
FROM kid i
JOIN (SELECT d.date, max(n.date) AS next
	FROM working d JOIN working n ON n.worked = d.worked + 1
	GROUP BY d.date) w ON w.date = i.date
JOIN horizon z ON z.event = 'school-notice'
WHERE i.event = 'domestic-abuse'
AND EXISTS (SELECT 1 FROM kid r WHERE r.event = 'roll' AND r.subject = i.subject
	AND r.date <= i.date AND (r.until = '' OR r.until > i.date));

INSERT INTO want (indicator, first, last, numerator, denominator, unmatched,
	censored)
SELECT 'encompass-notices', p.first, p.last,
	count(CASE WHEN t.late = 0 AND t.told = 1 THEN 1 END),
	count(CASE WHEN t.late = 0 THEN 1 END), 0,
	count(CASE WHEN t.late = 1 THEN 1 END)
FROM period p
LEFT JOIN told_school t ON t.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;
