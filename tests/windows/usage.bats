#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# What scripts rely on, on Windows: exit statuses, output, and one line for
# what was wrong.

# shellcheck disable=SC2034,SC2154	# lib.bash's variables
load lib.bash

CASE=$top_srcdir/tests/replay/port-in-use-wildcard.facts

@test "no such port, service or address" {
	local target

	for target in 0 65536 99999999999999999999999 127.0.0.1:0 25x 0x19 \
		nosuchservice smtp/sctp '' 999.0.0.1:25 1.2.3:25 '[::1' \
		'[::1]25' mail.example:25 127.0.0.1:25:25 '*.*' '%PATH%'; do
		says_wrong "$target"
	done
	says_wrong owners 65536
	says_wrong check --json 0
}

@test "wrong options and commands" {
	says_wrong --timeout 0 25
	says_wrong --timeout soon 25
	says_wrong --color=blue 25
	says_wrong --for '' 25
	says_wrong diagnose
	says_wrong diagnose a b
	says_wrong explain nosuchthing
	says_wrong explain --timeout 3 10048
	says_wrong --nosuchoption
	says_wrong --save
}

@test "arguments are not taken for patterns of file names" {
	cd "$T"
	: >./25
	says_wrong '*'
	grep -qF '*' "$T/err"
	says_wrong '?5'
}

@test "an argument that is not valid UTF-16" {
	local status=0

	run_exe "$tools/surrogate.exe" "$(windows_path "$EXE")" \
		>"$T/out" 2>"$T/err" || status=$?
	((status == 3))
	[[ ! -s $T/out ]]
	[[ $(cat "$T/err") == "bindwhy: argument 1 is not valid UTF-16" ]]
	status=0
	run_exe "$tools/surrogate.exe" "$(windows_path "$EXE")" diagnose \
		>"$T/out" 2>"$T/err" || status=$?
	((status == 3))
	[[ $(cat "$T/err") == "bindwhy: argument 2 is not valid UTF-16" ]]
}

@test "arguments beyond ASCII" {
	says_wrong 'zwölf'
	grep -q 'zwölf' "$T/err"
	cp "$CASE" "$T/fälle-𝄞.facts"
	gives 2 diagnose "$(windows_path "$T/fälle-𝄞.facts")"
	gives 2 --save "$(windows_path "$T/größe-𝄞.facts")" diagnose \
		"$(windows_path "$CASE")"
	[[ -s "$T/größe-𝄞.facts" ]]
}

@test "no such file: paths of Windows" {
	local path

	: >"$T/empty"
	for path in 'C:\nosuch' 'C:\nosuch\file' C:\\ 'C:\windows' 'C:' '.' \
		'Q:\file' 'NUL' 'C:\windows\nosuch*' 'C:\a<b>' \
		'\\.\nosuch' '\\nosuch\share\file' 'file.facts:stream' \
		"$(windows_path "$T/nosuch")" "$(windows_path "$T")" \
		"$(windows_path "$T/empty")" "$T/nosuch"; do
		says_wrong diagnose "$path"
	done
	gives 3 diagnose 'C:\windows'
	grep -q 'Is a directory' "$T/err"
	gives 3 diagnose "$(windows_path "$T/nosuch")"
	grep -q 'No such file' "$T/err"
}

@test "facts are read from Windows' paths and from standard input" {
	local path status

	mkdir "$WINEPREFIX/drive_c/facts"
	cp "$CASE" "$WINEPREFIX/drive_c/facts/a b.facts"
	for path in 'C:\facts\a b.facts' 'C:/facts/a b.facts' \
		'c:\FACTS\A B.FACTS' '\\?\C:\facts\a b.facts' \
		"$(windows_path "$CASE")" "$CASE"; do
		gives 2 diagnose "$path"
	done
	status=0
	run_exe "$EXE" diagnose - <"$CASE" >"$T/out" || status=$?
	((status == 2))
	status=0
	# A byte that text mode would take for the end.
	{ cat "$CASE" && printf '\032'; } |
		run_exe "$EXE" diagnose - >"$T/out" 2>"$T/err" || status=$?
	((status == 3 && $(wc -l <"$T/err") == 1))
}

@test "facts that were cut off" {
	local size at

	size=$(stat -c %s "$CASE")
	for at in 1 10 $((size / 3)) $((size / 2)) $((size - 3)); do
		head -c "$at" "$CASE" >"$T/cut"
		says_wrong diagnose "$T/cut"
	done
	head -c 100000 "$EXE" >"$T/bytes"
	says_wrong diagnose "$T/bytes"
	printf '\377\376{\0' >"$T/bytes"
	says_wrong diagnose "$T/bytes"
	"${PYTHON[@]}" -c 'print("[" * 1000000)' >"$T/deep"
	says_wrong diagnose "$T/deep"
}

@test "facts are saved whole or not at all" {
	local from

	from=$(windows_path "$CASE")
	echo old >"$T/facts"
	gives 2 diagnose --save "$(windows_path "$T/facts")" "$from"
	gives 2 diagnose "$T/facts"
	(($(find "$T" -name 'facts*' | wc -l) == 1))
	# A reader of the old file keeps it from being replaced by no means.
	exec 6<"$T/facts"
	gives 2 diagnose --save "$(windows_path "$T/facts")" "$from"
	exec 6<&-
	gives 2 diagnose --save NUL "$from"
	gives 3 diagnose --save 'C:\nosuch\folder\facts' "$from"
	grep -q 'No such file' "$T/err"
	gives 3 diagnose --save 'C:\windows' "$from"
	grep -q 'Is a directory' "$T/err"
	gives 3 diagnose --save 'Z:\dev\full' "$from"
	(($(wc -l <"$T/err") == 1))
	grep -q 'No space left' "$T/err"
	(($(find "$T" -name 'facts*' | wc -l) == 1))
	gives 2 diagnose -qq --save - "$from"
	cp "$T/out" "$T/facts"
	gives 2 diagnose "$T/facts"
}

@test "output that cannot be written is an error" {
	local how status

	for how in "" --json -v -q; do
		status=0
		# The option or nothing.
		# shellcheck disable=SC2086
		run_exe "$EXE" diagnose "$CASE" $how >/dev/full 2>"$T/err" ||
			status=$?
		echo "to /dev/full, $how: status $status, $(cat "$T/err")"
		((status == 3 && $(wc -l <"$T/err") == 1))
		grep -q '^bindwhy: standard output: ' "$T/err"
	done
	for how in explain --help --version; do
		status=0
		run_exe "$EXE" "$how" >/dev/full 2>"$T/err" || status=$?
		((status == 3 && $(wc -l <"$T/err") == 1))
		status=0
		run_exe "$EXE" "$how" >&- 2>"$T/err" || status=$?
		echo "closed, $how: status $status, $(cat "$T/err")"
		((status == 3))
		grep -q '^bindwhy: standard output: ' "$T/err"
	done
}

@test "a reader that goes away" {
	local status

	run_exe "$EXE" explain --json 2>"$T/err" | head -c 1 >/dev/null
	status=${PIPESTATUS[0]}
	echo "status $status"
	((status == 2 || status == 3))
	(($(wc -l <"$T/err") <= 1))
	# Gone before the program starts.
	{
		sleep 0.5
		run_exe "$EXE" explain 2>"$T/err" || echo $? >"$T/status"
	} | true
	[[ $(cat "$T/status") == 3 ]]
	(($(wc -l <"$T/err") == 1))
}

@test "lines end as on Linux, and no byte is changed" {
	gives 2 diagnose "$CASE"
	run -1 grep $'\r' "$T/out"
	gives 3 0
	run -1 grep $'\r' "$T/err"
}

@test "a console that is not UTF-8 shows names as they are" {
	sed 's/"postfix"/"größe-ж"/; s/master/größe-ж/g' "$CASE" >"$T/case"
	grep -q größe "$T/case"
	on_console "chcp 437 >nul & $(windows_path "$EXE") diagnose -v $(windows_path "$T/case") & chcp"
	cat "$T/shown"
	grep -q 'größe-ж' "$T/shown"
	# Not left as another.
	grep -q 437 "$T/shown"
}

@test "colors on a console, and none where NO_COLOR is set" {
	local run

	run="$(windows_path "$EXE") diagnose $(windows_path "$CASE")"
	on_console "$run"
	grep -q $'\e\[31;1m' "$T/screen"
	on_console "set NO_COLOR=1& $run"
	grep -q 'in use' "$T/shown"
	run -1 grep $'\e\[31;1m' "$T/screen"
	gives 2 diagnose "$CASE"
	run -1 grep $'\e' "$T/out"
	gives 2 --color always diagnose "$CASE"
	grep -q $'\e\[31;1m' "$T/out"
}

@test "what goes to a console is shown whole" {
	on_console "$(windows_path "$EXE") explain --json"
	# Lines are cut to the width of the screen, not their ends.
	grep -q '^}' "$T/shown"
	gives 0 explain --json
	(($(grep -c '"id"' "$T/shown") == $(grep -c '"id"' "$T/out")))
}

@test "no character is torn on its way to a console" {
	local long n

	printf -v long '€%.0s' {1..4000}
	sed "s/master/m$long/" "$CASE" >"$T/case"
	on_console "$(windows_path "$EXE") diagnose -v $(windows_path "$T/case")"
	run_exe "$EXE" diagnose -v "$T/case" >"$T/out" || (($? == 2))
	n=$(grep -o € "$T/out" | wc -l)
	# Lines that scroll may be drawn twice.
	((n >= 4000 && $(grep -o € "$T/shown" | wc -l) >= n))
	run -1 grep $'\xef\xbf\xbd' "$T/shown"
}

@test "--help for each command" {
	local command

	for command in check owners explain diagnose; do
		gives 0 "$command" --help
		grep -q "^usage: bindwhy $command" "$T/out"
	done
}
