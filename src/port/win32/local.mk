# SPDX-License-Identifier: BSD-2-Clause
# src/port/win32
libbindwhy_a_SOURCES += %D%/adapter.h %D%/api.h %D%/run.h %D%/token.h
if OS_WIN32
libbindwhy_a_SOURCES += %D%/adapter_win32.c %D%/api_win32.c %D%/run_win32.c \
	%D%/token_win32.c
endif
