# SPDX-License-Identifier: BSD-2-Clause
# src/collect/names
libbindwhy_a_SOURCES += %D%/answer.c %D%/answer.h %D%/ask.h %D%/dns.h \
	%D%/dns_reply.c %D%/dns_reply.h %D%/hosts.c %D%/hosts.h \
	%D%/hosts_file.c %D%/hosts_file.h %D%/loop.c %D%/loop.h %D%/netbios.c \
	%D%/netbios.h %D%/netbios_ask.c %D%/netbios_hear.c \
	%D%/netbios_hear.h %D%/resolve.c %D%/resolve.h \
	%D%/server.c %D%/server.h %D%/source.h %D%/system.c %D%/system_call.h \
	%D%/system_file.h
if !HAVE_CARES
libbindwhy_a_SOURCES += %D%/dns_none.c
endif
if HAVE_CARES
libbindwhy_a_SOURCES += %D%/dns_cares.c
endif
if OS_LINUX
libbindwhy_a_SOURCES += %D%/system_call_linux.c %D%/system_file_linux.c
endif
if OS_WIN32
libbindwhy_a_SOURCES += %D%/system_call_win32.c %D%/system_file_win32.c
endif
