-- SPDX-License-Identifier: MIT
-- K005.  Children on the register or receiving care and support on a day of the
-- period, 5 to 15 years old on its last day, whom education knows; those with
-- a recorded episode in the period.  The others are the unmatched.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'bullied', p.first, p.last,
	count(CASE WHEN s.known = 1 AND EXISTS (SELECT 1 FROM by_child b
		WHERE b.event = 'bullying' AND b.subject = s.subject
		AND b.date BETWEEN p.first AND p.last
		AND EXISTS (SELECT 1 FROM by_child o
			WHERE o.event IN ('registration', 'care-and-support')
			AND o.subject = b.subject AND o.date <= b.date
			AND (o.until = '' OR o.until > b.date))) THEN 1 END),
	count(CASE WHEN s.known = 1 THEN 1 END),
	count(CASE WHEN s.known = 0 THEN 1 END)
FROM period p
LEFT JOIN (
	SELECT DISTINCT q.kind, q.first, q.last, r.subject,
		CASE WHEN EXISTS (SELECT 1 FROM by_child e
			WHERE e.event = 'roll' AND e.subject = r.subject
			AND e.date <= q.last AND (e.until = ''
				OR (e.until > q.first AND e.until > e.date)))
			OR EXISTS (SELECT 1 FROM by_child e
			WHERE e.event = 'bullying' AND e.subject = r.subject
			AND e.date BETWEEN q.first AND q.last)
			THEN 1 ELSE 0 END AS known
	FROM period q
	JOIN by_child r ON r.event IN ('registration', 'care-and-support')
		AND r.date <= q.last
		AND (r.until = '' OR (r.until > q.first AND r.until > r.date))
	JOIN born ON born.subject = r.subject
	WHERE (CAST(substr(q.last, 1, 4) AS INTEGER)
		- CAST(substr(born.month, 1, 4) AS INTEGER)) * 12
		+ CAST(substr(q.last, 6, 2) AS INTEGER)
		- CAST(substr(born.month, 6, 2) AS INTEGER)
		BETWEEN 5 * 12 AND 16 * 12 - 1
) s ON s.kind = p.kind AND s.first = p.first AND s.last = p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;
