-- SPDX-License-Identifier: MIT
-- K003.  Referrals in the period for abuse or neglect, over the children who
-- live there.  All that social services took as a referral of a child count: a
-- month of birth cannot tell who turned 18 a few days before.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'referral-rate', p.first, p.last, count(r.subject), p.children, 0
FROM children_living p
LEFT JOIN by_child r ON r.event = 'referral' AND r.need = 'abuse-neglect'
	AND r.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last, p.children;
