-- SPDX-License-Identifier: MIT
-- K030 to K035: contacts and referrals.
INSERT INTO looks_at VALUES
('contacts-received', 'contacts', 'contact'),
('contacts-to-child-protection', 'contacts', 'contact'),
('contacts-to-child-protection', 'strategy', 'strategy'),
('re-referrals', 'referrals', 'referral'),
('referrals-decided-one-day', 'referrals', 'referral'),
('referrals-decided-one-day', 'decisions', 'referral-decision'),
('referrals-no-further-action', 'referrals', 'referral'),
('referrals-by-source', 'referrals', 'referral');
INSERT INTO itemised VALUES
('contacts-received', 'quarter', 'count'),
('contacts-to-child-protection', 'quarter', 'share'),
('re-referrals', 'quarter', 'share'),
('referrals-decided-one-day', 'quarter', 'share'),
('referrals-no-further-action', 'quarter', 'share'),
('referrals-by-source', 'quarter', 'count');

-- K030.  Contacts about children on the day of receipt, whatever came of them; by
-- the agency that made the contact, under no agency where it is not known.
INSERT INTO item (indicator, date, numerator, split, part)
SELECT 'contacts-received', c.date, 1, 'agency', c.agency
FROM of_child c
WHERE c.event = 'contact';

-- K033.  Contacts; those followed by a strategy discussion about the same child on
-- that day or after it, five working days after it at most.  A contact whose five
-- working days, with the days off after them, are not over has not had its time.
INSERT INTO item (indicator, date, numerator, denominator, censored)
SELECT 'contacts-to-child-protection', t.date,
	CASE WHEN t.timely THEN t.followed ELSE 0 END,
	CASE WHEN t.timely THEN 1 ELSE 0 END,
	CASE WHEN t.timely THEN 0 ELSE 1 END
FROM (SELECT c.date, a.worked_by_tomorrow - c.worked > 5 AS timely,
		CASE WHEN EXISTS (SELECT 1 FROM of_child s
			WHERE s.event = 'strategy' AND s.subject = c.subject
			AND s.date >= c.date AND s.worked - c.worked <= 5)
		THEN 1 ELSE 0 END AS followed
	FROM of_child c CROSS JOIN as_of a
	WHERE c.event = 'contact') t;

-- K031.  Referrals; those before which the child was referred on an earlier day
-- from which twelve months reach to this one or beyond.
INSERT INTO item (indicator, date, numerator, denominator)
SELECT 're-referrals', r.date,
	CASE WHEN EXISTS (SELECT 1 FROM of_child e
		JOIN later y ON y.date = e.date AND y.months = 12
		WHERE e.event = 'referral' AND e.subject = r.subject
		AND e.date < r.date AND y.reached >= r.date)
	THEN 1 ELSE 0 END, 1
FROM of_child r
WHERE r.event = 'referral';

-- K032.  Referrals; those followed by a decision on a referral of the child on
-- that day or after it, one working day after it at most.
INSERT INTO item (indicator, date, numerator, denominator, censored)
SELECT 'referrals-decided-one-day', t.date,
	CASE WHEN t.timely THEN t.followed ELSE 0 END,
	CASE WHEN t.timely THEN 1 ELSE 0 END,
	CASE WHEN t.timely THEN 0 ELSE 1 END
FROM (SELECT r.date, a.worked_by_tomorrow - r.worked > 1 AS timely,
		CASE WHEN EXISTS (SELECT 1 FROM of_child d
			WHERE d.event = 'referral-decision'
			AND d.subject = r.subject
			AND d.date >= r.date AND d.worked - r.worked <= 1)
		THEN 1 ELSE 0 END AS followed
	FROM of_child r CROSS JOIN as_of a
	WHERE r.event = 'referral') t;

-- K034.  Referrals whose outcome is known; those of no further action.
INSERT INTO item (indicator, date, numerator, denominator)
SELECT 'referrals-no-further-action', r.date,
	CASE r.outcome WHEN 'no-further-action' THEN 1 ELSE 0 END, 1
FROM of_child r
WHERE r.event = 'referral' AND r.outcome <> '';

-- K035.  Referrals, by the agency that referred.
INSERT INTO item (indicator, date, numerator, split, part)
SELECT 'referrals-by-source', r.date, 1, 'agency', r.agency
FROM of_child r
WHERE r.event = 'referral';
