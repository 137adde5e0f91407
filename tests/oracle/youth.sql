-- SPDX-License-Identifier: MIT
-- K130 to K133: youth justice and probation.
INSERT INTO looks_at VALUES
('safeguarded-youth-offending', 'safeguarding', 'registration'),
('safeguarded-youth-offending', 'safeguarding', 'care-and-support'),
('safeguarded-youth-offending', 'orders', 'youth-order'),
('first-time-entrants', 'orders', 'youth-order'),
('re-offending', 'safeguarding', 'registration'),
('re-offending', 'safeguarding', 'care-and-support'),
('re-offending', 'orders', 'youth-order'),
('re-offending', 'offences', 'youth-offence'),
('offenders-checked', 'probation', 'supervision');

-- K130.  Children safeguarded on at least one day of the period, 10 or over on its
-- last day and under 18 on its first; those with an order that began in the period
-- or was running on one of its days, safeguarded then or not.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'safeguarded-youth-offending', p.first, p.last,
	count(CASE WHEN EXISTS (SELECT 1 FROM kid o
		WHERE o.event = 'youth-order' AND o.subject = g.subject
		AND (o.date BETWEEN p.first AND p.last OR (o.date < p.first
			AND (o.until = '' OR o.until > p.first)))) THEN 1 END),
	count(g.subject), 0
FROM period p
LEFT JOIN (SELECT DISTINCT c.kind, c.first, c.last, s.subject
	FROM close c
	JOIN guarded s ON s.date <= c.last AND (s.until = ''
		OR (s.until > c.first AND s.until > s.date))
	WHERE c.month - s.born >= 10 * 12 AND c.first_month - s.born < 18 * 12
	) g ON g.kind = p.kind AND g.first = p.first AND g.last = p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

-- K131.  Children, each once, with an order or disposal that began in the period
-- when they were 10 to 17, marked as their first, and a caution, a conditional
-- caution or an order of a court.  Over everybody aged 10 to 17 a year earlier.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'first-time-entrants', p.first, p.last,
	(SELECT count(DISTINCT o.subject) FROM kid o
		WHERE o.event = 'youth-order' AND o.date BETWEEN p.first AND p.last
		AND o.first_time_entrant = 'yes'
		AND o.type IN ('caution', 'conditional-caution', 'referral-order',
			'rehabilitation-order', 'custody')
		AND o.month - o.born BETWEEN 10 * 12 AND 17 * 12 + 11),
	p.children, 0
FROM living p
WHERE p.kind IN ('quarter', 'rolling') AND p.ages = '10 to 17';

-- K132.  Orders that began in the period when the child was safeguarded, each;
-- those with an offence of the child from that day to the same day 12 months later,
-- and later than the start of at least one order of the child.  Where the 12
-- months end after the day to which this is known: censored.
CREATE TABLE ordered AS
SELECT o.date, CASE WHEN y.reached > z.date THEN 1 ELSE 0 END AS late,
	CASE WHEN EXISTS (SELECT 1 FROM kid f WHERE f.event = 'youth-offence'
		AND f.subject = o.subject AND f.date BETWEEN o.date AND y.reached
		AND EXISTS (SELECT 1 FROM kid e WHERE e.event = 'youth-order'
			AND e.subject = f.subject AND e.date < f.date))
		THEN 1 ELSE 0 END AS again
FROM kid o
JOIN later y ON y.date = o.date AND y.months = 12
JOIN horizon z ON z.event = 'youth-offence'
WHERE o.event = 'youth-order'
AND EXISTS (SELECT 1 FROM guarded g WHERE g.subject = o.subject
	AND g.date <= o.date AND (g.until = '' OR g.until > o.date));

INSERT INTO want (indicator, first, last, numerator, denominator, unmatched,
	censored)
SELECT 're-offending', p.first, p.last,
	count(CASE WHEN o.late = 0 AND o.again = 1 THEN 1 END),
	count(CASE WHEN o.late = 0 THEN 1 END), 0,
	count(CASE WHEN o.late = 1 THEN 1 END)
FROM period p
LEFT JOIN ordered o ON o.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

-- K133.  Offenders, each once, under supervision at the close at MAPPA level 1, 2
-- or 3 and in contact with children; those of whom such a supervision says that
-- there was a child protection check.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'offenders-checked', p.first, p.last,
	count(DISTINCT CASE WHEN s.child_check = 'yes' THEN s.subject END),
	count(DISTINCT s.subject), 0
FROM period p
LEFT JOIN history s ON s.event = 'supervision' AND substr(s.subject, 1, 1) = 'o'
	AND s.date <= p.last AND (s."end" = '' OR s."end" > p.last)
	AND s.mappa_level IN ('1', '2', '3') AND s.child_contact = 'yes'
WHERE p.kind = 'quarter'
GROUP BY p.first, p.last;
