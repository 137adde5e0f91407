#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-synth: the same board from the same seed; people who are born, move,
# part and die as people do; numbers that are nobody's.
load ../lib/common

DATE=2026-03-31

# A board of one authority without mistakes, its people in a database, and
# each extract as lscb-ingest reads it: dates as YYYY-MM-DD, rows in order.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	lscb-synth --date "$DATE" --people 60000 --errors none --out clean \
		-o list.csv
	mkdir plain
	local file extract
	for file in clean/cwm-arian/*; do
		extract=$(basename "${file%.csv*}")
		lscb-ingest -x "$extract" --sender cwm-arian --date "$DATE" \
			-o "plain/$extract" "$file"
	done
	if command -v sqlite3 >/dev/null; then
		local import=()
		for file in persons residence people; do
			import+=(-cmd ".import clean/truth/$file.csv $file")
		done
		sqlite3 -bail board.db -cmd '.mode csv' "${import[@]}" \
			'create index stays on residence (household);
			 create index whose on residence (person);
			 create unique index who on persons (person);'
	fi
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	CLEAN=$BATS_FILE_TMPDIR/clean
	PLAIN=$BATS_FILE_TMPDIR/plain
	: >none
}

# ask: the answer of the board's database to the SQL on standard input.
ask() {
	command -v sqlite3 >/dev/null || skip 'no sqlite3'
	sqlite3 -bail "$BATS_FILE_TMPDIR/board.db"
}

# fields FILE NAME...: these columns between tabs, without the header.
fields() {
	awk -v names="${*:2}" '{
		n = quoted = 0; field = ""
		for (i = 1; i <= length($0); i++) {
			c = substr($0, i, 1)
			if (quoted && c == "\"" && substr($0, i + 1, 1) == "\"") {
				field = field c; i++
			} else if (c == "\"")
				quoted = !quoted
			else if (c == "," && !quoted) {
				f[++n] = field; field = ""
			} else
				field = field c
		}
		f[++n] = field
		if (NR == 1) {
			want = split(names, name, " ")
			for (i = 1; i <= n; i++) at[f[i]] = i
			next
		}
		out = f[at[name[1]]]
		for (i = 2; i <= want; i++) out = out "\t" f[at[name[i]]]
		print out
	}' "$1"
}

# ---- the same, and not the same ----

@test "the same arguments give the same bytes" {
	lscb-synth --date "$DATE" --people 3000 --out one -o one.csv
	lscb-synth --date "$DATE" --people 3000 --out two -o two.csv
	diff -r one two
	same one.csv two.csv
}

@test "another seed is another board, with the same files" {
	local file
	lscb-synth --date "$DATE" --people 3000 --out one -o list.csv
	lscb-synth --date "$DATE" --people 3000 --seed 2 --out two -o list.csv
	(cd one && find . -type f | sort) >expected
	(cd two && find . -type f | sort) >actual
	same expected actual
	for file in register.csv roll.csv emergency.csv.gz; do
		run -1 cmp -s "one/cwm-arian/$file" "two/cwm-arian/$file"
	done
}

@test "the list says how many rows are in every extract" {
	local file
	lscb-synth --date "$DATE" --people 3000 --out one -o list.csv
	sed 1d list.csv | while IFS=, read -r file rows; do
		[[ $(gzip -dcf "one/$file" | sed 1d | wc -l) == "$rows" ]] ||
			echo "$file: not $rows"
	done >wrong
	same none wrong
	(cd one && find cwm-arian -type f | sort) >expected
	sed '1d; s/,.*//' list.csv | sort >actual
	same expected actual
}

# with NAME VALUE: what is not the same with another rate.
with() {
	[[ -d before ]] || lscb-synth --date "$DATE" --people 6000 \
		--errors none --out before -o list.csv
	rm -rf library after
	cp -r "$LSCB_LIBRARY" library
	awk -v name="$1" -v value="$2" '
		$1 == "value:" && last == name { $0 = "value: " value; n++ }
		{ last = $1 == "name:" ? $2 : last; print }
		END { exit n != 1 }' "$LSCB_LIBRARY/synth/rates.rec" \
		>library/synth/rates.rec
	lscb-synth --library library --date "$DATE" --people 6000 \
		--errors none --out after -o list.csv
	diff -rq before after | sed 's/^Files before.//; s/ and .*//' |
		sort >changed
}

@test "one rate changed moves its own files, and no other by a byte" {
	with bullied 900
	printf '%s\n' cwm-arian/bullying.csv truth/people.csv >expected
	# Whether a child on the register is among them is chance.
	grep -v truth/indicators changed >actual
	same expected actual
	with training-sessions 12
	printf '%s\n' cwm-arian/training.csv truth/indicators.csv >expected
	same expected changed
	with probation 900
	printf '%s\n' cwm-arian/probation.csv truth/people.csv >expected
	same expected changed
}

@test "with more moves the people are others, and the board's business is the same" {
	with moves 2000
	grep -q truth/residence.csv changed
	run -1 grep -E 'training|audits|meetings|sait|checks|practice' changed
}

@test "mistakes are of the files: people, homes and what happened are the same" {
	lscb-synth --date "$DATE" --people 6000 --out some -o list.csv
	lscb-synth --date "$DATE" --people 6000 --errors none --out clean \
		-o list.csv
	same clean/truth/residence.csv some/truth/residence.csv
	same clean/populations.csv some/populations.csv
	# The third to fifth column: what happened, seen by nobody or not.
	for board in clean some; do
		cut -d, -f1-5 $board/truth/indicators.csv >$board.happened
		# A forename may be drawn again, so that there are no namesakes.
		cut -d, -f1-4,7- $board/truth/persons.csv >$board.persons
	done
	same clean.happened some.happened
	same clean.persons some.persons
	printf 'sender,extract,measure,reason,count\n' >expected
	same expected clean/truth/errors.csv
}

# ---- lives ----

@test "everybody asked for lives there on the day, by two counts" {
	local n
	for n in 1 2 3 17 4321; do
		lscb-synth --people $n --date 2025-06-30 --out b$n -o list.csv
		awk -F, '$1 == "" && $2 == 2025 { n += $5 }
			END { print n }' b$n/populations.csv
		awk -F, 'NR > 1 && $3 <= "2025-06-30" &&
			($4 == "" || $4 > "2025-06-30") { n++ }
			END { print n }' b$n/truth/residence.csv
	done >actual
	printf '%s\n' 1 1 2 2 3 3 17 17 4321 4321 >expected
	same expected actual
}

@test "nobody lives in two homes at once, before birth or after death" {
	ask >actual <<-'END'
	select 'two at once', a.person from residence a
		join residence b on a.person = b.person and a.rowid < b.rowid
		where (a."to" = '' or a."to" > b."from") and
			(b."to" = '' or b."to" > a."from");
	select 'a stay of no day', person from residence
		join persons using (person)
		where "to" <> '' and "to" <= "from" and died <> born;
	select 'before birth', person from residence join persons using (person)
		where "from" < born or "from" < begins;
	select 'after death', person from residence join persons using (person)
		where died <> '' and ("to" = '' or "to" > died);
	END
	same none actual
}

@test "a home is never two families' at once, and is taken again when it is empty" {
	# Whoever lives together is one family: by blood, or by a partner,
	# who lives with a parent.  So a stranger begins a stay only where
	# somebody lives when he moves in with all there, on one day.
	ask >actual <<-'END'
	create temp table kin as
		select person, mother as other from persons where mother <> ''
		union select person, father from persons where father <> ''
		union select mother, father from persons
			where mother <> '' and father <> ''
		union select person, twin from persons where twin <> '';
	create temp table pairs as
		select a.person as one, b.person as other, a.household,
			max(a."from", b."from") as since
		from residence a join residence b
			on a.household = b.household and a.person < b.person
		where (a."to" = '' or a."to" > b."from") and
			(b."to" = '' or b."to" > a."from");
	create index pair on pairs (one, other);
	-- Persons of a family have numbers side by side.
	select 'strangers', count(*) from pairs
		where abs(one - other) > 20;
	select 'taken again', count(*) > 1000 from (
		select a.household from residence a join residence b
			on a.household = b.household
		where a."to" <> '' and b."from" >= a."to" and
			abs(a.person - b.person) > 20
		group by a.household);
	END
	printf 'strangers|0\ntaken again|1\n' >expected
	same expected actual
}

@test "twins are born on one day, of one mother, and know each other" {
	ask >actual <<-'END'
	select 'not so', a.person from persons a join persons b
		on a.twin = b.person
		where a.born <> b.born or a.mother <> b.mother or
			b.twin <> a.person or a.forename = b.forename and
			a.forename <> '';
	select count(*) > 200 from persons where twin <> '';
	END
	echo 1 >expected
	same expected actual
}

@test "mothers are 14 to 46, fathers 14 and more; parents are a woman and a man" {
	ask >actual <<-'END'
	select 'mother', c.person from persons c join persons m
		on c.mother = m.person
		where c.born < date(m.born, '+14 years') or
			c.born > date(m.born, '+46 years') or m.sex <> 'female';
	select 'father', c.person from persons c join persons f
		on c.father = f.person
		where c.born < date(f.born, '+14 years') or f.sex <> 'male';
	select 'born of the dead', c.person from persons c join persons m
		on c.mother = m.person
		where m.died <> '' and m.died < c.born and c.was = '';
	select 'begotten by the dead', c.person from persons c join persons f
		on c.father = f.person
		where f.died <> '' and date(f.died, '+280 days') < c.born
			and c.was = '';
	END
	same none actual
}

@test "there are half-sisters, step-children, widows, grandmothers, children not yet born, and adoptions" {
	ask >actual <<-'END'
	select 'half', count(*) > 100 from persons a join persons b
		on a.mother = b.mother and a.mother <> '' and a.person < b.person
		where a.father <> '' and b.father <> '' and a.father <> b.father;
	select 'step', count(*) > 100 from persons c join residence r
		on c.person = r.person and c.born > '2008-04-01'
		join residence s on s.household = r.household and
			s."from" = r."from" and s.person <> r.person
		join persons p on p.person = s.person
		where c.mother = '' and c.father = p.person and
			r."from" > date(c.born, '+300 days');
	select 'unborn', count(*) > 100, max(born) <= date('2026-03-31',
		'+200 days') from persons where born > '2026-03-31';
	select 'unborn with a name', person from persons
		where born > '2026-03-31' and forename <> '';
	select 'adopted', count(*) > 20 from persons where was <> '';
	select 'adopted wrongly', n.person from persons n join persons o
		on n.was = o.person join residence r on r.person = o.person
		where n.born <> o.born or n.sex <> o.sex or
			r."to" = '' or r."to" > n.begins;
	END
	printf '%s\n' 'half|1' 'step|1' 'unborn|1|1' 'adopted|1' >expected
	same expected actual
}

@test "people move about as often as people do, and ages are those of Wales" {
	# Of children two and older who were there two years before, a sixth to
	# a quarter have another home.
	ask >actual <<-'END'
	select moved * 100 / n between 14 and 26 from (
		select count(*) as n, sum(a.household <> b.household) as moved
		from persons p join residence a on a.person = p.person
		join residence b on b.person = p.person
		where p.born > '2008-04-01' and
			a."from" <= '2024-03-31' and
			(a."to" = '' or a."to" > '2024-03-31') and
			b."from" <= '2026-03-31' and
			(b."to" = '' or b."to" > '2026-03-31'));
	END
	# 20 to 22 % are under 18, 20 to 24 % are 65 and more, and the board
	# grows by no more than 1 % a year.
	awk -F, '$1 == "" { n[$2] += $5 }
		$2 == 2025 && $3 < 18 { young += $5 }
		$2 == 2025 && $3 == 65 { old += $5 }
		END {
			print (young / n[2025] > .195 && young / n[2025] < .22),
			      (old / n[2025] > .20 && old / n[2025] < .24),
			      (n[2025] / n[2023] > .98 && n[2025] / n[2023] < 1.02)
		}' "$CLEAN/populations.csv" >>actual
	printf '1\n1 1 1\n' >expected
	same expected actual
}

@test "no two children share names, sex and birth date without mistakes" {
	ask >actual <<-'END'
	select forename, count(*) from persons
		where born > '2005-04-01' and forename <> ''
		group by forename, surname, sex, born having count(*) > 1;
	END
	same none actual
}

@test "names are of Wales, with what makes them hard" {
	local name
	cut -d, -f5,6 "$CLEAN/truth/persons.csv" >names
	for name in Siôn Llŷr Glyndŵr Siân Zoë "O'Neill" 'ap [A-Z]' 'ab [AEIOU]' Dda \
		'[A-Z][a-z]*-[A-Z][a-z]*' Llywelyn Wiśniewska Khan; do
		grep -q "$name" names || echo "no $name"
	done >actual
	same none actual
	# One in eight is called Jones.
	awk -F, '{ jones += $2 == "Jones" }
		END { print (jones / NR > .09 && jones / NR < .15) }' names >actual
	echo 1 >expected
	same expected actual
}

# ---- what agencies say of them ----

@test "nothing happens to the dead, the unborn, or who is not there" {
	# The day of each event, or the first of a spell.
	local of extract column
	for of in contacts:received referrals:received assessments:started \
		strategy:held section47:started conferences:held \
		register:registered core-groups:held visits:visited \
		survey:date missing:missing_from emergency:arrival \
		camhs:referred roll:entry school-attendance:term_start \
		exclusions:start bullying:incident_date \
		youth-offending:offence_date; do
		extract=${of%:*} column=${of#*:}
		fields "$PLAIN/$extract" "$column" >days
		awk -F, -v x="$extract" '$2 == x { print $3 "\t" $4 }' \
			"$CLEAN/truth/people.csv" | sort -n >whose
		[[ $(wc -l <days) == "$(wc -l <whose)" ]] ||
			echo "$extract: rows and persons differ"
		awk -F '\t' 'NR == FNR { day[FNR] = $1; next }
			{ print day[$1] "\t" $2 }' days whose |
			sed "s/\$/\t$extract/" >>events
	done
	cut -d, -f1,2,3 "$CLEAN/truth/persons.csv" | sed 1d >lives
	awk -F '[,\t]' 'NR == FNR { born[$1] = $2; died[$1] = $3; next }
		# Social services know of children before they are born.
		$1 < born[$2] && $3 !~ /contacts|referrals|assessments|strategy|section47|conf|register|core|visits/ {
			print "before birth", $3 }
		died[$2] != "" && $1 >= died[$2] { print "after death", $3 }
		{ n++; dead += died[$2] != "" }
		END { print (n > 50000 && dead > 20) }' lives events >actual
	echo 1 >expected
	same expected actual
}

@test "NHS numbers are of the test range, with the right check digit, a child's own" {
	# Weights 10 to 2 and the check digit add up to a multiple of 11.
	fields "$PLAIN/emergency" nhs | awk '{
		sum = 0
		for (i = 1; i <= 10; i++)
			sum += substr($0, i, 1) * (11 - i)
		if (length($0) != 10 || $0 !~ /^999[0-9]*$/ || sum % 11)
			print "bad", NR
		n++
	} END { print (n > 10000) }' >actual
	fields "$PLAIN/emergency" nhs >nhs
	awk -F, '$2 == "emergency" { print $4 }' "$CLEAN/truth/people.csv" |
		paste nhs - | sort -u >pairs
	cut -f1 pairs | sort | uniq -d >>actual
	cut -f2 pairs | sort | uniq -d >>actual
	echo 1 >expected
	same expected actual
}

@test "UPNs are of an authority that is nobody's, with the right check letter, a child's own" {
	# Letter: sum of digit by position (2 to 13), modulo 23.
	fields "$PLAIN/roll" upn >upns
	awk '{
		sum = 0
		for (i = 2; i <= 13; i++)
			sum += substr($0, i, 1) * i
		want = substr("ABCDEFGHJKLMNPQRTUVWXYZ", sum % 23 + 1, 1)
		if (substr($0, 1, 4) != want "699" || length($0) != 13)
			print "bad", NR
		n++
	} END { print (n > 10000) }' upns >actual
	awk -F, '$2 == "roll" { print $4 }' "$CLEAN/truth/people.csv" |
		paste upns - | sort -u >pairs
	cut -f1 pairs | sort | uniq -d >>actual
	cut -f2 pairs | sort | uniq -d >>actual
	echo 1 >expected
	same expected actual
}

@test "postcodes are of area CY, which is not in use, and a home is one address" {
	local extract
	for extract in roll emergency notices contacts; do
		fields "$PLAIN/$extract" house postcode >of
		awk -F, -v x="$extract" '$2 == x { print $5 }' \
			"$CLEAN/truth/people.csv" | paste - of
	done | awk -F '\t' '$2 != ""' | sort -u >addresses
	cut -f3 addresses | grep -v '^CY[0-9][0-9]* [0-9][A-Z][A-Z]$' >actual ||
		:
	cut -f1 addresses | uniq -d >>actual
	cut -f2,3 addresses | sort | uniq -d >>actual
	same none actual
	(( $(cut -f3 addresses | sort -u | wc -l) > 2000 ))
}

# ---- several authorities ----

@test "authorities of one board have folders, people and local ids of their own" {
	lscb-synth --date "$DATE" --people 12000 --authorities 3 \
		--errors none --out region -o list.csv
	(cd region && find . -mindepth 1 -type d | sort) >actual
	printf './%s\n' bryn-glas cwm-arian nant-las region truth >expected
	same expected actual
	[[ -s region/cwm-arian/register.csv && -s region/region/notices.csv ]]
	[[ ! -e region/region/register.csv ]]
	# The same number is two children in two authorities.
	for sender in cwm-arian nant-las; do
		sed 1d region/$sender/contacts.csv | cut -d, -f2 | sort -u \
			>$sender.ids
	done
	(( $(comm -12 cwm-arian.ids nant-las.ids | wc -l) > 20 ))
	# The whole is the sum of its parts.
	awk -F, 'NR > 1 { n[$1 == ""] += $5 } END { print n[0] - n[1] }' \
		region/populations.csv >actual
	echo 0 >expected
	same expected actual
}

@test "the files are the sender's" {
	lscb-synth --people 500 --date "$DATE" --sender nant-las --out b \
		-o list.csv
	[[ -s b/nant-las/register.csv && ! -e b/cwm-arian ]]
}
