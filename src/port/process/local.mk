# SPDX-License-Identifier: BSD-2-Clause
# src/port/process
libbindwhy_a_SOURCES += %D%/apart.h %D%/environment.h %D%/parallel.h \
	%D%/task.h %D%/user.h
if OS_LINUX
libbindwhy_a_SOURCES += %D%/apart_linux.c %D%/parallel_linux.c \
	%D%/task_linux.c %D%/user_linux.c
endif
if OS_WIN32
libbindwhy_a_SOURCES += %D%/task_win32.c
endif
