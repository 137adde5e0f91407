-- SPDX-License-Identifier: MIT
-- K070b, K070c, K073 to K076: the children's survey.
INSERT INTO looks_at VALUES
('survey-response-registration', 'register', 'registration'),
('survey-response-registration', 'survey', 'survey'),
('survey-response-deregistration', 'register', 'registration'),
('survey-response-deregistration', 'survey', 'survey'),
('felt-listened-to', 'survey', 'survey'),
('understand-register', 'survey', 'survey'),
('plan-makes-safer', 'survey', 'survey'),
('someone-to-talk-to', 'survey', 'survey');

-- K073 to K076.  Of each child the latest answer of the period to the question,
-- at the stages at which it counts, once.  What is no answer does not hide an
-- earlier one.  Of two of one day the greater row.
CREATE TABLE answer AS
SELECT q.indicator, a.subject, a.date, a.place, q.answer IN
	('agree', 'strongly-agree', 'yes') AS good
FROM by_child a
JOIN (
	SELECT 'felt-listened-to' AS indicator, place, listened AS answer
	FROM by_child
	UNION ALL SELECT 'understand-register', place, understands FROM by_child
	WHERE stage = 'registration'
	UNION ALL SELECT 'plan-makes-safer', place, plan_safer FROM by_child
	WHERE stage IN ('registration', 'de-registration')
	UNION ALL SELECT 'someone-to-talk-to', place, someone_to_talk
	FROM by_child
) q ON q.place = a.place AND (q.indicator = 'someone-to-talk-to'
		AND q.answer IN ('yes', 'no')
	OR q.indicator <> 'someone-to-talk-to'
		AND q.answer IN ('strongly-disagree', 'disagree', 'neither',
			'agree', 'strongly-agree'))
WHERE a.event = 'survey';
CREATE INDEX answer_child ON answer (indicator, subject, place);

INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT i.indicator, p.first, p.last, count(CASE WHEN a.good THEN 1 END),
	count(a.subject), 0
FROM period p
CROSS JOIN (
	SELECT 'felt-listened-to' AS indicator
	UNION ALL SELECT 'understand-register'
	UNION ALL SELECT 'plan-makes-safer'
	UNION ALL SELECT 'someone-to-talk-to'
) i
LEFT JOIN (SELECT p.kind, p.first, p.last, a.indicator, a.subject, a.good
	FROM period p
	JOIN answer a ON a.date BETWEEN p.first AND p.last
	WHERE NOT EXISTS (SELECT 1 FROM answer l WHERE l.indicator = a.indicator
		AND l.subject = a.subject AND l.date <= p.last
		AND l.place > a.place)
	) a ON a.indicator = i.indicator AND a.kind = p.kind
	AND a.first = p.first AND a.last = p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY i.indicator, p.first, p.last;

-- K070b, K070c.  Registrations, and registrations that ended, of children 6 to
-- 17 on the day, that have had 60 days by the as-of date and by the day to which
-- the survey was delivered; those followed by an answer of their stage, from
-- the day itself to the 60th after it.  The others are censored, answered or not.
CREATE TABLE asked AS
SELECT c.indicator, c.date,
	CASE WHEN d.number + 60 > n.number THEN 1 ELSE 0 END AS late,
	CASE WHEN EXISTS (SELECT 1 FROM by_child a
		JOIN day e ON e.date = a.date
		WHERE a.event = 'survey' AND a.subject = c.subject
		AND a.stage = c.stage
		AND e.number BETWEEN d.number AND d.number + 60)
		THEN 1 ELSE 0 END AS answered
FROM (
	SELECT 'survey-response-registration' AS indicator,
		'registration' AS stage, subject, date, born
	FROM by_child WHERE event = 'registration'
	UNION ALL
	SELECT 'survey-response-deregistration', 'de-registration', subject,
		until, born
	FROM by_child WHERE event = 'registration' AND until <> ''
) c
JOIN day d ON d.date = c.date
JOIN known_to k ON k.event = 'survey'
JOIN day n ON n.date = k.date
WHERE d.month - c.born BETWEEN 6 * 12 AND 18 * 12 - 1;

INSERT INTO want (indicator, first, last, numerator, denominator, unmatched,
	censored)
SELECT i.indicator, p.first, p.last,
	count(CASE WHEN a.late = 0 AND a.answered = 1 THEN 1 END),
	count(CASE WHEN a.late = 0 THEN 1 END), 0,
	count(CASE WHEN a.late = 1 THEN 1 END)
FROM period p
CROSS JOIN (
	SELECT 'survey-response-registration' AS indicator
	UNION ALL SELECT 'survey-response-deregistration'
) i
LEFT JOIN asked a ON a.indicator = i.indicator
	AND a.date BETWEEN p.first AND p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY i.indicator, p.first, p.last;
