-- SPDX-License-Identifier: MIT
-- With a window function.  A registration has a strictly earlier one if it is
-- later than the earliest of its child; rank() OVER (PARTITION BY child ORDER
-- BY registered) > 1 says the same and takes no less.
COPY (
	SELECT last_day(date_trunc('quarter', registered)
			+ INTERVAL 2 MONTH) AS "end",
		count(*) FILTER (registered > earliest) AS numerator,
		count(*) AS denominator
	FROM (SELECT registered,
			min(registered) OVER (PARTITION BY child) AS earliest
		FROM carried)
	GROUP BY "end"
	ORDER BY "end"
) TO :answer (FORMAT csv, HEADER);
