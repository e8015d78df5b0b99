# SPDX-License-Identifier: BSD-2-Clause
# src/port/terminal
libbindwhy_a_SOURCES += %D%/interrupt.h %D%/progress.h %D%/terminal.h
if OS_LINUX
libbindwhy_a_SOURCES += %D%/interrupt_linux.c %D%/progress_linux.c \
	%D%/terminal_linux.c
endif
if OS_WIN32
libbindwhy_a_SOURCES += %D%/interrupt_win32.c %D%/progress_win32.c \
	%D%/terminal_win32.c
endif
