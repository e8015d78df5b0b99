#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# What bindwhy.exe foretells is what programs for Windows then meet, as far as
# Wine is like Windows.

# shellcheck disable=SC2034,SC2154	# lib.bash's variables
load lib.bash

@test "free" {
	foretell 25
	((status == 0))
	foretold 0.0.0.0 free -
	foretold :: free -
	[[ $(said verdicts 0 code name) == OK ]]
	exe_meets ok 0.0.0.0
	exe_meets ok :: plain
	foretell 25/udp 127.0.0.1:25 '[::1]:25'
	((status == 0))
	foretold 127.0.0.1 free -
	foretold ::1 free -
}

@test "the probe leaves nothing behind" {
	local pid

	gives 0 25
	_no_holders
	for pid in $(_inhabitants others); do
		[[ $(tr '\0' ' ' <"/proc/$pid/cmdline") != *bindwhy.exe* ]]
	done
	exe_meets ok 0.0.0.0
	gives 0 25
}

@test "a port below 1024 needs no rights on Windows, and no advice says so" {
	gives 0 25
	run -1 grep -i 'CAP_\|root' "$T/out"
}

@test "held by a program for Windows, and which" {
	hold_exe tcp 127.0.0.1 25 plain '220 mx.example ESMTP'
	foretell 25
	((status == 2))
	foretold 0.0.0.0 in-use port-in-use hold.exe
	foretold :: free
	[[ $(said verdicts 0 code name) == WSAEADDRINUSE ]]
	[[ $(said verdicts 0 findings 0 culprit processes 0 pid) == \
		"$windows_pid" ]]
	[[ $(said verdicts 0 findings 0 culprit processes 0 exe) == \
		*'\tests\windows\hold.exe' ]]
	grep -q '220 mx.example ESMTP' "$json"
	exe_meets 10048 0.0.0.0
	exe_meets 10048 0.0.0.0 plain
	foretell 127.0.0.1:25
	foretold 127.0.0.1 in-use port-in-use hold.exe
	exe_meets 10048 127.0.0.1
	foretell 127.0.0.2:25 '[::1]:25'
	foretold 127.0.0.2 free
	foretold ::1 free
	exe_meets ok 127.0.0.2
}

@test "held on every address" {
	hold_exe tcp 0.0.0.0 25
	foretell 25 127.0.0.1:25
	((status == 2))
	foretold 0.0.0.0 in-use port-in-use
	foretold 127.0.0.1 in-use port-in-use
	exe_meets 10048 127.0.0.1
}

@test "held for exclusive use" {
	hold_exe tcp 0.0.0.0 25 exclusive
	foretell 25 127.0.0.1:25
	((status == 2))
	foretold 0.0.0.0 in-use port-in-use
	foretold 127.0.0.1 in-use port-in-use
	[[ $(said verdicts 0 code name) == WSAEACCES ]]
	exe_meets 10013 0.0.0.0
	exe_meets 10013 127.0.0.1 plain
}

@test "held on IPv6" {
	needs_ipv6
	hold_exe tcp ::1 25
	foretell 25 '[::1]:25'
	((status == 2))
	foretold :: in-use port-in-use
	foretold ::1 in-use port-in-use
	exe_meets 10048 ::1
}

@test "UDP" {
	hold_exe udp 127.0.0.1 25
	foretell 127.0.0.1:25/udp
	((status == 2))
	foretold 127.0.0.1 in-use
	foretell 127.0.0.1:25
	((status == 0))
	foretold 127.0.0.1 free
}

@test "bound, and no listener to be seen" {
	hold_exe tcp 127.0.0.1 25 silent
	foretell 127.0.0.1:25
	((status == 2))
	foretold 127.0.0.1 in-use
	[[ $(said verdicts 0 findings 0 culprit) != *pid* ]]
	exe_meets 10048 127.0.0.1
}

# To Wine, and so to bindwhy.exe, it has no pid: nobody is accused.
@test "held by a server of this machine" {
	hold greet='220 native.example ESMTP Postfix' 127.0.0.1 25
	foretell 25
	((status == 2))
	foretold 0.0.0.0 in-use
	lacks '"pid": 0'
	[[ $(said verdicts 0 findings 0 culprit processes) == '[]' ]]
	grep -q 'native.example' "$json"
	exe_meets 10048 0.0.0.0
}

@test "held by a mail server of this machine" {
	needs postfix
	hold_with postfix 127.0.0.1 25
	foretell 127.0.0.1:25
	((status == 2))
	foretold 127.0.0.1 in-use
	grep -q '"220 ' "$json"
	exe_meets 10048 127.0.0.1
	kill "$holder"
	holder=
	until_true _no_holders
}

@test "addresses that are not here" {
	foretell 192.0.2.1:25 '[2001:db8::1]:25'
	((status == 2))
	foretold 192.0.2.1 unaddressable
	foretold 2001:db8::1 unaddressable
	[[ $(said verdicts 0 code name) == WSAEADDRNOTAVAIL ]]
	exe_meets 10049 192.0.2.1
}

@test "several targets: the worst counts" {
	hold_exe tcp 127.0.0.1 25
	gives 0 26 27
	gives 2 26 25 27
	gives 2 127.0.0.1:26 192.0.2.1:26
}

@test "-q prints the verdicts alone, -qq nothing" {
	hold_exe tcp 127.0.0.1 25
	gives 2 -q 25
	(($(wc -l <"$T/out") == 2))
	grep -q '^0\.0\.0\.0:25  *in use' "$T/out"
	gives 2 -qq 25
	[[ ! -s $T/out ]]
}

# With a name that is nobody else's.
SERVICE=bindwhytest

@test "a service, by its name and pid" {
	local exe

	exe='C:\a service\service.exe'
	mkdir -p "$WINEPREFIX/drive_c/a service"
	cp "$tools/service.exe" "$WINEPREFIX/drive_c/a service"
	run_exe sc create $SERVICE binPath= "\"$exe\" 25" \
		DisplayName= "The Test of Services"
	run_exe net start $SERVICE
	until_true eval "inside ss -Hltn | grep -q ':25 '"
	foretell 127.0.0.1:25
	foretell_with owners 127.0.0.1:25
	((status == 2))
	cp "$json" "$T/owners"
	foretell 127.0.0.1:25
	run_exe net stop $SERVICE
	run_exe sc delete $SERVICE
	((status == 2))
	foretold 127.0.0.1 in-use port-in-use
	cat "$json"
	grep -q "$SERVICE" "$json"
	grep -q 'The Test of Services' "$json"
	grep -q 'service.example' "$json"
	grep -q "$SERVICE" "$T/owners"
	# The very process that the service manager started.
	(($(said verdicts 0 findings 0 culprit processes 0 pid) > 0))
	[[ $(said verdicts 0 findings 0 culprit processes 0 exe) == "$exe" ]]
	[[ $(said verdicts 0 findings 0 culprit unit) == "$SERVICE" ]]
	[[ $(said verdicts 0 findings 0 remedy) == *"$SERVICE"* ]]
}

@test "owners: all listeners, and those of a port" {
	hold_exe tcp 127.0.0.1 25
	gives 2 owners 25
	grep -q hold.exe "$T/out"
	gives 0 owners 26
	gives 0 owners
	grep -q '127.0.0.1:25' "$T/out"
	grep -q hold.exe "$T/out"
	foretell_with owners
	[[ $(said owners 0 culprit processes 0 pid) == "$windows_pid" ]]
}

@test "the server that is to start runs already" {
	hold_exe tcp 127.0.0.1 25
	foretell --for hold 127.0.0.1:25
	((status == 2))
	foretold 127.0.0.1 in-use already-running hold.exe same-service
	foretell --for HOLD.EXE 127.0.0.1:25
	foretold 127.0.0.1 in-use already-running
	foretell --for holding 127.0.0.1:25
	foretold 127.0.0.1 in-use port-in-use
}

@test "--no-greeting makes no connection" {
	hold_exe tcp 127.0.0.1 25 plain '220 mx.example ESMTP'
	foretell --no-greeting 25
	foretold 0.0.0.0 in-use port-in-use hold.exe
	lacks '"kind": "greeting"'
}

@test "what was printed fits the schema" {
	fits_schema
}
