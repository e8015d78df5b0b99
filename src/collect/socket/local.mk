# SPDX-License-Identifier: BSD-2-Clause
# src/collect/socket
libbindwhy_a_SOURCES += %D%/socket.c %D%/socket.h %D%/socket_port.h \
	%D%/socket_query.h %D%/table.h
if OS_LINUX
libbindwhy_a_SOURCES += %D%/socket_diag_linux.c %D%/socket_port_linux.c \
	%D%/socket_proc_linux.c
endif
if OS_WIN32
libbindwhy_a_SOURCES += %D%/socket_port_win32.c %D%/table_win32.c
endif
