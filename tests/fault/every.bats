#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Every filter, with the n-th call of each kind failing, for n = 1, 2, 3 ...:
# the very same bytes, or a status with a message and nothing that looks
# whole.  By default some n up to 200, of memory without end; with
# LSCB_EXHAUSTIVE=1 every one.
#
# bats file_tags=fault
load ../lib/common
load ../contract/filters
load fault

setup_file() {
	all_inputs
	export FIGURES=${LSCB_FIGURES:-$BATS_FILE_TMPDIR/figures}
}

teardown_file() {
	rm -rf "$WORK"
}

# How n is chosen: see shim.c.
dense=3 part=2
seldom() {
	dense=1 part=1
}

# to_file: the run writes -o out.csv.
to_file() {
	[[ -z $input ]] || line+=(-o out.csv)
}

# share FILE N: the bytes of each of N equal parts.
share() {
	local n
	n=$(stat -c %s "$1")
	echo $((n / $2 + 1))
}

# --- input ------------------------------------------------------------------

reads() {
	local bad=0 cap how
	prepare
	plan eintr read EINTR -- -z
	plan eio read EIO -- -s 74
	plan in-eintr read EINTR file=in.csv read=3 -- -z
	plan in-eio read EIO file=in.csv read=3 -- -s 74
	carried_out reads
	[[ -n $input ]] || return "$bad"
	prepare
	to_file
	plan in-eio read EIO file=in.csv read=3 -- -s 74
	carried_out reads-to-file
	for how in plain gz; do
		prepare "$BIG" "$how"
		line+=("${spill[@]}")
		cap=$(share "$from" 150)
		seldom
		[[ -z ${LSCB_EXHAUSTIVE-} ]] ||
			plan eintr read EINTR file=in.csv read="$cap" -- -z
		plan eio read EIO file=in.csv read="$cap" -- -s 74
		carried_out "reads-big-$how"
	done
	return "$bad"
}

@test "a read that fails or is interrupted, at every call" {
	every reads
}

# --- output -----------------------------------------------------------------

writes() {
	local bad=0
	prepare
	plan eintr write EINTR write=5 -- -z
	plan eio write EIO write=5 -- -s 74
	plan full-once write ENOSPC write=5 -- -s 74
	plan full write ENOSPC how=lasting write=5 -- -l -s 74
	plan stdout-full write ENOSPC file=/out write=5 -- -s 74
	carried_out writes
	[[ -n $input ]] || return "$bad"
	prepare
	to_file
	plan eintr write EINTR write=5 -- -z
	plan full write ENOSPC write=5 -- -s 74
	carried_out writes-to-file
	prepare "$BIG"
	line+=("${spill[@]}")
	seldom
	plan full-once write ENOSPC write=4999 -- -s 74
	[[ -z ${LSCB_EXHAUSTIVE-} ]] ||
		plan full write ENOSPC how=lasting write=4999 -- -l -s 74
	carried_out writes-big
	return "$bad"
}

@test "a write that fails or is interrupted, at every call" {
	every writes
}

# Bytes that a read or a write leaves for the next one.
shorts() {
	local bad=0 folder how cap caps='1 2 3 7'
	for folder in "$FIX" "$BIG"; do
		for how in plain gz; do
			[[ $folder$how != "${BIG}plain" ]] ||
				[[ -n ${LSCB_EXHAUSTIVE-} ]] || continue
			prepare "$folder" "$how"
			line+=("${spill[@]}")
			to_file
			for cap in $caps; do
				plan "of-$cap" - 0 read="$cap" write="$cap" -- -z
			done
			carried_out "shorts-$how"
			[[ -n $input ]] || return "$bad"
		done
		caps='4095 65537'
	done
	return "$bad"
}

@test "reads and writes of 1, 2, 3, 7, 4095 and 65537 bytes: the same bytes" {
	every shorts
}

# --- the other calls ----------------------------------------------------------

# NAME CALL ERROR STATUSES: of -z the run has to go on.  What a close or a
# rename puts in place before another fails is whole: -c.
others='open-denied open EACCES -s 66,73,78
open-many open EMFILE -s 66,71,73,78
opendir-denied opendir EACCES -s 78
opendir-memory opendir ENOMEM -s 71
readdir readdir EIO -s 74
stat stat EACCES -s 73,78
fstat fstat EIO -s 66,78
fsync fsync EIO -s 74
close close EIO -c -s 74
close-eintr close EINTR -z
rename rename EIO -c -s 73,74
link link EIO -s 73,74
mkdir mkdir EACCES -s 73
flock flock EAGAIN -s 73,75
poll-eintr poll EINTR -z
poll-memory poll ENOMEM -z
eventfd eventfd EMFILE -z
thread thread EAGAIN -z
random-eintr getrandom EINTR -z
random getrandom EIO -s 71'

# Of rows in a temporary file.  Who cannot remove its name cannot undo it.
spilling='create mkostemp EACCES -s 74
unlink unlink EIO -u -s 74
pread-eintr pread EINTR -z
pread pread EIO -s 74
pwrite-eintr pwrite EINTR -z
pwrite pwrite ENOSPC -s 74'

# plans LINES: one for each.
plans() {
	local name call error how
	while read -r name call error how; do
		# shellcheck disable=SC2086 # options
		plan "$name" "$call" "$error" -- $how
	done <<<"$1"
}

other_calls() {
	local bad=0
	prepare "$FIX" gz
	plans "$others"
	carried_out calls
	[[ -n $input ]] || return "$bad"
	prepare "$FIX" gz
	to_file
	plans "$(grep -e ' open ' -e stat -e fsync -e close -e rename \
		<<<"$others")"
	carried_out calls-to-file
	((${#spill[@]} > 0)) || return "$bad"
	prepare "$BIG" plain 12
	line+=("${spill[@]}")
	seldom
	plans "$spilling"
	carried_out calls-spilling
	grep -q '^pread: runs [1-9]' said ||
		offence 'puts no rows in a temporary file'
	return "$bad"
}

@test "any other call that fails" {
	every other_calls
}

# --- memory -------------------------------------------------------------------

# Whatever is freed or not yet written to is filled with odd bytes.
memory() {
	local bad=0 how part=4
	export MALLOC_PERTURB_=165
	for how in plain gz; do
		prepare "$FIX" "$how"
		plan once alloc ENOMEM -- -s 71
		plan lasting alloc ENOMEM how=lasting -- -l -s 71
		carried_out "memory-$how"
		[[ -n $input ]] || break
	done
	return "$bad"
}

@test "memory that is not there is status 71, or makes no difference" {
	every memory
}
