#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What arrives broken, as a matrix: every filter, its own sound input, one
# defect each time.  A line of the table is one defect and how it must end; the
# function of that name makes it.  contract.bats has the plain ones: empty,
# binary, another encoding, ragged, blank, a damaged gzip, not there.
#
# bats file_tags=contract
load ../lib/common
load filters

setup_file() {
	export FIX=$BATS_FILE_TMPDIR/inputs
	mkdir -p "$FIX"
	make_inputs
}

# STATUS LINE DEFECT.  Status 65/0: 0 where any header will do, or one more is
# declared to.  same: 0, with the very bytes of the sound input.  LINE is the one in
# the message, - any.
defects='65 1 no_column_name
65 1 nul_in_header
65 1 open_quote_in_header
65 1 lone_quote_alone
65 1 many_columns
65/0 - title_above_header
65 1 bom_twice
65/0 - semicolons
65/0 - tabs
65/0 - header_again
65 2 lone_quote_first
65 2 text_after_quote
65 2 text_before_quote
65 2 open_quote
65 2 nul
65 2 lone_cr
65 2 overlong_utf8
65 2 surrogate
65 2 beyond_unicode
65 - cut_utf8
65 2 field_too_many
65 2 many_fields
65 2 blanks
65 2 huge_field
65 - huge_line
65 - utf16_without_bom
65 - zip
65 - gzip_in_gzip
65 - gzip_second_cut
65 - gzip_header_alone
65 - device_null
66 - second_missing
66 - second_folder
same - fifo
same - mixed_line_ends
same - all_quoted
same - gzip_empty_member'

# In the value that is broken stands what nobody may be told.
canary=Kanarek77

# The lines of the sound input are in "rows"; "rest" is row 2 behind its first
# field.
split_rows() {
	mapfile -t rows <"$FIX/$input"
	[[ ${rows[1]} =~ ^(\"([^\"]|\"\")*\"|[^,]*)(.*)$ ]]
	rest=${BASH_REMATCH[3]}
}

lines() { printf '%s\n' "$@"; }
# begins TEXT: before all.
begins() {
	printf "%b" "$1"
	lines "${rows[@]}"
}
# ends TEXT: behind all.
ends() {
	lines "${rows[@]}"
	printf "%b" "$1"
}
# row2 TEXT: instead of the first field of row 2.
row2() {
	lines "${rows[0]}"
	printf "%b" "$1"
	lines "$rest" "${rows[@]:2}"
}
# many TEXT N: TEXT at least N times, as "much".
many() {
	much=$1
	while ((${#much} < ${#1} * $2)); do
		much+=$much
	done
}

no_column_name() { lines ",${rows[0]#*,}" "${rows[@]:1}"; }
nul_in_header() { begins '\0'; }
open_quote_in_header() { begins '"'; }
lone_quote_alone() { echo '"'; }
many_columns() { lines "${rows[0]}$(printf ',c%s' {1..5000})" "${rows[@]:1}"; }
title_above_header() { begins "$canary\n"; }
bom_twice() { begins '\xef\xbb\xbf\xef\xbb\xbf'; }
semicolons() { lines "${rows[@]//,/;}"; }
tabs() { lines "${rows[@]//,/$'\t'}"; }
header_again() { lines "${rows[0]}" "${rows[@]}"; }
lone_quote_first() { lines "${rows[0]}" '"'; }
text_after_quote() { row2 "\"$canary\"x"; }
text_before_quote() { row2 "x\"$canary\""; }
open_quote() { row2 "\"$canary"; }
nul() { row2 "$canary\0"; }
lone_cr() { row2 "$canary\r$canary"; }
overlong_utf8() { row2 "$canary\xc0\xaf"; }
surrogate() { row2 "$canary\xed\xa0\x80"; }
beyond_unicode() { row2 "$canary\xf4\x90\x80\x80"; }
cut_utf8() { ends "$canary\xc3"; }
field_too_many() { lines "${rows[0]}" "${rows[1]},$canary" "${rows[@]:2}"; }
many_fields() {
	many ",$canary" 5000
	lines "${rows[0]}" "${rows[1]}$much" "${rows[@]:2}"
}
blanks() { lines "${rows[0]}" '   ' "${rows[@]:1}"; }
huge_field() {
	many "$canary" 120000
	row2 "$much"
}
huge_line() {
	many "$canary" 300000
	ends "$much"
}
utf16_without_bom() { ends '' | iconv -f utf-8 -t utf-16le; }
zip() { printf 'PK\003\004\024\000\006\000\010\000\000\000!\000%s' "$canary"; }
gzip_in_gzip() { ends '' | gzip | gzip; }
gzip_second_cut() {
	ends '' | gzip
	echo "$canary" | gzip | head -c 15
}
gzip_header_alone() { printf '\037\213'; }
gzip_empty_member() {
	gzip </dev/null
	ends '' | gzip
}
mixed_line_ends() { lines "${rows[0]}" "${rows[1]}"$'\r' "${rows[@]:2}"; }
all_quoted() {
	ends '' | perl -ne 'chomp; my @f = /\G("(?:[^"]|"")*"|[^,]*)(?:,|$)/g;
		pop @f unless /,$/;	# an empty match behind the last
		print join(",", map { /^"/ ? $_ : "\"$_\"" } @f), "\n"'
}
fifo() { ends ''; }
device_null() { ends ''; }
second_missing() { ends ''; }
second_folder() { ends ''; }

offence() {
	printf '%s: %s: %s\n' "$filter" "$defect" "$*"
	[[ ! -s err ]] || head -n 3 err | cut -c 1-300 | sed 's/^/  stderr: /'
	exit 1
}

# files: the FILE arguments of this defect, as "files".
files() {
	files=(in.csv)
	case $defect in
	device_null) files=(/dev/null) ;;
	second_missing) files=(in.csv nowhere.csv) ;;
	second_folder)
		mkdir -p folder
		files=(in.csv folder)
		;;
	fifo)
		rm -f pipe
		mkfifo pipe
		files=(pipe)
		timeout 20 cat in.csv >pipe &
		;;
	esac
}

call() {
	local files=()
	files
	status=0
	"$filter" "${args[@]}" "$@" "${files[@]}" >out 2>err </dev/null ||
		status=$?
	message=$(<err)
	[[ $message != *"$canary"* ]] || offence 'a value in the message'
}

one_defect() {
	local want=$1 place=$2 defect=$3 message
	"$defect" >in.csv
	call
	[[ $want != 65/0 || $any == yes ]] ||
		[[ $heads == yes && $defect == header_again ]] || want=65
	case $want in
	same)
		((status == 0)) || offence "status $status, want 0"
		cmp -s sound out || offence 'other bytes'
		return
		;;
	65/0) ((status == 0 || status == 65)) ||
		offence "status $status, want 0 or 65" ;;
	*) ((status == want)) || offence "status $status, want $want" ;;
	esac
	((status != 0)) || return 0
	[[ $message != *$'\n'* ]] || offence 'not one line of message'
	[[ $place == - || $message == "$filter: in.csv:$place: "* ]] ||
		offence "not told of in.csv:$place"
	[[ $message =~ ^"$filter: "[^\ ]+": ". ]] ||
		offence 'no file in the message'
	[[ ! -s out || $prints != csv || $'\n'$(<out) == *$'\n"' ]] ||
		offence 'the output looks whole'
	# With a place for bad rows: those that can be passed over are there.
	((can_reject)) || return 0
	call --rejects rejects.csv --stats stats.csv
	((status == 0 || status == ${want%/0})) ||
		offence "--rejects: status $status, want 0 or $want"
	((status != 0)) || awk -F, 'NR > 1 { n[$2] += $4 } END {
		ends = n["used"] + n["rejected"] + n["dropped"]
		exit !(n["rejected"] > 0 && n["read"] == ends) }' stats.csv ||
		offence '--rejects: status 0, but nothing is rejected'
	rm -f rejects.csv stats.csv
}

all_defects() {
	local want place defect can_reject=0 status bad=0 rows rest much
	[[ -s $FIX/$input ]] || {
		defect=-
		offence "its input $input was not made"
	}
	! "$filter" --help | grep -q -e --rejects || can_reject=1
	"$filter" "${args[@]}" "$FIX/$input" >sound 2>err || {
		defect=-
		offence 'its valid run fails'
	}
	split_rows
	ulimit -t 20
	while read -r want place defect <&4; do
		(one_defect "$want" "$place" "$defect") || bad=1
	done 4<<<"$defects"
	return "$bad"
}

@test "each defect ends as the table says, in every filter" {
	local filter offenders=()
	for filter in "$LSCB_BIN"/lscb-*; do
		filter=${filter##*/}
		describe_filter "$filter"
		[[ -n $input ]] || continue
		mkdir "$BATS_TEST_TMPDIR/$filter"
		(
			cd "$BATS_TEST_TMPDIR/$filter" || exit 1
			all_defects
		) || offenders+=("$filter")
	done
	((${#offenders[@]} == 0)) || {
		printf 'offenders: %s\n' "${offenders[*]}"
		false
	}
}
