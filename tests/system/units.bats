#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# Settings of the server's unit, which the probe does not meet.  Each test has
# a tree of unit files, in a mount namespace of its own.

# shellcheck disable=SC2034,SC2154	# lib.bash's variables
load lib.bash

# In place of the system's own directories: etc/ for /etc/systemd, lib/ for
# /usr/lib/systemd.
units()
{
	[[ -d /etc/systemd && -d /usr/lib/systemd ]] ||
		skip "no /etc/systemd here"
	tree=$T/tree
	mkdir -p "$tree/etc/system" "$tree/lib/system"
	# In the inner shell.
	# shellcheck disable=SC2016
	WRAP=(unshare --mount --propagation private sh -c '
		mount --bind "$0/etc" /etc/systemd &&
		mount --bind "$0/lib" /usr/lib/systemd &&
		exec "$@"' "$tree")
	unit lib/system/postfix.service ExecStart=/bin/true
}

# unit PATH ASSIGNMENT...: a unit file or a drop-in.
unit()
{
	mkdir -p "$tree/${1%/*}"
	printf '%s\n' '[Service]' "${@:2}" >"$tree/$1"
}

# As `systemctl set-property postfix.service SocketBindDeny=any` leaves it.
@test "a property that was set forbids the port" {
	units
	foretell --for postfix 2525
	((status == 0))
	foretold 0.0.0.0 free -
	unit etc/system.control/postfix.service.d/50-SocketBindDeny.conf \
		SocketBindDeny=any
	foretell --for postfix 2525
	((status == 1))
	foretold 0.0.0.0 free unit-forbids postfix.service permission
	foretold :: free unit-forbids postfix.service permission
	grep -q system.control/postfix.service.d/50-SocketBindDeny.conf "$json"
	# Another server's unit has no such setting.
	foretell --for exim4 2525
	((status == 0))
	foretold 0.0.0.0 free -
}

@test "a drop-in for every service forbids the port" {
	units
	unit etc/system/service.d/x.conf SocketBindDeny=tcp:2525
	foretell --for postfix 2525 2526
	((status == 1))
	[[ $(said verdicts 0 findings 0 id) == unit-forbids ]]
	[[ $(said verdicts 2 findings) == "[]" ]]
	# There is no such unit, so nothing starts it.
	foretell --for exim4 2525
	((status == 0))
}

@test "a drop-in of the instance that Debian's postfix starts" {
	units
	unit etc/system/postfix@-.service.d/x.conf SocketBindDeny=ipv4:tcp
	foretell --for postfix 2525
	((status == 0))
	unit lib/system/postfix@.service ExecStart=/bin/true
	foretell --for postfix 2525
	((status == 1))
	foretold 0.0.0.0 free unit-forbids postfix@-.service permission
	foretold :: free -
}

@test "what takes a setting back" {
	units
	unit lib/system/postfix.service ExecStart=/bin/true SocketBindDeny=any
	unit lib/system/service.d/10.conf SocketBindDeny=any
	foretell --for postfix 2525
	((status == 1))
	unit etc/system/postfix-.service.d/50.conf SocketBindDeny=
	foretell --for postfix 2525
	((status == 1))
	unit etc/system/postfix.service.d/50.conf SocketBindDeny=
	foretell --for postfix 2525
	((status == 0))
	unit etc/system/service.d/60.conf SocketBindDeny=any \
		SocketBindAllow=tcp:2525
	foretell --for postfix 2525 2526
	((status == 1))
	[[ $(said verdicts 0 findings) == "[]" ]]
	[[ $(said verdicts 2 findings 0 id) == unit-forbids ]]
}

# The files that bindwhy found settings in, in its order.
_our_files()
{
	foretell --for "$1" 2525
	"${PYTHON[@]}" - "$json" <<-'END'
	import json, sys
	for fact in json.load(open(sys.argv[1]))["facts"]:
	    if fact["kind"] == "policy" and \
	            fact["value"]["mechanism"] == "unit-setting":
	        print(fact["value"]["where"])
	END
}

# Those in which systemd met a key that it does not know.
_systemd_files()
{
	SYSTEMD_LOG_LEVEL=debug inside "${WRAP[@]}" systemd-analyze security \
		--offline=yes -- "$1" 2>&1 |
		sed -n "s/^\(\/[^:]*\):[0-9]*: Unknown key.*NoSuchKey.*/\1/p"
}

@test "systemd reads the same files in the same order" {
	local path name ours theirs

	units
	for path in lib/system/{foo-bar@,a,b-c}.service \
		etc/system/a.service \
		etc/system.control/foo-bar@i.service.d/50.conf \
		etc/system/foo-bar@i.service.d/{40,41}.conf \
		etc/system/foo-bar@.service.d/{45,46}.conf \
		lib/system/foo-bar@i.service.d/{41,45,46,47,48}.conf \
		etc/system/service.d/{10,46}.conf \
		etc/system/foo-@.service.d/11.conf \
		etc/system/foo-@i.service.d/12.conf \
		etc/system/foo-.service.d/{.13,14}.conf \
		etc/system/other@{,i}.service.d/16.conf \
		etc/system.attached/a.service.d/{17,18}.conf \
		etc/system/z.service.d/{17,19}.conf \
		lib/system/b-.service.d/20.conf \
		lib/system/b.service.d/21.conf; do
		unit "$path" "SocketBindDeny=tcp:1" NoSuchKey=1
	done
	ln -s foo-bar@.service "$tree/lib/system/other@.service"
	ln -s /usr/lib/systemd/system/a.service "$tree/etc/system/z.service"
	ln -s /dev/null "$tree/etc/system/foo-bar@i.service.d/47.conf"
	: >"$tree/etc/system/foo-bar@i.service.d/48.conf"
	for name in foo-bar@i a z b-c; do
		theirs=$(_systemd_files "$name.service")
		[[ -n $theirs ]] || skip "systemd-analyze does not show files"
		ours=$(_our_files "$name" | grep '^/')
		echo "$name: systemd's files, and ours:"
		# shellcheck disable=SC2001	# of many lines
		diff <(echo "$theirs" | sed 's,^/lib,/usr/lib,') \
			<(echo "$ours" | sed 's,^/lib,/usr/lib,')
	done
}

@test "what was printed fits the schema" {
	fits_schema
}
