#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Agreements in the night: one that is broken stops its own extract and no other,
# what was accepted serves on, and everything is said until it is put right.
load ../lib/common
load ../lib/board

CHECK=$ROOT/pipelines/check

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	make_board >/dev/null
	rm -f board/agreements/*
	for x in register referrals notices; do
		"$ROOT/pipelines/agreement-draft" $x cwm-arian |
			sed 's/^#signed: .*/signed: 2025-01-01/; s/^#review: .*/review: 2099-12-31/' \
			>board/agreements/$x.rec
		awk -v x=$x '{ print } $0 == "extract: " x { on = 1 }' \
			board/board.rec >new && mv new board/board.rec
	done
	awk '$1 == "extract:" { x = $2 } $1 == "agreement:" { $2 = x } 1' \
		board/board.rec >new && mv new board/board.rec
	deliver register referrals notices
}

# field N EXTRACT: of deliveries.csv of the night to read.
field() {
	awk -F, -v n="$1" -v e="$2" '$2 == e { print $n }' board/current/deliveries.csv
}

# loud DATE: a good night that has something to say.
loud() {
	"$NIGHTLY" board --date "$1" >night.out 2>night.err
	[[ ! -s night.out && -s night.err ]]
}

@test "under its agreements the night is silent, and says which served" {
	night 2026-03-31
	printf '%s\n' register referrals notices >names
	for x in register referrals notices; do
		[[ $(field 17 $x) == "$x" && -z $(field 18 $x) && $(field 4 $x) == ok ]]
	done
	hash=$(sha256sum <board/agreements/notices.rec)
	grep -q "{\"path\":\"agreements/notices.rec\",\"hash\":\"sha256:${hash%% *}\"}" \
		board/current/datapackage.json
	run -0 "$STATUS" board --date 2026-03-31
}

@test "a column that was not agreed: that delivery is refused, the last one serves" {
	night 2026-03-30
	sed -i 's/, previous_registrations//; /^column: previous_registrations$/d' \
		board/agreements/register.rec
	sed -i 's/^mandatory:.*//' board/board.rec
	sed -i 's/^extract: register/&\nmandatory: no/' board/board.rec
	deliver register referrals notices
	loud 2026-03-31
	[[ $(wc -l <night.err) == 1 ]]
	grep -q 'cwm-arian/register: the delivery of 2026-03-31 is broken: .*previous_registrations: column 14 of the file is outside agreement .register.*\[outside-agreement\]; the delivery of 2026-03-30 serves' night.err
	[[ $(field 4 register) == broken && $(field 5 register) == 2026-03-30 ]]
	[[ $(field 4 referrals) == ok && $(field 4 notices) == ok ]]
	run ! grep -q Canary night.err
	[[ -s board/identifiable/refused/cwm-arian/register/2026-03-31 ]]
	# What was registered is still there.
	[[ $(grep -c ,registration, board/current/history.csv) == 10 ]]
}

@test "a review that is past: nothing is taken, what arrives waits, the last one serves" {
	night 2026-03-30
	sed -i 's/^review: .*/review: 2026-03-30/' board/agreements/referrals.rec
	sed -i 's/^extract: referrals/&\nmandatory: no/' board/board.rec
	deliver register referrals notices
	loud 2026-03-31
	[[ $(wc -l <night.err) == 1 ]]
	grep -q 'cwm-arian/referrals: nothing is taken: agreements/referrals.rec: review: agreement .referrals. was due for review on 2026-03-30: .*; the delivery of 2026-03-30 serves' night.err
	[[ $(field 4 referrals) == held && $(field 5 referrals) == 2026-03-30 ]]
	[[ $(grep -c ,referral, board/current/history.csv) == 3 ]]
	[[ -s board/identifiable/landed/cwm-arian/referrals ]]
	run -1 "$STATUS" board --date 2026-03-31
	[[ $output == *'cwm-arian/referrals: nothing is taken by agreement referrals, that of 2026-03-30 serves'* ]]
	# And the report says up to when its figures reach.
	grep -q 'not up to date' board/current/report.txt
	# Once more, although nothing has arrived; then it is reviewed, and taken.
	deliver register notices
	loud 2026-04-01
	grep -q 'referrals: nothing is taken' night.err
	sed -i 's/^review: .*/review: 2028-03-30/' board/agreements/referrals.rec
	deliver register notices
	night 2026-04-02
	[[ $(field 4 referrals) == ok && $(field 5 referrals) == 2026-04-02 ]]
	[[ ! -e board/identifiable/landed/cwm-arian/referrals ]]
}

@test "a mandatory extract without a valid agreement ends the night: 75" {
	sed -i 's/^review: .*/review: 2026-03-30/' board/agreements/register.rec
	run -75 "$NIGHTLY" board --date 2026-03-31
	[[ $output == *'cwm-arian/register: mandatory, and nothing is taken: agreements/register.rec: review'* ]]
	[[ ! -e board/current && -s board/identifiable/landed/cwm-arian/register ]]
	sed -i 's/^review: .*/review: 2026-03-31/' board/agreements/register.rec
	night 2026-03-31
}

@test "a slip in an agreement, or none where one is named: that extract alone waits" {
	night 2026-03-30
	sed -i 's/^extract: notices/&\nmandatory: no/' board/board.rec
	sed -i 's/^purpose:/purpsoe:/' board/agreements/notices.rec
	deliver register referrals notices
	loud 2026-03-31
	[[ $(wc -l <night.err) == 1 ]]
	grep -q "notices: nothing is taken: agreements/notices.rec:.*did you mean 'purpose'.*\[bad-agreement\]" night.err
	[[ $(field 4 notices) == held && $(field 4 register) == ok ]]
	rm board/agreements/notices.rec
	deliver register referrals
	loud 2026-04-01
	grep -q 'notices: nothing is taken: agreements/notices.rec: .*\[bad-agreement\]' night.err
}

@test "an override is said each night that it is used, and by status" {
	sed -i 's/, previous_registrations//; /^column: previous_registrations$/d' \
		board/agreements/register.rec
	cat >>board/agreements/register.rec <<-'E'

	%rec: Override

	extract: register
	allows: previous_registrations
	reason: agreed by telephone, the letter is under way
	by: the data protection officer
	until: 2026-04-01
	E
	for day in 2026-03-31 2026-04-01; do
		deliver register referrals notices
		loud $day
		grep -qx 'cwm-arian/register: agreement register says no to previous_registrations, and an Override in it lets it pass' night.err
		[[ $(field 18 register) == previous_registrations ]]
	done
	run -0 "$STATUS" board --date 2026-04-01
	[[ $output == *'agreement register says no to previous_registrations'* ]]
	run "$CHECK" board
	[[ $output == *'cwm-arian/register: agreement register has overrides'* ]]
}

@test "the library's agreement serves where the board has none of that name" {
	cp -R "$ROOT/pipelines/library" board/library
	mv board/agreements board/library/agreements
	night 2026-03-31
	[[ $(field 4 notices) == ok ]]
}

@test "check: no agreement, one that does not hold, a review that is near" {
	run -0 "$CHECK" board
	yesterday=$(date -d '12:00 yesterday' +%F)
	after() { date -d "$yesterday + $1 days" +%F; }
	sed -i "s/^review: .*/review: $(after 60)/" board/agreements/notices.rec
	run -0 "$CHECK" board
	[[ $output == *"cwm-arian/notices: agreement notices is to be reviewed by $(after 60)"* ]]
	sed -i "s/^review: .*/review: $(after 61)/" board/agreements/notices.rec
	run -0 "$CHECK" board
	[[ $output != *'is to be reviewed'* ]]
	sed -i "s/^review: .*/review: $(after -1)/" board/agreements/notices.rec
	run -1 "$CHECK" board
	[[ $output == *'to mend: cwm-arian/notices: agreements/notices.rec: review: '*'1 to mend'* ]]
	sed -i "s/^review: .*/review: $(after 99)/" board/agreements/notices.rec
	sed -i '/^agreement: notices$/d' board/board.rec
	run -1 "$CHECK" board
	[[ $output == *'to mend: board.rec: cwm-arian/notices has no agreement: '*'1 to mend'* ]]
	sed -i 's/^extract: notices/&\nagreement: none/' board/board.rec
	run -0 "$CHECK" board
}

@test "retention: what is kept for longer than agreed is said, and not deleted" {
	night 2026-03-31
	sed -i 's/^retention: .*/retention: 30/' board/agreements/notices.rec
	sed -i 's/^keep_days.*//; s/^populations/keep_days: 30\n&/' board/board.rec
	run -0 "$STATUS" board --date 2026-03-31
	cd board/identifiable/accepted/cwm-arian/notices
	cp 2026-03-31 2026-03-01
	cp 2026-03-31 2026-02-28
	cp 2026-03-31 2026-01-15
	cd "$BATS_TEST_TMPDIR"
	mkdir -p board/identifiable/quarantine/2026-02-01
	touch board/identifiable/quarantine/2026-02-01/cwm-arian.notices.csv
	touch board/identifiable/quarantine/2026-02-01/cwm-arian.register.csv
	run -1 "$STATUS" board --date 2026-03-31
	# Thirty days before the 31st is the 1st, which may still be kept.
	[[ $output == *'cwm-arian/notices: 3 file(s) in identifiable are older than the 30 days of agreement notices, the oldest of 2026-01-15: delete them, or agree on longer'* ]]
	[[ -e board/identifiable/accepted/cwm-arian/notices/2026-01-15 ]]
	# Check sees them too, and that the board keeps everything for longer.
	run -1 "$CHECK" board
	[[ $output == *'to mend: cwm-arian/notices: '*'of 2026-01-15: delete them'* ]]
	sed -i 's/^keep_days: 30/keep_days: 31/' board/board.rec
	run -1 "$CHECK" board
	[[ $output == *'to mend: board.rec: cwm-arian/notices: keep_days 31, but agreement notices has it kept for 30 days'* ]]
}

@test "a new board gets drafts that hold for nothing until they are dated" {
	"$ROOT/pipelines/board-init" new >/dev/null
	for x in $(sed -n 's/^extract: //p' new/board.rec); do
		run -78 lscb-ingest -x "$x" --date 2026-03-31 \
			--agreement "new/agreements/$x.rec" /dev/null
		[[ $output == *"'signed:'"*'[bad-agreement]' ]]
		sed -i 's/^#signed: .*/signed: 2026-01-01/; s/^#review: .*/review: 2028-01-01/' \
			"new/agreements/$x.rec"
		run -65 lscb-ingest -x "$x" --date 2026-03-31 \
			--agreement "new/agreements/$x.rec" /dev/null
		[[ $output == *'[empty-file]' ]]
	done
	run -64 "$ROOT/pipelines/agreement-draft"
	run -78 "$ROOT/pipelines/agreement-draft" nothing
}

@test "a draft names every column of its definition, for every extract there is" {
	for file in "$LSCB_LIBRARY"/extracts/*.rec; do
		x=${file##*/}
		"$ROOT/pipelines/agreement-draft" "${x%.rec}" >draft
		sed -n 's/^column: //p' draft | tr -d ' ' | tr ',' '\n' >have
		awk '/^%rec: / { on = $2 == "Column" } on && $1 == "name:" { print $2 }' "$file" |
			same - have
	done
}

@test "the demo: every delivery names an agreement, and the night holds each to it" {
	"$ROOT/pipelines/demo" demo >/dev/null
	awk '$1 == "extract:" { x = $2 } $1 == "agreement:" && $2 == x { n++ }
		$1 == "sender:" { m++ } END { exit n != m || n < 42 }' demo/board/board.rec
	awk -F, 'NR > 1 && ($17 != $2 || $4 != "ok")' demo/board/current/deliveries.csv >wrong
	[[ ! -s wrong ]]
	# At the coarsest level, and at no other.
	grep -q '^level: deprivation_fifth$' demo/board/board.rec
	head -n 1 demo/board/current/history.csv | tr , '\n' | grep -n -x -e ward -e deprivation_fifth | cut -d: -f 1 >at
	ward=$(sed -n 1p at) fifth=$(sed -n 2p at)
	[[ $(cut -d, -f "$ward" demo/board/current/history.csv | sort -u | tr -d '\n') == ward ]]
	[[ $(cut -d, -f "$fifth" demo/board/current/history.csv | sort -u | tr '\n' ' ') == ' 1 2 3 4 5 deprivation_fifth ' ]]
}
