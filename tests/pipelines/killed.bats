#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What a night that is killed leaves behind, and what the next run makes of it.
load ../lib/common
load ../lib/board

# Twenty moments, in thousandths of what a night takes, drawn once and for all.
# At every other one nightly alone is killed, and its stage goes on.
moments='13 71 104 158 207 249 318 342 401 463 512 547 606 658 691 743 799 858
	917 964'

@test "killed at twenty moments, the next run makes the night as if never killed" {
	make_board
	deliver register referrals notices
	night 2026-03-29
	deliver register referrals notices
	cp -R board clean
	began=${EPOCHREALTIME/./}
	"$NIGHTLY" clean --date 2026-03-31
	whole=$((${EPOCHREALTIME/./} - began))
	content clean/nights >want
	content clean/state >>want
	cp -R board start
	killed=0 group=-
	for moment in $moments; do
		rm -rf board
		cp -R start board
		setsid "$NIGHTLY" board --date 2026-03-31 >/dev/null 2>&1 &
		pid=$!
		printf -v pause '%d.%06d' $((whole * moment / 1000000000)) \
			$((whole * moment / 1000 % 1000000))
		sleep "$pause"
		kill -KILL -- "$group$pid" || true
		status=0
		wait $pid || status=$?
		((status != 137)) || killed=$((killed + 1))
		[[ $group == - ]] && group='' || group=-
		# A reader sees the night before or this one, whole.
		(cd board/current && sha256sum --quiet -c SHA256SUMS)
		# The kernel lets go of the lock with the last process.
		flock -w 20 board/lock true
		night 2026-03-31
		content board/nights >have
		content board/state >>have
		same want have
		[[ $(readlink board/current) == nights/2026-03-31 ]]
	done
	# A night that was quicker than the first was not killed.
	((killed >= 15))
}

@test "killed at every stage, just before or after it, the next run repairs" {
	make_board
	deliver register referrals notices
	cp -R board clean
	"$NIGHTLY" clean --date 2026-03-31
	content clean/nights >want
	content clean/state >>want
	cp -R board start
	# A copy of the scripts in which each stage in turn kills the night.
	cp -R "$ROOT/pipelines" scripts
	mkdir -p sample-data
	cp -R "$ROOT/sample-data/board" sample-data/
	for stage in 10-take 20-receive 30-link 40-join 50-indicators \
		60-limits 65-match 70-report 80-manifest 90-publish; do
		for when in before after; do
			rm -rf board
			cp -R start board
			cp -R "$ROOT/pipelines/stages" scripts/
			{
				echo '#!/bin/bash'
				[[ $when == before ]] ||
					echo "'$ROOT/pipelines/stages/$stage' \"\$@\""
				# The group: nightly and all its children.
				echo 'kill -KILL 0'
			} >scripts/stages/$stage
			setsid scripts/nightly board --date 2026-03-31 >/dev/null 2>&1 &
			wait $! || true
			flock -w 10 board/lock true
			[[ ! -L board/current ]] || [[ $stage$when == 90-publishafter ]]
			night 2026-03-31
			content board/nights >have
			content board/state >>have
			same want have
		done
	done
}

@test "killed while it takes a delivery: the digest it came with still counts" {
	make_board
	deliver register referrals notices
	echo 'not the digest of this file' >$IN/notices.csv.sha256
	cp -R board start
	mkdir bin
	ln -s "$LSCB_BIN"/lscb-* bin/
	# Programs that stages call by name; the nth of them is the last.
	for name in cp mv rm chmod cmp; do
		cat >bin/$name <<-EOF
			#!/bin/bash
			[[ ! -d $PWD/count ]] || mkdir "$PWD/count/\$\$"
			/bin/$name "\$@" || exit
			n=\$(ls "$PWD/count" 2>/dev/null | wc -l)
			[[ \$n != \$(<"$PWD/last") ]] || kill -KILL 0
		EOF
		chmod +x bin/$name
	done
	for last in {1..12}; do
		rm -rf board count
		cp -R start board
		mkdir count
		echo "$last" >last
		LSCB_BIN=$PWD/bin setsid "$NIGHTLY" board --date 2026-03-31 >/dev/null 2>&1 &
		wait $! || true
		flock -w 10 board/lock true
		"$NIGHTLY" board --date 2026-03-31 2>line
		grep -q '^cwm-arian/notices: .*sha256 does not agree' line
		[[ ! -e board/identifiable/accepted/cwm-arian/notices/2026-03-31 ]]
		[[ -z $(ls board/incoming/cwm-arian) ]]
	done
}
