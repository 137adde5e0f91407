#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-survey-invite: serials, and the ledger of them.
load ../lib/common

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	export KEYS=$PWD
	lscb-keygen --new a b
	lscb-keygen --purpose survey -o key a b
	lscb-keygen --purpose survey --epoch 2 -o key-2 a b
	lscb-keygen --purpose link -o link a b
}

# due N...: a list of forms that are due, of children by their last letter.
due() {
	echo subject,stage,opened,since,until,age,state,why,quota,order
	local child
	for child in "$@"; do
		echo "caaaaaaaaaaaaaaaaaaaaaaaa$child,registration,2026-03-02,2026-03-02,2026-05-01,9,due,not-asked,,1"
	done
}

# invite N ARG...: with ledger N-1, if N is not 1; ledger N after it.
invite() {
	local n=$1 old=(--new-ledger)
	shift
	((n == 1)) || old=(--ledger "ledger-$((n - 1))")
	lscb-survey-invite -s children -k "$KEYS/key" "${old[@]}" --ledger-out "ledger-$n" "$@"
}

# expected SUBJECT STAGE OPENED: the serial, by openssl and Python alone.
expected() {
	local epoch_key field
	epoch_key=$(sed -n 's/^key: //p' "$KEYS/key")
	field=$(openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt "hexkey:$epoch_key" \
		-kdfopt salt:lscb -kdfopt 'info:field|serial' -binary HKDF | xxd -p -c 64)
	python3 - "$field" "$@" <<-'END'
	import base64, hashlib, hmac, sys
	key = bytes.fromhex(sys.argv[1])
	parts = [b'children'] + [a.encode() for a in sys.argv[2:]] + [b'0']
	message = b''.join(len(p).to_bytes(4, 'big') + p for p in parts)
	text = base64.b32encode(hmac.new(key, message, hashlib.sha256).digest())
	eleven = text.decode().lower()[:11]
	letters = 'abcdefghijklmnopqrstuvwxyz234567'
	# Luhn modulo 32: from the right every second is doubled, digits summed.
	total = 0
	for place, c in enumerate(reversed(eleven)):
	    v = letters.index(c) * (2 if place % 2 == 0 else 1)
	    total += v // 32 + v % 32
	s = eleven + letters[-total % 32]
	print(s[:4] + '-' + s[4:8] + '-' + s[8:])
	END
}

@test "a serial is a keyed hash of survey, child, stage and day, with a check letter" {
	due b c >due.csv
	invite 1 --date 2026-03-10 due.csv >new.csv
	{
		echo serial,stage,issued,until
		for c in b c; do
			echo "$(expected "caaaaaaaaaaaaaaaaaaaaaaaa$c" registration 2026-03-02),registration,2026-03-10,2026-05-01"
		done
	} | diff -u - new.csv
	# Another key, other serials; the same key, the same bytes.
	lscb-survey-invite -s children -k "$KEYS/key-2" --new-ledger --ledger-out other \
		--date 2026-03-10 due.csv >other.csv
	[[ -z $(cut -d , -f 1 new.csv other.csv | sort | uniq -d | grep -v serial) ]]
	invite 1 --date 2026-03-10 due.csv | diff -u new.csv -
}

@test "any slip of one letter is seen, and so are two letters that changed places" {
	due b >due.csv
	invite 1 --date 2026-03-10 due.csv >new.csv
	serial=$(sed -n '2s/,.*//p' new.csv)
	python3 - "$serial" <<-'END' >slips
	import sys
	s = sys.argv[1]
	letters = 'abcdefghijklmnopqrstuvwxyz234567'
	for i, c in enumerate(s):
	    if c == '-':
	        continue
	    for other in letters:
	        if other != c:
	            print(s[:i] + other + s[i + 1:])
	plain = s.replace('-', '')
	for i in range(11):
	    a, b = plain[i], plain[i + 1]
	    # The one exchange that Luhn's rule does not see is of first and last.
	    if a != b and {a, b} != {'a', '7'}:
	        t = plain[:i] + b + a + plain[i + 2:]
	        print(t[:4] + '-' + t[4:8] + '-' + t[8:])
	END
	(($(wc -l <slips) >= 12 * 31))
	while read -r slip; do
		printf '%s\n' serial,what,date "$slip,answered,2026-03-11"
	done <slips | awk '/^serial/ { n++ } { print > ("slip-" int(n / 40) ".csv") }'
	# All of a file's rows are bad: by turns, each as the first row.
	for slip in $(awk 'NR % 37 == 1' slips) "${serial/-/}" "${serial^^}" "$serial "; do
		printf '%s\n' serial,what,date "\"$slip\",answered,2026-03-11" >rec
		run -65 --separate-stderr invite 2 --date 2026-03-12 --record rec due.csv
		[[ $stderr == *'rec:2: serial: is no serial'*'[bad-serial]' ]]
	done
}

@test "a form keeps its serial; a new ledger has old and new; no-reply after the last day" {
	due b >due.csv
	invite 1 --date 2026-03-10 due.csv >new-1.csv
	due b c | sed 's/b,registration\(.*\)2026-05-01\(.*\)not-asked/b,registration\12026-04-20\2asked/' >due.csv
	invite 2 --date 2026-03-11 --stats stats due.csv >new-2.csv
	# b is not invited again; its last day is the new one.
	[[ $(wc -l <new-2.csv) == 2 ]]
	grep -qx lscb-survey-invite,dropped,invited-already,1 stats
	head -n 1 due.csv >none.csv
	invite 3 --date 2026-04-20 none.csv >new-3.csv
	invite 4 --date 2026-04-21 none.csv >new-4.csv
	[[ $(wc -l <new-4.csv) == 1 ]]
	for n in 2 3 4; do
		sed 1d "ledger-$n" | cut -d , -f 3- | sed 's/^ca*//'
	done >seen
	cat >want <<-'END'
	b,2026-03-02,2026-03-10,2026-04-20,,invited,
	c,2026-03-02,2026-03-11,2026-05-01,,invited,
	b,2026-03-02,2026-03-10,2026-04-20,,invited,
	c,2026-03-02,2026-03-11,2026-05-01,,invited,
	b,2026-03-02,2026-03-10,2026-04-20,,no-reply,2026-04-21
	c,2026-03-02,2026-03-11,2026-05-01,,invited,
	END
	diff -u want seen
	[[ $(stat -c %a ledger-4) == 600 ]]
}

@test "what is recorded: each outcome, what may follow what" {
	due b >due.csv
	invite 1 --date 2026-03-10 due.csv >new.csv
	serial=$(sed -n '2s/,.*//p' new.csv)
	local status_ what then
	while read -r status_ what then; do
		printf '%s\n' serial,what,date "$serial,$what,2026-03-11" \
			"$serial,$then,2026-03-12" >rec
		run "-$status_" --separate-stderr invite 2 --date 2026-03-31 --record rec due.csv
		if ((status_ == 65)); then
			[[ $stderr == *'rec:3: what: contradicts'*'[other-outcome]' ]]
		else
			[[ $(sed 1d ledger-2 | cut -d , -f 8-9) == "$then,2026-03-12" ]]
		fi
	done <<-'END'
	0 answered withdrawn
	0 answered distress
	0 answered answered
	0 refused withdrawn
	0 distress withdrawn
	65 answered refused
	65 refused answered
	65 refused distress
	65 distress answered
	65 withdrawn answered
	65 withdrawn refused
	65 refused refused
	END
	# The leaflet is a day of its own.
	printf '%s\n' serial,what,date "$serial,refused,2026-03-12" \
		"$serial,leaflet,2026-03-11" >rec
	invite 2 --date 2026-03-31 --record rec due.csv >new
	[[ $(sed 1d ledger-2 | cut -d , -f 7-9) == 2026-03-11,refused,2026-03-12 ]]
	printf '%s\n' serial,what,date "$serial,leaflet,2026-03-13" >rec-2
	run -65 --separate-stderr invite 2 --date 2026-03-31 --record rec --record rec-2 due.csv
	[[ $stderr == *'rec-2:2: date: the ledger has another day'* ]]
	# What came late is an answer all the same.
	head -n 1 due.csv >none.csv
	invite 2 --date 2026-05-02 none.csv >new
	grep -q no-reply ledger-2
	printf '%s\n' serial,what,date "$serial,answered,2026-05-02" >rec
	invite 3 --date 2026-05-03 --record rec none.csv >new
	[[ $(sed 1d ledger-3 | cut -d , -f 8-9) == answered,2026-05-02 ]]
}

@test "records and lines that cannot be" {
	due b >due.csv
	invite 1 --date 2026-03-10 due.csv >new.csv
	serial=$(sed -n '2s/,.*//p' new.csv)
	local row want
	while IFS='|' read -r row want; do
		printf '%s\n' serial,what,date "${row/SERIAL/$serial}" >rec
		run -65 --separate-stderr invite 2 --date 2026-03-31 --record rec due.csv
		[[ $stderr == *"rec:2: $want]" ]]
	done <<-'END'
	aaaa-aaaa-aaaa,answered,2026-03-11|serial: was never issued [serial-not-issued
	SERIAL,anwsered,2026-03-11|what: want leaflet, answered, refused, withdrawn or distress [bad-code
	SERIAL,no-reply,2026-03-11|what: want leaflet, answered, refused, withdrawn or distress [bad-code
	SERIAL,answered,11/03/2026|date: not a date, want YYYY-MM-DD [bad-date
	SERIAL,answered,2026-03-09|date: is before the serial was issued [bad-order
	SERIAL,answered,2026-04-01|date: is after --date [bad-order
	END
	while IFS='|' read -r row want; do
		due b | sed "$row" >bad.csv
		run -65 --separate-stderr invite 1 --date 2026-03-10 bad.csv
		[[ $stderr == *"bad.csv:2: $want"* ]]
	done <<-'END'
	2s/^c/C/|subject: is no pseudonym
	2s/,registration/,registered/|stage: is no stage of this survey
	2s/2026-03-02/2026-03-2/|opened: not a date
	2s/2026-05-01/2026-03-09/|until: --date is not one of the days
	2s/2026-03-02/2026-03-11/|until: --date is not one of the days
	END
	# Nothing that is not due is invited.
	due b c d | sed '2s/due,not/waiting,not/; 3s/not-asked/asked/; 4s/due/done/' >odd.csv
	invite 1 --date 2026-03-10 odd.csv >new.csv
	[[ $(wc -l <new.csv) == 1 && $(wc -l <ledger-1) == 1 ]]
}

@test "a ledger that cannot be is refused, with its line" {
	due b c >due.csv
	invite 1 --date 2026-03-10 due.csv >new.csv
	local change want
	while IFS='|' read -r change want; do
		sed "$change" ledger-1 >ledger-9
		run -65 --separate-stderr invite 10 --date 2026-03-31 due.csv
		[[ $stderr == *"ledger-9:$want"* ]] || {
			echo "$change: $stderr"
			return 1
		}
	done <<-'END'
	2p|3: serial: this serial was issued above already [serial-twice]
	2s/^..../aaaa/|2: serial: is no serial of ours [bad-serial]
	2s/,registration/,registrations/|2: stage: is no stage of this survey [bad-stage]
	2s/,ca/,CA/|2: subject: is no pseudonym [bad-subject]
	2s/invited/lost/|2: outcome: want invited, answered
	2s/invited/refused/|2: on: want the day of the outcome
	2s/invited,/invited,2026-03-11/|2: on: want the day of the outcome
	2s/invited,/refused,2026-03-09/|2: on: is before the serial was issued
	2s/2026-03-10/2026-03-01/|2: issued: want a day from opened to until
	2s/2026-05-01/2026-03-09/|2: issued: want a day from opened to until
	2s/2026-03-10/10 March/|2: issued: not a date
	3s/ac,/ab,/|3: subject: this form of this child has a serial above already [form-twice]
	1s/outcome/outcom/|1: no column 'outcome'; did you mean 'outcom'?
	END
}

@test "the command line" {
	due b >due.csv
	run -64 --separate-stderr lscb-survey-invite -s children -k "$KEYS/key" --date 2026-03-10 \
		--ledger-out l due.csv
	[[ $stderr == *'want either --ledger FILE or --new-ledger'* ]]
	invite 1 --date 2026-03-10 due.csv >new.csv
	run -64 --separate-stderr lscb-survey-invite -s children -k "$KEYS/key" --date 2026-03-10 \
		--ledger ledger-1 --new-ledger --ledger-out l due.csv
	run -64 --separate-stderr lscb-survey-invite -s children -k "$KEYS/key" --date 2026-03-10 \
		--new-ledger due.csv
	[[ $stderr == *'want --ledger-out'* ]]
	# Not over the ledger that is read: the old one is what a slip is mended from.
	run -64 --separate-stderr lscb-survey-invite -s children -k "$KEYS/key" --date 2026-03-10 \
		--ledger ledger-1 --ledger-out ledger-1 due.csv
	run -78 --separate-stderr lscb-survey-invite -s children -k "$KEYS/link" --date 2026-03-10 \
		--new-ledger --ledger-out l due.csv
	[[ $stderr == *"want purpose 'survey'"* ]]
	run -64 --separate-stderr lscb-survey-invite -s children --date 2026-03-10 \
		--new-ledger --ledger-out l due.csv
	run -64 --separate-stderr lscb-survey-invite -s children -k "$KEYS/key" \
		--new-ledger --ledger-out l due.csv
	run -64 --separate-stderr lscb-survey-invite -k "$KEYS/key" --date 2026-03-10 \
		--new-ledger --ledger-out l due.csv
	[[ ! -e l ]]
}

@test "a ledger comes to a new epoch by lscb-rekey, its serials as they were" {
	sed 's/caaa/cXXX/' <(due b) >due.csv
	tag=$(sed -n 's/^tag: //p' "$KEYS/key")
	sed -i "s/cXXX/c$tag/" due.csv
	invite 1 --date 2026-03-10 due.csv >new.csv
	lscb-keygen --purpose rekey --epoch 2 -o rekey "$KEYS/a" "$KEYS/b"
	lscb-rekey --from "$KEYS/key" -k rekey -o ledger-2 ledger-1
	cut -d , -f 1-2,4- ledger-1 >old
	cut -d , -f 1-2,4- ledger-2 | diff -u old -
	[[ $(cut -d , -f 3 ledger-2) != "$(cut -d , -f 3 ledger-1)" ]]
	head -n 1 due.csv >none.csv
	invite 3 --date 2026-03-11 none.csv >new.csv
}
