#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Workbooks: what a sheet reads as, and what is refused.  Every workbook is made
# by Python's zipfile, every expected value by hand.
load ../lib/common
load ../lib/workbook

# define FACT ...: a definition as t.rec that reads the sheet Data, with those
# facts of the extract; its columns on standard input.
define() {
	printf '%s\n' '%rec: Extract' '' 'id: t' 'title: T' 'agency: x' \
		'sheet: Data' "$@" '' '%rec: Column' '' >t.rec
	cat >>t.rec
}

# column FACT ...: two columns, id of text and v as those facts say.
column() {
	printf '%s\n' 'name: id' 'type: text' '' 'name: v' "$@" | define
}

# ingest FILE ...: through t.rec.
ingest() {
	lscb-ingest -x ./t.rec --rejects bad.csv --stats stats.csv "$@"
}

# gives LINE ...: in.xlsx comes out as those lines.
gives() {
	ingest in.xlsx >actual
	printf '%s\n' "$@" | same - actual
}

# rejected LINE,COLUMN,REASON ...: these rows, and no others.
rejected() {
	: >expected
	(($# == 0)) || printf '%s\n' "$@" >expected
	sed 1d bad.csv | cut -d, -f2,4,5 | same expected -
}

# counted MEASURE,REASON,COUNT ...
counted() {
	local line
	for line; do
		grep -qx "lscb-ingest,$line" stats.csv || {
			echo "no $line" && cat stats.csv && return 1
		}
	done
}

# refused PATTERN [FILE]: that sheet is refused with 65, nothing comes out after
# it, and no value is in the words.
refused() {
	run -65 --separate-stderr sheet "${2:-in.xlsx}"
	# shellcheck disable=SC2053 # a pattern
	[[ $stderr == $1 && $stderr != *Canary* ]] || {
		echo "$stderr" && return 1
	}
}

@test "texts, numbers, dates, truths and errors as a person sees them" {
	book in.xlsx <<-'EOF'
		Ref|Born|Seen|Share|Long|Error|Flag|Result
		a1|#43831 dd/mm/yyyy|#43831.75 ~22|#0.253 0.0%|#1.0000000000000001E-2|!#N/A|?1|=7
		"x, "y"|#36585 ~14|#0.39583333333333331 h:mm|#1 0%|#0.1|!#REF!|?0|=0.5
	EOF
	sheet in.xlsx >actual
	same - actual <<-'EOF'
		Ref,Born,Seen,Share,Long,Error,Flag,Result
		a1,2020-01-01,2020-01-01 18:00:00,25.3%,0.01,#N/A,TRUE,7
		"x, ""y""",2000-02-29,09:30:00,100%,0.1,#REF!,FALSE,0.5
	EOF
	counted read,,2 used,,2 queried,error-cell,2
}

@test "the line of a message is the row in Excel, whatever rows are left out" {
	book in.xlsx <<-'EOF'
		@3
		id|v

		a|1
		@9
		b|x
	EOF
	column 'type: integer' </dev/null
	sed -i 's/^sheet: Data/&\npreamble: 2/' t.rec
	run -65 --separate-stderr lscb-ingest -x ./t.rec in.xlsx
	[[ $stderr == *'in.xlsx:4: the row is blank [blank-row]' ]]
	sed -i 's/^preamble: 2/&\nblank_rows: drop/' t.rec
	gives id,v a,1
	rejected 9,v,bad-integer
	counted read,,6 dropped,blank-row,4
}

@test "header over several rows, merged cells above" {
	book --merge B2:C2 --merge A2:A3 in.xlsx <<-'EOF'
		A title
		Ref|Plan|_
		_|Start|End
		a|#43831 ~14|#43832 ~14
	EOF
	lscb-ingest --untyped --sheet Data --preamble 1 --header-rows 2 in.xlsx >actual
	same - actual <<-'EOF'
		Ref,Plan Start,End
		a,2020-01-01,2020-01-02
	EOF
	define 'preamble: 1' 'header_rows: 2' 'header_merged: yes' <<-'EOF'
		name: ref
		header: Ref
		type: text

		name: start
		header: Plan Start
		type: date

		name: end
		header: Plan End
		type: date
	EOF
	gives ref,start,end a,2020-01-01,2020-01-02
}

@test "cells left out at the end are empty; cells beyond the header are ragged" {
	book in.xlsx <<-'EOF'
		id|v|w
		a
		b|_|3
		c|1|2|4
		_|5
	EOF
	run -0 bash -c 'lscb-ingest --untyped --sheet Data --rejects bad.csv in.xlsx'
	printf '%s\n' "$output" | same - <(printf '%s\n' id,v,w a,, b,,3 ,5,)
	rejected 4,,ragged-row
	printf '%s\n' 'name: id' 'type: text' '' 'name: v' 'type: integer' '' \
		'name: w' 'type: integer' | define
	gives id,v,w a,, b,,3 ,5,
	rejected 4,,ragged-row
	# Nothing was repaired: a workbook is written so.
	run ! grep -q short-row stats.csv
}

@test "rows that are only formatted, at the end, are no rows" {
	{
		printf '%s\n' 'id|v' 'a|1'
		for i in {3..2000}; do
			echo "<row r=\"$i\" ht=\"20\"><c r=\"A$i\" s=\"0\"/></row>"
		done
		echo '<row r="1048576"><c r="A1048576"/></row>'
	} >rows
	book in.xlsx <rows
	sheet in.xlsx | same <(printf '%s\n' id,v a,1) -
	counted read,,1
}

@test "the same from a file, standard input, a pipe and a pipe that is slow" {
	book in.xlsx <<-'EOF'
		id|v
		a|#43831 ~14
	EOF
	sheet in.xlsx >expected
	lscb-ingest --untyped --sheet Data <in.xlsx | same expected -
	(lscb-ingest --untyped --sheet Data <in.xlsx) | same expected -
	cat in.xlsx | lscb-ingest --untyped --sheet Data | same expected -
	mkdir tmp
	{ head -c 3 in.xlsx && sleep 0.2 && tail -c +4 in.xlsx; } |
		TMPDIR=$PWD/tmp lscb-ingest --untyped --sheet Data - | same expected -
	[[ -z $(ls -A tmp) ]]
	# Where nothing can be put, it says so; a file needs no place.
	run -74 --separate-stderr bash -c \
		'cat in.xlsx | TMPDIR=/nowhere lscb-ingest --untyped --sheet Data'
	[[ $stderr == *TMPDIR* ]]
	TMPDIR=/nowhere lscb-ingest --untyped --sheet Data in.xlsx | same expected -
	# What was begun elsewhere is no workbook, and is not read from its start.
	(head -c 1 >/dev/null && run -65 lscb-ingest --untyped --sheet Data) <in.xlsx
}

@test "a CSV file under a definition with a sheet, beside a workbook" {
	book in.xlsx <<-'EOF'
		id|v
		a|1
	EOF
	printf 'id;v\nb;"x;y"\n' >in.csv
	printf '%s\n' 'name: id' 'type: text' '' 'name: v' 'type: text' |
		define 'delimiter: ;'
	ingest in.csv in.xlsx in.csv >actual
	printf '%s\n' id,v 'b,x;y' a,1 'b,x;y' | same - actual
}

@test "a workbook without sheet: says what to do" {
	book in.xlsx <<<id
	run -65 --separate-stderr lscb-ingest --untyped in.xlsx
	[[ $stderr == *'sheet: in the definition'*'CSV UTF-8'*'[not-csv]' ]]
	run -65 --separate-stderr lscb-profile in.xlsx
	[[ $stderr == *'--sheet'*'[not-csv]' ]]
	run -65 --separate-stderr lscb-profile --draft in.xlsx
	[[ $stderr == *'[not-csv]' ]]
	run -64 lscb-ingest -x register --sheet Data in.xlsx
	run -64 lscb-profile -x register --sheet Data in.xlsx
}

@test "no such sheet: a near miss is named, nothing else from the file is" {
	book --name 'Contacts ' --sheets 'Canary Jones|Other' in.xlsx <<<id
	run -65 --separate-stderr lscb-ingest --untyped --sheet Contacts in.xlsx
	[[ $stderr == *"no sheet 'Contacts'; did you mean 'Contacts '? [no-sheet]" ]]
	run -65 --separate-stderr lscb-ingest --untyped --sheet Referrals in.xlsx
	[[ $stderr == *"no sheet 'Referrals' among the 3"*'[no-sheet]' ]]
	[[ $stderr != *Canary* ]]
	run -65 --separate-stderr lscb-ingest --untyped --sheet Other in.xlsx
	[[ $stderr == *'chart'*'[no-sheet]' ]]
	book --sheets "$(printf 'S%d|' {1..1000})" many.xlsx <<<id
	sheet many.xlsx | same <(echo id) -
}

@test "sheet: several names it may have, of which a workbook has one" {
	book --name 'List_1' --sheets 'Other' in.xlsx <<<id
	lscb-ingest --untyped --sheet 'List 1 | List_1' in.xlsx | same <(echo id) -
	run -65 --separate-stderr lscb-ingest --untyped --sheet 'List 1 |List_2' in.xlsx
	[[ $stderr == *"did you mean 'List_1'? [no-sheet]" ]]
	book --name 'List 1' --sheets 'List_1' in.xlsx <<<id
	run -65 --separate-stderr lscb-ingest --untyped --sheet 'List 1 | List_1' in.xlsx
	[[ $stderr == *'two sheets are called by what sheet: says'* ]]
	# A name with such a sign in it is itself.
	book --name 'A | B' in.xlsx <<<id
	lscb-ingest --untyped --sheet 'A | B' in.xlsx | same <(echo id) -
}

@test "a real date is that date, whatever formats are declared for text" {
	book in.xlsx <<-'EOF'
		id|v
		a|#45355 ~14
		b|2024-03-04
		c|"2024-03-04
	EOF
	# 45355 is 2024-03-04; as text the same means the third of April.
	column 'type: date' 'format: YYYY-DD-MM' </dev/null
	gives id,v a,2024-03-04 b,2024-04-03 c,2024-04-03
	column 'type: date' 'format: DD/MM/YYYY' </dev/null
	gives id,v a,2024-03-04
	rejected 3,v,bad-date 4,v,bad-date
}

@test "a time of day in a date only where a format has one" {
	book in.xlsx <<-'EOF'
		id|v
		a|#45355.5 ~22
		b|#45355 ~22
		c|#45355.9999999 ~22
	EOF
	column 'type: date' </dev/null
	gives id,v b,2024-03-04 c,2024-03-05
	rejected 2,v,bad-date
	column 'type: date' 'format: DD/MM/YYYY HH:MI' </dev/null
	gives id,v a,2024-03-04 b,2024-03-04 c,2024-03-05
}

@test "the limits of a date column hold for real dates" {
	book in.xlsx <<-'EOF'
		id|v
		a|#45355 ~14
		b|#1 ~14
		c|#60 ~14
		d|#0 ~14
	EOF
	column 'type: date' 'format: DD/MM/YYYY' 'unknown: 01/01/1900' \
		'max: 2024-03-03' </dev/null
	gives id,v b,
	rejected 2,v,above-max 4,v,bad-date 5,v,bad-date
	column 'type: date' </dev/null
	run -0 lscb-ingest -x ./t.rec --date 2024-03-03 --rejects bad.csv in.xlsx
	rejected 2,v,future-date 4,v,bad-date 5,v,bad-date
}

@test "a number in a column of dates is none, unless format: excel says so" {
	book in.xlsx <<-'EOF'
		id|v
		a|#43831
		b|#43831.5
		c|#43831 ~14
	EOF
	column 'type: date' </dev/null
	gives id,v c,2020-01-01
	rejected 2,v,bad-date 3,v,bad-date
	column 'type: date' 'format: excel' </dev/null
	gives id,v a,2020-01-01 b,2020-01-01 c,2020-01-01
}

@test "a workbook that counts from 1904" {
	book --1904 1 in.xlsx <<-'EOF'
		id|v
		a|#42369 ~14
		b|#0 ~14
		c|#42369
	EOF
	column 'type: date' </dev/null
	gives id,v a,2020-01-01 b,1904-01-01
	column 'type: date' 'format: excel-1904' </dev/null
	gives id,v a,2020-01-01 b,1904-01-01 c,2020-01-01
	column 'type: date' 'format: excel' </dev/null
	gives id,v a,2020-01-01 b,1904-01-01
	rejected 4,v,bad-date
	grep -q 'excel-1904' bad.csv
	column 'type: integer' </dev/null
	gives id,v c,42369
}

@test "times and durations" {
	book in.xlsx <<-'EOF'
		id|v
		a|#0.39583333333333331 ~20
		b|#0.5001 h:mm:ss
		c|#1.5 [h]:mm
		d|#1.5 h:mm
	EOF
	# 0.5001 of a day is 12:00:08.64
	column 'type: time' </dev/null
	gives id,v a,09:30
	rejected 3,v,bad-time 4,v,bad-time 5,v,bad-time
	column 'type: time' 'format: HH:MI:SS' </dev/null
	gives id,v a,09:30:00 b,12:00:09
	column 'type: duration' 'unit: seconds' </dev/null
	gives id,v a,34200 b,43209 c,129600
	rejected 5,v,bad-duration
}

@test "what Excel made a date in a column of text is asked about" {
	book in.xlsx <<-'EOF'
		id|v
		a|#45355 d-mmm
		b|3/4
	EOF
	column 'type: text' </dev/null
	gives id,v a,2024-03-04 b,3/4
	counted used,,2 queried,date-cell,1
	column 'type: integer' </dev/null
	gives id,v
	rejected 2,v,bad-integer 3,v,bad-integer
}

@test "an error is no text, and no value of any type, unless it is unknown" {
	book in.xlsx <<-'EOF'
		id|v
		a|!#N/A
		b|!#REF!
		c|"#N/A
	EOF
	for type in text integer date decimal; do
		column "type: $type" 'unknown: #N/A' </dev/null
		ingest in.xlsx >actual
		printf '%s\n' id,v a, c, | same - actual
		rejected 3,v,error-cell
	done
	column 'type: integer' 'severity: query' </dev/null
	gives id,v a, b, c,
	counted queried,error-cell,2 queried,bad-integer,1
}

@test "numbers of more than 15 digits are refused in any column" {
	book in.xlsx <<-'EOF'
		id|v
		a|#999999999999999
		b|#1234567890123456
		c|1234567890123456
	EOF
	for type in text integer; do
		column "type: $type" </dev/null
		gives id,v a,999999999999999 c,1234567890123456
		rejected 3,v,long-number
	done
	sheet in.xlsx >/dev/null
	counted queried,long-number,1
}

@test "leading zeros by the format of the cell" {
	book in.xlsx <<-'EOF'
		id|v
		a|#123 00000
		b|#434765919 0000000000
		c|#1234.5 #,##0.00
		d|#1234.5 "£"#,##0.00
		e|#7 0
	EOF
	column 'type: text' </dev/null
	gives id,v a,00123 b,0434765919 c,1234.5 d,1234.5 e,7
}

@test "a percentage says so, and is 25.3 where accept: percent is declared" {
	book in.xlsx <<-'EOF'
		id|v
		a|#0.253 0%
		b|#0.253
		c|25.3%
	EOF
	column 'type: decimal' </dev/null
	gives id,v b,0.253
	rejected 2,v,bad-decimal 4,v,bad-decimal
	grep -q 'accept: percent' bad.csv
	column 'type: decimal' 'accept: percent' </dev/null
	gives id,v a,25.3 b,0.253 c,25.3
	counted repaired,percent,2
	printf 'id,v\na,25.3%%\nb,%%\n' >in.csv
	ingest in.csv | same <(printf 'id,v\na,25.3\n') -
	rejected 3,v,bad-decimal
}

@test "texts of runs, without how they are spoken, with line breaks as blanks" {
	book --strings '<sst><si><r><rPr><b/></rPr><t>Mair </t></r><r><t>Rees</t></r><rPh sb="0" eb="1"><t>NO</t></rPh><phoneticPr/></si><si><t>a
	b_x000D_
	c_x005F_x000D_ _x00e9_ _x0001_</t></si></sst>' in.xlsx <<-'EOF'
		<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><r><t>v</t></r><r><t>1</t></r><rPh><t>NO</t></rPh></is></c></row>
		<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" t="str"><f>A1&amp;"x"</f><v>e &amp; é</v></c></row>
	EOF
	sheet in.xlsx >actual
	printf 'Mair Rees,v1\na \tb \tc_x000D_ é _x0001_,e & é\n' >expected
	same expected actual
	counted repaired,line-break,2
}

@test "strict namespaces, a prefix for every element, UTF-16, parts not packed" {
	printf '%s\n' 'id|v' 'Siân|#43831 ~14' >rows
	printf '%s\n' id,v Siân,2020-01-01 >expected
	for option in '--strict 1' '--prefix x' '--encoding utf-16' '--stored 1'; do
		# shellcheck disable=SC2086 # two words
		book $option in.xlsx <rows
		sheet in.xlsx | same expected - || { echo "$option" && return 1; }
	done
}

@test "cells and rows without addresses follow each other" {
	book in.xlsx <<-'EOF'
		<row><c t="inlineStr"><is><t>id</t></is></c><c t="inlineStr"><is><t>v</t></is></c></row>
		<row r="3"><c r="B3"><v>1</v></c></row>
		<row><c><v>2</v></c><c><v>3</v></c></row>
	EOF
	lscb-ingest --untyped --sheet Data --blank-rows drop in.xlsx |
		same <(printf '%s\n' id,v ,1 2,3) -
}

@test "what is only text between two rows is no row, however it looks" {
	printf '%s\n' 'id|v' 'a|#1' \
		'<![CDATA[ <row r="3"><c r="A3"><v>77</v></c></row> ]]>' \
		'b|#2' >rows
	book in.xlsx <rows
	lscb-ingest --untyped --sheet Data --blank-rows drop in.xlsx |
		same <(printf '%s\n' id,v a,1 b,2) -
	# In UTF-16 the bytes of a row may be other letters, two bytes each.
	{
		printf '%s\n' 'id|v' 'a|#1'
		printf '<![CDATA[]]>;%s\n' "$(printf '%s' \
			'<row r="3"><c r="A3"><v>77</v></c></row>' |
			iconv -f UTF-16LE -t UTF-8)"
		echo 'b|#2'
	} >rows
	book --encoding utf-16 in.xlsx <rows
	lscb-ingest --untyped --sheet Data --blank-rows drop in.xlsx |
		same <(printf '%s\n' id,v a,1 b,2) -
}

@test "cells and rows that are not where they say they are end the file" {
	local row
	for row in '<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>2</v></c></row>' \
		'<row r="2"><c r="A2"><v>1</v></c><c r="A2"><v>2</v></c></row>' \
		'<row r="2"><c r="A3"><v>1</v></c></row>' \
		'<row r="2"><c r="XFE2"><v>1</v></c></row>' \
		'<row r="2"><c r="a2"><v>1</v></c></row>' \
		'<row r="2"><c r="2"><v>1</v></c></row>' \
		'<row r="2"><c r="$A$2"><v>1</v></c></row>' \
		'<row r="1"><c r="A1"><v>1</v></c></row>' \
		'<row r="0"/>' '<row r="1048577"/>' '<row r="x"/>' \
		'<row r="2"><d/></row>' '<d/>' \
		'<row r="2"><c r="A2"><v>1</v><v>2</v></c></row>'; do
		book in.xlsx < <(printf '%s\n' id "$row")
		refused '*in.xlsx:[12]: *[[]bad-workbook]' ||
			{ echo "$row" && return 1; }
	done
}

@test "values that are none end the file, with row and column" {
	local cell
	for cell in 't="s"><v>99' 't="s"><v>x' 't="s"><v>-1' 's="9"><v>1' \
		's="x"><v>1' 't="z"><v>1' 't="b"><v>2' 't="n"><v>Canary' \
		't="d"><v>31/01/2020' '><v>1,5'; do
		book in.xlsx < <(printf '%s\n' 'id|v' \
			"<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\" $cell</v></c></row>")
		refused '*in.xlsx:2: column B: *[[]bad-workbook]' ||
			{ echo "$cell" && return 1; }
	done
}

@test "a formula without its result ends the file" {
	printf '%s\n' 'id|v' 'Canary|=' >rows
	book in.xlsx <rows
	refused '*in.xlsx:2: column B: a formula without its result*save it again [[]no-value]'
	# An empty result of text is one.
	book in.xlsx < <(printf '%s\n' 'id|v' \
		'<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="str"><f>""</f><v></v></c></row>')
	sheet in.xlsx | same <(printf '%s\n' id,v 1,) -
	book in.xlsx < <(printf '%s\n' 'id|v' \
		'<row r="2"><c r="B2"><f>1</f><v/></c></row>')
	refused '*column B: *[[]no-value]'
}

@test "cells merged over rows of data end the file; titles do not" {
	printf '%s\n' 'id|v' 'Canary|1' '_|2' >rows
	book --merge A2:A3 in.xlsx <rows
	refused '*in.xlsx:2: cells of rows 2 to 3 are merged, from column A on: *[[]merged-cells]'
	book --merge A1:A2 in.xlsx <rows
	refused '*in.xlsx:1: cells of rows 1 to 2 *[[]merged-cells]'
	book --merge B2:C2 in.xlsx <rows
	refused '*in.xlsx:2: cells of this row are merged, from column B on: *[[]merged-cells]'
	book --merge A3:B3 --merge A1:B1 --merge A2 in.xlsx <rows
	sheet in.xlsx | same <(printf '%s\n' id,v Canary,1 ,2) -
	book --merge A3:B in.xlsx <rows
	refused '*[[]bad-workbook]'
	# Nothing is put in place, and a pipe gets no end.
	book --merge A2:A3 in.xlsx <rows
	run -65 lscb-ingest --untyped --sheet Data -o out.csv in.xlsx
	[[ ! -e out.csv ]]
}

@test "hidden rows, columns and sheets are used, and told" {
	book --state veryHidden --cols '<cols><col min="2" max="2" hidden="1"/><col min="4" max="9" width="0"/></cols>' \
		in.xlsx <<-'EOF'
		id|v
		<row r="2" hidden="1"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row>
		<row r="3" ht="0"><c r="A3"><v>3</v></c></row>
		<row r="4"><c r="A4"><v>5</v></c></row>
	EOF
	sheet in.xlsx | same <(printf '%s\n' id,v 1,2 3, 5,) -
	counted used,,3 queried,hidden-row,2 queried,hidden-column,1 \
		queried,hidden-sheet,1
	column 'type: integer' </dev/null
	gives id,v 1,2 3, 5,
	counted queried,hidden-row,2 queried,hidden-column,1 queried,hidden-sheet,1
	lscb-ingest -x ./t.rec --explain in.xlsx >told
	grep -q "^Read as     sheet 'Data' of a workbook$" told
	grep -q 'hidden rows .*: 2 \[hidden-row\]' told
	grep -q 'hidden columns .*: 1 \[hidden-column\]' told
	grep -q '\[hidden-sheet\]' told
	lscb-profile --sheet Data --stats stats.csv in.xlsx >/dev/null
	grep -qx 'lscb-profile,queried,hidden-row,2' stats.csv
}

@test "the header again, over one row and over two" {
	book in.xlsx <<-'EOF'
		Plan
		id|v
		a|1
		Plan
		id|v
		b|2
	EOF
	printf '%s\n' 'name: id' 'header: Plan id' 'type: text' '' 'name: v' \
		'type: text' | define 'header_rows: 2' 'repeated_header: drop'
	gives id,v a,1 b,2
	counted dropped,repeated-header,2
}

@test "other files that begin as a zip file, or as old workbooks" {
	book --drop _rels/.rels --add letter.txt in.xlsx <<<id
	refused '*a zip file without a workbook*[[]not-workbook]'
	book --drop xl/workbook.xml --add xl/workbook.bin in.xlsx <<<id
	refused '*.xlsb*[[]not-workbook]'
	book --drop _rels/.rels --add mimetype --add content.xml in.xlsx <<<id
	refused '*.ods*[[]not-workbook]'
	book --book '<document/>' in.xlsx <<<id
	refused '*[[]not-workbook]'
	printf '\320\317\021\340\241\261\032\341Canary' >old.xls
	refused '*protected by a password*.xlsx*[[]not-csv]' old.xls
	book --encrypted 1 in.xlsx <<<id
	refused '*password*[[]locked-workbook]'
	book in.xlsx <<<id
	gzip -k in.xlsx
	refused '*[[]not-csv]' in.xlsx.gz
}

@test "parts that are missing, there twice or outside the workbook" {
	local part
	for part in xl/workbook.xml xl/_rels/workbook.xml.rels \
		xl/worksheets/sheet1.xml xl/sharedStrings.xml xl/styles.xml; do
		book --drop "$part" in.xlsx <<<Canary
		refused '*[[]bad-workbook]' || { echo "$part" && return 1; }
		book --twice "$part" in.xlsx <<<Canary
		refused '*there twice*[[]bad-workbook]' ||
			{ echo "$part" && return 1; }
	done
	local target='<R><Relationship Id="rId1" Type="a/worksheet"'
	book --rels "$target Target=\"../../../etc/passwd\"/></R>" in.xlsx <<<id
	refused '*outside*[[]bad-workbook]'
	book --rels "$target TargetMode=\"External\" Target=\"x.xml\"/></R>" in.xlsx <<<id
	refused '*outside*[[]bad-workbook]'
	book --rels "$target Target=\"./../xl//worksheets/SHEET1.xml\"/></R>" \
		in.xlsx <<<'"id'
	sheet in.xlsx | same <(echo id) -
}

@test "a workbook that is cut anywhere, or has a byte changed, gives nothing wrong" {
	local size at
	printf '%s\n' 'id|v' 'a|#43831 ~14' >rows
	book --stored 1 in.xlsx <rows
	sheet in.xlsx >expected
	size=$(stat -c %s in.xlsx)
	for ((at = 4; at < size; at += size / 12)); do
		head -c "$at" in.xlsx >cut.xlsx
		run -65 sheet cut.xlsx
		{
			head -c "$at" in.xlsx
			printf '\001'
			tail -c +$((at + 2)) in.xlsx
		} >changed.xlsx
		run sheet changed.xlsx
		((status == 65)) || printf '%s\n' "$output" | same expected -
	done
}

@test "a document type is refused in every part" {
	local bomb='<!DOCTYPE a [<!ENTITY b "Canary"><!ENTITY c SYSTEM "/etc/passwd">]>'
	book --sheet "$bomb<worksheet><sheetData/></worksheet>" in.xlsx <<<id
	refused '*document type*[[]bad-workbook]'
	book --strings "$bomb<sst/>" in.xlsx <<<id
	refused '*document type*[[]bad-workbook]'
	book --styles "$bomb<styleSheet/>" in.xlsx <<<id
	refused '*document type*[[]bad-workbook]'
	book --book "$bomb<workbook/>" in.xlsx <<<id
	refused '*document type*[[]bad-workbook]'
	book --rels "$bomb<R/>" in.xlsx <<<id
	refused '*document type*[[]bad-workbook]'
}

@test "parts that blow up, nest or never end are refused in little memory" {
	local deep
	ulimit -v 400000
	deep=$(printf '<a>%.0s' {1..100})
	book --tail "$deep" in.xlsx <<<id
	refused '*nested*[[]bad-workbook]'
	book --sheet "<worksheet><sheetData/><!-- $(head -c 4000000 /dev/zero | tr '\0' x | head -c 100000) -->" \
		in.xlsx <<<id
	refused '*[[]bad-workbook]'
	# 100 MiB of blanks pack to 100 KiB.
	blow "xl/worksheets/sheet1.xml" '<worksheet><sheetData>'
	refused '*unpacks to more*[[]too-large]' blown.xlsx
	blow "xl/sharedStrings.xml" '<sst><si><t>'
	refused '*[[]*]' blown.xlsx
	# Markup of 4 MiB without an end.
	blow "xl/worksheets/sheet1.xml" '<worksheet a="' 4
	refused '*without an end*[[]bad-workbook]' blown.xlsx
	blow "xl/worksheets/sheet1.xml" '<worksheet><!--' 4
	refused '*without an end*[[]bad-workbook]' blown.xlsx
}

# blow PART XML [MIB]: blown.xlsx, of which that part goes on with so many blanks.
blow() {
	python3 - "$ROOT/tests/lib/workbook.py" "$1" "$2" "${3:-100}" <<-'EOF'
		import io, subprocess, sys, zipfile
		tool, part, begins, mib = sys.argv[1:]
		subprocess.run([sys.executable, tool, "--drop", part, "blown.xlsx"],
		               input=b"id\n", check=True)
		with zipfile.ZipFile("blown.xlsx", "a", zipfile.ZIP_DEFLATED) as z:
		    with z.open(part, "w") as f:
		        f.write(begins.encode())
		        for _ in range(int(mib)):
		            f.write(b" " * 1048576)
	EOF
}

@test "a draft names the sheet, and reads back as the definition of it" {
	book --name 'List 1' in.xlsx <<-'EOF'
		A list of children
		Ref|Seen on|Note
		r1|#43831 ~14
		r2|#43832 ~14
		r3|#43833 ~14|x
	EOF
	lscb-profile --draft --sheet 'List 1' in.xlsx >t.rec
	grep -qx 'sheet: List 1' t.rec
	grep -qx 'preamble: 1' t.rec
	run ! grep -q '^encoding:\|^delimiter:' t.rec
	lscb-ingest -x ./t.rec in.xlsx >actual
	printf '%s\n' ref,seen_on,note r1,2020-01-01, r2,2020-01-02, r3,2020-01-03,x |
		same - actual
}
