#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What every installed filter promises, whatever it does.  One test is one
# promise; it runs for each filter there is and names the offenders.  How a
# filter is run is one entry in filters.bash.
#
# bats file_tags=contract
load ../lib/common
load filters

setup_file() {
	export FIX=$BATS_FILE_TMPDIR/inputs
	mkdir -p "$FIX"
	make_inputs
}

# --- how a promise is checked -----------------------------------------------

# every CHECK: runs it for each filter in a folder of its own; a check ends
# with offence (a failure) or returns.
every() {
	local filter offenders=()
	for filter in "$LSCB_BIN"/lscb-*; do
		filter=${filter##*/}
		mkdir "$BATS_TEST_TMPDIR/$filter"
		(
			cd "$BATS_TEST_TMPDIR/$filter" || exit 1
			describe_filter "$filter" ||
				offence 'has no entry in tests/contract/filters.bash'
			"$@"
		) || offenders+=("$filter")
	done
	if ((${#offenders[@]} > 0)); then
		printf 'offenders: %s\n' "${offenders[*]}"
		return 1
	fi
}

# every_reader CHECK: of the filters that read an input.
every_reader() {
	every reader_only "$@"
}

reader_only() {
	[[ -n $input ]] || return 0
	[[ -s $FIX/$input ]] ||
		offence "its input $input was not made${made_by:+ by $made_by}:" \
			"$(grep -m 1 . "$FIX/make.log")"
	"$@"
}

# offence WHAT: says what is wrong, shows stderr, ends this filter's check.
offence() {
	printf '%s: %s\n' "$filter" "$*"
	[[ ! -s err ]] || sed 's/^/  stderr: /' err
	exit 1
}

# limited COMMAND: none of these small runs may take long.
limited() {
	timeout --foreground 20 "$@"
}

# call ARG...: runs the filter as described, with ARGs behind.
call() {
	status=0
	limited "$filter" "${args[@]}" "$@" >out 2>err </dev/null || status=$?
}

# gives STATUS... WHAT: the last call ended with one of these.
gives() {
	local want
	for want in $1; do
		((status != want)) || return 0
	done
	offence "$2: status $status, want $1"
}

silent() {
	[[ ! -s err ]] || offence "$1: says something on stderr"
}

told() {
	[[ -s err ]] || offence "$1: no message"
	(($(wc -l <err) <= 4)) || offence "$1: more than a message"
}

# --- help -------------------------------------------------------------------

@test "every filter has an entry in filters.bash" {
	every true
}

help_is_short() {
	status=0
	"$filter" --help >out 2>err || status=$?
	gives 0 --help
	silent --help
	(($(wc -l <out) <= 40)) || offence "--help has $(wc -l <out) lines"
	grep -q '^Usage: ' out || offence '--help has no synopsis'
	# Examples come before options.
	awk '/^Examples:/ { e = NR } /^Options:/ { o = NR }
		END { exit !(e && o && e < o) }' out ||
		offence '--help does not begin with examples'
	local option
	for option in --help --version --quiet --stats --output; do
		grep -q -e "$option" out || offence "--help lacks $option"
	done
}

@test "--help is on stdout, examples first, at most 40 lines" {
	every help_is_short
}

shows_version() {
	status=0
	"$filter" --version >out 2>err || status=$?
	gives 0 --version
	silent --version
	grep -Eqx "$filter [0-9]+\.[0-9.]+.*" out ||
		offence "--version says '$(head -n 1 out)'"
}

@test "--version is the name and the version" {
	every shows_version
}

full_device_help() {
	local option
	for option in --help --version; do
		status=0
		"$filter" "$option" >/dev/full 2>err || status=$?
		gives 74 "$option on a full device"
	done
}

@test "--help on a full device is status 74" {
	every full_device_help
}

refuses_options() {
	call --no-such-thing-at-all
	gives 64 'an unknown option'
	[[ ! -s out ]] || offence 'an unknown option: output'
	grep -q '^Usage: \|--help' err ||
		offence 'an unknown option: no synopsis, no pointer'
	call --staats x
	gives 64 --staats
	grep -q -e '--stats' err || offence '--staats: no near miss'
	call --stats
	gives 64 '--stats without a value'
	[[ ! -s out ]] || offence '--stats without a value: output'
}

@test "a bad option is status 64, with a synopsis and the near miss" {
	every refuses_options
}

takes_options() {
	call "$FIX/$input"
	mv out want
	cp "$FIX/$input" ./-odd.csv
	call -- -odd.csv
	gives 0 'a file behind --'
	cmp -s want out || offence 'a file behind --: other bytes'
	call "$FIX/$input" --quiet
	gives 0 'an option behind the file'
	cmp -s want out || offence 'an option behind the file: other bytes'
	call --stats=stats.csv "$FIX/$input"
	gives 0 '--stats=FILE'
	[[ -s stats.csv ]] || offence '--stats=FILE: no file'
	call --stats a.csv --stats b.csv "$FIX/$input"
	gives 64 '--stats twice'
	call --quiet=yes "$FIX/$input"
	gives 64 'a value for --quiet'
	call -Z "$FIX/$input"
	gives 64 'an unknown letter'
	[[ ! -s out ]] || offence 'an unknown letter: output'
	call '' "$FIX/$input"
	gives '64 66' 'an empty file name'
}

one_name_twice() {
	call -o both.csv --stats both.csv "$FIX/$input"
	gives 64 '-o and --stats of one name'
	[[ ! -e both.csv ]] || offence '-o and --stats of one name: written'
}

input_for_stats() {
	[[ -n $input ]] || return 0
	cp "$FIX/$input" mine
	call --stats mine ./mine
	gives 64 '--stats is the input'
	cmp -s mine "$FIX/$input" || offence '--stats is the input: gone'
}

@test "a side output that is the input is status 64, and the input stays" {
	every_reader input_for_stats
}

# spared FILE OPTION...: the output named last may not take the place of FILE.
spared() {
	local file=$1 what
	shift
	what="$* ${args[*]}"
	cp -p "$file" before
	status=0
	limited "$filter" "${args[@]}" "$@" "$file" rows.csv >out 2>err \
		</dev/null || status=$?
	gives 64 "$what onto what is read"
	[[ -s err ]] || offence "$what onto what is read: no message"
	cmp -s "$file" before || offence "$what: replaced what it read"
}

# With --rejects a run that fails half way keeps what it has.
what_is_read() {
	local i option name definition=
	local -a read=() outputs=(--stats)
	[[ -z $defines ]] || definition=${defines##* }.rec
	for ((i = 0; i < ${#args[@]}; i++)); do
		option=${args[i]}
			[[ -f $option ]] || continue
		name=${option##*/}
		cp -p "$option" "$name"
		args[i]=$name
		[[ ${args[i - 1]} == --standing ]] || read+=("$name")
	done
	args=("${args[@]}")
	cp "$FIX/$input" rows.csv
	cp -R "$LSCB_LIBRARY" library
	[[ -z $definition ]] || read+=("library/$definition")
	for option in rejects queries redacted summary tokens index-out; do
		! "$filter" --help | grep -q -e "--$option " || outputs+=("--$option")
	done
	for name in "${read[@]}"; do
		for option in -o "${outputs[@]}"; do
			LSCB_LIBRARY=$PWD/library spared "$name" "$option"
		done
	done
}

@test "no output takes the place of a definition, a key or another file that is read" {
	every_reader what_is_read
}

@test "two outputs of one name are status 64" {
	every_reader one_name_twice
}

@test "options stand anywhere, -- ends them, twice is status 64" {
	every_reader takes_options
}

# --- input ------------------------------------------------------------------

reads_all_ways() {
	call "$FIX/$input"
	gives 0 'a valid run'
	silent 'a valid run'
	[[ -s out || $prints == nothing ]] || offence 'a valid run: no output'
	mv out want
	status=0
	limited "$filter" "${args[@]}" <"$FIX/$input" >out 2>err || status=$?
	gives 0 'standard input'
	cmp -s want out || offence 'standard input: other bytes'
	status=0
	limited "$filter" "${args[@]}" - <"$FIX/$input" >out 2>err || status=$?
	gives 0 'the file -'
	cmp -s want out || offence 'the file -: other bytes'
	gzip -c "$FIX/$input" >in.gz
	call in.gz
	gives 0 gzip
	cmp -s want out || offence 'gzip: other bytes'
	status=0
	limited "$filter" "${args[@]}" <in.gz >out 2>err || status=$?
	gives 0 'gzip on standard input'
	cmp -s want out || offence 'gzip on standard input: other bytes'
	# Two members, cut within a line.
	{
		head -c 50 "$FIX/$input" | gzip
		tail -c +51 "$FIX/$input" | gzip
	} >in2.gz
	call in2.gz
	gives 0 'gzip of two members'
	cmp -s want out || offence 'gzip of two members: other bytes'
}

@test "a file, standard input, -, gzip: the same bytes" {
	every_reader reads_all_ways
}

reads_other_csv() {
	call "$FIX/$input"
	mv out want
	{
		printf '\357\273\277'
		sed 's/$/\r/' "$FIX/$input"
	} >in.csv
	call in.csv
	gives 0 'BOM and CRLF'
	cmp -s want out || offence 'BOM and CRLF: other bytes'
	head -c -1 "$FIX/$input" >in.csv
	call in.csv
	gives 0 'no last line end'
	cmp -s want out || offence 'no last line end: other bytes'
}

@test "BOM, CRLF and a missing last line end make no difference" {
	every_reader reads_other_csv
}

several_files() {
	call "$FIX/$input"
	mv out want
	head -n 2 "$FIX/$input" >1.csv
	sed 2d "$FIX/$input" | gzip >2.csv.gz
	call 1.csv 2.csv.gz
	gives 0 'two files'
	cmp -s want out || offence 'two files: not as one'
	status=0
	limited "$filter" "${args[@]}" 1.csv - <2.csv.gz >out 2>err ||
		status=$?
	gives 0 'a file and standard input'
	cmp -s want out || offence 'a file and standard input: not as one'
	printf 'colour,shape\nred,round\n' >3.csv
	call 1.csv 3.csv
	gives 65 'a second file with another header'
	grep -q '3.csv:1:' err || offence 'another header: no place'
}

@test "several files with one header are one input" {
	every_reader several_files
}

broken_gzip() {
	local n
	gzip -c "$FIX/$input" >whole.gz
	n=$(stat -c %s whole.gz)
	head -c $((n - 1)) whole.gz >cut.gz
	call cut.gz
	gives 65 'gzip cut by a byte'
	told 'gzip cut by a byte'
	head -c $((n / 2)) whole.gz >cut.gz
	call cut.gz
	gives 65 'gzip cut in the middle'
	{
		head -c $((n - 8)) whole.gz
		printf '\1\2\3\4'
		tail -c 4 whole.gz
	} >crc.gz
	call crc.gz
	gives 65 'gzip with a wrong check sum'
	told 'gzip with a wrong check sum'
	{
		cat whole.gz
		printf 'junk'
	} >junk.gz
	call junk.gz
	gives 65 'junk behind gzip'
	told 'junk behind gzip'
}

@test "a gzip that is cut, damaged or followed by junk is status 65" {
	every_reader broken_gzip
}

cannot_open() {
	mkdir folder
	call folder
	gives 66 'a directory'
	told 'a directory'
	grep -q folder err || offence 'a directory: not named'
	call nowhere.csv
	gives 66 'a missing file'
	grep -q nowhere.csv err || offence 'a missing file: not named'
	[[ ! -s out ]] || offence 'a missing file: output'
	status=0
	limited "$filter" "${args[@]}" <. >out 2>err || status=$?
	gives 66 'standard input is a directory'
}

@test "a directory or a missing file is status 66, by name" {
	every_reader cannot_open
}

# Root reads every file, unless the capability to do so is taken away.
unreadable() {
	cp "$FIX/$input" shut.csv
	chmod 0 shut.csv
	status=0
	"${bound[@]}" "$filter" "${args[@]}" shut.csv >out 2>err ||
		status=$?
	gives 66 'an unreadable file'
	grep -q shut.csv err || offence 'an unreadable file: not named'
}

@test "an unreadable file is status 66" {
	local bound=(env) powers=-dac_override,-dac_read_search
	((EUID != 0)) ||
		bound=(setpriv --bounding-set="$powers" --inh-caps="$powers")
	"${bound[@]}" lscb-sort --version >said 2>&1 ||
		skip "root cannot give up its powers: $(head -n 1 said)"
	every_reader unreadable
}

not_a_stream() {
	: >empty.csv
	call empty.csv
	gives 65 'an empty file'
	told 'an empty file'
	gzip -c empty.csv >empty.csv.gz
	call empty.csv.gz
	gives 65 'an empty file in gzip'
	head -n 1 "$FIX/$input" >header.csv
	call header.csv
	gives "$empty_in" 'a header alone'
	head -c 3000 "$LSCB_BIN/$filter" >binary.csv
	call binary.csv
	gives 65 'a program'
	told 'a program'
	{
		cat "$FIX/$input"
		tail -n 1 "$FIX/$input" | tr '[:alnum:]' '\0'
	} >nul.csv
	call nul.csv
	gives 65 'NUL bytes'
	iconv -f utf-8 -t utf-16 "$FIX/$input" >utf16.csv
	call utf16.csv
	gives 65 UTF-16
	tr '\n' '\r' <"$FIX/$input" >cr.csv
	call cr.csv
	gives 65 'lone CRs'
	{
		cat "$FIX/$input"
		tail -n 1 "$FIX/$input" | sed 's/^[^,]*/\xe9t\xe9/'
	} >latin1.csv
	call latin1.csv
	gives 65 'bytes that are not UTF-8'
	grep -q 'latin1.csv:[0-9]' err || offence 'not UTF-8: no line number'
}

@test "empty, binary, UTF-16, Latin-1 or CR-only input is status 65" {
	every_reader not_a_stream
}

bad_rows() {
	local n
	n=$(wc -l <"$FIX/$input")
	{
		cat "$FIX/$input"
		echo only-one-field
	} >ragged.csv
	call ragged.csv
	gives 65 'a ragged row'
	grep -q "ragged.csv:$((n + 1))" err || offence 'a ragged row: no line'
	{
		sed '$s/.$/&,"/' "$FIX/$input"
		sed 1d "$FIX/$input"
	} >open.csv
	call open.csv
	gives 65 'an open quote'
	grep -q "open.csv:$n:" err ||
		offence 'an open quote: not the line where it begins'
	{
		cat "$FIX/$input"
		echo
	} >blank.csv
	call blank.csv
	gives 65 'a blank line'
	sed '1s/^\([^,]*\),[^,]*/\1,\1/' "$FIX/$input" >twice.csv
	call twice.csv
	gives 65 'a column twice'
}

@test "a bad row is status 65 with file and line" {
	every_reader bad_rows
}

# shaped WHAT: one line, "lscb-NAME: FILE:LINE: ... [reason-code]".
shaped() {
	(($(wc -l <err) == 1)) || offence "$1: not one line"
	grep -Eq "^$filter: [^ ]+: .+ \[[a-z]+(-[a-z0-9]+)*\]\$" err ||
		offence "$1: not 'program: place: what [code]'"
}

messages() {
	: >empty.csv
	call empty.csv
	shaped 'an empty file'
	{
		cat "$FIX/$input"
		echo only-one-field
	} >bad.csv
	call bad.csv
	shaped 'a ragged row'
	head -c 40 "$FIX/$input" | tr '\n' ' ' >head.csv
	printf '\0\n' >>head.csv
	call head.csv
	shaped 'NUL bytes'
	gzip -c "$FIX/$input" | head -c 30 >cut.gz
	call cut.gz
	shaped 'a cut gzip'
	if [[ $any == no ]]; then
		printf 'colour,shape\nred,round\n' >wrong.csv
		call wrong.csv
		shaped 'a wrong file'
	fi
	call bad.csv --quiet
	[[ -s err ]] || offence '--quiet: an error says nothing'
}

@test "a message is one line: program, place, what, reason code" {
	every_reader messages
}

wrong_file() {
	[[ $any == no ]] || return 0
	printf 'colour,shape\nred,round\n' >wrong.csv
	call wrong.csv
	gives 65 'a wrong file'
	told 'a wrong file'
	grep -q "column '" err || offence 'a wrong file: no column is named'
}

@test "a wrong file is status 65 and says which column is missing" {
	every_reader wrong_file
}

renamed_column() {
	[[ $any == no ]] || return 0
	local name=${needs:-$(head -n 1 "$FIX/$input" | cut -d , -f 1)}
	# The second letter of the name doubled.
	sed "1s/\(^\|,\)$name\(,\|\$\)/\1${name:0:2}${name:1}\2/" \
		"$FIX/$input" >near.csv
	call near.csv
	gives 65 'a misspelt column'
	grep -q 'did you mean' err || offence 'a misspelt column: no near miss'
}

@test "a misspelt column is status 65 and its near miss is shown" {
	every_reader renamed_column
}

unknown_column() {
	[[ $defines == '-x '* ]] || return 0
	sed '1s/$/,shoe_size/; 2,$s/$/,38/' "$FIX/$input" >more.csv
	call more.csv
	gives 65 'a column the definition lacks'
	# By its place: what stands in a first line may be a child's name.
	grep -q "column $(head -n 1 more.csv | tr , '\n' | wc -l) (" err ||
		offence 'a column the definition lacks: its place is not told'
	! grep -q shoe_size err || offence 'a column the definition lacks: shown'
}

@test "a column that the definition lacks stops a filter, by its place" {
	every_reader unknown_column
}

refuses_neighbour() {
	{
		head -n 2 "$FIX/$input"
		echo '"'
	} >failed.csv
	call failed.csv
	gives 65 'input of a filter that failed'
	told 'input of a filter that failed'
}

@test "input that ends in a lone double quote is refused" {
	every_reader refuses_neighbour
}

# --- output -----------------------------------------------------------------

full_disk() {
	local target
	[[ $prints != nothing ]] || return 0
	status=0
	limited "$filter" "${args[@]}" "$FIX/$input" >/dev/full 2>err || status=$?
	gives 74 'stdout on a full device'
	told 'stdout on a full device'
	call -o /dev/full "$FIX/$input"
	gives 74 '-o /dev/full'
	status=0
	limited "$filter" "${args[@]}" "$FIX/$input" >&- 2>err || status=$?
	gives '73 74' 'stdout closed'
	call --stats /dev/full "$FIX/$input"
	gives 74 '--stats /dev/full'
	"$filter" --help | grep -q -e --rejects || return 0
	{
		cat "$FIX/$input"
		echo only-one-field
	} >bad.csv
	call --rejects /dev/full bad.csv
	gives 74 '--rejects /dev/full'
}

@test "a full device is status 74" {
	every_reader full_disk
}

cannot_create() {
	call -o no/such/folder/x.csv "$FIX/$input"
	gives 73 '-o in no folder'
	told '-o in no folder'
	mkdir dir
	call -o dir "$FIX/$input"
	gives 73 '-o is a folder'
	call --stats no/such/folder/x.csv "$FIX/$input"
	gives 73 '--stats in no folder'
}

@test "an output that cannot be created is status 73" {
	every_reader cannot_create
}

writes_file() {
	call "$FIX/$input"
	mv out want
	call -o there.csv "$FIX/$input"
	gives 0 -o
	[[ ! -s out ]] || offence '-o: prints on stdout as well'
	cmp -s want there.csv || offence '-o: other bytes'
	[[ $(find . -name 'there*' | wc -l) == 1 ]] ||
		offence '-o: leaves a temporary file'
}

@test "-o writes the same bytes into a file" {
	every_reader writes_file
}

over_itself() {
	call "$FIX/$input"
	mv out want
	cp "$FIX/$input" in.csv
	call -o in.csv in.csv
	gives 0 '-o over the input'
	cmp -s want in.csv || offence '-o over the input: other bytes'
}

@test "-o may name the input itself" {
	every_reader over_itself
}

size_limit() {
	status=0
	(
		ulimit -f 0
		exec "$filter" "${args[@]}" -o new.csv "$FIX/$input"
	) >/dev/null 2>&1 || status=$?
	gives '73 74' 'a file size limit'
	! compgen -G 'new.csv*' >seen || offence "left behind: $(<seen)"
}

@test "a file size limit is a failed write, not a crash" {
	every_reader size_limit
}

# What a caller closed must not become the number of a file of ours.
closed_descriptors() {
	call -o want.csv "$FIX/$input"
	status=0
	limited "$filter" "${args[@]}" -o new.csv "$FIX/$input" \
		<&- >&- 2>&- || status=$?
	gives 0 'nothing but -o open'
	cmp -s want.csv new.csv || offence 'nothing but -o open: other bytes'
	{
		cat "$FIX/$input"
		echo '"'
	} >bad.csv
	status=0
	limited "$filter" "${args[@]}" --stats stats.csv bad.csv \
		<&- >&- 2>&- || status=$?
	gives '65 74' 'nothing open, bad input'
	! grep -q 'Usage\|bad.csv' stats.csv new.csv 2>seen ||
		offence 'a message in a file'
	(($(find . -type f -newer bad.csv | grep -cv '/seen$\|/want$') == 0)) ||
		offence "wrote $(find . -type f -newer bad.csv)"
	status=0
	limited "$filter" "${args[@]}" <&- >out 2>err || status=$?
	gives '66 74' 'standard input closed'
	[[ ! -s out ]] || offence 'standard input closed: output'
}

@test "closed descriptors do no harm" {
	every_reader closed_descriptors
}

file_whole_or_not() {
	local before
	{
		cat "$FIX/$input"
		echo '"'
	} >bad.csv
	call -o new.csv bad.csv
	gives 65 'a bad row'
	[[ ! -e new.csv ]] || offence 'half a file under its final name'
	echo old >old.csv
	call -o old.csv bad.csv
	gives 65 'a bad row'
	[[ $(<old.csv) == old ]] || offence 'an old file was replaced by half'
	before=$(find . -name '*.tmp*' -o -name 'new*')
	[[ -z $before ]] || offence "left behind: $before"
}

@test "-o leaves nothing under a final name after a failure" {
	every_reader file_whole_or_not
}

killed() {
	local pid i
	mkfifo pipe
	"$filter" "${args[@]}" -o new.csv pipe >out 2>err 7>&- &
	pid=$!
	exec 7<>pipe
	head -n 2 "$FIX/$input" >&7
	for ((i = 0; i < 100; i++)); do
		! compgen -G 'new.csv*' >seen || break
		sleep 0.01
	done
	kill -TERM "$pid"
	status=0
	wait "$pid" || status=$?
	exec 7>&-
	gives 143 'killed by SIGTERM'
	! compgen -G 'new.csv*' >seen || offence "left behind: $(<seen)"
}

@test "a filter killed by SIGTERM leaves no file behind" {
	every_reader killed
}

# Bash starts children of a background job with SIGPIPE as it was.
closed_pipe() {
	[[ $prints != nothing ]] || return 0
	awk 'NR == 1 { print } NR == 2 { for (i = 0; i < 40000; i++) print }' \
		"$FIX/$input" >big.csv
	{
		sleep 0.1
		status=0
		limited "$filter" "${args[@]}" big.csv 2>err || status=$?
		echo "$status" >status
	} | true
	status=$(<status)
	# A filter that says the rows are bad before it writes is right too.
	gives '141 74 65' 'a closed pipe'
	((status == 65)) || silent 'a closed pipe'
	(
		trap '' PIPE
		{
			sleep 0.1
			status=0
			limited "$filter" "${args[@]}" big.csv 2>err || status=$?
			echo "$status" >status
		} | true
	)
	status=$(<status)
	gives '74 65' 'a closed pipe, SIGPIPE ignored'
	((status == 65)) || silent 'a closed pipe, SIGPIPE ignored'
	! compgen -G '*.tmp*' >seen || offence "left behind: $(<seen)"
}

@test "a closed pipe ends a filter without noise" {
	every_reader closed_pipe
}

lone_quote() {
	[[ $prints == csv ]] || return 0
	{
		cat "$FIX/$input"
		echo '"'
	} >bad.csv
	call bad.csv
	gives 65 'a bad row'
	if [[ -s out ]]; then
		[[ $(tail -n 1 out) == '"' ]] ||
			offence 'output of a failure does not end in a lone quote'
		(($(grep -cx '"' out) == 1)) || offence 'more than one lone quote'
	fi
	# What follows in the pipeline fails too.
	status=0
	lscb-sort out >sorted 2>err || status=$?
	gives 65 'the next filter'
}

@test "a failing filter makes the next in the pipeline fail" {
	every_reader lone_quote
}

carries_text() {
	[[ -n $carries ]] || return 0
	call "$FIX/$input"
	gives 0 'a valid run'
	grep -qF -e "$carries" out || offence "$carries does not come through"
}

@test "quotes, commas and Welsh letters come through" {
	every_reader carries_text
}

canonical() {
	[[ $prints == csv ]] || return 0
	call "$FIX/$input"
	gives 0 'a valid run'
	mv out want
	"$LSCB_BIN/lscb-sort" want >sorted 2>err ||
		offence 'another filter cannot read the output'
	[[ $(head -n 1 want) == "$(head -n 1 sorted)" ]] ||
		offence 'the header is not canonical'
	cmp -s <(sort want) <(sort sorted) ||
		offence 'a record is not written as every filter writes it'
}

@test "output is canonical: reading and writing it changes nothing" {
	every_reader canonical
}

same_again() {
	call --stats stats1 "$FIX/$input"
	mv out first
	call --stats stats2 "$FIX/$input"
	cmp -s first out || offence 'two runs, different bytes'
	cmp -s stats1 stats2 || offence 'two runs, different stats'
	status=0
	LC_ALL=C.UTF-8 TZ=Asia/Tokyo limited "$filter" "${args[@]}" "$FIX/$input" \
		>out 2>err || status=$?
	gives 0 'another locale and time zone'
	cmp -s first out || offence 'locale or time zone change the output'
}

@test "two runs give the same bytes" {
	every_reader same_again
}

any_order() {
	[[ $sorts == yes ]] || return 0
	call "$FIX/$input"
	mv out want
	{
		head -n 1 "$FIX/$input"
		sed 1d "$FIX/$input" | tac
	} >tac.csv
	call tac.csv
	gives 0 'rows backwards'
	cmp -s want out || offence 'rows backwards: other bytes'
}

@test "where the order of rows means nothing it changes nothing" {
	every_reader any_order
}

# --- accounts ---------------------------------------------------------------

accounts() {
	call --stats stats.csv "$FIX/$input"
	gives 0 --stats
	[[ $(head -n 1 stats.csv) == filter,measure,reason,count ]] ||
		offence 'stats: another header'
	awk -F, -v filter="$filter" -v rows="$1" '
		NR == 1 { next }
		$1 != filter { print "filter " $1; bad = 1 }
		{ sum[$2] += $4 }
		END {
			ends = sum["used"] + sum["rejected"] + sum["dropped"]
			if (sum["read"] != ends) {
				print "read " sum["read"] ", accounted " ends
				bad = 1
			}
			if (sum["read"] + 0 < rows) {
				print "read " sum["read"] + 0 " of " rows
				bad = 1
			}
			exit bad
		}' stats.csv >why || offence "stats: $(<why)"
	if [[ $prints == csv ]]; then
		local written
		written=$(awk -F, '$2 == "written" { n += $4 }
			END { print n + 0 }' stats.csv)
		((written == $(wc -l <out) - 1)) ||
			offence "stats: written $written, lines $(wc -l <out)"
	fi
}

@test "stats reconcile: read = used + rejected + dropped" {
	rows() { accounts "$(($(wc -l <"$FIX/$input") - 1))"; }
	every_reader rows
}

rejects() {
	umask 022
	"$filter" --help | grep -q -e --rejects || return 0
	{
		cat "$FIX/$input"
		echo only-one-field
	} >bad.csv
	call "$FIX/$input"
	mv out want
	call --rejects rejects.csv --stats stats.csv bad.csv
	gives 0 --rejects
	cmp -s want out || offence '--rejects: the good rows changed'
	[[ $(stat -c %a rejects.csv) == 600 ]] ||
		offence "--rejects: mode $(stat -c %a rejects.csv)"
	[[ $(head -n 1 rejects.csv) == \
		file,line,record,column,reason,message,raw ]] ||
		offence '--rejects: another header'
	(($(wc -l <rejects.csv) == 2)) || offence '--rejects: not one row'
	grep -q '^bad.csv,[0-9]*,[0-9]*,.*,only-one-field$' rejects.csv ||
		offence "--rejects: $(tail -n 1 rejects.csv)"
	grep -q ",rejected,[a-z-]*,1\$" stats.csv ||
		offence '--rejects: not in the stats'
	call --max-rejects 0 --rejects rejects.csv bad.csv
	gives 65 '--max-rejects 0'
	call --max-rejects 1% --rejects rejects.csv bad.csv
	gives 65 '--max-rejects 1%'
	call --max-rejects 1 --rejects rejects.csv bad.csv
	gives 0 '--max-rejects 1'
	call --max-rejects 1 "$FIX/$input"
	gives 64 '--max-rejects without --rejects'
}

@test "--rejects keeps bad rows, mode 0600, up to --max-rejects" {
	every_reader rejects
}

# --- nothing personal in a message --------------------------------------------

says_canary() {
	call "$@"
	! grep -qi 'kanarek' err out.log 2>seen || offence "$*: prints a value"
}

# A value nobody else would print stands in each column in turn, and in rows
# that cannot be read.
canaries() {
	local columns i can_reject=0
	! "$filter" --help | grep -q -e --rejects || can_reject=1
	columns=$(head -n 1 "$FIX/$input" | tr ',' '\n' | wc -l)
	: >out.log
	for ((i = 1; i <= columns; i++)); do
		awk -v i="$i" 'NR < 2 { print; next } {
			n = 0; s = ""; field = 1
			for (k = 1; k <= length($0); k++) {
				c = substr($0, k, 1)
				if (c == "\"") quoted = !quoted
				if (c == "," && !quoted) {
					s = s (field == i ? "Kanarek77" : value) ","
					value = ""; field++
				} else
					value = value c
			}
			s = s (field == i ? "Kanarek77" : value); value = ""
			print s
		}' "$FIX/$input" >canary.csv
		says_canary canary.csv
		if ((can_reject)); then
			says_canary --rejects rejects.csv canary.csv
		fi
	done
	cp "$FIX/$input" canary.csv
	echo Kanarek77 >>canary.csv
	says_canary canary.csv
	sed '2s/^[^,]*/Kana"rek77 Kanarek77/' "$FIX/$input" >canary.csv
	says_canary canary.csv
	sed '2s/^[^,]*/"Kanarek77/' "$FIX/$input" >canary.csv
	says_canary canary.csv
	sed '2s/^[^,]*/Kanarek77\xe9/' "$FIX/$input" >canary.csv
	says_canary canary.csv
	{
		printf '"Kanarek77'
		cat "$FIX/$input"
	} >canary.csv
	says_canary canary.csv
}

@test "no value of the data ever stands in a message" {
	every_reader canaries
}

# --- definitions and keys ---------------------------------------------------

definitions() {
	[[ -n $defines ]] || return 0
	local option=${defines%% *} path=${defines#* } name i=0
	name=${path##*/}
	for i in "${!args[@]}"; do
		[[ ${args[i]} != "$option" ]] || break
	done
	i=$((i + 1))
	args[i]=${name/?/&&}			# its first letter twice
	args[i]=${name:0:1}$name
	call "$FIX/$input"
	gives 78 'a misspelt definition'
	grep -q "did you mean '$name'" err ||
		offence 'a misspelt definition: no near miss'
	args[i]=./nowhere.rec
	call "$FIX/$input"
	gives 78 'no such definition file'
	cp "$LSCB_LIBRARY/$path.rec" ./mine.rec
	args[i]=./mine.rec
	call "$FIX/$input"
	gives 0 'a definition by its path'
	sed 's/^title:/tittle:/' "$LSCB_LIBRARY/$path.rec" >mine.rec
	call "$FIX/$input"
	gives 78 'an unknown key'
	grep -q "mine.rec:[0-9]*:.*did you mean 'title'" err ||
		offence 'an unknown key: no place, no near miss'
	sed 's/^title:.*/&\n&/' "$LSCB_LIBRARY/$path.rec" >mine.rec
	call "$FIX/$input"
	gives 78 'a key twice'
	: >mine.rec
	call "$FIX/$input"
	gives 78 'an empty definition'
	args[i]=$name
	call --library nowhere "$FIX/$input"
	gives 78 'no such library'
	[[ ! -s out ]] || offence 'no such library: output'
}

@test "a bad or unknown definition is status 78 with its near miss" {
	every_reader definitions
}

keys() {
	[[ $key == yes ]] || return 0
	local i good
	for i in "${!args[@]}"; do
		[[ ${args[i]} != -k ]] || break
	done
	i=$((i + 1))
	good=${args[i]}
	args[i]=nowhere.key
	call "$FIX/$input"
	gives 78 'no key file'
	cp "$good" mine.key
	args[i]=mine.key
	chmod 400 mine.key
	call "$FIX/$input"
	gives 0 'a copy of the key'
	chmod 440 mine.key
	call "$FIX/$input"
	gives 78 'a key the group can read'
	told 'a key the group can read'
	chmod 404 mine.key
	call "$FIX/$input"
	gives 78 'a key others can read'
	chmod 600 mine.key
	sed "s/^key: .*/key: $(printf '%064d' 0)/" "$good" >mine.key
	call "$FIX/$input"
	gives 78 'a weak key'
	sed 's/^\(key: .\{40\}\).*/\1/' "$good" >mine.key
	call "$FIX/$input"
	gives 78 'a short key'
	! grep -q "$(sed -n 's/^key: \(.\{16\}\).*/\1/p' "$good")" err ||
		offence 'the key is in the message'
	ln -s "$good" link.key
	args[i]=link.key
	call "$FIX/$input"
	gives 78 'a link to a key'
	for args[i] in "$FIX"/*.key; do
		[[ ${args[i]} != "$good" ]] || continue
		call "$FIX/$input"
		gives 78 "a key of another purpose"
	done
	unset "args[i]" "args[i-1]"
	args=("${args[@]}")
	call "$FIX/$input"
	gives '64 78' 'no key at all'
	[[ ! -s out ]] || offence 'no key at all: output'
}

@test "a weak, short, shared, linked or wrong key is status 78" {
	every_reader keys
}

future() {
	[[ " ${args[*]} " == *' -x '*' --date '* ]] || return 0
	local i
	for i in "${!args[@]}"; do
		[[ ${args[i]} != --date ]] || break
	done
	args[i + 1]=2025-05-04
	# The rows are of 3 April, 4 May and 5 June 2025: the third is late.
	call "$FIX/$input"
	gives 65 'a date after the as-of date'
	grep -q ':4: .*\[future-date\]' err ||
		offence 'a date after the as-of date: not so said'
	args[i + 1]=2025-06-05
	call "$FIX/$input"
	gives 0 'a date on the as-of date'
	args[i + 1]=31/03/2026
	call "$FIX/$input"
	gives 64 'an as-of date that is none'
	args[i + 1]=2025-02-29
	call "$FIX/$input"
	gives 64 'an as-of date that never was'
}

@test "a date after the as-of date is refused, on it accepted" {
	every_reader future
}
