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

# Complaints about JSON, laid out by jansson: each verdict needs a headline that
# the text has too, and an exit status; the worst of those that count is the
# process's, or that is 3 because something could not be seen.  JSON TEXT STATUS
conclusions()
{
	awk -v status="$3" '
	NR == FNR {text = text "\n" $0; next}
	/^  "/ {kind = $1; gsub(/[":]/, "", kind)}
	kind !~ /^(verdicts|names|traffic)$/ {next}
	/^    \{/ {headline = ""; exit_status = ""; counts = 1}
	/^      "role": "client"/ || /^      "counts": false/ {counts = 0}
	/^      "exit": / {exit_status = $2 + 0}
	/^      "headline": / {
		headline = $0
		sub(/^ *"headline": "/, "", headline)
		sub(/",?$/, "", headline)
		gsub(/\\"/, "\"", headline)
		gsub(/\\\\/, "\\", headline)
	}
	/^    \}/ {
		if (headline == "" || !index(text, headline))
			print kind ": headline " headline
		if (exit_status !~ /^[0-3]$/)
			print kind ": no exit status"
		if (kind == "verdicts")
			targets++
		if (counts && (kind == "verdicts" || !targets))
			seen[exit_status] = 1
	}
	END {
		worst = 2 in seen ? 2 : 3 in seen ? 3 : 1 in seen ? 1 : 0
		if (status != worst && status != 3)
			print "exit " status ", and the worst is " worst
	}' "$2" "$1"
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
	"$bindwhy" diagnose -q -v --color never "$facts" >"$work/quiet" 2>&1
	conclusions "$work/json" "$work/quiet" "$status" >"$work/odd"
	if [ -s "$work/odd" ]; then
		say "not ok" "$name: conclusions in JSON"
		sed 's/^/# /' "$work/odd"
	else
		say ok "$name: conclusions in JSON"
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
