#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# A public set of people with known duplicates, FEBRL's (Christen 2005), linked by
# tokens alone.  Thresholds are the library's.  Runs where the set is; says so where
# it skips.
load lib/common

# febrl FILE FIELD...: precision, recall and F1 of what is linked by these fields.
febrl() {
	local file=$LSCB_SHARED/data/linkage/$1
	[[ -f $file ]] || skip "no data/linkage/$1 under LSCB_SHARED ($LSCB_SHARED)"
	shift
	lscb-keygen --new a.share b.share
	lscb-keygen --purpose deidentify -o deidentify.key a.share b.share
	lscb-keygen --purpose link -o link.key a.share b.share
	cat >febrl.rec <<-'END'
	%rec: Extract

	id: febrl
	title: People with duplicates
	title_cy: Pobl gyda dyblygiadau
	agency: public
	layout: known
	delivery: all
	every: night
	mandatory: no

	%rec: Column
	END
	column given_name name forename
	column surname name surname
	column date_of_birth date dob
	column postcode text postcode
	if [[ ${1:-} == all ]]; then
		column street_number text house
		column address_1 text street
		column address_2 text place
		column suburb text town
	fi
	# The truth is in the first column: it stays behind.
	lscb-ingest --untyped -o untyped "$file"
	awk -F, -v all="${1:-}" '{ gsub(/ *, */, ","); $0 = $0
			rest = all == "" ? "" : "," $4 "," $5 "," $6 "," $7
			print $2 "," $3 "," $10 "," $8 rest }' untyped >people.csv
	awk -F, 'NR > 1 { split($1, id, "-"); print id[2] }' untyped >truth
	lscb-ingest -x ./febrl.rec --date 2026-01-01 --queries queried \
		-o clean people.csv
	lscb-deidentify -x ./febrl.rec -k deidentify.key --tokens tokens \
		-o payload clean
	lscb-link -k link.key -o map tokens
	sed 1d tokens | cut -d, -f1 | paste -d, - truth | sort >of
	sed 1d map | sort | join -t, of - | awk -F, '
		{ there[$2]++ } $3 != "" { found[$3]++; both[$2 "," $3]++ }
		function pairs(n) { return n * (n - 1) / 2 }
		END { for (i in there) t += pairs(there[i])
			for (i in found) f += pairs(found[i])
			for (i in both) b += pairs(both[i])
			p = b / f; r = b / t
			printf "precision %.4f recall %.4f F1 %.4f\n", p, r,
				2 * p * r / (p + r) }' >quality
	sed "s/^/# note: ${1:-names, date of birth, postcode}: /" quality >&3
}

# column NAME TYPE ROLE
column() {
	printf '\nname: %s\nheader: %s\ntype: %s\nrole: %s\n' "$1" "$1" "$2" "$3"
	[[ $2 != date ]] || printf 'format: CCYYMMDD\nseverity: query\n'
} >>febrl.rec

@test "FEBRL 1 by names, date of birth and postcode: F1 0.97" {
	febrl febrl_dataset1.csv
	awk '{ exit !($6 >= 0.97) }' quality
}

@test "FEBRL 1 by all but the social security number: F1 0.995" {
	febrl febrl_dataset1.csv all
	awk '{ exit !($6 >= 0.995) }' quality
}
