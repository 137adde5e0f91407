#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Published figures, from the publisher's files to the figures we would print:
# what the Department for Education computed from its counts, we compute.
# Runs where the files are; says so where it skips.
load lib/common

published() {
	public=$LSCB_SHARED/data/domain/published
	[[ -f $public/$1 ]] || skip "no $1 under LSCB_SHARED ($LSCB_SHARED)"
}

# plain: fields without quotes, for awk; a comma within a name is dropped.
plain() {
	sed 's/"\([^",]*\),\([^",]*\)"/\1\2/g'
}

plans() {
	published d3_cpps_subsequent_plan_2013_to_2024.csv
	lscb-ingest -x dfe-subsequent-plans --date 2026-03-31 \
		"$public/d3_cpps_subsequent_plan_2013_to_2024.csv" >plans.csv
	lscb-limits plans.csv | plain >limits.csv
}

# From limits.csv by name of column: level, numerator, denominator,
# published, value, symbol; one word "-" where empty.
figures() {
	awk -F, -v OFS=' ' 'NR == 1 {
		for (i = 1; i <= NF; i++)
			at[$i] = i
		next
	}
	function f(name) { return $at[name] == "" ? "-" : $at[name] }
	{
		print f("level"), f("numerator"), f("denominator"),
			f("published"), f("value"), f("numerator_symbol"),
			f("denominator_symbol"), f("published_symbol")
	}' limits.csv >figures
}

@test "every authority's published percentage, exactly, after half-up rounding" {
	plans
	figures
	# Half up at one decimal in whole numbers: tenths of a percent are
	# floor((2000 * numerator + denominator) / (2 * denominator)).
	awk '$1 == "authority" && $2 != "-" && $3 != "-" && $3 > 0 {
		n++
		tenths = int((2000 * $2 + $3) / (2 * $3))
		if ($4 == "-" || tenths != int($4 * 10 + 0.5))
			print "line", NR ": not reproduced"
		d = $5 - 100 * $2 / $3
		if (d > 1e-9 || d < -1e-9)
			print "line", NR ": lscb-limits gives another value"
	}
	END { print n, "rows" }' figures >got
	echo '1774 rows' >want
	same want got
}

@test "printf would have got some of them wrong" {
	plans
	figures
	awk '$1 == "authority" && $5 != "-" && $4 != "-" {
		wrong += sprintf("%.1f", $5) + 0 != $4 + 0
	}
	END { exit !(wrong > 0) }' figures
}

@test "rows the publisher rounded agree within that rounding" {
	plans
	figures
	# England and regions are rounded to 10, so each count may be 5 off, and
	# the percentage is rounded to 0.05.
	awk '$1 != "authority" && $2 != "-" {
		n++
		low = 100 * ($2 - 5) / ($3 + 5) - 0.05
		high = 100 * ($2 + 5) / ($3 - 5) + 0.05
		if ($4 < low || $4 > high)
			print "line", NR ": outside its rounding"
	}
	END { print n, "rows" }' figures >got
	echo '144 rows' >want
	same want got
}

@test "symbols are kept, in no row zero, in no row dropped" {
	plans
	file=$public/d3_cpps_subsequent_plan_2013_to_2024.csv
	[ "$(wc -l <limits.csv)" -eq "$(wc -l <"$file")" ]
	figures
	# in the file: c, x, z, u where a number should be
	sed 's/\r$//' "$file" | plain | awk -F, 'NR > 1 {
		for (i = NF - 2; i <= NF; i++)
			if ($i ~ /^[cxzu]$/)
				n[$i]++
	}
	END { for (s in n) print s, n[s] }' | sort >symbols
	# in ours: their words
	awk 'BEGIN {
		s["suppressed"] = "c"; s["unavailable"] = "x"
		s["not-applicable"] = "z"; s["unreliable"] = "u"
	}
	{ for (i = 6; i <= 8; i++) if ($i in s) n[s[$i]]++ }
	END { for (c in n) print c, n[c] }' figures | sort >got
	same symbols got
	[ -s symbols ]
	# where a count has a symbol there is neither a count nor a value
	awk '($6 != "-" && $2 != "-") || ($7 != "-" && $3 != "-") ||
		(($6 != "-" || $7 != "-") && $5 != "-")' figures >wrong
	same /dev/null wrong
}

@test "England's rates per 10,000 divide by the people of the year before" {
	published headline_figures_2013_to_2024.csv
	published ons_mid-year_population_estimates_2012_to_2023.csv
	lscb-ingest -x dfe-headlines --date 2026-03-31 \
		"$public/headline_figures_2013_to_2024.csv" >headlines.csv
	lscb-ingest -x ons-population --date 2026-03-31 \
		"$public/ons_mid-year_population_estimates_2012_to_2023.csv" |
		plain >people.csv
	for offset in -1 0; do
		echo 'year,what,published,numerator,denominator'
		awk -F, -v offset="$offset" '
		FNR == 1 {
			delete at
			for (i = 1; i <= NF; i++)
				at[$i] = i
			next
		}
		NR == FNR {
			if ($at["level"] == "national")
				people[$at["year"]] = $at["population"]
			next
		}
		($at["year"] + offset) in people {
			p = people[$at["year"] + offset]
			y = $at["year"]
			print y ",in_need," $at["in_need_rate"] "," $at["in_need"] "," p
			print y ",plans," $at["plans_rate"] "," $at["plans"] "," p
		}' people.csv headlines.csv
	done >both.csv
	awk 'NR > 1 && /^year/ { exit } { print }' both.csv >before.csv
	awk 'NR > 1 && /^year/ { p = 1 } p { print }' both.csv >same.csv
	lscb-limits --unit 'per 10000' before.csv >b
	lscb-limits --unit 'per 10000' same.csv >s
	# the counts are rounded to 10: at most 5 / 11.4 million more or less
	cat >near.awk <<-'END'
	NR > 1 {
		slack = 0.05 + 50000 / $5
		d = $6 - $3
		n++
		right += d <= slack && d >= -slack
	}
	END { print right + 0, "of", n }
	END
	awk -F, -f near.awk b >got
	echo '24 of 24' >want
	same want got
	# with the population of the same year some are wrong
	awk -F, -f near.awk s >got
	awk '{ exit !($1 < $3) }' got
}

# Real workbooks and returns, whole: nothing in them is refused.
whole() {
	local extract=$1 file=$2
	lscb-ingest -x "$extract" --sender cwm-arian --date "$3" --rejects bad.csv \
		--stats stats.csv -o rows.csv "$file"
	awk -F, '$2 == "rejected" && $4 > 0' stats.csv | same /dev/null -
	grep -q '^lscb-ingest,used,,[1-9]' stats.csv
}

@test "each list of an Annex A workbook loads whole" {
	local folder=$LSCB_SHARED/data/domain/annex_a n=0 file
	[[ -d $folder ]] || skip "no $folder"
	for file in "$LSCB_LIBRARY"/extracts/annex-a-*.rec; do
		file=${file##*/}
		whole "${file%.rec}" "$folder/Annex_A_2024_Jan.xlsx" 2024-01-31
		n=$((n + 1))
	done
	((n == 11))
}

@test "each table of a school census loads whole" {
	local folder=$LSCB_SHARED/data/domain/school_census pair
	[[ -d $folder ]] || skip "no $folder"
	for pair in census-pupils:pupilnolongeronroll census-addresses:addressesoffroll \
		census-exclusions:termlyexclusionsoffroll \
		census-sessions:termlysessiondetailsoffroll; do
		whole "${pair%:*}" "$folder/2024_autumn_${pair#*:}.csv" 2024-12-31
	done
}
