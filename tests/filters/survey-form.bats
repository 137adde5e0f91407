#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-survey-form: the questionnaire on paper and as an XLSForm.
load ../lib/common

form() {
	lscb-survey-form -s "${survey-children}" "$@"
}

# parsed FILE: its parts as Python's own HTML parser reads it: "part tag text".
parsed() {
	python3 - "$1" <<-'END'
	import html.parser, sys
	class Reader(html.parser.HTMLParser):
	    open, part = [], 'goes'
	    def handle_starttag(self, tag, attrs):
	        attrs = dict(attrs)
	        if tag == 'section' and attrs.get('class') == 'stays':
	            self.part = 'stays'
	        if tag == 'html':
	            print('lang', attrs['lang'])
	        assert tag != 'script' and 'src' not in attrs and 'href' not in attrs
	        if tag not in ('meta',):
	            self.open.append(tag)
	    def handle_endtag(self, tag):
	        assert self.open.pop() == tag, tag
	    def handle_data(self, data):
	        if data.strip() and self.open[-1] in ('b', 'p', 'li', 'h1', 'h2'):
	            print(self.part, self.open[-1], data.strip())
	r = Reader()
	r.feed(open(sys.argv[1], encoding='utf-8').read())
	r.close()
	assert not r.open
	END
}

# The questions of a stage in order, out of the definition: "number name scale".
questions() {
	awk -v stage="$1" '/^%rec: Question/ { on = 1 }
		!on { next }
		/^name:/ { name = $2; scale = "-"; at = 0 }
		/^scale:/ { scale = $2 }
		/^stage:/ && $2 == stage { at = 1 }
		/^text:/ && at { print ++n, name, scale }' \
		"$LSCB_LIBRARY/surveys/children.rec"
}

@test "closed questions go back, open ones stay, each with its number" {
	local stage lang
	for stage in pre-icc registration de-registration; do
		questions "$stage" >q
		for lang in en cy; do
			form --stage $stage --lang $lang >page.html
			parsed page.html >parts
			grep -qx "lang $lang" parts
			sed -n 's/^goes b //p' parts | diff -u <(awk '$3 != "-" { print $1 }' q) -
			sed -n 's/^stays b //p' parts | diff -u <(awk '$3 == "-" { print $1 }' q) -
		done
	done
	# Registration: safe ... plan_explained, three open ones, about, an open one,
	# two for the advocate: by hand.
	form --stage registration >page.html
	parsed page.html >parts
	[[ $(sed -n 's/^goes b //p' parts | tr '\n' ' ') == '1 2 3 4 5 6 10 12 13 ' ]]
	[[ $(sed -n 's/^stays b //p' parts | tr '\n' ' ') == '7 8 9 11 ' ]]
}

@test "what the page says: words of the language, conditions, answers, escaped" {
	form --stage registration >en.html
	parsed en.html >en
	for want in 'goes h1 Children'"'"'s safeguarding survey' 'goes p I feel safe.' \
		'goes li I do not agree at all' 'goes p This part goes back' \
		'stays p This part stays with the advocate' \
		"goes p Only if 5 was: I do not agree, I do not agree at all or I don't know" \
		'stays p Only if 4 was: I do not agree or I do not agree at all' \
		'stays p Only if 10 was: Some of them or None of them'; do
		grep -qxF "$want" en || {
			echo "lacks: $want"
			return 1
		}
	done
	form --stage registration --lang cy >cy.html
	parsed cy.html >cy
	for want in "goes p Rwy'n teimlo'n ddiogel." "goes li Anghytuno'n gryf" \
		"stays p Dim ond os mai'r ateb i 4 oedd: Anghytuno neu Anghytuno'n gryf"; do
		grep -qxF "$want" cy
	done
	# While its Welsh is a draft the page says so; then no longer.
	grep -q "Drafft yw'r Gymraeg" cy
	run -1 grep Drafft en
	sed 's/^welsh: draft/welsh: confirmed/; s/^text: I feel safe./text: I <feel> "safe" \& sound/' \
		"$LSCB_LIBRARY/surveys/children.rec" >mine.rec
	survey=./mine.rec
	form --stage registration --lang cy >cy.html
	run -1 grep Drafft cy.html
	form --stage registration >en.html
	grep -q '<p>I &lt;feel&gt; &quot;safe&quot; &amp; sound</p>' en.html
}

@test "easy-read: the easy words where there are any, large, and how to use it" {
	form --stage registration --easy >easy.html
	parsed easy.html >easy
	grep -qx 'goes p I feel safe. Nobody hurts me or scares me.' easy
	run -1 grep -x 'goes p I feel safe.' easy
	# Without easy words the others.
	grep -qx 'goes p People listened to me.' easy
	grep -q '^stays p One question at a time' easy
	grep -q '<body class="easy">' easy.html
	form --stage registration >plain.html
	run -1 grep 'One question at a time' plain.html
}

@test "on A4 paper: the page says its size; a question is not torn apart" {
	form --stage registration >page.html
	grep -q '@page{size:A4;' page.html
	grep -q '\.q{break-inside:avoid' page.html
	grep -q '\.stays{break-before:page' page.html
}

@test "an XLSForm: types, names, both languages, branches, lists" {
	form --stage registration --sheet survey >survey.csv
	form --stage registration --sheet choices >choices.csv
	form --stage registration --sheet settings >settings.csv
	questions registration >q
	python3 - <<-'END'
	import csv, re
	read = lambda name: list(csv.DictReader(open(name + '.csv', encoding='utf-8', newline='')))
	survey, choices, settings = read('survey'), read('choices'), read('settings')
	names = [r['name'] for r in survey if r['type'] != 'end_group']
	assert len(names) == len(set(names)), 'a name twice'
	assert all(re.fullmatch('[a-z][a-z0-9_]*', n) for n in names)
	lists = {}
	for c in choices:
	    lists.setdefault(c['list_name'], []).append(c['name'])
	for v in lists.values():
	    assert len(v) == len(set(v)) >= 2
	depth, asked = 0, []
	for r in survey:
	    kind = r['type'].split()
	    if kind[0] == 'begin_group':
	        depth += 1
	    elif kind[0] == 'end_group':
	        depth -= 1
	        continue
	    assert depth in (0, 1)
	    if kind[0] == 'calculate':
	        assert r['calculation'] == "'registration'"
	        continue
	    assert r['label::English (en)'] and r['label::Cymraeg (cy)'], r
	    if kind[0] == 'select_one':
	        assert kind[1] in lists, kind
	    # What a branch looks at was asked before, and can be answered so.
	    for name, code in re.findall(r"\$\{(\w+)\} = '([\w-]+)'", r['relevant']):
	        of = [x for x in survey[:survey.index(r)] if x['name'] == name]
	        assert len(of) == 1 and code in lists[of[0]['type'].split()[1]]
	    if depth == 1 and kind[0] in ('select_one', 'text'):
	        asked.append((r['name'], kind[1] if kind[0] == 'select_one' else '-'))
	assert depth == 0
	want = [tuple(l.split()[1:]) for l in open('q')]
	assert asked == want, (asked, want)
	assert settings == [{'form_title': "Children's safeguarding survey: On the register",
	    'form_id': 'children-registration', 'default_language': 'English (en)'}]
	by_name = {r['name']: r for r in survey}
	assert by_name['plan_explained']['relevant'] == "${plan_safer} = 'disagree' or " \
	    "${plan_safer} = 'strongly-disagree' or ${plan_safer} = 'dont-know'"
	assert by_name['age']['constraint'] == '. >= 6 and . <= 17'
	assert [by_name[n]['required'] for n in ('serial', 'date', 'age')] == ['yes'] * 3
	# Nothing a child is asked must be answered.
	assert not any(by_name[n]['required'] for n, _ in asked)
	END
	# Lists of scales that no question of the stage has are not there.
	sed '/^name: distressed/,/^$/{/^stage: registration/d}' \
		"$LSCB_LIBRARY/surveys/children.rec" >mine.rec
	survey=./mine.rec form --stage registration --sheet choices | cut -d , -f 1 | sort -u >seen
	printf '%s\n' agree list_name open-more suitable yes-no | diff -u - seen
	form --stage registration --sheet settings --lang cy >seen
	echo 'Arolwg diogelu plant: Ar y gofrestr,children-registration,Cymraeg (cy)' |
		diff -u - <(sed 1d seen)
}

@test "what is exported from it is what lscb-survey-check reads" {
	form --stage pre-icc --sheet survey | sed 1d |
		python3 -c 'import csv, sys
for r in csv.reader(sys.stdin):
    if r[0] not in ("note", "begin_group", "end_group"): print(r[1])' | sort >exported
	awk '/^%rec: Question/ { on = 1 } on && /^name:/ { n = $2 }
		on && /^stage: pre-icc/ { print n }' "$LSCB_LIBRARY/surveys/children.rec" |
		cat - <(printf '%s\n' serial stage date age) | sort | diff -u - exported
}

@test "the command line" {
	run -64 --separate-stderr form
	[[ $stderr == *'want --stage NAME'* ]]
	run -64 --separate-stderr lscb-survey-form --stage registration
	[[ $stderr == *'want -s NAME'* ]]
	run -64 --separate-stderr form --stage pre-ic
	[[ $stderr == *"did you mean 'pre-icc'?"* ]]
	run -64 --separate-stderr form --stage registration --lang fr
	run -64 --separate-stderr form --stage registration --sheet surveys
	[[ $stderr == *"did you mean 'survey'?"* ]]
	run -64 --separate-stderr form --stage registration --sheet survey --easy
	run -78 --separate-stderr lscb-survey-form -s childrne --stage registration
	[[ $stderr == *"did you mean 'children'"* ]]
	cp -R "$LSCB_LIBRARY" library
	sed -i 's/^id: survey-serial/id: survey-serail/' library/labels.rec
	run -78 --separate-stderr form --library library --stage registration
	[[ $stderr == *"no label 'survey-serial'"*'[no-label]' && -z $output ]]
}
