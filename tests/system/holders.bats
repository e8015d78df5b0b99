#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Who holds the port, and that nobody else gets it.

# shellcheck disable=SC2034,SC2154	# lib.bash's variables
load lib.bash

# The holder that hold_with started is the culprit, with all that shows it.
accused()
{
	local pid

	pid=$(said verdicts 0 findings 0 culprit processes 0 pid)
	echo "accused: $pid; the holder's family: $(_family "$holder")"
	[[ " $(_family "$holder") " == *" $pid "* ]]
	[[ $(said verdicts 0 findings 0 evidence) != "[]" ]]
	[[ $(said verdicts 0 findings 0 remedy) != "[]" ]]
}

# A process and its descendants.
_family()
{
	local child

	{
		echo "$1"
		for child in $(tail -qn 1 "/proc/$1"/task/*/children); do
			_family "$child"
		done
	} | xargs
}

@test "Exim holds it" {
	needs exim4-daemon-light opensmtpd postfix
	hold_with exim 0.0.0.0 25
	foretell 25
	((status == 2))
	foretold 0.0.0.0 in-use port-in-use exim4 smtp-service
	foretold :: free -
	accused
	meets EADDRINUSE 0.0.0.0 25 opensmtpd postfix
	meets ok :: 25 opensmtpd postfix
}

@test "OpenSMTPD holds it" {
	needs exim4-daemon-light opensmtpd postfix
	hold_with opensmtpd 0.0.0.0 25
	foretell 25
	((status == 2))
	foretold 0.0.0.0 in-use port-in-use opensmtpd smtp-service
	accused
	# It has changed its root folder; its file is where it was.
	lacks 'deleted since'
	meets EADDRINUSE 0.0.0.0 25 exim postfix
}

@test "Postfix holds it" {
	needs exim4-daemon-light opensmtpd postfix
	hold_with postfix 0.0.0.0 25
	foretell 25
	((status == 2))
	foretold 0.0.0.0 in-use port-in-use postfix smtp-service
	accused
	meets EADDRINUSE 0.0.0.0 25 exim opensmtpd
}

@test "the server that is about to start is already running" {
	needs exim4-daemon-light opensmtpd postfix
	hold_with exim 0.0.0.0 25
	foretell --for exim4 25
	((status == 2))
	foretold 0.0.0.0 in-use already-running exim4 same-service
	foretell --for postfix 25
	foretold 0.0.0.0 in-use port-in-use exim4 smtp-service
	meets EADDRINUSE 0.0.0.0 25 exim postfix
}

@test "the greeting is read, and agrees" {
	needs exim4-daemon-light
	hold_with exim 127.0.0.1 25
	foretell 25
	[[ $(said verdicts 0 findings 0 evidence) == \
		*"220 exim.example ESMTP Exim"* ]]
	lacks greeting-differs
}

@test "the greeting is another program's than the process" {
	hold "greet=220 mail.example ESMTP Exim 4.96 ready" 127.0.0.1 25
	foretell 25
	((status == 2))
	foretold 0.0.0.0 in-use port-in-use
	grep -q 'ESMTP Exim' "$json"
}

@test "a holder that says nothing" {
	hold greet= 127.0.0.1 25
	foretell 127.0.0.1:25
	((status == 2))
	foretold 127.0.0.1 in-use port-in-use
	[[ $(said verdicts 0 findings 0 evidence) == *"greeting: none"* ]]
	meets EADDRINUSE 127.0.0.1 25 socat
}

@test "docker-proxy" {
	needs docker.io exim4-daemon-light
	hold_with docker-proxy 0.0.0.0 25
	foretell 25
	((status == 2))
	foretold 0.0.0.0 in-use container-proxy docker-proxy container-proxy
	meets EADDRINUSE 0.0.0.0 25 exim
}

@test "haproxy" {
	needs haproxy exim4-daemon-light
	hold_with haproxy 0.0.0.0 25
	foretell 25
	((status == 2))
	foretold 0.0.0.0 in-use port-forwarder haproxy port-forwarder
	meets EADDRINUSE 0.0.0.0 25 exim
}

@test "stunnel" {
	needs stunnel4 exim4-daemon-light
	hold_with stunnel 0.0.0.0 25
	foretell 25
	((status == 2))
	foretold 0.0.0.0 in-use port-forwarder stunnel4 port-forwarder
	meets EADDRINUSE 0.0.0.0 25 exim
}

@test "socat" {
	needs exim4-daemon-light
	hold_with socat 0.0.0.0 25
	foretell 25
	((status == 2))
	foretold 0.0.0.0 in-use port-forwarder - port-forwarder
	meets EADDRINUSE 0.0.0.0 25 exim
}

@test "ssh -L" {
	needs openssh-server openssh-client exim4-daemon-light
	hold_with ssh 0.0.0.0 25
	foretell 25
	((status == 2))
	foretold 0.0.0.0 in-use port-forwarder ssh port-forwarder
	meets EADDRINUSE 0.0.0.0 25 exim
}

@test "inetd" {
	needs openbsd-inetd exim4-daemon-light
	hold_with inetd 0.0.0.0 25
	foretell 25
	((status == 2))
	foretold 0.0.0.0 in-use socket-activation inetd socket-activation
	meets EADDRINUSE 0.0.0.0 25 exim
}

@test "xinetd" {
	needs xinetd exim4-daemon-light
	hold_with xinetd 0.0.0.0 25
	foretell 25
	((status == 2))
	foretold 0.0.0.0 in-use socket-activation xinetd socket-activation
	meets EADDRINUSE 0.0.0.0 25 exim
}

@test "systemd-socket-activate, before and after it starts the service" {
	needs systemd libsystemd-shared exim4-daemon-light
	hold_with socket-activate 0.0.0.0 25
	foretell --no-greeting 25
	((status == 2))
	foretold 0.0.0.0 in-use socket-activation - socket-activation
	meets EADDRINUSE 0.0.0.0 25 exim
	# Its service, which does not know what it inherited.
	inside timeout 5 socat -u OPEN:/dev/null TCP:127.0.0.1:25
	until_true _runs sleep
	foretell --no-greeting 25
	foretold 0.0.0.0 in-use leaked-descriptor sleep leaked-descriptor
	meets EADDRINUSE 0.0.0.0 25 exim
}

_runs()
{
	[[ $(readlink "/proc/$holder/exe") == */"$1" ||
		$(cat "/proc/$holder/comm") == "$1" ]]
}

@test "a UDP holder" {
	hold udp 0.0.0.0 53
	foretell 53/udp
	((status == 2))
	foretold 0.0.0.0 in-use port-in-use
	foretold :: free -
	accused
	meets EADDRINUSE 0.0.0.0 53 socat-udp
	meets ok :: 53 socat-udp
}

@test "a kernel socket" {
	inside ip link add bwvx type vxlan id 1 dstport 4789 local 127.0.0.1 \
		dev lo 2>/dev/null || skip "the kernel has no vxlan"
	inside ip link set bwvx up
	inside ss -Haun | grep -q :4789 || skip "vxlan has no socket"
	foretell 0.0.0.0:4789/udp
	((status == 2))
	foretold 0.0.0.0 in-use
	# Where even root may not look at a process, it could be that one.
	if readlink /proc/1/fd/0 >/dev/null; then
		foretold 0.0.0.0 in-use kernel-socket - kernel
	else
		foretold 0.0.0.0 in-use holder-hidden
	fi
	meets EADDRINUSE 0.0.0.0 4789 socat-udp
}

@test "owners names the same holder, and tries nothing" {
	needs exim4-daemon-light
	hold_with exim 127.0.0.1 25
	foretell_with owners 25
	[[ $(said owners 0 culprit name) == exim4 ]]
	[[ $(said owners 0 socket address) == 127.0.0.1 ]]
	lacks '"kind": "try"'
	foretell_with owners
	[[ $(said owners) == *exim4* ]]
}

@test "diagnose says the same of saved facts" {
	needs exim4-daemon-light
	hold_with exim 127.0.0.1 25
	inside "$BINDWHY" check --save "$T/facts" 25 >"$T/live" || true
	"$BINDWHY" diagnose "$T/facts" >"$T/later" || true
	[[ -s $T/live ]]
	diff "$T/live" "$T/later"
	inside "$BINDWHY" check --json --save "$T/facts" 25 >"$T/live" || true
	"$BINDWHY" diagnose --json "$T/facts" >"$T/later" || true
	diff "$T/live" "$T/later"
}

@test "what was printed fits the schema" {
	fits_schema
}
