-- SPDX-License-Identifier: MIT
-- K080 to K092: what the police and the MARAC tell of, and who goes missing.
INSERT INTO looks_at VALUES
('police-notices', 'notices', 'notice'),
('notices-open-case', 'incidents', 'domestic-abuse'),
('notices-open-case', 'incidents', 'missing'),
('notices-open-case', 'cases', 'open-case'),
('domestic-abuse-notices', 'police', 'domestic-abuse'),
('domestic-abuse-repeat', 'police', 'domestic-abuse'),
('marac-children', 'marac', 'marac-case'),
('marac-repeat', 'marac', 'marac-case'),
('missing-children', 'lists', 'missing'),
('missing-children', 'lists', 'missing-from-care'),
('missing-three-times', 'missing', 'missing'),
('return-interviews-offered', 'missing', 'missing'),
('return-interviews-accepted', 'missing', 'missing'),
('return-interviews-accepted', 'interviews', 'return-interview'),
('exploitation-high-risk', 'exploitation', 'exploitation-risk'),
('sexual-offences', 'offences', 'offence-against-child'),
('police-protection', 'protection', 'police-protection');

-- Rows of a child who is not known to be 18 or over on the day: unborn, of
-- unknown age, or under 18.
CREATE TABLE young AS
SELECT * FROM by_child
WHERE born IS NULL OR month - born < 18 * 12;
CREATE INDEX young_child ON young (subject, event, date);
CREATE INDEX young_event ON young (event, date);

-- K080.  Notices of every type, one for each reference.  And by type: each type
-- that is in any of the periods.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'police-notices', p.first, p.last, count(DISTINCT n.subject), NULL, 0
FROM period p
LEFT JOIN history n ON n.event = 'notice' AND substr(n.subject, 1, 1) = 'n'
	AND n.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

INSERT INTO want (indicator, first, last, numerator, denominator, unmatched,
	split, part)
SELECT 'police-notices', p.first, p.last, count(DISTINCT n.subject), NULL, 0,
	'type', t.type
FROM period p
CROSS JOIN (SELECT DISTINCT a.type FROM history a
	JOIN period q ON q.kind = 'quarter' AND a.date BETWEEN q.first AND q.last
	WHERE a.event = 'notice' AND substr(a.subject, 1, 1) = 'n') t
LEFT JOIN history n ON n.event = 'notice' AND substr(n.subject, 1, 1) = 'n'
	AND n.type = t.type AND n.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last, t.type;

-- K081.  Domestic abuse at a child's home and children reported missing, once
-- for each child and incident; those whose case is open on the day: begun by
-- then, and not ended or ended later.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'notices-open-case', p.first, p.last,
	count(CASE WHEN EXISTS (SELECT 1 FROM by_child o
		WHERE o.event = 'open-case' AND o.subject = i.subject
		AND o.date <= i.date AND (o.until = '' OR o.until > i.date))
		THEN 1 END),
	count(i.subject), 0
FROM period p
LEFT JOIN young i ON i.event IN ('domestic-abuse', 'missing')
	AND i.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

-- K082.  Domestic abuse in the home of a child, once for each child and incident.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'domestic-abuse-notices', p.first, p.last, count(i.subject), NULL, 0
FROM period p
LEFT JOIN young i ON i.event = 'domestic-abuse'
	AND i.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

-- K084.  Of these those of a child who had another on an earlier day, to which
-- twelve months added are on or after this day.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'domestic-abuse-repeat', p.first, p.last,
	count(CASE WHEN EXISTS (SELECT 1 FROM by_child e
		JOIN later y ON y.date = e.date AND y.months = 12
		WHERE e.event = 'domestic-abuse' AND e.subject = i.subject
		AND e.date < i.date AND y.reached >= i.date) THEN 1 END),
	count(i.subject), 0
FROM period p
LEFT JOIN young i ON i.event = 'domestic-abuse'
	AND i.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

-- K085.  Children as the MARAC noted them, added up over its cases; where the
-- number is empty nothing.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'marac-children', p.first, p.last,
	coalesce(sum(CAST(nullif(k.children, '') AS INTEGER)), 0), NULL, 0
FROM period p
LEFT JOIN history k ON k.event = 'marac-case' AND substr(k.subject, 1, 1) = 'k'
	AND k.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

-- K086.  Cases of which it is recorded whether they are a repeat; those that are.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'marac-repeat', p.first, p.last,
	count(CASE WHEN k."repeat" = 'yes' THEN 1 END), count(k.subject), 0
FROM period p
LEFT JOIN history k ON k.event = 'marac-case' AND substr(k.subject, 1, 1) = 'k'
	AND k.date BETWEEN p.first AND p.last AND k."repeat" <> ''
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

-- K087.  Children missing to the police, of every grade, or to social services
-- as missing and not as away; each once.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'missing-children', p.first, p.last, count(DISTINCT m.subject), NULL, 0
FROM period p
LEFT JOIN young m ON (m.event = 'missing'
		OR m.event = 'missing-from-care' AND m.type = 'missing')
	AND m.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

-- K088.  Children reported missing to the police in the period; those of whom
-- one of these episodes is, with those of its day and of the 90 days before, the
-- third or more.
CREATE TABLE often AS
SELECT m.subject, m.place, m.date
FROM by_child m
JOIN day d ON d.date = m.date
JOIN by_child e ON e.event = 'missing' AND e.subject = m.subject
JOIN day b ON b.date = e.date AND b.number BETWEEN d.number - 90 AND d.number
WHERE m.event = 'missing'
GROUP BY m.subject, m.place, m.date
HAVING count(*) >= 3;
CREATE INDEX often_child ON often (subject, date);

INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'missing-three-times', p.first, p.last,
	count(DISTINCT CASE WHEN EXISTS (SELECT 1 FROM often o
		WHERE o.subject = m.subject
		AND o.date BETWEEN p.first AND p.last) THEN m.subject END),
	count(DISTINCT m.subject), 0
FROM period p
LEFT JOIN young m ON m.event = 'missing' AND m.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

-- K089.  Episodes reported to the police that ended in the period, by children
-- not known to be 18 when they began; those after which an interview was offered.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'return-interviews-offered', p.first, p.last,
	count(CASE WHEN m.interview_offered = 'yes' THEN 1 END),
	count(m.subject), 0
FROM period p
LEFT JOIN young m ON m.event = 'missing'
	AND m.until BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

-- Those that have had three days by the as-of date and by the day to which the
-- list was delivered; an interview accepted, and dated from the day the child was
-- found to three days after.  The others are censored.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched,
	censored)
SELECT 'return-interviews-accepted', p.first, p.last,
	count(CASE WHEN m.late = 0 AND m.interview_accepted = 'yes'
		AND EXISTS (SELECT 1 FROM by_child i
			JOIN day d ON d.date = i.date
			WHERE i.event = 'return-interview'
			AND i.subject = m.subject
			AND d.number BETWEEN m.found AND m.found + 3)
		THEN 1 END),
	count(CASE WHEN m.late = 0 THEN 1 END), 0,
	count(CASE WHEN m.late = 1 THEN 1 END)
FROM period p
LEFT JOIN (
	SELECT y.subject, y.until, y.interview_accepted, u.number AS found,
		CASE WHEN u.number + 3 > n.number THEN 1 ELSE 0 END AS late
	FROM young y
	JOIN day u ON u.date = y.until
	JOIN known_to k ON k.event = 'missing'
	JOIN day n ON n.date = k.date
	WHERE y.event = 'missing'
) m ON m.until BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

-- K090.  Children with an assessment of the highest grade that stands at the
-- close: begun by then, and not ended or ended later.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'exploitation-high-risk', p.first, p.last, count(DISTINCT a.subject),
	NULL, 0
FROM period p
LEFT JOIN by_child a ON a.event = 'exploitation-risk'
	AND a.risk IN ('high', 'significant')
	AND a.date <= p.last AND (a.until = '' OR a.until > p.last)
WHERE p.kind = 'quarter'
GROUP BY p.first, p.last;

-- K091.  Sexual offences, one for each offence and victim, by the day of the
-- offence; over everybody aged 0 to 17.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'sexual-offences', p.first, p.last, count(o.subject), p.children, 0
FROM children_living p
LEFT JOIN young o ON o.event = 'offence-against-child' AND o.type = 'sexual'
	AND o.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last, p.children;

-- K092.  Children taken into police protection, each once, of every age.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'police-protection', p.first, p.last, count(DISTINCT t.subject), NULL, 0
FROM period p
LEFT JOIN by_child t ON t.event = 'police-protection'
	AND t.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;
