-- SPDX-License-Identifier: MIT
-- K083, K150 to K153, K160, K162, K206 to K208: staff, allegations, and the data.
INSERT INTO looks_at VALUES
('staff-checks-valid', 'posts', 'post'),
('staff-checks-valid', 'checks', 'staff-check'),
('staff-trained', 'posts', 'post'),
('staff-trained', 'training', 'training-in-date'),
('social-worker-vacancies', 'returns', 'workforce'),
('social-worker-turnover', 'returns', 'workforce'),
('agency-share', 'returns', 'workforce'),
('caseload', 'returns', 'workforce'),
('caseload', 'cases', 'open-case'),
('allegations-concluded', 'allegations', 'allegation'),
('allegations-concluded', 'conclusions', 'allegation-concluded'),
('extracts-on-time', 'log', 'delivery'),
('records-rejected', 'log', 'delivery'),
('escalations', 'escalations', 'escalation'),
('practitioner-forums', 'forums', 'forum');

-- K083, K153.  People in a post in scope at the close, each once; those with a
-- check that was valid, and with training in date, on that day: dated on or before
-- it, and running out on a later day.  By agency of the post: who has posts with
-- two is with both.
CREATE TABLE posted AS
SELECT p.first, p.last, o.subject, o.agency,
	CASE WHEN EXISTS (SELECT 1 FROM history c WHERE c.event = 'staff-check'
		AND c.subject = o.subject AND c.date <= p.last
		AND (c."end" = '' OR c."end" > p.last)) THEN 1 ELSE 0 END AS checked,
	CASE WHEN EXISTS (SELECT 1 FROM history c WHERE c.event = 'training-in-date'
		AND c.subject = o.subject AND c.date <= p.last
		AND (c."end" = '' OR c."end" > p.last)) THEN 1 ELSE 0 END AS trained
FROM period p
JOIN history o ON o.event = 'post' AND substr(o.subject, 1, 1) = 's'
	AND o.date <= p.last AND (o."end" = '' OR o."end" > p.last)
WHERE p.kind = 'quarter';

INSERT INTO want (indicator, first, last, numerator, denominator, unmatched,
	split, part)
SELECT i.indicator, p.first, p.last,
	count(DISTINCT CASE WHEN o.checked = 1 AND i.indicator = 'staff-checks-valid'
		OR o.trained = 1 AND i.indicator = 'staff-trained'
		THEN o.subject END),
	count(DISTINCT o.subject), 0, g.split, g.agency
FROM period p
CROSS JOIN (SELECT 'staff-checks-valid' AS indicator
	UNION ALL SELECT 'staff-trained') i
CROSS JOIN (SELECT '' AS split, '' AS agency
	UNION ALL SELECT DISTINCT 'agency', agency FROM posted) g
LEFT JOIN posted o ON o.first = p.first
	AND (g.split = '' OR o.agency = g.agency)
WHERE p.kind = 'quarter'
GROUP BY i.indicator, p.first, p.last, g.split, g.agency;

-- The returns of the workforce in full-time equivalents; latest: the last of that
-- authority and type in the period, also one without a number, and of one day the
-- later row.
CREATE TABLE returned AS
SELECT p.kind, p.first, p.last, r.type, CAST(nullif(r.value, '') AS DOUBLE) AS value,
	CASE WHEN EXISTS (SELECT 1 FROM ranked l WHERE l.event = 'workforce'
		AND l.subject = r.subject AND l.type = r.type
		AND l.date <= p.last AND l.place > r.place) THEN 0 ELSE 1 END
		AS latest
FROM period p
JOIN ranked r ON r.event = 'workforce' AND r.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling');

-- K150, K208a, K208b.  Posts, and workers, of each authority by its latest return
-- of the period, added up; vacant posts and agency workers likewise; leavers by all
-- returns of the period.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT i.indicator, p.first, p.last,
	coalesce(sum(CASE WHEN r.type = i.part
		AND (r.latest = 1 OR r.type = 'leavers') THEN r.value END), 0),
	coalesce(sum(CASE WHEN r.type = i.whole AND r.latest = 1
		THEN r.value END), 0), 0
FROM period p
JOIN (SELECT 'social-worker-vacancies' AS indicator, 'vacant-posts' AS part,
		'posts' AS whole, 'quarter' AS kind
	UNION ALL SELECT 'agency-share', 'agency-workers', 'workers', 'quarter'
	UNION ALL SELECT 'social-worker-turnover', 'leavers', 'in-post', 'quarter'
	UNION ALL SELECT 'social-worker-turnover', 'leavers', 'in-post', 'rolling'
	) i ON i.kind = p.kind
LEFT JOIN returned r ON r.kind = p.kind AND r.first = p.first AND r.last = p.last
GROUP BY i.indicator, p.first, p.last;

-- K151.  Children whose case is open at the close and has a worker, each once;
-- over the caseholding workers of each authority by its latest return.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'caseload', p.first, p.last,
	(SELECT count(DISTINCT o.subject) FROM kid o WHERE o.event = 'open-case'
		AND o.allocated = 'yes' AND o.date <= p.last
		AND (o.until = '' OR o.until > p.last)),
	coalesce((SELECT sum(r.value) FROM returned r WHERE r.kind = p.kind
		AND r.first = p.first AND r.type = 'caseholders'
		AND r.latest = 1), 0), 0
FROM period p
WHERE p.kind = 'quarter';

-- K152.  Allegations reported in the period, each; those concluded on the day or up
-- to the same day of the month three months later.  Where that lies after the day
-- to which this is known: censored.
CREATE TABLE alleged AS
SELECT a.date, CASE WHEN y.reached > z.date THEN 1 ELSE 0 END AS late,
	CASE WHEN EXISTS (SELECT 1 FROM history c
		WHERE c.event = 'allegation-concluded' AND c.subject = a.subject
		AND c.date BETWEEN a.date AND y.reached) THEN 1 ELSE 0 END AS over
FROM history a
JOIN later y ON y.date = a.date AND y.months = 3
JOIN horizon z ON z.event = 'allegation-concluded'
WHERE a.event = 'allegation';

INSERT INTO want (indicator, first, last, numerator, denominator, unmatched,
	censored)
SELECT 'allegations-concluded', p.first, p.last,
	count(CASE WHEN a.late = 0 AND a.over = 1 THEN 1 END),
	count(CASE WHEN a.late = 0 THEN 1 END), 0,
	count(CASE WHEN a.late = 1 THEN 1 END)
FROM period p
LEFT JOIN alleged a ON a.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

-- K160.  Deliveries of the log by their day, each once; those of which every line
-- says ok.  By agency too, where there are any in one of the periods.
CREATE TABLE logged AS
SELECT d.subject, d.agency, d.date, min(CASE WHEN d.outcome = 'ok'
	THEN 1 ELSE 0 END) AS good
FROM history d
WHERE d.event = 'delivery' AND substr(d.subject, 1, 1) = 'd'
GROUP BY d.subject, d.agency, d.date;

INSERT INTO want (indicator, first, last, numerator, denominator, unmatched,
	split, part)
SELECT 'extracts-on-time', p.first, p.last, coalesce(sum(l.good), 0),
	count(l.subject), 0, g.split, g.agency
FROM period p
CROSS JOIN (SELECT '' AS split, '' AS agency
	UNION ALL SELECT DISTINCT 'agency', a.agency FROM logged a
	JOIN period q ON q.kind = 'quarter' AND a.date BETWEEN q.first AND q.last) g
LEFT JOIN logged l ON l.date BETWEEN p.first AND p.last
	AND (g.split = '' OR l.agency = g.agency)
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last, g.split, g.agency;

-- K162.  Of the deliveries of the period the rows read and the rows rejected, each
-- delivery once, by the last of its lines; where that knows both numbers.
CREATE TABLE loaded AS
SELECT d.subject, d.agency, d.date, CAST(d.rows_read AS INTEGER) AS lines,
	CAST(d.rows_rejected AS INTEGER) AS rejected
FROM ranked d
WHERE d.event = 'delivery' AND substr(d.subject, 1, 1) = 'd'
AND d.rows_read <> '' AND d.rows_rejected <> ''
AND NOT EXISTS (SELECT 1 FROM ranked l WHERE l.event = 'delivery'
	AND l.subject = d.subject AND l.place > d.place);

INSERT INTO want (indicator, first, last, numerator, denominator, unmatched,
	split, part)
SELECT 'records-rejected', p.first, p.last, coalesce(sum(l.rejected), 0),
	coalesce(sum(l.lines), 0), 0, g.split, g.agency
FROM period p
CROSS JOIN (SELECT '' AS split, '' AS agency
	UNION ALL SELECT DISTINCT 'agency', a.agency FROM loaded a
	JOIN period q ON q.kind = 'quarter' AND a.date BETWEEN q.first AND q.last) g
LEFT JOIN loaded l ON l.date BETWEEN p.first AND p.last
	AND (g.split = '' OR l.agency = g.agency)
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last, g.split, g.agency;

-- K206, K207.  Disagreements escalated in the period, each row; and forums held in
-- it, each once, however many agencies came.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'escalations', p.first, p.last, count(h.subject), NULL, 0
FROM period p
LEFT JOIN history h ON h.event = 'escalation' AND h.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'practitioner-forums', p.first, p.last, count(DISTINCT h.subject), NULL, 0
FROM period p
LEFT JOIN history h ON h.event = 'forum' AND h.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;
