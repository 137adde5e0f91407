#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What is counted of the shards of a board and added up is what is counted of the
# whole, byte for byte: every indicator of the library and questions besides, however
# the children fall.
load lib/common
load truth/lib

# A smaller board each: another seed is other families.
setup_file() {
	local seed
	cd "$BATS_FILE_TMPDIR" || return 1
	for seed in 1 2 3; do
		invent "board$seed" --people 4000 --errors none --seed "$seed"
		"$ROOT/pipelines/nightly" "board$seed" --date "$DATE"
	done
}

# ask OPTION...: the counts of everything, from before the first row on.
ask() {
	lscb-indicators --date "$DATE" --from 2022-01-01 -i all \
		--populations "$board/populations.csv" \
		--by sex --by authority --by sex+birth_month \
		--stale police=2025-12-31 --reach referral=2025-06-30 \
		-e 'distinct referral by child' \
		-e 'distinct contact where any(referral, domestic-abuse) of distinct contact' \
		-e 'distinct registration open by child' \
		-e 'distinct safeguarding overlapping by child where any(missing)' \
		-e 'referral by child where earlier(contact) >= 1 of referral by child' \
		-e 'domestic-abuse by household' \
		-e 'distinct referral by child where followed by registration within 12 months of distinct referral by child' \
		-e 'section-47 by child where followed by conference within 15 working days of section-47 by child' \
		-e 'registration by child where any(contact ever) and without(review within 3 months after date)' \
		-e 'sessions_attended over school-attendance by child of sessions_possible over school-attendance by child' "$@"
}

# ask_means OPTION...: means, with their values, by month and over a year.
ask_means() {
	lscb-indicators --date "$DATE" --from 2023-01-01 --period month \
		--rolling 12 --by sex --by age_band+sex --unit 'mean of them' \
		-e 'months(date, end) over registration ending by child' \
		-e 'sessions_attended - sessions_possible over school-attendance by child' \
		-e 'previous_registrations over registration by child' "$@"
}

# add_up N [ASK]: counts of the files part-1 to part-N, one after the other.
add_up() {
	local k
	for ((k = 1; k <= $1; k++)); do
		"${2-ask}" --begins begins.csv -o "counts-$k" "part-$k" || return
	done
	lscb-combine --shards "$1" counts-[1-7] >sum.csv
}

@test "children dealt at random to 2 to 7 shards: counts add up to those of the whole" {
	local seed board n deal differ=0
	for seed in 1 2 3; do
		board=$BATS_FILE_TMPDIR/board$seed
		history=$board/current/history.csv
		ask -o whole.csv "$history"
		lscb-shard --begins-out begins.csv -o all.csv 1/1 "$history"
		cmp all.csv "$history"
		for n in 2 3 4 5 6 7; do
			deal=$((seed * 100 + n))
			rm -f part-* counts-*
			awk -F, -v n="$n" -v deal="$deal" '
				NR == 1 {
					srand(deal)
					for (k = 1; k <= n; k++)
						print >("part-" k)
					next
				}
				$1 != last { k = 1 + int(rand() * n); last = $1 }
				{ print >("part-" k) }' "$history"
			(($(cat part-* | wc -l) == $(wc -l <"$history") + n - 1))
			add_up "$n"
			cmp whole.csv sum.csv || {
				diff whole.csv sum.csv | head -n 20
				echo "board $seed, $n shards, deal $deal"
				return 1
			}
			# Were there none of it, this would show little.
			ask part-1 >alone
			cmp -s alone counts-1 || differ=$((differ + 1))
		done
		# Something of each sort must be there to be wrong about.
		awk -F, 'NR > 1 { seen[$10]++ } $6 > 1 { more++ } $9 > 0 { lost++ }
			$8 > 0 { early++ }
			END { exit !(seen["na"] && seen["ok"] && seen["stale"] &&
				more > 100 && lost && early > 10) }' whole.csv
	done
	# Without --begins some shards would have called na what is not.
	((differ > 0))
}

@test "shards of lscb-shard, one by one or in one reading: the same" {
	local seed board n k
	for seed in 1 2 3; do
		board=$BATS_FILE_TMPDIR/board$seed
		n=$((2 * seed + 1))
		rm -f part-* counts-*
		ask -o whole.csv "$board/current/history.csv"
		lscb-shard --into s --begins-out begins.csv "$n" \
			"$board/current/history.csv"
		for ((k = 1; k <= n; k++)); do
			lscb-shard -o "part-$k" "$k/$n" "$board/current/history.csv"
			cmp "part-$k" "s-$k-of-$n"
			(($(wc -l <"part-$k") > 100))
		done
		add_up "$n"
		cmp whole.csv sum.csv
	done
}

@test "means, their values and sums below nought add up too" {
	local seed board n
	for seed in 1 2 3; do
		board=$BATS_FILE_TMPDIR/board$seed
		n=$((2 * seed))
		rm -f part-* counts-*
		ask_means -o whole.csv "$board/current/history.csv"
		lscb-shard --into s --begins-out begins.csv "$n" \
			"$board/current/history.csv"
		for k in $(seq "$n"); do
			mv "s-$k-of-$n" "part-$k"
		done
		add_up "$n" ask_means
		cmp whole.csv sum.csv
		awk -F, '$4 == "age_band+sex+@value" && $6 != $7 { values++ }
			$6 < 0 { below++ }
			END { exit !(values > 100 && below > 10) }' whole.csv
		# Values that a shard does not have are what is hard about it.
		awk -F, 'NR == FNR { there[$1, $2, $3, $4, $5]; next }
			$4 ~ /@value$/ && !(($1, $2, $3, $4, $5) in there) {
				missing++
			}
			END { exit !missing }' counts-1 whole.csv
	done
}

@test "on several processors at once, in one stream, the report is the same" {
	local board=$BATS_FILE_TMPDIR/board1
	ask -o whole.csv "$board/current/history.csv"
	lscb-shard --into part --begins-out begins.csv 4 "$board/current/history.csv"
	export -f ask
	export board DATE
	seq 4 | xargs -P 4 -I@ bash -c \
		'ask --begins begins.csv -o counts-@ part-@-of-4'
	cat counts-[1-4] | lscb-combine --shards 4 | lscb-limits |
		lscb-report --date "$DATE" >report
	lscb-limits whole.csv | lscb-report --date "$DATE" >want
	same want report
}
