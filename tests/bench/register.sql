-- SPDX-License-Identifier: MIT
-- The register as dates.rec describes it: every type is given, so that nothing
-- is sniffed, and a date that is not one stops the query.
CREATE VIEW register AS
SELECT * FROM read_csv(:extract, auto_detect = false, header = true,
	delim = ',', quote = '"', escape = '"', dateformat = '%d/%m/%Y',
	columns = {
		'registration_id': 'VARCHAR', 'child_id': 'VARCHAR',
		'upn': 'VARCHAR', 'forename': 'VARCHAR', 'surname': 'VARCHAR',
		'dob': 'DATE', 'expected_dob': 'DATE', 'sex': 'VARCHAR',
		'house': 'VARCHAR', 'postcode': 'VARCHAR', 'category': 'VARCHAR',
		'registered': 'DATE', 'removed': 'DATE',
		'previous_registrations': 'INTEGER'
	});

-- What is carried on, and what lscb-ingest refuses by dates.rec.  DuckDB does
-- not convert a column that nothing looks at: the test makes it read all four
-- dates of every row, as we do.
CREATE VIEW carried AS
SELECT sha256(:key || child_id) AS child,
	CASE WHEN child_id IS NULL OR registered IS NULL
		OR registered > CAST(:date AS DATE)
		OR removed > CAST(:date AS DATE) OR removed < registered
		OR dob > CAST(:date AS DATE)
		OR (dob IS NULL AND expected_dob IS NULL)
		OR previous_registrations IS NULL
		OR previous_registrations NOT BETWEEN 0 AND 20
	THEN error('a row that cannot be trusted')
	ELSE registered END AS registered
FROM register;
