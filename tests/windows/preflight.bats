#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# preflight.cmd, as a deployment runs it.

# shellcheck disable=SC2034,SC2154	# lib.bash's variables
# shellcheck disable=SC2030,SC2031	# each test is a subshell
load lib.bash

# A deployment with blanks in its name, and bindwhy.exe or what stands for it.
deploy()
{
	D="$WINEPREFIX/drive_c/a deployment"
	rm -rf "$D" "$WINEPREFIX/drive_c/logs"
	mkdir -p "$D"
	cp "$top_srcdir/scripts/preflight.cmd" "$D/"
	[[ -z ${1:-} ]] || cp "$1" "$D/bindwhy.exe"
}

# preflight STATUS ARGUMENT...: the logs are in C:\logs.
preflight()
{
	local want=$1 status=0

	shift
	(
		cd "$D"
		PREFLIGHT_DIR='C:\logs' run_exe cmd /c preflight.cmd "$@" \
			</dev/null
	) >"$T/out" 2>"$T/err" || status=$?
	tr -d '\r' <"$T/out" >"$T/lines"
	L=$WINEPREFIX/drive_c/logs
	((status == want)) || {
		echo "status $status, not $want, of preflight.cmd $*"
		cat "$T/out" "$T/err"
		return 1
	}
	run -1 grep -i "can't recognize\|syntax" "$T/err"
}

# says PATTERN: preflight.cmd, on a line.
says()
{
	grep -q -- "$1" "$T/lines" || {
		echo "not said: $1"
		cat "$T/out" "$T/err"
		return 1
	}
}

@test "it is ASCII, with CR LF" {
	local file=$top_srcdir/scripts/preflight.cmd

	run -1 env LC_ALL=C grep -q $'[^\t\r -~]' "$file"
	(($(wc -l <"$file") == $(grep -c $'\r$' "$file")))
}

@test "0: all is well" {
	deploy "$EXE"
	preflight 0
	[[ $(cat "$T/lines") == "25: can be had: 0.0.0.0:25 free "* ]]
	preflight 0 26 27
	(($(wc -l <"$T/lines") == 2))
	[[ ! -s $T/err ]]
	grep -q '"exit": 0' "$L/preflight-26.json"
	gives 0 diagnose 'C:\logs\preflight-27.facts'
	grep -q '^26: can be had' "$L/preflight.log"
	(($(find "$L" -type f | wc -l) == 7))
}

@test "2: held, the other ports are looked at too" {
	deploy "$EXE"
	hold_exe tcp 127.0.0.1 25
	preflight 2 110 25 119 143
	(($(wc -l <"$T/lines") == 4))
	says '^25: cannot be had: 0.0.0.0:25 in use by hold.exe'
	(($(grep -c ': can be had' "$T/lines") == 3))
	grep -q 'status 2' "$T/err"
	grep -q '"exit": 2' "$L/preflight-25.json"
	grep -q '"exit": 0' "$L/preflight-143.json"
	grep -q 'To get the port' "$L/preflight.log"
	gives 2 diagnose 'C:\logs\preflight-25.facts'
}

@test "2: it is the address of IPv6 that is held" {
	needs_ipv6
	deploy "$EXE"
	hold_exe tcp ::1 25
	preflight 2 25
	says '^25: cannot be had: \[::\]:25 '
	preflight 2 '[::1]:25' 127.0.0.1:25
	says '^\[::1\]:25: cannot be had: '
	[[ -s $L/preflight----1--25.json && -s $L/preflight-127.0.0.1-25.json ]]
}

@test "3: no such port" {
	deploy "$EXE"
	preflight 3 0
	says '^0: could not tell: bindwhy: target'
	grep -q 'status 3' "$T/err"
	preflight 3 nosuchservice 25
	says '^25: can be had'
}

@test "1, and which status is the worst" {
	deploy "$tools/stub.exe"
	export STUB_STATUS=1 STUB_FACTS=x
	export STUB_LINE='0.0.0.0:25   free#[::]:25   free, but: something (odd)'
	preflight 1
	says '^25: can be had, but .*: \[::\]:25 free, but: something (odd)'
	grep -q 'status 1' "$T/err"
	STUB_STATUS=3 preflight 3
	STUB_STATUS=2 preflight 2
	STUB_STATUS=0 preflight 0
}

@test "2 before 3 before 1" {
	# The ports themselves are the statuses.
	deploy "$tools/stub.exe"
	export STUB_STATUS=port STUB_FACTS=x STUB_LINE='any   free'
	preflight 2 1 3 2 1
	preflight 3 1 3 1
	preflight 1 10 1
	preflight 2 2 3
}

@test "3: bindwhy.exe is missing" {
	deploy
	preflight 3 25
	grep -q 'there is no' "$T/err"
	BINDWHY='C:\nosuch\bindwhy.exe' preflight 3 25
}

@test "3: it breaks down" {
	local status

	deploy "$tools/stub.exe"
	STUB_CRASH=1 preflight 3 25
	says '^25: could not tell: bindwhy.exe broke down, status -'
	export STUB_LINE='0.0.0.0:25   free' STUB_FACTS=x
	STUB_CRASH=1 preflight 3 26
	says '^26: could not tell: bindwhy.exe broke down'
	for status in 7 -1 256; do
		# Wine's debugger may still have the files of the crash.
		STUB_STATUS=$status preflight 3 27
		says "^27: could not tell: .* broke down, status $status"
	done
}

@test "3: it says nothing, or leaves no facts" {
	local status

	deploy "$tools/stub.exe"
	for status in 0 1 2; do
		STUB_STATUS=$status preflight 3
		says 'said nothing'
		STUB_STATUS=$status STUB_FACTS=x preflight 3
		STUB_STATUS=$status STUB_LINE='0.0.0.0:25   free' preflight 3
		says 'no facts'
		STUB_STATUS=$status STUB_AGAIN=3 STUB_FACTS=x \
			STUB_LINE='0.0.0.0:25   free' preflight 3
	done
}

@test "3: what an earlier run left is not taken for this one's" {
	deploy "$EXE"
	preflight 0
	[[ -s $L/preflight-25.facts ]]
	cp "$tools/stub.exe" "$D/bindwhy.exe"
	STUB_LINE='0.0.0.0:25   free' preflight 3
	[[ ! -e $L/preflight-25.facts ]]
}

@test "3: nowhere to write" {
	deploy "$EXE"
	preflight 3 /o 'Z:\proc\1\no' 25
	grep -q 'cannot write in' "$T/err"
}

@test "a variable named ERRORLEVEL hides nothing" {
	deploy "$EXE"
	hold_exe tcp 127.0.0.1 25
	ERRORLEVEL=0 preflight 2 25
}

@test "names that a batch file would trip over" {
	deploy "$tools/stub.exe"
	export STUB_STATUS=2 STUB_FACTS=x
	STUB_LINE='0.0.0.0:25   in use by a&echo gotcha&b|c>d<e^f%PATH%!PATH!)"(' \
		preflight 2 25
	grep -qF 'a&echo gotcha&b|c>d<e^f%PATH%!PATH!)"(' "$T/lines"
	run -1 grep -x 'gotcha.*' "$T/lines"
	[[ ! -e $D/d ]]
}

@test "its options: a directory, a program, more of bindwhy's" {
	deploy "$EXE"
	preflight 0 /o 'C:\logs\of today' 26
	[[ -s "$L/of today/preflight-26.json" ]]
	mkdir -p "$WINEPREFIX/drive_c/else where"
	mv "$D/bindwhy.exe" "$WINEPREFIX/drive_c/else where/other.exe"
	preflight 3 26
	BINDWHY='C:\else where\other.exe' preflight 0 26
	hold_exe tcp 127.0.0.1 25
	BINDWHY='C:\else where\other.exe' BINDWHY_OPTIONS='--for hold' \
		preflight 2 25
	grep -q already-running "$L/preflight-25.json"
}

# As README shows it.
@test "a batch file branches on them" {
	deploy "$EXE"
	sed -n '/^    rem deploy.cmd/,/starting the service/s/^    //p' \
		"$top_srcdir/README" | sed 's/$/\r/' >"$D/deploy.cmd"
	(($(wc -l <"$D/deploy.cmd") > 5))
	local status=0 out

	out=$(cd "$D" && run_exe cmd /c deploy.cmd 2>&1 </dev/null)
	[[ $out == *"starting the"* ]]
	hold_exe tcp 127.0.0.1 25
	out=$(cd "$D" && run_exe cmd /c deploy.cmd 2>&1 </dev/null) || status=$?
	echo "$out"
	((status == 2))
	[[ $out == *"somebody has a port"* && $out != *"starting the"* ]]
	# And where the program breaks down.
	cp "$tools/stub.exe" "$D/bindwhy.exe"
	status=0
	out=$(cd "$D" && STUB_CRASH=1 run_exe cmd /c deploy.cmd 2>&1 \
		</dev/null) || status=$?
	((status == 3))
	echo "$out"
	[[ $out == *"nobody could tell"* && $out != *"starting the"* ]]
}
