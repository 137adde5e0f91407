-- SPDX-License-Identifier: MIT
-- K002.  Plans that ended in the period, and plans open on its last day; those
-- that had lasted two years.  Two years are over on the second anniversary:
-- the same month and day, and 28 February for a plan of 29 February.  The day
-- two years earlier, as text, is compared and need not exist.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'cpr-two-years-ended', p.first, p.last,
	count(CASE WHEN CAST(CAST(substr(r.until, 1, 4) AS INTEGER) - 2 AS VARCHAR)
		|| substr(r.until, 5) >= (CASE WHEN substr(r.date, 6) = '02-29'
			THEN substr(r.date, 1, 8) || '28' ELSE r.date END)
		THEN 1 END),
	count(r.subject), 0
FROM period p
LEFT JOIN by_child r ON r.event = 'registration'
	AND r.until BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'cpr-two-years-open', p.first, p.last,
	count(CASE WHEN CAST(CAST(substr(p.last, 1, 4) AS INTEGER) - 2 AS VARCHAR)
		|| substr(p.last, 5) >= (CASE WHEN substr(r.date, 6) = '02-29'
			THEN substr(r.date, 1, 8) || '28' ELSE r.date END)
		THEN 1 END),
	count(r.subject), 0
FROM period p
LEFT JOIN by_child r ON r.event = 'registration'
	AND r.date <= p.last AND (r.until = '' OR r.until > p.last)
WHERE p.kind = 'quarter'
GROUP BY p.first, p.last;
