-- SPDX-License-Identifier: MIT
-- Days, for what counts in days, months or working days.  No function of dates:
-- those are different in every database.  holiday is bank-holidays.csv of the
-- library.
CREATE TABLE day AS
WITH RECURSIVE up (i) AS (
	SELECT 1 UNION ALL SELECT i + 1 FROM up WHERE i < 31
), months (year, month, days) AS (
	SELECT 2002 + y.i, m.i, CASE
		WHEN m.i = 2 AND (2002 + y.i) % 4 = 0 THEN 29
		WHEN m.i = 2 THEN 28
		WHEN m.i IN (4, 6, 9, 11) THEN 30
		ELSE 31 END
	FROM up y CROSS JOIN up m
	WHERE y.i <= 25 AND m.i <= 12
), dated (date, month, of_month, days) AS (
	SELECT CAST(year AS VARCHAR)
		|| CASE WHEN month < 10 THEN '-0' ELSE '-' END
		|| CAST(month AS VARCHAR)
		|| CASE WHEN d.i < 10 THEN '-0' ELSE '-' END
		|| CAST(d.i AS VARCHAR),
		year * 12 + month, d.i, days
	FROM months JOIN up d ON d.i <= days
)
-- number: one more each day; month: one more each month
SELECT date, month, of_month, days, row_number() OVER (ORDER BY date) AS number
FROM dated;
CREATE INDEX day_date ON day (date);
CREATE INDEX day_month ON day (month, of_month);

-- worked: how many working days there have been, with this one.  31 March 2026
-- was a Tuesday; Saturday and Sunday are the fifth and sixth after a Monday.
CREATE TABLE working AS
SELECT d.date, sum(CASE WHEN (d.number - t.number + 70001) % 7 < 5
	AND NOT EXISTS (SELECT 1 FROM holiday h WHERE h.date = d.date)
	THEN 1 ELSE 0 END) OVER (ORDER BY d.date) AS worked
FROM day d
JOIN day t ON t.date = '2026-03-31';
CREATE INDEX working_date ON working (date);

-- reached: the day that completes so many months, the same day of the month or
-- the last one where the month has no such day.
CREATE TABLE later AS
SELECT d.date, k.months, t.date AS reached
FROM day d
CROSS JOIN (SELECT 3 AS months UNION ALL SELECT 12) k
JOIN day t ON t.month = d.month + k.months
	AND t.of_month = CASE WHEN d.of_month > t.days
		THEN t.days ELSE d.of_month END;
CREATE INDEX later_date ON later (date, months);
