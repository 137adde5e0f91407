-- SPDX-License-Identifier: MIT
-- K161, K218 to K220: children on the register who are found in the data of other
-- agencies.  An indicator needs the first row of any of its events.
INSERT INTO looks_at VALUES
('register-matched', 'register', 'registration'),
('register-matched-health', 'register', 'registration'),
('register-matched-education', 'register', 'registration'),
('register-matched-police', 'register', 'registration');

-- The events by which a child is known to an agency, and the agency itself sent
-- them: those that only the household has are not the child's.
CREATE TABLE known_by (indicator VARCHAR, event VARCHAR, source VARCHAR);
INSERT INTO known_by VALUES
('register-matched-health', 'attendance', 'health'),
('register-matched-health', 'appointment', 'health'),
('register-matched-health', 'camhs-referral', 'health'),
('register-matched-health', 'camhs-seen', 'health'),
('register-matched-health', 'immunisation', 'health'),
('register-matched-education', 'roll', 'education'),
('register-matched-education', 'school-attendance', 'education'),
('register-matched-education', 'exclusion', 'education'),
('register-matched-education', 'bullying', 'education'),
('register-matched-education', 'home-education', 'education'),
('register-matched-police', 'missing', 'police'),
('register-matched-police', 'offence-against-child', 'police'),
('register-matched-police', 'police-protection', 'police'),
('register-matched-youth-offending', 'youth-order', 'youth-offending'),
('register-matched-youth-offending', 'youth-offence', 'youth-offending');
INSERT INTO known_by
SELECT 'register-matched', event, source FROM known_by;
INSERT INTO looks_at
SELECT indicator, 'records', event FROM known_by
WHERE indicator <> 'register-matched-youth-offending';

CREATE TABLE found AS
SELECT n.indicator, k.subject, min(k.date) AS date
FROM known_by n
JOIN kid k ON k.event = n.event AND k.source = n.source AND k.via <> 'household'
GROUP BY n.indicator, k.subject;
CREATE INDEX found_child ON found (indicator, subject);

-- Children on the register at the close, each once, the unborn too; those with a
-- record dated on or before that day, however long ago.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT i.indicator, p.first, p.last,
	count(DISTINCT CASE WHEN f.date <= p.last THEN r.subject END),
	count(DISTINCT r.subject), 0
FROM period p
CROSS JOIN (SELECT 'register-matched' AS indicator
	UNION ALL SELECT 'register-matched-health'
	UNION ALL SELECT 'register-matched-education'
	UNION ALL SELECT 'register-matched-police') i
LEFT JOIN on_register r ON r.kind = 'quarter' AND r.first = p.first
LEFT JOIN found f ON f.indicator = i.indicator AND f.subject = r.subject
WHERE p.kind = 'quarter'
GROUP BY i.indicator, p.first, p.last;
