-- SPDX-License-Identifier: MIT
-- Lists of outcomes that were delivered before the end, for the test that says so.
INSERT INTO delivered VALUES
('camhs-seen', '2026-02-28'),
('dental-check', '2025-12-31'),
('allegation-concluded', '2025-09-30'),
('school-notice', '2026-01-02'),
('youth-offence', '2025-12-31'),
('language-offer', '2026-02-15');
