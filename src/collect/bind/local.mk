# SPDX-License-Identifier: BSD-2-Clause
# src/collect/bind
libbindwhy_a_SOURCES += %D%/bind.h %D%/bind_try.c %D%/bind_try.h %D%/provider.h
if OS_LINUX
libbindwhy_a_SOURCES += %D%/bind_linux.c
endif
if OS_WIN32
libbindwhy_a_SOURCES += %D%/bind_win32.c %D%/provider_win32.c
endif
