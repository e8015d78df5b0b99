# SPDX-License-Identifier: BSD-2-Clause
# src/port/net
libbindwhy_a_SOURCES += %D%/datagram.h %D%/inet.h %D%/netlink.h \
	%D%/poll.h %D%/raw_linux.h %D%/service.c %D%/service.h %D%/sockaddr.c \
	%D%/sockaddr.h %D%/socket.h
if OS_LINUX
libbindwhy_a_SOURCES += %D%/datagram_linux.c %D%/netlink_linux.c \
	%D%/poll_linux.c %D%/socket_linux.c
endif
if OS_WIN32
libbindwhy_a_SOURCES += %D%/datagram_win32.c %D%/poll_win32.c \
	%D%/socket_win32.c
endif
