#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What pipelines/status promises: silence at night can be told from death.
load ../lib/common
load ../lib/board

# says STATUS [DATE]: what it prints, in ./said.
says() {
	local status=0
	"$STATUS" board --date "${2:-2026-03-31}" >said 2>err || status=$?
	cat said err
	[[ $status == "$1" && ! -s err ]]
}

@test "no night yet: 1" {
	make_board
	says 1
	same - said <<<'last good night: none'
}

@test "all is well: 0, and which delivery serves" {
	make_board
	deliver register referrals notices
	night 2026-03-31
	says 0
	cat >want <<-'EOF'
		last good night: 2026-03-31
		cwm-arian/register: 2026-03-31
		cwm-arian/referrals: 2026-03-31
		cwm-arian/notices: 2026-03-31
	EOF
	# Of three records of the register and of referrals all are of one agency.
	grep -v '^matching: ' said | same want -
	grep -q '^matching: 0 of 10 children known to several agencies; expected precision ' said
}

@test "a night older than late_after: 1, on the day after it is due" {
	make_board
	deliver register referrals notices
	night 2026-03-31
	says 0 2026-04-01
	says 1 2026-04-02
	grep -q 'no good night for 2026-04-02; is cron running?' said
}

@test "a late delivery: 1" {
	make_board
	deliver register referrals notices
	night 2026-03-30
	deliver register referrals
	"$NIGHTLY" board --date 2026-03-31 2>/dev/null
	says 1
	grep -q '^cwm-arian/notices: late, that of 2026-03-30 serves, due 2026-03-31$' said
}

@test "a night that failed, was cut off, or is running" {
	make_board
	deliver register referrals notices
	night 2026-03-30
	run -75 "$NIGHTLY" board --date 2026-03-31
	says 1
	grep -q '^failed: the night of 2026-03-31, at 20-receive: cwm-arian/register: mandatory, and late: due 2026-03-31$' said
	rm board/work/2026-03-31/failed
	says 1
	grep -q '^cut off: the night of 2026-03-31' said
	exec 8<>board/lock
	flock 8
	says 0
	grep -q '^running: the night of 2026-03-31$' said
	exec 8>&-
}

@test "command line: 64, 66, 78" {
	run -64 "$STATUS"
	run -66 "$STATUS" nowhere
	mkdir empty
	run -78 "$STATUS" empty
}

@test "a first delivery that is broken: none serves, and that is said" {
	make_board
	deliver register referrals
	: >$IN/notices.csv
	"$NIGHTLY" board --date 2026-03-31 2>/dev/null
	says 1
	grep -q '^cwm-arian/notices: broken, none was ever accepted$' said
}

@test "a night of a day to come: 1, cron's nights would change nothing" {
	make_board
	deliver register referrals notices
	night 2026-03-31
	mv board/nights/2026-03-31 board/nights/9998-12-31
	ln -sfn nights/9998-12-31 board/current
	run -1 "$STATUS" board
	[[ $output == *'later than today: made with a wrong --date'* ]]
	says 0 9998-12-31
}
