#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-renumber: records of a new epoch under the numbers that they had.

load ../lib/common

# Two extracts of a board, under both epochs, and the map of the old one.
setup_file() {
	export KEYS=$BATS_FILE_TMPDIR
	cd "$KEYS" || return 1
	# Two epochs share a tag once in 32768 masters: take another master then.
	until [[ -e rekey-1.key && $(sed -n 's/^tag: //p' ./*.key | sort -u | wc -l) == 2 ]]; do
		rm -f ./*.key first second
		lscb-keygen --new first second
		for epoch in 1 2; do
			for purpose in deidentify link rekey; do
				lscb-keygen --purpose $purpose --epoch $epoch \
					-o $purpose-$epoch.key first second
			done
		done
	done
	lscb-synth --people 4000 --years 4 --date 2026-03-31 --out extracts >/dev/null
	for x in register referrals roll; do
		lscb-ingest -x "$x" --sender cwm-arian --date 2026-03-31 \
			--rejects bad.csv -o "$x.csv" "extracts/cwm-arian/$x.csv"
		for epoch in 1 2; do
			lscb-deidentify -x "$x" --sender cwm-arian \
				-k deidentify-$epoch.key --tokens "$x.$epoch" \
				-o "$x.payload-$epoch" "$x.csv"
		done
	done
	lscb-link -k link-1.key --index-out index.1 -o map.1 ./*.1
	lscb-join --map map.1 -o history.1 ./*.payload-1
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	cp "$KEYS"/{map.1,history.1,register.[12],referrals.[12],roll.[12]} .
}

keyed() {
	lscb-renumber --from "$KEYS/link-1.key" -k "$KEYS/rekey-2.key" "$@"
}

renumber() {
	keyed --map map.1 --was register.1 --was referrals.1 --was roll.1 "$@"
}

rekey() {
	lscb-rekey --from "$KEYS/link-1.key" -k "$KEYS/rekey-2.key" "$@"
}

# refused CODE ARG...: with that code, no output and no value in the message.
refused() {
	local code=$1
	shift
	run --separate-stderr "$@" -o out.csv
	[[ ($status == 78 || $status == 65) && $stderr == *"[$code]" ]] || {
		echo "$status: $stderr"
		return 1
	}
	[[ ! -e out.csv ]]
	run ! grep -E '[a-z2-7]{13}' <<<"$stderr"
}

@test "a record has the number it had, as lscb-rekey calls it" {
	renumber -o numbers.csv register.2 referrals.2 roll.2
	[[ $(head -n 1 numbers.csv) == record,child,household ]]
	# The i-th record of the old token files, by its number in the map.
	for e in 1 2; do
		for x in register referrals roll; do
			sed 1d $x.$e | cut -d , -f 1
		done >records.$e
	done
	rekey map.1 >map.rekeyed
	paste -d , <(cut -d , -f 1 map.1) <(cut -d , -f 2,3 map.rekeyed) |
		sed 1d | sort >by-old
	paste -d , records.1 records.2 | sort |
		join -t , - by-old | cut -d , -f 2- | grep -v ',,$' | sort >want
	sed 1d numbers.csv | sort >got
	(($(wc -l <want) > 1000))
	same want got
}

@test "linked afresh under the new key, each new child is one old one, and the other way round" {
	renumber register.2 referrals.2 roll.2 | sed 1d | cut -d , -f 1,2 |
		sort >numbers
	lscb-link -k "$KEYS/link-2.key" register.2 referrals.2 roll.2 | sed 1d |
		cut -d , -f 1,2 | sort >afresh
	join -t , afresh numbers | cut -d , -f 2,3 | sort -u |
		grep -v '^,$' >pairs
	(($(wc -l <pairs) > 300))
	[[ $(cut -d , -f 1 pairs | sort | uniq -d) == '' ]]
	[[ $(cut -d , -f 2 pairs | sort | uniq -d) == '' ]]
}

@test "rows without a number are dropped and counted" {
	awk -F, -v OFS=, 'NR == 2 { $2 = $3 = "" } 1' map.1 >some.csv
	keyed --map some.csv --was register.1 --was referrals.1 --was roll.1 \
		--let-go --stats stats.csv -o out.csv register.2 referrals.2 roll.2
	renumber -o all.csv register.2 referrals.2 roll.2
	n=$(awk -F, '$3 == "no-number" { print $4 }' stats.csv)
	((n >= 1 && $(wc -l <out.csv) == $(wc -l <all.csv) - 1))
}

@test "token files that are not of the same rows are refused, where they part" {
	# Another order of files, of rows; a row more, a row less; one row twice.
	refused other-rows keyed --map map.1 --was referrals.1 --was register.1 \
		--let-go register.2 referrals.2
	{
		sed 2,3d roll.2
		sed -n 3p roll.2
		sed -n 2p roll.2
	} >turned
	refused other-rows keyed --map map.1 --was roll.1 --let-go turned
	[[ $stderr == 'lscb-renumber: turned:2: '* || $stderr == 'lscb-renumber: turned:3: '* ]]
	sed '$d' roll.2 >short
	refused other-rows keyed --map map.1 --was roll.1 --let-go short
	sed '$d' roll.1 >short
	refused other-rows keyed --map map.1 --was short --let-go roll.2
	sed 's/^/x/' roll.2 >named
	refused no-column keyed --map map.1 --was roll.1 named
	cut -d , -f 1-5 roll.2 >cut
	refused other-rows keyed --map map.1 --was roll.1 cut
}

@test "a row that tells another person's tokens is noticed" {
	# The dates of birth of two people change places: both files are sound.
	awk -F, -v OFS=, 'NR == FNR { if (FNR > 1) { d[++n] = $10 } next }
		FNR == 2 { for (i = 2; d[i] == $10; i++) ; $10 = d[i] } 1' \
		roll.2 roll.2 >mixed
	run ! cmp -s mixed roll.2
	refused other-rows keyed --map map.1 --was roll.1 --let-go mixed
	# A token less is another row.
	awk -F, -v OFS=, 'NR == 2 { $10 = "" } 1' roll.2 >mixed
	refused other-rows keyed --map map.1 --was roll.1 --let-go mixed
}

@test "a record that the map lacks is refused; so are epochs that were mixed up" {
	sed 2d map.1 >less
	refused not-in-map keyed --map less --let-go --was register.1 \
		--was referrals.1 --was roll.1 register.2 referrals.2 roll.2
	refused other-key renumber register.1 referrals.1 roll.1
	refused other-key keyed --map map.1 --was roll.2 roll.2
	rekey map.1 | lscb-sort -o rekeyed
	refused other-key keyed --map rekeyed --was roll.1 roll.2
}

@test "children without a retained record are counted, and go only when let go" {
	known() {
		cut -d , -f 2 map.1 | sed 1d | grep . | sort -u
	}
	sed 1d roll.1 | cut -d , -f 1 | sort >records
	lost=$(known | comm -23 - <(sed 1d map.1 | sort | join -t , - records |
		cut -d , -f 2 | sort -u) | wc -l)
	((lost > 0))
	refused children-lost keyed --map map.1 --was roll.1 roll.2
	[[ $stderr == *": $lost child"* ]]
	keyed --map map.1 --was roll.1 --let-go --stats stats.csv -o out.csv roll.2
	[[ $(awk -F, '$3 == "let-go" { print $4 }' stats.csv) == "$lost" ]]
}

@test "--children: a child of an earlier history that no retained extract knows" {
	renumber --children history.1 -o out.csv register.2 referrals.2 roll.2
	rm out.csv
	tag=$(sed -n 's/^tag: //p' "$KEYS/link-1.key")
	printf 'subject,child\nc%s%022d,\n,c%s%022d\nm%s%022d,\n' "$tag" 0 "$tag" 1 "$tag" 2 |
		tr 01 ab >older.csv
	refused children-lost renumber --children history.1 --children older.csv \
		register.2 referrals.2 roll.2
	[[ $stderr == *': 2 children have '* ]]
	sed "s/c$tag/czzz/" older.csv >strange.csv
	refused other-key renumber --children strange.csv register.2 referrals.2 roll.2
	printf 'a,b\n1,2\n' >none.csv
	refused no-column renumber --children none.csv register.2 referrals.2 roll.2
}

@test "the numbers file is for its owner alone" {
	umask 022
	renumber -o numbers.csv register.2 referrals.2 roll.2
	[[ $(stat -c %a numbers.csv) == 600 ]]
}
