#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-ingest on returns that are XML: records by paths, what is refused and what is
# rejected, with its physical line.  Every expected row was written by hand.
load ../lib/common
load ../lib/ingest

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	roll
}

# roll FACT ...: a roll of schools, with those facts of the extract, as t.rec.
roll() {
	cat >columns <<-'E'
	name: school
	header: /Message/Schools/School/Estab
	type: text

	name: day
	header: /Message/Header/@date
	type: date

	name: upn
	header: UPN
	type: text
	required: yes

	name: surname
	header: Name/Surname
	header: Surname
	type: name

	name: sex
	header: @sex
	type: code
	code: male = M
	code: female = F

	name: needs
	header: SEN/Need/Type
	type: code
	separator: |
	optional: yes
	code: spld = SPLD
	code: asd = ASD
	E
	{
		printf '%s\n' '%rec: Extract' '' 'id: t' 'title: T' 'agency: a' \
			'record: Message/Schools/School/Pupils/Pupil' "$@" '' \
			'%rec: Column' ''
		cat columns
	} >t.rec
}

# message PUPIL...: a return of one school, each of those on a line, from the fourth.
message() {
	printf '%s\n' '<?xml version="1.0"?>' \
		'<Message><Header date="2026-01-15"><School>not this</School></Header>' \
		'<Schools><School><Estab>4001</Estab><Pupils>' "$@" \
		'</Pupils></School></Schools></Message>' >in.xml
}

# gives ROW...: those come of in.xml; the rest of it is in bad.csv.
gives() {
	lscb-ingest -x ./t.rec --date 2026-03-31 --rejects bad.csv \
		--stats stats.csv in.xml >actual
	printf '%s\n' school,day,upn,surname,sex,needs "$@" >expected
	same expected actual
}

# rejected LINE,COLUMN,REASON...: so stands it in bad.csv.
rejected() {
	cut -d, -f2,4,5 bad.csv | sed 1d >actual
	printf '%s\n' "$@" | same - actual
}

# refused LINE TEXT: in.xml ends there, with that message.
refused() {
	run -65 --separate-stderr lscb-ingest -x ./t.rec --date 2026-03-31 \
		--rejects bad.csv in.xml
	[[ $stderr == *"in.xml:$1: "*$2* ]] || {
		echo "$stderr" && return 1
	}
}

one='<Pupil sex="F"><UPN>A1</UPN><Surname>Llŷr</Surname></Pupil>'

@test "records by their paths, what stands above them holds for all of a group" {
	cat >in.xml <<-'E'
	<?xml version="1.0" encoding="UTF-8"?>
	<m:Message xmlns:m="urn:m" xmlns:xsi="urn:xsi" xsi:schemaLocation="a b">
	  <Header date="2026-01-15"><Sent>noon</Sent></Header>
	  <Schools>
	    <School>
	      <Estab>4001</Estab>
	      <!-- a remark -->
	      <Pupils>
	        <Pupil sex="F">
	          <UPN>A1</UPN>
	          <Name><Surname>O'Neill &amp; Ll&#x177;r</Surname></Name>
	          <SEN><Need><Type>SPLD</Type></Need><Need><Type>ASD</Type></Need></SEN>
	        </Pupil>
	        <Pupil sex="M"><UPN><![CDATA[A<2]]></UPN><Surname>Dau, "Tri"</Surname></Pupil>
	      </Pupils>
	    </School>
	    <School><Estab>4002</Estab><Pupils>
	      <Pupil sex="M"><UPN>B1</UPN><Surname/></Pupil></Pupils></School>
	    <School><Pupils><Pupil sex="M"><UPN>C1</UPN></Pupil></Pupils></School>
	  </Schools>
	</m:Message>
	E
	gives "4001,2026-01-15,A1,O'Neill & Llŷr,female,spld;asd" \
		'4001,2026-01-15,A<2,"Dau, ""Tri""",male,' \
		4002,2026-01-15,B1,,male, ,2026-01-15,C1,,male,
	# From a pipe, packed, in another encoding: the same.
	lscb-ingest -x ./t.rec --date 2026-03-31 <in.xml | same actual -
	gzip -c in.xml | lscb-ingest -x ./t.rec --date 2026-03-31 | same actual -
	sed 's/UTF-8/UTF-16/' in.xml | iconv -f UTF-8 -t UTF-16 >wide.xml
	lscb-ingest -x ./t.rec --date 2026-03-31 wide.xml | same actual -
	sed 's/&#x177;/ŷ/; s/ŷ/ô/; s/UTF-8/windows-1252/' in.xml |
		iconv -f UTF-8 -t windows-1252 >in.1252
	lscb-ingest -x ./t.rec --date 2026-03-31 in.1252 |
		same - <(sed 's/ŷ/ô/' actual)
}

@test "a definition of XML reads CSV too, by the same headers" {
	printf '%s\n' '/Message/Schools/School/Estab,/Message/Header/@date,UPN,Surname,@sex,SEN/Need/Type' \
		'4001,2026-01-15,A1,Llŷr,F,SPLD|ASD' >in.xml
	gives '4001,2026-01-15,A1,Llŷr,female,spld;asd'
}

@test "a bad record is rejected at its line, what is repeated or stray too" {
	message "$one" '<Pupil sex="F">' '<Surname>X</Surname></Pupil>' \
		'<Pupil sex="F"><UPN>A2</UPN><UPN>A3</UPN><Surname>X</Surname></Pupil>' \
		'<Pupil sex="F"><UPN>A4</UPN><Surname>X</Surname><Name><Surname>Y</Surname></Name></Pupil>' \
		'<Pupil sex="F"><UPN>A5</UPN>x<Surname>X</Surname></Pupil>' \
		'<Pupil sex="Q"><UPN>A6</UPN><Surname>X' 'Y</Surname></Pupil>' \
		'<Pupil sex="F"><UPN>A7</UPN><Surname>X' 'Y</Surname></Pupil>'
	gives 4001,2026-01-15,A1,Llŷr,female, '4001,2026-01-15,A7,X Y,female,'
	rejected 5,upn,missing-value 7,upn,repeated-element \
		8,surname,repeated-element 9,school,stray-text 10,sex,bad-code
	counted repaired,line-break,2	# of a rejected row too
}

@test "what is in no column stops the file; dropped where the definition says so" {
	message "$one" '<Pupil sex="F"><UPN>A2</UPN><Surname>X</Surname>' \
		'<Canari>Nest</Canari></Pupil>'
	refused 6 'the element on this line is not in the definition'
	[[ $stderr == *'[unknown-column]' && $stderr != *Nest* && $stderr != *Canari* ]]
	message "$one" '<Pupil sex="F" nest="1"><UPN>A2</UPN></Pupil>'
	refused 5 'an attribute on this line is not in the definition'
	message '<Pupil sex="F"><UPN>A2<B>x</B></UPN></Pupil>'
	refused 4 'not in the definition'
	roll 'extra_columns: drop'
	message "$one" '<Pupil sex="F" nest="1"><UPN>A2<B>x</B></UPN>' \
		'<Canari><UPN>not this</UPN>nor this</Canari><Surname>X</Surname></Pupil>'
	gives 4001,2026-01-15,A1,Llŷr,female, 4001,2026-01-15,A2,X,female,
}

@test "a column that no record has stops the file, unless it may be absent" {
	message '<Pupil sex="F"><UPN>A1</UPN></Pupil>'
	refused 1 "no record has 'Name/Surname'; add the path"
	roll
	sed -i 's/^type: name/&\noptional: yes/' t.rec
	gives 4001,2026-01-15,A1,,female,
}

@test "a return without records gives none; another's return is refused" {
	message
	gives
	printf '<Message><Children><Child/></Children></Message>' >in.xml
	refused 1 "no element 'Message/Schools/School/Pupils', under which"
	printf '<?xml version="1.0"?><a/>' >in.xml
	refused 1 'is it this return?'
}

@test "what holds for a group stands once and before its records" {
	message "$one" '</Pupils><Estab>4009</Estab><Pupils>'
	refused 5 '[misplaced-element]'
	message
	sed -i 's|<Estab>|<Estab>1</Estab>&|' in.xml
	refused 3 '[misplaced-element]'
}

@test "XML that is broken, cut, joined or dangerous is refused at its line" {
	message "$one" '<Pupil sex="F"><UPN>A2</Pupil>'
	refused 5 'not the one that is open'
	message "$one" '<Pupil sex="F"><UPN>A & B</UPN></Pupil>'
	refused 5 '[bad-xml]'
	message "$one"
	head -n 4 in.xml >cut.xml
	mv cut.xml in.xml
	refused 5 'in the middle of its XML'
	message "$one"
	cat in.xml in.xml >two.xml
	mv two.xml in.xml
	refused 6 '[bad-xml]'
	message "$one"
	sed -i '1a <!DOCTYPE Message [<!ENTITY a "aaaaaaaa"><!ENTITY b SYSTEM "/etc/passwd">]>' in.xml
	refused 2 DOCTYPE
	message "$one" stray "$one"
	refused 5 '[stray-text]'
	sed -i '1s/.*/<?xml version="1.0" encoding="EBCDIC-US"?>/' in.xml
	refused 1 'want UTF-8, UTF-16'
	message "$(printf '<a>%.0s' {1..100})"
	refused 4 '[unknown-column]'
	roll 'extra_columns: drop'
	message "<Pupil>$(printf '<a>%.0s' {1..100})"
	refused 4 'nested deeper'
	# Text and markup without an end: neither is held.
	message "$one" "<Pupil sex='F'><UPN>$(head -c 1500000 /dev/zero | tr '\0' x)</UPN></Pupil>"
	refused 5 '[record-too-long]'
	message "$one" "<!--$(head -c 9000000 /dev/zero | tr '\0' x)-->"
	refused 5 'markup that does not end'
}

@test "a tag that comes byte by byte is no markup without an end" {
	message "<Pupil sex='F'$(printf ' %.0s' {1..120})><UPN>A1</UPN><Surname>X</Surname></Pupil>"
	python3 -c 'import os, sys, time
for b in sys.stdin.buffer.read():
    os.write(1, bytes([b])); time.sleep(0.001)' <in.xml |
		lscb-ingest -x ./t.rec --date 2026-03-31 | sed 1d >actual
	same <(echo 4001,2026-01-15,A1,X,female,) actual
}

@test "XML without a definition, or with one of CSV, says what to declare" {
	message "$one"
	sed -i '/^record:/d' t.rec
	refused 1 'which element is a record (record:)'
	run -65 --separate-stderr lscb-ingest --untyped in.xml
	[[ $stderr == *'record:'* ]]
}

@test "record: a path of elements, else 78" {
	local path
	for path in Pupil /a/b a/ a//b 'a b/c' a/@b; do
		roll
		sed -i "s|^record:.*|record: $path|" t.rec
		run -78 --separate-stderr lscb-ingest -x ./t.rec /dev/null
		[[ $stderr == *'t.rec:6: record: want the path'* ]]
	done
	roll 'header_rows: 0'
	run -78 lscb-ingest -x ./t.rec /dev/null
}

# Another reader of XML, by another route: all of it in memory.
@test "thousands of records are what another reader of XML makes of them" {
	command -v python3 >/dev/null || skip 'no python3'
	python3 - <<-'E'
	import random, csv
	from xml.sax.saxutils import escape, quoteattr
	random.seed(7)
	def word(n): return ''.join(random.choice("abcŵŷ&<>\"' ,|é\U0001F600") for _ in range(random.randint(1, n))).strip() or 'x'
	out = open('in.xml', 'w', encoding='utf-8')
	rows = csv.writer(open('expected', 'w', encoding='utf-8'), lineterminator='\n', quoting=csv.QUOTE_MINIMAL)
	rows.writerow('school,day,upn,surname,sex,needs'.split(','))
	out.write('<Message>\n<Header date="2026-01-15"/><Schools>')
	n = 0
	for s in range(40):
	    out.write('<School><Estab>%d</Estab><Pupils>\n' % s)
	    for p in range(random.randint(0, 200)):
	        n += 1
	        sex = random.choice('MF'); name = word(30)
	        needs = random.sample(['SPLD', 'ASD'], random.randint(0, 2))
	        fields = ['<UPN>P%d</UPN>' % n, random.choice(['<Surname>%s</Surname>', '<Name>\n <Surname>%s</Surname></Name>', '<Surname><![CDATA[%s]]></Surname>'])]
	        fields[1] = fields[1] % (name if 'CDATA' in fields[1] else escape(name))
	        if needs: fields.append('<SEN>' + ''.join('<Need><Type>%s</Type></Need>' % x for x in needs) + '</SEN>')
	        random.shuffle(fields)
	        out.write('<Pupil sex=%s>%s</Pupil>%s' % (quoteattr(sex), ' '.join(fields), random.choice(['', '\n', '\n\n'])))
	        rows.writerow([s, '2026-01-15', 'P%d' % n, name, {'M': 'male', 'F': 'female'}[sex], ';'.join({'SPLD': 'spld', 'ASD': 'asd'}[x] for x in needs)])
	    out.write('</Pupils></School>')
	out.write('</Schools></Message>\n')
	E
	lscb-ingest -x ./t.rec --date 2026-03-31 in.xml >actual
	same expected actual
	(($(wc -l <actual) > 2000))
}
