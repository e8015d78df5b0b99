#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# The probe disturbs nobody: a client that connects in a tight loop while the
# port is probed is refused, as by a port that nobody has, or its SYN is lost;
# it is never accepted and never reset, and it reaches the real server, also
# by the SYN that the kernel sends again for one that was lost.

# shellcheck disable=SC2154	# lib.bash's variables
load lib.bash

PROBES=1000

# Probe ADDRESS while a client knocks at CLIENT, then serve; what the client
# met is in $refused, $dropped, $disturbed, $served, $late and $lost.
disturb()
{
	local address=$1 client=$2 out=$T/out
	local bin=$top_builddir/tests/system

	until_true nothing_listens
	mkdir -p "$T/serve"
	inside timeout 60 "$bin/disturb-client" "$client" 25 30 \
		"$bin/probe-loop" "$PROBES" "$address" 25 \
		"$here/serve" socat "$address" 25 "$T/serve" >"$out" 2>&1 ||
		true
	cat "$out"
	grep -q "^probed $PROBES taken 0$" "$out"
	read -r _ refused _ dropped _ disturbed _ served _ late _ < <(
		grep ^refused "$out")
}

nothing_listens()
{
	[[ -z $(inside ss -Hltn) ]]
}

# Rounds until a SYN fell into the probe and was sent again in time for the
# server; no round may disturb the client.
undisturbed()
{
	local hit=0

	for _ in 1 2 3 4 5; do
		disturb "$@"
		((disturbed == 0))
		((served == 1))
		((refused > 0))
		((dropped == 0)) || hit=1
		((late == 0)) || return 0
	done
	((hit)) || skip "no SYN fell into the probe: one processor?"
	echo "a SYN that was lost never reached the server"
	return 1
}

@test "IPv4: a client is not accepted, not reset, and reaches the server" {
	undisturbed 0.0.0.0 127.0.0.1
}

@test "IPv6: a client is not accepted, not reset, and reaches the server" {
	needs_ipv6
	undisturbed :: ::1
}
