# SPDX-License-Identifier: BSD-2-Clause
# src/collect/host
libbindwhy_a_SOURCES += %D%/host.h
if OS_LINUX
libbindwhy_a_SOURCES += %D%/address_linux.c %D%/address_table.h \
	%D%/address_table_linux.c %D%/host_linux.c %D%/setting_linux.c
endif
if OS_WIN32
libbindwhy_a_SOURCES += %D%/address_win32.c %D%/host_win32.c \
	%D%/setting_win32.c
endif
