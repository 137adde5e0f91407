-- SPDX-License-Identifier: MIT
-- K004.  Of a child who answers several times in a period the latest answer
-- counts.  Asked after registration and after de-registration; before the
-- conference there has been no support yet.  Of two answers of one day the greater
-- row, read as text, is the later: a rule, not the order of a file.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'feel-safe', p.first, p.last,
	count(CASE WHEN a.safe IN ('agree', 'strongly-agree') THEN 1 END),
	count(a.subject), 0
FROM period p
LEFT JOIN (SELECT p.kind, p.first, p.last, a.subject, a.safe
	FROM period p
	JOIN by_child a ON a.event = 'survey' AND a.safe <> ''
	AND a.stage IN ('registration', 'de-registration')
	AND a.date BETWEEN p.first AND p.last
	WHERE NOT EXISTS (SELECT 1 FROM by_child l
		WHERE l.event = 'survey' AND l.safe <> ''
		AND l.stage IN ('registration', 'de-registration')
		AND l.subject = a.subject AND l.date <= p.last
		AND l.place > a.place)
	) a ON a.kind = p.kind AND a.first = p.first AND a.last = p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;
