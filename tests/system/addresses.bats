#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Addresses that cannot be had.

# shellcheck disable=SC2034,SC2154	# lib.bash's variables
load lib.bash

# A pair of interfaces, left and right, both up, in the test's namespace.
make_cable()
{
	inside ip link add left type veth peer name right 2>/dev/null ||
		skip "the kernel has no veth"
	inside ip link set left up
	inside ip link set right up
}

_sysctl()
{
	# In the inner shell.
	# shellcheck disable=SC2016
	inside sh -c 'echo "$1" >"/proc/sys/net/$0"' "$@"
}

@test "an address of another machine" {
	needs exim4-daemon-light opensmtpd postfix
	foretell 192.0.2.1:25
	((status == 2))
	foretold 192.0.2.1 unaddressable address-not-local - address
	[[ $(said verdicts 0 findings 0 evidence) == *127.0.0.1* ]]
	meets EADDRNOTAVAIL 192.0.2.1
}

@test "an IPv6 address of another machine" {
	needs opensmtpd postfix
	needs_ipv6
	foretell '[2001:db8::25]:25'
	((status == 2))
	foretold 2001:db8::25 unaddressable address-not-local - address
	meets EADDRNOTAVAIL 2001:db8::25 25 exim opensmtpd
}

@test "an address that is here is free" {
	needs exim4-daemon-light opensmtpd postfix
	make_cable
	inside ip addr add 192.0.2.1/24 dev left
	foretell 192.0.2.1:25
	((status == 0))
	foretold 192.0.2.1 free -
	meets ok 192.0.2.1
}

@test "an IPv6 address whose interface is down" {
	needs exim4-daemon-light opensmtpd postfix
	needs_ipv6
	make_cable
	inside ip link set left down
	inside ip addr add 2001:db8::25/64 dev left
	foretell '[2001:db8::25]:25'
	((status == 2))
	foretold 2001:db8::25 unaddressable interface-down left address
	meets EADDRNOTAVAIL 2001:db8::25 25 exim opensmtpd
}

# IPv4's local route stays, and with it the right to bind.
@test "an IPv4 address whose interface is down can be bound" {
	needs exim4-daemon-light opensmtpd
	make_cable
	inside ip link set left down
	inside ip addr add 192.0.2.1/24 dev left
	foretell 192.0.2.1:25
	((status == 1))
	foretold 192.0.2.1 free unreachable left address
	background "${enter[@]}" timeout 5 socat \
		TCP-LISTEN:25,bind=192.0.2.1 - >"$T/out" 2>&1
	until_true _is_listening 25
}

@test "loopback down" {
	needs exim4-daemon-light
	needs_ipv6
	inside ip link set lo down
	foretell '[::1]:25'
	((status == 2))
	foretold ::1 unaddressable interface-down lo address
	meets EADDRNOTAVAIL ::1 25 exim
	# IPv4's address can be bound, and nobody gets there.
	foretell 127.0.0.1:25
	((status == 1))
	foretold 127.0.0.1 free unreachable lo address
	foretell 0.0.0.0:25
	((status == 1))
	foretold 0.0.0.0 free unreachable
	hold tcp 127.0.0.1 25
	run ! inside timeout 2 "${PYTHON[@]}" -c \
		'import socket; socket.create_connection(("127.0.0.1", 25), 1)'
}

@test "IPv6 switched off: [::] can be bound, and nobody gets there" {
	needs exim4-daemon-light
	needs_ipv6
	_sysctl ipv6/conf/all/disable_ipv6 1
	foretell '[::]:25'
	((status == 1))
	foretold :: free unreachable
	# A bare port is IPv4's then.
	foretell 25
	((status == 0))
	hold v6only :: 25
	run ! inside timeout 2 "${PYTHON[@]}" -c \
		'import socket; socket.create_connection(("::1", 25), 1)'
}

@test "IPv6 switched off on the interface" {
	needs exim4-daemon-light
	needs_ipv6
	make_cable
	_sysctl ipv6/conf/left/disable_ipv6 1
	foretell '[2001:db8::25]:25'
	foretold 2001:db8::25 unaddressable address-not-local
	grep -q 'net.ipv6.conf.left.disable_ipv6=0' "$json"
	_sysctl ipv6/conf/right/disable_ipv6 1
	foretell '[2001:db8::25]:25'
	((status == 2))
	foretold 2001:db8::25 unaddressable ipv6-off
	lacks 'ip address add'
	grep -q 'net.ipv6.conf.all.disable_ipv6=0' "$json"
	run ! inside ip address add 2001:db8::25/64 dev left nodad
	_sysctl ipv6/conf/all/disable_ipv6 0
	inside ip address add 2001:db8::25/64 dev left nodad
	meets ok 2001:db8::25 25 exim
}

@test "a tentative address" {
	needs exim4-daemon-light opensmtpd
	needs_ipv6
	make_cable
	_sysctl ipv6/conf/left/dad_transmits 60
	inside ip addr add 2001:db8::25/64 dev left
	inside ip addr show dev left | grep -q 'inet6 2001:db8::25.*tentative'
	foretell '[2001:db8::25]:25'
	((status == 2))
	foretold 2001:db8::25 unaddressable address-tentative left address
	meets EADDRNOTAVAIL 2001:db8::25 25 exim opensmtpd
	inside ip addr show dev left | grep -q 'inet6 2001:db8::25.*tentative'
}

_dad_failed()
{
	inside ip addr show dev left | grep -q 'inet6 2001:db8::25.*dadfailed'
}

@test "an address that another machine has too" {
	needs exim4-daemon-light opensmtpd
	needs_ipv6
	make_cable
	inside ip addr add 2001:db8::25/64 dev right nodad
	inside ip addr add 2001:db8::25/64 dev left
	until_true _dad_failed
	# Only left's must be there for the bind to be refused.
	inside ip addr del 2001:db8::25/64 dev right
	foretell '[2001:db8::25]:25'
	((status == 2))
	foretold 2001:db8::25 unaddressable address-duplicate left address
	meets EADDRNOTAVAIL 2001:db8::25 25 exim opensmtpd
}

@test "IPv6 switched off" {
	needs exim4-daemon-light opensmtpd
	needs_ipv6
	_sysctl ipv6/conf/all/disable_ipv6 1
	foretell '[::1]:25'
	((status == 2))
	foretold ::1 unaddressable ipv6-off - address
	meets EADDRNOTAVAIL ::1 25 exim opensmtpd
	foretell 25
	foretold 0.0.0.0 free -
	meets ok 0.0.0.0 25 exim opensmtpd
}

@test "a link-local address without and with its interface" {
	needs_ipv6
	make_cable
	inside ip addr add fe80::25/64 dev left nodad
	foretell '[fe80::25]:25'
	((status == 2))
	foretold fe80::25 unaddressable zone-missing - address
	foretell '[fe80::25%nosuch]:25'
	((status == 2))
	foretold fe80::25%nosuch unaddressable zone-unknown - address
	lacks 'address add'
	run -1 inside socat TCP6-LISTEN:25,"bind=[fe80::25]" -
	[[ ${output,,} == *"invalid argument"* ]]
	foretell '[fe80::25%left]:25'
	((status == 0))
	[[ $(said verdicts 0 state) == free ]]
}

@test "an address that is not here, and may be bound" {
	needs exim4-daemon-light
	_sysctl ipv4/ip_nonlocal_bind 1
	foretell 192.0.2.1:25
	((status == 0))
	foretold 192.0.2.1 free
	[[ $(said verdicts 0 notes) != "[]" ]]
	background "${enter[@]}" timeout 5 socat \
		TCP-LISTEN:25,bind=192.0.2.1 - >"$T/out" 2>&1
	until_true _is_listening 25
}

@test "what was printed fits the schema" {
	fits_schema
}
