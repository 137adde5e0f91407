-- SPDX-License-Identifier: MIT
-- One line for every period, and group of one, in which counts and the SQL
-- differ; nothing when all are equal.  Indicators that have no SQL are left out.
-- Not available is what has no denominator, or a population that is not known, and
-- what closed before the history reaches; of twelve months the first quarter
-- decides, but not of a financial year.  Stale is what closed after the day to
-- which something that the indicator looks at was delivered.

-- The day from which the history knows all that an indicator looks at, and the
-- day to which.
CREATE TABLE reach AS
SELECT indicator, max(since) AS since, min(until) AS until
FROM (SELECT l.indicator, l.name, coalesce(min(h.date), '9999') AS since,
		min(coalesce(d.date, '9999')) AS until
	FROM looks_at l LEFT JOIN history h ON h.event = l.event
	LEFT JOIN delivered d ON d.event = l.event
	GROUP BY l.indicator, l.name) e
GROUP BY indicator;

CREATE TABLE wanted AS
SELECT v.indicator, v.first, v.last, v.split, v.part,
	CAST(v.numerator AS VARCHAR) || '/'
	|| coalesce(CAST(v.denominator AS VARCHAR), '')
	|| ' censored ' || CAST(v.censored AS VARCHAR)
	|| ' unmatched ' || CAST(v.unmatched AS VARCHAR) || ' '
	|| CASE WHEN v.denominator = 0 OR r.since > coalesce(q.last, v.last)
		OR (v.denominator IS NULL AND (v.indicator IN (SELECT indicator
			FROM want WHERE denominator IS NOT NULL)
			OR v.indicator IN (SELECT indicator FROM rate)))
		THEN 'na' WHEN r.until < v.last THEN 'stale' ELSE 'ok' END
	AS figures
FROM want v
JOIN reach r ON r.indicator = v.indicator
LEFT JOIN period q ON q.kind = 'quarter' AND q.first = v.first
	AND v.indicator NOT IN (SELECT indicator FROM want
		WHERE first < '2023-01-01')
	AND v.indicator NOT IN (SELECT indicator FROM whole);
CREATE INDEX wanted_line ON wanted (indicator, first, last, split, part);

CREATE TABLE counted AS
SELECT c.indicator, c.start AS first, c."end" AS last, c."by" AS split,
	c."group" AS part, c.numerator || '/' || c.denominator
	|| ' censored ' || coalesce(nullif(c.censored, ''), '0')
	|| ' unmatched ' || coalesce(nullif(c.unmatched, ''), '0') || ' '
	|| c.status AS figures
FROM counts c
WHERE c.indicator IN (SELECT indicator FROM want);
CREATE INDEX counted_line ON counted (indicator, first, last, split, part);

SELECT 'differs', w.indicator, w.first, w.last, w.split, w.part,
	'counts ' || c.figures, 'oracle ' || w.figures
FROM wanted w
JOIN counted c ON c.indicator = w.indicator AND c.first = w.first
	AND c.last = w.last AND c.split = w.split AND c.part = w.part
WHERE c.figures <> w.figures
UNION ALL
SELECT 'not in counts', w.indicator, w.first, w.last, w.split, w.part, '',
	'oracle ' || w.figures
FROM wanted w
WHERE NOT EXISTS (SELECT 1 FROM counted c WHERE c.indicator = w.indicator
	AND c.first = w.first AND c.last = w.last AND c.split = w.split
	AND c.part = w.part)
UNION ALL
SELECT 'only in counts', c.indicator, c.first, c.last, c.split, c.part,
	'counts ' || c.figures, ''
FROM counted c
WHERE NOT EXISTS (SELECT 1 FROM wanted w WHERE w.indicator = c.indicator
	AND w.first = c.first AND w.last = c.last AND w.split = c.split
	AND w.part = c.part)
ORDER BY 1, 2, 3, 4, 5, 6;
