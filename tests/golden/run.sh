#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Reads every capture of TESTLIST: what NAME.out says must come out, the text,
# and the exit status on its last line.  Then: the facts that were saved give
# the same text again, and neither shows a credential, a mailbox, or a byte
# that a terminal would obey.  TAP.
#
#	run.sh [update [NAME...]]	writes the expectations anew, to be
#					read before they are committed
#
# BINDWHY is what is run, if not the build's; it may have arguments.
set -u
top_srcdir=${top_srcdir:-$(dirname "$0")/../..}
top_builddir=${top_builddir:-$top_srcdir/build}
here=$(cd "$top_srcdir/tests/golden" && pwd)
bindwhy=${BINDWHY:-$(cd "$top_builddir" && pwd)/bindwhy}
${BINDWHY:+:} test -x "$bindwhy" || exit 99
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
LC_ALL=C.UTF-8 TZ=UTC
export LC_ALL TZ
update=
only=
if [ "${1-}" = update ]; then
	update=yes
	shift
	only=$*
fi
n=0
# Passwords in the captures, plain and in base64, and mailboxes.
secret='secret|sesame|c2Vjcm|b3BlbiBz|d3Jvbmcg|AGphbmU|amFuZQ|amFuZS1z'
mailbox='(jane|bob|eve|alice|nobody|grey)@'

say()
{
	n=$((n + 1))
	echo "$1 $n - $2"
}

# check NAME COMMAND...
check()
{
	what=$1
	shift
	if "$@" >"$work/said" 2>&1; then
		say ok "$what"
	else
		say "not ok" "$what"
		sed 's/^/# /' "$work/said"
	fi
}

# What is in none of the files: FILE...
clean()
{
	! grep -aE "$secret" "$@" || return
	! grep -a "$(printf '[\001-\010\013-\037\177]')" "$@" || return
	case " $options " in
	*" --show-addresses "*) ;;
	*) ! grep -aE "$mailbox" "$@" ;;
	esac
}

# watch OPTION...: read the capture.
watch()
{
	# Words, both.
	# shellcheck disable=SC2086
	case $capture in
	*.gz)
		gzip -dc "$capture" |
			$bindwhy sniff --unconfined -r - "$@" $options
		;;
	*) $bindwhy sniff --unconfined -r "$capture" "$@" $options ;;
	esac
}

# Of a build or a machine that cannot confine.
unconfined='Not seen: whether a hostile packet misused the rights'
without_unconfined()
{
	sed -i -e ':a' -e '$!{N;ba' -e '}' \
		-e "s/\\n\\n  ${unconfined}[^\\n]*//" \
		-e "s/\\n  ${unconfined}[^\\n]*//" "$1"
}

cd "$here" || exit 99
while read -r name capture options; do
	case $name in
	'' | '#'*) continue ;;
	esac
	case " $only " in
	"  " | *" $name "*) ;;
	*) continue ;;
	esac
	watch --color never --save "$work/facts" >"$work/text" 2>"$work/err"
	status=$?
	# The facts, at the end of -v, say how this machine confines.
	sed -i '/^  Facts:$/,$d' "$work/text"
	cp "$work/text" "$work/shown"
	without_unconfined "$work/shown"
	{
		cat "$work/err" "$work/shown"
		echo "exit $status"
	} >"$work/out"
	[ -z "$update" ] || cp "$work/out" "$name.out"
	check "$name" diff -u "$name.out" "$work/out"
	[ -s "$work/facts" ] || continue
	# What happened when is not in the facts.
	case " $options " in
	*" -v "*) ;;
	*)
		$bindwhy diagnose --color never "$work/facts" \
			>"$work/again" 2>&1
		check "$name: the same from its facts" \
			diff -u "$work/text" "$work/again" ;;
	esac
	check "$name: nothing that is not to be seen" \
		clean "$work/out" "$work/facts"
	rm -f "$work/facts"
done <TESTLIST
for expected in *.out; do
	grep -q "^${expected%.out}[[:space:]]" TESTLIST ||
		check "$expected is of no test" false
done
echo "1..$n"
