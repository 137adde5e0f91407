# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Extracts that are delivered as changes or by period: what stands, what is
# accepted onto it, what is missing from it.  Sourced by 20-receive, which has
# ingest, gate and deidentify, and by nightly, which purges.
# shellcheck disable=SC2034,SC2154 # set here, used by who sources this, or back
#
# Below identifiable/, SENDER/EXTRACT being the name of a delivery:
#	standing/SENDER/EXTRACT/DATE	the rows that stand since that night
#	standing/SENDER/EXTRACT/DATE.counts	what its deliveries were
#	accepted/, refused/		DATE, a full delivery, the first of its
#	SENDER/EXTRACT/			night; else DATE.NNNN.KIND, by arrival
#	landed/SENDER/			EXTRACT, likewise, and EXTRACT.NNNN.KIND
# KIND is full, changes, changes.LABEL, or a period, FROM.TO.
#
# What stands is written before a delivery counts as accepted: a night that is
# killed between the two applies it again, and twice is once.

# kind_of PATH PREFIX: sets kind of a file whose name begins with PREFIX.
kind_of() {
	kind=${1##*/}
	kind=${kind#"$2"}
	kind=${kind:6}
	: "${kind:=full}"
}

# stood DATE: sets stands to the last date up to DATE that has standing rows,
# rows to their file and before to the date before it; empty without one.
stood() {
	local path day
	stands='' rows='' before=''
	for path in "$private/standing/$name"/????-??-??; do
		day=${path##*/}
		if [[ ! $day > $1 ]]; then
			before=$stands stands=$day rows=$path
		fi
	done
}

# stood_before DATE: the same of the nights before DATE.
stood_before() {
	days_after "$1" -1
	stood "$day"
}

# landed_files: sets arrivals to what waits, in order of arrival.
landed_files() {
	local path
	arrivals=()
	for path in "$landed" "$landed".[0-9][0-9][0-9][0-9].*; do
		[[ ! -f $path || $path == *.sha256 || $path == *.new ]] ||
			arrivals+=("$path")
	done
}

# arrival_name KIND: sets arrival to what tonight's next one is called.
arrival_name() {
	local path n=0 at
	for path in "$private"/{accepted,refused}/"$name/$date"*; do
		at=${path##*/}
		at=${at#"$date"}
		at=${at:1:4}
		[[ $at =~ ^[0-9]{4}$ ]] || at=1
		((10#$at <= n)) || n=$((10#$at))
	done
	arrival=$date
	if [[ $1 != full ]] || ((n > 0)); then
		printf -v arrival '%s.%04d.%s' "$date" $((n + 1)) "$1"
	fi
}

# unlabelled ARRIVAL: sets public to what kind, of a delivery called ARRIVAL, is
# called wherever anybody may read it, and listed to the file of its bad rows.
# The label is of the sender's choice and could be somebody; its number will do.
unlabelled() {
	public=$kind listed=$id.csv
	[[ $kind == full ]] || listed=$id${1:10:5}.$kind.csv
	if [[ $kind == changes.* ]]; then
		public=changes.${1:11:4} listed=$id${1:10:5}.changes.csv
	fi
}

# update KIND: the delivery that was just ingested, applied to rows.  The new
# rows are in $secret/standing/$id.new.
update() {
	local how=(--full) old
	mkdir -p "$secret/standing"
	if [[ $1 != full ]]; then
		old=${rows:-$secret/standing/$id.none}
		[[ -n $rows ]] || head -n 1 "$secret/clean/$id.csv" >"$old"
		how=(--standing "$old")
	fi
	[[ $1 != [0-9]* ]] || how+=(--from "${1%.*}" --to "${1#*.}"
		--rejects "$secret/rejects/$id.outside.csv"
		--max-rejects "${d_max_rejects[at]}%")
	attempt "update.$id" lscb-update -x "$extract" "${how[@]}" \
		--stats "$work/stats/update.$id.csv" \
		-o "$secret/standing/$id.new" "$secret/clean/$id.csv"
	# What ingest wrote is sound; the rows that stand are not.
	if [[ $status == 65 && $line != *'[too-many-rejects]' ]]; then
		line="the rows that stand since ${stands:-?} cannot be changed ($line): ask the sender for a full delivery [bad-standing]"
	fi
	judge
	[[ $verdict == ok ]] || return 0
	counted "$work/stats/ingest.$id.csv" written
	was=$n
	counted "$work/stats/update.$id.csv" read
	same_count "$name: ingest to update" "$was" "$n"
}

# apply FILE KIND GATED: from a delivery to the rows that would stand, and
# where it is gated their payload; messages call it public.  Sets verdict and why.
apply() {
	local was as=$name.csv
	[[ $3 == gated ]] || local under=()
	verdict=ok why=''
	if [[ $2 == changes* && -z $rows ]]; then
		verdict=broken
		why="there is no full delivery for them to change: ask the sender for $extract.csv [no-base]"
		return 0
	fi
	[[ $2 == full ]] || as=$name.$public.csv
	ingest "$1" "$as"
	[[ $verdict == ok ]] || return 0
	update "$2"
	[[ $verdict == ok && $3 == gated ]] || return 0
	counted "$work/stats/update.$id.csv" written
	check_drop "$n"
	[[ $verdict == ok ]] || return 0
	deidentify "$secret/standing/$id.new" "$n"
}

# tally FILE: adds what the delivery at hand was to the night's account.
tally() {
	local measure sum
	sum=$(sha256sum <"$1")
	digests+=${digests:+ }${sum%% *}
	for measure in read rejected; do
		counted "$work/stats/ingest.$id.csv" "$measure"
		tallied[$measure]=$((${tallied[$measure]:-0} + n))
	done
	counted "$work/stats/ingest.$id.csv" dropped
	tallied[dropped]=$((${tallied[dropped]:-0} + n))
	# A row that is used stands or changes what stood.
	counted "$work/stats/update.$id.csv" used
	tallied[used]=$((${tallied[used]:-0} + n))
	counted "$work/stats/update.$id.csv" rejected
	tallied[rejected]=$((tallied[rejected] + n))
	counted "$work/stats/update.$id.csv" dropped
	tallied[dropped]=$((tallied[dropped] + n))
	for measure in new corrected deleted; do
		n=$(awk -F, -v r="$measure" '$2 == "used" && $3 == r {
			n += $4 } END { print n + 0 }' \
			"$work/stats/update.$id.csv")
		tallied[$measure]=$((${tallied[$measure]:-0} + n))
	done
	counted "$work/stats/update.$id.csv" written
	tallied[rows]=$n
}

# stand DATE: the new rows stand since DATE.
stand() {
	local to=$private/standing/$name same='' old
	mkdir -p "$to"
	# The same files as last time, if there was a row in them.
	if ((tallied[read] > 0)) && [[ -n $last && $digests == "$last" ]]; then
		same=$last_same
	fi
	old=$secret/standing/$id.counts
	printf '%d,%d,%d,%d,%s,%s,%d,%d,%d,%d\n' "${tallied[read]}" \
		"${tallied[used]}" "${tallied[rejected]}" "${tallied[dropped]}" \
		"$digests" "$same" "${tallied[rows]}" "${tallied[new]}" \
		"${tallied[corrected]}" "${tallied[deleted]}" >"$old"
	sync "$old" "$secret/standing/$id.new"
	mv -fT "$old" "$to/$1.counts"
	mv -fT "$secret/standing/$id.new" "$to/$1"
	sync "$to"
	rows=$to/$1 stands=$1
}

# account: an empty one, beside that of the deliveries that stand so far.
account() {
	local rest
	declare -gA tallied=()
	digests='' last='' last_same=''
	[[ -n $stands ]] || return 0
	IFS=, read -r rest rest rest rest last last_same rest \
		<"$private/standing/$name/$stands.counts"
	: "${last_same:=$stands}"
}

# repeat FILE KIND: one that was accepted, applied again.
repeat() {
	apply "$1" "$2" ungated
	if [[ $verdict != ok ]]; then
		printf '%s: the delivery of %s was accepted and is refused now: %s\n' \
			"$name" "$date" "$why" >&2
		exit 65
	fi
	tally "$1"
}

# adopt: nothing stands, but a full delivery was accepted, before the
# definition said that changes would follow: it is what they change.
adopt() {
	accepted_before "$private/accepted/$name" "$date"
	[[ -n $file ]] || return 0
	account
	repeat "$file" full
	stand "$delivered"
}

# take_in: tonight's rows made anew from those of the night before: what was
# accepted tonight, then what has landed, each accepted or refused by itself.
take_in() {
	local path
	stood_before "$date"
	account
	for path in "$private/accepted/$name/$date"*; do
		kind_of "$path" "$date"
		unlabelled "${path##*/}"
		repeat "$path" "$kind"
		mv -fT "$secret/standing/$id.new" "$secret/standing/$id.csv"
		rows=$secret/standing/$id.csv
	done
	for path in "${arrivals[@]}"; do
		kind_of "$path" "$extract"
		arrived_at "$path"
	done
}

# arrived_at FILE: it is accepted or refused.
arrived_at() {
	landed=$1
	arrival_name "$kind"
	unlabelled "$arrival"
	verdict=ok why=''
	check_digest "$landed"
	[[ $verdict != ok ]] || apply "$landed" "$kind" gated
	if [[ $verdict == ok ]]; then
		quarantine
		tally "$landed"
		stand "$date"
		keep accepted "$arrival"
		done=yes
	else
		reasons
		quarantine
		mkdir -p "$private/refused/$name"
		printf '%s\n' "$why" >"$private/refused/$name/$arrival.why"
		keep refused "$arrival"
		done=no
	fi
}

# settle NAME: sets open to no when what was refused under NAME has come after
# all.  A full delivery holds everything; a later night's anything puts an end to
# a refused full one; a label or a period says that it is the same again.
settle() {
	local path other mine theirs
	open=yes
	kind_of "$1" "${1:0:10}"
	mine=$kind
	for path in "$private/accepted/$name"/*; do
		other=${path##*/}
		[[ $other > $1 && ! ${other:0:10} > $date ]] || continue
		kind_of "$other" "${other:0:10}"
		theirs=$kind
		case $mine,$theirs in
		*,full) open=no ;;
		full,*) [[ ! ${other:0:10} > ${1:0:10} ]] || open=no ;;
		changes,changes) [[ ${other:0:10} != "${1:0:10}" ]] || open=no ;;
		[0-9]*,[0-9]*)
			[[ ${theirs%.*} > ${mine%.*} || ${theirs#*.} < ${mine#*.} ]] ||
				open=no
			;;
		*) [[ $mine != "$theirs" ]] || open=no ;;
		esac
	done
}

# gaps: sets refused to the last refusal that is not settled, why to its reason
# and gap to the date of the first that leaves rows missing.
gaps() {
	local path refusal
	refused='' gap=''
	for path in "$private/refused/$name"/*.why; do
		refusal=${path##*/}
		refusal=${refusal%.why}
		[[ ! ${refusal:0:10} > $date ]] || continue
		settle "$refusal"
		[[ $open == yes ]] || continue
		kind_of "$refusal" "${refusal:0:10}"
		refused=$refusal why=$(<"$path")
		[[ $kind == full || -n $gap ]] || gap=${refusal:0:10}
	done
}

# complete: sets delivered to the last date of which nothing is missing.
complete() {
	delivered=$stands
	[[ -n $gap && -n $stands ]] || return 0
	stood_before "$gap"
	delivered=${stands:-$delivered}
	stood "$date"
}

standing_main() {
	stood "$date"
	[[ -n $rows ]] || adopt
	landed_files
	if [[ $backfill == no && -z $held ]] && ((${#arrivals[@]})); then
		take_in
	fi
	stood "$date"
	gaps
	complete
	state_of
	speak
	[[ -n $rows && $done == no ]] || return 0
	verdict=ok
	lines=$(wc -l <"$rows")
	deidentify "$rows" $((lines - 1))
	if [[ $verdict != ok ]]; then
		printf '%s: the rows that stand since %s are refused now: %s: take the definition back, or ask for a full delivery\n' \
			"$name" "$stands" "$why" >&2
		exit 65
	fi
}

# purge_standing LIMIT: what stood before LIMIT goes, but for what serves, and
# for what stood before that as long as its night may be made again.
purge_standing() {
	local dir path kept
	for dir in "$private"/standing/*/*/; do
		dir=${dir%/}
		name=${dir#"$private/standing/"}
		stood 9999-99-99
		kept=$stands
		[[ $stands < $1 ]] || kept=$before
		for path in "$dir"/*; do
			path=${path##*/}
			if [[ ${path:0:10} < $1 && ${path:0:10} != "$stands" &&
				${path:0:10} != "$kept" ]]; then
				rm -f "$dir/$path"
			fi
		done
	done
}
