#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-ingest --agreement: a column that was not agreed, a review that is past and
# an agreement that is not signed stop the extract; what an override lets pass is
# counted.
load ../lib/common

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	cat >notices.csv <<-'E'
	Notice Ref,Incident Date,Received,Type,House,Postcode,Officer,DASH risk,Narrative
	N1,2026-02-03,2026-02-04,Domestic Abuse,1,LL9 1AA,CANARY,High,CANARY
	N2,2026-02-05,2026-02-06,Missing,3,LL9 1AD,CANARY,N/A,
	E
	agreed
}

all='notice_ref, incident_date, received, type, house, postcode, officer, risk, narrative'

# agreed [COLUMNS]: a.rec, with more on standard input.
agreed() {
	cat >a.rec <<-E
	%rec: Agreement

	id: a
	title: Notices
	party: police
	recipient: the board
	purpose: counting
	basis: an act
	signed: 2025-04-01
	review: 2026-03-31
	retention: 92

	%rec: Extract

	extract: notices
	sender: cwm-arian
	column: ${1:-$all}
	E
	[[ -t 0 ]] || cat >>a.rec
}

# take [OPTION...]: stdout goes to out.csv.
take() {
	lscb-ingest -x notices --sender cwm-arian --date 2026-03-31 \
		--agreement ./a.rec --stats stats.csv -o out.csv "$@" notices.csv
}

# refused STATUS TEXT: take says so, and never a value.
refused() {
	run "-$1" --separate-stderr take
	[[ $stderr == *"$2"* && $stderr != *CANARY* && ! -e out.csv ]] || {
		echo "$stderr"
		return 1
	}
}

@test "what was agreed is taken, byte for byte as without an agreement" {
	take
	lscb-ingest -x notices --sender cwm-arian --date 2026-03-31 notices.csv |
		same - out.csv
	run ! grep overridden stats.csv
}

@test "a column outside the agreement stops it, with its place; free text is a column too" {
	agreed "${all%, narrative}" </dev/null
	refused 65 'notices.csv:1: narrative: column 9 of the file is outside agreement '\''a'\'': ask the sender to leave it out, or have it agreed and add it there [outside-agreement]'
	agreed "${all/officer, /}" </dev/null
	refused 65 'notices.csv:1: officer: column 7 of the file is outside'
	# Two: both are counted, and --explain shows both.
	agreed "${all/officer, risk, narrative/risk}" </dev/null
	refused 65 '(and 1 more: --explain shows all) [outside-agreement]'
	run -1 take --explain
	[[ $(grep -c 'outside-agreement' out.csv) == 2 ]] || { cat out.csv; false; }
	rm out.csv
}

@test "a column that was agreed and is not in the file is no matter" {
	cp -R "$LSCB_LIBRARY" lib
	sed -i 's/^name: officer$/&\noptional: yes/' lib/extracts/notices.rec
	cut -d, -f 1-6,8- notices.csv >fewer && mv fewer notices.csv
	LSCB_LIBRARY=lib take
	# Nor is one that is in the definition and nowhere else.
	agreed "${all/officer, /}" </dev/null
	LSCB_LIBRARY=lib take
}

@test "the day of the review is the last; then nothing is taken before a byte is read" {
	lscb-ingest -x notices --sender cwm-arian --date 2026-03-31 --agreement ./a.rec notices.csv >out
	run -65 --separate-stderr lscb-ingest -x notices --sender cwm-arian \
		--date 2026-04-01 --agreement ./a.rec absent.csv
	[[ $stderr == *"a.rec: review: agreement 'a' was due for review on 2026-03-31: review it with its parties"*'[agreement-lapsed]' ]]
	run -65 --separate-stderr lscb-ingest -x notices --sender cwm-arian \
		--date 2025-03-31 --agreement ./a.rec notices.csv
	[[ $stderr == *"a.rec: signed: agreement 'a' is signed on 2025-04-01"*'[agreement-not-signed]' ]]
	lscb-ingest -x notices --sender cwm-arian --date 2025-04-01 --agreement ./a.rec \
		--rejects bad notices.csv >out
}

@test "an override lets pass what it names, on its days, and is counted" {
	agreed "${all%, narrative}" <<-'E'

	%rec: Override

	extract: notices
	allows: narrative
	reason: the export cannot leave it out before May
	by: the data protection officer
	until: 2026-03-31
	E
	take
	grep -x 'lscb-ingest,overridden,narrative,1' stats.csv
	rm out.csv
	sed -i 's/^until: .*/until: 2026-03-30/' a.rec
	refused 65 'add it there (its override ended on 2026-03-30) [outside-agreement]'
	# Another column is not meant.
	sed -i 's/^until: .*/until: 2027-01-01/; s/^allows: .*/allows: officer/' a.rec
	refused 65 'narrative: column 9'
	sed -i 's/^allows: .*/allows: review/; s/^review: .*/review: 2026-03-30/' a.rec
	refused 65 'narrative: column 9'
	sed -i "s/^column: .*/column: $all/" a.rec
	take
	grep -x 'lscb-ingest,overridden,review,1' stats.csv
	rm out.csv
	sed -i 's/^until: .*/until: 2026-03-30/' a.rec
	refused 65 'with a reason (its override ended on 2026-03-30) [agreement-lapsed]'
	# Of another extract.
	sed -i 's/^until: .*/until: 2027-01-01/' a.rec
	awk '/^%rec: Override/ { on = 1 } on && /^extract:/ { $2 = "register" } 1' a.rec >b.rec
	mv b.rec a.rec
	refused 65 '[agreement-lapsed]'
}

@test "an override without a reason, a name or an end is none: 78" {
	for key in extract allows reason by until; do
		agreed <<-'E'

		%rec: Override

		extract: notices
		allows: review
		reason: as it is
		by: somebody
		until: 2026-12-31
		E
		awk -v key="$key:" '/^%rec: Override/ { on = 1 } !on || $1 != key' a.rec >b.rec
		mv b.rec a.rec
		refused 78 "'$key:'"
		[[ $stderr == *'[bad-agreement]' ]]
	done
}

@test "an extract or sender that it says nothing of, and no sender: 78" {
	sed -i 's/^extract: notices/extract: register/' a.rec
	refused 78 "agreement 'a' says nothing of extract 'notices' from sender cwm-arian"
	agreed </dev/null
	sed -i 's/^sender: .*/sender: bryn-glas/' a.rec
	refused 78 '[bad-agreement]'
	sed -i 's/^sender: .*/&\nsender: cwm-arian/' a.rec
	take
	sed -i '/^sender: /d' a.rec
	take
	agreed </dev/null
	run -78 lscb-ingest -x notices --date 2026-03-31 --agreement ./a.rec notices.csv
}

@test "a slip in it is 78 with its line and a near miss, one code for all" {
	slip() {
		agreed </dev/null
		sed -i "$1" a.rec
		refused 78 "$2"
		[[ $stderr == *'[bad-agreement]' ]]
	}
	slip 's/narrative$/narative/' "a.rec:17: column: extract 'notices' has no column 'narative'; did you mean 'narrative'?"
	slip 's/^review: .*/review: soon/' 'a.rec:10: review: not a day, want YYYY-MM-DD'
	slip 's/^review: .*/review: 2025-03-31/' 'is before the day on which it was signed'
	slip 's/^signed: .*/signed: 2025-02-29/' 'signed: not a day'
	slip 's/^retention: .*/retention: long/' 'want the number of days'
	slip 's/^retention: .*/retention: 0/' 'want the number of days'
	slip '/^retention: /d' "'retention:'"
	slip '/^signed: /d' "'signed:'"
	slip '/^purpose: /d' "'purpose:'"
	slip '/^basis: /d' "'basis:'"
	slip '/^party: /d' "no 'party'"
	slip '/^recipient: /d' "no 'recipient'"
	slip 's/^column:/colum:/' "did you mean 'column'"
	slip 's/^sender: .*/&\nextra_columns: yes/' 'want allowed, or leave it out'
	slip 's/^id: .*/id: A B/' 'want lower-case letters'
	slip '/^%rec: Agreement/,/^$/d; /^id/,/^$/d' 'no Agreement record'
	rm a.rec
	refused 78 '[bad-agreement]'
	run -78 --separate-stderr lscb-ingest -x notices --date 2026-03-31 --agreement none notices.csv
	[[ $stderr == *'[bad-agreement]' ]]
}

@test "columns that the definition leaves out were sent: they are to be agreed as well" {
	grep -q '^extra_columns: drop' "$LSCB_LIBRARY/extracts/notices.rec"
	sed -i '1s/$/,Shoe size/; 2,$s/$/,CANARY/' notices.csv
	refused 65 "notices.csv:1: 1 columns that the definition leaves out were sent"
	sed -i 's/^sender: .*/&\nextra_columns: allowed/' a.rec
	take
}

@test "explain says under which agreement, and why the file would be refused" {
	run -0 take --explain
	grep -q '^Agreement   a, to be reviewed by 2026-03-31$' out.csv
	sed -i 's/^review: .*/review: 2026-03-30/' a.rec
	run -1 take --explain
	grep -q 'The file would be refused before its first row' out.csv
	grep -q '\[agreement-lapsed\]' out.csv
	sed -i 's/^review: .*/review: then/' a.rec
	run -78 take --explain
}

@test "on which day, and of which definition, must be said: 64" {
	run -64 --separate-stderr lscb-ingest -x notices --sender cwm-arian --agreement ./a.rec notices.csv
	[[ $stderr == *'--agreement: say with --date on which day it has to hold'* ]]
	run -64 --separate-stderr lscb-ingest --untyped --agreement ./a.rec notices.csv
}

@test "every sample agreement agrees to what the made board sends, column by column" {
	lscb-synth --people 2000 --date 2026-03-31 --out board -o list
	local path extract
	for path in board/cwm-arian/*; do
		extract=${path##*/}
		extract=${extract%%.*}
		agreement=$ROOT/sample-data/board/agreements/$extract.rec
		lscb-ingest -x "$extract" --sender cwm-arian --date 2026-03-31 \
			--agreement "$agreement" --rejects bad -o out "$path"
		# And each line counts: without its first column, which every
		# file has, it is refused.
		first=$(sed -n 's/^column: //p' "$agreement" | head -n 1)
		first=${first%%, *}
		sed "s/^column: $first, /column: /; s/^column: $first\$/note: none/" "$agreement" >less.rec
		run -65 lscb-ingest -x "$extract" --sender cwm-arian \
			--date 2026-03-31 --agreement ./less.rec --rejects bad -o out "$path"
	done
}
