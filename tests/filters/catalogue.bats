#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-catalogue: the library as a table, and what can be counted of what there is.
load ../lib/common
load ../lib/shelf

header=id,ref,status,computable,missing_events,missing_columns,events,columns
header+=,title,title_cy,quadrant,unit,period,show,period_rule
header+=,subjects,direction,good,target,baseline,pair,dda,agency,owner,review
header+=,welsh,population

# cells ID COLUMN...: those of that row; the fields asked for hold no comma.
cells() {
	local id=$1
	shift
	python3 - "$id" "$@" <<-'END'
	import csv, sys
	rows = [r for r in csv.DictReader(open('out.csv')) if r['id'] == sys.argv[1]]
	assert len(rows) == 1, rows
	print(' | '.join(rows[0][c] for c in sys.argv[2:]))
	END
}

# needs ID WANT: computable, what it looks at and what is missing.
needs() {
	cells "$1" computable events columns missing_events missing_columns >actual
	echo "$2" | same - actual
}

@test "a row holds what the definition says, key by key, in the order of ids" {
	shelf
	extract refs social-services
	indicator rate 'ref: K1' 'title: Rate, of referrals' 'title_cy: Cyfradd' \
		'quadrant: population' "count: referral by child where need = 'abuse-neglect'" \
		'population: 0 to 17' 'unit: per 10000' 'show: rolling 12 months' \
		'period_rule: ratio-of-sums' 'subjects: a referral' \
		'direction: up' 'target: 90.50' 'pair: all' 'dda: yes' \
		'agency: police' 'owner: Somebody' 'review: 2027-03-31' 'welsh: draft'
	printf '%s\n' 'quadrant: better-off' 'agency: health' >>library/indicators/rate.rec
	indicator all 'status: candidate' 'direction: range' 'good: 1 to 2.0' \
		'baseline: 14.4'
	lscb-catalogue --stats stats.csv >actual
	{
		echo "$header"
		echo 'all,,candidate,yes,,,referral,,The title of all,,,count,quarter,,,,range,1 to 2.0,,14.4,,,,,,,'
		echo 'rate,K1,admitted,yes,,,referral,need,"Rate, of referrals",Cyfradd,population;better-off,per 10000,quarter,rolling 12 months,ratio-of-sums,a referral,up,,90.50,,all,yes,police;health,Somebody,2027-03-31,draft,0 to 17'
	} | same - actual
	grep -qx 'lscb-catalogue,read,,2' stats.csv
	grep -qx 'lscb-catalogue,used,,2' stats.csv
	grep -qx 'lscb-catalogue,written,,2' stats.csv
}

@test "-i chooses, by name or path, and keeps the order asked for" {
	shelf
	indicator a
	indicator b
	mkdir mine
	sed 's/^id: a/id: own/' library/indicators/a.rec >mine/own.rec
	lscb-catalogue -i b -i mine/own.rec -i a | cut -d, -f1 >actual
	printf '%s\n' id b own a | same - actual
}

@test "events: one that no extract gives, and one that is not given of that kind" {
	shelf
	extract refs social-services
	# Nobody sends the register; referrals are of children, not of notices.
	indicator known
	indicator absent 'count: registration by child'
	indicator kind 'count: referral by notice'
	indicator second 'count: referral by child where any(notice)'
	lscb-catalogue >out.csv
	needs known 'yes | referral |  |  | '
	needs absent 'no | registration |  | registration | '
	needs kind 'no | referral |  | referral by notice | '
	needs second 'no | referral;notice |  | notice | '
}

@test "of several events any one will do; one that is only looked back at must be there" {
	shelf
	extract refs social-services
	# registration or care-and-support, as the group safeguarding says.
	indicator either 'count: safeguarding by child'
	indicator listed 'count: referral, contact by child'
	indicator back 'count: referral by child where earlier(contact) >= 1'
	lscb-catalogue >out.csv
	needs either 'no | registration;care-and-support |  | registration/care-and-support | '
	needs listed 'yes | referral;contact |  |  | '
	needs back 'no | referral;contact |  | contact | '
	sed -i 's/^event: referral/event: care-and-support\nend: referral_date/' \
		library/extracts/refs.rec
	lscb-catalogue >out.csv
	needs either 'yes | registration;care-and-support |  |  | '
}

@test "columns: carried, not carried, carried elsewhere, of the subject, of an area" {
	shelf
	extract refs social-services
	extract calls police
	# The police's are notices, with a risk that is none of the referral's.
	sed -i 's/^event: referral/event: notice/; s/^as: need/as: risk/' \
		library/extracts/calls.rec
	indicator carried "count: referral by child where need = 'x'"
	indicator nowhere "count: referral by child where outcome = 'x'"
	indicator elsewhere "count: referral by child where risk = 'x'"
	indicator both "count: referral by child where any(notice where risk = 'x')"
	indicator ages 'count: referral by child where age(date) < 5'
	indicator areas "count: referral by child where ward = 'x'" 'by: need+lsoa'
	indicator by 'by: need+band'
	lscb-catalogue >out.csv
	needs carried 'yes | referral | need |  | '
	needs nowhere 'no | referral | outcome |  | outcome'
	needs elsewhere 'no | referral | risk |  | risk'
	needs both 'yes | referral;notice | risk |  | '
	needs ages 'yes | referral | birth_month |  | '
	needs areas 'yes | referral | need;ward;lsoa |  | '
	needs by 'no | referral | need;band |  | band'
	# The child's month of birth may come from another agency; need may not.
	sed -i '/^name: dob/,/^$/d' library/extracts/refs.rec
	lscb-catalogue >out.csv
	needs ages 'yes | referral | birth_month |  | '
	sed -i '/^name: dob/,/^$/d' library/extracts/calls.rec
	lscb-catalogue >out.csv
	needs ages 'no | referral | birth_month |  | birth_month'
	sed -i '/^name: postcode/,/^$/d' library/extracts/refs.rec
	lscb-catalogue >out.csv
	needs areas 'no | referral | need;ward;lsoa |  | ward;lsoa'
	# An event that carries nothing.
	sed -i 's/^date: referral_date/&\ncarry: none/' library/extracts/refs.rec
	lscb-catalogue >out.csv
	needs carried 'no | referral | need |  | need'
}

@test "numerator and denominator each need theirs, and so does matched" {
	shelf
	extract refs social-services
	indicator ratio 'unit: percent' 'of: referral by child' \
		'count: referral by child where any(audit where band >= 2)' \
		'matched: any(roll overlapping)'
	lscb-catalogue >out.csv
	needs ratio 'no | referral;roll;audit | band | audit;roll | band'
}

@test "an event of a household is one of its children" {
	shelf
	extract refs social-services
	sed -i 's/^event: referral/event: domestic-abuse\nsubject: household/' \
		library/extracts/refs.rec
	indicator homes 'count: distinct domestic-abuse by household'
	indicator children "count: domestic-abuse by child where need = 'x'"
	indicator born 'count: domestic-abuse by child where age(date) < 5'
	lscb-catalogue >out.csv
	needs homes 'yes | domestic-abuse |  |  | '
	needs children 'yes | domestic-abuse | need |  | '
	# A household has no month of birth, and nobody else tells one.
	needs born 'no | domestic-abuse | birth_month |  | birth_month'
}

@test "-x: what there is to count from, by name or path" {
	shelf
	extract refs social-services
	extract calls police
	sed -i 's/^event: referral/event: notice/' library/extracts/calls.rec
	indicator a
	lscb-catalogue -x calls >out.csv
	needs a 'no | referral |  | referral | '
	lscb-catalogue -x calls -x ./library/extracts/refs.rec >out.csv
	needs a 'yes | referral |  |  | '
	run -78 --separate-stderr lscb-catalogue -x refss
	[[ $stderr == *"did you mean 'refs'?"*'[no-definition]' ]]
}

@test "--lang: words instead of codes, the header stays" {
	shelf
	extract refs social-services
	indicator a 'quadrant: how-much' 'unit: count' 'show: rolling 12 months' \
		'period_rule: sum' 'agency: police' 'dda: no' 'welsh: draft'
	printf 'agency: nobody\n' >>library/indicators/a.rec
	lscb-catalogue --lang en >out.csv
	head -n 1 out.csv >actual
	echo "$header" | same - actual
	cells a status quadrant unit show period_rule direction agency dda computable >actual
	echo 'admitted | How much did we do? | count | rolling 12 months | they add up | shows activity; neither up nor down is better by itself | Police;nobody | no | yes' |
		same - actual
	lscb-catalogue --lang cy >out.csv
	cells a status quadrant unit show agency dda >actual
	echo "wedi'i dderbyn | Faint wnaethom ni? | nifer | 12 mis treigl | yr heddlu;nobody | nac ydy" |
		same - actual
	# A label that is not there is not left out in silence.
	sed -i '/^id: unit-name-count/s/count/counted/' library/labels.rec
	run -78 --separate-stderr lscb-catalogue --lang cy
	[[ $stderr == *"labels.rec: no label 'unit-name-count'"*'[no-label]' ]]
	run -0 lscb-catalogue
}

@test "refused: the command line" {
	shelf
	indicator a
	run -64 lscb-catalogue --lang fr
	run -64 lscb-catalogue a
	run -64 lscb-catalogue -i a -i a
	cp library/indicators/a.rec before
	run -64 lscb-catalogue -i library/indicators/a.rec -o library/indicators/a.rec
	same before library/indicators/a.rec
}

@test "refused: a definition that is not there, not right, or does not compile" {
	shelf
	extract refs social-services
	indicator abcdef
	run -78 --separate-stderr lscb-catalogue -i abcdeg
	[[ $stderr == *"did you mean 'abcdef'?"* ]]
	indicator bad 'unit: pounds'
	run -78 --separate-stderr lscb-catalogue
	[[ $stderr == *'bad.rec:7: unit: want percent'*'[bad-definition]' ]]
	# unit is now the seventh line, of the one behind it.
	indicator bad 'unit: percent' 'of: referal by child'
	run -78 --separate-stderr lscb-catalogue
	[[ $stderr == *"bad.rec:8: of: at character 1: no event 'referal'; did you mean 'referral'? [bad-expression]" ]]
	[[ $(tail -n 1 <<<"$output") == '"' ]]
	rm library/indicators/bad.rec
	indicator bad "count: referral by child where neeed = 'x'"
	run -78 --separate-stderr lscb-catalogue
	[[ $stderr == *"bad.rec:7: count: "*"did you mean 'need'"* ]]
	rm library/indicators/bad.rec library/areas.rec
	run -78 --separate-stderr lscb-catalogue
	[[ $stderr == *areas.rec* ]]
}

@test "a breakdown: by bands of age, by a column of every row, by what is neither" {
	shelf
	cp "$ROOT/pipelines/library/bands.rec" library/
	extract refs social-services
	indicator a 'by: age_band+source'
	lscb-catalogue >out.csv
	needs a 'yes | referral | birth_month |  | '
	indicator a 'by: age_bnd'
	run -78 --separate-stderr lscb-catalogue
	[[ $stderr == *"a.rec:8: by: no column 'age_bnd'"*'[bad-definition]' ]]
	indicator a 'by: ned'
	run -78 --separate-stderr lscb-catalogue
	[[ $stderr == *"a.rec:8: by: no column 'ned'; did you mean 'need'?"* ]]
}

@test "refused as lscb-indicators refuses: measures that do not fit unit or window" {
	shelf
	extract refs social-services
	indicator a 'unit: mean days'
	run -78 --separate-stderr lscb-catalogue
	[[ $stderr == *'a.rec:4: count: a mean or median needs values'* ]]
	indicator a 'unit: count' 'show: rolling 12 months' 'count: roll open by child'
	run -78 --separate-stderr lscb-catalogue
	[[ $stderr == *'a.rec:8: count: a snapshot (open) is the same in a rolling window'* ]]
}

@test "what lscb-deidentify writes of a made board, lscb-catalogue says is given" {
	lscb-keygen --new a.share b.share
	lscb-keygen --purpose deidentify -o key a.share b.share
	lscb-synth --people 400 --years 2 --date 2026-03-31 --errors none \
		--out board >made
	local file name
	for file in board/cwm-arian/*; do
		name=${file##*/}
		name=${name%.csv*}
		lscb-ingest -x "$name" --sender cwm-arian --date 2026-03-31 \
			-o "$name.clean" "$file"
		lscb-deidentify -x "$name" --sender cwm-arian -k key \
			--tokens "$name.tokens" -o "$name.payload" "$name.clean"
		echo "$name" >>names
	done
	# Columns with a value in some row, by event and kind of subject; a pseudonym
	# begins with its kind, child and household are named.
	python3 - <<-'END' >seen
	import csv, glob
	seen = set()
	for path in glob.glob('*.payload'):
	    for row in csv.DictReader(open(path)):
	        if not row.get('event'):
	            continue
	        kind = {'child': 'c', 'household': 'h'}.get(row['subject'],
	            row['subject'][:1])
	        for column, value in row.items():
	            if value and column not in ('record', 'subject', 'date',
	                'end', 'event', 'source'):
	                seen.add((row['event'], kind, column))
	        seen.add((row['event'], kind, ''))
	for row in sorted(seen):
	    print(','.join(row))
	END
	(($(wc -l <seen) > 100))
	# An indicator for each event and kind that reads all of those columns.
	awk '/^name: / { name = $2 } /^letter: / { print $2 "," name }' \
		"$LSCB_LIBRARY/events.rec" >kinds
	mkdir mine
	awk -F, 'NR == FNR { kind[$1] = $2; next } {
		key = $1 "-" $2; event[key] = $1; of[key] = kind[$2]
		if ($3 != "")
			reads[key] = reads[key] (n[key]++ ? " and " : " where ") "known(" $3 ")"
	} END { for (key in event) {
		file = "mine/" key ".rec"
		printf "id: %s\ntitle: x\nstatus: candidate\nperiod: year\nunit: count\ndirection: none\ncount: %s by %s%s\n", key, event[key], of[key], reads[key] >file
		close(file)
	} }' kinds seen
	find mine -name '*.rec' -printf '-i\n%p\n' >options
	sed 's/^/-x\n/' names >>options
	xargs lscb-catalogue <options >out.csv
	(($(wc -l <out.csv) > 30))
	python3 - <<-'END' >actual
	import csv
	for row in csv.DictReader(open('out.csv')):
	    if row['computable'] != 'yes':
	        print(row['id'], row['missing_events'], row['missing_columns'])
	END
	: >expected
	same expected actual
}

@test "all of the real library is listed, each once, by the name of its file" {
	lscb-catalogue | sed 1d | cut -d, -f1 >actual
	(cd "$LSCB_LIBRARY/indicators" && printf '%s\n' *.rec | sed 's/\.rec$//' |
		sort) | same - actual
}
