# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What the stages share.  A stage is called with BOARD DATE, does one step on
# the work folder of that night, and exits 0, or prints one line and exits
# with the status of the night.  Sourced; needs common.bash and board.bash.
# shellcheck disable=SC2034,SC2154 # set here, used by who sources this, or back

# stage_begin NAME BOARD DATE: sets date, work (this night's folder), secret
# (the identifiable part of it), release (what will be published).
stage_begin() {
	strict "$1"
	(($# >= 3)) || usage
	find_programs "$here"
	board_read "$2"
	check_date "$3"
	date=$3
	work=$root/work/$date
	secret=$private/work/$date
	release=$work/release
	[[ -d $work && -d $secret ]] ||
		die 66 "no work folder for $date: nightly begins a night"
}

# attempt LOG COMMAND...: runs a filter, its stderr in LOG; sets status and,
# on failure, line: what it said last.
attempt() {
	local log=$work/log/$1 rc=0
	shift
	"$@" 2>"$log" || rc=$?
	clean_status "$rc"
	line=''
	((status == 0)) || last_line "$log"
	if ((rc == 127)); then
		line="$1: not installed"
	elif ((status != 0)) && [[ -z $line ]]; then
		line="$1: ended with status $rc and said nothing"
	fi
}

# must LOG COMMAND...: attempt, and out when it fails.
must() {
	attempt "$@"
	if ((status != 0)); then
		printf '%s\n' "$line" >&2
		exit "$status"
	fi
}

# same_count WHAT A B: rows out of one step are rows into the next, or 70.
same_count() {
	[[ $2 == "$3" ]] ||
		die 70 "$1: $2 rows out, $3 rows in [not-reconciled]"
}

# serving I: sets extract, source, state and delivered of the delivery that
# serves tonight, empty when one was never there.
serving() {
	local sender rest
	IFS=, read -r sender extract source state delivered rest \
		<"$work/deliveries/${d_sender[$1]}.${d_extract[$1]}.csv"
}

# stale_sources: sets stale[SOURCE] to the date up to which an agency's data
# reach, for every agency with a delivery that is late, broken or missing: the
# earliest of those that serve, empty when one was never there.
stale_sources() {
	local i
	declare -gA stale=()
	for i in "${!d_sender[@]}"; do
		serving "$i"
		[[ $state != ok ]] || continue
		if [[ -z ${stale[$source]+set} || $delivered < ${stale[$source]} ]]; then
			stale[$source]=$delivered
		fi
	done
}

# events_reach: sets reach[EVENT] to the day up to which its rows are there, for
# every event of a delivery that is older than tonight: the earliest of those
# that serve.
events_reach() {
	local i event events
	declare -gA reach=()
	for i in "${!d_sender[@]}"; do
		serving "$i"
		[[ -n $delivered && $delivered < $date ]] || continue
		events=$(awk -F ': *' '$1 == "event" {
			sub(/[ \t\r]+$/, "", $2); print $2 }' \
			"$LSCB_LIBRARY/extracts/$extract.rec")
		while read -r event; do
			[[ -n $event ]] || continue
			if [[ -z ${reach[$event]-} || $delivered < ${reach[$event]} ]]; then
				reach[$event]=$delivered
			fi
		done <<<"$events"
	done
}
