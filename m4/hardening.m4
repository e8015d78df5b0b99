# SPDX-License-Identifier: BSD-2-Clause
# BINDWHY_HARDEN - What makes a bug harder to use, as far as the compiler and
# the linker have it: position independence, read-only relocations, checked
# buffers, guarded stacks, control flow.  A flag that they refuse, or warn of,
# is left out.  tests/unit/hardened.sh looks at the program that was built.
#
# Sets HARDEN_CPPFLAGS, HARDEN_CFLAGS and HARDEN_LDFLAGS.

# BINDWHY_TRY_FLAGS(VARIABLE, FLAG...): each that compiler and linker take
# without a warning is appended.  The flags are words of the shell.
AC_DEFUN([BINDWHY_TRY_FLAGS], [
	for bindwhy_flag in $2; do
		AC_MSG_CHECKING([whether $CC takes $bindwhy_flag])
		bindwhy_cflags=$CFLAGS
		CFLAGS="$CFLAGS $HARDEN_CFLAGS $HARDEN_LDFLAGS $bindwhy_flag -Werror"
		AC_LINK_IFELSE([AC_LANG_PROGRAM([[#include <stdio.h>
#include <string.h>]], [[char text[64];
			if (!fgets(text, sizeof(text), stdin))
				return 1;
			return strlen(text) == 3;]])],
			[AC_MSG_RESULT([yes])
			$1="$$1 $bindwhy_flag"],
			[AC_MSG_RESULT([no])])
		CFLAGS=$bindwhy_cflags
	done
])

AC_DEFUN([BINDWHY_HARDEN], [
	HARDEN_CPPFLAGS=
	HARDEN_CFLAGS=
	HARDEN_LDFLAGS=
	AS_IF([test $os = linux], [
		BINDWHY_TRY_FLAGS([HARDEN_CFLAGS], [-fPIE])
		BINDWHY_TRY_FLAGS([HARDEN_LDFLAGS],
			[-pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack])
		BINDWHY_TRY_FLAGS([HARDEN_CFLAGS], [-fstack-clash-protection \
			-fcf-protection=full -mbranch-protection=standard])
	], [
		# gcc 12 fails with an internal error where it is to guard
		# Windows' stacks against clashes.
		BINDWHY_TRY_FLAGS([HARDEN_LDFLAGS], [-Wl,--dynamicbase \
			-Wl,--high-entropy-va -Wl,--nxcompat])
	])
	BINDWHY_TRY_FLAGS([HARDEN_CFLAGS], [-fstack-protector-strong -mguard=cf])
	# The sanitizers check more and do not go together with it.  It needs
	# an optimizing compiler, and warns of any other.
	AS_CASE(["$enable_sanitizers $CFLAGS"],
		[yes*|*-fsanitize*], [],
		[BINDWHY_TRY_FLAGS([HARDEN_CPPFLAGS],
			["-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3"])])
	AC_SUBST([HARDEN_CPPFLAGS])
	AC_SUBST([HARDEN_CFLAGS])
	AC_SUBST([HARDEN_LDFLAGS])
])
