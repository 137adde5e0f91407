#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-shard: each subject wholly in one shard, said by a hash that never changes.
load ../lib/common

# oracle N: lines of keys to lines "shard,key", by FNV-1a written down once more.
oracle() {
	python3 -c '
import sys
for line in sys.stdin.buffer.read().split(b"\n")[:-1]:
    h = 14695981039346656037
    for byte in line:
        h = ((h ^ byte) * 1099511628211) % 2 ** 64
    sys.stdout.buffer.write(b"%d,%s\n" % (h % int(sys.argv[1]) + 1, line))' "$1"
}

# pseudonyms N: as lscb-link makes them, but by dice.
pseudonyms() {
	python3 -c '
import random, sys
random.seed(7)
for i in range(int(sys.argv[1])):
    print("ctag" + "".join(random.choices("abcdefghijklmnopqrstuvwxyz234567", k=22)))' "$1"
}

# counted: what stats says, without what there is none of.
counted() {
	sed '1d; /,0$/d' stats
}

@test "the hash is FNV-1a of 64 bits: its authors' own examples" {
	# From the authors' test vectors (isthe.com/chongo/tech/comp/fnv):
	#   ""        cbf29ce484222325 = 14695981039346656037, of 10000: 6037
	#   "a"       af63dc4c8601ec8c = 12638187200555641996, of 10000: 1996
	#   "foobar"  85944171f73967e8 =  9625390261332436968, of 10000: 6968
	printf '%s\n' subject,n ,1 a,2 foobar,3 >in
	printf '%s\n' subject,n ,1 >want
	lscb-shard 6038/10000 in | diff -u want -
	printf '%s\n' subject,n a,2 >want
	lscb-shard 1997/10000 in | diff -u want -
	printf '%s\n' subject,n foobar,3 >want
	lscb-shard 6969/10000 in | diff -u want -
	printf '%s\n' subject,n >want
	lscb-shard 1996/10000 in | diff -u want -
	lscb-shard 6968/10000 in | diff -u want -
}

@test "every row is in one shard, the one the formula says, in its order" {
	local n k
	pseudonyms 400 >keys
	printf '%s\n' ŵ 'a b' '"a,b"' '' 'c"' 0 c01 >odd
	sed 's/^"\(.*\)"$/\1/' odd >>keys
	# Three rows each, of three rounds: subjects are not together.
	for n in 1 2 3 4 5 6 7 64; do
		oracle "$n" <keys >where
		{
			echo n,subject
			awk '{ key[NR] = $0 } END {
				for (i = 1; i <= 3; i++)
					for (k = 1; k <= NR; k++) {
						s = key[k]
						if (s ~ /[",]/) {
							gsub(/"/, "\"\"", s)
							s = "\"" s "\""
						}
						print i "," s
					}
			}' keys
		} >in
		for k in $(seq "$n"); do
			{
				head -n 1 in
				awk -v k="$k" 'NR == FNR {
						split($0, shard, ",")
						there[FNR] = shard[1]; n = FNR
						next
					}
					FNR > 1 && there[(FNR - 2) % n + 1] == k' \
					where in
			} >want
			lscb-shard "$k/$n" in >got
			same want got
		done
	done
}

@test "shards are of like size, of pseudonyms and of numbers in a row" {
	# 7000 in 7: 1000 each, give or take five times sqrt(7000 * 1/7 * 6/7) = 29.
	{
		echo subject
		pseudonyms 7000
	} >in
	{
		echo subject
		seq -f c%05g 7000
	} >numbers
	for file in in numbers; do
		for k in 1 2 3 4 5 6 7; do
			lscb-shard "$k/7" "$file" | sed 1d | wc -l
		done >sizes
		awk '{ n += $1 } $1 < 854 || $1 > 1146 { bad = 1 }
			END { exit bad || n != 7000 }' sizes
	done
}

@test "-c parts by another column; what a row holds comes through" {
	printf 'id,place,note\r\n1,"Tŷ ""Bach"", Llanfair"," padded "\r\n' >in
	printf '2,"Tŷ ""Bach"", Llanfair","two\nlines"\r\n3,plain,x\r\n' >>in
	printf '%s\n' 'Tŷ "Bach", Llanfair' plain | oracle 10000 >where
	k=$(sed -n '1s/,.*//p' where)
	[[ $k != "$(sed -n '2s/,.*//p' where)" ]]
	cat >want <<-'END'
	id,place,note
	1,"Tŷ ""Bach"", Llanfair", padded 
	2,"Tŷ ""Bach"", Llanfair",two lines
	END
	lscb-shard -c place --stats stats "$k/10000" in >got
	same want got
	printf 'lscb-shard,%s\n' read,,3 used,,2 dropped,other-shard,1 \
		repaired,line-break,1 written,,2 >want
	counted >got
	same want got
}

@test "a column that is not there: of -c a mistake of the asker, else of the data" {
	printf '%s\n' subject,date c01,2026-01-01 >in
	run -64 --separate-stderr lscb-shard -c subjekt 1/2 in
	[[ $stderr == *"did you mean 'subject'?"* && -z $output ]]
	printf '%s\n' subjekt,date c01,2026-01-01 >in
	run -65 --separate-stderr lscb-shard 1/2 in
	[[ $stderr == *"in:1: "*"no column 'subject'"* && -z $output ]]
	# --begins-out wants the days and events too.
	printf '%s\n' subject,date c01,2026-01-01 >in
	run -65 --separate-stderr lscb-shard --begins-out b 1/2 in
	[[ $stderr == *"no column 'event'"* && ! -e b ]]
}

@test "a shard that there is none of is status 64" {
	printf '%s\n' subject c01 >in
	for word in 0/2 3/2 1/0 0/0 1 1/ /2 / '' -1/2 1/-2 +1/2 1/2/3 1.0/2 a/b \
		1/10001 ' 1/2' 18446744073709551617/18446744073709551617; do
		run -64 --separate-stderr lscb-shard -- "$word" in
		[[ $stderr == *'want K/N before the files'* && -z $output ]]
	done
	run -64 --separate-stderr lscb-shard
	[[ $stderr == *'want K/N before the files'* ]]
	run -64 --separate-stderr lscb-shard in
	run -0 lscb-shard 10000/10000 in
	# With --into only how many.
	for word in 0 65 1/2 a '' -- ; do
		run -64 --separate-stderr lscb-shard --into x "$word" in
		[[ -z $output ]]
	done
	run -64 --separate-stderr lscb-shard --into x -o y 2 in
	[[ $stderr == *'nothing for -o'* ]]
	! compgen -G '[xy]*' >left
}

@test "a header further down is nobody's row" {
	printf '%s\n' subject,n c01,1 subject,n c02,2 >in
	run -65 --separate-stderr lscb-shard 1/1 in
	[[ $stderr == *'in:3: '*'[repeated-header]' ]]
	printf '%s\n' subject,n c01,1 c02,2 >want
	lscb-shard --rejects bad --stats stats 1/1 in >got
	same want got
	grep -qx lscb-shard,rejected,repeated-header,1 stats
}

@test "a shard without subjects is a header alone" {
	printf '%s\n' subject,n a,1 >in
	echo subject,n >want
	# a is in the 1997th of 10000.
	lscb-shard 1/10000 in | diff -u want -
}

@test "--into writes what each K/N writes, in one reading, for its owner alone" {
	umask 022
	{
		echo subject,n
		pseudonyms 200 | awk '{ print $0 "," NR; print $0 ",\"" NR ", again\"" }'
	} >in
	lscb-shard --into part --stats stats 64 - <in >out
	[[ ! -s out && $(ls part-* | wc -l) == 64 ]]
	for k in $(seq 64); do
		lscb-shard "$k/64" in >want
		same want "part-$k-of-64"
		[[ $(stat -c %a "part-$k-of-64") == 600 ]]
	done
	printf 'lscb-shard,%s\n' read,,400 used,,400 written,,400 >want
	counted >got
	same want got
	# In a folder, under an old file's name.
	mkdir shards
	echo old >shards/h-1-of-1
	lscb-shard --into shards/h 1 in
	same in shards/h-1-of-1
}

@test "--into takes the place of nothing that is read or written besides" {
	printf '%s\n' subject,date,event a,2025-01-01,referral >x-1-of-2
	cp x-1-of-2 before
	run -64 --separate-stderr lscb-shard --into x 2 x-1-of-2
	same before x-1-of-2
	run -64 --separate-stderr lscb-shard --into x --stats x-2-of-2 2 before
	run -64 --separate-stderr lscb-shard --into x --begins-out x-2-of-2 2 before
	[[ ! -e x-2-of-2 ]]
	# Also when what is read comes by standard input.
	status=0
	lscb-shard --stats x-1-of-2 1/2 <x-1-of-2 >out 2>err || status=$?
	((status == 64))
	status=0
	lscb-shard --into x 2 <x-1-of-2 2>err || status=$?
	((status == 64))
	same before x-1-of-2
}

@test "--into all shards or none: a bad row, no folder, a full disk, a kill" {
	printf '%s\n' subject,n a,1 b,2 >in
	echo old >x-1-of-2
	{
		cat in
		echo '"'
	} >bad
	run -65 lscb-shard --into x --begins-out begins 2 bad
	run -73 lscb-shard --into no/folder/x 2 in
	# More than the buffers hold, so that it fails on the way.
	{
		echo subject,n
		seq -f c%07g,note 200000
	} >big
	status=0
	(
		ulimit -f 8
		exec lscb-shard --into x 2 big
	) 2>err || status=$?
	((status == 74))
	grep -q '^lscb-shard: x-[12]-of-2: cannot write' err
	(($(wc -l <err) == 1))
	# It stops then and there, not at the end of what may have none.
	status=0
	{
		echo subject,n
		yes c01,note
	} | (
		ulimit -f 8
		exec timeout 20 lscb-shard --into x 2
	) 2>err || status=$?
	((status == 74))
	mkfifo pipe
	lscb-shard --into x 64 pipe 2>err 7>&- &
	pid=$!
	exec 7<>pipe
	cat in >&7
	for ((i = 0; i < 500; i++)); do
		(($(find . -name 'x-*-of-64.tmp*' | wc -l) < 64)) || break
		sleep 0.01
	done
	(($(find . -name 'x-*-of-64.tmp*' | wc -l) == 64))
	kill -TERM "$pid"
	status=0
	wait "$pid" || status=$?
	exec 7>&-
	((status == 143))
	[[ $(<x-1-of-2) == old ]]
	printf '%s\n' bad big err in pipe x-1-of-2 >want
	ls >../seen
	diff -u <(grep -v '^want$' ../seen) want
}

@test "--begins-out: the first day of each event, of all shards, of sound rows" {
	cat >h.csv <<-'END'
	subject,date,end,event,source
	c01,2025-05-01,,referral,police
	c01,2025-06-01,2025-05-31,review,social-services
	c01,2025-07-01,,review,social-services
	,2020-01-01,,referral,police
	c02,2025-04-30,,referral,police
	c02,2025-02-29,,contact,police
	c02,20250101,,contact,police
	c03,2025-08-01,2025-08-01,"a, b",police
	c03,2025-09-01,31/12/2025,never,police
	c03,2025-01-01,,,police
	END
	# review: the row of June ends before it begins.  referral: who has no name
	# does not count.  contact and never: no day that is one.
	cat >want <<-'END'
	event,first
	"a, b",2025-08-01
	referral,2025-04-30
	review,2025-07-01
	END
	lscb-shard --begins-out begins.csv 1/2 h.csv >out
	same want begins.csv
	lscb-shard --begins-out again.csv --into x 3 h.csv
	same want again.csv
	[[ $(stat -c %a begins.csv) == 600 ]]
	# Without a column of ends.
	cut -d , -f 1,2,4 h.csv | sed '/"/d; /^,/d; /never/d' >short.csv
	printf '%s\n' event,first referral,2025-04-30 review,2025-06-01 >want
	lscb-shard --begins-out begins.csv 2/2 short.csv >out
	same want begins.csv
}
