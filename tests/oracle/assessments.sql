-- SPDX-License-Identifier: MIT
-- K036 to K039: assessments.
INSERT INTO looks_at VALUES
('assessments-42-days', 'assessments', 'assessment'),
('assessments-42-days', 'referrals', 'referral'),
('assessments-child-seen', 'assessments', 'assessment'),
('initial-assessments-7-days', 'assessments', 'initial-assessment'),
('initial-assessments-7-days', 'referrals', 'referral'),
('core-assessments-35-days', 'required', 'core-assessment-required'),
('core-assessments-35-days', 'completed', 'core-assessment-completed');
INSERT INTO itemised VALUES
('assessments-42-days', 'quarter', 'share'),
('assessments-child-seen', 'quarter', 'share'),
('initial-assessments-7-days', 'quarter', 'share'),
('core-assessments-35-days', 'quarter', 'share');

-- K036, K038.  Assessments, and initial assessments, on the day of completion:
-- those with 42, or 7, working days or fewer after the day of the referral, up to
-- and with that day.  The referral is the child's last on the day the assessment
-- started or before it, whose three months reach to that day or beyond.  A child with
-- an assessment without one is unmatched.
INSERT INTO item (indicator, date, numerator, denominator, unmatched)
SELECT k.indicator, a.until,
	CASE WHEN c.worked - r.worked <= k.days THEN 1 ELSE 0 END,
	CASE WHEN r.worked IS NULL THEN 0 ELSE 1 END,
	CASE WHEN r.worked IS NULL THEN a.subject END
FROM (SELECT 'assessments-42-days' AS indicator, 'assessment' AS event,
		42 AS days
	UNION ALL SELECT 'initial-assessments-7-days', 'initial-assessment', 7) k
JOIN of_child a ON a.event = k.event
JOIN working c ON c.date = a.until
LEFT JOIN (SELECT b.place, max(f.worked) AS worked
	FROM of_child b
	JOIN of_child f ON f.event = 'referral' AND f.subject = b.subject
		AND f.date <= b.date
	JOIN later y ON y.date = f.date AND y.months = 3
		AND y.reached >= b.date
	WHERE b.event IN ('assessment', 'initial-assessment')
	GROUP BY b.place) r ON r.place = a.place;

-- K037.  Assessments on the day of completion of which it is recorded whether the
-- child was seen; those in which it was.  Not of a child not yet born on that day, by
-- the assessment or, where it does not say, by the child's latest row that does.
INSERT INTO item (indicator, date, numerator, denominator)
SELECT 'assessments-child-seen', a.until,
	CASE a.seen WHEN 'yes' THEN 1 ELSE 0 END, 1
FROM of_child a
LEFT JOIN said b ON b.subject = a.subject
WHERE a.event = 'assessment' AND a.until <> '' AND a.seen <> ''
	AND coalesce(nullif(a.birth_month, ''), b.said, '') <> 'unborn'
	AND coalesce(nullif(a.birth_month, ''), b.said, '')
		<= substr(a.until, 1, 7);

-- K039.  Core assessments required; those followed by the completion of one of the
-- same child on that day or after it, 35 working days after it at most.
INSERT INTO item (indicator, date, numerator, denominator, censored)
SELECT 'core-assessments-35-days', t.date,
	CASE WHEN t.timely THEN t.followed ELSE 0 END,
	CASE WHEN t.timely THEN 1 ELSE 0 END,
	CASE WHEN t.timely THEN 0 ELSE 1 END
FROM (SELECT r.date, a.worked_by_tomorrow - r.worked > 35 AS timely,
		CASE WHEN EXISTS (SELECT 1 FROM of_child c
			WHERE c.event = 'core-assessment-completed'
			AND c.subject = r.subject
			AND c.date >= r.date AND c.worked - r.worked <= 35)
		THEN 1 ELSE 0 END AS followed
	FROM of_child r CROSS JOIN as_of a
	WHERE r.event = 'core-assessment-required') t;
