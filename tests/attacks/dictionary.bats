#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Somebody who has the token files, the payloads, the map and the history, but
# not the key, tries every value there can be.  Each time the same program, with
# the same values, is let loose on hashes without a key, and on ours with the
# right one: there it finds everybody, so that finding nobody means something.
load ../lib/common

setup_file() {
	local extract
	cd "$BATS_FILE_TMPDIR" || return 1
	umask 077
	make -s -C "$ROOT" attack-programs
	lscb-synth --date 2026-03-31 --people 3000 --errors none --out board -o list
	lscb-keygen --new first second
	lscb-keygen --purpose deidentify -o deidentify.key first second
	lscb-keygen --purpose link -o link.key first second
	lscb-keygen --purpose deidentify --epoch 2 -o other.key first second
	for extract in emergency roll register referrals contacts notices meetings; do
		lscb-ingest -x "$extract" --sender cwm-arian --date 2026-03-31 \
			-o "$extract.clean" board/cwm-arian/"$extract".csv*
		lscb-deidentify -x "$extract" --sender cwm-arian \
			-k deidentify.key --tokens "$extract.tokens" \
			-o "$extract.payload" "$extract.clean"
	done
	lscb-link -k link.key -o map.csv ./*.tokens
	lscb-join --map map.csv -o history.csv ./*.payload
	# Whatever has the form of a token or a pseudonym, in whatever column.
	cat ./*.tokens ./*.payload map.csv history.csv | tr ', ' '\n\n' |
		grep -xE '[a-z2-7]{13}|[a-z][a-z2-7]{25}' | sort -u >given
	sed -E 's/^[a-z2-7]{4}([a-z2-7]{22})$/\1/' given | sort -u >targets
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return 1
}

# column NAME FILE...: the distinct values of a column of files without quotes.
column() {
	awk -F, -v name="$1" 'FNR == 1 { for (i = 1; i <= NF; i++)
		if ($i == name) at = i; next }
		$at != "" { print $at }' "${@:2}" | sort -u
}

# careless: values on standard input, hashed without any key.
careless() {
	python3 -BSE -c 'if True:
		import hashlib, sys
		sys.path.insert(0, sys.argv[1])
		import keyed
		for line in sys.stdin:
			whole = "".join(line.rstrip("\n").split("\t"))
			print(keyed.base32(hashlib.sha256(
			    whole.encode()).digest(), 13))' "$ROOT/tests/attacks"
}

# attack FIELD: with the values in ./values, of which those in ./real are
# somebody's.  They, and nobody else, are found where they ought to be.
attack() {
	local real tried
	[[ $(wc -l <targets) -gt 5000 ]]
	comm -12 <(sort -u values) <(sort -u real) >there
	real=$(wc -l <there)
	(( real >= ${2:-20} ))
	python3 -BSE "$ROOT/tests/attacks/guesses.py" "$1" >guesses
	grep -v '^key ' guesses >wrong
	grep '^key ' guesses >right
	careless <real | sort -u >plain
	"$ROOT/build/release/attacks/dictionary" targets wrong <values >found
	tried=$(awk 'END { print $2 }' found)
	sed '$d' found | awk '$2 > 0' >succeeded
	cat succeeded
	[[ ! -s succeeded ]]
	# The controls: our tokens with the key, careless ones without.
	"$ROOT/build/release/attacks/dictionary" targets right <there >found
	cat found
	grep -qx "key $real" found
	: >none
	"$ROOT/build/release/attacks/dictionary" plain none <values >found
	cat found
	grep -qx "sha256 $real" found
	printf '# note: %s: %d values, %d of them real, %d thousand hashes: 0 found; without a key %d, with it %d\n' \
		"$BATS_TEST_DESCRIPTION" "$(wc -l <values)" "$real" \
		$((tried / 1000)) "$real" "$real" >&3
}

@test "NHS numbers: all of the range that is set aside for tests" {
	# Every number of 999, so all that the board's people can have.
	awk 'BEGIN { for (n = 0; n < 1000000; n++) {
		s = 9 * 10 + 9 * 9 + 9 * 8; r = n
		for (w = 2; w <= 7; w++) { s += r % 10 * w; r = int(r / 10) }
		c = (11 - s % 11) % 11
		if (c < 10) printf "999%06d%d\n", n, c } }' >values
	column nhs emergency.clean >real
	(( $(wc -l <values) > 909000 ))
	[[ $(comm -23 real <(sort values) | wc -l) == 0 ]]
	attack nhs 100
}

@test "dates of birth: every day of a century" {
	awk 'BEGIN { split("31 28 31 30 31 30 31 31 30 31 30 31", days, " ")
		for (y = 1927; y < 2027; y++) for (m = 1; m <= 12; m++)
			for (d = 1; d <= days[m] + (m == 2 && y % 4 == 0); d++)
				printf "%d-%02d-%02d\n", y, m, d }' >values
	[[ $(wc -l <values) == 36525 ]]
	column dob emergency.clean roll.clean register.clean referrals.clean contacts.clean >real
	attack dob 100
}

@test "UPNs: the authority, one year, every school, every serial number" {
	column upn roll.clean register.clean referrals.clean contacts.clean >upns
	cut -c 9-10 upns | sort | uniq -c | sort -rn | awk 'NR == 1 { print $2 }' >year
	cut -c 5-8 upns | sort -u >schools
	awk -v year="$(cat year)" 'BEGIN { letters = "ABCDEFGHJKLMNPQRTUVWXYZ" }
		{ for (n = 0; n < 1000; n++) {
			digits = "699" $1 year sprintf("%03d", n)
			s = 0
			for (i = 1; i <= 12; i++) s += substr(digits, i, 1) * (i + 1)
			print substr(letters, s % 23 + 1, 1) digits } }' schools >values
	grep -E "^.{8}$(cat year)" upns >real
	attack upn 20
}

@test "names: all that the people of the board could have been given" {
	sed 1d "$LSCB_LIBRARY/synth/names.csv" | cut -d, -f2 |
		grep -xE '[A-Za-z]+' | tr A-Z a-z | sort -u >values
	column surname emergency.clean roll.clean register.clean |
		tr A-Z a-z | sort -u >real
	attack surname
	column forename emergency.clean roll.clean register.clean |
		tr A-Z a-z | sort -u >real
	attack forename
}

@test "postcodes: every one of the district" {
	awk 'BEGIN { letters = "ABDEFGHJLNPQRSTUWXYZ"
		for (d = 1; d <= 2; d++) for (s = 0; s < 10; s++)
			for (i = 1; i <= 20; i++) for (j = 1; j <= 20; j++)
				print "CY" d " " s substr(letters, i, 1) \
				    substr(letters, j, 1) }' >values
	column postcode roll.clean register.clean notices.clean >real
	attack postcode
}

@test "parts of a person: letters, syllables, days, months, years, sectors, sexes" {
	awk 'BEGIN { letters = "abcdefghijklmnopqrstuvwxyz"
		for (i = 1; i <= 26; i++) { a = substr(letters, i, 1); print a
		for (j = 1; j <= 26; j++) { b = a substr(letters, j, 1); print b
		for (k = 1; k <= 26; k++) { print b substr(letters, k, 1) } } }
		for (n = 0; n < 10000; n++) { print n; printf "%04d\n", n }
		for (m = 1; m <= 12; m++) for (d = 1; d <= 31; d++) {
			printf "%02d-%02d\n%02d%02d\n", m, d, m, d }
		for (y = 1927; y < 2027; y++) for (m = 1; m <= 12; m++) {
			printf "%d-%02d\n%d%02d\n", y, m, y, m }
		for (d = 1; d < 100; d++) for (s = 0; s < 10; s++) {
			print "CY" d s; print "CY" d " " s; print "cy" d s }
		print "male\nfemale\nM\nF" }' | sort -u >values
	printf '%s\n' female male >real
	attack sex 2
}

@test "local ids: of an agency that numbers its children" {
	awk 'BEGIN { for (n = 4500000; n < 4700000; n++)
		printf "social-services\tcwm-arian\tCA%d\n", n }' >values
	column child_id register.clean referrals.clean contacts.clean |
		sed 's/^/social-services\tcwm-arian\t/' >real
	attack id 3
}

@test "pseudonyms of records and of things: every number that an agency may have given" {
	awk 'BEGIN { for (n = 1; n < 100000; n++)
		printf "referrals\tcwm-arian\tkey\tRF%06d\n", n }' >values
	column referral_id referrals.clean |
		sed 's/^/referrals\tcwm-arian\tkey\t/' >real
	attack record
	awk 'BEGIN { for (n = 1; n < 100000; n++)
		printf "police\tcwm-arian\tPPN%06d\n", n }' >values
	column notice_ref notices.clean |
		sed 's/^/police\tcwm-arian\t/' >real
	attack entity
}
