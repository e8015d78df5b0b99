#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# What an ordinary user controls cannot hold up root's run, nor crash it, nor
# have it read what he may not.

# shellcheck disable=SC2034,SC2154	# lib.bash's variables
load lib.bash

# A user with a manager of his own: mallory, whose home is $home and whose
# units are in $units.  $app is the cgroup of his mail.service, and the
# keeper of the mount namespace of it all is $mounts.
mallory()
{
	local mount

	make_cgroup
	mount=${cgroup%/*}
	app=$cgroup/user.slice/user-4711.slice/user@4711.service/mail.service
	mkdir -p "$app" || skip "cannot make a cgroup in $cgroup"
	home=$T/home
	units=$home/.config/systemd/user
	mkdir -p "$units"
	sed '/^mallory:/d' /etc/passwd >"$T/passwd"
	echo "mallory:x:4711:4711::$home:/bin/sh" >>"$T/passwd"
	background "${enter[@]}" unshare --mount --propagation private \
		sleep 600 >/dev/null 2>&1
	mounts=$!
	until_true _mounts_are_new
	enter+=(nsenter --mount="/proc/$mounts/ns/mnt" --)
	inside mount --bind "$T/passwd" /etc/passwd
	# His cgroup is seen as systemd would have made it.
	# shellcheck disable=SC2016
	WRAP=(sh -c 'echo $$ >"$0/cgroup.procs" &&
		exec unshare --cgroup --mount --propagation private sh -c "
			umount \"\$0\" && mount -t cgroup2 none \"\$0\" &&
			exec \"\$@\"" "$@"' "$cgroup" "$mount")
}

_mounts_are_new()
{
	[[ $(readlink "/proc/$mounts/ns/mnt") != \
		"$(readlink /proc/self/ns/mnt)" ]]
}

# unit NAME LINE...
unit()
{
	printf '%s\n' "${@:2}" >"$units/$1"
}

# Hold port 2525 in mallory's unit mail.service.
hold_in_unit()
{
	# shellcheck disable=SC2016	# for the shell inside
	local enter=("${enter[@]}" sh -c
		'echo $$ >"$0/cgroup.procs" && exec "$@"' "$app")

	chown -R 4711:4711 "$home"
	hold plain 127.0.0.1 2525
}

# The verdict is there whatever the user did.
accuses()
{
	foretell 127.0.0.1:2525 "$@"
	((status == 2))
	foretold 127.0.0.1 in-use port-in-use
	[[ $(said verdicts 0 findings 0 culprit processes 0 pid) == "$holder" ]]
}

# A member of the first fact of a kind: KIND MEMBER, or KIND code for its
# code's name.
fact()
{
	"${PYTHON[@]}" - "$json" "$@" <<-'END'
	import json, sys
	for fact in json.load(open(sys.argv[1]))["facts"]:
	    if fact["kind"] == sys.argv[2]:
	        if sys.argv[3] == "code":
	            print(fact.get("code", {}).get("name"))
	        else:
	            print(fact["value"].get(sys.argv[3]))
	        break
	END
}

# A file system that does not answer, on a directory.
stuck()
{
	[[ -c /dev/fuse ]] || skip "there is no /dev/fuse"
	background "${enter[@]}" "${PYTHON[@]}" "$here/stuck-fs.py" "$1" 4711 \
		>"$T/stuck.out" 2>&1
	until_true grep -q . "$T/stuck.out"
	# The first look at it is answered.
	inside ls -d "$1" >/dev/null
	grep -q ready "$T/stuck.out" || skip "no FUSE here: $(cat "$T/stuck.out")"
}

@test "a user's unit is told, and read with his rights" {
	mallory
	unit mail.service "[Unit]" "Description=his mail" "[Service]" \
		ExecStart=/bin/true
	hold_in_unit
	accuses
	[[ $(fact unit manager) == systemd-user ]]
	[[ $(fact unit description) == "his mail" ]]
	[[ $(fact unit code) == None ]]
	# A file of root's, where the user's unit leads to it.
	printf '%s\n' "[Unit]" "Description=secret" >"$T/secret"
	chmod 600 "$T/secret"
	ln -sf "$T/secret" "$units/mail.service"
	accuses
	[[ $(fact unit description) == None ]]
	[[ $(fact unit code) == EACCES ]]
}

@test "units that lead to each other, 380 and 3,000 of them" {
	local i

	mallory
	unit mail.service "[Service]" Sockets=0.socket
	for ((i = 0; i < 3000; i++)); do
		unit "$i.socket" "[Socket]" "Service=$((i + 1)).service"
		unit "$i.service" "[Service]" "Sockets=$i.socket"
		((i != 380)) || {
			hold_in_unit
			accuses
			[[ $(fact unit started_by) == "['0.socket']" ]]
		}
	done
	accuses
	[[ $(fact unit started_by) == "['0.socket']" ]]
	grep -q E2BIG "$json"
}

@test "a file that becomes a pipe between two calls" {
	mallory
	unit mail.service "[Service]"
	ln "$units/mail.service" "$units/file"
	mkfifo "$units/pipe"
	hold_in_unit
	background "${enter[@]}" "${PYTHON[@]}" -c '
import os, sys
os.chdir(sys.argv[1])
while True:
    for name in "pipe", "file":
        os.link(name, "new")
        os.rename("new", "mail.service")
' "$units"
	# One of some thirty would wait for ever.
	for _ in {1..60}; do
		accuses
	done
}

@test "a user's units are on a file system that does not answer" {
	mallory
	mkdir -p "$units/mail.service.d"
	unit mail.service "[Service]"
	hold_in_unit
	stuck "$units/mail.service.d"
	accuses --timeout 20
	[[ $(fact unit manager) == systemd-user ]]
	[[ $(fact unit code) == ETIMEDOUT ]]
}

@test "a process whose arguments cannot be read" {
	mallory
	mkdir "$T/stuck"
	stuck "$T/stuck"
	hold "locked=$T/stuck/file" 127.0.0.1 2525
	accuses --timeout 20
	[[ $(fact process unread) == "['args']" ]]
	[[ $(fact process exe_state) == current ]]
	grep -q 'not read' "$json"
}

@test "a program in a folder that does not answer" {
	mallory
	mkdir "$T/folder"
	cp "$(command -v sleep)" "$T/folder/nothing"
	hold leak 127.0.0.1 2525 "$T/folder/nothing" 100
	holder=$(inside ss -Hltnp "sport = :2525" |
		sed 's/.*pid=\([0-9]*\).*/\1/')
	stuck "$T/folder"
	accuses --timeout 20
	[[ $(fact process unread) == "['exe_state']" ]]
	[[ $(fact process args) == *100* ]]
}

@test "a server's root directory that does not answer" {
	mallory
	mkdir -p "$T/chroot/etc"
	stuck "$T/chroot/etc"
	foretell --root "$T/chroot" --timeout 20 127.0.0.1:2525
	((status == 1))
	grep -q ETIMEDOUT "$json"
}

@test "what was printed fits the schema" {
	fits_schema
}
