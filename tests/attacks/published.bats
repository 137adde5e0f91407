#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Deliveries made to carry somebody's name past the line, or to give one away:
# in headers, names of files and sheets, digests, columns that pass as they are.
load ../lib/common
load ../lib/board

# night_of: the night, good or bad, and in ./below all that is not identifiable.
night_of() {
	"$NIGHTLY" board --date 2026-03-31 >mail 2>&1 || :
	"$STATUS" board >status 2>&1 || :
	mkdir -p below
	cp -R board/{state,work,nights} mail status below/
	(cd board && find nights work state) >below/names
}

# unseen: the canary is nowhere below the line.
unseen() {
	run -1 grep -rliaE 'canary|cerys|LL9|2015-01-02|02/01/2015' below
	[[ -z $output ]]
	(cd board/identifiable && find . -type f -exec cat {} +) >above
	grep -qaiE canary above
}

@test "a file without a header, whose first line is somebody" {
	make_board >made
	deliver referrals notices
	register | sed 1d >$IN/register.csv
	night_of
	grep -q register mail
	unseen
}

@test "a column named after somebody, and one too many" {
	make_board >made
	deliver referrals notices
	register | sed '1s/Forename/Cerys Canary-Jones/' >$IN/register.csv
	night_of
	grep -q register mail
	unseen
	rm -r board below
	make_board >made
	deliver referrals notices
	register | sed '1s/$/,Cerys Canary-Jones/; 2,$s/$/,x/' >$IN/register.csv
	night_of
	unseen
}

@test "somebody in every field that wants something else" {
	local column
	make_board >made
	sed -i 's/^scorecard: lscb.*/&\nmax_rejects: 100%/' board/board.rec
	deliver referrals notices
	{
		register
		for column in {1..14}; do
			register | sed -n 2p | awk -F, -v OFS=, -v n="$column" '{
				$1 = "R" 100 + n; $n = "Canary, Cerys 2015-01-02"
				for (i = 1; i <= NF; i++) if ($i ~ /,/) $i = "\"" $i "\""
				print }'
		done
	} >$IN/register.csv
	night_of
	unseen
	[[ -s board/current/history.csv ]]
	grep -qi canary board/identifiable/quarantine/*/*
}

@test "a packed file that remembers its name, a digest with a remark, a stray file and folder" {
	make_board >made
	deliver referrals notices
	register >cerys-canary-jones.csv
	# gzip remembers the name of a file.
	gzip -N cerys-canary-jones.csv
	mv cerys-canary-jones.csv.gz $IN/register.csv.gz
	grep -qa canary $IN/register.csv.gz
	(cd $IN && sha256sum register.csv.gz | sed 's/$/ Cerys Canary/' >register.csv.gz.sha256)
	echo x >$IN/cerys-canary.csv
	mkdir board/incoming/cerys-canary
	echo x >board/incoming/cerys-canary/LL9.csv
	night_of
	# Whose folder it is, says the folder: the board made it, so it may be said.
	sed -i '/^incoming\/cerys-canary: 1 file/d' below/mail
	unseen
	[[ -s board/current/history.csv ]]
}

@test "a workbook with somebody in the names of its sheets and in its data about itself" {
	make_board >made
	deliver referrals notices
	register | tr , '|' | sed 's/^/"/; s/|/|"/g' >rows
	python3 -BSE "$ROOT/tests/lib/workbook.py" --name 'Cerys Canary' \
		--sheets 'Canary LL9|Cerys Canary-Jones' $IN/register.xlsx <rows
	night_of
	unseen
	rm -r board below
	make_board >made
	deliver referrals notices
	head -n 1 rows | sed 's/Forename/Canary/' >empty
	python3 -BSE "$ROOT/tests/lib/workbook.py" --name 'Cerys Canary' \
		--sheets 'Canary LL9|Cerys Canary-Jones' $IN/register.xlsx <empty
	night_of
	grep -q register mail
	unseen
}

@test "changes whose label is somebody" {
	make_board >made
	cp -R "$LSCB_LIBRARY" library
	sed -i 's/^delivery: .*/delivery: changes/' library/extracts/referrals.rec
	grep -q '^delivery: changes' library/extracts/referrals.rec
	cp -R library board/library
	deliver referrals register notices
	referrals | sed '2,$s/^/x"/' >$IN/referrals.changes.cerys-canary.csv
	night_of
	grep -q referrals mail
	unseen
	ls board/identifiable/quarantine/2026-03-31/cwm-arian.referrals.0002.changes.csv
	# So do those that cannot be taken: in two forms, no plain file.
	rm -r board below
	make_board >made
	cp -R library board/library
	deliver referrals register notices
	echo x >$IN/referrals.changes.cerys-canary.csv
	echo x >$IN/referrals.changes.cerys-canary.xlsx
	mkdir $IN/referrals.changes.canary-ll9.csv
	night_of
	grep -q 'referrals.changes, number 1 in order of name: not a plain file' mail
	grep -q 'referrals.changes, number 2 in order of name: both .csv and .xlsx' mail
	(cd board/incoming && find .) | run -0 grep -q canary
	run -1 grep -rliaE 'canary|cerys|LL9' below
	[[ -z $output ]]
}

# Who knows all of a short file but one value tries them all.
@test "the digest of a short delivery does not tell the one thing that is not known of it" {
	make_board >made
	referrals | sed -n 1,2p >short.csv
	cp short.csv $IN/referrals.csv
	deliver register notices
	night_of
	# All is known but the day of birth: a century of days.
	cat >guess.py <<-'END'
		import datetime, hashlib, os, sys
		text = open('short.csv', encoding='utf-8').read()
		published = ''
		for path, _, names in os.walk(sys.argv[1]):
		    for name in names:
		        published += open(os.path.join(path, name), encoding='utf-8',
		            errors='replace').read()
		day = datetime.date(1927, 1, 1)
		for _ in range(36525):
		    guess = text.replace('02/01/2015', day.strftime('%d/%m/%Y'))
		    if hashlib.sha256(guess.encode()).hexdigest() in published:
		        print('born', day)
		    day += datetime.timedelta(1)
	END
	# The control: where that digest is published, the day is found.
	mkdir careless
	sha256sum short.csv >careless/digest
	python3 -BSE guess.py careless >told
	grep -qx 'born 2015-01-02' told
	python3 -BSE guess.py below/nights >told
	cat told
	[[ ! -s told ]]
}

@test "no column that passes takes free text, in any definition of the library" {
	local row
	awk '/^%rec:/ { name = "" }
		$1 == "name:" { name = $2; type = "text" }
		$1 == "type:" { type = $2 }
		$1 == "role:" && $2 == "keep" && type == "text" {
			print FILENAME ": " name }' \
		"$LSCB_LIBRARY"/extracts/*.rec >open
	cat open
	[[ ! -s open ]]
	# As it was with the log of deliveries, whose columns the board fills.
	lscb-keygen --new a b
	lscb-keygen --purpose deidentify -o key a b
	row=,ok,2026-03-01,2026-04-01,1,1,0,0,x,,,,,
	cat >log <<-END
		sender,extract,source,state,delivered,due,read,used,rejected,dropped,delivery,same_as,standing,new,corrected,deleted
		cwm-arian,register,social-services$row
		Cerys Canary-Jones,register,social-services$row
		cwm-arian,Canary Cerys 2015-01-02,social-services$row
		cwm-arian,register,canary@example.org$row
	END
	lscb-ingest -x deliveries --date 2026-03-31 --rejects bad -o clean log
	[[ $(grep -c bad-word bad) == 3 && $(wc -l <clean) == 2 ]]
	# Neither does what never went through lscb-ingest.
	lscb-deidentify -x deliveries --sender cwm-arian -k key --rejects bad \
		-o payload log
	[[ $(grep -c bad-word bad) == 3 && $(wc -l <payload) == 2 ]]
	run -1 grep -i canary payload
}

@test "a definition that lets free text pass is refused, and a pattern is held to" {
	lscb-keygen --new a b
	lscb-keygen --purpose deidentify -o key a b
	sed '/^name: source/,/^role:/s/^type: word/type: text/' \
		"$LSCB_LIBRARY/extracts/deliveries.rec" >open.rec
	for filter in "lscb-ingest --date 2026-03-31" \
		"lscb-deidentify --sender cwm-arian -k key"; do
		run -78 $filter -x ./open.rec /dev/null
		[[ $output == *'open.rec:'*'anything could stand in text that is kept'* ]]
	done
	sed '/^name: source/,/^role:/s/^type: text/&\npattern: A9+\nseverity: query/' \
		open.rec >asked.rec
	run -78 lscb-ingest --date 2026-03-31 -x ./asked.rec /dev/null
	sed '/^severity: query/d' asked.rec >told.rec
	cat >log <<-'END'
		sender,extract,source,state,delivered,due,read,used,rejected,dropped,delivery,same_as,standing,new,corrected,deleted
		cwm-arian,register,S1,ok,2026-03-01,2026-04-01,1,1,0,0,x,,,,,
		cwm-arian,register,Canary,ok,2026-03-01,2026-04-01,1,1,0,0,y,,,,,
	END
	lscb-deidentify -x ./told.rec --sender cwm-arian -k key --rejects bad \
		-o payload log
	grep -q bad-pattern bad
	grep -q S1 payload
	run -1 grep -i canary payload
}
