-- SPDX-License-Identifier: MIT
-- K212a to K212d: children on the register on the last day of a month of whom
-- somebody should hear.
INSERT INTO looks_at VALUES
('register-unseen', 'register', 'registration'),
('register-unseen', 'visits', 'visit'),
('register-missing-now', 'register', 'registration'),
('register-missing-now', 'police', 'missing'),
('register-missing-now', 'social services', 'missing-from-care'),
('register-out-of-school', 'register', 'registration'),
('register-out-of-school', 'rolls', 'roll'),
('register-unallocated', 'register', 'registration'),
('register-unallocated', 'cases', 'open-case');
INSERT INTO whole VALUES
('register-unseen'), ('register-missing-now'),
('register-out-of-school'), ('register-unallocated');

-- K212a.  Each once, whose open registration began more than 10 working days before
-- the day, and not seen at a visit of the last 10; not the unborn (called so, or
-- born in a later month).
CREATE TABLE seen_on AS
SELECT v.subject, v.date, w.worked
FROM kid v JOIN working w ON w.date = v.date
WHERE v.event = 'visit' AND v.seen = 'yes';
CREATE INDEX seen_child ON seen_on (subject, date);

INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'register-unseen', p.first, p.last, count(DISTINCT o.subject), NULL, 0
FROM period p
LEFT JOIN (SELECT o.first, o.subject
	FROM (SELECT r.first, r.last, r.subject, w.worked FROM on_register r
		JOIN working w ON w.date = r.date
		WHERE r.kind = 'month' AND r.birth <> 'unborn'
		AND (r.age IS NULL OR r.age >= 0)) o
	JOIN working c ON c.date = o.last
	WHERE c.worked - o.worked > 10
	AND NOT EXISTS (SELECT 1 FROM seen_on v WHERE v.subject = o.subject
		AND v.date <= o.last AND c.worked - v.worked <= 10)
	) o ON o.first = p.first
WHERE p.kind = 'month'
GROUP BY p.first, p.last;

-- K212b to K212d.  Each once: who is missing on the day, as the police or social
-- services say it; who is 5 to 15 and on no roll; who has no open case with a worker.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT i.indicator, p.first, p.last, count(DISTINCT CASE i.indicator
		WHEN 'register-missing-now' THEN CASE WHEN o.missing = 1
			THEN o.subject END
		WHEN 'register-out-of-school' THEN CASE WHEN o.roll = 0
			AND o.age BETWEEN 5 * 12 AND 15 * 12 + 11
			THEN o.subject END
		ELSE CASE WHEN o.worker = 0 THEN o.subject END END),
	NULL, 0
FROM period p
CROSS JOIN (SELECT 'register-missing-now' AS indicator
	UNION ALL SELECT 'register-out-of-school'
	UNION ALL SELECT 'register-unallocated') i
LEFT JOIN (SELECT r.first, r.subject, r.age,
		max(CASE WHEN k.event IN ('missing', 'missing-from-care')
			THEN 1 ELSE 0 END) AS missing,
		max(CASE WHEN k.event = 'roll' THEN 1 ELSE 0 END) AS roll,
		max(CASE WHEN k.event = 'open-case' AND k.allocated = 'yes'
			THEN 1 ELSE 0 END) AS worker
	FROM on_register r
	LEFT JOIN kid k ON k.subject = r.subject AND k.event IN ('missing',
			'missing-from-care', 'roll', 'open-case')
		AND k.date <= r.last AND (k.until = '' OR k.until > r.last)
	WHERE r.kind = 'month'
	GROUP BY r.first, r.subject, r.age) o ON o.first = p.first
WHERE p.kind = 'month'
GROUP BY i.indicator, p.first, p.last;
