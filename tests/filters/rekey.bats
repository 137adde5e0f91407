#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-rekey: pseudonyms from one epoch of the keys, or one master, to the next.

load ../lib/common

setup_file() {
	export KEYS=$BATS_FILE_TMPDIR
	cd "$KEYS" || return 1
	# Two epochs share a tag once in 32768 masters: take another master then.
	until [[ -e rekey-1.key && $(sed -n 's/^tag: //p' ./*.key | sort -u | wc -l) == 3 ]]; do
		rm -f ./*.key first second
		lscb-keygen --new first second
		for epoch in 1 2 3; do
			lscb-keygen --purpose rekey --epoch $epoch \
				-o rekey-$epoch.key first second
		done
	done
	for epoch in 1 2; do
		for purpose in deidentify link; do
			lscb-keygen --purpose $purpose --epoch $epoch \
				-o $purpose-$epoch.key first second
		done
	done
	sed -n 's/^tag: //p' rekey-1.key >tag-1
	sed -n 's/^tag: //p' rekey-2.key >tag-2
	sed -n 's/^tag: //p' rekey-3.key >tag-3
	make_streams
}

# make_streams: a board's referrals, linked and joined under epoch 1.
make_streams() {
	cat >referrals.csv <<-'EOF'
		Referral ID,Child Unique ID,UPN,Forename,Surname,Date of Birth,Expected Date of Birth,Sex,House,Postcode,Referral Date,Source Agency,Primary Need,Outcome
		R1,C1,,Siân,Llŷr,01/02/2015,,F,"Tŷ ""Bach"", Llanfair",SY99 1AA,03/04/2025,Police,N1,Assessment
		R2,C2,,Gwyn,O'Neill,29/02/2016,,M,2,SY99 1AB,04/05/2025,Schools,N5,NFA
		R3,C1,,Siân,Llŷr,01/02/2015,,F,"Tŷ ""Bach"", Llanfair",SY99 1AA,05/06/2025,Health,N1,Strategy discussion
	EOF
	cat >notices.csv <<-'EOF'
		Notice Ref,Incident Date,Received,Type,House,Postcode,Officer,DASH risk,Narrative
		N1,2025-02-03,2025-02-04,Domestic Abuse,"Tŷ ""Bach"", Llanfair",SY99 1AA,,High,
		N2,2025-05-06,2025-05-07,Missing,2,SY99 1AB,,N/A,"broken, again"
	EOF
	for x in referrals notices; do
		lscb-ingest -x "$x" -o "$x.clean" "$x.csv"
		lscb-deidentify -x "$x" --sender cwm-arian -k deidentify-1.key \
			--tokens "$x.tokens" -o "$x.payload" "$x.clean"
	done
	lscb-link -k link-1.key --index-out index -o map.csv ./*.tokens
	lscb-join --map map.csv -o history.csv ./*.payload
}

# number KIND TAG LETTER: a pseudonym made by hand.
number() {
	printf '%s%s%022d\n' "$1" "$2" 0 | tr 0 "$3"
}

one() { number "$1" "$(<"$KEYS/tag-1")" "$2"; }

rekey() {
	lscb-rekey --from "$KEYS/link-1.key" -k "$KEYS/rekey-2.key" "$@"
}

# refused CODE ARG...: 78 or 65, with that code and no value in the message.
refused() {
	local code=$1
	shift
	run --separate-stderr rekey -o out.csv "$@"
	[[ $status == 78 || $status == 65 ]] || {
		echo "status $status"
		return 1
	}
	[[ $stderr == *"[$code]" ]] || {
		echo "$stderr"
		return 1
	}
	[[ ! -e out.csv ]]
	run ! grep -E '[a-z2-7]{22}' <<<"$stderr"
}

@test "kind and new tag stay, and the rest is the hash of the old one: computed a second time by openssl" {
	old=$(one c q)
	printf 'child\n%s\n' "$old" >in.csv
	rekey -o out.csv in.csv
	new=$(sed -n 2p out.csv)
	key=$(sed -n 's/^key: //p' "$KEYS/rekey-2.key")
	field=$(openssl kdf -keylen 32 -kdfopt digest:SHA256 \
		-kdfopt "hexkey:$key" -kdfopt salt:lscb \
		-kdfopt 'info:field|rekey' HKDF | tr -d ':\n')
	hash=$(printf '\0\0\0\032%s' "$old" | openssl mac -digest SHA256 \
		-macopt "hexkey:$field" -binary HMAC | base32 -w 0 | tr A-Z a-z)
	[[ $new == "c$(<"$KEYS/tag-2")${hash:0:22}" ]]
}

@test "everything else passes byte for byte, quotes and all; the same old number gives the same new one" {
	a=$(one c a) b=$(one c b) h=$(one h a)
	printf '%s\n' "child,place,household,n" "$a,\"Tŷ \"\"Bach\"\", Llanfair\",$h,1" \
		"$b,,, 2 " "$a,x,$h," >in.csv
	rekey -o out.csv in.csv
	rekey -o again.csv in.csv
	same out.csv again.csv
	cut -d , -f 2- in.csv | sed "s/$h/H/" >want
	new=$(sed -n '2s/.*,\(h[a-z2-7]*\),1$/\1/p' out.csv)
	cut -d , -f 2- out.csv | sed "s/$new/H/" >got
	same want got
	mapfile -t child < <(cut -d , -f 1 out.csv)
	[[ ${child[1]} == "${child[3]}" && ${child[1]} != "${child[2]}" ]]
	[[ ${child[1]} == c"$(<"$KEYS/tag-2")"* && ${child[2]} == c"$(<"$KEYS/tag-2")"* ]]
	# A child and a household of the same letters are two.
	[[ ${child[1]:4} != "${new:4}" ]]
}

@test "rekeying and joining commute: history, map and payloads go together" {
	for f in map.csv referrals.payload notices.payload history.csv; do
		rekey "$KEYS/$f" | lscb-sort -o "$f"
	done
	lscb-join --map map.csv -o joined.csv ./*.payload
	same history.csv joined.csv
	# Nothing of the old epoch is left, and nothing went.
	run ! grep -E "(^|,)[a-z]$(<"$KEYS/tag-1")[a-z2-7]{22}(,|$)" history.csv map.csv
	[[ $(wc -l <history.csv) == "$(wc -l <"$KEYS/history.csv")" ]]
	# So many children and things as before, each with as many rows.
	census() { sed 1d "$1" | cut -d , -f 1 | sort | uniq -c | awk '{ print $1, substr($2, 1, 1) }' | sort; }
	census history.csv >got
	census "$KEYS/history.csv" >want
	same want got
}

@test "counts of a history are the same before and after" {
	rekey "$KEYS/history.csv" | lscb-sort -o history.csv
	lscb-indicators --date 2026-03-31 -e 'referral by child' -o want "$KEYS/history.csv"
	lscb-indicators --date 2026-03-31 -e 'referral by child' -o got history.csv
	grep -q ',[1-9]' want
	same want got
}

@test "a pseudonym of a third tag, or of the new one, is refused with file and line" {
	printf 'child,note\n%s,\n%s,\n' "$(one c a)" "$(number c "$(<"$KEYS/tag-3")" a)" >in.csv
	refused other-key in.csv
	[[ $stderr == 'lscb-rekey: in.csv:3: column 1: '* ]]
	printf 'child,note\n%s,%s\n' "$(one c a)" "$(number m "$(<"$KEYS/tag-3")" a)" >in.csv
	refused other-key in.csv
	[[ $stderr == 'lscb-rekey: in.csv:2: column 2: '* ]]
	rekey -o new.csv "$KEYS/history.csv"
	refused new-key new.csv
	cp "$KEYS/history.csv" both.csv
	sed 1d new.csv >>both.csv
	refused new-key both.csv
}

@test "rows without a pseudonym are refused, a header alone passes" {
	refused no-pseudonym "$KEYS/referrals.clean"
	printf 'subject,date\n' >in.csv
	rekey -o out.csv in.csv
	same in.csv out.csv
}

@test "a token file and a link index are refused: they hang on names" {
	refused tokens "$KEYS/referrals.tokens"
	refused tokens "$KEYS/index"
}

@test "a column of pseudonyms holds nothing else; a payload's subject may be child" {
	printf 'subject\nchild\nhousehold\n\n%s\n' "$(one n a)" >in.csv
	sed -i '4s/^$/""/' in.csv
	rekey -o out.csv in.csv
	[[ $(sed -n 2,3p out.csv) == "$(printf 'child\nhousehold')" ]]
	rm out.csv
	for bad in "$(one c a | tr a-z A-Z)" "$(one c a)a" "$(one c a | cut -c 2-)" \
		" $(one c a)" C1; do
		printf 'subject\n%s\n%s\n' "$(one c b)" "$bad" >in.csv
		refused bad-pseudonym in.csv
	done
}

@test "a pseudonym inside other text is refused, wherever it stands" {
	printf 'child,note\n%s,see %s\n' "$(one c a)" "$(one c b)" >in.csv
	refused bad-pseudonym in.csv
	printf 'child,note\n%s,%s;%s\n' "$(one c a)" "$(one c b)" "$(one c a)" >in.csv
	refused bad-pseudonym in.csv
	# Other letters of that length are text.
	printf 'child,note\n%s,see %s\n' "$(one c a)" "$(number c zzz b)" >in.csv
	rekey -o out.csv in.csv
}

@test "-c names the columns: others may look as they like, but hold none of the old epoch" {
	printf 'child,note\n%s,%s\n' "$(one c a)" "$(number c "$(<"$KEYS/tag-3")" b)" >in.csv
	refused other-key in.csv
	rekey -c child -o out.csv in.csv
	[[ $(sed -n '2s/.*,//p' out.csv) == "$(number c "$(<"$KEYS/tag-3")" b)" ]]
	rm out.csv
	printf 'child,note\n%s,%s\n' "$(one c a)" "$(one h b)" >in.csv
	refused unnamed-column -c child in.csv
	rekey -c child,note -o out.csv in.csv
	run -64 --separate-stderr rekey -c chlid in.csv
	[[ $stderr == *"did you mean 'child'"* ]]
	run -64 --separate-stderr rekey -c child, in.csv
}

@test "keys: of two epochs, of the purpose, or 78; another master will do" {
	printf 'child\n%s\n' "$(one c a)" >in.csv
	run -78 --separate-stderr lscb-rekey --from "$KEYS/link-1.key" -k "$KEYS/rekey-1.key" in.csv
	[[ $stderr == *'[same-tag]' ]]
	run -78 --separate-stderr lscb-rekey --from "$KEYS/link-1.key" -k "$KEYS/link-2.key" in.csv
	[[ $stderr == *"purpose 'rekey'"* ]]
	run -64 --separate-stderr lscb-rekey -k "$KEYS/rekey-2.key" in.csv
	run -64 --separate-stderr lscb-rekey --from "$KEYS/link-1.key" in.csv
	lscb-keygen --new a b
	lscb-keygen --purpose rekey -o other.key a b
	if [[ $(sed -n 's/^tag: //p' other.key) != "$(<"$KEYS/tag-1")" ]]; then
		lscb-rekey --from "$KEYS/deidentify-1.key" -k other.key -o out.csv in.csv
		[[ $(sed -n 2p out.csv) == c"$(sed -n 's/^tag: //p' other.key)"* ]]
	fi
}

@test "streams of two epochs refuse to meet, everywhere they could" {
	cd "$KEYS" || return 1
	rekey -o "$BATS_TEST_TMPDIR/map.csv" map.csv
	rekey history.csv | lscb-sort -o "$BATS_TEST_TMPDIR/history.csv"
	lscb-deidentify -x referrals --sender cwm-arian -k deidentify-2.key \
		--tokens "$BATS_TEST_TMPDIR/tokens" -o "$BATS_TEST_TMPDIR/payload" \
		referrals.clean
	cd "$BATS_TEST_TMPDIR" || return 1
	met() {
		run -78 --separate-stderr "$@"
		[[ $stderr == *'[other-key]' ]] || {
			echo "$*: $stderr"
			return 1
		}
	}
	met lscb-join --map map.csv "$KEYS/referrals.payload"
	met lscb-join --map "$KEYS/map.csv" payload
	met lscb-join --map "$KEYS/map.csv" "$KEYS/referrals.payload" payload
	met lscb-link -k "$KEYS/link-2.key" "$KEYS/referrals.tokens"
	met lscb-link -k "$KEYS/link-1.key" tokens
	met lscb-link -k "$KEYS/link-2.key" --index "$KEYS/index" tokens
	lscb-sort "$KEYS/history.csv" history.csv -o both.csv
	met lscb-indicators --date 2026-03-31 -e 'referral by child' both.csv
	# A map of two epochs.
	{
		cat map.csv
		sed 1d "$KEYS/map.csv"
	} >maps.csv
	met lscb-join --map maps.csv payload
}
