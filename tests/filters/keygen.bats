#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# lscb-keygen: a master in two shares, purpose keys from both.

load ../lib/common

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	lscb-keygen --new a.share b.share
}

# value FILE NAME: the value of a line "NAME: value".
value() {
	sed -n "s/^$2: //p" "$1"
}

@test "--new makes two share files of one master, mode 0400, silently" {
	run -0 --separate-stderr lscb-keygen --new c.share d.share
	[[ $output$stderr == '' ]]
	[[ $(stat -c %a c.share) == 400 && $(stat -c %a d.share) == 400 ]]
	[[ $(value c.share master) == "$(value d.share master)" ]]
	[[ $(value c.share share) =~ ^[0-9a-f]{64}$ ]]
	[[ $(value c.share share) != "$(value d.share share)" ]]
	# Another master each time.
	[[ $(value a.share master) != "$(value c.share master)" ]]
	[[ $(value a.share share) != "$(value c.share share)" ]]
}

@test "a purpose key comes from both shares, in either order, always the same" {
	lscb-keygen --purpose link -o one a.share b.share
	lscb-keygen --purpose link -o two b.share a.share
	same one two
	[[ $(stat -c %a one) == 400 ]]
	[[ $(value one purpose) == link && $(value one epoch) == 1 ]]
	# No share and not their XOR, the master, stands in it.
	run ! grep -F "$(value a.share share)" one
	run ! grep -F "$(value b.share share)" one
}

@test "the key is HKDF of the XOR of the shares: computed a second time by openssl" {
	lscb-keygen --purpose link --epoch 3 -o key a.share b.share
	a=$(value a.share share) b=$(value b.share share) master=
	for ((i = 0; i < 64; i += 2)); do
		master+=$(printf %02x $((16#${a:i:2} ^ 16#${b:i:2})))
	done
	expected=$(openssl kdf -keylen 32 -kdfopt digest:SHA256 \
		-kdfopt "hexkey:$master" -kdfopt salt:lscb \
		-kdfopt 'info:purpose|link|epoch|3' HKDF |
		tr -d ':\n' | tr A-F a-f)
	[[ $(value key key) == "$expected" ]]
}

@test "purposes and epochs have different keys; the tag follows the epoch alone" {
	lscb-keygen --purpose link -o l1 a.share b.share
	lscb-keygen --purpose deidentify -o d1 a.share b.share
	lscb-keygen --purpose link --epoch 2 -o l2 a.share b.share
	[[ $(value l1 key) != "$(value d1 key)" ]]
	[[ $(value l1 key) != "$(value l2 key)" ]]
	[[ $(value l1 tag) == "$(value d1 tag)" ]]
	# Two epochs share a tag by chance once in 32768 masters: ask two.
	lscb-keygen --purpose link --epoch 3 -o l3 a.share b.share
	[[ $(value l1 tag) != "$(value l2 tag)" ||
	    $(value l1 tag) != "$(value l3 tag)" ]]
}

@test "nothing is overwritten, and a pair of shares is whole or not there" {
	cp -p a.share before
	run -73 --separate-stderr lscb-keygen --new a.share c.share
	[[ ! -e c.share ]]
	run -73 --separate-stderr lscb-keygen --new c.share a.share
	[[ ! -e c.share ]]
	same before a.share
	lscb-keygen --purpose link -o key a.share b.share
	cp -p key before-key
	run -73 --separate-stderr lscb-keygen --purpose deidentify -o key \
		a.share b.share
	same before-key key
	[[ $(ls -I 'separate-stderr-*') == "$(printf '%s\n' a.share b.share before before-key key)" ]]
}

# refused MESSAGE SHARE SHARE: 78, that message, no key, no secret told.
refused() {
	run -78 --separate-stderr lscb-keygen --purpose link -o key "$2" "$3"
	[[ $stderr == *"$1"* ]] || {
		echo "$stderr"
		return 1
	}
	[[ ! -e key ]]
	! grep -qE '[0-9a-f]{8}' <<<"$stderr"
}

@test "shares that do not belong together are refused" {
	lscb-keygen --new c.share d.share
	refused 'another master key' a.share c.share
	refused 'another master key' d.share b.share
	refused 'the same share twice' a.share a.share
	cp -p a.share copy
	refused 'the same share twice' a.share copy
}

@test "a share changed by one digit is told as damaged, not as another's" {
	share=$(value a.share share)
	case ${share:0:1} in 0) digit=1 ;; *) digit=0 ;; esac
	sed "s/^share: ./share: $digit/" a.share >bad
	chmod 400 bad
	refused damaged bad b.share
	# Its check made right: the master's own id gives it away.
	sed "s/^master: .*/master: $(value b.share master)/" a.share >same
	chmod 400 same
	lscb-keygen --new c.share d.share
	sed "s/^master: .*/master: $(value b.share master)/" c.share >other
	chmod 400 other
	refused 'does not belong' other b.share
}

@test "a share that others can read, a link, a directory, a key, a missing one are refused" {
	cp a.share open
	chmod 440 open
	refused 'others can read' open b.share
	ln -s a.share link
	refused 'is a link' link b.share
	mkdir dir
	refused 'not a plain file' dir b.share
	refused 'cannot open' none b.share
	lscb-keygen --purpose link -o l a.share b.share
	refused 'not a share' l b.share
	: >empty
	chmod 400 empty
	refused 'not a share' empty b.share
}

@test "the command line: one of the two jobs, two shares, a purpose that can be one" {
	run -64 --separate-stderr lscb-keygen a.share b.share
	run -64 --separate-stderr lscb-keygen --new --purpose link -o k a b
	run -64 --separate-stderr lscb-keygen --new c.share
	run -64 --separate-stderr lscb-keygen --new -o k c.share d.share
	run -64 --separate-stderr lscb-keygen --purpose link a.share b.share
	run -64 --separate-stderr lscb-keygen --purpose link -o - a.share b.share
	run -64 --separate-stderr lscb-keygen --purpose Link -o k a.share b.share
	run -64 --separate-stderr lscb-keygen --purpose link --epoch 0 -o k \
		a.share b.share
	[[ $(ls -I 'separate-stderr-*') == "$(printf '%s\n' a.share b.share)" ]]
}

@test "a purpose that nothing has a use for is refused, with the near miss" {
	run -64 --separate-stderr lscb-keygen --purpose lnik -o k a.share b.share
	[[ $stderr == *"did you mean 'link'"* ]]
	run -64 --separate-stderr lscb-keygen --purpose look-up-log -o k a.share b.share
	for purpose in deidentify link rekey; do
		lscb-keygen --purpose $purpose -o $purpose.key a.share b.share
	done
	[[ ! -e k ]]
}

@test "the master is in no file, argument, environment or write" {
	command -v strace >/dev/null || skip 'no strace'
	strace -f -v -s 4096 -e trace=execve,write,writev,pwrite64 -o trace \
		lscb-keygen --purpose link -o key a.share b.share ||
		skip 'strace may not trace here'
	a=$(value a.share share) b=$(value b.share share) master=
	for ((i = 0; i < 64; i += 2)); do
		master+=$(printf %02x $((16#${a:i:2} ^ 16#${b:i:2})))
	done
	grep -q "key: $(value key key)" trace
	# As digits, and as strace shows bytes that are none.
	printf -v bytes '\\\\%o' $(sed 's/../ 0x&/g' <<<"${master:0:16}")
	run ! grep -F -e "$master" -e "$a" -e "$b" trace
	run ! grep -E -- "$bytes" trace
	run ! grep -rl -e "$master" .
}

@test "a key made here is taken by the filter it is for and by no other" {
	lscb-keygen --purpose deidentify -o d.key a.share b.share
	run -78 --separate-stderr lscb-link -k d.key /dev/null
	[[ $stderr == *"purpose 'link'"* ]]
}
