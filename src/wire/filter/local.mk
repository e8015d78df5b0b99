# SPDX-License-Identifier: BSD-2-Clause
# src/wire/filter
libbindwhy_a_SOURCES += %D%/filter.c %D%/filter.h %D%/filter_program.h
if HAVE_PCAP
libbindwhy_a_SOURCES += %D%/filter_program_pcap.c
endif
if OS_WIN32
libbindwhy_a_SOURCES += %D%/filter_program_win32.c
endif
if !HAVE_PCAP
if OS_LINUX
libbindwhy_a_SOURCES += %D%/filter_program_none.c
endif
endif
