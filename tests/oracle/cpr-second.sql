-- SPDX-License-Identifier: MIT
-- K001.  Registrations in the period; those of a child with an earlier one,
-- which is one of a strictly earlier date, or one that the agency's own count
-- of earlier registrations knows.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'cpr-second', p.first, p.last,
	count(CASE WHEN CAST(nullif(r.previous_registrations, '') AS INTEGER) >= 1
		OR EXISTS (SELECT 1 FROM by_child e
			WHERE e.event = 'registration' AND e.subject = r.subject
			AND e.date < r.date)
		THEN 1 END),
	count(r.subject), 0
FROM period p
LEFT JOIN by_child r ON r.event = 'registration'
	AND r.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;
