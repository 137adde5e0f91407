#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Every extract that lscb-synth writes, through its definition: without
# mistakes nothing is rejected or asked about, with them exactly what was made
# wrong; and no definition takes another agency's return for its own.
load lib/common

DATE=2026-03-31

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	lscb-keygen --new first second
	lscb-keygen --purpose deidentify -o deidentify.key first second
}

# files BOARD: every extract that is sent or returned, by its path.
files() {
	printf '%s\n' "$1"/*/*.csv* "$1"/returns/*/*.csv* | grep -v -e /truth/ \
		-e '[*]'
}

# gives EXTRACT: it gives events.
gives() {
	grep -q '^%rec: Event' "$LSCB_LIBRARY/extracts/$1.rec"
}

# through BOARD: every extract ingested, and de-identified where it gives
# events; what is wrong.
through() {
	local file extract sender name
	files "$1" >"$1.files"
	while read -r file; do
		sender=$(basename "${file%/*}")
		extract=$(basename "${file%.csv*}")
		name=$sender.$extract
		lscb-ingest -x "$extract" --sender "$sender" --date "$DATE" \
			--rejects "$name.bad" --stats "$name.stats" \
			-o clean.csv "$file" || printf '%s ingest\n' "$name"
		# What a definition declares is no mistake: words that mean
		# "not known", a column that may be absent, 785.0.
		awk -F, -v name="$name" '$4 > 0 && ($2 == "rejected" ||
			$2 == "queried" || ($2 == "repaired" &&
			$3 != "unknown-value" && $3 != "missing-column" &&
			$3 != "point-zero")) { print name ": " $0 }' \
			"$name.stats"
		gives "$extract" || continue
		lscb-deidentify -x "$extract" --sender "$sender" \
			-k "$BATS_FILE_TMPDIR/deidentify.key" --date "$DATE" \
			--tokens tokens.csv -o "$name.payload" clean.csv ||
			printf '%s de-identify\n' "$name"
	done <"$1.files"
}

@test "every extract of a board is there, has rows, gives events, none rejected or queried" {
	local file
	lscb-synth --date "$DATE" --errors none --people 30000 --returns \
		--out board -o list.csv
	through board >actual
	for file in ./*.payload; do
		(( $(wc -l <"$file") > 1 )) || printf '%s gives no event\n' "$file"
	done >>actual
	: >expected
	same expected actual
	# All but the published tables, which no agency sends, and the survey's own
	# forms, whose serials have to be issued first: tests/survey.bats.
	(cd "$LSCB_LIBRARY/extracts" && printf '%s\n' *.rec) |
		sed 's/\.rec$//' | grep -v '^dfe-\|^ons-\|^statswales$\|^survey-forms$' |
		sort >expected
	printf '%s\n' *.stats | sed 's/^cwm-arian\.//; s/\.stats$//' |
		sort >actual
	same expected actual
	# Tables without a date give no event; they are few, and say so.
	while read -r file; do
		gives "$file" || [[ ! -e cwm-arian.$file.payload ]]
		gives "$file" || grep -q 'no event' \
			"$LSCB_LIBRARY/extracts/$file.rec"
	done <expected
	tail -n +2 list.csv | wc -l >actual
	wc -l <expected >counted
	same counted actual
}

@test "so it is with three authorities whose local ids are the same numbers" {
	lscb-synth --date "$DATE" --errors none --people 9000 --seed 3 \
		--authorities 3 --returns --out board -o list.csv
	through board >actual
	: >expected
	same expected actual
	(( $(printf '%s\n' *.stats | wc -l) == $(wc -l <list.csv) - 1 ))
}

# noticed BOARD DATE: every record that a definition rejects or asks about and
# why, in the words of truth/mistakes.csv.
noticed() {
	local file sender
	files "$1" >"$1.files"
	while read -r file; do
		sender=${file#"$1/"} sender=${sender%/*}
		rm -f bad redacted
		lscb-ingest -x "$(basename "${file%.csv*}")" \
			--sender "${sender##*/}" --date "$2" --rejects bad \
			--redacted redacted -o out.csv "$file"
		sed 1d redacted | awk -F, -v OFS=, -v s="$sender" \
			-v x="$(basename "${file%.csv*}")" '
			{ measure = $7 == "error" ? "rejected" : "queried"
			  print s, x, $3, measure, $6 }'
	done <"$1.files" | sort
}

@test "with mistakes, each definition rejects and asks about the records that were made wrong, for that reason, and no other" {
	lscb-synth --date "$DATE" --people 60000 --returns --out board \
		-o list.csv
	noticed board "$DATE" >actual
	sed 1d board/truth/mistakes.csv | sort >expected
	same expected actual
	# Every extract had something rejected, but for the log of practice
	# reviews, which is shorter than the place of its mistake.
	cut -d, -f1 "$LSCB_LIBRARY/synth/files.csv" | sed 1d | sort >all
	awk -F, '$4 == "rejected" { print $2 }' actual | sort -u |
		comm -23 all - >spared
	echo practice-reviews | same - spared
	# The counts are those of the records.
	awk -F, -v OFS=, 'NR > 1 { n[$1 OFS $2 OFS $4 OFS $5]++ }
		END { for (k in n) print k, n[k] }' board/truth/mistakes.csv |
		sort >counted
	sed 1d board/truth/errors.csv | sort | same - counted
}

@test "so it is with several authorities, as sent" {
	lscb-synth --date 2026-03-17 --people 30000 --seed 3 --authorities 3 \
		--returns --delivery as-sent --out board -o list.csv
	noticed board 2026-03-17 >actual
	grep -v '^changes/' board/truth/mistakes.csv | sed 1d | sort >expected
	same expected actual
}

# others EXTRACT: the other extracts of its agency, from the next one on.
others() {
	local agency
	agency=$(grep '^agency: ' "$LSCB_LIBRARY/extracts/$1.rec")
	(cd "$LSCB_LIBRARY/extracts" && grep -lx "$agency" ./*.rec) |
		sed 's,^\./,,; s/\.rec$//' | awk -v here="$1" '
		$0 == here { on = 1; next } on { print; next }
		{ before[++n] = $0 }
		END { for (i = 1; i <= n; i++) print before[i] }'
}

@test "nobody else's return is taken for an agency's own: the file is refused, told by its first line" {
	local file extract other wrong=0
	lscb-synth --date "$DATE" --errors none --people 4000 --returns \
		--out board -o list.csv
	mkdir first
	files board >board.files
	while read -r file; do
		extract=$(basename "${file%.csv*}")
		# Some rows of each, as they are.
		if [[ $extract == adult-services ]]; then
			cp "$file" "first/$extract"	# UTF-16
		else
			gzip -dcf "$file" | sed 5q >"first/$extract"
		fi
	done <board.files
	# Those of one agency are most alike: each by the definitions of the
	# three that come next there.
	for file in first/*; do
		extract=${file#first/}
		for other in $(others "$extract" | sed 3q); do
			wrong=$((wrong + 1))
			run -65 --separate-stderr lscb-ingest -x "$other" \
				--sender cwm-arian --date "$DATE" \
				--rejects bad -o out "$file"
			[[ $stderr == *"$extract:1: "*" [missing-column]" ||
				$stderr == *"$extract:1: "*" [bad-encoding]" ]]
			[[ ! -e out ]]
		done
	done
	(( wrong > 150 ))
}

# The roll again, as schools' systems write it in XML: a Message for each school.
as_xml() {
	python3 - "$1" <<-'E'
	import csv, sys
	from xml.sax.saxutils import escape
	groups = (('BasicDetails', 'NativeId UPN Surname Forename DOB Sex'),
	          ('Status', 'EntryDate LeavingDate'))
	rows = list(csv.DictReader(open(sys.argv[1], encoding='utf-8-sig'), dialect=csv.Sniffer().sniff(open(sys.argv[1], encoding='utf-8-sig').readline())))
	fold = lambda s: ''.join(c for c in s.lower() if c.isalnum())
	rows = [{fold(k): v for k, v in r.items()} for r in rows]
	for school in sorted({r['school'] for r in rows}):
	    with open(fold(school) + '.xml', 'w') as out:
	        out.write('<?xml version="1.0"?>\n<Message xmlns="urn:census"><Header><Source><Estab>%s</Estab></Source></Header>\n<Pupils><PupilsOnRoll>\n' % escape(school))
	        for r in rows:
	            if r['school'] != school: continue
	            out.write('<PupilOnRoll>')
	            for group, names in groups:
	                out.write('<%s>%s<Unused>x</Unused></%s>' % (group, ''.join('<%s>%s</%s>' % (n, escape(r[fold(n)]), n) for n in names.split() if r[fold(n)]), group))
	            out.write('<HomeInformation><Addresses><Address><PAON>%s</PAON><Postcode>%s</Postcode></Address></Addresses></HomeInformation></PupilOnRoll>\n' % (escape(r['house']), escape(r['postcode'])))
	        out.write('</PupilsOnRoll></Pupils></Message>\n')
	E
}

@test "the roll in XML, a return of each school, is the roll in CSV" {
	lscb-synth --date "$DATE" --errors none --people 3000 --out board -o list.csv
	lscb-ingest -x roll --sender cwm-arian --date "$DATE" \
		board/cwm-arian/roll.csv | lscb-sort -c native_id,school,entry >expected
	as_xml board/cwm-arian/roll.csv
	(($(printf '%s\n' ./*.xml | wc -l) > 1))
	for file in ./*.xml; do
		lscb-ingest -x roll --sender cwm-arian --date "$DATE" -o "$file.csv" "$file"
	done
	lscb-sort -c native_id,school,entry ./*.xml.csv | same expected -
	(($(wc -l <expected) > 100))
}
