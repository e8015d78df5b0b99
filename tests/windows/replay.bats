#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# The same facts give the same answer, byte for byte, on every system.

# shellcheck disable=SC2034,SC2154	# lib.bash's variables
# shellcheck disable=SC2030,SC2031	# each test is a subshell
load lib.bash

# Both programs with the same arguments: the same output and the same status.
same()
{
	local here=0 there=0

	"$NATIVE" "$@" >"$T/here" 2>&1 || here=$?
	run_exe "$EXE" "$@" >"$T/there" 2>&1 || there=$?
	if ((here != there)) || ! cmp -s "$T/here" "$T/there"; then
		echo "bindwhy $*: status $here here, $there on Windows"
		diff "$T/here" "$T/there" | head -n 20
		return 1
	fi
}

@test "every saved case: the text" {
	local facts status bad=0

	export LC_ALL=C.UTF-8
	for facts in "$top_srcdir"/tests/replay/*.facts; do
		status=0
		run_exe "$EXE" diagnose --color never "$facts" >"$T/out" 2>&1 ||
			status=$?
		echo "exit $status" >>"$T/out"
		diff -u "${facts%.facts}.expected" "$T/out" || bad=1
	done
	((!bad))
}

@test "every saved case: JSON, and without UTF-8" {
	local facts bad=0

	needs_native
	export LC_ALL=C
	for facts in "$top_srcdir"/tests/replay/*.facts; do
		same diagnose --json "$facts" || bad=1
		same diagnose -v --color always "$facts" || bad=1
	done
	((!bad))
}

@test "explain says the same of all that it lists" {
	local names

	needs_native
	export LC_ALL=C.UTF-8
	same explain
	same explain --json
	"$NATIVE" explain --json | "${PYTHON[@]}" -c '
import json, sys
for entry in json.load(sys.stdin)["entries"]:
    print(entry["id"], entry.get("also", ""))' >"$T/names"
	read -r -d '' -a names <"$T/names" || true
	((${#names[@]} >= 200))
	same explain "${names[@]}"
	same explain --json "${names[@]}"
	gives 0 explain "${names[@]}"
}

@test "facts saved on Windows are understood here" {
	needs_native
	hold_exe tcp 127.0.0.1 25
	gives 2 --save "$(windows_path "$T/facts")" --json 25
	cp "$T/out" "$T/json"
	"$NATIVE" diagnose --json "$T/facts" >"$T/here" || (($? == 2))
	cmp "$T/json" "$T/here"
	"$NATIVE" diagnose --json "$T/json" >"$T/here" || (($? == 2))
	cmp "$T/json" "$T/here"
}

@test "facts saved here are understood on Windows" {
	local status=0

	needs_native
	inside "$NATIVE" --save "$T/facts" --json 26 >"$T/here" || status=$?
	gives "$status" diagnose --json "$(windows_path "$T/facts")"
	cmp "$T/out" "$T/here"
	run_exe "$EXE" diagnose --json - <"$T/facts" >"$T/out" ||
		(($? == status))
	cmp "$T/out" "$T/here"
}
