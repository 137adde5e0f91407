#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-describe: one indicator in full, for people.
load ../lib/common
load ../lib/shelf

# An indicator of every key there is, each text with a word of its own.
everything() {
	shelf
	extract refs social-services
	indicator other 'title_cy: Y llall'
	indicator whole 'ref: K9' 'title: All there is to say' 'title_cy: Popeth' \
		'quadrant: how-well' 'numerator: w-numerator' \
		'denominator: w-denominator' 'subjects: w-subjects' \
		'period_rule: ratio-of-sums' 'of: referral by child' \
		"count: referral by child where need = 'abuse-neglect'" \
		'matched: known(need)' 'show: rolling 12 months' 'by: need' \
		'agency: police' 'unit: percent' 'places: 2' 'direction: up' \
		'good: 10 to 15.5' 'target: 90' 'target_note: w-target-note' \
		'baseline: 14.4' 'baseline_note: w-baseline-note' 'pair: other' \
		'too_low: w-too-low' 'too_high: w-too-high' \
		'rationale: w-rationale' 'evidence: w-evidence' \
		'caution: w-caution' 'dda: yes' 'collection: w-collection' \
		'owner: w-owner' 'review: 2027-03-31' 'welsh: draft' 'note: w-note'
	printf '%s\n' 'action: w-action-1' 'action: w-action-2' \
		'source: w-source-1' 'source: w-source-2' \
		'unconfirmed: w-unconfirmed-1' 'unconfirmed: w-unconfirmed-2' \
		>>library/indicators/whole.rec
}

@test "text: every key of a definition, in the order of the page" {
	everything
	lscb-describe whole >actual
	cat >expected <<-'END'
	All there is to say (K9)
	========================

	  Name in the library: whole
	  In Welsh: Popeth
	  Status: admitted
	  Question it answers: How well did we do it?

	What it counts
	  Counted: w-numerator
	  Of: w-denominator
	  One of them is: w-subjects
	  Unit: percent
	  Decimal places: 2
	  Counted by: quarter
	  Shown over: rolling 12 months
	  Periods together: numerators and denominators add up, each by itself
	  Also by: need

	In the words of the machine
	  of: referral by child
	  count: referral by child where need = 'abuse-neglect'
	  matched: known(need)
	  Events it looks at: referral
	  Columns it reads: need

	How to read it
	  Direction: higher is better
	  Good: 10 to 15.5%
	  Target: 90% (w-target-note)
	  Baseline: 14.4% (w-baseline-note)
	  Read with: The title of other (other)
	  If too low: w-too-low
	  If too high: w-too-high

	Why, and what to do
	  Why it matters: w-rationale
	  Evidence: w-evidence
	  What a target would spoil: w-caution
	  Action: w-action-1
	  Action: w-action-2

	Where the data comes from
	  Data from: Police
	  Data development agenda: yes
	  Collection: w-collection
	  Source: w-source-1
	  Source: w-source-2

	Who looks after it
	  Owner: w-owner
	  Next review: 31 March 2027
	  Welsh: the Welsh title is a draft, not checked by a translator yet
	  Not confirmed: w-unconfirmed-1
	  Not confirmed: w-unconfirmed-2
	  Note: w-note
	END
	same expected actual
}

@test "what is not there is not said, but for a yardstick and for missing data" {
	shelf
	extract refs social-services
	indicator bare "count: contact by child where need = 'x'" 'unit: per 1000' \
		'population: 0 to 17' 'population_offset: -1' 'direction: explain'
	lscb-describe bare >actual
	cat >expected <<-'END'
	The title of bare
	=================

	  Name in the library: bare
	  Status: admitted

	What it counts
	  Unit: per 1000
	  Decimal places: 1
	  Counted by: quarter

	In the words of the machine
	  count: contact by child where need = 'x'
	  population: 0 to 17
	  population_offset: -1
	  Events it looks at: contact
	  Columns it reads: need
	  No extract gives: contact
	  No extract gives: need

	How to read it
	  Direction: up or down may both be good: explain which way it went
	  Target: no good range, target or baseline agreed yet

	Where the data comes from
	  Data development agenda: no

	Who looks after it
	  Welsh: there is no Welsh title yet
	END
	same expected actual
}

@test "values stand in their unit" {
	shelf
	extract refs social-services
	indicator rate 'unit: per 10000' 'population: 0 to 17' 'direction: up' \
		'target: 12'
	indicator days 'unit: mean days' 'direction: down' 'target: 4.5' \
		'count: days(date, close) over referral by child'
	indicator number 'direction: up' 'target: 7'
	lscb-describe rate days number | grep Target: >actual
	printf '  Target: %s\n' '12 per 10000' '4.5 days' 7 | same - actual
}

@test "a pair that is still to come, and one that the library does not hold" {
	shelf
	extract refs social-services
	indicator a 'pair_to_come: The other side'
	indicator b 'pair: nowhere'
	lscb-describe a b | grep 'Read with' >actual
	printf '  Read with: %s\n' 'The other side: still to come' \
		'nowhere, which the library does not hold yet' | same - actual
}

@test "lines are at most 78 columns, Welsh letters and continuations included" {
	shelf
	extract refs social-services
	indicator a 'title_cy: Ŵyl yr ŵyn ar y bryniau pell uwchben y pentref bach tawel ger yr afon lydan'
	printf '%s\n' 'note: one long text that goes on for quite a while, longer than a line' \
		'+ and goes on in a continuation of the definition, which is one text' \
		>>library/indicators/a.rec
	lscb-describe a >actual
	python3 - <<-'END'
	text = open('actual', encoding='utf-8').read()
	lines = text.splitlines()
	assert max(map(len, lines)) <= 78
	# A line goes on below only where the next word does not fit.
	below = [i for i, line in enumerate(lines) if line.startswith('    ')]
	assert len(below) >= 2
	for i in below:
	    assert len(lines[i - 1]) + 1 + len(lines[i].split()[0]) > 78, lines[i]
	END
	# 2 + "Note: " + as many words as fit into 78, then after four blanks.
	grep -A 2 Note: actual >note
	cat >expected <<-'END'
	  Note: one long text that goes on for quite a while, longer than a line and
	    goes on in a continuation of the definition, which is one text
	END
	same expected note
}

@test "in Welsh: labels in Welsh, prose as it is, and the page says it is a draft" {
	everything
	lscb-describe --lang cy whole >actual
	[[ $(head -n 1 actual) == 'Popeth (K9)' ]]
	grep -qx '  Yn Saesneg: All there is to say' actual
	grep -qx '  Cyfrifir: w-numerator' actual
	grep -qx '  Cyfeiriad: uwch sy.n well' actual
	grep -qx '  Darllen gyda: Y llall (other)' actual
	grep -qx '  Adolygiad nesaf: 31 Mawrth 2027' actual
	[[ $(tail -n 2 actual | head -n 1) == "Drafft yw'r Gymraeg ar y dudalen hon"* ]]
	# A title without Welsh stays English.
	lscb-describe --lang cy whole >with
	indicator whole 'title_cy:'
	lscb-describe --lang cy whole >actual
	[[ $(head -n 1 actual) == 'All there is to say (K9)' ]]
	run ! grep Saesneg: actual
	grep -q Saesneg: with
}

@test "Markdown: what could be markup is escaped, expressions are code" {
	shelf
	extract refs social-services
	indicator a 'title: *Bold* [x] <b>' "count: referral by child where need = 'a*b_c'" \
		'note: 1 < 2 & _this_ | that'
	indicator tick "count: referral by child where need = 'a\`b'"
	lscb-describe --format markdown a tick >actual
	[[ $(head -n 1 actual) == '# \*Bold\* \[x\] &lt;b&gt;' ]]
	grep -qxF -e "- **count**: \`referral by child where need = 'a*b_c'\`" actual
	grep -qxF -e '- **Note**: 1 &lt; 2 &amp; \_this\_ \| that' actual
	grep -qxF -e "- **count**: \`\`\` referral by child where need = 'a\`b' \`\`\`" actual
	grep -qx '## What it counts' actual
	[[ $(grep -c '^# ' actual) == 2 ]]
}

@test "HTML: escaped, every element closed, English marked on a Welsh page" {
	everything
	indicator whole 'note: <script>alert("x")</script> & more'
	lscb-describe --format html --lang cy whole other >actual
	python3 - <<-'END'
	import html.parser
	text = open('actual', encoding='utf-8').read()
	assert text.startswith('<!DOCTYPE html>\n<html lang="cy">')
	class P(html.parser.HTMLParser):
	    open, english, seen = [], [], []
	    def handle_starttag(self, tag, attrs):
	        attrs = dict(attrs)
	        self.seen.append(tag)
	        if tag != 'meta':
	            self.open.append((tag, attrs.get('lang')))
	    def handle_endtag(self, tag):
	        assert self.open.pop()[0] == tag, tag
	    def handle_data(self, data):
	        if self.open and self.open[-1][1] == 'en':
	            self.english.append(data)
	p = P()
	p.feed(text)
	p.close()
	assert p.open == [], p.open
	assert 'script' not in p.seen
	assert '<script>alert("x")</script> & more' in p.english, p.english
	assert 'w-numerator' in p.english and 'All there is to say' in p.english
	assert 'Popeth (K9)' not in p.english
	assert p.seen.count('article') == 2
	END
	grep -q '<article id="whole">' actual
	lscb-describe --format html whole | grep -q '<html lang="en">'
	run ! grep -q 'lang="en">w-' <(lscb-describe --format html whole)
}

@test "several, in the order named; all is every one by id" {
	shelf
	extract refs social-services
	indicator b
	indicator a
	lscb-describe b a --stats stats.csv | grep '^The title' >actual
	printf 'The title of %s\n' b a | same - actual
	grep -qx lscb-describe,read,,2 stats.csv
	grep -qx lscb-describe,used,,2 stats.csv
	lscb-describe all | grep '^The title' >actual
	printf 'The title of %s\n' a b | same - actual
	sed 's/^id: a/id: mine/' library/indicators/a.rec >mine.rec
	lscb-describe mine.rec | grep -qx '  Name in the library: mine'
}

@test "refused: the command line" {
	shelf
	extract refs social-services
	indicator a
	run -64 --separate-stderr lscb-describe
	[[ $stderr == *'say which indicator'* ]]
	run -64 lscb-describe a a
	run -64 lscb-describe --format pdf a
	run -64 lscb-describe --lang fr a
	cp library/indicators/a.rec before
	run -64 lscb-describe ./library/indicators/a.rec -o library/indicators/a.rec
	same before library/indicators/a.rec
}

@test "refused: a definition, its pair or a label that is not right; nothing is written" {
	shelf
	extract refs social-services
	indicator abcdef
	run -78 --separate-stderr lscb-describe abcdeg
	[[ $stderr == *"did you mean 'abcdef'?"* && -z $output ]]
	indicator abcdef 'pair: bad'
	indicator bad 'unit: pounds'
	run -78 --separate-stderr lscb-describe abcdef
	[[ $stderr == *'bad.rec:7: unit: '* && -z $output ]]
	indicator bad 'unit: count' 'count: nothing by child'
	run -0 lscb-describe abcdef
	run -78 --separate-stderr lscb-describe abcdef bad
	[[ $stderr == *'bad.rec:7: count: '*'[bad-expression]' && -z $output ]]
	sed -i '/^id: say-id$/,/^$/d' library/labels.rec
	run -78 --separate-stderr lscb-describe abcdef
	[[ $stderr == *"labels.rec: no label 'say-id'"*'[no-label]' && -z $output ]]
}

@test "every indicator of the real library can be shown, in each language and format" {
	local lang format
	for lang in en cy; do
		for format in text markdown html; do
			lscb-describe --lang $lang --format $format -o out all
			[[ -s out ]]
		done
	done
	# Each one has its page.
	[[ $(grep -o '<article id="[^"]*"' out | wc -l) == \
		$(find "$LSCB_LIBRARY/indicators" -name '*.rec' | wc -l) ]]
}
