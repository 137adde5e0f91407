# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Every filter with the n-th call of a kind failing: see shim.c, which runs
# it, and judge, which says what is wrong with how it ended.  Sourced after
# common.bash and filters.bash.

SHIM=$ROOT/build/test-tools/shim.so

# all_inputs: $FIX and $BIG, the inputs of filters.bash and many times that.
# Where the runs are made: in memory if there is plenty, thousands of folders
# on a disk are slow.
all_inputs() {
	[[ -e $SHIM ]] || make -s -C "$ROOT" shim
	local room
	# A sanitized build may have the shim before its own library, too; what
	# a filter that gives up still holds is no leak.
	export ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0
	export WORK=$BATS_FILE_TMPDIR/work
	room=$(df --output=avail /dev/shm 2>&1 | tail -n 1)
	[[ ! $room =~ ^[0-9]+$ ]] || ((room < 2000000)) ||
		WORK=$(mktemp -d /dev/shm/lscb-fault.XXXXXX)
	export FIX=$BATS_FILE_TMPDIR/inputs BIG=$BATS_FILE_TMPDIR/big
	mkdir -p "$FIX" "$BIG"
	make_inputs
	FIX=$BIG make_inputs 1000
}

offence() {
	printf '%s: %s\n' "$filter" "$*"
	exit 1
}

# every CHECK: for each filter there is, in a folder of its own.
every() {
	local filter offenders=()
	for filter in "$LSCB_BIN"/lscb-*; do
		filter=${filter##*/}
		mkdir -p "$WORK/$filter"
		(
			cd "$WORK/$filter" || exit 1
			describe_filter "$filter" ||
				offence 'has no entry in filters.bash'
			"$@"
		) || offenders+=("$filter")
		rm -rf "${WORK:?}/$filter"
	done
	if ((${#offenders[@]} > 0)); then
		printf 'offenders: %s\n' "${offenders[*]}"
		return 1
	fi
}

# prepare [FOLDER [gz|plain [TIMES]]]: "line", the arguments of a run that
# writes all the filter can write; "from", its input of that folder, the rows so
# many times and a bad one behind.
prepare() {
	local folder=${1:-$FIX} i
	FIX=$folder describe_filter "$filter"
	line=("${args[@]}" "${also[@]}" --stats stats.csv) from=/dev/null
	kept=
	rm -f plan in.csv*
	if [[ -z $input ]]; then
		((${#alone[@]} > 0)) ||
			offence 'reads no input and has no "alone" in filters.bash'
		line=("${alone[@]}" --stats stats.csv)
		return
	fi
	[[ -s $folder/$input ]] || offence "its input $input was not made"
	head -n 1 "$folder/$input" >in.csv
	for ((i = 0; i < ${3-1}; i++)); do
		tail -n +2 "$folder/$input" >>in.csv
	done
	if "$filter" --help | grep -q -e --rejects; then
		echo only-one-field >>in.csv
		line+=(--rejects rejects.csv)
		kept=rejects.csv
	fi
	[[ ${2-} != gz ]] || gzip -f -n in.csv
	from=$(echo "$PWD"/in.csv*)
}

# plan NAME CALL ERROR [how=lasting] [file=TEXT] [read=N] [write=N]
# [-- OPTION...]: a line for shim.c and judge.
plan() {
	local name=$1 call=$2 error=${errno[$3]} to=200
	local how=once file=- read=0 write=0 options=()
	shift 3
	while (($# > 0)) && [[ $1 != -- ]]; do
		local "${1?}"
		shift
	done
	shift $(($# > 0))
	[[ -s plan ]] || echo 'sound - 0 once - 0 0 1 1 1' >plan
	[[ $call != alloc ]] || to=1000000
	[[ -z ${LSCB_EXHAUSTIVE-} ]] || dense=$to
	[[ -z $kept ]] || options+=(-e "$kept")
	[[ $prints != text ]] || options+=(-t)
	echo "$name $call $error $how $file $read $write $dense $part $to" \
		"${options[@]}" "$@" >>plan
}

# carried_out WHAT: the plan, and what judge says of it; "bad" is 1 when it
# is not content.  Counts go to $FIGURES.
carried_out() {
	mkdir runs
	(
		cd runs || exit 1
		TMPDIR=. FAULT_PLAN=$PWD/../plan exec env LD_PRELOAD="$SHIM" \
			"$filter" "${line[@]}" <"$from"
	) || offence "the shim ended with $?"
	(cd runs && "$ROOT/tests/fault/judge" ../plan) >said 2>&1 || {
		sed "s/^/$filter $1: /" said
		bad=1
	}
	sed "s/^/$filter $1 /" said >>"$FIGURES"
	rm -rf runs
}

# shellcheck disable=SC2034 # for the tests
declare -gA errno=([0]=0 [EINTR]=4 [EIO]=5 [EAGAIN]=11 [ENOMEM]=12 [EACCES]=13
	[EMFILE]=24 [ENOSPC]=28)
