#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The files of lscb-synth: every dialect says the same, agencies know a child
# each in its own way but always in the same, mistakes come as often as they
# were measured and are counted, deliveries hold what was known that day.
load ../lib/common

DATE=2026-03-31

# Two boards of the same seed for the whole file, one without errors.  The
# rows of both as tab-separated text without dialect: none/ and some/.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	lscb-synth --date 2026-03-31 --people 50000 --seed 11 --errors none \
		--out clean -o list.csv
	lscb-synth --date 2026-03-31 --people 50000 --seed 11 --out wrong \
		-o list.csv
	flat clean/cwm-arian none
	flat wrong/cwm-arian some
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	HOME_=$BATS_FILE_TMPDIR
	CLEAN=$HOME_/clean
	WRONG=$HOME_/wrong
}

# What Windows-1252 makes of the letters that it lacks, for sed.
NOT_1252='y/ŵŷŴŶśŚłŁńćęąźżŻ/wyWYsSlLnceazzZ/'

# flat FOLDER OUT: each extract as OUT/EXTRACT, fields between tabs.  By sed
# and awk alone; no field holds a tab.
flat() {
	local file
	mkdir "$2"
	for file in "$1"/*; do
		text "$file" | sed '1s/^\xef\xbb\xbf//; s/\r$//' |
			awk '
			NR == 1 { d = ","
				if ($0 !~ /,/) d = /;/ ? ";" : /\|/ ? "|" : "\t" }
			!/"/ { if (d == "|") gsub(/\|/, "\t"); else gsub(d, "\t")
				print; next }
			{
				out = field = ""; quoted = 0; n = length($0)
				for (i = 1; i <= n; i++) {
					c = substr($0, i, 1)
					if (quoted && c == "\"" &&
					    substr($0, i + 1, 1) == "\"") {
						field = field c; i++
					} else if (c == "\"")
						quoted = !quoted
					else if (c == d && !quoted) {
						out = out field "\t"; field = ""
					} else
						field = field c
				}
				print out field
			}' >"$2/$(basename "${file%.csv*}")"
	done
}

# column EXTRACT NAME: where a column stands, by the library's layout.
column() {
	awk -F, -v extract="$1" -v name="$2" '$1 == extract { n++
		if ($2 == name) print n }' "$LSCB_LIBRARY/synth/layouts.csv" \
		"$LSCB_LIBRARY/synth/further-columns.csv"
}

# sound BOARD FLAT EXTRACT: person, then the rows that are nobody's bad copy,
# in order.
sound() {
	awk -F '[,\t]' -v extract="$3" '
		NR == FNR { if ($2 == extract) person[$3] = $4; next }
		FNR > 1 && (FNR - 1) in person {
			print person[FNR - 1] "\t" $0 }' \
		"$1/truth/people.csv" "$2/$3"
}

# known BOARD FLAT EXTRACT COLUMN...: of each person the local id names, once:
# person, id, the columns.
known() {
	local board=$1 rows=$2 extract=$3 columns='' name
	shift 3
	for name; do
		columns+=" $(($(column "$extract" "$name") + 1))"
	done
	sound "$board" "$rows" "$extract" |
		awk -F '\t' -v columns="$columns" '
			BEGIN { n = split(columns, c, " ") }
			{ line = $1; for (i = 1; i <= n; i++) line = line "\t" $c[i]
			  print line }'
}

# reasons BOARD DATE: what lscb-ingest rejects and queries, as
# truth/errors.csv has it.
reasons() {
	local file extract sender
	(cd "$1" && find . -name '*.csv' -o -name '*.csv.gz') |
		sed 's,^\./,,' | grep -v -e '^truth/' -e '^populations' -e '^postcodes' |
		while read -r file; do
			extract=$(basename "${file%.csv*}")
			sender=$(dirname "$file")
			rm -f bad.csv stats.csv
			lscb-ingest -x "$extract" --sender "${sender##*/}" \
				--date "$2" --rejects bad.csv \
				--stats stats.csv -o out.csv "$1/$file"
			awk -F, -v what="$sender,$extract" '($2 == "rejected" ||
				$2 == "queried") && $3 != "" && $4 > 0 {
				print what "," $2 "," $3 "," $4 }' stats.csv
		done | sort
}

# within LOW HIGH COUNT OF: COUNT of OF is a share per 10,000 in these bounds.
within() {
	(( $3 * 10000 >= $1 * $4 && $3 * 10000 <= $2 * $4 )) || {
		echo "$3 of $4 are not $1 to $2 in 10,000"
		return 1
	}
}

@test "every dialect reads back to the rows of a plain one" {
	local file extract
	cp -r "$LSCB_LIBRARY" plain
	sed -i -E 's/,yes/,no/g; s/,(windows-1252|utf-16),/,utf-8,/' \
		plain/synth/files.csv
	# ISO dates and commas, to the writer and to the reader.
	awk -F, -v OFS=, 'NR > 1 { $4 = "" } 1' \
		"$LSCB_LIBRARY/synth/layouts.csv" >plain/synth/layouts.csv
	# No return is made here, and no other header has a comma.
	awk -F, -v OFS=, 'NR > 1 && !/"/ { $4 = "" } 1' \
		"$LSCB_LIBRARY/synth/further-columns.csv" \
		>plain/synth/further-columns.csv
	sed -i -e '/^delimiter:/d' -e '/^encoding:/d' -e '/^unknown: [0-9/]*$/d' \
		-e 's/^format: .*/format: YYYY-MM-DD/' plain/extracts/*.rec
	for file in plain/extracts/*.rec; do uniq "$file" >one; mv one "$file"; done
	lscb-synth --date $DATE --people 50000 --seed 11 --errors none \
		--library plain --out board -o list.csv
	[[ ! -e board/cwm-arian/emergency.csv.gz ]]
	for file in "$CLEAN"/cwm-arian/*; do
		extract=$(basename "${file%.csv*}")
		lscb-ingest -x "$extract" --sender cwm-arian --date $DATE \
			-o dialect.csv "$file"
		lscb-ingest -x "$extract" --sender cwm-arian --date $DATE \
			--library plain -o plain.csv \
			"board/cwm-arian/$extract.csv"
		# Windows-1252 has no ŵ, ŷ, ś.
		[[ $extract != youth-offending ]] ||
			LC_ALL=C.UTF-8 sed -i "$NOT_1252" plain.csv
		cmp plain.csv dialect.csv
		(( $(wc -l <plain.csv) > 1 ))
	done
	# The dialects are there: packed, marked, carriage returns, delimiters.
	gzip -t "$CLEAN/cwm-arian/emergency.csv.gz"
	head -c 3 "$CLEAN/cwm-arian/bullying.csv" | od -An -tx1 >actual
	head -1 "$CLEAN/cwm-arian/notices.csv" | tail -c 2 | od -An -tx1 >>actual
	grep -c '^[^,;]*|' "$CLEAN/cwm-arian/probation.csv" >count
	printf ' ef bb bf\n 0d 0a\n' >expected
	same expected actual
	(( $(cat count) > 1 ))
}

@test "Windows-1252 and UTF-16 say the same to iconv" {
	cp -r "$LSCB_LIBRARY" lib
	sed -i -e 's/^\(roll,.*\),utf-8,/\1,windows-1252,/' \
		-e 's/^\(bullying,.*\),utf-8,/\1,utf-16,/' lib/synth/files.csv
	lscb-synth --date $DATE --people 50000 --seed 11 --errors none \
		--library lib --out board -o list.csv
	# Windows-1252 has no ŵ, ŷ, ś.
	LC_ALL=C.UTF-8 sed "$NOT_1252" \
		"$CLEAN/cwm-arian/roll.csv" >expected
	iconv -f cp1252 -t utf-8 board/cwm-arian/roll.csv >actual
	same expected actual
	grep -q '[ŵŷ]' "$CLEAN/cwm-arian/roll.csv"
	head -c 2 board/cwm-arian/bullying.csv | od -An -tx1 >mark
	printf ' ff fe\n' | same - mark
	iconv -f utf-16 -t utf-8 board/cwm-arian/bullying.csv >actual
	sed '1s/^\xef\xbb\xbf//' "$CLEAN/cwm-arian/bullying.csv" >expected
	same expected actual
}

@test "truth/people.csv names the person and the home of each row" {
	# Without errors, roll.csv has the names of truth/persons.csv.
	sound "$CLEAN" "$HOME_/none" roll >rows
	awk -F '\t' -v f="$(column roll forename)" -v s="$(column roll surname)" \
		'{ print $1 "," $(f + 1) "," $(s + 1) }' rows | sort -u >actual
	awk -F, 'NR == FNR { want[$1] = 1; next }
		$1 in want { print $1 "," $5 "," $6 }' actual \
		"$CLEAN/truth/persons.csv" | sort -u >expected
	same expected actual
	(( $(wc -l <actual) > 5000 ))
	# Every row of it is somebody's.
	(( $(wc -l <rows) == $(wc -l <"$HOME_/none/roll") - 1 ))
}

@test "errors change neither who and when, nor anything but identity" {
	local extract identity drop
	# The free texts name children, and without errors no two have one name.
	identity='forename surname dob expected_dob sex house postcode uprn nhs
		upn no_upn narrative comment circumstances'
	for extract in $(cut -d, -f1 "$LSCB_LIBRARY/synth/files.csv" | sed 1d); do
		[[ -e $HOME_/none/$extract ]] || continue
		drop=
		for name in $identity; do
			drop+=" $(column "$extract" "$name")"
		done
		for board in none some; do
			sound "$HOME_/$([[ $board == none ]] && echo clean ||
				echo wrong)" "$HOME_/$board" "$extract" |
				awk -F '\t' -v drop="$drop" '
				BEGIN { n = split(drop, d, " ") }
				{ for (i = 1; i <= n; i++) $(d[i] + 1) = ""; print }' \
				>$board
		done
		diff none some | grep -c '^<' >changed || :
		# Nothing else differs, but a date in a few rows that are rejected.
		awk -F, -v x="$extract" '$2 == x && $3 == "rejected" &&
			$4 == "bad-date" { n = $5 } END { print n + 0 }' \
			"$WRONG/truth/errors.csv" >allowed
		(( $(wc -l <none) == $(wc -l <some) ))
		(( $(cat changed) <= $(cat allowed) )) || {
			echo "$extract: $(cat changed) rows differ"
			return 1
		}
	done
	same "$CLEAN/truth/residence.csv" "$WRONG/truth/residence.csv"
	# Local ids are the same: social services' of the contacts.
	known "$CLEAN" "$HOME_/none" contacts child_id >expected
	known "$WRONG" "$HOME_/some" contacts child_id >actual
	same expected actual
}

@test "an agency knows a child always in the same way" {
	# Names, birth and sex by local id, over all its files and rows.  The
	# register has one check letter spoilt, of whoever is in that row.
	{
		known "$WRONG" "$HOME_/some" contacts child_id forename surname \
			dob sex upn
		known "$WRONG" "$HOME_/some" referrals child_id forename surname \
			dob sex upn
		known "$WRONG" "$HOME_/some" register child_id forename surname \
			dob sex upn
	} | awk -F '\t' '$5 !~ /^30\/02/' | sed 's/\t[A-Z]\([0-9]*\)$/\t\1/' |
		sort -u >social
	known "$WRONG" "$HOME_/some" emergency patient_id nhs surname forename \
		dob sex | sort -u >health
	known "$WRONG" "$HOME_/some" roll native_id upn surname forename dob sex |
		sort -u >education
	for agency in social health education; do
		cut -f2 $agency | sort | uniq -d >twice
		: >none
		# A row may have a date spoilt that is not the child's.
		same none twice
		cut -f1 $agency | sort | uniq -d >twice
		same none twice
		(( $(wc -l <$agency) > 1000 ))
	done
}

# Pairs of person, true name and birth with what an agency has of them.
against() {
	local extract=$1 id=$2
	known "$WRONG" "$HOME_/some" "$extract" "$id" forename surname dob sex |
		sort -u -k2,2 -t '	' | awk -F '\t' 'NR == FNR {
			split($0, f, ","); name[f[1]] = f[5] "\t" f[6] "\t" f[2] "\t" f[4]
			next }
			$3 != "" { print name[$1] "\t" $0 }' \
		<(cat "$WRONG/truth/persons.csv") -
}

@test "names, births and sexes are wrong as often as measured" {
	# CRATE, of the Cambridgeshire NHS (see synth/mistakes.csv), per 10,000:
	# forename .009, .008 and .006, surname .0567 of girls and .0134 of boys,
	# birth .00492, sex .0033.  Bounds of three standard deviations and more.
	against contacts child_id >pairs
	against roll native_id >>pairs
	awk -F '\t' 'function plain(s) {
			s = tolower(s); gsub(/[ -\x27]/, "", s)
			gsub(/â|á|à/, "a", s); gsub(/ê|é|è|ë|ę/, "e", s)
			gsub(/î|ï|í/, "i", s); gsub(/ô|ö|ó/, "o", s)
			gsub(/û|ü|ú/, "u", s); gsub(/ŵ/, "w", s); gsub(/ŷ/, "y", s)
			gsub(/ś/, "s", s); gsub(/ł/, "l", s); gsub(/ń/, "n", s)
			return s }
		{ n++; girl = $4 == "female" || $4 == "F" || $4 == "f"
		  sexes[girl]++
		  swapped = plain($1) == plain($8) && plain($2) == plain($7)
		  swaps += swapped
		  if (!swapped) {
			surname[girl] += plain($2) != plain($8)
			if ($9 != "") forename += plain($1) != plain($7)
		  }
		  sex += $10 != "" && (substr($10, 1, 1) == "F") != girl }
		END { print n, sexes[1], sexes[0], surname[1], surname[0],
			swaps + 0, sex }' pairs >counts
	read -r n girls boys wrong_girls wrong_boys swaps sex <counts
	(( n > 8000 ))
	within 420 700 "$wrong_girls" "$girls"
	within 80 200 "$wrong_boys" "$boys"
	within 3 25 "$swaps" "$n"
	within 15 60 "$sex" "$n"
}

@test "forenames are wrong in the three measured ways, and births in parts" {
	# Social services alone: schools also write the name a child is called by.
	known "$CLEAN" "$HOME_/none" contacts child_id dob | sort -u >true
	known "$WRONG" "$HOME_/some" contacts child_id dob | sort -u >held
	join -t '	' -j 2 <(sort -k2,2 -t '	' true) <(sort -k2,2 -t '	' held) |
		awk -F '\t' '$3 != "" { n++
			if ($5 == "") none++
			else if ($5 ~ /^30\/02/) never++
			else if ($3 != $5) {
				wrong++; split($3, a, "/"); split($5, b, "/")
				parts = (a[1] == b[1]) + (a[2] == b[2]) + (a[3] == b[3])
				two += parts == 2 } }
			END { print n, wrong + 0, two + 0, none + 0, never + 0 }' >counts
	read -r n wrong two none never <counts
	(( n > 3000 ))
	within 20 90 "$wrong" "$n"
	(( two * 10 >= wrong * 7 ))
	within 1 30 "$none" "$n"
	within 0 15 "$never" "$n"
	# Of the forenames: .009 sound alike, .008 begin alike, .006 do neither.
	{
		against contacts child_id
		against emergency patient_id
	} | awk -F '\t' '
		function plain(s) {
			s = tolower(s); gsub(/Â|â|á/, "a", s); gsub(/ê|é|è|ë/, "e", s)
			gsub(/î|ï|í/, "i", s); gsub(/Ô|ô|ö|ó/, "o", s)
			gsub(/û|ü|ú/, "u", s); gsub(/Ŵ|ŵ/, "w", s); gsub(/Ŷ|ŷ/, "y", s)
			gsub(/[^a-z]/, "", s); return s }
		# Consonants, each once, behind the first letter.
		function sound(s, i, c, out) {
			out = substr(s, 1, 1)
			for (i = 2; i <= length(s); i++) {
				c = substr(s, i, 1)
				if (c !~ /[aeiouwyh]/ && c != substr(s, i - 1, 1))
					out = out c }
			return out }
		{ n++; a = plain($1); b = plain($7)
		  if (a == b || (a == plain($8) && b == plain($2))) next
		  if (sound(a) == sound(b)) alike++
		  else if (substr(a, 1, 2) == substr(b, 1, 2)) begins++
		  else other++ }
		END { print n, alike, begins, other }' >counts
	read -r n alike begins other <counts
	(( n > 9000 ))
	within 60 120 "$alike" "$n"
	within 50 110 "$begins" "$n"
	within 35 90 "$other" "$n"
}

@test "addresses are wrong, old or missing as often as said" {
	for board in none some; do
		known "$HOME_/$([[ $board == none ]] && echo clean || echo wrong)" \
			"$HOME_/$board" roll native_id postcode house entry >$board
	done
	paste none some | awk -F '\t' '$3 != "" { n++
		if ($8 == "") none++
		else if ($8 ~ /^ZZ99 /) pseudo++
		else if ($3 != $8) other++ }
		$3 == "" && $8 != "" { print "invented" }
		END { print n, none + 0, pseudo + 0, other + 0 }' >counts
	read -r n none pseudo other <counts
	(( n > 8000 ))
	within 60 150 "$none" "$n"
	within 5 45 "$pseudo" "$n"
	(( other > n / 20 && other < n / 2 ))
	# Mostly it is a home the child has lived in: households by address, as
	# the sound board has them, and who lived there.
	awk -F, '$2 == "roll" { print $5 }' "$CLEAN/truth/people.csv" >homes
	paste none homes | awk -F '\t' '$3 != "" { print $3 "\t" $4 "\t" $6 }' |
		sort -u >addresses
	paste none some | awk -F '\t' '$8 != $3 && $8 != "" && $3 != "" &&
		$8 !~ /^ZZ99/ { print $1 "\t" $8 "\t" $9 }' >old
	awk -F '\t' -v residence="$CLEAN/truth/residence.csv" '
		BEGIN { while ((getline line < residence) > 0) {
			split(line, f, ","); lived[f[1], f[2]] } }
		NR == FNR { home[$1, $2] = $3; next }
		($2, $3) in home { n++; once += ($1, home[$2, $3]) in lived }
		END { print n, once }' addresses old >counts
	read -r n once <counts
	(( n > 300 && once * 100 >= n * 97 ))
	# Between two agencies the postcodes of one child differ as CRATE found,
	# .30: the first each has.
	known "$WRONG" "$HOME_/some" contacts child_id postcode |
		awk -F '\t' '$3 != "" && !($1 in seen) { seen[$1]; print $1 "\t" $3 }' |
		sort >one
	known "$WRONG" "$HOME_/some" emergency patient_id postcode |
		awk -F '\t' '$3 != "" && !($1 in seen) { seen[$1]; print $1 "\t" $3 }' |
		sort >two
	join -t '	' one two | awk -F '\t' '{ n++; d += $2 != $3 }
		END { print d, n }' >counts
	read -r differ n <counts
	(( n > 800 ))
	within 2200 3800 "$differ" "$n"
}

@test "numbers are wrong, temporary or missing, and never but by intent" {
	known "$WRONG" "$HOME_/some" contacts child_id upn | sort -u >held
	known "$CLEAN" "$HOME_/none" contacts child_id upn | sort -u >true
	paste true held | awk -F '\t' '$3 != "" { n++; none += $6 == ""
		wrong += $6 != "" && $6 != $3 } END { print n, none, wrong }' >counts
	read -r n none wrong <counts
	within 1700 2300 "$none" "$n"
	within 30 150 "$wrong" "$n"
	# A school's temporary number ends in a letter and is right by its letter.
	known "$WRONG" "$HOME_/some" roll native_id upn | cut -f3 | sort -u |
		grep '[A-Z]$' >temporary
	awk '{ letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
		sum = (index(letters, substr($0, 13, 1)) - 1) * 13
		for (i = 2; i <= 12; i++) sum += substr($0, i, 1) * i
		if (substr(letters, sum % 23 + 1, 1) != substr($0, 1, 1)) bad++
		} END { print (NR > 5), bad + 0 }' temporary >actual
	echo '1 0' | same - actual
}

@test "lscb-ingest rejects and queries what the truth says, for those reasons" {
	reasons "$WRONG" $DATE >actual
	sed 1d "$WRONG/truth/errors.csv" | sort >expected
	same expected actual
	(( $(wc -l <expected) >= 40 ))
	printf 'sender,extract,measure,reason,count\n' |
		same - "$CLEAN/truth/errors.csv"
	reasons "$CLEAN" $DATE >actual
	: >expected
	same expected actual
}

@test "so it does with several authorities, whose numbers collide, as sent" {
	lscb-synth --date 2026-03-17 --people 40000 --seed 3 --authorities 3 \
		--delivery as-sent --out board -o list.csv
	reasons board 2026-03-17 >actual
	sed 1d board/truth/errors.csv | sort >expected
	same expected actual
	cut -d, -f1 expected | sort -u | grep -c . >senders
	(( $(cat senders) >= 4 ))
	mkdir flats
	for sender in board/*/register.csv; do
		flat "$(dirname "$sender")" \
			"flats/$(basename "$(dirname "$sender")")"
	done
	# The same id of social services is somebody else's next door.
	for sender in flats/*; do
		awk -F '\t' -v c="$(column register child_id)" \
			'NR > 1 { print $c }' "$sender/register" | sort -u
	done | sort | uniq -d | grep -q .
}

@test "what is sent late, monthly or as changes holds what was known by then" {
	local extract
	for delivery in full as-sent; do
		lscb-synth --date 2026-03-17 --people 50000 --seed 11 \
			--errors none --delivery $delivery --out $delivery \
			-o $delivery.csv
		flat $delivery/cwm-arian $delivery.flat
	done
	same full/truth/persons.csv as-sent/truth/persons.csv
	# Monthly: as of the end of February.  Nothing later, nothing lost.
	c=$(column bullying incident_date)
	awk -F '\t' -v c="$c" 'NR > 1 && $c < "2026-Mar"' full.flat/bullying |
		awk -F '\t' -v c="$c" '$c !~ /^2026-Mar/' | sort >expected
	sed 1d as-sent.flat/bullying | sort >actual
	same expected actual
	# Late by 20 days: nothing after 25 February.
	c=$(column survey date)
	awk -F '\t' -v c="$c" 'NR > 1 { split($c, d, "/")
		if (d[3] d[2] d[1] <= "20260225") print }' full.flat/survey |
		sort >expected
	sed 1d as-sent.flat/survey | sort >actual
	same expected actual
	(( $(wc -l <actual) > 20 ))
	# Changes: the month before and what has come since make the whole.
	flat as-sent/changes/cwm-arian changes.flat
	(( $(wc -l <changes.flat/notices) > 1 ))
	awk -F '\t' 'FNR == 1 { next } NR == FNR { new[$1] = 1; print; next }
		!($1 in new)' changes.flat/notices as-sent.flat/notices |
		sort >actual
	sed 1d full.flat/notices | sort >expected
	same expected actual
	c=$(column notices incident_date)
	awk -F '\t' -v c="$c" 'NR > 1 && $c > "2026-02-28"' \
		as-sent.flat/notices >late
	: >none
	same none late
}

@test "a spell that ends after the delivery is still open in it" {
	cp -r "$LSCB_LIBRARY" lib
	sed -i '/^register,/s/,full,/,changes,/' lib/synth/files.csv
	lscb-synth --date 2026-03-31 --people 50000 --seed 11 --errors none \
		--library lib --delivery as-sent --out board -o list.csv
	flat board/cwm-arian before
	flat board/changes/cwm-arian since
	awk -F '\t' -v to="$(column register removed)" '
		FNR == 1 { next }
		NR == FNR { end[$1] = $to; next }
		$1 in end { both++; if (end[$1] != "") print "had ended"
			if ($to !~ /\/03\/2026$/) print "ended when?" }
		END { print (both > 0) }' before/register since/register >actual
	echo 1 | same - actual
	awk -F '\t' -v from="$(column register registered)" \
		-v to="$(column register removed)" \
		'NR > 1 && ($from $to) ~ /\/03\/2026/' before/register >late
	: >none
	same none late
	awk -F '\t' 'FNR == 1 { next } NR == FNR { new[$1] = 1; print; next }
		!($1 in new)' since/register before/register | sort >actual
	sed 1d "$HOME_/none/register" | sort >expected
	same expected actual
}

@test "deliveries.rec is what a board.rec needs, one record a file" {
	lscb-synth --date $DATE --people 3000 --authorities 2 --out board \
		-o list.csv
	awk '$1 == "sender:" { s = $2 } $1 == "extract:" { print s "/" $2 }' \
		board/deliveries.rec | sort >actual
	sed '1d; s/\.csv.*//' list.csv | sort >expected
	same expected actual
	grep -c '^mandatory: yes$' board/deliveries.rec >mandatory
	grep -l '^mandatory: yes$' "$LSCB_LIBRARY"/extracts/*.rec |
		grep -c . >definitions
	(( $(cat mandatory) == 2 * $(cat definitions) ))
	awk '$1 == "every:" { print $2 }' board/deliveries.rec | sort -u |
		grep -vx -e night -e week -e month -e quarter -e year >other || :
	: >none
	same none other
}

refused() {
	local text=$1
	run -78 --separate-stderr lscb-synth --library lib --date $DATE --out b
	[[ $stderr == *"$text"* ]] || { echo "$stderr"; return 1; }
	[[ ! -e b && ! -e b.part ]]
}

@test "a slip in a table of how agencies write is refused by file and line" {
	local synth=$LSCB_LIBRARY/synth
	cp -r "$LSCB_LIBRARY" lib
	sed -i '2s/,[0-9]*,CRATE/,often,CRATE/' lib/synth/mistakes.csv
	refused 'mistakes.csv:2: per_million'
	sed '/^sex-other,/d' "$synth/mistakes.csv" >lib/synth/mistakes.csv
	refused "lacks 'sex-other'"
	cp "$synth/mistakes.csv" lib/synth/
	sed -i 's/^register,social-services,child_id/register,social-services,child/' \
		lib/synth/files.csv
	refused 'files.csv:2: id'
	sed '/^roll,/d' "$synth/files.csv" >lib/synth/files.csv
	refused "lacks 'roll'"
	cp "$synth/files.csv" lib/synth/
	sed -i '/^police,/d' lib/synth/agencies.csv
	refused "lacks 'police'"
	cp "$synth/agencies.csv" lib/synth/
	sed -i '/^roll,upn,/d' lib/synth/layouts.csv
	refused "lacks a column of 'roll'"
	cp "$synth/layouts.csv" lib/synth/
	sed -i '2s/fact assessment/fact assesment/' lib/synth/further.csv
	refused 'further.csv:2: source'
	cp "$synth/further.csv" lib/synth/
	sed -i '2s/,[^,]*$/,/' lib/synth/further.csv
	refused 'further.csv:2: source_of_rate'
	cp "$synth/further.csv" lib/synth/
	sed -i 's/,on,$/,onn,/' lib/synth/further-columns.csv
	refused ': fill: not a way to fill a column'
	sed 's/,not upn$/,not upm/' "$synth/further-columns.csv" \
		>lib/synth/further-columns.csv
	refused ': when: no column before this one is called so'
	sed '/^person,upn,/d' "$synth/further-columns.csv" |
		sed 's/,not upn$/,/' >lib/synth/further-columns.csv
	refused 'errors.csv:'
	cp "$synth/further-columns.csv" lib/synth/
	sed -i 's/^name: sessions_possible$/name: sessions/' \
		lib/extracts/school-attendance.rec
	refused 'school-attendance.rec'
}
