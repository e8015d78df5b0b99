#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Which sockets stand in the way of which.

# shellcheck disable=SC2034,SC2154	# lib.bash's variables
load lib.bash

@test "a holder on 127.0.0.1 keeps others from 0.0.0.0" {
	needs exim4-daemon-light opensmtpd postfix
	hold tcp 127.0.0.1 25
	foretell 0.0.0.0:25 127.0.0.1:25 127.0.0.2:25
	((status == 2))
	foretold 0.0.0.0 in-use port-in-use
	foretold 127.0.0.1 in-use port-in-use
	foretold 127.0.0.2 free -
	meets EADDRINUSE 0.0.0.0
	meets EADDRINUSE 127.0.0.1
	meets ok 127.0.0.2
}

@test "a holder on 0.0.0.0 keeps others from 127.0.0.1" {
	needs exim4-daemon-light opensmtpd postfix
	hold tcp 0.0.0.0 25
	foretell 127.0.0.1:25
	((status == 2))
	foretold 127.0.0.1 in-use port-in-use
	meets EADDRINUSE 127.0.0.1
}

@test "a dual-stack holder on :: keeps others from both" {
	needs exim4-daemon-light opensmtpd postfix
	needs_ipv6
	hold dual :: 25
	foretell 25 127.0.0.1:25
	((status == 2))
	foretold 0.0.0.0 in-use port-in-use
	foretold :: in-use port-in-use
	foretold 127.0.0.1 in-use port-in-use
	meets EADDRINUSE 0.0.0.0
	meets EADDRINUSE ::
	meets EADDRINUSE 127.0.0.1
}

@test "an IPv6-only holder leaves IPv4 alone" {
	needs exim4-daemon-light opensmtpd postfix
	needs_ipv6
	hold v6only :: 25
	foretell 25
	((status == 2))
	foretold 0.0.0.0 free -
	foretold :: in-use port-in-use
	meets ok 0.0.0.0
	meets EADDRINUSE ::
}

@test "an IPv4 holder: :: is free for who leaves IPv4 out" {
	needs exim4-daemon-light opensmtpd postfix
	needs_ipv6
	hold tcp 0.0.0.0 25
	foretell '[::]:25'
	((status == 1))
	foretold :: free dual-stack-conflict
	# These set IPV6_V6ONLY; Exim, on :: alone, does not.
	meets ok :: 25 opensmtpd postfix
	meets EADDRINUSE :: 25 exim
}

@test "a bound and silent socket" {
	needs exim4-daemon-light opensmtpd postfix
	hold bound,plain 0.0.0.0 25
	foretell 0.0.0.0:25
	((status == 2))
	foretold 0.0.0.0 in-use bound-not-listening
	meets EADDRINUSE 0.0.0.0
}

@test "a bound and silent socket with SO_REUSEADDR" {
	needs exim4-daemon-light opensmtpd postfix
	hold bound 0.0.0.0 25
	foretell 0.0.0.0:25
	((status == 1))
	foretold 0.0.0.0 free bound-beside
	meets ok 0.0.0.0
}

@test "a child that has the socket, and its maker is gone" {
	needs exim4-daemon-light opensmtpd postfix
	hold leak 0.0.0.0 25
	foretell --no-greeting 0.0.0.0:25
	((status == 2))
	foretold 0.0.0.0 in-use leaked-descriptor sleep leaked-descriptor
	meets EADDRINUSE 0.0.0.0
}

@test "socat that has inherited a listener, and listens on its own" {
	hold leak 0.0.0.0 25 socat TCP-LISTEN:8025,fork SYSTEM:true
	until_true _is_listening 8025
	foretell --no-greeting 0.0.0.0:25
	((status == 2))
	foretold 0.0.0.0 in-use leaked-descriptor socat leaked-descriptor
}

@test "a daemon in a session without a leader has opened its socket" {
	hold daemon,greet= 0.0.0.0 25
	foretell --no-greeting 0.0.0.0:25
	((status == 2))
	foretold 0.0.0.0 in-use port-in-use
	lacks leaked-descriptor
}

@test "a server that moved to another cgroup after listen" {
	make_cgroup
	mkdir "$cgroup/old.service" "$cgroup/new.service"
	hold_in "$cgroup/old.service" greet= 0.0.0.0 25
	echo "$holder" >"$cgroup/new.service/cgroup.procs"
	foretell --no-greeting 0.0.0.0:25
	((status == 2))
	foretold 0.0.0.0 in-use port-in-use
	lacks leaked-descriptor
	kill "$holder"
	until_true rmdir "$cgroup/old.service"
	until_true rmdir "$cgroup/new.service"
}

@test "all that hold the socket are named, oldest first" {
	hold share 0.0.0.0 25
	foretell --no-greeting 0.0.0.0:25
	((status == 2))
	foretold 0.0.0.0 in-use port-in-use
	[[ $(said verdicts 0 findings 0 culprit processes 0 pid) == "$holder" ]]
	[[ $(said verdicts 0 findings 0 culprit processes 1 exe) == */sleep ]]
}

@test "a connection that goes out of the port" {
	needs exim4-daemon-light opensmtpd postfix
	hold outgoing,plain 127.0.0.1 25
	foretell 0.0.0.0:25
	((status == 2))
	foretold 0.0.0.0 in-use outgoing-connection
	meets EADDRINUSE 0.0.0.0
}

@test "TIME_WAIT of a server that did not set SO_REUSEADDR" {
	needs exim4-daemon-light opensmtpd postfix
	hold linger,plain 127.0.0.1 25
	foretell 0.0.0.0:25
	((status == 2))
	foretold 0.0.0.0 in-use connections-block
	[[ $(said verdicts 0 findings 0 summary) == \
		"1 connection of"*@(second|minute)* ]]
	lacks 'no obstacle'
	meets EADDRINUSE 0.0.0.0
	# Only its own address is taken.
	foretell 127.0.0.2:25
	((status == 0))
}

@test "a connection of an ended server that the kernel still closes" {
	needs exim4-daemon-light opensmtpd postfix
	hold orphan,plain 127.0.0.1 25
	foretell 0.0.0.0:25
	((status == 2))
	foretold 0.0.0.0 in-use connections-block
	lacks rpcinfo
	meets EADDRINUSE 0.0.0.0
}

@test "the same of a server that set SO_REUSEADDR" {
	needs exim4-daemon-light
	hold orphan 127.0.0.1 25
	foretell 0.0.0.0:25
	((status == 0))
	meets ok 0.0.0.0 25 exim
}

@test "a client's connection in a child that has outlived the server" {
	needs exim4-daemon-light opensmtpd postfix
	hold left,plain 127.0.0.1 25
	foretell 0.0.0.0:25
	((status == 2))
	foretold 0.0.0.0 in-use connection-left sleep
	meets EADDRINUSE 0.0.0.0
}

@test "a connection on the address, and a listener elsewhere on the port" {
	needs exim4-daemon-light
	hold tcp 127.0.0.2 25
	hold outgoing,plain 127.0.0.1 25
	foretell 127.0.0.1:25
	((status == 2))
	foretold 127.0.0.1 in-use outgoing-connection
	[[ $(said verdicts 0 findings 0 culprit processes 0 pid) == "$holder" ]]
	meets EADDRINUSE 127.0.0.1 25 exim
}

@test "the same for UDP" {
	hold udp 127.0.0.2 53
	hold udp,outgoing 127.0.0.1 53
	foretell 127.0.0.1:53/udp
	((status == 2))
	foretold 127.0.0.1 in-use port-in-use
	[[ $(said verdicts 0 findings 0 culprit processes 0 pid) == "$holder" ]]
	meets EADDRINUSE 127.0.0.1 53 socat-udp
}

@test "one connection that blocks, among many that do not" {
	needs exim4-daemon-light
	hold many 127.0.0.3 25
	hold outgoing,plain 127.0.0.1 25
	foretell 0.0.0.0:25
	((status == 2))
	[[ $(said verdicts 0 findings) == *"'pid': $holder,"* ]]
	meets EADDRINUSE 0.0.0.0 25 exim
}

@test "a process whose first thread has ended" {
	hold headless 0.0.0.0 25
	foretell --no-greeting 0.0.0.0:25
	((status == 2))
	foretold 0.0.0.0 in-use port-in-use
	[[ $(said verdicts 0 findings 0 culprit processes 0 pid) == "$holder" ]]
	[[ $(said verdicts 0 findings 0 culprit processes 0 exe) == *python* ]]
}

@test "a thread with a table of descriptors of its own" {
	hold apart 0.0.0.0 25
	foretell --no-greeting 0.0.0.0:25
	((status == 2))
	foretold 0.0.0.0 in-use port-in-use
	[[ $(said verdicts 0 findings 0 culprit processes 0 pid) == "$holder" ]]
}

@test "a listener that is bound to an interface" {
	needs exim4-daemon-light
	hold device=lo 0.0.0.0 25
	foretell 0.0.0.0:25
	((status == 2))
	[[ $(said verdicts 0 findings 0 summary) == *"the interface lo"* ]]
	lacks 'which is every address'
	meets EADDRINUSE 0.0.0.0 25 exim
}

@test "two listeners that share the port by SO_REUSEPORT" {
	hold "reuseport,greet=220 one.example ESMTP Exim 4.96" 0.0.0.0 25
	first=$holder
	# The age of a process counts seconds.
	sleep 1.1
	hold "reuseport,greet=220 two.example ESMTP Postfix" 0.0.0.0 25
	foretell --for postfix 0.0.0.0:25
	((status == 2))
	foretold 0.0.0.0 in-use port-in-use
	lacks 'only one program can'
	lacks 'agree with the process'
	[[ $(said verdicts 0 findings) == *"older of 2 programs"* ]]
	[[ $(said verdicts 0 findings) == *"'pid': $first,"* ]]
	[[ $(said verdicts 0 findings) == *"'pid': $holder,"* ]]
	[[ $(said verdicts 0 notes) == *"its bind works"* ]]
	meets ok 0.0.0.0 25 postfix
}

@test "a holder that does not share: Postfix is refused" {
	needs postfix
	hold tcp 0.0.0.0 25
	foretell --for postfix 0.0.0.0:25
	((status == 2))
	[[ $(said verdicts 0 notes) == *"its bind fails too"* ]]
	meets EADDRINUSE 0.0.0.0 25 postfix
}

@test "a holder that shares by SO_REUSEPORT shares with its like only" {
	needs exim4-daemon-light opensmtpd postfix
	hold reuseport 0.0.0.0 25
	foretell 0.0.0.0:25
	((status == 2))
	foretold 0.0.0.0 in-use port-in-use
	meets EADDRINUSE 0.0.0.0 25 exim opensmtpd
	[[ $(said verdicts 0 notes) == *"the same effective user"* ]]
	# Postfix sets the option too, and is root as the holder is.
	meets ok 0.0.0.0 25 postfix
}

@test "a holder outside of our process namespace" {
	hold tcp 0.0.0.0 25
	WRAP=(unshare --pid --fork --kill-child --mount-proc)
	foretell 0.0.0.0:25
	((status == 2))
	foretold 0.0.0.0 in-use holder-outside
}

@test "what was printed fits the schema" {
	fits_schema
}
