#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Two values that are parted in another place, or stand in each other's field,
# are other people and give other tokens.  A careless hash, of the values one
# behind the other, gives the same one: shown each time.
load ../lib/common

head='part_1,part_2,local,nhs,upn,forename,surname,dob,house,postcode,uprn,meeting,started,met'

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	mkdir lib lib/extracts
	printf '%s\n' '%rec: Column' '' 'name: authority' 'title: A' '' \
		'name: birth_month' 'title: B' '' 'name: sex' 'title: S' \
		>lib/history.rec
	cp "$ROOT"/pipelines/library/{events,names,predicates}.rec lib/
	extract t police >lib/extracts/t.rec
	export LSCB_LIBRARY=$PWD/lib
	lscb-keygen --new one.share two.share
	lscb-keygen --purpose deidentify -o key one.share two.share
}

# extract ID ISSUER [KEY]: a definition.
extract() {
	local column name type role
	printf '%s\n' '%rec: Extract' '' "id: $1" 'title: T' \
		'agency: social-services'
	[[ -z ${3-part_1, part_2} ]] || echo "key: ${3-part_1, part_2}"
	printf '%s\n' '' '%rec: Column'
	for column in 'part_1 text drop' 'part_2 text drop' \
		'local text id' 'nhs nhs-number nhs' 'upn upn upn' \
		'forename name forename' 'surname name surname' \
		'dob date dob' 'house text house' 'postcode postcode postcode' \
		'uprn text uprn' 'meeting text entity' 'started date date' 'met date date'; do
		read -r name type role <<<"$column"
		printf '%s\n' '' "name: $name" "type: $type" "role: $role"
		case $role in
		id) echo "issuer: $2" ;;
		entity) printf '%s\n' 'kind: m' "issuer: $2" ;;
		nhs | upn) echo 'severity: query' ;;
		esac
	done
	printf '%s\n' '' '%rec: Event' '' 'event: registration' 'date: started' \
		'' 'event: meeting' 'subject: meeting' 'date: met'
}

# deid [EXTRACT [SENDER]] <ROWS: column=value;... a row.  Tokens in ./tok,
# payload in ./out.
deid() {
	awk -F ';' -v head="$head" 'BEGIN { n = split(head, name, ",")
		print head }
		{ split("", of); of["started"] = "2024-01-02"
		  for (i = 1; i <= NF; i++) {
			at = index($i, "=")
			of[substr($i, 1, at - 1)] = substr($i, at + 1) }
		  for (i = 1; i <= n; i++)
			printf "%s%s", of[name[i]], i < n ? "," : "\n" }' >in.csv
	rm -f tok
	lscb-deidentify -x "${1:-t}" --sender "${2:-cwm}" -k key --tokens tok \
		-o out in.csv
}

# token NAME ROW: of ./tok, row 1, 2 ...
token() {
	awk -F, -v name="$1" -v row="$2" 'NR == 1 { for (i = 1; i <= NF; i++)
		if ($i == name) at = i } NR == row + 1 { print $at }' tok
}

# alike A B: what somebody careless would hash is the same.
alike() {
	[[ $(printf %s "$1" | sha256sum) == "$(printf %s "$2" | sha256sum)" ]]
}

# apart A B: two tokens, and not the same.
apart() {
	[[ $1 =~ ^[a-z2-7]{13,26}$ && $2 =~ ^[a-z2-7]{13,26}$ ]]
	[[ $1 != "$2" ]]
}

@test "the same text in every field is another token in each" {
	# One text in every field that takes it.
	deid <<-'END'
	local=2014;forename=2014;surname=2014;house=2014;postcode=CF10 1AA
	local=Owen;forename=Owen;surname=Owen;house=Owen;postcode=CF10 1AA
	nhs=9434765919;local=9434765919;uprn=9434765919
	upn=Z660401211007;local=Z660401211007;uprn=Z660401211007
	local=CF10 1AA;postcode=CF10 1AA;house=CF10 1AA;forename=CF
	dob=2014-01-02;local=2014-01-02;uprn=2014-01-02
	END
	# Of all columns, whatever there are: no token stands in two, but for
	# sound, start and end, which both kinds of name share.
	awk -F, 'NR == 1 { n = NF; for (i = 1; i <= n; i++) {
			key[i] = $i
			sub(/^(fore|sur)name_(sound|start|end)$/, "name", key[i])
			if (key[i] == "name" && $i != "name")
				key[i] = $i ~ /sound/ ? "sound" :
				    $i ~ /start/ ? "start" : "end"
		} next } { for (i = 4; i <= n; i++)
		if ($i != "") { k = split($i, t, " "); for (j = 1; j <= k; j++)
			print key[i], t[j] } }' tok | sort -u |
		awk '{ print $2 }' | sort | uniq -d >twice
	cat twice
	[[ ! -s twice ]]
	(( $(tr ', ' '\n\n' <tok | grep -cxE '[a-z2-7]{13}') > 20 ))
	alike 2014 2014
}

@test "forename and surname: swapped, or parted elsewhere" {
	deid <<-'END'
	forename=Ann Marie;surname=Lee
	forename=Ann;surname=Marie Lee
	forename=Lee;surname=Ann Marie
	forename=AnnMarieL;surname=ee
	END
	alike "AnnMarie""Lee" "Ann""MarieLee"
	apart "$(token forename 1)" "$(token forename 2)"
	apart "$(token surname 1)" "$(token surname 2)"
	apart "$(token forename 1)" "$(token surname 3)"
	apart "$(token surname 1)" "$(token forename 3)"
	# Either way round is one; elsewhere parted is not.
	[[ $(token name 1) == "$(token name 3)" ]]
	[[ $(token name 1) != "$(token name 2)" ]]
	[[ $(token name 1) != "$(token name 4)" ]]
	[[ $(token name 2) != "$(token name 4)" ]]
}

@test "house and postcode: parted elsewhere, or a UPRN of that number" {
	deid <<-'END'
	house=1C;postcode=F10 1AA
	house=1;postcode=CF10 1AA
	house=12;postcode=CF1 1AA
	house=2;postcode=CF11 1AA
	uprn=12
	house=12;postcode=CF10 1AA
	house=CF10 1AA;postcode=CF10 1AA
	uprn=CF10 1AA12
	END
	alike 1C"F10 1AA" 1"CF10 1AA"
	apart "$(token household 1)" "$(token household 2)"
	local i
	for i in 1 2 3 4 5 6 7 8; do
		token household "$i"
	done | sort | uniq -d >twice
	[[ ! -s twice ]]
	for i in 1 2 3 4 5 6 7 8; do
		[[ -n $(token household "$i") ]]
	done
}

@test "a local id, its sender and its issuer: parted elsewhere" {
	local a b c d
	deid t cwm <<<'local=-arian1'
	a=$(token id 1)
	deid t cwm-arian <<<'local=1'
	b=$(token id 1)
	alike cwm"-arian1" cwm-arian"1"
	apart "$a" "$b"
	# Issuer and sender: pol/icecwm and police/cwm.
	extract t pol >lib/extracts/t.rec
	deid t icecwm <<<'local=1'
	c=$(token id 1)
	extract t police >lib/extracts/t.rec
	deid t cwm <<<'local=1'
	d=$(token id 1)
	alike pol"icecwm1" police"cwm1"
	apart "$c" "$d"
	printf '%s\n' "$a" "$b" "$c" "$d" | sort | uniq -d >twice
	[[ ! -s twice ]]
}

@test "a record's key of two parts, the extract and the sender: parted elsewhere" {
	local a b
	deid <<-'END'
	part_1=1;part_2=11
	part_1=11;part_2=1
	part_1=111;part_2=
	part_1=;part_2=111
	part_1=1 1;part_2=1
	END
	alike 1"11" 11"1"
	[[ $(sed 1d tok | cut -d, -f1 | sort -u | wc -l) == $(sed 1d tok | wc -l) ]]
	(( $(sed 1d tok | wc -l) >= 4 ))
	# Extract t of sender ta, extract tt of sender a.
	extract tt police >lib/extracts/tt.rec
	deid t ta <<<'part_1=1;part_2=1'
	a=$(token record 1)
	deid tt a <<<'part_1=1;part_2=1'
	b=$(token record 1)
	alike t"ta" tt"a"
	apart "$a" "$b"
	# The row of a list without keys, and the record with that key.
	extract k police part_1 >lib/extracts/k.rec
	deid k cwm <<<'part_1=1'
	a=$(token record 1)
	sed '/^key: /d' lib/extracts/k.rec >lib/extracts/k.new
	mv lib/extracts/k.new lib/extracts/k.rec
	deid k cwm <<<'part_1=1'
	b=$(token record 1)
	alike k"cwm1" k"cwm1"
	apart "$a" "$b"
}

@test "a child and a meeting of one number: of one hash are neither token nor pseudonym" {
	local meeting child a b
	deid <<<'local=M1;meeting=M1;part_1=M1;met=2024-02-03'
	meeting=$(awk -F, '$5 == "meeting" { print substr($2, 5) }' out)
	lscb-deidentify -x t --sender cwm -k key --alone -o alone in.csv
	child=$(awk -F, '$4 == "registration" { print substr($1, 5) }' alone)
	[[ ${#meeting} == 22 && ${#child} == 22 ]]
	[[ $meeting != "$child" ]]
	for a in "$meeting" "$child" "$(token record 1 | cut -c 5-)"; do
		for b in "$meeting" "$child" "$(token record 1 | cut -c 5-)" \
			"$(token id 1)"; do
			[[ $a == "$b" || ${a:0:12} != "${b:0:12}" ]]
		done
	done
	alike police"cwm"M1 police"cwm"M1
}

@test "a hundred thousand values that are near one another: no two share a token" {
	awk 'BEGIN { for (i = 0; i < 100000; i++)
		printf "part_1=%d;local=L%d\n", i, i }' | deid
	[[ $(awk -F, 'NR == 1 { for (i = 1; i <= NF; i++)
		if ($i == "id") at = i; next } { print $at }' tok |
		sort -u | wc -l) == 100000 ]]
	[[ $(sed 1d tok | cut -d, -f1 | sort -u | wc -l) == 100000 ]]
	# The careless one cuts at 32 bits: it would confuse people.
	python3 -BSE -c 'if True:
		import hashlib
		seen = {hashlib.sha256(b"L%d" % i).digest()[:4]
		    for i in range(200000)}
		raise SystemExit(len(seen) == 200000)'
}
