# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# The whole night, from the deliveries to what is published.  Sourced by run.
# shellcheck disable=SC2034,SC2154 # set here, used by run and its parts, or back

# night NAME PEOPLE [OPTION...]: a board of so many people, and its night.
# Appends a line to the table.
night() {
	local name=$1 people=$2 f=$work/night rows bytes
	shift 2
	say "nights: $name, $people people"
	mkdir "$f"
	lscb-synth --people "$people" --date "$date" --out "$f/extracts" "$@" \
		>"$f/list"
	"$pipelines/board-init" "$f/board" >/dev/null
	# The board expects what the generator says its agencies deliver.
	if [[ -f $f/extracts/deliveries.rec ]]; then
		{
			sed '/^%rec: Delivery/,$d' "$board_template"
			sed 1,2d "$f/extracts/deliveries.rec"
		} >"$f/board/board.rec"
	fi
	cp "$work/deidentify.key" "$work/link.key" "$f/board/keys/"
	cp "$f/extracts/populations.csv" "$f/board/"
	mv "$f/extracts/$sender" "$f/board/incoming/"
	rm -r "$f/extracts"
	bytes=$(du -sb "$f/board/incoming")
	rows=$(awk -F, 'NR > 1 { n += $2 } END { print n }' "$f/list")
	heat=nights,$name,1
	stage night "$pipelines/nightly" "$f/board" --date "$date" >/dev/null
	awk -F, -v name="$name" -v people="$people" -v rows="$rows" \
		-v bytes="${bytes%%[!0-9]*}" \
		-v history="$(wc -l <"$f/board/current/history.csv" || :)" \
		"$awk_lib"'
	$1 == "nights" && $2 == name {
		printf "| %s | %s | %s | %.1f | %s | %.2f | %.2f | %.0f |\n",
			name, grouped(people), grouped(rows), bytes / 1048576,
			grouped(history - 1), $5, $6 + $7, $8 / 1024
	}' "$measures"
	rm -r "$f"
}

# Years of data are an option of the generator that not every one has.
part_nights() {
	local help span='' years=() small=$((rows / 50))
	pipelines=$here/../../pipelines
	help=$(lscb-synth --help)
	[[ $help != *--years* ]] || years=(--years 5) span=' (5 years)'
	printf '## The night\n\n'
	printf 'Memory is that of the largest process.\n\n'
	printf '| | people | rows delivered | MiB delivered | rows of history | seconds | CPU s | peak MiB |\n'
	printf '|---|--:|--:|--:|--:|--:|--:|--:|\n'
	if ((rows < 1000000)); then
		# Few rows: one mistake on purpose is more than the board allows.
		night board "$((small < 100 ? 100 : small))" --errors none
		return 0
	fi
	night board 20000
	night "larger board$span" 90000 "${years[@]}"
	((rows < 5000000)) || night region 400000
	((rows < 5000000)) || night "nation's shard$span" 1000000 "${years[@]}"
}
