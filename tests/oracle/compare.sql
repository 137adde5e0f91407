-- SPDX-License-Identifier: MIT
-- One line for every period in which counts and the SQL differ; nothing when
-- all are equal.  Not available is what has no denominator, and what closed
-- before the history reaches; of twelve months the first quarter decides.
SELECT 'differs', w.indicator, w.first, w.last,
	'counts ' || c.numerator || '/' || c.denominator || ' ' || c.unmatched
		|| ' ' || c.status,
	'oracle ' || w.numerator || '/' || w.denominator || ' ' || w.unmatched
		|| ' ' || w.status
FROM (
	SELECT v.indicator, v.first, v.last,
		CAST(v.numerator AS VARCHAR) AS numerator,
		coalesce(CAST(v.denominator AS VARCHAR), '') AS denominator,
		CAST(v.unmatched AS VARCHAR) AS unmatched,
		CASE WHEN v.denominator = 0 OR r.since > coalesce(q.last, v.last)
			THEN 'na' ELSE 'ok' END AS status
	FROM want v
	JOIN reach r ON r.indicator = v.indicator
	LEFT JOIN period q ON q.kind = 'quarter' AND q.first = v.first
		AND v.indicator <> 'sait-band-two'
) w
JOIN counts c ON c.indicator = w.indicator AND c.start = w.first
	AND c."end" = w.last AND c."by" = ''
WHERE c.numerator <> w.numerator OR c.denominator <> w.denominator
	OR coalesce(nullif(c.unmatched, ''), '0') <> w.unmatched
	OR coalesce(nullif(c.censored, ''), '0') <> '0' OR c.status <> w.status
UNION ALL
SELECT 'not in counts', w.indicator, w.first, w.last, '', ''
FROM want w
WHERE NOT EXISTS (SELECT 1 FROM counts c WHERE c.indicator = w.indicator
	AND c.start = w.first AND c."end" = w.last AND c."by" = '')
UNION ALL
SELECT 'only in counts', c.indicator, c.start, c."end", '', ''
FROM counts c
WHERE c."by" = ''
AND c.indicator IN (SELECT indicator FROM want)
AND NOT EXISTS (SELECT 1 FROM want w WHERE c.indicator = w.indicator
	AND c.start = w.first AND c."end" = w.last)
ORDER BY 1, 2, 3, 4;
