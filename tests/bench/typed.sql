-- SPDX-License-Identifier: MIT
-- Typed CSV to CSV, every column, rows in their order.
COPY (SELECT * FROM register) TO :answer (FORMAT csv, HEADER);
