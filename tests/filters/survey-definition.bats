#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The definition of a survey is read strictly: what is wrong is said with its line,
# its key and the nearest right word.  Each case is one slip in a sound one.
load ../lib/common

# refused EXPECTED SED: the slip made by SED in the library's survey; the message
# says EXPECTED, at the line that SED changed, if it changed one.
refused() {
	local want=$1 line
	sed "$2" "$LSCB_LIBRARY/surveys/children.rec" >slip.rec
	line=$(diff "$LSCB_LIBRARY/surveys/children.rec" slip.rec |
		sed -n 's/^[0-9,]*[ac]\([0-9]*\).*/\1/p' | head -n 1)
	run -78 --separate-stderr lscb-survey-form -s ./slip.rec --stage registration
	[[ -z $output ]]
	[[ $stderr == "lscb-survey-form: ./slip.rec:"*" [bad-definition]" ]] || {
		echo "$stderr"
		return 1
	}
	[[ $stderr == *"$want"* ]] || {
		echo "want $want, said $stderr"
		return 1
	}
	if [[ -n ${3-at} && -n $line && $stderr != *"slip.rec:$line:"* ]]; then
		echo "want line $line, said $stderr"
		return 1
	fi
}

@test "the survey as a whole" {
	refused 'id: want lower-case letters' 's/^id: .*/id: The Survey/'
	refused 'ages: want two ages in completed years' 's/^ages: 6 to 17/ages: 6-17/'
	refused 'ages: want two ages in completed years' 's/^ages: 6 to 17/ages: 17 to 6/'
	refused 'undefined_age: this age is one of ages' 's/^undefined_age: 5/undefined_age: 6/'
	refused 'undefined_age: want a whole number from 0 to 25' 's/^undefined_age: 5/undefined_age: five/'
	refused 'undefined_rule: want refuse, cohort or not-involved' \
		's/^undefined_rule: .*/undefined_rule: ask/'
	refused 'undefined_rule: means nothing without undefined_age' '/^undefined_age/d' ''
	refused 'welsh: want draft or confirmed' 's/^welsh: .*/welsh: yes/'
	refused 'withdrawn_ends: want stage or survey' 's/^withdrawn_ends: .*/withdrawn_ends: all/'
	refused "asked: no event of this name; did you mean 'advocacy'?" \
		's/^asked: .*/asked: advocasy/'
	refused 'answered: stands for several events' \
		's/^answered: .*/answered: safeguarding/'
	refused 'easy_read: want both languages' '/^easy_read_cy/d' ''
	refused "did you mean 'distress_ends'" 's/^distress_ends/distres_ends/'
	refused 'want one Survey' '/^%rec: Survey/,/^%rec: Stage/{/^%rec: Stage/!d}' ''
}

@test "stages" {
	refused 'name: this stage is there twice' 's/^name: de-registration$/name: registration/'
	refused "opens: no event of this name; did you mean 'registration'?" \
		's/^opens: registration$/opens: registratoin/'
	refused 'opens: does not last, so it has no end' 's/^opens: registration$/opens: survey/'
	refused 'opens_at: want date or end' 's/^opens_at: end/opens_at: close/'
	refused 'closes: it opens with that end' 's/^closes: registration$/closes: end/'
	refused "closes: no event of this name; did you mean 'conference'?" \
		's/^closes: conference$/closes: conferense/'
	refused "closes_column: no column of this name; did you mean 'conference_date'?" \
		's/^closes_column: .*/closes_column: conference_data/'
	refused 'closes_column: says when the event of closes is planned' \
		'/^closes: conference$/d' ''
	refused 'days: want a whole number from 1 to' '/^name: pre-icc$/,/^$/s/^days: .*/days: 0/'
	refused 'from: is later than days' '/^name: pre-icc$/,/^$/s/^days: .*/days: 9\nfrom: 10/'  ''
	refused 'late: want accept or refuse' 's/^late: .*/late: never/'
	refused "needs: no stage of this name; did you mean 'registration'?" \
		's/^needs: .*/needs: registrations/'
	# A stage needs an earlier one, not itself.
	refused 'needs: no stage of this name' 's/^needs: .*/needs: de-registration/'
	refused 'unopened: want a code' 's/^unopened: no-conference/unopened: No conference/'
	refused 'same_day:' 's/^same_day: .*/same_day: true/'
}

@test "quotas" {
	refused 'name: this quota is there twice' 's/^name: middle/name: younger/'
	refused "stage: no stage of this name; did you mean 'registration'?" \
		'/^name: middle/,/^$/s/^stage: .*/stage: registratio/'
	refused 'places: want a whole number' '/^name: middle/,/^$/s/^places: .*/places: few/'
	refused 'period: want month, quarter, year, financial-year or ever' \
		'/^name: middle/,/^$/s/^period: .*/period: week/'
	refused 'match: want a column and its value' \
		'/^name: middle/,/^$/s/^ages: .*/match: sex=F/'
	refused "match: no column of this name; did you mean 'category'?" \
		'/^name: middle/,/^$/s/^ages: .*/match: catgory = neglect/'
}

@test "scales, sections, questions" {
	refused 'answer: want a code and both languages' \
		's/^answer: agree = .*/answer: agree = I agree/'
	refused 'answer: this code is there twice' 's/^answer: neither = /answer: agree = /'
	refused 'answer: want a code of lower-case' 's/^answer: neither = /answer: In between = /'
	refused 'a scale has two answers at least' '/^name: yes-no-seen/,/^$/{/^answer: no/d}' ''
	refused 'name: this scale is there twice' 's/^name: yes-no-seen/name: yes-no/' ''
	refused 'name: this section is there twice' 's/^name: services/name: feelings/'
	refused 'intro: want both languages' '/^name: talk/,/^$/{/^intro_cy/d}' ''
	refused 'name: this question is there twice' 's/^name: listened$/name: safe/'
	refused 'name: want lower-case letters, digits and underscores' \
		's/^name: listened$/name: was-heard/'
	refused "scale: no scale of this name; did you mean 'agree'?" \
		'/^name: safe$/,/^$/s/^scale: .*/scale: agrees/'
	refused "section: no section of this name; did you mean 'feelings'?" \
		'/^name: safe$/,/^$/s/^section: .*/section: feeling/'
	refused 'section: stands before the section of the question above' \
		'/^name: listened$/,/^$/s/^section: .*/section: feelings/'
	refused "stage: no stage of this name; did you mean 'pre-icc'?" \
		'/^name: safe$/,/^$/s/^stage: pre-icc/stage: pre-ic/'
	refused 'stage: this stage is there twice' \
		'/^name: safe$/,/^$/s/^stage: de-registration/stage: pre-icc/'
	refused 'want the stages at which it is asked' '/^name: better$/,/^$/{/^stage/d}' ''
	refused 'by: want child or advocate' 's/^by: advocate/by: worker/'
	refused 'easy: want both languages' '/^name: safe$/,/^$/{/^easy_cy/d}' ''
}

@test "branching looks back, at a closed question, asked wherever this one is" {
	refused "asked_if: no earlier question of this name; did you mean 'plan_safer'?" \
		's/^asked_if: plan_safer = /asked_if: plan_saver = /'
	# Itself or a later one is not there yet.
	refused 'asked_if: no earlier question' 's/^asked_if: plan_safer = /asked_if: distressed = /'
	refused 'asked_if: that question is open' \
		's/^asked_if: questions_suitable = .*/asked_if: safe_means = yes/'
	refused 'asked_if: that question is not asked at every stage' \
		's/^asked_if: plan_safer = .*/asked_if: understands = agree/'
	refused 'asked_if: want codes of that question' 's/^asked_if: listened = .*/asked_if: listened = never/'
	refused 'asked_if: want a comma and a blank' \
		's/^asked_if: listened = .*/asked_if: listened = agree,neither/'
	refused 'asked_if: want an earlier question and its answers' \
		's/^asked_if: listened = .*/asked_if: listened/'
}

@test "the library's own: the questions are columns of history and extract, answers codes of both" {
	local s=$LSCB_LIBRARY/surveys/children.rec x=$LSCB_LIBRARY/extracts/survey-forms.rec
	awk '/^%rec: Question/ { on = 1 } on && /^name:/ { name = $2; scale = 0 }
		on && /^scale:/ { print name }' "$s" | sort >closed
	awk '/^%rec: Question/ { on = 1 } on && /^name:/ { print $2 }' "$s" | sort >all
	awk '/^name:/ { name = $2 } /^role: (keep|drop)/ { print name }' "$x" |
		sort >kept
	awk '/^name:/ { name = $2 } /^role: free-text/ { print name }' "$x" |
		sort >free
	# Open questions are free text, closed ones are not.
	comm -23 all closed | diff -u - free
	[[ -z $(comm -23 closed kept) ]]
	# The five that the indicators know are kept, and are columns of the history.
	for name in safe listened understands plan_safer someone_to_talk; do
		grep -qx "$name" closed
		grep -qx "name: $name" "$LSCB_LIBRARY/history.rec"
		awk -v n="$name" '/^name:/ { on = $2 == n } on && /^role: keep/ { ok = 1 }
			END { exit !ok }' "$x"
	done
	# Every code of a question's scale is a code of its column, and the reverse.
	awk '/^%rec: Scale/ { scales = 1 } /^%rec: Section/ { scales = 0 }
		/^%rec: Question/ { questions = 1 }
		scales && /^name:/ { scale = $2 }
		scales && /^answer:/ { codes[scale] = codes[scale] " " $2 }
		questions && /^name:/ { name = $2 }
		questions && /^scale:/ { print name codes[$2] }' "$s" | sort >of_survey
	awk '/^name:/ { if (codes != "") print name codes; name = $2; codes = "" }
		/^code:/ { codes = codes " " $2 }
		END { if (codes != "") print name codes }' "$x" |
		grep -v '^stage\|^consent' | sort >of_extract
	diff -u of_survey of_extract
}
