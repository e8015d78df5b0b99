#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# The file that is handed out: what it needs, and what it says of itself.

# shellcheck disable=SC2034,SC2154	# lib.bash's variables
load lib.bash

OBJDUMP=x86_64-w64-mingw32-objdump

@test "it imports DLLs of Windows alone" {
	local dll

	$OBJDUMP -p "$EXE" | sed -n 's/^.*DLL Name: //p' | tr '[:upper:]' '[:lower:]' >"$T/dlls"
	(($(wc -l <"$T/dlls") >= 3))
	while read -r dll; do
		case $dll in
		advapi32.dll | iphlpapi.dll | kernel32.dll | msvcrt.dll | \
			ntdll.dll | version.dll | ws2_32.dll) ;;
		*)
			echo "imports $dll"
			return 1 ;;
		esac
	done <"$T/dlls"
}

# What Windows 7 has not would keep the program from starting there.
@test "it imports nothing that came after Windows 7" {
	$OBJDUMP -p "$EXE" | awk '$1 ~ /^[0-9a-f]+$/ && NF == 3 {print $3}' \
		>"$T/imports"
	(($(wc -l <"$T/imports") > 50))
	run -1 grep -E '^(GetSystemTimePreciseAsFileTime|WaitOnAddress|CreateFile2|SetThreadDescription|PathCch.*|GetTempPath2.*)$' \
		"$T/imports"
}

@test "it is small, for x86-64, a console program, and moves in memory" {
	(($(stat -c %s "$EXE") < 3 << 20))
	$OBJDUMP -p "$EXE" >"$T/headers"
	$OBJDUMP -f "$EXE" | grep -q 'pei-x86-64'
	grep -q '^Subsystem.*CUI' "$T/headers"
	grep -q DYNAMIC_BASE "$T/headers"
	grep -q NX_COMPAT "$T/headers"
	grep -q HIGH_ENTROPY_VA "$T/headers"
	grep -qE '^MajorSubsystemVersion[[:space:]]+[0-6]$' "$T/headers"
}

@test "it asks for no rights, and has a version" {
	grep -aq 'requestedExecutionLevel level="asInvoker"' "$EXE"
	tr -d '\0' <"$EXE" | grep -aq "ProductVersion"
	gives 0 --version
	grep -q '^bindwhy [0-9]' "$T/out"
	grep -q '^jansson [0-9]' "$T/out"
	tr -d '\0' <"$EXE" | grep -aqF "$(sed -n 's/^bindwhy //p' "$T/out")"
}

@test "nothing of it stays behind" {
	local before after

	gives 0 --version
	before=$(find "$WINEPREFIX/drive_c" -newer "$T/out" -type f | sort)
	gives 0 explain 10048
	after=$(find "$WINEPREFIX/drive_c" -newer "$T/out" -type f | sort)
	[[ $before == "$after" ]]
}
