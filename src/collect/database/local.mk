# SPDX-License-Identifier: BSD-2-Clause
# src/collect/database
libbindwhy_a_SOURCES += %D%/database.c %D%/database.h %D%/database_file.c \
	%D%/database_file.h
if OS_LINUX
libbindwhy_a_SOURCES += %D%/database_linux.c
endif
if OS_WIN32
libbindwhy_a_SOURCES += %D%/database_win32.c
endif
