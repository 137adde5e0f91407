-- SPDX-License-Identifier: MIT
-- K050 to K060 and K093: the Child Protection Register.
INSERT INTO looks_at VALUES
('register-count', 'register', 'registration'),
('register-rate', 'register', 'registration'),
('registrations', 'register', 'registration'),
('deregistrations', 'register', 'registration'),
('re-registrations', 'register', 'registration'),
('register-days', 'register', 'registration'),
('register-under-3-months', 'register', 'registration'),
('register-over-12-months', 'register', 'registration'),
('registered-neglect', 'register', 'registration'),
('registered-sexual-abuse', 'register', 'registration'),
('register-under-5', 'register', 'registration'),
('plans-under-3-months', 'register', 'registration'),
('register-seen-alone', 'register', 'registration'),
('register-seen-alone', 'visits', 'visit');

-- Open at the close, the last day: begun by then and not ended by then.  Who is
-- removed on that day is out; who is removed on the day of registration never in.
CREATE TABLE open_at_close AS
SELECT p.kind, p.first, p.last, r.subject, r.date, r.birth_month
FROM period p
JOIN by_child r ON r.event = 'registration'
	AND r.date <= p.last AND (r.until = '' OR r.until > p.last)
WHERE p.kind = 'quarter';
CREATE INDEX open_child ON open_at_close (first, subject);

-- K050, K051.  Children with a registration open at the close, each once,
-- whatever their age; over everybody aged 0 to 17 a year earlier.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'register-count', p.first, p.last, count(DISTINCT o.subject), NULL, 0
FROM period p
LEFT JOIN open_at_close o ON o.first = p.first
WHERE p.kind = 'quarter'
GROUP BY p.first, p.last;

INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'register-rate', p.first, p.last, count(DISTINCT o.subject),
	p.children, 0
FROM children_living p
LEFT JOIN open_at_close o ON o.first = p.first
WHERE p.kind = 'quarter'
GROUP BY p.first, p.last, p.children;

-- K052.  Registrations of the period, ended or not.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'registrations', p.first, p.last, count(r.subject), NULL, 0
FROM period p
LEFT JOIN by_child r ON r.event = 'registration'
	AND r.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

-- K053.  Registrations that ended in the period, whenever they began.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'deregistrations', p.first, p.last, count(r.subject), NULL, 0
FROM period p
LEFT JOIN by_child r ON r.event = 'registration'
	AND r.until BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

-- K054.  Of the registrations of the period those whose last one before, by
-- the day it began (of one day the one that ends latest, an open one last), had
-- ended a day or more before, and less than twelve months.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 're-registrations', p.first, p.last,
	count(CASE WHEN EXISTS (SELECT 1 FROM by_child e
		JOIN later y ON y.date = e.until AND y.months = 12
		WHERE e.event = 'registration' AND e.subject = r.subject
		AND e.date < r.date AND e.until < r.date AND r.date < y.reached
		AND NOT EXISTS (SELECT 1 FROM by_child f
			WHERE f.event = 'registration' AND f.subject = e.subject
			AND f.date < r.date AND (f.date > e.date
				OR (f.date = e.date
				AND (f.until = '' OR f.until > e.until)))))
		THEN 1 END),
	count(r.subject), 0
FROM period p
LEFT JOIN by_child r ON r.event = 'registration'
	AND r.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

-- K055.  Days of the registrations that ended in the period, from the day
-- they began; their mean, and beside it how often each number of days occurs.
CREATE TABLE finished AS
SELECT p.first, p.last, u.number - d.number AS days
FROM period p
JOIN by_child r ON r.event = 'registration'
	AND r.until BETWEEN p.first AND p.last
JOIN day d ON d.date = r.date
JOIN day u ON u.date = r.until
WHERE p.kind IN ('quarter', 'rolling');

INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'register-days', p.first, p.last, coalesce(sum(f.days), 0),
	count(f.days), 0
FROM period p
LEFT JOIN finished f ON f.first = p.first AND f.last = p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

INSERT INTO want (indicator, first, last, numerator, denominator, unmatched,
	split, part)
SELECT 'register-days', f.first, f.last, count(*), (SELECT count(*)
		FROM finished a WHERE a.first = f.first AND a.last = f.last),
	0, '@value', CAST(f.days AS VARCHAR)
FROM finished f
GROUP BY f.first, f.last, f.days;

-- K056.  Of the registrations open at the close those whose third month was not
-- complete by then, and those whose twelfth was.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'register-under-3-months', p.first, p.last,
	count(CASE WHEN y.reached > o.last THEN 1 END), count(o.subject), 0
FROM period p
LEFT JOIN open_at_close o ON o.first = p.first
LEFT JOIN later y ON y.date = o.date AND y.months = 3
WHERE p.kind = 'quarter'
GROUP BY p.first, p.last;

INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'register-over-12-months', p.first, p.last,
	count(CASE WHEN y.reached <= o.last THEN 1 END), count(o.subject), 0
FROM period p
LEFT JOIN open_at_close o ON o.first = p.first
LEFT JOIN later y ON y.date = o.date AND y.months = 12
WHERE p.kind = 'quarter'
GROUP BY p.first, p.last;

-- K057, K058.  Of the registrations of the period whose category is known (not
-- only "multiple") those with this one, or with it among several.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT i.indicator, p.first, p.last,
	count(CASE WHEN ';' || r.category || ';'
		LIKE '%;' || i.category || ';%' THEN 1 END),
	count(r.subject), 0
FROM period p
CROSS JOIN (
	SELECT 'registered-neglect' AS indicator, 'neglect' AS category
	UNION ALL SELECT 'registered-sexual-abuse', 'sexual'
) i
LEFT JOIN by_child r ON r.event = 'registration'
	AND r.date BETWEEN p.first AND p.last
	AND r.category NOT IN ('', 'multiple')
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY i.indicator, p.first, p.last;

-- K059.  Children open at the close of whom the registration, or else their
-- latest row that says it, gives a month of birth or that they are unborn;
-- those unborn, or under 5 at the close.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'register-under-5', p.first, p.last,
	count(DISTINCT CASE WHEN o.birth = 'unborn'
		OR CAST(substr(p.last, 1, 4) AS INTEGER) * 12
			+ CAST(substr(p.last, 6, 2) AS INTEGER)
			- CAST(substr(o.birth, 1, 4) AS INTEGER) * 12
			- CAST(substr(o.birth, 6, 2) AS INTEGER) < 5 * 12
		THEN o.subject END),
	count(DISTINCT o.subject), 0
FROM period p
LEFT JOIN (
	SELECT s.first, s.subject, CASE WHEN s.birth_month <> ''
		THEN s.birth_month ELSE l.said END AS birth
	FROM open_at_close s
	LEFT JOIN said l ON l.subject = s.subject
	WHERE s.birth_month <> '' OR l.said IS NOT NULL
) o ON o.first = p.first
WHERE p.kind = 'quarter'
GROUP BY p.first, p.last;

-- K060.  Registrations that ended in the period, before the day that would have
-- completed their third month.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'plans-under-3-months', p.first, p.last,
	count(CASE WHEN r.until < y.reached THEN 1 END), count(r.subject), 0
FROM period p
LEFT JOIN by_child r ON r.event = 'registration'
	AND r.until BETWEEN p.first AND p.last
LEFT JOIN later y ON y.date = r.date AND y.months = 3
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

-- K093.  Children with a registration open at the close and a visit under it,
-- from the day of registration to the close; 4 or older on the day of the last
-- of these; seen alone then.  Of two visits of one day the greater row.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'register-seen-alone', p.first, p.last,
	count(DISTINCT CASE WHEN v.seen_alone = 'yes' THEN v.subject END),
	count(DISTINCT v.subject), 0
FROM period p
LEFT JOIN (
	SELECT o.first, a.subject, a.seen_alone
	FROM open_at_close o
	JOIN by_child a ON a.event = 'visit' AND a.subject = o.subject
		AND a.date BETWEEN o.date AND o.last
	WHERE a.month - a.born >= 4 * 12
	AND NOT EXISTS (SELECT 1 FROM by_child l
		WHERE l.event = 'visit' AND l.subject = a.subject
		AND l.date BETWEEN o.date AND o.last AND l.place > a.place)
) v ON v.first = p.first
WHERE p.kind = 'quarter'
GROUP BY p.first, p.last;
