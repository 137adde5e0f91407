-- SPDX-License-Identifier: MIT
-- K015, K021, K022: the children's survey.
INSERT INTO looks_at VALUES
('questionnaires-received', 'survey', 'survey'),
('questionnaires-processed', 'survey', 'survey'),
('positive-outcome', 'survey', 'survey'),
('feel-safer-after', 'survey', 'survey');
INSERT INTO itemised VALUES
('questionnaires-received', 'quarter', 'count'),
('questionnaires-processed', 'quarter', 'count');

-- K015.  Questionnaires of all stages; and those with an answer to "I feel safe".
INSERT INTO item (indicator, date, numerator, split, part)
SELECT 'questionnaires-received', a.date, 1, 'stage', a.stage
FROM of_child a
WHERE a.event = 'survey';

INSERT INTO item (indicator, date, numerator, split, part)
SELECT 'questionnaires-processed', a.date, 1, 'stage', a.stage
FROM of_child a
WHERE a.event = 'survey' AND a.safe <> '';

-- K021.  Of a child the latest questionnaire of the period of the two later stages
-- in which it says how things are now; those that are better.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'positive-outcome', p.first, p.last,
	count(CASE WHEN a.better IN ('better', 'much-better') THEN 1 END),
	count(a.subject), 0
FROM period p
LEFT JOIN (SELECT p.kind, p.first, p.last, a.subject, a.better
	FROM period p
	JOIN of_child a ON a.event = 'survey' AND a.better <> ''
	AND a.stage IN ('registration', 'de-registration')
	AND a.date BETWEEN p.first AND p.last
	WHERE NOT EXISTS (SELECT 1 FROM of_child l
		WHERE l.event = 'survey' AND l.better <> ''
		AND l.stage IN ('registration', 'de-registration')
		AND l.subject = a.subject AND l.date <= p.last
		AND l.place > a.place)
	) a ON a.kind = p.kind AND a.first = p.first AND a.last = p.last
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;

-- The scale of "I feel safe", from the bottom; an answer that is not on it is none.
CREATE TABLE felt AS
SELECT a.subject, a.date, a.stage, a.place, s.step
FROM of_child a
JOIN (SELECT 'strongly-disagree' AS safe, 1 AS step
	UNION ALL SELECT 'disagree', 2
	UNION ALL SELECT 'neither', 3
	UNION ALL SELECT 'agree', 4
	UNION ALL SELECT 'strongly-agree', 5) s ON s.safe = a.safe
WHERE a.event = 'survey';
CREATE INDEX felt_subject ON felt (subject, place);

-- K022.  Of a child the latest answer of the period of the two later stages, set
-- against the last one before the conference of an earlier day, where there is one.
CREATE TABLE felt_before AS
SELECT a.subject, a.place, max(e.place) AS earlier
FROM felt a
JOIN felt e ON e.stage = 'pre-icc' AND e.subject = a.subject
	AND e.date < a.date
GROUP BY a.subject, a.place;

INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'feel-safer-after', p.first, p.last,
	count(CASE WHEN a.step > b.step THEN 1 END), count(b.step), 0
FROM period p
LEFT JOIN (SELECT p.kind, p.first, p.last, a.subject, a.place, a.step
	FROM period p
	JOIN felt a ON a.stage IN ('registration', 'de-registration')
	AND a.date BETWEEN p.first AND p.last
	WHERE NOT EXISTS (SELECT 1 FROM felt l
		WHERE l.stage IN ('registration', 'de-registration')
		AND l.subject = a.subject AND l.date <= p.last
		AND l.place > a.place)
	) a ON a.kind = p.kind AND a.first = p.first AND a.last = p.last
LEFT JOIN felt_before f ON f.subject = a.subject AND f.place = a.place
LEFT JOIN felt b ON b.subject = f.subject AND b.place = f.earlier
WHERE p.kind IN ('quarter', 'rolling')
GROUP BY p.first, p.last;
