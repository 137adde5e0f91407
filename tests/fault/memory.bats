#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Memory that does not grow with rows.  The address space that ten rows need
# is found by trying; a hundred thousand rows, 10 to 20 MB, must do with 6 MiB
# more.
#
# bats file_tags=fault
load ../lib/common

few=10 many=100000

referrals() {
	printf '%s,%s\n' 'Referral ID,Child Unique ID,UPN,Forename,Surname' \
		'Date of Birth,Expected Date of Birth,Sex,House,Postcode' |
		paste -sd ,
	awk -v n="$1" 'BEGIN {
		for (i = 1; i <= n; i++)
			printf "R%06d,C%d,,Siân,Llŷr,%02d/%02d/2015,,F,%d," \
			    "SY99 1AA,03/04/2025,Police,N1,Assessment\n",
			    i, i, i % 28 + 1, i % 12 + 1, i % 500
	}'
}

setup_file() {
	export FIX=$BATS_FILE_TMPDIR/inputs
	mkdir -p "$FIX"
	cd "$FIX" || return 1
	umask 077
	lscb-keygen --new a.share b.share
	lscb-keygen --purpose deidentify -o d.key a.share b.share
	lscb-keygen --purpose link -o l.key a.share b.share
	local n rest='Referral Date,Source Agency,Primary Need,Outcome'
	for n in "$few" "$many"; do
		referrals "$n" | sed "1s/\$/,$rest/" >"referrals.$n"
		lscb-ingest -x referrals --sender cwm-arian --date 2026-03-31 \
			-o "clean.$n" "referrals.$n"
		lscb-deidentify -x referrals --sender cwm-arian -k d.key \
			--tokens "tokens.$n" -o "payload.$n" "clean.$n"
		lscb-link -k l.key -o "map.$n" "tokens.$n"
		lscb-join --map "map.$n" -o "events.$n" "payload.$n"
		awk -v n="$n" 'BEGIN {
			print "indicator,start,end,by,group,numerator," \
			    "denominator,censored,unmatched,status"
			for (i = 1; i <= n; i++)
				printf "referral-rate,2025-04-01,2025-06-30," \
				    "area,%06d,%d,1000,0,0,ok\n", i, i % 900
		}' >"counts.$n"
		cut -d, -f 1,5-10 "counts.$n" >"plain.$n"
	done
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	within 131072 lscb-sort --version ||
		skip "no small address space for this build: $(head -n 1 said)"
}

within() {
	(
		ulimit -v "$1"
		shift
		exec "$@"
	) >/dev/null 2>said
}

# bounded INPUT COMMAND...: the command on few and on many rows of INPUT.
more=6144	# KiB
bounded() {
	local input=$1 need
	shift
	for ((need = 4096; need < 131072; need += 1024)); do
		! within "$need" "$@" "$FIX/$input.$few" || break
	done
	within $((need + more)) "$@" "$FIX/$input.$many" || {
		printf '%d KiB do for %d rows, %d KiB more not for %d\n' \
			"$need" "$few" "$more" "$many"
		cat said
		return 1
	}
}

@test "lscb-deidentify needs no more memory for more rows" {
	bounded clean lscb-deidentify -x referrals --sender cwm-arian \
		-k "$FIX/d.key" --tokens tokens
}

@test "lscb-indicators needs no more memory for more subjects" {
	bounded events lscb-indicators --date 2026-03-31
}

@test "lscb-limits needs no more memory for more rows that are no series" {
	bounded plain lscb-limits
}

@test "lscb-shard needs no more memory for more subjects" {
	bounded events lscb-shard --begins-out begins 1/2
	bounded events lscb-shard --into shard --begins-out begins 3
}

@test "lscb-sort keeps to its --memory" {
	bounded events lscb-sort --memory 4
}

@test "lscb-ingest without keys holds nothing of its rows" {
	bounded referrals lscb-ingest --untyped
}

@test "lscb-update holds the delivery, not the standing rows" {
	sed 's/^delivery: all/delivery: changes/' \
		"$LSCB_LIBRARY/extracts/referrals.rec" >referrals.rec
	bounded clean lscb-update -x ./referrals.rec "$FIX/clean.$few" --standing
	# Of a full delivery its keys, where there is one.
	sed '/^key:/d' "$LSCB_LIBRARY/extracts/referrals.rec" >full.rec
	bounded clean lscb-update -x ./full.rec --full
	# And that it does hold: the same rows as a delivery.
	run ! bounded clean lscb-update -x ./referrals.rec \
		--standing "$FIX/clean.$few"
}

# What shows that the measure measures: link may grow, and does.
@test "lscb-link holds its tokens" {
	run ! bounded tokens lscb-link -k "$FIX/l.key"
}
