#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# check BOARD: what would stop a night, each with what to do.
load ../lib/common
load ../lib/board

CHECK=$ROOT/pipelines/check

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	make_board >/dev/null
	register >"$IN/register.csv"
	referrals >"$IN/referrals.csv"
	notices >"$IN/notices.csv"
}

# mend WHERE [WHAT]: the board is not ready, for that one reason.
mend() {
	run -1 "$CHECK" board
	[[ $output == *"to mend: $1"* && $output == *'1 to mend before'* ]] || {
		echo "$output" && return 1
	}
}

@test "a board that is whole is ready, nothing is changed, and the night runs" {
	find board -printf '%p %T@ %m\n' | sort >before
	run -0 --separate-stderr "$CHECK" board
	[[ -z $stderr && ${lines[-1]} == 'ready: a night can run' ]]
	[[ $output == *'cwm-arian/register: every night, all, has arrived'* ]]
	find board -printf '%p %T@ %m\n' | sort | same before -
	"$NIGHTLY" board --date 2026-03-31
	run -0 "$CHECK" board
	[[ $output == *'cwm-arian/register: every night, all, accepted last on 2026-03-31'* ]]
}

@test "keys: one that is missing, for another purpose, open to others, or too many" {
	mv board/keys/link.key link.key
	mend 'keys/link.key: is not there: make it with lscb-keygen --purpose link'
	cp board/keys/deidentify.key board/keys/link.key
	mend 'keys/link.key: ' 'another purpose'
	cp link.key board/keys/link.key
	chmod 644 board/keys/link.key
	mend 'keys/link.key: '
	chmod 400 board/keys/link.key
	cp "$BATS_FILE_TMPDIR/keys/first" board/keys/
	mend 'keys/first: a night needs no more than the two purpose keys'
}

@test "definitions: a broken extract, a column without a role, a misspelt scorecard" {
	cp -R "$ROOT/pipelines/library" board/library
	sed -i '0,/^role: id$/s///' board/library/extracts/register.rec
	mend 'extract register: ' 'has no role'
	sed -i 's/^title: /tilte: /' board/library/extracts/register.rec
	run -1 "$CHECK" board
	[[ $output == *"extract register: "*"did you mean 'title'"* ]]
	rm -R board/library
	sed -i 's/^scorecard: lscb-eff/scorecard: lscb-ef/' board/board.rec
	mend "scorecard lscb-efectiveness: " "did you mean 'lscb-effectiveness'"
}

@test "the library: each definition that cannot be read is said, what lacks something is told" {
	# An indicator without what admission asks for stops no night; nor does one
	# that this board, which is sent no audits, cannot count.
	mkdir -p board/library
	cp -R "$ROOT/pipelines/library/." board/library
	run -0 "$CHECK" board
	[[ $output == *'indicators cannot be counted of these deliveries'* ]]
	cat >board/library/indicators/mine.rec <<-'END'
	id: mine
	title: Mine
	status: admitted
	count: referral by child
	period: quarter
	unit: count
	direction: none
	END
	run -0 "$CHECK" board
	[[ $output == *'indicators do not meet a criterion of admission: lscb-admit says which'* ]]
	sed -i 's/^unit: count/unit: pounds/' board/library/indicators/mine.rec
	sed 's/^unit: pounds/unit: count/; s/by child/by chidl/; s/: mine/: ours/' \
		board/library/indicators/mine.rec >board/library/indicators/ours.rec
	run -1 "$CHECK" board
	[[ $output == *'to mend: library: lscb-admit: '*'mine.rec:6: unit: '* ]]
	[[ $output == *'to mend: library: lscb-admit: '*'ours.rec:4: count: '*"did you mean 'child'"* ]]
	[[ $output == *'2 to mend before'* ]]
}

@test "populations: one that is missing, or is another file" {
	echo 'place,people' >board/populations.csv
	mend "populations.csv: " "no column 'area'"
	rm board/populations.csv
	mend 'populations.csv: is not there'
	sed -i '/^populations:/d' board/board.rec
	run -0 "$CHECK" board
}

@test "deliveries: an unknown sender, an unknown name, a mandatory one not there" {
	mkdir board/incoming/police
	mend 'incoming/police: no Delivery in board.rec has this sender'
	rmdir board/incoming/police
	touch board/incoming/cwm-arian/regster.csv
	mend 'incoming/cwm-arian: a file there is called like no Delivery'
	rm board/incoming/cwm-arian/regster.csv
	rm board/incoming/cwm-arian/register.csv
	mend 'incoming/cwm-arian/register.csv: no night runs without this delivery'
	rm -R board/incoming/cwm-arian
	run -1 "$CHECK" board
	[[ $output == *'incoming/cwm-arian: is not there: make it'* ]]
}

@test "permissions: others look in, or may write" {
	chmod o+rx board/identifiable
	mend "$PWD/board/identifiable: others may look into it"
	chmod o-rx board/identifiable
	chmod o+w board/incoming/cwm-arian
	mend 'incoming/cwm-arian: anybody may write there'
	chmod o-w board/incoming/cwm-arian
	chmod o+w board/board.rec
	mend 'board.rec: anybody may write it'
}

@test "disk: room for the deliveries and what is made of them" {
	# Ten bytes are made of each, and nobody has a thousand terabytes.
	truncate -s 1T board/incoming/cwm-arian/register.csv ||
		skip 'no sparse files here'
	local free
	free=$(($(stat -f -c '%a * %S' board)))
	((free < 10 << 40)) || skip 'more than ten terabytes are free'
	mend "$PWD/board: " 'make room'
}

@test "board.rec itself, no board, and the command line" {
	run -64 "$CHECK"
	run -64 "$CHECK" board more
	run -64 "$CHECK" --wrong
	run -0 "$CHECK" --help
	run -66 "$CHECK" nowhere
	echo 'id: again' >>board/board.rec
	run -78 --separate-stderr "$CHECK" board
	[[ $stderr == *'check: board.rec:'*'[bad-definition]' ]]
}

@test "rebase.csv: a day on which a series begins anew, for no reason" {
	printf '%s\n' indicator,by,group,date,reason,who \
		cpr-second,,,2025-04-01,,Who >board/rebase.csv
	mend 'rebase.csv: ' 'limits begin anew for a reason alone'
	sed -i 's/01,,/01,New thresholds,/' board/rebase.csv
	run -0 "$CHECK" board
}
