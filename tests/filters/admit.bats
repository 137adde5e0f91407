#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-admit: the library against the criteria of admission.  First the criteria
# that the library brings, one missing thing at a time; then how criteria are read.
load ../lib/common
load ../lib/shelf

# whole: a library whose two indicators meet everything, each the other's pair, on a
# card.  Of each file count is line 4, review 21, pair 24 and ref 25: those two were
# put in last, pair after it had been taken out from before review.
whole() {
	shelf
	extract refs social-services
	extract calls police
	sound a 'pair: b' 'ref: K1'
	sound b 'pair: a' 'ref: K2'
	scorecard card a
}

# findings STATUS [OPTION...]: rows that are not met, as
# indicator,criterion,result,reason,file:line in actual; messages in messages.
findings() {
	local want=$1 rc=0
	shift
	lscb-admit "$@" >out.csv 2>err || rc=$?
	((rc == want)) || { echo "status $rc, want $want" && cat err && return 1; }
	python3 - <<-'END'
	import csv
	rows = [r for r in csv.DictReader(open('out.csv')) if r['result'] != 'met']
	with open('actual', 'w') as f:
	    for r in rows:
	        print(','.join([r['indicator'], r['criterion'], r['result'], r['reason'],
	            r['file'].rsplit('/', 1)[-1] + ':' + r['line']]), file=f)
	with open('messages', 'w') as f:
	    for r in rows:
	        print(r['message'], file=f)
	END
}

# finds STATUS ROW... [-- OPTION...]: those rows, and no others.
finds() {
	local want=$1 rows=()
	shift
	while (($# > 0)) && [[ $1 != -- ]]; do
		rows+=("$1")
		shift
	done
	shift $(($# > 0))
	findings "$want" "$@"
	printf '%s\n' "${rows[@]}" | sed '/^$/d' | same - actual
}

criteria=(definition relevant available outcomes evidence story discussion kept
	languages)

@test "a library that meets everything: a row for each criterion, status 0" {
	whole
	lscb-admit --date 2027-03-31 --stats stats.csv >out.csv
	cut -d, -f1-6 out.csv >actual
	{
		echo indicator,criterion,result,reason,file,line
		for id in a b; do
			for c in "${criteria[@]}"; do
				echo "$id,$c,met,,library/indicators/$id.rec,1"
			done
		done
		echo ,scorecard,met,,library/scorecards/card.rec,3
	} | same - actual
	# What is met is said in the words of the criterion.
	grep -q '^a,relevant,.*,Relevant to safeguarding children$' out.csv
	# Two indicators and a card.
	grep -qx lscb-admit,read,,3 stats.csv
	grep -qx lscb-admit,used,,3 stats.csv
	grep -qx lscb-admit,written,,19 stats.csv
}

# Of each key that the programme asks for: without it, what is told.  Line 1 is that
# of the record: there is no other to name.
@test "without a key its criterion is not met, or open where the key is only wished for" {
	whole
	cp -R library sound
	local key criterion result
	while read -r key criterion result reason; do
		rm -R library && cp -R sound library
		indicator a "$key:"
		finds $((result == 1)) "a,$criterion,$(
			((result == 1)) && echo not-met || echo open),$reason,a.rec:1" ||
			{ echo "without $key" && false; }
	done <<-'END'
	rationale relevant 1 no-rationale
	dda available 1 no-dda
	numerator outcomes 1 no-numerator
	subjects outcomes 1 no-subjects
	source evidence 0 no-source
	evidence evidence 0 no-evidence
	period_rule story 1 no-period-rule
	action discussion 1 no-action
	caution discussion 1 no-caution
	owner kept 1 no-owner
	review kept 1 no-review
	title_cy languages 1 no-title-cy
	END
	rm -R library && cp -R sound library
	indicator a quadrant:
	finds 1 a,relevant,not-met,no-quadrant,a.rec:1 \
		a,outcomes,note,no-outcome,a.rec:1
	rm -R library && cp -R sound library
	indicator a agency:
	finds 1 a,available,not-met,no-agency,a.rec:1 \
		a,outcomes,note,one-agency,a.rec:1
}

@test "keys that are asked for only beside others" {
	whole
	# A ratio says of what it is one.
	indicator a 'unit: percent' 'of: referral by child'
	finds 1 a,outcomes,not-met,no-denominator,a.rec:1
	grep -q 'missing: denominator (asked if of or population)' messages
	indicator a 'unit: per 1000' of: 'population: 0 to 17'
	finds 1 a,outcomes,not-met,no-denominator,a.rec:1
	indicator a 'denominator: Children.'
	finds 0
	indicator a 'dda: yes'
	finds 1 a,available,not-met,no-collection,a.rec:1
	indicator a 'collection: By hand.' 'direction: explain'
	finds 1 a,story,not-met,no-too-low,a.rec:1 a,story,not-met,no-too-high,a.rec:1 \
		a,story,open,no-good,a.rec:1 a,story,open,no-baseline,a.rec:1
	indicator a 'too_low: Ask.' 'too_high: Ask.' 'target_note: to be agreed' \
		'baseline_note: to be measured'
	finds 0
	# A target or a good range is somebody's: whose?
	indicator a 'direction: up' 'target: 90' source:
	finds 1 a,evidence,not-met,no-source,a.rec:1 a,evidence,open,no-source,a.rec:1
	indicator a target: 'direction: range' 'good: 1 to 2'
	finds 1 a,evidence,not-met,no-source,a.rec:1 a,evidence,open,no-source,a.rec:1
}

@test "pairs: none, still to come, unknown, itself, not mutual" {
	whole
	sound c 'pair: a' 'ref: K3'
	scorecard card a c
	# b is read with a and a with b; c is read with a: only told.
	finds 0 c,discussion,note,pair-not-mutual,c.rec:24
	grep -qx '.*: its pair a is read with b' messages
	indicator a pair:
	finds 1 a,discussion,not-met,no-pair,a.rec:1 a,discussion,open,no-pair,a.rec:1 \
		b,relevant,open,not-used,b.rec:1 \
		b,discussion,note,pair-not-mutual,b.rec:24 \
		c,discussion,note,pair-not-mutual,c.rec:24
	grep -qx '.*: its pair a names no pair' messages
	scorecard card a b c
	indicator a 'pair_to_come: The other side'
	finds 0 a,discussion,open,no-pair,a.rec:1 \
		b,discussion,note,pair-not-mutual,b.rec:24 \
		c,discussion,note,pair-not-mutual,c.rec:24
	# Of a both pair and pair_to_come were taken out: ref is 24 now, pair 25.
	indicator a pair_to_come: 'pair: bb'
	indicator b pair: 'pair_to_come: x'
	indicator c pair: 'pair_to_come: x'
	finds 1 a,discussion,not-met,pair-unknown,a.rec:25 \
		b,discussion,open,no-pair,b.rec:1 c,discussion,open,no-pair,c.rec:1
	indicator a 'pair: a'
	finds 1 a,discussion,not-met,pair-unknown,a.rec:25 \
		b,discussion,open,no-pair,b.rec:1 c,discussion,open,no-pair,c.rec:1
	grep -q 'it cannot be read with itself' messages
}

@test "on no card and nobody's pair: open; a pair of its own does not make it used" {
	whole
	sound c 'pair: a' 'ref: K3'
	finds 0 c,relevant,open,not-used,c.rec:1 \
		c,discussion,note,pair-not-mutual,c.rec:24
	indicator c 'pair: c'
	findings 1
	grep -qx c,relevant,open,not-used,c.rec:1 actual
}

@test "what cannot be counted: not met, on the data development agenda open" {
	whole
	# count is the last line now: 24 lines before, one of them taken out.
	indicator a "count: contact by child where risk = 'x'"
	local line
	line=$(grep -n ^count: library/indicators/a.rec | cut -d: -f1)
	finds 1 "a,available,not-met,not-computable,a.rec:$line" \
		"a,available,not-met,not-computable,a.rec:$line"
	grep -qx '.*: no extract gives contact' messages
	grep -qx '.*: no extract carries risk into the events it looks at' messages
	indicator a 'dda: yes' 'collection: By hand.'
	line=$(grep -n ^count: library/indicators/a.rec | cut -d: -f1)
	finds 0 "a,available,open,not-computable,a.rec:$line" \
		"a,available,open,not-computable,a.rec:$line"
	# Of what there is: here of the police's extract alone, with no referrals.
	sed -i 's/^event: referral/event: notice/' library/extracts/calls.rec
	indicator a 'dda: no' 'count: referral by child'
	finds 0
	line=$(grep -n ^count: library/indicators/a.rec | cut -d: -f1)
	finds 1 "a,available,not-met,not-computable,a.rec:$line" \
		b,available,not-met,not-computable,b.rec:4 -- -x calls
}

@test "an agency that sends nothing, each at its line" {
	whole
	sed -i 's/^agency: police/agency: polcie/' library/indicators/a.rec
	local line
	line=$(grep -n ^agency:.polcie library/indicators/a.rec | cut -d: -f1)
	finds 1 "a,available,not-met,agency-unknown,a.rec:$line"
	grep -qx ".*: no extract comes from 'polcie'; did you mean 'police'?" messages
	# The agencies are those of the library, whatever this board is sent.
	sed -i 's/^agency: polcie/agency: police/' library/indicators/a.rec
	finds 0 -- -x refs
}

@test "a reference twice, Welsh that is a draft or not said, facts from memory" {
	whole
	indicator b 'ref: K1' 'welsh: draft'
	indicator a welsh:
	printf '%s\n' 'unconfirmed: The year.' 'unconfirmed: The place.' \
		>>library/indicators/a.rec
	local n
	n=$(wc -l <library/indicators/a.rec)
	ref() { grep -n '^ref:' "library/indicators/$1.rec" | cut -d: -f1; }
	findings 1
	{
		echo "a,evidence,open,unconfirmed,a.rec:$((n - 1))"
		echo "a,evidence,open,unconfirmed,a.rec:$n"
		echo "a,kept,not-met,ref-twice,a.rec:$(ref a)"
		echo "a,languages,open,welsh-unsaid,a.rec:$(grep -n ^title_cy library/indicators/a.rec | cut -d: -f1)"
		echo "b,kept,not-met,ref-twice,b.rec:$(ref b)"
		echo "b,languages,open,welsh-draft,b.rec:$(grep -n ^welsh library/indicators/b.rec | cut -d: -f1)"
	} | same - actual
	grep -qx '.*: b has this reference too' messages
	grep -qx '.*: from memory, to be checked: The place.' messages
}

@test "a review that is past, with --date alone, and not on its own day" {
	whole
	finds 0
	finds 0 -- --date 2027-03-31
	finds 0 a,kept,open,review-past,a.rec:21 b,kept,open,review-past,b.rec:21 \
		-- --date 2027-04-01
	grep -qx '.*: the review was due on 31 March 2027' messages
}

@test "candidates are told the same, and do not count" {
	whole
	indicator a 'status: candidate' owner:
	scorecard card b
	finds 0 a,kept,not-met,no-owner,a.rec:1
	# As a headline it is at least open.
	scorecard card b a
	finds 0 a,kept,not-met,no-owner,a.rec:1 \
		a,scorecard,open,headline-candidate,card.rec:10
	indicator b owner:
	findings 1
}

@test "scorecards: an unknown indicator, a sixth headline, none, another name" {
	whole
	scorecard card a bb
	finds 1 bb,scorecard,not-met,indicator-unknown,card.rec:10
	# Of two as near as each other the first is named.
	grep -qx ".*: the library has no indicator 'bb'; did you mean .*" messages ||
		grep -qx ".*: the library has no indicator 'bb'" messages
	printf '\n%%rec: Measure\n\nindicator: nothing\n' >>library/scorecards/card.rec
	finds 1 bb,scorecard,not-met,indicator-unknown,card.rec:10 \
		nothing,scorecard,not-met,indicator-unknown,card.rec:14
	for id in c d e f; do
		sound $id 'pair: a' "ref: K$id"
	done
	scorecard card a b c d e
	findings 0
	run ! grep scorecard actual
	# Headlines are on every second line from 8: the sixth on 18.
	scorecard card a b c d e f
	findings 1
	grep scorecard actual >cards
	echo ,scorecard,not-met,too-many-headlines,card.rec:18 | same - cards
	grep -qx '.*: 6 headlines, .*: 5 at most' messages
	printf '%%rec: Scorecard\n\nid: card\ntitle: x\n\n%%rec: Measure\n\nindicator: a\n' \
		>library/scorecards/card.rec
	findings 1
	grep scorecard actual >cards
	echo ,scorecard,not-met,no-headline,card.rec:3 | same - cards
	scorecard card a
	mv library/scorecards/card.rec library/scorecards/kard.rec
	findings 1
	grep scorecard actual >cards
	echo ,scorecard,not-met,other-name,kard.rec:3 | same - cards
}

@test "what cannot be read is told with all the rest of it: 78, and nothing is missed" {
	whole
	indicator bad-1 'unit: pounds'
	sed 's/^id: a/id: other/' library/indicators/a.rec >library/indicators/bad-2.rec
	indicator bad-3 'count: nothing by child'
	printf 'tilte: x\n' >library/scorecards/bad.rec
	lscb-admit --stats stats.csv -o out.csv 2>err && false
	run -78 --separate-stderr lscb-admit
	[[ ${#stderr_lines[@]} == 4 ]]
	[[ ${stderr_lines[0]} == *'bad-1.rec:7: unit: want '*'[bad-definition]' ]]
	[[ ${stderr_lines[1]} == *'bad-2.rec:1: id: must be the name of the file: bad-2 [bad-definition]' ]]
	[[ ${stderr_lines[2]} == *'bad-3.rec:7: count: '*'[bad-expression]' ]]
	[[ ${stderr_lines[3]} == *'scorecards/bad.rec:1: '* ]]
	# The table is whole, in a file as well.
	same out.csv <(printf '%s\n' "$output")
	grep -c '^[ab],.*,met,' out.csv >n
	echo 18 | same - n
	findings 78
	grep -E '^bad-[12]|card' actual >rows
	cat <<-'END' | same - rows
	bad-1,definition,not-met,bad-definition,bad-1.rec:7
	bad-2,definition,not-met,bad-definition,bad-2.rec:1
	,scorecard,not-met,bad-definition,bad.rec:1
	END
	# Of what does not compile the rest is asked all the same.
	grep -q '^bad-3,definition,not-met,bad-expression,bad-3.rec:7$' actual
	grep -q '^bad-3,available,not-met,not-computable,bad-3.rec:7$' actual
	grep -q '^bad-3,kept,not-met,no-owner,bad-3.rec:1$' actual
	# a b bad-3 card; bad-1 bad-2 bad.
	grep -qx lscb-admit,read,,7 stats.csv
	grep -qx lscb-admit,used,,4 stats.csv
	grep -qx lscb-admit,rejected,bad-definition,3 stats.csv
}

@test "-i: those alone, beside all others, and no scorecards" {
	whole
	indicator b owner:
	indicator bad 'unit: pounds'
	finds 0 -- -i a
	cut -d, -f1 out.csv | sort -u >ids
	printf '%s\n' a indicator | same - ids
	finds 1 b,kept,not-met,no-owner,b.rec:1 -- -i a -i b
	# One of a's id from elsewhere takes its place.
	sed '/^owner/d' library/indicators/a.rec >mine.rec
	finds 1 a,kept,not-met,no-owner,mine.rec:1 -- -i mine.rec
	findings 78 -i bad
	run -78 --separate-stderr lscb-admit -i aa
	[[ -z $output && $stderr == *'[no-definition]' ]]
	run -64 lscb-admit -i a -i mine.rec
}

@test "--lang cy: criteria and what is found in Welsh" {
	whole
	indicator a owner:
	findings 1 --lang cy
	grep -qx 'Mae rhywun yn gofalu amdano, ac yn edrych arno eto: ar goll: owner' \
		messages
	grep -q '^b,relevant,.*,Yn berthnasol i ddiogelu plant$' out.csv
}

@test "the order of files has no effect" {
	whole
	indicator b owner:
	lscb-admit >first || :
	mkdir again
	mv library/indicators/* again/
	cp again/b.rec library/indicators/
	cp again/a.rec library/indicators/
	lscb-admit >second || :
	same first second
}

# --- criteria are data ---------------------------------------------------------

# criterion LINE...: the only one there is.
criterion() {
	printf '%%rec: Criterion\n\nid: mine\ntitle: Mine\ntitle_cy: Fy un i\n' \
		>library/admission.rec
	printf '%s\n' "$@" >>library/admission.rec
}

@test "criteria: alternatives, conditions and values" {
	whole
	indicator a 'note: x' 'dda: yes' 'collection: y'
	criterion 'must: note or unconfirmed'
	finds 1 b,mine,not-met,no-note,b.rec:1
	grep -qx 'Mine: missing: note, unconfirmed' messages
	criterion 'should: too_low if note'
	finds 0 a,mine,open,no-too-low,a.rec:1
	criterion 'must: too_low unless note'
	finds 1 b,mine,not-met,no-too-low,b.rec:1
	criterion 'must: too_low if dda = yes'
	finds 1 a,mine,not-met,no-too-low,a.rec:1
	criterion 'must: too_low unless dda = yes'
	finds 1 b,mine,not-met,no-too-low,b.rec:1
	# A value of any line of a key that repeats.
	criterion 'must: too_low if agency = police' 'should: population if note or too_low'
	finds 1 a,mine,not-met,no-too-low,a.rec:1 a,mine,open,no-population,a.rec:1 \
		b,mine,not-met,no-too-low,b.rec:1
	criterion 'note_unless: pair-mutual' 'must_be: computable if note' \
		'must_be: ref-unique'
	finds 0
	# Nothing of a card is asked: nothing is told of one.
	run ! grep scorecard out.csv
}

@test "criteria that cannot be right: 78, with line and near miss" {
	whole
	refused() {
		run -78 --separate-stderr lscb-admit
		[[ -z $output && $stderr == *"admission.rec:$1"* ]] ||
			{ echo "$stderr" && false; }
	}
	criterion 'must: notes'
	refused "6: must: an indicator has no key 'notes'"
	criterion 'must: note' 'must: note or'
	refused '7: must: want KEY or KEY'
	criterion 'must: note if'
	refused '6: must: want KEY or KEY'
	criterion 'must: note if dda ='
	refused '6: must: want KEY or KEY'
	criterion 'must: note when dda'
	refused '6: must: want KEY or KEY'
	criterion 'must_be: computible'
	refused "6: must_be: no check 'computible' of an indicator; did you mean 'computable'?"
	criterion 'must_be: headlines'
	refused "6: must_be: no check 'headlines' of an indicator"
	criterion 'of: scorecard' 'must_be: used'
	refused "7: must_be: no check 'used' of a scorecard"
	criterion 'of: scorecard' 'must: note'
	refused '7: must: a scorecard is asked for checks'
	criterion 'of: scorecard' 'must_be: headlines if dda'
	refused '7: must_be: want KEY or KEY'
	criterion 'of: cards' 'must: note'
	refused '6: of: want indicator or scorecard'
	criterion 'note: nothing'
	refused '3: id: asks for nothing'
	criterion 'must: note' '' 'id: mine' 'title: x' 'title_cy: x' 'must: note'
	refused '8: id: this criterion stands above already'
	criterion 'must: note'
	sed -i 's/^id: mine/id: Mine/' library/admission.rec
	refused '3: id: want small letters'
	rm library/admission.rec
	refused ''
}

@test "refused: the command line, and an extract that cannot be read" {
	whole
	run -64 lscb-admit --lang fr
	run -64 lscb-admit --date 2026-02-30
	run -64 lscb-admit a
	run -78 lscb-admit -x nothing
	sed -i 's/^title:/tilte:/' library/extracts/calls.rec
	run -78 --separate-stderr lscb-admit
	[[ -z $output && $stderr == *"calls.rec:4: "*"did you mean 'title'"* ]]
}

@test "the real library: all of it can be read, names meet, cards are sound" {
	lscb-admit -o out.csv || (($? == 1))
	awk -F, '$3 == "not-met" && ($2 == "definition" || $2 == "scorecard" ||
		$4 == "pair-unknown" || $4 == "ref-twice" || $4 == "agency-unknown")' \
		out.csv >actual
	: >expected
	same expected actual
	(($(wc -l <out.csv) > 100))
}
