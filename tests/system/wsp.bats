#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# The Winsock Proxy client's files, copied from a machine that has it, and
# judged here.

# shellcheck disable=SC2034,SC2154	# lib.bash's variables
load lib.bash

IMC=Exchsrvr/Connect/Msexcimc/Bin

# write FILE LINE...: a file of the copied tree, with the line ends of DOS.
write()
{
	mkdir -p "$(dirname "$T/copy/$1")"
	printf '%s\r\n' "${@:2}" >"$T/copy/$1"
}

# A configuration that is as it should be.
good()
{
	write WINNT/System.ini '[boot]' 'shell=progman.exe' \
		'[Microsoft Proxy Service]' \
		'Ini File Path=C:\mspclnt\mspclnt.ini'
	write mspclnt/mspclnt.ini '[Master Config]' 'Path1=\\PROXY1\mspclnt' \
		'[Servers Ip Addresses]' 'Name=127.0.0.2' '[Common]' \
		'Port=1745' '[inetinfo]' 'Disable=1'
	write mspclnt/locallat.txt $'10.0.0.0\t10.255.255.255'
	write $IMC/Wspcfg.ini '[MSEXCIMC]' 'ServerBindTcpPorts=25' \
		'Persistent=1'
}

# judged STATUS TARGET [FINDING...]: exactly these of our findings.
judged()
{
	foretell --wsp-config "$T/copy" --program msexcimc --no-greeting "$2"
	"${PYTHON[@]}" - "$json" "${@:3}" <<-'END'
	import json, sys
	verdict = json.load(open(sys.argv[1]))["verdicts"][0]
	found = [f["id"] for f in verdict["findings"] if f["id"].startswith("wsp")]
	print("found", found)
	for f in verdict["findings"]:
	    if f["id"].startswith("wsp"):
	        assert f["evidence"] and f["remedy"], f
	sys.exit(found != sys.argv[2:])
	END
	((status == $1))
}

# says TEXT: in the report for people.
says()
{
	inside timeout 60 "$BINDWHY" --wsp-config "$T/copy" \
		--program msexcimc --no-greeting "${@:2}" 25 >"$T/out" || true
	grep -qF -- "$1" "$T/out" || {
		cat "$T/out"
		return 1
	}
}

@test "a good configuration has no findings, and says what it is not" {
	good
	judged 0 25
	says "judged as a copy"
	says "the client asks the proxy 127.0.0.2 for the port of msexcimc"
	# The local probe's verdict stands.
	hold tcp 127.0.0.1 25
	judged 2 25
	[[ $(said verdicts 0 state) == in-use ]]
}

@test "the proxy by its name: scenarios A and D, and a name that is known" {
	good
	write mspclnt/mspclnt.ini '[servers ip address]' 'NAME=NOSUCHPROXY1'
	judged 1 25 wsp-name-unresolved wsp-server-by-netbios-name
	says "mspclnt.ini:2"
	says "reverts at the next refresh"
	says "hosts file"
	printf '127.0.0.2 nosuchproxy1\n' >"$T/hosts"
	foretell --wsp-config "$T/copy" --program msexcimc --no-greeting \
		--hosts "$T/hosts" 25
	lacks wsp-name-unresolved
	lacks wsp-server-by-netbios-name
}

@test "enabled and nothing published; disabled" {
	good
	rm "$T/copy/$IMC/Wspcfg.ini"
	judged 1 25 wspcfg-missing wsp-enabled-without-proxy
	says "What would make it certain"
	printf '[MSEXCIMC]\r\nDisable=1\r\n' >>"$T/copy/mspclnt/mspclnt.ini"
	judged 1 25 wsp-disabled-for-program
	says "mspclnt.ini:10 disables the client for msexcimc"
}

@test "the port is not published" {
	good
	judged 1 587 wsp-port-not-published
	write $IMC/Wspcfg.ini '[MSEXCIMC]' 'ServerBindTcpPorts=0,1025-5000'
	judged 1 25 wsp-port-not-published
	judged 0 2525
	says "Wspcfg.ini:2 has ServerBindTcpPorts=0,1025-5000, without port 25"
}

@test "Wspcfg.ini as Unicode, as .txt, with blank lines, elsewhere" {
	local file=$T/copy/$IMC/Wspcfg.ini

	good
	{ printf '\xff\xfe'; iconv -t UTF-16LE "$file"; } >"$T/wide"
	cp "$T/wide" "$file"
	judged 1 25 wspcfg-unicode
	good
	mv "$file" "$file.txt"
	judged 1 25 wspcfg-misnamed
	rm "$file.txt"
	write $IMC/Wspcfg.ini '[MSEXCIMC]' '' 'ServerBindTcpPorts=25'
	judged 1 25 wspcfg-blank-lines
	says "Line 2 of "
	good
	mv "$file" "$T/copy/mspclnt"
	judged 1 25 wspcfg-misplaced
}

@test "a TLS port without ProxyBindIp" {
	good
	write $IMC/Wspcfg.ini '[MSEXCIMC]' 'ServerBindTcpPorts=25,465'
	judged 1 465 wsp-ssl-port-without-bindip
	write $IMC/Wspcfg.ini '[MSEXCIMC]' 'ServerBindTcpPorts=25,465' \
		'ProxyBindIp=465:192.0.2.1'
	judged 0 465
}

@test "the address table" {
	good
	inside ip addr add 10.0.0.5/24 dev lo
	inside ip addr add 192.168.1.5/24 dev lo
	judged 1 10.0.0.5:25 wsp-address-in-lat
	judged 1 192.168.1.5:26 wsp-port-not-published wsp-address-outside-lat
	judged 0 192.168.1.5:25
	write mspclnt/locallat.txt '0.0.0.0 255.255.255.255'
	judged 1 25 wsp-address-in-lat
}

@test "a file in place of the folder" {
	good
	foretell --wsp-config "$T/copy/$IMC/Wspcfg.ini" --program MSEXCIMC.EXE \
		587
	((status == 1))
	[[ $(said verdicts 0 findings 0 id) == wsp-port-not-published ]]
	foretell --wsp-config "$T/copy/mspclnt/mspclnt.ini" 25
	((status == 0))
}

@test "what cannot be read is not taken for absent" {
	good
	rm "$T/copy/$IMC/Wspcfg.ini"
	mkdir "$T/copy/$IMC/Wspcfg.ini"
	judged 3 25
	says "a folder, and no file"
	rmdir "$T/copy/$IMC/Wspcfg.ini"
	mkfifo "$T/copy/$IMC/Wspcfg.ini"
	judged 3 25
	rm "$T/copy/$IMC/Wspcfg.ini"
	truncate -s 100M "$T/copy/$IMC/Wspcfg.ini"
	judged 3 25
	says "larger than 1 MiB"
	: >"$T/copy/$IMC/Wspcfg.ini"
	judged 1 25 wsp-port-not-published wsp-enabled-without-proxy
	rm -r "$T/copy"
	judged 3 25
	mkdir "$T/copy"
	judged 3 25
}

@test "hostile bytes do not reach the terminal" {
	good
	printf '[MSEXCIMC]\r\nServerBindTcpPorts=\e[31m\x9b\0\r\n' \
		>"$T/copy/$IMC/Wspcfg.ini"
	head -c 100000 /dev/urandom >"$T/copy/mspclnt/locallat.txt"
	judged 1 25 wsp-port-not-published
	says "cannot be read" -v
	run -1 grep -aP '\x1b|\x9b' "$T/out"
}

@test "keys that nobody knows are kept, and shown with -v" {
	good
	write mspclnt/mspclnt.ini '[Servers Ip Addresses]' 'Name=127.0.0.2' \
		'[Mystery]' 'Answer=42'
	judged 0 25
	says '"section":"Mystery","key":"Answer","value":"42"' -v
	# Of System.ini only what is the client's.
	run -1 grep progman "$T/out"
}

@test "facts that were saved give the same again" {
	good
	write $IMC/Wspcfg.ini '[MSEXCIMC]' '' 'ServerBindTcpPorts=26'
	foretell --wsp-config "$T/copy" --program msexcimc --save "$T/facts" 25
	((status == 1))
	inside "$BINDWHY" diagnose --json "$T/facts" >"$T/again" || true
	diff "$json" "$T/again"
}

@test "what was printed fits the schema" {
	fits_schema
}
