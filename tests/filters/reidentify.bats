#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-reidentify: which of its own records a pseudonym is, for the agency that owns
# them, with both officers' shares, an approved request and a log.

load ../lib/common

setup_file() {
	export KEPT=$BATS_FILE_TMPDIR
	cd "$KEPT" || return 1
	umask 077
	lscb-keygen --new a.share b.share
	for purpose in deidentify link; do
		lscb-keygen --purpose $purpose -o $purpose.key a.share b.share
	done
	cat >referrals.csv <<-'EOF'
		Referral ID,Child Unique ID,UPN,Forename,Surname,Date of Birth,Expected Date of Birth,Sex,House,Postcode,Referral Date,Source Agency,Primary Need,Outcome
		R1,"C,1",,Kanarek,Canary-Llŷr,01/02/2015,,F,"Tŷ ""Bach"", Canary",SY99 1AA,03/04/2025,Police,N1,Assessment
		R2,C2,,Gwyn,Canary-O'Neill,29/02/2016,,M,2,SY99 1AB,04/05/2025,Schools,N5,NFA
		R3,"C,1",,Kanarek,Canary-Llŷr,01/02/2015,,F,"Tŷ ""Bach"", Canary",SY99 1AA,05/06/2025,Health,N1,Strategy discussion
	EOF
	lscb-ingest -x referrals --sender cwm-arian -o clean.csv referrals.csv
	lscb-deidentify -x referrals --sender cwm-arian -k deidentify.key \
		--tokens tokens -o payload clean.csv
	lscb-link -k link.key -o map.csv tokens
	# By the payload: a record has the date of its referral.
	record_of 2025-04-03 >r1
	record_of 2025-05-04 >r2
	awk -F, -v r="$(<r1)" '$1 == r { print $2 >"child"; print $3 >"home" }' map.csv
	sed -n 's/^tag: //p' link.key >tag
}

record_of() {
	awk -F, -v day="$1" '$3 == day { print $1 }' payload
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	cp "$KEPT"/{clean.csv,map.csv} .
	request >r7.rec
}

# request [SED]: an approved request for one child, changed by a script of sed.
request() {
	sed -e "${1-}" <<-EOF
		%rec: Request

		id: r-7
		purpose: A case review
		+ asks which child, "if any"
		asked_by: Data Officer
		approved_by: Caldicott Guardian
		approved: 2026-03-01
		expires: 2026-04-30
		agency: social-services
		extract: referrals
		sender: cwm-arian
		look_ups: 3

		%rec: Pseudonym

		pseudonym: $(<"$KEPT/child")
		label: the first
	EOF
}

also() {
	printf '\npseudonym: %s\nlabel: %s\n' "$1" "$2"
}

ask() {
	lscb-reidentify --request r7.rec --share "$KEPT/a.share" \
		--share "$KEPT/b.share" --map map.csv --log log.csv \
		--date 2026-03-31 "$@"
}

# refused CODE [ARG...]: that code, no output, the log as it was, nobody named.
refused() {
	local code=$1 before=none
	shift
	[[ ! -e log.csv ]] || before=$(sha256sum <log.csv)
	run --separate-stderr ask -o out.csv "$@"
	[[ ($status == 78 || $status == 65) && $stderr == *"[$code]" ]] || {
		echo "$status: $stderr"
		return 1
	}
	[[ ! -e out.csv ]]
	run ! grep -E "Kanarek|Canary|C,1|[a-z2-7]{22}" <<<"$stderr"
	[[ $before == none || $before == "$(sha256sum <log.csv)" ]]
}

@test "a child is told by the agency's references alone, a line for each of its records" {
	ask --new-log -o out.csv clean.csv
	cat >want <<-'EOF'
		label,found,referral_id,child_id
		the first,yes,R1,"C,1"
		the first,yes,R3,"C,1"
	EOF
	same want out.csv
	[[ $(stat -c %a out.csv) == 600 ]]
	run ! grep -r 'Kanarek\|Canary\|2015\|SY99' out.csv log.csv
}

@test "a record, a household, and a pseudonym that nobody here has" {
	{
		request
		also "$(<"$KEPT/r2")" 'a record'
		also "c$(<"$KEPT/tag")$(printf %022d 0 | tr 0 a)" 'nobody, "yet"'
	} | sed "s/^pseudonym: $(<"$KEPT/child")/pseudonym: $(<"$KEPT/home")/" >r7.rec
	ask --new-log -o out.csv <clean.csv
	cat >want <<-'EOF'
		label,found,referral_id,child_id
		the first,yes,R1,"C,1"
		the first,yes,R3,"C,1"
		a record,yes,R2,C2
		"nobody, ""yet""",no,,
	EOF
	same want out.csv
	[[ $(sed 1d log.csv | cut -d , -f 7 | paste -s -d ' ') == 'yes yes no' ]]
}

@test "the log says who, why, for whom and what was found; its hashes are what the page says" {
	umask 022
	ask --new-log -o out.csv clean.csv
	[[ $(stat -c %a log.csv) == 600 && $(wc -l <log.csv) == 2 ]]
	[[ $(sed -n '2s/,[0-9a-f]*,[0-9a-f]*$//p' log.csv) == \
		"1,2026-03-31,r-7,1,$(sha256sum <r7.rec | cut -c 1-64),$(<"$KEPT/child"),yes,$(sed -n 's/^master: //p' "$KEPT/a.share"),social-services,referrals,cwm-arian,Data Officer,Caldicott Guardian,\"A case review asks which child, \"\"if any\"\"\"" ]]
	before=$(head -n 1 log.csv | sha256sum | cut -c 1-64)
	line=$(sed -n 2p log.csv)
	[[ $(printf '%s\n%s\n' "$before" "${line%,*}" | sha256sum) == "${line##*,} "* ]]
}

@test "the log is on the disk before a byte of the answer leaves" {
	command -v strace >/dev/null || skip 'no strace'
	strace -f -y -s 40 -e trace=write,fsync,writev -o trace lscb-reidentify \
		--request r7.rec --share "$KEPT/a.share" --share "$KEPT/b.share" \
		--map map.csv --log log.csv --new-log --date 2026-03-31 clean.csv >out.csv ||
		skip 'strace may not trace here'
	grep -n 'write.*log.csv' trace | tail -n 1 | cut -d : -f 1 >w
	grep -n 'fsync.*log.csv' trace | tail -n 1 | cut -d : -f 1 >f
	grep -n 'write.*out.csv.*label' trace | head -n 1 | cut -d : -f 1 >o
	(($(<w) < $(<f) && $(<f) < $(<o)))
}

@test "a log that cannot be written: nothing is told, and its chain stays whole" {
	ask --new-log -o out.csv clean.csv
	rm out.csv
	request 's/^id: r-7/id: r-8/' >r7.rec
	cp log.csv before
	# Blocks of 1024 bytes: the second line does not fit in the first.
	head -c 700 /dev/zero | tr '\0' x >pad
	request "s/^id: r-7/id: r-8/; s/^purpose: /&$(<pad)/" >r7.rec
	status=0
	(
		ulimit -f 1
		ask clean.csv
	) >out 2>err || status=$?
	[[ $status == 74 && ! -s out ]]
	grep -q 'nothing is looked up' err
	same before log.csv
	lscb-reidentify --verify log.csv >whole
}

@test "an expired request, and one of which the end is today" {
	request 's/^expires: .*/expires: 2026-03-30/' >r7.rec
	refused expired --new-log clean.csv
	[[ $stderr == 'lscb-reidentify: r7.rec:9: expires: '* ]]
	request 's/^expires: .*/expires: 2026-03-31/' >r7.rec
	ask --new-log -o out.csv clean.csv
}

@test "not approved, approved later, approved by who asks however it is written" {
	request '/^approved_by/d' >r7.rec
	refused not-approved --new-log clean.csv
	request '/^approved:/d' >r7.rec
	refused not-approved --new-log clean.csv
	request 's/^approved: .*/approved: 2026-04-01/' >r7.rec
	refused not-approved --new-log clean.csv
	for who in 'Data Officer' 'data  officer' 'DATA-OFFICER' 'Dâta Officer.'; do
		request "s/^approved_by: .*/approved_by: $who/" >r7.rec
		refused self-approved --new-log clean.csv
	done
}

@test "an agency that is not the extract's is told nothing" {
	request 's/^agency: .*/agency: police/' >r7.rec
	refused other-agency --new-log clean.csv
	# Nor by another extract: the columns are not its.
	request 's/^agency: .*/agency: police/; s/^extract: .*/extract: notices/' >r7.rec
	refused no-column --new-log clean.csv
	# Another sender's rows have other pseudonyms.
	request 's/^sender: .*/sender: cwm-glas/' >r7.rec
	rm -f log.csv
	refused other-rows --new-log clean.csv
}

@test "shares that do not belong together, the same twice, another master's, one alone" {
	lscb-keygen --new c.share d.share
	with() {
		run -78 --separate-stderr lscb-reidentify --request r7.rec --share "$1" \
			--share "$2" --map map.csv --log log.csv --new-log \
			--date 2026-03-31 -o out.csv clean.csv
		[[ $stderr == *"[$3]" && ! -e out.csv && ! -e log.csv ]] || {
			echo "$stderr"
			return 1
		}
	}
	with "$KEPT/a.share" c.share bad-share
	with "$KEPT/a.share" "$KEPT/a.share" bad-share
	with c.share d.share other-key
	with "$KEPT/deidentify.key" "$KEPT/link.key" bad-share
	run -64 --separate-stderr lscb-reidentify --request r7.rec --share "$KEPT/a.share" \
		--map map.csv --log log.csv --new-log --date 2026-03-31 clean.csv
}

@test "another epoch: of the request, of a pseudonym, of the map" {
	request 's/^look_ups: 3/&\nepoch: 2/' >r7.rec
	refused other-key --new-log clean.csv
	[[ ! -e log.csv ]]
	{
		request
		also czzz"$(printf %022d 0 | tr 0 a)" other
	} >r7.rec
	refused other-key --new-log clean.csv
	request >r7.rec
	sed "s/\(^\|,\)\([rch]\)$(<"$KEPT/tag")/\1\2zzz/g" map.csv >other
	sed "s/\(^\|,\)\([rch]\)$(<"$KEPT/tag")/\1\2zzz/g" other >map.csv
	refused other-key --new-log clean.csv
}

@test "more pseudonyms than were approved, one twice, a thing" {
	request 's/^look_ups: 3/look_ups: 1/' >r7.rec
	also "$(<"$KEPT/r2")" second >>r7.rec
	refused too-many-look-ups --new-log clean.csv
	request >r7.rec
	also "$(<"$KEPT/child")" again >>r7.rec
	refused bad-definition --new-log clean.csv
	request >r7.rec
	also "$(<"$KEPT/r2")" 'the first' >>r7.rec
	refused bad-definition --new-log clean.csv
	request >r7.rec
	also "m$(<"$KEPT/tag")$(printf %022d 0 | tr 0 a)" thing >>r7.rec
	refused bad-definition --new-log clean.csv
	request '/^%rec: Pseudonym/,$d' >r7.rec
	refused bad-definition --new-log clean.csv
}

@test "a request is used once, or as often as it says, and never says something else" {
	ask --new-log -o out.csv clean.csv
	rm out.csv
	refused used clean.csv
	request 's/^look_ups: 3/&\nuses: 2/' >r7.rec
	refused other-request clean.csv
	request 's/^id: r-7/id: r-8/; s/^look_ups: 3/&\nuses: 2/' >r7.rec
	ask -o out.csv clean.csv
	ask -o out.csv clean.csv
	rm out.csv
	refused used clean.csv
	[[ $(sed 1d log.csv | cut -d , -f 3,4 | paste -s -d ' ') == 'r-7,1 r-8,1 r-8,2' ]]
}

@test "a log that was changed, cut or put together is used no more, and --verify says where" {
	for id in 1 2 3; do
		request "s/^id: .*/id: r-$id/" >r7.rec
		ask $([[ -e log.csv ]] || echo --new-log) -o out.csv clean.csv
	done
	rm out.csv
	cp log.csv whole
	request 's/^id: .*/id: r-9/' >r7.rec
	broken() {
		chmod 600 log.csv
		run -1 --separate-stderr lscb-reidentify --verify log.csv
		[[ $output == '' && $stderr == "lscb-reidentify: log.csv:$1"*'[broken-chain]' ]] || {
			echo "$stderr"
			return 1
		}
		refused broken-chain clean.csv
	}
	sed '3s/,yes,/,no,/' whole >log.csv
	broken 3:
	sed '3s/Data Officer/Somebody Else/' whole >log.csv
	broken 3:
	sed 2d whole >log.csv
	broken 2:
	sed 3d whole >log.csv
	broken 3:
	sed '3{h;p;g}' whole >log.csv
	broken 4:
	{
		sed -n 1,2p whole
		sed -n 4p whole
		sed -n 3p whole
	} >log.csv
	broken 3:
	head -c -1 whole >log.csv
	broken ''
	head -c -9 whole >log.csv
	broken ''
	printf '%s\n' x >>whole
	cp whole log.csv
	broken 5:
}

@test "lines cut off at the end are noticed by a head that was noted" {
	ask --new-log -o out.csv clean.csv
	lscb-reidentify --verify log.csv >first
	[[ $(head -n 1 first) == look_ups,last,other_master,head ]]
	early=$(sed -n '2s/.*,//p' first)
	request 's/^id: .*/id: r-8/' >r7.rec
	ask -o out.csv clean.csv
	late=$(lscb-reidentify --verify log.csv | sed -n '2s/.*,//p')
	[[ $(lscb-reidentify --verify log.csv | cut -d , -f 1,2 | tail -n 1) == 2,2026-03-31 ]]
	[[ $early != "$late" ]]
	lscb-reidentify --verify log.csv --head "$early" >ok
	lscb-reidentify --verify log.csv --head "$late" >ok
	sed -i '$d' log.csv
	lscb-reidentify --verify log.csv --head "$early" | cmp - first
	run -1 --separate-stderr lscb-reidentify --verify log.csv --head "$late"
	[[ $stderr == *'[lost-head]' ]]
	run -64 --separate-stderr lscb-reidentify --verify log.csv --head abc
}

@test "a chain that was made anew by somebody without the shares is noticed by who has them" {
	ask --new-log -o out.csv clean.csv
	before=$(head -n 1 log.csv | sha256sum | cut -c 1-64)
	line=$(sed -n '2s/,yes,/,no,/p' log.csv)
	line=${line%,*}
	chain=$(printf '%s\n%s\n' "$before" "$line" | sha256sum | cut -c 1-64)
	sed -i 2d log.csv
	printf '%s,%s\n' "$line" "$chain" >>log.csv
	lscb-reidentify --verify log.csv >whole
	run -1 --separate-stderr lscb-reidentify --verify log.csv \
		--share "$KEPT/a.share" --share "$KEPT/b.share"
	[[ $stderr == 'lscb-reidentify: log.csv:2: '*'[bad-seal]' ]]
	request 's/^id: .*/id: r-8/' >r7.rec
	rm out.csv
	refused bad-seal clean.csv
	# What another master sealed cannot be held against this one: it is counted.
	lscb-keygen --new c.share d.share
	[[ $(lscb-reidentify --verify log.csv --share c.share --share d.share |
		sed -n 2p | cut -d , -f 3) == 1 ]]
}

@test "no look-up without a log: a lost one is not begun again by itself" {
	run -66 --separate-stderr ask clean.csv
	[[ $stderr == *--new-log* && $output == '' ]]
	ask --new-log -o out.csv clean.csv
	request 's/^id: .*/id: r-8/' >r7.rec
	run -73 --separate-stderr ask --new-log clean.csv
	[[ $output == '' ]]
	chmod 640 log.csv
	rm out.csv
	refused bad-log clean.csv
	chmod 600 log.csv
	mv log.csv there
	ln -s there log.csv
	run -66 --separate-stderr ask clean.csv
	rm log.csv
	: >log.csv
	chmod 600 log.csv
	refused bad-log clean.csv
}

@test "one look-up at a time; the day does not go back" {
	ask --new-log -o out.csv clean.csv
	request 's/^id: .*/id: r-8/' >r7.rec
	rm out.csv
	exec 8<>log.csv
	flock 8
	run -75 --separate-stderr ask -o out.csv clean.csv
	[[ ! -e out.csv ]]
	exec 8>&-
	run -78 --separate-stderr lscb-reidentify --request r7.rec --share "$KEPT/a.share" \
		--share "$KEPT/b.share" --map map.csv --log log.csv \
		--date 2026-03-30 clean.csv
	[[ $stderr == *'[earlier-date]' && $output == '' ]]
}

@test "rows that were not linked are dropped and counted; a stream that is another's is refused" {
	sed 3d map.csv >less
	cp less map.csv
	ask --new-log --stats stats.csv -o out.csv clean.csv
	grep -q '^lscb-reidentify,dropped,not-in-map,1$' stats.csv
	request 's/^id: .*/id: r-8/' >r7.rec
	rm out.csv
	head -n 1 map.csv >none
	cp none map.csv
	refused other-rows clean.csv
}

@test "records of an extract without a key go by their number: another order is not the same stream" {
	cp -R "$LSCB_LIBRARY" library
	sed -i '/^key:/d' library/extracts/referrals.rec
	export LSCB_LIBRARY=$PWD/library
	lscb-deidentify -x referrals --sender cwm-arian -k "$KEPT/deidentify.key" \
		--tokens tokens -o payload clean.csv
	lscb-link -k "$KEPT/link.key" -o map.csv tokens
	r=$(awk -F, '$3 == "2025-05-04" { print $1 }' payload)
	request "s/^pseudonym: .*/pseudonym: $r/" >r7.rec
	ask --new-log -o out.csv clean.csv
	[[ $(sed -n 2p out.csv) == 'the first,yes,R2,C2' ]]
}

@test "a reference that is a name is not shown; records of one reference are one line" {
	cp -R "$LSCB_LIBRARY" library
	export LSCB_LIBRARY=$PWD/library
	sed -i -e '/^reference/d' -e '/^name: referral_id/,/^$/s/^type: .*/type: name/' \
		library/extracts/referrals.rec
	grep -q '^type: name' <(sed -n '/^name: referral_id/,/^$/p' library/extracts/referrals.rec)
	ask --new-log -o out.csv clean.csv
	printf 'label,found,child_id\nthe first,yes,"C,1"\n' >want
	same want out.csv
}

@test "the master and the key it needs are in no output, log or message" {
	ask --new-log -o out.csv clean.csv 2>err
	key=$(sed -n 's/^key: //p' "$KEPT/deidentify.key")
	run ! grep -rF -e "$key" -e "$(sed -n 's/^share: //p' "$KEPT/a.share")" out.csv log.csv err
	command -v strace >/dev/null || return 0
	request 's/^id: .*/id: r-8/' >r7.rec
	strace -f -s 4096 -e trace=write,execve -o trace lscb-reidentify \
		--request r7.rec --share "$KEPT/a.share" --share "$KEPT/b.share" \
		--map map.csv --log log.csv --date 2026-03-31 clean.csv >out.csv || return 0
	run ! grep -F "$key" trace
}

@test "a process that holds shares leaves no core, and no master in its memory once it reads rows" {
	local pid a b master='' i
	mkfifo fifo
	ulimit -c unlimited || skip 'no cores here at all'
	ask --new-log fifo >out.csv 3>&- &
	exec 9>fifo
	pid=$(pgrep -P $!) || pid=$!
	for _ in {1..100}; do
		[[ -s log.csv ]] && break
		sleep 0.05
	done
	grep 'Max core file size  *1  *1 ' "/proc/$pid/limits"
	a=$(sed -n 's/^share: //p' "$KEPT/a.share")
	b=$(sed -n 's/^share: //p' "$KEPT/b.share")
	for ((i = 0; i < 64; i += 2)); do
		master+=$(printf %02x $((16#${a:i:2} ^ 16#${b:i:2})))
	done
	# Every page that may be written, looked through for master, shares and key.
	python3 - "$pid" "$master" "$a" "$b" \
		"$(sed -n 's/^key: //p' "$KEPT/deidentify.key")" <<-'EOF' >found
		import re, sys
		secrets = [bytes.fromhex(h) for h in sys.argv[2:]]
		with open(f"/proc/{sys.argv[1]}/maps") as maps, \
		        open(f"/proc/{sys.argv[1]}/mem", "rb", 0) as mem:
		    for line in maps:
		        m = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line)
		        if not m or "[v" in line:
		            continue
		        start, end = (int(x, 16) for x in m.groups())
		        mem.seek(start)
		        page = mem.read(end - start)
		        for i, s in enumerate(secrets):
		            if s in page or s.hex().encode() in page:
		                print("secret", i, line.split()[-1])
		print("looked")
	EOF
	cat found
	[[ $(<found) == looked ]]
	cat clean.csv >&9
	exec 9>&-
	wait
	grep -q yes out.csv
}
