#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# The oracle itself: real servers that run, that fail as they must, and a
# wrong prophecy that is found out.  bindwhy has no part in it.

# shellcheck disable=SC2034,SC2154	# lib.bash's variables
load lib.bash

@test "real servers serve where nothing is in the way" {
	needs exim4-daemon-light opensmtpd postfix
	meets ok 0.0.0.0
	meets ok 127.0.0.1 587
	meets ok 0.0.0.0 25 socat
	meets ok 127.0.0.1 53 socat-udp
}

@test "real servers serve on IPv6" {
	needs exim4-daemon-light opensmtpd postfix
	needs_ipv6
	meets ok ::
	meets ok ::1
}

@test "real servers fail on a port that is held" {
	needs exim4-daemon-light opensmtpd postfix
	hold tcp 127.0.0.1 25
	meets EADDRINUSE 0.0.0.0
	meets EADDRINUSE 127.0.0.1
	meets EADDRINUSE 127.0.0.1 25 socat
	meets ok 127.0.0.2
}

@test "real servers fail on a foreign address" {
	needs exim4-daemon-light opensmtpd postfix
	meets EADDRNOTAVAIL 192.0.2.1
}

@test "real servers fail without the right" {
	needs exim4-daemon-light opensmtpd postfix
	WRAP=(setpriv --bounding-set=-net_bind_service)
	meets EACCES 0.0.0.0
	meets ok 0.0.0.0 2525
}

@test "a wrong prophecy is found out" {
	needs exim4-daemon-light opensmtpd postfix
	local server

	for server in "${SERVERS[@]}" socat; do
		run -1 meets EADDRINUSE 127.0.0.1 25 "$server"
		[[ $output == *"it serves"* ]]
		run -1 meets EADDRINUSE 192.0.2.1 25 "$server"
		[[ $output == *"it failed, saying"* ]]
		run -1 meets ok 192.0.2.1 25 "$server"
		[[ $output == *"it failed, saying"* ]]
	done
	run -1 meets EADDRINUSE 127.0.0.1 53 socat-udp
}

@test "nothing of a test is left when it is over" {
	local pid pids

	hold share 127.0.0.1 25
	hold leak 127.0.0.1 26
	pids=$(_inhabitants others)
	# Two that hold, a child of each, and one of them is gone.
	(($(wc -w <<<"$pids") == 3))
	teardown
	for pid in $pids "$namespace"; do
		until_true _is_gone "$pid"
	done
	keepers=()
}

_is_gone()
{
	[[ ! -e /proc/$1 ]] || grep -q "^State:\sZ" "/proc/$1/status"
}
