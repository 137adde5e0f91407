# SPDX-License-Identifier: MIT
# Transcripts: commands after "$ " (going on after "> "), what they print on
# the lines below.  A line "..." stands for any lines.  A command must print
# nothing on stderr unless the transcript itself sends it to stdout.

# readme_blocks FILE: its ```console blocks as one transcript.
readme_blocks() {
	awk '/^```console$/ { on = 1; next } /^```/ { on = 0 } on' "$1"
}

# page_blocks FILE DIR: each .Bd -literal block of a man page with a command
# in it, as DIR/1, DIR/2 ...; roff escapes undone.
page_blocks() {
	awk -v dir="$2" '
		/^\.Bd .*-literal/ { on = 1; text = ""; run = 0; next }
		/^\.Ed/ {
			if (on && run)
				printf "%s", text >(dir "/" ++n)
			on = 0
			next
		}
		on {
			gsub(/\\&/, ""); gsub(/\\-/, "-"); gsub(/\\\(aq/, "\047")
			gsub(/\\\(dq/, "\""); gsub(/\\\(ha/, "^")
			gsub(/\\\(ti/, "~"); gsub(/\\\(ga/, "`")
			line = $0
			gsub(/\\e/, "", line); gsub(/\\\(rs/, "", line)
			if (line ~ /\\/)
				print "unknown escape: " $0 >"/dev/stderr"
			gsub(/\\e|\\\(rs/, "\\")
			if (/^\$ /) run = 1
			text = text $0 "\n"
		}' "$1"
}

# split_transcript FILE DIR: DIR/cmd.1, DIR/want.1, DIR/cmd.2 ...
split_transcript() {
	awk -v dir="$2" '
		/^\$ / { n++; print substr($0, 3) >(dir "/cmd." n)
			 printf "" >(dir "/want." n); more = 1; next }
		/^> / && more { print substr($0, 3) >(dir "/cmd." n); next }
		n == 0 { next }
		{ more = 0; print >(dir "/want." n) }' "$1"
}

# as_told WANT GOT: the same lines, "..." standing for any.
as_told() {
	awk -v want="$1" -v got="$2" '
		function fits(i, j) {
			for (; i <= nw; i++) {
				if (w[i] == "...") {
					for (; j <= ng + 1; j++)
						if (fits(i + 1, j))
							return 1
					return 0
				}
				if (j > ng || w[i] != g[j])
					return 0
				j++
			}
			return j == ng + 1
		}
		BEGIN {
			while ((getline line <want) > 0) w[++nw] = line
			while ((getline line <got) > 0) g[++ng] = line
			exit !fits(1, 1)
		}'
}

# run_transcript FILE: in an empty folder, all commands in one shell.  Says
# what came out differently; status 1 when anything did.
run_transcript() {
	local work place bad=0 i
	work=$(mktemp -d "$BATS_TEST_TMPDIR/transcript.XXXXXX")
	place=$work/place
	mkdir "$place"
	split_transcript "$1" "$work"
	[[ -e $work/cmd.1 ]] || {
		echo 'no command in it'
		return 1
	}
	# Options of the test must not reach the commands.
	# shellcheck disable=SC2016
	timeout 120 bash --noprofile --norc -c '
		cd "$2" || exit 71
		for ((transcript_i = 1; ; transcript_i++)); do
			[[ -e $1/cmd.$transcript_i ]] || break
			eval "$(<"$1/cmd.$transcript_i")" \
				>"$1/out.$transcript_i" 2>"$1/err.$transcript_i"
		done' transcript "$work" "$place" </dev/null 3>&- || bad=1
	for ((i = 1; ; i++)); do
		[[ -e $work/cmd.$i ]] || break
		if ! as_told "$work/want.$i" "$work/out.$i"; then
			printf '$ %s\n' "$(<"$work/cmd.$i")"
			diff -u --label told --label printed \
				"$work/want.$i" "$work/out.$i" >"$work/differs" || :
			head -n 40 "$work/differs"
			bad=1
		fi
		if [[ -s $work/err.$i ]]; then
			printf '$ %s\nstderr:\n' "$(<"$work/cmd.$i")"
			head -n 10 "$work/err.$i"
			bad=1
		fi
	done
	return "$bad"
}
