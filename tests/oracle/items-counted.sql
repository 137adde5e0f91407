-- SPDX-License-Identifier: MIT
-- Adds up the things that the files before this one have listed: in quarters and
-- the twelve months that end with them, or in financial years.
CREATE INDEX item_date ON item (indicator, date);

INSERT INTO want (indicator, first, last, numerator, denominator, unmatched,
	censored)
SELECT i.indicator, p.first, p.last, coalesce(sum(t.numerator), 0),
	CASE i.of WHEN 'share' THEN coalesce(sum(t.denominator), 0) END,
	count(DISTINCT t.unmatched), coalesce(sum(t.censored), 0)
FROM itemised i
JOIN period p ON p.kind = i.per OR p.kind = 'rolling' AND i.per = 'quarter'
LEFT JOIN item t ON t.indicator = i.indicator
	AND t.date BETWEEN p.first AND p.last
GROUP BY i.indicator, i.of, p.first, p.last;

-- And by group: each group that has something in any of the periods.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched,
	censored, split, part)
SELECT i.indicator, p.first, p.last, coalesce(sum(t.numerator), 0),
	CASE i.of WHEN 'share' THEN coalesce(sum(t.denominator), 0) END,
	count(DISTINCT t.unmatched), coalesce(sum(t.censored), 0),
	g.split, g.part
FROM itemised i
JOIN period p ON p.kind = i.per OR p.kind = 'rolling' AND i.per = 'quarter'
JOIN (SELECT DISTINCT a.indicator, a.split, a.part
	FROM item a JOIN period q ON a.date BETWEEN q.first AND q.last
		AND q.kind = 'quarter'
	WHERE a.split <> '') g ON g.indicator = i.indicator
LEFT JOIN item t ON t.indicator = i.indicator AND t.split = g.split
	AND t.part = g.part AND t.date BETWEEN p.first AND p.last
GROUP BY i.indicator, i.of, p.first, p.last, g.split, g.part;
