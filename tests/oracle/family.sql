-- SPDX-License-Identifier: MIT
-- K140 to K142, K200 to K203, K205, K210, K211: families, care and referrals.
INSERT INTO looks_at VALUES
('care-support-with-family', 'plans', 'care-and-support'),
('care-support-with-family', 'care', 'looked-after'),
('returned-home', 'care', 'looked-after'),
('registered-looked-after', 'register', 'registration'),
('registered-looked-after', 'care', 'looked-after'),
('welsh-active-offer', 'cases', 'open-case'),
('welsh-active-offer', 'offers', 'language-offer'),
('exploitation-nrm', 'exploitation', 'exploitation-referral'),
('unexpected-deaths', 'deaths', 'unexpected-death'),
('private-fostering', 'fostering', 'private-fostering'),
('placement-moves', 'care', 'looked-after'),
('registered-financial-abuse', 'register', 'registration'),
('duty-to-report', 'referrals', 'referral');
INSERT INTO whole VALUES
('care-support-with-family'), ('unexpected-deaths'),
('placement-moves');

-- K140.  Children who on 31 March receive care and support or are looked after,
-- each once; those who receive it and are not looked after.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'care-support-with-family', p.first, p.last,
	count(CASE WHEN s.cared = 0 THEN 1 END), count(s.subject), 0
FROM period p
LEFT JOIN (SELECT c.first, k.subject, max(CASE k.event WHEN 'looked-after'
		THEN 1 ELSE 0 END) AS cared
	FROM close c
	JOIN kid k ON k.event IN ('care-and-support', 'looked-after')
		AND k.date <= c.last AND (k.until = '' OR k.until > c.last)
	WHERE c.kind = 'year'
	GROUP BY c.first, k.subject) s ON s.first = p.first
WHERE p.kind = 'year'
GROUP BY p.first, p.last;

-- K141.  Children looked after on at least one day of the period, the day of the
-- end not one, each once; those of whom a period of care ended in it with the
-- outcome that they returned home.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'returned-home', p.first, p.last,
	count(DISTINCT CASE WHEN EXISTS (SELECT 1 FROM kid e
		WHERE e.event = 'looked-after' AND e.subject = l.subject
		AND e.until BETWEEN p.first AND p.last
		AND e.outcome = 'returned-home') THEN l.subject END),
	count(DISTINCT l.subject), 0
FROM period p
LEFT JOIN kid l ON l.event = 'looked-after' AND l.date <= p.last
	AND (l.until = '' OR (l.until > p.first AND l.until > l.date))
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

-- K142.  Children on the register on at least one day of the period, each once;
-- those of whom care began in it on a day on which they were on the register.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'registered-looked-after', p.first, p.last,
	count(CASE WHEN EXISTS (SELECT 1 FROM kid l
		JOIN kid r ON r.event = 'registration' AND r.subject = l.subject
			AND r.date <= l.date AND (r.until = '' OR r.until > l.date)
		WHERE l.event = 'looked-after' AND l.subject = s.subject
		AND l.date BETWEEN p.first AND p.last) THEN 1 END),
	count(s.subject), 0
FROM period p
LEFT JOIN some_day s ON s.kind = p.kind AND s.first = p.first AND s.last = p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

-- K200.  Cases of children that opened in the period, each; those of a child who
-- was offered services in Welsh on that day or one of the 28 after it.  Where
-- the 28th lies after the day to which this is known: censored.
CREATE TABLE offered AS
SELECT o.date,
	CASE WHEN d.number + 28 > n.number THEN 1 ELSE 0 END AS late,
	CASE WHEN EXISTS (SELECT 1 FROM kid f JOIN day e ON e.date = f.date
		WHERE f.event = 'language-offer' AND f.subject = o.subject
		AND e.number BETWEEN d.number AND d.number + 28)
		THEN 1 ELSE 0 END AS offered
FROM kid o
JOIN day d ON d.date = o.date
JOIN horizon z ON z.event = 'language-offer'
JOIN day n ON n.date = z.date
WHERE o.event = 'open-case';

INSERT INTO want (indicator, first, last, numerator, denominator, unmatched,
	censored)
SELECT 'welsh-active-offer', p.first, p.last,
	count(CASE WHEN o.late = 0 AND o.offered = 1 THEN 1 END),
	count(CASE WHEN o.late = 0 THEN 1 END), 0,
	count(CASE WHEN o.late = 1 THEN 1 END)
FROM period p
LEFT JOIN offered o ON o.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

-- K201, K202.  Children referred to the National Referral Mechanism in the period,
-- and who died unexpectedly in the year, each once, not known to be 18 or over on
-- the day: unborn or of unknown age are not known to be.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT i.indicator, p.first, p.last, count(DISTINCT k.subject), NULL, 0
FROM period p
JOIN (SELECT 'exploitation-nrm' AS indicator, 'exploitation-referral' AS event,
		'quarter' AS kind
	UNION ALL SELECT 'exploitation-nrm', 'exploitation-referral', 'rolling'
	UNION ALL SELECT 'unexpected-deaths', 'unexpected-death', 'year') i
	ON i.kind = p.kind
LEFT JOIN kid k ON k.event = i.event AND k.date BETWEEN p.first AND p.last
	AND (k.born IS NULL OR k.month - k.born < 18 * 12)
GROUP BY i.indicator, p.first, p.last;

-- K203.  Children in a private fostering arrangement open at the close, each once.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'private-fostering', p.first, p.last, count(DISTINCT k.subject), NULL, 0
FROM period p
LEFT JOIN kid k ON k.event = 'private-fostering' AND k.date <= p.last
	AND (k.until = '' OR k.until > p.last)
WHERE p.kind = 'quarter'
GROUP BY p.first, p.last;

-- K205.  Children looked after on 31 March of whom the number of placements is
-- known, each once; those with three or more.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'placement-moves', p.first, p.last,
	count(DISTINCT CASE WHEN CAST(l.placements AS INTEGER) >= 3
		THEN l.subject END),
	count(DISTINCT l.subject), 0
FROM period p
LEFT JOIN kid l ON l.event = 'looked-after' AND l.placements <> ''
	AND l.date <= p.last AND (l.until = '' OR l.until > p.last)
WHERE p.kind = 'year'
GROUP BY p.first, p.last;

-- K210.  Registrations of the period whose category is known, each; those with
-- financial abuse alone.  Several categories, known as multiple, are known.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'registered-financial-abuse', p.first, p.last,
	count(CASE WHEN r.category = 'financial' THEN 1 END), count(r.subject), 0
FROM period p
LEFT JOIN kid r ON r.event = 'registration' AND r.category <> ''
	AND r.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

-- K211.  Referrals of children in the period that came from the police, health or
-- probation, each; and by agency, where there are any in one of the periods.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'duty-to-report', p.first, p.last, count(r.subject), NULL, 0
FROM period p
LEFT JOIN kid r ON r.event = 'referral' AND r.date BETWEEN p.first AND p.last
	AND r.agency IN ('police', 'health', 'probation')
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

INSERT INTO want (indicator, first, last, numerator, denominator, unmatched,
	split, part)
SELECT 'duty-to-report', p.first, p.last, count(r.subject), NULL, 0,
	'agency', g.agency
FROM period p
CROSS JOIN (SELECT DISTINCT k.agency FROM kid k
	JOIN period q ON q.kind = 'quarter' AND k.date BETWEEN q.first AND q.last
	WHERE k.event = 'referral'
	AND k.agency IN ('police', 'health', 'probation')) g
LEFT JOIN kid r ON r.event = 'referral' AND r.date BETWEEN p.first AND p.last
	AND r.agency = g.agency
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last, g.agency;
