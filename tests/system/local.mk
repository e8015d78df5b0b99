# SPDX-License-Identifier: BSD-2-Clause
# System tests, beside real servers: as root, and with bats.
SYSTEM_TESTS = %D%/addresses.bats %D%/control.bats %D%/databases.bats \
	%D%/disturb.bats %D%/free.bats %D%/greeting.bats \
	%D%/holders.bats %D%/names.bats \
	%D%/oracle.bats %D%/preflight.bats %D%/resolve.bats %D%/rights.bats \
	%D%/sniff.bats %D%/sniff-live.bats %D%/sniff-memory.bats \
	%D%/sockets.bats %D%/strangers.bats %D%/units.bats %D%/usage.bats \
	%D%/wsp.bats
# Its status repeats what the lines say.
AM_BATS_LOG_DRIVER_FLAGS = --ignore-exit
BATS_LOG_COMPILER = $(SHELL) $(top_srcdir)/%D%/run-bats
EXTRA_DIST += $(SYSTEM_TESTS) %D%/answered.py %D%/control.py \
	%D%/fetch-peers %D%/foretold.py %D%/greet.py %D%/deny.py %D%/hold.py \
	%D%/hostile.py %D%/interpose.c %D%/lib.bash %D%/mail.py \
	%D%/name-server.py %D%/names.bash %D%/play.py %D%/run-bats %D%/serve \
	%D%/stuck-fs.py %D%/watched.py
if OS_LINUX
TESTS += $(SYSTEM_TESTS)
check_PROGRAMS += %D%/control-read %D%/deny-bind %D%/disturb-client \
	%D%/probe-loop %D%/resolve-names
check_DATA = %D%/interpose.so
endif
%C%_control_read_SOURCES = %D%/control-read.c
%C%_deny_bind_SOURCES = %D%/deny-bind.c
%C%_deny_bind_LDADD =
%C%_disturb_client_SOURCES = %D%/disturb-client.c
%C%_disturb_client_LDADD =
%C%_probe_loop_SOURCES = %D%/probe-loop.c
%C%_resolve_names_SOURCES = %D%/resolve-names.c
CLEANFILES += %D%/interpose.so

%D%/interpose.so: %D%/interpose.c
	$(AM_V_CC)$(MKDIR_P) %D% && $(CC) $(DEFS) $(CPPFLAGS) \
		$(CFLAGS) -D_GNU_SOURCE -shared -fPIC -o $@ \
		$(top_srcdir)/%D%/interpose.c
