# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# The whole flow on a board of lscb-synth, and its truth beside it.  Sourced
# after common.bash.

DATE=2026-03-31
FIRST_QUARTER=2023-04-01	# of the three years that lscb-synth shows
# What lscb-synth counts itself, while it makes a board.
TOLD=(audits-completed board-meetings bullied cpr-second cpr-two-years-ended
	cpr-two-years-open domestic-abuse-children domestic-abuse-register
	feel-safe referral-rate sait-band-two training-sessions)

# invent FOLDER ARGUMENT...: a board with a night's folder, keys, deliveries;
# what lscb-synth made is in FOLDER/synth.
invent() {
	local folder=$1 purpose sender
	shift
	lscb-synth --date "$DATE" --out "$folder.synth" -o "$folder.list" "$@"
	"$ROOT/pipelines/board-init" "$folder" >/dev/null
	mv "$folder.synth" "$folder/synth"
	# Of the template the board's own settings, not its deliveries.
	sed '/^%rec: Delivery/,$d' "$ROOT/sample-data/board/board.rec" |
		cat - "$folder/synth/deliveries.rec" >"$folder/board.rec"
	cp "$folder/synth/populations.csv" "$folder/"
	while IFS= read -r sender; do
		mkdir -p "$folder/incoming/$sender"
		cp "$folder/synth/$sender"/* "$folder/incoming/$sender/"
	done < <(sed -n 's/^sender: //p' "$folder/synth/deliveries.rec" |
		sort -u)
	lscb-keygen --new "$folder/first" "$folder/second"
	for purpose in deidentify link; do
		lscb-keygen --purpose "$purpose" -o "$folder/keys/$purpose.key" \
			"$folder/first" "$folder/second"
	done
}

# totals HISTORY POPULATIONS: indicator,start,end,numerator,denominator of
# every complete period and window, of the indicators whose truth is told.
totals() {
	local told
	printf -v told -- '-i %s ' "${TOLD[@]}"
	# shellcheck disable=SC2086 # names, two words each
	lscb-indicators $told --populations "$2" --from "$FIRST_QUARTER" \
		--date "$DATE" "$1" >counted.all
	awk -F, 'NR > 1 && $4 == "" {
		print $1 "," $2 "," $3 "," $6 "," $7 }' counted.all | sort
}

# visible FOLDER: what the extracts of FOLDER can show, in the same form.
visible() {
	awk -F, 'NR > 1 { print $1 "," $2 "," $3 "," $6 "," $7 }' \
		"$1/truth/indicators.csv" | sort
}
