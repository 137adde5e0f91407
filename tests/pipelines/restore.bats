#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Loss and restore, rehearsed: no key, a board out of a backup, the night again to
# the same bytes; and what is missing or other is told.
load ../lib/common
load ../lib/board

REHEARSE=$ROOT/pipelines/rehearse-restore

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	make_board
	deliver register referrals notices
	night 2026-03-30
	deliver register referrals notices
	night 2026-03-31
	# A backup of everything but keys, as it should be.
	cp -a board backup
	rm -r backup/keys backup/incoming backup/work
	first=$BATS_FILE_TMPDIR/keys/first second=$BATS_FILE_TMPDIR/keys/second
}

rehearse() {
	"$REHEARSE" board backup "$first" "$second" "$@"
}

# said TEXT: stands in the page; the board is as it was, nothing is left.
said() {
	grep -q -e "$1" page || {
		cat page err
		return 1
	}
}

# page STATUS ARG...: the page of a rehearsal that ends so.
page() {
	local want=$1 status=0
	shift
	content board >before
	rehearse "$@" >page 2>err || status=$?
	content board >after
	same before after
	((status == want)) || {
		echo "status $status"
		cat page err
		return 1
	}
	[[ -z $(find board -name 'rehearsal*') ]]
}

@test "a board comes back out of its backup and two shares, byte for byte" {
	page 0
	[[ ! -s err ]]
	(($(wc -l <page) < 30))
	said 'deidentify key  *made again, check value [0-9a-f]* as in use'
	said 'link key  *made again'
	said 'state/2026-03-30.index'
	said 'all [0-9]* files of nights/2026-03-31, byte for byte'
	said 'index after  *state/2026-03-31.index, byte for byte'
	said '^The board can be brought back.$'
	# Nobody's name, and no key.
	run ! grep -e Canary -e "$(sed -n 's/^key: //p' board/keys/link.key)" page
}

@test "the first night, and one that was published again as a revision" {
	page 0 --date 2026-03-30
	said 'index  *none: no night before 2026-03-30'
	# Another title: another night of the same day.
	sed -i 's/^title: .*/title: Another/' board/board.rec
	night 2026-03-31
	[[ -d board/nights/2026-03-31.r2 ]]
	page 1
	said 'went in  *another board.rec'
	rm -r backup
	cp -a board backup
	page 0
	said 'nights/2026-03-31.r2, byte for byte'
}

@test "changes and periods: what stands comes back too" {
	cp -R "$LSCB_LIBRARY" board/library
	sed -i -e 's/^delivery: all/delivery: changes\ndeleted: outcome = withdrawn/' \
		-e 's/^code: no-further-action.*/&\ncode: withdrawn = Withdrawn/' \
		board/library/extracts/referrals.rec
	deliver register referrals notices
	night 2026-04-01
	{
		referrals | head -n 1
		echo 'F2,C2,,Dylan,Canary-Jones,02/02/2016,,M,1,LL9 1AA,01/02/2025,Health,N2,Assessment'
	} >"$IN/referrals.changes.csv"
	deliver register notices
	night 2026-04-02
	rm -r backup
	cp -a board backup
	rm -r backup/keys
	page 0
	said 'nights/2026-04-02, byte for byte'
	rm -r backup/identifiable/standing
	page 1
	said 'night  *NOT made\|NOT .*history.csv'
}

@test "keys in use that are not of these shares, or of another epoch, are told before the night" {
	lscb-keygen --new other-1 other-2
	first=$PWD/other-1 second=$PWD/other-2
	page 1
	said 'deidentify key  *NOT the key in use'
	run ! grep '^  night  ' page
	first=$BATS_FILE_TMPDIR/keys/first second=$BATS_FILE_TMPDIR/keys/second
	page 1 --epoch 2
	said 'link key  *NOT the key in use'
}

@test "keys that are lost: the tag of the published night is what is left to compare" {
	rm board/keys/*
	page 0
	said 'none is in use, its tag is that of the night'
	page 1 --epoch 2
	said "NOT of the night's master or epoch"
}

@test "shares that do not belong together, or were swapped for a key, end it with 78" {
	lscb-keygen --new other-1 other-2
	second=$PWD/other-2
	page 78
	grep -q '\[bad-share\]' err
	second=$first
	page 78
	second=$PWD/board/keys/link.key
	page 78
}

@test "a backup that lacks what a restore needs is told, by name" {
	rm backup/board.rec
	page 66
	grep -q 'no board.rec in it' err
	cp board/board.rec backup/
	mv backup/state backup/elsewhere
	page 66
	grep -q 'no state in it' err
	mkdir backup/state
	page 66
	grep -q 'no night in it that left its index' err
	"$REHEARSE" board board "$first" "$second" 2>err && false
	grep -q 'the board itself' err
}

@test "a backup that is older, damaged or changed is not the same, and says where" {
	# A delivery less.
	rm backup/identifiable/accepted/cwm-arian/referrals/*
	page 1
	said 'night  *NOT made: .*referrals: mandatory, and late'
	cp -a board/identifiable/accepted/cwm-arian/referrals backup/identifiable/accepted/cwm-arian/
	page 0
	# One that somebody has edited.
	sed -i 's/,Police,/,Health,/' backup/identifiable/accepted/cwm-arian/referrals/2026-03-31
	page 1
	said 'published  *[0-9]* files of nights/2026-03-31 are the same, NOT .*history.csv'
	cp -a board/identifiable/accepted/cwm-arian/referrals backup/identifiable/accepted/cwm-arian/
	# An index that its night did not make: the night itself refuses it.
	echo x >>backup/state/2026-03-30.index
	page 1
	said "night  *NOT made: .*bad-state"
	cp board/state/2026-03-30.index backup/state/
	cp board/state/2026-03-31.index kept
	echo x >>board/state/2026-03-31.index
	page 1
	said 'index after  *NOT the same as state/2026-03-31.index'
	mv kept board/state/2026-03-31.index
	# A published file that was changed since.
	echo >>board/nights/2026-03-31/report.txt
	page 1
	said 'does NOT agree with its own SHA256SUMS'
}

@test "one at a time; what a killed one left goes; the command line" {
	mkdir board/identifiable/rehearsal.abcdef
	page_before=$(find board -name 'rehearsal.*')
	[[ -n $page_before ]]
	rehearse >page
	[[ -z $(find board -name 'rehearsal.*') ]]
	exec 8<board/identifiable
	flock 8
	run -75 --separate-stderr rehearse
	exec 8<&-
	run -64 --separate-stderr "$REHEARSE" board backup "$first"
	run -64 --separate-stderr rehearse --epoch 0
	run -64 --separate-stderr rehearse --date 2026-02-30
	run -66 --separate-stderr rehearse --date 2026-03-29
	run -66 --separate-stderr "$REHEARSE" nowhere backup "$first" "$second"
	run -0 --separate-stderr "$REHEARSE" --help
}

@test "a night under keys of another epoch is refused, and the index stays" {
	rm board/keys/*
	for purpose in deidentify link; do
		lscb-keygen --purpose $purpose --epoch 2 -o board/keys/$purpose.key \
			"$first" "$second"
	done
	content board/state >before
	deliver register referrals notices
	run -78 --separate-stderr "$NIGHTLY" board --date 2026-04-01
	[[ $stderr == *'state/2026-03-31.index: was sealed under another key: want the link key of its epoch [other-key]' ]] || {
		echo "$stderr"
		false
	}
	content board/state >after
	same before after
	[[ $(readlink board/current) == nights/2026-03-31 ]]
}
