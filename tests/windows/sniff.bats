#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Watching traffic on Windows: capture files, and live, by Wine's wpcap.dll.

# shellcheck disable=SC2034,SC2154	# lib.bash's variables
# shellcheck disable=SC2030,SC2031	# each test has its own environment
load lib.bash

golden=$top_srcdir/tests/golden
CAPTURE=$golden/postfix-plain.pcap

# A client on the loopback, as soon as FILE is there, which -w makes when the
# capture has begun: FILE [COMMANDS], talk.py's.
talk_when()
{
	printf '<\n%b' "${2:-}" >"$T/script"
	# When the file is there and the capture listens.  In the inner shell.
	# shellcheck disable=SC2016
	background "${enter[@]}" bash -c 'until [[ -e $0 ]] &&
			(($(wc -l </proc/net/packet) > 1)); do sleep 0.02
		done; sleep 3; exec "${@:2}" <"$1"' "$1" "$T/script" \
		"${PYTHON[@]}" "$golden/talk.py" 127.0.0.1 25 >"$T/talk" 2>&1
}

# A program for Windows that wants its console to be a terminal; what it is
# told by the terminal comes from standard input.
on_terminal()
{
	command -v script >/dev/null || skip "script is not installed"
	# Ctrl-C reaches the shell as well: it is to wait for the program's end.
	inside env TERM=xterm timeout 30 script -qec "trap : INT
		stty cols 150 rows 50
		wine $*; echo status \$?" /dev/null >"$T/screen" 2>&1 3>&- 4>&-
}

# All in one run of cmd, which saves most of the time: the status on a line of
# its own behind what was printed, as in the files that tell what must come.
@test "captures give what they give on Linux" {
	local exe save name capture options

	exe=$(windows_path "$EXE")
	save="--color never --save $(windows_path "$T/facts")"
	cd "$golden"
	{
		echo "@echo off"
		while read -r name capture options; do
			[[ -n $name && $name != '#'* ]] || continue
			echo "== $name" >>"$T/want"
			# Wine's wpcap.dll has no filters for files.
			if [[ $options == *host* ]]; then
				echo "bindwhy: the wpcap.dll here cannot filter files; -r FILE works without a filter"
				echo "exit 3"
			else
				cat "$name.out"
			fi >>"$T/want"
			if [[ $capture == *.gz ]]; then
				gzip -dc "$capture" >"$T/$name"
				options="-r - $options <$(windows_path "$T/$name")"
			else
				options="-r $capture $options"
			fi
			printf 'echo == %s\n%s sniff %s\n%s\n' "$name" \
				"$exe" "$save $options" \
				'echo exit %errorlevel%'
		done <TESTLIST
	} | sed 's/$/\r/' >"$T/all.cmd"
	(($(wc -l <"$T/all.cmd") > 3 * 40))
	TZ=UTC run_exe cmd /c "$(windows_path "$T/all.cmd")" >"$T/out" 2>&1 \
		</dev/null || true
	# cmd's own lines end as Windows' do.  Of facts, as run.sh does, nothing:
	# they say how the reader was confined.  Here it never is.
	sed 's/\r$//; /^  Facts:$/,/^exit /{/^exit /!d}' "$T/out" |
		sed -z -E 's/\n?\n  Not seen: [^\n]* was not confined:[^\n]*//g' |
		diff -u "$T/want" -
}

@test "through a pipe that takes its time" {
	{
		head -c 1000 "$CAPTURE"
		sleep 0.5
		tail -c +1001 "$CAPTURE"
	} | run_exe "$EXE" sniff -r - >"$T/out"
	gives 0 sniff -r "$CAPTURE"
	run_exe "$EXE" sniff -r - <"$CAPTURE" | cmp - "$T/out"
}

@test "files by any name, in and out" {
	local name="$T/größe-ж 日本.pcap"

	cp "$CAPTURE" "$name"
	gives 0 sniff -r "$(windows_path "$name")" -w "$T/ж.pcap"
	tcpdump -nr "$T/ж.pcap" >"$T/packets" 2>/dev/null
	tcpdump -nr "$CAPTURE" tcp 2>/dev/null | diff - "$T/packets"
	says_wrong sniff -r "$T/nosuch-ж.pcap"
	grep -q "nosuch-ж.pcap: .*ENOENT" "$T/err"
	says_wrong sniff -r "$name" -w "$(windows_path "$name")"
	# As standard output: packets alone.
	run_exe "$EXE" sniff -r "$name" -w - >"$T/stream" 2>"$T/err"
	cmp "$T/stream" "$T/ж.pcap"
	grep -q Postfix "$T/err"
}

@test "a live dialogue with Postfix, on all interfaces" {
	needs postfix
	hold_with postfix-mail 127.0.0.1 25
	talk_when "$T/live.pcap" '> EHLO client.example\n<
> MAIL FROM:<jane@client.example>\n<\n> RCPT TO:<bob@mail.example>\n<
> DATA\n<\n> Subject: x\n> \n> x\n> .\n<\n> QUIT\n<\n'
	gives 0 sniff --count 1 --for 20s -w "$T/live.pcap" \
		--save "$T/facts"
	cat "$T/out"
	# As it happens, and at the end.
	grep -qE '^[0-9:.]+  127.0.0.1:[0-9]+ > 127.0.0.1:25  greeting  220 ' \
		"$T/out"
	grep -q '^127.0.0.1:25 .*Postfix' "$T/out"
	grep -q '^    messages *1 accepted' "$T/out"
	run -1 grep jane "$T/out" "$T/facts"
	tcpdump -nr "$T/live.pcap" 'tcp[13] & 2 != 0' >"$T/packets" 2>&1
	cat "$T/packets"
	(($(grep -c '127.0.0.1.25' "$T/packets") == 2))
	# The same again.
	gives 0 diagnose "$T/facts"
	grep -q '^127.0.0.1:25 .*Postfix' "$T/out"
	grep -q '"dropped": 0' "$T/facts"
}

@test "an interface by each of its names, and a filter" {
	local device name n=0

	hold "greet=220 mx.example ESMTP" 127.0.0.1 25
	says_wrong sniff -i nosuch
	grep -q 'no interface nosuch; by number and name there are: .*1 lo' \
		"$T/err"
	# The number of the loopback in this namespace, as Wine makes it up.
	device='\Device\NPF_{00000001-0000-0000-0000-4E6574446576}'
	for name in lo LO 1 "$device"; do
		n=$((n + 1))
		talk_when "$T/$n.pcap"
		gives 0 sniff -i "$name" --count 1 --for 20s -w "$T/$n.pcap" \
			host 127.0.0.1
		grep -q 'mx.example' "$T/out"
	done
	talk_when "$T/other.pcap"
	gives 3 sniff -i lo --for 1s -w "$T/other.pcap" host 192.0.2.1
	grep -q 'no mail traffic was seen' "$T/out"
	says_wrong sniff -i lo --for 1s host
	grep -q 'bindwhy: filter: ' "$T/err"
}

@test "without wpcap.dll it says so, and reads files" {
	export WINEDLLOVERRIDES=wpcap=d

	says_wrong sniff
	diff - "$T/err" <<-'END'
	bindwhy: no wpcap.dll: install Npcap (npcap.com) to capture from the network; -r FILE works without
	END
	says_wrong sniff -r "$CAPTURE" host 192.0.2.1
	diff - "$T/err" <<-'END'
	bindwhy: no wpcap.dll: install Npcap (npcap.com) to filter files; -r FILE works without a filter
	END
	gives 0 sniff -r "$CAPTURE"
	grep -q Postfix "$T/out"
	gives 3 check --no-greeting --sniff 1s 25
	grep -q 'no wpcap.dll' "$T/out"
}

# Any other program is one that somebody put there.
@test "a wpcap.dll beside the program is not loaded" {
	local where=$WINEPREFIX/drive_c/windows/system32/Npcap name

	export WINEDLLOVERRIDES=wpcap,packet=n,b
	cp "$EXE" "$tools/sentinel.exe" "$T/"
	for name in wpcap Packet; do
		cp "$tools/sentinel.exe" "$T/$name.dll"
	done
	cd "$T"
	run_exe "$T/bindwhy.exe" sniff -i lo --for 1s >out 2>err || (($? == 3))
	cat err
	[[ ! -s err ]]
	# Where Npcap is, one would be found.
	mkdir "$where"
	cp "$tools/sentinel.exe" "$where/wpcap.dll"
	run_exe "$T/bindwhy.exe" sniff -i lo --for 1s >out 2>err || (($? == 3))
	rm -r "$where"
	cat err
	[[ -s err ]]
}

@test "check --sniff watches first" {
	hold "greet=220 mx.example ESMTP" 127.0.0.1 25
	gives 2 check --no-greeting --sniff 1s --json 127.0.0.1:25
	grep -q '"capture"' "$T/out"
}

# Wait for it, at most 10 seconds.
_shows()
{
	local i

	for ((i = 0; i < 200; i++)); do
		! grep -q "$1" "$T/screen" || break
		sleep 0.05
	done
}

@test "Ctrl-C ends it with what was seen" {
	hold "greet=220 mx.example ESMTP" 127.0.0.1 25
	talk_when "$T/live.pcap"
	{
		_shows mx.example
		printf '\003'
		_shows status
	} | on_terminal "'$EXE' sniff -w '$T/live.pcap'" || echo "script: $?"
	cat -v "$T/screen"
	grep -q 'status 0' "$T/screen"
	grep -q 'mx.example' "$T/screen"
	grep -q 'connections.*1: 1 answered' "$T/screen"
	tcpdump -nr "$T/live.pcap" >"$T/packets" 2>/dev/null
	grep -q mx.example "$T/packets"
}
