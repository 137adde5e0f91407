-- SPDX-License-Identifier: MIT
-- K009: the latest assessment of each standard in the financial year.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'sait-band-two', p.first, p.last,
	count(CASE WHEN CAST(s.band AS INTEGER) >= 2 THEN 1 END),
	count(s.subject), 0
FROM period p
LEFT JOIN (SELECT p.first, s.subject, s.band
	FROM period p
	JOIN history s ON s.event = 'sait' AND s.band <> ''
	AND s.date BETWEEN p.first AND p.last
	WHERE p.kind = 'year' AND NOT EXISTS (SELECT 1 FROM history l
		WHERE l.event = 'sait' AND l.band <> '' AND l.subject = s.subject
		AND l.date <= p.last AND (l.date > s.date
			OR l.date = s.date AND l.band > s.band))
	) s ON s.first = p.first
WHERE p.kind = 'year'
GROUP BY p.first, p.last;

-- K010 to K012: what was done, counted; no denominator.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'training-sessions', p.first, p.last, count(DISTINCT h.subject), NULL, 0
FROM period p
LEFT JOIN history h ON h.event = 'training-session'
	AND h.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'audits-completed', p.first, p.last, count(DISTINCT h.subject), NULL, 0
FROM period p
LEFT JOIN history h ON h.event = 'audit'
	AND h.type IN ('case-file', 'thematic')
	AND h.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'board-meetings', p.first, p.last, count(DISTINCT h.subject), NULL, 0
FROM period p
LEFT JOIN history h ON h.event = 'meeting'
	AND h.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;
