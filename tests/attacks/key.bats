#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The key of a process is in no core, argument, environment, message or file
# that it leaves.  A program that reads the key without care shows each time
# that the search would find it.
load ../lib/common

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	umask 077
	make -s -C "$ROOT" attack-programs
	lscb-keygen --new first second
	lscb-keygen --purpose deidentify -o deidentify.key first second
	lscb-keygen --purpose link -o link.key first second
	echo 'notice_ref,incident_date,received,type,house,postcode,officer,risk,narrative' >clean
	echo 'N1,2026-01-02,,domestic-abuse,12,CF10 1AA,PC 17,high,Both fled.' >>clean
	lscb-deidentify -x notices --sender gwent -k deidentify.key \
		--tokens tokens -o payload clean
}

setup() {
	cp -R "$BATS_FILE_TMPDIR"/* "$BATS_TEST_TMPDIR"
	cd "$BATS_TEST_TMPDIR" || return 1
}

# holds KEY FILE...: the files that hold a secret of KEY, as hex or as bytes.
holds() {
	python3 -BSE -c 'if True:
		import sys
		sys.path.insert(0, sys.argv[1])
		import keyed
		for name in ("key", "share"):
		    try: key = keyed.key(sys.argv[2], name)
		    except SystemExit: continue
		    for path in sys.argv[3:]:
		        with open(path, "rb") as file: data = file.read()
		        if key[:16] in data or key.hex()[:32].encode() in data:
		            print(path)' "$ROOT/tests/attacks" "$@"
}

# hold FILTER...: a filter that has read its key and waits for its input, a
# FIFO; sets pid.
hold() {
	local from=$1
	shift
	mkfifo fifo
	"$@" fifo >out 2>err 3>&- &
	pid=$!
	exec 9>fifo
	head -n 1 "$from" >&9
	for _ in {1..200}; do
		grep -q 'Max core file size  *1  *1 ' "/proc/$pid/limits" && return
		sleep 0.02
	done
	return 1
}

# careless KEY: likewise, without care.
careless() {
	mkfifo ready
	"$ROOT/build/release/attacks/spill" "$1" >ready 3>&- &
	pid=$!
	read -r _ <ready
}

# crash SIGNAL
crash() {
	kill "-$1" "$pid"
	exec 9>&-
	wait "$pid" || :
	rm -f fifo ready
}

# Where a core is a file in this folder, the careless program leaves its key.
cores_here() {
	ulimit -c unlimited || return
	careless link.key
	crash ABRT
	compgen -G 'core*' >/dev/null || return
	[[ -n $(holds link.key core*) ]]
	rm -f core*
}

@test "a crash leaves no core of who holds a key, whatever the limit says" {
	local signal
	cores_here || skip "the kernel does not write cores here"
	for signal in SEGV ABRT BUS FPE ILL SYS TRAP; do
		hold clean lscb-deidentify -x notices --sender gwent \
			-k deidentify.key --tokens t
		crash "$signal"
		hold tokens lscb-link -k link.key --index-out i
		crash "$signal"
		run ! compgen -G 'core*'
	done
	# Neither tokens nor an index are there under their names.
	[[ ! -e t && ! -e i ]]
}

@test "a crash while keys are made leaves none: a master, its shares, a purpose key" {
	cores_here || skip "the kernel does not write cores here"
	strace -qq -o /dev/null -e trace=fsync \
		-e inject=fsync:signal=SEGV:when=1 lscb-keygen --new a b || :
	run ! compgen -G 'core*'
	[[ ! -e b ]]
	strace -qq -o /dev/null -e trace=fsync -e inject=fsync:signal=SEGV \
		lscb-keygen --purpose link --epoch 2 -o k first second || :
	run ! compgen -G 'core*'
}

@test "whose limit of cores is nought for good is not dumpable: nobody looks into it" {
	[[ $(id -u) == 0 ]] || skip "not root: cannot be two users"
	local pid
	chmod 0755 .
	chown 65534 deidentify.key clean
	mkfifo fifo
	chown 65534 fifo
	# shellcheck disable=SC2016 # for the other shell
	setpriv --reuid 65534 --clear-groups bash -c 'ulimit -Hc 0
		exec lscb-deidentify -x notices --sender gwent \
			-k deidentify.key fifo' >out 2>err 3>&- &
	pid=$!
	exec 9>fifo
	head -n 1 clean >&9
	for _ in {1..200}; do
		[[ $(stat -c %u "/proc/$pid/environ") != 0 ]] || break
		sleep 0.02
	done
	# Its own user may not read its memory.
	run ! setpriv --reuid 65534 --clear-groups cat "/proc/$pid/maps"
	exec 9>&-
	wait "$pid"
	# One of the same user without a key may be read.
	setpriv --reuid 65534 --clear-groups sleep 10 3>&- &
	pid=$!
	for _ in {1..200}; do
		[[ $(cat "/proc/$pid/comm") != sleep ]] || break
		sleep 0.02
	done
	setpriv --reuid 65534 --clear-groups cat "/proc/$pid/maps" >maps
	[[ -s maps ]]
	kill "$pid"
}

@test "neither arguments nor environment of a process that holds a key hold it" {
	local key
	for key in deidentify.key link.key; do
		case $key in
		link.key) hold tokens lscb-link -k "$key" ;;
		*) hold clean lscb-deidentify -x notices --sender gwent -k "$key" ;;
		esac
		cat "/proc/$pid/cmdline" "/proc/$pid/environ" >shown
		crash TERM
		[[ -s shown && -z $(holds "$key" shown) ]]
	done
	# Somebody careless: the key as a variable and as an argument.
	key=$(sed -n 's/^key: //p' link.key)
	KEY=$key sleep 10 3>&- &
	pid=$!
	for _ in {1..200}; do
		[[ $(cat "/proc/$pid/comm") != sleep ]] || break
		sleep 0.02
	done
	cat "/proc/$pid/cmdline" "/proc/$pid/environ" >shown
	kill "$pid"
	[[ $(holds link.key shown) == shown ]]
}

@test "what is written, to whatever file or temporary one, holds neither key nor a key derived from it" {
	local trace=write,writev,pwrite64,pwritev,sendto,sendmsg,mmap,ftruncate
	mkdir tmp
	export TMPDIR=$PWD/tmp
	strace -f -qq -xx -s 1000000 -e "trace=$trace" -o deidentify.trace \
		lscb-deidentify -x notices --sender gwent -k deidentify.key \
		--tokens t --stats s -o p clean
	strace -f -qq -xx -s 1000000 -e "trace=$trace" -o link.trace \
		lscb-link -k link.key --index-out i --stats s -o m tokens
	[[ -z $(ls -A tmp) ]]
	# A mapping of a file that others see would pass the trace by.
	run ! grep MAP_SHARED ./*.trace
	# strace writes \x61 for a byte; joined, what was written.
	cat >written.py <<-'END'
		import re, sys
		sys.path.insert(0, sys.argv[1])
		import keyed
		for name in 'deidentify', 'link':
		    text = open(name + '.trace').read()
		    data = b''.join(bytes.fromhex(s.replace('\\x', ''))
		        for s in re.findall(r'"((?:\\x[0-9a-f]{2})*)"', text))
		    assert len(data) > 100, name
		    key = keyed.key(name + '.key')
		    secrets = [key] + [keyed.field_key(key, f) for f in ('id', 'nhs',
		        'upn', 'forename', 'surname', 'name', 'dob', 'sex',
		        'postcode', 'household', 'record', 'entity', 'local-child',
		        'child', 'index', 'index-nonce')]
		    secrets.append(keyed.hmac(secrets[-2], b''))
		    for s in secrets:
		        if s[:12] in data or s.hex()[:24].encode() in data:
		            print(name, secrets.index(s))
	END
	run python3 -BSE written.py "$ROOT/tests/attacks"
	echo "$output"
	[[ $status == 0 && -z $output ]]
	# lscb-keygen has to write its key: there it is found.
	strace -f -qq -xx -s 1000000 -e "trace=$trace" -o link.trace \
		lscb-keygen --purpose link -o again first second
	run -0 python3 -BSE written.py "$ROOT/tests/attacks"
	[[ $output == 'link 0' ]]
}

@test "no message shows a key, its check, or a share, when a key file is bad" {
	local key file
	for file in first deidentify.key; do
		key=$(sed -n 's/^\(key\|share\): //p' "$file")
		for change in 's/^\(key\|share\): ./\1: x/' 's/^\(key\|share\): ../\1: /' \
			's/^check: .*/check: 00000000/' 's/^\(key\|share\): /\1 /' \
			's/^tag: .*/tag: !!!/' 's/^epoch: .*/epoch: no/'; do
			rm -f bad
			sed "$change" "$file" >bad
			chmod 400 bad
			lscb-deidentify -x notices --sender gwent -k bad clean >>said 2>&1 || :
			lscb-link -k bad tokens >>said 2>&1 || :
			lscb-keygen --purpose link -o k bad second >>said 2>&1 || :
			rm -f k
		done
		(( $(grep -c lscb- said) > 10 ))
		run ! grep -F -e "${key:10:12}" -e "${key:40:12}" said
		echo "$key" >>said
		grep -qF -e "${key:10:12}" said
	done
}
