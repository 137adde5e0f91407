# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What has to be there before anything is measured: peers, keys, the extract.
# Sourced by run.
# shellcheck disable=SC2034,SC2154 # set here, used by run and its parts, or back
set -o pipefail # as run says it

# peers: sets miller, duckdb, and no_duckdb, the reason why not.
peers() {
	miller=no duckdb=no no_duckdb=
	if command -v mlr >/dev/null; then
		miller=yes
	else
		say 'mlr is not installed: without Miller'
	fi
	if ! command -v node >/dev/null; then
		no_duckdb='node is not installed'
	else
		fetch_duckdb
	fi
	if [[ -z $no_duckdb ]]; then
		duckdb=yes
	else
		say "$no_duckdb: without DuckDB"
	fi
}

# fetch_duckdb: sets no_duckdb when it is not there and cannot be had, else
# duckdb_version.  Its package.json takes its place last: half installed is not
# installed.
fetch_duckdb() {
	local new=$modules/npm package=node_modules/@duckdb/node-api
	if ! cmp -s "$here/package.json" "$modules/package.json"; then
		if [[ ${BENCH_OFFLINE-} == yes ]]; then
			no_duckdb='DuckDB is not installed in build/bench'
			return 0
		fi
		say 'npm installs DuckDB in build/bench'
		rm -rf "$new" "$modules/node_modules"
		mkdir -p "$new"
		cp "$here/package.json" "$new/"
		if ! (cd "$new" && npm install --no-audit --no-fund >log 2>&1); then
			cat "$new/log" >&2
			no_duckdb='npm could not install DuckDB'
			return 0
		fi
		mv "$new/node_modules" "$modules/"
		mv "$new/package.json" "$modules/"
		rm -rf "$new"
	fi
	duckdb_version=$(cd "$modules" && node -p "require('./$package').version()") ||
		no_duckdb='the DuckDB of npm does not run here'
}

make_keys() {
	local purpose
	(
		umask 077
		lscb-keygen --new "$work/first" "$work/second"
		for purpose in deidentify link; do
			lscb-keygen --purpose "$purpose" -o "$work/$purpose.key" \
				"$work/first" "$work/second"
		done
	)
	# The peers' key, as long as ours.
	key=$(sha256sum "$work/deidentify.key")
	key=${key:0:64}
}

# make_extract ROWS: sets extract, the file without its ending .csv or .csv.gz;
# beside it EXTRACT.truth.csv, and EXTRACT.typed and EXTRACT.coded, the digests
# of what a typed reading gives.  Kept for the next time.
make_extract() {
	local made
	extract=$dir/extract-$1
	made=$(sha256sum "$here/extract.c" "$here/prepare.bash")
	if [[ ! -f $extract.made || $(<"$extract.made") != "$made" ]]; then
		say "making an extract of $1 rows"
		rm -f "$extract".*
		"$tools/extract" "$1" "$extract.truth.csv" >"$extract.csv"
		gzip -n <"$extract.csv" >"$extract.csv.gz"
		typed_by_sed <"$extract.csv" >"$work/typed"
		sha256sum <"$work/typed" >"$extract.typed"
		coded_by_sed <"$work/typed" >"$work/coded"
		sha256sum <"$work/coded" >"$extract.coded"
		rm "$work/typed" "$work/coded"
		printf '%s\n' "$made" >"$extract.made"
	fi
	warm "$extract.csv" "$extract.csv.gz"
}

# What lscb-ingest should make of the extract, by another tool: no slash stands
# in it but in dates, and every value is in its canonical form but codes.
typed_by_sed() {
	sed -E -e '1s/.*/registration_id,child_id,upn,forename,surname,dob,expected_dob,sex,house,postcode,category,registered,removed,previous_registrations/' \
		-e '1!s,([0-9]{2})/([0-9]{2})/([0-9]{4}),\3-\2-\1,g'
}

coded_by_sed() {
	sed -e 's/,M,/,male,/; s/,F,/,female,/; s/,U,/,,/' \
		-e 's/,NEG,/,neglect,/; s/,EMO,/,emotional,/; s/,PHY,/,physical,/' \
		-e 's/,SAB,/,sexual,/; s/,MUL,/,multiple,/'
}
