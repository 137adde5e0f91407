# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Workbooks for tests, made by Python's zipfile: see workbook.py.  Sourced after
# common.bash.

# book [OPTION VALUE ...] FILE: a workbook of the rows on standard input.
book() {
	python3 -SE "$ROOT/tests/lib/workbook.py" "$@"
}

# sheet FILE [OPTION ...]: its sheet Data as it stands.
sheet() {
	lscb-ingest --untyped --sheet Data --stats stats.csv "${@:2}" "$1"
}
