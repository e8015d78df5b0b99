# SPDX-License-Identifier: BSD-2-Clause
# What becomes of bindwhy when a system call, an allocation, a read or a write
# fails; scripts/faults makes all of them fail.  The sanitizers have a malloc()
# of their own.
FAULT_TESTS = %D%/selftest.sh
if OS_LINUX
if !SANITIZERS
check_PROGRAMS += %D%/broken %D%/inject %D%/program
TESTS += $(FAULT_TESTS)
endif
endif
%C%_program_SOURCES = %D%/allocate.c %D%/page.h %D%/program.c
%C%_program_LDADD = $(BINDWHY_LIBS) -ldl
%C%_broken_SOURCES = %D%/allocate.c %D%/broken.c %D%/page.h
%C%_broken_LDADD = $(PTHREAD_LIBS) -ldl
%C%_inject_SOURCES = %D%/calls.c %D%/calls.h %D%/inject.c %D%/inject.h \
	%D%/look.c %D%/machine.c %D%/machine.h %D%/page.h %D%/trace.c
%C%_inject_LDADD =
EXTRA_DIST += $(FAULT_TESTS) %D%/checks.py %D%/faults.py \
	%D%/holder.py %D%/name-server.py %D%/run %D%/scenes.py %D%/selftest.py
