#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Whose greeting is read: connecting must start nothing, use up nothing, and
# reach no other machine.  The kernel counts the connections.

# shellcheck disable=SC2034,SC2154	# lib.bash's variables
load lib.bash

# Connections that listeners of the namespace were given since it was made.
given()
{
	inside cat /proc/net/snmp | awk '
	/^Tcp:/ && !n++ {for (i = 1; i <= NF; i++) if ($i == "PassiveOpens") at = i}
	/^Tcp:/ {value = $at}
	END {print value}'
}

_are_listening()
{
	(($(inside ss -Hltn 'sport = :25' | wc -l) == $1))
}

# Without --no-greeting, `check` of these targets makes so many connections.
makes()
{
	local before count=$1

	shift
	before=$(given)
	foretell "$@"
	(($(given) - before == count)) || {
		echo "not $count but $(($(given) - before)) connections: check $*"
		return 1
	}
}

@test "a server in the way is asked, once for each of its addresses" {
	hold tcp,greet=220-mail 0.0.0.0 25
	makes 1 0.0.0.0:25
	makes 1 127.0.0.1:25 127.0.0.2:25
	foretold 127.0.0.1 in-use port-in-use
}

@test "a listener that is not in the way is left alone" {
	hold tcp,greet=220-mail 127.0.0.5 25
	makes 0 127.0.0.1:25
	foretold 127.0.0.1 free -
	makes 1 127.0.0.5:25
	makes 1 0.0.0.0:25
}

@test "neither owners nor -q connects" {
	local before

	hold tcp,greet=220-mail 127.0.0.1 25
	before=$(given)
	foretell_with owners 25
	makes 0 -q 127.0.0.1:25
	(($(given) == before))
}

@test "where clients speak first, nobody is asked" {
	hold tcp,greet= 127.0.0.1 80
	makes 0 127.0.0.1:80
	foretold 127.0.0.1 in-use port-in-use
	# Unless a mail server is about to start there.
	makes 1 --for postfix 127.0.0.1:80
}

@test "a socket of systemd-socket-activate is not used up" {
	needs systemd libsystemd-shared
	hold_with socket-activate 127.0.0.1 25
	makes 0 25
	foretold 0.0.0.0 in-use socket-activation - socket-activation
	# Its service, which it becomes, was not started.
	[[ -n $(inside ss -Hltn 'sport = :25') ]]
	run ! _runs sleep
	makes 0 25
}

@test "inetd starts nothing" {
	needs openbsd-inetd
	hold_with inetd 127.0.0.1 25
	makes 0 25
	foretold 0.0.0.0 in-use socket-activation inetd socket-activation
}

@test "a program that takes one connection still has it" {
	background inside socat -u TCP4-LISTEN:25,bind=127.0.0.1 OPEN:/dev/null
	until_true _is_listening 25
	makes 0 25
	foretold 0.0.0.0 in-use
	_is_listening 25
}

@test "a forwarder leads nobody to another machine" {
	hold_with socat 127.0.0.1 25
	makes 0 25
	foretold 0.0.0.0 in-use
}

@test "200 silent servers are asked at the same time" {
	background inside "${PYTHON[@]}" -c '
import socket, time
held = []
for i in range(200):
    s = socket.socket()
    s.bind(("127.0.1.%d" % (i + 1), 25))
    s.listen()
    held.append(s)
time.sleep(120)'
	until_true _are_listening 200
	makes 200 --timeout 10 0.0.0.0:25
	foretold 0.0.0.0 in-use port-in-use
}
