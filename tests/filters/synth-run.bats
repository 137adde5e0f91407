#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-synth as a program: what it refuses, a folder that is whole or not
# there however a run ends, memory that does not grow.
load ../lib/common

DATE=2026-03-31

# ---- command line ----

refused() {
	local status=$1 text=$2
	shift 2
	run -"$status" --separate-stderr lscb-synth "$@"
	[[ $stderr == *"$text"* ]]
	[[ -z $output ]]
}

@test "a board of nobody or of too many is refused, nothing made" {
	local n
	for n in 0 4000001; do
		refused 64 '1 to 4000000' --people $n --date "$DATE" --out b
	done
	for n in 0 11; do
		refused 64 '1 to 10' --years $n --date "$DATE" --out b
	done
	for n in 0 23; do
		refused 64 '1 to 22' --authorities $n --date "$DATE" --out b
	done
	refused 64 people --people many --date "$DATE" --out b
	[[ ! -e b && ! -e b.part ]]
}

@test "more children than NHS numbers: the size that fits is named" {
	refused 64 'enough for the children of' --people 4000000 --years 10 \
		--date "$DATE" --out b
	[[ ! -e b && ! -e b.part ]]
}

@test "a command line that lacks or garbles something is refused" {
	refused 64 'wants --out' --date "$DATE"
	refused 64 'wants --date' --out b
	refused 64 date --date 2026-02-30 --out b
	refused 64 '1990 to 2100' --date 1066-10-14 --out b
	refused 64 'some or none' --date "$DATE" --out b --errors many
	refused 64 'full or as-sent' --date "$DATE" --out b --delivery daily
	refused 64 sender --date "$DATE" --out b --sender 'Cwm Arian'
	refused 64 sender --date "$DATE" --out b --sender ../x
	refused 64 sender --date "$DATE" --out b --sender truth
	refused 64 authority --date "$DATE" --out b --authorities 2 \
		--sender nant-las
	refused 64 files --date "$DATE" --out b extra
	[[ ! -e b && ! -e b.part && ! -e x ]]
}

# ---- the folder ----

@test "a directory that is not empty is refused and left as it was" {
	mkdir full
	echo mine >full/notes.txt
	refused 73 'not empty' --date "$DATE" --out full
	[[ $(cat full/notes.txt) == mine && ! -e full.part ]]
	echo mine >file
	refused 73 'no directory' --date "$DATE" --out file
	[[ $(cat file) == mine ]]
}

@test "an empty directory is used, with or without a slash at its end" {
	mkdir one two
	lscb-synth --people 500 --date "$DATE" --out one -o list.csv
	lscb-synth --people 500 --date "$DATE" --out two/ -o list.csv
	diff -r one two
	[[ ! -e one.part && ! -e two.part && ! -e one/.made-by-lscb-synth ]]
}

@test "an empty directory stays as it was until the board is in it, and so do its rights" {
	mkdir -m 700 b
	mkdir b.part
	refused 73 'not made by this filter' --date "$DATE" --out b
	[[ -d b ]]
	rmdir b.part
	lscb-synth --people 500 --date "$DATE" --out b -o list.csv
	[[ $(stat -c %a b) == 700 && -s b/truth/persons.csv ]]
	# Where one stands cannot be renamed.
	mkdir here
	cd here
	refused 73 'name of a directory' --date "$DATE" --out .
	refused 73 'name of a directory' --date "$DATE" --out ../here/..
	[[ -z $(ls -A) ]]
}

@test "the hostile board is as it is: what chooses another is refused" {
	local option
	for option in --people=5 --seed=2 --years=2 --authorities=3 \
		--errors=none --delivery=as-sent; do
		refused 64 'alone' --hostile --out b "${option%=*}" \
			"${option#*=}"
	done
	[[ ! -e b ]]
}

@test "the hostile board fits where its few rows fit" {
	unshare -m true 2>/dev/null || skip 'cannot make a mount name space here'
	mkdir disk
	unshare -m bash -c 'mount -t tmpfs -o size=1m none disk || exit 99
		lscb-synth --hostile --out disk/b -o /dev/null &&
		[[ -s disk/b/truth/answers.csv ]]'
}

@test "a seed past the greatest is said to be too great" {
	refused 64 'at most 9223372036854775807' --people 5 --date "$DATE" \
		--out b --seed 18446744073709551615
	[[ ! -e b ]]
}

@test "a place that cannot be written is refused" {
	refused 73 'cannot create' --date "$DATE" --out no/such/place
	echo >file
	refused 73 'cannot create' --date "$DATE" --out file/board
	[[ ! -e no ]]
}

@test "a full disk leaves nothing under the final name, nor beside it" {
	run -74 --separate-stderr bash -c \
		"ulimit -f 64; lscb-synth --date $DATE --out b"
	[[ -n $stderr && ! -e b && ! -e b.part ]]
}

@test "a disk that is too small is refused before anything is made" {
	unshare -m true 2>/dev/null || skip 'cannot make a mount name space here'
	mkdir disk
	run -74 --separate-stderr unshare -m bash -c \
		"mount -t tmpfs -o size=20m none disk || exit 99
		 lscb-synth --people 100000 --date $DATE --out disk/b
		 status=\$?; ls -A disk; exit \$status"
	[[ $stderr == *'room for'*'no-space'* ]]
	[[ -z $output ]]
}

@test "stopped half-way by any signal, it leaves nothing; the next run is good" {
	local signal pid
	for signal in TERM:143 INT:130 HUP:129; do
		# A job of an interactive shell: else INT is ignored in it.
		set -m
		lscb-synth --people 2000000 --date "$DATE" --out b \
			-o list.csv &
		pid=$!
		set +m
		while [[ ! -d b.part/truth ]]; do sleep 0.02; done
		sleep 0.1
		kill -"${signal%:*}" $pid
		wait $pid && return 1 || [[ $? == "${signal#*:}" ]]
		[[ ! -e b && ! -e b.part ]]
	done
	[[ -z $(ls -A) ]]
	lscb-synth --people 500 --date "$DATE" --out b -o list.csv
	[[ -s b/cwm-arian/register.csv && ! -e b.part ]]
}

@test "killed, it leaves no board, and the next run clears what is left" {
	lscb-synth --people 2000000 --date "$DATE" --out b >list.csv &
	local pid=$!
	while [[ ! -d b.part/truth ]]; do sleep 0.02; done
	# While it runs, its folder is its own.
	refused 73 'by another run' --people 500 --date "$DATE" --out b
	kill -KILL $pid
	wait $pid && return 1 || [[ $? == 137 ]]
	[[ ! -e b && -d b.part ]]
	lscb-synth --people 500 --date "$DATE" --out b -o list.csv
	[[ -s b/cwm-arian/register.csv && ! -e b.part ]]
}

@test "a folder DIR.part of somebody else is named and not touched" {
	mkdir b.part
	echo mine >b.part/notes.txt
	refused 73 'b.part' --people 500 --date "$DATE" --out b
	[[ $(cat b.part/notes.txt) == mine && ! -e b ]]
	# Nor through a link of the marker's name.
	ln -s notes.txt b.part/.made-by-lscb-synth
	refused 73 'b.part' --people 500 --date "$DATE" --out b
	[[ $(cat b.part/notes.txt) == mine ]]
}

@test "memory is that of a street, whatever the size" {
	local n
	for n in 20000 400000; do
		lscb-synth --people $n --date "$DATE" --out b$n >list.csv &
		local pid=$!
		while [[ -r /proc/$pid/status ]]; do
			awk '/^VmHWM/ { print $2 }' /proc/$pid/status
			sleep 0.02
		done 2>/dev/null | sort -n | tail -n 1 >peak$n
		wait $pid
	done
	[[ -s peak20000 ]] || skip 'no /proc to look in'
	(( $(cat peak400000) * 10 <= $(cat peak20000) * 12 ))
}

@test "a library without tables, or with a slip in one, is refused with file and line" {
	mkdir empty
	refused 78 synth --library empty --date "$DATE" --out b
	cp -r "$LSCB_LIBRARY" lib
	sed -i 's/^name: twins$/name: twinz/' lib/synth/rates.rec
	refused 78 "no rate is called 'twinz'" --library lib \
		--date "$DATE" --out b
	cp "$LSCB_LIBRARY/synth/rates.rec" lib/synth/
	sed -i '3s/.*/forename-male,Noah,often/' lib/synth/names.csv
	refused 78 'names.csv:3' --library lib --date "$DATE" --out b
	cp "$LSCB_LIBRARY/synth/names.csv" lib/synth/
	sed -i '3s/,0$/,much/' lib/synth/seasons.csv
	refused 78 'seasons.csv:3' --library lib --date "$DATE" --out b
	cp "$LSCB_LIBRARY/synth/seasons.csv" lib/synth/
	sed -i '/^roll,upn,/d' lib/synth/layouts.csv
	refused 78 layouts.csv --library lib --date "$DATE" --out b
	[[ ! -e b && ! -e b.part ]]
}
