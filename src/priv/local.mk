# SPDX-License-Identifier: BSD-2-Clause
# src/priv
libbindwhy_a_SOURCES += %D%/sandbox.h
if OS_WIN32
libbindwhy_a_SOURCES += %D%/sandbox_win32.c
endif
if OS_LINUX
if !HAVE_SANDBOX
libbindwhy_a_SOURCES += %D%/sandbox_none.c
endif
endif
if HAVE_SANDBOX
libbindwhy_a_SOURCES += %D%/limit.h %D%/limit_linux.c \
	%D%/sandbox_linux.c
endif
if OS_LINUX
libbindwhy_a_SOURCES += %D%/call_filter.h %D%/call_filter_linux.c
endif
