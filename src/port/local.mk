# SPDX-License-Identifier: BSD-2-Clause
# src/port
libbindwhy_a_SOURCES += %D%/clock.h %D%/error.h %D%/random.c %D%/random.h \
	%D%/version.c %D%/version.h %D%/wide.h
if OS_LINUX
libbindwhy_a_SOURCES += %D%/clock_linux.c %D%/error_linux.c \
	%D%/random_linux.c
endif
if OS_WIN32
libbindwhy_a_SOURCES += %D%/clock_win32.c %D%/error_win32.c \
	%D%/random_win32.c %D%/wide_win32.c
endif
