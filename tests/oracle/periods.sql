-- SPDX-License-Identifier: MIT
-- The periods of a night of 31 March 2026, written out: three years of
-- quarters, the twelve months that end with each of the last nine, and
-- financial years.
CREATE TABLE period (kind VARCHAR, first VARCHAR, last VARCHAR);
INSERT INTO period VALUES
('quarter', '2023-04-01', '2023-06-30'),
('quarter', '2023-07-01', '2023-09-30'),
('quarter', '2023-10-01', '2023-12-31'),
('quarter', '2024-01-01', '2024-03-31'),
('quarter', '2024-04-01', '2024-06-30'),
('quarter', '2024-07-01', '2024-09-30'),
('quarter', '2024-10-01', '2024-12-31'),
('quarter', '2025-01-01', '2025-03-31'),
('quarter', '2025-04-01', '2025-06-30'),
('quarter', '2025-07-01', '2025-09-30'),
('quarter', '2025-10-01', '2025-12-31'),
('quarter', '2026-01-01', '2026-03-31'),
('rolling', '2023-04-01', '2024-03-31'),
('rolling', '2023-07-01', '2024-06-30'),
('rolling', '2023-10-01', '2024-09-30'),
('rolling', '2024-01-01', '2024-12-31'),
('rolling', '2024-04-01', '2025-03-31'),
('rolling', '2024-07-01', '2025-06-30'),
('rolling', '2024-10-01', '2025-09-30'),
('rolling', '2025-01-01', '2025-12-31'),
('rolling', '2025-04-01', '2026-03-31'),
('year', '2014-04-01', '2015-03-31'),
('year', '2015-04-01', '2016-03-31'),
('year', '2016-04-01', '2017-03-31'),
('year', '2017-04-01', '2018-03-31'),
('year', '2018-04-01', '2019-03-31'),
('year', '2019-04-01', '2020-03-31'),
('year', '2020-04-01', '2021-03-31'),
('year', '2021-04-01', '2022-03-31'),
('year', '2022-04-01', '2023-03-31'),
('year', '2023-04-01', '2024-03-31'),
('year', '2024-04-01', '2025-03-31'),
('year', '2025-04-01', '2026-03-31');

-- The day to which the rows of an event were delivered, where that is before the
-- night's date: delivered.sql says it for the one test that has any.
CREATE TABLE delivered (event VARCHAR, date VARCHAR);
