-- SPDX-License-Identifier: MIT
-- K100 to K107, K112, K216: children in the data of health services.
INSERT INTO looks_at VALUES
('register-emergency', 'register', 'registration'),
('register-emergency', 'emergency', 'attendance'),
('register-emergency-three', 'register', 'registration'),
('register-emergency-three', 'emergency', 'attendance'),
('injury-admissions', 'admissions', 'injury-admission'),
('self-harm', 'self-harm', 'self-harm'),
('camhs-four-weeks', 'referrals', 'camhs-referral'),
('camhs-four-weeks', 'seen', 'camhs-seen'),
('camhs-four-weeks', 'safeguarding', 'registration'),
('camhs-four-weeks', 'safeguarding', 'care-and-support'),
('immunised', 'safeguarding', 'registration'),
('immunised', 'safeguarding', 'care-and-support'),
('immunised', 'immunisation', 'immunisation'),
('dental', 'safeguarding', 'registration'),
('dental', 'safeguarding', 'care-and-support'),
('dental', 'dentist', 'dental-visit'),
('child-substance-misuse', 'safeguarding', 'registration'),
('child-substance-misuse', 'safeguarding', 'care-and-support'),
('child-substance-misuse', 'misuse', 'child-substance-misuse'),
('not-brought', 'appointments', 'appointment'),
('not-brought', 'register', 'registration'),
('looked-after-dentist', 'care', 'looked-after'),
('looked-after-dentist', 'dentist', 'dental-check');
INSERT INTO whole VALUES
('immunised'), ('dental'), ('child-substance-misuse');

-- K100.  Attendances of the period on a day on which the child was on the
-- register: placed on or before it, not taken off or taken off later; each counts.
-- Over the children on the register on at least one day, each once.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'register-emergency', p.first, p.last,
	(SELECT count(*) FROM kid a WHERE a.event = 'attendance'
		AND a.date BETWEEN p.first AND p.last
		AND EXISTS (SELECT 1 FROM kid r WHERE r.event = 'registration'
			AND r.subject = a.subject AND r.date <= a.date
			AND (r.until = '' OR r.until > a.date))),
	(SELECT count(*) FROM some_day s WHERE s.kind = p.kind
		AND s.first = p.first AND s.last = p.last), 0
FROM period p
WHERE p.kind IN ('quarter', 'rolling');

-- K101.  Children on the register at the close, each once; those with three or
-- more attendances from the same day 12 months before to the close, both
-- included, on the register on that day or not.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'register-emergency-three', p.first, p.last,
	count(CASE WHEN r.attendances >= 3 THEN 1 END), count(r.subject), 0
FROM period p
LEFT JOIN (SELECT o.kind, o.first, o.subject, (SELECT count(*) FROM kid a
		WHERE a.event = 'attendance' AND a.subject = o.subject
		AND a.date BETWEEN o.year_before AND o.last) AS attendances
	FROM (SELECT DISTINCT kind, first, last, year_before, subject
		FROM on_register) o) r ON r.kind = p.kind AND r.first = p.first
WHERE p.kind = 'quarter'
GROUP BY p.first, p.last;

-- K102, K103.  Emergency admissions for an injury, 0 to 14 completed years old on
-- the day, and attendances for self-harm, 10 to 17; over everybody of these ages a
-- year earlier.  Each row; not where the month of birth is not known.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT i.indicator, p.first, p.last, (SELECT count(*) FROM kid a
		WHERE a.event = i.event AND a.date BETWEEN p.first AND p.last
		AND a.month - a.born BETWEEN i.youngest * 12
			AND i.oldest * 12 + 11),
	p.children, 0
FROM living p
JOIN (SELECT 'injury-admissions' AS indicator, 'injury-admission' AS event,
		'0 to 14' AS ages, 0 AS youngest, 14 AS oldest
	UNION ALL SELECT 'self-harm', 'self-harm', '10 to 17', 10, 17) i
	ON i.ages = p.ages
WHERE p.kind IN ('quarter', 'rolling');

-- K104.  Referrals to CAMHS of the period, of children safeguarded on the day,
-- each; those first seen on the day or on one of the 28 after it.  Where the 28th
-- lies after the day to which this is known: censored, seen or not.
CREATE TABLE camhs AS
SELECT r.date,
	CASE WHEN d.number + 28 > n.number THEN 1 ELSE 0 END AS late,
	CASE WHEN EXISTS (SELECT 1 FROM kid s JOIN day e ON e.date = s.date
		WHERE s.event = 'camhs-seen' AND s.subject = r.subject
		AND e.number BETWEEN d.number AND d.number + 28)
		THEN 1 ELSE 0 END AS seen
FROM kid r
JOIN day d ON d.date = r.date
JOIN horizon z ON z.event = 'camhs-seen'
JOIN day n ON n.date = z.date
WHERE r.event = 'camhs-referral'
AND EXISTS (SELECT 1 FROM guarded g WHERE g.subject = r.subject
	AND g.date <= r.date AND (g.until = '' OR g.until > r.date));

INSERT INTO want (indicator, first, last, numerator, denominator, unmatched,
	censored)
SELECT 'camhs-four-weeks', p.first, p.last,
	count(CASE WHEN c.late = 0 AND c.seen = 1 THEN 1 END),
	count(CASE WHEN c.late = 0 THEN 1 END), 0,
	count(CASE WHEN c.late = 1 THEN 1 END)
FROM period p
LEFT JOIN camhs c ON c.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

-- K105.  Children safeguarded on 31 March, each once, not the unborn (called so, or
-- born in a later month); those whose latest status of the year, of those that
-- say yes or no, says up to date.  Without one: unmatched.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'immunised', p.first, p.last,
	count(CASE WHEN s.status = 'yes' THEN 1 END), count(s.status),
	count(s.subject) - count(s.status)
FROM period p
LEFT JOIN (SELECT g.first, g.subject, (SELECT i.up_to_date FROM kid i
		WHERE i.event = 'immunisation' AND i.subject = g.subject
		AND i.date BETWEEN g.first AND g.last
		AND i.up_to_date IN ('yes', 'no')
		ORDER BY i.place DESC LIMIT 1) AS status
	FROM (SELECT DISTINCT first, last, subject FROM safe_close
		WHERE kind = 'year' AND birth <> 'unborn'
		AND (age IS NULL OR age >= 0)) g) s ON s.first = p.first
WHERE p.kind = 'year'
GROUP BY p.first, p.last;

-- K106, K107.  Children safeguarded on 31 March, each once, 5 or over, and 10 or
-- over, on that day; those who saw a dentist, and whose own misuse was recorded,
-- from 31 March of the year before to that day, both included.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT i.indicator, p.first, p.last,
	count(DISTINCT CASE WHEN EXISTS (SELECT 1 FROM kid v
		WHERE v.event = i.event AND v.subject = s.subject
		AND v.date BETWEEN s.year_before AND s.last) THEN s.subject END),
	count(DISTINCT s.subject), 0
FROM period p
CROSS JOIN (SELECT 'dental' AS indicator, 'dental-visit' AS event, 5 AS youngest
	UNION ALL SELECT 'child-substance-misuse', 'child-substance-misuse', 10) i
LEFT JOIN safe_close s ON s.kind = 'year' AND s.first = p.first
	AND s.age >= i.youngest * 12
WHERE p.kind = 'year'
GROUP BY i.indicator, p.first, p.last;

-- K112.  Appointments of the period on a day on which the child was on the
-- register, attended or not brought to, each; those not brought to.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'not-brought', p.first, p.last,
	count(CASE WHEN a.outcome = 'not-brought' THEN 1 END), count(a.subject), 0
FROM period p
LEFT JOIN kid a ON a.event = 'appointment' AND a.date BETWEEN p.first AND p.last
	AND a.outcome IN ('attended', 'not-brought')
	AND EXISTS (SELECT 1 FROM kid r WHERE r.event = 'registration'
		AND r.subject = a.subject AND r.date <= a.date
		AND (r.until = '' OR r.until > a.date))
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

-- K216.  Periods of being looked after that began in the period, each; those of a
-- child with a dental check on the first day or up to the same day of the month
-- three months later.  Where that day lies after the one to which this is known:
-- censored.
CREATE TABLE first_check AS
SELECT l.date, CASE WHEN y.reached > z.date THEN 1 ELSE 0 END AS late,
	CASE WHEN EXISTS (SELECT 1 FROM kid c WHERE c.event = 'dental-check'
		AND c.subject = l.subject AND c.date BETWEEN l.date AND y.reached)
		THEN 1 ELSE 0 END AS seen
FROM kid l
JOIN later y ON y.date = l.date AND y.months = 3
JOIN horizon z ON z.event = 'dental-check'
WHERE l.event = 'looked-after';

INSERT INTO want (indicator, first, last, numerator, denominator, unmatched,
	censored)
SELECT 'looked-after-dentist', p.first, p.last,
	count(CASE WHEN c.late = 0 AND c.seen = 1 THEN 1 END),
	count(CASE WHEN c.late = 0 THEN 1 END), 0,
	count(CASE WHEN c.late = 1 THEN 1 END)
FROM period p
LEFT JOIN first_check c ON c.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;
