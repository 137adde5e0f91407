# SPDX-License-Identifier: MIT
# A library of a test's own: the words of the real one, and of indicators,
# scorecards and extracts only what the test puts there.

# shelf: makes ./library and uses it.
shelf() {
	local name
	mkdir library library/indicators library/scorecards library/extracts
	for name in events predicates history areas labels admission; do
		cp "$ROOT/pipelines/library/$name.rec" library/
	done
	export LSCB_LIBRARY=library
}

# indicator ID LINE...: one that counts referrals, as short as may be; a LINE takes
# the place of the line with its key, one that is only "KEY:" takes it out.
indicator() {
	local id=$1 line key file=library/indicators/$1.rec
	shift
	[[ -e $file ]] || cat >"$file" <<-END
	id: $id
	title: The title of $id
	status: admitted
	count: referral by child
	period: quarter
	unit: count
	direction: none
	END
	for line; do
		key=${line%%:*}
		sed -i "/^$key: /d" "$file"
		[[ $line == "$key:" ]] || printf '%s\n' "$line" >>"$file"
	done
}

# sound ID LINE...: one that meets every criterion of admission.rec, when it is on
# a scorecard.
sound() {
	local id=$1
	shift
	indicator "$id" 'title_cy: Teitl' 'welsh: confirmed' \
		'quadrant: population' 'numerator: Referrals of the period.' \
		'subjects: a referral' 'period_rule: sum' \
		'rationale: How much comes in.' 'evidence: The statistics.' \
		'source: A book.' 'caution: It would turn referrals away.' \
		'action: Ask who refers.' "pair: $id-pair" 'dda: no' \
		'owner: Performance sub-group' 'review: 2027-03-31'
	printf '%s\n' 'agency: social-services' 'agency: police' \
		>>"library/indicators/$id.rec"
	indicator "$id" "$@"
}

# extract ID AGENCY: referrals of children to social services, with their need; of
# a child the date of birth and the postcode are known.
extract() {
	cat >"library/extracts/$1.rec" <<-END
	%rec: Extract

	id: $1
	title: Of a test
	agency: $2
	delivery: all
	every: month

	%rec: Column

	name: child_id
	type: text
	required: yes
	role: id
	issuer: social-services

	name: dob
	type: date
	format: YYYY-MM-DD
	role: dob

	name: postcode
	type: postcode
	role: postcode

	name: referral_date
	type: date
	format: YYYY-MM-DD
	required: yes
	role: date

	name: primary_need
	type: code
	code: abuse-neglect = N1
	role: keep
	as: need

	%rec: Event

	event: referral
	date: referral_date
	END
}

# scorecard ID HEADLINE...
scorecard() {
	local id=$1
	shift
	{
		printf '%%rec: Scorecard\n\nid: %s\ntitle: A card\n\n' "$id"
		printf '%%rec: Headline\n'
		printf '\nindicator: %s\n' "$@"
	} >"library/scorecards/$id.rec"
}
