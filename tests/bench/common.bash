# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What the parts of the benchmark share: how a contestant is measured, and how
# the measures become a table.  Sourced by run; defines functions, does nothing.
# shellcheck disable=SC2154 # set by run

# Every measure is a line of $measures:
#   part,contestant,run,stage,wall,user,sys,KiB,status
# Stage "all" is the wall clock of the whole contestant, and that alone.

say() {
	printf 'bench: %s\n' "$*" >&2
}

# stage NAME COMMAND...: runs one process of the contestant that is on.
stage() {
	"$meter" "$measures" "$heat,$1" "${@:2}"
}

# race PART[.FORM] CONTESTANT...: each is a function PART_CONTESTANT and runs $runs
# times, or as often as $runs_of says; in turns, so that whatever else the
# machine does hits all alike.
race() {
	local part=$1 run name start stop
	shift
	for ((run = 1; run <= runs; run++)); do
		for name; do
			((run <= ${runs_of[$name]:-$runs})) || continue
			say "$part: $name, run $run of ${runs_of[$name]:-$runs}"
			heat=$part,$name,$run
			start=$EPOCHREALTIME
			"${part%%.*}_$name"
			stop=$EPOCHREALTIME
			printf '%s,all,%s\n' "$heat" \
				"$(((${stop/./} - ${start/./}) / 1000))e-3" >>"$measures"
			"check_${part%%.*}" "$name"
		done
	done
}

# warm FILE...: into the page cache before anything is measured.
warm() {
	cat "$@" >/dev/null
}

# disagree PLACE EXPECTED ACTUAL: the end of the benchmark.
disagree() {
	diff "$2" "$3" >&2 || :
	die 1 "$1: the answers differ, see above (< expected, > answered)"
}

# The functions in awk that every table needs: load() reads $measures of a
# part; wall(), cpu() and mib() are medians over the runs of a contestant,
# where processor time and peak memory are sums over its processes.
# shellcheck disable=SC2016 # the dollars are awk's
awk_lib='
function load(part,    f, line) {
	while ((getline line <measures) > 0) {
		split(line, f, ",")
		if (f[1] != part)
			continue
		if (!(f[2] in runs))
			order[++contestants] = f[2]
		if (f[3] > runs[f[2]])
			runs[f[2]] = f[3]
		if (f[4] == "all") {
			w[f[2], f[3]] = f[5]
			continue
		}
		if (!((f[2], f[4]) in known)) {
			known[f[2], f[4]]
			stages[f[2]] = stages[f[2]] " " f[4]
		}
		c[f[2], f[3]] += f[6] + f[7]
		m[f[2], f[3]] += f[8] / 1024
		sc[f[2] SUBSEP f[4], f[3]] = f[6] + f[7]
		sm[f[2] SUBSEP f[4], f[3]] = f[8] / 1024
	}
}
function median(of, key, n,    i, j, v, s) {
	for (i = 1; i <= n; i++) {
		v = of[key, i] + 0
		for (j = i - 1; j > 0 && s[j] > v; j--)
			s[j + 1] = s[j]
		s[j + 1] = v
	}
	return n % 2 ? s[(n + 1) / 2] : (s[n / 2] + s[n / 2 + 1]) / 2
}
function wall(name) { return median(w, name, runs[name]) }
function cpu(name) { return median(c, name, runs[name]) }
function mib(name) { return median(m, name, runs[name]) }
function grouped(n,    s) {
	s = sprintf("%d", n)
	while (match(s, /[0-9][0-9][0-9][0-9]($|,)/))
		s = substr(s, 1, RSTART) "," substr(s, RSTART + 1)
	return s
}
function rate(n, seconds) {
	return seconds > 0 ? grouped(int(n / seconds / 1000) * 1000) : "-"
}
'

# table PART ROWS OURS: a line for each contestant; the last columns say
# how many times as long, as much processor time and as much memory as OURS it
# takes.
table() {
	awk -v measures="$measures" -v part="$1" -v rows="$2" -v ours="$3" \
		-v titles="$titles" "$awk_lib"'
	BEGIN {
		n = split(titles, line, "\n")
		for (i = 1; i <= n; i++) {
			at = index(line[i], "=")
			title[substr(line[i], 1, at - 1)] = substr(line[i], at + 1)
		}
		load(part)
		print "| | seconds | CPU s | peak MiB | rows a second | time to ours | CPU to ours | memory to ours |"
		print "|---|--:|--:|--:|--:|--:|--:|--:|"
		for (i = 1; i <= contestants; i++) {
			name = order[i]
			printf "| %s | %.2f | %.2f | %.0f | %s | %.2f | %.2f | %.2f |\n",
				(name in title) ? title[name] : name, wall(name),
				cpu(name), mib(name), rate(rows, wall(name)),
				wall(name) / (wall(ours) > 0 ? wall(ours) : 1e-3),
				cpu(name) / (cpu(ours) > 0 ? cpu(ours) : 1e-3),
				mib(name) / mib(ours)
		}
	}'
}

# stage_table PART CONTESTANT: its processes one by one.
stage_table() {
	awk -v measures="$measures" -v part="$1" -v name="$2" "$awk_lib"'
	BEGIN {
		load(part)
		print "| stage | CPU s | peak MiB |"
		print "|---|--:|--:|"
		n = split(stages[name], stage, " ")
		for (i = 1; i <= n; i++) {
			key = name SUBSEP stage[i]
			printf "| %s | %.2f | %.1f |\n", stage[i],
				median(sc, key, runs[name]),
				median(sm, key, runs[name])
		}
	}'
}
