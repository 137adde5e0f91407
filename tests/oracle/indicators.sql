-- SPDX-License-Identifier: MIT
-- The indicators that are counted here.
SELECT DISTINCT indicator FROM looks_at ORDER BY 1;
