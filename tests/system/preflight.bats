#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# preflight.sh, as a deployment runs it.

# shellcheck disable=SC2034,SC2154	# lib.bash's variables
# shellcheck disable=SC2030,SC2031	# each test is a subshell
load lib.bash

# A deployment with blanks in its name, and bindwhy or what stands for it.
deploy()
{
	D="$T/a deployment"
	L=$T/logs
	rm -rf "$D" "$L"
	mkdir -p "$D"
	cp "$top_srcdir/scripts/preflight.sh" "$D/"
	[[ -z ${1:-} ]] || ln -s "$1" "$D/bindwhy"
}

# What stands for bindwhy: STUB_STATUS, STUB_LINE, STUB_FACTS, STUB_AGAIN,
# STUB_SIGNAL say what it does.
stub()
{
	deploy
	cat >"$D/bindwhy" <<-'END'
	#!/bin/sh
	if [ "$1" = diagnose ]; then
		echo '{}'
		eval "file=\${$#}"
		exit "${STUB_AGAIN:-$(cat "$file")}"
	fi
	port=
	while [ $# -gt 0 ]; do
		case $1 in
		--save) save=$2 ;;
		esac
		port=$1
		shift
	done
	status=${STUB_STATUS:-0}
	[ "$status" != port ] || status=${port#"${port%?}"}
	[ -z "${STUB_FACTS:-}" ] || echo "$status" >"$save"
	[ -z "${STUB_LINE:-}" ] || printf '%s\n' "$STUB_LINE"
	[ -z "${STUB_SIGNAL:-}" ] || kill -"$STUB_SIGNAL" $$
	exit "$status"
	END
	chmod +x "$D/bindwhy"
}

# preflight STATUS ARGUMENT...: the logs are in $L.
preflight()
{
	local want=$1 status=0

	shift
	PREFLIGHT_DIR=$L inside timeout 60 "$D/preflight.sh" "$@" >"$T/out" \
		2>"$T/err" || status=$?
	((status == want)) || {
		echo "status $status, not $want, of preflight.sh $*"
		cat "$T/out" "$T/err"
		return 1
	}
}

@test "0: all is well" {
	deploy "$BINDWHY"
	preflight 0
	[[ $(cat "$T/out") == "25: can be had: 0.0.0.0:25 free" ]]
	preflight 0 26 27
	(($(wc -l <"$T/out") == 2))
	[[ ! -s $T/err ]]
	grep -q '"exit": 0' "$L/preflight-26.json"
	inside "$BINDWHY" diagnose "$L/preflight-27.facts"
	grep -q '^26: can be had' "$L/preflight.log"
	(($(find "$L" -type f | wc -l) == 7))
}

@test "2: held, the other ports are looked at too" {
	deploy "$BINDWHY"
	hold tcp 127.0.0.1 25
	preflight 2 110 25 119 143
	(($(wc -l <"$T/out") == 4))
	grep -q '^25: cannot be had: 0.0.0.0:25 in use by' "$T/out"
	(($(grep -c ': can be had' "$T/out") == 3))
	grep -q 'status 2' "$T/err"
	grep -q '"exit": 2' "$L/preflight-25.json"
	grep -q 'To get the port' "$L/preflight.log"
	run -2 inside "$BINDWHY" diagnose "$L/preflight-25.facts"
}

@test "1 and 2: it is the address of IPv6" {
	needs_ipv6
	deploy "$BINDWHY"
	hold tcp ::1 25
	preflight 2 25
	grep -q '^25: cannot be had: \[::\]:25 in use by' "$T/out"
	preflight 2 '[::1]:25' 127.0.0.1:25
	[[ -s $L/preflight----1--25.json && -s $L/preflight-127.0.0.1-25.json ]]
	kill "$holder"
	hold tcp 127.0.0.1 26
	preflight 1 '[::]:26'
	grep -q '^\[::\]:26: can be had, but .*: \[::\]:26 free, but' "$T/out"
	grep -q 'status 1' "$T/err"
}

@test "3: no such port, wrong usage" {
	deploy "$BINDWHY"
	preflight 3 0
	grep -q '^0: could not tell: bindwhy: target' "$T/out"
	grep -q 'status 3' "$T/err"
	preflight 3 nosuchservice 25
	grep -q '^25: can be had' "$T/out"
	preflight 3 -x
	[[ ! -s $T/out ]]
}

@test "2 before 3 before 1" {
	stub
	# The last digit of the port is the status.
	export STUB_STATUS=port STUB_FACTS=x STUB_LINE='any   free'
	preflight 2 1 3 2 1
	preflight 3 1 3 1
	preflight 1 1 10 1
	preflight 2 2 3
	preflight 0 10 20
}

@test "3: bindwhy is missing, or cannot be run" {
	deploy
	BINDWHY=$T/nosuch preflight 3 25
	grep -q 'there is no' "$T/err"
	BINDWHY='' PATH=/usr/bin:/bin preflight 3 25
	: >"$T/empty"
	chmod +x "$T/empty"
	BINDWHY=$T/empty preflight 3 25
	cp /bin/true "$T/broken"
	printf 'broken' | dd of="$T/broken" conv=notrunc status=none
	BINDWHY=$T/broken preflight 3 25
	grep -q '^25: could not tell' "$T/out"
}

@test "3: it breaks down" {
	local signal

	stub
	for signal in SEGV KILL ABRT; do
		STUB_SIGNAL=$signal STUB_LINE='0.0.0.0:25   free' \
			STUB_FACTS=x preflight 3 25
		grep -q '^25: could not tell: bindwhy broke down' "$T/out"
	done
	STUB_STATUS=7 STUB_LINE='0.0.0.0:25   free' STUB_FACTS=x preflight 3
}

@test "3: it says nothing, or leaves no facts" {
	local status

	stub
	for status in 0 1 2; do
		export STUB_STATUS=$status
		preflight 3
		grep -q 'said nothing' "$T/out"
		STUB_FACTS=x preflight 3
		STUB_LINE='0.0.0.0:25   free' preflight 3
		grep -q 'no facts' "$T/out"
		STUB_AGAIN=3 STUB_FACTS=x STUB_LINE='0.0.0.0:25   free' \
			preflight 3
	done
}

@test "3: what an earlier run left is not taken for this one's" {
	deploy "$BINDWHY"
	preflight 0
	[[ -s $L/preflight-25.facts ]]
	mv "$L" "$T/kept"
	stub
	mv "$T/kept" "$L"
	STUB_LINE='0.0.0.0:25   free' preflight 3
	[[ ! -e $L/preflight-25.facts ]]
}

@test "3: nowhere to write" {
	deploy "$BINDWHY"
	preflight 3 -o /proc/1/no 25
	grep -q 'cannot write in' "$T/err"
}

@test "names that a shell would trip over" {
	# Not to be expanded: that is the point.
	# shellcheck disable=SC2016
	local name='a$(touch gotcha)`touch gotcha`\033[31m;touch gotcha "(|'

	stub
	STUB_STATUS=2 STUB_FACTS=x STUB_LINE="0.0.0.0:25   in use by $name" \
		preflight 2 25
	grep -qF "$name" "$T/out"
	[[ ! -e $D/gotcha && ! -e gotcha && ! -e $L/gotcha ]]
}

@test "its options: a directory, a program, more of bindwhy's" {
	deploy "$BINDWHY"
	preflight 0 -o "$L/of today" 26
	[[ -s "$L/of today/preflight-26.json" ]]
	hold tcp 127.0.0.1 25
	BINDWHY_OPTIONS='--for python3 --no-greeting' preflight 2 25
	grep -q '"for": "python3"' "$L/preflight-25.json"
}
