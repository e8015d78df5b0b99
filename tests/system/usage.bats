#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# What scripts rely on: exit statuses, batches, output, and one line for what
# was wrong.

# shellcheck disable=SC2030,SC2031,SC2034,SC2154	# lib.bash's variables
load lib.bash

@test "no such port" {
	local target

	for target in 0 65536 99999999999 99999999999999999999999 0/udp \
		127.0.0.1:0 127.0.0.1:65536 '[::1]:70000' 25x 2.5 0x19; do
		says_wrong "$BINDWHY" "$target"
		says_wrong "$BINDWHY" check --json "$target"
		says_wrong "$BINDWHY" owners "$target"
	done
	says_wrong "$BINDWHY" -- -1
	says_wrong "$BINDWHY" check -1
}

@test "no such service" {
	says_wrong "$BINDWHY" nosuchservice
	says_wrong "$BINDWHY" check 25 nosuchservice
	says_wrong "$BINDWHY" smtp/sctp
	says_wrong "$BINDWHY" ''
}

@test "no such address" {
	local target

	for target in 999.0.0.1:25 1.2.3:25 127.0.0.1: '[::1' '[::1]25' \
		'[::1]:' '[]:25' '[:::1]:25' '[1::2::3]:25' mail.example:25 \
		'[127.0.0.1]:25/tcp/udp' :25: 127.0.0.1:25:25; do
		says_wrong "$BINDWHY" "$target"
	done
}

@test "a target of control characters is not echoed as such" {
	says_wrong "$BINDWHY" $'25\e[31m'
	says_wrong "$BINDWHY" $'a\nb'
	says_wrong "$BINDWHY" $'\xff\xfe:25'
}

@test "wrong options and commands" {
	says_wrong "$BINDWHY" --nosuchoption
	says_wrong "$BINDWHY" --timeout 0 25
	says_wrong "$BINDWHY" --timeout soon 25
	says_wrong "$BINDWHY" --color=blue 25
	says_wrong "$BINDWHY" --for '' 25
	says_wrong "$BINDWHY" diagnose
	says_wrong "$BINDWHY" diagnose a b
	says_wrong "$BINDWHY" explain nosuchthing
	says_wrong "$BINDWHY" explain --timeout 3 10048
	says_wrong "$BINDWHY" --save "$T/no/such/folder" -qq 25
}

@test "no such file" {
	says_wrong "$BINDWHY" diagnose "$T/nosuch"
	says_wrong "$BINDWHY" diagnose "$T"
	says_wrong "$BINDWHY" diagnose /dev/null
	: >"$T/empty"
	says_wrong "$BINDWHY" diagnose "$T/empty"
}

@test "facts that were cut off" {
	local size at

	hold tcp 127.0.0.1 25
	gives 2 "$BINDWHY" --save "$T/facts" 25
	gives 2 "$BINDWHY" diagnose "$T/facts"
	size=$(stat -c %s "$T/facts")
	for at in 1 2 10 100 $((size / 3)) $((size / 2)) $((size - 3)); do
		head -c "$at" "$T/facts" >"$T/cut"
		says_wrong "$BINDWHY" diagnose "$T/cut"
	done
}

@test "facts of a later version" {
	gives 0 "$BINDWHY" --save "$T/facts" 26
	grep -q '"version": 1' "$T/facts"
	sed 's/"version": 1/"version": 2/' "$T/facts" >"$T/later"
	says_wrong "$BINDWHY" diagnose "$T/later"
	grep -qi version "$T/err"
	sed 's/"version": 1/"version": 99999999999999999999/' "$T/facts" \
		>"$T/later"
	says_wrong "$BINDWHY" diagnose "$T/later"
}

# rewrite PYTHON: the saved facts as `f` and their list as `l`, changed.
rewrite()
{
	"${PYTHON[@]}" - "$T/facts" "$T/changed" "$1" <<-'END'
	import json, sys
	f = json.load(open(sys.argv[1]))
	l = f["facts"]
	exec(sys.argv[3])
	json.dump(f, open(sys.argv[2], "w"))
	END
}

@test "hostile facts" {
	local change

	gives 0 "$BINDWHY" --save "$T/facts" 26
	for change in 'f["facts"] = 5' 'f["facts"] = [5]' 'f["facts"] = [{}]' \
		'l[0]["kind"] = 7' 'l[0]["value"] = []' \
		'l[0]["status"] = "LIED"' 'del l[0]["status"]' \
		'l[0]["value"]["port"] = "26"' 'f["facts"] = []' \
		'del f["version"]' 'f["format"] = "x"' \
		'l[0]["code"] = {"space": 1}'; do
		rewrite "$change"
		says_wrong "$BINDWHY" diagnose "$T/changed" || {
			echo "$change"
			return 1
		}
	done
	# Depth, and bytes that are no JSON.
	"${PYTHON[@]}" -c 'print("[" * 1000000)' >"$T/deep"
	says_wrong "$BINDWHY" diagnose "$T/deep"
	"${PYTHON[@]}" -c 'print("{\"facts\":" * 100000)' >"$T/deep"
	says_wrong "$BINDWHY" diagnose "$T/deep"
	head -c 100000 "$BINDWHY" >"$T/bytes"
	says_wrong "$BINDWHY" diagnose "$T/bytes"
	printf '\0\0\0\0' >"$T/bytes"
	says_wrong "$BINDWHY" diagnose "$T/bytes"
}

@test "facts that say odd things do no harm" {
	local change status

	hold tcp 127.0.0.1 25
	gives 2 "$BINDWHY" --save "$T/facts" 25
	for change in 'l.extend(l * 20)' 'l.reverse()' \
		'[x["value"].clear() for x in l[1:]]' \
		'[x.update(subject="\x1b[31m\n\u202e" * 99) for x in l]' \
		'[x["value"].update(pid=-(2**63)) for x in l[3:] if "pid" in x["value"]]' \
		'[x["value"].update(inode=2**63-1) for x in l if "inode" in x["value"]]' \
		'[x["value"].update(time=-1, started=2**62) for x in l if "time" in x["value"]]' \
		'l.append(dict(l[1], kind="of-the-future"))' \
		'l[:] = [x for x in l if x["kind"] == "target"]'; do
		rewrite "$change"
		status=0
		timeout 20 "$BINDWHY" diagnose -v "$T/changed" >"$T/out" \
			2>"$T/err" || status=$?
		((status <= 3)) || {
			echo "status $status: $change"
			return 1
		}
		[[ -s $T/out ]] || (($(wc -l <"$T/err") == 1))
		run -1 grep -P '\x1b|\x{202e}' "$T/out" "$T/err"
	done
}

@test "several targets: the worst counts" {
	hold tcp 127.0.0.1 25
	gives 0 "$BINDWHY" 26 27
	gives 2 "$BINDWHY" 26 25 27
	gives 2 "$BINDWHY" 127.0.0.1:25 127.0.0.1:26
	gives 2 "$BINDWHY" 26 192.0.2.1:26
	gives 1 "$BINDWHY" 127.0.0.1:26 '[::]:25'
	foretell 127.0.0.1:25 127.0.0.1:26 192.0.2.1:26
	((status == 2))
	[[ $(said exit) == 2 ]]
	[[ $(said verdicts 0 state) == in-use ]]
	[[ $(said verdicts 1 state) == free ]]
	[[ $(said verdicts 2 state) == unaddressable ]]
}

@test "what cannot be told, among others" {
	local fake=(env "LD_PRELOAD=$top_builddir/tests/system/interpose.so"
		INTERPOSE=EADDRNOTAVAIL
		ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0)

	gives 0 "${fake[@]}" "$BINDWHY" 26
	fake[2]=INTERPOSE=ENETDOWN
	gives 3 "${fake[@]}" "$BINDWHY" 127.0.0.1:26
}

@test "-q prints the verdicts alone, -qq nothing" {
	hold tcp 127.0.0.1 25
	gives 2 "$BINDWHY" -q 25
	(($(wc -l <"$T/out") == 2))
	grep -q '^0\.0\.0\.0:25  *in use' "$T/out"
	gives 2 "$BINDWHY" -qq 25
	[[ ! -s $T/out ]]
	gives 0 "$BINDWHY" -qq 26
	[[ ! -s $T/out && ! -s $T/err ]]
}

@test "colors: never into a file, on a terminal unless NO_COLOR" {
	local escape=$'\e'

	hold tcp 127.0.0.1 25
	gives 2 "$BINDWHY" 25
	run -1 grep "$escape" "$T/out"
	gives 2 "$BINDWHY" --color=always 25
	grep -q "$escape" "$T/out"
	command -v script >/dev/null || skip "script is not installed"
	inside env -u NO_COLOR TERM=xterm timeout 20 \
		script -qec "$BINDWHY 25" /dev/null </dev/null >"$T/out" || true
	grep -q "$escape" "$T/out"
	inside env NO_COLOR=1 TERM=xterm timeout 20 \
		script -qec "$BINDWHY 25" /dev/null </dev/null >"$T/out" || true
	grep -q 'in use' "$T/out"
	run -1 grep "$escape" "$T/out"
	inside env NO_COLOR= TERM=xterm timeout 20 \
		script -qec "$BINDWHY --color=never 25" /dev/null \
		</dev/null >"$T/out" || true
	run -1 grep "$escape" "$T/out"
}

@test "output that cannot be written is an error" {
	local how status

	for how in "" --json -v --help --version -q; do
		status=0
		# The option or nothing.
		# shellcheck disable=SC2086
		inside "$BINDWHY" 26 $how >/dev/full 2>"$T/err" || status=$?
		echo "to /dev/full, $how: status $status"
		((status == 3 && $(wc -l <"$T/err") == 1))
		grep -q '^bindwhy: standard output: ' "$T/err"
		status=0
		# shellcheck disable=SC2086
		inside "$BINDWHY" 26 $how >&- 2>"$T/err" || status=$?
		echo "closed, $how: status $status"
		((status == 3 && $(wc -l <"$T/err") == 1))
	done
	status=0
	inside "$BINDWHY" explain >/dev/full 2>"$T/err" || status=$?
	((status == 3))
}

@test "closed descriptors do not end up as sockets" {
	hold tcp 127.0.0.1 25
	local status=0

	inside "$BINDWHY" -q 25 >"$T/open" || status=$?
	((status == 2))
	status=0
	inside "$BINDWHY" -q 25 <&- >"$T/closed" || status=$?
	((status == 2))
	diff "$T/open" "$T/closed"
	status=0
	inside "$BINDWHY" -q 25 <&- >"$T/closed" 2>&- || status=$?
	((status == 2))
	diff "$T/open" "$T/closed"
}

@test "a reader that goes away" {
	local status

	hold tcp 127.0.0.1 25
	inside timeout 20 "$BINDWHY" --json 25 2>"$T/err" | head -c 1
	status=${PIPESTATUS[0]}
	((status == 2 || status == 3 || status == 141))
	(($(wc -l <"$T/err") <= 1))
}

@test "--help for each command, and --version with the libraries" {
	local command

	for command in check owners explain diagnose; do
		gives 0 "$BINDWHY" "$command" --help
		grep -q "^usage: bindwhy $command" "$T/out"
		(($(awk 'length > 80' "$T/out" | wc -l) == 0))
	done
	gives 0 "$BINDWHY" --help
	gives 0 "$BINDWHY" --version
	grep -q '^bindwhy [0-9]' "$T/out"
	grep -qi jansson "$T/out"
	grep -qi mnl "$T/out"
}

@test "explain says something about all that it lists" {
	local name

	for name in 10048 WSAEADDRINUSE EADDRINUSE 10013 10049 4003 4007 4020 \
		4071 Q183178 Q193928 Q203116 Q222553 Q268643 port-in-use; do
		gives 0 "$BINDWHY" explain "$name"
		(($(wc -l <"$T/out") >= 5))
	done
	gives 0 "$BINDWHY" explain
	(($(wc -l <"$T/out") >= 30))
}

@test "facts are saved whole or not at all" {
	gives 0 "$BINDWHY" --save "$T/facts" 26
	"${PYTHON[@]}" -c 'import json, sys; json.load(open(sys.argv[1]))' \
		"$T/facts"
	gives 3 "$BINDWHY" --save /dev/full 26
	(($(wc -l <"$T/err") == 1))
	gives 3 "$BINDWHY" --save "$T" 26
	(($(find "$T" -name 'facts*' | wc -l) == 1))
}

@test "facts into a pipe, the text to standard error" {
	hold tcp 127.0.0.1 25
	gives 2 "$BINDWHY" --save - -q 25
	grep -q '^0\.0\.0\.0:25  *in use' "$T/err"
	mv "$T/out" "$T/facts"
	gives 2 "$BINDWHY" diagnose "$T/facts"
	grep -q '^0\.0\.0\.0:25  *in use' "$T/out"
	inside "$BINDWHY" --save - 25 2>"$T/err" |
		"$BINDWHY" diagnose - >"$T/out" || (($? == 2))
	diff "$T/err" "$T/out"
	says_wrong "$BINDWHY" --save - --json 25
}

@test "names that are none" {
	local word long

	printf -v long 'a%.0s' {1..300}
	for word in '' ' ' 'a b' $'a\tb' $'a\nb' $'a\x7f' 'a:25' 'a/b' 'a\b' \
		. "$long" "$long.example" "${long:0:254}"; do
		says_wrong "$BINDWHY" resolve "$word"
		says_wrong "$BINDWHY" resolve good.example "$word"
		says_wrong "$BINDWHY" check --proxy "$word" 25
	done
	says_wrong "$BINDWHY" resolve
	# More than it looks up.
	says_wrong "$BINDWHY" resolve $(seq -f 'a%g.example' 1 65)
}

# Nobody is at that server.
resolving()
{
	gives "$1" "$BINDWHY" resolve --server 127.0.0.1:1 --timeout 0.5 \
		"${@:2}"
}

@test "odd names are looked up, and told" {
	local word

	for word in a..b a_b käse.example xn--kse-qla.example 'a*' \
		"$(printf 'a%.0s' {1..64}).example" 1.2.3 255.255.255.256 \
		"$(printf 'aaa.%.0s' {1..63})a"; do
		"${enter[@]}" "$BINDWHY" resolve --server 127.0.0.1:1 \
			--timeout 0.5 "$word" >"$T/out" 2>"$T/err" ||
			(($? == 1 || $? == 2 || $? == 3))
		[[ -s $T/out && ! -s $T/err ]]
		run -1 env LC_ALL=C grep $'[\x01-\x09\x0b-\x1f]' "$T/out"
	done
	resolving 2 käse.example
	grep -q 'xn--' "$T/out"
	resolving 2 a_b.example
	grep -qi underscore "$T/out"
	resolving 0 192.0.2.1 2001:db8::1
}

@test "servers that are none" {
	local word option

	for word in '' nosuchserver 127.0.0.1: 127.0.0.1:0 127.0.0.1:65536 \
		127.0.0.1:53:53 127.0.0.1:x '[::1' '::1]:53' '[127.0.0.1]:53' \
		127.0.0.1/53 ' 127.0.0.1' '*'; do
		for option in --server --wins; do
			says_wrong "$BINDWHY" resolve "$option" "$word" a
			says_wrong "$BINDWHY" check --proxy a "$option" \
				"$word" 25
		done
	done
	says_wrong "$BINDWHY" resolve --server
	says_wrong "$BINDWHY" explain --server 127.0.0.1 10048
}

# FILE PATTERN: with it as the hosts file, the report says so.
hosts_says()
{
	"${enter[@]}" "$BINDWHY" resolve --server 127.0.0.1:1 --timeout 0.5 \
		--hosts "$1" a.example >"$T/out" 2>"$T/err" ||
		(($? >= 1 && $? <= 3))
	grep -E -- "^ *hosts .*$2" "$T/out" || {
		cat "$T/out" "$T/err"
		return 1
	}
}

@test "hosts files that are none" {
	: >"$T/empty"
	mkdir "$T/directory"
	mkfifo "$T/pipe"
	truncate -s 100M "$T/large"
	head -c 65536 /dev/urandom >"$T/binary"
	ln -s "$T/loop" "$T/loop"
	hosts_says "$T/empty" 'no such name'
	hosts_says "$T/nosuch" ENOENT
	hosts_says "$T/directory" EISDIR
	hosts_says "$T/pipe" 'neither a file'
	hosts_says /dev/zero 'neither a file'
	hosts_says "$T/loop" ELOOP
	hosts_says "$T/large" 'larger than 16 MiB'
	hosts_says "$T/binary" .
	says_wrong "$BINDWHY" resolve --hosts "" a
	cd "$T"
	echo '192.0.2.1 a.example' >./-
	hosts_says - 192.0.2.1 <<<'192.0.2.2 a.example'
}

@test "a root or a configuration that is none" {
	local word

	: >"$T/file"
	mkdir "$T/directory"
	mkfifo "$T/pipe"
	truncate -s 100M "$T/mspclnt.ini"
	for word in "$T/nosuch" "$T/file" "$T/pipe" ''; do
		says_wrong "$BINDWHY" --root "$word" 25
	done
	gives 1 "$BINDWHY" --root "$T/directory" 25
	grep -q 'database of services or protocols' "$T/out"
	for word in "$T/nosuch" "$T/directory" "$T/pipe" "$T/mspclnt.ini" \
		/dev/zero; do
		gives 3 "$BINDWHY" --wsp-config "$word" --program msexcimc 25
		grep -q 'Not seen' "$T/out"
	done
	# Every one of them is done with in no time.
	gives 3 "$BINDWHY" --wsp-config "$T/file" --program msexcimc 25
	says_wrong "$BINDWHY" --root
	says_wrong "$BINDWHY" --wsp-config
	says_wrong "$BINDWHY" explain --root / 10048
}

@test "a probe takes milliseconds" {
	local start end

	start=$(date +%s%N)
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		"${enter[@]}" "$BINDWHY" -qq 26
	done
	end=$(date +%s%N)
	echo "$(((end - start) / 10000000)) ms each, with nsenter"
	# Sanitizers and a busy machine included.
	(((end - start) / 10000000 < 500))
}

@test "what was printed fits the schema" {
	fits_schema
}

# COMMAND-LINE...: it ends with 3, says PATTERN on standard error, and prints
# its report all the same.
did_nothing()
{
	local pattern=$1

	shift
	run -3 --separate-stderr "${enter[@]}" "$BINDWHY" "$@"
	[[ -n $output ]]
	grep -q -- "$pattern" <<<"$stderr" || {
		echo "$*: $stderr"
		return 1
	}
}

@test "an option that had no effect says so" {
	printf '192.0.2.1 a.example\n' >"$T/hosts"
	did_nothing 'did you mean postfix?' --for psotfix 2599
	did_nothing 'did you mean dovecot?' --for dovceot 2599
	did_nothing 'program x had no effect' --program x 2599
	did_nothing 'hosts had no effect' --hosts "$T/hosts" 2599
	did_nothing 'server had no effect' --server 127.0.0.1 2599
	did_nothing 'netbios had no effect' --netbios 2599
	did_nothing 'could not be read: ENOENT' resolve --timeout 0.5 \
		--hosts "$T/nosuch" localhost
	# What had one, or may have been meant.
	run -0 "${enter[@]}" "$BINDWHY" -q --for postfix 2599
	run -0 "${enter[@]}" "$BINDWHY" -q --for our-own-server 2599
	run "${enter[@]}" "$BINDWHY" resolve --timeout 0.5 \
		--server 127.0.0.1:1 --hosts "$T/hosts" a.example
	[[ $output != *effect* && $output != *"could not be read"* ]]
}
