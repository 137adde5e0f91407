#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What the README and the pages say is what happens: their examples are run
# and compared, their options are those of the programs.
#
# bats file_tags=docs
load lib/common
load lib/transcript

page_of() {
	printf '%s/filters/%s/%s.1\n' "$ROOT" "$1" "$1"
}

# every CHECK: with filter and page set; a check says what is wrong and
# returns 1.
every() {
	local filter page bad=()
	for filter in "$LSCB_BIN"/lscb-*; do
		filter=${filter##*/}
		page=$(page_of "$filter")
		"$@" || bad+=("$filter")
	done
	if ((${#bad[@]} > 0)); then
		printf 'offenders: %s\n' "${bad[*]}"
		return 1
	fi
}

# The options named in a text, one a line.
options_in() {
	grep -oE '(^|[^[:alnum:]-])--?[A-Za-z][A-Za-z-]*' |
		grep -oE -- '--?[A-Za-z][A-Za-z-]*' | sort -u
}

# section NAME: of the page in plain text.
section() {
	mandoc -Tascii -O width=200 "$page" | col -bx |
		awk -v name="$1" '/^[A-Z]/ { on = $0 == name; next } on'
}

@test "the README's transcript is what happens" {
	readme_blocks "$ROOT/README.md" >transcript
	run_transcript transcript
}

@test "the examples of every page are what happens" {
	examples() {
		local dir=$BATS_TEST_TMPDIR/$filter block status=0
		mkdir "$dir"
		page_blocks "$page" "$dir" 2>"$dir/escapes"
		if [[ -s $dir/escapes ]]; then
			cat "$dir/escapes"
			status=1
		fi
		if [[ ! -e $dir/1 ]]; then
			echo "$filter: no example that runs"
			return 1
		fi
		for block in "$dir"/[0-9]*; do
			run_transcript "$block" || status=1
		done
		return "$status"
	}
	every examples
}

@test "the examples of the pages about the whole are what happens" {
	local page dir blocks status=0
	for page in "$ROOT"/filters/man/*.[57]; do
		dir=$BATS_TEST_TMPDIR/${page##*/}
		mkdir "$dir"
		page_blocks "$page" "$dir"
		# A page is typed along in one folder.
		blocks=$(find "$dir" -name '[0-9]*' | sort -V)
		[[ -n $blocks ]] || continue
		xargs cat <<<"$blocks" >"$dir/all"
		run_transcript "$dir/all" || status=1
	done
	((status == 0))
}

@test "every filter has a page with the sections an officer looks for" {
	sections() {
		local name status=0
		if [[ ! -f $page ]]; then
			echo "$filter: no page"
			return 1
		fi
		for name in NAME SYNOPSIS DESCRIPTION 'EXIT STATUS' EXAMPLES \
			'SEE ALSO'; do
			grep -qx "\.Sh $name" "$page" || {
				echo "$filter: no section $name"
				status=1
			}
		done
		return "$status"
	}
	every sections
}

@test "every page passes mandoc without a warning" {
	local page bad=0
	for page in "$ROOT"/filters/lscb-*/*.1 "$ROOT"/filters/man/*.[57]; do
		mandoc -Tlint -Wwarning "$page" || bad=1
	done
	((bad == 0))
}

@test "the synopsis of a page has the options of --help" {
	synopsis() {
		section SYNOPSIS | options_in >page.options
		"$filter" --help | awk '/^Usage:/ { on = 1 }
			on && !/^Usage:/ && !/^ / { exit } on' |
			sed "s/$filter//g" | options_in >help.options
		sed -i "/^-${filter#lscb}\$/d" page.options
		# What all filters share need not stand there.
		sed -E -i '/^(-o|--(output|stats|quiet|help|version))$/d
			/^--((max-)?rejects|library)$/d' page.options help.options
		diff -u --label "$filter: page" --label "$filter: --help" \
			page.options help.options
	}
	every synopsis
}

@test "a page explains every option of --help, and no other" {
	explains() {
		local option status=0
		"$filter" --help | awk '/^Options:/ { on = 1; next }
			/^$/ { on = 0 } on { print substr($0, 1, 28) }' |
			options_in >help.options
		mandoc -Tascii "$page" | col -bx | options_in >said.options
		# What all filters share is in lscb(7).
		while read -r option; do
			case $option in
			--help | --version | --quiet | --stats | -o | --output | \
				--rejects | --max-rejects | --library)
				continue
				;;
			esac
			grep -qx -e "$option" said.options || {
				echo "$filter: the page does not explain $option"
				status=1
			}
		done <help.options
		grep '^\.It Fl' "$page" | sed 's/^\.It //; s/Fl -/--/g; s/Fl /-/g
			s/ , -/ --/g' |
			options_in >listed.options
		while read -r option; do
			grep -qx -e "$option" help.options || {
				echo "$filter: the page explains $option, which is none"
				status=1
			}
		done <listed.options
		return "$status"
	}
	every explains
}

@test "lscb(7) explains the options that all filters share" {
	local option
	page=$ROOT/filters/man/lscb.7
	mandoc -Tascii "$page" | col -bx | options_in >said.options
	for option in --help --version --quiet --stats -o --rejects \
		--max-rejects --library; do
		grep -qx -e "$option" said.options || {
			echo "lscb(7) does not explain $option"
			false
		}
	done
}

@test "a transcript that is not true is noticed" {
	printf '$ echo one\none\n$ echo two\n2\n' >transcript
	run ! run_transcript transcript
	printf '$ echo one >&2\n' >transcript
	run ! run_transcript transcript
	printf '$ seq 5\n1\n...\n4\n' >transcript
	run ! run_transcript transcript
	printf '$ seq 5\n1\n...\n4\n5\n$ x=3\n$ echo $x \\\n> 4\n3 4\n' >transcript
	run_transcript transcript
}
