-- SPDX-License-Identifier: MIT
-- K040 to K046: section 47 enquiries, initial conferences and core groups.
INSERT INTO looks_at VALUES
('section-47-rate', 'enquiries', 'section-47'),
('section-47-joint', 'enquiries', 'section-47'),
('section-47-to-conference', 'enquiries', 'section-47'),
('section-47-to-conference', 'conferences', 'conference'),
('conference-15-days-child', 'conferences', 'conference'),
('conference-15-days-conference', 'conferences', 'conference'),
('conference-registered', 'conferences', 'conference'),
('core-group-10-days', 'conferences', 'conference'),
('core-group-10-days', 'core groups', 'core-group');
INSERT INTO itemised VALUES
('section-47-joint', 'quarter', 'share'),
('section-47-to-conference', 'quarter', 'share'),
('conference-15-days-child', 'quarter', 'share'),
('conference-registered', 'quarter', 'share'),
('core-group-10-days', 'quarter', 'share');

-- K040.  Enquiries on the day they started, each, over the children who live there.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'section-47-rate', p.first, p.last, count(e.subject), p.children, 0
FROM children_living p
LEFT JOIN of_child e ON e.event = 'section-47'
	AND e.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last, p.children;

-- K041.  Enquiries recorded as joint or of a single agency; the joint ones.
INSERT INTO item (indicator, date, numerator, denominator)
SELECT 'section-47-joint', e.date, CASE e.type WHEN 'joint' THEN 1 ELSE 0 END, 1
FROM of_child e
WHERE e.event = 'section-47' AND e.type IN ('joint', 'single-agency');

-- K042.  Enquiries; those followed by an initial conference about the child on the
-- day they started or within 60 days after it.  One whose sixtieth day after is
-- after the as-of date has not had its time.
INSERT INTO item (indicator, date, numerator, denominator, censored)
SELECT 'section-47-to-conference', t.date,
	CASE WHEN t.timely THEN t.followed ELSE 0 END,
	CASE WHEN t.timely THEN 1 ELSE 0 END,
	CASE WHEN t.timely THEN 0 ELSE 1 END
FROM (SELECT e.date, e.number + 60 <= a.number AS timely,
		CASE WHEN EXISTS (SELECT 1 FROM of_child c
			WHERE c.event = 'conference' AND c.subject = e.subject
			AND c.number BETWEEN e.number AND e.number + 60)
		THEN 1 ELSE 0 END AS followed
	FROM of_child e CROSS JOIN as_of a
	WHERE e.event = 'section-47') t;

-- K043.  Children at conferences whose day of the strategy discussion is known; those
-- of conferences 15 working days or fewer after it.
INSERT INTO item (indicator, date, numerator, denominator)
SELECT 'conference-15-days-child', c.date,
	CASE WHEN c.worked - s.worked <= 15 THEN 1 ELSE 0 END, 1
FROM of_child c
JOIN working s ON s.date = c.strategy_date
WHERE c.event = 'conference';

-- K044.  The same by conference, each once: where there were discussions on several
-- days, all of them must be within the limit.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'conference-15-days-conference', p.first, p.last,
	count(CASE WHEN m.longest <= 15 THEN 1 END), count(m.subject), 0
FROM period p
LEFT JOIN (SELECT q.kind, q.first, c.subject,
		max(h.worked - s.worked) AS longest
	FROM period q
	JOIN history c ON c.event = 'conference'
		AND substr(c.subject, 1, 1) = 'm'
		AND c.date BETWEEN q.first AND q.last
	JOIN working h ON h.date = c.date
	JOIN working s ON s.date = c.strategy_date
	GROUP BY q.kind, q.first, c.subject) m
	ON m.kind = p.kind AND m.first = p.first
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

-- K045.  Children at conferences whose decision is known; those to be registered.
INSERT INTO item (indicator, date, numerator, denominator)
SELECT 'conference-registered', c.date,
	CASE c.outcome WHEN 'registered' THEN 1 ELSE 0 END, 1
FROM of_child c
WHERE c.event = 'conference' AND c.outcome <> '';

-- K046.  Children whom a conference decided to register; those followed by a core
-- group of the child on that day or after it, 10 working days after it at most.
INSERT INTO item (indicator, date, numerator, denominator, censored)
SELECT 'core-group-10-days', t.date,
	CASE WHEN t.timely THEN t.followed ELSE 0 END,
	CASE WHEN t.timely THEN 1 ELSE 0 END,
	CASE WHEN t.timely THEN 0 ELSE 1 END
FROM (SELECT c.date, a.worked_by_tomorrow - c.worked > 10 AS timely,
		CASE WHEN EXISTS (SELECT 1 FROM of_child g
			WHERE g.event = 'core-group' AND g.subject = c.subject
			AND g.date >= c.date AND g.worked - c.worked <= 10)
		THEN 1 ELSE 0 END AS followed
	FROM of_child c CROSS JOIN as_of a
	WHERE c.event = 'conference' AND c.outcome = 'registered') t;
