# SPDX-License-Identifier: BSD-2-Clause
# src/collect/unit
libbindwhy_a_SOURCES += %D%/service.h %D%/unit.h %D%/unit_file.h \
	%D%/unit_init.h
if OS_LINUX
libbindwhy_a_SOURCES += %D%/unit_file_linux.c %D%/unit_init_linux.c \
	%D%/unit_linux.c %D%/unit_parse_linux.c
endif
if OS_WIN32
libbindwhy_a_SOURCES += %D%/service_win32.c
endif
