# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Each filter alone, on a register of growing size with every check of the
# library, so that whatever grows faster than its input shows.  Sourced by run.
# shellcheck disable=SC2034,SC2154 # set here, used by run and its parts, or back

# alone SIZE FILTER COMMAND...: once; its output is the next one's input.
alone() {
	heat=filters.$1,$2,1
	say "filters: $2, $1 rows"
	stage "$2" "${@:3}"
}

# chain SIZE: the flow of one extract, filter by filter.  Files are named for
# what is in them, and removed when the last who reads them has.
chain() {
	local n=$1 f=$work/chain
	mkdir "$f"
	"$tools/extract" "$n" "$f/truth" >"$f/extract"
	alone "$n" ingest lscb-ingest -x register --date "$date" \
		"$f/extract" >"$f/clean"
	rm "$f/extract"
	alone "$n" deidentify lscb-deidentify -x register --sender "$sender" \
		--date "$date" -k "$work/deidentify.key" "$f/clean" >"$f/payload"
	alone "$n" deidentify-tokens lscb-deidentify -x register \
		--sender "$sender" --date "$date" -k "$work/deidentify.key" \
		--tokens "$f/tokens" "$f/clean" >"$f/payload"
	rm "$f/clean"
	alone "$n" link lscb-link -k "$work/link.key" --index-out "$f/index" \
		"$f/tokens" >"$f/map"
	alone "$n" link-next-night lscb-link -k "$work/link.key" \
		--index "$f/index" --index-out "$f/index-2" "$f/tokens" \
		>"$f/map-2"
	cmp "$f/map" "$f/map-2"
	rm "$f/tokens" "$f/index" "$f/index-2" "$f/map-2"
	alone "$n" join lscb-join --map "$f/map" "$f/payload" >"$f/history"
	rm "$f/map"
	alone "$n" sort lscb-sort "$f/payload" >"$f/sorted"
	rm "$f/payload" "$f/sorted"
	alone "$n" indicators-one lscb-indicators --date "$date" \
		-i cpr-second "$f/history" >"$f/counts"
	alone "$n" indicators-all lscb-indicators --date "$date" \
		"$f/history" >"$f/counts"
	rm -r "$f"
}

# figures SIZE: a table of counts, and what is made of it.
figures() {
	local n=$1 f=$work/figures
	mkdir "$f"
	awk -v n="$n" 'BEGIN {
		print "indicator,start,end,by,group,numerator,denominator,censored,unmatched,status"
		for (i = 0; i < n; i++)
			printf "cpr-second,2026-01-01,2026-03-31,area,a%d,%d,%d,0,,ok\n",
				i, i % 50, 50 + i % 70
	}' >"$f/counts"
	alone "$n" limits lscb-limits "$f/counts" >"$f/limits"
	rm "$f/counts"
	alone "$n" report lscb-report --date "$date" --format csv \
		"$f/limits" >"$f/report"
	rm -r "$f"
}

# invented SIZE: the generator is measured by people, and told by the rows it
# wrote; how many that are is its own affair.
invented() {
	local n=$1 f=$work/invented
	alone "$n" synth lscb-synth --people "$((n > 4000000 ? 4000000 : n))" \
		--date "$date" --out "$f" >"$work/list"
	awk -F, -v n="$n" 'NR > 1 { rows += $2 }
		END { print n "," rows }' "$work/list" >>"$work/invented.rows"
	rm -r "$f"
}

# growth SIZE...: one line a filter, rows a second and peak memory of each.
growth() {
	local size
	{
		printf '| |'
		printf ' %s rows |' "$@"
		printf '\n|---|'
		for size; do printf -- '--:|'; done
		printf '\n'
	}
	awk -v measures="$measures" -v sizes="$*" \
		-v invented="$work/invented.rows" "$awk_lib"'
	BEGIN {
		while ((getline line <invented) > 0) {
			split(line, f, ",")
			written[f[1]] = f[2]
		}
		while ((getline line <measures) > 0) {
			split(line, f, ",")
			if (f[1] !~ /^filters\./)
				continue
			size = substr(f[1], 9)
			if (!(f[2] in seen)) {
				seen[f[2]]
				name[++names] = f[2]
			}
			n = f[2] == "synth" ? written[size] : size
			cell[f[2], size] = rate(n, f[5]) " / s, " \
				sprintf("%.0f MiB", f[8] / 1024)
		}
		n = split(sizes, size_of, " ")
		for (i = 1; i <= names; i++) {
			printf "| %s |", name[i]
			for (j = 1; j <= n; j++)
				printf " %s |", cell[name[i], size_of[j]]
			print ""
		}
	}'
}

part_filters() {
	local sizes=() size
	for size in 100000 1000000 10000000; do
		((size > 2 * rows)) || sizes+=("$size")
	done
	((${#sizes[@]})) || sizes=("$rows")
	for size in "${sizes[@]}"; do
		chain "$size"
		figures "$size"
		invented "$size"
	done
	printf '## Each filter alone\n\n'
	printf 'Rows of its input a second of wall clock (lscb-synth: rows written) and peak memory, one run.\n\n'
	growth "${sizes[@]}"
}
