# SPDX-License-Identifier: BSD-2-Clause
# src/priv
libbindwhy_a_SOURCES += %D%/sandbox.h
if !HAVE_SANDBOX
libbindwhy_a_SOURCES += %D%/sandbox_none.c
endif
if HAVE_SANDBOX
libbindwhy_a_SOURCES += %D%/sandbox_linux.c
endif
if OS_LINUX
libbindwhy_a_SOURCES += %D%/call_filter.h %D%/call_filter_linux.c
endif
