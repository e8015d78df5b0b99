#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Where tshark can tell the same as bindwhy, it is asked: in each capture of
# TESTLIST the numbers of streams, of replies by code, of commands by verb and
# of requests and answers on the control channel.  Where the two must differ,
# TSHARK says in what and why.  TAP.
set -u
top_srcdir=${top_srcdir:-$(dirname "$0")/../..}
top_builddir=${top_builddir:-$top_srcdir/build}
here=$(cd "$top_srcdir/tests/golden" && pwd)
bindwhy=${BINDWHY:-$(cd "$top_builddir" && pwd)/bindwhy}
${BINDWHY:+:} test -x "$bindwhy" || exit 99
python=/usr/bin/python3
[ -x "$python" ] || python=python3
if [ "${BINDWHY_SYSTEM_TESTS-}" = no ]; then
	echo "1..0 # SKIP BINDWHY_SYSTEM_TESTS is no"
	exit 0
fi
if ! command -v tshark >/dev/null; then
	echo "1..0 # SKIP tshark is not installed"
	exit 0
fi
if ! tshark -G protocols 2>/dev/null | grep -q msproxy; then
	echo "1..0 # SKIP this tshark does not know msproxy"
	exit 0
fi
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
n=0

say()
{
	n=$((n + 1))
	echo "$1 $n - $2"
}

cd "$here" || exit 99
while read -r name capture options; do
	case $name in
	'' | '#'*) continue ;;
	esac
	ports=25
	case $options in
	'') ;;
	'-p '*) ports=${options#-p } ;;
	*) continue ;;
	esac
	case $capture in
	*.gz)
		gzip -dc "$capture" >"$work/capture" || exit 99
		capture=$work/capture ;;
	esac
	[ -s "$capture" ] || continue
	$bindwhy sniff -r "$capture" -p "$ports" --json 2>/dev/null |
		"$python" "$here/counts.py" bindwhy "$capture" "$ports" \
			>"$work/ours" 2>/dev/null || continue
	"$python" "$here/counts.py" tshark "$capture" "$ports" >"$work/theirs"
	diff "$work/theirs" "$work/ours" | grep '^[<>]' >"$work/differs"
	# NAME: the lines that differ, then why.
	awk -v name="$name" '
		/^#/ {next}
		/^[^ \t]/ {mine = $1 == name ":"; next}
		mine && /^\t[<>]/ {sub(/^\t/, ""); print}' TSHARK >"$work/known"
	if cmp -s "$work/differs" "$work/known"; then
		say ok "$name: $(wc -l <"$work/ours") numbers, $(wc -l \
			<"$work/known") lines known to differ"
	else
		say "not ok" "$name: < tshark, > bindwhy"
		diff "$work/known" "$work/differs" | sed 's/^/# /'
	fi
done <TESTLIST
sed -n 's/^\([^# \t][^ \t]*\):$/\1/p' TSHARK >"$work/names"
while read -r name; do
	grep -q "^${name}[[:space:]]" TESTLIST && continue
	say "not ok" "$name: in TSHARK, and no test"
done <"$work/names"
echo "1..$n"
