#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What pipelines/nightly promises: nothing half done is ever seen, nothing
# is lost in silence, a second run changes nothing.
load ../lib/common
load ../lib/board

# fails STATUS [DATE]: the night ends with STATUS and one line, in ./line.
fails() {
	local status=0
	"$NIGHTLY" board --date "${2:-2026-03-31}" >out 2>line || status=$?
	cat line
	[[ $status == "$1" ]] && [[ ! -s out ]] && [[ $(wc -l <line) == 1 ]]
}

# notes [DATE]: the night is good, and what it said is in ./line.
notes() {
	"$NIGHTLY" board --date "${1:-2026-03-31}" >out 2>line
	cat line
	[[ ! -s out ]]
}

# column N SENDER/EXTRACT: a field of deliveries.csv of the night to read.
column() {
	awk -F, -v n="$1" -v e="$2" '$2 == e { print $n }' board/current/deliveries.csv
}

@test "a good night is silent and there as a whole, current pointing to it" {
	make_board
	deliver register referrals notices
	night 2026-03-31
	[[ $(readlink board/current) == nights/2026-03-31 ]]
	(cd board/current && sha256sum --quiet -c SHA256SUMS)
	ls board/current >have
	cat >want <<-'EOF'
		SHA256SUMS
		adroddiad.html
		adroddiad.md
		adroddiad.txt
		counts.csv
		datapackage.json
		deliveries.csv
		history.csv
		limits.csv
		match.csv
		report.html
		report.md
		report.txt
	EOF
	same want have
	[[ -z $(ls -A board/work board/identifiable/work 2>/dev/null | grep -v :) ]]
}

@test "the manifest names every file with its bytes, hash and rows" {
	make_board
	deliver register referrals notices
	night 2026-03-31
	# Bytes, hash and rows again, by other means, one line a file.
	for f in counts deliveries history limits match; do
		printf '"path":"%s.csv","mediatype":"text/csv","bytes":%d,"hash":"sha256:%s","rows":%d\n' \
			$f "$(stat -c %s board/current/$f.csv)" \
			"$(sha256sum board/current/$f.csv | cut -c 1-64)" \
			"$(sed 1d board/current/$f.csv | grep -c '')"
	done >want
	grep -o '"path":"[a-z]*.csv","mediatype".*"rows":[0-9]*' \
		board/current/datapackage.json >have
	same want have
	grep -q '"title":"Test \\"Board\\""' board/current/datapackage.json
	grep -q '"path":"extracts/register.rec","hash":"sha256:' \
		board/current/datapackage.json
}

@test "every row of every delivery is accounted for" {
	make_board
	deliver register referrals notices
	# One bad row of ten in the register: a date that is none.
	sed -i 's|10/06/2025|31/06/2025|' $IN/register.csv
	sed -i 's/^id: test/&\nmax_rejects: 10%/' board/board.rec
	night 2026-03-31
	cut -d, -f 1-5,7-10 board/current/deliveries.csv >have
	cat >want <<-'EOF'
		sender,extract,source,state,delivered,read,used,rejected,dropped
		cwm-arian,register,social-services,ok,2026-03-31,10,9,1,0
		cwm-arian,referrals,social-services,ok,2026-03-31,3,3,0,0
		cwm-arian,notices,police,ok,2026-03-31,2,2,0,0
	EOF
	same want have
	# The bad row waits where only we may look.
	grep -q 'R6' board/identifiable/quarantine/2026-03-31/cwm-arian.register.csv
	[[ $(stat -c %a board/identifiable/quarantine/2026-03-31/cwm-arian.register.csv) == 600 ]]
	# Beside it what may go back to the sender, and why in a line.
	cd board/identifiable/quarantine/2026-03-31
	cat >want <<-'EOF'
		file,line,record,reference,column,reason,severity,message
		register.csv,7,6,,registered,bad-date,error,"not a date, want DD/MM/YYYY or YYYY-MM-DD"
	EOF
	same want cwm-arian.register.for-sender.csv
	cat >want <<-'EOF'
		outcome,column,reason,rows,first_file,first_line,message
		rejected,registered,bad-date,1,cwm-arian/register.csv,7,"not a date, want DD/MM/YYYY or YYYY-MM-DD"
	EOF
	same want cwm-arian.register.summary.csv
	[[ $(stat -c %a ./*.csv | sort -u) == 600 ]]
}

@test "run twice, the bytes are the same and nothing is added" {
	make_board
	deliver register referrals notices
	night 2026-03-31
	content board/nights >first
	content board/state >>first
	night 2026-03-31
	content board/nights >second
	content board/state >>second
	same first second
}

@test "another board with the same keys and files makes the same bytes" {
	make_board
	deliver register referrals notices
	cp -R board twin
	gzip twin/incoming/cwm-arian/notices.csv
	night 2026-03-31
	"$NIGHTLY" twin --date 2026-03-31
	# Only the digest of the delivered file may differ: it was zipped.
	for f in history counts limits; do
		cmp board/current/$f.csv twin/current/$f.csv
	done
	cmp board/current/report.html twin/current/report.html
}

# cells: rows of CSV without quotes, as tests/lib/workbook.py wants them.
cells() {
	sed 's/,,/,_,/g; s/,,/,_,/g; s/,$/,_/; s/,/|/g'
}

@test "a workbook and a return in XML make the same night as the rows in CSV" {
	make_board
	deliver register referrals notices
	cp -R board twin
	cp -R "$LSCB_LIBRARY" twin/library
	sed -i 's/^agency:/sheet: Data\n&/' twin/library/extracts/notices.rec
	# Every header of referrals becomes a path.
	sed -i 's/^agency:/record: Message\/Referrals\/Referral\n&/
		s/^name: \(.*\)/&\nheader: \1/' twin/library/extracts/referrals.rec
	run ! grep '"' "$IN/notices.csv"
	cells <$IN/notices.csv | python3 -SE "$ROOT/tests/lib/workbook.py" \
		twin/incoming/cwm-arian/notices.xlsx
	rm twin/incoming/cwm-arian/notices.csv
	python3 - $IN/referrals.csv twin/library/extracts/referrals.rec \
		>twin/incoming/cwm-arian/referrals.xml <<-'E'
	import csv, sys
	from xml.sax.saxutils import escape
	names, name = {}, None
	for line in open(sys.argv[2]):
	    key, _, value = line.strip().partition(': ')
	    if key == 'name': name = value
	    if key in ('name', 'header'): names[value] = name
	print('<Message><Referrals>')
	for row in csv.DictReader(open(sys.argv[1], encoding='utf-8-sig')):
	    print('<Referral>%s</Referral>' % ''.join('<%s>%s</%s>' % (names[k], escape(v), names[k]) for k, v in row.items()))
	print('</Referrals></Message>')
	E
	rm twin/incoming/cwm-arian/referrals.csv
	night 2026-03-31
	"$NIGHTLY" twin --date 2026-03-31
	cmp board/current/history.csv twin/current/history.csv
	cmp board/current/counts.csv twin/current/counts.csv
}

@test "nothing published can name a person" {
	make_board
	deliver register referrals notices
	night 2026-03-31
	run -1 grep -r -l -i -E 'canary|LL9|cerys|dylan|02/0|2015-01-02' \
		board/nights board/state board/work
	[[ $(stat -c %a board/identifiable board/keys board/state | sort -u) == 700 ]]
}

@test "link tokens do not outlive the night, good or failed" {
	make_board
	deliver register referrals notices
	night 2026-03-31
	[[ ! -e board/identifiable/work/2026-03-31 ]]
	shim lscb-join <<-'EOF'
		#!/bin/sh
		[ "$1" != --version ] || exit 0
		echo 'lscb-join: a.csv:2: subject: no pseudonym [bad-subject]' >&2
		exit 65
	EOF
	LSCB_BIN=$PWD/bin fails 65
	[[ -z $(find board -path "*tokens*" -name "*.csv") ]]
}

@test "NAME.part has not arrived" {
	make_board
	deliver register referrals
	notices >$IN/notices.csv.part
	notes
	same - line <<<'cwm-arian/notices: late: not there; none was ever accepted, the night goes on without it'
	[[ -f $IN/notices.csv.part ]]
	[[ $(column 4 notices) == missing ]]
}

@test "a sha256 beside a delivery that agrees is taken with it" {
	make_board
	deliver register referrals notices
	(cd $IN && sha256sum notices.csv >notices.csv.sha256)
	# As other systems write it: capitals, no name, CRLF.
	hash=$(sha256sum <$IN/referrals.csv)
	hash=${hash%% *}
	printf "%s\r\n" "${hash^^}" >$IN/referrals.csv.sha256
	night 2026-03-31
	[[ -z $(ls $IN) ]]
}

@test "a sha256 that does not agree: broken, the last accepted one serves" {
	make_board
	deliver register referrals notices
	night 2026-03-30
	deliver register referrals notices
	echo 0000 >$IN/notices.csv.sha256
	notes
	same - line <<<'cwm-arian/notices: the delivery of 2026-03-31 is broken: sha256 does not agree: ask the sender to send it again [bad-digest]; the delivery of 2026-03-30 serves'
	[[ $(column 4 notices),$(column 5 notices) == broken,2026-03-30 ]]
}

@test "a missing mandatory extract: 75, and current is untouched" {
	make_board
	deliver register referrals notices
	night 2026-03-30
	content board/nights >before
	deliver register notices
	fails 75
	grep -q 'referrals: mandatory, and late: due 2026-03-31' line
	[[ $(readlink board/current) == nights/2026-03-30 ]]
	content board/nights >after
	same before after
	# It arrives, and the night is run again.
	deliver referrals
	night 2026-03-31
	[[ $(readlink board/current) == nights/2026-03-31 ]]
	[[ $(column 4 notices) == ok ]]
}

@test "two mandatory extracts, one broken and one missing: both are said" {
	make_board
	deliver register referrals notices
	night 2026-03-30
	deliver notices
	echo nonsense >$IN/register.csv
	run -75 "$NIGHTLY" board --date 2026-03-31
	[[ ${#lines[@]} == 2 ]]
	[[ ${lines[0]} == 'cwm-arian/referrals: mandatory, and late: due 2026-03-31' ]]
	[[ ${lines[1]} == 'nightly: board: 2026-03-31: 20-receive: cwm-arian/register: mandatory, and the delivery of 2026-03-31 is broken: '* ]]
}

@test "a board's own library is used instead of the installed one" {
	make_board
	cp -R "$LSCB_LIBRARY" board/library
	sed -i 's/^good: .*/good: 12 to 20/' board/library/indicators/cpr-second.rec
	deliver register referrals notices
	night 2026-03-31
	grep -q 'good between 12% and 20%' board/current/report.txt
}

@test "a late extract: one line, status 0, the report says since when" {
	make_board
	deliver register referrals notices
	night 2026-03-30
	deliver register referrals
	notes
	same - line <<<'cwm-arian/notices: late: due 2026-03-31; the delivery of 2026-03-30 serves'
	[[ $(column 4 notices),$(column 5 notices) == late,2026-03-30 ]]
	grep -q "last accepted on 30 March 2026" board/current/report.txt
	grep -q "30 Mawrth 2026" board/current/adroddiad.md
	grep -q ',stale,' board/current/limits.csv
}

@test "on time but made before the period closed: only the indicators that look at it are stale" {
	make_board
	printf '\nsender: cwm-arian\nextract: audits\nevery: month\n' >>board/board.rec
	deliver register referrals notices
	printf 'Audit ID,Completed,Type,Grade\nA1,03/02/2026,Case file,Not achieved\n' >$IN/audits.csv
	night 2026-03-10
	deliver register referrals notices
	night 2026-03-31
	[[ $(column 4 audits),$(column 5 audits) == ok,2026-03-10 ]]
	of() {
		awk -F, -v i="$1" '$1 == i && $2 == "2026-01-01" { print $10 }' \
			board/current/counts.csv
	}
	[[ $(of audits-completed) == stale ]]
	[[ $(of referral-rate) == ok ]]
	# The quarter before had ended: nothing of it is to come.
	awk -F, '$1 == "audits-completed" && $3 == "2025-12-31" && $10 == "stale"' \
		board/current/counts.csv >early
	same - early </dev/null
}

@test "a broken extract is refused once and for all, its reason kept" {
	make_board
	deliver register referrals notices
	night 2026-03-30
	deliver register referrals notices
	gzip $IN/notices.csv
	truncate -s -9 $IN/notices.csv.gz
	notes
	[[ $(wc -l <line) == 1 ]]
	grep -q '^cwm-arian/notices: the delivery of 2026-03-31 is broken: lscb-ingest: cwm-arian/notices.csv' line
	content board/nights >first
	mv line line1
	# Again: nothing to take, the same answer.
	notes
	same line1 line
	content board/nights >second
	same first second
}

@test "rejects over the limit make a delivery broken, and no value is told" {
	make_board
	deliver register referrals notices
	night 2026-03-30
	deliver register referrals notices
	sed -i 's/2025-02-03/canary-date/' $IN/notices.csv
	notes
	grep -qF 'is broken: more than 5% of its rows are bad, see max_rejects in board.rec [too-many-rejects] (1 incident_date: bad-date; see ' line
	run -1 grep -i canary line
	[[ $(column 5 notices) == 2026-03-30 ]]
	grep -q canary-date board/identifiable/quarantine/2026-03-31/cwm-arian.notices.csv
}

@test "a fifth fewer rows is a broken delivery; exactly a fifth is not" {
	make_board
	# Mandatory would end the night; here the register is one of many.
	sed -i 's/^extract: register/&\nmandatory: no/' board/board.rec
	deliver register referrals notices
	night 2026-03-29
	deliver register referrals notices
	sed -i '/^R9/d; /^R10/d' $IN/register.csv	# 8 of 10: 20 %
	night 2026-03-30
	[[ $(column 7 register) == 8 ]]
	deliver register referrals notices
	sed -i '/^R[789]/d; /^R10/d' $IN/register.csv	# 6 of 8: 25 %
	notes
	grep -q 'is broken: 6 rows, 8 in the last good night: more than 20% fewer' line
	[[ $(column 5 register) == 2026-03-30 ]]
}

@test "a filter that fails ends the night, named, with current untouched" {
	make_board
	deliver register referrals notices
	night 2026-03-30
	deliver register referrals notices
	shim lscb-link <<-'EOF'
		#!/bin/sh
		echo 'lscb-link: index: key tag differs [key-tag]' >&2
		exit 78
	EOF
	LSCB_BIN=$PWD/bin fails 78
	same - line <<<'nightly: board: 2026-03-31: 30-link: lscb-link: index: key tag differs [key-tag]'
	[[ $(readlink board/current) == nights/2026-03-30 ]]
	[[ ! -e board/nights/2026-03-31 ]]
	# Put right, the same deliveries make the night.
	night 2026-03-31
	[[ $(column 5 register) == 2026-03-31 ]]
}

@test "rebase.csv: a decision without a reason is told before the night, one with it is taken" {
	make_board
	deliver register referrals notices
	night 2026-03-31
	head -n 1 board/current/limits.csv | grep -q ',change,chart,release$'
	printf '%s\n' indicator,by,group,date,reason,who \
		'cpr-second,,,2025-04-01,,Performance sub-group' >board/rebase.csv
	fails 78
	grep -q 'rebase.csv:2: reason: limits begin anew for a reason alone' line
	sed -i 's/04-01,,/04-01,New thresholds,/' board/rebase.csv
	shim lscb-limits <<-EOF
		#!/bin/sh
		case \$* in *published*) exit 70 ;; *'--rebase rebase.csv'*) ;; *) exit 70 ;; esac
		exec "$LSCB_BIN/lscb-limits" "\$@"
	EOF
	LSCB_BIN=$PWD/bin night 2026-03-31
}

@test "published.csv: what the night finds otherwise is restated" {
	make_board
	deliver register referrals notices
	night 2026-03-31
	cp board/current/limits.csv board/published.csv
	night 2026-03-31
	head -n 1 board/current/limits.csv |
		grep -q ',release,restated,was_numerator,was_denominator,was_value$'
	run -1 grep ,restated,[0-9] board/current/limits.csv
	awk -F, -v OFS=, '$1 == "training-sessions" && !n++ { $6 += 7 } { print }' \
		board/current/counts.csv >board/published.csv
	night 2026-03-31
	[[ $(grep -c ',restated,[0-9]' board/current/limits.csv) == 1 ]]
}

@test "a filter killed by a signal, or not installed, is our bug: 70" {
	make_board
	deliver register referrals notices
	shim lscb-limits <<-'EOF'
		#!/bin/sh
		kill -SEGV $$
	EOF
	LSCB_BIN=$PWD/bin fails 70
	grep -q '60-limits: ' line
	rm bin/lscb-limits
	LSCB_BIN=$PWD/bin fails 70
}

@test "a full disk at any stage is seen: 74, and current is untouched" {
	make_board
	deliver register referrals notices
	night 2026-03-30
	deliver register referrals notices
	for filter in ingest deidentify link join indicators limits report; do
		rm -rf bin
		shim lscb-$filter <<-EOF
			#!/bin/sh
			echo 'lscb-$filter: out: No space left on device [io-error]' >&2
			exit 74
		EOF
		LSCB_BIN=$PWD/bin fails 74
		[[ $(readlink board/current) == nights/2026-03-30 ]]
	done
}

@test "rows that do not add up between two stages end the night" {
	make_board
	deliver register referrals notices
	real=$LSCB_BIN/lscb-deidentify
	shim lscb-deidentify <<-EOF
		#!/bin/bash
		"$real" "\$@" || exit
		while ((\$#)); do
			if [[ \$1 == --stats ]]; then
				sed -i 's/,read,,[0-9]*/,read,,1/' "\$2"
			fi
			shift
		done
	EOF
	LSCB_BIN=$PWD/bin fails 70
	grep -q 'rows out, 1 rows in \[not-reconciled\]' line
}

@test "one night at a time: the second is told 75" {
	make_board
	deliver register referrals notices
	exec 8<>board/lock
	flock 8
	fails 75
	grep -q 'another night is running' line
	[[ -f $IN/register.csv ]]
	exec 8>&-
	night 2026-03-31
}

@test "a backfill leaves current and the standing state alone" {
	make_board
	deliver register referrals notices
	night 2026-03-29
	deliver register referrals notices
	night 2026-03-31
	content board/state >before
	# The night between: its mandatory extracts came on the 29th.
	sed -i 's/^extract: re.*/&\ngrace: 1/' board/board.rec
	deliver register
	notes 2026-03-30
	same - line <<<'cwm-arian/notices: late: due 2026-03-30; the delivery of 2026-03-29 serves'
	[[ -f board/nights/2026-03-30/SHA256SUMS ]]
	[[ $(readlink board/current) == nights/2026-03-31 ]]
	content board/state >after
	same before after
	# What arrives now is not of that night.
	[[ -f $IN/register.csv ]]
	grep -q '"state_read":{"night":"2026-03-29"' board/nights/2026-03-30/datapackage.json
}

@test "a night reads the state of the last good night before it" {
	make_board
	deliver register referrals notices
	night 2026-03-29
	grep -q '"state_read":null' board/nights/2026-03-29/datapackage.json
	deliver register referrals notices
	night 2026-03-30
	hash=$(sha256sum board/state/2026-03-29.index | cut -c 1-64)
	grep -q "\"state_read\":{\"night\":\"2026-03-29\",\"hash\":\"sha256:$hash\"}" \
		board/nights/2026-03-30/datapackage.json
	# The last night again: still that of the night before, not its own.
	night 2026-03-30
	[[ ! -e board/nights/2026-03-30.r2 ]]
}

@test "a corrected delivery makes a revision; what was published stays" {
	make_board
	deliver register referrals notices
	night 2026-03-31
	content board/nights/2026-03-31 >before
	referrals | sed 's/Health,N1/Health,N2/' >$IN/referrals.csv
	night 2026-03-31
	content board/nights/2026-03-31 >after
	same before after
	[[ $(readlink board/current) == nights/2026-03-31.r2 ]]
	(cd board/current && sha256sum --quiet -c SHA256SUMS)
	# And the night after it reads the state of the revision.
	deliver register referrals notices
	night 2026-04-01
	grep -q '"state_read":{"night":"2026-03-31.r2"' board/current/datapackage.json
}

@test "deliveries go after the stated days, but for the one that serves" {
	make_board
	sed -i 's/^id: test/&\nkeep_days: 10/; s/^extract: notices/&\nevery: year/' \
		board/board.rec
	deliver register referrals notices
	night 2026-03-01
	deliver register referrals
	night 2026-03-10
	deliver register referrals
	# 10 days before the 20th is the 10th: the 1st goes, the 10th stays.
	night 2026-03-20
	ls board/identifiable/accepted/cwm-arian/register >have
	printf '%s\n' 2026-03-10 2026-03-20 >want
	same want have
	ls board/identifiable/accepted/cwm-arian/notices >have
	same - have <<<2026-03-01
	ls board/state >have
	printf '%s\n' 2026-03-10.index 2026-03-20.index >want
	same want have
	# The nights themselves stay.
	[[ -d board/nights/2026-03-01 ]]
}

@test "a link or two files of one extract are not taken, and said so" {
	make_board
	deliver register referrals
	notices >elsewhere
	ln -s ../../../elsewhere $IN/notices.csv
	notes
	grep -q 'notices: not a plain file in incoming; not taken' line
	rm $IN/notices.csv
	deliver notices
	gzip -k $IN/notices.csv
	notes
	grep -q 'notices: both .csv and .csv.gz have arrived' line
	[[ -f $IN/notices.csv && -f $IN/notices.csv.gz ]]
}

@test "a delivery that another user owns becomes ours, and theirs no more" {
	((EUID == 0)) || skip 'needs root, to give a file away'
	make_board
	deliver register referrals notices
	chown 65534 $IN/*
	(cd $IN && sha256sum notices.csv >notices.csv.sha256)
	night 2026-03-31
	[[ -z $(ls $IN) ]]
	stat -c '%u %a' board/identifiable/accepted/cwm-arian/*/* | sort -u >have
	same - have <<<'0 600'
}

@test "a delivery that cannot be read, or a folder that cannot be looked into" {
	((EUID == 0)) || skip 'needs root, to be somebody else'
	make_board
	deliver register referrals notices
	# Nobody with a copy of it all: the folders above are root's alone.
	copy=$(mktemp -d /tmp/lscb-night.XXXXXX)
	mkdir "$copy/build"
	cp -R "$ROOT/pipelines" "$LSCB_BIN" board "$copy/"
	chmod 000 "$copy/$IN/notices.csv"
	chown -R 65534 "$copy"
	chown 0 "$copy/$IN/notices.csv"
	run -0 setpriv --reuid 65534 --clear-groups env LSCB_BIN="$copy/bin" LSCB_LIBRARY="$copy/pipelines/library" \
		"$copy/pipelines/nightly" "$copy/board" --date 2026-03-31
	chmod 000 "$copy/board/incoming"
	first=$output
	run -66 setpriv --reuid 65534 --clear-groups env LSCB_BIN="$copy/bin" LSCB_LIBRARY="$copy/pipelines/library" \
		"$copy/pipelines/nightly" "$copy/board" --date 2026-03-31
	rm -rf "$copy"
	[[ $first == 'cwm-arian/notices: not taken: let the user who runs'* ]]
	[[ $output == *'10-take: incoming: cannot look into it: let the user'* ]]
}

@test "cron's night before a night of a day to come: said every time, nothing is taken" {
	make_board
	deliver register referrals notices
	night 2026-03-31
	mkdir board/nights/9998-12-31
	deliver notices
	# Every delivery is months old now, and none is mandatory here.
	sed -i 's/^extract: .*/&\nmandatory: no/' board/board.rec
	"$NIGHTLY" board >out 2>line
	[[ $(grep -c 'nights/9998-12-31 is later, so nothing is taken and current stays' line) == 1 ]]
	[[ -f $IN/notices.csv && $(readlink board/current) == nights/2026-03-31 ]]
	# Asked for by its date it is an ordinary backfill.
	"$NIGHTLY" board --date 2026-04-01 2>line
	! grep -q 'is later' line
}

@test "board.rec in another encoding, or with a control character: 78 and its line" {
	make_board
	deliver register referrals notices
	cp board/board.rec good
	printf 'title: Bwrdd T\xf4n\n' >title
	sed -i -e '/^title:/{r title' -e 'd}' board/board.rec
	fails 78
	grep -q 'board.rec:1: not UTF-8: save the file as UTF-8' line
	printf 'title: Bwrdd \001 Un\n' >title
	cp good board/board.rec
	sed -i -e '/^title:/{r title' -e 'd}' board/board.rec
	fails 78
	grep -q 'board.rec:4: a control character' line
	# A tab is a blank.
	printf 'title: Bwrdd\tTŷ "Un"\n' >title
	cp good board/board.rec
	sed -i -e '/^title:/{r title' -e 'd}' board/board.rec
	night 2026-03-31
	grep -q '"title":"Bwrdd Tŷ \\"Un\\""' board/current/datapackage.json
}

@test "files that no delivery names are counted, not named" {
	make_board
	deliver register referrals notices
	echo x >"$IN/Canary Jones.xlsx"
	notes
	same - line <<<'incoming/cwm-arian: 1 file(s) that no Delivery in board.rec names'
}

@test "the configuration is read, not run, and a slip in it has a line" {
	make_board
	cp board/board.rec good
	sed 's/^title: .*/title: $(touch pwned) `touch pwned`/' good >board/board.rec
	deliver register referrals notices
	night 2026-03-31
	[[ ! -e pwned && ! -e board/pwned ]]
	sed '3s/.*/&\nkeep_dayz: 3/' good >board/board.rec
	fails 78
	same - line <<<"nightly: board.rec:4: no key 'keep_dayz' in a Board [bad-definition]"
	sed 's/^id: .*/&\nmax_rejects: many/' good >board/board.rec
	fails 78
	sed 's/^id: .*/&\nid: again/' good >board/board.rec
	fails 78
	grep -q 'board.rec:4: id: given twice' line
	sed 's|^sender: .*|sender: ../etc|' good >board/board.rec
	fails 78
	sed 's/^extract: notices/extract: notises/' good >board/board.rec
	fails 78
	grep -q "no definition 'notises' in the library" line
	sed '/^%rec: Delivery/,$d' good >board/board.rec
	fails 78
	# As Notepad saves it.
	{ printf '\xef\xbb\xbf'; sed 's/$/\r/' good; } >board/board.rec
	night 2026-03-31
}

@test "keys that are missing or that others can read: 78, before anything is made" {
	make_board
	deliver register referrals notices
	chmod 0644 board/keys/deidentify.key
	fails 78
	chmod 0400 board/keys/deidentify.key
	mv board/keys/link.key board/keys/away
	fails 78
	grep -q 'no keys/link.key: make it with lscb-keygen --purpose link' line
	mv board/keys/away board/keys/link.key
	mv board/populations.csv board/away.csv
	fails 66
	grep -q 'no populations.csv, which board.rec names' line
	mv board/away.csv board/populations.csv
	# Nothing was taken from incoming meanwhile.
	night 2026-03-31
}

@test "command line: 64 for a bad one, 66 for no such board" {
	make_board
	run -64 "$NIGHTLY"
	run -64 "$NIGHTLY" board --date
	run -64 "$NIGHTLY" board --date 31/03/2026
	run -64 "$NIGHTLY" board --date 2026-02-30
	run -64 "$NIGHTLY" board --night
	run -64 "$NIGHTLY" board board
	run -66 "$NIGHTLY" nowhere --date 2026-03-31
	run -0 "$NIGHTLY" --help
	mkdir empty
	run -78 "$NIGHTLY" empty --date 2026-03-31
}

@test "without --date it is the night of yesterday" {
	make_board
	deliver register referrals notices
	# Yesterday by way of the seconds since 1970; the clock is UTC here.
	yesterday=$(date -u -d "@$(($(date +%s) - 86400))" +%F)
	"$NIGHTLY" board
	after=$(date -u -d "@$(($(date +%s) - 86400))" +%F)
	night=$(readlink board/current)
	[[ $night == nights/$yesterday || $night == nights/$after ]]
}

@test "from cron: no PATH, no HOME, no locale, another folder, no input" {
	make_board
	deliver register referrals notices
	cd /
	env -i "$NIGHTLY" "$BATS_TEST_TMPDIR/board" --date 2026-03-31 \
		>"$BATS_TEST_TMPDIR/out" 2>&1 </dev/null
	[[ ! -s $BATS_TEST_TMPDIR/out ]]
	[[ -f $BATS_TEST_TMPDIR/board/current/report.html ]]
}

@test "called through a link, or by bash in its own folder: the same night" {
	make_board
	deliver register referrals notices
	mkdir bin
	ln -s "$NIGHTLY" bin/lscb-night
	bin/lscb-night board --date 2026-03-31 >out 2>&1
	[[ ! -s out && -f board/current/SHA256SUMS ]]
	ln -s "$STATUS" bin/lscb-status
	bin/lscb-status board --date 2026-03-31
	(cd "${NIGHTLY%/*}" && bash nightly "$OLDPWD/board" --date 2026-03-31)
}

@test "a script cut off from its lib touches nothing: 71" {
	mkdir alone
	cp "$NIGHTLY" alone/nightly
	run -71 alone/nightly board --date 2026-03-31
	run -71 --separate-stderr alone/nightly board --date 2026-03-31
	[[ -z $output ]]
}

@test "a link index that is gone is not done without: 65" {
	make_board
	deliver register referrals notices
	night 2026-03-30
	deliver register referrals notices
	night 2026-03-31
	rm board/state/2026-03-31.index
	deliver register referrals notices
	fails 65 2026-04-01
	grep -q 'state/2026-03-31.index is not there; put it back from a backup, or move current away' line
	[[ $(readlink board/current) == nights/2026-03-31 ]]
	mv board/current board/current.lost
	night 2026-04-01
}

@test "a link index that is not what its night made is not used: 65" {
	make_board
	deliver register referrals notices
	night 2026-03-30
	deliver register referrals notices
	cp board/state/2026-03-30.index kept
	printf '\n' >>board/state/2026-03-30.index
	fails 65
	grep -q 'state/2026-03-30.index is not the one that night made' line
	cp kept board/state/2026-03-30.index
	night 2026-03-31
}

@test "a mistake in a definition ends the night with 78, named with its line" {
	make_board
	deliver register referrals notices
	cp -R "$ROOT/pipelines/library" library
	sed -i '0,/^type: /s//typo: /' library/extracts/notices.rec
	LSCB_LIBRARY=$PWD/library fails 78
	grep -q '20-receive: lscb-ingest: .*notices.rec:[0-9]*: ' line
	[[ -f board/identifiable/landed/cwm-arian/notices ]]
}

@test "on a disk that is really full: 73 or 74, and what was there stays" {
	make_board
	deliver register referrals notices
	night 2026-03-30
	deliver register referrals notices
	cat >try <<-'EOF'
		#!/bin/bash
		# try KIB: a board on a file system of that size.
		mount -t tmpfs -o size="$1k" none full || exit 99
		cp -R board full/ || exit 98
		status=0
		"$NIGHTLY" full/board --date 2026-03-31 >/dev/null 2>line || status=$?
		(cd full/board/current && sha256sum --quiet -c SHA256SUMS) || exit 97
		readlink full/board/current >where
		exit "$status"
	EOF
	mkdir full
	export NIGHTLY
	unshare -m true 2>/dev/null || skip 'cannot make a mount name space here'
	size=$(du -sk --apparent-size board | cut -f 1)
	seen=''
	for more in 180 200 220 240 280 320 360 400 480 1200; do
		status=0
		unshare -m bash try $((size + more)) || status=$?
		case $status in
		0) [[ $(cat where) == nights/2026-03-31 ]] ;;
		73 | 74) [[ $(cat where) == nights/2026-03-30 && $(wc -l <line) -ge 1 ]] ;;
		98) ;;	# not even the board fits
		*) echo "size $more: status $status: $(cat line)"; false ;;
		esac
		seen+=" $status"
	done
	echo "$seen"
	[[ $seen == *' 7'*' 0' ]]
}

@test "limits are asked how figures go on, and how groups stand where a card shows them" {
	make_board
	deliver register referrals notices
	shim lscb-limits <<-EOF
		#!/bin/sh
		echo "\$*" >>asked
		exec "$LSCB_BIN/lscb-limits" "\$@"
	EOF
	LSCB_BIN=$PWD/bin night 2026-03-31
	grep -q -e '--forecast 2' board/asked
	run ! grep -q -e --funnel board/asked
	cp -R "$LSCB_LIBRARY" board/library
	sed -i 's/^indicator: cpr-two-years-ended/&\nshow_by: agency/' \
		board/library/scorecards/safeguarding-services.rec
	LSCB_BIN=$PWD/bin night 2026-03-31
	tail -n 1 board/asked | grep -q -e --funnel
	head -n 1 board/current/limits.csv | grep -q ,compared,
	grep -q 'By agency: the table of figures has none' board/current/report.txt
}
