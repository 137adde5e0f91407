-- SPDX-License-Identifier: MIT
-- K007, K008, K013, K014, K016 to K020: what the board itself keeps a log of.
INSERT INTO looks_at VALUES
('staff-competent', 'staff survey', 'staff-survey'),
('training-improved', 'staff survey', 'staff-survey'),
('practice-reviews', 'practice reviews', 'practice-review'),
('sait-workshop-held', 'workshops', 'sait-workshop'),
('sait-workshop-practitioners', 'workshops', 'sait-workshop'),
('staff-checks', 'checks', 'staff-check'),
('training-attendance', 'training', 'training-places'),
('audit-outcomes', 'audits', 'audit'),
('meeting-attendance', 'meetings', 'meeting-attendance'),
('review-actions', 'published reviews', 'practice-review-published');
INSERT INTO itemised VALUES
('staff-competent', 'quarter', 'share'),
('training-improved', 'quarter', 'share'),
('sait-workshop-held', 'year', 'count'),
('sait-workshop-practitioners', 'year', 'count'),
('staff-checks', 'quarter', 'count'),
('training-attendance', 'quarter', 'share'),
('meeting-attendance', 'quarter', 'share'),
('review-actions', 'quarter', 'share');

-- K007, K008.  Answers of staff, each response: those that agree.  By agency.
INSERT INTO item (indicator, date, numerator, denominator, split, part)
SELECT 'staff-competent', s.date,
	CASE WHEN s.competent IN ('agree', 'strongly-agree') THEN 1 ELSE 0 END,
	1, 'agency', s.agency
FROM history s
WHERE s.event = 'staff-survey' AND s.competent <> '';

INSERT INTO item (indicator, date, numerator, denominator, split, part)
SELECT 'training-improved', s.date,
	CASE WHEN s.training_improved IN ('agree', 'strongly-agree')
		THEN 1 ELSE 0 END,
	1, 'agency', s.agency
FROM history s
WHERE s.event = 'staff-survey' AND s.training_improved <> '';

-- K013.  Practice reviews commissioned, of every type, each once.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'practice-reviews', p.first, p.last, count(DISTINCT v.subject), NULL, 0
FROM period p
LEFT JOIN history v ON v.event = 'practice-review'
	AND v.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

-- K014.  Workshops on the self-assessment in a financial year; and the
-- practitioners at them, at those whose number is known.
INSERT INTO item (indicator, date, numerator)
SELECT 'sait-workshop-held', w.date, 1
FROM history w
WHERE w.event = 'sait-workshop';

INSERT INTO item (indicator, date, numerator)
SELECT 'sait-workshop-practitioners', w.date, CAST(w.attended AS INTEGER)
FROM history w
WHERE w.event = 'sait-workshop' AND w.attended <> '';

-- K016.  Checks completed, each.  By agency.
INSERT INTO item (indicator, date, numerator, split, part)
SELECT 'staff-checks', s.date, 1, 'agency', s.agency
FROM history s
WHERE s.event = 'staff-check';

-- K017.  Places attended of places booked, of rows that have both.  By agency.
INSERT INTO item (indicator, date, numerator, denominator, split, part)
SELECT 'training-attendance', t.date, CAST(t.attended AS INTEGER),
	CAST(t.booked AS INTEGER), 'agency', t.agency
FROM history t
WHERE t.event = 'training-places' AND t.attended <> '' AND t.booked <> '';

-- K018.  Case-file audits that have a grade, each once; outcomes achieved.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'audit-outcomes', p.first, p.last,
	count(DISTINCT CASE a.grade WHEN 'outcomes-achieved' THEN a.subject END),
	count(DISTINCT a.subject), 0
FROM period p
LEFT JOIN history a ON a.event = 'audit' AND a.type = 'case-file'
	AND a.grade <> '' AND a.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

-- K019.  Agencies due at meetings; those that were there.  By agency.
INSERT INTO item (indicator, date, numerator, denominator, split, part)
SELECT 'meeting-attendance', m.date,
	CASE m.outcome WHEN 'attended' THEN 1 ELSE 0 END, 1, 'agency', m.agency
FROM history m
WHERE m.event = 'meeting-attendance';

-- K020.  Actions in time of actions due, of reviews published that have both.
INSERT INTO item (indicator, date, numerator, denominator)
SELECT 'review-actions', v.date, CAST(v.actions_in_time AS INTEGER),
	CAST(v.actions_due AS INTEGER)
FROM history v
WHERE v.event = 'practice-review-published'
	AND v.actions_in_time <> '' AND v.actions_due <> '';
