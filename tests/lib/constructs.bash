# SPDX-License-Identifier: MIT
# For tests that hold the expression language to lscb-expression(7): a history,
# and a table of what each expression counts in it.

# history COLUMNS: writes h.csv in order; rows on standard input, the columns
# are those after source.
history() {
	{
		echo "subject,date,end,event,source$1"
		sort -s -t, -k1,2
	} >h.csv
}

# counts ARGS...: the body of the counts, without the header.
counts() {
	lscb-indicators "$@" >all.csv || return
	tail -n +2 all.csv
}

# figure ARGS...: the first total, as NUMERATOR[/DENOMINATOR][~CENSORED]:STATUS.
figure() {
	lscb-indicators "$@" >counted 2>said || :
	awk -F, 'NR > 1 && $4 == "" {
		printf "%s", $6
		if ($7 != "")
			printf "/%s", $7
		if ($8 != 0)
			printf "~%s", $8
		print ":" $10
		exit
	}' counted
	sed -n '1s/^lscb-indicators: //p' said
}

# table [ARGS...]: lines of WANT EXPRESSION on standard input, # a comment.
# Each is counted in the second quarter of 2025 as of its last day, or in the
# first period from $from as of $as_of, with these arguments.  Of what follows the colon of a figure only that is compared
# which WANT has.  All lines that are wrong are shown.
table() {
	local want expression got bad=0
	while read -r want expression; do
		[[ -n $want && $want != '#'* ]] || continue
		got=$(figure --date "${as_of:-2025-06-30}" \
			--from "${from:-2025-04-01}" -e "$expression" "$@" \
			h.csv </dev/null)
		[[ -s said || $want == *:* ]] || got=${got%:*}
		if [[ $got != "$want" ]]; then
			printf '%s: want %s, got %s\n' "$expression" "$want" \
				"$got"
			bad=1
		fi
	done
	return "$bad"
}

# refusals: lines of EXPRESSION | MESSAGE | MESSAGE ... on standard input, # a
# comment: each expression is refused with 64, and the message holds all.
refusals() {
	local line expression message bad=0 status
	local -a parts
	while read -r line; do
		[[ -n $line && $line != '#'* ]] || continue
		IFS='|' read -ra parts <<<"$line"
		expression=${parts[0]% }
		status=0
		lscb-indicators --date 2025-06-30 -e "$expression" h.csv \
			</dev/null >out 2>said || status=$?
		if ((status != 64)) || [[ -s out ]]; then
			printf '%s: want 64, got %s\n' "$expression" "$status"
			bad=1
		fi
		for message in "${parts[@]:1}"; do
			message=${message# }
			message=${message% }
			if [[ $(<said) != *"$message"* ]]; then
				printf '%s: want "%s", got %s\n' "$expression" \
					"$message" "$(<said)"
				bad=1
			fi
		done
	done
	return "$bad"
}
