# SPDX-License-Identifier: BSD-2-Clause
# Tests under Wine: as root, and with bats.
WINDOWS_TESTS = %D%/names.bats %D%/preflight.bats %D%/probe.bats \
	%D%/program.bats %D%/replay.bats %D%/sniff.bats %D%/usage.bats
EXTRA_DIST += $(WINDOWS_TESTS) %D%/lib.bash %D%/prefix %D%/run-exe
if OS_WIN32
TESTS += $(WINDOWS_TESTS)
check_PROGRAMS += %D%/empty %D%/hold %D%/sentinel %D%/service %D%/stub \
	%D%/surrogate
# Unit tests are programs for Windows too.
LOG_COMPILER = $(SHELL) $(top_srcdir)/%D%/run-exe
endif
%C%_empty_SOURCES = %D%/empty.c
%C%_empty_LDADD =
%C%_hold_SOURCES = %D%/hold.c
%C%_hold_LDADD = $(OS_LIBS)
%C%_sentinel_SOURCES = %D%/sentinel.c
%C%_sentinel_LDADD =
%C%_service_SOURCES = %D%/service.c
%C%_service_LDADD = $(OS_LIBS)
%C%_stub_SOURCES = %D%/stub.c
%C%_stub_LDADD =
%C%_surrogate_SOURCES = %D%/surrogate.c
%C%_surrogate_LDADD =
%C%_surrogate_LDFLAGS = $(AM_LDFLAGS) -municode
