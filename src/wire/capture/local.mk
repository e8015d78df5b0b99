# SPDX-License-Identifier: BSD-2-Clause
# src/wire/capture
libbindwhy_a_SOURCES += %D%/capture.c %D%/capture.h %D%/capture_buffer.c \
	%D%/capture_buffer.h %D%/capture_file.c %D%/capture_file.h \
	%D%/capture_pcap.c %D%/capture_pcap.h %D%/capture_pcapng.c \
	%D%/capture_pcapng.h %D%/capture_source.h %D%/capture_write.c \
	%D%/capture_write.h %D%/link_rate_linux.h %D%/pcapng_time.c \
	%D%/pcapng_time.h %D%/wpcap.h %D%/wpcap_adapter.h
if HAVE_PCAP
libbindwhy_a_SOURCES += %D%/capture_linux.c %D%/link_rate_linux.c
endif
if OS_WIN32
libbindwhy_a_SOURCES += %D%/capture_win32.c %D%/wpcap_adapter_win32.c \
	%D%/wpcap_win32.c
endif
if !HAVE_PCAP
if OS_LINUX
libbindwhy_a_SOURCES += %D%/capture_none.c
endif
endif
