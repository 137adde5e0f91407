-- SPDX-License-Identifier: MIT
-- With the earliest date per child.  The dates of a child are kept beside it:
-- that reads the extract once and took less time than joining the earliest
-- date to a temporary table, to a materialised CTE or to a second reading.
COPY (
	SELECT last_day(date_trunc('quarter', registered)
			+ INTERVAL 2 MONTH) AS "end",
		count(*) FILTER (registered > earliest) AS numerator,
		count(*) AS denominator
	FROM (SELECT earliest, unnest(dates) AS registered
		FROM (SELECT min(registered) AS earliest,
				list(registered) AS dates
			FROM carried
			GROUP BY child))
	GROUP BY "end"
	ORDER BY "end"
) TO :answer (FORMAT csv, HEADER);
