#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-combine: counts of shards added up, exactly, or refused as a whole.  That they
# are those of the whole is in tests/shards.bats.
load ../lib/common

HEADER=indicator,start,end,by,group,numerator,denominator,censored,unmatched,status

# table NAME: rows on standard input, as a table.
table() {
	{
		echo "$HEADER"
		cat
	} >"$1"
}

# refused CODE PLACE ARGS...: nothing comes out, 65, the code, the place.
refused() {
	local code=$1 place=$2
	shift 2
	run -65 --separate-stderr lscb-combine "$@"
	echo "$stderr"
	# shellcheck disable=SC2053 # the place is a pattern
	[[ -z $output && $stderr == "lscb-combine: "$place": "*"[$code]" ]]
	(($(wc -l <<<"$stderr") == 1))
}

# row FIELDS: a table t of one row of cpr-second, from "by" on.
row() {
	echo "cpr-second,2025-01-01,2025-03-31,$1" | table t
}

# mean: mine.rec, an indicator of a mean.
mean() {
	cat >mine.rec <<-'END'
	id: mine
	title: Mean days on the register
	status: candidate
	quadrant: how-well
	count: registration by child
	period: quarter
	unit: mean days
	direction: explain
	END
}

@test "numbers add up, row by row; a row that is not there is noughts" {
	table a <<-'END'
	cpr-second,2025-01-01,2025-03-31,,,3,10,1,2,ok
	cpr-second,2025-01-01,2025-03-31,sex,F,3,6,0,2,ok
	cpr-second,2025-01-01,2025-03-31,sex,M,0,4,1,0,ok
	END
	table b <<-'END'
	cpr-second,2025-01-01,2025-03-31,,,4,5,20,0,ok
	cpr-second,2025-01-01,2025-03-31,sex,,4,4,20,0,ok
	cpr-second,2025-01-01,2025-03-31,sex,M,0,1,0,0,ok
	END
	table want <<-'END'
	cpr-second,2025-01-01,2025-03-31,,,7,15,21,2,ok
	cpr-second,2025-01-01,2025-03-31,sex,,4,4,20,0,ok
	cpr-second,2025-01-01,2025-03-31,sex,F,3,6,0,2,ok
	cpr-second,2025-01-01,2025-03-31,sex,M,0,5,1,0,ok
	END
	lscb-combine --stats stats a b >got
	same want got
	grep -qx lscb-combine,used,,6 stats
	# Sums of sums are sums: and one table alone stays what it is.
	lscb-combine want >got
	same want got
	lscb-combine b a >got
	same want got
}

@test "decimals add up exactly" {
	mean
	# 12.5 + 0.25 = 12.75; 0.1 + 0.2 = 0.3; 12.5 + 0.5 = 13; -1.5 + 1.25 = -0.25;
	# 0.000000001 added to 9000000000 is 9000000000.000000001.
	table a <<-'END'
	mine,2025-01-01,2025-03-31,,,12.5,3,0,,ok
	mine,2025-04-01,2025-06-30,,,0.1,3,0,,ok
	mine,2025-07-01,2025-09-30,,,12.5,1.5,0,,ok
	mine,2025-10-01,2025-12-31,,,-1.5,3,0,,ok
	mine,2026-01-01,2026-03-31,,,0.000000001,3,0,,ok
	mine,2026-04-01,2026-06-30,,,-20,3,0,,ok
	END
	table b <<-'END'
	mine,2025-01-01,2025-03-31,,,0.25,3,0,,ok
	mine,2025-04-01,2025-06-30,,,0.2,3,0,,ok
	mine,2025-07-01,2025-09-30,,,0.50,1.25,0,,ok
	mine,2025-10-01,2025-12-31,,,1.25,3,0,,ok
	mine,2026-01-01,2026-03-31,,,9000000000,3,0,,ok
	mine,2026-04-01,2026-06-30,,,20,3,0,,ok
	END
	table want <<-'END'
	mine,2025-01-01,2025-03-31,,,12.75,6,0,,ok
	mine,2025-04-01,2025-06-30,,,0.3,6,0,,ok
	mine,2025-07-01,2025-09-30,,,13,2.75,0,,ok
	mine,2025-10-01,2025-12-31,,,-0.25,6,0,,ok
	mine,2026-01-01,2026-03-31,,,9000000000.000000001,6,0,,ok
	mine,2026-04-01,2026-06-30,,,0,6,0,,ok
	END
	lscb-combine -i ./mine.rec a b >got
	same want got
	# What no 63 bits hold is refused, not bent.
	printf 'mine,2026-01-01,2026-03-31,,,900000000000,3,0,,ok\n' | table b
	refused too-large b:2 -i ./mine.rec a b
	printf 'mine,2026-01-01,2026-03-31,,,9223372036854775807,1,0,,ok\n' |
		table a
	printf 'mine,2026-01-01,2026-03-31,,,1,1,0,,ok\n' | table b
	refused too-large 'b:2: numerator' -i ./mine.rec a b
	printf 'mine,2026-01-01,2026-03-31,,,1,1,9223372036854775807,,ok\n' |
		table a
	printf 'mine,2026-01-01,2026-03-31,,,1,1,1,,ok\n' | table b
	refused too-large 'b:2: censored' -i ./mine.rec a b
}

@test "a population is not added: it is the same, or refused" {
	table a <<-'END'
	referral-rate,2025-01-01,2025-03-31,,,3,4000,0,,ok
	referral-rate,2025-01-01,2025-03-31,area,W1,3,900,0,,stale
	referral-rate,2025-01-01,2025-03-31,sex,F,3,,0,,na
	END
	table b <<-'END'
	referral-rate,2025-01-01,2025-03-31,,,5,4000,0,,ok
	referral-rate,2025-01-01,2025-03-31,area,W1,0,900,0,,ok
	referral-rate,2025-01-01,2025-03-31,sex,F,5,,0,,na
	END
	table want <<-'END'
	referral-rate,2025-01-01,2025-03-31,,,8,4000,0,,ok
	referral-rate,2025-01-01,2025-03-31,area,W1,3,900,0,,stale
	referral-rate,2025-01-01,2025-03-31,sex,F,8,,0,,na
	END
	lscb-combine a b >got
	same want got
	sed 's/,900,/,901,/' b >c
	refused other-population 'c:3: denominator' a c
	sed 's/,4000,/,,/; s/,ok$/,na/' b >c
	refused other-population 'c:2: denominator' a c
	# One that says so in a definition of its own.
	sed 's/^id:.*/id: mine/' "$LSCB_LIBRARY/indicators/referral-rate.rec" \
		>mine.rec
	sed -i 's/referral-rate/mine/' a b want
	refused no-definition 'a:2: indicator' a b
	lscb-combine -i ./mine.rec a b >got
	same want got
}

@test "an indicator without a definition is refused; a measure of -e has none" {
	row ,,1,2,0,0,ok
	refused no-definition 't:2: indicator' -i referral-rate t
	for id in expression-x expression- expressions cpr-secon; do
		sed "s/cpr-second/$id/" t >u
		refused no-definition 'u:2: indicator' u
	done
	# A count has no denominator, a share has; neither is a population.
	table a <<-'END'
	expression,2025-01-01,2025-03-31,,,3,,0,,ok
	expression-2,2025-01-01,2025-03-31,,,3,10,0,,ok
	END
	table want <<-'END'
	expression,2025-01-01,2025-03-31,,,6,,0,,ok
	expression-2,2025-01-01,2025-03-31,,,6,20,0,,ok
	END
	cp a b
	lscb-combine a b >got
	same want got
	run -78 --separate-stderr lscb-combine -i cpr-secon a
	[[ $stderr == *"did you mean 'cpr-second'?"* ]]
}

@test "na where no shard has it or there is nobody; stale where any is; else ok" {
	# Quarters: na and ok; na and na; ok and stale; na and stale; na twice with
	# a denominator (before the first row); ok of nobody, which is na.
	table a <<-'END'
	cpr-second,2024-01-01,2024-03-31,,,0,0,0,0,na
	cpr-second,2024-04-01,2024-06-30,,,0,0,0,0,na
	cpr-second,2024-07-01,2024-09-30,,,1,2,0,0,ok
	cpr-second,2024-10-01,2024-12-31,,,0,0,0,0,na
	cpr-second,2025-01-01,2025-03-31,,,1,2,0,0,na
	cpr-second,2025-04-01,2025-06-30,,,0,0,0,0,ok
	board-meetings,2024-01-01,2024-03-31,,,0,,0,,na
	board-meetings,2024-04-01,2024-06-30,,,0,,0,,ok
	END
	table b <<-'END'
	cpr-second,2024-01-01,2024-03-31,,,1,2,0,0,ok
	cpr-second,2024-04-01,2024-06-30,,,0,0,0,0,na
	cpr-second,2024-07-01,2024-09-30,,,0,2,0,0,stale
	cpr-second,2024-10-01,2024-12-31,,,0,3,0,0,stale
	cpr-second,2025-01-01,2025-03-31,,,0,2,0,0,na
	cpr-second,2025-04-01,2025-06-30,,,0,0,0,0,ok
	board-meetings,2024-01-01,2024-03-31,,,2,,0,,ok
	board-meetings,2024-04-01,2024-06-30,,,0,,0,,stale
	END
	table want <<-'END'
	cpr-second,2024-01-01,2024-03-31,,,1,2,0,0,ok
	cpr-second,2024-04-01,2024-06-30,,,0,0,0,0,na
	cpr-second,2024-07-01,2024-09-30,,,1,4,0,0,stale
	cpr-second,2024-10-01,2024-12-31,,,0,3,0,0,stale
	cpr-second,2025-01-01,2025-03-31,,,1,4,0,0,na
	cpr-second,2025-04-01,2025-06-30,,,0,0,0,0,na
	board-meetings,2024-01-01,2024-03-31,,,2,,0,,ok
	board-meetings,2024-04-01,2024-06-30,,,0,,0,,stale
	END
	sed -i 's/^board-meetings/expression/' a b want
	lscb-combine a b >got
	same want got
	lscb-combine b a >got
	same want got
}

@test "rows of single values: each shard has its own, all have one denominator" {
	mean
	# Days of the first shard: 12, 12 and 30; of the second: 7 and 12.5.  One
	# of the first is of sex F (12), of the second 7 is.
	# All: 73.5 days in 5 rows.  No 7 in the first shard and no 12 in the
	# second is no row there, but they are rows of those that have a value.
	table a <<-'END'
	mine,2025-01-01,2025-03-31,,,54,3,0,,ok
	mine,2025-01-01,2025-03-31,@value,12,2,3,0,,ok
	mine,2025-01-01,2025-03-31,@value,30,1,3,0,,ok
	mine,2025-01-01,2025-03-31,sex,F,12,1,0,,ok
	mine,2025-01-01,2025-03-31,sex,M,42,2,0,,ok
	mine,2025-01-01,2025-03-31,sex+@value,F+12,1,1,0,,ok
	mine,2025-01-01,2025-03-31,sex+@value,M+12,1,2,0,,ok
	mine,2025-01-01,2025-03-31,sex+@value,M+30,1,2,0,,ok
	mine,2025-04-01,2025-06-30,,,0,0,0,,na
	mine,2025-04-01,2025-06-30,@value,12,0,0,0,,na
	mine,2025-04-01,2025-06-30,@value,30,0,0,0,,na
	END
	table b <<-'END'
	mine,2025-01-01,2025-03-31,,,19.5,2,0,,ok
	mine,2025-01-01,2025-03-31,@value,12.5,1,2,0,,ok
	mine,2025-01-01,2025-03-31,@value,7,1,2,0,,ok
	mine,2025-01-01,2025-03-31,sex,F,7,1,0,,ok
	mine,2025-01-01,2025-03-31,sex,M,12.5,1,0,,ok
	mine,2025-01-01,2025-03-31,sex+@value,F+7,1,1,0,,ok
	mine,2025-01-01,2025-03-31,sex+@value,M+12.5,1,1,0,,ok
	mine,2025-04-01,2025-06-30,,,7,1,0,,ok
	mine,2025-04-01,2025-06-30,@value,12.5,0,1,0,,ok
	mine,2025-04-01,2025-06-30,@value,7,1,1,0,,ok
	END
	table want <<-'END'
	mine,2025-01-01,2025-03-31,,,73.5,5,0,,ok
	mine,2025-01-01,2025-03-31,@value,12,2,5,0,,ok
	mine,2025-01-01,2025-03-31,@value,12.5,1,5,0,,ok
	mine,2025-01-01,2025-03-31,@value,30,1,5,0,,ok
	mine,2025-01-01,2025-03-31,@value,7,1,5,0,,ok
	mine,2025-01-01,2025-03-31,sex,F,19,2,0,,ok
	mine,2025-01-01,2025-03-31,sex,M,54.5,3,0,,ok
	mine,2025-01-01,2025-03-31,sex+@value,F+12,1,2,0,,ok
	mine,2025-01-01,2025-03-31,sex+@value,F+7,1,2,0,,ok
	mine,2025-01-01,2025-03-31,sex+@value,M+12,1,3,0,,ok
	mine,2025-01-01,2025-03-31,sex+@value,M+12.5,1,3,0,,ok
	mine,2025-01-01,2025-03-31,sex+@value,M+30,1,3,0,,ok
	mine,2025-04-01,2025-06-30,,,7,1,0,,ok
	mine,2025-04-01,2025-06-30,@value,12,0,1,0,,ok
	mine,2025-04-01,2025-06-30,@value,12.5,0,1,0,,ok
	mine,2025-04-01,2025-06-30,@value,30,0,1,0,,ok
	mine,2025-04-01,2025-06-30,@value,7,1,1,0,,ok
	END
	lscb-combine -i ./mine.rec --shards 2 a b >got
	same want got
	# A value that is lost is seen, also of one group.
	sed 5d a >c
	sed 4d a >d
	refused values-missing 'd:2: denominator' -i ./mine.rec d b
	refused no-total 'c:6: group' -i ./mine.rec c
	sed '/M+30/d' a >c
	refused values-missing 'c:6: denominator' -i ./mine.rec c b
	# Below nought is a sum of days, never a number of rows.
	sed 's/@value,30,1,/@value,30,-1,/' a >c
	refused negative-count 'c:4: numerator' -i ./mine.rec c
	# Of -e the values alone tell a mean from a count.
	table a <<-'END'
	expression,2025-01-01,2025-03-31,,,-2.5,1,0,,ok
	expression,2025-01-01,2025-03-31,@value,-2.5,1,1,0,,ok
	END
	table b <<-'END'
	expression,2025-01-01,2025-03-31,,,1,1,0,,ok
	expression,2025-01-01,2025-03-31,@value,1,1,1,0,,ok
	END
	table want <<-'END'
	expression,2025-01-01,2025-03-31,,,-1.5,2,0,,ok
	expression,2025-01-01,2025-03-31,@value,-2.5,1,2,0,,ok
	expression,2025-01-01,2025-03-31,@value,1,1,2,0,,ok
	END
	lscb-combine a b >got
	same want got
	sed -i 3d a
	sed -i 3d b
	refused negative-count 'a:2: numerator' b a
}

@test "of the single values, who is unmatched is who is in the row beside them" {
	mean
	table a <<-'END'
	mine,2025-01-01,2025-03-31,,,12,1,0,3,ok
	mine,2025-01-01,2025-03-31,@value,12,1,1,0,3,ok
	END
	table b <<-'END'
	mine,2025-01-01,2025-03-31,,,7,1,2,4,ok
	mine,2025-01-01,2025-03-31,@value,7,1,1,0,4,ok
	END
	table want <<-'END'
	mine,2025-01-01,2025-03-31,,,19,2,2,7,ok
	mine,2025-01-01,2025-03-31,@value,12,1,2,0,7,ok
	mine,2025-01-01,2025-03-31,@value,7,1,2,0,7,ok
	END
	lscb-combine -i ./mine.rec a b >got
	same want got
}

@test "in order of the indicators as first met, then start, end, by, group" {
	table a <<-'END'
	sait-band-two,2025-01-01,2025-03-31,,,1,2,0,,ok
	cpr-second,2025-01-01,2025-03-31,sex,M,1,2,0,,ok
	END
	table b <<-'END'
	board-meetings,2025-04-01,2025-06-30,,,1,2,0,,ok
	cpr-second,2025-01-01,2025-12-31,,,1,2,0,,ok
	cpr-second,2025-01-01,2025-03-31,sex+area,F+x,1,2,0,,ok
	cpr-second,2025-01-01,2025-03-31,sex,"F, x",1,2,0,,ok
	cpr-second,2025-01-01,2025-03-31,sex,ŵ,1,2,0,,ok
	cpr-second,2025-01-01,2025-03-31,area,z,1,2,0,,ok
	cpr-second,2025-01-01,2025-03-31,,,1,2,0,,ok
	cpr-second,2024-10-01,2024-12-31,sex,,1,2,0,,ok
	END
	table want <<-'END'
	sait-band-two,2025-01-01,2025-03-31,,,1,2,0,,ok
	cpr-second,2024-10-01,2024-12-31,sex,,1,2,0,,ok
	cpr-second,2025-01-01,2025-03-31,,,1,2,0,,ok
	cpr-second,2025-01-01,2025-03-31,area,z,1,2,0,,ok
	cpr-second,2025-01-01,2025-03-31,sex,"F, x",1,2,0,,ok
	cpr-second,2025-01-01,2025-03-31,sex,M,1,2,0,,ok
	cpr-second,2025-01-01,2025-03-31,sex,ŵ,1,2,0,,ok
	cpr-second,2025-01-01,2025-03-31,sex+area,F+x,1,2,0,,ok
	cpr-second,2025-01-01,2025-12-31,,,1,2,0,,ok
	board-meetings,2025-04-01,2025-06-30,,,1,2,0,,ok
	END
	lscb-combine a b >got
	same want got
}

@test "tables one behind the other, each with its header; lost headers are seen" {
	row ,,1,2,0,0,ok
	cat t t t >three
	echo 'cpr-second,2025-01-01,2025-03-31,,,3,6,0,0,ok' | table want
	lscb-combine --shards 3 --stats stats three >got
	same want got
	grep -qx lscb-combine,dropped,header,2 stats
	lscb-combine --shards 4 t - <three >got
	echo 'cpr-second,2025-01-01,2025-03-31,,,4,8,0,0,ok' | table want
	same want got
	{
		cat t
		sed 1d t
	} >lost
	refused duplicate-key 'lost:3: indicator' lost
	# A shard that failed on the way ended its table with a lone quote.
	printf '%s\n' "$HEADER" '"' >failed
	cat t failed t >three
	run -65 --separate-stderr lscb-combine three
	[[ -z $output ]]
}

@test "--shards: a table too few or too many, or a total that is not in all" {
	row ,,1,2,0,0,ok
	for files in 't t' 't t t t' t; do
		# shellcheck disable=SC2086 # names
		run -65 --separate-stderr lscb-combine --shards 3 $files
		[[ -z $output && $stderr == *'[not-so-many]' ]]
	done
	run -65 --separate-stderr lscb-combine --shards 1 - < <(cat t t)
	[[ -z $output && $stderr == *'[not-so-many]' ]]
	# Tables that are a header alone are there, first, between and last.
	: | table empty
	for order in 'empty t t' 't empty t' 't t empty'; do
		# shellcheck disable=SC2086 # names
		refused not-in-all '(stdin):*: indicator' --shards 3 - \
			< <(cat $order)
		# shellcheck disable=SC2086 # names
		refused not-in-all 't:2: indicator' --shards 3 $order
	done
	echo "$HEADER" >want
	lscb-combine --shards 2 empty empty >got
	same want got
	# Another quarter in one of them.
	sed 's/2025-01-01,2025-03-31/2025-04-01,2025-06-30/' t >u
	refused not-in-all 't:2: indicator' --shards 2 t u
	# A group may be missing, a total may not.
	row sex,F,1,2,0,0,ok
	table u <<<'cpr-second,2025-01-01,2025-03-31,sex,M,1,2,0,0,ok'
	run -0 lscb-combine --shards 2 t u
	((${#lines[@]} == 3))
	# Without it they are rows like any other.
	row ,,1,2,0,0,ok
	table u <<<'cpr-second,2025-04-01,2025-06-30,,,1,2,0,0,ok'
	cat t <(sed 1d u) >want
	lscb-combine t u >got
	same want got
}

@test "what has been through lscb-limits does not add up" {
	row ,,1,2,0,0,ok
	lscb-limits -o limits t
	refused not-additive 'limits:1: value' limits
	[[ $stderr == *'values do not add up: combine the counts, then lscb-limits'* ]]
	# Counts that were added up go through it.
	run -0 lscb-limits <(lscb-combine t)
}

@test "other columns are refused, by their place" {
	row ,,1,2,0,0,ok
	sed '1s/$/,note/; 2s/$/,x/' t >u
	refused unknown-column u:1 u
	[[ $stderr == *'column 11 (K in a spreadsheet)'* ]]
	cut -d , -f 1-8,10 t >u
	refused no-column u:1 u
	[[ $stderr == *"no column 'unmatched'"* ]]
	# In another order they are the same.
	sed 's/\(.*\),\(.*\)/\2,\1/' t >u
	lscb-combine u >got
	same t got
}

@test "what is no count is refused, and a count below nought" {
	local bad
	for bad in 'numerator ,,x,2,0,0,ok' 'numerator ,,,2,0,0,ok' \
		'numerator ,,1e3,2,0,0,ok' 'numerator ,,1.,2,0,0,ok' \
		'numerator ,,.5,2,0,0,ok' 'numerator ,, 1,2,0,0,ok' \
		'numerator ,,1.0000000001,2,0,0,ok' \
		'numerator ,,9223372036854775808,2,0,0,ok' \
		'denominator ,,1,x,0,0,ok' 'censored ,,1,2,,0,ok' \
		'censored ,,1,2,0.5,0,ok' 'unmatched ,,1,2,0,1.5,ok' \
		'unmatched ,,1,2,0,x,ok'; do
		row "${bad#* }"
		refused not-a-count "t:2: ${bad%% *}" t
	done
	for bad in 'numerator ,,-1,2,0,0,ok' 'numerator ,,-0.5,2,0,0,ok' \
		'denominator ,,1,-2,0,0,ok' 'censored ,,1,2,-1,0,ok' \
		'unmatched ,,1,2,0,-1,ok'; do
		row "${bad#* }"
		refused negative-count "t:2: ${bad%% *}" t
	done
	for bad in OK '' 'ok ' none; do
		row ",,1,2,0,0,$bad"
		refused bad-code t:2:\ status t
	done
	row ,,1,2,0,0,ok
	sed 's/2025-03-31/2025-02-29/' t >u
	refused bad-date u:2:\ end u
	sed 's/2025-01-01/01.01.2025/' t >u
	refused bad-date u:2:\ start u
}

@test "a number here and none there is refused" {
	row ,,1,2,0,0,ok
	sed 's/,0,0,ok/,0,,ok/' t >u
	refused not-alike u:2:\ unmatched t u
	refused not-alike t:2:\ unmatched u t
	sed 's/,1,2,/,1,,/' t >u
	refused not-alike u:2:\ denominator t u
}

# --- when events begin ----------------------------------------------------------

# In all, contacts begin in January and referrals in May; of each of the two
# children, who are in different shards, one begins in January, one in May.
two_children() {
	cat >1.csv <<-'END'
	subject,date,end,event,source
	c01,2025-01-10,,contact,police
	c01,2025-05-10,,referral,police
	END
	cat >2.csv <<-'END'
	subject,date,end,event,source
	c02,2025-01-20,,referral,police
	c02,2025-05-20,,contact,police
	END
	lscb-sort -c subject,date 1.csv 2.csv -o h.csv
	ask=(--date 2025-06-30 --from 2025-01-01
		-e 'contact of referral' -e 'contact, referral'
		-e 'contact where not any(referral)')
}

# counted FILE OPTION...: its counts, as FILE.counts.
counted() {
	lscb-indicators "${ask[@]}" "${@:2}" -o "$1.counts" "$1"
}

@test "lscb-indicators --begins: a shard does not call na what the whole has" {
	two_children
	# Quarter 1: the whole has a contact of a referral, and both begin in it.  In each shard
	# one of the two begins in May: not available, says each by itself.
	table want <<-'END'
	expression,2025-01-01,2025-03-31,,,1,1,0,,ok
	expression,2025-04-01,2025-06-30,,,1,1,0,,ok
	expression-2,2025-01-01,2025-03-31,,,2,,0,,ok
	expression-2,2025-04-01,2025-06-30,,,2,,0,,ok
	expression-3,2025-01-01,2025-03-31,,,1,,0,,ok
	expression-3,2025-04-01,2025-06-30,,,1,,0,,ok
	END
	counted h.csv
	same want h.csv.counts
	counted 1.csv
	counted 2.csv
	lscb-combine --shards 2 1.csv.counts 2.csv.counts >got
	sed '2s/ok$/na/; 6s/ok$/na/' want | diff -u - got
	printf '%s\n' event,first contact,2025-01-10 referral,2025-01-20 >begins
	lscb-shard --begins-out got 1/1 h.csv >all
	same begins got
	counted 1.csv --begins begins
	counted 2.csv --begins begins
	lscb-combine --shards 2 1.csv.counts 2.csv.counts >got
	same want got
	# The whole is the same with it.
	counted h.csv --begins begins
	same want h.csv.counts
}

@test "lscb-indicators --begins: the earlier of what it says and what is there" {
	two_children
	counted h.csv
	mv h.csv.counts want
	# Later than the rows; not there; twice; an event nobody knows.
	printf '%s\n' event,first contact,2025-06-01 >begins
	counted h.csv --begins begins
	same want h.csv.counts
	printf '%s\n' first,event 2025-06-01,contact 2025-01-10,contact \
		2025-05-01,contact 2025-01-20,referral 1999-01-01,eclipse >begins
	counted 2.csv --begins begins
	grep -qx 'expression,2025-01-01,2025-03-31,,,0,1,0,,ok' 2.csv.counts
	# No row of it at all, but in the whole.
	head -n 2 1.csv >few.csv
	counted few.csv
	grep -qx 'expression-3,2025-01-01,2025-03-31,,,1,,0,,na' few.csv.counts
	counted few.csv --begins begins
	grep -qx 'expression-3,2025-01-01,2025-03-31,,,1,,0,,ok' few.csv.counts
}

@test "lscb-indicators --begins: a table that cannot be read is refused" {
	two_children
	printf '%s\n' event,first contact,2025-01-10 referral,2025-02-29 >begins
	run -65 --separate-stderr counted h.csv --begins begins
	[[ $stderr == *'begins:3: first: '*'[bad-date]' ]]
	printf '%s\n' event,first contact, >begins
	run -65 --separate-stderr counted h.csv --begins begins
	printf '%s\n' event,frist contact,2025-01-10 >begins
	run -65 --separate-stderr counted h.csv --begins begins
	[[ $stderr == *"no column 'first'; did you mean 'frist'?"* ]]
	run -66 --separate-stderr counted h.csv --begins nowhere
	[[ ! -e h.csv.counts ]]
}
