#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# What may not be bound, and what cannot be told.

# shellcheck disable=SC2034,SC2154	# lib.bash's variables
load lib.bash

nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
no_bind_service=(setpriv --bounding-set=-net_bind_service)

@test "nobody may not have 25" {
	WRAP=("${nobody[@]}")
	foretell 25
	((status == 2))
	foretold 0.0.0.0 forbidden privileged-port - permission
	foretold :: forbidden privileged-port - permission
	meets EACCES 0.0.0.0 25 socat
	meets EACCES :: 25 socat
}

@test "nobody may have 2525" {
	WRAP=("${nobody[@]}")
	foretell 2525
	((status == 0))
	foretold 0.0.0.0 free -
	# Where the kernel grants nobody no filter, listen cannot be tried;
	# that is then said.
	grep -q '"step": "listen"' "$json" ||
		[[ $(said unseen) == *listen* ||
			$(said verdicts 0 notes) == *listen* ]]
	meets ok 0.0.0.0 2525 socat
}

@test "nobody may not have 53/udp" {
	WRAP=("${nobody[@]}")
	foretell 53/udp
	((status == 2))
	foretold 0.0.0.0 forbidden privileged-port
	meets EACCES 0.0.0.0 53 socat-udp
}

@test "root without the capability may not have 25" {
	needs exim4-daemon-light opensmtpd postfix
	WRAP=("${no_bind_service[@]}")
	foretell 25
	((status == 2))
	foretold 0.0.0.0 forbidden privileged-port CAP_NET_BIND_SERVICE
	meets EACCES 0.0.0.0
}

@test "the first port without privilege is this namespace's" {
	needs exim4-daemon-light opensmtpd postfix
	inside sh -c 'echo 25 >/proc/sys/net/ipv4/ip_unprivileged_port_start'
	WRAP=("${no_bind_service[@]}")
	foretell 25 24
	((status == 2))
	[[ $(said verdicts 0 state) == free ]]
	[[ $(said verdicts 2 state) == forbidden ]]
	meets ok 0.0.0.0
	meets EACCES 0.0.0.0 24
	WRAP=("${nobody[@]}")
	foretell 25
	((status == 0))
	meets ok 0.0.0.0 25 socat
}

@test "nobody asks, and somebody has it" {
	hold tcp 0.0.0.0 25
	WRAP=("${nobody[@]}")
	foretell 25
	((status == 2))
	foretold 0.0.0.0 in-use
	meets EACCES 0.0.0.0 25 socat
}

@test "nobody cannot see who holds it, and is told which right would" {
	hold tcp 0.0.0.0 2525
	WRAP=("${nobody[@]}")
	foretell 2525
	((status == 2))
	foretold 0.0.0.0 in-use holder-hidden
	grep -q CAP_SYS_PTRACE "$json"
	meets EADDRINUSE 0.0.0.0 2525 socat
}

@test "nobody sees a holder of nobody's" {
	enter+=("${nobody[@]}")
	hold tcp 0.0.0.0 2525
	foretell 2525
	((status == 2))
	foretold 0.0.0.0 in-use port-in-use
	[[ $(said verdicts 0 findings 0 culprit processes 0 pid) == "$holder" ]]
	meets EADDRINUSE 0.0.0.0 2525 socat
}

@test "a BPF program on the cgroup forbids it" {
	needs exim4-daemon-light opensmtpd postfix
	make_cgroup
	"$top_builddir/tests/system/deny-bind" "$cgroup" 25 ||
		skip "cannot load a BPF program here"
	in_cgroup
	foretell 25
	((status == 2))
	foretold 0.0.0.0 forbidden cgroup-bpf
	foretold :: forbidden cgroup-bpf
	grep -q "$(basename "$cgroup")" "$json"
	meets EPERM 0.0.0.0
	meets EPERM ::
	foretell 26
	((status == 0))
	foretold 0.0.0.0 free -
	meets ok 0.0.0.0 26
}

@test "the BPF program of another cgroup forbids nothing" {
	needs exim4-daemon-light opensmtpd postfix
	make_cgroup
	"$top_builddir/tests/system/deny-bind" "$cgroup" 25 ||
		skip "cannot load a BPF program here"
	foretell 25
	((status == 0))
	foretold 0.0.0.0 free -
	meets ok 0.0.0.0
}

# A sanitizer wants to be the first library.
interposed()
{
	WRAP=(env "LD_PRELOAD=$1"
		"ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0" "${@:2}")
}

@test "an interposer that fakes success is never free" {
	interposed "$top_builddir/tests/system/interpose.so" INTERPOSE=fake
	foretell 25
	((status == 3))
	foretold 0.0.0.0 undetermined not-in-kernel - interposer
	foretold :: undetermined not-in-kernel - interposer
}

@test "an interposer that fails the bind is not believed" {
	local errno

	for errno in EADDRINUSE EPERM ENETDOWN; do
		interposed "$top_builddir/tests/system/interpose.so" \
			"INTERPOSE=$errno"
		foretell 25
		((status == 3))
		foretold 0.0.0.0 undetermined probe-differs - interposer
	done
}

@test "an interposer does not hide the one that holds the port" {
	hold tcp 0.0.0.0 25
	interposed "$top_builddir/tests/system/interpose.so" INTERPOSE=fake
	foretell 0.0.0.0:25
	((status == 3))
	foretold 0.0.0.0 undetermined
}

@test "torsocks" {
	needs torsocks exim4-daemon-light
	local library

	library=$(find "$BINDWHY_PEERS/torsocks" -name libtorsocks.so | head -n 1)
	interposed "$library"
	foretell 25
	((status == 3))
	foretold 0.0.0.0 undetermined probe-differs - interposer
	meets EPERM 0.0.0.0 25 exim
}

@test "torsocks, and nobody asks" {
	needs torsocks
	local library

	library=$(find "$BINDWHY_PEERS/torsocks" -name libtorsocks.so | head -n 1)
	interposed "$library" "${nobody[@]}"
	foretell 2525
	((status == 3))
	foretold 0.0.0.0 undetermined
	meets EPERM 0.0.0.0 2525 socat
}

@test "socket_wrapper" {
	needs libsocket-wrapper
	local library

	library=$(find "$BINDWHY_PEERS/libsocket-wrapper" \
		-name 'libsocket_wrapper.so*' -type f | head -n 1)
	mkdir "$T/wrapper"
	# Its way to find libc is not the sanitizers'.
	interposed "$library" "SOCKET_WRAPPER_DIR=$T/wrapper" \
		SOCKET_WRAPPER_DISABLE_DEEPBIND=1
	foretell 127.0.0.1:25
	((status == 3))
	foretold 127.0.0.1 undetermined not-in-kernel - interposer
}

@test "a Landlock sandbox" {
	needs exim4-daemon-light
	WRAP=("${PYTHON[@]}" "$here/deny.py")
	"${WRAP[@]}" true || skip "the kernel's Landlock knows no ports"
	foretell 0.0.0.0:25
	((status == 2))
	foretold 0.0.0.0 forbidden forbidden-unknown
	[[ $(said verdicts 0 findings 0 summary) == *Landlock* ]]
	meets EACCES 0.0.0.0 25 exim
	WRAP=()
	foretell 0.0.0.0:25
	foretold 0.0.0.0 free
}

@test "what was printed fits the schema" {
	fits_schema
}
