#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-ingest: how files are written, their headers, and rows that are no record.
load ../lib/common
load ../lib/ingest

# define FACT ...: a definition of two columns of text, a and b, as t.rec, with
# those facts of the extract; more columns and rules on standard input.
define() {
	printf '%s\n' '%rec: Extract' '' 'id: t' 'title: T' 'agency: x' "$@" \
		'' '%rec: Column' '' 'name: a' 'type: text' '' 'name: b' \
		'type: text' '' >t.rec
	[[ -t 0 ]] || cat >>t.rec
}

# ingest FILE ...: through t.rec, all side outputs kept.
ingest() {
	lscb-ingest -x ./t.rec --rejects bad.csv --stats stats.csv "$@"
}

# gives TEXT: in.csv comes out as that.
gives() {
	ingest in.csv >actual
	printf '%s\n' "$@" >expected
	same expected actual
}

# rejected LINE,COLUMN,REASON ...: these rows, and no others.
rejected() {
	: >expected
	(($# == 0)) || printf '%s\n' "$@" >expected
	sed 1d bad.csv | cut -d, -f2,4,5 >actual
	same expected actual
}

# refused PATTERN: in.csv is refused with 65 and nothing comes out.
refused() {
	run -65 --separate-stderr ingest in.csv
	[[ $stderr == *"$1"* && -z $output ]] || {
		echo "$output" "$stderr" && return 1
	}
}

# bad PATTERN: t.rec is refused with 78, its line and a message like that.
bad() {
	run -78 --separate-stderr ingest /dev/null
	[[ $stderr == *"t.rec:"$1* ]] || { echo "$stderr" && return 1; }
}

@test "quote none: quotes are characters, and come out so that CSV reads them" {
	printf '%s\n' 'a,b' '"x,y"' '5" pipe,say "hi"' '",' >in.csv
	printf '%s\n' 'a,b' '"""x","y"""' '"5"" pipe","say ""hi"""' '"""",' >twin
	define 'quote: none' </dev/null
	ingest in.csv | same twin -
	lscb-ingest --untyped --quote none in.csv | same twin -
	# With quotes the second row is broken: it is a reject or the end.
	run -65 lscb-ingest --untyped in.csv
}

@test "quote none: a line end always ends the row" {
	printf 'a;b\n"x;1\ny";2\n' >in.csv
	printf '%s\n' a,b '"""x",1' '"y""",2' >twin
	lscb-ingest --untyped --quote none --delimiter ';' in.csv | same twin -
	define 'quote: none' 'delimiter: ;' </dev/null
	ingest in.csv | same twin -
}

@test "escape: before a quote, a delimiter, a line end and itself" {
	printf '%s\n' 'a,b' 'x\,y,\"q\"' '"x\"y","c:\\d"' 'l\' 'm,2' '"n\' 'o",3' \
		>in.csv
	printf '%s\n' a,b '"x,y","""q"""' '"x""y",c:\d' 'l m,2' 'n o,3' >twin
	define 'escape: \' </dev/null
	ingest in.csv | same twin -
	counted repaired,line-break,2 used,,4
	lscb-ingest --untyped --escape '\' in.csv | same twin -
}

@test "escape: before anything else it is bad-escape" {
	printf '%s\n' 'a,b' '1,a\nb' '2,"\t"' '3,ok' '4,x\y' >in.csv
	define 'escape: \' </dev/null
	gives a,b 3,ok
	sed 1d bad.csv | cut -d, -f2,5 >actual
	printf '%s\n' 2,bad-escape 3,bad-escape 5,bad-escape | same - actual
	run -65 --separate-stderr lscb-ingest --untyped --escape '\' in.csv
	[[ $stderr == *in.csv:2:*'[bad-escape]' ]]
}

@test "escape: without quotes too, and another character" {
	printf '%s\n' 'a|b' 'x^|y|"z"' '^^|1' >in.csv
	printf '%s\n' a,b 'x|y,"""z"""' '^,1' >twin
	define 'delimiter: |' 'quote: none' 'escape: ^' </dev/null
	ingest in.csv | same twin -
	lscb-ingest --untyped --delimiter '|' --quote none --escape ^ in.csv |
		same twin -
}

@test "escape: the last character of a file cannot be one" {
	printf 'a,b\n1,2\n3,x\\' >in.csv
	define 'escape: \' </dev/null
	run -65 --separate-stderr lscb-ingest -x ./t.rec in.csv
	[[ $stderr == *in.csv:3:* && $stderr != *[[:space:]]x* ]]
}

@test "escape, quote and delimiter are three characters: else 78, or 64" {
	define 'escape: ,' </dev/null
	bad '6: escape: '
	define 'escape: none' </dev/null
	bad '6: escape: '
	define "quote: '" "escape: '" </dev/null
	bad '7: escape: '
	define 'delimiter: ab' </dev/null
	bad '6: delimiter: '
	define 'quote: yes' </dev/null
	bad '6: quote: '
	run -64 lscb-ingest --untyped --escape , /dev/null
	run -64 lscb-ingest --untyped --escape '"' /dev/null
	run -64 lscb-ingest --untyped --escape '' /dev/null
	run -64 lscb-ingest --untyped --delimiter '' /dev/null
	run -64 lscb-ingest --untyped --quote ab /dev/null
	run -64 lscb-ingest --untyped --line-end crlf /dev/null
}

@test "line_end cr: lines end in CR alone, line feeds may stand in quotes" {
	printf 'a,b\r1,"x\ny"\r2,\r' >in.csv
	printf '%s\n' a,b '1,x y' 2, >twin
	define 'line_end: cr' </dev/null
	ingest in.csv | same twin -
	counted repaired,line-break,1
	lscb-ingest --untyped --line-end cr in.csv | same twin -
	# The last line end may be missing.
	printf 'a,b\r1,2' >in.csv
	gives a,b 1,2
	# Lines are counted by what ends them.
	printf 'a,b\r1,2\r3\r' >in.csv
	gives a,b 1,2
	rejected 3,,ragged-row
	# A line feed outside quotes: the declaration is wrong.
	printf 'a,b\r1,2\n\r3,4\r' >in.csv
	run -65 --separate-stderr ingest in.csv
	[[ $stderr == *in.csv:2:*'[lone-lf]' ]]
}

@test "line_end cr: with an escape, a preamble, no quotes and an encoding" {
	printf 'made\ra,b\r1,x\\\ry\r' >in.csv
	define 'line_end: cr' 'escape: \' 'preamble: 1' </dev/null
	gives a,b '1,x y'
	# A line feed in quotes ends neither the row nor the line.
	printf 'made\ra,b\r"x\ny",1\r2,"\n\\"\n"\r3\r' >in.csv
	gives a,b 'x y,1' '2," "" "'
	rejected 5,,ragged-row
	counted repaired,line-break,3
	printf 'made\ra,b\r1,2\n\r3,4\r' >in.csv
	run -65 --separate-stderr ingest in.csv
	[[ $stderr == *in.csv:3:*'[lone-lf]' ]]
	printf 'a,b\r"1,\xe9\r' >in.csv
	define 'line_end: cr' 'quote: none' 'encoding: windows-1252' </dev/null
	gives a,b '"""1",é'
}

@test "delimiter tab and blank, by definition and as option" {
	printf 'a\tb\n1,2\t x\n' >in.csv
	printf '%s\n' a,b '"1,2", x' >twin
	define 'delimiter: tab' </dev/null
	ingest in.csv | same twin -
	lscb-ingest --untyped --delimiter '\t' in.csv | same twin -
	lscb-ingest --untyped --delimiter tab in.csv | same twin -
	printf 'a b\n"1 2" x\n3 \n' >in.csv
	printf '%s\n' a,b '1 2,x' 3, >twin
	define 'delimiter: blank' </dev/null
	ingest in.csv | same twin -
	lscb-ingest --untyped --delimiter blank in.csv | same twin -
}

@test "preamble: those lines and no others, whatever stands in them" {
	printf '%s\n' 'a,b' '"' '' 'a,b' '1,2' >in.csv
	define 'preamble: 3' </dev/null
	gives a,b 1,2
	lscb-ingest --untyped --preamble 3 in.csv | same expected -
	# The line that is told counts them.
	printf '%s\n' x y z 'a,b' '1,2' 3 >in.csv
	gives a,b 1,2
	rejected 6,,ragged-row
	# CRLF and gzip are the same.
	sed 's/$/\r/' in.csv | gzip >in.csv.gz
	mv in.csv.gz in.csv
	gives a,b 1,2
	rejected 6,,ragged-row
}

@test "preamble: longer than the file, or all of it, is 65, not a crash" {
	printf '%s\n' 'a,b' '1,2' >in.csv
	define 'preamble: 7' </dev/null
	refused in.csv
	define 'preamble: 2' </dev/null
	refused in.csv
	run -65 lscb-ingest --untyped --preamble 2 in.csv
	run -65 lscb-ingest --untyped --preamble 3 in.csv
}

@test "header_rows 0: the columns are those of the definition, in its order" {
	printf '%s\n' '1,x' '2,' >in.csv
	define 'header_rows: 0' </dev/null
	gives a,b 1,x 2,
	# No more and no fewer.
	printf '%s\n' '1,x' '2' '3,y,z' '4,w' >in.csv
	gives a,b 1,x 4,w
	rejected 2,,ragged-row 3,,ragged-row
	printf '' >in.csv
	run -65 ingest in.csv
}

@test "header_rows 0 untyped: column_1, column_2 ..." {
	printf '%s\n' '1,x,' '2,y,z' >in.csv
	printf '%s\n' column_1,column_2,column_3 1,x, 2,y,z >expected
	lscb-ingest --untyped --header-rows 0 in.csv | same expected -
	printf 'made on Monday\n1,x,\n2,y,z\n' |
		lscb-ingest --untyped --preamble 1 --header-rows 0 | same expected -
	# The first row says how many there are.
	printf '1,2\n1\n' >in.csv
	run -65 --separate-stderr lscb-ingest --untyped --header-rows 0 in.csv
	[[ $stderr == *in.csv:2:*'[ragged-row]' ]]
}

@test "header_rows 2 and 3: the cells from top to bottom, blank ones left out" {
	define 'header_rows: 2' <<-'E'
	name: c
	header: Date of birth
	type: text
	E
	printf '%s\n' 'a,,Date' ',b,of birth' '1,2,3' >in.csv
	gives a,b,c 1,2,3
	printf '%s\n' 'a,b,Date of birth' '1,2,3' >expected
	lscb-ingest --untyped --header-rows 2 in.csv | same expected -
	define 'header_rows: 3' <<-'E'
	name: c
	header: Date of birth
	type: text
	E
	printf '%s\n' ',b,Date' ',,of' 'a,,birth' '1,2,3' >in.csv
	gives a,b,c 1,2,3
	printf '%s\n' 'a,b,Date of birth' '1,2,3' >expected
	lscb-ingest --untyped --header-rows 3 in.csv | same expected -
	# A line break in a cell of the header is a blank in the name.
	printf '%s\n' ',b,"Date' 'of"' ',,birth' 'a,,' '1,2,3' '4' >in.csv
	gives a,b,c 1,2,3
	rejected 6,,ragged-row
}

@test "header_rows: 3 on a file of one line or two is 65" {
	define 'header_rows: 3' </dev/null
	printf '%s\n' 'a,b' >in.csv
	refused in.csv
	printf '%s\n' 'a,b' ',' >in.csv
	refused in.csv
	run -65 lscb-ingest --untyped --header-rows 3 in.csv
	printf '%s\n' 'a,b' ',' ',' >in.csv
	gives a,b
	run -64 lscb-ingest --untyped --header-rows 4 in.csv
	run -64 lscb-ingest --untyped --header-rows -1 in.csv
	define 'header_rows: 4' </dev/null
	bad '6: header_rows: '
}

@test "header_rows 2: the rows of one header have the same number of cells" {
	define 'header_rows: 2' </dev/null
	printf '%s\n' 'a,b' 'x' '1,2' >in.csv
	refused 'in.csv:2:'
	printf '%s\n' 'a,' ',b,c' '1,2' >in.csv
	refused 'in.csv:2:'
}

@test "header_merged: a blank cell goes on with the one to its left, in all rows but the last" {
	define 'header_rows: 2' 'header_merged: yes' <<-'E'
	name: c
	header: Child name
	type: text

	name: d
	header: Child dob
	type: text
	E
	printf '%s\n' ',,Child,' 'a,b,name,dob' '1,2,3,4' >in.csv
	gives a,b,c,d 1,2,3,4
	# Not in the last row: the name of the fourth would be 'Child'.
	printf '%s\n' ',,Child,' 'a,b,name,' '1,2,3,4' >in.csv
	refused "'Child dob'"
	# Without it, 'dob' has nothing above it.
	sed -i '/^header_merged/d' t.rec
	printf '%s\n' ',,Child,' 'a,b,name,dob' '1,2,3,4' >in.csv
	refused "'Child dob'"
	define 'header_merged: yes' </dev/null
	run ingest in.csv
	((status == 78)) || ((status == 65))
}

@test "headers loose: only letters and digits count, in any case" {
	local header
	define 'headers: loose' <<-'E'
	name: c
	header: Child Unique ID
	type: text
	E
	for header in 'Child Unique ID' child_unique_id 'CHILD UNIQUE ID:' \
		' (Child)  Unique-ID*' ChildUniqueId; do
		printf '%s\n' "A,b.,$header" '1,2,3' >in.csv
		gives a,b,c 1,2,3
	done
	printf '%s\n' 'a,b,Child Unique IDs' '1,2,3' >in.csv
	refused "no column 'Child Unique ID'"
	printf '%s\n' 'a,b,Child Unique ID,child_unique_id' '1,2,3,4' >in.csv
	refused '[duplicate-column]'
	# Exactly, by default and in so many words.
	for header in '' 'headers: exact'; do
		define ${header:+"$header"} <<-'E'
		name: c
		header: Child Unique ID
		type: text
		E
		printf '%s\n' 'a,b,child unique id' '1,2,3' >in.csv
		refused 'did you mean column 3, '
	done
}

@test "headers loose: digits and letters that are not ASCII tell columns apart" {
	define 'headers: loose' <<-'E'
	name: c
	header: Tŷ 1
	type: text

	name: d
	header: Tŷ 2
	type: text
	E
	printf '%s\n' 'a,b,TŶ_2,tŷ1' '1,2,3,4' >in.csv
	gives a,b,c,d 1,2,4,3
}

@test "headers loose: what a file could not tell apart is refused in the definition" {
	define 'headers: loose' <<-'E'
	name: c
	header: A:
	type: text
	E
	bad "16: header: 'A:' is a header of 'a' too"
	sed -i '/^headers/d' t.rec
	printf '%s\n' 'a,b,A:' '1,2,3' >in.csv
	gives a,b,c 1,2,3
	# A list letter is a letter: these are two.
	define 'headers: loose' <<-'E'
	name: c
	header: 1) Date
	type: text

	name: d
	header: 2) Date
	type: text
	E
	printf '%s\n' 'a,b,2 date,1 date' '1,2,3,4' >in.csv
	gives a,b,c,d 1,2,4,3
}

@test "optional: the file may lack it, and it is empty; if there it is read" {
	define <<-'E'
	name: c
	type: integer
	optional: yes
	E
	printf '%s\n' 'b,a' '2,1' >in.csv
	gives a,b,c 1,2,
	counted repaired,missing-column,1
	printf '%s\n' 'c,b,a' '3,2,1' 'x,2,1' >in.csv
	gives a,b,c 1,2,3
	rejected 3,c,bad-integer
	run ! grep missing-column stats.csv
	# One that is not may not be.
	printf '%s\n' 'c,b' '3,2' >in.csv
	refused "no column 'a'"
}

@test "optional and required: an absent column is a missing value in each row" {
	define <<-'E'
	name: c
	type: integer
	optional: yes
	required: yes
	E
	printf '%s\n' 'b,a' '2,1' >in.csv
	run ingest in.csv
	# Either the definition contradicts itself, or every row lacks the value.
	((status == 78)) || rejected 2,c,missing-value
}

@test "an optional column that is the key: rows without any key are rejected" {
	define 'key: c' <<-'E'
	name: c
	type: integer
	optional: yes
	E
	printf '%s\n' 'b,a' '2,1' '3,1' >in.csv
	run ingest in.csv
	((status == 78)) || {
		((status == 0))
		rejected 2,c,missing-value 3,c,missing-value
	}
}

@test "a header that is misspelt is not taken for an absent column and an extra one" {
	define 'extra_columns: drop' <<-'E'
	name: c
	header: Category
	type: text
	optional: yes
	E
	printf '%s\n' 'a,b,Categroy' '1,2,3' >in.csv
	refused "no column 'Category'; did you mean column 3, "
	[[ $stderr != *Categroy* ]]
	printf '%s\n' 'a,b,Wing' '1,2,3' >in.csv
	gives a,b,c 1,2,
	# Nor is one with a word more.
	for name in 'Category (2026)' 'Main category' 'main  CATEGORY - code'; do
		printf '%s\n' "a,b,$name" '1,2,3' >in.csv
		refused "no column 'Category'; did you mean column 3, "
	done
	printf '%s\n' 'a,b,Subcategory' '1,2,3' >in.csv
	gives a,b,c 1,2,
	# Or less, or in another order.
	sed -i 's/^header: Category/header: End Date/' t.rec
	for name in End 'Date of End' 'Date: end'; do
		printf '%s\n' "a,b,$name" '1,2,3' >in.csv
		refused "no column 'End Date'; did you mean column 3, "
	done
}

@test "where every column may be absent, a file has at least one of them" {
	define 'extra_columns: drop' </dev/null
	sed -i 's/^type: text$/&\noptional: yes/' t.rec
	printf '%s\n' 'Nest Canari,Z9' 'Twm,Z8' >in.csv
	refused '[missing-column]'
	[[ $stderr != *Nest* ]]
	run -1 ingest --explain in.csv
	[[ $output != *Nest* ]]
}

@test "no name of a column that is not known is shown: it may be a child's" {
	define </dev/null
	sed -i 's/^type: text$/&\noptional: yes/' t.rec
	local header
	for header in 'a,b,Nest Canari' 'a,Nest Canari' 'Nest Canari,Heledd'; do
		printf '%s\n' "$header" '1,2,3' >in.csv
		run -65 --separate-stderr ingest in.csv
		[[ $stderr != *Nest* ]]
		run -1 lscb-ingest -x ./t.rec --explain in.csv
		[[ $output != *Nest* ]]
	done
}

@test "all headers misspelt: each near miss is told" {
	define <<-'E'
	name: surname
	type: text
	E
	printf '%s\n' 'x,Srname,y,surnam' 1,2,3,4 >in.csv
	refused '[missing-column]'
	define </dev/null
	sed -i 's/^name: a$/name: forename/; s/^name: b$/name: surname/' t.rec
	printf '%s\n' 'forname,surnam' 1,2 >in.csv
	refused "no column 'forename'; did you mean column 1, "
}

@test "a header again, spelt otherwise, is no record: loose headers, and none" {
	define 'headers: loose' </dev/null
	printf '%s\n' a,b 1,2 A,B 3,4 >in.csv
	gives a,b 1,2 3,4
	rejected 3,,repeated-header
	define 'header_rows: 0' </dev/null
	printf '%s\n' a,b 1,2 >in.csv
	gives a,b 1,2
	rejected 1,,repeated-header
	define 'header_rows: 0' 'repeated_header: drop' </dev/null
	gives a,b 1,2
	rejected
}

@test "a byte order mark before a later row is a reject: files were joined" {
	define 'key: a' </dev/null
	printf 'a,b\nR1,x\n\xef\xbb\xbfR1,y\nR2,z\n' >in.csv
	gives a,b R1,x R2,z
	rejected 3,,byte-order-mark
	lscb-ingest --untyped --rejects bad.csv in.csv >actual
	printf '%s\n' a,b R1,x R2,z | same - actual
	rejected 3,,byte-order-mark
}

@test "a total with a value beyond the header is a row that is too long" {
	define 'total: a = Total' </dev/null
	printf '%s\n' a,b 1,2 Total,9 'Total,9,,' 'Total,9,Canari' Total >in.csv
	gives a,b 1,2
	rejected 5,,ragged-row
	counted dropped,total-row,3
}

@test "header_rows: 0: the first row may be longer or shorter, where rows may be" {
	define 'header_rows: 0' 'long_rows: trim' </dev/null
	printf '%s\n' '1,x,' '2,y' '3,z,w' >in.csv
	gives a,b 1,x 2,y
	rejected 3,,ragged-row
	define 'header_rows: 0' 'short_rows: pad' </dev/null
	printf '%s\n' '3' '2,y' >in.csv
	gives a,b 3, 2,y
}

@test "no-break spaces alone make a blank row, and do not hide a total" {
	define 'total: b = Total' </dev/null
	printf 'a,b\n1,x\n\xc2\xa0,\n,\xc2\xa0 \n9,\xc2\xa0Total\n9,Total\xc2\xa0\n' >in.csv
	gives a,b 1,x
	rejected 3,,blank-row 4,,blank-row
}

@test "a text of characters without ink is no value" {
	define </dev/null
	printf 'a,b\n1,\xe2\x80\x8b\n2,\xe3\x80\x80\xef\xbb\xbf\n3,x\xe2\x80\x8b\n' >in.csv
	# A blank of Braille and of Hangul, an accent on nothing.
	printf '4,\xe2\xa0\x80\n5,\xe3\x85\xa4\n6,\xcc\x81\n' >>in.csv
	gives a,b "$(printf '3,x\xe2\x80\x8b')"
	rejected 2,b,bad-text 3,b,bad-text 5,b,bad-text 6,b,bad-text 7,b,bad-text
}

@test "extra_columns: stop the file by default, drop leaves them out and counts" {
	printf '%s\n' 'x,a,y,b' '9,1,8,2' >in.csv
	define </dev/null
	refused 'column 1 (A in a spreadsheet) is not in the definition'
	define 'extra_columns: stop' </dev/null
	refused '[unknown-column]'
	define 'extra_columns: drop' </dev/null
	gives a,b 1,2
	counted repaired,extra-column,2
	# The values are not there, but they make a row no blank one.
	printf '%s\n' 'x,a,y,b' '9,,,' ',,,' >in.csv
	gives a,b ,
	rejected 3,,blank-row
	# A column there twice is still refused.
	printf '%s\n' 'a,b,a' '1,2,3' >in.csv
	refused '[duplicate-column]'
	# Two that are left out may have one name.
	printf '%s\n' 'a,b,x,x' '1,2,3,4' >in.csv
	gives a,b 1,2
}

@test "extra_columns drop says what it leaves out in --explain, nothing of its values" {
	define 'extra_columns: drop' </dev/null
	printf '%s\n' 'a,b,Notes' '1,2,CANARY' >in.csv
	run --separate-stderr lscb-ingest -x ./t.rec --explain in.csv
	((status == 0))
	[[ $output == *'1 other columns are left out'* ]]
	[[ $output$stderr != *CANARY* ]]
}

@test "blank_columns: stop by default; drop while they are blank" {
	printf '%s\n' 'a,b,,' '1,2,,' '3,4, ,' >in.csv
	define </dev/null
	refused in.csv:1:
	define 'blank_columns: stop' </dev/null
	refused in.csv:1:
	define 'blank_columns: drop' </dev/null
	gives a,b 1,2 3,4
	counted repaired,blank-column,2
	printf '%s\n' 'a,b,," "' '1,2,,' '3,4,x,' '5,6,,y' >in.csv
	gives a,b 1,2
	sed 1d bad.csv | cut -d, -f2,5 >actual
	printf '%s\n' 3,value-without-column 4,value-without-column | same - actual
	# extra_columns: drop is about columns with a name.
	define 'extra_columns: drop' </dev/null
	refused '[no-column-name]'
	printf '%s\n' 'a,b,Notes,' '1,2,x,' '3,4,,x' >in.csv
	define 'extra_columns: drop' 'blank_columns: drop' </dev/null
	gives a,b 1,2
	counted repaired,extra-column,1 repaired,blank-column,1
	sed 1d bad.csv | cut -d, -f2,5 | same - <(echo 3,value-without-column)
}

@test "blank_columns: in front and in the middle, at a merged header too" {
	printf '%s\n' ',a,,b' ',1,,2' >in.csv
	define 'blank_columns: drop' </dev/null
	gives a,b 1,2
	printf '%s\n' 'a,,b' ',,' '1,,2' >in.csv
	define 'blank_columns: drop' 'header_rows: 2' </dev/null
	gives a,b 1,2
}

@test "repeated_header: rejected by default, dropped and counted, in any order of columns" {
	printf '%s\n' 'b,a' '2,1' 'b,a' '4,3' >in.csv
	define </dev/null
	gives a,b 1,2 3,4
	rejected 3,,repeated-header
	define 'repeated_header: drop' </dev/null
	gives a,b 1,2 3,4
	rejected
	counted dropped,repeated-header,1
	# A row that only begins like it is none.
	printf '%s\n' 'b,a' 'b,1' 'b,' >in.csv
	gives a,b 1,b ,b
}

@test "repeated_header: in other letters, where headers are loose or there should be none" {
	define 'header_rows: 2' 'headers: loose' 'repeated_header: drop' <<-'E'
	name: c
	header: First Seen
	type: text
	E
	printf '%s\n' 'a,b,First' ',,Seen' '1,2,3' 'A,B,FIRST' ',,SEEN' '4,5,6' >in.csv
	gives a,b,c 1,2,3 4,5,6
	counted dropped,repeated-header,2
	define 'header_rows: 0' 'repeated_header: drop' <<-'E'
	name: c
	header: First Seen
	type: text
	E
	printf '%s\n' '1,2,3' 'A,B,first seen' '4,5,6' >in.csv
	gives a,b,c 1,2,3 4,5,6
	counted dropped,repeated-header,1
}

@test "repeated_header: cut, or with more delimiters, where rows may be" {
	define 'long_rows: trim' 'short_rows: pad' 'repeated_header: drop' <<-'E'
	name: c
	type: text
	optional: yes
	E
	printf '%s\n' 'a,b,c' '1,2,3' 'a,b,c,' 'a,b' '4,5,6' >in.csv
	gives a,b,c 1,2,3 4,5,6
	counted dropped,repeated-header,2
}

@test "duplicate_rows: a row differs by what is left out, and by what cannot be read" {
	define 'duplicate_rows: drop' 'extra_columns: drop' </dev/null
	printf '%s\n' 'a,b,child' '1,x,Ann' '1,x,Bob' '1,x,Ann' >in.csv
	gives a,b 1,x 1,x
	counted dropped,duplicate-row,1
	define 'duplicate_rows: drop' <<-'E'
	name: on
	type: date
	severity: query
	E
	printf '%s\n' 'a,b,on' '1,x,2024-02-30' '1,x,2024-02-31' '1,x,2024-02-31' >in.csv
	gives a,b,on 1,x, 1,x,
	counted dropped,duplicate-row,1 queried,bad-date,2
}

@test "blanks alone are no value to a key or a rule" {
	define 'key: a' </dev/null
	printf 'a,b\n  ,x\n\xc2\xa0,y\n1,z\n' >in.csv
	gives a,b 1,z
	rejected 2,a,missing-value 3,a,missing-value
	define <<-'E'
	%rec: Rule

	code: needs-a
	check: a required if b
	message: a is needed
	E
	printf '%s\n' a,b '   ,y' ',y' '1,  ' '1,y' >in.csv
	gives a,b '1,  ' 1,y
	rejected 2,a,needs-a 3,a,needs-a
}

@test "within: on that day or behind it, never before" {
	define <<-'E'
	name: on
	type: date

	name: from
	type: date

	%rec: Rule

	code: late
	check: on within 15 days after from
	message: later than 15 days
	E
	printf '%s\n' a,b,on,from 1,x,2024-01-01,2024-01-01 2,x,2024-01-16,2024-01-01 \
		3,x,2024-01-17,2024-01-01 4,x,2023-12-31,2024-01-01 >in.csv
	gives a,b,on,from 1,x,2024-01-01,2024-01-01 2,x,2024-01-16,2024-01-01
	rejected 4,on,late 5,on,late
}

@test "a lone carriage return above the header is one; an escaped end of the file none" {
	define 'preamble: 1' </dev/null
	printf 'title\ra,b\n1,2\n3,4\n' >in.csv
	refused '[lone-cr]'
	define 'escape: \' 'short_rows: pad' </dev/null
	printf 'a,b\n1,2\\\n' >in.csv
	run -65 --separate-stderr ingest in.csv
	[[ $stderr == *'in.csv:2: '*'[bad-escape]' ]]
}

@test "repeated_header: each row of a header of two" {
	printf '%s\n' ',b' 'a,' '1,2' ',b' 'a,' '3,4' >in.csv
	define 'header_rows: 2' 'repeated_header: drop' </dev/null
	gives a,b 1,2 3,4
	counted dropped,repeated-header,2
}

@test "total: words of a column, in any case; a value that only begins so is none" {
	define 'total: a = Total | Grand total' 'total: b = all' </dev/null
	printf '%s\n' 'a,b' '1,2' 'TOTAL,3' 'grand Total,4' 'Totals,5' '6,All' \
		'" Total ",7' '8,all of it' >in.csv
	ingest in.csv >actual
	printf '%s\n' a,b 1,2 Totals,5 '8,all of it' >expected
	same expected actual
	counted dropped,total-row,4
	rejected
}

@test "total: before the types, so that a total is no bad value" {
	define 'total: c = sum' <<-'E'
	name: c
	type: integer
	required: yes
	E
	printf '%s\n' 'a,b,c' '1,2,3' ',,Sum' >in.csv
	gives a,b,c 1,2,3
	counted dropped,total-row,1
}

@test "total of a column that is absent: 78 in the definition, nothing where optional" {
	define 'total: z = Total' </dev/null
	bad "6: total: no column is called 'z'"
	define 'total: a' </dev/null
	bad '6: total: '
	# An empty word would drop each row that is empty there.
	define 'total: a =' </dev/null
	bad '6: total: '
	define 'total: a = Total |' </dev/null
	bad '6: total: '
	define 'total: c = Total' <<-'E'
	name: c
	type: text
	optional: yes
	E
	printf '%s\n' 'a,b' 'Total,2' >in.csv
	gives a,b,c Total,2,
}

@test "footer: the first field begins so and all others are blank" {
	define 'footer: End of report' 'footer: Printed by' </dev/null
	printf '%s\n' 'a,b' '1,2' 'End of report,x' 'End of report 2026," "' \
		'end of report,' 'Printed by CANARY,' '3,' >in.csv
	gives a,b 1,2 'End of report,x' 'end of report,' 3,
	counted dropped,footer,2
	rejected
}

@test "footer: one field in a line alone, which else is ragged" {
	define 'footer: End of report' </dev/null
	printf '%s\n' 'a,b' '1,2' 'End of report' 'Other end' >in.csv
	gives a,b 1,2
	counted dropped,footer,1
	rejected 4,,ragged-row
}

@test "short_rows pad, long_rows trim: what is left out is blank" {
	printf '%s\n' 'a,b' '1' '2,3' '4,5,' '6,7, ,' '8,9,x' '10,11,,x' >in.csv
	define </dev/null
	gives a,b 2,3
	rejected 2,,ragged-row 4,,ragged-row 5,,ragged-row 6,,ragged-row \
		7,,ragged-row
	define 'short_rows: pad' </dev/null
	gives a,b 1, 2,3
	counted repaired,short-row,1
	rejected 4,,ragged-row 5,,ragged-row 6,,ragged-row 7,,ragged-row
	define 'long_rows: trim' </dev/null
	gives a,b 2,3 4,5 6,7
	counted repaired,long-row,2
	rejected 2,,ragged-row 6,,ragged-row 7,,ragged-row
	define 'long_rows: reject' 'short_rows: reject' </dev/null
	gives a,b 2,3
	define 'long_rows: pad' </dev/null
	bad '6: long_rows: '
	define 'short_rows: trim' </dev/null
	bad '6: short_rows: '
}

@test "short_rows pad: a padded value is missing where it is required" {
	define 'short_rows: pad' <<-'E'
	name: c
	type: integer
	required: yes
	E
	printf '%s\n' 'c,a,b' '1' '1,2' >in.csv
	gives a,b,c ,,1 2,,1
	printf '%s\n' 'a,b,c' '1' '1,2' >in.csv
	gives a,b,c
	rejected 2,c,missing-value 3,c,missing-value
	# An empty line is a blank row, padded or not.
	printf '%s\n' 'a,b,c' '' >in.csv
	gives a,b,c
	rejected 2,,blank-row
}

@test "duplicate_rows: kept, rejected or dropped; alike in every column" {
	printf '%s\n' 'a,b' '1,2' '1,3' '1,2' '2,1' '1,2' >in.csv
	define </dev/null
	gives a,b 1,2 1,3 1,2 2,1 1,2
	define 'duplicate_rows: keep' </dev/null
	gives a,b 1,2 1,3 1,2 2,1 1,2
	define 'duplicate_rows: reject' </dev/null
	gives a,b 1,2 1,3 2,1
	rejected 4,,duplicate-row 6,,duplicate-row
	define 'duplicate_rows: drop' </dev/null
	gives a,b 1,2 1,3 2,1
	rejected
	counted dropped,duplicate-row,2
	# Fields do not run into each other.
	printf '%s\n' 'a,b' '1,23' '12,3' '"1,2",3' '1,"2,3"' ',' '12,3' >in.csv
	gives a,b 1,23 12,3 '"1,2",3' '1,"2,3"'
}

@test "duplicate_rows: the word that stands for a count is apart from what follows it" {
	printf '%s\n' '%rec: Extract' '' 'id: t' 'title: T' 'agency: a' \
		'duplicate_rows: drop' '' '%rec: Column' '' 'name: n' \
		'type: count' 'symbol: suppressed = c' '' 'name: b' \
		'type: text' >t.rec
	printf '%s\n' n,b c,x ,suppressedx c,x >in.csv
	gives n,n_symbol,b ,suppressed,x ,,suppressedx
	counted dropped,duplicate-row,1
}

@test "duplicate_rows: before the key, over several files" {
	define 'duplicate_rows: drop' 'key: a' </dev/null
	printf '%s\n' 'a,b' '1,2' '1,2' '1,3' >in.csv
	gives a,b 1,2
	counted dropped,duplicate-row,1
	rejected 4,a,duplicate-key
	define 'duplicate_rows: reject' </dev/null
	printf '%s\n' 'a,b' '1,2' >1.csv
	printf '%s\n' 'a,b' '1,2' '3,4' >2.csv
	ingest 1.csv 2.csv >actual
	printf '%s\n' a,b 1,2 3,4 | same - actual
	sed 1d bad.csv | cut -d, -f1,2,5 >actual
	printf '%s\n' 2.csv,2,duplicate-row | same - actual
}

@test "several files: the same header in another order or spelling is not the same" {
	define 'header_rows: 2' 'preamble: 1' 'repeated_header: drop' </dev/null
	printf '%s\n' made ',b' a, 1,2 >1.csv
	printf '%s\n' too ',b' a, 3,4 ',b' >2.csv
	ingest 1.csv 2.csv >actual
	printf '%s\n' a,b 1,2 3,4 | same - actual
	counted dropped,repeated-header,1 read,,3
	printf '%s\n' too 'b,' ,a 3,4 >2.csv
	run -65 --separate-stderr ingest 1.csv 2.csv
	[[ $stderr == *2.csv* ]]
	# Without a header there is nothing to compare but the number of columns.
	define 'header_rows: 0' </dev/null
	printf '%s\n' 1,2 >1.csv
	printf '%s\n' 3,4 >2.csv
	ingest 1.csv 2.csv >actual
	printf '%s\n' a,b 1,2 3,4 | same - actual
	lscb-ingest --untyped --header-rows 0 1.csv 2.csv >actual
	printf '%s\n' column_1,column_2 1,2 3,4 | same - actual
}

# dribble FILE N: its bytes in pieces of N, as a slow pipe brings them.
dribble() {
	perl -e '$| = 1; open my $f, "<", $ARGV[0]; binmode $f; binmode STDOUT;
		while (read $f, my $piece, $ARGV[1]) {
			print $piece;
		}' "$1" "$2"
}

@test "in pieces of 1 and 3 bytes, packed or not, the same comes out" {
	local facts n f
	# What differs between the outputs is the name of the file alone.
	for facts in 'escape: \|line_end: cr|preamble: 1' 'header_rows: 2|quote: none' \
		'encoding: utf-16le|short_rows: pad|long_rows: trim|repeated_header: drop'; do
		IFS='|' read -ra f <<<"$facts"
		define "${f[@]}" </dev/null
		case $facts in
		escape*) printf 'top\ra,b\r1,"x\\"\ny"\r2,\\q\r3\r4,\\\\\r5,"a\\"b"\r' ;;
		header*) printf 'a,\r\n,b\r\n1,"x"\r\n2\r\n\xc5\xb7,\xf0\x9f\x98\x80\r\n' ;;
		*) printf 'a,b\r\n1\r\n2,"3\r\n4"\r\na,b\r\n5,\xf0\x9f\x98\x80,\r\n' |
			iconv -f utf-8 -t utf-16le ;;
		esac >in.csv
		gzip -c in.csv >in.csv.gz
		ingest - <in.csv >whole
		mv bad.csv whole.bad
		mv stats.csv whole.stats
		[[ $(wc -l <whole) -ge 3 ]]
		for n in 1 3; do
			dribble in.csv "$n" | ingest >actual
			same whole actual
			same whole.bad bad.csv
			same whole.stats stats.csv
			dribble in.csv.gz "$n" | ingest >actual
			same whole actual
			same whole.bad bad.csv
		done
	done
}

@test "a row across the edge of any buffer is whole" {
	local n
	define 'escape: \' </dev/null
	# 64 KiB and twice that are where buffers may end.
	for n in 65525 65532 65533 65534 131068; do
		{
			printf 'a,b\n1,'
			printf "%$((n - 10))s\n" '' | tr ' ' x
			for _ in 1 2 3 4 5 6 7 8 9; do
				printf '%s\n' '"p\"q",\,'
			done
		} >in.csv
		ingest in.csv >actual
		[[ $(grep -cxF '"p""q",","' actual) == 9 ]]
		[[ $(sed -n 2p actual | wc -c) == $((n - 10 + 3)) ]]
	done
}

# columns N: a file of so many columns and one row.
columns() {
	awk -v n="$1" 'BEGIN { for (i = 1; i <= n; i++)
			printf "c%d%s", i, i < n ? "," : "\n"
		for (i = 1; i <= n; i++) printf "%d%s", i, i < n ? "," : "\n" }'
}

@test "1,000 columns and a field of 1 MB go through, 100,000 columns are refused" {
	columns 1000 >in.csv
	lscb-ingest --untyped in.csv | same in.csv -
	columns 100000 >in.csv
	run -65 --separate-stderr lscb-ingest --untyped in.csv
	[[ $stderr == *in.csv:1:*'[too-many-fields]' ]]
	{
		printf 'a,b\n1,'
		head -c 1000000 /dev/zero | tr '\0' x
		printf '\n'
	} >in.csv
	define </dev/null
	ingest in.csv >actual
	cmp in.csv actual
	define 'extra_columns: drop' </dev/null
	{ printf 'a,b,' && columns 1000; } | sed '2s/^/1,2,/' >in.csv
	gives a,b 1,2
	counted repaired,extra-column,1000
}

@test "any key with a word that it does not know is refused with file and line" {
	local key word
	for key in layout delimiter quote escape line_end encoding preamble \
		header_rows header_merged headers extra_columns blank_columns \
		blank_rows repeated_header total short_rows long_rows \
		duplicate_rows reference delivery deleted period every \
		mandatory key authority; do
		define "$key: zzz" </dev/null
		bad "6: $key: "
	done
	for key in optional required severity format pivot unit code match \
		separator symbol accept authority min max future role kind as \
		issuer unborn_when; do
		define <<<$'name: v\ntype: text\n'"$key: %s%n"
		run -78 --separate-stderr ingest /dev/null
		[[ $stderr =~ ^lscb-ingest:\ ./t.rec:1[567]:\ $key:\  ]] || {
			echo "$key: $stderr"
			false
		}
	done
	for word in '' 99999999999999999999 -1 1.5 "$(printf '%5000s' '' | tr ' ' x)"; do
		define "preamble: $word" </dev/null
		bad 6
	done
}
