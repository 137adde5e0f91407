# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Linking alone: all the token files of a region at once, and again the next night
# with the standing index, when one record in a hundred has changed or gone.
# Sourced by run.
# shellcheck disable=SC2034,SC2154 # set here, used by run and its parts, or back

# region_tokens PEOPLE FOLDER: the token files of all its agencies deliver.
region_tokens() {
	local people=$1 f=$2 file x
	say "link: the tokens of $people people"
	lscb-synth --people "$people" --date "$date" --out "$f/extracts" \
		>"$f/list"
	mkdir "$f/tokens"
	for file in "$f/extracts/$sender"/*; do
		x=${file##*/}
		x=${x%%.*}
		lscb-ingest -x "$x" --sender "$sender" --date "$date" \
			--rejects "$f/bad" "$file" >"$f/clean"
		lscb-deidentify -x "$x" --sender "$sender" --date "$date" \
			-k "$work/deidentify.key" --tokens "$f/tokens/$x" \
			--rejects "$f/bad" -o /dev/null "$f/clean"
	done
	rm -r "$f/extracts"
}

# next_night FROM TO: of a thousand records four go, and six are written otherwise,
# the names taken for each other and the postcode left out.
next_night() {
	local file
	mkdir "$2"
	for file in "$1"/*; do
		awk -F, -v OFS=, 'NR == 1 {
			for (i = 1; i <= NF; i++)
				at[$i] = i
			print
			next
		} {
			n = NR * 2654435761 % 1000
			if (n < 4)
				next
			if (n < 10) {
				name = $at["forename"]
				$at["forename"] = $at["surname"]
				$at["surname"] = name
				$at["postcode"] = ""
			}
			print
		}' "$file" >"$2/${file##*/}"
	done
}

link_all() {
	stage all-at-once lscb-link -k "$work/link.key" --index-out "$f/index" \
		-o "$f/map" "$f/tokens"/*
}

link_next() {
	stage next-night lscb-link -k "$work/link.key" --index "$f/index" \
		--index-out "$f/index-2" -o "$f/map-2" "$f/tokens-2"/*
}

# children MAP: the records, each with the first of the same child in its place.
children() {
	awk -F, '$2 != "" && !($2 in first) { first[$2] = $1 }
		{ print $1 "," ($2 == "" ? "" : first[$2]) }' "$1"
}

# An index gives children their numbers: which records are a child is found anew.
check_link() {
	[[ $1 == next ]] || return 0
	lscb-link -k "$work/link.key" -o "$f/map-3" "$f/tokens-2"/*
	children "$f/map-3" >"$f/want"
	children "$f/map-2" >"$f/got"
	cmp -s "$f/want" "$f/got" ||
		disagree 'link: with an index and without' "$f/want" "$f/got"
}

part_link() {
	local people=$((rows * 33 / 500)) f=$work/link records files
	mkdir "$f"
	((people >= 100)) || people=100
	region_tokens "$people" "$f"
	next_night "$f/tokens" "$f/tokens-2"
	warm "$f/tokens"/* "$f/tokens-2"/*
	race link all next
	records=$(awk 'END { print NR - 1 }' "$f/map")
	files=("$f/tokens"/*)
	printf '## Linking\n\n'
	printf '%s records in %s token files, of a region of %s people.\n\n' \
		"$records" "${#files[@]}" "$people"
	titles='all=link, all at once
next=link, the next night'
	table link "$records" all
	rm -r "$f"
}
