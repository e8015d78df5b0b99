# SPDX-License-Identifier: BSD-2-Clause
# src/collect/unit
libbindwhy_a_SOURCES += %D%/service.h %D%/unit.h %D%/unit_file.h \
	%D%/unit_files.h %D%/unit_init.h %D%/unit_keys.h %D%/unit_name.c \
	%D%/unit_name.h %D%/unit_starter.h %D%/unit_syntax.c %D%/unit_syntax.h
if OS_LINUX
libbindwhy_a_SOURCES += %D%/unit_drop_in_linux.c %D%/unit_file_linux.c \
	%D%/unit_files_linux.c %D%/unit_init_linux.c %D%/unit_keys_linux.c \
	%D%/unit_linux.c %D%/unit_path_linux.c \
	%D%/unit_starter_linux.c %D%/unit_user_linux.c
endif
if OS_WIN32
libbindwhy_a_SOURCES += %D%/service_win32.c
endif
