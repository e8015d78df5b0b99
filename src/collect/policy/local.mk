# SPDX-License-Identifier: BSD-2-Clause
# src/collect/policy
libbindwhy_a_SOURCES += %D%/parse.c %D%/parse.h %D%/policy.h %D%/policy_bpf.h \
	%D%/policy_unit.h %D%/range.c %D%/range.h
if OS_LINUX
libbindwhy_a_SOURCES += %D%/policy_bpf_linux.c %D%/policy_linux.c \
	%D%/policy_unit_linux.c
endif
if OS_WIN32
libbindwhy_a_SOURCES += %D%/policy_win32.c
endif
