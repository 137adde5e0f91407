# SPDX-License-Identifier: MIT
# The smallest valid run of every filter, for the contract tests.  A filter
# that is installed and has no line here fails the suite: add one.
#
#   args     arguments before FILE (keys and maps are paths under $FIX)
#   input    its main input, a name under $FIX; empty: reads no input
#   made_by  the filter that makes that input, when it is not written below
#   empty_in exit statuses allowed for an input that is a header alone
#   carries  a field that must come through unchanged, as it is written
#   prints   csv, text (no lone quote: nobody parses it) or nothing
#   defines  option and kind, where it reads a definition: "-x extracts/NAME"
#   key      yes: it reads a key file named by -k
#   needs    a column it cannot do without (default: the first)
#   sorts    yes: the order of rows has no meaning to it
#   any      yes: any header will do
#   also     options that write further files, by names without a folder
#   spill    options that make it put rows of a large input in a temporary file
#   heads    yes: a header further down begins the next table
#   alone    arguments of a whole run, where it reads no input
#   judges   yes: status 1 is an answer, with an output like any other
# shellcheck disable=SC2034,SC1007
describe_filter() {
	args=() input= made_by= empty_in=0 carries= prints=csv defines= key=no
	any=no needs= sorts=no also=() spill=() alone=() judges=no heads=no
	case $1 in
	lscb-sort)
		input=words.csv any=yes sorts=yes
		carries='"Tŷ ""Bach"", Llanfair"' spill=(--memory 1)
		;;
	lscb-ingest)
		args=(-x referrals --sender cwm-arian --date 2026-03-31)
		input=referrals.csv defines='-x extracts/referrals'
		carries='"Tŷ ""Bach"", Llanfair"'
		;;
	lscb-deidentify)
		args=(-x referrals --sender cwm-arian
			-k "$FIX/deidentify.key" --tokens tokens.out
			--areas "$FIX/postcodes.csv" --level ward
			--level deprivation_fifth)
		input=clean.csv made_by=lscb-ingest key=yes
		defines='-x extracts/referrals'
		;;
	lscb-update)
		args=(-x notices --standing "$FIX/standing.csv")
		input=changes.csv made_by=lscb-ingest
		defines='-x extracts/notices'
		carries='"Tŷ ""Bach"", Llanfair"'
		;;
	lscb-link)
		args=(-k "$FIX/link.key") also=(--index-out index.out
			--report report.out --grey grey.out
			--changes changes.out --children-out children.out)
		input=tokens.csv made_by=lscb-deidentify key=yes sorts=yes
		;;
	lscb-join)
		args=(--map "$FIX/map.csv") spill=(--memory 1)
		input=payload.csv made_by=lscb-deidentify sorts=yes
		;;
	lscb-indicators)
		args=(-i referral-rate --date 2026-03-31)
		input=events.csv made_by=lscb-join
		defines='-i indicators/referral-rate'
		;;
	lscb-limits)
		input=counts.csv needs=numerator
		carries='"Tŷ ""Bach"", Llanfair"'
		;;
	lscb-compare)
		args=(--area Conwy --comparators "$FIX/comparators.csv")
		input=counts.csv needs=indicator also=(--left-out left.out)
		carries='"Tŷ ""Bach"", Llanfair"'
		;;
	lscb-reconcile)
		args=(--counts "$FIX/ours.csv" --all)
		input=published.csv needs=indicator judges=yes
		carries='"Tŷ ""Bach"", Llanfair"'
		;;
	lscb-shard)
		args=(1/1) also=(--begins-out begins.out)
		input=events.csv made_by=lscb-join needs=subject
		;;
	lscb-combine)
		args=(-i cpr-second) input=counts.csv sorts=yes heads=yes
		defines='-i indicators/cpr-second'
		carries='"Tŷ ""Bach"", Llanfair"'
		;;
	lscb-report)
		input=limits.csv made_by=lscb-limits prints=text
		args=(--date 2026-03-31)
		;;
	lscb-profile)
		args=(-x referrals) sorts=yes
		input=clean.csv made_by=lscb-ingest
		defines='-x extracts/referrals'
		;;
	lscb-risk)
		args=(-p look) input=words.csv any=yes sorts=yes empty_in=65
		defines='-p policies/look'
		;;
	lscb-rekey)
		args=(--from "$FIX/link.key" -k "$FIX/rekey.key")
		input=events.csv made_by=lscb-join key=yes any=yes
		;;
	lscb-renumber)
		args=(--from "$FIX/link.key" -k "$FIX/rekey.key"
			--map "$FIX/map.csv" --was "$FIX/tokens.csv")
		input=tokens-2.csv made_by=lscb-deidentify key=yes empty_in=65
		;;
	lscb-reidentify)
		args=(--request "$FIX/request.rec" --share "$FIX/a.share"
			--share "$FIX/b.share" --map "$FIX/map.csv"
			--log "$FIX/look-ups.csv" --date 2026-03-31)
		input=clean.csv made_by=lscb-ingest empty_in=0
		;;
	lscb-catalogue)
		alone=(-i cpr-second -i referral-rate)
		;;
	lscb-describe)
		alone=(--format markdown cpr-second referral-rate) prints=text
		;;
	lscb-admit)
		# One that meets all, so that a sound run is status 0.
		alone=(-i "$FIX/sound.rec")
		;;
	lscb-survey-due)
		args=(-s children --date 2026-03-31 --ledger "$FIX/ledger.csv")
		input=children.csv also=(--quotas-out quotas.out)
		defines='-s surveys/children'
		;;
	lscb-survey-invite)
		args=(-s children -k "$FIX/survey.key" --date 2026-03-31
			--new-ledger --ledger-out ledger.out)
		input=due.csv made_by=lscb-survey-due key=yes
		defines='-s surveys/children'
		;;
	lscb-survey-check)
		args=(-s children --ledger "$FIX/ledger.csv" --date 2026-03-31)
		input=responses.csv made_by=lscb-survey-invite
		also=(--record-out record.out --answers-out answers.out)
		defines='-s surveys/children' sorts=yes
		;;
	lscb-survey-form)
		alone=(-s children --stage registration -o form.out)
		prints=text
		;;
	lscb-keygen)
		args=(--purpose link -o - "$FIX/a.share" "$FIX/b.share")
		alone=(--purpose link -o key.out "$FIX/a.share" "$FIX/b.share")
		prints=nothing
		;;
	lscb-synth)
		alone=(--people 40 --years 1 --date 2026-03-31 --out board)
		prints=nothing
		;;
	*)
		return 1
		;;
	esac
}

# multiply N FILE: its rows N times, with other numbers each time.
multiply() {
	awk -v n="$1" 'NR == 1 { print; next } { row[NR] = $0 } END {
		for (k = 1; k <= n; k++)
			for (i = 2; i <= NR; i++) {
				s = row[i]
				sub(/^R/, "R" k "-", s)
				sub(/,C/, ",C" k "-", s)
				gsub(/Llanfair/, "Llanfair " k, s)
				print s
			}
	}' "$2" >multiplied.csv
	mv multiplied.csv "$2"
}

# make_request: to be told who the first child of map.csv is, any number of times.
make_request() {
	cat <<-END
	%rec: Request

	id: contract
	purpose: the promises of every filter
	asked_by: one
	approved_by: another
	approved: 2026-03-31
	expires: 2026-03-31
	agency: social-services
	extract: referrals
	sender: cwm-arian
	look_ups: 1
	uses: 999999

	%rec: Pseudonym

	pseudonym: $(awk -F, 'NR > 1 && $2 != "" { print $2; exit }' map.csv)
	label: the first
	END
}

# make_responses: one to each invitation.
make_responses() {
	awk -F, 'NR == 1 {
		print "serial,stage,date,age,safe,someone_to_talk,understands," \
		    "listened,plan_safer,plan_explained,questions_suitable," \
		    "distressed,advocate_open"
		next
	} { print $1 "," $2 ",2026-03-31,9,agree,yes,agree,agree,agree,,all,no,more" }
		' invitations.csv
}

# The inputs, made once for the suite in $FIX.  What a filter makes is made
# by that filter; when it fails, the ones that need it say so.  With a number:
# so many times as many rows.
make_inputs() {
	cd "$FIX" || return 1
	cat >words.csv <<-'END'
	id,place,note
	2,"Tŷ ""Bach"", Llanfair",Ŵyn ar y bryn
	1,Cwm Arian, padded 
	3,"a ""quoted"" word",
	END
	cat >referrals.csv <<-'END'
	Referral ID,Child Unique ID,UPN,Forename,Surname,Date of Birth,Expected Date of Birth,Sex,House,Postcode,Referral Date,Source Agency,Primary Need,Outcome
	R1,C1,,Siân,Llŷr,01/02/2015,,F,"Tŷ ""Bach"", Llanfair",SY99 1AA,03/04/2025,Police,N1,Assessment
	R2,C2,,Gwyn,"O'Neill, Jr",29/02/2016,,M,2,SY99 1AB,04/05/2025,Schools,N5,NFA
	R3,C1,,Siân,Llŷr,01/02/2015,,F,"Tŷ ""Bach"", Llanfair",SY99 1AA,05/06/2025,Health,N1,Strategy discussion
	END
	cat >notices.csv <<-'END'
	Notice Ref,Incident Date,Received,Type,House,Postcode,Officer,DASH risk,Narrative
	N1,2025-02-03,2025-02-04,Domestic Abuse,1,SY99 1AA,,High,
	N2,2025-05-06,2025-05-07,Missing,3,SY99 1AB,,N/A,"broken, again"
	END
	cat >notices.changes.csv <<-'END'
	Notice Ref,Incident Date,Received,Type,House,Postcode,Officer,DASH risk,Narrative
	N2,2025-05-06,2025-05-07,Missing,"Tŷ ""Bach"", Llanfair",SY99 1AB,,High,
	N3,2025-06-07,,Domestic Abuse,4,SY99 1AB,,Medium,
	N4,2025-07-08,,Exploitation,5,SY99 1AD,,,
	END
	cat >postcodes.csv <<-'END'
	pcds,wd25cd,ctry25cd,imd20ind
	SY99 1AA,W05900001,W92000004,17
	SY99 1AB,"W05900002",W92000004,1909
	END
	cat >sound.rec <<-'END'
	id: sound
	title: Referrals
	title_cy: Atgyfeiriadau
	status: admitted
	quadrant: population
	numerator: Referrals dated in the period, of children.
	subjects: a referral
	period_rule: sum
	count: referral by child
	period: quarter
	unit: count
	direction: none
	pair: referral-rate
	rationale: How much comes in.
	caution: A target would turn referrals away.
	action: Ask who refers.
	agency: social-services
	dda: no
	owner: Performance sub-group
	review: 2027-03-31
	END
	cat >counts.csv <<-'END'
	indicator,start,end,by,group,numerator,denominator,censored,unmatched,status
	cpr-second,2025-04-01,2025-06-30,area,"Tŷ ""Bach"", Llanfair",7,112,0,0,ok
	cpr-second,2025-07-01,2025-09-30,area,"Tŷ ""Bach"", Llanfair",0,0,0,0,na
	END
	cat >ours.csv <<-'END'
	indicator,start,end,by,group,numerator,denominator,censored,unmatched,status
	cpr-second,2025-04-01,2025-06-30,area,"Tŷ ""Bach"", Llanfair",7,112,0,0,ok
	cpr-second,2025-07-01,2025-09-30,area,"Tŷ ""Bach"", Llanfair",1,8,0,0,ok
	END
	cat >published.csv <<-'END'
	indicator,period,by,group,value
	cpr-second,2025-26 Q1,area,"Tŷ ""Bach"", Llanfair",6.3
	K001,2025-26 Q2,area,"Tŷ ""Bach"", Llanfair",12.5
	END
	cat >comparators.csv <<-'END'
	ref,area,start,end,unit,value,comparable
	K001,"Tŷ ""Bach"", Llanfair",2024-04-01,2025-03-31,percent,6.3,yes
	END
	cat >children.csv <<-'END'
	subject,date,end,event,source,birth_month,stage
	caaaaaaaaaaaaaaaaaaaaaaaa2,2026-03-02,,registration,social-services,2017-01,
	caaaaaaaaaaaaaaaaaaaaaaaa3,2026-03-03,,registration,social-services,2012-05,
	caaaaaaaaaaaaaaaaaaaaaaaa4,2026-03-04,,registration,social-services,2020-06,
	END
	if (($# > 0)); then
		multiply "$1" words.csv
		multiply "$1" referrals.csv
		multiply "$1" counts.csv
		multiply "$1" ours.csv
		multiply "$1" published.csv
	fi
	(
		umask 077
		lscb-keygen --new a.share b.share
		lscb-keygen --purpose deidentify -o deidentify.key a.share b.share
		lscb-keygen --purpose link -o link.key a.share b.share
		lscb-keygen --purpose rekey --epoch 2 -o rekey.key a.share b.share
		lscb-keygen --purpose deidentify --epoch 2 -o deidentify-2.key \
			a.share b.share
		lscb-ingest -x referrals --sender cwm-arian --date 2026-03-31 \
			-o clean.csv referrals.csv
		lscb-deidentify -x referrals --sender cwm-arian \
			-k deidentify.key --tokens tokens.csv -o payload.csv \
			--areas postcodes.csv --level ward clean.csv
		lscb-deidentify -x referrals --sender cwm-arian \
			-k deidentify-2.key --tokens tokens-2.csv \
			-o payload-2.csv clean.csv
		lscb-ingest -x notices -o standing.csv notices.csv
		lscb-ingest -x notices -o changes.csv notices.changes.csv
		lscb-link -k link.key -o map.csv tokens.csv
		lscb-join --map map.csv -o events.csv payload.csv
		lscb-limits -o limits.csv counts.csv
		make_request >request.rec
		lscb-reidentify --request request.rec --share a.share \
			--share b.share --map map.csv --log look-ups.csv \
			--new-log --date 2026-03-31 clean.csv >looked-up.csv
		lscb-keygen --purpose survey -o survey.key a.share b.share
		lscb-survey-due -s children --date 2026-03-31 --due -o due.csv \
			children.csv
		lscb-survey-invite -s children -k survey.key --date 2026-03-31 \
			--new-ledger --ledger-out ledger.csv \
			-o invitations.csv due.csv
		make_responses >responses.csv
	) >make.log 2>&1 || :
	cd "$BATS_RUN_TMPDIR" || return 1
}
