#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Watching mail between two namespaces, which a veth pair joins: v0 is the
# client's end, where we watch, 192.0.2.1; v1 the server's, 192.0.2.2.

# shellcheck disable=SC2030,SC2031,SC2034,SC2154	# lib.bash's variables
load lib.bash

mail=$here/mail.py

# The client's namespace is the one that we are in.
join_namespaces()
{
	local own=("${enter[@]}")

	make_namespace
	server=("${enter[@]}")
	enter=("${own[@]}")
	inside ip link add v0 type veth peer name v1 netns "$namespace"
	inside ip addr add 192.0.2.1/24 dev v0
	inside ip link set v0 up
	"${server[@]}" ip addr add 192.0.2.2/24 dev v1
	"${server[@]}" ip link set v1 up
}

serve_mail()
{
	background "${server[@]}" "${PYTHON[@]}" "$mail" serve 192.0.2.2 "$1" \
		>"$T/served" 2>&1
	until_true grep -q ready "$T/served"
}

send_mail()
{
	inside "${PYTHON[@]}" "$mail" send 192.0.2.2 "$@"
}

# Somebody has opened a capture; soon after that it has its filter.
_watches()
{
	inside awk 'NR > 1 {n++} END {exit !n}' /proc/net/packet
}

needs_pcap()
{
	! "$BINDWHY" --version | grep -q 'no libpcap' ||
		skip "this build has no libpcap"
}

confines()
{
	! "$BINDWHY" --version | grep -q 'no libcap-ng'
}

_has_child()
{
	child=$(pgrep -P "$sniffer")
}

# All is open when the rights are given up.
_has_confined_child()
{
	_has_child && grep -q '^Seccomp:.*2' "/proc/$child/status"
}

# Watch in the background: its pid is in $sniffer once it does.
start_sniff()
{
	needs_pcap
	rm -f "$T/pid" "$T/status"
	# In the inner shell.
	# shellcheck disable=SC2016
	background "${enter[@]}" sh -c '
		t=$1
		shift
		"$@" >"$t/out" 2>"$t/err" &
		echo $! >"$t/pid.new"
		mv "$t/pid.new" "$t/pid"
		wait $!
		echo $? >"$t/status.new"
		mv "$t/status.new" "$t/status"' sh "$T" "${WRAP[@]}" "$BINDWHY" \
		sniff "$@"
	until_true test -s "$T/pid"
	sniffer=$(<"$T/pid")
	if confines; then
		until_true _has_confined_child
	else
		until_true _watches
		sleep 1
	fi
}

# Its end, with this status.
sniff_ends()
{
	until_true test -s "$T/status"
	(($(<"$T/status") == $1)) || {
		echo "status $(<"$T/status"), not $1"
		cat "$T/out" "$T/err"
		return 1
	}
}

prints()
{
	grep -q -- "$1" "$T/out" || {
		cat "$T/out" "$T/err"
		return 1
	}
}

complains()
{
	if ! grep -q -- "$1" "$T/err" || (($(wc -l <"$T/err") != 1)); then
		cat "$T/out" "$T/err"
		return 1
	fi
}

@test "words that make no sense" {
	local time port

	needs_pcap
	says_wrong "$BINDWHY" sniff -i nosuch0
	grep -q 'there are: lo$' "$T/err"
	for time in soon 0 -1 1x 1e3 0x10 ' 1' 1.5.5 99999h; do
		says_wrong "$BINDWHY" sniff --for "$time"
		says_wrong "$BINDWHY" check --sniff "$time"
	done
	for port in 0 65536 nosuch '25,' ',25' '25,,26' '' 25x; do
		says_wrong "$BINDWHY" sniff -p "$port"
	done
	says_wrong "$BINDWHY" sniff -p "$(seq -s, 1 65)"
	says_wrong "$BINDWHY" --sniff 1s 53/udp
	says_wrong "$BINDWHY" sniff --count 0
	says_wrong "$BINDWHY" sniff --buffer 9999999999
	says_wrong "$BINDWHY" sniff prot 25
	says_wrong "$BINDWHY" sniff 'host (('
	says_wrong "$BINDWHY" sniff --json -w -
	says_wrong "$BINDWHY" sniff 25
	grep -q -e "-p 25" "$T/err"
	: >"$T/a.pcap"
	says_wrong "$BINDWHY" sniff "$T/a.pcap"
	grep -q -e "-r $T/a.pcap" "$T/err"
	says_wrong "$BINDWHY" sniff -r "$T/a" -i lo
	says_wrong "$BINDWHY" sniff -r "$T/a" --for 1s
	says_wrong "$BINDWHY" sniff -r "$T/a" --buffer 64
}

@test "options of other commands" {
	says_wrong "$BINDWHY" check -i lo
	grep -q 'does not take --interface' "$T/err"
	says_wrong "$BINDWHY" owners --for postfix
	says_wrong "$BINDWHY" sniff --sniff 1s
	says_wrong "$BINDWHY" sniff --timeout 1
	says_wrong "$BINDWHY" -w "$T/x" 25
	[[ ! -e $T/x ]]
	gives 0 "$BINDWHY" --for postfix 25
}

@test "files that are none" {
	needs_pcap
	says_wrong "$BINDWHY" sniff -r "$T/nosuch"
	says_wrong "$BINDWHY" sniff -r "$T"
	says_wrong "$BINDWHY" sniff -r /dev/null
	echo hello >"$T/text"
	says_wrong "$BINDWHY" sniff -r "$T/text"
	grep -q "$T/text: not a capture" "$T/err"
	says_wrong "$BINDWHY" sniff -r - <"$T/text"
	says_wrong "$BINDWHY" sniff -i lo -w "$T/no/such/folder"
	# That one has all the same what it is about.
	gives 3 "$BINDWHY" sniff --json -r "$T/text"
	grep -q '"FAILED"' "$T/out"
}

@test "a file is not written over while it is read" {
	printf '\xd4\xc3\xb2\xa1\2\0\4\0\0\0\0\0\0\0\0\0\0\0\4\0\1\0\0\0' \
		>"$T/empty"
	ln "$T/empty" "$T/link"
	says_wrong "$BINDWHY" sniff -r "$T/empty" -w "$T/link"
	says_wrong "$BINDWHY" sniff -r - -w "$T/empty" <"$T/link"
	says_wrong "$BINDWHY" sniff -r "$T/empty" --save "$T/link"
	says_wrong "$BINDWHY" sniff -r - --save "$T/empty" <"$T/link"
	(($(stat -c %s "$T/empty") == 24))
	says_wrong "$BINDWHY" sniff -r "$T/empty" -w "$T/new" --save "$T/new"
	[ ! -e "$T/new" ]
	gives 3 "$BINDWHY" sniff -r "$T/empty" -w /dev/null --save /dev/null
	gives 3 "$BINDWHY" sniff -r "$T/empty" -w "$T/other"
	(($(stat -c %s "$T/other") == 24))
}

@test "mail is seen as it happens" {
	join_namespaces
	serve_mail 25
	start_sniff -i v0
	send_mail 25
	# A pipe or a file gets each line at once, too.
	until_true grep -q '  message  ' "$T/out"
	grep -Eq '^[0-2][0-9]:[0-5][0-9]:[0-6][0-9]\.[0-9]{3}  192\.0\.2\.1:[0-9]+ > 192\.0\.2\.2:25  greeting  220 mail1\.example ESMTP Postfix' \
		"$T/out"
	kill -INT "$sniffer"
	sniff_ends 0
	prints '^192\.0\.2\.2:25  '
	prints '1 accepted'
	[[ ! -s $T/err ]]
	run ! grep -q 'from@' "$T/out"
}

@test "a terminal is told how far it is, and then no more" {
	needs_pcap
	command -v script >/dev/null || skip "script is not installed"
	gives 3 script -qec "$BINDWHY sniff -i lo --for 1s" "$T/screen"
	grep -q $'\r\033\\[K0 s of 1, 0 packets' "$T/screen"
	grep -q $'\r\033\\[Kno mail traffic' "$T/screen"
	# Nobody else is.
	gives 3 "$BINDWHY" sniff -i lo --for 0.5s
	[[ ! -s $T/err ]]
}

@test "one connection is told as one" {
	local watcher

	needs_pcap
	command -v script >/dev/null || skip "script is not installed"
	join_namespaces
	serve_mail 25
	"${enter[@]}" script -qfec "$BINDWHY sniff -i v0 --for 4s" \
		"$T/screen" >/dev/null 2>&1 3>&- 4>&- &
	watcher=$!
	until_true grep -q '0 packets, 0 connections' "$T/screen"
	sleep 0.5
	send_mail 25
	wait "$watcher"
	grep -q 'packets, 1 connection, ' "$T/screen"
}

@test "what the facts say of the capture" {
	join_namespaces
	serve_mail 25
	start_sniff -i v0 --json --count 3
	send_mail 25 3
	sniff_ends 0
	json=$T/out
	[[ $(said facts 0 kind) == capture ]]
	[[ $(said facts 0 value capture) == v0 ]]
	[[ $(said facts 0 value dropped) == 0 ]]
	(($(said facts 0 value connections) == 3))
	(($(said facts 0 value started) > 1600000000))
	[[ $(said facts 0 value confined) == *"no capabilities"* ||
		$(said facts 0 value confined) == "not at all"* ]]
	mkdir -p "$BATS_FILE_TMPDIR/json"
	cp "$T/out" "$BATS_FILE_TMPDIR/json/sniff"
}

@test "other ports, by number and by name" {
	join_namespaces
	serve_mail 2525
	start_sniff -qq -p smtp,2525 --for 2s
	send_mail 2525
	sniff_ends 0
	start_sniff -qq --for 1s
	send_mail 2525
	sniff_ends 3
	[[ ! -s $T/out && ! -s $T/err ]]
}

@test "a filter narrows" {
	join_namespaces
	serve_mail 25
	start_sniff --for 1s host 192.0.2.9
	send_mail 25
	sniff_ends 3
	start_sniff --for 2s host 192.0.2.1 and not port 26
	send_mail 25
	sniff_ends 0
	# It stands by itself, not between parentheses of ours.
	says_wrong "$BINDWHY" sniff --for 1s "udp) or (tcp"
}

@test "all interfaces" {
	join_namespaces
	serve_mail 25
	start_sniff -q --for 10s
	send_mail 25
	# One of them goes, others stay.
	inside ip link add v8 type veth peer name v9
	inside ip link set v8 up
	inside ip link set v9 up
	inside ip link del v8
	send_mail 25
	kill -TERM "$sniffer"
	sniff_ends 0
	prints '^192\.0\.2\.2:25  '
}

# Live as from a file: the kernel's filter keeps nothing from us.
@test "tags, fragments, extension headers and errors pass the kernel" {
	local golden=$top_srcdir/tests/golden name

	join_namespaces
	# Jumbo frames: some were captured before the card cut them.
	inside ip link set v0 mtu 65000
	"${server[@]}" ip link set v1 mtu 65000
	for name in vlan qinq fragments fragments-ipv6 extension-headers \
		postfix-ipv6 unreachable other-hop control-in-use; do
		start_sniff -q -i v0
		"${server[@]}" "${PYTHON[@]}" "$here/play.py" \
			"$golden/$name.pcap" v1
		# A block of packets is handed over after 100 ms.
		sleep 0.4
		kill -INT "$sniffer"
		until_true test -s "$T/status"
		inside "$BINDWHY" sniff -q -r "$golden/$name.pcap" \
			>"$T/want" || true
		echo "$name"
		diff "$T/want" "$T/out"
		[[ -s $T/out ]]
	done
}

@test "an interface that vanishes" {
	join_namespaces
	serve_mail 25
	start_sniff -i v0
	send_mail 25
	inside ip link set v0 down
	sleep 0.3
	kill -0 "$sniffer"
	inside ip link set v0 up
	inside ip link del v0
	sniff_ends 3
	complains 'v0 has gone'
	# What was seen until then is told.
	prints '1 accepted'
}

@test "an interface that is down" {
	needs_pcap
	inside ip link add v8 type veth peer name v9
	says_wrong "$BINDWHY" sniff -i v8
	grep -q 'ip link set v8 up' "$T/err"
}

@test "packets that were judged are kept" {
	command -v tcpdump >/dev/null || skip "tcpdump is not installed"
	join_namespaces
	serve_mail 25
	start_sniff -qq -w "$T/kept" --for 2s
	send_mail 25
	sniff_ends 0
	tcpdump -nr "$T/kept" 2>/dev/null >"$T/read"
	grep -q 'Flags \[S\]' "$T/read"
	grep -q '250 8BITMIME\|8BITMIME' "$T/kept"
	# And read again.
	gives 0 "$BINDWHY" sniff -r "$T/kept"
	grep -q '1 accepted' "$T/out"
	gives 0 "$BINDWHY" sniff -q -r - <"$T/kept"
	gives 3 "$BINDWHY" sniff -r "$T/kept" port 26
	head -c 500 "$T/kept" >"$T/cut"
	gives 3 "$BINDWHY" sniff -r "$T/cut"
	grep -q 'cut off' "$T/err"
}

@test "nothing but packets on standard output" {
	command -v tcpdump >/dev/null || skip "tcpdump is not installed"
	join_namespaces
	serve_mail 25
	start_sniff -w - -i v0 --for 2s
	send_mail 25
	sniff_ends 0
	tcpdump -nr "$T/out" 2>/dev/null | grep -q 'Flags \[S\]'
	grep -q '1 accepted' "$T/err"
	grep -q ' greeting ' "$T/err"
}

_fills_disk()
{
	start_sniff -q -i v0 -w "$T/small/kept" &&
		send_mail 25 1 200000 &&
		sniff_ends 3 &&
		complains 'No space left on device' &&
		tcpdump -nr "$T/small/kept" >"$T/read" 2>"$T/read.err" &&
		! grep truncated "$T/read.err" &&
		grep -q 'Flags \[S\]' "$T/read"
}

@test "a full disk is said at once, and what is written is whole" {
	local fills=0

	command -v tcpdump >/dev/null || skip "tcpdump is not installed"
	join_namespaces
	serve_mail 25
	mkdir "$T/small"
	mount -t tmpfs -o size=64k none "$T/small"
	_fills_disk || fills=$?
	umount "$T/small"
	((fills == 0))
}

@test "packets that found no room are counted" {
	local i

	join_namespaces
	serve_mail 25
	# The reader stands still while the least of buffers fills.
	confines || skip "the reader is no process of its own"
	start_sniff -i v0 --json --buffer 1
	kill -STOP "$child"
	for ((i = 0; i < 30; i++)); do
		send_mail 25 1 1000000
	done
	kill -CONT "$child"
	sleep 0.5
	kill -INT "$sniffer"
	until_true test -s "$T/status"
	json=$T/out
	(($(said facts 0 value dropped) > 0))
	grep -qi 'dropped\|lost' <<<"$(said unseen)"
}

# The kernel's buffer is mapped, and counted as the reader's.
buffer_between()
{
	local kib

	kib=$(awk '/^RssFile:/ {print $2}' "/proc/$child/status")
	kill -INT "$sniffer"
	sniff_ends 3
	((kib > $1 << 10 && kib < $2 << 10)) || {
		echo "$kib KiB, not $1 to $2 MiB"
		return 1
	}
}

@test "how much the kernel keeps for us" {
	confines || skip "the reader is no process of its own"
	join_namespaces
	# What veth says of its rate is no line's.
	start_sniff -i v0
	buffer_between 64 100
	start_sniff -i lo
	buffer_between 64 100
	start_sniff -i lo --buffer 4096
	buffer_between 4 40
}

@test "without the right" {
	needs_pcap
	WRAP=()
	says_wrong setpriv --reuid=65534 --regid=65534 --clear-groups \
		"$BINDWHY" sniff
	grep -q CAP_NET_RAW "$T/err"
	# A file takes none.
	printf '\xd4\xc3\xb2\xa1\2\0\4\0\0\0\0\0\0\0\0\0\0\0\4\0\1\0\0\0' \
		>"$T/empty"
	chmod 644 "$T/empty"
	gives 3 setpriv --reuid=65534 --regid=65534 --clear-groups \
		"$BINDWHY" sniff -r "$T/empty"
	[[ ! -s $T/err ]]
}

@test "the reader has no rights" {
	confines || skip "this build does not confine"
	start_sniff -i lo
	grep -q '^Seccomp:.*2' "/proc/$child/status"
	grep -q '^NoNewPrivs:.*1' "/proc/$child/status"
	grep -q '^CapEff:.*0000000000000000' "/proc/$child/status"
	grep -q '^CapBnd:.*0000000000000000' "/proc/$child/status"
	grep -q '^Uid:.65534' "/proc/$child/status"
	kill -INT "$sniffer"
	sniff_ends 3
}

@test "a reader that is killed" {
	confines || skip "the reader is no process of its own"
	start_sniff -i lo
	kill -SYS "$child"
	sniff_ends 3
	complains 'killed by SIGSYS.*please report'
	start_sniff -i lo --json
	kill -ABRT "$child"
	sniff_ends 3
	complains 'killed by signal 6'
	grep -q '"FAILED"' "$T/out"
}

_is_gone()
{
	! grep -q '^State:.[^Z]' "/proc/$1/status" 2>/dev/null
}

@test "no reader is left behind" {
	confines || skip "the reader is no process of its own"
	start_sniff -i lo
	kill -KILL "$sniffer"
	until_true _is_gone "$child"
}

@test "being asked to end twice" {
	confines || skip "the reader is no process of its own"
	start_sniff -i lo
	kill -STOP "$child"
	kill -INT "$sniffer"
	sleep 0.1
	kill -INT "$sniffer"
	sniff_ends 130
	kill -CONT "$child" 2>/dev/null || true
	until_true _is_gone "$child"
}

# As often as it takes: nobody says when it has begun to watch.
_mail_ends_it()
{
	send_mail 25
	[[ -s $T/status ]]
}

@test "nobody reads any more" {
	needs_pcap
	join_namespaces
	serve_mail 25
	# In the inner shell.
	# shellcheck disable=SC2016
	background "${enter[@]}" bash -c '
		"$0" sniff -i v0 2>"$1/err" | head -n 1 >"$1/out"
		echo "${PIPESTATUS[0]}" >"$1/status"' "$BINDWHY" "$T"
	until_true _mail_ends_it
	sniff_ends 3
}

@test "check watches first" {
	local i

	needs_pcap
	join_namespaces
	serve_mail 25
	foretell --sniff 0.2s 26
	# Its own port.
	[[ $(said facts 0 kind) == capture ]]
	[[ $(said facts 0 value ports 0) == 26 ]]
	(
		until_true _watches
		for ((i = 0; i < 8; i++)); do
			send_mail 25
			sleep 0.3
		done
	) 3>&- 4>&- &
	foretell --sniff 3s 25
	wait $!
	grep -q '"traffic-server"' "$json"
	[[ $(said verdicts 0 state) == free ]]
}

@test "check goes on without the right to watch" {
	needs_pcap
	WRAP=(setpriv --reuid=65534 --regid=65534 --clear-groups)
	foretell --sniff 10s 2525
	[[ $(said facts 0 kind) == capture ]]
	[[ $(said facts 0 status) == DENIED ]]
	grep -q CAP_NET_RAW <<<"$(said unseen)"
	[[ $(said verdicts 0 state) == free ]]
	# What was asked for could not be told.
	[[ $(said exit) == 3 ]]
}

@test "what --json says fits the schema" {
	fits_schema
}

@test "what is no capture leaves the file of -w as it was" {
	echo old >"$T/old.pcap"
	echo "no capture" >"$T/none"
	says_wrong "$BINDWHY" sniff -r "$T/none" -w "$T/old.pcap"
	[[ $(<"$T/old.pcap") == old ]]
	says_wrong "$BINDWHY" sniff -r "$T/none" -w "$T/new.pcap"
	[[ ! -e $T/new.pcap ]]
	says_wrong "$BINDWHY" sniff -r /dev/null -w "$T/new.pcap"
	[[ ! -e $T/new.pcap ]]
	# Nor is anything beside it.
	[[ -z $(find "$T" -name '.bindwhy-*') ]]
}

@test "neither -w nor --save goes through a stranger's link" {
	local capture=$top_srcdir/tests/golden/loopback.pcap

	((UID == 0)) || skip "needs two users"
	mkdir -m 1777 "$T/shared"
	echo old >"$T/victim"
	ln -s "$T/victim" "$T/shared/link"
	chown -h 54321 "$T/shared/link"
	says_wrong "$BINDWHY" sniff -r "$capture" -w "$T/shared/link"
	run "$BINDWHY" sniff -r "$capture" --save "$T/shared/link"
	((status == 3))
	[[ $output == *"shared/link: Operation not permitted"* ]]
	[[ $(<"$T/victim") == old ]]
}
