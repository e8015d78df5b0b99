#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Names and the protocol databases on Windows, beside real servers.  Wine's
# own resolver is that of the machine it runs on: what the system says is
# tested where that is the same.
#
# shellcheck disable=SC2154	# lib.bash's variables
load lib.bash
load ../system/names.bash

# Windows' folder for names, and the one that a test may change it to.
prepare()
{
	etc=$WINEPREFIX/drive_c/windows/system32/drivers/etc
	drive=$WINEPREFIX/drive_c
	[[ -d $BATS_FILE_TMPDIR/etc ]] || cp -a "$etc" "$BATS_FILE_TMPDIR/etc"
	cp "$BATS_FILE_TMPDIR/etc"/* "$etc"
}

asking()
{
	foretell_with resolve "$@"
}

# The first test holds that c-ares is inside.
needs_dns()
{
	:
}

# Run bindwhy.exe where these are the DNS servers: Wine has its adapters' out of
# resolv.conf, and so has its resolver.
asking_of()
{
	status=0
	printf '%b' "$1" >"$T/resolv.conf"
	json=$(mktemp "$BATS_FILE_TMPDIR/json/$BATS_TEST_NUMBER.XXXXXX")
	# For the inner shell.
	# shellcheck disable=SC2016
	inside timeout 60 unshare --mount sh -c \
		'mount --bind "$0" /etc/resolv.conf && exec wine "$@"' \
		"$T/resolv.conf" "$EXE" resolve --json "${@:2}" \
		>"$json" 2>"$T/err" </dev/null 3>&- 4>&- || status=$?
	echo "# bindwhy.exe resolve ${*:2}, of $1: status $status"
	[[ -s $json ]]
}

# What DataBasePath is.
set_path()
{
	run_exe reg add \
		'HKLM\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters' \
		/v DataBasePath /t REG_EXPAND_SZ /d "$1" /f >/dev/null
}

# Servers end with their test, those of Wine with the file.
teardown()
{
	local pid

	for pid in ${servers[@]+"${servers[@]}"}; do
		kill "$pid" 2>/dev/null || true
	done
	servers=()
}

# Start one of names.bash's servers, whose pid is then in $servers.
serving()
{
	"$@" || return
	servers+=("$!")
}

@test "it is built with c-ares, and still small" {
	gives 0 --version
	grep -q 'c-ares 1\.' "$T/out"
	(($(stat -c %s "$EXE") < 3 << 20))
}

@test "hosts file: Windows' own, every line that has the name or its address" {
	prepare
	printf '%s\r\n' '# proxy1 is new' '192.0.2.7 proxy1.example PROXY1' \
		'2001:db8::7 proxy1' '192.0.2.300 proxy1' >"$etc/hosts"
	asking proxy1
	answered proxy1 hosts status=SEEN line=2 addresses=192.0.2.7 \
		names=proxy1.example,PROXY1 \
		'file=C:\windows\system32\drivers\etc\hosts'
	answered proxy1 hosts status=SEEN line=3 addresses=2001:db8::7
	answered proxy1 hosts status=FAILED line=4 "detail~no address"
	answered --not proxy1 hosts status=ABSENT
	# c-ares finds the file by itself, and reads it alike.
	answered --not proxy1 hosts detail~c-ares
	asking 192.0.2.7
	answered 192.0.2.7 hosts status=SEEN line=2
	answered 192.0.2.7 system status=SEEN addresses=192.0.2.7
	asking nobody
	answered nobody hosts status=ABSENT
	rm "$etc/hosts"
	asking nobody
	answered nobody hosts status=ABSENT code=ENOENT
}

@test "DataBasePath: hosts and databases are where it leads" {
	prepare
	mkdir "$drive/my etc"
	printf '192.0.2.9 proxy1\r\n' >"$drive/my etc/hosts"
	echo '192.0.2.8 proxy1' >"$etc/hosts"
	cp "$etc"/{services,protocol} "$drive/my etc"
	set_path '%SystemDrive%\my etc'
	asking proxy1
	answered proxy1 hosts status=SEEN line=1 addresses=192.0.2.9 \
		'file=C:\my etc\hosts'
	answered --not proxy1 hosts detail~c-ares
	foretell 25
	((status == 0))
	foretold 0.0.0.0 free -
	rm "$drive/my etc/protocol"
	foretell 25
	((status == 1))
	foretold 0.0.0.0 free database-missing 'C:\my etc\protocol'
	grep -q 'DataBasePath' "$json"
	# Nowhere.
	set_path 'C:\nowhere'
	foretell 25
	((status == 1))
	foretold 0.0.0.0 free database-missing
	grep -qF 'C:\\nowhere\\services' "$json"
	asking proxy1
	answered proxy1 hosts status=ABSENT code=ENOENT
	set_path '%SystemRoot%\system32\drivers\etc'
	asking proxy1
	answered proxy1 hosts status=SEEN addresses=192.0.2.8
}

# 11004 is what the system itself says, of the entry that is not there.
winsock_says()
{
	"${PYTHON[@]}" - "$json" "$1" "$2" <<-'END'
	import json, sys
	name, entry, want = sys.argv[1:]
	found = [f for f in json.load(open(name))["facts"]
	         if f["kind"] == "database" and f["value"]["entry"] == entry
	         and f["value"]["through"] == "libc"]
	says = [str(f["value"].get("number", f.get("code", {}).get("number")))
	        for f in found]
	sys.exit(0 if says == [want] else "%s: %s, not %s" %
	         (entry, says, want))
	END
}

@test "databases: all there, by Winsock and in the files" {
	prepare
	foretell smtp pop3 127.0.0.1:domain/udp
	foretold 0.0.0.0 free -
	winsock_says smtp/tcp 25
	winsock_says pop3/tcp 110
	winsock_says domain/udp 53
	winsock_says tcp 6
	winsock_says udp 17
}

@test "databases: missing, empty, damaged: 11004, and Q268643" {
	local how

	prepare
	rm "$etc/services"
	foretell 25
	((status == 1))
	foretold 0.0.0.0 free database-missing \
		'C:\windows\system32\drivers\etc\services' protocol-database
	winsock_says smtp/tcp 11004
	winsock_says tcp 6
	grep -q Q268643 "$json"
	gives 1 25
	grep -q '11004' "$T/out"
	grep -q 'remove TCP/IP' "$T/out"
	grep -q 'smtp 25/tcp' "$T/out"
	for how in ': >' 'printf "smtp tcp/25\n" >' 'head -c 9000 /dev/urandom >' \
		'printf "s\0m\0t\0p\0 \0002\0005\0/\0t\0c\0p\0" >' \
		'printf "pop3 110/tcp\r\n" >'; do
		eval "$how \"\$etc/services\""
		foretell 25
		((status == 1))
		foretold 0.0.0.0 free database-damaged \
			'C:\windows\system32\drivers\etc\services'
		winsock_says smtp/tcp 11004
	done
	cp "$BATS_FILE_TMPDIR/etc/services" "$etc"
	: >"$etc/protocol"
	foretell 25
	((status == 1))
	foretold 0.0.0.0 free database-damaged
	winsock_says tcp 11004
	winsock_says udp 11004
	winsock_says smtp/tcp 25
	rm "$etc/protocol"
	mkdir "$etc/protocol"
	foretell 25
	((status == 1))
	foretold 0.0.0.0 free database-damaged
	rmdir "$etc/protocol"
	# The file alone: another port, and Winsock gives it.
	cp "$BATS_FILE_TMPDIR/etc/protocol" "$etc"
	sed 's,25/tcp,2525/tcp,' "$BATS_FILE_TMPDIR/etc/services" \
		>"$etc/services"
	foretell 25
	((status == 1))
	foretold 0.0.0.0 free database-damaged
	winsock_says smtp/tcp 2525
}

@test "DNS: records of both kinds, TTL, aliases; as drill has them" {
	local name

	serving dnsmasq 127.0.0.1 5353
	asking --server 127.0.0.1:5353 proxy.example both.example \
		six.example www.example big.example nobody.example
	answered proxy.example dns server=127.0.0.1:5353 record=A \
		status=SEEN addresses=192.0.2.7
	answered proxy.example dns record=AAAA status=ABSENT code=ARES_ENODATA
	answered both.example dns record=AAAA status=SEEN \
		addresses=2001:db8::8
	answered six.example dns record=A status=ABSENT code=ARES_ENODATA
	answered six.example dns record=AAAA status=SEEN
	answered www.example dns record=A status=SEEN addresses=192.0.2.8 \
		chain=alias.example,both.example
	# Over TCP: UDP has no room for it.
	answered big.example dns record=A status=SEEN addresses~192.0.2.40
	answered nobody.example dns record=A status=ABSENT code=ARES_ENOTFOUND
	answered nobody.example dns record=AAAA status=ABSENT \
		code=ARES_ENOTFOUND
	for name in proxy both; do
		[[ $(drilled "$name.example" A 127.0.0.1 5353) == \
			*"$(said_addresses "$name.example" A)"* ]]
	done
}

# NAME RECORD: what DNS said, a word for each.
said_addresses()
{
	"${PYTHON[@]}" - "$json" "$1" "$2" <<-'END'
	import json, sys
	print(*[a for f in json.load(open(sys.argv[1]))["facts"]
	        if f["kind"] == "name-answer"
	        and f["value"]["name"] == sys.argv[2]
	        and f["value"].get("record") == sys.argv[3]
	        for a in f["value"]["addresses"]])
	END
}

@test "DNS: each server by itself, and the slowest bounds it" {
	local started ended

	serving dnsmasq 127.0.0.1 5353
	serving name_server servfail 127.0.0.2 5354
	serving name_server lame 127.0.0.3 5355
	serving name_server silent 127.0.0.4 5356
	started=$(date +%s%3N)
	asking --timeout 1 --server 127.0.0.1:5353 --server 127.0.0.2:5354 \
		--server 127.0.0.3:5355 --server 127.0.0.4:5356 proxy.example
	ended=$(date +%s%3N)
	echo "took $((ended - started)) ms"
	((ended - started < 2000))
	answered proxy.example dns server=127.0.0.1:5353 record=A status=SEEN
	answered proxy.example dns server=127.0.0.2:5354 \
		code=ARES_ESERVFAIL status=FAILED
	answered proxy.example dns server=127.0.0.3:5355 status=FAILED \
		"detail~names other servers"
	answered proxy.example dns server=127.0.0.4:5356 \
		code=ARES_ETIMEOUT status=FAILED
	gives 2 resolve --timeout 1 --server 127.0.0.4:5356 proxy.example
	grep -q 'WSATRY_AGAIN 11002' "$T/out"
}

@test "DNS: the adapters' servers by themselves, and the system agrees" {
	serving dnsmasq 127.0.0.2 53
	serving name_server servfail 127.0.0.3 53
	mkdir -p "$BATS_FILE_TMPDIR/json"
	asking_of 'nameserver 127.0.0.2\n' both.example nobody.example
	answered both.example dns server=127.0.0.2:53 record=A status=SEEN \
		addresses=192.0.2.8
	answered both.example system status=SEEN \
		addresses=192.0.2.8,2001:db8::8
	[[ $(said names 0 state) == agree ]]
	answered nobody.example dns status=ABSENT code=ARES_ENOTFOUND
	answered nobody.example system status=ABSENT space=winsock \
		code=WSAHOST_NOT_FOUND
	[[ $(said names 1 state) == nowhere ]]
	((status == 2))
	asking_of 'nameserver 127.0.0.2\nnameserver 127.0.0.3\n' both.example
	answered both.example dns server=127.0.0.2:53 record=AAAA status=SEEN
	answered both.example dns server=127.0.0.3:53 code=ARES_ESERVFAIL
	((status == 1))
}

@test "the deadline ends the system's resolver too" {
	local started ended

	serving name_server silent 127.0.0.4 53
	mkdir -p "$BATS_FILE_TMPDIR/json"
	started=$(date +%s%3N)
	asking_of 'nameserver 127.0.0.4\n' --timeout 0.6 proxy.example
	ended=$(date +%s%3N)
	echo "took $((ended - started)) ms"
	answered proxy.example system status=FAILED code=ETIMEDOUT
	answered proxy.example dns status=FAILED code=ARES_ETIMEOUT
	((status == 3 && ended - started < 2500))
}

@test "who waits at a console is told for what" {
	serving name_server silent 127.0.0.4 5356
	on_console "$(windows_path "$EXE") resolve --timeout 1.5 --server 127.0.0.4:5356 proxy.example"
	grep -q 'asking every source of names: 1 s of at most 2' "$T/shown"
	grep -q ARES_ETIMEOUT "$T/shown"
}

@test "the system's resolver answers in Winsock's codes" {
	asking --server 127.0.0.1:5399 --timeout 0.2 localhost 127.0.0.1 \
		nobody.invalid
	answered localhost system status=SEEN addresses~127.0.0.1
	answered 127.0.0.1 system status=SEEN addresses=127.0.0.1
	answered --not nobody.invalid system status=SEEN
	answered nobody.invalid system space=winsock code~WSA
}

@test "--hosts and --proxy" {
	serving dnsmasq 127.0.0.1 5353
	printf '192.0.2.66 proxy.example\n' >"$T/größe-𝄞"
	asking --hosts "$(windows_path "$T/größe-𝄞")" \
		--server 127.0.0.1:5353 proxy.example
	answered proxy.example hosts status=SEEN line=1 addresses=192.0.2.66
	answered proxy.example dns record=A addresses=192.0.2.7
	prepare
	foretell --proxy proxy.example --server 127.0.0.1:5353 25
	((status == 1))
	foretold 0.0.0.0 free
	answered proxy.example dns record=A addresses=192.0.2.7
	[[ $(said names 0 name) == proxy.example ]]
	fits_schema
}

# A network with a server on it, 192.0.2.7, which ends with the test.
make_network()
{
	local client=("${enter[@]}")

	make_namespace
	servers+=("$namespace")
	server_enter=("${enter[@]}")
	enter=("${client[@]}")
	inside ip link add name bw0 type veth peer name bw1 \
		netns "/proc/$namespace/ns/net" ||
		skip "cannot make a veth pair"
	"${server_enter[@]}" ip addr add 192.0.2.7/24 brd + dev bw1
	"${server_enter[@]}" ip link set bw1 up
	inside ip addr add 192.0.2.1/24 brd + dev bw0
	inside ip link set bw0 up
}

# It takes a while until it owns its name.
_answers()
{
	nmblookup -U 192.0.2.7 --recursion PROXY1 | grep -q '^192.0.2.7 PROXY1' &&
		nmblookup -B 192.0.2.255 'PROXY1#20' | grep -q '^192.0.2.7 PROXY1'
}

@test "NetBIOS: nmbd as a WINS server, and on the network" {
	needs samba samba-common-bin
	make_network
	nmb_conf
	background "${server_enter[@]}" "$NMBD" --foreground --no-process-group \
		--debug-stdout -s "$T/smb.conf" >"$T/nmbd.out" 2>&1
	servers+=("$!")
	until_true _answers || {
		cat "$T/nmbd.out"
		return 1
	}
	asking --timeout 2 --server 127.0.0.1:5399 --wins 192.0.2.7 \
		proxy1 nobody
	answered proxy1 netbios status=SEEN addresses=192.0.2.7 record=NB \
		server=192.0.2.7:137
	answered nobody netbios status=ABSENT code=NAM_ERR space=rfc1002
	asking --timeout 2 --server 127.0.0.1:5399 --netbios proxy1
	answered proxy1 netbios status=SEEN addresses=192.0.2.7 \
		server=192.0.2.255:137 "detail~answered by 192.0.2.7"
}

@test "NetBIOS: a group, a liar, silence, and nobody there" {
	serving name_server group 127.0.0.1 1137
	serving name_server liar 127.0.0.1 1138
	asking --timeout 0.5 --server 127.0.0.1:5399 --wins 127.0.0.1:1137 wsp
	answered wsp netbios status=SEEN addresses=192.0.2.66 "detail~group"
	asking --timeout 0.5 --server 127.0.0.1:5399 --wins 127.0.0.1:1138 wsp
	answered wsp netbios status=FAILED code=ETIMEDOUT
	grep -q udp "$T/name-server.liar"
	lacks 192.0.2.66
	asking --timeout 0.5 --server 127.0.0.1:5399 --wins 127.0.0.1:1139 wsp
	answered wsp netbios status=FAILED
	asking --timeout 0.5 --server 127.0.0.1:5399 --wins 127.0.0.1:1137 \
		a-name-of-16-chr
	answered a-name-of-16-chr netbios status=FAILED code=ENAMETOOLONG
}

# --- The Winsock Proxy client ---------------------------------------------

# The client's files where Windows has them, as its setup would.
install_client()
{
	prepare
	rm -rf "$drive/mspclnt" "$drive/other" "$drive/Exchsrvr" "$drive/Apps"
	cp "$drive/windows/system.ini" "$T/system.ini"
	mkdir "$drive/mspclnt" "$drive/other"
	printf '%s\r\n' '[Servers Ip Addresses]' "Name=${1:-192.0.2.7}" \
		>"$drive/mspclnt/mspclnt.ini"
	printf '%s\r\n' '10.0.0.0 10.0.0.255' >"$drive/mspclnt/locallat.txt"
	printf '%s\r\n' '[Servers Ip Addresses]' 'Name=192.0.2.8' \
		>"$drive/other/mspclnt.ini"
}

# WHERE: what System.ini says.
point_at()
{
	{ cat "$T/system.ini" && printf '%s\r\n' '[Microsoft Proxy Service]' \
		"$1"; } >"$drive/windows/system.ini"
}

remove_client()
{
	cp "$T/system.ini" "$drive/windows/system.ini"
	rm -rf "$drive/mspclnt" "$drive/other" "$drive/Exchsrvr" "$drive/Apps"
}

# Facts of the client's files: ROLE STATUS FILE, sorted.
client_files()
{
	"${PYTHON[@]}" - "$json" <<-'END' | sort
	import json, sys
	for f in json.load(open(sys.argv[1]))["facts"]:
	    if f["kind"] == "wsp-file":
	        print(f["value"]["role"], f["status"], f["value"]["file"])
	END
}

@test "WSP: no client, no fact" {
	prepare
	foretell 25
	((status == 0))
	[[ -z $(client_files) ]]
	# An option that had no effect says so.
	foretell --program msexcimc 25
	((status == 3))
	[[ -z $(client_files) ]]
}

@test "WSP: the client is found by itself, in its usual folder" {
	install_client
	mkdir -p "$drive/Exchsrvr/Connect/Msexcimc/Bin"
	printf '%s\r\n' '[MSEXCIMC]' 'ServerBindTcpPorts=25' 'Persistent=1' \
		>"$drive/Exchsrvr/Connect/Msexcimc/Bin/Wspcfg.ini"
	foretell --program msexcimc 25
	client_files
	client_files | grep -qxF 'mspclnt.ini SEEN C:\mspclnt\mspclnt.ini'
	client_files | grep -qxF 'locallat.txt SEEN C:\mspclnt\locallat.txt'
	client_files | grep -qxF \
		'wspcfg.ini SEEN C:\Exchsrvr\Connect\Msexcimc\Bin\Wspcfg.ini'
	client_files | grep -q '^system.ini ABSENT' && return 1
	[[ $(said names 0 name) == 192.0.2.7 ]]
	# On Windows it is no copy.
	lacks "judged as a copy"
	foretell --program msexcimc 587
	((status == 1))
	foretold 0.0.0.0 free wsp-port-not-published
	remove_client
}

@test "WSP: System.ini says which Mspclnt.ini counts" {
	install_client
	point_at 'Ini File Path=C:\other\mspclnt.ini'
	foretell --program msexcimc 25
	client_files
	client_files | grep -qxF 'mspclnt.ini SEEN C:\other\mspclnt.ini'
	client_files | grep -qxF 'mspclnt.ini UNSUPPORTED C:\mspclnt\mspclnt.ini'
	client_files | grep -qxF 'system.ini SEEN C:\windows\System.ini'
	[[ $(said names 0 name) == 192.0.2.8 ]]
	# A name of its own.
	mv "$drive/other/mspclnt.ini" "$drive/other/client.cfg"
	point_at 'Ini File Path=C:\other\client.cfg'
	foretell --program msexcimc 25
	[[ $(said names 0 name) == 192.0.2.8 ]]
	# The folder alone.
	mv "$drive/other/client.cfg" "$drive/other/mspclnt.ini"
	rm "$drive/mspclnt/mspclnt.ini"
	point_at 'Configuration Location=C:\other'
	foretell --program msexcimc 25
	[[ $(said names 0 name) == 192.0.2.8 ]]
	# A share is not asked, and what is missing is told.
	point_at 'Ini File Path=\\127.0.0.1\mspclnt\mspclnt.ini'
	foretell --program msexcimc 25
	client_files | grep -q '^mspclnt.ini ABSENT'
	point_at 'Ini File Path=C:\gone\mspclnt.ini'
	foretell --program msexcimc 25
	client_files | grep -qxF 'mspclnt.ini ABSENT C:\gone\mspclnt.ini'
	remove_client
}

@test "WSP: the program's own folder, by its path and by its service" {
	install_client
	mkdir -p "$drive/Apps/My Mailer"
	printf '%s\r\n' '[MAILER]' 'ServerBindTcpPorts=25' \
		>"$drive/Apps/My Mailer/wspcfg.ini"
	foretell --program 'C:\Apps\My Mailer\MAILER.EXE' 25
	client_files | grep -qxF \
		'wspcfg.ini SEEN C:\Apps\My Mailer\wspcfg.ini'
	foretell --program mailer 25
	client_files | grep -q '^wspcfg.ini ABSENT'
	run_exe sc create OurMailer binPath= \
		'"C:\Apps\My Mailer\mailer.exe" -service' >/dev/null
	foretell --program mailer 25
	run_exe sc delete OurMailer >/dev/null
	client_files
	client_files | grep -qxF \
		'wspcfg.ini SEEN C:\Apps\My Mailer\wspcfg.ini'
	lacks wspcfg-missing
	# In a wrong place.
	mv "$drive/Apps/My Mailer/wspcfg.ini" "$drive/windows/wspcfg.ini"
	foretell --program mailer 25
	rm "$drive/windows/wspcfg.ini"
	((status == 1))
	foretold 0.0.0.0 free wspcfg-misplaced
	remove_client
}

@test "WSP: the proxy's NetBIOS name, which only NetBIOS could know" {
	install_client PROXY9
	serving name_server group 127.0.0.1 1137
	foretell --timeout 0.5 --server 127.0.0.1:5399 \
		--wins 127.0.0.1:1137 --program msexcimc 25
	((status == 1))
	answered PROXY9 netbios status=SEEN addresses=192.0.2.66
	remove_client
}

# --- Bad input ------------------------------------------------------------

@test "names and servers that are none" {
	local word

	for word in '' 'a b' $'a\tb' 'a:25' 'a/b' 'a\b' \
		"$(printf 'a%.0s' {1..300})"; do
		says_wrong resolve "$word"
		says_wrong check --proxy "$word" 25
	done
	for word in '' nosuchserver 192.0.2.1:0 192.0.2.1:99999 '[::1' \
		'192.0.2.1:53:53' '*'; do
		says_wrong resolve --server "$word" a
		says_wrong resolve --wins "$word" a
	done
	says_wrong resolve
	gives 2 resolve --server 127.0.0.1:5399 --timeout 0.2 käse.example
	grep -q 'xn--' "$T/out"
	gives 2 resolve --server 127.0.0.1:5399 --timeout 0.2 a..b
}

@test "hosts files that are none" {
	prepare
	: >"$T/empty"
	truncate -s 100M "$T/large"
	head -c 65536 /dev/urandom >"$T/binary"
	asking --timeout 0.2 --server 127.0.0.1:5399 --hosts 'C:\nowhere\hosts' a
	answered a hosts status=ABSENT code=ENOENT
	asking --timeout 0.2 --server 127.0.0.1:5399 --hosts 'C:\windows' a
	answered a hosts status=FAILED code=EISDIR
	asking --timeout 0.2 --server 127.0.0.1:5399 --hosts NUL a
	answered a hosts status=FAILED code=EINVAL
	asking --timeout 0.2 --server 127.0.0.1:5399 --hosts "$T/empty" a
	answered a hosts status=ABSENT code=
	asking --timeout 0.2 --server 127.0.0.1:5399 --hosts "$T/large" a
	answered a hosts status=FAILED code=EFBIG
	asking --timeout 0.2 --server 127.0.0.1:5399 --hosts "$T/binary" a
	answered a hosts
}

@test "a file of facts gives the same verdict on Linux" {
	needs_native
	prepare
	rm "$etc/services"
	gives 1 --save "$(windows_path "$T/facts")" 25
	gives 1 diagnose "$(windows_path "$T/facts")"
	"$NATIVE" diagnose "$T/facts" >"$T/native" || (($? == 1))
	cmp "$T/out" "$T/native"
}
