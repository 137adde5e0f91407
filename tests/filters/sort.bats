#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-sort: order by bytes, header in place, memory bounded.

load ../lib/common

@test "the header stays, the body is ordered by whole line, equal records all stay" {
	printf '%s\n' b,n z,1 a,9 'Z,1' a,10 z,1 >in
	# Bytes: "Z" (5a) before "a" (61); "a,10" before "a,9"; z,1 twice.
	printf '%s\n' b,n Z,1 a,10 a,9 z,1 z,1 >expected
	lscb-sort in >actual
	same expected actual
}

@test "the body is what LC_ALL=C sort gives, Welsh letters too" {
	printf '%s\n' name Ŵyn Siân Sian zoe '"a,b"' '' 'ŵ' >in
	# The empty record is written "" and sorts by those bytes: "" (22 22)
	# before "a (22 61).
	printf '%s\n' name '""' '"a,b"' Sian Siân zoe Ŵyn ŵ >expected
	lscb-sort in >actual
	same expected actual
	tail -n +2 actual | LC_ALL=C sort >sorted
	tail -n +2 actual | diff -u sorted -
}

@test "a record over two lines comes out as one line, quotes only where needed" {
	printf 'id,t\r\n3,"a\nb"\r\n1,"plain"\r\n2,"x ""y"", z"\r\n' >in
	printf '%s\n' id,t 1,plain '2,"x ""y"", z"' '3,a b' >expected
	lscb-sort --stats stats in >actual
	same expected actual
	grep -qx 'lscb-sort,repaired,line-break,1' stats
}

@test "-c orders by the columns' own bytes, then by the whole line" {
	cat >in <<-'END'
	id,area,n
	1,"b,1",2
	2,b,1
	3,"b,1",1
	4,b!,1
	5,b,1
	END
	# Values: b < "b!" (21) < "b,1" (2c).  Quotes are no part of a value:
	# by line the quoted ones would come first.
	cat >expected <<-'END'
	id,area,n
	2,b,1
	5,b,1
	4,b!,1
	1,"b,1",2
	3,"b,1",1
	END
	lscb-sort -c area in >actual
	same expected actual
	# n first among equal areas: 3 (n=1) now before 1 (n=2).
	sed -e '5{h;d}' -e '6{G}' expected >expected2
	lscb-sort -c area,n in >actual
	same expected2 actual
}

@test "several files are one stream; another header is refused" {
	printf 'a,b\n2,x\n' >one
	printf 'a,b\n1,y\n' | gzip >two
	printf 'a,c\n1,y\n' >three
	printf 'a,b\n1,y\n2,x\n' >expected
	lscb-sort one two >actual
	same expected actual
	run -65 --separate-stderr lscb-sort one three
}

@test "a column that is not there is a mistake in the command line, with a near miss" {
	printf 'subject,date\n' >in
	run -64 --separate-stderr lscb-sort -c subjekt in
	[[ $stderr == *"did you mean 'subject'?"* ]]
	[[ $output == '' ]]
	run -64 --separate-stderr lscb-sort -c subject,,date in
}

# 40,000 lines of 60 bytes: 2.4 MB, so 1 MiB is passed several times.
many() {
	awk 'BEGIN { print "id,text"
	    for (i = 0; i < 40000; i++) printf "%06d,%052d\n",
		(i * 7919) % 40000, i }'
}

@test "what does not fit in memory is merged from a temporary file, to the same bytes" {
	many >in
	mkdir tmp
	(head -n 1 in; tail -n +2 in | LC_ALL=C sort) >expected
	TMPDIR=$PWD/tmp lscb-sort -S 1 in >actual
	same expected actual
	TMPDIR=$PWD/tmp lscb-sort -S 1 -c id in >actual
	same expected actual
	[[ -z $(ls -A tmp) ]]
	lscb-sort in >actual
	same expected actual
}

@test "a full or missing temporary directory is 74, says so, and the stream is spoiled" {
	many >in
	run -74 --separate-stderr env TMPDIR="$PWD/none" lscb-sort -S 1 in
	[[ $stderr == *TMPDIR* ]]
	[[ $output == $'id,text\n"' ]]
	# A file may have 64 blocks: the temporary file soon fails to grow.
	run -74 --separate-stderr bash -c \
	    'ulimit -f 64; TMPDIR=$PWD lscb-sort -S 1 in | cat >/dev/null
	    exit ${PIPESTATUS[0]}'
	[[ $stderr == *"temporary file"* ]]
}

@test "the order of rows has no effect" {
	many | head -n 2000 >in
	lscb-sort in >expected
	(head -n 1 in; tail -n +2 in | tac) | lscb-sort >actual
	same expected actual
}

@test "bad rows go to quarantine and the books balance" {
	printf 'a,b\n2,x\n1\n1,y\n' >in
	run -65 --separate-stderr lscb-sort in
	printf 'a,b\n1,y\n2,x\n' >expected
	lscb-sort --rejects bad --stats stats in >actual
	same expected actual
	grep -qx 'lscb-sort,read,,3' stats
	grep -qx 'lscb-sort,used,,2' stats
	[[ $(wc -l <bad) -eq 2 ]]
}

@test "a sorted file is as private as what may be in it" {
	umask 022
	printf 'id,surname\n2,Llwyd\n1,Parry\n' >in.csv
	lscb-sort -o out.csv in.csv
	[[ $(stat -c %a out.csv) == 600 ]]
}

# Canonical CSV, so that a line comes out as it went in: quotes, empty and
# equal fields, Welsh letters, and lines of 20 KB.
nasty() {
	LC_ALL=C awk -v seed="$1" -v n="$2" 'BEGIN {
		srand(seed)
		split("|a|b|aa|\"a,b\"|\"a \"\"b\"\"\"|ŵ|Ŵ| |~|+|2024-01-01",
		    word, "|")
		for (long = "x"; length(long) < 20000; )
			long = long long
		print "k,l,m,n"
		for (i = 0; i < n; i++) {
			for (f = 1; f <= 3; f++)
				printf "%s,", word[1 + int(rand() * 12)]
			r = rand()
			print (r < .002 ? long int(rand() * 3) : \
			    r < .5 ? int(rand() * 1e6) : "")
		}
	}'
}

@test "random input comes out as LC_ALL=C sort has it, whatever the memory and the order of rows and files" {
	mkdir tmp
	for seed in 1 2 3; do
		nasty "$seed" 40000 >in
		(head -n 1 in; tail -n +2 in | LC_ALL=C sort) >expected
		for memory in 1 2 64; do
			TMPDIR=$PWD/tmp lscb-sort -S "$memory" in >actual
			same expected actual
		done
		head -n 1 in | tee one >two
		tail -n +2 expected | head -n 17000 >>one	# in order
		tail -n +17002 expected | tac >>two		# backwards
		TMPDIR=$PWD/tmp lscb-sort -S 1 two one >actual
		same expected actual
	done
	[[ -z $(ls -A tmp) ]]
}

@test "killed at its work it leaves nothing in the temporary directory" {
	mkdir tmp
	mkfifo pipe
	TMPDIR=$PWD/tmp lscb-sort -S 1 pipe >actual 2>&1 3>&- &
	local sorter=$!
	exec 4>pipe
	many | head -n 30000 >&4
	local tries=0
	until [[ -n $(find "/proc/$sorter/fd" \
	    -lname "$PWD/tmp/lscb-*(deleted)") ]]; do
		((++tries < 100))
		sleep 0.1
	done
	[[ -z $(ls -A tmp) ]]
	kill -KILL "$sorter"
	exec 4>&-
	wait "$sorter" || [[ $? == 137 ]]
	[[ -z $(ls -A tmp) ]]
}

@test "the temporary file: interrupted calls change nothing, failed ones are 74" {
	strace -o trace -e inject=getppid:error=EPERM true 2>why ||
		skip "strace is not permitted here: $(head -n 1 why)"
	many >in
	lscb-sort in >expected
	local ASAN_OPTIONS=detect_leaks=0 call n loader	# cannot be traced itself
	export ASAN_OPTIONS
	for call in pwrite64 pread64; do
		strace -o trace -e trace="$call" lscb-sort --version >said
		loader=$(grep -c "^$call" trace) || true
		for n in $((loader + 1)) $((loader + 3)); do
			strace -o trace -e trace="$call" \
			    -e inject="$call:error=EINTR:when=$n" \
			    lscb-sort -S 1 in >actual
			grep -q INJECTED trace
			same expected actual
			run -74 --separate-stderr strace -o trace \
			    -e trace="$call" \
			    -e inject="$call:error=EIO:when=$n" \
			    lscb-sort -S 1 in
			[[ $stderr == *"temporary file"* ]]
			[[ ${lines[-1]} == '"' ]]
		done
		# A temporary file cut short from outside, or a disk with no room.
		run -74 --separate-stderr strace -o trace -e trace="$call" \
		    -e inject="$call:retval=0:when=$n" lscb-sort -S 1 in
		[[ $stderr == *"temporary file"* ]]
	done
}
