#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-synth: the same board from the same seed, nobody real in it, mistakes
# that are counted, a truth that other code agrees with.
load ../lib/common

# One board for the whole file, and its twin without mistakes.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	lscb-synth --date 2026-03-31 --out board -o list.csv
	lscb-synth --date 2026-03-31 --out clean --errors none -o clean.csv
	mkdir plain
	local file
	for file in clean/cwm-arian/*; do
		gzip -dcf "$file" | sed '1s/^\xef\xbb\xbf//; s/\r$//' \
			>"plain/$(basename "${file%.csv*}").csv"
	done
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	BOARD=$BATS_FILE_TMPDIR/board
	CLEAN=$BATS_FILE_TMPDIR/clean
	PLAIN=$BATS_FILE_TMPDIR/plain
}

# rows FILE: as fields between tabs, quotes undone, without the header.  No
# field of these files holds a tab.
rows() {
	awk 'NR > 1 {
		out = field = ""; quoted = 0
		for (i = 1; i <= length($0); i++) {
			c = substr($0, i, 1)
			if (quoted && c == "\"" && substr($0, i + 1, 1) == "\"") {
				field = field c; i++
			} else if (c == "\"")
				quoted = !quoted
			else if (c == "," && !quoted) {
				out = out field "\t"; field = ""
			} else
				field = field c
		}
		print out field
	}' "$1"
}

@test "the same arguments give the same bytes" {
	lscb-synth --date 2026-03-31 --out again -o list.csv
	diff -r "$BOARD" again
	same "$BATS_FILE_TMPDIR/list.csv" list.csv
}

@test "another seed is another board, with the same files" {
	local file
	lscb-synth --date 2026-03-31 --seed 2 --out other -o list.csv
	(cd "$BOARD" && find . -type f | sort) >expected
	(cd other && find . -type f | sort) >actual
	same expected actual
	for file in register.csv roll.csv emergency.csv.gz; do
		run -1 cmp -s "$BOARD/cwm-arian/$file" "other/cwm-arian/$file"
	done
}

@test "the list says how many rows are in every extract" {
	local file
	printf 'file,rows\n' >expected
	for file in register.csv referrals.csv notices.csv emergency.csv.gz \
		roll.csv bullying.csv survey.csv training.csv audits.csv \
		meetings.csv sait.csv; do
		printf 'cwm-arian/%s,%d\n' "$file" \
			"$(gzip -dcf "$BOARD/cwm-arian/$file" | sed 1d | wc -l)"
	done >>expected
	same expected "$BATS_FILE_TMPDIR/list.csv"
}

@test "a packed file says neither when nor under what name it was packed" {
	# Bytes 4 to 8 of the header: no flags (no name), no time.
	head -c 8 "$BOARD/cwm-arian/emergency.csv.gz" | od -An -tx1 >actual
	printf ' 1f 8b 08 00 00 00 00 00\n' >expected
	same expected actual
}

@test "everybody asked for lives there on the day of a mid-year estimate" {
	lscb-synth --people 4321 --date 2025-06-30 --out mid -o list.csv
	awk -F, '$2 == 2025 { n += $5 } END { print n }' mid/populations.csv \
		>actual
	echo 4321 >expected
	same expected actual
}

@test "NHS numbers are of the test range with the right check digit" {
	# Weights 10 to 2 and the check digit add up to a multiple of 11.
	rows "$PLAIN/emergency.csv" | cut -f2 | grep . |
		awk '{
			sum = 0
			for (i = 1; i <= 10; i++)
				sum += substr($0, i, 1) * (11 - i)
			if (length($0) != 10 || $0 !~ /^999[0-9]*$/ ||
			    sum % 11)
				print "bad", NR
			n++
		} END { print (n > 1000) }' >actual
	echo 1 >expected
	same expected actual
}

@test "UPNs are of an authority that is nobody's, with the right check letter" {
	# Letter: sum of digit by position (2 to 13), modulo 23.
	for file in roll bullying; do
		rows "$PLAIN/$file.csv" | cut -f2
	done | sort -u | awk '{
		sum = 0
		for (i = 2; i <= 13; i++)
			sum += substr($0, i, 1) * i
		want = substr("ABCDEFGHJKLMNPQRTUVWXYZ", sum % 23 + 1, 1)
		if (substr($0, 1, 4) != want "699" || length($0) != 13)
			print "bad", NR
		n++
	} END { print (n > 1000) }' >actual
	echo 1 >expected
	same expected actual
}

@test "postcodes are of area CY, which is not in use, and no two homes share an address" {
	{
		rows "$PLAIN/roll.csv" | cut -f9,10
		rows "$PLAIN/emergency.csv" | cut -f7,8
		rows "$PLAIN/notices.csv" | cut -f5,6
	} | grep -v '^	' | sort -u >addresses
	run -1 grep -v '	CY[0-9][0-9]* [0-9][A-Z][A-Z]$' addresses
	# The household of each record of the roll, by the truth.
	rows "$PLAIN/roll.csv" | cut -f9,10 >of-roll
	awk -F, '$1 == "roll" { print $4 }' "$CLEAN/truth/people.csv" |
		paste - of-roll | sort -u | cut -f2,3 | sort | uniq -d >shared
	: >none
	same none shared
}

@test "one person is one child in every extract: surname and date of birth agree" {
	{
		rows "$PLAIN/register.csv" | awk -F '\t' '$6 != "" {
			split($6, d, "/"); print "register\t" NR "\t" d[3] d[2] d[1] }'
		rows "$PLAIN/emergency.csv" | awk -F '\t' '$5 != "18111111" {
			print "emergency\t" NR "\t" $5 }'
	} >births
	awk -F '[,\t]' 'NR == FNR { person[$1, $2] = $3; next }
		{ p = person[$1, $2]
		  if (p == "") print "nobody"
		  if (p in dob && dob[p] != $3) print "differs"
		  dob[p] = $3; n[p, $1] = 1 }
		END { for (k in n) { split(k, w, SUBSEP); c[w[1]]++ }
		      for (p in c) both += c[p] > 1
		      print (both > 20) }' "$CLEAN/truth/people.csv" births >actual
	echo 1 >expected
	same expected actual
}

@test "there are twins, unborn children, sentinels, Welsh letters and names with particles" {
	local letter
	rows "$PLAIN/roll.csv" | awk -F '\t' '{ print $3, $5, $9, $10, $2 }' |
		sort -u | cut -d' ' -f1-4 | sort | uniq -d | grep -q .
	rows "$PLAIN/register.csv" | awk -F '\t' '$6 == "" && $7 != "" &&
		$13 == "" { n++ } END { exit n < 1 }'
	grep -q ,18111111, "$PLAIN/emergency.csv"
	for letter in ŵ ŷ â ô; do
		grep -q "$letter" "$PLAIN/roll.csv"
	done
	grep -q ',ap Rhys,' "$PLAIN/roll.csv"
	grep -q ',Ll' "$PLAIN/roll.csv"
	grep -q ",O'" "$PLAIN/roll.csv"
	# Hospitals write capitals without accents or apostrophes.
	rows "$PLAIN/emergency.csv" | cut -f3,4 >names
	run -1 grep -q "[a-z'-]" names
	grep -q '^AP ' names
}

@test "the board looks like a board: register, re-registrations, referrals, young children" {
	# 20,000 people, some 4,290 of them children.
	awk -F, '$2 == 2025 && $4 != "" && $4 < 18 { n += $5 }
		END { print n }' "$CLEAN/populations.csv" >children
	(( $(cat children) > 3800 && $(cat children) < 4600 ))
	rows "$PLAIN/register.csv" | awk -F '\t' -v children="$(cat children)" '
		{ n++; again += $14 > 0 }
		$13 == "" { open++; split($6, d, "/")
			    young += $6 == "" || d[3] d[2] d[1] > "20210331" }
		END {
			rate = open * 10000 / children
			print (rate >= 40 && rate <= 60),
			      (young * 100 / open >= 20 && young * 100 / open <= 70),
			      (again * 100 / n >= 10 && again * 100 / n <= 18)
		}' >actual
	rows "$PLAIN/referrals.csv" | awk -v children="$(cat children)" '
		END { rate = NR * 10000 / children / 3
		      print (rate >= 250 && rate <= 450) }' >>actual
	printf '1 1 1\n1\n' >expected
	same expected actual
}

@test "no child is on the register twice at once, and earlier registrations are counted" {
	rows "$PLAIN/register.csv" | awk -F '\t' '{
		split($12, a, "/"); split($13, b, "/")
		end = $13 == "" ? "99999999" : b[3] b[2] b[1]
		print $2 "\t" a[3] a[2] a[1] "\t" end "\t" $14 }' |
		sort >spells
	awk -F '\t' '$2 >= $3 { print "upside down" }
		$1 == child && $2 < end { print "two at once" }
		$1 == child && $4 != count + 1 { print "miscounted" }
		$1 == child { again++ }
		{ child = $1; end = $3; count = $4 }
		END { print (again > 0) }' spells >actual
	echo 1 >expected
	same expected actual
}

@test "nothing is dated outside the window but what was so before it" {
	{
		rows "$PLAIN/register.csv" | cut -f12
		rows "$PLAIN/register.csv" | cut -f13 | grep .
		rows "$PLAIN/referrals.csv" | cut -f11
		rows "$PLAIN/survey.csv" | cut -f4
	} | awk -F/ '{ print $3 "-" $2 "-" $1 }' >dates
	rows "$PLAIN/notices.csv" | cut -f2,3 | tr '\t' '\n' >>dates
	rows "$PLAIN/emergency.csv" | cut -f9 |
		sed 's/\(....\)\(..\)/\1-\2-/' >>dates
	rows "$PLAIN/meetings.csv" | cut -f2 >>dates
	sort dates | sed -n '1p;$p' | awk '{
		print ($0 >= "2023-04-01" && $0 <= "2026-03-31") }' >actual
	printf '1\n1\n' >expected
	same expected actual
}

@test "the truth of registrations and referrals is what awk counts in the files" {
	rows "$PLAIN/register.csv" | awk -F '\t' '{ split($12, d, "/")
		q = d[3] "-" int((d[2] + 2) / 3); n[q]++; again[q] += $14 > 0 }
		END { for (q in n) print "cpr-second," q "," again[q] "," n[q] }' |
		sort >expected
	awk -F, '$1 == "cpr-second" { split($2, d, "-")
		print $1 "," d[1] "-" int((d[2] + 2) / 3) "," $4 "," $5 }' \
		"$CLEAN/truth/indicators.csv" | sort >actual
	same expected actual
	rows "$PLAIN/referrals.csv" | awk -F '\t' '
		$13 == "N1" || $13 == "Abuse or neglect" { split($11, d, "/")
			n[d[3] "-" int((d[2] + 2) / 3)]++ }
		END { for (q in n) print q "," n[q] }' | sort >expected
	awk -F, '$1 == "referral-rate" { split($2, d, "-")
		print d[1] "-" int((d[2] + 2) / 3) "," $4 }' \
		"$CLEAN/truth/indicators.csv" | sort >actual
	same expected actual
}

@test "the truth of the board's business is what awk counts in the files" {
	{
		rows "$PLAIN/training.csv" | awk -F '\t' '{ split($2, d, "/")
			print "training-sessions," d[3] "-" int((d[2] + 2) / 3) "," $1 }'
		rows "$PLAIN/audits.csv" | awk -F '\t' '{ split($2, d, "/")
			print "audits-completed," d[3] "-" int((d[2] + 2) / 3) "," $1 }'
		rows "$PLAIN/meetings.csv" | awk -F '\t' '{ split($2, d, "-")
			print "board-meetings," d[1] "-" int((d[2] + 2) / 3) "," $1 }'
	} | sort -u | cut -d, -f1,2 | uniq -c |
		awk '{ print $2 "," $1 }' >expected
	awk -F, '/^(training|audits|board)/ { split($2, d, "-")
		print $1 "," d[1] "-" int((d[2] + 2) / 3) "," $4 }' \
		"$CLEAN/truth/indicators.csv" | sort >actual
	same expected actual
}

@test "no child can be seen at an address who does not live there" {
	awk -F, 'NR > 1 && $6 > $4 { print "more seen than lived", NR }
		$1 == "domestic-abuse-children" { lived += $4; seen += $6 }
		END { print (seen > 0 && seen < lived) }' \
		"$CLEAN/truth/indicators.csv" >actual
	echo 1 >expected
	same expected actual
}

@test "mistakes change neither the truth nor the sound rows beside them" {
	same "$CLEAN/truth/indicators.csv" "$BOARD/truth/indicators.csv"
	same "$CLEAN/populations.csv" "$BOARD/populations.csv"
	# Only additions, but for the mistyped UPN of each file.
	diff "$CLEAN/cwm-arian/register.csv" "$BOARD/cwm-arian/register.csv" |
		grep -c '^<' >actual || :
	diff "$CLEAN/cwm-arian/notices.csv" "$BOARD/cwm-arian/notices.csv" |
		grep -c '^<' >>actual || :
	printf '1\n0\n' >expected
	same expected actual
	printf 'extract,measure,reason,count\n' >expected
	same expected "$CLEAN/truth/errors.csv"
}

# reasons BOARD: what lscb-ingest rejects and queries, as truth/errors.csv.
reasons() {
	local file extract
	for file in "$1"/cwm-arian/*; do
		extract=$(basename "${file%.csv*}")
		rm -f bad.csv stats.csv
		lscb-ingest -x "$extract" --sender cwm-arian \
			--date 2026-03-31 --rejects bad.csv \
			--stats stats.csv -o out.csv "$file"
		awk -F, -v extract="$extract" '($2 == "rejected" ||
			$2 == "queried") && $3 != "" && $4 > 0 {
			print extract "," $2 "," $3 "," $4 }' stats.csv
	done | sort
}

@test "lscb-ingest rejects and queries exactly the mistakes, for the reasons given" {
	reasons "$BOARD" >actual
	sed 1d "$BOARD/truth/errors.csv" | sort >expected
	same expected actual
	(( $(wc -l <expected) >= 20 ))
}

@test "lscb-ingest has nothing to reject or query in a board without mistakes" {
	reasons "$CLEAN" >actual
	: >expected
	same expected actual
}

@test "the truth about people numbers the records as they stand in the file" {
	# The record of the first query in the register is a sound row: its
	# person has the same date of birth in the board without mistakes.
	lscb-synth --people 3000 --date 2026-03-31 --out some -o list.csv
	lscb-synth --people 3000 --date 2026-03-31 --out none --errors none \
		-o list.csv
	for board in some none; do
		sed 1d $board/cwm-arian/roll.csv |
			awk '{ print "roll," NR "\t" $0 }' >lines
		awk -F, '$1 == "roll" { print $1 "," $2 "\t" $3 }' \
			$board/truth/people.csv >persons
		awk -F '\t' 'NR == FNR { line[$1] = $2; next }
			{ split(line[$1], f, ","); print $2, f[5], f[7] }' \
			lines persons | sort >$board.seen
	done
	same none.seen some.seen
	(( $(wc -l <some.seen) > 300 ))
}

@test "the files are the sender's" {
	lscb-synth --people 500 --date 2026-03-31 --sender nant-las --out b \
		-o list.csv
	[[ -s b/nant-las/register.csv && ! -e b/cwm-arian ]]
}

refused() {
	local status=$1 text=$2
	shift 2
	run -"$status" --separate-stderr lscb-synth "$@"
	[[ $stderr == *"$text"* ]]
	[[ -z $output ]]
}

@test "a board of nothing, of one, of too many: refused, nothing made" {
	for n in 0 1 99 4000001; do
		refused 64 '100 to 4000000' --people $n --date 2026-03-31 --out b
	done
	refused 64 people --people many --date 2026-03-31 --out b
	[[ ! -e b && ! -e b.part ]]
}

@test "a command line that lacks or garbles something is refused" {
	refused 64 'wants --out' --date 2026-03-31
	refused 64 'wants --date' --out b
	refused 64 date --date 2026-02-30 --out b
	refused 64 '1990 to 2100' --date 1066-10-14 --out b
	refused 64 'some or none' --date 2026-03-31 --out b --errors many
	refused 64 sender --date 2026-03-31 --out b --sender 'Cwm Arian'
	refused 64 sender --date 2026-03-31 --out b --sender ../x
	refused 64 sender --date 2026-03-31 --out b --sender truth
	refused 64 files --date 2026-03-31 --out b extra
	[[ ! -e b && ! -e b.part && ! -e x ]]
}

@test "a directory that is not empty is refused and left as it was" {
	mkdir full
	echo mine >full/notes.txt
	refused 73 'not empty' --date 2026-03-31 --out full
	[[ $(cat full/notes.txt) == mine && ! -e full.part ]]
	echo mine >file
	refused 73 'no directory' --date 2026-03-31 --out file
	[[ $(cat file) == mine ]]
}

@test "an empty directory is used, with or without a slash at its end" {
	mkdir one two
	lscb-synth --people 500 --date 2026-03-31 --out one -o list.csv
	lscb-synth --people 500 --date 2026-03-31 --out two/ -o list.csv
	diff -r one two
	[[ ! -e one.part && ! -e two.part ]]
}

@test "a place that cannot be written is refused" {
	refused 73 'cannot create' --date 2026-03-31 --out no/such/place
	echo >file
	refused 73 'cannot create' --date 2026-03-31 --out file/board
	[[ ! -e no ]]
}

@test "a full disk leaves nothing under the final name, nor beside it" {
	run -74 --separate-stderr bash -c \
		'ulimit -f 64; lscb-synth --date 2026-03-31 --out b'
	[[ -n $stderr && ! -e b && ! -e b.part ]]
}

@test "stopped half-way, it leaves nothing; the next run is good" {
	lscb-synth --people 3000000 --date 2026-03-31 --out b >list.csv &
	local pid=$!
	while [[ ! -d b.part/truth ]]; do sleep 0.02; done
	sleep 0.1
	kill -TERM $pid
	wait $pid && return 1 || [[ $? == 143 ]]
	[[ ! -e b ]]
	[[ -z $(find b.part -type f) ]]
	lscb-synth --people 500 --date 2026-03-31 --out b -o list.csv
	[[ -s b/cwm-arian/register.csv && ! -e b.part ]]
}

@test "killed, it leaves no board; what is left is named and not touched" {
	lscb-synth --people 3000000 --date 2026-03-31 --out b >list.csv &
	local pid=$!
	while [[ ! -d b.part/truth ]]; do sleep 0.02; done
	sleep 0.1
	kill -KILL $pid
	wait $pid && return 1 || [[ $? == 137 ]]
	[[ ! -e b ]]
	refused 73 'b.part' --people 500 --date 2026-03-31 --out b
	[[ ! -e b && -d b.part ]]
}

@test "a library without tables, or with a slip in one, is refused with file and line" {
	mkdir empty
	refused 78 synth --library empty --date 2026-03-31 --out b
	cp -r "$LSCB_LIBRARY" lib
	sed -i 's/^name: twins$/name: twinz/' lib/synth/rates.rec
	refused 78 "no rate is called 'twinz'" --library lib \
		--date 2026-03-31 --out b
	cp "$LSCB_LIBRARY/synth/rates.rec" lib/synth/
	sed -i '3s/.*/forename-male,Noah,often/' lib/synth/names.csv
	refused 78 'names.csv:3' --library lib --date 2026-03-31 --out b
	cp "$LSCB_LIBRARY/synth/names.csv" lib/synth/
	sed -i '/^roll,upn,/d' lib/synth/layouts.csv
	refused 78 layouts.csv --library lib --date 2026-03-31 --out b
	[[ ! -e b && ! -e b.part ]]
}
