#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The night of a board of invented people, with every mistake that agencies
# make in its files: nothing of what it publishes, keeps below the identifiable
# zone, logs or says may tell who somebody is.  The same night of a board whose
# people have names that nobody has shows which words are those of the report.
load ../lib/common
load ../truth/lib

# wrap: bin/, programs that note how they were called and then do their work;
# the report, being the last, first puts aside what the night works on.
wrap() {
	local program
	mkdir bin seen
	for program in "$LSCB_BIN"/lscb-*; do
		cat >"bin/${program##*/}" <<-END
			#!/bin/bash
			n=$PWD/seen/${program##*/}.\$\$
			tr '\\0' '\\n' <"/proc/\$\$/environ" >"\$n.environment"
			printf '%s\\n' "\$@" >"\$n.arguments"
			for a; do
				[[ \$a != */work/*/release/report.txt ]] ||
					cp -R "\${a%/release/*}" $PWD/seen/work
			done
			exec $program "\$@"
		END
		chmod +x "bin/${program##*/}"
	done
}

# a_night FOLDER: and below/FOLDER, all that is not identifiable.
a_night() {
	local board=$1
	sed -i 's/^max_rejects: .*/max_rejects: 100%/' "$board/board.rec"
	mkdir -p "below/$board" tmp
	# Two that the night has something to say of.
	rm "$board/incoming/cwm-arian/marac.csv"
	printf '"' >>"$board/incoming/cwm-arian/housing.csv"
	TMPDIR=$PWD/tmp LSCB_BIN=$PWD/bin "$ROOT/pipelines/nightly" "$board" --date "$DATE" \
		>"below/$board/mail" 2>&1
	"$ROOT/pipelines/status" "$board" >"below/$board/status" 2>&1 || :
	"$ROOT/pipelines/check" "$board" >"below/$board/check" 2>&1 || :
	(cd "$board" && cp -R nights current state work agreements board.rec \
		lock populations.csv "../below/$board/")
	find "$board/incoming" "$board/identifiable" -mindepth 1 -type d |
		sed "s/^$board//" >"below/$board/folders"
	mv seen/work "below/$board/working"
	cp -R tmp "below/$board/temporary"
}

setup_file() {
	local file extract
	cd "$BATS_FILE_TMPDIR" || return 1
	umask 077
	invent A --people 3000 --seed 5
	# The names of the other board, A for Z: of nobody's language.
	cp -R "$LSCB_LIBRARY" strange
	grep -E '^(fore|sur)name' "$LSCB_LIBRARY/synth/names.csv" >names
	{
		grep -vE '^(fore|sur)name' "$LSCB_LIBRARY/synth/names.csv"
		cut -d, -f2 names |
			tr A-Za-z ZYXWVUTSRQPONMLKJIHGFEDCBAzyxwvutsrqponmlkjihgfedcba |
			paste -d, <(cut -d, -f1 names) - <(cut -d, -f3- names)
	} >strange/synth/names.csv
	LSCB_LIBRARY=$PWD/strange invent B --people 3000 --seed 6
	wrap
	a_night A
	a_night B
	mkdir tokens
	for file in A/synth/cwm-arian/*; do
		extract=${file##*/}
		extract=${extract%%.*}
		lscb-ingest -x "$extract" --sender cwm-arian --date "$DATE" \
			--rejects bad -o clean "$file"
		lscb-deidentify -x "$extract" --sender cwm-arian \
			-k A/keys/deidentify.key --tokens "tokens/$extract.csv" \
			-o payload clean
	done
	mkdir none
	python3 -BSE "$ROOT/tests/attacks/values.py" "$LSCB_LIBRARY" \
		A/synth/cwm-arian tokens >values
	python3 -BSE "$ROOT/tests/attacks/values.py" "$LSCB_LIBRARY" \
		B/synth/cwm-arian none | cut -f2 >others
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return 1
}

# search FOLDER: hits in ./hits, what was searched in ./searched.
search() {
	python3 -BSE "$ROOT/tests/attacks/search.py" values "$1" >hits 2>searched
}

# The keys of a file, in all the forms in which they might be written.
keys() {
	sed -n 's/^\(key\|share\): //p' A/keys/* A/first A/second
}

@test "nothing of anybody, in any form, in whatever stands below the line" {
	(( $(wc -l <values) > 10000 ))
	for kind in name text number postcode address date token; do
		(( $(grep -c "^$kind" values) > 100 )) || { echo "$kind"; false; }
	done
	[[ -s below/A/mail && -d below/A/working/payload ]]
	search below/B
	mv hits common
	search below/A
	# A word or a date that stands in the same place of the other night,
	# though nobody is called so or was born then there.
	awk -F '\t' 'FILENAME == "others" { theirs[tolower($0)] = 1; next }
		FILENAME == "common" { common[$1 $2 $3 $4] = 1; next }
		!($1 $2 $3 $4 in common) || tolower($4) in theirs ||
		    $2 !~ /^(name|date|text)$/' others common hits >told
	cat told
	[[ ! -s told ]]
	printf '# note: %s; %d hits, all of them words of the report\n' \
		"$(cat searched)" "$(wc -l <hits)" >&3
}

@test "somebody who is below the line is found, however hidden" {
	local name postcode nhs
	mkdir -p careless/folder
	cd careless
	# A rare name: of the longest.
	name=$(grep -P '^name\t[A-Z][a-z]+ [A-Z][a-z]+$' ../values | cut -f2 |
		awk '{ print length($0), $0 }' | sort -rn |
		awk 'NR == 1 { print $2, $3 }')
	postcode=$(awk -F '\t' '$1 == "postcode" { print $2; exit }' ../values)
	nhs=$(grep -m 1 -P '^number\t999\d{7}$' ../values | cut -f2)
	python3 -BSE - "$name" "$postcode" "$nhs" <<-'END'
		import base64, codecs, hashlib, sys, zipfile, zlib
		name, postcode, nhs = sys.argv[1:]
		def put(path, text):
		    open(path, 'wb').write(text if isinstance(text, bytes)
		        else text.encode())
		def gz(data):
		    c = zlib.compressobj(wbits=31)
		    return c.compress(data) + c.flush()
		put('upper', 'of ' + name.upper() + '.')
		put('lower', 'x,' + name.lower() + ',y')
		put('squeezed', 'a' + name.replace(' ', '') + 'b')
		put('punctuated', '-'.join(name.replace(' ', '')))
		put('backwards', name[::-1])
		put('rot13', codecs.encode(name, 'rot13'))
		put('hex', 'x' + name.encode().hex() + 'y')
		for n in range(3):
		    put('base64.%d' % n, base64.b64encode(
		        b'?' * n + name.upper().encode() + b'!!!!'))
		for way in 'md5', 'sha1', 'sha256':
		    put(way, hashlib.new(way, name.lower().encode()).hexdigest())
		put('sha256-base64', base64.b64encode(
		    hashlib.sha256(nhs.encode()).digest()))
		put('nhs', 'x ' + nhs[:3] + ' ' + nhs[3:6] + ' ' + nhs[6:] + ' y')
		put('nhs-md5', hashlib.md5(nhs.encode()).hexdigest().upper())
		put('postcode', 'in ' + postcode.replace(' ', '').lower() + '.')
		put('sector', 'in %s, mostly' % postcode[:-2])
		put('wide', name.encode('utf-16'))
		put('binary', b'\xff\x00\x81' + name.encode() + b'\xfe')
		put('packed.gz', gz(gz(name.encode())))
		put('tags.html', '<p>' + name[:3] + '<b>' + name[3:] + '</b></p>')
		put('entities.html', '<p>' + ''.join('&#%d;' % ord(c)
		    for c in name) + '</p>')
		put('image.svg', '<image href="data:text/plain;base64,' +
		    base64.b64encode(b'x' * 40 + name.encode()).decode() + '"/>')
		with zipfile.ZipFile('hidden.xlsx', 'w') as book:
		    book.writestr('xl/workbook.xml', '<sheets><sheet name="x" '
		        'state="veryHidden"/></sheets>')
		    book.writestr('xl/worksheets/sheet2.xml', '<c><is><t>' +
		        name + '</t></is></c>')
		with zipfile.ZipFile('metadata.xlsx', 'w') as book:
		    book.writestr('docProps/core.xml',
		        '<dc:creator>' + name + '</dc:creator>')
		with zipfile.ZipFile('comment.zip', 'w') as pack:
		    pack.comment = name.encode()
		put('folder/%s.csv' % name.replace(' ', '-'), '')
	END
	awk -F '\t' '$1 == "date" { print $2 }' ../values | head -n 1 |
		while IFS=- read -r y m d; do
			echo "born $d/$m/$y" >date.slashes
			echo "$(date -d "$y-$m-$d" '+on %-d %B %Y')" >date.words
			echo "$y$m${d}T00" >date.digits
		done
	awk -F '\t' '$1 == "token" { print "r," $2 ",x"; exit }' ../values >token
	awk -F '\t' '$1 == "number" && $2 ~ /^[A-Z]+[0-9]+$/ {
		print "see " tolower($2) "."; exit }' ../values >local
	awk -F '\t' '$1 == "address" { print $2; exit }' ../values >address
	awk -F '\t' '$1 == "text" && length($2) > 60 {
		print substr($2, 20, 40); exit }' ../values >narrative
	cd ..
	search careless
	(cd careless && find . -type f -printf '%P\n') | sort >planted
	cut -f1 hits | sed 's/!.*//' | sort -u >found
	same planted found
	(( $(wc -l <planted) >= 30 ))
	printf '# note: %d ways to leave somebody in a file: all found\n' \
		"$(wc -l <planted)" >&3
}

# judge HISTORY: its columns that say more of names than chance, in ./ranked.
judge() {
	python3 -BSE "$ROOT/tests/attacks/frequency.py" A/synth/truth/persons.csv \
		A/keys/deidentify.key tokens map.csv "$1" >guessed
	# By chance one of twenty guesses is right now and then, and children of
	# one month may be born on one day.
	awk '$1 == "history" && $3 != "dob" && $4 >= 6 ||
		$1 == "purity" && $4 > 3 * $5 + 10 ||
		$1 == "offset" && $5 > 25' guessed >ranked
}

@test "names cannot be ranked by any column that leaves the identifiable zone" {
	lscb-link -k A/keys/link.key -o map.csv tokens/*.csv
	lscb-join --map map.csv below/A/working/payload/*.csv -o again.csv
	same again.csv A/current/history.csv
	judge A/current/history.csv
	cat ranked
	[[ ! -s ranked ]]
	grep ^tokens guessed
	# The token files, which are gone in the morning, let them be ranked.
	# Names that are equally common change places by chance.
	awk '$1 == "tokens" && $2 == "surname" && $3 < 6 ||
		$1 == "tokens" && $2 == "forename" && $3 < 3 { bad = 1 }
		END { exit bad }' guessed
	printf '# note: of the 20 most common: %s; in the history at most %s\n' \
		"$(awk '$1 == "tokens" && $2 ~ /name/ { printf "%s%s %d right by tokens",
			n++ ? ", " : "", $2, $3 }' guessed)" \
		"$(awk '$1 == "history" && $4 > n { n = $4 } END { print n }' guessed)" >&3
	# So would a column of keyed names; and a day that is so long after birth as
	# everybody's, such as that of a check of health, gives the birthday.
	python3 -BSE - "$ROOT/tests/attacks" <<-'END'
		import csv, datetime, hashlib, sys
		sys.path.insert(0, sys.argv[1])
		import keyed
		mine = keyed.field_key(keyed.key('A/keys/deidentify.key'), 'dob')
		days = {keyed.base32(keyed.hmac(mine, keyed.parts(p['born']))[:8] +
		    b'\0', 13): p['born'] for p in csv.DictReader(
		    open('A/synth/truth/persons.csv', encoding='utf-8'))}
		born = {}
		records, who = {}, {}
		for row in csv.DictReader(open('map.csv')):
		    records[row['record']] = row['child']
		for row in csv.DictReader(open('tokens/roll.csv')):
		    who[records[row['record']]] = row['surname']
		    if row['dob'] in days:
		        born[records[row['record']]] = days[row['dob']]
		rows = list(csv.DictReader(open('A/current/history.csv')))
		for row in rows:
		    name = who.get(row['child'], '')
		    row['area'] = name and hashlib.sha256(
		        b'k' + name.encode()).hexdigest()
		    if row['event'] == 'roll' and row['child'] in born:
		        row['due'] = datetime.date.fromisoformat(
		            born[row['child']]) + datetime.timedelta(42)
		with open('keyed.csv', 'w') as file:
		    out = csv.DictWriter(file, rows[0], lineterminator='\n')
		    out.writeheader()
		    out.writerows(rows)
	END
	judge keyed.csv
	grep '^purity area surname' ranked
	grep '^offset roll due' ranked
	awk '/^history area surname/ { print; found = $4 >= 4 }
		END { exit !found }' guessed
}

@test "no key in an argument, an environment, a log, a file of the night or of its programs" {
	(( $(find seen -name '*.environment' | wc -l) > 50 ))
	keys >secrets
	[[ $(wc -l <secrets) == 4 ]]
	python3 -BSE - <<-'END' >forms
		import base64
		for line in open('secrets'):
		    key = bytes.fromhex(line.strip())
		    print(key.hex()[:24])
		    print(key.hex()[8:].upper()[:24])
		    print(base64.b64encode(key).decode()[:24])
	END
	# And as bytes, which no line can hold.
	python3 -BSE - >spilt <<-'END'
		import os
		keys = [bytes.fromhex(line.strip()) for line in open('secrets')]
		for folder in 'seen', 'below', 'tmp', 'A/identifiable', 'A/incoming':
		    for path, _, names in os.walk(folder):
		        for name in names:
		            name = os.path.join(path, name)
		            if not os.path.islink(name):
		                data = open(name, 'rb').read()
		                if any(key[:12] in data for key in keys):
		                    print(name)
	END
	run -1 grep -rlaF -f forms seen below tmp A/identifiable A/incoming
	[[ ! -s spilt ]]
	# The files of keys themselves are found by the same search.
	[[ $(grep -rlaF -f forms A/keys A/first A/second | wc -l) == 4 ]]
}
