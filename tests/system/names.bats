#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# `bindwhy resolve`: the judgement, and the statuses that scripts go by.  The
# system's resolver is asked by getent too, on the same files and beside the
# same dnsmasq.
#
# shellcheck disable=SC2154	# lib.bash's variables
load lib.bash
load names.bash

# The system asks dnsmasq, which knows what names.bash says.
setup_dns()
{
	dnsmasq 127.0.0.2 53
	mkdir -p "$T/etc"
	echo "nameserver 127.0.0.2" >"$T/etc/resolv.conf"
	printf '127.0.0.1 localhost\n' >"$T/etc/hosts"
}

# What getent finds, its addresses in order.
getent_says()
{
	inside "${WRAP[@]}" getent ahosts "$1" | awk '{print $1}' | sort -u |
		tr '\n' ' '
}

# NAME STATE STATUS [FINDING]: how it was judged; "-" for no finding.
judged()
{
	"${PYTHON[@]}" - "$json" "$status" "$@" <<-'END'
	import json, sys
	file, status, name, state, want, *finding = sys.argv[1:]
	said = json.load(open(file))
	one = [n for n in said["names"] if n["name"] == name][0]
	ids = [f["id"] for f in one["findings"]]
	good = one["state"] == state and status == want and (
	    not finding or finding[0] in ids or
	    finding[0] == "-" and not ids)
	sys.exit(0 if good else "%s: %s, status %s, %s" %
	         (name, one["state"], status, ids))
	END
}

# NAME SOURCE CODE: the Winsock twin of what it said, "11004".
twin_is()
{
	"${PYTHON[@]}" - "$json" "$@" <<-'END'
	import json, sys
	file, name, source, want = sys.argv[1:]
	said = [a.get("code", {}).get("winsock", "none")
	        for n in json.load(open(file))["names"] if n["name"] == name
	        for a in n["answers"] if a["source"] == source]
	sys.exit(0 if any(s.endswith(" " + want) for s in said) else str(said))
	END
}

@test "all agree: status 0" {
	setup_dns
	asking both.example
	judged both.example agree 0 -
	[[ $(getent_says both.example) == "192.0.2.8 2001:db8::8 " ]]
	answered both.example system addresses=192.0.2.8,2001:db8::8
	echo '192.0.2.7 proxy.example' >>"$T/etc/hosts"
	asking proxy.example
	judged proxy.example agree 0 -
}

@test "the hosts file shadows DNS: status 1, and who is shadowed" {
	setup_dns
	echo '192.0.2.99 proxy.example' >>"$T/etc/hosts"
	asking proxy.example
	judged proxy.example differ 1 name-sources-differ
	[[ $(getent_says proxy.example) == "192.0.2.99 " ]]
	answered proxy.example system addresses=192.0.2.99
	grep -q '192.0.2.7' "$json"
	grep -q '/etc/hosts:2' "$json"
	# The other way round the file is the one that is not heard.
	echo "hosts: dns files" >"$T/etc/nsswitch.conf"
	asking proxy.example
	judged proxy.example differ 1 name-sources-differ
	[[ $(getent_says proxy.example) == "192.0.2.7 " ]]
	answered proxy.example system addresses=192.0.2.7
}

@test "only in one: the system uses it, or does not" {
	setup_dns
	echo '192.0.2.99 ours.example' >>"$T/etc/hosts"
	asking ours.example
	judged ours.example only-in-one 0 -
	[[ $(getent_says ours.example) == "192.0.2.99 " ]]
	grep -q 'other machines do not know it' "$json"
	# A file that the system does not go by.
	printf '192.0.2.98 theirs.example\n' >"$T/hosts"
	asking --hosts "$T/hosts" theirs.example
	judged theirs.example only-in-one 2 name-only-in-one
	[[ -z $(getent_says theirs.example) ]]
	# A server that it does not ask.
	dnsmasq 127.0.0.3 53 --host-record=other.example,192.0.2.97
	asking --server 127.0.0.2 --server 127.0.0.3 other.example
	[[ -z $(getent_says other.example) ]]
	judged other.example differ 2 name-only-in-one
}

@test "nowhere: NXDOMAIN is 11001, and status 2" {
	setup_dns
	asking nobody.example
	judged nobody.example nowhere 2 name-unresolved
	twin_is nobody.example dns 11001
	twin_is nobody.example system 11001
	run -2 inside "${WRAP[@]}" getent ahosts nobody.example
	"${enter[@]}" "${WRAP[@]}" "$BINDWHY" explain 11001 >/dev/null
}

@test "a name without an address is 11004" {
	setup_dns
	echo "nameserver 127.0.0.4" >"$T/etc/resolv.conf"
	background "${enter[@]}" "$DNSMASQ" --keep-in-foreground \
		--conf-file=/dev/null --no-resolv --no-hosts \
		--bind-interfaces --pid-file= --user=root \
		--listen-address=127.0.0.4 --local=/example/ \
		--mx-host=mail.example,mx.example,10 >"$T/mx.out" 2>&1
	until_true _has_udp 127.0.0.4 53
	asking mail.example
	judged mail.example nowhere 2 name-no-address
	twin_is mail.example dns 11004
	run -2 inside "${WRAP[@]}" getent ahosts mail.example
	# One family of two is no failure.
	asking --server 127.0.0.2 six.example
	twin_is six.example dns 11004
	answered six.example dns record=AAAA status=SEEN
}

@test "SERVFAIL, REFUSED and silence keep apart: 11002, 11003" {
	setup_dns
	name_server servfail 127.0.0.5 53
	name_server silent 127.0.0.6 53
	asking --timeout 1 --server 127.0.0.5 proxy.example
	answered proxy.example dns code=ARES_ESERVFAIL status=FAILED
	judged proxy.example agree 1 name-server-failing
	twin_is proxy.example dns 11002
	# dnsmasq refuses what it is not there for.
	asking --timeout 1 --server 127.0.0.2 proxy.test
	answered proxy.test dns code=ARES_EREFUSED status=FAILED
	twin_is proxy.test dns 11003
	asking --timeout 1 --server 127.0.0.6 proxy.example
	answered proxy.example dns code=ARES_ETIMEOUT status=FAILED
	judged proxy.example agree 1 name-server-failing
	twin_is proxy.example dns 11002
	# Where the system has none but that one, it could not be told.
	echo "nameserver 127.0.0.6" >"$T/etc/resolv.conf"
	asking --timeout 0.5 proxy.example
	judged proxy.example undetermined 3
	echo "nameserver 127.0.0.5" >"$T/etc/resolv.conf"
	asking --timeout 2 proxy.example
	judged proxy.example nowhere 2 name-unresolved
	run -2 inside "${WRAP[@]}" getent ahosts proxy.example
}

@test "several names: the worst status, and each by itself" {
	setup_dns
	asking both.example nobody.example
	judged both.example agree 2
	judged nobody.example nowhere 2
	asking both.example six.example
	judged six.example agree 0
	foretell_with resolve 127.0.0.1 ::1
	judged 127.0.0.1 agree 0
}

@test "text says the same as JSON, and -q the headlines alone" {
	local text

	setup_dns
	echo '192.0.2.99 proxy.example' >>"$T/etc/hosts"
	asking proxy.example both.example
	text=$(inside "${WRAP[@]}" "$BINDWHY" resolve proxy.example \
		both.example) || (($? == 1))
	[[ $text == *"the sources differ"* ]]
	[[ $text == *127.0.0.2:53* && $text == *"/etc/hosts:2"* ]]
	text=$(inside "${WRAP[@]}" "$BINDWHY" resolve -q proxy.example \
		both.example) || (($? == 1))
	[[ $(wc -l <<<"$text") == 2 ]]
	text=$(inside "${WRAP[@]}" "$BINDWHY" resolve -qq proxy.example) ||
		(($? == 1))
	[[ -z $text ]]
	text=$(inside "${WRAP[@]}" "$BINDWHY" resolve --save "$T/facts" \
		proxy.example) || (($? == 1))
	[[ $("$BINDWHY" diagnose "$T/facts" || (($? == 1))) == "$text" ]]
}

@test "it is JSON by the schema" {
	fits_schema
}
