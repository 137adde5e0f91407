#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The examples an officer would start from.  Every expected result is argued
# from the test board by hand (tests/lib/board.bash) or found in the raw
# extracts of a sample board by other means than the example's own.
load lib/common
load lib/board

EXAMPLES=$ROOT/pipelines/examples

# On the sample board, made once: extracts without mistakes on purpose, so that
# what agencies sent is what must come out.
sample() {
	local dir=$BATS_FILE_TMPDIR/sample
	if [[ ! -d $dir ]]; then
		make_keys
		lscb-synth --people 4000 --date 2026-03-31 --errors none \
			--out "$BATS_FILE_TMPDIR/extracts" >/dev/null
		"$ROOT/pipelines/board-init" "$dir"
		cp "$BATS_FILE_TMPDIR"/keys/*.key "$dir/keys/"
		cp "$BATS_FILE_TMPDIR/extracts/populations.csv" "$dir/"
		cp -R "$BATS_FILE_TMPDIR/extracts/cwm-arian" "$dir/incoming/"
		"$NIGHTLY" "$dir" --date 2026-03-31
	fi
	raw=$BATS_FILE_TMPDIR/extracts/cwm-arian
	night=$dir/current
}

small_night() {
	make_board
	deliver register referrals notices
	night 2026-03-31
}

@test "on-the-register: nine of ten are, R3 was removed in September" {
	small_night
	# Neglect R1 R4 R7 R9; emotional R2 R8; physical R10 (R3 removed);
	# sexual R5; multiple R6: 4 + 2 + 1 + 1 + 1 = 9.
	"$EXAMPLES/on-the-register" board/current 2026-03-31 >have 2>said
	cat >want <<-'EOF'
		category,children
		all,9
		emotional,2
		multiple,1
		neglect,4
		physical,1
		sexual,1
	EOF
	same want have
	same - said <<<'RESTRICTED, NOT FOR PUBLICATION'
}

@test "on-the-register: on the sample board, as many as the register has open" {
	sample
	# The last two columns: removed, empty, and earlier registrations.
	open=$(tr -d "\r" <$raw/register.csv | grep -c ",,[0-9]*$")
	"$EXAMPLES/on-the-register" $night 2026-03-31 2>/dev/null >have
	grep -q "^all,$open$" have
}

@test "who-refers: one referral each, in order of the alphabet" {
	small_night
	"$EXAMPLES/who-refers" board/current >have 2>/dev/null
	printf '%s\n' agency,referrals education,1 health,1 police,1 >want
	same want have
}

@test "who-refers: on the sample board, as many as the extract has rows" {
	sample
	rows=$(sed 1d $raw/referrals.csv | wc -l)
	"$EXAMPLES/who-refers" $night 2>/dev/null >have
	[[ $(awk -F, 'NR > 1 { n += $2 } END { print n }' have) == "$rows" ]]
	police=$(grep -c -E ',(Police|Heddlu),' $raw/referrals.csv)
	grep -q "^police,$police$" have
}

@test "open-longest: nine children, the first registered in January 2025" {
	small_night
	"$EXAMPLES/open-longest" board/current 2026-03-31 >have 2>/dev/null
	cut -d , -f 2,3 have >dates
	# R1 R2 R4 ... R10; R3 is no longer registered.
	cat >want <<-'EOF'
		date,category
		2025-01-10,neglect
		2025-02-10,emotional
		2025-04-10,neglect
		2025-05-10,sexual
		2025-06-10,multiple
		2025-07-10,neglect
		2025-08-10,emotional
		2025-09-10,neglect
		2025-10-10,physical
	EOF
	same want dates
	[[ $(grep -c '^c[a-z2-7]\{25\},' have) == 9 ]]
	# At the close of 1 August 2025 R3 still was, R8 to R10 were not yet.
	"$EXAMPLES/open-longest" board/current 2025-08-01 >have 2>/dev/null
	[[ $(sed 1d have | wc -l) == 7 ]]
}

@test "violence-while-registered: C1 alone" {
	small_night
	# The one domestic abuse notice, 3 February 2025, is of house 1: C1
	# (registered since 10 January) and C2 (only on 10 February).
	"$EXAMPLES/violence-while-registered" board/current >have 2>/dev/null
	[[ $(wc -l <have) == 2 ]]
	"$EXAMPLES/open-longest" board/current 2026-03-31 2>/dev/null |
		sed -n '2s/,.*/,1/p' >want
	sed 1d have >rest
	same want rest
}

@test "what-is-wrong: reasons counted, no value shown" {
	referrals >referrals.csv
	# F1: no such day; F2: a need that is no code; F3: after the date.
	sed -i '2s|01/01/2025|30/02/2025|; 3s/,N1,/,Canary,/; 4s|01/03/2025|01/04/2026|' \
		referrals.csv
	"$EXAMPLES/what-is-wrong" referrals cwm-arian 2026-03-31 referrals.csv >have
	cat >want <<-'EOF'
		column,reason,rows
		need,bad-code,1
		received,bad-date,1
		received,future-date,1
	EOF
	same want have
}

@test "what-changed: a referral that turns out to be no abuse" {
	small_night
	"$EXAMPLES/what-changed" board/current board/current >have 2>/dev/null
	[[ ! -s have ]]
	# F2, 1 February 2025: in the quarter to March 2025, and in the rolling
	# years that hold it, one fewer; nothing else changes.
	referrals | sed 's/Health,N1/Health,N2/' >$IN/referrals.csv
	night 2026-03-31
	"$EXAMPLES/what-changed" board/nights/2026-03-31 board/current >have 2>/dev/null
	head -n 1 have >first
	same - first <<<'indicator,start,end,by,group,numerator_was,denominator_was,numerator,denominator'
	grep -q '^referral-rate,2025-01-01,2025-03-31,,,3,1000,2,1000$' have
	run -1 grep -v -E '^(indicator|referral-rate),' have
	awk -F, 'NR > 1 && ($2 > "2025-02-01" || $3 < "2025-02-01" || $6 - $8 != 1)' \
		have >wrong
	[[ ! -s wrong ]]
}

@test "age-on-registration: completed years on the day" {
	small_night
	# R1 10, R2 9, R3 8, R4 11, R5 12, R6 13, R7 7, R8 6, R9 5, R10 14:
	# five under ten, five from ten on.
	"$EXAMPLES/age-on-registration" board/current >have 2>/dev/null
	printf '%s\n' age,registrations 05-09,5 10-15,5 >want
	same want have
}

@test "where-they-live: nine children in three wards, one of which nobody knows" {
	make_board
	# Streets AA and AB are one ward, AD and AE another; AF is not listed.
	cat >board/postcodes.csv <<-'EOF'
		pcds,wd25cd
		LL9 1AA,W05900001
		LL9 1AB,W05900001
		LL9 1AD,W05900002
		LL9 1AE,W05900002
	EOF
	sed -i 's/^populations: .*/&\nareas: postcodes.csv\nlevel: ward/' board/board.rec
	deliver register referrals notices
	night 2026-03-31
	# R1 R2 R4 (R3 is removed); R5 R6 R7 R8; R9 R10.
	"$EXAMPLES/where-they-live" board/current 2026-03-31 ward >have 2>said
	printf '%s\n' ward,children not-known,2 W05900001,3 W05900002,4 >want
	same want have
	same - said <<<'RESTRICTED, NOT FOR PUBLICATION'
}

@test "every example says how it is used and is clean" {
	for example in "$EXAMPLES"/*; do
		grep -q '^# Usage: ' "$example"
		grep -q '^set -euo pipefail$' "$example"
		[[ -x $example ]]
		# Every example has a test above.
		grep -q "EXAMPLES/${example##*/}\"" "$ROOT/tests/examples.bats"
	done
}
