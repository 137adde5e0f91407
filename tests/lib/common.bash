# SPDX-License-Identifier: MIT
# Every test file loads this: the build under test on PATH, the library by
# name, and a work directory of its own.
bats_require_minimum_version 1.5.0

ROOT=$(cd "${BASH_SOURCE[0]%/*}/../.." && pwd)
export ROOT
export LSCB_BIN=${LSCB_BIN:-$ROOT/build/release/bin}
export PATH=$LSCB_BIN:$PATH
export LSCB_LIBRARY=$ROOT/pipelines/library
export LSCB_SHARED=${LSCB_SHARED:-$ROOT/../shared}
export LC_ALL=C TZ=UTC

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
}

# same EXPECTED ACTUAL: two files are equal, or the difference is shown.
same() {
	diff -u "$1" "$2"
}

# text FILE: an extract of a made board, unpacked, in UTF-8, by iconv alone.
text() (
	set -o pipefail
	extract=${1##*/}
	extract=${extract%.csv*}
	encoding=$(awk -F, -v x="$extract" '$1 == x { print $10 }' \
		"$LSCB_LIBRARY/synth/files.csv")
	gzip -dcf "$1" | iconv -f "${encoding:-utf-8}" -t utf-8
)
