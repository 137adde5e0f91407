# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Indicators of the library on a handful of rows, worked out by hand.  Sourced
# after common.bash.

# history COLUMNS: writes h.csv; rows on standard input, columns after source.
history() {
	echo "subject,date,end,event,source$1" >h.csv
	sort >>h.csv
}

# is INDICATOR NUMERATOR,DENOMINATOR,CENSORED,UNMATCHED [PERIOD-START]: of the
# period that ends on 30 June 2025 or on the day CLOSE, made on the day DATE.
is() {
	lscb-indicators --date "${DATE-2026-06-30}" --from "${3-2025-04-01}" \
		-i "$1" h.csv >counts
	awk -F, -v start="${3-2025-04-01}" -v close_day="${CLOSE-2025-06-30}" '
		$2 == start && $3 == close_day && $4 == "" {
		print $6 "," $7 "," $8 "," $9 }' counts >got
	echo "$2" >want
	same want got || {
		echo "$1"
		return 1
	}
}
