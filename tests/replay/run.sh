#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Replays every saved case: NAME.facts in, and what NAME.expected says must
# come out: the text, the exit status on its last line.  Then: each finding
# of data/findings has a case, and JSON agrees with text.  TAP.
#
#	run.sh update	writes the expectations anew, to be read before they
#			are committed
set -u
top_srcdir=${top_srcdir:-$(dirname "$0")/../..}
top_builddir=${top_builddir:-$top_srcdir/build}
here=$top_srcdir/tests/replay
bindwhy=$top_builddir/bindwhy
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
LC_ALL=C.UTF-8
export LC_ALL
n=0

say()
{
	n=$((n + 1))
	echo "$1 $n - $2"
}

for facts in "$here"/*.facts; do
	name=$(basename "$facts" .facts)
	"$bindwhy" diagnose --color never "$facts" >"$work/$name" 2>&1
	echo "exit $?" >>"$work/$name"
	[ "${1-}" = update ] && cp "$work/$name" "$here/$name.expected"
	if diff -u "$here/$name.expected" "$work/$name" >"$work/diff" 2>&1; then
		say ok "$name"
	else
		say "not ok" "$name"
		sed 's/^/# /' "$work/diff"
	fi
	"$bindwhy" diagnose --json "$facts" >"$work/json"
	status=$?
	cat "$work/json" >>"$work/all.json"
	# The facts that JSON carries give the same verdict again.
	"$bindwhy" diagnose --json "$work/json" >"$work/again"
	if [ "exit $status" = "$(tail -n 1 "$work/$name")" ] &&
		cmp -s "$work/json" "$work/again"; then
		say ok "$name: JSON, and JSON again"
	else
		say "not ok" "$name: JSON, and JSON again"
	fi
done

sed -n 's/^id: *//p' "$top_srcdir/data/findings" >"$work/ids"
while read -r id; do
	if grep -q "\"id\": \"$id\"" "$work/all.json"; then
		say ok "a case has $id"
	else
		say "not ok" "a case has $id"
	fi
done <"$work/ids"
echo "1..$n"
