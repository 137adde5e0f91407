-- SPDX-License-Identifier: MIT
-- K006.  Children who lived where the police recorded domestic abuse in the
-- period: of all who live there, and of those on the register on a day of it.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'domestic-abuse-children', p.first, p.last, count(DISTINCT d.subject),
	p.children, 0
FROM children_living p
LEFT JOIN by_child d ON d.event = 'domestic-abuse'
	AND d.date BETWEEN p.first AND p.last
	AND NOT EXISTS (SELECT 1 FROM born b WHERE b.subject = d.subject
		AND (CAST(substr(d.date, 1, 4) AS INTEGER)
			- CAST(substr(b.month, 1, 4) AS INTEGER)) * 12
			+ CAST(substr(d.date, 6, 2) AS INTEGER)
			- CAST(substr(b.month, 6, 2) AS INTEGER) >= 216)
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last, p.children;

INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'domestic-abuse-register', p.first, p.last,
	count(DISTINCT CASE WHEN EXISTS (SELECT 1 FROM by_child d
		WHERE d.event = 'domestic-abuse' AND d.subject = r.subject
		AND d.date BETWEEN p.first AND p.last
		AND d.date >= r.date AND (r.until = '' OR d.date < r.until))
		THEN r.subject END),
	count(DISTINCT r.subject), 0
FROM period p
LEFT JOIN by_child r ON r.event = 'registration' AND r.date <= p.last
	AND (r.until = '' OR (r.until > p.first AND r.until > r.date))
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;
