#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What every.bats rests on: its shim sees the calls that the kernel sees.  And
# the calls at which a signal must find a key whole or not there.
#
# bats file_tags=fault
load ../lib/common
load ../contract/filters
load fault

setup_file() {
	all_inputs
	export FIGURES=$BATS_FILE_TMPDIR/figures
}

teardown_file() {
	rm -rf "$WORK"
}

permitted() {
	strace -o trace -e inject=getppid:error=EPERM true 2>why ||
		skip "strace is not permitted here: $(head -n 1 why)"
}

# Without the loader's calls, and those within libc and OpenSSL on files of
# their own; opendir is another kind to the shim.
kernel_saw() {
	awk '/\.so|\\177ELF/ { n = 0; split("", seen); next }
		/openssl\.cnf|\/proc\/|\/sys\// { next }
		/O_NONBLOCK.*O_DIRECTORY|resumed>/ { next }
		match($0, /(openat|read|write|pread64|pwrite64|fsync|rename)\(/) {
			name = substr($0, RSTART, RLENGTH - 1)
			sub(/64$|at$/, "", name)
			seen[name]++
		}
		END { for (name in seen) print name, seen[name] }' trace | sort
}

shim_saw() {
	awk '{ if ($1 == "mkostemp") $1 = "open" }
		/^(open|read|write|pread|pwrite|fsync|rename) / { seen[$1] += $2 }
		END { for (name in seen) if (seen[name]) print name, seen[name] }' \
		runs/calls | sort
}

seen_by_both() {
	local repeat=1
	((${#spill[@]} == 0)) || repeat=12
	prepare "$BIG" plain "$repeat"
	line+=("${spill[@]}")
	[[ -z $input ]] || line+=(-o out.csv)
	echo 'sound - 0 once - 0 0 1 1 1' >plan
	mkdir runs traced
	(
		cd runs || exit 1
		TMPDIR=. FAULT_PLAN=$PWD/../plan exec env LD_PRELOAD="$SHIM" \
			"$filter" "${line[@]}" <"$from"
	) || offence "the shim ended with $?"
	(
		cd traced || exit 1
		TMPDIR=. exec strace -f -y -o ../trace -e signal=none \
			-e trace=openat,read,write,pread64,pwrite64,fsync,rename \
			"$LSCB_BIN/$filter" "${line[@]}" <"$from"
	) >said 2>&1 || offence "under strace: $(head -n 3 said)"
	kernel_saw >kernel
	shim_saw >shim
	diff kernel shim || offence 'the kernel (<) saw other calls than the shim (>)'
	grep -q '^read' shim || offence 'no read seen'
}

@test "the shim sees every call that the kernel sees" {
	permitted
	every seen_by_both
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
