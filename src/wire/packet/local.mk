# SPDX-License-Identifier: BSD-2-Clause
# src/wire/packet
libbindwhy_a_SOURCES += %D%/fragment.c %D%/fragment.h %D%/ip.c %D%/ip.h \
	%D%/link.c %D%/link.h %D%/packet.h %D%/side.h %D%/tcp.c \
	%D%/tcp.h %D%/udp.c %D%/udp.h
