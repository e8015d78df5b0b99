#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# May the mail service be started?  Asks bindwhy for each port.
#
#	preflight.sh [-o DIRECTORY] [PORT...]
#
# No PORT means 25.  Prints a line for each port and, if need be, what to do.
# Into DIRECTORY (else $PREFLIGHT_DIR, else the current one) go, for port 25,
# preflight-25.json, preflight-25.facts for `bindwhy diagnose`, and into
# preflight.log all that was said.  The program is $BINDWHY, or bindwhy beside
# this script, or the one in PATH; $BINDWHY_OPTIONS are handed to it, such as
# `--for postfix`.
#
# Exit status: the worst of all ports
#	2  a port cannot be had
#	3  could not tell, or wrong usage; also where bindwhy is missing, breaks
#	   down or says nothing
#	1  can be had, and something will still keep mail from working
#	0  all is well
set -u

say()
{
	echo "preflight: $*" >&2
}

usage()
{
	say "usage: preflight.sh [-o DIRECTORY] [PORT...]"
	exit 3
}

directory=${PREFLIGHT_DIR:-.}
while getopts o: option; do
	case $option in
	o) directory=$OPTARG ;;
	*) usage ;;
	esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || set -- 25

here=$(dirname "$0")
if [ -z "${BINDWHY:-}" ]; then
	BINDWHY=bindwhy
	[ ! -x "$here/bindwhy" ] || BINDWHY=$here/bindwhy
fi
if ! command -v "$BINDWHY" >/dev/null; then
	say "could not tell: there is no $BINDWHY"
	exit 3
fi
log=$directory/preflight.log
if ! mkdir -p "$directory" || ! echo "$(date) preflight $*" >>"$log"; then
	say "could not tell: cannot write in $directory"
	exit 3
fi

# [::1]:25 becomes preflight----1--25.
file_of()
{
	printf '%s/preflight-%s\n' "$directory" \
		"$(printf %s "$1" | tr -c A-Za-z0-9. -)"
}

# verdict_of STATUS OUTPUT: the line of the address that the status is due to,
# since a port stands for the addresses of IPv4 and of IPv6; else the first.
verdict_of()
{
	first=
	while read -r where word rest; do
		line="$where $word${rest:+ $rest}"
		first=${first:-$line}
		case $1:$word in
		[23]:free | [23]:free, | 1:free) ;;
		*)
			first=$line
			break ;;
		esac
	done <"$2"
	printf '%s\n' "$first"
}

# What is wrong with a run of bindwhy; nothing where all is right.
# ran STATUS OUTPUT FACTS JSON JSON-STATUS
wrong_with()
{
	if [ "$1" -gt 128 ]; then
		echo "bindwhy broke down, status $1"
	elif [ "$1" -gt 3 ]; then
		echo "bindwhy did not run, status $1"
	elif [ ! -s "$2" ]; then
		head -n 1 "$2.err" | grep . ||
			echo "bindwhy said nothing"
	elif [ ! -s "$3" ] || [ ! -s "$4" ] || [ "$5" != "$1" ]; then
		echo "bindwhy left no facts, or none that it understands"
	fi
}

# check PORT: sets status
check()
{
	file=$(file_of "$1")
	rm -f "$file.json" "$file.facts"
	# A list of options.
	# shellcheck disable=SC2086
	"$BINDWHY" -q --color never ${BINDWHY_OPTIONS:-} \
		--save "$file.facts" -- "$1" >"$file.out" 2>"$file.out.err"
	status=$?
	again=
	if [ -s "$file.facts" ]; then
		"$BINDWHY" diagnose --json "$file.facts" >"$file.json" \
			2>>"$file.out.err"
		again=$?
	fi
	wrong=$(wrong_with "$status" "$file.out" "$file.facts" "$file.json" \
		"$again")
	if [ -n "$wrong" ]; then
		status=3
		printf '%s: could not tell: %s\n' "$1" "$wrong"
	else
		case $status in
		0) words="can be had" ;;
		1) words="can be had, but mail will not work" ;;
		2) words="cannot be had" ;;
		3) words="could not tell" ;;
		esac
		printf '%s: %s: %s\n' "$1" "$words" \
			"$(verdict_of "$status" "$file.out")"
		"$BINDWHY" diagnose --color never "$file.facts" >>"$log" 2>&1
	fi
	cat "$file.out.err" >>"$log"
	rm -f "$file.out" "$file.out.err"
}

worst=0
for port; do
	line=$(check "$port"; exit "$status")
	status=$?
	printf '%s\n' "$line" | tee -a "$log"
	case $worst$status in
	?2 | [01]3 | 01) worst=$status ;;
	esac
done

case $worst in
1)
	say "status 1: the server will start, and mail will not get through;" \
		"mend what $log says, then go on" ;;
2)
	say "status 2: do not start the server; do what $log says under" \
		"'To get the port', and run this again" ;;
3)
	say "status 3: this is no go-ahead; see $log; try as root, and if it" \
		"stays so, hand on the .facts file" ;;
esac
exit "$worst"
