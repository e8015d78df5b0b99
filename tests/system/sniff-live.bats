#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# bindwhy sniff on the wire between two namespaces, beside real servers, and
# through a relay that plays what stands before them.
#
# The server's namespace is the one to be inside; lib.bash has the variables.
# The quoted scripts are awk's.
# shellcheck disable=SC2016,SC2154

load lib.bash

golden=$top_srcdir/tests/golden

# A cable: client 192.0.2.7 and .8, server 192.0.2.1, both with IPv6 too.
cabled()
{
	server=$namespace
	server_enter=("${enter[@]}")
	make_namespace
	client_enter=("${enter[@]}")
	ip link add name wire netns "/proc/$namespace/ns/net" type veth \
		peer name wire netns "/proc/$server/ns/net" ||
		skip "cannot make a veth pair"
	inside ip address add 192.0.2.7/24 dev wire
	inside ip address add 192.0.2.8/24 dev wire
	inside ip address add 2001:db8::7/64 dev wire nodad
	inside ip link set wire up
	enter=("${server_enter[@]}")
	inside ip address add 192.0.2.1/24 dev wire
	inside ip address add 2001:db8::1/64 dev wire nodad
	inside ip link set wire up
}

_captures()
{
	# A packet socket that is bound to an interface, and runs.
	inside awk '$5 > 0 && $6 == 1 {n++} END {exit !n}' /proc/net/packet
}

# Watch the server's end: options of sniff.  It ends by itself, see --count.
watch()
{
	mkdir -p "$BATS_FILE_TMPDIR/json"
	json=$(mktemp "$BATS_FILE_TMPDIR/json/$BATS_TEST_NUMBER.XXXXXX")
	background env --default-signal=INT "${enter[@]}" "$BINDWHY" sniff \
		-i wire --json --for 20s "$@" >"$json" 2>"$T/err"
	watcher=$!
	until_true _captures
}

# Until it has said all.
watched_all()
{
	timeout 30 tail -s 0.02 --pid="$watcher" -f /dev/null
	sed 's/^/# stderr: /' "$T/err"
	[[ -s $json ]]
}

# See watched.py.
watched()
{
	"${PYTHON[@]}" "$here/watched.py" "$json" "$@"
}

# A relay before 127.0.0.1 port 2525, on the server: ROLE [OPTION...].
relay()
{
	background "${enter[@]}" "${PYTHON[@]}" "$golden/relay.py" 192.0.2.1 25 \
		"${upstream:-127.0.0.1}" 2525 "$@" >"$T/relay" 2>&1
	until_true grep -q ready "$T/relay"
}

# A client that says what talk.py is told on stdin: [ADDRESS [PORT [FROM]]].
talk()
{
	"${client_enter[@]}" timeout 60 "${PYTHON[@]}" "$golden/talk.py" \
		"${1:-192.0.2.1}" "${2:-25}" "${@:3}" >"$T/talk"
}

hello()
{
	talk "$@" <<-'END'
	<
	> EHLO pc7.example
	<
	> QUIT
	<
	END
}

certificate()
{
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-days 30 -subj /CN=mail1.example -keyout "$T/key.pem" \
		-out "$T/cert.pem" 2>/dev/null || skip "openssl cannot do it"
	chmod 644 "$T/key.pem"
	export SERVE_CERTIFICATE=$T
}

@test "live: Postfix takes a message" {
	needs postfix
	cabled
	hold_with postfix-mail 192.0.2.1 25
	watch --count 1
	talk <<-'END'
	< 220
	> EHLO pc7.example
	< 250
	> MAIL FROM:<jane@client.example>
	> RCPT TO:<bob@postfix-mail.example>
	> DATA
	< 354
	> Subject: live
	>
	> test
	> .
	< 250
	> QUIT
	< 221
	END
	watched_all
	watched 192.0.2.1:25 exit=0 no-finding headline=Postfix \
		count=connections:1 count=answered:1 count=greeted:1 \
		count=messages:1 count=ehlo:1 count=lost:0 \
		"line=220 postfix-mail.example ESMTP Postfix"
	[[ $(said facts 0 value dropped) == 0 ]]
	lacks 'jane@'
	lacks 'bob@'
}

@test "live: Exim over IPv6, a dialogue after the other, ended by ^C" {
	needs exim4-daemon-light
	needs_ipv6
	cabled
	hold_with exim 2001:db8::1 25
	watch
	for _ in 1 2 3; do
		hello 2001:db8::1
	done
	sleep 0.5
	kill -INT "$watcher"
	watched_all
	watched "[2001:db8::1]:25" exit=0 no-finding \
		count=connections:3 count=greeted:3 count=ehlo:3 count=lost:0
}

@test "live: OpenSMTPD with STARTTLS" {
	needs opensmtpd
	cabled
	certificate
	chmod 600 "$T/key.pem"
	hold_with opensmtpd 192.0.2.1 25
	watch --count 1
	talk <<-'END'
	< 220
	> EHLO pc7.example
	< 250
	> STARTTLS
	< 220
	tls
	> EHLO pc7.example
	< 250
	> QUIT
	< 221
	END
	watched_all
	watched 192.0.2.1:25 exit=0 no-finding count=starttls_offered:1 \
		count=starttls_asked:1 count=starttls_accepted:1 \
		"line=started once"
}

@test "live: a PIX before Postfix" {
	needs postfix
	cabled
	hold_with postfix-mail 127.0.0.1 2525
	relay pix
	watch --count 1
	talk <<-'END'
	< 220
	> EHLO pc7.example
	<
	> HELO pc7.example
	< 250
	> QUIT
	< 221
	END
	watched_all
	watched 192.0.2.1:25 exit=1 finding=smtp-rewritten \
		count=helo_fallback:1
}

@test "live: an ASA before Postfix with STARTTLS" {
	needs postfix
	cabled
	certificate
	hold_with postfix-mail 127.0.0.1 2525
	relay asa
	watch --count 1
	hello
	watched_all
	watched 192.0.2.1:25 exit=1 finding=smtp-rewritten \
		finding=starttls-stripped line=XXXXXXXA
}

@test "live: STARTTLS taken out for one client accuses nobody" {
	needs exim4-daemon-light
	cabled
	certificate
	hold_with exim 127.0.0.1 2525
	relay strip only=192.0.2.7
	watch --count 2
	hello 192.0.2.1 25 192.0.2.7
	hello 192.0.2.1 25 192.0.2.8
	watched_all
	watched 192.0.2.1:25 exit=0 no-finding count=starttls_offered:1 \
		"line=192.0.2.8 is offered STARTTLS, 192.0.2.7 is not"
}

@test "live: a mail shield that does not reach its server" {
	cabled
	upstream=192.0.2.1 relay avast
	watch --count 2
	hello
	hello
	watched_all
	watched 192.0.2.1:25 exit=1 finding=proxy-cannot-reach \
		"headline=a proxy cannot reach its server"
}

@test "live: a proxy that does not reach its server" {
	cabled
	upstream=192.0.2.1 relay proxy
	watch --count 2
	hello
	hello
	watched_all
	watched 192.0.2.1:25 exit=1 finding=proxy-cannot-reach
}

@test "live: a mail shield before OpenSMTPD" {
	needs opensmtpd
	cabled
	hold_with opensmtpd 127.0.0.1 2525
	relay avg
	watch --count 1
	hello
	watched_all
	watched 192.0.2.1:25 exit=1 finding=mail-shield-in-path \
		"line=AVG ESMTP Proxy Server"
}

@test "live: a tarpit" {
	needs postfix
	cabled
	hold_with postfix-mail 127.0.0.1 2525
	relay tarpit delay=1
	watch --count 1
	hello
	watched_all
	watched 192.0.2.1:25 count=greeted:1 "line=220-please"
	(($(said facts 1 value reply_longest) > 1500))
}

@test "live: nobody listens, and nobody answers" {
	cabled
	inside ip route add blackhole 192.0.2.8/32
	watch --count 1
	hello
	# Its SYN-ACK has no way back.
	background "${client_enter[@]}" timeout 2 "${PYTHON[@]}" \
		"$golden/talk.py" 192.0.2.1 25 192.0.2.8
	watched_all
	watched 192.0.2.1:25 exit=1 count=refused:1 \
		"headline=refuses connections"
}

@test "live: SMTP in clear on 465" {
	needs postfix
	cabled
	hold_with postfix-mail 192.0.2.1 465
	watch -p 465 --count 2
	hello 192.0.2.1 465
	talk 192.0.2.1 465 <<-'END'
	>> \x16\x03\x01\x00\x05\x01\x00\x00\x01\x00
	<
	END
	watched_all
	watched 192.0.2.1:465 exit=1 finding=clear-on-465
}

@test "live: forged resets" {
	needs postfix
	cabled
	hold_with postfix-mail 192.0.2.1 25
	background "${client_enter[@]}" "${PYTHON[@]}" "$golden/inject.py" \
		wire 192.0.2.1 25 >"$T/inject"
	until_true grep -q ready "$T/inject"
	watch --count 2
	hello
	hello
	watched_all
	# A dialogue may be over before the forger has its turn.
	watched 192.0.2.1:25 exit=1 finding=reset-forged
}

@test "live: what -w keeps reads the same" {
	needs exim4-daemon-light
	cabled
	hold_with exim 192.0.2.1 25
	watch --count 1 -w "$T/kept.pcap"
	hello
	watched_all
	watched 192.0.2.1:25 exit=0 count=connections:1
	"$BINDWHY" sniff -r "$T/kept.pcap" --json >"$T/again"
	"${PYTHON[@]}" "$here/watched.py" "$T/again" 192.0.2.1:25 exit=0 \
		count=connections:1 count=greeted:1 count=ehlo:1
	if command -v tcpdump >/dev/null; then
		[[ $(tcpdump -r "$T/kept.pcap" -n 2>/dev/null | wc -l) == \
			$(said facts 0 value judged) ]]
	fi
}

@test "live: all that was printed fits the schema" {
	fits_schema
}
