# SPDX-License-Identifier: BSD-2-Clause
# src/collect/database
libbindwhy_a_SOURCES += %D%/database.c %D%/database.h %D%/database_entry.c \
	%D%/database_entry.h %D%/database_file.c %D%/database_file.h \
	%D%/database_package.h %D%/database_system.h
if OS_LINUX
libbindwhy_a_SOURCES += %D%/database_package_linux.c \
	%D%/database_system_linux.c
endif
if OS_WIN32
libbindwhy_a_SOURCES += %D%/database_package_win32.c \
	%D%/database_system_win32.c
endif
