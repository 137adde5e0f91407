# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# A board's folder: its configuration, read and never sourced, and where
# things are in it.  Sourced; needs common.bash.
# shellcheck disable=SC2034 # set here, used by who sources this
#
#	board.rec       the configuration
#	library/        if it is there: this board's own definitions, used instead
#	                of those that were installed
#	agreements/     NAME.rec, what was agreed about a delivery: else the
#	                library's
#	decisions.csv   if it is there: which records people say are one child, or
#	                are not: lscb-link(1)
#	rebase.csv      if it is there: days on which series begin anew, and why:
#	                lscb-limits(1)
#	published.csv   if it is there: limits.csv as it was published before
#	incoming/       SENDER/EXTRACT.csv, or of another of file_kinds, as agencies
#	                deliver; what has changed is EXTRACT.changes[.LABEL].csv, a
#	                period EXTRACT.FROM.TO.csv
#	keys/           purpose keys
#	identifiable/   0700, all that could name a person: landed/ accepted/
#	                refused/ standing/ quarantine/ digests/ linkage/ work/
#	work/           what is being made tonight; the next run clears it
#	state/          the link index of each good night
#	nights/         DATE/, revisions DATE.r2/ ...: what was published
#	current         the night to read

# How a delivery's name may end.  What it is, its first bytes say.
readonly -a file_kinds=(csv csv.gz xlsx xml xml.gz)

# bare_name NAME: sets bare to NAME without such an end.
bare_name() {
	local kind
	bare=$1
	for kind in "${file_kinds[@]}"; do
		if [[ $1 == *."$kind" ]]; then
			bare=${1%."$kind"}
		fi
	done
}

# bad_config LINE MESSAGE...
bad_config() {
	local at=$1
	shift
	die 78 "${board_file##*/}:$at: $* [bad-definition]"
}

# board_read BOARD: sets the folders, board[KEY], scorecards[], areas[] and
# levels[] (the directory of postcodes, and what is read from it), and for each
# delivery i: d_sender[i] d_extract[i] d_mandatory[i] d_every[i] d_grace[i]
# d_max_rejects[i] d_max_drop[i] d_repeat_after[i] d_delivery[i] d_agreement[i].
board_read() {
	[[ -d $1 ]] || die 66 "no folder $1: board-init makes a board"
	root=$(cd "$1" && pwd -P)
	board_file=$root/board.rec
	[[ -f $board_file && -r $board_file ]] ||
		die 78 "no file board.rec in $1: board-init makes one"
	[[ ! -d $root/library ]] || export LSCB_LIBRARY=$root/library
	nights=$root/nights
	private=$root/identifiable
	declare -gA board=([max_rejects]=5 [max_drop]=20 [keep_days]=92
		[late_after]=1 [id]='' [title]='' [title_cy]='' [populations]='')
	iconv -f UTF-8 -t UTF-8 "$board_file" >/dev/null 2>&1 ||
		bad_config 1 'not UTF-8: save the file as UTF-8'
	scorecards=() areas=() levels=() d_sender=() d_extract=() d_mandatory=() d_every=()
	d_grace=() d_max_rejects=() d_max_drop=() d_repeat_after=()
	d_delivery=() d_agreement=()
	board_records
	[[ -n ${board[id]} ]] || bad_config 1 "no 'id:'"
	[[ -n ${board[title]} ]] || bad_config 1 "no 'title:'"
	((${#d_sender[@]})) || bad_config 1 "no Delivery: nothing to wait for"
	((${#areas[@]} == 0 || ${#levels[@]} > 0)) ||
		bad_config 1 "areas: without 'level:' none is carried; say which"
	((${#levels[@]} == 0 || ${#areas[@]} > 0)) ||
		bad_config 1 "level: without 'areas:' there is nowhere to look"
	deliveries_check
}

board_records() {
	local text key value at=0 type='' new=yes
	declare -gA seen=()
	while IFS= read -r text || [[ -n $text ]]; do
		at=$((at + 1))
		((at > 1)) || text=${text#$'\xef\xbb\xbf'}
		text=${text%$'\r'}
		case $text in
		'#'*) continue ;;
		'')
			new=yes
			continue
			;;
		esac
		[[ ${text//$'\t'/} != *[[:cntrl:]]* ]] ||
			bad_config "$at" 'a control character: type the line again'
		[[ $text =~ ^(%?[A-Za-z_]+):[\ $'\t']*(.*[^\ $'\t'])[\ $'\t']*$ ]] ||
			bad_config "$at" "want 'key: value'"
		key=${BASH_REMATCH[1]} value=${BASH_REMATCH[2]}
		if [[ $key == %rec ]]; then
			type=$value new=yes
			continue
		fi
		[[ $new == no ]] || record_begin "$type" "$at"
		new=no
		record_key "$type" "$key" "$value" "$at"
	done <"$board_file"
}

record_begin() {
	case $1 in
	Board) [[ -z ${board_at-} ]] || bad_config "$2" 'a second Board record' ;;
	Delivery)
		d_sender+=('') d_extract+=('') d_mandatory+=('') d_every+=('')
		d_grace+=(0) d_max_rejects+=('') d_max_drop+=('') d_at+=("$2")
		d_repeat_after+=('') d_delivery+=('') d_agreement+=('')
		;;
	*) bad_config "$2" "want '%rec: Board' or '%rec: Delivery' above this" ;;
	esac
	seen=()
}

record_key() {
	local type=$1 key=$2 value=$3 at=$4 i=$((${#d_sender[@]} - 1))
	[[ $key =~ ^(scorecard|areas|level)$ || -z ${seen[$key]-} ]] ||
		bad_config "$at" "$key: given twice"
	seen[$key]=yes
	case $type.$key in
	Board.title | Board.title_cy) board[$key]=$value ;;
	Board.id) name_ok "$at" "$key" "$value" && board[id]=$value ;;
	Board.populations) path_ok "$at" "$key" "$value" && board[populations]=$value ;;
	Board.areas) path_ok "$at" "$key" "$value" && areas+=("$value") ;;
	Board.level)
		[[ $value =~ ^[a-z][a-z0-9_]*$ ]] ||
			bad_config "$at" "$key: want a level of areas.rec, such as ward"
		levels+=("$value")
		;;
	Board.scorecard) name_ok "$at" "$key" "$value" && scorecards+=("$value") ;;
	Board.max_rejects | Board.max_drop)
		percent_ok "$at" "$key" "$value" && board[$key]=${value%\%} ;;
	Board.keep_days | Board.late_after)
		number_ok "$at" "$key" "$value" && board[$key]=$value ;;
	Delivery.sender) name_ok "$at" "$key" "$value" && d_sender[i]=$value ;;
	Delivery.extract) name_ok "$at" "$key" "$value" && d_extract[i]=$value ;;
	Delivery.mandatory)
		[[ $value == yes || $value == no ]] ||
			bad_config "$at" "$key: want yes or no"
		d_mandatory[i]=$value
		;;
	Delivery.every)
		[[ $value =~ ^(night|week|month|quarter|year)$ ]] ||
			bad_config "$at" "$key: want night, week, month, quarter or year"
		d_every[i]=$value
		;;
	Delivery.grace) number_ok "$at" "$key" "$value" && d_grace[i]=$value ;;
	Delivery.repeat_after)
		number_ok "$at" "$key" "$value" && d_repeat_after[i]=$value ;;
	Delivery.agreement) name_ok "$at" "$key" "$value" && d_agreement[i]=$value ;;
	Delivery.max_rejects)
		percent_ok "$at" "$key" "$value" && d_max_rejects[i]=${value%\%} ;;
	Delivery.max_drop)
		percent_ok "$at" "$key" "$value" && d_max_drop[i]=${value%\%} ;;
	Delivery.note) ;;
	*) bad_config "$at" "no key '$key' in a $type" ;;
	esac
}

# These end the script or return 0.
name_ok() {
	[[ $3 =~ ^[a-z0-9][a-z0-9-]*$ ]] ||
		bad_config "$1" "$2: want lower-case letters, digits and hyphens"
}

path_ok() {
	[[ $3 != /* && /$3/ != */../* ]] ||
		bad_config "$1" "$2: want a path inside the board"
}

number_ok() {
	[[ $3 =~ ^[0-9]{1,5}$ ]] || bad_config "$1" "$2: want a number of days"
}

percent_ok() {
	[[ $3 =~ ^(100|[0-9]{1,2})%$ ]] ||
		bad_config "$1" "$2: want a percentage, 0% to 100%"
}

# Every delivery whole, none twice, what it leaves open filled in.
deliveries_check() {
	local i name
	declare -gA seen=()
	for i in "${!d_sender[@]}"; do
		[[ -n ${d_sender[i]} ]] || bad_config "${d_at[i]}" "no 'sender:'"
		[[ -n ${d_extract[i]} ]] || bad_config "${d_at[i]}" "no 'extract:'"
		name=${d_sender[i]}/${d_extract[i]}
		[[ -z ${seen[$name]-} ]] ||
			bad_config "${d_at[i]}" "delivery $name: given twice"
		seen[$name]=yes
		: "${d_max_rejects[i]:=${board[max_rejects]}}"
		: "${d_max_drop[i]:=${board[max_drop]}}"
		definition_of "$i"
	done
}

# from_definition FILE KEY: sets found to the first value of KEY.
from_definition() {
	local text blank=$'[ \t]*'
	text=$'\n'$(<"$1")$'\n'
	found=''
	if [[ $text =~ $'\n'"$2:"$blank([a-z0-9-]+)$blank$'\r'?$'\n' ]]; then
		found=${BASH_REMATCH[1]}
	fi
}

# definition_of I: how often and whether mandatory, as the extract's definition
# says where board.rec does not.
definition_of() {
	local file=$LSCB_LIBRARY/extracts/${d_extract[$1]}.rec days
	[[ -r $file ]] || bad_config "${d_at[$1]}" \
		"extract: no definition '${d_extract[$1]}' in the library"
	from_definition "$file" delivery
	d_delivery[$1]=${found:-all}
	[[ ${d_delivery[$1]} =~ ^(all|changes|period)$ ]] ||
		die 78 "${file##*/}: delivery: want all, changes or period [bad-definition]"
	[[ -n ${d_every[$1]} ]] || from_definition "$file" every
	: "${d_every[$1]:=$found}"
	[[ -n ${d_mandatory[$1]} ]] || from_definition "$file" mandatory
	: "${d_mandatory[$1]:=$found}"
	[[ ${d_every[$1]} =~ ^(night|week|month|quarter|year)$ ]] ||
		die 78 "${d_extract[$1]}.rec: no 'every:' [bad-definition]"
	[[ ${d_mandatory[$1]} =~ ^(yes|no)$ ]] ||
		die 78 "${d_extract[$1]}.rec: no 'mandatory:' [bad-definition]"
	# One file for a month, or twice in a row, is no accident.
	days_of "${d_every[$1]}"
	((days > 7)) || days=15
	: "${d_repeat_after[$1]:=$((2 * days + 1))}"
}

# agreement_of I: sets agreement to the file of what was agreed about a delivery;
# empty where board.rec names none, or says that none is needed.
agreement_of() {
	local name=${d_agreement[$1]}
	agreement=''
	[[ -n $name && $name != none ]] || return 0
	agreement=$root/agreements/$name.rec
	[[ -e $agreement || ! -e $LSCB_LIBRARY/agreements/$name.rec ]] ||
		agreement=$LSCB_LIBRARY/agreements/$name.rec
}

# agreement_look I DATE: sets said to why nothing may be taken of a delivery on
# that day, empty when it may.
agreement_look() {
	local rc=0
	said=''
	agreement_of "$1"
	[[ -n $agreement ]] || return 0
	said=$(lscb-ingest -x "${d_extract[$1]}" --sender "${d_sender[$1]}" \
		--date "$2" --agreement "$agreement" 2>&1 >/dev/null </dev/null) ||
		rc=$?
	# It was given an empty file, and got as far as that.
	case $said in
	*'[bad-agreement]' | *'[agreement-'*']') ;;
	*) said='' ;;
	esac
	said=${said#lscb-ingest: }
	said=${said#"$root/"}
}

# agreed_days I: sets found to the days for which what was sent may be kept by its
# agreement, empty without one.
agreed_days() {
	found=''
	agreement_of "$1"
	[[ -z $agreement || ! -r $agreement ]] || from_definition "$agreement" retention
	[[ $found =~ ^[0-9]{1,5}$ ]] || found=''
}

# passed NAME AGREEMENT WHAT: what went on although the agreement says no.
passed() {
	printf '%s: agreement %s says no to %s, and an Override in it lets it pass\n' "$@"
}

# outlived I DATE: sets said to what is to be done about files of a delivery that the
# board has kept for longer than was agreed, empty when there are none.  None is
# deleted: that is for a human.
outlived() {
	local path limit name=${d_sender[$1]}/${d_extract[$1]} from day='' old=0 oldest=''
	said=''
	agreed_days "$1"
	[[ -n $found ]] || return 0
	days_after "$2" "-$found"
	limit=$day
	for path in "$private"/{accepted,refused,standing}/"$name"/????-??-??* \
		"$private"/quarantine/????-??-??/"${name/\//.}".*; do
		from=${path##*/}
		[[ $path != "$private"/quarantine/* ]] || from=${path#"$private"/quarantine/}
		[[ ${from:0:10} < $limit ]] || continue
		old=$((old + 1))
		if [[ -z $oldest || ${from:0:10} < $oldest ]]; then
			oldest=${from:0:10}
		fi
	done
	((old == 0)) || said="$old file(s) in identifiable are older than the $found days of agreement ${d_agreement[$1]}, the oldest of $oldest: delete them, or agree on longer"
}

# What to do about what a new board lacks most often.
populations_advice='which board.rec names under populations: put it there, or take that line out and go without rates'

areas_advice='which board.rec names under areas: put it there (the README says where to get it), or take areas and level out and go without'

# areas_options: sets located, the options that say where postcodes lie.
areas_options() {
	local one
	located=()
	for one in "${areas[@]}"; do
		located+=(--areas "$root/$one")
	done
	for one in "${levels[@]}"; do
		located+=(--level "$one")
	done
}

# areas_look: sets said to what is wrong with the directory of postcodes or with
# the levels, empty when nothing is.  A fault of theirs is no sender's: it is to
# be known before any delivery is judged.  One extract with addresses will do.
areas_look() {
	local i rc=0
	said=''
	for i in "${!d_extract[@]}"; do
		((${#areas[@]})) || return 0
		grep -q '^role: *postcode' \
			"$LSCB_LIBRARY/extracts/${d_extract[i]}.rec" || continue
		areas_options
		said=$(lscb-deidentify -x "${d_extract[i]}" \
			--sender "${d_sender[i]}" -k "$root/keys/deidentify.key" \
			"${located[@]}" 2>&1 >/dev/null </dev/null) || rc=$?
		# It was given no rows: that it should complain of.
		[[ $said != *'[empty-file]' ]] || said=''
		return 0
	done
}

# decisions_look: sets said to what is wrong with decisions.csv, empty when nothing
# is or there is none.  They are this board's, not an agency's: the night is not to
# begin with bad ones, nor without.
decisions_look() {
	local rc=0
	said=''
	[[ -e $root/decisions.csv ]] || return 0
	# Of nobody: records that are not there are waited for.
	said=$(cd "$root" && lscb-link -k keys/link.key --decisions decisions.csv \
		2>&1 >/dev/null <<<'record,source,sender') || rc=$?
	((rc != 0)) || said=''
}

# rebase_look: the same of rebase.csv.
rebase_look() {
	local rc=0
	said=''
	[[ -e $root/rebase.csv ]] || return 0
	said=$(cd "$root" && lscb-limits --rebase rebase.csv 2>&1 >/dev/null \
		<<<'indicator,numerator,denominator') || rc=$?
	((rc != 0)) || said=''
}

# key_advice PURPOSE: sets advice.
key_advice() {
	advice="make it with lscb-keygen --purpose $1, the lines are in board.rec"
}

# night_before DATE: sets night to the last good night before DATE that left
# its state, in its last revision; empty when there is none.
night_before() {
	local path name
	night=''
	for path in "$nights"/????-??-??*; do
		name=${path##*/}
		if [[ ${name:0:10} < $1 && -f $root/state/$name.index ]]; then
			later_of "$name" "$night"
		fi
	done
}

# night_of DATE: sets night to the last revision of that night, or empty.
night_of() {
	local path
	night=''
	for path in "$nights/$1" "$nights/$1".r*; do
		[[ -d $path ]] || continue
		later_of "${path##*/}" "$night"
	done
}

# later_of NAME NIGHT: sets night to the later: by date, then revision.
later_of() {
	local a=${1#*.r} b=${2#*.r}
	[[ $1 == *.r* ]] || a=1
	[[ $2 == *.r* ]] || b=1
	if [[ -z $2 || ${1:0:10} > ${2:0:10} ||
		( ${1:0:10} == "${2:0:10}" && $a -gt $b ) ]]; then
		night=$1
	fi
}

# is_backfill DATE: sets backfill to yes when a later night is good, and later
# to the last one.
is_backfill() {
	local path name
	backfill=no later=''
	for path in "$nights"/????-??-??*; do
		name=${path##*/}
		if [[ ${name:0:10} > $1 ]]; then
			backfill=yes later=$name
		fi
	done
}

# accepted_before DIR DATE: sets file to the newest full delivery accepted in DIR
# up to and including DATE, and delivered to its date; both empty without one.
accepted_before() {
	local path name
	file='' delivered=''
	for path in "$1"/????-??-?? "$1"/????-??-??.????.full; do
		name=${path##*/}
		if [[ -f $path && ! ${name:0:10} > $2 && $name > ${file##*/} ]]; then
			file=$path delivered=${name:0:10}
		fi
	done
}

# days_of EVERY: sets days to the most that lie between two deliveries.
days_of() {
	case $1 in
	night) days=1 ;;
	week) days=7 ;;
	month) days=31 ;;
	quarter) days=92 ;;
	*) days=366 ;;
	esac
}

# due_after DATE EVERY GRACE: sets day to when the next delivery is due.
due_after() {
	local days
	days_of "$2"
	days_after "$1" $((days + $3))
}
