# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# A board of three extracts and a handful of people, for tests of the night.
# All people are invented; NHS numbers and UPNs are left out.  Sourced after
# common.bash; the board is the folder ./board.

NIGHTLY=$ROOT/pipelines/nightly
# shellcheck disable=SC2034 # for the tests
STATUS=$ROOT/pipelines/status
IN=board/incoming/cwm-arian

# make_keys: two purpose keys, made once for each file of tests.
make_keys() {
	local dir=$BATS_FILE_TMPDIR/keys purpose
	[[ ! -d $dir ]] || return 0
	mkdir "$dir"
	lscb-keygen --new "$dir/first" "$dir/second"
	for purpose in deidentify link; do
		lscb-keygen --purpose "$purpose" -o "$dir/$purpose.key" \
			"$dir/first" "$dir/second"
	done
}

# make_board [FOLDER]: the board without deliveries.
make_board() {
	local folder=${1:-board}
	make_keys
	"$ROOT/pipelines/board-init" "$folder"
	cat >"$folder/board.rec" <<-'EOF'
		%rec: Board

		id: test
		title: Test "Board"
		populations: populations.csv
		scorecard: safeguarding-services
		scorecard: lscb-effectiveness

		%rec: Delivery

		sender: cwm-arian
		extract: register
		agreement: none

		sender: cwm-arian
		extract: referrals
		agreement: none

		sender: cwm-arian
		extract: notices
		agreement: none
	EOF
	cat >"$folder/populations.csv" <<-'EOF'
		area,year,age_from,age_to,population
		,2024,0,17,1000
		,2025,0,17,1000
	EOF
	cp "$BATS_FILE_TMPDIR"/keys/*.key "$folder/keys/"
	mkdir "$folder/incoming/cwm-arian"
}

# Ten rows each, so that a fifth fewer is a number.
register() {
	printf 'Registration ID,Child Unique ID,UPN,Forename,Surname,Date of Birth,Expected Date of Birth,Sex,House,Postcode,Category,Date Registered,Date Removed,Previous Registrations\n'
	cat <<-'EOF'
		R1,C1,,Cerys,Canary-Jones,02/01/2015,,F,1,LL9 1AA,NEG,10/01/2025,,0
		R2,C2,,Dylan,Canary-Jones,02/02/2016,,M,1,LL9 1AA,EMO,10/02/2025,,1
		R3,C3,,Mair,Canary-Price,02/03/2017,,F,2,LL9 1AB,PHY,10/03/2025,10/09/2025,0
		R4,C4,,Owain,Canary-Price,02/04/2014,,M,2,LL9 1AB,NEG,10/04/2025,,2
		R5,C5,,Nia,Canary-Rees,02/05/2013,,F,3,LL9 1AD,SAB,10/05/2025,,0
		R6,C6,,Huw,Canary-Rees,02/06/2012,,M,3,LL9 1AD,MUL,10/06/2025,,0
		R7,C7,,Elin,Canary-Wynne,02/07/2018,,F,4,LL9 1AE,NEG,10/07/2025,,0
		R8,C8,,Gwyn,Canary-Wynne,02/08/2019,,M,4,LL9 1AE,EMO,10/08/2025,,1
		R9,C9,,Lowri,Canary-Bevan,02/09/2020,,F,5,LL9 1AF,NEG,10/09/2025,,0
		R10,C10,,Rhys,Canary-Bevan,02/10/2011,,M,5,LL9 1AF,PHY,10/10/2025,,0
	EOF
}

referrals() {
	printf 'Referral ID,Child Unique ID,UPN,Forename,Surname,Date of Birth,Expected Date of Birth,Sex,House,Postcode,Referral Date,Source Agency,Primary Need,Outcome\n'
	cat <<-'EOF'
		F1,C1,,Cerys,Canary-Jones,02/01/2015,,F,1,LL9 1AA,01/01/2025,Police,N1,Assessment
		F2,C2,,Dylan,Canary-Jones,02/02/2016,,M,1,LL9 1AA,01/02/2025,Health,N1,Assessment
		F3,C3,,Mair,Canary-Price,02/03/2017,,F,2,LL9 1AB,01/03/2025,Education,N1,Assessment
	EOF
}

notices() {
	printf 'Notice Ref,Incident Date,Received,Type,House,Postcode,Officer,DASH risk,Narrative\n'
	cat <<-'EOF'
		N1,2025-02-03,2025-02-04,Domestic Abuse,1,LL9 1AA,Canary-Officer,High,Canary-Narrative
		N2,2025-05-06,2025-05-07,Missing,3,LL9 1AD,Canary-Officer,N/A,
	EOF
}

# deliver EXTRACT...: under its final name, by rename, as a sender should.
deliver() {
	local extract
	for extract; do
		"$extract" >"$IN/$extract.csv.part"
		mv "$IN/$extract.csv.part" "$IN/$extract.csv"
	done
}

# night DATE: a night that must be good and silent.
night() {
	"$NIGHTLY" board --date "$1" >night.out 2>night.err
	cat night.out night.err
	[[ ! -s night.out && ! -s night.err ]]
}

# shim NAME: bin/, the programs under test, with NAME replaced by a script on
# standard input.  Used with LSCB_BIN=$PWD/bin.
shim() {
	if [[ ! -d bin ]]; then
		mkdir bin
		ln -s "$LSCB_BIN"/lscb-* bin/
	fi
	rm "bin/$1"
	cat >"bin/$1"
	chmod +x "bin/$1"
}

# content FOLDER: digests of all files, for comparing two folders.
content() {
	local list
	list=$(cd "$1" && find . -type f -exec sha256sum {} +)
	sort -k 2 <<<"$list"
}
