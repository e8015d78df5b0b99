# SPDX-License-Identifier: BSD-2-Clause
# src/facts
libbindwhy_a_SOURCES += %D%/apart.h %D%/code.c %D%/code.h %D%/event.h \
	%D%/fact.c %D%/facts.c %D%/facts.h %D%/kinds.c %D%/kinds.h \
	%D%/save.c %D%/save.h %D%/store.h %D%/try.c \
	%D%/try.h %D%/value.c %D%/value.h
if OS_LINUX
libbindwhy_a_SOURCES += %D%/apart_linux.c
endif
if OS_WIN32
libbindwhy_a_SOURCES += %D%/code_win32.c %D%/value_win32.c
endif
