#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The indicators counted a second time, in SQL that was written from the prose
# of the library and not from its definitions: boards that lscb-synth invents,
# with and without mistakes in their extracts, and histories of nothing but
# border cases.  Every window of every indicator must agree, and every line of a
# breakdown; and the comparison must find a fault in a definition, or a bound of
# the SQL that is not where it was, when there is one.
load ../lib/common
load ../lib/board

ORACLE=$ROOT/tests/oracle
MEASURES=(assessments board board-work bullied conferences cpr-second
	cpr-two-years domestic-abuse education enquiries factors family
	feel-safe found front-door health lists police questionnaires
	referral-rate register reviews survey workforce youth)
# Indicators whose data no extract gives yet, and some that are too rare: no board
# has any.
UNFED=(agency-share allegations-concluded care-support-with-family
	child-substance-misuse conference-attendance
	conference-reports-on-time conference-reports-sent
	core-assessments-35-days dental encompass-notices escalations
	exploitation-high-risk exploitation-nrm felt-listened-to
	initial-assessments-7-days injury-admissions permanent-exclusions
	plan-makes-safer positive-outcome practitioner-forums
	private-fostering re-offending referrals-decided-one-day
	register-missing-now register-parental-learning-disability
	registered-financial-abuse sait-workshop-held
	sait-workshop-practitioners self-harm social-worker-turnover
	social-worker-vacancies someone-to-talk-to staff-checks-valid
	staff-trained understand-register unexpected-deaths
	welsh-active-offer)

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	command -v sqlite3 >/dev/null ||
		skip 'no sqlite3: THE INDICATORS WERE NOT COUNTED A SECOND TIME'
}

# sql HISTORY COUNTS POPULATIONS FILE...: the queries on these tables, in memory
# or in the file $database, which may have some already: those are then ''.
# ranked is the history with the place of each row, column by column in its order.
sql() {
	local columns tables=(-cmd 'PRAGMA synchronous = off;' -cmd '.mode csv')
	: >queries
	if [[ -n $1 ]]; then
		tables+=(-cmd ".import '$1' history" -cmd ".import \
			'$ROOT/pipelines/library/bank-holidays.csv' holiday")
		columns=$(sed -n '1 { s/[^,]*/"&"/g; p; }' "$1")
		echo 'CREATE TABLE ranked AS SELECT *, row_number()' \
			"OVER (ORDER BY $columns) AS place FROM history;" >queries
	fi
	[[ -z $2 ]] || tables+=(-cmd ".import '$2' counts")
	[[ -z $3 ]] || tables+=(-cmd ".import '$3' population")
	shift 3
	cat "${@/#/$ORACLE/}" >>queries
	sqlite3 -bail "${tables[@]}" -cmd '.mode list' "${database:-:memory:}" \
		<queries
}

# compare HISTORY COUNTS POPULATIONS [DELIVERED]: one line for every difference.
compare() {
	sql "$1" "$2" "$3" periods.sql ${4:+"$4"} calendar.sql views.sql \
		items.sql children.sql "${MEASURES[@]/%/.sql}" items-counted.sql \
		compare.sql
}

# oracles HISTORY COUNTS POPULATIONS: the indicators that are counted here.
oracles() {
	sql "$@" periods.sql calendar.sql views.sql items.sql children.sql \
		"${MEASURES[@]/%/.sql}" indicators.sql
}

# counted COUNTS [INDICATOR...]: every indicator with an oracle, but those, has
# somebody to count.
counted() {
	local counts=$1
	shift
	printf '%s\n' "$@" >unfed
	awk -F, 'FILENAME != "known" {
			if (FILENAME == "unfed" || ($4 == "" && $6 + 0 > 0))
				counted[$1]
			next
		}
		!($1 in counted)' unfed "$counts" known >nobody
	same /dev/null nobody
}

# board SEED ERRORS: the night of an invented board, of every extract there is,
# and the two comparisons.  Mistakes on purpose may be more than a night would
# accept of so few rows.
board() {
	local dir=board-$1-$2 made=extracts-$1-$2
	make_keys
	lscb-synth --people 12000 --seed "$1" --errors "$2" --date 2026-03-31 \
		--out "$made" >/dev/null
	"$ROOT/pipelines/board-init" "$dir"
	sed -i 's/^max_rejects:.*/max_rejects: 100%/; /^%rec: Delivery/,$d' \
		"$dir/board.rec"
	cat "$made/deliveries.rec" >>"$dir/board.rec"
	cp "$BATS_FILE_TMPDIR"/keys/*.key "$dir/keys/"
	cp "$made/populations.csv" "$dir/"
	cp -R "$made/cwm-arian" "$dir/incoming/"
	"$NIGHTLY" "$dir" --date 2026-03-31
	compare "$dir/current/history.csv" "$dir/current/counts.csv" \
		"$dir/populations.csv" >differences
	same /dev/null differences
	cat "$dir/current/counts.csv" >>all-counts
	oracles "$dir/current/history.csv" "$dir/current/counts.csv" \
		"$dir/populations.csv" >known
	sql "$dir/current/history.csv" '' '' households.sql >differences
	same /dev/null differences
}

# crowded SEED [GENERATOR]: a history of border cases in $1.csv, populations beside
# it.
crowded() {
	local columns generator=(-f "$ORACLE/crowded.awk"
		-f "$ORACLE/crowded-front.awk")
	[[ -z ${2-} ]] || generator=(-f "$ORACLE/$2.awk")
	columns=$(awk '$1 == "name:" { printf "%s%s", n++ ? "," : "", $2 }' \
		"$ROOT/pipelines/library/history.rec")
	awk -v seed="$1" -v columns="$columns" "${generator[@]}" >raw
	head -n 1 raw >"$1.csv"
	tail -n +2 raw >body
	sort body >>"$1.csv"
	cat >populations.csv <<-'EOF'
		area,year,age_from,age_to,population
		,2022,0,4,200
		,2022,5,17,801
		,2022,18,,5000
		west,2022,0,17,77
		,2023,0,4,300
		,2023,5,14,600
		,2023,15,17,202
		,2024,0,4,300
		,2024,5,9,300
		,2024,10,14,400
		,2024,15,17,203
		,2025,0,9,600
		,2025,10,17,704
		,2026,0,17,1405
	EOF
}

# count HISTORY [OPTION...]: its counts, in counts.csv.
count() {
	lscb-indicators --date 2026-03-31 --populations populations.csv \
		"${@:2}" -o counts.csv "$1"
}

# edge INDICATOR FILE SED: views.db and a copy of the SQL with one bound that is not where it
# was, which must be found, in INDICATOR alone.
edge() {
	local ORACLE=$PWD/oracle database=moved.db
	rm -rf oracle
	cp views.db moved.db
	cp -R "$ROOT/tests/oracle" oracle
	sed -i "$3" "oracle/$2.sql"
	if cmp -s "oracle/$2.sql" "$ROOT/tests/oracle/$2.sql"; then
		echo "$1: $3 changes nothing in $2.sql"
		return 1
	fi
	sql '' '' '' "$2.sql" items-counted.sql compare.sql >differences
	awk -F '|' '!seen[$2]++ { print $2 }' differences >found
	same found - <<<"$1" || {
		echo "$1: $3 was not found, or not only there"
		return 1
	}
}

# fault INDICATOR FILE SED: a copy of the library with one edit, which must
# change the file, must still count, and must be found: in INDICATOR alone, against
# want.db.
fault() {
	rm -rf library
	cp -R "$ROOT/pipelines/library" library
	sed -i "$3" "library/$2"
	if cmp -s "library/$2" "$ROOT/pipelines/library/$2"; then
		echo "$1: $3 changes nothing in $2"
		return 1
	fi
	LSCB_LIBRARY=$PWD/library count 1.csv
	cp want.db fault.db
	database=fault.db sql '' counts.csv '' compare.sql >differences
	awk -F '|' '!seen[$1, $2]++ { print $1 "|" $2 }' differences >found
	# A predicate is everybody's.
	[[ $2 != predicates.rec ]] || ! grep -qx "differs|$1" found ||
		echo "differs|$1" >found
	same found - <<<"differs|$1" || {
		echo "$1: $3 was not found, or not only there"
		return 1
	}
}

@test "three boards without mistakes: SQL counts the same" {
	for seed in 7 13 16; do
		board "$seed" none
	done
	counted all-counts "${UNFED[@]}"
}

@test "three boards with mistakes in their extracts: SQL counts the same" {
	for seed in 3 7 9; do
		board "$seed" some
	done
	counted all-counts "${UNFED[@]}"
}

@test "three histories of border cases: SQL counts the same" {
	for generator in "" crowded-more; do
		for seed in 1 2 3; do
			crowded "$seed" "$generator"
			count "$seed.csv"
			compare "$seed.csv" counts.csv populations.csv \
				>differences
			same /dev/null differences
			cat counts.csv >>"all-counts-$seed"
		done
	done
	oracles 1.csv counts.csv populations.csv >known
	for seed in 1 2 3; do
		counted "all-counts-$seed"
	done
}

@test "an indicator of the library has an oracle, or it is said that it has none" {
	crowded 1
	count 1.csv
	oracles 1.csv counts.csv populations.csv >known
	awk -F, 'NR > 1 && !seen[$1]++ { print $1 }' counts.csv >ids
	sort ids >library
	sed -n 's/^\([^#:]*\): .*/\1/p' "$ORACLE/none.txt" >without
	sort known without >both
	same library both
}

@test "a history that begins late: SQL says not available in the same periods" {
	crowded 4
	# from July 2023; the survey from 2025
	awk -F, 'NR == 1 || $2 >= ($4 == "survey" ? "2025-01-01" : "2023-07-02")' \
		4.csv >late.csv
	count late.csv
	grep -q '^cpr-second,2023-04-01,2024-03-31,.*,na$' counts.csv
	grep -q '^feel-safe,2024-10-01,2024-12-31,.*,na$' counts.csv
	compare late.csv counts.csv populations.csv >differences
	same /dev/null differences
}

@test "one event that begins late or is not there at all: the same indicators say so" {
	crowded 4
	for event in advocacy conference missing open-case registration visit; do
		for from in 2024-07-02 9999; do
			awk -F, -v event=$event -v from=$from \
				'NR == 1 || $4 != event || $2 >= from' \
				4.csv >late.csv
			count late.csv
			compare late.csv counts.csv populations.csv >differences
			same /dev/null differences
		done
	done
}

@test "every event that begins late or is not there at all: those of the rest say so" {
	local -a MEASURES=(education factors family found health lists workforce
		youth)
	crowded 4 crowded-more
	awk -F, 'NR == 1 || substr($1, 26) % 3 == 0' 4.csv >third.csv
	awk -F, 'NR > 1 && !seen[$4]++ { print $4 }' third.csv | sort >events
	while read -r event; do
		from=9999
		[[ $event != *[a-m] ]] || from=2024-07-02
		awk -F, -v event="$event" -v from=$from \
			'NR == 1 || $4 != event || $2 >= from' third.csv >late.csv
		count late.csv
		compare late.csv counts.csv populations.csv >differences
		same /dev/null differences
	done <events
}

@test "a year or an age that the populations lack: the same rates are not available" {
	crowded 4
	# nobody in 2023, and none of 5 to 17 in 2022
	sed -i '/,2023,/d; /^,2022,5,/d' populations.csv
	count 4.csv
	grep -q '^register-rate,2024-01-01,2024-03-31,,,[1-9][0-9]*,,0,,na$' \
		counts.csv
	compare 4.csv counts.csv populations.csv >differences
	same /dev/null differences
}

@test "lists that were delivered early: what has not had its time is the same" {
	crowded 4
	count 4.csv --reach survey=2026-02-28 --reach missing=2025-12-31 \
		--reach return-interview=2025-12-31 --reach open-case=2025-09-30
	grep -q '^survey-response-registration,.*,stale$' counts.csv
	compare 4.csv counts.csv populations.csv delivered.sql >differences
	same /dev/null differences
}

@test "lists of outcomes that were delivered early: the same have not had their time" {
	local -a reach
	crowded 4 crowded-more
	mapfile -t reach < <(sed -n "s/^('\(.*\)', '\(.*\)').*/--reach\n\1=\2/p" \
		"$ORACLE/delivered-more.sql")
	count 4.csv "${reach[@]}"
	grep -q '^camhs-four-weeks,.*,stale$' counts.csv
	compare 4.csv counts.csv populations.csv delivered-more.sql >differences
	same /dev/null differences
}

@test "a fault in a definition is found, and only where it is" {
	crowded 1
	database=want.db sql 1.csv '' populations.csv periods.sql calendar.sql \
		views.sql items.sql children.sql "${MEASURES[@]/%/.sql}" \
		items-counted.sql
	while IFS='|' read -r id file edit; do
		fault "$id" "${file:-indicators/$id.rec}" "$edit"
	done <<-'EOF'
		audits-completed||s/: distinct /: /
		board-meetings||s/: distinct /: /
		training-sessions||s/: distinct /: /
		bullied||s/bullying where safeguarded/bullying/
		bullied||/^matched:/d
		bullied|predicates.rec|s/age(close) <= 15/age(close) <= 16/
		cpr-second||s/earlier(registration) >= 1/earlier(registration) >= 2/
		cpr-second||s/ or previous_registrations >= 1//
		cpr-two-years-ended||s/>= 24/> 24/
		cpr-two-years-open||s/>= 24/> 24/
		cpr-two-years-open||s/registration open/registration overlapping/
		domestic-abuse-children||s/ where under_18_or_unborn//
		domestic-abuse-children||s/: distinct /: /
		domestic-abuse-register||s/ where during(registration)//
		domestic-abuse-register||s/registration overlapping by/registration by/
		feel-safe||s/ and known(safe)//
		feel-safe||s/(registration, de-registration)/(registration)/
		referral-rate||s/offset: -1/offset: 0/
		referral-rate||s/ by child//
		sait-band-two||s/band >= 2/band > 2/
		sait-band-two||s/latest(sait)/known(band)/
	EOF
}

@test "a bound of the SQL that is moved is found, and only where it is" {
	crowded 4
	count 4.csv
	compare 4.csv counts.csv populations.csv >differences
	same /dev/null differences
	database=views.db sql 4.csv counts.csv populations.csv periods.sql \
		calendar.sql views.sql items.sql children.sql
	while IFS='|' read -r id file edit; do
		edge "$id" "$file" "$edit"
	done <<-'EOT'
		registrations|register|/'registrations', p/,/;/s/BETWEEN p.first/BETWEEN '2000-01-01'/
		deregistrations|register|/'deregistrations', p/,/;/s/r.until BETWEEN/r.date BETWEEN/
		re-registrations|register|s/e.until < r.date/e.until <= r.date/
		re-registrations|register|s/r.date < y.reached/r.date <= y.reached/
		re-registrations|register|s/OR (f.date = e.date/OR (1 = 0/
		register-count|register|/'register-count', p/,/;/s/DISTINCT//
		register-rate|register|/'register-rate', p/,/;/s/DISTINCT//
		register-days|register|s/u.number - d.number AS/u.number - d.number + 1 AS/
		register-under-3-months|register|s/y.reached > o.last/y.reached >= o.last/
		register-over-12-months|register|s/y.reached <= o.last/y.reached < o.last/
		plans-under-3-months|register|s/r.until < y.reached/r.until <= y.reached/
		registered-neglect|register|s/'neglect' AS category/'emotional' AS category/
		registered-sexual-abuse|register|s/, 'sexual'$/, 'physical'/
		register-under-5|register|s/< 5 \* 12/<= 5 * 12/
		register-under-5|register|s/o.birth = 'unborn'/1 = 0/
		register-under-5|register|s/ELSE l.said END/ELSE NULL END/
		register-seen-alone|register|s/>= 4 \* 12/> 4 * 12/
		register-seen-alone|register|s/a.date BETWEEN o.date AND/a.date BETWEEN '2000-01-01' AND/
		register-seen-alone|register|s/l.place > a.place/l.place < a.place/
		police-notices|police|s/t.type AND/t.type AND n.type <> '' AND/
		notices-open-case|police|s/o.until > i.date/o.until >= i.date/
		domestic-abuse-notices|police|/'domestic-abuse-notices', p/,/;/s/(i.subject)/(DISTINCT i.subject)/
		domestic-abuse-repeat|police|s/y.reached >= i.date/y.reached > i.date/
		domestic-abuse-repeat|police|s/e.date < i.date/e.date < i.date AND e.date < '2023-01-01'/
		marac-children|police|s/nullif(k.children, '')/nullif(k.children, '3')/
		marac-repeat|police|/'marac-repeat', p/,/;/s/ AND k."repeat" <> ''//
		missing-children|police|s/ AND m.type = 'missing'//
		missing-three-times|police|s/d.number - 90/d.number - 89/
		missing-three-times|police|s/d.number - 90/d.number - 91/
		return-interviews-offered|police|s/m.interview_offered = 'yes'/m.interview_offered <> 'no'/
		return-interviews-accepted|police|s/m.found AND m.found + 3/m.found AND m.found + 2/
		return-interviews-accepted|police|s/m.found AND m.found + 3/m.found + 1 AND m.found + 3/
		return-interviews-accepted|police|s/u.number + 3 >/u.number + 4 >/
		exploitation-high-risk|police|s/ OR a.until > p.last/ OR a.until >= p.last/
		exploitation-high-risk|police|s/, 'significant'//
		sexual-offences|police|s/ AND o.type = 'sexual'/ AND o.type IN ('sexual', 'exploitation')/
		police-protection|police|/'police-protection', p/,/;/s/DISTINCT//
		advocate-offered|conferences|s/a.event = 'advocacy' THEN/a.views_presented = 'yes' THEN/
		survey-response-pre-conference|conferences|s/c.answered = 1/c.told = 1/
		views-at-conference|conferences|s/ OR a.views_presented = 'yes'//
		conference-attendance|conferences|s/h.present <> ''/1 = 1/
		conference-reports-sent|conferences|s/h.report_received <= h.date/h.report_received < h.date/
		conference-reports-on-time|conferences|s/>= 2, 1 = 0/>= 3, 1 = 0/
		felt-listened-to|survey|s/'felt-listened-to' AS indicator, place, listened/'felt-listened-to' AS indicator, place, safe/
		understand-register|survey|/'understand-register', place/,/WHERE/s/WHERE stage = 'registration'/WHERE 1 = 1/
		plan-makes-safer|survey|s/IN ('registration', 'de-registration')/IN ('registration')/
		someone-to-talk-to|survey|s/IN ('yes', 'no')/IN ('yes', 'no', 'dont-know')/
		survey-response-registration|survey|s/d.number AND d.number + 60/d.number AND d.number + CASE c.stage WHEN 'registration' THEN 59 ELSE 60 END/
		survey-response-deregistration|survey|s/d.number AND d.number + 60/d.number + CASE c.stage WHEN 'registration' THEN 0 ELSE 1 END AND d.number + 60/
		survey-response-registration|survey|s/d.number + 60 >/d.number + CASE c.stage WHEN 'registration' THEN 61 ELSE 60 END >/
		survey-response-deregistration|survey|s/d.number + 60 >/d.number + CASE c.stage WHEN 'registration' THEN 60 ELSE 59 END >/
	EOT
}

@test "one event of contacts to reviews that begins late or is not there: the same" {
	crowded 4
	for event in strategy referral referral-decision core-group \
		core-assessment-completed review sait-workshop; do
		for from in 2024-07-02 9999; do
			awk -F, -v event=$event -v from=$from \
				'NR == 1 || $4 != event || $2 >= from' \
				4.csv >late.csv
			count late.csv
			compare late.csv counts.csv populations.csv >differences
			same /dev/null differences
		done
	done
}

@test "a practice review that stands twice is counted once, as the prose says" {
	crowded 4
	awk -F, -v OFS=, '{ print } $4 == "practice-review" && !(NR % 3) {
		$2 = substr($2, 1, 8) "15"; print }' 4.csv >body
	head -n 1 body >4.csv
	tail -n +2 body | sort >>4.csv
	count 4.csv
	compare 4.csv counts.csv populations.csv >differences
	same /dev/null differences
}

@test "a bound in the SQL of contacts to reviews that is moved is found" {
	crowded 4
	count 4.csv
	database=views.db sql 4.csv counts.csv populations.csv periods.sql \
		calendar.sql views.sql items.sql children.sql
	while IFS='|' read -r id file edit; do
		edge "$id" "$file" "$edit"
	done <<-'EOT'
		contacts-to-child-protection|front-door|s/s.worked - c.worked <= 5/s.worked - c.worked <= 4/
		contacts-to-child-protection|front-door|s/s.worked - c.worked <= 5/s.worked - c.worked <= 6/
		contacts-to-child-protection|front-door|s/AND s.date >= c.date AND/AND/
		contacts-to-child-protection|front-door|s/AND s.date >= c.date AND/AND s.date > c.date AND/
		contacts-to-child-protection|front-door|s/c.worked > 5 AS/c.worked > 4 AS/
		contacts-to-child-protection|front-door|s/c.worked > 5 AS/c.worked > 6 AS/
		re-referrals|front-door|s/e.date < r.date/e.date <= r.date/
		re-referrals|front-door|s/y.reached >= r.date/y.reached > r.date/
		referrals-decided-one-day|front-door|s/d.worked - r.worked <= 1/d.worked - r.worked <= 2/
		referrals-decided-one-day|front-door|s/d.worked - r.worked <= 1/d.worked - r.worked < 1/
		referrals-decided-one-day|front-door|s/AND d.date >= r.date AND/AND/
		referrals-decided-one-day|front-door|s/r.worked > 1 AS/r.worked > 0 AS/
		referrals-decided-one-day|front-door|s/r.worked > 1 AS/r.worked > 2 AS/
		referrals-no-further-action|front-door|s/ AND r.outcome <> ''//
		assessments-42-days|assessments|s/42 AS/41 AS/
		assessments-42-days|assessments|s/42 AS/43 AS/
		initial-assessments-7-days|assessments|s/assessment', 7/assessment', 6/
		initial-assessments-7-days|assessments|s/assessment', 7/assessment', 8/
		assessments-42-days|assessments|s/f.date <= b.date/f.date < CASE b.event WHEN 'assessment' THEN b.date ELSE '9' END AND f.date <= b.date/
		initial-assessments-7-days|assessments|s/y.reached >= b.date/y.reached > CASE b.event WHEN 'assessment' THEN '' ELSE b.date END AND y.reached >= b.date/
		assessments-child-seen|assessments|s/<= substr(a.until, 1, 7)/< substr(a.until, 1, 7)/
		assessments-child-seen|assessments|s/coalesce(nullif(a.birth_month, ''), b.said, '')/a.birth_month/
		assessments-child-seen|assessments|s/ AND a.seen <> ''//
		core-assessments-35-days|assessments|s/c.worked - r.worked <= 35/c.worked - r.worked <= 34/
		core-assessments-35-days|assessments|s/c.worked - r.worked <= 35/c.worked - r.worked <= 36/
		core-assessments-35-days|assessments|s/r.worked > 35/r.worked > 34/
		core-assessments-35-days|assessments|s/r.worked > 35/r.worked > 36/
		core-assessments-35-days|assessments|s/AND c.date >= r.date AND/AND/
		section-47-rate|enquiries|s/count(e.subject), p/count(DISTINCT e.subject), p/
		section-47-joint|enquiries|s/e.type IN ('joint', 'single-agency')/1 = 1/
		section-47-to-conference|enquiries|s/number + 60 <= a/number + 60 < a/
		section-47-to-conference|enquiries|s/number + 60 <= a/number + 59 <= a/
		section-47-to-conference|enquiries|s/AND e.number + 60)/AND e.number + 61)/
		section-47-to-conference|enquiries|s/AND e.number + 60)/AND e.number + 59)/
		section-47-to-conference|enquiries|s/BETWEEN e.number AND/BETWEEN e.number + 1 AND/
		conference-15-days-child|enquiries|s/c.worked - s.worked <= 15/c.worked - s.worked <= 14/
		conference-15-days-child|enquiries|s/c.worked - s.worked <= 15/c.worked - s.worked <= 16/
		conference-15-days-conference|enquiries|s/longest <= 15/longest <= 14/
		conference-15-days-conference|enquiries|s/longest <= 15/longest <= 16/
		conference-15-days-conference|enquiries|s/max(h.worked/min(h.worked/
		conference-registered|enquiries|s/ AND c.outcome <> ''//
		core-group-10-days|enquiries|s/g.worked - c.worked <= 10/g.worked - c.worked <= 9/
		core-group-10-days|enquiries|s/g.worked - c.worked <= 10/g.worked - c.worked <= 11/
		core-group-10-days|enquiries|s/AND g.date >= c.date AND/AND/
		core-group-10-days|enquiries|s/c.worked > 10/c.worked > 9/
		core-group-10-days|enquiries|s/c.worked > 10/c.worked > 11/
		reviews-on-time-review|reviews|s/v.date <= v.due THEN/v.date < v.due THEN/
		reviews-on-time-review|reviews|s/ AND v.due <> '';/;/
		reviews-on-time|reviews|s/AND v.date >= r.date AND v.date <= p.last)/AND v.date <= p.last)/
		reviews-on-time|reviews|s/AND v.date >= r.date AND v.date <= p.last)/AND v.date > r.date AND v.date <= p.last)/
		reviews-on-time|reviews|s/AND v.date <= p.last AND y.reached >= p.last/AND y.reached >= p.last/
		reviews-on-time|reviews|s/y.months = 6/y.months = 3/
		reviews-on-time|reviews|s/AND y.reached >= p.last/AND v.date >= substr(p.first, 1, 4) || '-09-30'/
		reviews-on-time|reviews|s/AND v.date >= r.date AND v.date BETWEEN p.first AND p.last/AND v.date BETWEEN p.first AND p.last/
		reviews-on-time|reviews|s/AND v.date >= r.date AND v.date BETWEEN p.first AND p.last/AND v.date >= r.date AND v.date <= p.last/
		reviews-on-time|reviews|s/AND v.due <> '' AND v.date > v.due/AND v.date > v.due/
		reviews-on-time|reviews|s/AND v.due <> '' AND v.date > v.due/AND v.due <> '' AND v.date >= v.due/
		reviews-on-time|reviews|s/y.reached <= o.last) r/y.reached < o.last) r/
		register-allocated|reviews|s/k.until > o.last)/k.until >= o.last)/
		register-allocated|reviews|s/k.date <= o.last/k.date < o.last/
		register-allocated|reviews|s/max(CASE WHEN k.allocated/min(CASE WHEN k.allocated/
		register-visited|reviews|s/v.worked <= 10)/v.worked <= 9)/
		register-visited|reviews|s/v.worked <= 10)/v.worked <= 11)/
		register-visited|reviews|s/AND v.seen = 'yes' AND v.date <= p.last/AND v.seen = 'yes'/
		register-visited|reviews|s/r.worked >= 10/r.worked >= 9/
		register-visited|reviews|s/r.worked >= 10/r.worked > 10/
		register-visited|reviews|s/r.born <= substr/r.born < substr/
		register-visited|reviews|s/coalesce(nullif(o.birth_month, ''), b.said, '')/coalesce(b.said, '')/
		register-visited|reviews|s/coalesce(nullif(o.birth_month, ''), b.said, '')/o.birth_month/
		questionnaires-processed|questionnaires|s/ AND a.safe <> ''//
		questionnaires-received|questionnaires|/'questionnaires-received', a/,/;/s/event = 'survey'/event = 'survey' AND a.stage <> 'pre-icc'/
		positive-outcome|questionnaires|/'positive-outcome', p/,/;/s/l.subject = a.subject AND l.date <= p.last$/l.subject = a.subject/
		positive-outcome|questionnaires|s/ AND l.better <> ''//
		positive-outcome|questionnaires|s/, 'much-better'//
		feel-safer-after|questionnaires|s/e.date < a.date/e.date <= a.date/
		feel-safer-after|questionnaires|s/a.step > b.step/a.step >= b.step/
		feel-safer-after|questionnaires|s/max(e.place)/min(e.place)/
		audit-outcomes|board-work|s/count(DISTINCT CASE a.grade/count(CASE a.grade/
		audit-outcomes|board-work|s/ AND a.type = 'case-file'//
		staff-competent|board-work|s/ AND s.competent <> ''//
		training-improved|board-work|s/ AND s.training_improved <> ''//
		staff-checks|board-work|s/SELECT 'staff-checks', s.date, 1/SELECT DISTINCT 'staff-checks', s.date, 1/
		sait-workshop-held|board-work|s/WHERE w.event = 'sait-workshop';/WHERE w.event = 'sait-workshop' AND w.attended <> '';/
		sait-workshop-practitioners|board-work|s/CAST(w.attended AS INTEGER)/1/
		practice-reviews|board-work|s/event = 'practice-review'$/event = 'practice-review' AND v.type <> 'unified'/
		training-attendance|board-work|s/ AND t.booked <> ''//
		training-attendance|board-work|s/AND t.attended <> '' AND/AND/
		meeting-attendance|board-work|s/'meeting-attendance';/'meeting-attendance' AND m.outcome <> '';/
		review-actions|board-work|s/AND v.actions_in_time <> '' AND/AND/
	EOT
}

@test "a bound of the SQL of the rest that is moved is found, and only where it is" {
	crowded 4 crowded-more
	count 4.csv
	compare 4.csv counts.csv populations.csv >differences
	same /dev/null differences
	database=views.db sql 4.csv counts.csv populations.csv periods.sql \
		calendar.sql views.sql items.sql children.sql
	while IFS='|' read -r id file edit; do
		edge "$id" "$file" "$edit"
	done <<-'EOT'
		register-emergency|health|/'register-emergency', p/,/;/s/r.until > a.date/r.until >= a.date/
		register-emergency-three|health|s/attendances >= 3/attendances > 3/
		register-emergency-three|health|s/BETWEEN o.year_before AND/BETWEEN substr(o.year_before, 1, 8) || '32' AND/
		injury-admissions|health|s/14 AS oldest/13 AS oldest/
		self-harm|health|s/, 10, 17) i/, 11, 17) i/
		camhs-four-weeks|health|s/AND d.number + 28/AND d.number + 27/
		camhs-four-weeks|health|s/d.number + 28 >/d.number + 29 >/
		camhs-four-weeks|health|s/g.until > r.date/g.until >= r.date/
		immunised|health|s/i.place DESC/i.place/
		immunised|health|s/age >= 0/age > 0/
		immunised|health|s/i.up_to_date IN ('yes', 'no')/i.up_to_date = 'yes'/
		dental|health|s/5 AS youngest/6 AS youngest/
		child-substance-misuse|health|s/misuse', 10) i/misuse', 11) i/
		not-brought|health|s/'attended', 'not-brought')/'attended', 'not-brought', 'cancelled-by-clinic')/
		looked-after-dentist|health|s/BETWEEN l.date AND y.reached/BETWEEN l.date AND substr(y.reached, 1, 8) || '00'/
		looked-after-dentist|health|s/y.reached > z.date/y.reached >= z.date/
		register-attendance|education|s/'register-attendance', 1/'register-attendance', 0/
		pupils-attendance|education|s/AS indicator, 0 AS least/AS indicator, 1 AS least/
		persistent-absence-10|education|s/AS indicator, 90 AS/AS indicator, 89 AS/
		persistent-absence-20|education|s/absence-20', 80)/absence-20', 79)/
		fixed-term-exclusions|education|s/'fixed-term' THEN 'fixed-term-exclusions'/'fixed-term' THEN ''/
		permanent-exclusions|education|s/type IN ('fixed-term', 'permanent')/type <> ''/
		school-moves|education|s/b.date < r.date/b.date <= r.date/
		school-moves|education|s/AND 11 \* 12 + 11/AND 11 * 12 - 1/
		school-moves|education|s/>= 5 \* 12/>= 6 * 12/
		missing-education|education|s/OR r.until > c.last/OR r.until >= c.last/
		home-educated-safeguarded|education|s/1 AS home, 1 AS roll/1 AS home, 0 AS roll/
		encompass-notices|education|s/w.next > z.date/w.next >= z.date/
		encompass-notices|education|s/BETWEEN i.date AND w.next/BETWEEN i.date AND i.date/
		safeguarded-youth-offending|youth|s/< 18 \* 12/<= 18 * 12/
		safeguarded-youth-offending|youth|s/>= 10 \* 12/> 10 * 12/
		safeguarded-youth-offending|youth|s/o.until > p.first/o.until >= p.first/
		first-time-entrants|youth|s/'rehabilitation-order', 'custody'/'rehabilitation-order', 'custody', 'community-resolution'/
		first-time-entrants|youth|s/17 \* 12 + 11/17 * 12 - 1/
		re-offending|youth|s/e.date < f.date/e.date <= f.date/
		re-offending|youth|s/y.reached > z.date/y.reached >= z.date/
		re-offending|youth|s/BETWEEN o.date AND y.reached/BETWEEN o.date AND substr(y.reached, 1, 8) || '00'/
		offenders-checked|youth|s/('1', '2', '3')/('0', '1', '2', '3')/
		offenders-checked|youth|s/s.child_contact = 'yes'/s.child_contact <> 'no'/
		care-support-with-family|family|s/k.until > c.last/k.until >= c.last/
		returned-home|family|s/l.until > p.first/l.until >= p.first/
		registered-looked-after|family|s/r.until > l.date/r.until >= l.date/
		welsh-active-offer|family|s/AND d.number + 28/AND d.number + 29/
		welsh-active-offer|family|s/d.number + 28 >/d.number + 27 >/
		unexpected-deaths|family|s/'unexpected-death', 'year'/'exploitation-referral', 'year'/
		private-fostering|family|/'private-fostering', p/,/;/s/DISTINCT//
		placement-moves|family|s/AS INTEGER) >= 3/AS INTEGER) > 3/
		registered-financial-abuse|family|s/r.category <> ''/r.category NOT IN ('', 'multiple')/
		duty-to-report|family|s/r.agency IN ('police', 'health'/r.agency IN ('police', 'education', 'health'/
		register-matched|found|s/, 'youth-offence', /, 'youth', /
		register-parental-substance-misuse|factors|s/'misuse' AS question/'health' AS question/
		register-parental-mental-health|factors|s/mental-health', 'health'$/mental-health', 'misuse'/
		register-parental-domestic-abuse|factors|s/domestic-abuse', 'abuse')/domestic-abuse', 'health')/
		register-three-factors|factors|s/d.date > a.year_before/d.date >= a.year_before/
		register-three-factors|factors|s/h.until > a.year_before/h.until > a.last/
		register-three-factors|factors|s/m.until > a.year_before/m.until > a.last/
		domestic-abuse-agreement|factors|s/d.date > r.year_before/d.date >= r.year_before/
		register-parental-learning-disability|factors|s/l.date <= p.last/l.date < p.last/
		register-unseen|lists|s/o.worked > 10/o.worked > 9/
		register-unseen|lists|s/v.worked <= 10/v.worked <= 9/
		register-unseen|lists|s/r.age >= 0/r.age > 0/
		register-missing-now|lists|s/WHEN k.event IN ('missing', 'missing-from-care')/WHEN k.event = 'missing'/
		register-out-of-school|lists|s/15 \* 12 + 11/14 * 12 + 11/
		register-unallocated|lists|s/k.allocated = 'yes'/k.allocated <> 'no'/
		staff-checks-valid|workforce|/'staff-check'$/,/checked/s/> p.last/>= p.last/
		staff-trained|workforce|/'training-in-date'$/,/trained/s/> p.last/>= p.last/
		social-worker-vacancies|workforce|s/'vacant-posts' AS part/'posts' AS part/
		social-worker-turnover|workforce|s/ OR r.type = 'leavers'//
		agency-share|workforce|s/'agency-workers', 'workers', /'workers', 'workers', /
		caseload|workforce|s/o.allocated = 'yes'/o.allocated <> 'no'/
		allegations-concluded|workforce|s/BETWEEN a.date AND y.reached/BETWEEN a.date AND substr(y.reached, 1, 8) || '00'/
		extracts-on-time|workforce|s/min(CASE WHEN d.outcome/max(CASE WHEN d.outcome/
		records-rejected|workforce|s/l.place > d.place/l.place < d.place/
		escalations|workforce|s/count(h.subject)/count(DISTINCT h.subject)/
		practitioner-forums|workforce|/'practitioner-forums', p/,/;/s/DISTINCT//
	EOT
}
