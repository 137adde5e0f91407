#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-deidentify --areas: which area an address lies in, worked out by hand from
# a directory of a few rows; what is not known is empty and counted.
load ../lib/common

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	if [[ ! -e $BATS_FILE_TMPDIR/key ]]; then
		lscb-keygen --new "$BATS_FILE_TMPDIR/one" "$BATS_FILE_TMPDIR/two"
		lscb-keygen --purpose deidentify -o "$BATS_FILE_TMPDIR/key" \
			"$BATS_FILE_TMPDIR/one" "$BATS_FILE_TMPDIR/two"
	fi
	key=$BATS_FILE_TMPDIR/key
	directory
}

# Layout of 2025; areas are invented.  Ranks at the edges of the fifths of 1909.
directory() {
	cat >dir.csv <<-'E'
	pcds,doterm,lad25cd,wd25cd,ctry25cd,lsoa21cd,imd20ind
	CY1 1AA,,W06900001,W05900001,W92000004,W01900001,1
	CY1 1AB,,W06900001,W05900001,W92000004,W01900002,382
	CY1 1AD,,W06900001,W05900002,W92000004,W01900003,383
	CY1 1AE,201912,W06900001,W05900002,W92000004,W01900004,764
	CY1 1AF,,W06900001,W05900003,W92000004,W01900005,765
	CH1 1AG,,E06000050,E05000001,E92000001,E01000001,382
	JE2 3AA,,L99999999,L99999999,L93000001,L99999999,0
	CY1 1AH,,W06900001,W05900003,W92000004,W01900006,
	E
}

# children POSTCODE...: clean.csv, one child on the register for each.
children() {
	local p i=0
	echo registration_id,child_id,upn,forename,surname,dob,expected_dob,sex,house,postcode,category,registered,removed,previous_registrations >clean.csv
	for p; do
		i=$((i + 1))
		printf 'P%d,C%d,,Siân,Parry,2015-02-28,,female,1,%s,neglect,2026-02-%02d,,0\n' \
			$i $i "$p" $i
	done >>clean.csv
}

# areas LEVEL...: the areas of clean.csv, a line for each child.
areas() {
	local level levels=()
	for level; do
		levels+=(--level "$level")
	done
	lscb-deidentify -x register --sender cwm-arian -k "$key" --alone \
		--areas dir.csv "${levels[@]}" --stats stats.csv \
		-o out.csv clean.csv || return
	cut -d, -f 11- out.csv
}

@test "each level by its own column, in the order of the history" {
	children 'CY1 1AA' 'CY1 1AD' 'CH1 1AG'
	areas ward lsoa deprivation_fifth home_authority >actual
	cat >expected <<-'E'
	home_authority,ward,lsoa,deprivation_fifth
	W06900001,W05900001,W01900001,1
	W06900001,W05900002,W01900003,2
	E06000050,E05000001,E01000001,
	E
	same expected actual
	areas ward >actual
	printf '%s\n' ward W05900001 W05900002 E05000001 >expected
	same expected actual
}

@test "without --areas nothing about an address passes" {
	children 'CY1 1AA'
	lscb-deidentify -x register --sender cwm-arian -k "$key" --alone clean.csv >out.csv
	head -1 out.csv >actual
	echo subject,date,end,event,source,authority,birth_month,sex,category,previous_registrations >expected
	same expected actual
}

@test "the fifths of 1909 ranks end where Welsh Government's do: 382, 764, 1146, 1528" {
	# 1909 / 5 = 381.8, 763.6, 1145.4, 1527.2: the cut is rounded up.
	local rank i=0
	echo pcds,ctry,imd >dir.csv
	for rank in 1 382 383 764 765 1146 1147 1528 1529 1909; do
		echo "CY1 ${i}AA,W92000004,$rank" >>dir.csv
		i=$((i + 1))
	done
	children 'CY1 0AA' 'CY1 1AA' 'CY1 2AA' 'CY1 3AA' 'CY1 4AA' 'CY1 5AA' \
		'CY1 6AA' 'CY1 7AA' 'CY1 8AA' 'CY1 9AA'
	areas deprivation_fifth | sed 1d >actual
	printf '%s\n' 1 1 2 2 3 3 4 4 5 5 >expected
	same expected actual
}

@test "a rank beyond those there are, or none at all, stops it with its place" {
	children 'CY1 1AA'
	sed -i 's/,765$/,1910/' dir.csv
	run -65 --separate-stderr areas deprivation_fifth
	[[ $stderr == *'dir.csv:6: deprivation_fifth: a rank above the 1909 '*'[bad-rank]' ]]
	sed -i 's/,1910$/,CANARY/' dir.csv
	run -65 --separate-stderr areas deprivation_fifth
	[[ $stderr == *'dir.csv:6: deprivation_fifth: no rank: '*'[bad-rank]' && $stderr != *CANARY* ]]
	# Where no level needs it, it is not looked at.
	areas ward >/dev/null
}

@test "a postcode is one, however it is written" {
	children cy11ab 'CY1  1AB' ' cY1 1 a b ' 'CY11AB'
	sed -i 's/^CY1 1AB,/cy1  1ab,/' dir.csv
	areas lsoa | sed 1d | sort -u >actual
	same - actual <<<W01900002
}

@test "what has no area is empty, and counted by reason" {
	children 'CY1 1AA' '' 'ZZ99 3GZ' 'ZZ99 3VZ' 'CY1 1ZZ' 'CY1 1AE' 'CH1 1AG' \
		'JE2 3AA' 'CY1 1AH'
	areas ward deprivation_fifth >actual
	cat >expected <<-'E'
	ward,deprivation_fifth
	W05900001,1
	,
	,
	,
	,
	W05900002,2
	E05000001,
	,
	W05900003,
	E
	same expected actual
	grep -e ,located, -e ,no-area, stats.csv >actual
	cat >expected <<-'E'
	lscb-deidentify,located,found,4
	lscb-deidentify,located,found-ended,1
	lscb-deidentify,located,no-place,2
	lscb-deidentify,located,no-postcode,1
	lscb-deidentify,located,not-in-directory,1
	lscb-deidentify,no-area,deprivation_fifth-no-rank,1
	lscb-deidentify,no-area,deprivation_fifth-other-country,2
	lscb-deidentify,no-area,ward-no-code,1
	E
	same expected actual
}

@test "never guessed: not from the sector, not from the neighbours" {
	children 'CY1 1AJ' 'CY1 2AA' 'CY11 1AA'
	areas ward home_authority | sed 1d | sort -u >actual
	same - actual <<<,
}

@test "the rows of the directory in any order, gzip, two files: the same" {
	children 'CY1 1AA' 'CY1 1AE' 'CH1 1AG' 'CY1 1AH'
	areas ward lsoa >expected
	cp stats.csv stats.was
	{ head -n 1 dir.csv; sed 1d dir.csv | tac; } >tac.csv
	{ head -n 1 dir.csv; sed 1d dir.csv; sed 1d dir.csv | shuf --random-source=dir.csv; } >twice.csv
	gzip -c dir.csv >dir.csv.gz
	head -n 4 dir.csv >first.csv
	{ head -n 1 dir.csv; sed 1,4d dir.csv; } >second.csv
	for files in tac.csv twice.csv dir.csv.gz 'first.csv second.csv' 'second.csv first.csv'; do
		set -- $files
		lscb-deidentify -x register --sender cwm-arian -k "$key" --alone \
			${1:+--areas "$1"} ${2:+--areas "$2"} --level ward \
			--level lsoa --stats stats.csv clean.csv | cut -d, -f 11- >actual
		same expected actual
		same stats.was stats.csv
	done
}

@test "columns may stand in any order, under the names of other years, in any case" {
	children 'CY1 1AA' 'CH1 1AG' 'CY1 1AE'
	areas ward home_authority deprivation_fifth >expected
	for header in pcd,doterm,oslaua,osward,ctry,lsoa11,imd \
		pcds,doterm,laua,ward,ctry,lsoa21,imd \
		PCDS,DOTERM,LAD26CD,WD26CD,CTRY26CD,LSOA21CD,IMD19IND; do
		sed "1s/.*/$header/" dir.csv >new
		# And the other way round, with a column that is nobody's.
		awk -F, -v OFS=, '{ print $7, $6, $5, "x" NR, $4, $3, $2, $1 }' new >dir.csv
		sed -i '1s/,x1,/,nobodys,/' dir.csv
		areas ward home_authority deprivation_fifth >actual
		same expected actual
		directory
	done
}

@test "a postcode that lies in two places stops it; twice in one does not" {
	children 'CY1 1AA'
	echo 'CY11AB,,W06900001,W05900009,W92000004,W01900002,382' >>dir.csv
	run -65 --separate-stderr areas ward
	[[ $stderr == *'dir.csv:10: this postcode stands above already, in another area'*'[two-areas]' ]]
	# At the level that is asked for they are one.
	areas lsoa >/dev/null
	# In use once more, since one of its rows says so.
	directory
	echo 'CY1 1AE,,W06900001,W05900002,W92000004,W01900004,764' >>dir.csv
	children 'CY1 1AE'
	areas ward >/dev/null
	grep -q ',located,found,1$' stats.csv
}

@test "a directory without a column: 65, by its place and never by what stands there" {
	children 'CY1 1AA'
	sed -i '1s/wd25cd/wrd25cd/' dir.csv
	run -65 --separate-stderr areas ward
	[[ $stderr == *"dir.csv:1: the directory has no column 'wd##cd'; did you mean column 4, "*'[no-column]' ]]
	# The first line is data: none of it is shown.
	sed -i 1d dir.csv
	run -65 --separate-stderr areas ward
	[[ $stderr != *CY1* && $stderr != *W05* ]]
	directory
	sed -i '1s/lsoa21cd/wd24cd/' dir.csv
	run -65 --separate-stderr areas ward
	[[ $stderr == *"columns 4 and 6 of the directory are both 'wd##cd'"*'[two-columns]' ]]
	# The country matters to ranks alone.
	directory
	sed -i '1s/ctry25cd/state/' dir.csv
	areas ward >/dev/null
	run -65 --separate-stderr areas deprivation_fifth
	[[ $stderr == *"no column 'ctry'"*'[no-column]' ]]
}

@test "what stands where an area should is no address, and nothing else than a code" {
	children 'CY1 1AA'
	for bad in 'CY1 1AA' cy11aa 'Tŷ Coch' W0590000100000001; do
		sed "3s/W05900001/$bad/" dir.csv >bad.csv
		run -65 --separate-stderr lscb-deidentify -x register --sender a \
			-k "$key" --alone --areas bad.csv --level ward clean.csv
		[[ $stderr == *'bad.csv:3: ward: no code of an area'*'[bad-area]' ]]
		[[ $stderr != *"$bad"* ]]
	done
	sed 's/^C[YH]1 //' dir.csv | sed 's/^JE2 //' >bad.csv
	run -65 --separate-stderr lscb-deidentify -x register --sender a -k "$key" \
		--alone --areas bad.csv --level ward clean.csv
	[[ $stderr == *'bad.csv: no row has a postcode in column 1'*'[no-postcodes]' ]]
}

# A definition with a protected address, a household's event and a meeting's.
visits() {
	mkdir lib lib/extracts
	cp "$LSCB_LIBRARY"/{areas,events,history,names,predicates}.rec lib/
	cat >lib/extracts/t.rec <<-'E'
	%rec: Extract

	id: t
	title: T
	agency: social-services

	%rec: Column

	name: child
	type: text
	role: id

	name: house
	type: text
	role: house

	name: postcode
	type: postcode
	role: postcode

	name: hidden
	type: yes-no
	unknown: U
	role: protected

	name: meeting
	type: text
	role: entity
	kind: m

	name: on
	type: date
	role: date

	%rec: Event

	event: registration
	date: on

	event: domestic-abuse
	subject: household
	date: on

	event: conference
	subject: meeting
	date: on
	E
	export LSCB_LIBRARY=$PWD/lib
	printf '%s\n' child,house,postcode,hidden,meeting,on "$@" >clean.csv
	lscb-deidentify -x t --sender cwm-arian -k "$key" --tokens tokens.csv \
		--areas dir.csv --level home_authority --level ward --stats stats.csv \
		-o out.csv clean.csv
}

@test "a protected address gives no area, nor does one of which that is not said" {
	visits 'C1,1,CY1 1AA,yes,M1,2026-01-01' 'C2,1,CY1 1AA,,M1,2026-01-02' \
		'C3,1,CY1 1AA,no,M1,2026-01-03' 'C4,1,CY1 1AA,yes,M1,2026-01-04'
	awk -F, 'NR > 1 { print $3, $5, $7 $8 }' out.csv >actual
	cat >expected <<-'E'
	2026-01-01 registration 
	2026-01-01 domestic-abuse 
	2026-01-01 conference 
	2026-01-02 registration 
	2026-01-02 domestic-abuse 
	2026-01-02 conference 
	2026-01-03 registration W06900001W05900001
	2026-01-03 domestic-abuse W06900001W05900001
	2026-01-03 conference 
	2026-01-04 registration 
	2026-01-04 domestic-abuse 
	2026-01-04 conference 
	E
	same expected actual
	grep ,located, stats.csv >actual
	cat >expected <<-'E'
	lscb-deidentify,located,found,1
	lscb-deidentify,located,protected,2
	lscb-deidentify,located,protection-not-said,1
	E
	same expected actual
}

@test "two children of one meeting live in two wards, and it stays one meeting" {
	visits 'C1,1,CY1 1AA,no,M1,2026-01-01' 'C2,2,CY1 1AD,no,M1,2026-01-01'
	grep ,conference, out.csv | cut -d, -f 2- | sort -u >actual
	[[ $(wc -l <actual) == 1 ]]
}

@test "where a UPRN says which household it is, its events carry no area" {
	visits 'C1,1,CY1 1AA,no,M1,2026-01-01'
	sed -i 's/^name: house$/name: uprn/; s/^role: house$/role: uprn/' lib/extracts/t.rec
	printf '%s\n' child,uprn,postcode,hidden,meeting,on \
		'C1,100,CY1 1AA,no,M1,2026-01-01' 'C2,100,,no,M1,2026-01-01' >clean.csv
	lscb-deidentify -x t --sender cwm-arian -k "$key" --tokens tokens.csv \
		--areas dir.csv --level ward clean.csv >out.csv
	# One household, one event.
	[[ $(grep ,domestic-abuse, out.csv | cut -d, -f 2- | sort -u | wc -l) == 1 ]]
	[[ $(grep -c W05900001 out.csv) == 1 ]]
}

@test "no postcode in payload, tokens, stats or message" {
	visits 'C1,1,CY1 1AA,no,M1,2026-01-01' 'C2,1,ZZ99 3VZ,no,M1,2026-01-02' \
		'C3,1,CY1 9ZZ,no,M1,2026-01-03'
	for file in out.csv tokens.csv stats.csv; do
		run ! grep -qiE 'CY1|1AA|ZZ99|9ZZ' "$file"
	done
	sed -i '2s/2026-01-01/x/' clean.csv
	run -65 --separate-stderr lscb-deidentify -x t --sender cwm-arian -k "$key" \
		--areas dir.csv --level ward clean.csv
	[[ $stderr != *CY1* ]]
}

@test "an extract that carries the same column itself is 78; one without addresses has none" {
	visits 'C1,1,CY1 1AA,no,M1,2026-01-01'
	sed -i 's/^name: meeting$/name: ward\ntype: word\nrole: keep\n\nname: meeting/' lib/extracts/t.rec
	run -78 --separate-stderr lscb-deidentify -x t --sender a -k "$key" \
		--areas dir.csv --level ward clean.csv
	[[ $stderr == *"two columns would be carried as 'ward'"* ]]
	sed -i 's/^name: ward$/name: wrd/; s/^role: keep$/role: drop/; s/^type: postcode$/type: text/; s/^role: postcode$/role: drop/' lib/extracts/t.rec
	printf '%s\n' child,house,postcode,hidden,wrd,meeting,on 'C1,1,CY1 1AA,no,,M1,2026-01-01' >clean.csv
	lscb-deidentify -x t --sender a -k "$key" --areas dir.csv --level ward clean.csv >out.csv
	head -n 1 out.csv >actual
	same - actual <<<record,subject,date,end,event,source
}

@test "levels are chosen by name, never by default: 64, 78 with a near miss" {
	children 'CY1 1AA'
	set -- -x register --sender a -k "$key" --alone clean.csv
	run -64 --separate-stderr lscb-deidentify --areas dir.csv "$@"
	[[ $stderr == *'--areas: say which areas may be carried with --level NAME'* ]]
	run -64 --separate-stderr lscb-deidentify --level ward "$@"
	run -78 --separate-stderr lscb-deidentify --areas dir.csv --level wrd "$@"
	[[ $stderr == *"no level 'wrd' in areas.rec of the library; did you mean 'ward'? [no-level]" ]]
	run -78 --separate-stderr lscb-deidentify --areas dir.csv --level 1 "$@"
	[[ $stderr == *'there are home_authority, ward, lsoa, deprivation_fifth [no-level]' ]]
	run -78 --separate-stderr lscb-deidentify --areas dir.csv --level ward --level ward "$@"
	[[ $stderr == *"level 'ward' is given twice"* ]]
	run -66 --separate-stderr lscb-deidentify --areas none.csv --level ward "$@"
}

@test "a layout with a slip in it is 78 with its line" {
	mkdir lib
	cp -R "$LSCB_LIBRARY"/. lib/
	export LSCB_LIBRARY=$PWD/lib
	children 'CY1 1AA'
	refused() {
		run -78 --separate-stderr areas ward
		[[ $stderr == *"$1"* ]] || { echo "$stderr"; false; }
		cp "$ROOT/pipelines/library/areas.rec" lib/
	}
	sed -i 's/^ranks: .*/ranks: 1909/' lib/areas.rec
	refused 'want COUNTRY = N'
	sed -i 's/^ranks: .*/ranks: W92000004 = 0/' lib/areas.rec
	refused 'want COUNTRY = N'
	sed -i '/^country: /d' lib/areas.rec
	refused "the Directory above has no 'country'"
	sed -i '/^postcode: /d' lib/areas.rec
	refused "no 'postcode'"
	sed -i 's/^name: lsoa$/name: ward/' lib/areas.rec
	refused 'this level is there twice'
	sed -i '/^column: .*w/d' lib/areas.rec
	refused "no 'column'"
	sed -i 's/^ended:/endid:/' lib/areas.rec
	refused "did you mean 'ended'"
	sed -i '/^name: ward$/,/^$/d' lib/history.rec
	refused "the event history has no column 'ward'"
	rm lib/areas.rec
	refused 'areas.rec'
}

@test "the made board: as many children in each ward as a join of the raw files says" {
	lscb-synth --people 4000 --date 2026-03-31 --errors none --out board -o list
	lscb-ingest -x register --sender cwm-arian --date 2026-03-31 -o clean.csv \
		board/cwm-arian/register.csv
	cp board/postcodes.csv dir.csv
	areas ward deprivation_fifth >/dev/null
	# By column numbers of the register and the directory, and by awk alone.
	awk -F, 'NR == FNR { ward[$1] = $4; next } FNR > 1 { n[ward[$10]]++ }
		END { for (w in n) print w, n[w] }' board/postcodes.csv clean.csv |
		sort >expected
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "ward") at = i; next }
		{ n[$at]++ } END { for (w in n) print w, n[w] }' out.csv | sort >actual
	same expected actual
	[[ $(wc -l <actual) -gt 3 ]]
	[[ $(awk -F, '{ print $NF }' out.csv | sort -u | grep -c '^[1-5]$') -gt 2 ]]
}
