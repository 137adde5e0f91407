-- SPDX-License-Identifier: MIT
-- K061, K062, K070a, K071, K072: conferences, and what leads to them.
INSERT INTO looks_at VALUES
('advocate-offered', 'conferences', 'conference'),
('advocate-offered', 'advocacy', 'advocacy'),
('survey-response-pre-conference', 'conferences', 'conference'),
('survey-response-pre-conference', 'survey', 'survey'),
('views-at-conference', 'conferences', 'conference'),
('views-at-conference', 'survey', 'survey'),
('views-at-conference', 'advocacy', 'advocacy'),
('conference-attendance', 'invitations', 'conference-invitation'),
('conference-reports-sent', 'invitations', 'conference-invitation'),
('conference-reports-on-time', 'invitations', 'conference-invitation');

-- K071, K070a, K072.  Children at initial conferences of the period, 6 to 17
-- on the day; those of whom the advocate was told (met or not), who answered
-- the survey, whose views were put (by the survey or by the advocate), all at
-- the stage before the conference and in the three months up to it: on or before
-- its day, and three months later on or after it.
CREATE TABLE conferred AS
SELECT p.first, p.last, c.subject,
	max(CASE WHEN a.event = 'advocacy' THEN 1 ELSE 0 END) AS told,
	max(CASE WHEN a.event = 'survey' THEN 1 ELSE 0 END) AS answered,
	max(CASE WHEN a.event = 'survey' OR a.views_presented = 'yes'
		THEN 1 ELSE 0 END) AS views
FROM period p
JOIN by_child c ON c.event = 'conference'
	AND c.date BETWEEN p.first AND p.last
	AND c.month - c.born BETWEEN 6 * 12 AND 18 * 12 - 1
LEFT JOIN (
	SELECT b.subject, b.date, b.event, b.views_presented, y.reached
	FROM by_child b
	JOIN later y ON y.date = b.date AND y.months = 3
	WHERE b.event IN ('advocacy', 'survey') AND b.stage = 'pre-icc'
) a ON a.subject = c.subject AND a.date <= c.date AND a.reached >= c.date
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last, c.subject, c.place;

INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT i.indicator, p.first, p.last,
	count(CASE WHEN i.indicator = 'advocate-offered' AND c.told = 1
		OR i.indicator = 'survey-response-pre-conference'
			AND c.answered = 1
		OR i.indicator = 'views-at-conference' AND c.views = 1
		THEN 1 END),
	count(c.subject), 0
FROM period p
CROSS JOIN (
	SELECT 'advocate-offered' AS indicator
	UNION ALL SELECT 'survey-response-pre-conference'
	UNION ALL SELECT 'views-at-conference'
) i
LEFT JOIN conferred c ON c.first = p.first AND c.last = p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY i.indicator, p.first, p.last;

-- K061, K062.  Invitations of core agencies to conferences of the period: those
-- present, of those of whom it was noted; those whose report came on the day or
-- before; those whose report came two working days before, of which the day of
-- receipt is none and the day of the conference is one.
CREATE TABLE invited AS
SELECT i.indicator, p.first, p.last, h.agency,
	CASE i.indicator
	WHEN 'conference-attendance' THEN h.present = 'yes'
	WHEN 'conference-reports-sent' THEN h.report_received <> ''
		AND h.report_received <= h.date
	ELSE coalesce(c.worked - r.worked >= 2, 1 = 0) END AS good
FROM period p
CROSS JOIN (
	SELECT 'conference-attendance' AS indicator
	UNION ALL SELECT 'conference-reports-sent'
	UNION ALL SELECT 'conference-reports-on-time'
) i
JOIN history h ON h.event = 'conference-invitation'
	AND substr(h.subject, 1, 1) = 'm'
	AND h.date BETWEEN p.first AND p.last
	AND h.agency IN ('social-services', 'police', 'health', 'education')
	AND (i.indicator <> 'conference-attendance' OR h.present <> '')
JOIN working c ON c.date = h.date
LEFT JOIN working r ON r.date = h.report_received
WHERE p.kind IN ('quarter', 'rolling');

INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT n.indicator, p.first, p.last, count(CASE WHEN i.good THEN 1 END),
	count(i.agency), 0
FROM period p
CROSS JOIN (SELECT DISTINCT indicator FROM looks_at
	WHERE event = 'conference-invitation') n
LEFT JOIN invited i ON i.indicator = n.indicator
	AND i.first = p.first AND i.last = p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY n.indicator, p.first, p.last;

-- The same for each agency that is in any of the periods.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched,
	split, part)
SELECT n.indicator, p.first, p.last, count(CASE WHEN i.good THEN 1 END),
	count(i.agency), 0, 'agency', n.agency
FROM period p
CROSS JOIN (SELECT DISTINCT indicator, agency FROM invited) n
LEFT JOIN invited i ON i.indicator = n.indicator AND i.agency = n.agency
	AND i.first = p.first AND i.last = p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY n.indicator, n.agency, p.first, p.last;
