#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# What is free: bindwhy says so, and every server gets it.

# shellcheck disable=SC2034,SC2154	# lib.bash's variables
load lib.bash

@test "a bare port: both wildcard addresses" {
	needs exim4-daemon-light opensmtpd postfix
	needs_ipv6
	foretell 25
	((status == 0))
	foretold 0.0.0.0 free -
	foretold :: free -
	(($(said verdicts | tr '{' '\n' | grep -c "'state'") == 2))
	meets ok 0.0.0.0
	meets ok ::
}

@test "no target is the SMTP port" {
	foretell
	((status == 0))
	foretold 0.0.0.0 free -
	[[ $(said verdicts 0 target port) == 25 ]]
}

@test "single addresses" {
	needs exim4-daemon-light opensmtpd postfix
	needs_ipv6
	foretell 127.0.0.1:25 '[::1]:25'
	((status == 0))
	foretold 127.0.0.1 free -
	foretold ::1 free -
	meets ok 127.0.0.1
	meets ok ::1
}

@test "a service by its name, another port, UDP" {
	foretell smtp 587 53/udp
	((status == 0))
	foretold 0.0.0.0 free -
	meets ok 0.0.0.0 25 socat
	meets ok 0.0.0.0 587 socat
	meets ok 0.0.0.0 53 socat-udp
}

@test "the probe leaves nothing behind" {
	local before after

	before=$(inside ss -Htuan)
	foretell 25 53/udp
	((status == 0))
	after=$(inside ss -Htuan)
	[[ $before == "$after" ]]
}

@test "connections in TIME_WAIT: free, and noted" {
	needs exim4-daemon-light opensmtpd postfix
	hold linger 127.0.0.1 25
	inside ss -Htan state time-wait | grep -q ':25 '
	foretell 25
	((status == 0))
	foretold 0.0.0.0 free -
	[[ $(said verdicts 0 notes) == *TIME_WAIT* ]]
	meets ok 0.0.0.0
}

@test "a holder in another namespace is not accused" {
	needs exim4-daemon-light opensmtpd postfix
	hold tcp 0.0.0.0 25
	make_namespace
	foretell 25
	((status == 0))
	foretold 0.0.0.0 free -
	lacks "\"pid\": $holder"
	meets ok 0.0.0.0
}

@test "the same port over UDP is another port" {
	needs exim4-daemon-light opensmtpd postfix
	hold udp 0.0.0.0 25
	foretell 25/tcp
	((status == 0))
	foretold 0.0.0.0 free -
	meets ok 0.0.0.0
	foretell 25/udp
	((status == 2))
	foretold 0.0.0.0 in-use port-in-use
	meets EADDRINUSE 0.0.0.0 25 socat-udp
}

@test "another address, another port" {
	needs exim4-daemon-light opensmtpd postfix
	hold tcp 127.0.0.1 26
	hold tcp 127.0.0.2 25
	foretell 127.0.0.1:25
	((status == 0))
	foretold 127.0.0.1 free -
	meets ok 127.0.0.1
}

@test "what was printed fits the schema" {
	fits_schema
}
