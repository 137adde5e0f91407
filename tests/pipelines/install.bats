#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What make install, uninstall and dist promise.
load ../lib/common
load ../lib/board

# install_to FOLDER: under a DESTDIR of our own, as a package builder would.
install_to() {
	make -s -C "$ROOT" install DESTDIR="$1" PREFIX=/usr
}

@test "installed programs find the library without any environment" {
	install_to "$PWD/dest"
	make_keys
	referrals >referrals.csv
	unset LSCB_LIBRARY LSCB_BIN
	# From another folder, through nothing but its path.
	cd /
	env -i "$BATS_TEST_TMPDIR/dest/usr/bin/lscb-ingest" -x referrals \
		--sender cwm-arian --date 2026-03-31 \
		"$BATS_TEST_TMPDIR/referrals.csv" >"$BATS_TEST_TMPDIR/clean.csv"
	[[ $(wc -l <"$BATS_TEST_TMPDIR/clean.csv") == 4 ]]
}

@test "the installed nightly runs a night, the same one" {
	install_to "$PWD/dest"
	make_board
	deliver register referrals notices
	cp -R board twin
	night 2026-03-31
	env -i "$PWD/dest/usr/libexec/lscb/nightly" twin --date 2026-03-31
	content board/nights >want
	content twin/nights >have
	same want have
	run -0 env -i "$PWD/dest/usr/libexec/lscb/status" twin --date 2026-03-31
	env -i "$PWD/dest/usr/libexec/lscb/board-init" new
	cmp new/board.rec "$ROOT/sample-data/board/board.rec"
}

@test "every page and every program is installed, nothing outside the prefix" {
	install_to "$PWD/dest"
	(cd dest && find . -type f -not -path './usr/*') >outside
	[[ ! -s outside ]]
	for dir in "$ROOT"/filters/lscb-*; do
		name=${dir##*/}
		[[ -x dest/usr/bin/$name ]]
		[[ -s dest/usr/share/man/man1/$name.1 ]]
	done
	[[ -s dest/usr/share/man/man7/lscb.7 ]]
}

@test "uninstall removes what install put there and nothing else" {
	mkdir -p dest/usr/bin dest/usr/share/man/man1 dest/usr/share/lscb
	echo mine >dest/usr/bin/lscb-mine
	echo mine >dest/usr/share/lscb/mine
	find dest -type f | sort >before
	install_to "$PWD/dest"
	make -s -C "$ROOT" uninstall DESTDIR="$PWD/dest" PREFIX=/usr
	find dest -type f | sort >after
	same before after
	[[ ! -e dest/usr/libexec/lscb ]]
}

@test "dist is what is committed, twice the same bytes" {
	git -C "$ROOT" rev-parse HEAD >/dev/null 2>&1 || skip 'not a git tree'
	make -s -C "$ROOT" dist
	version=$(cat "$ROOT/VERSION")
	cp "$ROOT/build/lscb-$version.tar.gz" first
	make -s -C "$ROOT" dist
	cmp first "$ROOT/build/lscb-$version.tar.gz"
	tar -tzf first >list
	grep -q "^lscb-$version/Makefile$" list
	run -1 grep -E '/(build|demo)/' list
}

@test "make help lists targets that exist" {
	make -s -C "$ROOT" help >help
	while read -r _ target _; do
		make -n -C "$ROOT" "$target" >/dev/null
	done <help
	[[ $(wc -l <help) -ge 8 ]]
}
