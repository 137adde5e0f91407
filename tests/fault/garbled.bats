#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Garbled input: a few bytes of a sound file changed, lost, doubled or cut, by
# a generator with fixed seeds (LSCB_SEEDS=1000 tries more).  Whatever comes, a filter ends in time, with
# status 0 and accounts that add up, or with status 65, a message that holds
# no value, and an output that no other filter takes for whole.
#
# bats file_tags=fault
load ../lib/common
load ../contract/filters

setup_file() {
	export FIX=$BATS_FILE_TMPDIR/inputs
	mkdir -p "$FIX"
	make_inputs
}

# garble SEED <FILE: the file with one to four accidents.
garble() {
	perl -e '
		my $x = $ARGV[0] * 2654435761 % 4294967291 + 1;
		sub rnd { $x = $x * 48271 % 2147483647; return $x % $_[0] }
		binmode STDIN; binmode STDOUT; local $/; my $s = <STDIN>;
		my @odd = ("\"", ",", "\n", "\r", "\0", "\xff", "\xc5", "", "9",
			"-", "\"\"", "\n\n", "\xef\xbb\xbf", "é", " ", ",,,",
			"9" x 30, "x" x 5000);
		for (0 .. rnd(4)) {
			my $at = rnd(length($s) + 1);
			my $how = rnd(5);
			if ($how == 0) {
				substr($s, $at, 1 + rnd(3)) = $odd[rnd(scalar @odd)];
			} elsif ($how == 1) {
				substr($s, $at, 0) = $odd[rnd(scalar @odd)];
			} elsif ($how == 2) {
				substr($s, $at, rnd(20)) = "";
			} elsif ($how == 3) {
				substr($s, $at, 0) = substr($s, rnd(length($s) + 1),
					rnd(60));
			} elsif (rnd(4) == 0) {
				$s = substr($s, 0, $at);
			}
		}
		print $s' "$1"
}

offence() {
	printf '%s: garbled with seed %s: %s\n' "$filter" "$seed" "$*"
	cp garbled.csv "$BATS_TEST_TMPDIR/$filter.$seed.csv"
	exit 1
}

garbled_often() {
	local seed status extra can_reject=0
	! "$filter" --help | grep -q -e --rejects || can_reject=1
	for ((seed = 1; seed <= ${LSCB_SEEDS:-60}; seed++)); do
		garble "$seed" <"$FIX/$input" >garbled.csv
		extra=()
		((seed % 2 == 0 || !can_reject)) || extra=(--rejects bad.csv)
		status=0
		timeout 20 "$filter" "${args[@]}" "${extra[@]}" \
			--stats stats.csv garbled.csv >out 2>err || status=$?
		# A check that ran and failed has a sound output.
		((status != 1)) || [[ $judges != yes ]] || status=0
		case $status in
		0)
			awk -F, 'NR > 1 { n[$2] += $4 } END { exit n["read"] != \
				n["used"] + n["rejected"] + n["dropped"] }' \
				stats.csv || offence 'the stats do not add up'
			[[ $prints != csv ]] || lscb-sort out >sorted 2>err ||
				offence 'status 0, but no sound output'
			;;
		65)
			[[ -s err ]] || offence 'status 65 without a message'
			! grep -qP '[\x00-\x09\x0b-\x1f\x7f]' err ||
				offence "a control character: $(cat -v err)"
			[[ $prints != csv || ! -s out ||
				$(tail -n 1 out) == '"' ]] ||
				offence 'status 65, but the output looks whole'
			;;
		78)
			# A definition that names a column this file lacks.
			[[ $defines == '-i '* ]] && grep -q "no column '" err ||
				offence "status 78: $(head -n 3 err)"
			;;
		*)
			offence "status $status: $(head -n 3 err)"
			;;
		esac
	done
}

@test "garbled input ends in a sound output or in status 65" {
	local filter offenders=()
	for filter in "$LSCB_BIN"/lscb-*; do
		filter=${filter##*/}
		describe_filter "$filter" || continue
		[[ -n $input && -s $FIX/$input ]] || continue
		mkdir "$BATS_TEST_TMPDIR/$filter"
		(
			cd "$BATS_TEST_TMPDIR/$filter" || exit 1
			garbled_often
		) || offenders+=("$filter")
	done
	((${#offenders[@]} == 0)) || {
		printf 'offenders: %s\n' "${offenders[*]}"
		false
	}
}
