#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# What `bindwhy sniff` needs at most of memory: HACKING, "Memory of sniff".

# shellcheck disable=SC2154	# lib.bash's variables
load lib.bash

# KiB. The reader takes less than 32 MiB here; libraries differ.
READER_MOST=$((48 << 10))
ALL_MOST=$((160 << 10))

# bounded FIRST: hostile.py's peaks are below the limits
bounded()
{
	local first reading reader largest status

	# shellcheck disable=SC2034	# names of columns
	read -r first _ reading _ reader _ largest _ status < <(
		"${PYTHON[@]}" "$here/hostile.py" "$1" "$BINDWHY")
	echo "# $1: the reader's peak is $reader KiB, $reading while it" \
		"reads; the largest process's $largest KiB" >&3
	[[ $status == 0 || $status == 1 ]]
	((reader > 4096 && reader < READER_MOST))
	((largest < ALL_MOST))
}

setup_file()
{
	# ASan's own memory is many times ours.
	if grep -aq __asan_init "$BINDWHY"; then
		export BINDWHY_SANITIZED=yes
	fi
}

needs_plain_build()
{
	[[ -z ${BINDWHY_SANITIZED-} ]] || skip "sanitizers have their own"
}

@test "many servers" {
	needs_plain_build
	bounded servers
}

@test "servers that greet at length" {
	needs_plain_build
	bounded long_servers
}

@test "many clients" {
	needs_plain_build
	bounded clients
}
