#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# The databases of services and protocols: missing, empty and damaged, on the
# system and in a chroot; and a real Postfix that needs them.

# shellcheck disable=SC2034,SC2154	# lib.bash's variables
load lib.bash

# Our own copy of /etc, for WRAP to mount over the machine's.
own_etc()
{
	cp -a /etc "$T/etc"
	printf 'smtp\t\t25/tcp\t\tmail\nsubmission\t587/tcp\n' \
		>"$T/etc/services"
	printf 'ip\t0\tIP\ntcp\t6\tTCP\nudp\t17\tUDP\n' >"$T/etc/protocols"
	printf 'passwd: files\ngroup: files\nhosts: files dns\n%s\n%s\n' \
		'services: db files' 'protocols: db files' \
		>"$T/etc/nsswitch.conf"
	# In the inner shell.
	# shellcheck disable=SC2016
	WRAP=(unshare --mount -- sh -c 'mount --bind "$0" /etc && exec "$@"' \
		"$T/etc")
}

# The oracle's word on the name.
knows_smtp()
{
	inside "${WRAP[@]}" getent services smtp/tcp >/dev/null
}

# Postfix on a port by name: "serves", or what it died of.
postfix_by_name()
{
	local dir pid

	dir=$(mktemp -d "$T/serve.XXXXXX")
	chmod 777 "$dir"
	background "${enter[@]}" "${WRAP[@]}" "$here/serve" postfix 127.0.0.1 \
		smtp "$dir" named.example >"$dir.out" 2>&1
	pid=$!
	if inside "${PYTHON[@]}" "$here/greet.py" "$pid" 127.0.0.1 25 \
		named.example 20; then
		echo serves
	fi
	_end_server "$pid"
	cat "$dir.out" "$dir"/*log 2>/dev/null | grep -i \
		'unknown service\|servname not supported\|unrecognized service' ||
		true
}

@test "all is there: no finding, and Postfix serves by name" {
	needs postfix
	own_etc
	foretell 25
	((status == 0))
	foretold 0.0.0.0 free -
	knows_smtp
	[[ $(postfix_by_name) == serves ]]
}

@test "both are missing: 4003's finding, and Postfix does not know smtp" {
	needs postfix
	own_etc
	rm "$T/etc/services" "$T/etc/protocols"
	foretell 25
	((status == 1))
	foretold 0.0.0.0 free database-missing - protocol-database
	grep -q Q268643 "$json"
	grep -q '"confidence": "likely"' "$json"
	run ! knows_smtp
	run postfix_by_name
	[[ $output != *serves* && -n $output ]]
}

@test "only one is missing" {
	own_etc
	rm "$T/etc/protocols"
	foretell 25
	((status == 1))
	foretold 0.0.0.0 free database-missing /etc/protocols
	lacks /etc/services:
	run -2 inside "${WRAP[@]}" getent protocols tcp
}

@test "empty, and cut off, and in another encoding" {
	needs postfix
	local how

	own_etc
	for how in ': >' 'printf "smtp 25" >' \
		'printf "s\0m\0t\0p\0 \0002\0005\0/\0t\0c\0p\0" >' \
		'printf "smtp tcp/25\n" >' 'head -c 100000 /dev/urandom >'; do
		eval "$how \"\$T/etc/services\""
		foretell 25
		((status == 1))
		foretold 0.0.0.0 free database-damaged /etc/services \
			protocol-database
		run ! knows_smtp
	done
	: >"$T/etc/services"
	run postfix_by_name
	[[ $output != *serves* && -n $output ]]
}

@test "another number" {
	own_etc
	printf 'smtp 2525/tcp\n' >"$T/etc/services"
	foretell 25
	((status == 1))
	foretold 0.0.0.0 free database-damaged /etc/services
	grep -q 2525 "$json"
}

@test "not an ordinary file" {
	own_etc
	rm "$T/etc/services"
	mkdir "$T/etc/services"
	foretell 25
	foretold 0.0.0.0 free database-damaged /etc/services
	rmdir "$T/etc/services"
	mkfifo "$T/etc/services"
	# libc itself would wait for the pipe; by file alone we do not.
	foretell --root "$T" 25
	((status == 1))
	foretold 0.0.0.0 free database-damaged
	rm "$T/etc/services"
	truncate -s 100M "$T/etc/services"
	foretell --root "$T" 25
	foretold 0.0.0.0 free database-damaged
}

@test "nsswitch.conf does not lead to the file" {
	own_etc
	printf 'services: db\nprotocols: files\n' >"$T/etc/nsswitch.conf"
	foretell 25
	if knows_smtp; then
		# musl has no such file.
		foretold 0.0.0.0 free -
	else
		((status == 1))
		foretold 0.0.0.0 free database-damaged /etc/nsswitch.conf
	fi
}

@test "the target's own service" {
	own_etc
	foretell submission
	((status == 0))
	printf 'smtp 25/tcp\n' >"$T/etc/services"
	foretell submission
	((status == 1))
	foretold 0.0.0.0 free database-damaged /etc/services
	grep -q submission/tcp "$json"
	foretell 127.0.0.1:submission
	((status == 1))
	foretell 587
	((status == 0))
}

@test "in use stays in use" {
	own_etc
	rm "$T/etc/services"
	hold tcp 127.0.0.1 25
	foretell 25
	((status == 2))
	foretold 0.0.0.0 in-use port-in-use
	foretold 0.0.0.0 in-use database-missing
}

# Hand Postfix a mail that it has to relay.
relay_a_mail()
{
	inside "${PYTHON[@]}" - <<-'END'
	import smtplib
	with smtplib.SMTP("127.0.0.1", 2500, timeout=20) as smtp:
	    smtp.sendmail("a@here.example", ["b@there.example"], "\r\nx\r\n")
	END
}

_log_has()
{
	grep -qs "$1" "$queue/../log"
}

@test "a chroot without them: a real Postfix fails there, as foretold" {
	needs postfix
	local queue=$T/relay/queue

	own_etc
	mkdir -p "$T/relay"
	chmod 777 "$T/relay"
	background "${enter[@]}" "${WRAP[@]}" "$here/serve" postfix-relay \
		127.0.0.1 2500 "$T/relay" chroot.example >"$T/out" 2>&1
	until_true _is_listening 2500
	foretell --root "$queue" 25
	((status == 1))
	foretold 0.0.0.0 free database-missing "$queue/etc/services" \
		protocol-database
	relay_a_mail
	until_true _log_has 'unknown service: smtp/tcp' || {
		cat "$T/relay/log" "$T/out"
		false
	}
	# With the file in its place bindwhy is content, and so is Postfix.
	mkdir "$queue/etc"
	cp "$T/etc/services" "$queue/etc/services"
	foretell --root "$queue" 25
	((status == 0))
	foretold 0.0.0.0 free -
	: >"$T/relay/log"
	relay_a_mail
	# It goes on to the port, and finds that there it would meet itself.
	until_true _log_has 'postfix/smtp.*status=deferred (' || {
		cat "$T/relay/log"
		false
	}
	run -1 grep 'unknown service' "$T/relay/log"
}

@test "a link in a chroot stays in it" {
	mkdir -p "$T/root/etc" "$T/root/share"
	ln -s /share/services "$T/root/etc/services"
	foretell --root "$T/root" 25
	foretold 0.0.0.0 free database-missing
	printf 'smtp 25/tcp\n' >"$T/root/share/services"
	foretell --root "$T/root" 25
	((status == 0))
}

@test "no such root" {
	local root

	: >"$T/file"
	for root in "$T/nosuch" "$T/file" ''; do
		run -3 --separate-stderr "$BINDWHY" --root "$root" 25
		((${#stderr_lines[@]} == 1))
		[[ -z $output && $stderr == bindwhy:* ]]
	done
}

@test "what was printed fits the schema" {
	fits_schema
}
