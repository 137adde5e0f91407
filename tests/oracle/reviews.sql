-- SPDX-License-Identifier: MIT
-- K047 to K049: children on the register, their reviews, workers and visits.
INSERT INTO looks_at VALUES
('reviews-on-time', 'register', 'registration'),
('reviews-on-time', 'reviews', 'review'),
('reviews-on-time-review', 'reviews', 'review'),
('register-allocated', 'register', 'registration'),
('register-allocated', 'cases', 'open-case'),
('register-visited', 'register', 'registration'),
('register-visited', 'visits', 'visit');
INSERT INTO itemised VALUES
('reviews-on-time-review', 'quarter', 'share');

-- K047b.  Reviews with a due date; those held by then.
INSERT INTO item (indicator, date, numerator, denominator)
SELECT 'reviews-on-time-review', v.date,
	CASE WHEN v.date <= v.due THEN 1 ELSE 0 END, 1
FROM of_child v
WHERE v.event = 'review' AND v.due <> '';

-- Registrations open on the last day of quarters and years.
CREATE TABLE listed AS
SELECT p.kind, p.first, p.last, r.subject, r.date, r.worked, r.birth_month
FROM period p
JOIN of_child r ON r.event = 'registration' AND r.date <= p.last
	AND (r.until = '' OR r.until > p.last)
WHERE p.kind IN ('quarter', 'year');
CREATE INDEX on_register_first ON listed (kind, first);

-- K047a.  Children on the register on 31 March for three months or more, each
-- once; those with one registration for which all three hold: a review within it,
-- up to that day; a review from which six months reach to that day or beyond; and
-- none of the reviews within it and the year was held after its due date.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'reviews-on-time', p.first, p.last,
	count(DISTINCT CASE WHEN EXISTS (SELECT 1 FROM of_child v
		WHERE v.event = 'review' AND v.subject = r.subject
		AND v.date >= r.date AND v.date <= p.last)
	AND EXISTS (SELECT 1 FROM of_child v
		JOIN later y ON y.date = v.date AND y.months = 6
		WHERE v.event = 'review' AND v.subject = r.subject
		AND v.date <= p.last AND y.reached >= p.last)
	AND NOT EXISTS (SELECT 1 FROM of_child v
		WHERE v.event = 'review' AND v.subject = r.subject
		AND v.date >= r.date AND v.date BETWEEN p.first AND p.last
		AND v.due <> '' AND v.date > v.due)
	THEN r.subject END),
	count(DISTINCT r.subject), 0
FROM period p
LEFT JOIN (SELECT o.* FROM listed o
	JOIN later y ON y.date = o.date AND y.months = 3
		AND y.reached <= o.last) r
	ON r.kind = p.kind AND r.first = p.first
WHERE p.kind = 'year'
GROUP BY p.first, p.last;

-- K048.  Children on the register at the close, each once, whose case is open at the
-- close: those with an open case that is allocated.  The others are unmatched.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'register-allocated', p.first, p.last,
	count(CASE WHEN c.allocated = 1 THEN 1 END),
	count(CASE WHEN c.cases > 0 THEN 1 END),
	count(CASE WHEN c.cases = 0 THEN 1 END)
FROM period p
LEFT JOIN (SELECT o.first, o.subject, count(k.subject) AS cases,
		max(CASE WHEN k.allocated = 'yes' THEN 1 ELSE 0 END) AS allocated
	FROM listed o
	LEFT JOIN of_child k ON k.event = 'open-case' AND k.subject = o.subject
		AND k.date <= o.last AND (k.until = '' OR k.until > o.last)
	WHERE o.kind = 'quarter'
	GROUP BY o.first, o.subject) c ON c.first = p.first
WHERE p.kind = 'quarter'
GROUP BY p.first, p.last;

-- K049.  Children on the register at the close with 10 working days or more after
-- the day of registration, and born by then; those seen in a visit with 10 working
-- days or fewer after it.
INSERT INTO want (indicator, first, last, numerator, denominator, unmatched)
SELECT 'register-visited', p.first, p.last,
	count(DISTINCT CASE WHEN EXISTS (SELECT 1 FROM of_child v
		WHERE v.event = 'visit' AND v.subject = r.subject
		AND v.seen = 'yes' AND v.date <= p.last
		AND w.worked - v.worked <= 10) THEN r.subject END),
	count(DISTINCT r.subject), 0
FROM period p
JOIN working w ON w.date = p.last
LEFT JOIN (SELECT o.*, coalesce(nullif(o.birth_month, ''), b.said, '') AS born
	FROM listed o
	LEFT JOIN said b ON b.subject = o.subject) r
	ON r.kind = p.kind AND r.first = p.first
	AND w.worked - r.worked >= 10
	AND r.born <> 'unborn' AND r.born <= substr(p.last, 1, 7)
WHERE p.kind = 'quarter'
GROUP BY p.first, p.last;
