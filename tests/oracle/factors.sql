-- SPDX-License-Identifier: MIT
-- K108 to K111, K209, K214: what weighs on the parents of children on the register.
INSERT INTO looks_at VALUES
('register-parental-substance-misuse', 'register', 'registration'),
('register-parental-substance-misuse', 'assessments', 'assessment'),
('register-parental-mental-health', 'register', 'registration'),
('register-parental-mental-health', 'assessments', 'assessment'),
('register-parental-domestic-abuse', 'register', 'registration'),
('register-parental-domestic-abuse', 'assessments', 'assessment'),
('register-three-factors', 'register', 'registration'),
('register-three-factors', 'assessments', 'assessment'),
('register-three-factors', 'police', 'domestic-abuse'),
('register-three-factors', 'mental health', 'adult-mental-health'),
('register-three-factors', 'misuse', 'substance-misuse'),
('domestic-abuse-agreement', 'register', 'registration'),
('domestic-abuse-agreement', 'assessments', 'assessment'),
('domestic-abuse-agreement', 'police', 'domestic-abuse'),
('register-parental-learning-disability', 'register', 'registration'),
('register-parental-learning-disability', 'records', 'parental-learning-disability');

-- Assessments that were completed and answer the question; all: all three of them.
CREATE TABLE answered AS
SELECT q.question, a.subject, a.date, a.until, a.place, q.answer, a.abuse,
	a.health, a.misuse
FROM kid a
JOIN (SELECT 'abuse' AS question, place, abuse AS answer FROM kid
		WHERE event = 'assessment'
	UNION ALL SELECT 'health', place, health FROM kid WHERE event = 'assessment'
	UNION ALL SELECT 'misuse', place, misuse FROM kid WHERE event = 'assessment'
	UNION ALL SELECT 'all', place, 'yes' FROM kid WHERE event = 'assessment'
		AND abuse IN ('yes', 'no') AND health IN ('yes', 'no')
		AND misuse IN ('yes', 'no')) q ON q.place = a.place
WHERE a.event = 'assessment' AND a.until <> '' AND q.answer IN ('yes', 'no');
CREATE INDEX answered_child ON answered (question, subject);

-- Of each child on the register at the close the last to start of these that were
-- completed by then, and of one day the last to be completed.
CREATE TABLE assessed AS
SELECT o.first, o.last, o.year_before, o.subject, a.question, a.answer, a.abuse,
	a.health, a.misuse
FROM (SELECT DISTINCT first, last, year_before, subject FROM on_register
	WHERE kind = 'quarter') o
JOIN answered a ON a.subject = o.subject AND a.until <= o.last
WHERE NOT EXISTS (SELECT 1 FROM answered l WHERE l.question = a.question
	AND l.subject = a.subject AND l.until <= o.last
	AND (l.date > a.date OR (l.date = a.date AND (l.until > a.until
		OR (l.until = a.until AND l.place > a.place)))));
CREATE INDEX assessed_child ON assessed (question, first, subject);

-- K108 to K110.  Children on the register at the close, each once; those whose
-- latest assessment says yes.  Without one that says yes or no: unmatched.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT i.indicator, p.first, p.last,
	count(CASE WHEN a.answer = 'yes' THEN 1 END), count(a.answer),
	count(o.subject) - count(a.answer)
FROM period p
CROSS JOIN (SELECT 'register-parental-substance-misuse' AS indicator,
		'misuse' AS question
	UNION ALL SELECT 'register-parental-mental-health', 'health'
	UNION ALL SELECT 'register-parental-domestic-abuse', 'abuse') i
LEFT JOIN (SELECT DISTINCT first, subject FROM on_register
	WHERE kind = 'quarter') o ON o.first = p.first
LEFT JOIN assessed a ON a.question = i.question AND a.first = o.first
	AND a.subject = o.subject
WHERE p.kind = 'quarter'
GROUP BY i.indicator, p.first, p.last;

-- K111.  Those with all three.  Abuse: the assessment says so, or an incident less
-- than 12 months before the close.  The other two: the assessment says so, or an
-- adult of the household was referred on or before the close and is open still,
-- or was closed less than 12 months before the close, or after it.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'register-three-factors', p.first, p.last,
	count(CASE WHEN (a.abuse = 'yes' OR EXISTS (SELECT 1 FROM kid d
			WHERE d.event = 'domestic-abuse' AND d.subject = a.subject
			AND d.date > a.year_before AND d.date <= a.last))
		AND (a.health = 'yes' OR EXISTS (SELECT 1 FROM kid h
			WHERE h.event = 'adult-mental-health'
			AND h.subject = a.subject AND h.date <= a.last
			AND (h.until = '' OR h.until > a.year_before)))
		AND (a.misuse = 'yes' OR EXISTS (SELECT 1 FROM kid m
			WHERE m.event = 'substance-misuse'
			AND m.subject = a.subject AND m.date <= a.last
			AND (m.until = '' OR m.until > a.year_before)))
		THEN 1 END),
	count(a.subject), count(o.subject) - count(a.subject)
FROM period p
LEFT JOIN (SELECT DISTINCT first, subject FROM on_register
	WHERE kind = 'quarter') o ON o.first = p.first
LEFT JOIN assessed a ON a.question = 'all' AND a.first = o.first
	AND a.subject = o.subject
WHERE p.kind = 'quarter'
GROUP BY p.first, p.last;

-- K214.  Children on the register at the close at whose home the police recorded
-- domestic abuse less than 12 months before; those whose latest assessment says
-- yes to it.  Without one that says yes or no: unmatched.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'domestic-abuse-agreement', p.first, p.last,
	count(CASE WHEN a.answer = 'yes' THEN 1 END), count(a.answer),
	count(o.subject) - count(a.answer)
FROM period p
LEFT JOIN (SELECT DISTINCT r.first, r.subject FROM on_register r
	JOIN kid d ON d.event = 'domestic-abuse' AND d.subject = r.subject
		AND d.date > r.year_before AND d.date <= r.last
	WHERE r.kind = 'quarter') o ON o.first = p.first
LEFT JOIN assessed a ON a.question = 'abuse' AND a.first = o.first
	AND a.subject = o.subject
WHERE p.kind = 'quarter'
GROUP BY p.first, p.last;

-- K209.  Children on the register at the close, each once; those of whom a learning
-- disability of a parent was recorded on or before it, however long ago.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'register-parental-learning-disability', p.first, p.last,
	count(DISTINCT CASE WHEN EXISTS (SELECT 1 FROM kid l
		WHERE l.event = 'parental-learning-disability'
		AND l.subject = o.subject AND l.date <= p.last)
		THEN o.subject END),
	count(DISTINCT o.subject), 0
FROM period p
LEFT JOIN on_register o ON o.kind = 'quarter' AND o.first = p.first
WHERE p.kind = 'quarter'
GROUP BY p.first, p.last;
