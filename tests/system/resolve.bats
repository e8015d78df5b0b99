#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# What each source of names says, beside real servers of names; drill, getent
# and nmblookup are asked the same.
#
# The quoted scripts are for an inner shell, and there are lib.bash's variables.
# shellcheck disable=SC2016,SC2154

load lib.bash
load names.bash

# How long the answers took at most, and all together: milliseconds.
took()
{
	"${PYTHON[@]}" - "$json" <<-'END'
	import json, sys
	facts = json.load(open(sys.argv[1]))["facts"]
	print(max(f["value"].get("took", 0) for f in facts
	          if f["kind"] == "name-answer"))
	END
}

@test "hosts file: every line that has the name or its address" {
	printf '%s\n' '# proxy1 is new' '127.0.0.1 localhost' \
		$'192.0.2.7\tproxy1.example PROXY1 # since May\r' '' \
		'2001:db8::7 proxy1' '192.0.2.7 old-name' >"$T/etc.hosts"
	asking --hosts "$T/etc.hosts" proxy1
	answered proxy1 hosts status=SEEN line=3 addresses=192.0.2.7 \
		names=proxy1.example,PROXY1 "file=$T/etc.hosts"
	answered proxy1 hosts status=SEEN line=5 addresses=2001:db8::7
	answered --not proxy1 hosts line=6
	answered --not proxy1 hosts status=ABSENT
	answered --not proxy1 hosts detail~c-ares
	# The line is shown as soon as another source gives its address.
	cp "$T/etc.hosts" "$T/etc/hosts"
	asking proxy1
	answered proxy1 hosts line=6 names=old-name addresses=192.0.2.7 \
		"detail~under another name"
	answered proxy1 system status=SEEN addresses=192.0.2.7,2001:db8::7
	[ "$(inside "${WRAP[@]}" getent ahosts proxy1 | awk '{print $1}' |
		sort -u | tr '\n' ' ')" = "192.0.2.7 2001:db8::7 " ]
	asking nobody
	answered nobody hosts status=ABSENT file=/etc/hosts
	# Nobody hears glibc's question at its default server.
	answered nobody system status=FAILED code=EAI_AGAIN
}

@test "hosts file: an address instead of a name" {
	mkdir "$T/etc"
	printf '%s\n' '192.0.2.7 proxy1' '192.0.2.8 other' >"$T/etc/hosts"
	asking 192.0.2.7 192.0.2.9
	answered 192.0.2.7 hosts status=SEEN line=1 names=proxy1
	answered 192.0.2.7 system status=SEEN addresses=192.0.2.7
	answered --not 192.0.2.7 dns
	answered --not 192.0.2.9 hosts
}

@test "hosts file: a damaged line, and what c-ares makes of it" {
	needs_dns
	printf '%s\n' '192.0.2.300 proxy1' '192.0.2.8 proxy1' \
		'fe80::1%lo proxy2' 'localhost.' $'192.0.2.9\vproxy3' \
		>"$T/bad"
	asking --hosts "$T/bad" proxy1 proxy2 proxy3 localhost
	answered proxy1 hosts status=FAILED line=1 "detail~no address"
	answered proxy1 hosts status=SEEN line=2
	answered proxy2 hosts status=FAILED line=3 "detail~no address"
	answered proxy3 hosts status=ABSENT \
		"detail~c-ares reads the file otherwise" detail~192.0.2.9
	# c-ares knows localhost without any file: RFC 6761.
	answered localhost hosts status=ABSENT
	answered --not localhost hosts detail~c-ares
	cp "$T/bad" "$T/etc/hosts"
	asking proxy2
	answered --not proxy2 system status=SEEN
}

@test "hosts file: missing, empty, a directory, a pipe, binary, 100 MiB" {
	local before

	: >"$T/empty"
	mkdir "$T/directory"
	mkfifo "$T/pipe"
	head -c 65536 /dev/urandom >"$T/binary"
	truncate -s 100M "$T/large"
	asking --hosts "$T/missing" proxy1
	answered proxy1 hosts status=ABSENT code=ENOENT
	asking --hosts "$T/empty" proxy1
	answered proxy1 hosts status=ABSENT code=
	asking --hosts "$T/directory" proxy1
	answered proxy1 hosts status=FAILED code=EISDIR
	asking --hosts "$T/pipe" proxy1
	answered proxy1 hosts status=FAILED code=EINVAL
	asking --hosts "$T/binary" proxy1
	answered proxy1 hosts status=ABSENT
	before=$(date +%s)
	asking --hosts "$T/large" proxy1
	answered proxy1 hosts status=FAILED code=EFBIG "detail~larger than 16 MiB"
	(($(date +%s) - before < 5))
}

@test "DNS: A, AAAA, CNAMEs and their time to live" {
	dnsmasq 127.0.0.2 5302
	asking --server 127.0.0.2:5302 proxy.example both.example www.example
	answered proxy.example dns status=SEEN code=OK record=A ttl=77 \
		addresses=192.0.2.7 server=127.0.0.2:5302
	answered both.example dns record=A addresses=192.0.2.8
	answered both.example dns record=AAAA addresses=2001:db8::8
	answered www.example dns record=AAAA addresses=2001:db8::8 \
		chain=alias.example,both.example ttl=77
	[ "$(drilled proxy.example A 127.0.0.2 5302)" = "192.0.2.7 NOERROR " ]
	[ "$(drilled www.example AAAA 127.0.0.2 5302)" = "2001:db8::8 NOERROR " ]
}

@test "DNS: no such name, no such record, refused" {
	dnsmasq 127.0.0.2 5302
	asking --server 127.0.0.2:5302 proxy.example six.example \
		nobody.example elsewhere.test
	answered proxy.example dns record=AAAA status=ABSENT code=ARES_ENODATA \
		space=c-ares
	answered six.example dns record=A status=ABSENT code=ARES_ENODATA
	answered nobody.example dns record=A status=ABSENT code=ARES_ENOTFOUND
	answered nobody.example dns record=AAAA code=ARES_ENOTFOUND
	answered elsewhere.test dns status=FAILED code=ARES_EREFUSED
	[ "$(drilled proxy.example AAAA 127.0.0.2 5302)" = "NOERROR " ]
	[ "$(drilled nobody.example A 127.0.0.2 5302)" = "NXDOMAIN " ]
	[ "$(drilled elsewhere.test A 127.0.0.2 5302)" = "REFUSED " ]
}

@test "DNS: server failure, not implemented, garbage, nobody there" {
	needs_dns
	needs ldnsutils
	name_server servfail 127.0.0.2 53
	name_server notimp 127.0.0.3 53
	name_server garbage 127.0.0.4 53
	asking --server 127.0.0.2 --server 127.0.0.3 --server 127.0.0.4 \
		--server 127.0.0.5 a.example
	answered a.example dns server=127.0.0.2:53 record=A status=FAILED \
		code=ARES_ESERVFAIL
	answered a.example dns server=127.0.0.3:53 status=FAILED \
		code=ARES_ENOTIMP
	answered a.example dns server=127.0.0.4:53 status=FAILED \
		code=ARES_EBADRESP
	answered a.example dns server=127.0.0.5:53 record=AAAA status=FAILED \
		code=ARES_ECONNREFUSED
	[ "$(drilled a.example A 127.0.0.2 53)" = "SERVFAIL " ]
	[ "$(drilled a.example A 127.0.0.3 53)" = "NOTIMPL " ]
}

@test "DNS: a reply too long for UDP comes by TCP" {
	dnsmasq 127.0.0.2 5302
	name_server many 127.0.0.3 5303
	asking --server 127.0.0.2:5302 --server 127.0.0.3:5303 big.example
	answered big.example dns server=127.0.0.2:5302 record=A status=SEEN \
		addresses~192.0.2.40 addresses~192.0.2.1
	answered big.example dns server=127.0.0.3:5303 record=A status=SEEN \
		addresses~192.0.2.40
	grep "udp big.example" "$T/name-server.many"
	grep "tcp big.example" "$T/name-server.many"
	[ "$(drilled big.example A 127.0.0.2 5302 -t | wc -w)" = 41 ]
	[ "$(drilled big.example A 127.0.0.3 5303 -t | wc -w)" = 41 ]
}

@test "DNS: each server by itself: one right, one lame, one silent" {
	local started ended

	dnsmasq 127.0.0.2 53
	name_server lame 127.0.0.3 53
	name_server silent 127.0.0.4 53
	started=$(date +%s%3N)
	asking --timeout 1.5 --server 127.0.0.4 --server 127.0.0.3 \
		--server 127.0.0.2 proxy.example
	ended=$(date +%s%3N)
	answered proxy.example dns server=127.0.0.2:53 record=A status=SEEN \
		addresses=192.0.2.7
	answered proxy.example dns server=127.0.0.3:53 record=A status=FAILED \
		code=ARES_ENODATA "detail~names other servers"
	answered proxy.example dns server=127.0.0.4:53 record=A status=FAILED \
		code=ARES_ETIMEOUT
	grep "udp proxy.example" "$T/name-server.silent"
	(($(took) > 900 && $(took) <= 1600))
	((ended - started < 3500))
}

@test "DNS: a slow server's answer counts, a forger's does not" {
	needs_dns
	name_server slow 127.0.0.2 53
	name_server other-id 127.0.0.3 53
	name_server other-name 127.0.0.4 53
	asking --timeout 2 --server 127.0.0.2 --server 127.0.0.3 \
		--server 127.0.0.4 a.example
	answered a.example dns server=127.0.0.2:53 record=A status=SEEN \
		addresses=192.0.2.66
	answered --not a.example dns server=127.0.0.3:53 status=SEEN
	answered --not a.example dns server=127.0.0.4:53 status=SEEN
	answered a.example dns server=127.0.0.3:53 status=FAILED
}

@test "DNS: the configured servers and search domains" {
	dnsmasq 127.0.0.2 53
	name_server servfail 127.0.0.3 53
	mkdir "$T/etc"
	printf 'nameserver 127.0.0.2\nnameserver 127.0.0.3\nsearch example\n' \
		>"$T/etc/resolv.conf"
	asking both www.example
	answered both dns server=127.0.0.2:53 record=A status=SEEN \
		addresses=192.0.2.8 "detail~asked as both.example"
	answered both dns server=127.0.0.3:53 record=A code=ARES_ESERVFAIL
	answered both system status=SEEN addresses=192.0.2.8,2001:db8::8
	answered www.example system addresses=192.0.2.8,2001:db8::8
	[ "$(inside "${WRAP[@]}" getent ahosts both | awk '{print $1}' |
		sort -u | tr '\n' ' ')" = "192.0.2.8 2001:db8::8 " ]
	# A name with a dot is asked for as it is.
	asking nobody.test
	answered nobody.test dns server=127.0.0.2:53 code=ARES_EREFUSED
}

@test "DNS: no server configured" {
	mkdir "$T/etc"
	echo "# nothing" >"$T/etc/resolv.conf"
	# There would be one at c-ares's default.
	dnsmasq 127.0.0.1 53
	asking proxy.example
	answered proxy.example dns status=FAILED code=ARES_ENOSERVER \
		"detail~/etc/resolv.conf"
	answered --not proxy.example dns server~127.0.0.1
}

@test "the deadline ends the system's resolver too" {
	local started ended

	needs_dns
	name_server silent 127.0.0.2 53
	mkdir "$T/etc"
	echo "nameserver 127.0.0.2" >"$T/etc/resolv.conf"
	started=$(date +%s%3N)
	asking --timeout 0.6 proxy.example
	ended=$(date +%s%3N)
	answered proxy.example system status=FAILED code=ETIMEDOUT
	answered proxy.example dns status=FAILED code=ARES_ETIMEOUT
	((ended - started < 2500))
	(($(took) < 900))
}

# --- NetBIOS --------------------------------------------------------------

# Two namespaces on one network: the server's, 192.0.2.7, and the client's.
make_network()
{
	local server

	server=$namespace
	server_enter=("${enter[@]}")
	make_namespace
	ip link add name bw0 netns "/proc/$namespace/ns/net" type veth \
		peer name bw1 netns "/proc/$server/ns/net" ||
		skip "cannot make a veth pair"
	"${server_enter[@]}" ip addr add 192.0.2.7/24 brd + dev bw1
	"${server_enter[@]}" ip link set bw1 up
	inside ip addr add 192.0.2.1/24 brd + dev bw0
	inside ip link set bw0 up
}

in_server()
{
	local enter=("${server_enter[@]}")

	"$@"
}

_looks_up()
{
	nmblookup -B 192.0.2.255 'PROXY1#20' | grep -q '192.0.2.7 PROXY1<20>'
}

start_nmbd()
{
	needs samba samba-common-bin
	nmb_conf
	background "${server_enter[@]}" "$NMBD" --foreground \
		--no-process-group --debug-stdout -s "$T/smb.conf" \
		>"$T/nmbd.out" 2>&1
	until_true _looks_up || {
		cat "$T/nmbd.out"
		return 1
	}
}

@test "NetBIOS: nmbd answers a broadcast, and as a WINS server" {
	make_network
	start_nmbd
	asking --timeout 4 --netbios proxy1
	answered proxy1 netbios status=SEEN record=NB addresses=192.0.2.7 \
		server=192.0.2.255:137 "detail~answered by 192.0.2.7"
	asking --timeout 4 --wins 192.0.2.7 proxy1 nobody
	answered proxy1 netbios status=SEEN addresses=192.0.2.7 \
		server=192.0.2.7:137
	answered nobody netbios status=ABSENT code=NAM_ERR space=rfc1002
	answered --not proxy1 netbios server=192.0.2.255:137
	nmblookup -U 192.0.2.7 --recursion PROXY1 | grep '^192.0.2.7 PROXY1<00>'
	run -1 nmblookup -U 192.0.2.7 --recursion NOBODY
}

@test "NetBIOS: nobody answers; a WINS server is silent, or not there" {
	make_network
	in_server name_server silent 0.0.0.0 137
	asking --timeout 2 --netbios proxy1
	answered proxy1 netbios status=ABSENT code= "detail~nobody answered"
	# Both names, three times each.
	[ "$(grep -c udp "$T/name-server.silent")" = 6 ]
	asking --timeout 1 --wins 192.0.2.7 proxy1
	answered proxy1 netbios status=FAILED code=ETIMEDOUT
	asking --timeout 1 --wins 192.0.2.7:1137 proxy1
	answered proxy1 netbios status=FAILED code=ECONNREFUSED
	asking --netbios a-name-of-16-ch
	answered a-name-of-16-ch netbios status=ABSENT
	asking --netbios a-name-of-16-chr
	answered a-name-of-16-chr netbios status=FAILED code=ENAMETOOLONG
}

@test "NetBIOS: not asked unless it is wanted" {
	make_network
	in_server name_server silent 0.0.0.0 137
	asking proxy1
	answered --not proxy1 netbios
	asking --wins 192.0.2.7 --timeout 0.5 proxy1
	answered proxy1 netbios
	[ "$(grep -c udp "$T/name-server.silent")" -gt 0 ]
	: >"$T/name-server.silent"
	asking --netbios 192.0.2.9
	answered --not 192.0.2.9 netbios
	[ ! -s "$T/name-server.silent" ]
}

@test "NetBIOS: a broadcast for the name that a WSP configuration has" {
	make_network
	in_server name_server silent 0.0.0.0 137
	printf '%s\r\n' '[Servers Ip Addresses]' 'Name=PROXY1' \
		>"$T/mspclnt.ini"
	foretell_with check --timeout 2 --wsp-config "$T/mspclnt.ini" 25
	answered PROXY1 netbios status=ABSENT record=NB server=192.0.2.255:137
	[ "$(grep -c udp "$T/name-server.silent")" = 6 ]
	# Not for a name that was given by hand.
	foretell_with check --timeout 2 --proxy proxy2 25
	answered proxy2 hosts
	answered --not proxy2 netbios
	[ "$(grep -c udp "$T/name-server.silent")" = 6 ]
}

@test "NetBIOS: replies that do not fit are not taken" {
	make_network
	in_server name_server liar 0.0.0.0 137
	asking --timeout 2 --netbios --wins 192.0.2.7 proxy1
	grep -q udp "$T/name-server.liar"
	answered proxy1 netbios server=192.0.2.255:137 status=ABSENT code=
	answered proxy1 netbios server=192.0.2.7:137 status=FAILED \
		code=ETIMEDOUT
	lacks 192.0.2.66
}

@test "NetBIOS: a group's name" {
	make_network
	in_server name_server group 0.0.0.0 137
	asking --timeout 2 --netbios wsp
	answered wsp netbios status=SEEN addresses=192.0.2.66 "detail~group"
}

@test "NetBIOS: no network to ask" {
	asking --netbios proxy1
	answered proxy1 netbios status=UNSUPPORTED "detail~no IPv4 network"
}

# --- Bad names ------------------------------------------------------------

@test "names that are none are answered and harm nothing" {
	local names=$top_builddir/tests/system/resolve-names

	needs_dns
	name_server silent 127.0.0.2 53
	asking localhost
	inside timeout 30 "${WRAP[@]}" "$names" 127.0.0.2 >"$T/names"
	cat "$T/names"
	# 22 names, each with an answer of the hosts file and of the resolver.
	[ "$(grep -c 'by hosts' "$T/names")" -ge 20 ]
	[ "$(grep -c 'by system' "$T/names")" -ge 22 ]
	grep -E '^aaaa.*by dns.*A: FAILED ARES_E' "$T/names"
	grep -E '^a\.\.b, by dns.*A: FAILED ARES_EBADNAME' "$T/names"
	grep -E '^käse.example, by dns: UNSUPPORTED' "$T/names"
	grep -E '^a b, by netbios.*FAILED EINVAL' "$T/names"
	# The system takes 127.1 for an address, and nothing else is found.
	[ "$(grep -c ': SEEN' "$T/names")" = 1 ]
	grep '^127.1, by system: SEEN' "$T/names"
}

@test "it is JSON by the schema" {
	fits_schema
}
