#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The night against the truth of lscb-synth: what the indicators say of a
# fictional board is what its generator counted, by code of its own, while it
# made it.
load ../lib/common
load lib

@test "on five boards without errors every indicator is the truth, to the last unit" {
	local seed
	for seed in 1 2 3 4 5; do
		invent "board$seed" --errors none --people 10000 --seed "$seed"
		"$ROOT/pipelines/nightly" "board$seed" --date "$DATE"
		visible "board$seed/synth" >expected
		totals "board$seed/current/history.csv" \
			"board$seed/populations.csv" >actual
		same expected actual
		# 12 indicators over twelve quarters, nine rolling years of
		# ten of them, and three financial years of one.
		(( $(wc -l <expected) == 225 ))
		awk -F, '$4 > 0' expected >>happened
	done
	# And it is not nothing that they agree on.
	(( $(cut -d, -f1 happened | sort -u | wc -l) == 12 ))
}

@test "so it is for three authorities whose local ids are the same numbers" {
	invent region --errors none --people 15000 --seed 7 --authorities 3
	"$ROOT/pipelines/nightly" region --date "$DATE"
	visible region/synth >expected
	totals region/current/history.csv region/populations.csv >actual
	same expected actual
	# The same local id at two of them, and two children.
	cut -d, -f2 region/synth/cwm-arian/register.csv | sort -u >one
	sed 1d region/synth/deliveries.rec | sed -n 's/^sender: //p' |
		sort -u | grep -v -e cwm-arian -e region | while read -r other; do
		cut -d, -f2 "region/synth/$other/contacts.csv"
	done | sort -u >others
	comm -12 one others >both
	(( $(wc -l <both) > 1 ))
}

@test "histories that were cut off say less, and the truth says how much" {
	invent cut --errors none --people 12000 --seed 2
	# What happened is never less than what can be seen of it.
	awk -F, 'NR > 1 && ($6 > $4 && $1 !~ /^domestic/) {
		print "more seen than was: " $0 }' \
		cut/synth/truth/indicators.csv >wrong
	: >none
	same none wrong
	awk -F, 'NR > 1 && $4 != $6' cut/synth/truth/indicators.csv >less
	[[ -s less ]]
}

@test "change a rate, and the indicators that should move, move" {
	local name library
	for name in library more; do
		cp -R "$ROOT/pipelines/library" "$name"
	done
	# Four times as much bullying.
	awk '/^name:/ { hit = $2 == "bullied" }
		hit && /^value:/ { $2 *= 4 } { print }' \
		library/synth/rates.rec >more/synth/rates.rec
	! cmp -s library/synth/rates.rec more/synth/rates.rec
	for library in library more; do
		LSCB_LIBRARY=$library lscb-synth --date "$DATE" --people 20000 \
			--errors none --out "of.$library" -o list
		awk -F, 'NR > 1 { n[$1] += $4; d[$1] += $5 }
			END { for (i in n) print i "," n[i] "," d[i] }' \
			"of.$library/truth/indicators.csv" | sort >"sum.$library"
	done
	diff sum.library sum.more | sed -n 's/^[<>] \([a-z-]*\),.*/\1/p' |
		sort -u >moved
	echo bullied >expected
	same expected moved
}

@test "nothing that only an agency may know is in the dataset" {
	local word
	invent board --people 20000
	"$ROOT/pipelines/nightly" board --date "$DATE" 2>stderr || {
		cat stderr
		return 1
	}
	# Names, postcodes, identifiers, words of a narrative or a child.
	for word in Jones Siân CY1 999 U699 Ysgol neighbour "my nan" CA0 PPN0 Hafod; do
		grep -F "$word" board/current/counts.csv && return 1
		cut -d, -f2,3,4,5,9- board/current/history.csv |
			grep -F "$word" && return 1
	done
	# Dates of birth as the extracts write them: months only.
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++)
			if ($i == "birth_month") at = i; next }
		$at !~ /^(|unborn|[0-9][0-9][0-9][0-9]-[0-9][0-9])$/' \
		board/current/history.csv >days
	: >none
	same none days
}
