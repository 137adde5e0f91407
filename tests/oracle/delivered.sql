-- SPDX-License-Identifier: MIT
-- Lists that were delivered before the end, for the test that says so; one list
-- of the police gives episodes and the interviews after them.
INSERT INTO delivered VALUES
('survey', '2026-02-28'),
('missing', '2025-12-31'),
('return-interview', '2025-12-31'),
('open-case', '2025-09-30');
