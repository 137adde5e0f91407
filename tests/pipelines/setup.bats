#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What pipelines/setup promises on a machine that lacks packages.  dpkg-query,
# id, sudo and apt-get are stand-ins in ./bin that note how they are called.
load ../lib/common

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	mkdir bin
	for tool in sh mktemp rm cat env; do
		ln -s "$(command -v $tool)" bin/$tool
	done
	stand_in dpkg-query 'case " $have " in *" $4 "*) echo installed ;; *) exit 1 ;; esac'
	stand_in id 'echo ${uid:-1000}'
	stand_in apt-get 'echo "$*" >>called; case "$*" in *install*) [ ! -e broken ] ;; esac'
}

stand_in() {
	printf '#!/bin/sh\n%s\n' "$2" >"bin/$1"
	chmod +x "bin/$1"
}

# setup_with ARGS: the script under test sees only ./bin.
run_setup() {
	status=0
	PATH=$PWD/bin sh "$ROOT/pipelines/setup" "$@" >out 2>err || status=$?
	cat out err
}

@test "nothing missing: silent, nothing called" {
	export have='gcc libc6-dev libcsv-dev zlib1g-dev libminizip-dev libexpat1-dev libssl-dev libutf8proc-dev'
	run_setup build
	[[ $status == 0 && ! -s out && ! -s err && ! -e called ]]
}

@test "neither root nor sudo: the exact line to type, 71" {
	export have='gcc libc6-dev zlib1g-dev libminizip-dev libexpat1-dev libssl-dev libutf8proc-dev'
	run_setup build
	[[ $status == 71 && ! -e called ]]
	grep -q '^    sudo apt-get update && sudo apt-get install --no-install-recommends libcsv-dev$' err
}

@test "sudo that asks for a password is not waited for" {
	stand_in sudo 'echo "$*" >>sudo-called; exit 1'
	run_setup build
	[[ $status == 71 && ! -e called ]]
	same - sudo-called <<<'-n true'
}

@test "as root: says so, then installs" {
	export uid=0 have='gcc libc6-dev libcsv-dev zlib1g-dev libminizip-dev libexpat1-dev libssl-dev'
	run_setup build
	[[ $status == 0 ]]
	[[ $(head -n 1 err) == 'setup: installing Debian packages: libutf8proc-dev' ]]
	same - called <<<'-q -y install --no-install-recommends libutf8proc-dev'
}

@test "through sudo" {
	stand_in sudo '[ "$1" = -n ] && shift; exec "$@"'
	stand_in true ':'
	export have='gcc libc6-dev libcsv-dev zlib1g-dev libminizip-dev libexpat1-dev libssl-dev libutf8proc-dev bats mandoc strace sqlite3 bsdextrautils python3-minimal'
	run_setup test
	[[ $status == 0 ]]
	grep -q 'install.* shellcheck$' called
}

@test "apt that fails: the lists are fetched, tried again, then 71 and its words" {
	export uid=0
	touch broken
	run_setup build
	[[ $status == 71 ]]
	[[ $(grep -c install called) == 2 && $(grep -c update called) == 1 ]]
	grep -q 'apt could not install: gcc' err
}

@test "bench: node and npm of any origin will do, else they are named" {
	export have='gcc libc6-dev libcsv-dev zlib1g-dev libminizip-dev libexpat1-dev libssl-dev libutf8proc-dev miller xlsx2csv python3-minimal'
	run_setup bench
	[[ $status == 71 ]]
	grep -q 'no-install-recommends nodejs npm$' err
	stand_in node ':'
	stand_in npm ':'
	run_setup bench
	[[ $status == 0 && ! -s err ]]
}
