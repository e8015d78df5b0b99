# SPDX-License-Identifier: BSD-2-Clause
# src/port/file
libbindwhy_a_SOURCES += %D%/directory.h %D%/draft.h %D%/file.h %D%/input.h \
	%D%/output.h %D%/regular.h
if OS_LINUX
libbindwhy_a_SOURCES += %D%/directory_linux.c %D%/draft_linux.c %D%/file_linux.c \
	%D%/input_linux.c %D%/output_linux.c %D%/regular_linux.c
endif
if OS_WIN32
libbindwhy_a_SOURCES += %D%/directory_win32.c %D%/draft_win32.c %D%/file_win32.c \
	%D%/input_win32.c %D%/output_win32.c
endif
