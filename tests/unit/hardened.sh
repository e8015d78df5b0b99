#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The program that was built is hardened: m4/hardening.m4 says how.  A compiler
# that lacks something is told by its configure.  Prints TAP.
set -u

LC_ALL=C
export LC_ALL
cd "${top_builddir:?}" || exit 99
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
number=0

# took FLAG: configure found that compiler and linker take it.
took()
{
	grep -q "^HARDEN_[A-Z]*FLAGS = .*$1" Makefile
}

# check NAME FLAG PATTERN FILE: the pattern is in the file.
check()
{
	number=$((number + 1))
	if ! took "$2"; then
		echo "ok $number - $1 # SKIP not built with $2"
	elif grep -Eq "$3" "$4"; then
		echo "ok $number - $1"
	else
		echo "not ok $number - $1"
		sed 's/^/# /' "$4" | head -n 40
	fi
}

command -v readelf >/dev/null || {
	echo "1..0 # SKIP readelf is not installed"
	exit 0
}
{
	readelf -hlW bindwhy
	readelf -dW bindwhy
} >"$work/headers"
readelf --dyn-syms -W bindwhy >"$work/symbols"
# The program as a whole has the mark only where libc's own parts have it.
readelf -nW src/base/text.o >"$work/notes"

echo 1..7
check "it can be loaded at any address" -pie '^ *Type: *DYN' "$work/headers"
check "relocations are read-only" -z,relro GNU_RELRO "$work/headers"
check "symbols are bound at the start" -z,now '(BIND_NOW|Flags:.* NOW)' \
	"$work/headers"
check "the stack is not executable" -z,noexecstack 'GNU_STACK .* RW +0x' \
	"$work/headers"
check "stacks are guarded" -fstack-protector-strong __stack_chk_fail \
	"$work/symbols"
check "buffers of libc's calls are checked" -D_FORTIFY_SOURCE=3 \
	'__[a-z]+_chk' "$work/symbols"
case $(uname -m) in
aarch64)
	check "jumps land where they may" -mbranch-protection=standard BTI \
		"$work/notes" ;;
*)
	check "jumps land where they may" -fcf-protection=full 'IBT, SHSTK' \
		"$work/notes" ;;
esac
