#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What does not belong together is refused, or kept apart, and the reason said:
# nobody is linked by accident.  A control shows each time that what does belong
# together is linked.
load ../lib/common

setup_file() {
	local extract name
	cd "$BATS_FILE_TMPDIR" || return 1
	umask 077
	lscb-synth --date 2026-03-31 --people 1500 --errors none --out board -o list
	lscb-keygen --new first second
	for extract in register referrals roll notices contacts; do
		lscb-ingest -x "$extract" --sender cwm-arian --date 2026-03-31 \
			-o "$extract.clean" board/cwm-arian/"$extract".csv
	done
	# Another epoch, another board, and this one; three letters of tag are
	# the same by chance now and then: then another.
	lscb-keygen --purpose deidentify -o one.deidentify first second
	lscb-keygen --purpose link -o one.link first second
	another two
	until [[ -e other.link ]]; do
		rm -f third fourth other.deidentify
		lscb-keygen --new third fourth
		lscb-keygen --purpose deidentify -o other.deidentify third fourth
		[[ $(tag other.deidentify) == "$(tag one.deidentify)" ]] ||
			lscb-keygen --purpose link -o other.link third fourth
	done
	for name in one two other; do
		mkdir "$name"
		for extract in register referrals roll notices contacts; do
			lscb-deidentify -x "$extract" --sender cwm-arian \
				-k "$name.deidentify" \
				--tokens "$name/$extract.tokens" \
				-o "$name/$extract.payload" "$extract.clean"
		done
		lscb-link -k "$name.link" --index-out "$name/index" \
			-o "$name/map" "$name"/*.tokens
	done
}

# another NAME: keys of the first epoch after 1 that has another tag.
another() {
	local epoch=2
	while :; do
		lscb-keygen --purpose deidentify --epoch $epoch \
			-o "$1.deidentify" first second
		[[ $(tag "$1.deidentify") == "$(tag one.deidentify)" ]] || break
		rm -f "$1.deidentify"
		((++epoch))
	done
	lscb-keygen --purpose link --epoch $epoch -o "$1.link" first second
}

tag() {
	sed -n 's/^tag: //p' "$1"
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return 1
	rm -f map history index.out stats
}

# refused STATUS REASON COMMAND...: and nothing is left.
# shellcheck disable=SC2154 # stderr is set by run
refused() {
	local wanted=$1 reason=$2
	shift 2
	run --separate-stderr "$@"
	[[ $status == "$wanted" && $stderr == *"[$reason]"* && -z $output ]] || {
		echo "$status, $stderr, $output"
		return 1
	}
	[[ ! -e map && ! -e history && ! -e index.out ]]
}

# children MAP: how many there are.
children() {
	sed 1d "$1" | cut -d, -f2 | grep . | sort -u | wc -l
}

@test "tokens of another epoch or board, alone or among ours, in any place" {
	local name
	for name in two other; do
		refused 78 other-key lscb-link -k one.link -o map "$name"/*.tokens
		refused 78 other-key lscb-link -k one.link -o map \
			one/register.tokens "$name/roll.tokens"
		refused 78 other-key lscb-link -k one.link -o map \
			"$name/roll.tokens" one/register.tokens
		# One row of another among ours, and no place for bad rows.
		sed '$d' one/roll.tokens >mixed
		tail -n 1 "$name/roll.tokens" >>mixed
		refused 78 other-key lscb-link -k one.link --index-out index.out \
			-o map mixed one/register.tokens
		# A place for them changes nothing.
		refused 78 other-key lscb-link -k one.link --rejects bad \
			-o map mixed one/register.tokens
	done
	lscb-link -k one.link -o map one/roll.tokens one/register.tokens
	(( $(children map) > 50 ))
}

@test "the tag of ours on the tokens of another: a lie that links nobody" {
	sed -E "2,\$s/^r.../r$(tag one.deidentify)/" two/roll.tokens >lie
	lscb-link -k one.link -o map one/roll.tokens lie
	# Everybody is there twice, nobody of one epoch is anybody of the other.
	(( $(children map) == $(lscb-link -k one.link one/roll.tokens |
		cut -d, -f2 | sed 1d | grep . | sort -u | wc -l) * 2 ))
	cut -d, -f1 one/roll.tokens | sort >ours
	sed 1d map | awk -F, 'NR == FNR { ours[$1] = 1; next }
		{ side[$2] = side[$2] ($1 in ours ? "o" : "t") }
		END { for (c in side) if (side[c] ~ /o/ && side[c] ~ /t/) n++
			exit n > 0 }' ours -
	# Households neither.
	sed 1d map | awk -F, 'NR == FNR { ours[$1] = 1; next } $3 != "" {
		side[$3] = side[$3] ($1 in ours ? "o" : "t") }
		END { for (c in side) if (side[c] ~ /o/ && side[c] ~ /t/) n++
			exit n > 0 }' ours -
}

@test "a map or a payload of another epoch or board" {
	local name
	for name in two other; do
		refused 78 other-key lscb-join --map "$name/map" -o history \
			one/register.payload
		refused 78 other-key lscb-join --map one/map -o history \
			one/register.payload "$name/roll.payload"
		sed '$d' one/register.payload >mixed
		tail -n 1 "$name/register.payload" >>mixed
		refused 78 other-key lscb-join --map one/map -o history mixed
		refused 78 other-key lscb-join --map one/map --rejects bad \
			-o history mixed
		sed '$d' one/map >mixed
		tail -n 1 "$name/map" >>mixed
		refused 78 other-key lscb-join --map mixed -o history \
			one/register.payload
		# A child's number of another in the record of ours.
		awk -F, -v OFS=, 'NR == FNR { if (FNR > 1 && $2 != "") c = $2; next }
			FNR > 1 && $2 != "" && !done++ { $2 = c } { print }' \
			"$name/map" one/map >mixed
		refused 78 other-key lscb-join --map mixed -o history \
			one/register.payload
	done
	lscb-join --map one/map -o history one/*.payload
	(( $(wc -l <history) > 100 ))
}

@test "histories of two epochs do not count as one" {
	lscb-join --map one/map -o one.history one/*.payload
	lscb-join --map two/map -o two.history two/*.payload
	(head -n 1 one.history; sed 1d one.history; sed 1d two.history) |
		lscb-sort >both
	run --separate-stderr lscb-indicators -i cpr-second --date 2026-03-31 both
	echo "$status $stderr"
	[[ $status == 78 && $stderr == *'[other-key]'* ]]
	lscb-indicators -i cpr-second --date 2026-03-31 one.history >counts
	[[ -s counts ]]
}

@test "a stream that was never de-identified, to every filter below the line" {
	local file status
	for file in register.clean board/cwm-arian/register.csv; do
		for command in 'lscb-link -k one.link -o map' \
			'lscb-join --map one/map -o history' \
			'lscb-indicators --date 2026-03-31 -o history'; do
			status=0
			$command "$file" >out 2>err || status=$?
			[[ $status == 65 && ! -s out && ! -e map && ! -e history ]]
			# Nor do they say anybody's name.
			run ! grep -qFf <(cut -d, -f4,5 register.clean |
				tr , '\n' | grep -E '.{4}' | grep -v name) err
		done
		refused 65 no-column lscb-join --map "$file" -o history \
			one/register.payload || refused 65 unknown-column \
			lscb-join --map "$file" -o history one/register.payload
	done
	# Under our own header: what somebody might have made by hand.
	local tokens_head record
	IFS= read -r tokens_head <one/roll.tokens
	record=$(sed -n '2s/,.*//p' one/roll.tokens)
	{
		echo "$tokens_head"
		awk -F, -v OFS=, -v head="$tokens_head" -v record="$record" 'BEGIN {
			n = split(head, name, ",") }
			{ split("", of); of["record"] = record
			of["source"] = "education"; of["sender"] = "cwm-arian"
			of["surname"] = "Prichard"; of["nhs"] = "9434765919"
			for (i = 1; i <= n; i++)
				printf "%s%s", of[name[i]], i < n ? "," : "\n" }' \
			<<<x
	} >raw.tokens
	refused 65 bad-token lscb-link -k one.link -o map raw.tokens
	run ! grep -E 'Prichard|9434765919' <<<"$stderr"
	printf '%s\n' 'record,subject,date,end,event,source' \
		"$record,Mair Canary-Jones,2024-01-02,,registration,social-services" >raw
	refused 65 bad-subject lscb-join --map one/map -o history raw
	[[ $stderr != *Canary* ]]
	printf '%s\n' 'record,subject,date,end,event,source,surname' \
		"$record,child,2024-01-02,,registration,social-services,Canary" >raw
	refused 65 unknown-column lscb-join --map one/map -o history raw
	[[ $stderr != *Canary* ]]
}

@test "an index of another board or epoch, cut short, or with a bit changed" {
	local name size
	for name in two other; do
		run --separate-stderr lscb-link -k one.link --index "$name/index" \
			-o map one/roll.tokens
		[[ $status == 78 && $stderr == *'[other-key]'* && ! -e map ]] || {
			echo "$status $stderr"
			return 1
		}
	done
	# A small one, so that every byte can be tried.
	head -n 3 one/register.tokens >few
	lscb-link -k one.link --index-out small -o map few
	size=$(stat -c %s small)
	rm map
	python3 -BSE -c 'if True:
		import subprocess, sys
		data = open("small", "rb").read()
		tried = 0
		def refused(what, bad):
		    global tried
		    open("bad", "wb").write(bad)
		    r = subprocess.run(["lscb-link", "-k", "one.link", "--index",
		        "bad", "-o", "map", "few"], capture_output=True)
		    if r.returncode not in (65, 78) or r.stdout or not r.stderr:
		        sys.exit("%s: %d" % (what, r.returncode))
		    tried += 1
		for i in list(range(40)) + list(range(40, len(data), 5)):
		    refused("byte %d" % i, data[:i] + bytes([data[i] ^ 1 << i % 8])
		        + data[i + 1:])
		for i in list(range(0, len(data), 7)) + [len(data) - 1]:
		    refused("cut at %d" % i, data[:i])
		print(tried)' >tried
	[[ ! -e map ]]
	# Behind its end, and two of them.
	(cat small; printf x) >bad
	refused 65 bad-index lscb-link -k one.link --index bad -o map few
	cat small small >bad
	refused 65 bad-index lscb-link -k one.link --index bad -o map few
	lscb-link -k one.link --index small -o map few
	printf '# note: an index of %d bytes, cut or with one bit changed: refused %d times\n' \
		"$size" "$(<tried)" >&3
}

@test "two senders who number their children alike" {
	printf '%s\n' "$(head -n 1 register.clean)" \
		'P1,C1,,,,,,female,,,neglect,2025-01-02,,0' \
		'P2,C2,,,,,,male,,,neglect,2025-01-03,,0' >alike.clean
	local sender
	for sender in here there; do
		lscb-deidentify -x register --sender $sender -k one.deidentify \
			--tokens $sender.tokens -o $sender.payload alike.clean
	done
	lscb-link -k one.link -o map here.tokens there.tokens
	[[ $(children map) == 4 && $(sed 1d map | wc -l) == 4 ]]
	lscb-join --map map here.payload there.payload | cut -d, -f1 | sed 1d |
		sort -u >subjects
	[[ $(wc -l <subjects) == 4 ]]
	# One sender, who sends two files: they are the same children.
	sed 's/^P/Q/' alike.clean >again.clean
	lscb-deidentify -x register --sender here -k one.deidentify \
		--tokens again.tokens -o again.payload again.clean
	lscb-link -k one.link -o map here.tokens again.tokens
	[[ $(children map) == 2 && $(sed 1d map | wc -l) == 4 ]]
}

@test "shares of two masters, a share with a key, a key of the other purpose" {
	refused 78 bad-share lscb-keygen --purpose link -o history first third
	refused 78 bad-share lscb-keygen --purpose link -o history fourth second
	refused 78 bad-share lscb-keygen --purpose link -o history first one.link
	refused 78 bad-key lscb-link -k one.deidentify -o map one/roll.tokens
	refused 78 bad-key lscb-link -k first -o map one/roll.tokens
	refused 78 bad-key lscb-deidentify -x roll --sender a -k one.link \
		-o history roll.clean
	lscb-keygen --purpose link -o right first second
	same right one.link
}

@test "tokens given twice" {
	refused 65 duplicate-record lscb-link -k one.link -o map \
		one/roll.tokens one/roll.tokens
	# As two files of one night's name, and in other order.
	(head -n 1 one/roll.tokens; sed 1d one/roll.tokens | tac) >turned
	refused 65 duplicate-record lscb-link -k one.link -o map \
		one/roll.tokens turned
}

@test "a map of other tokens: nobody is joined, and all are counted as unmatched" {
	lscb-link -k one.link -o map one/roll.tokens
	lscb-join --map map --stats stats -o history one/register.payload
	cut -d, -f6 history | sed 1d | sort -u >joined
	[[ -z $(<joined) ]]
	local rows
	rows=$(sed 1d one/register.payload | wc -l)
	grep -x "lscb-join,used,unmatched-social-services,$rows" stats
}

@test "a payload given twice: refused, or counted once and said" {
	lscb-join --map one/map -o once one/register.payload
	if lscb-join --map one/map --stats stats -o twice one/register.payload \
		one/register.payload; then
		same once twice
		run ! grep -x 'lscb-join,dropped,.*,0' stats
	fi
}
