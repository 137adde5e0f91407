# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What every script of the night shares: one way to fail, where the programs
# and the library are, dates.  Sourced; defines functions, does nothing.  A
# function hands back what it found in the variable its comment names.
# shellcheck disable=SC2034,SC2154 # set here, used by who sources this, or back

# die STATUS MESSAGE...: one line on stderr, and out.
die() {
	local status=$1
	shift
	printf '%s: %s\n' "$program" "$*" >&2
	exit "$status"
}

usage() {
	printf 'usage: %s\n' "$synopsis" >&2
	exit 64
}

# strict NAME: the shell of every script.  A command of ours that fails where
# nobody looked is an output that could not be written.
strict() {
	program=$1
	set -Eeuo pipefail
	shopt -s nullglob
	clock=${TZ-}
	export LC_ALL=C TZ=UTC
	umask 027
	trap 'unexpected "$LINENO"' ERR
}

unexpected() {
	((BASH_SUBSHELL == 0)) || exit 74
	die 74 "line $1 of ${0##*/}: a command failed [io-error]"
}

# find_programs DIR: DIR is the folder of pipelines, in a source tree or
# installed.  Sets PATH, LSCB_LIBRARY and board_template.
find_programs() {
	local here=$1 bin
	if [[ -d $here/library ]]; then
		bin=${LSCB_BIN:-${here%/*}/build/release/bin}
		LSCB_LIBRARY=${LSCB_LIBRARY:-$here/library}
		board_template=${here%/*}/sample-data/board/board.rec
	else
		bin=${LSCB_BIN:-${here%/*/*}/bin}
		LSCB_LIBRARY=${LSCB_LIBRARY:-${here%/*/*}/share/lscb/library}
		board_template=${here%/*/*}/share/lscb/board/board.rec
	fi
	export LSCB_LIBRARY LSCB_BIN=$bin PATH=$bin:/usr/local/bin:/usr/bin:/bin
	# shellcheck disable=SC2034 # for the callers
	readonly board_template
	[[ -x $bin/lscb-ingest ]] ||
		die 71 "no filters in $bin: run make, or set LSCB_BIN"
	[[ -d $LSCB_LIBRARY ]] ||
		die 78 "no library in $LSCB_LIBRARY: set LSCB_LIBRARY"
}

# check_date DATE: YYYY-MM-DD and a day of the calendar, or 64.
check_date() {
	local same
	[[ $1 =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}$ ]] ||
		die 64 "--date: want YYYY-MM-DD"
	same=$(date -d "$1" +%F 2>/dev/null || :)
	[[ $same == "$1" ]] || die 64 "--date: no such day"
}

# days_after DATE N: sets day to the date N days after DATE.
days_after() {
	day=$(date -d "$1 + $2 days" +%F)
}

# yesterday: sets day.  The only place that asks the clock: figures are as
# at the close of a day, and cron runs after midnight.
yesterday() {
	if [[ -n $clock ]]; then
		day=$(TZ=$clock date -d "12:00 yesterday" +%F)
	else
		day=$(env -u TZ date -d "12:00 yesterday" +%F)
	fi
}

# clean_status STATUS: sets status to one of the book's: what a killed or
# missing program leaves, and a command line of ours that is wrong, is 70.
clean_status() {
	case $1 in
	0 | 65 | 66 | 70 | 71 | 73 | 74 | 75 | 78) status=$1 ;;
	*) status=70 ;;
	esac
}

# last_line FILE: sets line to its last line that is not empty.
last_line() {
	line=$(awk 'NF { l = $0 } END { print l }' "$1")
}

# counted STATS MEASURE [REASON]: sets n to the sum of a measure in a stats file, of
# one reason (which may be empty) or of all.
counted() {
	n=$(awk -F, -v m="$2" -v r="${3-*}" '
		$2 == m && (r == "*" || $3 == r) { n += $4 }
		END { print n + 0 }' "$1")
}
