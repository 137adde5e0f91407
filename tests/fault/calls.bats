#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# System calls that fail, one at a time, in every filter: a read or a write
# that is interrupted changes nothing; one that fails is never status 0 with
# other output, and never leaves a file under its final name.
#
# bats file_tags=fault
load ../lib/common
load ../contract/filters

setup_file() {
	export FIX=$BATS_FILE_TMPDIR/inputs
	export ASAN_OPTIONS=detect_leaks=0	# cannot be traced itself
	mkdir -p "$FIX"
	make_inputs
}

permitted() {
	strace -o trace -e inject=getppid:error=EPERM true 2>why ||
		skip "strace is not permitted here: $(head -n 1 why)"
}

# every CHECK: for each filter that reads an input, in a folder of its own.
every() {
	local filter offenders=()
	for filter in "$LSCB_BIN"/lscb-*; do
		filter=${filter##*/}
		describe_filter "$filter" || continue
		[[ -n $input ]] || continue
		mkdir "$BATS_TEST_TMPDIR/$filter"
		(
			cd "$BATS_TEST_TMPDIR/$filter" || exit 1
			limited "$filter" "${args[@]}" >want <"$FIX/$input" ||
				offence "its valid run ends with $?"
			"$@"
		) || offenders+=("$filter")
	done
	if ((${#offenders[@]} > 0)); then
		printf 'offenders: %s\n' "${offenders[*]}"
		return 1
	fi
}

limited() {
	timeout 20 "$@"
}

offence() {
	printf '%s: %s\n' "$filter" "$*"
	exit 1
}

# traced STRACE-OPTION... -- OPTION...: runs the filter on its input, which
# comes in three pieces.
traced() {
	local options=()
	while [[ $1 != -- ]]; do
		options+=("$1")
		shift
	done
	shift
	status=0
	{
		head -n 1 "$FIX/$input"
		sleep 0.02
		sed -n 2p "$FIX/$input"
		sleep 0.02
		sed 1,2d "$FIX/$input"
	} | limited strace -o trace "${options[@]}" "$filter" "${args[@]}" \
		"$@" >out 2>err || status=$?
}

# The calls of a kind that a sound run makes, by number: "NUMBER FD" lines,
# without those of the loader.
calls() {
	traced -e trace="$1" --
	((status == 0)) || offence "status $status under strace"
	awk '/\\177ELF/ { loader = NR } { line[NR] = $0 }
		END {
			for (i = loader + 1; i <= NR; i++)
				if (match(line[i], /\([0-9]+/))
					print i, substr(line[i], RSTART + 1,
					    RLENGTH - 1)
		}' trace
}

interrupted() {
	local kind=$1 n fd
	calls "$kind" | head -n 12 >list
	while read -r n fd; do
		traced -e trace="$kind" -e inject="$kind:error=EINTR:when=$n" --
		grep -q INJECTED trace || continue
		if ((fd <= 1)); then
			((status == 0)) ||
				offence "EINTR at $kind $n of fd $fd: status $status"
		fi
		((status != 0)) || cmp -s want out ||
			offence "EINTR at $kind $n of fd $fd: other bytes, status 0"
	done <list
	[[ -s list ]] || offence "no $kind seen"
}

@test "an interrupted read or write is done again" {
	permitted
	every interrupted read
	rm -rf lscb-*
	every interrupted write
}

failed() {
	local kind=$1 error=$2 n fd
	calls "$kind" | head -n 12 >list
	while read -r n fd; do
		traced -e trace="$kind" -e inject="$kind:error=$error:when=$n" --
		grep -q INJECTED trace || continue
		if ((fd <= 1)); then
			((status == 74)) ||
				offence "$error at $kind $n of fd $fd: status $status"
			[[ -s err ]] || offence "$error at $kind $n: no message"
		fi
		((status != 0)) || cmp -s want out ||
			offence "$error at $kind $n of fd $fd: other bytes, status 0"
	done <list
	[[ -s list ]] || offence "no $kind seen"
}

@test "a read that fails is status 74, never a shorter output" {
	permitted
	every failed read EIO
}

@test "a disk full for one write is status 74, never a hole" {
	permitted
	every failed write ENOSPC
}

not_into_place() {
	local call
	for call in fsync rename,renameat,renameat2; do
		traced -e trace="$call" -e inject="$call:error=EIO:when=1" -- \
			-o file.csv
		grep -q INJECTED trace || offence "$call is not called"
		((status == 74)) || offence "EIO at $call: status $status"
		! compgen -G 'file.csv*' >left || offence "EIO at $call: $(<left)"
	done
	traced -e trace=write -e inject=write:error=ENOSPC:when=1 -- -o file.csv
	((status == 74)) || offence "ENOSPC with -o: status $status"
	! compgen -G 'file.csv*' >left || offence "ENOSPC with -o: $(<left)"
}

@test "a file that cannot be finished is not there" {
	permitted
	every not_into_place
}

@test "a key that is being written when a signal comes leaves nothing else behind" {
	permitted
	lscb-keygen --new a.share b.share
	for call in write fsync close link unlink; do
		rm -f new.key
		strace -o trace -e inject="$call":signal=TERM \
			lscb-keygen --purpose link -o new.key a.share b.share \
			2>/dev/null || :
		find . -name '*.tmp*' >left
		[[ ! -s left ]]
	done
}
